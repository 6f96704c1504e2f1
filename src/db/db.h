/*
 * db.h - a small checked layer over SQLite: the connection and its profile, statements that are
 * borrowed and returned, transactions that remember where they stand, migrations, backup.
 *
 * The only folder that sees sqlite3.h. Nothing here knows what the tables mean.
 */
#ifndef FOCUS_DB_DB_H
#define FOCUS_DB_DB_H

#include "base/base.h"
#include "db/sql.h"

#include <stdatomic.h>

typedef struct focus__db focus__db;

/* What connections have done, one after the other: their counts in `sums`. Its owner outlives them. */
typedef struct focus__meter {
    focus_ticker ticker;
    int64_t taken_at_ns; /* SQLite's counts, the last time */
    focus_metrics sums;
} focus__meter;

typedef struct focus__db_options {
    const char *path;
    const char *vfs_name;
    bool readonly;
    bool create;
    bool relaxed;
    bool keeps_schema; /* an older one is not brought up to date: only pages will be read */
    uint32_t busy_timeout_ms;
    atomic_bool *interrupted; /* set by any thread: the call in flight is to end */
    focus__meter *meter;      /* NULL: nobody measures */
} focus__db_options;

/* Open, check that the file is ours and not newer, migrate. `error` takes the detail of every later
 * failure and must outlive the connection. */
focus_status focus__db_open(const focus__db_options *options, focus_error *error,
                            focus__db **out_db);
void focus__db_close(focus__db *db);
/* In a child of fork(): the connection and its locks are the parent's. Frees what is ours and leaks
 * the rest. */
void focus__db_abandon(focus__db *db);

int focus__db_schema_version(const focus__db *db);
focus_error *focus__db_error(const focus__db *db);
/* The file by its whole name; NULL for a database in memory. */
const char *focus__db_path(const focus__db *db);

/* --- statements (stmt.c) ---------------------------------------------------------------------- */

struct sqlite3_stmt;

/* A statement on loan. It is prepared once in the life of a connection, on first use. */
typedef struct focus__stmt {
    focus__db *db;
    struct sqlite3_stmt *handle;
    focus_status status; /* the first bind or read that failed */
} focus__stmt;

focus_status focus__stmt_borrow(focus__db *db, enum focus__sql_id id, focus__stmt *out);
/* Reset and clear; fine after a failed borrow. */
void focus__stmt_return(focus__stmt *stmt);

/* Parameters count from 1. A failed bind is remembered and reported by the next step. Texts, ids
 * and bytes are not copied: they must stay until the statement is returned. */
void focus__stmt_int(focus__stmt *stmt, int parameter, int64_t value);
void focus__stmt_int_or_null(focus__stmt *stmt, int parameter, int64_t value); /* 0 is NULL */
void focus__stmt_text(focus__stmt *stmt, int parameter, const char *text);     /* NULL is NULL */
void focus__stmt_id(focus__stmt *stmt, int parameter, const focus_id *id);
void focus__stmt_bytes(focus__stmt *stmt, int parameter, const void *bytes, size_t size);

/* FOCUS_OK: a row; FOCUS_DONE: no more; or an error. */
focus_status focus__stmt_step(focus__stmt *stmt);
/* Step a statement that gives no row, and return it. FOCUS_OK or an error. */
focus_status focus__stmt_run(focus__stmt *stmt);

/* Columns count from 0. NULL reads as 0, or NULL text. Text lives until the next step or return. */
int64_t focus__stmt_get_int(focus__stmt *stmt, int column);
const char *focus__stmt_get_text(focus__stmt *stmt, int column);
/* Where no row of ours has NULL: then the file is damaged. */
const char *focus__stmt_get_needed_text(focus__stmt *stmt, int column);
void focus__stmt_get_id(focus__stmt *stmt, int column, focus_id *out_id);
/* A blob lives as long as a text does; NULL when there is none, or it is empty. */
const void *focus__stmt_get_bytes(focus__stmt *stmt, int column, size_t *out_size);
bool focus__stmt_is_null(focus__stmt *stmt, int column);

int64_t focus__db_last_rowid(const focus__db *db);
/* Rows the last INSERT, UPDATE or DELETE touched, cascades not counted. */
int64_t focus__db_row_changes(const focus__db *db);

/* --- transactions (tx.c) ---------------------------------------------------------------------- */

/* A write is a transaction of its own, or a savepoint inside the open batch. */
focus_status focus__write_tx_begin(focus__db *db);
/* Keep it when status is FOCUS_OK, otherwise undo it. Returns the first error. */
focus_status focus__write_tx_end(focus__db *db, focus_status status);

/* Many reads of one snapshot. Inside a batch they are part of it. */
focus_status focus__read_tx_begin(focus__db *db);
void focus__read_tx_end(focus__db *db);

focus_status focus__batch_begin(focus__db *db);
focus_status focus__batch_end(focus__db *db, bool keep);
bool focus__batch_is_open(const focus__db *db);

/* A number that changes when another connection has written. */
focus_status focus__db_data_version(focus__db *db, int64_t *out_version);

/* --- interrupting (busy.c) -------------------------------------------------------------------- */

/* Statements notice by themselves; for work without any. */
bool focus__db_is_interrupted(const focus__db *db);
/* Notes FOCUS_E_INTERRUPTED when it is. */
focus_status focus__db_check_interrupt(focus__db *db);

/* --- the log (checkpoint.c) ------------------------------------------------------------------- */

/* Fold what the log has into the file, outside of transactions. What others still read or write stays
 * and is counted. */
focus_status focus__db_checkpoint(focus__db *db, int64_t *out_left_pages);

/* --- figures (figures.c) ---------------------------------------------------------------------- */

/* Take SQLite's counts over into the meter; nothing without one, or without a connection. */
void focus__meter_take(focus__db *db);
/* The same when it is time for it, before they overflow. There must be a meter. */
void focus__meter_take_if_due(focus__db *db, int64_t now_ns);
/* Statements kept, memory and files as they are now, into the record's fields about them. */
void focus__db_figures(focus__db *db, focus_metrics *out);

/* --- care (backup.c) -------------------------------------------------------------------------- */

/* A checked copy, at a path where nothing is. */
focus_status focus__db_backup(focus__db *db, const char *path);
/* Put the content of such a copy in the place of ours, as one transaction, and bring its schema up
 * to date. What was there before is backed up to keep_path, under the same lock; NULL: it goes. */
focus_status focus__db_restore(focus__db *db, const char *path, const char *keep_path);
/* Whether there is a file, an empty one as well. */
bool focus__db_path_is_taken(const char *path, const char *vfs_name);
/* Take away a file that we made, with what SQLite made beside it. */
void focus__db_remove(const char *path, const char *vfs_name);

/* Give the file, and what lies beside it, a name with .damaged-<n>; then the replacement, unless it
 * is NULL, gets the file's name. All of it or nothing. (aside.c) */
focus_status focus__db_set_aside(const char *path, const char *replacement,
                                 char out_path[FOCUS_PATH_SIZE], focus_error *error);

/* One message for each damage that SQLite's own checks find; full: indexes and foreign keys too.
 * (check.c) */
typedef void focus__found(void *user, const char *check, const char *message);
focus_status focus__db_check(focus__db *db, bool full, focus__found *found, void *user);

#endif
