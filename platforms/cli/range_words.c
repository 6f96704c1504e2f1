/*
 * range_words.c - stretches of days. No store and no clock here: today comes in.
 */
#include "range_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <focus.h>

#include "text.h"

#define DAY_LAST 2932896 /* 9999-12-31 */

int32_t words_weekday(int32_t day)
{
    return (day + 3) % 7 + 1; /* day 0 was a Thursday */
}

void words_range_all(words_range *out)
{
    out->is_all = true;
    out->from_day = 0;
    out->until_day = DAY_LAST;
}

static void set_range(words_range *out, int32_t from_day, int32_t until_day)
{
    out->is_all = false;
    out->from_day = from_day;
    out->until_day = until_day;
}

/* `count` months from the first of a month; month may lie below 1. */
static bool set_months(words_range *out, int32_t year, int32_t month, int32_t count)
{
    int32_t from_day;
    int32_t after_day;
    int32_t end;
    while (month < 1) {
        month += 12;
        year--;
    }
    end = month - 1 + count;
    if (year < 1970 || year > 9998 || focus_day_from_date(year, month, 1, &from_day) != FOCUS_OK ||
        focus_day_from_date(year + end / 12, end % 12 + 1, 1, &after_day) != FOCUS_OK)
        return false;
    set_range(out, from_day, after_day - 1);
    return true;
}

static int32_t week_begin(const words_calendar *calendar, int32_t day)
{
    return day - (words_weekday(day) - calendar->week_start + 7) % 7;
}

/* The words that depend on today. */
static bool read_named(const words_calendar *calendar, const char *text, words_range *out)
{
    int32_t today = calendar->today;
    int32_t week = week_begin(calendar, today);
    int32_t year;
    int32_t month;
    int32_t day;
    focus_date_from_day(today, &year, &month, &day);
    if (strcmp(text, "all") == 0)
        words_range_all(out);
    else if (strcmp(text, "today") == 0)
        set_range(out, today, today);
    else if (strcmp(text, "yesterday") == 0)
        set_range(out, today - 1, today - 1);
    else if (strcmp(text, "week") == 0)
        set_range(out, week, week + 6);
    else if (strcmp(text, "lastweek") == 0)
        set_range(out, week - 7, week - 1);
    else if (strcmp(text, "month") == 0)
        return set_months(out, year, month, 1);
    else if (strcmp(text, "lastmonth") == 0)
        return set_months(out, year, month - 1, 1);
    else if (strcmp(text, "quarter") == 0)
        return set_months(out, year, (month - 1) / 3 * 3 + 1, 3);
    else if (strcmp(text, "lastquarter") == 0)
        return set_months(out, year, (month - 1) / 3 * 3 - 2, 3);
    else if (strcmp(text, "year") == 0)
        return set_months(out, year, 1, 12);
    else if (strcmp(text, "lastyear") == 0)
        return set_months(out, year - 1, 1, 12);
    else
        return false;
    return true;
}

static bool digits(const char *text, size_t count, int32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)text[i]))
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

/* ISO week: the first is the one with January 4th in it, and weeks begin on Monday. */
static bool set_iso_week(words_range *out, int32_t year, int32_t week)
{
    int32_t fourth;
    int32_t next_fourth;
    int32_t from_day;
    if (week < 1 || focus_day_from_date(year, 1, 4, &fourth) != FOCUS_OK ||
        focus_day_from_date(year + 1, 1, 4, &next_fourth) != FOCUS_OK)
        return false;
    from_day = fourth - (words_weekday(fourth) - 1) + (week - 1) * 7;
    if (from_day >= next_fourth - (words_weekday(next_fourth) - 1))
        return false; /* the year has no such week */
    set_range(out, from_day, from_day + 6);
    return true;
}

/* "2026", "2026-03", "2026-W12", "2026-Q1", "2026-03-01". */
static bool read_dated(const char *text, words_range *out)
{
    size_t size = strlen(text);
    int32_t year;
    int32_t part;
    int32_t last;
    int32_t day;
    if (size < 4 || !digits(text, 4, &year) || year < 1970 || (size > 4 && text[4] != '-'))
        return false;
    if (size == 4)
        return set_months(out, year, 1, 12);
    if (size == 8 && toupper((unsigned char)text[5]) == 'W' && digits(text + 6, 2, &part))
        return set_iso_week(out, year, part);
    if (size == 7 && toupper((unsigned char)text[5]) == 'Q' && digits(text + 6, 1, &part))
        return part >= 1 && part <= 4 && set_months(out, year, part * 3 - 2, 3);
    if (size == 7 && digits(text + 5, 2, &part))
        return part >= 1 && part <= 12 && set_months(out, year, part, 1);
    if (size != 10 || text[7] != '-' || !digits(text + 5, 2, &part) || !digits(text + 8, 2, &last))
        return false;
    if (focus_day_from_date(year, part, last, &day) != FOCUS_OK)
        return false;
    set_range(out, day, day);
    return true;
}

/* "7d": the last seven days, today one of them. */
static bool read_last_days(const words_calendar *calendar, const char *text, words_range *out)
{
    size_t size = strlen(text);
    int32_t count;
    if (size < 2 || size > 6 || text[size - 1] != 'd' || !digits(text, size - 1, &count) ||
        count < 1)
        return false;
    set_range(out, calendar->today - count + 1 > 0 ? calendar->today - count + 1 : 0,
              calendar->today);
    return true;
}

static bool read_one(const words_calendar *calendar, const char *text, words_range *out)
{
    return read_named(calendar, text, out) || read_last_days(calendar, text, out) ||
           read_dated(text, out);
}

/* "A..B"; either side may be missing, and may be any word for a range itself. */
static bool read_span(const words_calendar *calendar, const char *text, const char *dots,
                      words_range *out)
{
    char left[32];
    words_range first;
    words_range last;
    words_range_all(&first);
    words_range_all(&last);
    if ((size_t)(dots - text) >= sizeof left)
        return false;
    (void)snprintf(left, sizeof left, "%.*s", (int)(dots - text), text);
    if (left[0] != '\0' && !read_one(calendar, left, &first))
        return false;
    if (dots[2] != '\0' && !read_one(calendar, dots + 2, &last))
        return false;
    set_range(out, first.from_day, last.until_day);
    return true;
}

bool words_range_read(const words_calendar *calendar, const char *text, words_range *out,
                      char out_problem[WORDS_PROBLEM_SIZE])
{
    const char *dots = strstr(text, "..");
    char whole[TEXT_EXCERPT_SIZE];
    bool good = dots != NULL ? read_span(calendar, text, dots, out) : read_one(calendar, text, out);
    if (!good) {
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" is not a range of days",
                       text_excerpt(text, whole));
        return false;
    }
    if (out->until_day < out->from_day) {
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" ends before it begins",
                       text_excerpt(text, whole));
        return false;
    }
    return true;
}
