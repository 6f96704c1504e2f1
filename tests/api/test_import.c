/*
 * test_import.c - bringing in files of Toggl, Timewarrior, Watson and our own: what is read, what
 * is recognised when it comes again, and that a broken file changes nothing.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

#define TOGGL_HEADER                                                                               \
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End "      \
    "time,Duration,Tags\n"
#define TOGGL_ROW                                                                                  \
    "K,k@example.com,,Shed,,Sweep,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,\n"
#define TIMEW_LINE "inc 20260105T080000Z - 20260105T093000Z # lamp\n"

/* --- helpers ---------------------------------------------------------------------------------- */

/* Central Europe: an hour ahead, two from the last Sunday of March to that of October, 01:00
 * UTC. */
static int32_t central_offset(void *user, int64_t at_ms)
{
    int64_t now_s = at_ms / 1000;

    (void)user;
    return now_s >= INT64_C(1743296400) && now_s < INT64_C(1761440400) ? 7200 : 3600; /* 2025 */
}

static void move_to_central_europe(fixture *f)
{
    f->zone.name = "Europe/Berlin";
    f->zone.utc_offset_s = central_offset;
    fixture_reopen(f);
}

static focus_import_report import_with(focus_store *store, focus_import_options *options, input *in,
                                       const char *text)
{
    focus_import_report report;

    *in = (input){.bytes = text, .size = strlen(text)};
    assert_ok(store, focus_import(store, options, &report));
    assert_report(&report);
    return report;
}

/* --- Toggl ------------------------------------------------------------------------------------ */

static void toggl_reads_the_detailed_report(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("toggl/detailed.csv"));

    assert_string_equal(report.format, "toggl");
    assert_int_equal(report.read, 16);
    assert_int_equal(report.added, 13);
    assert_int_equal(report.skipped_zero, 2);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.implausible, 1);
    assert_int_equal(report.overlapping, 3);
    assert_int_equal(report.read_ms, 122849000);
    assert_int_equal(report.added_ms, 122849000);
}

static void toggl_rows_become_completed_focus_sessions(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    const focus_session *session = NULL;

    (void)import_file(f->store, "toggl", DATA("toggl/detailed.csv"));
    list = oldest_first(f->store);
    assert_int_equal(list->total, 13);
    session = list->items[1];
    assert_text("Count steps, landings and rails", session->title);
    assert_text("Stairs", session->project);
    assert_tags(session, "stairs|survey");
    assert_time("2025-01-06T10:30:00Z", session->started_at_ms);
    assert_int_equal(session->active_ms, 30 * MINUTE_MS);
    assert_int_equal(session->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(session->mode, FOCUS_MODE_FOCUS);
    assert_int_equal(session->source, FOCUS_SOURCE_IMPORT);
    assert_text("toggl", session->source_format);
    assert_int_equal(session->planned_ms, 0);
    assert_int_equal(session->xp, 0);
    assert_text("Test/Zone", session->zone);
    assert_text(NULL, list->items[2]->title);
    assert_time("2025-01-07T01:05:00Z", list->items[3]->ended_at_ms);
    assert_text("The \"new\" wick, take two", list->items[4]->title);
    assert_text("Gr\xC3\xBC\xC3\x9F\x65 an die K\xC3\xBCste \xE2\x80\x93 s\xC3\xB8knad",
                list->items[8]->title);
    assert_int_equal(list->items[9]->flags, FOCUS_SESSION_IMPLAUSIBLE);
    assert_time("2025-01-13T15:22:41Z", list->items[10]->ended_at_ms); /* Duration wins */
    assert_text("Lighthouse", list->items[11]->project);
    focus_session_list_free(list);
}

static void importing_again_adds_nothing(void **state)
{
    static const char *const names[] = {
        DATA("toggl/detailed.csv"),         DATA("toggl/short-columns.csv"),
        DATA("timewarrior/2026-01.data"),   DATA("watson/frames"),
        DATA("watson/frames-rfc3339.json"),
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        focus_import_report first = import_file(f->store, NULL, names[i]);
        focus_import_report second = import_file(f->store, NULL, names[i]);
        assert_int_equal(second.added, 0);
        assert_int_equal(second.changed, 0);
        assert_int_equal(second.same, first.added + first.same);
        assert_int_equal(second.read_ms, first.read_ms);
        assert_int_equal(focus_last_change(f->store), 0);
    }
}

static void overlapping_toggl_exports_join_in_either_order(void **state)
{
    fixture *f = *state;

    assert_int_equal(import_file(f->store, NULL, DATA("toggl/overlap-early.csv")).added, 6);
    assert_int_equal(import_file(f->store, NULL, DATA("toggl/overlap-late.csv")).added, 2);
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_int_equal(import_file(f->store, NULL, DATA("toggl/overlap-late.csv")).added, 5);
    assert_int_equal(import_file(f->store, NULL, DATA("toggl/overlap-early.csv")).added, 3);
}

static void toggl_reads_every_set_of_columns(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report = import_file(f->store, NULL, DATA("toggl/stop-columns.csv"));

    assert_int_equal(report.added, 2);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.added_ms, 6300000);
    list = oldest_first(f->store);
    assert_text("Oil the hinge", list->items[0]->title);
    assert_int_equal(list->items[0]->tag_count, 0);
    assert_text(NULL, list->items[1]->title); /* "-" is empty in this set */
    assert_text(NULL, list->items[1]->project);
    focus_session_list_free(list);
    report = import_file(f->store, NULL, DATA("toggl/all-quoted.csv"));
    assert_int_equal(report.added, 2);
    report = import_file(f->store, NULL, DATA("toggl/short-columns.csv"));
    assert_int_equal(report.added, 3);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(report.added_ms, 10177000);
}

static void toggl_reads_durations_as_the_account_has_them_set(void **state)
{
    static const struct {
        const char *end;
        const char *duration;
        int64_t expected_s;
    } rows[] = {
        {"10:47:06 AM", "1:47:06 h", 6426}, {"9:18:25 AM", "18:25 min", 1105},
        {"10:39:05 AM", "99:05 min", 5945}, {"9:00:45 AM", "45 sec", 45},
        {"9:00:06 AM", "06 s", 6},          {"9:47:06 AM", "0.79 h", 2826},
        {"9:47:06 AM", "\"0,79\"", 2826},   {"1:00:00 PM", "3.50 h", 12600},
        {"12:00:00 PM", "3 h", 10800},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[500];
        (void)snprintf(text, sizeof text,
                       TOGGL_HEADER
                       "K,k@example.com,,,,x,No,%02zu.02.2025,9:00:00 AM,%02zu.02.2025,"
                       "%s,%s,\n",
                       i + 1, i + 1, rows[i].end, rows[i].duration);
        assert_int_equal(import_text(f->store, NULL, text).added_ms, rows[i].expected_s * 1000);
    }
}

static void toggl_reads_columns_that_were_chosen(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBF\"Description\",\"Billable\",\"Project\",\"Start date\",\"Start time\","
        "\"Stop date\",\"Stop time\"\n"
        "\"Late\",\"Yes\",\"-\",\"2025-02-04\",\"23:30:00\",\"2025-02-05\",\"00:15:30\"\n"
        "\"Runs\",\"No\",\"-\",\"2025-02-05\",\"09:00:00\",\"-\",\"-\"\n";
    fixture *f = *state;
    focus_import_report report = import_text(f->store, NULL, text);

    assert_string_equal(report.format, "toggl");
    assert_int_equal(report.added, 1);
    assert_int_equal(report.added_ms, 2730000);
    assert_int_equal(report.skipped_running, 1);
    refuse_text(f->store, "toggl",
                "Start date,Start time,Stop date,Stop time\n"
                "2025-02-04,09:00:00,2025-02-04,08:00:00\n",
                "line 2: it ends before it starts");
}

static void toggl_asks_the_duration_in_the_doubled_hour(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    move_to_central_europe(f);
    assert_int_equal(import_file(f->store, NULL, DATA("toggl/clock-change.csv")).added, 5);
    list = oldest_first(f->store);
    assert_time("2025-03-30T00:30:00Z", list->items[0]->started_at_ms);
    assert_time("2025-03-30T01:15:00Z", list->items[0]->ended_at_ms);
    assert_text("Over the hour", list->items[1]->title);
    assert_time("2025-10-25T23:30:00Z", list->items[1]->started_at_ms);
    assert_time("2025-10-26T02:30:00Z", list->items[1]->ended_at_ms);
    assert_text("First time round", list->items[2]->title);
    assert_time("2025-10-26T00:10:00Z", list->items[2]->started_at_ms);
    assert_text("Through both", list->items[3]->title);
    assert_time("2025-10-26T00:15:00Z", list->items[3]->started_at_ms);
    assert_text("Second time round", list->items[4]->title);
    assert_time("2025-10-26T01:50:00Z", list->items[4]->started_at_ms);
    assert_int_equal(list->items[4]->utc_offset_s, 3600);
    focus_session_list_free(list);
}

static void toggl_refuses_a_start_that_the_clocks_jump_over(void **state)
{
    fixture *f = *state;

    move_to_central_europe(f);
    refuse_text(f->store, NULL,
                TOGGL_HEADER TOGGL_ROW
                "K,k@example.com,,,,Gap,No,2025-03-30,02:30:00,2025-03-30,03:45:00,00:15:00,\n",
                "broken, line 3: the start 2025-03-30 02:30:00: clocks jump from 02:00 to 03:00");
}

static void toggl_refuses_rows_that_it_cannot_read(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *row;
        const char *message;
    } rows[] = {
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,1:x,", "the duration \"1:x\" is not"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,,",
         "the duration \"\" is not a time"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:61:00,",
         "the duration \"00:61:00\""},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:,", "\"00:15:\" is not"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-30,09:15:00,00:15:00,",
         "\"2025-02-30\" is not a date"},
        {"K,k,,,,x,No,2025-02-30,09:00:00,2025-02-04,09:15:00,00:15:00,",
         "\"2025-02-30\" is not a date"},
        {"K,k,,,,x,No,04/02/2025,09:00:00,2025-02-04,09:15:00,00:15:00,", "day or the month first"},
        {"K,k,,,,x,No,2025-02-04,9 AM,2025-02-04,09:15:00,00:15:00,",
         "\"9 AM\" is not a time of day"},
        {"K,k,,,,x,No,2025-02-04,13:00 PM,2025-02-04,14:15:00,00:15:00,", "\"13:00 PM\" is not"},
        {"K,k,,,,x,No,4.2.25,09:00:00,2025-02-04,09:15:00,00:15:00,", "outside the years"},
        {"K,k,,,,x,No,04-02-2025,09:00:00,2025-02-04,09:15:00,00:15:00,", "day or the month first"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,15 apples,", "\"15 apples\" is not"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,1.5 min,", "\"1.5 min\" is not"},
        {"K,k,,,,x,No,2025-02-04,24:00:00,2025-02-04,09:15:00,00:15:00,", "\"24:00:00\" is not"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,,00:15:00,", "\"\" is not a time of day"},
        {"K,k,,,,x,No,2025-02-04", "the row has 8 fields, the header has 13"},
        {"K,k,,,,x,y,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,", "has 14 fields"},
        {"K,k,,,,x,No,1970-01-01,09:00:00,1970-01-01,09:15:00,00:15:00,", "before 1970-01-02"},
        {"K,k,,,,x,No,1960-01-01,09:00:00,1960-01-01,09:15:00,00:15:00,", "outside the years"},
        {"K,k,,,,x,No,2026-03-03,09:00:00,2026-03-03,09:15:00,00:15:00,",
         "more than a day from now"},
        {"K,k,,,,x,No,2025-02-04,09:00:00,2025-02-04,09:15:00,9999999:00:00,", "the duration"},
        {"K,k,,,,\"x,No,2025-02-04", "a quote is not closed"},
        {"K,k,,,,\xff,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,", "not UTF-8"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[2000];
        (void)snprintf(text, sizeof(text), "%s%s%s\n%s", TOGGL_HEADER, TOGGL_ROW, rows[i].row,
                       strchr(rows[i].row, '"') != NULL ? "" : TOGGL_ROW);
        refuse_text(f->store, "toggl", text, rows[i].message);
        refuse_text(f->store, "toggl", text, "broken, line 3: ");
    }
}

static void toggl_refuses_other_reports(void **state)
{
    fixture *f = *state;

    refuse_text(f->store, "toggl", "", "line 1: the report is empty");
    refuse_text(f->store, "toggl", "Project,Client,Duration\nShed,,01:00:00\n",
                "line 1: there is no column \"Start date\"");
    refuse_text(f->store, "toggl", TIMEW_LINE, "there is no column");
    assert_int_equal(import_text(f->store, "toggl", TOGGL_HEADER).read, 0);
    assert_int_equal(import_text(f->store, NULL, TOGGL_HEADER).read, 0);
}

static void toggl_reads_any_line_ends(void **state)
{
    fixture *f = *state;
    focus_import_report report =
        import_text(f->store, NULL,
                    "\xEF\xBB\xBF start DATE ,\"Start time\",DURATION,Email,Description\r\n"
                    "\r\n"
                    "2025-02-04,9:00,0:15:00,k,\"two\r\nlines\"\r\n"
                    "2025-02-05,9:00,0:15:00,k,a \"bare\" quote");
    const focus_session_list *list = oldest_first(f->store);

    assert_int_equal(report.added, 2);
    assert_text("two  lines", list->items[0]->title); /* a title is one line */
    assert_text("a \"bare\" quote", list->items[1]->title);
    focus_session_list_free(list);
}

static void control_characters_become_blanks(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report =
        import_text(f->store, "toggl",
                    "Start date,Start time,Duration,Description,Tags\n"
                    "2025-02-04,09:00:00,0:15:00,\"\t a\xC2\x85\x62\x7F\n\",\" x\ty , ,\"\n"
                    "2025-02-05,09:00:00,0:15:00,\"\n\",\n"
                    "2025-02-06,09:00:00,0:15:00, as it is ,\n");

    assert_int_equal(report.added, 3);
    list = oldest_first(f->store);
    assert_text("a b", list->items[0]->title);
    assert_tags(list->items[0], "x y");
    assert_text(NULL, list->items[1]->title);
    assert_text(" as it is ", list->items[2]->title);
    focus_session_list_free(list);
}

static void quotes_in_quotes_are_one(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report =
        import_text(f->store, "toggl",
                    "Start date,Start time,Duration,Description,Tags\n"
                    "2025-02-04,09:00:00,0:15:00,\"say \"\"hi\"\", then \"\"\"\"\",x\n"
                    "2025-02-05,09:00:00,0:15:00,5\" and 6\",\"a \"\"b\"\"\"\n");

    assert_int_equal(report.added, 2);
    list = oldest_first(f->store);
    assert_text("say \"hi\", then \"\"", list->items[0]->title);
    assert_tags(list->items[0], "x");
    assert_text("5\" and 6\"", list->items[1]->title);
    assert_tags(list->items[1], "a \"b\"");
    focus_session_list_free(list);
}

static void toggl_keeps_accounts_apart(void **state)
{
    fixture *f = *state;
    static const char other[] = TOGGL_HEADER
        "G,g@example.com,,Shed,,Sweep,No,2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,\n";

    assert_int_equal(import_text(f->store, NULL, TOGGL_HEADER TOGGL_ROW).added, 1);
    assert_int_equal(import_text(f->store, NULL, other).added, 1);
}

static void another_zone_does_not_double_toggl_entries(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    assert_int_equal(import_text(f->store, NULL, TOGGL_HEADER TOGGL_ROW).added, 1);
    f->utc_offset_s = -5 * 3600;
    assert_int_equal(import_text(f->store, NULL, TOGGL_HEADER TOGGL_ROW).same, 1);
    list = oldest_first(f->store);
    assert_time("2025-02-04T09:00:00Z", list->items[0]->started_at_ms);
    focus_session_list_free(list);
}

static void a_title_too_long_is_kept_whole_in_the_note(void **state)
{
    fixture *f = *state;
    char *text = calloc(1, 200000);
    const focus_session_list *list = NULL;

    assert_non_null(text);
    strcpy(text, "Start date,Start time,Duration,Description\n2025-02-04,09:00:00,0:15:00,");
    for (int i = 0; i < 1000; i++)
        strcat(text, "\xC3\xBC;");
    assert_int_equal(import_text(f->store, NULL, text).added, 1);
    list = oldest_first(f->store);
    assert_int_equal(strlen(list->items[0]->title), 999); /* cut between characters */
    assert_int_equal(strlen(list->items[0]->note), 3000);
    focus_session_list_free(list);
    for (int i = 0; i < 3000; i++)
        strcat(text, "1234567");
    refuse_text(f->store, "toggl", text, "line 2: the note is 24000 bytes long");
    free(text);
}

static void an_endless_field_is_refused(void **state)
{
    static const char head[] = "Start date,Start time,Duration,Description\n"
                               "2025-02-04,09:00:00,0:15:00,short\n"
                               "2025-02-04,09:00:00,0:15:00,\"";
    fixture *f = *state;
    size_t size = (size_t)3 << 20;
    char *text = malloc(size);

    assert_non_null(text);
    memset(text, '\n', size);
    memcpy(text, head, sizeof(head) - 1);
    refuse_bytes(f->store, "toggl", FOCUS_E_INVALID, text, size,
                 "line 3: the record is longer than 1048576 bytes");
    free(text);
}

static void too_many_fields_or_tags_are_refused(void **state)
{
    fixture *f = *state;
    char text[4000];
    size_t size = 0;

    size = (size_t)snprintf(text, sizeof(text),
                            "Start date,Start time,Duration,Tags\n"
                            "2025-02-04,09:00:00,0:15:00,\"");
    for (int i = 0; i < 101; i++)
        size += (size_t)snprintf(text + size, sizeof(text) - size, "t%d, ", i);
    (void)snprintf(text + size, sizeof(text) - size, "\"\n");
    refuse_text(f->store, "toggl", text, "line 2: there are more than 100 tags");
    size =
        (size_t)snprintf(text, sizeof(text), "\n\n%.*s", (int)sizeof(TIMEW_LINE) - 2, TIMEW_LINE);
    for (int i = 0; i < 101; i++)
        size += (size_t)snprintf(text + size, sizeof(text) - size, " t%d", i);
    refuse_text(f->store, "auto", text, "line 3: there are more than 100 tags");
    size = (size_t)snprintf(text, sizeof(text), "[[1767603600,1767607200,\"a\",\"1F\",[null");
    for (int i = 0; i < 101; i++)
        size += (size_t)snprintf(text + size, sizeof(text) - size, ",\"t%d\"", i);
    (void)snprintf(text + size, sizeof(text) - size, "]]]");
    refuse_text(f->store, "watson", text, "line 1: there are more than 100 tags");
    memset(text, ',', 300);
    text[300] = '\0';
    refuse_text(f->store, "toggl", text, "line 1: the record has more than 128 fields");
}

/* --- Timewarrior ------------------------------------------------------------------------------ */

static void timewarrior_reads_a_month(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report = import_file(f->store, NULL, DATA("timewarrior/2026-01.data"));

    assert_string_equal(report.format, "timewarrior");
    assert_int_equal(report.read, 8);
    assert_int_equal(report.added, 6);
    assert_int_equal(report.skipped_zero, 1);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.added_ms, 15000000);
    list = oldest_first(f->store);
    assert_tags(list->items[0], "lamp|polish the lens");
    assert_text(NULL, list->items[0]->title);
    assert_tags(list->items[1], "[Project: Count '+rails' of v1.2]|stairs");
    assert_text("from the door up", list->items[1]->title);
    assert_int_equal(list->items[2]->tag_count, 0);
    assert_text("rest", list->items[3]->title);
    assert_tags(list->items[4], "C15|back\\slash|say \"hi\" twice");
    assert_text("a \\ and a # in it", list->items[4]->title);
    assert_time("2026-01-06T00:15:00Z", list->items[4]->ended_at_ms);
    assert_tags(list->items[5], "k\xC3\xBCste|s\xC3\xB8k   her");
    assert_text("two words", list->items[5]->title);
    focus_session_list_free(list);
}

static void timewarrior_intervals_with_other_tags_are_changed(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report;

    assert_int_equal(import_text(f->store, NULL, TIMEW_LINE).added, 1);
    report = import_text(f->store, NULL,
                         "inc 20260105T080000Z - 20260105T093000Z # lens # \"polish it\"\n");
    assert_int_equal(report.changed, 1);
    assert_int_equal(report.added, 0);
    list = oldest_first(f->store);
    assert_int_equal(list->total, 1);
    assert_tags(list->items[0], "lens");
    assert_text("polish it", list->items[0]->title);
    assert_int_equal(list->items[0]->revision, 2);
    assert_int_equal(list->items[0]->flags, 0);
    focus_session_list_free(list);
}

static void timewarrior_reads_quotes_that_were_typed(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    (void)import_text(f->store, NULL,
                      "inc 20260105T080000Z - 20260105T093000Z # lens # a 5\" \"x \\\" y\n"
                      "inc 20260105T100000Z - 20260105T103000Z # \"lens cap\n");
    list = oldest_first(f->store);
    assert_text("a 5\" \"x \\\" y", list->items[0]->title);
    assert_tags(list->items[1], "\"lens|cap");
    focus_session_list_free(list);
}

static void timewarrior_exports_are_the_same_as_its_data(void **state)
{
    static const char text[] = "[\n{\"id\":2,\"start\":\"20260105T080000Z\",\"end\":"
                               "\"20260105T093000Z\",\"tags\":[\"lamp\"]},\n"
                               "{\"id\":1,\"start\":\"20260105T100000Z\",\"end\":"
                               "\"20260105T101500Z\",\"annotation\":\"oil\"},\n"
                               "{\"start\":\"20260105T110000Z\",\"tags\":[\"a\",\"b c\"]}\n]\n";
    static const struct {
        const char *object;
        const char *message;
    } objects[] = {
        {"7", "\"interval\" is missing"},
        {"{\"start\":7}", "\"start\" is"},
        {"{\"start\":\"2026-01-05\"}", "\"2026-01-05\" is not a time"},
        {"{\"start\":\"20260105T080000Z\",\"end\":\"x\"}", "\"x\" is not a time"},
        {"{\"start\":\"20260105T080000Z\",\"end\":7}", "\"end\" is"},
        {"{\"start\":\"20260105T080000Z\",\"tags\":7}", "\"tags\" is"},
        {"{\"start\":\"20260105T080000Z\",\"annotation\":7}", "\"annotation\" is"},
        {"{\"start\":\"20260105T080000Z\"", "the JSON ends in the middle"},
    };
    fixture *f = *state;

    assert_int_equal(import_text(f->store, NULL, TIMEW_LINE).added, 1);
    focus_import_report report = import_text(f->store, NULL, text);
    assert_string_equal(report.format, "timewarrior");
    assert_int_equal(report.same, 1);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.added_ms, 15 * MINUTE_MS);
    assert_int_equal(report.skipped_running, 1);
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        char broken[300];
        (void)snprintf(broken, sizeof broken, "[{\"start\":\"20260105T070000Z\"},\n%s%s",
                       objects[i].object, i == 7 ? "" : "]");
        refuse_text(f->store, "timewarrior", broken, objects[i].message);
        refuse_text(f->store, "timewarrior", broken, "line 2");
    }
}

static void timewarrior_refuses_lines_that_it_cannot_read(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *line;
        const char *message;
    } lines[] = {
        {"exc 20260105T080000Z - 20260105T093000Z", "does not begin with \"inc\""},
        {"inc", "the interval has no start"},
        {"inc 2026-01-05T08:00:00Z - 20260105T093000Z", "\"2026-01-05T08:00:00Z\" is not a time"},
        {"inc 20260105T080000Z -", "has a dash and no end"},
        {"inc 20260105T080000Z - 20260105T250000Z # x", "\"20260105T250000Z\" is not a time"},
        {"inc 20260105T080000Z - 20260105T070000Z # x", "it ends before it starts"},
        {"inc 20260105T080000Z 20260105T090000Z # x", "stands where # was expected"},
        {"inc 19700101T080000Z - 20260105T090000Z # x", "before 1970-01-02"},
        {"{\"lamp\":{\"count\":2}}", "does not begin with \"inc\""},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        char text[400];
        (void)snprintf(text, sizeof(text), "%s\n%s\n%s", TIMEW_LINE, lines[i].line, TIMEW_LINE);
        refuse_text(f->store, "timewarrior", text, lines[i].message);
        refuse_text(f->store, "timewarrior", text, "broken, line 3: ");
    }
    assert_int_equal(import_text(f->store, "timewarrior", "").read, 0);
    assert_int_equal(import_text(f->store, "timewarrior", "\n\r\n  \n").read, 0);
}

/* --- Watson ----------------------------------------------------------------------------------- */

static void watson_reads_frames(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report = import_file(f->store, NULL, DATA("watson/frames"));

    assert_string_equal(report.format, "watson");
    assert_int_equal(report.read, 4);
    assert_int_equal(report.added, 4);
    assert_int_equal(report.implausible, 1);
    assert_int_equal(report.overlapping, 1);
    assert_int_equal(report.added_ms, 93600000);
    list = oldest_first(f->store);
    assert_text("Write down 'every' step", list->items[0]->project);
    assert_text(NULL, list->items[0]->title);
    assert_time("2026-01-05T08:50:00Z", list->items[0]->started_at_ms);
    assert_tags(list->items[1], "lens|polish");
    assert_text("watson:0a1b2c3d4e5f60718293a4b5c6d7e8f9", list->items[1]->source_key);
    assert_time("2026-01-05T11:30:00Z", list->items[2]->ended_at_ms); /* not `updated` */
    focus_session_list_free(list);
}

static void watson_frames_are_the_same_in_both_layouts(void **state)
{
    fixture *f = *state;
    focus_import_report report;

    assert_int_equal(import_file(f->store, NULL, DATA("watson/frames")).added, 4);
    report = import_file(f->store, NULL, DATA("watson/frames-rfc3339.json"));
    assert_int_equal(report.same, 1);
    assert_int_equal(report.added, 1);
}

static void watson_logs_are_the_same_as_frames(void **state)
{
    fixture *f = *state;

    assert_int_equal(
        import_text(f->store, "watson", "[[1767603600,1767607200,\"a\",\"0f\",[]]]").added, 1);
    assert_int_equal(import_text(f->store, NULL,
                                 "[{\"id\":\"0f\",\"start\":\"2026-01-05T10:00:00+01:00\",\"stop\":"
                                 "\"2026-01-05T11:00:00+01:00\",\"project\":\"a\",\"tags\":[]}]")
                         .same,
                     1);
}

static void watson_frames_edited_there_are_changed_here(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    assert_int_equal(
        import_text(f->store, NULL, "[[1767603600,1767607200,\"a\",\"1f\",[],0]]").added, 1);
    assert_int_equal(
        import_text(f->store, NULL, "[[1767517200,1767520800.5,\"b\",\"1f\",[\"t\"],0]]").changed,
        1);
    list = oldest_first(f->store);
    assert_int_equal(list->total, 1);
    assert_text("b", list->items[0]->project);
    assert_tags(list->items[0], "t");
    assert_time("2026-01-04T09:00:00Z", list->items[0]->started_at_ms);
    assert_time("2026-01-04T10:00:00.500Z", list->items[0]->ended_at_ms);
    assert_int_equal(list->items[0]->day, 20457);
    focus_session_list_free(list);
}

static void watson_refuses_frames_that_it_cannot_read(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *frame;
        const char *message;
    } frames[] = {
        {"[\"x\",1,\"a\",\"1f\",[]]", "\"start\" is missing or of the wrong type"},
        {"[1767603600,\"x\",\"a\",\"1f\",[]]", "\"stop\" is"},
        {"[1767603600,1767607200,7,\"1f\",[]]", "\"project\" is"},
        {"[1767603600,1767607200,\"a\",null,[]]", "\"id\" is"},
        {"[1767603600,1767607200,\"a\",\"--\",[]]", "the frame's id is empty"},
        {"[1767603600,1767607200,\"a\",\"1f\",\"t\"]", "\"tags\" is"},
        {"[1767603600,1767607200,\"a\",\"1f\",[1]]", "a tag is not a text"},
        {"[1767603600,1767600000,\"a\",\"1f\",[]]", "it ends before it starts"},
        {"[1767603600,1e300,\"a\",\"1f\",[]]", "it ends after the year 9999"},
        {"[-1e999,1767607200,\"a\",\"1f\",[]]", "before 1970-01-02"},
        {"{\"id\":\"x\",\"begin_at\":\"yesterday\"}", "\"yesterday\" is not a time"},
        {"{\"id\":\"x\",\"end_at\":null}", "\"begin_at\" is missing"},
        {"[1767603600,1767607200,\"a\",\"1f\",[]", "the JSON ends in the middle"},
        {"[1767603600,1767607200,\"a\\u0000b\",\"1f\",[]]", "there is a NUL character"},
        {"[1767603600,1767607200,\"a\\ud800b\",\"1f\",[]]", "is not UTF-8"},
        {"7", "\"start\" is missing"},
        {"nonsense", "this is not well-formed JSON"},
        {"", "this is not well-formed JSON"},
    };

    for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
        char text[400];
        (void)snprintf(text, sizeof(text), "[\n [1767603600,1767607200,\"a\",\"0f\",[]],\n %s%s",
                       frames[i].frame, strstr(frames[i].message, "middle") != NULL ? "" : "\n]\n");
        refuse_text(f->store, "watson", text, frames[i].message);
        refuse_text(f->store, "watson", text, frames[i].frame[0] == '\0' ? "line 4" : "line 3");
    }
}

static void watson_refuses_what_is_no_array(void **state)
{
    fixture *f = *state;

    refuse_text(f->store, "watson", "", "line 1: this is not a JSON array");
    refuse_text(f->store, "watson", "{}", "line 1: this is not a JSON array");
    refuse_text(f->store, "watson", "\n[", "line 2: the JSON ends in the middle");
    refuse_text(f->store, "watson", "[[1767603600,1767607200,\"a\",\"0f\",[]]",
                "ends in the middle");
    refuse_text(f->store, "watson", "[[1767603600,1767607200,\"a\",\"0f\",[]],",
                "the JSON ends in the middle");
    refuse_text(f->store, "watson", "[]\n[]", "line 2: there is text behind the JSON");
    assert_int_equal(import_text(f->store, NULL, " \n [ ] \n").read, 0);
}

static void a_frame_without_a_stop_still_runs(void **state)
{
    fixture *f = *state;

    assert_int_equal(
        import_text(f->store, NULL, "[[1767603600,null,\"a\",\"0f\",null]]").skipped_running, 1);
}

/* --- whatever the format ---------------------------------------------------------------------- */

static void auto_refuses_what_it_does_not_know(void **state)
{
    static const char *const texts[] = {"hello\n", "{}\n", "{\n \"id\": 1}", "a,b\n1,2\n", "42"};
    fixture *f = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        refuse_bytes(f->store, "auto", FOCUS_E_INVALID, texts[i], strlen(texts[i]),
                     "broken is of no kind that is known here");
    refuse_bytes(f->store, "auto", FOCUS_E_INVALID, "", 0, "broken is empty");
    refuse_bytes(f->store, "diary", FOCUS_E_UNSUPPORTED, "", 0, "no format \"diary\"");
}

static void nul_bytes_and_broken_utf8_are_refused_with_their_line(void **state)
{
    fixture *f = *state;
    static const char nul[] = TIMEW_LINE "inc 20260105T1\0";
    static const char cut[] = TIMEW_LINE TIMEW_LINE "inc \xC3";
    static const char wide[] = TIMEW_LINE "\xED\xA0\x80";

    refuse_bytes(f->store, "timewarrior", FOCUS_E_INVALID, nul, sizeof(nul) - 1,
                 "broken, line 2: there is a NUL byte");
    refuse_bytes(f->store, "timewarrior", FOCUS_E_INVALID, cut, sizeof(cut) - 1,
                 "broken, line 3: there is a byte that is not UTF-8");
    refuse_bytes(f->store, "timewarrior", FOCUS_E_INVALID, wide, sizeof(wide) - 1,
                 "broken, line 2: there is a byte that is not UTF-8");
}

/* Long enough for several chunks, in which characters of two and three bytes are cut. */
static void inputs_are_read_in_any_pieces(void **state)
{
    fixture *f = *state;
    size_t room = 400000;
    char *text = calloc(1, room);
    size_t size = 0;
    int64_t rows = 0;
    focus_import_report report;

    assert_non_null(text);
    for (; size < room - 200; rows++)
        size += (size_t)snprintf(text + size, room - size,
                                 "inc 2025%02d%02dT%02d%02d%02dZ - 2025%02d%02dT%02d%02d%02dZ # "
                                 "\xC3\xBC\xE2\x82\xAC # \"n\xC3\xB8%lld\"\n",
                                 (int)(1 + rows / 1000 % 12), (int)(1 + rows / 40 % 25),
                                 (int)(rows / 2 % 20), (int)(rows % 2 * 30), (int)(rows / 12000),
                                 (int)(1 + rows / 1000 % 12), (int)(1 + rows / 40 % 25),
                                 (int)(rows / 2 % 20), (int)(rows % 2 * 30 + 20),
                                 (int)(rows / 12000), (long long)rows);
    report = import_bytes(f->store, NULL, 0, text, size);
    assert_int_equal(report.read, rows);
    for (size_t step = 1; step < 4; step++) {
        input in = {.bytes = text, .size = size, .step = step * step};
        focus_import_options options = input_options(&in, NULL);
        assert_ok(f->store, focus_import(f->store, &options, &report));
        assert_int_equal(report.same, rows);
        assert_int_equal(in.last_row, rows / 1000 * 1000);
    }
    free(text);
}

static void a_reader_that_fails_changes_nothing(void **state)
{
    static const char text[] = TIMEW_LINE "inc 20260106T080000Z - 20260106T093000Z # lamp\n";
    fixture *f = *state;
    focus_import_report report;

    for (size_t at = 1; at < sizeof(text); at++) {
        input in = {.bytes = text, .size = sizeof(text) - 1, .fail_at = at};
        focus_import_options options = input_options(&in, "timewarrior");
        options.name = "pipe";
        assert_status(f->store, FOCUS_E_IO, focus_import(f->store, &options, &report));
        assert_string_equal(focus_last_error(f->store)->message, "pipe cannot be read");
        assert_int_equal(report.read, 0);
    }
}

static void progress_can_stop_an_import(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    focus_import_report report;
    input in = {.stop_at_row = 2000};
    focus_import_options options = input_options(&in, NULL);

    text = calloc(1, 5000 * sizeof(TIMEW_LINE));
    assert_non_null(text);
    for (int i = 0; i < 2500; i++)
        strcpy(text + (size_t)i * (sizeof(TIMEW_LINE) - 1), TIMEW_LINE);
    in.bytes = text;
    in.size = strlen(text);
    assert_status(f->store, FOCUS_E_STATE, focus_import(f->store, &options, &report));
    assert_int_equal(in.last_row, 2000);
    assert_int_equal(report.read, 0);
    assert_int_equal(report.format[0], '\0');
    free(text);
}

/* All but what is written behind a transaction's back: the file is read over another connection. */
static void a_dry_run_keeps_nothing_and_tells_everything(void **state)
{
    fixture *f = *state;
    focus_counters before;
    focus_counters after;
    size_t size = 0;
    char *bytes = read_whole(DATA("toggl/detailed.csv"), &size);
    size_t file_before = 0;
    size_t file_after = 0;
    char *stored_before = NULL;
    char *stored_after = NULL;
    focus_import_report dry;
    focus_import_report wet;

    (void)import_file(f->store, NULL, DATA("watson/frames"));
    assert_ok(f->store, focus_counters_get(f->store, &before));
    stored_before = read_whole(f->path, &file_before);
    dry = import_bytes(f->store, NULL, FOCUS_IMPORT_DRY_RUN | FOCUS_IMPORT_REWARD, bytes, size);
    assert_int_equal(focus_last_change(f->store), 0);
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    stored_after = read_whole(f->path, &file_after);
    assert_int_equal(file_before, file_after);
    assert_memory_equal(stored_before, stored_after, file_before);
    assert_ok(f->store, focus_counters_get(f->store, &after));
    assert_memory_equal(&before, &after, sizeof(before));
    wet = import_bytes(f->store, NULL, 0, bytes, size);
    assert_memory_equal(&dry, &wet, sizeof(dry));
    assert_true((focus_last_change(f->store) & FOCUS_CHANGED_SESSIONS) != 0);
    free(stored_before);
    free(stored_after);
    free(bytes);
}

static void an_import_joins_the_batch_it_is_in(void **state)
{
    fixture *f = *state;
    focus_counters counters;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_int_equal(import_text(f->store, NULL, TIMEW_LINE).added, 1);
    refuse_text(f->store, "timewarrior", "inc 20250105T080000Z - 20250105T093000Z\nexc\n",
                "line 2");
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 1);
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 0);
}

static void limits_of_length_leave_records_out(void **state)
{
    static const char text[] = "inc 20260105T080000Z - 20260105T080059Z\n"
                               "inc 20260105T090000Z - 20260105T090100Z\n"
                               "inc 20260105T100000Z - 20260105T110000Z\n"
                               "inc 20260105T120000Z - 20260105T130001Z\n";
    fixture *f = *state;
    input in;
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;

    options.min_length_ms = MINUTE_MS;
    options.max_length_ms = HOUR_MS;
    report = import_with(f->store, &options, &in, text);
    assert_int_equal(report.added, 2);
    assert_int_equal(report.skipped_short, 1);
    assert_int_equal(report.skipped_long, 1);
    assert_int_equal(report.read_ms, 7320000);
    assert_int_equal(report.added_ms, 3660000);
}

/* What was asked to be left out may be; the rest is an error, and so is a record of days. */
static void strict_imports_leave_nothing_out(void **state)
{
    static const char zero[] = "inc 20260105T080000Z - 20260105T080000Z # lamp\n";
    static const char running[] = TIMEW_LINE "inc 20260105T100000Z\n";
    static const char forgotten[] = "inc 20260105T080000Z - 20260107T080000Z # lamp\n";
    fixture *f = *state;
    input in = {0};
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;
    const char *const texts[] = {zero, running, forgotten};

    options.flags = FOCUS_IMPORT_STRICT;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        in = (input){.bytes = texts[i], .size = strlen(texts[i])};
        assert_status(f->store, FOCUS_E_INVALID, focus_import(f->store, &options, &report));
        assert_int_equal(report.read, 0);
    }
    assert_non_null(strstr(focus_last_error(f->store)->message, "it is longer than a day"));
    options.min_length_ms = 2 * HOUR_MS;
    assert_int_equal(import_with(f->store, &options, &in, TIMEW_LINE).skipped_short, 1);
}

static void a_project_can_become_a_tag(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    static const char text[] = "[[1767603600,1767607200,\"lamp\",\"0f\",[\"wick\",\"lamp\"],0]]";
    focus_import_report report =
        import_bytes(f->store, NULL, FOCUS_IMPORT_PROJECT_AS_TAG, text, sizeof(text) - 1);

    assert_int_equal(report.added, 1);
    list = oldest_first(f->store);
    assert_text(NULL, list->items[0]->project);
    assert_tags(list->items[0], "lamp|wick");
    focus_session_list_free(list);
    assert_int_equal(import_text(f->store, NULL, text).changed, 1);
}

static void rewards_are_paid_only_when_asked_for(void **state)
{
    fixture *f = *state;
    focus_progress progress;
    static const char first[] = "inc 20260105T080000Z - 20260105T083000Z\n";
    static const char second[] = "inc 20260106T080000Z - 20260106T083000Z\n";

    (void)import_text(f->store, NULL, first);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 0);
    (void)import_bytes(f->store, NULL, FOCUS_IMPORT_REWARD, second, sizeof(second) - 1);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 30);
    assert_int_equal(progress.coins, 6);
    (void)import_bytes(f->store, NULL, FOCUS_IMPORT_REWARD, second, sizeof(second) - 1);
    (void)import_bytes(f->store, NULL, FOCUS_IMPORT_REWARD, first, sizeof(first) - 1);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 30);
}

static void what_was_edited_or_deleted_here_stays(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_session_input edit = FOCUS_SESSION_INPUT_INIT;
    focus_import_report report;

    (void)import_text(f->store, NULL,
                      "[[1767603600,1767607200,\"a\",\"0f\",[],0],"
                      "[1767610800,1767612600,\"b\",\"1f\",[],0]]");
    list = oldest_first(f->store);
    edit.fields = FOCUS_FIELD_TITLE;
    edit.title = "mine";
    assert_ok(f->store, focus_session_edit(f->store, &list->items[0]->id, &edit, NULL));
    assert_ok(f->store, focus_session_delete(f->store, &list->items[1]->id));
    focus_session_list_free(list);
    report = import_text(f->store, NULL,
                         "[[1767603600,1767607200,\"c\",\"0f\",[\"x\"],0],"
                         "[1767610800,1767612600,\"d\",\"1f\",[],0]]");
    assert_int_equal(report.same, 2);
    list = oldest_first(f->store);
    assert_int_equal(list->total, 1);
    assert_text("a", list->items[0]->project);
    assert_text("mine", list->items[0]->title);
    focus_session_list_free(list);
}

static void imports_meet_live_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report;

    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "live");
    report = import_text(f->store, NULL,
                         "inc 20260301T083000Z - 20260301T091000Z\n"
                         "inc 20260301T100000Z - 20260301T103000Z\n");
    assert_int_equal(report.added, 2);
    assert_int_equal(report.overlapping, 1);
}

/* Our own line of a session with so many pauses, all at one instant; free() it. */
static char *line_with_pauses(int count)
{
    static const char head[] =
        "{\"id\":\"01932b4e-7c1d-7000-8000-000000000001\",\"mode\":\"focus\","
        "\"status\":\"completed\",\"started_at\":\"2026-01-05T09:00:00Z\","
        "\"ended_at\":\"2026-01-05T10:00:00Z\",\"pauses\":[";
    static const char one[] =
        "{\"from\":\"2026-01-05T09:30:00Z\",\"to\":\"2026-01-05T09:30:00Z\"},";
    char *line = malloc(sizeof(head) + (size_t)count * sizeof(one) + 8);
    size_t size = sizeof(head) - 1;

    assert_non_null(line);
    memcpy(line, head, size);
    for (int i = 0; i < count; i++, size += sizeof(one) - 1)
        memcpy(line + size, one, sizeof(one) - 1);
    memcpy(line + size - 1, "]}\n", 4); /* over the last comma */
    return line;
}

static void what_an_import_takes_can_be_read_again(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    char *line = line_with_pauses(10001);

    refuse_text(f->store, "jsonl", line, "line 1: there are more than 10000 pauses");
    free(line);
    line = line_with_pauses(10000);
    assert_int_equal(import_text(f->store, "jsonl", line).added, 1);
    free(line);
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    assert_int_equal(list->items[0]->pause_count, 10000);
    focus_session_list_free(list);
}

/* The first import read the times in a wrong zone. */
static void a_wrong_zone_is_told_and_can_be_mended(void **state)
{
    static const char bytes[] =
        "User,Email,Start date,Start time,End date,End time,Duration\n"
        "a,a@example.com,2026-01-05,09:00:00,2026-01-05,10:00:00,01:00:00\n";
    fixture *f = *state;
    focus_import_report report = import_bytes(f->store, "toggl", 0, bytes, sizeof(bytes) - 1);
    const focus_session_list *list = NULL;

    assert_int_equal(report.added, 1);
    f->utc_offset_s = 3600;
    report = import_bytes(f->store, "toggl", 0, bytes, sizeof(bytes) - 1);
    assert_int_equal(report.same, 1);
    assert_int_equal(report.same_moved, 1);
    report = import_bytes(f->store, "toggl", FOCUS_IMPORT_RETIME, bytes, sizeof(bytes) - 1);
    assert_int_equal(report.changed, 1);
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    assert_int_equal(list->count, 1);
    assert_int_equal(list->items[0]->started_at_ms, INT64_C(1767600000000)); /* 08:00Z */
    assert_int_equal(list->items[0]->utc_offset_s, 3600);
    assert_ok(f->store, focus_session_delete(f->store, &list->items[0]->id));
    focus_session_list_free(list);
    report = import_bytes(f->store, "toggl", 0, bytes, sizeof(bytes) - 1);
    assert_int_equal(report.same_deleted, 1);
    assert_int_equal(report.same_moved, 0);
}

/* A callback that calls into its own store, and goes on as if nothing had been. */
typedef struct intruder {
    focus_store *store;
    const char *bytes;
    size_t at;
    focus_status seen;
} intruder;

static int read_and_intrude(void *user, char *buffer, size_t size, size_t *out_size)
{
    intruder *who = user;
    size_t left = strlen(who->bytes) - who->at;

    who->seen = focus_session_start(who->store, NULL, NULL);
    focus_close(who->store);
    *out_size = left < size ? left : size;
    memcpy(buffer, who->bytes + who->at, *out_size);
    who->at += *out_size;
    return 0;
}

static int write_and_intrude(void *user, const char *bytes, size_t size)
{
    intruder *who = user;

    (void)bytes;
    (void)size;
    who->seen = focus_points_award(who->store, FOCUS_POINTS_XP, 1, "key", NULL);
    return 0;
}

static void a_callback_cannot_break_into_its_own_call(void **state)
{
    fixture *f = *state;
    intruder who = {.store = f->store, .bytes = "inc 20260105T090000Z - 20260105T093000Z\n"};
    focus_import_options in = FOCUS_IMPORT_OPTIONS_INIT;
    focus_export_options out = FOCUS_EXPORT_OPTIONS_INIT;
    focus_import_report report;
    focus_counters counters;

    in.format = "timewarrior";
    in.read = read_and_intrude;
    in.user = &who;
    assert_ok(f->store, focus_import(f->store, &in, &report));
    assert_int_equal(who.seen, FOCUS_E_MISUSE);
    out.format = "jsonl";
    out.write = write_and_intrude;
    out.user = &who;
    assert_ok(f->store, focus_export(f->store, &out, NULL));
    assert_int_equal(who.seen, FOCUS_E_MISUSE);
    fixture_reopen(f);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 1);
    assert_int_equal(counters.xp, 0);
}

static void options_are_checked(void **state)
{
    fixture *f = *state;
    input in = {.bytes = TIMEW_LINE, .size = sizeof(TIMEW_LINE) - 1};
    focus_import_options good = input_options(&in, NULL);
    focus_import_options bad;
    focus_import_report report;

    assert_int_equal(focus_import(NULL, &good, &report), FOCUS_E_MISUSE);
    assert_status(f->store, FOCUS_E_MISUSE, focus_import(f->store, NULL, &report));
    assert_status(f->store, FOCUS_E_MISUSE, focus_import(f->store, &good, NULL));
    bad = good;
    bad.format = NULL;
    assert_status(f->store, FOCUS_E_MISUSE, focus_import(f->store, &bad, &report));
    bad = good;
    bad.read = NULL;
    assert_status(f->store, FOCUS_E_MISUSE, focus_import(f->store, &bad, &report));
    bad = good;
    bad.struct_size = 8;
    assert_status(f->store, FOCUS_E_MISUSE, focus_import(f->store, &bad, &report));
    bad = good;
    bad.flags = 1u << 30;
    assert_status(f->store, FOCUS_E_UNSUPPORTED, focus_import(f->store, &bad, &report));
    bad = good;
    bad.min_length_ms = -1;
    assert_status(f->store, FOCUS_E_INVALID, focus_import(f->store, &bad, &report));
    assert_int_equal(in.at, 0);
}

/* A session whose tag got another name counts as edited: it keeps it when it comes again. */
static void an_import_does_not_bring_the_old_name_back(void **state)
{
    static const char line[] = "inc 20260228T080000Z - 20260228T090000Z # old\n";
    fixture *f = *state;
    const focus_label_list *list = NULL;

    assert_int_equal(import_text(f->store, "timewarrior", line).added, 1);
    assert_ok(f->store, focus_tag_rename(f->store, "old", "new", NULL));
    (void)import_text(f->store, "timewarrior", line);
    assert_ok(f->store, focus_tag_list_all(f->store, &list));
    assert_int_equal(list->count, 1);
    assert_string_equal(list->items[0]->name, "new");
    focus_label_list_free(list);
}

/* Ids from elsewhere may begin with any digit. */
static void a_number_that_begins_another_id_is_ambiguous(void **state)
{
    enum { COUNT = 1000 };
    static const char line[] =
        "{\"id\":\"10000000-0000-4000-8000-000000000001\",\"mode\":\"focus\","
        "\"status\":\"completed\",\"started_at\":\"2026-03-01T09:00:00Z\","
        "\"ended_at\":\"2026-03-01T09:30:00Z\"}\n";
    static focus_session_input inputs[COUNT];
    fixture *f = *state;
    focus_id expected;
    focus_id found;

    for (int i = 0; i < COUNT; i++) {
        inputs[i] = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
        inputs[i].started_at_ms = (i + 1) * 60000;
        inputs[i].ended_at_ms = (i + 2) * 60000;
    }
    assert_int_equal(import_text(f->store, "jsonl", line).added, 1);
    assert_ok(f->store, focus_session_find(f->store, "1000", &found));
    assert_ok(f->store, focus_id_parse("10000000-0000-4000-8000-000000000001", &expected));
    assert_memory_equal(&found, &expected, sizeof(found));
    assert_ok(f->store, focus_session_add_many(f->store, inputs, COUNT));
    assert_status(f->store, FOCUS_E_AMBIGUOUS, focus_session_find(f->store, "1000", &found));
    assert_message(f->store);
    assert_ok(f->store, focus_session_find(f->store, "10000", &found));
    assert_memory_equal(&found, &expected, sizeof(found));
}

static void a_year_of_three_programs_comes_together(void **state)
{
    static const char *const months[] = {"01", "02", "03", "04", "05", "06", "07", "08", "09"};
    fixture *f = *state;
    int64_t added = 0;

    f->now_ms = INT64_C(1795197600000); /* 2026-11-20T18:00:00Z */
    added += import_file(f->store, NULL, DATA("demo/toggl-2025.csv")).added;
    added += import_file(f->store, NULL, DATA("demo/watson-frames.json")).added;
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        char path[512];
        focus_import_report report;
        (void)snprintf(path, sizeof(path), "%s/demo/timewarrior/2026-%s.data", FOCUS_TEST_DATA_DIR,
                       months[i]);
        report = import_file(f->store, NULL, path);
        assert_int_equal(report.read, report.added);
        assert_int_equal(report.overlapping, 0);
        added += report.added;
    }
    assert_int_equal(added, 868);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(toggl_reads_the_detailed_report),
        TEST(toggl_rows_become_completed_focus_sessions),
        TEST(importing_again_adds_nothing),
        TEST(overlapping_toggl_exports_join_in_either_order),
        TEST(toggl_reads_every_set_of_columns),
        TEST(toggl_reads_durations_as_the_account_has_them_set),
        TEST(toggl_reads_columns_that_were_chosen),
        TEST(toggl_asks_the_duration_in_the_doubled_hour),
        TEST(toggl_refuses_a_start_that_the_clocks_jump_over),
        TEST(toggl_refuses_rows_that_it_cannot_read),
        TEST(toggl_refuses_other_reports),
        TEST(toggl_reads_any_line_ends),
        TEST(control_characters_become_blanks),
        TEST(quotes_in_quotes_are_one),
        TEST(toggl_keeps_accounts_apart),
        TEST(another_zone_does_not_double_toggl_entries),
        TEST(a_title_too_long_is_kept_whole_in_the_note),
        TEST(an_endless_field_is_refused),
        TEST(too_many_fields_or_tags_are_refused),
        TEST(timewarrior_reads_a_month),
        TEST(timewarrior_intervals_with_other_tags_are_changed),
        TEST(timewarrior_reads_quotes_that_were_typed),
        TEST(timewarrior_exports_are_the_same_as_its_data),
        TEST(timewarrior_refuses_lines_that_it_cannot_read),
        TEST(watson_reads_frames),
        TEST(watson_frames_are_the_same_in_both_layouts),
        TEST(watson_logs_are_the_same_as_frames),
        TEST(watson_frames_edited_there_are_changed_here),
        TEST(watson_refuses_frames_that_it_cannot_read),
        TEST(watson_refuses_what_is_no_array),
        TEST(a_frame_without_a_stop_still_runs),
        TEST(auto_refuses_what_it_does_not_know),
        TEST(nul_bytes_and_broken_utf8_are_refused_with_their_line),
        TEST(inputs_are_read_in_any_pieces),
        TEST(a_reader_that_fails_changes_nothing),
        TEST(progress_can_stop_an_import),
        TEST(a_dry_run_keeps_nothing_and_tells_everything),
        TEST(an_import_joins_the_batch_it_is_in),
        TEST(limits_of_length_leave_records_out),
        TEST(strict_imports_leave_nothing_out),
        TEST(a_project_can_become_a_tag),
        TEST(rewards_are_paid_only_when_asked_for),
        TEST(what_was_edited_or_deleted_here_stays),
        TEST(imports_meet_live_sessions),
        TEST(what_an_import_takes_can_be_read_again),
        TEST(a_wrong_zone_is_told_and_can_be_mended),
        TEST(a_callback_cannot_break_into_its_own_call),
        TEST(options_are_checked),
        TEST(an_import_does_not_bring_the_old_name_back),
        TEST(a_number_that_begins_another_id_is_ambiguous),
        TEST(a_year_of_three_programs_comes_together),
    };

    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
