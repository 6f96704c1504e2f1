/*
 * goal.h - what somebody means to do on a day: dated goals over those of the settings.
 */
#ifndef FOCUS_CORE_GOAL_H
#define FOCUS_CORE_GOAL_H

#include "core/store.h"

/* A row of goals. */
typedef struct focus__goal_row {
    int64_t user_id;
    int32_t weekday;
    int32_t from_day;
    int64_t goal_ms;
    int32_t goal_sessions;
} focus__goal_row;

/* The one door. before NULL: a new row; after NULL: it goes. Both have the same user, weekday and
 * day. */
focus_status focus__goal_change(focus_store *store, const focus__goal_row *before,
                                const focus__goal_row *after);

/* All goals of the selected user, for looking at many days. */
typedef struct focus__goals {
    focus__goal_row *rows; /* by weekday, then by day */
    size_t count;
    focus__goal_row usual; /* of the settings, where none is dated */
} focus__goals;

/* Rows go into the box. */
focus_status focus__goals_read(focus_store *store, void *box, const focus_settings *settings,
                               focus__goals *out);
const focus__goal_row *focus__goal_on(const focus__goals *goals, int32_t day);

#endif
