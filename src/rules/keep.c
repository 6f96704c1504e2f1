/*
 * keep.c - see keep.h.
 */
#include "rules/keep.h"

/* 1970-01-01, day 0, was a Thursday. */
static int32_t week_of(int32_t day, int32_t week_start)
{
    return (day + 3 - (week_start - 1) + 7) / 7;
}

void focus__keep_backups(const int32_t *days, size_t count, int32_t week_start, bool *out_keeps)
{
    int32_t weeks = 0;

    for (size_t i = 0; i < count; i++) {
        bool is_weeks_newest =
            i == 0 || week_of(days[i], week_start) != week_of(days[i - 1], week_start);
        weeks += is_weeks_newest;
        out_keeps[i] = i < FOCUS__KEEP_DAYS || (is_weeks_newest && weeks <= FOCUS__KEEP_WEEKS);
    }
}
