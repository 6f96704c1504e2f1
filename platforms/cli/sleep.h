/*
 * sleep.h - a machine that slept while a session ran: nobody worked then, so it is not counted silently.
 *
 * The command is not there when a machine goes to sleep. When a session begins to run, it notes on this
 * machine how long the machine has slept since it was switched on; what has been added by the time the
 * session ends, it slept within it. Where the system has no such clock, nothing is known.
 */
#ifndef CLI_SLEEP_H
#define CLI_SLEEP_H

#include "cli.h"

#define FLAG_SLEEP                                                                                 \
    {                                                                                              \
        "sleep", 0, FLAG_VALUE, "HOW", "what the machine slept meanwhile: trim or keep"            \
    }

/** Begin to count for a focus session that is active now; forget what was noted for any other. In a break
 *  a machine may sleep. */
void sleep_note(const cli *c, const focus_session *s);
/** How long the machine has slept while this session was active; 0: not, or nobody knows. */
int64_t sleep_length_ms(const cli *c, const focus_session *s);

/** Time to be taken out of a session as a pause. */
typedef struct sleep_span {
    focus_id id;
    int64_t from_ms;
    int64_t until_ms; /* 0: none */
} sleep_span;

/** Before an event at `at_ms` (0: now) ends the active stretch: --sleep, or ask; where nobody can be
 *  asked, exit code 10. With --at or --ago the end is known, and nothing is asked. */
int sleep_decide(const cli *c, int64_t at_ms, sleep_span *out);
/** Around that event: the pause and it are one step. */
focus_status sleep_begin(const cli *c, const sleep_span *span);
int sleep_end(const cli *c, const sleep_span *span, int exit_code);

#endif
