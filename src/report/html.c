/*
 * html.c - focus_report_html(): the history as one page, put together out of several reports of one
 * snapshot.
 */
#include "report/html.h"

#include "base/calendar.h"
#include "report/report.h"
#include "rules/period.h"

enum {
    PAGE_DAYS_MOST = 62,   /* bars of days; then of weeks; then of months, */
    PAGE_WEEKS_MOST = 60,  /* the last ten years of them: */
    PAGE_BARS_MOST = 120,  /* the balance begins before them */
    PAGE_ALL_DAYS = 99999, /* what a report with empty rows may have */
    PAGE_YEAR_WEEKS = 53,
    PAGE_TREND_WEEKS = 12
};

typedef struct page_run {
    focus_store *store;
    focus_report_options options; /* of all reports, but for axis and days */
    focus_report *whole;          /* by day, those with anything: its days are the page's */
    focus_report *bars;
    focus_report *year;
    focus_report *hours;
    focus_report *projects;
    focus_report *tags;
    focus_report *trend;
    focus__html html;
} page_run;

/* --- reading ---------------------------------------------------------------------------------- */

static focus_status page_read(page_run *run, int32_t by, uint32_t flags, focus_report **out)
{
    focus_report *box = focus__new_box(run->store, sizeof(*box));

    *out = box;
    if (box == NULL)
        return FOCUS_E_NOMEM;
    run->options.by = by;
    run->options.flags = flags;
    return focus__report_read(run->store, box, &run->options);
}

static focus_status page_read_days(page_run *run, int32_t by, int32_t from_day, int32_t until_day,
                                   focus_report **out)
{
    run->options.from_day = from_day;
    run->options.until_day = until_day;
    return page_read(run, by, FOCUS_REPORT_EMPTY_ROWS, out);
}

static int32_t page_today(const page_run *run)
{
    int64_t now_ms = run->store->now_ms;

    return focus__local_day(now_ms, focus__zone_offset_s(&run->store->zone, now_ms),
                            run->whole->day_start_minutes);
}

/* What is asked for may be all that a calendar has: then the days between the first and the last row
 * are taken. No page shows days to come, unless something is on them. */
static void page_choose_days(page_run *run)
{
    const focus_report *whole = run->whole;
    focus_report_options *options = &run->options;
    int32_t last_day = (int32_t)whole->rows[whole->count - 1]->number;
    int32_t today = page_today(run);

    if (options->has_days == 0 || (int64_t)whole->until_day - whole->from_day > PAGE_ALL_DAYS) {
        options->from_day = (int32_t)whole->rows[0]->number;
        options->until_day = last_day;
    }
    options->has_days = 1;
    if (options->until_day > today)
        options->until_day = last_day > today ? last_day : today;
}

static int32_t page_axis(int32_t from_day, int32_t until_day)
{
    if (until_day - from_day < PAGE_DAYS_MOST)
        return FOCUS_BY_DAY;
    return until_day - from_day < 7 * PAGE_WEEKS_MOST ? FOCUS_BY_WEEK : FOCUS_BY_MONTH;
}

/* The last of them; what was before is in their balance. */
static void page_cut_bars(focus_report *bars)
{
    size_t cut = bars->count > PAGE_BARS_MOST ? bars->count - PAGE_BARS_MOST : 0;

    bars->rows += cut;
    bars->count -= cut;
    if (cut == 0)
        return;
    bars->from_day = bars->rows[0]->from_day;
    bars->best = NULL;
    for (size_t i = 0; i < bars->count; i++)
        if (bars->rows[i]->time_ms > (bars->best != NULL ? bars->best->time_ms : 0))
            bars->best = bars->rows[i];
}

static focus_status page_read_bars(page_run *run, int32_t from_day, int32_t until_day)
{
    int32_t first_day = until_day - from_day < PAGE_ALL_DAYS ? from_day : until_day - PAGE_ALL_DAYS;
    focus_status status =
        page_read_days(run, page_axis(from_day, until_day), first_day, until_day, &run->bars);

    if (status == FOCUS_OK)
        page_cut_bars(run->bars);
    return status;
}

static focus_status page_read_plots(page_run *run)
{
    int32_t from = run->options.from_day;
    int32_t until = run->options.until_day;
    int32_t last_week = focus__week_first(until, run->whole->week_start);
    int32_t whole_week = until - last_week == 6 ? last_week : last_week - 7;
    focus_status status = page_read_bars(run, from, until);

    if (status == FOCUS_OK)
        status = page_read_days(run, FOCUS_BY_DAY, last_week - 7 * (PAGE_YEAR_WEEKS - 1), until,
                                &run->year);
    if (status == FOCUS_OK)
        status = page_read_days(run, FOCUS_BY_WEEK, whole_week - 7 * (PAGE_TREND_WEEKS - 1),
                                whole_week + 6, &run->trend);
    if (status == FOCUS_OK)
        status = page_read_days(run, FOCUS_BY_HOUR_OF_WEEK, from, until, &run->hours);
    if (status == FOCUS_OK)
        status = page_read(run, FOCUS_BY_PROJECT, 0, &run->projects);
    if (status == FOCUS_OK)
        status = page_read(run, FOCUS_BY_TAG, 0, &run->tags);
    return status;
}

static focus_status page_read_all(page_run *run)
{
    focus_status status = page_read(run, FOCUS_BY_DAY, 0, &run->whole);

    if (status != FOCUS_OK || run->whole->count == 0)
        return status;
    page_choose_days(run);
    return page_read_plots(run);
}

static void page_free(page_run *run)
{
    const focus_report *const reports[] = {run->whole,    run->bars, run->year, run->hours,
                                           run->projects, run->tags, run->trend};

    for (size_t i = 0; i < FOCUS__COUNT_OF(reports); i++)
        focus__box_free(reports[i]);
    focus__buffer_free(&run->html.out);
}

/* --- the head --------------------------------------------------------------------------------- */

static void page_days(focus__html *h, const page_run *run)
{
    focus__html_day(h, run->options.from_day);
    focus__html_add(h, " to ");
    focus__html_day(h, run->options.until_day);
}

/* Nothing but this style is allowed to have an effect: no script, nothing loaded. */
static void page_head(page_run *run)
{
    focus__html *h = &run->html;

    focus__html_add(
        h, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
           "<meta charset=\"utf-8\"/>\n"
           "<meta http-equiv=\"Content-Security-Policy\" "
           "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
           "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
           "<title>Focus");
    if (run->whole->count > 0) {
        focus__html_add(h, ", ");
        page_days(h, run);
    }
    focus__html_add(h, "</title>\n");
}

static void page_colours(focus__html *h)
{
    focus__html_add(
        h, "<style>\n"
           ":root { --page: #fbfbfa; --ink: #1c1d20; --dim: #5d6068; --line: #dcdde1;\n"
           "  --bar: #2e7d6b; --goal: #b4461f; --l0: #e9eaec; --l1: #bfe0d4; --l2: #7fc0aa;\n"
           "  --l3: #3d917a; --l4: #175c4b; }\n"
           "@media screen and (prefers-color-scheme: dark) {\n"
           ":root { --page: #16181b; --ink: #e8e9ec; --dim: #a0a4ad; --line: #34373d;\n"
           "  --bar: #4fae96; --goal: #f0915f; --l0: #24272b; --l1: #1d4a3e; --l2: #2c7563;\n"
           "  --l3: #46a68d; --l4: #8fe3cb; } }\n");
}

static void page_text_style(focus__html *h)
{
    focus__html_add(
        h,
        "body { margin: 0 auto; max-width: 45rem; padding: 1.5rem 1rem; background: var(--page);\n"
        "  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }\n"
        "h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }\n"
        "h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }\n"
        "p { margin: .25rem 0; } .key, summary, footer, dt { color: var(--dim); "
        "font-size: .85rem; }\n"
        ".key span { margin-right: 1rem; white-space: nowrap; } summary { cursor: pointer; }\n"
        "footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: .5rem; }\n"
        "time { white-space: nowrap; }\n"
        "dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));\n"
        "  gap: .75rem; margin: 1.25rem 0; }\n"
        "dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }\n"
        "dd { margin: 0; font-size: 1.35rem; font-weight: 600; line-height: 1.3; }\n"
        "dd small { display: block; color: var(--dim); font-size: .85rem; font-weight: normal; "
        "}\n"
        "table { border-collapse: collapse; font-size: .85rem; }\n"
        "th, td { padding: .2rem .75rem .2rem 0; text-align: right; font-weight: normal;\n"
        "  border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }\n"
        "td { white-space: nowrap; } th:last-child, td:last-child { padding-right: 0; }\n"
        "thead th { color: var(--dim); }\n"
        "th:first-child { text-align: left; overflow-wrap: anywhere; min-width: 6rem; }\n"
        "details { overflow-x: auto; margin-top: .25rem; }\n"
        ".shares { width: 100%%; } .share { width: 40%%; }\n"
        ".share svg { width: 100%%; height: .6rem; border-radius: .3rem; background: var(--l0); "
        "}\n");
}

static void page_plot_style(focus__html *h)
{
    focus__html_add(h,
                    "svg { display: block; } svg.mark { display: inline-block; width: .8rem; }\n"
                    ".narrow svg { width: 100%%; max-width: 27rem; height: auto; }\n"
                    /* From the right, where the newest is. */
                    ".wide { overflow-x: auto; direction: rtl; } .wide svg { direction: ltr; }\n"
                    "text { fill: var(--dim); font: 11px system-ui, sans-serif; }\n"
                    ".middle { text-anchor: middle; } .end { text-anchor: end; }\n"
                    ".bar, .dot { fill: var(--bar); }\n"
                    ".line, .zero, .run, .goal, .mean { fill: none; stroke: var(--line); }\n"
                    ".zero { stroke: var(--dim); } .run { stroke: var(--bar); stroke-width: 2;\n"
                    "  stroke-linejoin: round; }\n"
                    ".goal { stroke: var(--goal); stroke-width: 2; }\n"
                    ".mean { stroke: var(--goal); stroke-width: 2; stroke-dasharray: 5 4; }\n"
                    ".l0 { fill: var(--l0); } .l1 { fill: var(--l1); } .l2 { fill: var(--l2); }\n"
                    ".l3 { fill: var(--l3); } .l4 { fill: var(--l4); }\n"
                    "@media print { :root { --page: #fff; font-size: 80%%; }\n"
                    "  section { break-inside: avoid; } details { display: none; }\n"
                    "  .wide svg { width: 100%%; height: auto; }\n"
                    "  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }\n"
                    "</style>\n</head>\n");
}

/* --- figures ---------------------------------------------------------------------------------- */

static void page_filter(focus__html *h, const char *what, const char *text)
{
    if (focus__text_or_null(text) == NULL)
        return;
    focus__html_add(h, "<p>Only %s ", what);
    focus__html_text(h, text);
    focus__html_add(h, "</p>\n");
}

static void page_title(page_run *run)
{
    focus__html *h = &run->html;
    const focus_report_options *options = &run->options;

    focus__html_add(h, "<body>\n<main>\n<h1>Focus</h1>\n");
    if (run->whole->count > 0) {
        focus__html_add(h, "<p>");
        page_days(h, run);
        focus__html_add(h, "</p>\n");
    } else {
        focus__html_add(h, "<p>No session is in this report.</p>\n");
    }
    page_filter(h, "the tag", options->tag);
    page_filter(h, "the project", options->project);
    page_filter(h, "titles with", options->text);
}

static void page_length(focus__html *h, const char *name, int64_t ms)
{
    focus__html_add(h, "<div><dt>%s</dt><dd>", name);
    focus__html_length(h, ms);
    focus__html_add(h, "</dd></div>\n");
}

static void page_count(focus__html *h, const char *name, int64_t count)
{
    focus__html_add(h, "<div><dt>%s</dt><dd>%lld</dd></div>\n", name, (long long)count);
}

static void page_best(focus__html *h, const focus_report *whole)
{
    if (whole->best == NULL)
        return;
    focus__html_add(h, "<div><dt>Best day</dt><dd>");
    focus__html_length(h, whole->best->time_ms);
    focus__html_add(h, " <small>");
    focus__html_row_name(h, FOCUS_BY_DAY, whole->best);
    focus__html_add(h, "</small></dd></div>\n");
}

static void page_completed(focus__html *h, const focus_report_row *total)
{
    int64_t begun = total->sessions + total->abandoned;

    if (begun > 0)
        focus__html_add(
            h, "<div><dt>Completed</dt><dd>%d %% <small>%lld of %lld</small></dd></div>\n",
            (int)(total->sessions * 100 / begun), (long long)total->sessions, (long long)begun);
}

static void page_figures(focus__html *h, const focus_report *whole, const focus_report *bars)
{
    const focus_report_row *total = whole->total;
    int64_t days = whole->rows_with_time;

    focus__html_add(h, "<dl>\n");
    page_length(h, "Focus", total->time_ms);
    page_count(h, "Sessions", total->sessions);
    page_count(h, "Days with focus", days);
    page_length(h, "Per day with focus", days > 0 ? total->time_ms / days : 0);
    page_best(h, whole);
    page_count(h, "Longest run of days",
               whole->run_last_day < whole->run_first_day
                   ? 0
                   : whole->run_last_day - whole->run_first_day + 1);
    page_completed(h, total);
    if (total->break_ms > 0)
        page_length(h, "Breaks", total->break_ms);
    if (bars->total->goal_ms != 0)
        page_length(h, "Balance with goals", bars->rows[bars->count - 1]->balance_ms);
    focus__html_add(h, "</dl>\n");
}

/* --- the page --------------------------------------------------------------------------------- */

static void page_plots(page_run *run)
{
    focus__html *h = &run->html;

    page_figures(h, run->whole, run->bars);
    focus__html_bars(h, run->bars);
    focus__html_heat_map(h, run->year);
    focus__html_week_hours(h, run->hours);
    focus__html_shares(h, "Projects", "no project", run->projects);
    focus__html_shares(h, "Tags", "no tag", run->tags);
    focus__html_trend(h, run->trend);
    focus__html_balance(h, run->bars);
}

static void page_foot(page_run *run)
{
    const focus_report *whole = run->whole;
    int64_t now_ms = run->store->now_ms;
    char now[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(now_ms, focus__zone_offset_s(&run->store->zone, now_ms), now);
    focus__html_add(&run->html,
                    "<footer><p>Days begin at %02d:%02d, and time counts %s. "
                    "Written <time>%s</time>.</p></footer>\n"
                    "</main>\n</body>\n</html>\n",
                    (int)(whole->day_start_minutes / 60), (int)(whole->day_start_minutes % 60),
                    whole->rule == FOCUS_RULE_WHOLE ? "on the day on which its session began"
                                                    : "on the day on which it passed",
                    now);
}

static focus_status page_write(page_run *run, int (*write)(void *, const char *, size_t),
                               void *user)
{
    const focus__buffer *out = &run->html.out;

    page_head(run);
    page_colours(&run->html);
    page_text_style(&run->html);
    page_plot_style(&run->html);
    page_title(run);
    if (run->whole->count > 0)
        page_plots(run);
    page_foot(run);
    if (out->failed)
        return focus__fail(&run->store->error, FOCUS_E_NOMEM, "no memory for the page");
    run->store->in_callback = true;
    int failed = write(user, out->bytes, out->size);
    run->store->in_callback = false;
    return failed == 0
               ? FOCUS_OK
               : focus__fail(&run->store->error, FOCUS_E_IO, "the page could not be written");
}

focus_status focus_report_html(focus_store *store, const focus_report_options *options,
                               int (*write)(void *user, const char *bytes, size_t size), void *user)
{
    page_run run = {.store = store, .options = FOCUS_REPORT_OPTIONS_INIT};

    if (write == NULL)
        return focus__misuse(store, "write");
    focus_status status = focus__read_begin(store);
    if (status != FOCUS_OK)
        return status;
    if (options != NULL)
        status = focus__options_import(&run.options, sizeof(run.options),
                                       FOCUS__SIZE_THROUGH(focus_report_options, text), options,
                                       &store->error);
    run.options.struct_size = sizeof(run.options);
    if (status == FOCUS_OK)
        status = page_read_all(&run);
    if (status == FOCUS_OK)
        status = page_write(&run, write, user);
    page_free(&run);
    return focus__read_end(store, status);
}
