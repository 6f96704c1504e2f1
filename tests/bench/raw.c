/*
 * raw.c - our tables by hand: the rows that libfocus writes, by the statements that somebody would
 * write who knows the tables, prepared once, one transaction a call.
 *
 * What libfocus adds is what it can be measured by: checks of every argument, ids and rows handed out,
 * the checksum of a session (0 here), the change mask, interruption, tags.
 */
#include "bench/hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PLACES = 64, IDS = 1000 };

enum {
    BEGIN_WRITE,
    BEGIN_READ,
    COMMIT,
    ROLLBACK,
    RUNNING_ALL,
    RUNNING_FEW,
    COUNTERS,
    PAGE,
    BY_ID,
    ID_AT,
    DAYS,
    TRACKS,
    LIBRARY_BY_NAME,
    INSERT,
    UPDATE_RUNNING,
    UPDATE_END,
    PAUSE_OPEN,
    PAUSE_CLOSE,
    DAY_ADD,
    DAY_TAKE,
    COUNTERS_ADD,
    RUN_LAST,
    RUN_EXTEND,
    RUN_INSERT,
    LEDGER,
    SET_TITLE,
    DELETE_ONE,
    TRACK_LAST,
    TRACK_INSERT,
    LIBRARY_COUNT,
    LIBRARY_INSERT,
    LIBRARY_DELETE,
    STATEMENTS
};

#define RUNS "ended_at_ms IS NULL AND deleted_at_ms IS NULL"
#define MODE_SUMS                                                                                  \
    "focus_completed, focus_abandoned, focus_expired, focus_active_ms, focus_unconfirmed_ms,"      \
    " break_completed, break_abandoned, break_expired, break_active_ms, break_unconfirmed_ms,"     \
    " long_break_completed, long_break_abandoned, long_break_expired, long_break_active_ms,"       \
    " long_break_unconfirmed_ms"

static const char *const sqls[STATEMENTS] = {
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [BEGIN_READ] = "BEGIN",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [RUNNING_ALL] = "SELECT * FROM focus_sessions WHERE user_id = 1 AND " RUNS,
    [RUNNING_FEW] = "SELECT id, status, started_at_ms, paused_ms, pause_count, last_event_at_ms,"
                    " planned_ms, local_day FROM focus_sessions WHERE user_id = 1 AND " RUNS,
    [COUNTERS] = "SELECT deleted, " MODE_SUMS ", libraries, tracks, ledger_entries, xp,"
                 " coins_earned, coins_spent, (SELECT status FROM focus_sessions WHERE user_id = 1"
                 " AND " RUNS ") FROM counters WHERE user_id = 1",
    [PAGE] = "SELECT * FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
             " AND started_at_ms < ?1 ORDER BY started_at_ms DESC, id DESC LIMIT 21",
    [BY_ID] = "SELECT * FROM focus_sessions WHERE uuid = ?1",
    [ID_AT] = "SELECT uuid, id FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
              " AND started_at_ms <= ?1 ORDER BY started_at_ms DESC LIMIT 1",
    [DAYS] = "SELECT local_day, mode, completed, abandoned, expired, credited, active_ms,"
             " unconfirmed_ms FROM daily_stats WHERE user_id = 1 AND local_day BETWEEN ?1 AND ?2",
    [TRACKS] = "SELECT * FROM focus_library_tracks WHERE library_id = ?1 ORDER BY position"
               " LIMIT 1001",
    [LIBRARY_BY_NAME] = "SELECT id FROM focus_libraries WHERE user_id = 1 AND name = ?1",
    [INSERT] = "INSERT INTO focus_sessions (uuid, user_id, mode, status, source, implausible,"
               " confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms,"
               " pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone,"
               " title, project, xp, coins, created_at_ms, checksum)"
               " VALUES (?6, 1, 0, ?1, ?2, 0, 0, 0, 1, ?3, nullif(?4, 0), nullif(?5, 0), 0, 0, ?3,"
               " nullif(?7, 0), ?8, 0, 'Etc/UTC', ?9, ?10, 0, 0, ?11, 0)",
    [UPDATE_RUNNING] = "UPDATE focus_sessions SET status = ?2, revision = revision + 1,"
                       " paused_ms = ?3, pause_count = ?4, last_event_at_ms = ?5,"
                       " expires_at_ms = ?6, checksum = 0 WHERE id = ?1",
    [UPDATE_END] = "UPDATE focus_sessions SET status = ?2, revision = revision + 1,"
                   " ended_at_ms = ?3, expires_at_ms = NULL, xp = ?4, coins = ?5, checksum = 0"
                   " WHERE id = ?1",
    [PAUSE_OPEN] = "INSERT INTO focus_pauses (session_id, number, started_at_ms)"
                   " VALUES (?1, ?2, ?3)",
    [PAUSE_CLOSE] =
        "UPDATE focus_pauses SET ended_at_ms = ?3 WHERE session_id = ?1 AND number = ?2",
    [DAY_ADD] = "INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired,"
                " credited, active_ms, unconfirmed_ms) VALUES (1, ?1, 0, ?2, ?3, 0, ?2, ?4, 0)"
                " ON CONFLICT DO UPDATE SET completed = completed + ?2, abandoned = abandoned + ?3,"
                " credited = credited + ?2, active_ms = active_ms + ?4",
    [DAY_TAKE] = "UPDATE daily_stats SET completed = completed - ?2, abandoned = abandoned - ?3,"
                 " credited = credited - ?2, active_ms = active_ms - ?4 WHERE user_id = 1"
                 " AND local_day = ?1 AND mode = 0",
    [COUNTERS_ADD] = "UPDATE counters SET deleted = deleted + ?1,"
                     " focus_completed = focus_completed + ?2,"
                     " focus_abandoned = focus_abandoned + ?3,"
                     " focus_active_ms = focus_active_ms + ?4, libraries = libraries + ?5,"
                     " tracks = tracks + ?6, ledger_entries = ledger_entries + ?7, xp = xp + ?8,"
                     " coins_earned = coins_earned + ?9 WHERE user_id = 1",
    [RUN_LAST] = "SELECT first_day, last_day FROM streak_runs WHERE user_id = 1 AND first_day <= ?1"
                 " ORDER BY first_day DESC LIMIT 1",
    [RUN_EXTEND] = "UPDATE streak_runs SET last_day = ?2 WHERE user_id = 1 AND first_day = ?1",
    [RUN_INSERT] = "INSERT INTO streak_runs VALUES (1, ?1, ?1)",
    [LEDGER] = "INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins,"
               " created_at_ms) VALUES (1, (SELECT ifnull(max(number), 0) + 1 FROM points_ledger"
               " WHERE user_id = 1), ?1, ?6, nullif(?2, 0), ?3, ?4, ?5)",
    [SET_TITLE] = "UPDATE focus_sessions SET title = ?2, edited = 1, revision = revision + 1,"
                  " checksum = 0 WHERE uuid = ?1",
    [DELETE_ONE] = "UPDATE focus_sessions SET deleted_at_ms = ?2, revision = revision + 1,"
                   " checksum = 0 WHERE uuid = ?1 RETURNING local_day,"
                   " ended_at_ms - started_at_ms - paused_ms, status",
    [TRACK_LAST] = "SELECT max(position) FROM focus_library_tracks WHERE library_id = ?1",
    [TRACK_INSERT] =
        "INSERT INTO focus_library_tracks (library_id, position, title, duration_ms,"
        " added_at_ms, uuid) VALUES (?1, ?2, 'a track of the benchmark', 180000, ?3, ?4)",
    [LIBRARY_COUNT] = "UPDATE focus_libraries SET tracks_count = tracks_count + ?2 WHERE id = ?1",
    [LIBRARY_INSERT] = "INSERT INTO focus_libraries (user_id, name, created_at_ms, updated_at_ms,"
                       " uuid) VALUES (1, ?3, ?1, ?1, ?2)",
    [LIBRARY_DELETE] = "DELETE FROM focus_libraries WHERE id = ?1",
};

typedef struct raw {
    bench_content content;
    hand hand;
    char path[512];
    int64_t now_ms;
    int64_t bulk_ended_at_ms;
    uint64_t id_number;
    uint64_t chance;
    int runs;
    bool in_batch;
    int64_t library_id;
    int64_t track_count;
    int64_t places[PLACES];
    unsigned char ids[IDS][16];
    unsigned char session[16];
} raw;

/* --- opening ---------------------------------------------------------------------------------- */

static void find_id(raw *r, int64_t at_ms, unsigned char out_id[16])
{
    sqlite3_stmt *stmt = hand_take(&r->hand, ID_AT);

    hand_ints(stmt, HAND_INTS(at_ms));
    if (sqlite3_step(stmt) != SQLITE_ROW)
        bench_fail("raw", "no session there");
    memcpy(out_id, sqlite3_column_blob(stmt, 0), 16);
    hand_end(&r->hand, stmt);
}

static int64_t some_instant(raw *r)
{
    const int64_t span_ms = r->content.sessions * r->content.step_ms;

    return BENCH_NOW_MS - (int64_t)bench_random(&r->chance, (uint64_t)(span_ms / 2)) - 1;
}

static void open_file(raw *r)
{
    char sql[64];

    hand_open(&r->hand, r->path, r->content.relaxed);
    hand_use(&r->hand, sqls, STATEMENTS);
    (void)snprintf(sql, sizeof(sql), "PRAGMA cache_size = -%d", r->content.cache_kib);
    if (r->content.cache_kib != 0)
        hand_exec(&r->hand, sql);
}

static raw *open_named(const bench_content *content, const char *name)
{
    raw *r = calloc(1, sizeof(*r));

    if (r == NULL)
        bench_fail(name, "no memory");
    r->content = *content;
    r->now_ms = BENCH_NOW_MS;
    r->bulk_ended_at_ms = BENCH_NOW_MS - (content->sessions + 2) * content->step_ms;
    bench_copy_content(content, name, r->path);
    open_file(r);
    for (int i = 0; i < PLACES; i++)
        r->places[i] = some_instant(r);
    for (int i = 0; i < IDS; i++)
        find_id(r, some_instant(r), r->ids[i]);
    return r;
}

static void *raw_open(const bench_content *content)
{
    return open_named(content, "raw");
}

static void raw_close(void *side)
{
    raw *r = side;

    hand_close(&r->hand);
    (void)unlink(r->path);
    free(r);
}

static bool raw_can(bench_op op)
{
    return op != OP_COMPLETE_IDLE;
}

/* --- pieces ----------------------------------------------------------------------------------- */

static void begin(raw *r)
{
    if (!r->in_batch)
        (void)hand_run(&r->hand, BEGIN_WRITE, NULL, 0);
}

static void commit(raw *r)
{
    if (!r->in_batch)
        (void)hand_run(&r->hand, COMMIT, NULL, 0);
}

static int64_t day_of(int64_t at_ms)
{
    return at_ms / 86400000;
}

enum {
    FEW_ID,
    FEW_STATUS,
    FEW_STARTED,
    FEW_PAUSED,
    FEW_PAUSES,
    FEW_LAST,
    FEW_PLANNED,
    FEW_DAY,
    FEW
};

static bool find_running(raw *r, int64_t out[FEW])
{
    return hand_get(&r->hand, RUNNING_FEW, NULL, 0, out, FEW);
}

static void follow_streak(raw *r, int64_t day)
{
    int64_t run[2];
    bool found = hand_get(&r->hand, RUN_LAST, HAND_INTS(day), run, 2);

    if (found && run[1] >= day)
        return;
    if (found && run[1] == day - 1)
        (void)hand_run(&r->hand, RUN_EXTEND, HAND_INTS(run[0], day));
    else
        (void)hand_run(&r->hand, RUN_INSERT, HAND_INTS(day));
}

static void append_ledger(raw *r, int64_t kind, int64_t session_id, int64_t xp, int64_t coins,
                          const char *key)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, LEDGER);

    hand_ints(stmt, HAND_INTS(kind, session_id, xp, coins, r->now_ms));
    hand_text(stmt, 6, key);
    (void)hand_rows(&r->hand, stmt);
}

static void insert(raw *r, int64_t status, int64_t started_at_ms, int64_t ended_at_ms,
                   int64_t planned_ms)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, INSERT);
    unsigned char id[16];

    hand_make_id(r->now_ms, &r->id_number, id);
    hand_ints(stmt, HAND_INTS(status, ended_at_ms != 0 ? 1 : 0, started_at_ms, ended_at_ms,
                              planned_ms, 0, planned_ms != 0 ? started_at_ms + 2 * planned_ms : 0,
                              day_of(started_at_ms)));
    hand_blob(stmt, 6, id, 16);
    hand_text(stmt, 9, BENCH_TITLE);
    hand_text(stmt, 10, BENCH_PROJECT);
    (void)sqlite3_bind_int64(stmt, 11, r->now_ms);
    (void)hand_rows(&r->hand, stmt);
}

static void end_session(raw *r, const int64_t few[FEW], int64_t status)
{
    int64_t active_ms = r->now_ms - few[FEW_STARTED] - few[FEW_PAUSED];
    int64_t xp = status == 2 ? active_ms / 60000 : 0;
    int64_t coins = xp / 5;
    bool completed = status == 2;

    if (few[FEW_STATUS] == 1)
        (void)hand_run(&r->hand, PAUSE_CLOSE, HAND_INTS(few[FEW_ID], few[FEW_PAUSES], r->now_ms));
    (void)hand_run(&r->hand, UPDATE_END, HAND_INTS(few[FEW_ID], status, r->now_ms, xp, coins));
    if (completed)
        append_ledger(r, 0, few[FEW_ID], xp, coins, NULL);
    (void)hand_run(&r->hand, DAY_ADD, HAND_INTS(few[FEW_DAY], completed, !completed, active_ms));
    if (completed)
        follow_streak(r, few[FEW_DAY]);
    (void)hand_run(&r->hand, COUNTERS_ADD,
                   HAND_INTS(0, completed, !completed, active_ms, 0, 0, completed, xp, coins));
}

/* --- calls ------------------------------------------------------------------------------------ */

static void start(raw *r)
{
    int64_t few[FEW];

    begin(r);
    if (find_running(r, few))
        end_session(r, few, 3);
    insert(r, 0, r->now_ms, 0, 1500000);
    commit(r);
}

static void pause_it(raw *r)
{
    int64_t few[FEW];

    begin(r);
    (void)find_running(r, few);
    (void)hand_run(&r->hand, PAUSE_OPEN, HAND_INTS(few[FEW_ID], few[FEW_PAUSES] + 1, r->now_ms));
    (void)hand_run(&r->hand, UPDATE_RUNNING,
                   HAND_INTS(few[FEW_ID], 1, few[FEW_PAUSED], few[FEW_PAUSES] + 1, r->now_ms,
                             r->now_ms + 3600000));
    commit(r);
}

static void resume(raw *r)
{
    int64_t few[FEW];
    int64_t paused_ms;

    begin(r);
    (void)find_running(r, few);
    paused_ms = few[FEW_PAUSED] + r->now_ms - few[FEW_LAST];
    (void)hand_run(&r->hand, PAUSE_CLOSE, HAND_INTS(few[FEW_ID], few[FEW_PAUSES], r->now_ms));
    (void)hand_run(&r->hand, UPDATE_RUNNING,
                   HAND_INTS(few[FEW_ID], 0, paused_ms, few[FEW_PAUSES], r->now_ms,
                             few[FEW_STARTED] + 2 * few[FEW_PLANNED] + paused_ms));
    commit(r);
}

static void complete(raw *r)
{
    int64_t few[FEW];

    begin(r);
    (void)find_running(r, few);
    end_session(r, few, 2);
    commit(r);
}

static void add_one(raw *r)
{
    uint64_t place = bench_random(&r->chance, (uint64_t)r->content.sessions - 1) + 1;
    int64_t started_at_ms = BENCH_NOW_MS - (int64_t)place * r->content.step_ms + 1;
    int64_t length_ms = r->content.step_ms / 4;

    begin(r);
    insert(r, 2, started_at_ms, started_at_ms + length_ms, 0);
    (void)hand_run(&r->hand, DAY_ADD, HAND_INTS(day_of(started_at_ms), 1, 0, length_ms));
    (void)hand_run(&r->hand, COUNTERS_ADD, HAND_INTS(0, 1, 0, length_ms, 0, 0, 0, 0, 0));
    commit(r);
}

static void edit_one(raw *r)
{
    sqlite3_stmt *stmt;
    char title[32];

    (void)snprintf(title, sizeof(title), "edited %d", r->runs);
    begin(r);
    stmt = hand_take(&r->hand, SET_TITLE);
    hand_blob(stmt, 1, r->session, 16);
    hand_text(stmt, 2, title);
    (void)hand_rows(&r->hand, stmt);
    commit(r);
}

static void delete_one(raw *r)
{
    sqlite3_stmt *stmt;
    int64_t was[3] = {0};

    begin(r);
    stmt = hand_take(&r->hand, DELETE_ONE);
    hand_blob(stmt, 1, r->session, 16);
    (void)sqlite3_bind_int64(stmt, 2, r->now_ms);
    (void)hand_row(&r->hand, stmt, was, 3);
    hand_end(&r->hand, stmt);
    (void)hand_run(&r->hand, DAY_TAKE, HAND_INTS(was[0], was[2] == 2, was[2] == 3, was[1]));
    (void)hand_run(&r->hand, COUNTERS_ADD,
                   HAND_INTS(1, -(was[2] == 2), -(was[2] == 3), -was[1], 0, 0, 0, 0, 0));
    commit(r);
}

static void award(raw *r)
{
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", r->runs);
    begin(r);
    append_ledger(r, 1, 0, 5, 0, key);
    (void)hand_run(&r->hand, COUNTERS_ADD, HAND_INTS(0, 0, 0, 0, 0, 0, 1, 5, 0));
    commit(r);
}

static void add_tracks(raw *r, int count)
{
    int64_t position = 0;

    begin(r);
    (void)hand_get(&r->hand, TRACK_LAST, HAND_INTS(r->library_id), &position, 1);
    for (int i = 0; i < count; i++) {
        sqlite3_stmt *stmt = hand_take(&r->hand, TRACK_INSERT);
        unsigned char id[16];
        hand_make_id(r->now_ms, &r->id_number, id);
        hand_ints(stmt, HAND_INTS(r->library_id, position + (i + 1) * INT64_C(65536), r->now_ms));
        hand_blob(stmt, 4, id, 16);
        (void)hand_rows(&r->hand, stmt);
    }
    (void)hand_run(&r->hand, LIBRARY_COUNT, HAND_INTS(r->library_id, count));
    (void)hand_run(&r->hand, COUNTERS_ADD, HAND_INTS(0, 0, 0, 0, 0, count, 0, 0, 0));
    commit(r);
}

static void delete_library(raw *r)
{
    begin(r);
    (void)hand_run(&r->hand, LIBRARY_DELETE, HAND_INTS(r->library_id));
    (void)hand_run(&r->hand, COUNTERS_ADD, HAND_INTS(0, 0, 0, 0, -1, -r->track_count, 0, 0, 0));
    commit(r);
}

static void add_bulk(raw *r)
{
    (void)hand_run(&r->hand, BEGIN_WRITE, NULL, 0);
    for (int i = 0; i < BENCH_BULK; i++) {
        int64_t started_at_ms = r->bulk_ended_at_ms + i * r->content.step_ms;
        insert(r, 2, started_at_ms, started_at_ms + r->content.step_ms / 2, 0);
    }
    (void)hand_run(&r->hand, COMMIT, NULL, 0);
}

/* --- what an operation needs ------------------------------------------------------------------ */

static void pass(raw *r, int minutes)
{
    r->now_ms += (int64_t)minutes * 60000;
}

static void need_running(raw *r)
{
    int64_t few[FEW];

    if (!find_running(r, few))
        start(r);
}

static void need_none(raw *r)
{
    int64_t few[FEW];

    begin(r);
    if (find_running(r, few))
        end_session(r, few, 3);
    commit(r);
}

static void need_first_library(raw *r)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, LIBRARY_BY_NAME);

    hand_text(stmt, 1, "library 0");
    (void)hand_row(&r->hand, stmt, &r->library_id, 1);
    hand_end(&r->hand, stmt);
}

static void need_library(raw *r, int track_count)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, LIBRARY_INSERT);
    unsigned char id[16];
    char name[32];

    (void)snprintf(name, sizeof(name), "to delete %d", r->runs);
    hand_make_id(r->now_ms, &r->id_number, id);
    hand_ints(stmt, HAND_INTS(r->now_ms));
    hand_blob(stmt, 2, id, 16);
    hand_text(stmt, 3, name);
    (void)hand_rows(&r->hand, stmt);
    r->library_id = sqlite3_last_insert_rowid(r->hand.db);
    r->track_count = track_count;
    (void)hand_run(&r->hand, COUNTERS_ADD, HAND_INTS(0, 0, 0, 0, 1, 0, 0, 0, 0));
    add_tracks(r, track_count);
}

static void leave_batch(raw *r, bench_op next)
{
    if (r->in_batch && next != OP_COMPLETE_BATCH) {
        (void)hand_run(&r->hand, COMMIT, NULL, 0);
        r->in_batch = false;
    } else if (!r->in_batch && next == OP_COMPLETE_BATCH) {
        (void)hand_run(&r->hand, BEGIN_WRITE, NULL, 0);
        r->in_batch = true;
    }
}

static void raw_prepare(void *side, bench_op op)
{
    raw *r = side;

    r->runs++;
    leave_batch(r, op);
    switch (op) {
    case OP_RUNNING_NONE:
        need_none(r);
        break;
    case OP_RUNNING:
    case OP_START:
        need_running(r);
        pass(r, op == OP_START ? 1 : 0);
        break;
    case OP_COMPLETE:
    case OP_COMPLETE_BATCH:
        start(r);
        pass(r, 26);
        break;
    case OP_PAUSE:
    case OP_RESUME:
        start(r);
        pass(r, 1);
        if (op == OP_RESUME) {
            pause_it(r);
            pass(r, 1);
        }
        break;
    case OP_EDIT:
    case OP_DELETE:
        find_id(r, r->places[bench_random(&r->chance, PLACES)], r->session);
        break;
    case OP_TRACK_LIST:
    case OP_TRACK_ADD:
        need_first_library(r);
        break;
    case OP_LIBRARY_DELETE:
    case OP_LIBRARY_DELETE_LARGE:
        need_library(r, op == OP_LIBRARY_DELETE ? BENCH_TRACKS : BENCH_TRACKS_LARGE);
        break;
    case OP_BULK:
        r->bulk_ended_at_ms -= BENCH_BULK * r->content.step_ms;
        break;
    case OP_OPEN:
        need_running(r);
        hand_close(&r->hand);
        break;
    default:
        break;
    }
}

/* --- running ---------------------------------------------------------------------------------- */

static void read_page(raw *r, int64_t before_ms)
{
    int64_t ignored;

    (void)hand_run(&r->hand, BEGIN_READ, NULL, 0);
    (void)hand_get(&r->hand, COUNTERS, NULL, 0, &ignored, 1);
    (void)hand_run(&r->hand, PAGE, HAND_INTS(before_ms));
    (void)hand_run(&r->hand, ROLLBACK, NULL, 0);
}

static void read_by_id(raw *r)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, BY_ID);

    hand_blob(stmt, 1, r->ids[bench_random(&r->chance, IDS)], 16);
    (void)hand_rows(&r->hand, stmt);
}

static void read_days(raw *r, int64_t from_day)
{
    int64_t few[FEW];

    (void)hand_run(&r->hand, BEGIN_READ, NULL, 0);
    (void)find_running(r, few);
    (void)hand_run(&r->hand, DAYS, HAND_INTS(from_day, day_of(BENCH_NOW_MS) - 1));
    (void)hand_run(&r->hand, ROLLBACK, NULL, 0);
}

static void raw_read(raw *r, bench_op op)
{
    const int64_t middle_ms = BENCH_NOW_MS - r->content.sessions * r->content.step_ms / 2;

    if (op == OP_RUNNING || op == OP_RUNNING_NONE)
        (void)hand_run(&r->hand, RUNNING_ALL, NULL, 0);
    else if (op == OP_COUNTERS)
        (void)hand_run(&r->hand, COUNTERS, NULL, 0);
    else if (op == OP_PAGE_NEWEST)
        read_page(r, INT64_MAX);
    else if (op == OP_PAGE_DEEP)
        read_page(r, middle_ms);
    else if (op == OP_PAGE_RANDOM)
        read_page(r, r->places[bench_random(&r->chance, PLACES)]);
    else if (op == OP_BY_ID)
        read_by_id(r);
    else if (op == OP_STATS_MONTH || op == OP_STATS_ALL)
        read_days(r, op == OP_STATS_ALL ? 0 : day_of(BENCH_NOW_MS) - BENCH_MONTH_DAYS);
    else
        (void)hand_run(&r->hand, TRACKS, HAND_INTS(r->library_id));
}

static void raw_run(void *side, bench_op op)
{
    raw *r = side;

    switch (op) {
    case OP_START:
        start(r);
        break;
    case OP_PAUSE:
        pause_it(r);
        break;
    case OP_RESUME:
        resume(r);
        break;
    case OP_COMPLETE:
    case OP_COMPLETE_BATCH:
        complete(r);
        break;
    case OP_ADD:
        add_one(r);
        break;
    case OP_EDIT:
        edit_one(r);
        break;
    case OP_DELETE:
        delete_one(r);
        break;
    case OP_AWARD:
        award(r);
        break;
    case OP_TRACK_ADD:
        add_tracks(r, 1);
        break;
    case OP_LIBRARY_DELETE:
    case OP_LIBRARY_DELETE_LARGE:
        delete_library(r);
        break;
    case OP_BULK:
        add_bulk(r);
        break;
    case OP_OPEN:
        open_file(r);
        (void)hand_run(&r->hand, RUNNING_ALL, NULL, 0);
        break;
    default:
        raw_read(r, op);
    }
}

const bench_side raw_side = {"raw", raw_open, raw_can, raw_prepare, raw_run, raw_close};

/* --- as a command ----------------------------------------------------------------------------- */

void raw_by_hand(const char *verb, const char *path)
{
    raw r = {.now_ms = (int64_t)time(NULL) * 1000};

    (void)snprintf(r.path, sizeof(r.path), "%s", path);
    r.id_number = (uint64_t)r.now_ms;
    open_file(&r);
    if (strcmp(verb, "start") == 0)
        start(&r);
    else
        complete(&r);
    hand_close(&r.hand);
}

/* --- the sums by triggers --------------------------------------------------------------------- */

static void *triggers_open(const bench_content *content)
{
    raw *r = open_named(content, "triggers");

    hand_exec(&r->hand,
              "CREATE TRIGGER bench_sums AFTER INSERT ON focus_sessions BEGIN"
              " INSERT INTO daily_stats VALUES (new.user_id, new.local_day, new.mode, 1, 0, 0, 1,"
              "   new.ended_at_ms - new.started_at_ms, 0)"
              "   ON CONFLICT DO UPDATE SET completed = completed + 1, credited = credited + 1,"
              "   active_ms = active_ms + excluded.active_ms;"
              " UPDATE counters SET focus_completed = focus_completed + 1, focus_active_ms ="
              "   focus_active_ms + new.ended_at_ms - new.started_at_ms"
              "   WHERE user_id = new.user_id; END");
    return r;
}

static bool triggers_can(bench_op op)
{
    return op == OP_BULK;
}

const bench_side triggers_side = {
    "triggers", triggers_open, triggers_can, raw_prepare, raw_run, raw_close,
};
