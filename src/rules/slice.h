/*
 * slice.h - time cut where the day or the hour changes on somebody's clock.
 *
 * The clock on the wall decides at each instant: a day begins where it shows the day's start, be the
 * day 23 or 25 hours long, and an hour that comes twice has the same name both times.
 */
#ifndef FOCUS_RULES_SLICE_H
#define FOCUS_RULES_SLICE_H

#include "base/base.h"

/* A clock. What it found out about its zone it keeps, so that a history in order of time asks the
 * zone about twice a day. */
typedef struct focus__wall {
    const focus_zone *zone; /* NULL: a clock that is never changed */
    int32_t utc_offset_s;   /* from from_ms to before until_ms */
    int64_t from_ms;
    int64_t until_ms;
} focus__wall;

focus__wall focus__wall_of_zone(const focus_zone *zone);
focus__wall focus__wall_of_offset(int32_t utc_offset_s);
int32_t focus__wall_offset_s(focus__wall *wall, int64_t at_ms);

typedef struct focus__slice {
    int64_t from_ms;
    int64_t until_ms;
    int32_t day;  /* of somebody whose day begins day_start_minutes after midnight */
    int32_t hour; /* on the clock, 0 to 23 */
} focus__slice;

/* The first slice of a span that is not empty: all of it that lies in one day and, by_hour, in one
 * hour, and no change of the clock within. */
focus__slice focus__slice_first(focus__wall *wall, int32_t day_start_minutes, bool by_hour,
                                int64_t from_ms, int64_t until_ms);

/* The first instant that the clock puts on this day or a later one. */
int64_t focus__day_begin(focus__wall *wall, int32_t day_start_minutes, int32_t day);

#endif
