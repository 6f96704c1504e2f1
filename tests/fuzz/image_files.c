/*
 * image_files.c - making database files, good ones and ones changed behind the library's back.
 */
#include "fuzz/image_parts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SESSIONS = 40 };

/* --- files ------------------------------------------------------------------------------------ */

uint8_t *image_read_file(const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long size = 0;

    fuzz_check(file != NULL && fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    fuzz_check(size >= 0);
    rewind(file);
    bytes = malloc((size_t)size + 1);
    fuzz_check(bytes != NULL);
    *out_size = fread(bytes, 1, (size_t)size, file);
    (void)fclose(file);
    return bytes;
}

void image_write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    fuzz_check(file != NULL);
    fuzz_check(fwrite(bytes, 1, size, file) == size);
    fuzz_check(fclose(file) == 0);
}

/* --- a good one ------------------------------------------------------------------------------- */

static focus_store *open_store(const char *path)
{
    focus_open_options options = fuzz_open_options(path);
    focus_store *store = NULL;

    fuzz_check(focus_open(&options, &store, NULL) == FOCUS_OK);
    return store;
}

static void add_history(focus_store *store)
{
    static const char *const tags[] = {"net", "quay"};
    const focus_session *session = NULL;

    for (int i = 1; i <= SESSIONS; i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        input.flags = FOCUS_INPUT_REWARD;
        input.mode = i % FOCUS_MODE_COUNT;
        input.started_at_ms = FUZZ_NOW_MS - (int64_t)i * 9 * FUZZ_HOUR_MS;
        input.ended_at_ms = input.started_at_ms + FUZZ_HOUR_MS;
        input.title = "tie a knot";
        input.project = i % 2 == 0 ? "shed" : NULL;
        input.note = i % 3 == 0 ? "two\nlines" : NULL;
        input.tags = tags;
        input.tag_count = (size_t)i % 3;
        fuzz_check(focus_session_add(store, &input, &session) == FOCUS_OK);
        if (i % 10 == 0)
            fuzz_check(focus_session_delete(store, &session->id) == FOCUS_OK);
        focus_session_free(session);
    }
}

static void add_music(focus_store *store)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id library;

    track.title = "waves";
    track.url = "http://example.com/waves.ogg";
    track.duration_ms = 1000;
    fuzz_check(focus_library_create(store, "sea", "far", &library) == FOCUS_OK);
    for (int i = 0; i < 5; i++)
        fuzz_check(focus_track_add(store, &library, &track, NULL) == FOCUS_OK);
}

static void run_a_session(focus_store *store)
{
    fuzz_check(focus_session_start(store, NULL, NULL) == FOCUS_OK);
    fuzz_surroundings.now_ms += FUZZ_MINUTE_MS;
    fuzz_check(focus_session_pause(store, 0, "tea", NULL) == FOCUS_OK);
    fuzz_surroundings.now_ms += FUZZ_MINUTE_MS;
    fuzz_check(focus_session_resume(store, 0, NULL) == FOCUS_OK);
    fuzz_surroundings.now_ms += FUZZ_MINUTE_MS;
    fuzz_check(focus_session_pause(store, 0, NULL, NULL) == FOCUS_OK);
}

void image_make_good(const char *path)
{
    focus_store *store = open_store(path);

    fuzz_surroundings.now_ms = FUZZ_NOW_MS;
    add_history(store);
    add_music(store);
    fuzz_check(focus_points_award(store, FOCUS_POINTS_COINS, 10, "gift", "why") == FOCUS_OK);
    fuzz_check(focus_user_create(store, "other", NULL) == FOCUS_OK);
    run_a_session(store);
    focus_close(store);
}

/* --- what lies beside it ---------------------------------------------------------------------- */

void image_make_log(const char *path, const char *log_path, uint8_t **out_bytes, size_t *out_size)
{
    size_t size = 0;
    uint8_t *before = image_read_file(path, &size);
    focus_store *store = open_store(path);

    fuzz_check(focus_library_create(store, "only in the log", NULL, NULL) == FOCUS_OK);
    *out_bytes = image_read_file(log_path, out_size);
    focus_close(store);
    image_write_file(path, before, size);
    free(before);
}

static sqlite3 *open_raw(const char *path)
{
    sqlite3 *db = NULL;

    fuzz_check(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
    return db;
}

static void run_raw(sqlite3 *db, const char *sql)
{
    fuzz_check(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

void image_make_journal(const char *path, const char *journal_path, uint8_t **out_bytes,
                        size_t *out_size)
{
    size_t size = 0;
    uint8_t *before = image_read_file(path, &size);
    sqlite3 *db = open_raw(path);

    run_raw(db, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = 2;"
                "BEGIN; UPDATE focus_sessions SET title = 'half done'");
    *out_bytes = image_read_file(journal_path, out_size);
    run_raw(db, "ROLLBACK");
    fuzz_check(sqlite3_close(db) == SQLITE_OK);
    image_write_file(path, before, size);
    free(before);
}

/* --- values ----------------------------------------------------------------------------------- */

static void copy_name(char *out, size_t room, sqlite3_stmt *stmt, int at)
{
    (void)snprintf(out, room, "%s", (const char *)sqlite3_column_text(stmt, at));
}

image_column *image_list_columns(const char *path, size_t *out_count)
{
    static const char sql[] =
        "SELECT t.name, c.name, c.type, f.name FROM sqlite_schema AS t"
        " JOIN pragma_table_info(t.name) AS c JOIN pragma_table_info(t.name) AS f ON f.cid = 0"
        " WHERE t.type = 'table' AND t.sql LIKE '%STRICT%'";
    image_column *columns = calloc(256, sizeof(*columns));
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *stmt = NULL;

    *out_count = 0;
    fuzz_check(columns != NULL);
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW && *out_count < 256) {
        image_column *column = &columns[(*out_count)++];
        copy_name(column->table, sizeof(column->table), stmt, 0);
        copy_name(column->name, sizeof(column->name), stmt, 1);
        copy_name(column->type, sizeof(column->type), stmt, 2);
        copy_name(column->first, sizeof(column->first), stmt, 3);
    }
    (void)sqlite3_finalize(stmt);
    fuzz_check(sqlite3_close(db) == SQLITE_OK && *out_count > 50);
    return columns;
}

/* Of the column's type, which STRICT tables insist on. */
static void bind_value(sqlite3_stmt *stmt, const image_column *column, fuzz_bytes *in)
{
    char text[12000];
    const char *taken = NULL;

    if (strcmp(column->type, "INTEGER") == 0) {
        if (fuzz_take_below(in, 16) != 0)
            (void)sqlite3_bind_int64(stmt, 1, fuzz_take_int(in, FUZZ_NOW_MS));
        return;
    }
    taken = fuzz_take_text(in, text, sizeof(text));
    if (taken == NULL)
        return;
    if (strcmp(column->type, "BLOB") == 0)
        (void)sqlite3_bind_blob(stmt, 1, text, (int)strlen(text), SQLITE_TRANSIENT);
    else
        (void)sqlite3_bind_text(stmt, 1, text, -1, SQLITE_TRANSIENT);
}

void image_change_value(const char *path, const image_column *column, fuzz_bytes *in)
{
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *stmt = NULL;
    char sql[256];

    run_raw(db, "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
                "PRAGMA synchronous = OFF");
    (void)snprintf(sql, sizeof(sql), "UPDATE OR IGNORE %s SET %s = ?1 WHERE ?2 = 0 OR %s %% 7 = ?2",
                   column->table, column->name, column->first);
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
    (void)sqlite3_bind_int(stmt, 2, (int)fuzz_take_below(in, 7));
    bind_value(stmt, column, in);
    (void)sqlite3_step(stmt); /* refused where the column may not be NULL */
    (void)sqlite3_finalize(stmt);
    fuzz_check(sqlite3_close(db) == SQLITE_OK);
}

/* --- the schema ------------------------------------------------------------------------------- */

void image_change_schema(const char *path, fuzz_bytes *in)
{
    static const char *const ours[] = {
        "(deleted_at_ms IS NOT NULL)",
        "(started_at_ms > 0",
        "(user_id)",
        "TEXT",
        "INTEGER",
        "STRICT",
    };
    static const char *const theirs[] = {
        "(instr(hex(zeroblob(1000000)), hex(zeroblob(500000)) || '1') > 0)",
        "(randomblob(4000000) > 1 ",
        "(hex(zeroblob(1000000)))",
        "TEXT DEFAULT (hex(zeroblob(2000000)))",
        "INTEGER COLLATE nobodys",
        "",
    };
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *stmt = NULL;
    const char *our = ours[fuzz_take_below(in, 6)];
    const char *their = theirs[fuzz_take_below(in, 6)];

    run_raw(db, "PRAGMA writable_schema = ON; PRAGMA synchronous = OFF");
    if (sqlite3_prepare_v2(db, "UPDATE sqlite_schema SET sql = replace(sql, ?1, ?2)", -1, &stmt,
                           NULL) == SQLITE_OK) {
        (void)sqlite3_bind_text(stmt, 1, our, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(stmt, 2, their, -1, SQLITE_STATIC);
        (void)sqlite3_step(stmt);
    }
    (void)sqlite3_finalize(stmt);
    fuzz_check(sqlite3_close(db) == SQLITE_OK);
}
