/*
 * open.c - which file, which zone, which clock, and the store that comes of them.
 *
 * The database is never opened here but by the library: closing another descriptor of the file
 * would drop SQLite's locks on it. stat() is all that is asked.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "preferences.h"
#include "time_words.h"

/* --- path ------------------------------------------------------------------------------------- */

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static char *default_path(void)
{
    text_buffer path = {0};
    if (environment("XDG_DATA_HOME") != NULL) {
        text_add(&path, environment("XDG_DATA_HOME"));
    } else if (environment("HOME") != NULL) {
        text_add(&path, environment("HOME"));
        text_add(&path, "/.local/share");
    } else {
        return NULL;
    }
    text_add(&path, "/focus/focus.db");
    return path.text;
}

bool open_config_path(const char *name, text_buffer *out)
{
    const char *base = environment("XDG_CONFIG_HOME");
    if (base == NULL && environment("HOME") == NULL)
        return false;
    text_addf(out, "%s%s/focus/%s", base != NULL ? base : environment("HOME"),
              base != NULL ? "" : "/.config", name);
    return true;
}

static int find_path(cli *c, int how)
{
    const char *path = preference_text(c, PREFERENCE_DB, NULL);
    c->path = path != NULL ? mem_text(path) : default_path();
    if (how == OPEN_NONE)
        return EXIT_DONE;
    if (c->path == NULL)
        return fail_usage(c, "focus --db PATH", "no database is named and HOME is not set");
    if (c->path[0] == '\0')
        return fail_usage(c, "focus --db PATH", "the path of the database is empty");
    return EXIT_DONE;
}

bool open_make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST && errno != EISDIR && errno != EROFS)
            return false;
        *slash = '/';
    }
    return true;
}

/* Only the folders of the default path are made; a typing error in --db must not leave a tree. */
int open_make_folders(const cli *c)
{
    int exit_code = EXIT_DONE;
    char *path;
    if (preference_text(c, PREFERENCE_DB, NULL) != NULL)
        return EXIT_DONE;
    path = mem_text(c->path);
    if (!open_make_parents(path))
        exit_code = fail_system(c, path, errno);
    free(path);
    return exit_code;
}

static bool same_file(const char *a, const char *b)
{
    struct stat one;
    struct stat other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

bool open_is_database(const cli *c, const char *path)
{
    static const char *const ENDINGS[] = {"", "-wal", "-shm", "-journal"};
    bool is_database = false;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0] && !is_database; i++) {
        text_buffer beside = {0};
        text_addf(&beside, "%s%s", c->path, ENDINGS[i]);
        is_database = strcmp(beside.text, path) == 0 || same_file(beside.text, path);
        text_free(&beside);
    }
    return is_database;
}

/* --- zone ------------------------------------------------------------------------------------- */

/* "EST5EDT", "<+0330>-3:30": letters, an offset, and what may follow. */
static bool is_posix_zone(const char *name)
{
    const char *p = name;
    if (*p == '<')
        p += strcspn(p, ">");
    while (isalpha((unsigned char)*p))
        p++;
    if (*p == '>')
        p++;
    if (p - name < 3)
        return false;
    if (*p == '+' || *p == '-')
        p++;
    return isdigit((unsigned char)*p) && strspn(p, "0123456789:+-,./<>ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                   "abcdefghijklmnopqrstuvwxyz") == strlen(p);
}

bool open_zone_exists(const char *name)
{
    const char *folder = environment("TZDIR");
    text_buffer path = {0};
    struct stat info;
    bool exists;
    if (strcmp(name, "UTC") == 0)
        return true;
    if (name[0] == '\0' || name[0] == '/' || name[0] == ':' || strstr(name, "..") != NULL)
        return false;
    text_addf(&path, "%s/%s", folder != NULL ? folder : "/usr/share/zoneinfo", name);
    exists = stat(path.text, &info) == 0 && S_ISREG(info.st_mode) && access(path.text, R_OK) == 0;
    text_free(&path);
    return exists || is_posix_zone(name);
}

/* tm_gmtoff is not in POSIX.1-2008; the local date read as UTC is as far off. */
static int32_t offset_from_system(void *user, int64_t at_ms)
{
    int64_t at_s = at_ms >= 0 ? at_ms / 1000 : -((-at_ms + 999) / 1000);
    time_t at = (time_t)at_s;
    struct tm local;
    int32_t day;
    (void)user;
    if (localtime_r(&at, &local) == NULL ||
        focus_day_from_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day) !=
            FOCUS_OK)
        return 0;
    return (int32_t)((int64_t)day * 86400 + (int64_t)local.tm_hour * 3600 +
                     (int64_t)local.tm_min * 60 + local.tm_sec - at_s);
}

static int find_zone(cli *c)
{
    preference_origin origin;
    const char *name = preference_text(c, PREFERENCE_TZ, &origin);
    char piece[TEXT_EXCERPT_SIZE];
    if (name == NULL || origin == ORIGIN_ENVIRONMENT) /* TZ is the system's to read */
        return EXIT_DONE;
    if (!open_zone_exists(name))
        return fail_usage(c, "a name such as Europe/Berlin or UTC", "unknown time zone \"%s\"",
                          text_excerpt(name, piece));
    if (setenv("TZ", name, 1) != 0)
        return fail_system(c, "TZ", errno);
    tzset();
    c->zone_name = mem_text(name);
    c->zone.name = c->zone_name;
    c->zone.utc_offset_s = offset_from_system;
    return EXIT_DONE;
}

/* --- clock ------------------------------------------------------------------------------------ */

static int64_t given_now(void *user)
{
    const cli *c = user;
    return c->now_ms;
}

static int find_clock(cli *c)
{
    const char *text = args_value(&c->args, "now");
    char problem[WORDS_PROBLEM_SIZE];
    if (text == NULL)
        text = environment("FOCUS_NOW");
    if (text == NULL)
        return EXIT_DONE;
    if (!words_now(text, &c->now_ms, problem))
        return fail_input(c, "--now 2026-03-29T02:30 or 2026-03-29T02:30:00+01:00", "--now: %s",
                          problem);
    c->clock.now_ms = given_now;
    c->clock.user = c;
    return EXIT_DONE;
}

int open_prepare(cli *c, int how)
{
    int exit_code = find_path(c, how);
    if (exit_code == EXIT_DONE && how != OPEN_NONE)
        exit_code = preferences_check(c);
    if (exit_code == EXIT_DONE && how != OPEN_NONE)
        exit_code = find_zone(c);
    if (exit_code == EXIT_DONE && how != OPEN_NONE)
        exit_code = find_clock(c);
    return exit_code;
}

/* One may be left of a run that was killed. */
void open_free_name(const cli *c, const char *what, text_buffer *out)
{
    struct stat info;
    int n = 1;
    do {
        text_free(out);
        text_addf(out, "%s.%s-%d", c->path, what, n++);
    } while (lstat(out->text, &info) == 0);
}

void open_remove(const char *path)
{
    static const char *const ENDINGS[] = {"-wal", "-shm", "-journal", ""};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        text_buffer whole = {0};
        text_addf(&whole, "%s%s", path, ENDINGS[i]);
        (void)unlink(whole.text);
        text_free(&whole);
    }
}

/* --- store ------------------------------------------------------------------------------------ */

focus_open_options open_options_for(const cli *c)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    options.path = c->path;
    options.clock = c->clock.now_ms != NULL ? &c->clock : NULL;
    options.zone = c->zone.utc_offset_s != NULL ? &c->zone : NULL;
    return options;
}

focus_status open_in_memory(const cli *c, focus_store **out_store)
{
    focus_open_options options = open_options_for(c);
    options.path = ":memory:";
    options.durability = FOCUS_DURABILITY_RELAXED;
    return focus_open(&options, out_store, NULL);
}

static int report_open(const cli *c, int how, const focus_error *error)
{
    const char *hint = NULL;
    struct stat info;
    if (error->status == FOCUS_E_NOT_FOUND && stat(c->path, &info) != 0)
        hint = "focus start makes the database; focus config path tells where";
    else if (error->status == FOCUS_E_NOT_FOUND &&
             preference_text(c, PREFERENCE_USER, NULL) != NULL)
        hint = "focus user list";
    else if (error->status == FOCUS_E_READONLY && (how == OPEN_READ || how == OPEN_EMPTY))
        hint = "a verb that writes brings an older database up to date";
    else if (error->status == FOCUS_E_BUSY)
        hint = "try again";
    else if (error->status == FOCUS_E_CORRUPT)
        hint = "the file was not changed; focus salvage --dry-run shows what can be saved";
    else if (error->status == FOCUS_E_NOT_OURS && stat(c->path, &info) == 0 &&
             S_ISREG(info.st_mode))
        hint = "was it one, and is damaged? focus salvage --dry-run shows what can be saved";
    return fail_status(c, error->status, error->message, hint);
}

static bool is_missing(const cli *c)
{
    struct stat info;
    return stat(c->path, &info) != 0 && errno == ENOENT;
}

static uint32_t flags_for(int how)
{
    if (how == OPEN_READ || how == OPEN_EMPTY)
        return FOCUS_OPEN_READONLY;
    return how == OPEN_WRITE ? FOCUS_OPEN_EXISTING : 0;
}

int open_store(cli *c, int how)
{
    focus_open_options options = open_options_for(c);
    focus_error error = {0};
    bool trial = how == OPEN_CREATE && args_has(&c->args, "dry-run");
    focus_status status;
    mode_t old_mask;
    if (how == OPEN_NONE || how == OPEN_SELF)
        return EXIT_DONE;
    if ((how == OPEN_EMPTY || trial) && is_missing(c)) {
        c->is_empty = true;
        options.path = ":memory:";
        options.durability = FOCUS_DURABILITY_RELAXED;
    } else {
        options.flags = flags_for(how) | (args_has(&c->args, "metrics") ? FOCUS_OPEN_METRICS : 0u);
        options.user_name = preference_text(c, PREFERENCE_USER, NULL);
        if (how == OPEN_CREATE && open_make_folders(c) != EXIT_DONE)
            return EXIT_IO;
    }
    old_mask = umask(077); /* a history is its owner's alone */
    status = focus_open(&options, &c->store, &error);
    (void)umask(old_mask);
    return status == FOCUS_OK ? EXIT_DONE : report_open(c, how, &error);
}

void open_finish(cli *c)
{
    focus_close(c->store);
    free(c->path);
    free(c->zone_name);
    preferences_free(c);
    args_free(&c->args);
}
