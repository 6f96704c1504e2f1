/*
 * test_concurrency.c - R5: several processes with several threads each on one file, some of them
 * stopped now and then. Nothing acknowledged is lost, nobody is told that the file is busy, nobody
 * waits for long, and no checkpoint runs beside a commit.
 *
 * Each thread has a store of its own and notes in memory shared with the parent what was
 * acknowledged to it. Children are forked while the parent has nothing open. Stores are relaxed: the
 * lock is contended most where it is held for the shortest time, and power cuts are R3's.
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1 /* MAP_ANONYMOUS */

#include "support/campaign.h"
#include "support/support.h"
#include "support/watching_vfs.h"

#include "core/store.h"
#include "db/internal.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PROCESSES = 4,
    THREADS = 2, /* of each process */
    WORKERS = PROCESSES * THREADS,
    ROUNDS = 4,
    TRANSACTIONS = 5000, /* of a round, by all workers */
    BATCH = 3,
    WAIT_MAX_MS = 2000,
    TIMEOUT_MS = 10000 /* for a lock */
};

/* --- what workers tell ------------------------------------------------------------------------- */

typedef struct worker_notes {
    int64_t transactions;
    int64_t awards; /* acknowledged, under keys "w<worker>-0", "w<worker>-1", ... */
    int64_t sessions;
    int64_t busy; /* calls that said so */
    int64_t failed;
    int64_t longest_us; /* of the calls that are short when nobody is in the way */
    char problem[288]; /* the first */
} worker_notes;

typedef struct shared {
    worker_notes notes[WORKERS];
    watch_counts watch;
    atomic_int ready; /* workers that have opened their store */
} shared;

typedef struct worker worker;

/* One transaction of a worker that is not told apart from others by who checks. */
typedef void award_function(worker *w);

struct worker {
    int number;
    const char *path;
    int transactions;
    chance chance;
    worker_notes *notes;
    award_function *award;
    bool only_awards;
    int32_t durability;
    focus_store *store;
    sqlite3 *raw; /* of the canaries */
};

static shared *board;

static int64_t ticks_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void note_problem(worker_notes *notes, const char *what, const char *why)
{
    if (notes->problem[0] == '\0')
        (void)snprintf(notes->problem, sizeof(notes->problem), "%s: %s", what, why);
}

/* Count a call that has ended. */
static bool note(worker *w, const char *what, focus_status status)
{
    w->notes->busy += status == FOCUS_E_BUSY;
    w->notes->failed += status < 0 && status != FOCUS_E_BUSY;
    if (status < 0)
        note_problem(w->notes, what, focus_last_error(w->store)->message);
    return status == FOCUS_OK;
}

static void note_wait(worker *w, int64_t began_us)
{
    int64_t took_us = ticks_us() - began_us;

    if (took_us > w->notes->longest_us)
        w->notes->longest_us = took_us;
}

/* --- transactions ------------------------------------------------------------------------------ */

static void write_key(const worker *w, int64_t number, char key[32])
{
    (void)snprintf(key, 32, "w%d-%lld", w->number, (long long)number);
}

static focus_status award_number(const worker *w, int64_t number)
{
    char key[32];

    write_key(w, number, key);
    return focus_points_award(w->store, FOCUS_POINTS_XP, 1, key, NULL);
}

static void award_one(worker *w)
{
    if (note(w, "award", award_number(w, w->notes->awards)))
        w->notes->awards++;
}

static void award_batch(worker *w)
{
    focus_status status = focus_batch_begin(w->store);

    for (int i = 0; i < BATCH && status == FOCUS_OK; i++)
        status = award_number(w, w->notes->awards + i);
    if (status == FOCUS_OK)
        status = focus_batch_commit(w->store);
    if (note(w, "batch", status))
        w->notes->awards += BATCH;
}

static void add_one_session(worker *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char title[32];

    write_key(w, w->notes->sessions, title);
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
    input.started_at_ms = MONDAY_9_MS + (int64_t)chance_below(&w->chance, 300) * HOUR_MS;
    input.ended_at_ms = input.started_at_ms + 25 * MINUTE_MS;
    input.title = title;
    if (note(w, "add", focus_session_add(w->store, &input, NULL)))
        w->notes->sessions++;
}

/* Others act for the same user: what runs may be theirs. */
static void live(worker *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char title[32];
    focus_status status;

    if (chance_one_in(&w->chance, 2)) {
        status = focus_session_pause(w->store, 0, NULL, NULL);
        if (status != FOCUS_E_NOT_FOUND && status != FOCUS_E_STATE)
            (void)note(w, "pause", status);
        return;
    }
    write_key(w, w->notes->sessions, title);
    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    input.title = title;
    if (note(w, "start", focus_session_start(w->store, &input, NULL)))
        w->notes->sessions++;
}

static void read_something(worker *w)
{
    const focus_session_list *page = NULL;
    focus_progress progress;
    focus_streak streak;

    switch (chance_below(&w->chance, 3)) {
    case 0:
        (void)note(w, "page", focus_session_list_page(w->store, NULL, &page));
        focus_session_list_free(page);
        break;
    case 1:
        (void)note(w, "progress", focus_progress_get(w->store, &progress));
        break;
    default:
        (void)note(w, "streak", focus_streak_get(w->store, &streak));
        break;
    }
}

static void back_up(worker *w)
{
    char path[160];

    (void)snprintf(path, sizeof(path), "%s.copy-%d", w->path, w->number);
    (void)note(w, "backup", focus_backup(w->store, path));
    (void)remove(path);
}

static void examine(worker *w)
{
    const focus_doctor_report *report = NULL;

    if (note(w, "doctor", focus_doctor(w->store, 0, &report)) && report->count > 0) {
        note_problem(w->notes, "doctor", report->items[0].message);
        w->notes->failed++;
    }
    focus_doctor_report_free(report);
}

/* Programs do other things between their calls. */
static void rest(worker *w)
{
    struct timespec pause = {0, 0};

    if (w->only_awards || !chance_one_in(&w->chance, 4))
        return;
    pause.tv_nsec = (long)chance_below(&w->chance, 3000000);
    (void)nanosleep(&pause, NULL);
}

/* What takes long by itself is not measured. */
static void transact(worker *w)
{
    uint64_t what = w->only_awards ? 0 : chance_below(&w->chance, 1000);
    int64_t began_us = ticks_us();

    if (what >= 997)
        examine(w);
    else if (what >= 993)
        back_up(w);
    else if (what >= 800)
        read_something(w);
    else if (what >= 750)
        live(w);
    else if (what >= 650)
        add_one_session(w);
    else if (what >= 550)
        award_batch(w);
    else
        w->award(w);
    if (what < 993)
        note_wait(w, began_us);
    w->notes->transactions++;
}

/* --- workers ----------------------------------------------------------------------------------- */

static int32_t no_offset(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return 0;
}

/* A zone of its own: the lock in the C library's tzset() is none that ThreadSanitizer sees. */
static focus_store *open_file(const char *path, int32_t durability, focus_error *error)
{
    static const focus_zone zone = {NULL, no_offset, NULL};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;

    options.path = path;
    options.zone = &zone;
    options.durability = durability;
    options.busy_timeout_ms = TIMEOUT_MS;
    options.vfs_name = "watching";
    (void)focus_open(&options, &store, error);
    return store;
}

/* All begin at once, or the first ones would be done before the last ones are there. */
static void wait_for_others(void)
{
    const struct timespec moment = {0, 200000};

    (void)atomic_fetch_add(&board->ready, 1);
    while (atomic_load(&board->ready) < WORKERS)
        (void)nanosleep(&moment, NULL);
}

static void *run_worker(void *user)
{
    worker *w = user;
    focus_error error;

    w->store = open_file(w->path, w->durability, &error);
    wait_for_others();
    if (w->store == NULL) {
        note_problem(w->notes, "open", error.message);
        w->notes->failed++;
        return NULL;
    }
    for (int i = 0; i < w->transactions; i++) {
        transact(w);
        rest(w);
    }
    (void)sqlite3_close(w->raw);
    focus_close(w->store);
    return NULL;
}

/* In a child. */
static int run_process(worker *workers)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, run_worker, &workers[i]) != 0)
            return 1;
    for (int i = 0; i < THREADS; i++)
        if (pthread_join(threads[i], NULL) != 0)
            return 1;
    return 0;
}

/* --- the parent -------------------------------------------------------------------------------- */

typedef struct plan {
    award_function *award;
    int transactions; /* by all workers */
    int32_t durability;
    bool only_awards;
    bool stops; /* processes are stopped now and then */
} plan;

/* What the checks have found. */
typedef struct verdict {
    int64_t transactions;
    int64_t lost; /* acknowledged and not there */
    int64_t busy;
    int64_t failed;
    int64_t findings; /* of the doctor */
    int64_t longest_ms;
    int checkpoints;
    int unguarded;
    int stops;
} verdict;

static char folder[64];
static char file_path[96];

static void make_file(void)
{
    focus_error error;
    focus_store *store;

    (void)snprintf(folder, sizeof(folder), "/tmp/focus-concurrency-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(file_path, sizeof(file_path), "%s/focus.db", folder);
    store = open_file(file_path, FOCUS_DURABILITY_RELAXED, &error);
    assert_non_null(store);
    focus_close(store);
}

static void remove_file(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    char path[128];

    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s%s", file_path, suffixes[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(folder), 0); /* nothing else was left behind */
}

static void start_processes(const plan *p, uint64_t seed, pid_t processes[PROCESSES])
{
    worker workers[WORKERS];

    for (int i = 0; i < WORKERS; i++)
        workers[i] = (worker){.number = i,
                              .path = file_path,
                              .transactions = p->transactions / WORKERS,
                              .chance = chance_of(seed * WORKERS + (uint64_t)i),
                              .notes = &board->notes[i],
                              .award = p->award,
                              .only_awards = p->only_awards,
                              .durability = p->durability};
    for (int i = 0; i < PROCESSES; i++) {
        processes[i] = fork();
        assert_true(processes[i] >= 0);
        if (processes[i] == 0)
            _exit(run_process(&workers[THREADS * i]));
    }
}

/* Stop one for a moment, as a phone freezes an app in the middle of anything. */
static void stop_one(chance *c, pid_t process)
{
    struct timespec pause = {0, 0};

    pause.tv_nsec = (long)(1 + chance_below(c, 40)) * 1000000;
    if (kill(process, SIGSTOP) != 0)
        return;
    (void)nanosleep(&pause, NULL);
    (void)kill(process, SIGCONT);
}

/* Returns how often one was stopped. */
static int wait_for_processes(chance *c, const pid_t processes[PROCESSES], bool with_stops)
{
    struct timespec pause = {0, 0};
    bool ended[PROCESSES] = {false};
    int running = PROCESSES;
    int stops = 0;

    while (running > 0) {
        int one = (int)chance_below(c, PROCESSES);
        pause.tv_nsec = (long)(1 + chance_below(c, 30)) * 1000000;
        (void)nanosleep(&pause, NULL);
        if (with_stops && !ended[one]) {
            stop_one(c, processes[one]);
            stops++;
        }
        for (int i = 0; i < PROCESSES; i++) {
            int how = 0;
            if (ended[i] || waitpid(processes[i], &how, WNOHANG) == 0)
                continue;
            assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
            ended[i] = true;
            running--;
        }
    }
    return stops;
}

static int64_t missing_of(const char *table, const char *name, int number, int64_t acknowledged)
{
    char text[200];

    (void)snprintf(text, sizeof(text), "SELECT count(*) FROM %s WHERE %s GLOB 'w%d-*'", table, name,
                   number);
    return acknowledged - sql_int(file_path, text);
}

static void sum_up_worker(verdict *v, int number)
{
    const worker_notes *notes = &board->notes[number];

    v->transactions += notes->transactions;
    v->busy += notes->busy;
    v->failed += notes->failed;
    v->lost += llabs(missing_of("points_ledger", "key", number, notes->awards));
    v->lost += llabs(missing_of("focus_sessions", "title", number, notes->sessions));
    if (notes->longest_us / 1000 > v->longest_ms)
        v->longest_ms = notes->longest_us / 1000;
    if (notes->problem[0] != '\0')
        print_message("worker %d: %s\n", number, notes->problem);
}

static int64_t examine_file(void)
{
    const focus_doctor_report *report = NULL;
    focus_error error;
    focus_store *store = open_file(file_path, FOCUS_DURABILITY_RELAXED, &error);
    int64_t findings = 0;

    assert_non_null(store);
    assert_ok(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    findings = (int64_t)report->count;
    for (size_t i = 0; i < report->count; i++)
        print_message("doctor: %s\n", report->items[i].message);
    focus_doctor_report_free(report);
    focus_close(store);
    return findings;
}

static verdict run_round(const plan *p, uint64_t seed)
{
    pid_t processes[PROCESSES];
    chance c = chance_of(seed);
    verdict v = {0};

    make_file();
    *board = (shared){0};
    start_processes(p, seed, processes);
    v.stops = wait_for_processes(&c, processes, p->stops);
    for (int i = 0; i < WORKERS; i++)
        sum_up_worker(&v, i);
    v.findings = examine_file();
    v.checkpoints = atomic_load(&board->watch.checkpoints);
    v.unguarded = focus_build()->wal_reset_defect ? atomic_load(&board->watch.unguarded) : 0;
    remove_file();
    return v;
}

static void add_up(verdict *all, const verdict *v)
{
    all->transactions += v->transactions;
    all->checkpoints += v->checkpoints;
    all->stops += v->stops;
    if (v->longest_ms > all->longest_ms)
        all->longest_ms = v->longest_ms;
}

static bool is_sound(const verdict *v)
{
    return v->lost == 0 && v->busy == 0 && v->failed == 0 && v->findings == 0 && v->unguarded == 0;
}

static bool is_clean(const verdict *v)
{
    return is_sound(v) && v->longest_ms < WAIT_MAX_MS;
}

static void nobody_loses_anything_or_waits_for_long(void **state)
{
    const plan p = {.award = award_one, .transactions = TRANSACTIONS, .stops = true};
    campaign c = campaign_begin("R5 concurrency", ROUNDS);
    verdict all = {0};

    (void)state;
    while (campaign_next(&c)) {
        verdict v = run_round(&p, c.seed);
        add_up(&all, &v);
        if (is_clean(&v))
            continue;
        campaign_tell_seed(&c);
        fail_msg("%lld lost, %lld busy, %lld failed, %lld findings, %d unguarded, waited %lld ms",
                 (long long)v.lost, (long long)v.busy, (long long)v.failed, (long long)v.findings,
                 v.unguarded, (long long)v.longest_ms);
    }
    assert_true(all.checkpoints > 0);
    campaign_end(&c,
                 "%d processes x %d threads, relaxed, %lld transactions, %d stops, 0 lost, 0 busy, "
                 "0 findings, %d checkpoints, 0 unguarded, longest call %lld ms",
                 PROCESSES, THREADS, (long long)all.transactions, all.stops, all.checkpoints,
                 (long long)all.longest_ms);
}

/* --- SQLite's own waiter, for comparison --------------------------------------------------------- */

static void award_with_sqlites_waiter(worker *w)
{
    (void)sqlite3_busy_timeout(w->store->db->handle, TIMEOUT_MS);
    award_one(w);
}

/* Everybody writes all the time and waits for the disk under the lock: the hardest case for the one
 * who has waited longest. On a slow disk the others' commits alone may take longer than two seconds;
 * then ours has to be the shorter wait. */
static void our_waiter_keeps_its_promise_where_all_write_to_the_disk(void **state)
{
    plan p = {.award = award_one,
              .transactions = WORKERS * 150,
              .durability = FOCUS_DURABILITY_FULL,
              .only_awards = true};
    verdict ours = run_round(&p, 1);
    verdict sqlites;

    (void)state;
    p.award = award_with_sqlites_waiter;
    sqlites = run_round(&p, 1);
    print_message("longest wait of %d writers to the disk: %lld ms; with SQLite's waiter %lld ms\n",
                  WORKERS, (long long)ours.longest_ms, (long long)sqlites.longest_ms);
    assert_true(is_sound(&ours));
    assert_true(ours.longest_ms < WAIT_MAX_MS || ours.longest_ms < sqlites.longest_ms);
}

/* --- canaries ------------------------------------------------------------------------------------ */

static bool open_raw(worker *w)
{
    if (w->raw == NULL &&
        sqlite3_open_v2(w->path, &w->raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        "watching") == SQLITE_OK)
        (void)sqlite3_busy_timeout(w->raw, TIMEOUT_MS);
    return w->raw != NULL;
}

static int64_t read_xp(const worker *w)
{
    sqlite3_stmt *stmt = NULL;
    int64_t xp = 0;

    (void)sqlite3_prepare_v2(w->raw, "SELECT xp FROM counters", -1, &stmt, NULL);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        xp = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return xp;
}

/* What an award writes, by hand: the counters become what was read before and one more. */
static int write_award(const worker *w, int64_t xp)
{
    char sql[320];
    char key[32];

    write_key(w, w->notes->awards, key);
    (void)snprintf(
        sql, sizeof(sql),
        "INSERT INTO points_ledger (user_id, number, kind, key, xp, coins, created_at_ms)"
        " SELECT id, (SELECT count(*) + 1 FROM points_ledger), 1, '%s', 1, 0, 1 FROM users;"
        "UPDATE counters SET xp = %lld, ledger_entries = ledger_entries + 1",
        key, (long long)xp + 1);
    return sqlite3_exec(w->raw, sql, NULL, NULL, NULL);
}

static void end_raw(worker *w, int rc)
{
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(w->raw, "COMMIT", NULL, NULL, NULL);
    w->notes->awards += rc == SQLITE_OK;
    w->notes->busy += (rc & 0xff) == SQLITE_BUSY;
    if (rc != SQLITE_OK)
        (void)sqlite3_exec(w->raw, "ROLLBACK", NULL, NULL, NULL);
}

/* Reads first and asks for the lock when it writes: another's commit between makes it fail at once. */
static void award_deferred(worker *w)
{
    if (!open_raw(w) || sqlite3_exec(w->raw, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return;
    end_raw(w, write_award(w, read_xp(w)));
}

/* Reads in one transaction and writes in another: what others added between is gone. */
static void award_torn(worker *w)
{
    int64_t xp;
    int rc;

    if (!open_raw(w))
        return;
    xp = read_xp(w);
    rc = sqlite3_exec(w->raw, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    end_raw(w, rc == SQLITE_OK ? write_award(w, xp) : rc);
}

/* Says that all was well before it was. */
static void award_too_soon(worker *w)
{
    w->notes->awards++;
    if (chance_one_in(&w->chance, 10))
        return;
    (void)award_number(w, w->notes->awards);
}

static verdict run_canary(award_function *award)
{
    const plan p = {.award = award, .transactions = WORKERS * 200, .only_awards = true};

    return run_round(&p, 1);
}

static void canary_deferred_transactions_are_seen_as_busy(void **state)
{
    (void)state;
    assert_true(run_canary(award_deferred).busy > 0);
}

static void canary_lost_updates_are_seen_by_the_doctor(void **state)
{
    (void)state;
    assert_true(run_canary(award_torn).findings > 0);
}

static void canary_what_was_not_kept_is_seen_as_lost(void **state)
{
    (void)state;
    assert_true(run_canary(award_too_soon).lost > 0);
}

/* SQLite's own checkpoints, which the defect needs, are seen for what they are. */
static void canary_an_unguarded_checkpoint_is_seen(void **state)
{
    sqlite3 *db = NULL;

    (void)state;
    make_file();
    *board = (shared){0};
    assert_int_equal(sqlite3_open_v2(file_path, &db, SQLITE_OPEN_READWRITE, "watching"), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE t (a);"
                                  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                  " WHERE i < 2000) INSERT INTO t SELECT zeroblob(4000) FROM n;"
                                  "DELETE FROM t WHERE rowid = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_true(atomic_load(&board->watch.unguarded) > 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    remove_file();
}

/* --- what belongs to no store -------------------------------------------------------------------- */

static void *ask_for_build(void *user)
{
    *(const focus_build_info **)user = focus_build();
    return NULL;
}

/* Before anybody has asked for it in this process; ThreadSanitizer is the judge. */
static void threads_may_ask_for_the_build_at_once(void **state)
{
    const focus_build_info *answers[WORKERS] = {NULL};
    pthread_t threads[WORKERS];

    (void)state;
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_for_build, (void *)&answers[i]), 0);
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < WORKERS; i++) {
        assert_ptr_equal(answers[i], answers[0]);
        assert_string_equal(answers[i]->sqlite_version, sqlite3_libversion());
        assert_true(answers[i]->schema_version > 0);
    }
}

static int setup(void **state)
{
    (void)state;
    board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return board == MAP_FAILED ? 1 : watching_vfs_register(&board->watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_may_ask_for_the_build_at_once),
        cmocka_unit_test(canary_deferred_transactions_are_seen_as_busy),
        cmocka_unit_test(canary_lost_updates_are_seen_by_the_doctor),
        cmocka_unit_test(canary_what_was_not_kept_is_seen_as_lost),
        cmocka_unit_test(canary_an_unguarded_checkpoint_is_seen),
        cmocka_unit_test(our_waiter_keeps_its_promise_where_all_write_to_the_disk),
        cmocka_unit_test(nobody_loses_anything_or_waits_for_long),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
