/*
 * slice.c - time cut where the day or the hour changes on somebody's clock.
 */
#include "rules/slice.h"

#include "base/calendar.h"

/* --- the clock -------------------------------------------------------------------------------- */

focus__wall focus__wall_of_zone(const focus_zone *zone)
{
    return (focus__wall){.zone = zone};
}

focus__wall focus__wall_of_offset(int32_t utc_offset_s)
{
    return (focus__wall){.utc_offset_s = utc_offset_s, .from_ms = INT64_MIN, .until_ms = INT64_MAX};
}

/* The first instant after `same_ms` with another offset; at `other_ms` it is another. No zone changes
 * twice within a day. */
static int64_t wall_find_change(const focus__wall *wall, int64_t same_ms, int64_t other_ms)
{
    while (other_ms - same_ms > 1) {
        int64_t middle_ms = same_ms + (other_ms - same_ms) / 2;
        if (focus__zone_offset_s(wall->zone, middle_ms) == wall->utc_offset_s)
            same_ms = middle_ms;
        else
            other_ms = middle_ms;
    }
    return other_ms;
}

int32_t focus__wall_offset_s(focus__wall *wall, int64_t at_ms)
{
    int64_t later_ms = at_ms + FOCUS__MS_PER_DAY;

    if (at_ms >= wall->from_ms && at_ms < wall->until_ms)
        return wall->utc_offset_s;
    wall->utc_offset_s = focus__zone_offset_s(wall->zone, at_ms);
    wall->from_ms = at_ms;
    wall->until_ms = focus__zone_offset_s(wall->zone, later_ms) == wall->utc_offset_s
                         ? later_ms
                         : wall_find_change(wall, at_ms, later_ms);
    return wall->utc_offset_s;
}

/* --- slices ----------------------------------------------------------------------------------- */

/* The end of the stretch of `unit_ms`, one of which began at `origin_ms`, that holds at_ms. */
static int64_t slice_unit_end(int64_t at_ms, int64_t origin_ms, int64_t unit_ms)
{
    int64_t into_ms = (at_ms - origin_ms) % unit_ms;

    return at_ms + unit_ms - (into_ms < 0 ? into_ms + unit_ms : into_ms);
}

static int64_t slice_earlier(int64_t a_ms, int64_t b_ms)
{
    return a_ms < b_ms ? a_ms : b_ms;
}

focus__slice focus__slice_first(focus__wall *wall, int32_t day_start_minutes, bool by_hour,
                                int64_t from_ms, int64_t until_ms)
{
    int32_t offset_s = focus__wall_offset_s(wall, from_ms);
    int64_t local_ms = from_ms + offset_s * FOCUS__MS_PER_SECOND;
    int64_t day_end_ms =
        slice_unit_end(local_ms, day_start_minutes * FOCUS__MS_PER_MINUTE, FOCUS__MS_PER_DAY);
    int64_t hour_end_ms = slice_unit_end(local_ms, 0, FOCUS__MS_PER_HOUR);
    int64_t midnight_ms = slice_unit_end(local_ms, 0, FOCUS__MS_PER_DAY);
    int64_t end_ms = by_hour ? slice_earlier(hour_end_ms, day_end_ms) : day_end_ms;

    end_ms = slice_earlier(end_ms - local_ms + from_ms, wall->until_ms);
    return (focus__slice){
        .from_ms = from_ms,
        .until_ms = slice_earlier(end_ms, until_ms),
        .day = focus__local_day(from_ms, offset_s, day_start_minutes),
        .hour = 23 - (int32_t)((midnight_ms - hour_end_ms) / FOCUS__MS_PER_HOUR),
    };
}

/* Within a day and a half of the same time by UTC; the day before may come back for an hour there. */
int64_t focus__day_begin(focus__wall *wall, int32_t day_start_minutes, int32_t day)
{
    int64_t utc_ms = day * FOCUS__MS_PER_DAY + day_start_minutes * FOCUS__MS_PER_MINUTE;
    int64_t until_ms = utc_ms + 2 * FOCUS__MS_PER_DAY;
    focus__slice slice = {.until_ms = utc_ms - 2 * FOCUS__MS_PER_DAY};

    do
        slice = focus__slice_first(wall, day_start_minutes, false, slice.until_ms, until_ms);
    while (slice.day < day && slice.until_ms < until_ms);
    return slice.from_ms;
}
