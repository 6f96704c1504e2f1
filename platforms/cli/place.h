/*
 * place.h - what is unwise about the place where the database lies.
 */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "cli.h"

typedef struct place_warning {
    const char *check;
    text_buffer message;
} place_warning;

enum { PLACE_WARNINGS_MAX = 8 };

typedef struct place_warnings {
    place_warning items[PLACE_WARNINGS_MAX];
    size_t count;
} place_warnings;

/** Others may read it, a network or a syncing program has a hand in it, no backup is recent. */
void place_examine(const cli *c, place_warnings *out);
void place_free(place_warnings *warnings);

#endif
