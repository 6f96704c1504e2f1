/*
 * pause_list.c - the pauses of a session as a whole: what follows from a list of them, and one list in the
 * place of another.
 */
#include "core/session.h"

focus_status focus__session_pauses(focus_store *store, focus__session *session, size_t room,
                                   focus__pauses *out)
{
    const focus_session *record = &session->record;

    *out = (focus__pauses){0};
    out->items = focus__new_items(store, session, record->pause_count + room + 1,
                                  sizeof(*out->items)); /* never of no size */
    if (out->items == NULL)
        return FOCUS_E_NOMEM;
    for (; out->count < record->pause_count; out->count++)
        out->items[out->count] = record->pauses[out->count];
    return FOCUS_OK;
}

/* What was there and stays in its place is left alone: most often one is added behind. */
focus_status focus__pauses_change(focus_store *store, int64_t session_id,
                                  const focus__pauses *before, const focus__pauses *after)
{
    size_t same = focus__pauses_same(before, after);
    focus_status status = FOCUS_OK;

    if (after->count > FOCUS__PAUSES_MAX)
        return focus__fail(&store->error, FOCUS_E_STATE, "a session has at most %d pauses",
                           FOCUS__PAUSES_MAX);
    if (same < before->count) {
        status = focus__pause_delete_all(store, session_id);
        same = 0;
    }
    for (size_t i = same; i < after->count && status == FOCUS_OK; i++)
        status = focus__pause_insert(store, session_id, (int64_t)i + 1, &after->items[i]);
    return status;
}

void focus__session_note_pauses(focus__session_row *row, const focus__pauses *pauses,
                                const focus__timer_limits *limits)
{
    const focus_pause *last = pauses->count > 0 ? &pauses->items[pauses->count - 1] : NULL;
    int64_t last_event_at_ms = row->timer.started_at_ms;

    if (last != NULL)
        last_event_at_ms = last->ended_at_ms != 0 ? last->ended_at_ms : last->started_at_ms;
    row->pause_count = (int32_t)pauses->count;
    focus__timer_set_pauses(&row->timer, focus__pauses_length_ms(pauses), last_event_at_ms, limits);
}
