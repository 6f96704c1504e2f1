/*
 * replace.h - a file that takes the place of another once it is whole.
 *
 * Until then it lies beside it, and what was there stays. A link is followed, so that the file which it
 * names is replaced; the mode is kept.
 */
#ifndef CLI_REPLACE_H
#define CLI_REPLACE_H

#include <stdbool.h>
#include <stdio.h>

typedef struct replacement {
    FILE *out;
    char *target;
    char *temporary;
} replacement;

/** Open `out`. False: errno says why, and nothing is left. */
bool replace_begin(const char *path, replacement *r);
/** Bring what was written to the disk, and in place. False: errno says why; what was there is as it was. */
bool replace_end(replacement *r);
/** Leave what was there. */
void replace_drop(replacement *r);

#endif
