/*
 * base.h - what every source of the library includes first: memory, errors, options.
 *
 * Nothing here knows SQLite, sessions or the operating system.
 */
#ifndef FOCUS_BASE_BASE_H
#define FOCUS_BASE_BASE_H

#include "focus.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FOCUS__MS_PER_SECOND INT64_C(1000)
#define FOCUS__MS_PER_MINUTE INT64_C(60000)
#define FOCUS__MS_PER_HOUR INT64_C(3600000)
#define FOCUS__MS_PER_DAY INT64_C(86400000)
#define FOCUS__TIME_MAX_MS INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

/* Size of a struct up to and with a member: what it was when that member was its last. */
#define FOCUS__SIZE_THROUGH(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))

#define FOCUS__COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define FOCUS__PRINTF(format_index, first_index)                                                   \
    __attribute__((format(printf, format_index, first_index)))
#else
#define FOCUS__PRINTF(format_index, first_index)
#endif

/* --- errors (error.c) --- */

/* Note a failure where it is found and return its status. The message is cut at a character's edge
 * when it is too long. `error` may be NULL. */
focus_status focus__fail(focus_error *error, focus_status status, const char *format, ...)
    FOCUS__PRINTF(3, 4);
void focus__error_clear(focus_error *error);

/* --- memory (alloc.c): the only file that calls malloc --- */

void *focus__alloc(size_t size); /* zeroed; NULL when there is no memory */
void *focus__realloc(void *block, size_t size);
void focus__free(void *block);

/* Where blocks come from. Tests put a failing one in place; NULL puts malloc back. Blocks pass from
 * one to the other, so every allocator ends in realloc and free; not while another thread runs. */
typedef struct focus__allocator {
    void *(*resize)(void *user, void *block, size_t size); /* block NULL: a new one; size > 0 */
    void (*release)(void *user, void *block);
    void *user;
} focus__allocator;

void focus__alloc_hook(const focus__allocator *allocator);

/* A box is a zeroed record followed by everything that belongs to it: strings, items, tags. It is
 * what the public focus_*_free() functions free. Additions to a box never move it. */
void *focus__box_new(size_t record_size);
void *focus__box_alloc(void *box, size_t size);           /* zeroed, aligned for any type */
const char *focus__box_text(void *box, const char *text); /* a copy; NULL for NULL text */
/* A copy with a NUL. */
const char *focus__box_bytes(void *box, const char *bytes, size_t size);
/* As new, for the next of many records. */
void focus__box_clear(void *box);
void focus__box_free(const void *box); /* NULL is allowed */

/* --- options (options.c) --- */

/*
 * Copy a caller's options into this build's struct, whose size is dst_size. Both begin with their
 * size. An older caller's missing tail becomes zero; a newer caller's tail is ignored while it is
 * zero and refused otherwise. smallest is the size in the first release.
 */
focus_status focus__options_import(void *dst, size_t dst_size, size_t smallest, const void *src,
                                   focus_error *error);
/* The same over what stands in dst already: there an older caller's missing tail stays. */
focus_status focus__options_overlay(void *dst, size_t dst_size, size_t smallest, const void *src,
                                    focus_error *error);

#endif
