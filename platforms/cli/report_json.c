/*
 * report_json.c - a report as JSON.
 */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "session_json.h"

static void json_times(json_writer *w, const focus_report_row *row, int64_t time_ms)
{
    json_int(w, "sessions", row->sessions);
    json_int(w, "time_s", time_ms / 1000);
    json_int(w, "focus_s", row->focus_ms / 1000);
    json_int(w, "break_s", row->break_ms / 1000);
    json_int(w, "breaks", row->breaks);
    json_int(w, "abandoned", row->abandoned);
    json_int(w, "abandoned_s", row->abandoned_ms / 1000);
    json_int(w, "unconfirmed", row->unconfirmed);
    json_int(w, "unconfirmed_s", row->unconfirmed_ms / 1000);
    json_int(w, "day_totals_s", row->day_total_ms / 1000);
    json_int(w, "pauses", row->pauses);
    json_int(w, "paused_s", row->paused_ms / 1000);
}

static void json_plans(json_writer *w, const focus_report_row *row)
{
    json_int(w, "planned", row->planned);
    json_int(w, "planned_s", row->planned_ms / 1000);
    json_int(w, "worked_s", row->worked_ms / 1000);
    json_int(w, "overtime_s", row->overtime_ms / 1000);
}

static void json_goals(json_writer *w, const focus_report_row *row)
{
    json_int_or_null(w, "goal_s", row->goal_ms / 1000);
    json_int_or_null(w, "goal_sessions", row->goal_sessions);
    if (row->goal_ms != 0 || row->balance_ms != 0)
        json_int(w, "balance_s", row->balance_ms / 1000);
    else
        json_null(w, "balance_s");
}

static void json_row(json_writer *w, const report_view *view, const focus_report_row *row)
{
    const focus_report *report = view->report;
    char key[REPORT_KEY_SIZE];
    json_object(w, NULL);
    json_string(w, "key", report_key(report, row, key));
    if (report->by == FOCUS_BY_WEEK || report->by == FOCUS_BY_MONTH) {
        json_day(w, "from", row->from_day);
        json_day(w, "to", row->until_day);
    }
    json_times(w, row, report_rounded(view, row->time_ms));
    if (report->total->time_ms > 0)
        json_ratio(w, "share", (double)row->time_ms / (double)report->total->time_ms);
    else
        json_null(w, "share");
    if (report->by <= FOCUS_BY_MONTH)
        json_goals(w, row);
    json_object_end(w);
}

static void json_rows(json_writer *w, const report_view *view)
{
    json_array(w, "rows");
    for (size_t i = 0; i < view->report->count; i++)
        json_row(w, view, view->report->rows[i]);
    json_array_end(w);
    json_object(w, "total");
    json_times(w, view->report->total, report_total(view, view->report));
    json_plans(w, view->report->total);
    json_goals(w, view->report->total);
    json_object_end(w);
}

static void json_before(json_writer *w, const report_view *view)
{
    const focus_report *before = view->before;
    words_range range = {false, 0, 0};
    if (before == NULL)
        return;
    range.from_day = before->from_day;
    range.until_day = before->until_day;
    json_object(w, "previous");
    json_range(w, &range);
    json_object(w, "total");
    json_times(w, before->total, report_total(view, before));
    json_plans(w, before->total);
    json_object_end(w);
    json_object_end(w);
}

/* By days, what the days themselves show: how many have time, the longest run of them. */
static void json_days(json_writer *w, const focus_report *report)
{
    if (report->by != FOCUS_BY_DAY)
        return;
    json_int(w, "days_with_time", report->rows_with_time);
    if (report->best == NULL) {
        json_null(w, "best_day");
        json_null(w, "longest_run");
        return;
    }
    json_object(w, "best_day");
    json_day(w, "day", (int32_t)report->best->number);
    json_int(w, "time_s", report->best->time_ms / 1000);
    json_object_end(w);
    json_object(w, "longest_run");
    json_day(w, "from", report->run_first_day);
    json_day(w, "to", report->run_last_day);
    json_int(w, "days", report->run_last_day - report->run_first_day + 1);
    json_object_end(w);
}

void report_json(const cli *c, const report_view *view)
{
    const focus_report *report = view->report;
    bool is_here = report->days == FOCUS_DAYS_HERE;
    char text[REPORT_KEY_SIZE];
    json_writer w;
    json_document(&w, stdout, "report");
    json_range(&w, &view->range);
    json_string(&w, "by", report_axis_name(report->by));
    json_string(&w, "rule", report->rule == FOCUS_RULE_SPLIT ? "split" : "whole");
    json_string(&w, "days", is_here ? "here" : "recorded");
    json_string(&w, "zone", is_here ? c->zone_name : NULL);
    (void)snprintf(text, sizeof text, "%02d:%02d", (int)(report->day_start_minutes / 60),
                   (int)(report->day_start_minutes % 60));
    json_string(&w, "day_start", text);
    json_rows(&w, view);
    json_bool(&w, "shares_overlap", report->is_shared != 0);
    json_days(&w, report);
    json_before(&w, view);
    json_finish(&w);
}
