/*
 * build.c - files with the rows that libfocus wrote, in another layout.
 */
#define _XOPEN_SOURCE 700

#include "bench/layout/layout.h"

#include <time.h>

enum { BLOCK = 10000 };

static void run(sqlite3 *db, char *sql)
{
    char *message = NULL;

    if (sql == NULL || sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        bench_fail(sql, message);
    sqlite3_free(sql);
}

static int64_t one_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        bench_fail(sql, sqlite3_errmsg(db));
    value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return value;
}

static double now_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static sqlite3 *open_new(const variant *v, const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open(path, &db) != SQLITE_OK)
        bench_fail(path, sqlite3_errmsg(db));
    run(db, sqlite3_mprintf("PRAGMA page_size = %d; PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -%d;"
                            "PRAGMA foreign_keys = ON",
                            v->page_size, v->cache_kib));
    return db;
}

/* --- rows ------------------------------------------------------------------------------------- */

static void copy_table(sqlite3 *db, const char *table)
{
    run(db, sqlite3_mprintf("INSERT INTO main.%s SELECT * FROM source.%s", table, table));
}

static char *ledger_columns(sqlite3 *db, const variant *v, const char **out_join)
{
    *out_join = "";
    if (!v->layout->is_told_by_uuid)
        return layout_columns(db, "source", "points_ledger");
    *out_join = " JOIN source.focus_sessions AS s ON s.id = l.session_id";
    return sqlite3_mprintf("l.user_id, l.number, l.kind, l.key, s.uuid, l.xp, l.coins, l.reason,"
                           " l.created_at_ms");
}

/* As an import does it: a block of sessions and what was paid for them is one transaction. */
static void copy_sessions(sqlite3 *db, const variant *v, int64_t last_id)
{
    char *columns = layout_columns(db, "main", "focus_sessions");
    const char *join = NULL;
    char *ledger = ledger_columns(db, v, &join);

    for (int64_t id = 0; id < last_id; id += BLOCK)
        run(db, sqlite3_mprintf("BEGIN IMMEDIATE;"
                                "INSERT INTO main.focus_sessions (%s) SELECT %s"
                                " FROM source.focus_sessions WHERE id > %lld AND id <= %lld"
                                " ORDER BY id;"
                                "INSERT INTO main.points_ledger SELECT %s"
                                " FROM source.points_ledger AS l%s WHERE l.user_id = 1"
                                " AND l.number > %lld AND l.number <= %lld ORDER BY l.number;"
                                "COMMIT",
                                columns, columns, id, id + BLOCK, ledger, join, id, id + BLOCK));
    sqlite3_free(ledger);
    sqlite3_free(columns);
}

double layout_build(const variant *v, const char *source, const char *path)
{
    sqlite3 *db = open_new(v, path);
    double began_s;
    double took_s;
    int64_t sessions;

    run(db, sqlite3_mprintf("ATTACH %Q AS source", source));
    run(db, layout_schema(v->layout, db, "source"));
    sessions = one_int(db, "SELECT max(id) FROM source.focus_sessions");
    copy_table(db, "users");
    began_s = now_s();
    copy_sessions(db, v, sessions);
    took_s = now_s() - began_s;
    copy_table(db, "counters");
    copy_table(db, "daily_stats");
    if (one_int(db, "SELECT count(*) FROM main.focus_sessions") != sessions ||
        one_int(db, "SELECT count(*) FROM main.points_ledger") !=
            one_int(db, "SELECT count(*) FROM source.points_ledger"))
        bench_fail(v->layout->name, "not all rows were copied");
    run(db, sqlite3_mprintf("DETACH source"));
    if (sqlite3_close(db) != SQLITE_OK)
        bench_fail(path, "cannot be closed");
    return (double)sessions / took_s;
}
