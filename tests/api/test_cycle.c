/*
 * test_cycle.c - what comes next, and why.
 */
#include "support/support.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void assert_cycle(focus_store *store, int32_t done, int32_t next_mode, int32_t reason)
{
    const int64_t lengths[] = {25 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS};
    focus_cycle cycle;

    assert_ok(store, focus_cycle_get(store, &cycle));
    if (cycle.done != done || cycle.next_mode != next_mode || cycle.reason != reason)
        fail_msg("done %d next %d reason %d, expected %d %d %d", (int)cycle.done,
                 (int)cycle.next_mode, (int)cycle.reason, (int)done, (int)next_mode, (int)reason);
    assert_int_equal(cycle.until_long_break, 4 - done);
    assert_int_equal(cycle.next_length_ms, lengths[next_mode]);
}

static void focus_work(fixture *f)
{
    run_session(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS);
}

static void a_long_break_follows_every_fourth_focus_session(void **state)
{
    fixture *f = *state;

    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    for (int round = 0; round < 2; round++) {
        for (int32_t done = 1; done < 4; done++) {
            focus_work(f);
            assert_cycle(f->store, done, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
            run_session(f, FOCUS_MODE_BREAK, 5 * MINUTE_MS);
            assert_cycle(f->store, done, FOCUS_MODE_FOCUS, FOCUS_CYCLE_AFTER_BREAK);
        }
        focus_work(f);
        assert_cycle(f->store, 4, FOCUS_MODE_LONG_BREAK, FOCUS_CYCLE_FULL);
        run_session(f, FOCUS_MODE_LONG_BREAK, 15 * MINUTE_MS);
        assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_AFTER_BREAK);
    }
}

static void breaks_may_be_left_out(void **state)
{
    fixture *f = *state;

    for (int i = 0; i < 4; i++)
        focus_work(f);
    assert_cycle(f->store, 4, FOCUS_MODE_LONG_BREAK, FOCUS_CYCLE_FULL);
    focus_work(f); /* no break at all: the next cycle has begun */
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
}

static void only_completed_sessions_count(void **state)
{
    fixture *f = *state;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 2 * HOUR_MS); /* expires */
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
    assert_ok(f->store, focus_session_delete(f->store, &id));
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
}

static void while_one_runs_the_cycle_tells_what_follows_it(void **state)
{
    fixture *f = *state;
    const struct {
        int32_t mode;
        int32_t next_mode;
    } cases[] = {
        {FOCUS_MODE_FOCUS, FOCUS_MODE_BREAK},
        {FOCUS_MODE_BREAK, FOCUS_MODE_FOCUS},
        {FOCUS_MODE_LONG_BREAK, FOCUS_MODE_FOCUS},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        input.mode = cases[i].mode;
        assert_ok(f->store, focus_session_start(f->store, &input, NULL));
        assert_cycle(f->store, 0, cases[i].next_mode, FOCUS_CYCLE_RUNNING);
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        assert_cycle(f->store, 0, cases[i].next_mode, FOCUS_CYCLE_RUNNING);
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    }
    for (int i = 0; i < 3; i++)
        focus_work(f);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_cycle(f->store, 3, FOCUS_MODE_LONG_BREAK, FOCUS_CYCLE_RUNNING);
}

static void a_reset_begins_the_cycle_anew(void **state)
{
    fixture *f = *state;

    focus_work(f);
    focus_work(f);
    pass(f, 1);
    assert_ok(f->store, focus_cycle_reset(f->store));
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    focus_work(f);
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
    fixture_reopen(f);
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
}

static void each_local_day_begins_a_cycle(void **state)
{
    fixture *f = *state;
    focus_settings settings = {.struct_size = sizeof(settings)};
    const int64_t tuesday_ms = MONDAY_9_MS + 15 * HOUR_MS;

    focus_work(f);
    f->now_ms = tuesday_ms - 1;
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
    f->now_ms = tuesday_ms;
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    f->utc_offset_s = -3600; /* there it is Monday still */
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
    f->utc_offset_s = 0;
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 240;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    f->now_ms = tuesday_ms + 4 * HOUR_MS - 1; /* so it is for those who begin the day at four */
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
    pass(f, 1);
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
}

static void the_users_cycle_length_counts(void **state)
{
    fixture *f = *state;
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_cycle cycle;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.cycle_length = 1;
    settings.long_break_length_ms = 20 * MINUTE_MS;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    focus_work(f);
    assert_ok(f->store, focus_cycle_get(f->store, &cycle));
    assert_int_equal(cycle.next_mode, FOCUS_MODE_LONG_BREAK);
    assert_int_equal(cycle.next_length_ms, 20 * MINUTE_MS);
    assert_int_equal(cycle.done, 1);
    assert_int_equal(cycle.until_long_break, 0);
}

static void users_have_cycles_of_their_own(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    focus_work(f);
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_cycle(f->store, 0, FOCUS_MODE_FOCUS, FOCUS_CYCLE_FIRST);
    pass(f, 1);
    assert_ok(f->store, focus_cycle_reset(f->store));
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_cycle(f->store, 1, FOCUS_MODE_BREAK, FOCUS_CYCLE_AFTER_FOCUS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_long_break_follows_every_fourth_focus_session),
        TEST(breaks_may_be_left_out),
        TEST(only_completed_sessions_count),
        TEST(while_one_runs_the_cycle_tells_what_follows_it),
        TEST(a_reset_begins_the_cycle_anew),
        TEST(each_local_day_begins_a_cycle),
        TEST(the_users_cycle_length_counts),
        TEST(users_have_cycles_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
