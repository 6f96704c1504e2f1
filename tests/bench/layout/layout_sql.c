/*
 * layout_sql.c - SQL made of the schema as it stands: its tables with a layout's edits, and statements
 * that name every column, whatever columns there are.
 */
#include "bench/layout/layout.h"

#include <string.h>

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_fail(sql, sqlite3_errmsg(db));
    return stmt;
}

static char *grown(char *text, char *more)
{
    char *both = sqlite3_mprintf("%s%s", text != NULL ? text : "", more);

    sqlite3_free(text);
    sqlite3_free(more);
    if (both == NULL)
        bench_fail("layout", "no memory");
    return both;
}

/* --- tables ----------------------------------------------------------------------------------- */

static char *edited(char *schema, const edit *e)
{
    char *at = strstr(schema, e->old);
    char *out;

    if (at == NULL || strstr(at + 1, e->old) != NULL)
        bench_fail("this is not in the schema exactly once", e->old);
    out = sqlite3_mprintf("%.*s%s%s", (int)(at - schema), schema, e->new, at + strlen(e->old));
    sqlite3_free(schema);
    return out;
}

char *layout_schema(const layout *l, sqlite3 *db, const char *schema_of)
{
    char *sql = sqlite3_mprintf("SELECT sql FROM %s.sqlite_schema WHERE sql IS NOT NULL"
                                " AND name NOT LIKE 'sqlite_%%' ORDER BY rowid",
                                schema_of);
    sqlite3_stmt *stmt = prepare(db, sql);
    char *schema = NULL;

    while (sqlite3_step(stmt) == SQLITE_ROW)
        schema = grown(schema, sqlite3_mprintf("%s;\n", sqlite3_column_text(stmt, 0)));
    (void)sqlite3_finalize(stmt);
    sqlite3_free(sql);
    for (int i = 0; i < EDITS_MAX && l->edits[i].old != NULL; i++)
        schema = edited(schema, &l->edits[i]);
    return schema;
}

char *layout_columns(sqlite3 *db, const char *schema, const char *table)
{
    char *sql = sqlite3_mprintf("SELECT group_concat(name, ', ') FROM pragma_table_info(%Q, %Q)",
                                table, schema);
    sqlite3_stmt *stmt = prepare(db, sql);
    char *columns;

    (void)sqlite3_step(stmt);
    columns = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
    (void)sqlite3_finalize(stmt);
    sqlite3_free(sql);
    return columns;
}

/* --- the start of a session ------------------------------------------------------------------- */

/* What is other in a session that has just begun than in one that ended; NULL: nothing. */
static const char *at_start(const layout *l, const char *column)
{
    const struct {
        const char *column;
        const char *value;
    } begins[] = {
        {"id", l->next_id != NULL ? l->next_id : "NULL"},
        {"uuid", "?2"},
        {"status", "0"},
        {"revision", "1"},
        {"started_at_ms", "?3"},
        {"ended_at_ms", "NULL"},
        {"planned_ms", "1500000"},
        {"last_event_at_ms", "?3"},
        {"expires_at_ms", "?3 + 3000000"},
        {"created_at_ms", "?3"},
        {"xp", "0"},
        {"coins", "0"},
    };

    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
        if (strcmp(column, begins[i].column) == 0)
            return begins[i].value;
    return NULL;
}

static char *literal(sqlite3_stmt *stmt, int column)
{
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        return sqlite3_mprintf("%lld", sqlite3_column_int64(stmt, column));
    case SQLITE_NULL:
        return sqlite3_mprintf("NULL");
    default:
        return sqlite3_mprintf("%Q", sqlite3_column_text(stmt, column));
    }
}

char *layout_start_sql(const layout *l, sqlite3 *db)
{
    char *columns = layout_columns(db, "main", "focus_sessions");
    char *select = sqlite3_mprintf("SELECT %s FROM focus_sessions WHERE user_id = 1"
                                   " ORDER BY started_at_ms DESC LIMIT 1",
                                   columns);
    sqlite3_stmt *stmt = prepare(db, select);
    char *sql = sqlite3_mprintf("INSERT INTO focus_sessions (%s) VALUES (", columns);

    (void)sqlite3_step(stmt);
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        const char *value = at_start(l, sqlite3_column_name(stmt, i));
        sql = grown(sql, sqlite3_mprintf(i > 0 ? ", " : ""));
        sql = grown(sql, value != NULL ? sqlite3_mprintf("%s", value) : literal(stmt, i));
    }
    (void)sqlite3_finalize(stmt);
    sqlite3_free(select);
    sqlite3_free(columns);
    return grown(sql, sqlite3_mprintf(")"));
}
