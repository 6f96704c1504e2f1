/*
 * session_idle.c - time in which nobody worked, told afterwards: pauses of the past, and what becomes
 * of a running session whose user was away.
 *
 * Who was away comes back late: a session that has expired meanwhile, though no write has said so, is
 * judged by how it stood when the time away began.
 */
#include "core/session.h"

#include "base/text.h"
#include "rules/limits.h"

/* Where its limit had passed by then. An open pause goes on up to now. */
static bool had_expired(const focus_store *store, const focus__timer *timer, int64_t at_ms)
{
    bool is_active = timer->status == FOCUS_SESSION_ACTIVE;

    return focus__timer_is_overdue(timer, is_active ? at_ms : store->now_ms);
}

/* id NULL: the running one. */
static focus_status load_as_of(focus_store *store, const focus_id *id, int64_t at_ms,
                               focus__session **out)
{
    focus_status status =
        id != NULL ? focus__session_load(store, id, out) : focus__session_load_running(store, out);

    if (status != FOCUS_OK || !had_expired(store, &(*out)->row.timer, at_ms))
        return status;
    if (id == NULL)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "the last session has expired");
    focus__box_free(*out);
    *out = NULL;
    status = focus__sweep_own(store);
    return status == FOCUS_OK ? focus__session_load(store, id, out) : status;
}

/* Up to where a session has come: its end, or now, or its last event where the clock has stepped back. */
static int64_t until_of(const focus_store *store, const focus__timer *timer)
{
    if (!focus__timer_is_running(timer))
        return timer->ended_at_ms;
    return store->now_ms > timer->last_event_at_ms ? store->now_ms : timer->last_event_at_ms;
}

static focus_status limits_of(focus_store *store, focus__timer_limits *out)
{
    focus_settings settings;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    *out = focus__timer_limits_of(&settings);
    return status;
}

/* --- a pause of the past ---------------------------------------------------------------------- */

static focus_status check_pause(focus_store *store, const focus__timer *timer,
                                const focus_pause *pause)
{
    if (pause->ended_at_ms <= pause->started_at_ms)
        return focus__fail(&store->error, FOCUS_E_INVALID, "the pause ends before it begins");
    if (pause->started_at_ms < timer->started_at_ms || pause->ended_at_ms > until_of(store, timer))
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "the pause does not lie inside the session");
    return focus__text_check("the reason", pause->reason, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                             &store->error);
}

static focus_status insert_pause(focus_store *store, focus__session *session,
                                 const focus_pause *pause)
{
    const focus__session_row row = session->row;
    focus__timer_limits limits;
    focus__pauses before;
    focus__pauses after;
    focus_status status = focus__session_publish(store, session, &row, &session->record);

    if (status == FOCUS_OK)
        status = limits_of(store, &limits);
    if (status == FOCUS_OK)
        status = focus__session_pauses(store, session, 0, &before);
    if (status == FOCUS_OK)
        status = focus__session_pauses(store, session, 1, &after);
    if (status == FOCUS_OK && !focus__pauses_insert(&after, pause))
        status = focus__fail(&store->error, FOCUS_E_OVERLAP, "another pause lies in this time");
    if (status != FOCUS_OK)
        return status;
    focus__session_note_pauses(&session->row, &after, &limits);
    session->row.edited = row.edited || !focus__timer_is_running(&row.timer);
    status = focus__pauses_change(store, row.id, &before, &after);
    return status == FOCUS_OK ? focus__session_change(store, &row, &session->row) : status;
}

focus_status focus_pause_add(focus_store *store, const focus_id *id, int64_t from_ms,
                             int64_t until_ms, const char *reason,
                             const focus_session **out_session)
{
    const focus_pause pause = {from_ms, until_ms, focus__text_or_null(reason)};
    focus__session *session = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = load_as_of(store, id, from_ms, &session);
    if (status == FOCUS_OK)
        status = focus__refuse_deleted(store, &session->row);
    if (status == FOCUS_OK)
        status = check_pause(store, &session->row.timer, &pause);
    if (status == FOCUS_OK)
        status = insert_pause(store, session, &pause);
    return focus__session_end(store, status, session, out_session);
}

/* --- away ------------------------------------------------------------------------------------- */

/* The session as it stood when nobody worked on it any more. */
static focus_status end_at(focus_store *store, focus__session *session, int64_t at_ms)
{
    const focus__session_row before = session->row;
    focus__session_row *after = &session->row;
    focus_status status = focus__timer_end(
        &after->timer, focus__timer_ends_as(&before.timer, at_ms), at_ms, &store->error);

    if (status != FOCUS_OK)
        return status;
    focus__session_price(store, after);
    status = focus__session_change(store, &before, after);
    return status == FOCUS_OK ? focus__session_pay(store, after) : status;
}

/* Another one of the same mode, plan and words; the row is a copy of the one that has ended. */
static focus_status start_again(focus_store *store, focus__session_row *row, int64_t at_ms)
{
    focus_settings settings;
    focus__timer_limits limits;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    limits = focus__timer_limits_of(&settings);
    row->id = 0;
    row->source = FOCUS_SOURCE_LIVE;
    row->source_format = NULL;
    row->source_key = NULL;
    row->edited = false;
    row->confirmed = false;
    row->pause_count = 0;
    focus__timer_start(&row->timer, at_ms, row->timer.planned_ms, &limits);
    if (status == FOCUS_OK)
        status = focus__session_new(store, &settings, row);
    return status == FOCUS_OK ? focus__session_change(store, NULL, row) : status;
}

/* *session becomes the new one, read once more for texts of its own. */
static focus_status split_off(focus_store *store, focus__session **session, const focus_pause *away)
{
    focus__session *next = NULL;
    focus_status status = focus__session_load_running(store, &next);

    if (status == FOCUS_OK)
        status = end_at(store, *session, away->started_at_ms);
    if (status == FOCUS_OK)
        status = start_again(store, &next->row, away->ended_at_ms);
    focus__box_free(*session);
    *session = next;
    return status;
}

static focus_status answer_idle(focus_store *store, int64_t idle_ms, int32_t answer,
                                focus__session **session)
{
    const focus__timer *timer = &(*session)->row.timer;
    const focus_pause away = {focus__timer_idle_since(timer, idle_ms, store->now_ms),
                              until_of(store, timer), "idle"};

    if (timer->status == FOCUS_SESSION_PAUSED)
        return focus__fail(&store->error, FOCUS_E_STATE, "a paused session has no idle time");
    switch (answer) {
    case FOCUS_IDLE_KEEP:
        return FOCUS_OK;
    case FOCUS_IDLE_DISCARD:
        return end_at(store, *session, away.started_at_ms);
    case FOCUS_IDLE_CONTINUE:
        return away.started_at_ms < away.ended_at_ms ? insert_pause(store, *session, &away)
                                                     : FOCUS_OK;
    case FOCUS_IDLE_SPLIT:
        return split_off(store, session, &away);
    default:
        return focus__fail(&store->error, FOCUS_E_INVALID, "answer %d is unknown", (int)answer);
    }
}

focus_status focus_session_idle(focus_store *store, int64_t idle_ms, int32_t answer,
                                const focus_session **out_session)
{
    focus__session *session = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    if (idle_ms <= 0 || idle_ms > FOCUS__TIME_MAX_MS)
        status = focus__fail(&store->error, FOCUS_E_INVALID, "the idle time is out of range");
    if (status == FOCUS_OK)
        status = load_as_of(store, NULL, store->now_ms - idle_ms, &session);
    if (status == FOCUS_OK)
        status = answer_idle(store, idle_ms, answer, &session);
    return focus__session_end(store, status, session, out_session);
}
