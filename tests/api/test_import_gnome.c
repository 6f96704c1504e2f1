/*
 * test_import_gnome.c - bringing in databases of GNOME Pomodoro, of each version of its tables, and what
 * becomes of databases that are none or damaged.
 */
#include "support/input.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_ENTRIES                                                                              \
    "CREATE TABLE \"entries\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, \"datetime-string\" "     \
    "TEXT,"                                                                                        \
    " \"datetime-local-string\" TEXT, \"state-name\" TEXT, \"state-duration\" INTEGER,"            \
    " \"elapsed\" INTEGER);"
#define TABLES_OF_BLOCKS                                                                           \
    "CREATE TABLE \"timeblocks\" (\"id\" INTEGER PRIMARY KEY, \"session-id\" INTEGER,"             \
    " \"start-time\" INTEGER, \"end-time\" INTEGER, \"state\" TEXT, \"status\" TEXT,"              \
    " \"intended-duration\" INTEGER);"                                                             \
    "CREATE TABLE \"gaps\" (\"id\" INTEGER PRIMARY KEY, \"start-time\" INTEGER,"                   \
    " \"end-time\" INTEGER, \"flags\" TEXT, \"time-block-id\" INTEGER);"
#define TABLE_STATS                                                                                \
    "CREATE TABLE \"stats\" (\"id\" INTEGER PRIMARY KEY, \"time\" INTEGER, \"date\" DATE,"         \
    " \"offset\" INTEGER, \"duration\" INTEGER, \"category\" TEXT, \"source-id\" INTEGER);"

/* 2025-03-03T09:00:00Z in microseconds, and minutes from there on. */
#define AT(minutes) "(1740992400 + 60 * " minutes ") * 1000000"

/* The bytes of a database that the SQL makes; free() them. */
static char *database_of(const fixture *f, const char *sql, size_t *out_size)
{
    char path[256];
    sqlite3 *db = NULL;
    char *message = NULL;
    char *bytes = NULL;

    fixture_path(f, "gnome.sqlite", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    (void)sqlite3_close(db);
    bytes = read_whole(path, out_size);
    assert_int_equal(remove(path), 0);
    return bytes;
}

static focus_import_report import_sql(fixture *f, const char *sql)
{
    size_t size = 0;
    char *bytes = database_of(f, sql, &size);
    focus_import_report report = import_bytes(f->store, NULL, 0, bytes, size);

    free(bytes);
    assert_string_equal(report.format, "gnome-pomodoro");
    return report;
}

static void refuse_sql(fixture *f, const char *sql, const char *message)
{
    size_t size = 0;
    char *bytes = database_of(f, sql, &size);

    refuse_bytes(f->store, "gnome-pomodoro", FOCUS_E_INVALID, bytes, size, message);
    free(bytes);
}

/* --- what it holds ---------------------------------------------------------------------------- */

static const char entries[] = TABLE_ENTRIES
    "INSERT INTO entries VALUES"
    " (NULL, '2025-03-03T09:00:00Z', '2025-03-03T10:00:00', 'pomodoro', 1500, 1500),"
    " (NULL, '2025-03-03T09:25:00+0000', '2025-03-03T10:25:00', 'short-break', 300, 299),"
    " (NULL, '2025-03-03T10:00:00', '2025-03-03T11:00:00', 'long-break', 900, 900),"
    " (NULL, '2025-03-03T11:00:00Z', '2025-03-03T12:00:00', 'null', 0, 60),"
    " (NULL, '2025-03-03T12:00:00Z', '2025-03-03T13:00:00', 'pomodoro', 1500, 0);";

static void entries_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_sql(f, entries);
    const focus_session_list *list = oldest_first(f->store);

    assert_int_equal(report.read, 5);
    assert_int_equal(report.added, 3);
    assert_int_equal(report.skipped_other, 1);
    assert_int_equal(report.skipped_zero, 1);
    assert_time("2025-03-03T09:00:00Z", list->items[0]->started_at_ms);
    assert_int_equal(list->items[0]->mode, FOCUS_MODE_FOCUS);
    assert_int_equal(list->items[0]->planned_ms, 25 * MINUTE_MS);
    assert_int_equal(list->items[0]->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(list->items[1]->mode, FOCUS_MODE_BREAK);
    assert_int_equal(list->items[1]->status, FOCUS_SESSION_ABANDONED);
    assert_int_equal(list->items[2]->mode, FOCUS_MODE_LONG_BREAK);
    focus_session_list_free(list);
    assert_int_equal(import_sql(f, entries).same, 3);
}

static void timeblocks_have_their_gaps_as_pauses(void **state)
{
    static const char sql[] = TABLES_OF_BLOCKS
        "INSERT INTO timeblocks VALUES"
        " (7, 1, " AT("0") ", " AT(
            "35") ", 'pomodoro', 'completed', 1500000000),"
                  " (8, 1, " AT("35") ", " AT(
                      "37") ", 'break', 'uncompleted', 300000000),"
                            " (9, 1, " AT("40") ", -1, 'pomodoro', 'in-progress', 1500000000),"
                                                " (10, 1, " AT("90") ", " AT(
                                                    "115") ", 'pomodoro', 'scheduled', 1500000000);"
                                                           "INSERT INTO gaps VALUES (1, " AT("20") ", " AT(
                                                               "25") ", '', 7),"
                                                                     " (2, " AT("10") ", " AT("15") ", '', 7), (3, " AT(
                                                                         "24") ", " AT("26") ", "
                                                                                             "'', "
                                                                                             "7),"
                                                                                             " (4,"
                                                                                             " " AT("36") ", -1, '', 8), (5, " AT(
                                                                                                 "0") ", " AT("9") ", '', 99);";
    fixture *f = *state;
    focus_import_report report = import_sql(f, sql);
    const focus_session_list *list = oldest_first(f->store);

    assert_int_equal(report.read, 4);
    assert_int_equal(report.added, 2);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.skipped_future, 1);
    assert_int_equal(list->items[0]->pause_count, 3);
    assert_int_equal(list->items[0]->active_ms, 24 * MINUTE_MS);
    assert_time("2025-03-03T09:10:00Z", list->items[0]->pauses[0].started_at_ms);
    assert_int_equal(list->items[1]->pause_count, 1);
    assert_int_equal(list->items[1]->active_ms, MINUTE_MS);
    assert_int_equal(list->items[1]->status, FOCUS_SESSION_ABANDONED);
    focus_session_list_free(list);
    assert_int_equal(import_sql(f, sql).same, 2);
}

/* Entries that an update of the program turned into stats are the same as before. */
static void what_entries_became_is_the_same(void **state)
{
    static const char before[] = TABLE_ENTRIES
        "INSERT INTO entries VALUES"
        " (1, '2025-03-03T09:00:00Z', '2025-03-03T10:00:00', 'pomodoro', 1500, 1500);";
    static const char after[] = TABLES_OF_BLOCKS TABLE_STATS
        "INSERT INTO stats VALUES"
        " (1, " AT(
            "0") ", '2025-03-03', 36000000000, 1500000000, 'pomodoro', 0),"
                 " (2, " AT(
                     "60") ", '2025-03-03', 36000000000, 600000000, 'pomodoro', 5),"
                           " (3, " AT(
                               "90") ", '2025-03-03', 36000000000, 600000000, 'interruption', 0);";
    fixture *f = *state;
    focus_import_report report;

    (void)import_sql(f, before);
    report = import_sql(f, after);
    assert_int_equal(report.read, 2);
    assert_int_equal(report.added, 0);
    assert_int_equal(report.same + report.changed, 1);
    assert_int_equal(report.skipped_other, 1);
}

static void trees_of_many_pages_and_long_rows_are_read(void **state)
{
    static const char sql[] =
        "PRAGMA page_size = 512;" TABLE_ENTRIES
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        " INSERT INTO entries SELECT NULL, strftime('%Y-%m-%dT%H:%M:%SZ', 1700000000 + i * 1800,"
        " 'unixepoch'), '', 'pomodoro', 1500, 1500 FROM n;"
        "INSERT INTO entries VALUES (NULL, '2025-03-03T09:00:00Z', '',"
        " printf('%.20000c', 'x'), 1, 1);";
    fixture *f = *state;
    focus_import_report report = import_sql(f, sql);

    assert_int_equal(report.read, 3001);
    assert_int_equal(report.added, 3000);
    assert_int_equal(report.skipped_other, 1);
}

/* --- what it does not ------------------------------------------------------------------------- */

static void rows_that_make_no_sense_are_refused(void **state)
{
    fixture *f = *state;

    refuse_sql(f, TABLE_ENTRIES "INSERT INTO entries VALUES (5, 'noon', '', 'pomodoro', 1, 1);",
               "broken, row 5: \"noon\" is not a time");
    refuse_sql(f, TABLE_ENTRIES "INSERT INTO entries VALUES (5, 1, '', 'pomodoro', 1, X'00');",
               "broken, row 5: the row has not the columns known here");
    refuse_sql(f,
               TABLE_ENTRIES "INSERT INTO entries VALUES"
                             " (5, '2025-03-03T09:00:00Z', '', 'pomodoro', 1, -1);",
               "broken, row 5: a length is out of range");
    refuse_sql(f,
               TABLES_OF_BLOCKS "INSERT INTO timeblocks VALUES"
                                " (3, 1, 1 << 62, 5, 'pomodoro', 'completed', 1);",
               "broken, row 3: a time is out of range");
    refuse_sql(f,
               TABLES_OF_BLOCKS "INSERT INTO timeblocks VALUES"
                                " (3, 1, " AT("5") ", " AT("4") ", 'pomodoro', 'completed', 1);",
               "broken, row 3: it ends before it starts");
    refuse_sql(f, "CREATE TABLE other (id);", "broken: the database has no pomodoros");
    refuse_sql(f, "CREATE VIEW entries AS SELECT 1;", "broken: the database has no pomodoros");
    refuse_sql(f, "PRAGMA encoding = 'UTF-16le';" TABLE_ENTRIES, "texts are not UTF-8");
    refuse_text(f->store, "gnome-pomodoro", "SQLite format", "broken: this is no SQLite database");
}

/* Each byte of a small database changed, and each beginning of it: an answer, and no harm. */
static void damaged_databases_do_no_harm(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    char *bytes = database_of(f, entries, &size);
    int refused = 0;

    for (size_t at = 0; at < size; at += at < 200 ? 1 : 37) {
        input in = {.bytes = bytes, .size = size};
        focus_import_options options = input_options(&in, "gnome-pomodoro");
        focus_import_report report;
        focus_status status;
        options.flags = FOCUS_IMPORT_DRY_RUN;
        bytes[at] ^= (char)0xFF;
        status = focus_import(f->store, &options, &report);
        assert_true(status == FOCUS_OK || status == FOCUS_E_INVALID);
        refused += status != FOCUS_OK;
        bytes[at] ^= (char)0xFF;
        in = (input){.bytes = bytes, .size = at};
        status = focus_import(f->store, &options, &report);
        assert_true(status == FOCUS_E_INVALID);
    }
    assert_true(refused > 20);
    free(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_become_sessions),
        TEST(timeblocks_have_their_gaps_as_pauses),
        TEST(what_entries_became_is_the_same),
        TEST(trees_of_many_pages_and_long_rows_are_read),
        TEST(rows_that_make_no_sense_are_refused),
        TEST(damaged_databases_do_no_harm),
    };

    return cmocka_run_group_tests_name("import from GNOME Pomodoro", tests, NULL, NULL);
}
