/*
 * locks.c - see locks.h.
 */
#define _XOPEN_SOURCE 700

#include "support/locks.h"

#include "support/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
enum { SUFFIXES = 4 };

static void beside(const char *path, const char *suffix, char out[512])
{
    (void)snprintf(out, 512, "%s%s", path, suffix);
}

/* --- by trying --------------------------------------------------------------------------------- */

/* In a child: it has none of our locks, and closing the file there drops none. 0: it had the lock. */
static int try_lock(const char *path)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CLOEXEC);

    if (file < 0)
        return 0;
    return fcntl(file, F_SETLK, &all) == 0 ? 0 : 1;
}

bool file_is_locked(const char *path)
{
    pid_t child = fork();
    int how = 0;

    assert_true(child >= 0);
    if (child == 0)
        _exit(try_lock(path));
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how) != 0;
}

bool file_is_locked_beside(const char *path, const char *suffix)
{
    char name[512];

    beside(path, suffix, name);
    return file_is_locked(name);
}

/* --- by the kernel's lists --------------------------------------------------------------------- */

static bool is_one_of(const char *path, unsigned long inode)
{
    char name[512];
    struct stat info;

    for (int i = 0; i < SUFFIXES; i++) {
        beside(path, suffixes[i], name);
        if (stat(name, &info) == 0 && (unsigned long)info.st_ino == inode)
            return true;
    }
    return false;
}

/* "1: POSIX  ADVISORY  READ 4711 fe:00:1234 1073741826 1073742335" */
int locks_listed(const char *path)
{
    FILE *list = fopen("/proc/locks", "r");
    char line[256];
    int count = 0;

    if (list == NULL)
        return -1;
    while (fgets(line, sizeof(line), list) != NULL) {
        unsigned long inode = 0;
        long process = 0;
        if (sscanf(line, "%*s %*s %*s %*s %ld %*x:%*x:%lu", &process, &inode) == 2 &&
            process == (long)getpid() && is_one_of(path, inode))
            count++;
    }
    (void)fclose(list);
    return count;
}

int descriptors_listed(const char *path)
{
    DIR *list = opendir("/proc/self/fd");
    const struct dirent *entry = NULL;
    char name[512];
    struct stat info;
    int count = 0;

    if (list == NULL)
        return -1;
    while ((entry = readdir(list)) != NULL) {
        (void)snprintf(name, sizeof(name), "/proc/self/fd/%s", entry->d_name);
        if (stat(name, &info) == 0 && S_ISREG(info.st_mode) &&
            is_one_of(path, (unsigned long)info.st_ino))
            count++;
    }
    (void)closedir(list);
    return count;
}
