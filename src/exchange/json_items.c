/*
 * json_items.c - walking through JSON, and cutting items out of it.
 */
#include "exchange/json_items.h"

/* Where in an item the scanner stands. */
typedef struct json_place {
    int64_t depth; /* open brackets */
    bool in_string;
    bool escaped; /* the next character belongs to a backslash */
} json_place;

static bool json_is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static focus_status json_fail(focus__json_items *items, const char *what)
{
    return focus__fail(items->reader->error, FOCUS_E_INVALID, "%s", what);
}

static void json_scan_string(json_place *scan, char byte)
{
    if (scan->escaped)
        scan->escaped = false;
    else if (byte == '\\')
        scan->escaped = true;
    else if (byte == '"')
        scan->in_string = false;
}

static void json_scan_byte(json_place *scan, char byte)
{
    if (scan->in_string)
        json_scan_string(scan, byte);
    else if (byte == '"')
        scan->in_string = true;
    else if (byte == '[' || byte == '{')
        scan->depth++;
    else if ((byte == ']' || byte == '}') && scan->depth > 0)
        scan->depth--;
}

/* The next byte that is not blank, looked at. */
static focus_status json_peek_solid(focus__json_items *items, char *out_byte)
{
    focus_status status = focus__reader_peek(items->reader, out_byte);

    while (status == FOCUS_OK && json_is_blank(*out_byte)) {
        status = focus__reader_next(items->reader, out_byte);
        if (status == FOCUS_OK)
            status = focus__reader_peek(items->reader, out_byte);
    }
    focus__reader_mark(items->reader);
    return status;
}

/* The same inside of brackets, where something must come. */
static focus_status json_at_solid(focus__json_items *items, char *out_byte)
{
    focus_status status = json_peek_solid(items, out_byte);

    return status == FOCUS_DONE ? json_fail(items, "the JSON ends in the middle") : status;
}

/* A value, up to the comma or bracket behind it, which stays. */
static focus_status json_scan(focus__json_items *items, bool keeps)
{
    json_place place = {0};
    char byte;
    focus_status status = json_at_solid(items, &byte);

    focus__buffer_clear(&items->item);
    while (status == FOCUS_OK) {
        if (place.depth == 0 && !place.in_string && strchr(",]}", byte) != NULL)
            return FOCUS_OK;
        json_scan_byte(&place, byte);
        if (keeps)
            status = focus__reader_collect(items->reader, &items->item, byte);
        if (status == FOCUS_OK)
            status = focus__reader_next(items->reader, &byte);
        if (status == FOCUS_OK)
            status = focus__reader_peek(items->reader, &byte);
    }
    return status == FOCUS_DONE ? json_fail(items, "the JSON ends in the middle") : status;
}

/* Before the next of a container that `bracket` closes; FOCUS_DONE behind that. */
static focus_status json_step(focus__json_items *items, char bracket)
{
    char byte;
    bool is_first = items->is_first;
    focus_status status = json_at_solid(items, &byte);

    items->is_first = false;
    if (status == FOCUS_OK && byte == bracket) {
        status = focus__reader_next(items->reader, &byte);
        return status == FOCUS_OK ? FOCUS_DONE : status;
    }
    if (status != FOCUS_OK || is_first)
        return status;
    if (byte != ',')
        return json_fail(items, "a comma is missing");
    status = focus__reader_next(items->reader, &byte);
    return status == FOCUS_OK ? json_at_solid(items, &byte) : status;
}

/* --- the structure ---------------------------------------------------------------------------- */

focus_status focus__json_enter(focus__json_items *items, char bracket)
{
    char byte;
    focus_status status = json_peek_solid(items, &byte);

    if (status == FOCUS_DONE || (status == FOCUS_OK && byte != bracket))
        return json_fail(items,
                         bracket == '[' ? "this is not a JSON array" : "this is not a JSON object");
    items->is_first = true;
    return status == FOCUS_OK ? focus__reader_next(items->reader, &byte) : status;
}

/* From behind the opening quote to behind the closing one; escapes stay as they are. */
static focus_status json_read_key(focus__json_items *items, focus__buffer *key)
{
    json_place place = {.in_string = true};
    char byte;

    focus__buffer_clear(key);
    for (;;) {
        focus_status status = focus__reader_next(items->reader, &byte);
        if (status == FOCUS_DONE)
            return json_fail(items, "the JSON ends in the middle");
        if (status == FOCUS_OK)
            json_scan_byte(&place, byte);
        if (status != FOCUS_OK || !place.in_string)
            return status;
        status = focus__reader_collect(items->reader, key, byte);
        if (status != FOCUS_OK)
            return status;
    }
}

focus_status focus__json_key(focus__json_items *items, focus__buffer *key)
{
    char byte;
    focus_status status = json_step(items, '}');

    if (status == FOCUS_OK)
        status = focus__reader_next(items->reader, &byte);
    if (status == FOCUS_OK && byte != '"')
        return json_fail(items, "a name is missing");
    if (status == FOCUS_OK)
        status = json_read_key(items, key);
    if (status == FOCUS_OK)
        status = json_at_solid(items, &byte);
    if (status == FOCUS_OK && byte != ':')
        return json_fail(items, "a colon is missing");
    if (status == FOCUS_OK)
        status = focus__reader_next(items->reader, &byte);
    if (status == FOCUS_OK && key->bytes == NULL)
        focus__buffer_text(key, "");
    return status;
}

focus_status focus__json_pass(focus__json_items *items)
{
    return json_scan(items, false);
}

focus_status focus__json_end(focus__json_items *items)
{
    char byte;
    focus_status status = json_peek_solid(items, &byte);

    return status == FOCUS_OK ? json_fail(items, "there is text behind the JSON") : status;
}

/* SQLite ends a text at a NUL, so that a title would lose its end in silence. */
static bool json_has_nul(const char *item)
{
    for (const char *at = strchr(item, '\\'); at != NULL; at = strchr(at + 2, '\\')) {
        if (strncmp(at + 1, "u0000", 5) == 0)
            return true;
        if (at[1] == '\0')
            break;
    }
    return false;
}

/* A query of the item that answers with a number. */
static focus_status json_ask(focus__json_items *items, enum focus__sql_id question, bool *out_yes)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(items->db, question, &stmt);

    *out_yes = false;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, items->item.size > 0 ? items->item.bytes : "");
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_yes = focus__stmt_get_int(&stmt, 0) != 0;
    focus__stmt_return(&stmt);
    return status;
}

/* json_valid() says no without memory, too; json_type() fails, and says at what. It may know JSON of
 * a wider kind, so that a yes of it is none of ours. */
static focus_status json_ask_again(focus__json_items *items, bool *out_is_json)
{
    focus_status status = json_ask(items, FOCUS__SQL_JSON_HAS_TYPE, out_is_json);

    if (status == FOCUS_OK)
        return json_ask(items, FOCUS__SQL_JSON_IS_VALID, out_is_json);
    return status == FOCUS_E_CORRUPT ? FOCUS_OK : status;
}

static focus_status json_check(focus__json_items *items)
{
    bool is_json = false;
    focus_status status = json_ask(items, FOCUS__SQL_JSON_IS_VALID, &is_json);

    if (status == FOCUS_OK && !is_json)
        status = json_ask_again(items, &is_json);
    if (status == FOCUS_OK && !is_json)
        return json_fail(items, "this is not well-formed JSON");
    if (status == FOCUS_OK && json_has_nul(items->item.bytes))
        return json_fail(items, "there is a NUL character");
    return status;
}

focus_status focus__json_value(focus__json_items *items)
{
    focus_status status = json_scan(items, true);

    return status == FOCUS_OK ? json_check(items) : status;
}

focus_status focus__json_element(focus__json_items *items)
{
    focus_status status = json_step(items, ']');

    return status == FOCUS_OK ? focus__json_value(items) : status;
}

focus_status focus__json_line(focus__json_items *items)
{
    focus_status status = focus__reader_line(items->reader, &items->item);

    return status == FOCUS_OK ? json_check(items) : status;
}

void focus__json_free(focus__json_items *items)
{
    focus__buffer_free(&items->item);
}

static focus_status json_take_text(focus__json_items *items, focus__stmt *stmt, void *box,
                                   const char **texts, size_t *count)
{
    const char *text = focus__stmt_get_text(stmt, 0);
    const char *type = focus__stmt_get_text(stmt, 1);

    if (stmt->status != FOCUS_OK || type == NULL)
        return stmt->status;
    if (strcmp(type, "null") == 0)
        return FOCUS_OK;
    if (strcmp(type, "text") != 0)
        return json_fail(items, "a tag is not a text");
    if (*count == FOCUS_TAGS_MAX)
        return focus__fail(items->reader->error, FOCUS_E_INVALID, "there are more than %d tags",
                           FOCUS_TAGS_MAX);
    texts[*count] = focus__box_text(box, text);
    if (texts[*count] == NULL)
        return focus__fail(items->reader->error, FOCUS_E_NOMEM, "no memory for tags");
    (*count)++;
    return FOCUS_OK;
}

focus_status focus__json_texts(focus__json_items *items, const char *path, void *box,
                               const char *const **out_texts, size_t *out_count)
{
    focus__stmt stmt;
    const char **texts = focus__box_alloc(box, FOCUS_TAGS_MAX * sizeof(*texts));

    *out_texts = texts;
    *out_count = 0;
    if (texts == NULL)
        return focus__fail(items->reader->error, FOCUS_E_NOMEM, "no memory for tags");
    focus_status status = focus__stmt_borrow(items->db, FOCUS__SQL_JSON_TEXTS, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, items->item.bytes);
    focus__stmt_text(&stmt, 2, path);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = json_take_text(items, &stmt, box, texts, out_count);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus__json_check_fields(focus__stmt *stmt, focus_error *error)
{
    const char *wrong = focus__stmt_get_text(stmt, 0);

    if (wrong != NULL)
        return focus__fail(error, FOCUS_E_INVALID, "\"%s\" is missing or of the wrong type", wrong);
    return stmt->status;
}
