/*
 * report.c - the results as a table to read, as Markdown, and as JSON.
 */
#define _XOPEN_SOURCE 700

#include "bench/measure.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* --- the machine ------------------------------------------------------------------------------ */

static void find_cpu(char *out, size_t size)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    const char *colon;

    (void)snprintf(out, size, "unknown");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        colon = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
        if (colon == NULL)
            continue;
        (void)snprintf(out, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
        break;
    }
    if (file != NULL)
        (void)fclose(file);
}

void describe_machine(char *out, size_t size)
{
    struct utsname system;
    char cpu[128];

    find_cpu(cpu, sizeof(cpu));
    (void)uname(&system);
    (void)snprintf(out, size, "%ld cores of %s, %s %s, SQLite %s", sysconf(_SC_NPROCESSORS_ONLN),
                   cpu, system.sysname, system.release, sqlite3_libversion());
}

static void print_count(char *out, size_t size, int64_t count)
{
    if (count >= 1000000)
        (void)snprintf(out, size, "%" PRId64 "M", count / 1000000);
    else
        (void)snprintf(out, size, "%" PRId64 "k", count / 1000);
}

/* Three figures that matter, with a unit that fits. */
static void print_time(char *out, size_t size, const figure *f)
{
    double us = f != NULL ? f->median_us : 0;

    if (f == NULL)
        (void)snprintf(out, size, "-");
    else if (us < 10)
        (void)snprintf(out, size, "%.2f us", us);
    else if (us < 1000)
        (void)snprintf(out, size, us < 100 ? "%.1f us" : "%.0f us", us);
    else if (us < 1e6)
        (void)snprintf(out, size,
                       us < 10e3    ? "%.2f ms"
                       : us < 100e3 ? "%.1f ms"
                                    : "%.0f ms",
                       us / 1e3);
    else
        (void)snprintf(out, size, "%.2f s", us / 1e6);
}

static void print_ratio(char *out, size_t size, const figure *a, const figure *b)
{
    double ratio = figure_ratio(a, b);

    if (ratio <= 0)
        (void)snprintf(out, size, "-");
    else
        (void)snprintf(out, size, ratio < 100 ? "%.2fx" : "%.0fx", ratio);
}

/* The size at which an operation was compared: the largest that has it. */
static const figure *newest_figure(const results *all, bench_op op, const char *side, bool relaxed)
{
    for (int i = all->size_count - 1; i >= 0; i--) {
        const figure *f = find_figure(all, op, side, all->sizes[i].sessions, relaxed);
        if (f != NULL)
            return f;
    }
    return NULL;
}

/* --- a table to read -------------------------------------------------------------------------- */

static void print_head(const results *all, bool relaxed, const char *bold, const char *plain)
{
    char count[32];

    (void)printf("\n%s%-24s", bold, relaxed ? "relaxed, medians" : "full, medians");
    for (int i = 0; i < all->size_count; i++) {
        print_count(count, sizeof(count), all->sizes[i].sessions);
        (void)printf("%10s", count);
    }
    (void)printf("%9s%10s%7s%6s | %10s%8s%10s%8s%10s%9s%s\n", "growth", "p99", "pages", "syncs",
                 "raw", "to it", "shaped", "to it", "naive", "it to us", plain);
}

static void print_row(const results *all, bench_op op, bool relaxed)
{
    const figure *ours = newest_figure(all, op, "libfocus", relaxed);
    const figure *first = find_figure(all, op, "libfocus", all->sizes[0].sessions, relaxed);
    static const char *const sides[] = {"raw", "shaped", "naive"};
    char text[32];

    if (ours == NULL)
        return;
    (void)printf("%-24s", op_name(op));
    for (int i = 0; i < all->size_count; i++) {
        print_time(text, sizeof(text),
                   find_figure(all, op, "libfocus", all->sizes[i].sessions, relaxed));
        (void)printf("%10s", text);
    }
    print_ratio(text, sizeof(text), ours, first);
    (void)printf("%9s%7.0f us%7.1f%6.0f |", ours == first ? "-" : text, ours->p99_us,
                 ours->log_pages, ours->syncs);
    for (int i = 0; i < 3; i++) {
        const figure *other = newest_figure(all, op, sides[i], relaxed);
        print_time(text, sizeof(text), other);
        (void)printf(i == 0 ? "%11s" : "%10s", text);
        if (i < 2)
            print_ratio(text, sizeof(text), ours, other);
        else
            print_ratio(text, sizeof(text), other, ours);
        (void)printf(i < 2 ? "%8s" : "%9s\n", text);
    }
}

static void print_server(const results *all)
{
    char text[4][32];
    bool any = false;

    for (int op = 0; op < OP_COUNT; op++)
        for (int relaxed = 1; relaxed >= 0; relaxed--) {
            const figure *ours = newest_figure(all, (bench_op)op, "libfocus", relaxed);
            const figure *theirs = newest_figure(all, (bench_op)op, "PostgreSQL", relaxed);
            const figure *piped =
                newest_figure(all, (bench_op)op, "PostgreSQL, pipelined", relaxed);
            if (theirs == NULL || ours == NULL || op_writes((bench_op)op) == relaxed)
                continue;
            if (!any)
                (void)printf("\n%-24s%12s%10s%10s%12s%10s\n", "PostgreSQL", "round trips", "to us",
                             "pipelined", "to us", "libfocus");
            any = true;
            print_time(text[0], sizeof(text[0]), theirs);
            print_ratio(text[1], sizeof(text[1]), theirs, ours);
            print_time(text[2], sizeof(text[2]), piped);
            print_ratio(text[3], sizeof(text[3]), piped, ours);
            (void)printf("%-24s%12s%10s%10s%12s", op_name((bench_op)op), text[0], text[1], text[2],
                         text[3]);
            print_time(text[0], sizeof(text[0]), ours);
            (void)printf("%10s\n", text[0]);
        }
}

static void print_program(const process_figures *p, int program, int verb)
{
    for (int size = 0; size < p->size_count; size++)
        if (p->ms[program][verb][size] > 0)
            (void)printf("%s%.2f", size > 0 ? " / " : "   ", p->ms[program][verb][size]);
}

/* Each program's times with each history, the shortest first. */
static void print_processes(const process_figures *p)
{
    static const char *const programs[PROCESS_PROGRAMS] = {"focus", "timew", "by hand"};
    static const char *const verbs[PROCESS_VERBS] = {"start", "complete / stop", "status",
                                                     "export of all"};

    if (!p->measured) {
        if (p->why_not[0] != '\0')
            (void)printf("\nwhole processes: not measured, %s\n", p->why_not);
        return;
    }
    (void)printf("\nwhole processes, ms, with ");
    for (int size = 0; size < p->size_count; size++)
        (void)printf("%s%lld", size > 0 ? " / " : "", (long long)p->counts[size]);
    (void)printf(" intervals\n");
    for (int verb = 0; verb < PROCESS_VERBS; verb++)
        for (int program = 0; program < PROCESS_PROGRAMS; program++) {
            if (p->ms[program][verb][PROCESS_SMALL] <= 0)
                continue;
            (void)printf("%-24s%-10s", program == 0 ? verbs[verb] : "", programs[program]);
            print_program(p, program, verb);
            (void)printf("\n");
        }
}

static void print_goals(const results *all, bool colored)
{
    int met = 0;

    (void)printf("\n%-11s%-66s%10s%10s\n", "goal", "", "value", "limit");
    for (int i = 0; i < all->goal_count; i++) {
        const goal *g = &all->goals[i];
        met += g->met;
        (void)printf("%-11s%-66s%10.3f %s%7.2f  %s%s%s\n", g->id, g->what, g->value,
                     g->at_least ? ">=" : "<=", g->limit,
                     !colored ? ""
                     : g->met ? "\033[32m"
                              : "\033[31m",
                     g->met ? "met" : "NOT MET", colored ? "\033[0m" : "");
    }
    (void)printf("%d of %d met\n", met, all->goal_count);
}

/* What was measured in one process. */
static void print_operations(const results *all, bool colored)
{
    for (int relaxed = 1; relaxed >= 0; relaxed--) {
        print_head(all, relaxed, colored ? "\033[1m" : "", colored ? "\033[0m" : "");
        for (int op = 0; op < OP_COUNT; op++)
            print_row(all, (bench_op)op, relaxed);
    }
    print_server(all);
    (void)printf("\n%-24s%12s%20s%20s\n", "sessions", "memory, MiB", "bytes per session",
                 "fdatasync, full");
    for (int i = 0; i < all->size_count; i++)
        (void)printf("%-24" PRId64 "%12.1f%20.0f%17.0f us\n", all->sizes[i].sessions,
                     all->sizes[i].memory_mib, all->sizes[i].bytes_per_session,
                     all->sizes[i].fdatasync_us);
}

void report_text(const results *all, bool colored)
{
    char machine[300];

    describe_machine(machine, sizeof(machine));
    (void)printf("%s\nfdatasync of 4 KiB: %.0f us\n", machine, all->fdatasync_us);
    if (all->size_count > 0)
        print_operations(all, colored);
    print_processes(&all->processes);
    print_goals(all, colored);
}

/* --- Markdown --------------------------------------------------------------------------------- */

static void markdown_row(FILE *file, const results *all, bench_op op, bool relaxed)
{
    const figure *ours = newest_figure(all, op, "libfocus", relaxed);
    const figure *first = find_figure(all, op, "libfocus", all->sizes[0].sessions, relaxed);
    char text[5][32];

    if (ours == NULL)
        return;
    print_time(text[0], sizeof(text[0]), ours);
    print_ratio(text[1], sizeof(text[1]), ours, first);
    print_ratio(text[2], sizeof(text[2]), ours, newest_figure(all, op, "raw", relaxed));
    print_ratio(text[3], sizeof(text[3]), newest_figure(all, op, "naive", relaxed), ours);
    print_ratio(text[4], sizeof(text[4]),
                newest_figure(all, op, "PostgreSQL", op_writes(op) ? false : relaxed), ours);
    (void)fprintf(file, "| %s%s | %s | %s | %s | %s | %s |\n", op_name(op),
                  op_writes(op) && !relaxed ? ", full" : "", text[0], ours == first ? "-" : text[1],
                  text[2], text[3], relaxed && op_writes(op) ? "-" : text[4]);
}

void report_markdown(const results *all, const char *path)
{
    FILE *file = fopen(path, "w");
    char machine[300];
    char from[32];
    char to[32];

    if (file == NULL)
        bench_fail(path, "cannot be written");
    describe_machine(machine, sizeof(machine));
    print_count(from, sizeof(from), all->sizes[0].sessions);
    print_count(to, sizeof(to), all->sizes[all->size_count - 1].sessions);
    (void)fprintf(
        file,
        "%s; fdatasync of 4 KiB: %.0f us.\n\n"
        "| Operation | %s sessions | %s to %s | to raw SQLite | naive to us | PostgreSQL to us |\n"
        "|---|---|---|---|---|---|\n",
        machine, all->fdatasync_us, to, from, to);
    for (int op = 0; op < OP_COUNT; op++) {
        markdown_row(file, all, (bench_op)op, true);
        if (op_writes((bench_op)op))
            markdown_row(file, all, (bench_op)op, false);
    }
    if (fclose(file) != 0)
        bench_fail(path, "cannot be written");
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void json_figures(FILE *file, const results *all)
{
    for (int i = 0; i < all->figure_count; i++) {
        const figure *f = &all->figures[i];
        (void)fprintf(file,
                      "%s\n  {\"operation\":\"%s\",\"side\":\"%s\",\"sessions\":%" PRId64
                      ",\"durability\":\"%s\",\"samples\":%d,\"median_us\":%.3f,\"p99_us\":%.3f,"
                      "\"max_us\":%.3f,\"syncs\":%.0f,\"log_pages\":%.2f}",
                      i > 0 ? "," : "", op_name(f->op), f->side->name, f->sessions,
                      f->relaxed ? "relaxed" : "full", f->samples, f->median_us, f->p99_us,
                      f->max_us, f->syncs, f->log_pages);
    }
}

static void json_goals(FILE *file, const results *all)
{
    for (int i = 0; i < all->goal_count; i++) {
        const goal *g = &all->goals[i];
        (void)fprintf(file,
                      "%s\n  {\"id\":\"%s\",\"what\":\"%s\",\"value\":%.4f,\"limit\":%.4f,"
                      "\"bound\":\"%s\",\"met\":%s}",
                      i > 0 ? "," : "", g->id, g->what, g->value, g->limit,
                      g->at_least ? "at least" : "at most", g->met ? "true" : "false");
    }
}

void report_json(const results *all, const char *path)
{
    FILE *file = fopen(path, "w");
    char machine[300];

    if (file == NULL)
        bench_fail(path, "cannot be written");
    describe_machine(machine, sizeof(machine));
    (void)fprintf(file,
                  "{\"v\":1,\"kind\":\"bench\",\"machine\":\"%s\",\"fdatasync_us\":%.1f,\n"
                  " \"sizes\":[",
                  machine, all->fdatasync_us);
    for (int i = 0; i < all->size_count; i++)
        (void)fprintf(file,
                      "%s{\"sessions\":%" PRId64 ",\"memory_mib\":%.2f,\"bytes_per_session\":%.1f,"
                      "\"fdatasync_us\":%.1f}",
                      i > 0 ? "," : "", all->sizes[i].sessions, all->sizes[i].memory_mib,
                      all->sizes[i].bytes_per_session, all->sizes[i].fdatasync_us);
    (void)fputs("],\n \"figures\":[", file);
    json_figures(file, all);
    (void)fputs("],\n \"goals\":[", file);
    json_goals(file, all);
    if (fputs("]}\n", file) == EOF || fclose(file) != 0)
        bench_fail(path, "cannot be written");
}
