/*
 * reader.c - chunks of an input, checked and handed out byte by byte.
 */
#include "exchange/reader.h"

static const char reader_mark_of_utf8[] = "\xEF\xBB\xBF";

enum { READER_CHARACTER_MAX = 4 }; /* bytes */

/* Move what is left to the front and read until the chunk is full: a character that was cut by its
 * end becomes whole, and the beginning of an input lies in one piece. */
static focus_status reader_fill(focus__reader *reader)
{
    reader->size -= reader->at;
    reader->checked -= reader->at;
    memmove(reader->chunk, reader->chunk + reader->at, reader->size);
    reader->at = 0;
    while (!reader->ended && reader->size < sizeof reader->chunk) {
        size_t room = sizeof reader->chunk - reader->size;
        size_t got = 0;
        if (reader->read(reader->user, reader->chunk + reader->size, room, &got) != 0 || got > room)
            return focus__fail(reader->error, FOCUS_E_IO, "%s cannot be read", reader->name);
        reader->ended = got == 0;
        reader->size += got;
    }
    return FOCUS_OK;
}

static focus_status reader_fail_here(focus__reader *reader, const char *what)
{
    reader->record_line = reader->line;
    return focus__fail(reader->error, FOCUS_E_INVALID, "%s", what);
}

/* All that was checked has been taken: check on. FOCUS_DONE at the end of the input. */
static focus_status reader_check(focus__reader *reader)
{
    if (reader->size - reader->at < READER_CHARACTER_MAX && !reader->ended) {
        focus_status status = reader_fill(reader);
        if (status != FOCUS_OK)
            return status;
    }
    for (;;) {
        size_t left = reader->size - reader->checked;
        size_t step = reader->is_raw && left > 0
                          ? 1
                          : focus__utf8_step(reader->chunk + reader->checked, left);
        if (step == 0 || reader->chunk[reader->checked] == '\0')
            break;
        reader->checked += step;
    }
    if (reader->checked > reader->at)
        return FOCUS_OK;
    if (reader->at == reader->size)
        return FOCUS_DONE;
    if (reader->chunk[reader->at] == '\0')
        return reader_fail_here(reader, "there is a NUL byte");
    return reader_fail_here(reader, "there is a byte that is not UTF-8");
}

focus_status focus__reader_open(focus__reader *reader)
{
    size_t mark_size = sizeof reader_mark_of_utf8 - 1;

    reader->line = 1;
    focus_status status = reader_fill(reader);
    if (status == FOCUS_OK && reader->size >= mark_size &&
        memcmp(reader->chunk, reader_mark_of_utf8, mark_size) == 0) {
        reader->at = mark_size;
        reader->checked = mark_size;
    }
    return status;
}

focus_status focus__reader_peek(focus__reader *reader, char *out_byte)
{
    focus_status status = FOCUS_OK;

    *out_byte = '\0';
    if (reader->at == reader->checked)
        status = reader_check(reader);
    if (status == FOCUS_OK)
        *out_byte = reader->chunk[reader->at];
    return status;
}

focus_status focus__reader_next(focus__reader *reader, char *out_byte)
{
    focus_status status = focus__reader_peek(reader, out_byte);

    if (status != FOCUS_OK)
        return status;
    reader->at++;
    if (*out_byte == '\n')
        reader->line++;
    return FOCUS_OK;
}

focus_status focus__reader_whole(focus__reader *reader, focus__buffer *out, size_t max)
{
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK && reader->at < reader->size) {
        if (out->size + reader->size - reader->at > max)
            return focus__fail(reader->error, FOCUS_E_INVALID, "the file is longer than %lu bytes",
                               (unsigned long)max);
        focus__buffer_append(out, reader->chunk + reader->at, reader->size - reader->at);
        if (out->failed)
            return focus__fail(reader->error, FOCUS_E_NOMEM, "no memory for the file");
        reader->at = reader->size;
        reader->checked = reader->size;
        status = reader_fill(reader);
    }
    return status;
}

void focus__reader_mark(focus__reader *reader)
{
    reader->record_line = reader->line;
}

focus_status focus__reader_collect(focus__reader *reader, focus__buffer *record, char byte)
{
    if (record->size >= FOCUS__READER_RECORD_MAX)
        return focus__fail(reader->error, FOCUS_E_INVALID,
                           "the record is longer than %d bytes; is a quote or bracket not closed?",
                           FOCUS__READER_RECORD_MAX);
    focus__buffer_char(record, byte);
    if (record->failed)
        return focus__fail(reader->error, FOCUS_E_NOMEM, "no memory for a record");
    return FOCUS_OK;
}

/* One line, blank or not. FOCUS_DONE when there is none. */
static focus_status reader_take_line(focus__reader *reader, focus__buffer *record)
{
    char byte;

    focus__buffer_clear(record);
    focus__reader_mark(reader);
    focus_status status = focus__reader_next(reader, &byte);
    if (status != FOCUS_OK)
        return status;
    while (status == FOCUS_OK && byte != '\n') {
        status = focus__reader_collect(reader, record, byte);
        if (status == FOCUS_OK)
            status = focus__reader_next(reader, &byte);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status; /* the last line may lack its end */
}

static void reader_trim_end(focus__buffer *record)
{
    while (record->size > 0 && strchr(" \t\r", record->bytes[record->size - 1]) != NULL)
        record->bytes[--record->size] = '\0';
}

focus_status focus__reader_any_line(focus__reader *reader, focus__buffer *record)
{
    focus_status status = reader_take_line(reader, record);

    reader_trim_end(record);
    return status;
}

focus_status focus__reader_line(focus__reader *reader, focus__buffer *record)
{
    focus_status status = FOCUS_OK;

    do {
        status = focus__reader_any_line(reader, record);
    } while (status == FOCUS_OK && record->size == 0);
    return status;
}
