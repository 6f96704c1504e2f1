/*
 * measure.h - what was measured, and the goals held against it.
 */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include "bench/side.h"

#include <stddef.h>

enum { FIGURES_MAX = 2000, SIZES_MAX = 4, SIDES_MAX = 8, GOALS_MAX = 80, FIGURE_ROUNDS = 9 };

typedef struct figure {
    bench_op op;
    const bench_side *side;
    int64_t sessions;
    bool relaxed;
    int samples;
    int rounds;
    double round_us[FIGURE_ROUNDS]; /* the median of each */
    double median_us;               /* of these */
    double p99_us;
    double max_us;
    double syncs;     /* of most calls */
    double log_pages; /* of a call, on average */
} figure;

/* What is known of a size besides. */
typedef struct size_facts {
    int64_t sessions;
    double bytes_per_session; /* of the file, the ledger's entry included */
    double memory_mib; /* the most that a process of its own held while it went through all calls */
    double fdatasync_us; /* of 4 KiB, overwritten: just before the durable calls */
} size_facts;

/* Whole processes (process.c): focus, timew and a command by hand. */
enum { PROCESS_FOCUS, PROCESS_TIMEW, PROCESS_BY_HAND, PROCESS_PROGRAMS };
enum { PROCESS_START, PROCESS_STOP, PROCESS_STATUS, PROCESS_EXPORT, PROCESS_VERBS };
enum { PROCESS_SMALL, PROCESS_LARGE, PROCESS_HUGE, PROCESS_SIZES };

typedef struct process_figures {
    bool measured;
    char why_not[160];
    int size_count;                                            /* --quick leaves the huge one out */
    int64_t counts[PROCESS_SIZES];                             /* intervals in the history */
    double ms[PROCESS_PROGRAMS][PROCESS_VERBS][PROCESS_SIZES]; /* medians; 0: not measured */
} process_figures;

typedef struct goal {
    const char *id;
    char what[120];
    double value;
    double limit;
    bool at_least; /* otherwise at most */
    bool met;
} goal;

typedef struct results {
    figure figures[FIGURES_MAX];
    int figure_count;
    size_facts sizes[SIZES_MAX];
    int size_count;
    process_figures processes;
    double fdatasync_us; /* of 4 KiB, overwritten, in the minutes of the run */
    goal goals[GOALS_MAX];
    int goal_count;
} results;

typedef struct bench_options {
    int64_t sizes[SIZES_MAX];
    int size_count;
    bool quick;
    bench_op only; /* OP_COUNT: all */
    const char *keep_folder;
    const char *focus_path; /* the command, for whole processes; NULL: none */
} bench_options;

/* What an operation is called, and of how many things one call consists. */
const char *op_name(bench_op op);
int op_things(bench_op op);
bool op_writes(bench_op op);

/* End the program where raw leaves other figures than libfocus (same.c). */
void check_same_work(const char *folder);
void measure_all(const bench_options *options, results *out);
/* NULL where it was not measured. */
const figure *find_figure(const results *all, bench_op op, const char *side, int64_t sessions,
                          bool relaxed);
/* How many times as long a takes as b; 0 where either was not measured (NULL). Of the same operation on
 * the same history it is the median of the rounds' ratios: what slows a round slows both. */
double figure_ratio(const figure *a, const figure *b);
/* Whole processes beside timewarrior's, for P14. */
void measure_processes(const bench_options *options, const char *folder, process_figures *out);
void judge(results *all);

void report_text(const results *all, bool colored);
void report_json(const results *all, const char *path);
void report_markdown(const results *all, const char *path);
void plot_all(const results *all, const char *folder);

/* "Debian ..., 2 cores of ..., SQLite 3.40.1" */
void describe_machine(char *out, size_t size);

#endif
