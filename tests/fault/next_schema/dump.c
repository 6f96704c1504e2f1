/*
 * dump.c - writes the lived-in file as SQL, at the schema that this build makes: what R15 brings up to
 * a later one. tests/data/schema/ keeps such a text of each schema that was ever released.
 *
 *     dump <idle.sql> <paused.sql>
 */
#include "fault/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static FILE *to;

static void each_row(sqlite3 *db, const char *sql, void (*visit)(sqlite3 *db, sqlite3_stmt *stmt))
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        visit(db, stmt);
        rc = SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    if (rc != SQLITE_DONE) {
        (void)fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
}

static void write_line(sqlite3 *db, sqlite3_stmt *stmt)
{
    (void)db;
    (void)fprintf(to, "%s;\n", (const char *)sqlite3_column_text(stmt, 0));
}

/* The column is a statement that makes the lines. */
static void write_lines(sqlite3 *db, sqlite3_stmt *stmt)
{
    each_row(db, (const char *)sqlite3_column_text(stmt, 0), write_line);
}

/* Tables, their rows, then the indexes; columns by name, without those that are worked out. */
static void write_database(sqlite3 *db)
{
    (void)fprintf(to,
                  "-- A lived-in file of its schema version, by tests/fault/next_schema/dump.c.\n");
    each_row(db, "SELECT 'PRAGMA application_id = ' || application_id FROM pragma_application_id",
             write_line);
    each_row(db, "SELECT 'PRAGMA user_version = ' || user_version FROM pragma_user_version",
             write_line);
    each_row(db,
             "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
             " ORDER BY rowid",
             write_line);
    each_row(
        db,
        "SELECT 'SELECT ''INSERT INTO ' || m.name || ' (' ||"
        " (SELECT group_concat(name, ', ') FROM pragma_table_info(m.name)) || ') VALUES ('' || ' ||"
        " (SELECT group_concat('quote(' || name || ')', ' || '', '' || ')"
        " FROM pragma_table_info(m.name)) || ' || '')'' FROM ' || m.name"
        " FROM sqlite_schema AS m WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY rowid",
        write_lines);
    each_row(db,
             "SELECT 'UPDATE sqlite_sequence SET seq = ' || seq || ' WHERE name = ' || quote(name)"
             " FROM sqlite_sequence",
             write_line);
    each_row(
        db, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid",
        write_line);
}

static void write_state(world *w, enum world_state state, const char *path)
{
    sqlite3 *db = NULL;

    world_reset(w, state);
    to = fopen(path, "wb");
    if (to == NULL ||
        sqlite3_open_v2(WORLD_PATH, &db, SQLITE_OPEN_READWRITE, DISK_VFS) != SQLITE_OK) {
        (void)fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
    write_database(db);
    (void)sqlite3_close(db);
    if (fclose(to) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    static world the_world;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: dump <idle.sql> <paused.sql>\n");
        return 2;
    }
    world_build(&the_world);
    write_state(&the_world, WORLD_IDLE, argv[1]);
    write_state(&the_world, WORLD_PAUSED, argv[2]);
    world_free(&the_world);
    return 0;
}
