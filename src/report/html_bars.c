/*
 * html_bars.c - plots along days, weeks or months: bars with goals, the trend, the balance.
 */
#include "report/html.h"

enum {
    BARS_LEFT = 22,  /* for half of the first day */
    BARS_RIGHT = 46, /* for the lengths at the grid: a phone shows the right end first */
    BARS_TOP = 10,
    BARS_HEIGHT = 150,
    BARS_BOTTOM = 22, /* for the days */
    BARS_FEW = 14,
    BARS_LABEL = 58, /* room for a day */
    BARS_MEAN = 4    /* weeks of which the trend shows the mean */
};

/* Where rows and times are in a plot. */
typedef struct bars_scale {
    const focus_report *report;
    int width;
    int64_t low_ms;
    int64_t high_ms;
    int64_t step_ms;
} bars_scale;

/* Lines at a quarter of an hour, or twice, four times, ... of it: at most five of them. */
static bars_scale bars_scale_of(const focus_report *report, int64_t low_ms, int64_t high_ms)
{
    bars_scale scale = {.report = report, .step_ms = 15 * FOCUS__MS_PER_MINUTE};

    scale.width = report->count > BARS_FEW ? FOCUS__HTML_WIDE : FOCUS__HTML_NARROW;
    while ((high_ms - low_ms) / scale.step_ms >= 4)
        scale.step_ms *= 2;
    scale.low_ms = (low_ms - scale.step_ms + 1) / scale.step_ms * scale.step_ms;
    scale.high_ms = (high_ms + scale.step_ms - 1) / scale.step_ms * scale.step_ms;
    if (scale.high_ms == scale.low_ms)
        scale.high_ms += scale.step_ms;
    return scale;
}

static int bars_y(const bars_scale *scale, int64_t ms)
{
    return BARS_TOP + (int)((scale->high_ms - ms) * BARS_HEIGHT / (scale->high_ms - scale->low_ms));
}

/* The left end of a row's place; that of one row more is the right end of the last. */
static int bars_x(const bars_scale *scale, size_t row)
{
    return BARS_LEFT +
           (int)((size_t)(scale->width - BARS_LEFT - BARS_RIGHT) * row / scale->report->count);
}

static int bars_middle(const bars_scale *scale, size_t row)
{
    return (bars_x(scale, row) + bars_x(scale, row + 1)) / 2;
}

static void bars_grid(focus__html *h, const bars_scale *scale)
{
    for (int64_t ms = scale->low_ms; ms <= scale->high_ms; ms += scale->step_ms) {
        int y = bars_y(scale, ms);
        int end = scale->width - BARS_RIGHT;
        focus__html_add(h, "<path class=\"%s\" d=\"M0 %dH%d\"/><text x=\"%d\" y=\"%d\">",
                        ms == 0 ? "zero" : "line", y, end, end + 6, y + 4);
        focus__html_length(h, ms);
        focus__html_add(h, "</text>\n");
    }
}

static void bars_labels(focus__html *h, const bars_scale *scale)
{
    size_t count = scale->report->count;
    size_t most = (size_t)(scale->width - BARS_LEFT - BARS_RIGHT) / BARS_LABEL;
    size_t each = (count + most - 1) / most;

    for (size_t i = 0; i < count; i += each) {
        focus__html_add(h, "<text class=\"middle\" x=\"%d\" y=\"%d\">", bars_middle(scale, i),
                        BARS_TOP + BARS_HEIGHT + 16);
        focus__html_short_day(h, scale->report->by, (int32_t)scale->report->rows[i]->number);
        focus__html_add(h, "</text>\n");
    }
}

static void bars_begin(focus__html *h, const bars_scale *scale)
{
    focus__html_begin_drawing(h);
    bars_grid(h, scale);
    bars_labels(h, scale);
}

static void bars_begin_plot(focus__html *h, const char *title, const bars_scale *scale)
{
    focus__html_begin_plot(h, title, scale->width, BARS_TOP + BARS_HEIGHT + BARS_BOTTOM);
}

/* --- bars ------------------------------------------------------------------------------------- */

static void bars_one(focus__html *h, const bars_scale *scale, size_t i)
{
    const focus_report_row *row = scale->report->rows[i];
    int from = bars_x(scale, i);
    int room = bars_x(scale, i + 1) - from;
    int gap = room / 5;
    int y = bars_y(scale, row->time_ms);

    focus__html_add(h, "<g><title>");
    focus__html_row_name(h, scale->report->by, row);
    focus__html_add(h, ": ");
    focus__html_length(h, row->time_ms);
    if (row->goal_ms != 0) {
        focus__html_add(h, " of ");
        focus__html_length(h, row->goal_ms);
    }
    focus__html_add(h, "</title>");
    if (row->time_ms > 0)
        focus__html_add(
            h, "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"1\"/>",
            from + gap, y, room - 2 * gap, BARS_TOP + BARS_HEIGHT - y);
    if (row->goal_ms != 0)
        focus__html_add(h, "<path class=\"goal\" d=\"M%d %dh%d\"/>", from,
                        bars_y(scale, row->goal_ms), room);
    focus__html_add(h, "</g>\n");
}

static void bars_table(focus__html *h, const focus_report *report)
{
    bool has_goal = report->total->goal_ms != 0;

    focus__html_begin_table(h,
                            has_goal ? "From|Focus|Sessions|Goal|Balance" : "From|Focus|Sessions");
    for (size_t i = 0; i < report->count; i++) {
        const focus_report_row *row = report->rows[i];
        focus__html_add(h, "<tr><th scope=\"row\">");
        focus__html_row_name(h, report->by, row);
        focus__html_add(h, "</th><td>");
        focus__html_length(h, row->time_ms);
        focus__html_add(h, "</td><td>%lld</td>", (long long)row->sessions);
        if (has_goal) {
            focus__html_add(h, "<td>");
            focus__html_length(h, row->goal_ms);
            focus__html_add(h, "</td><td>");
            focus__html_length(h, row->balance_ms);
            focus__html_add(h, "</td>");
        }
        focus__html_add(h, "</tr>\n");
    }
    focus__html_end_table(h);
}

void focus__html_bars(focus__html *h, const focus_report *report)
{
    static const char *const titles[] = {"Focus by day", "Focus by week", "Focus by month"};
    const char *title = titles[report->by];
    int64_t most_ms = report->best != NULL ? report->best->time_ms : 0;

    for (size_t i = 0; i < report->count; i++) {
        if (report->rows[i]->goal_ms > most_ms)
            most_ms = report->rows[i]->goal_ms;
    }
    bars_scale scale = bars_scale_of(report, 0, most_ms);
    focus__html_begin_section(h, title);
    bars_begin_plot(h, title, &scale);
    focus__html_add(h, "A bar for each from ");
    focus__html_day(h, report->from_day);
    focus__html_add(h, " to ");
    focus__html_day(h, report->until_day);
    if (report->best != NULL) {
        focus__html_add(h, ", the longest ");
        focus__html_row_name(h, report->by, report->best);
        focus__html_add(h, " with ");
        focus__html_length(h, report->best->time_ms);
    }
    focus__html_add(h, report->total->goal_ms != 0 ? "; a line at each goal." : ".");
    bars_begin(h, &scale);
    for (size_t i = 0; i < report->count; i++)
        bars_one(h, &scale, i);
    focus__html_end_plot(h);
    if (report->total->goal_ms != 0)
        focus__html_add(h,
                        "<p class=\"key\"><svg class=\"mark\" aria-hidden=\"true\" viewBox=\"0 0 "
                        "16 8\"><path class=\"goal\" d=\"M0 4h16\"/></svg> goal</p>\n");
    bars_table(h, report);
    focus__html_end_section(h);
}

/* --- lines ------------------------------------------------------------------------------------ */

static int64_t bars_time(const focus_report *report, size_t i)
{
    return report->rows[i]->time_ms;
}

static int64_t bars_balance(const focus_report *report, size_t i)
{
    return report->rows[i]->balance_ms;
}

/* Of a week and up to three before it. */
static int64_t bars_mean(const focus_report *report, size_t i)
{
    size_t from = i + 1 > BARS_MEAN ? i + 1 - BARS_MEAN : 0;
    int64_t sum_ms = 0;

    for (size_t at = from; at <= i; at++)
        sum_ms += report->rows[at]->time_ms;
    return sum_ms / (int64_t)(i + 1 - from);
}

static void bars_line(focus__html *h, const bars_scale *scale, const char *name,
                      int64_t (*value)(const focus_report *report, size_t i))
{
    focus__html_add(h, "<path class=\"%s\" d=\"", name);
    for (size_t i = 0; i < scale->report->count; i++)
        focus__html_add(h, "%s%d %d", i == 0 ? "M" : "L", bars_middle(scale, i),
                        bars_y(scale, value(scale->report, i)));
    focus__html_add(h, "\"/>\n");
}

static void bars_dots(focus__html *h, const bars_scale *scale)
{
    for (size_t i = 0; i < scale->report->count; i++) {
        const focus_report_row *row = scale->report->rows[i];
        focus__html_add(h, "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\"><title>",
                        bars_middle(scale, i), bars_y(scale, row->time_ms));
        focus__html_row_name(h, scale->report->by, row);
        focus__html_add(h, ": ");
        focus__html_length(h, row->time_ms);
        focus__html_add(h, "</title></circle>\n");
    }
}

static void bars_trend_table(focus__html *h, const focus_report *weeks)
{
    focus__html_begin_table(h, "From|Focus|Mean of four weeks");
    for (size_t i = 0; i < weeks->count; i++) {
        focus__html_add(h, "<tr><th scope=\"row\">");
        focus__html_row_name(h, weeks->by, weeks->rows[i]);
        focus__html_add(h, "</th><td>");
        focus__html_length(h, weeks->rows[i]->time_ms);
        focus__html_add(h, "</td><td>");
        focus__html_length(h, bars_mean(weeks, i));
        focus__html_add(h, "</td></tr>\n");
    }
    focus__html_end_table(h);
}

void focus__html_trend(focus__html *h, const focus_report *weeks)
{
    if (weeks->best == NULL)
        return;
    bars_scale scale = bars_scale_of(weeks, 0, weeks->best->time_ms);
    focus__html_begin_section(h, "Trend of twelve weeks");
    bars_begin_plot(h, "Trend of twelve weeks", &scale);
    focus__html_add(h, "Focus a week, from ");
    focus__html_length(h, weeks->rows[0]->time_ms);
    focus__html_add(h, " in the first week to ");
    focus__html_length(h, weeks->rows[weeks->count - 1]->time_ms);
    focus__html_add(h, " in the last; a dashed line is the mean of four weeks.");
    bars_begin(h, &scale);
    bars_line(h, &scale, "mean", bars_mean);
    bars_line(h, &scale, "run", bars_time);
    bars_dots(h, &scale);
    focus__html_end_plot(h);
    focus__html_add(h, "<p class=\"key\"><svg class=\"mark\" aria-hidden=\"true\" viewBox=\"0 0 16 "
                       "8\"><path class=\"mean\" d=\"M0 4h16\"/></svg> mean of four weeks</p>\n");
    bars_trend_table(h, weeks);
    focus__html_end_section(h);
}

/* The bars' table has the figures. */
void focus__html_balance(focus__html *h, const focus_report *report)
{
    int64_t low_ms = 0;
    int64_t high_ms = 0;

    if (report->count == 0 || report->total->goal_ms == 0)
        return;
    for (size_t i = 0; i < report->count; i++) {
        low_ms = report->rows[i]->balance_ms < low_ms ? report->rows[i]->balance_ms : low_ms;
        high_ms = report->rows[i]->balance_ms > high_ms ? report->rows[i]->balance_ms : high_ms;
    }
    bars_scale scale = bars_scale_of(report, low_ms, high_ms);
    focus__html_begin_section(h, "Balance");
    bars_begin_plot(h, "Balance of focus and goals", &scale);
    focus__html_add(h, "Focus less goals, added up: ");
    focus__html_length(h, report->rows[report->count - 1]->balance_ms);
    focus__html_add(h, " in the end.");
    bars_begin(h, &scale);
    bars_line(h, &scale, "run", bars_balance);
    focus__html_end_plot(h);
    focus__html_end_section(h);
}
