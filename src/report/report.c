/*
 * report.c - the history added up along an axis: focus_report_get().
 *
 * One walk through the sessions of the days asked for, each with its pauses beside it. What becomes
 * of the sums is rows.c's; where days and hours change, rules/slice.c's.
 */
#include "core/session.h"
#include "report/rows.h"

#include "base/calendar.h"
#include "base/text.h"
#include "rules/limits.h"
#include "rules/slice.h"

/* Columns of the statements in report.sql. */
enum {
    REPORT_ID,
    REPORT_MODE,
    REPORT_STATUS,
    REPORT_IMPLAUSIBLE,
    REPORT_STARTED_AT_MS,
    REPORT_ENDED_AT_MS,
    REPORT_PLANNED_MS,
    REPORT_PAUSED_MS,
    REPORT_PAUSE_COUNT,
    REPORT_LOCAL_DAY,
    REPORT_UTC_OFFSET_S,
    REPORT_ZONE,
    REPORT_PROJECT,
    REPORT_TITLE,
    REPORT_TAGS,
    REPORT_PAUSE_STARTED_AT_MS,
    REPORT_PAUSE_ENDED_AT_MS,
    REPORT_LAST_EVENT_AT_MS, /* of the running session alone, like what follows */
    REPORT_EXPIRES_AT_MS,
    REPORT_CONFIRMED
};

/* The days there are: a day start and an offset move the first and the last. */
#define REPORT_FIRST_DAY (-2)
#define REPORT_LAST_DAY ((int32_t)(FOCUS__TIME_MAX_MS / FOCUS__MS_PER_DAY) + 2)

/* The session that the walk is at. */
typedef struct report_session {
    int64_t id; /* 0: none yet */
    int32_t mode;
    focus__report_kind kind;
    focus__timer timer;
    int32_t pause_count;
    int32_t local_day;
    focus__wall *wall;                      /* the clock by which it counts: */
    focus__wall own;                        /* its own, where that is not the store's */
    focus__slice start;                     /* day and hour in which it began, by that clock */
    int32_t first_day;                      /* the day that counts for it */
    int64_t active_until_ms;                /* what has been added up to here */
    focus_report_row *rows[FOCUS_TAGS_MAX]; /* of its texts, on an axis of those */
    size_t row_count;
} report_session;

typedef struct report_run {
    focus_store *store;
    focus_report_options options;
    focus_settings settings;
    focus__report_rows rows;
    focus__wall here;
    report_session session;
    focus_report_row *session_rows[FOCUS_TAGS_MAX]; /* where it counts */
    size_t session_row_count;
} report_run;

/* --- options ---------------------------------------------------------------------------------- */

static focus_status check_values(focus_store *store, const focus_report_options *options)
{
    const uint32_t all = FOCUS_INCLUDE_ABANDONED | FOCUS_INCLUDE_BREAKS | FOCUS_INCLUDE_UNCONFIRMED;

    if (options->by < 0 || options->by >= FOCUS_BY_COUNT)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "there is no such axis");
    if (options->rule < FOCUS_RULE_SPLIT || options->rule > FOCUS_RULE_WHOLE)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "there is no such rule");
    if (options->days < FOCUS_DAYS_RECORDED || options->days > FOCUS_DAYS_HERE)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "there are no such days");
    if ((options->include & ~all) != 0 ||
        (options->flags & ~(uint32_t)FOCUS_REPORT_EMPTY_ROWS) != 0)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "the options have an unknown bit");
    return FOCUS_OK;
}

static focus_status check_texts(focus_store *store, focus_report_options *options)
{
    const char **texts[] = {&options->tag, &options->project, &options->text};
    const char *const names[] = {"the tag", "the project", "the text"};
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < FOCUS__COUNT_OF(texts) && status == FOCUS_OK; i++) {
        *texts[i] = focus__text_or_null(*texts[i]);
        status = focus__text_check(names[i], *texts[i], 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    }
    return status;
}

static focus_status take_options(focus_store *store, const focus_report_options *options,
                                 focus_report_options *out)
{
    static const focus_report_options by_day = FOCUS_REPORT_OPTIONS_INIT;
    focus_status status =
        focus__options_import(out, sizeof(*out), FOCUS__SIZE_THROUGH(focus_report_options, text),
                              options != NULL ? options : &by_day, &store->error);

    if (status == FOCUS_OK)
        status = check_values(store, out);
    if (status == FOCUS_OK)
        status = check_texts(store, out);
    if (status == FOCUS_OK && out->has_days != 0 && out->until_day < out->from_day)
        status = focus__fail(&store->error, FOCUS_E_INVALID, "until_day lies before from_day");
    if (out->from_day < REPORT_FIRST_DAY)
        out->from_day = REPORT_FIRST_DAY;
    if (out->until_day > REPORT_LAST_DAY)
        out->until_day = REPORT_LAST_DAY;
    return status;
}

/* --- where a session counts ------------------------------------------------------------------- */

static bool by_hour(const report_run *run)
{
    return run->options.by == FOCUS_BY_HOUR || run->options.by == FOCUS_BY_HOUR_OF_WEEK;
}

static bool by_text(const report_run *run)
{
    return run->options.by == FOCUS_BY_PROJECT || run->options.by == FOCUS_BY_TAG ||
           run->options.by == FOCUS_BY_TITLE;
}

static bool wants_day(const report_run *run, int32_t day)
{
    const focus_report_options *options = &run->options;

    return options->has_days == 0 || (day >= options->from_day && day <= options->until_day);
}

/* The store's zone is that of a session if both had the same offset when it began, and no other name. */
static bool is_from_here(report_run *run, const char *zone, int32_t utc_offset_s, int64_t at_ms)
{
    const char *here = run->store->zone.name;

    return (zone == NULL || here == NULL || strcmp(zone, here) == 0) &&
           focus__wall_offset_s(&run->here, at_ms) == utc_offset_s;
}

static void choose_wall(report_run *run, const char *zone, int32_t utc_offset_s)
{
    report_session *session = &run->session;
    int64_t started_at_ms = session->timer.started_at_ms;
    bool recorded = run->options.days == FOCUS_DAYS_RECORDED;

    session->own = focus__wall_of_offset(utc_offset_s);
    session->wall = recorded && !is_from_here(run, zone, utc_offset_s, started_at_ms)
                        ? &session->own
                        : &run->here;
    session->start = focus__slice_first(session->wall, run->settings.day_start_minutes,
                                        by_hour(run), started_at_ms, started_at_ms + 1);
    session->first_day = recorded ? session->local_day : session->start.day;
}

/* The day of a slice. Up to the first start of a day it is the one fixed when the session began, which
 * another day start may have decided; none later lies before it. */
static int32_t day_of_slice(const report_session *session, const focus__slice *slice)
{
    if (slice->day <= session->start.day || slice->day < session->first_day)
        return session->first_day;
    return slice->day;
}

static focus__report_kind kind_of(int32_t mode, int32_t status, bool implausible)
{
    bool counts = status != FOCUS_SESSION_EXPIRED && !implausible;

    if (mode != FOCUS_MODE_FOCUS)
        return counts ? FOCUS__REPORT_BREAK : FOCUS__REPORT_NOTHING;
    if (!counts)
        return FOCUS__REPORT_UNCONFIRMED;
    return status == FOCUS_SESSION_COMPLETED ? FOCUS__REPORT_FOCUS : FOCUS__REPORT_ABANDONED;
}

/* --- adding ----------------------------------------------------------------------------------- */

static void note_day(focus__report_rows *rows, int32_t day)
{
    if (day < rows->first_day)
        rows->first_day = day;
    if (day > rows->last_day)
        rows->last_day = day;
}

/* The rows in which the session counts at a day and hour: those of its texts stay, others are found. */
static focus_status find_rows_at(report_run *run, int32_t day, int32_t hour)
{
    if (by_text(run))
        return FOCUS_OK;
    run->session_rows[0] = focus__report_row_of_number(
        &run->rows, focus__report_number(&run->rows, day, hour, run->session.mode));
    run->session_row_count = 1;
    return run->session_rows[0] != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

static focus_status add_time(report_run *run, int32_t day, int32_t hour, int64_t ms)
{
    if (!wants_day(run, day) || ms == 0)
        return FOCUS_OK;
    focus_status status = find_rows_at(run, day, hour);
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < run->session_row_count; i++)
        focus__report_add_time(run->session_rows[i], run->session.kind, ms);
    focus__report_add_time(run->rows.total, run->session.kind, ms);
    note_day(&run->rows, day);
    return FOCUS_OK;
}

/* A stretch without a pause. */
static focus_status add_stretch(report_run *run, int64_t from_ms, int64_t until_ms)
{
    report_session *session = &run->session;
    focus_status status = FOCUS_OK;

    while (from_ms < until_ms && status == FOCUS_OK) {
        focus__slice slice = focus__slice_first(session->wall, run->settings.day_start_minutes,
                                                by_hour(run), from_ms, until_ms);
        status = add_time(run, day_of_slice(session, &slice), slice.hour, slice.until_ms - from_ms);
        from_ms = slice.until_ms;
    }
    return status;
}

static void count_plan(focus_report_row *row, const report_session *session, int64_t active_ms)
{
    if (session->timer.planned_ms == 0)
        return;
    row->planned++;
    row->planned_ms += session->timer.planned_ms;
    row->worked_ms += active_ms;
    if (active_ms > session->timer.planned_ms)
        row->overtime_ms += active_ms - session->timer.planned_ms;
}

static void count_session(focus_report_row *row, const report_session *session)
{
    row->sessions += session->kind == FOCUS__REPORT_FOCUS;
    row->abandoned += session->kind == FOCUS__REPORT_ABANDONED;
    row->unconfirmed += session->kind == FOCUS__REPORT_UNCONFIRMED;
    row->breaks += session->kind == FOCUS__REPORT_BREAK;
    if (session->kind != FOCUS__REPORT_FOCUS)
        return;
    row->pauses += session->pause_count;
    row->paused_ms += session->timer.paused_ms;
    count_plan(row, session, focus__timer_active_ms(&session->timer, 0));
}

/* The session by number, and by the whole rule its time as well, where it began. */
static focus_status add_start(report_run *run)
{
    const report_session *session = &run->session;

    if (!wants_day(run, session->first_day) || session->kind == FOCUS__REPORT_NOTHING)
        return FOCUS_OK;
    focus_status status = find_rows_at(run, session->first_day, session->start.hour);
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < run->session_row_count; i++)
        count_session(run->session_rows[i], session);
    count_session(run->rows.total, session);
    note_day(&run->rows, session->first_day);
    if (run->options.rule == FOCUS_RULE_WHOLE)
        status = add_time(run, session->first_day, session->start.hour,
                          focus__timer_active_ms(&session->timer, 0));
    return status;
}

/* --- the walk --------------------------------------------------------------------------------- */

static focus_status add_text_row(report_run *run, const char *text)
{
    focus_report_row *row = focus__report_row_of_text(&run->rows, text);

    if (row == NULL)
        return FOCUS_E_NOMEM;
    if (run->session_row_count == FOCUS_TAGS_MAX)
        return focus__fail(&run->store->error, FOCUS_E_CORRUPT,
                           "session %lld in the file has too many tags",
                           (long long)run->session.id);
    run->session_rows[run->session_row_count++] = row;
    return FOCUS_OK;
}

/* One a line. */
static focus_status add_tag_rows(report_run *run, const char *tags)
{
    char tag[FOCUS_TITLE_MAX + 1];
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK && tags != NULL) {
        const char *end = strchr(tags, '\n');
        size_t size = end != NULL ? (size_t)(end - tags) : strlen(tags);
        if (size > FOCUS_TITLE_MAX)
            return focus__fail(&run->store->error, FOCUS_E_CORRUPT,
                               "a tag in the file is longer than any may be");
        memcpy(tag, tags, size);
        tag[size] = '\0';
        status = add_text_row(run, tag);
        tags = end != NULL ? end + 1 : NULL;
    }
    run->rows.is_shared |= run->session_row_count > 1;
    return status;
}

static focus_status find_text_rows(report_run *run, focus__stmt *stmt)
{
    const char *tags = focus__stmt_get_text(stmt, REPORT_TAGS);

    run->session_row_count = 0;
    if (run->options.by == FOCUS_BY_PROJECT)
        return add_text_row(run, focus__stmt_get_text(stmt, REPORT_PROJECT));
    if (run->options.by == FOCUS_BY_TITLE)
        return add_text_row(run, focus__stmt_get_text(stmt, REPORT_TITLE));
    if (run->options.by == FOCUS_BY_TAG)
        return tags != NULL ? add_tag_rows(run, tags) : add_text_row(run, NULL);
    return FOCUS_OK;
}

static bool is_sound(const report_session *session)
{
    const focus__timer *timer = &session->timer;

    return session->mode >= 0 && session->mode < FOCUS_MODE_COUNT && timer->status >= 0 &&
           timer->status < FOCUS_SESSION_STATUS_COUNT && timer->started_at_ms > 0 &&
           timer->ended_at_ms >= timer->started_at_ms && timer->ended_at_ms <= FOCUS__TIME_MAX_MS &&
           timer->paused_ms >= 0 && timer->paused_ms <= timer->ended_at_ms - timer->started_at_ms &&
           timer->planned_ms >= 0 && timer->planned_ms <= FOCUS__TIME_MAX_MS &&
           session->pause_count >= 0 && session->pause_count <= FOCUS__PAUSES_MAX &&
           focus__is_day(session->local_day);
}

static void read_session(focus__stmt *stmt, report_session *out)
{
    *out = (report_session){
        .id = focus__stmt_get_int(stmt, REPORT_ID),
        .mode = (int32_t)focus__stmt_get_int(stmt, REPORT_MODE),
        .timer =
            {
                .status = (int32_t)focus__stmt_get_int(stmt, REPORT_STATUS),
                .planned_ms = focus__stmt_get_int(stmt, REPORT_PLANNED_MS),
                .started_at_ms = focus__stmt_get_int(stmt, REPORT_STARTED_AT_MS),
                .ended_at_ms = focus__stmt_get_int(stmt, REPORT_ENDED_AT_MS),
                .paused_ms = focus__stmt_get_int(stmt, REPORT_PAUSED_MS),
            },
        .pause_count = (int32_t)focus__stmt_get_int(stmt, REPORT_PAUSE_COUNT),
        .local_day = (int32_t)focus__stmt_get_int(stmt, REPORT_LOCAL_DAY),
    };
}

/* A session's first row: what it is, and where it began. `implausible` is the running session's
 * otherwise. */
static focus_status begin_session(report_run *run, focus__stmt *stmt, bool implausible)
{
    report_session *session = &run->session;

    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (!is_sound(session))
        return focus__fail(&run->store->error, FOCUS_E_CORRUPT,
                           "session %lld in the file makes no sense", (long long)session->id);
    session->kind = kind_of(session->mode, session->timer.status, implausible);
    session->active_until_ms = session->timer.started_at_ms;
    choose_wall(run, focus__stmt_get_text(stmt, REPORT_ZONE),
                (int32_t)focus__stmt_get_int(stmt, REPORT_UTC_OFFSET_S));
    focus_status status = find_text_rows(run, stmt);
    return status == FOCUS_OK ? add_start(run) : status;
}

/* What was worked before the pause of a row. One that has no end goes on to the session's. */
static focus_status add_until_pause(report_run *run, focus__stmt *stmt)
{
    report_session *session = &run->session;
    int64_t from_ms = focus__stmt_get_int(stmt, REPORT_PAUSE_STARTED_AT_MS);
    int64_t until_ms = focus__stmt_get_int(stmt, REPORT_PAUSE_ENDED_AT_MS);
    int64_t ended_at_ms = session->timer.ended_at_ms;

    if (focus__stmt_is_null(stmt, REPORT_PAUSE_STARTED_AT_MS) ||
        run->options.rule == FOCUS_RULE_WHOLE)
        return FOCUS_OK;
    if (focus__stmt_is_null(stmt, REPORT_PAUSE_ENDED_AT_MS) || until_ms > ended_at_ms)
        until_ms = ended_at_ms;
    focus_status status =
        add_stretch(run, session->active_until_ms, from_ms < ended_at_ms ? from_ms : ended_at_ms);
    if (until_ms > session->active_until_ms)
        session->active_until_ms = until_ms;
    return status;
}

static focus_status end_session(report_run *run)
{
    const report_session *session = &run->session;

    if (session->id == 0 || run->options.rule == FOCUS_RULE_WHOLE)
        return FOCUS_OK;
    return add_stretch(run, session->active_until_ms, session->timer.ended_at_ms);
}

static focus_status walk_row(report_run *run, focus__stmt *stmt)
{
    focus_status status = FOCUS_OK;

    if (run->session.id != focus__stmt_get_int(stmt, REPORT_ID)) {
        status = end_session(run);
        read_session(stmt, &run->session);
        if (status == FOCUS_OK)
            status = begin_session(run, stmt, focus__stmt_get_int(stmt, REPORT_IMPLAUSIBLE) != 0);
    }
    return status == FOCUS_OK ? add_until_pause(run, stmt) : status;
}

static focus_status borrow(report_run *run, enum focus__sql_id id, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(run->store->db, id, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, run->store->user_id);
    focus__stmt_text(out, 4, run->options.project);
    focus__stmt_text(out, 5, run->options.text);
    focus__stmt_text(out, 6, run->options.tag);
    return FOCUS_OK;
}

static focus_status walk(report_run *run, enum focus__sql_id id, int64_t from_ms, int64_t until_ms)
{
    focus__stmt stmt;
    focus_status status = borrow(run, id, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 2, from_ms);
    focus__stmt_int(&stmt, 3, until_ms);
    run->session.id = 0;
    status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        status = walk_row(run, &stmt);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? end_session(run) : status;
}

/* The running session, once its limit has passed: it ended then, though no write has said so yet. */
static focus_status begin_running(report_run *run, focus__stmt *stmt)
{
    report_session *session = &run->session;
    focus__timer *timer = &session->timer;

    read_session(stmt, session);
    timer->last_event_at_ms = focus__stmt_get_int(stmt, REPORT_LAST_EVENT_AT_MS);
    timer->expires_at_ms = focus__stmt_get_int(stmt, REPORT_EXPIRES_AT_MS);
    timer->pause_started_at_ms =
        timer->status == FOCUS_SESSION_PAUSED ? timer->last_event_at_ms : 0;
    if (!focus__timer_is_running(timer) || !focus__timer_is_overdue(timer, run->store->now_ms)) {
        session->id = 0;
        return FOCUS_DONE;
    }
    focus__timer_expire(timer);
    return begin_session(run, stmt, false);
}

static focus_status walk_running(report_run *run)
{
    focus__stmt stmt;
    focus_status status = borrow(run, FOCUS__SQL_REPORT_RUNNING, &stmt);

    if (status != FOCUS_OK)
        return status;
    run->session.id = 0;
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = begin_running(run, &stmt);
    while (status == FOCUS_OK) {
        status = add_until_pause(run, &stmt);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? end_session(run) : status;
}

/* A local day lies within two days of the same day of UTC: an offset and a late start of the day are
 * less than a day each. What began a day before reaches into it, and what is longer than a day lies
 * in an index of its own. */
static focus_status walk_history(report_run *run)
{
    bool has_days = run->options.has_days != 0;
    int64_t from = has_days ? run->options.from_day : INT32_MIN;
    int64_t until = has_days ? run->options.until_day : INT32_MAX;
    int64_t from_ms = (from - 3) * FOCUS__MS_PER_DAY;
    focus_status status =
        walk(run, FOCUS__SQL_REPORT_SESSIONS, from_ms, (until + 3) * FOCUS__MS_PER_DAY);

    if (status == FOCUS_OK && has_days && run->options.rule == FOCUS_RULE_SPLIT)
        status = walk(run, FOCUS__SQL_REPORT_LONG_SESSIONS, from_ms, from_ms + FOCUS__MS_PER_DAY);
    return status == FOCUS_OK ? walk_running(run) : status;
}

/* --- the report ------------------------------------------------------------------------------- */

static void describe(const report_run *run, focus_report *out)
{
    out->by = run->options.by;
    out->rule = run->options.rule;
    out->days = run->options.days;
    out->day_start_minutes = run->settings.day_start_minutes;
    out->week_start = run->settings.week_start;
}

static focus_status run_report(report_run *run, focus_report *out)
{
    focus_status status = focus__report_rows_init(&run->rows);

    run->rows.today =
        focus__local_day(run->store->now_ms, focus__wall_offset_s(&run->here, run->store->now_ms),
                         run->settings.day_start_minutes);
    if (status == FOCUS_OK)
        status = focus__goals_read(run->store, run->rows.scratch, &run->settings, &run->rows.goals);
    if (status == FOCUS_OK)
        status = walk_history(run);
    describe(run, out);
    if (status == FOCUS_OK)
        status = focus__report_rows_finish(&run->rows, out);
    out->is_shared = run->rows.is_shared;
    return status;
}

static focus_status read_report(focus_store *store, void *box, const void *query)
{
    report_run run = {.store = store, .here = focus__wall_of_zone(&store->zone)};
    focus_status status = take_options(store, query, &run.options);

    if (status == FOCUS_OK)
        status = focus__settings_of(store, store->user_id, &run.settings, NULL);
    if (status != FOCUS_OK)
        return status;
    run.rows = (focus__report_rows){.store = store,
                                    .options = &run.options,
                                    .settings = &run.settings,
                                    .box = box,
                                    .scratch = focus__new_box(store, sizeof(void *))};
    status = run.rows.scratch != NULL ? run_report(&run, box) : FOCUS_E_NOMEM;
    focus__box_free(run.rows.scratch);
    return status;
}

focus_status focus_report_get(focus_store *store, const focus_report_options *options,
                              const focus_report **out_report)
{
    const void *box = NULL;
    focus_status status;

    if (out_report == NULL)
        return focus__misuse(store, "out_report");
    status = focus__read_box(store, sizeof(focus_report), read_report, options, &box);
    *out_report = box;
    return status;
}

void focus_report_free(const focus_report *report)
{
    focus__box_free(report);
}

#undef REPORT_FIRST_DAY
#undef REPORT_LAST_DAY
