/*
 * test_keep.c - which backups stay: three days, four weeks.
 */
#include "support/support.h"

#include "rules/keep.h"

enum { MONDAY = 1, SUNDAY = 7 }; /* ISO weekdays; day 0 was a Thursday */

static void the_newest_three_stay_whatever_their_week(void **state)
{
    const int32_t days[] = {11, 10, 9};
    bool keeps[3] = {false};

    (void)state;
    focus__keep_backups(days, 3, MONDAY, keeps);
    assert_true(keeps[0] && keeps[1] && keeps[2]);
}

/* Days 4, 11, 18, ... are Mondays. */
static void the_newest_of_each_of_four_weeks_stays(void **state)
{
    const int32_t days[] = {40, 39, 38, 37, 31, 30, 24, 17, 16, 10, 3};
    const bool expected[] = {true, true,  true,  false, true, false,
                             true, false, false, false, false};
    bool keeps[11] = {false};

    (void)state;
    focus__keep_backups(days, 11, MONDAY, keeps);
    for (size_t i = 0; i < 11; i++)
        assert_int_equal(keeps[i], expected[i]);
}

/* A week may begin on another day: then 3, a Sunday, and 4 are of one week. */
static void a_week_begins_where_the_user_says(void **state)
{
    const int32_t days[] = {40, 39, 38, 4, 3};
    bool keeps[5] = {false};

    (void)state;
    focus__keep_backups(days, 5, MONDAY, keeps);
    assert_true(keeps[3] && keeps[4]);
    focus__keep_backups(days, 5, SUNDAY, keeps);
    assert_true(keeps[3] && !keeps[4]);
}

static void weeks_without_a_backup_do_not_count(void **state)
{
    const int32_t days[] = {4000, 3000, 2000, 1000, 500, 250};
    const bool expected[] = {true, true, true, true, false, false};
    bool keeps[6] = {false};

    (void)state;
    focus__keep_backups(days, 6, MONDAY, keeps);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(keeps[i], expected[i]);
    focus__keep_backups(days, 0, MONDAY, keeps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_three_stay_whatever_their_week),
        cmocka_unit_test(the_newest_of_each_of_four_weeks_stays),
        cmocka_unit_test(a_week_begins_where_the_user_says),
        cmocka_unit_test(weeks_without_a_backup_do_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
