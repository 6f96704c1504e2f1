/*
 * json_items.h - a walk through JSON, or the lines of JSON Lines, an item at a time.
 *
 * A small scanner follows strings and brackets: into the containers that matter, past those that do
 * not, and cuts items out; what an item says is for SQLite's JSON functions, through the statements of
 * exchange.sql. So memory holds one item, however long the file.
 */
#ifndef FOCUS_EXCHANGE_JSON_ITEMS_H
#define FOCUS_EXCHANGE_JSON_ITEMS_H

#include "db/db.h"
#include "exchange/reader.h"

typedef struct focus__json_items {
    focus__reader *reader;
    focus__db *db;
    focus__buffer item; /* the present one, well-formed JSON */
    bool is_first;      /* nothing of the container just entered has been read */
} focus__json_items;

/* Into the container that comes next: '[' or '{'. Errors of the walk are about reader->record_line. */
focus_status focus__json_enter(focus__json_items *items, char bracket);

/* The name of the next member, its escapes as they are; its value has to be read or passed before the
 * next. FOCUS_DONE: behind the object. */
focus_status focus__json_key(focus__json_items *items, focus__buffer *key);

/* A value becomes the item, or is passed over. */
focus_status focus__json_value(focus__json_items *items);
focus_status focus__json_pass(focus__json_items *items);

/* The next element of an array becomes the item. FOCUS_DONE: behind the array. */
focus_status focus__json_element(focus__json_items *items);

/* FOCUS_DONE at the end of the input. */
focus_status focus__json_end(focus__json_items *items);

/* The next line becomes the item. FOCUS_DONE: there is none. */
focus_status focus__json_line(focus__json_items *items);

void focus__json_free(focus__json_items *items);

/* The texts of an array inside the present item, copied into the box; nothing where there is none.
 * What is neither text nor null in it is FOCUS_E_INVALID, and so are more than FOCUS_TAGS_MAX. */
focus_status focus__json_texts(focus__json_items *items, const char *path, void *box,
                               const char *const **out_texts, size_t *out_count);

/*
 * Column 0 of a statement about an item names the first field that is missing or of the wrong type,
 * NULL when all is well: FOCUS_E_INVALID with the name.
 */
focus_status focus__json_check_fields(focus__stmt *stmt, focus_error *error);

#endif
