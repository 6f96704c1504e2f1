/*
 * side.h - what the benchmark measures, and the ways of doing it that it sets side by side.
 *
 * A side does the same work in its own way on a store with the same content: libfocus through
 * focus.h; raw, by hand against sqlite3.h; naive, the server's shape on SQLite; the server's own
 * operations on PostgreSQL. Only run() is timed.
 */
#ifndef TESTS_BENCH_SIDE_H
#define TESTS_BENCH_SIDE_H

#include <stdbool.h>
#include <stdint.h>

/* An operation. What it needs before it (a running session, say) is made by prepare(). */
typedef enum bench_op {
    OP_RUNNING,      /* the running session; there is one */
    OP_RUNNING_NONE, /* the same; there is none */
    OP_COUNTERS,     /* the exact numbers of all time */
    OP_PAGE_NEWEST,  /* 20 sessions and the exact total */
    OP_PAGE_DEEP,    /* the same in the middle of history */
    OP_PAGE_RANDOM,  /* the same anywhere, each time elsewhere */
    OP_BY_ID,        /* one session by its public id, each time another */
    OP_STATS_MONTH,  /* sums of the newest 30 days */
    OP_STATS_ALL,    /* sums of all days */
    OP_TRACK_LIST,   /* the 1,000 tracks of a library */
    OP_START,        /* abandons the running one */
    OP_PAUSE,
    OP_RESUME,
    OP_COMPLETE,
    OP_COMPLETE_BATCH, /* inside a transaction that stays open */
    OP_ADD,            /* one session into the past */
    OP_EDIT,           /* the title of one */
    OP_DELETE,         /* one session */
    OP_AWARD,          /* coins under a key of their own */
    OP_TRACK_ADD,
    OP_LIBRARY_DELETE, /* with its 1,000 tracks */
    OP_COUNT
} bench_op;

/* The content that every side is given. */
typedef struct bench_content {
    const char *path;   /* a file that libfocus filled; not to be written to by another side */
    const char *folder; /* for files of one's own */
    int64_t sessions;   /* of the one user */
    int64_t now_ms;     /* the instant at which filling ended */
    bool relaxed;       /* no sync at each commit */
} bench_content;

typedef struct bench_side {
    const char *name;
    /* NULL: not here, and why is told on standard error. */
    void *(*open)(const bench_content *content);
    bool (*can)(bench_op op);
    void (*prepare)(void *side, bench_op op); /* before each run */
    void (*run)(void *side, bench_op op);
    void (*close)(void *side);
} bench_side;

#endif
