/*
 * csv.h - comma-separated values (RFC 4180), a record at a time.
 *
 * Ours, as SQLite has its CSV reader only as an extension and the core may stand on SQLite alone.
 * Beyond the RFC: LF ends a record as well as CRLF, blank lines are passed over, and a quote inside
 * a field that did not begin with one, or behind a closing one, is a character like any other.
 */
#ifndef FOCUS_EXCHANGE_CSV_H
#define FOCUS_EXCHANGE_CSV_H

#include "exchange/reader.h"

enum { FOCUS__CSV_FIELDS_MAX = 128 };

typedef struct focus__csv {
    focus__reader *reader;
    focus__buffer text; /* the fields, each with a NUL behind it */
    size_t count;
    size_t starts[FOCUS__CSV_FIELDS_MAX];
} focus__csv;

/* Read a record. FOCUS_OK, FOCUS_DONE at the end, or an error about reader->record_line. */
focus_status focus__csv_next(focus__csv *csv);

/* A field of the present record; "" where the record has none. */
const char *focus__csv_field(const focus__csv *csv, size_t index);

void focus__csv_free(focus__csv *csv);

#endif
