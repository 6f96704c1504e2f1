/*
 * suspend.c - what a host does about the file between calls: fold the log in, let go of it, come back
 * to it; and breaking off the call in flight.
 *
 * A connection to a write-ahead log holds a shared lock as long as it is open. Nothing less than
 * closing it lets go of every lock.
 */
#include "core/user.h"

void focus_interrupt(focus_store *store)
{
    if (store != NULL)
        atomic_store_explicit(&store->interrupted, true, memory_order_relaxed);
}

focus_status focus_checkpoint(focus_store *store, int64_t *out_left_pages)
{
    int64_t left_pages = 0;
    focus_status status = focus__look_begin(store);

    if (out_left_pages != NULL)
        *out_left_pages = 0;
    if (status == FOCUS_OK && focus__batch_is_open(store->db))
        status = focus__fail(&store->error, FOCUS_E_STATE, "a batch is open");
    if (status == FOCUS_OK)
        status = focus__db_checkpoint(store->db, &left_pages);
    if (status == FOCUS_OK && out_left_pages != NULL)
        *out_left_pages = left_pages;
    return focus__look_end(store, status);
}

static focus_status let_go(focus_store *store)
{
    if (store->is_suspended)
        return FOCUS_DONE;
    if (store->file == NULL && focus__batch_is_open(store->db))
        (void)focus__batch_end(store->db, false);
    if (store->file != NULL) {
        focus__db_close(store->db);
        store->db = NULL;
    }
    store->changed_in_batch = 0;
    store->is_suspended = true;
    return FOCUS_OK;
}

focus_status focus_suspend(focus_store *store)
{
    focus_status status = focus__measure_begin(store, focus__call_admit(store), __func__);

    return status == FOCUS_OK ? focus__look_end(store, let_go(store)) : status;
}

static focus_status reopen(focus_store *store)
{
    focus_status status = focus__db_open(store->file, &store->error, &store->db);

    if (status == FOCUS_OK)
        status = focus__user_reopen(store);
    if (status == FOCUS_OK)
        return FOCUS_OK;
    focus__db_close(store->db);
    store->db = NULL;
    return status;
}

static focus_status come_back(focus_store *store)
{
    focus_status status = FOCUS_OK;

    if (!store->is_suspended)
        return FOCUS_DONE;
    if (store->file != NULL)
        status = reopen(store);
    if (status != FOCUS_OK)
        return status;
    focus__error_clear(&store->error); /* of a first try that another made good */
    store->is_suspended = false;
    if (store->file != NULL)
        store->data_version = -1; /* that of another connection: nothing to compare with */
    return FOCUS_OK;
}

focus_status focus_resume(focus_store *store)
{
    focus_status status = focus__measure_begin(store, focus__call_admit(store), __func__);

    return status == FOCUS_OK ? focus__look_end(store, come_back(store)) : status;
}
