/*
 * html_grids.c - fields of squares, the darker the more time: the heat map of days, and the hours of the
 * week. The levels are the report's.
 */
#include "report/html.h"
#include "rules/period.h"

#include <stdio.h>

enum {
    GRID_LEFT = 32, /* for the days of the week, of the hours */
    GRID_TOP = 18,
    GRID_WEEKS = 53,
    GRID_DAY = 13,  /* a day of the heat map, with the gap to the next */
    GRID_HOUR = 13, /* an hour: less wide than high, so that a phone has room for a day */
    GRID_HOUR_HIGH = 20
};

/* --- both ------------------------------------------------------------------------------------- */

static void grid_cell(focus__html *h, int x, int y, int width, int height, int32_t level)
{
    focus__html_add(h, "<rect class=\"l%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\">",
                    (int)level, x, y, width - 2, height - 2);
}

static void grid_key(focus__html *h, int32_t level)
{
    focus__html_add(h,
                    "<span><svg class=\"mark\" aria-hidden=\"true\" viewBox=\"0 0 11 11\">"
                    "<rect class=\"l%d\" width=\"11\" height=\"11\" rx=\"2\"/></svg> ",
                    (int)level);
}

/* What each level is, in time. One that begins where the next does has nothing in it. */
static void grid_legend(focus__html *h, const focus_report *report)
{
    focus__html_add(h, "<p class=\"key\">");
    grid_key(h, 0);
    focus__html_add(h, "none</span>\n");
    for (int i = 0; i < FOCUS_LEVELS; i++) {
        int64_t least_ms = report->level_ms[i];
        if (least_ms == 0 || (i + 1 < FOCUS_LEVELS && report->level_ms[i + 1] == least_ms))
            continue;
        grid_key(h, i + 1);
        focus__html_add(h, "from ");
        focus__html_length(h, least_ms);
        focus__html_add(h, "</span>\n");
    }
    focus__html_add(h, "</p>\n");
}

static void grid_time_cell(focus__html *h, int64_t ms)
{
    focus__html_add(h, "<td>");
    if (ms > 0)
        focus__html_length(h, ms);
    focus__html_add(h, "</td>");
}

static void grid_begin_week_table(focus__html *h, const char *first, int32_t week_start)
{
    char columns[80];
    int at = snprintf(columns, sizeof columns, "%s", first);

    for (int32_t i = 0; i < 7; i++)
        at += snprintf(columns + at, sizeof columns - (size_t)at, "|%s",
                       focus__html_weekday(week_start + i));
    focus__html_begin_table(h, columns);
}

/* --- heat map --------------------------------------------------------------------------------- */

static void heat_frame(focus__html *h, const focus_report *days)
{
    for (int32_t i = 0; i < 7; i += 2) /* at the right, which a phone shows first */
        focus__html_add(h, "<text x=\"%d\" y=\"%d\">%s</text>\n", GRID_WEEKS * GRID_DAY + 4,
                        GRID_TOP + i * GRID_DAY + 10, focus__html_weekday(days->week_start + i));
    for (int32_t week = 0; week < GRID_WEEKS; week++) {
        int32_t last = days->from_day + 7 * week + 6;
        if (focus__month_first(last) <= last - 7 || week == GRID_WEEKS - 1)
            continue; /* no month begins in it, or its name has no room */
        focus__html_add(h, "<text x=\"%d\" y=\"12\">", week * GRID_DAY);
        focus__html_month(h, last);
        focus__html_add(h, "</text>\n");
    }
}

static void heat_days(focus__html *h, const focus_report *days)
{
    for (size_t i = 0; i < days->count; i++) {
        const focus_report_row *row = days->rows[i];
        int32_t at = (int32_t)row->number - days->from_day;
        grid_cell(h, at / 7 * GRID_DAY, GRID_TOP + at % 7 * GRID_DAY, GRID_DAY, GRID_DAY,
                  row->time_level);
        focus__html_add(h, "<title>");
        focus__html_row_name(h, days->by, row);
        focus__html_add(h, ": ");
        focus__html_length(h, row->time_ms);
        focus__html_add(h, "</title></rect>\n");
    }
}

static void heat_table(focus__html *h, const focus_report *days)
{
    grid_begin_week_table(h, "Week of", days->week_start);
    for (size_t i = 0; i < days->count; i++) {
        const focus_report_row *row = days->rows[i];
        if (i % 7 == 0) {
            focus__html_add(h, "<tr><th scope=\"row\">");
            focus__html_day(h, (int32_t)row->number);
            focus__html_add(h, "</th>");
        }
        grid_time_cell(h, row->time_ms);
        if (i % 7 == 6 || i + 1 == days->count)
            focus__html_add(h, "</tr>\n");
    }
    focus__html_end_table(h);
}

void focus__html_heat_map(focus__html *h, const focus_report *days)
{
    focus__html_begin_section(h, "A year of days");
    focus__html_begin_plot(h, "A year of days", FOCUS__HTML_WIDE, GRID_TOP + 7 * GRID_DAY);
    focus__html_add(h, "A square for each day from ");
    focus__html_day(h, days->from_day);
    focus__html_add(h, " to ");
    focus__html_day(h, days->until_day);
    focus__html_add(h, ", the darker the more focus; %lld days have some.",
                    (long long)days->rows_with_time);
    focus__html_begin_drawing(h);
    heat_frame(h, days);
    heat_days(h, days);
    focus__html_end_plot(h);
    grid_legend(h, days);
    heat_table(h, days);
    focus__html_end_section(h);
}

/* --- hours of the week ------------------------------------------------------------------------ */

/* A row's place from the first day of the week. */
static int32_t hours_weekday_place(const focus_report *hours, int32_t weekday)
{
    return (weekday - hours->week_start + 7) % 7;
}

static void hours_frame(focus__html *h, const focus_report *hours)
{
    for (int32_t i = 0; i < 7; i++)
        focus__html_add(h, "<text class=\"end\" x=\"%d\" y=\"%d\">%s</text>\n", GRID_LEFT - 5,
                        GRID_TOP + i * GRID_HOUR_HIGH + 13,
                        focus__html_weekday(hours->week_start + i));
    for (int hour = 0; hour < 24; hour += 3)
        focus__html_add(h, "<text x=\"%d\" y=\"12\">%02d</text>\n", GRID_LEFT + hour * GRID_HOUR,
                        hour);
}

static void hours_cells(focus__html *h, const focus_report *hours)
{
    for (size_t i = 0; i < hours->count; i++) {
        const focus_report_row *row = hours->rows[i];
        int32_t weekday = (int32_t)(row->number / 24) + 1;
        int32_t hour = (int32_t)(row->number % 24);
        grid_cell(h, GRID_LEFT + hour * GRID_HOUR,
                  GRID_TOP + hours_weekday_place(hours, weekday) * GRID_HOUR_HIGH, GRID_HOUR,
                  GRID_HOUR_HIGH, row->time_level);
        focus__html_add(h, "<title>%s %02d:00: ", focus__html_weekday(weekday), (int)hour);
        focus__html_length(h, row->time_ms);
        focus__html_add(h, "</title></rect>\n");
    }
}

static int64_t hours_time(const focus_report *hours, int32_t weekday, int32_t hour)
{
    int64_t number = 24 * (int64_t)(weekday - 1) + hour;

    return number < (int64_t)hours->count ? hours->rows[number]->time_ms : 0;
}

static void hours_table(focus__html *h, const focus_report *hours)
{
    grid_begin_week_table(h, "Hour", hours->week_start);
    for (int32_t hour = 0; hour < 24; hour++) {
        focus__html_add(h, "<tr><th scope=\"row\">%02d:00</th>", (int)hour);
        for (int32_t i = 0; i < 7; i++)
            grid_time_cell(h, hours_time(hours, (hours->week_start + i - 1) % 7 + 1, hour));
        focus__html_add(h, "</tr>\n");
    }
    focus__html_end_table(h);
}

void focus__html_week_hours(focus__html *h, const focus_report *hours)
{
    focus__html_begin_section(h, "Hours of the week");
    focus__html_begin_plot(h, "Hours of the week", FOCUS__HTML_NARROW,
                           GRID_TOP + 7 * GRID_HOUR_HIGH);
    focus__html_add(h, "A row for each day of the week and a column for each hour, the darker the "
                       "more focus");
    if (hours->best != NULL)
        focus__html_add(h, "; most of it on %s from %02d:00",
                        focus__html_weekday((int32_t)(hours->best->number / 24) + 1),
                        (int)(hours->best->number % 24));
    focus__html_add(h, ".");
    focus__html_begin_drawing(h);
    hours_frame(h, hours);
    hours_cells(h, hours);
    focus__html_end_plot(h);
    grid_legend(h, hours);
    hours_table(h, hours);
    focus__html_end_section(h);
}
