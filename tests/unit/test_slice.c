/*
 * test_slice.c - time cut where days and hours change, and the names of periods: by hand, in zones made
 * up for it.
 */
#include "support/support.h"

#include "base/calendar.h"
#include "rules/period.h"
#include "rules/slice.h"

/* +01:00, and from the instant in `user` on another offset. */
typedef struct change {
    int64_t at_ms;
    int32_t after_s;
    int asked;
} change;

static int32_t offset_of(void *user, int64_t at_ms)
{
    change *c = user;

    c->asked++;
    return at_ms < c->at_ms ? 3600 : c->after_s;
}

static focus_zone zone_of(change *c)
{
    return (focus_zone){"Test/Change", offset_of, c};
}

static int64_t at(const char *text)
{
    int64_t at_ms = 0;

    assert_int_equal(focus_time_parse(text, &at_ms, NULL), FOCUS_OK);
    return at_ms;
}

static void a_fixed_clock_cuts_at_midnight_and_on_the_hour(void **state)
{
    focus__wall wall = focus__wall_of_offset(20700); /* +05:45 */
    int64_t from_ms = at("2026-03-02T17:10:00Z");    /* 22:55 there */
    int64_t until_ms = at("2026-03-02T20:00:00Z");
    focus__slice slice = focus__slice_first(&wall, 0, false, from_ms, until_ms);

    (void)state;
    assert_int_equal(slice.until_ms, at("2026-03-02T18:15:00Z"));
    assert_int_equal(slice.day, 20514);
    assert_int_equal(slice.hour, 22);
    slice = focus__slice_first(&wall, 0, true, from_ms, until_ms);
    assert_int_equal(slice.until_ms, at("2026-03-02T17:15:00Z"));
    slice = focus__slice_first(&wall, 0, true, slice.until_ms, slice.until_ms + 1);
    assert_int_equal(slice.hour, 23);
    assert_int_equal(slice.until_ms - slice.from_ms, 1);
}

/* Half past four: an hour is cut in two where the day begins. */
static void a_day_start_cuts_an_hour(void **state)
{
    focus__wall wall = focus__wall_of_offset(0);
    int64_t from_ms = at("2026-03-02T04:10:00Z");
    focus__slice slice = focus__slice_first(&wall, 270, true, from_ms, from_ms + HOUR_MS);

    (void)state;
    assert_int_equal(slice.until_ms - from_ms, 20 * MINUTE_MS);
    assert_int_equal(slice.day, 20513);
    slice = focus__slice_first(&wall, 270, true, slice.until_ms, from_ms + HOUR_MS);
    assert_int_equal(slice.until_ms, at("2026-03-02T05:00:00Z"));
    assert_int_equal(slice.day, 20514);
    assert_int_equal(slice.hour, 4);
}

static void a_change_of_the_clock_is_found_to_the_millisecond(void **state)
{
    change c = {.at_ms = at("2026-03-29T01:00:00.001Z"), .after_s = 7200};
    focus_zone zone = zone_of(&c);
    focus__wall wall = focus__wall_of_zone(&zone);
    int64_t from_ms = at("2026-03-29T00:30:00Z");
    focus__slice slice = focus__slice_first(&wall, 0, false, from_ms, from_ms + DAY_MS);

    (void)state;
    assert_int_equal(slice.until_ms, c.at_ms);
    slice = focus__slice_first(&wall, 0, false, slice.until_ms, from_ms + DAY_MS);
    assert_int_equal(slice.until_ms, at("2026-03-29T22:00:00Z"));
    assert_int_equal(slice.hour, 3);
    assert_int_equal(focus__wall_offset_s(&wall, from_ms), 3600); /* back again */
}

static void a_history_in_order_asks_about_twice_a_day(void **state)
{
    change c = {.at_ms = INT64_MAX};
    focus_zone zone = zone_of(&c);
    focus__wall wall = focus__wall_of_zone(&zone);

    (void)state;
    for (int64_t at_ms = MONDAY_9_MS; at_ms < MONDAY_9_MS + 100 * DAY_MS; at_ms += HOUR_MS)
        assert_int_equal(focus__wall_offset_s(&wall, at_ms), 3600);
    assert_true(c.asked <= 200);
}

static void a_day_begins_where_its_clock_first_shows_it(void **state)
{
    /* Back from 00:30 to 23:30: the day before comes back for half an hour. */
    change c = {.at_ms = at("2026-10-24T23:30:00Z"), .after_s = 0};
    focus_zone zone = zone_of(&c);
    focus__wall wall = focus__wall_of_zone(&zone);
    focus__wall fixed = focus__wall_of_offset(-36000);

    (void)state;
    assert_int_equal(focus__day_begin(&wall, 0, 20751), at("2026-10-24T23:00:00Z"));
    assert_int_equal(focus__day_begin(&wall, 0, 20752), at("2026-10-26T00:00:00Z"));
    assert_int_equal(focus__day_begin(&fixed, 1439, 20514), at("2026-03-03T09:59:00Z"));
}

static void weeks_and_months_have_first_and_last_days(void **state)
{
    int32_t day = 0;

    (void)state;
    assert_int_equal(focus__weekday(0), 4);
    assert_int_equal(focus__weekday(-1), 3);
    assert_int_equal(focus__weekday(20514), 1);
    for (int32_t start = 1; start <= 7; start++) {
        int32_t first = focus__week_first(20517, start);
        assert_int_equal(focus__weekday(first), start);
        assert_true(first <= 20517 && first > 20510);
    }
    assert_int_equal(focus_day_from_date(2024, 2, 1, &day), FOCUS_OK);
    assert_int_equal(focus__month_first(day + 13), day);
    assert_int_equal(focus__month_last(day), day + 28);
    assert_int_equal(focus__month_last(0), 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_clock_cuts_at_midnight_and_on_the_hour),
        cmocka_unit_test(a_day_start_cuts_an_hour),
        cmocka_unit_test(a_change_of_the_clock_is_found_to_the_millisecond),
        cmocka_unit_test(a_history_in_order_asks_about_twice_a_day),
        cmocka_unit_test(a_day_begins_where_its_clock_first_shows_it),
        cmocka_unit_test(weeks_and_months_have_first_and_last_days),
    };

    return cmocka_run_group_tests_name("slice", tests, NULL, NULL);
}
