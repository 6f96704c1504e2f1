/*
 * test_bad_files.c - damaged and hostile files: a typed error, never a crash, and nothing lost by looking.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- a file worth damaging ------------------------------------------------------------------------------------ */

static void fill(fixture *f)
{
    const char *tags[] = {"a", "b"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id library;

    input.tags = tags;
    input.tag_count = 2;
    input.title = "work";
    input.note = "a note";
    assert_ok(f->store, focus_batch_begin(f->store));
    for (int64_t i = 1; i <= 120; i++) {
        input.started_at_ms = MONDAY_9_MS - i * HOUR_MS;
        input.ended_at_ms = input.started_at_ms + MINUTE_MS;
        assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    track.title = "one";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_track_add(f->store, &library, &track, NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 10, "gift", NULL));
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    input.started_at_ms = 0;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "tea", NULL));
    pass(f, MINUTE_MS);
}

/* --- using it ---------------------------------------------------------------------------------------------------- */

typedef struct tally {
    int calls;
    int failed;
    int corrupt;
    int wrong;
} tally;

/* Any typed answer will do, with a word about it; what the caller did is never to blame. */
static void note(tally *t, focus_store *store, focus_status status)
{
    const focus_error *error = focus_last_error(store);

    t->calls++;
    t->failed += status < 0;
    t->corrupt += status == FOCUS_E_CORRUPT;
    if (status > FOCUS_DONE || status < FOCUS_E_UNSUPPORTED || status == FOCUS_E_MISUSE ||
        error->status != (status < 0 ? status : FOCUS_OK) ||
        (status < 0 && error->message[0] == '\0') || strchr(error->message, '\n') != NULL) {
        print_error("call %d gave %d, %s: %s\n", t->calls, (int)status, focus_status_name(status),
                    error->message);
        t->wrong++;
    }
}

static void use_sessions(focus_store *store, tally *t)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    const focus_session *s = NULL;
    focus_id id;

    for (int round = 0; round < 4; round++) {
        filter.limit = 1000;
        filter.flags = round == 1 ? FOCUS_FILTER_OLDEST_FIRST : 0u;
        filter.tag = round == 2 ? "a" : NULL;
        filter.has_days = round == 3;
        filter.until_day = 100000;
        note(t, store, focus_session_list_page(store, &filter, &list));
        if (list != NULL && list->count > 0) {
            note(t, store, focus_session_get(store, &list->items[list->count / 2]->id, &s));
            focus_session_free(s);
        }
        focus_session_list_free(list);
    }
    filter = (focus_session_filter)FOCUS_SESSION_FILTER_INIT;
    filter.flags = FOCUS_FILTER_DELETED;
    note(t, store, focus_session_list_page(store, &filter, &list));
    focus_session_list_free(list);
    note(t, store, focus_session_running(store, &s));
    focus_session_free(s);
    note(t, store, focus_session_find(store, "0199", &id));
}

static void use_figures(focus_store *store, tally *t)
{
    const focus_day_list *days = NULL;
    const focus_run_list *runs = NULL;
    const focus_ledger_list *ledger = NULL;
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    focus_cycle cycle;
    focus_deadline deadline;

    note(t, store, focus_counters_get(store, &counters));
    note(t, store, focus_stats_get(store, INT32_MIN, INT32_MAX, &stats));
    note(t, store, focus_day_list_range(store, INT32_MIN, INT32_MAX, &days));
    focus_day_list_free(days);
    note(t, store, focus_streak_get(store, &streak));
    note(t, store, focus_streak_runs(store, 1000, &runs));
    focus_run_list_free(runs);
    note(t, store, focus_progress_get(store, &progress));
    note(t, store, focus_ledger_list_page(store, 1000, NULL, &ledger));
    focus_ledger_list_free(ledger);
    note(t, store, focus_cycle_get(store, &cycle));
    note(t, store, focus_next_deadline(store, &deadline));
}

static void use_the_rest(focus_store *store, tally *t)
{
    const focus_library_list *libraries = NULL;
    const focus_track_list *tracks = NULL;
    const focus_user_list *users = NULL;
    const focus_doctor_report *report = NULL;
    focus_settings settings = {.struct_size = sizeof(settings)};

    note(t, store, focus_library_list_page(store, 0, NULL, &libraries));
    if (libraries != NULL && libraries->count > 0)
        note(t, store, focus_track_list_page(store, &libraries->items[0]->id, 0, NULL, &tracks));
    focus_track_list_free(tracks);
    focus_library_list_free(libraries);
    note(t, store, focus_user_list_all(store, &users));
    focus_user_list_free(users);
    note(t, store, focus_settings_get(store, &settings));
    note(t, store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    if (report != NULL && report->count > 0)
        t->corrupt++;
    focus_doctor_report_free(report);
}

static void use_by_writing(focus_store *store, tally *t)
{
    const char *tags[] = {"c"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session_list *list = NULL;
    focus_id id = {{0}};

    note(t, store, focus_sweep(store, NULL));
    note(t, store, focus_session_list_page(store, NULL, &list));
    if (list != NULL && list->count > 2)
        id = list->items[2]->id;
    focus_session_list_free(list);
    note(t, store, focus_session_resume(store, 0, NULL));
    note(t, store, focus_session_complete(store, 0, NULL, NULL));
    note(t, store, focus_session_start(store, NULL, NULL));
    input.started_at_ms = MONDAY_9_MS - 5 * HOUR_MS;
    input.ended_at_ms = input.started_at_ms + 1000;
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    note(t, store, focus_session_add(store, &input, NULL));
    input.fields = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT | FOCUS_FIELD_TITLE;
    input.title = "new";
    note(t, store, focus_session_edit(store, &id, &input, NULL));
    note(t, store, focus_session_tag(store, &id, tags, 1, NULL));
    note(t, store, focus_session_delete(store, &id));
    note(t, store, focus_session_restore(store, &id, NULL));
    note(t, store, focus_points_spend(store, 1, "hat", NULL));
    note(t, store, focus_library_create(store, "more", NULL, NULL));
}

/* Open, read everything, write a little, read again. */
static tally use(const fixture *f, const char *path)
{
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    focus_error error;
    tally t = {0};
    focus_status status;

    options.path = path;
    status = focus_open(&options, &store, &error);
    t.calls = 1;
    if (status != FOCUS_OK) {
        t.wrong = error.message[0] == '\0' || status == FOCUS_E_MISUSE || status > 0;
        t.failed = 1;
        t.corrupt = status == FOCUS_E_CORRUPT || status == FOCUS_E_NOT_OURS;
        return t;
    }
    use_sessions(store, &t);
    use_figures(store, &t);
    use_the_rest(store, &t);
    use_by_writing(store, &t);
    use_sessions(store, &t);
    use_figures(store, &t);
    focus_close(store);
    return t;
}

static void remove_with_log(const char *path)
{
    char side[300];

    (void)unlink(path);
    (void)snprintf(side, sizeof(side), "%s-wal", path);
    (void)unlink(side);
    (void)snprintf(side, sizeof(side), "%s-shm", path);
    (void)unlink(side);
}

/* --- damaged ------------------------------------------------------------------------------------------------------- */

static unsigned char *whole_file(fixture *f, size_t *out_size)
{
    char path[256];
    unsigned char *bytes = NULL;

    fill(f);
    fixture_path(f, "whole.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    assert_int_equal(use(f, path).corrupt, 0); /* it is well until we touch it */
    (void)unlink(path);
    assert_ok(f->store, focus_backup(f->store, path));
    bytes = file_read(path, out_size);
    assert_non_null(bytes);
    return bytes;
}

static void a_truncated_file_is_refused_and_left(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    unsigned char *bytes = whole_file(f, &size);
    const size_t sizes[] = {2,    15,       16,       20,          99,         100,
                            511,  512,      1024,     4095,        4096,       4097,
                            8192, size / 4, size / 2, size - 4096, size - 4097};
    char path[256];

    fixture_path(f, "short.db", path);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        size_t size_after = 0;
        unsigned char *after = NULL;
        focus_status status;
        file_write(path, bytes, sizes[i]);
        options.path = path;
        status = focus_open(&options, &store, NULL);
        focus_close(store);
        if (status != FOCUS_E_CORRUPT && status != FOCUS_E_NOT_OURS)
            fail_msg("%zu of %zu bytes gave %s", sizes[i], size, focus_status_name(status));
        after = file_read(path, &size_after);
        assert_int_equal(size_after, sizes[i]);
        assert_memory_equal(after, bytes, size_after);
        free(after);
    }
    free(bytes);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void a_damaged_page_gives_a_typed_error(void **state)
{
    fixture *f = *state;
    enum { PAGE = 4096, PATTERNS = 2 };
    uint32_t random = 1;
    size_t size = 0;
    unsigned char *bytes = whole_file(f, &size);
    unsigned char *copy = malloc(size);
    char path[256];
    int noticed = 0;
    int damaged = 0;
    tally t;

    assert_non_null(copy);
    fixture_path(f, "page.db", path);
    for (size_t page = 0; page < size / PAGE; page++) {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            memcpy(copy, bytes, size);
            for (size_t i = page == 0 ? 100 : 0; i < PAGE; i++)
                copy[page * PAGE + i] = (unsigned char)(pattern == 0 ? 0 : next_random(&random));
            file_write(path, copy, size);
            damaged++;
            t = use(f, path);
            assert_int_equal(t.wrong, 0);
            noticed += t.corrupt > 0;
            remove_with_log(path);
        }
    }
    /* Pages that nothing refers to may be anything. */
    assert_true(noticed > damaged * 9 / 10);
    free(copy);
    free(bytes);
}

static void flipped_bytes_never_crash(void **state)
{
    fixture *f = *state;
    uint32_t random = 7;
    size_t size = 0;
    unsigned char *bytes = whole_file(f, &size);
    char path[256];

    fixture_path(f, "flip.db", path);
    for (int i = 0; i < 120; i++) {
        size_t at[4];
        for (size_t n = 0; n < COUNT_OF(at); n++) {
            at[n] = next_random(&random) % (i % 2 == 0 ? size : 8192);
            bytes[at[n]] ^= (unsigned char)(1u << n * 2);
        }
        file_write(path, bytes, size);
        assert_int_equal(use(f, path).wrong, 0);
        remove_with_log(path);
        for (size_t n = 0; n < COUNT_OF(at); n++)
            bytes[at[n]] ^= (unsigned char)(1u << n * 2);
    }
    free(bytes);
}

/* --- hostile --------------------------------------------------------------------------------------------------------- */

/* In a process of its own, so that one crash does not hide the next. */
static int use_apart(const fixture *f, const char *path)
{
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        (void)signal(SIGSEGV, SIG_DFL);
        (void)signal(SIGBUS, SIG_DFL);
        (void)signal(SIGABRT, SIG_DFL);
        child_exit(use(f, path).wrong == 0 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void check_hostile(void **state, const char *const *damages, size_t count)
{
    fixture *f = *state;
    char path[256];
    char name[32];
    char sql[512];
    int harmful = 0;

    fill(f);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(name, sizeof(name), "hostile%zu.db", i);
        fixture_path(f, name, path);
        assert_ok(f->store, focus_backup(f->store, path));
        (void)snprintf(sql, sizeof(sql),
                       "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; %s",
                       damages[i]);
        sql_exec(path, sql);
        if (use_apart(f, path) != 0) {
            print_error("  this does harm: %s\n", damages[i]);
            harmful++;
        }
        remove_with_log(path);
    }
    assert_int_equal(harmful, 0);
}

/* A file that somebody made to hurt us need not keep its own constraints. */
static void sessions_beyond_their_constraints_do_no_harm(void **state)
{
    const char *damages[] = {
        "UPDATE focus_sessions SET mode = 3 WHERE id = 119",
        "UPDATE focus_sessions SET mode = -1",
        "UPDATE focus_sessions SET mode = 1000000",
        "UPDATE focus_sessions SET status = 5 WHERE id = 119",
        "UPDATE focus_sessions SET status = -1 WHERE status < 2",
        "UPDATE focus_sessions SET status = 4000000000 WHERE id = 119",
        "UPDATE focus_sessions SET ended_at_ms = 5 WHERE status < 2;"
        "UPDATE focus_sessions SET ended_at_ms = NULL WHERE id = 119",
        "UPDATE focus_sessions SET ended_at_ms = 5 WHERE status < 2",
        "UPDATE focus_sessions SET pause_count = 2000000000 WHERE status = 1",
        "UPDATE focus_sessions SET pause_count = -1 WHERE status = 1",
        "UPDATE focus_sessions SET pause_count = 0 WHERE status = 1",
        "UPDATE focus_sessions SET tags = 'no newline', note = CAST(x'ff' AS TEXT)",
        "UPDATE focus_sessions SET tags = char(10,10,10) || replace(hex(zeroblob(3000)), '0', 'x')",
        "UPDATE focus_sessions SET tags = replace(hex(zeroblob(300)), '0', char(10))",
        "UPDATE focus_sessions SET tags = '' WHERE id = 119",
        "UPDATE focus_sessions SET title = CAST(x'fffe0a1b' AS TEXT)",
        "UPDATE focus_sessions SET title = replace(hex(zeroblob(400000)), '0', 'x') WHERE id = 119",
        "UPDATE focus_sessions SET uuid = x'00' WHERE id = 119",
        "UPDATE focus_sessions SET revision = 9223372036854775807",
        "UPDATE focus_sessions SET revision = 2147483647",
        "UPDATE focus_sessions SET local_day = 2147483647",
        "UPDATE focus_sessions SET local_day = -2147483648",
        "UPDATE focus_sessions SET xp = 9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET local_day = 9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET utc_offset_s = 9223372036854775807",
        "UPDATE focus_sessions SET user_id = 77 WHERE id < 100",
    };

    check_hostile(state, damages, COUNT_OF(damages));
}

static void instants_beyond_all_years_do_no_harm(void **state)
{
    const char *damages[] = {
        "UPDATE focus_sessions SET started_at_ms = -9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET ended_at_ms = 9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET started_at_ms = -9223372036854775807,"
        " ended_at_ms = 9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET paused_ms = -9223372036854775807 WHERE id = 119",
        "UPDATE focus_sessions SET started_at_ms = -9223372036854775807 WHERE status = 1",
        "UPDATE focus_sessions SET planned_ms = 9223372036854775807 WHERE status = 1",
        "UPDATE focus_sessions SET planned_ms = -9223372036854775807 WHERE status = 1",
        "UPDATE focus_sessions SET last_event_at_ms = 9223372036854775807 WHERE status = 1",
        "UPDATE focus_sessions SET last_event_at_ms = -9223372036854775807 WHERE status = 1",
        "UPDATE focus_sessions SET expires_at_ms = 1 WHERE status = 1",
        "UPDATE focus_sessions SET expires_at_ms = -5 WHERE status = 1",
        "UPDATE focus_pauses SET started_at_ms = 9223372036854775807, ended_at_ms = -1",
        "UPDATE counters SET xp = 9223372036854775807, coins_earned = -9223372036854775807",
        "UPDATE counters SET coins_spent = 9223372036854775807, coins_earned = -5",
        "UPDATE counters SET focus_active_ms = 9223372036854775807,"
        " focus_completed = 9223372036854775807",
        "UPDATE users SET expire_factor = 9223372036854775807",
        "UPDATE users SET pause_limit_ms = 9223372036854775807",
        "UPDATE users SET cycle_length = 0",
        "UPDATE users SET cycle_length = -2147483648",
        "UPDATE users SET cycle_started_at_ms = -9223372036854775807",
        "UPDATE users SET day_start_minutes = 9223372036854775807",
        "UPDATE users SET focus_length_ms = -1, break_length_ms = 0",
    };

    check_hostile(state, damages, COUNT_OF(damages));
}

static void figures_beyond_their_constraints_do_no_harm(void **state)
{
    const char *damages[] = {
        "UPDATE daily_stats SET mode = 7",
        "UPDATE daily_stats SET mode = -1",
        "UPDATE daily_stats SET mode = 2000000000",
        "UPDATE daily_stats SET active_ms = 9223372036854775807",
        "UPDATE daily_stats SET completed = -5",
        "UPDATE daily_stats SET local_day = local_day + 4294967296",
        "UPDATE streak_runs SET last_day = 9223372036854775807",
        "UPDATE streak_runs SET first_day = -9223372036854775807",
        "INSERT INTO streak_runs SELECT id, 0, 2147483647 FROM users",
        "DELETE FROM streak_runs",
        "DELETE FROM daily_stats",
        "DELETE FROM counters",
        "DELETE FROM users",
        "DELETE FROM focus_pauses",
        "DELETE FROM focus_sessions",
        "UPDATE focus_libraries SET tracks_count = -1",
        "UPDATE focus_library_tracks SET position = 9223372036854775807",
        "UPDATE points_ledger SET kind = 9",
        "UPDATE points_ledger SET xp = 9223372036854775807",
        "UPDATE users SET name = CAST(x'ff0a' AS TEXT)",
        "UPDATE users SET uuid = zeroblob(3000)",
    };

    check_hostile(state, damages, COUNT_OF(damages));
}

/* --- not the schema it says ---------------------------------------------------------------------------------------------- */

static void a_file_without_our_tables_is_damaged(void **state)
{
    fixture *f = *state;
    const char *damages[] = {
        "DROP TABLE users",
        "DROP TABLE counters",
        "DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY)",
        "DROP TABLE users; CREATE VIEW users AS SELECT 1 AS id, 'me' AS name",
    };
    char path[256];

    for (size_t i = 0; i < COUNT_OF(damages); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        focus_counters counters;
        char sql[256];
        focus_status status;
        fixture_path(f, "wrong.db", path);
        assert_ok(f->store, focus_backup(f->store, path));
        (void)snprintf(sql, sizeof(sql), "PRAGMA foreign_keys = OFF; %s", damages[i]);
        sql_exec(path, sql);
        options.path = path;
        status = focus_open(&options, &store, NULL);
        if (status == FOCUS_OK)
            status = focus_session_start(store, NULL, NULL);
        if (status == FOCUS_OK)
            status = focus_counters_get(store, &counters);
        focus_close(store);
        if (status != FOCUS_E_CORRUPT)
            fail_msg("%s: gave %s", damages[i], focus_status_name(status));
        remove_with_log(path);
    }
}

/* Opens a copy of the fixture's file that `sql` has changed. */
static focus_store *open_changed(fixture *f, const char *name, const char *sql)
{
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, name, path);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, sql);
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    return store;
}

static void a_day_that_counts_in_no_run_is_told(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_store *store = NULL;

    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "only one");
    store = open_changed(f, "runs.db", "DELETE FROM streak_runs");
    assert_ok(store, focus_session_list_page(store, NULL, &list));
    assert_status(store, FOCUS_E_CORRUPT, focus_session_delete(store, &list->items[0]->id));
    assert_message_has(store, "run of days");
    focus_session_list_free(list);
    focus_close(store);
}

static void a_tag_too_long_is_told(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_store *store = NULL;

    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "tagged");
    store = open_changed(f, "tags.db",
                         "UPDATE focus_sessions SET tags = replace(hex(zeroblob(4000)), '0', 'x')");
    assert_ok(store, focus_session_list_page(store, NULL, &list));
    assert_ok(store, focus_session_delete(store, &list->items[0]->id));
    assert_status(store, FOCUS_E_CORRUPT, focus_session_restore(store, &list->items[0]->id, NULL));
    assert_message_has(store, "tag");
    focus_session_list_free(list);
    focus_close(store);
}

/* The header says that there is a page more than anything uses. */
static void a_damaged_copy_is_no_backup(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];
    char copy[256];
    size_t size = 0;
    unsigned char *bytes = NULL;
    unsigned char *longer = NULL;

    fill(f);
    fixture_path(f, "longer.db", path);
    fixture_path(f, "copy.db", copy);
    assert_ok(f->store, focus_backup(f->store, path));
    bytes = file_read(path, &size);
    longer = calloc(1, size + 4096);
    memcpy(longer, bytes, size);
    longer[31]++; /* the count of pages, big-endian at 28 */
    file_write(path, longer, size + 4096);
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_status(store, FOCUS_E_CORRUPT, focus_backup(store, copy));
    assert_message_has(store, copy);
    assert_false(file_is(copy));
    focus_close(store);
    free(bytes);
    free(longer);
}

static void triggers_in_a_file_do_not_run(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "trigger.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, "CREATE TRIGGER t AFTER INSERT ON focus_sessions BEGIN"
                   " UPDATE users SET name = 'owned'; END");
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_ok(store, focus_session_start(store, NULL, NULL));
    focus_close(store);
    assert_int_equal(sql_int(path, "SELECT count(*) FROM users WHERE name = 'owned'"), 0);
}

/* What a table says of itself is worked out with each row: it must not be anybody's. */
static void a_table_of_somebody_else_is_refused(void **state)
{
    static const char *const changes[][2] = {
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql,"
         " '(deleted_at_ms IS NOT NULL)', '(instr(hex(zeroblob(1000000)),"
         " hex(zeroblob(500000)) || ''1'') > 0)')",
         "focus_sessions"},
        {"CREATE INDEX mine ON focus_sessions (hex(title))", "mine"},
        {"CREATE TABLE notes (text TEXT CHECK (length(text) > 0))", "notes"},
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' -- more'"
         " WHERE name = 'users'",
         "users"},
    };
    fixture *f = *state;
    char path[256];

    fixture_path(f, "changed.db", path);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        focus_error error;
        assert_ok(f->store, focus_backup(f->store, path));
        sql_exec(path, changes[i][0]);
        options.path = path;
        assert_int_equal(focus_open(&options, &store, &error), FOCUS_E_CORRUPT);
        assert_non_null(strstr(error.message, changes[i][1]));
        remove_with_log(path);
    }
}

static void what_sqlite_adds_by_itself_is_let_be(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "analyzed.db", path);
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, NULL);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, "ANALYZE; CREATE VIEW titles AS SELECT title FROM focus_sessions; VACUUM");
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_ok(store, focus_session_start(store, NULL, NULL));
    focus_close(store);
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

static void messages_stay_in_one_line_whatever_the_name(void **state)
{
    fixture *f = *state;
    const char *names[] = {"two\nlines", "esc\x1b[31m", "bad\xff\xfe", "tab\tbell\a"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        focus_error error;
        char path[256];
        fixture_path(f, names[i], path);
        options.path = path;
        options.flags = FOCUS_OPEN_EXISTING;
        assert_int_equal(focus_open(&options, &store, &error), FOCUS_E_NOT_FOUND);
        for (const char *c = error.message; *c != '\0'; c++)
            assert_true((unsigned char)*c >= 0x20 && (unsigned char)*c < 0x7f);
    }
}

/* Many builds of SQLite take a name that begins with "file:" apart. */
static void a_path_is_a_name_and_no_uri(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char here[512];
    focus_status status;

    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(chdir(f->folder), 0);
    options.path = "file:odd.db?mode=memory";
    status = focus_open(&options, &store, NULL);
    focus_close(store);
    assert_int_equal(status, FOCUS_OK);
    assert_true(file_is("file:odd.db?mode=memory"));
    assert_int_equal(chdir(here), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_truncated_file_is_refused_and_left),
        TEST(a_damaged_page_gives_a_typed_error),
        TEST(flipped_bytes_never_crash),
        TEST(sessions_beyond_their_constraints_do_no_harm),
        TEST(instants_beyond_all_years_do_no_harm),
        TEST(figures_beyond_their_constraints_do_no_harm),
        TEST(a_file_without_our_tables_is_damaged),
        TEST(triggers_in_a_file_do_not_run),
        TEST(a_table_of_somebody_else_is_refused),
        TEST(what_sqlite_adds_by_itself_is_let_be),
        TEST(messages_stay_in_one_line_whatever_the_name),
        TEST(a_path_is_a_name_and_no_uri),
        TEST(a_day_that_counts_in_no_run_is_told),
        TEST(a_tag_too_long_is_told),
        TEST(a_damaged_copy_is_no_backup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
