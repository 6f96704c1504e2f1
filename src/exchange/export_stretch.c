/*
 * export_stretch.c - time worked as formats have it that know no pauses and no milliseconds.
 */
#include "base/calendar.h"
#include "exchange/export.h"

int64_t focus__export_whole(focus__export *e, int64_t length_ms, int64_t unit_ms)
{
    int64_t due_ms = e->owed_ms + (length_ms > 0 ? length_ms : 0);

    e->owed_ms = due_ms % unit_ms;
    return due_ms - e->owed_ms;
}

/* The unit of local time in which an instant lies. */
static int64_t stretch_floor(const focus__export *e, const focus_session *session, int64_t at_ms,
                             int64_t unit_ms)
{
    int64_t over_ms = focus__export_local_ms(e->zone, session, at_ms) % unit_ms;

    return at_ms - over_ms - (over_ms < 0 ? unit_ms : 0);
}

/*
 * A stretch that was paid what others were owed may end up to a unit late; the next then begins
 * there. It ends no later than it would have otherwise, as what is paid to it is so much less.
 */
void focus__export_fit(focus__export *e, const focus_session *session, int64_t unit_ms,
                       focus__stretch *stretch)
{
    int64_t from_ms = stretch_floor(e, session, stretch->from_ms, unit_ms);

    if (from_ms < e->until_said_ms && stretch->from_ms >= e->until_ms)
        from_ms = e->until_said_ms;
    if (stretch->until_ms != 0) {
        e->until_ms = stretch->until_ms;
        stretch->until_ms =
            from_ms + focus__export_whole(e, stretch->until_ms - stretch->from_ms, unit_ms);
        e->until_said_ms = stretch->until_ms;
    }
    stretch->from_ms = from_ms;
}

/* Nobody has checked the times of pauses in a damaged file. */
static bool stretch_is_sound(const focus__stretch *stretch)
{
    bool ends = stretch->until_ms != 0;

    return stretch->from_ms > 0 && stretch->from_ms <= FOCUS__TIME_MAX_MS &&
           (!ends ||
            (stretch->until_ms >= stretch->from_ms && stretch->until_ms <= FOCUS__TIME_MAX_MS));
}

bool focus__export_stretch(focus__export *e, const focus_session *session, int64_t unit_ms,
                           focus__stretch *stretch)
{
    while (stretch->pause <= session->pause_count) {
        size_t i = stretch->pause++;
        stretch->from_ms = i > 0 ? session->pauses[i - 1].ended_at_ms : session->started_at_ms;
        stretch->until_ms =
            i < session->pause_count ? session->pauses[i].started_at_ms : session->ended_at_ms;
        if (!stretch_is_sound(stretch)) /* or it is paused at present */
            continue;
        focus__export_fit(e, session, unit_ms, stretch);
        if (stretch->until_ms != stretch->from_ms)
            return true;
    }
    return false;
}
