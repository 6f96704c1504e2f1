/*
 * test_limits.c - the ranges of what callers say: each end, and one beyond.
 */
#include "rules/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A field of a struct by its place, with its range. */
typedef struct field_row {
    const char *name;
    size_t offset;
    size_t size;
    int64_t least;
    int64_t most;
} field_row;

#define FIELD(type, field, first, last)                                                            \
    {                                                                                              \
        .name = #field, .offset = offsetof(type, field), .size = sizeof(((type *)0)->field),       \
        .least = (first), .most = (last)                                                           \
    }

static void set_field(void *record, const field_row *row, int64_t value)
{
    char *at = (char *)record + row->offset;
    int32_t small = (int32_t)value;
    memcpy(at, row->size == sizeof small ? (void *)&small : (void *)&value, row->size);
}

static void assert_names_range(const focus_error *error, const field_row *row, int64_t value)
{
    char expected[256];
    (void)snprintf(expected, sizeof expected, "%s is %lld, allowed are %lld to %lld", row->name,
                   (long long)value, (long long)row->least, (long long)row->most);
    assert_string_equal(error->message, expected);
}

static void settings_by_default_are_fine(void **state)
{
    (void)state;
    const focus_settings *s = &focus__settings_default;
    assert_int_equal(focus__check_settings(s, NULL), FOCUS_OK);
    assert_int_equal(s->struct_size, sizeof *s);
    assert_int_equal(s->focus_length_ms, 1500000);
    assert_int_equal(s->break_length_ms, 300000);
    assert_int_equal(s->long_break_length_ms, 900000);
    assert_int_equal(s->cycle_length, 4);
    assert_int_equal(s->day_start_minutes, 0);
    assert_int_equal(s->week_start, 1);
    assert_int_equal(s->daily_goal_ms, 0);
    assert_int_equal(s->daily_goal_sessions, 0);
    assert_int_equal(s->expire_factor, 2);
    assert_int_equal(s->pause_limit_ms, 3600000);
}

static void each_setting_has_its_range(void **state)
{
    (void)state;
    static const field_row rows[] = {
        FIELD(focus_settings, focus_length_ms, 1000, 86400000),
        FIELD(focus_settings, break_length_ms, 1000, 86400000),
        FIELD(focus_settings, long_break_length_ms, 1000, 86400000),
        FIELD(focus_settings, cycle_length, 1, 100),
        FIELD(focus_settings, day_start_minutes, 0, 1439),
        FIELD(focus_settings, week_start, 1, 7),
        FIELD(focus_settings, daily_goal_ms, 0, 86400000),
        FIELD(focus_settings, daily_goal_sessions, 0, 1000),
        FIELD(focus_settings, expire_factor, 0, 1000),
        FIELD(focus_settings, pause_limit_ms, 0, INT64_C(31622400000)),
        FIELD(focus_settings, rest_weekdays, 0, 253),
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_settings settings = focus__settings_default;
        focus_error error;
        set_field(&settings, &rows[i], rows[i].least);
        assert_int_equal(focus__check_settings(&settings, NULL), FOCUS_OK);
        set_field(&settings, &rows[i], rows[i].most);
        assert_int_equal(focus__check_settings(&settings, NULL), FOCUS_OK);
        set_field(&settings, &rows[i], rows[i].least - 1);
        assert_int_equal(focus__check_settings(&settings, &error), FOCUS_E_INVALID);
        assert_names_range(&error, &rows[i], rows[i].least - 1);
        set_field(&settings, &rows[i], rows[i].most + 1);
        assert_int_equal(focus__check_settings(&settings, &error), FOCUS_E_INVALID);
        assert_names_range(&error, &rows[i], rows[i].most + 1);
    }
}

static void each_part_of_a_policy_has_its_range(void **state)
{
    (void)state;
    static const field_row rows[] = {
        FIELD(focus_reward_policy, focus_minutes_min, 0, 1000000),
        FIELD(focus_reward_policy, focus_xp_per_minute, 0, 1000000),
        FIELD(focus_reward_policy, focus_xp_min, 0, 1000000),
        FIELD(focus_reward_policy, focus_minutes_per_coin, 1, 1000000),
        FIELD(focus_reward_policy, focus_coins_min, 0, 1000000),
        FIELD(focus_reward_policy, break_xp, 0, 1000000),
        FIELD(focus_reward_policy, long_break_xp, 0, 1000000),
        FIELD(focus_reward_policy, long_break_coins, 0, 1000000),
        FIELD(focus_reward_policy, level_cost_xp, 1, 1000000),
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
        focus_error error;
        assert_int_equal(focus__check_policy(&policy, NULL), FOCUS_OK);
        set_field(&policy, &rows[i], rows[i].least);
        assert_int_equal(focus__check_policy(&policy, NULL), FOCUS_OK);
        set_field(&policy, &rows[i], rows[i].most);
        assert_int_equal(focus__check_policy(&policy, NULL), FOCUS_OK);
        set_field(&policy, &rows[i], rows[i].least - 1);
        assert_int_equal(focus__check_policy(&policy, &error), FOCUS_E_INVALID);
        assert_names_range(&error, &rows[i], rows[i].least - 1);
        set_field(&policy, &rows[i], rows[i].most + 1);
        assert_int_equal(focus__check_policy(&policy, &error), FOCUS_E_INVALID);
        assert_names_range(&error, &rows[i], rows[i].most + 1);
    }
}

static void single_values_have_their_ranges(void **state)
{
    (void)state;
    assert_int_equal(focus__check_mode(0, NULL), FOCUS_OK);
    assert_int_equal(focus__check_mode(2, NULL), FOCUS_OK);
    assert_int_equal(focus__check_mode(-1, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_mode(3, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_planned(0, NULL), FOCUS_OK);
    assert_int_equal(focus__check_planned(1000, NULL), FOCUS_OK);
    assert_int_equal(focus__check_planned(86400000, NULL), FOCUS_OK);
    assert_int_equal(focus__check_planned(999, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_planned(86400001, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_planned(FOCUS_PLANNED_OPEN, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_amount(1, NULL), FOCUS_OK);
    assert_int_equal(focus__check_amount(1000000000, NULL), FOCUS_OK);
    assert_int_equal(focus__check_amount(0, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_amount(-1, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_amount(1000000001, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_time("at", 1, NULL), FOCUS_OK);
    assert_int_equal(focus__check_time("at", FOCUS__TIME_MAX_MS, NULL), FOCUS_OK);
    assert_int_equal(focus__check_time("at", 0, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_time("at", FOCUS__TIME_MAX_MS + 1, NULL), FOCUS_E_INVALID);
}

static void a_time_out_of_range_is_named(void **state)
{
    (void)state;
    focus_error error;
    assert_int_equal(focus__check_time("at_ms", -1, &error), FOCUS_E_INVALID);
    assert_string_equal(error.message, "at_ms is -1, allowed are 1 to 253402300799999");
}

static void a_span_ends_after_it_starts_and_not_after_now(void **state)
{
    (void)state;
    static const struct {
        int64_t start;
        int64_t end;
        const char *message; /* NULL: fine */
    } rows[] = {
        {1000, 1001, NULL},
        {1000, 5000, NULL},
        {1000, 5001, "the session ends in the future"},
        {5001, 5002, "the session ends in the future"},
        {1000, 1000, "the session ends before or as it starts"},
        {1000, 999, "the session ends before or as it starts"},
        {0, 999, "started_at_ms is 0, allowed are 1 to 253402300799999"},
        {1000, 0, "ended_at_ms is 0, allowed are 1 to 253402300799999"},
        {INT64_MIN, INT64_MAX,
         "started_at_ms is -9223372036854775808, allowed are 1 to 253402300799999"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_error error = {0};
        focus_status status = focus__check_span(rows[i].start, rows[i].end, 5000, &error);
        assert_int_equal(status, rows[i].message == NULL ? FOCUS_OK : FOCUS_E_INVALID);
        assert_string_equal(error.message, rows[i].message == NULL ? "" : rows[i].message);
    }
}

/* A name of `count` times the same character. */
static focus_status check_name_of(const char *character, int count, focus_error *error)
{
    char name[1000] = "";
    size_t size = strlen(character);
    for (int i = 0; i < count; i++)
        memcpy(name + (size_t)i * size, character, size + 1);
    return focus__check_name("name", name, error);
}

static void names_are_counted_in_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x8D\x85"};
    for (size_t i = 0; i < FOCUS__COUNT_OF(characters); i++) {
        assert_int_equal(check_name_of(characters[i], 1, NULL), FOCUS_OK);
        assert_int_equal(check_name_of(characters[i], 100, NULL), FOCUS_OK);
        assert_int_equal(check_name_of(characters[i], 101, NULL), FOCUS_E_INVALID);
    }
    focus_error error;
    (void)check_name_of("\xC3\xA9", 101, &error);
    assert_string_equal(error.message, "name has 101 characters, allowed are 1 to 100");
}

static void names_are_lines_of_utf8(void **state)
{
    (void)state;
    assert_int_equal(focus__check_name("name", NULL, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_name("name", "", NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_name("name", "two\nlines", NULL), FOCUS_E_INVALID);
    assert_int_equal(focus__check_name("name", "\xFF", NULL), FOCUS_E_INVALID);
}

static void a_limit_of_zero_is_the_usual_one(void **state)
{
    (void)state;
    static const struct {
        uint32_t limit;
        focus_status status;
        uint32_t out;
    } rows[] = {
        {0, FOCUS_OK, 20},
        {1, FOCUS_OK, 1},
        {1000, FOCUS_OK, 1000},
        {1001, FOCUS_E_INVALID, 0},
        {UINT32_MAX, FOCUS_E_INVALID, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        uint32_t limit = 7;
        assert_int_equal(focus__check_limit(rows[i].limit, 20, &limit, NULL), rows[i].status);
        assert_int_equal(limit, rows[i].out);
    }
}

static void longer_than_a_day_is_implausible_until_confirmed(void **state)
{
    (void)state;
    assert_false(focus__is_implausible(1000, 1000 + FOCUS__MS_PER_DAY, false));
    assert_true(focus__is_implausible(1000, 1001 + FOCUS__MS_PER_DAY, false));
    assert_false(focus__is_implausible(1000, 1001 + FOCUS__MS_PER_DAY, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_by_default_are_fine),
        cmocka_unit_test(each_setting_has_its_range),
        cmocka_unit_test(each_part_of_a_policy_has_its_range),
        cmocka_unit_test(single_values_have_their_ranges),
        cmocka_unit_test(a_time_out_of_range_is_named),
        cmocka_unit_test(a_span_ends_after_it_starts_and_not_after_now),
        cmocka_unit_test(names_are_counted_in_characters),
        cmocka_unit_test(names_are_lines_of_utf8),
        cmocka_unit_test(a_limit_of_zero_is_the_usual_one),
        cmocka_unit_test(longer_than_a_day_is_implausible_until_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
