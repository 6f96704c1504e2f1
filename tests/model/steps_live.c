/*
 * steps_live.c - steps on the running session.
 */
#include "model/world.h"

/* Now and then an instant is said; 0 is now. One in 20 of these lies in the future. */
static int64_t draw_instant(world *w)
{
    if (dice(w, 3) != 0)
        return 0;
    return dice(w, 20) == 0 ? w->f->now_ms + 1 : w->f->now_ms - dice(w, 600) * INT64_C(1000);
}

/* Now, or the session's last event when the clock has stepped back behind it. */
static int64_t instant_for(const twin *s, int64_t said_ms, int64_t now_ms)
{
    if (said_ms != 0)
        return said_ms;
    return s != NULL && s->last_event_at_ms > now_ms ? s->last_event_at_ms : now_ms;
}

/* A record that a call has given is compared, and given back in the printed C too. */
static void finish_record(world *w, const focus_session *session, const twin *s)
{
    reading_row(w, "session", "->", ROW_ALONE);
    if (session != NULL && s != NULL)
        expect_record(w, session, s);
    say(w, "focus_session_free(session);");
    focus_session_free(session);
}

/* --- start ------------------------------------------------------------------------------------ */

/* What runs already ends where the new one starts. */
static focus_status foresee_way(const world *w, person *who, const focus_session_input *input)
{
    twin *running = find_running(who);
    twin before;

    if (running == NULL)
        return FOCUS_OK;
    if (input->if_running == FOCUS_IF_RUNNING_FAIL)
        return FOCUS_E_STATE;
    if (input->started_at_ms != 0 && input->started_at_ms < running->last_event_at_ms)
        return FOCUS_E_INVALID;
    before = *running;
    end_twin(running,
             input->if_running == FOCUS_IF_RUNNING_ABANDON ? FOCUS_SESSION_ABANDONED
                                                           : FOCUS_SESSION_COMPLETED,
             instant_for(running, input->started_at_ms, w->f->now_ms));
    pay(who, running, w->f->now_ms);
    settle(running, &before, false);
    return FOCUS_OK;
}

static focus_status foresee_start(const world *w, person *who, const focus_session_input *input,
                                  twin *s)
{
    int64_t now_ms = w->f->now_ms;
    focus_status status = FOCUS_OK;

    if (input->started_at_ms > now_ms || input->started_at_ms < 0)
        return FOCUS_E_INVALID;
    status = foresee_way(w, who, input);
    if (status != FOCUS_OK)
        return status;
    s->started_at_ms = input->started_at_ms != 0 ? input->started_at_ms : now_ms;
    if (s->started_at_ms < now_ms && is_taken(who, NULL, s->started_at_ms, now_ms))
        return FOCUS_E_OVERLAP;
    s->last_event_at_ms = s->started_at_ms;
    s->planned_ms = input->planned_ms > 0 ? input->planned_ms : 0;
    if (input->planned_ms == 0)
        s->planned_ms = length_of_mode(&who->settings, input->mode);
    set_expiry(who, s);
    fix_day(w, who, s);
    return is_overdue(s, now_ms) ? FOCUS_E_INVALID : FOCUS_OK;
}

static void draw_start(world *w, focus_session_input *input, twin *s, const char *tags[TAGS])
{
    input->mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input->if_running = (int32_t)dice(w, 3);
    if (dice(w, 3) == 0)
        input->planned_ms =
            dice(w, 4) == 0 ? FOCUS_PLANNED_OPEN : (1 + dice(w, 3600)) * INT64_C(1000);
    if (dice(w, 4) == 0)
        input->started_at_ms = w->f->now_ms + 1 - dice(w, 40) * MINUTE_MS;
    if (dice(w, 2) == 0)
        draw_words(w, input, s, tags);
    s->mode = input->mode;
    s->mark = w->seed;
    s->created_at_ms = w->f->now_ms;
}

void do_start(world *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    const char *tags[TAGS];
    char literal[TEXT_SIZE];
    person *who = foresee_me(w);
    twin s = {.source = FOCUS_SOURCE_LIVE};
    focus_status expected;

    draw_start(w, &input, &s, tags);
    expected = foresee_start(w, who, &input, &s);
    say_call(w, expected, "focus_session_start(f->store, %s, &session)",
             input_literal(w, &input, literal));
    if (!expect_status(w, CALL_session_start, focus_session_start(w->f->store, &input, &session),
                       expected) ||
        expected != FOCUS_OK) {
        focus_session_free(session);
        return;
    }
    s.id = session->id;
    s.revision = 1;
    s.variable = w->variables++;
    say(w, "ids[%d] = session->id;", (int)s.variable);
    who->sessions[who->count++] = s;
    come_true(w);
    finish_record(w, session, &who->sessions[who->count - 1]);
}

/* --- pause and resume ------------------------------------------------------------------------- */

/* What the calls on a running session share. An instant in the future, or before 1970, is refused before
 * it is looked at what runs. */
static focus_status foresee_event(const world *w, const twin *s, int64_t said_ms)
{
    if (said_ms > w->f->now_ms || said_ms < 0)
        return FOCUS_E_INVALID;
    return s == NULL ? FOCUS_E_NOT_FOUND : FOCUS_OK;
}

void do_pause(world *w)
{
    int64_t said_ms = draw_instant(w);
    person *who = foresee_me(w);
    twin *s = find_running(who);
    int64_t at_ms = instant_for(s, said_ms, w->f->now_ms);
    focus_status expected = foresee_event(w, s, said_ms);

    if (s != NULL && s->pause_count == PAUSES_MAX)
        return;
    if (expected == FOCUS_OK && s->status == FOCUS_SESSION_PAUSED)
        expected = FOCUS_E_STATE;
    else if (expected == FOCUS_OK && at_ms < s->last_event_at_ms)
        expected = FOCUS_E_INVALID;
    say_call(w, expected, "focus_session_pause(f->store, %lld, \"why\", NULL)", (long long)said_ms);
    if (expected == FOCUS_OK) {
        open_pause(s, at_ms);
        set_expiry(who, s);
        s->revision++;
        come_true(w);
    }
    expect_status(w, CALL_session_pause, focus_session_pause(w->f->store, said_ms, "why", NULL),
                  expected);
}

void do_resume(world *w)
{
    int64_t said_ms = draw_instant(w);
    person *who = foresee_me(w);
    twin *s = find_running(who);
    int64_t at_ms = instant_for(s, said_ms, w->f->now_ms);
    focus_status expected = foresee_event(w, s, said_ms);

    if (expected == FOCUS_OK && s->status != FOCUS_SESSION_PAUSED)
        expected = FOCUS_E_STATE;
    else if (expected == FOCUS_OK && at_ms < s->last_event_at_ms)
        expected = FOCUS_E_INVALID;
    say_call(w, expected, "focus_session_resume(f->store, %lld, NULL)", (long long)said_ms);
    if (expected == FOCUS_OK) {
        close_pause(s, at_ms);
        s->status = FOCUS_SESSION_ACTIVE;
        s->last_event_at_ms = at_ms;
        set_expiry(who, s);
        s->revision++;
        come_true(w);
    }
    expect_status(w, CALL_session_resume, focus_session_resume(w->f->store, said_ms, NULL),
                  expected);
}

/* --- the end ---------------------------------------------------------------------------------- */

typedef focus_status end_call(focus_store *store, int64_t at_ms, const char *note,
                              const focus_session **out_session);

static const struct {
    const char *name;
    end_call *ends;
    int32_t status;
    int counted_as;
} ends[] = {
    {"complete", focus_session_complete, FOCUS_SESSION_COMPLETED, CALL_session_complete},
    {"abandon", focus_session_abandon, FOCUS_SESSION_ABANDONED, CALL_session_abandon},
    {"void", focus_session_void, FOCUS_SESSION_ABANDONED, CALL_session_void},
};

enum { COMPLETE, ABANDON, VOID };

static void end_running(world *w, int how)
{
    int64_t said_ms = draw_instant(w);
    int32_t note = (int32_t)dice(w, WORDS);
    person *who = foresee_me(w);
    twin *s = find_running(who);
    int64_t at_ms = instant_for(s, said_ms, w->f->now_ms);
    focus_status expected = foresee_event(w, s, said_ms);
    const focus_session *session = NULL;
    char literal[TEXT_SIZE];

    if (expected == FOCUS_OK && at_ms < s->last_event_at_ms)
        expected = FOCUS_E_INVALID;
    say_call(w, expected, "focus_session_%s(f->store, %lld, %s, &session)", ends[how].name,
             (long long)said_ms, quoted(note_words[note], literal, sizeof(literal)));
    if (expected == FOCUS_OK) {
        end_twin(s, ends[how].status, at_ms);
        s->note = note != 0 ? note : s->note;
        pay(who, s, w->f->now_ms);
        if (how == VOID)
            s->deleted_at_ms = w->f->now_ms;
        s->revision++;
        come_true(w);
    }
    expect_status(w, ends[how].counted_as,
                  ends[how].ends(w->f->store, said_ms, note_words[note], &session), expected);
    finish_record(w, session, expected == FOCUS_OK ? s : NULL);
}

void do_complete(world *w)
{
    end_running(w, COMPLETE);
}

void do_abandon(world *w)
{
    end_running(w, ABANDON);
}

void do_void(world *w)
{
    end_running(w, VOID);
}

/* --- extend and expire ------------------------------------------------------------------------ */

static focus_status foresee_extend(const world *w, person *who, twin *s, int64_t by_ms)
{
    if (s == NULL)
        return FOCUS_E_NOT_FOUND;
    if (s->planned_ms == 0)
        return FOCUS_E_STATE;
    if (s->planned_ms + by_ms < 1000 || s->planned_ms + by_ms > DAY_MS)
        return FOCUS_E_INVALID;
    s->planned_ms += by_ms;
    set_expiry(who, s);
    return is_overdue(s, w->f->now_ms) ? FOCUS_E_INVALID : FOCUS_OK;
}

void do_extend(world *w)
{
    int64_t by_ms = ((int64_t)dice(w, 41) - 20) * MINUTE_MS;
    person *who = foresee_me(w);
    twin *s = find_running(who);
    twin before = s != NULL ? *s : (twin){0};
    focus_status expected = foresee_extend(w, who, s, by_ms);

    say_call(w, expected, "focus_session_extend(f->store, %lld, NULL)", (long long)by_ms);
    if (expected == FOCUS_OK) {
        s->revision = before.revision + 1; /* though it be by nothing */
        come_true(w);
    }
    expect_status(w, CALL_session_extend, focus_session_extend(w->f->store, by_ms, NULL), expected);
}

void do_sweep(world *w)
{
    int64_t count = -1;
    int64_t expected = 0;

    model_copy(w->after, w->now);
    for (int u = 0; u < USERS; u++)
        expected += sweep(&w->after->users[u], w->f->now_ms);
    come_true(w);
    say_call(w, FOCUS_OK, "focus_sweep(f->store, &count)");
    expect_status(w, CALL_sweep, focus_sweep(w->f->store, &count), FOCUS_OK);
    expect_same(w, "count", count, expected);
}
