/*
 * memory.c - focus_bench_memory: the most memory that a process holds which goes through all calls.
 *
 *     focus_bench_memory FILE SESSIONS STEP_MS
 *
 * Two hundred of each, on a copy of a filled file; prints MiB. A program of its own, so that nothing
 * but libfocus and SQLite is in it.
 */
#include "bench/side.h"

#include "support/watching_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EACH = 200 };

static double highest_memory_mib(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[128];
    long kib = 0;

    while (file != NULL && fgets(line, sizeof(line), file) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (file != NULL)
        (void)fclose(file);
    return (double)kib / 1024;
}

int main(int argc, char **argv)
{
    static watch_counts ignored;
    bench_content content = {.now_ms = BENCH_NOW_MS, .relaxed = true};
    void *state;

    if (argc != 4 || watching_vfs_register(&ignored) != 0)
        bench_fail("usage", "FILE SESSIONS STEP_MS");
    (void)snprintf(content.path, sizeof(content.path), "%s", argv[1]);
    (void)snprintf(content.folder, sizeof(content.folder), "%.400s.memory", argv[1]);
    content.sessions = strtoll(argv[2], NULL, 10);
    content.step_ms = strtoll(argv[3], NULL, 10);
    (void)mkdir(content.folder, 0700);
    state = ours_side.open(&content);
    for (int op = 0; op < OP_COUNT; op++)
        for (int i = 0; i < EACH && op != OP_BULK && op != OP_LIBRARY_DELETE_LARGE; i++) {
            ours_side.prepare(state, (bench_op)op);
            ours_side.run(state, (bench_op)op);
        }
    ours_side.close(state);
    (void)rmdir(content.folder);
    (void)printf("%.3f\n", highest_memory_mib());
    return 0;
}
