/*
 * layout.h - the history table laid out in other ways: how the choices in schema/ were made, and can
 * be made again when the schema or SQLite changes.
 *
 * Each variant is a file with the tables of the schema, in part laid out otherwise, with the rows that
 * libfocus wrote, and worked on by hand: what differs is the layout alone.
 */
#ifndef TESTS_BENCH_LAYOUT_LAYOUT_H
#define TESTS_BENCH_LAYOUT_LAYOUT_H

#include "bench/hand.h"

#include <stdbool.h>
#include <stdint.h>

/* Exactly one such text of the schema becomes another. */
typedef struct edit {
    const char *old;
    const char *new;
} edit;

enum { EDITS_MAX = 8 };

/* Parameters of all its texts: ?1 the id, ?2 the uuid, ?3 the start of a session. */
typedef struct layout {
    const char *name;
    edit edits[EDITS_MAX];
    const char *by_key;   /* finds a row that was read before */
    const char *by_uuid;  /* finds a row by what the outside knows */
    const char *tie;      /* what comes after the start in the order of history */
    const char *next_id;  /* SQL that gives a new row its id; NULL: SQLite does, or there is none */
    bool is_told_by_uuid; /* pauses, tags and ledger hold the uuid of their session */
} layout;

typedef struct variant {
    const char *name;
    const layout *layout;
    int page_size;
    int cache_kib;
} variant;

typedef struct group {
    const char *name;
    const variant *variants;
    int count;
} group;

extern const group groups[];
extern const int group_count;

/* build.c: the variant's file, filled from the file that libfocus filled; sessions a second. */
double layout_build(const variant *v, const char *source, const char *path);

/* layout_sql.c */
char *layout_schema(const layout *l, sqlite3 *db, const char *schema_of); /* sqlite3_free() it */
/* The columns of a table that can be written, "a, b, c". sqlite3_free() it. */
char *layout_columns(sqlite3 *db, const char *schema, const char *table);
/* The newest session once more: an INSERT of one that begins now. sqlite3_free() it. */
char *layout_start_sql(const layout *l, sqlite3 *db);

/* measure.c */
/* All variants of a group in alternating rounds, and a table of them. */
void layout_measure(const group *g, const char *source, const char *folder, int64_t sessions);
/* Each does each operation; nothing is told. */
void layout_check(const group *g, const char *source, const char *folder, int64_t sessions);

#endif
