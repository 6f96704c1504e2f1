/*
 * verbs_undo.c - going back a step, and forward again: undo, redo.
 */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "names.h"
#include "render.h"
#include "session_ids.h"

/* What a person calls the call that made the step: session_add_many is "add many". */
static const char *step_name(const focus_step *step, char out[RENDER_SIZE])
{
    const char *call = step->call;
    if (strncmp(call, "session_", strlen("session_")) == 0)
        call += strlen("session_");
    (void)snprintf(out, RENDER_SIZE, "%s", call);
    for (char *at = out; *at != '\0'; at++)
        if (*at == '_')
            *at = ' ';
    return out;
}

/* ` "Report"`, or ` of 12 sessions`. */
static void add_subject(const focus_step *step, text_buffer *out)
{
    if (step->sessions > 1)
        text_addf(out, " of %" PRId64 " sessions", step->sessions);
    else if (step->title != NULL)
        text_addf(out, " \"%s\"", step->title);
}

/* Date and time, in the store's zone. */
static void step_time(const cli *c, const focus_step *step, char out[RENDER_SIZE])
{
    (void)render_instant(c, step->at_ms, out);
    out[10] = ' ';
    out[16] = '\0';
}

/* --- the list --------------------------------------------------------------------------------- */

static void step_json(const cli *c, json_writer *w, const focus_step *step)
{
    char text[RENDER_SIZE];
    json_object(w, NULL);
    json_string(w, "call", step->call);
    json_string(w, "at", render_instant(c, step->at_ms, text));
    json_bool(w, "undone", step->is_undone != 0);
    if (step->has_session != 0)
        focus_id_format(&step->session, text);
    json_string(w, "session", step->has_session != 0 ? text : NULL);
    json_string(w, "title", step->title);
    json_int(w, "sessions", step->sessions);
    json_int(w, "changes", step->changes);
    json_object_end(w);
}

static void steps_json(const cli *c, const focus_step_list *list)
{
    json_writer w;
    json_document(&w, stdout, "steps");
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++)
        step_json(c, &w, list->items[i]);
    json_array_end(&w);
    json_finish(&w);
}

static void steps_table(const cli *c, const focus_step_list *list)
{
    static const render_column COLUMNS[] = {
        {"CAN BE", 0, STYLE_CYAN},
        {"WHEN", 0, STYLE_NONE},
        {"STEP", 0, STYLE_NONE},
        {"SESSIONS", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"FIRST", COLUMN_RIGHT | COLUMN_SPARE, STYLE_DIM},
        {"TITLE", COLUMN_CUT, STYLE_NONE},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < list->count; i++) {
        const focus_step *step = list->items[i];
        table_styled(&t, step->is_undone != 0 ? STYLE_YELLOW : STYLE_NONE,
                     step->is_undone != 0 ? "redone" : "undone");
        if (c->plain)
            (void)render_instant(c, step->at_ms, text);
        else
            step_time(c, step, text);
        table_cell(&t, text);
        table_cell(&t, step_name(step, text));
        if (step->sessions > 0 || c->plain)
            table_int(&t, step->sessions);
        else
            table_cell(&t, NULL);
        text[0] = '\0';
        if (step->has_session != 0 && c->plain)
            focus_id_format(&step->session, text);
        else if (step->has_session != 0)
            (void)session_number(c, &step->session, text);
        table_cell(&t, text);
        table_cell(&t, step->title);
    }
    table_end(&t, true);
}

static void print_steps(const cli *c, const focus_step_list *list)
{
    if (c->json)
        steps_json(c, list);
    else if (list->count > 0 || c->plain)
        steps_table(c, list);
    else
        printf("nothing to undo\n");
}

static int run_list(const cli *c)
{
    const focus_step_list *list;
    int64_t limit = 20;
    int exit_code = flag_number(c, "limit", 1, 1000, &limit);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_step_list_all(c->store, (uint32_t)limit, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    print_steps(c, list);
    focus_step_list_free(list);
    return EXIT_DONE;
}

/* --- there and back --------------------------------------------------------------------------- */

static void say_steps(const cli *c, const focus_step_list *list, const char *word, const char *hint)
{
    for (size_t i = 0; i < list->count; i++) {
        const focus_step *step = list->items[i];
        text_buffer subject = {0};
        char name[RENDER_SIZE];
        char when[RENDER_SIZE];
        add_subject(step, &subject);
        step_time(c, step, when);
        render_done(c, STYLE_GREEN, word, "%s%s, of %s%s", step_name(step, name),
                    subject.text != NULL ? subject.text : "", when,
                    i + 1 == list->count ? hint : "");
        text_free(&subject);
    }
}

static int go(const cli *c,
              focus_status (*turn)(focus_store *, uint32_t, uint32_t, const focus_step_list **),
              const char *word, const char *hint)
{
    const focus_step_list *list;
    bool is_dry = args_has(&c->args, "dry-run");
    int64_t count = 1;
    int exit_code = EXIT_DONE;
    if (args_word_at(&c->args, 0) != NULL)
        exit_code = read_number(c, "N", args_word_at(&c->args, 0), 1, 1000, &count);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (turn(c->store, (uint32_t)count, is_dry ? FOCUS_UNDO_DRY_RUN : 0, &list) != FOCUS_OK)
        return fail_store(c, NULL, "focus undo --list");
    if (c->json || c->plain)
        print_steps(c, list);
    else
        say_steps(c, list, word, is_dry ? "" : hint);
    focus_step_list_free(list);
    return EXIT_DONE;
}

static int run_undo(cli *c)
{
    if (args_has(&c->args, "list"))
        return run_list(c);
    return go(c, focus_undo, args_has(&c->args, "dry-run") ? "Would undo" : "Undid",
              "; focus redo brings it back");
}

static int run_redo(cli *c)
{
    return go(c, focus_redo, args_has(&c->args, "dry-run") ? "Would redo" : "Redid", "");
}

const cli_verb VERB_UNDO = {
    .name = "undo",
    .group = "history",
    .summary = "take back the last step: any change, a whole import",
    .words = (const args_word[]){{"N", WORD_OPTIONAL, "so many steps, 1 to 1000 (1)"}, WORDS_END},
    .flags =
        (const args_flag[]){{"list", 0, FLAG_SWITCH, NULL, "show what can be undone and redone"},
                            {"limit", 'n', FLAG_VALUE, "N", "with --list: so many (20)"},
                            {"dry-run", 0, FLAG_SWITCH, NULL, "try it, and keep nothing"},
                            FLAGS_END},
    .open = OPEN_WRITE,
    .notes = "1,000 steps are kept; the next change forgets what was undone. Users, backups\n"
             "and repairs are no steps.\n"
             "plain: can_be when step sessions first title",
    .examples =
        (const char *const[]){"focus undo", "focus undo --list", "focus undo 2 --dry-run", NULL},
    .run = run_undo,
};

const cli_verb VERB_REDO = {
    .name = "redo",
    .group = "history",
    .summary = "do again what was undone",
    .words = (const args_word[]){{"N", WORD_OPTIONAL, "so many steps, 1 to 1000 (1)"}, WORDS_END},
    .flags = (const args_flag[]){{"dry-run", 0, FLAG_SWITCH, NULL, "try it, and keep nothing"},
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus redo", NULL},
    .run = run_redo,
};
