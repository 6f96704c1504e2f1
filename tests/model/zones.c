/*
 * zones.c - see zones.h.
 */
#include "model/zones.h"

enum { SUNDAY = 6 /* 0 is Monday */ };

static const char *const zone_names[ZONE_COUNT] = {
    "Test/Zone", "Test/Berlin", "Test/Lord_Howe", "Test/Date_Line", "Test/Marquesas",
};

/* 2026-03-06T10:00Z */
#define DATE_LINE_CHANGE_MS INT64_C(1772791200000)

/* --- rules ------------------------------------------------------------------------------------ */

static int32_t weekday_of(int32_t day)
{
    return (day + 3) % 7; /* 1970-01-01 was a Thursday */
}

static int32_t day_of_date(int32_t year, int32_t month, int32_t day_of_month)
{
    int32_t day = 0;

    assert_int_equal(focus_day_from_date(year, month, day_of_month, &day), FOCUS_OK);
    return day;
}

static int32_t last_sunday(int32_t year, int32_t month, int32_t last_day_of_month)
{
    int32_t day = day_of_date(year, month, last_day_of_month);

    return day - (weekday_of(day) + 1) % 7;
}

static int32_t first_sunday(int32_t year, int32_t month)
{
    int32_t day = day_of_date(year, month, 1);

    return day + (SUNDAY - weekday_of(day));
}

static int32_t year_of(int64_t at_ms)
{
    int32_t year;
    int32_t month;
    int32_t day;

    focus_date_from_day((int32_t)(at_ms / DAY_MS), &year, &month, &day);
    return year;
}

static int32_t berlin_offset_s(void *user, int64_t at_ms)
{
    int32_t year = year_of(at_ms);
    int64_t from_ms = last_sunday(year, 3, 31) * DAY_MS + HOUR_MS;
    int64_t until_ms = last_sunday(year, 10, 31) * DAY_MS + HOUR_MS;

    (void)user;
    return at_ms >= from_ms && at_ms < until_ms ? 7200 : 3600;
}

/* Both changes are at 02:00 of its standard or summer time: on the Saturday before by UTC. */
static int32_t lord_howe_offset_s(void *user, int64_t at_ms)
{
    int32_t year = year_of(at_ms);
    int64_t until_ms = first_sunday(year, 4) * DAY_MS - 9 * HOUR_MS;
    int64_t from_ms = first_sunday(year, 10) * DAY_MS - 8 * HOUR_MS - HOUR_MS / 2;

    (void)user;
    return at_ms < until_ms || at_ms >= from_ms ? 39600 : 37800;
}

static int32_t date_line_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < DATE_LINE_CHANGE_MS ? -36000 : 50400;
}

static int32_t marquesas_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return -34200;
}

static int32_t fixture_offset_s(void *user, int64_t at_ms)
{
    (void)at_ms;
    return ((fixture *)user)->utc_offset_s;
}

static int32_t (*const zone_rules[ZONE_COUNT])(void *, int64_t) = {
    fixture_offset_s, berlin_offset_s, lord_howe_offset_s, date_line_offset_s, marquesas_offset_s,
};

/* --- zones ------------------------------------------------------------------------------------ */

int32_t zone_offset_s(const fixture *f, int zone, int64_t at_ms)
{
    if (at_ms < 0)
        at_ms = 0;
    if (at_ms > LAST_INSTANT_MS)
        at_ms = LAST_INSTANT_MS;
    return zone_rules[zone](f->clock.user, at_ms);
}

const char *zone_name(int zone)
{
    return zone_names[zone];
}

static int64_t find_change_ms(const fixture *f, int zone, int64_t before_ms, int64_t after_ms)
{
    int32_t offset_s = zone_offset_s(f, zone, before_ms);

    while (after_ms - before_ms > 1) {
        int64_t middle_ms = before_ms + (after_ms - before_ms) / 2;
        if (zone_offset_s(f, zone, middle_ms) == offset_s)
            before_ms = middle_ms;
        else
            after_ms = middle_ms;
    }
    return after_ms;
}

int64_t zone_next_change_ms(const fixture *f, int zone, int64_t from_ms)
{
    int32_t offset_s = zone_offset_s(f, zone, from_ms);

    for (int days = 1; days <= 400; days++)
        if (zone_offset_s(f, zone, from_ms + days * DAY_MS) != offset_s)
            return find_change_ms(f, zone, from_ms + (days - 1) * DAY_MS, from_ms + days * DAY_MS);
    return 0;
}

void set_zone(fixture *f, int zone)
{
    f->zone = (focus_zone){zone_names[zone], zone_rules[zone], f};
}

void use_zone(fixture *f, int zone)
{
    set_zone(f, zone);
    fixture_reopen(f);
}
