/*
 * export_csv.c - sessions as comma-separated values, for spreadsheets: a line of names, then a line
 * a session. Tags stand in one field with commas between them.
 *
 * A field that begins with =, +, - or @ is written as it is, though a spreadsheet may take it for a
 * formula: a mark before it would be a change of what the user typed. Import the column as text.
 */
#include "exchange/export.h"

static void csvout_quoted(focus__buffer *out, const char *text)
{
    focus__buffer_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            focus__buffer_char(out, '"');
        focus__buffer_char(out, *text);
    }
    focus__buffer_char(out, '"');
}

void focus__export_csv_field(focus__buffer *out, const char *text)
{
    if (text != NULL && strpbrk(text, ",\"\r\n") != NULL)
        csvout_quoted(out, text);
    else if (text != NULL)
        focus__buffer_text(out, text);
}

void focus__export_csv_tags(focus__buffer *out, const focus_session *session)
{
    focus__buffer tags = {0};

    for (size_t i = 0; i < session->tag_count; i++) {
        if (i > 0)
            focus__buffer_text(&tags, ", ");
        focus__buffer_text(&tags, session->tags[i]);
    }
    if (tags.failed)
        out->failed = true;
    else
        focus__export_csv_field(out, tags.bytes);
    focus__buffer_free(&tags);
}

/* id to note */
static void csvout_words(focus__buffer *out, const focus_session *session)
{
    const char *const texts[] = {session->task, session->note};
    char id[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&session->id, id);
    focus__export_csv_field(out, id);
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, focus__export_mode(session));
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, focus__export_status(session));
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
static void csvout_times(focus__buffer *out, const focus_zone *zone, const focus_session *session)
{
    if (session->planned_ms != 0)
        focus__export_seconds(out, session->planned_ms);
    focus__buffer_char(out, ',');
    focus__export_seconds(out, session->active_ms);
    focus__buffer_char(out, ',');
    focus__export_seconds(out, session->paused_ms);
    focus__buffer_char(out, ',');
    focus__export_time(out, zone, session, session->started_at_ms);
    focus__buffer_char(out, ',');
    if (session->ended_at_ms != 0)
        focus__export_time(out, zone, session, session->ended_at_ms);
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, session->zone);
    focus__buffer_char(out, ',');
    focus__export_day(out, session->day);
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
    csvout_times(out, e->zone, session);
    focus__buffer_char(out, ',');
    focus__export_csv_field(out, focus__export_source(session));
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
