/*
 * watch.h - the live view: a line that follows the session, for status --watch and wait.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include "cli.h"
#include "snapshot.h"

typedef struct watch {
    /** Print how things stand, in whole lines: where there is no terminal to draw on. */
    void (*print)(const cli *c, const snapshot *now);
    /** True when there is nothing left to wait for; NULL: only a signal ends it. */
    bool (*is_over)(const struct watch *w, const snapshot *now);
    focus_id id;        /* for is_over: the session that is waited for */
    int64_t timeout_ms; /* 0: none */
    bool is_silent;     /* nothing is printed but the drawn line */
    bool has_timed_out; /* out */
} watch;

/** Follow until it is over, the time is up or a signal comes. Gives 0, the exit code of a failure
 *  that it reported, or 128 and the signal's number. */
int watch_run(cli *c, watch *w);

#endif
