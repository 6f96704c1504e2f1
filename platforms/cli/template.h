/*
 * template.h - text with {words} in it that stand for how things are: status --format and --as.
 *
 *     {title}            a word; the table in template.c has them all
 *     {bar:20}           the only one with a number: columns
 *     {?paused}...{/}    the part between is there while it holds; {?!paused} while it does not
 *     {{ and }}          braces
 *
 * A word holds as a condition where its text is neither empty nor 0.
 */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include "cli.h"
#include "snapshot.h"

/** Adds one character of a value in the way of the program that reads it. */
typedef void (*template_escape)(text_buffer *out, const char *character, size_t size);

/** Fill in a template. Gives 0, or the exit code of the failure it reported: an unknown word is one,
 *  also where its part is left out. */
int template_fill(const cli *c, const snapshot *now, const char *text, template_escape escape,
                  text_buffer *out);

/** The names that a template may use: words first, then what is a condition alone. */
size_t template_word_count(void);
size_t template_name_count(void);
const char *template_name_at(size_t at, const char **out_meaning);

#endif
