/*
 * test_cost.c - what a writing call costs, in what no machine changes: syncs, and pages of the log.
 *
 * The pages are those of the rows and indexes that the call must touch; one more is an index or a sum
 * that crept in. A row or two more may go onto a new page now and then: the least of some rounds
 * counts.
 */
#include "support/support.h"
#include "support/watching_vfs.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { ROUNDS = 9 };

static watch_counts seen;

static int register_watching(void **state)
{
    (void)state;
    return watching_vfs_register(&seen);
}

static focus_store *open_watched(fixture *f, int32_t durability)
{
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    focus_close(f->store);
    options.vfs_name = "watching";
    options.durability = durability;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    f->store = store;
    return store;
}

/* --- the calls -------------------------------------------------------------------------------- */

typedef struct subject {
    fixture *f;
    focus_id library;
    int round;
} subject;

static focus_status start(subject *s)
{
    return focus_session_start(s->f->store, NULL, NULL);
}

static focus_status pause_it(subject *s)
{
    return focus_session_pause(s->f->store, 0, "door", NULL);
}

static focus_status resume(subject *s)
{
    return focus_session_resume(s->f->store, 0, NULL);
}

static focus_status complete(subject *s)
{
    return focus_session_complete(s->f->store, 0, NULL, NULL);
}

static focus_status add(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.ended_at_ms = MONDAY_9_MS - s->round * HOUR_MS;
    input.started_at_ms = input.ended_at_ms - 20 * MINUTE_MS;
    return focus_session_add(s->f->store, &input, NULL);
}

/* The words of the session that was added last. */
static focus_status edit_words(subject *s)
{
    const focus_session_list *list = NULL;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_status status = focus_session_list_page(s->f->store, NULL, &list);
    char title[16];

    (void)snprintf(title, sizeof(title), "title %d", s->round);
    input.fields = FOCUS_FIELD_TITLE;
    input.title = title;
    if (status == FOCUS_OK)
        status = focus_session_edit(s->f->store, &list->items[0]->id, &input, NULL);
    focus_session_list_free(list);
    return status;
}

static focus_status award(subject *s)
{
    char key[16];

    (void)snprintf(key, sizeof(key), "key %d", s->round);
    return focus_points_award(s->f->store, FOCUS_POINTS_XP, 1, key, NULL);
}

static focus_status add_track(subject *s)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "rain";
    return focus_track_add(s->f->store, &s->library, &input, NULL);
}

/* In this order: each leaves what the next needs. One page of each is the step that undoes it. */
static const struct {
    const char *name;
    focus_status (*run)(subject *s);
    int log_pages;
} calls[] = {
    {"start", start, 5},    /* the session, its id, its place in history, that it runs */
    {"pause", pause_it, 3}, /* the session, the pause */
    {"resume", resume, 3},  /* the session, the pause */
    {"complete", complete,
     7},             /* the session, that it ran, two of the ledger, the day, the counters */
    {"add", add, 6}, /* the session, its id, its place in history, the day, the counters */
    {"edit words", edit_words, 2}, /* the session */
    {"award", award, 4},           /* two of the ledger, the counters */
    {"add track", add_track, 6},   /* the track, its id, its place, the library, the counters */
};

typedef struct cost {
    int syncs_most;
    int log_pages_least;
} cost;

static void go_through(fixture *f, cost costs[static sizeof(calls) / sizeof(calls[0])])
{
    subject s = {.f = f};

    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &s.library));
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        costs[i] = (cost){0, INT_MAX};
    for (s.round = 1; s.round <= ROUNDS; s.round++)
        for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
            pass(f, 5 * MINUTE_MS);
            atomic_store(&seen.syncs, 0);
            atomic_store(&seen.log_pages, 0);
            assert_ok(f->store, calls[i].run(&s));
            if (s.round > 1 && atomic_load(&seen.syncs) > costs[i].syncs_most)
                costs[i].syncs_most = atomic_load(&seen.syncs);
            if (atomic_load(&seen.log_pages) < costs[i].log_pages_least)
                costs[i].log_pages_least = atomic_load(&seen.log_pages);
        }
}

static void a_call_writes_the_pages_it_must_and_syncs_once(void **state)
{
    cost costs[sizeof(calls) / sizeof(calls[0])];

    (void)open_watched(*state, FOCUS_DURABILITY_FULL);
    go_through(*state, costs);
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (costs[i].syncs_most != 1 || costs[i].log_pages_least != calls[i].log_pages)
            fail_msg("%s: %d syncs and %d pages of the log, not 1 and %d", calls[i].name,
                     costs[i].syncs_most, costs[i].log_pages_least, calls[i].log_pages);
}

static void a_relaxed_call_syncs_nothing(void **state)
{
    cost costs[sizeof(calls) / sizeof(calls[0])];

    (void)open_watched(*state, FOCUS_DURABILITY_RELAXED);
    go_through(*state, costs);
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        assert_int_equal(costs[i].syncs_most, 0);
}

static int64_t file_size(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 ? (int64_t)info.st_size : -1;
}

/* The log is begun anew from its start, and never cut. */
static void the_log_does_not_shrink_in_use(void **state)
{
    fixture *f = *state;
    cost costs[sizeof(calls) / sizeof(calls[0])];
    char path[256];
    int64_t most = 0;

    (void)open_watched(f, FOCUS_DURABILITY_RELAXED);
    go_through(f, costs);
    (void)snprintf(path, sizeof(path), "%s-wal", f->path);
    for (int round = 0; round < 50; round++) {
        int64_t size = file_size(path);
        subject s = {.f = f, .round = 1000 + round};
        assert_true(size >= most);
        most = size;
        assert_ok(f->store, focus_checkpoint(f->store, NULL));
        assert_ok(f->store, award(&s));
    }
    assert_true(most > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_call_writes_the_pages_it_must_and_syncs_once,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_relaxed_call_syncs_nothing, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(the_log_does_not_shrink_in_use, fixture_setup,
                                        fixture_teardown),
    };

    return cmocka_run_group_tests(tests, register_watching, NULL);
}
