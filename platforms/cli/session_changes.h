/*
 * session_changes.h - what differs between a session as it was and as it is.
 */
#ifndef CLI_SESSION_CHANGES_H
#define CLI_SESSION_CHANGES_H

#include "cli.h"
#include "json.h"
#include "session_fields.h"

typedef struct session_change {
    int field;
    char *from; /* empty: nothing */
    char *to;
} session_change;

typedef struct session_changes {
    session_change items[FIELD_COUNT];
    size_t count;
} session_changes;

/** Every field but the revision. Free them. */
void session_compare(const cli *c, const focus_session *before, const focus_session *after,
                     session_changes *out);
void session_changes_free(session_changes *changes);
/** An array "changes" of {field, from, to}. */
void session_changes_json(json_writer *w, const session_changes *changes);
/** What stands for it in a table: "(none)" for nothing, unless it is read by a program. */
const char *session_change_text(const cli *c, const char *text);

#endif
