/*
 * export_timewarrior.c - focus sessions as Timewarrior's data files have them, which timewarrior.c
 * reads: an interval a line, times in UTC, whole seconds.
 *
 * Timewarrior knows no pauses, so that a session with some is several intervals. It knows no breaks
 * either: what is not tracked is one. The project is the first tag, the title the annotation.
 */
#include "exchange/export.h"

/* What its lexer takes for one word whatever stands around it. */
static bool timewout_is_bare(const char *text)
{
    size_t size = 0;

    for (; text[size] != '\0'; size++) {
        char c = text[size];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return false;
    }
    return size > 0;
}

/* In quotes it has the escapes of JSON. */
static void timewout_word(focus__buffer *out, const char *text)
{
    focus__buffer_char(out, ' ');
    if (timewout_is_bare(text))
        focus__buffer_text(out, text);
    else
        focus__export_json_string(out, text);
}

static void timewout_words(focus__buffer *out, const focus_session *session)
{
    if (session->project == NULL && session->tag_count == 0 && session->title == NULL)
        return;
    focus__buffer_text(out, " #");
    if (session->project != NULL)
        timewout_word(out, session->project);
    for (size_t i = 0; i < session->tag_count; i++)
        timewout_word(out, session->tags[i]);
    if (session->title == NULL)
        return;
    focus__buffer_text(out, " # ");
    focus__export_json_string(out, session->title);
}

static void timewout_session(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;
    focus__stretch stretch = {0};

    while (focus__export_stretch(e, session, FOCUS__MS_PER_SECOND, &stretch)) {
        focus__buffer_text(out, "inc ");
        focus__export_utc(e, stretch.from_ms);
        if (stretch.until_ms != 0) {
            focus__buffer_text(out, " - ");
            focus__export_utc(e, stretch.until_ms);
        }
        timewout_words(out, session);
        focus__buffer_char(out, '\n');
    }
}

const focus__export_format focus__export_timewarrior = {
    .name = "timewarrior",
    .leaves_out = FOCUS__EXPORT_FOCUS_ALONE,
    .begin = focus__export_nothing,
    .session = timewout_session,
    .end = focus__export_nothing,
};
