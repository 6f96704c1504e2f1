/*
 * walk.c - the walk through the history: sessions with their pauses, read in one go.
 */
#include "report/walk.h"

#include "core/day_total.h"

#include "rules/limits.h"

/* Columns of the statements in report.sql. */
enum {
    WALK_ID,
    WALK_MODE,
    WALK_STATUS,
    WALK_IMPLAUSIBLE,
    WALK_STARTED_AT_MS,
    WALK_ENDED_AT_MS,
    WALK_PLANNED_MS,
    WALK_PAUSED_MS,
    WALK_PAUSE_COUNT,
    WALK_LOCAL_DAY,
    WALK_UTC_OFFSET_S,
    WALK_ZONE,
    WALK_PROJECT,
    WALK_TITLE,
    WALK_TAGS,
    WALK_PAUSE_STARTED_AT_MS,
    WALK_PAUSE_ENDED_AT_MS,
    WALK_LAST_EVENT_AT_MS, /* of the running session alone, like what follows */
    WALK_EXPIRES_AT_MS
};

enum {
    WALK_TOTAL_DAY,
    WALK_TOTAL_LENGTH_MS,
    WALK_TOTAL_TITLE,
    WALK_TOTAL_PROJECT,
    WALK_TOTAL_TAGS
};

/* --- a session -------------------------------------------------------------------------------- */

static void walk_read_timer(focus__stmt *stmt, bool runs, focus__timer *out)
{
    out->status = (int32_t)focus__stmt_get_int(stmt, WALK_STATUS);
    out->planned_ms = focus__stmt_get_int(stmt, WALK_PLANNED_MS);
    out->started_at_ms = focus__stmt_get_int(stmt, WALK_STARTED_AT_MS);
    out->ended_at_ms = focus__stmt_get_int(stmt, WALK_ENDED_AT_MS);
    out->paused_ms = focus__stmt_get_int(stmt, WALK_PAUSED_MS);
    if (!runs)
        return;
    out->last_event_at_ms = focus__stmt_get_int(stmt, WALK_LAST_EVENT_AT_MS);
    out->expires_at_ms = focus__stmt_get_int(stmt, WALK_EXPIRES_AT_MS);
    if (out->status == FOCUS_SESSION_PAUSED)
        out->pause_started_at_ms = out->last_event_at_ms;
}

static void walk_read_session(focus__stmt *stmt, bool runs, focus__walked *out)
{
    *out = (focus__walked){
        .id = focus__stmt_get_int(stmt, WALK_ID),
        .mode = (int32_t)focus__stmt_get_int(stmt, WALK_MODE),
        .implausible = focus__stmt_get_int(stmt, WALK_IMPLAUSIBLE) != 0,
        .pause_count = (int32_t)focus__stmt_get_int(stmt, WALK_PAUSE_COUNT),
        .local_day = (int32_t)focus__stmt_get_int(stmt, WALK_LOCAL_DAY),
        .utc_offset_s = (int32_t)focus__stmt_get_int(stmt, WALK_UTC_OFFSET_S),
        .zone = focus__stmt_get_text(stmt, WALK_ZONE),
        .project = focus__stmt_get_text(stmt, WALK_PROJECT),
        .title = focus__stmt_get_text(stmt, WALK_TITLE),
        .tags = focus__stmt_get_text(stmt, WALK_TAGS),
    };
    walk_read_timer(stmt, runs, &out->timer);
}

/* The file may be damaged: these are added up and indexed with. */
static bool walk_is_sound(const focus__walked *session, bool runs)
{
    const focus__timer *timer = &session->timer;

    return session->mode >= 0 && session->mode < FOCUS_MODE_COUNT && timer->status >= 0 &&
           timer->status < FOCUS_SESSION_STATUS_COUNT && timer->started_at_ms > 0 &&
           timer->started_at_ms <= FOCUS__TIME_MAX_MS && timer->ended_at_ms <= FOCUS__TIME_MAX_MS &&
           focus__timer_is_running(timer) == runs &&
           (runs || timer->paused_ms <= timer->ended_at_ms - timer->started_at_ms) &&
           timer->paused_ms >= 0 && timer->paused_ms <= FOCUS__TIME_MAX_MS &&
           timer->planned_ms >= 0 && timer->planned_ms <= FOCUS__TIME_MAX_MS &&
           session->pause_count >= 0 && session->pause_count <= FOCUS__PAUSES_MAX &&
           focus__is_day(session->local_day) && session->utc_offset_s > -86400 &&
           session->utc_offset_s < 86400;
}

static focus_status walk_begin_session(focus__walk *walk, focus__stmt *stmt, bool runs)
{
    focus__walked *session = &walk->session;
    focus__timer *timer = &session->timer;

    walk_read_session(stmt, runs, session);
    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (!walk_is_sound(session, runs))
        return focus__fail(&walk->store->error, FOCUS_E_CORRUPT,
                           "session %lld in the file makes no sense", (long long)session->id);
    if (runs && focus__timer_is_overdue(timer, walk->store->now_ms))
        focus__timer_expire(timer);
    session->until_ms = focus__timer_is_running(timer) ? walk->store->now_ms : timer->ended_at_ms;
    walk->told_until_ms = timer->started_at_ms;
    return walk->begin(walk->user, session);
}

/* --- its stretches ---------------------------------------------------------------------------- */

static focus_status tell(focus__walk *walk,
                         focus_status (*stretch)(void *user, int64_t from_ms, int64_t until_ms),
                         int64_t until_ms)
{
    int64_t from_ms = walk->told_until_ms;

    if (until_ms > walk->session.until_ms)
        until_ms = walk->session.until_ms;
    if (until_ms <= from_ms)
        return FOCUS_OK;
    walk->told_until_ms = until_ms;
    return stretch != NULL ? stretch(walk->user, from_ms, until_ms) : FOCUS_OK;
}

/* What lies before the pause of a row, and the pause: one without an end goes on to the session's. */
static focus_status tell_pause(focus__walk *walk, focus__stmt *stmt)
{
    int64_t until_ms = focus__stmt_get_int(stmt, WALK_PAUSE_ENDED_AT_MS);

    if (focus__stmt_is_null(stmt, WALK_PAUSE_STARTED_AT_MS))
        return FOCUS_OK;
    if (focus__stmt_is_null(stmt, WALK_PAUSE_ENDED_AT_MS))
        until_ms = walk->session.until_ms;
    focus_status status =
        tell(walk, walk->worked, focus__stmt_get_int(stmt, WALK_PAUSE_STARTED_AT_MS));
    return status == FOCUS_OK ? tell(walk, walk->paused, until_ms) : status;
}

static focus_status walk_end_session(focus__walk *walk)
{
    return walk->session.id != 0 ? tell(walk, walk->worked, walk->session.until_ms) : FOCUS_OK;
}

/* --- the way ---------------------------------------------------------------------------------- */

static focus_status walk_row(focus__walk *walk, focus__stmt *stmt, bool runs)
{
    focus_status status = FOCUS_OK;

    if (walk->session.id != focus__stmt_get_int(stmt, WALK_ID)) {
        status = walk_end_session(walk);
        if (status == FOCUS_OK)
            status = walk_begin_session(walk, stmt, runs);
    }
    return status == FOCUS_OK ? tell_pause(walk, stmt) : status;
}

static focus_status walk_borrow(const focus__walk *walk, enum focus__sql_id id, int64_t from,
                                int64_t until, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(walk->store->db, id, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, walk->store->user_id);
    focus__stmt_int(out, 2, from);
    focus__stmt_int(out, 3, until);
    focus__stmt_text(out, 4, walk->project);
    focus__stmt_text(out, 5, walk->text);
    focus__stmt_text(out, 6, walk->tag);
    return FOCUS_OK;
}

static focus_status walk_rows(focus__walk *walk, enum focus__sql_id id, int64_t from_ms,
                              int64_t until_ms)
{
    focus__stmt stmt;
    focus_status status = walk_borrow(walk, id, from_ms, until_ms, &stmt);

    if (status != FOCUS_OK)
        return status;
    walk->session.id = 0;
    status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        status = walk_row(walk, &stmt, id == FOCUS__SQL_REPORT_RUNNING);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? walk_end_session(walk) : status;
}

/* Who reaches into the span began within a day before it, or is longer than a day: an index has those. */
focus_status focus__walk_through(focus__walk *walk, int64_t from_ms, int64_t until_ms)
{
    int64_t began_ms = from_ms - FOCUS__MS_PER_DAY;
    focus_status status = walk_rows(walk, FOCUS__SQL_REPORT_LONG_SESSIONS, began_ms, from_ms);

    if (status == FOCUS_OK)
        status = walk_rows(walk, FOCUS__SQL_REPORT_SESSIONS, began_ms, until_ms);
    return status == FOCUS_OK ? walk_rows(walk, FOCUS__SQL_REPORT_RUNNING, from_ms, until_ms)
                              : status;
}

/* --- totals of days --------------------------------------------------------------------------- */

static focus_status walk_day_total(focus__walk *walk, focus__stmt *stmt)
{
    const focus__walked_total total = {
        .day = (int32_t)focus__stmt_get_int(stmt, WALK_TOTAL_DAY),
        .length_ms = focus__stmt_get_int(stmt, WALK_TOTAL_LENGTH_MS),
        .title = focus__stmt_get_text(stmt, WALK_TOTAL_TITLE),
        .project = focus__stmt_get_text(stmt, WALK_TOTAL_PROJECT),
        .tags = focus__stmt_get_text(stmt, WALK_TOTAL_TAGS),
    };

    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (!focus__is_day(total.day) || total.length_ms > FOCUS__DAY_TOTAL_MAX_MS ||
        total.length_ms < -FOCUS__DAY_TOTAL_MAX_MS)
        return focus__fail(&walk->store->error, FOCUS_E_CORRUPT, "a total of a day makes no sense");
    return walk->day_total(walk->user, &total);
}

focus_status focus__walk_day_totals(focus__walk *walk, int32_t from_day, int32_t until_day)
{
    focus__stmt stmt;
    focus_status status =
        walk_borrow(walk, FOCUS__SQL_REPORT_DAY_TOTALS, from_day, until_day, &stmt);

    if (status != FOCUS_OK)
        return status;
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = walk_day_total(walk, &stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}
