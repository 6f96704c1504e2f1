/*
 * cycle.c - what comes next, and why.
 */
#include "rules/cycle.h"

#include "rules/limits.h"

static int32_t cycle_length_of(const focus_settings *settings)
{
    return settings->cycle_length > 0 ? settings->cycle_length : 1;
}

static bool cycle_is_full(int32_t focus_done, int32_t length)
{
    return focus_done > 0 && focus_done % length == 0;
}

static int32_t cycle_break_after(int32_t focus_done, int32_t length)
{
    return cycle_is_full(focus_done, length) ? FOCUS_MODE_LONG_BREAK : FOCUS_MODE_BREAK;
}

static void cycle_while_running(const focus__cycle_facts *facts, int32_t length, focus_cycle *out)
{
    out->reason = FOCUS_CYCLE_RUNNING;
    out->next_mode = FOCUS_MODE_FOCUS;
    if (facts->running_mode == FOCUS_MODE_FOCUS)
        out->next_mode = cycle_break_after(facts->focus_done + 1, length);
}

static void cycle_while_idle(const focus__cycle_facts *facts, int32_t length, focus_cycle *out)
{
    out->reason = FOCUS_CYCLE_FIRST;
    out->next_mode = FOCUS_MODE_FOCUS;
    if (facts->last_mode == FOCUS_MODE_BREAK || facts->last_mode == FOCUS_MODE_LONG_BREAK) {
        out->reason = FOCUS_CYCLE_AFTER_BREAK;
    } else if (facts->last_mode == FOCUS_MODE_FOCUS && facts->focus_done > 0) {
        out->next_mode = cycle_break_after(facts->focus_done, length);
        out->reason =
            out->next_mode == FOCUS_MODE_LONG_BREAK ? FOCUS_CYCLE_FULL : FOCUS_CYCLE_AFTER_FOCUS;
    }
}

void focus__cycle_next(const focus__cycle_facts *facts, const focus_settings *settings,
                       focus_cycle *out)
{
    int32_t length = cycle_length_of(settings);
    bool full = cycle_is_full(facts->focus_done, length);

    *out = (focus_cycle){0};
    if (facts->running_mode >= 0)
        cycle_while_running(facts, length, out);
    else
        cycle_while_idle(facts, length, out);
    out->done =
        full && facts->last_mode != FOCUS_MODE_LONG_BREAK ? length : facts->focus_done % length;
    out->until_long_break = length - out->done;
    out->next_length_ms = focus__length_of_mode(settings, out->next_mode);
}
