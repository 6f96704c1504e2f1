/*
 * figures.h - reading the exact figures: sums of a period, and the session that is expired for
 * readers.
 */
#ifndef FOCUS_CORE_FIGURES_H
#define FOCUS_CORE_FIGURES_H

#include "core/session.h"

/* The selected user's session whose limit has passed though no write has marked it, as what it
 * would change. */
typedef struct focus__overdue {
    int64_t row_id; /* 0: there is none */
    int32_t mode;
    int32_t day;
    focus__sums change; /* the sums after less the sums before */
} focus__overdue;

focus_status focus__overdue_read(focus_store *store, focus__overdue *out);
void focus__overdue_apply(const focus__overdue *overdue, focus__sums modes[FOCUS_MODE_COUNT]);

/* Sums of the days from_day to until_day, both inclusive. */
typedef struct focus__period {
    focus__sums modes[FOCUS_MODE_COUNT];
    int32_t active_days; /* with focus time */
    int32_t best_day;
    int64_t best_day_ms;
} focus__period;

focus_status focus__period_read(focus_store *store, int32_t from_day, int32_t until_day,
                                const focus__overdue *overdue, focus__period *out);

#endif
