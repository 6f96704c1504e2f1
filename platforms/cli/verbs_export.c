/*
 * verbs_export.c - giving the history out, to stdout or to a file that is whole or not there.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "names.h"
#include "render.h"
#include "replace.h"

typedef struct export_target {
    FILE *out;
    int error_number;
    bool shows_progress;
    bool has_shown;
} export_target;

enum { EXPORT_LONG = 10000 }; /* sessions that take long enough for somebody to wonder */

/* In the order of EXPORT_ENDINGS; the first is taken where nothing else is said. */
static const char *const EXPORT_FORMATS[] = {"jsonl",       "json", "csv",   "ics",         "html",
                                             "timewarrior", "klog", "toggl", "openpomodoro"};
static const char *const EXPORT_ENDINGS[] = {".jsonl", ".json", ".csv", ".ics", ".html",
                                             ".data",  ".klg",  NULL,   NULL};
enum { EXPORT_FORMAT_COUNT = sizeof(EXPORT_FORMATS) / sizeof(EXPORT_FORMATS[0]) };

const char *export_format_name(size_t at)
{
    return at < EXPORT_FORMAT_COUNT ? EXPORT_FORMATS[at] : NULL;
}

/* Ctrl-C is held back while a file is written, so that no half of one stays; it is looked for here. */
static bool is_interrupted(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

static int write_target(void *user, const char *bytes, size_t size)
{
    export_target *target = user;
    if (is_interrupted()) {
        target->error_number = EINTR;
        return 1;
    }
    if (fwrite(bytes, 1, size, target->out) != size) {
        target->error_number = errno;
        return 1;
    }
    return 0;
}

static int show_exported(void *user, int64_t sessions)
{
    export_target *target = user;
    if (!target->shows_progress || sessions < EXPORT_LONG)
        return 0;
    target->has_shown = true;
    (void)fprintf(stderr, "\r%" PRId64 " sessions", sessions);
    return 0;
}

static bool ends_in(const char *text, const char *ending)
{
    size_t size = strlen(text);
    size_t ending_size = strlen(ending);
    return size >= ending_size && strcmp(text + size - ending_size, ending) == 0;
}

static int format_of_file(const char *path)
{
    for (int i = 0; path != NULL && i < EXPORT_FORMAT_COUNT; i++) {
        if (EXPORT_ENDINGS[i] != NULL && ends_in(path, EXPORT_ENDINGS[i]))
            return i;
    }
    return 0;
}

static int read_export(const cli *c, focus_export_options *options, const char *path)
{
    const char *as = args_value(&c->args, "as");
    words_range range;
    int at = format_of_file(path);
    int exit_code = flag_range(c, 0, &range);
    if (exit_code == EXIT_DONE && as != NULL)
        at = read_choice(c, "format", as, EXPORT_FORMATS, EXPORT_FORMAT_COUNT);
    if (exit_code == EXIT_DONE && at < 0)
        exit_code = EXIT_USAGE;
    options->format = EXPORT_FORMATS[at < 0 ? 0 : at];
    options->has_days = range.is_all ? 0 : 1;
    options->from_day = range.from_day;
    options->until_day = range.until_day;
    return exit_code;
}

/* The page is a report; it does not count its sessions. */
static focus_status export_page(const cli *c, const focus_export_options *options)
{
    focus_report_options report = FOCUS_REPORT_OPTIONS_INIT;
    report.has_days = options->has_days;
    report.from_day = options->from_day;
    report.until_day = options->until_day;
    return focus_report_html(c->store, &report, options->write, options->user);
}

static bool is_page(const focus_export_options *options)
{
    return strcmp(options->format, "html") == 0;
}

static int export_to(const cli *c, const focus_export_options *what, FILE *out, const char *name,
                     focus_export_report *out_report)
{
    export_target target = {.out = out};
    focus_export_options options = *what;
    focus_status status;
    target.shows_progress =
        isatty(STDERR_FILENO) != 0 && isatty(fileno(out)) == 0 && !c->quiet && !c->json;
    options.write = write_target;
    options.progress = show_exported;
    options.user = &target;
    status =
        is_page(&options) ? export_page(c, &options) : focus_export(c->store, &options, out_report);
    if (target.has_shown)
        (void)fputs("\r\033[K", stderr);
    if (status != FOCUS_OK)
        return target.error_number != 0 ? fail_system(c, name, target.error_number)
                                        : fail_store(c, NULL, NULL);
    if (fflush(out) != 0)
        return fail_system(c, name, errno);
    return EXIT_DONE;
}

static int export_replacing(const cli *c, const focus_export_options *options, const char *path,
                            focus_export_report *out_report)
{
    replacement file;
    int exit_code;
    if (!replace_begin(path, &file))
        return fail_system(c, path, errno);
    exit_code = export_to(c, options, file.out, path, out_report);
    if (exit_code != EXIT_DONE)
        replace_drop(&file);
    else if (!replace_end(&file))
        exit_code = fail_system(c, path, errno);
    return exit_code;
}

/* A pipe or a device is written as it is: taking its name would put a file in its place. */
static int export_direct(const cli *c, const focus_export_options *options, const char *path,
                         focus_export_report *out_report)
{
    FILE *out = fopen(path, "wb");
    int exit_code;
    if (out == NULL)
        return fail_system(c, path, errno);
    exit_code = export_to(c, options, out, path, out_report);
    if (fclose(out) != 0 && exit_code == EXIT_DONE)
        exit_code = fail_system(c, path, errno);
    return exit_code;
}

static int export_file(const cli *c, const focus_export_options *options, const char *path,
                       focus_export_report *out_report)
{
    struct stat info;
    bool is_file = stat(path, &info) != 0 || S_ISREG(info.st_mode);
    return is_file ? export_replacing(c, options, path, out_report)
                   : export_direct(c, options, path, out_report);
}

static void add_reason(text_buffer *line, int64_t count, const char *reason)
{
    if (count > 0)
        text_addf(line, "%s%" PRId64 " %s", line->size > 0 ? ", " : "", count, reason);
}

/* "2 breaks, 1 running"; empty where all was written. */
static void add_reasons(text_buffer *line, const focus_export_options *options,
                        const focus_export_report *report)
{
    bool has_minutes =
        strcmp(options->format, "klog") == 0 || strcmp(options->format, "openpomodoro") == 0;
    text_add(line, "");
    add_reason(line, report->left_out_breaks, report->left_out_breaks == 1 ? "break" : "breaks");
    add_reason(line, report->left_out_running, "running");
    add_reason(line, report->left_out_short,
               has_minutes ? "shorter than a minute" : "shorter than a second");
    add_reason(line, report->left_out_day_totals,
               report->left_out_day_totals == 1 ? "day total" : "day totals");
}

static void json_exported(const char *path, const focus_export_options *options,
                          const focus_export_report *report)
{
    json_writer w;
    json_document(&w, stdout, "export");
    json_string(&w, "format", options->format);
    json_string(&w, "file", path);
    if (!is_page(options)) {
        json_int(&w, "sessions", report->sessions);
        json_int(&w, "day_totals", report->day_totals);
        json_object(&w, "left_out");
        json_int(&w, "breaks", report->left_out_breaks);
        json_int(&w, "running", report->left_out_running);
        json_int(&w, "short", report->left_out_short);
        json_int(&w, "day_totals", report->left_out_day_totals);
        json_object_end(&w);
    }
    json_finish(&w);
}

static void say_exported(const cli *c, const char *path, const focus_export_options *options,
                         const focus_export_report *report)
{
    text_buffer what = {0};
    text_buffer reasons = {0};
    if (c->json)
        json_exported(path, options, report);
    text_addf(&what, "%" PRId64 " session%s", report->sessions, report->sessions == 1 ? "" : "s");
    if (report->day_totals > 0)
        text_addf(&what, " and %" PRId64 " day total%s", report->day_totals,
                  report->day_totals == 1 ? "" : "s");
    add_reasons(&reasons, options, report);
    if (is_page(options))
        render_done(c, STYLE_GREEN, "Exported", "a page to %s", path);
    else
        render_done(c, STYLE_GREEN, "Exported", "%s to %s%s%s", what.text, path,
                    reasons.size > 0 ? "; left out: " : "", reasons.text);
    text_free(&what);
    text_free(&reasons);
}

/* Into a pipe nothing else is said. */
static void note_left_out(const cli *c, const focus_export_options *options,
                          const focus_export_report *report)
{
    text_buffer reasons = {0};
    add_reasons(&reasons, options, report);
    if (reasons.size > 0)
        note(c, "left out, as %s has no words for it: %s", options->format, reasons.text);
    text_free(&reasons);
}

static void hold_signals(sigset_t *old)
{
    sigset_t held;
    (void)sigemptyset(&held);
    (void)sigaddset(&held, SIGINT);
    (void)sigaddset(&held, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &held, old);
}

static int run_export(cli *c)
{
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;
    const char *path = args_value(&c->args, "output");
    focus_export_report report = {0};
    sigset_t old;
    int exit_code = read_export(c, &options, path);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (path == NULL || strcmp(path, "-") == 0) {
        exit_code = export_to(c, &options, stdout, "stdout", &report);
        if (exit_code == EXIT_DONE)
            note_left_out(c, &options, &report);
        return exit_code;
    }
    if (open_is_database(c, path))
        return fail_input(c, NULL, "%.200s is the database itself", path);
    hold_signals(&old);
    exit_code = export_file(c, &options, path, &report);
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    if (exit_code == EXIT_DONE)
        say_exported(c, path, &options, &report);
    return exit_code;
}

const cli_verb VERB_EXPORT = {
    .name = "export",
    .group = "exchange",
    .summary = "write sessions to a file, for us or for another program, oldest first",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags =
        (const args_flag[]){
            FLAGS_RANGE,
            {"as", 0, FLAG_VALUE, "FORMAT", "one of those below; without it as FILE is called"},
            {"output", 'o', FLAG_VALUE, "FILE",
             "whole or not at all, format by its name; else stdout"},
            FLAGS_END,
        },
    .open = OPEN_READ,
    .notes = "FORMAT: jsonl json csv ics html timewarrior klog toggl openpomodoro",
    .examples =
        (const char *const[]){"focus export -o focus.jsonl",
                              "focus export 2026-03 --as csv > march.csv",
                              "focus export lastmonth --as timewarrior -o march.data", NULL},
    .run = run_export,
};
