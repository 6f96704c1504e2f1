/*
 * reader.h - pulls an input through a caller's read function, a byte at a time, and knows the line.
 *
 * What comes out is UTF-8 without NUL and without a byte-order mark; anything else is an error.
 * Formats are read on top of it: csv.h, json_items.h, and lines.
 */
#ifndef FOCUS_EXCHANGE_READER_H
#define FOCUS_EXCHANGE_READER_H

#include "base/base.h"
#include "base/text.h"

enum {
    FOCUS__READER_CHUNK = 65536,
    /* Nothing that a person wrote comes near it; a lost quote must not eat the memory. */
    FOCUS__READER_RECORD_MAX = 1048576
};

typedef struct focus__reader {
    int (*read)(void *user, char *buffer, size_t size, size_t *out_size);
    void *user;
    const char *name; /* of the input, for messages */
    focus_error *error;
    int64_t line;        /* of the next byte, from 1 */
    int64_t record_line; /* where the present record begins, or an error lies; 0: nowhere yet */
    size_t at;           /* next byte of the chunk */
    size_t checked;      /* end of what is known to be fine */
    size_t size;
    bool ended;    /* the input has no more */
    bool is_raw;   /* whoever reads looks for UTF-8: characters may lie in pieces */
    bool has_rows; /* of a table: that is what record_line counts, from 0 for none of them */
    char chunk[FOCUS__READER_CHUNK];
} focus__reader;

/* Take the first chunk, so that its beginning can be looked at. The fields above `line` are the
 * caller's to set; the rest is zero. */
focus_status focus__reader_open(focus__reader *reader);

/* The next byte, taken or only looked at. FOCUS_OK, FOCUS_DONE at the end, or an error. */
focus_status focus__reader_next(focus__reader *reader, char *out_byte);
focus_status focus__reader_peek(focus__reader *reader, char *out_byte);

/* All that is left, whatever the bytes are. FOCUS_E_INVALID where it is more than max. */
focus_status focus__reader_whole(focus__reader *reader, focus__buffer *out, size_t max);

/* A record begins at the next byte. */
void focus__reader_mark(focus__reader *reader);

/* Add a byte to a record's text. FOCUS_E_INVALID when it becomes too long, FOCUS_E_NOMEM. */
focus_status focus__reader_collect(focus__reader *reader, focus__buffer *record, char byte);

/* The next line without its end and the blanks before that. FOCUS_OK, FOCUS_DONE, or an error. */
focus_status focus__reader_any_line(focus__reader *reader, focus__buffer *record);
/* The next line that is not blank, without its end. FOCUS_OK, FOCUS_DONE, or an error. */
focus_status focus__reader_line(focus__reader *reader, focus__buffer *record);

#endif
