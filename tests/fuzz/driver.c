/*
 * driver.c - runs a target without a fuzzer: its corpus first, then inputs made out of it.
 *
 *     fuzz_<name>              rounds of inputs, as many as the target says
 *     fuzz_<name> FILE...      these inputs alone
 *
 * FOCUS_SEED=n runs the one round of that seed, FOCUS_MINUTES=m goes on for m minutes. Each round
 * has a process of its own, so that it begins with nothing, whatever happened before. An input that
 * fails is made smaller and written to the present folder.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#define _DARWIN_C_SOURCE

#include "fuzz/corpus.h"
#include "fuzz/mutate.h"
#include "support/campaign.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    EXIT_MEMORY = 99,
    BLOCKED_S = 60, /* a busy machine may let a process wait for long */
    SMALLER_TRIALS = 400,
    SMALLER_S = 20
};

/* What a round tells its parent, who outlives it. */
typedef struct round_report {
    int64_t inputs; /* begun */
    int64_t memory_mb;
    size_t size; /* of the present input */
    uint8_t bytes[];
} round_report;

typedef struct driver {
    const fuzz_target *target;
    fuzz_corpus corpus;
    campaign campaign;
    round_report *report;
    size_t report_size;
    int64_t executions;
    int64_t memory_mb; /* the most that a round used */
    int failures[FUZZ_KIND_COUNT];
    unsigned found; /* kinds of failures so far */
} driver;

static const char *kind_word(unsigned kind)
{
    switch (kind) {
    case FUZZ_ABORT:
        return "abort";
    case FUZZ_CRASH:
        return "crash";
    case FUZZ_HANG:
        return "hang";
    case FUZZ_MEMORY:
        return "memory";
    }
    return "nothing";
}

/* --- in a round's process --------------------------------------------------------------------- */

static int64_t memory_used_mb(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return usage.ru_maxrss >> 20;
#else
    return usage.ru_maxrss >> 10;
#endif
}

/* Both signals end the process. Time that other programs take does not count, waiting does. */
static void set_watchdog(void)
{
    const struct itimerval limit = {.it_value = {.tv_sec = FUZZ_INPUT_MAX_S}};

    (void)setitimer(ITIMER_PROF, &limit, NULL);
    (void)alarm(BLOCKED_S);
}

/* The target gets a block that ends where the input does. */
static void run_input(round_report *report, const uint8_t *bytes, size_t size)
{
    uint8_t *block = malloc(size > 0 ? size : 1);

    fuzz_check(block != NULL);
    if (size > 0)
        memcpy(block, bytes, size);
    report->size = size;
    if (size > 0 && bytes != report->bytes)
        memcpy(report->bytes, bytes, size);
    report->inputs++;
    set_watchdog();
    (void)LLVMFuzzerTestOneInput(block, size);
    free(block);
    report->memory_mb = memory_used_mb();
    if (report->memory_mb > FUZZ_MEMORY_MAX_MB)
        _exit(EXIT_MEMORY);
}

typedef void round_runs(driver *d, const void *user);

static void run_entries(driver *d, const void *user)
{
    const fuzz_entries *entries = user;

    for (size_t i = 0; i < entries->count; i++)
        run_input(d->report, entries->items[i].bytes, entries->items[i].size);
}

static void run_mutations(driver *d, const void *user)
{
    fuzz_buffer buffer = {d->report->bytes, 0, d->target->size_max};
    chance c = *(const chance *)user;

    for (int i = 0; i < d->target->round_size; i++) {
        fuzz_mutate(&c, &d->corpus, &buffer);
        run_input(d->report, buffer.bytes, buffer.size);
    }
}

/* --- around it -------------------------------------------------------------------------------- */

static unsigned kind_of(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == EXIT_MEMORY ? FUZZ_MEMORY : FUZZ_CRASH;
    if (WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGALRM)
        return FUZZ_HANG;
    return WTERMSIG(status) == SIGABRT ? FUZZ_ABORT : FUZZ_CRASH;
}

static void be_quiet(void)
{
    int nowhere = open("/dev/null", O_WRONLY);

    if (nowhere >= 0)
        (void)dup2(nowhere, STDERR_FILENO);
}

/* Gives the kind of its failure, 0 for none. */
static unsigned run_round(driver *d, round_runs *runs, const void *user, bool quietly)
{
    int status = 0;
    pid_t child;

    (void)fflush(NULL);
    d->report->inputs = 0;
    d->report->size = 0;
    child = fork();
    fuzz_check(child >= 0);
    if (child == 0) {
        if (quietly)
            be_quiet();
        runs(d, user);
        exit(0); /* with a look for leaks, where there is a sanitizer */
    }
    fuzz_check(waitpid(child, &status, 0) == child);
    if (d->report->memory_mb > d->memory_mb)
        d->memory_mb = d->report->memory_mb;
    return kind_of(status);
}

/* --- a failure -------------------------------------------------------------------------------- */

static bool fails_alone(driver *d, const fuzz_entry *input, unsigned kind)
{
    fuzz_entry copy = *input;
    fuzz_entries one = {&copy, 1, 1};

    return run_round(d, run_entries, &one, true) == kind;
}

/* Leave out ever smaller pieces as long as it fails in the same way. */
static void make_smaller(driver *d, fuzz_entry *input, unsigned kind)
{
    uint8_t *without = malloc(input->size + 1);
    time_t until = time(NULL) + SMALLER_S;
    int trials = SMALLER_TRIALS;

    fuzz_check(without != NULL);
    for (size_t piece = (input->size + 1) / 2; piece > 0; piece /= 2) {
        for (size_t at = 0; at + piece <= input->size && time(NULL) < until && trials > 0;) {
            fuzz_entry smaller = {NULL, without, input->size - piece};
            memcpy(without, input->bytes, at);
            memcpy(without + at, input->bytes + at + piece, input->size - at - piece);
            trials--;
            if (fails_alone(d, &smaller, kind)) {
                memcpy(input->bytes, without, smaller.size);
                input->size = smaller.size;
            } else {
                at += piece;
            }
        }
    }
    free(without);
}

static void write_input(const driver *d, const fuzz_entry *input, unsigned kind, bool alone)
{
    char folder[512] = ".";
    char path[768];
    FILE *file = NULL;

    (void)getcwd(folder, sizeof(folder));
    (void)snprintf(path, sizeof(path), "%s/%s-%s-%016" PRIx64, folder, d->target->name,
                   kind_word(kind), fuzz_hash(input->bytes, input->size));
    file = fopen(path, "wb");
    if (file == NULL || fwrite(input->bytes, 1, input->size, file) != input->size)
        (void)fprintf(stderr, "%s cannot be written\n", path);
    if (file != NULL)
        (void)fclose(file);
    (void)fprintf(stderr, "%s: %s, %zu bytes%s: %s\n", d->campaign.name, kind_word(kind),
                  input->size, alone ? "" : ", not without the inputs before it", path);
}

/* What the round was at when it ended is the input to blame. */
static void keep_failure(driver *d, unsigned kind)
{
    fuzz_entry input = {.size = d->report->size};
    bool alone;

    input.bytes = malloc(input.size + 1);
    fuzz_check(input.bytes != NULL);
    memcpy(input.bytes, d->report->bytes, input.size);
    alone = fails_alone(d, &input, kind);
    if (alone)
        make_smaller(d, &input, kind);
    write_input(d, &input, kind, alone);
    free(input.bytes);
}

static void note_failure(driver *d, unsigned kind)
{
    for (int i = 0; i < FUZZ_KIND_COUNT; i++)
        d->failures[i] += kind == 1u << i;
    d->found |= kind;
}

/* --- all together ----------------------------------------------------------------------------- */

static void driver_open(driver *d)
{
    size_t largest = fuzz_target_here.size_max;

    *d = (driver){.target = &fuzz_target_here};
    fuzz_corpus_load(&d->corpus, d->target);
    for (size_t i = 0; i < d->corpus.entries.count; i++)
        if (d->corpus.entries.items[i].size > largest)
            largest = d->corpus.entries.items[i].size;
    d->report_size = sizeof(*d->report) + largest;
    d->report =
        mmap(NULL, d->report_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fuzz_check(d->report != MAP_FAILED);
}

static void driver_close(driver *d)
{
    (void)munmap(d->report, d->report_size);
    fuzz_corpus_free(&d->corpus);
}

static bool replay_corpus(driver *d)
{
    unsigned kind = run_round(d, run_entries, &d->corpus.entries, false);
    int64_t at = d->report->inputs - 1;

    if (kind == 0)
        return true;
    note_failure(d, kind);
    (void)fprintf(stderr, "%s: %s: %s\n", d->campaign.name, kind_word(kind),
                  d->corpus.entries.items[at > 0 ? at : 0].path);
    return false;
}

/* A canary goes on until all that was planted in it has been found. */
static bool goes_on(const driver *d)
{
    unsigned wanted = d->target->must_find_kinds;

    return wanted != 0 ? (d->found & wanted) != wanted : d->found == 0;
}

static void run_campaign(driver *d)
{
    while (goes_on(d) && campaign_next(&d->campaign)) {
        bool quietly = d->target->must_find_kinds != 0;
        unsigned kind = run_round(d, run_mutations, &d->campaign.chance, quietly);
        d->executions += d->report->inputs;
        if (kind == 0)
            continue;
        note_failure(d, kind);
        if (d->target->must_find_kinds != 0)
            continue;
        campaign_tell_seed(&d->campaign);
        keep_failure(d, kind);
    }
}

static void tell(const driver *d, double took_s)
{
    campaign_end(&d->campaign,
                 "%zu inputs of the corpus, %" PRId64 " executions (%.0f a second), %d crashes, "
                 "%d hangs, %d broken promises, %d of too much memory, %" PRId64 " MB at most",
                 d->corpus.entries.count, d->executions, (double)d->executions / took_s,
                 d->failures[1], d->failures[2], d->failures[0], d->failures[3], d->memory_mb);
}

static double now_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run_all(driver *d)
{
    char name[64];
    unsigned wanted = d->target->must_find_kinds;
    double began_s = now_s();

    (void)snprintf(name, sizeof(name), "R8 fuzz %s", d->target->name);
    d->campaign = campaign_begin(name, d->target->rounds);
    if (replay_corpus(d))
        run_campaign(d);
    tell(d, now_s() - began_s);
    return d->found == wanted ? 0 : 1;
}

static int run_files(char **paths)
{
    round_report *report = NULL;
    fuzz_entries files = {0};

    for (; *paths != NULL; paths++) {
        if (!fuzz_entries_add_file(&files, *paths)) {
            (void)fprintf(stderr, "%s cannot be read\n", *paths);
            return 2;
        }
    }
    for (size_t i = 0; i < files.count; i++) {
        report = calloc(1, sizeof(*report) + files.items[i].size);
        fuzz_check(report != NULL);
        (void)printf("%s, %zu bytes\n", files.items[i].path, files.items[i].size);
        (void)fflush(stdout);
        run_input(report, files.items[i].bytes, files.items[i].size);
        free(report);
    }
    fuzz_entries_free(&files);
    return 0;
}

int main(int argc, char **argv)
{
    driver d;
    int exit_code;

    if (argc > 1)
        return run_files(argv + 1);
    driver_open(&d);
    exit_code = run_all(&d);
    driver_close(&d);
    return exit_code;
}
