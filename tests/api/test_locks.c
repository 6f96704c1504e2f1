/*
 * test_locks.c - several stores on one file in one process. The system takes all locks of a process
 * on a file away when any descriptor of it is closed: what one store closes may not cost another its
 * locks, whatever it did before.
 */
#include "support/locks.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>

static void award(focus_store *store, const char *key)
{
    assert_ok(store, focus_points_award(store, FOCUS_POINTS_XP, 1, key, NULL));
}

/* The store that stays has them still, and as many as the kernel listed before. */
static void assert_locked(const fixture *f)
{
    assert_true(file_is_locked(f->path));
    assert_true(file_is_locked_beside(f->path, "-shm"));
    assert_true(locks_listed(f->path) != 0);
}

static void closing_one_store_leaves_the_other_its_locks(void **state)
{
    fixture *f = *state;

    award(f->store, "first");
    for (int i = 0; i < 3; i++) {
        focus_store *other = fixture_open(f, i == 2 ? FOCUS_OPEN_READONLY : 0);
        const focus_session_list *page = NULL;
        assert_ok(other, focus_session_list_page(other, NULL, &page));
        focus_session_list_free(page);
        focus_close(other);
        assert_locked(f);
    }
}

static void a_batch_of_one_outlives_the_closing_of_the_other(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);

    assert_ok(f->store, focus_batch_begin(f->store));
    award(f->store, "in a batch");
    focus_close(other);
    assert_locked(f);
    assert_ok(f->store, focus_batch_commit(f->store));
}

static void backing_up_and_examining_drop_nothing(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    focus_store *other = fixture_open(f, 0);
    char path[256];

    fixture_path(f, "copy.db", path);
    assert_ok(other, focus_backup(other, path));
    assert_locked(f);
    assert_status(other, FOCUS_E_EXISTS, focus_backup(other, path));
    assert_status(other, FOCUS_E_EXISTS, focus_backup(other, f->path));
    assert_locked(f);
    assert_ok(other, focus_doctor(other, FOCUS_DOCTOR_FULL, &report));
    focus_doctor_report_free(report);
    assert_locked(f);
    focus_close(other);
    assert_locked(f);
}

/* With a defective SQLite checkpoints have a connection of their own, which is closed as well. */
static void folding_a_long_log_in_drops_nothing(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);
    char key[16];

    for (int i = 0; i < 1000; i++) {
        (void)snprintf(key, sizeof(key), "%d", i);
        award(other, key);
    }
    assert_locked(f);
    focus_close(other);
    assert_locked(f);
    award(f->store, "after it");
}

static void a_refused_open_drops_nothing(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *other = NULL;

    options.user_name = "nobody";
    assert_int_equal(focus_open(&options, &other, NULL), FOCUS_E_NOT_FOUND);
    assert_locked(f);
    options.flags = FOCUS_OPEN_READONLY;
    assert_int_equal(focus_open(&options, &other, NULL), FOCUS_E_NOT_FOUND);
    assert_locked(f);
}

/* What the checks above would say of a product that looks into the file by itself. */
static void canary_opening_and_closing_the_file_is_seen(void **state)
{
    fixture *f = *state;
    size_t size = 0;

    assert_locked(f);
    free(file_read(f->path, &size));
    assert_false(file_is_locked(f->path));
    fixture_reopen(f);
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(closing_one_store_leaves_the_other_its_locks),
        WITH_STORE(a_batch_of_one_outlives_the_closing_of_the_other),
        WITH_STORE(backing_up_and_examining_drop_nothing),
        WITH_STORE(folding_a_long_log_in_drops_nothing),
        WITH_STORE(a_refused_open_drops_nothing),
        WITH_STORE(canary_opening_and_closing_the_file_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
