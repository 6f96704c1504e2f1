/*
 * db.c - what SQLite's result codes mean to us, and what a connection tells of itself.
 */
#include "db/internal.h"

static const struct {
    int rc;
    focus_status status;
} status_table[] = {
    {SQLITE_OK, FOCUS_OK},
    {SQLITE_ROW, FOCUS_OK},
    {SQLITE_DONE, FOCUS_DONE},
    {SQLITE_NOMEM, FOCUS_E_NOMEM},
    {SQLITE_BUSY, FOCUS_E_BUSY},
    {SQLITE_LOCKED, FOCUS_E_BUSY},
    {SQLITE_INTERRUPT, FOCUS_E_INTERRUPTED},
    {SQLITE_FULL, FOCUS_E_FULL},
    {SQLITE_READONLY, FOCUS_E_READONLY},
    {SQLITE_CORRUPT, FOCUS_E_CORRUPT},
    {SQLITE_NOTADB, FOCUS_E_NOT_OURS},
    {SQLITE_TOOBIG, FOCUS_E_INVALID},
    {SQLITE_CONSTRAINT, FOCUS_E_INVALID},
    {SQLITE_ERROR, FOCUS_E_CORRUPT}, /* our SQL fails only where the schema is not ours */
    {SQLITE_MISMATCH, FOCUS_E_CORRUPT},
    {SQLITE_SCHEMA, FOCUS_E_CORRUPT},
    {SQLITE_MISUSE, FOCUS_E_MISUSE},
};

focus_status focus__status_of(int rc)
{
    if (rc == SQLITE_CANTOPEN_ISDIR)
        return FOCUS_E_NOT_OURS;
    if (rc == SQLITE_CONSTRAINT_FOREIGNKEY)
        return FOCUS_E_NOT_FOUND; /* what the row belongs to has been deleted by somebody else */
    for (size_t i = 0; i < FOCUS__COUNT_OF(status_table); i++)
        if (status_table[i].rc == (rc & 0xff))
            return status_table[i].status;
    return FOCUS_E_IO; /* CANTOPEN, IOERR, PERM, AUTH, PROTOCOL, NOLFS, and what may come */
}

focus_status focus__db_fail(focus__db *db, int rc, const char *doing)
{
    const char *why = db->handle != NULL ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);
    focus_status status = focus__status_of(rc);

    if (status == FOCUS_E_BUSY && focus__db_is_interrupted(db))
        status = FOCUS_E_INTERRUPTED; /* it was the wait that was broken off */
    (void)focus__fail(db->error, status, "cannot %s: %s", doing, why);
    if (db->error != NULL)
        db->error->backend_code = rc;
    return status;
}

focus_status focus__db_exec(focus__db *db, const char *sql, const char *doing)
{
    int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, doing);
}

focus_status focus__db_pragma_int(focus__db *db, const char *sql, int *out_value)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);

    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *out_value = sqlite3_column_int(stmt, 0);
    if (rc == SQLITE_ROW)
        rc = SQLITE_OK;
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "read the file");
}

int focus__db_schema_version(const focus__db *db)
{
    return db->schema_version;
}

focus_error *focus__db_error(const focus__db *db)
{
    return db->error;
}

const char *focus__db_path(const focus__db *db)
{
    const char *path = sqlite3_db_filename(db->handle, "main");

    return path != NULL && path[0] != '\0' ? path : NULL;
}

focus_status focus__db_check_interrupt(focus__db *db)
{
    return focus__db_is_interrupted(db)
               ? focus__fail(db->error, FOCUS_E_INTERRUPTED, "the call was interrupted")
               : FOCUS_OK;
}

int64_t focus__db_last_rowid(const focus__db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t focus__db_row_changes(const focus__db *db)
{
    return sqlite3_changes(db->handle);
}

/* The WAL-reset defect: 3.7.0 to 3.51.2, mended as well in 3.44.6 and 3.50.7. */
static int has_wal_reset_defect(int version)
{
    bool mended_early =
        (version >= 3044006 && version < 3045000) || (version >= 3050007 && version < 3051000);

    return version >= 3007000 && version < 3051003 && !mended_early;
}

static void write_build(focus_build_info *info)
{
    info->version = FOCUS_VERSION;
    info->sqlite_version = sqlite3_libversion();
    info->sqlite_source_id = sqlite3_sourceid();
    info->schema_version = FOCUS__SQL_MIGRATION_COUNT;
    info->wal_reset_defect = has_wal_reset_defect(sqlite3_libversion_number());
}

/* Written once, by whoever comes first; C11's call_once() is missing on too many systems. */
const focus_build_info *focus_build(void)
{
    enum { NOT_YET, BEING_WRITTEN, WRITTEN };
    static focus_build_info info;
    static atomic_int state;
    int expected = NOT_YET;

    if (atomic_load(&state) == WRITTEN)
        return &info;
    if (atomic_compare_exchange_strong(&state, &expected, BEING_WRITTEN)) {
        write_build(&info);
        atomic_store(&state, WRITTEN);
    }
    while (atomic_load(&state) != WRITTEN)
        (void)sqlite3_sleep(1);
    return &info;
}
