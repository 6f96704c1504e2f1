/*
 * test_processes.c - several processes on one file at once: making it, and writing to it.
 *
 * The children are forked before this process has opened anything, as no connection may cross a fork.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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
            _exit(write_as_child(i));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(processes_make_one_file_at_once_and_lose_nothing),
    };

    (void)snprintf(file_path, sizeof(file_path), "/tmp/focus-processes-%ld.db", (long)getpid());
    return cmocka_run_group_tests(tests, NULL, NULL);
}
