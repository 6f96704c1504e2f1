/*
 * layout.c - the choices that a file cannot change later: page size, cache, how history lies.
 *
 * Each is tried by hand (raw.c) on a copy of the same content: the first by rewriting the file with
 * another page size, the second by another cache, the third by the table of sessions lying in the order
 * of history itself, without rowids, beside the same with them.
 */
#define _XOPEN_SOURCE 700

#include "bench/hand.h"
#include "bench/measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES = 2000, ROUNDS = 3 };

static const bench_op columns[] = {OP_START,       OP_COMPLETE, OP_PAGE_NEWEST,
                                   OP_PAGE_RANDOM, OP_BY_ID,    OP_BULK};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static double now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static double median_us(void *side, bench_op op, int samples)
{
    static double us[SAMPLES];

    for (int i = 0; i < samples; i++) {
        raw_side.prepare(side, op);
        us[i] = now_us();
        raw_side.run(side, op);
        us[i] = now_us() - us[i];
    }
    qsort(us, (size_t)samples, sizeof(*us), compare);
    return us[samples / 2] / op_things(op);
}

/* --- page size and cache ---------------------------------------------------------------------- */

static double bytes_of(const char *path, int64_t sessions)
{
    struct stat info;

    return stat(path, &info) == 0 ? (double)info.st_size / (double)sessions : 0;
}

static void rewrite(const char *path, int page_size)
{
    hand h = {0};
    char sql[120];

    (void)snprintf(sql, sizeof(sql),
                   "PRAGMA journal_mode = DELETE; PRAGMA page_size = %d; VACUUM;"
                   " PRAGMA journal_mode = WAL",
                   page_size);
    hand_open(&h, path, true);
    hand_exec(&h, sql);
    hand_close(&h);
}

static void measure_file(const bench_content *content, const char *name)
{
    double best[COLUMNS];
    void *side = raw_side.open(content);

    for (int i = 0; i < COLUMNS; i++)
        best[i] = 1e12;
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < COLUMNS; i++) {
            double us = median_us(side, columns[i], columns[i] == OP_BULK ? 1 : SAMPLES);
            best[i] = us < best[i] ? us : best[i];
        }
    raw_side.close(side);
    (void)printf("%-26s%8.0f", name, bytes_of(content->path, content->sessions));
    for (int i = 0; i < COLUMNS; i++)
        (void)printf("%14.2f", best[i]);
    (void)printf("\n");
}

static void measure_pages(const bench_content *from)
{
    static const int sizes[] = {1024, 2048, 4096, 8192, 16384};
    static const int caches_kib[] = {512, 2000, 8000, 64000};
    bench_content content = *from;
    char path[512];
    char name[40];

    bench_copy_content(from, "layout", path);
    (void)snprintf(content.path, sizeof(content.path), "%s", path);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        rewrite(content.path, sizes[i]);
        (void)snprintf(name, sizeof(name), "page %d", sizes[i]);
        measure_file(&content, name);
    }
    rewrite(content.path, 4096);
    for (size_t i = 0; i < sizeof(caches_kib) / sizeof(caches_kib[0]); i++) {
        content.cache_kib = caches_kib[i];
        (void)snprintf(name, sizeof(name), "page 4096, cache %d KiB", caches_kib[i]);
        measure_file(&content, name);
    }
    (void)unlink(content.path);
}

/* --- the order of history --------------------------------------------------------------------- */

enum { PAGE, BY_ID, STATEMENTS };

static const char *const sqls[STATEMENTS] = {
    [PAGE] = "SELECT * FROM s WHERE user_id = 1 AND is_deleted = 0 AND started_at_ms < ?1"
             " ORDER BY started_at_ms DESC, id DESC LIMIT 21",
    [BY_ID] = "SELECT * FROM s WHERE id = ?1",
};

static const char same_columns[] =
    "CREATE TABLE s (id INTEGER %s, uuid BLOB NOT NULL UNIQUE, user_id INTEGER NOT NULL, mode "
    "INTEGER"
    " NOT NULL, status INTEGER NOT NULL, source INTEGER NOT NULL, implausible INTEGER NOT NULL,"
    " confirmed INTEGER NOT NULL, edited INTEGER NOT NULL, revision INTEGER NOT NULL, started_at_ms"
    " INTEGER NOT NULL, ended_at_ms INTEGER, planned_ms INTEGER, paused_ms INTEGER NOT NULL,"
    " pause_count INTEGER NOT NULL, last_event_at_ms INTEGER NOT NULL, expires_at_ms INTEGER,"
    " local_day INTEGER NOT NULL, utc_offset_s INTEGER NOT NULL, zone TEXT, title TEXT, project "
    "TEXT,"
    " task TEXT, note TEXT, tags TEXT, xp INTEGER NOT NULL, coins INTEGER NOT NULL, source_format"
    " TEXT, source_key TEXT, created_at_ms INTEGER NOT NULL, deleted_at_ms INTEGER, checksum "
    "INTEGER"
    " NOT NULL, is_deleted INTEGER NOT NULL%s";

static void fill_order(hand *h, const bench_content *content, bool by_history)
{
    char *create = sqlite3_mprintf(same_columns, by_history ? "NOT NULL" : "PRIMARY KEY",
                                   by_history ? ", PRIMARY KEY (user_id, is_deleted, started_at_ms,"
                                                " id)) STRICT, WITHOUT ROWID"
                                              : ") STRICT");
    char *attach = sqlite3_mprintf("ATTACH %Q AS content", content->path);

    hand_exec(h, create);
    hand_exec(h, by_history ? "CREATE UNIQUE INDEX s_id ON s (id)"
                            : "CREATE INDEX s_history ON s (user_id, is_deleted, started_at_ms)");
    hand_exec(h, attach);
    hand_exec(h, "INSERT INTO s SELECT * FROM content.focus_sessions ORDER BY started_at_ms");
    sqlite3_free(create);
    sqlite3_free(attach);
}

static double query_us(hand *h, int id, const bench_content *content)
{
    static double us[SAMPLES];
    uint64_t chance = 1;

    for (int i = 0; i < SAMPLES; i++) {
        int64_t n = 1 + (int64_t)bench_random(&chance, (uint64_t)content->sessions);
        int64_t value = id == BY_ID ? n : content->now_ms - n * content->step_ms;
        us[i] = now_us();
        (void)hand_run(h, id, &value, 1);
        us[i] = now_us() - us[i];
    }
    qsort(us, SAMPLES, sizeof(*us), compare);
    return us[SAMPLES / 2];
}

static void measure_order(const bench_content *content, bool by_history)
{
    hand h = {0};
    char path[600];
    double began_us;
    double fill_us;

    (void)snprintf(path, sizeof(path), "%s/order.db", content->folder);
    hand_open(&h, path, true);
    hand_use(&h, sqls, STATEMENTS);
    began_us = now_us();
    fill_order(&h, content, by_history);
    fill_us = (now_us() - began_us) / (double)content->sessions;
    hand_exec(&h, "PRAGMA wal_checkpoint(TRUNCATE)");
    (void)printf("%-26s%8.0f%14.2f%14.2f%14.2f\n", by_history ? "in order of history" : "by rowid",
                 bytes_of(path, content->sessions), fill_us, query_us(&h, PAGE, content),
                 query_us(&h, BY_ID, content));
    hand_close(&h);
    (void)unlink(path);
}

void measure_layouts(const bench_content *content)
{
    (void)printf("%-26s%8s", "relaxed, us", "bytes");
    for (int i = 0; i < COLUMNS; i++)
        (void)printf("%14.13s", op_name(columns[i]));
    (void)printf("\n");
    measure_pages(content);
    (void)printf("\n%-26s%8s%14s%14s%14s\n", "sessions alone, us", "bytes", "fill, a row",
                 "random page", "by id");
    for (int by_history = 0; by_history <= 1; by_history++)
        measure_order(content, by_history);
}
