/*
 * session_fields.c - the fields of a session as text.
 */
#include "session_fields.h"

#include <inttypes.h>
#include <string.h>

#include "names.h"
#include "render.h"
#include "session_json.h"
#include "session_rows.h"

const char *session_field_name(int field)
{
    static const char *const NAMES[FIELD_COUNT] = {
        "number", "id",   "mode",   "status", "title", "project",  "tags",
        "task",   "note", "day",    "start",  "end",   "planned",  "active",
        "paused", "zone", "points", "source", "marks", "revision",
    };
    return NAMES[field];
}

static const char *between(const cli *c)
{
    return c->plain ? "," : ", ";
}

static char *copy_or_empty(const char *text)
{
    return mem_text(text != NULL ? text : "");
}

static char *number_text(int64_t number)
{
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof text, "%" PRId64, number);
    return mem_text(text);
}

static char *length_text(const cli *c, int64_t ms)
{
    char text[RENDER_SIZE];
    if (c->plain)
        return number_text(ms / 1000);
    return mem_text(ms > 0 ? render_length_exact(ms, text) : "");
}

static char *instant_text(int64_t at_ms, int32_t utc_offset_s)
{
    char text[FOCUS_TIME_TEXT_SIZE] = "";
    if (at_ms != 0)
        focus_time_format(at_ms, utc_offset_s, text);
    return mem_text(text);
}

static char *planned_text(const cli *c, const focus_session *s)
{
    return s->planned_ms == 0 && !c->plain ? mem_text("open") : length_text(c, s->planned_ms);
}

static char *points_text(const cli *c, const focus_session *s)
{
    text_buffer text = {0};
    text_add(&text, "");
    if (s->xp != 0 || s->coins != 0)
        text_addf(&text, c->plain ? "%" PRId64 " %" PRId64 : "%" PRId64 " XP, %" PRId64 " coins",
                  s->xp, s->coins);
    return text.text;
}

static char *source_text(const focus_session *s)
{
    text_buffer text = {0};
    text_add(&text, name_of_source(s->source));
    if (s->source_format != NULL)
        text_addf(&text, " %s", s->source_format);
    if (s->source_key != NULL)
        text_addf(&text, " %s", s->source_key);
    return text.text;
}

static char *marks_text(const cli *c, const focus_session *s)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } MARKS[] = {
        {FOCUS_SESSION_IMPLAUSIBLE, "implausible"},
        {FOCUS_SESSION_CONFIRMED, "confirmed"},
        {FOCUS_SESSION_EDITED, "edited"},
        {FOCUS_SESSION_DELETED, "deleted"},
    };
    text_buffer text = {0};
    text_add(&text, "");
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if ((s->flags & MARKS[i].flag) != 0)
            text_addf(&text, "%s%s", text.size > 0 ? between(c) : "", MARKS[i].word);
    return text.text;
}

/* As long as before, and a byte more for each that is escaped. */
static char *note_text(const cli *c, const char *note)
{
    static const char ESCAPED[] = "\n\t\\";
    static const char LETTERS[] = "nt\\";
    char *text = mem_alloc(note != NULL ? 2 * strlen(note) + 1 : 1);
    char *out = text;
    for (const char *at = note != NULL ? note : ""; *at != '\0'; at++) {
        const char *found = strchr(ESCAPED, *at);
        char letter = *at;
        if (found != NULL && c->plain) {
            *out++ = '\\';
            letter = LETTERS[found - ESCAPED];
        } else if (letter == '\n' || letter == '\t') {
            letter = ' ';
        }
        *out++ = letter;
    }
    return text;
}

static char *id_text(const focus_session *s)
{
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id_format(&s->id, text);
    return mem_text(text);
}

static char *day_text(const cli *c, int32_t day)
{
    char text[RENDER_SIZE];
    return mem_text(c->plain ? render_day(day, text) : render_weekday(day, text));
}

char *session_field_text(const cli *c, const focus_session *s, int field)
{
    switch (field) {
    case FIELD_NUMBER:
        return number_text(s->number);
    case FIELD_ID:
        return id_text(s);
    case FIELD_MODE:
        return mem_text(name_of_mode(s->mode));
    case FIELD_STATUS:
        return mem_text(name_of_status(s->status));
    case FIELD_TITLE:
        return copy_or_empty(s->title);
    case FIELD_PROJECT:
        return copy_or_empty(s->project);
    case FIELD_TAGS:
        return session_tags_text(s, "", between(c));
    case FIELD_TASK:
        return copy_or_empty(s->task);
    case FIELD_NOTE:
        return note_text(c, s->note);
    case FIELD_DAY:
        return day_text(c, s->day);
    case FIELD_START:
        return instant_text(s->started_at_ms, s->utc_offset_s);
    case FIELD_END:
        return instant_text(s->ended_at_ms, session_end_offset(c, s, s->ended_at_ms));
    case FIELD_PLANNED:
        return planned_text(c, s);
    case FIELD_ACTIVE:
        return length_text(c, s->active_ms);
    case FIELD_PAUSED:
        return length_text(c, s->paused_ms);
    case FIELD_ZONE:
        return copy_or_empty(s->zone);
    case FIELD_POINTS:
        return points_text(c, s);
    case FIELD_SOURCE:
        return source_text(s);
    case FIELD_MARKS:
        return marks_text(c, s);
    default:
        return number_text(s->revision);
    }
}
