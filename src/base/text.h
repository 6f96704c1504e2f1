/*
 * text.h - UTF-8 and a growing buffer of bytes.
 */
#ifndef FOCUS_BASE_TEXT_H
#define FOCUS_BASE_TEXT_H

#include "base/base.h"

/* Bytes of the well-formed character at the front; 0 when there is none. */
size_t focus__utf8_step(const char *bytes, size_t size);

/* Bytes of the longest prefix of text that is at most max bytes and ends between characters. */
size_t focus__utf8_prefix(const char *text, size_t max);

enum focus__text_kind {
    FOCUS__TEXT_LINE, /* no control characters */
    FOCUS__TEXT_NOTE  /* line feeds and tabs allowed */
};

/*
 * Check a text that came from a caller: min_size to max_size bytes, UTF-8, no control characters
 * (U+0000 to U+001F, U+007F; C1 controls as well). NULL counts as empty. FOCUS_E_INVALID names
 * `what` and the byte where it goes wrong.
 */
focus_status focus__text_check(const char *what, const char *text, size_t min_size, size_t max_size,
                               enum focus__text_kind kind, focus_error *error);

/* Cut the blanks at the end off, and step over those at the beginning. */
char *focus__text_trim(char *text);

/* The next of lines, without its end, and these stepped over it; false: none is left. NULL has none. */
bool focus__text_next_line(const char **lines, const char **out_line, size_t *out_size);

/* Equal, or both NULL. */
bool focus__text_same(const char *a, const char *b);

/* An empty text is none. */
const char *focus__text_or_null(const char *text);

/* A growing, always NUL-terminated run of bytes. Zero-initialise; a failed allocation is remembered
 * in `failed` and later additions do nothing. */
typedef struct focus__buffer {
    char *bytes;
    size_t size;
    size_t capacity;
    bool failed;
} focus__buffer;

void focus__buffer_append(focus__buffer *buffer, const char *bytes, size_t size);
void focus__buffer_text(focus__buffer *buffer, const char *text);
/* The same as focus__buffer_append(), but without a call where there is room: for what writes a
 * history in small pieces. */
static inline void focus__buffer_add(focus__buffer *buffer, const char *bytes, size_t size)
{
    if (buffer->failed || size >= buffer->capacity - buffer->size) {
        focus__buffer_append(buffer, bytes, size);
        return;
    }
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}
static inline void focus__buffer_char(focus__buffer *buffer, char c)
{
    focus__buffer_add(buffer, &c, 1);
}
void focus__buffer_format(focus__buffer *buffer, const char *format, ...) FOCUS__PRINTF(2, 3);
void focus__buffer_clear(focus__buffer *buffer); /* keeps the memory */
void focus__buffer_free(focus__buffer *buffer);

#endif
