/*
 * verbs_change.c - changing history by hand: add, edit, tag, untag, delete, restore.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_fields.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"

#define OVERLAP_HINT "--allow-overlap keeps both"

static int fail_change(const cli *c)
{
    bool overlaps = focus_last_error(c->store)->status == FOCUS_E_OVERLAP;
    return fail_store(c, NULL, overlaps ? OVERLAP_HINT : NULL);
}

static int read_ended_status(const cli *c, int32_t *out_status)
{
    const char *word = args_value(&c->args, "status");
    int exit_code;
    if (word == NULL)
        return EXIT_DONE;
    exit_code = read_status(c, word, out_status);
    if (exit_code == EXIT_DONE && *out_status != FOCUS_SESSION_COMPLETED &&
        *out_status != FOCUS_SESSION_ABANDONED)
        return fail_usage(c, NULL, "--status is completed or abandoned here");
    return exit_code;
}

/* --- add -------------------------------------------------------------------------------------- */

/* Two of --from, --to and --for; --for alone ends now. */
static int read_span(const cli *c, focus_session_input *input)
{
    int64_t for_ms = 0;
    unsigned allow = args_has(&c->args, "force") ? DURATION_LONG : 0;
    int exit_code = flag_instant(c, "from", &input->started_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_instant(c, "to", &input->ended_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "for", allow, &for_ms);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (input->started_at_ms != 0 && input->ended_at_ms != 0 && for_ms != 0)
        return fail_usage(c, NULL, "--from, --to and --for: two of them say it all");
    if (for_ms == 0 && (input->started_at_ms == 0 || input->ended_at_ms == 0))
        return fail_usage(c, "--from 9:00 --to 10:30, or --from 9:00 --for 1h30",
                          "add needs to know when: --from and --to, or one of them and --for");
    if (for_ms != 0 && input->started_at_ms != 0)
        input->ended_at_ms = input->started_at_ms + for_ms;
    else if (for_ms != 0) {
        if (input->ended_at_ms == 0)
            input->ended_at_ms = focus_now(c->store);
        input->started_at_ms = input->ended_at_ms - for_ms;
    }
    return EXIT_DONE;
}

static int read_add(const cli *c, focus_session_input *input)
{
    const char *mode = args_value(&c->args, "mode");
    int exit_code = mode != NULL ? read_mode(c, mode, &input->mode) : EXIT_DONE;
    if (exit_code == EXIT_DONE)
        exit_code = read_ended_status(c, &input->status);
    if (exit_code == EXIT_DONE)
        exit_code = read_span(c, input);
    input->title = args_word_at(&c->args, 0);
    input->project = args_value(&c->args, "project");
    input->task = args_value(&c->args, "task");
    input->note = args_value(&c->args, "note");
    if (args_has(&c->args, "allow-overlap"))
        input->flags |= FOCUS_INPUT_ALLOW_OVERLAP;
    if (args_has(&c->args, "rewards"))
        input->flags |= FOCUS_INPUT_REWARD;
    return exit_code;
}

static void say_added(const cli *c, const char *word, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char day[RENDER_SIZE];
    char span[RENDER_SIZE];
    char length[RENDER_SIZE];
    char id[FOCUS_ID_TEXT_SIZE];
    if (!session_print_data(c, s))
        render_done(c, STYLE_GREEN, word, "%s, %s %s, %s  [%s]", session_name(s, name),
                    render_day(s->day, day), session_span(c, s, span),
                    render_length(s->active_ms, length), session_short_id(c, &s->id, id));
}

static int run_add(cli *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;
    const char **tags = args_values(&c->args, "tag", &input.tag_count);
    int exit_code;
    input.tags = tags;
    exit_code = read_add(c, &input);
    if (exit_code == EXIT_DONE && focus_session_add(c->store, &input, &s) != FOCUS_OK)
        exit_code = fail_change(c);
    if (exit_code == EXIT_DONE)
        say_added(c, "Added", s);
    focus_session_free(s);
    free(tags);
    return exit_code;
}

const cli_verb VERB_ADD = {
    .name = "add",
    .group = "history",
    .summary = "add a session of the past; earns nothing by itself",
    .words = (const args_word[]){{"TITLE", WORD_OPTIONAL, "what was done"}, WORDS_END},
    .flags =
        (const args_flag[]){
            {"from", 0, FLAG_VALUE, "INSTANT", "its start"},
            {"to", 0, FLAG_VALUE, "INSTANT", "its end"},
            {"for", 0, FLAG_VALUE, "D", "its length; alone: up to now"},
            {"mode", 'm', FLAG_VALUE, "MODE", "focus, break or long_break"},
            {"tag", 't', FLAG_MANY, "TAG", "a tag; may be given again"},
            {"project", 'p', FLAG_VALUE, "NAME", "a project"},
            {"task", 0, FLAG_VALUE, "ID", "a task in another program"},
            {"note", 0, FLAG_VALUE, "TEXT", "a note"},
            {"status", 0, FLAG_VALUE, "S", "completed or abandoned"},
            {"allow-overlap", 0, FLAG_SWITCH, NULL, "even where another session is"},
            {"rewards", 0, FLAG_SWITCH, NULL, "earn points as if it had been live"},
            {"force", 0, FLAG_SWITCH, NULL, "even longer than 24 hours"},
            FLAGS_SECOND,
            FLAGS_END,
        },
    .open = OPEN_CREATE,
    .examples =
        (const char *const[]){"focus add Review --from \"yesterday 9:00\" --for 1h30", NULL},
    .run = run_add,
};

/* --- edit ------------------------------------------------------------------------------------- */

typedef struct edit_work {
    focus_session_input input;
    char *tag_text; /* --tags, cut at its commas */
    const char **tags;
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
    char *rest;
    if (text == NULL)
        return;
    work->input.fields |= FOCUS_FIELD_TAGS;
    work->tag_text = mem_text(text);
    work->tags = mem_alloc((strlen(text) + 1) * sizeof *work->tags);
    rest = work->tag_text;
    for (char *tag = strtok_r(rest, ",", &rest); tag != NULL; tag = strtok_r(NULL, ",", &rest))
        work->tags[work->input.tag_count++] = tag;
    work->input.tags = work->tags;
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

static int edit_times(const cli *c, focus_session_input *input)
{
    int exit_code = flag_instant(c, "start", &input->started_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_instant(c, "end", &input->ended_at_ms);
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
        exit_code = read_ended_status(c, &input->status);
    if (mode != NULL)
        input->fields |= FOCUS_FIELD_MODE;
    if (args_has(&c->args, "status"))
        input->fields |= FOCUS_FIELD_STATUS;
    return exit_code;
}

static int read_edit(const cli *c, edit_work *work)
{
    focus_session_input *input = &work->input;
    int exit_code = edit_times(c, input);
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
    if (exit_code == EXIT_DONE && input->fields == 0)
        return fail_usage(c, "focus help edit",
                          "edit needs to know what to change: --title, --end, ...");
    return exit_code;
}

typedef struct edit_change {
    int field;
    char *from;
    char *to;
} edit_change;

static size_t compare(const cli *c, const focus_session *before, const focus_session *after,
                      edit_change changes[FIELD_COUNT])
{
    size_t count = 0;
    for (int field = 0; field < FIELD_REVISION; field++) {
        char *from = session_field_text(c, before, field);
        char *to = session_field_text(c, after, field);
        if (strcmp(from, to) == 0) {
            free(from);
            free(to);
            continue;
        }
        changes[count].field = field;
        changes[count].from = from;
        changes[count].to = to;
        count++;
    }
    return count;
}

static void changes_json(const cli *c, const edit_change *changes, size_t count,
                         const focus_session *after)
{
    json_writer w;
    json_document(&w, stdout, "edit");
    json_bool(&w, "dry_run", args_has(&c->args, "dry-run"));
    json_array(&w, "changes");
    for (size_t i = 0; i < count; i++) {
        json_object(&w, NULL);
        json_string(&w, "field", session_field_name(changes[i].field));
        json_string(&w, "from", changes[i].from[0] != '\0' ? changes[i].from : NULL);
        json_string(&w, "to", changes[i].to[0] != '\0' ? changes[i].to : NULL);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_session(&w, c, "session", after);
    json_finish(&w);
}

static void changes_text(const cli *c, const edit_change *changes, size_t count)
{
    static const render_column COLUMNS[] = {
        {"", 0, STYLE_DIM}, {"", 0, STYLE_RED}, {"", 0, STYLE_NONE}, {"", 0, STYLE_GREEN}};
    render_table t;
    if (!c->plain && !c->quiet && count == 0)
        printf("nothing changes\n");
    if (c->quiet)
        return;
    table_begin(&t, c, COLUMNS, 4);
    for (size_t i = 0; i < count; i++) {
        table_cell(&t, session_field_name(changes[i].field));
        table_cell(&t, changes[i].from[0] != '\0' || c->plain ? changes[i].from : "(none)");
        table_cell(&t, "\u2192");
        table_cell(&t, changes[i].to[0] != '\0' || c->plain ? changes[i].to : "(none)");
    }
    table_end(&t, false);
}

static void print_changes(const cli *c, const focus_session *before, const focus_session *after)
{
    edit_change changes[FIELD_COUNT];
    size_t count = compare(c, before, after, changes);
    char name[SESSION_NAME_SIZE];
    bool dry_run = args_has(&c->args, "dry-run");
    if (c->json) {
        changes_json(c, changes, count, after);
    } else {
        render_done(c, STYLE_GREEN, dry_run ? "Would edit" : "Edited", "%s",
                    session_name(before, name));
        changes_text(c, changes, count);
    }
    for (size_t i = 0; i < count; i++) {
        free(changes[i].from);
        free(changes[i].to);
    }
}

/* A dry run is the edit itself in a batch that is dropped. */
static int edit_session(const cli *c, const focus_id *id, const focus_session_input *input)
{
    const focus_session *before = NULL;
    const focus_session *after = NULL;
    bool dry_run = args_has(&c->args, "dry-run");
    int exit_code = EXIT_DONE;
    if (focus_session_get(c->store, id, &before) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE && dry_run && focus_batch_begin(c->store) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE) {
        if (focus_session_edit(c->store, id, input, &after) != FOCUS_OK)
            exit_code = fail_change(c);
        if (dry_run)
            (void)focus_batch_rollback(c->store);
    }
    if (exit_code == EXIT_DONE)
        print_changes(c, before, after);
    focus_session_free(before);
    focus_session_free(after);
    return exit_code;
}

static int run_edit(cli *c)
{
    edit_work work = {.input = FOCUS_SESSION_INPUT_INIT};
    focus_id id;
    int exit_code = read_edit(c, &work);
    if (exit_code == EXIT_DONE)
        exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code == EXIT_DONE)
        exit_code = edit_session(c, &id, &work.input);
    free(work.tags);
    free(work.tag_text);
    return exit_code;
}

#define WORD_ID                                                                                    \
    {                                                                                              \
        "ID", WORD_REQUIRED, "4 digits or more, @ running, @1 latest"                              \
    }

const cli_verb VERB_EDIT = {
    .name = "edit",
    .group = "history",
    .summary = "change a session, and show what changed; \"\" clears a text",
    .words = (const args_word[]){WORD_ID, WORDS_END},
    .flags =
        (const args_flag[]){
            {"start", 0, FLAG_VALUE, "INSTANT", "its start"},
            {"end", 0, FLAG_VALUE, "INSTANT", "its end"},
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
            FLAGS_SECOND,
            FLAGS_END,
        },
    .open = OPEN_WRITE,
    .examples =
        (const char *const[]){"focus edit @1 --title \"Write report\" --tags writing,deep", NULL},
    .run = run_edit,
};

/* --- tag and untag ---------------------------------------------------------------------------- */

typedef focus_status (*tag_call)(focus_store *store, const focus_id *id, const char *const *tags,
                                 size_t tag_count, const focus_session **out_session);

static int change_tags(const cli *c, tag_call call, const char *word)
{
    const focus_session *s;
    focus_id id;
    char name[SESSION_NAME_SIZE];
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (call(c->store, &id, c->args.words + 1, c->args.word_count - 1, &s) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (!session_print_data(c, s)) {
        char *tags = session_tags_text(s, "+", " ");
        render_done(c, STYLE_GREEN, word, "%s: %s", session_name(s, name),
                    tags[0] != '\0' ? tags : "no tags");
        free(tags);
    }
    focus_session_free(s);
    return EXIT_DONE;
}

static int run_tag(cli *c)
{
    return change_tags(c, focus_session_tag, "Tagged");
}

static int run_untag(cli *c)
{
    return change_tags(c, focus_session_untag, "Untagged");
}

const cli_verb VERB_TAG = {
    .name = "tag",
    .group = "history",
    .summary = "add tags to a session",
    .words = (const args_word[]){WORD_ID, {"TAG", WORD_MANY, "tags to add"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus tag @1 writing deep", NULL},
    .run = run_tag,
};

const cli_verb VERB_UNTAG = {
    .name = "untag",
    .group = "history",
    .summary = "take tags away from a session",
    .words = (const args_word[]){WORD_ID, {"TAG", WORD_MANY, "tags to take away"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus untag @1 deep", NULL},
    .run = run_untag,
};

/* --- delete and restore ----------------------------------------------------------------------- */

/* Every word resolved before anything changes: "@1 @2" are two sessions, whatever @1 becomes then. */
static int resolve_all(const cli *c, focus_id *ids)
{
    int exit_code = EXIT_DONE;
    for (size_t i = 0; i < c->args.word_count && exit_code == EXIT_DONE; i++)
        exit_code = session_resolve(c, c->args.words[i], &ids[i]);
    return exit_code;
}

static focus_status delete_one(const cli *c, const focus_id *id)
{
    return focus_session_delete(c->store, id);
}

static focus_status restore_one(const cli *c, const focus_id *id)
{
    return focus_session_restore(c->store, id, NULL);
}

/* All or none. */
static int change_all(const cli *c, const focus_id *ids,
                      focus_status (*change)(const cli *c, const focus_id *id))
{
    if (focus_batch_begin(c->store) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    for (size_t i = 0; i < c->args.word_count; i++) {
        if (change(c, &ids[i]) != FOCUS_OK) {
            int exit_code = fail_store(c, NULL, NULL);
            (void)focus_batch_rollback(c->store);
            return exit_code;
        }
    }
    return focus_batch_commit(c->store) == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

static void print_ids(const cli *c, const char *kind, const char *word, const char *after,
                      const focus_id *ids)
{
    size_t count = c->args.word_count;
    char text[FOCUS_ID_TEXT_SIZE];
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, kind);
        json_array(&w, "ids");
        for (size_t i = 0; i < count; i++) {
            focus_id_format(&ids[i], text);
            json_string(&w, NULL, text);
        }
        json_array_end(&w);
        json_finish(&w);
        return;
    }
    for (size_t i = 0; i < count && c->plain; i++) {
        focus_id_format(&ids[i], text);
        printf("%s\n", text);
    }
    if (count == 1)
        render_done(c, STYLE_YELLOW, word, "%s%s", session_short_id(c, &ids[0], text), after);
    else
        render_done(c, STYLE_YELLOW, word, "%zu sessions%s", count, after);
}

static int run_delete(cli *c)
{
    char question[80];
    focus_id *ids = mem_alloc(c->args.word_count * sizeof *ids);
    int exit_code = resolve_all(c, ids);
    (void)snprintf(question, sizeof question, "deleting %zu sessions", c->args.word_count);
    if (exit_code == EXIT_DONE && c->args.word_count > 1)
        exit_code = ask_dangerous(c, question);
    if (exit_code == EXIT_DONE)
        exit_code = change_all(c, ids, delete_one);
    if (exit_code == EXIT_DONE)
        print_ids(c, "deleted", "Deleted", "; focus log --deleted, focus restore bring back", ids);
    free(ids);
    return exit_code;
}

static int run_restore(cli *c)
{
    focus_id *ids = mem_alloc(c->args.word_count * sizeof *ids);
    int exit_code = resolve_all(c, ids);
    if (exit_code == EXIT_DONE)
        exit_code = change_all(c, ids, restore_one);
    if (exit_code == EXIT_DONE)
        print_ids(c, "restored", "Restored", "", ids);
    free(ids);
    return exit_code;
}

const cli_verb VERB_DELETE = {
    .name = "delete",
    .group = "history",
    .summary = "take sessions out of history; focus restore brings them back",
    .words =
        (const args_word[]){{"ID", WORD_MANY, "4 digits or more, @ running, @1 latest"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus delete @1", "focus delete @1 @2 --yes", NULL},
    .run = run_delete,
};

const cli_verb VERB_RESTORE = {
    .name = "restore",
    .group = "history",
    .summary = "bring deleted sessions back as they were",
    .words = (const args_word[]){{"ID", WORD_MANY, "as focus log --deleted shows them"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus restore 01932b4e-7c1d", NULL},
    .run = run_restore,
};
