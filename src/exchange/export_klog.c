/*
 * export_klog.c - focus sessions as records of klog, a day each:
 *
 *     2026-03-28
 *         22:30 - 0:10> Write report #project=Thesis #deep
 *
 * A title in which klog would find a tag is the value of one: #title="fix #12". A record is that of
 * the session's local day; > and < mark times of the day after and before. klog
 * has minutes alone: what is over is paid with the ranges after it, so that the sum of a file is
 * that of the history but for less than a minute. Nor has it zones, so that a range ends where the
 * clocks change and another begins. What no range can hold is written as a length.
 */
#include "base/calendar.h"
#include "exchange/export.h"

/* --- words ------------------------------------------------------------------------------------ */

static bool klogout_is_ascii_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* What certainly is a name of klog's: letters, digits, _ and -. Of letters outside ASCII those of
 * two bytes are known here, Latin to Arabic. */
static bool klogout_is_name(const char *text)
{
    size_t size = strlen(text);

    while (size > 0) {
        size_t step = focus__utf8_step(text, size);
        unsigned char first = (unsigned char)text[0];
        bool is_letter = step == 2 && first >= 0xC3 && memcmp(text, "\xC3\x97", 2) != 0 &&
                         memcmp(text, "\xC3\xB7", 2) != 0; /* neither times nor division */
        if (!is_letter && !klogout_is_ascii_name(text[0]))
            return false;
        text += step;
        size -= step;
    }
    return true;
}

/* A value in quotes ends at the next one of its kind; what has both loses one. */
static void klogout_value(focus__buffer *out, const char *value)
{
    char quote = (char)(strchr(value, '"') != NULL && strchr(value, '\'') == NULL ? '\'' : '"');

    focus__buffer_char(out, '=');
    if (klogout_is_name(value)) {
        focus__buffer_text(out, value);
        return;
    }
    focus__buffer_char(out, quote);
    for (; *value != '\0'; value++)
        focus__buffer_char(out, (char)(*value == quote ? '\'' : *value));
    focus__buffer_char(out, quote);
}

static void klogout_words(focus__buffer *out, const focus_session *session)
{
    bool has_tags = session->title != NULL && strchr(session->title, '#') != NULL;

    if (has_tags) {
        focus__buffer_text(out, " #title");
        klogout_value(out, session->title);
    } else if (session->title != NULL) {
        focus__buffer_char(out, ' ');
        focus__buffer_text(out, session->title);
    }
    if (session->project != NULL) {
        focus__buffer_text(out, " #project");
        klogout_value(out, session->project);
    }
    for (size_t i = 0; i < session->tag_count; i++) {
        const char *tag = session->tags[i];
        focus__buffer_text(out, klogout_is_name(tag) ? " #" : " #tag");
        if (klogout_is_name(tag))
            focus__buffer_text(out, tag);
        else
            klogout_value(out, tag);
    }
    focus__buffer_char(out, '\n');
}

/* --- entries ---------------------------------------------------------------------------------- */

static void klogout_begin(focus__export *e)
{
    e->day = INT32_MIN; /* no record is open */
}

static void klogout_begin_entry(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;

    if (e->day != session->day) {
        if (e->day != INT32_MIN)
            focus__buffer_char(out, '\n');
        focus__export_day(e, session->day);
        focus__buffer_char(out, '\n');
        e->day = session->day;
    }
    focus__buffer_text(out, "    ");
}

/* Days from that of the record to that of a local time. */
static int32_t klogout_shift(const focus_session *session, int64_t local_ms)
{
    return focus__local_day(local_ms, 0, 0) - session->day;
}

static bool klogout_has_time(const focus_session *session, int64_t local_ms)
{
    int32_t shift = klogout_shift(session, local_ms);

    return shift >= -1 && shift <= 1;
}

static void klogout_time(focus__buffer *out, const focus_session *session, int64_t local_ms)
{
    int32_t shift = klogout_shift(session, local_ms);

    if (shift < 0)
        focus__buffer_char(out, '<');
    focus__export_clock(out, local_ms, false);
    if (shift > 0)
        focus__buffer_char(out, '>');
}

static void klogout_length(focus__buffer *out, int64_t length_ms)
{
    int64_t minutes = length_ms / FOCUS__MS_PER_MINUTE;

    focus__export_int(out, minutes / 60);
    focus__buffer_char(out, 'h');
    focus__export_int(out, minutes % 60);
    focus__buffer_char(out, 'm');
}

/* Between two instants in which the clocks do not change. */
static void klogout_range(focus__export *e, const focus_session *session, int64_t from_ms,
                          int64_t until_ms)
{
    int64_t local_from_ms = focus__export_local_ms(e->zone, session, from_ms);
    int64_t local_until_ms = local_from_ms + until_ms - from_ms;

    klogout_begin_entry(e, session);
    if (klogout_has_time(session, local_from_ms) && klogout_has_time(session, local_until_ms)) {
        klogout_time(&e->out, session, local_from_ms);
        focus__buffer_text(&e->out, " - ");
        klogout_time(&e->out, session, local_until_ms);
    } else {
        klogout_length(&e->out, until_ms - from_ms);
    }
    klogout_words(&e->out, session);
}

static void klogout_open_range(focus__export *e, const focus_session *session, int64_t from_ms)
{
    int64_t local_ms = focus__export_local_ms(e->zone, session, from_ms);

    if (!klogout_has_time(session, local_ms))
        return;
    klogout_begin_entry(e, session);
    klogout_time(&e->out, session, local_ms);
    focus__buffer_text(&e->out, " - ?");
    klogout_words(&e->out, session);
}

/* The first minute behind `from` with another offset, or `until`. */
static int64_t klogout_change(const focus__export *e, const focus_session *session, int64_t from_ms,
                              int64_t until_ms)
{
    int32_t offset_s = focus__export_offset_s(e->zone, session, from_ms);

    if (focus__export_offset_s(e->zone, session, until_ms - 1) == offset_s)
        return until_ms;
    while (until_ms - from_ms > FOCUS__MS_PER_MINUTE) {
        int64_t minutes = (until_ms - from_ms) / FOCUS__MS_PER_MINUTE;
        int64_t middle_ms = from_ms + minutes / 2 * FOCUS__MS_PER_MINUTE;
        if (focus__export_offset_s(e->zone, session, middle_ms) == offset_s)
            from_ms = middle_ms;
        else
            until_ms = middle_ms;
    }
    return until_ms;
}

static void klogout_session(focus__export *e, const focus_session *session)
{
    focus__stretch stretch = {0};

    while (focus__export_stretch(e, session, FOCUS__MS_PER_MINUTE, &stretch)) {
        int64_t at_ms = stretch.from_ms;
        if (stretch.until_ms == 0)
            klogout_open_range(e, session, at_ms);
        while (at_ms < stretch.until_ms) {
            int64_t change_ms = klogout_change(e, session, at_ms, stretch.until_ms);
            klogout_range(e, session, at_ms, change_ms);
            at_ms = change_ms;
        }
    }
}

const focus__export_format focus__export_klog = {
    .name = "klog",
    .leaves_out = FOCUS__EXPORT_FOCUS_ALONE,
    .begin = klogout_begin,
    .session = klogout_session,
    .end = focus__export_nothing,
};
