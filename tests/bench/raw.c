/*
 * raw.c - our tables by hand: the rows that libfocus writes, by the statements that somebody would
 * write who knows the tables, prepared once, one transaction a call. Values are looked at where they
 * lie and not copied.
 */
#include "bench/raw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RUNS "ended_at_ms IS NULL AND deleted_at_ms IS NULL"
/* In the order of the table: raw_rows.c knows it. */
#define SESSION                                                                                    \
    "id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision,"           \
    " started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms,"           \
    " expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins,"  \
    " source_format, source_key, created_at_ms, deleted_at_ms, checksum"
#define MODE_SUMS                                                                                  \
    "focus_completed, focus_abandoned, focus_expired, focus_active_ms, focus_unconfirmed_ms,"      \
    " break_completed, break_abandoned, break_expired, break_active_ms, break_unconfirmed_ms,"     \
    " long_break_completed, long_break_abandoned, long_break_expired, long_break_active_ms,"       \
    " long_break_unconfirmed_ms"

const char *const raw_sqls[RAW_STATEMENTS] = {
    [RAW_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [RAW_BEGIN_READ] = "BEGIN",
    [RAW_COMMIT] = "COMMIT",
    [RAW_ROLLBACK] = "ROLLBACK",
    [RAW_RUNNING] = "SELECT " SESSION " FROM focus_sessions WHERE user_id = 1 AND " RUNS,
    [RAW_COUNTERS] = "SELECT deleted, " MODE_SUMS ", libraries, tracks, xp, coins_earned,"
                     " coins_spent, (SELECT status FROM focus_sessions WHERE user_id = 1"
                     " AND " RUNS ") FROM counters WHERE user_id = 1",
    [RAW_TOTAL] = "SELECT focus_completed + focus_abandoned + focus_expired + break_completed"
                  " + break_abandoned + break_expired + long_break_completed"
                  " + long_break_abandoned + long_break_expired"
                  " + EXISTS (SELECT 1 FROM focus_sessions WHERE user_id = 1 AND " RUNS ")"
                  " FROM counters WHERE user_id = 1",
    [RAW_PAGE] = "SELECT " SESSION " FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
                 " AND started_at_ms < ?1 ORDER BY started_at_ms DESC, id DESC LIMIT 20",
    [RAW_BY_ID] = "SELECT " SESSION " FROM focus_sessions WHERE uuid = ?1 AND user_id = 1",
    [RAW_ID_AT] = "SELECT uuid FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
                  " AND started_at_ms = ?1",
    [RAW_DAYS] = "SELECT local_day, mode, completed, abandoned, expired, credited, active_ms,"
                 " unconfirmed_ms FROM daily_stats WHERE user_id = 1"
                 " AND local_day BETWEEN ?1 AND ?2 ORDER BY local_day, mode",
    [RAW_TRACKS] = "SELECT id, uuid, title, url, duration_ms, added_at_ms, position"
                   " FROM focus_library_tracks WHERE library_id = ?1 ORDER BY position, id"
                   " LIMIT 1000",
    [RAW_LIBRARY_BY_NAME] = "SELECT uuid FROM focus_libraries WHERE user_id = 1 AND name = ?1",
    [RAW_LIBRARY_BY_ID] = "SELECT id, tracks_count FROM focus_libraries WHERE uuid = ?1"
                          " AND user_id = 1",
    [RAW_INSERT] = "INSERT INTO focus_sessions (" SESSION ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                   " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,"
                   " ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)",
    [RAW_OVERLAP] = "SELECT id FROM focus_sessions WHERE user_id = 1 AND is_deleted = 0"
                    " AND started_at_ms < ?2 AND started_at_ms > ?3 AND ended_at_ms > ?1 LIMIT 1",
    [RAW_SETTINGS] = "SELECT focus_length_ms, expire_factor, pause_limit_ms FROM users"
                     " WHERE id = 1",
    [RAW_UPDATE_RUNNING] = "UPDATE focus_sessions SET status = ?2, revision = ?3, paused_ms = ?4,"
                           " pause_count = ?5, last_event_at_ms = ?6, expires_at_ms = ?7,"
                           " checksum = ?8 WHERE id = ?1",
    [RAW_UPDATE_END] = "UPDATE focus_sessions SET status = ?2, revision = ?3, ended_at_ms = ?4,"
                       " paused_ms = ?5, expires_at_ms = NULL, xp = ?6, coins = ?7, checksum = ?8"
                       " WHERE id = ?1",
    [RAW_PAUSE_OPEN] = "INSERT INTO focus_pauses (session_id, number, started_at_ms)"
                       " VALUES (?1, ?2, ?3)",
    [RAW_PAUSE_CLOSE] =
        "UPDATE focus_pauses SET ended_at_ms = ?3 WHERE session_id = ?1 AND number = ?2",
    [RAW_DAY_ADD] = "UPDATE daily_stats SET completed = completed + ?2, abandoned = abandoned + ?3,"
                    " credited = credited + ?2, active_ms = active_ms + ?4 WHERE user_id = 1"
                    " AND local_day = ?1 AND mode = 0"
                    " RETURNING completed + abandoned + expired, credited",
    [RAW_DAY_INSERT] = "INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned,"
                       " expired, credited, active_ms, unconfirmed_ms)"
                       " VALUES (1, ?1, 0, ?2, ?3, 0, ?2, ?4, 0)",
    [RAW_DAY_DELETE] = "DELETE FROM daily_stats WHERE user_id = 1 AND local_day = ?1 AND mode = 0",
    [RAW_COUNTERS_ADD] = "UPDATE counters SET deleted = deleted + ?1,"
                         " focus_completed = focus_completed + ?2,"
                         " focus_abandoned = focus_abandoned + ?3,"
                         " focus_active_ms = focus_active_ms + ?4, libraries = libraries + ?5,"
                         " tracks = tracks + ?6, ledger_entries = ledger_entries + ?7,"
                         " xp = xp + ?8, coins_earned = coins_earned + ?9 WHERE user_id = 1",
    [RAW_RUNS_AT] = "SELECT first_day, last_day FROM streak_runs WHERE user_id = 1"
                    " AND first_day <= ?1 + 1 ORDER BY first_day DESC LIMIT 2",
    [RAW_RUN_LAST] = "UPDATE streak_runs SET last_day = ?2 WHERE user_id = 1 AND first_day = ?1",
    [RAW_RUN_INSERT] = "INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, ?1, ?2)",
    [RAW_RUN_DELETE] = "DELETE FROM streak_runs WHERE user_id = 1 AND first_day = ?1",
    [RAW_LEDGER] = "INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins,"
                   " created_at_ms) VALUES (1, (SELECT ifnull(max(number), 0) + 1"
                   " FROM points_ledger WHERE user_id = 1), ?1, ?6, nullif(?2, 0), ?3, ?4, ?5)"
                   " ON CONFLICT DO NOTHING",
    [RAW_SET_TITLE] = "UPDATE focus_sessions SET title = ?4, edited = 1, revision = ?2,"
                      " checksum = ?3 WHERE id = ?1",
    [RAW_SET_DELETED] = "UPDATE focus_sessions SET deleted_at_ms = ?4, revision = ?2,"
                        " checksum = ?3 WHERE id = ?1",
    [RAW_TRACK_LAST] = "SELECT position FROM focus_library_tracks WHERE library_id = ?1"
                       " ORDER BY position DESC LIMIT 1",
    [RAW_TRACK_INSERT] =
        "INSERT INTO focus_library_tracks (library_id, position, title, added_at_ms, uuid)"
        " VALUES (?1, ?2, 'a track of the benchmark', ?3, ?4)",
    [RAW_LIBRARY_COUNT] = "UPDATE focus_libraries SET tracks_count = tracks_count + ?2,"
                          " updated_at_ms = ?3 WHERE id = ?1",
    [RAW_LIBRARY_INSERT] = "INSERT INTO focus_libraries (user_id, name, created_at_ms,"
                           " updated_at_ms, uuid) VALUES (1, ?3, ?1, ?1, ?2)",
    [RAW_LIBRARY_DELETE] = "DELETE FROM focus_libraries WHERE id = ?1",
};

/* --- opening ---------------------------------------------------------------------------------- */

static void find_id(raw *r, int64_t started_at_ms, unsigned char out_id[16])
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_ID_AT);

    hand_ints(stmt, HAND_INTS(started_at_ms));
    if (!hand_row(&r->hand, stmt, NULL, 0))
        bench_fail("raw", "no session there");
    memcpy(out_id, sqlite3_column_blob(stmt, 0), 16);
    hand_end(&r->hand, stmt);
}

static void open_file(raw *r)
{
    hand_open(&r->hand, r->path, r->content.relaxed);
    hand_use(&r->hand, raw_sqls, RAW_STATEMENTS);
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
    for (int i = 0; i < BENCH_PLACES + BENCH_VICTIMS; i++)
        find_id(r, bench_place_ms(content, i), r->ids[i]);
    raw_start(r);
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

/* --- music ------------------------------------------------------------------------------------ */

static int64_t find_library(raw *r, int64_t *out_tracks)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_LIBRARY_BY_ID);
    int64_t library[2];

    hand_blob(stmt, 1, r->library, 16);
    if (!hand_row(&r->hand, stmt, library, 2))
        bench_fail("raw", "a library is gone");
    hand_end(&r->hand, stmt);
    *out_tracks = library[1];
    return library[0];
}

static void insert_track(raw *r, int64_t library_id, int64_t position)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_TRACK_INSERT);
    unsigned char id[16];

    hand_make_id(r->now_ms, &r->id_number, id);
    hand_ints(stmt, HAND_INTS(library_id, position, r->now_ms));
    hand_blob(stmt, 4, id, 16);
    (void)hand_rows(&r->hand, stmt);
}

static void add_tracks(raw *r, int count)
{
    int64_t position = 0;
    int64_t library_id;
    int64_t ignored;

    raw_begin(r);
    library_id = find_library(r, &ignored);
    (void)hand_get(&r->hand, RAW_TRACK_LAST, HAND_INTS(library_id), &position, 1);
    for (int i = 0; i < count; i++)
        insert_track(r, library_id, position + (i + 1) * INT64_C(65536));
    (void)hand_run(&r->hand, RAW_LIBRARY_COUNT, HAND_INTS(library_id, count, r->now_ms));
    raw_count(r, (const int64_t[9]){[5] = count});
    raw_commit(r);
}

static void delete_library(raw *r)
{
    int64_t tracks;
    int64_t library_id;

    raw_begin(r);
    library_id = find_library(r, &tracks);
    (void)hand_run(&r->hand, RAW_LIBRARY_DELETE, HAND_INTS(library_id));
    raw_count(r, (const int64_t[9]){[4] = -1, [5] = -tracks});
    raw_commit(r);
}

/* --- what an operation needs ------------------------------------------------------------------ */

static void pass(raw *r, int minutes)
{
    r->now_ms += (int64_t)minutes * 60000;
}

static void need_running(raw *r)
{
    if (hand_run(&r->hand, RAW_RUNNING, NULL, 0) == 0)
        raw_start(r);
}

static void need_none(raw *r)
{
    if (hand_run(&r->hand, RAW_RUNNING, NULL, 0) != 0)
        (void)raw_abandon(r);
}

static void need_session(raw *r, bench_op op)
{
    if (r->deleted == BENCH_VICTIMS)
        bench_fail("delete", "no session is left for it");
    r->session = r->ids[op == OP_EDIT ? r->runs % BENCH_PLACES : BENCH_PLACES + r->deleted++];
}

static void need_first_library(raw *r)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_LIBRARY_BY_NAME);

    hand_text(stmt, 1, "library 0");
    if (!hand_row(&r->hand, stmt, NULL, 0))
        bench_fail("raw", "the first library is gone");
    memcpy(r->library, sqlite3_column_blob(stmt, 0), 16);
    hand_end(&r->hand, stmt);
}

static void need_library(raw *r, int track_count)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_LIBRARY_INSERT);
    char name[32];

    (void)snprintf(name, sizeof(name), "to delete %d", r->runs);
    hand_make_id(r->now_ms, &r->id_number, r->library);
    hand_ints(stmt, HAND_INTS(r->now_ms));
    hand_blob(stmt, 2, r->library, 16);
    hand_text(stmt, 3, name);
    (void)hand_rows(&r->hand, stmt);
    raw_count(r, (const int64_t[9]){[4] = 1});
    add_tracks(r, track_count);
}

static void leave_batch(raw *r, bench_op next)
{
    if (r->in_batch && next != OP_COMPLETE_BATCH) {
        (void)hand_run(&r->hand, RAW_COMMIT, NULL, 0);
        r->in_batch = false;
    } else if (!r->in_batch && next == OP_COMPLETE_BATCH) {
        (void)hand_run(&r->hand, RAW_BEGIN_WRITE, NULL, 0);
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
        raw_start(r);
        pass(r, 26);
        break;
    case OP_PAUSE:
    case OP_RESUME:
        raw_start(r);
        pass(r, 1);
        if (op == OP_RESUME) {
            raw_pause(r);
            pass(r, 1);
        }
        break;
    case OP_EDIT:
    case OP_DELETE:
        need_session(r, op);
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
    (void)hand_run(&r->hand, RAW_BEGIN_READ, NULL, 0);
    (void)hand_run(&r->hand, RAW_TOTAL, NULL, 0);
    if (hand_run(&r->hand, RAW_PAGE, HAND_INTS(before_ms)) != BENCH_PAGE)
        bench_fail("raw", "a page is short");
    (void)hand_run(&r->hand, RAW_ROLLBACK, NULL, 0);
}

static void read_by_id(raw *r)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_BY_ID);

    hand_blob(stmt, 1, r->ids[bench_random(&r->chance, BENCH_PLACES)], 16);
    (void)hand_rows(&r->hand, stmt);
}

static void read_days(raw *r, int64_t from_day)
{
    (void)hand_run(&r->hand, RAW_BEGIN_READ, NULL, 0);
    (void)hand_run(&r->hand, RAW_RUNNING, NULL, 0);
    (void)hand_run(&r->hand, RAW_DAYS, HAND_INTS(from_day, BENCH_NOW_MS / 86400000 - 1));
    (void)hand_run(&r->hand, RAW_ROLLBACK, NULL, 0);
}

static void read_tracks(raw *r)
{
    int64_t ignored;

    (void)hand_run(&r->hand, RAW_BEGIN_READ, NULL, 0);
    (void)hand_run(&r->hand, RAW_TRACKS, HAND_INTS(find_library(r, &ignored)));
    (void)hand_run(&r->hand, RAW_ROLLBACK, NULL, 0);
}

static void raw_read(raw *r, bench_op op)
{
    const int64_t middle_ms = BENCH_NOW_MS - r->content.sessions * r->content.step_ms / 2;

    if (op == OP_RUNNING || op == OP_RUNNING_NONE)
        (void)hand_run(&r->hand, RAW_RUNNING, NULL, 0);
    else if (op == OP_COUNTERS)
        (void)hand_run(&r->hand, RAW_COUNTERS, NULL, 0);
    else if (op == OP_PAGE_NEWEST)
        read_page(r, INT64_MAX);
    else if (op == OP_PAGE_DEEP)
        read_page(r, middle_ms);
    else if (op == OP_PAGE_RANDOM)
        read_page(r, bench_place_ms(&r->content, (int)bench_random(&r->chance, BENCH_PLACES)));
    else if (op == OP_BY_ID)
        read_by_id(r);
    else if (op == OP_STATS_MONTH || op == OP_STATS_ALL)
        read_days(r, op == OP_STATS_ALL ? 0 : BENCH_NOW_MS / 86400000 - BENCH_MONTH_DAYS);
    else
        read_tracks(r);
}

static void raw_run(void *side, bench_op op)
{
    raw *r = side;

    switch (op) {
    case OP_START:
        raw_start(r);
        break;
    case OP_PAUSE:
        raw_pause(r);
        break;
    case OP_RESUME:
        raw_resume(r);
        break;
    case OP_COMPLETE:
    case OP_COMPLETE_BATCH:
        raw_complete(r);
        break;
    case OP_ADD:
        raw_add(r);
        break;
    case OP_EDIT:
        raw_edit(r);
        break;
    case OP_DELETE:
        raw_delete(r);
        break;
    case OP_AWARD:
        raw_award(r);
        break;
    case OP_TRACK_ADD:
        add_tracks(r, 1);
        break;
    case OP_LIBRARY_DELETE:
    case OP_LIBRARY_DELETE_LARGE:
        delete_library(r);
        break;
    case OP_BULK:
        raw_add_bulk(r);
        break;
    case OP_OPEN:
        open_file(r);
        (void)hand_run(&r->hand, RAW_RUNNING, NULL, 0);
        break;
    default:
        raw_read(r, op);
    }
}

const bench_side raw_side = {"raw", raw_open, raw_can, raw_prepare, raw_run, raw_close};

/* --- as a command ----------------------------------------------------------------------------- */

void raw_by_hand(const char *verb, const char *path)
{
    static raw r;

    r.now_ms = (int64_t)time(NULL) * 1000;
    (void)snprintf(r.path, sizeof(r.path), "%s", path);
    r.id_number = (uint64_t)r.now_ms;
    open_file(&r);
    if (strcmp(verb, "start") == 0)
        raw_start(&r);
    else
        raw_complete(&r);
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
