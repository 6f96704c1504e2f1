/*
 * today.c - the day so far beside its goal: focus_today_get(), a report of one day.
 */
#include "report/report.h"

#include "base/calendar.h"

static focus_status read_today(focus_store *store, void *box, const void *query)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    focus_settings settings;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    (void)query;
    if (status != FOCUS_OK)
        return status;
    options.has_days = 1;
    options.from_day =
        focus__local_day(store->now_ms, focus__zone_offset_s(&store->zone, store->now_ms),
                         settings.day_start_minutes);
    options.until_day = options.from_day;
    return focus__report_read(store, box, &options);
}

/* What runs may yet be abandoned. */
static bool is_reached(const focus_report_row *total)
{
    return (total->goal_ms > 0 || total->goal_sessions > 0) && total->focus_ms >= total->goal_ms &&
           total->sessions >= total->goal_sessions;
}

focus_status focus_today_get(focus_store *store, focus_today *out_today)
{
    const focus_report *report;
    const void *box = NULL;
    focus_status status;

    if (out_today == NULL)
        return focus__misuse(store, "out_today");
    *out_today = (focus_today){0};
    status = focus__read_box(store, sizeof(focus_report), read_today, NULL, &box);
    if (status != FOCUS_OK)
        return status;
    report = box;
    *out_today = (focus_today){
        .day = report->from_day,
        .sessions = report->total->sessions,
        .focus_ms = report->total->focus_ms + report->running_ms,
        .goal_ms = report->total->goal_ms,
        .goal_sessions = (int32_t)report->total->goal_sessions,
        .is_reached = is_reached(report->total),
    };
    focus__box_free(box);
    return FOCUS_OK;
}
