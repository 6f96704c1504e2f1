/*
 * shape.c - the server's tables and statements on SQLite, twice.
 *
 * shaped: with the indexes that the server has or promised (the active session's partial one, the
 * ledger's key, a library's tracks), an exact counter and sums by day besides, statements prepared
 * once, one transaction a call. That is the best that can be made of it, and what the goals call raw.
 *
 * naive: as the server ran before: no transaction around a call, each statement prepared anew, no
 * partial index, totals by COUNT(*), pages by OFFSET, figures summed from all sessions.
 */
#include "bench/hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BEGIN_WRITE,
    BEGIN_READ,
    COMMIT,
    ROLLBACK,
    ACTIVE,
    ACTIVE_SCAN,
    PAGE,
    PAGE_OFFSET,
    COUNT_ALL,
    COUNTERS,
    BY_ID,
    ID_AT,
    DAYS,
    STATS_SINCE,
    TRACKS,
    LIBRARY_BY_NAME,
    ABANDON_ALL,
    PAUSE_DELETE,
    PAUSE_PUT,
    INSERT,
    SET_PAUSED,
    SET_RESUMED,
    SET_COMPLETED,
    STREAK_GET,
    STREAK_SET,
    LEDGER_COUNT,
    PROGRESS_GET,
    PROGRESS_SET,
    PROGRESS_ADD,
    WALLET_GET,
    WALLET_SET,
    WALLET_ADD,
    LEDGER_INSERT,
    COUNTERS_ADD,
    DAY_ADD,
    SET_TITLE,
    DELETE_ONE,
    LIBRARY_GET,
    LIBRARY_INSERT,
    TRACK_INSERT,
    TRACKS_COUNT,
    TRACKS_DELETE,
    LIBRARY_DELETE,
    STATEMENTS
};

#define SESSION_COLUMNS                                                                            \
    "id, user_id, mode, duration_seconds, started_at, completed_at, abandoned_at, expires_at,"     \
    " paused_at, paused_remaining_seconds, status, xp_awarded, coins_awarded, task_id, "           \
    "task_title,"                                                                                  \
    " created_at"
#define RUNS "status IN ('active', 'paused')"

static const char *const sqls[STATEMENTS] = {
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [BEGIN_READ] = "BEGIN",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    /* SQLite would go through history backwards, and find the active one soon or never. */
    [ACTIVE] = "SELECT started_at, duration_seconds, " SESSION_COLUMNS " FROM focus_sessions"
               " INDEXED BY sessions_running WHERE user_id = 1 AND " RUNS
               " ORDER BY started_at DESC LIMIT 1",
    [ACTIVE_SCAN] = "SELECT started_at, duration_seconds, " SESSION_COLUMNS " FROM focus_sessions"
                    " WHERE user_id = 1 AND " RUNS " ORDER BY started_at DESC LIMIT 1",
    [PAGE] = "SELECT " SESSION_COLUMNS " FROM focus_sessions WHERE user_id = 1 AND started_at < ?1"
             " ORDER BY started_at DESC LIMIT 20",
    [PAGE_OFFSET] = "SELECT " SESSION_COLUMNS " FROM focus_sessions WHERE user_id = 1"
                    " ORDER BY started_at DESC LIMIT 20 OFFSET ?1",
    [COUNT_ALL] = "SELECT count(*) FROM focus_sessions WHERE user_id = 1",
    [COUNTERS] = "SELECT sessions, completed, abandoned, seconds FROM user_counters"
                 " WHERE user_id = 1",
    [BY_ID] = "SELECT " SESSION_COLUMNS " FROM focus_sessions WHERE id = ?1",
    [ID_AT] = "SELECT id FROM focus_sessions WHERE user_id = 1 AND started_at <= ?1"
              " ORDER BY started_at DESC LIMIT 1",
    [DAYS] = "SELECT day, completed, abandoned, seconds FROM daily_rollup WHERE user_id = 1"
             " AND day BETWEEN ?1 AND ?2",
    [STATS_SINCE] = "SELECT count(*), count(*) FILTER (WHERE status = 'completed'),"
                    " count(*) FILTER (WHERE status = 'abandoned'), sum(duration_seconds) FILTER"
                    " (WHERE status = 'completed') FROM focus_sessions WHERE user_id = 1"
                    " AND started_at >= ?1",
    [TRACKS] = "SELECT id, library_id, track_id, track_title, track_url, duration_seconds,"
               " sort_order, added_at FROM focus_library_tracks WHERE library_id = ?1"
               " ORDER BY sort_order",
    [LIBRARY_BY_NAME] = "SELECT id FROM focus_libraries WHERE user_id = 1 AND name = ?1",
    [ABANDON_ALL] = "UPDATE focus_sessions SET status = 'abandoned', abandoned_at = ?1"
                    " WHERE user_id = 1 AND " RUNS,
    [PAUSE_DELETE] = "DELETE FROM focus_pause_state WHERE user_id = 1",
    [PAUSE_PUT] = "INSERT INTO focus_pause_state (user_id, session_id, is_paused, paused_at,"
                  " created_at, updated_at) VALUES (1, 0, 1, ?1, ?1, ?1)"
                  " ON CONFLICT (user_id) DO UPDATE SET is_paused = 1 - is_paused, updated_at = ?1",
    [INSERT] =
        "INSERT INTO focus_sessions (user_id, mode, duration_seconds, started_at, expires_at,"
        " status, xp_awarded, coins_awarded, task_title, created_at, id)"
        " VALUES (1, 'focus', 1500, ?1, ?1 + 3000000, 'active', 0, 0, ?2, ?1, ?3)",
    [SET_PAUSED] = "UPDATE focus_sessions SET status = 'paused', paused_at = ?1,"
                   " paused_remaining_seconds = 900 WHERE user_id = 1 AND " RUNS,
    [SET_RESUMED] = "UPDATE focus_sessions SET status = 'active', paused_at = NULL,"
                    " expires_at = ?1 + 3000000 WHERE user_id = 1 AND " RUNS,
    [SET_COMPLETED] = "UPDATE focus_sessions SET status = 'completed', completed_at = ?1,"
                      " xp_awarded = 25, coins_awarded = 5 WHERE user_id = 1 AND " RUNS,
    [STREAK_GET] = "SELECT current_streak, longest_streak, last_activity_date FROM user_streaks"
                   " WHERE user_id = 1",
    [STREAK_SET] = "UPDATE user_streaks SET current_streak = ?1, longest_streak = max(?1,"
                   " longest_streak), last_activity_date = ?2 WHERE user_id = 1",
    [LEDGER_COUNT] = "SELECT count(*) FROM points_ledger WHERE idempotency_key = ?1",
    [PROGRESS_GET] = "SELECT total_xp, current_level FROM user_progress WHERE user_id = 1",
    [PROGRESS_SET] = "UPDATE user_progress SET total_xp = ?1, xp_to_next_level = 100"
                     " WHERE user_id = 1",
    [WALLET_GET] = "SELECT coins, total_earned FROM user_wallet WHERE user_id = 1",
    [WALLET_SET] = "UPDATE user_wallet SET coins = ?1, total_earned = total_earned + 5"
                   " WHERE user_id = 1",
    [PROGRESS_ADD] = "UPDATE user_progress SET total_xp = total_xp + ?1 WHERE user_id = 1",
    [WALLET_ADD] = "UPDATE user_wallet SET coins = coins + ?1, total_earned = total_earned + ?1"
                   " WHERE user_id = 1",
    [LEDGER_INSERT] =
        "INSERT INTO points_ledger (user_id, event_type, xp, coins, skill_stars,"
        " created_at, idempotency_key, id) VALUES (1, 'focus', ?1, ?2, 0, ?3, ?4, ?5)",
    [COUNTERS_ADD] =
        "UPDATE user_counters SET sessions = sessions + ?1, completed = completed + ?2,"
        " abandoned = abandoned + ?3, seconds = seconds + ?4 WHERE user_id = 1",
    [DAY_ADD] = "INSERT INTO daily_rollup VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET"
                " completed = completed + ?2, abandoned = abandoned + ?3, seconds = seconds + ?4",
    [SET_TITLE] = "UPDATE focus_sessions SET task_title = ?2 WHERE id = ?1",
    [DELETE_ONE] = "DELETE FROM focus_sessions WHERE id = ?1",
    [LIBRARY_GET] = "SELECT id, tracks_count FROM focus_libraries WHERE id = ?1",
    [LIBRARY_INSERT] = "INSERT INTO focus_libraries (id, user_id, name, library_type, tracks_count,"
                       " is_favorite, created_at, updated_at) VALUES (?1, 1, 'to delete', 'custom',"
                       " 0, 0, 0, 0)",
    [TRACK_INSERT] =
        "INSERT INTO focus_library_tracks (library_id, track_title, duration_seconds,"
        " sort_order, added_at, id) VALUES (?1, 'a track of the benchmark', 180, ?2, 0,"
        " ?3)",
    [TRACKS_COUNT] = "UPDATE focus_libraries SET tracks_count = tracks_count + ?2 WHERE id = ?1",
    [TRACKS_DELETE] = "DELETE FROM focus_library_tracks WHERE library_id = ?1",
    [LIBRARY_DELETE] = "DELETE FROM focus_libraries WHERE id = ?1",
};

/* Ids are 16 bytes; a library's is a number here, as sides keep it in hand. */
static const char tables[] =
    "CREATE TABLE focus_sessions (id BLOB NOT NULL UNIQUE, user_id INTEGER NOT NULL, mode TEXT NOT"
    " NULL, duration_seconds INTEGER NOT NULL, started_at INTEGER NOT NULL, completed_at INTEGER,"
    " abandoned_at INTEGER, expires_at INTEGER, paused_at INTEGER, paused_remaining_seconds "
    "INTEGER,"
    " status TEXT NOT NULL, xp_awarded INTEGER NOT NULL, coins_awarded INTEGER NOT NULL, task_id"
    " BLOB, task_title TEXT, created_at INTEGER NOT NULL);"
    "CREATE TABLE focus_pause_state (user_id INTEGER NOT NULL UNIQUE, session_id INTEGER NOT NULL"
    " UNIQUE, mode TEXT, is_paused INTEGER NOT NULL, time_remaining_seconds INTEGER, paused_at"
    " INTEGER, resumed_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);"
    "CREATE TABLE focus_libraries (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, name TEXT NOT"
    " NULL, description TEXT, library_type TEXT NOT NULL, tracks_count INTEGER NOT NULL,"
    " is_favorite INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);"
    "CREATE TABLE focus_library_tracks (id BLOB NOT NULL UNIQUE, library_id INTEGER NOT NULL"
    " REFERENCES focus_libraries (id) ON DELETE CASCADE, track_id BLOB, track_title TEXT NOT NULL,"
    " track_url TEXT, duration_seconds INTEGER, sort_order INTEGER NOT NULL, added_at INTEGER NOT"
    " NULL);"
    "CREATE TABLE points_ledger (id BLOB NOT NULL UNIQUE, user_id INTEGER NOT NULL, event_type TEXT"
    " NOT NULL, event_id BLOB, coins INTEGER NOT NULL, xp INTEGER NOT NULL, skill_stars INTEGER NOT"
    " NULL, skill_key TEXT, reason TEXT, idempotency_key TEXT, created_at INTEGER NOT NULL);"
    "CREATE TABLE user_progress (user_id INTEGER PRIMARY KEY, total_xp INTEGER NOT NULL,"
    " current_level INTEGER NOT NULL, xp_to_next_level INTEGER NOT NULL, total_skill_stars INTEGER"
    " NOT NULL);"
    "CREATE TABLE user_wallet (user_id INTEGER PRIMARY KEY, coins INTEGER NOT NULL, total_earned"
    " INTEGER NOT NULL, total_spent INTEGER NOT NULL);"
    "CREATE TABLE user_streaks (user_id INTEGER PRIMARY KEY, streak_type TEXT NOT NULL,"
    " current_streak INTEGER NOT NULL, longest_streak INTEGER NOT NULL, last_activity_date "
    "INTEGER);"
    "CREATE TABLE user_counters (user_id INTEGER PRIMARY KEY, sessions INTEGER NOT NULL, completed"
    " INTEGER NOT NULL, abandoned INTEGER NOT NULL, seconds INTEGER NOT NULL);"
    "CREATE TABLE daily_rollup (user_id INTEGER NOT NULL, day INTEGER NOT NULL, completed INTEGER"
    " NOT NULL, abandoned INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (user_id, day))"
    " WITHOUT ROWID;"
    "INSERT INTO user_progress VALUES (1, 0, 1, 100, 0);"
    "INSERT INTO user_wallet VALUES (1, 0, 0, 0);"
    "INSERT INTO user_streaks VALUES (1, 'focus', 0, 0, NULL);";

static const char filling[] =
    "INSERT INTO focus_sessions SELECT uuid, 1, 'focus', (ended_at_ms - started_at_ms) / 1000,"
    " started_at_ms, ended_at_ms, NULL, NULL, NULL, NULL, 'completed', xp, coins, NULL, title,"
    " created_at_ms FROM content.focus_sessions ORDER BY started_at_ms;"
    "INSERT INTO points_ledger SELECT randomblob(16), 1, 'focus', NULL, coins, xp, 0, NULL, NULL,"
    " 'session ' || session_id, created_at_ms FROM content.points_ledger ORDER BY number;"
    "INSERT INTO focus_libraries SELECT id, 1, name, NULL, 'custom', tracks_count, 0, 0, 0"
    " FROM content.focus_libraries;"
    "INSERT INTO focus_library_tracks SELECT uuid, library_id, NULL, title, url, duration_ms / "
    "1000,"
    " position, added_at_ms FROM content.focus_library_tracks;";

static const char naive_indexes[] =
    "CREATE INDEX sessions_started ON focus_sessions (user_id, started_at);";

static const char fair_indexes[] =
    "CREATE INDEX sessions_started ON focus_sessions (user_id, started_at DESC);"
    "CREATE INDEX sessions_running ON focus_sessions (user_id, status, started_at DESC)"
    " WHERE status IN ('active', 'paused');"
    "CREATE UNIQUE INDEX ledger_key ON points_ledger (idempotency_key);"
    "CREATE INDEX tracks_library ON focus_library_tracks (library_id, sort_order);"
    "INSERT INTO user_counters SELECT 1, count(*), count(*), 0, sum(duration_seconds)"
    " FROM focus_sessions;"
    "INSERT INTO daily_rollup SELECT 1, started_at / 86400000, count(*), 0, sum(duration_seconds)"
    " FROM focus_sessions GROUP BY 2;";

typedef struct shape {
    bench_content content;
    hand hand;
    char path[512];
    bool naive;
    bool in_batch;
    int64_t now_ms;
    uint64_t id_number;
    uint64_t chance;
    int runs;
    int64_t library_id;
    unsigned char session[16];
} shape;

/* --- opening ---------------------------------------------------------------------------------- */

static void fill(const bench_content *content, const char *path, bool naive)
{
    hand h = {0};
    char *sql = sqlite3_mprintf("ATTACH %Q AS content", content->path);

    (void)unlink(path);
    hand_open(&h, path, true);
    hand_exec(&h, sql);
    hand_exec(&h, "PRAGMA foreign_keys = OFF; BEGIN");
    hand_exec(&h, tables);
    hand_exec(&h, filling);
    hand_exec(&h, naive ? naive_indexes : fair_indexes);
    hand_exec(&h, "COMMIT");
    hand_close(&h);
    sqlite3_free(sql);
}

static shape *open_named(const bench_content *content, const char *name, bool naive)
{
    shape *s = calloc(1, sizeof(*s));

    if (s == NULL)
        bench_fail(name, "no memory");
    s->content = *content;
    s->naive = naive;
    s->now_ms = BENCH_NOW_MS;
    s->hand.prepares_anew = naive;
    (void)snprintf(s->path, sizeof(s->path), "%.400s/%s.db", content->folder, name);
    fill(content, s->path, naive);
    hand_open(&s->hand, s->path, content->relaxed);
    hand_use(&s->hand, sqls, STATEMENTS);
    return s;
}

static void *shaped_open(const bench_content *content)
{
    return open_named(content, "shaped", false);
}

static void *naive_open(const bench_content *content)
{
    return open_named(content, "naive", true);
}

static void shape_close(void *side)
{
    shape *s = side;

    hand_close(&s->hand);
    (void)unlink(s->path);
    free(s);
}

static bool shaped_can(bench_op op)
{
    return op != OP_COMPLETE_IDLE && op != OP_BULK && op != OP_OPEN && op != OP_ADD &&
           op != OP_AWARD && op != OP_LIBRARY_DELETE_LARGE;
}

/* Of these the naive form is a full look at the history, or at the ledger. */
static bool naive_can(bench_op op)
{
    return shaped_can(op) && op != OP_COMPLETE_BATCH;
}

/* --- pieces ----------------------------------------------------------------------------------- */

static void begin(shape *s, int how)
{
    if (!s->naive && !s->in_batch)
        (void)hand_run(&s->hand, how, NULL, 0);
}

static void end(shape *s, int how)
{
    if (!s->naive && !s->in_batch)
        (void)hand_run(&s->hand, how, NULL, 0);
}

static int64_t day_of(int64_t at_ms)
{
    return at_ms / 86400000;
}

/* The server has no counter and no sums by day; the fair form is given them. */
static void follow(shape *s, int64_t at_ms, int64_t sessions, int64_t completed, int64_t abandoned,
                   int64_t seconds)
{
    if (s->naive)
        return;
    (void)hand_run(&s->hand, COUNTERS_ADD, HAND_INTS(sessions, completed, abandoned, seconds));
    if (completed != 0 || abandoned != 0)
        (void)hand_run(&s->hand, DAY_ADD, HAND_INTS(day_of(at_ms), completed, abandoned, seconds));
}

static void start(shape *s)
{
    sqlite3_stmt *stmt;
    unsigned char id[16];
    int64_t ignored;

    begin(s, BEGIN_WRITE);
    (void)hand_run(&s->hand, ABANDON_ALL, HAND_INTS(s->now_ms));
    ignored = sqlite3_changes(s->hand.db);
    (void)hand_run(&s->hand, PAUSE_DELETE, NULL, 0);
    hand_make_id(s->now_ms, &s->id_number, id);
    stmt = hand_take(&s->hand, INSERT);
    hand_ints(stmt, HAND_INTS(s->now_ms));
    hand_text(stmt, 2, BENCH_TITLE);
    hand_blob(stmt, 3, id, 16);
    (void)hand_rows(&s->hand, stmt);
    follow(s, s->now_ms, 1, 0, ignored, 0);
    end(s, COMMIT);
}

static void pause_or_resume(shape *s, int change)
{
    begin(s, BEGIN_WRITE);
    (void)hand_run(&s->hand, change, HAND_INTS(s->now_ms));
    (void)hand_run(&s->hand, PAUSE_PUT, HAND_INTS(s->now_ms));
    end(s, COMMIT);
}

static void insert_ledger(shape *s, const char *key, int64_t xp, int64_t coins)
{
    sqlite3_stmt *stmt = hand_take(&s->hand, LEDGER_INSERT);
    unsigned char id[16];

    hand_make_id(s->now_ms, &s->id_number, id);
    hand_ints(stmt, HAND_INTS(xp, coins, s->now_ms));
    hand_text(stmt, 4, key);
    hand_blob(stmt, 5, id, 16);
    (void)hand_rows(&s->hand, stmt);
}

static void count_key(shape *s, const char *key)
{
    sqlite3_stmt *stmt = hand_take(&s->hand, LEDGER_COUNT);

    hand_text(stmt, 1, key);
    (void)hand_rows(&s->hand, stmt);
}

/* As award_points does it: XP, then coins; each with a key of its own, which the server forgot. */
static void award(shape *s, const char *kind, int get, int set, int64_t xp, int64_t coins)
{
    char key[40];
    int64_t before = 0;

    (void)snprintf(key, sizeof(key), "%s %d", kind, s->runs);
    count_key(s, key);
    (void)hand_get(&s->hand, get, NULL, 0, &before, 1);
    (void)hand_run(&s->hand, set, HAND_INTS(before + xp + coins));
    insert_ledger(s, key, xp, coins);
}

/* At its best: both in one entry of the ledger, nothing read that is only added to. With this a
 * complete is eleven statements. */
static void award_at_once(shape *s)
{
    char key[40];

    (void)snprintf(key, sizeof(key), "focus %d", s->runs);
    count_key(s, key);
    (void)hand_run(&s->hand, PROGRESS_ADD, HAND_INTS(25));
    (void)hand_run(&s->hand, WALLET_ADD, HAND_INTS(5));
    insert_ledger(s, key, 25, 5);
}

static void complete(shape *s)
{
    int64_t session[2];
    int64_t streak[2];

    begin(s, BEGIN_WRITE);
    (void)hand_get(&s->hand, s->naive ? ACTIVE_SCAN : ACTIVE, NULL, 0, session, 2);
    (void)hand_run(&s->hand, SET_COMPLETED, HAND_INTS(s->now_ms));
    (void)hand_run(&s->hand, PAUSE_DELETE, NULL, 0);
    (void)hand_get(&s->hand, STREAK_GET, NULL, 0, streak, 2);
    (void)hand_run(&s->hand, STREAK_SET, HAND_INTS(streak[0] + 1, day_of(s->now_ms)));
    if (s->naive) {
        award(s, "xp", PROGRESS_GET, PROGRESS_SET, 25, 0);
        award(s, "coins", WALLET_GET, WALLET_SET, 0, 5);
    } else {
        award_at_once(s);
    }
    follow(s, session[0], 0, 1, 0, 1560);
    end(s, COMMIT);
}

static void edit_or_delete(shape *s, int what)
{
    sqlite3_stmt *stmt;
    char title[32];

    (void)snprintf(title, sizeof(title), "edited %d", s->runs);
    begin(s, BEGIN_WRITE);
    stmt = hand_take(&s->hand, what);
    hand_blob(stmt, 1, s->session, 16);
    if (what == SET_TITLE)
        hand_text(stmt, 2, title);
    (void)hand_rows(&s->hand, stmt);
    if (what == DELETE_ONE)
        follow(s, s->now_ms, -1, -1, 0, 0);
    end(s, COMMIT);
}

static void insert_track(shape *s, int64_t order)
{
    sqlite3_stmt *stmt = hand_take(&s->hand, TRACK_INSERT);
    unsigned char id[16];

    hand_make_id(s->now_ms, &s->id_number, id);
    hand_ints(stmt, HAND_INTS(s->library_id, order));
    hand_blob(stmt, 3, id, 16);
    (void)hand_rows(&s->hand, stmt);
}

static void add_track(shape *s)
{
    int64_t library[2];

    begin(s, BEGIN_WRITE);
    (void)hand_get(&s->hand, LIBRARY_GET, HAND_INTS(s->library_id), library, 2);
    insert_track(s, library[1] * 65536);
    (void)hand_run(&s->hand, TRACKS_COUNT, HAND_INTS(s->library_id, 1));
    end(s, COMMIT);
}

static void delete_library(shape *s)
{
    begin(s, BEGIN_WRITE);
    if (s->naive)
        (void)hand_run(&s->hand, TRACKS_DELETE, HAND_INTS(s->library_id));
    (void)hand_run(&s->hand, LIBRARY_DELETE, HAND_INTS(s->library_id));
    end(s, COMMIT);
}

/* --- what an operation needs ------------------------------------------------------------------ */

static void pass(shape *s, int minutes)
{
    s->now_ms += (int64_t)minutes * 60000;
}

static int64_t some_instant(shape *s)
{
    return bench_place_ms(&s->content, (int)bench_random(&s->chance, BENCH_PLACES));
}

static void need_session(shape *s)
{
    sqlite3_stmt *stmt = hand_take(&s->hand, ID_AT);

    hand_ints(stmt, HAND_INTS(some_instant(s)));
    if (sqlite3_step(stmt) == SQLITE_ROW)
        memcpy(s->session, sqlite3_column_blob(stmt, 0), 16);
    hand_end(&s->hand, stmt);
}

static void need_first_library(shape *s)
{
    sqlite3_stmt *stmt = hand_take(&s->hand, LIBRARY_BY_NAME);

    hand_text(stmt, 1, "library 0");
    (void)hand_row(&s->hand, stmt, &s->library_id, 1);
    hand_end(&s->hand, stmt);
}

static void need_library(shape *s)
{
    bool was_naive = s->naive;

    s->naive = false;
    begin(s, BEGIN_WRITE);
    s->library_id = 1000000 + s->runs;
    (void)hand_run(&s->hand, LIBRARY_INSERT, HAND_INTS(s->library_id));
    for (int i = 0; i < BENCH_TRACKS; i++)
        insert_track(s, i);
    end(s, COMMIT);
    s->naive = was_naive;
}

static void set_batch(shape *s, bool wanted)
{
    if (s->in_batch != wanted)
        (void)hand_run(&s->hand, wanted ? BEGIN_WRITE : COMMIT, NULL, 0);
    s->in_batch = wanted;
}

static void shape_prepare(void *side, bench_op op)
{
    shape *s = side;

    s->runs++;
    if (!s->naive)
        set_batch(s, op == OP_COMPLETE_BATCH);
    switch (op) {
    case OP_RUNNING_NONE:
        (void)hand_run(&s->hand, ABANDON_ALL, HAND_INTS(s->now_ms));
        break;
    case OP_RUNNING:
        if (s->runs % 100 == 1)
            start(s);
        break;
    case OP_START:
    case OP_COMPLETE:
    case OP_COMPLETE_BATCH:
        start(s);
        pass(s, op == OP_START ? 1 : 26);
        break;
    case OP_PAUSE:
    case OP_RESUME:
        start(s);
        pass(s, 1);
        if (op == OP_RESUME)
            pause_or_resume(s, SET_PAUSED);
        break;
    case OP_EDIT:
    case OP_DELETE:
    case OP_BY_ID:
        need_session(s);
        break;
    case OP_TRACK_LIST:
    case OP_TRACK_ADD:
        need_first_library(s);
        break;
    case OP_LIBRARY_DELETE:
        need_library(s);
        break;
    default:
        break;
    }
}

/* --- running ---------------------------------------------------------------------------------- */

static void read_page(shape *s, bench_op op)
{
    const int64_t half = s->content.sessions / 2;
    int64_t total;

    if (s->naive) {
        int64_t offset = op == OP_PAGE_NEWEST ? 0
                         : op == OP_PAGE_DEEP
                             ? half
                             : (int64_t)bench_random(&s->chance, 2 * (uint64_t)half - 20);
        (void)hand_get(&s->hand, COUNT_ALL, NULL, 0, &total, 1);
        (void)hand_run(&s->hand, PAGE_OFFSET, HAND_INTS(offset));
        return;
    }
    begin(s, BEGIN_READ);
    (void)hand_get(&s->hand, COUNTERS, NULL, 0, &total, 1);
    (void)hand_run(&s->hand, PAGE,
                   HAND_INTS(op == OP_PAGE_NEWEST ? INT64_MAX
                             : op == OP_PAGE_DEEP ? BENCH_NOW_MS - half * s->content.step_ms
                                                  : some_instant(s)));
    end(s, ROLLBACK);
}

static void read_stats(shape *s, int64_t from_day)
{
    if (s->naive)
        (void)hand_run(&s->hand, STATS_SINCE, HAND_INTS(from_day * 86400000));
    else
        (void)hand_run(&s->hand, DAYS, HAND_INTS(from_day, day_of(BENCH_NOW_MS) - 1));
}

static void shape_read(shape *s, bench_op op)
{
    sqlite3_stmt *stmt;

    switch (op) {
    case OP_RUNNING:
    case OP_RUNNING_NONE:
        (void)hand_run(&s->hand, s->naive ? ACTIVE_SCAN : ACTIVE, NULL, 0);
        break;
    case OP_COUNTERS:
        if (s->naive)
            read_stats(s, 0);
        else
            (void)hand_run(&s->hand, COUNTERS, NULL, 0);
        break;
    case OP_BY_ID:
        stmt = hand_take(&s->hand, BY_ID);
        hand_blob(stmt, 1, s->session, 16);
        (void)hand_rows(&s->hand, stmt);
        break;
    case OP_STATS_MONTH:
    case OP_STATS_ALL:
        read_stats(s, op == OP_STATS_ALL ? 0 : day_of(BENCH_NOW_MS) - BENCH_MONTH_DAYS);
        break;
    case OP_TRACK_LIST:
        (void)hand_run(&s->hand, TRACKS, HAND_INTS(s->library_id));
        break;
    default:
        read_page(s, op);
    }
}

static void shape_run(void *side, bench_op op)
{
    shape *s = side;

    switch (op) {
    case OP_START:
        start(s);
        break;
    case OP_PAUSE:
        pause_or_resume(s, SET_PAUSED);
        break;
    case OP_RESUME:
        pause_or_resume(s, SET_RESUMED);
        break;
    case OP_COMPLETE:
    case OP_COMPLETE_BATCH:
        complete(s);
        break;
    case OP_EDIT:
        edit_or_delete(s, SET_TITLE);
        break;
    case OP_DELETE:
        edit_or_delete(s, DELETE_ONE);
        break;
    case OP_TRACK_ADD:
        add_track(s);
        break;
    case OP_LIBRARY_DELETE:
        delete_library(s);
        break;
    default:
        shape_read(s, op);
    }
}

const bench_side shaped_side = {
    "shaped", shaped_open, shaped_can, shape_prepare, shape_run, shape_close,
};
const bench_side naive_side = {
    "naive", naive_open, naive_can, shape_prepare, shape_run, shape_close,
};
