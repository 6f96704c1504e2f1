/*
 * steps_parts.c - steps that cut sessions and put them together: split, join, pauses put in afterwards,
 * idle time, and other names for tags and projects.
 */
#include "model/world.h"

#include <string.h>

/* --- pauses ----------------------------------------------------------------------------------- */

/* What follows from the list of pauses. */
static void add_up(const person *who, twin *s)
{
    const twin_pause *last = s->pause_count > 0 ? &s->pauses[s->pause_count - 1] : NULL;

    s->paused_ms = 0;
    for (int i = 0; i < s->pause_count; i++)
        if (s->pauses[i].ended_at_ms != 0)
            s->paused_ms += s->pauses[i].ended_at_ms - s->pauses[i].started_at_ms;
    s->last_event_at_ms = s->started_at_ms;
    if (last != NULL)
        s->last_event_at_ms = last->ended_at_ms != 0 ? last->ended_at_ms : last->started_at_ms;
    set_expiry(who, s);
}

static void cut_pauses(const twin *whole, int64_t at_ms, twin *first, twin *second)
{
    first->pause_count = second->pause_count = 0;
    for (int i = 0; i < whole->pause_count; i++) {
        twin_pause early = whole->pauses[i];
        twin_pause late = whole->pauses[i];
        early.ended_at_ms = early.ended_at_ms < at_ms ? early.ended_at_ms : at_ms;
        late.started_at_ms = late.started_at_ms > at_ms ? late.started_at_ms : at_ms;
        if (whole->pauses[i].started_at_ms < at_ms)
            first->pauses[first->pause_count++] = early;
        if (whole->pauses[i].started_at_ms >= at_ms || late.ended_at_ms > at_ms)
            second->pauses[second->pause_count++] = late;
    }
}

static void append_pause(twin *s, twin_pause pause)
{
    twin_pause *last = s->pause_count > 0 ? &s->pauses[s->pause_count - 1] : NULL;

    if (last != NULL && last->ended_at_ms == pause.started_at_ms && last->reason == pause.reason)
        last->ended_at_ms = pause.ended_at_ms;
    else
        s->pauses[s->pause_count++] = pause;
}

/* False where it meets another. */
static bool insert_pause(twin *s, twin_pause pause)
{
    int at = 0;

    for (int i = 0; i < s->pause_count; i++) {
        const twin_pause *other = &s->pauses[i];
        bool is_before = other->ended_at_ms != 0 && other->ended_at_ms <= pause.started_at_ms;
        if (!is_before && other->started_at_ms < pause.ended_at_ms)
            return false;
        at += is_before;
    }
    for (int i = s->pause_count++; i > at; i--)
        s->pauses[i] = s->pauses[i - 1];
    s->pauses[at] = pause;
    return true;
}

/* --- split ------------------------------------------------------------------------------------ */

static focus_status foresee_past(const twin *s)
{
    return s->deleted_at_ms != 0 || is_running(s) ? FOCUS_E_STATE : FOCUS_OK;
}

static void split_twin(const world *w, const person *who, twin *first, int64_t at_ms, twin *second)
{
    const twin whole = *first;

    *second = whole;
    second->mark = w->seed;
    second->started_at_ms = first->ended_at_ms = at_ms;
    cut_pauses(&whole, at_ms, first, second);
    add_up(who, first);
    add_up(who, second);
    second->source = FOCUS_SOURCE_MANUAL;
    memset(second->key, 0, sizeof(second->key));
    second->xp = second->coins = 0;
    second->created_at_ms = w->f->now_ms;
    fix_day(w, who, second);
    first->edited = second->edited = 1;
    first->revision++;
    second->revision = 1;
}

/* A session that a call has made. */
static void take_new(world *w, person *who, twin *s, const focus_session *session)
{
    s->id = session->id;
    s->variable = w->variables++;
    say(w, "ids[%d] = session->id;", (int)s->variable);
    who->sessions[who->count++] = *s;
}

void do_split(world *w)
{
    person *who = foresee_me(w);
    twin *s = pick_session(w, who);
    const focus_session *session = NULL;
    twin second;
    focus_status expected;
    int64_t at_ms;
    focus_id id;

    if (s == NULL)
        return;
    id = s->id;
    at_ms = s->started_at_ms - MINUTE_MS + dice(w, 40) * MINUTE_MS;
    expected = foresee_past(s);
    if (expected == FOCUS_OK && (at_ms <= s->started_at_ms || at_ms >= s->ended_at_ms))
        expected = FOCUS_E_INVALID;
    say_call(w, expected, "focus_session_split(f->store, &ids[%d], %lld, &session)",
             (int)s->variable, (long long)at_ms);
    if (expected == FOCUS_OK)
        split_twin(w, who, s, at_ms, &second);
    if (expect_status(w, CALL_session_split, focus_session_split(w->f->store, &id, at_ms, &session),
                      expected) &&
        expected == FOCUS_OK) {
        take_new(w, who, &second, session);
        come_true(w);
        reading_row(w, "session", "->", ROW_ALONE);
        expect_record(w, session, &who->sessions[who->count - 1]);
    }
    say(w, "focus_session_free(session);");
    focus_session_free(session);
}

/* --- join ------------------------------------------------------------------------------------- */

/* The next one, or another. */
static twin *pick_other(world *w, person *who, const twin *s)
{
    bool wants_next = dice(w, 3) != 0;
    twin *found =
        &who->sessions[pick_marked(w, 1, &who->sessions[0].mark, sizeof(twin), who->count)];

    for (size_t i = 0; wants_next && i < who->count; i++) {
        twin *other = &who->sessions[i];
        if (other != s && other->deleted_at_ms == 0 && other->started_at_ms >= s->ended_at_ms &&
            (found->started_at_ms < s->ended_at_ms || found == s || found->deleted_at_ms != 0 ||
             other->started_at_ms < found->started_at_ms))
            found = other;
    }
    return found;
}

static focus_status foresee_join(const person *who, const twin *first, const twin *second)
{
    twin whole = *first;

    whole.ended_at_ms = second->ended_at_ms;
    if (first->mode != second->mode)
        return FOCUS_E_INVALID;
    if (first->ended_at_ms > second->started_at_ms)
        return FOCUS_E_OVERLAP;
    if (is_implausible(&whole))
        return FOCUS_E_INVALID;
    return first->ended_at_ms < second->started_at_ms &&
                   is_taken(who, NULL, first->ended_at_ms, second->started_at_ms)
               ? FOCUS_E_OVERLAP
               : FOCUS_OK;
}

static int32_t first_word(int32_t first, int32_t second)
{
    return first != 0 ? first : second;
}

static void join_twins(const world *w, const person *who, twin *first, twin *second)
{
    if (first->ended_at_ms < second->started_at_ms)
        append_pause(first, (twin_pause){first->ended_at_ms, second->started_at_ms, REASON_NONE});
    for (int i = 0; i < second->pause_count; i++)
        append_pause(first, second->pauses[i]);
    first->ended_at_ms = second->ended_at_ms;
    if (first->status != FOCUS_SESSION_COMPLETED)
        first->status = second->status;
    add_up(who, first);
    first->title = first_word(first->title, second->title);
    first->project = first_word(first->project, second->project);
    first->task = first_word(first->task, second->task);
    first->note = first_word(first->note, second->note);
    first->tags |= second->tags;
    first->edited = 1;
    first->revision++;
    second->deleted_at_ms = w->f->now_ms;
    second->revision++;
}

static bool comes_first(const twin *a, const twin *b)
{
    return a->started_at_ms < b->started_at_ms ||
           (a->started_at_ms == b->started_at_ms && a->ended_at_ms < b->ended_at_ms);
}

void do_join(world *w)
{
    person *who = foresee_me(w);
    twin *s = pick_session(w, who);
    twin *other = s != NULL ? pick_other(w, who, s) : NULL;
    bool in_order;
    focus_status expected = FOCUS_E_INVALID;
    focus_id ids[2];

    if (s == NULL || s->pause_count + other->pause_count >= PAUSES_MAX)
        return;
    ids[0] = s->id;
    ids[1] = other->id;
    in_order = comes_first(s, other);
    if (s != other)
        expected = foresee_past(s) != FOCUS_OK ? FOCUS_E_STATE : foresee_past(other);
    if (expected == FOCUS_OK)
        expected = foresee_join(who, in_order ? s : other, in_order ? other : s);
    say_call(w, expected, "focus_session_join(f->store, &ids[%d], &ids[%d], NULL)",
             (int)s->variable, (int)other->variable);
    if (expected == FOCUS_OK) {
        join_twins(w, who, in_order ? s : other, in_order ? other : s);
        come_true(w);
    }
    expect_status(w, CALL_session_join, focus_session_join(w->f->store, &ids[0], &ids[1], NULL),
                  expected);
}

/* --- pauses of the past, and idle time -------------------------------------------------------- */

/* These calls look at a session as it stood then; nothing is marked as expired before. */
static person *foresee_unswept(world *w)
{
    model_copy(w->after, w->now);
    return &w->after->users[w->after->selected];
}

static bool had_expired(const world *w, const twin *s, int64_t at_ms)
{
    return is_overdue(s, s->status == FOCUS_SESSION_ACTIVE ? at_ms : w->f->now_ms);
}

static int64_t until_of(const world *w, const twin *s)
{
    if (!is_running(s))
        return s->ended_at_ms;
    return w->f->now_ms > s->last_event_at_ms ? w->f->now_ms : s->last_event_at_ms;
}

static focus_status foresee_pause(const world *w, const person *who, twin *s, twin_pause pause)
{
    if (s->deleted_at_ms != 0)
        return FOCUS_E_STATE;
    if (pause.ended_at_ms <= pause.started_at_ms || pause.started_at_ms < s->started_at_ms ||
        pause.ended_at_ms > until_of(w, s))
        return FOCUS_E_INVALID;
    if (!insert_pause(s, pause))
        return FOCUS_E_OVERLAP;
    add_up(who, s);
    s->edited = s->edited || !is_running(s);
    s->revision++;
    return FOCUS_OK;
}

void do_pause_add(world *w)
{
    person *who = foresee_unswept(w);
    bool is_named = dice(w, 3) != 0;
    twin *s = is_named ? pick_session(w, who) : find_running(who);
    int64_t from_ms = s != NULL ? s->started_at_ms - MINUTE_MS + dice(w, 40) * MINUTE_MS : 1;
    twin_pause pause = {from_ms, from_ms + dice(w, 20) * MINUTE_MS, REASON_WHY};
    focus_status expected = FOCUS_E_NOT_FOUND;
    focus_id id = s != NULL ? s->id : (focus_id){{0}};

    if (s == NULL ? is_named : s->pause_count == PAUSES_MAX)
        return;
    if (s != NULL && is_named && had_expired(w, s, from_ms))
        (void)sweep(who, w->f->now_ms);
    if (s != NULL && (is_named || !had_expired(w, s, from_ms)))
        expected = foresee_pause(w, who, s, pause);
    if (is_named)
        say_call(w, expected, "focus_pause_add(f->store, &ids[%d], %lld, %lld, \"why\", NULL)",
                 (int)s->variable, (long long)from_ms, (long long)pause.ended_at_ms);
    else
        say_call(w, expected, "focus_pause_add(f->store, NULL, %lld, %lld, \"why\", NULL)",
                 (long long)from_ms, (long long)pause.ended_at_ms);
    if (expected == FOCUS_OK)
        come_true(w);
    expect_status(w, CALL_pause_add,
                  focus_pause_add(w->f->store, is_named ? &id : NULL, from_ms, pause.ended_at_ms,
                                  "why", NULL),
                  expected);
}

static void leave_at(const world *w, person *who, twin *s, int64_t at_ms)
{
    bool is_done = at_ms - s->started_at_ms - s->paused_ms >= s->planned_ms;

    end_twin(s, is_done ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED, at_ms);
    pay(who, s, w->f->now_ms);
    s->revision++;
}

static twin begin_again(const world *w, const person *who, const twin *s, int64_t at_ms)
{
    twin next = {
        .mark = w->seed,
        .mode = s->mode,
        .source = FOCUS_SOURCE_LIVE,
        .planned_ms = s->planned_ms,
        .started_at_ms = at_ms,
        .last_event_at_ms = at_ms,
        .created_at_ms = w->f->now_ms,
        .title = s->title,
        .project = s->project,
        .task = s->task,
        .note = s->note,
        .tags = s->tags,
    };

    set_expiry(who, &next);
    fix_day(w, who, &next);
    next.revision = 1;
    return next;
}

static focus_status foresee_idle(const world *w, const twin *s, int64_t idle_ms)
{
    if (idle_ms == 0)
        return FOCUS_E_INVALID;
    if (s == NULL || had_expired(w, s, w->f->now_ms - idle_ms))
        return FOCUS_E_NOT_FOUND;
    return s->status == FOCUS_SESSION_PAUSED ? FOCUS_E_STATE : FOCUS_OK;
}

void do_idle(world *w)
{
    int64_t idle_ms = dice(w, 60) * MINUTE_MS;
    int32_t answer = (int32_t)dice(w, FOCUS_IDLE_SPLIT + 1);
    person *who = foresee_unswept(w);
    twin *s = find_running(who);
    const focus_session *session = NULL;
    twin next;
    focus_status expected = foresee_idle(w, s, idle_ms);
    int64_t since_ms = w->f->now_ms - idle_ms;

    if (s != NULL && s->pause_count == PAUSES_MAX)
        return;
    if (s != NULL && since_ms < s->last_event_at_ms)
        since_ms = s->last_event_at_ms;
    say_call(w, expected, "focus_session_idle(f->store, %lld, %d, &session)", (long long)idle_ms,
             (int)answer);
    if (expected == FOCUS_OK && answer == FOCUS_IDLE_SPLIT)
        next = begin_again(w, who, s, until_of(w, s));
    if (expected == FOCUS_OK && answer == FOCUS_IDLE_CONTINUE && since_ms < until_of(w, s))
        (void)foresee_pause(w, who, s, (twin_pause){since_ms, until_of(w, s), REASON_IDLE});
    else if (expected == FOCUS_OK && (answer == FOCUS_IDLE_DISCARD || answer == FOCUS_IDLE_SPLIT))
        leave_at(w, who, s, since_ms);
    if (expect_status(w, CALL_session_idle,
                      focus_session_idle(w->f->store, idle_ms, answer, &session), expected) &&
        expected == FOCUS_OK) {
        if (answer == FOCUS_IDLE_SPLIT)
            take_new(w, who, &next, session);
        come_true(w);
        reading_row(w, "session", "->", ROW_ALONE);
        expect_record(w, session, answer == FOCUS_IDLE_SPLIT ? &who->sessions[who->count - 1] : s);
    }
    say(w, "focus_session_free(session);");
    focus_session_free(session);
}

/* --- other names ------------------------------------------------------------------------------ */

static bool has_label(const twin *s, bool is_tag, int32_t label)
{
    return s->deleted_at_ms == 0 && (is_tag ? (s->tags >> label & 1) != 0 : s->project == label);
}

static int64_t count_label(const person *who, bool is_tag, int32_t label)
{
    int64_t count = 0;

    for (size_t i = 0; i < who->count; i++)
        count += has_label(&who->sessions[i], is_tag, label);
    return count;
}

static void relabel(person *who, bool is_tag, int32_t from, int32_t to)
{
    for (size_t i = 0; i < who->count; i++) {
        twin *s = &who->sessions[i];
        if (!has_label(s, is_tag, from))
            continue;
        if (is_tag)
            s->tags = (s->tags & ~(1 << from)) | 1 << to;
        else
            s->project = to;
        s->edited = 1;
        s->revision++;
    }
}

static focus_status foresee_relabel(const person *who, bool is_tag, bool merges, int32_t from,
                                    int32_t to)
{
    if (from == to)
        return FOCUS_E_INVALID;
    if (merges != (count_label(who, is_tag, to) > 0))
        return merges ? FOCUS_E_NOT_FOUND : FOCUS_E_EXISTS;
    return count_label(who, is_tag, from) > 0 ? FOCUS_OK : FOCUS_E_NOT_FOUND;
}

/* By what is renamed and whether it is merged. */
static const struct {
    const char *name;
    focus_status (*call)(focus_store *store, const char *from, const char *to, int64_t *out_count);
    int counted_as;
} relabels[2][2] = {
    {{"project_rename", focus_project_rename, CALL_project_rename},
     {"project_merge", focus_project_merge, CALL_project_merge}},
    {{"tag_rename", focus_tag_rename, CALL_tag_rename},
     {"tag_merge", focus_tag_merge, CALL_tag_merge}},
};

void do_relabel(world *w)
{
    person *who = foresee_me(w);
    bool is_tag = dice(w, 2) == 0;
    bool merges = dice(w, 2) == 0;
    int32_t first = is_tag ? 0 : 1; /* no project is no name */
    uint32_t names = is_tag ? TAGS : WORDS - 1;
    int32_t from = first + (int32_t)dice(w, names);
    int32_t to = first + (int32_t)dice(w, names);
    const char *const *words = is_tag ? tag_words : project_words;
    focus_status expected = foresee_relabel(who, is_tag, merges, from, to);
    int64_t count = expected == FOCUS_OK ? count_label(who, is_tag, from) : 0;
    int64_t got = -1;
    char literals[2][TEXT_SIZE];

    say_call(w, expected, "focus_%s(f->store, %s, %s, &count)", relabels[is_tag][merges].name,
             quoted(words[from], literals[0], TEXT_SIZE),
             quoted(words[to], literals[1], TEXT_SIZE));
    if (expected == FOCUS_OK) {
        relabel(who, is_tag, from, to);
        come_true(w);
    }
    expect_status(w, relabels[is_tag][merges].counted_as,
                  relabels[is_tag][merges].call(w->f->store, words[from], words[to], &got),
                  expected);
    expect_same(w, "count", got, count);
}
