/*
 * export.c - focus_export(): the sessions of one snapshot, oldest first, through a format to a
 * caller's write function.
 *
 * Memory holds one session and the bytes not yet handed on, however long the history.
 */
#include "exchange/export.h"

#include "base/calendar.h"
#include "exchange/words.h"

enum { EXPORT_CHUNK = 65536 };

static const focus__export_format *const export_formats[] = {
    &focus__export_jsonl,
    &focus__export_csv,
};

typedef struct export_run {
    focus_store *store;
    focus_export_options options;
    const focus__export_format *format;
    focus__buffer bytes;
    int64_t count;
} export_run;

/* --- what the formats share ------------------------------------------------------------------- */

const char *focus__export_mode(const focus_session *session)
{
    return focus__word_of(focus__mode_words, FOCUS_MODE_COUNT, session->mode);
}

const char *focus__export_status(const focus_session *session)
{
    return focus__word_of(focus__status_words, FOCUS_SESSION_STATUS_COUNT, session->status);
}

const char *focus__export_source(const focus_session *session)
{
    return focus__word_of(focus__source_words, FOCUS__SOURCE_COUNT, session->source);
}

/* At least `width` digits. */
static void export_digits(focus__buffer *out, uint64_t value, int width)
{
    char digits[24];
    size_t at = sizeof digits;

    for (; value > 0 || width > 0; width--) {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    }
    focus__buffer_add(out, digits + at, sizeof digits - at);
}

void focus__export_int(focus__buffer *out, int64_t value)
{
    if (value < 0)
        focus__buffer_char(out, '-');
    export_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

void focus__export_seconds(focus__buffer *out, int64_t length_ms)
{
    int64_t fraction_ms = length_ms % FOCUS__MS_PER_SECOND;

    focus__export_int(out, length_ms / FOCUS__MS_PER_SECOND);
    if (fraction_ms <= 0)
        return;
    focus__buffer_char(out, '.');
    export_digits(out, (uint64_t)fraction_ms, 3);
    while (!out->failed && out->bytes[out->size - 1] == '0')
        out->bytes[--out->size] = '\0';
}

/* The clock that a session was measured by may have changed while it ran: its zone knows. */
void focus__export_time(focus__buffer *out, const focus_zone *zone, const focus_session *session,
                        int64_t at_ms)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    int32_t offset_s = session->utc_offset_s;

    if (zone != NULL && at_ms != session->started_at_ms)
        offset_s = focus__zone_offset_s(zone, at_ms);
    focus_time_format(at_ms, offset_s, text);
    focus__buffer_add(out, text, strlen(text));
}

void focus__export_day(focus__buffer *out, int32_t day)
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;

    focus_date_from_day(day, &year, &month, &day_of_month);
    export_digits(out, (uint64_t)year, 4);
    focus__buffer_add(out, "-", 1);
    export_digits(out, (uint64_t)month, 2);
    focus__buffer_add(out, "-", 1);
    export_digits(out, (uint64_t)day_of_month, 2);
}

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
    focus__buffer *bytes = &run->bytes;

    if (bytes->failed)
        return focus__fail(&run->store->error, FOCUS_E_NOMEM, "no memory for the export");
    if (bytes->size == 0 || bytes->size < least)
        return FOCUS_OK;
    if (run->options.write(run->options.user, bytes->bytes, bytes->size) != 0)
        return focus__fail(&run->store->error, FOCUS_E_IO, "the export could not be written");
    focus__buffer_clear(bytes);
    return FOCUS_OK;
}

/* The store's zone is that of a session if both had the same offset when it began. */
static const focus_zone *export_zone(const export_run *run, const focus__session_row *row)
{
    const focus_zone *zone = &run->store->zone;

    return focus__zone_offset_s(zone, row->timer.started_at_ms) == row->utc_offset_s ? zone : NULL;
}

static focus_status export_session(export_run *run, focus__stmt *stmt, focus__session *session)
{
    focus_status status = focus__session_row_read(stmt, session, &session->row);

    if (status == FOCUS_OK)
        status = focus__session_publish(run->store, session, &session->row, &session->record);
    if (status == FOCUS_OK) {
        run->format->session(&run->bytes, export_zone(run, &session->row), &session->record);
        run->count++;
        status = export_hand_on(run, EXPORT_CHUNK);
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
    if (status == FOCUS_OK)
        export_bind_days(run, &stmt);
    if (status == FOCUS_OK)
        export_bind_instants(run, &stmt);
    run->format->begin(&run->bytes);
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

    if (status == FOCUS_OK) {
        run->format->day_total(&run->bytes, &row);
        run->count++;
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
    run->store->in_callback = true;
    status = export_sessions(run);
    if (status == FOCUS_OK && run->format->day_total != NULL)
        status = export_day_totals(run);
    if (status == FOCUS_OK)
        status = export_hand_on(run, 0);
    run->store->in_callback = false;
    focus__read_tx_end(run->store->db);
    return status;
}

focus_status focus_export(focus_store *store, const focus_export_options *options,
                          int64_t *out_count)
{
    export_run run = {.store = store};

    if (out_count != NULL)
        *out_count = 0;
    if (options == NULL)
        return focus__misuse(store, "options");
    focus_status status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = export_take_options(store, options, &run);
    if (status == FOCUS_OK)
        status = export_snapshot(&run);
    if (status == FOCUS_OK && out_count != NULL)
        *out_count = run.count;
    focus__buffer_free(&run.bytes);
    return focus__look_end(store, status);
}
