/*
 * pauses.h - the pauses of a session, in order of time: cut in two, put together, added to.
 *
 * Pure. An open pause has no length yet, and is the last.
 */
#ifndef FOCUS_RULES_PAUSES_H
#define FOCUS_RULES_PAUSES_H

#include "base/base.h"

typedef struct focus__pauses {
    focus_pause *items; /* whoever adds to them has made room */
    size_t count;
} focus__pauses;

/* Together, the open one left out. */
int64_t focus__pauses_length_ms(const focus__pauses *pauses);

/* How many of them both begin with. */
size_t focus__pauses_same(const focus__pauses *a, const focus__pauses *b);

/* Each pause to the side of `at` that it lies on; one that lies over it is cut. */
void focus__pauses_split(const focus__pauses *all, int64_t at_ms, focus__pauses *out_earlier,
                         focus__pauses *out_later);

/* Put it behind the last: one that goes on where that one ended, for the same reason, makes it
 * longer. */
void focus__pauses_append(focus__pauses *pauses, const focus_pause *pause);

/* Put it where it belongs. False where it meets another. */
bool focus__pauses_insert(focus__pauses *pauses, const focus_pause *pause);

#endif
