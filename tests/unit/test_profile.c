/*
 * test_profile.c - what a connection is allowed, and how it keeps its promises, as it really is after
 * it was opened.
 */
#include "support/support.h"

#include "db/internal.h"

#include <sqlite3.h>
#include <stdio.h>

static focus__db *open_at(const fixture *f, bool readonly, bool relaxed)
{
    focus__db_options options = {.path = f->path,
                                 .create = true,
                                 .readonly = readonly,
                                 .relaxed = relaxed,
                                 .busy_timeout_ms = 1000};
    focus__db *db = NULL;
    static focus_error error;

    if (focus__db_open(&options, &error, &db) != FOCUS_OK)
        fail_msg("open: %s", error.message);
    return db;
}

static int pragma_of(focus__db *db, const char *name)
{
    char sql[64];
    int value = -1;

    (void)snprintf(sql, sizeof(sql), "PRAGMA %s", name);
    assert_int_equal(focus__db_pragma_int(db, sql, &value), FOCUS_OK);
    return value;
}

static int switch_of(focus__db *db, int option)
{
    int value = -1;

    assert_int_equal(sqlite3_db_config(db->handle, option, -1, &value), SQLITE_OK);
    return value;
}

static void a_connection_is_closed_to_hostile_files(void **state)
{
    static const struct {
        int option;
        int value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},         {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},     {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    };
    fixture *f = *state;
    focus__db *db = open_at(f, false, false);

    for (size_t i = 0; i < FOCUS__COUNT_OF(switches); i++)
        assert_int_equal(switch_of(db, switches[i].option), switches[i].value);
    assert_int_equal(pragma_of(db, "foreign_keys"), 1);
    assert_int_equal(pragma_of(db, "cell_size_check"), 1);
    assert_int_equal(pragma_of(db, "mmap_size"), 0);
    assert_int_equal(pragma_of(db, "temp_store"), 2);
    focus__db_close(db);
}

static void a_connection_has_limits(void **state)
{
    static const struct {
        int limit;
        int value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 4 << 20},     {SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
        {SQLITE_LIMIT_COLUMN, 64},          {SQLITE_LIMIT_EXPR_DEPTH, 50},
        {SQLITE_LIMIT_VDBE_OP, 100000},     {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 64}, {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
    };
    fixture *f = *state;
    focus__db *db = open_at(f, false, false);

    for (size_t i = 0; i < FOCUS__COUNT_OF(limits); i++)
        assert_int_equal(sqlite3_limit(db->handle, limits[i].limit, -1), limits[i].value);
    focus__db_close(db);
}

static void the_file_keeps_a_log_and_says_whose_it_is(void **state)
{
    fixture *f = *state;
    focus__db *db = open_at(f, false, false);
    sqlite3_stmt *stmt = NULL;

    assert_int_equal(sqlite3_prepare_v2(db->handle, "PRAGMA journal_mode", -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "wal");
    assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
    assert_int_equal(pragma_of(db, "application_id"), 0x464f4355);
    assert_int_equal(pragma_of(db, "user_version"), FOCUS__SQL_MIGRATION_COUNT);
    focus__db_close(db);
}

/* 2 is FULL: the log is synced with every commit. 1 is NORMAL. */
static void durability_is_full_unless_it_was_given_up_by_name(void **state)
{
    fixture *f = *state;
    focus__db *db = open_at(f, false, false);

    assert_int_equal(pragma_of(db, "synchronous"), 2);
    focus__db_close(db);
    db = open_at(f, false, true);
    assert_int_equal(pragma_of(db, "synchronous"), 1);
    focus__db_close(db);
}

static void a_reader_cannot_write(void **state)
{
    fixture *f = *state;
    focus__db *db = open_at(f, true, false);

    assert_int_equal(pragma_of(db, "query_only"), 1);
    assert_int_equal(sqlite3_exec(db->handle, "DELETE FROM users", NULL, NULL, NULL) & 0xff,
                     SQLITE_READONLY);
    focus__db_close(db);
}

/* With such a library SQLite's own checkpoints are off: ours run under the write lock. */
static void with_the_log_reset_defect_sqlite_makes_no_checkpoints(void **state)
{
    fixture *f = *state;
    focus__db *db = open_at(f, false, false);
    void *hook;

    if (!focus_build()->wal_reset_defect) {
        focus__db_close(db);
        skip();
    }
    hook = sqlite3_wal_hook(db->handle, NULL, NULL);
    assert_ptr_equal(hook, db); /* ours is in the place of SQLite's own */
    focus__db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_connection_is_closed_to_hostile_files),
        TEST(a_connection_has_limits),
        TEST(the_file_keeps_a_log_and_says_whose_it_is),
        TEST(durability_is_full_unless_it_was_given_up_by_name),
        TEST(a_reader_cannot_write),
        TEST(with_the_log_reset_defect_sqlite_makes_no_checkpoints),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
