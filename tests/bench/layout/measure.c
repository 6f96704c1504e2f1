/*
 * measure.c - what a start, an end and the reading of history cost in each variant.
 *
 * The variants of a group take turns within each round. Figures are medians; those of the log are of
 * one commit.
 */
#define _XOPEN_SOURCE 700

#include "bench/layout/layout.h"

#include "support/watching_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 5,
    SAMPLES = 300,
    SAMPLES_SYNCED = 30,
    WARM_UP = 100,
    VARIANTS_MAX = 8,
    IDS = 1000
};

#define LOG_FRAME_HEADER 24 /* bytes that the log has beside each page */
#define NOW_MS (BENCH_NOW_MS + INT64_C(86400000))

enum { START, COMPLETE, NEWEST, RANDOM, RANDOM_LIST, BY_UUID, OPS };

static const struct {
    const char *name;
    bool writes;
} ops[OPS] = {
    {"start", true},        {"complete", true},          {"newest page", false},
    {"random page", false}, {"its list columns", false}, {"by id", false},
};

enum { BEGIN, COMMIT, INSERT, RUNNING, END, PAY, PAGE, PAGE_LIST, FIND, STATEMENTS };

typedef struct place {
    unsigned char uuid[16];
    int64_t started_at_ms;
} place;

typedef struct bed {
    const variant *v;
    char path[512];
    hand hand;
    char *sqls[STATEMENTS];
    int64_t now_ms;
    int64_t id;
    unsigned char uuid[16]; /* of the session that runs, or ran last */
    int64_t started_at_ms;
    uint64_t id_number;
    uint64_t chance;
    bool is_running;
    double rows_per_s;
    double bytes_per_session;
    int log_pages[OPS];
    double *us[OPS][2]; /* samples: without and with syncs */
    int count[OPS][2];
} bed;

static watch_counts seen;
static place places[IDS];

/* --- opening ---------------------------------------------------------------------------------- */

#define ALIVE "user_id = 1 AND is_deleted = 0 AND started_at_ms < ?3"

static void make_sqls(bed *b)
{
    const layout *l = b->v->layout;

    b->sqls[BEGIN] = sqlite3_mprintf("BEGIN IMMEDIATE");
    b->sqls[COMMIT] = sqlite3_mprintf("COMMIT");
    b->sqls[INSERT] = layout_start_sql(l, b->hand.db);
    b->sqls[RUNNING] =
        sqlite3_mprintf("SELECT %s, * FROM focus_sessions WHERE user_id = 1 AND ended_at_ms IS NULL"
                        " AND deleted_at_ms IS NULL",
                        l->is_told_by_uuid ? "0" : "id");
    b->sqls[END] = sqlite3_mprintf("UPDATE focus_sessions SET status = 2, revision = revision + 1,"
                                   " ended_at_ms = ?4, expires_at_ms = NULL, xp = 25, coins = 5,"
                                   " checksum = checksum / 2 WHERE %s",
                                   l->by_key);
    b->sqls[PAY] = sqlite3_mprintf(
        "INSERT INTO points_ledger (user_id, number, kind, session_id, xp, coins, created_at_ms)"
        " VALUES (1, (SELECT max(number) + 1 FROM points_ledger WHERE user_id = 1), 0, %s, 25, 5,"
        " ?4)",
        l->is_told_by_uuid ? "?2" : "?1");
    b->sqls[PAGE] = sqlite3_mprintf("SELECT * FROM focus_sessions WHERE " ALIVE
                                    " ORDER BY started_at_ms DESC, %s DESC LIMIT 21",
                                    l->tie);
    b->sqls[PAGE_LIST] = sqlite3_mprintf(
        "SELECT uuid, mode, status, started_at_ms, ended_at_ms, planned_ms, paused_ms, local_day,"
        " utc_offset_s, title, project FROM focus_sessions WHERE " ALIVE
        " ORDER BY started_at_ms DESC, %s DESC LIMIT 21",
        l->tie);
    b->sqls[FIND] = sqlite3_mprintf("SELECT * FROM focus_sessions WHERE %s", l->by_uuid);
}

static void open_file(bed *b, bool relaxed)
{
    char *pragma = sqlite3_mprintf("PRAGMA cache_size = -%d", b->v->cache_kib);

    hand_open(&b->hand, b->path, relaxed);
    hand_exec(&b->hand, pragma);
    sqlite3_free(pragma);
    if (b->sqls[BEGIN] == NULL)
        make_sqls(b);
    hand_use(&b->hand, (const char *const *)b->sqls, STATEMENTS);
}

static double file_size(const char *path)
{
    struct stat info;

    if (stat(path, &info) != 0)
        bench_fail(path, "is not there");
    return (double)info.st_size;
}

static void bed_make(bed *b, const variant *v, const char *source, const char *folder,
                     int64_t sessions, int number)
{
    *b = (bed){.v = v, .now_ms = NOW_MS, .chance = 7};
    (void)snprintf(b->path, sizeof(b->path), "%.400s/variant-%d.db", folder, number);
    (void)unlink(b->path);
    b->rows_per_s = layout_build(v, source, b->path);
    b->bytes_per_session = file_size(b->path) / (double)sessions;
    for (int op = 0; op < OPS; op++)
        for (int synced = 0; synced < 2; synced++) {
            b->us[op][synced] = calloc((size_t)ROUNDS * SAMPLES, sizeof(double));
            if (b->us[op][synced] == NULL)
                bench_fail("samples", "no memory");
        }
}

static void bed_free(bed *b)
{
    for (int op = 0; op < OPS; op++)
        for (int synced = 0; synced < 2; synced++)
            free(b->us[op][synced]);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_free(b->sqls[i]);
    (void)unlink(b->path);
}

/* Ids of sessions all over the history. */
static void choose_places(const char *source)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int count = 0;

    if (sqlite3_open(source, &db) != SQLITE_OK ||
        sqlite3_prepare_v2(db,
                           "WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n"
                           " WHERE i < ?1 - 1) SELECT uuid, started_at_ms FROM n"
                           " JOIN focus_sessions ON id = 22 + (i * 7919 % ?1) * ((SELECT max(id)"
                           " FROM focus_sessions) - 22) / ?1",
                           -1, &stmt, NULL) != SQLITE_OK)
        bench_fail(source, sqlite3_errmsg(db));
    (void)sqlite3_bind_int(stmt, 1, IDS);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const unsigned char *uuid = sqlite3_column_blob(stmt, 0);
        for (int i = 0; i < 16; i++)
            places[count].uuid[i] = uuid[i];
        places[count++].started_at_ms = sqlite3_column_int64(stmt, 1);
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    if (count != IDS)
        bench_fail(source, "has too few sessions");
}

/* --- operations ------------------------------------------------------------------------------- */

static sqlite3_stmt *bound(bed *b, int id, const unsigned char uuid[16], int64_t started_at_ms)
{
    sqlite3_stmt *stmt = hand_take(&b->hand, id);

    (void)sqlite3_bind_int64(stmt, 1, b->id);
    hand_blob(stmt, 2, uuid, 16);
    (void)sqlite3_bind_int64(stmt, 3, started_at_ms);
    (void)sqlite3_bind_int64(stmt, 4, b->now_ms);
    return stmt;
}

static void start(bed *b)
{
    b->started_at_ms = b->now_ms;
    (void)hand_run(&b->hand, BEGIN, NULL, 0);
    (void)hand_rows(&b->hand, bound(b, INSERT, b->uuid, b->started_at_ms));
    (void)hand_run(&b->hand, COMMIT, NULL, 0);
}

static void complete(bed *b)
{
    sqlite3_stmt *stmt;

    (void)hand_run(&b->hand, BEGIN, NULL, 0);
    stmt = hand_take(&b->hand, RUNNING);
    if (!hand_row(&b->hand, stmt, &b->id, 1))
        bench_fail(b->v->layout->name, "nothing runs");
    hand_end(&b->hand, stmt);
    (void)hand_rows(&b->hand, bound(b, END, b->uuid, b->started_at_ms));
    if (sqlite3_changes(b->hand.db) != 1)
        bench_fail(b->v->layout->name, "the session was not found");
    (void)hand_rows(&b->hand, bound(b, PAY, b->uuid, b->started_at_ms));
    (void)hand_run(&b->hand, COMMIT, NULL, 0);
}

static void read_page(bed *b, int statement, int64_t before_ms)
{
    if (hand_rows(&b->hand, bound(b, statement, b->uuid, before_ms)) != 21)
        bench_fail(b->v->layout->name, "a page is not whole");
}

static void find(bed *b, const place *p)
{
    if (hand_rows(&b->hand, bound(b, FIND, p->uuid, 0)) != 1)
        bench_fail(b->v->layout->name, "a session was not found");
}

static void run(bed *b, int op, const place *p)
{
    switch (op) {
    case START:
        start(b);
        break;
    case COMPLETE:
        complete(b);
        break;
    case NEWEST:
        read_page(b, PAGE, b->now_ms);
        break;
    case RANDOM:
        read_page(b, PAGE, p->started_at_ms);
        break;
    case RANDOM_LIST:
        read_page(b, PAGE_LIST, p->started_at_ms);
        break;
    case BY_UUID:
        find(b, p);
        break;
    }
}

/* A start finds nothing running, a complete the session that was started. */
static void prepare(bed *b, int op)
{
    if (!ops[op].writes)
        return;
    if (op == START && b->is_running)
        complete(b);
    b->now_ms += 60000;
    if (op == START || !b->is_running)
        hand_make_id(b->now_ms, &b->id_number, b->uuid);
    if (op == COMPLETE && !b->is_running) {
        start(b);
        b->now_ms += 60000;
    }
    b->is_running = op == START;
}

/* --- samples ---------------------------------------------------------------------------------- */

static double now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void take_one(bed *b, int op, bool synced, bool is_warm)
{
    const place *p = &places[bench_random(&b->chance, IDS)];
    double began_us;
    double took_us;

    prepare(b, op);
    atomic_store(&seen.log_pages, 0);
    began_us = now_us();
    run(b, op, p);
    took_us = now_us() - began_us;
    if (!is_warm)
        return;
    b->log_pages[op] += synced ? 0 : atomic_load(&seen.log_pages);
    b->us[op][synced][b->count[op][synced]++] = took_us;
}

static void take_round(bed *b, bool synced)
{
    open_file(b, !synced);
    for (int op = 0; op < OPS; op++) {
        const int samples = synced ? SAMPLES_SYNCED : SAMPLES;
        if (synced && !ops[op].writes)
            continue;
        for (int i = synced ? SAMPLES_SYNCED : WARM_UP; i > 0; i--)
            take_one(b, op, synced, false);
        for (int i = 0; i < samples; i++)
            take_one(b, op, synced, true);
    }
    hand_close(&b->hand);
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static double median(bed *b, int op, bool synced)
{
    qsort(b->us[op][synced], (size_t)b->count[op][synced], sizeof(double), compare);
    return b->us[op][synced][b->count[op][synced] / 2];
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_head(const group *g, int64_t sessions)
{
    (void)printf("\n%s, %lld sessions; microseconds, medians of %d rounds\n", g->name,
                 (long long)sessions, ROUNDS);
    (void)printf("%-32s %7s %8s", "", "bytes/s", "rows/s");
    for (int op = 0; op < OPS; op++)
        (void)printf(ops[op].writes ? " %16s %11s" : " %16s", ops[op].name, "log bytes");
    (void)printf("\n");
}

static void print_row(bed *b)
{
    (void)printf("%-32s %7.1f %7.0fk", b->v->name != NULL ? b->v->name : b->v->layout->name,
                 b->bytes_per_session, b->rows_per_s / 1000);
    for (int op = 0; op < OPS; op++) {
        const double pages = (double)b->log_pages[op] / b->count[op][0];
        char both[32];
        if (!ops[op].writes) {
            (void)printf(" %16.1f", median(b, op, false));
            continue;
        }
        (void)snprintf(both, sizeof(both), "%.1f/%.0f", median(b, op, false), median(b, op, true));
        (void)printf(" %16s %11.0f", both, pages * (b->v->page_size + LOG_FRAME_HEADER));
    }
    (void)printf("\n");
}

static bed beds[VARIANTS_MAX];

static void make_all(const group *g, const char *source, const char *folder, int64_t sessions)
{
    if (watching_vfs_register(&seen) != SQLITE_OK)
        bench_fail("watching", "cannot be registered");
    choose_places(source);
    for (int i = 0; i < g->count; i++)
        bed_make(&beds[i], &g->variants[i], source, folder, sessions, i);
}

static void free_all(const group *g)
{
    for (int i = 0; i < g->count; i++)
        bed_free(&beds[i]);
}

void layout_measure(const group *g, const char *source, const char *folder, int64_t sessions)
{
    make_all(g, source, folder, sessions);
    for (int round = 0; round < ROUNDS; round++)
        for (int synced = 0; synced < 2; synced++)
            for (int i = 0; i < g->count; i++)
                take_round(&beds[i], synced != 0);
    print_head(g, sessions);
    for (int i = 0; i < g->count; i++)
        print_row(&beds[i]);
    free_all(g);
}

void layout_check(const group *g, const char *source, const char *folder, int64_t sessions)
{
    make_all(g, source, folder, sessions);
    for (int i = 0; i < g->count; i++)
        take_round(&beds[i], false);
    free_all(g);
}
