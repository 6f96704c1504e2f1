/*
 * file_time.c - times as files tell them.
 */
#include "exchange/file_time.h"

#include "base/calendar.h"

#include <stdio.h>

bool focus__file_number(const char **at, int digits, int32_t *out)
{
    const char *from = *at;

    *out = 0;
    while (**at >= '0' && **at <= '9' && *at - from < digits)
        *out = *out * 10 + (*(*at)++ - '0');
    return *at > from;
}

bool focus__file_char(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool file_two_digits(const char **at, int32_t *out)
{
    const char *from = *at;

    return focus__file_number(at, 2, out) && *at - from == 2;
}

bool focus__file_date(const char **at, focus_local_time *out)
{
    const char *from = *at;

    if (!focus__file_number(at, 4, &out->year) || *at - from != 4)
        return false;
    char separator = **at;
    return (separator == '-' || separator == '/') && focus__file_char(at, separator) &&
           file_two_digits(at, &out->month) && focus__file_char(at, separator) &&
           file_two_digits(at, &out->day);
}

bool focus__file_half(const char **at, int32_t *hour)
{
    char letter = (char)(**at | 0x20);

    if ((letter != 'a' && letter != 'p') || ((*at)[1] | 0x20) != 'm')
        return true;
    *at += 2;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (letter == 'p' ? 12 : 0);
    return true;
}

bool focus__file_fraction(const char **at, int32_t *out_ms)
{
    int32_t digit;
    int32_t weight = 100;

    if (!focus__file_char(at, '.'))
        return true;
    if (**at < '0' || **at > '9')
        return false;
    for (; focus__file_number(at, 1, &digit); weight /= 10)
        *out_ms += digit * weight;
    return true;
}

bool focus__file_offset(const char **at, focus__file_time *out)
{
    int32_t sign = **at == '-' ? -1 : 1;
    int32_t hours;
    int32_t minutes;

    out->has_offset = true;
    if (focus__file_char(at, 'Z') || focus__file_char(at, 'z'))
        return true;
    if (!focus__file_char(at, '+') && !focus__file_char(at, '-')) {
        out->has_offset = false;
        return true;
    }
    if (!file_two_digits(at, &hours))
        return false;
    (void)focus__file_char(at, ':');
    out->local.utc_offset_s = sign * hours * 3600;
    if (!file_two_digits(at, &minutes) || minutes > 59 || hours > 23)
        return false;
    out->local.utc_offset_s += sign * minutes * 60;
    return true;
}

bool focus__file_time_read(const char *text, focus__file_time *out)
{
    const char *at = text;
    focus_local_time *local = &out->local;

    *out = (focus__file_time){0};
    if (!focus__file_date(&at, local) ||
        !(focus__file_char(&at, 'T') || focus__file_char(&at, ' ')) ||
        !file_two_digits(&at, &local->hour) || !focus__file_char(&at, ':') ||
        !file_two_digits(&at, &local->minute))
        return false;
    if (focus__file_char(&at, ':') &&
        !(file_two_digits(&at, &local->second) && focus__file_fraction(&at, &local->millisecond)))
        return false;
    return focus__file_offset(&at, out) && *at == '\0';
}

bool focus__file_utc(const char *text, int64_t *out_at_ms)
{
    char iso[FOCUS_TIME_TEXT_SIZE];

    if (strlen(text) != 16 || text[8] != 'T' || text[15] != 'Z')
        return false;
    (void)snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", text, text + 4, text + 6,
                   text + 9, text + 11, text + 13);
    return focus_time_parse(iso, out_at_ms, NULL) == FOCUS_OK;
}

focus_status focus__file_day(focus__import *import, const focus_local_time *date, int32_t *out_day)
{
    if (focus_day_from_date(date->year, date->month, date->day, out_day) != FOCUS_OK)
        return focus__import_fail(import, "there is no day %04d-%02d-%02d", date->year, date->month,
                                  date->day);
    return FOCUS_OK;
}

/* The zone of a time that brings its offset. */
static int32_t file_fixed_offset(void *user, int64_t at_ms)
{
    (void)at_ms;
    return *(const int32_t *)user;
}

focus_status focus__file_instant_in(const focus_zone *zone, const focus_local_time *local,
                                    int64_t not_before_ms, int64_t *out_at_ms, focus_error *error)
{
    focus_status status = focus__utc_from_local(zone, local, false, out_at_ms, NULL, error);

    if (status == FOCUS_OK && *out_at_ms < not_before_ms)
        status = focus__utc_from_local(zone, local, true, out_at_ms, NULL, error);
    return status;
}

focus_status focus__file_instant(focus__import *import, const focus__file_time *time,
                                 int64_t not_before_ms, int64_t *out_at_ms)
{
    int32_t offset_s = time->local.utc_offset_s;
    focus_zone fixed = {.utc_offset_s = file_fixed_offset, .user = &offset_s};
    const focus_zone *zone = time->has_offset ? &fixed : &import->store->zone;

    if (!time->has_offset)
        import->report.has_local_times = 1;
    return focus__file_instant_in(zone, &time->local, not_before_ms, out_at_ms,
                                  &import->store->error);
}

focus_status focus__file_instant_of(focus__import *import, const char *text,
                                    const focus__file_time *time, int64_t not_before_ms,
                                    int64_t *out_at_ms)
{
    focus_status status = focus__file_instant(import, time, not_before_ms, out_at_ms);

    if (status == FOCUS_E_INVALID)
        return focus__import_fail(import, "\"%.60s\": %s", text, import->store->error.message);
    return status;
}

static focus_status file_read(focus__import *import, const char *text, int64_t not_before_ms,
                              int64_t *out_at_ms)
{
    focus__file_time time;

    if (!focus__file_time_read(text, &time))
        return focus__import_fail(import, "\"%.60s\" is not a time", text);
    return focus__file_instant_of(import, text, &time, not_before_ms, out_at_ms);
}

focus_status focus__file_span(focus__import *import, const char *start, const char *end,
                              focus__record *record)
{
    focus_status status = file_read(import, start, 0, &record->started_at_ms);

    record->ended_at_ms = 0;
    if (status == FOCUS_OK && end[0] != '\0')
        status = file_read(import, end, record->started_at_ms, &record->ended_at_ms);
    record->key.start = start;
    record->key.end = end;
    return status;
}
