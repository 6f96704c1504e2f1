/*
 * period.c - weeks, months and what came before them, in day numbers.
 */
#include "rules/period.h"

#include "rules/limits.h"

int32_t focus__weekday(int32_t day)
{
    return (day % 7 + 10) % 7 + 1; /* day 0 was a Thursday */
}

int32_t focus__week_first(int32_t day, int32_t week_start)
{
    return day - (focus__weekday(day) - week_start + 7) % 7;
}

int32_t focus__month_first(int32_t day)
{
    int32_t day_of_month;

    focus_date_from_day(day, NULL, NULL, &day_of_month);
    return day - day_of_month + 1;
}

int32_t focus__month_last(int32_t day)
{
    return focus__month_first(focus__month_first(day) + 31) - 1; /* 31 days on: the next month */
}

static int32_t months_since_0(int32_t day)
{
    int32_t year;
    int32_t month;

    focus_date_from_day(day, &year, &month, NULL);
    return 12 * year + month - 1;
}

focus_status focus_days_before(int32_t from_day, int32_t until_day, int32_t *out_from_day,
                               int32_t *out_until_day)
{
    if (out_from_day != NULL)
        *out_from_day = 0;
    if (out_until_day != NULL)
        *out_until_day = 0;
    if (out_from_day == NULL || out_until_day == NULL)
        return FOCUS_E_MISUSE;
    if (!focus__is_day(from_day) || !focus__is_day(until_day) || until_day < from_day)
        return FOCUS_E_INVALID;
    int32_t first = from_day - (until_day - from_day + 1);
    if (from_day == focus__month_first(from_day) && until_day == focus__month_last(until_day)) {
        int32_t months = months_since_0(until_day) - months_since_0(from_day) + 1;
        for (first = from_day; months > 0 && first > 0; months--)
            first = focus__month_first(first - 1);
        first -= months; /* none left to go back to: a day before all */
    }
    if (first < 0)
        return FOCUS_E_INVALID;
    *out_from_day = first;
    *out_until_day = from_day - 1;
    return FOCUS_OK;
}
