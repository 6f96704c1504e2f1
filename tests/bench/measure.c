/*
 * measure.c - rounds in which the sides take turns, and what comes of them.
 *
 * Medians, as a machine that does other work now and then adds to some samples and never takes away;
 * p99 and the maximum tell what else a caller may meet. Sides take turns in short rounds, so that a slow
 * second meets all of them; what is compared is compared within each round, and the round in the middle
 * counts: another program that had the disk for a third of the time changes nothing.
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include "bench/measure.h"

#include "support/watching_vfs.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES_MAX = FIGURE_ROUNDS * BENCH_RUNS_MAX, WARM_UP = 200, SYNCS_MAX = 8, FSYNCS = 60 };

static watch_counts seen;

static const struct {
    const char *name;
    int things;
    bool writes;
    bool slow; /* few runs are enough, and only with the smallest history */
} ops[OP_COUNT] = {
    [OP_RUNNING] = {"running session", 1, false, false},
    [OP_RUNNING_NONE] = {"running session, none", 1, false, false},
    [OP_COUNTERS] = {"counters", 1, false, false},
    [OP_PAGE_NEWEST] = {"newest page, total", 1, false, false},
    [OP_PAGE_DEEP] = {"middle page, total", 1, false, false},
    [OP_PAGE_RANDOM] = {"random page, total", 1, false, false},
    [OP_BY_ID] = {"session by id", 1, false, false},
    [OP_STATS_MONTH] = {"figures of 30 days", 1, false, false},
    [OP_STATS_ALL] = {"figures of all days", 1, false, false},
    [OP_TRACK_LIST] = {"1,000 tracks", 1, false, false},
    [OP_START] = {"start", 1, true, false},
    [OP_PAUSE] = {"pause", 1, true, false},
    [OP_RESUME] = {"resume", 1, true, false},
    [OP_COMPLETE] = {"complete", 1, true, false},
    [OP_COMPLETE_IDLE] = {"complete, idle log", 1, true, false},
    [OP_COMPLETE_BATCH] = {"complete, in a batch", 1, true, false},
    [OP_ADD] = {"add to the past", 1, true, false},
    [OP_EDIT] = {"edit a title", 1, true, false},
    [OP_DELETE] = {"delete a session", 1, true, false},
    [OP_AWARD] = {"award", 1, true, false},
    [OP_TRACK_ADD] = {"add a track", 1, true, false},
    [OP_LIBRARY_DELETE] = {"delete 1,000 tracks", 1, true, false},
    [OP_LIBRARY_DELETE_LARGE] = {"delete 100,000 tracks", 1, true, true},
    [OP_BULK] = {"add many, each", BENCH_BULK, true, true},
    [OP_OPEN] = {"open, first answer", 1, false, false},
};

const char *op_name(bench_op op)
{
    return ops[op].name;
}

int op_things(bench_op op)
{
    return ops[op].things;
}

bool op_writes(bench_op op)
{
    return ops[op].writes;
}

static double now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* --- samples ---------------------------------------------------------------------------------- */

typedef struct samples {
    double *us;
    int count;
    int rounds;
    int begins[FIGURE_ROUNDS]; /* of each round */
    int64_t log_pages;
    int syncs[SYNCS_MAX]; /* how many calls had so many */
} samples;

static void take_one(const bench_side *side, void *state, bench_op op, samples *into)
{
    int syncs;
    double began_us;
    double took_us;

    side->prepare(state, op);
    atomic_store(&seen.syncs, 0);
    atomic_store(&seen.log_pages, 0);
    began_us = now_us();
    side->run(state, op);
    took_us = now_us() - began_us;
    if (into == NULL || into->count == SAMPLES_MAX)
        return;
    into->us[into->count++] = took_us;
    into->log_pages += atomic_load(&seen.log_pages);
    syncs = atomic_load(&seen.syncs);
    into->syncs[syncs < SYNCS_MAX ? syncs : SYNCS_MAX - 1]++;
}

static void take_many(const bench_side *side, void *state, bench_op op, samples *into,
                      double budget_us, int at_least)
{
    double until_us = now_us() + budget_us;

    into->begins[into->rounds++] = into->count;
    for (int i = 0; i < BENCH_RUNS_MAX && (i < at_least || now_us() < until_us); i++)
        take_one(side, state, op, into);
}

static void warm_up(const bench_side *side, void *state, bench_op op, double budget_us)
{
    double until_us = now_us() + budget_us;

    for (int i = 0; i < WARM_UP && (i == 0 || now_us() < until_us); i++)
        take_one(side, state, op, NULL);
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static int most_often(const int counts[SYNCS_MAX])
{
    int best = 0;

    for (int i = 1; i < SYNCS_MAX; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

static double median_of(const double *us, int count)
{
    static double sorted[SAMPLES_MAX];

    memcpy(sorted, us, (size_t)count * sizeof(*us));
    qsort(sorted, (size_t)count, sizeof(*sorted), compare);
    return sorted[count / 2];
}

static figure summarise(samples *all, int things)
{
    figure out = {.samples = all->count, .rounds = all->rounds};

    for (int round = 0; round < all->rounds; round++) {
        int end = round + 1 < all->rounds ? all->begins[round + 1] : all->count;
        out.round_us[round] =
            median_of(all->us + all->begins[round], end - all->begins[round]) / things;
    }
    out.median_us = median_of(out.round_us, out.rounds);
    qsort(all->us, (size_t)all->count, sizeof(*all->us), compare);
    out.p99_us = all->us[(int64_t)all->count * 99 / 100] / things;
    out.max_us = all->us[all->count - 1] / things;
    out.syncs = most_often(all->syncs);
    out.log_pages = (double)all->log_pages / all->count;
    return out;
}

double figure_ratio(const figure *a, const figure *b)
{
    double ratios[FIGURE_ROUNDS];

    if (a == NULL || b == NULL)
        return 0;
    if (a->op != b->op || a->sessions != b->sessions || a->relaxed != b->relaxed)
        return a->median_us / b->median_us;
    for (int round = 0; round < a->rounds; round++)
        ratios[round] = a->round_us[round] / b->round_us[round];
    return median_of(ratios, a->rounds);
}

/* --- one size --------------------------------------------------------------------------------- */

static const bench_side *const all_sides[] = {
    &ours_side,     &raw_side,       &shaped_side, &naive_side, &triggers_side,
#ifdef BENCH_POSTGRES
    &postgres_side, &pipelined_side,
#endif
};

enum { SIDE_COUNT = sizeof(all_sides) / sizeof(all_sides[0]) };

typedef struct table {
    const bench_options *options;
    bench_content content;
    void *states[SIDE_COUNT];
    bool is_smallest;
} table;

static void tell(const table *t, bench_op op)
{
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r\033[K%" PRId64 " sessions, %s: %s", t->content.sessions,
                      t->content.relaxed ? "relaxed" : "full", ops[op].name);
}

static bool takes_part(const table *t, int side, bench_op op)
{
    return t->states[side] != NULL && all_sides[side]->can(op) &&
           (t->options->only == OP_COUNT || t->options->only == op) &&
           (!ops[op].slow || (t->is_smallest && t->content.relaxed)) &&
           (ops[op].writes || t->content.relaxed);
}

static void measure_op(table *t, bench_op op, results *out)
{
    static double memory[SIDE_COUNT][SAMPLES_MAX];
    samples all[SIDE_COUNT];
    double budget_us = t->options->quick ? 24e3 : 110e3;
    int rounds = t->options->quick ? 5 : FIGURE_ROUNDS;

    if (ops[op].slow)
        rounds = 3;
    tell(t, op);
    for (int side = 0; side < SIDE_COUNT; side++) {
        all[side] = (samples){.us = memory[side]};
        if (takes_part(t, side, op) && !ops[op].slow)
            warm_up(all_sides[side], t->states[side], op, budget_us);
    }
    for (int round = 0; round < rounds; round++)
        for (int side = 0; side < SIDE_COUNT; side++)
            if (takes_part(t, side, op))
                take_many(all_sides[side], t->states[side], op, &all[side], budget_us,
                          ops[op].slow ? 1 : 3);
    for (int side = 0; side < SIDE_COUNT; side++) {
        if (all[side].count == 0)
            continue;
        if (out->figure_count == FIGURES_MAX)
            bench_fail("figures", "too many");
        figure *f = &out->figures[out->figure_count++];
        *f = summarise(&all[side], ops[op].things);
        f->op = op;
        f->side = all_sides[side];
        f->sessions = t->content.sessions;
        f->relaxed = t->content.relaxed;
    }
}

/* --- the disk ----------------------------------------------------------------------------------- */

static double measure_fdatasync_us(const char *folder)
{
    static char page[4096];
    double us[FSYNCS];
    char path[600];
    int file;

    (void)snprintf(path, sizeof(path), "%s/sync", folder);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, page, sizeof(page)) != (ssize_t)sizeof(page) || fsync(file) != 0)
        bench_fail(path, "cannot be written");
    for (int i = 0; i < FSYNCS; i++) {
        double began_us = now_us();
        if (pwrite(file, page, sizeof(page), 0) != (ssize_t)sizeof(page) || fdatasync(file) != 0)
            bench_fail(path, "cannot be written");
        us[i] = now_us() - began_us;
    }
    (void)close(file);
    (void)unlink(path);
    qsort(us, FSYNCS, sizeof(*us), compare);
    return us[FSYNCS / 2];
}

/* The files just written may still be on their way to the disk, here or in the machine below: durable
 * calls are measured once it answers as it did at the beginning of the run, or after some seconds. */
static double wait_for_disk(const table *t, double calm_us)
{
    double us = measure_fdatasync_us(t->content.folder);

    for (int i = t->options->quick ? 5 : 30; i > 0 && us > 1.5 * calm_us; i--) {
        (void)sleep(1);
        us = measure_fdatasync_us(t->content.folder);
    }
    return us;
}

/* --- one durability ------------------------------------------------------------------------------ */

static void measure_durability(table *t, results *out)
{
    for (int side = 0; side < SIDE_COUNT; side++)
        t->states[side] = all_sides[side]->open(&t->content);
    sync(); /* copies of the content must not be written while we measure */
    if (!t->content.relaxed)
        out->sizes[out->size_count - 1].fdatasync_us = wait_for_disk(t, out->fdatasync_us);
    for (int op = 0; op < OP_COUNT; op++)
        measure_op(t, (bench_op)op, out);
    for (int side = 0; side < SIDE_COUNT; side++)
        if (t->states[side] != NULL)
            all_sides[side]->close(t->states[side]);
}

/* --- memory and bytes ------------------------------------------------------------------------- */

/* A process of its own, as this one has held samples, other sides and their libraries. */
static double measure_memory(const bench_content *content)
{
    char command[1600];
    char own[600] = "";
    double mib = 0;
    FILE *child;

    if (readlink("/proc/self/exe", own, sizeof(own) - 1) < 0)
        bench_fail("/proc/self/exe", "cannot be read");
    (void)snprintf(command, sizeof(command), "'%s_memory' '%s' %" PRId64 " %" PRId64, own,
                   content->path, content->sessions, content->step_ms);
    child = popen(command, "r");
    if (child == NULL || fscanf(child, "%lf", &mib) != 1 || pclose(child) != 0)
        bench_fail("the memory", "cannot be measured");
    return mib;
}

static void note_size(const bench_content *content, results *out)
{
    size_facts *facts = &out->sizes[out->size_count++];
    struct stat info;

    if (stat(content->path, &info) != 0)
        bench_fail(content->path, "is not there");
    facts->sessions = content->sessions;
    /* The libraries take their part: 5,000 tracks of some 100 bytes. */
    facts->bytes_per_session = (double)info.st_size / (double)content->sessions;
    facts->memory_mib = measure_memory(content);
}

/* --- all -------------------------------------------------------------------------------------- */

static void begin_content(bench_content *content, const bench_options *options, const char *folder,
                          int index)
{
    content->sessions = options->sizes[index];
    content->now_ms = BENCH_NOW_MS;
    content->step_ms = content->sessions > 1000000 ? 270000 : 2700000; /* none before 1970 */
    content->relaxed = true;
    (void)snprintf(content->folder, sizeof(content->folder), "%s", folder);
    (void)snprintf(content->path, sizeof(content->path), "%s/content-%" PRId64 ".db",
                   options->keep_folder != NULL ? options->keep_folder : folder, content->sessions);
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r\033[Kfilling %" PRId64 " sessions", content->sessions);
    bench_fill(content);
}

static void measure_size(const bench_options *options, const char *folder, int index, results *out)
{
    table t = {.options = options, .is_smallest = index == 0};
    bench_content *content = &t.content;

    begin_content(content, options, folder, index);
    note_size(content, out);
    measure_durability(&t, out);
    content->relaxed = false;
    measure_durability(&t, out);
    if (options->keep_folder == NULL)
        (void)unlink(content->path);
}

static char bench_folder[] = "/tmp/focus-bench-XXXXXX";

/* Whatever ends the bench; what runs in it (PostgreSQL) ends before, as it began after. */
static void remove_folder(void)
{
    char command[100];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", bench_folder);
    if (system(command) != 0)
        (void)fprintf(stderr, "focus_bench: %s could not be removed\n", bench_folder);
}

void measure_all(const bench_options *options, results *out)
{
    if (watching_vfs_register(&seen) != 0)
        bench_fail("the VFS", "cannot be registered");
    if (mkdtemp(bench_folder) == NULL)
        bench_fail(bench_folder, "cannot be made");
    (void)atexit(remove_folder);
    if (options->keep_folder != NULL)
        (void)mkdir(options->keep_folder, 0700);
    check_same_work(bench_folder);
    out->fdatasync_us = measure_fdatasync_us(bench_folder);
    for (int i = 0; i < options->size_count; i++)
        measure_size(options, bench_folder, i, out);
    if (options->focus_path != NULL && options->only == OP_COUNT)
        measure_processes(options, bench_folder, &out->processes);
    if (isatty(STDERR_FILENO))
        (void)fputs("\r\033[K", stderr);
}

const figure *find_figure(const results *all, bench_op op, const char *side, int64_t sessions,
                          bool relaxed)
{
    for (int i = 0; i < all->figure_count; i++) {
        const figure *f = &all->figures[i];
        if (f->op == op && f->sessions == sessions && f->relaxed == relaxed &&
            strcmp(f->side->name, side) == 0)
            return f;
    }
    return NULL;
}
