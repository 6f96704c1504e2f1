/*
 * export_values.c - what the formats share: words, numbers, times.
 */
#include "base/calendar.h"
#include "exchange/export.h"
#include "exchange/words.h"

const char *focus__export_mode(const focus_session *session)
{
    return focus__word_of(focus__mode_words, FOCUS_MODE_COUNT, session->mode);
}

const char *focus__export_status(const focus_session *session)
{
    return focus__word_of(focus__status_words, FOCUS_SESSION_STATUS_COUNT, session->status);
}

const char *focus__export_source(const focus_session *session)
{
    return focus__word_of(focus__source_words, FOCUS__SOURCE_COUNT, session->source);
}

void focus__export_nothing(focus__export *e)
{
    (void)e;
}

void focus__export_digits(focus__buffer *out, uint64_t value, int width)
{
    char digits[24];
    size_t at = sizeof digits;

    for (; value > 0 || width > 0; width--) {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    }
    focus__buffer_add(out, digits + at, sizeof digits - at);
}

void focus__export_int(focus__buffer *out, int64_t value)
{
    if (value >= 0 && value < 10) { /* many are */
        focus__buffer_char(out, (char)('0' + value));
        return;
    }
    if (value < 0)
        focus__buffer_char(out, '-');
    focus__export_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

void focus__export_seconds(focus__buffer *out, int64_t length_ms)
{
    int64_t fraction_ms = length_ms % FOCUS__MS_PER_SECOND;

    focus__export_int(out, length_ms / FOCUS__MS_PER_SECOND);
    if (fraction_ms <= 0)
        return;
    focus__buffer_char(out, '.');
    focus__export_digits(out, (uint64_t)fraction_ms, 3);
    while (!out->failed && out->bytes[out->size - 1] == '0')
        out->bytes[--out->size] = '\0';
}

/* The clock that a session was measured by may have changed while it ran: its zone knows. */
int32_t focus__export_offset_s(const focus_zone *zone, const focus_session *session, int64_t at_ms)
{
    if (zone != NULL && at_ms != session->started_at_ms)
        return focus__zone_offset_s(zone, at_ms);
    return session->utc_offset_s;
}

int64_t focus__export_local_ms(const focus_zone *zone, const focus_session *session, int64_t at_ms)
{
    return at_ms + focus__export_offset_s(zone, session, at_ms) * FOCUS__MS_PER_SECOND;
}

void focus__export_time(focus__export *e, const focus_session *session, int64_t at_ms)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    int32_t offset_s = focus__export_offset_s(e->zone, session, at_ms);
    size_t size = focus__time_write(&e->dates, at_ms, offset_s, text);

    focus__buffer_add(&e->out, text, size);
}

static int64_t export_floor(int64_t value, int64_t unit)
{
    return value / unit - (value % unit < 0);
}

static int32_t export_second_of_day(int64_t at_ms)
{
    int64_t day = export_floor(at_ms, FOCUS__MS_PER_DAY);

    return (int32_t)export_floor(at_ms - day * FOCUS__MS_PER_DAY, FOCUS__MS_PER_SECOND);
}

/* Hours, minutes and seconds as two digits each, `between` them if it is not 0; returns the end. */
static char *export_write_clock(char *at, int32_t second, char between, int parts)
{
    const int32_t values[] = {second / 3600, second / 60 % 60, second % 60};

    for (int i = 0; i < parts; i++) {
        if (i > 0 && between != '\0')
            *at++ = between;
        *at++ = (char)('0' + values[i] / 10);
        *at++ = (char)('0' + values[i] % 10);
    }
    return at;
}

void focus__export_utc(focus__export *e, int64_t at_ms)
{
    const char *date = focus__date_text(&e->dates, (int32_t)export_floor(at_ms, FOCUS__MS_PER_DAY));
    char text[16];

    memcpy(text, date, 4);
    memcpy(text + 4, date + 5, 2);
    memcpy(text + 6, date + 8, 2);
    text[8] = 'T';
    *export_write_clock(text + 9, export_second_of_day(at_ms), '\0', 3) = 'Z';
    focus__buffer_add(&e->out, text, sizeof text);
}

void focus__export_clock(focus__buffer *out, int64_t local_ms, bool seconds)
{
    char text[8];
    const char *end =
        export_write_clock(text, export_second_of_day(local_ms), ':', seconds ? 3 : 2);

    focus__buffer_add(out, text, (size_t)(end - text));
}

void focus__export_day(focus__export *e, int32_t day)
{
    focus__buffer_add(&e->out, focus__date_text(&e->dates, day), FOCUS__DATE_SIZE);
}
