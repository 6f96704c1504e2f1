/*
 * verbs_salvage.c - what can be read of a damaged database into a new one.
 *
 * Of the database itself: first a trial that only reports, then the question, then a new file beside
 * it, and last the two change places. The damaged file keeps its bytes under another name.
 */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "render.h"

/* Where things are, for the report; NULL where there is nothing. */
typedef struct places {
    const char *from;
    const char *into;
    const char *aside;
} places;

/* --- the report ------------------------------------------------------------------------------- */

typedef struct figure {
    const char *key;
    const char *words;
    int64_t number; /* -1: not known */
} figure;

enum { FIGURES = 14 };

static void list_figures(const focus_salvage_report *r, figure out[FIGURES])
{
    const figure figures[FIGURES] = {
        {"users", "users", r->users},
        {"sessions", "sessions", r->sessions},
        {"sessions_expected", "sessions there should be", r->sessions_expected},
        {"doubtful", "sessions with damaged bytes", r->doubtful},
        {"pauses", "pauses", r->pauses},
        {"ledger_entries", "ledger entries", r->ledger_entries},
        {"libraries", "libraries", r->libraries},
        {"tracks", "tracks", r->tracks},
        {"goals", "goals of weekdays", r->goals},
        {"day_totals", "totals of days", r->day_totals},
        {"placeholders", "stand-ins for what is lost", r->placeholders},
        {"rows_left_out", "rows left out", r->rows_left_out},
        {"pages_read", "pages read", r->pages_read},
        {"pages_unreadable", "pages unreadable", r->pages_unreadable},
    };
    for (size_t i = 0; i < FIGURES; i++)
        out[i] = figures[i];
}

static void print_json(const cli *c, const places *p, const focus_salvage_report *r)
{
    figure figures[FIGURES];
    json_writer w;
    list_figures(r, figures);
    json_document(&w, stdout, "salvage");
    json_bool(&w, "dry_run", args_has(&c->args, "dry-run"));
    json_string(&w, "from", p->from);
    json_string(&w, "into", p->into);
    json_string(&w, "damaged", p->aside);
    for (size_t i = 0; i < FIGURES; i++) {
        if (figures[i].number >= 0)
            json_int(&w, figures[i].key, figures[i].number);
        else
            json_null(&w, figures[i].key);
    }
    json_finish(&w);
}

static void print_table(const cli *c, const focus_salvage_report *r)
{
    static const render_column COLUMNS[] = {{"", 0, STYLE_NONE},
                                            {"RECOVERED", COLUMN_RIGHT, STYLE_BOLD}};
    figure figures[FIGURES];
    render_table t;
    char number[RENDER_SIZE];
    list_figures(r, figures);
    table_begin(&t, c, COLUMNS, 2);
    for (size_t i = 0; i < FIGURES; i++) {
        (void)snprintf(number, sizeof number, "%" PRId64, figures[i].number);
        table_cell(&t, c->plain ? figures[i].key : figures[i].words);
        table_cell(&t, figures[i].number >= 0 ? number : "?");
    }
    table_end(&t, true);
}

static void print_loss(const cli *c, const focus_salvage_report *r)
{
    int64_t lost = r->sessions_expected - r->sessions;
    if (c->plain)
        return;
    if (r->sessions_expected < 0)
        printf("how many sessions there should be is lost as well\n");
    else if (lost > 0)
        printf("%" PRId64 " session%s lost\n", lost, lost == 1 ? " is" : "s are");
    else
        printf("no session is lost\n");
}

/* --- the work --------------------------------------------------------------------------------- */

static const char *hint_for(focus_status status)
{
    if (status == FOCUS_E_EXISTS)
        return "name a file that does not exist yet: --db NEW";
    if (status == FOCUS_E_BUSY)
        return "end the other program first";
    return NULL;
}

static int salvage_into(const cli *c, const char *from, const char *into, focus_salvage_report *r)
{
    focus_open_options options = open_options_for(c);
    focus_error error = {0};
    focus_status status;
    mode_t old_mask = umask(077);
    options.path = into;
    status = focus_salvage(&options, from, r, &error);
    (void)umask(old_mask);
    return status == FOCUS_OK ? EXIT_DONE : fail_status(c, status, error.message, hint_for(status));
}

static int try_salvage(const cli *c, const char *from, focus_salvage_report *r)
{
    int exit_code = salvage_into(c, from, ":memory:", r);
    places p = {.from = from};
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (!c->json) {
        print_table(c, r);
        print_loss(c, r);
    } else if (args_has(&c->args, "dry-run")) {
        print_json(c, &p, r);
    }
    return EXIT_DONE;
}

static int report_done(const cli *c, const places *p, const focus_salvage_report *r)
{
    if (c->json)
        print_json(c, p, r);
    if (p->aside != NULL)
        render_done(c, STYLE_GREEN, "Salvaged", "%s; the damaged file is %s", p->into, p->aside);
    else
        render_done(c, STYLE_GREEN, "Salvaged", "%s into %s", p->from, p->into);
    return EXIT_DONE;
}

/* The two change places. A new file that cannot get the place is taken away again: it can be made
 * again from what is still there. */
static int put_in_place(const cli *c, const char *fresh, const focus_salvage_report *r)
{
    char aside[FOCUS_PATH_SIZE];
    focus_error error = {0};
    places p = {.from = c->path, .into = c->path, .aside = aside};
    focus_status status = focus_set_aside(c->path, fresh, aside, &error);
    if (status == FOCUS_OK)
        return report_done(c, &p, r);
    open_remove(fresh);
    return fail_status(c, status, error.message, hint_for(status));
}

static int salvage_database(const cli *c)
{
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    text_buffer fresh = {0};
    int exit_code = try_salvage(c, c->path, &report);
    if (exit_code != EXIT_DONE || args_has(&c->args, "dry-run"))
        return exit_code;
    (void)fflush(stdout);
    exit_code = ask_dangerous(c, "putting a new file in the place of the damaged one");
    if (exit_code != EXIT_DONE)
        return exit_code;
    open_free_name(c, "salvaged", &fresh);
    exit_code = salvage_into(c, c->path, fresh.text, &report);
    if (exit_code == EXIT_DONE)
        exit_code = put_in_place(c, fresh.text, &report);
    text_free(&fresh);
    return exit_code;
}

static int salvage_file(const cli *c, const char *from)
{
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    places p = {.from = from, .into = c->path};
    int exit_code;
    if (args_has(&c->args, "dry-run"))
        return try_salvage(c, from, &report);
    exit_code = open_make_folders(c);
    if (exit_code == EXIT_DONE)
        exit_code = salvage_into(c, from, c->path, &report);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (!c->json) {
        print_table(c, &report);
        print_loss(c, &report);
    }
    return report_done(c, &p, &report);
}

static int run_salvage(cli *c)
{
    const char *from = args_word_at(&c->args, 0);
    return from != NULL ? salvage_file(c, from) : salvage_database(c);
}

const cli_verb VERB_SALVAGE = {
    .name = "salvage",
    .group = "care",
    .summary = "save a damaged database: what can be read goes into a new one",
    .words =
        (const args_word[]){
            {"FILE", WORD_OPTIONAL, "save it into --db NEW; none: the database itself"}, WORDS_END},
    .flags = (const args_flag[]){{"dry-run", 0, FLAG_SWITCH, NULL, "only report what can be saved"},
                                 FLAGS_END},
    .open = OPEN_SELF,
    .notes = "plain: what number\n"
             "The damaged file is only read, then named FILE.damaged-1, and never deleted.",
    .examples = (const char *const[]){"focus salvage --dry-run", "focus salvage --yes",
                                      "focus --db saved.db salvage damaged.db", NULL},
    .run = run_salvage,
};
