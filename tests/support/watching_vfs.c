/*
 * watching_vfs.c - see watching_vfs.h.
 */
#include "support/watching_vfs.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

enum { LOG_HEADER_MAX = 32 };
enum { WRITE_LOCK = 0, CHECKPOINT_LOCK = 1 }; /* places in SQLite's shared memory */

/* Kept behind the system's own file structure, which stays in front. */
typedef struct watched {
    const sqlite3_io_methods *system;
    sqlite3_io_methods methods;
    bool has_whole_file;
    bool is_log;
} watched;

static sqlite3_vfs watching;
static watch_counts *counts;
static _Thread_local int write_locks; /* a store is used by one thread, its checkpoints too */

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
        (void)atomic_fetch_add(&counts->checkpoints, 1);
        if (write_locks == 0 && !of(file)->has_whole_file)
            (void)atomic_fetch_add(&counts->unguarded, 1);
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

static int watch_sync(sqlite3_file *file, int flags)
{
    (void)atomic_fetch_add(&counts->syncs, 1);
    return of(file)->system->xSync(file, flags);
}

/* The log takes a page in two writes: its header, then itself. */
static int watch_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    if (of(file)->is_log && size > LOG_HEADER_MAX)
        (void)atomic_fetch_add(&counts->log_pages, 1);
    return of(file)->system->xWrite(file, bytes, size, at);
}

static int watch_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    sqlite3_vfs *system = vfs->pAppData;
    int rc = system->xOpen(system, name, file, flags, out_flags);

    if (rc != SQLITE_OK || file->pMethods == NULL)
        return rc;
    *of(file) = (watched){.system = file->pMethods, .methods = *file->pMethods};
    of(file)->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    of(file)->methods.xSync = watch_sync;
    of(file)->methods.xWrite = watch_write;
    of(file)->methods.xShmLock = watch_shm_lock;
    of(file)->methods.xLock = watch_lock;
    of(file)->methods.xUnlock = watch_unlock;
    file->pMethods = &of(file)->methods;
    return rc;
}

int watching_vfs_register(watch_counts *shared_counts)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);

    counts = shared_counts;
    watching = *system;
    watching.zName = "watching";
    watching.pNext = NULL;
    watching.pAppData = system;
    watching.szOsFile = (system->szOsFile + 7) / 8 * 8 + (int)sizeof(watched);
    watching.xOpen = watch_open;
    return sqlite3_vfs_register(&watching, 0);
}
