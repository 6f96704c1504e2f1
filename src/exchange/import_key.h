/*
 * import_key.h - what makes a record the same when it is imported again: focus_sessions.source_key.
 *
 *     watson:<id>                                           the file's own id
 *     timewarrior:<start>/<end>                             intervals of one person never overlap
 *     toggl:<account>:<start>/<end>:<hash of the words>     several entries may have the same times
 *
 * Start and end are the file's own text, so that a file read in another zone is still the same. A
 * second row of a file with the same key has #2 behind it, and so on: equal rows are counted, not
 * merged, and a longer export that has the same rows gives them the same numbers.
 */
#ifndef FOCUS_EXCHANGE_IMPORT_KEY_H
#define FOCUS_EXCHANGE_IMPORT_KEY_H

#include "base/base.h"

enum {
    FOCUS__RECORD_KEY_MAX = 2 * FOCUS_TITLE_MAX, /* bytes */
    /* Different ones of a file: more than two hundred a day for fifty years. They take 128 MiB. */
    FOCUS__RECORD_KEYS_MAX = 1 << 22
};

typedef struct focus__record_key {
    const char *id;      /* the file's own; NULL: the rest counts */
    const char *account; /* whose record it is; may be empty */
    const char *start;
    const char *end; /* empty where the file has none */
    /* NULL, or the words that tell records of the same times apart, as many as there are. */
    const char *const *words;
    size_t word_count;
} focus__record_key;

/* How often each key has come: a table of hashes, open addressing. Zero-initialise. */
typedef struct focus__key_counts {
    struct focus__key_count *slots;
    size_t capacity;
    size_t used;
} focus__key_counts;

/* Write the key of a record into the box. Counts it, unless it is the file's own id. FOCUS_E_INVALID
 * where there are too many, FOCUS_E_NOMEM. */
focus_status focus__import_key(focus__key_counts *counts, const char *format,
                               const focus__record_key *key, void *box, const char **out_key,
                               focus_error *error);

void focus__key_counts_free(focus__key_counts *counts);

#endif
