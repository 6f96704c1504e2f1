/*
 * figures.h - reading the exact figures: the sums of a period.
 */
#ifndef FOCUS_CORE_FIGURES_H
#define FOCUS_CORE_FIGURES_H

#include "core/session.h"

/* Sums of the days from_day to until_day, both inclusive, the running session among them. */
typedef struct focus__period {
    focus__sums modes[FOCUS_MODE_COUNT];
    int32_t active_days; /* with focus time */
    int32_t best_day;
    int64_t best_day_ms;
} focus__period;

focus_status focus__period_read(focus_store *store, int32_t from_day, int32_t until_day,
                                const focus__running *running, focus__period *out);

#endif
