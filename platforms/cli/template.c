/*
 * template.c - the words of status lines, and the filling in.
 */
#include "template.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "render.h"
#include "session_rows.h"

#define BAR_COLUMNS 10
#define BAR_COLUMNS_MAX 200
#define DEPTH_MAX 8 /* of conditions */
#define NAME_SIZE 64

/* --- words ------------------------------------------------------------------------------------ */

typedef struct word_context {
    const cli *c;
    const snapshot *now;
    int columns; /* of a bar */
} word_context;

static const focus_session *running_of(const word_context *w)
{
    return w->now->running;
}

static void add_text(text_buffer *out, const char *text)
{
    text_add(out, text != NULL ? text : "");
}

static void word_state(const word_context *w, text_buffer *out)
{
    text_add(out, snapshot_state_name(w->now));
}

static void word_mode(const word_context *w, text_buffer *out)
{
    text_add(out, w->now->running != NULL ? name_of_mode(w->now->running->mode) : "");
}

static void word_icon(const word_context *w, text_buffer *out)
{
    static const char *const ICONS[] = {"\u25B6", "\u25CB", "\u25CE", "\u2016", "!", "\u00B7"};
    static const char *const PLAIN[] = {">", "o", "O", "=", "!", "-"};
    text_add(out, (w->c->ascii ? PLAIN : ICONS)[w->now->state]);
}

static void word_title(const word_context *w, text_buffer *out)
{
    add_text(out, running_of(w) != NULL ? running_of(w)->title : NULL);
}

static void word_project(const word_context *w, text_buffer *out)
{
    add_text(out, running_of(w) != NULL ? running_of(w)->project : NULL);
}

static void word_tags(const word_context *w, text_buffer *out)
{
    char *tags = running_of(w) != NULL ? session_tags_text(running_of(w), "", " ") : NULL;
    add_text(out, tags);
    free(tags);
}

static void word_remaining(const word_context *w, text_buffer *out)
{
    const focus_session *s = running_of(w);
    char timer[RENDER_SIZE];
    if (s == NULL || s->planned_ms == 0)
        text_add(out, "");
    else if (s->remaining_ms > 0)
        text_add(out, render_timer(s->remaining_ms + 999, timer)); /* 0 only when none is left */
    else
        text_addf(out, "+%s", render_timer(-s->remaining_ms, timer));
}

static void word_remaining_min(const word_context *w, text_buffer *out)
{
    const focus_session *s = running_of(w);
    if (s == NULL || s->planned_ms == 0)
        text_add(out, "");
    else if (s->remaining_ms > 0)
        text_addf(out, "%" PRId64, (s->remaining_ms + 59999) / 60000);
    else
        text_addf(out, "%" PRId64, s->remaining_ms / 60000);
}

static void word_elapsed(const word_context *w, text_buffer *out)
{
    char timer[RENDER_SIZE];
    add_text(out, running_of(w) != NULL ? render_timer(running_of(w)->active_ms, timer) : NULL);
}

static void word_planned(const word_context *w, text_buffer *out)
{
    const focus_session *s = running_of(w);
    char length[RENDER_SIZE];
    add_text(out,
             s != NULL && s->planned_ms > 0 ? render_length_exact(s->planned_ms, length) : NULL);
}

static void word_until(const word_context *w, text_buffer *out)
{
    const focus_session *s = running_of(w);
    char clock[RENDER_SIZE];
    add_text(out, s != NULL && s->planned_end_at_ms != 0
                      ? render_store_clock(w->c, s->planned_end_at_ms, clock)
                      : NULL);
}

static void word_percent(const word_context *w, text_buffer *out)
{
    text_addf(out, "%d", snapshot_percent(w->now));
}

static void word_bar(const word_context *w, text_buffer *out)
{
    const focus_session *s = running_of(w);
    text_buffer empty = {0};
    render_bar_text(w->c, s != NULL ? s->active_ms : 0, s != NULL ? s->planned_ms : 0, w->columns,
                    out, &empty);
    text_add(out, empty.text);
    text_free(&empty);
}

/* Sessions are counted, unless the day's goal is a length of time. */
static void word_done(const word_context *w, text_buffer *out)
{
    const focus_today *today = &w->now->today;
    char length[RENDER_SIZE];
    if (snapshot_goal_is_time(w->now))
        text_add(out, render_length(today->focus_ms, length));
    else
        text_addf(out, "%" PRId64, today->sessions);
}

static void word_goal(const word_context *w, text_buffer *out)
{
    char length[RENDER_SIZE];
    text_add(out, "");
    if (snapshot_goal_is_time(w->now))
        text_add(out, render_length_exact(w->now->today.goal_ms, length));
    else if (w->now->today.goal_sessions > 0)
        text_addf(out, "%" PRId32, w->now->today.goal_sessions);
}

static void word_streak(const word_context *w, text_buffer *out)
{
    text_addf(out, "%" PRId32, w->now->streak.current_days);
}

typedef struct template_word {
    const char *name;
    void (*add)(const word_context *w, text_buffer *out);
    const char *meaning;
} template_word;

static const template_word WORDS[] = {
    {"remaining", word_remaining, "time left, 14:48, or +02:10 over time"},
    {"remaining_min", word_remaining_min, "minutes left, begun ones count; below 0 over time"},
    {"elapsed", word_elapsed, "active time so far, 10:12"},
    {"planned", word_planned, "planned length, 25m"},
    {"until", word_until, "when the plan is fulfilled, 14:25; nothing in a pause"},
    {"percent", word_percent, "progress, 0 to 100"},
    {"bar", word_bar, "progress as a bar; {bar:20} has 20 columns"},
    {"state", word_state, "focus, break, long_break, paused, overtime or idle"},
    {"mode", word_mode, "focus, break or long_break; nothing when idle"},
    {"icon", word_icon, "one sign for the state"},
    {"title", word_title, "of the running session"},
    {"tags", word_tags, "of the running session, spaces between"},
    {"project", word_project, "of the running session"},
    {"done", word_done, "done today: sessions, or time where the goal is one"},
    {"goal", word_goal, "the day's goal; nothing where there is none"},
    {"streak", word_streak, "days in a row"},
};
#define WORD_COUNT (sizeof WORDS / sizeof WORDS[0])

/* --- conditions ------------------------------------------------------------------------------- */

static bool is_running(const snapshot *now)
{
    return now->running != NULL;
}

static bool is_idle(const snapshot *now)
{
    return now->running == NULL;
}

static bool is_paused(const snapshot *now)
{
    return now->state == STATE_PAUSED;
}

static bool is_break(const snapshot *now)
{
    return now->running != NULL && now->running->mode != FOCUS_MODE_FOCUS;
}

static bool is_overtime(const snapshot *now)
{
    return now->state == STATE_OVERTIME;
}

static bool is_open(const snapshot *now)
{
    return now->running != NULL && now->running->planned_ms == 0;
}

static const struct {
    const char *name;
    bool (*holds)(const snapshot *now);
    const char *meaning;
} CONDITIONS[] = {
    {"running", is_running, "a session runs, paused or not"},
    {"idle", is_idle, "nothing runs"},
    {"paused", is_paused, "the session is paused"},
    {"break", is_break, "a break of either kind runs"},
    {"overtime", is_overtime, "the plan is fulfilled and it goes on"},
    {"open", is_open, "the session has no planned end"},
};
#define CONDITION_COUNT (sizeof CONDITIONS / sizeof CONDITIONS[0])

size_t template_word_count(void)
{
    return WORD_COUNT;
}

size_t template_name_count(void)
{
    return WORD_COUNT + CONDITION_COUNT;
}

const char *template_name_at(size_t at, const char **out_meaning)
{
    bool is_word = at < WORD_COUNT;
    *out_meaning = is_word ? WORDS[at].meaning : CONDITIONS[at - WORD_COUNT].meaning;
    return is_word ? WORDS[at].name : CONDITIONS[at - WORD_COUNT].name;
}

/* --- filling in ------------------------------------------------------------------------------- */

typedef struct filling {
    const cli *c;
    const snapshot *now;
    template_escape escape;
    const char *text;
    const char *at;
    const char *opened[DEPTH_MAX]; /* where each condition that is open began */
    int depth;
    int hidden_from; /* 0: nothing is left out, else the depth from which on */
    text_buffer *out;
} filling;

static int place_of(const filling *f, const char *at)
{
    int place = 1;
    uint32_t character;
    for (const char *p = f->text; p < at; p += text_decode(p, &character))
        place++;
    return place;
}

static int fail_at(const filling *f, const char *at, const char *hint, const char *what)
{
    char piece[TEXT_EXCERPT_SIZE];
    return fail_usage(f->c, hint, "%s at character %d of the template: \"%s\"", what,
                      place_of(f, at), text_excerpt(at, piece));
}

static const char *nearest_name(const char *name, bool is_condition)
{
    const char *names[WORD_COUNT + CONDITION_COUNT];
    const char *meaning;
    for (size_t i = 0; i < template_name_count(); i++)
        names[i] = template_name_at(i, &meaning);
    return args_nearest(name, names, is_condition ? template_name_count() : WORD_COUNT);
}

static int fail_unknown(const filling *f, const char *name, bool is_condition)
{
    const char *nearest = nearest_name(name, is_condition);
    char hint[64];
    (void)snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest != NULL ? nearest : "");
    return fail_at(f, f->at, nearest != NULL ? hint : "focus help words",
                   is_condition ? "unknown condition" : "unknown word");
}

static const template_word *find_word(const char *name)
{
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (strcmp(WORDS[i].name, name) == 0)
            return &WORDS[i];
    return NULL;
}

/* Control characters could speak to the terminal; in a bar they are nothing either. */
static void add_value(const filling *f, const char *value)
{
    while (*value != '\0') {
        uint32_t character;
        size_t size = text_decode(value, &character);
        bool is_clean = character >= 0x20 && (character < 0x7F || character > 0x9F) &&
                        (character != 0xFFFD || size == 3);
        const char *clean = is_clean ? value : "\xEF\xBF\xBD";
        if (f->escape != NULL)
            f->escape(f->out, clean, is_clean ? size : 3);
        else
            text_add_size(f->out, clean, is_clean ? size : 3);
        value += size;
    }
}

/* "bar:20" becomes "bar"; only a bar has a number. */
static bool split_number(char *name, int *out_number)
{
    char *colon = strchr(name, ':');
    char *end;
    long number;
    *out_number = BAR_COLUMNS;
    if (colon == NULL)
        return true;
    *colon = '\0';
    number = strtol(colon + 1, &end, 10);
    if (strcmp(name, "bar") != 0 || end == colon + 1 || *end != '\0' || number < 1 ||
        number > BAR_COLUMNS_MAX)
        return false;
    *out_number = (int)number;
    return true;
}

static int fill_word(filling *f, char *name)
{
    word_context w = {f->c, f->now, BAR_COLUMNS};
    text_buffer value = {0};
    const template_word *word;
    if (!split_number(name, &w.columns))
        return fail_at(f, f->at, "{bar:20}, 1 to 200", "no such number");
    word = find_word(name);
    if (word == NULL)
        return fail_unknown(f, name, false);
    if (f->hidden_from != 0)
        return EXIT_DONE;
    word->add(&w, &value);
    add_value(f, value.text);
    text_free(&value);
    return EXIT_DONE;
}

static int condition_holds(const filling *f, const char *name, bool *out_holds)
{
    word_context w = {f->c, f->now, BAR_COLUMNS};
    const template_word *word = find_word(name);
    text_buffer value = {0};
    for (size_t i = 0; i < CONDITION_COUNT; i++)
        if (strcmp(CONDITIONS[i].name, name) == 0) {
            *out_holds = CONDITIONS[i].holds(f->now);
            return EXIT_DONE;
        }
    if (word == NULL)
        return fail_unknown(f, name, true);
    word->add(&w, &value);
    *out_holds = value.size > 0 && strcmp(value.text, "0") != 0;
    text_free(&value);
    return EXIT_DONE;
}

static int open_condition(filling *f, const char *name)
{
    bool is_negated = name[0] == '!';
    bool holds = false;
    int exit_code = condition_holds(f, is_negated ? name + 1 : name, &holds);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (f->depth == DEPTH_MAX)
        return fail_at(f, f->at, NULL, "too many conditions in each other");
    f->opened[f->depth++] = f->at;
    if (f->hidden_from == 0 && holds == is_negated)
        f->hidden_from = f->depth;
    return EXIT_DONE;
}

static int close_condition(filling *f)
{
    if (f->depth == 0)
        return fail_at(f, f->at, NULL, "{/} ends no condition");
    if (f->hidden_from == f->depth)
        f->hidden_from = 0;
    f->depth--;
    return EXIT_DONE;
}

static int fill_braces(filling *f)
{
    char name[NAME_SIZE];
    size_t size = strcspn(f->at + 1, "}");
    int exit_code;
    if (f->at[1 + size] == '\0')
        return fail_at(f, f->at, "{{ stands for a brace", "a brace without its end");
    (void)snprintf(name, sizeof name, "%.*s", size < sizeof name ? (int)size : 0, f->at + 1);
    if (strcmp(name, "/") == 0)
        exit_code = close_condition(f);
    else if (name[0] == '?')
        exit_code = open_condition(f, name + 1);
    else
        exit_code = fill_word(f, name);
    f->at += size + 2;
    return exit_code;
}

int template_fill(const cli *c, const snapshot *now, const char *text, template_escape escape,
                  text_buffer *out)
{
    filling f = {.c = c, .now = now, .escape = escape, .text = text, .at = text, .out = out};
    int exit_code = EXIT_DONE;
    text_add(out, "");
    while (*f.at != '\0' && exit_code == EXIT_DONE) {
        size_t size = strcspn(f.at, "{}");
        if (size == 0 && *f.at == '{' && f.at[1] != '{') {
            exit_code = fill_braces(&f);
            continue;
        }
        if (size == 0)
            size = 1;
        if (f.hidden_from == 0)
            text_add_size(out, f.at, size);
        f.at += size;
        if (size == 1 && (f.at[-1] == '{' || f.at[-1] == '}') && *f.at == f.at[-1])
            f.at++; /* {{ and }} */
    }
    if (exit_code == EXIT_DONE && f.depth > 0)
        return fail_at(&f, f.opened[f.depth - 1], "{/} ends it", "a condition without its end");
    return exit_code;
}
