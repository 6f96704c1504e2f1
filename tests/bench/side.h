/*
 * side.h - what the benchmark measures, and the ways of doing it that it sets side by side.
 *
 * A side does the same work in its own way on a store with the same content. Only run() is timed.
 *
 *     libfocus   through focus.h
 *     raw        our tables, by hand against sqlite3.h
 *     shaped     the server's tables and statements on SQLite, prepared, one transaction a call
 *     naive      the same as the server did it: no transaction, statements prepared anew, COUNT(*)
 *     triggers   our tables; the sums by a trigger for each row
 *     postgres   the server's statements on PostgreSQL, one round trip each
 *     pipelined  the same in one round trip a call
 */
#ifndef TESTS_BENCH_SIDE_H
#define TESTS_BENCH_SIDE_H

#include "focus.h"

#include <stdbool.h>
#include <stdint.h>

/* An operation. What it needs before it (a running session, say) is made by prepare(). */
typedef enum bench_op {
    OP_RUNNING,              /* the running session; there is one */
    OP_RUNNING_NONE,         /* the same; there is none */
    OP_COUNTERS,             /* the exact numbers of all time */
    OP_PAGE_NEWEST,          /* 20 sessions and the exact total */
    OP_PAGE_DEEP,            /* the same in the middle of history */
    OP_PAGE_RANDOM,          /* the same anywhere, each time elsewhere */
    OP_BY_ID,                /* one session by its public id, each time another */
    OP_STATS_MONTH,          /* sums of the newest 30 days */
    OP_STATS_ALL,            /* sums of all days */
    OP_TRACK_LIST,           /* the 1,000 tracks of a library */
    OP_START,                /* abandons the running one */
    OP_PAUSE,                /* - */
    OP_RESUME,               /* - */
    OP_COMPLETE,             /* - */
    OP_COMPLETE_IDLE,        /* the same; the log is folded in between the calls */
    OP_COMPLETE_BATCH,       /* the same, inside a transaction that stays open */
    OP_ADD,                  /* one session into the past */
    OP_EDIT,                 /* the title of one */
    OP_DELETE,               /* one session */
    OP_AWARD,                /* XP under a key of its own */
    OP_TRACK_ADD,            /* - */
    OP_LIBRARY_DELETE,       /* with its 1,000 tracks */
    OP_LIBRARY_DELETE_LARGE, /* with its 100,000 tracks */
    OP_BULK,                 /* BENCH_BULK sessions of the past in one transaction */
    OP_OPEN,                 /* the file, and the running session out of it */
    OP_COUNT
} bench_op;

enum {
    BENCH_BULK = 10000,
    BENCH_PAGE = 20,
    BENCH_TRACKS = 1000,
    BENCH_TRACKS_LARGE = 100000,
    BENCH_LIBRARIES = 5,
    BENCH_MONTH_DAYS = 30,
    BENCH_PLACES = 2000,
    BENCH_VICTIMS = 6000, /* sessions to delete: places from BENCH_PLACES on */
    BENCH_RUNS_MAX = 600  /* of an operation in a round: gaps and victims must last */
};

/* The content that every side is given: sessions of one user, paid, step_ms from start to start and
 * half as long, the newest step_ms before now_ms; libraries of BENCH_TRACKS tracks. */
typedef struct bench_content {
    char path[512];   /* a file that libfocus filled; not to be written to by any side */
    char folder[512]; /* for files of one's own */
    int64_t sessions;
    int64_t step_ms;
    int64_t now_ms; /* BENCH_NOW_MS, but for commands, which have the system's clock */
    bool relaxed;   /* no sync at each commit */
} bench_content;

#define BENCH_NOW_MS INT64_C(4102444800000) /* 2100-01-01 */
#define BENCH_TITLE "a session of the benchmark"
#define BENCH_PROJECT "bench"

typedef struct bench_side {
    const char *name;
    /* NULL: not here, and why is told on standard error. */
    void *(*open)(const bench_content *content);
    bool (*can)(bench_op op);
    void (*prepare)(void *side, bench_op op); /* before each run */
    void (*run)(void *side, bench_op op);
    void (*close)(void *side);
} bench_side;

extern const bench_side ours_side;
extern const bench_side raw_side;
extern const bench_side shaped_side;
extern const bench_side naive_side;
extern const bench_side triggers_side;
#ifdef BENCH_POSTGRES
extern const bench_side postgres_side;
extern const bench_side pipelined_side;
#endif

/* Where sessions begin on the same day whatever the machine's zone. */
extern const focus_zone bench_zone;

/* Fill the content's file through focus.h, unless it is there already. */
void bench_fill(const bench_content *content);

/* End the program: what failed, and why. */
_Noreturn void bench_fail(const char *what, const char *why);
/* A copy of the content for a side of its own, in a name made of the side's. */
void bench_copy_content(const bench_content *content, const char *side, char out_path[512]);
/* The start of a session at one of BENCH_PLACES places all over history, each another: so many that
 * what they lie on does not fit the cache. */
int64_t bench_place_ms(const bench_content *content, int place);
/* The nth time that nothing has taken, behind one of the sessions: a quarter of a step. */
void bench_gap(const bench_content *content, int n, int64_t *out_started_at_ms,
               int64_t *out_ended_at_ms);

/* A number below `below` from a sequence that is the same in every run. */
uint64_t bench_random(uint64_t *state, uint64_t below);

#endif
