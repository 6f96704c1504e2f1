/*
 * test_reward.c - pay and levels, against numbers from exact integers of any length.
 */
#include "rules/reward.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SECOND FOCUS__MS_PER_SECOND
#define MINUTE FOCUS__MS_PER_MINUTE

static const focus_reward_policy usual = FOCUS_REWARD_POLICY_INIT;

/* --- reward ----------------------------------------------------------------------------------- */

static void pay_follows_the_table(void **state)
{
    (void)state;
    enum { FOCUS = FOCUS_MODE_FOCUS, BREAK = FOCUS_MODE_BREAK, LONG = FOCUS_MODE_LONG_BREAK };
    static const struct {
        const char *name;
        int32_t mode;
        int64_t active_s;
        int64_t planned_s; /* 0: open */
        int64_t xp;
        int64_t coins;
    } rows[] = {
        {"nothing", FOCUS, 0, 1500, 0, 0},
        {"one second", FOCUS, 1, 1500, 0, 0},
        {"0:59", FOCUS, 59, 1500, 0, 0},
        {"1:00", FOCUS, 60, 1500, 5, 2},
        {"4:59", FOCUS, 299, 1500, 5, 2},
        {"5:00", FOCUS, 300, 1500, 5, 2},
        {"6:00", FOCUS, 360, 1500, 6, 2},
        {"14:59", FOCUS, 899, 1500, 14, 2},
        {"15:00", FOCUS, 900, 1500, 15, 3},
        {"24:59", FOCUS, 1499, 1500, 24, 4},
        {"25 of 25", FOCUS, 1500, 1500, 25, 5},
        {"50 of 25", FOCUS, 3000, 1500, 25, 5},
        {"24 h of 25", FOCUS, 86400, 1500, 25, 5},
        {"plan below a minute", FOCUS, 3000, 30, 0, 0},
        {"plan of 1:59", FOCUS, 3000, 119, 5, 2},
        {"open, 50", FOCUS, 3000, 0, 50, 10},
        {"open, 0:59", FOCUS, 59, 0, 0, 0},
        {"break 0:59", BREAK, 59, 300, 0, 0},
        {"break 1:00", BREAK, 60, 300, 2, 0},
        {"break 5 of 5", BREAK, 300, 300, 2, 0},
        {"break 60 of 5", BREAK, 3600, 300, 2, 0},
        {"long break 0:59", LONG, 59, 900, 0, 0},
        {"long break 15 of 15", LONG, 900, 900, 3, 1},
        {"negative", FOCUS, -600, 1500, 0, 0},
        {"no such mode", 7, 1500, 1500, 0, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus__reward r = focus__reward_of(&usual, rows[i].mode, rows[i].active_s * SECOND,
                                           rows[i].planned_s * SECOND);
        if (r.xp != rows[i].xp || r.coins != rows[i].coins)
            fail_msg("%s: %d XP, %d coins", rows[i].name, (int)r.xp, (int)r.coins);
    }
}

static void a_minute_counts_when_it_is_whole(void **state)
{
    (void)state;
    assert_int_equal(focus__reward_of(&usual, FOCUS_MODE_FOCUS, MINUTE - 1, 0).xp, 0);
    assert_int_equal(focus__reward_of(&usual, FOCUS_MODE_FOCUS, MINUTE, 0).xp, 5);
    assert_int_equal(focus__reward_of(&usual, FOCUS_MODE_FOCUS, 25 * MINUTE - 1, 0).xp, 24);
    assert_int_equal(focus__reward_of(&usual, FOCUS_MODE_FOCUS, 25 * MINUTE, 0).xp, 25);
}

static void the_host_may_replace_every_part(void **state)
{
    (void)state;
    const focus_reward_policy own = {sizeof own, 10, 3, 50, 2, 7, 11, 12, 13, 100};
    focus__reward r = focus__reward_of(&own, FOCUS_MODE_FOCUS, 9 * MINUTE, 0);
    assert_true(r.xp == 0 && r.coins == 0);
    r = focus__reward_of(&own, FOCUS_MODE_FOCUS, 10 * MINUTE, 0);
    assert_true(r.xp == 50 && r.coins == 7);
    r = focus__reward_of(&own, FOCUS_MODE_FOCUS, 20 * MINUTE, 0);
    assert_true(r.xp == 60 && r.coins == 10);
    r = focus__reward_of(&own, FOCUS_MODE_BREAK, 9 * MINUTE, 0);
    assert_true(r.xp == 0 && r.coins == 0);
    r = focus__reward_of(&own, FOCUS_MODE_BREAK, 10 * MINUTE, 0);
    assert_true(r.xp == 11 && r.coins == 0);
    r = focus__reward_of(&own, FOCUS_MODE_LONG_BREAK, 10 * MINUTE, 0);
    assert_true(r.xp == 12 && r.coins == 13);
}

/* --- level ------------------------------------------------------------------------------------ */

/* floor(100 * L^1.5) for L = 1 to 100, by the integer square root of 10000 * L^3. */
static const int32_t costs[100] = {
    100,   282,   519,   800,   1118,  1469,  1852,  2262,  2700,   3162,  3648,  4156,  4687,
    5238,  5809,  6400,  7009,  7636,  8281,  8944,  9623,  10318,  11030, 11757, 12500, 13257,
    14029, 14816, 15616, 16431, 17260, 18101, 18957, 19825, 20706,  21600, 22506, 23424, 24355,
    25298, 26252, 27219, 28196, 29186, 30186, 31198, 32221, 33255,  34300, 35355, 36421, 37497,
    38584, 39681, 40789, 41906, 43034, 44171, 45318, 46475, 47642,  48818, 50004, 51200, 52404,
    53618, 54841, 56074, 57315, 58566, 59825, 61094, 62371, 63657,  64951, 66255, 67567, 68887,
    70216, 71554, 72900, 74254, 75616, 76987, 78366, 79753, 81148,  82551, 83962, 85381, 86808,
    88243, 89685, 91136, 92594, 94060, 95533, 97015, 98503, 100000,
};

static void levels_change_at_their_exact_cost(void **state)
{
    (void)state;
    int64_t sum = 0;
    for (int32_t level = 1; level <= 100; level++) {
        int32_t cost = costs[level - 1];
        focus__level first = focus__level_of(&usual, sum);
        focus__level last = focus__level_of(&usual, sum + cost - 1);
        assert_true(first.level == level && first.xp == 0 && first.cost_xp == cost);
        assert_true(last.level == level && last.xp == cost - 1 && last.cost_xp == cost);
        sum += cost;
    }
    assert_int_equal(sum, 4050079);
    assert_int_equal(focus__level_of(&usual, sum).level, 101);
}

static void levels_of_huge_xp_are_exact(void **state)
{
    (void)state;
    static const struct {
        int32_t level_cost_xp;
        int64_t xp;
        focus__level expected;
    } rows[] = {
        {100, 1000000, {57, 40273, 43034}},
        {100, 1000000000, {910, 2147214, 2745124}},
        {100, INT64_C(1000000000000), {14427, 86485746, 173286227}},
        {100, INT64_C(1000000000000000), {228653, 283993915, INT64_C(10933654740)}},
        {1, 1000000000, {5743, 434334, 435219}},
        {7, INT64_C(123456789012), {18103, 3009473, 17049979}},
        {1000000,
         INT64_C(1000000000000000000),
         {91028, INT64_C(19503509869555), INT64_C(27463918475955)}},
        {999983, INT64_MAX, {221378, INT64_C(72671988213060), INT64_C(104158401512442)}},
        {1000000, INT64_MAX, {221377, INT64_C(20032699904803), INT64_C(104159466473814)}},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
        policy.level_cost_xp = rows[i].level_cost_xp;
        focus__level level = focus__level_of(&policy, rows[i].xp);
        assert_int_equal(level.level, rows[i].expected.level);
        assert_int_equal(level.xp, rows[i].expected.xp);
        assert_int_equal(level.cost_xp, rows[i].expected.cost_xp);
    }
}

static void levels_end_at_a_million(void **state)
{
    (void)state;
    const int64_t last_begins = INT64_C(39999949999512937);
    focus__level level = focus__level_of(&usual, last_begins - 1);
    assert_int_equal(level.level, 999999);
    level = focus__level_of(&usual, last_begins);
    assert_true(level.level == 1000000 && level.xp == 0);
    assert_int_equal(level.cost_xp, INT64_C(100000000000));
    level = focus__level_of(&usual, INT64_MAX);
    assert_int_equal(level.level, 1000000);
    assert_int_equal(level.xp, INT64_MAX - last_begins);
}

static void no_xp_is_level_one(void **state)
{
    (void)state;
    static const int64_t amounts[] = {0, -1, INT64_MIN};
    for (size_t i = 0; i < FOCUS__COUNT_OF(amounts); i++) {
        focus__level level = focus__level_of(&usual, amounts[i]);
        assert_true(level.level == 1 && level.xp == 0 && level.cost_xp == 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pay_follows_the_table),
        cmocka_unit_test(a_minute_counts_when_it_is_whole),
        cmocka_unit_test(the_host_may_replace_every_part),
        cmocka_unit_test(levels_change_at_their_exact_cost),
        cmocka_unit_test(levels_of_huge_xp_are_exact),
        cmocka_unit_test(levels_end_at_a_million),
        cmocka_unit_test(no_xp_is_level_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
