/*
 * test_streak.c - the streak at a day, out of runs of days.
 */
#include "rules/streak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_streak_follows_the_newest_run(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        focus_run latest;
        int32_t today;
        int32_t days;
        int32_t last_day;
        int32_t counts;
        int32_t at_risk;
    } rows[] = {
        {"up to today", {10, 20, 11}, 20, 11, 20, 1, 0},
        {"up to yesterday", {10, 20, 11}, 21, 11, 20, 0, 1},
        {"a day left out", {10, 20, 11}, 22, 0, 0, 0, 0},
        {"long ago", {10, 20, 11}, 5000, 0, 0, 0, 0},
        {"today alone", {20, 20, 1}, 20, 1, 20, 1, 0},
        {"yesterday alone", {20, 20, 1}, 21, 1, 20, 0, 1},
        {"the clock ran ahead", {10, 25, 16}, 20, 11, 20, 1, 0},
        {"began today and runs ahead", {20, 25, 6}, 20, 1, 20, 1, 0},
        {"before 1970", {-3, -1, 3}, 0, 3, -1, 0, 1},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_streak s;
        memset(&s, 0xEE, sizeof s);
        focus__streak_at(&rows[i].latest, &rows[i].latest, 0, rows[i].today, &s);
        if (s.current_days != rows[i].days || s.current_last_day != rows[i].last_day ||
            s.today_counts != rows[i].counts || s.at_risk != rows[i].at_risk)
            fail_msg("%s: %d days, last %d, counts %d, at risk %d", rows[i].name, s.current_days,
                     s.current_last_day, s.today_counts, s.at_risk);
        assert_int_equal(s.current_first_day, s.current_days == 0 ? 0 : rows[i].latest.first_day);
        assert_int_equal(s.today, rows[i].today);
    }
}

static void the_longest_run_is_told_apart(void **state)
{
    (void)state;
    const focus_run latest = {18, 20, 3};
    const focus_run longest = {1, 9, 9};
    focus_streak s;
    focus__streak_at(&latest, &longest, 0, 20, &s);
    assert_int_equal(s.current_days, 3);
    assert_int_equal(s.longest_days, 9);
    assert_int_equal(s.longest_first_day, 1);
    assert_int_equal(s.longest_last_day, 9);
}

static void without_runs_there_is_no_streak(void **state)
{
    (void)state;
    focus_streak s;
    memset(&s, 0xEE, sizeof s);
    focus__streak_at(NULL, NULL, 0, 20, &s);
    assert_int_equal(s.current_days, 0);
    assert_int_equal(s.longest_days, 0);
    assert_int_equal(s.today, 20);
    assert_int_equal(s.today_counts, 0);
    assert_int_equal(s.at_risk, 0);
}

static void runs_after_today_alone_leave_the_longest(void **state)
{
    (void)state;
    const focus_run longest = {30, 35, 6};
    focus_streak s;
    focus__streak_at(NULL, &longest, 0, 20, &s);
    assert_int_equal(s.current_days, 0);
    assert_int_equal(s.longest_days, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_streak_follows_the_newest_run),
        cmocka_unit_test(the_longest_run_is_told_apart),
        cmocka_unit_test(without_runs_there_is_no_streak),
        cmocka_unit_test(runs_after_today_alone_leave_the_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
