/*
 * reward.c - what a finished session is paid, and the level that XP make.
 */
#include "rules/reward.h"

#define REWARD_LEVEL_MAX 1000000

/* --- reward ----------------------------------------------------------------------------------- */

static int64_t reward_larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t reward_minutes(int64_t active_ms, int64_t planned_ms)
{
    int64_t paid_ms = planned_ms != 0 && active_ms > planned_ms ? planned_ms : active_ms;

    return paid_ms / FOCUS__MS_PER_MINUTE;
}

focus__reward focus__reward_of(const focus_reward_policy *policy, int32_t mode, int64_t active_ms,
                               int64_t planned_ms)
{
    focus__reward reward = {0, 0};
    int64_t minutes = reward_minutes(active_ms, planned_ms);

    if (minutes < policy->focus_minutes_min)
        return reward;
    switch (mode) {
    case FOCUS_MODE_FOCUS:
        reward.xp = reward_larger(policy->focus_xp_min, minutes * policy->focus_xp_per_minute);
        reward.coins =
            reward_larger(policy->focus_coins_min, minutes / policy->focus_minutes_per_coin);
        break;
    case FOCUS_MODE_BREAK:
        reward.xp = policy->break_xp;
        break;
    case FOCUS_MODE_LONG_BREAK:
        reward.xp = policy->long_break_xp;
        reward.coins = policy->long_break_coins;
        break;
    }
    return reward;
}

/* --- level ------------------------------------------------------------------------------------ */

/* c^2 * L^3 needs 122 bits. C11 has no such integer on every compiler, and floating point would be
 * off by one where L^1.5 is close to a whole number. */
typedef struct reward_wide {
    uint64_t high;
    uint64_t low;
} reward_wide;

/* a * b by halves of 32 bits, as on paper. */
static reward_wide reward_multiply(uint64_t a, uint64_t b)
{
    uint64_t a_low = a & UINT32_MAX;
    uint64_t a_high = a >> 32;
    uint64_t b_low = b & UINT32_MAX;
    uint64_t b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (middle & UINT32_MAX);
    reward_wide product;

    product.high = a_high * b_high + (middle >> 32) + (other >> 32);
    product.low = other << 32 | (low & UINT32_MAX);
    return product;
}

/* wide * by, which must fit. */
static reward_wide reward_scale(reward_wide wide, uint64_t by)
{
    reward_wide product = reward_multiply(wide.low, by);

    product.high += wide.high * by;
    return product;
}

static bool reward_exceeds(reward_wide a, reward_wide b)
{
    return a.high != b.high ? a.high > b.high : a.low > b.low;
}

static uint64_t reward_small_root(uint64_t value)
{
    uint64_t root = 0;

    while ((root + 1) * (root + 1) <= value)
        root++;
    return root;
}

/* The largest x with x^2 <= (c*L)^2 * L. It lies between c*L*r and c*L*(r+1), r the root of L. */
static int64_t reward_level_cost(int32_t cost_xp, int32_t level)
{
    uint64_t base = (uint64_t)cost_xp * (uint64_t)level;
    reward_wide square = reward_scale(reward_multiply(base, base), (uint64_t)level);
    uint64_t root = reward_small_root((uint64_t)level);
    uint64_t least = base * root;
    uint64_t beyond = base * (root + 1);

    while (beyond - least > 1) {
        uint64_t middle = least + (beyond - least) / 2;
        if (reward_exceeds(reward_multiply(middle, middle), square))
            beyond = middle;
        else
            least = middle;
    }
    return (int64_t)least;
}

focus__level focus__level_of(const focus_reward_policy *policy, int64_t xp)
{
    assert(policy->level_cost_xp > 0);
    focus__level level;
    level.level = 1;
    level.xp = xp > 0 ? xp : 0;
    level.cost_xp = reward_level_cost(policy->level_cost_xp, 1);
    while (level.level < REWARD_LEVEL_MAX && level.xp >= level.cost_xp) {
        level.xp -= level.cost_xp;
        level.level++;
        level.cost_xp = reward_level_cost(policy->level_cost_xp, level.level);
    }
    return level;
}

#undef REWARD_LEVEL_MAX
