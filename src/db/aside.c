/*
 * aside.c - a damaged file out of the way: another name, never deletion; and files that we take away
 * again because we made them.
 */
#include "db/internal.h"

#include "base/env.h"

#include <stdio.h>

/*
 * The order in which names change. The database goes last: beside a database that is made anew
 * SQLite deletes what lies there as a log, so no log may be left where the database is gone already.
 * If the system stops in between, the damaged database is still at its place, and its log under the
 * new name.
 */
static const char *const endings[] = {"-journal", "-wal", "-shm", ""};

enum { NAMES_MAX = 9999 }; /* damaged files of one name; somebody should have looked by then */

/* Names are made without memory: what was renamed must find the way back when there is none. False
 * where they are too long for any file. */
static bool name_of(const char *path, const char *ending, char out[FOCUS_PATH_SIZE])
{
    const int size = snprintf(out, FOCUS_PATH_SIZE, "%s%s", path, ending);

    return size > 0 && size < FOCUS_PATH_SIZE;
}

static bool exists_at(sqlite3_vfs *vfs, const char *path, const char *ending)
{
    char whole[FOCUS_PATH_SIZE];

    return name_of(path, ending, whole) && focus__db_may_exist(vfs, whole);
}

bool focus__db_path_is_taken(const char *path, const char *vfs_name)
{
    return focus__db_may_exist(sqlite3_vfs_find(vfs_name), path);
}

/* What a call does, too, that had no memory. */
void focus__db_remove(const char *path, const char *vfs_name)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name);
    char whole[FOCUS_PATH_SIZE];

    for (size_t i = 0; i < FOCUS__COUNT_OF(endings) && vfs != NULL; i++) {
        if (name_of(path, endings[i], whole))
            (void)vfs->xDelete(vfs, whole, 0);
    }
}

/* --- is it in use ----------------------------------------------------------------------------- */

/* Whoever has a database with a log open holds a lock on it, which ours for writing would not suffer
 * beside it. */
static int try_lock(sqlite3_vfs *vfs, const char *name, sqlite3_file *file)
{
    int out_flags = 0;
    int rc = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, &out_flags);

    if (rc == SQLITE_OK)
        rc = file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
    if (rc == SQLITE_OK)
        rc = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
    if (file->pMethods != NULL) {
        (void)file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
        (void)file->pMethods->xClose(file);
    }
    return rc;
}

/* Where the lock cannot be tried for another reason, nothing is known and nothing is in the way. */
static focus_status refuse_used(sqlite3_vfs *vfs, const char *path, focus_error *error)
{
    const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
    sqlite3_file *file = focus__alloc((size_t)vfs->szOsFile);
    focus_status status = FOCUS_OK;

    if (name == NULL || file == NULL)
        status = focus__fail(error, FOCUS_E_NOMEM, "no memory to look at the file");
    else if ((try_lock(vfs, name, file) & 0xff) == SQLITE_BUSY)
        status = focus__fail(error, FOCUS_E_BUSY, "somebody has %s open", path);
    focus__free(file);
    sqlite3_free_filename(name);
    return status;
}

/* A file with a log of its own is not finished, or open. */
static focus_status refuse_unfinished(sqlite3_vfs *vfs, const char *path, focus_error *error)
{
    if (!exists_at(vfs, path, ""))
        return focus__fail(error, FOCUS_E_NOT_FOUND, "there is no file %s", path);
    if (exists_at(vfs, path, "-wal") || exists_at(vfs, path, "-journal"))
        return focus__fail(error, FOCUS_E_STATE, "%s is still open", path);
    return FOCUS_OK;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool is_free(sqlite3_vfs *vfs, const char *path)
{
    bool taken = false;

    for (size_t i = 0; i < FOCUS__COUNT_OF(endings); i++)
        taken = exists_at(vfs, path, endings[i]) || taken;
    return !taken;
}

static focus_status find_free_name(sqlite3_vfs *vfs, const char *path, focus__buffer *out,
                                   focus_error *error)
{
    for (int n = 1; n <= NAMES_MAX; n++) {
        focus__buffer_clear(out);
        focus__buffer_format(out, "%s.damaged-%d", path, n);
        if (out->failed)
            return focus__fail(error, FOCUS_E_NOMEM, "no memory for a path");
        if (out->size + sizeof("-journal") > FOCUS_PATH_SIZE)
            return focus__fail(error, FOCUS_E_INVALID, "the path %s is too long", path);
        if (is_free(vfs, out->bytes))
            return FOCUS_OK;
    }
    return focus__fail(error, FOCUS_E_EXISTS, "there are %d damaged files of %s already", NAMES_MAX,
                       path);
}

static focus_status rename_with(const char *from, const char *to, const char *ending,
                                focus_error *error)
{
    char whole_from[FOCUS_PATH_SIZE];
    char whole_to[FOCUS_PATH_SIZE];

    if (!name_of(from, ending, whole_from) || !name_of(to, ending, whole_to))
        return focus__fail(error, FOCUS_E_INVALID, "the path %s is too long", from);
    return focus__env_rename(whole_from, whole_to, error);
}

/* Everything from one name to the other, the first `count` endings; *out_count: how many went. */
static focus_status rename_all(sqlite3_vfs *vfs, const char *from, const char *to,
                               size_t *out_count, focus_error *error)
{
    focus_status status = FOCUS_OK;

    for (*out_count = 0; *out_count < FOCUS__COUNT_OF(endings); ++*out_count) {
        const char *ending = endings[*out_count];
        if (exists_at(vfs, from, ending))
            status = rename_with(from, to, ending, error);
        if (status != FOCUS_OK)
            return status;
    }
    return FOCUS_OK;
}

/* The other way round, and the database first again. */
static void rename_back(sqlite3_vfs *vfs, const char *from, const char *to, size_t count)
{
    while (count > 0)
        if (exists_at(vfs, from, endings[--count]))
            (void)rename_with(from, to, endings[count], NULL);
}

static focus_status exchange(sqlite3_vfs *vfs, const char *path, const char *aside,
                             const char *replacement, focus_error *error)
{
    size_t count = 0;
    focus_status status = rename_all(vfs, path, aside, &count, error);

    if (status == FOCUS_OK && replacement != NULL)
        status = rename_with(replacement, path, "", error);
    if (status != FOCUS_OK)
        rename_back(vfs, aside, path, count);
    focus__env_sync_folder(path);
    return status;
}

focus_status focus__db_set_aside(const char *path, const char *replacement,
                                 char out_path[FOCUS_PATH_SIZE], focus_error *error)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    focus__buffer whole = {0};
    focus__buffer aside = {0};
    focus_status status = FOCUS_OK;

    if (vfs == NULL)
        return focus__fail(error, FOCUS_E_UNSUPPORTED, "SQLite has no files here");
    if (!focus__db_may_exist(vfs, path))
        return focus__fail(error, FOCUS_E_NOT_FOUND, "there is no file %s", path);
    status = focus__db_full_path(vfs, path, &whole, error);
    if (status == FOCUS_OK && replacement != NULL)
        status = refuse_unfinished(vfs, replacement, error);
    if (status == FOCUS_OK)
        status = refuse_used(vfs, whole.bytes, error);
    if (status == FOCUS_OK)
        status = find_free_name(vfs, whole.bytes, &aside, error);
    if (status == FOCUS_OK)
        status = exchange(vfs, whole.bytes, aside.bytes, replacement, error);
    if (status == FOCUS_OK)
        memcpy(out_path, aside.bytes, aside.size + 1);
    focus__buffer_free(&whole);
    focus__buffer_free(&aside);
    return status;
}
