/*
 * test_idle.c - time in which nobody worked, told afterwards: pauses of the past, and what becomes of a
 * session whose user was away.
 */
#include "support/support.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_in_memory, fixture_teardown)

static focus_id start_planned(fixture *f, int64_t planned_ms)
{
    const char *tags[] = {"deep"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.planned_ms = planned_ms;
    input.title = "report";
    input.project = "thesis";
    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    return running_id(f->store);
}

static const focus_session *idle(focus_store *store, int64_t idle_ms, int32_t answer)
{
    const focus_session *s = NULL;

    assert_ok(store, focus_session_idle(store, idle_ms, answer, &s));
    return s;
}

/* --- away --------------------------------------------------------------------------------------------- */

static void kept_time_is_work(void **state)
{
    fixture *f = *state;
    const focus_session *s;

    (void)start_planned(f, 25 * MINUTE_MS);
    pass(f, 20 * MINUTE_MS);
    s = idle(f->store, 12 * MINUTE_MS, FOCUS_IDLE_KEEP);
    assert_int_equal(focus_last_change(f->store), 0);
    assert_int_equal(s->active_ms, 20 * MINUTE_MS);
    assert_int_equal(s->revision, 1);
    focus_session_free(s);
}

/* How it ends that its user left: by what was done of the plan. */
static void a_session_ends_when_its_user_left(void **state)
{
    fixture *f = *state;
    static const struct {
        int64_t planned_ms;
        int64_t worked;
        int32_t status;
        int64_t xp;
    } rows[] = {
        {25 * MINUTE_MS, 24, FOCUS_SESSION_ABANDONED, 0},
        {25 * MINUTE_MS, 25, FOCUS_SESSION_COMPLETED, 25},
        {25 * MINUTE_MS, 30, FOCUS_SESSION_COMPLETED, 25},
        {FOCUS_PLANNED_OPEN, 7, FOCUS_SESSION_COMPLETED, 7},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const focus_session *s;
        const int64_t started_at_ms = f->now_ms;
        (void)start_planned(f, rows[i].planned_ms);
        pass(f, (rows[i].worked + 3) * MINUTE_MS);
        s = idle(f->store, 3 * MINUTE_MS, FOCUS_IDLE_DISCARD);
        assert_int_equal(s->status, rows[i].status);
        assert_int_equal(s->ended_at_ms, started_at_ms + rows[i].worked * MINUTE_MS);
        assert_int_equal(s->active_ms, rows[i].worked * MINUTE_MS);
        assert_int_equal(s->xp, rows[i].xp);
        focus_session_free(s);
        assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_running(f->store, &s));
        pass(f, MINUTE_MS);
    }
}

static void time_away_becomes_a_pause(void **state)
{
    fixture *f = *state;
    const focus_session *s;

    (void)start_planned(f, 25 * MINUTE_MS);
    pass(f, 20 * MINUTE_MS);
    s = idle(f->store, 12 * MINUTE_MS, FOCUS_IDLE_CONTINUE);
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->active_ms, 8 * MINUTE_MS);
    assert_int_equal(s->remaining_ms, 17 * MINUTE_MS);
    assert_int_equal(s->pause_count, 1);
    assert_int_equal(s->pauses[0].started_at_ms, MONDAY_9_MS + 8 * MINUTE_MS);
    assert_int_equal(s->pauses[0].ended_at_ms, f->now_ms);
    assert_string_equal(s->pauses[0].reason, "idle");
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 62 * MINUTE_MS);
    assert_int_equal(s->flags, 0);
    focus_session_free(s);
    pass(f, 17 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->active_ms, 25 * MINUTE_MS);
    assert_int_equal(s->xp, 25);
    focus_session_free(s);
}

static void another_session_of_the_same_words_begins(void **state)
{
    fixture *f = *state;
    const focus_id id = start_planned(f, 25 * MINUTE_MS);
    const focus_session *first;
    const focus_session *s;

    pass(f, 40 * MINUTE_MS);
    s = idle(f->store, 10 * MINUTE_MS, FOCUS_IDLE_SPLIT);
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->started_at_ms, f->now_ms);
    assert_int_equal(s->planned_ms, 25 * MINUTE_MS);
    assert_int_equal(s->source, FOCUS_SOURCE_LIVE);
    assert_string_equal(s->title, "report");
    assert_string_equal(s->project, "thesis");
    assert_string_equal(s->tags[0], "deep");
    assert_int_equal(s->revision, 1);
    assert_int_equal(s->pause_count, 0);
    assert_memory_not_equal(&s->id, &id, sizeof(id));
    focus_session_free(s);
    first = session_of(f->store, &id);
    assert_int_equal(first->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(first->active_ms, 30 * MINUTE_MS);
    assert_int_equal(first->xp, 25);
    focus_session_free(first);
}

/* Longer than since the last resume it cannot have been. */
static void idle_time_begins_with_the_last_event(void **state)
{
    fixture *f = *state;
    const focus_session *s;

    (void)start_planned(f, 25 * MINUTE_MS);
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 5 * MINUTE_MS);
    assert_status(f->store, FOCUS_E_STATE,
                  focus_session_idle(f->store, MINUTE_MS, FOCUS_IDLE_DISCARD, NULL));
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    s = idle(f->store, HOUR_MS, FOCUS_IDLE_CONTINUE); /* in the same instant: nothing to tell of */
    assert_int_equal(s->pause_count, 1);
    focus_session_free(s);
    pass(f, 5 * MINUTE_MS);
    s = idle(f->store, HOUR_MS, FOCUS_IDLE_CONTINUE);
    assert_int_equal(s->active_ms, 5 * MINUTE_MS);
    assert_int_equal(s->pause_count, 2);
    assert_int_equal(s->pauses[1].started_at_ms, MONDAY_9_MS + 10 * MINUTE_MS);
    focus_session_free(s);
    s = idle(f->store, HOUR_MS, FOCUS_IDLE_DISCARD);
    assert_int_equal(s->ended_at_ms, f->now_ms);
    focus_session_free(s);
}

/* 25 minutes expire after 50; the user left after 20, and came back after three hours. */
static void who_comes_back_late_still_has_a_say(void **state)
{
    fixture *f = *state;
    static const int32_t answers[] = {FOCUS_IDLE_CONTINUE, FOCUS_IDLE_DISCARD, FOCUS_IDLE_SPLIT};

    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        const focus_id id = start_planned(f, 25 * MINUTE_MS);
        const focus_session *s;
        pass(f, 3 * HOUR_MS);
        s = session_of(f->store, &id);
        assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
        focus_session_free(s);
        focus_session_free(idle(f->store, 3 * HOUR_MS - 20 * MINUTE_MS, answers[i]));
        s = session_of(f->store, &id);
        assert_int_equal(s->active_ms, 20 * MINUTE_MS);
        assert_int_equal(s->status, i == 0 ? FOCUS_SESSION_ACTIVE : FOCUS_SESSION_ABANDONED);
        focus_session_free(s);
        if (i != 1)
            assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
        pass(f, MINUTE_MS);
    }
}

static void who_left_after_it_expired_has_none(void **state)
{
    fixture *f = *state;
    const focus_id id = start_planned(f, 25 * MINUTE_MS);
    const focus_session *s = NULL;

    pass(f, 3 * HOUR_MS);
    for (int32_t answer = FOCUS_IDLE_KEEP; answer <= FOCUS_IDLE_SPLIT; answer++) {
        assert_status(f->store, FOCUS_E_NOT_FOUND,
                      focus_session_idle(f->store, HOUR_MS, answer, &s));
        assert_null(s);
    }
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_pause_add(f->store, NULL, f->now_ms - HOUR_MS, f->now_ms, NULL, NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_pause_add(f->store, &id, f->now_ms - HOUR_MS, f->now_ms, NULL, NULL));
}

static void answers_that_cannot_be_are_refused(void **state)
{
    fixture *f = *state;

    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_session_idle(f->store, 1, FOCUS_IDLE_KEEP, NULL));
    (void)start_planned(f, 25 * MINUTE_MS);
    pass(f, MINUTE_MS);
    assert_status(f->store, FOCUS_E_INVALID, focus_session_idle(f->store, 1, 4, NULL));
    assert_status(f->store, FOCUS_E_INVALID, focus_session_idle(f->store, 1, -1, NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_session_idle(f->store, 0, FOCUS_IDLE_KEEP, NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_session_idle(f->store, INT64_MIN, FOCUS_IDLE_KEEP, NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_session_idle(f->store, INT64_MAX, FOCUS_IDLE_KEEP, NULL));
}

/* --- pauses of the past ------------------------------------------------------------------------------- */

static int64_t minute(int64_t n)
{
    return MONDAY_9_MS + n * MINUTE_MS;
}

static void a_pause_is_put_where_it_belongs(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;

    (void)start_planned(f, HOUR_MS);
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "tea", NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_pause_add(f->store, NULL, minute(5), minute(8), "phone", &s));
    assert_int_equal(s->status, FOCUS_SESSION_PAUSED);
    assert_int_equal(s->pause_count, 2);
    assert_string_equal(s->pauses[0].reason, "phone");
    assert_string_equal(s->pauses[1].reason, "tea");
    assert_int_equal(s->active_ms, 17 * MINUTE_MS);
    assert_int_equal(s->flags, 0);
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    assert_ok(f->store, focus_pause_add(f->store, NULL, minute(8), minute(20), NULL, &s));
    assert_int_equal(s->active_ms, 5 * MINUTE_MS);
    focus_session_free(s);
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &s));
    assert_int_equal(s->active_ms, 10 * MINUTE_MS);
    assert_int_equal(s->pause_count, 3);
    focus_session_free(s);
}

static void a_pause_forgotten_moves_the_figures(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_counters counters;
    focus_id id;

    id = start_planned(f, HOUR_MS);
    pass(f, HOUR_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_pause_add(f->store, &id, minute(0), minute(20), "lunch", &s));
    assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STATS);
    assert_int_equal(s->active_ms, 40 * MINUTE_MS);
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED);
    assert_int_equal(s->xp, 60);
    focus_session_free(s);
    assert_ok(f->store, focus_pause_add(f->store, &id, minute(50), minute(60), NULL, NULL));
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 30 * MINUTE_MS);
}

static void pauses_that_cannot_be_are_refused(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const focus_id id = start_planned(f, HOUR_MS);

    pass(f, 30 * MINUTE_MS);
    assert_ok(s, focus_pause_add(s, NULL, minute(10), minute(20), NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, minute(5), minute(5), NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, minute(6), minute(5), NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, minute(-1), minute(5), NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, minute(25), minute(31), NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, INT64_MIN, INT64_MAX, NULL, NULL));
    assert_status(s, FOCUS_E_INVALID, focus_pause_add(s, NULL, minute(1), minute(2), "a\nb", NULL));
    assert_status(s, FOCUS_E_OVERLAP, focus_pause_add(s, NULL, minute(5), minute(11), NULL, NULL));
    assert_ok(s, focus_session_delete(s, &id));
    assert_status(s, FOCUS_E_STATE, focus_pause_add(s, &id, minute(1), minute(2), NULL, NULL));
}

/* A pause that expired goes on to its limit: nothing may be put into it, and what is put before it
 * changes no more than it says. */
static void a_paused_session_that_expired_has_ended(void **state)
{
    fixture *f = *state;
    const focus_id id = start_planned(f, HOUR_MS);
    const focus_session *s = NULL;

    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 5 * HOUR_MS);
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_pause_add(f->store, NULL, minute(1), minute(2), NULL, NULL));
    assert_ok(f->store, focus_pause_add(f->store, &id, minute(1), minute(2), NULL, &s));
    assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(s->active_ms, 9 * MINUTE_MS);
    assert_int_equal(s->ended_at_ms, minute(70));
    focus_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kept_time_is_work),
        TEST(a_session_ends_when_its_user_left),
        TEST(time_away_becomes_a_pause),
        TEST(another_session_of_the_same_words_begins),
        TEST(idle_time_begins_with_the_last_event),
        TEST(who_comes_back_late_still_has_a_say),
        TEST(who_left_after_it_expired_has_none),
        TEST(answers_that_cannot_be_are_refused),
        TEST(a_pause_is_put_where_it_belongs),
        TEST(a_pause_forgotten_moves_the_figures),
        TEST(pauses_that_cannot_be_are_refused),
        TEST(a_paused_session_that_expired_has_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
