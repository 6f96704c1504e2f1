/*
 * streak.h - the streak, out of unbroken runs of days.
 */
#ifndef FOCUS_RULES_STREAK_H
#define FOCUS_RULES_STREAK_H

#include "base/base.h"

/*
 * latest: the newest run that begins today or earlier, longest: the longest run (the newer of
 * equals); NULL where there is none. Today without a session does not break the streak (at_risk);
 * days after today (a clock that ran ahead) do not lengthen the current one.
 */
void focus__streak_at(const focus_run *latest, const focus_run *longest, int32_t today,
                      focus_streak *out);

#endif
