/*
 * check.c - SQLite's own checks of a file.
 */
#include "db/internal.h"

#include <stdlib.h>

/* What SQLite could not read while it checked it tells as if the page were damaged: "unable to get the
 * page. error code=266". Returns that code, or SQLITE_OK. */
static int code_told_by(const char *text)
{
    const char *code = strstr(text, "error code=");
    int rc = code != NULL ? (int)strtol(code + strlen("error code="), NULL, 10) : SQLITE_OK;

    return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB ? SQLITE_OK : rc;
}

/* Each row of the pragma but a lone "ok" is a damage. */
static int check_rows(sqlite3 *handle, const char *sql, const char *check, focus__found *found,
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

focus_status focus__db_check(focus__db *db, bool full, focus__found *found, void *user)
{
    const char *pragma = full ? "PRAGMA integrity_check" : "PRAGMA quick_check";
    int rc = check_rows(db->handle, pragma, "integrity", found, user);

    if (rc == SQLITE_OK && full)
        rc = check_rows(db->handle, "PRAGMA foreign_key_check", "foreign keys", found, user);
    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "check the file");
}

static void count_damage(void *user, const char *check, const char *message)
{
    (void)check;
    (void)message;
    ++*(int *)user;
}

int focus__check_quickly(sqlite3 *handle, int *out_damage)
{
    *out_damage = 0;
    return check_rows(handle, "PRAGMA quick_check", "integrity", count_damage, out_damage);
}
