/*
 * test_import_activity.c - bringing in what watchers have kept: ActivityWatch.
 */
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

static focus_import_report import_bucket(focus_store *store, const char *bucket)
{
    size_t size = 0;
    char *bytes = read_whole(DATA("activitywatch/buckets.json"), &size);
    input in = {.bytes = bytes, .size = size};
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;

    options.bucket = bucket;
    assert_ok(store, focus_import(store, &options, &report));
    assert_report(&report);
    free(bytes);
    return report;
}

static void presence_is_taken_and_nothing_counted_twice(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("activitywatch/buckets.json"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "activitywatch");
    assert_int_equal(report.read, 7);
    assert_int_equal(report.added, 2);
    assert_int_equal(report.skipped_other, 5);
    assert_int_equal(report.added_ms, 62 * MINUTE_MS);
    assert_int_equal(report.read_ms, (62 + 60 + 16 + 10) * MINUTE_MS + 250);
    assert_time("2025-03-03T09:00:00Z", list->items[0]->started_at_ms);
    assert_text(NULL, list->items[0]->title);
    focus_session_list_free(list);
    assert_int_equal(
        import_file(f->store, "activitywatch", DATA("activitywatch/buckets.json")).same, 2);
}

static void a_bucket_can_be_asked_for(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_bucket(f->store, "aw-watcher-window");
    const focus_session_list *list = oldest_first(f->store);

    assert_int_equal(report.read, 2);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.skipped_zero, 1);
    assert_time("2025-03-03T09:10:00.500Z", list->items[0]->started_at_ms);
    assert_text("Beds {draft} \"2\"", list->items[0]->title);
    assert_text("Editor", list->items[0]->project);
    focus_session_list_free(list);
}

static void a_stopwatch_that_runs_is_left_out(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_bucket(f->store, "aw-stopwatch");
    const focus_session_list *list = oldest_first(f->store);

    assert_int_equal(report.added, 1);
    assert_int_equal(report.skipped_running, 1);
    assert_text("Sow", list->items[0]->title);
    assert_time("2025-03-03T10:00:00Z", list->items[0]->started_at_ms);
    focus_session_list_free(list);
}

static void an_event_that_has_grown_is_changed(void **state)
{
    static const char before[] =
        "{\"buckets\":{\"aw-watcher-afk_x\":{\"events\":[{\"timestamp\":\"2025-03-03T09:00:00Z\","
        "\"duration\":60,\"data\":{\"status\":\"not-afk\"}}]}}}";
    static const char after[] =
        "{\"buckets\":{\"aw-watcher-afk_x\":{\"events\":[{\"timestamp\":\"2025-03-03T09:00:00Z\","
        "\"duration\":90,\"data\":{\"status\":\"not-afk\"}}]}}}";
    fixture *f = *state;

    assert_int_equal(import_text(f->store, NULL, before).added, 1);
    assert_int_equal(import_text(f->store, NULL, after).changed, 1);
}

static void broken_buckets_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } files[] = {
        {"", "line 1: this is not a JSON object"},
        {"{}", "there are no buckets"},
        {"{\"buckets\": []}", "this is not a JSON object"},
        {"{\"buckets\": {\n\"a\": {\"events\": {}}}}", "line 2: this is not a JSON array"},
        {"{\"buckets\": {\n\"a\": {\"events\": [", "line 2: the JSON ends in the middle"},
        {"{\"buckets\": {\"a\n", "the JSON ends in the middle"},
        {"{\"buckets\": {\"a\": {}", "the JSON ends in the middle"},
        {"{\"buckets\": {\"a\": {} \"b\": {}}}", "a comma is missing"},
        {"{\"buckets\": {1: {}}}", "a name is missing"},
        {"{\"buckets\": {\"a\" {}}}", "a colon is missing"},
        {"{\"buckets\": {}} 1", "there is text behind the JSON"},
        {"{\"buckets\": {\"a\": {\"events\": [\n{\"timestamp\": 1}]}}}",
         "line 2: \"timestamp\" is missing or of the wrong type"},
        {"{\"buckets\": {\"a\": {\"events\": [{\"timestamp\": \"2025-03-03T09:00:00Z\","
         "\"duration\": 1e300, \"data\": {}}]}}}",
         "the duration is out of range"},
        {"{\"buckets\": {\"a\": {\"events\": [{\"timestamp\": \"2025-03-03T09:00:00Z\","
         "\"duration\": -1, \"data\": {}}]}}}",
         "the duration is out of range"},
        {"{\"buckets\": {\"a\": {\"events\": [{\"timestamp\": \"noon\","
         "\"duration\": 1, \"data\": {}}]}}}",
         "\"noon\" is not a time"},
        {"{\"buckets\": {\"a\": {\"events\": [{\"timestamp\": \"2025-03-03T09:00:00Z\","
         "\"duration\": 1, \"data\": {},}]}}}",
         "this is not well-formed JSON"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        refuse_text(f->store, "activitywatch", files[i].text, files[i].message);
}

static void a_bucket_that_is_not_there_is_refused(void **state)
{
    static const char text[] = "{\"buckets\": {\"a\": {\"events\": []}}}";
    fixture *f = *state;
    input in = {.bytes = text, .size = sizeof text - 1};
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;

    options.bucket = "b";
    assert_status(f->store, FOCUS_E_INVALID, focus_import(f->store, &options, &report));
    assert_non_null(strstr(focus_last_error(f->store)->message, "no bucket begins with \"b\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(presence_is_taken_and_nothing_counted_twice),
        TEST(a_bucket_can_be_asked_for),
        TEST(a_stopwatch_that_runs_is_left_out),
        TEST(an_event_that_has_grown_is_changed),
        TEST(broken_buckets_are_refused),
        TEST(a_bucket_that_is_not_there_is_refused),
    };

    return cmocka_run_group_tests_name("import from watchers", tests, NULL, NULL);
}
