/*
 * wal.h - which pages a write-ahead log has, for pages.c.
 */
#ifndef FOCUS_DB_WAL_H
#define FOCUS_DB_WAL_H

#include "db/internal.h"
#include "db/record.h"

enum { FOCUS__WAL_HEADER_SIZE = 32, FOCUS__WAL_FRAME_HEADER_SIZE = 24 };

/* A file that is only read. */
typedef struct focus__raw_file {
    sqlite3_file *file; /* NULL: there is none */
    int64_t size;
} focus__raw_file;

/* False unless all of it can be read. */
bool focus__raw_read(const focus__raw_file *file, int64_t at, void *bytes, uint32_t size);

/* Where the newest committed copy of a page begins in the log. */
typedef struct focus__wal_page {
    uint32_t number;
    int64_t at;
} focus__wal_page;

typedef struct focus__wal {
    focus__wal_page *pages; /* by number, each once */
    size_t page_count;
    uint32_t last_page; /* of the file after the last commit; 0: no commit */
} focus__wal;

/* The page size that the log's header has, if its checksum is right; otherwise 0. */
uint32_t focus__wal_page_size(const focus__raw_file *log);

/* `page` is room for one page. Free what comes out with focus__wal_free(), whatever comes. */
focus_status focus__wal_read(const focus__raw_file *log, uint32_t page_size, unsigned char *page,
                             focus__wal *out, focus_error *error);
void focus__wal_free(focus__wal *wal);

/* Where the page's newest copy begins; -1 when the log has none. */
int64_t focus__wal_find(const focus__wal *wal, uint32_t page_number);

#endif
