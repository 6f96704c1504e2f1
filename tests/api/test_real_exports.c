/*
 * test_real_exports.c - real exports of other programs, against figures that another program took from
 * them (expected.json beside them). Skipped where they are missing.
 */
#define _DEFAULT_SOURCE 1 /* setenv() */

#include "support/input.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct expectations {
    sqlite3 *db; /* holds expected.json as table `files (name, facts)` */
} expectations;

static void shared_path(const char *name, char out[512])
{
    (void)snprintf(out, 512, "%s/%s", FOCUS_SHARED_DATA_DIR, name);
}

static bool shared_exists(void)
{
    char path[512];
    FILE *file = NULL;

    shared_path("expected.json", path);
    file = fopen(path, "rb");
    if (file == NULL)
        return false;
    (void)fclose(file);
    return true;
}

static void expect_open(expectations *expected)
{
    char path[512];
    size_t size = 0;
    char *json = NULL;
    sqlite3_stmt *stmt = NULL;

    shared_path("expected.json", path);
    json = read_whole(path, &size);
    assert_int_equal(sqlite3_open(":memory:", &expected->db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(expected->db, "CREATE TABLE files (name, facts)", -1, &stmt, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_prepare_v2(expected->db,
                                        "INSERT INTO files SELECT key, value FROM"
                                        " json_each(?1, '$.files')",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(stmt, 1, json, (int)size, SQLITE_STATIC), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
    free(json);
}

/* A fact of a file; 0 where it has none of that name. */
static int64_t expect_fact(const expectations *expected, const char *name, const char *fact)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;

    assert_int_equal(sqlite3_prepare_v2(expected->db,
                                        "SELECT json_extract(facts, '$.' || ?2) FROM files"
                                        " WHERE name = ?1",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, fact, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

/* Seconds, with or without a fraction, in milliseconds. */
static int64_t expect_ms(const expectations *expected, const char *name, const char *fact)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;

    assert_int_equal(
        sqlite3_prepare_v2(expected->db,
                           "SELECT CAST(round(1000.0 * json_extract(facts, '$.' || ?2))"
                           " AS INTEGER) FROM files WHERE name = ?1",
                           -1, &stmt, NULL),
        SQLITE_OK);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, fact, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

/* An instant, of local time where it has no zone; 0 where the file has no fact of that name. */
static int64_t expect_second(const expectations *expected, const char *name, const char *fact)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;

    /* SQLite's own reader wants a colon in the offset. */
    assert_int_equal(sqlite3_prepare_v2(
                         expected->db,
                         "WITH fact (text) AS (SELECT json_extract(facts, '$.' || ?2)"
                         " FROM files WHERE name = ?1)"
                         " SELECT coalesce(unixepoch(text), unixepoch(substr(text, 1, length(text)"
                         " - 2) || ':' || substr(text, -2))) FROM fact",
                         -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, fact, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static focus_import_report import_shared(focus_store *store, const char *name)
{
    char path[512];

    shared_path(name, path);
    return import_file(store, NULL, path);
}

static focus_counters counters_of(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters;
}

static void check_figures(const expectations *expected, const char *name,
                          const focus_import_report *report)
{
    /* Rows are called differently in each format, and so are the running ones. */
    int64_t rows = expect_fact(expected, name, "rows") + expect_fact(expected, name, "intervals") +
                   expect_fact(expected, name, "frames");
    int64_t running = expect_fact(expected, name, "running") + expect_fact(expected, name, "open");
    int64_t zero = expect_fact(expected, name, "zero_length");
    bool has_long = expect_fact(expected, name, "longest_seconds") > 86400;

    assert_int_equal(report->read, rows);
    assert_int_equal(report->skipped_running, running);
    assert_int_equal(report->skipped_zero, zero);
    assert_int_equal(report->added, rows - running - zero);
    assert_int_equal(report->read_ms / 1000, expect_fact(expected, name, "total_seconds"));
    assert_int_equal(report->added_ms, report->read_ms);
    assert_int_equal(report->implausible > 0, has_long);
    print_message("%-48s %5lld rows %8lld s, added %5lld, overlapping %4lld, implausible %lld\n",
                  name, (long long)rows, (long long)(report->read_ms / 1000),
                  (long long)report->added, (long long)report->overlapping,
                  (long long)report->implausible);
}

/* What is in the store in UTC afterwards, and the fact that says so. Several users of one file are told
 * apart by their keys; an interval that is left out has tags, too. */
static void check_history(const fixture *f, const expectations *expected, const char *name,
                          const focus_import_report *report)
{
    static const struct {
        const char *fact;
        const char *sql;
    } facts[] = {
        {"longest_seconds", "SELECT max(ended_at_ms - started_at_ms) / 1000 FROM focus_sessions"},
        {"projects", "SELECT count(DISTINCT project) FROM focus_sessions"},
        {"tags", "SELECT count(DISTINCT tag) FROM session_tags"},
        {"starts_before_previous_ended",
         "SELECT count(*) FROM (SELECT started_at_ms < lag(ended_at_ms) OVER (PARTITION BY"
         " substr(source_key, 1, instr(source_key, '@')) ORDER BY started_at_ms, ended_at_ms)"
         " AS is_before FROM focus_sessions) WHERE is_before"},
    };
    static const char *const extents[][2] = {
        {"min_start", "SELECT min(started_at_ms) / 1000 FROM focus_sessions WHERE NOT implausible"},
        {"max_start", "SELECT max(started_at_ms) / 1000 FROM focus_sessions WHERE NOT implausible"},
        {"max_end", "SELECT max(ended_at_ms) / 1000 FROM focus_sessions"},
    };

    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        int64_t fact = expect_fact(expected, name, facts[i].fact);
        if (fact != 0 && (report->added == report->read || strcmp(facts[i].fact, "tags") != 0))
            assert_int_equal(sql_int(f->path, facts[i].sql), fact);
    }
    for (size_t i = 0; i < sizeof extents / sizeof extents[0]; i++) {
        int64_t second = expect_second(expected, name, extents[i][0]);
        if (second != 0)
            assert_int_equal(sql_int(f->path, extents[i][1]), second);
    }
}

/* Into a store of its own, twice: the second time adds nothing. */
static void check_file(const expectations *expected, const char *name)
{
    void *state = NULL;
    fixture *f = NULL;
    focus_import_report first;
    focus_import_report second;
    focus_counters counters;

    fixture_setup(&state);
    f = state;
    first = import_shared(f->store, name);
    check_figures(expected, name, &first);
    check_history(f, expected, name, &first);
    counters = counters_of(f->store);
    assert_int_equal(counters.sessions, first.added);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms +
                         counters.modes[FOCUS_MODE_FOCUS].unconfirmed_ms,
                     first.added_ms);
    second = import_shared(f->store, name);
    assert_int_equal(second.added, 0);
    assert_int_equal(second.changed, 0);
    assert_int_equal(second.same, first.added);
    fixture_teardown(&state);
}

static void each_file_has_the_figures_it_was_measured_to_have(void **state)
{
    expectations expected;
    sqlite3_stmt *stmt = NULL;
    int count = 0;

    (void)state;
    if (!shared_exists())
        skip();
    expect_open(&expected);
    assert_int_equal(sqlite3_prepare_v2(expected.db,
                                        "SELECT name FROM files WHERE name GLOB 'toggl/*'"
                                        " OR name GLOB 'timewarrior/*' OR name GLOB 'watson/*'"
                                        " OR name GLOB 'forest/*'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; count++)
        check_file(&expected, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    sqlite3_close(expected.db);
    assert_true(count >= 18);
}

/* --- calendars -------------------------------------------------------------------------------- */

/* What another program found of the days with time, by three zones and two day starts. A file joins by
 * its line: which block it has, and what counts there. */
static const struct calendar_case {
    const char *name;
    const char *block;
    uint32_t include;
} calendar_cases[] = {
    {"timewarrior/a/2020-09.data", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"timewarrior/a/2020-10.data", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"timewarrior/a/2020-11.data", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"timewarrior/a/2020-12.data", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"timewarrior/b/2018-03.data", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"watson/frames-2019", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"watson/frames-overlapping", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"watson/frames-rfc3339.json", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"watson/frames-seconds", "calendar", FOCUS_INCLUDE_UNCONFIRMED},
    {"forest/plants-2021-05.csv", "calendar_of_success", 0},
    {"openpomodoro/history-2024-09", "calendar_of_sane", 0},
};

static int32_t day_of_text(const char *date)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    int32_t day = 0;

    assert_int_equal(sscanf(date, "%d-%d-%d", &year, &month, &day_of_month), 3);
    assert_int_equal(focus_day_from_date(year, month, day_of_month, &day), FOCUS_OK);
    return day;
}

static int64_t time_on(const focus_report *report, int32_t day)
{
    for (size_t i = 0; i < report->count; i++) {
        if (report->rows[i]->number == day)
            return report->rows[i]->time_ms;
    }
    return 0;
}

/* Of several days that are the busiest, it named another than the first. */
static void check_calendar(focus_store *store, const struct calendar_case *file, int32_t rule,
                           sqlite3_stmt *expected)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    const focus_report *report = NULL;

    options.rule = rule;
    options.days = FOCUS_DAYS_HERE;
    options.include = file->include;
    assert_ok(store, focus_report_get(store, &options, &report));
    assert_int_equal(report->rows_with_time, sqlite3_column_int64(expected, 2));
    assert_int_equal(report->run_last_day - report->run_first_day + 1,
                     sqlite3_column_int64(expected, 3));
    assert_int_equal(report->best->time_ms / 1000, sqlite3_column_int64(expected, 5));
    assert_int_equal(time_on(report, day_of_text((const char *)sqlite3_column_text(expected, 4))) /
                         1000,
                     sqlite3_column_int64(expected, 5));
    focus_report_free(report);
}

static void set_day_start(focus_store *store, int32_t minutes)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(store, focus_settings_get(store, &settings));
    settings.day_start_minutes = minutes;
    assert_ok(store, focus_settings_set(store, &settings));
}

/* "Europe/Berlin, day starts 04:00", then the rule. The system's zones: the file is opened anew. */
static void look_from(fixture *f, const char *from, const char *rule, int32_t *out_rule)
{
    char zone[64];
    int hours = 0;
    focus_open_options options = fixture_options(f);

    assert_int_equal(sscanf(from, "%63[^,], day starts %d:00", zone, &hours), 2);
    assert_int_equal(setenv("TZ", zone, 1), 0);
    focus_close(f->store);
    options.zone = NULL;
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    set_day_start(f->store, hours * 60);
    *out_rule = strcmp(rule, "split_at_day_start") == 0 ? FOCUS_RULE_SPLIT : FOCUS_RULE_WHOLE;
}

static int check_calendars(const expectations *expected, const struct calendar_case *file)
{
    void *state = NULL;
    fixture *f = NULL;
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    int32_t rule = 0;

    fixture_setup(&state);
    f = state;
    (void)import_shared(f->store, file->name);
    assert_int_equal(sqlite3_prepare_v2(expected->db,
                                        "SELECT place.key, rule.key,"
                                        " json_extract(rule.value, '$.days_with_time'),"
                                        " json_extract(rule.value, '$.longest_run_of_days'),"
                                        " json_extract(rule.value, '$.busiest_day'),"
                                        " json_extract(rule.value, '$.busiest_day_seconds')"
                                        " FROM files, json_each(facts, '$.' || ?2) AS place,"
                                        " json_each(place.value) AS rule WHERE name = ?1",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(stmt, 1, file->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, file->block, -1, SQLITE_STATIC);
    for (; sqlite3_step(stmt) == SQLITE_ROW; count++) {
        look_from(f, (const char *)sqlite3_column_text(stmt, 0),
                  (const char *)sqlite3_column_text(stmt, 1), &rule);
        check_calendar(f->store, file, rule, stmt);
    }
    sqlite3_finalize(stmt);
    fixture_teardown(&state);
    return count;
}

static int64_t calendar_count(const expectations *expected)
{
    sqlite3_stmt *stmt = NULL;
    int64_t count = 0;

    assert_int_equal(sqlite3_prepare_v2(expected->db,
                                        "SELECT count(*) FROM files, json_each(facts) AS fact"
                                        " WHERE fact.key LIKE 'calendar%'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    count = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return count;
}

static void days_runs_and_busiest_days_are_those_of_each_calendar(void **state)
{
    expectations expected;

    (void)state;
    if (!shared_exists())
        skip();
    expect_open(&expected);
    assert_int_equal(calendar_count(&expected), sizeof(calendar_cases) / sizeof(calendar_cases[0]));
    for (size_t i = 0; i < sizeof(calendar_cases) / sizeof(calendar_cases[0]); i++)
        assert_int_equal(check_calendars(&expected, &calendar_cases[i]), 12);
    sqlite3_close(expected.db);
    assert_int_equal(unsetenv("TZ"), 0);
}

/* --- more than one file ----------------------------------------------------------------------- */

static void check_overlap(const char *first_name, const char *second_name)
{
    void *state = NULL;
    fixture *f = NULL;
    focus_import_report first;
    focus_import_report second;

    fixture_setup(&state);
    f = state;
    first = import_shared(f->store, first_name);
    second = import_shared(f->store, second_name);
    assert_int_equal(first.added + second.added, 601);
    assert_int_equal(first.added_ms + second.added_ms, 3115733000);
    assert_int_equal(second.changed, 0);
    assert_int_equal(import_shared(f->store, first_name).added, 0);
    assert_int_equal(import_shared(f->store, second_name).added, 0);
    assert_int_equal(counters_of(f->store).sessions, 601);
    fixture_teardown(&state);
}

static void overlapping_exports_of_an_account_join_in_either_order(void **state)
{
    (void)state;
    if (!shared_exists())
        skip();
    check_overlap("toggl/detailed-overlap-2019-04-30_2020-04-29.csv",
                  "toggl/detailed-overlap-2019-04-07_2020-04-06.csv");
    check_overlap("toggl/detailed-overlap-2019-04-07_2020-04-06.csv",
                  "toggl/detailed-overlap-2019-04-30_2020-04-29.csv");
}

static void months_of_timewarrior_add_up(void **state)
{
    static const char *const months[] = {
        "timewarrior/a/2020-09.data",
        "timewarrior/a/2020-10.data",
        "timewarrior/a/2020-11.data",
        "timewarrior/a/2020-12.data",
    };
    fixture *f = *state;
    int64_t added = 0;
    int64_t added_ms = 0;

    if (!shared_exists())
        skip();
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        focus_import_report report = import_shared(f->store, months[i]);
        assert_string_equal(report.format, "timewarrior");
        assert_int_equal(report.overlapping, 0);
        added += report.added;
        added_ms += report.added_ms;
    }
    assert_int_equal(added, 355);
    assert_int_equal(added_ms, 1124577000);
}

static void another_zone_neither_doubles_nor_moves_entries(void **state)
{
    fixture *f = *state;
    focus_import_report report;

    if (!shared_exists())
        skip();
    report = import_shared(f->store, "toggl/detailed-2020-one-user.csv");
    assert_int_equal(report.added, 1697);
    f->utc_offset_s = 3600;
    report = import_shared(f->store, "toggl/detailed-2020-one-user.csv");
    assert_int_equal(report.added, 0);
    assert_int_equal(report.same, 1697);
}

static void check_bucket(const expectations *expected, const char *bucket)
{
    static const char name[] = "activitywatch/aw-buckets-export-desktop.json";
    void *state = NULL;
    char path[512];
    char fact[128];
    size_t size = 0;
    char *bytes = NULL;
    input in = {0};
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;

    fixture_setup(&state);
    shared_path(name, path);
    bytes = read_whole(path, &size);
    in = (input){.bytes = bytes, .size = size};
    options.bucket = bucket;
    assert_ok(((fixture *)state)->store,
              focus_import(((fixture *)state)->store, &options, &report));
    assert_report(&report);
    (void)snprintf(fact, sizeof fact, "buckets.\"%s\".events", bucket);
    assert_int_equal(report.read, expect_fact(expected, name, fact));
    (void)snprintf(fact, sizeof fact, "buckets.\"%s\".total_seconds", bucket);
    assert_int_equal(report.read_ms, expect_ms(expected, name, fact));
    (void)snprintf(fact, sizeof fact, "buckets.\"%s\".zero_length", bucket);
    if (strstr(bucket, "afk") == NULL)
        assert_int_equal(report.skipped_zero, expect_fact(expected, name, fact));
    free(bytes);
    fixture_teardown(&state);
}

static void each_bucket_of_activitywatch_has_its_figures(void **state)
{
    static const char name[] = "activitywatch/aw-buckets-export-desktop.json";
    fixture *f = *state;
    expectations expected;
    focus_import_report report;

    if (!shared_exists())
        skip();
    expect_open(&expected);
    check_bucket(&expected, "aw-watcher-window_HOST-1");
    check_bucket(&expected, "aw-watcher-afk_HOST-1");
    check_bucket(&expected, "aw-watcher-web-firefox");
    check_bucket(&expected, "aw-stopwatch");
    report = import_shared(f->store, name);
    assert_int_equal(report.read, expect_fact(&expected, name, "events"));
    assert_int_equal(
        report.added_ms,
        expect_ms(&expected, name, "buckets.\"aw-watcher-afk_HOST-1\".not_afk_seconds"));
    assert_int_equal(import_shared(f->store, name).same, report.added);
    sqlite3_close(expected.db);
}

/* The days of a history with day totals in it. */
static void check_days(const fixture *f, const expectations *expected, const char *name)
{
    static const char *const days[][2] = {
        {"min_day", "SELECT min(local_day) FROM (SELECT local_day FROM focus_sessions UNION"
                    " SELECT local_day FROM day_totals)"},
        {"max_day", "SELECT max(local_day) FROM (SELECT local_day FROM focus_sessions UNION"
                    " SELECT local_day FROM day_totals)"},
    };

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_int_equal(sql_int(f->path, days[i][1]),
                         expect_second(expected, name, days[i][0]) / 86400);
}

/* Seconds of each class of productivity, which only RescueTime has, and of all; the days there are. */
static void check_list(const expectations *expected, const char *name,
                       const focus_day_total_list *list)
{
    int64_t by_rating_ms[5] = {0};
    int64_t days = 0;
    char fact[64];

    for (size_t i = 0; i < list->count; i++) {
        days += i == 0 || list->items[i].day != list->items[i - 1].day;
        by_rating_ms[list->items[i].rating + 2] += list->items[i].length_ms;
    }
    if (strncmp(name, "rescuetime", 10) != 0)
        return;
    assert_int_equal(days, expect_fact(expected, name, "days"));
    for (int rating = -2; rating <= 2; rating++) {
        (void)snprintf(fact, sizeof fact, "seconds_by_productivity.\"%d\"", rating);
        assert_int_equal(by_rating_ms[rating + 2], expect_ms(expected, name, fact));
    }
}

static focus_import_report check_totals(const expectations *expected, const char *name)
{
    void *state = NULL;
    fixture *f = NULL;
    focus_import_report report;
    const focus_day_total_list *list = NULL;

    fixture_setup(&state);
    f = state;
    report = import_shared(f->store, name);
    assert_int_equal(report.day_totals, report.added);
    assert_int_equal(counters_of(f->store).sessions, 0);
    assert_ok(f->store, focus_day_total_list_range(f->store, INT32_MIN, INT32_MAX, &list));
    check_list(expected, name, list);
    focus_day_total_list_free(list);
    if (expect_second(expected, name, "min_day") != 0)
        check_days(f, expected, name);
    assert_int_equal(import_shared(f->store, name).same, report.added);
    fixture_teardown(&state);
    return report;
}

/* Ranges and durations together. */
static void klog_has_the_minutes_of_each_file(void **state)
{
    static const char *const names[] = {"klog/project-2023.klg", "klog/open-range.klg"};
    fixture *f = *state;
    expectations expected;

    if (!shared_exists())
        skip();
    expect_open(&expected);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        focus_import_report report = import_shared(f->store, names[i]);
        assert_string_equal(report.format, "klog");
        assert_int_equal(report.read, expect_fact(&expected, names[i], "entries"));
        assert_int_equal(report.skipped_running, expect_fact(&expected, names[i], "open_ranges"));
        assert_int_equal(report.added_ms, MINUTE_MS * expect_fact(&expected, names[i],
                                                                  "total_minutes_without_open"));
        if (report.added > 0)
            check_days(f, &expected, names[i]);
        assert_int_equal(import_shared(f->store, names[i]).same, report.added);
    }
    sqlite3_close(expected.db);
}

static void totals_of_days_have_their_figures(void **state)
{
    static const char *const names[] = {"rescuetime/five-minutes-2018-03-05_2018-03-11.csv",
                                        "rescuetime/productivity-by-day-2018-03.csv"};
    static const char super[] = "superproductivity/backup-v17.json";
    expectations expected;
    focus_import_report report;

    (void)state;
    if (!shared_exists())
        skip();
    expect_open(&expected);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        report = check_totals(&expected, names[i]);
        assert_int_equal(report.read, expect_fact(&expected, names[i], "rows"));
        assert_int_equal(report.added_ms, expect_ms(&expected, names[i], "total_seconds"));
    }
    report = check_totals(&expected, super);
    assert_int_equal(report.read, expect_fact(&expected, super, "day_entries"));
    assert_int_equal(report.added_ms, expect_fact(&expected, super, "total_milliseconds"));
    sqlite3_close(expected.db);
}

static void tables_that_people_keep_are_read(void **state)
{
    static const char *const names[] = {"pomodoro-log/start-finish-2021.csv",
                                        "timeline/activity-timeline-2021.csv"};
    fixture *f = *state;
    expectations expected;

    if (!shared_exists())
        skip();
    expect_open(&expected);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        focus_import_report report = import_shared(f->store, names[i]);
        assert_string_equal(report.format, "csv");
        assert_int_equal(report.read, expect_fact(&expected, names[i], "rows"));
        assert_int_equal(report.added + report.skipped_zero, report.read);
        assert_int_equal(report.added_ms, expect_ms(&expected, names[i], "total_seconds"));
        assert_int_equal(import_shared(f->store, names[i]).same, report.added);
        check_history(f, &expected, names[i], &report);
        assert_ok(f->store, focus_undo(f->store, 1, 0, NULL));
    }
    sqlite3_close(expected.db);
}

static void forest_keeps_what_was_given_up(void **state)
{
    static const char name[] = "forest/plants-2021-05.csv";
    fixture *f = *state;
    expectations expected;
    focus_counters counters;

    if (!shared_exists())
        skip();
    expect_open(&expected);
    assert_int_equal(import_shared(f->store, name).added, expect_fact(&expected, name, "rows"));
    counters = counters_of(f->store);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].completed,
                     expect_fact(&expected, name, "success"));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].abandoned,
                     expect_fact(&expected, name, "failed"));
    assert_int_equal(sql_int(f->path, "SELECT sum(ended_at_ms - started_at_ms) FROM focus_sessions"
                                      " WHERE status = 2"),
                     expect_ms(&expected, name, "success_seconds"));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM session_tags WHERE tag = 'Study'"),
                     expect_fact(&expected, name, "tags.Study"));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM session_tags WHERE tag = 'Work'"),
                     expect_fact(&expected, name, "tags.Work"));
    sqlite3_close(expected.db);
}

/* Its five users are accounts in the keys. */
static void a_team_has_the_time_of_each_user(void **state)
{
    static const char name[] = "toggl/detailed-2016-team.csv";
    fixture *f = *state;
    expectations expected;
    char fact[64];
    char sql[160];

    if (!shared_exists())
        skip();
    expect_open(&expected);
    (void)import_shared(f->store, name);
    for (int i = 1; i <= expect_fact(&expected, name, "users"); i++) {
        (void)snprintf(fact, sizeof fact, "per_user.\"User %02d\".total_seconds", i);
        (void)snprintf(sql, sizeof sql,
                       "SELECT sum(ended_at_ms - started_at_ms) FROM focus_sessions"
                       " WHERE source_key LIKE 'toggl:user%02d@%%'",
                       i);
        assert_int_equal(sql_int(f->path, sql), expect_ms(&expected, name, fact));
    }
    sqlite3_close(expected.db);
}

static void openpomodoro_flags_what_cannot_be(void **state)
{
    static const char name[] = "openpomodoro/history-2024-09";
    fixture *f = *state;
    expectations expected;
    focus_import_report report;
    focus_counters counters;

    if (!shared_exists())
        skip();
    expect_open(&expected);
    report = import_shared(f->store, name);
    counters = counters_of(f->store);
    assert_int_equal(report.read, expect_fact(&expected, name, "rows"));
    assert_int_equal(report.read_ms, MINUTE_MS * expect_fact(&expected, name, "all_minutes"));
    assert_int_equal(report.implausible + report.skipped_undated, 3);
    assert_int_equal(report.added - report.implausible,
                     expect_fact(&expected, name, "rows_with_real_date_and_at_most_24h"));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms,
                     MINUTE_MS * expect_fact(&expected, name, "sane_minutes"));
    assert_int_equal(sql_int(f->path, "SELECT count(DISTINCT session_id) FROM session_tags"),
                     expect_fact(&expected, name, "tagged"));
    check_history(f, &expected, name, &report);
    assert_int_equal(import_shared(f->store, name).same, report.added);
    sqlite3_close(expected.db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_has_the_figures_it_was_measured_to_have),
        cmocka_unit_test(days_runs_and_busiest_days_are_those_of_each_calendar),
        cmocka_unit_test(overlapping_exports_of_an_account_join_in_either_order),
        cmocka_unit_test_setup_teardown(months_of_timewarrior_add_up, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(another_zone_neither_doubles_nor_moves_entries,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(each_bucket_of_activitywatch_has_its_figures, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(klog_has_the_minutes_of_each_file, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test(totals_of_days_have_their_figures),
        cmocka_unit_test_setup_teardown(tables_that_people_keep_are_read, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(forest_keeps_what_was_given_up, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_team_has_the_time_of_each_user, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(openpomodoro_flags_what_cannot_be, fixture_setup,
                                        fixture_teardown),
    };

    return cmocka_run_group_tests_name("real exports", tests, NULL, NULL);
}
