/*
 * verbs_config.c - settings as words: those kept in the database, and what this machine likes.
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "hooks.h"
#include "json.h"
#include "names.h"
#include "preferences.h"
#include "program.h"
#include "render.h"
#include "weekdays.h"

typedef enum config_kind {
    CONFIG_LENGTH,   /* int64_t ms */
    CONFIG_NUMBER,   /* int32_t */
    CONFIG_CLOCK,    /* int32_t minutes after midnight */
    CONFIG_WEEKDAY,  /* int32_t 1 to 7 */
    CONFIG_WEEKDAYS, /* int32_t mask of them */
} config_kind;

typedef struct config_key {
    const char *name;
    config_kind kind;
    size_t offset;       /* in focus_settings */
    const char *meaning; /* one short line */
} config_key;

static const config_key KEYS[] = {
    {"focus_length", CONFIG_LENGTH, offsetof(focus_settings, focus_length_ms),
     "planned length of a focus session"},
    {"break_length", CONFIG_LENGTH, offsetof(focus_settings, break_length_ms),
     "planned length of a break"},
    {"long_break_length", CONFIG_LENGTH, offsetof(focus_settings, long_break_length_ms),
     "planned length of a long break"},
    {"cycle_length", CONFIG_NUMBER, offsetof(focus_settings, cycle_length),
     "focus sessions before a long break"},
    {"day_start", CONFIG_CLOCK, offsetof(focus_settings, day_start_minutes), "when a day begins"},
    {"week_start", CONFIG_WEEKDAY, offsetof(focus_settings, week_start),
     "the day that a week begins on"},
    {"daily_goal", CONFIG_LENGTH, offsetof(focus_settings, daily_goal_ms),
     "focus time to reach each day; 0 = none"},
    {"daily_goal_sessions", CONFIG_NUMBER, offsetof(focus_settings, daily_goal_sessions),
     "focus sessions to complete each day; 0 = none"},
    {"expire_factor", CONFIG_NUMBER, offsetof(focus_settings, expire_factor),
     "a session expires after this many plans; 0 = never"},
    {"pause_limit", CONFIG_LENGTH, offsetof(focus_settings, pause_limit_ms),
     "a pause this long expires a session; 0 = never"},
    {"rest_days", CONFIG_WEEKDAYS, offsetof(focus_settings, rest_weekdays),
     "days that do not break a streak: sat,sun; or none"},
};
#define KEY_COUNT (sizeof KEYS / sizeof KEYS[0])

const char *config_key_at(size_t at, const char **out_meaning)
{
    if (at >= KEY_COUNT)
        return preference_name(at - KEY_COUNT, out_meaning);
    *out_meaning = KEYS[at].meaning;
    return KEYS[at].name;
}

/* --- a value ---------------------------------------------------------------------------------- */

static int64_t *length_of(focus_settings *settings, const config_key *key)
{
    return (int64_t *)(void *)((char *)settings + key->offset);
}

static int32_t *number_of(focus_settings *settings, const config_key *key)
{
    return (int32_t *)(void *)((char *)settings + key->offset);
}

static const char *value_text(focus_settings *settings, const config_key *key,
                              char out[RENDER_SIZE])
{
    int32_t number;
    if (key->kind == CONFIG_LENGTH)
        return render_length_exact(*length_of(settings, key), out);
    number = *number_of(settings, key);
    if (key->kind == CONFIG_CLOCK)
        (void)snprintf(out, RENDER_SIZE, "%02" PRId32 ":%02" PRId32, number / 60, number % 60);
    else if (key->kind == CONFIG_WEEKDAY && number >= 1 && number <= 7)
        (void)snprintf(out, RENDER_SIZE, "%s", weekday_name(number));
    else if (key->kind == CONFIG_WEEKDAYS && number == 0)
        (void)snprintf(out, RENDER_SIZE, "none");
    else if (key->kind == CONFIG_WEEKDAYS)
        (void)weekdays_text((uint32_t)number, out);
    else
        (void)snprintf(out, RENDER_SIZE, "%" PRId32, number);
    return out;
}

/* A goal of nothing is none. */
static const char *value_words(focus_settings *settings, const config_key *key,
                               char out[RENDER_SIZE])
{
    bool is_goal = strncmp(key->name, "daily_goal", 10) == 0;
    int64_t value =
        key->kind == CONFIG_LENGTH ? *length_of(settings, key) : *number_of(settings, key);
    if (is_goal && value == 0)
        (void)snprintf(out, RENDER_SIZE, "none");
    else
        (void)value_text(settings, key, out);
    return out;
}

/* What a script can count with: seconds, numbers; words only where a number would tell nothing. */
static void value_json(json_writer *w, const char *name, focus_settings *settings,
                       const config_key *key)
{
    char text[RENDER_SIZE];
    if (key->kind == CONFIG_LENGTH)
        json_int(w, name, *length_of(settings, key) / 1000);
    else if (key->kind == CONFIG_NUMBER)
        json_int(w, name, *number_of(settings, key));
    else
        json_string(w, name, value_text(settings, key, text));
}

static int read_weekday(const cli *c, const char *text, int32_t *out)
{
    *out = weekday_named(text, strlen(text));
    return *out != 0 ? EXIT_DONE
                     : fail_input(c, "mon, tue, wed, thu, fri, sat, sun", "\"%.20s\" is no weekday",
                                  text);
}

static int read_weekdays(const cli *c, const char *text, int32_t *out)
{
    uint32_t mask = 0;
    if (strcmp(text, "none") != 0 && !weekdays_read(text, &mask))
        return fail_input(c, "sat,sun, or none", "\"%.20s\" names no weekdays", text);
    if (mask == 0xfe)
        return fail_input(c, "sat,sun, or none", "not every day can be one of rest");
    *out = (int32_t)mask;
    return EXIT_DONE;
}

static int read_clock(const cli *c, const char *text, int32_t *out)
{
    char piece[TEXT_EXCERPT_SIZE];
    int hours = 0;
    int minutes = 0;
    int used = 0;
    if (sscanf(text, "%2d:%2d%n", &hours, &minutes, &used) != 2 || text[used] != '\0' ||
        hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return fail_input(c, NULL, "\"%s\" is no time of day; try 04:00",
                          text_excerpt(text, piece));
    *out = hours * 60 + minutes;
    return EXIT_DONE;
}

static int read_value(const cli *c, const config_key *key, const char *text,
                      focus_settings *settings)
{
    char problem[WORDS_PROBLEM_SIZE];
    int64_t number = 0;
    int exit_code;
    switch (key->kind) {
    case CONFIG_LENGTH:
        if (!words_duration(text, DURATION_ZERO, length_of(settings, key), problem))
            return fail_input(c, NULL, "%s: %s", key->name, problem);
        return EXIT_DONE;
    case CONFIG_CLOCK:
        return read_clock(c, text, number_of(settings, key));
    case CONFIG_WEEKDAY:
        return read_weekday(c, text, number_of(settings, key));
    case CONFIG_WEEKDAYS:
        return read_weekdays(c, text, number_of(settings, key));
    case CONFIG_NUMBER:
        exit_code = read_number(c, key->name, text, 0, INT32_MAX, &number);
        *number_of(settings, key) = (int32_t)number;
        return exit_code;
    }
    return EXIT_OTHER;
}

/* Gives a key of the database, or NULL and a preference. */
static int find_key(const cli *c, const config_key **out, preference *out_preference)
{
    const char *names[KEY_COUNT + PREFERENCE_COUNT];
    const char *meaning;
    int at;
    for (size_t i = 0; i < KEY_COUNT + PREFERENCE_COUNT; i++)
        names[i] = config_key_at(i, &meaning);
    at = read_choice(c, "setting", args_word_at(&c->args, 0), names, KEY_COUNT + PREFERENCE_COUNT);
    *out = at >= 0 && at < (int)KEY_COUNT ? &KEYS[at] : NULL;
    *out_preference = at >= (int)KEY_COUNT ? (preference)(at - (int)KEY_COUNT) : PREFERENCE_DB;
    return at >= 0 ? EXIT_DONE : EXIT_USAGE;
}

/* What is used for the path of the database where nobody names one is found out by the way. */
static const char *preference_value_text(const cli *c, preference which)
{
    const char *text = preference_text(c, which, NULL);
    return text == NULL && which == PREFERENCE_DB ? c->path : text;
}

static int get_settings(const cli *c, focus_settings *out)
{
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    return focus_settings_get(c->store, out) == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

/* --- list --------------------------------------------------------------------------------------- */

/* What a new file begins with is the library's to say: an empty store in memory tells. */
static int get_defaults(const cli *c, focus_settings *out)
{
    focus_store *store;
    focus_status status = open_in_memory(c, &store);
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    if (status == FOCUS_OK)
        status = focus_settings_get(store, out);
    focus_close(store);
    return status == FOCUS_OK ? EXIT_DONE : fail_status(c, status, "", NULL);
}

/* The database holds a value for each; one that is no other than a new file's is the default. */
static const char *source_of_key(focus_settings *settings, focus_settings *defaults,
                                 const config_key *key)
{
    char is[RENDER_SIZE];
    char usual[RENDER_SIZE];
    bool is_default = strcmp(value_text(settings, key, is), value_text(defaults, key, usual)) == 0;
    return is_default ? "default" : "database";
}

static void list_settings(const cli *c, focus_settings *settings)
{
    static const render_column COLUMNS[] = {
        {"SETTING", 0, STYLE_NONE}, {"VALUE", 0, STYLE_BOLD}, {"MEANING", COLUMN_CUT, STYLE_DIM}};
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, c->plain ? 2 : 3);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        table_cell(&t, KEYS[i].name);
        if (c->plain) {
            table_cell(&t, value_text(settings, &KEYS[i], text));
            continue;
        }
        table_cell(&t, value_words(settings, &KEYS[i], text));
        table_cell(&t, KEYS[i].meaning);
    }
    table_end(&t, true);
}

static void list_all(const cli *c, focus_settings *settings, focus_settings *defaults)
{
    static const render_column COLUMNS[] = {
        {"SETTING", 0, STYLE_NONE}, {"VALUE", 0, STYLE_BOLD}, {"FROM", 0, STYLE_DIM}};
    render_table t;
    char text[RENDER_SIZE];
    const char *meaning;
    table_begin(&t, c, COLUMNS, 3);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        table_cell(&t, KEYS[i].name);
        table_cell(&t, (c->plain ? value_text : value_words)(settings, &KEYS[i], text));
        table_cell(&t, source_of_key(settings, defaults, &KEYS[i]));
    }
    for (int i = 0; i < PREFERENCE_COUNT; i++) {
        table_cell(&t, preference_name((size_t)i, &meaning));
        table_cell(&t, preference_value_text(c, (preference)i));
        table_cell(&t, preference_source(c, (preference)i));
    }
    table_end(&t, true);
}

/* `defaults` NULL: the settings alone. */
static void list_json(const cli *c, focus_settings *settings, focus_settings *defaults)
{
    json_writer w;
    const char *meaning;
    json_document(&w, stdout, "config");
    json_object(&w, "settings");
    for (size_t i = 0; i < KEY_COUNT; i++)
        value_json(&w, KEYS[i].name, settings, &KEYS[i]);
    json_object_end(&w);
    if (defaults != NULL) {
        json_object(&w, "preferences");
        for (int i = 0; i < PREFERENCE_COUNT; i++)
            json_string(&w, preference_name((size_t)i, &meaning),
                        preference_value_text(c, (preference)i));
        json_object_end(&w);
        json_object(&w, "from");
        for (size_t i = 0; i < KEY_COUNT; i++)
            json_string(&w, KEYS[i].name, source_of_key(settings, defaults, &KEYS[i]));
        for (int i = 0; i < PREFERENCE_COUNT; i++)
            json_string(&w, preference_name((size_t)i, &meaning),
                        preference_source(c, (preference)i));
        json_object_end(&w);
    }
    json_finish(&w);
}

static int run_list(cli *c)
{
    focus_settings settings;
    focus_settings defaults;
    bool is_whole = args_has(&c->args, "all");
    int exit_code = get_settings(c, &settings);
    if (exit_code == EXIT_DONE && is_whole)
        exit_code = get_defaults(c, &defaults);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (c->json)
        list_json(c, &settings, is_whole ? &defaults : NULL);
    else if (is_whole)
        list_all(c, &settings, &defaults);
    else
        list_settings(c, &settings);
    return EXIT_DONE;
}

/* --- get ---------------------------------------------------------------------------------------- */

static void setting_json(focus_settings *settings, const config_key *key)
{
    json_writer w;
    json_document(&w, stdout, "setting");
    json_string(&w, "key", key->name);
    value_json(&w, "value", settings, key);
    json_finish(&w);
}

static void preference_json(const char *name, const char *text)
{
    json_writer w;
    json_document(&w, stdout, "setting");
    json_string(&w, "key", name);
    json_string(&w, "value", text);
    json_finish(&w);
}

static int get_preference(const cli *c, preference which)
{
    const char *text = preference_value_text(c, which);
    const char *meaning;
    if (c->json) {
        preference_json(preference_name(which, &meaning), text);
    } else {
        text_print(stdout, text != NULL ? text : "");
        (void)putchar('\n');
    }
    return EXIT_DONE;
}

static int run_get(cli *c)
{
    focus_settings settings;
    const config_key *key;
    preference which;
    char text[RENDER_SIZE];
    int exit_code = find_key(c, &key, &which);
    if (exit_code == EXIT_DONE && key == NULL)
        return get_preference(c, which);
    if (exit_code == EXIT_DONE)
        exit_code = get_settings(c, &settings);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (c->json)
        setting_json(&settings, key);
    else
        printf("%s\n", value_text(&settings, key, text));
    return EXIT_DONE;
}

/* --- set, unset ------------------------------------------------------------------------------- */

/* `before`: what it was, or NULL where it is back at its default. */
static int keep(const cli *c, const config_key *key, const char *before, focus_settings *settings)
{
    char text[RENDER_SIZE];
    if (focus_settings_set(c->store, settings) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    (void)value_text(settings, key, text);
    if (c->json)
        setting_json(settings, key);
    else if (c->plain)
        printf("%s\t%s\n", key->name, text);
    if (before != NULL)
        render_done(c, STYLE_GREEN, "Set", "%s: %s %s %s", key->name, before,
                    render_glyph_text(c, GLYPH_ARROW), text);
    else
        render_done(c, STYLE_NONE, key->name, "is %s again", text);
    return EXIT_DONE;
}

/* With `text` NULL it is taken out of the file. What a flag or the environment says goes before it. */
static int change_preference(const cli *c, preference which, const char *text)
{
    const char *meaning;
    const char *name = preference_name(which, &meaning);
    int exit_code = preference_keep(c, which, text);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (c->json)
        preference_json(name, text);
    else if (c->plain)
        printf("%s\t%s\n", name, text != NULL ? text : "");
    if (text != NULL)
        render_done(c, STYLE_GREEN, "Set", "%s: %s", name, text);
    else
        render_done(c, STYLE_NONE, name, "is left to the default");
    return EXIT_DONE;
}

static int run_set(cli *c)
{
    focus_settings settings;
    const config_key *key;
    preference which;
    char before[RENDER_SIZE];
    const char *text = args_word_at(&c->args, 1);
    int exit_code = find_key(c, &key, &which);
    if (exit_code == EXIT_DONE && key == NULL)
        return change_preference(c, which, text);
    if (exit_code == EXIT_DONE)
        exit_code = open_store(c, OPEN_CREATE);
    if (exit_code == EXIT_DONE)
        exit_code = get_settings(c, &settings);
    if (exit_code != EXIT_DONE)
        return exit_code;
    (void)value_text(&settings, key, before);
    exit_code = read_value(c, key, text, &settings);
    return exit_code == EXIT_DONE ? keep(c, key, before, &settings) : exit_code;
}

/* A name that does not belong into this machine's file, and stops all that reads it. */
static int drop_stray(const cli *c, const char *name)
{
    char piece[TEXT_EXCERPT_SIZE];
    int exit_code = preferences_drop_stray(c, name);
    if (exit_code == EXIT_DONE && c->json)
        preference_json(name, NULL);
    else if (exit_code == EXIT_DONE)
        render_done(c, STYLE_GREEN, "Removed", "%s from this machine's file",
                    text_excerpt(name, piece));
    return exit_code;
}

static int run_unset(cli *c)
{
    focus_settings settings;
    focus_settings defaults;
    const config_key *key;
    preference which;
    int exit_code;
    if (preferences_has_stray(c, args_word_at(&c->args, 0)))
        return drop_stray(c, args_word_at(&c->args, 0));
    exit_code = find_key(c, &key, &which);
    if (exit_code == EXIT_DONE && key == NULL)
        return change_preference(c, which, NULL);
    if (exit_code == EXIT_DONE)
        exit_code = open_store(c, OPEN_WRITE);
    if (exit_code == EXIT_DONE)
        exit_code = get_settings(c, &settings);
    if (exit_code == EXIT_DONE)
        exit_code = get_defaults(c, &defaults);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (key->kind == CONFIG_LENGTH)
        *length_of(&settings, key) = *length_of(&defaults, key);
    else
        *number_of(&settings, key) = *number_of(&defaults, key);
    return keep(c, key, NULL, &settings);
}

/* --- path, edit --------------------------------------------------------------------------------- */

static void path_json(const cli *c, const char *config, const char *hooks)
{
    json_writer w;
    json_document(&w, stdout, "path");
    json_string(&w, "database", c->path);
    json_string(&w, "config", config);
    json_string(&w, "hooks", hooks);
    json_finish(&w);
}

static int run_path(cli *c)
{
    static const char *const WHAT[] = {"database", "config", "hooks"};
    const char *word = args_word_at(&c->args, 0);
    text_buffer config = {0};
    text_buffer hooks = {0};
    const char *paths[3];
    int at = word != NULL ? read_choice(c, "path", word, WHAT, 3) : 0;
    int exit_code = at >= 0 ? EXIT_DONE : EXIT_USAGE;
    (void)preferences_path(&config);
    (void)hooks_folder(&hooks);
    paths[0] = c->path;
    paths[1] = config.text;
    paths[2] = hooks.text;
    if (exit_code == EXIT_DONE && paths[at] == NULL)
        exit_code = fail_usage(c, "focus --db PATH", "HOME is not set, and no path is named");
    else if (exit_code == EXIT_DONE && c->json)
        path_json(c, config.text, hooks.text);
    else if (exit_code == EXIT_DONE)
        printf("%s\n", paths[at]);
    text_free(&config);
    text_free(&hooks);
    return exit_code;
}

static int run_edit(cli *c)
{
    text_buffer path = {0};
    int exit_code = preferences_make_file(c);
    if (exit_code == EXIT_DONE && preferences_path(&path))
        exit_code = program_edit(c, path.text);
    text_free(&path);
    if (exit_code != EXIT_DONE)
        return exit_code;
    preferences_free(c);
    preferences_read(c);
    return preferences_check(c);
}

#define WORD_KEY                                                                                   \
    {                                                                                              \
        "KEY", WORD_REQUIRED, "a setting, as focus config list names it"                           \
    }

static const cli_verb CONFIG_LIST = {
    .name = "list",
    .summary = "all settings",
    .flags = (const args_flag[]){{"all", 0, FLAG_SWITCH, NULL,
                                  "this machine's too, and where each value comes from"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .mends_config = true,
    .examples = (const char *const[]){"focus config list", "focus config list --all", NULL},
    .run = run_list,
};

static const cli_verb CONFIG_GET = {
    .name = "get",
    .summary = "one setting",
    .words = (const args_word[]){WORD_KEY, WORDS_END},
    .open = OPEN_EMPTY,
    .mends_config = true,
    .examples = (const char *const[]){"focus config get daily_goal", NULL},
    .run = run_get,
};

static const cli_verb CONFIG_SET = {
    .name = "set",
    .summary = "change a setting",
    .words =
        (const args_word[]){WORD_KEY, {"VALUE", WORD_REQUIRED, "4h, 8, 04:00, mon"}, WORDS_END},
    .open = OPEN_SELF,
    .mends_config = true,
    .examples =
        (const char *const[]){"focus config set daily_goal 4h", "focus config set day_start 04:00",
                              "focus config set tz Europe/Berlin", NULL},
    .run = run_set,
};

static const cli_verb CONFIG_UNSET = {
    .name = "unset",
    .summary = "give a setting the value of a new file",
    .words = (const args_word[]){WORD_KEY, WORDS_END},
    .open = OPEN_SELF,
    .mends_config = true,
    .examples = (const char *const[]){"focus config unset daily_goal", NULL},
    .run = run_unset,
};

static const cli_verb CONFIG_PATH = {
    .name = "path",
    .summary = "where the database is, or the file, or the hooks",
    .words = (const args_word[]){{"WHAT", WORD_OPTIONAL, "database, config or hooks"}, WORDS_END},
    .examples = (const char *const[]){"focus config path", "focus config path hooks", NULL},
    .run = run_path,
};

static const cli_verb CONFIG_EDIT = {
    .name = "edit",
    .summary = "open this machine's file in your editor, and check it",
    .is_live = true,
    .notes = "Each line is NAME = VALUE, of the names that config list --all ends with.",
    .examples = (const char *const[]){"EDITOR=true focus config edit", NULL},
    .run = run_edit,
};

const cli_verb VERB_CONFIG = {
    .name = "config",
    .group = "care",
    .summary = "settings, and what this machine likes",
    .subs = (const cli_verb *const[]){&CONFIG_LIST, &CONFIG_GET, &CONFIG_SET, &CONFIG_UNSET,
                                      &CONFIG_PATH, &CONFIG_EDIT, NULL},
    .open = OPEN_EMPTY,
    .mends_config = true,
    .notes = "In the database, for they change figures:\n"
             "  focus_length break_length long_break_length cycle_length day_start\n"
             "  week_start daily_goal daily_goal_sessions expire_factor pause_limit rest_days\n"
             "In this machine's file: db user tz color ascii pager backup",
    .examples = (const char *const[]){"focus config set focus_length 50m", NULL},
    .run = run_list,
};
