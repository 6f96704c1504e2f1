/*
 * hand.c - see hand.h.
 */
#include "bench/hand.h"

#include <string.h>

static void check(hand *h, int rc, const char *what)
{
    if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
        bench_fail(what, sqlite3_errmsg(h->db));
}

void hand_exec(hand *h, const char *sql)
{
    check(h, sqlite3_exec(h->db, sql, NULL, NULL, NULL), sql);
}

void hand_open(hand *h, const char *path, bool relaxed)
{
    check(h,
          sqlite3_open_v2(path, &h->db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                          sqlite3_vfs_find("watching") != NULL ? "watching" : NULL),
          path);
    hand_exec(h, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
    hand_exec(h, relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
}

void hand_use(hand *h, const char *const *sqls, int count)
{
    if (count > HAND_STATEMENTS_MAX)
        bench_fail("statements", "too many");
    h->sqls = sqls;
    h->count = count;
}

void hand_close(hand *h)
{
    for (int i = 0; i < h->count; i++) {
        (void)sqlite3_finalize(h->stmts[i]);
        h->stmts[i] = NULL;
    }
    (void)sqlite3_close(h->db);
    h->db = NULL;
}

sqlite3_stmt *hand_take(hand *h, int id)
{
    if (h->stmts[id] == NULL)
        check(h,
              sqlite3_prepare_v3(h->db, h->sqls[id], -1,
                                 h->prepares_anew ? 0 : SQLITE_PREPARE_PERSISTENT, &h->stmts[id],
                                 NULL),
              h->sqls[id]);
    return h->stmts[id];
}

void hand_text(sqlite3_stmt *stmt, int parameter, const char *text)
{
    (void)sqlite3_bind_text(stmt, parameter, text, -1, SQLITE_STATIC);
}

void hand_blob(sqlite3_stmt *stmt, int parameter, const void *bytes, int size)
{
    (void)sqlite3_bind_blob(stmt, parameter, bytes, size, SQLITE_STATIC);
}

void hand_ints(sqlite3_stmt *stmt, const int64_t *values, int count)
{
    for (int i = 0; i < count; i++)
        (void)sqlite3_bind_int64(stmt, i + 1, values[i]);
}

static void look_at(sqlite3_stmt *stmt, int column)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_INTEGER)
        (void)sqlite3_column_int64(stmt, column);
    else
        (void)sqlite3_column_text(stmt, column);
}

bool hand_row(hand *h, sqlite3_stmt *stmt, int64_t *out_values, int value_count)
{
    int rc = sqlite3_step(stmt);

    check(h, rc, sqlite3_sql(stmt));
    if (rc != SQLITE_ROW)
        return false;
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        if (i < value_count)
            out_values[i] = sqlite3_column_int64(stmt, i);
        else
            look_at(stmt, i);
    }
    return true;
}

void hand_end(hand *h, sqlite3_stmt *stmt)
{
    (void)sqlite3_reset(stmt);
    if (!h->prepares_anew)
        return;
    for (int i = 0; i < h->count; i++)
        if (h->stmts[i] == stmt)
            h->stmts[i] = NULL;
    (void)sqlite3_finalize(stmt);
}

int hand_rows(hand *h, sqlite3_stmt *stmt)
{
    int count = 0;

    while (hand_row(h, stmt, NULL, 0))
        count++;
    hand_end(h, stmt);
    return count;
}

int hand_run(hand *h, int id, const int64_t *values, int count)
{
    sqlite3_stmt *stmt = hand_take(h, id);

    hand_ints(stmt, values, count);
    return hand_rows(h, stmt);
}

bool hand_get(hand *h, int id, const int64_t *values, int count, int64_t *out_values,
              int value_count)
{
    sqlite3_stmt *stmt = hand_take(h, id);
    bool found;

    memset(out_values, 0, (size_t)value_count * sizeof(*out_values));
    hand_ints(stmt, values, count);
    found = hand_row(h, stmt, out_values, value_count);
    hand_end(h, stmt);
    return found;
}

void hand_make_id(int64_t now_ms, uint64_t *number, unsigned char out_id[16])
{
    uint64_t low = ++*number;

    for (int i = 0; i < 6; i++)
        out_id[i] = (unsigned char)(now_ms >> (8 * (5 - i)));
    out_id[6] = 0x70;
    out_id[7] = 0;
    for (int i = 0; i < 8; i++)
        out_id[8 + i] = (unsigned char)(low >> (8 * (7 - i)));
    out_id[8] |= 0x80;
}
