/*
 * streak.h - the runs of days that count.
 */
#ifndef FOCUS_CORE_STREAK_H
#define FOCUS_CORE_STREAK_H

#include "core/store.h"

/* A day begins to count, or no longer does: lengthen, join, shorten or part the runs around it. */
focus_status focus__streak_set_day(focus_store *store, int64_t user_id, int32_t day, bool counts);

#endif
