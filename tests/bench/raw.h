/*
 * raw.h - our tables by hand: what raw.c (the side: reading, music) and raw_rows.c (sessions, and what
 * follows from them) share.
 */
#ifndef TESTS_BENCH_RAW_H
#define TESTS_BENCH_RAW_H

#include "bench/hand.h"

enum {
    RAW_BEGIN_WRITE,
    RAW_BEGIN_READ,
    RAW_COMMIT,
    RAW_ROLLBACK,
    RAW_RUNNING,
    RAW_COUNTERS,
    RAW_TOTAL,
    RAW_PAGE,
    RAW_BY_ID,
    RAW_ID_AT,
    RAW_DAYS,
    RAW_TRACKS,
    RAW_LIBRARY_BY_NAME,
    RAW_LIBRARY_BY_ID,
    RAW_INSERT,
    RAW_OVERLAP,
    RAW_SETTINGS,
    RAW_UPDATE_RUNNING,
    RAW_UPDATE_END,
    RAW_PAUSE_OPEN,
    RAW_PAUSE_CLOSE,
    RAW_DAY_ADD,
    RAW_DAY_INSERT,
    RAW_DAY_DELETE,
    RAW_COUNTERS_ADD,
    RAW_RUNS_AT,
    RAW_RUN_LAST,
    RAW_RUN_INSERT,
    RAW_RUN_DELETE,
    RAW_LEDGER,
    RAW_SET_TITLE,
    RAW_SET_DELETED,
    RAW_TRACK_LAST,
    RAW_TRACK_INSERT,
    RAW_LIBRARY_COUNT,
    RAW_LIBRARY_INSERT,
    RAW_LIBRARY_DELETE,
    RAW_STATEMENTS
};

typedef struct raw {
    bench_content content;
    hand hand;
    char path[512];
    int64_t now_ms;
    int64_t bulk_ended_at_ms;
    uint64_t id_number;
    uint64_t chance;
    int runs;
    int added;
    int deleted;
    bool in_batch;
    unsigned char library[16]; /* the one that is listed, or the next to be deleted */
    unsigned char ids[BENCH_PLACES + BENCH_VICTIMS][16];
    const unsigned char *session; /* the next to be edited or deleted */
} raw;

extern const char *const raw_sqls[RAW_STATEMENTS];

void raw_begin(raw *r);
void raw_commit(raw *r);

/* What runs, if anything does, is abandoned. */
void raw_start(raw *r);
/* False: nothing runs. */
bool raw_abandon(raw *r);
void raw_pause(raw *r);
void raw_resume(raw *r);
void raw_complete(raw *r);
void raw_add(raw *r);
void raw_edit(raw *r);
void raw_delete(raw *r);
void raw_award(raw *r);
/* The rows of sessions alone, without the figures that follow from them. */
void raw_add_bulk(raw *r);
/* One call's sums, and nothing where all are 0: deleted, completed, abandoned, active_ms, libraries,
 * tracks, ledger entries, XP, coins. */
void raw_count(raw *r, const int64_t sums[9]);

#endif
