/*
 * test_metrics.c - what a store tells of the cost of its calls, with a ticker that the test turns.
 * test_measured_calls.c has which calls are counted.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

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

static focus_store *open_measured(fixture *f)
{
    static const focus_ticker ticker = {turn, NULL};
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    focus_close(f->store);
    options.flags = FOCUS_OPEN_METRICS;
    options.ticker = &ticker;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    f->store = store;
    ticks.looks = 0;
    ticks.step_ns = 0;
    return store;
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
    assert_true(after->cache_bytes > 0 && after->statement_bytes > 0);
    assert_true(after->file_bytes >= 20 * 4096);
    assert_true(after->log_bytes >= 4 * 4096);
    focus_metrics_free(before);
    focus_metrics_free(after);
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
        TEST(a_reset_counts_from_nothing),
        TEST(nobody_is_asked_for_the_time_unless_it_is_measured),
        TEST(a_ticker_needs_its_function),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
