/*
 * export_ics.c - sessions as events of an iCalendar (RFC 5545), breaks and all, for calendars.
 *
 * An event lasts from the start of a session to its end, in UTC and whole seconds. Its UID is the
 * session's id and SEQUENCE counts its changes, so that a calendar that takes the file in again
 * mends what it has. What a calendar has no property for is in X-FOCUS-*, pauses and milliseconds
 * among it, so that ics.c takes the same session in again.
 */
#include "exchange/export.h"
#include "exchange/words.h"

enum { ICSOUT_LINE = 75 }; /* octets, without the line's end */

/* --- lines ------------------------------------------------------------------------------------ */

typedef struct icsout_line {
    focus__buffer *out;
    size_t octets;
} icsout_line;

/* Bytes that stay together. */
static void icsout_add(icsout_line *line, const char *bytes, size_t size)
{
    if (line->octets + size > ICSOUT_LINE) {
        focus__buffer_text(line->out, "\r\n ");
        line->octets = 1;
    }
    focus__buffer_add(line->out, bytes, size);
    line->octets += size;
}

static const char *icsout_escape(char c)
{
    switch (c) {
    case '\n':
        return "\\n";
    case '\\':
        return "\\\\";
    case ';':
        return "\\;";
    case ',':
        return "\\,";
    default:
        return NULL;
    }
}

static void icsout_text(icsout_line *line, const char *text)
{
    size_t size = strlen(text);

    while (size > 0) {
        const char *escape = icsout_escape(*text);
        size_t step = focus__utf8_step(text, size);
        if (escape != NULL)
            icsout_add(line, escape, 2);
        else if (step > 0)
            icsout_add(line, text, step);
        else
            icsout_add(line, "\xEF\xBF\xBD", 3); /* no UTF-8: U+FFFD */
        step += step == 0;
        text += step;
        size -= step;
    }
}

static icsout_line icsout_begin_line(focus__export *e, const char *name)
{
    focus__buffer_text(&e->out, name);
    return (icsout_line){&e->out, strlen(name)};
}

static void icsout_end_line(icsout_line *line)
{
    focus__buffer_text(line->out, "\r\n");
}

/* name: with its colon. Without a text there is no line. */
static void icsout_property(focus__export *e, const char *name, const char *text)
{
    if (text == NULL)
        return;
    icsout_line line = icsout_begin_line(e, name);
    icsout_text(&line, text);
    icsout_end_line(&line);
}

/* Too short to be folded. */
static void icsout_time(focus__export *e, const char *name, int64_t at_ms)
{
    focus__buffer_text(&e->out, name);
    focus__export_utc(e, at_ms);
    focus__buffer_text(&e->out, "\r\n");
}

/* --- an event --------------------------------------------------------------------------------- */

static void icsout_categories(focus__export *e, const focus_session *session)
{
    bool is_first = true;

    if (session->project == NULL && session->tag_count == 0)
        return;
    icsout_line line = icsout_begin_line(e, "CATEGORIES:");
    if (session->project != NULL) {
        icsout_text(&line, session->project);
        is_first = false;
    }
    for (size_t i = 0; i < session->tag_count; i++) {
        if (!is_first)
            icsout_add(&line, ",", 1);
        icsout_text(&line, session->tags[i]);
        is_first = false;
    }
    icsout_end_line(&line);
}

/* "from/to/reason", as exact as they are. */
static void icsout_pauses(focus__export *e, const focus_session *session)
{
    for (size_t i = 0; i < session->pause_count; i++) {
        const focus_pause *pause = &session->pauses[i];
        char from[FOCUS_TIME_TEXT_SIZE];
        char to[FOCUS_TIME_TEXT_SIZE];
        focus_time_format(pause->started_at_ms, session->utc_offset_s, from);
        focus_time_format(pause->ended_at_ms, session->utc_offset_s, to);
        icsout_line line = icsout_begin_line(e, "X-FOCUS-PAUSE:");
        icsout_text(&line, from);
        icsout_add(&line, "/", 1);
        icsout_text(&line, to);
        icsout_add(&line, "/", 1);
        icsout_text(&line, pause->reason != NULL ? pause->reason : "");
        icsout_end_line(&line);
    }
}

static void icsout_times(focus__export *e, const focus_session *session)
{
    focus__stretch whole = {session->started_at_ms, session->ended_at_ms, 0};

    focus__export_fit(e, session, FOCUS__MS_PER_SECOND, &whole);
    icsout_time(e, "DTSTAMP:", session->created_at_ms);
    icsout_time(e, "DTSTART:", whole.from_ms);
    if (whole.until_ms > whole.from_ms) /* an end at the start is not allowed */
        icsout_time(e, "DTEND:", whole.until_ms);
}

static const char *icsout_summary(const focus_session *session)
{
    if (session->title != NULL || session->mode < 0 || session->mode >= FOCUS_MODE_COUNT)
        return session->title;
    return focus__mode_titles[session->mode];
}

/* As exact as they are, with the offset that held at the start. */
static void icsout_exact_times(focus__export *e, const focus_session *session)
{
    char text[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(session->started_at_ms, session->utc_offset_s, text);
    icsout_property(e, "X-FOCUS-STARTED:", text);
    focus_time_format(session->ended_at_ms, session->utc_offset_s, text);
    icsout_property(e, "X-FOCUS-ENDED:", text);
    focus__buffer_text(&e->out, "X-FOCUS-DAY:");
    focus__export_day(e, session->day);
    focus__buffer_text(&e->out, "\r\n");
    icsout_property(e, "X-FOCUS-ZONE:", session->zone);
    icsout_pauses(e, session);
}

/* What ics_own.c reads. */
static void icsout_own(focus__export *e, const focus_session *session)
{
    icsout_property(e, "X-FOCUS-MODE:", focus__export_mode(session));
    icsout_property(e, "X-FOCUS-STATUS:", focus__export_status(session));
    icsout_property(e, "X-FOCUS-UNTITLED:", session->title == NULL ? "TRUE" : NULL);
    icsout_property(e, "X-FOCUS-PROJECT:", session->project);
    icsout_property(e, "X-FOCUS-TASK:", session->task);
    if (session->planned_ms != 0) {
        focus__buffer_text(&e->out, "X-FOCUS-PLANNED-MS:");
        focus__export_int(&e->out, session->planned_ms);
        focus__buffer_text(&e->out, "\r\n");
    }
    if ((session->flags & FOCUS_SESSION_CONFIRMED) != 0)
        icsout_property(e, "X-FOCUS-CONFIRMED:", "TRUE");
    icsout_exact_times(e, session);
}

static void icsout_session(focus__export *e, const focus_session *session)
{
    char id[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&session->id, id);
    focus__buffer_text(&e->out, "BEGIN:VEVENT\r\n");
    icsout_property(e, "UID:", id);
    icsout_times(e, session);
    focus__buffer_text(&e->out, "SEQUENCE:");
    focus__export_int(&e->out, session->revision - 1);
    focus__buffer_text(&e->out, "\r\n");
    icsout_property(e, "SUMMARY:", icsout_summary(session));
    icsout_property(e, "DESCRIPTION:", session->note);
    icsout_categories(e, session);
    icsout_own(e, session);
    focus__buffer_text(&e->out, "END:VEVENT\r\n");
}

static void icsout_begin(focus__export *e)
{
    focus__buffer_text(&e->out,
                       "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//libfocus//focus//EN\r\n");
}

static void icsout_end(focus__export *e)
{
    focus__buffer_text(&e->out, "END:VCALENDAR\r\n");
}

const focus__export_format focus__export_ics = {
    .name = "ics",
    .leaves_out = FOCUS__EXPORT_ENDED_ALONE,
    .begin = icsout_begin,
    .session = icsout_session,
    .end = icsout_end,
};
