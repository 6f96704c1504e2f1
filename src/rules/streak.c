/*
 * streak.c - the streak at a day, out of runs of days.
 */
#include "rules/streak.h"

static void streak_set_current(const focus_run *latest, int32_t today, focus_streak *out)
{
    assert(latest->first_day <= today);
    int32_t last_day = latest->last_day < today ? latest->last_day : today;
    if (last_day < today - 1)
        return;
    out->current_days = last_day - latest->first_day + 1;
    out->current_first_day = latest->first_day;
    out->current_last_day = last_day;
    out->today_counts = last_day == today;
    out->at_risk = !out->today_counts;
}

void focus__streak_at(const focus_run *latest, const focus_run *longest, int32_t today,
                      focus_streak *out)
{
    *out = (focus_streak){0};
    out->today = today;
    if (latest != NULL)
        streak_set_current(latest, today, out);
    if (longest != NULL) {
        out->longest_days = longest->last_day - longest->first_day + 1;
        out->longest_first_day = longest->first_day;
        out->longest_last_day = longest->last_day;
    }
}
