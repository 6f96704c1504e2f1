/*
 * period.h - weeks, months and what came before them, in day numbers.
 *
 * focus_days_before() is defined in period.c as well.
 */
#ifndef FOCUS_RULES_PERIOD_H
#define FOCUS_RULES_PERIOD_H

#include "base/base.h"

/* ISO weekday, 1 = Monday to 7 = Sunday. */
int32_t focus__weekday(int32_t day);
/* First day of the week or month that a day lies in, and its last. */
int32_t focus__week_first(int32_t day, int32_t week_start);
int32_t focus__month_first(int32_t day);
int32_t focus__month_last(int32_t day);

#endif
