/*
 * test_report.c - reports: time split where days and hours change, in zones with clock changes, with
 * pauses and day starts; and a twin that adds up random histories minute by minute, by the C library's
 * calendar.
 */
#define _DEFAULT_SOURCE 1 /* setenv(), tm_gmtoff */

#include "support/campaign.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, report_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- a store in a real zone ------------------------------------------------------------------- */

static int report_teardown(void **state)
{
    assert_int_equal(unsetenv("TZ"), 0);
    return fixture_teardown(state);
}

/* The system's rules of the zone: the file is opened anew. */
static void move_to(fixture *f, const char *zone)
{
    focus_open_options options = fixture_options(f);

    assert_int_equal(setenv("TZ", zone, 1), 0);
    tzset();
    focus_close(f->store);
    options.zone = NULL;
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
}

static void set_days(focus_store *store, int32_t day_start_minutes, int32_t week_start)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(store, focus_settings_get(store, &settings));
    settings.day_start_minutes = day_start_minutes;
    settings.week_start = week_start;
    settings.pause_limit_ms = 0;
    settings.expire_factor = 0;
    assert_ok(store, focus_settings_set(store, &settings));
}

static int64_t at(const char *text)
{
    int64_t at_ms = 0;

    assert_int_equal(focus_time_parse(text, &at_ms, NULL), FOCUS_OK);
    return at_ms;
}

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t number = 0;

    assert_int_equal(focus_day_from_date(year, month, day, &number), FOCUS_OK);
    return number;
}

static void add_span(focus_store *store, const char *from, const char *until)
{
    add_session(store, at(from), at(until) - at(from), NULL);
}

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

/* Minutes of the row with this number; -1: there is no such row. */
static int64_t minutes_of(const focus_report *report, int64_t number)
{
    for (size_t i = 0; i < report->count; i++)
        if (report->rows[i]->number == number)
            return report->rows[i]->time_ms / MINUTE_MS;
    return -1;
}

/* --- days and hours of clock changes ---------------------------------------------------------- */

static const struct change_case {
    const char *zone;
    int64_t day_start_minutes;
    const char *from;
    const char *until;
    int32_t year, month, day; /* of the first day */
    int64_t first_minutes;    /* on it */
    int64_t next_minutes;     /* on the next one; -1: none */
    int64_t hour;             /* an hour, */
    int64_t hour_minutes;     /* and what is in it */
} change_cases[] = {
    /* 23 and 25 hours, whole. */
    {"Europe/Berlin", 0, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 2026, 3, 29, 1380, -1, 2,
     -1},
    {"Europe/Berlin", 0, "2026-10-24T22:00:00Z", "2026-10-25T22:00:00Z", 2026, 10, 25, 1440, -1, 2,
     120},
    {"America/New_York", 0, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 2026, 3, 8, 1380, -1, 2,
     -1},
    {"America/New_York", 0, "2026-11-01T04:00:00Z", "2026-11-02T03:00:00Z", 2026, 11, 1, 1380, -1,
     1, 120},
    /* Half an hour back at two: 01:30 to 02:00 comes twice, so one o'clock has 90 minutes. */
    {"Australia/Lord_Howe", 0, "2026-04-04T13:00:00Z", "2026-04-04T17:30:00Z", 2026, 4, 5, 270, -1,
     1, 90},
    {"Australia/Lord_Howe", 0, "2026-10-03T13:30:00Z", "2026-10-03T17:30:00Z", 2026, 10, 4, 240, -1,
     2, 30},
    /* Over the day's start at four, in the night of the change. */
    {"Europe/Berlin", 240, "2026-03-29T00:30:00Z", "2026-03-29T03:00:00Z", 2026, 3, 28, 90, 60, 3,
     60},
    {"Europe/Berlin", 240, "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z", 2026, 10, 24, 210, 30, 2,
     120},
    {"Europe/Berlin", 0, "2026-03-28T22:10:00Z", "2026-03-28T23:30:00Z", 2026, 3, 28, 50, 30, 23,
     50},
    /* The day starts in the hour that is left out, and in the one that comes twice. */
    {"Europe/Berlin", 150, "2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z", 2026, 3, 28, 30, 60, 3,
     60},
    {"Europe/Berlin", 150, "2026-10-24T23:50:00Z", "2026-10-25T02:00:00Z", 2026, 10, 24, 70, 60, 2,
     120},
    {"Europe/Berlin", 1439, "2026-03-29T21:58:00Z", "2026-03-29T22:01:00Z", 2026, 3, 28, 1, 2, 23,
     2},
};

static void check_change(fixture *f, const struct change_case *c)
{
    const int32_t day = day_of(c->year, c->month, c->day);
    const focus_report *days;
    const focus_report *hours;
    const focus_report *whole;

    move_to(f, c->zone);
    set_days(f->store, (int32_t)c->day_start_minutes, 1);
    f->now_ms = at("2027-01-01T00:00:00Z");
    add_span(f->store, c->from, c->until);
    days = report_by(f->store, FOCUS_BY_DAY, FOCUS_RULE_SPLIT, 0);
    hours = report_by(f->store, FOCUS_BY_HOUR, FOCUS_RULE_SPLIT, 0);
    whole = report_by(f->store, FOCUS_BY_DAY, FOCUS_RULE_WHOLE, 0);
    if (minutes_of(days, day) != c->first_minutes || minutes_of(days, day + 1) != c->next_minutes ||
        minutes_of(hours, c->hour) != c->hour_minutes)
        fail_msg("%s from %s: %lld and %lld minutes, hour %lld", c->zone, c->from,
                 (long long)minutes_of(days, day), (long long)minutes_of(days, day + 1),
                 (long long)minutes_of(hours, c->hour));
    assert_int_equal(minutes_of(whole, day), days->total->time_ms / MINUTE_MS);
    focus_report_free(days);
    focus_report_free(hours);
    focus_report_free(whole);
}

static void days_and_hours_are_as_long_as_the_clock_makes_them(void **state)
{
    for (size_t i = 0; i < COUNT_OF(change_cases); i++) {
        fixture_setup(state);
        check_change(*state, &change_cases[i]);
        report_teardown(state);
    }
}

/* --- a week by hand ----------------------------------------------------------------------------- */

/* Monday 2026-03-02 to Sunday: 3 h on Monday, 1 h on Tuesday over midnight to Wednesday, an hour given
 * up on Friday, a day and a half forgotten on Saturday. */
static void live_a_week(fixture *f)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    f->now_ms = at("2026-03-12T09:00:00Z");
    add_span(f->store, "2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z");
    add_span(f->store, "2026-03-03T23:30:00Z", "2026-03-04T00:30:00Z");
    input.started_at_ms = at("2026-03-06T10:00:00Z");
    input.ended_at_ms = at("2026-03-06T11:00:00Z");
    input.status = FOCUS_SESSION_ABANDONED;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    add_span(f->store, "2026-03-07T08:00:00Z", "2026-03-08T20:00:00Z");
}

#define WEEK_MONDAY 20514 /* 2026-03-02 */

static const focus_report *week_report(fixture *f, int32_t rule, uint32_t include)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    const focus_report *report = NULL;

    options.rule = rule;
    options.include = include;
    options.flags = FOCUS_REPORT_EMPTY_ROWS;
    options.has_days = 1;
    options.from_day = WEEK_MONDAY;
    options.until_day = WEEK_MONDAY + 6;
    assert_ok(f->store, focus_report_get(f->store, &options, &report));
    assert_int_equal(report->count, 7);
    return report;
}

static void assert_hours(const focus_report *report, const char *expected)
{
    char text[128] = "";

    for (size_t i = 0; i < report->count; i++)
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%g ",
                       (double)report->rows[i]->time_ms / HOUR_MS);
    assert_string_equal(text, expected);
}

static void what_counts_is_what_was_asked_for(void **state)
{
    fixture *f = *state;
    const focus_report *report;

    live_a_week(f);
    report = week_report(f, FOCUS_RULE_SPLIT, 0);
    assert_hours(report, "3 0.5 0.5 0 0 0 0 ");
    assert_int_equal(report->total->sessions, 2);
    assert_int_equal(report->total->abandoned, 1);
    assert_int_equal(report->total->unconfirmed, 1);
    assert_int_equal(report->rows_with_time, 3);
    assert_int_equal(report->run_first_day, WEEK_MONDAY);
    assert_int_equal(report->run_last_day, WEEK_MONDAY + 2);
    assert_ptr_equal(report->best, report->rows[0]);
    focus_report_free(report);
    report = week_report(f, FOCUS_RULE_WHOLE, FOCUS_INCLUDE_ABANDONED);
    assert_hours(report, "3 1 0 0 1 0 0 ");
    focus_report_free(report);
    report = week_report(f, FOCUS_RULE_SPLIT, FOCUS_INCLUDE_UNCONFIRMED);
    assert_hours(report, "3 0.5 0.5 0 0 16 20 ");
    focus_report_free(report);
}

/* Levels are quarters of the rows with time: 0.5, 0.5, 3 here. */
static void levels_say_what_they_begin_with(void **state)
{
    fixture *f = *state;
    const focus_report *report;

    live_a_week(f);
    report = week_report(f, FOCUS_RULE_SPLIT, 0);
    assert_int_equal(report->level_ms[0], HOUR_MS / 2);
    assert_int_equal(report->level_ms[3], 3 * HOUR_MS);
    assert_int_equal(report->rows[0]->time_level, 4);
    assert_int_equal(report->rows[1]->time_level, 3); /* equals are of one level */
    assert_int_equal(report->rows[3]->time_level, 0);
    assert_int_equal(report->level_sessions[3], 1);
    assert_int_equal(report->rows[0]->session_level, 4);
    focus_report_free(report);
}

/* --- goals ------------------------------------------------------------------------------------ */

static void assert_goal(focus_store *store, int32_t day, int64_t hours, int32_t sessions)
{
    focus_goal goal;

    assert_ok(store, focus_goal_of_day(store, day, &goal));
    assert_int_equal(goal.goal_ms, hours * HOUR_MS);
    assert_int_equal(goal.goal_sessions, sessions);
}

static void a_goal_holds_from_its_day_to_the_next(void **state)
{
    const uint32_t weekend = FOCUS_MASK(6) | FOCUS_MASK(7);
    fixture *f = *state;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    const focus_goal_list *list = NULL;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.daily_goal_ms = HOUR_MS;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    assert_ok(f->store, focus_goal_set(f->store, WEEK_MONDAY, 0, 4 * HOUR_MS, 0));
    assert_ok(f->store, focus_goal_set(f->store, WEEK_MONDAY, weekend, 0, 2));
    assert_ok(f->store, focus_goal_set(f->store, WEEK_MONDAY + 7, 0, 0, 0));
    assert_goal(f->store, WEEK_MONDAY - 1, 1, 0);
    assert_goal(f->store, WEEK_MONDAY, 4, 0);
    assert_goal(f->store, WEEK_MONDAY + 4, 4, 0);
    assert_goal(f->store, WEEK_MONDAY + 5, 0, 2);
    assert_goal(f->store, WEEK_MONDAY + 7, 0, 0);
    assert_ok(f->store, focus_goal_list_all(f->store, &list));
    assert_int_equal(list->count, 3);
    assert_int_equal(list->items[0].weekdays, 0x3e);
    assert_int_equal(list->items[1].weekdays, weekend);
    assert_int_equal(list->items[2].weekdays, 0xfe);
    focus_goal_list_free(list);
    assert_status(f->store, FOCUS_E_INVALID, focus_goal_set(f->store, 1, 1, 0, 0));
    assert_status(f->store, FOCUS_E_INVALID, focus_goal_set(f->store, 1, 0, DAY_MS + 1, 0));
    assert_status(f->store, FOCUS_E_INVALID, focus_goal_set(f->store, -1, 0, 0, 0));
}

static void a_balance_is_time_less_goals_of_all_days_so_far(void **state)
{
    fixture *f = *state;
    const focus_report *report;
    char text[128] = "";

    live_a_week(f);
    f->now_ms = at("2026-03-06T12:00:00Z"); /* Friday: the weekend is not due */
    assert_ok(f->store, focus_goal_set(f->store, WEEK_MONDAY, 0, HOUR_MS, 3));
    report = week_report(f, FOCUS_RULE_SPLIT, 0);
    for (size_t i = 0; i < report->count; i++)
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%g ",
                       (double)report->rows[i]->balance_ms / HOUR_MS);
    assert_string_equal(text, "2 1.5 1 0 -1 -1 -1 ");
    assert_int_equal(report->rows[6]->goal_ms, HOUR_MS);
    assert_int_equal(report->total->goal_ms, 7 * HOUR_MS);
    assert_int_equal(report->total->goal_sessions, 21);
    assert_int_equal(report->total->balance_ms, -HOUR_MS);
    focus_report_free(report);
    report = report_by(f->store, FOCUS_BY_WEEK, FOCUS_RULE_SPLIT, 0);
    assert_int_equal(report->count, 1);
    assert_int_equal(report->rows[0]->until_day, WEEK_MONDAY + 6);
    assert_int_equal(report->rows[0]->goal_ms, 7 * HOUR_MS);
    focus_report_free(report);
}

/* --- a day in quarters of an hour ------------------------------------------------------------- */

/* A letter each cell: what most of it was. */
static void draw_timeline(focus_store *store, int32_t day, size_t expected_count, char out[128])
{
    const focus_timeline *timeline = NULL;

    assert_ok(store, focus_timeline_get(store, day, &timeline));
    assert_int_equal(timeline->count, expected_count);
    assert_true(timeline->count < 128);
    for (size_t i = 0; i < timeline->count; i++) {
        const focus_timeline_cell *cell = &timeline->cells[i];
        out[i] = "f.bp"[cell->focus_ms > 0    ? 0
                        : cell->break_ms > 0  ? 2
                        : cell->paused_ms > 0 ? 3
                                              : 1];
        assert_true(cell->focus_ms + cell->break_ms + cell->paused_ms <= 15 * MINUTE_MS);
    }
    out[timeline->count] = '\0';
    focus_timeline_free(timeline);
}

static void a_timeline_shows_what_each_quarter_was_used_for(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char text[128];

    set_days(f->store, 480, 1);
    run_session(f, FOCUS_MODE_FOCUS, 45 * MINUTE_MS); /* from nine */
    run_session(f, FOCUS_MODE_BREAK, 15 * MINUTE_MS);
    input.planned_ms = FOCUS_PLANNED_OPEN;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, 30 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 30 * MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 20 * MINUTE_MS); /* and on */
    draw_timeline(f->store, WEEK_MONDAY, 96, text);
    assert_memory_equal(text, "....fffbffppff..", 16);
    assert_null(strpbrk(text + 14, "fbp"));
}

static void a_day_with_a_clock_change_has_other_cells(void **state)
{
    static const struct {
        const char *zone;
        int32_t month, day;
        size_t count;
        const char *changed;
        int32_t by_s;
    } rows[] = {
        {"Europe/Berlin", 3, 28, 96, NULL, 0},
        {"Europe/Berlin", 3, 29, 92, "2026-03-29T01:00:00Z", 3600},
        {"Europe/Berlin", 10, 25, 100, "2026-10-25T01:00:00Z", -3600},
        {"America/New_York", 3, 8, 92, "2026-03-08T07:00:00Z", 3600},
        {"America/New_York", 11, 1, 100, "2026-11-01T06:00:00Z", -3600},
        {"Australia/Lord_Howe", 4, 5, 98, "2026-04-04T15:00:00Z", -1800},
        {"Australia/Lord_Howe", 10, 4, 94, "2026-10-03T15:30:00Z", 1800},
    };
    fixture *f = *state;
    const focus_timeline *timeline = NULL;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        move_to(f, rows[i].zone);
        assert_ok(f->store, focus_timeline_get(f->store, day_of(2026, rows[i].month, rows[i].day),
                                               &timeline));
        assert_int_equal(timeline->count, rows[i].count);
        assert_int_equal(timeline->changed_at_ms,
                         rows[i].changed != NULL ? at(rows[i].changed) : 0);
        assert_int_equal(timeline->changed_by_s, rows[i].by_s);
        focus_timeline_free(timeline);
    }
    move_to(f, "Pacific/Apia"); /* went over the date line: there was no 30th of December */
    f->now_ms = at("2012-01-09T00:00:00Z");
    add_span(f->store, "2011-12-30T05:00:00Z", "2011-12-30T15:00:00Z");
    assert_ok(f->store, focus_timeline_get(f->store, day_of(2011, 12, 30), &timeline));
    assert_int_equal(timeline->count, 0);
    focus_timeline_free(timeline);
    assert_status(f->store, FOCUS_E_INVALID, focus_timeline_get(f->store, -1, &timeline));
    assert_status(f->store, FOCUS_E_INVALID, focus_timeline_get(f->store, INT32_MAX, &timeline));
}

static void gaps_lie_between_sessions_of_a_day(void **state)
{
    fixture *f = *state;
    const focus_gap_list *list = NULL;

    f->now_ms = at("2026-03-12T09:00:00Z");
    set_days(f->store, 240, 1);
    add_span(f->store, "2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z");
    add_span(f->store, "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"); /* within it */
    add_span(f->store, "2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z");
    add_span(f->store, "2026-03-02T13:05:00Z", "2026-03-02T14:00:00Z");
    add_span(f->store, "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z"); /* still Monday */
    add_span(f->store, "2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z");
    add_span(f->store, "2026-03-02T05:00:00Z", "2026-03-04T06:00:00Z"); /* forgotten */
    assert_ok(f->store,
              focus_gap_list_range(f->store, WEEK_MONDAY, WEEK_MONDAY + 6, 10 * MINUTE_MS, &list));
    assert_int_equal(list->count, 2);
    assert_int_equal(list->items[0].from_ms, at("2026-03-02T12:00:00Z"));
    assert_int_equal(list->items[0].until_ms, at("2026-03-02T12:30:00Z"));
    assert_int_equal(list->items[1].day, WEEK_MONDAY);
    assert_int_equal(list->items[1].until_ms, at("2026-03-03T02:00:00Z"));
    assert_int_equal(list->total_ms, 12 * HOUR_MS + 30 * MINUTE_MS);
    focus_gap_list_free(list);
    assert_ok(f->store, focus_gap_list_range(f->store, INT32_MIN, WEEK_MONDAY - 1, 0, &list));
    assert_int_equal(list->count, 0);
    focus_gap_list_free(list);
    assert_status(f->store, FOCUS_E_INVALID, focus_gap_list_range(f->store, 2, 1, 0, &list));
    assert_status(f->store, FOCUS_E_INVALID, focus_gap_list_range(f->store, 1, 2, -1, &list));
}

/* --- the days before -------------------------------------------------------------------------- */

/* It is the last that the walk through the history meets, wherever it began. */
static void a_running_session_is_no_gap(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_gap_list *gaps;

    move_to(f, "UTC");
    f->now_ms = at("2026-03-02T09:00:00Z");
    add_span(f->store, "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z");
    input.planned_ms = FOCUS_PLANNED_OPEN;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    f->now_ms = at("2026-03-02T11:00:00Z");
    input.planned_ms = 0;
    input.started_at_ms = at("2026-03-02T10:00:00Z");
    input.ended_at_ms = at("2026-03-02T10:30:00Z");
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    assert_ok(f->store,
              focus_gap_list_range(f->store, day_of(2026, 3, 2), day_of(2026, 3, 2), 0, &gaps));
    assert_int_equal(gaps->count, 1);
    assert_int_equal(gaps->items[0].from_ms, at("2026-03-02T08:30:00Z"));
    assert_int_equal(gaps->items[0].until_ms, at("2026-03-02T09:00:00Z"));
    assert_int_equal(gaps->total_ms, 30 * MINUTE_MS);
    focus_gap_list_free(gaps);
}

/* --- today ------------------------------------------------------------------------------------ */

static void assert_today(focus_store *store, int64_t sessions, int64_t focus_minutes,
                         int32_t is_reached)
{
    focus_today today;

    assert_ok(store, focus_today_get(store, &today));
    assert_int_equal(today.day, day_of(2026, 3, 2));
    assert_int_equal(today.sessions, sessions);
    assert_int_equal(today.focus_ms, focus_minutes * MINUTE_MS);
    assert_int_equal(today.goal_ms, 90 * MINUTE_MS);
    assert_int_equal(today.is_reached, is_reached);
}

/* The night before counts from the start of the day on; what runs counts, but may yet be abandoned. */
static void today_has_what_passed_today(void **state)
{
    fixture *f = *state;

    move_to(f, "UTC");
    f->now_ms = at("2026-03-02T10:00:00Z");
    assert_ok(f->store, focus_goal_set(f->store, day_of(2026, 3, 1), 0, 90 * MINUTE_MS, 0));
    add_span(f->store, "2026-03-01T23:00:00Z", "2026-03-02T01:00:00Z");
    assert_today(f->store, 0, 60, 0);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    f->now_ms += 40 * MINUTE_MS;
    assert_today(f->store, 0, 100, 0);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_today(f->store, 0, 60, 0);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    f->now_ms += 30 * MINUTE_MS;
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_today(f->store, 1, 90, 1);
}

static void whole_months_are_compared_with_whole_months(void **state)
{
    static const struct {
        int32_t from[3];
        int32_t until[3];
        int32_t before_from[3];
    } rows[] = {
        {{2026, 3, 2}, {2026, 3, 8}, {2026, 2, 23}},  {{2026, 3, 1}, {2026, 3, 31}, {2026, 2, 1}},
        {{2026, 1, 1}, {2026, 3, 31}, {2025, 10, 1}}, {{2024, 2, 1}, {2024, 2, 29}, {2024, 1, 1}},
        {{2024, 1, 1}, {2024, 12, 31}, {2023, 1, 1}}, {{2026, 3, 1}, {2026, 3, 30}, {2026, 1, 30}},
    };
    int32_t from;
    int32_t until;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int32_t first = day_of(rows[i].from[0], rows[i].from[1], rows[i].from[2]);
        int32_t last = day_of(rows[i].until[0], rows[i].until[1], rows[i].until[2]);
        assert_int_equal(focus_days_before(first, last, &from, &until), FOCUS_OK);
        assert_int_equal(
            from, day_of(rows[i].before_from[0], rows[i].before_from[1], rows[i].before_from[2]));
        assert_int_equal(until, first - 1);
    }
    assert_int_equal(focus_days_before(0, 30, &from, &until), FOCUS_E_INVALID); /* January 1970 */
    assert_int_equal(focus_days_before(31, 58, &from, &until), FOCUS_OK);
    assert_int_equal(focus_days_before(5, 4, &from, &until), FOCUS_E_INVALID);
    assert_int_equal(from, 0);
}

/* --- what is refused -------------------------------------------------------------------------- */

static void what_there_is_not_is_refused(void **state)
{
    const focus_report_options fine = FOCUS_REPORT_OPTIONS_INIT;
    fixture *f = *state;
    const focus_report *report = NULL;
    focus_report_options wrong[8];

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        wrong[i] = fine;
    wrong[0].by = FOCUS_BY_COUNT;
    wrong[1].by = -1;
    wrong[2].rule = 2;
    wrong[3].days = 2;
    wrong[4].include = 16;
    wrong[5].flags = 2;
    wrong[6].has_days = 1;
    wrong[6].from_day = 2;
    wrong[6].until_day = 1;
    wrong[7].has_days = 1;
    wrong[7].from_day = INT32_MIN;
    wrong[7].until_day = INT32_MAX;
    wrong[7].flags = FOCUS_REPORT_EMPTY_ROWS;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_status(f->store, i < 6 ? FOCUS_E_UNSUPPORTED : FOCUS_E_INVALID,
                      focus_report_get(f->store, &wrong[i], &report));
        assert_null(report);
    }
    wrong[7].flags = 0;
    assert_ok(f->store, focus_report_get(f->store, &wrong[7], &report));
    assert_int_equal(report->count, 0);
    focus_report_free(report);
    assert_ok(f->store, focus_report_get(f->store, NULL, &report));
    assert_true(report->until_day < report->from_day);
    assert_null(report->best);
    focus_report_free(report);
}

/* --- random histories and their twin ---------------------------------------------------------- */

static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                                    "UTC"};

/* Beginnings of stretches with a clock change in each of these zones but the last. */
static const char *const stretches[] = {"2026-03-07T12:00:00Z", "2026-03-27T12:00:00Z",
                                        "2026-10-23T12:00:00Z", "2026-10-31T12:00:00Z"};

static int64_t minutes(chance *c, uint64_t most)
{
    return (int64_t)(1 + chance_below(c, most)) * MINUTE_MS;
}

static void live_session(fixture *f, chance *c)
{
    static const char *const projects[] = {NULL, "house", "garden"};
    static const char *const tags[] = {"a", "b", "c"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.mode = chance_one_in(c, 4) ? FOCUS_MODE_BREAK : FOCUS_MODE_FOCUS;
    input.title = chance_one_in(c, 3) ? NULL : projects[1 + chance_below(c, 2)];
    input.project = projects[chance_below(c, 3)];
    input.tags = tags + chance_below(c, 2);
    input.tag_count = chance_below(c, 3);
    input.planned_ms = chance_one_in(c, 3) ? FOCUS_PLANNED_OPEN : 0;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, minutes(c, 90));
    for (uint64_t pauses = chance_below(c, 3); pauses > 0; pauses--) {
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, minutes(c, 120));
        if (pauses == 1 && chance_one_in(c, 4))
            break; /* the end closes it */
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
        pass(f, minutes(c, 90));
    }
    if (chance_one_in(c, 5))
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    else
        assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
}

/* Longer than a day, perhaps confirmed; over what is there already. */
static void long_session(fixture *f, chance *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.ended_at_ms = f->now_ms;
    input.started_at_ms = f->now_ms - DAY_MS - minutes(c, 3000);
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    input.fields = FOCUS_FIELD_CONFIRMED;
    if (chance_one_in(c, 2))
        assert_ok(f->store, focus_session_edit(f->store, &session->id, &input, NULL));
    focus_session_free(session);
}

static void live_some_days(fixture *f, chance *c)
{
    f->now_ms = at(stretches[chance_below(c, COUNT_OF(stretches))]);
    move_to(f, zones[chance_below(c, COUNT_OF(zones))]);
    set_days(f->store, (int32_t)chance_below(c, 4) * 150, (int32_t)(1 + chance_below(c, 7)));
    for (int i = 0; i < 16; i++) {
        if (chance_one_in(c, 12))
            move_to(f, zones[chance_below(c, COUNT_OF(zones))]); /* a journey */
        live_session(f, c);
        pass(f, minutes(c, 500));
        if (chance_one_in(c, 8))
            long_session(f, c);
    }
}

typedef struct twin {
    const focus_session_list *list;
    focus_settings settings;
    focus_report_options options;
    focus_report_row rows[400];
    size_t count;
    focus_report_row total;
} twin;

typedef struct moment {
    int32_t day;
    int32_t hour;
} moment;

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What a clock shows: the zone's of the process, or one that stands at an offset. */
static moment moment_of(const twin *t, const focus_session *session, int64_t at_ms)
{
    time_t at_s = (time_t)(at_ms / 1000);
    time_t start_s = (time_t)(session->started_at_ms / 1000);
    struct tm here;
    bool is_here;
    int64_t local_s;

    (void)localtime_r(&start_s, &here);
    is_here = t->options.days == FOCUS_DAYS_HERE ||
              (here.tm_gmtoff == session->utc_offset_s && same_text(session->zone, getenv("TZ")));
    (void)localtime_r(&at_s, &here);
    local_s = at_s + (is_here ? here.tm_gmtoff : session->utc_offset_s);
    return (moment){(int32_t)((local_s - t->settings.day_start_minutes * INT64_C(60)) / 86400),
                    (int32_t)(local_s / 3600 % 24)};
}

static int32_t weekday_of(int32_t day)
{
    return (day + 3) % 7 + 1;
}

static int64_t number_of(const twin *t, const focus_session *session, moment m)
{
    int32_t year;
    int32_t month;

    focus_date_from_day(m.day, &year, &month, NULL);
    switch (t->options.by) {
    case FOCUS_BY_DAY:
        return m.day;
    case FOCUS_BY_WEEK:
        while (weekday_of(m.day) != t->settings.week_start)
            m.day--;
        return m.day;
    case FOCUS_BY_MONTH:
        return day_of(year, month, 1);
    case FOCUS_BY_HOUR:
        return m.hour;
    case FOCUS_BY_WEEKDAY:
        return weekday_of(m.day);
    case FOCUS_BY_HOUR_OF_WEEK:
        return weekday_of(m.day) * 24 - 24 + m.hour;
    case FOCUS_BY_MODE:
        return session->mode;
    default:
        return 0;
    }
}

static focus_report_row *twin_row(twin *t, int64_t number, const char *text)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].number == number && same_text(t->rows[i].text, text))
            return &t->rows[i];
    assert_true(t->count < COUNT_OF(t->rows));
    t->rows[t->count] = (focus_report_row){.number = number, .text = text};
    return &t->rows[t->count++];
}

static void add_to_row(focus_report_row *row, const focus_session *session, int64_t ms, int count)
{
    bool is_apart = session->status == FOCUS_SESSION_EXPIRED ||
                    (session->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0;

    if (session->mode != FOCUS_MODE_FOCUS) {
        row->break_ms += is_apart ? 0 : ms;
        row->breaks += is_apart ? 0 : count;
    } else if (is_apart) {
        row->unconfirmed_ms += ms;
        row->unconfirmed += count;
    } else if (session->status == FOCUS_SESSION_COMPLETED) {
        row->focus_ms += ms;
        row->sessions += count;
        row->pauses += count * (int64_t)session->pause_count;
        row->paused_ms += count * session->paused_ms;
        row->planned += session->planned_ms > 0 ? count : 0;
        row->planned_ms += count * session->planned_ms;
        row->worked_ms += session->planned_ms > 0 ? count * session->active_ms : 0;
        if (session->planned_ms > 0 && session->active_ms > session->planned_ms)
            row->overtime_ms += count * (session->active_ms - session->planned_ms);
    } else {
        row->abandoned_ms += ms;
        row->abandoned += count;
    }
}

static void add_to_twin(twin *t, const focus_session *session, moment m, int64_t ms, int count)
{
    if (t->options.has_days != 0 && (m.day < t->options.from_day || m.day > t->options.until_day))
        return;
    add_to_row(&t->total, session, ms, count);
    if (t->options.by == FOCUS_BY_TAG) {
        for (size_t i = 0; i < session->tag_count; i++)
            add_to_row(twin_row(t, 0, session->tags[i]), session, ms, count);
        if (session->tag_count > 0)
            return;
    }
    add_to_row(twin_row(t, number_of(t, session, m),
                        t->options.by == FOCUS_BY_PROJECT ? session->project
                        : t->options.by == FOCUS_BY_TITLE ? session->title
                                                          : NULL),
               session, ms, count);
}

static bool is_paused(const focus_session *session, int64_t at_ms)
{
    for (size_t i = 0; i < session->pause_count; i++)
        if (at_ms >= session->pauses[i].started_at_ms && at_ms < session->pauses[i].ended_at_ms)
            return true;
    return false;
}

/* Up to the first day that begins while it runs, a session counts on the day it was given. */
static void add_minutes(twin *t, const focus_session *session)
{
    const moment began = moment_of(t, session, session->started_at_ms);
    const int32_t first = t->options.days == FOCUS_DAYS_HERE ? began.day : session->day;

    add_to_twin(t, session, (moment){first, began.hour}, 0, 1);
    for (int64_t at_ms = session->started_at_ms; at_ms < session->ended_at_ms; at_ms += MINUTE_MS) {
        moment m = moment_of(t, session, at_ms);
        if (is_paused(session, at_ms))
            continue;
        if (m.day <= began.day || m.day < first)
            m.day = first;
        if (t->options.rule == FOCUS_RULE_WHOLE)
            m = (moment){first, began.hour};
        add_to_twin(t, session, m, MINUTE_MS, 0);
    }
}

static void compare_rows(const campaign *c, const focus_report_row *row,
                         const focus_report_row *other)
{
    const size_t counts = offsetof(focus_report_row, sessions);
    const size_t times = offsetof(focus_report_row, focus_ms);
    bool same = memcmp((const char *)row + counts, (const char *)other + counts,
                       offsetof(focus_report_row, time_ms) - counts) == 0 &&
                memcmp((const char *)row + times, (const char *)other + times,
                       offsetof(focus_report_row, goal_ms) - times) == 0;

    if (same)
        return;
    campaign_tell_seed(c);
    fail_msg("row %lld \"%s\": %lld, not %lld minutes; %lld, not %lld sessions",
             (long long)row->number, row->text != NULL ? row->text : "-",
             (long long)(row->focus_ms / MINUTE_MS), (long long)(other->focus_ms / MINUTE_MS),
             (long long)row->sessions, (long long)other->sessions);
}

static bool has_anything(const focus_report_row *row)
{
    return row->sessions + row->abandoned + row->unconfirmed + row->breaks + row->focus_ms +
               row->abandoned_ms + row->unconfirmed_ms + row->break_ms !=
           0;
}

static void compare_report(const campaign *c, focus_store *store, twin *t)
{
    const focus_report *report = NULL;
    size_t expected = 0;

    t->count = 0;
    t->total = (focus_report_row){0};
    for (size_t i = 0; i < t->list->count; i++)
        add_minutes(t, t->list->items[i]);
    for (size_t i = 0; i < t->count; i++)
        expected += has_anything(&t->rows[i]);
    assert_ok(store, focus_report_get(store, &t->options, &report));
    if (report->count != expected)
        campaign_tell_seed(c);
    assert_int_equal(report->count, expected);
    for (size_t i = 0; i < report->count; i++)
        compare_rows(c, report->rows[i],
                     twin_row(t, report->rows[i]->number, report->rows[i]->text));
    compare_rows(c, report->total, &t->total);
    focus_report_free(report);
}

static void compare_all(const campaign *c, focus_store *store, twin *t)
{
    for (int i = 0; i < FOCUS_BY_COUNT * 8; i++) {
        t->options.by = i / 8;
        t->options.rule = i % 2;
        t->options.days = i / 2 % 2;
        t->options.has_days = i / 4 % 2;
        compare_report(c, store, t);
    }
}

static void every_axis_agrees_with_a_count_by_the_minute(void **state)
{
    campaign c = campaign_begin("Reports", 12);

    while (campaign_next(&c)) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        twin t = {.settings = FOCUS_SETTINGS_INIT, .options = FOCUS_REPORT_OPTIONS_INIT};
        fixture *f;

        fixture_setup(state);
        f = *state;
        live_some_days(f, &c.chance);
        move_to(f, zones[chance_below(&c.chance, COUNT_OF(zones))]);
        filter.limit = 1000;
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &t.list));
        assert_ok(f->store, focus_settings_get(f->store, &t.settings));
        t.options.from_day = t.list->items[t.list->count - 1]->day + 1;
        t.options.until_day = t.options.from_day + (int32_t)chance_below(&c.chance, 6);
        compare_all(&c, f->store, &t);
        focus_session_list_free(t.list);
        report_teardown(state);
    }
    campaign_end(&c, "80 reports of each history");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_hours_are_as_long_as_the_clock_makes_them),
        API_TEST(what_counts_is_what_was_asked_for),
        API_TEST(levels_say_what_they_begin_with),
        API_TEST(a_goal_holds_from_its_day_to_the_next),
        API_TEST(a_balance_is_time_less_goals_of_all_days_so_far),
        API_TEST(a_timeline_shows_what_each_quarter_was_used_for),
        API_TEST(a_day_with_a_clock_change_has_other_cells),
        API_TEST(gaps_lie_between_sessions_of_a_day),
        API_TEST(a_running_session_is_no_gap),
        API_TEST(today_has_what_passed_today),
        API_TEST(whole_months_are_compared_with_whole_months),
        API_TEST(what_there_is_not_is_refused),
        cmocka_unit_test(every_axis_agrees_with_a_count_by_the_minute),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
