/*
 * reward.h - what a finished session is paid, and the level that XP make.
 */
#ifndef FOCUS_RULES_REWARD_H
#define FOCUS_RULES_REWARD_H

#include "base/base.h"

typedef struct focus__reward {
    int64_t xp;
    int64_t coins;
} focus__reward;

/* Pay for a completed session: on whole minutes of active time, capped at the plan (0 = open, no
 * cap). Below focus_minutes_min nothing is paid in any mode. */
focus__reward focus__reward_of(const focus_reward_policy *policy, int32_t mode, int64_t active_ms,
                               int64_t planned_ms);

typedef struct focus__level {
    int32_t level;   /* from 1 */
    int64_t xp;      /* earned since it began */
    int64_t cost_xp; /* what leaving it costs: floor(level_cost_xp * level^1.5) */
} focus__level;

/* Exact in integers: floor(c * L^1.5) is the integer square root of c^2 * L^3. Levels end at
 * 1,000,000. */
focus__level focus__level_of(const focus_reward_policy *policy, int64_t xp);

#endif
