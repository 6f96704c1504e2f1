/*
 * steps_history.c - steps on history: add, edit, tag, delete, restore.
 */
#include "model/world.h"

/* --- add -------------------------------------------------------------------------------------- */

static void draw_add(world *w, focus_session_input *input, twin *s, const char *tags[TAGS])
{
    input->mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input->status = dice(w, 3) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input->ended_at_ms = w->f->now_ms - dice(w, 10 * 24 * 60) * MINUTE_MS;
    input->started_at_ms =
        input->ended_at_ms - (dice(w, 6) == 0 ? 25 * HOUR_MS : dice(w, 180) * MINUTE_MS);
    if (dice(w, 12) == 0)
        input->ended_at_ms = w->f->now_ms + 1;
    if (dice(w, 3) == 0)
        input->planned_ms = (1 + dice(w, 90)) * MINUTE_MS;
    input->flags = (dice(w, 4) != 0 ? FOCUS_INPUT_ALLOW_OVERLAP : 0u) |
                   (dice(w, 2) == 0 ? FOCUS_INPUT_REWARD : 0u);
    if (dice(w, 3) != 0)
        draw_words(w, input, s, tags);
    s->mode = input->mode;
    s->status = input->status;
    s->planned_ms = input->planned_ms;
    s->started_at_ms = s->last_event_at_ms = input->started_at_ms;
    s->ended_at_ms = input->ended_at_ms;
    s->created_at_ms = w->f->now_ms;
    s->mark = w->seed;
}

void do_add(world *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    const char *tags[TAGS];
    char literal[TEXT_SIZE];
    person *who = foresee_me(w);
    twin *s = &who->sessions[who->count];
    focus_status expected = FOCUS_OK;
    bool taken;

    *s = (twin){.source = FOCUS_SOURCE_MANUAL};
    draw_add(w, &input, s, tags);
    taken = is_taken(who, NULL, input.started_at_ms, input.ended_at_ms);
    if (input.started_at_ms < 1 || input.ended_at_ms <= input.started_at_ms ||
        input.ended_at_ms > w->f->now_ms)
        expected = FOCUS_E_INVALID;
    else if ((input.flags & FOCUS_INPUT_ALLOW_OVERLAP) == 0 && taken)
        expected = FOCUS_E_OVERLAP;
    say_call(w, expected, "focus_session_add(f->store, %s, &session)",
             input_literal(w, &input, literal));
    if (expect_status(w, CALL_session_add, focus_session_add(w->f->store, &input, &session),
                      expected) &&
        expected == FOCUS_OK) {
        fix_day(w, who, s);
        if ((input.flags & FOCUS_INPUT_REWARD) != 0 && !taken)
            pay(who, s, w->f->now_ms);
        s->id = session->id;
        s->revision = 1;
        s->variable = w->variables++;
        say(w, "ids[%d] = session->id;", (int)s->variable);
        say(w, "focus_session_free(session);");
        who->count++;
        come_true(w);
    }
    focus_session_free(session);
}

/* --- edit ------------------------------------------------------------------------------------- */

enum { SPAN_FIELDS = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT };

static focus_status foresee_running_timer(const world *w, const person *who, twin *s,
                                          const focus_session_input *input)
{
    if ((input->fields & (FOCUS_FIELD_STATUS | FOCUS_FIELD_ENDED_AT)) != 0 || s->pause_count > 0)
        return FOCUS_E_STATE;
    if ((input->fields & FOCUS_FIELD_STARTED_AT) != 0)
        s->started_at_ms = input->started_at_ms;
    if ((input->fields & FOCUS_FIELD_PLANNED) != 0)
        s->planned_ms = input->planned_ms > 0 ? input->planned_ms : 0;
    if (s->started_at_ms > w->f->now_ms)
        return FOCUS_E_INVALID;
    s->last_event_at_ms = s->started_at_ms;
    set_expiry(who, s);
    return is_overdue(s, w->f->now_ms) ? FOCUS_E_INVALID : FOCUS_OK;
}

static focus_status foresee_ended_timer(const world *w, twin *s, const focus_session_input *input)
{
    if ((input->fields & FOCUS_FIELD_STARTED_AT) != 0)
        s->started_at_ms = input->started_at_ms;
    if ((input->fields & FOCUS_FIELD_ENDED_AT) != 0)
        s->ended_at_ms = input->ended_at_ms;
    if ((input->fields & FOCUS_FIELD_PLANNED) != 0)
        s->planned_ms = input->planned_ms > 0 ? input->planned_ms : 0;
    if ((input->fields & FOCUS_FIELD_STATUS) != 0)
        s->status = input->status;
    if ((input->fields & SPAN_FIELDS) != 0 &&
        (s->ended_at_ms <= s->started_at_ms || s->ended_at_ms > w->f->now_ms))
        return FOCUS_E_INVALID;
    if (s->pause_count > 0 && (s->pauses[0].started_at_ms < s->started_at_ms ||
                               s->pauses[s->pause_count - 1].ended_at_ms > s->ended_at_ms))
        return FOCUS_E_INVALID;
    return FOCUS_OK;
}

/* `drawn` holds the words that the input says. */
static void take_words(twin *s, const twin *drawn, uint32_t fields)
{
    if ((fields & FOCUS_FIELD_TITLE) != 0)
        s->title = drawn->title;
    if ((fields & FOCUS_FIELD_PROJECT) != 0)
        s->project = drawn->project;
    if ((fields & FOCUS_FIELD_TASK) != 0)
        s->task = drawn->task;
    if ((fields & FOCUS_FIELD_NOTE) != 0)
        s->note = drawn->note;
    if ((fields & FOCUS_FIELD_TAGS) != 0)
        s->tags = drawn->tags;
}

static focus_status foresee_edit(const world *w, const person *who, twin *s,
                                 const focus_session_input *input, const twin *drawn)
{
    uint32_t timed = SPAN_FIELDS | FOCUS_FIELD_PLANNED | FOCUS_FIELD_STATUS;
    focus_status status = FOCUS_OK;

    if (s->deleted_at_ms != 0)
        return FOCUS_E_STATE;
    if ((input->fields & FOCUS_FIELD_MODE) != 0)
        s->mode = input->mode;
    if ((input->fields & timed) != 0)
        status = is_running(s) ? foresee_running_timer(w, who, s, input)
                               : foresee_ended_timer(w, s, input);
    if (status != FOCUS_OK)
        return status;
    if ((input->fields & FOCUS_FIELD_STARTED_AT) != 0)
        fix_day(w, who, s);
    if ((input->fields & SPAN_FIELDS) != 0 && (input->flags & FOCUS_INPUT_ALLOW_OVERLAP) == 0 &&
        is_taken(who, s, s->started_at_ms, is_running(s) ? w->f->now_ms : s->ended_at_ms))
        return FOCUS_E_OVERLAP;
    take_words(s, drawn, input->fields);
    s->confirmed = s->confirmed || (input->fields & FOCUS_FIELD_CONFIRMED) != 0;
    return FOCUS_OK;
}

static void draw_edit(world *w, focus_session_input *input, twin *drawn, const char *tags[TAGS])
{
    static const uint32_t often[] = {FOCUS_FIELD_CONFIRMED, SPAN_FIELDS, FOCUS_FIELD_STATUS, 0};
    uint32_t all = (FOCUS_FIELD_CONFIRMED << 1) - 1u;

    input->fields = often[dice(w, COUNT_OF(often))] | FOCUS_MASK(dice(w, 11));
    if (dice(w, 6) == 0)
        input->fields = dice(w, all + 1);
    input->flags = dice(w, 3) != 0 ? FOCUS_INPUT_ALLOW_OVERLAP : 0u;
    input->mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input->status = dice(w, 2) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input->planned_ms = dice(w, 3) == 0 ? FOCUS_PLANNED_OPEN : (1 + dice(w, 90)) * MINUTE_MS;
    input->ended_at_ms = w->f->now_ms - dice(w, 3000) * MINUTE_MS;
    input->started_at_ms = dice(w, 3) == 0 ? w->f->now_ms - dice(w, 60) * MINUTE_MS
                                           : input->ended_at_ms - (1 + dice(w, 1600)) * MINUTE_MS;
    draw_words(w, input, drawn, tags);
}

void do_edit(world *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const char *tags[TAGS];
    char literal[TEXT_SIZE];
    person *who = foresee_me(w);
    twin *s = pick_session(w, who);
    twin drawn = {0};
    twin before;
    focus_status expected;

    draw_edit(w, &input, &drawn, tags);
    if (s == NULL)
        return;
    before = *s;
    expected = foresee_edit(w, who, s, &input, &drawn);
    say_call(w, expected, "focus_session_edit(f->store, &ids[%d], %s, NULL)", (int)before.variable,
             input_literal(w, &input, literal));
    if (expected == FOCUS_OK) {
        settle(s, &before, true);
        come_true(w);
    }
    expect_status(w, CALL_session_edit, focus_session_edit(w->f->store, &before.id, &input, NULL),
                  expected);
}

/* --- tags ------------------------------------------------------------------------------------- */

/* The session the step is about, and whether it is not deleted. */
static focus_status foresee_undeleted(const twin *s)
{
    return s->deleted_at_ms != 0 ? FOCUS_E_STATE : FOCUS_OK;
}

static void change_tags(world *w, bool adds)
{
    const char *words[TAGS];
    int32_t bits;
    size_t count = draw_tags(w, &bits, words);
    char literal[TEXT_SIZE];
    twin *s = pick_session(w, foresee_me(w));
    twin before;
    focus_id id;
    focus_status expected;

    if (s == NULL)
        return;
    before = *s;
    id = s->id;
    expected = foresee_undeleted(s);
    say_call(w, expected, "focus_session_%s(f->store, &ids[%d], %s, %zu, NULL)",
             adds ? "tag" : "untag", (int)s->variable, tags_literal(words, count, literal), count);
    s->tags = adds ? s->tags | bits : s->tags & ~bits;
    if (expected == FOCUS_OK) {
        settle(s, &before, true);
        come_true(w);
    }
    expect_status(w, adds ? CALL_session_tag : CALL_session_untag,
                  adds ? focus_session_tag(w->f->store, &id, words, count, NULL)
                       : focus_session_untag(w->f->store, &id, words, count, NULL),
                  expected);
}

void do_tag(world *w)
{
    change_tags(w, true);
}

void do_untag(world *w)
{
    change_tags(w, false);
}

/* --- delete and restore ----------------------------------------------------------------------- */

void do_delete(world *w)
{
    twin *s = pick_session(w, foresee_me(w));
    focus_status expected;
    focus_id id;

    if (s == NULL)
        return;
    id = s->id;
    expected = foresee_undeleted(s);
    say_call(w, expected, "focus_session_delete(f->store, &ids[%d])", (int)s->variable);
    if (expected == FOCUS_OK) {
        s->deleted_at_ms = w->f->now_ms;
        s->revision++;
        come_true(w);
    }
    expect_status(w, CALL_session_delete, focus_session_delete(w->f->store, &id), expected);
}

void do_restore(world *w)
{
    person *who = foresee_me(w);
    twin *s = pick_session(w, who);
    focus_status expected = FOCUS_OK;
    focus_id id;

    if (s == NULL)
        return;
    id = s->id;
    if (s->deleted_at_ms == 0 || (is_running(s) && find_running(who) != NULL))
        expected = FOCUS_E_STATE;
    say_call(w, expected, "focus_session_restore(f->store, &ids[%d], NULL)", (int)s->variable);
    if (expected == FOCUS_OK) {
        s->deleted_at_ms = 0;
        s->revision++;
        come_true(w);
    }
    expect_status(w, CALL_session_restore, focus_session_restore(w->f->store, &id, NULL), expected);
}
