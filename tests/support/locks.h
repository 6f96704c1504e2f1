/*
 * locks.h - which locks and descriptors this process has on a database's files, as others see them.
 */
#ifndef TESTS_SUPPORT_LOCKS_H
#define TESTS_SUPPORT_LOCKS_H

#include <stdbool.h>

/* Whether another process is refused a lock of the whole file; tried by a child. False when there is
 * no such file. */
bool file_is_locked(const char *path);
bool file_is_locked_beside(const char *path, const char *suffix);

/* What the kernel lists for this process on the file, its -wal, -shm and -journal: locks in
 * /proc/locks, and open descriptors in /proc/self/fd. -1 where there is no such list. */
int locks_listed(const char *path);
int descriptors_listed(const char *path);

#endif
