/*
 * process.c - whole processes: focus beside timewarrior's timew and beside a command by hand, as
 * somebody at a terminal meets them.
 *
 * All run with a short and with a long history, each in a folder of its own. A session lasts 1.1 s, as
 * timew refuses to stop in the second of its start; all sessions of a round last through one such pause,
 * and the order turns, so that none is always the first on a processor that has slept.
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include "bench/measure.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 15, EXPORT_ROUNDS = 3, ARGUMENTS_MAX = 8 };

#define STEP_S 600 /* from one start to the next: a million goes back nineteen years */

/* The last argument of `by hand` is its file; timew and focus find theirs by the environment. */
static const char *const commands[PROCESS_PROGRAMS][PROCESS_VERBS][ARGUMENTS_MAX] = {
    [PROCESS_FOCUS] = {{"start", "work", NULL},
                       {"complete", NULL},
                       {"status", NULL},
                       {"export", "--as", "jsonl", NULL}},
    [PROCESS_TIMEW] = {{"start", "work", ":yes", NULL}, {"stop", NULL}, {NULL}, {"export", NULL}},
    [PROCESS_BY_HAND] = {{"start", NULL}, {"stop", NULL}},
};

typedef struct contest {
    char folder[300];
    const char *focus_path;
    char hand_path[600];
    int size_count;
    double ms[PROCESS_PROGRAMS][PROCESS_SIZES][PROCESS_VERBS][ROUNDS_MAX];
    int counts[PROCESS_PROGRAMS][PROCESS_SIZES][PROCESS_VERBS];
} contest;

/* --- running ---------------------------------------------------------------------------------- */

static void history_path(const contest *c, int program, int size, char out[400])
{
    static const char *const names[PROCESS_PROGRAMS] = {"focus", "timew", "hand"};

    (void)snprintf(out, 400, "%s/%s-%d%s", c->folder, names[program], size,
                   program == PROCESS_TIMEW ? "" : ".db");
}

static _Noreturn void become(const contest *c, int program, int size, int verb)
{
    const char *arguments[ARGUMENTS_MAX + 2] = {c->focus_path};
    int nothing = open("/dev/null", O_RDWR);
    char path[400];
    int count = 1;

    history_path(c, program, size, path);
    (void)setenv("HOME", c->folder, 1);
    (void)setenv("TIMEWARRIORDB", path, 1);
    (void)setenv("FOCUS_DB", path, 1);
    if (program != PROCESS_FOCUS)
        arguments[0] = program == PROCESS_TIMEW ? "timew" : c->hand_path;
    for (int i = 0; commands[program][verb][i] != NULL; i++)
        arguments[count++] = commands[program][verb][i];
    if (program == PROCESS_BY_HAND)
        arguments[count++] = path;
    arguments[count] = NULL;
    (void)dup2(nothing, STDIN_FILENO);
    (void)dup2(nothing, STDOUT_FILENO);
    (void)execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(127);
}

static double now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* From before the process is there until after it is gone. */
static double run(const contest *c, int program, int size, int verb)
{
    double began_ms = now_ms();
    pid_t child = fork();
    int how = 0;

    if (child == 0)
        become(c, program, size, verb);
    if (child < 0 || waitpid(child, &how, 0) != child || !WIFEXITED(how) || WEXITSTATUS(how) != 0)
        bench_fail(commands[program][verb][0] != NULL ? commands[program][verb][0] : "timew",
                   "failed as a process");
    return now_ms() - began_ms;
}

static void run_and_note(contest *c, int program, int size, int verb, bool noted)
{
    double took_ms = run(c, program, size, verb);

    if (noted && c->counts[program][size][verb] < ROUNDS_MAX)
        c->ms[program][size][verb][c->counts[program][size][verb]++] = took_ms;
}

/* Every program with every history, beginning with another one each time. */
static void run_all(contest *c, int verb, int round, bool noted)
{
    int runs = PROCESS_PROGRAMS * c->size_count;

    for (int i = 0; i < runs; i++) {
        int which = (i + round) % runs;
        int program = which % PROCESS_PROGRAMS;
        if (program == PROCESS_BY_HAND && verb > PROCESS_STOP)
            continue;
        run_and_note(c, program, which / PROCESS_PROGRAMS, verb, noted);
    }
}

/* The first round is not noted: timew writes an index of tags in it, focus the backup of the day. */
static void run_round(contest *c, int round)
{
    const struct timespec pause = {1, 100000000};

    run_all(c, PROCESS_START, round, round > 0);
    run_all(c, PROCESS_STATUS, round, round > 0);
    (void)nanosleep(&pause, NULL);
    run_all(c, PROCESS_STOP, round, round > 0);
}

/* --- histories -------------------------------------------------------------------------------- */

static void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0)
        bench_fail(path, "cannot be made");
}

static FILE *create(const char *folder, const char *name)
{
    char path[600];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL)
        bench_fail(path, "cannot be made");
    return file;
}

/* A file a month, as timew keeps them; up to an hour ago. */
static void fill_timew(const char *folder, int64_t count)
{
    char data[500];
    char month[32];
    char name[32] = "";
    FILE *file = create(folder, "timewarrior.cfg");

    (void)fclose(file);
    file = NULL;
    (void)snprintf(data, sizeof(data), "%s/data", folder);
    make_folder(data);
    for (int64_t left = count; left > 0; left--) {
        time_t from = time(NULL) - 3600 - (time_t)left * STEP_S;
        time_t until = from + STEP_S / 2;
        struct tm begun;
        struct tm ended;
        char line[80];
        (void)gmtime_r(&from, &begun);
        (void)gmtime_r(&until, &ended);
        (void)strftime(month, sizeof(month), "%Y-%m.data", &begun);
        if (strcmp(month, name) != 0) {
            if (file != NULL)
                (void)fclose(file);
            file = create(data, month);
            (void)snprintf(name, sizeof(name), "%s", month);
        }
        (void)strftime(line, sizeof(line), "inc %Y%m%dT%H%M%SZ - ", &begun);
        (void)fputs(line, file);
        (void)strftime(line, sizeof(line), "%Y%m%dT%H%M%SZ # work bench\n", &ended);
        (void)fputs(line, file);
    }
    if (file != NULL)
        (void)fclose(file);
}

static void fill(const contest *c, int size, int64_t count)
{
    bench_content content = {
        .sessions = count,
        .step_ms = STEP_S * 1000,
        .now_ms = ((int64_t)time(NULL) - 3600) * 1000,
    };
    char path[400];

    for (int program = PROCESS_FOCUS; program < PROCESS_PROGRAMS; program++) {
        history_path(c, program, size, path);
        if (program == PROCESS_TIMEW) {
            make_folder(path);
            fill_timew(path, count);
        } else {
            (void)snprintf(content.path, sizeof(content.path), "%s", path);
            bench_fill(&content);
        }
    }
}

/* --- all -------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static double median(contest *c, int program, int size, int verb)
{
    int count = c->counts[program][size][verb];
    double *ms = c->ms[program][size][verb];

    if (count == 0)
        return 0;
    qsort(ms, (size_t)count, sizeof(*ms), compare);
    return ms[count / 2];
}

static void summarise(contest *c, process_figures *out)
{
    for (int program = 0; program < PROCESS_PROGRAMS; program++)
        for (int verb = 0; verb < PROCESS_VERBS; verb++)
            for (int size = 0; size < c->size_count; size++)
                out->ms[program][verb][size] = median(c, program, size, verb);
}

static void remove_folder(const char *folder)
{
    char command[400];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    if (system(command) != 0)
        bench_fail(folder, "cannot be removed");
}

void measure_processes(const bench_options *options, const char *folder, process_figures *out)
{
    static const int64_t counts[PROCESS_SIZES] = {1000, 100000, 1000000};
    static contest c;
    int rounds = options->quick ? 7 : ROUNDS_MAX;

    out->size_count = options->quick ? PROCESS_HUGE : PROCESS_SIZES;
    memcpy(out->counts, counts, sizeof(counts));
    if (system("timew --version >/dev/null 2>&1") != 0) {
        (void)snprintf(out->why_not, sizeof(out->why_not), "timew is not installed");
        return;
    }
    c.focus_path = options->focus_path;
    c.size_count = out->size_count;
    (void)snprintf(c.folder, sizeof(c.folder), "%.200s/processes", folder);
    if (readlink("/proc/self/exe", c.hand_path, sizeof(c.hand_path) - 16) < 0)
        bench_fail("/proc/self/exe", "cannot be read");
    (void)strcat(c.hand_path, "_by_hand");
    make_folder(c.folder);
    for (int size = 0; size < c.size_count; size++)
        fill(&c, size, counts[size]);
    for (int round = 0; round <= rounds; round++) {
        if (isatty(STDERR_FILENO))
            (void)fprintf(stderr, "\r\033[Kwhole processes: round %d of %d", round, rounds);
        run_round(&c, round);
    }
    for (int round = 0; round < EXPORT_ROUNDS; round++)
        run_all(&c, PROCESS_EXPORT, round, true);
    summarise(&c, out);
    out->measured = true;
    remove_folder(c.folder);
}
