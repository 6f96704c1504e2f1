/*
 * test_import_klog.c - bringing in records of klog, and the totals of days that they hold.
 */
#include "support/input.h"

#include <stdio.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

static const focus_day_total_list *totals_of(focus_store *store)
{
    const focus_day_total_list *list = NULL;

    assert_ok(store, focus_day_total_list_range(store, INT32_MIN, INT32_MAX, &list));
    return list;
}

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t number = 0;

    assert_int_equal(focus_day_from_date(year, month, day, &number), FOCUS_OK);
    return number;
}

/* --- ranges ----------------------------------------------------------------------------------- */

static void ranges_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("klog/garden.klg"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "klog");
    assert_int_equal(report.read, 10);
    assert_int_equal(report.added, 8);
    assert_int_equal(report.day_totals, 3);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(list->count, 5);
    assert_int_equal(report.added_ms, (90 + 75 + 60 + 135 + 45 - 30 + 30 + 90) * MINUTE_MS);
    assert_time("2025-03-02T23:30:00Z", list->items[0]->started_at_ms);
    assert_text("Late", list->items[0]->title);
    assert_time("2025-03-03T09:00:00Z", list->items[1]->started_at_ms);
    assert_text("Sow", list->items[1]->title);
    assert_text("Plant the long bed #garden", list->items[1]->note);
    assert_tags(list->items[1], "beds=two|garden");
    assert_time("2025-03-03T13:00:00Z", list->items[2]->started_at_ms);
    assert_tags(list->items[2], "garden|tool=a rake");
    assert_time("2025-03-03T23:00:00Z", list->items[3]->started_at_ms);
    assert_text("Later and on", list->items[3]->title);
    assert_tags(list->items[3], "garden|night");
    assert_int_equal(list->items[3]->active_ms, 135 * MINUTE_MS);
    assert_time("2025-03-05T00:00:00Z", list->items[4]->started_at_ms);
    focus_session_list_free(list);
}

static void an_entry_with_another_summary_is_changed(void **state)
{
    fixture *f = *state;

    (void)import_text(f->store, "klog", "2025-03-03\n  9:00 - 10:00 Sow\n  1h Read\n");
    assert_int_equal(
        import_text(f->store, "klog", "2025-03-03\n  9:00 - 10:00 Sow\n  1h Read\n").same, 2);
    assert_int_equal(
        import_text(f->store, "klog", "2025-03-03\n  9:00 - 10:00 Rake\n  1h Learn\n").changed, 2);
}

/* An hour in Central Europe that comes twice: both ends are the earlier, until the end would lie before
 * its start. */
static int32_t autumn_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < INT64_C(1761440400000) ? 7200 : 3600; /* 2025-10-26T01:00:00Z */
}

/* The same in spring, at 2025-03-30T01:00:00Z. */
static int32_t spring_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < INT64_C(1743296400000) ? 3600 : 7200;
}

static void the_doubled_hour_goes_by_the_order(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    f->zone.utc_offset_s = autumn_offset;
    fixture_reopen(f);
    (void)import_text(f->store, "klog", "2025-10-26\n  1:30 - 2:30\n  2:45 - 3:15\n");
    list = oldest_first(f->store);
    assert_int_equal(list->items[0]->active_ms, 60 * MINUTE_MS);
    assert_int_equal(list->items[1]->active_ms, 90 * MINUTE_MS);
    focus_session_list_free(list);
}

/* Those at its end are no part of a sentence. */
static void tags_within_a_summary_stay_in_the_title(void **state)
{
    static const struct {
        const char *entry;
        const char *title;
        const char *tags;
    } entries[] = {
        {"Fix #12 in #core now", "Fix #12 in #core now", "12|core"},
        {"Fix #12, #core", "Fix #12,", "12|core"},
        {"Fix#12 #core=\"a b\"  #x", "Fix#12", "12|core=a b|x"},
        {"#all #tags", NULL, "all|tags"},
        {"Cost is # #", "Cost is # #", ""},
        {"Call #tag=\"k, n\" #project='P, Q'", "Call", "k, n"},
        {"Two\n        lines\n        #end", "Two lines", "end"},
        {"#x=", "#x=", "x"},
        {"#title='see #1' #a", "see #1", "a"},
        {"Read #title=Dune", "Read", "title=Dune"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        char text[200];
        const focus_session_list *list = NULL;
        (void)snprintf(text, sizeof text, "2025-03-%02zu\n    9:00 - 10:00 %s\n", i + 1,
                       entries[i].entry);
        (void)import_text(f->store, "klog", text);
        list = oldest_first(f->store);
        assert_text(entries[i].title, list->items[i]->title);
        assert_tags(list->items[i], entries[i].tags);
        assert_text(strstr(text, "project") != NULL ? "P, Q" : NULL, list->items[i]->project);
        focus_session_list_free(list);
    }
}

static void an_end_in_the_gap_is_an_error_but_for_its_begin(void **state)
{
    fixture *f = *state;

    f->zone.utc_offset_s = spring_offset;
    fixture_reopen(f);
    (void)import_text(f->store, "klog", "2025-03-30\n  1:40 - 2:00\n");
    refuse_text(f->store, "klog", "2025-03-30\n  1:40 - 2:01\n", "clocks jump from 02:00");
    refuse_text(f->store, "klog", "2025-03-30\n  2:00 - 4:00\n", "clocks jump from 02:00");
}

/* --- totals of days --------------------------------------------------------------------------- */

static void durations_become_totals_and_no_sessions(void **state)
{
    fixture *f = *state;
    const focus_day_total_list *list = NULL;
    focus_counters counters;

    (void)import_text(f->store, "klog",
                      "2025-03-03\n  2h Sow\n  -30m\n  1h Sow\n\n2025-03-04\n  5m\n");
    list = totals_of(f->store);
    assert_int_equal(list->count, 3);
    assert_int_equal(list->length_ms, 155 * MINUTE_MS);
    assert_int_equal(list->items[0].day, day_of(2025, 3, 3));
    assert_text(NULL, list->items[0].title);
    assert_int_equal(list->items[0].length_ms, -30 * MINUTE_MS);
    assert_text("Sow", list->items[1].title);
    assert_int_equal(list->items[1].length_ms, 180 * MINUTE_MS);
    assert_int_equal(list->items[1].record_count, 2);
    assert_text("klog", list->items[1].source_format);
    assert_int_equal(list->items[1].has_rating, 0);
    focus_day_total_list_free(list);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 0);
}

static void totals_can_become_sessions_from_the_start_of_the_day(void **state)
{
    static const char text[] = "2025-03-03\n  2h Sow #bed\n  -30m\n  1h Rake\n";
    fixture *f = *state;
    input in = {.bytes = text, .size = sizeof text - 1};
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_import_options options = input_options(&in, "klog");
    focus_import_report report;
    const focus_session_list *list = NULL;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 240;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    options.flags = FOCUS_IMPORT_AS_SESSIONS;
    assert_ok(f->store, focus_import(f->store, &options, &report));
    assert_int_equal(report.added, 3);
    assert_int_equal(report.day_totals, 1);
    list = oldest_first(f->store);
    assert_int_equal(list->count, 2);
    assert_time("2025-03-03T04:00:00Z", list->items[0]->started_at_ms);
    assert_time("2025-03-03T06:00:00Z", list->items[1]->started_at_ms);
    assert_tags(list->items[0], "bed");
    assert_int_equal(list->items[0]->day, day_of(2025, 3, 3));
    focus_session_list_free(list);
    in.at = 0;
    assert_ok(f->store, focus_import(f->store, &options, &report));
    assert_int_equal(report.same, 3);
}

static void totals_of_a_range_of_days_are_listed(void **state)
{
    fixture *f = *state;
    const focus_day_total_list *list = NULL;

    (void)import_text(f->store, "klog",
                      "2025-03-03\n  2h\n\n2025-03-05\n  1h\n\n2025-03-06\n  3h\n");
    assert_ok(f->store,
              focus_day_total_list_range(f->store, day_of(2025, 3, 4), day_of(2025, 3, 5), &list));
    assert_int_equal(list->count, 1);
    assert_int_equal(list->items[0].day, day_of(2025, 3, 5));
    focus_day_total_list_free(list);
    assert_status(f->store, FOCUS_E_INVALID, focus_day_total_list_range(f->store, 2, 1, &list));
    assert_null(list);
}

static void limits_of_length_leave_totals_out(void **state)
{
    static const char text[] = "2025-03-03\n  2h\n  -30m\n  10m\n  0m\n";
    fixture *f = *state;
    input in = {.bytes = text, .size = sizeof text - 1};
    focus_import_options options = input_options(&in, "klog");
    focus_import_report report;

    options.min_length_ms = 15 * MINUTE_MS;
    options.max_length_ms = HOUR_MS;
    assert_ok(f->store, focus_import(f->store, &options, &report));
    assert_int_equal(report.read, 4);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.skipped_short, 1);
    assert_int_equal(report.skipped_long, 1);
    assert_int_equal(report.skipped_zero, 1);
}

/* --- what is no klog -------------------------------------------------------------------------- */

static void broken_records_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } files[] = {
        {"2025-3-03\n", "line 1: \"2025-3-03\" is not a date"},
        {"2025-13-03\n", "there is no day 2025-13-03"},
        {"2025-03/03\n", "is not a date"},
        {"2025-03-03 8h!\n", "is not a should-total"},
        {"2025-03-03 (8h)\n", "is not a should-total"},
        {"2025-03-03\n    8h\n  8h\n", "line 3: the indentation is not that of the record"},
        {"2025-03-03\n 8h\n", "line 2: the indentation is not two to four blanks or a tab"},
        {"2025-03-03\n    8h\nAfter\n", "line 3: \"After\" stands behind entries"},
        {"2025-03-03\n    1h60m\n", "line 2: \"1h60m\" is no duration and no range"},
        {"2025-03-03\n    8hours\n", "is no duration and no range"},
        {"2025-03-03\n    8:00\n", "is no duration and no range"},
        {"2025-03-03\n    8:0 - 9:00\n", "is no duration and no range"},
        {"2025-03-03\n    8:00 - 9:60\n", "is no duration and no range"},
        {"2025-03-03\n    24:01 - 9:00>\n", "is no duration and no range"},
        {"2025-03-03\n    13:00pm - 14:00\n", "is no duration and no range"},
        {"2025-03-03\n    <8:00> - 9:00\n", "is no duration and no range"},
        {"2025-03-03\n    8:00 - 9:00>>\n", "is no duration and no range"},
        {"2025-03-03\n    9:00 - 8:00\n", "line 2: the range ends before it starts"},
        {"2025-03-03\n    9:00 - ?\n    10:00 - ??\n", "line 3: the record has two open ranges"},
        {"2025-03-03\n    8:00 - 9:00\n\n2125-03-03\n    8:00 - 9:00\n\n2025-03-04\n",
         "line 5: it ends more than a day from now"},
        {"2125-03-03\n    8h\n", "line 2: it lies more than a day from now"},
        {"1970-01-01\n    8h\n", "line 2: it lies before 1970-01-02"},
        {"2025-03-03\n    99999h\n", "line 2: it is longer than a year"},
        {"Words\n", "\"Words\" is not a date"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        refuse_text(f->store, "klog", files[i].text, files[i].message);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ranges_become_sessions),
        TEST(an_entry_with_another_summary_is_changed),
        TEST(the_doubled_hour_goes_by_the_order),
        TEST(tags_within_a_summary_stay_in_the_title),
        TEST(an_end_in_the_gap_is_an_error_but_for_its_begin),
        TEST(durations_become_totals_and_no_sessions),
        TEST(totals_can_become_sessions_from_the_start_of_the_day),
        TEST(totals_of_a_range_of_days_are_listed),
        TEST(limits_of_length_leave_totals_out),
        TEST(broken_records_are_refused),
    };

    return cmocka_run_group_tests_name("import from klog", tests, NULL, NULL);
}
