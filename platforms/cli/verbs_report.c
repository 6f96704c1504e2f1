/*
 * verbs_report.c - report: the history along an axis. The library adds up; report_print.c and
 * report_json.c show it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "report.h"
#include "tags.h"

#define EMPTY_DAYS_MOST 62 /* more days than these are shown without those that have nothing */

/* --- what was asked for ----------------------------------------------------------------------- */

static int read_axis(const cli *c, int32_t *out_by)
{
    const char *names[FOCUS_BY_COUNT];
    const char *word = args_value(&c->args, "by");
    int at = 0;
    for (int32_t i = 0; i < FOCUS_BY_COUNT; i++)
        names[i] = report_axis_name(i);
    if (word != NULL)
        at = read_choice(c, "value of --by", word, names, FOCUS_BY_COUNT);
    *out_by = at;
    return at >= 0 ? EXIT_DONE : EXIT_USAGE;
}

static int read_rule(const cli *c, int32_t *out_rule)
{
    static const char *const RULES[] = {"split", "whole"};
    const char *word = args_value(&c->args, "rule");
    int at = word != NULL ? read_choice(c, "value of --rule", word, RULES, 2) : 0;
    *out_rule = at;
    return at >= 0 ? EXIT_DONE : EXIT_USAGE;
}

/* "abandoned,break" */
static int read_include(const cli *c, uint32_t *out_include)
{
    static const char *const WHAT[] = {"abandoned", "break", "unconfirmed", "totals", "all"};
    const char *word = args_value(&c->args, "include");
    char *words = word != NULL ? mem_text(word) : NULL;
    char *next = NULL;
    int at = 0;
    for (char *one = words != NULL ? strtok_r(words, ",", &next) : NULL; one != NULL && at >= 0;
         one = strtok_r(NULL, ",", &next)) {
        at = read_choice(c, "value of --include", one, WHAT, 5);
        *out_include |= at == 4 ? FOCUS_MASK(4) - 1 : at >= 0 ? FOCUS_MASK(at) : 0;
    }
    free(words);
    return at >= 0 ? EXIT_DONE : EXIT_USAGE;
}

static int read_range(const cli *c, report_view *view)
{
    bool is_given = args_word_at(&c->args, 0) != NULL || args_has(&c->args, "since") ||
                    args_has(&c->args, "until");
    int exit_code = is_given ? flag_range(c, 0, &view->range) : word_range(c, "week", &view->range);
    if (exit_code != EXIT_DONE)
        return exit_code;
    range_until_today(c, &view->range);
    view->options.has_days = view->range.is_all ? 0 : 1;
    view->options.from_day = view->range.from_day;
    view->options.until_day = view->range.until_day;
    return EXIT_DONE;
}

/* Rows of nothing are for the eye, and for a balance that counts every day. */
static bool wants_empty_rows(const cli *c, const report_view *view)
{
    const focus_report_options *options = &view->options;
    int32_t by = options->by;
    int32_t days = options->until_day - options->from_day + 1;
    if (by == FOCUS_BY_HOUR_OF_WEEK)
        return !c->json && !c->plain;
    if (options->has_days == 0 || by > FOCUS_BY_WEEKDAY)
        return false;
    return view->has_goal || (!c->json && !c->plain &&
                              (by == FOCUS_BY_DAY ? days <= EMPTY_DAYS_MOST : by != FOCUS_BY_HOUR));
}

static int read_view(const cli *c, report_view *view)
{
    const char *tag = args_value(&c->args, "tag");
    focus_report_options *options = &view->options;
    int exit_code = read_range(c, view);
    if (exit_code == EXIT_DONE)
        exit_code = read_axis(c, &options->by);
    if (exit_code == EXIT_DONE)
        exit_code = read_rule(c, &options->rule);
    if (exit_code == EXIT_DONE)
        exit_code = read_include(c, &options->include);
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "round", 0, &view->round_ms);
    view->has_chart = args_has(&c->args, "chart");
    view->has_goal = args_has(&c->args, "goal");
    view->is_decimal = args_has(&c->args, "decimal");
    options->days = c->zone_name != NULL ? FOCUS_DAYS_HERE : FOCUS_DAYS_RECORDED;
    options->tag = tag != NULL ? tags_bare(tag) : NULL;
    options->project = args_value(&c->args, "project");
    options->text = args_value(&c->args, "grep");
    if (exit_code == EXIT_DONE && wants_empty_rows(c, view))
        options->flags |= FOCUS_REPORT_EMPTY_ROWS;
    return exit_code;
}

static int read_before(const cli *c, report_view *view)
{
    static const char *const WHAT[] = {"prev"};
    const char *word = args_value(&c->args, "compare");
    focus_report_options options = view->options;
    if (word == NULL)
        return EXIT_DONE;
    if (read_choice(c, "value of --compare", word, WHAT, 1) < 0)
        return EXIT_USAGE;
    if (view->range.is_all)
        return fail_usage(c, "focus report month --compare prev",
                          "there is nothing before all time to compare with");
    if (focus_days_before(options.from_day, options.until_day, &options.from_day,
                          &options.until_day) != FOCUS_OK)
        return fail_input(c, NULL, "there are no days before these");
    return focus_report_get(c->store, &options, &view->before) == FOCUS_OK
               ? EXIT_DONE
               : fail_store(c, NULL, NULL);
}

/* --- report ----------------------------------------------------------------------------------- */

static int write_page(void *user, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, user) == size ? 0 : 1;
}

/* The library's page, which chooses its axes by itself. */
static int print_page(const cli *c, const report_view *view)
{
    focus_status status = focus_report_html(c->store, &view->options, write_page, stdout);
    if (status == FOCUS_OK)
        return EXIT_DONE;
    return status == FOCUS_E_IO && ferror(stdout) != 0 ? fail_system(c, "stdout", errno)
                                                       : fail_store(c, NULL, NULL);
}

static int run_report(cli *c)
{
    report_view view = {.options = FOCUS_REPORT_OPTIONS_INIT};
    int exit_code = read_view(c, &view);
    if (exit_code == EXIT_DONE && args_has(&c->args, "html"))
        return print_page(c, &view);
    if (exit_code == EXIT_DONE)
        exit_code = read_before(c, &view);
    if (exit_code == EXIT_DONE &&
        focus_report_get(c->store, &view.options, &view.report) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE && c->json)
        report_json(c, &view);
    else if (exit_code == EXIT_DONE)
        report_print(c, &view);
    focus_report_free(view.report);
    focus_report_free(view.before);
    return exit_code;
}

const cli_verb VERB_REPORT = {
    .name = "report",
    .group = "figures",
    .summary = "time by day, project, tag; more with --by",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags =
        (const args_flag[]){
            {"by", 0, FLAG_VALUE, "AXIS", "day, week, month, hour, weekday, project, tag, ..."},
            {"chart", 0, FLAG_SWITCH, NULL, "draw bars"},
            {"goal", 0, FLAG_SWITCH, NULL, "with goals, and the balance of time and goals"},
            {"compare", 0, FLAG_VALUE, "prev", "with the days or months before"},
            {"rule", 0, FLAG_VALUE, "RULE", "split or whole: when time passed, or at the start"},
            {"include", 0, FLAG_VALUE, "WHAT",
             "abandoned, break, unconfirmed, totals, all: counted"},
            {"tag", 0, FLAG_VALUE, "TAG", "only sessions with it"},
            {"project", 0, FLAG_VALUE, "NAME", "only sessions of it"},
            {"grep", 0, FLAG_VALUE, "TEXT", "only sessions with it in the title"},
            {"round", 0, FLAG_VALUE, "D", "round each time to the nearest D"},
            {"decimal", 0, FLAG_SWITCH, NULL, "hours as 1.67"},
            {"html", 0, FLAG_SWITCH, NULL, "one page with every plot, for a browser"},
            FLAGS_RANGE,
            FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "without RANGE: this week. With --tz, days and hours are those of that zone.\n"
             "plain: key sessions time_s abandoned_s break_s unconfirmed_s goal_s balance_s",
    .examples = (const char *const[]){"focus report lastweek --chart --goal",
                                      "focus report month --by project --compare prev",
                                      "focus report year --html > year.html", NULL},
    .run = run_report,
};
