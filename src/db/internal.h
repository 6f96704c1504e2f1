/*
 * internal.h - what the files of db/ share with each other and with nobody else.
 */
#ifndef FOCUS_DB_INTERNAL_H
#define FOCUS_DB_INTERNAL_H

#include "base/text.h"
#include "db/db.h"

#include <sqlite3.h>

#if SQLITE_VERSION_NUMBER < 3037000
#error "libfocus needs SQLite 3.37 or later (STRICT tables)"
#endif

struct focus__db {
    sqlite3 *handle;
    focus_error *error;
    sqlite3_stmt *statements[FOCUS__SQL_COUNT]; /* prepared on first use, kept to the end */
    int borrowed_count;
    int schema_version;
    int busy_timeout_ms;
    int log_pages;         /* after the last commit; kept where checkpoints need a guard */
    sqlite3 *checkpointer; /* the second connection that they need, once one was due */
    bool readonly;
    bool batch_open;
    bool in_write;
    int read_depth; /* reads of one snapshot may nest */
};

/* Note a failure of SQLite and return its status. `doing` says what was tried: "open the file". */
focus_status focus__db_fail(focus__db *db, int rc, const char *doing);
/* The status that an (extended) result code means. */
focus_status focus__status_of(int rc);

/* Run SQL that takes no parameters and gives no rows: pragmas and migrations. */
focus_status focus__db_exec(focus__db *db, const char *sql, const char *doing);
focus_status focus__db_pragma_int(focus__db *db, const char *sql, int *out_value);
/* Run a parameterless statement of the table. */
focus_status focus__db_run(focus__db *db, enum focus__sql_id id);

/* Whether there is a file, an empty one as well. */
bool focus__db_file_exists(sqlite3_vfs *vfs, const char *path);
/* The path as SQLite must be given it. */
void focus__db_plain_path(focus__buffer *out, const char *path);

/* --- checkpoint.c --- */
void focus__checkpoint_guard(focus__db *db);
void focus__checkpoint_if_due(focus__db *db); /* after a commit, outside transactions */
void focus__checkpoint_close(focus__db *db);

/* The name of a table or index that no migration makes as it is; empty when there is none. */
focus_status focus__db_find_stranger(focus__db *db, focus__buffer *out_stranger);

focus_status focus__db_migrate(focus__db *db);
/* Refuse what is not ours or too new. */
focus_status focus__db_recognise(focus__db *db);

#endif
