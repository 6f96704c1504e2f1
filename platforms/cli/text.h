/*
 * text.h - memory, text that grows, and how wide and how clean UTF-8 is.
 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__GNUC__)
#define CLI_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define CLI_PRINTF(at, first)
#endif

/** Zeroed memory, free() it. Ends the program with a message and exit code 1 when there is none:
 *  nothing is half-written then, every write of the library being a transaction. */
void *mem_alloc(size_t size);
void *mem_grow(void *old, size_t size);
char *mem_text(const char *text);

/** Text that grows; zero it to begin with. `text` is never NULL after the first addition. */
typedef struct text_buffer {
    char *text;
    size_t size;
    size_t room;
} text_buffer;

void text_add(text_buffer *buffer, const char *text);
void text_add_size(text_buffer *buffer, const char *text, size_t size);
void text_addf(text_buffer *buffer, const char *format, ...) CLI_PRINTF(2, 3);
void text_free(text_buffer *buffer);

/** Read one character; gives the bytes it takes, at least 1, and U+FFFD for what is not UTF-8. */
size_t text_decode(const char *text, uint32_t *out_character);

/** Columns that a text takes on a terminal: wide characters two, combining ones none. */
size_t text_width(const char *text);

/** Bytes of `text` that fit into so many columns. */
size_t text_fit(const char *text, size_t columns);

/** Write text to a terminal or file: control characters and broken UTF-8 become U+FFFD. */
void text_print(FILE *out, const char *text);
void text_print_size(FILE *out, const char *text, size_t size);

#define TEXT_EXCERPT_SIZE 64

/** The beginning of a text that may be long, for a message. Gives `out`. */
const char *text_excerpt(const char *text, char out[TEXT_EXCERPT_SIZE]);

#endif
