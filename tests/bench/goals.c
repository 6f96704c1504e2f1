/*
 * goals.c - P1 to P14: ratios of what one run measured, never times.
 *
 * "raw" is our tables by hand; "the server's form" its statements in one transaction on SQLite, which
 * is what the numbers of P1 to P3 were first taken from. Growth is from the smallest history of the run
 * to the largest.
 */
#include "bench/measure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void note(results *all, const char *id, bool at_least, double value, double limit,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));

static void note(results *all, const char *id, bool at_least, double value, double limit,
                 const char *format, ...)
{
    goal *g = &all->goals[all->goal_count];
    va_list arguments;

    if (all->goal_count == GOALS_MAX)
        bench_fail("goals", "too many");
    all->goal_count++;
    *g = (goal){.id = id, .value = value, .limit = limit, .at_least = at_least};
    va_start(arguments, format);
    (void)vsnprintf(g->what, sizeof(g->what), format, arguments);
    va_end(arguments);
    g->met = at_least ? value >= limit : value <= limit;
}

static int64_t smallest(const results *all)
{
    return all->sizes[0].sessions;
}

static int64_t largest(const results *all)
{
    return all->sizes[all->size_count - 1].sessions;
}

static const figure *at_largest(const results *all, bench_op op, const char *side, bool relaxed)
{
    return find_figure(all, op, side, largest(all), relaxed);
}

/* Ours to another side's, at the largest size. */
static void beside(results *all, const char *id, bench_op op, const char *side, bool relaxed,
                   double limit)
{
    double value =
        figure_ratio(at_largest(all, op, "libfocus", relaxed), at_largest(all, op, side, relaxed));

    if (value > 0)
        note(all, id, false, value, limit, "%s, %s: to %s", op_name(op),
             relaxed ? "relaxed" : "full",
             strcmp(side, "shaped") == 0 ? "the server's form" : side);
}

static void growth(results *all, const char *id, bench_op op, double limit)
{
    double value = figure_ratio(at_largest(all, op, "libfocus", true),
                                find_figure(all, op, "libfocus", smallest(all), true));

    if (value > 0 && all->size_count > 1)
        note(all, id, false, value, limit, "%s: growth from %lld to %lld sessions", op_name(op),
             (long long)smallest(all), (long long)largest(all));
}

static void judge_syncs(results *all)
{
    static const bench_op calls[] = {OP_START, OP_PAUSE, OP_RESUME, OP_COMPLETE, OP_TRACK_ADD};
    double most = 0;
    double least = 99;
    double relaxed = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        const figure *full = at_largest(all, calls[i], "libfocus", false);
        const figure *loose = at_largest(all, calls[i], "libfocus", true);
        if (full == NULL || loose == NULL)
            return;
        most = full->syncs > most ? full->syncs : most;
        least = full->syncs < least ? full->syncs : least;
        relaxed = loose->syncs > relaxed ? loose->syncs : relaxed;
    }
    note(all, "P2", false, most, 1, "syncs of a write, full: at most");
    note(all, "P2", true, least, 1, "syncs of a write, full: at least");
    note(all, "P2", false, relaxed, 0, "syncs of a write, relaxed");
}

static void judge_writes(results *all)
{
    static const bench_op calls[] = {OP_START, OP_PAUSE, OP_RESUME, OP_TRACK_ADD};

    for (int relaxed = 1; relaxed >= 0; relaxed--) {
        beside(all, "P1", OP_COMPLETE, "raw", relaxed, relaxed ? 1.10 : 1.05);
        beside(all, "P1", OP_COMPLETE, "shaped", relaxed, relaxed ? 1.10 : 1.05);
    }
    beside(all, "P1 stretch", OP_COMPLETE, "shaped", true, 0.80);
    for (int relaxed = 1; relaxed >= 0; relaxed--)
        for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
            beside(all, "P2", calls[i], "raw", relaxed, 1.10);
            beside(all, "P2", calls[i], "shaped", relaxed, 1.10);
        }
    judge_syncs(all);
    beside(all, "P3", OP_COMPLETE_BATCH, "raw", true, 1.5);
    beside(all, "P3", OP_COMPLETE_BATCH, "shaped", true, 1.5);
}

static void judge_reads(results *all)
{
    double deep = figure_ratio(at_largest(all, OP_PAGE_DEEP, "libfocus", true),
                               at_largest(all, OP_PAGE_NEWEST, "libfocus", true));

    beside(all, "P4", OP_RUNNING, "raw", true, 1.25);
    beside(all, "P4", OP_RUNNING_NONE, "raw", true, 1.25);
    growth(all, "P4", OP_RUNNING, largest(all) > 1000000 ? 1.25 : 1.10);
    beside(all, "P5", OP_PAGE_NEWEST, "raw", true, 1.15);
    growth(all, "P5", OP_PAGE_NEWEST, 1.2);
    growth(all, "P6", OP_PAGE_RANDOM, 1.3);
    if (deep > 0)
        note(all, "P6", false, deep, 1.2, "middle page: to the newest page");
    beside(all, "P6 stretch", OP_PAGE_RANDOM, "raw", true, 0.75);
    beside(all, "P7", OP_COUNTERS, "raw", true, 1.25);
    beside(all, "P7", OP_STATS_MONTH, "raw", true, 1.25);
    growth(all, "P7", OP_COUNTERS, 1.1);
    growth(all, "P7", OP_STATS_MONTH, 1.1);
}

static void judge_bulk(results *all)
{
    const figure *ours = find_figure(all, OP_BULK, "libfocus", smallest(all), true);
    const figure *raw = find_figure(all, OP_BULK, "raw", smallest(all), true);
    const figure *triggers = find_figure(all, OP_BULK, "triggers", smallest(all), true);
    const figure *large =
        find_figure(all, OP_LIBRARY_DELETE_LARGE, "libfocus", smallest(all), true);
    const figure *small = find_figure(all, OP_LIBRARY_DELETE, "libfocus", smallest(all), true);

    beside(all, "P8", OP_LIBRARY_DELETE, "raw", true, 1.10);
    if (figure_ratio(large, small) > 0)
        note(all, "P8", false, figure_ratio(large, small), 110, "delete 100,000 tracks: to 1,000");
    if (figure_ratio(raw, ours) > 0)
        note(all, "P9", true, figure_ratio(raw, ours), 0.85,
             "add many: speed to raw that keeps no figures");
    if (figure_ratio(triggers, ours) > 0)
        note(all, "P9", true, figure_ratio(triggers, ours), 1.6,
             "add many: speed to figures by trigger");
}

static void judge_size(results *all)
{
    const size_facts *first = &all->sizes[0];
    const size_facts *last = first + all->size_count - 1;

    if (all->size_count == 0)
        return;
    note(all, "P10", false, last->memory_mib, 8, "memory at the most, MiB");
    if (all->size_count > 1)
        note(all, "P10", false, last->memory_mib / first->memory_mib, 1.1, "memory: growth");
    note(all, "P10", false, last->bytes_per_session, 190,
         "bytes of the file per session with its ledger entry");
    beside(all, "P11", OP_OPEN, "raw", true, 1.5);
    growth(all, "P11", OP_OPEN, 1.15);
}

static void judge_worst(results *all)
{
    const figure *ours = at_largest(all, OP_COMPLETE, "libfocus", true);
    const figure *raw = at_largest(all, OP_COMPLETE, "raw", true);
    const figure *idle = at_largest(all, OP_COMPLETE_IDLE, "libfocus", true);

    if (ours != NULL && raw != NULL)
        note(all, "P12", false, ours->p99_us / raw->p99_us, 1.2, "complete: p99 to raw's");
    if (idle != NULL)
        note(all, "P12", false, idle->p99_us / idle->median_us, 3,
             "complete, log folded in between: p99 to median");
}

static void judge_server(results *all)
{
    static const struct {
        bench_op op;
        bool relaxed;
        const char *side;
        double faster;
    } rows[] = {
        {OP_COMPLETE, false, "PostgreSQL", 8},   {OP_COMPLETE, false, "PostgreSQL, pipelined", 1.8},
        {OP_RUNNING, true, "PostgreSQL", 20},    {OP_PAGE_NEWEST, true, "PostgreSQL", 7},
        {OP_STATS_MONTH, true, "PostgreSQL", 8}, {OP_LIBRARY_DELETE, false, "PostgreSQL", 1 / 1.5},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        double value = figure_ratio(at_largest(all, rows[i].op, rows[i].side, rows[i].relaxed),
                                    at_largest(all, rows[i].op, "libfocus", rows[i].relaxed));
        if (value > 0)
            note(all, "P13", true, value, rows[i].faster, "%s: times as fast as %s",
                 op_name(rows[i].op), rows[i].side);
    }
}

/* focus to another program, with a history of one size. */
static void judge_process(results *all, int verb, int program, int size, double limit)
{
    static const char *const names[PROCESS_VERBS] = {"start", "complete", "status", "export"};
    static const char *const programs[PROCESS_PROGRAMS] = {"", "timew", "a command by hand"};
    const process_figures *p = &all->processes;

    if (size < p->size_count)
        note(all, "P14", false, p->ms[PROCESS_FOCUS][verb][size] / p->ms[program][verb][size],
             limit, "focus %s with %lld: to %s", names[verb], (long long)p->counts[size],
             programs[program]);
}

static void judge_process_growth(results *all, int verb, const char *name)
{
    const process_figures *p = &all->processes;
    const double *ms = p->ms[PROCESS_FOCUS][verb];
    int last = p->size_count - 1;

    note(all, "P14", false, ms[last] / ms[PROCESS_SMALL], 1.15,
         "focus %s: growth from %lld to %lld", name, (long long)p->counts[PROCESS_SMALL],
         (long long)p->counts[last]);
}

static void judge_processes(results *all)
{
    const process_figures *p = &all->processes;
    const figure *start = at_largest(all, OP_START, "libfocus", true);

    if (!p->measured)
        return;
    for (int size = 0; size < p->size_count; size++) {
        bool is_small = size == PROCESS_SMALL;
        judge_process(all, PROCESS_START, PROCESS_TIMEW, size, is_small ? 1 : 0.85);
        judge_process(all, PROCESS_STOP, PROCESS_TIMEW, size, is_small ? 1 : 0.85);
        judge_process(all, PROCESS_STATUS, PROCESS_TIMEW, size, 1);
    }
    judge_process(all, PROCESS_START, PROCESS_BY_HAND, PROCESS_LARGE, 1.15);
    judge_process(all, PROCESS_STOP, PROCESS_BY_HAND, PROCESS_LARGE, 1.15);
    judge_process(all, PROCESS_EXPORT, PROCESS_TIMEW, PROCESS_LARGE, 0.25);
    judge_process_growth(all, PROCESS_START, "start");
    judge_process_growth(all, PROCESS_STATUS, "status");
    if (start != NULL)
        note(all, "P14", false,
             start->median_us / 1000 / p->ms[PROCESS_TIMEW][PROCESS_START][PROCESS_LARGE], 0.02,
             "start in the process: to timew start");
}

void judge(results *all)
{
    judge_writes(all);
    judge_reads(all);
    judge_bulk(all);
    judge_size(all);
    judge_worst(all);
    judge_server(all);
    judge_processes(all);
}
