/*
 * preferences.c - see preferences.h. The file has lines "name = value"; those that begin with # are
 * comments.
 */
#include "preferences.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "names.h"
#include "replace.h"

#define FILE_SIZE_MAX 65536

typedef struct preference_entry {
    const char *name;
    const char *flag;        /* that takes the value; NULL: none */
    const char *flag_switch; /* that stands for a value */
    const char *switch_means;
    const char *variable;
    const char *variable_means; /* NULL: what it holds */
    const char *usual;          /* NULL: nothing */
    const char *const *choices; /* NULL: any text */
    const char *meaning;
} preference_entry;

static const char *const WHEN[] = {"auto", "always", "never", NULL};
static const char *const ON_OFF[] = {"on", "off", NULL};

static const preference_entry ENTRIES[PREFERENCE_COUNT] = {
    [PREFERENCE_DB] = {"db", .flag = "db", .variable = "FOCUS_DB", .meaning = "the database file"},
    [PREFERENCE_USER] = {"user", .flag = "user", .variable = "FOCUS_USER",
                         .meaning = "act for this user of the file"},
    [PREFERENCE_TZ] = {"tz", .flag = "tz", .variable = "TZ",
                       .meaning = "zone of times read and of new sessions"},
    [PREFERENCE_COLOR] = {"color", "color", "no-color", "never", "NO_COLOR", "never", "auto", WHEN,
                          "colours: auto, always or never"},
    [PREFERENCE_ASCII] = {"ascii", NULL, "ascii", "on", .usual = "off", .choices = ON_OFF,
                          .meaning = "draw bars and arrows without Unicode"},
    [PREFERENCE_PAGER] = {"pager", NULL, "no-pager", "off", "PAGER", NULL, "less",
                          .meaning = "what shows long output on a terminal, or off"},
    [PREFERENCE_BACKUP] = {"backup", .variable = "FOCUS_BACKUP", .usual = "on", .choices = ON_OFF,
                           .meaning = "a backup each day, made by the first start"},
};

typedef struct preference_value {
    const char *text;
    preference_origin origin;
} preference_value;

struct preferences {
    preference_value values[PREFERENCE_COUNT];
    char *in_file[PREFERENCE_COUNT];
    char *path; /* of the file */
    int exit_code;
    char problem[256];
    char hint[160];
};

const char *preference_name(size_t at, const char **out_meaning)
{
    *out_meaning = at < PREFERENCE_COUNT ? ENTRIES[at].meaning : NULL;
    return at < PREFERENCE_COUNT ? ENTRIES[at].name : NULL;
}

bool preferences_path(text_buffer *out)
{
    const char *path = getenv("FOCUS_CONFIG");
    if (path == NULL || path[0] == '\0')
        return open_config_path("config", out);
    text_add(out, path);
    return true;
}

/* --- one value -------------------------------------------------------------------------------- */

static bool is_choice_of(const preference_entry *entry, const char *text)
{
    for (const char *const *choice = entry->choices; choice != NULL; choice++) {
        if (*choice == NULL)
            return false;
        if (strcmp(*choice, text) == 0)
            return true;
    }
    return true;
}

/* What is wrong with a value; NULL: nothing. */
static const char *fault_of(preference which, const char *text)
{
    if (text[0] == '\0')
        return "a value";
    if (!is_choice_of(&ENTRIES[which], text))
        return which == PREFERENCE_COLOR ? "auto, always or never" : "on or off";
    if (which == PREFERENCE_DB && text[0] != '/' && strncmp(text, "~/", 2) != 0)
        return "a path that begins with / or ~/";
    if (which == PREFERENCE_TZ && !open_zone_exists(text))
        return "a zone such as Europe/Berlin or UTC";
    return NULL;
}

static char *value_of_file(preference which, const char *text)
{
    text_buffer path = {0};
    if (which != PREFERENCE_DB || text[0] != '~' || getenv("HOME") == NULL)
        return mem_text(text);
    text_addf(&path, "%s%s", getenv("HOME"), text + 1);
    return path.text;
}

/* --- the file --------------------------------------------------------------------------------- */

typedef struct config_line {
    const char *text; /* in the file, without its end */
    size_t size;
    const char *name; /* NULL: a comment, or nothing */
    size_t name_size;
    const char *value; /* NULL: there is no = */
    size_t value_size;
} config_line;

static size_t trim(const char **text, size_t size)
{
    while (size > 0 && strchr(" \t\r", **text) != NULL) {
        (*text)++;
        size--;
    }
    while (size > 0 && strchr(" \t\r", (*text)[size - 1]) != NULL)
        size--;
    return size;
}

/* Gives where the next line begins. */
static const char *split_line(const char *at, config_line *out)
{
    const char *equals;
    *out = (config_line){.text = at, .size = strcspn(at, "\n"), .name = at};
    out->name_size = trim(&out->name, out->size);
    if (out->name_size == 0 || *out->name == '#') {
        out->name = NULL;
        return at + out->size + (at[out->size] == '\n' ? 1 : 0);
    }
    equals = memchr(out->name, '=', out->name_size);
    if (equals != NULL) {
        out->value = equals + 1;
        out->value_size = trim(&out->value, (size_t)(out->name + out->name_size - out->value));
        out->name_size = trim(&out->name, (size_t)(equals - out->name));
    }
    return at + out->size + (at[out->size] == '\n' ? 1 : 0);
}

static int entry_named(const char *name, size_t size)
{
    for (int i = 0; i < PREFERENCE_COUNT; i++)
        if (strlen(ENTRIES[i].name) == size && strncmp(ENTRIES[i].name, name, size) == 0)
            return i;
    return -1;
}

const char *const *preference_choices(const char *name)
{
    int which = entry_named(name, strlen(name));
    return which >= 0 ? ENTRIES[which].choices : NULL;
}

static void hint_for(const char *name, char out[160])
{
    const char *names[PREFERENCE_COUNT];
    const char *meaning;
    const char *nearest;
    for (size_t i = 0; config_key_at(i, &meaning) != NULL; i++)
        if (strcmp(config_key_at(i, &meaning), name) == 0 && entry_named(name, strlen(name)) < 0) {
            (void)snprintf(out, 160, "it lives in the database: focus config set %s", name);
            return;
        }
    for (size_t i = 0; i < PREFERENCE_COUNT; i++)
        names[i] = ENTRIES[i].name;
    nearest = args_nearest(name, names, PREFERENCE_COUNT);
    (void)snprintf(out, 160, nearest != NULL ? "did you mean \"%s\"?" : "focus config list --all",
                   nearest);
}

static void take_line(struct preferences *p, const config_line *line, int number)
{
    char name[TEXT_EXCERPT_SIZE];
    char piece[TEXT_EXCERPT_SIZE];
    text_buffer value = {0};
    const char *fault;
    int which;
    (void)snprintf(name, sizeof name, "%.*s",
                   (int)(line->name_size < sizeof name ? line->name_size : sizeof name - 1),
                   line->name);
    which = entry_named(line->name, line->name_size);
    text_add_size(&value, line->value != NULL ? line->value : "", line->value_size);
    fault = which >= 0 ? fault_of((preference)which, value.text) : NULL;
    if (which >= 0 && fault == NULL) {
        free(p->in_file[which]);
        p->in_file[which] = value_of_file((preference)which, value.text);
    } else if (p->exit_code == EXIT_DONE) {
        p->exit_code = EXIT_INVALID;
        if (which >= 0)
            (void)snprintf(p->problem, sizeof p->problem, "%.100s:%d: %s: \"%s\" is not %s",
                           p->path, number, name, text_excerpt(value.text, piece), fault);
        else
            (void)snprintf(p->problem, sizeof p->problem, "%.100s:%d: unknown name \"%s\"", p->path,
                           number, text_excerpt(name, piece));
        if (which < 0)
            hint_for(name, p->hint);
    }
    text_free(&value);
}

/* False: errno says why, 0 that it is no text or too long. A file that is not there is empty. */
static bool read_whole(const char *path, text_buffer *out)
{
    char bytes[4096];
    size_t size;
    FILE *in = fopen(path, "r");
    bool good;
    text_add(out, "");
    if (in == NULL)
        return errno == ENOENT || errno == ENOTDIR;
    while (out->size <= FILE_SIZE_MAX && (size = fread(bytes, 1, sizeof bytes, in)) > 0)
        text_add_size(out, bytes, size);
    good = ferror(in) == 0;
    (void)fclose(in);
    if (good && (out->size > FILE_SIZE_MAX || strlen(out->text) != out->size)) {
        errno = 0;
        good = false;
    }
    return good;
}

static void read_file(struct preferences *p)
{
    text_buffer text = {0};
    config_line line;
    int number = 0;
    if (!read_whole(p->path, &text)) {
        p->exit_code = errno != 0 ? EXIT_IO : EXIT_INVALID;
        (void)snprintf(p->problem, sizeof p->problem, "%.120s: %s", p->path,
                       errno != 0 ? strerror(errno) : "this is no configuration");
    } else {
        for (const char *at = text.text; *at != '\0';) {
            at = split_line(at, &line);
            number++;
            if (line.name != NULL)
                take_line(p, &line, number);
        }
    }
    text_free(&text);
}

/* --- where a value comes from ------------------------------------------------------------------- */

static preference_value find_value(const cli *c, const struct preferences *p, int which)
{
    const preference_entry *entry = &ENTRIES[which];
    const char *variable = entry->variable != NULL ? getenv(entry->variable) : NULL;
    if (entry->flag != NULL && args_has(&c->args, entry->flag))
        return (preference_value){args_value(&c->args, entry->flag), ORIGIN_FLAG};
    if (entry->flag_switch != NULL && args_has(&c->args, entry->flag_switch))
        return (preference_value){entry->switch_means, ORIGIN_FLAG};
    if (variable != NULL && variable[0] != '\0')
        return (preference_value){entry->variable_means != NULL ? entry->variable_means : variable,
                                  ORIGIN_ENVIRONMENT};
    if (p->in_file[which] != NULL)
        return (preference_value){p->in_file[which], ORIGIN_FILE};
    return (preference_value){entry->usual, ORIGIN_DEFAULT};
}

void preferences_read(cli *c)
{
    text_buffer path = {0};
    c->preferences = mem_alloc(sizeof *c->preferences);
    if (preferences_path(&path)) {
        c->preferences->path = path.text;
        read_file(c->preferences);
    }
    for (int i = 0; i < PREFERENCE_COUNT; i++)
        c->preferences->values[i] = find_value(c, c->preferences, i);
}

int preferences_check(const cli *c)
{
    const struct preferences *p = c->preferences;
    const cli_verb *verb = args_verb(&c->args);
    if (p == NULL || p->exit_code == EXIT_DONE)
        return EXIT_DONE;
    if (verb != NULL && verb->mends_config) {
        note(c, "%s", p->problem);
        return EXIT_DONE;
    }
    return fail_report(c, p->exit_code, "config", p->problem, p->hint);
}

void preferences_free(cli *c)
{
    if (c->preferences == NULL)
        return;
    for (int i = 0; i < PREFERENCE_COUNT; i++)
        free(c->preferences->in_file[i]);
    free(c->preferences->path);
    free(c->preferences);
    c->preferences = NULL;
}

const char *preference_text(const cli *c, preference which, preference_origin *out_origin)
{
    const preference_value *value = &c->preferences->values[which];
    if (out_origin != NULL)
        *out_origin = value->origin;
    return value->text;
}

bool preference_is(const cli *c, preference which, const char *text)
{
    const char *value = preference_text(c, which, NULL);
    return value != NULL && strcmp(value, text) == 0;
}

const char *preference_source(const cli *c, preference which)
{
    const preference_entry *entry = &ENTRIES[which];
    switch (c->preferences->values[which].origin) {
    case ORIGIN_FLAG:
        return "flag";
    case ORIGIN_ENVIRONMENT:
        return entry->variable;
    case ORIGIN_FILE:
        return c->preferences->path;
    case ORIGIN_DEFAULT:
        break;
    }
    return "default";
}

/* --- writing the file ----------------------------------------------------------------------------- */

static int write_file(const cli *c, const char *path, const char *text)
{
    replacement file;
    char *parents = mem_text(path);
    bool is_open = open_make_parents(parents) && replace_begin(path, &file);
    free(parents);
    if (!is_open)
        return fail_system(c, path, errno);
    (void)fputs(text, file.out);
    if (ferror(file.out) != 0) {
        int error_number = errno;
        replace_drop(&file);
        return fail_system(c, path, error_number);
    }
    return replace_end(&file) ? EXIT_DONE : fail_system(c, path, errno);
}

static bool is_line_of(const config_line *line, const char *name)
{
    return line->name != NULL && strlen(name) == line->name_size &&
           strncmp(line->name, name, line->name_size) == 0;
}

static void write_value(const char *old, const char *name, const char *text, text_buffer *out)
{
    bool is_written = text == NULL;
    config_line line;
    text_add(out, "");
    while (*old != '\0') {
        old = split_line(old, &line);
        if (!is_line_of(&line, name)) {
            text_add_size(out, line.text, line.size);
            text_add(out, "\n");
        } else if (!is_written) {
            text_addf(out, "%s = %s\n", name, text);
            is_written = true;
        }
    }
    if (!is_written)
        text_addf(out, "%s = %s\n", name, text);
}

static int keep_line(const cli *c, const char *name, const char *text)
{
    const char *path = c->preferences->path;
    text_buffer old = {0};
    text_buffer new_text = {0};
    int exit_code;
    if (read_whole(path, &old)) {
        write_value(old.text, name, text, &new_text);
        exit_code = write_file(c, path, new_text.text);
    } else {
        exit_code = fail_system(c, path, errno != 0 ? errno : EINVAL);
    }
    text_free(&old);
    text_free(&new_text);
    return exit_code;
}

int preference_keep(const cli *c, preference which, const char *text)
{
    const char *fault = text != NULL ? fault_of(which, text) : NULL;
    char piece[TEXT_EXCERPT_SIZE];
    if (c->preferences->path == NULL)
        return fail_usage(c, "FOCUS_CONFIG=FILE", "HOME is not set: there is no configuration");
    if (fault != NULL || (text != NULL && strpbrk(text, "\r\n") != NULL))
        return fail_input(c, NULL, "%s: \"%s\" is not %s", ENTRIES[which].name,
                          text_excerpt(text, piece), fault != NULL ? fault : "a line");
    return keep_line(c, ENTRIES[which].name, text);
}

bool preferences_has_stray(const cli *c, const char *name)
{
    text_buffer text = {0};
    config_line line;
    bool has_one = false;
    if (c->preferences->path != NULL && entry_named(name, strlen(name)) < 0 &&
        read_whole(c->preferences->path, &text))
        for (const char *at = text.text; *at != '\0' && !has_one;) {
            at = split_line(at, &line);
            has_one = is_line_of(&line, name);
        }
    text_free(&text);
    return has_one;
}

int preferences_drop_stray(const cli *c, const char *name)
{
    return keep_line(c, name, NULL);
}

int preferences_make_file(const cli *c)
{
    const char *path = c->preferences->path;
    text_buffer text = {0};
    int exit_code;
    if (path == NULL)
        return fail_usage(c, "FOCUS_CONFIG=FILE", "HOME is not set: there is no configuration");
    if (access(path, F_OK) == 0)
        return EXIT_DONE;
    text_add(&text,
             "# What this machine likes; focus config set changes lines of this file, too.\n");
    for (size_t i = 0; i < PREFERENCE_COUNT; i++)
        text_addf(&text, "\n# %s\n# %s =%s%s\n", ENTRIES[i].meaning, ENTRIES[i].name,
                  ENTRIES[i].usual != NULL ? " " : "",
                  ENTRIES[i].usual != NULL ? ENTRIES[i].usual : "");
    exit_code = write_file(c, path, text.text);
    text_free(&text);
    return exit_code;
}
