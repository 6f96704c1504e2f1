/*
 * session_undo.c - a session's row as the journal keeps it, and how it comes back.
 */
#include "core/session.h"

#include "core/tags.h"

static void walk_timer(focus__image *image, focus__timer *timer)
{
    focus__image_int32(image, &timer->status);
    focus__image_int(image, &timer->started_at_ms);
    focus__image_int(image, &timer->ended_at_ms);
    focus__image_int(image, &timer->planned_ms);
    focus__image_int(image, &timer->paused_ms);
    focus__image_int(image, &timer->last_event_at_ms);
    focus__image_int(image, &timer->expires_at_ms);
}

/* All but what follows from the rest. */
void focus__session_walk(focus__image *image, void *memory)
{
    focus__session_row *row = memory;

    focus__image_int(image, &row->id);
    focus__image_id(image, &row->uuid);
    focus__image_int(image, &row->user_id);
    focus__image_int32(image, &row->mode);
    focus__image_int32(image, &row->source);
    focus__image_bool(image, &row->confirmed);
    focus__image_bool(image, &row->edited);
    focus__image_int32(image, &row->revision);
    walk_timer(image, &row->timer);
    focus__image_int32(image, &row->pause_count);
    focus__image_int32(image, &row->local_day);
    focus__image_int32(image, &row->utc_offset_s);
    focus__image_text(image, &row->zone);
    focus__image_text(image, &row->title);
    focus__image_text(image, &row->project);
    focus__image_text(image, &row->task);
    focus__image_text(image, &row->note);
    focus__image_text(image, &row->tags);
    focus__image_int(image, &row->xp);
    focus__image_int(image, &row->coins);
    focus__image_text(image, &row->source_format);
    focus__image_text(image, &row->source_key);
    focus__image_int(image, &row->created_at_ms);
    focus__image_int(image, &row->deleted_at_ms);
}

static focus_status remove_session(focus_store *store, int64_t owner_id, int64_t row_id)
{
    focus__session *session = NULL;
    focus_status status = focus__session_load_by_row(store, row_id, &session);

    (void)owner_id;
    if (status == FOCUS_E_NOT_FOUND)
        return focus__undo_lost(store);
    if (status == FOCUS_OK)
        status = focus__session_remove(store, &session->row);
    focus__box_free(session);
    return status;
}

static focus_status session_undo_put_session(focus_store *store, focus__image *image)
{
    focus__session_row row = {0};
    focus__session *now = NULL;
    focus_status status;

    focus__session_walk(image, &row);
    focus__session_note_pause(&row);
    status = focus__image_check(store, image,
                                row.user_id == store->user_id && focus__session_is_sound(&row));
    if (status == FOCUS_OK)
        status = focus__session_load_by_row(store, row.id, &now);
    if (status == FOCUS_E_NOT_FOUND)
        focus__error_clear(&store->error);
    if (status == FOCUS_OK || status == FOCUS_E_NOT_FOUND)
        status = focus__session_put_back(store, now != NULL ? &now->row : NULL, &row);
    focus__box_free(now);
    return status;
}

const focus__undo_noun focus__undo_session = {remove_session, session_undo_put_session};
