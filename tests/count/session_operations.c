/*
 * session_operations.c - the life of a session, and what is done to those that have ended.
 */
#include "count.h"

/* --- living ----------------------------------------------------------------------------------- */

static void pass_a_minute(subject *s)
{
    pass(s, MINUTE_MS);
}

static void stop_and_pass(subject *s)
{
    stop_any(s);
    pass(s, MINUTE_MS);
}

static void pause_one(subject *s)
{
    start_one(s);
    check(s, focus_session_pause(s->store, 0, NULL, NULL));
    pass(s, MINUTE_MS);
}

static void do_start(subject *s)
{
    const focus_session *session = NULL;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.title = "Draft chapter";
    input.project = "Thesis";
    check(s, focus_session_start(s->store, &input, &session));
    focus_session_free(session);
}

static void do_start_abandoning(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    check(s, focus_session_start(s->store, &input, NULL));
}

static void do_pause(subject *s)
{
    const focus_session *session = NULL;

    check(s, focus_session_pause(s->store, 0, "door bell", &session));
    focus_session_free(session);
}

static void do_resume(subject *s)
{
    const focus_session *session = NULL;

    check(s, focus_session_resume(s->store, 0, &session));
    focus_session_free(session);
}

static void do_complete(subject *s)
{
    const focus_session *session = NULL;

    check(s, focus_session_complete(s->store, 0, NULL, &session));
    focus_session_free(session);
}

static void begin_batch(subject *s)
{
    if (s->round == 0)
        check(s, focus_batch_begin(s->store));
    start_one(s);
}

static void do_abandon(subject *s)
{
    check(s, focus_session_abandon(s->store, 0, NULL, NULL));
}

static void do_extend(subject *s)
{
    check(s, focus_session_extend(s->store, MINUTE_MS, NULL));
}

static void start_once(subject *s)
{
    if (s->round == 0)
        start_one(s);
}

static void do_running(subject *s)
{
    const focus_session *session = NULL;

    check(s, focus_session_running(s->store, &session));
    focus_session_free(session);
}

static void do_running_none(subject *s)
{
    const focus_session *session = NULL;

    stop_unless(focus_session_running(s->store, &session) == FOCUS_E_NOT_FOUND,
                "a session is running");
}

static void let_one_expire(subject *s)
{
    start_one(s);
    pass(s, 2 * HOUR_MS);
}

static void do_sweep(subject *s)
{
    int64_t count = 0;

    check(s, focus_sweep(s->store, &count));
    stop_unless(count == 1, "nothing to sweep");
}

static void do_sweep_nothing(subject *s)
{
    check(s, focus_sweep(s->store, NULL));
}

static void do_next_deadline(subject *s)
{
    focus_deadline deadline;

    check(s, focus_next_deadline(s->store, &deadline));
}

static void do_cycle_get(subject *s)
{
    focus_cycle cycle;

    check(s, focus_cycle_get(s->store, &cycle));
}

static void do_cycle_reset(subject *s)
{
    check(s, focus_cycle_reset(s->store));
}

/* --- of the past ------------------------------------------------------------------------------ */

static void find_some(subject *s)
{
    if (s->round == 0)
        find_session(s, 500);
}

static void find_its_id(subject *s)
{
    find_some(s);
    focus_id_format(&s->id, s->text);
}

static void do_get(subject *s)
{
    const focus_session *session = NULL;

    check(s, focus_session_get(s->store, &s->id, &session));
    focus_session_free(session);
}

static void do_find(subject *s)
{
    check(s, focus_session_find(s->store, s->text, &s->other_id));
}

static focus_session_input past_input(const subject *s, int n)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.started_at_ms = s->now_ms + (n - SESSIONS_PER_DAY) * 2 * MINUTE_MS;
    input.ended_at_ms = input.started_at_ms + MINUTE_MS;
    input.title = "Written down later";
    return input;
}

static void pass_an_hour(subject *s)
{
    pass(s, HOUR_MS);
    for (int i = 0; i < SESSIONS_PER_DAY; i++)
        s->many[i] = past_input(s, i);
}

static void do_add(subject *s)
{
    check(s, focus_session_add(s->store, &s->many[0], NULL));
}

static void do_add_many(subject *s)
{
    check(s, focus_session_add_many(s->store, s->many, SESSIONS_PER_DAY));
}

static void find_and_name(subject *s)
{
    find_some(s);
    write_key(s, "title");
}

static void do_edit_words(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.fields = FOCUS_FIELD_TITLE;
    input.title = s->text;
    check(s, focus_session_edit(s->store, &s->id, &input, NULL));
}

static void do_edit_end(subject *s)
{
    const focus_session *session = NULL;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    check(s, focus_session_get(s->store, &s->id, &session));
    input.fields = FOCUS_FIELD_ENDED_AT;
    input.ended_at_ms = session->ended_at_ms - SECOND_MS;
    focus_session_free(session);
    check(s, focus_session_edit(s->store, &s->id, &input, NULL));
}

static const char *const two_tags[] = {"letters", "urgent"};

static void find_without_tags(subject *s)
{
    find_some(s);
    check(s, focus_session_untag(s->store, &s->id, two_tags, 2, NULL));
}

static void find_with_tags(subject *s)
{
    find_some(s);
    check(s, focus_session_tag(s->store, &s->id, two_tags, 2, NULL));
}

static void do_tag(subject *s)
{
    check(s, focus_session_tag(s->store, &s->id, two_tags, 2, NULL));
}

static void do_untag(subject *s)
{
    check(s, focus_session_untag(s->store, &s->id, two_tags, 2, NULL));
}

static void find_another(subject *s)
{
    find_session(s, 500);
}

static void delete_another(subject *s)
{
    find_another(s);
    check(s, focus_session_delete(s->store, &s->id));
}

static void do_delete(subject *s)
{
    check(s, focus_session_delete(s->store, &s->id));
}

static void do_restore(subject *s)
{
    check(s, focus_session_restore(s->store, &s->id, NULL));
}

static const operation items[] = {
    {"session_start", stop_and_pass, do_start, 0},
    {"session_start_abandoning", start_one, do_start_abandoning, 0},
    {"session_pause", start_one, do_pause, 0},
    {"session_resume", pause_one, do_resume, 0},
    {"session_complete", start_one, do_complete, 0},
    {"session_complete_paused", pause_one, do_complete, 0},
    {"session_complete_in_batch", begin_batch, do_complete, 0},
    {"session_abandon", start_one, do_abandon, 0},
    {"session_extend", start_one, do_extend, 0},
    {"session_running", start_once, do_running, 0},
    {"session_running_none", NULL, do_running_none, 0},
    {"session_get", find_some, do_get, 0},
    {"session_find", find_its_id, do_find, 0},
    {"session_add", pass_an_hour, do_add, 0},
    {"session_add_many_10", pass_an_hour, do_add_many, 0},
    {"session_edit_words", find_and_name, do_edit_words, 0},
    {"session_edit_end", find_some, do_edit_end, 0},
    {"session_tag", find_without_tags, do_tag, 0},
    {"session_untag", find_with_tags, do_untag, 0},
    {"session_delete", find_another, do_delete, 0},
    {"session_restore", delete_another, do_restore, 0},
    {"sweep", let_one_expire, do_sweep, 0},
    {"sweep_nothing", pass_a_minute, do_sweep_nothing, 0},
    {"next_deadline", start_once, do_next_deadline, 0},
    {"cycle_get", NULL, do_cycle_get, 0},
    {"cycle_reset", pass_a_minute, do_cycle_reset, 0},
};

const operations session_operations = OPERATIONS(items);
