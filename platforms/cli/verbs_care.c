/*
 * verbs_care.c - looking after the file: backup and doctor; and what this build is.
 */
#include <inttypes.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "render.h"

/* --- backup ----------------------------------------------------------------------------------- */

static int run_backup(cli *c)
{
    const char *path = args_word_at(&c->args, 0);
    json_writer w;
    focus_status status = focus_backup(c->store, path);
    if (status != FOCUS_OK)
        return fail_store(c, NULL,
                          status == FOCUS_E_EXISTS ? "name a file that does not exist yet" : NULL);
    if (c->json) {
        json_document(&w, stdout, "backup");
        json_string(&w, "file", path);
        json_finish(&w);
    } else if (c->plain) {
        text_print(stdout, path);
        (void)fputc('\n', stdout);
    }
    render_done(c, STYLE_GREEN, "Backed up", "to %s, and checked", path);
    return EXIT_DONE;
}

const cli_verb VERB_BACKUP = {
    .name = "backup",
    .group = "care",
    .summary = "copy the whole database, even while it is in use; check the copy",
    .words =
        (const args_word[]){{"FILE", WORD_REQUIRED, "a file that does not exist yet"}, WORDS_END},
    .open = OPEN_READ,
    .examples = (const char *const[]){"focus backup focus-backup.db", NULL},
    .run = run_backup,
};

/* --- doctor ----------------------------------------------------------------------------------- */

static void doctor_json(const focus_doctor_report *r)
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
    json_finish(&w);
}

static void print_findings(const cli *c, const focus_doctor_report *r)
{
    static const render_column COLUMNS[] = {{"CHECK", 0, STYLE_RED}, {"FINDING", 0, STYLE_NONE}};
    render_table t;
    table_begin(&t, c, COLUMNS, 2);
    for (size_t i = 0; i < r->count; i++) {
        table_cell(&t, r->items[i].check);
        table_cell(&t, r->items[i].message);
    }
    table_end(&t, true);
}

static void print_doctor(const cli *c, const focus_doctor_report *r)
{
    const focus_build_info *build = focus_build();
    print_findings(c, r);
    if (c->plain)
        return;
    if (r->count == 0)
        render_text(c, STYLE_GREEN, "All is well");
    else
        render_text(c, STYLE_RED, "Something is wrong");
    printf(": schema %" PRId32 ", SQLite %s\n", r->schema_version, build->sqlite_version);
    if (r->count > 0)
        printf("focus salvage --dry-run shows what can be saved into a new file\n");
    if (r->implausible > 0)
        printf("%" PRId64 " session%s longer than 24 hours: focus edit ID --confirm, or --end\n",
               r->implausible, r->implausible == 1 ? "" : "s");
    if (r->overlapping > 0)
        printf("%" PRId64 " session%s begin%s before the one before ended\n", r->overlapping,
               r->overlapping == 1 ? "" : "s", r->overlapping == 1 ? "s" : "");
    if (build->wal_reset_defect != 0)
        printf("this SQLite has the WAL-reset defect; checkpoints are guarded against it\n");
}

static int run_doctor(cli *c)
{
    const focus_doctor_report *report;
    int exit_code;
    uint32_t flags = args_has(&c->args, "full") ? FOCUS_DOCTOR_FULL : 0;
    if (focus_doctor(c->store, flags, &report) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        doctor_json(report);
    else
        print_doctor(c, report);
    exit_code = report->count == 0 ? EXIT_DONE : fail_exit_code(FOCUS_E_CORRUPT);
    focus_doctor_report_free(report);
    return exit_code;
}

const cli_verb VERB_DOCTOR = {
    .name = "doctor",
    .group = "care",
    .summary = "check the file, and every figure against a count from scratch",
    .flags = (const args_flag[]){{"full", 0, FLAG_SWITCH, NULL,
                                  "every index and the checksum of every session too"},
                                 FLAGS_END},
    .open = OPEN_READ,
    .examples = (const char *const[]){"focus doctor", "focus doctor --full", NULL},
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
