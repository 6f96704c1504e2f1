/*
 * timer.h - the states of a session and what moves it from one to the next.
 *
 *     (none) --start--> active --pause--> paused --resume--> active
 *     active, paused --complete--> completed
 *     active, paused --abandon---> abandoned
 *     active, paused --its limit passes--> expired
 *
 * Pure: the instant of every event comes from the caller. Active time is end less start less
 * pauses; any number of pauses loses not one millisecond.
 */
#ifndef FOCUS_RULES_TIMER_H
#define FOCUS_RULES_TIMER_H

#include "base/base.h"

typedef struct focus__timer {
    int32_t status;     /* FOCUS_SESSION_* */
    int64_t planned_ms; /* 0: open */
    int64_t started_at_ms;
    int64_t ended_at_ms;         /* 0: running */
    int64_t paused_ms;           /* closed pauses */
    int64_t pause_started_at_ms; /* 0: no pause is open */
    int64_t last_event_at_ms;    /* start, last pause or resume; no event may come before it */
    int64_t expires_at_ms;       /* 0: never; kept by every transition */
} focus__timer;

typedef struct focus__timer_limits {
    int32_t expire_factor;  /* 0: never by length */
    int64_t pause_limit_ms; /* 0: never by pause */
} focus__timer_limits;

focus__timer_limits focus__timer_limits_of(const focus_settings *settings);

bool focus__timer_is_running(const focus__timer *timer);

/* Time worked and time paused, up to the end or, while it runs, up to now; a now before the last
 * event (the clock stepped back) stands for that event, so nothing recorded is lost. */
int64_t focus__timer_active_ms(const focus__timer *timer, int64_t now_ms);
int64_t focus__timer_paused_ms(const focus__timer *timer, int64_t now_ms);
/* Planned less active; negative in overtime; 0 when open or ended. */
int64_t focus__timer_remaining_ms(const focus__timer *timer, int64_t now_ms);
/* When an active timer with a plan fulfils it; 0 otherwise. */
int64_t focus__timer_planned_end_at_ms(const focus__timer *timer);

/* Transitions. Each refuses a state it does not fit (FOCUS_E_STATE) and an instant before the last
 * event (FOCUS_E_INVALID), and leaves the timer as it was then. */
void focus__timer_start(focus__timer *timer, int64_t at_ms, int64_t planned_ms,
                        const focus__timer_limits *limits);
focus_status focus__timer_pause(focus__timer *timer, int64_t at_ms,
                                const focus__timer_limits *limits, focus_error *error);
focus_status focus__timer_resume(focus__timer *timer, int64_t at_ms,
                                 const focus__timer_limits *limits, focus_error *error);
/* status: FOCUS_SESSION_COMPLETED or _ABANDONED. An open pause ends with the session. */
focus_status focus__timer_end(focus__timer *timer, int32_t status, int64_t at_ms,
                              focus_error *error);
/* New plan = old plan + by_ms, kept within FOCUS__PLANNED_MIN_MS and _MAX_MS, else FOCUS_E_INVALID;
 * open: FOCUS_E_STATE. */
focus_status focus__timer_extend(focus__timer *timer, int64_t by_ms,
                                 const focus__timer_limits *limits, focus_error *error);

/* What its pauses add up to now, put in or taken out afterwards; last_event_at_ms: the start, or the
 * last pause's end, or the start of the open one. */
void focus__timer_set_pauses(focus__timer *timer, int64_t paused_ms, int64_t last_event_at_ms,
                             const focus__timer_limits *limits);

/* When the last idle_ms began: with the last event at the earliest. */
int64_t focus__timer_idle_since(const focus__timer *timer, int64_t idle_ms, int64_t now_ms);
/* How an active timer ends that its user left at that instant: completed where the plan was fulfilled
 * or there is none, otherwise abandoned. */
int32_t focus__timer_ends_as(const focus__timer *timer, int64_t at_ms);

/* Running, and its limit has passed at now. An active one expires at started + factor * planned +
 * pauses (open ones never by length), a paused one at the pause's start + limit; neither before its
 * last event, where a shorter plan or limit could put it. */
bool focus__timer_is_overdue(const focus__timer *timer, int64_t now_ms);
/* End an overdue timer as expired at the instant its limit passed; an open pause ends with it. */
void focus__timer_expire(focus__timer *timer);

#endif
