/*
 * test_care.c - looking after the file: backup, a backup a day, restore, doctor, repair.
 */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int32_t changed_elsewhere(focus_store *store)
{
    int32_t changed = -1;

    assert_ok(store, focus_changed_elsewhere(store, &changed));
    return changed;
}

/* --- backup -------------------------------------------------------------------------------------------------------- */

/* Something in every table. */
static void fill(fixture *f)
{
    const char *tags[] = {"a", "b"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input tracks[2] = {FOCUS_TRACK_INPUT_INIT, FOCUS_TRACK_INPUT_INIT};
    focus_id library;

    input.tags = tags;
    input.tag_count = 2;
    input.title = "work";
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "tea", NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 15 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "sunday");
    add_session(f->store, MONDAY_9_MS - 3 * DAY_MS, HOUR_MS, "friday");
    tracks[0].title = "one";
    tracks[1].title = "two";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_track_add_many(f->store, &library, tracks, 2));
    assert_ok(f->store, focus_points_spend(f->store, 1, "hat", NULL));
}

static void a_backup_is_a_whole_file_of_its_own(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *copy = NULL;
    focus_counters ours;
    focus_counters theirs;
    char path[256];
    char side[300];

    fill(f);
    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    (void)snprintf(side, sizeof(side), "%s-wal", path);
    assert_false(file_is(side));
    (void)snprintf(side, sizeof(side), "%s-journal", path);
    assert_false(file_is(side));
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS); /* the source goes on alone */
    options.path = path;
    options.flags = FOCUS_OPEN_EXISTING;
    assert_int_equal(focus_open(&options, &copy, NULL), FOCUS_OK);
    assert_recount(copy, path);
    assert_ok(copy, focus_counters_get(copy, &theirs));
    assert_int_equal(theirs.sessions, 3);
    assert_ok(f->store, focus_counters_get(f->store, &ours));
    assert_int_equal(ours.sessions, 4);
    assert_ok(copy, focus_session_start(copy, NULL, NULL)); /* and it can be used */
    focus_close(copy);
}

static void a_backup_of_a_store_for_reading_works(void **state)
{
    fixture *f = *state;
    focus_store *reader = NULL;
    char path[256];

    fill(f);
    reader = fixture_open(f, FOCUS_OPEN_READONLY);
    fixture_path(f, "copy.db", path);
    assert_ok(reader, focus_backup(reader, path));
    assert_int_equal(sql_int(path, "SELECT count(*) FROM focus_sessions"), 3);
    focus_close(reader);
}

static void a_backup_overwrites_nothing(void **state)
{
    fixture *f = *state;
    char path[256];
    char *before = NULL;
    char *after = NULL;

    fixture_path(f, "precious.txt", path);
    file_write(path, "mine", 4);
    before = folder_print(f->folder);
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, path));
    assert_message(f->store);
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, f->path));
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, f->folder));
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_backup_that_fails_leaves_nothing(void **state)
{
    fixture *f = *state;
    char path[256];

    fixture_path(f, "none/copy.db", path);
    assert_status(f->store, FOCUS_E_IO, focus_backup(f->store, path));
    assert_message(f->store);
    assert_false(file_is(path));
}

/* SQLite has names that are no files: a copy there would be lost, and called made. */
static void a_backup_to_a_name_that_is_no_file_is_refused(void **state)
{
    fixture *f = *state;

    assert_int_not_equal(focus_backup(f->store, ""), FOCUS_OK);
    assert_message(f->store);
    assert_int_not_equal(focus_backup(f->store, ":memory:"), FOCUS_OK);
    assert_message(f->store);
}

/* --- doctor ---------------------------------------------------------------------------------------------------------- */

static bool finds(focus_store *store, const char *check)
{
    const focus_doctor_report *report = NULL;
    bool found = false;

    assert_ok(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    for (size_t i = 0; i < report->count; i++) {
        assert_true(report->items[i].message[0] != '\0');
        assert_null(strchr(report->items[i].message, '\n'));
        found = found || strcmp(report->items[i].check, check) == 0;
    }
    focus_doctor_report_free(report);
    return found;
}

static const struct {
    const char *check;
    const char *damage;
} faults[] = {
    {"counters", "UPDATE counters SET focus_completed = focus_completed + 1"},
    {"counters", "UPDATE counters SET focus_abandoned = focus_abandoned + 1"},
    {"counters", "UPDATE counters SET focus_active_ms = focus_active_ms - 1"},
    {"counters", "UPDATE counters SET break_expired = 1"},
    {"counters", "UPDATE counters SET long_break_unconfirmed_ms = 1"},
    {"counters", "UPDATE counters SET deleted = deleted + 1"},
    {"counters", "UPDATE focus_sessions SET mode = 1 WHERE title = 'friday'"},
    {"counters", "DELETE FROM counters"},
    {"wallet", "UPDATE counters SET xp = xp + 1"},
    {"wallet", "UPDATE counters SET coins_earned = coins_earned + 1"},
    {"wallet", "UPDATE counters SET coins_spent = 0"},
    {"wallet", "UPDATE counters SET ledger_entries = ledger_entries - 1"},
    {"wallet", "DELETE FROM points_ledger WHERE kind = 3"},
    {"wallet", "DELETE FROM counters"},
    {"libraries", "UPDATE counters SET libraries = libraries + 1"},
    {"libraries", "UPDATE counters SET tracks = tracks - 1"},
    {"libraries", "DELETE FROM counters"},
    {"tracks", "UPDATE focus_libraries SET tracks_count = 3"},
    {"tracks", "DELETE FROM focus_library_tracks WHERE title = 'one'"},
    {"days", "UPDATE daily_stats SET completed = completed + 1"},
    {"days", "UPDATE daily_stats SET active_ms = active_ms + 1"},
    {"days", "UPDATE daily_stats SET credited = 0"},
    {"days", "DELETE FROM daily_stats WHERE local_day = (SELECT min(local_day) FROM daily_stats)"},
    {"days", "INSERT INTO daily_stats SELECT user_id, 1, 0, 0, 0, 0, 0, 0, 0 FROM counters"},
    {"streak", "DELETE FROM streak_runs"},
    {"streak", "UPDATE streak_runs SET last_day = last_day + 1"},
    {"streak", "INSERT INTO streak_runs SELECT user_id, 5, 6 FROM counters"},
    {"tags", "DELETE FROM session_tags WHERE tag = 'a'"},
    {"tags", "UPDATE session_tags SET tag = 'c' WHERE tag = 'a'"},
    {"tags", "UPDATE session_tags SET started_at_ms = started_at_ms + 1"},
    {"tags", "UPDATE focus_sessions SET tags = NULL"},
    {"tags", "INSERT INTO session_tags SELECT user_id, 'd', started_at_ms, id FROM focus_sessions"},
    {"pauses", "DELETE FROM focus_pauses"},
    {"pauses", "UPDATE focus_pauses SET ended_at_ms = ended_at_ms + 1"},
    {"pauses", "UPDATE focus_pauses SET ended_at_ms = NULL"},
    {"pauses", "UPDATE focus_sessions SET pause_count = 2 WHERE pause_count = 1"},
    {"pauses", "UPDATE focus_sessions SET paused_ms = 0"},
    {"rewards", "UPDATE focus_sessions SET xp = xp + 1 WHERE xp > 0"},
    {"rewards", "UPDATE points_ledger SET coins = coins + 1 WHERE kind = 0"},
    {"rewards", "DELETE FROM points_ledger WHERE kind = 0"},
    {"checksum", "UPDATE focus_sessions SET title = 'Friday' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET created_at_ms = created_at_ms + 1"},
    {"checksum", "UPDATE focus_sessions SET revision = revision + 1"},
    {"checksum", "UPDATE focus_sessions SET note = '' WHERE note IS NULL"},
    {"checksum", "UPDATE focus_sessions SET uuid = randomblob(16) WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET source = 0 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET confirmed = 1 - confirmed WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET edited = 1 - edited WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET started_at_ms = started_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET ended_at_ms = ended_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET planned_ms = 60001 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET paused_ms = paused_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET pause_count = pause_count + 1 WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET last_event_at_ms = last_event_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET local_day = local_day + 1 WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET utc_offset_s = utc_offset_s + 60 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET zone = 'X' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET project = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET task = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET tags = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET xp = xp + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET coins = coins + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET source = 2, source_format = 'x', source_key = 'x' "
                 "WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET deleted_at_ms = 5 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET mode = 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET status = 3 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET implausible = 1 WHERE title = 'friday'"},
    {"foreign keys", "PRAGMA foreign_keys = OFF; DELETE FROM users"},
    {"integrity",
     "PRAGMA ignore_check_constraints = ON; UPDATE focus_sessions SET mode = 1, status = 3,"
     " xp = -1 WHERE title = 'friday'"},
};

static void the_doctor_finds_each_seeded_fault(void **state)
{
    fixture *f = *state;
    char path[256];
    int missed = 0;

    fill(f);
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        char name[32];
        (void)snprintf(name, sizeof(name), "ill%zu.db", i);
        fixture_path(f, name, path);
        assert_ok(f->store, focus_backup(f->store, path));
        options.path = path;
        assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
        assert_false(finds(store, faults[i].check));
        sql_exec(path, faults[i].damage);
        if (!finds(store, faults[i].check)) {
            print_error("the check \"%s\" does not see: %s\n", faults[i].check, faults[i].damage);
            missed++;
        }
        focus_close(store);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(missed, 0);
}

static void the_doctor_looks_at_every_user(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fill(f);
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    fixture_path(f, "ill.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, "UPDATE counters SET xp = 7 WHERE user_id = (SELECT id FROM users"
                   " WHERE name = 'ann')");
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_true(finds(store, "wallet"));
    focus_close(store);
}

static void the_doctor_changes_nothing_and_counts_what_is_odd(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    focus_store *other = NULL;

    add_session(f->store, MONDAY_9_MS - 10 * HOUR_MS, HOUR_MS, "one");
    add_session(f->store, MONDAY_9_MS - 10 * HOUR_MS, 2 * HOUR_MS, "the same time");
    add_session(f->store, MONDAY_9_MS - 9 * HOUR_MS, HOUR_MS, "as well");
    add_session(f->store, MONDAY_9_MS - 80 * HOUR_MS, 30 * HOUR_MS, "too long");
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 2 * HOUR_MS); /* overdue and not swept: no fault */
    other = fixture_open(f, FOCUS_OPEN_READONLY);
    assert_ok(f->store, focus_doctor(f->store, FOCUS_DOCTOR_FULL, &report));
    assert_int_equal(focus_last_change(f->store), 0);
    assert_int_equal(report->count, 0);
    assert_int_equal(report->schema_version, focus_build()->schema_version);
    assert_int_equal(report->implausible, 1);
    assert_int_equal(report->overlapping, 2);
    focus_doctor_report_free(report);
    assert_int_equal(changed_elsewhere(other), 0);
    assert_ok(other, focus_doctor(other, 0, &report)); /* a reader may ask as well */
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
    focus_close(other);
}

/* --- repair ------------------------------------------------------------------------------------------ */

/* What only follows from the rows, and so can be made anew. */
static bool follows_from_rows(const char *check)
{
    static const char *const kept[] = {"pauses", "rewards", "checksum", "foreign keys",
                                       "integrity"};

    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (strcmp(check, kept[i]) == 0)
            return false;
    return true;
}

static void repair_makes_figures_anew_and_leaves_the_rest_to_be_reported(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    focus_store *store = NULL;
    char path[256];
    int repaired = 0;

    fill(f);
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        focus_open_options options = fixture_options(f);
        char name[32];
        if (!follows_from_rows(faults[i].check))
            continue;
        (void)snprintf(name, sizeof(name), "ill%zu.db", i);
        fixture_path(f, name, path);
        assert_ok(f->store, focus_backup(f->store, path));
        sql_exec(path, faults[i].damage);
        options.path = path;
        assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
        assert_ok(store, focus_repair(store, &report));
        focus_doctor_report_free(report);
        assert_false(finds(store, faults[i].check));
        focus_close(store);
        assert_int_equal(remove(path), 0);
        repaired++;
    }
    assert_true(repaired >= 30);
}

static void repair_of_a_sound_file_changes_not_a_row(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    int64_t sum;

    fill(f);
    sum = sql_int(f->path, "SELECT sum(active_ms * 31 + completed) FROM daily_stats");
    assert_ok(f->store, focus_repair(f->store, &report));
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
    assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_STATS | FOCUS_CHANGED_STREAK |
                                                      FOCUS_CHANGED_POINTS |
                                                      FOCUS_CHANGED_LIBRARIES);
    assert_true(sql_int(f->path, "SELECT sum(active_ms * 31 + completed) FROM daily_stats") == sum);
}

/* An index that lacks a row: by it the library would never be found. */
static void repair_makes_indexes_anew(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;

    fill(f);
    sql_exec(
        f->path,
        "CREATE TABLE kept AS SELECT sql FROM sqlite_schema WHERE name = 'focus_libraries_name';"
        "DROP INDEX focus_libraries_name;"
        "CREATE UNIQUE INDEX focus_libraries_name ON focus_libraries (user_id, name)"
        " WHERE name <> 'music';"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = (SELECT sql FROM kept)"
        " WHERE name = 'focus_libraries_name';"
        "DROP TABLE kept;"
        "PRAGMA writable_schema = RESET");
    fixture_reopen(f);
    assert_true(finds(f->store, "integrity"));
    assert_ok(f->store, focus_repair(f->store, &report));
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
}

static void repair_leaves_damaged_pages_alone(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    unsigned char *bytes;
    size_t size = 0;

    fill(f);
    focus_close(f->store);
    f->store = NULL;
    bytes = file_read(f->path, &size);
    memset(bytes + 4096 * (size_t)(sql_int(f->path, "SELECT rootpage FROM sqlite_schema WHERE name"
                                                    " = 'focus_library_tracks'") -
                                   1),
           0xff, 100);
    file_write(f->path, bytes, size);
    f->store = fixture_open(f, 0);
    assert_status(f->store, FOCUS_E_CORRUPT, focus_repair(f->store, &report));
    assert_message_has(f->store, "salvage");
    assert_null(report);
    focus_close(f->store);
    f->store = NULL;
    free(bytes);
}

/* --- restore ----------------------------------------------------------------------------------------- */

static void a_restored_file_is_the_backup_again(void **state)
{
    fixture *f = *state;
    char path[256];
    focus_counters before;
    focus_counters after;
    focus_store *other = NULL;

    fill(f);
    assert_ok(f->store, focus_counters_get(f->store, &before));
    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    other = fixture_open(f, 0); /* another program has it open meanwhile */
    assert_ok(f->store, focus_restore(f->store, path, NULL));
    assert_int_not_equal(focus_last_change(f->store) & FOCUS_CHANGED_SESSIONS, 0);
    assert_ok(f->store, focus_counters_get(f->store, &after));
    assert_memory_equal(&before, &after, sizeof(before));
    assert_int_equal(changed_elsewhere(other), 1);
    assert_ok(other, focus_counters_get(other, &after));
    assert_memory_equal(&before, &after, sizeof(before));
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS); /* and it goes on */
    focus_close(other);
    assert_int_equal(remove(path), 0);
}

static void a_restore_without_the_selected_user_selects_the_first(void **state)
{
    fixture *f = *state;
    const focus_user_list *users = NULL;
    char path[256];

    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_ok(f->store, focus_restore(f->store, path, NULL));
    assert_ok(f->store, focus_user_list_all(f->store, &users));
    assert_int_equal(users->count, 1);
    assert_int_equal(users->items[0]->is_selected, 1);
    focus_user_list_free(users);
    assert_int_equal(remove(path), 0);
}

/* But for shared memory, where readers leave their marks. */
static char *print_of_files(const fixture *f)
{
    char *print = folder_print(f->folder);
    char *shared = strstr(print, "focus.db-shm");

    if (shared != NULL)
        memmove(shared, strchr(shared, '\n') + 1, strlen(strchr(shared, '\n')));
    return print;
}

static void refuse_to_restore(fixture *f, const char *path, focus_status status)
{
    char *before = print_of_files(f);
    char *after;

    assert_status(f->store, status, focus_restore(f->store, path, NULL));
    assert_message(f->store);
    assert_int_equal(focus_last_change(f->store), 0);
    after = print_of_files(f);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void what_is_no_sound_backup_is_not_restored(void **state)
{
    fixture *f = *state;
    char path[256];
    unsigned char *bytes;
    size_t size = 0;

    fill(f);
    fixture_path(f, "copy.db", path);
    refuse_to_restore(f, path, FOCUS_E_NOT_FOUND);
    file_write(path, "just some text", 14);
    refuse_to_restore(f, path, FOCUS_E_NOT_OURS);
    refuse_to_restore(f, f->path, FOCUS_E_INVALID);
    refuse_to_restore(f, f->folder, FOCUS_E_NOT_OURS);
    assert_int_equal(remove(path), 0);
    assert_ok(f->store, focus_backup(f->store, path));
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_restore(f->store, path, NULL));
    assert_ok(f->store, focus_batch_rollback(f->store));
    bytes = file_read(path, &size);
    memset(bytes + size / 2, 0xa5, 4096);
    file_write(path, bytes, size);
    refuse_to_restore(f, path, FOCUS_E_CORRUPT);
    free(bytes);
    sql_exec(f->path, "SELECT 1");
    assert_int_equal(remove(path), 0);
}

static void a_newer_backup_is_not_restored(void **state)
{
    fixture *f = *state;
    char path[256];

    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, "PRAGMA user_version = 99");
    refuse_to_restore(f, path, FOCUS_E_TOO_NEW);
    assert_int_equal(remove(path), 0);
}

/* --- a backup a day ---------------------------------------------------------------------------------- */

static bool has_backup_of(const fixture *f, const char *date)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "%s.%s.backup", f->path, date);
    return file_is(path);
}

static void a_day_has_one_backup(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_backup_daily(f->store, NULL));
    assert_true(has_backup_of(f, "2026-03-02"));
    assert_int_equal(focus_backup_daily(f->store, NULL), FOCUS_DONE);
    pass(f, 15 * HOUR_MS);
    assert_ok(f->store, focus_backup_daily(f->store, NULL));
    assert_true(has_backup_of(f, "2026-03-03"));
}

/* The user's day, not the calendar's, and not another zone's. */
static void a_backup_has_the_users_day(void **state)
{
    fixture *f = *state;
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 240;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    f->utc_offset_s = 3600;
    f->now_ms = MONDAY_9_MS - 7 * HOUR_MS; /* 03:00 on Monday there */
    assert_ok(f->store, focus_backup_daily(f->store, NULL));
    assert_true(has_backup_of(f, "2026-03-01"));
}

static int count_backups(const fixture *f)
{
    int count = 0;
    char *print = folder_print(f->folder);

    for (const char *at = strstr(print, ".backup "); at != NULL; at = strstr(at + 1, ".backup "))
        count++;
    free(print);
    return count;
}

static void old_backups_are_thinned_out(void **state)
{
    fixture *f = *state;

    for (int day = 0; day < 60; day++) {
        assert_ok(f->store, focus_backup_daily(f->store, NULL));
        pass(f, DAY_MS);
    }
    /* The last is of Thursday 2026-04-30: three days, and the Sundays of the three weeks before. */
    assert_int_equal(count_backups(f), 6);
    assert_true(has_backup_of(f, "2026-04-30"));
    assert_true(has_backup_of(f, "2026-04-29"));
    assert_true(has_backup_of(f, "2026-04-28"));
    assert_true(has_backup_of(f, "2026-04-26"));
    assert_true(has_backup_of(f, "2026-04-19"));
    assert_true(has_backup_of(f, "2026-04-12"));
}

static void what_is_not_named_like_a_backup_is_never_taken_away(void **state)
{
    fixture *f = *state;
    char path[256];

    fixture_path(f, "focus.db.my-own.backup", path);
    file_write(path, "mine", 4);
    for (int day = 0; day < 30; day++) {
        assert_ok(f->store, focus_backup_daily(f->store, NULL));
        pass(f, DAY_MS);
    }
    assert_true(file_is(path));
}

/* Two that copy to one name at once do not get into each other's files. */
static void a_copy_under_way_has_a_name_of_its_own(void **state)
{
    fixture *f = *state;
    char path[256];
    char *before;
    char *after;

    fixture_path(f, "copy.db.0badcafe.partial", path);
    file_write(path, "of somebody else", 16);
    before = folder_print(f->folder);
    assert_non_null(strstr(before, "copy.db.0badcafe.partial 16"));
    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    after = folder_print(f->folder);
    assert_non_null(strstr(after, "copy.db.0badcafe.partial 16"));
    assert_true(file_is(path));
    free(before);
    free(after);
}

/* What was there before is kept under the same lock, and only if there is a sound backup. */
static void a_restore_keeps_what_was_there_before(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_counters before;
    focus_counters kept;
    focus_store *store = NULL;
    char path[256];
    char keep_path[256];

    fixture_path(f, "copy.db", path);
    fixture_path(f, "before.db", keep_path);
    assert_ok(f->store, focus_backup(f->store, path));
    fill(f);
    assert_ok(f->store, focus_counters_get(f->store, &before));
    assert_status(f->store, FOCUS_E_EXISTS, focus_restore(f->store, path, path));
    assert_ok(f->store, focus_counters_get(f->store, &kept));
    assert_memory_equal(&before, &kept, sizeof(before));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_restore(f->store, keep_path, keep_path));
    assert_false(file_is(keep_path));
    assert_ok(f->store, focus_restore(f->store, path, keep_path));
    options.path = keep_path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_ok(store, focus_counters_get(store, &kept));
    assert_memory_equal(&before, &kept, sizeof(before));
    focus_close(store);
}

static void a_store_in_memory_has_no_daily_backup(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;

    options.path = ":memory:";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_status(store, FOCUS_E_UNSUPPORTED, focus_backup_daily(store, NULL));
    focus_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_is_a_whole_file_of_its_own),
        TEST(a_backup_of_a_store_for_reading_works),
        TEST(a_backup_overwrites_nothing),
        TEST(a_backup_that_fails_leaves_nothing),
        TEST(a_backup_to_a_name_that_is_no_file_is_refused),
        TEST(the_doctor_finds_each_seeded_fault),
        TEST(the_doctor_looks_at_every_user),
        TEST(the_doctor_changes_nothing_and_counts_what_is_odd),
        TEST(repair_makes_figures_anew_and_leaves_the_rest_to_be_reported),
        TEST(repair_of_a_sound_file_changes_not_a_row),
        TEST(repair_makes_indexes_anew),
        TEST(repair_leaves_damaged_pages_alone),
        TEST(a_restored_file_is_the_backup_again),
        TEST(a_restore_without_the_selected_user_selects_the_first),
        TEST(what_is_no_sound_backup_is_not_restored),
        TEST(a_newer_backup_is_not_restored),
        TEST(a_day_has_one_backup),
        TEST(a_backup_has_the_users_day),
        TEST(old_backups_are_thinned_out),
        TEST(what_is_not_named_like_a_backup_is_never_taken_away),
        TEST(a_copy_under_way_has_a_name_of_its_own),
        TEST(a_restore_keeps_what_was_there_before),
        TEST(a_store_in_memory_has_no_daily_backup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
