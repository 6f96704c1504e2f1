/*
 * import_record.c - what becomes of a record: left out, added, found to be here, or changed.
 *
 * The same for every format. Rows go through the one door, focus__session_change().
 */
#include "exchange/import.h"

#include "base/text.h"

enum { RECORD_PROGRESS_ROWS = 1000 };

/* --- new or changed --------------------------------------------------------------------------- */

/* What is fixed at the start: as the file tells it, or by the store's zone. */
static void record_fix_day(focus__import *import, const focus__record *record,
                           focus__session_row *row)
{
    const focus__own_facts *own = record->own;

    if (own == NULL || !own->has_zone) {
        focus__session_fix_day(import->store, &import->settings, row);
        return;
    }
    row->zone = own->zone;
    row->utc_offset_s = own->utc_offset_s;
    if (own->has_day)
        row->local_day = own->day;
    else
        focus__session_set_day(&import->settings, row);
}

static focus_status record_write_pauses(focus__import *import, const focus__record *record,
                                        int64_t session_id)
{
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < record->pause_count && status == FOCUS_OK; i++)
        status = focus__pause_insert(import->store, session_id, (int64_t)i + 1, &record->pauses[i]);
    return status;
}

/* --- a new one -------------------------------------------------------------------------------- */

/* A session of ours keeps its id and where it came from, unless the id is taken. */
static void record_keep_own(const focus__own_facts *own, bool is_id_free, focus__session_row *row)
{
    if (own->created_at_ms != 0)
        row->created_at_ms = own->created_at_ms;
    if (!is_id_free)
        return;
    row->uuid = own->id;
    row->source = own->source;
    if (own->source != FOCUS_SOURCE_IMPORT) {
        row->source_format = NULL;
        row->source_key = NULL;
    }
}

static focus_status record_insert(focus__import *import, const focus__record *record,
                                  bool is_id_free, bool is_paid, focus__session_row *row)
{
    focus_status status = focus__session_new(import->store, &import->settings, row);

    record_fix_day(import, record, row);
    if (status == FOCUS_OK && record->own != NULL)
        record_keep_own(record->own, is_id_free, row);
    if (is_paid)
        focus__session_price(import->store, row);
    if (status == FOCUS_OK)
        status = focus__session_change(import->store, NULL, row);
    if (status == FOCUS_OK)
        status = record_write_pauses(import, record, row->id);
    if (status == FOCUS_OK && is_paid)
        status = focus__session_pay(import->store, row);
    return status;
}

static focus_status record_add(focus__import *import, const focus__record *record, bool is_id_free,
                               focus__session_row *row)
{
    focus_import_report *report = &import->report;
    bool asks_pay = (import->options.flags & FOCUS_IMPORT_REWARD) != 0;
    bool overlaps = false;
    focus_status status = focus__session_fits(import->store, &import->gap, record->started_at_ms,
                                              record->ended_at_ms, &overlaps);

    if (status == FOCUS_OK)
        status = record_insert(import, record, is_id_free, asks_pay && !overlaps, row);
    if (status == FOCUS_OK && row->implausible &&
        (import->options.flags & FOCUS_IMPORT_STRICT) != 0)
        return focus__import_fail(import, "it is longer than a day");
    if (status != FOCUS_OK)
        return status;
    report->added++;
    report->added_ms += focus__record_active_ms(record);
    report->implausible += row->implausible;
    report->overlapping += overlaps;
    return FOCUS_OK;
}

/* --- one that is here already ----------------------------------------------------------------- */

static bool record_same_words(const focus__session_row *a, const focus__session_row *b)
{
    return focus__text_same(a->title, b->title) && focus__text_same(a->project, b->project) &&
           focus__text_same(a->task, b->task) && focus__text_same(a->note, b->note) &&
           focus__text_same(a->tags, b->tags);
}

static bool record_same_times(const focus__timer *a, const focus__timer *b)
{
    return a->status == b->status && a->planned_ms == b->planned_ms &&
           a->started_at_ms == b->started_at_ms && a->ended_at_ms == b->ended_at_ms &&
           a->paused_ms == b->paused_ms;
}

static bool record_same_pauses(const focus_session *stored, const focus__record *record)
{
    bool same = stored->pause_count == record->pause_count;

    for (size_t i = 0; same && i < record->pause_count; i++) {
        const focus_pause *a = &stored->pauses[i];
        const focus_pause *b = &record->pauses[i];
        same = a->started_at_ms == b->started_at_ms && a->ended_at_ms == b->ended_at_ms &&
               focus__text_same(a->reason, b->reason);
    }
    return same;
}

static bool record_is_same(const focus__session *stored, const focus__record *record,
                           const focus__session_row *row)
{
    const focus__own_facts *own = record->own;

    if (own != NULL && own->confirmed != stored->row.confirmed)
        return false;
    return row->mode == stored->row.mode && record_same_words(&stored->row, row) &&
           record_same_times(&stored->row.timer, &row->timer) &&
           record_same_pauses(&stored->record, record);
}

static focus_status record_replace_pauses(focus__import *import, const focus__record *record,
                                          int64_t session_id)
{
    focus_status status = focus__pause_delete_all(import->store, session_id);

    return status == FOCUS_OK ? record_write_pauses(import, record, session_id) : status;
}

static focus_status record_change(focus__import *import, const focus__record *record,
                                  const focus__session *stored, const focus__session_row *row)
{
    focus__session_row after = stored->row;
    focus_status status;

    import->gap = (focus__gap){0};
    after.mode = row->mode;
    after.timer = row->timer;
    after.pause_count = row->pause_count;
    after.title = row->title;
    after.project = row->project;
    after.task = row->task;
    after.note = row->note;
    after.tags = row->tags;
    if (record->own != NULL) {
        after.confirmed = row->confirmed;
        after.edited = row->edited;
    }
    if (after.timer.started_at_ms != stored->row.timer.started_at_ms) {
        after.zone = import->store->zone.name; /* in which the new start was read */
        record_fix_day(import, record, &after);
    }
    status = focus__session_change(import->store, &stored->row, &after);
    if (status == FOCUS_OK && !record_same_pauses(&stored->record, record))
        status = record_replace_pauses(import, record, after.id);
    import->report.changed += status == FOCUS_OK;
    return status;
}

/*
 * What was edited, deleted or still runs here is the user's last word. And where the key holds all
 * the words, nothing can differ but the zone that the times were read in: history does not move
 * because its owner has, unless the caller says that the first zone was wrong.
 */
static bool record_is_kept(const focus__session_row *stored)
{
    return stored->edited || stored->deleted_at_ms != 0 || focus__timer_is_running(&stored->timer);
}

static bool record_is_moved(const focus__record *record, const focus__session_row *stored,
                            const focus__session_row *row)
{
    return record->key.words != NULL && stored->timer.started_at_ms != row->timer.started_at_ms;
}

static focus_status record_meet(focus__import *import, const focus__record *record,
                                focus__session *stored, const focus__session_row *row)
{
    focus_import_report *report = &import->report;
    bool is_moved = record_is_moved(record, &stored->row, row);
    bool retimes = is_moved && (import->options.flags & FOCUS_IMPORT_RETIME) != 0;
    bool is_same = (record->key.words != NULL && !retimes) || record_is_kept(&stored->row);
    focus_status status = FOCUS_OK;

    if (!is_same) {
        status = focus__session_publish(import->store, stored, &stored->row, &stored->record);
        is_same = status == FOCUS_OK && record_is_same(stored, record, row);
    }
    if (status == FOCUS_OK && !is_same)
        return record_change(import, record, stored, row);
    report->same += status == FOCUS_OK;
    report->same_deleted += stored->row.deleted_at_ms != 0;
    report->same_moved += is_moved;
    return status;
}

/* --- which of them ---------------------------------------------------------------------------- */

/* FOCUS_DONE, and no error noted, where a load found nothing. */
static focus_status record_found(focus__import *import, focus_status status)
{
    if (status != FOCUS_E_NOT_FOUND)
        return status;
    focus__error_clear(&import->store->error);
    return FOCUS_DONE;
}

static focus_status record_find_by_key(focus__import *import, const char *key, focus__session **out)
{
    return record_found(import, focus__session_load_by_source(import->store, key, out));
}

static focus_status record_is_id_known(focus__import *import, const focus_id *id, bool *out_known)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(import->store->db, FOCUS__SQL_SESSION_IS_KNOWN, &stmt);

    *out_known = false;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, id);
    status = focus__stmt_step(&stmt);
    *out_known = status == FOCUS_OK;
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* A session of ours is the same by its id; or by its source, when it was imported from elsewhere
 * into this file and into another; or it is another user's of this file, and gets an id of its
 * own. */
static focus_status record_find_own(focus__import *import, const focus__own_facts *own,
                                    const focus__session_row *row, bool *out_is_id_free,
                                    focus__session **out)
{
    bool is_known = false;
    focus_status status = record_found(import, focus__session_load(import->store, &own->id, out));

    if (status != FOCUS_DONE)
        return status;
    status = record_is_id_known(import, &own->id, &is_known);
    *out_is_id_free = !is_known;
    if (status != FOCUS_OK)
        return status;
    return record_find_by_key(import, row->source_key, out);
}

static focus_status record_place(focus__import *import, void *box, const focus__record *record)
{
    focus__session_row row;
    focus__session *stored = NULL;
    bool is_id_free = true;
    focus_status status = focus__import_row(import, box, record, &row);

    if (status == FOCUS_OK && record->own != NULL)
        status = record_find_own(import, record->own, &row, &is_id_free, &stored);
    else if (status == FOCUS_OK)
        status = record_find_by_key(import, row.source_key, &stored);
    if (status == FOCUS_DONE)
        status = record_add(import, record, is_id_free, &row);
    else if (status == FOCUS_OK)
        status = record_meet(import, record, stored, &row);
    focus__box_free(stored);
    return status;
}

/* --- whether at all --------------------------------------------------------------------------- */

/* A start near zero is a missing one; an end of tomorrow is a wrong zone at most. */
static focus_status record_check_times(focus__import *import, const focus__record *record)
{
    bool is_own = record->own != NULL;

    if (record->started_at_ms < (is_own ? 1 : FOCUS__MS_PER_DAY))
        return focus__import_fail(import, "it starts before 1970-01-02");
    if (record->ended_at_ms == 0)
        return FOCUS_OK;
    if (record->ended_at_ms < record->started_at_ms)
        return focus__import_fail(import, "it ends before it starts");
    if (record->ended_at_ms > FOCUS__TIME_MAX_MS)
        return focus__import_fail(import, "it ends after the year 9999");
    if (record->ended_at_ms > import->store->now_ms + FOCUS__MS_PER_DAY)
        return focus__import_fail(import, "it ends more than a day from now");
    return FOCUS_OK;
}

/* The counter of the reason to leave a record out; NULL: it stays. */
static int64_t *record_skip(focus__import *import, const focus__record *record)
{
    const focus_import_options *options = &import->options;
    focus_import_report *report = &import->report;

    if (record->ended_at_ms == 0)
        return &report->skipped_running;
    int64_t active_ms = focus__record_active_ms(record);
    report->read_ms += active_ms;
    /* Our own come back whole: there, a session may have been given up as it began. */
    if (record->ended_at_ms == record->started_at_ms && record->own == NULL)
        return &report->skipped_zero;
    if (active_ms < options->min_length_ms)
        return &report->skipped_short;
    if (options->max_length_ms > 0 && active_ms > options->max_length_ms)
        return &report->skipped_long;
    return NULL;
}

/* Too short or too long, or of a kind that is not taken: that was asked for. */
static focus_status record_leave_out(focus__import *import, int64_t *reason)
{
    const focus_import_report *report = &import->report;
    bool is_asked = reason == &report->skipped_short || reason == &report->skipped_long ||
                    reason == &report->skipped_other || reason == &report->skipped_person;

    if ((import->options.flags & FOCUS_IMPORT_STRICT) != 0 && !is_asked)
        return focus__import_fail(import,
                                  "it would be left out: it has no length, no end or no date");
    (*reason)++;
    return FOCUS_OK;
}

focus_status focus__import_count(focus__import *import)
{
    const focus_import_options *options = &import->options;

    focus_status status = focus__db_check_interrupt(import->store->db);

    import->report.read++;
    if (status != FOCUS_OK)
        return status;
    if (options->progress == NULL || import->report.read % RECORD_PROGRESS_ROWS != 0)
        return FOCUS_OK;
    if (options->progress(options->user, import->report.read) != 0)
        return focus__fail(&import->store->error, FOCUS_E_STATE, "the import was stopped");
    return FOCUS_OK;
}

focus_status focus__import_skip(focus__import *import, int64_t *reason, int64_t active_ms)
{
    focus_status status = record_leave_out(import, reason);

    import->report.read_ms += active_ms;
    return status == FOCUS_OK ? focus__import_count(import) : status;
}

focus_status focus__import_record(focus__import *import, const focus__record *record)
{
    focus_status status = focus__import_count(import);

    if (status == FOCUS_OK)
        status = record_check_times(import, record);
    if (status != FOCUS_OK)
        return status;
    int64_t *skipped = record_skip(import, record);
    if (skipped != NULL)
        status = record_leave_out(import, skipped);
    else
        status = record_place(import, import->box, record);
    focus__box_clear(import->box);
    return status;
}
