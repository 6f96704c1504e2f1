/*
 * verbs_labels.c - tags and projects as a whole: how much each is used, other names, two made one.
 */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "render.h"
#include "session_json.h"
#include "tags.h"

/* What the verbs tags and projects differ in. */
typedef struct label_verb {
    const char *many; /* "tags" */
    const char *one;
    focus_status (*list)(focus_store *store, const focus_label_list **out_list);
    focus_status (*rename)(focus_store *store, const char *name, const char *new_name,
                           int64_t *out_count);
    focus_status (*merge)(focus_store *store, const char *name, const char *into,
                          int64_t *out_count);
    bool is_tag;
} label_verb;

static const label_verb TAGS = {.many = "tags",
                                .one = "tag",
                                .list = focus_tag_list_all,
                                .rename = focus_tag_rename,
                                .merge = focus_tag_merge,
                                .is_tag = true};
static const label_verb PROJECTS = {.many = "projects",
                                    .one = "project",
                                    .list = focus_project_list_all,
                                    .rename = focus_project_rename,
                                    .merge = focus_project_merge};

/* --- the list --------------------------------------------------------------------------------- */

static void labels_json(const label_verb *kind, const focus_label_list *list)
{
    json_writer w;
    json_document(&w, stdout, kind->many);
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        const focus_label *label = list->items[i];
        json_object(&w, NULL);
        json_string(&w, "name", label->name);
        json_int(&w, "sessions", label->sessions);
        json_int(&w, "focus_s", label->active_ms / 1000);
        json_day(&w, "last_day", label->last_day);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_finish(&w);
}

static void labels_table(const cli *c, const label_verb *kind, const focus_label_list *list)
{
    const render_column columns[] = {
        {kind->is_tag ? "TAG" : "PROJECT", COLUMN_CUT, STYLE_BOLD},
        {"SESSIONS", COLUMN_RIGHT, STYLE_NONE},
        {"FOCUS", COLUMN_RIGHT, STYLE_NONE},
        {"LAST USED", 0, STYLE_NONE},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < list->count; i++) {
        const focus_label *label = list->items[i];
        table_cell(&t, label->name);
        table_int(&t, label->sessions);
        if (c->plain)
            table_int(&t, label->active_ms / 1000);
        else
            table_cell(&t, render_length(label->active_ms, text));
        table_cell(&t, render_day(label->last_day, text));
    }
    table_end(&t, true);
}

static int list_labels(const cli *c, const label_verb *kind)
{
    const focus_label_list *list;
    if (kind->list(c->store, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        labels_json(kind, list);
    else if (list->count > 0 || c->plain)
        labels_table(c, kind, list);
    else
        printf("no session has a %s\n", kind->one);
    focus_label_list_free(list);
    return EXIT_DONE;
}

/* --- another name ----------------------------------------------------------------------------- */

static const char *name_word(const cli *c, const label_verb *kind, size_t at)
{
    const char *word = args_word_at(&c->args, at);
    return kind->is_tag ? tags_bare(word) : word;
}

static int fail_label(const cli *c, const label_verb *kind, focus_status status)
{
    char hint[64];
    (void)snprintf(hint, sizeof hint,
                   status == FOCUS_E_EXISTS ? "focus %s merge makes one of two" : "focus %s",
                   kind->many);
    return fail_store(c, NULL,
                      status == FOCUS_E_EXISTS || status == FOCUS_E_NOT_FOUND ? hint : NULL);
}

static void say_relabelled(const cli *c, const label_verb *kind, bool is_merge, int64_t count)
{
    const char *word = is_merge ? "Merged" : "Renamed";
    const char *mark = kind->is_tag ? "+" : "";
    char from[TEXT_EXCERPT_SIZE];
    char to[TEXT_EXCERPT_SIZE];
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, is_merge ? "merged" : "renamed");
        json_string(&w, "what", kind->one);
        json_string(&w, "from", name_word(c, kind, 0));
        json_string(&w, "to", name_word(c, kind, 1));
        json_int(&w, "sessions", count);
        json_finish(&w);
        return;
    }
    render_done(c, STYLE_GREEN, word, "%s%s %s %s%s in %" PRId64 " session%s", mark,
                text_excerpt(name_word(c, kind, 0), from), render_glyph_text(c, GLYPH_ARROW), mark,
                text_excerpt(name_word(c, kind, 1), to), count, count == 1 ? "" : "s");
}

static int rename_label(const cli *c, const label_verb *kind)
{
    int64_t count;
    focus_status status =
        kind->rename(c->store, name_word(c, kind, 0), name_word(c, kind, 1), &count);
    if (status != FOCUS_OK)
        return fail_label(c, kind, status);
    say_relabelled(c, kind, false, count);
    return EXIT_DONE;
}

static int merge_label(const cli *c, const label_verb *kind)
{
    int64_t count;
    focus_status status =
        kind->merge(c->store, name_word(c, kind, 0), name_word(c, kind, 1), &count);
    if (status != FOCUS_OK)
        return fail_label(c, kind, status);
    say_relabelled(c, kind, true, count);
    return EXIT_DONE;
}

/* --- the verbs -------------------------------------------------------------------------------- */

static int run_tags(cli *c)
{
    return list_labels(c, &TAGS);
}

static int run_tags_rename(cli *c)
{
    return rename_label(c, &TAGS);
}

static int run_tags_merge(cli *c)
{
    return merge_label(c, &TAGS);
}

static int run_projects(cli *c)
{
    return list_labels(c, &PROJECTS);
}

static int run_projects_rename(cli *c)
{
    return rename_label(c, &PROJECTS);
}

static int run_projects_merge(cli *c)
{
    return merge_label(c, &PROJECTS);
}

#define LIST_NOTES "plain: name sessions focus_s last_day"

static const cli_verb TAGS_LIST = {
    .name = "list",
    .summary = "the tags in use",
    .open = OPEN_EMPTY,
    .notes = LIST_NOTES,
    .examples = (const char *const[]){"focus tags list --json", NULL},
    .run = run_tags,
};

static const cli_verb TAGS_RENAME = {
    .name = "rename",
    .summary = "give a tag another name, in every session that has it",
    .words = (const args_word[]){{"TAG", WORD_REQUIRED, "as it is"},
                                 {"NAME", WORD_REQUIRED, "one that is not in use"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus tags rename deep deep-work", NULL},
    .run = run_tags_rename,
};

static const cli_verb TAGS_MERGE = {
    .name = "merge",
    .summary = "make one tag of two",
    .words = (const args_word[]){{"TAG", WORD_REQUIRED, "the one that goes"},
                                 {"INTO", WORD_REQUIRED, "the one that stays"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus tags merge deep office", NULL},
    .run = run_tags_merge,
};

const cli_verb VERB_TAGS = {
    .name = "tags",
    .group = "history",
    .summary = "the tags in use; rename and merge them",
    .subs = (const cli_verb *const[]){&TAGS_LIST, &TAGS_RENAME, &TAGS_MERGE, NULL},
    .open = OPEN_EMPTY,
    .notes = LIST_NOTES,
    .examples = (const char *const[]){"focus tags", NULL},
    .run = run_tags,
};

static const cli_verb PROJECTS_LIST = {
    .name = "list",
    .summary = "the projects in use",
    .open = OPEN_EMPTY,
    .notes = LIST_NOTES,
    .examples = (const char *const[]){"focus projects list --json", NULL},
    .run = run_projects,
};

static const cli_verb PROJECTS_RENAME = {
    .name = "rename",
    .summary = "give a project another name, in every session of it",
    .words = (const args_word[]){{"PROJECT", WORD_REQUIRED, "as it is"},
                                 {"NAME", WORD_REQUIRED, "one that is not in use"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus projects rename Thesis \"PhD thesis\"", NULL},
    .run = run_projects_rename,
};

static const cli_verb PROJECTS_MERGE = {
    .name = "merge",
    .summary = "make one project of two",
    .words = (const args_word[]){{"PROJECT", WORD_REQUIRED, "the one that goes"},
                                 {"INTO", WORD_REQUIRED, "the one that stays"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus projects merge Thesis Writing", NULL},
    .run = run_projects_merge,
};

const cli_verb VERB_PROJECTS = {
    .name = "projects",
    .group = "history",
    .summary = "the projects in use; rename and merge them",
    .subs = (const cli_verb *const[]){&PROJECTS_LIST, &PROJECTS_RENAME, &PROJECTS_MERGE, NULL},
    .open = OPEN_EMPTY,
    .notes = LIST_NOTES,
    .examples = (const char *const[]){"focus projects", NULL},
    .run = run_projects,
};
