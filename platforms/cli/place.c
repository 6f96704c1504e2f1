/*
 * place.c - see place.h. Files are asked for by stat() alone: the database is opened by the library.
 */
#include "place.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backups.h"

enum { BACKUP_AGE_MAX_DAYS = 14, BACKUPS_LOOKED_FOR_DAYS = 400 };

static place_warning *warn(place_warnings *out, const char *check)
{
    place_warning *w = &out->items[out->count++];
    *w = (place_warning){.check = check};
    return w;
}

/* --- modes ------------------------------------------------------------------------------------ */

static void examine_modes(const cli *c, place_warnings *out)
{
    static const char *const ENDINGS[] = {"", "-wal"};
    struct stat info;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        text_buffer path = {0};
        text_addf(&path, "%s%s", c->path, ENDINGS[i]);
        if (stat(path.text, &info) == 0 && (info.st_mode & 077) != 0)
            text_addf(&warn(out, "permissions")->message, "others may read %s: chmod 600",
                      path.text);
        text_free(&path);
    }
}

/* --- where -------------------------------------------------------------------------------------- */

/* Locks of files are not to be trusted over a network. */
static bool is_of_network(const char *type)
{
    static const char *const TYPES[] = {"nfs",   "nfs4",       "cifs",        "smb3",
                                        "smbfs", "fuse.sshfs", "fuse.rclone", "afs"};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
        if (strcmp(type, TYPES[i]) == 0)
            return true;
    return false;
}

static bool is_below(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    return strncmp(path, folder, size) == 0 &&
           (folder[size - 1] == '/' || path[size] == '/' || path[size] == '\0');
}

/* The type of the file system that is mounted nearest above the path; empty where the system does not
 * say. */
static void find_type(const char *path, char out_type[64])
{
    FILE *mounts = fopen("/proc/self/mounts", "r");
    char line[4096];
    char folder[2048];
    char type[64];
    size_t longest = 0;
    out_type[0] = '\0';
    while (mounts != NULL && fgets(line, sizeof line, mounts) != NULL) {
        if (sscanf(line, "%*s %2047s %63s", folder, type) != 2 || !is_below(path, folder) ||
            strlen(folder) < longest)
            continue;
        longest = strlen(folder);
        memcpy(out_type, type, sizeof type);
    }
    if (mounts != NULL)
        (void)fclose(mounts);
}

static const char *find_syncing_folder(const char *path)
{
    static const char *const NAMES[] = {"/Dropbox/", "/OneDrive/", "/Nextcloud/", "/Google Drive/",
                                        "/Mobile Documents/"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strstr(path, NAMES[i]) != NULL)
            return NAMES[i];
    return NULL;
}

static void examine_folder(const cli *c, place_warnings *out)
{
    char *path = realpath(c->path, NULL);
    char type[64];
    if (path == NULL)
        return;
    find_type(path, type);
    if (is_of_network(type))
        text_addf(&warn(out, "network")->message,
                  "the database lies on a network file system (%s), whose locks cannot be trusted",
                  type);
    if (find_syncing_folder(path) != NULL)
        text_add(&warn(out, "sync")->message,
                 "the database lies in a folder that another program synchronises: keep it "
                 "elsewhere, and let that program have backups");
    free(path);
}

/* --- backups ------------------------------------------------------------------------------------ */

static void examine_backups(const cli *c, place_warnings *out)
{
    int32_t age = backups_age(c, BACKUPS_LOOKED_FOR_DAYS);
    if (age < 0)
        text_add(&warn(out, "backup")->message, "there is no backup beside it: focus backup");
    else if (age > BACKUP_AGE_MAX_DAYS)
        text_addf(&warn(out, "backup")->message,
                  "the newest backup is %" PRId32 " days old: focus backup", age);
}

void place_examine(const cli *c, place_warnings *out)
{
    *out = (place_warnings){.count = 0};
    examine_modes(c, out);
    examine_folder(c, out);
    examine_backups(c, out);
}

void place_free(place_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++)
        text_free(&warnings->items[i].message);
    warnings->count = 0;
}
