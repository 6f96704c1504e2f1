/*
 * csv.c - records of comma-separated values.
 */
#include "exchange/csv.h"

typedef enum csv_end {
    CSV_END_FIELD, /* a comma: another field follows */
    CSV_END_RECORD
} csv_end;

static focus_status csv_collect(focus__csv *csv, char byte)
{
    return focus__reader_collect(csv->reader, &csv->text, byte);
}

static focus_status csv_begin_field(focus__csv *csv)
{
    if (csv->count == FOCUS__CSV_FIELDS_MAX)
        return focus__fail(csv->reader->error, FOCUS_E_INVALID,
                           "the record has more than %d fields", FOCUS__CSV_FIELDS_MAX);
    csv->starts[csv->count++] = csv->text.size;
    return FOCUS_OK;
}

/* From behind the opening quote to behind the closing one. */
static focus_status csv_read_quoted(focus__csv *csv)
{
    for (;;) {
        char byte;
        char after;
        focus_status status = focus__reader_next(csv->reader, &byte);
        if (status == FOCUS_DONE)
            return focus__fail(csv->reader->error, FOCUS_E_INVALID, "a quote is not closed");
        if (status == FOCUS_OK && byte == '"') {
            status = focus__reader_peek(csv->reader, &after);
            if (status == FOCUS_DONE || (status == FOCUS_OK && after != '"'))
                return FOCUS_OK;
            if (status == FOCUS_OK)
                status = focus__reader_next(csv->reader, &after);
        }
        if (status == FOCUS_OK)
            status = csv_collect(csv, byte);
        if (status != FOCUS_OK)
            return status;
    }
}

/* Whether a byte just taken ends the record; takes the LF of a CRLF as well. */
static focus_status csv_is_record_end(focus__csv *csv, char byte, bool *out_is_end)
{
    char after;

    *out_is_end = byte == '\n';
    if (byte != '\r')
        return FOCUS_OK;
    focus_status status = focus__reader_peek(csv->reader, &after);
    *out_is_end = status == FOCUS_DONE || after == '\n';
    if (status == FOCUS_OK && after == '\n')
        status = focus__reader_next(csv->reader, &after);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status csv_read_bare(focus__csv *csv, csv_end *out_end)
{
    *out_end = CSV_END_RECORD;
    for (;;) {
        char byte;
        bool is_end;
        focus_status status = focus__reader_next(csv->reader, &byte);
        if (status == FOCUS_DONE)
            return FOCUS_OK;
        if (status == FOCUS_OK)
            status = csv_is_record_end(csv, byte, &is_end);
        if (status != FOCUS_OK || is_end)
            return status;
        if (byte == csv->separator) {
            *out_end = CSV_END_FIELD;
            return FOCUS_OK;
        }
        status = csv_collect(csv, byte);
        if (status != FOCUS_OK)
            return status;
    }
}

static focus_status csv_read_field(focus__csv *csv, csv_end *out_end)
{
    char byte;

    *out_end = CSV_END_RECORD;
    focus_status status = csv_begin_field(csv);
    if (status != FOCUS_OK)
        return status;
    status = focus__reader_peek(csv->reader, &byte);
    if (status == FOCUS_OK && byte == '"') {
        status = focus__reader_next(csv->reader, &byte);
        if (status == FOCUS_OK)
            status = csv_read_quoted(csv);
    }
    if (status == FOCUS_OK)
        status = csv_read_bare(csv, out_end);
    if (status == FOCUS_OK || status == FOCUS_DONE)
        status = csv_collect(csv, '\0');
    return status;
}

/* What the first line has first, outside of quotes. */
static char csv_find_separator(const char *bytes, size_t size)
{
    bool in_quotes = false;

    for (size_t at = 0; at < size && bytes[at] != '\n'; at++) {
        if (!in_quotes && (bytes[at] == ',' || bytes[at] == ';'))
            return bytes[at];
        in_quotes ^= bytes[at] == '"';
    }
    return ',';
}

static focus_status csv_read_record(focus__csv *csv)
{
    csv_end end = CSV_END_FIELD;
    char byte;

    focus__buffer_clear(&csv->text);
    csv->count = 0;
    focus__reader_mark(csv->reader);
    focus_status status = focus__reader_peek(csv->reader, &byte);
    while (status == FOCUS_OK && end == CSV_END_FIELD)
        status = csv_read_field(csv, &end);
    return status;
}

focus_status focus__csv_next(focus__csv *csv)
{
    const focus__reader *reader = csv->reader;
    focus_status status;

    if (csv->separator == '\0')
        csv->separator = csv_find_separator(reader->chunk + reader->at, reader->size - reader->at);
    do {
        status = csv_read_record(csv);
    } while (status == FOCUS_OK && csv->count == 1 && csv->text.size == 1);
    return status;
}

const char *focus__csv_field(const focus__csv *csv, size_t index)
{
    return index < csv->count ? csv->text.bytes + csv->starts[index] : "";
}

focus_status focus__csv_check_count(const focus__csv *csv, size_t column_count)
{
    if (csv->count == column_count)
        return FOCUS_OK;
    return focus__fail(csv->reader->error, FOCUS_E_INVALID,
                       "the row has %lu fields, the header has %lu", (unsigned long)csv->count,
                       (unsigned long)column_count);
}

/* --- names of columns ------------------------------------------------------------------------- */

static char csv_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool focus__csv_is_name(const char *text, size_t size, const char *name)
{
    size_t length = strlen(name);

    for (; size > 0 && *text == ' '; size--)
        text++;
    while (size > 0 && text[size - 1] == ' ')
        size--;
    if (size != length)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (csv_lower(text[i]) != name[i])
            return false;
    }
    return true;
}

size_t focus__csv_find(const focus__csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->count; i++) {
        const char *field = focus__csv_field(csv, i);
        if (focus__csv_is_name(field, strlen(field), name))
            return i;
    }
    return FOCUS__CSV_NO_COLUMN;
}

focus_status focus__csv_header(focus__csv *csv, const char *const *names, size_t count,
                               size_t needed, size_t *out_columns)
{
    focus_status status = focus__csv_next(csv);

    if (status == FOCUS_DONE)
        return focus__fail(csv->reader->error, FOCUS_E_INVALID,
                           "the file is empty, even of column names");
    for (size_t i = 0; i < count && status == FOCUS_OK; i++) {
        out_columns[i] = focus__csv_find(csv, names[i]);
        if (out_columns[i] == FOCUS__CSV_NO_COLUMN && i < needed)
            return focus__fail(csv->reader->error, FOCUS_E_INVALID, "there is no column \"%s\"",
                               names[i]);
    }
    return status;
}

bool focus__csv_begins_with(const char *bytes, size_t size, const char *name)
{
    size_t from = 0;
    char separator = csv_find_separator(bytes, size);

    for (size_t at = 0; at <= size; at++) {
        if (at < size && bytes[at] != separator && bytes[at] != '\r' && bytes[at] != '\n')
            continue;
        size_t quote = from < at && bytes[from] == '"' && at - from > 1 ? 1 : 0;
        if (focus__csv_is_name(bytes + from + quote, at - from - 2 * quote, name))
            return true;
        from = at + 1;
        if (at < size && bytes[at] != separator)
            break;
    }
    return false;
}

void focus__csv_free(focus__csv *csv)
{
    focus__buffer_free(&csv->text);
}
