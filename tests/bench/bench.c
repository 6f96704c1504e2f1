/*
 * bench.c - what common calls cost with a short and with a long history, and beside raw SQLite.
 *
 *     focus_bench [--quick] [--large] [--json FILE]
 *
 * Each size gets a file of its own, filled through focus.h, relaxed. Raw SQLite reads the same file
 * in the same process by statements prepared once, in rounds that alternate with the library's.
 * Medians in microseconds; growth: the largest size over the smallest; to raw: ours over raw.
 */
#define _XOPEN_SOURCE 700

#include "focus.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, SAMPLES_MAX = 20000, SIZES_MAX = 3 };
enum { RUNNING, COUNTERS, NEWEST_PAGE, MIDDLE_PAGE, MONTH, LIFE, CALLS };
enum { RAW_BEGIN, RAW_ROLLBACK, RAW_RUNNING, RAW_COUNTERS, RAW_PAGE, RAW_COUNT };

#define NOW_MS INT64_C(4102444800000) /* 2100: a million sessions ago it was 2014 */
#define STEP_MS INT64_C(2700000)      /* from one session to the next: 32 a day */
#define DAY_MS INT64_C(86400000)

static const struct {
    const char *name;
    int samples; /* of a round */
    bool raw;    /* measured beside raw SQLite */
} calls[CALLS] = {
    {"running session", 4000, true},    {"counters", 4000, true},
    {"newest page, total", 1000, true}, {"middle page, total", 1000, false},
    {"stats of 30 days", 1000, false},  {"life of a session", 200, false},
};

typedef struct figures {
    int sessions;
    double us[CALLS];
    double raw_us[CALLS];
} figures;

typedef struct bench {
    focus_store *store;
    sqlite3 *raw;
    sqlite3_stmt *stmts[RAW_COUNT];
    uint64_t texts[RAW_COUNT]; /* bit i: column i is not an integer */
    int64_t now_ms;
    char cursor[FOCUS_CURSOR_SIZE]; /* in the middle */
} bench;

static void die(const char *what, const char *why)
{
    (void)fprintf(stderr, "focus_bench: %s: %s\n", what, why);
    exit(1);
}

static void check(const bench *b, focus_status status)
{
    if (status != FOCUS_OK)
        die(focus_status_name(status), focus_last_error(b->store)->message);
}

static int64_t bench_now(void *user)
{
    return ((bench *)user)->now_ms;
}

/* Four writes; the one that ran before them makes way. */
static void live(bench *b)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    check(b, focus_session_start(b->store, &input, NULL));
    b->now_ms += 120000;
    check(b, focus_session_pause(b->store, 0, NULL, NULL));
    b->now_ms += 1000;
    check(b, focus_session_resume(b->store, 0, NULL));
    b->now_ms += 120000;
    check(b, focus_session_complete(b->store, 0, NULL, NULL));
}

static void run_ours(bench *b, int call)
{
    const int32_t today = (int32_t)(NOW_MS / DAY_MS);
    const focus_session *session = NULL;
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    focus_counters counters;
    focus_stats stats;

    filter.cursor = call == MIDDLE_PAGE ? b->cursor : NULL;
    if (call == RUNNING)
        check(b, focus_session_running(b->store, &session));
    else if (call == COUNTERS)
        check(b, focus_counters_get(b->store, &counters));
    else if (call == MONTH)
        check(b, focus_stats_get(b->store, today - 30, today - 1, &stats));
    else if (call == LIFE)
        live(b);
    else
        check(b, focus_session_list_page(b->store, &filter, &list));
    focus_session_free(session);
    focus_session_list_free(list);
}

static void step_raw(bench *b, int id)
{
    sqlite3_stmt *stmt = b->stmts[id];

    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = sqlite3_column_count(stmt); i-- > 0;) /* every column, as a caller would */
            if ((b->texts[id] >> i & 1u) != 0)
                (void)sqlite3_column_blob(stmt, i);
            else
                (void)sqlite3_column_int64(stmt, i);
    (void)sqlite3_reset(stmt);
}

/* What the call of the library is made of. */
static void run_raw(bench *b, int call)
{
    static const int page[] = {RAW_BEGIN, RAW_PAGE, RAW_COUNTERS, RAW_ROLLBACK};

    for (int i = 0; call == NEWEST_PAGE && i < 4; i++)
        step_raw(b, page[i]);
    if (call != NEWEST_PAGE)
        step_raw(b, call == RUNNING ? RAW_RUNNING : RAW_COUNTERS);
}

static void open_raw(bench *b, const char *path)
{
    static const char *const sqls[RAW_COUNT] = {
        "BEGIN",
        "ROLLBACK",
        "SELECT * FROM focus_sessions WHERE user_id = 1 AND ended_at_ms IS NULL AND deleted_at_ms IS NULL",
        "SELECT * FROM counters WHERE user_id = 1",
        "SELECT * FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
        " ORDER BY started_at_ms DESC, id DESC LIMIT 21",
    };

    if (sqlite3_open_v2(path, &b->raw, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        die(path, sqlite3_errmsg(b->raw));
    for (int id = 0; id < RAW_COUNT; id++) {
        if (sqlite3_prepare_v3(b->raw, sqls[id], -1, SQLITE_PREPARE_PERSISTENT, &b->stmts[id],
                               NULL) != SQLITE_OK)
            die(sqls[id], sqlite3_errmsg(b->raw));
        for (int i = 0; i < sqlite3_column_count(b->stmts[id]); i++)
            if (strcmp(sqlite3_column_decltype(b->stmts[id], i), "INTEGER") != 0)
                b->texts[id] |= UINT64_C(1) << i;
    }
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return (difference > 0) - (difference < 0);
}

static void take(bench *b, void (*run)(bench *, int), int call, double *out, int count)
{
    struct timespec from, until;

    for (int i = 0; i < count; i++) {
        (void)clock_gettime(CLOCK_MONOTONIC, &from);
        run(b, call);
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        out[i] = (double)(until.tv_sec - from.tv_sec) * 1e6 +
                 (double)(until.tv_nsec - from.tv_nsec) / 1e3;
    }
}

static void measure(bench *b, bool quick, figures *out)
{
    static double ours[SAMPLES_MAX];
    static double theirs[SAMPLES_MAX];

    for (int c = 0; c < CALLS; c++) {
        int count = quick ? calls[c].samples / 10 : calls[c].samples;
        take(b, run_ours, c, ours, count / 5 + 1); /* warm up */
        for (int round = 0; round < ROUNDS; round++) {
            take(b, run_ours, c, ours + (ptrdiff_t)round * count, count);
            if (calls[c].raw)
                take(b, run_raw, c, theirs + (ptrdiff_t)round * count, count);
        }
        qsort(ours, (size_t)(ROUNDS * count), sizeof(*ours), compare);
        qsort(theirs, (size_t)(ROUNDS * count), sizeof(*theirs), compare);
        out->us[c] = ours[ROUNDS * count / 2];
        out->raw_us[c] = calls[c].raw ? theirs[ROUNDS * count / 2] : 0;
    }
}

/* The newest are added first. */
static void add_thousand(bench *b, int from)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.flags = FOCUS_INPUT_REWARD;
    input.title = "a session of the benchmark";
    input.project = "bench";
    check(b, focus_batch_begin(b->store));
    for (int i = from + 1; i <= from + 1000; i++) {
        input.mode = i % 4 == 3 ? FOCUS_MODE_BREAK : FOCUS_MODE_FOCUS;
        input.started_at_ms = NOW_MS - i * STEP_MS;
        input.ended_at_ms = input.started_at_ms + 1200000;
        check(b, focus_session_add(b->store, &input, NULL));
    }
    check(b, focus_batch_commit(b->store));
}

static void run_size(const char *folder, int sessions, bool quick, figures *out)
{
    bench b = {.now_ms = NOW_MS};
    const focus_clock clock = {bench_now, &b};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_session_filter middle = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    focus_error error;
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/%d.db", folder, sessions);
    options.path = path;
    options.clock = &clock;
    options.durability = FOCUS_DURABILITY_RELAXED;
    if (focus_open(&options, &b.store, &error) != FOCUS_OK)
        die(path, error.message);
    for (int i = 0; i < sessions; i += 1000)
        add_thousand(&b, i);
    middle.has_days = 1;
    middle.until_day = (int32_t)((NOW_MS - sessions / 2 * STEP_MS) / DAY_MS);
    middle.from_day = middle.until_day - 3;
    check(&b, focus_session_list_page(b.store, &middle, &list));
    memcpy(b.cursor, list->next_cursor, sizeof(b.cursor));
    focus_session_list_free(list);
    check(&b, focus_session_start(b.store, NULL, NULL));
    open_raw(&b, path);
    out->sessions = sessions;
    measure(&b, quick, out);
    for (int id = 0; id < RAW_COUNT; id++)
        (void)sqlite3_finalize(b.stmts[id]);
    (void)sqlite3_close(b.raw);
    focus_close(b.store);
    (void)unlink(path);
}

static void print_table(const figures *sizes, int count)
{
    const figures *last = &sizes[count - 1];

    (void)printf("%-20s", "us, medians");
    for (int s = 0; s < count; s++)
        (void)printf("%9dk", sizes[s].sessions / 1000);
    (void)printf("%10s%10s%10s\n", "growth", "raw", "to raw");
    for (int c = 0; c < CALLS; c++) {
        (void)printf("%-20s", calls[c].name);
        for (int s = 0; s < count; s++)
            (void)printf("%10.2f", sizes[s].us[c]);
        (void)printf("%9.2fx", last->us[c] / sizes[0].us[c]);
        if (calls[c].raw)
            (void)printf("%10.2f%9.2fx", last->raw_us[c], last->us[c] / last->raw_us[c]);
        (void)printf("\n");
    }
}

static void write_json(const char *path, const figures *sizes, int count)
{
    FILE *file = fopen(path, "w");
    const char *before = "[";

    for (int s = 0; file != NULL && s < count; s++)
        for (int c = 0; c < CALLS; c++, before = ",\n")
            (void)fprintf(file, "%s{\"call\":\"%s\",\"sessions\":%d,\"us\":%.3f,\"raw_us\":%.3f}",
                          before, calls[c].name, sizes[s].sessions, sizes[s].us[c],
                          sizes[s].raw_us[c]);
    if (file == NULL || fputs("]\n", file) == EOF || fclose(file) != 0)
        die(path, "cannot be written");
}

int main(int argc, char **argv)
{
    static const int all_sizes[SIZES_MAX] = {1000, 100000, 1000000};
    figures sizes[SIZES_MAX];
    char folder[] = "/tmp/focus-bench-XXXXXX";
    const char *json = NULL;
    bool quick = false;
    int count = 2;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--quick") == 0)
            quick = true;
        else if (strcmp(argv[i], "--large") == 0)
            count = SIZES_MAX;
        else if (strcmp(argv[i], "--json") == 0 && i + 1 < argc)
            json = argv[++i];
        else
            die(argv[i], "usage: focus_bench [--quick] [--large] [--json FILE]");
    if (mkdtemp(folder) == NULL)
        die(folder, "cannot be made");
    for (int s = 0; s < count; s++)
        run_size(folder, all_sizes[s], quick, &sizes[s]);
    (void)rmdir(folder);
    print_table(sizes, count);
    if (json != NULL)
        write_json(json, sizes, count);
    return 0;
}
