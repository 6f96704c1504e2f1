/*
 * limits.h - ranges of everything a caller can say. Each check returns FOCUS_E_INVALID and names
 * the value that is out of range and the range.
 */
#ifndef FOCUS_RULES_LIMITS_H
#define FOCUS_RULES_LIMITS_H

#include "base/base.h"

#define FOCUS__PLANNED_MIN_MS INT64_C(1000)
#define FOCUS__PLANNED_MAX_MS INT64_C(86400000)
#define FOCUS__NAME_MAX 100 /* characters of a user's or library's name */

#define FOCUS__PAGE_DEFAULT 20 /* rows of a page when the caller does not say */

extern const focus_settings focus__settings_default; /* 25, 5, 15 min; 4; 0; 1; 0; 0; 2; 1 h */

/* The user's length of a session of that mode. */
int64_t focus__length_of_mode(const focus_settings *settings, int32_t mode);

focus_status focus__check_settings(const focus_settings *settings, focus_error *error);
focus_status focus__check_mode(int32_t mode, focus_error *error);
/* 0 (open) or FOCUS__PLANNED_MIN_MS to FOCUS__PLANNED_MAX_MS */
focus_status focus__check_planned(int64_t planned_ms, focus_error *error);
/* 1 to FOCUS__TIME_MAX_MS; `what` names it in the message */
focus_status focus__check_time(const char *what, int64_t at_ms, focus_error *error);
/* a finished session's start and end: both valid, end after start, neither after now */
focus_status focus__check_span(int64_t started_at_ms, int64_t ended_at_ms, int64_t now_ms,
                               focus_error *error);
focus_status focus__check_name(const char *what, const char *name, focus_error *error);
/* 1 to 1,000,000,000 */
focus_status focus__check_amount(int64_t amount, focus_error *error);
focus_status focus__check_policy(const focus_reward_policy *policy, focus_error *error);
/* 0 becomes fallback; 1 to 1000 otherwise */
focus_status focus__check_limit(uint32_t limit, uint32_t fallback, uint32_t *out_limit,
                                focus_error *error);

/* Longer than a day from start to end and not confirmed. */
bool focus__is_implausible(int64_t started_at_ms, int64_t ended_at_ms, bool confirmed);

/* Within the days that a session can have, offset and start of the day included. */
bool focus__is_day(int64_t day);
/* What is meant to be done in a day. */
focus_status focus__check_goal(int64_t goal_ms, int32_t goal_sessions, focus_error *error);

#endif
