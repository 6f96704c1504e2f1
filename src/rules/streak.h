/*
 * streak.h - the streak, out of unbroken runs of days.
 */
#ifndef FOCUS_RULES_STREAK_H
#define FOCUS_RULES_STREAK_H

#include "base/base.h"

/* rest_weekdays: FOCUS_MASK(ISO weekday) bits, not all seven. */
bool focus__streak_is_rest(uint32_t rest_weekdays, int32_t day);

/* Whether nothing but days of rest lies between two days. */
bool focus__streak_goes_on(uint32_t rest_weekdays, int32_t last_day, int32_t next_day);

/*
 * latest: the newest run that begins today or earlier, longest: the one with most days (the newer of
 * equals); NULL where there is none. Today without a session does not break the streak (at_risk, unless
 * it is a day of rest); days after today (a clock that ran ahead) do not lengthen the current one.
 */
void focus__streak_at(const focus_run *latest, const focus_run *longest, uint32_t rest_weekdays,
                      int32_t today, focus_streak *out);

#endif
