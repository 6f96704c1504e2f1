/*
 * ics_line.c - content lines of iCalendar.
 */
#include "exchange/ics_line.h"

#include "base/text.h"

/* --- unfolding -------------------------------------------------------------------------------- */

/* A line ends at a line feed that no blank follows; a carriage return before it belongs to it. What
 * goes beyond the longest record, a picture in an ATTACH, is passed over: no value that is read comes
 * near. */
static focus_status ics_collect(focus__ics_line *line)
{
    focus__reader *reader = line->import->reader;
    char byte;
    char after;

    for (;;) {
        focus_status status = focus__reader_next(reader, &byte);
        if (status == FOCUS_DONE)
            return FOCUS_OK;
        if (status == FOCUS_OK && byte == '\n') {
            status = focus__reader_peek(reader, &after);
            if (status != FOCUS_OK || (after != ' ' && after != '\t'))
                return status == FOCUS_DONE ? FOCUS_OK : status;
            status = focus__reader_next(reader, &after);
        } else if (status == FOCUS_OK && byte != '\r' &&
                   line->text.size < FOCUS__READER_RECORD_MAX) {
            status = focus__reader_collect(reader, &line->text, byte);
        }
        if (status != FOCUS_OK)
            return status;
    }
}

/* Programs fold lines after 75 bytes, in the middle of a character too, so that only the whole line
 * is UTF-8. At the longest record a character may be cut by us. */
static focus_status ics_check(focus__ics_line *line)
{
    const focus__buffer *text = &line->text;
    size_t step = 1;

    for (size_t at = 0; at < text->size && at + 4 < FOCUS__READER_RECORD_MAX; at += step) {
        step = focus__utf8_step(text->bytes + at, text->size - at);
        if (step == 0)
            return focus__import_fail(line->import, "there is a byte that is not UTF-8");
    }
    return FOCUS_OK;
}

static focus_status ics_take(focus__ics_line *line)
{
    char byte;
    focus_status status;

    do {
        focus__buffer_clear(&line->text);
        focus__reader_mark(line->import->reader);
        status = focus__reader_peek(line->import->reader, &byte);
        if (status == FOCUS_OK)
            status = ics_collect(line);
    } while (status == FOCUS_OK && line->text.size == 0);
    return status == FOCUS_OK ? ics_check(line) : status;
}

/* --- parts ------------------------------------------------------------------------------------ */

static void ics_capitalise(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'a' && *text <= 'z')
            *text = (char)(*text - 'a' + 'A');
    }
}

/* The end of a parameter's value: a colon or semicolon outside of quotes. */
static char *ics_parameter_end(char *at)
{
    bool in_quotes = false;

    while (*at != '\0' && (in_quotes || (*at != ':' && *at != ';')))
        in_quotes ^= *at++ == '"';
    return at;
}

static void ics_note_parameter(focus__ics_line *line, char *name)
{
    char *value = strchr(name, '=');

    if (value == NULL)
        return;
    *value++ = '\0';
    ics_capitalise(name);
    if (*value == '"') {
        value++;
        value[strcspn(value, "\"")] = '\0';
    }
    if (strcmp(name, "TZID") == 0)
        line->tzid = value;
    if (strcmp(name, "VALUE") == 0) {
        ics_capitalise(value);
        line->is_date = strcmp(value, "DATE") == 0;
    }
}

focus_status focus__ics_next(focus__ics_line *line)
{
    focus_status status = ics_take(line);

    line->tzid = NULL;
    line->is_date = false;
    if (status != FOCUS_OK)
        return status;
    char *at = line->text.bytes + strcspn(line->text.bytes, ":;");
    while (*at == ';') {
        char *parameter = at + 1;
        *at = '\0';
        at = ics_parameter_end(parameter);
        char end = *at;
        *at = '\0';
        ics_note_parameter(line, parameter);
        *at = end;
    }
    if (*at != ':')
        return focus__import_fail(line->import, "the line has no colon");
    *at = '\0';
    line->value = at + 1;
    ics_capitalise(line->text.bytes);
    line->name = line->text.bytes;
    return FOCUS_OK;
}

void focus__ics_free(focus__ics_line *line)
{
    focus__buffer_free(&line->text);
}

bool focus__ics_is(const focus__ics_line *line, const char *name)
{
    return strcmp(line->name, name) == 0;
}

bool focus__ics_value_is(const focus__ics_line *line, const char *value)
{
    size_t size = strlen(value);

    for (size_t i = 0; i < size; i++) {
        char c = line->value[i];
        if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != value[i])
            return false;
    }
    return line->value[size] == '\0' || line->value[size] == ' ';
}

/* --- values ----------------------------------------------------------------------------------- */

void focus__ics_unescape(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++) {
        if (*text == '\\' && text[1] != '\0') {
            text++;
            *to++ = (char)(*text == 'n' || *text == 'N' ? '\n' : *text);
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

char *focus__ics_next_text(char **at)
{
    char *text = *at;
    char *end = text;

    if (text == NULL)
        return NULL;
    while (*end != '\0' && *end != ',')
        end += *end == '\\' && end[1] != '\0' ? 2 : 1;
    *at = *end == ',' ? end + 1 : NULL;
    *end = '\0';
    focus__ics_unescape(text);
    return text;
}

static bool ics_digits(const char **at, int digits, int32_t *out)
{
    const char *from = *at;

    return focus__file_number(at, digits, out) && *at - from == digits;
}

bool focus__ics_time(const char **at, focus__file_time *out, bool *out_is_date)
{
    focus_local_time *local = &out->local;

    *out = (focus__file_time){0};
    if (!ics_digits(at, 4, &local->year) || !ics_digits(at, 2, &local->month) ||
        !ics_digits(at, 2, &local->day))
        return false;
    *out_is_date = !focus__file_char(at, 'T');
    if (*out_is_date)
        return true;
    if (!ics_digits(at, 2, &local->hour) || !ics_digits(at, 2, &local->minute) ||
        !ics_digits(at, 2, &local->second))
        return false;
    local->second -= local->second == 60; /* a leap second */
    out->has_offset = focus__file_char(at, 'Z');
    return true;
}

bool focus__ics_duration(const char *text, int64_t *out_ms)
{
    static const struct {
        char letter;
        bool is_of_time;
        int64_t ms;
    } units[] = {
        {'W', false, 7 * FOCUS__MS_PER_DAY}, {'D', false, FOCUS__MS_PER_DAY},
        {'H', true, FOCUS__MS_PER_HOUR},     {'M', true, FOCUS__MS_PER_MINUTE},
        {'S', true, FOCUS__MS_PER_SECOND},
    };
    const char *at = text;
    bool is_minus = *at == '-';
    bool in_time = false;
    size_t unit = 0;
    int32_t number;

    *out_ms = 0;
    at += *at == '-' || *at == '+';
    if (!focus__file_char(&at, 'P') || *at == '\0')
        return false;
    while (*at != '\0') {
        in_time = focus__file_char(&at, 'T') || in_time;
        if (!focus__file_number(&at, 6, &number))
            return false;
        while (unit < FOCUS__COUNT_OF(units) &&
               (units[unit].letter != *at || units[unit].is_of_time != in_time))
            unit++;
        if (unit == FOCUS__COUNT_OF(units))
            return false;
        *out_ms += number * units[unit++].ms;
        at++;
    }
    *out_ms = is_minus ? -*out_ms : *out_ms;
    return true;
}
