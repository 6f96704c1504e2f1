/*
 * test_suspend.c - focus_suspend() leaves no lock and no descriptor; focus_resume() comes back to the
 * same file and user, or says why not.
 */
#define _XOPEN_SOURCE 700

#include "support/locks.h"
#include "support/support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void award(focus_store *store, const char *key)
{
    assert_ok(store, focus_points_award(store, FOCUS_POINTS_XP, 1, key, NULL));
}

static int64_t xp_of(focus_store *store)
{
    focus_progress progress;

    assert_ok(store, focus_progress_get(store, &progress));
    return progress.xp;
}

/* --- letting go -------------------------------------------------------------------------------- */

static void a_suspended_store_has_no_lock_and_no_descriptor(void **state)
{
    fixture *f = *state;

    award(f->store, "a");
    assert_true(file_is_locked(f->path));
    assert_ok(f->store, focus_suspend(f->store));
    assert_false(file_is_locked(f->path));
    assert_false(file_is_locked_beside(f->path, "-shm"));
    assert_ok(f->store, focus_resume(f->store));
    assert_true(file_is_locked(f->path));
    assert_int_equal(xp_of(f->store), 1);
}

static void the_kernel_lists_nothing_of_a_suspended_store(void **state)
{
    fixture *f = *state;

    if (locks_listed(f->path) < 0 || descriptors_listed(f->path) < 0)
        skip();
    award(f->store, "a");
    assert_true(locks_listed(f->path) > 0);
    assert_true(descriptors_listed(f->path) > 0);
    assert_ok(f->store, focus_suspend(f->store));
    assert_int_equal(locks_listed(f->path), 0);
    assert_int_equal(descriptors_listed(f->path), 0);
    assert_ok(f->store, focus_resume(f->store));
}

/* The checkpoints of a defective SQLite need a second connection: that is closed as well. */
static void a_long_log_leaves_nothing_open_either(void **state)
{
    fixture *f = *state;
    char key[16];

    for (int i = 0; i < 1500; i++) {
        (void)snprintf(key, sizeof(key), "%d", i);
        award(f->store, key);
    }
    assert_ok(f->store, focus_suspend(f->store));
    assert_false(file_is_locked(f->path));
    assert_false(file_is_locked_beside(f->path, "-shm"));
    assert_true(descriptors_listed(f->path) <= 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1500);
    assert_ok(f->store, focus_resume(f->store));
}

static void suspending_rolls_an_open_batch_back(void **state)
{
    fixture *f = *state;

    award(f->store, "kept");
    assert_ok(f->store, focus_batch_begin(f->store));
    award(f->store, "dropped");
    assert_ok(f->store, focus_suspend(f->store));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
    assert_ok(f->store, focus_resume(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_batch_commit(f->store));
    assert_int_equal(xp_of(f->store), 1);
}

static void another_store_keeps_its_locks(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);

    assert_ok(f->store, focus_suspend(f->store));
    assert_true(file_is_locked(f->path));
    assert_true(file_is_locked_beside(f->path, "-shm"));
    award(other, "meanwhile");
    assert_ok(f->store, focus_resume(f->store));
    assert_int_equal(xp_of(f->store), 1);
    focus_close(other);
}

/* --- what a suspended store answers ------------------------------------------------------------ */

static void assert_suspended(focus_store *store, focus_status status)
{
    assert_int_equal(status, FOCUS_E_SUSPENDED);
    assert_int_equal(focus_last_error(store)->status, FOCUS_E_SUSPENDED);
    assert_message(store);
}

static void calls_that_write_say_that_it_is_suspended(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_import_options import = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;
    const focus_id id = {{1}};

    assert_ok(s, focus_suspend(s));
    assert_suspended(s, focus_session_start(s, NULL, NULL));
    assert_suspended(s, focus_session_pause(s, 0, NULL, NULL));
    assert_suspended(s, focus_session_complete(s, 0, NULL, NULL));
    assert_suspended(s, focus_session_edit(s, &id, &input, NULL));
    assert_suspended(s, focus_session_delete(s, &id));
    assert_suspended(s, focus_sweep(s, NULL));
    assert_suspended(s, focus_batch_begin(s));
    assert_suspended(s, focus_batch_commit(s));
    assert_suspended(s, focus_batch_rollback(s));
    assert_suspended(s, focus_points_award(s, FOCUS_POINTS_XP, 1, "k", NULL));
    assert_suspended(s, focus_settings_set(s, &settings));
    assert_suspended(s, focus_library_create(s, "n", NULL, NULL));
    assert_suspended(s, focus_user_create(s, "u", NULL));
    assert_suspended(s, focus_import(s, &import, &report));
    assert_suspended(s, focus_backup(s, "/tmp/never"));
    assert_int_equal(focus_last_change(s), 0);
    assert_ok(s, focus_resume(s));
}

static void calls_that_read_say_that_it_is_suspended(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const focus_session *session = NULL;
    const focus_session_list *sessions = NULL;
    const focus_user_list *users = NULL;
    const focus_doctor_report *report = NULL;
    focus_export_options export = FOCUS_EXPORT_OPTIONS_INIT;
    focus_progress progress;
    focus_local_time local;
    int32_t number = 0;

    assert_ok(s, focus_suspend(s));
    assert_suspended(s, focus_session_running(s, &session));
    assert_suspended(s, focus_session_list_page(s, NULL, &sessions));
    assert_suspended(s, focus_user_list_all(s, &users));
    assert_suspended(s, focus_user_select(s, "me"));
    assert_suspended(s, focus_progress_get(s, &progress));
    assert_suspended(s, focus_doctor(s, 0, &report));
    assert_suspended(s, focus_export(s, &export, NULL));
    assert_suspended(s, focus_changed_elsewhere(s, &number));
    assert_suspended(s, focus_day_from_time(s, MONDAY_9_MS, &number));
    assert_suspended(s, focus_local_from_time(s, MONDAY_9_MS, &local));
    assert_null(session);
    assert_null(report);
    assert_int_equal(focus_now(s), f->now_ms);
    assert_ok(s, focus_resume(s));
}

static void doing_it_twice_says_that_it_was_done(void **state)
{
    fixture *f = *state;

    assert_status(f->store, FOCUS_DONE, focus_resume(f->store));
    assert_ok(f->store, focus_suspend(f->store));
    assert_status(f->store, FOCUS_DONE, focus_suspend(f->store));
    assert_ok(f->store, focus_resume(f->store));
    assert_status(f->store, FOCUS_DONE, focus_resume(f->store));
    assert_int_equal(focus_suspend(NULL), FOCUS_E_MISUSE);
    assert_int_equal(focus_resume(NULL), FOCUS_E_MISUSE);
}

static void a_suspended_store_can_be_closed(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_suspend(f->store));
    focus_close(f->store);
    f->store = fixture_open(f, 0);
}

static void a_store_in_memory_keeps_its_content(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    options.path = ":memory:";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    award(store, "kept");
    assert_ok(store, focus_batch_begin(store));
    award(store, "dropped");
    assert_ok(store, focus_suspend(store));
    assert_suspended(store, focus_batch_begin(store));
    assert_ok(store, focus_resume(store));
    assert_status(store, FOCUS_E_STATE, focus_batch_commit(store));
    assert_int_equal(xp_of(store), 1);
    focus_close(store);
}

/* --- coming back ------------------------------------------------------------------------------- */

static void it_comes_back_as_it_was_opened(void **state)
{
    fixture *f = *state;
    focus_store *reader = fixture_open(f, FOCUS_OPEN_READONLY);
    char folder[256];

    assert_non_null(getcwd(folder, sizeof(folder)));
    assert_ok(f->store, focus_suspend(f->store));
    assert_ok(reader, focus_suspend(reader));
    assert_int_equal(chdir("/"), 0);
    assert_ok(f->store, focus_resume(f->store));
    assert_ok(reader, focus_resume(reader));
    assert_int_equal(chdir(folder), 0);
    award(f->store, "a");
    assert_int_equal(xp_of(reader), 1);
    assert_status(reader, FOCUS_E_READONLY, focus_session_start(reader, NULL, NULL));
    focus_close(reader);
}

static void a_relative_path_leads_back_from_another_folder(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char folder[256];

    assert_non_null(getcwd(folder, sizeof(folder)));
    assert_int_equal(chdir(f->folder), 0);
    options.path = "focus.db";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_ok(store, focus_suspend(store));
    assert_int_equal(chdir("/"), 0);
    assert_ok(store, focus_resume(store));
    award(store, "a");
    focus_close(store);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
}

static void it_comes_back_to_its_user_by_another_name(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);
    const focus_user_list *users = NULL;
    focus_id id;

    assert_ok(other, focus_user_create(other, "ann", &id));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_ok(f->store, focus_suspend(f->store));
    assert_ok(other, focus_user_rename(other, &id, "anna"));
    assert_ok(other, focus_user_create(other, "ann", NULL));
    assert_ok(f->store, focus_resume(f->store));
    assert_ok(f->store, focus_user_list_all(f->store, &users));
    assert_int_equal(users->items[1]->is_selected, 1);
    assert_string_equal(users->items[1]->name, "anna");
    focus_user_list_free(users);
    focus_close(other);
}

static void a_user_deleted_meanwhile_is_not_found(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);
    focus_id id;

    assert_ok(other, focus_user_create(other, "ann", &id));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_ok(f->store, focus_suspend(f->store));
    assert_ok(other, focus_user_delete(other, &id));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_resume(f->store));
    assert_message_has(f->store, "user");
    assert_suspended(f->store, focus_batch_begin(f->store));
    focus_close(other);
    assert_true(descriptors_listed(f->path) <= 0);
    focus_close(f->store);
    f->store = fixture_open(f, 0);
}

static void a_file_gone_meanwhile_is_not_made_anew(void **state)
{
    fixture *f = *state;
    char aside[256];

    fixture_path(f, "aside.db", aside);
    award(f->store, "a");
    assert_ok(f->store, focus_suspend(f->store));
    assert_int_equal(rename(f->path, aside), 0);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_resume(f->store));
    assert_false(file_is(f->path));
    assert_int_equal(rename(aside, f->path), 0);
    assert_ok(f->store, focus_resume(f->store)); /* it may be tried again */
    assert_int_equal(xp_of(f->store), 1);
}

static void a_file_replaced_meanwhile_is_told(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *other = NULL;
    char aside[256];

    fixture_path(f, "aside.db", aside);
    assert_ok(f->store, focus_suspend(f->store));
    assert_int_equal(rename(f->path, aside), 0);
    file_write(f->path, "no database, but long enough to be looked at as one", 51);
    assert_status(f->store, FOCUS_E_NOT_OURS, focus_resume(f->store));
    assert_int_equal(remove(f->path), 0);
    assert_int_equal(focus_open(&options, &other, NULL), FOCUS_OK);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_resume(f->store)); /* somebody else's "me" */
    focus_close(other);
    assert_int_equal(rename(aside, f->path), 0);
    assert_ok(f->store, focus_resume(f->store));
}

static void a_file_brought_up_to_date_meanwhile_is_too_new(void **state)
{
    fixture *f = *state;
    char sql[64];

    assert_ok(f->store, focus_suspend(f->store));
    sql_exec(f->path, "PRAGMA user_version = 9999");
    assert_status(f->store, FOCUS_E_TOO_NEW, focus_resume(f->store));
    (void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d",
                   (int)focus_build()->schema_version);
    sql_exec(f->path, sql);
    assert_ok(f->store, focus_resume(f->store));
}

static void after_it_changes_elsewhere_are_taken_for_granted(void **state)
{
    fixture *f = *state;
    int32_t changed = 0;

    assert_ok(f->store, focus_suspend(f->store));
    assert_ok(f->store, focus_resume(f->store));
    assert_ok(f->store, focus_changed_elsewhere(f->store, &changed));
    assert_int_equal(changed, 1);
    assert_ok(f->store, focus_changed_elsewhere(f->store, &changed));
    assert_int_equal(changed, 0);
}

/* --- with a call in flight --------------------------------------------------------------------- */

static int64_t ticks_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

typedef struct busy_thread {
    focus_store *store;
    pthread_mutex_t lock; /* the host's own: one call at a time */
    focus_status last;
    int64_t calls;
} busy_thread;

static void *work_until_interrupted(void *user)
{
    busy_thread *b = user;
    char key[32];

    (void)pthread_mutex_lock(&b->lock);
    do {
        (void)snprintf(key, sizeof(key), "%lld", (long long)b->calls);
        b->last = focus_points_award(b->store, FOCUS_POINTS_XP, 1, key, NULL);
        b->calls += b->last == FOCUS_OK;
    } while (b->last == FOCUS_OK);
    (void)pthread_mutex_unlock(&b->lock);
    return NULL;
}

/* What a phone's shell does when it is told to go to sleep. */
static void interrupting_and_suspending_goes_fast_in_the_middle_of_work(void **state)
{
    const struct timespec a_while = {0, 50000000};
    const struct timespec a_moment = {0, 100000};
    fixture *f = *state;
    busy_thread b = {.store = f->store, .lock = PTHREAD_MUTEX_INITIALIZER};
    int64_t began_ms;
    int64_t took_ms;
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, work_until_interrupted, &b), 0);
    (void)nanosleep(&a_while, NULL);
    began_ms = ticks_ms();
    do { /* it may have been between two calls */
        focus_interrupt(f->store);
        (void)nanosleep(&a_moment, NULL);
    } while (pthread_mutex_trylock(&b.lock) != 0);
    assert_ok(f->store, focus_suspend(f->store));
    took_ms = ticks_ms() - began_ms;
    (void)pthread_mutex_unlock(&b.lock);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(b.last, FOCUS_E_INTERRUPTED);
    assert_in_range(took_ms, 0, 500); /* 100 and the folding of the log on a busy machine */
    assert_false(file_is_locked(f->path));
    assert_ok(f->store, focus_resume(f->store));
    assert_int_equal(xp_of(f->store), b.calls);
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_suspended_store_has_no_lock_and_no_descriptor),
        WITH_STORE(the_kernel_lists_nothing_of_a_suspended_store),
        WITH_STORE(a_long_log_leaves_nothing_open_either),
        WITH_STORE(suspending_rolls_an_open_batch_back),
        WITH_STORE(another_store_keeps_its_locks),
        WITH_STORE(calls_that_write_say_that_it_is_suspended),
        WITH_STORE(calls_that_read_say_that_it_is_suspended),
        WITH_STORE(doing_it_twice_says_that_it_was_done),
        WITH_STORE(a_suspended_store_can_be_closed),
        WITH_STORE(a_store_in_memory_keeps_its_content),
        WITH_STORE(it_comes_back_as_it_was_opened),
        WITH_STORE(a_relative_path_leads_back_from_another_folder),
        WITH_STORE(it_comes_back_to_its_user_by_another_name),
        WITH_STORE(a_user_deleted_meanwhile_is_not_found),
        WITH_STORE(a_file_gone_meanwhile_is_not_made_anew),
        WITH_STORE(a_file_replaced_meanwhile_is_told),
        WITH_STORE(a_file_brought_up_to_date_meanwhile_is_too_new),
        WITH_STORE(after_it_changes_elsewhere_are_taken_for_granted),
        WITH_STORE(interrupting_and_suspending_goes_fast_in_the_middle_of_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
