/*
 * test_import_csv.c - bringing in tables that people keep by themselves.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

static void rows_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("csv/log.csv"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "csv");
    assert_int_equal(report.read, 5);
    assert_int_equal(report.added, 4);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.implausible, 1);
    assert_text("Sow", list->items[0]->title);
    assert_text("Beds", list->items[0]->project);
    assert_text("Two rows", list->items[0]->note);
    assert_tags(list->items[0], "garden|spring");
    assert_int_equal(list->items[0]->active_ms, 25 * MINUTE_MS + 30000);
    assert_time("2025-03-03T10:00:00Z", list->items[1]->started_at_ms);
    assert_int_equal(list->items[1]->active_ms, 90 * MINUTE_MS);
    assert_time("2025-03-03T11:00:00Z", list->items[2]->started_at_ms);
    assert_tags(list->items[2], "garden|water");
    assert_int_equal(list->items[3]->active_ms, 26 * HOUR_MS);
    focus_session_list_free(list);
    assert_int_equal(import_file(f->store, "csv", DATA("csv/log.csv")).same, 4);
}

static void dates_in_words_are_read_whole(void **state)
{
    static const struct {
        const char *start;
        const char *expected;
    } rows[] = {
        {"Feb 18 2021 1:38 PM", "2021-02-18T13:38:00Z"},
        {"Tue. 18 Feb 2021 12:08:09am", NULL},
        {"Thu 18 Feb 2021 12:08:09am", "2021-02-18T00:08:09Z"},
        {"2021-02-18 01:38:00 pm", "2021-02-18T13:38:00Z"},
        {"Wed Jul 17 15:36:57 GMT+08:00 2019", "2019-07-17T07:36:57Z"},
        {"Thu Feb 18 2021 12:38:24 GMT-0100 (of some place)", "2021-02-18T13:38:24Z"},
        {"18 February 2021 12:38 UTC", "2021-02-18T12:38:00Z"},
        {"18 February 2021 12:38 CET", NULL},
        {"18 February 2021 13:38 PM", NULL},
        {"18 February 2021 PM 1:38", NULL},
        {"18 February 2021 12:38 tomorrow", NULL},
        {"2021-02-18x 12:38", NULL},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[200];
        const focus_session_list *list = NULL;
        (void)snprintf(text, sizeof text, "start,duration\n%s,0:10\n", rows[i].start);
        if (rows[i].expected == NULL) {
            refuse_text(f->store, "csv", text, "is not a time");
            continue;
        }
        assert_int_equal(import_text(f->store, "csv", text).added, 1);
        list = oldest_first(f->store);
        assert_time(rows[i].expected, list->items[0]->started_at_ms);
        assert_ok(f->store, focus_session_delete(f->store, &list->items[0]->id));
        focus_session_list_free(list);
    }
}

static void semicolons_part_fields_where_the_header_has_them(void **state)
{
    static const char toggl[] =
        "\xEF\xBB\xBF\"Description\";Start date;Start time;End date;End time;Duration\r\n"
        "Sow, rake;03.03.2025;09:00;03.03.2025;10:30;1,50\r\n";
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report = import_text(
        f->store, NULL, "start;\"end, of it\";duration;title\n2025-03-04 09:00;x;1:00;\"a;b\"\n");

    assert_string_equal(report.format, "csv");
    assert_int_equal(report.added_ms, HOUR_MS);
    report = import_text(f->store, NULL, toggl);
    assert_string_equal(report.format, "toggl");
    assert_int_equal(report.added_ms, 90 * MINUTE_MS);
    list = oldest_first(f->store);
    assert_text("Sow, rake", list->items[0]->title);
    assert_text("a;b", list->items[1]->title);
    focus_session_list_free(list);
}

static void durations_may_have_days_and_fractions(void **state)
{
    fixture *f = *state;

    assert_int_equal(import_text(f->store, NULL,
                                 "start,duration\n2025-03-03 09:00,0 days 00:00:17.250000\n"
                                 "2025-03-04 09:00,1 day 1:30\n2025-03-06 09:00,26:00:01.5\n")
                         .added_ms,
                     17250 + DAY_MS + 90 * MINUTE_MS + 26 * HOUR_MS + 1500);
    refuse_text(f->store, "csv", "start,duration\n2025-03-03 09:00,0:00:17.\n",
                "is not a duration");
    refuse_text(f->store, NULL, "{\"id\":\"aw-watcher-afk_x\",\"events\":[]}", "of no kind");
}

static void our_own_csv_is_no_way_back(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    int64_t count = 0;

    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "one");
    text = export_text(f->store, "csv", &count);
    refuse_text(f->store, "auto", text, "export as JSON Lines to import again");
    free(text);
}

static void rows_that_cannot_be_read_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"", "the file is empty"},
        {"end\n", "there is no column \"start\""},
        {"start,title\n", "there is no column \"end\" or \"duration\""},
        {"start,end\nnoon,2025-03-03 09:00\n", "line 2: \"noon\" is not a time"},
        {"start,end\n3 March 2025,2025-03-03 09:00\n", "\"3 March 2025\" is not a time"},
        {"start,end\n3 Ma 2025 09:00,2025-03-03 09:00\n", "is not a time"},
        {"start,end\n3rd March 2025 09:00,2025-03-03 09:00\n", "is not a time"},
        {"start,end\n3 March 2025 9h,2025-03-03 09:00\n", "is not a time"},
        {"start,end\n30 February 2025 09:00,\n", "there is no such date or time"},
        {"start,end\n2025-03-03 09:00,2025-03-03 08:00\n", "it ends before it starts"},
        {"start,duration\n2025-03-03 09:00,long\n", "\"long\" is not a duration"},
        {"start,duration\n2025-03-03 09:00,1 day\n", "\"1 day\" is not a duration"},
        {"start,duration\n2025-03-03 09:00,90\n", "\"90\" is not a duration"},
        {"start,end\n2025-03-03 09:00\n", "the row has 1 fields, the header has 2"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refuse_text(f->store, "csv", rows[i].text, rows[i].message);
}

/* --- whose it is ------------------------------------------------------------------------------ */

static void people_of_a_table_have_each_their_own(void **state)
{
    static const char text[] = "start,end,user\n2025-03-03 09:00,2025-03-03 10:00,Ann\n"
                               "2025-03-03 09:00,2025-03-03 10:00,Ben\n"
                               "2025-03-03 11:00,2025-03-03 12:00,\n";
    fixture *f = *state;
    input in = {.bytes = text, .size = sizeof text - 1};
    focus_import_options options = input_options(&in, "auto");
    focus_import_report report;

    options.person = "ben";
    assert_ok(f->store, focus_import(f->store, &options, &report));
    assert_int_equal(report.added, 1);
    assert_int_equal(report.skipped_person, 2);
    assert_int_equal(report.people, 2);
    report = import_text(f->store, NULL, text);
    assert_int_equal(report.added, 2);
    assert_int_equal(report.same, 1);
    in.at = 0;
    options.person = "Cat";
    assert_status(f->store, FOCUS_E_INVALID, focus_import(f->store, &options, &report));
    assert_message_has(f->store, "nobody in input is called \"Cat\", but Ann, Ben");
}

static void people_are_counted_to_a_bound(void **state)
{
    enum { ROW_SIZE = 80, ROWS = 300 };
    fixture *f = *state;
    char *text = malloc((ROWS + 1) * ROW_SIZE);
    char *at = text;

    assert_non_null(text);
    at += sprintf(at, "start,end,user\n");
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "2025-03-03 09:00,2025-03-03 10:00,\"A rather long name %d\"\n", i);
    assert_int_equal(import_text(f->store, NULL, text).people, 256);
    input in = {.bytes = text, .size = strlen(text)};
    focus_import_options options = input_options(&in, "auto");
    focus_import_report report;
    options.person = "A rather long name 299";
    assert_ok(f->store, focus_import(f->store, &options, &report));
    assert_int_equal(report.same, 1);
    in.at = 0;
    options.person = "Nobody";
    assert_status(f->store, FOCUS_E_INVALID, focus_import(f->store, &options, &report));
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(people_of_a_table_have_each_their_own),
        TEST(people_are_counted_to_a_bound),
        TEST(rows_become_sessions),
        TEST(dates_in_words_are_read_whole),
        TEST(semicolons_part_fields_where_the_header_has_them),
        TEST(durations_may_have_days_and_fractions),
        TEST(our_own_csv_is_no_way_back),
        TEST(rows_that_cannot_be_read_are_refused),
    };

    return cmocka_run_group_tests_name("import from tables", tests, NULL, NULL);
}
