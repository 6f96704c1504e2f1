/*
 * session_changes.c - what differs between a session as it was and as it is.
 */
#include "session_changes.h"

#include <stdlib.h>
#include <string.h>

void session_compare(const cli *c, const focus_session *before, const focus_session *after,
                     session_changes *out)
{
    out->count = 0;
    for (int field = 0; field < FIELD_REVISION; field++) {
        session_change change = {field, session_field_text(c, before, field),
                                 session_field_text(c, after, field)};
        if (strcmp(change.from, change.to) != 0) {
            out->items[out->count++] = change;
            continue;
        }
        free(change.from);
        free(change.to);
    }
}

void session_changes_free(session_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        free(changes->items[i].from);
        free(changes->items[i].to);
    }
    changes->count = 0;
}

void session_changes_json(json_writer *w, const session_changes *changes)
{
    json_array(w, "changes");
    for (size_t i = 0; i < changes->count; i++) {
        const session_change *change = &changes->items[i];
        json_object(w, NULL);
        json_string(w, "field", session_field_name(change->field));
        json_string(w, "from", change->from[0] != '\0' ? change->from : NULL);
        json_string(w, "to", change->to[0] != '\0' ? change->to : NULL);
        json_object_end(w);
    }
    json_array_end(w);
}

const char *session_change_text(const cli *c, const char *text)
{
    return text[0] != '\0' || c->plain ? text : "(none)";
}
