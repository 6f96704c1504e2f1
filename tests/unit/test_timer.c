/*
 * test_timer.c - the states of a session: every event in every state, lengths, expiry.
 */
#include "rules/limits.h"
#include "rules/timer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define T0 INT64_C(1774745400000)
#define MINUTE FOCUS__MS_PER_MINUTE
#define HOUR FOCUS__MS_PER_HOUR

static const focus__timer_limits usual = {2, INT64_C(3600000)};
static const focus__timer_limits none = {0, 0};

/* A timer of 25 minutes in one of the five states: paused at 10 minutes, ended at 20. */
static focus__timer timer_in(int32_t status)
{
    focus__timer t;
    focus__timer_start(&t, T0, 25 * MINUTE, &usual);
    switch (status) {
    case FOCUS_SESSION_PAUSED:
        assert_int_equal(focus__timer_pause(&t, T0 + 10 * MINUTE, &usual, NULL), FOCUS_OK);
        break;
    case FOCUS_SESSION_COMPLETED:
    case FOCUS_SESSION_ABANDONED:
        assert_int_equal(focus__timer_end(&t, status, T0 + 20 * MINUTE, NULL), FOCUS_OK);
        break;
    case FOCUS_SESSION_EXPIRED:
        focus__timer_expire(&t);
        break;
    }
    assert_int_equal(t.status, status);
    return t;
}

/* --- transitions ------------------------------------------------------------------------------ */

enum event { PAUSE, RESUME, COMPLETE, ABANDON, EXTEND, EVENT_COUNT };

static focus_status apply(focus__timer *t, int event, int64_t at_ms, focus_error *error)
{
    switch (event) {
    case PAUSE:
        return focus__timer_pause(t, at_ms, &usual, error);
    case RESUME:
        return focus__timer_resume(t, at_ms, &usual, error);
    case COMPLETE:
        return focus__timer_end(t, FOCUS_SESSION_COMPLETED, at_ms, error);
    case ABANDON:
        return focus__timer_end(t, FOCUS_SESSION_ABANDONED, at_ms, error);
    }
    return focus__timer_extend(t, MINUTE, &usual, error);
}

static void every_event_in_every_state(void **state)
{
    (void)state;
    enum {
        ACTIVE = FOCUS_SESSION_ACTIVE,
        PAUSED = FOCUS_SESSION_PAUSED,
        DONE = FOCUS_SESSION_COMPLETED,
        GIVEN_UP = FOCUS_SESSION_ABANDONED,
        REFUSED = -1
    };
    /* The state afterwards. */
    /* clang-format off */
    static const int table[FOCUS_SESSION_STATUS_COUNT][EVENT_COUNT] = {
        /*              pause    resume   complete abandon   extend */
        /* active */    {PAUSED,  REFUSED, DONE,    GIVEN_UP, ACTIVE},
        /* paused */    {REFUSED, ACTIVE,  DONE,    GIVEN_UP, PAUSED},
        /* completed */ {REFUSED, REFUSED, REFUSED, REFUSED,  REFUSED},
        /* abandoned */ {REFUSED, REFUSED, REFUSED, REFUSED,  REFUSED},
        /* expired */   {REFUSED, REFUSED, REFUSED, REFUSED,  REFUSED},
    };
    /* clang-format on */
    for (int32_t status = 0; status < FOCUS_SESSION_STATUS_COUNT; status++) {
        for (int event = 0; event < EVENT_COUNT; event++) {
            focus__timer t = timer_in(status);
            focus__timer before;
            memcpy(&before, &t, sizeof t);
            focus_status result = apply(&t, event, T0 + HOUR, NULL);
            bool refused = table[status][event] == REFUSED;
            if (result != (refused ? FOCUS_E_STATE : FOCUS_OK))
                fail_msg("event %d in state %d: %s", event, status, focus_status_name(result));
            if (refused)
                assert_memory_equal(&t, &before, sizeof t);
            else
                assert_int_equal(t.status, table[status][event]);
        }
    }
}

static void refusals_say_why(void **state)
{
    (void)state;
    static const struct {
        int32_t status;
        int event;
        const char *message;
    } rows[] = {
        {FOCUS_SESSION_PAUSED, PAUSE, "the session is paused already"},
        {FOCUS_SESSION_COMPLETED, PAUSE, "the session has ended"},
        {FOCUS_SESSION_ACTIVE, RESUME, "the session is not paused"},
        {FOCUS_SESSION_EXPIRED, RESUME, "the session has ended"},
        {FOCUS_SESSION_COMPLETED, COMPLETE, "the session has ended"},
        {FOCUS_SESSION_ABANDONED, EXTEND, "the session has ended"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__timer t = timer_in(rows[i].status);
        focus_error error = {0};
        assert_int_equal(apply(&t, rows[i].event, T0 + HOUR, &error), FOCUS_E_STATE);
        assert_string_equal(error.message, rows[i].message);
    }
}

static void pausing_twice_reports_state(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(apply(&t, PAUSE, T0 + 11 * MINUTE, NULL), FOCUS_E_STATE);
    assert_int_equal(t.pause_started_at_ms, T0 + 10 * MINUTE);
}

static void an_event_before_the_last_one_is_refused(void **state)
{
    (void)state;
    static const struct {
        int32_t status;
        int event;
        int64_t last_ms;
    } rows[] = {
        {FOCUS_SESSION_ACTIVE, PAUSE, T0},
        {FOCUS_SESSION_ACTIVE, COMPLETE, T0},
        {FOCUS_SESSION_ACTIVE, ABANDON, T0},
        {FOCUS_SESSION_PAUSED, RESUME, T0 + 10 * MINUTE},
        {FOCUS_SESSION_PAUSED, COMPLETE, T0 + 10 * MINUTE},
        {FOCUS_SESSION_PAUSED, ABANDON, T0 + 10 * MINUTE},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__timer t = timer_in(rows[i].status);
        focus__timer before;
        memcpy(&before, &t, sizeof t);
        assert_int_equal(apply(&t, rows[i].event, rows[i].last_ms - 1, NULL), FOCUS_E_INVALID);
        assert_int_equal(apply(&t, rows[i].event, INT64_MIN, NULL), FOCUS_E_INVALID);
        assert_memory_equal(&t, &before, sizeof t);
        assert_int_equal(apply(&t, rows[i].event, rows[i].last_ms, NULL), FOCUS_OK);
    }
}

static void an_event_may_not_come_before_a_resume(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(apply(&t, RESUME, T0 + 15 * MINUTE, NULL), FOCUS_OK);
    assert_int_equal(apply(&t, PAUSE, T0 + 15 * MINUTE - 1, NULL), FOCUS_E_INVALID);
    assert_int_equal(apply(&t, COMPLETE, T0 + 15 * MINUTE - 1, NULL), FOCUS_E_INVALID);
    assert_int_equal(apply(&t, PAUSE, T0 + 15 * MINUTE, NULL), FOCUS_OK);
}

static void an_open_pause_ends_with_the_session(void **state)
{
    (void)state;
    static const int events[] = {COMPLETE, ABANDON};
    for (size_t i = 0; i < FOCUS__COUNT_OF(events); i++) {
        focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
        assert_int_equal(apply(&t, events[i], T0 + 13 * MINUTE, NULL), FOCUS_OK);
        assert_int_equal(t.paused_ms, 3 * MINUTE);
        assert_int_equal(t.pause_started_at_ms, 0);
        assert_int_equal(t.ended_at_ms, T0 + 13 * MINUTE);
        assert_int_equal(t.expires_at_ms, 0);
        assert_int_equal(focus__timer_active_ms(&t, T0 + 5 * HOUR), 10 * MINUTE);
    }
}

/* --- lengths ---------------------------------------------------------------------------------- */

static void lengths_follow_the_clock(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t status;
        int64_t now_min;
        int64_t active_min;
        int64_t paused_min;
        int64_t remaining_min;
        int64_t planned_end_min; /* -1: none */
    } rows[] = {
        {"at the start", FOCUS_SESSION_ACTIVE, 0, 0, 0, 25, 25},
        {"at work", FOCUS_SESSION_ACTIVE, 10, 10, 0, 15, 25},
        {"plan fulfilled", FOCUS_SESSION_ACTIVE, 25, 25, 0, 0, 25},
        {"overtime", FOCUS_SESSION_ACTIVE, 40, 40, 0, -15, 25},
        {"clock stepped back", FOCUS_SESSION_ACTIVE, -5, 0, 0, 25, 25},
        {"just paused", FOCUS_SESSION_PAUSED, 10, 10, 0, 15, -1},
        {"paused for long", FOCUS_SESSION_PAUSED, 30, 10, 20, 15, -1},
        {"paused, clock stepped back", FOCUS_SESSION_PAUSED, 4, 10, 0, 15, -1},
        {"completed", FOCUS_SESSION_COMPLETED, 99, 20, 0, 0, -1},
        {"abandoned", FOCUS_SESSION_ABANDONED, 99, 20, 0, 0, -1},
        {"abandoned, clock stepped back", FOCUS_SESSION_ABANDONED, -99, 20, 0, 0, -1},
        {"expired", FOCUS_SESSION_EXPIRED, 99, 50, 0, 0, -1},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__timer t = timer_in(rows[i].status);
        int64_t now_ms = T0 + rows[i].now_min * MINUTE;
        int64_t end_ms = rows[i].planned_end_min < 0 ? 0 : T0 + rows[i].planned_end_min * MINUTE;
        if (focus__timer_active_ms(&t, now_ms) != rows[i].active_min * MINUTE ||
            focus__timer_paused_ms(&t, now_ms) != rows[i].paused_min * MINUTE ||
            focus__timer_remaining_ms(&t, now_ms) != rows[i].remaining_min * MINUTE ||
            focus__timer_planned_end_at_ms(&t) != end_ms)
            fail_msg("%s", rows[i].name);
    }
}

static void pausing_at_once_leaves_the_whole_plan(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_ACTIVE);
    assert_int_equal(apply(&t, PAUSE, T0, NULL), FOCUS_OK);
    assert_int_equal(focus__timer_remaining_ms(&t, T0 + 30 * MINUTE), 25 * MINUTE);
    assert_int_equal(apply(&t, RESUME, T0 + 30 * MINUTE, NULL), FOCUS_OK);
    assert_int_equal(focus__timer_remaining_ms(&t, T0 + 30 * MINUTE), 25 * MINUTE);
    assert_int_equal(focus__timer_planned_end_at_ms(&t), T0 + 55 * MINUTE);
}

static void a_thousand_pauses_lose_no_millisecond(void **state)
{
    (void)state;
    focus__timer t;
    focus__timer_start(&t, T0, 20 * HOUR, &none);
    int64_t now_ms = T0;
    int64_t worked_ms = 0;
    int64_t rested_ms = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t work_ms = INT64_C(7919) * i % 10007;
        int64_t rest_ms = INT64_C(104729) * i % 1009;
        now_ms += work_ms;
        worked_ms += work_ms;
        assert_int_equal(focus__timer_pause(&t, now_ms, &none, NULL), FOCUS_OK);
        now_ms += rest_ms;
        rested_ms += rest_ms;
        assert_int_equal(focus__timer_active_ms(&t, now_ms), worked_ms);
        assert_int_equal(focus__timer_paused_ms(&t, now_ms), rested_ms);
        assert_int_equal(focus__timer_resume(&t, now_ms, &none, NULL), FOCUS_OK);
        assert_int_equal(focus__timer_remaining_ms(&t, now_ms), 20 * HOUR - worked_ms);
    }
    assert_int_equal(focus__timer_end(&t, FOCUS_SESSION_COMPLETED, now_ms + 1, NULL), FOCUS_OK);
    assert_int_equal(focus__timer_active_ms(&t, 0), worked_ms + 1);
    assert_int_equal(t.paused_ms, rested_ms);
    assert_int_equal(t.ended_at_ms - t.started_at_ms, worked_ms + 1 + rested_ms);
}

static void a_clock_stepping_back_takes_nothing_recorded(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(apply(&t, RESUME, T0 + 15 * MINUTE, NULL), FOCUS_OK);
    static const int64_t nows_min[] = {-100000, -1, 0, 9, 12, 15};
    for (size_t i = 0; i < FOCUS__COUNT_OF(nows_min); i++) {
        int64_t now_ms = T0 + nows_min[i] * MINUTE;
        assert_int_equal(focus__timer_active_ms(&t, now_ms), 10 * MINUTE);
        assert_int_equal(focus__timer_paused_ms(&t, now_ms), 5 * MINUTE);
    }
}

static void an_open_session_has_no_plan(void **state)
{
    (void)state;
    focus__timer t;
    focus_error error;
    focus__timer_start(&t, T0, 0, &usual);
    assert_int_equal(focus__timer_remaining_ms(&t, T0 + HOUR), 0);
    assert_int_equal(focus__timer_planned_end_at_ms(&t), 0);
    assert_int_equal(focus__timer_active_ms(&t, T0 + HOUR), HOUR);
    assert_int_equal(focus__timer_extend(&t, MINUTE, &usual, &error), FOCUS_E_STATE);
    assert_string_equal(error.message, "the session is open: it has no plan to change");
}

/* --- extending -------------------------------------------------------------------------------- */

static void a_plan_stays_within_its_range(void **state)
{
    (void)state;
    static const struct {
        int64_t by_ms;
        focus_status status;
    } rows[] = {
        {0, FOCUS_OK},
        {5 * INT64_C(60000), FOCUS_OK},
        {FOCUS__PLANNED_MAX_MS - 25 * INT64_C(60000), FOCUS_OK},
        {FOCUS__PLANNED_MAX_MS - 25 * INT64_C(60000) + 1, FOCUS_E_INVALID},
        {FOCUS__PLANNED_MIN_MS - 25 * INT64_C(60000), FOCUS_OK},
        {FOCUS__PLANNED_MIN_MS - 25 * INT64_C(60000) - 1, FOCUS_E_INVALID},
        {INT64_MAX, FOCUS_E_INVALID},
        {INT64_MIN, FOCUS_E_INVALID},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__timer t = timer_in(FOCUS_SESSION_ACTIVE);
        assert_int_equal(focus__timer_extend(&t, rows[i].by_ms, &usual, NULL), rows[i].status);
        int64_t planned_ms = 25 * MINUTE + (rows[i].status == FOCUS_OK ? rows[i].by_ms : 0);
        assert_int_equal(t.planned_ms, planned_ms);
        assert_int_equal(t.expires_at_ms, T0 + 2 * planned_ms);
    }
}

static void extending_a_paused_session_keeps_its_pause_limit(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(apply(&t, EXTEND, 0, NULL), FOCUS_OK);
    assert_int_equal(t.expires_at_ms, T0 + 10 * MINUTE + HOUR);
    assert_int_equal(apply(&t, RESUME, T0 + 12 * MINUTE, NULL), FOCUS_OK);
    assert_int_equal(t.expires_at_ms, T0 + 54 * MINUTE);
}

/* --- expiry ----------------------------------------------------------------------------------- */

static void limits_pass_at_the_exact_millisecond(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t status;
        int64_t planned_min; /* 0: open */
        focus__timer_limits limits;
        int64_t expires_min; /* -1: never */
    } rows[] = {
        {"active, twice the plan", FOCUS_SESSION_ACTIVE, 25, {2, INT64_C(3600000)}, 50},
        {"active, once the plan", FOCUS_SESSION_ACTIVE, 25, {1, INT64_C(3600000)}, 25},
        {"active, never by length", FOCUS_SESSION_ACTIVE, 25, {0, INT64_C(3600000)}, -1},
        {"active and open", FOCUS_SESSION_ACTIVE, 0, {2, INT64_C(3600000)}, -1},
        {"paused", FOCUS_SESSION_PAUSED, 25, {2, INT64_C(3600000)}, 70},
        {"paused and open", FOCUS_SESSION_PAUSED, 0, {2, INT64_C(3600000)}, 70},
        {"paused, never by pause", FOCUS_SESSION_PAUSED, 25, {2, 0}, -1},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__timer t;
        focus__timer_start(&t, T0, rows[i].planned_min * MINUTE, &rows[i].limits);
        if (rows[i].status == FOCUS_SESSION_PAUSED)
            (void)focus__timer_pause(&t, T0 + 10 * MINUTE, &rows[i].limits, NULL);
        if (rows[i].expires_min < 0) {
            assert_int_equal(t.expires_at_ms, 0);
            assert_false(focus__timer_is_overdue(&t, FOCUS__TIME_MAX_MS));
            continue;
        }
        int64_t at_ms = T0 + rows[i].expires_min * MINUTE;
        if (t.expires_at_ms != at_ms || focus__timer_is_overdue(&t, at_ms - 1) ||
            !focus__timer_is_overdue(&t, at_ms) || !focus__timer_is_overdue(&t, at_ms + HOUR))
            fail_msg("%s", rows[i].name);
        focus__timer_expire(&t);
        assert_int_equal(t.status, FOCUS_SESSION_EXPIRED);
        assert_int_equal(t.ended_at_ms, at_ms);
        assert_int_equal(t.expires_at_ms, 0);
        assert_false(focus__timer_is_overdue(&t, FOCUS__TIME_MAX_MS));
    }
}

static void pauses_put_off_expiry(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(apply(&t, RESUME, T0 + 17 * MINUTE, NULL), FOCUS_OK);
    assert_int_equal(t.expires_at_ms, T0 + 57 * MINUTE);
    focus__timer_expire(&t);
    assert_int_equal(focus__timer_active_ms(&t, 0), 50 * MINUTE);
    assert_int_equal(focus__timer_paused_ms(&t, 0), 7 * MINUTE);
}

static void a_pause_that_expires_is_no_work(void **state)
{
    (void)state;
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    focus__timer_expire(&t);
    assert_int_equal(t.ended_at_ms, T0 + 70 * MINUTE);
    assert_int_equal(t.paused_ms, HOUR);
    assert_int_equal(t.pause_started_at_ms, 0);
    assert_int_equal(focus__timer_active_ms(&t, 0), 10 * MINUTE);
}

static void the_end_of_a_session_takes_its_expiry_away(void **state)
{
    (void)state;
    static const int32_t statuses[] = {FOCUS_SESSION_COMPLETED, FOCUS_SESSION_ABANDONED,
                                       FOCUS_SESSION_EXPIRED};
    for (size_t i = 0; i < FOCUS__COUNT_OF(statuses); i++) {
        focus__timer t = timer_in(statuses[i]);
        assert_int_equal(t.expires_at_ms, 0);
        assert_false(focus__timer_is_running(&t));
        assert_false(focus__timer_is_overdue(&t, FOCUS__TIME_MAX_MS));
    }
}

/* A plan or a factor made smaller may put the limit into the past, but not before a pause that is
 * over: the session would end inside it. */
static void expiry_never_lies_before_the_last_event(void **state)
{
    (void)state;
    const focus__timer_limits strict = {1, INT64_C(3600000)};
    focus__timer t = timer_in(FOCUS_SESSION_PAUSED);
    assert_int_equal(focus__timer_resume(&t, T0 + 40 * MINUTE, &usual, NULL), FOCUS_OK);
    assert_int_equal(focus__timer_extend(&t, -20 * MINUTE, &strict, NULL), FOCUS_OK);
    assert_int_equal(t.expires_at_ms, T0 + 40 * MINUTE);
    focus__timer_expire(&t);
    assert_int_equal(t.paused_ms, 30 * MINUTE);
    assert_int_equal(focus__timer_active_ms(&t, 0), 10 * MINUTE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_in_every_state),
        cmocka_unit_test(refusals_say_why),
        cmocka_unit_test(pausing_twice_reports_state),
        cmocka_unit_test(an_event_before_the_last_one_is_refused),
        cmocka_unit_test(an_event_may_not_come_before_a_resume),
        cmocka_unit_test(an_open_pause_ends_with_the_session),
        cmocka_unit_test(lengths_follow_the_clock),
        cmocka_unit_test(pausing_at_once_leaves_the_whole_plan),
        cmocka_unit_test(a_thousand_pauses_lose_no_millisecond),
        cmocka_unit_test(a_clock_stepping_back_takes_nothing_recorded),
        cmocka_unit_test(an_open_session_has_no_plan),
        cmocka_unit_test(a_plan_stays_within_its_range),
        cmocka_unit_test(extending_a_paused_session_keeps_its_pause_limit),
        cmocka_unit_test(limits_pass_at_the_exact_millisecond),
        cmocka_unit_test(pauses_put_off_expiry),
        cmocka_unit_test(a_pause_that_expires_is_no_work),
        cmocka_unit_test(the_end_of_a_session_takes_its_expiry_away),
        cmocka_unit_test(expiry_never_lies_before_the_last_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
