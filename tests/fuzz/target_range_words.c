/*
 * target_range_words.c - stretches of days as people type them.
 */
#include "fuzz/fuzz.h"

#include "range_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "range_words",
    .rounds = 80,
    .round_size = 10000,
    .size_max = 64,
};

enum { DAY_LAST = 2932896 }; /* 9999-12-31 */

static void write_date(int32_t day, char out[16])
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;

    focus_date_from_day(day, &year, &month, &day_of_month);
    (void)snprintf(out, 16, "%04d-%02d-%02d", (int)year % 10000, (int)month % 100,
                   (int)day_of_month % 100);
}

/* The same days, said as two dates. */
static void check_said_again(const words_calendar *calendar, const words_range *range)
{
    char dates[2][16];
    char text[40];
    char problem[WORDS_PROBLEM_SIZE];
    words_range again;

    if (range->from_day < 0 || range->until_day > DAY_LAST)
        return; /* "yesterday" on the calendar's first day */
    write_date(range->from_day, dates[0]);
    write_date(range->until_day, dates[1]);
    (void)snprintf(text, sizeof(text), "%s..%s", dates[0], dates[1]);
    fuzz_check(words_range_read(calendar, text, &again, problem));
    fuzz_check(again.from_day == range->from_day && again.until_day == range->until_day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes in = {data, size};
    words_calendar calendar = {.today = (int32_t)(fuzz_take_number(&in, 3) % (DAY_LAST + 1))};
    char problem[WORDS_PROBLEM_SIZE] = "";
    words_range range;
    char *text = NULL;

    calendar.week_start = 1 + (int32_t)fuzz_take_below(&in, 7);
    text = fuzz_take_rest(&in);
    if (words_range_read(&calendar, text, &range, problem)) {
        fuzz_check(range.from_day <= range.until_day);
        fuzz_check(range.from_day >= -366 && range.until_day <= DAY_LAST + 366);
        check_said_again(&calendar, &range);
    } else {
        fuzz_check(memchr(problem, '\0', sizeof(problem)) != NULL && problem[0] != '\0');
    }
    free(text);
    return 0;
}
