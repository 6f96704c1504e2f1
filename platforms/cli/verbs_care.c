/*
 * verbs_care.c - looking after the database: backup and the way back, doctor; and what this build
 * is.
 */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backups.h"
#include "cli.h"
#include "flags.h"
#include "json.h"
#include "measure.h"
#include "place.h"
#include "render.h"

/* --- backup ----------------------------------------------------------------------------------- */

static int say_backed_up(const cli *c, const char *path, bool is_new)
{
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, "backup");
        json_string(&w, "file", path);
        json_bool(&w, "new", is_new);
        json_finish(&w);
    } else if (c->plain) {
        text_print(stdout, path);
        (void)fputc('\n', stdout);
    }
    if (is_new)
        render_done(c, STYLE_GREEN, "Backed up", "to %s, and checked", path);
    else
        render_done(c, STYLE_NONE, "Today's backup", "is there already: %s", path);
    return EXIT_DONE;
}

static int back_up_to(const cli *c, const char *path)
{
    mode_t old_mask = umask(077);
    focus_status status = focus_backup(c->store, path);
    (void)umask(old_mask);
    if (status != FOCUS_OK)
        return fail_store(c, NULL,
                          status == FOCUS_E_EXISTS ? "name a file that does not exist yet" : NULL);
    return say_backed_up(c, path, true);
}

static int back_up_today(const cli *c)
{
    text_buffer name = {0};
    focus_status status = backups_make_daily(c, &name);
    int exit_code = status == FOCUS_OK || status == FOCUS_DONE
                        ? say_backed_up(c, name.text, status == FOCUS_OK)
                        : fail_store(c, NULL, NULL);
    text_free(&name);
    return exit_code;
}

static int run_backup(cli *c)
{
    const char *path = args_word_at(&c->args, 0);
    return path != NULL ? back_up_to(c, path) : back_up_today(c);
}

const cli_verb VERB_BACKUP = {
    .name = "backup",
    .group = "care",
    .summary = "copy the whole database, even while it is in use; check the copy",
    .words =
        (const args_word[]){
            {"FILE", WORD_OPTIONAL, "a new file; none: today's, beside the database"}, WORDS_END},
    .open = OPEN_READ,
    .notes = "The first start of a day makes that day's backup, DATABASE.2026-11-26.backup.\n"
             "Three days and four weeks of them are kept. FOCUS_BACKUP=off makes none.",
    .examples = (const char *const[]){"focus backup", "focus backup focus-backup.db", NULL},
    .run = run_backup,
};

/* --- restore-backup --------------------------------------------------------------------------- */

static int say_restored(const cli *c, const char *from, const char *before)
{
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, "restore_backup");
        json_string(&w, "from", from);
        json_string(&w, "before", before);
        json_finish(&w);
    }
    if (before != NULL)
        render_done(c, STYLE_GREEN, "Restored", "%s; what was there before is %s", from, before);
    else
        render_done(c, STYLE_GREEN, "Restored", "%s", from);
    return EXIT_DONE;
}

/* In a database that opens: what is in it is kept beside it. */
static int restore_into(const cli *c, focus_store *store, const char *from)
{
    text_buffer before = {0};
    focus_status status;
    int exit_code;
    open_free_name(c, "before-restore", &before);
    status = focus_restore(store, from, before.text);
    exit_code = status == FOCUS_OK ? say_restored(c, from, before.text)
                                   : fail_status(c, status, focus_last_error(store)->message, NULL);
    text_free(&before);
    return exit_code;
}

static focus_status restore_fresh(const focus_open_options *options, const char *from,
                                  focus_error *out_error)
{
    focus_store *store = NULL;
    focus_status status = focus_open(options, &store, out_error);
    if (status == FOCUS_OK)
        status = focus_restore(store, from, NULL);
    if (store != NULL && status != FOCUS_OK)
        *out_error = *focus_last_error(store);
    focus_close(store);
    return status;
}

/* The new file gets its name in the end, and never takes that of another. */
static int put_in_place(const cli *c, const char *fresh, const char *from)
{
    if (link(fresh, c->path) != 0)
        return fail_system(c, c->path, errno);
    return say_restored(c, from, NULL);
}

static int exchange(const cli *c, const char *fresh, const char *from)
{
    char aside[FOCUS_PATH_SIZE];
    focus_error error = {0};
    focus_status status = focus_set_aside(c->path, fresh, aside, &error);
    return status == FOCUS_OK ? say_restored(c, from, aside)
                              : fail_status(c, status, error.message, NULL);
}

/* Into a new file, for a database that is missing, or does not open and gets another name. */
static int restore_anew(const cli *c, bool is_missing, const char *from)
{
    focus_open_options options = open_options_for(c);
    focus_error error = {0};
    text_buffer fresh = {0};
    focus_status status;
    int exit_code = open_make_folders(c);
    if (exit_code != EXIT_DONE)
        return exit_code;
    open_free_name(c, "restored", &fresh);
    options.path = fresh.text;
    status = restore_fresh(&options, from, &error);
    if (status != FOCUS_OK)
        exit_code = fail_status(c, status, error.message, NULL);
    else
        exit_code = is_missing ? put_in_place(c, fresh.text, from) : exchange(c, fresh.text, from);
    open_remove(fresh.text);
    text_free(&fresh);
    return exit_code;
}

static int restore(const cli *c, const char *from)
{
    focus_open_options options = open_options_for(c);
    focus_store *store = NULL;
    focus_error error = {0};
    struct stat info;
    focus_status status;
    int exit_code;
    if (stat(c->path, &info) != 0 && errno == ENOENT)
        return restore_anew(c, true, from);
    options.flags = FOCUS_OPEN_EXISTING;
    status = focus_open(&options, &store, &error);
    if ((status == FOCUS_E_CORRUPT || status == FOCUS_E_NOT_OURS) && S_ISREG(info.st_mode))
        return restore_anew(c, false, from);
    exit_code = status == FOCUS_OK ? restore_into(c, store, from)
                                   : fail_status(c, status, error.message, NULL);
    focus_close(store);
    return exit_code;
}

static int run_restore_backup(cli *c)
{
    mode_t old_mask = umask(077);
    int exit_code = ask_dangerous(c, "putting a backup in the place of the database");
    if (exit_code == EXIT_DONE)
        exit_code = restore(c, args_word_at(&c->args, 0));
    (void)umask(old_mask);
    return exit_code;
}

const cli_verb VERB_RESTORE_BACKUP = {
    .name = "restore-backup",
    .group = "care",
    .summary = "bring a backup back: what was there before is kept",
    .words = (const args_word[]){{"FILE", WORD_REQUIRED, "the backup; it is only read"}, WORDS_END},
    .open = OPEN_SELF,
    .notes = "The backup is checked first. What was there before is kept beside the database:\n"
             "DATABASE.before-restore-1, or .damaged-1 where it did not open.",
    .examples = (const char *const[]){"focus restore-backup last-week.db --yes", NULL},
    .run = run_restore_backup,
};

/* --- doctor ----------------------------------------------------------------------------------- */

static void print_doctor_json(const focus_doctor_report *r, const place_warnings *place)
{
    const focus_build_info *build = focus_build();
    json_writer w;
    json_document(&w, stdout, "doctor");
    json_bool(&w, "ok", r->count == 0);
    json_int(&w, "schema", r->schema_version);
    json_string(&w, "sqlite", build->sqlite_version);
    json_bool(&w, "wal_reset_defect", build->wal_reset_defect != 0);
    json_int(&w, "implausible", r->implausible);
    json_int(&w, "overlapping", r->overlapping);
    json_array(&w, "findings");
    for (size_t i = 0; i < r->count; i++) {
        json_object(&w, NULL);
        json_string(&w, "check", r->items[i].check);
        json_string(&w, "message", r->items[i].message);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_array(&w, "warnings");
    for (size_t i = 0; i < place->count; i++) {
        json_object(&w, NULL);
        json_string(&w, "check", place->items[i].check);
        json_string(&w, "message", place->items[i].message.text);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_finish(&w);
}

static void print_findings(const cli *c, const focus_doctor_report *r)
{
    static const render_column COLUMNS[] = {{"CHECK", 0, STYLE_RED},
                                            {"FINDING", COLUMN_WRAP, STYLE_NONE}};
    render_table t;
    table_begin(&t, c, COLUMNS, 2);
    for (size_t i = 0; i < r->count; i++) {
        table_cell(&t, r->items[i].check);
        table_cell(&t, r->items[i].message);
    }
    table_end(&t, true);
}

static void print_asides(const cli *c, const focus_doctor_report *r, const place_warnings *place)
{
    char text[120];
    (void)snprintf(text, sizeof text,
                   "%" PRId64 " session%s longer than 24 hours: focus edit ID --confirm, or --end",
                   r->implausible, r->implausible == 1 ? "" : "s");
    if (r->implausible > 0)
        render_line(c, STYLE_NONE, text);
    (void)snprintf(text, sizeof text, "%" PRId64 " session%s begin%s before the one before ended",
                   r->overlapping, r->overlapping == 1 ? "" : "s", r->overlapping == 1 ? "s" : "");
    if (r->overlapping > 0)
        render_line(c, STYLE_NONE, text);
    for (size_t i = 0; i < place->count; i++)
        render_line(c, STYLE_NONE, place->items[i].message.text);
    if (focus_build()->wal_reset_defect != 0)
        render_line(c, STYLE_NONE,
                    "this SQLite has the WAL-reset defect; checkpoints are guarded against it");
}

static void print_doctor(const cli *c, const focus_doctor_report *r, const place_warnings *place)
{
    print_findings(c, r);
    if (c->plain)
        return;
    if (r->count == 0)
        render_text(c, STYLE_GREEN, "All is well");
    else
        render_text(c, STYLE_RED, "Something is wrong");
    printf(": schema %" PRId32 ", SQLite %s\n", r->schema_version, focus_build()->sqlite_version);
    if (r->count > 0)
        render_line(c, STYLE_NONE,
                    "focus doctor --fix makes figures and indexes anew; focus salvage --dry-run "
                    "shows what can be saved into a new file");
    print_asides(c, r, place);
}

static bool fixes(const cli *c)
{
    return args_has(&c->args, "fix");
}

static int examine(cli *c, const focus_doctor_report **out_report)
{
    uint32_t flags = args_has(&c->args, "full") ? FOCUS_DOCTOR_FULL : 0;
    focus_status status =
        fixes(c) ? focus_repair(c->store, out_report) : focus_doctor(c->store, flags, out_report);
    const char *hint = status == FOCUS_E_CORRUPT ? "focus restore-backup, or focus salvage" : NULL;
    return status == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, hint);
}

/* What is about to be changed is kept first. */
static int open_to_fix(cli *c)
{
    text_buffer before = {0};
    mode_t old_mask;
    int exit_code;
    focus_close(c->store);
    c->store = NULL;
    exit_code = open_store(c, OPEN_WRITE);
    if (exit_code != EXIT_DONE)
        return exit_code;
    open_free_name(c, "before-fix", &before);
    old_mask = umask(077);
    if (focus_backup(c->store, before.text) != FOCUS_OK)
        exit_code = fail_store(c, NULL, "focus salvage, if the file is damaged");
    else
        note(c, "what was there before is %s", before.text);
    (void)umask(old_mask);
    text_free(&before);
    return exit_code;
}

static int run_doctor(cli *c)
{
    const focus_doctor_report *report = NULL;
    place_warnings place;
    int exit_code;
    if (args_has(&c->args, "metrics") && (fixes(c) || args_has(&c->args, "full")))
        return fail_usage(c, "focus doctor --metrics", "--metrics checks nothing: it stands alone");
    if (args_has(&c->args, "metrics"))
        return measure_and_print(c);
    exit_code = fixes(c) ? open_to_fix(c) : EXIT_DONE;
    if (exit_code == EXIT_DONE)
        exit_code = examine(c, &report);
    if (exit_code != EXIT_DONE)
        return exit_code;
    place_examine(c, &place);
    if (c->json)
        print_doctor_json(report, &place);
    else
        print_doctor(c, report, &place);
    place_free(&place);
    exit_code = report->count == 0 ? EXIT_DONE : fail_exit_code(FOCUS_E_CORRUPT);
    focus_doctor_report_free(report);
    return exit_code;
}

const cli_verb VERB_DOCTOR = {
    .name = "doctor",
    .group = "care",
    .summary = "check the file, and every figure against a count from scratch",
    .flags =
        (const args_flag[]){
            {"full", 0, FLAG_SWITCH, NULL, "every index and the checksum of every session too"},
            {"fix", 0, FLAG_SWITCH, NULL, "make figures and indexes anew from the sessions"},
            {"metrics", 0, FLAG_SWITCH, NULL, "check nothing; tell what reading costs here"},
            FLAGS_END},
    .open = OPEN_READ,
    .mends_config = true,
    .notes = "--fix keeps a backup first, DATABASE.before-fix-1, and changes nothing that\n"
             "anybody typed. --metrics reads what a screen shows 200 times and measures it.",
    .examples = (const char *const[]){"focus doctor", "focus doctor --full", "focus doctor --fix",
                                      "focus doctor --metrics", NULL},
    .run = run_doctor,
};

/* --- version ---------------------------------------------------------------------------------- */

static int run_version(cli *c)
{
    const focus_build_info *build = focus_build();
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, "version");
        json_string(&w, "version", FOCUS_VERSION);
        json_string(&w, "library", build->version);
        json_int(&w, "schema", build->schema_version);
        json_string(&w, "sqlite", build->sqlite_version);
        json_string(&w, "sqlite_source_id", build->sqlite_source_id);
        json_finish(&w);
    } else if (c->plain) {
        printf("%s\t%s\t%" PRId32 "\t%s\n", FOCUS_VERSION, build->version, build->schema_version,
               build->sqlite_version);
    } else {
        printf("focus %s (libfocus %s, schema %" PRId32 ", SQLite %s)\n", FOCUS_VERSION,
               build->version, build->schema_version, build->sqlite_version);
    }
    return EXIT_DONE;
}

const cli_verb VERB_VERSION = {
    .name = "version",
    .group = "care",
    .summary = "versions: command, library, schema and SQLite",
    .examples = (const char *const[]){"focus version --json", NULL},
    .run = run_version,
};
