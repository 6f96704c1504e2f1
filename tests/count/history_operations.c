/*
 * history_operations.c - pages of history, figures, and the ledger.
 */
#include "count.h"

#include <stdio.h>

/* --- pages ------------------------------------------------------------------------------------ */

static void list(subject *s, focus_session_filter *filter)
{
    const focus_session_list *page = NULL;

    check(s, focus_session_list_page(s->store, filter, &page));
    stop_unless(page->count > 0, "a page is empty");
    focus_session_list_free(page);
}

static void do_page_newest(subject *s)
{
    list(s, NULL);
}

/* s->text is a cursor half-way down. */
static void find_middle(subject *s)
{
    const focus_session_list *page = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.limit = SESSIONS / 2;
    if (s->round > 0)
        return;
    check(s, focus_session_list_page(s->store, &filter, &page));
    (void)snprintf(s->text, sizeof(s->text), "%s", page->next_cursor);
    focus_session_list_free(page);
}

static void do_page_middle(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.cursor = s->text;
    list(s, &filter);
}

static void do_page_oldest(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    list(s, &filter);
}

static void do_page_of_month(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.has_days = 1;
    filter.from_day = (int32_t)(BEGIN_MS / DAY_MS) + 60;
    filter.until_day = filter.from_day + 29;
    list(s, &filter);
}

static void do_page_of_status(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.statuses = FOCUS_MASK(FOCUS_SESSION_ABANDONED);
    list(s, &filter);
}

static void do_page_of_tag(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.tag = "deep";
    list(s, &filter);
}

static void do_page_of_project(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.project = "Office";
    list(s, &filter);
}

static void do_page_of_text(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.text = "parser";
    list(s, &filter);
}

static void delete_some(subject *s)
{
    if (s->round > 0)
        return;
    for (int i = 0; i < 30; i++) {
        find_session(s, 10);
        check(s, focus_session_delete(s->store, &s->id));
    }
}

static void do_page_of_deleted(subject *s)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.flags = FOCUS_FILTER_DELETED;
    list(s, &filter);
}

/* --- figures ---------------------------------------------------------------------------------- */

static void do_counters(subject *s)
{
    focus_counters counters;

    check(s, focus_counters_get(s->store, &counters));
}

static void get_stats(subject *s, int32_t days)
{
    const int32_t from_day = (int32_t)(BEGIN_MS / DAY_MS) + DAYS - days;
    focus_stats stats;

    check(s, focus_stats_get(s->store, from_day, from_day + days - 1, &stats));
    stop_unless(stats.active_days > 0, "the figures are empty");
}

static void do_stats_month(subject *s)
{
    get_stats(s, 30);
}

static void do_stats_all(subject *s)
{
    get_stats(s, DAYS);
}

static void do_days(subject *s)
{
    const int32_t from_day = (int32_t)(BEGIN_MS / DAY_MS);
    const focus_day_list *days = NULL;

    check(s, focus_day_list_range(s->store, from_day, from_day + DAYS, &days));
    focus_day_list_free(days);
}

static void do_streak(subject *s)
{
    focus_streak streak;

    check(s, focus_streak_get(s->store, &streak));
}

static void do_streak_runs(subject *s)
{
    const focus_run_list *runs = NULL;

    check(s, focus_streak_runs(s->store, 0, &runs));
    focus_run_list_free(runs);
}

/* --- reports ---------------------------------------------------------------------------------- */

static void get_report(subject *s, int32_t by, int32_t days)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    const focus_report *report = NULL;

    options.by = by;
    options.has_days = 1;
    options.until_day = (int32_t)(BEGIN_MS / DAY_MS) + DAYS - 1;
    options.from_day = options.until_day - days + 1;
    check(s, focus_report_get(s->store, &options, &report));
    stop_unless(report->total->time_ms > 0, "the report is empty");
    focus_report_free(report);
}

static void do_report_month(subject *s)
{
    get_report(s, FOCUS_BY_DAY, 30);
}

static void do_report_hours(subject *s)
{
    get_report(s, FOCUS_BY_HOUR_OF_WEEK, 30);
}

static void do_report_tags(subject *s)
{
    get_report(s, FOCUS_BY_TAG, 30);
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void do_report_page(subject *s)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;

    options.has_days = 1;
    options.until_day = (int32_t)(BEGIN_MS / DAY_MS) + DAYS - 1;
    options.from_day = options.until_day - 29;
    check(s, focus_report_html(s->store, &options, write_nowhere, NULL));
}

static void do_timeline(subject *s)
{
    const focus_timeline *timeline = NULL;

    check(s, focus_timeline_get(s->store, (int32_t)(BEGIN_MS / DAY_MS) + DAYS - 1, &timeline));
    focus_timeline_free(timeline);
}

static void do_gaps(subject *s)
{
    const int32_t until_day = (int32_t)(BEGIN_MS / DAY_MS) + DAYS - 1;
    const focus_gap_list *gaps = NULL;

    check(s, focus_gap_list_range(s->store, until_day - 29, until_day, 0, &gaps));
    focus_gap_list_free(gaps);
}

static void do_days_before(subject *s)
{
    int32_t from_day;
    int32_t until_day;

    check(s, focus_days_before(20000, 20029, &from_day, &until_day));
}

static void do_goals(subject *s)
{
    const focus_goal_list *goals = NULL;

    check(s, focus_goal_list_all(s->store, &goals));
    focus_goal_list_free(goals);
}

static void do_goal_set(subject *s)
{
    check(s, focus_goal_set(s->store, 20000, FOCUS_MASK(1), HOUR_MS, 0));
}

static void do_goal_of_day(subject *s)
{
    focus_goal goal;

    check(s, focus_goal_of_day(s->store, 20000, &goal));
}

static void do_today(subject *s)
{
    focus_today today;

    check(s, focus_today_get(s->store, &today));
}

/* --- points ----------------------------------------------------------------------------------- */

static void do_progress(subject *s)
{
    focus_progress progress;

    check(s, focus_progress_get(s->store, &progress));
}

static void name_occasion(subject *s)
{
    write_key(s, "occasion");
}

static void do_award(subject *s)
{
    check(s, focus_points_award(s->store, FOCUS_POINTS_COINS, 3, s->text, "well done"));
}

static void do_award_again(subject *s)
{
    stop_unless(focus_points_award(s->store, FOCUS_POINTS_COINS, 50, "award 7", "well done") ==
                    FOCUS_DONE,
                "an award was paid twice");
}

static void do_spend(subject *s)
{
    check(s, focus_points_spend(s->store, 1, s->text, "tea"));
}

static void do_ledger(subject *s)
{
    const focus_ledger_list *page = NULL;

    check(s, focus_ledger_list_page(s->store, 0, NULL, &page));
    focus_ledger_list_free(page);
}

/* After the round before the session may run again. */
static void make_step(subject *s)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    check(s, focus_session_start(s->store, &input, NULL));
    s->now_ms += 10 * MINUTE_MS;
    check(s, focus_session_complete(s->store, 0, NULL, NULL));
}

static void make_undone(subject *s)
{
    make_step(s);
    check(s, focus_undo(s->store, 1, 0, NULL));
}

static void do_undo(subject *s)
{
    check(s, focus_undo(s->store, 1, 0, NULL));
}

static void do_redo(subject *s)
{
    check(s, focus_redo(s->store, 1, 0, NULL));
}

static void do_steps(subject *s)
{
    const focus_step_list *steps = NULL;

    check(s, focus_step_list_all(s->store, 0, &steps));
    focus_step_list_free(steps);
}

static const operation items[] = {
    {"page_newest", NULL, do_page_newest, 0},
    {"page_middle", find_middle, do_page_middle, 0},
    {"page_oldest", NULL, do_page_oldest, 0},
    {"page_of_month", NULL, do_page_of_month, 0},
    {"page_of_status", NULL, do_page_of_status, 0},
    {"page_of_tag", NULL, do_page_of_tag, 3},
    {"page_of_project", NULL, do_page_of_project, 3},
    {"page_of_text", NULL, do_page_of_text, 3},
    {"page_of_deleted", delete_some, do_page_of_deleted, 0},
    {"counters_get", NULL, do_counters, 0},
    {"stats_30_days", NULL, do_stats_month, 0},
    {"stats_200_days", NULL, do_stats_all, 0},
    {"day_list_200_days", NULL, do_days, 0},
    {"streak_get", NULL, do_streak, 0},
    {"streak_runs", NULL, do_streak_runs, 0},
    {"report_30_days", NULL, do_report_month, 0},
    {"report_30_days_by_hour", NULL, do_report_hours, 0},
    {"report_30_days_by_tag", NULL, do_report_tags, 0},
    {"report_30_days_page", NULL, do_report_page, 0},
    {"timeline_get", NULL, do_timeline, 0},
    {"gaps_30_days", NULL, do_gaps, 0},
    {"days_before", NULL, do_days_before, 0},
    {"goal_list", NULL, do_goals, 0},
    {"goal_set", NULL, do_goal_set, 0},
    {"goal_of_day", NULL, do_goal_of_day, 0},
    {"today", NULL, do_today, 0},
    {"progress_get", NULL, do_progress, 0},
    {"points_award", name_occasion, do_award, 0},
    {"points_award_again", NULL, do_award_again, 0},
    {"points_spend", name_occasion, do_spend, 0},
    {"ledger_page", NULL, do_ledger, 0},
    {"undo", make_step, do_undo, 0},
    {"redo", make_undone, do_redo, 0},
    {"step_list", make_step, do_steps, 0},
};

const operations history_operations = OPERATIONS(items);
