/*
 * test_interrupt.c - focus_interrupt(): the call in flight ends soon and has changed nothing, the
 * next one works; and how long a call waits for a lock.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SOON_MS = 100, LONG_HISTORY = 40000 };

static int64_t ticks_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(long ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

    (void)nanosleep(&pause, NULL);
}

/* --- a call on a thread of its own ------------------------------------------------------------- */

typedef struct call {
    fixture *f;
    focus_status (*run)(fixture *f);
    focus_status status;
    int64_t ended_ms;
    atomic_bool ended;
} call;

static int64_t slowest_ms; /* of the calls that were interrupted */

static void *run_call(void *user)
{
    call *c = user;

    c->status = c->run(c->f);
    c->ended_ms = ticks_ms();
    atomic_store(&c->ended, true);
    return NULL;
}

/* Interrupt it once it has run for a while, and again in case that it had not begun. Gives the time
 * it took to end. */
static int64_t interrupt_call(call *c, long after_ms)
{
    pthread_t thread;
    int64_t interrupted_ms;

    assert_int_equal(pthread_create(&thread, NULL, run_call, c), 0);
    sleep_ms(after_ms);
    interrupted_ms = ticks_ms();
    while (!atomic_load(&c->ended)) {
        focus_interrupt(c->f->store);
        sleep_ms(2);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    return c->ended_ms - interrupted_ms;
}

/* The machine may be busy with other things: the best of three tries counts. */
static void assert_interrupted(fixture *f, focus_status (*run)(fixture *f), long after_ms)
{
    int64_t took_ms = INT64_MAX;

    for (int i = 0; i < 3 && took_ms > SOON_MS; i++) {
        call c = {.f = f, .run = run};
        took_ms = interrupt_call(&c, after_ms);
        if (c.status != FOCUS_E_INTERRUPTED)
            fail_msg("%s %lld ms later", focus_status_name(c.status), (long long)took_ms);
        assert_message(f->store);
    }
    if (took_ms > SOON_MS)
        fail_msg("it took %lld ms to end", (long long)took_ms);
    if (took_ms > slowest_ms)
        slowest_ms = took_ms;
}

static void reopen_patient(fixture *f)
{
    focus_open_options options = fixture_options(f);

    options.busy_timeout_ms = 60000;
    focus_close(f->store);
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
}

static sqlite3 *hold_write_lock(const fixture *f)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static focus_status award(fixture *f)
{
    return focus_points_award(f->store, FOCUS_POINTS_XP, 1, "waited for", NULL);
}

static void a_wait_for_a_lock_ends_soon(void **state)
{
    fixture *f = *state;
    sqlite3 *holder = NULL;

    reopen_patient(f);
    holder = hold_write_lock(f);
    assert_interrupted(f, award, 300);
    assert_int_equal(sqlite3_close(holder), SQLITE_OK);
    assert_ok(f->store, award(f)); /* it was not paid before */
}

static focus_status begin_batch(fixture *f)
{
    return focus_batch_begin(f->store);
}

static void a_batch_that_waits_to_begin_ends_soon(void **state)
{
    fixture *f = *state;
    sqlite3 *holder = NULL;

    reopen_patient(f);
    holder = hold_write_lock(f);
    assert_interrupted(f, begin_batch, 50);
    assert_status(f->store, FOCUS_E_STATE, focus_batch_commit(f->store));
    assert_int_equal(sqlite3_close(holder), SQLITE_OK);
}

/* --- long work --------------------------------------------------------------------------------- */

typedef struct rows {
    int count;
    int until;
} rows;

/* Half an hour of each hour from the year 2000 on. */
static int give_row(void *user, char *buffer, size_t size, size_t *out_size)
{
    rows *r = user;
    char row[80];
    int length;

    *out_size = 0;
    if (r->count == r->until)
        return 0;
    length = snprintf(
        row, sizeof(row), "inc 2%03d%02d%02dT%02d0000Z - 2%03d%02d%02dT%02d3000Z # word%d\n",
        r->count / 8064, r->count / 672 % 12 + 1, r->count / 24 % 28 + 1, r->count % 24,
        r->count / 8064, r->count / 672 % 12 + 1, r->count / 24 % 28 + 1, r->count % 24, r->count);
    *out_size = (size_t)length;
    if (*out_size <= size) {
        memcpy(buffer, row, *out_size);
        r->count++;
    } else { /* no room for a row: blank lines to the end of the chunk */
        memset(buffer, '\n', size);
        *out_size = size;
    }
    return 0;
}

static focus_status import_rows(fixture *f, int count)
{
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;
    rows r = {0, count};

    f->now_ms = INT64_C(4102444800000);
    options.format = "timewarrior";
    options.read = give_row;
    options.user = &r;
    return focus_import(f->store, &options, &report);
}

static focus_status import_without_end(fixture *f)
{
    return import_rows(f, INT32_MAX);
}

static focus_status examine(fixture *f)
{
    const focus_doctor_report *report = NULL;
    focus_status status = focus_doctor(f->store, FOCUS_DOCTOR_FULL, &report);

    focus_doctor_report_free(report);
    return status;
}

static focus_status back_up(fixture *f)
{
    char path[256];

    fixture_path(f, "copy.db", path);
    return focus_backup(f->store, path);
}

static void an_import_ends_soon_and_keeps_nothing(void **state)
{
    fixture *f = *state;

    assert_interrupted(f, import_without_end, 200);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
    assert_ok(f->store, import_rows(f, 10));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 10);
}

static void a_doctor_ends_soon_wherever_he_is(void **state)
{
    fixture *f = *state;
    int64_t began_ms;
    int64_t took_ms;

    assert_ok(f->store, import_rows(f, LONG_HISTORY));
    began_ms = ticks_ms();
    assert_ok(f->store, examine(f));
    took_ms = ticks_ms() - began_ms;
    for (int64_t at_ms = 0; at_ms < took_ms / 2; at_ms += took_ms / 10 + 1)
        assert_interrupted(f, examine, (long)at_ms + 1);
}

/* Wherever it is broken off, nothing of the copy stays. */
static void a_backup_ends_soon_and_leaves_nothing(void **state)
{
    fixture *f = *state;
    char path[256];
    int interrupted = 0;

    assert_ok(f->store, import_rows(f, LONG_HISTORY));
    fixture_path(f, "copy.db", path);
    for (long after_ms = 1; after_ms < 30; after_ms += 3) {
        call c = {.f = f, .run = back_up};
        (void)interrupt_call(&c, after_ms);
        assert_true(c.status == FOCUS_E_INTERRUPTED || c.status == FOCUS_OK);
        assert_int_equal(file_is(path), c.status == FOCUS_OK);
        interrupted += c.status == FOCUS_E_INTERRUPTED;
        (void)remove(path);
    }
    assert_true(interrupted > 0);
}

/* --- at a known place ---------------------------------------------------------------------------- */

static int interrupt_from_within(void *user, int64_t rows_read)
{
    (void)rows_read;
    focus_interrupt(((fixture *)user)->store);
    return 0;
}

static int give_one_row(void *user, char *buffer, size_t size, size_t *out_size)
{
    fixture *f = user;
    static const char row[] = "inc 20260301T090000Z - 20260301T093000Z # once\n";

    assert_true(size >= sizeof(row));
    *out_size = f->entropy % 2 == 0 ? sizeof(row) - 1 : 0;
    f->entropy ^= 1;
    memcpy(buffer, row, *out_size);
    if (*out_size == 0)
        focus_interrupt(f->store);
    return 0;
}

static focus_status import_interrupted_by_its_input(fixture *f)
{
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;

    f->entropy = 0;
    options.format = "timewarrior";
    options.read = give_one_row;
    options.progress = interrupt_from_within;
    options.user = f;
    return focus_import(f->store, &options, &report);
}

static void a_callback_may_interrupt_its_own_call(void **state)
{
    fixture *f = *state;

    assert_status(f->store, FOCUS_E_INTERRUPTED, import_interrupted_by_its_input(f));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
}

static void an_interrupted_call_leaves_its_batch_as_it_was(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "before", NULL));
    assert_status(f->store, FOCUS_E_INTERRUPTED, import_interrupted_by_its_input(f));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "after", NULL));
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 2);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
}

static void without_a_call_in_flight_nothing_happens(void **state)
{
    fixture *f = *state;

    focus_interrupt(NULL);
    focus_interrupt(f->store);
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "one", NULL));
    focus_interrupt(f->store);
    assert_ok(f->store, focus_batch_begin(f->store));
    focus_interrupt(f->store);
    assert_ok(f->store, focus_batch_commit(f->store));
    focus_interrupt(f->store);
    assert_ok(f->store, focus_suspend(f->store));
    focus_interrupt(f->store);
    assert_ok(f->store, focus_resume(f->store));
}

/* --- a storm ------------------------------------------------------------------------------------- */

typedef struct storm {
    focus_store *store;
    atomic_bool over;
} storm;

static void *interrupt_again_and_again(void *user)
{
    storm *s = user;
    const struct timespec pause = {0, 20000};

    while (!atomic_load(&s->over)) {
        focus_interrupt(s->store);
        (void)nanosleep(&pause, NULL);
    }
    return NULL;
}

static focus_status add_many(focus_store *store, const focus_id *library, const char *title)
{
    enum { TRACKS = 20 };
    focus_track_input inputs[TRACKS];

    for (int i = 0; i < TRACKS; i++) {
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = title;
    }
    return focus_track_add_many(store, library, inputs, TRACKS);
}

/* What was told as interrupted is not there, what was told as done is: a COMMIT above all must not be
 * told as interrupted once it has happened. */
static void what_a_storm_of_interrupts_tells_is_true(void **state)
{
    enum { CALLS = 3000, BATCH = 7 };
    fixture *f = *state;
    storm s = {.store = f->store};
    int64_t done = 0;
    int interrupted = 0;
    bool batch = false;
    focus_id library;
    pthread_t thread;
    char title[32];

    assert_ok(f->store, focus_library_create(f->store, "storm", NULL, &library));
    assert_int_equal(pthread_create(&thread, NULL, interrupt_again_and_again, &s), 0);
    for (int i = 0; i < CALLS; i++) {
        focus_status status;
        if (i % 100 == 0)
            batch = focus_batch_begin(f->store) == FOCUS_OK;
        (void)snprintf(title, sizeof(title), "%d", i);
        status = add_many(f->store, &library, title);
        assert_true(status == FOCUS_OK || status == FOCUS_E_INTERRUPTED);
        done += status == FOCUS_OK;
        interrupted += status == FOCUS_E_INTERRUPTED;
        if (i % 100 == BATCH && batch)
            assert_ok(f->store, focus_batch_commit(f->store));
    }
    atomic_store(&s.over, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_library_tracks"), 20 * done);
    assert_true(done > 0 && interrupted > 0);
}

/* --- waiting ------------------------------------------------------------------------------------- */

static void a_wait_lasts_as_long_as_was_asked_for(void **state)
{
    static const uint32_t timeouts_ms[] = {1, 30, 200, 700};
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    sqlite3 *holder = NULL;

    for (size_t i = 0; i < 4; i++) {
        int64_t began_ms;
        focus_close(f->store);
        options.busy_timeout_ms = timeouts_ms[i];
        assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
        holder = hold_write_lock(f);
        began_ms = ticks_ms();
        assert_status(f->store, FOCUS_E_BUSY, award(f));
        assert_in_range(ticks_ms() - began_ms, timeouts_ms[i], timeouts_ms[i] + 500);
        assert_int_equal(sqlite3_close(holder), SQLITE_OK);
    }
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_wait_for_a_lock_ends_soon),
        WITH_STORE(a_batch_that_waits_to_begin_ends_soon),
        WITH_STORE(an_import_ends_soon_and_keeps_nothing),
        WITH_STORE(a_doctor_ends_soon_wherever_he_is),
        WITH_STORE(a_backup_ends_soon_and_leaves_nothing),
        WITH_STORE(a_callback_may_interrupt_its_own_call),
        WITH_STORE(an_interrupted_call_leaves_its_batch_as_it_was),
        WITH_STORE(without_a_call_in_flight_nothing_happens),
        WITH_STORE(what_a_storm_of_interrupts_tells_is_true),
        WITH_STORE(a_wait_lasts_as_long_as_was_asked_for),
    };

    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    printf("interrupted calls ended within %lld ms\n", (long long)slowest_ms);
    return failed;
}
