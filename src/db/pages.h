/*
 * pages.h - reading pages of a SQLite file without SQLite's help, for files that SQLite refuses.
 *
 * The latest committed pages: those of the file, and over them those of the write-ahead log beside
 * it. No table of contents is needed: rows are found wherever a page
 * of a tree has some. Everything is
 * read through the VFS, nothing is written and no lock is taken. Nobody should use the file
 * meanwhile: it would be read half before and half after a change. A rollback journal is not looked
 * at, for our files have a write-ahead log.
 */
#ifndef FOCUS_DB_PAGES_H
#define FOCUS_DB_PAGES_H

#include "db/record.h"

/* A row of some table: which one, its shape tells. Gone after the visit. A row by key is one of a
 * table without rowids, or an entry of an index. */
typedef struct focus__raw_row {
    bool is_by_key; /* without a rowid */
    int64_t rowid;
    int value_count;
    const focus__value *values;
} focus__raw_row;

/* Anything but FOCUS_OK ends the reading. */
typedef focus_status focus__row_visit(void *user, const focus__raw_row *row);

typedef struct focus__pages_report {
    int64_t read_count;
    int64_t unreadable_count; /* missing, or making no sense in whole or in part */
    uint32_t page_size;
    int32_t application_id; /* as page 1 says; damage may have changed them */
    int32_t schema_version;
} focus__pages_report;

/*
 * Visit every row that can be read; first those on pages to which a tree points, for a page that is
 * pointed to by none may be a stale copy. Pages known to be free are left out. FOCUS_E_NOT_FOUND
 * without a file.
 */
focus_status focus__pages_visit(const char *path, const char *vfs_name, focus__row_visit *visit,
                                void *user, focus__pages_report *out, focus_error *error);

#endif
