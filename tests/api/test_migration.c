/*
 * test_migration.c - opening: whose file it is, its schema brought up to date, and files that are refused or
 * only read, which must not change by a byte.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include "db/sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static focus_status open_at(const fixture *f, const char *path, uint32_t flags,
                            focus_store **out_store)
{
    focus_open_options options = fixture_options(f);
    focus_error error;
    focus_status status;

    options.path = path;
    options.flags = flags;
    status = focus_open(&options, out_store, &error);
    assert_int_equal(error.status, status);
    assert_int_equal(error.message[0] == '\0', status == FOCUS_OK);
    assert_null(strchr(error.message, '\n'));
    assert_int_equal(*out_store == NULL, status != FOCUS_OK);
    return status;
}

/* Refused, whether for writing or for reading, and the whole folder as it was. */
static void assert_refused(fixture *f, const char *path, focus_status expected)
{
    const uint32_t flags[] = {0, FOCUS_OPEN_EXISTING, FOCUS_OPEN_READONLY};
    char *before = folder_print(f->folder);

    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        focus_store *store = NULL;
        focus_status status = open_at(f, path, flags[i], &store);
        char *after = NULL;
        focus_close(store);
        if (status != expected)
            fail_msg("%s opened with flags %u: %s", path, (unsigned)flags[i],
                     focus_status_name(status));
        after = folder_print(f->folder);
        assert_string_equal(before, after);
        free(after);
    }
    free(before);
}

/* A file of ours, closed: in one piece, no log beside it. */
static void make_ours(fixture *f, const char *name, char out_path[256])
{
    fixture_path(f, name, out_path);
    assert_ok(f->store, focus_backup(f->store, out_path));
}

/* --- fresh, again ---------------------------------------------------------------------------------------------- */

static void a_fresh_file_is_ours_and_has_one_user(void **state)
{
    fixture *f = *state;
    const focus_user_list *list = NULL;

    assert_int_equal(sql_int(f->path, "PRAGMA application_id"), 0x464f4355);
    assert_int_equal(sql_int(f->path, "PRAGMA user_version"), focus_build()->schema_version);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                                      " AND sql NOT LIKE '%STRICT%'"
                                      " AND name NOT LIKE 'sqlite_%'"),
                     0);
    assert_ok(f->store, focus_user_list_all(f->store, &list));
    assert_int_equal(list->count, 1);
    assert_string_equal(list->items[0]->name, "me");
    assert_int_equal(list->items[0]->is_selected, 1);
    assert_int_equal(list->items[0]->created_at_ms, MONDAY_9_MS);
    focus_user_list_free(list);
}

static void opening_again_changes_nothing(void **state)
{
    fixture *f = *state;
    char *before = NULL;
    char *after = NULL;

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    focus_close(f->store);
    f->store = NULL;
    before = folder_print(f->folder);
    for (int i = 0; i < 3; i++) {
        f->store = fixture_open(f, 0);
        focus_close(f->store);
        f->store = NULL;
    }
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
    f->store = fixture_open(f, 0);
}

static void two_may_open_a_fresh_file_one_after_the_other(void **state)
{
    fixture *f = *state;
    focus_store *first = NULL;
    focus_store *second = NULL;
    char path[256];

    fixture_path(f, "new.db", path);
    assert_int_equal(open_at(f, path, 0, &first), FOCUS_OK);
    assert_int_equal(open_at(f, path, 0, &second), FOCUS_OK);
    assert_ok(first, focus_session_start(first, NULL, NULL));
    assert_status(second, FOCUS_E_STATE, focus_session_start(second, NULL, NULL));
    assert_int_equal(sql_int(path, "SELECT count(*) FROM users"), 1);
    focus_close(first);
    focus_close(second);
}

static void an_empty_file_becomes_ours(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "empty.db", path);
    file_write(path, "", 0);
    assert_int_equal(open_at(f, path, 0, &store), FOCUS_OK);
    assert_recount(store, path);
    focus_close(store);
}

static void an_empty_file_is_there(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "empty.db", path);
    file_write(path, "", 0);
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, path));
    assert_int_equal(open_at(f, path, FOCUS_OPEN_READONLY, &store), FOCUS_E_NOT_OURS);
    assert_int_equal(open_at(f, path, FOCUS_OPEN_EXISTING, &store), FOCUS_OK);
    focus_close(store);
}

/* A step and its version are one transaction, which the code begins and ends around the step's text. */
static void a_step_neither_ends_its_transaction_nor_sets_its_version(void **state)
{
    (void)state;
    assert_true(FOCUS__SQL_MIGRATION_COUNT > 0);
    for (int i = 0; i < FOCUS__SQL_MIGRATION_COUNT; i++) {
        const char *text = focus__sql_migrations[i].text;
        assert_int_equal(focus__sql_migrations[i].version, i + 1);
        assert_null(strstr(text, "COMMIT"));
        assert_null(strstr(text, "BEGIN"));
        assert_null(strstr(text, "VACUUM"));
        assert_null(
            strstr(text, "user_version")); /* it is set by the code, in the same transaction */
    }
}

/* --- refused -------------------------------------------------------------------------------------------------------- */

static void a_newer_file_is_refused_untouched(void **state)
{
    fixture *f = *state;
    char path[256];
    char sql[64];

    make_ours(f, "newer.db", path);
    (void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d",
                   (int)focus_build()->schema_version + 1);
    sql_exec(path, sql);
    assert_refused(f, path, FOCUS_E_TOO_NEW);
    sql_exec(path, "PRAGMA user_version = 2147483647; PRAGMA journal_mode = WAL");
    assert_refused(f, path, FOCUS_E_TOO_NEW);
}

static void a_version_that_cannot_be_is_refused_untouched(void **state)
{
    fixture *f = *state;
    const char *versions[] = {"PRAGMA user_version = 0", "PRAGMA user_version = -1",
                              "PRAGMA user_version = -1000", "PRAGMA user_version = -2147483648"};
    char path[256];

    make_ours(f, "minus.db", path);
    for (size_t i = 0; i < COUNT_OF(versions); i++) {
        sql_exec(path, versions[i]);
        assert_refused(f, path, FOCUS_E_CORRUPT);
    }
}

static void a_database_of_others_is_refused_untouched(void **state)
{
    fixture *f = *state;
    const char *made_by[] = {
        "CREATE TABLE t (a); INSERT INTO t VALUES (1)",
        "PRAGMA application_id = 1; CREATE TABLE t (a)",
        "PRAGMA application_id = 1; PRAGMA user_version = 1; CREATE TABLE t (a)",
        "PRAGMA application_id = -1; CREATE TABLE users (id)",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 5; CREATE TABLE t (a)",
        "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
        "PRAGMA journal_mode = WAL; PRAGMA application_id = 77; CREATE TABLE t (a)",
        "CREATE VIEW users AS SELECT 1 AS id",
    };
    char path[256];

    for (size_t i = 0; i < COUNT_OF(made_by); i++) {
        char name[32];
        (void)snprintf(name, sizeof(name), "other%zu.db", i);
        fixture_path(f, name, path);
        sql_exec(path, made_by[i]);
        assert_refused(f, path, FOCUS_E_NOT_OURS);
    }
}

static void copy_file(const char *from, const char *to)
{
    size_t size = 0;
    unsigned char *bytes = file_read(from, &size);

    if (bytes == NULL)
        return;
    file_write(to, bytes, size);
    free(bytes);
}

/* The file and its log as a process that was killed leaves them. */
static void copy_with(const char *suffix, const char *from, const char *to)
{
    char from_side[300];
    char to_side[300];

    copy_file(from, to);
    (void)snprintf(from_side, sizeof(from_side), "%s%s", from, suffix);
    (void)snprintf(to_side, sizeof(to_side), "%s%s", to, suffix);
    copy_file(from_side, to_side);
}

static void a_database_of_others_keeps_its_log(void **state)
{
    fixture *f = *state;
    char path[256];
    char killed[256];
    char log[300];
    sqlite3 *db = NULL;
    size_t size = 0;
    size_t size_after = 0;
    unsigned char *before = NULL;
    unsigned char *after = NULL;

    fixture_path(f, "other.db", path);
    fixture_path(f, "killed.db", killed);
    (void)snprintf(log, sizeof(log), "%s-wal", killed);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA journal_mode = WAL; CREATE TABLE t (a);"
                                  "INSERT INTO t VALUES (randomblob(9000))",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    copy_with("-wal", path, killed);
    (void)sqlite3_close(db);
    before = file_read(log, &size);
    assert_true(size > 0);
    for (uint32_t flags = 0; flags <= FOCUS_OPEN_READONLY; flags++) {
        focus_store *store = NULL;
        assert_int_equal(open_at(f, killed, flags, &store), FOCUS_E_NOT_OURS);
        after = file_read(log, &size_after);
        assert_non_null(after);
        assert_int_equal(size, size_after);
        assert_memory_equal(before, after, size);
        free(after);
    }
    free(before);
}

/* --- damaged ------------------------------------------------------------------------------------------------------- */

/* The file and a log with commits that are nowhere else. */
static void make_killed(fixture *f, char out_path[256], char out_log[300])
{
    fixture_path(f, "killed.db", out_path);
    (void)snprintf(out_log, 300, "%s-wal", out_path);
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "in the log alone");
    copy_with("-wal", f->path, out_path);
}

static void assert_refused_as_it_lies(fixture *f, const char *path, focus_status expected)
{
    char *before = folder_print(f->folder);
    focus_store *store = NULL;
    char *after = NULL;

    assert_int_equal(open_at(f, path, 0, &store), expected);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* SQLite would take it for a new file, and throw the log away. */
static void a_file_that_was_emptied_keeps_its_log(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];
    char log[300];

    make_killed(f, path, log);
    file_write(path, "", 0);
    assert_refused(f, path, FOCUS_E_CORRUPT);
    assert_int_equal(unlink(path), 0);
    assert_refused_as_it_lies(f, path, FOCUS_E_CORRUPT);
    assert_int_equal(open_at(f, path, FOCUS_OPEN_EXISTING, &store), FOCUS_E_NOT_FOUND);
    assert_int_equal(unlink(log), 0);
    assert_int_equal(open_at(f, path, 0, &store), FOCUS_OK); /* a new one */
    focus_close(store);
}

static void assert_same_bytes(const char *path, const unsigned char *before, size_t size)
{
    size_t size_now = 0;
    unsigned char *now = file_read(path, &size_now);

    assert_int_equal(size_now, size);
    assert_memory_equal(now, before, size);
    free(now);
}

/* Whoever salvages it wants both. */
static void a_damaged_file_that_is_refused_keeps_its_log_apart(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];
    char log[300];
    size_t size = 0;
    size_t log_size = 0;
    unsigned char *bytes = NULL;
    unsigned char *log_bytes = NULL;
    const int64_t root =
        sql_int(f->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'users'");

    fixture_reopen(f); /* that table is in the file by now */
    make_killed(f, path, log);
    bytes = file_read(path, &size);
    log_bytes = file_read(log, &log_size);
    memset(bytes + (root - 1) * 4096, 0xff, 4096);
    file_write(path, bytes, size);
    assert_int_equal(open_at(f, path, 0, &store), FOCUS_E_CORRUPT);
    assert_same_bytes(path, bytes, size);
    assert_same_bytes(log, log_bytes, log_size);
    free(bytes);
    free(log_bytes);
}

/* Byte 18 of a file is the lowest format that its writers must know. */
static void a_file_that_only_a_later_sqlite_may_write_is_read_alone(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    size_t size = 0;
    unsigned char *bytes = NULL;
    char path[256];

    make_ours(f, "later.db", path);
    bytes = file_read(path, &size);
    bytes[18] = 3;
    file_write(path, bytes, size);
    free(bytes);
    assert_refused_as_it_lies(f, path, FOCUS_E_READONLY);
    assert_int_equal(open_at(f, path, FOCUS_OPEN_READONLY, &store), FOCUS_OK);
    focus_close(store);
}

static void what_is_no_database_is_refused_untouched(void **state)
{
    fixture *f = *state;
    static char text[10000];
    const size_t sizes[] = {2, 15, 16, 99, 100, 101, 511, 512, 4096, sizeof(text)};
    char path[256];

    fixture_path(f, "text.txt", path);
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = "A plain text, no database.\n"[i % 27];
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        file_write(path, text, sizes[i]);
        assert_refused(f, path, FOCUS_E_NOT_OURS);
    }
}

static void a_folder_is_refused(void **state)
{
    fixture *f = *state;
    char path[256];

    fixture_path(f, "folder", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused(f, path, FOCUS_E_NOT_OURS);
    assert_int_equal(rmdir(path), 0);
}

/* --- reading only ------------------------------------------------------------------------------------------------------ */

static void write_everything(focus_store *store, const focus_id *session, const char *copy)
{
    const char *tags[] = {"a"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    const focus_session *s = NULL;
    focus_id id = *session;
    const focus_id other = {{1}};

    input.started_at_ms = MONDAY_9_MS - HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS;
    track.title = "t";
    assert_ok(store, focus_settings_get(store, &settings));
    const focus_status statuses[] = {
        focus_session_start(store, NULL, &s),
        focus_session_pause(store, 0, NULL, &s),
        focus_session_resume(store, 0, &s),
        focus_session_complete(store, 0, NULL, &s),
        focus_session_abandon(store, 0, NULL, &s),
        focus_session_void(store, 0, NULL, &s),
        focus_session_extend(store, 1000, &s),
        focus_session_add(store, &input, &s),
        focus_session_edit(store, &id, &input, &s),
        focus_session_tag(store, &id, tags, 1, &s),
        focus_session_untag(store, &id, tags, 1, &s),
        focus_session_delete(store, &id),
        focus_session_restore(store, &id, &s),
        focus_tag_rename(store, "a", "b", NULL),
        focus_tag_merge(store, "a", "b", NULL),
        focus_project_rename(store, "a", "b", NULL),
        focus_project_merge(store, "a", "b", NULL),
        focus_session_idle(store, 1, FOCUS_IDLE_DISCARD, &s),
        focus_pause_add(store, &id, 1, 2, NULL, &s),
        focus_session_split(store, &id, MONDAY_9_MS, &s),
        focus_session_join(store, &id, &other, &s),
        focus_sweep(store, NULL),
        focus_cycle_reset(store),
        focus_settings_set(store, &settings),
        focus_user_create(store, "ann", NULL),
        focus_user_rename(store, &id, "ann"),
        focus_user_delete(store, &id),
        focus_points_award(store, FOCUS_POINTS_XP, 1, "k", NULL),
        focus_points_spend(store, 1, "k", NULL),
        focus_library_create(store, "music", NULL, NULL),
        focus_library_rename(store, &id, "music"),
        focus_library_set_favorite(store, &id, 1),
        focus_library_delete(store, &id),
        focus_track_add(store, &id, &track, NULL),
        focus_track_add_many(store, &id, &track, 1),
        focus_track_edit(store, &id, &track),
        focus_track_move(store, &id, NULL),
        focus_track_delete(store, &id),
        focus_batch_begin(store),
    };
    assert_null(s);
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (statuses[i] != FOCUS_E_READONLY)
            fail_msg("write %zu gave %s", i, focus_status_name(statuses[i]));
    assert_message(store);
    assert_ok(store, focus_backup(store, copy)); /* writes elsewhere */
    assert_int_equal(remove(copy), 0);
}

static void read_everything(focus_store *store, int64_t sessions)
{
    const focus_session_list *list = NULL;
    const focus_doctor_report *report = NULL;
    focus_counters counters;
    focus_streak streak;
    focus_cycle cycle;
    focus_deadline deadline;
    int32_t changed = 0;

    assert_ok(store, focus_session_list_page(store, NULL, &list));
    assert_int_equal(list->total, sessions);
    focus_session_list_free(list);
    assert_ok(store, focus_counters_get(store, &counters));
    assert_ok(store, focus_streak_get(store, &streak));
    assert_ok(store, focus_cycle_get(store, &cycle));
    assert_ok(store, focus_next_deadline(store, &deadline));
    assert_ok(store, focus_changed_elsewhere(store, &changed));
    assert_ok(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
}

/* Before, while and after it is open for reading, file and log have the same bytes. While it is open SQLite may
 * keep an index of the log beside them, "-shm"; an empty log as well. */
static void read_untouched(const fixture *f, const char *path, int64_t sessions)
{
    focus_store *store = NULL;
    focus_id id = {{0}};
    char copy[256];
    char log[300];
    size_t size = 0;
    size_t log_size = 0;
    size_t size_now = 0;
    unsigned char *bytes = file_read(path, &size);
    unsigned char *now = NULL;
    unsigned char *log_bytes = NULL;

    (void)snprintf(log, sizeof(log), "%s-wal", path);
    (void)snprintf(copy, sizeof(copy), "%s.copy", path);
    log_bytes = file_read(log, &log_size);
    assert_int_equal(open_at(f, path, FOCUS_OPEN_READONLY, &store), FOCUS_OK);
    read_everything(store, sessions);
    write_everything(store, &id, copy);
    read_everything(store, sessions);
    now = file_read(path, &size_now);
    assert_int_equal(size, size_now);
    assert_memory_equal(bytes, now, size);
    free(now);
    now = file_read(log, &size_now);
    assert_int_equal(log_size, size_now);
    if (log_size > 0)
        assert_memory_equal(log_bytes, now, log_size);
    free(now);
    focus_close(store);
    now = file_read(path, &size_now);
    assert_int_equal(size, size_now);
    assert_memory_equal(bytes, now, size);
    free(now);
    now = file_read(log, &size_now);
    assert_int_equal(log_bytes != NULL, now != NULL);
    assert_int_equal(log_size, size_now);
    free(now);
    free(bytes);
    free(log_bytes);
}

static void a_store_for_reading_writes_not_one_byte(void **state)
{
    fixture *f = *state;
    char path[256];
    char *before = NULL;
    char *after = NULL;

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, DAY_MS); /* overdue: a reader must not mark it */
    make_ours(f, "copy.db", path);
    focus_close(f->store);
    f->store = NULL;
    before = folder_print(f->folder);
    read_untouched(f, path, 2);    /* as a backup lies there */
    read_untouched(f, f->path, 2); /* as a writer that closed leaves it */
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
    f->store = fixture_open(f, 0);
}

static void a_log_that_a_writer_left_is_read_and_left(void **state)
{
    fixture *f = *state;
    char path[256];
    char log[300];

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    fixture_path(f, "killed.db", path);
    copy_with("-wal", f->path, path);
    (void)snprintf(log, sizeof(log), "%s-wal", path);
    assert_true(file_is(log));
    read_untouched(f, path, 2);
}

/* The log was left by a killed process; SQLite has to make an index of it, which stays beside it. */
static void a_reader_leaves_the_file_and_a_left_over_log_as_they_were(void **state)
{
    fixture *f = *state;
    char path[256];
    char index[300];
    char *before = NULL;
    char *after = NULL;

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    fixture_path(f, "killed.db", path);
    copy_with("-wal", f->path, path);
    before = folder_print(f->folder);
    read_untouched(f, path, 1);
    (void)snprintf(index, sizeof(index), "%s-shm", path);
    (void)unlink(index);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_reader_beside_a_writer_sees_what_is_written(void **state)
{
    fixture *f = *state;
    focus_store *reader = NULL;
    int32_t changed = 0;

    reader = fixture_open(f, FOCUS_OPEN_READONLY);
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    read_everything(reader, 1);
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    assert_ok(reader, focus_changed_elsewhere(reader, &changed));
    assert_int_equal(changed, 1);
    read_everything(reader, 2);
    focus_close(reader);
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
}

/* A transaction under way in a file with a rollback journal, as a killed process leaves it: whoever may write
 * rolls it back first. */
static void a_hot_journal_is_not_rolled_back_by_a_reader(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];
    char killed[256];
    sqlite3 *db = NULL;
    char *before = NULL;
    char *after = NULL;

    for (int64_t i = 1; i <= 200; i++)
        add_session(f->store, MONDAY_9_MS - i * HOUR_MS, MINUTE_MS, "many");
    make_ours(f, "live.db", path);
    fixture_path(f, "killed.db", killed);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA cache_size = 2; BEGIN IMMEDIATE;"
                                  "UPDATE focus_sessions SET title = hex(randomblob(300))",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    copy_with("-journal", path, killed);
    (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    (void)sqlite3_close(db);
    before = folder_print(f->folder);
    (void)open_at(f, killed, FOCUS_OPEN_READONLY, &store); /* either way of answering is right */
    focus_close(store);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(open_at(f, killed, 0, &store), FOCUS_OK);
    assert_recount(store, killed);
    focus_close(store);
}

/* --- without leave to write ------------------------------------------------------------------------------------------------ */

/* Root may write anywhere: be nobody for a while. */
static bool become_nobody(void)
{
    return geteuid() != 0 || seteuid(65534) == 0;
}

static void become_oneself_again(uid_t self)
{
    if (geteuid() != self)
        assert_int_equal(seteuid(self), 0);
}

/* The journal of somebody else's transaction is not ours to roll back. */
static void a_hot_journal_of_others_is_left_alone(void **state)
{
    fixture *f = *state;
    focus_store *store = NULL;
    char path[256];
    char killed[256];
    sqlite3 *db = NULL;
    char *before = NULL;
    char *after = NULL;

    fixture_path(f, "theirs.db", path);
    fixture_path(f, "killed.db", killed);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE t (a);"
                                  "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n"
                                  " WHERE i < 500) INSERT INTO t SELECT randomblob(500) FROM n;"
                                  "PRAGMA cache_size = 2; BEGIN IMMEDIATE;"
                                  "UPDATE t SET a = randomblob(500)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    copy_with("-journal", path, killed);
    (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    (void)sqlite3_close(db);
    before = folder_print(f->folder);
    assert_int_equal(open_at(f, killed, 0, &store), FOCUS_E_NOT_OURS);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_place_where_nothing_can_be_written_may_be_read(void **state)
{
    fixture *f = *state;
    const uid_t self = geteuid();
    focus_store *store = NULL;
    focus_status for_writing;
    focus_status for_reading;
    char *before = NULL;
    char *after = NULL;

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    focus_close(f->store);
    f->store = NULL;
    assert_int_equal(chmod(f->path, 0444), 0);
    assert_int_equal(chmod(f->folder, 0555), 0);
    before = folder_print(f->folder);
    if (!become_nobody()) {
        print_message("skipped: root, and cannot be anybody else\n");
        skip();
    }
    for_writing = open_at(f, f->path, 0, &store);
    focus_close(store);
    for_reading = open_at(f, f->path, FOCUS_OPEN_READONLY, &store);
    if (store != NULL)
        read_everything(store, 1);
    focus_close(store);
    become_oneself_again(self);
    after = folder_print(f->folder);
    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_int_equal(chmod(f->path, 0644), 0);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(for_writing, FOCUS_E_READONLY);
    assert_int_equal(for_reading, FOCUS_OK);
    f->store = fixture_open(f, 0);
}

static void a_folder_without_leave_takes_no_new_file(void **state)
{
    fixture *f = *state;
    const uid_t self = geteuid();
    focus_store *store = NULL;
    focus_status status;
    char path[256];

    fixture_path(f, "new.db", path);
    assert_int_equal(chmod(f->folder, 0555), 0);
    if (!become_nobody()) {
        print_message("skipped: root, and cannot be anybody else\n");
        skip();
    }
    status = open_at(f, path, 0, &store);
    become_oneself_again(self);
    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_int_equal(status, FOCUS_E_IO);
    assert_false(file_is(path));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fresh_file_is_ours_and_has_one_user),
        TEST(opening_again_changes_nothing),
        TEST(two_may_open_a_fresh_file_one_after_the_other),
        TEST(an_empty_file_becomes_ours),
        TEST(an_empty_file_is_there),
        TEST(a_step_neither_ends_its_transaction_nor_sets_its_version),
        TEST(a_newer_file_is_refused_untouched),
        TEST(a_version_that_cannot_be_is_refused_untouched),
        TEST(a_database_of_others_is_refused_untouched),
        TEST(a_database_of_others_keeps_its_log),
        TEST(what_is_no_database_is_refused_untouched),
        TEST(a_file_that_was_emptied_keeps_its_log),
        TEST(a_damaged_file_that_is_refused_keeps_its_log_apart),
        TEST(a_file_that_only_a_later_sqlite_may_write_is_read_alone),
        TEST(a_folder_is_refused),
        TEST(a_store_for_reading_writes_not_one_byte),
        TEST(a_log_that_a_writer_left_is_read_and_left),
        TEST(a_reader_leaves_the_file_and_a_left_over_log_as_they_were),
        TEST(a_reader_beside_a_writer_sees_what_is_written),
        TEST(a_hot_journal_is_not_rolled_back_by_a_reader),
        TEST(a_hot_journal_of_others_is_left_alone),
        TEST(a_place_where_nothing_can_be_written_may_be_read),
        TEST(a_folder_without_leave_takes_no_new_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
