/*
 * shrink.h - a shorter list of steps that still fails.
 */
#ifndef TESTS_MODEL_SHRINK_H
#define TESTS_MODEL_SHRINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHRINK_STEPS_MAX = 1024 };

/* Whether these steps, run on something new, fail. */
typedef bool still_fails(void *user, const uint64_t *steps, size_t count);

/* Take steps away for as long as the rest fails, at first by halves, in the end one by one: in the end
 * none of them can be missed. Returns how many are left at the front of steps. */
size_t shrink_steps(uint64_t *steps, size_t count, still_fails *fails, void *user);

#endif
