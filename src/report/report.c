/*
 * report.c - the history added up along an axis: focus_report_get().
 *
 * walk.c goes through the sessions; here is decided on which day, in which hour and in which rows their
 * time counts. What becomes of the sums is rows.c's; where days and hours change, rules/slice.c's.
 */
#include "report/report.h"
#include "report/rows.h"
#include "report/walk.h"

#include "base/calendar.h"
#include "base/text.h"
#include "core/tags.h"
#include "rules/limits.h"
#include "rules/slice.h"

/* The days there are: a day start and an offset move the first and the last. */
#define REPORT_FIRST_DAY (-2)
#define REPORT_LAST_DAY ((int32_t)(FOCUS__TIME_MAX_MS / FOCUS__MS_PER_DAY) + 2)

/* What the report has to know of the session that the walk is at. */
typedef struct report_session {
    const focus__walked *walked;
    focus__report_kind kind;
    focus__wall *wall;  /* the clock by which it counts: */
    focus__wall own;    /* its own, where that is not the store's */
    focus__slice start; /* day and hour in which it began, by that clock */
    int32_t first_day;  /* the day that counts for it */
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
    const uint32_t all = FOCUS_INCLUDE_ABANDONED | FOCUS_INCLUDE_BREAKS |
                         FOCUS_INCLUDE_UNCONFIRMED | FOCUS_INCLUDE_DAY_TOTALS;

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
static bool is_from_here(report_run *run, const focus__walked *walked)
{
    const char *here = run->store->zone.name;

    return (walked->zone == NULL || here == NULL || strcmp(walked->zone, here) == 0) &&
           focus__wall_offset_s(&run->here, walked->timer.started_at_ms) == walked->utc_offset_s;
}

static void choose_wall(report_run *run, const focus__walked *walked)
{
    report_session *session = &run->session;
    int64_t started_at_ms = walked->timer.started_at_ms;
    bool recorded = run->options.days == FOCUS_DAYS_RECORDED;

    session->own = focus__wall_of_offset(walked->utc_offset_s);
    session->wall = recorded && !is_from_here(run, walked) ? &session->own : &run->here;
    session->start = focus__slice_first(session->wall, run->settings.day_start_minutes,
                                        by_hour(run), started_at_ms, started_at_ms + 1);
    session->first_day = recorded ? walked->local_day : session->start.day;
}

/* The day of a slice. Up to the first start of a day it is the one fixed when the session began, which
 * another day start may have decided; none later lies before it. */
static int32_t day_of_slice(const report_session *session, const focus__slice *slice)
{
    if (slice->day <= session->start.day || slice->day < session->first_day)
        return session->first_day;
    return slice->day;
}

static focus__report_kind kind_of(const focus__walked *walked)
{
    const int32_t status = walked->timer.status;
    bool counts = status != FOCUS_SESSION_EXPIRED && !walked->implausible;

    if (focus__timer_is_running(&walked->timer))
        return walked->mode == FOCUS_MODE_FOCUS ? FOCUS__REPORT_RUNNING : FOCUS__REPORT_NOTHING;
    if (walked->mode != FOCUS_MODE_FOCUS)
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

/* The rows in which the session counts at a day and hour: those of its texts stay, others are found.
 * A total of a day has no hour. */
static focus_status find_rows_at(report_run *run, int32_t day, int32_t hour)
{
    if (by_text(run))
        return FOCUS_OK;
    run->session_row_count = 0;
    if (by_hour(run) && run->session.kind == FOCUS__REPORT_DAY_TOTAL)
        return FOCUS_OK;
    run->session_row_count = 1;
    return focus__report_row_of_number(
        &run->rows, focus__report_number(&run->rows, day, hour, run->session.walked->mode),
        &run->session_rows[0]);
}

static focus_status add_time(report_run *run, int32_t day, int32_t hour, int64_t ms)
{
    if (!wants_day(run, day) || run->session.kind == FOCUS__REPORT_NOTHING)
        return FOCUS_OK;
    if (run->session.kind == FOCUS__REPORT_RUNNING) {
        run->rows.running_ms += ms;
        return FOCUS_OK;
    }
    focus_status status = find_rows_at(run, day, hour);
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < run->session_row_count; i++)
        focus__report_add_time(run->session_rows[i], run->session.kind, ms);
    focus__report_add_time(run->rows.total, run->session.kind, ms);
    note_day(&run->rows, day);
    return FOCUS_OK;
}

static focus_status add_stretch(void *user, int64_t from_ms, int64_t until_ms)
{
    report_run *run = user;
    const report_session *session = &run->session;
    focus_status status = FOCUS_OK;

    while (from_ms < until_ms && status == FOCUS_OK) {
        focus__slice slice = focus__slice_first(session->wall, run->settings.day_start_minutes,
                                                by_hour(run), from_ms, until_ms);
        status = add_time(run, day_of_slice(session, &slice), slice.hour, slice.until_ms - from_ms);
        if (status == FOCUS_OK)
            status = focus__db_check_interrupt(run->store->db);
        from_ms = slice.until_ms;
    }
    return status;
}

static void count_plan(focus_report_row *row, int64_t planned_ms, int64_t worked_ms)
{
    if (planned_ms == 0)
        return;
    row->planned++;
    row->planned_ms += planned_ms;
    row->worked_ms += worked_ms;
    if (worked_ms > planned_ms)
        row->overtime_ms += worked_ms - planned_ms;
}

static void report_count_session(focus_report_row *row, const report_session *session)
{
    const focus__walked *walked = session->walked;

    row->sessions += session->kind == FOCUS__REPORT_FOCUS;
    row->abandoned += session->kind == FOCUS__REPORT_ABANDONED;
    row->unconfirmed += session->kind == FOCUS__REPORT_UNCONFIRMED;
    row->breaks += session->kind == FOCUS__REPORT_BREAK;
    if (session->kind != FOCUS__REPORT_FOCUS)
        return;
    row->pauses += walked->pause_count;
    row->paused_ms += walked->timer.paused_ms;
    count_plan(row, walked->timer.planned_ms, focus__timer_active_ms(&walked->timer, 0));
}

/* Where it began, the session by number. */
static focus_status add_count(report_run *run)
{
    const report_session *session = &run->session;

    if (!wants_day(run, session->first_day) || session->kind == FOCUS__REPORT_RUNNING ||
        session->kind == FOCUS__REPORT_NOTHING)
        return FOCUS_OK;
    focus_status status = find_rows_at(run, session->first_day, session->start.hour);
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < run->session_row_count; i++)
        report_count_session(run->session_rows[i], session);
    report_count_session(run->rows.total, session);
    note_day(&run->rows, session->first_day);
    return FOCUS_OK;
}

/* By the whole rule its time as well. */
static focus_status add_start(report_run *run)
{
    const report_session *session = &run->session;
    focus_status status = add_count(run);

    if (status != FOCUS_OK || run->options.rule != FOCUS_RULE_WHOLE)
        return status;
    return add_time(run, session->first_day, session->start.hour,
                    focus__timer_active_ms(&session->walked->timer, run->store->now_ms));
}

/* --- the session's rows ------------------------------------------------------------------------- */

static focus_status add_text_row(report_run *run, const char *text)
{
    if (run->session_row_count == FOCUS_TAGS_MAX)
        return focus__fail(&run->store->error, FOCUS_E_CORRUPT,
                           "session %lld in the file has too many tags",
                           (long long)run->session.walked->id);
    return focus__report_row_of_text(&run->rows, text,
                                     &run->session_rows[run->session_row_count++]);
}

static focus_status add_tag_rows(report_run *run, const char *tags)
{
    char tag[FOCUS_TITLE_MAX + 1];
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__tags_next(run->store, &tags, tag);
        if (status == FOCUS_OK)
            status = add_text_row(run, tag);
    }
    run->rows.is_shared |= run->session_row_count > 1;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status find_text_rows(report_run *run, const focus__walked *walked)
{
    run->session_row_count = 0;
    if (run->options.by == FOCUS_BY_PROJECT)
        return add_text_row(run, walked->project);
    if (run->options.by == FOCUS_BY_TITLE)
        return add_text_row(run, walked->title);
    if (run->options.by == FOCUS_BY_TAG)
        return walked->tags != NULL ? add_tag_rows(run, walked->tags) : add_text_row(run, NULL);
    return FOCUS_OK;
}

static focus_status begin_session(void *user, const focus__walked *walked)
{
    report_run *run = user;

    run->session.walked = walked;
    run->session.kind = kind_of(walked);
    choose_wall(run, walked);
    focus_status status = find_text_rows(run, walked);
    return status == FOCUS_OK ? add_start(run) : status;
}

static focus_status add_day_total(void *user, const focus__walked_total *total)
{
    report_run *run = user;
    const focus__walked walked = {
        .mode = FOCUS_MODE_FOCUS,
        .title = total->title,
        .project = total->project,
        .tags = total->tags,
    };

    run->session = (report_session){.walked = &walked, .kind = FOCUS__REPORT_DAY_TOTAL};
    focus_status status = find_text_rows(run, &walked);
    return status == FOCUS_OK ? add_time(run, total->day, 0, total->length_ms) : status;
}

/* A local day lies within two days of the same day of UTC: an offset and a late start of the day are
 * less than a day each. */
static focus_status walk_history(report_run *run)
{
    bool has_days = run->options.has_days != 0;
    int32_t from_day = has_days ? run->options.from_day : REPORT_FIRST_DAY;
    int32_t until_day = has_days ? run->options.until_day : REPORT_LAST_DAY;
    focus__walk walk = {
        .store = run->store,
        .project = run->options.project,
        .text = run->options.text,
        .tag = run->options.tag,
        .begin = begin_session,
        .worked = run->options.rule == FOCUS_RULE_SPLIT ? add_stretch : NULL,
        .day_total = add_day_total,
        .user = run,
    };

    focus_status status = focus__walk_through(&walk, (from_day - 2) * FOCUS__MS_PER_DAY,
                                              (until_day + 3) * FOCUS__MS_PER_DAY);
    return status == FOCUS_OK ? focus__walk_day_totals(&walk, from_day, until_day) : status;
}

/* --- the report ------------------------------------------------------------------------------- */

static void report_describe(const report_run *run, focus_report *out)
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
    report_describe(run, out);
    if (status == FOCUS_OK)
        status = focus__report_rows_finish(&run->rows, out);
    out->is_shared = run->rows.is_shared;
    return status;
}

focus_status focus__report_read(focus_store *store, void *box, const void *query)
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
    status = focus__read_box(store, sizeof(focus_report), focus__report_read, options, &box);
    *out_report = box;
    return status;
}

void focus_report_free(const focus_report *report)
{
    focus__box_free(report);
}

#undef REPORT_FIRST_DAY
#undef REPORT_LAST_DAY
