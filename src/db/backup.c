/*
 * backup.c - a checked copy of a file in use, and SQLite's own checks of it.
 */
#include "db/internal.h"

#include <stdlib.h>

enum { PAGES_AT_ONCE = 256 };

typedef void found_function(void *user, const char *check, const char *message);

/* What SQLite could not read while it checked it tells as if the page were damaged: "unable to get the
 * page. error code=266". Returns that code, or SQLITE_OK. */
static int code_told_by(const char *text)
{
    const char *code = strstr(text, "error code=");
    int rc = code != NULL ? (int)strtol(code + strlen("error code="), NULL, 10) : SQLITE_OK;

    return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB ? SQLITE_OK : rc;
}

/* Each row of the pragma but a lone "ok" is a damage. */
static int check_rows(sqlite3 *handle, const char *sql, const char *check, found_function *found,
                      void *user)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        rc = text != NULL ? code_told_by(text) : SQLITE_NOMEM;
        if (rc == SQLITE_OK && strcmp(text, "ok") != 0)
            found(user, check, text);
    }
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

focus_status focus__db_check(focus__db *db, bool full, found_function *found, void *user)
{
    const char *pragma = full ? "PRAGMA integrity_check" : "PRAGMA quick_check";
    int rc = check_rows(db->handle, pragma, "integrity", found, user);

    if (rc == SQLITE_OK && full)
        rc = check_rows(db->handle, "PRAGMA foreign_key_check", "foreign keys", found, user);
    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "check the file");
}

/* A part at a time, to be interrupted between; out of the snapshot that the caller holds, as who
 * writes meanwhile would make it begin anew. */
static int copy_pages(focus__db *db, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->handle, "main");
    int rc;

    if (backup == NULL)
        return sqlite3_errcode(to);
    do
        rc = sqlite3_backup_step(backup, PAGES_AT_ONCE);
    while (rc == SQLITE_OK && !focus__db_is_interrupted(db));
    (void)sqlite3_backup_finish(backup);
    if (rc == SQLITE_OK)
        return SQLITE_INTERRUPT;
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void count_damage(void *user, const char *check, const char *message)
{
    (void)check;
    (void)message;
    ++*(int *)user;
}

/* The copy is one file, complete in itself: no write-ahead log stays beside it. */
static int copy_and_check(focus__db *db, sqlite3 *to, int *out_damage)
{
    int rc = copy_pages(db, to);

    focus__busy_watch(db, to);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = check_rows(to, "PRAGMA quick_check", "integrity", count_damage, out_damage);
    return rc;
}

/* Copy to a file that is not there yet, and check the copy. */
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

/* A transaction that reads has its snapshot from its first look at the file. */
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
    return status;
}

focus_status focus__db_backup(focus__db *db, const char *path)
{
    sqlite3_vfs *vfs = NULL;
    bool exists = false;
    focus_status status;
    int rc;

    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    if (vfs == NULL)
        return focus__fail(db->error, FOCUS_E_UNSUPPORTED, "this file cannot be copied");
    rc = focus__db_look_for(vfs, path, &exists);
    if (rc != SQLITE_OK)
        return focus__db_fail(db, rc, "look for the copy");
    if (exists)
        return focus__fail(db->error, FOCUS_E_EXISTS, "there is something at %s already", path);
    status = copy_snapshot(db, vfs, path);
    if (status != FOCUS_OK)
        (void)vfs->xDelete(vfs, path, 0);
    return status;
}
