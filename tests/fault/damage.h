/*
 * damage.h - what can happen to the bytes of a file, one place at a time.
 */
#ifndef TESTS_FAULT_DAMAGE_H
#define TESTS_FAULT_DAMAGE_H

#include "support/disk.h"

enum damage_kind {
    /* to the file */
    DAMAGE_HEADER_BYTE,
    DAMAGE_PAGE_ZERO,
    DAMAGE_PAGE_NOISE,
    DAMAGE_PAGE_TWICE, /* another page lies in its place */
    DAMAGE_PAGES_SWAPPED,
    DAMAGE_CUT_AT_PAGE,
    DAMAGE_CUT_IN_PAGE,
    DAMAGE_STRANGER, /* something else lies there under its name */
    DAMAGE_BYTE,
    DAMAGE_BLOCK_ZERO, /* 512 bytes */
    DAMAGE_BLOCK_NOISE,
    /* to the log */
    DAMAGE_LOG_HEADER_BYTE,
    DAMAGE_LOG_FRAME_HEADER_BYTE,
    DAMAGE_LOG_BLOCK_ZERO,
    DAMAGE_LOG_BLOCK_NOISE,
    DAMAGE_LOG_CUT,         /* to a number of blocks */
    DAMAGE_LOG_FRAME_TWICE, /* an earlier frame once more in its place */
    DAMAGE_LOG_GONE,
    DAMAGE_LOG_BYTE,
    DAMAGE_KIND_COUNT
};

const char *damage_name(enum damage_kind kind);
/* To the log, and not to the file. */
bool damage_is_to_log(enum damage_kind kind);

/* In how many places it can happen to the database at `path` with the log beside it. */
size_t damage_places(disk_image *image, const char *path, enum damage_kind kind);
/* As many of these as are worth being gone through in turn. */
size_t damage_places_listed(disk_image *image, const char *path, enum damage_kind kind);

void damage_do(disk_image *image, const char *path, enum damage_kind kind, size_t place,
               chance *luck);

#endif
