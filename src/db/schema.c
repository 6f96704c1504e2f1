/*
 * schema.c - whether the tables and indexes of a file are the ones that our migrations make, word
 * for word.
 *
 * What a table says of itself is run: checks, generated columns and indexes of expressions are
 * worked out as rows are read and written. A hostile file could so keep us at work for hours with a
 * row or two. SQLite keeps the text of each CREATE as it was written, so that it must stand in a
 * migration; one that alters a table has to be told here. Views and triggers may be any, as they are
 * switched off.
 */
#include "db/internal.h"

/* What SQLite adds by itself: for AUTOINCREMENT, and when somebody asks it to ANALYZE. */
static const char *const schema_of_sqlite[] = {
    "CREATE TABLE sqlite_sequence(name,seq)",
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
};

/* Whether a statement stands in a text, from the beginning of a line to its semicolon. */
static bool schema_has_statement(const char *text, const char *statement)
{
    size_t size = strlen(statement);

    for (const char *at = strstr(text, statement); at != NULL; at = strstr(at + 1, statement)) {
        if ((at == text || at[-1] == '\n') && at[size] == ';')
            return true;
    }
    return false;
}

static bool schema_is_known(const char *statement)
{
    for (size_t i = 0; i < FOCUS__COUNT_OF(schema_of_sqlite); i++) {
        if (strcmp(schema_of_sqlite[i], statement) == 0)
            return true;
    }
    for (int i = 0; i < FOCUS__SQL_MIGRATION_COUNT; i++) {
        if (schema_has_statement(focus__sql_migrations[i].text, statement))
            return true;
    }
    return false;
}

static void schema_look_at_row(sqlite3_stmt *stmt, focus__buffer *out_stranger)
{
    const char *statement = (const char *)sqlite3_column_text(stmt, 1);
    const char *name = NULL;

    if (statement != NULL && statement[0] != '\0' && schema_is_known(statement))
        return;
    name = (const char *)sqlite3_column_text(stmt, 0);
    focus__buffer_text(out_stranger, name != NULL && name[0] != '\0' ? name : "?");
}

focus_status focus__db_find_stranger(focus__db *db, focus__buffer *out_stranger)
{
    static const char sql[] = "SELECT name, sql FROM sqlite_schema"
                              " WHERE type IN ('table', 'index') AND sql IS NOT NULL";
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);

    focus__buffer_clear(out_stranger);
    while (rc == SQLITE_OK && out_stranger->size == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        schema_look_at_row(stmt, out_stranger);
        rc = out_stranger->failed ? SQLITE_NOMEM : SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_OK || rc == SQLITE_DONE ? FOCUS_OK
                                                : focus__db_fail(db, rc, "read the schema");
}
