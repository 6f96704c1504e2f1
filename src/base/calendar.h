/*
 * calendar.h - the proleptic Gregorian calendar, local time in a zone, local days, RFC 3339.
 *
 * Pure arithmetic: a zone is a function from an instant to an offset, given by the caller.
 * The public functions focus_day_from_date(), focus_date_from_day(), focus_time_format() and
 * focus_time_parse() are defined in calendar.c as well.
 */
#ifndef FOCUS_BASE_CALENDAR_H
#define FOCUS_BASE_CALENDAR_H

#include "base/base.h"

/* Offset east of UTC in force at an instant, in seconds; nonsense of a host's callback (beyond a
 * day) becomes 0. */
int32_t focus__zone_offset_s(const focus_zone *zone, int64_t at_ms);

void focus__local_from_utc(const focus_zone *zone, int64_t at_ms, focus_local_time *out_local);

enum focus__local_kind {
    FOCUS__LOCAL_UNIQUE = FOCUS_LOCAL_UNIQUE,
    FOCUS__LOCAL_DOUBLED = FOCUS_LOCAL_DOUBLED
};

/*
 * Instant of a local time. In a doubled hour the earlier instant, or the later when `second`.
 * FOCUS_E_INVALID when there is no such date or time of day (24:00 and second 60 included), or when
 * it falls into a gap; the message then names the gap's two ends as local times ("clocks jump from
 * 02:00 to 03:00 on 2026-03-29").
 */
focus_status focus__utc_from_local(const focus_zone *zone, const focus_local_time *local,
                                   bool second, int64_t *out_at_ms,
                                   enum focus__local_kind *out_kind, focus_error *error);

/* The day of an instant for somebody whose day begins day_start_minutes after local midnight. */
int32_t focus__local_day(int64_t at_ms, int32_t utc_offset_s, int32_t day_start_minutes);

/* Days as texts: 2026-03-29. What writes many times writes mostly those of few days, and keeps them
 * here. Zero-initialise. */
enum { FOCUS__DATE_SIZE = 10, FOCUS__DATES_KEPT = 8 };
typedef struct focus__dates {
    struct {
        int32_t day;
        char text[FOCUS__DATE_SIZE + 1]; /* empty: of no day yet */
    } kept[FOCUS__DATES_KEPT];
} focus__dates;

/* The text of a day, until the next call. */
const char *focus__date_text(focus__dates *dates, int32_t day);

/* focus_time_format() with dates that are kept; returns the length of the text. */
size_t focus__time_write(focus__dates *dates, int64_t at_ms, int32_t utc_offset_s,
                         char out_text[FOCUS_TIME_TEXT_SIZE]);

#endif
