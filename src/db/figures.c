/*
 * figures.c - what SQLite counts of a connection: statements, its cache, its files.
 */
#include "db/internal.h"

static void add_statement(sqlite3_stmt *stmt, focus_metrics *out)
{
    out->statements_prepared++;
    out->statements_run += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_RUN, 0);
    out->vm_steps += (uint32_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
    out->scan_steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
    out->sorts += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_SORT, 0);
    out->makeshift_index_rows += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_AUTOINDEX, 0);
}

static int64_t cache_figure(focus__db *db, int what, int reset)
{
    int now = 0;
    int highest = 0;

    (void)sqlite3_db_status(db->handle, what, &now, &highest, reset);
    return now;
}

static int64_t size_of(focus__db *db, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;

    (void)sqlite3_file_control(db->handle, "main", which, &file);
    if (file != NULL && file->pMethods != NULL)
        (void)file->pMethods->xFileSize(file, &size);
    return size;
}

void focus__db_figures(focus__db *db, focus_metrics *out)
{
    sqlite3_stmt *stmt = NULL;

    while ((stmt = sqlite3_next_stmt(db->handle, stmt)) != NULL)
        add_statement(stmt, out);
    out->cache_hits = cache_figure(db, SQLITE_DBSTATUS_CACHE_HIT, 0);
    out->cache_misses = cache_figure(db, SQLITE_DBSTATUS_CACHE_MISS, 0);
    out->pages_written = cache_figure(db, SQLITE_DBSTATUS_CACHE_WRITE, 0);
    out->pages_spilled = cache_figure(db, SQLITE_DBSTATUS_CACHE_SPILL, 0);
    out->cache_bytes = cache_figure(db, SQLITE_DBSTATUS_CACHE_USED, 0);
    out->statement_bytes = cache_figure(db, SQLITE_DBSTATUS_STMT_USED, 0);
    out->file_bytes = size_of(db, SQLITE_FCNTL_FILE_POINTER);
    out->log_bytes = size_of(db, SQLITE_FCNTL_JOURNAL_POINTER);
    out->checkpoints = db->checkpoint_count;
}

void focus__db_figures_reset(focus__db *db)
{
    static const int counted[] = {
        SQLITE_STMTSTATUS_RUN,  SQLITE_STMTSTATUS_VM_STEP,   SQLITE_STMTSTATUS_FULLSCAN_STEP,
        SQLITE_STMTSTATUS_SORT, SQLITE_STMTSTATUS_AUTOINDEX,
    };
    sqlite3_stmt *stmt = NULL;

    while ((stmt = sqlite3_next_stmt(db->handle, stmt)) != NULL)
        for (size_t i = 0; i < FOCUS__COUNT_OF(counted); i++)
            (void)sqlite3_stmt_status(stmt, counted[i], 1);
    (void)cache_figure(db, SQLITE_DBSTATUS_CACHE_HIT, 1);
    (void)cache_figure(db, SQLITE_DBSTATUS_CACHE_MISS, 1);
    (void)cache_figure(db, SQLITE_DBSTATUS_CACHE_WRITE, 1);
    (void)cache_figure(db, SQLITE_DBSTATUS_CACHE_SPILL, 1);
    db->checkpoint_count = 0;
}
