/*
 * verbs_user.c - the people who share one file. Whom a command acts for is --user's to say.
 */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "render.h"

static void json_user(json_writer *w, const cli *c, const focus_user *user)
{
    char text[RENDER_SIZE];
    focus_id_format(&user->id, text);
    json_string(w, "id", text);
    json_string(w, "name", user->name);
    json_bool(w, "selected", user->is_selected != 0);
    json_string(w, "created_at", render_instant(c, user->created_at_ms, text));
}

static void users_json(const cli *c, const focus_user_list *list)
{
    json_writer w;
    json_document(&w, stdout, "users");
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        json_object(&w, NULL);
        json_user(&w, c, list->items[i]);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_int(&w, "total", (int64_t)list->count);
    json_finish(&w);
}

static void user_rows(const cli *c, const focus_user *const *users, size_t count)
{
    static const render_column COLUMNS[] = {
        {"", 0, STYLE_GREEN}, {"NAME", COLUMN_CUT, STYLE_BOLD}, {"SINCE", 0, STYLE_DIM}};
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 3);
    for (size_t i = 0; i < count; i++) {
        focus_id_format(&users[i]->id, text);
        table_cell(&t, c->plain ? text : users[i]->is_selected != 0 ? "*" : "");
        table_cell(&t, users[i]->name);
        (void)render_instant(c, users[i]->created_at_ms, text);
        text[c->plain ? strlen(text) : 10] = '\0';
        table_cell(&t, text);
    }
    table_end(&t, true);
}

static int run_list(cli *c)
{
    const focus_user_list *list;
    if (focus_user_list_all(c->store, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        users_json(c, list);
    else
        user_rows(c, list->items, list->count);
    focus_user_list_free(list);
    return EXIT_DONE;
}

/* `list` keeps the user that is found, NULL where there is none; free it. */
static int resolve(const cli *c, const char *name, const focus_user_list **list,
                   const focus_user **out_user)
{
    char piece[TEXT_EXCERPT_SIZE];
    char message[128];
    *out_user = NULL;
    if (focus_user_list_all(c->store, list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    for (size_t i = 0; i < (*list)->count; i++)
        if (strcmp((*list)->items[i]->name, name) == 0)
            *out_user = (*list)->items[i];
    if (*out_user != NULL)
        return EXIT_DONE;
    (void)snprintf(message, sizeof message, "there is no user \"%s\"", text_excerpt(name, piece));
    return fail_report(c, EXIT_NOT_FOUND, "not_found", message, "focus user list");
}

static int say_user(const cli *c, render_style style, const char *word, const focus_id *id,
                    const char *name)
{
    char text[FOCUS_ID_TEXT_SIZE];
    json_writer w;
    focus_id_format(id, text);
    if (c->json) {
        json_document(&w, stdout, "user");
        json_string(&w, "id", text);
        json_string(&w, "name", name);
        json_finish(&w);
    } else if (c->plain) {
        printf("%s\t", text);
        text_print(stdout, name);
        (void)fputc('\n', stdout);
    }
    render_done(c, style, word, "user \"%s\"", name);
    return EXIT_DONE;
}

static int run_add(cli *c)
{
    const char *name = args_word_at(&c->args, 0);
    focus_id id;
    if (focus_user_create(c->store, name, &id) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_user(c, STYLE_GREEN, "Added", &id, name);
}

static int run_rename(cli *c)
{
    const focus_user_list *list = NULL;
    const focus_user *user;
    const char *name = args_word_at(&c->args, 1);
    int exit_code = resolve(c, args_word_at(&c->args, 0), &list, &user);
    if (user != NULL)
        exit_code = focus_user_rename(c->store, &user->id, name) == FOCUS_OK
                        ? say_user(c, STYLE_GREEN, "Renamed", &user->id, name)
                        : fail_store(c, NULL, NULL);
    focus_user_list_free(list);
    return exit_code;
}

static int remove_user(const cli *c, const focus_user *user)
{
    char question[160];
    char piece[TEXT_EXCERPT_SIZE];
    focus_status status;
    int exit_code;
    (void)snprintf(question, sizeof question, "removing user \"%s\" with the whole history",
                   text_excerpt(user->name, piece));
    exit_code = ask_dangerous(c, question);
    if (exit_code != EXIT_DONE)
        return exit_code;
    status = focus_user_delete(c->store, &user->id);
    if (status == FOCUS_E_STATE)
        return fail_store(c, "state.selected_user", "focus --user OTHER user remove NAME");
    if (status != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_user(c, STYLE_YELLOW, "Removed", &user->id, user->name);
}

static int run_remove(cli *c)
{
    const focus_user_list *list = NULL;
    const focus_user *user;
    int exit_code = resolve(c, args_word_at(&c->args, 0), &list, &user);
    if (user != NULL)
        exit_code = remove_user(c, user);
    focus_user_list_free(list);
    return exit_code;
}

static const cli_verb USER_LIST = {
    .name = "list",
    .summary = "all users; * is the one acted for",
    .open = OPEN_READ,
    .notes = "plain: id name since",
    .examples = (const char *const[]){"focus user list", NULL},
    .run = run_list,
};

static const cli_verb USER_ADD = {
    .name = "add",
    .summary = "add a user to the file",
    .words = (const args_word[]){{"NAME", WORD_REQUIRED, "1 to 100 characters"}, WORDS_END},
    .open = OPEN_CREATE,
    .examples = (const char *const[]){"focus user add ann", "focus --user ann start", NULL},
    .run = run_add,
};

static const cli_verb USER_RENAME = {
    .name = "rename",
    .summary = "give a user another name",
    .words = (const args_word[]){{"USER", WORD_REQUIRED, "the name now"},
                                 {"NAME", WORD_REQUIRED, "the new one"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus user rename ann anna", NULL},
    .run = run_rename,
};

static const cli_verb USER_REMOVE = {
    .name = "remove",
    .summary = "remove a user and the whole history, for good",
    .words = (const args_word[]){{"USER", WORD_REQUIRED, "the name"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus user remove anna --yes", NULL},
    .run = run_remove,
};

const cli_verb VERB_USER = {
    .name = "user",
    .group = "care",
    .summary = "people who share the file; --user or FOCUS_USER picks one",
    .subs = (const cli_verb *const[]){&USER_LIST, &USER_ADD, &USER_RENAME, &USER_REMOVE, NULL},
    .open = OPEN_READ,
    .examples = (const char *const[]){"focus user list", NULL},
    .run = run_list,
};
