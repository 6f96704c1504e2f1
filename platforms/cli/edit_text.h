/*
 * edit_text.h - a session as a text that somebody changes in an editor.
 */
#ifndef CLI_EDIT_TEXT_H
#define CLI_EDIT_TEXT_H

#include "cli.h"

/** Open a session in the editor. Each field that was changed is given to the verb as its flag would be.
 *  out_path, free() it, is the file; it goes by edit_text_end(). Gives the exit code. */
int edit_in_editor(cli *c, const focus_session *s, char **out_path);
/** What was typed is kept where the edit failed, and told of. NULL is allowed. */
void edit_text_end(const cli *c, char *path, int exit_code);

#endif
