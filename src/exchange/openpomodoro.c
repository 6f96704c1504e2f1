/*
 * openpomodoro.c - the history file of the Open Pomodoro Format, a pomodoro a line:
 *
 *     2024-09-06T13:43:54+03:00 duration=27 description="Sort seeds" tags=garden,seeds
 *
 * A start with its offset, then attributes as logfmt: length in minutes, 25 without one. The start is
 * as good as an id, as a pomodoro's length may be amended.
 *
 * Programs in Go write a pomodoro that never began as the year 1, often with the longest length that
 * there is: such lines are counted and left out.
 */
#include "exchange/file_time.h"

#include "base/text.h"

enum {
    POMO_MINUTES_DEFAULT = 25,
    POMO_MINUTES_DIGITS = 9 /* a line of the year 1 has 292 years */
};

typedef struct pomo_line {
    focus__import *import;
    focus__record record;
    const char *tags[FOCUS_TAGS_MAX];
    int64_t minutes;
} pomo_line;

static bool pomo_is_alike(const char *bytes, size_t size)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    focus__file_time time;
    size_t length = 0;

    while (length < size && strchr(" \r\n", bytes[length]) == NULL)
        length++;
    if (length >= sizeof text)
        return false;
    memcpy(text, bytes, length);
    text[length] = '\0';
    return focus__file_time_read(text, &time) && time.has_offset;
}

/* --- logfmt: words of key=value, the value bare or in quotes ----------------------------------- */

/* A quoted value, from behind its quote, in place; *at ends behind the closing one. */
static bool pomo_unquote(char **at)
{
    char *to = *at;

    for (; **at != '\0' && **at != '"'; (*at)++) {
        if (**at == '\\' && ((*at)[1] == '"' || (*at)[1] == '\\'))
            (*at)++;
        *to++ = **at;
    }
    if (**at != '"')
        return false;
    (*at)++;
    *to = '\0';
    return true;
}

/* The next attribute; a key alone has an empty value. FOCUS_DONE behind the last. */
static focus_status pomo_next(pomo_line *line, char **at, const char **out_key, char **out_value)
{
    *at += strspn(*at, " \t");
    *out_key = *at;
    if (**at == '\0')
        return FOCUS_DONE;
    *at += strcspn(*at, "= \t");
    bool has_value = **at == '=';
    if (**at != '\0')
        *(*at)++ = '\0';
    *out_value = *at;
    if (!has_value) {
        *out_value = *at + strlen(*at);
    } else if (**at == '"') {
        *out_value = ++*at;
        if (!pomo_unquote(at))
            return focus__import_fail(line->import, "a quote is not closed");
    } else {
        *at += strcspn(*at, " \t");
        if (**at != '\0')
            *(*at)++ = '\0';
    }
    return FOCUS_OK;
}

/* --- attributes ------------------------------------------------------------------------------- */

static focus_status pomo_take_minutes(pomo_line *line, const char *text)
{
    const char *at = text;
    int32_t minutes;

    if (!focus__file_number(&at, POMO_MINUTES_DIGITS, &minutes) || *at != '\0')
        return focus__import_fail(line->import, "\"%.60s\" is not a number of minutes", text);
    line->minutes = minutes;
    return FOCUS_OK;
}

static focus_status pomo_take_attributes(pomo_line *line, char *at)
{
    const char *key;
    char *value;
    focus_status status = pomo_next(line, &at, &key, &value);

    while (status == FOCUS_OK) {
        if (strcmp(key, "duration") == 0)
            status = pomo_take_minutes(line, value);
        else if (strcmp(key, "tags") == 0)
            status = focus__import_cut_tags(line->import, value, ",", line->tags, &line->record);
        else if (strcmp(key, "description") == 0)
            line->record.title = value;
        if (status == FOCUS_OK)
            status = pomo_next(line, &at, &key, &value);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool pomo_is_undated(const char *start)
{
    static const char zero[] = "0001-01-01T00:00:00";

    return strncmp(start, zero, sizeof zero - 1) == 0;
}

static focus_status pomo_take_line(focus__import *import, char *text)
{
    pomo_line line = {.import = import,
                      .record = {.status = FOCUS_SESSION_COMPLETED},
                      .minutes = POMO_MINUTES_DEFAULT};
    focus__record *record = &line.record;
    char *rest = text + strcspn(text, " \t");

    if (*rest != '\0')
        *rest++ = '\0';
    focus_status status = pomo_take_attributes(&line, rest);
    if (status == FOCUS_OK && pomo_is_undated(text))
        return focus__import_skip(import, &import->report.skipped_undated,
                                  line.minutes * FOCUS__MS_PER_MINUTE);
    if (status == FOCUS_OK)
        status = focus__file_span(import, text, "", record);
    record->ended_at_ms = record->started_at_ms + line.minutes * FOCUS__MS_PER_MINUTE;
    return status == FOCUS_OK ? focus__import_record(import, record) : status;
}

static focus_status pomo_run(focus__import *import)
{
    focus__buffer line = {0};
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__reader_line(import->reader, &line);
        if (status == FOCUS_OK)
            status = pomo_take_line(import, line.bytes);
    }
    focus__buffer_free(&line);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_openpomodoro = {
    .name = "openpomodoro", .is_alike = pomo_is_alike, .run = pomo_run};
