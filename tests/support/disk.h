/*
 * disk.h - a disk in memory, under a SQLite VFS named "disk", that fails and loses power on command.
 *
 * There is one disk in a process and its names are flat: "/focus.db" needs no folder. Locks and
 * shared memory work between connections of this process. Sync, and what SQLite's own VFS for Unix
 * does about folders, is taken at its word: a file's bytes are safe once the file was synced, a
 * name once its folder was, which happens with the first sync of a new journal or log and where a
 * deletion asks for it.
 */
#ifndef TESTS_SUPPORT_DISK_H
#define TESTS_SUPPORT_DISK_H

#include "support/campaign.h"

#include <stddef.h>

#define DISK_VFS "disk"

/* Make the VFS known to SQLite; more than once is fine. Start with disk_clear(). */
void disk_register(void);
void disk_clear(void);

/* --- what lies there ------------------------------------------------------------------------------ */

enum { DISK_FILES_MAX = 16, DISK_NAME_SIZE = 64 };

typedef struct disk_image_file {
    char name[DISK_NAME_SIZE];
    unsigned char *bytes;
    size_t size;
} disk_image_file;

/* A copy of everything; free it with disk_image_free(). */
typedef struct disk_image {
    disk_image_file files[DISK_FILES_MAX];
    size_t count;
} disk_image;

disk_image disk_save(void);
/* Nothing may be open. */
void disk_load(const disk_image *image);
void disk_image_free(disk_image *image);
disk_image_file *disk_image_find(disk_image *image, const char *name); /* NULL: no such file */

bool disk_has(const char *name);
void disk_remove(const char *name); /* which is there */
size_t disk_open_files(void);       /* handles that are not closed */
size_t disk_held_locks(void);       /* of files and of shared memory */

/* --- faults --------------------------------------------------------------------------------------- */

enum disk_fault {
    DISK_FAULT_ERROR, /* any operation fails, in the way it can */
    DISK_FAULT_SHORT, /* a read or a write ends half-way with an error */
    DISK_FAULT_FULL,  /* there is no room to write */
    DISK_FAULT_COUNT
};

/* Let the at-th operation that the fault can strike, from 0, fail; lasting: and all after it. */
void disk_arm(enum disk_fault fault, bool lasting, int64_t at);
/* No more faults. True when it struck. */
bool disk_disarm(void);
/* What it struck first, "sync /focus.db-wal". */
const char *disk_struck(void);

/* --- power ---------------------------------------------------------------------------------------- */

/* From here on note every change; what lies there now is safe. lying: syncs do nothing. */
void disk_record(bool lying);
/* Changes noted so far: the power can be cut after each. */
size_t disk_moment(void);
/* Note no more; the disk may be used for other things. */
void disk_record_stop(void);
/* What may be left when the power was cut at that moment: of what was not synced each change is
 * there, not there, or there in parts of 512 bytes. Moments may not go back. */
disk_image disk_cut(size_t moment, chance *c);
void disk_record_end(void);

#endif
