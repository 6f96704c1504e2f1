/*
 * names.h - the words for modes, statuses and sources, both ways.
 */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "cli.h"

const char *name_of_mode(int32_t mode);
const char *name_of_status(int32_t status);
const char *name_of_source(int32_t source);
const char *name_of_reason(int32_t cycle_reason);

/** Read a mode or a status; reports wrong usage with what would be right. 0 or the exit code. */
int read_mode(const cli *c, const char *word, int32_t *out_mode);
int read_status(const cli *c, const char *word, int32_t *out_status);

/** Read a word of a list; gives its place, or -1 after reporting wrong usage. */
int read_choice(const cli *c, const char *what, const char *word, const char *const *choices,
                size_t count);

#endif
