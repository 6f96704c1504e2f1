/*
 * test_statements.c - the SQL itself: it prepares, it finds its rows by the index meant for them,
 * its columns come in the order in which they are read, and a call does the same work however long
 * the history.
 *
 * The one api test that looks below focus.h: at the table of statements, and by SQLite's own means
 * at the connection that a store opens.
 */
#include "support/support.h"

#include "core/session.h"
#include "db/sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, watch_setup, watch_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- the store's connection, and one of the test's own ---------------------------------------- */

static sqlite3 *newest_connection;

/* Called by SQLite for each connection that is opened. */
static int note_connection(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error;
    (void)api;
    newest_connection = db;
    return SQLITE_OK;
}

static int watch_setup(void **state)
{
    (void)sqlite3_auto_extension((void (*)(void))note_connection);
    return fixture_setup(state);
}

static int watch_teardown(void **state)
{
    (void)sqlite3_cancel_auto_extension((void (*)(void))note_connection);
    return fixture_teardown(state);
}

static sqlite3 *open_beside(const fixture *f)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_non_null(stmt);
    return stmt;
}

static const char *column_text(sqlite3_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(stmt, column);
}

/* --- plans ------------------------------------------------------------------------------------ */

typedef void plan_line(const char *name, const char *line, void *user);

/* Foreign keys' actions are shown as well. */
static void explain(sqlite3 *db, const char *name, const char *sql, plan_line *visit, void *user)
{
    char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *stmt = NULL;

    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_TRIGGER_EQP, 1, (int *)NULL), SQLITE_OK);
    stmt = prepare(db, text);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        if (column_text(stmt, 3) != NULL) /* an action has no name */
            visit(name, column_text(stmt, 3), user);
    (void)sqlite3_finalize(stmt);
    sqlite3_free(text);
}

/* What a plan may go through from end to end: nothing, results of its own parts, and arguments. */
static bool scans_no_table(const char *line)
{
    static const char *const parts[] = {"scratch", "kept", "days", "numbered"}; /* of WITH */
    const char *what = line + strlen("SCAN ");

    if (strncmp(line, "SCAN ", strlen("SCAN ")) != 0)
        return true;
    if (strcmp(what, "CONSTANT ROW") == 0 || what[0] == '(' || strstr(what, "VIRTUAL TABLE"))
        return true;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(what, parts[i]) == 0)
            return true;
    return false;
}

static void note_scan(const char *name, const char *line, void *user)
{
    int *count = user;

    if (scans_no_table(line))
        return;
    print_error("%s: %s\n", name, line);
    ++*count;
}

static void every_statement_prepares_on_the_newest_schema(void **state)
{
    sqlite3 *db = open_beside(*state);

    assert_int_equal(FOCUS__SQL_MIGRATION_COUNT, focus_build()->schema_version);
    for (int i = 0; i < FOCUS__SQL_COUNT; i++)
        (void)sqlite3_finalize(prepare(db, focus__sql_queries[i].text));
    (void)sqlite3_close(db);
}

static void no_statement_scans_a_table(void **state)
{
    sqlite3 *db = open_beside(*state);
    int count = 0;

    for (int i = 0; i < FOCUS__SQL_COUNT; i++)
        explain(db, focus__sql_queries[i].name, focus__sql_queries[i].text, note_scan, &count);
    (void)sqlite3_close(db);
    assert_int_equal(count, 0);
}

/* An index that SQLite builds for one search is a scan in disguise; sorting is work for all. Who counts
 * everything may sort. */
static void note_makeshift(const char *name, const char *line, void *user)
{
    int *count = user;
    bool counts_all = strncmp(name, "recount_", 8) == 0 || strcmp(name, "project_list") == 0;
    bool sorts = strstr(line, "USE TEMP B-TREE") != NULL && !counts_all;

    if (strstr(line, "AUTOMATIC") == NULL && !sorts)
        return;
    print_error("%s: %s\n", name, line);
    ++*count;
}

static void no_statement_sorts_or_builds_an_index(void **state)
{
    sqlite3 *db = open_beside(*state);
    int count = 0;

    for (int i = 0; i < FOCUS__SQL_COUNT; i++)
        explain(db, focus__sql_queries[i].name, focus__sql_queries[i].text, note_makeshift, &count);
    (void)sqlite3_close(db);
    assert_int_equal(count, 0);
}

static const struct {
    enum focus__sql_id id;
    const char *index;
    const char *by; /* the last of what it is searched by */
} meant[] = {
    {FOCUS__SQL_SESSION_RUNNING, "INDEX focus_sessions_running (", "user_id=?)"},
    {FOCUS__SQL_SESSION_LIVE, "INDEX focus_sessions_running (", "user_id=?)"},
    {FOCUS__SQL_SESSION_OVERDUE, "INDEX focus_sessions_running (", "user_id>?)"},
    {FOCUS__SQL_RUNNING_GET, "INDEX focus_sessions_running (", "user_id=?)"},
    {FOCUS__SQL_SESSION_BY_SOURCE, "INDEX focus_sessions_source (", "source_key=?)"},
    {FOCUS__SQL_SESSION_BY_UUID, "INDEX sqlite_autoindex_focus_sessions_1 (", "(uuid=?)"},
    {FOCUS__SQL_SESSION_BY_PREFIX, "INDEX sqlite_autoindex_focus_sessions_1 (", "uuid<?)"},
    {FOCUS__SQL_SESSION_OVERLAPPING, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_CYCLE, "INDEX focus_sessions_history (", "started_at_ms>?)"},
    {FOCUS__SQL_SESSION_PAGE_NEWEST, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_PAGE_OLDEST, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_PAGE_COUNT, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_TAGGED_NEWEST, "SEARCH t USING PRIMARY KEY (user_id=? AND tag=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_TAGGED_OLDEST, "SEARCH t USING PRIMARY KEY (user_id=? AND tag=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_TAGGED_COUNT, "SEARCH t USING PRIMARY KEY (user_id=? AND tag=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_DELETED_NEWEST, "INDEX focus_sessions_history (user_id=? AND is_deleted=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_DELETED_OLDEST, "INDEX focus_sessions_history (user_id=? AND is_deleted=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_SESSION_DELETED_COUNT, "INDEX focus_sessions_history (user_id=? AND is_deleted=?",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_EXPORT_SESSIONS, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_TAG_LIST, "SEARCH t USING PRIMARY KEY (", "user_id=?)"},
    {FOCUS__SQL_TAG_IS_USED, "session_tags USING PRIMARY KEY (", "user_id=? AND tag=?)"},
    {FOCUS__SQL_PROJECT_LIST, "INDEX focus_sessions_history (", "is_deleted=?)"},
    {FOCUS__SQL_PROJECT_IS_USED, "INDEX focus_sessions_history (", "is_deleted=?)"},
    {FOCUS__SQL_REPORT_SESSIONS, "INDEX focus_sessions_history (",
     "started_at_ms>? AND started_at_ms<?)"},
    {FOCUS__SQL_REPORT_SESSIONS, "SEARCH p USING PRIMARY KEY (", "session_id=?)"},
    {FOCUS__SQL_REPORT_LONG_SESSIONS, "INDEX focus_sessions_implausible (", "user_id=?)"},
    {FOCUS__SQL_REPORT_LONG_SESSIONS, "INDEX focus_sessions_confirmed (", "user_id=?)"},
    {FOCUS__SQL_REPORT_RUNNING, "INDEX focus_sessions_running (", "user_id=?)"},
    {FOCUS__SQL_COUNT_IMPLAUSIBLE, "INDEX focus_sessions_implausible (", "user_id=?)"},
    {FOCUS__SQL_PAUSE_SET_END, "focus_pauses USING PRIMARY KEY (", "session_id=? AND number=?)"},
    {FOCUS__SQL_PAUSE_LIST, "focus_pauses USING PRIMARY KEY (", "session_id=?)"},
    {FOCUS__SQL_TAG_DELETE_ALL, "INDEX session_tags_session (", "session_id=?)"},
    {FOCUS__SQL_COUNTERS_GET, "SEARCH c USING INTEGER PRIMARY KEY (", "rowid=?)"},
    {FOCUS__SQL_COUNTERS_GET, "INDEX focus_sessions_running (", "user_id=?)"},
    {FOCUS__SQL_COUNTERS_ADD, "USING INTEGER PRIMARY KEY (", "rowid=?)"},
    {FOCUS__SQL_DAY_RANGE, "daily_stats USING PRIMARY KEY (", "local_day>? AND local_day<?)"},
    {FOCUS__SQL_DAY_GET, "daily_stats USING PRIMARY KEY (", "local_day=? AND mode=?)"},
    {FOCUS__SQL_DAY_UPDATE, "daily_stats USING PRIMARY KEY (", "local_day=? AND mode=?)"},
    {FOCUS__SQL_DAY_TOTAL_RANGE, "INDEX day_totals_key (", "local_day>? AND local_day<?)"},
    {FOCUS__SQL_DAY_TOTAL_GET, "INDEX day_totals_key (", "source_key=?)"},
    {FOCUS__SQL_DAY_TOTAL_LAID_UNTIL, "INDEX focus_sessions_history (", "started_at_ms>?"},
    {FOCUS__SQL_RUN_AT_OR_BEFORE, "streak_runs USING PRIMARY KEY (", "first_day<?)"},
    {FOCUS__SQL_RUN_LONGEST, "INDEX streak_runs_length (", "user_id=?)"},
    {FOCUS__SQL_RUN_NEWEST, "streak_runs USING PRIMARY KEY (", "first_day<?)"},
    {FOCUS__SQL_LEDGER_INSERT, "points_ledger USING PRIMARY KEY (", "user_id=?)"},
    {FOCUS__SQL_LEDGER_PAGE, "SEARCH l USING PRIMARY KEY (", "number<?)"},
    {FOCUS__SQL_LIBRARY_PAGE, "INDEX focus_libraries_user (", "rowid>?)"},
    {FOCUS__SQL_LIBRARY_BY_NAME, "INDEX focus_libraries_name (", "name=?)"},
    {FOCUS__SQL_TRACK_PAGE, "INDEX focus_library_tracks_order (", "position>?)"},
    {FOCUS__SQL_TRACK_LAST_POSITION, "INDEX focus_library_tracks_order (", "library_id=?)"},
    {FOCUS__SQL_TRACK_POSITION_BEFORE, "INDEX focus_library_tracks_order (", "position<?)"},
    {FOCUS__SQL_TRACK_SHIFT, "INDEX focus_library_tracks_order (", "position>?)"},
    {FOCUS__SQL_TRACK_FROM, "INDEX focus_library_tracks_order (", "position>?)"},
    {FOCUS__SQL_LEDGER_NEWEST, "points_ledger USING PRIMARY KEY (", "user_id=?)"},
    {FOCUS__SQL_UNDO_BELOW, "undo_steps USING INTEGER PRIMARY KEY (", "rowid<?)"},
    {FOCUS__SQL_REDO_BELOW, "redo_steps USING INTEGER PRIMARY KEY (", "rowid<?)"},
    {FOCUS__SQL_UNDO_PRUNE, "undo_steps USING INTEGER PRIMARY KEY (", "rowid<?)"},
    {FOCUS__SQL_USER_BY_NAME, "INDEX users_name (", "(name=?)"},
};

typedef struct wanted {
    const char *index;
    const char *by;
    bool found;
} wanted;

static void look_for(const char *name, const char *line, void *user)
{
    wanted *want = user;

    (void)name;
    want->found |= strstr(line, want->index) != NULL && strstr(line, want->by) != NULL;
}

static void hot_statements_use_the_index_meant_for_them(void **state)
{
    sqlite3 *db = open_beside(*state);

    for (size_t i = 0; i < COUNT_OF(meant); i++) {
        const focus__sql_text *query = &focus__sql_queries[meant[i].id];
        wanted want = {meant[i].index, meant[i].by, false};
        explain(db, query->name, query->text, look_for, &want);
        if (!want.found)
            fail_msg("%s does not go by %s ... %s", query->name, want.index, want.by);
    }
    (void)sqlite3_close(db);
}

/* Else deleting the parent goes through the whole of the child. */
static void every_foreign_key_is_found_by_an_index(void **state)
{
    sqlite3 *db = open_beside(*state);
    sqlite3_stmt *keys =
        prepare(db, "SELECT t.name, k.\"from\" FROM sqlite_schema AS t,"
                    " pragma_foreign_key_list(t.name) AS k WHERE t.type = 'table'");
    int keys_count = 0;
    int scans = 0;

    for (; sqlite3_step(keys) == SQLITE_ROW; keys_count++) {
        char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\" WHERE \"%w\" = ?1", column_text(keys, 0),
                                    column_text(keys, 1));
        explain(db, sql, sql, note_scan, &scans);
        sqlite3_free(sql);
    }
    (void)sqlite3_finalize(keys);
    (void)sqlite3_close(db);
    assert_true(keys_count >= 11);
    assert_int_equal(scans, 0);
}

static void no_statement_replaces_rows(void **state)
{
    (void)state;
    for (int i = 0; i < FOCUS__SQL_COUNT; i++) {
        assert_null(strstr(focus__sql_queries[i].text, "OR REPLACE"));
        assert_null(strstr(focus__sql_queries[i].text, "REPLACE INTO"));
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

/* In the order in which session_row.c reads them. */
static const char *const session_columns[] = {
    "id",
    "uuid",
    "user_id",
    "mode",
    "status",
    "source",
    "implausible",
    "confirmed",
    "edited",
    "revision",
    "started_at_ms",
    "ended_at_ms",
    "planned_ms",
    "paused_ms",
    "pause_count",
    "last_event_at_ms",
    "expires_at_ms",
    "local_day",
    "utc_offset_s",
    "zone",
    "title",
    "project",
    "task",
    "note",
    "tags",
    "xp",
    "coins",
    "source_format",
    "source_key",
    "created_at_ms",
    "deleted_at_ms",
    "checksum",
    "is_deleted",
};

static void whole_sessions_come_in_the_order_in_which_they_are_read(void **state)
{
    sqlite3 *db = open_beside(*state);
    int statements = 0;

    assert_int_equal(FOCUS__SESSION_COLUMNS, COUNT_OF(session_columns));
    for (int i = 0; i < FOCUS__SQL_COUNT; i++) {
        sqlite3_stmt *stmt = NULL;
        if (strstr(focus__sql_queries[i].text, "SELECT s.*") == NULL &&
            i != FOCUS__SQL_EXPORT_SESSIONS)
            continue;
        statements++;
        stmt = prepare(db, focus__sql_queries[i].text);
        if (i == FOCUS__SQL_SESSION_LIVE) /* settings stand behind the session */
            assert_int_equal(sqlite3_column_count(stmt), COUNT_OF(session_columns) + 11);
        else
            assert_int_equal(sqlite3_column_count(stmt), COUNT_OF(session_columns));
        for (int column = 0; column < (int)COUNT_OF(session_columns); column++)
            assert_string_equal(sqlite3_column_name(stmt, column), session_columns[column]);
        (void)sqlite3_finalize(stmt);
    }
    (void)sqlite3_close(db);
    assert_true(statements >= 11);
}

/* --- one of each call ------------------------------------------------------------------------- */

typedef struct subject {
    fixture *f;
    int round;
    focus_id session; /* in the middle of the history */
    focus_id library;
    focus_id tracks[3];
    char cursor[FOCUS_CURSOR_SIZE];        /* in the middle */
    char ledger_cursor[FOCUS_CURSOR_SIZE]; /* in the middle */
    char key[32];                          /* another in each round */
} subject;

static void get_running(subject *s)
{
    const focus_session *session = NULL;

    assert_status(s->f->store, FOCUS_E_NOT_FOUND, focus_session_running(s->f->store, &session));
}

static void read_counters(subject *s)
{
    focus_counters counters;

    assert_ok(s->f->store, focus_counters_get(s->f->store, &counters));
}

static void read_page(subject *s, const focus_session_filter *filter)
{
    const focus_session_list *list = NULL;

    assert_ok(s->f->store, focus_session_list_page(s->f->store, filter, &list));
    assert_int_equal(list->count, 20);
    focus_session_list_free(list);
}

static void read_newest_page(subject *s)
{
    read_page(s, NULL);
}

static void read_middle_page(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.cursor = s->cursor;
    read_page(s, &filter);
}

static void read_middle_page_forwards(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.cursor = s->cursor;
    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    read_page(s, &filter);
}

/* Nothing of the kind is there: the counters know. */
static void read_page_of_what_is_not(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.modes = FOCUS_MASK(FOCUS_MODE_LONG_BREAK);
    filter.statuses = FOCUS_MASK(FOCUS_SESSION_EXPIRED);
    assert_ok(s->f->store, focus_session_list_page(s->f->store, &filter, &list));
    assert_int_equal(list->count, 0);
    assert_int_equal(list->total, 0);
    focus_session_list_free(list);
}

static void read_page_of_a_month(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.has_days = 1;
    filter.until_day = (int32_t)(MONDAY_9_MS / DAY_MS) - 5;
    filter.from_day = filter.until_day - 29;
    read_page(s, &filter);
}

static void read_month(subject *s)
{
    focus_stats stats;
    int32_t today = (int32_t)(MONDAY_9_MS / DAY_MS);

    assert_ok(s->f->store, focus_stats_get(s->f->store, today - 30, today - 1, &stats));
}

static void read_streak(subject *s)
{
    focus_streak streak;

    assert_ok(s->f->store, focus_streak_get(s->f->store, &streak));
}

static void read_progress_and_cycle(subject *s)
{
    focus_progress progress;
    focus_cycle cycle;

    assert_ok(s->f->store, focus_progress_get(s->f->store, &progress));
    assert_ok(s->f->store, focus_cycle_get(s->f->store, &cycle));
}

static void read_ledger(subject *s, const char *cursor)
{
    const focus_ledger_list *list = NULL;

    assert_ok(s->f->store, focus_ledger_list_page(s->f->store, 20, cursor, &list));
    assert_int_equal(list->count, 20);
    focus_ledger_list_free(list);
}

static void read_newest_ledger(subject *s)
{
    read_ledger(s, NULL);
}

static void read_middle_ledger(subject *s)
{
    read_ledger(s, s->ledger_cursor);
}

static void get_session(subject *s)
{
    const focus_session *session = NULL;
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id id;

    assert_ok(s->f->store, focus_session_get(s->f->store, &s->session, &session));
    focus_session_free(session);
    focus_id_format(&s->session, text);
    assert_ok(s->f->store, focus_session_find(s->f->store, text, &id));
}

static void start(subject *s)
{
    assert_ok(s->f->store, focus_session_start(s->f->store, NULL, NULL));
    pass(s->f, MINUTE_MS);
}

static void pause_it(subject *s)
{
    assert_ok(s->f->store, focus_session_pause(s->f->store, 0, "why", NULL));
    pass(s->f, MINUTE_MS);
}

static void resume(subject *s)
{
    assert_ok(s->f->store, focus_session_resume(s->f->store, 0, NULL));
    pass(s->f, MINUTE_MS);
}

static void extend(subject *s)
{
    assert_ok(s->f->store, focus_session_extend(s->f->store, MINUTE_MS, NULL));
}

static void complete(subject *s)
{
    assert_ok(s->f->store, focus_session_complete(s->f->store, 0, NULL, NULL));
}

static void start_and_abandon(subject *s)
{
    start(s);
    assert_ok(s->f->store, focus_session_abandon(s->f->store, 0, NULL, NULL));
}

static void sweep(subject *s)
{
    assert_ok(s->f->store, focus_sweep(s->f->store, NULL));
}

static void add(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.started_at_ms = MONDAY_9_MS - 20 * DAY_MS + HOUR_MS + s->round * 10 * MINUTE_MS;
    input.ended_at_ms = input.started_at_ms + MINUTE_MS;
    assert_ok(s->f->store, focus_session_add(s->f->store, &input, NULL));
}

static void edit(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_NOTE | FOCUS_FIELD_STATUS;
    input.title = s->key;
    input.note = s->key;
    input.status = s->round % 2 == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    assert_ok(s->f->store, focus_session_edit(s->f->store, &s->session, &input, NULL));
}

static void tag(subject *s)
{
    const char *const tags[] = {"a", "b"};

    assert_ok(s->f->store, focus_session_tag(s->f->store, &s->session, tags, 2, NULL));
}

static void untag(subject *s)
{
    const char *const tags[] = {"a", "b"};

    assert_ok(s->f->store, focus_session_untag(s->f->store, &s->session, tags, 2, NULL));
}

static void delete_session(subject *s)
{
    assert_ok(s->f->store, focus_session_delete(s->f->store, &s->session));
}

static void restore_session(subject *s)
{
    assert_ok(s->f->store, focus_session_restore(s->f->store, &s->session, NULL));
}

static void split_and_join(subject *s)
{
    const focus_session *first = session_of(s->f->store, &s->session);
    const focus_session *second = NULL;

    assert_ok(s->f->store, focus_session_split(s->f->store, &s->session,
                                               first->started_at_ms + MINUTE_MS, &second));
    assert_ok(s->f->store, focus_session_join(s->f->store, &s->session, &second->id, NULL));
    focus_session_free(first);
    focus_session_free(second);
}

static void award(subject *s)
{
    assert_ok(s->f->store, focus_points_award(s->f->store, FOCUS_POINTS_COINS, 2, s->key, NULL));
}

static void spend(subject *s)
{
    assert_ok(s->f->store, focus_points_spend(s->f->store, 1, s->key, NULL));
}

static void create_library(subject *s)
{
    assert_ok(s->f->store, focus_library_create(s->f->store, s->key, NULL, &s->library));
}

static void add_track(subject *s)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = s->key;
    for (size_t i = 0; i < COUNT_OF(s->tracks); i++)
        assert_ok(s->f->store, focus_track_add(s->f->store, &s->library, &input, &s->tracks[i]));
}

static void move_track(subject *s)
{
    assert_ok(s->f->store, focus_track_move(s->f->store, &s->tracks[2], &s->tracks[0]));
}

static void delete_track(subject *s)
{
    assert_ok(s->f->store, focus_track_delete(s->f->store, &s->tracks[1]));
}

static void read_tracks(subject *s)
{
    const focus_track_list *list = NULL;

    assert_ok(s->f->store, focus_track_list_page(s->f->store, &s->library, 0, NULL, &list));
    focus_track_list_free(list);
}

static void delete_library(subject *s)
{
    assert_ok(s->f->store, focus_library_delete(s->f->store, &s->library));
}

static void set_settings(subject *s)
{
    focus_settings settings = {.struct_size = sizeof(settings)};

    assert_ok(s->f->store, focus_settings_get(s->f->store, &settings));
    assert_ok(s->f->store, focus_settings_set(s->f->store, &settings));
}

/* May be gone through again and again. */
static const struct call {
    const char *name;
    void (*run)(subject *s);
    int writes; /* transactions that write */
    int reads;
} calls[] = {
    {"running", get_running, 0, 1},
    {"counters", read_counters, 0, 1},
    {"newest page", read_newest_page, 0, 1},
    {"middle page", read_middle_page, 0, 1},
    {"middle page, oldest first", read_middle_page_forwards, 0, 1},
    {"page of what is not", read_page_of_what_is_not, 0, 1},
    {"page of a month", read_page_of_a_month, 0, 1},
    {"month", read_month, 0, 1},
    {"streak", read_streak, 0, 1},
    {"progress and cycle", read_progress_and_cycle, 0, 1}, /* progress by one statement */
    {"newest ledger", read_newest_ledger, 0, 1},
    {"middle ledger", read_middle_ledger, 0, 1},
    {"get and find", get_session, 0, 1}, /* get by one statement */
    {"start", start, 1, 0},
    {"pause", pause_it, 1, 0},
    {"resume", resume, 1, 0},
    {"extend", extend, 1, 0},
    {"complete", complete, 1, 0},
    {"start and abandon", start_and_abandon, 2, 0},
    {"sweep", sweep, 1, 0},
    {"add", add, 1, 0},
    {"edit", edit, 1, 0},
    {"tag", tag, 1, 0},
    {"untag", untag, 1, 0},
    {"delete", delete_session, 1, 0},
    {"restore", restore_session, 1, 0},
    {"split and join", split_and_join, 2, 0},
    {"award", award, 1, 0},
    {"spend", spend, 1, 0},
    {"create library", create_library, 1, 0},
    {"add tracks", add_track, 3, 0},
    {"move track", move_track, 1, 0},
    {"delete track", delete_track, 1, 0},
    {"tracks", read_tracks, 0, 1},
    {"delete library", delete_library, 1, 0},
    {"settings", set_settings, 1, 0}, /* and one statement that reads them */
};

static void next_round(subject *s)
{
    s->round++;
    pass(s->f, HOUR_MS);
    (void)snprintf(s->key, sizeof(s->key), "round %d", s->round);
}

static void go_through(subject *s)
{
    next_round(s);
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        calls[i].run(s);
}

/* Page by page to the middle, of sessions and of the ledger. */
static void find_middle(subject *s, int count)
{
    const focus_ledger_list *ledger = NULL;
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.limit = 100;
    for (int seen = 0; seen < count / 2; seen += 100) {
        filter.cursor = seen > 0 ? s->cursor : NULL;
        assert_ok(s->f->store, focus_session_list_page(s->f->store, &filter, &list));
        assert_ok(s->f->store, focus_ledger_list_page(s->f->store, 100,
                                                      seen > 0 ? s->ledger_cursor : NULL, &ledger));
        s->session = list->items[99]->id;
        memcpy(s->cursor, list->next_cursor, sizeof(s->cursor));
        memcpy(s->ledger_cursor, ledger->next_cursor, sizeof(s->ledger_cursor));
        focus_session_list_free(list);
        focus_ledger_list_free(ledger);
    }
}

/* Six sessions a day, back from yesterday, each with a reward. */
static subject fill(fixture *f, int count)
{
    subject s = {.f = f};

    assert_ok(f->store, focus_batch_begin(f->store));
    for (int i = count; i > 0; i--) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        input.flags = FOCUS_INPUT_REWARD;
        input.started_at_ms = MONDAY_9_MS - i * 4 * HOUR_MS;
        input.ended_at_ms = input.started_at_ms + 25 * MINUTE_MS;
        assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    find_middle(&s, count);
    return s;
}

/* --- prepared once ---------------------------------------------------------------------------- */

static int count_compiled(void *user, int action, const char *a, const char *b, const char *c,
                          const char *d)
{
    int *count = user;

    (void)action, (void)a, (void)b, (void)c, (void)d;
    ++*count;
    return SQLITE_OK;
}

/* SQLite asks the authorizer about whatever it compiles, never about what is prepared already. */
static void no_statement_is_prepared_twice(void **state)
{
    fixture *f = *state;
    sqlite3 *db = newest_connection;
    sqlite3_stmt *stmt = NULL;
    subject s = fill(f, 200);
    int compiled = 0;

    (void)sqlite3_set_authorizer(db, count_compiled, &compiled); /* this drops what was prepared */
    go_through(&s);
    go_through(&s); /* some are first needed once the first round has left its rows */
    assert_true(compiled > 0);
    for (int i = 0; i < 3; i++) {
        compiled = 0;
        go_through(&s);
        assert_int_equal(compiled, 0);
    }
    (void)sqlite3_set_authorizer(db, NULL, NULL);
    while ((stmt = sqlite3_next_stmt(db, stmt)) != NULL) {
        sqlite3_stmt *other = stmt;
        assert_int_equal(sqlite3_stmt_busy(stmt), 0);
        while ((other = sqlite3_next_stmt(db, other)) != NULL)
            assert_string_not_equal(sqlite3_sql(stmt), sqlite3_sql(other));
    }
}

/* --- one transaction -------------------------------------------------------------------------- */

static const char *const kinds[] = {
    "BEGIN IMMEDIATE;", "COMMIT;", "BEGIN DEFERRED;", "ROLLBACK;", "SAVEPOINT", "DELETE", "SELECT",
};

enum { BEGIN_WRITE, COMMIT, BEGIN_READ, ROLLBACK, SAVEPOINT, DELETE, SELECT, KIND_COUNT };

/* Called when a statement has run, and not for the actions of foreign keys inside it. */
static int note_run(unsigned event, void *user, void *stmt, void *duration)
{
    int *runs = user;

    (void)event, (void)duration;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        runs[i] += strncmp(sqlite3_sql(stmt), kinds[i], strlen(kinds[i])) == 0;
    return 0;
}

static void every_write_is_one_transaction_and_every_read_one_snapshot(void **state)
{
    fixture *f = *state;
    sqlite3 *db = newest_connection;
    subject s = fill(f, 200);

    go_through(&s);
    next_round(&s);
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        int runs[KIND_COUNT] = {0};
        (void)sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, note_run, runs);
        calls[i].run(&s);
        (void)sqlite3_trace_v2(db, 0, NULL, NULL);
        if (calls[i].reads == 1 && runs[BEGIN_READ] == 0 && runs[SELECT] == 1)
            /* one statement is a snapshot by itself */
            runs[BEGIN_READ] = runs[ROLLBACK] = 1;
        if (runs[BEGIN_WRITE] != calls[i].writes || runs[COMMIT] != calls[i].writes ||
            runs[BEGIN_READ] != calls[i].reads || runs[ROLLBACK] != calls[i].reads ||
            runs[SAVEPOINT] != 0)
            fail_msg("%s: %d BEGIN IMMEDIATE, %d COMMIT, %d BEGIN DEFERRED, %d ROLLBACK",
                     calls[i].name, runs[BEGIN_WRITE], runs[COMMIT], runs[BEGIN_READ],
                     runs[ROLLBACK]);
    }
}

static void a_library_goes_by_one_statement(void **state)
{
    fixture *f = *state;
    sqlite3 *db = newest_connection;
    subject s = {.f = f};
    focus_track_input inputs[100];
    int runs[KIND_COUNT] = {0};

    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = "a track";
    }
    next_round(&s);
    create_library(&s);
    assert_ok(f->store, focus_track_add_many(f->store, &s.library, inputs, COUNT_OF(inputs)));
    (void)sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, note_run, runs);
    delete_library(&s);
    (void)sqlite3_trace_v2(db, 0, NULL, NULL);
    assert_int_equal(runs[DELETE], 1);
    assert_int_equal(runs[COMMIT], 1);
}

/* --- the same work however long the history --------------------------------------------------- */

enum { ROUNDS = 3 };

static int64_t take_steps(sqlite3 *db)
{
    int64_t steps = 0;

    for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt(db, stmt)) != NULL;)
        steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
    return steps;
}

/* Steps of SQLite's machine that each call takes: the same on every machine and in every run. */
static void measure(fixture *f, int count, int64_t out_steps[static COUNT_OF(calls)])
{
    sqlite3 *db = newest_connection;
    subject s = fill(f, count);

    for (int round = 0; round < ROUNDS; round++) {
        next_round(&s);
        for (size_t i = 0; i < COUNT_OF(calls); i++) {
            (void)take_steps(db);
            calls[i].run(&s);
            out_steps[i] = take_steps(db);
        }
    }
}

static void a_call_does_the_same_work_however_long_the_history(void **state)
{
    fixture *f = *state;
    int64_t few[COUNT_OF(calls)];
    int64_t many[COUNT_OF(calls)];
    int failures = 0;

    measure(f, 400, few);
    focus_close(f->store);
    (void)snprintf(f->path, sizeof(f->path), "%s/many.db", f->folder);
    f->now_ms = MONDAY_9_MS;
    f->store = fixture_open(f, 0);
    measure(f, 12000, many);
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        if (many[i] <= few[i] + few[i] / 10 + 10)
            continue;
        print_error("%s: %lld steps in 400 sessions, %lld in 12000\n", calls[i].name,
                    (long long)few[i], (long long)many[i]);
        failures++;
    }
    assert_int_equal(failures, 0);
}

/* They are kept until they are purged, and a wrong import may leave thousands of them. */
static void deleted_sessions_cost_a_page_nothing(void **state)
{
    fixture *f = *state;
    sqlite3 *db = newest_connection;
    subject s = fill(f, 3000);
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    int64_t before;
    int64_t after;

    (void)take_steps(db);
    read_newest_page(&s);
    before = take_steps(db);
    filter.limit = 1000;
    assert_ok(f->store, focus_batch_begin(f->store));
    for (int page = 0; page < 2; page++) {
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
        for (size_t i = 0; i < list->count; i++)
            assert_ok(f->store, focus_session_delete(f->store, &list->items[i]->id));
        focus_session_list_free(list);
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    (void)take_steps(db);
    read_newest_page(&s);
    after = take_steps(db);
    if (after > before + before / 10)
        fail_msg("%lld steps, and %lld behind 2000 deleted sessions", (long long)before,
                 (long long)after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(every_statement_prepares_on_the_newest_schema),
        API_TEST(no_statement_scans_a_table),
        API_TEST(no_statement_sorts_or_builds_an_index),
        API_TEST(hot_statements_use_the_index_meant_for_them),
        API_TEST(every_foreign_key_is_found_by_an_index),
        API_TEST(no_statement_replaces_rows),
        API_TEST(whole_sessions_come_in_the_order_in_which_they_are_read),
        API_TEST(no_statement_is_prepared_twice),
        API_TEST(every_write_is_one_transaction_and_every_read_one_snapshot),
        API_TEST(a_library_goes_by_one_statement),
        API_TEST(a_call_does_the_same_work_however_long_the_history),
        API_TEST(deleted_sessions_cost_a_page_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
