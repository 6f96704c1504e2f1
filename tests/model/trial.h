/*
 * trial.h - sequences run in a process of their own, made as short as they can be, and told as C.
 */
#ifndef TESTS_MODEL_TRIAL_H
#define TESTS_MODEL_TRIAL_H

#include "model/world.h"

enum { TRIAL_AGREES, TRIAL_DIFFERS, TRIAL_CRASHES };

typedef struct trial {
    int result;
    size_t ran; /* steps, as far as it came */
    int variables;
    char difference[DIFFERENCE_SIZE];
} trial;

typedef struct sequence {
    const step_plan *plan;
    fixture *f;
    saboteur *saboteur; /* of a canary; NULL: none */
    uint64_t steps[STEPS_MAX];
    size_t count;
} sequence;

/* The list of a seed: step i has the same seed in each sequence of it, however long. */
void sequence_of(sequence *s, const step_plan *plan, fixture *f, uint64_t seed);

/* Run it on a new store, beside this process: what crashes or hangs there is a result here. print
 * NULL: silent. */
trial run_apart(const sequence *s, FILE *print);

/* Leave only the steps that are needed for it to differ, or crash. Returns what it does then. */
trial shrink(sequence *s);

/* What these steps do, as a test: a C function of the name. */
void print_as_c(const sequence *s, const char *name, FILE *to);

/* Shrink it, print it as a test named seed_<seed>_<name>, and fail. */
void tell_and_fail(sequence *s, uint64_t seed, const char *name);

/* --- around the tests ------------------------------------------------------------------------- */

/* Should one of its rounds end the process, or fail, its seed is told. It must be static; NULL: no
 * round is under way any more. */
void trial_watch(const campaign *c);

/* A fixture's teardown that does not mind what a canary has damaged. */
int trial_teardown(void **state);

#define trial_test(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, fixture_setup_in_memory, trial_teardown)

#endif
