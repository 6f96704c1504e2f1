/*
 * test_export_formats.c - exports that other programs read: iCalendar, Timewarrior, klog, Toggl, Open
 * Pomodoro. What is written, to the byte; that no time is lost on the way; and the way back.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

/* --- a store with what is hard to write ------------------------------------------------------- */

static void add_hostile(focus_store *store)
{
    static const char *const tags[] = {"#", "[x]", "k\xC3\xBCste, north", "plain", "say \"hi\""};
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    words.started_at_ms = MONDAY_9_MS - 2 * HOUR_MS;
    words.ended_at_ms = words.started_at_ms + 25 * MINUTE_MS;
    words.title = "a \"b\", c; #12 back\\slash \xF0\x9F\x8E\x89";
    words.project = "Client's \"X\"";
    words.task = "T-1";
    words.note = "two\nlines";
    words.tags = tags;
    words.tag_count = 5;
    assert_ok(store, focus_session_add(store, &words, NULL));
}

/* Ten minutes, a pause of one, twenty more; then a break, and one that runs on. */
static void live(fixture *f)
{
    focus_session_input plan = FOCUS_SESSION_INPUT_INIT;

    plan.planned_ms = FOCUS_PLANNED_OPEN;
    plan.title = "live";
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    run_session(f, FOCUS_MODE_BREAK, 5 * MINUTE_MS);
    plan.title = "still";
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, MINUTE_MS);
}

static void fill(fixture *f)
{
    add_hostile(f->store);
    live(f);
}

static void assert_export(focus_store *store, const char *format, int64_t count, const char *wanted)
{
    int64_t got = 0;
    char *text = export_text(store, format, &got);

    assert_string_equal(text, wanted);
    assert_int_equal(got, count);
    free(text);
}

/* --- to the byte ------------------------------------------------------------------------------ */

static void timewarrior_has_an_interval_for_each_stretch(void **state)
{
    fixture *f = *state;

    fill(f);
    assert_export(f->store, "timewarrior", 3,
                  "inc 20260302T070000Z - 20260302T072500Z # \"Client's \\\"X\\\"\" \"#\" \"[x]\""
                  " \"k\xC3\xBCste, north\" plain \"say \\\"hi\\\"\""
                  " # \"a \\\"b\\\", c; #12 back\\\\slash \xF0\x9F\x8E\x89\"\n"
                  "inc 20260302T090000Z - 20260302T091000Z # # \"live\"\n"
                  "inc 20260302T091100Z - 20260302T093100Z # # \"live\"\n"
                  "inc 20260302T093600Z # # \"still\"\n");
}

static void klog_has_a_record_for_each_day(void **state)
{
    fixture *f = *state;

    fill(f);
    assert_export(f->store, "klog", 3,
                  "2026-03-02\n"
                  "    07:00 - 07:25 #title='a \"b\", c; #12 back\\slash \xF0\x9F\x8E\x89'"
                  " #project=\"Client's 'X'\" #tag=\"#\" #tag=\"[x]\""
                  " #tag=\"k\xC3\xBCste, north\" #plain #tag='say \"hi\"'\n"
                  "    09:00 - 09:10 live\n"
                  "    09:11 - 09:31 live\n"
                  "    09:36 - ? still\n");
}

static void toggl_has_an_entry_for_each_stretch(void **state)
{
    fixture *f = *state;

    fill(f);
    assert_export(
        f->store, "toggl", 2,
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
        "End time,Duration,Tags\n"
        ",,,\"Client's \"\"X\"\"\",T-1,\"a \"\"b\"\", c; #12 back\\slash \xF0\x9F\x8E\x89\",No,"
        "2026-03-02,07:00:00,2026-03-02,07:25:00,00:25:00,"
        "\"#, [x], k\xC3\xBCste, north, plain, say \"\"hi\"\"\"\n"
        ",,,,,live,No,2026-03-02,09:00:00,2026-03-02,09:10:00,00:10:00,\n"
        ",,,,,live,No,2026-03-02,09:11:00,2026-03-02,09:31:00,00:20:00,\n");
}

static void open_pomodoro_has_a_line_for_each_session(void **state)
{
    fixture *f = *state;

    f->utc_offset_s = -3 * 3600;
    fill(f);
    assert_export(f->store, "openpomodoro", 2,
                  "2026-03-02T04:00:00-03:00 duration=25"
                  " description=\"a \\\"b\\\", c; #12 back\\\\slash \xF0\x9F\x8E\x89\""
                  " tags=\"Client's \\\"X\\\",#,[x],k\xC3\xBCste north,plain,say \\\"hi\\\"\"\n"
                  "2026-03-02T06:00:00-03:00 duration=30 description=live\n");
}

static const char *after_id(const char *text)
{
    const char *at = strstr(text, "UID:");

    assert_non_null(at);
    return at + strlen("UID:") + FOCUS_ID_TEXT_SIZE - 1;
}

static void icalendar_has_an_event_for_each_session(void **state)
{
    static const char head[] =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//libfocus//focus//EN\r\nBEGIN:VEVENT\r\nUID:";
    static const char event[] =
        "\r\nDTSTAMP:20260302T090000Z\r\nDTSTART:20260302T070000Z\r\nDTEND:20260302T072500Z\r\n"
        "SEQUENCE:0\r\n"
        "SUMMARY:a \"b\"\\, c\\; #12 back\\\\slash \xF0\x9F\x8E\x89\r\n"
        "DESCRIPTION:two\\nlines\r\n"
        "CATEGORIES:Client's \"X\",#,[x],k\xC3\xBCste\\, north,plain,say \"hi\"\r\n"
        "X-FOCUS-MODE:focus\r\nX-FOCUS-STATUS:completed\r\n"
        "X-FOCUS-PROJECT:Client's \"X\"\r\nX-FOCUS-TASK:T-1\r\n"
        "X-FOCUS-STARTED:2026-03-02T07:00:00Z\r\nX-FOCUS-ENDED:2026-03-02T07:25:00Z\r\n"
        "X-FOCUS-DAY:2026-03-02\r\nX-FOCUS-ZONE:Test/Zone\r\nEND:VEVENT\r\n";
    fixture *f = *state;
    int64_t count = 0;
    char *text = NULL;

    fill(f);
    text = export_text(f->store, "ics", &count);
    assert_int_equal(count, 3); /* the break with them, the running one not */
    assert_memory_equal(text, head, sizeof head - 1);
    assert_memory_equal(after_id(text), event, sizeof event - 1);
    assert_non_null(strstr(text, "\r\nX-FOCUS-PAUSE:2026-03-02T09:10:00Z/2026-03-02T09:11:00Z/\r\n"
                                 "END:VEVENT\r\n"));
    assert_non_null(strstr(text, "\r\nSUMMARY:Break\r\n"));
    assert_null(strstr(text, "still"));
    assert_string_equal(text + strlen(text) - 15, "END:VCALENDAR\r\n");
    free(text);
}

static void json_is_one_document_of_the_lines(void **state)
{
    fixture *f = *state;
    char *lines = NULL;
    char *json = NULL;
    char *at = NULL;

    assert_export(f->store, "json", 0,
                  "{\"v\":1,\"kind\":\"export\",\"sessions\":[\n],\"day_totals\":[\n]}\n");
    fill(f);
    (void)import_text(f->store, "klog", "2026-01-05\n\t1h garden\n\t-5m\n");
    lines = export_text(f->store, "jsonl", NULL);
    json = export_text(f->store, "json", NULL);
    at = strchr(json, '\n') + 1;
    for (char *line = strtok(lines, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (*at == ']') /* of the sessions */
            at += strlen("],\"day_totals\":[\n");
        assert_memory_equal(at, line, strlen(line));
        at += strlen(line);
        at += *at == ',';
        assert_int_equal(*at++, '\n');
    }
    assert_string_equal(at, "]}\n");
    free(lines);
    free(json);
}

/* --- iCalendar's lines ------------------------------------------------------------------------ */

/* No line is longer than 75 octets; what is left when the folds are taken out. */
static void unfold(char *text)
{
    char *to = text;

    for (char *line = text; *line != '\0';) {
        char *end = strstr(line, "\r\n");
        size_t size = 0;
        assert_non_null(end);
        size = (size_t)(end - line);
        assert_true(size <= 75);
        assert_true(is_utf8(line, size));
        if (end[2] == ' ') {
            memmove(to, line, size);
            to += size;
            line = end + 3;
            continue;
        }
        memmove(to, line, size + 2);
        to += size + 2;
        line = end + 2;
    }
    *to = '\0';
}

static void long_lines_are_folded_between_characters(void **state)
{
    fixture *f = *state;
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;
    char title[400];
    char wanted[420];
    char *text = NULL;

    for (size_t shift = 0; shift < 4; shift++) {
        memset(title, 'x', shift);
        title[shift] = '\0';
        for (int i = 0; i < 40; i++)
            (void)strcat(title, "\xF0\x9F\x8E\x89\xC3\xA9");
        words.title = title;
        words.flags = FOCUS_INPUT_ALLOW_OVERLAP;
        words.started_at_ms = MONDAY_9_MS - HOUR_MS;
        words.ended_at_ms = MONDAY_9_MS;
        assert_ok(f->store, focus_session_add(f->store, &words, NULL));
        text = export_text(f->store, "ics", NULL);
        unfold(text);
        (void)snprintf(wanted, sizeof wanted, "\r\nSUMMARY:%s\r\n", title);
        assert_non_null(strstr(text, wanted));
        free(text);
    }
}

/* --- no time is lost -------------------------------------------------------------------------- */

static int64_t clock_minutes(const char *text)
{
    const char *digits = text + (*text == '<');
    long hours = strtol(digits, NULL, 10);
    long minutes = strtol(digits + 3, NULL, 10);

    return hours * 60 + minutes + (digits[5] == '>' ? 1440 : 0) - (*text == '<' ? 1440 : 0);
}

/* What klog makes of a file: its ranges and lengths, in minutes. */
static int64_t klog_minutes(const char *text)
{
    int64_t sum = 0;

    for (const char *at = strstr(text, "\n    "); at != NULL; at = strstr(at + 1, "\n    ")) {
        const char *entry = at + 5;
        const char *until = strstr(entry, " - ");
        const char *hours = strpbrk(entry, "h:");
        if (hours != NULL && *hours == 'h')
            sum += strtol(entry, NULL, 10) * 60 + strtol(hours + 1, NULL, 10);
        else if (until != NULL && until[3] != '?')
            sum += clock_minutes(until + 3) - clock_minutes(entry);
    }
    return sum;
}

/* What our own importer makes of it. */
static int64_t imported_ms(const fixture *like, const char *format, const char *text)
{
    void *state = NULL;
    fixture *f = NULL;
    focus_import_report report;

    fixture_setup(&state);
    f = state;
    f->utc_offset_s = like->utc_offset_s;
    report = import_text(f->store, format, text);
    assert_int_equal(report.skipped_zero, 0);
    fixture_teardown(&state);
    return report.added_ms;
}

static int64_t exported_ms(fixture *f, const char *format)
{
    char *text = export_text(f->store, format, NULL);
    int64_t ms = 0;

    if (strcmp(format, "klog") == 0)
        ms = klog_minutes(text) * MINUTE_MS;
    else if (strcmp(format, "openpomodoro") == 0)
        for (char *at = strstr(text, "duration="); at != NULL; at = strstr(at + 1, "duration="))
            ms += strtol(at + 9, NULL, 10) * MINUTE_MS;
    else
        ms = imported_ms(f, format, text);
    free(text);
    return ms;
}

/* Sessions one behind the other, of lengths that no format can say. */
static int64_t add_uneven(focus_store *store, int count)
{
    int64_t at_ms = MONDAY_9_MS - 7 * DAY_MS;
    int64_t sum_ms = 0;

    for (int i = 0; i < count; i++) {
        int64_t length_ms = 1 + (int64_t)i * 7919 % 173000;
        add_session(store, at_ms, length_ms, NULL);
        sum_ms += length_ms;
        at_ms += length_ms + (i % 3 == 0 ? 0 : i % 1500);
    }
    return sum_ms;
}

static void sums_are_short_of_less_than_one_unit(void **state)
{
    static const struct {
        const char *format;
        int64_t unit_ms;
    } cases[] = {{"timewarrior", 1000}, {"toggl", 1000}, {"klog", 60000}, {"openpomodoro", 60000}};
    fixture *f = *state;
    int64_t sum_ms = add_uneven(f->store, 400);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t unit_ms = cases[i].unit_ms;
        assert_int_equal(exported_ms(f, cases[i].format), sum_ms - sum_ms % unit_ms);
    }
}

static void intervals_that_did_not_overlap_do_not(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char before[17] = "";

    (void)add_uneven(f->store, 400);
    text = export_text(f->store, "timewarrior", NULL);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        assert_int_equal(strlen(line), 4 + 16 + 3 + 16);
        assert_true(strncmp(before, line + 4, 16) <= 0);
        assert_true(strncmp(line + 4, line + 23, 16) < 0);
        memcpy(before, line + 23, 16);
    }
    free(text);
}

/* --- klog's days ------------------------------------------------------------------------------ */

/* Berlin in the spring and autumn of 2026. */
static int32_t berlin_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms >= INT64_C(1774746000000) && at_ms < INT64_C(1792890000000) ? 7200 : 3600;
}

static void in_berlin(fixture *f)
{
    f->zone.name = "Europe/Berlin";
    f->zone.utc_offset_s = berlin_offset_s;
    f->now_ms = INT64_C(1793000000000);
    fixture_reopen(f);
}

static void ranges_end_where_the_clocks_change(void **state)
{
    fixture *f = *state;

    in_berlin(f);
    add_session(f->store, INT64_C(1774746000000) - 30 * MINUTE_MS, HOUR_MS, "spring");
    add_session(f->store, INT64_C(1792890000000) - 30 * MINUTE_MS, HOUR_MS, "autumn");
    add_session(f->store, INT64_C(1792890000000) - 3 * HOUR_MS, 3 * HOUR_MS, "before");
    assert_export(f->store, "klog", 3,
                  "2026-03-29\n"
                  "    01:30 - 02:00 spring\n"
                  "    03:00 - 03:30 spring\n"
                  "\n"
                  "2026-10-25\n"
                  "    00:00 - 03:00 before\n"
                  "    02:30 - 03:00 autumn\n"
                  "    02:00 - 02:30 autumn\n");
}

static void a_record_reaches_a_day_to_either_side(void **state)
{
    fixture *f = *state;
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 4 * 60;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    add_session(f->store, MONDAY_9_MS - 8 * HOUR_MS, HOUR_MS, "night"); /* 01:00, still Sunday */
    add_session(f->store, MONDAY_9_MS - 36 * HOUR_MS, 3 * HOUR_MS, "over midnight");
    add_session(f->store, MONDAY_9_MS - 90 * DAY_MS, 50 * HOUR_MS + MINUTE_MS, "forgotten");
    assert_export(f->store, "klog", 3,
                  "2025-12-02\n"
                  "    50h1m forgotten\n"
                  "\n"
                  "2026-02-28\n"
                  "    21:00 - 00:00> over midnight\n"
                  "\n"
                  "2026-03-01\n"
                  "    01:00> - 02:00> night\n");
}

/* --- and back --------------------------------------------------------------------------------- */

static void what_others_wrote_goes_back_whole(void **state)
{
    static const char *const files[] = {DATA("toggl/detailed.csv"), DATA("watson/frames"),
                                        DATA("timewarrior/2026-01.data")};
    fixture *f = *state;
    int64_t sum_ms = 0;

    f->utc_offset_s = 5 * 3600 + 45 * 60;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        sum_ms += import_file(f->store, NULL, files[i]).added_ms;
    assert_int_equal(exported_ms(f, "toggl"), sum_ms - sum_ms % 1000);
    assert_int_equal(exported_ms(f, "timewarrior"), sum_ms - sum_ms % 1000);
    assert_int_equal(exported_ms(f, "klog"), sum_ms - sum_ms % MINUTE_MS);
    assert_int_equal(exported_ms(f, "openpomodoro"), sum_ms - sum_ms % MINUTE_MS);
}

static void words_come_back_from_timewarrior(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *text = NULL;
    const focus_session_list *list = NULL;

    add_hostile(f->store);
    text = export_text(f->store, "timewarrior", NULL);
    fixture_setup(&other);
    g = other;
    (void)import_text(g->store, "timewarrior", text);
    assert_ok(g->store, focus_session_list_page(g->store, NULL, &list));
    assert_int_equal(list->count, 1);
    assert_string_equal(list->items[0]->title, "a \"b\", c; #12 back\\slash \xF0\x9F\x8E\x89");
    assert_int_equal(list->items[0]->tag_count, 6); /* the project is one */
    assert_string_equal(list->items[0]->tags[1], "Client's \"X\"");
    assert_string_equal(list->items[0]->tags[5], "say \"hi\"");
    focus_session_list_free(list);
    free(text);
    fixture_teardown(&other);
}

/* --- what is left out ------------------------------------------------------------------------- */

static void what_a_format_has_no_words_for_is_counted(void **state)
{
    static const struct {
        const char *format;
        focus_export_report report;
    } formats[] = {
        {"jsonl", {.sessions = 6, .day_totals = 2}},
        {"json", {.sessions = 6, .day_totals = 2}},
        {"csv", {.sessions = 6, .left_out_day_totals = 2}},
        {"ics", {.sessions = 5, .left_out_running = 1, .left_out_day_totals = 2}},
        {"timewarrior",
         {.sessions = 4, .left_out_breaks = 1, .left_out_short = 1, .left_out_day_totals = 2}},
        {"klog",
         {.sessions = 3, .left_out_breaks = 1, .left_out_short = 2, .left_out_day_totals = 2}},
        {"toggl",
         {.sessions = 3,
          .left_out_breaks = 1,
          .left_out_running = 1,
          .left_out_short = 1,
          .left_out_day_totals = 2}},
        {"openpomodoro",
         {.sessions = 2,
          .left_out_breaks = 1,
          .left_out_running = 1,
          .left_out_short = 2,
          .left_out_day_totals = 2}},
    };
    fixture *f = *state;

    fill(f);
    add_session(f->store, MONDAY_9_MS - 4 * HOUR_MS, 900, "less than a second");
    add_session(f->store, MONDAY_9_MS - 3 * HOUR_MS, 50000, "less than a minute");
    (void)import_text(f->store, "klog", "2026-01-05\n\t1h garden\n\t-5m\n");
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        output out = {.fail_at = SIZE_MAX};
        focus_export_options options = output_options(&out, formats[i].format);
        focus_export_report report;
        assert_ok(f->store, focus_export(f->store, &options, &report));
        assert_memory_equal(&report, &formats[i].report, sizeof report);
        free(out.bytes);
    }
}

/* --- progress --------------------------------------------------------------------------------- */

static int stop_after(void *user, int64_t sessions)
{
    (void)user;
    return sessions > 0;
}

static void progress_can_stop_an_export(void **state)
{
    fixture *f = *state;
    output out = {.fail_at = SIZE_MAX};
    focus_export_options options = output_options(&out, "jsonl");
    focus_export_report report = {.sessions = -1};

    fill(f);
    options.progress = stop_after;
    assert_status(f->store, FOCUS_E_STATE, focus_export(f->store, &options, &report));
    assert_int_equal(report.sessions, 0);
    assert_message_has(f->store, "stopped");
    free(out.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(timewarrior_has_an_interval_for_each_stretch),
        TEST(klog_has_a_record_for_each_day),
        TEST(toggl_has_an_entry_for_each_stretch),
        TEST(open_pomodoro_has_a_line_for_each_session),
        TEST(icalendar_has_an_event_for_each_session),
        TEST(json_is_one_document_of_the_lines),
        TEST(long_lines_are_folded_between_characters),
        TEST(sums_are_short_of_less_than_one_unit),
        TEST(intervals_that_did_not_overlap_do_not),
        TEST(ranges_end_where_the_clocks_change),
        TEST(a_record_reaches_a_day_to_either_side),
        TEST(what_others_wrote_goes_back_whole),
        TEST(words_come_back_from_timewarrior),
        TEST(what_a_format_has_no_words_for_is_counted),
        TEST(progress_can_stop_an_export),
    };

    return cmocka_run_group_tests_name("export formats", tests, NULL, NULL);
}
