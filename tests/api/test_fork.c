/*
 * test_fork.c - a store that went through fork() is of no use to the child, and the child can do the
 * parent no harm with it.
 */
#define _XOPEN_SOURCE 700

#include "support/locks.h"
#include "support/support.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit code of a child that does something with the parent's store; 0: all was as it should be. */
static int in_child(focus_store *store, int (*act)(focus_store *store))
{
    pid_t child = fork();
    int how = 0;

    assert_true(child >= 0);
    if (child == 0)
        child_exit(act(store));
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static bool is_refused(focus_store *store, focus_status status)
{
    const focus_error *error = focus_last_error(store);

    return status == FOCUS_E_MISUSE && error->status == FOCUS_E_MISUSE &&
           strstr(error->message, "fork") != NULL;
}

static int call_everything(focus_store *store)
{
    const focus_session *session = NULL;
    const focus_doctor_report *report = NULL;
    focus_local_time local;

    focus_interrupt(store);
    if (!is_refused(store, focus_session_running(store, &session)))
        return 1;
    if (!is_refused(store, focus_points_award(store, FOCUS_POINTS_XP, 1, "child", NULL)))
        return 2;
    if (!is_refused(store, focus_batch_begin(store)))
        return 3;
    if (!is_refused(store, focus_batch_commit(store)))
        return 4;
    if (!is_refused(store, focus_doctor(store, 0, &report)))
        return 5;
    if (!is_refused(store, focus_backup(store, "/tmp/never")))
        return 6;
    if (!is_refused(store, focus_suspend(store)) || !is_refused(store, focus_resume(store)))
        return 7;
    return is_refused(store, focus_local_from_time(store, MONDAY_9_MS, &local)) ? 0 : 8;
}

static void every_call_is_refused_in_a_child(void **state)
{
    fixture *f = *state;

    assert_int_equal(in_child(f->store, call_everything), 0);
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "parent", NULL));
}

static int close_it(focus_store *store)
{
    focus_close(store);
    return 0;
}

/* Neither the batch nor the log nor a lock goes with the child's copy. */
static void closing_in_a_child_leaves_the_parent_its_batch_and_its_locks(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "kept", NULL));
    assert_int_equal(in_child(f->store, close_it), 0);
    assert_true(file_is_locked(f->path));
    assert_true(file_is_locked_beside(f->path, "-shm"));
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
}

static int close_suspended(focus_store *store)
{
    if (!is_refused(store, focus_resume(store)))
        return 1;
    focus_close(store);
    return 0;
}

static void a_suspended_store_is_not_resumed_by_a_child(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_suspend(f->store));
    assert_int_equal(in_child(f->store, close_suspended), 0);
    assert_ok(f->store, focus_resume(f->store));
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(every_call_is_refused_in_a_child),
        WITH_STORE(closing_in_a_child_leaves_the_parent_its_batch_and_its_locks),
        WITH_STORE(a_suspended_store_is_not_resumed_by_a_child),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
