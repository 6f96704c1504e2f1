/*
 * test_session.c - the life of a session through focus.h.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static focus_session_input planned(int32_t mode, int64_t planned_ms)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.mode = mode;
    input.planned_ms = planned_ms;
    return input;
}

static void assert_nothing_runs(focus_store *store)
{
    const focus_session *session = NULL;

    assert_status(store, FOCUS_E_NOT_FOUND, focus_session_running(store, &session));
    assert_null(session);
}

static int64_t coins_of(focus_store *store)
{
    focus_progress progress;

    assert_ok(store, focus_progress_get(store, &progress));
    return progress.coins;
}

static int64_t xp_of(focus_store *store)
{
    focus_progress progress;

    assert_ok(store, focus_progress_get(store, &progress));
    return progress.xp;
}

/* --- the whole of it ------------------------------------------------------------------------------------ */

static void a_session_lives_from_start_to_reward(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_progress progress;
    focus_streak streak;

    assert_ok(f->store, focus_session_start(f->store, NULL, &session));
    assert_int_equal(session->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(session->planned_ms, 25 * MINUTE_MS);
    assert_string_equal(session->zone, "Test/Zone");
    focus_session_free(session);
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "door bell", &session));
    assert_int_equal(session->remaining_ms, 15 * MINUTE_MS);
    focus_session_free(session);
    pass(f, 7 * MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, &session));
    assert_int_equal(session->remaining_ms, 15 * MINUTE_MS);
    assert_int_equal(session->paused_ms, 7 * MINUTE_MS);
    focus_session_free(session);
    pass(f, 15 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, "done", &session));
    assert_int_equal(session->active_ms, 25 * MINUTE_MS);
    assert_int_equal(session->xp, 25);
    assert_int_equal(session->coins, 5);
    assert_int_equal(session->pause_count, 1);
    assert_string_equal(session->pauses[0].reason, "door bell");
    assert_string_equal(session->note, "done");
    focus_session_free(session);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 25);
    assert_int_equal(progress.coins, 5);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 1);
}

/* --- start ---------------------------------------------------------------------------------------------- */

static void starting_with_nothing_said_uses_the_users_defaults(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    int32_t day = 0;

    f->utc_offset_s = 3600;
    assert_ok(f->store, focus_session_start(f->store, NULL, &s));
    assert_ok(f->store, focus_day_from_time(f->store, f->now_ms, &day));
    assert_int_equal(s->mode, FOCUS_MODE_FOCUS);
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->source, FOCUS_SOURCE_LIVE);
    assert_int_equal(s->flags, 0);
    assert_null(s->title);
    assert_null(s->project);
    assert_null(s->task);
    assert_null(s->note);
    assert_int_equal(s->tag_count, 0);
    assert_int_equal(s->planned_ms, 25 * MINUTE_MS);
    assert_int_equal(s->active_ms, 0);
    assert_int_equal(s->paused_ms, 0);
    assert_int_equal(s->remaining_ms, 25 * MINUTE_MS);
    assert_int_equal(s->started_at_ms, MONDAY_9_MS);
    assert_int_equal(s->ended_at_ms, 0);
    assert_int_equal(s->planned_end_at_ms, MONDAY_9_MS + 25 * MINUTE_MS);
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 50 * MINUTE_MS);
    assert_int_equal(s->utc_offset_s, 3600);
    assert_int_equal(s->day, day);
    assert_int_equal(s->xp, 0);
    assert_int_equal(s->coins, 0);
    assert_null(s->source_format);
    assert_null(s->source_key);
    assert_int_equal(s->revision, 1);
    assert_int_equal(s->created_at_ms, MONDAY_9_MS);
    assert_int_equal(s->deleted_at_ms, 0);
    assert_int_equal(s->pause_count, 0);
    focus_session_free(s);
}

static void starting_keeps_every_word(void **state)
{
    fixture *f = *state;
    const char *tags[] = {"work", "deep", "work", "\xc3\xa9tude"};
    focus_session_input input = planned(FOCUS_MODE_FOCUS, 40 * MINUTE_MS);
    const focus_session *s = NULL;
    focus_id id;

    input.title = "Thesis \xf0\x9f\x93\x96";
    input.project = "PhD";
    input.task = "T-1";
    input.note = "two\nlines\tand a tab";
    input.tags = tags;
    input.tag_count = COUNT_OF(tags);
    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    id = s->id;
    focus_session_free(s);
    s = session_of(f->store, &id);
    assert_string_equal(s->title, "Thesis \xf0\x9f\x93\x96");
    assert_string_equal(s->project, "PhD");
    assert_string_equal(s->task, "T-1");
    assert_string_equal(s->note, "two\nlines\tand a tab");
    assert_int_equal(s->planned_ms, 40 * MINUTE_MS);
    assert_int_equal(s->tag_count, 3);
    assert_string_equal(s->tags[0], "deep");
    assert_string_equal(s->tags[1], "work");
    assert_string_equal(s->tags[2], "\xc3\xa9tude");
    focus_session_free(s);
}

static void the_longest_words_and_most_tags_fit(void **state)
{
    fixture *f = *state;
    static char title[FOCUS_TITLE_MAX + 1];
    static char note[FOCUS_TEXT_MAX + 1];
    static char names[FOCUS_TAGS_MAX][8];
    const char *tags[FOCUS_TAGS_MAX];
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    memset(title, 't', FOCUS_TITLE_MAX);
    memset(note, 'n', FOCUS_TEXT_MAX);
    for (size_t i = 0; i < FOCUS_TAGS_MAX; i++) {
        names[i][0] = 't';
        names[i][1] = (char)('0' + i / 10);
        names[i][2] = (char)('0' + i % 10);
        tags[i] = names[i];
    }
    input.title = title;
    input.note = note;
    input.tags = tags;
    input.tag_count = FOCUS_TAGS_MAX;
    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    assert_int_equal(strlen(s->title), FOCUS_TITLE_MAX);
    assert_int_equal(strlen(s->note), FOCUS_TEXT_MAX);
    assert_int_equal(s->tag_count, FOCUS_TAGS_MAX);
    focus_session_free(s);
}

static void empty_words_are_none(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    input.title = input.project = input.task = input.note = "";
    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    assert_null(s->title);
    assert_null(s->project);
    assert_null(s->task);
    assert_null(s->note);
    focus_session_free(s);
}

static void the_plan_is_the_users_length_for_the_mode(void **state)
{
    fixture *f = *state;
    const int64_t lengths[] = {25 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS};

    for (int32_t mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        focus_session_input input = planned(mode, 0);
        const focus_session *s = NULL;
        assert_ok(f->store, focus_session_start(f->store, &input, &s));
        assert_int_equal(s->mode, mode);
        assert_int_equal(s->planned_ms, lengths[mode]);
        focus_session_free(s);
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    }
}

static void an_open_session_has_no_end_in_sight(void **state)
{
    fixture *f = *state;
    focus_session_input input = planned(FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN);
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    assert_int_equal(s->planned_ms, 0);
    assert_int_equal(s->remaining_ms, 0);
    assert_int_equal(s->planned_end_at_ms, 0);
    assert_int_equal(s->expires_at_ms, 0);
    focus_session_free(s);
}

static void overtime_is_negative_remaining_time(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 30 * MINUTE_MS);
    s = running_of(f->store);
    assert_int_equal(s->remaining_ms, -5 * MINUTE_MS);
    assert_int_equal(s->active_ms, 30 * MINUTE_MS);
    focus_session_free(s);
}

static void starting_while_one_runs_does_what_was_asked(void **state)
{
    fixture *f = *state;
    const struct {
        int32_t if_running;
        focus_status expected;
        int32_t first_becomes;
        int64_t xp;
    } cases[] = {
        {FOCUS_IF_RUNNING_FAIL, FOCUS_E_STATE, FOCUS_SESSION_PAUSED, 0},
        {FOCUS_IF_RUNNING_ABANDON, FOCUS_OK, FOCUS_SESSION_ABANDONED, 0},
        {FOCUS_IF_RUNNING_COMPLETE, FOCUS_OK, FOCUS_SESSION_COMPLETED, 10},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *first = NULL;
        const focus_session *second = NULL;
        focus_id id;
        assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
        id = running_id(f->store);
        pass(f, 10 * MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, MINUTE_MS);
        input.if_running = cases[i].if_running;
        assert_status(f->store, cases[i].expected, focus_session_start(f->store, &input, &second));
        assert_int_equal(second != NULL, cases[i].expected == FOCUS_OK);
        first = session_of(f->store, &id);
        assert_int_equal(first->status, cases[i].first_becomes);
        assert_int_equal(first->xp, cases[i].xp);
        assert_int_equal(first->ended_at_ms, second != NULL ? f->now_ms : 0);
        assert_int_equal(first->active_ms, 10 * MINUTE_MS);
        focus_session_free(first);
        focus_session_free(second);
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    }
}

static void a_start_in_the_past_counts_from_then(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    input.started_at_ms = f->now_ms - 10 * MINUTE_MS;
    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    assert_int_equal(s->started_at_ms, MONDAY_9_MS - 10 * MINUTE_MS);
    assert_int_equal(s->created_at_ms, MONDAY_9_MS);
    assert_int_equal(s->active_ms, 10 * MINUTE_MS);
    assert_int_equal(s->remaining_ms, 15 * MINUTE_MS);
    focus_session_free(s);
}

static void a_start_in_the_past_ends_what_runs_at_that_instant(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *first = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 20 * MINUTE_MS);
    input.if_running = FOCUS_IF_RUNNING_COMPLETE;
    input.started_at_ms = MONDAY_9_MS - 1;
    assert_status(f->store, FOCUS_E_INVALID, focus_session_start(f->store, &input, NULL));
    input.started_at_ms = MONDAY_9_MS + 12 * MINUTE_MS;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    first = session_of(f->store, &id);
    assert_int_equal(first->ended_at_ms, MONDAY_9_MS + 12 * MINUTE_MS);
    assert_int_equal(first->xp, 12);
    focus_session_free(first);
}

static void a_start_is_refused_where_its_time_is_taken(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    add_session(f->store, MONDAY_9_MS - 30 * MINUTE_MS, 20 * MINUTE_MS, "earlier");
    input.started_at_ms = MONDAY_9_MS - 10 * MINUTE_MS - 1;
    assert_status(f->store, FOCUS_E_OVERLAP, focus_session_start(f->store, &input, &s));
    assert_null(s);
    assert_message(f->store);
    input.started_at_ms = MONDAY_9_MS - 40 * MINUTE_MS; /* the whole of it would lie inside */
    assert_status(f->store, FOCUS_E_OVERLAP, focus_session_start(f->store, &input, &s));
    input.started_at_ms = MONDAY_9_MS - 10 * MINUTE_MS;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
}

static void starts_out_of_range_are_refused(void **state)
{
    fixture *f = *state;
    const struct {
        const char *names;
        focus_session_input input;
        focus_status expected;
    } cases[] = {
        {"future", {.started_at_ms = MONDAY_9_MS + 1}, FOCUS_E_INVALID},
        {"time", {.started_at_ms = -1}, FOCUS_E_INVALID},
        {"time", {.started_at_ms = INT64_MIN}, FOCUS_E_INVALID},
        {"future", {.started_at_ms = INT64_MAX}, FOCUS_E_INVALID},
        {"expired", {.started_at_ms = MONDAY_9_MS - 50 * MINUTE_MS}, FOCUS_E_INVALID},
        {"mode", {.mode = -1}, FOCUS_E_INVALID},
        {"mode", {.mode = FOCUS_MODE_COUNT}, FOCUS_E_INVALID},
        {"planned_ms", {.planned_ms = -2}, FOCUS_E_INVALID},
        {"planned_ms", {.planned_ms = 999}, FOCUS_E_INVALID},
        {"planned_ms", {.planned_ms = DAY_MS + 1}, FOCUS_E_INVALID},
        {"if_running", {.if_running = 3}, FOCUS_E_INVALID},
        {"if_running", {.if_running = -1}, FOCUS_E_INVALID},
        {"flag", {.flags = 1u << 31}, FOCUS_E_UNSUPPORTED},
        {"field", {.fields = 1u << 31}, FOCUS_E_UNSUPPORTED},
        {"tags", {.tag_count = 1}, FOCUS_E_MISUSE},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = cases[i].input;
        const focus_session *s = NULL;
        input.struct_size = sizeof(input);
        assert_status(f->store, cases[i].expected, focus_session_start(f->store, &input, &s));
        assert_message_has(f->store, cases[i].names);
        assert_null(s);
        assert_nothing_runs(f->store);
    }
}

static void starts_at_the_edges_of_their_ranges_work(void **state)
{
    fixture *f = *state;
    const struct {
        int64_t started_at_ms;
        int64_t planned_ms;
    } cases[] = {
        {0, 1000},
        {0, DAY_MS},
        {MONDAY_9_MS - 50 * MINUTE_MS + 1, 0},
        {MONDAY_9_MS, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = planned(FOCUS_MODE_FOCUS, cases[i].planned_ms);
        input.started_at_ms = cases[i].started_at_ms;
        assert_ok(f->store, focus_session_start(f->store, &input, NULL));
        {
            focus_id id = running_id(f->store);
            assert_ok(f->store, focus_session_delete(f->store, &id));
        }
    }
}

static void a_start_that_fails_leaves_what_runs_alone(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    input.if_running = FOCUS_IF_RUNNING_COMPLETE;
    input.title = "bad \xff";
    assert_status(f->store, FOCUS_E_INVALID, focus_session_start(f->store, &input, NULL));
    assert_int_equal(focus_last_change(f->store), 0);
    s = running_of(f->store);
    assert_int_equal(s->revision, 1);
    assert_int_equal(s->active_ms, 20 * MINUTE_MS);
    focus_session_free(s);
    assert_int_equal(xp_of(f->store), 0);
}

/* --- pause and resume ------------------------------------------------------------------------------------- */

static void pause_and_resume_follow_each_other(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_pause(f->store, 0, NULL, &s));
    assert_null(s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_resume(f->store, 0, &s));
    assert_null(s);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_session_resume(f->store, 0, &s));
    assert_null(s);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_session_pause(f->store, 0, "again", &s));
    assert_null(s);
    assert_message(f->store);
    assert_ok(f->store, focus_session_resume(f->store, 0, &s));
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->pause_count, 1);
    focus_session_free(s);
}

static void a_pause_holds_the_time_and_tells_why(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 60001);
    assert_ok(f->store, focus_session_pause(f->store, 0, "phone", NULL));
    pass(f, 12345);
    s = running_of(f->store);
    assert_int_equal(s->status, FOCUS_SESSION_PAUSED);
    assert_int_equal(s->active_ms, 60001);
    assert_int_equal(s->paused_ms, 12345);
    assert_int_equal(s->remaining_ms, 25 * MINUTE_MS - 60001);
    assert_int_equal(s->planned_end_at_ms, 0);
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 60001 + HOUR_MS);
    assert_int_equal(s->pause_count, 1);
    assert_int_equal(s->pauses[0].started_at_ms, MONDAY_9_MS + 60001);
    assert_int_equal(s->pauses[0].ended_at_ms, 0);
    assert_string_equal(s->pauses[0].reason, "phone");
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, &s));
    assert_int_equal(s->pauses[0].ended_at_ms, f->now_ms);
    assert_int_equal(s->planned_end_at_ms, MONDAY_9_MS + 25 * MINUTE_MS + 12345);
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 50 * MINUTE_MS + 12345);
    focus_session_free(s);
    assert_ok(f->store, focus_session_pause(f->store, 0, "", &s));
    assert_null(s->pauses[1].reason);
    focus_session_free(s);
}

static void pausing_at_once_takes_nothing_from_the_plan(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, &s));
    assert_int_equal(s->remaining_ms, 25 * MINUTE_MS);
    assert_int_equal(s->active_ms, 0);
    focus_session_free(s);
}

static void a_thousand_pauses_lose_no_millisecond(void **state)
{
    fixture *f = *state;
    focus_session_input input = planned(FOCUS_MODE_FOCUS, DAY_MS);
    const focus_session *s = NULL;
    int64_t active_ms = 0;
    int64_t paused_ms = 0;

    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    assert_ok(f->store, focus_batch_begin(f->store));
    for (int64_t i = 0; i < 1000; i++) {
        pass(f, i % 7);
        active_ms += i % 7;
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, i % 11);
        paused_ms += i % 11;
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->active_ms, active_ms);
    assert_int_equal(s->paused_ms, paused_ms);
    assert_int_equal(s->ended_at_ms - s->started_at_ms, active_ms + paused_ms);
    assert_int_equal(s->pause_count, 1000);
    for (size_t i = 1; i < s->pause_count; i++)
        assert_true(s->pauses[i].started_at_ms >= s->pauses[i - 1].ended_at_ms);
    focus_session_free(s);
}

static void events_may_be_told_late(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 30 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, MONDAY_9_MS + 10 * MINUTE_MS, "late", NULL));
    assert_ok(f->store, focus_session_resume(f->store, MONDAY_9_MS + 14 * MINUTE_MS, NULL));
    assert_ok(f->store, focus_session_complete(f->store, MONDAY_9_MS + 24 * MINUTE_MS, NULL, &s));
    assert_int_equal(s->active_ms, 20 * MINUTE_MS);
    assert_int_equal(s->paused_ms, 4 * MINUTE_MS);
    assert_int_equal(s->ended_at_ms, MONDAY_9_MS + 24 * MINUTE_MS);
    focus_session_free(s);
}

enum event { PAUSE, RESUME, COMPLETE, ABANDON };

static focus_status send(focus_store *store, enum event event, int64_t at_ms,
                         const focus_session **out_session)
{
    switch (event) {
    case PAUSE:
        return focus_session_pause(store, at_ms, NULL, out_session);
    case RESUME:
        return focus_session_resume(store, at_ms, out_session);
    case COMPLETE:
        return focus_session_complete(store, at_ms, NULL, out_session);
    case ABANDON:
        return focus_session_abandon(store, at_ms, NULL, out_session);
    }
    return FOCUS_OK;
}

static void no_event_lies_before_the_last_or_in_the_future(void **state)
{
    fixture *f = *state;
    const int64_t last_ms = MONDAY_9_MS + 5 * MINUTE_MS;
    const int64_t bad[] = {last_ms - 1, last_ms + MINUTE_MS + 1, -1, INT64_MIN, INT64_MAX, 1};

    for (enum event event = PAUSE; event <= ABANDON; event++) {
        f->now_ms = MONDAY_9_MS;
        assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
        pass(f, 5 * MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        if (event == PAUSE)
            assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
        pass(f, MINUTE_MS);
        for (size_t i = 0; i < COUNT_OF(bad); i++) {
            const focus_session *s = NULL;
            assert_status(f->store, FOCUS_E_INVALID, send(f->store, event, bad[i], &s));
            assert_null(s);
            assert_message_has(f->store, "time");
        }
        assert_ok(f->store, send(f->store, event, last_ms, NULL));
        {
            const focus_session_list *list = NULL;
            assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
            assert_ok(f->store, focus_session_delete(f->store, &list->items[0]->id));
            focus_session_list_free(list);
        }
    }
}

static void a_clock_that_steps_back_takes_nothing_away(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, -5 * MINUTE_MS);
    s = running_of(f->store);
    assert_int_equal(s->active_ms, 10 * MINUTE_MS);
    assert_int_equal(s->paused_ms, 0);
    focus_session_free(s);
    pass(f, -DAY_MS);
    s = running_of(f->store);
    assert_int_equal(s->active_ms, 10 * MINUTE_MS);
    focus_session_free(s);
    f->now_ms = MONDAY_9_MS + 11 * MINUTE_MS;
    assert_ok(f->store, focus_session_resume(f->store, 0, &s));
    assert_int_equal(s->paused_ms, MINUTE_MS);
    focus_session_free(s);
}

/* --- the end ------------------------------------------------------------------------------------------------ */

static void completing_twice_pays_once(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    run_session(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_complete(f->store, 0, NULL, &s));
    assert_null(s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_abandon(f->store, 0, NULL, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_extend(f->store, MINUTE_MS, &s));
    assert_int_equal(xp_of(f->store), 25);
    assert_int_equal(coins_of(f->store), 5);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
}

static void completing_while_paused_ends_the_pause(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 12 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 8 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(s->active_ms, 12 * MINUTE_MS);
    assert_int_equal(s->paused_ms, 8 * MINUTE_MS);
    assert_int_equal(s->pauses[0].ended_at_ms, f->now_ms);
    assert_int_equal(s->xp, 12);
    assert_int_equal(s->remaining_ms, 0);
    assert_int_equal(s->planned_end_at_ms, 0);
    assert_int_equal(s->expires_at_ms, 0);
    focus_session_free(s);
    assert_int_equal(
        sql_int(f->path, "SELECT count(*) FROM focus_pauses WHERE ended_at_ms IS NULL"), 0);
}

static void work_is_paid_by_whole_minutes_up_to_the_plan(void **state)
{
    fixture *f = *state;
    const struct {
        int32_t mode;
        int64_t planned_ms;
        int64_t active_ms;
        int64_t xp;
        int64_t coins;
    } cases[] = {
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 0, 0, 0},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 59999, 0, 0},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, MINUTE_MS, 5, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 5 * MINUTE_MS, 5, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 6 * MINUTE_MS - 1, 5, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 6 * MINUTE_MS, 6, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 15 * MINUTE_MS - 1, 14, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 15 * MINUTE_MS, 15, 3},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 25 * MINUTE_MS, 25, 5},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 45 * MINUTE_MS, 25, 5},
        {FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN, 3 * HOUR_MS, 180, 36},
        {FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN, DAY_MS, 1440, 288},
        {FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN, DAY_MS + 1, 0, 0}, /* implausible */
        {FOCUS_MODE_BREAK, 5 * MINUTE_MS, 5 * MINUTE_MS, 2, 0},
        {FOCUS_MODE_BREAK, 5 * MINUTE_MS, 8 * MINUTE_MS, 2, 0},
        {FOCUS_MODE_LONG_BREAK, 15 * MINUTE_MS, 15 * MINUTE_MS, 3, 1},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = planned(cases[i].mode, cases[i].planned_ms);
        int64_t xp = xp_of(f->store) + cases[i].xp;
        int64_t coins = coins_of(f->store) + cases[i].coins;
        const focus_session *s = NULL;
        assert_ok(f->store, focus_session_start(f->store, &input, NULL));
        pass(f, cases[i].active_ms);
        assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
        if (s->xp != cases[i].xp || s->coins != cases[i].coins)
            fail_msg("case %zu paid %d XP and %d coins", i, (int)s->xp, (int)s->coins);
        focus_session_free(s);
        assert_int_equal(xp_of(f->store), xp);
        assert_int_equal(coins_of(f->store), coins);
        pass(f, 1);
    }
}

static void a_host_may_pay_otherwise(void **state)
{
    fixture *f = *state;
    focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
    focus_open_options options = fixture_options(f);

    policy.focus_xp_per_minute = 3;
    policy.focus_minutes_per_coin = 1;
    options.reward = &policy;
    focus_close(f->store);
    f->store = NULL;
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    policy.focus_xp_per_minute = 1000; /* copied at open */
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    assert_int_equal(xp_of(f->store), 30);
    assert_int_equal(coins_of(f->store), 10);
}

static void the_end_may_bring_a_note(void **state)
{
    fixture *f = *state;
    const struct {
        const char *before;
        const char *at_end;
        const char *after;
    } cases[] = {
        {"plan", NULL, "plan"}, {"plan", "went well", "went well"},
        {"plan", "", NULL},     {NULL, "new", "new"},
        {NULL, NULL, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases) * 2; i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const char *after = cases[i / 2].after;
        const focus_session *s = NULL;
        input.note = cases[i / 2].before;
        assert_ok(f->store, focus_session_start(f->store, &input, NULL));
        pass(f, MINUTE_MS);
        if (i % 2 == 0)
            assert_ok(f->store, focus_session_complete(f->store, 0, cases[i / 2].at_end, &s));
        else
            assert_ok(f->store, focus_session_abandon(f->store, 0, cases[i / 2].at_end, &s));
        if (after == NULL)
            assert_null(s->note);
        else
            assert_string_equal(s->note, after);
        focus_session_free(s);
    }
}

static void abandoning_keeps_the_time_and_pays_nothing(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_counters counters;
    focus_streak streak;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, "tired", &s));
    assert_int_equal(s->status, FOCUS_SESSION_ABANDONED);
    assert_int_equal(s->active_ms, 20 * MINUTE_MS);
    assert_int_equal(s->xp, 0);
    assert_string_equal(s->note, "tired");
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].abandoned, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 20 * MINUTE_MS);
    assert_int_equal(counters.xp, 0);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 0);
}

static void breaks_are_not_counted_as_focus(void **state)
{
    fixture *f = *state;
    focus_counters counters;
    focus_streak streak;

    run_session(f, FOCUS_MODE_BREAK, 5 * MINUTE_MS);
    run_session(f, FOCUS_MODE_LONG_BREAK, 15 * MINUTE_MS);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 2);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].completed, 0);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
    assert_int_equal(counters.modes[FOCUS_MODE_BREAK].active_ms, 5 * MINUTE_MS);
    assert_int_equal(counters.modes[FOCUS_MODE_LONG_BREAK].active_ms, 15 * MINUTE_MS);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 0);
}

static void a_session_longer_than_a_day_is_kept_apart(void **state)
{
    fixture *f = *state;
    focus_session_input input = planned(FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN);
    const focus_session *s = NULL;
    focus_counters counters;
    focus_streak streak;

    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, 25 * HOUR_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->flags, FOCUS_SESSION_IMPLAUSIBLE);
    assert_int_equal(s->xp, 0);
    assert_int_equal(s->active_ms, 25 * HOUR_MS);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].completed, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].unconfirmed_ms, 25 * HOUR_MS);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.longest_days, 0);
}

/* --- extend --------------------------------------------------------------------------------------------------- */

static void extending_moves_plan_and_limit(void **state)
{
    fixture *f = *state;
    const struct {
        int64_t by_ms;
        focus_status expected;
        int64_t planned_ms; /* afterwards */
    } cases[] = {
        {5 * MINUTE_MS, FOCUS_OK, 30 * MINUTE_MS},
        {-10 * MINUTE_MS, FOCUS_OK, 20 * MINUTE_MS},
        {0, FOCUS_OK, 20 * MINUTE_MS},
        {-20 * MINUTE_MS + 999, FOCUS_E_INVALID, 20 * MINUTE_MS},
        {-20 * MINUTE_MS, FOCUS_E_INVALID, 20 * MINUTE_MS},
        {DAY_MS - 20 * MINUTE_MS + 1, FOCUS_E_INVALID, 20 * MINUTE_MS},
        {INT64_MAX, FOCUS_E_INVALID, 20 * MINUTE_MS},
        {INT64_MIN, FOCUS_E_INVALID, 20 * MINUTE_MS},
        {DAY_MS - 20 * MINUTE_MS, FOCUS_OK, DAY_MS},
        {-DAY_MS + 1000, FOCUS_OK, 1000},
    };

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *s = NULL;
        assert_status(f->store, cases[i].expected,
                      focus_session_extend(f->store, cases[i].by_ms, &s));
        assert_int_equal(s != NULL, cases[i].expected == FOCUS_OK);
        focus_session_free(s);
        s = running_of(f->store);
        assert_int_equal(s->planned_ms, cases[i].planned_ms);
        assert_int_equal(s->remaining_ms, cases[i].planned_ms);
        assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 2 * cases[i].planned_ms);
        focus_session_free(s);
    }
}

static void an_open_session_cannot_be_extended(void **state)
{
    fixture *f = *state;
    focus_session_input input = planned(FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN);
    const focus_session *s = NULL;

    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_extend(f->store, MINUTE_MS, &s));
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_session_extend(f->store, MINUTE_MS, &s));
    assert_null(s);
    assert_message(f->store);
}

static void a_paused_session_may_be_extended(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_extend(f->store, 10 * MINUTE_MS, &s));
    assert_int_equal(s->status, FOCUS_SESSION_PAUSED);
    assert_int_equal(s->remaining_ms, 15 * MINUTE_MS);
    assert_int_equal(s->expires_at_ms, f->now_ms + HOUR_MS);
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 15 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->xp, 35);
    focus_session_free(s);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static void the_running_session_is_told(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_nothing_runs(f->store);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    s = running_of(f->store);
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    focus_session_free(s);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    s = running_of(f->store);
    assert_int_equal(s->status, FOCUS_SESSION_PAUSED);
    focus_session_free(s);
    pass(f, 1);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_nothing_runs(f->store);
}

static void an_unknown_id_is_not_found(void **state)
{
    fixture *f = *state;
    const focus_id id = {{1, 2, 3}};
    const focus_session *s = NULL;

    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_get(f->store, &id, &s));
    assert_null(s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_delete(f->store, &id));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_restore(f->store, &id, &s));
    assert_null(s);
}

static void a_record_outlives_what_happens_afterwards(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char title[] = "mine";
    const focus_session *s = NULL;

    input.title = title;
    assert_ok(f->store, focus_session_start(f->store, &input, &s));
    memset(title, 'x', 4); /* what a caller passes in is copied */
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    fixture_reopen(f);
    assert_string_equal(s->title, "mine");
    assert_string_equal(s->zone, "Test/Zone");
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    focus_session_free(s);
}

static void a_prefix_finds_its_session(void **state)
{
    fixture *f = *state;
    char first_text[FOCUS_ID_TEXT_SIZE];
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id first;
    focus_id second;
    focus_id found;
    size_t shared = 0;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    first = running_id(f->store);
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    second = running_id(f->store);
    focus_id_format(&first, first_text);
    focus_id_format(&second, text);
    while (text[shared] == first_text[shared])
        shared++;
    assert_true(shared >= 4);
    for (size_t size = 0; size <= FOCUS_ID_TEXT_SIZE - 1; size++) {
        char prefix[FOCUS_ID_TEXT_SIZE] = "";
        focus_status expected = size <= shared ? FOCUS_E_AMBIGUOUS : FOCUS_OK;
        memcpy(prefix, text, size);
        if (size < 4)
            expected = FOCUS_E_INVALID;
        assert_status(f->store, expected, focus_session_find(f->store, prefix, &found));
        assert_int_equal(memcmp(&found, &second, sizeof(found)) == 0, expected == FOCUS_OK);
        if (expected != FOCUS_OK)
            assert_message(f->store);
    }
    assert_ok(f->store, focus_session_delete(f->store, &second));
    assert_ok(f->store, focus_session_find(f->store, text, &found)); /* deleted ones too */
}

static void a_prefix_is_hex_digits_in_either_case(void **state)
{
    fixture *f = *state;
    const struct {
        const char *prefix;
        focus_status expected;
    } cases[] = {
        {"", FOCUS_E_INVALID},
        {"abc", FOCUS_E_INVALID},
        {"a-b-c", FOCUS_E_INVALID},
        {"ghij", FOCUS_E_INVALID},
        {"01234 ", FOCUS_E_INVALID},
        {"0123456789abcdef0123456789abcdef0", FOCUS_E_INVALID},
        {"\xff\xff\xff\xff\xff", FOCUS_E_INVALID},
        {"dead", FOCUS_E_NOT_FOUND},
        {"DEADBEEF", FOCUS_E_NOT_FOUND},
        {"0123456789abcdef0123456789abcdef", FOCUS_E_NOT_FOUND},
    };
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id id;
    focus_id found;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        memset(&found, 0xaa, sizeof(found));
        assert_status(f->store, cases[i].expected,
                      focus_session_find(f->store, cases[i].prefix, &found));
        assert_message(f->store);
        assert_int_equal(found.bytes[0], 0);
    }
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    focus_id_format(&id, text);
    for (char *c = text; *c != '\0'; c++)
        *c = (char)(*c >= 'a' && *c <= 'f' ? *c - 'a' + 'A' : *c);
    assert_ok(f->store, focus_session_find(f->store, text, &found));
    assert_memory_equal(&found, &id, sizeof(id));
}

static void a_number_names_a_session(void **state)
{
    fixture *f = *state;
    const focus_session *session;
    char text[32];
    focus_id first;
    focus_id found;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    first = running_id(f->store);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &session));
    (void)snprintf(text, sizeof(text), "%lld", (long long)session->number);
    assert_int_equal(session->number, 1);
    focus_session_free(session);
    assert_ok(f->store, focus_session_find(f->store, text, &found));
    assert_memory_equal(&found, &first, sizeof(first));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_find(f->store, "2", &found));
    assert_message(f->store);
    assert_status(f->store, FOCUS_E_INVALID, focus_session_find(f->store, "0", &found));
    assert_status(f->store, FOCUS_E_INVALID, focus_session_find(f->store, "01", &found));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_session_find(f->store, "999999999999999999", &found));
    assert_status(f->store, FOCUS_E_NOT_FOUND, /* of digits, and too long for a number */
                  focus_session_find(f->store, "9223372036854775808", &found));
}

static void the_next_deadline_is_told(void **state)
{
    fixture *f = *state;
    focus_session_input input = planned(FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN);
    focus_deadline d;

    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_NONE);
    assert_int_equal(d.at_ms, 0);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_PLANNED_END);
    assert_int_equal(d.at_ms, MONDAY_9_MS + 25 * MINUTE_MS);
    pass(f, 25 * MINUTE_MS - 1);
    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_PLANNED_END);
    pass(f, 1);
    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_EXPIRY);
    assert_int_equal(d.at_ms, MONDAY_9_MS + 50 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_EXPIRY);
    assert_int_equal(d.at_ms, f->now_ms + HOUR_MS);
    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    assert_ok(f->store, focus_next_deadline(f->store, &d));
    assert_int_equal(d.kind, FOCUS_DEADLINE_NONE);
}

/* --- delete and restore --------------------------------------------------------------------------------------------- */

static void a_deleted_session_leaves_history_and_comes_back_as_it_was(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_counters before;
    focus_counters counters;
    focus_streak streak;
    const char *tags[] = {"a"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_id id;

    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    id = running_id(f->store);
    pass(f, 25 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_counters_get(f->store, &before));
    assert_ok(f->store, focus_session_delete(f->store, &id));
    assert_status(f->store, FOCUS_E_STATE, focus_session_delete(f->store, &id));
    assert_message(f->store);
    s = session_of(f->store, &id);
    assert_int_equal(s->flags, FOCUS_SESSION_DELETED);
    assert_int_equal(s->deleted_at_ms, f->now_ms);
    assert_int_equal(s->revision, 3);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 0);
    assert_int_equal(counters.deleted, 1);
    assert_int_equal(counters.modes[0].completed, 0);
    assert_int_equal(counters.modes[0].active_ms, 0);
    assert_int_equal(counters.xp, 25); /* what was paid stays */
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM session_tags"), 0);
    pass(f, HOUR_MS);
    assert_ok(f->store, focus_session_restore(f->store, &id, &s));
    assert_int_equal(s->flags, 0);
    assert_int_equal(s->deleted_at_ms, 0);
    assert_int_equal(s->revision, 4);
    assert_int_equal(s->xp, 25);
    assert_int_equal(s->tag_count, 1);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_memory_equal(&before, &counters, sizeof(before));
    assert_status(f->store, FOCUS_E_STATE, focus_session_restore(f->store, &id, &s));
    assert_null(s);
}

static void a_running_session_may_be_deleted_and_runs_on_when_restored(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "why", NULL));
    assert_ok(f->store, focus_session_delete(f->store, &id));
    assert_nothing_runs(f->store);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_resume(f->store, 0, NULL));
    assert_ok(f->store, focus_session_restore(f->store, &id, &s));
    assert_int_equal(s->status, FOCUS_SESSION_PAUSED);
    assert_string_equal(s->pauses[0].reason, "why");
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
}

static void a_running_session_is_not_restored_beside_another(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id first;
    focus_id second;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    first = running_id(f->store);
    assert_ok(f->store, focus_session_delete(f->store, &first));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    second = running_id(f->store);
    assert_status(f->store, FOCUS_E_STATE, focus_session_restore(f->store, &first, &s));
    assert_null(s);
    assert_message(f->store);
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_delete(f->store, &second));
    assert_ok(f->store, focus_session_restore(f->store, &second, NULL)); /* ended: no matter */
    assert_ok(f->store, focus_session_restore(f->store, &first, NULL));
    assert_memory_equal(running_id(f->store).bytes, first.bytes, sizeof(first.bytes));
}

static void every_write_is_a_revision(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    const char *tags[] = {"a"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    assert_ok(f->store, focus_session_extend(f->store, MINUTE_MS, NULL));
    pass(f, MINUTE_MS);
    assert_status(f->store, FOCUS_E_STATE, focus_session_resume(f->store, 0, NULL));
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    input.fields = FOCUS_FIELD_TITLE;
    input.title = "t";
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_ok(f->store, focus_session_tag(f->store, &id, tags, 1, &s));
    assert_int_equal(s->revision, 7);
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED);
    focus_session_free(s);
    assert_ok(f->store, focus_session_delete(f->store, &id));
    s = session_of(f->store, &id);
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED | FOCUS_SESSION_DELETED);
    assert_int_equal(s->revision, 8);
    focus_session_free(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static void a_session_at_the_end_of_time_can_be_ended(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    f->now_ms = INT64_C(253402300799999) - 10 * MINUTE_MS;          /* 9999-12-31T23:49:59.999Z */
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL)); /* expires after it */
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_running(f->store, &s));
    assert_int_equal(s->active_ms, 5 * MINUTE_MS);
    focus_session_free(s);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
}

static void a_session_is_paused_ten_thousand_times_at_most(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    for (int i = 0; i < 10000; i++) {
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    assert_status(f->store, FOCUS_E_STATE, focus_session_pause(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->pause_count, 10000);
    focus_session_free(s);
    assert_ok(f->store, focus_batch_commit(f->store));
}

static void a_clock_that_stepped_back_keeps_nobody_from_ending(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, -HOUR_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, &s));
    assert_int_equal(s->pauses[0].started_at_ms, MONDAY_9_MS);
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_session_complete(f->store, f->now_ms, NULL, NULL));
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->ended_at_ms, MONDAY_9_MS);
    assert_int_equal(s->active_ms, 0);
    focus_session_free(s);
}

/* As if it had never been, but for those who look for it. */
static void a_session_that_is_void_counts_nowhere(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_counters counters;

    for (int paused = 0; paused < 2; paused++) {
        assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
        pass(f, 5 * MINUTE_MS);
        if (paused)
            assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_void(f->store, 0, "by mistake", &s));
        assert_int_equal(s->status, FOCUS_SESSION_ABANDONED);
        assert_int_equal(s->flags, FOCUS_SESSION_DELETED);
        assert_int_equal(s->ended_at_ms, f->now_ms);
        assert_string_equal(s->note, "by mistake");
        assert_ok(f->store, focus_counters_get(f->store, &counters));
        assert_int_equal(counters.sessions, 0);
        assert_int_equal(counters.deleted, paused + 1);
        assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
        if (!paused)
            focus_session_free(s);
    }
    assert_ok(f->store, focus_session_restore(f->store, &s->id, NULL));
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].abandoned, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 5 * MINUTE_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_that_is_void_counts_nowhere),
        TEST(a_clock_that_stepped_back_keeps_nobody_from_ending),
        TEST(a_session_at_the_end_of_time_can_be_ended),
        TEST(a_session_is_paused_ten_thousand_times_at_most),
        TEST(a_session_lives_from_start_to_reward),
        TEST(starting_with_nothing_said_uses_the_users_defaults),
        TEST(starting_keeps_every_word),
        TEST(the_longest_words_and_most_tags_fit),
        TEST(empty_words_are_none),
        TEST(the_plan_is_the_users_length_for_the_mode),
        TEST(an_open_session_has_no_end_in_sight),
        TEST(overtime_is_negative_remaining_time),
        TEST(starting_while_one_runs_does_what_was_asked),
        TEST(a_start_in_the_past_counts_from_then),
        TEST(a_start_in_the_past_ends_what_runs_at_that_instant),
        TEST(a_start_is_refused_where_its_time_is_taken),
        TEST(starts_out_of_range_are_refused),
        TEST(starts_at_the_edges_of_their_ranges_work),
        TEST(a_start_that_fails_leaves_what_runs_alone),
        TEST(pause_and_resume_follow_each_other),
        TEST(a_pause_holds_the_time_and_tells_why),
        TEST(pausing_at_once_takes_nothing_from_the_plan),
        TEST(a_thousand_pauses_lose_no_millisecond),
        TEST(events_may_be_told_late),
        TEST(no_event_lies_before_the_last_or_in_the_future),
        TEST(a_clock_that_steps_back_takes_nothing_away),
        TEST(completing_twice_pays_once),
        TEST(completing_while_paused_ends_the_pause),
        TEST(work_is_paid_by_whole_minutes_up_to_the_plan),
        TEST(a_host_may_pay_otherwise),
        TEST(the_end_may_bring_a_note),
        TEST(abandoning_keeps_the_time_and_pays_nothing),
        TEST(breaks_are_not_counted_as_focus),
        TEST(a_session_longer_than_a_day_is_kept_apart),
        TEST(extending_moves_plan_and_limit),
        TEST(an_open_session_cannot_be_extended),
        TEST(a_paused_session_may_be_extended),
        TEST(the_running_session_is_told),
        TEST(an_unknown_id_is_not_found),
        TEST(a_record_outlives_what_happens_afterwards),
        TEST(a_prefix_finds_its_session),
        TEST(a_prefix_is_hex_digits_in_either_case),
        TEST(a_number_names_a_session),
        TEST(the_next_deadline_is_told),
        TEST(a_deleted_session_leaves_history_and_comes_back_as_it_was),
        TEST(a_running_session_may_be_deleted_and_runs_on_when_restored),
        TEST(a_running_session_is_not_restored_beside_another),
        TEST(every_write_is_a_revision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
