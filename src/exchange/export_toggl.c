/*
 * export_toggl.c - focus sessions as the detailed report of Toggl Track, which toggl.c reads: local
 * times of the place, whole seconds.
 *
 * Toggl knows no pauses, so that a session with some is several entries; so Duration, which wins, is
 * also end less start, except where the clocks change in between. A comma in a tag parts it in two.
 */
#include "base/calendar.h"
#include "exchange/export.h"

static void togglout_begin(focus__export *e)
{
    focus__buffer_text(&e->out, "User,Email,Client,Project,Task,Description,Billable,Start date,"
                                "Start time,End date,End time,Duration,Tags\n");
}

static void togglout_time(focus__export *e, const focus_session *session, int64_t at_ms)
{
    int64_t local_ms = focus__export_local_ms(e->zone, session, at_ms);

    focus__export_day(e, focus__local_day(local_ms, 0, 0));
    focus__buffer_char(&e->out, ',');
    focus__export_clock(&e->out, local_ms, true);
    focus__buffer_char(&e->out, ',');
}

static void togglout_duration(focus__buffer *out, int64_t length_ms)
{
    uint64_t seconds = (uint64_t)(length_ms / FOCUS__MS_PER_SECOND);

    focus__export_digits(out, seconds / 3600, 2);
    focus__buffer_char(out, ':');
    focus__export_digits(out, seconds / 60 % 60, 2);
    focus__buffer_char(out, ':');
    focus__export_digits(out, seconds % 60, 2);
}

static void togglout_session(focus__export *e, const focus_session *session)
{
    const char *const words[] = {session->project, session->task, session->title};
    focus__buffer *out = &e->out;
    focus__stretch stretch = {0};

    while (focus__export_stretch(e, session, FOCUS__MS_PER_SECOND, &stretch)) {
        focus__buffer_text(out, ",,,");
        for (size_t i = 0; i < FOCUS__COUNT_OF(words); i++) {
            focus__export_csv_field(out, words[i]);
            focus__buffer_char(out, ',');
        }
        focus__buffer_text(out, "No,");
        togglout_time(e, session, stretch.from_ms);
        togglout_time(e, session, stretch.until_ms);
        togglout_duration(out, stretch.until_ms - stretch.from_ms);
        focus__buffer_char(out, ',');
        focus__export_csv_tags(out, session);
        focus__buffer_char(out, '\n');
    }
}

const focus__export_format focus__export_toggl = {
    .name = "toggl",
    .leaves_out = FOCUS__EXPORT_FOCUS_ALONE | FOCUS__EXPORT_ENDED_ALONE,
    .begin = togglout_begin,
    .session = togglout_session,
    .end = focus__export_nothing,
};
