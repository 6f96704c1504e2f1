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

/* One wait for one lock. */
typedef struct focus__wait {
    int64_t waited_ms;
    int nap_longest_ms; /* 0: not begun */
} focus__wait;

struct focus__db {
    sqlite3 *handle;
    focus_error *error;
    sqlite3_stmt *statements[FOCUS__SQL_COUNT]; /* prepared on first use, kept to the end */
    int borrowed_count;
    int schema_version;
    int busy_timeout_ms;
    focus__wait wait; /* of SQLite, for the lock that it wants now */
    uint32_t nap_chance;
    atomic_bool *interrupted;
    focus__meter *meter;   /* NULL: nobody measures */
    bool is_indivisible;   /* what runs now must not be broken off half-way */
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
/* Run a statement that begins or ends a transaction. Nothing breaks it off: a COMMIT that has
 * happened must not be told as interrupted. */
focus_status focus__db_run(focus__db *db, enum focus__sql_id id);
/* Prepare a statement that later must not fail for want of memory. */
focus_status focus__stmt_make_ready(focus__db *db, enum focus__sql_id id);
/* Finalise all statements; each is prepared anew when it is next used. */
void focus__stmt_forget_all(focus__db *db);

/* Look whether there is a file, an empty one as well. Returns SQLite's code. */
int focus__db_look_for(sqlite3_vfs *vfs, const char *path, bool *out_exists);
/* True as well where we cannot look: opening it will tell why. */
bool focus__db_may_exist(sqlite3_vfs *vfs, const char *path);
/* The path as SQLite must be given it. */
void focus__db_plain_path(focus__buffer *out, const char *path);

/* The whole path, symbolic links followed: beside it lie the files that SQLite makes. */
focus_status focus__db_full_path(sqlite3_vfs *vfs, const char *path, focus__buffer *out,
                                 focus_error *error);

/* --- busy.c --- */
void focus__busy_open(focus__db *db);
void focus__busy_install(focus__db *db); /* the waiter alone, after it was taken away */
/* Take a nap, the next of a wait of our own, which begins as zeroes. False: give up. */
bool focus__busy_wait(focus__db *db, focus__wait *wait);
/* Break off what runs on another connection of the same call, as on ours. */
void focus__busy_watch(focus__db *db, sqlite3 *handle);

/* --- figures.c: each does nothing without a meter --- */
int64_t focus__meter_now_ns(const focus__db *db);
void focus__meter_checkpoint(focus__db *db, int64_t began_ns); /* one that has ended */
void focus__meter_wait(focus__db *db, int64_t waited_ms);

/* --- checkpoint.c --- */
void focus__checkpoint_guard(focus__db *db);
void focus__checkpoint_if_due(focus__db *db); /* after a commit, outside transactions */
void focus__checkpoint_close(focus__db *db);

/* The name of a table or index that no migration up to that version makes as it is; empty when there
 * is none. */
focus_status focus__db_find_stranger(focus__db *db, int version, focus__buffer *out_stranger);

/* Open another file, or the same once more, to read its pages: with our VFS, waiting and error. */
focus_status focus__db_open_reader(focus__db *db, const char *path, focus__db **out);
/* Back up out of a connection of its own, as SQLite makes no copy out of one that is about to write;
 * ours may hold the lock meanwhile. */
focus_status focus__db_copy_beside(focus__db *db, const char *path);
focus_status focus__db_migrate(focus__db *db);
/* Look at the file anew, and migrate it: another one's content stands in it now. */
focus_status focus__db_update_schema(focus__db *db);
/* Count what SQLite's quick check finds on any connection. Returns SQLite's code. */
int focus__check_quickly(sqlite3 *handle, int *out_damage);
/* Refuse what is not ours or too new. */
focus_status focus__db_recognise(focus__db *db);

#endif
