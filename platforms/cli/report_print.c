/*
 * report_print.c - a report for people: a table with bars, or hours beside weekdays.
 */
#include <inttypes.h>
#include <string.h>

#include "names.h"
#include "plot.h"
#include "render.h"
#include "report.h"
#include "session_rows.h"

static const char *const WEEKDAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

#define BAR_LEAST 8
#define BAR_MOST 60

/* --- names ------------------------------------------------------------------------------------ */

const char *report_axis_name(int32_t by)
{
    static const char *const NAMES[FOCUS_BY_COUNT] = {
        "day",          "week",    "month", "hour",  "weekday",
        "hour-of-week", "project", "tag",   "title", "mode",
    };
    return NAMES[by];
}

/* Weeks that begin on Monday have a number; others are called by their first day. */
static const char *week_key(int32_t first_day, int32_t week_start, char out[REPORT_KEY_SIZE])
{
    int32_t year;
    int32_t new_year;
    if (week_start != 1)
        return render_day(first_day, out);
    focus_date_from_day(first_day + 3, &year, NULL, NULL); /* its Thursday's year has the week */
    (void)focus_day_from_date(year, 1, 1, &new_year);
    (void)snprintf(out, REPORT_KEY_SIZE, "%04" PRId32 "-W%02" PRId32, year,
                   (first_day + 3 - new_year) / 7 + 1);
    return out;
}

const char *report_key(const focus_report *report, const focus_report_row *row,
                       char out[REPORT_KEY_SIZE])
{
    int32_t number = (int32_t)row->number;
    switch (report->by) {
    case FOCUS_BY_DAY:
        return render_day(number, out);
    case FOCUS_BY_WEEK:
        return week_key(number, report->week_start, out);
    case FOCUS_BY_MONTH:
        (void)render_day(number, out);
        out[7] = '\0'; /* "2026-03" */
        return out;
    case FOCUS_BY_HOUR:
        (void)snprintf(out, REPORT_KEY_SIZE, "%02" PRId32, number);
        return out;
    case FOCUS_BY_WEEKDAY:
        return WEEKDAYS[number - 1];
    case FOCUS_BY_HOUR_OF_WEEK:
        (void)snprintf(out, REPORT_KEY_SIZE, "%s %02" PRId32, WEEKDAYS[number / 24], number % 24);
        return out;
    case FOCUS_BY_MODE:
        return name_of_mode(number);
    default:
        return row->text;
    }
}

/* --- times ------------------------------------------------------------------------------------ */

int64_t report_rounded(const report_view *view, int64_t ms)
{
    int64_t unit = view->round_ms;
    return unit > 0 ? (ms + unit / 2) / unit * unit : ms;
}

int64_t report_total(const report_view *view, const focus_report *report)
{
    int64_t total = 0;
    if (report->is_shared != 0 || view->round_ms == 0)
        return report_rounded(view, report->total->time_ms);
    for (size_t i = 0; i < report->count; i++)
        total += report_rounded(view, report->rows[i]->time_ms);
    return total;
}

static const char *time_text(const report_view *view, int64_t ms, char out[RENDER_SIZE])
{
    if (!view->is_decimal)
        return render_length(ms, out);
    (void)snprintf(out, RENDER_SIZE, "%.2f", (double)ms / 3600000);
    return out;
}

/* --- the table -------------------------------------------------------------------------------- */

enum {
    KEY,
    SESSIONS,
    TIME,
    SHARE,
    ABANDONED,
    BREAKS,
    UNCONFIRMED,
    TOTALS,
    GOAL,
    BALANCE,
    BAR,
    CELLS
};

static void number_cell(render_table *t, int64_t number)
{
    if (number != 0)
        table_int(t, number);
    else
        table_cell(t, NULL);
}

static void time_cell(render_table *t, const report_view *view, int64_t ms)
{
    char text[RENDER_SIZE];
    table_cell(t, ms != 0 ? time_text(view, ms, text) : "");
}

static void share_cell(render_table *t, const report_view *view, const focus_report_row *row)
{
    int64_t all = view->report->total->time_ms;
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof text, "%" PRId64 "%%",
                   all > 0 ? (row->time_ms * 100 + all / 2) / all : 0);
    table_cell(t, view->report->by >= FOCUS_BY_WEEKDAY && row->time_ms > 0 ? text : "");
}

static void balance_cell(render_table *t, const report_view *view, const focus_report_row *row)
{
    char text[RENDER_SIZE];
    char sign[RENDER_SIZE];
    (void)snprintf(sign, sizeof sign, "%s%.30s", row->balance_ms > 0 ? "+" : "",
                   time_text(view, row->balance_ms, text));
    table_styled(t, row->balance_ms < 0 ? STYLE_RED : STYLE_GREEN,
                 view->has_goal && (row->goal_ms != 0 || row->balance_ms != 0) ? sign : "");
}

static void row_cells(render_table *t, const report_view *view, const focus_report_row *row,
                      int64_t time_ms)
{
    number_cell(t, row->sessions);
    time_cell(t, view, time_ms);
    share_cell(t, view, row);
    time_cell(t, view, row->abandoned_ms);
    time_cell(t, view, row->break_ms);
    time_cell(t, view, row->unconfirmed_ms);
    time_cell(t, view, row->day_total_ms);
    time_cell(t, view, view->has_goal ? row->goal_ms : 0);
    balance_cell(t, view, row);
    table_cell(t, "");
}

static const char *shown_key(const report_view *view, const focus_report_row *row,
                             char out[REPORT_KEY_SIZE])
{
    const char *key = report_key(view->report, row, out);
    switch (view->report->by) {
    case FOCUS_BY_DAY:
        return render_weekday((int32_t)row->number, out);
    case FOCUS_BY_HOUR:
        (void)snprintf(out, REPORT_KEY_SIZE, "%02" PRId32 ":00", (int32_t)row->number);
        return out;
    case FOCUS_BY_PROJECT:
        return key != NULL ? key : "(no project)";
    case FOCUS_BY_TAG:
        return key != NULL ? key : "(no tag)";
    default:
        return key != NULL ? key : "(no title)";
    }
}

static void draw_bars(render_table *t, const report_view *view)
{
    const focus_report *report = view->report;
    size_t room = view->has_chart ? table_room(t, BAR_LEAST) : 0;
    int64_t most = report->best != NULL ? report->best->time_ms : 0;
    if (room < BAR_LEAST)
        return;
    for (size_t i = 0; i < report->count; i++)
        if (view->has_goal && report->rows[i]->goal_ms > most)
            most = report->rows[i]->goal_ms;
    for (size_t i = 0; i < report->count; i++) {
        const focus_report_row *row = report->rows[i];
        int64_t goal_ms = view->has_goal ? row->goal_ms : 0;
        text_buffer bar = {0};
        plot_bar(t->c, &bar, row->time_ms, goal_ms, most, room < BAR_MOST ? room : BAR_MOST);
        table_set(t, i, BAR, goal_ms > 0 && row->time_ms < goal_ms ? STYLE_YELLOW : STYLE_GREEN,
                  bar.text != NULL ? bar.text : "");
        text_free(&bar);
    }
}

static void print_table(const cli *c, const report_view *view)
{
    static const render_column COLUMNS[CELLS] = {
        [KEY] = {"", COLUMN_CUT, STYLE_CYAN},
        [SESSIONS] = {"SESSIONS", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        [TIME] = {"TIME", COLUMN_RIGHT, STYLE_BOLD},
        [SHARE] = {"SHARE", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        [ABANDONED] = {"ABANDONED", COLUMN_RIGHT | COLUMN_SPARE, STYLE_DIM},
        [BREAKS] = {"BREAKS", COLUMN_RIGHT | COLUMN_SPARE, STYLE_DIM},
        [UNCONFIRMED] = {"UNCONFIRMED", COLUMN_RIGHT | COLUMN_SPARE, STYLE_DIM},
        [TOTALS] = {"DAY TOTALS", COLUMN_RIGHT | COLUMN_SPARE, STYLE_DIM},
        [GOAL] = {"GOAL", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        [BALANCE] = {"BALANCE", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        [BAR] = {"", 0, STYLE_GREEN},
    };
    const focus_report *report = view->report;
    char key[REPORT_KEY_SIZE];
    render_table t;
    table_begin(&t, c, COLUMNS, CELLS);
    for (size_t i = 0; i < report->count; i++) {
        table_cell(&t, shown_key(view, report->rows[i], key));
        row_cells(&t, view, report->rows[i], report_rounded(view, report->rows[i]->time_ms));
    }
    if (report->count > 1) {
        table_styled(&t, STYLE_BOLD, "total");
        row_cells(&t, view, report->total, report_total(view, report));
    }
    draw_bars(&t, view);
    table_end(&t, true);
}

static void print_plain(const report_view *view)
{
    const focus_report *report = view->report;
    char key[REPORT_KEY_SIZE];
    for (size_t i = 0; i < report->count; i++) {
        const focus_report_row *row = report->rows[i];
        const char *name = report_key(report, row, key);
        text_print(stdout, name != NULL ? name : "");
        printf("\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64
               "\t%" PRId64 "\n",
               row->sessions, report_rounded(view, row->time_ms) / 1000, row->abandoned_ms / 1000,
               row->break_ms / 1000, row->unconfirmed_ms / 1000, row->goal_ms / 1000,
               row->balance_ms / 1000);
    }
}

/* --- hours beside weekdays -------------------------------------------------------------------- */

static const focus_report_row *row_at(const focus_report *report, int32_t weekday, int32_t hour)
{
    return report->rows[24 * (weekday - 1) + hour]; /* all of them are there */
}

/* Hours from the day's start on, a weekday a line; below, what the shades mean. */
static void print_matrix(const cli *c, const report_view *view)
{
    const focus_report *report = view->report;
    int32_t first = report->day_start_minutes / 60;
    int width = render_columns(c) >= 5 + 24 * 2 + 8 ? 2 : 1;
    char text[RENDER_SIZE];
    printf("     ");
    for (int32_t i = 0; i < 24; i += width == 2 ? 2 : 4)
        printf("%-4.2" PRId32, (first + i) % 24);
    (void)fputc('\n', stdout);
    for (int32_t i = 0; i < 7; i++) {
        int32_t weekday = (report->week_start - 1 + i) % 7 + 1;
        int64_t sum_ms = 0;
        render_text(c, STYLE_CYAN, WEEKDAYS[weekday - 1]);
        printf("  ");
        for (int32_t j = 0; j < 24; j++) {
            const focus_report_row *row = row_at(report, weekday, (first + j) % 24);
            sum_ms += row->time_ms;
            for (int k = 0; k < width; k++)
                render_text(c, row->time_level > 0 ? STYLE_GREEN : STYLE_DIM,
                            k == 0 || row->time_level > 0 ? plot_shade(c, row->time_level) : " ");
        }
        printf("  %7s\n", sum_ms > 0 ? time_text(view, sum_ms, text) : "");
    }
    plot_legend(c, 5, report->level_ms, false);
}

/* --- what is said besides --------------------------------------------------------------------- */

static void print_title(const cli *c, const report_view *view)
{
    const focus_report *report = view->report;
    char text[RENDER_SIZE];
    char other[RENDER_SIZE];
    text_buffer title = {0};
    if (view->range.is_all)
        text_add(&title, "All time");
    else if (view->range.from_day == view->range.until_day)
        text_add(&title, render_weekday(view->range.from_day, text));
    else
        text_addf(&title, "%s to %s", render_day(view->range.from_day, text),
                  render_day(view->range.until_day, other));
    text_addf(&title, ", by %s", report_axis_name(report->by));
    render_line(c, STYLE_BOLD, title.text);
    text_free(&title);
}

static void print_left_out(const cli *c, const report_view *view)
{
    const focus_report_row *total = view->report->total;
    uint32_t include = view->options.include;
    char text[RENDER_SIZE];
    text_buffer line = {0};
    if (total->abandoned_ms > 0 && (include & FOCUS_INCLUDE_ABANDONED) == 0)
        text_addf(&line,
                  "abandoned sessions, %s, are not counted; --include abandoned counts them\n",
                  time_text(view, total->abandoned_ms, text));
    if (total->unconfirmed > 0 && (include & FOCUS_INCLUDE_UNCONFIRMED) == 0)
        text_addf(&line,
                  "%" PRId64 " session%s, %s, nobody has confirmed: focus edit ID --confirm\n",
                  total->unconfirmed, total->unconfirmed == 1 ? "" : "s",
                  time_text(view, total->unconfirmed_ms, text));
    if (total->day_total_ms != 0 && (include & FOCUS_INCLUDE_DAY_TOTALS) == 0)
        text_addf(&line,
                  "totals of days, %s, are no sessions, and not counted; --include totals counts "
                  "them\n",
                  time_text(view, total->day_total_ms, text));
    if (view->report->is_shared != 0)
        text_add(&line, "sessions with several tags are in several rows: shares exceed 100 %\n");
    for (char *at = line.text; at != NULL && *at != '\0'; at = strchr(at, '\0') + 1) {
        char *end = strchr(at, '\n');
        *end = '\0';
        render_line(c, STYLE_DIM, at);
        at = end;
    }
    text_free(&line);
}

/* How it went, of sessions that were completed. */
static void print_quality(const cli *c, const focus_report_row *total)
{
    int64_t tried = total->sessions + total->abandoned;
    char text[RENDER_SIZE];
    text_buffer line = {0};
    if (total->planned == 0 && total->pauses == 0 && total->abandoned == 0)
        return;
    if (tried > 0)
        text_addf(&line, "%" PRId64 " %% completed", total->sessions * 100 / tried);
    if (total->planned_ms > 0)
        text_addf(&line, ", %" PRId64 " %% of the plan worked",
                  total->worked_ms * 100 / total->planned_ms);
    if (total->overtime_ms > 0)
        text_addf(&line, ", overtime %s", render_length(total->overtime_ms, text));
    if (total->sessions > 0 && total->pauses > 0)
        text_addf(&line, ", %.1f pauses a session",
                  (double)total->pauses / (double)total->sessions);
    render_line(c, STYLE_NONE, line.text != NULL ? line.text : "");
    text_free(&line);
}

static void print_change(const cli *c, const report_view *view)
{
    const focus_report_row *now = view->report->total;
    const focus_report_row *before = view->before->total;
    int64_t by_ms = now->time_ms - before->time_ms;
    char from[RENDER_SIZE];
    char until[RENDER_SIZE];
    char text[RENDER_SIZE];
    char rest[64] = "";
    text_buffer line = {0};
    text_addf(&line, "%s to %s: %s, %" PRId64 " session%s;",
              render_day(view->before->from_day, from), render_day(view->before->until_day, until),
              time_text(view, before->time_ms, text), before->sessions,
              before->sessions == 1 ? "" : "s");
    (void)snprintf(from, sizeof from, "%s%.30s", by_ms > 0 ? "+" : "",
                   time_text(view, by_ms, text));
    if (before->time_ms > 0)
        (void)snprintf(rest, sizeof rest, " (%+" PRId64 " %%)", by_ms * 100 / before->time_ms);
    (void)snprintf(until, sizeof until, ", %+" PRId64 " sessions",
                   now->sessions - before->sessions);
    render_wrapped(c, STYLE_NONE, line.text, 0);
    (void)fputc(line.size + 1 + strlen(from) + strlen(rest) + strlen(until) > render_limit(c) ? '\n'
                                                                                              : ' ',
                stdout);
    render_text(c, by_ms < 0 ? STYLE_RED : STYLE_GREEN, from);
    printf("%s%s\n", rest, until);
    text_free(&line);
}

static bool has_nothing(const report_view *view)
{
    const focus_report_row *total = view->report->total;
    return total->sessions + total->abandoned + total->unconfirmed + total->breaks == 0 &&
           total->focus_ms + total->abandoned_ms + total->unconfirmed_ms + total->break_ms == 0 &&
           total->day_total_ms == 0 && !view->has_goal;
}

void report_print(const cli *c, const report_view *view)
{
    const focus_report *report = view->report;
    if (c->plain) {
        print_plain(view);
        return;
    }
    print_title(c, view);
    if (has_nothing(view))
        printf("nothing here%s\n", c->is_empty ? " yet; focus start begins the history" : "");
    else if (report->by == FOCUS_BY_HOUR_OF_WEEK)
        print_matrix(c, view);
    else
        print_table(c, view);
    print_quality(c, report->total);
    if (!c->quiet)
        print_left_out(c, view);
    if (view->before != NULL)
        print_change(c, view);
}
