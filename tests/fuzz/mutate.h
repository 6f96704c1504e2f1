/*
 * mutate.h - an input like those of a corpus, but not quite.
 */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include "fuzz/corpus.h"
#include "support/campaign.h"

typedef struct fuzz_buffer {
    uint8_t *bytes;
    size_t size;
    size_t room;
} fuzz_buffer;

/* Take an entry and change it in one to a few places. The same chance gives the same input. */
void fuzz_mutate(chance *c, const fuzz_corpus *corpus, fuzz_buffer *out);

#endif
