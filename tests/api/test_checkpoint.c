/*
 * test_checkpoint.c - folding the log in when nobody waits; with a library that has the WAL-reset
 * defect no checkpoint runs beside a commit.
 */
#include "support/support.h"
#include "support/watching_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static watch_counts seen;

static int register_watching(void **state)
{
    (void)state;
    return watching_vfs_register(&seen);
}

static int64_t log_size(const fixture *f)
{
    char path[256];
    struct stat info;

    (void)snprintf(path, sizeof(path), "%s-wal", f->path);
    return stat(path, &info) == 0 ? (int64_t)info.st_size : 0;
}

static void write_much(focus_store *store, int first, int count)
{
    char key[32];

    for (int i = first; i < first + count; i++) {
        (void)snprintf(key, sizeof(key), "key %d", i);
        assert_ok(store, focus_points_award(store, FOCUS_POINTS_XP, 1, key, NULL));
    }
}

static void checkpoints_run_under_the_write_lock_and_keep_the_log_short(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *first = NULL;
    focus_store *second = NULL;

    if (!focus_build()->wal_reset_defect)
        skip();
    focus_close(f->store);
    options.vfs_name = "watching";
    assert_int_equal(focus_open(&options, &first, NULL), FOCUS_OK);
    assert_int_equal(focus_open(&options, &second, NULL), FOCUS_OK);
    atomic_store(&seen.checkpoints, 0);
    atomic_store(&seen.unguarded, 0);
    for (int round = 0; round < 10; round++) {
        write_much(first, 1000 * round, 200);
        write_much(second, 1000 * round + 500, 200);
    }
    assert_true(atomic_load(&seen.checkpoints) >=
                5); /* some 4 pages a write, 1000 pages a checkpoint */
    assert_true(log_size(f) < 3 * 1000 * 4096);
    focus_close(first);
    focus_close(second);
    assert_int_equal(atomic_load(&seen.unguarded), 0);
    f->store = fixture_open(f, 0);
}

/* What the file itself has, without its log. */
static int64_t count_in_file(const fixture *f, const char *sql)
{
    char path[256];
    char command[600];

    fixture_path(f, "alone.db", path);
    (void)snprintf(command, sizeof(command), "cp '%s' '%s'", f->path, path);
    assert_int_equal(system(command), 0);
    return sql_int(path, sql);
}

static void an_idle_moment_folds_the_log_into_the_file(void **state)
{
    fixture *f = *state;
    const char *sql = "SELECT count(*) FROM points_ledger";
    int64_t left_pages = -1;

    write_much(f->store, 0, 7);
    assert_true(count_in_file(f, "SELECT count(*) FROM sqlite_schema") == 0 ||
                count_in_file(f, sql) == 0);
    assert_ok(f->store, focus_checkpoint(f->store, &left_pages));
    assert_int_equal(left_pages, 0);
    assert_int_equal(count_in_file(f, sql), 7);
    assert_ok(f->store, focus_checkpoint(f->store, NULL)); /* nothing to do */
    write_much(f->store, 7, 1);
    assert_int_equal(sql_int(f->path, sql), 8);
}

static void what_somebody_reads_stays_in_the_log(void **state)
{
    fixture *f = *state;
    int64_t left_pages = 0;
    sqlite3 *reader = NULL;

    write_much(f->store, 0, 1);
    assert_int_equal(sqlite3_open_v2(f->path, &reader, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT * FROM users", NULL, NULL, NULL),
                     SQLITE_OK);
    write_much(f->store, 1, 5);
    assert_ok(f->store, focus_checkpoint(f->store, &left_pages));
    assert_true(left_pages > 0);
    (void)sqlite3_close(reader);
    assert_ok(f->store, focus_checkpoint(f->store, &left_pages));
    assert_int_equal(left_pages, 0);
}

static void a_writer_is_not_waited_for(void **state)
{
    fixture *f = *state;
    int64_t left_pages = 0;
    sqlite3 *writer = NULL;

    if (!focus_build()->wal_reset_defect)
        skip(); /* SQLite's own needs no lock that a writer has */
    write_much(f->store, 0, 3);
    assert_int_equal(sqlite3_open_v2(f->path, &writer, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(writer, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_ok(f->store, focus_checkpoint(f->store, &left_pages));
    assert_true(left_pages > 0);
    (void)sqlite3_close(writer);
}

static void no_log_is_folded_in_the_middle_or_by_readers(void **state)
{
    fixture *f = *state;
    int64_t left_pages = 7;
    focus_store *reader = fixture_open(f, FOCUS_OPEN_READONLY);

    assert_status(reader, FOCUS_E_READONLY, focus_checkpoint(reader, &left_pages));
    assert_int_equal(left_pages, 0);
    focus_close(reader);
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_checkpoint(f->store, &left_pages));
    write_much(f->store, 0, 1);
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
}

static void a_store_in_memory_has_no_log(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    int64_t left_pages = 7;

    options.path = ":memory:";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    write_much(store, 0, 1);
    assert_ok(store, focus_checkpoint(store, &left_pages));
    assert_int_equal(left_pages, 0);
    focus_close(store);
}

/* A host that does so after each hundred calls meets no checkpoint of a commit's. */
static void idle_moments_keep_checkpoints_out_of_commits(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    if (!focus_build()->wal_reset_defect)
        skip();
    focus_close(f->store);
    options.vfs_name = "watching";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    for (int round = 0; round < 10; round++) {
        atomic_store(&seen.checkpoints, 0);
        write_much(store, 100 * round, 100);
        assert_int_equal(atomic_load(&seen.checkpoints), 0);
        assert_ok(store, focus_checkpoint(store, NULL));
        assert_int_equal(atomic_load(&seen.checkpoints), 1);
    }
    focus_close(store);
    assert_int_equal(atomic_load(&seen.unguarded), 0);
    f->store = fixture_open(f, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_idle_moment_folds_the_log_into_the_file, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(what_somebody_reads_stays_in_the_log, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_writer_is_not_waited_for, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(no_log_is_folded_in_the_middle_or_by_readers, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_store_in_memory_has_no_log, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(idle_moments_keep_checkpoints_out_of_commits, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(checkpoints_run_under_the_write_lock_and_keep_the_log_short,
                                        fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, register_watching, NULL);
}
