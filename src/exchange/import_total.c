/*
 * import_total.c - what becomes of a total of a day: a row of day_totals, or, where the caller asks
 * for it, a session.
 *
 * Such sessions are laid one behind the other from the start of the user's day, in the order of the
 * file, behind those that are there of the same format. Their key is marked by words, so that they
 * stay where they were laid when they come again.
 */
#include "exchange/import.h"

#include "base/calendar.h"
#include "core/day_total.h"

/* --- a total ---------------------------------------------------------------------------------- */

static focus__day_total_row total_row(const focus__import *import, const focus__day_record *record,
                                      const focus__session_row *words)
{
    const focus__own_facts *own = record->words.own;

    return (focus__day_total_row){
        .user_id = import->store->user_id,
        .local_day = record->day,
        .source_key = words->source_key,
        .source_format = words->source_format,
        .length_ms = record->length_ms,
        .has_rating = record->has_rating,
        .rating = record->rating,
        .is_sum = record->is_sum,
        .title = words->title,
        .project = words->project,
        .note = words->note,
        .tags = words->tags,
        .created_at_ms =
            own != NULL && own->created_at_ms != 0 ? own->created_at_ms : import->store->now_ms,
    };
}

static focus_status total_add_new(focus__import *import, const focus__day_total_row *row)
{
    focus_status status = focus__day_total_change(import->store, NULL, row);

    if (status != FOCUS_OK)
        return status;
    import->report.added++;
    import->report.day_totals++;
    import->report.day_total_sums += row->is_sum;
    import->report.added_ms += row->length_ms;
    return FOCUS_OK;
}

static focus_status total_meet(focus__import *import, const focus__day_total_row *stored,
                               focus__day_total_row *row)
{
    if (focus__day_total_same(stored, row)) {
        import->report.same++;
        return FOCUS_OK;
    }
    row->created_at_ms = stored->created_at_ms;
    import->report.changed++;
    return focus__day_total_change(import->store, stored, row);
}

static focus_status total_place(focus__import *import, const focus__day_record *record)
{
    focus__session_row words;
    focus__day_total_row stored;
    focus_status status = focus__import_row(import, import->box, &record->words, &words);

    if (status != FOCUS_OK)
        return status;
    focus__day_total_row row = total_row(import, record, &words);
    status =
        focus__day_total_find(import->store, import->box, row.local_day, row.source_key, &stored);
    if (status == FOCUS_DONE)
        return total_add_new(import, &row);
    return status == FOCUS_OK ? total_meet(import, &stored, &row) : status;
}

/* --- a session made of it --------------------------------------------------------------------- */

/* Where the clocks jump over the start of the day, it begins an hour later. */
static focus_status total_day_start(focus__import *import, int32_t day, int64_t *out_ms)
{
    focus_store *store = import->store;
    int32_t minutes = import->settings.day_start_minutes;
    focus_local_time local = {.hour = minutes / 60, .minute = minutes % 60};
    focus_status status;

    import->report.has_local_times = 1;
    focus_date_from_day(day, &local.year, &local.month, &local.day);
    status = focus__utc_from_local(&store->zone, &local, false, out_ms, NULL, &store->error);
    if (status != FOCUS_E_INVALID)
        return status;
    local.hour++;
    focus__error_clear(&store->error);
    return focus__utc_from_local(&store->zone, &local, false, out_ms, NULL, &store->error);
}

static focus_status total_find_room(focus__import *import, int64_t day_start_ms, int64_t *out_ms)
{
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(import->store->db, FOCUS__SQL_DAY_TOTAL_LAID_UNTIL, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, import->store->user_id);
    focus__stmt_int(&stmt, 2, day_start_ms);
    focus__stmt_int(&stmt, 3, day_start_ms + FOCUS__MS_PER_DAY - 1);
    focus__stmt_text(&stmt, 4, import->format->name);
    status = focus__stmt_step(&stmt);
    *out_ms = status == FOCUS_OK ? focus__stmt_get_int(&stmt, 0) : 0;
    *out_ms = *out_ms < day_start_ms ? day_start_ms : *out_ms;
    focus__stmt_return(&stmt);
    return status;
}

static focus_status total_as_session(focus__import *import, const focus__day_record *record)
{
    static const char *const words[] = {"total"};
    focus__record session = record->words;
    int64_t day_start_ms;
    focus_status status = total_day_start(import, record->day, &day_start_ms);

    if (status == FOCUS_OK)
        status = total_find_room(import, day_start_ms, &session.started_at_ms);
    session.ended_at_ms = session.started_at_ms + record->length_ms;
    session.status = FOCUS_SESSION_COMPLETED;
    session.key.words = words;
    session.key.word_count = FOCUS__COUNT_OF(words);
    return status == FOCUS_OK ? focus__import_record(import, &session) : status;
}

/* --- which of them ---------------------------------------------------------------------------- */

static focus_status total_check(focus__import *import, const focus__day_record *record)
{
    int32_t today = (int32_t)(import->store->now_ms / FOCUS__MS_PER_DAY);

    if (record->day < 1)
        return focus__import_fail(import, "it lies before 1970-01-02");
    if (record->day > today + 2)
        return focus__import_fail(import, "it lies more than a day from now");
    if (record->length_ms > FOCUS__DAY_TOTAL_MAX_MS || record->length_ms < -FOCUS__DAY_TOTAL_MAX_MS)
        return focus__import_fail(import, "it is longer than a year");
    return FOCUS_OK;
}

static int64_t *total_skip(focus__import *import, const focus__day_record *record)
{
    const focus_import_options *options = &import->options;
    int64_t length_ms = record->length_ms < 0 ? -record->length_ms : record->length_ms;

    if (length_ms == 0)
        return &import->report.skipped_zero;
    if (length_ms < options->min_length_ms)
        return &import->report.skipped_short;
    if (options->max_length_ms > 0 && length_ms > options->max_length_ms)
        return &import->report.skipped_long;
    return NULL;
}

focus_status focus__import_total(focus__import *import, const focus__day_record *record)
{
    bool is_session = (import->options.flags & FOCUS_IMPORT_AS_SESSIONS) != 0 &&
                      record->length_ms > 0 && !record->is_sum && record->words.own == NULL;
    focus_status status = total_check(import, record);

    if (status != FOCUS_OK)
        return status;
    int64_t *skipped = total_skip(import, record);
    if (skipped != NULL)
        return focus__import_skip(import, skipped, record->length_ms);
    if (is_session)
        return total_as_session(import, record);
    import->report.read_ms += record->length_ms;
    status = focus__import_count(import);
    if (status == FOCUS_OK)
        status = total_place(import, record);
    focus__box_clear(import->box);
    return status;
}
