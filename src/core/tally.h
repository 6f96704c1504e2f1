/*
 * tally.h - what the rows of one call add to the exact figures: counters, daily sums, runs of days.
 *
 * The figures in the file are of sessions that have ended. The one that runs is added by who reads.
 *
 * Every change of a row is added up here and written once when the call ends, inside its
 * transaction. An import of a hundred thousand rows so writes each sum a few times instead of once
 * a row.
 */
#ifndef FOCUS_CORE_TALLY_H
#define FOCUS_CORE_TALLY_H

#include "base/base.h"

/* Of one mode: sessions by status, and their time. */
typedef struct focus__sums {
    int64_t by_status[FOCUS_SESSION_STATUS_COUNT];
    int64_t credited; /* completed and plausible; daily sums alone keep it */
    int64_t active_ms;
    int64_t unconfirmed_ms;
} focus__sums;

typedef struct focus__counts {
    int64_t deleted;
    focus__sums modes[FOCUS_MODE_COUNT];
    int64_t libraries;
    int64_t tracks;
    int64_t ledger_entries;
    int64_t xp;
    int64_t coins_earned;
    int64_t coins_spent;
} focus__counts;

typedef struct focus__day_sums {
    int32_t day;
    int32_t mode;
    focus__sums sums;
} focus__day_sums;

enum { FOCUS__TALLY_DAYS = 64 };

typedef struct focus__tally {
    int64_t user_id; /* 0: empty */
    focus__counts counts;
    int day_count;
    focus__day_sums days[FOCUS__TALLY_DAYS];
} focus__tally;

struct focus__session_row;

/* Add a row (sign 1) or take it away (-1); nothing for one that runs. Writes the tally first when it
 * is full or another user's. */
focus_status focus__tally_session(focus_store *store, const struct focus__session_row *row,
                                  int sign);
/* The counts to add other things to: libraries, tracks, points. NULL after a failed write; the
 * status says why. */
focus_status focus__tally_counts(focus_store *store, int64_t user_id, focus__counts **out_counts);
/* Write what has been added up, and begin anew. */
focus_status focus__tally_flush(focus_store *store);
void focus__tally_clear(focus__tally *tally);

/* What a row adds to the sums of its mode: nothing while it is deleted. */
void focus__sums_add_session(focus__sums *sums, const struct focus__session_row *row, int sign);
void focus__sums_add(focus__sums *to, const focus__sums *from);

/* No history makes a number larger than this: enough for any, and a thousand of them can be added. */
#define FOCUS__COUNT_MAX (INT64_C(1) << 50)
bool focus__count_is_sound(int64_t count);
bool focus__sums_are_sound(const focus__sums *sums);

/* What the running session adds for a reader: expired where its limit has passed, though no write has
 * marked it so yet. */
typedef struct focus__running {
    int64_t row_id;     /* 0: none runs */
    int64_t expired_id; /* the same if it has expired; otherwise 0 */
    int32_t mode;
    int32_t day;
    focus__sums sums;
} focus__running;

focus_status focus__running_read(focus_store *store, focus__running *out);

/* The counters as the file has them, and what the running session adds to them (may be NULL).
 * FOCUS_E_CORRUPT where they make no sense. */
focus_status focus__counts_read(focus_store *store, focus__counts *out,
                                focus__running *out_running);

#endif
