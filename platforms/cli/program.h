/*
 * program.h - other programs that take the terminal over for a while: an editor, a pager.
 */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

struct cli;

/** Run `command` as a shell reads it, so that it may have words of its own, with `argument` behind it
 *  (NULL: none) and `input` as its standard input (-1: ours). Gives its exit code. */
int program_run(const char *command, const char *argument, int input);

/** Let somebody edit a file. Gives the exit code, having told of an editor that failed. */
int program_edit(const struct cli *c, const char *path);

#endif
