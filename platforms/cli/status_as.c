/*
 * status_as.c - one target each: the template it has unless --format gives one, and how a title must
 * be written so that the target takes it for text.
 */
#include "status_as.h"

#include "json.h"
#include "names.h"
#include "template.h"

#define TEMPLATE_TIMER "{remaining}{?open}{elapsed}{/}"
#define TEMPLATE_DAY "{done}{?goal}/{goal}{/}"
#define TEMPLATE_BRIEF "{?running}" TEMPLATE_TIMER "{/}{?idle}" TEMPLATE_DAY "{/}"
#define TEMPLATE_LONG                                                                              \
    "{icon} {?running}" TEMPLATE_TIMER "{?title} {title}{/}{/}{?idle}" TEMPLATE_DAY "{/}"
#define TEMPLATE_TOOLTIP                                                                           \
    "{?running}{mode}{?title}: {title}{/}{?paused}, paused{/} \u00B7 {/}" TEMPLATE_DAY             \
    " today{?streak} \u00B7 streak {streak}{/}"

/* --- escapes: one character of a value at a time ------------------------------------------------ */

/* Pango's markup. */
static void escape_markup(text_buffer *out, const char *character, size_t size)
{
    switch (*character) {
    case '&':
        text_add(out, "&amp;");
        return;
    case '<':
        text_add(out, "&lt;");
        return;
    case '>':
        text_add(out, "&gt;");
        return;
    case '"':
        text_add(out, "&quot;");
        return;
    case '\'':
        text_add(out, "&#39;");
        return;
    default:
        text_add_size(out, character, size);
    }
}

/* #[...] is a style, #(...) a command. */
static void escape_tmux(text_buffer *out, const char *character, size_t size)
{
    text_add_size(out, character, size);
    if (*character == '#')
        text_add(out, "#");
}

/* Polybar has no way to write "%{", which begins an action: a space breaks it. */
static void escape_polybar(text_buffer *out, const char *character, size_t size)
{
    if (*character == '{' && out->size > 0 && out->text[out->size - 1] == '%')
        text_add(out, " ");
    text_add_size(out, character, size);
}

/* What follows a bar are parameters, shell commands among them: the broken bar looks like it. */
static void escape_xbar(text_buffer *out, const char *character, size_t size)
{
    if (*character == '|')
        text_add(out, "\u00A6");
    else
        text_add_size(out, character, size);
}

/* --- targets ------------------------------------------------------------------------------------ */

static const char *goal_class(const snapshot *now)
{
    if (!snapshot_has_goal(now))
        return NULL;
    return now->today.is_reached ? "goal-reached" : "goal-open";
}

static const char *color_of(const snapshot *now)
{
    static const char *const COLORS[] = {"#4CAF50", "#26A6B5", "#26A6B5",
                                         "#E0A800", "#E05252", "#888888"};
    return COLORS[now->state];
}

/* A template of this file: it has no unknown word. */
static void fill_own(const cli *c, const snapshot *now, const char *text, template_escape escape,
                     text_buffer *out)
{
    (void)template_fill(c, now, text, escape, out);
}

static void print_line(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    (void)c;
    (void)now;
    (void)fprintf(out, "%s\n", line);
}

/* One JSON object on a line, as waybar-custom(5) reads it. */
static void print_waybar(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    text_buffer tooltip = {0};
    json_writer w;
    fill_own(c, now, TEMPLATE_TOOLTIP, escape_markup, &tooltip);
    json_begin(&w, out);
    json_object(&w, NULL);
    json_string(&w, "text", line);
    json_string(&w, "alt", snapshot_state_name(now));
    json_string(&w, "tooltip", tooltip.text);
    json_array(&w, "class");
    json_string(&w, NULL, snapshot_state_name(now));
    if (goal_class(now) != NULL)
        json_string(&w, NULL, goal_class(now));
    json_array_end(&w);
    json_int(&w, "percentage", snapshot_percent(now));
    json_finish(&w);
    text_free(&tooltip);
}

/* Three lines: the text, a short one for a narrow bar, the colour. */
static void print_i3blocks(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    text_buffer brief = {0};
    fill_own(c, now, TEMPLATE_BRIEF, NULL, &brief);
    (void)fprintf(out, "%s\n%s\n%s\n", line, brief.text, color_of(now));
    text_free(&brief);
}

static void print_polybar(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    (void)c;
    (void)fprintf(out, "%%{F%s}%s%%{F-}\n", color_of(now), line);
}

static void print_tmux(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    static const char *const COLORS[] = {"green", "cyan", "cyan", "yellow", "red", "default"};
    (void)c;
    (void)fprintf(out, "#[fg=%s]%s#[fg=default]\n", COLORS[now->state], line);
}

/* The line in the menu bar, and what drops down from it. */
static void print_xbar(const cli *c, const snapshot *now, const char *line, FILE *out)
{
    text_buffer tooltip = {0};
    fill_own(c, now, TEMPLATE_TOOLTIP, escape_xbar, &tooltip);
    (void)fprintf(out, "%s | color=%s\n---\n%s\nRefresh | refresh=true\n", line, color_of(now),
                  tooltip.text);
    text_free(&tooltip);
}

typedef struct status_target {
    const char *name;
    const char *text; /* its template, unless --format gives one */
    template_escape escape;
    void (*print)(const cli *c, const snapshot *now, const char *line, FILE *out);
} status_target;

static const status_target TARGETS[] = {
    {"waybar", TEMPLATE_BRIEF, escape_markup, print_waybar},
    {"i3blocks", TEMPLATE_LONG, NULL, print_i3blocks}, /* with its markup=none, the default */
    {"polybar", TEMPLATE_LONG, escape_polybar, print_polybar},
    {"tmux", TEMPLATE_LONG, escape_tmux, print_tmux},
    {"xbar", "{icon} " TEMPLATE_BRIEF, escape_xbar, print_xbar},
    /* Without a title: a shell may look for commands in its prompt. Empty when idle. */
    {"prompt", "{?running}{icon} " TEMPLATE_TIMER "{/}", NULL, print_line},
};
#define TARGET_COUNT (sizeof TARGETS / sizeof TARGETS[0])

static const status_target NO_TARGET = {"", "", NULL, print_line};

const char *status_as_name_at(size_t at)
{
    return at < TARGET_COUNT ? TARGETS[at].name : NULL;
}

static int find_target(const cli *c, const status_target **out)
{
    const char *name = args_value(&c->args, "as");
    const char *names[TARGET_COUNT];
    int at = -1;
    for (size_t i = 0; i < TARGET_COUNT; i++)
        names[i] = TARGETS[i].name;
    if (name != NULL)
        at = read_choice(c, "target of --as", name, names, TARGET_COUNT);
    *out = at >= 0 ? &TARGETS[at] : &NO_TARGET;
    return name != NULL && at < 0 ? EXIT_USAGE : EXIT_DONE;
}

bool status_as_is_wanted(const cli *c)
{
    return args_has(&c->args, "as") || args_has(&c->args, "format");
}

int status_as_print(const cli *c, const snapshot *now, FILE *out)
{
    const char *text = args_value(&c->args, "format");
    const status_target *target;
    text_buffer line = {0};
    int exit_code = find_target(c, &target);
    if (exit_code == EXIT_DONE)
        exit_code =
            template_fill(c, now, text != NULL ? text : target->text, target->escape, &line);
    if (exit_code == EXIT_DONE)
        target->print(c, now, line.text, out);
    text_free(&line);
    return exit_code;
}
