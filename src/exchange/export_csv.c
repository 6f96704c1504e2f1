/*
 * export_csv.c - sessions as comma-separated values, for spreadsheets: a line of names, then a line
 * a session. Tags stand in one field with commas between them.
 *
 * A field that begins with =, +, - or @ is written as it is, though a spreadsheet may take it for a
 * formula: a mark before it would be a change of what the user typed. Import the column as text.
 */
#include "exchange/export.h"

/* What stands between quotes: a quote in it is two. */
static void csvout_inside(focus__buffer *out, const char *text)
{
    for (const char *quote = strchr(text, '"'); quote != NULL; quote = strchr(text, '"')) {
        focus__buffer_add(out, text, (size_t)(quote - text));
        focus__buffer_add(out, "\"\"", 2);
        text = quote + 1;
    }
    focus__buffer_add(out, text, strlen(text));
}

void focus__export_csv_field(focus__buffer *out, const char *text)
{
    bool quoted;

    if (text == NULL)
        return;
    quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (quoted)
        focus__buffer_char(out, '"');
    csvout_inside(out, text);
    if (quoted)
        focus__buffer_char(out, '"');
}

/* The commas between several want quotes anyway. */
void focus__export_csv_tags(focus__buffer *out, const focus_session *session)
{
    if (session->tag_count < 2) {
        focus__export_csv_field(out, session->tag_count > 0 ? session->tags[0] : NULL);
        return;
    }
    focus__buffer_char(out, '"');
    for (size_t i = 0; i < session->tag_count; i++) {
        if (i > 0)
            focus__buffer_add(out, ", ", 2);
        csvout_inside(out, session->tags[i]);
    }
    focus__buffer_char(out, '"');
}

/* id to note */
static void csvout_words(focus__buffer *out, const focus_session *session)
{
    const char *const texts[] = {session->task, session->note};
    char id[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&session->id, id);
    focus__buffer_add(out, id, sizeof id - 1);
    focus__buffer_char(out, ',');
    focus__buffer_text(out, focus__export_mode(session));
    focus__buffer_char(out, ',');
    focus__buffer_text(out, focus__export_status(session));
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, session->title);
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, session->project);
    focus__buffer_char(out, ',');
    focus__export_csv_tags(out, session);
    for (size_t i = 0; i < FOCUS__COUNT_OF(texts); i++) {
        focus__buffer_char(out, ',');
        focus__export_csv_field(out, texts[i]);
    }
}

/* planned_s to day */
static void csvout_times(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;

    if (session->planned_ms != 0)
        focus__export_seconds(out, session->planned_ms);
    focus__buffer_char(out, ',');
    focus__export_seconds(out, session->active_ms);
    focus__buffer_char(out, ',');
    focus__export_seconds(out, session->paused_ms);
    focus__buffer_char(out, ',');
    focus__export_time(e, session, session->started_at_ms);
    focus__buffer_char(out, ',');
    if (session->ended_at_ms != 0)
        focus__export_time(e, session, session->ended_at_ms);
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, session->zone);
    focus__buffer_char(out, ',');
    focus__export_day(e, session->day);
}

static void csvout_begin(focus__export *e)
{
    focus__buffer_text(&e->out, "id,mode,status,title,project,tags,task,note,planned_s,active_s,"
                                "paused_s,started_at,ended_at,zone,day,source,format,xp,coins\n");
}

static void csvout_session(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;

    csvout_words(out, session);
    focus__buffer_char(out, ',');
    csvout_times(e, session);
    focus__buffer_char(out, ',');
    focus__buffer_text(out, focus__export_source(session));
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, session->source_format);
    focus__buffer_char(out, ',');
    focus__export_int(out, session->xp);
    focus__buffer_char(out, ',');
    focus__export_int(out, session->coins);
    focus__buffer_char(out, '\n');
}

const focus__export_format focus__export_csv = {
    .name = "csv",
    .begin = csvout_begin,
    .session = csvout_session,
    .end = focus__export_nothing,
};
