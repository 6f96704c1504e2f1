/*
 * checkpoint.c - folding the write-ahead log back into the file, never beside a commit.
 *
 * SQLite 3.7.0 to 3.51.2 can lose a commit that begins the log anew while the checkpoint of
 * another connection runs (mended in 3.44.6, 3.50.7 and 3.51.3). With such a library SQLite's own
 * checkpoints after commits are off, and ours runs on a second connection while the first one
 * holds the write lock: nobody, in this process or another, can commit meanwhile. The checkpoint
 * at close needs no guard: SQLite takes the whole file for it.
 */
#include "db/internal.h"

enum { LOG_PAGES_MAX = 1000 }; /* when SQLite's own checkpoints would run */

static int note_log_pages(void *user, sqlite3 *handle, const char *name, int pages)
{
    focus__db *db = user;

    (void)handle;
    (void)name;
    db->log_pages = pages;
    return SQLITE_OK;
}

/* What SQLite does by itself after a commit, measured. */
static int fold_log_measured(void *user, sqlite3 *handle, const char *name, int pages)
{
    focus__db *db = user;
    int64_t began_ns;

    if (pages < LOG_PAGES_MAX)
        return SQLITE_OK;
    began_ns = focus__meter_now_ns(db);
    (void)sqlite3_wal_checkpoint(handle, name);
    focus__meter_checkpoint(db, began_ns);
    return SQLITE_OK;
}

/* A hook takes the place of SQLite's own. */
void focus__checkpoint_guard(focus__db *db)
{
    if (focus_build()->wal_reset_defect)
        (void)sqlite3_wal_hook(db->handle, note_log_pages, db);
    else if (db->meter != NULL)
        (void)sqlite3_wal_hook(db->handle, fold_log_measured, db);
}

/* A connection joins the log with its first look at the file. */
static int open_checkpointer(focus__db *db)
{
    sqlite3_vfs *vfs = NULL;
    int rc;

    if (db->checkpointer != NULL)
        return SQLITE_OK;
    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    rc = sqlite3_open_v2(sqlite3_db_filename(db->handle, "main"), &db->checkpointer,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                         vfs != NULL ? vfs->zName : NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db->checkpointer, "PRAGMA schema_version", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        focus__checkpoint_close(db);
    return rc;
}

void focus__checkpoint_close(focus__db *db)
{
    (void)sqlite3_close(db->checkpointer);
    db->checkpointer = NULL;
}

typedef struct fold {
    int log_pages; /* -1: the database has no log */
    int folded_pages;
} fold;

static int fold_log(focus__db *db, sqlite3 *by, fold *out)
{
    const int64_t began_ns = focus__meter_now_ns(db);
    int rc;

    *out = (fold){.log_pages = -1};
    rc = sqlite3_wal_checkpoint_v2(by, "main", SQLITE_CHECKPOINT_PASSIVE, &out->log_pages,
                                   &out->folded_pages);
    focus__meter_checkpoint(db, began_ns);
    return rc;
}

/* Nobody is waited for: whoever writes now will do it. */
static int fold_log_guarded(focus__db *db, fold *out)
{
    int rc = open_checkpointer(db);

    if (rc != SQLITE_OK)
        return rc;
    db->is_indivisible = true;
    (void)sqlite3_busy_handler(db->handle, NULL, NULL);
    rc = sqlite3_exec(db->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = fold_log(db, db->checkpointer, out);
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
        db->log_pages = 0;
    }
    focus__busy_install(db);
    db->is_indivisible = false;
    return rc;
}

/* What fails here fails nobody: the commit before it is kept, and the next commit tries again. */
void focus__checkpoint_if_due(focus__db *db)
{
    fold ignored;

    if (db->log_pages >= LOG_PAGES_MAX)
        (void)fold_log_guarded(db, &ignored);
}

focus_status focus__db_checkpoint(focus__db *db, int64_t *out_left_pages)
{
    const bool needs_guard = focus_build()->wal_reset_defect && focus__db_path(db) != NULL;
    fold done = {.log_pages = db->log_pages};
    int rc;

    *out_left_pages = 0;
    if (db->readonly)
        return focus__fail(db->error, FOCUS_E_READONLY, "the store was opened for reading only");
    rc = needs_guard ? fold_log_guarded(db, &done) : fold_log(db, db->handle, &done);
    *out_left_pages = done.log_pages > done.folded_pages ? done.log_pages - done.folded_pages : 0;
    if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
        return FOCUS_OK;
    return focus__db_fail(db, rc, "fold the log into the file");
}
