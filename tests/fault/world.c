/*
 * world.c - see world.h.
 */
#include "fault/world.h"

#include "base/checksum.h"
#include "support/input.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- surroundings ------------------------------------------------------------------------------- */

static int64_t world_now(void *user)
{
    return ((world *)user)->now_ms;
}

static int world_fill(void *user, unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)chance_next(&((world *)user)->entropy);
    return 0;
}

static int32_t world_offset(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return 3600;
}

focus_status world_open(world *w, uint32_t flags, int32_t durability)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;

    options.path = WORLD_PATH;
    options.vfs_name = DISK_VFS;
    options.flags = flags;
    options.durability = durability;
    options.clock = &w->clock;
    options.entropy = &w->source;
    options.zone = &w->zone;
    options.busy_timeout_ms = 10; /* nobody else is there: who waits has locked himself out */
    return focus_open(&options, &w->store, &w->error);
}

void world_close(world *w)
{
    if (w->store != NULL && focus_last_error(w->store)->status != FOCUS_OK)
        w->error = *focus_last_error(w->store);
    focus_close(w->store);
    w->store = NULL;
}

/* --- making the states -------------------------------------------------------------------------- */

static void add_finished(world *w, int days_ago, int32_t mode, int32_t status, int64_t length_ms,
                         focus_id *out_id)
{
    static const char *const tags[] = {"first", "second"};
    const focus_session *session = NULL;
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;

    session_input.flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
    session_input.mode = mode;
    session_input.status = status;
    session_input.title = "Work of another day";
    session_input.project = days_ago % 2 == 0 ? "Thesis" : NULL;
    session_input.tags = tags;
    session_input.tag_count = (size_t)(days_ago % 3);
    session_input.started_at_ms = w->now_ms - days_ago * DAY_MS;
    session_input.ended_at_ms = session_input.started_at_ms + length_ms;
    assert_ok(w->store, focus_session_add(w->store, &session_input, &session));
    if (out_id != NULL)
        *out_id = session->id;
    focus_session_free(session);
}

static void fill_history(world *w)
{
    for (int day = 12; day > 1; day--)
        add_finished(w, day, day % 4 == 3 ? FOCUS_MODE_BREAK : FOCUS_MODE_FOCUS,
                     day % 5 == 4 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED, HOUR_MS,
                     NULL);
    add_finished(w, 5, FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, 40 * MINUTE_MS, &w->done);
    add_finished(w, 20, FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, 30 * HOUR_MS, &w->implausible);
    add_finished(w, 3, FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, HOUR_MS, &w->deleted);
    assert_ok(w->store, focus_session_delete(w->store, &w->deleted));
    assert_ok(w->store, focus_points_award(w->store, FOCUS_POINTS_COINS, 30, "gift", "a gift"));
    assert_ok(w->store, focus_points_spend(w->store, 4, "a sound", NULL));
    assert_ok(w->store, focus_goal_set(w->store, 20500, FOCUS_MASK(1), HOUR_MS, 2));
}

static void fill_libraries(world *w)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;

    assert_ok(w->store, focus_library_create(w->store, "Waves", NULL, &w->library));
    track.title = "Low tide";
    assert_ok(w->store, focus_track_add(w->store, &w->library, &track, &w->track));
    track.title = "High tide";
    track.duration_ms = HOUR_MS;
    assert_ok(w->store, focus_track_add(w->store, &w->library, &track, &w->other_track));
}

static void fill_other_user(world *w)
{
    focus_id library;

    assert_ok(w->store, focus_user_create(w->store, "other", &w->other_user));
    assert_ok(w->store, focus_user_select(w->store, "other"));
    add_finished(w, 1, FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, HOUR_MS, NULL);
    assert_ok(w->store, focus_library_create(w->store, "Other waves", NULL, &library));
    assert_ok(w->store, focus_user_select(w->store, "me"));
}

static void keep_state(world *w, enum world_state state)
{
    world_close(w);
    w->images[state] = disk_save();
    assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
}

/* The log stays behind where its last user dies. */
static void keep_unfolded_state(world *w)
{
    assert_ok(w->store, focus_points_award(w->store, FOCUS_POINTS_XP, 7, "late", NULL));
    w->images[WORLD_UNFOLDED] = disk_save();
    assert_non_null(disk_image_find(&w->images[WORLD_UNFOLDED], WORLD_PATH "-wal"));
    world_close(w);
}

/* WORLD_EDITS of them: a row of each noun is made, changed and deleted. */
static void edit_everything(world *w)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_settings settings = FOCUS_SETTINGS_INIT;

    words.fields = FOCUS_FIELD_TITLE;
    words.title = "edited";
    track.title = "Spring tide";
    assert_ok(w->store, focus_settings_get(w->store, &settings));
    settings.daily_goal_ms = HOUR_MS;
    assert_ok(w->store, focus_settings_set(w->store, &settings));
    assert_ok(w->store, focus_goal_set(w->store, 20500, 0, 3 * HOUR_MS, 0));
    assert_ok(w->store, focus_cycle_reset(w->store));
    assert_ok(w->store, focus_session_edit(w->store, &w->done, &words, NULL));
    assert_ok(w->store, focus_session_start(w->store, NULL, NULL));
    assert_ok(w->store, focus_session_pause(w->store, 0, "tea", NULL));
    assert_ok(w->store, focus_session_resume(w->store, 0, NULL));
    assert_ok(w->store, focus_session_complete(w->store, 0, NULL, NULL));
    (void)import_text(w->store, "klog", "2026-01-05\n  2h Read\n");
    assert_ok(w->store, focus_track_edit(w->store, &w->track, &track));
    assert_ok(w->store, focus_track_move(w->store, &w->other_track, &w->track));
    assert_ok(w->store, focus_track_delete(w->store, &w->other_track));
    assert_ok(w->store, focus_library_rename(w->store, &w->library, "Rivers"));
    assert_ok(w->store, focus_library_delete(w->store, &w->library));
    assert_ok(w->store, focus_points_award(w->store, FOCUS_POINTS_XP, 5, "walk", NULL));
}

static void keep_edited_states(world *w)
{
    disk_load(&w->images[WORLD_IDLE]);
    w->now_ms = MONDAY_9_MS;
    assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
    edit_everything(w);
    keep_state(w, WORLD_EDITED);
    assert_ok(w->store, focus_undo(w->store, WORLD_EDITS, 0, NULL));
    world_close(w);
    w->images[WORLD_UNDONE] = disk_save();
}

void world_build(world *w)
{
    *w = (world){.now_ms = MONDAY_9_MS, .entropy = chance_of(16)};
    w->clock = (focus_clock){world_now, w};
    w->source = (focus_entropy){world_fill, w};
    w->zone = (focus_zone){"Test/Zone", world_offset, NULL};
    disk_register();
    disk_clear();
    assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
    fill_history(w);
    fill_libraries(w);
    fill_other_user(w);
    keep_state(w, WORLD_IDLE);
    assert_ok(w->store, focus_backup(w->store, WORLD_COPY_PATH));
    assert_ok(w->store, focus_session_start(w->store, NULL, NULL));
    w->now_ms += 10 * MINUTE_MS;
    keep_state(w, WORLD_COPIED);
    disk_remove(WORLD_COPY_PATH);
    keep_state(w, WORLD_RUNNING);
    assert_ok(w->store, focus_session_pause(w->store, 0, "tea", NULL));
    w->now_ms += 5 * MINUTE_MS;
    keep_state(w, WORLD_PAUSED);
    keep_unfolded_state(w);
    w->images[WORLD_OVERDUE] = disk_save();
    keep_edited_states(w);
}

void world_free(world *w)
{
    for (size_t i = 0; i < WORLD_STATE_COUNT; i++)
        disk_image_free(&w->images[i]);
}

void world_reset(world *w, enum world_state state)
{
    static const int64_t minutes_later[WORLD_STATE_COUNT] = {[WORLD_RUNNING] = 10,
                                                             [WORLD_COPIED] = 10,
                                                             [WORLD_PAUSED] = 15,
                                                             [WORLD_UNFOLDED] = 15,
                                                             [WORLD_OVERDUE] = 600};

    disk_load(&w->images[state]);
    w->now_ms = MONDAY_9_MS + minutes_later[state] * MINUTE_MS;
    w->entropy = chance_of(99);
    w->answer = 0;
    w->acknowledged = 0;
    /* SQLite's own chance marks its logs: the same each time as well. */
    (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, (sqlite3 *)NULL);
}

/* --- looking at it from outside ----------------------------------------------------------------- */

static sqlite3 *open_raw(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, DISK_VFS) != SQLITE_OK)
        fail_msg("%s: %s", path, sqlite3_errmsg(db));
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    return db;
}

static sqlite3_stmt *prepare_raw(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    return stmt;
}

static uint64_t print_row(uint64_t sum, sqlite3_stmt *stmt)
{
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        int64_t value = sqlite3_column_int64(stmt, i);
        if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
            sum = focus__checksum_ints(sum, &value, 1);
        else if (sqlite3_column_type(stmt, i) == SQLITE_BLOB) /* may have a zero in it */
            sum = focus__checksum_bytes(sum, sqlite3_column_blob(stmt, i),
                                        (size_t)sqlite3_column_bytes(stmt, i));
        else
            sum = focus__checksum_text(sum, (const char *)sqlite3_column_text(stmt, i));
    }
    return sum;
}

/* False: the rows cannot be read. */
static bool print_rows(sqlite3 *db, const char *sql, uint64_t *sum)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    *sum = focus__checksum_text(*sum, sql);
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        *sum = print_row(*sum, stmt);
        rc = SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_DONE;
}

/* A file without tables, as an interrupted copy leaves it, counts like none. */
static bool print_tables(sqlite3 *db, uint64_t *sum)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db,
                                "SELECT format('SELECT * FROM \"%w\"', name) FROM sqlite_schema"
                                " WHERE type = 'table' ORDER BY name",
                                -1, &stmt, NULL);
    bool readable = rc == SQLITE_OK;

    while (readable && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        readable = print_rows(db, (const char *)sqlite3_column_text(stmt, 0), sum);
    (void)sqlite3_finalize(stmt);
    return readable && rc == SQLITE_DONE;
}

static bool has_no_damage(sqlite3 *db)
{
    sqlite3_stmt *stmt = NULL;
    bool whole =
        sqlite3_prepare_v2(
            db,
            "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
            " UNION ALL SELECT \"table\" FROM pragma_foreign_key_check",
            -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_DONE;

    (void)sqlite3_finalize(stmt);
    return whole;
}

world_look world_look_at(const char *path)
{
    world_look look = {.is_whole = true};
    sqlite3 *db = disk_has(path) ? open_raw(path) : NULL;

    if (db == NULL)
        return look;
    look.is_whole = print_tables(db, &look.print) && has_no_damage(db);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return look;
}

uint64_t world_print(const char *path)
{
    return world_look_at(path).print;
}

bool world_print_queries(const char *const queries[], size_t count, uint64_t *out_print)
{
    sqlite3 *db = open_raw(WORLD_PATH);
    bool readable = true;

    *out_print = 0;
    for (size_t i = 0; i < count && readable; i++)
        readable = print_rows(db, queries[i], out_print);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return readable;
}

int64_t world_number(const char *sql)
{
    sqlite3 *db = open_raw(WORLD_PATH);
    sqlite3_stmt *stmt = prepare_raw(db, sql);
    int64_t number = 0;

    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    number = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return number;
}

void world_exec(const char *sql)
{
    sqlite3 *db = open_raw(WORLD_PATH);

    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* --- what must hold ----------------------------------------------------------------------------- */

static bool is_healthy(world *w, const char *what)
{
    const focus_doctor_report *report = NULL;
    focus_status status = focus_doctor(w->store, FOCUS_DOCTOR_FULL, &report);
    bool healthy = status == FOCUS_OK && report->count == 0;

    if (status == FOCUS_OK && !healthy)
        print_error("%s: doctor: %s\n", what, report->items[0].message);
    focus_doctor_report_free(report);
    return healthy;
}

static bool is_let_go(const char *what)
{
    if (disk_open_files() == 0 && disk_held_locks() == 0)
        return true;
    print_error("%s: %zu files are open, %zu locks held\n", what, disk_open_files(),
                disk_held_locks());
    return false;
}

/* A fresh handle, and a call: it must work whatever went wrong before. */
static bool goes_on(world *w, bool examines, const char *what)
{
    focus_status status = world_open(w, 0, FOCUS_DURABILITY_FULL);
    bool healthy = status == FOCUS_OK && (!examines || is_healthy(w, what));

    if (healthy)
        status = focus_points_award(w->store, FOCUS_POINTS_XP, 1, "goes on", NULL);
    if (status != FOCUS_OK)
        print_error("%s: afterwards: %s: %s\n", what, focus_status_name(status),
                    focus_last_error(w->store)->message);
    world_close(w);
    return healthy && status == FOCUS_OK;
}

bool world_goes_on(world *w, const char *what)
{
    return is_let_go(what) && goes_on(w, false, what);
}

bool world_is_sound(world *w, const char *what)
{
    return is_let_go(what) && goes_on(w, true, what);
}
