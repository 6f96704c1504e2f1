/*
 * schema.c - whether the tables and indexes of a file are the ones that our migrations make, word
 * for word.
 *
 * What a table says of itself is run: checks, generated columns and indexes of expressions are
 * worked out as rows are read and written. A hostile file could so keep us at work for hours with a
 * row or two. SQLite keeps the text of each CREATE as it was written, so that it must stand in a
 * migration. That of a table which a later migration alters stands nowhere, as SQLite rewrites it:
 * then the migrations up to the file's version are run in memory, and it must be the same there.
 * Views and triggers may be any, as they are switched off.
 */
#include "db/internal.h"

/* What SQLite adds by itself: for AUTOINCREMENT, and when somebody asks it to ANALYZE. */
static const char *const schema_of_sqlite[] = {
    "CREATE TABLE sqlite_sequence(name,seq)",
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
};

/* Where a statement that stands in a text from the beginning of a line to its semicolon ends; NULL: it
 * does not. */
static const char *schema_find_statement(const char *text, const char *statement)
{
    size_t size = strlen(statement);

    for (const char *at = text; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, statement, size) == 0 && at[size] == ';')
            return at + size;
    }
    return NULL;
}

/* Most stand behind the one before them: *expected. */
static bool schema_is_known(const char *statement, const char **expected)
{
    const char *end = *expected != NULL ? schema_find_statement(*expected, statement) : NULL;

    for (size_t i = 0; i < FOCUS__COUNT_OF(schema_of_sqlite) && end == NULL; i++) {
        if (strcmp(schema_of_sqlite[i], statement) == 0)
            return true;
    }
    for (int i = 0; i < FOCUS__SQL_MIGRATION_COUNT && end == NULL; i++)
        end = schema_find_statement(focus__sql_migrations[i].text, statement);
    if (end != NULL)
        *expected = end;
    return end != NULL;
}

/* --- the same schema, made anew ------------------------------------------------------------------- */

static int schema_run_migrations(sqlite3 *handle, int version)
{
    int rc = SQLITE_OK;

    for (int i = 0; i < version && i < FOCUS__SQL_MIGRATION_COUNT && rc == SQLITE_OK; i++)
        rc = sqlite3_exec(handle, focus__sql_migrations[i].text, NULL, NULL, NULL);
    return rc;
}

/* A database in memory asks nothing of the VFS but to be there. */
static int schema_make_model(focus__db *db, int version, sqlite3 **out_model)
{
    sqlite3_vfs *vfs = NULL;
    int rc;

    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    rc = sqlite3_open_v2(":memory:", out_model,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                             SQLITE_OPEN_EXRESCODE,
                         vfs != NULL ? vfs->zName : NULL);
    return rc == SQLITE_OK ? schema_run_migrations(*out_model, version) : rc;
}

static int schema_find_in_model(sqlite3 *model, const char *statement, bool *out_found)
{
    static const char sql[] = "SELECT 1 FROM sqlite_schema WHERE sql = ?1";
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(model, sql, -1, &stmt, NULL);

    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, statement, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    *out_found = rc == SQLITE_ROW;
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* --- looking at the file's ------------------------------------------------------------------------- */

typedef struct schema_look {
    focus__db *db;
    int version;
    sqlite3 *model;       /* NULL until a statement stands in no migration */
    const char *expected; /* in a migration, where the last statement that was found ends */
    focus__buffer *stranger;
} schema_look;

static int schema_is_altered(schema_look *look, const char *statement, bool *out_is)
{
    int rc = SQLITE_OK;

    *out_is = false;
    if (look->model == NULL)
        rc = schema_make_model(look->db, look->version, &look->model);
    return rc == SQLITE_OK ? schema_find_in_model(look->model, statement, out_is) : rc;
}

static int schema_look_at_row(schema_look *look, sqlite3_stmt *stmt)
{
    const char *statement = (const char *)sqlite3_column_text(stmt, 1);
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    bool is_ours =
        statement != NULL && statement[0] != '\0' && schema_is_known(statement, &look->expected);
    int rc = SQLITE_OK;

    if (!is_ours && statement != NULL && look->version > 1)
        rc = schema_is_altered(look, statement, &is_ours);
    if (rc != SQLITE_OK || is_ours)
        return rc;
    focus__buffer_text(look->stranger, name != NULL && name[0] != '\0' ? name : "?");
    return look->stranger->failed ? SQLITE_NOMEM : SQLITE_OK;
}

focus_status focus__db_find_stranger(focus__db *db, int version, focus__buffer *out_stranger)
{
    static const char sql[] = "SELECT name, sql FROM sqlite_schema"
                              " WHERE type IN ('table', 'index') AND sql IS NOT NULL";
    schema_look look = {.db = db, .version = version, .stranger = out_stranger};
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);

    focus__buffer_clear(out_stranger);
    while (rc == SQLITE_OK && out_stranger->size == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        rc = schema_look_at_row(&look, stmt);
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(look.model);
    return rc == SQLITE_OK || rc == SQLITE_DONE ? FOCUS_OK
                                                : focus__db_fail(db, rc, "read the schema");
}
