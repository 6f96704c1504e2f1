/*
 * salvage_ledger.c - the ledger back into the file. What a session was paid it says itself.
 */
#include "core/salvage_rebuild.h"

#include <stdlib.h>

static int compare_entries(const void *a, const void *b)
{
    const focus__found_entry *x = a;
    const focus__found_entry *y = b;

    if (x->row.user_id != y->row.user_id)
        return focus__compare_ints(x->row.user_id, y->row.user_id);
    if (x->number != y->number)
        return focus__compare_ints(x->number, y->number);
    return focus__compare_orders(x->order, y->order);
}

static bool same_entry(const void *a, const void *b)
{
    const focus__found_entry *x = a;
    const focus__found_entry *y = b;

    return x->number == y->number && x->row.user_id == y->row.user_id &&
           x->row.kind == y->row.kind && x->row.created_at_ms == y->row.created_at_ms;
}

static int compare_id_to_session(const void *key, const void *item)
{
    return focus__compare_ints(*(const int64_t *)key, ((const focus__found_session *)item)->row.id);
}

/* A session knows what it was paid, and has a checksum; the ledger has none. */
static focus_status salvage_put_entry(focus__rebuild *b, const focus__ledger_row *found)
{
    const focus__found_rows *sessions = &b->finds->sessions;
    focus__ledger_row row = *found;
    focus__found_session *session = NULL;
    focus_status status;

    if (row.session_id != 0 && row.kind == FOCUS_POINTS_SESSION && sessions->count > 0)
        session = bsearch(&row.session_id, sessions->items, sessions->count, sizeof(*session),
                          compare_id_to_session);
    if (session != NULL && (session->is_paid || session->row.user_id != row.user_id))
        session = NULL;
    row.session_id = session != NULL ? session->row.id : 0;
    if (session != NULL) {
        row.xp = session->row.xp;
        row.coins = session->row.coins;
    }
    status = focus__rebuild_begin(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_end(b, focus__ledger_append(b->store, &row));
    if (status == FOCUS_OK && session != NULL)
        session->is_paid = true;
    return status;
}

/* A reward whose entry is lost: the session tells of it. */
static focus_status put_lost_entry(focus__rebuild *b, const focus__session_row *session)
{
    const focus__ledger_row row = {
        .kind = FOCUS_POINTS_SESSION,
        .user_id = session->user_id,
        .session_id = session->id,
        .xp = session->xp,
        .coins = session->coins,
        .created_at_ms = session->timer.ended_at_ms,
    };
    focus_status status = focus__rebuild_begin(b);

    if (status == FOCUS_OK)
        status = focus__rebuild_end(b, focus__ledger_append(b->store, &row));
    return focus__rebuild_count(b, status, &b->report->placeholders);
}

focus_status focus__rebuild_ledger(focus__rebuild *b)
{
    focus__found_rows *ledger = &b->finds->ledger;
    const focus__found_rows *sessions = &b->finds->sessions;
    const focus__found_entry *entries = ledger->items;
    const focus__found_session *items = sessions->items;
    focus_status status = FOCUS_OK;

    focus__found_sort(ledger, sizeof(*entries), compare_entries);
    focus__found_keep_first(ledger, sizeof(*entries), same_entry);
    for (size_t i = 0; i < ledger->count && status == FOCUS_OK; i++)
        status = focus__rebuild_count(b, salvage_put_entry(b, &entries[i].row),
                                      &b->report->ledger_entries);
    for (size_t i = 0; i < sessions->count && status == FOCUS_OK; i++)
        if (!items[i].is_paid && (items[i].row.xp > 0 || items[i].row.coins > 0))
            status = put_lost_entry(b, &items[i].row);
    return status;
}
