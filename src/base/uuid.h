/*
 * uuid.h - UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits, so that ids
 * made later sort later and land at the right edge of an index.
 */
#ifndef FOCUS_BASE_UUID_H
#define FOCUS_BASE_UUID_H

#include "base/base.h"

/* Keeps ids of one store ascending within a millisecond and when the clock steps back: the 12 bits
 * rand_a are a counter then, and a full counter borrows the next millisecond. */
typedef struct focus__uuid_state {
    int64_t last_ms;
    uint32_t counter;
    unsigned char
        random[160];    /* for some ids: to ask the system for each costs more than the rest */
    size_t random_left; /* of these, at their end */
} focus__uuid_state;

focus_status focus__uuid_make(focus__uuid_state *state, const focus_entropy *entropy,
                              int64_t now_ms, focus_id *out_id, focus_error *error);

/* Value of a hex digit in either case; -1 when it is none. */
int focus__hex_value(char c);

#endif
