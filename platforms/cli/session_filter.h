/*
 * session_filter.h - which sessions are meant: the same flags wherever many are named at once.
 */
#ifndef CLI_SESSION_FILTER_H
#define CLI_SESSION_FILTER_H

#include "cli.h"
#include "flags.h"

/* what verbs that read a filter put into their tables */
#define FLAGS_FILTER                                                                               \
    FLAGS_RANGE, {"tag", 't', FLAG_VALUE, "TAG", "only with this tag"},                            \
        {"project", 'p', FLAG_VALUE, "NAME", "only of this project"},                              \
        {"mode", 'm', FLAG_MANY, "MODE", "focus, break, long_break; may be given again"},          \
        {"status", 0, FLAG_MANY, "S", "completed, abandoned, ...; may be given again"},            \
    {                                                                                              \
        "grep", 0, FLAG_VALUE, "TEXT", "only with this in the title"                               \
    }

/** Read them, and the RANGE word at `word_at`. 0 or the exit code. */
int session_read_filter(const cli *c, size_t word_at, focus_session_filter *filter);
/** Whether any of these flags was given. */
bool session_has_filter(const cli *c);

#endif
