/*
 * postgres.c - the server's operations on PostgreSQL, over a local socket, by statements prepared once.
 *
 * The tables are those of its fair "after": with every index that it has or promised, a unique one on
 * the ledger's key, one on a library's tracks, the missing defaults, and ON DELETE CASCADE. Of the
 * sessions one in ten is another user's. Once a round trip a statement, and once a round trip a call
 * (a pipeline), which the server did not do.
 *
 * The instance is ours: made in the bench's folder, reached by its socket alone, ended with the bench.
 * As root it belongs to the user postgres, or nobody.
 */
#if defined(BENCH_POSTGRES)
#define _DEFAULT_SOURCE
#define _GNU_SOURCE

#include "bench/side.h"

#include <fcntl.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAP_US = 50000, NAPS_MAX = 600 };

/* --- the instance ----------------------------------------------------------------------------- */

static struct {
    pid_t process;
    char folder[600];
    int databases; /* made so far */
} instance;

static void give_up_root(void)
{
    const struct passwd *user = getpwnam("postgres");

    if (geteuid() != 0)
        return;
    if (user == NULL)
        user = getpwnam("nobody");
    if (user == NULL || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
        _exit(126);
}

static pid_t spawn(const char *program, const char *const *arguments)
{
    pid_t child = fork();
    char path[700];
    int log;

    if (child != 0)
        return child;
    (void)snprintf(path, sizeof(path), "%s/log", instance.folder);
    give_up_root();
    (void)prctl(PR_SET_PDEATHSIG, SIGINT); /* which a change of user would have cleared */
    log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    (void)dup2(log, STDOUT_FILENO);
    (void)dup2(log, STDERR_FILENO);
    (void)snprintf(path, sizeof(path), "%s/%s", BENCH_POSTGRES, program);
    (void)execv(path, (char *const *)(uintptr_t)arguments);
    _exit(127);
}

/* SIGINT is its fast shutdown. */
static void stop_instance(void)
{
    char command[700];

    if (instance.process <= 0)
        return;
    (void)kill(instance.process, SIGINT);
    (void)waitpid(instance.process, NULL, 0);
    instance.process = 0;
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", instance.folder);
    if (system(command) != 0)
        (void)fprintf(stderr, "focus_bench: %s could not be removed\n", instance.folder);
}

static void end_on_signal(int number)
{
    if (instance.process > 0)
        (void)kill(instance.process, SIGINT);
    _exit(128 + number);
}

static bool make_cluster(void)
{
    char data[700];
    const char *const arguments[] = {"initdb", "-D",         data,   "-U",       "bench", "-A",
                                     "trust",  "--encoding", "UTF8", "--locale", "C",     NULL};
    pid_t child;
    int how = 0;

    (void)snprintf(data, sizeof(data), "%s/data", instance.folder);
    child = spawn("initdb", arguments);
    return child > 0 && waitpid(child, &how, 0) == child && WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static void connection_string(char out[900], const char *database)
{
    (void)snprintf(out, 900, "host=%s port=54329 user=bench dbname=%s", instance.folder, database);
}

static bool is_up(void)
{
    char where[900];

    connection_string(where, "postgres");
    for (int nap = 0; nap < NAPS_MAX; nap++) {
        if (PQping(where) == PQPING_OK)
            return true;
        if (waitpid(instance.process, NULL, WNOHANG) != 0)
            return false;
        (void)usleep(NAP_US);
    }
    return false;
}

static bool start_instance(const char *folder)
{
    char data[700];
    const char *const arguments[] = {
        "postgres",          "-D", data,    "-k", instance.folder, "-c",
        "listen_addresses=", "-p", "54329", NULL};
    const struct passwd *user = getpwnam("postgres");

    if (instance.process != 0)
        return instance.process > 0;
    (void)snprintf(instance.folder, sizeof(instance.folder), "%.500s/postgres", folder);
    (void)snprintf(data, sizeof(data), "%s/data", instance.folder);
    (void)chmod(folder, 0711);
    (void)mkdir(instance.folder, 0700);
    if (geteuid() == 0 && user != NULL)
        (void)!chown(instance.folder, user->pw_uid, user->pw_gid);
    (void)signal(SIGINT, end_on_signal);
    (void)signal(SIGTERM, end_on_signal);
    instance.process = -1;
    if (!make_cluster())
        return false;
    instance.process = spawn("postgres", arguments);
    (void)atexit(stop_instance);
    return is_up();
}

/* --- statements ------------------------------------------------------------------------------- */

enum {
    BEGIN,
    COMMIT,
    ACTIVE,
    PAGE,
    ESTIMATE,
    STATS,
    BY_ID,
    ID_NEAR,
    TRACKS,
    ABANDON_ALL,
    PAUSE_DELETE,
    INSERT,
    SET_PAUSED,
    SET_RESUMED,
    PAUSE_PUT,
    SET_COMPLETED,
    STREAK_GET,
    STREAK_SET,
    LEDGER_COUNT,
    PROGRESS_GET,
    PROGRESS_SET,
    WALLET_GET,
    WALLET_SET,
    LEDGER_INSERT,
    LIBRARY_GET,
    TRACK_INSERT,
    TRACKS_COUNT,
    LIBRARY_INSERT,
    TRACKS_INSERT,
    LIBRARY_DELETE,
    STATEMENTS
};

#define ME "'00000000-0000-0000-0000-000000000001'"
#define OTHER "'00000000-0000-0000-0000-000000000002'"
#define RUNS "status IN ('active', 'paused')"

static const char *const sqls[STATEMENTS] = {
    [BEGIN] = "BEGIN",
    [COMMIT] = "COMMIT",
    [ACTIVE] = "SELECT * FROM focus_sessions WHERE user_id = " ME " AND " RUNS
               " ORDER BY started_at DESC LIMIT 1",
    [PAGE] = "SELECT * FROM focus_sessions WHERE user_id = " ME
             " ORDER BY started_at DESC LIMIT 20 OFFSET 0",
    [ESTIMATE] = "SELECT reltuples::bigint FROM pg_class WHERE relname = 'focus_sessions'",
    [STATS] = "SELECT count(*), count(*) FILTER (WHERE status = 'completed'), count(*) FILTER"
              " (WHERE status = 'abandoned'), sum(duration_seconds) FILTER (WHERE status ="
              " 'completed') FROM focus_sessions WHERE user_id = " ME
              " AND started_at >= to_timestamp($1::float8 / 1000)",
    [BY_ID] = "SELECT * FROM focus_sessions WHERE id = $1::uuid",
    [ID_NEAR] =
        "SELECT id FROM focus_sessions WHERE user_id = " ME
        " AND started_at <= to_timestamp($1::float8 / 1000) ORDER BY started_at DESC LIMIT 1",
    [TRACKS] = "SELECT * FROM focus_library_tracks WHERE library_id = $1::uuid ORDER BY sort_order",
    [ABANDON_ALL] = "UPDATE focus_sessions SET status = 'abandoned', abandoned_at = now()"
                    " WHERE user_id = " ME " AND " RUNS,
    [PAUSE_DELETE] = "DELETE FROM focus_pause_state WHERE user_id = " ME,
    [INSERT] = "INSERT INTO focus_sessions (id, user_id, mode, duration_seconds, started_at,"
               " expires_at, status, task_title) VALUES (gen_random_uuid(), " ME ", 'focus', 1500,"
               " now(), now() + interval '50 minutes', 'active', 'a session of the benchmark')",
    [SET_PAUSED] =
        "UPDATE focus_sessions SET status = 'paused', paused_at = now(),"
        " paused_remaining_seconds = 900 WHERE user_id = " ME " AND " RUNS " RETURNING id",
    [SET_RESUMED] =
        "UPDATE focus_sessions SET status = 'active', paused_at = NULL WHERE user_id = " ME
        " AND " RUNS " RETURNING id",
    [PAUSE_PUT] =
        "INSERT INTO focus_pause_state (id, user_id, session_id, is_paused)"
        " SELECT gen_random_uuid(), " ME ", id, true FROM focus_sessions WHERE user_id = " ME
        " AND " RUNS " ON CONFLICT (session_id) DO UPDATE SET is_paused ="
        " NOT focus_pause_state.is_paused, updated_at = now()",
    [SET_COMPLETED] = "UPDATE focus_sessions SET status = 'completed', completed_at = now(),"
                      " xp_awarded = 25, coins_awarded = 5 WHERE user_id = " ME " AND " RUNS,
    [STREAK_GET] = "SELECT * FROM user_streaks WHERE user_id = " ME,
    [STREAK_SET] = "UPDATE user_streaks SET current_streak = current_streak + 1,"
                   " last_activity_date = current_date WHERE user_id = " ME,
    [LEDGER_COUNT] = "SELECT count(*) FROM points_ledger WHERE idempotency_key = $1",
    [PROGRESS_GET] = "SELECT * FROM user_progress WHERE user_id = " ME,
    [PROGRESS_SET] = "UPDATE user_progress SET total_xp = total_xp + 25 WHERE user_id = " ME,
    [WALLET_GET] = "SELECT * FROM user_wallet WHERE user_id = " ME,
    [WALLET_SET] = "UPDATE user_wallet SET coins = coins + 5, total_earned = total_earned + 5"
                   " WHERE user_id = " ME,
    [LEDGER_INSERT] = "INSERT INTO points_ledger (id, user_id, event_type, coins, xp,"
                      " idempotency_key) VALUES (gen_random_uuid(), " ME ", 'focus', 5, 25, $1)",
    [LIBRARY_GET] = "SELECT * FROM focus_libraries WHERE id = $1::uuid",
    [TRACK_INSERT] = "INSERT INTO focus_library_tracks (id, library_id, track_title,"
                     " duration_seconds, sort_order) VALUES (gen_random_uuid(), $1::uuid,"
                     " 'a track of the benchmark', 180, 5000)",
    [TRACKS_COUNT] = "UPDATE focus_libraries SET tracks_count = tracks_count + 1"
                     " WHERE id = $1::uuid",
    [LIBRARY_INSERT] = "INSERT INTO focus_libraries (id, user_id, name, library_type) VALUES"
                       " ($1::uuid, " ME ", 'to delete', 'custom')",
    [TRACKS_INSERT] = "INSERT INTO focus_library_tracks (id, library_id, track_title,"
                      " duration_seconds, sort_order) SELECT gen_random_uuid(), $1::uuid,"
                      " 'a track of the benchmark', 180, n FROM generate_series(1, 1000) AS n",
    [LIBRARY_DELETE] = "DELETE FROM focus_libraries WHERE id = $1::uuid",
};

static const char tables[] =
    "CREATE TABLE focus_sessions (id uuid PRIMARY KEY, user_id uuid NOT NULL, mode text NOT NULL,"
    " duration_seconds integer NOT NULL, started_at timestamptz NOT NULL, completed_at timestamptz,"
    " abandoned_at timestamptz, expires_at timestamptz, paused_at timestamptz,"
    " paused_remaining_seconds integer, status text NOT NULL, xp_awarded integer NOT NULL DEFAULT "
    "0,"
    " coins_awarded integer NOT NULL DEFAULT 0, task_id uuid, task_title text,"
    " created_at timestamptz NOT NULL DEFAULT now());"
    "CREATE TABLE focus_pause_state (id uuid PRIMARY KEY, user_id uuid NOT NULL, session_id uuid "
    "NOT"
    " NULL UNIQUE, mode text, is_paused boolean NOT NULL, time_remaining_seconds integer,"
    " paused_at timestamptz, resumed_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),"
    " updated_at timestamptz NOT NULL DEFAULT now());"
    "CREATE TABLE focus_libraries (id uuid PRIMARY KEY, user_id uuid NOT NULL, name text NOT NULL,"
    " description text, library_type text NOT NULL, tracks_count integer NOT NULL DEFAULT 0,"
    " is_favorite boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL DEFAULT now(),"
    " updated_at timestamptz NOT NULL DEFAULT now());"
    "CREATE TABLE focus_library_tracks (id uuid PRIMARY KEY, library_id uuid NOT NULL REFERENCES"
    " focus_libraries (id) ON DELETE CASCADE, track_id uuid, track_title text NOT NULL,"
    " track_url text, duration_seconds integer, sort_order integer NOT NULL,"
    " added_at timestamptz NOT NULL DEFAULT now());"
    "CREATE TABLE points_ledger (id uuid PRIMARY KEY, user_id uuid NOT NULL, event_type text NOT"
    " NULL, event_id uuid, coins integer NOT NULL DEFAULT 0, xp integer NOT NULL DEFAULT 0,"
    " skill_stars integer NOT NULL DEFAULT 0, skill_key text, reason text, idempotency_key text,"
    " created_at timestamptz NOT NULL DEFAULT now());"
    "CREATE TABLE user_progress (user_id uuid PRIMARY KEY, total_xp bigint NOT NULL, current_level"
    " integer NOT NULL, xp_to_next_level integer NOT NULL, total_skill_stars integer NOT NULL);"
    "CREATE TABLE user_wallet (user_id uuid PRIMARY KEY, coins bigint NOT NULL, total_earned bigint"
    " NOT NULL, total_spent bigint NOT NULL);"
    "CREATE TABLE user_streaks (user_id uuid PRIMARY KEY, streak_type text NOT NULL, current_streak"
    " integer NOT NULL, longest_streak integer NOT NULL, last_activity_date date);"
    "CREATE TABLE staged (id uuid, started_ms bigint, ended_ms bigint, xp integer, coins integer)";

static const char filling[] =
    "INSERT INTO focus_sessions SELECT id, " ME ", 'focus', (ended_ms - started_ms) / 1000,"
    " to_timestamp(started_ms / 1000.0), to_timestamp(ended_ms / 1000.0), NULL, NULL, NULL, NULL,"
    " 'completed', xp, coins, NULL, 'a session of the benchmark', to_timestamp(ended_ms / 1000.0)"
    " FROM staged ORDER BY started_ms;"
    "INSERT INTO focus_sessions SELECT gen_random_uuid(), " OTHER ", mode, duration_seconds,"
    " started_at, completed_at, NULL, NULL, NULL, NULL, status, 0, 0, NULL, task_title, created_at"
    " FROM focus_sessions WHERE extract(epoch FROM started_at)::bigint / 60 % 10 = 0;"
    "INSERT INTO points_ledger SELECT gen_random_uuid(), " ME ", 'focus', id, coins, xp, 0, NULL,"
    " NULL, id::text, to_timestamp(ended_ms / 1000.0) FROM staged ORDER BY started_ms;"
    "INSERT INTO user_progress VALUES (" ME ", 0, 1, 100, 0);"
    "INSERT INTO user_wallet VALUES (" ME ", 0, 0, 0);"
    "INSERT INTO user_streaks VALUES (" ME ", 'focus', 0, 0, NULL);"
    "INSERT INTO focus_libraries (id, user_id, name, library_type, tracks_count) SELECT"
    " ('00000000-0000-0000-0000-00000000010' || n)::uuid, " ME ", 'library', 'custom', 1000"
    " FROM generate_series(0, 4) AS n;"
    "INSERT INTO focus_library_tracks (id, library_id, track_title, duration_seconds, sort_order)"
    " SELECT gen_random_uuid(), l.id, 'a track of the benchmark', 180, n FROM focus_libraries AS l,"
    " generate_series(1, 1000) AS n;"
    "DROP TABLE staged;"
    "CREATE INDEX sessions_running ON focus_sessions (user_id, status, started_at DESC)"
    " WHERE status IN ('active', 'paused');"
    "CREATE INDEX sessions_started ON focus_sessions (user_id, started_at DESC);"
    "CREATE UNIQUE INDEX ledger_key ON points_ledger (idempotency_key);"
    "CREATE INDEX tracks_library ON focus_library_tracks (library_id, sort_order)";

static const char first_library[] = "00000000-0000-0000-0000-000000000100";

typedef struct server {
    bench_content content;
    PGconn *connection;
    char database[64];
    bool pipelined;
    int runs;
    uint64_t chance;
    char session[40];
    char library[40];
} server;

/* --- talking ---------------------------------------------------------------------------------- */

static void require(PGconn *connection, PGresult *result, const char *what)
{
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
        bench_fail(what, PQerrorMessage(connection));
    PQclear(result);
}

static void exec(PGconn *connection, const char *sql)
{
    require(connection, PQexec(connection, sql), sql);
}

static void look_at(const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            (void)PQgetvalue(result, row, column);
}

/* One statement with at most one parameter: now, or into the pipeline. */
static void run(server *s, int id, const char *parameter)
{
    char name[16];
    PGresult *result;

    (void)snprintf(name, sizeof(name), "s%d", id);
    if (PQpipelineStatus(s->connection) == PQ_PIPELINE_ON) {
        if (PQsendQueryPrepared(s->connection, name, parameter != NULL, &parameter, NULL, NULL,
                                0) != 1)
            bench_fail(sqls[id], PQerrorMessage(s->connection));
        return;
    }
    result = PQexecPrepared(s->connection, name, parameter != NULL, &parameter, NULL, NULL, 0);
    look_at(result);
    require(s->connection, result, sqls[id]);
}

static void begin_call(server *s)
{
    if (s->pipelined && PQenterPipelineMode(s->connection) != 1)
        bench_fail("a pipeline", PQerrorMessage(s->connection));
}

static void end_call(server *s)
{
    PGresult *result;
    bool synced = false;

    if (!s->pipelined)
        return;
    if (PQpipelineSync(s->connection) != 1)
        bench_fail("a pipeline", PQerrorMessage(s->connection));
    while (!synced) {
        result = PQgetResult(s->connection);
        if (result == NULL)
            continue;
        synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        look_at(result);
        if (synced)
            PQclear(result);
        else
            require(s->connection, result, "a pipeline");
    }
    (void)PQexitPipelineMode(s->connection);
}

/* --- opening ---------------------------------------------------------------------------------- */

static PGconn *connect_to(const char *database)
{
    char where[900];
    PGconn *connection;

    connection_string(where, database);
    connection = PQconnectdb(where);
    if (PQstatus(connection) != CONNECTION_OK)
        bench_fail(database, PQerrorMessage(connection));
    return connection;
}

static void copy_sessions(PGconn *connection, const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    char line[200];

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db,
                           "SELECT hex(uuid), started_at_ms, ended_at_ms, xp, coins FROM"
                           " focus_sessions ORDER BY started_at_ms",
                           -1, &stmt, NULL) != SQLITE_OK)
        bench_fail(path, sqlite3_errmsg(db));
    exec(connection, "COPY staged FROM STDIN");
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        int size =
            snprintf(line, sizeof(line), "%s\t%" PRId64 "\t%" PRId64 "\t%d\t%d\n",
                     (const char *)sqlite3_column_text(stmt, 0),
                     (int64_t)sqlite3_column_int64(stmt, 1), (int64_t)sqlite3_column_int64(stmt, 2),
                     sqlite3_column_int(stmt, 3), sqlite3_column_int(stmt, 4));
        if (PQputCopyData(connection, line, size) != 1)
            bench_fail("COPY", PQerrorMessage(connection));
    }
    if (PQputCopyEnd(connection, NULL) != 1)
        bench_fail("COPY", PQerrorMessage(connection));
    require(connection, PQgetResult(connection), "COPY");
    PQclear(PQgetResult(connection));
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
}

/* Filled once a size, and copied for each side. */
static void fill(const bench_content *content, const char *database)
{
    char sql[200];
    PGconn *connection = connect_to("postgres");

    (void)snprintf(sql, sizeof(sql), "SELECT 1 FROM pg_database WHERE datname = '%s'", database);
    PGresult *found = PQexec(connection, sql);
    bool is_there = PQntuples(found) == 1;
    PQclear(found);
    if (!is_there) {
        (void)snprintf(sql, sizeof(sql), "CREATE DATABASE %s", database);
        exec(connection, sql);
        PGconn *inside = connect_to(database);
        exec(inside, tables);
        copy_sessions(inside, content->path);
        exec(inside, filling);
        exec(inside, "VACUUM ANALYZE");
        PQfinish(inside);
    }
    PQfinish(connection);
}

static server *open_named(const bench_content *content, bool pipelined)
{
    server *s = calloc(1, sizeof(*s));
    char base[64];
    char sql[200];
    PGconn *connection;

    if (s == NULL)
        bench_fail("PostgreSQL", "no memory");
    if (!start_instance(content->folder)) {
        (void)fprintf(stderr, "\nfocus_bench: PostgreSQL is not measured: its instance did not"
                              " start\n");
        free(s);
        return NULL;
    }
    s->content = *content;
    s->pipelined = pipelined;
    (void)snprintf(base, sizeof(base), "content_%" PRId64, content->sessions);
    fill(content, base);
    (void)snprintf(s->database, sizeof(s->database), "side_%d", ++instance.databases);
    connection = connect_to("postgres");
    (void)snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", s->database, base);
    exec(connection, sql);
    exec(connection, "CHECKPOINT");
    PQfinish(connection);
    s->connection = connect_to(s->database);
    if (content->relaxed)
        exec(s->connection, "SET synchronous_commit = off");
    for (int id = 0; id < STATEMENTS; id++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "s%d", id);
        require(s->connection, PQprepare(s->connection, name, sqls[id], 0, NULL), sqls[id]);
    }
    return s;
}

static void *postgres_open(const bench_content *content)
{
    return open_named(content, false);
}

static void *pipelined_open(const bench_content *content)
{
    return open_named(content, true);
}

static void postgres_close(void *side)
{
    server *s = side;
    char sql[200];
    PGconn *connection = connect_to("postgres");

    PQfinish(s->connection);
    (void)snprintf(sql, sizeof(sql), "DROP DATABASE %s", s->database);
    exec(connection, sql);
    PQfinish(connection);
    free(s);
}

static bool postgres_can(bench_op op)
{
    static const bench_op able[] = {
        OP_RUNNING,   OP_RUNNING_NONE, OP_PAGE_NEWEST,    OP_BY_ID,  OP_STATS_MONTH,
        OP_STATS_ALL, OP_START,        OP_PAUSE,          OP_RESUME, OP_COMPLETE,
        OP_TRACK_ADD, OP_TRACK_LIST,   OP_LIBRARY_DELETE,
    };

    for (size_t i = 0; i < sizeof(able) / sizeof(able[0]); i++)
        if (able[i] == op)
            return true;
    return false;
}

static bool pipelined_can(bench_op op)
{
    return op == OP_START || op == OP_COMPLETE || op == OP_TRACK_ADD || op == OP_PAGE_NEWEST;
}

/* --- calls ------------------------------------------------------------------------------------ */

static void start(server *s)
{
    begin_call(s);
    run(s, BEGIN, NULL);
    run(s, ABANDON_ALL, NULL);
    run(s, PAUSE_DELETE, NULL);
    run(s, INSERT, NULL);
    run(s, COMMIT, NULL);
    end_call(s);
}

static void pause_or_resume(server *s, int change)
{
    begin_call(s);
    run(s, BEGIN, NULL);
    run(s, change, NULL);
    run(s, PAUSE_PUT, NULL);
    run(s, COMMIT, NULL);
    end_call(s);
}

static void award(server *s, const char *kind, int get, int set)
{
    char key[40];

    (void)snprintf(key, sizeof(key), "%s %d", kind, s->runs);
    run(s, LEDGER_COUNT, key);
    run(s, get, NULL);
    run(s, set, NULL);
    run(s, LEDGER_INSERT, key);
}

static void complete(server *s)
{
    begin_call(s);
    run(s, BEGIN, NULL);
    run(s, ACTIVE, NULL);
    run(s, SET_COMPLETED, NULL);
    run(s, PAUSE_DELETE, NULL);
    run(s, STREAK_GET, NULL);
    run(s, STREAK_SET, NULL);
    award(s, "xp", PROGRESS_GET, PROGRESS_SET);
    award(s, "coins", WALLET_GET, WALLET_SET);
    run(s, COMMIT, NULL);
    end_call(s);
}

static void add_track(server *s)
{
    begin_call(s);
    run(s, BEGIN, NULL);
    run(s, LIBRARY_GET, first_library);
    run(s, TRACK_INSERT, first_library);
    run(s, TRACKS_COUNT, first_library);
    run(s, COMMIT, NULL);
    end_call(s);
}

static void read_page(server *s)
{
    begin_call(s);
    run(s, PAGE, NULL);
    run(s, ESTIMATE, NULL);
    end_call(s);
}

static void read_stats(server *s, bool all)
{
    char since[32];

    (void)snprintf(since, sizeof(since), "%" PRId64,
                   all ? 0 : BENCH_NOW_MS - BENCH_MONTH_DAYS * INT64_C(86400000));
    run(s, STATS, since);
}

/* --- what an operation needs ------------------------------------------------------------------ */

static void need_library(server *s)
{
    bool was_pipelined = s->pipelined;

    s->pipelined = false;
    (void)snprintf(s->library, sizeof(s->library), "00000000-0000-0000-0001-%012d", s->runs);
    run(s, LIBRARY_INSERT, s->library);
    run(s, TRACKS_INSERT, s->library);
    s->pipelined = was_pipelined;
}

static void need_session(server *s)
{
    char at[32];
    const char *parameter = at;
    PGresult *result;

    (void)snprintf(at, sizeof(at), "%" PRId64,
                   bench_place_ms(&s->content, (int)bench_random(&s->chance, BENCH_PLACES)));
    result = PQexecPrepared(s->connection, "s7", 1, &parameter, NULL, NULL, 0);
    if (PQntuples(result) == 1)
        (void)snprintf(s->session, sizeof(s->session), "%s", PQgetvalue(result, 0, 0));
    require(s->connection, result, "an id");
}

_Static_assert(ID_NEAR == 7, "need_session() names the statement");

static void postgres_prepare(void *side, bench_op op)
{
    server *s = side;

    s->runs++;
    if (op == OP_RUNNING_NONE)
        run(s, ABANDON_ALL, NULL);
    if ((op == OP_RUNNING && s->runs % 100 == 1) || op == OP_START || op == OP_COMPLETE ||
        op == OP_PAUSE || op == OP_RESUME)
        start(s);
    if (op == OP_RESUME)
        pause_or_resume(s, SET_PAUSED);
    if (op == OP_BY_ID)
        need_session(s);
    if (op == OP_LIBRARY_DELETE)
        need_library(s);
}

static void postgres_run(void *side, bench_op op)
{
    server *s = side;

    switch (op) {
    case OP_RUNNING:
    case OP_RUNNING_NONE:
        run(s, ACTIVE, NULL);
        break;
    case OP_PAGE_NEWEST:
        read_page(s);
        break;
    case OP_BY_ID:
        run(s, BY_ID, s->session);
        break;
    case OP_STATS_MONTH:
    case OP_STATS_ALL:
        read_stats(s, op == OP_STATS_ALL);
        break;
    case OP_TRACK_LIST:
        run(s, TRACKS, first_library);
        break;
    case OP_START:
        start(s);
        break;
    case OP_PAUSE:
    case OP_RESUME:
        pause_or_resume(s, op == OP_PAUSE ? SET_PAUSED : SET_RESUMED);
        break;
    case OP_COMPLETE:
        complete(s);
        break;
    case OP_TRACK_ADD:
        add_track(s);
        break;
    default:
        run(s, LIBRARY_DELETE, s->library);
    }
}

const bench_side postgres_side = {
    "PostgreSQL", postgres_open, postgres_can, postgres_prepare, postgres_run, postgres_close,
};
const bench_side pipelined_side = {
    "PostgreSQL, pipelined", pipelined_open, pipelined_can,
    postgres_prepare,        postgres_run,   postgres_close,
};

#else

typedef int bench_without_postgres; /* ISO C wants something here */

#endif
