/*
 * figures.c - what SQLite counts of a connection: statements, its cache, its files. Its counts are taken
 * over into the sums of a meter, which outlives statements and connections; without one nothing is
 * counted.
 */
#include "db/internal.h"

/* SQLite counts in 31 bits, which is enough for twice as long on the fastest machine there is. */
#define TAKE_EVERY_NS (10 * INT64_C(1000000000))

/* --- counts ----------------------------------------------------------------------------------- */

static void take_statement(sqlite3_stmt *stmt, focus_metrics *sums)
{
    const struct {
        int what;
        int64_t *sum;
    } takes[] = {
        {SQLITE_STMTSTATUS_RUN, &sums->statements_run},
        {SQLITE_STMTSTATUS_VM_STEP, &sums->vm_steps},
        {SQLITE_STMTSTATUS_FULLSCAN_STEP, &sums->scan_steps},
        {SQLITE_STMTSTATUS_SORT, &sums->sorts},
        {SQLITE_STMTSTATUS_AUTOINDEX, &sums->makeshift_index_rows},
    };

    for (size_t i = 0; i < FOCUS__COUNT_OF(takes); i++)
        *takes[i].sum += (uint32_t)sqlite3_stmt_status(stmt, takes[i].what, 1);
}

static int64_t cache_figure(focus__db *db, int what, int reset)
{
    int now = 0;
    int highest = 0;

    (void)sqlite3_db_status(db->handle, what, &now, &highest, reset);
    return now;
}

void focus__meter_take(focus__db *db)
{
    sqlite3_stmt *stmt = NULL;
    focus_metrics *sums;

    if (db == NULL || db->handle == NULL || db->meter == NULL)
        return;
    sums = &db->meter->sums;
    while ((stmt = sqlite3_next_stmt(db->handle, stmt)) != NULL)
        take_statement(stmt, sums);
    sums->cache_hits += cache_figure(db, SQLITE_DBSTATUS_CACHE_HIT, 1);
    sums->cache_misses += cache_figure(db, SQLITE_DBSTATUS_CACHE_MISS, 1);
    sums->pages_written += cache_figure(db, SQLITE_DBSTATUS_CACHE_WRITE, 1);
    sums->pages_spilled += cache_figure(db, SQLITE_DBSTATUS_CACHE_SPILL, 1);
}

void focus__meter_take_if_due(focus__db *db, int64_t now_ns)
{
    if (db == NULL || now_ns - db->meter->taken_at_ns < TAKE_EVERY_NS)
        return;
    focus__meter_take(db);
    db->meter->taken_at_ns = now_ns;
}

/* --- what is noted as it happens ---------------------------------------------------------------- */

int64_t focus__meter_now_ns(const focus__db *db)
{
    return db->meter != NULL ? db->meter->ticker.now_ns(db->meter->ticker.user) : 0;
}

void focus__meter_checkpoint(focus__db *db, int64_t began_ns)
{
    const int64_t took_ns = focus__meter_now_ns(db) - began_ns;
    focus_metrics *sums;

    if (db->meter == NULL)
        return;
    sums = &db->meter->sums;
    sums->checkpoints++;
    sums->checkpoint_total_ns += took_ns;
    if (took_ns > sums->checkpoint_longest_ns)
        sums->checkpoint_longest_ns = took_ns;
}

void focus__meter_wait(focus__db *db, int64_t waited_ms)
{
    if (db->meter == NULL)
        return;
    db->meter->sums.lock_naps++;
    db->meter->sums.lock_waited_ms += waited_ms;
}

/* --- as it is now ------------------------------------------------------------------------------- */

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
        out->statements_prepared++;
    out->cache_bytes = cache_figure(db, SQLITE_DBSTATUS_CACHE_USED, 0);
    out->statement_bytes = cache_figure(db, SQLITE_DBSTATUS_STMT_USED, 0);
    out->schema_bytes = cache_figure(db, SQLITE_DBSTATUS_SCHEMA_USED, 0);
    out->file_bytes = size_of(db, SQLITE_FCNTL_FILE_POINTER);
    out->log_bytes = size_of(db, SQLITE_FCNTL_JOURNAL_POINTER);
    out->store_bytes += (int64_t)sizeof(*db);
}

#undef TAKE_EVERY_NS
