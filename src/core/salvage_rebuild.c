/*
 * salvage_rebuild.c - the rows of a damaged file into a new one: the frame around all of them.
 *
 * Rows go in by the doors of their nouns, so that counters, daily sums, streak, tags and wallet
 * follow. Each row is a savepoint: one that the file refuses is left out and counted, and the others
 * stay. Sound rows come before doubtful ones, which then cannot take an id or a key from them.
 */
#include "core/salvage_rebuild.h"

#include <stdlib.h>

/* --- one row ---------------------------------------------------------------------------------- */

focus_status focus__rebuild_begin(const focus__rebuild *b)
{
    return focus__write_tx_begin(b->store->db);
}

/* FOCUS_DONE: the file refused the row, which is left out. */
focus_status focus__rebuild_end(const focus__rebuild *b, focus_status status)
{
    const bool refused = status == FOCUS_E_INVALID || status == FOCUS_E_NOT_FOUND;

    status = focus__write_tx_end(b->store->db, status);
    if (!refused)
        return status;
    focus__error_clear(&b->store->error);
    return FOCUS_DONE;
}

focus_status focus__rebuild_count(focus__rebuild *b, focus_status status, int64_t *count)
{
    if (status == FOCUS_OK)
        ++*count;
    if (status == FOCUS_DONE)
        b->report->rows_left_out++;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- order ------------------------------------------------------------------------------------ */

int focus__compare_ints(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int focus__compare_orders(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

int focus__compare_uuids(const focus_id *a, const focus_id *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

void focus__found_sort(focus__found_rows *rows, size_t item_size,
                       int (*compare)(const void *, const void *))
{
    if (rows->count > 1)
        qsort(rows->items, rows->count, item_size, compare);
}

/* Of neighbours that are the same, the first stays. */
void focus__found_keep_first(focus__found_rows *rows, size_t item_size,
                             bool (*same)(const void *, const void *))
{
    char *items = rows->items;
    size_t kept = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (kept > 0 && same(items + (kept - 1) * item_size, items + i * item_size))
            continue;
        if (kept != i)
            memcpy(items + kept * item_size, items + i * item_size, item_size);
        kept++;
    }
    rows->count = kept;
}

/* --- all -------------------------------------------------------------------------------------- */

static int compare_counters(const void *a, const void *b)
{
    const focus__found_counters *x = a;
    const focus__found_counters *y = b;

    if (x->user_id != y->user_id)
        return focus__compare_ints(x->user_id, y->user_id);
    return focus__compare_orders(x->order, y->order);
}

static bool same_counters(const void *a, const void *b)
{
    return ((const focus__found_counters *)a)->user_id ==
           ((const focus__found_counters *)b)->user_id;
}

/* Counters are of what has ended. */
static int64_t count_running(const focus__found_rows *sessions)
{
    const focus__found_session *items = sessions->items;
    int64_t count = 0;

    for (size_t i = 0; i < sessions->count; i++)
        count += focus__timer_is_running(&items[i].row.timer) && items[i].row.deleted_at_ms == 0;
    return count;
}

/* Known only where the counters of every user are. */
static int64_t expected_sessions(const focus__rebuild *b)
{
    focus__found_rows *counters = &b->finds->counters;
    const focus__found_counters *items = counters->items;
    int64_t sessions = 0;
    size_t users = 0;

    focus__found_sort(counters, sizeof(*items), compare_counters);
    focus__found_keep_first(counters, sizeof(*items), same_counters);
    for (size_t i = 0; i < counters->count; i++) {
        if (!focus__rebuild_knows_user(b, items[i].user_id))
            continue;
        sessions += items[i].sessions;
        users++;
    }
    return users == b->user_count ? sessions + count_running(&b->finds->sessions) : -1;
}

static focus_status put_all(focus__rebuild *b)
{
    focus_status status = focus__rebuild_users(b);

    if (status == FOCUS_OK)
        status = focus__rebuild_sessions(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_ledger(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_music(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_goals(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_day_totals(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_begin(b);
    if (status == FOCUS_OK)
        status = focus__write_tx_end(b->store->db, focus__tally_flush(b->store));
    return status;
}

static focus_status no_memory(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory to put the rows back");
}

focus_status focus__salvage_rebuild(focus_store *store, focus__finds *finds,
                                    focus_salvage_report *report)
{
    focus__rebuild b = {.store = store, .finds = finds, .report = report};
    focus_status ended;
    focus_status status = focus__call_begin(store);

    if (status != FOCUS_OK)
        return status;
    b.user_ids = focus__alloc((finds->users.count + finds->sessions.count + finds->ledger.count +
                               finds->libraries.count + 1) *
                              sizeof(*b.user_ids));
    if (b.user_ids == NULL)
        return no_memory(store);
    report->rows_left_out = finds->misfit_count;
    status = focus__batch_begin(store->db);
    if (status == FOCUS_OK) {
        status = put_all(&b);
        ended = focus__batch_end(store->db, status == FOCUS_OK);
        status = status != FOCUS_OK ? status : ended;
    }
    if (status == FOCUS_E_NOMEM)
        (void)no_memory(store);
    report->sessions_expected = expected_sessions(&b);
    focus__tally_clear(&store->tally);
    focus__free(b.user_ids);
    return status;
}
