/*
 * verbs_heatmap.c - heatmap: a year of days, a week a column. Levels are the library's.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "plot.h"
#include "render.h"
#include "session_json.h"

#define WEEKS_USUAL 53
#define WEEKS_MOST 520
#define MARGIN 5 /* "Mon  " */
#define RUNS_MOST 1000

typedef struct heat_view {
    words_range range;
    bool by_sessions;
    int width; /* columns of a week */
    const focus_report *report;
    const focus_run_list *runs;
} heat_view;

/* --- what was asked for ----------------------------------------------------------------------- */

/* The last weeks: as many as fit where nobody says how many. */
static int read_weeks(const cli *c, words_range *out)
{
    int64_t weeks = WEEKS_USUAL;
    int64_t fit = ((int64_t)render_columns(c) - MARGIN);
    int exit_code = flag_number(c, "weeks", 1, WEEKS_MOST, &weeks);
    if (exit_code == EXIT_DONE)
        exit_code = word_range(c, "week", out);
    if (!args_has(&c->args, "weeks") && !c->json && !c->plain && fit < weeks)
        weeks = fit;
    out->from_day -= (int32_t)(weeks - 1) * 7;
    return exit_code;
}

static int read_heat_range(const cli *c, words_range *out)
{
    if (args_word_at(&c->args, 0) == NULL)
        return read_weeks(c, out);
    if (args_has(&c->args, "weeks"))
        return fail_usage(c, NULL, "a RANGE leaves no room for --weeks");
    int exit_code = flag_range(c, 0, out);
    range_until_today(c, out);
    if (exit_code == EXIT_DONE && (out->is_all || out->until_day - out->from_day > WEEKS_MOST * 7))
        return fail_input(c, "focus heatmap 2026", "a map has up to %d weeks", WEEKS_MOST);
    return exit_code;
}

static int read_heat(const cli *c, heat_view *view)
{
    static const char *const METRICS[] = {"time", "sessions"};
    const char *metric = args_value(&c->args, "metric");
    int at = metric != NULL ? read_choice(c, "value of --metric", metric, METRICS, 2) : 0;
    view->by_sessions = at == 1;
    return at >= 0 ? read_heat_range(c, &view->range) : EXIT_USAGE;
}

/* --- the map ---------------------------------------------------------------------------------- */

static int32_t week_of(const heat_view *view, int32_t day)
{
    int32_t start = view->report->week_start;
    return day - (words_weekday(day) - start + 7) % 7;
}

/* Two days or more in a row. */
static bool is_in_run(const heat_view *view, int32_t day)
{
    for (size_t i = 0; i < view->runs->count; i++) {
        const focus_run *run = &view->runs->items[i];
        if (day >= run->first_day && day <= run->last_day)
            return run->last_day > run->first_day;
    }
    return false;
}

static void print_cell(const cli *c, const heat_view *view, int32_t day)
{
    const focus_report *report = view->report;
    const focus_report_row *row;
    int32_t level;
    render_style style = STYLE_DIM;
    if (day < view->range.from_day || day > view->range.until_day) {
        printf("%*s", view->width, "");
        return;
    }
    row = report->rows[day - report->from_day]; /* all of them are there */
    level = view->by_sessions ? row->session_level : row->time_level;
    if (level > 0)
        style = is_in_run(view, day) ? STYLE_GREEN_LINE : STYLE_GREEN;
    for (int i = 0; i < view->width; i++)
        render_text(c, style, i == 0 || level > 0 ? plot_shade(c, level) : " ");
}

/* The month that begins in a week stands above it, where the one before leaves room. */
static void print_months(const cli *c, const heat_view *view)
{
    static const char *const NAMES[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t first = week_of(view, view->range.from_day);
    int at = 0;
    printf("%*s", MARGIN, "");
    for (int32_t day = first; day <= view->range.until_day; day += 7) {
        int32_t month;
        int32_t date;
        int column = (day - first) / 7 * view->width;
        focus_date_from_day(day + 6, NULL, &month, &date);
        if (date <= 7 && column >= at && (size_t)(MARGIN + column + 3) <= render_limit(c)) {
            printf("%*s%s", column - at + (at > 0 ? 1 : 0), "", NAMES[month - 1]);
            at = column + 4;
        }
    }
    (void)fputc('\n', stdout);
}

static void print_days(const cli *c, const heat_view *view)
{
    static const char *const NAMES[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int32_t first = week_of(view, view->range.from_day);
    for (int32_t i = 0; i < 7; i++) {
        render_text(c, STYLE_CYAN, NAMES[words_weekday(first + i) - 1]);
        printf("  ");
        for (int32_t day = first + i; day <= view->range.until_day; day += 7)
            print_cell(c, view, day);
        (void)fputc('\n', stdout);
    }
}

static void print_sums(const cli *c, const heat_view *view)
{
    const focus_report *report = view->report;
    char text[RENDER_SIZE];
    char other[RENDER_SIZE];
    text_buffer line = {0};
    text_addf(&line, "%s in %" PRId64 " session%s on %" PRId64 " of %" PRId32 " days",
              render_length(report->total->time_ms, text), report->total->sessions,
              report->total->sessions == 1 ? "" : "s", report->rows_with_time,
              report->until_day - report->from_day + 1);
    if (report->best != NULL)
        text_addf(&line, "; best %s, %s", render_weekday((int32_t)report->best->number, text),
                  render_length(report->best->time_ms, other));
    render_line(c, STYLE_NONE, line.text);
    text_free(&line);
    if (report->best == NULL)
        return;
    text_addf(&line, "longest run with time: %" PRId32 " day%s, %s to %s%s",
              report->run_last_day - report->run_first_day + 1,
              report->run_last_day == report->run_first_day ? "" : "s",
              render_day(report->run_first_day, text), render_day(report->run_last_day, other),
              c->color ? "; days of a streak are underlined" : "");
    render_line(c, STYLE_NONE, line.text);
    text_free(&line);
}

/* As many weeks as fit beside each other, the others below. */
static void print_weeks(const cli *c, heat_view *view)
{
    words_range all = view->range;
    size_t fit = render_limit(c) > MARGIN ? (render_limit(c) - MARGIN) / (size_t)view->width : 1;
    int32_t days = (int32_t)(fit < WEEKS_MOST ? fit : WEEKS_MOST + 1) * 7;
    for (int32_t day = week_of(view, all.from_day); day <= all.until_day; day += days) {
        view->range.from_day = day > all.from_day ? day : all.from_day;
        view->range.until_day = day + days - 1 < all.until_day ? day + days - 1 : all.until_day;
        print_months(c, view);
        print_days(c, view);
    }
    view->range = all;
}

static void heat_print(const cli *c, heat_view *view)
{
    int32_t weeks = (view->range.until_day - week_of(view, view->range.from_day)) / 7 + 1;
    view->width = (size_t)weeks * 2 + MARGIN <= render_columns(c) ? 2 : 1;
    print_weeks(c, view);
    plot_legend(c, MARGIN,
                view->by_sessions ? view->report->level_sessions : view->report->level_ms,
                view->by_sessions);
    print_sums(c, view);
}

/* --- for scripts ------------------------------------------------------------------------------ */

static void heat_plain(const heat_view *view)
{
    char text[RENDER_SIZE];
    for (size_t i = 0; i < view->report->count; i++) {
        const focus_report_row *row = view->report->rows[i];
        printf("%s\t%" PRId64 "\t%" PRId64 "\t%" PRId32 "\n",
               render_day((int32_t)row->number, text), row->time_ms / 1000, row->sessions,
               view->by_sessions ? row->session_level : row->time_level);
    }
}

static void heat_json(const heat_view *view)
{
    const focus_report *report = view->report;
    json_writer w;
    json_document(&w, stdout, "heatmap");
    json_range(&w, &view->range);
    json_string(&w, "metric", view->by_sessions ? "sessions" : "time");
    json_array(&w, view->by_sessions ? "levels_sessions" : "levels_s");
    for (size_t i = 0; i < FOCUS_LEVELS; i++)
        json_int(&w, NULL,
                 view->by_sessions ? report->level_sessions[i] : report->level_ms[i] / 1000);
    json_array_end(&w);
    json_array(&w, "days");
    for (size_t i = 0; i < report->count; i++) {
        const focus_report_row *row = report->rows[i];
        json_object(&w, NULL);
        json_day(&w, "day", (int32_t)row->number);
        json_int(&w, "focus_s", row->time_ms / 1000);
        json_int(&w, "sessions", row->sessions);
        json_int(&w, "level", view->by_sessions ? row->session_level : row->time_level);
        json_bool(&w, "in_run", is_in_run(view, (int32_t)row->number));
        json_object_end(&w);
    }
    json_array_end(&w);
    json_finish(&w);
}

static int read_map(const cli *c, heat_view *view)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    options.flags = FOCUS_REPORT_EMPTY_ROWS;
    options.days = c->zone_name != NULL ? FOCUS_DAYS_HERE : FOCUS_DAYS_RECORDED;
    options.has_days = 1;
    options.from_day = view->range.from_day;
    options.until_day = view->range.until_day;
    if (focus_report_get(c->store, &options, &view->report) != FOCUS_OK ||
        focus_streak_runs(c->store, RUNS_MOST, &view->runs) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    view->range.from_day = view->report->from_day; /* there are no days before 1970 */
    view->range.until_day = view->report->until_day;
    return EXIT_DONE;
}

static int run_heatmap(cli *c)
{
    heat_view view = {.width = 1};
    int exit_code = read_heat(c, &view);
    if (exit_code == EXIT_DONE)
        exit_code = read_map(c, &view);
    if (exit_code == EXIT_DONE && c->json)
        heat_json(&view);
    else if (exit_code == EXIT_DONE && c->plain)
        heat_plain(&view);
    else if (exit_code == EXIT_DONE)
        heat_print(c, &view);
    focus_report_free(view.report);
    focus_run_list_free(view.runs);
    return exit_code;
}

const cli_verb VERB_HEATMAP = {
    .name = "heatmap",
    .group = "figures",
    .summary = "a year of days, shaded by their time",
    .words = (const args_word[]){{"RANGE", WORD_OPTIONAL, "2026, 2026-Q1; else the last weeks"},
                                 WORDS_END},
    .flags = (const args_flag[]){{"weeks", 0, FLAG_VALUE, "N", "the last N weeks; 53"},
                                 {"metric", 0, FLAG_VALUE, "WHAT", "time or sessions"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "Shades are quarters of the days that have any.\nplain: day focus_s sessions level",
    .examples = (const char *const[]){"focus heatmap", "focus heatmap 2026 --metric sessions",
                                      "focus heatmap --weeks 12 --ascii", NULL},
    .run = run_heatmap,
};
