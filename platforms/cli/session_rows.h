/*
 * session_rows.h - sessions as people read them: rows of a table, names in sentences.
 */
#ifndef CLI_SESSION_ROWS_H
#define CLI_SESSION_ROWS_H

#include "cli.h"
#include "render.h"

#define SESSION_NAME_SIZE 96

/** 'focus "Write report"', or 'focus' where there is no title. Gives `out`. */
const char *session_name(const focus_session *s, char out[SESSION_NAME_SIZE]);

/** A table of sessions; with --plain the fields: id, day, start, end, active seconds, mode, status,
 *  title, project, tags with commas between. `has_day` false: all are of one day that is known. */
void session_table(const cli *c, const focus_session *const *sessions, size_t count, bool has_day);

/** Where the newest session is a focus session that expired within the last 24 hours: it is told in
 *  `out`, with the command that keeps it; `as_latest` names it @1, else its id. False: nothing. */
bool session_expired_text(const cli *c, bool as_latest, text_buffer *out);
/** Print that on a line of its own, for people. */
void session_print_expired(const cli *c);

/** What a writing verb prints of the session: JSON or the plain row; true when it did. */
bool session_print_data(const cli *c, const focus_session *s);

/** "a b" with a mark before each. free() it. */
char *session_tags_text(const focus_session *s, const char *mark, const char *between);

/** "09:00-09:25", "09:00-" while it runs. */
const char *session_span(const cli *c, const focus_session *s, char out[RENDER_SIZE]);

/** ", until 14:25" of an active session with a plan, or "". */
const char *session_until(const cli *c, const focus_session *s, char out[RENDER_SIZE]);

/** ", 14:48 left" or ", 02:10 over" of a running session with a plan, or "". */
const char *session_left(const focus_session *s, char out[RENDER_SIZE]);

#endif
