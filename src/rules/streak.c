/*
 * streak.c - the streak at a day, out of runs of days.
 */
#include "rules/streak.h"

#include "rules/period.h"

bool focus__streak_is_rest(uint32_t rest_weekdays, int32_t day)
{
    return (rest_weekdays & FOCUS_MASK(focus__weekday(day))) != 0;
}

bool focus__streak_goes_on(uint32_t rest_weekdays, int32_t last_day, int32_t next_day)
{
    int32_t day = last_day + 1;

    while (day < next_day && focus__streak_is_rest(rest_weekdays, day))
        day++;
    return day >= next_day;
}

static void streak_set_current(const focus_run *latest, uint32_t rest_weekdays, int32_t today,
                               focus_streak *out)
{
    assert(latest->first_day <= today);
    int32_t last_day = latest->last_day < today ? latest->last_day : today;
    if (!focus__streak_goes_on(rest_weekdays, last_day, today))
        return;
    out->current_days = latest->days - (latest->last_day - last_day);
    out->current_first_day = latest->first_day;
    out->current_last_day = last_day;
    out->today_counts = last_day == today;
    out->at_risk = !out->today_counts && !focus__streak_is_rest(rest_weekdays, today);
}

void focus__streak_at(const focus_run *latest, const focus_run *longest, uint32_t rest_weekdays,
                      int32_t today, focus_streak *out)
{
    *out = (focus_streak){0};
    out->today = today;
    if (latest != NULL)
        streak_set_current(latest, rest_weekdays, today, out);
    if (longest != NULL) {
        out->longest_days = longest->days;
        out->longest_first_day = longest->first_day;
        out->longest_last_day = longest->last_day;
    }
}
