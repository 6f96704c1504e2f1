/*
 * test_calendar.c - days and dates, local time in real and made zones, local days, RFC 3339.
 *
 * Real zones are the system's, through TZ; without their files those tests are skipped.
 */
#if !defined(_WIN32)
#define _DEFAULT_SOURCE 1 /* setenv() */
#endif

#include "base/calendar.h"
#include "base/env.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define DAY_MS FOCUS__MS_PER_DAY

/* --- helpers ---------------------------------------------------------------------------------- */

static bool zones_are_here(void)
{
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    if (file != NULL)
        (void)fclose(file);
    return file != NULL;
}

/* The system's zone of that name. */
static focus_zone zone_named(const char *tz)
{
    static char name[64];
#if !defined(_WIN32)
    assert_int_equal(setenv("TZ", tz, 1), 0);
#endif
    focus_zone zone = focus__env_zone(name);
    assert_string_equal(zone.name, tz);
    return zone;
}

/* A zone that changes its offset once. */
typedef struct step {
    int64_t at_ms;
    int32_t before_s;
    int32_t after_s;
} step;

static int32_t step_offset(void *user, int64_t at_ms)
{
    const step *s = user;
    return at_ms < s->at_ms ? s->before_s : s->after_s;
}

static focus_zone zone_of(step *s)
{
    return (focus_zone){NULL, step_offset, s};
}

static int64_t instant(const char *text)
{
    int64_t at_ms;
    if (focus_time_parse(text, &at_ms, NULL) != FOCUS_OK)
        fail_msg("%s is no instant", text);
    return at_ms;
}

/* "2026-03-29 02:30" as a local time. */
static focus_local_time local(const char *text)
{
    focus_local_time l = {0};
    int year;
    int month;
    int day;
    int hour;
    int minute;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute), 5);
    l.year = year;
    l.month = month;
    l.day = day;
    l.hour = hour;
    l.minute = minute;
    return l;
}

/* --- days and dates --------------------------------------------------------------------------- */

static int32_t month_length(int32_t year, int32_t month)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    return lengths[month - 1] + (month == 2 && leap);
}

/* Counts the days one by one, as a calendar on a wall does. */
static void every_day_from_1970_to_9999_has_its_number(void **state)
{
    (void)state;
    int32_t number = 0;
    for (int32_t year = 1970; year <= 9999; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t day = 1; day <= month_length(year, month); day++, number++) {
                int32_t n;
                int32_t y;
                int32_t m;
                int32_t d;
                focus_status status = focus_day_from_date(year, month, day, &n);
                focus_date_from_day(number, &y, &m, &d);
                if (status != FOCUS_OK || n != number || y != year || m != month || d != day)
                    fail_msg("day %d: %d-%d-%d", number, year, month, day);
            }
        }
    }
    assert_int_equal(number, 2932897);
}

static void days_outside_round_trip_as_well(void **state)
{
    (void)state;
    int32_t first;
    assert_int_equal(focus_day_from_date(1, 1, 1, &first), FOCUS_OK);
    assert_int_equal(first, -719162);
    for (int32_t day = first; day < 0; day++) {
        int32_t y;
        int32_t m;
        int32_t d;
        int32_t n;
        focus_date_from_day(day, &y, &m, &d);
        if (focus_day_from_date(y, m, d, &n) != FOCUS_OK || n != day)
            fail_msg("day %d", day);
    }
}

static void any_day_number_has_a_date(void **state)
{
    (void)state;
    int32_t y;
    int32_t m;
    int32_t d;
    focus_date_from_day(INT32_MAX, &y, &m, &d);
    assert_true(y == 5881580 && m == 7 && d == 11);
    focus_date_from_day(INT32_MIN, &y, &m, &d);
    assert_true(y == -5877641 && m == 6 && d == 23);
    focus_date_from_day(-719163, &y, &m, &d);
    assert_true(y == 0 && m == 12 && d == 31);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const int32_t dates[][3] = {
        {2026, 2, 29},
        {2100, 2, 29},
        {1900, 2, 29},
        {2024, 2, 30},
        {2026, 4, 31},
        {2026, 1, 32},
        {2026, 1, 0},
        {2026, 1, -1},
        {2026, 0, 1},
        {2026, 13, 1},
        {0, 1, 1},
        {10000, 1, 1},
        {-5, 1, 1},
        {2026, -1, 1},
        {INT32_MAX, 1, 1},
        {2026, INT32_MAX, 1},
        {2026, 1, INT32_MAX},
        {INT32_MIN, INT32_MIN, INT32_MIN},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(dates); i++) {
        int32_t day = 7;
        if (focus_day_from_date(dates[i][0], dates[i][1], dates[i][2], &day) != FOCUS_E_INVALID)
            fail_msg("%d-%d-%d was accepted", dates[i][0], dates[i][1], dates[i][2]);
        assert_int_equal(day, 0);
    }
    int32_t day;
    assert_int_equal(focus_day_from_date(2000, 2, 29, &day), FOCUS_OK);
    assert_int_equal(day, 11016);
    assert_int_equal(focus_day_from_date(2000, 2, 29, NULL), FOCUS_E_MISUSE);
}

/* --- local time in real zones ----------------------------------------------------------------- */

static void real_zones_give_their_offsets(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    static const struct {
        const char *zone;
        const char *at;
        int32_t offset_s;
        const char *shown;
    } rows[] = {
        {"UTC", "2026-06-01T00:00:00Z", 0, "2026-06-01T00:00:00Z"},
        {"Europe/Berlin", "2026-03-29T00:59:59Z", 3600, "2026-03-29T01:59:59+01:00"},
        {"Europe/Berlin", "2026-03-29T01:00:00Z", 7200, "2026-03-29T03:00:00+02:00"},
        {"Europe/Berlin", "2026-10-25T00:59:59Z", 7200, "2026-10-25T02:59:59+02:00"},
        {"Europe/Berlin", "2026-10-25T01:00:00Z", 3600, "2026-10-25T02:00:00+01:00"},
        {"Europe/Berlin", "9999-12-31T22:59:59Z", 3600, "9999-12-31T23:59:59+01:00"},
        {"America/New_York", "1970-01-01T00:00:00Z", -18000, "1969-12-31T19:00:00-05:00"},
        {"America/New_York", "2026-03-08T06:59:59Z", -18000, "2026-03-08T01:59:59-05:00"},
        {"America/New_York", "2026-03-08T07:00:00Z", -14400, "2026-03-08T03:00:00-04:00"},
        {"Asia/Kolkata", "2026-06-01T00:00:00Z", 19800, "2026-06-01T05:30:00+05:30"},
        {"Asia/Kathmandu", "1985-06-01T00:00:00Z", 19800, "1985-06-01T05:30:00+05:30"},
        {"Asia/Kathmandu", "2026-06-01T00:00:00Z", 20700, "2026-06-01T05:45:00+05:45"},
        {"Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600, "2026-04-05T01:59:59+11:00"},
        {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800, "2026-04-05T01:30:00+10:30"},
        {"Australia/Lord_Howe", "2026-10-03T15:30:00Z", 39600, "2026-10-04T02:30:00+11:00"},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", -36000, "2011-12-29T23:59:59-10:00"},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", 50400, "2011-12-31T00:00:00+14:00"},
        {"America/St_Johns", "2026-03-08T05:29:59Z", -12600, "2026-03-08T01:59:59-03:30"},
        {"America/St_Johns", "2026-03-08T05:30:00Z", -9000, "2026-03-08T03:00:00-02:30"},
        {"Pacific/Kiritimati", "2026-01-01T00:00:00Z", 50400, "2026-01-01T14:00:00+14:00"},
        {"Africa/Monrovia", "1971-06-01T00:00:00Z", -2670, "1971-05-31T23:16:00-00:44"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_zone zone = zone_named(rows[i].zone);
        int64_t at_ms = instant(rows[i].at);
        char text[FOCUS_TIME_TEXT_SIZE];
        int32_t offset_s = focus__zone_offset_s(&zone, at_ms);
        focus_time_format(at_ms, offset_s, text);
        if (offset_s != rows[i].offset_s || strcmp(text, rows[i].shown) != 0)
            fail_msg("%s %s: %d, %s", rows[i].zone, rows[i].at, offset_s, text);
    }
}

static void local_times_lead_to_instants(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    enum { ONCE = FOCUS__LOCAL_UNIQUE, TWICE = FOCUS__LOCAL_DOUBLED };
    static const struct {
        const char *zone;
        const char *local;
        bool second;
        int kind;
        const char *at;
    } rows[] = {
        {"UTC", "1970-01-01 00:00", false, ONCE, "1970-01-01T00:00:00Z"},
        {"UTC", "9999-12-31 23:59", true, ONCE, "9999-12-31T23:59:00Z"},
        {"Europe/Berlin", "2026-03-29 01:59", false, ONCE, "2026-03-29T00:59:00Z"},
        {"Europe/Berlin", "2026-03-29 03:00", false, ONCE, "2026-03-29T01:00:00Z"},
        {"Europe/Berlin", "2026-10-25 01:59", false, ONCE, "2026-10-24T23:59:00Z"},
        {"Europe/Berlin", "2026-10-25 02:00", false, TWICE, "2026-10-25T00:00:00Z"},
        {"Europe/Berlin", "2026-10-25 02:00", true, TWICE, "2026-10-25T01:00:00Z"},
        {"Europe/Berlin", "2026-10-25 02:59", false, TWICE, "2026-10-25T00:59:00Z"},
        {"Europe/Berlin", "2026-10-25 02:59", true, TWICE, "2026-10-25T01:59:00Z"},
        {"Europe/Berlin", "2026-10-25 03:00", true, ONCE, "2026-10-25T02:00:00Z"},
        {"Europe/Berlin", "2024-02-29 12:00", true, ONCE, "2024-02-29T11:00:00Z"},
        {"America/New_York", "1969-12-31 19:00", false, ONCE, "1970-01-01T00:00:00Z"},
        {"America/New_York", "2026-11-01 01:30", false, TWICE, "2026-11-01T05:30:00Z"},
        {"America/New_York", "2026-11-01 01:30", true, TWICE, "2026-11-01T06:30:00Z"},
        {"Asia/Kolkata", "2026-01-01 00:00", false, ONCE, "2025-12-31T18:30:00Z"},
        {"Asia/Kathmandu", "2026-01-01 00:00", false, ONCE, "2025-12-31T18:15:00Z"},
        {"Australia/Lord_Howe", "2026-04-05 01:29", false, ONCE, "2026-04-04T14:29:00Z"},
        {"Australia/Lord_Howe", "2026-04-05 01:30", false, TWICE, "2026-04-04T14:30:00Z"},
        {"Australia/Lord_Howe", "2026-04-05 01:59", true, TWICE, "2026-04-04T15:29:00Z"},
        {"Australia/Lord_Howe", "2026-04-05 02:00", true, ONCE, "2026-04-04T15:30:00Z"},
        {"Pacific/Apia", "2011-12-29 23:59", false, ONCE, "2011-12-30T09:59:00Z"},
        {"Pacific/Apia", "2011-12-31 00:00", false, ONCE, "2011-12-30T10:00:00Z"},
        {"America/St_Johns", "2006-10-28 23:30", false, TWICE, "2006-10-29T02:00:00Z"},
        {"America/St_Johns", "2006-10-28 23:30", true, TWICE, "2006-10-29T03:00:00Z"},
        {"Pacific/Kiritimati", "2026-01-01 00:00", false, ONCE, "2025-12-31T10:00:00Z"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_zone zone = zone_named(rows[i].zone);
        focus_local_time l = local(rows[i].local);
        int64_t at_ms;
        enum focus__local_kind kind;
        focus_status status = focus__utc_from_local(&zone, &l, rows[i].second, &at_ms, &kind, NULL);
        if (status != FOCUS_OK || at_ms != instant(rows[i].at) || (int)kind != rows[i].kind)
            fail_msg("%s %s: %d", rows[i].zone, rows[i].local, (int)kind);
    }
}

static void missing_local_times_name_the_gap(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    static const struct {
        const char *zone;
        const char *local;
        const char *message;
    } rows[] = {
        {"Europe/Berlin", "2026-03-29 02:00", "clocks jump from 02:00 to 03:00 on 2026-03-29"},
        {"Europe/Berlin", "2026-03-29 02:59", "clocks jump from 02:00 to 03:00 on 2026-03-29"},
        {"America/New_York", "2026-03-08 02:30", "clocks jump from 02:00 to 03:00 on 2026-03-08"},
        {"Australia/Lord_Howe", "2026-10-04 02:15",
         "clocks jump from 02:00 to 02:30 on 2026-10-04"},
        {"America/St_Johns", "2006-04-02 00:30", "clocks jump from 00:01 to 01:01 on 2006-04-02"},
        {"Pacific/Apia", "2011-12-30 00:00",
         "clocks jump from 2011-12-30 00:00 to 2011-12-31 00:00"},
        {"Pacific/Apia", "2011-12-30 23:59",
         "clocks jump from 2011-12-30 00:00 to 2011-12-31 00:00"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_zone zone = zone_named(rows[i].zone);
        focus_local_time l = local(rows[i].local);
        int64_t at_ms = 7;
        enum focus__local_kind kind;
        focus_error error = {0};
        assert_int_equal(focus__utc_from_local(&zone, &l, false, &at_ms, &kind, &error),
                         FOCUS_E_INVALID);
        assert_string_equal(error.message, rows[i].message);
        assert_int_equal(at_ms, 0);
    }
}

/* Every half hour of some years leads to a local time, and that back to it, as the first or the
 * second of its instants. */
static void sweep_zone(const char *name, const char *from, const char *until)
{
    focus_zone zone = zone_named(name);
    int64_t until_ms = instant(until);
    for (int64_t at_ms = instant(from); at_ms < until_ms; at_ms += 30 * FOCUS__MS_PER_MINUTE) {
        focus_local_time l;
        int64_t first_ms;
        int64_t second_ms;
        enum focus__local_kind kind;
        focus__local_from_utc(&zone, at_ms, &l);
        focus_status status = focus__utc_from_local(&zone, &l, false, &first_ms, &kind, NULL);
        assert_int_equal(status, FOCUS_OK);
        assert_int_equal(focus__utc_from_local(&zone, &l, true, &second_ms, NULL, NULL), FOCUS_OK);
        assert_true(first_ms == at_ms || second_ms == at_ms);
        assert_true((kind == FOCUS__LOCAL_DOUBLED) == (first_ms < second_ms));
    }
}

static void instants_survive_their_local_time(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    static const char *const zones[] = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "America/St_Johns",
        "Pacific/Kiritimati",
        "Australia/Lord_Howe",
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(zones); i++) {
        sweep_zone(zones[i], "2011-01-01T00:00:00Z", "2012-06-01T00:00:00Z");
        sweep_zone(zones[i], "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    }
}

/* --- local time in made zones ----------------------------------------------------------------- */

/* What the search must find, by trying every minute that could be it. */
typedef struct solutions {
    int count;
    int64_t first_ms;
    int64_t last_ms;
} solutions;

static solutions try_every_minute(const focus_zone *zone, int64_t local_ms)
{
    solutions s = {0, 0, 0};
    for (int m = -1440; m <= 1440; m++) {
        int64_t at_ms = local_ms + m * FOCUS__MS_PER_MINUTE;
        if (at_ms + focus__zone_offset_s(zone, at_ms) * INT64_C(1000) != local_ms)
            continue;
        s.first_ms = s.count == 0 ? at_ms : s.first_ms;
        s.last_ms = at_ms;
        s.count++;
    }
    return s;
}

static void check_local(const focus_zone *zone, int64_t local_ms)
{
    const focus_zone utc = {NULL, step_offset, &(step){0, 0, 0}};
    focus_local_time l;
    focus__local_from_utc(&utc, local_ms, &l);
    solutions expected = try_every_minute(zone, local_ms);
    int64_t first_ms;
    int64_t second_ms;
    enum focus__local_kind kind;
    focus_status status = focus__utc_from_local(zone, &l, false, &first_ms, &kind, NULL);
    assert_int_equal(status, expected.count == 0 ? FOCUS_E_INVALID : FOCUS_OK);
    (void)focus__utc_from_local(zone, &l, true, &second_ms, NULL, NULL);
    assert_int_equal(kind, expected.count == 2 ? FOCUS__LOCAL_DOUBLED : FOCUS__LOCAL_UNIQUE);
    assert_true(first_ms == expected.first_ms && second_ms == expected.last_ms);
}

static void changes_of_any_size_are_understood(void **state)
{
    (void)state;
    static const int32_t changes_min[][2] = {
        {0, 60},     {60, 0},     {0, 0},      {0, 20},       {20, 0},
        {-600, 840}, {840, -600}, {-720, 720}, {-1439, 1439}, {1439, -1439},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(changes_min); i++) {
        step s = {instant("2026-03-29T01:00:00Z"), changes_min[i][0] * 60, changes_min[i][1] * 60};
        focus_zone zone = zone_of(&s);
        for (int m = -3600; m <= 3600; m += 5)
            check_local(&zone, s.at_ms + m * FOCUS__MS_PER_MINUTE);
    }
}

static void a_gap_over_midnight_names_both_dates(void **state)
{
    (void)state;
    step s = {instant("2026-03-29T23:30:00Z"), 0, 3600};
    focus_zone zone = zone_of(&s);
    focus_local_time l = local("2026-03-30 00:15");
    int64_t at_ms;
    focus_error error;
    assert_int_equal(focus__utc_from_local(&zone, &l, false, &at_ms, NULL, &error),
                     FOCUS_E_INVALID);
    assert_string_equal(error.message, "clocks jump from 2026-03-29 23:30 to 2026-03-30 00:30");
}

static void times_that_no_clock_shows_are_refused(void **state)
{
    (void)state;
    static const focus_local_time rows[] = {
        {2026, 3, 29, 24, 0, 0, 0, 0},   {2026, 3, 29, -1, 0, 0, 0, 0},
        {2026, 3, 29, 1, 60, 0, 0, 0},   {2026, 3, 29, 1, -1, 0, 0, 0},
        {2026, 3, 29, 1, 0, 60, 0, 0},   {2026, 3, 29, 1, 0, -1, 0, 0},
        {2026, 3, 29, 1, 0, 0, 1000, 0}, {2026, 3, 29, 1, 0, 0, -1, 0},
        {2026, 2, 29, 1, 0, 0, 0, 0},    {0, 1, 1, 0, 0, 0, 0, 0},
        {10000, 1, 1, 0, 0, 0, 0, 0},    {2026, 3, 29, INT32_MAX, 0, 0, 0, 0},
    };
    step s = {0, 0, 0};
    focus_zone zone = zone_of(&s);
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        int64_t at_ms;
        focus_error error;
        assert_int_equal(focus__utc_from_local(&zone, &rows[i], false, &at_ms, NULL, &error),
                         FOCUS_E_INVALID);
        assert_string_equal(error.message, "there is no such date or time of day");
    }
}

static void instants_outside_the_calendar_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *local;
        int32_t offset_s;
        focus_status status;
    } rows[] = {
        {"1970-01-01 00:00", 0, FOCUS_OK},
        {"1969-12-31 23:59", 0, FOCUS_E_INVALID},
        {"1970-01-01 00:59", 3600, FOCUS_E_INVALID},
        {"1970-01-01 01:00", 3600, FOCUS_OK},
        {"1969-12-31 23:00", -3600, FOCUS_OK},
        {"0001-01-01 00:00", 0, FOCUS_E_INVALID},
        {"9999-12-31 23:59", 0, FOCUS_OK},
        {"9999-12-31 23:59", 3600, FOCUS_OK},
        {"9999-12-31 23:00", -3600, FOCUS_E_INVALID},
        {"9999-12-31 22:59", -3600, FOCUS_OK},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        step s = {0, rows[i].offset_s, rows[i].offset_s};
        focus_zone zone = zone_of(&s);
        focus_local_time l = local(rows[i].local);
        int64_t at_ms;
        if (focus__utc_from_local(&zone, &l, false, &at_ms, NULL, NULL) != rows[i].status)
            fail_msg("%s at %d", rows[i].local, rows[i].offset_s);
    }
}

static void the_millisecond_is_kept(void **state)
{
    (void)state;
    step s = {instant("2026-03-29T01:00:00Z"), 3600, 7200};
    focus_zone zone = zone_of(&s);
    for (int64_t d = -1; d <= 1; d++) {
        focus_local_time l;
        int64_t at_ms;
        focus__local_from_utc(&zone, s.at_ms + d, &l);
        assert_int_equal(l.utc_offset_s, d < 0 ? 3600 : 7200);
        assert_int_equal(l.millisecond, (d + 1000) % 1000);
        assert_int_equal(focus__utc_from_local(&zone, &l, false, &at_ms, NULL, NULL), FOCUS_OK);
        assert_int_equal(at_ms, s.at_ms + d);
    }
}

static void an_offset_beyond_a_day_is_taken_for_none(void **state)
{
    (void)state;
    static const int32_t offsets[][2] = {
        {86399, 86399}, {-86399, -86399}, {86400, 0}, {-86400, 0}, {INT32_MAX, 0}, {INT32_MIN, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(offsets); i++) {
        step s = {0, offsets[i][0], offsets[i][0]};
        focus_zone zone = zone_of(&s);
        assert_int_equal(focus__zone_offset_s(&zone, 1), offsets[i][1]);
    }
}

static int32_t offset_within_calendar(void *user, int64_t at_ms)
{
    (void)user;
    assert_true(at_ms >= 0 && at_ms <= FOCUS__TIME_MAX_MS);
    return 3600;
}

static void a_zone_is_asked_for_instants_of_the_calendar_alone(void **state)
{
    (void)state;
    const focus_zone zone = {NULL, offset_within_calendar, NULL};
    static const int64_t instants[] = {INT64_MIN, -1, 0, FOCUS__TIME_MAX_MS, INT64_MAX};
    for (size_t i = 0; i < FOCUS__COUNT_OF(instants); i++) {
        focus_local_time l;
        focus__local_from_utc(&zone, instants[i], &l);
        assert_in_range(l.month, 1, 12);
        assert_in_range(focus__local_day(instants[i], 3600, 240) + 3000000, 0, 6000000);
    }
}

static void the_last_day_has_a_date_everywhere(void **state)
{
    (void)state;
    int32_t last_day;
    assert_int_equal(focus_day_from_date(9999, 12, 31, &last_day), FOCUS_OK);
    assert_int_equal(focus__local_day(FOCUS__TIME_MAX_MS, 0, 0), last_day);
    assert_int_equal(focus__local_day(FOCUS__TIME_MAX_MS, 3600, 0), last_day);
    assert_int_equal(focus__local_day(FOCUS__TIME_MAX_MS, -86399, 1), last_day - 1);
}

/* --- local days ------------------------------------------------------------------------------- */

static void a_day_begins_where_the_user_says(void **state)
{
    (void)state;
    static const struct {
        const char *local; /* written with its offset */
        int32_t start_min;
        const char *date;
    } rows[] = {
        {"2026-03-29T00:00:00+01:00", 0, "2026-03-29 00:00"},
        {"2026-03-28T23:59:59.999+01:00", 0, "2026-03-28 00:00"},
        {"2026-03-29T03:59:59.999+02:00", 240, "2026-03-28 00:00"},
        {"2026-03-29T04:00:00+02:00", 240, "2026-03-29 00:00"},
        {"2026-10-25T02:30:00+02:00", 240, "2026-10-24 00:00"},
        {"2026-10-25T02:30:00+01:00", 240, "2026-10-24 00:00"},
        {"2026-10-25T04:00:00+01:00", 240, "2026-10-25 00:00"},
        {"2026-03-29T23:58:59.999+02:00", 1439, "2026-03-28 00:00"},
        {"2026-03-29T23:59:00+02:00", 1439, "2026-03-29 00:00"},
        {"2024-02-29T23:59:59+05:45", 0, "2024-02-29 00:00"},
        {"2024-03-01T03:00:00-03:30", 240, "2024-02-29 00:00"},
        {"2025-03-01T03:00:00-03:30", 240, "2025-02-28 00:00"},
        {"1970-01-01T00:00:00Z", 0, "1970-01-01 00:00"},
        {"1970-01-01T03:59:00Z", 240, "1969-12-31 00:00"},
        {"1969-12-31T19:00:00-05:00", 0, "1969-12-31 00:00"},
        {"9999-12-31T23:59:59.999Z", 0, "9999-12-31 00:00"},
        {"2026-01-01T00:30:00+14:00", 0, "2026-01-01 00:00"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        int64_t at_ms;
        int32_t offset_s;
        int32_t expected;
        assert_int_equal(focus_time_parse(rows[i].local, &at_ms, &offset_s), FOCUS_OK);
        focus_local_time l = local(rows[i].date);
        assert_int_equal(focus_day_from_date(l.year, l.month, l.day, &expected), FOCUS_OK);
        int32_t day = focus__local_day(at_ms, offset_s, rows[i].start_min);
        if (day != expected)
            fail_msg("%s, day start %d: %d", rows[i].local, rows[i].start_min, day);
    }
}

/* --- RFC 3339 --------------------------------------------------------------------------------- */

static void instants_are_written(void **state)
{
    (void)state;
    static const struct {
        int64_t at_ms;
        int32_t offset_s;
        const char *text;
    } rows[] = {
        {0, 0, "1970-01-01T00:00:00Z"},
        {INT64_C(1774745400000), 3600, "2026-03-29T01:50:00+01:00"},
        {INT64_C(1774745400007), 3600, "2026-03-29T01:50:00.007+01:00"},
        {INT64_C(1774745400120), 0, "2026-03-29T00:50:00.120Z"},
        {INT64_C(951827696000), -12600, "2000-02-29T09:04:56-03:30"},
        {INT64_C(951827696000), 20700, "2000-02-29T18:19:56+05:45"},
        {0, -18000, "1969-12-31T19:00:00-05:00"},
        {0, 59, "1970-01-01T00:00:00Z"},
        {0, -59, "1970-01-01T00:00:00Z"},
        {0, -2670, "1969-12-31T23:16:00-00:44"},
        {0, 86399, "1970-01-01T23:59:00+23:59"},
        {0, -86399, "1969-12-31T00:01:00-23:59"},
        {0, 86400, "1970-01-01T00:00:00Z"},
        {0, INT32_MIN, "1970-01-01T00:00:00Z"},
        {FOCUS__TIME_MAX_MS, 0, "9999-12-31T23:59:59.999Z"},
        {FOCUS__TIME_MAX_MS, 3600, "9999-12-31T23:59:59.999Z"},
        {FOCUS__TIME_MAX_MS, -3600, "9999-12-31T22:59:59.999-01:00"},
        {INT64_MAX, 50400, "9999-12-31T23:59:59.999Z"},
        {-1, 0, "1970-01-01T00:00:00Z"},
        {INT64_MIN, -50400, "1969-12-31T10:00:00-14:00"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        char text[FOCUS_TIME_TEXT_SIZE];
        memset(text, 'x', sizeof text);
        focus_time_format(rows[i].at_ms, rows[i].offset_s, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void good_forms_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at_ms;
        int32_t offset_s;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"2026-03-29T01:50:00+01:00", INT64_C(1774745400000), 3600},
        {"2026-03-29t00:50:00z", INT64_C(1774745400000), 0},
        {"2026-03-29 00:50:00Z", INT64_C(1774745400000), 0},
        {"2026-03-29T00:50:00.1Z", INT64_C(1774745400100), 0},
        {"2026-03-29T00:50:00.12Z", INT64_C(1774745400120), 0},
        {"2026-03-29T00:50:00.123Z", INT64_C(1774745400123), 0},
        {"2026-03-29T00:50:00.000Z", INT64_C(1774745400000), 0},
        {"2026-03-29T00:50:00.9999999999999999999999Z", INT64_C(1774745400999), 0},
        {"2026-03-28T21:20:00-03:30", INT64_C(1774745400000), -12600},
        {"2026-03-29T00:50:00-00:00", INT64_C(1774745400000), 0},
        {"2026-03-30T00:49:00+23:59", INT64_C(1774745400000), 86340},
        {"2000-02-29T12:34:56Z", INT64_C(951827696000), 0},
        {"9999-12-31T23:59:59.999Z", FOCUS__TIME_MAX_MS, 0},
        {"9999-12-31T22:59:59.999-01:00", FOCUS__TIME_MAX_MS, -3600},
        {"1969-12-31T19:00:00-05:00", 0, -18000},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        int64_t at_ms = -1;
        int32_t offset_s = -1;
        focus_status status = focus_time_parse(rows[i].text, &at_ms, &offset_s);
        if (status != FOCUS_OK || at_ms != rows[i].at_ms || offset_s != rows[i].offset_s)
            fail_msg("\"%s\": %s", rows[i].text, focus_status_name(status));
    }
}

static void bad_forms_are_refused(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "",
        " ",
        "2026",
        "2026-03-29",
        "2026-03-29T",
        "2026-03-29T01:50",
        "2026-03-29T01:50Z",
        "2026-03-29T01:50:00",
        "2026-03-29T01:50:00+",
        "2026-03-29T01:50:00+01",
        "2026-03-29T01:50:00+0100",
        "2026-03-29T01:50:00+01:0",
        "2026-03-29T01:50:00+01:60",
        "2026-03-29T01:50:00+24:00",
        "2026-03-29T01:50:00 +01:00",
        "2026-03-29T01:50:00ZZ",
        "2026-03-29T01:50:00Z ",
        " 2026-03-29T01:50:00Z",
        "2026-03-29T01:50:00.Z",
        "2026-03-29T01:50:00,5Z",
        "2026-03-29T01:50:00.5",
        "2026-03-29T1:50:00Z",
        "2026-3-29T01:50:00Z",
        "26-03-29T01:50:00Z",
        "+2026-03-29T01:50:00Z",
        "02026-03-29T01:50:00Z",
        "2026/03/29T01:50:00Z",
        "20260329T015000Z",
        "2026-03-29_01:50:00Z",
        "2026-02-29T01:50:00Z",
        "2026-13-01T01:50:00Z",
        "2026-00-01T01:50:00Z",
        "2026-01-00T01:50:00Z",
        "2026-03-29T24:00:00Z",
        "2026-03-29T01:60:00Z",
        "2016-12-31T23:59:60Z",
        "2026-03-29T-1:50:00Z",
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:59:59+01:00",
        "9999-12-31T23:59:59-00:01",
        "0000-01-01T00:00:00Z",
        "2026-03-29T01:50:00\342\210\22201:00",
        "now",
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(forms); i++) {
        int64_t at_ms = 7;
        int32_t offset_s = 7;
        if (focus_time_parse(forms[i], &at_ms, &offset_s) != FOCUS_E_INVALID)
            fail_msg("\"%s\" was accepted", forms[i]);
        assert_true(at_ms == 0 && offset_s == 0);
    }
}

static void reading_nothing_is_misuse(void **state)
{
    (void)state;
    int64_t at_ms;
    int32_t offset_s = 7;
    assert_int_equal(focus_time_parse(NULL, &at_ms, NULL), FOCUS_E_MISUSE);
    assert_int_equal(focus_time_parse("1970-01-01T00:00:00Z", NULL, &offset_s), FOCUS_E_MISUSE);
    assert_int_equal(offset_s, 0);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    static const int32_t offsets_s[] = {0, 60, -60, 3600, -12600, 20700, 50400, -43200, 86340};
    uint64_t seed = 7;
    for (int i = 0; i < 200000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t at_ms = (int64_t)((seed >> 11) % (uint64_t)(FOCUS__TIME_MAX_MS - DAY_MS));
        int32_t offset_s = offsets_s[(size_t)i % FOCUS__COUNT_OF(offsets_s)];
        char text[FOCUS_TIME_TEXT_SIZE];
        int64_t back_ms;
        int32_t back_s;
        focus_time_format(at_ms, offset_s, text);
        focus_status status = focus_time_parse(text, &back_ms, &back_s);
        if (status != FOCUS_OK || back_ms != at_ms || back_s != offset_s)
            fail_msg("%s", text);
    }
}

/* Days of one place, one after the other and back, by two clocks. */
static void dates_that_are_kept_are_those_of_the_day(void **state)
{
    focus__dates dates = {0};
    char fresh[FOCUS_TIME_TEXT_SIZE];
    char kept[FOCUS_TIME_TEXT_SIZE];
    (void)state;

    for (int64_t i = 0; i < 4000; i++) {
        int64_t at_ms = i * INT64_C(7919) % 500 * FOCUS__MS_PER_DAY + i * 1234567;
        int32_t offset_s = i % 3 == 0 ? -34200 : 7200;
        focus_time_format(at_ms, offset_s, fresh);
        assert_int_equal(focus__time_write(&dates, at_ms, offset_s, kept), strlen(fresh));
        assert_string_equal(kept, fresh);
    }
    assert_string_equal(focus__date_text(&dates, 20514), "2026-03-02");
    assert_string_equal(focus__date_text(&dates, 20514 + FOCUS__DATES_KEPT), "2026-03-10");
    assert_string_equal(focus__date_text(&dates, 0), "1970-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1970_to_9999_has_its_number),
        cmocka_unit_test(days_outside_round_trip_as_well),
        cmocka_unit_test(any_day_number_has_a_date),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(real_zones_give_their_offsets),
        cmocka_unit_test(local_times_lead_to_instants),
        cmocka_unit_test(missing_local_times_name_the_gap),
        cmocka_unit_test(instants_survive_their_local_time),
        cmocka_unit_test(changes_of_any_size_are_understood),
        cmocka_unit_test(a_gap_over_midnight_names_both_dates),
        cmocka_unit_test(times_that_no_clock_shows_are_refused),
        cmocka_unit_test(instants_outside_the_calendar_are_refused),
        cmocka_unit_test(the_millisecond_is_kept),
        cmocka_unit_test(an_offset_beyond_a_day_is_taken_for_none),
        cmocka_unit_test(a_zone_is_asked_for_instants_of_the_calendar_alone),
        cmocka_unit_test(the_last_day_has_a_date_everywhere),
        cmocka_unit_test(a_day_begins_where_the_user_says),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(good_forms_are_read),
        cmocka_unit_test(bad_forms_are_refused),
        cmocka_unit_test(reading_nothing_is_misuse),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(dates_that_are_kept_are_those_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
