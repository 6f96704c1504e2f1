/*
 * verbs_figures.c - what it adds up to: today, stats, streak. The library counts; here it is shown.
 */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "plot.h"
#include "render.h"
#include "session_json.h"
#include "session_rows.h"
#include "snapshot.h"

#define BAR_COLUMNS 24
#define LABEL_COLUMNS 8
#define TODAY_LIMIT 1000

/* --- today ------------------------------------------------------------------------------------ */

static void print_label(const cli *c, const char *label)
{
    render_text(c, STYLE_DIM, label);
    for (size_t i = text_width(label); i < LABEL_COLUMNS; i++)
        (void)fputc(' ', stdout);
}

/* As long as what stands beside it leaves. */
static void print_goal_bar(const cli *c, int64_t part, int64_t whole, size_t beside)
{
    size_t room = render_room(c, beside);
    size_t columns = room < BAR_COLUMNS ? room : BAR_COLUMNS;
    render_bar(c, part >= whole ? STYLE_GREEN : STYLE_YELLOW, part, whole, (int)columns);
    printf("%s", columns > 0 ? " " : "");
}

static void print_goal(const cli *c, const snapshot *now)
{
    const focus_today *today = &now->today;
    char text[RENDER_SIZE];
    int64_t goal_ms = today->goal_ms;
    int32_t goal_sessions = today->goal_sessions;
    text_buffer line = {0};
    text_add(&line, render_length(today->focus_ms, text));
    if (goal_ms > 0)
        text_addf(&line, " of %s", render_length_exact(goal_ms, text));
    text_addf(&line, ", %" PRId64, today->sessions);
    if (goal_sessions > 0)
        text_addf(&line, " of %" PRId32, goal_sessions);
    text_addf(&line, " session%s", today->sessions == 1 && goal_sessions == 0 ? "" : "s");
    print_label(c, goal_ms > 0 || goal_sessions > 0 ? "goal" : "focus");
    if (goal_ms > 0)
        print_goal_bar(c, today->focus_ms, goal_ms, LABEL_COLUMNS + 1 + line.size);
    else if (goal_sessions > 0)
        print_goal_bar(c, today->sessions, goal_sessions, LABEL_COLUMNS + 1 + line.size);
    printf("%s\n", line.text);
    text_free(&line);
}

static void print_now(const cli *c, const focus_session *s)
{
    char left[RENDER_SIZE];
    char until[RENDER_SIZE];
    char name[SESSION_NAME_SIZE];
    text_buffer tail = {0};
    text_addf(&tail, "%s%s", session_left(s, left),
              s->status == FOCUS_SESSION_PAUSED ? ", paused" : "");
    (void)session_name(s, name);
    (void)session_until(c, s, until);
    if (text_width(name) + strlen(until) <= render_room(c, LABEL_COLUMNS + tail.size))
        text_add(&tail, until);
    print_label(c, "now");
    render_cut(c, STYLE_GREEN, name, render_room(c, LABEL_COLUMNS + tail.size));
    printf("%s\n", tail.text);
    text_free(&tail);
}

static void print_cycle(const cli *c, const snapshot *now)
{
    char text[RENDER_SIZE];
    print_label(c, "cycle");
    render_dots(c, now->cycle.done, now->cycle.done + now->cycle.until_long_break);
    printf("  next: %s, %s\n", name_of_mode(now->cycle.next_mode),
           render_length_exact(now->cycle.next_length_ms, text));
}

/* The end of a line that takes `at` columns so far. */
static void print_at_risk(const cli *c, const focus_streak *streak, int at)
{
    static const char WHOLE[] = "; at risk: nothing completed yet today";
    bool fits = (size_t)at + strlen(WHOLE) <= render_limit(c);
    if (streak->at_risk != 0)
        render_text(c, STYLE_YELLOW, fits ? WHOLE : "; at risk");
    (void)fputc('\n', stdout);
}

static void print_streak_line(const cli *c, const focus_streak *streak)
{
    int size;
    print_label(c, "streak");
    size = printf("%" PRId32 " day%s, longest %" PRId32, streak->current_days,
                  streak->current_days == 1 ? "" : "s", streak->longest_days);
    print_at_risk(c, streak, LABEL_COLUMNS + size);
}

static bool has_use(const focus_timeline *timeline)
{
    for (size_t i = 0; i < timeline->count; i++)
        if (timeline->cells[i].focus_ms + timeline->cells[i].break_ms > 0)
            return true;
    return false;
}

static void print_today(const cli *c, const snapshot *now, const focus_session_list *list,
                        const focus_timeline *timeline)
{
    char text[RENDER_SIZE];
    render_text(c, STYLE_BOLD, render_weekday(now->today.day, text));
    (void)fputc('\n', stdout);
    print_goal(c, now);
    print_cycle(c, now);
    print_streak_line(c, &now->streak);
    if (now->running != NULL)
        print_now(c, now->running);
    if (now->running == NULL && !c->quiet)
        session_print_expired(c);
    if (has_use(timeline))
        plot_timeline(c, "day     ", timeline);
    (void)fputc('\n', stdout);
    if (list->count == 0)
        render_line(c, STYLE_NONE, "no sessions yet today; focus start begins one");
    session_table(c, list->items, list->count, false);
}

static int run_today(cli *c)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    const focus_timeline *timeline = NULL;
    snapshot now;
    int exit_code = snapshot_read(c, true, &now);
    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    filter.has_days = 1;
    filter.from_day = now.today.day;
    filter.until_day = now.today.day;
    filter.limit = TODAY_LIMIT;
    if (exit_code == EXIT_DONE &&
        (focus_session_list_page(c->store, &filter, &list) != FOCUS_OK ||
         focus_timeline_get(c->store, now.today.day, &timeline) != FOCUS_OK))
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE && c->json)
        json_today(c, &now, list, timeline);
    else if (exit_code == EXIT_DONE && c->plain)
        session_table(c, list->items, list->count, false);
    else if (exit_code == EXIT_DONE)
        print_today(c, &now, list, timeline);
    focus_timeline_free(timeline);
    focus_session_list_free(list);
    snapshot_free(&now);
    return exit_code;
}

const cli_verb VERB_TODAY = {
    .name = "today",
    .group = "figures",
    .summary = "the day so far: goal, cycle, streak, sessions",
    .open = OPEN_EMPTY,
    .notes = "plain: id day start end active_s mode status title project tags",
    .examples = (const char *const[]){"focus today", "focus config set daily_goal 4h", NULL},
    .run = run_today,
};

/* --- stats ------------------------------------------------------------------------------------ */

typedef struct stats_view {
    words_range range;
    focus_stats stats;
    const focus_report *days;  /* of the range */
    const focus_report *trend; /* the weeks up to its end */
} stats_view;

/* Who let a session expire has decided neither. */
static int64_t decided(const focus_mode_counts *counts)
{
    return counts->completed + counts->abandoned;
}

static void json_counts(json_writer *w, const char *key, const focus_mode_counts *counts)
{
    json_object(w, key);
    json_int(w, "active", counts->active);
    json_int(w, "paused", counts->paused);
    json_int(w, "completed", counts->completed);
    json_int(w, "abandoned", counts->abandoned);
    json_int(w, "expired", counts->expired);
    json_int(w, "active_s", counts->active_ms / 1000);
    json_int(w, "unconfirmed_s", counts->unconfirmed_ms / 1000);
    json_object_end(w);
}

#define TREND_WEEKS 12

/* The weeks up to the one with the last day of the range, or today. */
static int read_trend(const cli *c, const words_range *range, const focus_report **out)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    words_range week;
    int exit_code = word_range(c, "week", &week);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (!range->is_all && range->until_day < week.from_day)
        week.from_day -= (week.from_day - range->until_day + 6) / 7 * 7;
    options.by = FOCUS_BY_WEEK;
    options.flags = FOCUS_REPORT_EMPTY_ROWS;
    options.has_days = 1;
    options.from_day = week.from_day - (TREND_WEEKS - 1) * 7;
    options.until_day = week.from_day + 6;
    return focus_report_get(c->store, &options, out) == FOCUS_OK ? EXIT_DONE
                                                                 : fail_store(c, NULL, NULL);
}

static void trend_json(json_writer *w, const focus_report *trend)
{
    json_array(w, "trend");
    for (size_t i = 0; i < trend->count; i++) {
        json_object(w, NULL);
        json_day(w, "from", trend->rows[i]->from_day);
        json_int(w, "focus_s", trend->rows[i]->time_ms / 1000);
        json_object_end(w);
    }
    json_array_end(w);
}

static void trend_words(const cli *c, const focus_report *trend)
{
    int64_t values[TREND_WEEKS] = {0};
    text_buffer line = {0};
    char text[RENDER_SIZE];
    if (trend->total->time_ms == 0)
        return;
    for (size_t i = 0; i < trend->count && i < TREND_WEEKS; i++)
        values[i] = trend->rows[i]->time_ms;
    plot_spark(c, &line, values, TREND_WEEKS);
    render_text(c, STYLE_GREEN, line.text);
    text_free(&line);
    text_addf(&line, "%d weeks, %s a week on average", TREND_WEEKS,
              render_length(trend->total->time_ms / TREND_WEEKS, text));
    printf("  ");
    render_wrapped(c, STYLE_NONE, line.text, TREND_WEEKS + 2);
    (void)fputc('\n', stdout);
    text_free(&line);
}

static void days_json(json_writer *w, const focus_report *days)
{
    json_int(w, "active_days", days->rows_with_time);
    if (days->best == NULL) {
        json_null(w, "best_day");
        json_null(w, "focus_s_per_active_day");
        return;
    }
    json_object(w, "best_day");
    json_day(w, "day", days->best->from_day);
    json_int(w, "focus_s", days->best->time_ms / 1000);
    json_object_end(w);
    json_int(w, "focus_s_per_active_day", days->total->time_ms / 1000 / days->rows_with_time);
}

static void stats_json(const stats_view *view)
{
    const focus_mode_counts *focus = &view->stats.modes[FOCUS_MODE_FOCUS];
    json_writer w;
    json_document(&w, stdout, "stats");
    json_range(&w, &view->range);
    for (int32_t mode = 0; mode < FOCUS_MODE_COUNT; mode++)
        json_counts(&w, name_of_mode(mode), &view->stats.modes[mode]);
    if (decided(focus) > 0)
        json_ratio(&w, "completion_rate", (double)focus->completed / (double)decided(focus));
    else
        json_null(&w, "completion_rate");
    days_json(&w, view->days);
    trend_json(&w, view->trend);
    json_finish(&w);
}

static void count_cell(render_table *t, int64_t number)
{
    if (number == 0 && !t->c->plain)
        table_cell(t, "-");
    else
        table_int(t, number);
}

static void stats_table(const cli *c, const focus_stats *stats)
{
    static const render_column COLUMNS[] = {
        {"MODE", 0, STYLE_CYAN},
        {"COMPLETED", COLUMN_RIGHT, STYLE_NONE},
        {"ABANDONED", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"EXPIRED", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"RUNNING", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"TIME", COLUMN_RIGHT, STYLE_BOLD},
        {"UNCONFIRMED", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (int32_t mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        const focus_mode_counts *counts = &stats->modes[mode];
        table_cell(&t, name_of_mode(mode));
        count_cell(&t, counts->completed);
        count_cell(&t, counts->abandoned);
        count_cell(&t, counts->expired);
        count_cell(&t, counts->active + counts->paused);
        if (c->plain) {
            count_cell(&t, counts->active_ms / 1000);
            count_cell(&t, counts->unconfirmed_ms / 1000);
            continue;
        }
        table_cell(&t, render_length(counts->active_ms, text));
        table_cell(&t,
                   counts->unconfirmed_ms > 0 ? render_length(counts->unconfirmed_ms, text) : "");
    }
    table_end(&t, true);
}

static void stats_title(const cli *c, const words_range *range)
{
    char text[RENDER_SIZE];
    if (range->is_all)
        render_text(c, STYLE_BOLD, "All time");
    else if (range->from_day == range->until_day)
        render_text(c, STYLE_BOLD, render_weekday(range->from_day, text));
    else {
        render_text(c, STYLE_BOLD, render_day(range->from_day, text));
        render_text(c, STYLE_BOLD, " to ");
        render_text(c, STYLE_BOLD, render_day(range->until_day, text));
    }
    (void)fputc('\n', stdout);
}

static void days_words(const cli *c, const focus_report *days)
{
    char text[RENDER_SIZE];
    char other[RENDER_SIZE];
    char best[RENDER_SIZE];
    char line[160];
    if (days->best == NULL) {
        printf("no focus time%s\n", c->is_empty ? " yet; focus start begins the history" : " here");
        return;
    }
    (void)snprintf(
        line, sizeof line, "%" PRId64 " day%s with focus, %s on average; best day %s, %s",
        days->rows_with_time, days->rows_with_time == 1 ? "" : "s",
        render_length(days->total->time_ms / days->rows_with_time, text),
        render_weekday(days->best->from_day, other), render_length(days->best->time_ms, best));
    render_line(c, STYLE_NONE, line);
}

static void decided_words(const cli *c, const focus_mode_counts *focus)
{
    char line[120];
    if (decided(focus) == 0)
        return;
    (void)snprintf(line, sizeof line,
                   "%" PRId64 " of %" PRId64 " focus sessions completed (%" PRId64 " %%)",
                   focus->completed, decided(focus), focus->completed * 100 / decided(focus));
    render_line(c, STYLE_NONE, line);
}

static void stats_words(const cli *c, const stats_view *view)
{
    stats_title(c, &view->range);
    stats_table(c, &view->stats);
    days_words(c, view->days);
    decided_words(c, &view->stats.modes[FOCUS_MODE_FOCUS]);
    trend_words(c, view->trend);
}

static int read_days(const cli *c, const words_range *range, const focus_report **out)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    options.by = FOCUS_BY_DAY;
    options.has_days = range->is_all ? 0 : 1;
    options.from_day = range->from_day;
    options.until_day = range->until_day;
    return focus_report_get(c->store, &options, out) == FOCUS_OK ? EXIT_DONE
                                                                 : fail_store(c, NULL, NULL);
}

static int read_stats(const cli *c, stats_view *out)
{
    int exit_code = flag_range(c, 0, &out->range);
    if (exit_code == EXIT_DONE)
        exit_code = read_trend(c, &out->range, &out->trend);
    if (exit_code == EXIT_DONE)
        exit_code = read_days(c, &out->range, &out->days);
    if (exit_code == EXIT_DONE && focus_stats_get(c->store, out->range.from_day,
                                                  out->range.until_day, &out->stats) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    range_until_today(c, &out->range);
    return exit_code;
}

static int run_stats(cli *c)
{
    stats_view view = {0};
    int exit_code = read_stats(c, &view);
    if (exit_code == EXIT_DONE && c->json)
        stats_json(&view);
    else if (exit_code == EXIT_DONE && c->plain)
        stats_table(c, &view.stats);
    else if (exit_code == EXIT_DONE)
        stats_words(c, &view);
    focus_report_free(view.trend);
    focus_report_free(view.days);
    return exit_code;
}

const cli_verb VERB_STATS = {
    .name = "stats",
    .group = "figures",
    .summary = "counts, times and best day, of a range of days or of all time",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags = (const args_flag[]){FLAGS_RANGE, FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "TIME is of completed and abandoned sessions; the days have completed ones alone,\n"
             "as in focus report.\n"
             "plain: mode completed abandoned expired running active_s unconfirmed_s",
    .examples = (const char *const[]){"focus stats", "focus stats lastmonth",
                                      "focus stats 2026-Q1 --json", NULL},
    .run = run_stats,
};

/* --- streak ----------------------------------------------------------------------------------- */

#define RUNS_SHOWN 10

static void json_run(json_writer *w, const char *key, int32_t days, int32_t first, int32_t last)
{
    if (days == 0) {
        json_null(w, key);
        return;
    }
    json_object(w, key);
    json_day(w, "from", first);
    json_day(w, "to", last);
    json_int(w, "days", days);
    json_object_end(w);
}

static void streak_json(const focus_streak *streak, const focus_run_list *runs)
{
    json_writer w;
    json_document(&w, stdout, "streak");
    json_int(&w, "current", streak->current_days);
    json_int(&w, "longest", streak->longest_days);
    json_bool(&w, "at_risk", streak->at_risk != 0);
    json_day(&w, "today", streak->today);
    json_bool(&w, "today_counts", streak->today_counts != 0);
    json_run(&w, "current_run", streak->current_days, streak->current_first_day,
             streak->current_last_day);
    json_run(&w, "longest_run", streak->longest_days, streak->longest_first_day,
             streak->longest_last_day);
    if (runs != NULL) {
        json_array(&w, "runs");
        for (size_t i = 0; i < runs->count; i++)
            json_run(&w, NULL, runs->items[i].days, runs->items[i].first_day,
                     runs->items[i].last_day);
        json_array_end(&w);
    }
    json_finish(&w);
}

static void streak_words(const cli *c, const focus_streak *streak)
{
    char text[RENDER_SIZE];
    char other[RENDER_SIZE];
    int size = 0;
    if (streak->current_days == 0)
        render_text(c, STYLE_DIM, "no streak now");
    else {
        (void)snprintf(text, sizeof text, "%" PRId32 " day%s", streak->current_days,
                       streak->current_days == 1 ? "" : "s");
        render_text(c, STYLE_GREEN, text);
        size = (int)strlen(text);
        size += printf(", %s to %s", render_day(streak->current_first_day, text),
                       render_day(streak->current_last_day, other));
    }
    print_at_risk(c, streak, size);
    if (streak->longest_days > 0)
        printf("longest %" PRId32 " day%s, %s to %s\n", streak->longest_days,
               streak->longest_days == 1 ? "" : "s", render_day(streak->longest_first_day, text),
               render_day(streak->longest_last_day, other));
    else
        printf("a streak begins with a completed focus session\n");
}

static void runs_table(const cli *c, const focus_run_list *runs)
{
    static const render_column COLUMNS[] = {
        {"FROM", 0, STYLE_NONE}, {"TO", 0, STYLE_NONE}, {"DAYS", COLUMN_RIGHT, STYLE_BOLD}};
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 3);
    for (size_t i = 0; i < runs->count; i++) {
        table_cell(&t, render_day(runs->items[i].first_day, text));
        table_cell(&t, render_day(runs->items[i].last_day, text));
        table_int(&t, runs->items[i].days);
    }
    table_end(&t, true);
}

static int run_streak(cli *c)
{
    focus_streak streak;
    const focus_run_list *runs = NULL;
    bool explain = args_has(&c->args, "explain");
    if (focus_streak_get(c->store, &streak) != FOCUS_OK ||
        (explain && focus_streak_runs(c->store, RUNS_SHOWN, &runs) != FOCUS_OK))
        return fail_store(c, NULL, NULL);
    if (c->json)
        streak_json(&streak, runs);
    else if (c->plain && !explain)
        printf("%" PRId32 "\t%" PRId32 "\t%s\n", streak.current_days, streak.longest_days,
               streak.at_risk != 0        ? "at_risk"
               : streak.today_counts != 0 ? "today"
                                          : "none");
    else if (!c->plain)
        streak_words(c, &streak);
    if (runs != NULL && !c->json) {
        if (!c->plain && runs->count > 0) {
            (void)fputc('\n', stdout);
            render_line(c, STYLE_NONE,
                        "A day counts when a focus session that began on it was completed.");
        }
        runs_table(c, runs);
    }
    focus_run_list_free(runs);
    return EXIT_DONE;
}

const cli_verb VERB_STREAK = {
    .name = "streak",
    .group = "figures",
    .summary = "days in a row, each with a completed focus session",
    .flags = (const args_flag[]){{"explain", 0, FLAG_SWITCH, NULL, "the unbroken runs of days"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "Days of rest do not break it: focus config set rest_days.\n"
             "plain: days longest at_risk|today|none; with --explain: from to days",
    .examples =
        (const char *const[]){"focus streak --explain", "focus config set rest_days sat,sun", NULL},
    .run = run_streak,
};
