/*
 * content.c - the file that every side begins with, and what sides share.
 */
#define _XOPEN_SOURCE 700

#include "bench/side.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 10000 };

void bench_fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "focus_bench: %s: %s\n", what, why);
    exit(1);
}

uint64_t bench_random(uint64_t *state, uint64_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*state >> 33) % below;
}

static int32_t no_offset(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return 0;
}

const focus_zone bench_zone = {"Etc/UTC", no_offset, NULL};

static int64_t row_start_ms(const bench_content *content, int64_t row)
{
    return content->now_ms - (content->sessions - row) * content->step_ms;
}

/* By a prime that divides no number of sessions, so that no row comes twice; not at the ends, where a
 * page would not be full. */
int64_t bench_place_ms(const bench_content *content, int place)
{
    const int64_t inner = content->sessions - INT64_C(2) * BENCH_PAGE;

    return row_start_ms(content, (place + 1) * INT64_C(2654435761) % inner + BENCH_PAGE);
}

void bench_gap(const bench_content *content, int n, int64_t *out_started_at_ms,
               int64_t *out_ended_at_ms)
{
    *out_started_at_ms =
        row_start_ms(content, n * INT64_C(7919) % (content->sessions - 1)) + content->step_ms / 2;
    *out_ended_at_ms = *out_started_at_ms + content->step_ms / 4;
}

static int64_t now_of(void *user)
{
    return ((const bench_content *)user)->now_ms;
}

static void check(focus_store *store, focus_status status)
{
    if (status != FOCUS_OK)
        bench_fail(focus_status_name(status), focus_last_error(store)->message);
}

/* The oldest comes first, as a life does. */
static void fill_sessions(focus_store *store, const bench_content *content)
{
    focus_session_input *inputs = calloc(BLOCK, sizeof(*inputs));

    if (inputs == NULL)
        bench_fail("the sessions", "no memory");
    for (int64_t left = content->sessions; left > 0; left -= BLOCK) {
        size_t count = left < BLOCK ? (size_t)left : BLOCK;
        for (size_t i = 0; i < count; i++) {
            inputs[i] = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
            inputs[i].flags = FOCUS_INPUT_REWARD;
            inputs[i].title = BENCH_TITLE;
            inputs[i].project = BENCH_PROJECT;
            inputs[i].started_at_ms = content->now_ms - (left - (int64_t)i) * content->step_ms;
            inputs[i].ended_at_ms = inputs[i].started_at_ms + content->step_ms / 2;
        }
        check(store, focus_session_add_many(store, inputs, count));
        check(store, focus_checkpoint(store, NULL));
    }
    free(inputs);
}

static void fill_libraries(focus_store *store)
{
    focus_track_input tracks[BENCH_TRACKS];
    focus_id library;
    char name[32];

    for (int i = 0; i < BENCH_TRACKS; i++) {
        tracks[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        tracks[i].title = "a track of the benchmark";
        tracks[i].duration_ms = 180000;
    }
    for (int i = 0; i < BENCH_LIBRARIES; i++) {
        (void)snprintf(name, sizeof(name), "library %d", i);
        check(store, focus_library_create(store, name, NULL, &library));
        check(store, focus_track_add_many(store, &library, tracks, BENCH_TRACKS));
    }
}

void bench_fill(const bench_content *content)
{
    bench_content own = *content;
    const focus_clock clock = {now_of, &own};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    focus_error error;
    char unready[600];

    if (access(content->path, R_OK) == 0)
        return;
    (void)snprintf(unready, sizeof(unready), "%s.part", content->path);
    (void)unlink(unready);
    options.path = unready;
    options.clock = &clock;
    options.zone = &bench_zone;
    options.durability = FOCUS_DURABILITY_RELAXED;
    if (focus_open(&options, &store, &error) != FOCUS_OK)
        bench_fail(unready, error.message);
    fill_sessions(store, content);
    fill_libraries(store);
    focus_close(store);
    if (rename(unready, content->path) != 0)
        bench_fail(content->path, "cannot be named so");
}

void bench_copy_content(const bench_content *content, const char *side, char out_path[512])
{
    static char block[1 << 20];
    FILE *from = fopen(content->path, "rb");
    FILE *to;
    size_t size = 0;
    bool failed = false;

    (void)snprintf(out_path, 512, "%.400s/%s-%" PRId64 ".db", content->folder, side,
                   content->sessions);
    to = fopen(out_path, "wb");
    if (from == NULL || to == NULL)
        bench_fail(out_path, "cannot be copied");
    while ((size = fread(block, 1, sizeof(block), from)) > 0)
        failed = failed || fwrite(block, 1, size, to) != size;
    failed = failed || ferror(from) != 0;
    failed = fclose(to) != 0 || failed;
    (void)fclose(from);
    if (failed)
        bench_fail(out_path, "cannot be copied");
}
