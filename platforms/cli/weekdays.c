/*
 * weekdays.c - days of the week as somebody writes them.
 */
#include "weekdays.h"

#include <stdlib.h>
#include <string.h>

static const char *const NAMES[] = {"monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday"};
#define SHORT_SIZE 3

const char *weekday_name(int32_t weekday)
{
    static const char *const SHORT[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    return SHORT[weekday - 1];
}

int32_t weekday_named(const char *name, size_t size)
{
    for (int32_t i = 0; i < 7; i++)
        if ((size == SHORT_SIZE || size == strlen(NAMES[i])) && strncmp(name, NAMES[i], size) == 0)
            return i + 1;
    return 0;
}

static bool add_weekdays(const char *one, uint32_t *out_mask)
{
    const char *dash = strchr(one, '-');
    int32_t first = weekday_named(one, dash != NULL ? (size_t)(dash - one) : strlen(one));
    int32_t last = dash != NULL ? weekday_named(dash + 1, strlen(dash + 1)) : first;
    if (first == 0 || last == 0)
        return false;
    for (; first != last; first = first % 7 + 1)
        *out_mask |= FOCUS_MASK(first);
    *out_mask |= FOCUS_MASK(last);
    return true;
}

bool weekdays_read(const char *text, uint32_t *out_mask)
{
    char *words = mem_text(text);
    char *next = NULL;
    bool good = true;
    *out_mask = 0;
    for (char *one = strtok_r(words, ",", &next); one != NULL && good;
         one = strtok_r(NULL, ",", &next))
        good = add_weekdays(one, out_mask);
    free(words);
    return good && *out_mask != 0;
}

/* Runs of days are drawn together. */
const char *weekdays_text(uint32_t mask, char out[RENDER_SIZE])
{
    size_t size = 0;
    out[0] = '\0';
    if (mask == 0xfe)
        return "every day";
    for (int32_t day = 1; day <= 7; day++) {
        int32_t last = day;
        if ((mask & FOCUS_MASK(day)) == 0)
            continue;
        while (last < 7 && (mask & FOCUS_MASK(last + 1)) != 0)
            last++;
        size += (size_t)snprintf(out + size, RENDER_SIZE - size, "%s%s", size > 0 ? "," : "",
                                 weekday_name(day));
        if (last > day)
            size += (size_t)snprintf(out + size, RENDER_SIZE - size, "-%s", weekday_name(last));
        day = last;
    }
    return out;
}
