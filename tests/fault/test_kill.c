/*
 * test_kill.c - R4: real processes are killed with SIGKILL at random moments, on a real file with a
 * real disk under it. What a worker said was acknowledged is there afterwards, with its content; what
 * it was in the middle of is there whole or not at all.
 *
 * A worker is a long-lived program on focus.h, or somebody who types commands of `focus`. It follows a
 * script that its seed gives, and after each acknowledgement writes one line to a pipe. The parent
 * follows the same script, so it knows what each line stands for, and what came next.
 *
 * A round is a new file and some cycles on it; its first cycle kills in the middle of making it.
 */
#define _XOPEN_SOURCE 700

#include "support/campaign.h"
#include "support/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 20,
    CYCLES = 50,     /* of a round */
    WORKERS = 3,     /* at most at a time, each for a user of its own */
    CLOSE_LOOK = 10, /* cycles from one full examination to the next */
    FACTS = 8192,    /* room for what a round has to remember */
    KEY = 40
};

/* --- scripts ----------------------------------------------------------------------------------- */

typedef enum kind {
    AWARD, /* rows of the ledger: one, */
    BATCH, /* ... or several in a batch */
    SPEND,
    TRACKS,
    IMPORT,
    ADD,
    EDIT,
    DELETE,
    START,
    PAUSE,
    RESUME,
    COMPLETE,
    BACKUP
} kind;

typedef struct op {
    kind kind;
    char key[KEY];    /* its own; rows are "<key>.0", "<key>.1", ... */
    char target[KEY]; /* title of the session that it changes */
    int rows;
    int serial; /* no other operation of the round has it */
} op;

typedef struct script {
    chance chance;
    int cycle;
    int worker;
    int number; /* of the next operation */
    bool by_command;
    bool has_library;
    char editable[KEY]; /* a session of this script that may be edited, or empty */
    char running[KEY];
    bool is_paused;
    int coins;
} script;

static kind next_kind(script *s)
{
    static const kind program[] = {AWARD, AWARD, BATCH, BATCH,    SPEND,  TRACKS, TRACKS,
                                   ADD,   ADD,   EDIT,  DELETE,   START,  PAUSE,  RESUME,
                                   PAUSE, START, ADD,   COMPLETE, IMPORT, BACKUP};
    static const kind commands[] = {ADD, ADD, START, PAUSE, RESUME, COMPLETE, IMPORT, BACKUP};

    return s->by_command
               ? commands[chance_below(&s->chance, sizeof(commands) / sizeof(commands[0]))]
               : program[chance_below(&s->chance, sizeof(program) / sizeof(program[0]))];
}

/* Whether it can be done now, so that every operation of a script succeeds. */
static bool is_possible(const script *s, kind what)
{
    switch (what) {
    case SPEND:
        return s->coins > 0;
    case TRACKS:
        return s->has_library;
    case EDIT:
    case DELETE:
        return s->editable[0] != '\0';
    case PAUSE:
        return s->running[0] != '\0' && !s->is_paused;
    case RESUME:
        return s->running[0] != '\0' && s->is_paused;
    case COMPLETE:
        return s->running[0] != '\0';
    default:
        return true;
    }
}

/* What the script remembers for the operations after this one. */
static void script_follow(script *s, op *o)
{
    switch (o->kind) {
    case ADD:
        memcpy(s->editable, o->key, KEY);
        break;
    case EDIT:
    case DELETE:
        memcpy(o->target, s->editable, KEY);
        s->editable[0] = '\0';
        break;
    case START:
        memcpy(s->running, o->key, KEY);
        s->is_paused = false;
        break;
    case PAUSE:
    case RESUME:
        memcpy(o->target, s->running, KEY);
        s->is_paused = o->kind == PAUSE;
        break;
    case COMPLETE:
        memcpy(o->target, s->running, KEY);
        s->running[0] = '\0';
        break;
    case BATCH:
        s->coins++; /* its first row */
        break;
    case SPEND:
        s->coins--;
        break;
    default:
        break;
    }
}

static op script_next(script *s)
{
    op o = {.kind = next_kind(s)};

    while (!is_possible(s, o.kind))
        o.kind = next_kind(s);
    o.rows = o.kind == AWARD || o.kind == SPEND ? 1 : 2 + (int)chance_below(&s->chance, 6);
    o.serial = (s->cycle * WORKERS + s->worker) * 1000 + s->number;
    (void)snprintf(o.key, KEY, "c%d-w%d-%d", s->cycle, s->worker, s->number);
    s->number++;
    script_follow(s, &o);
    return o;
}

static script script_of(uint64_t seed, int cycle, int worker, bool is_first)
{
    script s = {.cycle = cycle, .worker = worker, .has_library = !is_first};

    s.chance = chance_of((seed * 1000 + (uint64_t)cycle) * WORKERS + (uint64_t)worker);
    s.by_command = !is_first && chance_one_in(&s.chance, 3);
    return s;
}

/* --- where it happens -------------------------------------------------------------------------- */

static char folder[64];
static char file_path[96];

static void path_of(const char *key, const char *ending, char out[192])
{
    (void)snprintf(out, 192, "%s/%s.%s", folder, key, ending);
}

static void user_of(int worker, char out[8])
{
    (void)snprintf(out, 8, "w%d", worker);
}

static void row_key(const op *o, int row, char out[KEY + 12])
{
    (void)snprintf(out, KEY + 12, "%s.%d", o->key, row);
}

/* Intervals of a second, each at a time of its own. */
static int print_interval(const op *o, int row, char *line, size_t size)
{
    time_t start = 1577836800 + ((time_t)o->serial * 8 + row) * 2;
    time_t end = start + 1;
    struct tm from;
    struct tm until;
    char from_text[24];
    char until_text[24];

    (void)gmtime_r(&start, &from);
    (void)gmtime_r(&end, &until);
    (void)strftime(from_text, sizeof(from_text), "%Y%m%dT%H%M%SZ", &from);
    (void)strftime(until_text, sizeof(until_text), "%Y%m%dT%H%M%SZ", &until);
    return snprintf(line, size, "inc %s - %s # t # \"%s.%d\"\n", from_text, until_text, o->key,
                    row);
}

static void nap_us(int64_t us)
{
    struct timespec pause = {us / 1000000, us % 1000000 * 1000};

    (void)nanosleep(&pause, NULL);
}

/* --- a program on focus.h ------------------------------------------------------------------------ */

/* What makes a worker break its promise, for the canaries. */
typedef enum fault { HONEST, ACKNOWLEDGES_TOO_SOON, TEARS_BATCHES } fault;

typedef struct worker {
    script script;
    fault fault;
    int pipe;
    focus_store *store;
} worker;

/* One line, one write: it is there or it is not. */
static void acknowledge(const worker *w, const op *o, const char *id)
{
    char line[128];
    int size = snprintf(line, sizeof(line), "%s %s\n", o->key, id);

    if (write(w->pipe, line, (size_t)size) != size)
        _exit(3);
}

static focus_status award_rows(const worker *w, const op *o)
{
    focus_status status = FOCUS_OK;
    char key[KEY + 12];

    for (int i = 0; i < o->rows && status == FOCUS_OK; i++) {
        row_key(o, i, key);
        status = focus_points_award(w->store, i == 0 ? FOCUS_POINTS_COINS : FOCUS_POINTS_XP, 1, key,
                                    "r");
        if (w->fault == TEARS_BATCHES)
            nap_us(2000);
    }
    return status;
}

static focus_status run_batch(const worker *w, const op *o)
{
    focus_status status = w->fault == TEARS_BATCHES ? FOCUS_OK : focus_batch_begin(w->store);

    if (status == FOCUS_OK)
        status = award_rows(w, o);
    if (w->fault == ACKNOWLEDGES_TOO_SOON) {
        acknowledge(w, o, "-");
        nap_us(3000);
    }
    if (status == FOCUS_OK && w->fault != TEARS_BATCHES)
        status = focus_batch_commit(w->store);
    return status;
}

static focus_status add_tracks(const worker *w, const op *o)
{
    focus_track_input inputs[8] = {FOCUS_TRACK_INPUT_INIT};
    char titles[8][KEY + 12];
    const focus_library *library = NULL;
    char name[8];
    focus_status status;

    user_of(w->script.worker, name);
    status = focus_library_find(w->store, name, &library);
    for (int i = 0; i < o->rows; i++) {
        row_key(o, i, titles[i]);
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = titles[i];
    }
    if (status == FOCUS_OK)
        status = focus_track_add_many(w->store, &library->id, inputs, (size_t)o->rows);
    focus_library_free(library);
    return status;
}

typedef struct import_rows {
    const op *op;
    int row;
} import_rows;

static int give_row(void *user, char *buffer, size_t size, size_t *out_size)
{
    import_rows *r = user;

    *out_size = r->row < r->op->rows ? (size_t)print_interval(r->op, r->row, buffer, size) : 0;
    r->row++;
    return 0;
}

static focus_status import(const worker *w, const op *o)
{
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;
    import_rows rows = {o, 0};

    options.format = "timewarrior";
    options.read = give_row;
    options.user = &rows;
    return focus_import(w->store, &options, &report);
}

static focus_status add(const worker *w, const op *o, const focus_session **out_session)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
    input.started_at_ms = MONDAY_9_MS + (int64_t)(o->serial % 5000) * HOUR_MS / 2;
    input.started_at_ms -= 200 * DAY_MS;
    input.ended_at_ms = input.started_at_ms + 25 * MINUTE_MS;
    input.title = o->key;
    return focus_session_add(w->store, &input, out_session);
}

static focus_status start(const worker *w, const op *o, const focus_session **out_session)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    input.title = o->key;
    return focus_session_start(w->store, &input, out_session);
}

/* The session that this script added last is edited or deleted. */
static focus_status change(const worker *w, const op *o, const focus_id *target)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    if (o->kind == DELETE)
        return focus_session_delete(w->store, target);
    input.fields = FOCUS_FIELD_NOTE;
    input.note = o->key;
    return focus_session_edit(w->store, target, &input, NULL);
}

static focus_status back_up(const worker *w, const op *o)
{
    char path[192];

    path_of(o->key, "backup", path);
    return focus_backup(w->store, path);
}

static focus_status run_op(const worker *w, const op *o, const focus_id *last_added,
                           const focus_session **out_session)
{
    char key[KEY + 12];

    row_key(o, 0, key);
    switch (o->kind) {
    case AWARD:
        return focus_points_award(w->store, FOCUS_POINTS_XP, 1, key, "r");
    case BATCH:
        return run_batch(w, o);
    case SPEND:
        return focus_points_spend(w->store, 1, key, "r");
    case TRACKS:
        return add_tracks(w, o);
    case IMPORT:
        return import(w, o);
    case ADD:
        return add(w, o, out_session);
    case EDIT:
    case DELETE:
        return change(w, o, last_added);
    case START:
        return start(w, o, out_session);
    case PAUSE:
        return focus_session_pause(w->store, 0, "r", NULL);
    case RESUME:
        return focus_session_resume(w->store, 0, NULL);
    case COMPLETE:
        return focus_session_complete(w->store, 0, o->key, NULL);
    case BACKUP:
        return back_up(w, o);
    }
    return FOCUS_E_MISUSE;
}

/* Says why a child ends by itself, which none should. */
static void give_up(const op *o, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", o != NULL ? o->key : "open", why);
    _exit(2);
}

static void work(worker *w)
{
    focus_id last_added = {{0}};

    for (;;) {
        op o = script_next(&w->script);
        const focus_session *session = NULL;
        char id[FOCUS_ID_TEXT_SIZE] = "-";
        if (run_op(w, &o, &last_added, &session) != FOCUS_OK)
            give_up(&o, focus_last_error(w->store)->message);
        if (session != NULL)
            focus_id_format(&session->id, id);
        if (o.kind == ADD)
            last_added = session->id;
        focus_session_free(session);
        if (w->fault != ACKNOWLEDGES_TOO_SOON || o.kind != BATCH)
            acknowledge(w, &o, id);
    }
}

static focus_store *open_as(const char *user, uint32_t flags)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    focus_error error;

    options.path = file_path;
    options.user_name = user;
    options.flags = flags;
    options.busy_timeout_ms = 20000;
    if (focus_open(&options, &store, &error) != FOCUS_OK)
        (void)fprintf(stderr, "open: %s: %s\n", focus_status_name(error.status), error.message);
    return store;
}

/* --- somebody at a terminal ---------------------------------------------------------------------- */

/* The words of a command, with a NULL behind the last. */
static void command_of(const op *o, const char *words[12], char path[192])
{
    static const char *const verbs[] = {
        [ADD] = "add",       [START] = "start",       [PAUSE] = "pause",  [RESUME] = "resume",
        [IMPORT] = "import", [COMPLETE] = "complete", [BACKUP] = "backup"};
    int n = 0;

    words[n++] = "focus";
    words[n++] = "--json";
    words[n++] = verbs[o->kind];
    if (o->kind == ADD || o->kind == START)
        words[n++] = o->key;
    if (o->kind == START) {
        words[n++] = "--replace";
        words[n++] = "abandon";
    } else if (o->kind == ADD) {
        words[n++] = "--from";
        words[n++] = "2026-03-26T09:00";
        words[n++] = "--for";
        words[n++] = "50m";
        words[n++] = "--allow-overlap";
    } else if (o->kind == COMPLETE) {
        words[n++] = "--early";
        words[n++] = "--note";
        words[n++] = o->key;
    } else if (o->kind == IMPORT || o->kind == BACKUP) {
        if (o->kind == IMPORT)
            words[n++] = "timewarrior";
        path_of(o->key, o->kind == IMPORT ? "data" : "backup", path);
        words[n++] = path;
    }
    words[n] = NULL;
}

static void write_import_file(const op *o)
{
    char path[192];
    char line[160];
    FILE *file;

    path_of(o->key, "data", path);
    file = fopen(path, "w");
    for (int i = 0; i < o->rows && file != NULL; i++) {
        (void)print_interval(o, i, line, sizeof(line));
        (void)fputs(line, file);
    }
    if (file == NULL || fclose(file) != 0)
        give_up(o, "cannot write what is to be imported");
}

/* The command keeps the worker's pipe, by the descriptor that the system closes last: who reads the
 * pipe to its end knows that the command is gone as well, and its locks with it. */
static void exec_command(const op *o, int worker_pipe, int output)
{
    const char *words[12];
    char path[192];

    command_of(o, words, path);
    (void)fcntl(worker_pipe, F_DUPFD, 200);
    (void)dup2(output, STDOUT_FILENO);
    (void)execv(FOCUS_BIN, (char *const *)(void *)words);
    _exit(127);
}

/* The id in what the command printed. */
static void find_id(const char *printed, char id[FOCUS_ID_TEXT_SIZE])
{
    const char *at = strstr(printed, "\"id\":\"");

    (void)snprintf(id, FOCUS_ID_TEXT_SIZE, "%s", at != NULL ? at + strlen("\"id\":\"") : "-");
}

/* Run it to its end; true when its exit code was 0. */
static bool run_command(const op *o, int worker_pipe, char id[FOCUS_ID_TEXT_SIZE])
{
    char printed[4096] = "";
    size_t size = 0;
    ssize_t got = 0;
    int ends[2];
    int how = 0;
    pid_t child;

    if (pipe(ends) != 0)
        give_up(o, "no pipe");
    child = fork();
    if (child == 0)
        exec_command(o, worker_pipe, ends[1]);
    (void)close(ends[1]);
    while ((got = read(ends[0], printed + size, sizeof(printed) - 1 - size)) > 0)
        size += (size_t)got;
    (void)close(ends[0]);
    find_id(printed, id);
    return waitpid(child, &how, 0) == child && WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static void type_commands(worker *w)
{
    char user[8];

    user_of(w->script.worker, user);
    (void)setenv("FOCUS_DB", file_path, 1);
    (void)setenv("FOCUS_USER", user, 1);
    for (;;) {
        op o = script_next(&w->script);
        char id[FOCUS_ID_TEXT_SIZE];
        if (o.kind == IMPORT)
            write_import_file(&o);
        if (!run_command(&o, w->pipe, id))
            give_up(&o, "the command failed");
        acknowledge(w, &o, o.kind == ADD || o.kind == START ? id : "-");
    }
}

/* --- killing ------------------------------------------------------------------------------------- */

typedef struct victim {
    script script; /* as the worker began it */
    pid_t process; /* the first of its group */
    int pipe;
    char told[65536];
} victim;

static void run_victim(const victim *v, fault how, int output)
{
    worker w = {.script = v->script, .fault = how, .pipe = output};
    char user[8];

    (void)setpgid(0, 0);
    user_of(w.script.worker, user);
    if (w.script.by_command)
        type_commands(&w);
    w.store = open_as(user, 0);
    if (w.store == NULL)
        _exit(2);
    work(&w);
}

static void start_victim(victim *v, fault how)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    v->process = fork();
    assert_true(v->process >= 0);
    if (v->process == 0)
        run_victim(v, how, ends[1]);
    (void)setpgid(v->process, v->process); /* here as well: whoever is first */
    (void)close(ends[1]);
    v->pipe = ends[0];
}

/* Kill it with all that it started, and read what it had told. */
static void kill_victim(victim *v)
{
    size_t size = 0;
    ssize_t got = 0;
    int how = 0;

    (void)kill(-v->process, SIGKILL);
    assert_int_equal(waitpid(v->process, &how, 0), v->process);
    assert_true(WIFSIGNALED(how)); /* none ends by itself */
    while ((got = read(v->pipe, v->told + size, sizeof(v->told) - 1 - size)) > 0)
        size += (size_t)got;
    v->told[size] = '\0';
    (void)close(v->pipe);
}

/* --- what is known ------------------------------------------------------------------------------- */

/* A session with all its fields, or a number of rows that have a key in common. */
typedef struct fact {
    kind kind; /* of what made it: ADD and START make sessions */
    char key[KEY];
    int64_t rows; /* 0: it must not be there */
    int status;
    int pauses;
    bool deleted;
    char note[KEY];
    char id[FOCUS_ID_TEXT_SIZE]; /* as it was told; "-": not known */
} fact;

typedef struct tally {
    fault fault; /* of the workers: a canary's losses are no news */
    int64_t cycles;
    int64_t kills;
    int64_t acknowledged;
    int64_t by_command; /* of these */
    int64_t lost;
    int64_t half;
    int64_t corrupt; /* findings of the doctor, and files that did not open */
    int64_t left_behind;
} tally;

static fact facts[FACTS];
static int fact_count;
static int running[WORKERS]; /* the fact of each user's running session, -1 for none */
static sqlite3 *db;          /* behind the library's back, while the file is looked at */

static int64_t count_rows(const char *sql, const char *text)
{
    sqlite3_stmt *stmt = NULL;
    int64_t count = -1;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    (void)sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        count = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return count;
}

static bool session_is(const fact *f)
{
    char sql[640];

    (void)snprintf(sql, sizeof(sql),
                   "SELECT count(*) FROM focus_sessions WHERE title = ?1 AND status = %d"
                   " AND pause_count = %d AND (deleted_at_ms IS NOT NULL) = %d"
                   " AND coalesce(note, '') = '%s'"
                   " AND ('%s' = '-' OR lower(hex(uuid)) = replace('%s', '-', ''))",
                   f->status, f->pauses, f->deleted, f->note, f->id, f->id);
    return count_rows(sql, f->key) == 1;
}

static bool is_session(const fact *f)
{
    return f->kind == ADD || f->kind == START;
}

static bool holds(const fact *f)
{
    char rows_of[KEY + 12];

    (void)snprintf(rows_of, sizeof(rows_of), "%s.*", f->key);
    if (is_session(f) && f->rows > 0)
        return session_is(f);
    if (is_session(f))
        return count_rows("SELECT count(*) FROM focus_sessions WHERE title = ?1", f->key) == 0;
    if (f->kind == TRACKS)
        return count_rows("SELECT count(*) FROM focus_library_tracks WHERE title GLOB ?1",
                          rows_of) == f->rows;
    if (f->kind == IMPORT)
        return count_rows("SELECT count(*) FROM focus_sessions WHERE title GLOB ?1", rows_of) ==
               f->rows;
    return count_rows("SELECT count(*) FROM points_ledger WHERE key GLOB ?1", rows_of) == f->rows;
}

/* --- what an operation makes of it ------------------------------------------------------------- */

static int find_fact(const char *key)
{
    for (int i = fact_count - 1; i >= 0; i--)
        if (strcmp(facts[i].key, key) == 0)
            return i;
    fail_msg("nothing is known of %s", key);
    return -1;
}

static int new_fact(const op *o)
{
    assert_true(fact_count < FACTS);
    facts[fact_count] = (fact){.kind = o->kind, .id = "-"};
    memcpy(facts[fact_count].key, o->key, KEY);
    return fact_count++;
}

/* The facts that it changes, at most two, before it does. New ones are made, as not there. */
static int touch(const op *o, int worker_number, int touched[2])
{
    int count = 0;

    if (o->kind == BACKUP)
        return 0;
    if (o->kind == START && running[worker_number] >= 0)
        touched[count++] = running[worker_number];
    touched[count++] = o->target[0] != '\0' ? find_fact(o->target) : new_fact(o);
    return count;
}

static void change_fact(fact *f, const op *o)
{
    switch (o->kind) {
    case PAUSE:
        f->status = FOCUS_SESSION_PAUSED;
        f->pauses++;
        break;
    case RESUME:
        f->status = FOCUS_SESSION_ACTIVE;
        break;
    case DELETE:
        f->deleted = true;
        break;
    case EDIT:
    case COMPLETE:
        memcpy(f->note, o->key, KEY);
        f->status = FOCUS_SESSION_COMPLETED;
        break;
    default:
        f->rows = o->kind == ADD || o->kind == START ? 1 : o->rows;
        f->status = o->kind == ADD ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ACTIVE;
        break;
    }
}

static void apply(const op *o, int worker_number, const int touched[2], int count)
{
    if (count == 0)
        return;
    if (count == 2)
        facts[touched[0]].status = FOCUS_SESSION_ABANDONED;
    change_fact(&facts[touched[count - 1]], o);
    if (o->kind == START)
        running[worker_number] = touched[count - 1];
    if (o->kind == COMPLETE)
        running[worker_number] = -1;
}

static bool all_hold(const int touched[2], int count)
{
    for (int i = 0; i < count; i++)
        if (!holds(&facts[touched[i]]))
            return false;
    return true;
}

/* An operation that was acknowledged. */
static void expect(const op *o, int worker_number, const char *id)
{
    int touched[2];
    int count = touch(o, worker_number, touched);

    apply(o, worker_number, touched, count);
    if (count > 0 && (o->kind == ADD || o->kind == START))
        (void)snprintf(facts[touched[count - 1]].id, FOCUS_ID_TEXT_SIZE, "%s", id);
}

/* The one that came next: all of it is there, or nothing. What is there must stay from now on. */
static bool is_whole_or_absent(const op *o, int worker_number)
{
    int touched[2];
    int was_running = running[worker_number];
    int count = touch(o, worker_number, touched);
    fact before[2];

    for (int i = 0; i < count; i++)
        before[i] = facts[touched[i]];
    if (all_hold(touched, count))
        return true;
    apply(o, worker_number, touched, count);
    if (all_hold(touched, count))
        return true;
    for (int i = 0; i < count; i++)
        facts[touched[i]] = before[i];
    running[worker_number] = was_running;
    return false;
}

/* --- looking at the file ----------------------------------------------------------------------- */

/* Its backup, with what SQLite may have put beside it, and its input. */
static void remove_of(const op *o)
{
    DIR *list = opendir(folder);
    const struct dirent *entry = NULL;
    char beginning[KEY + 12];
    char path[384];

    assert_non_null(list);
    (void)snprintf(beginning, sizeof(beginning), "%s.", o->key);
    while ((entry = readdir(list)) != NULL) {
        if (strncmp(entry->d_name, beginning, strlen(beginning)) != 0)
            continue;
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(list);
}

/* What has the name of a backup opens and is well. */
static void check_copy(const char *path, tally *t)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    const focus_doctor_report *report = NULL;
    focus_store *store = NULL;

    options.path = path;
    options.flags = FOCUS_OPEN_READONLY;
    if (focus_open(&options, &store, NULL) != FOCUS_OK) {
        t->lost++;
        return;
    }
    if (focus_doctor(store, 0, &report) != FOCUS_OK || report->count > 0)
        t->corrupt++;
    focus_doctor_report_free(report);
    focus_close(store);
}

/* Of one that was not acknowledged there may be nothing, or a part under another name. */
static void check_backup(const op *o, bool acknowledged, tally *t)
{
    char path[192];

    path_of(o->key, "backup", path);
    if (acknowledged || file_is(path))
        check_copy(path, t);
}

/* Follow the script through what was told; then look at what came next. */
static void check_victim(victim *v, tally *t)
{
    script s = v->script;
    char *line = strtok(v->told, "\n");
    op o = script_next(&s);

    for (; line != NULL; line = strtok(NULL, "\n"), o = script_next(&s)) {
        char key[KEY];
        char id[FOCUS_ID_TEXT_SIZE];
        assert_int_equal(sscanf(line, "%39s %36s", key, id), 2);
        assert_string_equal(key, o.key);
        expect(&o, s.worker, id);
        if (o.kind == BACKUP)
            check_backup(&o, true, t);
        remove_of(&o);
        t->acknowledged++;
        t->by_command += s.by_command;
    }
    if (!is_whole_or_absent(&o, s.worker))
        t->half++;
    if (o.kind == BACKUP)
        check_backup(&o, false, t);
    remove_of(&o); /* of what was cut off a part may stay, under a name of its own */
}

static void check_facts(int from, tally *t)
{
    for (int i = from; i < fact_count; i++) {
        if (holds(&facts[i]))
            continue;
        if (t->fault == HONEST)
            print_message("lost: %s (kind %d)\n", facts[i].key, (int)facts[i].kind);
        t->lost++;
    }
}

static void examine(focus_store *store, uint32_t flags, tally *t)
{
    const focus_doctor_report *report = NULL;

    if (focus_doctor(store, flags, &report) != FOCUS_OK) {
        print_message("doctor: %s\n", focus_last_error(store)->message);
        t->corrupt++;
        return;
    }
    for (size_t i = 0; i < report->count; i++)
        print_message("doctor: %s: %s\n", report->items[i].check, report->items[i].message);
    t->corrupt += (int64_t)report->count;
    focus_doctor_report_free(report);
}

/* The backup of the day, which the first start makes, and what a killed one leaves: taken away, so
 * that it is made again and again. */
static bool take_daily_backup(const char *name, tally *t)
{
    const char *ending = strstr(name, ".backup");
    char path[512];

    if (strncmp(name, "focus.db.", strlen("focus.db.")) != 0 || ending == NULL)
        return false;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (strcmp(ending, ".backup") == 0)
        check_copy(path, t);
    (void)unlink(path);
    return true;
}

/* Nothing but the file, and its log while that is kept. */
static void check_folder(bool log_is_kept, tally *t)
{
    DIR *list = opendir(folder);
    const struct dirent *entry = NULL;

    assert_non_null(list);
    while ((entry = readdir(list)) != NULL) {
        const char *name = entry->d_name;
        bool is_log = strcmp(name, "focus.db-wal") == 0 || strcmp(name, "focus.db-shm") == 0;
        if (name[0] == '.' || strcmp(name, "focus.db") == 0 || (is_log && log_is_kept) ||
            take_daily_backup(name, t))
            continue;
        print_message("left behind: %s\n", name);
        t->left_behind++;
    }
    (void)closedir(list);
}

/* For the cycles after the first: a user for each worker, and a library. */
static void settle_in(focus_store *store)
{
    char name[8];

    for (int i = 0; i < WORKERS; i++) {
        user_of(i, name);
        if (i > 0)
            assert_ok(store, focus_user_create(store, name, NULL));
        assert_ok(store, focus_user_select(store, name));
        assert_ok(store, focus_library_create(store, name, NULL, NULL));
    }
}

/* The log is kept in most cycles, so that it grows and workers are killed while they fold it in. */
static void look_at_file(victim *victims, int count, int cycle, bool is_last, tally *t)
{
    bool closely = is_last || cycle % CLOSE_LOOK == 0;
    focus_store *store = open_as(cycle == 0 ? "w0" : NULL, closely ? 0 : FOCUS_OPEN_READONLY);
    int known = closely ? 0 : fact_count;

    if (store == NULL) {
        t->corrupt++;
        return;
    }
    assert_int_equal(sqlite3_open_v2(file_path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    for (int i = 0; i < count; i++)
        check_victim(&victims[i], t);
    check_facts(known, t);
    examine(store, closely ? FOCUS_DOCTOR_FULL : 0, t);
    if (cycle == 0)
        settle_in(store);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    focus_close(store);
    check_folder(!closely, t);
}

/* --- cycles and rounds --------------------------------------------------------------------------- */

static void run_cycle(const campaign *c, chance *ch, int cycle, bool is_last, tally *t)
{
    static victim victims[WORKERS];
    int64_t life_us = 500 + (int64_t)chance_below(ch, 25000);
    int count = cycle == 0 ? 1 : 1 + (int)chance_below(ch, WORKERS);

    for (int i = 0; i < count; i++) {
        victims[i].script = script_of(c->seed, cycle, i, cycle == 0);
        if (t->fault != HONEST)
            victims[i].script.by_command = false;
        if (victims[i].script.by_command)
            life_us += 8000; /* a command takes its time to start */
        start_victim(&victims[i], t->fault);
    }
    nap_us(life_us);
    for (int i = 0; i < count; i++) {
        kill_victim(&victims[i]);
        nap_us((int64_t)chance_below(ch, 3000)); /* the others go on */
    }
    look_at_file(victims, count, cycle, is_last, t);
    t->cycles++;
    t->kills += count;
}

static void run_round(campaign *c, int cycles, tally *t)
{
    (void)snprintf(folder, sizeof(folder), "/tmp/focus-kill-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(file_path, sizeof(file_path), "%s/focus.db", folder);
    fact_count = 0;
    for (int i = 0; i < WORKERS; i++)
        running[i] = -1;
    for (int cycle = 0; cycle < cycles; cycle++)
        run_cycle(c, &c->chance, cycle, cycle == cycles - 1, t);
    (void)unlink(file_path);
    if (t->left_behind == 0 && t->corrupt == 0)
        assert_int_equal(rmdir(folder), 0);
}

static bool is_clean(const tally *t)
{
    return t->lost == 0 && t->half == 0 && t->corrupt == 0 && t->left_behind == 0;
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    campaign c = campaign_begin("R4 kill -9", ROUNDS);
    tally t = {0};

    (void)state;
    while (campaign_next(&c)) {
        run_round(&c, CYCLES, &t);
        if (is_clean(&t))
            continue;
        campaign_tell_seed(&c);
        fail_msg("%lld lost, %lld half, %lld corrupt, %lld left behind", (long long)t.lost,
                 (long long)t.half, (long long)t.corrupt, (long long)t.left_behind);
    }
    assert_true(t.acknowledged > t.cycles && t.by_command > 0);
    campaign_end(
        &c,
        "%lld cycles, %lld processes killed, %lld acknowledged (%lld by commands), 0 lost, "
        "0 half, 0 corrupt, 0 left behind",
        (long long)t.cycles, (long long)t.kills, (long long)t.acknowledged,
        (long long)t.by_command);
}

/* --- canaries ------------------------------------------------------------------------------------ */

static tally run_canary(fault how)
{
    campaign c = campaign_begin("R4 canary", 1);
    tally t = {.fault = how};

    assert_true(campaign_next(&c));
    run_round(&c, 40, &t);
    return t;
}

static void canary_acknowledging_before_the_commit_is_seen_as_lost(void **state)
{
    (void)state;
    assert_true(run_canary(ACKNOWLEDGES_TOO_SOON).lost > 0);
}

static void canary_a_batch_without_a_transaction_is_seen_as_half(void **state)
{
    (void)state;
    assert_true(run_canary(TEARS_BATCHES).half > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canary_acknowledging_before_the_commit_is_seen_as_lost),
        cmocka_unit_test(canary_a_batch_without_a_transaction_is_seen_as_half),
        cmocka_unit_test(what_was_acknowledged_survives_a_kill),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
