/*
 * keep.h - which of many backups are worth keeping.
 */
#ifndef FOCUS_RULES_KEEP_H
#define FOCUS_RULES_KEEP_H

#include "base/base.h"

enum { FOCUS__KEEP_DAYS = 3, FOCUS__KEEP_WEEKS = 4 };

/*
 * Backups by the day of which they are, newest first: the newest of all, FOCUS__KEEP_DAYS of them,
 * and the newest of each week, FOCUS__KEEP_WEEKS of them, are kept. week_start: 1 = Monday to 7 = Sunday.
 */
void focus__keep_backups(const int32_t *days, size_t count, int32_t week_start, bool *out_keeps);

#endif
