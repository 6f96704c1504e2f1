/*
 * test_checkpoint.c - with a library that has the WAL-reset defect no checkpoint runs beside a
 * commit.
 */
#include "support/support.h"
#include "support/watching_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(checkpoints_run_under_the_write_lock_and_keep_the_log_short,
                                        fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, register_watching, NULL);
}
