/*
 * env_posix.c - clock, entropy, local zone and process of Unix, Linux, Android, macOS and iOS.
 */
#if !defined(_WIN32)
/* tm_gmtoff, getentropy() and readlink() are beyond ISO C; asked for in this file alone. No
 * _POSIX_C_SOURCE: on the BSDs it would hide tm_gmtoff. */
#if !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE 1
#endif
#if defined(__APPLE__) && !defined(_DARWIN_C_SOURCE)
#define _DARWIN_C_SOURCE 1
#endif
#endif

#include "base/env.h"

#if !defined(_WIN32)

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <sys/random.h>
#define ENV_HAS_GETENTROPY 1
#elif defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 25))
#define ENV_HAS_GETENTROPY 1
#elif defined(__OpenBSD__) || defined(__FreeBSD__)
#define ENV_HAS_GETENTROPY 1
#else /* musl and Android have it only since some version that cannot be asked for everywhere */
#define ENV_HAS_GETENTROPY 0
#endif

int64_t focus__env_now_ms(void *user)
{
    (void)user;
    struct timespec now = {0};
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * FOCUS__MS_PER_SECOND + (int64_t)now.tv_nsec / 1000000;
}

int64_t focus__env_ticks_ns(void *user)
{
    (void)user;
    struct timespec now = {0};
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
}

int64_t focus__env_ticks_ms(void)
{
    return focus__env_ticks_ns(NULL) / 1000000;
}

/* --- process ---------------------------------------------------------------------------------- */

#if defined(MADV_WIPEONFORK)

/* A page that the system wipes in a child of fork(): what stands in it is this process's id, or nothing
 * yet. Each call of the library asks; reading a page costs a hundredth of asking the system. */
static _Atomic(_Atomic int64_t *) env_wiped;

static _Atomic int64_t *env_make_wiped(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    _Atomic int64_t *none = NULL;
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return NULL;
    if (madvise(page, size, MADV_WIPEONFORK) == 0 &&
        atomic_compare_exchange_strong(&env_wiped, &none, (_Atomic int64_t *)page))
        return page;
    (void)munmap(page, size);
    return none; /* another thread's, or NULL where the system is too old */
}

int64_t focus__env_process_id(void)
{
    _Atomic int64_t *page = atomic_load_explicit(&env_wiped, memory_order_acquire);
    int64_t id = page != NULL ? atomic_load_explicit(page, memory_order_relaxed) : 0;

    if (id != 0)
        return id;
    id = (int64_t)getpid();
    page = page != NULL ? page : env_make_wiped();
    if (page != NULL)
        atomic_store_explicit(page, id, memory_order_relaxed);
    return id;
}

#else

int64_t focus__env_process_id(void)
{
    return (int64_t)getpid();
}

#endif

/* --- entropy ---------------------------------------------------------------------------------- */

static int env_read_fully(int file, unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = read(file, bytes, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return -1;
        bytes += got;
        size -= (size_t)got;
    }
    return 0;
}

static int env_fill_from_device(unsigned char *bytes, size_t size)
{
    int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return -1;
    int result = env_read_fully(file, bytes, size);
    (void)close(file);
    return result;
}

/* getentropy() gives at most 256 bytes a call. An old kernel or a sandbox may refuse it; the device
 * is the second try. */
int focus__env_fill(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
#if ENV_HAS_GETENTROPY
    while (size > 0) {
        size_t part = size < 256 ? size : 256;
        if (getentropy(bytes, part) != 0)
            break;
        bytes += part;
        size -= part;
    }
#endif
    return size == 0 ? 0 : env_fill_from_device(bytes, size);
}

/* --- zone ------------------------------------------------------------------------------------- */

int32_t focus__env_utc_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    int64_t at_s = at_ms / FOCUS__MS_PER_SECOND;
    if (at_ms % FOCUS__MS_PER_SECOND < 0)
        at_s--;
    time_t at = (time_t)at_s;
    struct tm local;
    if ((int64_t)at != at_s || localtime_r(&at, &local) == NULL)
        return 0;
    return (int32_t)local.tm_gmtoff;
}

/* What follows ".../zoneinfo/" in a path. */
static const char *env_name_in_path(const char *path)
{
    const char *found = strstr(path, "/zoneinfo/");

    return found == NULL ? NULL : found + strlen("/zoneinfo/");
}

/* A TZ without a file of that name is taken for a POSIX rule ("CET-1CEST"), or for UTC. */
static bool env_zone_file_exists(const char *name)
{
    const char *folder = getenv("TZDIR");
    char path[512];

    if (folder == NULL || folder[0] == '\0')
        folder = "/usr/share/zoneinfo";
    size_t folder_size = strlen(folder);
    size_t name_size = strlen(name);
    if (folder_size + name_size + 2 > sizeof path)
        return false;
    memcpy(path, folder, folder_size);
    path[folder_size] = '/';
    memcpy(path + folder_size + 1, name, name_size + 1);
    return access(path, R_OK) == 0;
}

static bool env_name_from_variable(const char *variable, char name[64])
{
    const char *found = variable[0] == ':' ? variable + 1 : variable;

    if (found[0] == '/')
        found = env_name_in_path(found);
    else if (!env_zone_file_exists(found))
        found = NULL;
    return focus__env_copy_name(found, name);
}

static bool env_name_from_link(char name[64])
{
    char path[512];
    ssize_t size = readlink("/etc/localtime", path, sizeof path - 1);

    if (size <= 0)
        return false;
    path[size] = '\0';
    return focus__env_copy_name(env_name_in_path(path), name);
}

bool focus__env_zone_name(char name[64])
{
    tzset(); /* localtime_r() need not look at TZ by itself */
    const char *variable = getenv("TZ");
    if (variable != NULL)
        return env_name_from_variable(variable, name);
    return env_name_from_link(name);
}

/* --- names of files --------------------------------------------------------------------------- */

static focus_status env_fail_rename(const char *from, const char *to, focus_error *error)
{
    if (errno == EEXIST)
        return focus__fail(error, FOCUS_E_EXISTS, "there is something at %s already", to);
    return focus__fail(error, FOCUS_E_IO, "cannot rename %s: %s", from, strerror(errno));
}

/* rename() overwrites; a second name and then none of the first does not. Some file systems have one
 * name per file: there a look before has to do. */
focus_status focus__env_rename(const char *from, const char *to, focus_error *error)
{
    if (link(from, to) == 0)
        return unlink(from) == 0 ? FOCUS_OK : env_fail_rename(from, to, error);
    if (errno == EEXIST || errno == ENOENT)
        return env_fail_rename(from, to, error);
    if (access(to, F_OK) == 0)
        errno = EEXIST;
    else if (rename(from, to) == 0)
        return FOCUS_OK;
    return env_fail_rename(from, to, error);
}

void focus__env_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[4096] = ".";
    const size_t size = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    int file = -1;

    if (size >= sizeof folder)
        return;
    if (size > 0) {
        memcpy(folder, path, size);
        folder[size] = '\0';
    }
    file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    (void)fsync(file);
    (void)close(file);
}

#undef ENV_HAS_GETENTROPY

#endif
