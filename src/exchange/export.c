/*
 * export.c - focus_export(): the sessions of one snapshot, oldest first, and the totals of days
 * behind them, through a format to a caller's write function.
 *
 * Memory holds one session and the bytes not yet handed on, however long the history.
 */
#include "exchange/export.h"

#include "base/calendar.h"

enum { EXPORT_CHUNK = 65536 };

static const focus__export_format *const export_formats[] = {
    &focus__export_jsonl, &focus__export_json,         &focus__export_csv,
    &focus__export_ics,   &focus__export_timewarrior,  &focus__export_klog,
    &focus__export_toggl, &focus__export_openpomodoro,
};

/*
 * Offsets of the zone by days of UTC, as a zone may be slow to tell and a session has four instants.
 * Kept of days that have one offset at both ends: no zone changes twice within two days.
 */
typedef struct export_offsets {
    const focus_zone *zone;
    struct {
        int64_t next_day; /* the day after it, so that 0 is none */
        int32_t offset_s;
    } days[64];
} export_offsets;

typedef struct export_run {
    focus_store *store;
    focus_export_options options;
    const focus__export_format *format;
    export_offsets offsets;
    focus_zone zone; /* the store's, by way of these */
    focus__export state;
    focus_export_report report;
} export_run;

/* --- options ---------------------------------------------------------------------------------- */

static focus_status export_take_options(focus_store *store, const focus_export_options *options,
                                        export_run *out)
{
    focus_export_options *own = &out->options;
    focus_error *error = &store->error;
    focus_status status = focus__options_import(
        own, sizeof(*own), FOCUS__SIZE_THROUGH(focus_export_options, user), options, error);

    if (status != FOCUS_OK)
        return status;
    if (own->format == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options.format must not be NULL");
    if (own->write == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options.write must not be NULL");
    if (own->has_days != 0 && own->until_day < own->from_day)
        return focus__fail(error, FOCUS_E_INVALID, "the last day is before the first");
    for (size_t i = 0; i < FOCUS__COUNT_OF(export_formats); i++) {
        if (strcmp(export_formats[i]->name, own->format) == 0)
            out->format = export_formats[i];
    }
    if (out->format == NULL)
        return focus__fail(error, FOCUS_E_UNSUPPORTED, "there is no format \"%s\" to export",
                           own->format);
    return FOCUS_OK;
}

/* --- the run ---------------------------------------------------------------------------------- */

/* Hand on what has gathered, once it is `least` bytes or more. */
static focus_status export_hand_on(export_run *run, size_t least)
{
    focus__buffer *bytes = &run->state.out;

    if (bytes->failed)
        return focus__fail(&run->store->error, FOCUS_E_NOMEM, "no memory for the export");
    if (bytes->size == 0 || bytes->size < least)
        return FOCUS_OK;
    if (run->options.write(run->options.user, bytes->bytes, bytes->size) != 0)
        return focus__fail(&run->store->error, FOCUS_E_IO, "the export could not be written");
    focus__buffer_clear(bytes);
    if (run->options.progress != NULL &&
        run->options.progress(run->options.user, run->state.count + run->state.total_count) != 0)
        return focus__fail(&run->store->error, FOCUS_E_STATE, "the export was stopped");
    return FOCUS_OK;
}

static int32_t export_offset_s(void *user, int64_t at_ms)
{
    export_offsets *offsets = user;
    int64_t day = at_ms / FOCUS__MS_PER_DAY;
    size_t place = (size_t)day % FOCUS__COUNT_OF(offsets->days);

    if (offsets->days[place].next_day != day + 1) {
        int32_t offset_s = focus__zone_offset_s(offsets->zone, day * FOCUS__MS_PER_DAY);
        if (focus__zone_offset_s(offsets->zone, (day + 1) * FOCUS__MS_PER_DAY) != offset_s)
            return focus__zone_offset_s(offsets->zone, at_ms);
        offsets->days[place].next_day = day + 1;
        offsets->days[place].offset_s = offset_s;
    }
    return offsets->days[place].offset_s;
}

/* The store's zone is that of a session if both had the same offset when it began. */
static const focus_zone *export_zone(const export_run *run, const focus__session_row *row)
{
    const focus_zone *zone = &run->zone;

    return focus__zone_offset_s(zone, row->timer.started_at_ms) == row->utc_offset_s ? zone : NULL;
}

/* Where a session is counted that the format has no words for; NULL: it has. */
static int64_t *export_skip(export_run *run, const focus_session *session)
{
    uint32_t leaves_out = run->format->leaves_out;

    if ((leaves_out & FOCUS__EXPORT_FOCUS_ALONE) != 0 && session->mode != FOCUS_MODE_FOCUS)
        return &run->report.left_out_breaks;
    if ((leaves_out & FOCUS__EXPORT_ENDED_ALONE) != 0 && session->ended_at_ms == 0)
        return &run->report.left_out_running;
    return NULL;
}

/* One of which no whole unit is there to write leaves no bytes. */
static focus_status export_write(export_run *run, const focus__session *session)
{
    size_t before = run->state.out.size;

    run->state.zone = export_zone(run, &session->row);
    run->format->session(&run->state, &session->record);
    if (run->state.out.size > before)
        run->state.count++;
    else
        run->report.left_out_short++;
    return export_hand_on(run, EXPORT_CHUNK);
}

static focus_status export_session(export_run *run, focus__stmt *stmt, focus__session *session)
{
    focus_status status = focus__session_row_read(stmt, NULL, &session->row);

    if (status == FOCUS_OK)
        status = focus__session_publish(run->store, session, &session->row, &session->record);
    if (status == FOCUS_OK) {
        int64_t *skipped = export_skip(run, &session->record);
        if (skipped != NULL)
            (*skipped)++;
        else
            status = export_write(run, session);
    }
    focus__box_clear(session);
    return status;
}

static void export_bind_days(const export_run *run, focus__stmt *stmt)
{
    bool has_days = run->options.has_days != 0;

    focus__stmt_int(stmt, 1, run->store->user_id);
    focus__stmt_int(stmt, 2, has_days ? run->options.from_day : INT32_MIN);
    focus__stmt_int(stmt, 3, has_days ? run->options.until_day : INT32_MAX);
}

/* A local day lies within two days of the same day of UTC: an offset and a late start of the day
 * are less than a day each. */
static void export_bind_instants(const export_run *run, focus__stmt *stmt)
{
    bool has_days = run->options.has_days != 0;
    int64_t from = has_days ? run->options.from_day : INT32_MIN;
    int64_t until = has_days ? run->options.until_day : INT32_MAX;

    focus__stmt_int(stmt, 4, (from - 2) * FOCUS__MS_PER_DAY);
    focus__stmt_int(stmt, 5, (until + 3) * FOCUS__MS_PER_DAY);
}

static focus_status export_sessions(export_run *run)
{
    focus__session *session = focus__new_box(run->store, sizeof(*session));
    focus__stmt stmt;
    focus_status status;

    if (session == NULL)
        return FOCUS_E_NOMEM;
    status = focus__stmt_borrow(run->store->db, FOCUS__SQL_EXPORT_SESSIONS, &stmt);
    if (status == FOCUS_OK) {
        export_bind_days(run, &stmt);
        export_bind_instants(run, &stmt);
    }
    run->format->begin(&run->state);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = export_session(run, &stmt, session);
    }
    focus__stmt_return(&stmt);
    focus__box_free(session);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status export_day_total(export_run *run, focus__stmt *stmt, void *box)
{
    focus__day_total_row row;
    focus_status status = focus__day_total_read(stmt, box, &row);

    if (status == FOCUS_OK && run->format->day_total == NULL) {
        run->report.left_out_day_totals++;
    } else if (status == FOCUS_OK) {
        run->format->day_total(&run->state, &row);
        run->state.total_count++;
        status = export_hand_on(run, EXPORT_CHUNK);
    }
    focus__box_clear(box);
    return status;
}

static focus_status export_day_totals(export_run *run)
{
    void *box = focus__new_box(run->store, sizeof(void *));
    focus__stmt stmt;
    focus_status status;

    if (box == NULL)
        return FOCUS_E_NOMEM;
    status = focus__stmt_borrow(run->store->db, FOCUS__SQL_DAY_TOTAL_RANGE, &stmt);
    if (status == FOCUS_OK)
        export_bind_days(run, &stmt);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = export_day_total(run, &stmt, box);
    }
    focus__stmt_return(&stmt);
    focus__box_free(box);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status export_snapshot(export_run *run)
{
    focus_status status = focus__read_tx_begin(run->store->db);

    if (status != FOCUS_OK)
        return status;
    run->offsets.zone = &run->store->zone;
    run->zone = (focus_zone){run->store->zone.name, export_offset_s, &run->offsets};
    run->store->in_callback = true;
    status = export_sessions(run);
    if (status == FOCUS_OK)
        status = export_day_totals(run);
    if (status == FOCUS_OK) {
        run->format->end(&run->state);
        status = export_hand_on(run, 0);
    }
    run->store->in_callback = false;
    focus__read_tx_end(run->store->db);
    return status;
}

focus_status focus_export(focus_store *store, const focus_export_options *options,
                          focus_export_report *out_report)
{
    export_run run = {.store = store};

    if (out_report != NULL)
        *out_report = (focus_export_report){0};
    if (options == NULL)
        return focus__misuse(store, "options");
    focus_status status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = export_take_options(store, options, &run);
    if (status == FOCUS_OK)
        status = export_snapshot(&run);
    run.report.sessions = run.state.count;
    run.report.day_totals = run.state.total_count;
    if (status == FOCUS_OK && out_report != NULL)
        *out_report = run.report;
    focus__buffer_free(&run.state.out);
    return focus__look_end(store, status);
}
