/*
 * test_cycle.c - what comes next, and why.
 */
#include "rules/cycle.h"
#include "rules/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
    NONE = -1,
    FOCUS = FOCUS_MODE_FOCUS,
    BREAK = FOCUS_MODE_BREAK,
    LONG = FOCUS_MODE_LONG_BREAK
};

static focus_cycle next_of(int32_t length, int32_t focus_done, int32_t last, int32_t running)
{
    const focus__cycle_facts facts = {focus_done, last, running};
    focus_settings settings = focus__settings_default;
    focus_cycle cycle;
    settings.cycle_length = length;
    focus__cycle_next(&facts, &settings, &cycle);
    return cycle;
}

static void what_comes_next_in_a_cycle_of_four(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t focus_done;
        int32_t last;
        int32_t running;
        int32_t next;
        int32_t reason;
        int32_t done;
    } rows[] = {
        {"a new day", 0, NONE, NONE, FOCUS, FOCUS_CYCLE_FIRST, 0},
        {"one given up", 0, FOCUS, NONE, FOCUS, FOCUS_CYCLE_FIRST, 0},
        {"a break first", 0, BREAK, NONE, FOCUS, FOCUS_CYCLE_AFTER_BREAK, 0},
        {"one done", 1, FOCUS, NONE, BREAK, FOCUS_CYCLE_AFTER_FOCUS, 1},
        {"one done, break taken", 1, BREAK, NONE, FOCUS, FOCUS_CYCLE_AFTER_BREAK, 1},
        {"three done", 3, FOCUS, NONE, BREAK, FOCUS_CYCLE_AFTER_FOCUS, 3},
        {"four done", 4, FOCUS, NONE, LONG, FOCUS_CYCLE_FULL, 4},
        {"four done, short break", 4, BREAK, NONE, FOCUS, FOCUS_CYCLE_AFTER_BREAK, 4},
        {"four done, long break", 4, LONG, NONE, FOCUS, FOCUS_CYCLE_AFTER_BREAK, 0},
        {"long break counted off", 0, LONG, NONE, FOCUS, FOCUS_CYCLE_AFTER_BREAK, 0},
        {"five without a long break", 5, FOCUS, NONE, BREAK, FOCUS_CYCLE_AFTER_FOCUS, 1},
        {"eight without a long break", 8, FOCUS, NONE, LONG, FOCUS_CYCLE_FULL, 4},
        {"the first runs", 0, NONE, FOCUS, BREAK, FOCUS_CYCLE_RUNNING, 0},
        {"the fourth runs", 3, BREAK, FOCUS, LONG, FOCUS_CYCLE_RUNNING, 3},
        {"the fifth runs", 4, BREAK, FOCUS, BREAK, FOCUS_CYCLE_RUNNING, 4},
        {"a break runs", 1, FOCUS, BREAK, FOCUS, FOCUS_CYCLE_RUNNING, 1},
        {"the long break runs", 4, FOCUS, LONG, FOCUS, FOCUS_CYCLE_RUNNING, 4},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_cycle c = next_of(4, rows[i].focus_done, rows[i].last, rows[i].running);
        if (c.next_mode != rows[i].next || c.reason != rows[i].reason || c.done != rows[i].done ||
            c.until_long_break != 4 - rows[i].done)
            fail_msg("%s: mode %d, reason %d, done %d, until %d", rows[i].name, c.next_mode,
                     c.reason, c.done, c.until_long_break);
    }
}

static void the_next_session_has_its_modes_length(void **state)
{
    (void)state;
    assert_int_equal(next_of(4, 0, NONE, NONE).next_length_ms, 25 * FOCUS__MS_PER_MINUTE);
    assert_int_equal(next_of(4, 1, FOCUS, NONE).next_length_ms, 5 * FOCUS__MS_PER_MINUTE);
    assert_int_equal(next_of(4, 4, FOCUS, NONE).next_length_ms, 15 * FOCUS__MS_PER_MINUTE);
}

static void in_a_cycle_of_one_every_break_is_long(void **state)
{
    (void)state;
    for (int32_t done = 1; done < 10; done++) {
        focus_cycle c = next_of(1, done, FOCUS, NONE);
        assert_int_equal(c.next_mode, LONG);
        assert_int_equal(c.reason, FOCUS_CYCLE_FULL);
        assert_int_equal(c.done, 1);
        assert_int_equal(c.until_long_break, 0);
    }
}

/* A whole day as the core tells it: the count begins anew after each long break. */
static void a_day_of_following_the_advice_has_every_fourth_break_long(void **state)
{
    (void)state;
    focus__cycle_facts facts = {0, NONE, NONE};
    focus_cycle c;
    for (int sessions = 1; sessions <= 24; sessions++) {
        focus__cycle_next(&facts, &focus__settings_default, &c);
        assert_int_equal(c.next_mode, FOCUS);
        facts.focus_done++;
        facts.last_mode = FOCUS;
        focus__cycle_next(&facts, &focus__settings_default, &c);
        assert_int_equal(c.next_mode, sessions % 4 == 0 ? LONG : BREAK);
        facts.last_mode = c.next_mode;
        if (c.next_mode == LONG)
            facts.focus_done = 0;
    }
}

static void a_length_of_nothing_does_not_divide(void **state)
{
    (void)state;
    assert_int_equal(next_of(0, 1, FOCUS, NONE).next_mode, LONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_next_in_a_cycle_of_four),
        cmocka_unit_test(the_next_session_has_its_modes_length),
        cmocka_unit_test(in_a_cycle_of_one_every_break_is_long),
        cmocka_unit_test(a_day_of_following_the_advice_has_every_fourth_break_long),
        cmocka_unit_test(a_length_of_nothing_does_not_divide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
