/*
 * session_ids.h - naming a session: @, @1, prefixes, and ids short enough to type.
 */
#ifndef CLI_SESSION_IDS_H
#define CLI_SESSION_IDS_H

#include "cli.h"

/** The session that a word names: "@" running, "@1" latest, "@2" before that, or a prefix of an id.
 *  Gives 0, or the exit code of the failure that it reported. */
int session_resolve(const cli *c, const char *word, focus_id *out_id);

/** The shortest prefix worth showing that names this session alone. Gives `out`. */
const char *session_short_id(const cli *c, const focus_id *id, char out[FOCUS_ID_TEXT_SIZE]);

#endif
