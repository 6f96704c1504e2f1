/*
 * timer.c - the states of a session.
 *
 * Who may cause an event, and what it does to rewards and counters, is decided in core/.
 */
#include "rules/timer.h"

#include "rules/limits.h"

focus__timer_limits focus__timer_limits_of(const focus_settings *settings)
{
    return (focus__timer_limits){settings->expire_factor, settings->pause_limit_ms};
}

bool focus__timer_is_running(const focus__timer *timer)
{
    return timer->status == FOCUS_SESSION_ACTIVE || timer->status == FOCUS_SESSION_PAUSED;
}

/* --- lengths ---------------------------------------------------------------------------------- */

/* Up to where time counts. A clock that stepped back takes nothing from what is recorded. */
static int64_t timer_until(const focus__timer *timer, int64_t now_ms)
{
    if (!focus__timer_is_running(timer))
        return timer->ended_at_ms;
    return now_ms > timer->last_event_at_ms ? now_ms : timer->last_event_at_ms;
}

int64_t focus__timer_paused_ms(const focus__timer *timer, int64_t now_ms)
{
    if (timer->status != FOCUS_SESSION_PAUSED)
        return timer->paused_ms;
    return timer->paused_ms + timer_until(timer, now_ms) - timer->pause_started_at_ms;
}

int64_t focus__timer_active_ms(const focus__timer *timer, int64_t now_ms)
{
    int64_t all_ms = timer_until(timer, now_ms) - timer->started_at_ms;
    int64_t active_ms = all_ms - focus__timer_paused_ms(timer, now_ms);

    return active_ms > 0 ? active_ms : 0;
}

int64_t focus__timer_remaining_ms(const focus__timer *timer, int64_t now_ms)
{
    if (!focus__timer_is_running(timer) || timer->planned_ms == 0)
        return 0;
    return timer->planned_ms - focus__timer_active_ms(timer, now_ms);
}

int64_t focus__timer_planned_end_at_ms(const focus__timer *timer)
{
    if (timer->status != FOCUS_SESSION_ACTIVE || timer->planned_ms == 0)
        return 0;
    return timer->started_at_ms + timer->planned_ms + timer->paused_ms;
}

/* --- expiry ----------------------------------------------------------------------------------- */

/* Not before the last event: a plan or a limit made shorter later must not end a session inside a
 * pause that is already over. */
static int64_t timer_expiry(const focus__timer *timer, const focus__timer_limits *limits)
{
    int64_t at_ms = 0;

    if (timer->status == FOCUS_SESSION_PAUSED && limits->pause_limit_ms != 0)
        at_ms = timer->pause_started_at_ms + limits->pause_limit_ms;
    if (timer->status == FOCUS_SESSION_ACTIVE && limits->expire_factor != 0 &&
        timer->planned_ms != 0)
        at_ms = timer->started_at_ms + limits->expire_factor * timer->planned_ms + timer->paused_ms;
    return at_ms != 0 && at_ms < timer->last_event_at_ms ? timer->last_event_at_ms : at_ms;
}

bool focus__timer_is_overdue(const focus__timer *timer, int64_t now_ms)
{
    return focus__timer_is_running(timer) && timer->expires_at_ms != 0 &&
           now_ms >= timer->expires_at_ms;
}

/* --- transitions ------------------------------------------------------------------------------ */

static focus_status timer_check_event(const focus__timer *timer, int64_t at_ms, focus_error *error)
{
    if (at_ms < timer->last_event_at_ms)
        return focus__fail(error, FOCUS_E_INVALID, "the time lies before the session's last event");
    return FOCUS_OK;
}

static focus_status timer_check_running(const focus__timer *timer, focus_error *error)
{
    if (!focus__timer_is_running(timer))
        return focus__fail(error, FOCUS_E_STATE, "the session has ended");
    return FOCUS_OK;
}

static void timer_close_pause(focus__timer *timer, int64_t at_ms)
{
    assert(timer->status == FOCUS_SESSION_PAUSED);
    timer->paused_ms += at_ms - timer->pause_started_at_ms;
    timer->pause_started_at_ms = 0;
}

static void timer_close(focus__timer *timer, int32_t status, int64_t at_ms)
{
    if (timer->status == FOCUS_SESSION_PAUSED)
        timer_close_pause(timer, at_ms);
    timer->status = status;
    timer->ended_at_ms = at_ms;
    timer->expires_at_ms = 0;
}

void focus__timer_start(focus__timer *timer, int64_t at_ms, int64_t planned_ms,
                        const focus__timer_limits *limits)
{
    *timer = (focus__timer){0};
    timer->status = FOCUS_SESSION_ACTIVE;
    timer->planned_ms = planned_ms;
    timer->started_at_ms = at_ms;
    timer->last_event_at_ms = at_ms;
    timer->expires_at_ms = timer_expiry(timer, limits);
}

focus_status focus__timer_pause(focus__timer *timer, int64_t at_ms,
                                const focus__timer_limits *limits, focus_error *error)
{
    if (timer->status == FOCUS_SESSION_PAUSED)
        return focus__fail(error, FOCUS_E_STATE, "the session is paused already");
    focus_status status = timer_check_running(timer, error);
    if (status == FOCUS_OK)
        status = timer_check_event(timer, at_ms, error);
    if (status != FOCUS_OK)
        return status;
    timer->status = FOCUS_SESSION_PAUSED;
    timer->pause_started_at_ms = at_ms;
    timer->last_event_at_ms = at_ms;
    timer->expires_at_ms = timer_expiry(timer, limits);
    return FOCUS_OK;
}

focus_status focus__timer_resume(focus__timer *timer, int64_t at_ms,
                                 const focus__timer_limits *limits, focus_error *error)
{
    focus_status status = timer_check_running(timer, error);

    if (status != FOCUS_OK)
        return status;
    if (timer->status != FOCUS_SESSION_PAUSED)
        return focus__fail(error, FOCUS_E_STATE, "the session is not paused");
    status = timer_check_event(timer, at_ms, error);
    if (status != FOCUS_OK)
        return status;
    timer_close_pause(timer, at_ms);
    timer->status = FOCUS_SESSION_ACTIVE;
    timer->last_event_at_ms = at_ms;
    timer->expires_at_ms = timer_expiry(timer, limits);
    return FOCUS_OK;
}

focus_status focus__timer_end(focus__timer *timer, int32_t status, int64_t at_ms,
                              focus_error *error)
{
    assert(status == FOCUS_SESSION_COMPLETED || status == FOCUS_SESSION_ABANDONED);
    focus_status result = timer_check_running(timer, error);
    if (result == FOCUS_OK)
        result = timer_check_event(timer, at_ms, error);
    if (result == FOCUS_OK)
        timer_close(timer, status, at_ms);
    return result;
}

focus_status focus__timer_extend(focus__timer *timer, int64_t by_ms,
                                 const focus__timer_limits *limits, focus_error *error)
{
    focus_status status = timer_check_running(timer, error);

    if (status != FOCUS_OK)
        return status;
    if (timer->planned_ms == 0)
        return focus__fail(error, FOCUS_E_STATE, "the session is open: it has no plan to change");
    /* Compared as differences: the sum could overflow. */
    if (by_ms < FOCUS__PLANNED_MIN_MS - timer->planned_ms ||
        by_ms > FOCUS__PLANNED_MAX_MS - timer->planned_ms)
        return focus__fail(error, FOCUS_E_INVALID, "the plan would leave 1 s to 24 h");
    timer->planned_ms += by_ms;
    timer->expires_at_ms = timer_expiry(timer, limits);
    return FOCUS_OK;
}

void focus__timer_set_pauses(focus__timer *timer, int64_t paused_ms, int64_t last_event_at_ms,
                             const focus__timer_limits *limits)
{
    timer->paused_ms = paused_ms;
    timer->last_event_at_ms = last_event_at_ms;
    if (timer->status == FOCUS_SESSION_PAUSED)
        timer->pause_started_at_ms = last_event_at_ms;
    timer->expires_at_ms = timer_expiry(timer, limits);
}

int64_t focus__timer_idle_since(const focus__timer *timer, int64_t idle_ms, int64_t now_ms)
{
    int64_t since_ms = now_ms - idle_ms;

    return since_ms > timer->last_event_at_ms ? since_ms : timer->last_event_at_ms;
}

int32_t focus__timer_ends_as(const focus__timer *timer, int64_t at_ms)
{
    bool is_fulfilled = focus__timer_active_ms(timer, at_ms) >= timer->planned_ms;

    return is_fulfilled ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED;
}

void focus__timer_expire(focus__timer *timer)
{
    assert(focus__timer_is_running(timer) && timer->expires_at_ms != 0);
    timer_close(timer, FOCUS_SESSION_EXPIRED, timer->expires_at_ms);
}
