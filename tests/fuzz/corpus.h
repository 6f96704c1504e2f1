/*
 * corpus.h - the inputs that a target begins with, and the words of its dictionary.
 */
#ifndef TESTS_FUZZ_CORPUS_H
#define TESTS_FUZZ_CORPUS_H

#include "fuzz/fuzz.h"

typedef struct fuzz_entry {
    char *path;
    uint8_t *bytes;
    size_t size;
} fuzz_entry;

typedef struct fuzz_entries {
    fuzz_entry *items;
    size_t count;
    size_t room;
} fuzz_entries;

typedef struct fuzz_corpus {
    fuzz_entries entries; /* always in the same order */
    fuzz_entries words;
} fuzz_corpus;

/* The corpus of a target, the seeds it names, and its dictionary where it has one. */
void fuzz_corpus_load(fuzz_corpus *corpus, const fuzz_target *target);
void fuzz_corpus_free(fuzz_corpus *corpus);

/* Add a file; false when it cannot be read. */
bool fuzz_entries_add_file(fuzz_entries *entries, const char *path);
void fuzz_entries_free(fuzz_entries *entries);

#endif
