/*
 * record.h - the insides of a page of a SQLite file: its header, its cells, the record in a cell.
 *
 * Every byte may be damaged: nothing here reads outside of what it is given, and what makes no sense
 * is refused. Page format: sqlite.org/fileformat2.html, sections 1.6 and 2.1.
 */
#ifndef FOCUS_DB_RECORD_H
#define FOCUS_DB_RECORD_H

#include "base/base.h"

enum {
    FOCUS__PAGE_SIZE_MIN = 512,
    FOCUS__PAGE_SIZE_MAX = 65536,
    FOCUS__FILE_HEADER_SIZE = 100,  /* of page 1 */
    FOCUS__USABLE_MIN = 480,        /* page size less what is reserved at its end */
    FOCUS__VALUES_MAX = 64,         /* columns of a row; no table of ours has as many */
    FOCUS__PAYLOAD_MAX = 256 * 1024 /* of a row; none of ours comes near */
};

enum { /* the first byte of a page of a tree */
       FOCUS__PAGE_INTERIOR_INDEX = 0x02,
       FOCUS__PAGE_INTERIOR_TABLE = 0x05,
       FOCUS__PAGE_LEAF_INDEX = 0x0a,
       FOCUS__PAGE_LEAF_TABLE = 0x0d
};

uint16_t focus__get_16(const unsigned char *bytes);
uint32_t focus__get_32(const unsigned char *bytes);

/* A page of a tree as it lies in memory. */
typedef struct focus__tree_page {
    const unsigned char *bytes;
    uint32_t usable_size;
    uint32_t header_at; /* behind the header of the file on page 1 */
    int type;           /* FOCUS__PAGE_* */
    uint32_t cell_count;
} focus__tree_page;

/* False where the header is none of a page of a tree. */
bool focus__tree_page_read(const unsigned char *bytes, uint32_t usable_size, uint32_t page_number,
                           focus__tree_page *out);
/* The right-most child of an interior page. */
uint32_t focus__tree_page_last_child(const focus__tree_page *page);
/* Where a cell begins; 0 where it would lie outside of the page. */
uint32_t focus__tree_page_cell_at(const focus__tree_page *page, uint32_t index);

/* A cell; what its page's type has no room for is 0. */
typedef struct focus__cell {
    uint32_t child;
    int64_t rowid;
    uint64_t payload_size;
    const unsigned char *local; /* the part of the payload that is on the page */
    uint32_t local_size;
    uint32_t overflow; /* the page that has the next part; 0: none */
    uint32_t size;     /* of the cell itself */
} focus__cell;

bool focus__cell_read(const focus__tree_page *page, uint32_t at, focus__cell *out);

enum focus__value_kind {
    FOCUS__VALUE_NULL,
    FOCUS__VALUE_INT,
    FOCUS__VALUE_REAL,
    FOCUS__VALUE_TEXT,
    FOCUS__VALUE_BLOB
};

typedef struct focus__value {
    enum focus__value_kind kind;
    int64_t number;
    double real;
    const unsigned char *bytes; /* text or blob, in the record; no NUL follows */
    size_t size;
} focus__value;

/* False unless the record is well-formed to its last byte and has 1 to FOCUS__VALUES_MAX values. */
bool focus__record_read(const unsigned char *record, size_t size,
                        focus__value out_values[FOCUS__VALUES_MAX], int *out_count);

#endif
