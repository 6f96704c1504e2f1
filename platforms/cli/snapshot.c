/*
 * snapshot.c - how things stand. A handful of reads, none of which grows with the history.
 */
#include "snapshot.h"

#include <string.h>

static snapshot_state state_of(const focus_session *s)
{
    if (s == NULL)
        return STATE_IDLE;
    if (s->status == FOCUS_SESSION_PAUSED)
        return STATE_PAUSED;
    if (s->planned_ms > 0 && s->remaining_ms <= 0)
        return STATE_OVERTIME;
    switch (s->mode) {
    case FOCUS_MODE_BREAK:
        return STATE_BREAK;
    case FOCUS_MODE_LONG_BREAK:
        return STATE_LONG_BREAK;
    default:
        return STATE_FOCUS;
    }
}

focus_status snapshot_read_quietly(const cli *c, bool has_cycle, snapshot *out)
{
    focus_status status;
    memset(out, 0, sizeof *out);
    status = focus_session_running(c->store, &out->running);
    if (status == FOCUS_E_NOT_FOUND)
        status = FOCUS_OK;
    if (status == FOCUS_OK && has_cycle)
        status = focus_cycle_get(c->store, &out->cycle);
    if (status == FOCUS_OK)
        status = focus_streak_get(c->store, &out->streak);
    if (status == FOCUS_OK)
        status = focus_today_get(c->store, &out->today);
    out->state = state_of(out->running);
    return status;
}

int snapshot_read(const cli *c, bool has_cycle, snapshot *out)
{
    focus_status status = snapshot_read_quietly(c, has_cycle, out);
    return status == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

void snapshot_free(snapshot *now)
{
    focus_session_free(now->running);
    now->running = NULL;
}

const char *snapshot_state_name(const snapshot *now)
{
    static const char *const NAMES[] = {"focus",  "break",    "long_break",
                                        "paused", "overtime", "idle"};
    return NAMES[now->state];
}

int snapshot_percent(const snapshot *now)
{
    const focus_session *s = now->running;
    if (s == NULL || s->planned_ms == 0)
        return 0;
    return s->remaining_ms <= 0 ? 100 : (int)(s->active_ms * 100 / s->planned_ms);
}

bool snapshot_has_goal(const snapshot *now)
{
    return now->today.goal_ms > 0 || now->today.goal_sessions > 0;
}

bool snapshot_goal_is_time(const snapshot *now)
{
    return now->today.goal_ms > 0 && now->today.goal_sessions == 0;
}

int snapshot_exit_code(const snapshot *now)
{
    static const int CODES[] = {EXIT_DONE,   EXIT_BREAK_RUNS, EXIT_BREAK_RUNS,
                                EXIT_PAUSED, EXIT_OVERTIME,   EXIT_IDLE};
    return CODES[now->state];
}

render_style snapshot_style(const snapshot *now)
{
    switch (now->state) {
    case STATE_FOCUS:
        return STYLE_GREEN;
    case STATE_BREAK:
    case STATE_LONG_BREAK:
        return STYLE_CYAN;
    case STATE_PAUSED:
        return STYLE_YELLOW;
    case STATE_OVERTIME:
        return STYLE_RED;
    case STATE_IDLE:
        return STYLE_DIM;
    }
    return STYLE_NONE;
}
