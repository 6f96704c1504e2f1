/*
 * activitywatch.c - buckets of ActivityWatch, as JSON:
 *
 *     {"buckets": {"aw-watcher-afk_HOST": {"events": [{"timestamp", "duration", "data"}, ...]}}}
 *
 * All watchers tell of the same hours: presence, windows and tabs side by side, so that taking all of
 * them would count an hour three times. Without a bucket asked for, time of presence is taken, events
 * whose status is "not-afk", and the rest is counted and left out; with one, the events of that bucket.
 *
 * Bucket and timestamp are as good as an id: the newest event of a bucket grows from export to export.
 */
#include "exchange/file_time.h"
#include "exchange/json_items.h"

/* The columns of activitywatch_event. */
enum {
    AW_WRONG,
    AW_TIMESTAMP,
    AW_DURATION_MS,
    AW_STATUS,
    AW_LABEL,
    AW_RUNNING,
    AW_TITLE,
    AW_PROJECT
};

typedef struct aw_source {
    focus__import *import;
    focus__json_items items;
    focus__buffer key;    /* of the member looked at */
    focus__buffer bucket; /* id of the one looked at */
    bool has_buckets;
    bool met_wanted; /* bucket */
} aw_source;

/* A file of ours begins with an id; a backup of Super Productivity has no buckets. */
static bool aw_is_alike(const char *bytes, size_t size)
{
    static const char name[] = "\"buckets\"";
    size_t at = 0;

    while (at < size && bytes[at] != '\0' && strchr(" \t\r\n{", bytes[at]) != NULL)
        at++;
    return at > 0 && size - at >= sizeof name - 1 && memcmp(bytes + at, name, sizeof name - 1) == 0;
}

/* --- events ----------------------------------------------------------------------------------- */

/* Whether the event becomes a session: presence, or whatever the bucket asked for has but absence. */
static bool aw_is_taken(const aw_source *source, const char *status)
{
    if (status == NULL)
        return source->import->options.bucket != NULL;
    return strcmp(status, "not-afk") == 0;
}

static focus_status aw_read_times(aw_source *source, focus__stmt *stmt, focus__record *record)
{
    const char *timestamp = focus__stmt_get_text(stmt, AW_TIMESTAMP);
    int64_t duration_ms = focus__stmt_get_int(stmt, AW_DURATION_MS);
    focus_status status = focus__json_check_fields(stmt, &source->import->store->error);

    if (status == FOCUS_OK)
        status = focus__file_span(source->import, timestamp, "", record);
    if (status == FOCUS_OK && (duration_ms < 0 || duration_ms > FOCUS__TIME_MAX_MS))
        return focus__import_fail(source->import, "the duration is out of range");
    record->ended_at_ms = record->started_at_ms + duration_ms;
    return status;
}

/* A stopwatch that has not been stopped runs, whatever its duration says. */
static void aw_read_words(aw_source *source, focus__stmt *stmt, focus__record *record)
{
    const char *label = focus__stmt_get_text(stmt, AW_LABEL);

    record->key.account = source->bucket.bytes;
    record->title = label != NULL ? label : focus__stmt_get_text(stmt, AW_TITLE);
    record->project = focus__stmt_get_text(stmt, AW_PROJECT);
    if (label != NULL && focus__stmt_get_int(stmt, AW_RUNNING) != 0)
        record->ended_at_ms = 0;
}

static focus_status aw_take_row(aw_source *source, focus__stmt *stmt)
{
    focus__import *import = source->import;
    focus__record record = {.status = FOCUS_SESSION_COMPLETED};
    focus_status status = aw_read_times(source, stmt, &record);

    if (status == FOCUS_OK && !aw_is_taken(source, focus__stmt_get_text(stmt, AW_STATUS)))
        return focus__import_skip(import, &import->report.skipped_other,
                                  record.ended_at_ms - record.started_at_ms);
    if (status == FOCUS_OK)
        aw_read_words(source, stmt, &record);
    if (status == FOCUS_OK)
        status = stmt->status;
    return status == FOCUS_OK ? focus__import_record(import, &record) : status;
}

static focus_status aw_take_event(aw_source *source)
{
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(source->import->store->db, FOCUS__SQL_ACTIVITYWATCH_EVENT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, source->items.item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = aw_take_row(source, &stmt);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status aw_read_events(aw_source *source)
{
    focus_status status = focus__json_enter(&source->items, '[');

    while (status == FOCUS_OK) {
        status = focus__json_element(&source->items);
        if (status == FOCUS_OK)
            status = aw_take_event(source);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- buckets ---------------------------------------------------------------------------------- */

/* "aw-watcher-window" asks for that of any host. */
static bool aw_is_wanted(aw_source *source)
{
    const char *wanted = source->import->options.bucket;
    bool is_wanted = wanted == NULL || strncmp(source->bucket.bytes, wanted, strlen(wanted)) == 0;

    source->met_wanted = source->met_wanted || is_wanted;
    return is_wanted;
}

static bool aw_key_is(const aw_source *source, const char *name)
{
    return strcmp(source->key.bytes, name) == 0;
}

static focus_status aw_read_bucket(aw_source *source)
{
    focus_status status = focus__json_enter(&source->items, '{');

    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->key);
        if (status == FOCUS_OK)
            status = aw_key_is(source, "events") ? aw_read_events(source)
                                                 : focus__json_pass(&source->items);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status aw_read_buckets(aw_source *source)
{
    focus_status status = focus__json_enter(&source->items, '{');

    source->has_buckets = true;
    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->bucket);
        if (status == FOCUS_OK)
            status =
                aw_is_wanted(source) ? aw_read_bucket(source) : focus__json_pass(&source->items);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status aw_read_file(aw_source *source)
{
    focus_status status = focus__json_enter(&source->items, '{');

    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->key);
        if (status == FOCUS_OK)
            status = aw_key_is(source, "buckets") ? aw_read_buckets(source)
                                                  : focus__json_pass(&source->items);
    }
    if (status == FOCUS_DONE)
        status = focus__json_end(&source->items);
    if (status == FOCUS_DONE && !source->has_buckets)
        return focus__import_fail(source->import, "there are no buckets");
    if (status == FOCUS_DONE && source->import->options.bucket != NULL && !source->met_wanted)
        return focus__import_fail(source->import, "no bucket begins with \"%.60s\"",
                                  source->import->options.bucket);
    return status;
}

static focus_status aw_run(focus__import *import)
{
    aw_source source = {
        .import = import,
        .items = {.reader = import->reader, .db = import->store->db},
    };
    focus_status status = aw_read_file(&source);

    focus__json_free(&source.items);
    focus__buffer_free(&source.key);
    focus__buffer_free(&source.bucket);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_activitywatch = {
    .name = "activitywatch", .is_alike = aw_is_alike, .run = aw_run};
