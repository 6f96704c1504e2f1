/*
 * change.h - what verbs that change history share.
 */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "cli.h"
#include "time_words.h"

/** Report why a session could not be changed. Gives the exit code. */
int change_failed(const cli *c);

/** Read --status, completed or abandoned. 0 or the exit code. */
int change_read_status(const cli *c, int32_t *out_status);

/** What a time alone is a time of, beside a session: its start, by the session's own clock. */
words_anchor change_anchor(const cli *c, const focus_session *s, words_anchor_kind kind);

#endif
