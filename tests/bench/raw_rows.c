/*
 * raw_rows.c - sessions by hand: their rows, and what follows from them.
 *
 * The work is that of libfocus, and same.c sees to it: the checksum over a row's columns, the day's
 * sums and its row's end when they are nothing, runs of days joined and parted, overlaps refused. What
 * is not here is what a program can do without that knows its own input: checks of arguments, tags,
 * other modes, records handed out.
 */
#include "bench/raw.h"

#include "base/checksum.h"

#include <stdio.h>
#include <string.h>

enum { ACTIVE = 0, PAUSED = 1, COMPLETED = 2, ABANDONED = 3 };

/* The columns of focus_sessions in the order of the table, which raw_sqls keeps. */
enum {
    ID,
    UUID,
    USER_ID,
    MODE,
    STATUS,
    SOURCE,
    IMPLAUSIBLE,
    CONFIRMED,
    EDITED,
    REVISION,
    STARTED,
    ENDED,
    PLANNED,
    PAUSED_MS,
    PAUSE_COUNT,
    LAST_EVENT,
    EXPIRES,
    DAY,
    OFFSET_S,
    ZONE,
    TITLE,
    PROJECT,
    TASK,
    NOTE,
    TAGS,
    XP,
    COINS,
    SOURCE_FORMAT,
    SOURCE_KEY,
    CREATED,
    DELETED,
    CHECKSUM,
    COLUMNS
};

#define TEXTS                                                                                      \
    (1u << ZONE | 1u << TITLE | 1u << PROJECT | 1u << TASK | 1u << NOTE | 1u << TAGS |             \
     1u << SOURCE_FORMAT | 1u << SOURCE_KEY)

/* Texts lie in the statement that read the row: no copy is made. */
typedef struct row {
    int64_t ints[COLUMNS];
    const char *texts[COLUMNS];
    unsigned char uuid[16];
} row;

void raw_begin(raw *r)
{
    if (!r->in_batch)
        (void)hand_run(&r->hand, RAW_BEGIN_WRITE, NULL, 0);
}

void raw_commit(raw *r)
{
    if (!r->in_batch)
        (void)hand_run(&r->hand, RAW_COMMIT, NULL, 0);
}

/* --- rows ------------------------------------------------------------------------------------- */

static bool is_text(int column)
{
    return (TEXTS >> column & 1u) != 0;
}

/* hand_end() the statement once the texts are of no more use. */
static bool read_row(raw *r, sqlite3_stmt *stmt, row *out)
{
    if (!hand_row(&r->hand, stmt, NULL, 0))
        return false;
    memcpy(out->uuid, sqlite3_column_blob(stmt, UUID), 16);
    for (int i = 0; i < COLUMNS; i++) {
        out->texts[i] = is_text(i) ? (const char *)sqlite3_column_text(stmt, i) : NULL;
        out->ints[i] = is_text(i) || i == UUID ? 0 : sqlite3_column_int64(stmt, i);
    }
    return true;
}

static int64_t checksum_of(const row *s)
{
    static const int ints[] = {USER_ID,   MODE,        SOURCE, IMPLAUSIBLE, CONFIRMED, EDITED,
                               REVISION,  PAUSE_COUNT, DAY,    OFFSET_S,    XP,        COINS,
                               CREATED,   DELETED,     STATUS, STARTED,     ENDED,     PLANNED,
                               PAUSED_MS, LAST_EVENT,  EXPIRES};
    uint64_t sum = focus__checksum_bytes(0, s->uuid, 16);

    for (size_t i = 0; i < sizeof(ints) / sizeof(ints[0]); i++)
        sum = focus__checksum_ints(sum, &s->ints[ints[i]], 1);
    for (int i = 0; i < COLUMNS; i++)
        if (is_text(i))
            sum = focus__checksum_text(sum, s->texts[i]);
    return (int64_t)sum;
}

static row new_row(raw *r, int64_t source, int64_t started_at_ms)
{
    return (row){
        .ints = {[USER_ID] = 1,
                 [SOURCE] = source,
                 [REVISION] = 1,
                 [STARTED] = started_at_ms,
                 [LAST_EVENT] = started_at_ms,
                 [DAY] = started_at_ms / 86400000,
                 [CREATED] = r->now_ms},
        .texts = {[ZONE] = bench_zone.name, [TITLE] = BENCH_TITLE, [PROJECT] = BENCH_PROJECT},
    };
}

static bool may_be_null(int column)
{
    return column == ID || column == ENDED || column == PLANNED || column == EXPIRES ||
           column == DELETED;
}

static void insert(raw *r, row *s)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_INSERT);

    hand_make_id(r->now_ms, &r->id_number, s->uuid);
    s->ints[CHECKSUM] = checksum_of(s);
    for (int i = 0; i < COLUMNS; i++)
        if (is_text(i))
            hand_text(stmt, i + 1, s->texts[i]);
        else if (may_be_null(i) && s->ints[i] == 0)
            (void)sqlite3_bind_null(stmt, i + 1);
        else
            (void)sqlite3_bind_int64(stmt, i + 1, s->ints[i]);
    hand_blob(stmt, UUID + 1, s->uuid, 16);
    (void)hand_rows(&r->hand, stmt);
}

static int64_t active_ms(const row *s)
{
    return s->ints[ENDED] - s->ints[STARTED] - s->ints[PAUSED_MS];
}

/* --- what follows ----------------------------------------------------------------------------- */

void raw_count(raw *r, const int64_t sums[9])
{
    (void)hand_run(&r->hand, RAW_COUNTERS_ADD, sums, 9);
}

typedef struct days {
    int64_t first;
    int64_t last;
} days;

/* The newest two runs that begin by the day after; what is missing lies far away. */
static void read_runs(raw *r, int64_t day, days out[2])
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_RUNS_AT);
    int64_t run[2];

    out[0] = out[1] = (days){INT32_MIN, INT32_MIN};
    hand_ints(stmt, HAND_INTS(day));
    for (int i = 0; i < 2 && hand_row(&r->hand, stmt, run, 2); i++)
        out[i] = (days){run[0], run[1]};
    hand_end(&r->hand, stmt);
}

static void join_day(raw *r, int64_t day)
{
    days runs[2];
    int64_t last = day;

    read_runs(r, day, runs);
    if (runs[0].first == day + 1) {
        last = runs[0].last;
        (void)hand_run(&r->hand, RAW_RUN_DELETE, HAND_INTS(day + 1));
        runs[0] = runs[1];
    }
    if (runs[0].last == day - 1)
        (void)hand_run(&r->hand, RAW_RUN_LAST, HAND_INTS(runs[0].first, last));
    else
        (void)hand_run(&r->hand, RAW_RUN_INSERT, HAND_INTS(day, last));
}

static void part_day(raw *r, int64_t day)
{
    days runs[2];
    days run;

    read_runs(r, day, runs);
    run = runs[0].first > day ? runs[1] : runs[0];
    if (run.first == day)
        (void)hand_run(&r->hand, RAW_RUN_DELETE, HAND_INTS(day));
    else
        (void)hand_run(&r->hand, RAW_RUN_LAST, HAND_INTS(run.first, day - 1));
    if (run.last > day)
        (void)hand_run(&r->hand, RAW_RUN_INSERT, HAND_INTS(day + 1, run.last));
}

/* The day's sums, sign 1 or -1; where it begins or ceases to count, the runs of days. */
static void follow_day(raw *r, const row *s, int64_t sign)
{
    const int64_t day = s->ints[DAY];
    const int64_t completed = s->ints[STATUS] == COMPLETED ? sign : 0;
    const int64_t abandoned = s->ints[STATUS] == ABANDONED ? sign : 0;
    const int64_t sums[] = {day, completed, abandoned, sign * active_ms(s)};
    int64_t after[2]; /* sessions, and those that count for the streak */

    if (!hand_get(&r->hand, RAW_DAY_ADD, sums, 4, after, 2)) {
        (void)hand_run(&r->hand, RAW_DAY_INSERT, sums, 4);
        after[0] = after[1] = 1;
    }
    if (after[0] == 0)
        (void)hand_run(&r->hand, RAW_DAY_DELETE, HAND_INTS(day));
    if (completed > 0 && after[1] == 1)
        join_day(r, day);
    if (completed < 0 && after[1] == 0)
        part_day(r, day);
}

static void append_ledger(raw *r, int64_t kind, const row *s, const char *key)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_LEDGER);

    hand_ints(stmt, HAND_INTS(kind, s->ints[ID], s->ints[XP], s->ints[COINS], r->now_ms));
    hand_text(stmt, 6, key);
    (void)hand_rows(&r->hand, stmt);
}

/* A session that has ended just now, and is paid if it has been completed. */
static void follow_end(raw *r, const row *s)
{
    const bool completed = s->ints[STATUS] == COMPLETED;
    const int64_t sums[9] = {0, completed, !completed,  active_ms(s),  0,
                             0, completed, s->ints[XP], s->ints[COINS]};

    if (completed)
        append_ledger(r, FOCUS_POINTS_SESSION, s, NULL);
    raw_count(r, sums);
    follow_day(r, s, 1);
}

/* --- the life of a session -------------------------------------------------------------------- */

static bool read_running(raw *r, sqlite3_stmt **out_stmt, row *out)
{
    *out_stmt = hand_take(&r->hand, RAW_RUNNING);
    return read_row(r, *out_stmt, out);
}

static void close_pause(raw *r, row *s)
{
    (void)hand_run(&r->hand, RAW_PAUSE_CLOSE,
                   HAND_INTS(s->ints[ID], s->ints[PAUSE_COUNT], r->now_ms));
    s->ints[PAUSED_MS] += r->now_ms - s->ints[LAST_EVENT];
}

/* Whole minutes of active time, capped at the plan. */
static void price(row *s)
{
    int64_t paid_ms = active_ms(s) < s->ints[PLANNED] ? active_ms(s) : s->ints[PLANNED];
    int64_t minutes = paid_ms / 60000;

    if (minutes == 0)
        return;
    s->ints[XP] = minutes > 5 ? minutes : 5;
    s->ints[COINS] = minutes / 5 > 2 ? minutes / 5 : 2;
}

/* The statement that read the row is still at it. */
static void end_session(raw *r, row *s, sqlite3_stmt *stmt, int64_t status)
{
    if (s->ints[STATUS] == PAUSED)
        close_pause(r, s);
    s->ints[STATUS] = status;
    s->ints[REVISION]++;
    s->ints[ENDED] = r->now_ms;
    s->ints[EXPIRES] = 0;
    if (status == COMPLETED)
        price(s);
    s->ints[CHECKSUM] = checksum_of(s);
    hand_end(&r->hand, stmt);
    (void)hand_run(&r->hand, RAW_UPDATE_END,
                   HAND_INTS(s->ints[ID], status, s->ints[REVISION], s->ints[ENDED],
                             s->ints[PAUSED_MS], s->ints[XP], s->ints[COINS], s->ints[CHECKSUM]));
    follow_end(r, s);
}

static bool end_running(raw *r, int64_t status)
{
    sqlite3_stmt *stmt;
    row s;
    bool runs = read_running(r, &stmt, &s);

    if (runs)
        end_session(r, &s, stmt, status);
    else
        hand_end(&r->hand, stmt);
    return runs;
}

bool raw_abandon(raw *r)
{
    bool was_running;

    raw_begin(r);
    was_running = end_running(r, ABANDONED);
    raw_commit(r);
    return was_running;
}

void raw_complete(raw *r)
{
    raw_begin(r);
    if (!end_running(r, COMPLETED))
        bench_fail("raw", "nothing runs that could be completed");
    raw_commit(r);
}

typedef struct settings {
    int64_t focus_length_ms;
    int64_t expire_factor;
    int64_t pause_limit_ms;
} settings;

static settings read_settings(raw *r)
{
    int64_t values[3];

    (void)hand_get(&r->hand, RAW_SETTINGS, NULL, 0, values, 3);
    return (settings){values[0], values[1], values[2]};
}

void raw_start(raw *r)
{
    row s = new_row(r, FOCUS_SOURCE_LIVE, r->now_ms);
    settings user;

    raw_begin(r);
    (void)end_running(r, ABANDONED);
    user = read_settings(r);
    s.ints[PLANNED] = user.focus_length_ms;
    s.ints[EXPIRES] = s.ints[STARTED] + user.expire_factor * s.ints[PLANNED];
    insert(r, &s);
    raw_commit(r);
}

static void update_running(raw *r, row *s, sqlite3_stmt *stmt, int64_t status,
                           int64_t expires_at_ms)
{
    s->ints[STATUS] = status;
    s->ints[REVISION]++;
    s->ints[LAST_EVENT] = r->now_ms;
    s->ints[EXPIRES] = expires_at_ms;
    s->ints[CHECKSUM] = checksum_of(s);
    hand_end(&r->hand, stmt);
    (void)hand_run(&r->hand, RAW_UPDATE_RUNNING,
                   HAND_INTS(s->ints[ID], status, s->ints[REVISION], s->ints[PAUSED_MS],
                             s->ints[PAUSE_COUNT], s->ints[LAST_EVENT], s->ints[EXPIRES],
                             s->ints[CHECKSUM]));
}

void raw_pause(raw *r)
{
    sqlite3_stmt *stmt;
    row s;

    raw_begin(r);
    if (!read_running(r, &stmt, &s))
        bench_fail("raw", "nothing runs that could be paused");
    s.ints[PAUSE_COUNT]++;
    (void)hand_run(&r->hand, RAW_PAUSE_OPEN, HAND_INTS(s.ints[ID], s.ints[PAUSE_COUNT], r->now_ms));
    update_running(r, &s, stmt, PAUSED, r->now_ms + read_settings(r).pause_limit_ms);
    raw_commit(r);
}

void raw_resume(raw *r)
{
    sqlite3_stmt *stmt;
    row s;

    raw_begin(r);
    if (!read_running(r, &stmt, &s))
        bench_fail("raw", "nothing runs that could be resumed");
    close_pause(r, &s);
    update_running(r, &s, stmt, ACTIVE,
                   s.ints[STARTED] + read_settings(r).expire_factor * s.ints[PLANNED] +
                       s.ints[PAUSED_MS]);
    raw_commit(r);
}

/* --- history ---------------------------------------------------------------------------------- */

static row past_row(raw *r, int64_t started_at_ms, int64_t ended_at_ms)
{
    row s = new_row(r, FOCUS_SOURCE_MANUAL, started_at_ms);

    s.ints[STATUS] = COMPLETED;
    s.ints[ENDED] = ended_at_ms;
    return s;
}

void raw_add(raw *r)
{
    int64_t started_at_ms;
    int64_t ended_at_ms;
    row s;

    bench_gap(&r->content, r->added++, &started_at_ms, &ended_at_ms);
    s = past_row(r, started_at_ms, ended_at_ms);
    raw_begin(r);
    if (hand_run(&r->hand, RAW_OVERLAP,
                 HAND_INTS(started_at_ms, ended_at_ms, started_at_ms - 86400001)) != 0)
        bench_fail("raw", "another session lies in this time");
    insert(r, &s);
    raw_count(r, (const int64_t[9]){0, 1, 0, active_ms(&s)});
    follow_day(r, &s, 1);
    raw_commit(r);
}

void raw_add_bulk(raw *r)
{
    (void)hand_run(&r->hand, RAW_BEGIN_WRITE, NULL, 0);
    for (int i = 0; i < BENCH_BULK; i++) {
        int64_t started_at_ms = r->bulk_ended_at_ms + i * r->content.step_ms;
        row s = past_row(r, started_at_ms, started_at_ms + r->content.step_ms / 2);
        insert(r, &s);
    }
    (void)hand_run(&r->hand, RAW_COMMIT, NULL, 0);
}

static sqlite3_stmt *read_session(raw *r, row *out)
{
    sqlite3_stmt *stmt = hand_take(&r->hand, RAW_BY_ID);

    hand_blob(stmt, 1, r->session, 16);
    if (!read_row(r, stmt, out))
        bench_fail("raw", "a session is gone");
    out->ints[REVISION]++;
    return stmt;
}

void raw_edit(raw *r)
{
    sqlite3_stmt *stmt;
    sqlite3_stmt *update;
    char title[32];
    row s;

    (void)snprintf(title, sizeof(title), "edited %d", r->runs);
    raw_begin(r);
    stmt = read_session(r, &s);
    s.ints[EDITED] = 1;
    s.texts[TITLE] = title;
    s.ints[CHECKSUM] = checksum_of(&s);
    hand_end(&r->hand, stmt);
    update = hand_take(&r->hand, RAW_SET_TITLE);
    hand_ints(update, HAND_INTS(s.ints[ID], s.ints[REVISION], s.ints[CHECKSUM]));
    hand_text(update, 4, title);
    (void)hand_rows(&r->hand, update);
    raw_commit(r);
}

void raw_delete(raw *r)
{
    sqlite3_stmt *stmt;
    row s;

    raw_begin(r);
    stmt = read_session(r, &s);
    s.ints[DELETED] = r->now_ms;
    s.ints[CHECKSUM] = checksum_of(&s);
    hand_end(&r->hand, stmt);
    (void)hand_run(&r->hand, RAW_SET_DELETED,
                   HAND_INTS(s.ints[ID], s.ints[REVISION], s.ints[CHECKSUM], s.ints[DELETED]));
    raw_count(r, (const int64_t[9]){1, -(s.ints[STATUS] == COMPLETED),
                                    -(s.ints[STATUS] == ABANDONED), -active_ms(&s)});
    follow_day(r, &s, -1);
    raw_commit(r);
}

void raw_award(raw *r)
{
    const row entry = {.ints = {[XP] = 5}};
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", r->runs);
    raw_begin(r);
    append_ledger(r, FOCUS_POINTS_XP, &entry, key);
    raw_count(r, (const int64_t[9]){[6] = 1, [7] = 5});
    raw_commit(r);
}
