/*
 * test_upgrade.c - R15: files of older schemas are brought up to date, and whatever breaks in on it,
 * a file is at one version or the next with all that was in it.
 *
 * This program has a libfocus with one migration more than the others (next.sql). The files are made
 * from SQL: of every version that was superseded, and of the one that this build makes.
 */
#define _XOPEN_SOURCE 700

#include "fault/world.h"
#include "support/memory.h"

#include "db/sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NEWEST = FOCUS__SQL_MIGRATION_COUNT, FILES_MAX = 16, CUTS = 500 };

/* A file of an older version. */
typedef struct old_file {
    char name[64];
    disk_image image;
    int version;
    bool is_thorough;            /* struck at every operation */
    uint64_t prints[NEWEST + 1]; /* of its content, by version from its own on */
} old_file;

typedef struct figures {
    int64_t interruptions;
    int64_t between;
    int64_t finished; /* of these, found at the newest version */
} figures;

static world the_world;
static old_file old_files[FILES_MAX];
static size_t old_file_count;

/* --- files ---------------------------------------------------------------------------------------- */

static sqlite3 *open_raw(void)
{
    sqlite3 *db = NULL;

    assert_int_equal(
        sqlite3_open_v2(WORLD_PATH, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, DISK_VFS),
        SQLITE_OK);
    return db;
}

static void run_raw(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%.60s: %s", sql, sqlite3_errmsg(db));
}

static void begin_with(const old_file *old)
{
    world_reset(&the_world, WORLD_PAUSED); /* the clock */
    disk_load(&old->image);
}

/* What each step makes of the content, by the text of the steps alone. */
static void work_out_prints(old_file *old)
{
    char version_sql[64];
    sqlite3 *db = NULL;

    begin_with(old);
    old->version = (int)world_number("SELECT user_version FROM pragma_user_version");
    old->prints[old->version] = world_print(WORLD_PATH);
    for (int i = old->version; i < NEWEST; i++) {
        (void)snprintf(version_sql, sizeof(version_sql), "PRAGMA user_version = %d", i + 1);
        db = open_raw();
        run_raw(db, focus__sql_migrations[i].text);
        run_raw(db, version_sql);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        old->prints[i + 1] = world_print(WORLD_PATH);
    }
}

/* All in the file, or all in the log. */
static void take_file(const char *name, const char *sql, bool folded)
{
    old_file *old = &old_files[old_file_count++];
    sqlite3 *db = NULL;

    assert_true(old_file_count <= FILES_MAX);
    (void)snprintf(old->name, sizeof(old->name), "%s%s", name, folded ? "" : ", in the log");
    disk_clear();
    db = open_raw();
    run_raw(db, "PRAGMA journal_mode = WAL; BEGIN");
    run_raw(db, sql);
    run_raw(db, "COMMIT");
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !folded, (int *)NULL);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    old->image = disk_save();
    assert_int_equal(disk_has(WORLD_PATH "-wal"), !folded);
    work_out_prints(old);
}

static void read_file(const char *folder, const char *name)
{
    char path[512];
    size_t size = 0;
    char *sql = NULL;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    sql = (char *)file_read(path, &size);
    if (sql == NULL)
        fail_msg("%s is missing: a schema that was superseded needs its file, see tests/data",
                 path);
    sql = realloc(sql, size + 1);
    assert_non_null(sql);
    sql[size] = '\0';
    old_files[old_file_count].is_thorough = strcmp(folder, FOCUS_SCHEMA_DIR) == 0;
    take_file(name, sql, true);
    take_file(name, sql, false);
    free(sql);
}

/* The newest but one is what this build's own library makes. */
static void read_files(void)
{
    char name[32];

    read_file(FOCUS_SCHEMA_DIR, "v1.sql");
    for (int version = 2; version < NEWEST - 1; version++) {
        (void)snprintf(name, sizeof(name), "v%d.sql", version);
        read_file(FOCUS_SCHEMA_DIR, name);
    }
    read_file(FOCUS_NOW_DIR, "now_idle.sql");
    read_file(FOCUS_NOW_DIR, "now_paused.sql");
}

/* --- what must hold ------------------------------------------------------------------------------- */

/* The version at which the file is with all its content; -1: it is between two. */
static int whole_version(const old_file *old)
{
    world_look look = world_look_at(WORLD_PATH);
    int version = (int)world_number("SELECT user_version FROM pragma_user_version");

    if (!look.is_whole || version < old->version || version > NEWEST ||
        look.print != old->prints[version])
        return -1;
    return version;
}

/* The file as it was, whole, beside the one that was brought up to date. */
static bool has_copy(const old_file *old)
{
    char name[DISK_NAME_SIZE];

    (void)snprintf(name, sizeof(name), "%s.schema-%d.backup", WORLD_PATH, old->version);
    return world_print(name) == old->prints[old->version];
}

/* After an interruption, of which `what` tells. */
static void judge(const old_file *old, const char *what, focus_status status, figures *f)
{
    int version = whole_version(old);

    f->interruptions++;
    f->between += version < 0;
    f->finished += version == NEWEST;
    if (version < 0 || (status == FOCUS_OK && version != NEWEST))
        fail_msg("%s, %s: %s, and the file is %s", old->name, what, focus_status_name(status),
                 version < 0 ? "between versions" : "at an older version");
    if (version == NEWEST && !has_copy(old))
        fail_msg("%s, %s: no copy of the file before its first step", old->name, what);
}

/* Opening again goes on where it was broken off, and loses nothing. */
static void complete(const old_file *old, const char *what)
{
    focus_status status = world_open(&the_world, 0, FOCUS_DURABILITY_FULL);
    world_close(&the_world);
    if (status != FOCUS_OK || whole_version(old) != NEWEST)
        fail_msg("%s, %s: afterwards %s: %s", old->name, what, focus_status_name(status),
                 the_world.error.message);
    if (!world_is_sound(&the_world, what))
        fail_msg("%s, %s: not sound afterwards", old->name, what);
}

static void complete_sometimes(const old_file *old, const char *what, const figures *f)
{
    if (campaign_is_soak() || f->interruptions % 8 == 0)
        complete(old, what);
}

static void nothing_interferes(void **state)
{
    (void)state;
    for (size_t i = 0; i < old_file_count; i++) {
        begin_with(&old_files[i]);
        assert_int_equal(whole_version(&old_files[i]), old_files[i].version);
        complete(&old_files[i], "nothing");
    }
}

/* --- faults --------------------------------------------------------------------------------------- */

static bool is_expected(enum disk_fault fault, focus_status status)
{
    return status == FOCUS_OK || status == (fault == DISK_FAULT_FULL ? FOCUS_E_FULL : FOCUS_E_IO);
}

/* False: there was no such operation. */
static bool strike(const old_file *old, enum disk_fault fault, bool lasting, int64_t at, figures *f)
{
    char what[256];
    focus_status status;
    bool struck;

    begin_with(old);
    disk_arm(fault, lasting, at);
    status = world_open(&the_world, 0, FOCUS_DURABILITY_FULL);
    world_close(&the_world);
    struck = disk_disarm();
    (void)snprintf(what, sizeof(what), "fault %d%s at %lld (%s)", (int)fault,
                   lasting ? " from then on" : "", (long long)at, struck ? disk_struck() : "none");
    if (!is_expected(fault, status))
        fail_msg("%s, %s: %s: %s", old->name, what, focus_status_name(status),
                 the_world.error.message);
    judge(old, what, status, f);
    complete_sometimes(old, what, f);
    return struck;
}

/* Every operation of each file that is a version of its own; of the others some. */
static void strike_everywhere(const old_file *old, chance *c, figures *f)
{
    int64_t stride = old->is_thorough || campaign_is_soak() ? 1 : 7;

    for (int fault = 0; fault < DISK_FAULT_COUNT; fault++)
        for (int lasting = 0; lasting < 2; lasting++)
            for (int64_t at = (int64_t)chance_below(c, (uint64_t)stride);
                 strike(old, (enum disk_fault)fault, lasting != 0, at, f);)
                at += stride;
}

static bool starve(const old_file *old, bool lasting, int64_t at, figures *f)
{
    int64_t live_blocks;
    focus_status status;
    char what[64];
    bool failed;

    begin_with(old);
    live_blocks = memory_live_blocks();
    memory_arm(lasting, at);
    status = world_open(&the_world, 0, FOCUS_DURABILITY_FULL);
    world_close(&the_world);
    failed = memory_disarm();
    (void)snprintf(what, sizeof(what), "allocation %lld%s", (long long)at,
                   lasting ? " and all after it" : "");
    assert_true(status == FOCUS_OK || status == FOCUS_E_NOMEM);
    assert_int_equal(memory_live_blocks(), live_blocks);
    judge(old, what, status, f);
    complete_sometimes(old, what, f);
    return failed;
}

static void starve_in_turn(const old_file *old, chance *c, figures *f)
{
    uint64_t stride = campaign_is_soak() ? 1 : 61;

    for (int lasting = 0; lasting < 2; lasting++)
        for (int64_t at = (int64_t)chance_below(c, stride); starve(old, lasting != 0, at, f);)
            at += 1 + (int64_t)chance_below(c, 2 * stride - 1);
}

/* --- power ---------------------------------------------------------------------------------------- */

typedef focus_status opener(world *w);

static focus_status open_once(world *w)
{
    focus_status status = world_open(w, 0, FOCUS_DURABILITY_FULL);

    world_close(w);
    return status;
}

/* Cut the power at moments all over the opening. */
static void cut_everywhere(const old_file *old, opener *open, chance *c, bool is_canary, figures *f)
{
    size_t moments;

    begin_with(old);
    disk_record(false);
    assert_int_equal(open(&the_world), FOCUS_OK);
    moments = disk_moment() + 1;
    disk_record_stop();
    for (size_t i = 0; i < CUTS; i++) {
        size_t moment = i * moments / CUTS;
        disk_image image = disk_cut(moment, c);
        disk_load(&image);
        disk_image_free(&image);
        if (is_canary) {
            f->between += whole_version(old) < 0;
            continue;
        }
        judge(old, "power cut", moment + 1 == moments ? FOCUS_OK : FOCUS_E_IO, f);
        complete_sometimes(old, "power cut", f);
    }
    disk_record_end();
}

/* --- the harness ---------------------------------------------------------------------------------- */

static void a_file_is_at_one_version_or_the_next(void **state)
{
    campaign c = campaign_begin("R15 upgrade", 1);
    figures f = {0};

    (void)state;
    while (campaign_next(&c))
        for (size_t i = 0; i < old_file_count; i++) {
            strike_everywhere(&old_files[i], &c.chance, &f);
            starve_in_turn(&old_files[i], &c.chance, &f);
            cut_everywhere(&old_files[i], open_once, &c.chance, false, &f);
        }
    campaign_end(&c,
                 "%zu files, %lld interruptions, %lld of them after the last step; 0 between"
                 " versions, 0 lost",
                 old_file_count, (long long)f.interruptions, (long long)f.finished);
}

/* Canary: the same steps, each statement of them on its own. */
static focus_status migrate_without_a_transaction(world *w)
{
    char version_sql[64];
    sqlite3 *db = open_raw();

    (void)w;
    run_raw(db, focus__sql_migrations[NEWEST - 1].text);
    (void)snprintf(version_sql, sizeof(version_sql), "PRAGMA user_version = %d", NEWEST);
    run_raw(db, version_sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return FOCUS_OK;
}

static void a_step_without_its_transaction_is_noticed(void **state)
{
    chance c = chance_of(1);
    figures f = {0};

    (void)state;
    cut_everywhere(&old_files[old_file_count - 2], migrate_without_a_transaction, &c, true, &f);
    assert_true(f.between > 0);
}

/* --- the other way round -------------------------------------------------------------------------- */

#ifdef FOCUS_BIN
static int run_older(const char *path, const char *verb)
{
    pid_t child = fork();
    int how = 0;

    assert_true(child >= 0);
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        (void)execl(FOCUS_BIN, FOCUS_BIN, "--db", path, verb, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static void an_older_libfocus_leaves_a_newer_file_alone(void **state)
{
    enum { EXIT_TOO_NEW = 8 };
    char folder[] = "/tmp/focus-upgrade-XXXXXX";
    char path[64];
    disk_image newer;
    char *before = NULL;
    char *after = NULL;

    (void)state;
    begin_with(&old_files[0]);
    assert_int_equal(open_once(&the_world), FOCUS_OK);
    newer = disk_save();
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof(path), "%s/newer.db", folder);
    file_write(path, disk_image_find(&newer, WORLD_PATH)->bytes,
               disk_image_find(&newer, WORLD_PATH)->size);
    disk_image_free(&newer);
    before = folder_print(folder);
    assert_int_equal(run_older(path, "status"), EXIT_TOO_NEW);
    assert_int_equal(run_older(path, "start"), EXIT_TOO_NEW);
    after = folder_print(folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}
#endif

/* --- tables that were altered ---------------------------------------------------------------------- */

/* A table that a migration has altered is known by its altered text, and by no other. */
static void an_altered_table_is_ours_as_the_migrations_alter_it_alone(void **state)
{
    (void)state;
    begin_with(&old_files[0]);
    assert_int_equal(open_once(&the_world), FOCUS_OK);
    assert_int_equal(open_once(&the_world), FOCUS_OK);
    world_exec("ALTER TABLE focus_sessions ADD COLUMN more INTEGER");
    assert_int_equal(world_open(&the_world, 0, FOCUS_DURABILITY_FULL), FOCUS_E_CORRUPT);
    assert_non_null(strstr(the_world.error.message, "focus_sessions"));
}

/* At the older version the same text would be a stranger's. */
static void an_altered_table_is_a_stranger_at_an_older_version(void **state)
{
    (void)state;
    begin_with(&old_files[0]);
    assert_int_equal(open_once(&the_world), FOCUS_OK);
    world_exec("PRAGMA user_version = 1");
    assert_int_equal(world_open(&the_world, 0, FOCUS_DURABILITY_FULL), FOCUS_E_CORRUPT);
}

static int group_setup(void **state)
{
    (void)state;
    memory_watch();
    world_build(&the_world);
    read_files();
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    for (size_t i = 0; i < old_file_count; i++)
        disk_image_free(&old_files[i].image);
    world_free(&the_world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_interferes),
        cmocka_unit_test(an_altered_table_is_ours_as_the_migrations_alter_it_alone),
        cmocka_unit_test(an_altered_table_is_a_stranger_at_an_older_version),
#ifdef FOCUS_BIN
        cmocka_unit_test(an_older_libfocus_leaves_a_newer_file_alone),
#endif
        cmocka_unit_test(a_step_without_its_transaction_is_noticed),
        cmocka_unit_test(a_file_is_at_one_version_or_the_next),
    };

    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
