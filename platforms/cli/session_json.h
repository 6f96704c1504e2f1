/*
 * session_json.h - sessions and the present state as JSON, shapes that scripts rely on.
 */
#ifndef CLI_SESSION_JSON_H
#define CLI_SESSION_JSON_H

#include "cli.h"
#include "json.h"
#include "range_words.h"
#include "snapshot.h"

/** A session inside a document; `s` NULL gives null. */
void json_session(json_writer *w, const cli *c, const char *key, const focus_session *s);
/** A session as a document of its own. */
void json_session_document(const cli *c, const focus_session *s);
void json_session_list(const cli *c, const focus_session_list *list);
void json_status(const cli *c, const snapshot *now);
void json_today(const cli *c, const snapshot *now, const focus_session_list *sessions,
                const focus_timeline *timeline);

/* parts of documents */
void json_cycle(json_writer *w, const focus_cycle *cycle);
void json_next(json_writer *w, const focus_cycle *cycle);
void json_day(json_writer *w, const char *key, int32_t day);
/** "range": its first and last day; both null for all time. */
void json_range(json_writer *w, const words_range *range);

/** The offset to show the end of a session with: the store's zone where the session was made in it,
 *  otherwise the session's own. */
int32_t session_end_offset(const cli *c, const focus_session *s, int64_t at_ms);

/** What a hook reads on its stdin: what has happened to which session, and how things stand now. */
void json_event(FILE *out, const cli *c, const char *event, const focus_session *s,
                const snapshot *now, const focus_progress *progress);

#endif
