/*
 * test_import_totals.c - bringing in totals of days: RescueTime, Super Productivity.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

#define RESCUE_HEADER "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity\n"

static const focus_day_total_list *totals_of(focus_store *store)
{
    const focus_day_total_list *list = NULL;

    assert_ok(store, focus_day_total_list_range(store, INT32_MIN, INT32_MAX, &list));
    return list;
}

/* --- RescueTime ------------------------------------------------------------------------------- */

static void rescuetime_slots_add_up_to_days(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("rescuetime/activities.csv"));
    const focus_day_total_list *list = totals_of(f->store);

    assert_string_equal(report.format, "rescuetime");
    assert_int_equal(report.read, 6);
    assert_int_equal(report.added, 5);
    assert_int_equal(report.day_totals, 5);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(list->count, 4);
    assert_int_equal(list->length_ms, 1100000);
    assert_text("Mail, and more", list->items[0].title);
    assert_int_equal(list->items[0].rating, 0);
    assert_text("seeds.example", list->items[1].title);
    assert_text("Reference", list->items[1].project);
    assert_int_equal(list->items[1].has_rating, 1);
    assert_int_equal(list->items[1].rating, 2);
    assert_int_equal(list->items[1].length_ms, 480000);
    assert_int_equal(list->items[1].record_count, 2);
    assert_int_equal(list->items[3].rating, -2);
    focus_day_total_list_free(list);
}

static void rescuetime_neighbours_of_another_rating_stand_apart(void **state)
{
    fixture *f = *state;
    const focus_day_total_list *list = NULL;

    (void)import_text(f->store, NULL,
                      RESCUE_HEADER "2025-03-03T09:00:00,100,1,a.example,Other,1\n"
                                    "2025-03-03T09:05:00,200,1,a.example,Other,1\n"
                                    "2025-03-03T09:05:00,400,1,a.example,Other,2\n"
                                    "2025-03-03T09:05:00,800,1,b.example,Other,\n"
                                    "2025-03-03T09:05:00,1600,1,b.example,Other,0\n");
    list = totals_of(f->store);
    assert_int_equal(list->count, 4);
    for (size_t i = 0; i < list->count; i++) {
        const focus_day_total *item = &list->items[i];
        int64_t expected_s = item->has_rating == 0 ? 800
                             : item->rating == 0   ? 1600
                             : item->rating == 1   ? 300
                                                   : 400;
        assert_int_equal(item->length_ms, expected_s * 1000);
    }
    focus_day_total_list_free(list);
}

static void rescuetime_rows_are_the_same_when_they_come_again(void **state)
{
    fixture *f = *state;

    (void)import_file(f->store, NULL, DATA("rescuetime/activities.csv"));
    assert_int_equal(import_file(f->store, NULL, DATA("rescuetime/activities.csv")).same, 5);
    assert_int_equal(focus_last_change(f->store), 0);
    assert_int_equal(import_text(f->store, NULL,
                                 RESCUE_HEADER
                                 "2025-03-03T09:00:00,200,1,seeds.example,Reference,2\n")
                         .changed,
                     1);
    assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_DAY_TOTALS);
}

static void rescuetime_days_need_no_activity(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("rescuetime/by-day.csv"));
    const focus_day_total_list *list = totals_of(f->store);

    assert_int_equal(report.added, 3);
    assert_text(NULL, list->items[0].title);
    assert_text(NULL, list->items[0].project);
    assert_int_equal(list->length_ms, 100 * MINUTE_MS);
    focus_day_total_list_free(list);
}

static void rescuetime_archives_have_no_header(void **state)
{
    static const char text[] =
        "2017-05-10 08:00:00 -0400,seeds.example,\"Beds, two\",Reference,Reading,412\r\n"
        "2017-05-10 09:00:00 -0400,seeds.example,No Details,Reference,Reading,88\r\n"
        "2017-05-11 09:00:00 -0400,Mail,No Details,Post,Post,0\r\n";
    fixture *f = *state;
    focus_import_report report = import_text(f->store, NULL, text);
    const focus_day_total_list *list = totals_of(f->store);

    assert_string_equal(report.format, "rescuetime");
    assert_int_equal(report.added, 2);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->length_ms, 500000);
    assert_text("seeds.example", list->items[0].title);
    assert_text("Reference", list->items[0].project);
    focus_day_total_list_free(list);
    refuse_text(f->store, "rescuetime",
                "2017-05-10 08:00:00 -0400,a,b,c,d,5\n2017-05-10 08:00:00 -0400,a,b,c,d\n",
                "line 2: the row has 5 fields, the header has 6");
}

static void rescuetime_refuses_rows_that_it_cannot_read(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"", "the file is empty"},
        {"Date,Activity\n", "there is no column \"time spent (seconds)\""},
        {RESCUE_HEADER "2025-02-30,1,1,a,b,2\n", "line 2: there is no day 2025-02-30"},
        {RESCUE_HEADER "03/04/2025,1,1,a,b,2\n", "\"03/04/2025\" is not a date"},
        {RESCUE_HEADER "2025-03-03,-1,1,a,b,2\n", "\"-1\" is not a number of seconds"},
        {RESCUE_HEADER "2025-03-03,1.5,1,a,b,2\n", "\"1.5\" is not a number of seconds"},
        {RESCUE_HEADER "2025-03-03,1,1,a,b,3\n", "the productivity \"3\" is not -2 to 2"},
        {RESCUE_HEADER "2025-03-03,1,1,a,b,high\n", "the productivity \"high\" is not -2 to 2"},
        {RESCUE_HEADER "2025-03-03,1,1,a,b\n", "the row has 5 fields, the header has 6"},
        {RESCUE_HEADER "2025-03-03,999999999,1,a,b,\n", "it is longer than a year"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refuse_text(f->store, "rescuetime", rows[i].text, rows[i].message);
}

/* --- Super Productivity ----------------------------------------------------------------------- */

static void superproductivity_has_a_total_for_each_task_and_day(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("superproductivity/backup.json"));
    const focus_day_total_list *list = totals_of(f->store);

    assert_string_equal(report.format, "superproductivity");
    assert_int_equal(report.read, 5);
    assert_int_equal(report.added, 4);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(report.read_ms, 120 * MINUTE_MS + MINUTE_MS + 1500);
    assert_int_equal(list->count, 4);
    assert_text("Dig", list->items[0].title);
    assert_text(NULL, list->items[0].project);
    assert_text("Beds", list->items[1].title);
    assert_int_equal(list->items[1].is_sum, 1);
    assert_text("Sow", list->items[2].title);
    assert_text("Long bed", list->items[2].project);
    assert_int_equal(list->items[2].is_sum, 0);
    assert_text("gone", list->items[3].project);
    assert_int_equal(list->length_ms, 61 * MINUTE_MS + 1500);
    focus_day_total_list_free(list);
    assert_int_equal(
        import_file(f->store, "superproductivity", DATA("superproductivity/backup.json")).same, 4);
}

/* The time of subtasks is not laid twice. */
static void superproductivity_can_become_sessions(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    char *bytes = read_whole(DATA("superproductivity/backup.json"), &size);
    focus_import_report report =
        import_bytes(f->store, NULL, FOCUS_IMPORT_AS_SESSIONS, bytes, size);
    const focus_session_list *list = oldest_first(f->store);

    free(bytes);
    assert_int_equal(report.added, 4);
    assert_int_equal(report.day_totals, 1);
    assert_int_equal(list->count, 3);
    assert_text("Sow", list->items[1]->title);
    assert_tags(list->items[1], "TODAY|garden");
    assert_time("2025-03-03T00:00:00Z", list->items[1]->started_at_ms);
    assert_time("2025-03-03T01:00:00Z", list->items[2]->started_at_ms);
    focus_session_list_free(list);
}

static void superproductivity_reads_older_backups(void **state)
{
    static const char text[] = "{\"task\":{\"ids\":[],\"entities\":{}},\"taskArchive\":{"
                               "\"entities\":{\"a\":{\"title\":\"Dig\","
                               "\"timeSpentOnDay\":{\"2025-02-28\":60000}}}}}";
    fixture *f = *state;

    assert_int_equal(import_text(f->store, NULL, text).added_ms, MINUTE_MS);
}

static void superproductivity_refuses_broken_backups(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } files[] = {
        {"[]", "this is not a JSON object"},
        {"{\"data\":{}}", "there are no tasks"},
        {"{\"task\":{\"entities\":[]}}", "this is not a JSON object"},
        {"{\"task\":{\"entities\":{\n\"a\":1}}}",
         "line 2: \"task\" is missing or of the wrong type"},
        {"{\"task\":{\"entities\":{\"a\":{\"timeSpentOnDay\":5}}}}",
         "\"timeSpentOnDay\" is missing or of the wrong type"},
        {"{\"task\":{\"entities\":{\"a\":{\"timeSpentOnDay\":{\"2025-03-03\":\"1\"}}}}}",
         "\"timeSpentOnDay\" is missing or of the wrong type"},
        {"{\"task\":{\"entities\":{\n\"a\":{\"timeSpentOnDay\":{\"noon\":1}}}}}\n\n",
         "line 2: \"noon\" is not a date"},
        {"{\"task\":{\"entities\":{\"a\":{\"timeSpentOnDay\":{\"2025-03-03\":1e300}}}}}",
         "it is longer than a year"},
        {"{\"task\":{\"entities\":{\"a\":{\"timeSpentOnDay\":{\"2025-03-03\":1}", "in the middle"},
        {"{\"task\":{}} {}", "there is text behind the JSON"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        refuse_text(f->store, "superproductivity", files[i].text, files[i].message);
}

static void superproductivity_is_known_by_its_first_words(void **state)
{
    enum { FILLER_SIZE = 70000 };
    static const char until[] =
        "\"},\"task\":{\"entities\":{\"t\":{\"title\":\"Sow\",\"timeSpentOnDay\":"
        "{\"2025-03-03\":60000,\"2025-03-04\":null}}}}}";
    fixture *f = *state;
    char *text = malloc(FILLER_SIZE + sizeof until + 100);

    assert_non_null(text);
    (void)sprintf(text, "{\"lastLocalSyncModelChange\":1,\"globalConfig\":{\"x\":\"%0*d%s",
                  FILLER_SIZE, 0, until);
    focus_import_report report = import_text(f->store, NULL, text);
    free(text);
    assert_string_equal(report.format, "superproductivity");
    assert_int_equal(report.added, 1);
    assert_int_equal(report.added_ms, 60000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static const focus_report *report_by(focus_store *store, int32_t by, int32_t rule, uint32_t include)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    const focus_report *report = NULL;

    options.by = by;
    options.rule = rule;
    options.include = include;
    assert_ok(store, focus_report_get(store, &options, &report));
    return report;
}

static void totals_of_days_are_counted_apart_or_where_they_are_asked_for(void **state)
{
    static const int32_t axes[] = {FOCUS_BY_DAY,     FOCUS_BY_WEEK, FOCUS_BY_MONTH,
                                   FOCUS_BY_WEEKDAY, FOCUS_BY_TAG,  FOCUS_BY_MODE};
    fixture *f = *state;
    const focus_report *report;

    assert_int_equal(import_text(f->store, "klog",
                                 "2026-03-02\n\t2h #read\n\t-30m #read\n"
                                 "\t8:00-9:00 #read\n")
                         .day_totals,
                     2);
    for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++) {
        report = report_by(f->store, axes[i], FOCUS_RULE_SPLIT, 0);
        assert_int_equal(report->count, 1);
        assert_int_equal(report->rows[0]->time_ms, 60 * 60000);
        assert_int_equal(report->rows[0]->day_total_ms, 90 * 60000);
        focus_report_free(report);
        report = report_by(f->store, axes[i], FOCUS_RULE_WHOLE, FOCUS_INCLUDE_DAY_TOTALS);
        assert_int_equal(report->rows[0]->time_ms, 150 * 60000);
        assert_int_equal(report->total->time_ms, 150 * 60000);
        focus_report_free(report);
    }
    report = report_by(f->store, FOCUS_BY_HOUR, FOCUS_RULE_SPLIT, FOCUS_INCLUDE_DAY_TOTALS);
    assert_int_equal(report->count, 1);
    assert_int_equal(report->rows[0]->time_ms, 60 * 60000);
    assert_int_equal(report->total->time_ms, 150 * 60000);
    focus_report_free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rescuetime_slots_add_up_to_days),
        TEST(rescuetime_neighbours_of_another_rating_stand_apart),
        TEST(rescuetime_rows_are_the_same_when_they_come_again),
        TEST(rescuetime_days_need_no_activity),
        TEST(rescuetime_archives_have_no_header),
        TEST(rescuetime_refuses_rows_that_it_cannot_read),
        TEST(superproductivity_has_a_total_for_each_task_and_day),
        TEST(superproductivity_can_become_sessions),
        TEST(superproductivity_reads_older_backups),
        TEST(superproductivity_refuses_broken_backups),
        TEST(totals_of_days_are_counted_apart_or_where_they_are_asked_for),
        TEST(superproductivity_is_known_by_its_first_words),
    };

    return cmocka_run_group_tests_name("import of totals", tests, NULL, NULL);
}
