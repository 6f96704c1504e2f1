/*
 * test_metrics.c - what a store tells of the cost of its calls, with a ticker that the test turns.
 * test_measured_calls.c has which calls are counted.
 */
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Nanoseconds that pass between two looks at the ticker: what a call takes. */
static struct {
    int64_t now_ns;
    int64_t step_ns;
    int looks;
} ticks;

static int64_t turn(void *user)
{
    (void)user;
    ticks.looks++;
    ticks.now_ns += ticks.step_ns;
    return ticks.now_ns;
}

static focus_store *open_measured_as(fixture *f, focus_open_options wanted)
{
    static const focus_ticker ticker = {turn, NULL};
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    focus_close(f->store);
    options.flags = FOCUS_OPEN_METRICS;
    options.ticker = &ticker;
    options.busy_timeout_ms = wanted.busy_timeout_ms;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    f->store = store;
    ticks.looks = 0;
    ticks.step_ns = 0;
    return store;
}

static focus_store *open_measured(fixture *f)
{
    return open_measured_as(f, (focus_open_options){.busy_timeout_ms = 0});
}

static focus_metrics_call call_named(focus_store *store, const char *name)
{
    const focus_metrics *metrics = NULL;
    focus_metrics_call found = {.name = NULL};

    assert_ok(store, focus_metrics_get(store, &metrics));
    for (size_t i = 0; i < metrics->call_count; i++)
        if (strcmp(metrics->calls[i].name, name) == 0)
            found = metrics->calls[i];
    focus_metrics_free(metrics);
    return found;
}

static void read_counters(focus_store *store, int64_t took_ns)
{
    focus_counters counters;

    ticks.step_ns = took_ns;
    assert_ok(store, focus_counters_get(store, &counters));
}

static void calls_are_counted_and_sorted_by_how_long_they_took(void **state)
{
    focus_store *store = open_measured(*state);
    focus_metrics_call call;

    read_counters(store, 0);
    read_counters(store, 999);
    read_counters(store, 1000);
    read_counters(store, 1999);
    read_counters(store, 2000);
    read_counters(store, 1024000);
    read_counters(store, INT64_C(3600000000000));
    call = call_named(store, "counters_get");
    assert_int_equal(call.calls, 7);
    assert_int_equal(call.failures, 0);
    assert_int_equal(call.longest_ns, INT64_C(3600000000000));
    assert_int_equal(call.total_ns, INT64_C(3600000000000) + 999 + 1000 + 1999 + 2000 + 1024000);
    assert_int_equal(call.buckets[0], 2);  /* below a microsecond */
    assert_int_equal(call.buckets[1], 2);  /* 1 to 2 us */
    assert_int_equal(call.buckets[2], 1);  /* 2 to 4 us */
    assert_int_equal(call.buckets[11], 1); /* 1024 us */
    assert_int_equal(call.buckets[FOCUS_METRICS_BUCKETS - 1], 1);
}

static void failures_are_counted_apart(void **state)
{
    focus_store *store = open_measured(*state);
    focus_metrics_call call;

    assert_status(store, FOCUS_E_NOT_FOUND, focus_session_complete(store, 0, NULL, NULL));
    assert_ok(store, focus_session_start(store, NULL, NULL));
    assert_ok(store, focus_session_complete(store, 0, NULL, NULL));
    call = call_named(store, "session_complete");
    assert_int_equal(call.calls, 2);
    assert_int_equal(call.failures, 1);
    assert_int_equal(call_named(store, "session_start").calls, 1);
    assert_null(call_named(store, "session_pause").name);
}

static void statements_pages_and_bytes_are_told(void **state)
{
    focus_store *store = open_measured(*state);
    const focus_metrics *before = NULL;
    const focus_metrics *after = NULL;

    assert_ok(store, focus_metrics_get(store, &before));
    assert_ok(store, focus_session_start(store, NULL, NULL));
    assert_ok(store, focus_checkpoint(store, NULL));
    assert_ok(store, focus_metrics_get(store, &after));
    assert_true(after->statements_prepared > before->statements_prepared);
    assert_true(after->statements_run >= before->statements_run + 4);
    assert_true(after->vm_steps >= before->vm_steps + 100);
    assert_int_equal(after->scan_steps, before->scan_steps);
    assert_int_equal(after->sorts, 0);
    assert_int_equal(after->makeshift_index_rows, 0);
    assert_true(after->cache_hits > before->cache_hits);
    assert_true(after->pages_written >= before->pages_written + 4);
    assert_int_equal(after->pages_spilled, 0);
    assert_int_equal(after->checkpoints, before->checkpoints + 1);
    assert_true(after->cache_bytes > 0 && after->statement_bytes > 0 && after->schema_bytes > 0);
    assert_in_range(after->store_bytes, 10000, 100000);
    assert_true(after->file_bytes >= 20 * 4096);
    assert_true(after->log_bytes >= 4 * 4096);
    focus_metrics_free(before);
    focus_metrics_free(after);
}

/* --- what SQLite did ---------------------------------------------------------------------------------- */

/* A copy without what belongs to the record. */
static focus_metrics figures_of(focus_store *store)
{
    const focus_metrics *metrics = NULL;
    focus_metrics figures;

    assert_ok(store, focus_metrics_get(store, &metrics));
    figures = *metrics;
    figures.calls = NULL;
    focus_metrics_free(metrics);
    return figures;
}

static void award(focus_store *store, int number)
{
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", number);
    assert_ok(store, focus_points_award(store, FOCUS_POINTS_XP, 1, key, NULL));
}

static void check_one_statement_each(focus_store *store, int calls)
{
    const focus_metrics before = figures_of(store);
    focus_metrics after;
    int32_t changed;

    for (int i = 0; i < calls; i++)
        assert_ok(store, focus_changed_elsewhere(store, &changed));
    after = figures_of(store);
    assert_int_equal(after.statements_run - before.statements_run, calls);
    assert_int_equal(after.statements_prepared, before.statements_prepared);
    assert_in_range(after.vm_steps - before.vm_steps, calls, 100 * calls);
}

/* PRAGMA data_version is all that this call runs. With ticks that are far apart SQLite's counters are
 * taken over after each call: nothing is counted twice, nothing lost. */
static void statements_are_counted_as_they_run(void **state)
{
    focus_store *store = open_measured(*state);

    check_one_statement_each(store, 7);
    ticks.step_ns = INT64_C(3600000000000);
    check_one_statement_each(store, 7);
}

static void only_what_looks_at_everything_scans_and_sorts(void **state)
{
    focus_store *store = open_measured(*state);
    const focus_doctor_report *report = NULL;
    const focus_session_list *list = NULL;
    focus_metrics figures;

    for (int i = 0; i < 20; i++)
        add_session(store, MONDAY_9_MS - (i + 1) * DAY_MS, HOUR_MS, "work");
    assert_ok(store, focus_session_list_page(store, NULL, &list));
    focus_session_list_free(list);
    assert_ok(store, focus_metrics_reset(store));
    assert_ok(store, focus_session_list_page(store, NULL, &list));
    focus_session_list_free(list);
    figures = figures_of(store);
    assert_int_equal(figures.scan_steps, 0);
    assert_int_equal(figures.sorts, 0);
    assert_int_equal(figures.makeshift_index_rows, 0);
    assert_ok(store, focus_doctor(store, 0, &report));
    focus_doctor_report_free(report);
    figures = figures_of(store);
    assert_true(figures.scan_steps >= 20);
    assert_true(figures.sorts > 0);
}

static void sums_outlive_the_connection(void **state)
{
    focus_store *store = open_measured(*state);
    focus_metrics before;
    focus_metrics after;

    before = figures_of(store);
    for (int i = 0; i < 50; i++)
        award(store, i);
    assert_ok(store, focus_suspend(store));
    assert_ok(store, focus_resume(store));
    after = figures_of(store);
    assert_true(after.statements_run >= before.statements_run + 4 * 50);
    assert_true(after.vm_steps >= before.vm_steps + 20 * 50);
    assert_true(after.cache_hits >= before.cache_hits + 4 * 50);
    assert_true(after.pages_written >= before.pages_written + 50);
    assert_true(after.cache_misses > before.cache_misses); /* the new one's cache was empty */
    assert_int_equal(call_named(store, "points_award").calls, 50);
}

static int64_t size_of(const char *path, const char *suffix)
{
    char whole[256];
    struct stat info;

    (void)snprintf(whole, sizeof(whole), "%s%s", path, suffix);
    return stat(whole, &info) == 0 ? (int64_t)info.st_size : -1;
}

/* A log begins with 32 bytes; each page in it has 24 bytes before it. */
static void pages_written_are_those_that_the_log_has_grown_by(void **state)
{
    fixture *f = *state;
    focus_store *store = open_measured(f);
    const int64_t page_size = sql_int(f->path, "PRAGMA page_size");
    const focus_metrics before = figures_of(store);
    focus_metrics after;

    for (int i = 0; i < 5; i++)
        award(store, i);
    after = figures_of(store);
    assert_int_equal(after.file_bytes, size_of(f->path, ""));
    assert_int_equal(after.log_bytes, size_of(f->path, "-wal"));
    assert_true(after.pages_written - before.pages_written >= 5);
    assert_int_equal((after.pages_written - before.pages_written) * (page_size + 24),
                     after.log_bytes - (before.log_bytes > 0 ? before.log_bytes : 32));
}

static void checkpoints_are_counted_and_timed(void **state)
{
    focus_store *store = open_measured(*state);
    focus_metrics figures = {0};
    int number = 0;

    ticks.step_ns = 1000;
    assert_int_equal(figures_of(store).checkpoints, 0);
    while (figures.checkpoints < 2 && number < 5000) {
        award(store, number++);
        figures = figures_of(store);
    }
    assert_int_equal(figures.checkpoints, 2);
    assert_true(figures.pages_written > 1000); /* the log is that long by then */
    assert_int_equal(figures.checkpoint_longest_ns, ticks.step_ns);
    assert_int_equal(figures.checkpoint_total_ns, 2 * ticks.step_ns);
}

static void waits_for_a_lock_are_counted(void **state)
{
    fixture *f = *state;
    focus_store *store = open_measured_as(f, (focus_open_options){.busy_timeout_ms = 40});
    sqlite3 *other = NULL;
    focus_metrics figures;

    assert_int_equal(figures_of(store).lock_naps, 0);
    assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_status(store, FOCUS_E_BUSY, focus_cycle_reset(store));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    figures = figures_of(store);
    assert_in_range(figures.lock_naps, 1, 40);
    assert_in_range(figures.lock_waited_ms, 40, 10000);
    assert_int_equal(call_named(store, "cycle_reset").failures, 1);
}

static void a_reset_counts_from_nothing(void **state)
{
    focus_store *store = open_measured(*state);
    const focus_metrics *metrics = NULL;

    assert_ok(store, focus_session_start(store, NULL, NULL));
    assert_ok(store, focus_metrics_reset(store));
    assert_ok(store, focus_metrics_get(store, &metrics));
    assert_int_equal(metrics->call_count, 0);
    assert_int_equal(metrics->statements_run, 0);
    assert_int_equal(metrics->vm_steps, 0);
    assert_int_equal(metrics->cache_hits, 0);
    assert_int_equal(metrics->pages_written, 0);
    focus_metrics_free(metrics);
    read_counters(store, 5000);
    assert_int_equal(call_named(store, "counters_get").calls, 1);
    assert_int_equal(call_named(store, "counters_get").total_ns, 5000);
}

static void nobody_is_asked_for_the_time_unless_it_is_measured(void **state)
{
    static const focus_ticker ticker = {turn, NULL};
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const focus_metrics *metrics = NULL;

    focus_close(f->store);
    options.ticker = &ticker;
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    ticks.looks = 0;
    read_counters(f->store, 1);
    assert_int_equal(ticks.looks, 0);
    assert_status(f->store, FOCUS_E_STATE, focus_metrics_get(f->store, &metrics));
    assert_null(metrics);
    assert_status(f->store, FOCUS_E_STATE, focus_metrics_reset(f->store));
}

static void a_ticker_needs_its_function(void **state)
{
    static const focus_ticker none = {NULL, NULL};
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    options.flags = FOCUS_OPEN_METRICS;
    options.ticker = &none;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_MISUSE);
    assert_null(store);
    options.ticker = NULL; /* the system's */
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    read_counters(store, 0);
    assert_true(call_named(store, "counters_get").total_ns > 0);
    focus_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(calls_are_counted_and_sorted_by_how_long_they_took),
        TEST(failures_are_counted_apart),
        TEST(statements_pages_and_bytes_are_told),
        TEST(statements_are_counted_as_they_run),
        TEST(only_what_looks_at_everything_scans_and_sorts),
        TEST(sums_outlive_the_connection),
        TEST(pages_written_are_those_that_the_log_has_grown_by),
        TEST(checkpoints_are_counted_and_timed),
        TEST(waits_for_a_lock_are_counted),
        TEST(a_reset_counts_from_nothing),
        TEST(nobody_is_asked_for_the_time_unless_it_is_measured),
        TEST(a_ticker_needs_its_function),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
