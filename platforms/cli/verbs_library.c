/*
 * verbs_library.c - libraries of focus music.
 */
#include <inttypes.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "libraries.h"
#include "render.h"

#define WORD_LIBRARY                                                                               \
    {                                                                                              \
        "LIBRARY", WORD_REQUIRED, "its name or id"                                                 \
    }

/* --- list ------------------------------------------------------------------------------------- */

static void json_library(json_writer *w, const cli *c, const focus_library *library)
{
    char text[RENDER_SIZE];
    focus_id_format(&library->id, text);
    json_string(w, "id", text);
    json_string(w, "name", library->name);
    json_string(w, "description", library->description);
    json_bool(w, "favorite", library->is_favorite != 0);
    json_int(w, "tracks", library->tracks_count);
    json_string(w, "created_at", render_instant(c, library->created_at_ms, text));
    json_string(w, "updated_at", render_instant(c, library->updated_at_ms, text));
}

static void libraries_json(const cli *c, const focus_library_list *list)
{
    json_writer w;
    json_document(&w, stdout, "libraries");
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        json_object(&w, NULL);
        json_library(&w, c, list->items[i]);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_string(&w, "next_cursor", list->next_cursor[0] != '\0' ? list->next_cursor : NULL);
    json_int(&w, "total", list->total);
    json_finish(&w);
}

static void library_rows(const cli *c, const focus_library *const *libraries, size_t count)
{
    static const render_column COLUMNS[] = {
        {"", 0, STYLE_YELLOW},
        {"NAME", COLUMN_CUT, STYLE_BOLD},
        {"TRACKS", COLUMN_RIGHT, STYLE_NONE},
        {"DESCRIPTION", COLUMN_CUT, STYLE_DIM},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 4);
    for (size_t i = 0; i < count; i++) {
        focus_id_format(&libraries[i]->id, text);
        table_cell(&t, c->plain                         ? text
                       : libraries[i]->is_favorite != 0 ? render_glyph_text(c, GLYPH_STAR)
                                                        : "");
        table_cell(&t, libraries[i]->name);
        table_int(&t, libraries[i]->tracks_count);
        table_cell(&t, libraries[i]->description);
    }
    table_end(&t, true);
}

/* JSON or the plain row of one library; true when it was printed. */
static bool library_data(const cli *c, const focus_library *library)
{
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, "library");
        json_library(&w, c, library);
        json_finish(&w);
    } else if (c->plain) {
        library_rows(c, &library, 1);
    }
    return c->json || c->plain;
}

static int run_list(cli *c)
{
    const focus_library_list *list;
    int64_t limit = 100;
    int exit_code = flag_number(c, "limit", 1, 1000, &limit);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_library_list_page(c->store, (uint32_t)limit, args_value(&c->args, "cursor"), &list) !=
        FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        libraries_json(c, list);
    else
        library_rows(c, list->items, list->count);
    if (!c->json && !c->plain) {
        printf("%" PRId64 " librar%s", list->total, list->total == 1 ? "y" : "ies");
        printf("%s%s\n", list->next_cursor[0] != '\0' ? "; more: add --cursor " : "",
               list->next_cursor);
    }
    focus_library_list_free(list);
    return EXIT_DONE;
}

static const cli_verb LIBRARY_LIST = {
    .name = "list",
    .summary = "all libraries",
    .flags = (const args_flag[]){{"limit", 'n', FLAG_VALUE, "N", "so many to a page (100)"},
                                 {"cursor", 0, FLAG_VALUE, "C", "the next page"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .notes = "plain: id name tracks description",
    .examples = (const char *const[]){"focus library list", NULL},
    .run = run_list,
};

/* --- add, rename, remove, favorite ------------------------------------------------------------ */

/* After a change: the library as it is now. */
static int say_library(const cli *c, const focus_id *id, const char *word)
{
    const focus_library *library;
    if (focus_library_get(c->store, id, &library) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (!library_data(c, library))
        render_done(c, STYLE_GREEN, word, "library \"%s\"", library->name);
    focus_library_free(library);
    return EXIT_DONE;
}

static int run_add(cli *c)
{
    focus_id id;
    if (focus_library_create(c->store, args_word_at(&c->args, 0),
                             args_value(&c->args, "description"), &id) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_library(c, &id, "Added");
}

static int run_rename(cli *c)
{
    const focus_library *library;
    focus_id id;
    int exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code != EXIT_DONE)
        return exit_code;
    id = library->id;
    focus_library_free(library);
    if (focus_library_rename(c->store, &id, args_word_at(&c->args, 1)) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_library(c, &id, "Renamed");
}

static int run_favorite(cli *c)
{
    const focus_library *library;
    focus_id id;
    bool off = args_has(&c->args, "off");
    int exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code != EXIT_DONE)
        return exit_code;
    id = library->id;
    focus_library_free(library);
    if (focus_library_set_favorite(c->store, &id, off ? 0 : 1) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_library(c, &id, off ? "No favourite any more:" : "Favourite:");
}

static int remove_library(const cli *c, const focus_library *library)
{
    char question[160];
    char piece[TEXT_EXCERPT_SIZE];
    int exit_code;
    (void)snprintf(question, sizeof question, "removing library \"%s\" with %" PRId64 " tracks",
                   text_excerpt(library->name, piece), library->tracks_count);
    exit_code = ask_dangerous(c, question);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_library_delete(c->store, &library->id) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (!library_data(c, library))
        render_done(c, STYLE_YELLOW, "Removed",
                    "library \"%s\" with %" PRId64 " tracks; focus undo brings it back",
                    library->name, library->tracks_count);
    return EXIT_DONE;
}

static int run_remove(cli *c)
{
    const focus_library *library;
    int exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code == EXIT_DONE)
        exit_code = remove_library(c, library);
    focus_library_free(library);
    return exit_code;
}

static const cli_verb LIBRARY_ADD = {
    .name = "add",
    .summary = "make a library",
    .words = (const args_word[]){{"NAME", WORD_REQUIRED, "what to call it"}, WORDS_END},
    .flags =
        (const args_flag[]){{"description", 0, FLAG_VALUE, "TEXT", "what is in it"}, FLAGS_END},
    .open = OPEN_CREATE,
    .examples = (const char *const[]){"focus library add Rain --description \"no words\"", NULL},
    .run = run_add,
};

static const cli_verb LIBRARY_RENAME = {
    .name = "rename",
    .summary = "give a library another name",
    .words = (const args_word[]){WORD_LIBRARY, {"NAME", WORD_REQUIRED, "its new name"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus library rename Rain \"Heavy rain\"", NULL},
    .run = run_rename,
};

static const cli_verb LIBRARY_REMOVE = {
    .name = "remove",
    .summary = "remove it with its tracks; focus undo takes it back",
    .words = (const args_word[]){WORD_LIBRARY, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus library remove Rain --yes", NULL},
    .run = run_remove,
};

static const cli_verb LIBRARY_FAVORITE = {
    .name = "favorite",
    .summary = "mark a library as favourite",
    .words = (const args_word[]){WORD_LIBRARY, WORDS_END},
    .flags = (const args_flag[]){{"off", 0, FLAG_SWITCH, NULL, "take the mark away"}, FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus library favorite Rain", NULL},
    .run = run_favorite,
};

const cli_verb VERB_LIBRARY = {
    .name = "library",
    .group = "music",
    .summary = "libraries of focus music",
    .subs = (const cli_verb *const[]){&LIBRARY_LIST, &LIBRARY_ADD, &LIBRARY_RENAME, &LIBRARY_REMOVE,
                                      &LIBRARY_FAVORITE, NULL},
    .open = OPEN_EMPTY,
    .examples = (const char *const[]){"focus library add Rain", "focus library list", NULL},
    .run = run_list,
};
