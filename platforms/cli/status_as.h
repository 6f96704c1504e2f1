/*
 * status_as.h - the status as other programs want it: bars, multiplexers, prompts.
 */
#ifndef CLI_STATUS_AS_H
#define CLI_STATUS_AS_H

#include "cli.h"
#include "snapshot.h"

/** True when --as or --format was given. */
bool status_as_is_wanted(const cli *c);

/** Print what --as and --format ask for. Gives 0, or the exit code of the failure that it reported. */
int status_as_print(const cli *c, const snapshot *now, FILE *out);

/** The targets' names for --as, from 0 on; NULL after the last. */
const char *status_as_name_at(size_t at);

#endif
