/*
 * main.c - focus_bench: every operation through focus.h beside the same work by hand, in one process
 * and one run.
 *
 *     focus_bench [--quick] [--large] [--only OPERATION] [--keep FOLDER] [--focus COMMAND]
 *                 [--json FILE] [--markdown FILE] [--plots FOLDER]
 *
 * Histories of 10,000, 100,000 and 1,000,000 sessions; --large 10,000,000 as well; --quick without the
 * two largest and with fewer samples. --keep leaves the filled files for the next run. --focus also
 * compares the command with timewarrior's; --only processes does nothing else. What each operation and
 * each side is: side.h.
 */
#include "bench/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] = "[--quick] [--large] [--only OPERATION] [--keep FOLDER]"
                            " [--focus COMMAND] [--json FILE] [--markdown FILE] [--plots FOLDER]";

typedef struct outputs {
    const char *json;
    const char *markdown;
    const char *plots;
} outputs;

static bench_op op_of(const char *name)
{
    for (int op = 0; op < OP_COUNT; op++)
        if (strcmp(op_name((bench_op)op), name) == 0)
            return (bench_op)op;
    bench_fail(name, "no operation is called so");
}

static void read_options(int argc, char **argv, bench_options *options, outputs *out)
{
    static const int64_t sizes[SIZES_MAX] = {10000, 100000, 1000000, 10000000};
    const struct {
        const char *name;
        const char **value;
    } named[] = {
        {"--keep", &options->keep_folder},
        {"--focus", &options->focus_path},
        {"--json", &out->json},
        {"--markdown", &out->markdown},
        {"--plots", &out->plots},
    };
    bool known = true;

    *options = (bench_options){.size_count = 3, .only = OP_COUNT};
    memcpy(options->sizes, sizes, sizeof(sizes));
    for (int i = 1; i < argc && known; i++) {
        known = strcmp(argv[i], "--quick") == 0 || strcmp(argv[i], "--large") == 0;
        options->quick = options->quick || strcmp(argv[i], "--quick") == 0;
        if (strcmp(argv[i], "--large") == 0)
            options->size_count = 4;
        if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
            if (strcmp(argv[++i], "processes") == 0)
                options->size_count = 0;
            else
                options->only = op_of(argv[i]);
            known = true;
        }
        for (size_t n = 0; n < sizeof(named) / sizeof(named[0]) && !known; n++)
            if (strcmp(argv[i], named[n].name) == 0 && i + 1 < argc) {
                *named[n].value = argv[++i];
                known = true;
            }
    }
    if (!known)
        bench_fail("usage", usage);
    if (options->quick && options->size_count > 2)
        options->size_count = 2;
}

int main(int argc, char **argv)
{
    static results all;
    bench_options options;
    outputs out = {0};

    read_options(argc, argv, &options, &out);
    measure_all(&options, &all);
    judge(&all);
    report_text(&all, isatty(STDOUT_FILENO));
    if (out.json != NULL)
        report_json(&all, out.json);
    if (out.markdown != NULL)
        report_markdown(&all, out.markdown);
    if (out.plots != NULL)
        plot_all(&all, out.plots);
    return 0;
}
