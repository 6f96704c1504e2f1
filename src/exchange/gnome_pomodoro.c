/*
 * gnome_pomodoro.c - the database of GNOME Pomodoro (Focus Timer), a SQLite file. Its tables by version:
 *
 *     1     entries     id, start in UTC, local start, state, planned s, elapsed s
 *     2     timeblocks  id, session, start us, end us, state, status, planned us
 *           gaps        id, start us, end us, flags, timeblock: pauses
 *     3     stats       id, time us, day, time of day, duration us, category, source: what entries
 *                       became has source 0; the rest tells of timeblocks once more
 *
 * A start in UTC is as good as an id, in each of them the same.
 */
#include "exchange/file_time.h"

#include "db/foreign.h"
#include "rules/limits.h"

#include <stdlib.h>

enum {
    GNOME_SIZE_MAX = 32 << 20, /* of the file: ten years take a tenth */
    GNOME_US_PER_MS = 1000,
    GNOME_SECONDS_MAX = 366 * 86400
};

#define GNOME_TIME_MAX_US (FOCUS__TIME_MAX_MS * GNOME_US_PER_MS)

typedef struct gnome_gap {
    int64_t block;
    focus_pause span; /* ended_at_ms 0: open */
} gnome_gap;

typedef struct gnome_source {
    focus__import *import;
    focus__buffer bytes;
    gnome_gap *gaps; /* by block and start */
    size_t gap_count;
    size_t gap_capacity;
    focus_pause *pauses; /* of the present block; as many as there are gaps */
} gnome_source;

/* --- values ----------------------------------------------------------------------------------- */

static bool gnome_is_text(const focus__value *value, const char *text)
{
    return value->kind == FOCUS__VALUE_TEXT && value->size == strlen(text) &&
           memcmp(value->bytes, text, value->size) == 0;
}

/* Whether the row has the columns of the table, numbers for 'i' and texts for 't'; the first, its id,
 * stands beside the row. */
static focus_status gnome_check_row(gnome_source *source, const focus__raw_row *row,
                                    const char *shape)
{
    size_t count = strlen(shape);
    bool fits = row->value_count >= 0 && (size_t)row->value_count >= count;

    source->import->reader->record_line = row->rowid;
    for (size_t i = 1; i < count && fits; i++)
        fits = row->values[i].kind == (shape[i] == 't' ? FOCUS__VALUE_TEXT : FOCUS__VALUE_INT);
    return fits ? FOCUS_OK
                : focus__import_fail(source->import, "the row has not the columns known here");
}

static focus_status gnome_take_us(gnome_source *source, const focus__value *value, int64_t *out_ms)
{
    if (value->number > GNOME_TIME_MAX_US)
        return focus__import_fail(source->import, "a time is out of range");
    *out_ms = value->number / GNOME_US_PER_MS;
    return FOCUS_OK;
}

/* False for a state that is none of work and none of a break. */
static bool gnome_read_state(const focus__value *state, int32_t *out_mode)
{
    *out_mode = FOCUS_MODE_FOCUS;
    if (gnome_is_text(state, "pomodoro"))
        return true;
    *out_mode = gnome_is_text(state, "long-break") ? FOCUS_MODE_LONG_BREAK : FOCUS_MODE_BREAK;
    return *out_mode == FOCUS_MODE_LONG_BREAK || gnome_is_text(state, "short-break") ||
           gnome_is_text(state, "break");
}

/* The record, its key made of the start. A plan of no length is none. */
static focus_status gnome_import(gnome_source *source, const focus__record *found)
{
    focus__record record = *found;
    char start[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(record.started_at_ms, 0, start);
    record.key.start = start;
    record.key.end = "";
    record.planned_ms = record.planned_ms > 0 ? record.planned_ms : 0;
    focus_status status = focus__check_planned(record.planned_ms, &source->import->store->error);
    return status == FOCUS_OK ? focus__import_record(source->import, &record) : status;
}

/* --- entries ---------------------------------------------------------------------------------- */

static focus_status gnome_take_entry(void *user, const focus__raw_row *row)
{
    gnome_source *source = user;
    focus__record record = {0};
    focus__file_time time;
    char text[FOCUS_TIME_TEXT_SIZE] = "";
    focus_status status = gnome_check_row(source, row, "ntttii");

    if (status != FOCUS_OK)
        return status;
    const focus__value *values = row->values;
    if (values[1].size < sizeof text)
        memcpy(text, values[1].bytes, values[1].size);
    if (!focus__file_time_read(text, &time))
        return focus__import_fail(source->import, "\"%.60s\" is not a time", text);
    if (values[4].number < 0 || values[4].number > GNOME_SECONDS_MAX || values[5].number < 0 ||
        values[5].number > GNOME_SECONDS_MAX)
        return focus__import_fail(source->import, "a length is out of range");
    time.has_offset = true; /* it is in UTC, whether it says so or not */
    status = focus__file_instant(source->import, &time, 0, &record.started_at_ms);
    if (status != FOCUS_OK)
        return status;
    record.planned_ms = values[4].number * FOCUS__MS_PER_SECOND;
    record.ended_at_ms = record.started_at_ms + values[5].number * FOCUS__MS_PER_SECOND;
    record.status =
        values[5].number >= values[4].number ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED;
    if (!gnome_read_state(&values[3], &record.mode))
        return focus__import_skip(source->import, &source->import->report.skipped_other, 0);
    return gnome_import(source, &record);
}

static focus_status gnome_take_stat(void *user, const focus__raw_row *row)
{
    gnome_source *source = user;
    focus__record record = {.status = FOCUS_SESSION_COMPLETED};
    int64_t length_ms = 0;
    focus_status status = gnome_check_row(source, row, "nitiiti");

    if (status != FOCUS_OK || row->values[6].number != 0)
        return status;
    status = gnome_take_us(source, &row->values[1], &record.started_at_ms);
    if (status == FOCUS_OK)
        status = gnome_take_us(source, &row->values[4], &length_ms);
    record.ended_at_ms = record.started_at_ms + length_ms;
    if (status == FOCUS_OK && !gnome_read_state(&row->values[5], &record.mode))
        return focus__import_skip(source->import, &source->import->report.skipped_other, 0);
    return status == FOCUS_OK ? gnome_import(source, &record) : status;
}

/* --- timeblocks and their gaps ---------------------------------------------------------------- */

static focus_status gnome_take_gap(void *user, const focus__raw_row *row)
{
    gnome_source *source = user;
    gnome_gap gap = {0};
    focus_status status = gnome_check_row(source, row, "niiti");

    if (status == FOCUS_OK)
        status = gnome_take_us(source, &row->values[1], &gap.span.started_at_ms);
    if (status == FOCUS_OK)
        status = gnome_take_us(source, &row->values[2], &gap.span.ended_at_ms);
    if (status != FOCUS_OK)
        return status;
    gap.block = row->values[4].number;
    if (source->gap_count == source->gap_capacity) {
        size_t capacity = source->gap_capacity == 0 ? 64 : 2 * source->gap_capacity;
        gnome_gap *gaps = focus__realloc(source->gaps, capacity * sizeof(*gaps));
        if (gaps == NULL)
            return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for gaps");
        source->gaps = gaps;
        source->gap_capacity = capacity;
    }
    source->gaps[source->gap_count++] = gap;
    return FOCUS_OK;
}

static int gnome_compare_gaps(const void *a, const void *b)
{
    const gnome_gap *x = a;
    const gnome_gap *y = b;

    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    return (x->span.started_at_ms > y->span.started_at_ms) -
           (x->span.started_at_ms < y->span.started_at_ms);
}

static focus_status gnome_sort_gaps(gnome_source *source)
{
    if (source->gap_count == 0)
        return FOCUS_OK;
    qsort(source->gaps, source->gap_count, sizeof(*source->gaps), gnome_compare_gaps);
    source->pauses = focus__alloc(source->gap_count * sizeof(*source->pauses));
    if (source->pauses == NULL)
        return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for pauses");
    return FOCUS_OK;
}

/* The first gap of a block, or of one after it. */
static size_t gnome_find_gap(const gnome_source *source, int64_t block)
{
    size_t from = 0;
    size_t until = source->gap_count;

    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (source->gaps[middle].block < block)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

/* What of the gaps lies within the block and in no other of them. */
static focus_status gnome_take_pauses(gnome_source *source, int64_t block, focus__record *record)
{
    int64_t free_ms = record->started_at_ms;

    record->pauses = source->pauses;
    for (size_t i = gnome_find_gap(source, block);
         i < source->gap_count && source->gaps[i].block == block; i++) {
        focus_pause span = source->gaps[i].span;
        if (span.started_at_ms < free_ms)
            span.started_at_ms = free_ms;
        if (span.ended_at_ms <= 0 || span.ended_at_ms > record->ended_at_ms)
            span.ended_at_ms = record->ended_at_ms;
        if (span.ended_at_ms <= span.started_at_ms)
            continue;
        if (record->pause_count == FOCUS__PAUSES_MAX)
            return focus__import_fail(source->import, "there are more than %d pauses",
                                      FOCUS__PAUSES_MAX);
        source->pauses[record->pause_count++] = span;
        free_ms = span.ended_at_ms;
    }
    return FOCUS_OK;
}

/* A block that is only planned has not come, and one in progress has no end. */
static int64_t *gnome_skip_block(const gnome_source *source, const focus__value *status,
                                 const focus__record *record)
{
    focus_import_report *report = &source->import->report;

    if (gnome_is_text(status, "scheduled"))
        return &report->skipped_future;
    if (gnome_is_text(status, "in-progress") || record->ended_at_ms <= 0)
        return &report->skipped_running;
    return NULL;
}

static focus_status gnome_take_block(void *user, const focus__raw_row *row)
{
    gnome_source *source = user;
    const focus__value *values = row->values;
    focus__record record = {0};
    focus_status status = gnome_check_row(source, row, "niiitti");

    if (status == FOCUS_OK)
        status = gnome_take_us(source, &values[2], &record.started_at_ms);
    if (status == FOCUS_OK)
        status = gnome_take_us(source, &values[3], &record.ended_at_ms);
    if (status == FOCUS_OK)
        status = gnome_take_us(source, &values[6], &record.planned_ms);
    if (status != FOCUS_OK)
        return status;
    int64_t *skipped = gnome_skip_block(source, &values[5], &record);
    if (skipped == NULL && !gnome_read_state(&values[4], &record.mode))
        skipped = &source->import->report.skipped_other;
    if (skipped != NULL)
        return focus__import_skip(source->import, skipped, 0);
    record.status =
        gnome_is_text(&values[5], "completed") ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED;
    status = gnome_take_pauses(source, row->rowid, &record);
    return status == FOCUS_OK ? gnome_import(source, &record) : status;
}

/* --- tables ----------------------------------------------------------------------------------- */

static focus_status gnome_each(gnome_source *source, const char *table, focus__row_visit *visit,
                               bool *out_found)
{
    focus_status status =
        focus__foreign_each((const unsigned char *)source->bytes.bytes, source->bytes.size, table,
                            visit, source, &source->import->store->error);

    *out_found = *out_found || status == FOCUS_OK;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status gnome_read(gnome_source *source)
{
    bool has_tables = false;
    bool has_gaps = false;
    focus_status status = gnome_each(source, "gaps", gnome_take_gap, &has_gaps);

    if (status == FOCUS_OK)
        status = gnome_sort_gaps(source);
    if (status == FOCUS_OK)
        status = gnome_each(source, "entries", gnome_take_entry, &has_tables);
    if (status == FOCUS_OK)
        status = gnome_each(source, "stats", gnome_take_stat, &has_tables);
    if (status == FOCUS_OK)
        status = gnome_each(source, "timeblocks", gnome_take_block, &has_tables);
    if (status == FOCUS_OK && !has_tables) {
        source->import->reader->record_line = 0;
        return focus__import_fail(source->import, "the database has no pomodoros");
    }
    return status;
}

static bool gnome_is_alike(const char *bytes, size_t size)
{
    return focus__foreign_is_alike(bytes, size);
}

static focus_status gnome_run(focus__import *import)
{
    gnome_source source = {.import = import};
    focus_status status = focus__reader_whole(import->reader, &source.bytes, GNOME_SIZE_MAX);

    import->reader->has_rows = true;
    if (status == FOCUS_OK)
        status = gnome_read(&source);
    focus__buffer_free(&source.bytes);
    focus__free(source.gaps);
    focus__free(source.pauses);
    return status;
}

const focus__import_format focus__import_gnome_pomodoro = {
    .name = "gnome-pomodoro", .is_alike = gnome_is_alike, .run = gnome_run};

#undef GNOME_TIME_MAX_US
