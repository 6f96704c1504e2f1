/*
 * support.c - see support.h.
 */
#define _XOPEN_SOURCE 700

#include "support/support.h"

#include "base/text.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- surroundings ------------------------------------------------------------------------------- */

static int64_t fixture_now(void *user)
{
    return ((fixture *)user)->now_ms;
}

static int fixture_fill(void *user, unsigned char *bytes, size_t size)
{
    fixture *f = user;

    for (size_t i = 0; i < size; i++)
        bytes[i] = f->entropy++;
    return 0;
}

static int32_t fixture_offset(void *user, int64_t at_ms)
{
    (void)at_ms;
    return ((fixture *)user)->utc_offset_s;
}

focus_open_options fixture_options(const fixture *f)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;

    options.path = f->path;
    options.clock = &f->clock;
    options.entropy = &f->source;
    options.zone = &f->zone;
    options.durability = FOCUS_DURABILITY_RELAXED; /* tests need not wait for the disk */
    return options;
}

focus_store *fixture_open(fixture *f, uint32_t flags)
{
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    focus_error error;

    options.flags = flags;
    if (focus_open(&options, &store, &error) != FOCUS_OK)
        fail_msg("open: %s: %s", focus_status_name(error.status), error.message);
    return store;
}

void fixture_reopen(fixture *f)
{
    focus_close(f->store);
    f->store = fixture_open(f, 0);
}

void fixture_path(const fixture *f, const char *name, char out_path[256])
{
    (void)snprintf(out_path, 256, "%s/%s", f->folder, name);
}

static int set_up_in(const char *root, void **state)
{
    fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    (void)snprintf(f->folder, sizeof(f->folder), "%s/focus-test-XXXXXX", root);
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof(f->path), "%s/focus.db", f->folder);
    f->now_ms = MONDAY_9_MS;
    f->clock = (focus_clock){fixture_now, f};
    f->source = (focus_entropy){fixture_fill, f};
    f->zone = (focus_zone){"Test/Zone", fixture_offset, f};
    f->store = fixture_open(f, 0);
    *state = f;
    return 0;
}

int fixture_setup(void **state)
{
    return set_up_in("/tmp", state);
}

int fixture_setup_in_memory(void **state)
{
    return set_up_in(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", state);
}

static void remove_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry = NULL;
    char path[512];

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(directory);
    (void)rmdir(folder);
}

int fixture_teardown(void **state)
{
    fixture *f = *state;

    if (f->store != NULL)
        assert_recount(f->store, f->path);
    focus_close(f->store);
    remove_folder(f->folder);
    free(f);
    return 0;
}

#ifdef TEST_COVERAGE
void __gcov_dump(void);
#endif

void child_exit(int code)
{
#ifdef TEST_COVERAGE
    __gcov_dump();
#endif
    _exit(code);
}

void pass(fixture *f, int64_t by_ms)
{
    f->now_ms += by_ms;
}

void assert_status_at(focus_store *store, focus_status expected, focus_status got, const char *call,
                      const char *file, int line)
{
    const focus_error *error = focus_last_error(store);

    if (expected == got)
        return;
    print_error("%s:%d: %s gave %s (%s), not %s\n", file, line, call, focus_status_name(got),
                error->message, focus_status_name(expected));
    _fail(file, line);
}

/* --- the count from scratch ---------------------------------------------------------------------------- */

static int64_t query_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return value;
}

/* Pairs that must give the same number: what is kept, and what the rows say. */
static const struct {
    const char *kept;
    const char *counted;
} pairs[] = {
    {"SELECT total(focus_completed + break_completed + long_break_completed) FROM counters",
     "SELECT count(*) FROM focus_sessions WHERE status = 2 AND deleted_at_ms IS NULL"},
    {"SELECT total(focus_abandoned + break_abandoned + long_break_abandoned) FROM counters",
     "SELECT count(*) FROM focus_sessions WHERE status = 3 AND deleted_at_ms IS NULL"},
    {"SELECT total(focus_expired + break_expired + long_break_expired) FROM counters",
     "SELECT count(*) FROM focus_sessions WHERE status = 4 AND deleted_at_ms IS NULL"},
    {"SELECT total(deleted) FROM counters",
     "SELECT count(*) FROM focus_sessions WHERE deleted_at_ms IS NOT NULL"},
    {"SELECT total(focus_active_ms) FROM counters",
     "SELECT total(ended_at_ms - started_at_ms - paused_ms) FROM focus_sessions WHERE mode = 0"
     " AND status IN (2, 3) AND deleted_at_ms IS NULL"
     " AND (confirmed OR ended_at_ms - started_at_ms <= 86400000)"},
    {"SELECT total(completed + abandoned + expired) FROM daily_stats",
     "SELECT count(*) FROM focus_sessions WHERE status > 1 AND deleted_at_ms IS NULL"},
    {"SELECT total(active_ms) FROM daily_stats WHERE mode = 0",
     "SELECT total(focus_active_ms) FROM counters"},
    {"SELECT total(last_day - first_day + 1) FROM streak_runs",
     "SELECT count(*) FROM (SELECT DISTINCT user_id, local_day FROM focus_sessions WHERE mode = 0"
     " AND status = 2 AND deleted_at_ms IS NULL"
     " AND (confirmed OR ended_at_ms - started_at_ms <= 86400000))"},
    {"SELECT count(*) FROM streak_runs AS a JOIN streak_runs AS b ON a.user_id = b.user_id"
     " WHERE b.first_day > a.first_day AND b.first_day <= a.last_day + 1",
     "SELECT 0"},
    {"SELECT total(xp) FROM counters", "SELECT total(xp) FROM points_ledger"},
    {"SELECT total(coins_earned - coins_spent) FROM counters",
     "SELECT total(coins) FROM points_ledger"},
    {"SELECT total(libraries) FROM counters", "SELECT count(*) FROM focus_libraries"},
    {"SELECT total(tracks) FROM counters", "SELECT count(*) FROM focus_library_tracks"},
    {"SELECT total(tracks_count) FROM focus_libraries",
     "SELECT count(*) FROM focus_library_tracks"},
    {"SELECT total(pause_count) FROM focus_sessions", "SELECT count(*) FROM focus_pauses"},
};

bool recount_agrees(const char *path, char *out_difference, size_t size)
{
    sqlite3 *db = NULL;
    bool agrees = true;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]) && agrees; i++) {
        int64_t kept = query_int(db, pairs[i].kept);
        int64_t counted = query_int(db, pairs[i].counted);
        agrees = kept == counted;
        if (!agrees)
            (void)snprintf(out_difference, size, "kept %lld, counted %lld: %s", (long long)kept,
                           (long long)counted, pairs[i].kept);
    }
    (void)sqlite3_close(db);
    return agrees;
}

void assert_recount(focus_store *store, const char *path)
{
    const focus_doctor_report *report = NULL;
    char difference[256];

    assert_ok(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    for (size_t i = 0; i < report->count; i++)
        print_error("doctor: %s: %s\n", report->items[i].check, report->items[i].message);
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
    if (!recount_agrees(path, difference, sizeof(difference)))
        fail_msg("%s", difference);
}

bool is_utf8(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size) {
        size_t step = focus__utf8_step(bytes + at, size - at);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}

void add_session(focus_store *store, int64_t started_at_ms, int64_t length_ms, const char *title)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.started_at_ms = started_at_ms;
    input.ended_at_ms = started_at_ms + length_ms;
    input.title = title;
    assert_ok(store, focus_session_add(store, &input, NULL));
}

/* --- sessions ------------------------------------------------------------------------------------------ */

void run_session(fixture *f, int32_t mode, int64_t length_ms)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.mode = mode;
    input.planned_ms = length_ms;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, length_ms);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
}

const focus_session *running_of(focus_store *store)
{
    const focus_session *session = NULL;

    assert_ok(store, focus_session_running(store, &session));
    assert_non_null(session);
    return session;
}

const focus_session *session_of(focus_store *store, const focus_id *id)
{
    const focus_session *session = NULL;

    assert_ok(store, focus_session_get(store, id, &session));
    assert_non_null(session);
    return session;
}

focus_id running_id(focus_store *store)
{
    const focus_session *session = running_of(store);
    focus_id id = session->id;

    focus_session_free(session);
    return id;
}

void assert_message(focus_store *store)
{
    const focus_error *error = focus_last_error(store);

    assert_int_not_equal(error->status, FOCUS_OK);
    assert_true(error->message[0] != '\0');
    assert_null(strchr(error->message, '\n'));
}

void assert_message_has(focus_store *store, const char *part)
{
    assert_message(store);
    if (strstr(focus_last_error(store)->message, part) == NULL)
        fail_msg("\"%s\" does not name \"%s\"", focus_last_error(store)->message, part);
}

/* --- files --------------------------------------------------------------------------------------------- */

unsigned char *file_read(const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    long size = 0;

    *out_size = 0;
    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size >= 0);
    assert_int_equal(fseek(file, 0, SEEK_SET), 0);
    bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    *out_size = fread(bytes, 1, (size_t)size, file);
    (void)fclose(file);
    return bytes;
}

void file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

bool file_is(const char *path)
{
    return access(path, F_OK) == 0;
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

char *folder_print(const char *folder)
{
    enum { LINES = 32, LINE = 384 };
    char(*lines)[LINE] = calloc(LINES, LINE);
    DIR *directory = opendir(folder);
    const struct dirent *entry = NULL;
    char *print = calloc(LINES, LINE);
    char path[512];
    struct stat about;
    size_t count = 0;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL && count < LINES) {
        uint64_t sum = UINT64_C(14695981039346656037); /* FNV-1a */
        size_t size = 0;
        unsigned char *bytes = NULL;
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
            bytes = file_read(path, &size);
        for (size_t i = 0; i < size; i++)
            sum = (sum ^ bytes[i]) * UINT64_C(1099511628211);
        free(bytes);
        (void)snprintf(lines[count++], LINE, "%s %zu %016llx\n", entry->d_name, size,
                       (unsigned long long)sum);
    }
    (void)closedir(directory);
    qsort(lines, count, LINE, compare_lines);
    for (size_t i = 0; i < count; i++)
        (void)strcat(print, lines[i]);
    free(lines);
    return print;
}

void sql_exec(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    (void)sqlite3_busy_timeout(db, 5000);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int64_t sql_int(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    int64_t value = 0;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    value = query_int(db, sql);
    (void)sqlite3_close(db);
    return value;
}
