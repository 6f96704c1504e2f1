/*
 * backup.c - a checked copy of a file in use, and the way back.
 *
 * Both ways pages are copied as they are, out of one snapshot, into one transaction.
 */
#include "db/internal.h"

#include "base/env.h"

enum { PAGES_AT_ONCE = 256 };

/* A part at a time, to be interrupted between. */
static int copy_parts(focus__db *db, sqlite3_backup *backup)
{
    int rc;

    do
        rc = sqlite3_backup_step(backup, PAGES_AT_ONCE);
    while (rc == SQLITE_OK && !focus__db_is_interrupted(db));
    if (rc == SQLITE_OK)
        return SQLITE_INTERRUPT;
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* --- out of the file -------------------------------------------------------------------------- */

/* The copy is one file, complete in itself: no write-ahead log stays beside it. */
static int copy_and_check(focus__db *db, sqlite3 *to, int *out_damage)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->handle, "main");
    int rc = backup != NULL ? copy_parts(db, backup) : sqlite3_errcode(to);

    (void)sqlite3_backup_finish(backup);
    focus__busy_watch(db, to);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return rc == SQLITE_OK ? focus__check_quickly(to, out_damage) : rc;
}

static focus_status copy_to(focus__db *db, sqlite3_vfs *vfs, const char *path)
{
    focus__buffer name = {0};
    sqlite3 *copy = NULL;
    int damage = 0;
    int rc = SQLITE_NOMEM;
    focus_status status = FOCUS_OK;

    focus__db_plain_path(&name, path);
    if (!name.failed)
        rc = sqlite3_open_v2(name.bytes, &copy,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE,
                             vfs->zName);
    if (rc == SQLITE_OK)
        rc = copy_and_check(db, copy, &damage);
    if (rc != SQLITE_OK)
        status = focus__fail(db->error, focus__status_of(rc), "cannot copy to %s: %s", path,
                             copy != NULL && rc != SQLITE_INTERRUPT ? sqlite3_errmsg(copy)
                                                                    : sqlite3_errstr(rc));
    else if (damage > 0)
        status = focus__fail(db->error, FOCUS_E_CORRUPT, "the copy at %s was damaged", path);
    (void)sqlite3_close(copy);
    focus__buffer_free(&name);
    return status;
}

/* A transaction that reads has its snapshot from its first look at the file; who writes meanwhile
 * would make the copy begin anew. */
static focus_status copy_snapshot(focus__db *db, sqlite3_vfs *vfs, const char *path)
{
    int version = 0;
    focus_status status = focus__read_tx_begin(db);

    if (status != FOCUS_OK)
        return status;
    status = focus__db_pragma_int(db, "PRAGMA user_version", &version);
    if (status == FOCUS_OK)
        status = copy_to(db, vfs, path);
    focus__read_tx_end(db);
    if (status != FOCUS_OK)
        focus__db_remove(path, vfs->zName);
    return status;
}

/* What has the name of a backup is one: until it is whole and checked it is called otherwise, and
 * each attempt has a name of its own, as others may be making the same backup. */
static focus_status copy_under_other_name(focus__db *db, sqlite3_vfs *vfs, const char *path)
{
    focus__buffer partial = {0};
    uint32_t attempt = 0;
    focus_status status = FOCUS_OK;

    sqlite3_randomness(sizeof(attempt), &attempt);
    focus__buffer_format(&partial, "%s.%08x.partial", path, (unsigned)attempt);
    if (partial.failed)
        status = focus__fail(db->error, FOCUS_E_NOMEM, "no memory for a path");
    if (status == FOCUS_OK)
        status = copy_snapshot(db, vfs, partial.bytes);
    if (status == FOCUS_OK) {
        status = focus__env_rename(partial.bytes, path, db->error);
        if (status != FOCUS_OK)
            focus__db_remove(partial.bytes, vfs->zName);
        focus__env_sync_folder(path);
    }
    focus__buffer_free(&partial);
    return status;
}

/* Only the system's own files can be renamed: of a VFS of the host's we do not know how. */
focus_status focus__db_backup(focus__db *db, const char *path)
{
    sqlite3_vfs *vfs = NULL;
    bool exists = false;
    int rc;

    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    if (vfs == NULL)
        return focus__fail(db->error, FOCUS_E_UNSUPPORTED, "this file cannot be copied");
    rc = focus__db_look_for(vfs, path, &exists);
    if (rc != SQLITE_OK)
        return focus__db_fail(db, rc, "look for the copy");
    if (exists)
        return focus__fail(db->error, FOCUS_E_EXISTS, "there is something at %s already", path);
    return vfs == sqlite3_vfs_find(NULL) ? copy_under_other_name(db, vfs, path)
                                         : copy_snapshot(db, vfs, path);
}

/* --- into the file ---------------------------------------------------------------------------- */

/* Ours, not newer, and whole. */
static focus_status open_backup(focus__db *db, const char *path, focus__db **out)
{
    int damage = 0;
    int rc;
    focus_status status = focus__db_open_reader(db, path, out);

    if (status != FOCUS_OK)
        return status;
    rc = focus__check_quickly((*out)->handle, &damage);
    if (rc != SQLITE_OK)
        return focus__db_fail(*out, rc, "check the backup");
    if (damage > 0)
        return focus__fail(db->error, FOCUS_E_CORRUPT, "the backup %s is damaged", path);
    if (focus__db_path(db) != NULL && focus__db_path(*out) != NULL &&
        strcmp(focus__db_path(db), focus__db_path(*out)) == 0)
        return focus__fail(db->error, FOCUS_E_INVALID, "%s is the file itself", path);
    return FOCUS_OK;
}

/* Nothing can be acknowledged to anybody between what is kept and what comes: the write lock is held
 * from before the one until after the other. Finished before its end a copy is rolled back. */
static focus_status copy_under_lock(focus__db *db, sqlite3_backup *copy, const char *keep_path)
{
    focus_status status = FOCUS_OK;
    int rc = sqlite3_backup_step(copy, 0); /* takes the lock alone */

    if (rc == SQLITE_OK && keep_path != NULL)
        status = focus__db_copy_beside(db, keep_path);
    if (rc == SQLITE_OK && status == FOCUS_OK)
        rc = copy_parts(db, copy);
    (void)sqlite3_backup_finish(copy);
    return rc == SQLITE_OK || status != FOCUS_OK ? status
                                                 : focus__db_fail(db, rc, "restore the backup");
}

static focus_status replace_content(focus__db *db, const focus__db *backup, const char *keep_path)
{
    sqlite3_backup *copy = NULL;
    focus_status status;

    focus__stmt_forget_all(db); /* what was prepared is of tables that go */
    copy = sqlite3_backup_init(db->handle, "main", backup->handle, "main");
    if (copy == NULL)
        return focus__db_fail(db, sqlite3_errcode(db->handle), "restore the backup");
    status = copy_under_lock(db, copy, keep_path);
    if (status == FOCUS_OK)
        status = focus__db_update_schema(db);
    focus__checkpoint_if_due(db);
    return status;
}

focus_status focus__db_copy_beside(focus__db *db, const char *path)
{
    focus__db *reader = NULL;
    focus_status status = focus__db_open_reader(db, focus__db_path(db), &reader);

    if (status == FOCUS_OK)
        status = focus__db_backup(reader, path);
    focus__db_close(reader);
    return status;
}

focus_status focus__db_restore(focus__db *db, const char *path, const char *keep_path)
{
    focus__db *backup = NULL;
    focus_status status = FOCUS_E_READONLY;

    if (db->readonly)
        return focus__fail(db->error, status, "the store was opened for reading only");
    if (keep_path != NULL && focus__db_path(db) == NULL)
        return focus__fail(db->error, FOCUS_E_UNSUPPORTED, "a store in memory has no file");
    status = open_backup(db, path, &backup);
    if (status == FOCUS_OK)
        status = replace_content(db, backup, keep_path);
    focus__db_close(backup);
    return status;
}
