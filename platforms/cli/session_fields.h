/*
 * session_fields.h - the fields of a session as text, for show and for what an edit changed.
 */
#ifndef CLI_SESSION_FIELDS_H
#define CLI_SESSION_FIELDS_H

#include "cli.h"

enum {
    FIELD_NUMBER = 0,
    FIELD_ID,
    FIELD_MODE,
    FIELD_STATUS,
    FIELD_TITLE,
    FIELD_PROJECT,
    FIELD_TAGS,
    FIELD_TASK,
    FIELD_NOTE,
    FIELD_DAY,
    FIELD_START,
    FIELD_END,
    FIELD_PLANNED,
    FIELD_ACTIVE,
    FIELD_PAUSED,
    FIELD_ZONE,
    FIELD_POINTS,
    FIELD_SOURCE,
    FIELD_MARKS,
    FIELD_REVISION,
    FIELD_COUNT
};

const char *session_field_name(int field);
/** Empty where there is nothing to say. A note is one line: with --plain its ends of lines are \n. free() it. */
char *session_field_text(const cli *c, const focus_session *s, int field);

#endif
