/*
 * watching_vfs.h - a VFS between SQLite and the system that sees each lock taken, and counts the
 * checkpoints that run beside a commit; and what a commit costs: syncs, and pages written to the
 * log.
 *
 * A checkpoint takes the log's checkpoint lock; at that moment the thread that runs it must hold the
 * log's write lock, or the whole file (at close). Registered as "watching".
 */
#ifndef TESTS_SUPPORT_WATCHING_VFS_H
#define TESTS_SUPPORT_WATCHING_VFS_H

#include <stdatomic.h>

typedef struct watch_counts {
    atomic_int checkpoints;
    atomic_int unguarded; /* of these, without the write lock and without the whole file */
    atomic_int syncs;
    atomic_int log_pages;
} watch_counts;

/* Counts go to `counts`, which several processes may share. Returns SQLite's code. */
int watching_vfs_register(watch_counts *counts);

#endif
