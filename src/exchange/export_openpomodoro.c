/*
 * export_openpomodoro.c - focus sessions as the history of Open Pomodoro, a line each:
 *
 *     2026-03-02T09:00:00+01:00 duration=25 description="Chapter one" tags=Thesis,writing
 *
 * The duration is the time worked, in whole minutes; what is over is paid with the sessions after
 * it. Without a minute there is no line. The project is the first tag.
 */
#include "exchange/export.h"

/* A value of logfmt, and a text that may be the part of one. */
static bool pomoout_is_bare(const char *text)
{
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text <= ' ' || strchr("=\"\\", *text) != NULL)
            return false;
    }
    return true;
}

/* Commas part the tags, and nothing can stand for one inside of them. */
static void pomoout_tag(focus__buffer *tags, const char *tag)
{
    if (tags->size > 0)
        focus__buffer_char(tags, ',');
    for (; *tag != '\0'; tag++) {
        if (*tag != ',')
            focus__buffer_char(tags, *tag);
    }
}

static void pomoout_value(focus__buffer *out, const char *key, const char *value)
{
    focus__buffer_char(out, ' ');
    focus__buffer_text(out, key);
    focus__buffer_char(out, '=');
    if (pomoout_is_bare(value))
        focus__buffer_text(out, value);
    else
        focus__export_json_string(out, value);
}

static void pomoout_tags(focus__buffer *out, const focus_session *session)
{
    focus__buffer tags = {0};

    if (session->project != NULL)
        pomoout_tag(&tags, session->project);
    for (size_t i = 0; i < session->tag_count; i++)
        pomoout_tag(&tags, session->tags[i]);
    if (tags.failed)
        out->failed = true;
    else if (tags.size > 0)
        pomoout_value(out, "tags", tags.bytes);
    focus__buffer_free(&tags);
}

static void pomoout_session(focus__export *e, const focus_session *session)
{
    int64_t length_ms = focus__export_whole(e, session->active_ms, FOCUS__MS_PER_MINUTE);
    int64_t at_ms = session->started_at_ms - session->started_at_ms % FOCUS__MS_PER_SECOND;
    focus__buffer *out = &e->out;

    if (length_ms == 0)
        return;
    focus__export_time(e, session, at_ms);
    focus__buffer_text(out, " duration=");
    focus__export_int(out, length_ms / FOCUS__MS_PER_MINUTE);
    if (session->title != NULL)
        pomoout_value(out, "description", session->title);
    pomoout_tags(out, session);
    focus__buffer_char(out, '\n');
}

const focus__export_format focus__export_openpomodoro = {
    .name = "openpomodoro",
    .leaves_out = FOCUS__EXPORT_FOCUS_ALONE | FOCUS__EXPORT_ENDED_ALONE,
    .begin = focus__export_nothing,
    .session = pomoout_session,
    .end = focus__export_nothing,
};
