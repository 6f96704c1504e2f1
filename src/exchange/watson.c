/*
 * watson.c - frames of Watson, a JSON array in one of three layouts:
 *
 *     [start, stop, project, id, [tag, ...], updated]     the file of the program, Unix seconds
 *     {"id", "begin_at", "end_at", "project", "tags"}     what it exchanges with a server, RFC 3339
 *     {"id", "start", "stop", "project", "tags"}          watson log --json, the same
 *
 * The order of the array is not the order of time. `updated` is when the frame was last touched,
 * not an end. Ids are the same in all of them but for their form: 32 hex digits, or urn:uuid: and
 * hyphens.
 */
#include "exchange/import.h"
#include "exchange/json_items.h"

enum { WATSON_ID_SIZE = 128 };

typedef struct watson_source {
    focus__import *import;
    focus__json_items items;
} watson_source;

static bool watson_is_alike(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (strchr(" \t\r\n", bytes[i]) == NULL || bytes[i] == '\0')
            return bytes[i] == '[';
    }
    return false;
}

/* Both forms of an id to one: without prefix and hyphens, in lower case. */
static focus_status watson_take_id(watson_source *source, const char *text,
                                   char out[WATSON_ID_SIZE])
{
    static const char prefix[] = "urn:uuid:";
    size_t size = 0;

    if (strncmp(text, prefix, sizeof prefix - 1) == 0)
        text += sizeof prefix - 1;
    for (; *text != '\0' && size < WATSON_ID_SIZE - 1; text++) {
        if (*text >= 'A' && *text <= 'Z')
            out[size++] = (char)(*text - 'A' + 'a');
        else if (*text != '-')
            out[size++] = *text;
    }
    out[size] = '\0';
    if (size == 0 || *text != '\0')
        return focus__import_fail(source->import, "the frame's id is %s",
                                  size == 0 ? "empty" : "too long");
    return FOCUS_OK;
}

static focus_status watson_take_time(watson_source *source, const char *text, int64_t *out_at_ms)
{
    *out_at_ms = 0;
    if (text == NULL)
        return FOCUS_OK;
    if (focus_time_parse(text, out_at_ms, NULL) != FOCUS_OK)
        return focus__import_fail(source->import, "\"%.60s\" is not a time", text);
    return FOCUS_OK;
}

/* Start and end: numbers in one layout, text in the others. */
static focus_status watson_take_times(watson_source *source, focus__stmt *stmt, bool is_object,
                                      focus__record *record)
{
    if (!is_object) {
        record->started_at_ms = focus__stmt_get_int(stmt, 1);
        record->ended_at_ms = focus__stmt_get_int(stmt, 2);
        return stmt->status;
    }
    focus_status status =
        watson_take_time(source, focus__stmt_get_text(stmt, 1), &record->started_at_ms);
    if (status == FOCUS_OK)
        status = watson_take_time(source, focus__stmt_get_text(stmt, 2), &record->ended_at_ms);
    return status;
}

/* From a row of watson_frame or watson_object. The record lives as long as the row. */
static focus_status watson_read_row(watson_source *source, focus__stmt *stmt, bool is_object,
                                    void *box, focus__record *record, char id[WATSON_ID_SIZE])
{
    focus_status status = focus__json_check_fields(stmt, &source->import->store->error);

    if (status == FOCUS_OK)
        status = watson_take_times(source, stmt, is_object, record);
    if (status == FOCUS_OK)
        status = watson_take_id(source, focus__stmt_get_text(stmt, 4), id);
    if (status != FOCUS_OK)
        return status;
    record->key.id = id;
    record->status = FOCUS_SESSION_COMPLETED;
    record->project = focus__stmt_get_text(stmt, 3);
    return focus__json_texts(&source->items, is_object ? "$.tags" : "$[4]", box, &record->tags,
                             &record->tag_count);
}

static focus_status watson_take_frame(watson_source *source, void *box)
{
    bool is_object = source->items.item.bytes[0] == '{';
    focus__record record = {0};
    char id[WATSON_ID_SIZE];
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(source->import->store->db,
                           is_object ? FOCUS__SQL_WATSON_OBJECT : FOCUS__SQL_WATSON_FRAME, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, source->items.item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = watson_read_row(source, &stmt, is_object, box, &record, id);
    if (status == FOCUS_OK)
        status = focus__import_record(source->import, &record);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status watson_take_next(watson_source *source)
{
    void *box = NULL;
    focus_status status = focus__json_element(&source->items);

    if (status == FOCUS_OK)
        status = focus__import_box(source->import, &box);
    if (status == FOCUS_OK)
        status = watson_take_frame(source, box);
    focus__box_free(box);
    return status;
}

static focus_status watson_run(focus__import *import)
{
    watson_source source = {
        .import = import,
        .items = {.reader = import->reader, .db = import->store->db},
    };
    focus_status status = focus__json_enter(&source.items, '[');

    while (status == FOCUS_OK)
        status = watson_take_next(&source);
    if (status == FOCUS_DONE)
        status = focus__json_end(&source.items);
    focus__json_free(&source.items);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_watson = {
    .name = "watson", .is_alike = watson_is_alike, .run = watson_run};
