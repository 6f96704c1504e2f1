/*
 * test_import_timers.c - bringing in what timers have kept: Forest, Open Pomodoro.
 */
#include "support/input.h"

#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

#define FOREST_HEADER "Start Time,End Time,Tag,Note,Tree Type,Is Success\n"

/* --- Forest ----------------------------------------------------------------------------------- */

static void forest_plants_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("forest/plants.csv"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "forest");
    assert_int_equal(report.read, 4);
    assert_int_equal(report.added, 4);
    assert_int_equal(report.read_ms, (25 + 30 + 60) * MINUTE_MS + 450500);
    assert_text("Leaves, stems and roots", list->items[0]->title);
    assert_tags(list->items[0], "Study");
    assert_time("2025-03-03T14:00:00.250Z", list->items[0]->started_at_ms);
    assert_int_equal(list->items[0]->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(list->items[1]->status, FOCUS_SESSION_ABANDONED);
    assert_int_equal(list->items[1]->active_ms, 450500);
    assert_tags(list->items[2], "");
    assert_time("2025-03-30T07:00:00Z", list->items[3]->started_at_ms);
    focus_session_list_free(list);
}

static void forest_plants_with_another_note_are_changed(void **state)
{
    static const char row[] =
        FOREST_HEADER "2025-03-03T09:00:00-0500,2025-03-03T09:25:00-0500,Work,Bark,Cedar,True\n";
    static const char other[] =
        FOREST_HEADER "2025-03-03T09:00:00-0500,2025-03-03T09:25:00-0500,Work,Moss,Cedar,True\n";
    fixture *f = *state;
    focus_import_report report = import_text(f->store, "forest", row);

    assert_int_equal(report.added, 1);
    assert_int_equal(import_text(f->store, "forest", row).same, 1);
    assert_int_equal(import_text(f->store, "forest", other).changed, 1);
}

static void forest_refuses_rows_that_it_cannot_read(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"", "the file is empty"},
        {"Start Time,End Time,Tag\n", "there is no column \"is success\""},
        {FOREST_HEADER "2025-03-03,2025-03-03T09:25:00Z,,,,True\n",
         "line 2: \"2025-03-03\" is not a time"},
        {FOREST_HEADER "2025-03-03T09:00:00Z,2025-03-03T09:25:61Z,,,,True\n",
         "line 2: \"2025-03-03T09:25:61Z\": there is no such date or time"},
        {FOREST_HEADER "2025-03-03T09:00:00+2430,2025-03-03T09:25:00Z,,,,True\n", "is not a time"},
        {FOREST_HEADER "2025-03-03T09:00:00Z,2025-03-03T08:00:00Z,,,,True\n",
         "line 2: it ends before it starts"},
        {FOREST_HEADER "2025-03-03T09:00:00Z,2025-03-03T09:25:00Z,,,,Maybe\n",
         "\"Maybe\" is neither True nor False"},
        {FOREST_HEADER "2025-03-03T09:00:00Z,2025-03-03T09:25:00Z,True\n",
         "the row has 3 fields, the header has 6"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refuse_text(f->store, "forest", rows[i].text, rows[i].message);
}

/* --- Open Pomodoro ---------------------------------------------------------------------------- */

static void openpomodoro_lines_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("openpomodoro/history"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "openpomodoro");
    assert_int_equal(report.read, 5);
    assert_int_equal(report.added, 3);
    assert_int_equal(report.skipped_undated, 1);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(report.read_ms, (INT64_C(153722867) + 25 + 20 + 50) * MINUTE_MS);
    assert_int_equal(list->items[0]->active_ms, 25 * MINUTE_MS);
    assert_text("Say \"seed\" and C:\\beds", list->items[1]->title);
    assert_tags(list->items[1], "garden|seeds");
    assert_time("2025-03-30T10:00:00Z", list->items[2]->started_at_ms);
    assert_text("Sow", list->items[2]->title);
    assert_tags(list->items[2], "seeds|two words");
    focus_session_list_free(list);
}

static void openpomodoro_pomodoros_amended_there_are_changed_here(void **state)
{
    fixture *f = *state;

    (void)import_text(f->store, NULL, "2025-03-03T09:00:00+01:00 duration=25\n");
    assert_int_equal(import_text(f->store, NULL, "2025-03-03T09:00:00+01:00 duration=25\n").same,
                     1);
    assert_int_equal(import_text(f->store, NULL, "2025-03-03T09:00:00+01:00 duration=12\n").changed,
                     1);
}

static void openpomodoro_refuses_lines_that_it_cannot_read(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } lines[] = {
        {"2025-03-03T09:00:00Z\nnoon duration=25\n", "line 2: \"noon\" is not a time"},
        {"2025-03-03T09:00:00Z duration=-5\n", "\"-5\" is not a number of minutes"},
        {"2025-03-03T09:00:00Z duration=1234567890\n", "is not a number of minutes"},
        {"2025-03-03T09:00:00Z duration=\n", "\"\" is not a number of minutes"},
        {"2025-03-03T09:00:00Z description=\"open\n", "a quote is not closed"},
        {"1969-03-03T09:00:00Z duration=25\n", "outside the years 1970 to 9999"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        refuse_text(f->store, "openpomodoro", lines[i].text, lines[i].message);
}

/* --- Timewarrior's folder ---------------------------------------------------------------------- */

static focus_status import_named(fixture *f, const char *name, const char *text,
                                 focus_import_report *out)
{
    input in = {.bytes = text, .size = strlen(text)};
    focus_import_options options = input_options(&in, "auto");

    options.name = name;
    return focus_import(f->store, &options, out);
}

static void companions_of_timewarrior_are_no_histories(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        bool is_companion;
    } files[] = {
        {"data/tags.data", "{\n  \"a\":{\"count\":1},\n  \"b\":{\"count\":2}\n}\n", true},
        {"tags.data", "{}", true},
        {"tags.data", "", true},
        {"undo.data", "txn:\n  type: interval\n", true},
        {"/a/backlog.data", "\n", true},
        {"old.tags.data", "{\"a\":{\"count\":1}}", false},
        {"tags.data", "{\"a\":{\"size\":1}}", false},
        {"undo.data", "inc 20250105T080000Z\n", false},
        {"backlog.data", "[]", false},
        {"other.data", "", false},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        focus_import_report report;
        focus_status status = import_named(f, files[i].name, files[i].text, &report);
        assert_int_equal(report.is_companion, files[i].is_companion);
        if (files[i].is_companion) {
            assert_ok(f->store, status);
            assert_string_equal(report.format, "timewarrior");
            assert_int_equal(report.read, 0);
        }
    }
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(forest_plants_become_sessions),
        FIXTURE_TEST(forest_plants_with_another_note_are_changed),
        FIXTURE_TEST(forest_refuses_rows_that_it_cannot_read),
        FIXTURE_TEST(openpomodoro_lines_become_sessions),
        FIXTURE_TEST(openpomodoro_pomodoros_amended_there_are_changed_here),
        FIXTURE_TEST(openpomodoro_refuses_lines_that_it_cannot_read),
        FIXTURE_TEST(companions_of_timewarrior_are_no_histories),
    };

    return cmocka_run_group_tests_name("import from timers", tests, NULL, NULL);
}
