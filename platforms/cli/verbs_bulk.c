/*
 * verbs_bulk.c - edit-all: every session that fits a filter, changed the same way.
 */
#include <inttypes.h>
#include <string.h>

#include "bulk.h"
#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_changes.h"
#include "session_filter.h"
#include "session_ids.h"
#include "session_rows.h"

typedef struct edit_all {
    focus_session_input input;
    tag_list added;
    tag_list removed;
} edit_all;

static focus_status edit_one(const bulk *b, const focus_id *id)
{
    const edit_all *work = b->how;
    focus_store *store = b->c->store;
    focus_status status = FOCUS_OK;
    if (work->input.fields != 0)
        status = focus_session_edit(store, id, &work->input, NULL);
    if (status == FOCUS_OK && work->removed.count > 0)
        status = focus_session_untag(store, id, work->removed.items, work->removed.count, NULL);
    if (status == FOCUS_OK && work->added.count > 0)
        status = focus_session_tag(store, id, work->added.items, work->added.count, NULL);
    return status;
}

/* --- what changes ----------------------------------------------------------------------------- */

/* That it is edited then goes without saying. */
static void show_changes(render_table *t, const cli *c, const focus_session *before,
                         const session_changes *changes)
{
    char id[RENDER_SIZE];
    char day[RENDER_SIZE];
    bool is_first = true;
    if (c->plain)
        focus_id_format(&before->id, id);
    else
        (void)snprintf(id, sizeof id, "%" PRId64, before->number);
    (void)render_day(before->day, day);
    for (size_t i = 0; i < changes->count; i++) {
        const session_change *change = &changes->items[i];
        if (change->field == FIELD_MARKS)
            continue;
        table_cell(t, is_first || c->plain ? id : NULL);
        table_cell(t, is_first || c->plain ? day : NULL);
        table_cell(t, session_field_name(change->field));
        table_cell(t, session_change_text(c, change->from));
        table_cell(t, c->plain ? "\u2192" : render_glyph_text(c, GLYPH_ARROW));
        table_cell(t, session_change_text(c, change->to));
        is_first = false;
    }
}

static void show_edits(const bulk *b, const focus_session *const *before,
                       const focus_session *const *after, size_t count)
{
    static const render_column COLUMNS[] = {{"", COLUMN_RIGHT, STYLE_DIM},
                                            {"", 0, STYLE_NONE},
                                            {"", 0, STYLE_DIM},
                                            {"", 0, STYLE_RED},
                                            {"", 0, STYLE_NONE},
                                            {"", COLUMN_CUT, STYLE_GREEN}};
    render_table t;
    table_begin(&t, b->c, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < count; i++) {
        session_changes changes;
        session_compare(b->c, before[i], after[i], &changes);
        show_changes(&t, b->c, before[i], &changes);
        session_changes_free(&changes);
    }
    table_end(&t, false);
}

static void write_edit(const bulk *b, json_writer *w, const focus_session *before,
                       const focus_session *after)
{
    session_changes changes;
    char id[FOCUS_ID_TEXT_SIZE];
    focus_id_format(&before->id, id);
    session_compare(b->c, before, after, &changes);
    json_object(w, NULL);
    json_string(w, "id", id);
    session_changes_json(w, &changes);
    json_object_end(w);
    session_changes_free(&changes);
}

/* --- what is meant ---------------------------------------------------------------------------- */

static void set_text(const cli *c, focus_session_input *input, const char *flag, uint32_t field,
                     const char **out)
{
    if (!args_has(&c->args, flag))
        return;
    input->fields |= field;
    *out = args_value(&c->args, flag);
}

static int set_kind(const cli *c, focus_session_input *input)
{
    const char *mode = args_value(&c->args, "set-mode");
    const char *status = args_value(&c->args, "set-status");
    int exit_code = mode != NULL ? read_mode(c, mode, &input->mode) : EXIT_DONE;
    if (exit_code == EXIT_DONE && status != NULL)
        exit_code = read_status(c, status, &input->status);
    input->fields |=
        (mode != NULL ? FOCUS_FIELD_MODE : 0u) | (status != NULL ? FOCUS_FIELD_STATUS : 0u);
    return exit_code;
}

static void read_tags(const cli *c, const char *flag, tag_list *out)
{
    const char *words = args_value(&c->args, flag);
    if (words != NULL)
        tags_read(out, &words, 1);
}

static int read_edits(const cli *c, edit_all *work)
{
    focus_session_input *input = &work->input;
    int exit_code = set_kind(c, input);
    set_text(c, input, "set-title", FOCUS_FIELD_TITLE, &input->title);
    set_text(c, input, "set-project", FOCUS_FIELD_PROJECT, &input->project);
    set_text(c, input, "set-task", FOCUS_FIELD_TASK, &input->task);
    read_tags(c, "add-tag", &work->added);
    read_tags(c, "remove-tag", &work->removed);
    if (exit_code == EXIT_DONE && input->fields == 0 && work->added.count == 0 &&
        work->removed.count == 0)
        return fail_usage(c, "focus help edit-all",
                          "edit-all needs to know what to change: --set-project, --add-tag, ...");
    return exit_code;
}

static int run_edit_all(cli *c)
{
    edit_all work = {.input = FOCUS_SESSION_INPUT_INIT};
    bulk b = {
        .c = c,
        .kind = "edit_all",
        .doing = "editing",
        .done = "Edited",
        .after = "",
        .filter = FOCUS_SESSION_FILTER_INIT,
        .how = &work,
        .change = edit_one,
        .show = show_edits,
        .write = write_edit,
    };
    int exit_code = read_edits(c, &work);
    if (exit_code == EXIT_DONE)
        exit_code = session_read_filter(c, 0, &b.filter);
    if (exit_code == EXIT_DONE)
        exit_code = bulk_run(&b);
    tags_free(&work.added);
    tags_free(&work.removed);
    return exit_code;
}

const cli_verb VERB_EDIT_ALL = {
    .name = "edit-all",
    .group = "history",
    .summary = "change all that fit, shown first; all or none",
    .words = (const args_word[]){WORD_RANGE, WORDS_END},
    .flags =
        (const args_flag[]){
            FLAGS_FILTER,
            {"set-title", 0, FLAG_VALUE, "TEXT", "give them this title; \"\" takes it away"},
            {"set-project", 0, FLAG_VALUE, "NAME", "this project"},
            {"set-task", 0, FLAG_VALUE, "ID", "this task"},
            {"set-mode", 0, FLAG_VALUE, "MODE", "this mode"},
            {"set-status", 0, FLAG_VALUE, "S", "completed or abandoned"},
            {"add-tag", 0, FLAG_VALUE, "A,B", "these tags besides"},
            {"remove-tag", 0, FLAG_VALUE, "A,B", "without these tags"},
            {"dry-run", 0, FLAG_SWITCH, NULL, "only show what would change"},
            FLAGS_END,
        },
    .open = OPEN_WRITE,
    .examples =
        (const char *const[]){"focus edit-all lastmonth --tag deep --set-project Thesis --dry-run",
                              "focus edit-all --grep review --add-tag office --yes", NULL},
    .run = run_edit_all,
};
