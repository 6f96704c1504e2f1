/*
 * cycle.h - what comes next: focus, break, or after every n-th focus session a long break.
 */
#ifndef FOCUS_RULES_CYCLE_H
#define FOCUS_RULES_CYCLE_H

#include "base/base.h"

typedef struct focus__cycle_facts {
    int32_t focus_done;   /* completed focus sessions since the cycle began */
    int32_t last_mode;    /* mode of the newest ended session since then; -1: none */
    int32_t running_mode; /* -1: nothing runs */
} focus__cycle_facts;

/*
 * Running session: what follows it once completed (a running focus session counts as done for
 * that). Otherwise after a focus session a break, or a long break when focus_done is a multiple of
 * cycle_length; after a break, or with nothing done, focus.
 * out->done is focus_done modulo cycle_length, except that a full cycle shows cycle_length until
 * its long break is taken; until_long_break is cycle_length - done.
 */
void focus__cycle_next(const focus__cycle_facts *facts, const focus_settings *settings,
                       focus_cycle *out);

#endif
