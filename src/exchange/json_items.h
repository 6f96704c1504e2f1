/*
 * json_items.h - the elements of a JSON array, or the lines of JSON Lines, one at a time.
 *
 * A small scanner that follows strings and brackets cuts the input into items; what an item says is
 * for SQLite's JSON functions, through the statements of exchange.sql. So memory holds one item,
 * however long the file.
 */
#ifndef FOCUS_EXCHANGE_JSON_ITEMS_H
#define FOCUS_EXCHANGE_JSON_ITEMS_H

#include "db/db.h"
#include "exchange/reader.h"

typedef enum focus__json_layout {
    FOCUS__JSON_ARRAY, /* [item, item, ...] */
    FOCUS__JSON_LINES  /* an item a line */
} focus__json_layout;

typedef struct focus__json_items {
    focus__reader *reader;
    focus__db *db;
    focus__json_layout layout;
    focus__buffer item; /* the present one, well-formed JSON */
    bool began;         /* the array's bracket has been read */
    bool ended;
} focus__json_items;

/* The next item. FOCUS_OK, FOCUS_DONE after the last, or an error about reader->record_line. */
focus_status focus__json_next(focus__json_items *items);

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
