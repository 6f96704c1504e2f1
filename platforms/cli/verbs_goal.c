/*
 * verbs_goal.c - goal: what is meant to be done in a day; and gaps, the time in between.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "render.h"
#include "session_json.h"
#include "weekdays.h"

static int flag_weekdays(const cli *c, uint32_t *out_mask)
{
    const char *word = args_value(&c->args, "on");
    if (word == NULL || weekdays_read(word, out_mask))
        return EXIT_DONE;
    return fail_input(c, "mon-fri, or sat,sun", "--on: \"%s\" names no weekdays", word);
}

static const char *goal_text(const focus_goal *goal, char out[RENDER_SIZE])
{
    char length[RENDER_SIZE];
    if (goal->goal_ms == 0 && goal->goal_sessions == 0)
        (void)snprintf(out, RENDER_SIZE, "none");
    else if (goal->goal_sessions == 0)
        (void)snprintf(out, RENDER_SIZE, "%.30s", render_length_exact(goal->goal_ms, length));
    else if (goal->goal_ms == 0)
        (void)snprintf(out, RENDER_SIZE, "%" PRId32 " sessions", goal->goal_sessions);
    else
        (void)snprintf(out, RENDER_SIZE, "%.20s, %" PRId32 " sessions",
                       render_length_exact(goal->goal_ms, length), goal->goal_sessions);
    return out;
}

/* --- show ------------------------------------------------------------------------------------- */

static void json_goal(json_writer *w, const char *key, const focus_goal *goal)
{
    json_object(w, key);
    json_int_or_null(w, "goal_s", goal->goal_ms / 1000);
    json_int_or_null(w, "goal_sessions", goal->goal_sessions);
    if (goal->is_dated == 0) {
        json_null(w, "from");
        json_null(w, "on");
    } else {
        json_day(w, "from", goal->from_day);
        json_array(w, "on");
        for (int32_t day = 1; day <= 7; day++)
            if ((goal->weekdays & FOCUS_MASK(day)) != 0)
                json_string(w, NULL, weekday_name(day));
        json_array_end(w);
    }
    json_object_end(w);
}

static void goals_json(const focus_goal *today, const focus_goal_list *list)
{
    json_writer w;
    json_document(&w, stdout, "goals");
    json_goal(&w, "today", today);
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++)
        json_goal(&w, NULL, &list->items[i]);
    json_array_end(&w);
    json_finish(&w);
}

static void goals_table(const cli *c, const focus_goal_list *list)
{
    static const render_column COLUMNS[] = {
        {"FROM", 0, STYLE_NONE}, {"ON", 0, STYLE_CYAN}, {"GOAL", 0, STYLE_BOLD}};
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 3);
    for (size_t i = 0; i < list->count; i++) {
        const focus_goal *goal = &list->items[i];
        table_cell(&t, render_day(goal->from_day, text));
        table_cell(&t, weekdays_text(goal->weekdays, text));
        table_cell(&t, goal_text(goal, text));
    }
    table_end(&t, true);
}

static void goals_plain(const focus_goal_list *list)
{
    char text[RENDER_SIZE];
    char other[RENDER_SIZE];
    for (size_t i = 0; i < list->count; i++)
        printf("%s\t%s\t%" PRId64 "\t%" PRId32 "\n", render_day(list->items[i].from_day, text),
               weekdays_text(list->items[i].weekdays, other), list->items[i].goal_ms / 1000,
               list->items[i].goal_sessions);
}

static int run_show(cli *c)
{
    focus_goal today;
    const focus_goal_list *list = NULL;
    char text[RENDER_SIZE];
    int32_t day;
    if (focus_day_from_time(c->store, focus_now(c->store), &day) != FOCUS_OK ||
        focus_goal_of_day(c->store, day, &today) != FOCUS_OK ||
        focus_goal_list_all(c->store, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        goals_json(&today, list);
    else if (c->plain)
        goals_plain(list);
    else {
        printf("today %s%s\n", goal_text(&today, text),
               today.is_dated == 0 ? ", as focus config has it" : "");
        goals_table(c, list);
    }
    focus_goal_list_free(list);
    return EXIT_DONE;
}

/* --- set and unset ---------------------------------------------------------------------------- */

/* "8x" is eight sessions; anything else a length of time. */
static int read_goal(const cli *c, const char *word, int64_t *out_ms, int32_t *out_sessions)
{
    char problem[WORDS_PROBLEM_SIZE];
    size_t size = strlen(word);
    int64_t number = 0;
    if (size > 1 && word[size - 1] == 'x') {
        char *digits = mem_text(word);
        digits[size - 1] = '\0';
        int exit_code = read_number(c, "the goal", digits, 1, 1000, &number);
        free(digits);
        *out_sessions = (int32_t)number;
        return exit_code;
    }
    if (!words_duration(word, 0, out_ms, problem))
        return fail_input(c, "focus goal set 4h, or 8x for sessions", "%s", problem);
    return EXIT_DONE;
}

static int flag_from(const cli *c, int32_t *out_day)
{
    words_range range;
    const char *word = args_value(&c->args, "from");
    int exit_code;
    if (word == NULL)
        return focus_day_from_time(c->store, focus_now(c->store), out_day) == FOCUS_OK
                   ? EXIT_DONE
                   : fail_store(c, NULL, NULL);
    exit_code = word_range(c, word, &range);
    *out_day = range.from_day;
    return exit_code;
}

static int put_goal(const cli *c, int64_t goal_ms, int32_t goal_sessions)
{
    uint32_t weekdays = 0;
    int32_t from_day = 0;
    focus_goal goal = {.goal_ms = goal_ms, .goal_sessions = goal_sessions};
    char text[RENDER_SIZE];
    char day[RENDER_SIZE];
    char on[RENDER_SIZE];
    int exit_code = flag_weekdays(c, &weekdays);
    if (exit_code == EXIT_DONE)
        exit_code = flag_from(c, &from_day);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_goal_set(c->store, from_day, weekdays, goal_ms, goal_sessions) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json || c->plain)
        return run_show((cli *)c);
    render_done(c, STYLE_GREEN, "Set", "goal of %s from %s on: %s",
                weekdays_text(weekdays != 0 ? weekdays : 0xfe, on), render_day(from_day, day),
                goal_text(&goal, text));
    return EXIT_DONE;
}

static int run_set(cli *c)
{
    int64_t goal_ms = 0;
    int32_t goal_sessions = 0;
    int exit_code = EXIT_DONE;
    for (size_t i = 0; i < c->args.word_count && exit_code == EXIT_DONE; i++)
        exit_code = read_goal(c, args_word_at(&c->args, i), &goal_ms, &goal_sessions);
    return exit_code == EXIT_DONE ? put_goal(c, goal_ms, goal_sessions) : exit_code;
}

static int run_unset(cli *c)
{
    return put_goal(c, 0, 0);
}

#define FLAGS_GOAL                                                                                 \
    {"on", 0, FLAG_VALUE, "DAYS", "only on these weekdays: mon-fri, or sat,sun"},                  \
    {                                                                                              \
        "from", 0, FLAG_VALUE, "DAY", "from this day on; today"                                    \
    }

static const cli_verb GOAL_SHOW = {
    .name = "show",
    .summary = "today's goal, and those that have a date",
    .open = OPEN_EMPTY,
    .notes = "plain: from weekdays goal_s goal_sessions",
    .examples = (const char *const[]){"focus goal show", NULL},
    .run = run_show,
};

static const cli_verb GOAL_SET = {
    .name = "set",
    .summary = "aim at a time a day, or at sessions",
    .words = (const args_word[]){{"GOAL", WORD_MANY, "4h, or 8x for eight sessions, or both"},
                                 WORDS_END},
    .flags = (const args_flag[]){FLAGS_GOAL, FLAGS_END},
    .open = OPEN_CREATE,
    .notes = "Days before keep the goal they had.",
    .examples = (const char *const[]){"focus goal set 4h --on mon-fri",
                                      "focus goal set 2h 4x --from 2026-12-01", NULL},
    .run = run_set,
};

static const cli_verb GOAL_UNSET = {
    .name = "unset",
    .summary = "have no goal; days before keep theirs",
    .flags = (const args_flag[]){FLAGS_GOAL, FLAGS_END},
    .open = OPEN_CREATE,
    .examples = (const char *const[]){"focus goal unset --on sat,sun", NULL},
    .run = run_unset,
};

const cli_verb VERB_GOAL = {
    .name = "goal",
    .group = "figures",
    .summary = "what to do in a day",
    .subs = (const cli_verb *const[]){&GOAL_SHOW, &GOAL_SET, &GOAL_UNSET, NULL},
    .open = OPEN_EMPTY,
    .examples =
        (const char *const[]){"focus goal set 4h --on mon-fri", "focus report --goal", NULL},
    .run = run_show,
};

/* --- gaps ------------------------------------------------------------------------------------- */

static void gaps_json(const cli *c, const words_range *range, const focus_gap_list *list)
{
    char text[RENDER_SIZE];
    json_writer w;
    json_document(&w, stdout, "gaps");
    json_range(&w, range);
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        const focus_gap *gap = &list->items[i];
        json_object(&w, NULL);
        json_day(&w, "day", gap->day);
        json_string(&w, "from", render_instant(c, gap->from_ms, text));
        json_string(&w, "to", render_instant(c, gap->until_ms, text));
        json_int(&w, "length_s", (gap->until_ms - gap->from_ms) / 1000);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_int(&w, "total_s", list->total_ms / 1000);
    json_finish(&w);
}

static void gaps_table(const cli *c, const focus_gap_list *list)
{
    static const render_column COLUMNS[] = {{"DAY", 0, STYLE_NONE},
                                            {"FROM", 0, STYLE_NONE},
                                            {"TO", 0, STYLE_NONE},
                                            {"LENGTH", COLUMN_RIGHT, STYLE_BOLD}};
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 4);
    for (size_t i = 0; i < list->count; i++) {
        const focus_gap *gap = &list->items[i];
        table_cell(&t, c->plain ? render_day(gap->day, text) : render_weekday(gap->day, text));
        table_cell(&t, c->plain ? render_instant(c, gap->from_ms, text)
                                : render_store_clock(c, gap->from_ms, text));
        table_cell(&t, c->plain ? render_instant(c, gap->until_ms, text)
                                : render_store_clock(c, gap->until_ms, text));
        (void)snprintf(text, sizeof text, "%" PRId64, (gap->until_ms - gap->from_ms) / 1000);
        table_cell(&t, c->plain ? text : render_length(gap->until_ms - gap->from_ms, text));
    }
    table_end(&t, true);
}

static int run_gaps(cli *c)
{
    words_range range;
    const focus_gap_list *list = NULL;
    int64_t least_ms = 60000;
    char text[RENDER_SIZE];
    bool is_given = args_word_at(&c->args, 0) != NULL || args_has(&c->args, "since") ||
                    args_has(&c->args, "until");
    int exit_code = is_given ? flag_range(c, 0, &range) : word_range(c, "today", &range);
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "min", DURATION_ZERO, &least_ms);
    if (exit_code != EXIT_DONE)
        return exit_code;
    range_until_today(c, &range);
    if (focus_gap_list_range(c->store, range.from_day, range.until_day, least_ms, &list) !=
        FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        gaps_json(c, &range, list);
    else
        gaps_table(c, list);
    if (!c->json && !c->plain)
        printf("%zu gap%s, %s\n", list->count, list->count == 1 ? "" : "s",
               render_length(list->total_ms, text));
    focus_gap_list_free(list);
    return EXIT_DONE;
}

const cli_verb VERB_GAPS = {
    .name = "gaps",
    .group = "figures",
    .summary = "time between sessions",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags = (const args_flag[]){{"min", 0, FLAG_VALUE, "D", "only gaps of at least this; 1m"},
                                 FLAGS_RANGE,
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "without RANGE: today\nplain: day from to length_s",
    .examples = (const char *const[]){"focus gaps", "focus gaps week --min 10m", NULL},
    .run = run_gaps,
};
