/*
 * test_import_ics.c - bringing in events of calendars, and the time zones that these explain.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

#define CALENDAR(inside) "BEGIN:VCALENDAR\n" inside "END:VCALENDAR\n"
#define EVENT(inside) CALENDAR("BEGIN:VEVENT\nUID:u\n" inside "END:VEVENT\n")
#define NINE_TO_TEN "DTSTART:20250303T090000Z\nDTEND:20250303T100000Z\n"

static void events_become_sessions(void **state)
{
    fixture *f = *state;
    focus_import_report report = import_file(f->store, NULL, DATA("ics/calendar.ics"));
    const focus_session_list *list = oldest_first(f->store);

    assert_string_equal(report.format, "ics");
    assert_int_equal(report.read, 10);
    assert_int_equal(report.added, 5);
    assert_int_equal(report.skipped_repeating, 1);
    assert_int_equal(report.skipped_other, 2);
    assert_int_equal(report.skipped_future, 1);
    assert_int_equal(report.skipped_zero, 1);
    assert_time("2025-01-03T08:00:00Z", list->items[0]->started_at_ms);
    assert_text("Winter", list->items[0]->title);
    assert_text("Sow, rake and water", list->items[1]->title);
    assert_text("Two beds\nand a path; slowly", list->items[1]->note);
    assert_tags(list->items[1], "garden|long, wide|spring");
    assert_int_equal(list->items[1]->active_ms, HOUR_MS);
    assert_text("Choir, later", list->items[2]->title);
    assert_time("2025-03-29T22:00:00Z", list->items[3]->started_at_ms);
    assert_int_equal(list->items[3]->active_ms, 4 * HOUR_MS);
    assert_time("2025-07-01T07:00:00Z", list->items[4]->started_at_ms);
    assert_int_equal(list->items[4]->active_ms, 90 * MINUTE_MS);
    focus_session_list_free(list);
    assert_int_equal(import_file(f->store, "ics", DATA("ics/calendar.ics")).same, 5);
}

static void an_event_that_was_moved_is_changed(void **state)
{
    fixture *f = *state;

    assert_int_equal(import_text(f->store, NULL, EVENT(NINE_TO_TEN)).added, 1);
    assert_int_equal(
        import_text(f->store, NULL, EVENT("DTSTART:20250303T100000Z\nDURATION:PT1H\n")).changed, 1);
}

static void calendars_of_other_programs_are_read(void **state)
{
    enum { LONG_SIZE = 1100000, NOTE_SIZE = 10001 };
    static const char from[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Etc/UTC:"
                               "20250303T090000\r\nDTEND;TZID=UTC:20250303T100000\r\n"
                               "SUMMARY:Gr\xC3\r\n \xBC\xC3\r\n\t\x9F\x65\r\nATTACH:";
    static const char until[] = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20250304\r\nDTEND:"
                                "20250305\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report;
    char *text = malloc(sizeof from + LONG_SIZE + NOTE_SIZE + sizeof until + 100);

    assert_non_null(text);
    (void)sprintf(text, "%s%0*d\r\nDESCRIPTION:%0*d%s", from, LONG_SIZE, 0, NOTE_SIZE, 0, until);
    report = import_text(f->store, NULL, text);
    free(text);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.skipped_other, 1); /* a whole day, though it does not say VALUE=DATE */
    list = oldest_first(f->store);
    assert_time("2025-03-03T09:00:00Z", list->items[0]->started_at_ms);
    assert_int_equal(list->items[0]->active_ms, HOUR_MS);
    assert_text("Gr\xC3\xBC\xC3\x9F\x65", list->items[0]->title);
    assert_int_equal(strlen(list->items[0]->note), FOCUS_TEXT_MAX);
    focus_session_list_free(list);
}

/* --- time zones ------------------------------------------------------------------------------- */

/* Where 12:00 of each day of a zone lies in UTC. */
static void check_noon(fixture *f, const char *zone, const char *day, const char *expected)
{
    static char text[80000];
    const focus_session_list *list = NULL;

    (void)snprintf(text, sizeof text,
                   CALENDAR("BEGIN:VTIMEZONE\nTZID:z\n%sEND:VTIMEZONE\nBEGIN:VEVENT\nUID:%s-%zu\n"
                            "DTSTART;TZID=z:%sT120000\nDURATION:P1DT2H3M4S\nEND:VEVENT\n"),
                   zone, day, strlen(zone), day);
    assert_int_equal(import_text(f->store, "ics", text).added, 1);
    list = oldest_first(f->store);
    assert_time(expected, list->items[0]->started_at_ms);
    assert_int_equal(list->items[0]->active_ms, DAY_MS + 2 * HOUR_MS + 3 * MINUTE_MS + 4000);
    assert_ok(f->store, focus_session_delete(f->store, &list->items[0]->id));
    focus_session_list_free(list);
}

static void zones_change_as_the_calendar_says(void **state)
{
    static const char east[] = /* the second Sunday of March, the first of November */
        "BEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n"
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\n";
    static const char fixed[] =
        "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\n"
        "END:STANDARD\n";
    static const char ended[] = /* daylight time until 2020, as dates and as a rule with an end */
        "BEGIN:STANDARD\nDTSTART:20191027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+013000\n"
        "RDATE:20201025T030000,20211025T030000\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20190331T020000\nTZOFFSETFROM:+0130\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU;UNTIL="
        "20200330T000000Z\n"
        "END:DAYLIGHT\n";
    fixture *f = *state;

    check_noon(f, east, "20250308", "2025-03-08T17:00:00Z");
    check_noon(f, east, "20250309", "2025-03-09T16:00:00Z");
    check_noon(f, east, "20251101", "2025-11-01T16:00:00Z");
    check_noon(f, east, "20251102", "2025-11-02T17:00:00Z");
    check_noon(f, east, "20260101", "2026-01-01T17:00:00Z");
    check_noon(f, east, "20000101", "2000-01-01T17:00:00Z");
    check_noon(f, fixed, "20250101", "2025-01-01T06:30:00Z");
    check_noon(f, ended, "20200701", "2020-07-01T10:00:00Z");
    check_noon(f, ended, "20210701", "2021-07-01T10:30:00Z");
    check_noon(f, ended, "20190101", "2019-01-01T10:30:00Z");
}

/* Onsets on each other's heels in any order, and more of them than a year has. */
static void every_year_may_be_written_by_itself(void **state)
{
    enum { YEARS = 120, ONSET_SIZE = 200 };
    fixture *f = *state;
    char *text = malloc((size_t)2 * YEARS * ONSET_SIZE);
    char *at = text;

    assert_non_null(text);
    for (int i = 0; i < YEARS; i++) {
        int year = 1950 + (i * 77) % YEARS;
        at += sprintf(at,
                      "BEGIN:DAYLIGHT\nDTSTART:%d0401T020000\nTZOFFSETFROM:+0100\n"
                      "TZOFFSETTO:+0%d00\nEND:DAYLIGHT\n"
                      "BEGIN:STANDARD\nDTSTART:%d1001T020000\nTZOFFSETFROM:+0%d00\n"
                      "TZOFFSETTO:+0100\nEND:STANDARD\n",
                      year, 2 + year % 3, year, 2 + year % 3);
    }
    check_noon(f, text, "19900701", "1990-07-01T09:00:00Z");
    check_noon(f, text, "19910701", "1991-07-01T08:00:00Z");
    check_noon(f, text, "19920330", "1992-03-30T11:00:00Z");
    check_noon(f, text, "19920401", "1992-04-01T10:00:00Z");
    check_noon(f, text, "20251001", "2025-10-01T11:00:00Z");
    free(text);
}

/* Whole histories of a zone begin with rules that ended long before. */
static void a_rule_may_be_older_than_any_record(void **state)
{
    static const char old[] =
        "BEGIN:DAYLIGHT\nDTSTART:19180331T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=19190330T070000Z\nEND:DAYLIGHT\n"
        "BEGIN:STANDARD\nDTSTART:19181027T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=19191026T060000Z\nEND:STANDARD\n";

    check_noon(*state, old, "20250701", "2025-07-01T17:00:00Z");
}

static void rules_of_a_zone_are_few(void **state)
{
    enum { RULES = 65, RULE_SIZE = 200 };
    fixture *f = *state;
    char *text = malloc((size_t)RULES * RULE_SIZE);
    char *at = text;

    assert_non_null(text);
    at += sprintf(at, "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:z\n");
    for (int i = 0; i < RULES; i++)
        at += sprintf(at,
                      "BEGIN:STANDARD\nDTSTART:%d0401T020000\nTZOFFSETTO:+0100\n"
                      "RRULE:FREQ=YEARLY;UNTIL=%d0401T020000Z\nEND:STANDARD\n",
                      1950 + i, 1950 + i);
    refuse_text(f->store, "ics", text, "the time zone has more than 64 rules");
    free(text);
}

/* 2025-10-26T01:00:00Z: from 03:00 to 02:00. */
static int32_t autumn_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < INT64_C(1761440400000) ? 7200 : 3600;
}

static void an_end_in_the_hour_that_comes_twice_is_not_before_its_start(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    f->zone.utc_offset_s = autumn_offset;
    fixture_reopen(f);
    (void)import_text(f->store, NULL,
                      CALENDAR("BEGIN:VEVENT\nUID:a\nDTSTART:20251026T013000\n"
                               "DTEND:20251026T023000\nEND:VEVENT\n"
                               "BEGIN:VEVENT\nUID:b\nDTSTART:20251026T024500\n"
                               "DTEND:20251026T021500\nEND:VEVENT\n"));
    list = oldest_first(f->store);
    assert_int_equal(list->items[0]->active_ms, HOUR_MS);
    assert_time("2025-10-26T00:45:00Z", list->items[1]->started_at_ms);
    assert_int_equal(list->items[1]->active_ms, HOUR_MS / 2);
    focus_session_list_free(list);
}

/* Room that was found for one record may be taken by the next, which was here already. */
static void room_is_looked_for_again_behind_a_change(void **state)
{
    static const char before[] =
        CALENDAR("BEGIN:VEVENT\nUID:a\nDTSTART:20250303T090000Z\nDURATION:PT1H\nEND:VEVENT\n");
    static const char after[] =
        CALENDAR("BEGIN:VEVENT\nUID:b\nDTSTART:20250307T120000Z\nDURATION:PT1H\nEND:VEVENT\n"
                 "BEGIN:VEVENT\nUID:a\nDTSTART:20250307T140000Z\nDURATION:PT1H\nEND:VEVENT\n"
                 "BEGIN:VEVENT\nUID:c\nDTSTART:20250307T143000Z\nDURATION:PT15M\nEND:VEVENT\n"
                 "BEGIN:VEVENT\nUID:d\nDTSTART:20250307T150000Z\nDURATION:PT15M\nEND:VEVENT\n");
    fixture *f = *state;

    (void)import_text(f->store, NULL, before);
    focus_import_report report = import_text(f->store, NULL, after);
    assert_int_equal(report.changed, 1);
    assert_int_equal(report.added, 3);
    assert_int_equal(report.overlapping, 1);
}

#define EVENT_OF_Z(uid)                                                                            \
    "BEGIN:VEVENT\nUID:" uid "\nDTSTART;TZID=z:20250701T120000\nDURATION:PT1H\nEND:VEVENT\n"
#define ZONE_Z(offset)                                                                             \
    "BEGIN:VTIMEZONE\nTZID:z\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:" offset         \
    "\nEND:STANDARD\nEND:VTIMEZONE\n"

static void a_zone_may_stand_behind_its_events(void **state)
{
    static const char text[] = CALENDAR(EVENT_OF_Z("a") EVENT_OF_Z("b") ZONE_Z("+0300"))
        CALENDAR("BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n");
    static const char unknown[] =
        CALENDAR("BEGIN:VTIMEZONE\nTZID:z\nEND:VTIMEZONE\n"
                 "BEGIN:VEVENT\n" NINE_TO_TEN "END:VEVENT\n" EVENT_OF_Z("a"));
    fixture *f = *state;
    const focus_session_list *list = NULL;

    refuse_text(f->store, NULL, unknown,
                "line 9: the calendar does not explain the time zone \"z\"");
    refuse_text(f->store, NULL, "BEGIN:VCALENDAR\n" EVENT_OF_Z("a"), "ends in the middle");
    assert_int_equal(import_text(f->store, NULL, text).added, 2);
    list = oldest_first(f->store);
    assert_time("2025-07-01T09:00:00Z", list->items[1]->started_at_ms);
    focus_session_list_free(list);
}

static void not_every_calendar_can_wait_for_its_zone(void **state)
{
    enum { EVENTS = 17000 };
    static const char begin[] = "BEGIN:VCALENDAR\n";
    static const char event[] = EVENT_OF_Z("a");
    fixture *f = *state;
    char *text = malloc(sizeof begin + EVENTS * sizeof event);
    size_t size = sizeof begin - 1;

    assert_non_null(text);
    memcpy(text, begin, sizeof begin);
    for (int i = 0; i < EVENTS; i++, size += sizeof event - 1)
        memcpy(text + size, event, sizeof event);
    refuse_text(f->store, NULL, text, "too many events stand before their time zones");
    free(text);
}

static void a_zone_of_the_store_needs_no_explanation(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    f->utc_offset_s = 7200;
    (void)import_text(f->store, NULL,
                      EVENT("DTSTART;TZID=Test/Zone:20250303T090000\nDURATION:PT1H\n"));
    list = oldest_first(f->store);
    assert_time("2025-03-03T07:00:00Z", list->items[0]->started_at_ms);
    focus_session_list_free(list);
}

/* --- what is no calendar ---------------------------------------------------------------------- */

static void broken_calendars_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } files[] = {
        {"", "this is not a calendar"},
        {"BEGIN:VCARD\nEND:VCARD\n", "line 1: this is not a calendar"},
        {"SUMMARY:x\n", "this is not a calendar"},
        {"BEGIN:VCALENDAR\n", "the calendar ends in the middle"},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" NINE_TO_TEN, "the calendar ends in the middle"},
        {"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "line 3: there is an END without"},
        {CALENDAR("words\n"), "line 2: the line has no colon"},
        {EVENT("SUMMARY:x\n"), "line 2: the event has no start"},
        {EVENT("DTSTART:20250303T090000Z\nDTEND:2025-03-04\n"), "line 2: \"2025-03-04\" is not"},
        {EVENT("SUMMARY:\xC3\n\xBC\n"), "line 4: there is a byte that is not UTF-8"},
        {EVENT("DTSTART:20250303T0900\n"), "\"20250303T0900\" is not a time"},
        {EVENT("DTSTART:20250303T090000Z+1\n"), "is not a time"},
        {EVENT("DTSTART:20250303T240000Z\n"), "there is no such date or time"},
        {EVENT("DTSTART:20250303T090000Z\nDURATION:1H\n"), "\"1H\" is not a duration"},
        {EVENT("DTSTART:20250303T090000Z\nDURATION:P1H\n"), "\"P1H\" is not a duration"},
        {EVENT("DTSTART:20250303T090000Z\nDURATION:PT1M1H\n"), "is not a duration"},
        {EVENT("DTSTART:20250303T090000Z\nDURATION:P\n"), "is not a duration"},
        {EVENT("DTSTART:20250303T090000Z\nDURATION:-PT1H\n"), "it ends before it starts"},
        {EVENT("DTSTART:20250303T090000Z\nDTEND:20250303T080000Z\n"), "it ends before it starts"},
        {EVENT("DTSTART;TZID=Far/Away:20250303T090000\n"),
         "the calendar does not explain the time zone \"Far/Away\""},
        {CALENDAR("BEGIN:VTIMEZONE\nTZID:z\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE\n"),
         "line 5: the time zone has a change without a start"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nTZOFFSETTO:1\nEND:STANDARD\nEND:VTIMEZONE\n"),
         "line 4: \"1\" is not an offset"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nTZOFFSETTO:+9900\n"), "is not an offset"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:20250230T000000\n"), "is not a time"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:FREQ=WEEKLY\n"),
         "the time zone's rule \"FREQ=WEEKLY\" is not known"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:FREQ=YEARLY;BYMONTH=13\n"), "BYMONTH=13"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:FREQ=YEARLY;BYDAY=9SU\n"), "BYDAY=9SU"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:FREQ=YEARLY;BYDAY=1XX\n"), "BYDAY=1XX"},
        {CALENDAR("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:FREQ=YEARLY;UNTIL=soon\n"), "UNTIL=soon"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        refuse_text(f->store, "ics", files[i].text, files[i].message);
}

/* --- what ours say beyond an event ------------------------------------------------------------- */

#define OWN "UID:01890a5d-ac96-774b-bcce-b302099a8057\n"
#define OWN_TIMES                                                                                  \
    "X-FOCUS-STARTED:2025-03-03T09:00:00.500Z\nX-FOCUS-ENDED:2025-03-03T10:00:00.250Z\n"

static void check_own(fixture *f, const char *text, const char *started, int64_t active_ms,
                      size_t pauses)
{
    const focus_session_list *list = NULL;

    assert_int_equal(import_text(f->store, NULL, text).skipped_other, 0);
    list = oldest_first(f->store);
    assert_int_equal(list->count, 1);
    assert_time(started, list->items[0]->started_at_ms);
    assert_int_equal(list->items[0]->active_ms, active_ms);
    assert_int_equal(list->items[0]->pause_count, pauses);
    focus_session_list_free(list);
}

static void what_does_not_fit_is_as_if_it_were_not_there(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    check_own(f,
              EVENT(NINE_TO_TEN "X-FOCUS-MODE:nap\nX-FOCUS-STATUS:paused\nX-FOCUS-PLANNED-MS:-7\n"
                                "X-FOCUS-DAY:2024-01-01\nX-FOCUS-OTHER:x\nX-FOCUS-PAUSE:noon\n"
                                "X-FOCUS-STARTED:2025-03-03T09:00:00.500Z\nX-FOCUS-ENDED:never\n"
                                "X-FOCUS-PAUSE:20250303T085900Z/20250303T091000Z\n"
                                "X-FOCUS-PAUSE;VALUE=PERIOD:20250303T091000Z/20250303T092000Z\n"
                                "X-FOCUS-PAUSE:20250303T091500Z/20250303T092500Z\n"),
              "2025-03-03T09:00:00Z", 50 * MINUTE_MS, 1);
    list = oldest_first(f->store);
    assert_int_equal(list->items[0]->mode, FOCUS_MODE_FOCUS);
    assert_int_equal(list->items[0]->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(list->items[0]->planned_ms, 0);
    focus_session_list_free(list);
}

static void times_of_ours_are_exact_until_the_event_is_moved(void **state)
{
    fixture *f = *state;

    check_own(f, EVENT(OWN NINE_TO_TEN "X-FOCUS-MODE:break\n" OWN_TIMES),
              "2025-03-03T09:00:00.500Z", HOUR_MS - 250, 0);
    check_own(f,
              EVENT(OWN "DTSTART:20250303T110000Z\nDTEND:20250303T113000Z\n"
                        "X-FOCUS-MODE:break\n" OWN_TIMES),
              "2025-03-03T11:00:00Z", HOUR_MS / 2, 0);
}

static void a_title_that_was_given_in_the_calendar_counts(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    (void)import_text(f->store, NULL,
                      EVENT(OWN NINE_TO_TEN "SUMMARY:Long break\nX-FOCUS-UNTITLED:TRUE\n"
                                            "X-FOCUS-MODE:long_break\n"));
    list = oldest_first(f->store);
    assert_text(NULL, list->items[0]->title);
    focus_session_list_free(list);
    (void)import_text(f->store, NULL,
                      EVENT(OWN NINE_TO_TEN "SUMMARY:Walk\nX-FOCUS-UNTITLED:TRUE\n"
                                            "X-FOCUS-MODE:long_break\n"));
    list = oldest_first(f->store);
    assert_int_equal(list->count, 1);
    assert_text("Walk", list->items[0]->title);
    focus_session_list_free(list);
}

static void components_lie_in_each_other_to_a_depth(void **state)
{
    char text[1000] = "BEGIN:VCALENDAR\n";
    fixture *f = *state;

    for (int i = 0; i < 16; i++)
        strcat(text, "BEGIN:X-BOX\n");
    refuse_text(f->store, "ics", text, "components lie in components too deeply");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(events_become_sessions),
        TEST(an_event_that_was_moved_is_changed),
        TEST(calendars_of_other_programs_are_read),
        TEST(zones_change_as_the_calendar_says),
        TEST(every_year_may_be_written_by_itself),
        TEST(a_rule_may_be_older_than_any_record),
        TEST(rules_of_a_zone_are_few),
        TEST(an_end_in_the_hour_that_comes_twice_is_not_before_its_start),
        TEST(room_is_looked_for_again_behind_a_change),
        TEST(a_zone_may_stand_behind_its_events),
        TEST(not_every_calendar_can_wait_for_its_zone),
        TEST(a_zone_of_the_store_needs_no_explanation),
        TEST(broken_calendars_are_refused),
        TEST(what_does_not_fit_is_as_if_it_were_not_there),
        TEST(times_of_ours_are_exact_until_the_event_is_moved),
        TEST(a_title_that_was_given_in_the_calendar_counts),
        TEST(components_lie_in_each_other_to_a_depth),
    };

    return cmocka_run_group_tests_name("import from calendars", tests, NULL, NULL);
}
