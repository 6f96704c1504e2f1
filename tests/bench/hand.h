/*
 * hand.h - statements by hand: what the sides share that go to SQLite without libfocus.
 */
#ifndef TESTS_BENCH_HAND_H
#define TESTS_BENCH_HAND_H

#include "bench/side.h"

#include <sqlite3.h>

enum { HAND_STATEMENTS_MAX = 48 };

typedef struct hand {
    sqlite3 *db;
    const char *const *sqls;
    sqlite3_stmt *stmts[HAND_STATEMENTS_MAX];
    int count;
    bool prepares_anew; /* each statement at each use */
} hand;

/* Open with the log, foreign keys and durability that libfocus uses, through the same VFS. */
void hand_open(hand *h, const char *path, bool relaxed);
/* Statements are prepared when first used and kept, as libfocus does it. */
void hand_use(hand *h, const char *const *sqls, int count);
void hand_close(hand *h);
void hand_exec(hand *h, const char *sql);

/* The statement, ready to be bound; texts and ids are bound by hand_text() and hand_blob(). */
sqlite3_stmt *hand_take(hand *h, int id);
void hand_text(sqlite3_stmt *stmt, int parameter, const char *text);
void hand_blob(sqlite3_stmt *stmt, int parameter, const void *bytes, int size);
void hand_ints(sqlite3_stmt *stmt, const int64_t *values, int count); /* ?1, ?2, ... */

/* One row into out_values, of which texts and blobs are looked at as a caller would. False: none. */
bool hand_row(hand *h, sqlite3_stmt *stmt, int64_t *out_values, int value_count);
void hand_end(hand *h, sqlite3_stmt *stmt);
/* All rows, every column looked at; how many there were. */
int hand_rows(hand *h, sqlite3_stmt *stmt);

#define HAND_INTS(...)                                                                             \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* Take, bind numbers, run to the end. */
int hand_run(hand *h, int id, const int64_t *values, int count);
/* Take, bind numbers, read one row. */
bool hand_get(hand *h, int id, const int64_t *values, int count, int64_t *out_values,
              int value_count);

/* An id as libfocus makes them: time first, then a number that only grows. */
void hand_make_id(int64_t now_ms, uint64_t *number, unsigned char out_id[16]);

/* What a command would be that goes to SQLite by hand: "start" or "stop", with every sync. */
void raw_by_hand(const char *verb, const char *path);
#endif
