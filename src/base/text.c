/*
 * text.c - UTF-8, checks of callers' texts, and a growing buffer of bytes.
 */
#include "base/text.h"

#include <stdio.h>

/* --- UTF-8 ------------------------------------------------------------------------------------ */

static bool utf8_is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/*
 * The first byte gives the length. Four of them also narrow the second byte, which is where
 * overlong forms, surrogates and everything past U+10FFFF show:
 *
 *     C2..DF  one more           E1..EC, EE, EF  two more        F1..F3  three more
 *     E0      second A0..BF      ED              second 80..9F
 *     F0      second 90..BF      F4              second 80..8F
 */
static size_t utf8_length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

static bool utf8_second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second <= 0x9F;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second <= 0x8F;
    default:
        return true;
    }
}

size_t focus__utf8_step(const char *bytes, size_t size)
{
    if (size == 0)
        return 0;
    const unsigned char *at = (const unsigned char *)bytes;
    size_t length = utf8_length_of(at[0]);
    if (length == 0 || length > size)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (!utf8_is_continuation(at[i]))
            return 0;
    }
    if (length > 1 && !utf8_second_fits(at[0], at[1]))
        return 0;
    return length;
}

size_t focus__utf8_prefix(const char *text, size_t max)
{
    size_t size = 0;

    while (size < max && text[size] != '\0')
        size++;
    size_t end = size;
    /* Malformed text may be all continuation bytes: one character is at most four. */
    while (end > 0 && size - end < 3 && utf8_is_continuation((unsigned char)text[end]))
        end--;
    return utf8_is_continuation((unsigned char)text[end]) ? size : end;
}

/* --- texts of callers ------------------------------------------------------------------------- */

/* C0 and DEL are one byte; C1, U+0080 to U+009F, is C2 80 to C2 9F. */
static bool text_is_control(const char *at, size_t step)
{
    unsigned char first = (unsigned char)at[0];

    if (step == 1)
        return first < 0x20 || first == 0x7F;
    return step == 2 && first == 0xC2 && (unsigned char)at[1] <= 0x9F;
}

static bool text_is_allowed(const char *at, size_t step, enum focus__text_kind kind)
{
    if (kind == FOCUS__TEXT_NOTE && (at[0] == '\n' || at[0] == '\t'))
        return true;
    return !text_is_control(at, step);
}

/* Most texts are all of these. */
static bool text_is_plain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

static focus_status text_check_characters(const char *what, const char *text, size_t size,
                                          enum focus__text_kind kind, focus_error *error)
{
    size_t at = 0;

    while (at < size) {
        if (text_is_plain(text[at])) {
            at++;
            continue;
        }
        size_t step = focus__utf8_step(text + at, size - at);
        if (step == 0)
            return focus__fail(error, FOCUS_E_INVALID, "%s is not UTF-8 at byte %lu", what,
                               (unsigned long)at);
        if (!text_is_allowed(text + at, step, kind))
            return focus__fail(error, FOCUS_E_INVALID, "%s has a control character at byte %lu",
                               what, (unsigned long)at);
        at += step;
    }
    return FOCUS_OK;
}

focus_status focus__text_check(const char *what, const char *text, size_t min_size, size_t max_size,
                               enum focus__text_kind kind, focus_error *error)
{
    assert(min_size <= max_size);
    if (text == NULL)
        text = "";
    size_t size = strlen(text);
    if (size < min_size && size == 0)
        return focus__fail(error, FOCUS_E_INVALID, "%s is empty", what);
    if (size < min_size || size > max_size)
        return focus__fail(error, FOCUS_E_INVALID, "%s is %lu bytes long, allowed are %lu to %lu",
                           what, (unsigned long)size, (unsigned long)min_size,
                           (unsigned long)max_size);
    return text_check_characters(what, text, size, kind, error);
}

char *focus__text_trim(char *text)
{
    size_t size;

    while (*text == ' ')
        text++;
    for (size = strlen(text); size > 0 && text[size - 1] == ' '; size--)
        text[size - 1] = '\0';
    return text;
}

bool focus__text_next_line(const char **lines, const char **out_line, size_t *out_size)
{
    *out_line = *lines;
    if (*lines == NULL)
        return false;
    *out_size = strcspn(*lines, "\n");
    *lines = (*out_line)[*out_size] == '\n' ? *out_line + *out_size + 1 : NULL;
    return true;
}

bool focus__text_same(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp(a, b) == 0;
}

const char *focus__text_or_null(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* --- buffer ----------------------------------------------------------------------------------- */

#define BUFFER_FIRST_CAPACITY ((size_t)256)

/* Make room for `size` more bytes and the NUL. */
static bool buffer_reserve(focus__buffer *buffer, size_t size)
{
    if (buffer->failed)
        return false;
    if (buffer->capacity > buffer->size && size < buffer->capacity - buffer->size)
        return true;
    size_t capacity = buffer->capacity == 0 ? BUFFER_FIRST_CAPACITY : buffer->capacity;
    while (capacity - buffer->size <= size && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    char *bytes = NULL;
    if (capacity - buffer->size > size)
        bytes = focus__realloc(buffer->bytes, capacity);
    if (bytes == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void focus__buffer_append(focus__buffer *buffer, const char *bytes, size_t size)
{
    if (!buffer_reserve(buffer, size))
        return;
    if (size > 0)
        memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void focus__buffer_text(focus__buffer *buffer, const char *text)
{
    focus__buffer_append(buffer, text, strlen(text));
}

void focus__buffer_format(focus__buffer *buffer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0)
        buffer->failed = true;
    else if (buffer_reserve(buffer, (size_t)size)) {
        (void)vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void focus__buffer_clear(focus__buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->bytes != NULL)
        buffer->bytes[0] = '\0';
}

void focus__buffer_free(focus__buffer *buffer)
{
    focus__free(buffer->bytes);
    *buffer = (focus__buffer){0};
}

#undef BUFFER_FIRST_CAPACITY
