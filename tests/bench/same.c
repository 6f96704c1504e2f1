/*
 * same.c - whether libfocus and raw do the same work: a figure beside another means something only
 * then.
 *
 * Both sides do each operation a number of times, in an order that mixes them. Then the doctor must
 * find nothing in either file, the checksum of each session included, and counters, figures of all
 * days, streak, wallet and pauses must be equal.
 */
#define _XOPEN_SOURCE 700

#include "bench/measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TIMES = 40, STRIDE = 8 };

/* One or two sessions a day: where one goes, the day may cease to count, and a run of days parts. */
enum { SESSIONS = BENCH_PLACES + BENCH_VICTIMS + 100 };
#define STEP_MS (INT64_C(20) * 3600000)

_Static_assert(OP_COUNT % 2 == 1, "STRIDE goes through all operations");

/* These are made to differ: no figures are kept by raw in bulk, and it folds no log in. */
static bool is_compared(bench_op op)
{
    return op != OP_BULK && op != OP_COMPLETE_IDLE && op != OP_LIBRARY_DELETE_LARGE &&
           op != OP_OPEN;
}

static void *play(const bench_side *side, const bench_content *content)
{
    void *state = side->open(content);

    for (int i = 0; i < OP_COUNT * TIMES; i++) {
        bench_op op = (bench_op)(i * STRIDE % OP_COUNT);
        if (!is_compared(op))
            continue;
        side->prepare(state, op);
        side->run(state, op);
    }
    side->prepare(state, OP_COUNTERS); /* ends a batch */
    return state;
}

typedef struct outcome {
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    int64_t pauses; /* of the newest sessions: how many, and how long */
    int64_t paused_ms;
} outcome;

static int64_t read_clock(void *user)
{
    (void)user;
    return BENCH_NOW_MS + 30 * INT64_C(86400000);
}

static void check(focus_store *store, focus_status status)
{
    if (status != FOCUS_OK)
        bench_fail(focus_status_name(status), focus_last_error(store)->message);
}

static focus_store *open_copy(const bench_content *content, const char *side)
{
    static const focus_clock clock = {read_clock, NULL};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    focus_error error;
    char path[600];

    (void)snprintf(path, sizeof(path), "%s/%s-%" PRId64 ".db", content->folder, side,
                   content->sessions);
    options.path = path;
    options.clock = &clock;
    options.zone = &bench_zone;
    options.vfs_name = "watching";
    if (focus_open(&options, &store, &error) != FOCUS_OK)
        bench_fail(path, error.message);
    return store;
}

static void refuse_findings(focus_store *store, const char *side)
{
    const focus_doctor_report *report = NULL;

    check(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    if (report->count > 0)
        bench_fail(side, report->items[0].message);
    focus_doctor_report_free(report);
}

static void add_pauses(focus_store *store, outcome *to)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.limit = 1000;
    check(store, focus_session_list_page(store, &filter, &list));
    for (size_t i = 0; i < list->count; i++) {
        to->pauses += (int64_t)list->items[i]->pause_count;
        to->paused_ms += list->items[i]->paused_ms;
    }
    focus_session_list_free(list);
}

static void look_into(const bench_content *content, const char *side, outcome *out)
{
    focus_store *store = open_copy(content, side);

    *out = (outcome){0};
    refuse_findings(store, side);
    check(store, focus_counters_get(store, &out->counters));
    check(store, focus_stats_get(store, 0, 100000, &out->stats));
    check(store, focus_streak_get(store, &out->streak));
    check(store, focus_progress_get(store, &out->progress));
    add_pauses(store, out);
    focus_close(store);
}

static void play_both(const bench_content *content, outcome *ours, outcome *raw)
{
    void *our_state = play(&ours_side, content);
    void *raw_state = play(&raw_side, content);

    look_into(content, "ours", ours);
    look_into(content, "raw", raw);
    ours_side.close(our_state);
    raw_side.close(raw_state);
}

void check_same_work(const char *folder)
{
    bench_content content = {.sessions = SESSIONS, .step_ms = STEP_MS, .now_ms = BENCH_NOW_MS};
    outcome ours;
    outcome raw;

    content.relaxed = true;
    (void)snprintf(content.folder, sizeof(content.folder), "%s", folder);
    (void)snprintf(content.path, sizeof(content.path), "%s/same.db", folder);
    bench_fill(&content);
    play_both(&content, &ours, &raw);
    (void)unlink(content.path);
    if (memcmp(&ours.counters, &raw.counters, sizeof(ours.counters)) != 0)
        bench_fail("raw", "its counters are not those of libfocus");
    if (memcmp(&ours.stats, &raw.stats, sizeof(ours.stats)) != 0)
        bench_fail("raw", "its days are not those of libfocus");
    if (memcmp(&ours.streak, &raw.streak, sizeof(ours.streak)) != 0)
        bench_fail("raw", "its streak is not that of libfocus");
    if (ours.progress.xp != raw.progress.xp || ours.progress.coins != raw.progress.coins)
        bench_fail("raw", "its wallet is not that of libfocus");
    if (ours.pauses != raw.pauses || ours.paused_ms != raw.paused_ms)
        bench_fail("raw", "its pauses are not those of libfocus");
}
