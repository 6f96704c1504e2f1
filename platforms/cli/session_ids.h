/*
 * session_ids.h - naming a session: @, @1, its number, the beginning of its id.
 */
#ifndef CLI_SESSION_IDS_H
#define CLI_SESSION_IDS_H

#include "cli.h"
#include "render.h"

/** The session that a word names: "@" running, "@1" latest, "@2" before that, else what
 *  focus_session_find() takes.
 *  Gives 0, or the exit code of the failure that it reported. */
int session_resolve(const cli *c, const char *word, focus_id *out_id);

/** The number of a session, "" where it is no longer there. Gives `out`. */
const char *session_number(const cli *c, const focus_id *id, char out[RENDER_SIZE]);

#endif
