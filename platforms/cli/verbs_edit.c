/*
 * verbs_edit.c - editing a session: what is meant, and what it changed.
 */
#include <string.h>

#include "change.h"
#include "cli.h"
#include "edit_text.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_changes.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"

typedef struct edit_work {
    focus_session_input input;
    tag_list tags; /* --tags */
} edit_work;

static void edit_text(const cli *c, focus_session_input *input, const char *flag, uint32_t field,
                      const char **out)
{
    if (!args_has(&c->args, flag))
        return;
    input->fields |= field;
    *out = args_value(&c->args, flag);
}

static void edit_tags(const cli *c, edit_work *work)
{
    const char *text = args_value(&c->args, "tags");
    if (text == NULL)
        return;
    work->input.fields |= FOCUS_FIELD_TAGS;
    if (text[0] == '\0')
        return; /* none at all */
    tags_read(&work->tags, &text, 1);
    work->input.tags = work->tags.items;
    work->input.tag_count = work->tags.count;
}

static int edit_planned(const cli *c, focus_session_input *input)
{
    const char *text = args_value(&c->args, "planned");
    if (text == NULL)
        return EXIT_DONE;
    input->fields |= FOCUS_FIELD_PLANNED;
    input->planned_ms = FOCUS_PLANNED_OPEN;
    return strcmp(text, "open") == 0 ? EXIT_DONE
                                     : flag_duration(c, "planned", 0, &input->planned_ms);
}

/* A time alone is one of the day that the session began on: what is put right is seldom today's. */
static int edit_times(const cli *c, const focus_session *before, focus_session_input *input)
{
    words_anchor anchor = change_anchor(c, before, ANCHOR_DAY);
    int exit_code = flag_instant_near(c, "start", &anchor, &input->started_at_ms);
    anchor.kind = ANCHOR_START;
    if (args_has(&c->args, "start"))
        anchor.at_ms = input->started_at_ms;
    if (exit_code == EXIT_DONE)
        exit_code = flag_instant_near(c, "end", &anchor, &input->ended_at_ms);
    if (args_has(&c->args, "start"))
        input->fields |= FOCUS_FIELD_STARTED_AT;
    if (args_has(&c->args, "end"))
        input->fields |= FOCUS_FIELD_ENDED_AT;
    return exit_code;
}

static int edit_kind(const cli *c, focus_session_input *input)
{
    const char *mode = args_value(&c->args, "mode");
    int exit_code = mode != NULL ? read_mode(c, mode, &input->mode) : EXIT_DONE;
    if (exit_code == EXIT_DONE)
        exit_code = change_read_status(c, &input->status);
    if (mode != NULL)
        input->fields |= FOCUS_FIELD_MODE;
    if (args_has(&c->args, "status"))
        input->fields |= FOCUS_FIELD_STATUS;
    return exit_code;
}

static int read_edit(const cli *c, const focus_session *before, edit_work *work)
{
    focus_session_input *input = &work->input;
    int exit_code = edit_times(c, before, input);
    if (exit_code == EXIT_DONE)
        exit_code = edit_planned(c, input);
    if (exit_code == EXIT_DONE)
        exit_code = edit_kind(c, input);
    edit_text(c, input, "title", FOCUS_FIELD_TITLE, &input->title);
    edit_text(c, input, "project", FOCUS_FIELD_PROJECT, &input->project);
    edit_text(c, input, "task", FOCUS_FIELD_TASK, &input->task);
    edit_text(c, input, "note", FOCUS_FIELD_NOTE, &input->note);
    edit_tags(c, work);
    if (args_has(&c->args, "confirm"))
        input->fields |= FOCUS_FIELD_CONFIRMED;
    if (args_has(&c->args, "allow-overlap"))
        input->flags |= FOCUS_INPUT_ALLOW_OVERLAP;
    if (exit_code == EXIT_DONE && input->fields == 0 && !args_has(&c->args, "editor"))
        return fail_usage(c, "focus help edit",
                          "edit needs to know what to change: --title, --end, ...");
    return exit_code;
}

static void changes_json(const cli *c, const session_changes *changes, const focus_session *after)
{
    json_writer w;
    json_document(&w, stdout, "edit");
    json_bool(&w, "dry_run", args_has(&c->args, "dry-run"));
    session_changes_json(&w, changes);
    json_session(&w, c, "session", after);
    json_finish(&w);
}

static void changes_text(const cli *c, const session_changes *changes)
{
    static const render_column COLUMNS[] = {
        {"", 0, STYLE_DIM}, {"", 0, STYLE_RED}, {"", 0, STYLE_NONE}, {"", 0, STYLE_GREEN}};
    render_table t;
    if (c->quiet)
        return;
    table_begin(&t, c, COLUMNS, 4);
    for (size_t i = 0; i < changes->count; i++) {
        const session_change *change = &changes->items[i];
        table_cell(&t, session_field_name(change->field));
        table_cell(&t, session_change_text(c, change->from));
        table_cell(&t, c->plain ? "\u2192" : render_glyph_text(c, GLYPH_ARROW));
        table_cell(&t, session_change_text(c, change->to));
    }
    table_end(&t, false);
}

static void print_changes(const cli *c, const focus_session *before, const focus_session *after)
{
    session_changes changes;
    char name[SESSION_NAME_SIZE];
    bool dry_run = args_has(&c->args, "dry-run");
    session_compare(c, before, after, &changes);
    if (c->json) {
        changes_json(c, &changes, after);
    } else if (changes.count == 0) {
        if (!c->plain && !c->quiet)
            printf("nothing changes\n");
    } else {
        render_done(c, STYLE_GREEN, dry_run ? "Would edit" : "Edited", "%s",
                    session_name(before, name));
        changes_text(c, &changes);
    }
    session_changes_free(&changes);
}

/* A dry run is the edit itself in a batch that is dropped. */
static int edit_session(const cli *c, const focus_session *before, const focus_session_input *input)
{
    const focus_session *after = NULL;
    bool dry_run = args_has(&c->args, "dry-run");
    int exit_code = EXIT_DONE;
    if (dry_run && focus_batch_begin(c->store) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (focus_session_edit(c->store, &before->id, input, &after) != FOCUS_OK)
        exit_code = change_failed(c);
    if (dry_run)
        (void)focus_batch_rollback(c->store);
    if (exit_code == EXIT_DONE)
        print_changes(c, before, after);
    focus_session_free(after);
    return exit_code;
}

static int run_edit(cli *c)
{
    edit_work work = {.input = FOCUS_SESSION_INPUT_INIT};
    const focus_session *before = NULL;
    char *text_path = NULL;
    focus_id id;
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code == EXIT_DONE && focus_session_get(c->store, &id, &before) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE && args_has(&c->args, "editor"))
        exit_code = edit_in_editor(c, before, &text_path);
    if (exit_code == EXIT_DONE)
        exit_code = read_edit(c, before, &work);
    if (exit_code == EXIT_DONE)
        exit_code = edit_session(c, before, &work.input);
    edit_text_end(c, text_path, exit_code);
    focus_session_free(before);
    tags_free(&work.tags);
    return exit_code;
}

const cli_verb VERB_EDIT = {
    .name = "edit",
    .group = "history",
    .summary = "change a session, and show what changed; \"\" clears a text",
    .words =
        (const args_word[]){{"ID", WORD_REQUIRED, "its number in focus log, @ running, @1 latest"},
                            WORDS_END},
    .flags =
        (const args_flag[]){
            {"start", 0, FLAG_VALUE, "INSTANT", "its start; a time alone: of its own day"},
            {"end", 0, FLAG_VALUE, "INSTANT", "its end; a time alone: the first after the start"},
            {"title", 0, FLAG_VALUE, "TEXT", "its title"},
            {"project", 'p', FLAG_VALUE, "NAME", "its project"},
            {"task", 0, FLAG_VALUE, "ID", "a task in another program"},
            {"note", 0, FLAG_VALUE, "TEXT", "its note"},
            {"mode", 'm', FLAG_VALUE, "MODE", "focus, break or long_break"},
            {"status", 0, FLAG_VALUE, "S", "completed or abandoned"},
            {"planned", 0, FLAG_VALUE, "D", "planned length, or open"},
            {"tags", 0, FLAG_VALUE, "A,B", "all its tags"},
            {"confirm", 0, FLAG_SWITCH, NULL, "longer than 24 hours, and right"},
            {"allow-overlap", 0, FLAG_SWITCH, NULL, "even where another session is"},
            {"dry-run", 0, FLAG_SWITCH, NULL, "only show what would change"},
            {"editor", 0, FLAG_SWITCH, NULL, "all of them in your editor, VISUAL or EDITOR"},
            FLAGS_SECOND,
            FLAGS_END,
        },
    .open = OPEN_WRITE,
    .examples =
        (const char *const[]){"focus edit @1 --title \"Write report\" --tags writing,deep", NULL},
    .run = run_edit,
};
