/*
 * env_win.c - clock, entropy, local zone and process of Windows.
 */
#include "base/env.h"

#if defined(_WIN32)

#if !defined(_WIN32_WINNT)
#define _WIN32_WINNT 0x0602 /* Windows 8: the precise clock */
#endif
#if !defined(WIN32_LEAN_AND_MEAN)
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

#include <bcrypt.h>

#if defined(_MSC_VER)
#pragma comment(lib, "bcrypt")
#endif

#define ENV_PATH_SIZE 4096

/* A FILETIME counts 100 ns since 1601-01-01. */
#define ENV_FILETIME_PER_MS INT64_C(10000)
#define ENV_FILETIME_OF_1970 INT64_C(116444736000000000)

static int64_t env_number_of_filetime(FILETIME time)
{
    return (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime);
}

int64_t focus__env_now_ms(void *user)
{
    (void)user;
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    return (env_number_of_filetime(now) - ENV_FILETIME_OF_1970) / ENV_FILETIME_PER_MS;
}

int64_t focus__env_ticks_ms(void)
{
    return (int64_t)GetTickCount64();
}

int64_t focus__env_ticks_ns(void *user)
{
    (void)user;
    LARGE_INTEGER ticks;
    LARGE_INTEGER per_second;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&per_second);
    int64_t whole_s = ticks.QuadPart / per_second.QuadPart;
    int64_t rest = ticks.QuadPart % per_second.QuadPart;
    return whole_s * 1000000000 + rest * 1000000000 / per_second.QuadPart;
}

int64_t focus__env_process_id(void)
{
    return (int64_t)GetCurrentProcessId();
}

int focus__env_fill(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    while (size > 0) {
        ULONG part = size < 65536 ? (ULONG)size : 65536;
        if (BCryptGenRandom(NULL, bytes, part, BCRYPT_USE_SYSTEM_PREFERRED_RNG) < 0)
            return -1;
        bytes += part;
        size -= part;
    }
    return 0;
}

/* The offset is the difference between local time and UTC of the same instant. Not through
 * localtime(), which ends in the year 3000 and refuses instants before 1970. */
int32_t focus__env_utc_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    int64_t number = at_ms * ENV_FILETIME_PER_MS + ENV_FILETIME_OF_1970;
    FILETIME utc_time;
    utc_time.dwHighDateTime = (DWORD)((uint64_t)number >> 32);
    utc_time.dwLowDateTime = (DWORD)((uint64_t)number & 0xFFFFFFFF);
    SYSTEMTIME utc;
    SYSTEMTIME local;
    FILETIME local_time;
    if (!FileTimeToSystemTime(&utc_time, &utc) ||
        !SystemTimeToTzSpecificLocalTimeEx(NULL, &utc, &local) ||
        !SystemTimeToFileTime(&local, &local_time))
        return 0;
    /* SYSTEMTIME has whole milliseconds, and so has `number`: nothing is lost on the way. */
    int64_t difference = env_number_of_filetime(local_time) - number;
    return (int32_t)(difference / (ENV_FILETIME_PER_MS * FOCUS__MS_PER_SECOND));
}

/* Windows has its own names for zones ("W. Europe Standard Time"), which no other system reads. */
bool focus__env_zone_name(char name[64])
{
    return focus__env_copy_name(NULL, name);
}

/* --- names of files --------------------------------------------------------------------------- */

/* Paths are UTF-8, as SQLite takes them. */
static bool env_wide_path(const char *path, wchar_t out_wide[ENV_PATH_SIZE])
{
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, out_wide, ENV_PATH_SIZE) >
           0;
}

focus_status focus__env_rename(const char *from, const char *to, focus_error *error)
{
    wchar_t wide_from[ENV_PATH_SIZE];
    wchar_t wide_to[ENV_PATH_SIZE];

    if (!env_wide_path(from, wide_from) || !env_wide_path(to, wide_to))
        return focus__fail(error, FOCUS_E_INVALID, "%s is no path, or too long", from);
    if (MoveFileExW(wide_from, wide_to, MOVEFILE_WRITE_THROUGH))
        return FOCUS_OK;
    if (GetLastError() == ERROR_ALREADY_EXISTS || GetLastError() == ERROR_FILE_EXISTS)
        return focus__fail(error, FOCUS_E_EXISTS, "there is something at %s already", to);
    return focus__fail(error, FOCUS_E_IO, "cannot rename %s: error %lu", from, GetLastError());
}

/* MOVEFILE_WRITE_THROUGH has seen to it. */
void focus__env_sync_folder(const char *path)
{
    (void)path;
}

#undef ENV_PATH_SIZE
#undef ENV_FILETIME_PER_MS
#undef ENV_FILETIME_OF_1970

#endif
