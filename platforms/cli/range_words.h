/*
 * range_words.h - the words for stretches of days: today, lastweek, 7d, 2026-W12, A..B.
 */
#ifndef CLI_RANGE_WORDS_H
#define CLI_RANGE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "time_words.h"

typedef struct words_calendar {
    int32_t today;      /* the user's day now */
    int32_t week_start; /* ISO weekday, 1 to 7 */
} words_calendar;

#define WORDS_RANGE_HINT                                                                           \
    "today, week, lastmonth, 7d, 2026-03, 2026-W12, 2026-Q1 or 2026-03-01..2026-03-31"

/** Days of the user's calendar, both inclusive. */
typedef struct words_range {
    bool is_all; /* no limit at either end; the days then span all that the calendar has */
    int32_t from_day;
    int32_t until_day;
} words_range;

void words_range_all(words_range *out);

/** Read one word for a range. False: `out_problem` says why. */
bool words_range_read(const words_calendar *calendar, const char *text, words_range *out,
                      char out_problem[WORDS_PROBLEM_SIZE]);

/** ISO weekday of a day, 1 = Monday. */
int32_t words_weekday(int32_t day);

#endif
