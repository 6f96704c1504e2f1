/*
 * cycle.c - where the user is in the cycle of focus and breaks: today's sessions, newest first, up
 * to the last long break.
 */
#include "core/session.h"

#include "base/calendar.h"
#include "rules/cycle.h"

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* When the user's day began, as far as the present offset tells. */
static int64_t day_began_at_ms(const focus_store *store, const focus_settings *settings)
{
    int32_t offset_s = focus__zone_offset_s(&store->zone, store->now_ms);
    int32_t today = focus__local_day(store->now_ms, offset_s, settings->day_start_minutes);

    return today * FOCUS__MS_PER_DAY + settings->day_start_minutes * FOCUS__MS_PER_MINUTE -
           offset_s * FOCUS__MS_PER_SECOND;
}

static focus_status count_focus(focus_store *store, int64_t since_ms, focus__cycle_facts *facts)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_CYCLE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, since_ms);
    for (status = focus__stmt_step(&stmt); status == FOCUS_OK; status = focus__stmt_step(&stmt)) {
        int32_t mode = (int32_t)focus__stmt_get_int(&stmt, 0);
        if (focus__stmt_get_int(&stmt, 1) != FOCUS_SESSION_COMPLETED)
            continue;
        if (facts->last_mode < 0)
            facts->last_mode = mode;
        if (mode == FOCUS_MODE_LONG_BREAK)
            break;
        facts->focus_done += mode == FOCUS_MODE_FOCUS;
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status find_running_mode(focus_store *store, int32_t *out_mode)
{
    focus__session *session = NULL;
    focus_status status = focus__session_load_running(store, &session);

    *out_mode = -1;
    if (status == FOCUS_OK && !focus__timer_is_overdue(&session->row.timer, store->now_ms))
        *out_mode = session->row.mode;
    focus__box_free(session);
    if (status != FOCUS_E_NOT_FOUND)
        return status;
    focus__error_clear(&store->error);
    return FOCUS_OK;
}

static focus_status read_cycle(focus_store *store, focus_cycle *out)
{
    focus__cycle_facts facts = {.last_mode = -1, .running_mode = -1};
    focus_settings settings;
    int64_t reset_at_ms = 0;
    focus_status status = focus__settings_of(store, store->user_id, &settings, &reset_at_ms);

    if (status == FOCUS_OK)
        status = count_focus(store, latest(reset_at_ms, day_began_at_ms(store, &settings)), &facts);
    if (status == FOCUS_OK)
        status = find_running_mode(store, &facts.running_mode);
    if (status == FOCUS_OK)
        focus__cycle_next(&facts, &settings, out);
    return status;
}

focus_status focus_cycle_get(focus_store *store, focus_cycle *out_cycle)
{
    focus_status status;

    if (out_cycle == NULL)
        return focus__misuse(store, "out_cycle");
    *out_cycle = (focus_cycle){0};
    status = focus__read_begin(store);
    return status == FOCUS_OK ? focus__read_end(store, read_cycle(store, out_cycle)) : status;
}
