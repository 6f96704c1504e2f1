/*
 * csv.h - comma-separated values (RFC 4180), a record at a time.
 *
 * Ours, as SQLite has its CSV reader only as an extension and the core may stand on SQLite alone.
 * Beyond the RFC: where the header has semicolons, as spreadsheets of many countries write them,
 * these part the fields of the file; LF ends a record as well as CRLF, blank lines are passed over,
 * and a quote inside a field that did not begin with one, or behind a closing one, is a character
 * like any other.
 */
#ifndef FOCUS_EXCHANGE_CSV_H
#define FOCUS_EXCHANGE_CSV_H

#include "exchange/reader.h"

enum { FOCUS__CSV_FIELDS_MAX = 128 };

typedef struct focus__csv {
    focus__reader *reader;
    focus__buffer text; /* the fields, each with a NUL behind it */
    char separator;     /* '\0' before the first record */
    size_t count;
    size_t starts[FOCUS__CSV_FIELDS_MAX];
} focus__csv;

/* Read a record. FOCUS_OK, FOCUS_DONE at the end, or an error about reader->record_line. */
focus_status focus__csv_next(focus__csv *csv);

/* A field of the present record; "" where the record has none. */
const char *focus__csv_field(const focus__csv *csv, size_t index);

/* --- names of columns: in any capitals, with blanks around them; ours in small letters --------- */

#define FOCUS__CSV_NO_COLUMN SIZE_MAX /* a field of it is "" */

bool focus__csv_is_name(const char *text, size_t size, const char *name);
/* Where the present record, a header, has the name first; FOCUS__CSV_NO_COLUMN. */
size_t focus__csv_find(const focus__csv *csv, const char *name);
/* Read the header, and where it has the names: the first `needed` must be there. FOCUS_E_INVALID. */
focus_status focus__csv_header(focus__csv *csv, const char *const *names, size_t count,
                               size_t needed, size_t *out_columns);
/* Whether the first line of an input has the name: what tells formats apart. */
bool focus__csv_begins_with(const char *bytes, size_t size, const char *name);

/* FOCUS_E_INVALID where the present record has not as many fields as its header. */
focus_status focus__csv_check_count(const focus__csv *csv, size_t column_count);

void focus__csv_free(focus__csv *csv);

#endif
