/*
 * session_start.h - starting a session, for the verbs start and next.
 */
#ifndef CLI_SESSION_START_H
#define CLI_SESSION_START_H

#include "cli.h"

/** Read --replace. 0 or the exit code. */
int session_read_replace(const cli *c, focus_session_input *input);
/** Read all that start takes but the tags. */
int session_read_start(const cli *c, focus_session_input *input);
/** Start it and say so. */
int session_start(const cli *c, const focus_session_input *input);

#endif
