/*
 * test_checkpoint.c - with a library that has the WAL-reset defect no checkpoint runs beside a
 * commit.
 *
 * A VFS between SQLite and the system sees each lock taken. A checkpoint takes the log's
 * checkpoint lock; at that moment this process must hold the log's write lock, or the whole file
 * (at close).
 */
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { WRITE_LOCK = 0, CHECKPOINT_LOCK = 1 }; /* places in SQLite's shared memory */

/* Kept behind the system's own file structure, which stays in front. */
typedef struct watched {
    const sqlite3_io_methods *system;
    sqlite3_io_methods methods;
    bool has_whole_file;
} watched;

static sqlite3_vfs watching;
static int write_locks; /* held in this process */
static int checkpoints; /* seen */
static int unguarded;   /* of these, without the write lock and without the whole file */

static watched *of(sqlite3_file *file)
{
    return (watched *)(void *)((char *)file + watching.szOsFile - (int)sizeof(watched));
}

static int watch_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    int rc = of(file)->system->xShmLock(file, offset, n, flags);

    if (rc != SQLITE_OK || !exclusive)
        return rc;
    if (offset == WRITE_LOCK)
        write_locks += (flags & SQLITE_SHM_LOCK) != 0 ? 1 : -1;
    if (offset == CHECKPOINT_LOCK && n == 1 && (flags & SQLITE_SHM_LOCK) != 0) {
        checkpoints++;
        unguarded += write_locks == 0 && !of(file)->has_whole_file;
    }
    return rc;
}

static int watch_lock(sqlite3_file *file, int level)
{
    int rc = of(file)->system->xLock(file, level);

    if (rc == SQLITE_OK && level == SQLITE_LOCK_EXCLUSIVE)
        of(file)->has_whole_file = true;
    return rc;
}

static int watch_unlock(sqlite3_file *file, int level)
{
    of(file)->has_whole_file = false;
    return of(file)->system->xUnlock(file, level);
}

static int watch_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    int rc = system->xOpen(system, name, file, flags, out_flags);

    (void)vfs;
    if (rc != SQLITE_OK || file->pMethods == NULL)
        return rc;
    *of(file) = (watched){.system = file->pMethods, .methods = *file->pMethods};
    of(file)->methods.xShmLock = watch_shm_lock;
    of(file)->methods.xLock = watch_lock;
    of(file)->methods.xUnlock = watch_unlock;
    file->pMethods = &of(file)->methods;
    return rc;
}

static int register_watching(void **state)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);

    (void)state;
    watching = *system;
    watching.zName = "watching";
    watching.szOsFile = (system->szOsFile + 7) / 8 * 8 + (int)sizeof(watched);
    watching.xOpen = watch_open;
    return sqlite3_vfs_register(&watching, 0);
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
    checkpoints = 0;
    unguarded = 0;
    for (int round = 0; round < 10; round++) {
        write_much(first, 1000 * round, 200);
        write_much(second, 1000 * round + 500, 200);
    }
    assert_true(checkpoints >= 5); /* some 4 pages a write, 1000 pages a checkpoint */
    assert_true(log_size(f) < 3 * 1000 * 4096);
    focus_close(first);
    focus_close(second);
    assert_int_equal(unguarded, 0);
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
