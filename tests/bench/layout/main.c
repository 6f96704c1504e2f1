/*
 * main.c - measures layouts of the history table.
 *
 *     focus_layout [--sessions N] [--folder FOLDER] [page | cache | layout]...
 *     focus_layout --check FOLDER
 *
 * Without a name, all three. FOLDER, by default /tmp, needs room for seven files of N sessions. The
 * second form only sees whether every variant still fits the schema and works.
 */
#define _XOPEN_SOURCE 700

#include "bench/layout/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPAN_MS INT64_C(315360000000) /* ten years of history at most */
#define STEP_MAX_MS INT64_C(3600000)

static bool is_named(const char *name, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return count == 0;
}

static void check_names(int count, char **names)
{
    for (int i = 0; i < count; i++) {
        bool known = false;
        for (int j = 0; j < group_count; j++)
            known = known || strcmp(names[i], groups[j].name) == 0;
        if (!known)
            bench_fail(names[i], "[--sessions N] [--folder FOLDER] [page | cache | layout]...");
    }
}

enum { CHECK_SESSIONS = 1100 };

typedef struct options {
    const char *folder;
    int64_t sessions;
    bool only_checks;
    int name_count;
    char **names;
} options;

static options read_options(int argc, char **argv)
{
    options o = {.folder = "/tmp", .sessions = 100000};
    int at = 1;

    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        o.only_checks = strcmp(argv[at], "--check") == 0;
        if (strcmp(argv[at], "--sessions") == 0)
            o.sessions = strtoll(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--folder") == 0 || o.only_checks)
            o.folder = argv[at + 1];
        else
            break;
    }
    o.name_count = argc - at;
    o.names = argv + at;
    check_names(o.name_count, o.names);
    if (o.only_checks)
        o.sessions = CHECK_SESSIONS;
    if (o.sessions < CHECK_SESSIONS)
        bench_fail("--sessions", "too few");
    return o;
}

int main(int argc, char **argv)
{
    const options o = read_options(argc, argv);
    void (*go)(const group *, const char *, const char *, int64_t) =
        o.only_checks ? layout_check : layout_measure;
    bench_content content = {.sessions = o.sessions, .now_ms = BENCH_NOW_MS};

    content.step_ms = SPAN_MS / content.sessions;
    if (content.step_ms > STEP_MAX_MS)
        content.step_ms = STEP_MAX_MS;
    (void)snprintf(content.path, sizeof(content.path), "%.400s/focus-layout-%ld.db", o.folder,
                   (long)getpid());
    bench_fill(&content);
    for (int i = 0; i < group_count; i++)
        if (is_named(groups[i].name, o.name_count, o.names))
            go(&groups[i], content.path, o.folder, o.sessions);
    return unlink(content.path) == 0 ? 0 : 1;
}
