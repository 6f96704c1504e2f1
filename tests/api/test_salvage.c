/*
 * test_salvage.c - focus_salvage() and focus_set_aside() by their promises. What comes back of
 * damage of every kind is tests/fault/test_salvage.c's.
 */
#define _XOPEN_SOURCE 700

#include "base/base.h"
#include "support/input.h"
#include "support/support.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- salvaging ---------------------------------------------------------------------------------- */

static focus_open_options options_to(const fixture *f, const char *path)
{
    focus_open_options options = fixture_options(f);

    options.path = path;
    return options;
}

static focus_salvage_report salvage(fixture *f, char out_fresh[256])
{
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_open_options options;
    focus_error error = {0};

    fixture_path(f, "fresh.db", out_fresh);
    options = options_to(f, out_fresh);
    if (focus_salvage(&options, f->path, &report, &error) != FOCUS_OK)
        fail_msg("%s: %s", focus_status_name(error.status), error.message);
    return report;
}

/* Salvage it, and go on with what came back. */
static focus_salvage_report salvage_and_open(fixture *f)
{
    char fresh[256];
    focus_salvage_report report;
    focus_open_options options;

    focus_close(f->store);
    f->store = NULL;
    report = salvage(f, fresh);
    (void)snprintf(f->path, sizeof(f->path), "%.127s", fresh);
    options = fixture_options(f);
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    return report;
}

static void assert_refused(fixture *f, const char *fresh, const char *damaged,
                           focus_status expected)
{
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_open_options options = options_to(f, fresh);
    focus_error error = {0};
    const focus_status got = focus_salvage(&options, damaged, &report, &error);

    if (got != expected)
        fail_msg("%s: %s", focus_status_name(got), error.message);
    assert_int_equal(error.status, expected);
    assert_true(error.message[0] != '\0');
    assert_int_equal(report.pages_read, 0);
    assert_int_equal(report.struct_size, sizeof(report));
}

static void some_pauses(fixture *f)
{
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    for (int i = 0; i < 2; i++) {
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, "tea", NULL));
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, "done", NULL));
}

static void some_history(fixture *f)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id library;

    some_pauses(f);
    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "yesterday");
    add_session(f->store, MONDAY_9_MS - 9 * DAY_MS, 30 * HOUR_MS, "too long");
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 10, "gift", "why"));
    assert_ok(f->store, focus_points_spend(f->store, 3, "tea", NULL));
    assert_ok(f->store, focus_library_create(f->store, "music", "loud", &library));
    track.title = "one";
    track.url = "https://example.org/one.ogg";
    assert_ok(f->store, focus_track_add(f->store, &library, &track, NULL));
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    (void)import_text(f->store, "klog", "2026-02-25\n  2h Sow #bed\n  -30m\n");
}

/* --- a healthy file ----------------------------------------------------------------------------- */

/* All that one user's store says of itself. */
typedef struct figures {
    focus_counters counters;
    focus_progress progress;
    focus_streak streak;
    focus_settings settings;
    focus_stats stats;
    focus_cycle cycle;
} figures;

static void read_figures(focus_store *store, figures *out)
{
    memset(out, 0, sizeof(*out));
    out->settings.struct_size = sizeof(out->settings);
    assert_ok(store, focus_counters_get(store, &out->counters));
    assert_ok(store, focus_progress_get(store, &out->progress));
    assert_ok(store, focus_streak_get(store, &out->streak));
    assert_ok(store, focus_settings_get(store, &out->settings));
    assert_ok(store, focus_stats_get(store, 20000, 21000, &out->stats));
    assert_ok(store, focus_cycle_get(store, &out->cycle));
}

static char *read_all_rows(const char *path)
{
    static const char *const queries[] = {
        "SELECT * FROM users ORDER BY id",
        "SELECT * FROM focus_sessions ORDER BY id",
        "SELECT * FROM focus_pauses",
        "SELECT * FROM points_ledger",
        "SELECT * FROM focus_libraries ORDER BY id",
        "SELECT uuid, library_id, position, title, url, duration_ms, added_at_ms"
        " FROM focus_library_tracks ORDER BY library_id, position",
        "SELECT * FROM counters",
        "SELECT * FROM daily_stats",
        "SELECT * FROM streak_runs",
        "SELECT * FROM session_tags",
        "SELECT * FROM goals",
        "SELECT * FROM day_totals",
    };
    char *rows = calloc(1, 1 << 20);
    size_t size = 0;
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        sqlite3_stmt *stmt = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, queries[i], -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(stmt) && size < (1 << 20) - 4096; c++) {
                const char *text = (const char *)sqlite3_column_text(stmt, c);
                size += (size_t)snprintf(rows + size, 4096, "%s|", text != NULL ? text : "NULL");
            }
            rows[size++] = '\n';
        }
        (void)sqlite3_finalize(stmt);
    }
    (void)sqlite3_close(db);
    return rows;
}

static void a_healthy_file_comes_back_as_it_was(void **state)
{
    fixture *f = *state;
    figures before;
    figures after;
    focus_salvage_report report;
    int64_t count = 0;
    char *export_before = NULL;
    char *export_after = NULL;
    char *rows_before = NULL;
    char *rows_after = NULL;

    some_history(f);
    (void)import_file(f->store, "timewarrior",
                      FOCUS_TEST_DATA_DIR "/demo/timewarrior/2026-02.data");
    assert_ok(f->store, focus_cycle_reset(f->store));
    assert_ok(f->store, focus_goal_set(f->store, 20000, 0, HOUR_MS, 2));
    assert_ok(f->store, focus_goal_set(f->store, 20400, FOCUS_MASK(6) | FOCUS_MASK(7), 0, 0));
    read_figures(f->store, &before);
    export_before = export_text(f->store, "jsonl", &count);
    rows_before = read_all_rows(f->path);
    report = salvage_and_open(f);
    read_figures(f->store, &after);
    export_after = export_text(f->store, "jsonl", &count);
    rows_after = read_all_rows(f->path);
    assert_string_equal(export_before, export_after);
    assert_string_equal(rows_before, rows_after);
    assert_memory_equal(&before, &after, sizeof(before));
    assert_int_equal(report.users, 2);
    assert_int_equal(report.sessions, before.counters.sessions + before.counters.deleted);
    assert_int_equal(report.sessions, report.sessions_expected);
    assert_int_equal(report.pauses, 2);
    assert_int_equal(report.ledger_entries, 3);
    assert_int_equal(report.libraries, 1);
    assert_int_equal(report.tracks, 1);
    assert_int_equal(report.goals, 9);
    assert_int_equal(report.day_totals, 2);
    assert_int_equal(
        report.rows_left_out + report.doubtful + report.placeholders + report.pages_unreadable, 0);
    free(export_before);
    free(export_after);
    free(rows_before);
    free(rows_after);
}

static void into_memory_only_the_report_is_kept(void **state)
{
    fixture *f = *state;
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_open_options options = options_to(f, ":memory:");
    char *before = NULL;
    char *after = NULL;

    some_history(f);
    fixture_reopen(f);
    focus_close(f->store);
    f->store = NULL;
    before = folder_print(f->folder);
    assert_int_equal(focus_salvage(&options, f->path, &report, NULL), FOCUS_OK);
    assert_int_equal(report.sessions, 3);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* --- lost parents, lost children ---------------------------------------------------------------- */

/* Behind the library's back, where nothing but the rows themselves may go. */
static void take_away(fixture *f, const char *sql)
{
    char all[512];

    focus_close(f->store);
    f->store = NULL;
    (void)snprintf(all, sizeof(all), "PRAGMA foreign_keys = OFF; %s", sql);
    sql_exec(f->path, all);
}

static void a_lost_user_gets_a_stand_in(void **state)
{
    fixture *f = *state;
    const focus_user_list *users = NULL;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "DELETE FROM users WHERE name = 'me'");
    report = salvage_and_open(f);
    assert_int_equal(report.users, 1);
    assert_int_equal(report.placeholders, 1);
    assert_int_equal(report.sessions, 3);
    assert_ok(f->store, focus_user_list_all(f->store, &users));
    assert_int_equal(users->count, 2);
    assert_string_equal(users->items[0]->name, "recovered 1");
    assert_int_equal(users->items[0]->is_selected, 1);
    focus_user_list_free(users);
}

static void a_lost_library_gets_a_stand_in(void **state)
{
    fixture *f = *state;
    const focus_library *library = NULL;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "DELETE FROM focus_libraries");
    report = salvage_and_open(f);
    assert_int_equal(report.libraries, 0);
    assert_int_equal(report.tracks, 1);
    assert_int_equal(report.placeholders, 1);
    assert_ok(f->store, focus_library_find(f->store, "recovered 1", &library));
    assert_int_equal(library->tracks_count, 1);
    focus_library_free(library);
}

/* Somebody has to have it. */
static void music_of_nobody_gets_a_user(void **state)
{
    fixture *f = *state;
    const focus_library *library = NULL;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "DELETE FROM users; DELETE FROM focus_libraries; DELETE FROM points_ledger;"
                 "DELETE FROM focus_pauses; DELETE FROM focus_sessions; DELETE FROM counters");
    report = salvage_and_open(f);
    assert_int_equal(report.users, 0);
    assert_int_equal(report.tracks, 1);
    assert_int_equal(report.placeholders, 2);
    assert_int_equal(report.sessions_expected, -1);
    assert_ok(f->store, focus_library_find(f->store, "recovered 2", &library));
    focus_library_free(library);
}

static const focus_session *newest_of(focus_store *store, const focus_session_list **out_list)
{
    assert_ok(store, focus_session_list_page(store, NULL, out_list));
    assert_true((*out_list)->count > 0);
    return (*out_list)->items[0];
}

static void lost_pauses_become_one_of_the_same_length(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    const focus_session *session = NULL;
    focus_salvage_report report;

    some_pauses(f);
    take_away(f, "DELETE FROM focus_pauses WHERE number = 1");
    report = salvage_and_open(f);
    assert_int_equal(report.pauses, 0);
    assert_int_equal(report.rows_left_out, 1);
    assert_int_equal(report.placeholders, 1);
    session = newest_of(f->store, &list);
    assert_int_equal(session->pause_count, 1);
    assert_string_equal(session->pauses[0].reason, "recovered");
    assert_int_equal(session->pauses[0].ended_at_ms - session->pauses[0].started_at_ms,
                     2 * MINUTE_MS);
    assert_int_equal(session->paused_ms, 2 * MINUTE_MS);
    assert_int_equal(session->active_ms, 22 * MINUTE_MS);
    assert_int_equal(session->revision, 6);
    focus_session_list_free(list);
}

static void a_paused_session_without_its_pause_stays_paused(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_salvage_report report;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    take_away(f, "DELETE FROM focus_pauses");
    report = salvage_and_open(f);
    assert_int_equal(report.placeholders, 1);
    pass(f, MINUTE_MS);
    session = running_of(f->store);
    assert_int_equal(session->status, FOCUS_SESSION_PAUSED);
    assert_int_equal(session->paused_ms, MINUTE_MS);
    focus_session_free(session);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
}

static void pauses_of_nothing_are_left_out(void **state)
{
    fixture *f = *state;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "DELETE FROM focus_sessions WHERE id = 1");
    report = salvage_and_open(f);
    assert_int_equal(report.sessions, 2);
    assert_int_equal(report.sessions_expected, 3);
    assert_int_equal(report.pauses, 0);
    assert_int_equal(report.rows_left_out, 2);
}

/* What was paid for a lost session is still paid. */
static void a_reward_outlives_its_session(void **state)
{
    fixture *f = *state;
    focus_progress before;
    focus_progress after;

    some_history(f);
    assert_ok(f->store, focus_progress_get(f->store, &before));
    take_away(f, "DELETE FROM focus_sessions WHERE id = 1");
    (void)salvage_and_open(f);
    assert_ok(f->store, focus_progress_get(f->store, &after));
    assert_true(before.xp > 0);
    assert_memory_equal(&before, &after, sizeof(before));
}

static void a_reward_without_its_entry_gets_one(void **state)
{
    fixture *f = *state;
    focus_progress before;
    focus_progress after;
    focus_salvage_report report;

    some_pauses(f);
    assert_ok(f->store, focus_progress_get(f->store, &before));
    take_away(f, "DELETE FROM points_ledger");
    report = salvage_and_open(f);
    assert_int_equal(report.ledger_entries, 0);
    assert_int_equal(report.placeholders, 1);
    assert_ok(f->store, focus_progress_get(f->store, &after));
    assert_memory_equal(&before, &after, sizeof(before));
}

/* --- doubt -------------------------------------------------------------------------------------- */

static void words_that_were_hit_are_mended(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    const focus_session *session = NULL;
    focus_salvage_report report;

    some_pauses(f);
    take_away(f, "UPDATE focus_sessions SET title = CAST(x'61ff0762' AS TEXT),"
                 " tags = 'b' || char(10, 10) || 'a' || char(10) || 'b'");
    report = salvage_and_open(f);
    assert_int_equal(report.doubtful, 1);
    session = newest_of(f->store, &list);
    assert_string_equal(session->title, "a??b");
    assert_int_equal(session->tag_count, 2);
    assert_string_equal(session->tags[0], "a");
    assert_int_equal(session->active_ms, 22 * MINUTE_MS);
    focus_session_list_free(list);
}

static void a_doubtful_session_of_nobody_is_the_only_users(void **state)
{
    fixture *f = *state;
    focus_salvage_report report;

    some_pauses(f);
    take_away(f, "UPDATE focus_sessions SET user_id = 70000");
    report = salvage_and_open(f);
    assert_int_equal(report.doubtful, 1);
    assert_int_equal(report.users, 1);
    assert_int_equal(report.placeholders, 0);
    assert_int_equal(report.ledger_entries, 1);
}

static void figures_that_were_hit_are_mended(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_salvage_report report;
    focus_progress before;
    focus_progress after;

    some_pauses(f);
    assert_ok(f->store, focus_progress_get(f->store, &before));
    take_away(f, "PRAGMA ignore_check_constraints = ON;"
                 "UPDATE focus_sessions SET xp = 1 << 60, utc_offset_s = 400000, local_day = 5");
    report = salvage_and_open(f);
    assert_int_equal(report.doubtful, 1);
    assert_int_equal(newest_of(f->store, &list)->utc_offset_s, 0);
    assert_int_equal(list->items[0]->day, MONDAY_9_MS / DAY_MS);
    assert_int_equal(list->items[0]->xp, before.xp);
    focus_session_list_free(list);
    assert_ok(f->store, focus_progress_get(f->store, &after));
    assert_memory_equal(&before, &after, sizeof(before));
}

static void counters_and_tracks_of_nothing_are_left_out(void **state)
{
    fixture *f = *state;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "INSERT INTO counters (user_id, focus_completed) VALUES (999, 50);"
                 "UPDATE focus_library_tracks SET library_id = -5");
    report = salvage_and_open(f);
    assert_int_equal(report.sessions_expected, 3);
    assert_int_equal(report.tracks, 0);
    assert_int_equal(report.rows_left_out, 1);
}

static void rows_that_make_no_sense_are_left_out(void **state)
{
    fixture *f = *state;
    focus_salvage_report report;

    some_history(f);
    take_away(f, "UPDATE focus_sessions SET created_at_ms = -1 WHERE id = 2;"
                 "UPDATE points_ledger SET xp = 1 << 60 WHERE kind = 2");
    report = salvage_and_open(f);
    assert_int_equal(report.rows_left_out, 2);
    assert_int_equal(report.sessions, 2);
    assert_int_equal(report.ledger_entries, 2);
}

static void of_two_running_sessions_the_newer_runs_on(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_id id;
    focus_counters counters;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    take_away(f, "DROP INDEX focus_sessions_running;"
                 "UPDATE focus_sessions SET status = 0, ended_at_ms = NULL WHERE id = 1");
    (void)salvage_and_open(f);
    session = running_of(f->store);
    assert_memory_equal(&session->id, &id, sizeof(id));
    focus_session_free(session);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].abandoned, 1);
}

static void users_of_one_name_get_different_ones(void **state)
{
    fixture *f = *state;
    const focus_user_list *users = NULL;

    some_history(f);
    take_away(f, "DROP INDEX users_name; UPDATE users SET name = 'me'");
    (void)salvage_and_open(f);
    assert_ok(f->store, focus_user_list_all(f->store, &users));
    assert_int_equal(users->count, 2);
    assert_string_equal(users->items[0]->name, "me");
    assert_string_equal(users->items[1]->name, "recovered 1");
    focus_user_list_free(users);
}

static void settings_out_of_range_are_the_defaults(void **state)
{
    fixture *f = *state;
    focus_settings settings = FOCUS_SETTINGS_INIT;

    take_away(f, "UPDATE users SET cycle_length = 5000, focus_length_ms = 60000");
    (void)salvage_and_open(f);
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    assert_int_equal(settings.cycle_length, 4);
    assert_int_equal(settings.focus_length_ms, 25 * MINUTE_MS);
}

/* --- what is refused ---------------------------------------------------------------------------- */

static void a_new_file_must_be_new(void **state)
{
    fixture *f = *state;
    char path[256];
    char *before = NULL;
    char *after = NULL;

    fixture_path(f, "taken", path);
    file_write(path, "mine", 4);
    before = folder_print(f->folder);
    assert_refused(f, path, f->path, FOCUS_E_EXISTS);
    assert_refused(f, f->path, f->path, FOCUS_E_EXISTS);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void what_is_not_ours_is_refused(void **state)
{
    fixture *f = *state;
    char text[256];
    char foreign[256];
    char missing[256];
    char fresh[256];

    fixture_path(f, "text", text);
    fixture_path(f, "foreign.db", foreign);
    fixture_path(f, "missing.db", missing);
    fixture_path(f, "fresh.db", fresh);
    file_write(text, "not a database, and too short for one", 37);
    sql_exec(foreign, "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, 4)");
    assert_refused(f, fresh, text, FOCUS_E_NOT_OURS);
    assert_refused(f, fresh, foreign, FOCUS_E_NOT_OURS);
    assert_refused(f, fresh, missing, FOCUS_E_NOT_FOUND);
    assert_refused(f, fresh, f->folder, FOCUS_E_NOT_OURS);
    assert_false(file_is(fresh));
}

static void a_newer_file_is_refused(void **state)
{
    fixture *f = *state;
    char fresh[256];

    fixture_path(f, "fresh.db", fresh);
    some_history(f);
    focus_close(f->store);
    f->store = NULL;
    sql_exec(f->path, "CREATE TABLE more (a); PRAGMA user_version = 99");
    assert_refused(f, fresh, f->path, FOCUS_E_TOO_NEW);
    assert_false(file_is(fresh));
}

/* Where all tables are ours, it is the version that was hit. */
static void a_damaged_version_is_no_newer_file(void **state)
{
    fixture *f = *state;

    some_history(f);
    focus_close(f->store);
    f->store = NULL;
    sql_exec(f->path, "PRAGMA user_version = 99");
    assert_int_equal(salvage_and_open(f).sessions, 3);
}

static void misuse_is_told(void **state)
{
    fixture *f = *state;
    char fresh[256];
    char out[FOCUS_PATH_SIZE] = "x";
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_open_options options;

    fixture_path(f, "fresh.db", fresh);
    options = options_to(f, fresh);
    assert_int_equal(focus_salvage(NULL, f->path, &report, NULL), FOCUS_E_MISUSE);
    assert_int_equal(focus_salvage(&options, NULL, &report, NULL), FOCUS_E_MISUSE);
    assert_int_equal(focus_salvage(&options, f->path, NULL, NULL), FOCUS_E_MISUSE);
    report.struct_size = 0;
    assert_int_equal(focus_salvage(&options, f->path, &report, NULL), FOCUS_E_MISUSE);
    report.struct_size = sizeof(report);
    options.flags = FOCUS_OPEN_EXISTING;
    assert_int_equal(focus_salvage(&options, f->path, &report, NULL), FOCUS_E_INVALID);
    assert_int_equal(focus_set_aside(NULL, NULL, out, NULL), FOCUS_E_MISUSE);
    assert_int_equal(focus_set_aside(f->path, NULL, NULL, NULL), FOCUS_E_MISUSE);
    assert_false(file_is(fresh));
}

/* --- out of the way ----------------------------------------------------------------------------- */

static void write_four(const fixture *f, const char *contents)
{
    static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "a.db-journal"};
    char path[256];

    for (size_t i = 0; i < 4; i++) {
        fixture_path(f, names[i], path);
        file_write(path, contents, strlen(contents));
    }
}

static bool is_here(const fixture *f, const char *name)
{
    char path[256];

    fixture_path(f, name, path);
    return file_is(path);
}

static void all_four_files_go_aside_and_nothing_is_overwritten(void **state)
{
    fixture *f = *state;
    char path[256];
    char out[FOCUS_PATH_SIZE];
    size_t size = 0;
    unsigned char *bytes = NULL;

    fixture_path(f, "a.db", path);
    write_four(f, "first");
    assert_int_equal(focus_set_aside(path, NULL, out, NULL), FOCUS_OK);
    assert_non_null(strstr(out, "/a.db.damaged-1"));
    assert_true(file_is(out));
    assert_false(is_here(f, "a.db") || is_here(f, "a.db-wal") || is_here(f, "a.db-shm") ||
                 is_here(f, "a.db-journal"));
    assert_true(is_here(f, "a.db.damaged-1-wal") && is_here(f, "a.db.damaged-1-shm") &&
                is_here(f, "a.db.damaged-1-journal"));
    fixture_path(f, "a.db.damaged-2-wal", path); /* a name is taken when a part of it is */
    file_write(path, "x", 1);
    fixture_path(f, "a.db", path);
    write_four(f, "second");
    assert_int_equal(focus_set_aside(path, NULL, out, NULL), FOCUS_OK);
    assert_non_null(strstr(out, "/a.db.damaged-3"));
    fixture_path(f, "a.db.damaged-1", path);
    bytes = file_read(path, &size);
    assert_memory_equal(bytes, "first", 5);
    free(bytes);
}

/* What got another name last, as the C library is asked for it; "" before the first. */
static char renamed_last[FOCUS_PATH_SIZE];

/* In place of the C library's. */
int link(const char *from, const char *to)
{
    (void)snprintf(renamed_last, sizeof(renamed_last), "%s", from);
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* A log beside a database that is made anew would be deleted by SQLite. */
static void the_database_goes_aside_last(void **state)
{
    fixture *f = *state;
    char path[256];
    char out[FOCUS_PATH_SIZE];

    fixture_path(f, "a.db", path);
    write_four(f, "contents");
    assert_int_equal(focus_set_aside(path, NULL, out, NULL), FOCUS_OK);
    assert_string_equal(renamed_last + strlen(renamed_last) - 5, "/a.db");
}

static void a_replacement_takes_its_place(void **state)
{
    fixture *f = *state;
    char fresh[256];
    char out[FOCUS_PATH_SIZE];

    some_history(f);
    focus_close(f->store);
    f->store = NULL;
    (void)salvage(f, fresh);
    assert_int_equal(focus_set_aside(f->path, fresh, out, NULL), FOCUS_OK);
    assert_false(file_is(fresh));
    assert_true(file_is(out));
    f->store = fixture_open(f, 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 3);
}

static void after_a_failure_every_file_has_its_name(void **state)
{
    fixture *f = *state;
    char path[256];
    char other[256];
    char out[FOCUS_PATH_SIZE] = "x";
    focus_error error = {0};
    char *before = NULL;
    char *after = NULL;

    write_four(f, "bytes");
    fixture_path(f, "a.db", path);
    fixture_path(f, "b.db", other);
    before = folder_print(f->folder);
    assert_int_equal(focus_set_aside(path, other, out, &error), FOCUS_E_NOT_FOUND);
    assert_string_equal(out, "");
    assert_true(error.message[0] != '\0');
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(after);
    assert_int_equal(focus_set_aside(path, "/proc/version", out, &error), FOCUS_E_IO);
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(after);
    free(before);
    assert_int_equal(focus_set_aside(other, NULL, out, &error), FOCUS_E_NOT_FOUND);
}

static void an_open_file_stays_where_it_is(void **state)
{
    fixture *f = *state;
    char out[FOCUS_PATH_SIZE];
    char fresh[256];

    some_history(f);
    assert_int_equal(focus_set_aside(f->path, NULL, out, NULL), FOCUS_E_BUSY);
    (void)salvage(f, fresh);
    fixture_path(f, "b.db", fresh);
    file_write(fresh, "b", 1);
    assert_int_equal(focus_set_aside(fresh, f->path, out, NULL), FOCUS_E_STATE);
    assert_true(file_is(f->path) && file_is(fresh));
}

/* Opens the file, says so, and holds it until it is killed. */
static void hold_open(fixture *f, int say)
{
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char what = 'x';

    if (focus_open(&options, &store, NULL) == FOCUS_OK)
        what = 'o';
    if (write(say, &what, 1) == 1)
        (void)pause();
    child_exit(0);
}

static void a_file_that_another_process_has_open_stays(void **state)
{
    fixture *f = *state;
    char out[FOCUS_PATH_SIZE];
    char said = 0;
    int ends[2];
    pid_t child;

    some_history(f);
    focus_close(f->store);
    f->store = NULL;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        hold_open(f, ends[1]);
    assert_int_equal(read(ends[0], &said, 1), 1);
    assert_int_equal(said, 'o');
    assert_int_equal(focus_set_aside(f->path, NULL, out, NULL), FOCUS_E_BUSY);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(focus_set_aside(f->path, NULL, out, NULL), FOCUS_OK);
}

/* --- no memory ---------------------------------------------------------------------------------- */

typedef struct short_of_memory {
    int64_t left; /* allocations that are still given */
    bool fired;
} short_of_memory;

static void *resize_or_not(void *user, void *block, size_t size)
{
    short_of_memory *memory = user;

    if (memory->left-- > 0)
        return realloc(block, size);
    memory->fired = true;
    return NULL;
}

static void release(void *user, void *block)
{
    (void)user;
    free(block);
}

static void without_memory_there_is_no_new_file(void **state)
{
    fixture *f = *state;
    char fresh[256];
    focus_open_options options;
    int failures = 0;

    some_history(f); /* all of it in the log */
    fixture_path(f, "fresh.db", fresh);
    options = options_to(f, fresh);
    for (int64_t n = 0;; n++) {
        short_of_memory memory = {.left = n};
        const focus__allocator allocator = {resize_or_not, release, &memory};
        focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
        focus_error error = {0};
        focus_status status;
        focus__alloc_hook(&allocator);
        status = focus_salvage(&options, f->path, &report, &error);
        focus__alloc_hook(NULL);
        if (!memory.fired)
            break;
        assert_int_equal(status, FOCUS_E_NOMEM);
        assert_int_equal(error.status, FOCUS_E_NOMEM);
        assert_false(file_is(fresh) || is_here(f, "fresh.db-wal"));
        failures++;
    }
    assert_true(failures > 20);
    assert_int_equal(sql_int(fresh, "SELECT count(*) FROM focus_sessions"), 3);
}

static void without_memory_every_file_keeps_its_name(void **state)
{
    fixture *f = *state;
    char path[256];
    char aside[FOCUS_PATH_SIZE];
    int failures = 0;

    fixture_path(f, "a.db", path);
    write_four(f, "contents");
    for (int64_t n = 0;; n++) {
        short_of_memory memory = {.left = n};
        const focus__allocator allocator = {resize_or_not, release, &memory};
        focus_status status;
        focus__alloc_hook(&allocator);
        status = focus_set_aside(path, NULL, aside, NULL);
        focus__alloc_hook(NULL);
        if (!memory.fired)
            break;
        assert_int_equal(status, FOCUS_E_NOMEM);
        assert_int_equal(aside[0], '\0');
        assert_true(is_here(f, "a.db") && is_here(f, "a.db-wal") && is_here(f, "a.db-shm") &&
                    is_here(f, "a.db-journal"));
        failures++;
    }
    assert_true(failures > 0);
    assert_true(file_is(aside));
}

static void where_all_names_are_taken_nothing_is_overwritten(void **state)
{
    fixture *f = *state;
    char path[256];
    char name[32];
    char aside[FOCUS_PATH_SIZE];
    focus_error error = {0};

    for (int i = 1; i <= 9999; i++) {
        (void)snprintf(name, sizeof(name), "a.db.damaged-%d", i);
        fixture_path(f, name, path);
        file_write(path, "x", 1);
    }
    fixture_path(f, "a.db", path);
    file_write(path, "contents", 8);
    assert_int_equal(focus_set_aside(path, NULL, aside, &error), FOCUS_E_EXISTS);
    assert_true(error.message[0] != '\0');
    assert_true(file_is(path));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_healthy_file_comes_back_as_it_was),
        CASE(into_memory_only_the_report_is_kept),
        CASE(a_lost_user_gets_a_stand_in),
        CASE(a_lost_library_gets_a_stand_in),
        CASE(music_of_nobody_gets_a_user),
        CASE(lost_pauses_become_one_of_the_same_length),
        CASE(a_paused_session_without_its_pause_stays_paused),
        CASE(pauses_of_nothing_are_left_out),
        CASE(a_reward_outlives_its_session),
        CASE(a_reward_without_its_entry_gets_one),
        CASE(words_that_were_hit_are_mended),
        CASE(a_doubtful_session_of_nobody_is_the_only_users),
        CASE(figures_that_were_hit_are_mended),
        CASE(counters_and_tracks_of_nothing_are_left_out),
        CASE(rows_that_make_no_sense_are_left_out),
        CASE(of_two_running_sessions_the_newer_runs_on),
        CASE(users_of_one_name_get_different_ones),
        CASE(settings_out_of_range_are_the_defaults),
        CASE(a_new_file_must_be_new),
        CASE(what_is_not_ours_is_refused),
        CASE(a_newer_file_is_refused),
        CASE(a_damaged_version_is_no_newer_file),
        CASE(misuse_is_told),
        CASE(all_four_files_go_aside_and_nothing_is_overwritten),
        CASE(the_database_goes_aside_last),
        CASE(a_replacement_takes_its_place),
        CASE(after_a_failure_every_file_has_its_name),
        CASE(an_open_file_stays_where_it_is),
        CASE(a_file_that_another_process_has_open_stays),
        CASE(without_memory_there_is_no_new_file),
        CASE(without_memory_every_file_keeps_its_name),
        CASE(where_all_names_are_taken_nothing_is_overwritten),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
