/*
 * test_import_csv.c - bringing in tables that people keep by themselves.
 */
#include "support/input.h"

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_become_sessions),
        TEST(our_own_csv_is_no_way_back),
        TEST(rows_that_cannot_be_read_are_refused),
    };

    return cmocka_run_group_tests_name("import from tables", tests, NULL, NULL);
}
