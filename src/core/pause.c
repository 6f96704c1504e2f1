/*
 * pause.c - the rows of focus_pauses, and the doors through which they change.
 */
#include "core/session.h"

static void walk_pause_key(focus__image *image, focus__pause_row *row)
{
    focus__image_int(image, &row->session_id);
    focus__image_int(image, &row->number);
}

static void walk_pause(focus__image *image, void *memory)
{
    focus__pause_row *row = memory;

    walk_pause_key(image, row);
    focus__image_int(image, &row->span.started_at_ms);
    focus__image_int(image, &row->span.ended_at_ms);
    focus__image_text(image, &row->span.reason);
}

static void walk_pause_end(focus__image *image, void *memory)
{
    focus__pause_row *row = memory;

    walk_pause_key(image, row);
    focus__image_int(image, &row->span.ended_at_ms);
}

/* --- the doors -------------------------------------------------------------------------------- */

focus_status focus__pause_insert(focus_store *store, int64_t session_id, int64_t number,
                                 const focus_pause *pause)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    focus__stmt_int(&stmt, 2, number);
    focus__stmt_int(&stmt, 3, pause->started_at_ms);
    focus__stmt_int_or_null(&stmt, 4, pause->ended_at_ms);
    focus__stmt_text(&stmt, 5, pause->reason);
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK
               ? focus__journal_added(store, store->user_id, FOCUS__NOUN_PAUSE, session_id, number)
               : status;
}

focus_status focus__pause_set_end(focus_store *store, int64_t user_id, int64_t session_id,
                                  int64_t number, int64_t before_ms, int64_t after_ms)
{
    focus__pause_row was = {session_id, number, {.ended_at_ms = before_ms}};
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_SET_END, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    focus__stmt_int(&stmt, 2, number);
    focus__stmt_int_or_null(&stmt, 3, after_ms);
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK
               ? focus__journal_was(store, user_id, FOCUS__NOUN_PAUSE_END, walk_pause_end, &was)
               : status;
}

/* Note the pause that stands in the statement. */
static focus_status note_pause(focus_store *store, focus__stmt *stmt, int64_t session_id,
                               int64_t number)
{
    focus__pause_row was = {session_id, number, {0}};

    was.span.started_at_ms = focus__stmt_get_int(stmt, 0);
    was.span.ended_at_ms = focus__stmt_get_int(stmt, 1);
    was.span.reason = focus__stmt_get_text(stmt, 2);
    return stmt->status == FOCUS_OK
               ? focus__journal_was(store, store->user_id, FOCUS__NOUN_PAUSE, walk_pause, &was)
               : stmt->status;
}

static focus_status note_pauses(focus_store *store, int64_t session_id)
{
    focus__stmt stmt;
    int64_t number = 0;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_LIST, &stmt);

    if (status == FOCUS_OK)
        focus__stmt_int(&stmt, 1, session_id);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = note_pause(store, &stmt, session_id, ++number);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus__pause_delete_all(focus_store *store, int64_t session_id)
{
    focus__stmt stmt;
    focus_status status = note_pauses(store, session_id);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_DELETE_ALL, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    return focus__stmt_run(&stmt);
}

/* --- undo ------------------------------------------------------------------------------------- */

/* Note one pause as it is, for it is about to go; or find its end. FOCUS_DONE: there is none. */
static focus_status look_at_pause(focus_store *store, int64_t session_id, int64_t number,
                                  bool is_going, int64_t *out_ended_at_ms)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_GET, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    focus__stmt_int(&stmt, 2, number);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK && out_ended_at_ms != NULL)
        *out_ended_at_ms = focus__stmt_get_int(&stmt, 1);
    if (status == FOCUS_OK && is_going)
        status = note_pause(store, &stmt, session_id, number);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status remove_pause(focus_store *store, int64_t session_id, int64_t number)
{
    focus__stmt stmt;
    focus_status status = look_at_pause(store, session_id, number, true, NULL);

    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_DELETE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    focus__stmt_int(&stmt, 2, number);
    return focus__stmt_run(&stmt);
}

/* What was noted whole has gone. */
static focus_status put_pause(focus_store *store, focus__image *image)
{
    focus__pause_row row = {0};
    focus_status status;

    walk_pause(image, &row);
    status = focus__image_check(store, image, row.number > 0);
    return status == FOCUS_OK ? focus__pause_insert(store, row.session_id, row.number, &row.span)
                              : status;
}

static focus_status put_pause_end(focus_store *store, focus__image *image)
{
    focus__pause_row row = {0};
    int64_t now_ms = 0;
    focus_status status;

    walk_pause_end(image, &row);
    status = focus__image_check(store, image, true);
    if (status == FOCUS_OK)
        status = look_at_pause(store, row.session_id, row.number, false, &now_ms);
    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    return status == FOCUS_OK ? focus__pause_set_end(store, store->user_id, row.session_id,
                                                     row.number, now_ms, row.span.ended_at_ms)
                              : status;
}

const focus__undo_noun focus__undo_pause = {remove_pause, put_pause};
const focus__undo_noun focus__undo_pause_end = {NULL, put_pause_end};
