/*
 * verbs_change.c - changing history by hand: add, tag, untag, delete, restore.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bulk.h"
#include "change.h"
#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_filter.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"

/* --- add -------------------------------------------------------------------------------------- */

/* Two of --from, --to and --for; --for alone ends now. */
static int read_span(const cli *c, focus_session_input *input)
{
    int64_t for_ms = 0;
    int exit_code = flag_instant(c, "from", &input->started_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_end(c, "to", input->started_at_ms, &input->ended_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "for", DURATION_LONG, &for_ms);
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
    if (input->ended_at_ms - input->started_at_ms > FOCUS_IMPLAUSIBLE_MS &&
        !args_has(&c->args, "force"))
        return fail_input(c, "--force, if it is meant", "that is longer than 24 hours");
    return EXIT_DONE;
}

static int read_add(const cli *c, focus_session_input *input)
{
    const char *mode = args_value(&c->args, "mode");
    int exit_code = mode != NULL ? read_mode(c, mode, &input->mode) : EXIT_DONE;
    if (exit_code == EXIT_DONE)
        exit_code = change_read_status(c, &input->status);
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

static void say_session(const cli *c, render_style style, const char *word, const focus_session *s,
                        const char *after)
{
    char name[SESSION_NAME_SIZE];
    char day[RENDER_SIZE];
    char span[RENDER_SIZE];
    char length[RENDER_SIZE];
    render_done(c, style, word, "%s, %s %s, %s  [%" PRId64 "]%s", session_name(s, name),
                render_day(s->day, day), session_span(c, s, span),
                render_length(s->active_ms, length), s->number, after);
}

static int run_add(cli *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;
    tag_list tags;
    int exit_code;
    flag_tags(c, &tags);
    input.tags = tags.items;
    input.tag_count = tags.count;
    exit_code = read_add(c, &input);
    if (exit_code == EXIT_DONE && focus_session_add(c->store, &input, &s) != FOCUS_OK)
        exit_code = change_failed(c);
    if (exit_code == EXIT_DONE && !session_print_data(c, s))
        say_session(c, STYLE_GREEN, "Added", s, "");
    focus_session_free(s);
    tags_free(&tags);
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
            {"to", 0, FLAG_VALUE, "INSTANT", "its end; a time alone: the first after --from"},
            {"for", 0, FLAG_VALUE, "D", "its length; alone: up to now"},
            {"mode", 'm', FLAG_VALUE, "MODE", "focus, break or long_break"},
            {"tag", 't', FLAG_MANY, "TAG", "a tag, or several: a,b"},
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

#define WORD_ID                                                                                    \
    {                                                                                              \
        "ID", WORD_REQUIRED, "its number in focus log, @ running, @1 latest"                       \
    }

/* --- tag and untag ---------------------------------------------------------------------------- */

typedef focus_status (*tag_call)(focus_store *store, const focus_id *id, const char *const *tags,
                                 size_t tag_count, const focus_session **out_session);

static void say_tags(const cli *c, const char *word, const focus_session *s, bool is_changed)
{
    char name[SESSION_NAME_SIZE];
    char *tags = session_tags_text(s, "+", " ");
    render_done(c, is_changed ? STYLE_GREEN : STYLE_DIM, is_changed ? word : "nothing changed;",
                "%s: %s", session_name(s, name), tags[0] != '\0' ? tags : "no tags");
    free(tags);
}

static int change_tags(const cli *c, tag_call call, const char *word)
{
    const focus_session *before = NULL;
    const focus_session *s = NULL;
    tag_list tags;
    focus_id id;
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code != EXIT_DONE)
        return exit_code;
    tags_read(&tags, c->args.words + 1, c->args.word_count - 1);
    if (focus_session_get(c->store, &id, &before) != FOCUS_OK ||
        call(c->store, &id, tags.items, tags.count, &s) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    else if (!session_print_data(c, s))
        say_tags(c, word, s, s->tag_count != before->tag_count);
    focus_session_free(before);
    focus_session_free(s);
    tags_free(&tags);
    return exit_code;
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
    .summary = "take tags off a session",
    .words = (const args_word[]){WORD_ID, {"TAG", WORD_MANY, "tags to take away"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus untag @1 deep", NULL},
    .run = run_untag,
};

/* --- delete and restore ----------------------------------------------------------------------- */

#define HOW_BACK "; focus undo or focus restore takes it back"

typedef struct id_list {
    focus_id *ids; /* free() it */
    size_t count;
} id_list;

static bool is_in(const id_list *list, const focus_id *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(&list->ids[i], id, sizeof *id) == 0)
            return true;
    return false;
}

/* Every word resolved before anything changes: "@1 @2" are two sessions, whatever @1 becomes then. */
static int resolve_all(const cli *c, id_list *out)
{
    int exit_code = EXIT_DONE;
    focus_id id;
    *out = (id_list){mem_alloc(c->args.word_count * sizeof *out->ids), 0};
    for (size_t i = 0; i < c->args.word_count && exit_code == EXIT_DONE; i++) {
        exit_code = session_resolve(c, c->args.words[i], &id);
        if (exit_code == EXIT_DONE && !is_in(out, &id))
            out->ids[out->count++] = id;
    }
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
static int change_all(const cli *c, const id_list *list,
                      focus_status (*change)(const cli *c, const focus_id *id))
{
    if (focus_batch_begin(c->store) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    for (size_t i = 0; i < list->count; i++) {
        if (change(c, &list->ids[i]) != FOCUS_OK) {
            int exit_code = fail_store(c, NULL, NULL);
            (void)focus_batch_rollback(c->store);
            return exit_code;
        }
    }
    return focus_batch_commit(c->store) == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

static void ids_json(const char *kind, const id_list *list)
{
    char text[FOCUS_ID_TEXT_SIZE];
    json_writer w;
    json_document(&w, stdout, kind);
    json_array(&w, "ids");
    for (size_t i = 0; i < list->count; i++) {
        focus_id_format(&list->ids[i], text);
        json_string(&w, NULL, text);
    }
    json_array_end(&w);
    json_finish(&w);
}

static void say_one(const cli *c, const char *word, const focus_id *id, const char *after)
{
    const focus_session *s;
    if (focus_session_get(c->store, id, &s) != FOCUS_OK)
        return; /* gone already, as another program may have it: it was changed all the same */
    say_session(c, STYLE_YELLOW, word, s, after);
    focus_session_free(s);
}

static void print_ids(const cli *c, const char *kind, const char *word, const char *after,
                      const id_list *list)
{
    char text[FOCUS_ID_TEXT_SIZE];
    if (c->json) {
        ids_json(kind, list);
        return;
    }
    for (size_t i = 0; i < list->count && c->plain; i++) {
        focus_id_format(&list->ids[i], text);
        printf("%s\n", text);
    }
    if (list->count == 1)
        say_one(c, word, &list->ids[0], after);
    else
        render_done(c, STYLE_YELLOW, word, "%zu sessions%s", list->count, after);
}

static focus_status delete_match(const bulk *b, const focus_id *id)
{
    return focus_session_delete(b->c->store, id);
}

static void show_deleted(const bulk *b, const focus_session *const *before,
                         const focus_session *const *after, size_t count)
{
    (void)after;
    session_table(b->c, before, count, true);
}

static void write_deleted(const bulk *b, json_writer *w, const focus_session *before,
                          const focus_session *after)
{
    (void)after;
    json_session(w, b->c, NULL, before);
}

static int delete_matches(const cli *c)
{
    bulk b = {
        .c = c,
        .kind = "delete_all",
        .doing = "deleting",
        .done = "Deleted",
        .after = HOW_BACK,
        .filter = FOCUS_SESSION_FILTER_INIT,
        .change = delete_match,
        .show = show_deleted,
        .write = write_deleted,
    };
    int exit_code = session_read_filter(c, SIZE_MAX, &b.filter);
    return exit_code == EXIT_DONE ? bulk_run(&b) : exit_code;
}

static int delete_named(const cli *c)
{
    char question[80];
    id_list list;
    int exit_code = resolve_all(c, &list);
    (void)snprintf(question, sizeof question, "deleting %zu sessions", list.count);
    if (exit_code == EXIT_DONE && list.count > 1)
        exit_code = ask_dangerous(c, question);
    if (exit_code == EXIT_DONE)
        exit_code = change_all(c, &list, delete_one);
    if (exit_code == EXIT_DONE)
        print_ids(c, "deleted", "Deleted", HOW_BACK, &list);
    free(list.ids);
    return exit_code;
}

static int run_delete(cli *c)
{
    bool is_named = c->args.word_count > 0;
    if (is_named == session_has_filter(c))
        return fail_usage(c, "focus delete @1, or focus delete --tag TAG --dry-run",
                          is_named ? "an ID leaves no room for a filter"
                                   : "delete needs to know which: an ID, --tag, --since, ...");
    if (is_named && args_has(&c->args, "dry-run"))
        return fail_usage(c, "focus show", "--dry-run is for a filter");
    return is_named ? delete_named(c) : delete_matches(c);
}

static int run_restore(cli *c)
{
    id_list list;
    int exit_code = resolve_all(c, &list);
    if (exit_code == EXIT_DONE)
        exit_code = change_all(c, &list, restore_one);
    if (exit_code == EXIT_DONE)
        print_ids(c, "restored", "Restored", "", &list);
    free(list.ids);
    return exit_code;
}

const cli_verb VERB_DELETE = {
    .name = "delete",
    .group = "history",
    .summary = "take sessions out of history; focus restore brings them back",
    .words = (const args_word[]){{"ID", WORD_ANY, "its number in focus log, @ running, @1 latest"},
                                 WORDS_END},
    .flags =
        (const args_flag[]){FLAGS_FILTER,
                            {"dry-run", 0, FLAG_SWITCH, NULL, "only show which would be deleted"},
                            FLAGS_END},
    .open = OPEN_WRITE,
    .examples =
        (const char *const[]){"focus delete @1", "focus delete @1 @2 --yes",
                              "focus delete --tag office --until yesterday --dry-run", NULL},
    .run = run_delete,
};

const cli_verb VERB_RESTORE = {
    .name = "restore",
    .group = "history",
    .summary = "bring deleted sessions back, as they were",
    .words = (const args_word[]){{"ID", WORD_MANY, "as focus log --deleted shows them"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus restore 1", NULL},
    .run = run_restore,
};
