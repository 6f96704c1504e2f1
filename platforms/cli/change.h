/*
 * change.h - what add and edit share.
 */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "cli.h"

/** Report why a session could not be changed. Gives the exit code. */
int change_failed(const cli *c);

/** Read --status, completed or abandoned. 0 or the exit code. */
int change_read_status(const cli *c, int32_t *out_status);

#endif
