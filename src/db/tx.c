/*
 * tx.c - transactions. A write stands alone, or joins the caller's batch as a savepoint, so that a
 * call that fails inside a batch changes nothing of its own and leaves the rest of the batch.
 */
#include "db/internal.h"

/* SQLite may have rolled back by itself (full disk, I/O error, no memory): then there is nothing
 * to undo. The first error is what the caller must see. */
static void roll_back(focus__db *db, enum focus__sql_id how)
{
    focus_error first = {0};

    if (db->error != NULL)
        first = *db->error;
    if (sqlite3_get_autocommit(db->handle) == 0)
        (void)focus__db_run(db, how);
    if (db->error != NULL)
        *db->error = first;
}

/* What has begun must be able to end, though there be no memory left by then. Where it could not
 * all the same, it ends now. */
static focus_status begin(focus__db *db, enum focus__sql_id how, enum focus__sql_id way_back)
{
    focus_status status = focus__stmt_make_ready(db, way_back);

    if (status == FOCUS_OK && !db->batch_open && sqlite3_get_autocommit(db->handle) == 0)
        status = focus__db_run(db, FOCUS__SQL_ROLLBACK);
    if (status == FOCUS_OK && how == FOCUS__SQL_SAVEPOINT)
        status = focus__stmt_make_ready(db, FOCUS__SQL_RELEASE);
    return status == FOCUS_OK ? focus__db_run(db, how) : status;
}

focus_status focus__write_tx_begin(focus__db *db)
{
    focus_status status;

    assert(!db->in_write && db->read_depth == 0);
    if (db->readonly)
        return focus__fail(db->error, FOCUS_E_READONLY, "the store was opened for reading only");
    if (db->batch_open && sqlite3_get_autocommit(db->handle) != 0)
        return focus__fail(db->error, FOCUS_E_STATE,
                           "the batch was lost to an earlier error; roll it back");
    status = db->batch_open ? begin(db, FOCUS__SQL_SAVEPOINT, FOCUS__SQL_ROLLBACK_TO)
                            : begin(db, FOCUS__SQL_BEGIN_WRITE, FOCUS__SQL_ROLLBACK);
    db->in_write = status == FOCUS_OK;
    return status;
}

static focus_status keep_write(focus__db *db)
{
    focus_status status;

    if (db->batch_open)
        return focus__db_run(db, FOCUS__SQL_RELEASE);
    status = focus__db_run(db, FOCUS__SQL_COMMIT);
    if (status != FOCUS_OK)
        roll_back(db, FOCUS__SQL_ROLLBACK); /* a COMMIT that found the file busy leaves it open */
    else
        focus__checkpoint_if_due(db);
    return status;
}

static void drop_write(focus__db *db)
{
    roll_back(db, db->batch_open ? FOCUS__SQL_ROLLBACK_TO : FOCUS__SQL_ROLLBACK);
    if (db->batch_open)
        roll_back(db, FOCUS__SQL_RELEASE);
}

focus_status focus__write_tx_end(focus__db *db, focus_status status)
{
    assert(db->borrowed_count == 0);
    if (!db->in_write)
        return status;
    db->in_write = false;
    if (status == FOCUS_OK)
        return keep_write(db);
    drop_write(db);
    return status;
}

focus_status focus__read_tx_begin(focus__db *db)
{
    focus_status status = FOCUS_OK;

    if (!db->batch_open && !db->in_write && db->read_depth == 0)
        status = begin(db, FOCUS__SQL_BEGIN_READ, FOCUS__SQL_ROLLBACK);
    if (status == FOCUS_OK)
        db->read_depth++;
    return status;
}

void focus__read_tx_end(focus__db *db)
{
    assert(db->read_depth > 0);
    db->read_depth--;
    if (!db->batch_open && !db->in_write && db->read_depth == 0)
        roll_back(db, FOCUS__SQL_ROLLBACK);
}

focus_status focus__batch_begin(focus__db *db)
{
    focus_status status;

    if (db->batch_open)
        return focus__fail(db->error, FOCUS_E_STATE, "a batch is open already");
    if (db->readonly)
        return focus__fail(db->error, FOCUS_E_READONLY, "the store was opened for reading only");
    status = begin(db, FOCUS__SQL_BEGIN_WRITE, FOCUS__SQL_ROLLBACK);
    db->batch_open = status == FOCUS_OK;
    return status;
}

focus_status focus__batch_end(focus__db *db, bool keep)
{
    bool lost = sqlite3_get_autocommit(db->handle) != 0;
    focus_status status = FOCUS_OK;

    if (!db->batch_open)
        return focus__fail(db->error, FOCUS_E_STATE, "no batch is open");
    db->batch_open = false;
    if (keep && lost)
        return focus__fail(db->error, FOCUS_E_STATE, "the batch was lost to an earlier error");
    if (keep)
        status = focus__db_run(db, FOCUS__SQL_COMMIT);
    if (!keep || status != FOCUS_OK)
        roll_back(db, FOCUS__SQL_ROLLBACK);
    else
        focus__checkpoint_if_due(db);
    return status;
}

bool focus__batch_is_open(const focus__db *db)
{
    return db->batch_open;
}
