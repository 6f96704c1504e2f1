/*
 * jsonl.c - our own JSON Lines, as export_jsonl.c writes them: a session or a total of a day a
 * line, and the same content comes back from it. Points do not: a file cannot bring them in.
 *
 * The same as one JSON document is read here, too, an item at a time.
 *
 * Sessions that run are left out: what they are depends on the moment.
 */
#include "base/text.h"
#include "core/day_total.h"
#include "exchange/import.h"
#include "exchange/json_items.h"
#include "exchange/words.h"
#include "rules/limits.h"

#include <stdio.h>

/* The columns of jsonl_session. */
enum {
    JSONL_WRONG,
    JSONL_ID,
    JSONL_MODE,
    JSONL_STATUS,
    JSONL_TITLE,
    JSONL_PROJECT,
    JSONL_TASK_ID,
    JSONL_NOTE,
    JSONL_PLANNED_MS,
    JSONL_STARTED_AT,
    JSONL_ENDED_AT,
    JSONL_UTC_OFFSET_S,
    JSONL_ZONE,
    JSONL_DAY,
    JSONL_SOURCE_KIND,
    JSONL_SOURCE_FORMAT,
    JSONL_SOURCE_KEY,
    JSONL_EDITED,
    JSONL_CONFIRMED,
    JSONL_CREATED_AT
};

/* A line on its way to a record. Texts are in the box. */
typedef struct jsonl_line {
    focus__import *import;
    focus__json_items *items;
    void *box;
    char id[FOCUS_ID_TEXT_SIZE];
    focus__own_facts own;
    focus__record record;
} jsonl_line;

/* A session of ours has a start of this name, and a total its kind; many other objects have an id. */
static bool jsonl_is_alike(const char *bytes, size_t size)
{
    static const char start[] = "\"started_at\"";
    static const char total[] = "{\"kind\":\"day_total\"";
    size_t at = 0;

    while (at < size && (bytes[at] == '\n' || bytes[at] == '\r'))
        at++;
    if (at == size || bytes[at] != '{')
        return false;
    if (size - at >= sizeof total - 1 && memcmp(bytes + at, total, sizeof total - 1) == 0)
        return true;
    for (; at + sizeof start - 1 <= size && bytes[at] != '\n'; at++) {
        if (memcmp(bytes + at, start, sizeof start - 1) == 0)
            return true;
    }
    return false;
}

/* --- fields ----------------------------------------------------------------------------------- */

static focus_status jsonl_text(jsonl_line *line, focus__stmt *stmt, int column, const char **out)
{
    const char *text = focus__stmt_get_text(stmt, column);

    *out = focus__box_text(line->box, text);
    if (text != NULL && *out == NULL)
        return focus__fail(&line->import->store->error, FOCUS_E_NOMEM, "no memory for a session");
    return stmt->status;
}

/* For texts that are kept as they are and not cleaned like a title. */
static focus_status jsonl_strict_text(jsonl_line *line, focus__stmt *stmt, int column,
                                      const char *what, size_t max_size, const char **out)
{
    focus_status status = jsonl_text(line, stmt, column, out);

    if (status == FOCUS_OK)
        status = focus__text_check(what, *out, 0, max_size, FOCUS__TEXT_LINE,
                                   &line->import->store->error);
    return status;
}

static focus_status jsonl_word(jsonl_line *line, focus__stmt *stmt, int column,
                               const char *const *words, size_t count, int32_t *out)
{
    const char *word = focus__stmt_get_text(stmt, column);

    if (stmt->status != FOCUS_OK || word == NULL)
        return stmt->status;
    if (!focus__word_find(words, count, word, out))
        return focus__import_fail(line->import, "\"%.60s\" is not known here", word);
    return FOCUS_OK;
}

/* 0 where the column is NULL. */
static focus_status jsonl_time(jsonl_line *line, focus__stmt *stmt, int column, int64_t *out_at_ms,
                               int32_t *out_offset_s)
{
    const char *text = focus__stmt_get_text(stmt, column);

    *out_at_ms = 0;
    if (stmt->status != FOCUS_OK || text == NULL)
        return stmt->status;
    if (focus_time_parse(text, out_at_ms, out_offset_s) != FOCUS_OK)
        return focus__import_fail(line->import, "\"%.60s\" is not a time", text);
    return FOCUS_OK;
}

static focus_status jsonl_read_words(jsonl_line *line, focus__stmt *stmt)
{
    focus__record *record = &line->record;
    focus_status status =
        jsonl_word(line, stmt, JSONL_MODE, focus__mode_words, FOCUS_MODE_COUNT, &record->mode);

    if (status == FOCUS_OK)
        status = jsonl_word(line, stmt, JSONL_STATUS, focus__status_words,
                            FOCUS_SESSION_STATUS_COUNT, &record->status);
    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_TITLE, &record->title);
    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_PROJECT, &record->project);
    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_TASK_ID, &record->task);
    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_NOTE, &record->note);
    return status;
}

/* The offset stands in the start's text, in whole minutes; where that is not enough, apart. */
static focus_status jsonl_read_times(jsonl_line *line, focus__stmt *stmt)
{
    focus__record *record = &line->record;
    focus__own_facts *own = &line->own;
    focus_status status =
        jsonl_time(line, stmt, JSONL_STARTED_AT, &record->started_at_ms, &own->utc_offset_s);

    if (status == FOCUS_OK)
        status = jsonl_time(line, stmt, JSONL_ENDED_AT, &record->ended_at_ms, NULL);
    if (status == FOCUS_OK)
        status = jsonl_time(line, stmt, JSONL_CREATED_AT, &own->created_at_ms, NULL);
    if (status != FOCUS_OK)
        return status;
    if (!focus__stmt_is_null(stmt, JSONL_UTC_OFFSET_S)) {
        int64_t offset_s = focus__stmt_get_int(stmt, JSONL_UTC_OFFSET_S);
        if (offset_s <= -86400 || offset_s >= 86400)
            return focus__import_fail(line->import, "utc_offset_s is a day or more");
        own->utc_offset_s = (int32_t)offset_s;
    }
    record->planned_ms = focus__stmt_get_int(stmt, JSONL_PLANNED_MS);
    if (record->planned_ms == 0 && !focus__stmt_is_null(stmt, JSONL_PLANNED_MS))
        return focus__import_fail(line->import, "planned_s is 0; an open session has null");
    return focus__check_planned(record->planned_ms, &line->import->store->error);
}

/* "2026-03-01". In the west the first hours of 1970 are on a day of 1969. */
static bool jsonl_day_of(const char *text, int32_t *out_day)
{
    char again[48];
    int year = 0;
    int month = 0;
    int day = 0;

    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return false;
    (void)snprintf(again, sizeof again, "%04d-%02d-%02d", year, month, day);
    return strcmp(again, text) == 0 && focus_day_from_date(year, month, day, out_day) == FOCUS_OK;
}

/* Days begin up to a day late, and an offset moves them by less than one. */
static focus_status jsonl_read_day(jsonl_line *line, focus__stmt *stmt)
{
    const char *text = focus__stmt_get_text(stmt, JSONL_DAY);
    int64_t start_day = line->record.started_at_ms / FOCUS__MS_PER_DAY;

    if (stmt->status != FOCUS_OK || text == NULL)
        return stmt->status;
    if (!jsonl_day_of(text, &line->own.day))
        return focus__import_fail(line->import, "\"%.60s\" is not a day", text);
    if (line->own.day < start_day - 2 || line->own.day > start_day + 1)
        return focus__import_fail(line->import, "the day %s is not near its start", text);
    line->own.has_day = true;
    return FOCUS_OK;
}

static focus_status jsonl_read_source(jsonl_line *line, focus__stmt *stmt)
{
    focus__own_facts *own = &line->own;

    own->source = FOCUS_SOURCE_IMPORT;
    focus_status status = jsonl_word(line, stmt, JSONL_SOURCE_KIND, focus__source_words,
                                     FOCUS__SOURCE_COUNT, &own->source);
    if (status == FOCUS_OK && own->source == FOCUS_SOURCE_IMPORT)
        status = jsonl_strict_text(line, stmt, JSONL_SOURCE_FORMAT, "source.format",
                                   FOCUS_TITLE_MAX, &own->source_format);
    if (status == FOCUS_OK && own->source == FOCUS_SOURCE_IMPORT)
        status = jsonl_strict_text(line, stmt, JSONL_SOURCE_KEY, "source.key",
                                   FOCUS__RECORD_KEY_MAX, &own->source_key);
    if (status == FOCUS_OK && own->source_key != NULL && own->source_key[0] == '\0')
        return focus__import_fail(line->import, "source.key is empty");
    own->edited = focus__stmt_get_int(stmt, JSONL_EDITED) != 0;
    own->confirmed = focus__stmt_get_int(stmt, JSONL_CONFIRMED) != 0;
    return status;
}

static focus_status jsonl_read_id(jsonl_line *line, focus__stmt *stmt)
{
    const char *text = focus__stmt_get_text(stmt, JSONL_ID);

    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (focus_id_parse(text, &line->own.id) != FOCUS_OK)
        return focus__import_fail(line->import, "\"%.60s\" is not an id", text);
    focus_id_format(&line->own.id, line->id);
    line->record.key.id = line->id;
    line->record.own = &line->own;
    return FOCUS_OK;
}

static focus_status jsonl_read_fields(jsonl_line *line)
{
    focus_store *store = line->import->store;
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_JSONL_SESSION, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, line->items->item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = focus__json_check_fields(&stmt, &store->error);
    if (status == FOCUS_OK)
        status = jsonl_read_id(line, &stmt);
    if (status == FOCUS_OK)
        status = jsonl_read_words(line, &stmt);
    if (status == FOCUS_OK)
        status = jsonl_read_times(line, &stmt);
    if (status == FOCUS_OK)
        status = jsonl_read_day(line, &stmt);
    if (status == FOCUS_OK)
        status = jsonl_read_source(line, &stmt);
    if (status == FOCUS_OK)
        status =
            jsonl_strict_text(line, &stmt, JSONL_ZONE, "zone", FOCUS_TITLE_MAX, &line->own.zone);
    line->own.has_zone = true;
    focus__stmt_return(&stmt);
    return status;
}

/* --- pauses ----------------------------------------------------------------------------------- */

static focus_status jsonl_read_pause(jsonl_line *line, focus__stmt *stmt, int64_t earliest_ms,
                                     focus_pause *out)
{
    focus_status status = focus__json_check_fields(stmt, &line->import->store->error);

    if (status == FOCUS_OK)
        status = jsonl_time(line, stmt, 1, &out->started_at_ms, NULL);
    if (status == FOCUS_OK)
        status = jsonl_time(line, stmt, 2, &out->ended_at_ms, NULL);
    if (status == FOCUS_OK)
        status =
            jsonl_strict_text(line, stmt, 3, "a pause's reason", FOCUS_TITLE_MAX, &out->reason);
    if (status != FOCUS_OK)
        return status;
    if (out->started_at_ms < earliest_ms || out->ended_at_ms < out->started_at_ms ||
        out->ended_at_ms > line->record.ended_at_ms)
        return focus__import_fail(line->import, "a pause lies outside its session, or in another");
    return FOCUS_OK;
}

static focus_status jsonl_grow_pauses(jsonl_line *line, focus_pause **pauses, size_t *capacity)
{
    size_t larger = *capacity == 0 ? 8 : *capacity * 2;
    focus_pause *items;

    items = focus__new_items(line->import->store, line->box, larger, sizeof(*items));
    if (items == NULL)
        return FOCUS_E_NOMEM;
    if (*capacity > 0)
        memcpy(items, *pauses, *capacity * sizeof(*items));
    *pauses = items;
    *capacity = larger;
    return FOCUS_OK;
}

/* Row by row, each after the one before it. */
static focus_status jsonl_step_pauses(jsonl_line *line, focus__stmt *stmt)
{
    focus_pause *pauses = NULL;
    size_t capacity = 0;
    size_t count = 0;
    int64_t earliest_ms = line->record.started_at_ms;
    focus_status status = focus__stmt_step(stmt);

    while (status == FOCUS_OK) {
        if (count == FOCUS__PAUSES_MAX)
            return focus__import_fail(line->import, "there are more than %d pauses",
                                      FOCUS__PAUSES_MAX);
        if (count == capacity)
            status = jsonl_grow_pauses(line, &pauses, &capacity);
        if (status == FOCUS_OK)
            status = jsonl_read_pause(line, stmt, earliest_ms, &pauses[count]);
        if (status != FOCUS_OK)
            return status;
        earliest_ms = pauses[count++].ended_at_ms;
        status = focus__stmt_step(stmt);
    }
    line->record.pauses = pauses;
    line->record.pause_count = count;
    return status;
}

static focus_status jsonl_read_pauses(jsonl_line *line)
{
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(line->import->store->db, FOCUS__SQL_JSONL_PAUSES, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, line->items->item.bytes);
    status = jsonl_step_pauses(line, &stmt);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- totals of days --------------------------------------------------------------------------- */

/* The columns of jsonl_day_total. */
enum {
    JSONL_TOTAL_WRONG,
    JSONL_TOTAL_DAY,
    JSONL_TOTAL_LENGTH_MS,
    JSONL_TOTAL_RATING,
    JSONL_TOTAL_IS_SUM,
    JSONL_TOTAL_TITLE,
    JSONL_TOTAL_PROJECT,
    JSONL_TOTAL_NOTE,
    JSONL_TOTAL_FORMAT,
    JSONL_TOTAL_KEY,
    JSONL_TOTAL_CREATED_AT
};

/* The rest of a line says whether it is one; this is quicker for those that are none. */
static bool jsonl_may_be_total(const focus__json_items *items)
{
    static const char kind[] = "\"kind\"";
    const char *at = items->item.bytes + strspn(items->item.bytes, "{ \t\r\n");

    return strncmp(at, kind, sizeof kind - 1) == 0;
}

static focus_status jsonl_total_texts(jsonl_line *line, focus__stmt *stmt)
{
    focus__record *record = &line->record;
    focus__own_facts *own = &line->own;
    focus_status status = jsonl_text(line, stmt, JSONL_TOTAL_TITLE, &record->title);

    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_TOTAL_PROJECT, &record->project);
    if (status == FOCUS_OK)
        status = jsonl_text(line, stmt, JSONL_TOTAL_NOTE, &record->note);
    if (status == FOCUS_OK)
        status = jsonl_strict_text(line, stmt, JSONL_TOTAL_FORMAT, "source.format", FOCUS_TITLE_MAX,
                                   &own->source_format);
    if (status == FOCUS_OK)
        status = jsonl_strict_text(line, stmt, JSONL_TOTAL_KEY, "source.key", FOCUS__RECORD_KEY_MAX,
                                   &own->source_key);
    if (status == FOCUS_OK)
        status = jsonl_time(line, stmt, JSONL_TOTAL_CREATED_AT, &own->created_at_ms, NULL);
    record->own = own;
    return status;
}

static focus_status jsonl_total_numbers(jsonl_line *line, focus__stmt *stmt, focus__day_record *out)
{
    const char *day = focus__stmt_get_text(stmt, JSONL_TOTAL_DAY);
    int64_t rating = focus__stmt_get_int(stmt, JSONL_TOTAL_RATING);

    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (!jsonl_day_of(day, &out->day))
        return focus__import_fail(line->import, "\"%.60s\" is not a day", day);
    if (rating < -FOCUS__RATING_MAX || rating > FOCUS__RATING_MAX)
        return focus__import_fail(line->import, "the rating is not -2 to 2");
    out->length_ms = focus__stmt_get_int(stmt, JSONL_TOTAL_LENGTH_MS);
    out->has_rating = !focus__stmt_is_null(stmt, JSONL_TOTAL_RATING);
    out->rating = (int32_t)rating;
    out->is_sum = focus__stmt_get_int(stmt, JSONL_TOTAL_IS_SUM) != 0;
    return stmt->status;
}

static focus_status jsonl_take_total(jsonl_line *line)
{
    focus__day_record total = {0};
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(line->import->store->db, FOCUS__SQL_JSONL_DAY_TOTAL, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, line->items->item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = focus__json_check_fields(&stmt, &line->import->store->error);
    if (status == FOCUS_OK)
        status = jsonl_total_numbers(line, &stmt, &total);
    if (status == FOCUS_OK)
        status = jsonl_total_texts(line, &stmt);
    focus__stmt_return(&stmt);
    if (status == FOCUS_OK)
        status = focus__json_texts(line->items, "$.tags", line->box, &line->record.tags,
                                   &line->record.tag_count);
    total.words = line->record;
    return status == FOCUS_OK ? focus__import_total(line->import, &total) : status;
}

/* --- lines ------------------------------------------------------------------------------------ */

/* Ended or not must agree with the status. */
static focus_status jsonl_check_state(jsonl_line *line)
{
    int32_t status = line->record.status;
    bool runs = status == FOCUS_SESSION_ACTIVE || status == FOCUS_SESSION_PAUSED;

    if (runs != (line->record.ended_at_ms == 0))
        return focus__import_fail(line->import, "it is %s and has %s end",
                                  focus__status_words[status], runs ? "an" : "no");
    return FOCUS_OK;
}

static focus_status jsonl_take_line(focus__import *import, focus__json_items *items, void *box)
{
    jsonl_line line = {.import = import, .items = items, .box = box};
    focus_status status;

    if (jsonl_may_be_total(items))
        return jsonl_take_total(&line);
    status = jsonl_read_fields(&line);
    if (status == FOCUS_OK)
        status = jsonl_check_state(&line);
    if (status == FOCUS_OK && line.record.ended_at_ms != 0)
        status = jsonl_read_pauses(&line);
    if (status == FOCUS_OK)
        status = focus__json_texts(items, "$.tags", box, &line.record.tags, &line.record.tag_count);
    return status == FOCUS_OK ? focus__import_record(import, &line.record) : status;
}

static focus_status jsonl_take_item(focus__import *import, focus__json_items *items)
{
    void *box = NULL;
    focus_status status = focus__import_box(import, &box);

    if (status == FOCUS_OK)
        status = jsonl_take_line(import, items, box);
    focus__box_free(box);
    return status;
}

/* --- one document ----------------------------------------------------------------------------- */

/* {"v":1,"kind":"export",...}, with blanks wherever they may be. */
static bool jsonl_is_document(const char *bytes, size_t size)
{
    static const char begin[] = "{\"v\":1,\"kind\":\"export\"";
    size_t found = 0;

    for (size_t at = 0; at < size && begin[found] != '\0'; at++) {
        if (bytes[at] == begin[found])
            found++;
        else if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r' && bytes[at] != '\n')
            return false;
    }
    return begin[found] == '\0';
}

static focus_status jsonl_read_array(focus__import *import, focus__json_items *items)
{
    focus_status status = focus__json_enter(items, '[');

    while (status == FOCUS_OK) {
        status = focus__json_element(items);
        if (status == FOCUS_OK)
            status = jsonl_take_item(import, items);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* FOCUS_DONE at its end. */
static focus_status jsonl_read_document(focus__import *import, focus__json_items *items)
{
    focus__buffer key = {0};
    focus_status status = focus__json_enter(items, '{');

    while (status == FOCUS_OK) {
        status = focus__json_key(items, &key);
        if (status != FOCUS_OK)
            break;
        bool is_ours = strcmp(key.bytes, "sessions") == 0 || strcmp(key.bytes, "day_totals") == 0;
        status = is_ours ? jsonl_read_array(import, items) : focus__json_pass(items);
    }
    focus__buffer_free(&key);
    return status == FOCUS_DONE ? focus__json_end(items) : status;
}

static focus_status jsonl_run(focus__import *import)
{
    focus__json_items items = {.reader = import->reader, .db = import->store->db};
    focus_status status = FOCUS_OK;

    if (jsonl_is_document(import->reader->chunk + import->reader->at,
                          import->reader->size - import->reader->at))
        status = jsonl_read_document(import, &items);
    while (status == FOCUS_OK) {
        status = focus__json_line(&items);
        if (status == FOCUS_OK)
            status = jsonl_take_item(import, &items);
    }
    focus__json_free(&items);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_jsonl = {
    .name = "jsonl", .is_alike = jsonl_is_alike, .run = jsonl_run};

/* Keys are those of jsonl: the same session is the same by either. */
static focus_status jsonl_run_document(focus__import *import)
{
    focus__json_items items = {.reader = import->reader, .db = import->store->db};

    import->format = &focus__import_jsonl;
    focus_status status = jsonl_read_document(import, &items);
    focus__json_free(&items);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_json = {
    .name = "json", .is_alike = jsonl_is_document, .run = jsonl_run_document};
