/*
 * scenarios.h - what the harnesses of faults run: pieces of work through focus.h.
 */
#ifndef TESTS_FAULT_SCENARIOS_H
#define TESTS_FAULT_SCENARIOS_H

#include "fault/world.h"

typedef struct scenario {
    const char *name;
    enum world_state state;
    bool opens; /* it opens and closes by itself; otherwise the store is open */
    focus_status (*run)(world *w);
    bool has_steps; /* several transactions: a failure leaves those before it */
} scenario;

/* What a scenario does without faults: sums over the file before and after, over the copy that it
 * may make, and over what it answered. */
typedef struct plain_run {
    uint64_t before;
    uint64_t after;
    uint64_t copy_before;
    uint64_t copy;
    uint64_t answer;
} plain_run;

extern const scenario scenarios[];
extern const size_t scenario_count;
const scenario *scenario_named(const char *name);

/* FOCUS_SCENARIO=name leaves only that one: for builds that are slow, and for a close look. */
bool scenario_is_wanted(const scenario *s);
/* Put the scenario's state on the disk and open the store unless it does so itself. */
void scenario_begin(world *w, const scenario *s);
/* Run it and close the store. */
focus_status scenario_run(world *w, const scenario *s);
plain_run scenario_run_plainly(world *w, const scenario *s);

/* What a run under faults may have come to. */
enum verdict {
    VERDICT_FAILED,   /* with the status expected, and nothing has changed */
    VERDICT_ABSORBED, /* it succeeded all the same, in every part */
    VERDICT_FOUND,    /* it failed, and is found in the file: right only where a sync failed */
    VERDICT_WRONG     /* anything else, and where SQLite finds a database damaged */
};
/* Whether the file can be used afterwards. The doctor looks at it unless its content is one that the
 * plain run has shown to it already. */
bool scenario_goes_on(world *w, const scenario *s, enum verdict verdict, const char *what);
/* lasting: the fault is still there when a failed copy is to be removed. */
enum verdict scenario_judge(const world *w, const scenario *s, const plain_run *plain,
                            focus_status status, focus_status expected, bool lasting);

#endif
