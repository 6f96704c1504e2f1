/*
 * limits.c - ranges of everything a caller can say, and the settings of a new user.
 */
#include "rules/limits.h"

#include "base/text.h"

#include <inttypes.h>

#define LIMITS_FACTOR_MAX 1000
#define LIMITS_PAUSE_MAX_MS (366 * FOCUS__MS_PER_DAY)
#define LIMITS_REST_MAX 0xfd      /* the seven bits from 1 on, but for one */
#define LIMITS_POLICY_MAX 1000000 /* minutes of a lifetime times this still fit 64 bits */
#define LIMITS_AMOUNT_MAX INT64_C(1000000000)
#define LIMITS_PAGE_MAX 1000
#define LIMITS_NAME_BYTES ((size_t)4 * FOCUS__NAME_MAX)

const focus_settings focus__settings_default = {
    .struct_size = sizeof(focus_settings),
    .focus_length_ms = 25 * FOCUS__MS_PER_MINUTE,
    .break_length_ms = 5 * FOCUS__MS_PER_MINUTE,
    .long_break_length_ms = 15 * FOCUS__MS_PER_MINUTE,
    .cycle_length = 4,
    .day_start_minutes = 0,
    .week_start = 1,
    .daily_goal_ms = 0,
    .daily_goal_sessions = 0,
    .expire_factor = 2,
    .pause_limit_ms = FOCUS__MS_PER_HOUR,
    .rest_weekdays = 0,
};

/* A value with its range, for tables of them. */
typedef struct limits_range {
    const char *what;
    int64_t value;
    int64_t least;
    int64_t most;
} limits_range;

static focus_status limits_check(const limits_range *range, focus_error *error)
{
    if (range->value < range->least || range->value > range->most)
        return focus__fail(error, FOCUS_E_INVALID,
                           "%s is %" PRId64 ", allowed are %" PRId64 " to %" PRId64, range->what,
                           range->value, range->least, range->most);
    return FOCUS_OK;
}

static focus_status limits_check_all(const limits_range *ranges, size_t count, focus_error *error)
{
    for (size_t i = 0; i < count; i++) {
        focus_status status = limits_check(&ranges[i], error);
        if (status != FOCUS_OK)
            return status;
    }
    return FOCUS_OK;
}

focus_status focus__check_settings(const focus_settings *settings, focus_error *error)
{
    const limits_range ranges[] = {
        {"focus_length_ms", settings->focus_length_ms, FOCUS__PLANNED_MIN_MS,
         FOCUS__PLANNED_MAX_MS},
        {"break_length_ms", settings->break_length_ms, FOCUS__PLANNED_MIN_MS,
         FOCUS__PLANNED_MAX_MS},
        {"long_break_length_ms", settings->long_break_length_ms, FOCUS__PLANNED_MIN_MS,
         FOCUS__PLANNED_MAX_MS},
        {"cycle_length", settings->cycle_length, 1, 100},
        {"day_start_minutes", settings->day_start_minutes, 0, 1439},
        {"week_start", settings->week_start, 1, 7},
        {"daily_goal_ms", settings->daily_goal_ms, 0, FOCUS__MS_PER_DAY},
        {"daily_goal_sessions", settings->daily_goal_sessions, 0, 1000},
        {"expire_factor", settings->expire_factor, 0, LIMITS_FACTOR_MAX},
        {"pause_limit_ms", settings->pause_limit_ms, 0, LIMITS_PAUSE_MAX_MS},
        {"rest_weekdays", settings->rest_weekdays, 0, LIMITS_REST_MAX},
    };

    return limits_check_all(ranges, FOCUS__COUNT_OF(ranges), error);
}

focus_status focus__check_goal(int64_t goal_ms, int32_t goal_sessions, focus_error *error)
{
    const limits_range ranges[] = {
        {"goal_ms", goal_ms, 0, FOCUS__MS_PER_DAY},
        {"goal_sessions", goal_sessions, 0, 1000},
    };

    return limits_check_all(ranges, FOCUS__COUNT_OF(ranges), error);
}

focus_status focus__check_policy(const focus_reward_policy *policy, focus_error *error)
{
    const limits_range ranges[] = {
        {"focus_minutes_min", policy->focus_minutes_min, 0, LIMITS_POLICY_MAX},
        {"focus_xp_per_minute", policy->focus_xp_per_minute, 0, LIMITS_POLICY_MAX},
        {"focus_xp_min", policy->focus_xp_min, 0, LIMITS_POLICY_MAX},
        {"focus_minutes_per_coin", policy->focus_minutes_per_coin, 1, LIMITS_POLICY_MAX},
        {"focus_coins_min", policy->focus_coins_min, 0, LIMITS_POLICY_MAX},
        {"break_xp", policy->break_xp, 0, LIMITS_POLICY_MAX},
        {"long_break_xp", policy->long_break_xp, 0, LIMITS_POLICY_MAX},
        {"long_break_coins", policy->long_break_coins, 0, LIMITS_POLICY_MAX},
        {"level_cost_xp", policy->level_cost_xp, 1, LIMITS_POLICY_MAX},
    };

    return limits_check_all(ranges, FOCUS__COUNT_OF(ranges), error);
}

focus_status focus__check_mode(int32_t mode, focus_error *error)
{
    const limits_range range = {"mode", mode, 0, FOCUS_MODE_COUNT - 1};

    return limits_check(&range, error);
}

focus_status focus__check_planned(int64_t planned_ms, focus_error *error)
{
    const limits_range range = {"planned_ms", planned_ms, FOCUS__PLANNED_MIN_MS,
                                FOCUS__PLANNED_MAX_MS};

    return planned_ms == 0 ? FOCUS_OK : limits_check(&range, error);
}

focus_status focus__check_time(const char *what, int64_t at_ms, focus_error *error)
{
    const limits_range range = {what, at_ms, 1, FOCUS__TIME_MAX_MS};

    return limits_check(&range, error);
}

focus_status focus__check_span(int64_t started_at_ms, int64_t ended_at_ms, int64_t now_ms,
                               focus_error *error)
{
    focus_status status = focus__check_time("started_at_ms", started_at_ms, error);

    if (status == FOCUS_OK)
        status = focus__check_time("ended_at_ms", ended_at_ms, error);
    if (status != FOCUS_OK)
        return status;
    if (ended_at_ms <= started_at_ms)
        return focus__fail(error, FOCUS_E_INVALID, "the session ends before or as it starts");
    if (ended_at_ms > now_ms)
        return focus__fail(error, FOCUS_E_INVALID, "the session ends in the future");
    return FOCUS_OK;
}

/* Of text already known to be UTF-8: every character has one byte that continues no other. */
static int64_t limits_count_characters(const char *text)
{
    int64_t count = 0;

    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xC0) != 0x80)
            count++;
    }
    return count;
}

focus_status focus__check_name(const char *what, const char *name, focus_error *error)
{
    focus_status status =
        focus__text_check(what, name, 1, LIMITS_NAME_BYTES, FOCUS__TEXT_LINE, error);

    if (status != FOCUS_OK)
        return status;
    int64_t count = limits_count_characters(name);
    if (count > FOCUS__NAME_MAX)
        return focus__fail(error, FOCUS_E_INVALID,
                           "%s has %" PRId64 " characters, allowed are 1 to %d", what, count,
                           FOCUS__NAME_MAX);
    return FOCUS_OK;
}

focus_status focus__check_amount(int64_t amount, focus_error *error)
{
    const limits_range range = {"amount", amount, 1, LIMITS_AMOUNT_MAX};

    return limits_check(&range, error);
}

focus_status focus__check_limit(uint32_t limit, uint32_t fallback, uint32_t *out_limit,
                                focus_error *error)
{
    const limits_range range = {"limit", limit, 0, LIMITS_PAGE_MAX};

    *out_limit = 0;
    focus_status status = limits_check(&range, error);
    if (status == FOCUS_OK)
        *out_limit = limit == 0 ? fallback : limit;
    return status;
}

bool focus__is_implausible(int64_t started_at_ms, int64_t ended_at_ms, bool confirmed)
{
    return !confirmed && ended_at_ms - started_at_ms > FOCUS_IMPLAUSIBLE_MS;
}

bool focus__is_day(int64_t day)
{
    return day >= -2 && day <= FOCUS__TIME_MAX_MS / FOCUS__MS_PER_DAY + 2;
}

#undef LIMITS_FACTOR_MAX
#undef LIMITS_PAUSE_MAX_MS
#undef LIMITS_POLICY_MAX
#undef LIMITS_AMOUNT_MAX
#undef LIMITS_PAGE_MAX
#undef LIMITS_NAME_BYTES

int64_t focus__length_of_mode(const focus_settings *settings, int32_t mode)
{
    switch (mode) {
    case FOCUS_MODE_BREAK:
        return settings->break_length_ms;
    case FOCUS_MODE_LONG_BREAK:
        return settings->long_break_length_ms;
    }
    return settings->focus_length_ms;
}
