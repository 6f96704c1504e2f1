/*
 * image_parts.h - files for target_image.c: a good one with everything in it, what may lie beside
 * it, and the use that is made of a hostile one.
 */
#ifndef TESTS_FUZZ_IMAGE_PARTS_H
#define TESTS_FUZZ_IMAGE_PARTS_H

#include "fuzz/fuzz.h"

/* A column of a table that rows can be changed in. */
typedef struct image_column {
    char table[32];
    char name[32];
    char type[16];
    char first[32]; /* of the table, a number */
} image_column;

uint8_t *image_read_file(const char *path, size_t *out_size);
void image_write_file(const char *path, const uint8_t *bytes, size_t size);

/* A file of the library, with some of everything; closed, nothing beside it. */
void image_make_good(const char *path);
/* The write-ahead log that lies beside the file once somebody has written to it; the file stays. */
void image_make_log(const char *path, const char *log_path, uint8_t **out_bytes, size_t *out_size);
/* The rollback journal of somebody who writes without a log, and is not done. */
void image_make_journal(const char *path, const char *journal_path, uint8_t **out_bytes,
                        size_t *out_size);

/* Every column of the library's tables; free() it. */
image_column *image_list_columns(const char *path, size_t *out_count);
/* Put a value taken from the input into some rows, past every check. */
void image_change_value(const char *path, const image_column *column, fuzz_bytes *in);

/* Have the tables say something else of themselves. */
void image_change_schema(const char *path, fuzz_bytes *in);

/* Ask everything and, with `writes`, change a little of everything. */
void image_use(focus_store *store, bool writes);

#endif
