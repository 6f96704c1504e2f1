/*
 * session_input.h - what a caller says about a session, checked and put into a row.
 */
#ifndef FOCUS_CORE_SESSION_INPUT_H
#define FOCUS_CORE_SESSION_INPUT_H

#include "core/session.h"

/* Import the options struct and check its flags. */
focus_status focus__input_import(focus_store *store, const focus_session_input *input,
                                 focus_session_input *out);

/* Title, project, task, note, tags: checked, copied into the box, put into the row. */
focus_status focus__input_words(focus_store *store, void *box, const focus_session_input *input,
                                focus__session_row *row);
/* The same for the fields that input->fields names. */
focus_status focus__input_some_words(focus_store *store, void *box,
                                     const focus_session_input *input, focus__session_row *row);

/* A note checked and copied into the box. NULL or empty: no note. */
focus_status focus__input_note(focus_store *store, void *box, const char *note,
                               const char **out_note);

#endif
