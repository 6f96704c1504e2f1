/*
 * day_total.h - the rows of day_totals: time of other programs that has a day and no time of day.
 */
#ifndef FOCUS_CORE_DAY_TOTAL_H
#define FOCUS_CORE_DAY_TOTAL_H

#include "core/store.h"

/* A row. Texts belong to whoever made it; day and key together are its name. */
typedef struct focus__day_total_row {
    int64_t id; /* 0: not in the file yet */
    int64_t user_id;
    int32_t local_day;
    const char *source_key;
    const char *source_format;
    int64_t length_ms; /* negative: a correction */
    bool has_rating;
    int32_t rating;
    bool is_sum;
    const char *title;
    const char *project;
    const char *note;
    const char *tags; /* as of a session */
    int64_t created_at_ms;
} focus__day_total_row;

enum { FOCUS__RATING_MAX = 2 }; /* and -2 */

/* Longer than any day can be told to be, and small enough to be added up. */
#define FOCUS__DAY_TOTAL_MAX_MS (366 * FOCUS__MS_PER_DAY)

/* Find a row of the selected user; texts go into the box. FOCUS_DONE without one. */
focus_status focus__day_total_find(focus_store *store, void *box, int32_t local_day,
                                   const char *source_key, focus__day_total_row *out);

/* Copy the row a statement stands on. */
focus_status focus__day_total_read(focus__stmt *stmt, void *box, focus__day_total_row *out);

bool focus__day_total_same(const focus__day_total_row *a, const focus__day_total_row *b);

/* The one door: before NULL adds a row, after NULL takes it away. A row keeps the id of the one before,
 * or its own. */
focus_status focus__day_total_change(focus_store *store, const focus__day_total_row *before,
                                     const focus__day_total_row *after);

#endif
