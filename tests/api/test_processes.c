/*
 * test_processes.c - several processes on one file at once: making it, and writing to it.
 *
 * The children are forked before this process has opened anything, as no connection may cross a fork.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILDREN = 6, WRITES = 20 };

static char file_path[64];

static int remove_file(void)
{
    const char *suffixes[] = {"", "-wal", "-shm"};
    char path[80];

    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s%s", file_path, suffixes[i]);
        (void)unlink(path);
    }
    return 0;
}

static focus_store *open_file(void)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    focus_error error;

    options.path = file_path;
    options.durability = FOCUS_DURABILITY_RELAXED;
    options.busy_timeout_ms = 20000;
    if (focus_open(&options, &store, &error) != FOCUS_OK)
        (void)fprintf(stderr, "open: %s: %s\n", focus_status_name(error.status), error.message);
    return store;
}

/* In a child: open, award once per write under keys of its own. Exit code 0: all was acknowledged. */
static int write_as_child(int child)
{
    focus_store *store = open_file();
    char key[32];
    int failed = store == NULL;

    for (int i = 0; i < WRITES && !failed; i++) {
        (void)snprintf(key, sizeof(key), "%d-%d", child, i);
        failed = focus_points_award(store, FOCUS_POINTS_XP, 1, key, NULL) != FOCUS_OK;
    }
    if (failed && store != NULL)
        (void)fprintf(stderr, "write: %s\n", focus_last_error(store)->message);
    focus_close(store);
    return failed;
}

static void run_children(void)
{
    pid_t children[CHILDREN];

    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            child_exit(write_as_child(i));
    }
    for (int i = 0; i < CHILDREN; i++) {
        int how = 0;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how));
        assert_int_equal(WEXITSTATUS(how), 0);
    }
}

static void processes_make_one_file_at_once_and_lose_nothing(void **state)
{
    focus_progress progress;
    focus_ledger_list const *ledger = NULL;
    focus_user_list const *users = NULL;
    focus_store *store = NULL;

    (void)state;
    for (int round = 0; round < 10; round++) {
        (void)remove_file();
        run_children();
        store = open_file();
        assert_non_null(store);
        assert_ok(store, focus_progress_get(store, &progress));
        assert_int_equal(progress.xp, CHILDREN * WRITES);
        assert_ok(store, focus_ledger_list_page(store, 1, NULL, &ledger));
        assert_int_equal(ledger->total, CHILDREN * WRITES);
        focus_ledger_list_free(ledger);
        assert_ok(store, focus_user_list_all(store, &users));
        assert_int_equal(users->count, 1);
        focus_user_list_free(users);
        assert_recount(store, file_path);
        focus_close(store);
    }
    (void)remove_file();
}

/* --- frozen -------------------------------------------------------------------------------------- */

enum { PATIENCE_MS = 1000, FROZEN_MS = 1500 };

static void sleep_ms(long ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

    (void)nanosleep(&pause, NULL);
}

/* Opens, says so, and writes once it hears that the lock is taken. */
static int wait_as_child(int say, int hear)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    char byte = 0;
    int failed = 1;

    options.path = file_path;
    options.busy_timeout_ms = PATIENCE_MS;
    if (focus_open(&options, &store, NULL) == FOCUS_OK && write(say, "", 1) == 1 &&
        read(hear, &byte, 1) == 1)
        failed = focus_points_award(store, FOCUS_POINTS_XP, 1, "thawed", NULL) != FOCUS_OK;
    focus_close(store);
    return failed;
}

static void assert_thaws(pid_t child, int hear, int say)
{
    sqlite3 *holder = NULL;
    char byte = 0;
    int how = 0;

    assert_int_equal(read(hear, &byte, 1), 1);
    assert_int_equal(sqlite3_open(file_path, &holder), SQLITE_OK);
    assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(write(say, "", 1), 1);
    sleep_ms(100); /* by now it waits */
    assert_int_equal(kill(child, SIGSTOP), 0);
    sleep_ms(FROZEN_MS);
    assert_int_equal(kill(child, SIGCONT), 0);
    sleep_ms(50);
    assert_int_equal(sqlite3_close(holder), SQLITE_OK);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

/* The system froze it for longer than it would wait: that time was not spent waiting. */
static void a_process_frozen_while_it_waits_goes_on_waiting(void **state)
{
    int to_parent[2];
    int to_child[2];
    pid_t child;

    (void)state;
    assert_int_equal(pipe(to_parent), 0);
    assert_int_equal(pipe(to_child), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        child_exit(wait_as_child(to_parent[1], to_child[0]));
    assert_thaws(child, to_parent[0], to_child[1]);
    for (int i = 0; i < 2; i++) {
        (void)close(to_parent[i]);
        (void)close(to_child[i]);
    }
    (void)remove_file();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_frozen_while_it_waits_goes_on_waiting),
        cmocka_unit_test(processes_make_one_file_at_once_and_lose_nothing),
    };

    (void)snprintf(file_path, sizeof(file_path), "/tmp/focus-processes-%ld.db", (long)getpid());
    return cmocka_run_group_tests(tests, NULL, NULL);
}
