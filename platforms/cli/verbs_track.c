/*
 * verbs_track.c - the tracks of a library, in order.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "json.h"
#include "libraries.h"
#include "m3u.h"
#include "render.h"

#define WORD_LIBRARY                                                                               \
    {                                                                                              \
        "LIBRARY", WORD_REQUIRED, "its name or id"                                                 \
    }
#define WORD_TRACK                                                                                 \
    {                                                                                              \
        "TRACK", WORD_REQUIRED, "its place in the list, or its id"                                 \
    }

/* --- list ------------------------------------------------------------------------------------- */

static void json_track(json_writer *w, const cli *c, const focus_track *track)
{
    char text[RENDER_SIZE];
    focus_id_format(&track->id, text);
    json_string(w, "id", text);
    focus_id_format(&track->library, text);
    json_string(w, "library", text);
    json_string(w, "title", track->title);
    json_string(w, "url", track->url);
    json_int_or_null(w, "duration_s", track->duration_ms / 1000);
    json_string(w, "added_at", render_instant(c, track->added_at_ms, text));
}

static void tracks_json(const cli *c, const focus_track_list *list)
{
    json_writer w;
    json_document(&w, stdout, "tracks");
    json_array(&w, "items");
    for (size_t i = 0; i < list->count; i++) {
        json_object(&w, NULL);
        json_track(&w, c, list->items[i]);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_string(&w, "next_cursor", list->next_cursor[0] != '\0' ? list->next_cursor : NULL);
    json_int(&w, "total", list->total);
    json_finish(&w);
}

/* Places count from 1 on the first page; on later ones they are not known, and left out. */
static void track_rows(const cli *c, const focus_track *const *tracks, size_t count,
                       bool has_places)
{
    static const render_column COLUMNS[] = {
        {"NO", COLUMN_RIGHT, STYLE_DIM},
        {"TITLE", COLUMN_CUT, STYLE_BOLD},
        {"LENGTH", COLUMN_RIGHT, STYLE_NONE},
        {"URL", COLUMN_CUT, STYLE_DIM},
    };
    render_table t;
    char text[RENDER_SIZE];
    table_begin(&t, c, COLUMNS, 4);
    for (size_t i = 0; i < count; i++) {
        if (c->plain)
            focus_id_format(&tracks[i]->id, text);
        else
            (void)snprintf(text, sizeof text, "%zu", i + 1);
        table_cell(&t, c->plain || has_places ? text : "");
        table_cell(&t, tracks[i]->title);
        if (c->plain)
            (void)snprintf(text, sizeof text, "%" PRId64, tracks[i]->duration_ms / 1000);
        else
            (void)render_timer(tracks[i]->duration_ms, text);
        table_cell(&t, tracks[i]->duration_ms > 0 || c->plain ? text : "");
        table_cell(&t, tracks[i]->url);
    }
    table_end(&t, true);
}

static int run_list(cli *c)
{
    const focus_library *library;
    const focus_track_list *list = NULL;
    const char *cursor = args_value(&c->args, "cursor");
    int64_t limit = 100;
    int exit_code = flag_number(c, "limit", 1, 1000, &limit);
    if (exit_code == EXIT_DONE)
        exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_track_list_page(c->store, &library->id, (uint32_t)limit, cursor, &list) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    else if (c->json)
        tracks_json(c, list);
    else
        track_rows(c, list->items, list->count, cursor == NULL);
    if (exit_code == EXIT_DONE && !c->json && !c->plain)
        printf("%" PRId64 " track%s%s%s\n", list->total, list->total == 1 ? "" : "s",
               list->next_cursor[0] != '\0' ? "; more: add --cursor " : "", list->next_cursor);
    focus_track_list_free(list);
    focus_library_free(library);
    return exit_code;
}

static const cli_verb TRACK_LIST = {
    .name = "list",
    .summary = "the tracks of a library, in order",
    .words = (const args_word[]){WORD_LIBRARY, WORDS_END},
    .flags = (const args_flag[]){{"limit", 'n', FLAG_VALUE, "N", "so many to a page (100)"},
                                 {"cursor", 0, FLAG_VALUE, "C", "the next page"},
                                 FLAGS_END},
    .open = OPEN_READ,
    .notes = "plain: id title length_s url",
    .examples = (const char *const[]){"focus track list Rain", NULL},
    .run = run_list,
};

/* --- add, edit, move, remove ------------------------------------------------------------------ */

static int say_track(const cli *c, const focus_id *id, const char *word)
{
    const focus_track *track;
    json_writer w;
    if (focus_track_get(c->store, id, &track) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json) {
        json_document(&w, stdout, "track");
        json_track(&w, c, track);
        json_finish(&w);
    } else if (c->plain) {
        track_rows(c, &track, 1, false);
    } else {
        render_done(c, STYLE_GREEN, word, "track \"%s\"", track->title);
    }
    focus_track_free(track);
    return EXIT_DONE;
}

static int run_add(cli *c)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_library *library;
    focus_id id;
    int exit_code = flag_duration(c, "length", DURATION_ZERO, &input.duration_ms);
    if (exit_code == EXIT_DONE)
        exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code != EXIT_DONE)
        return exit_code;
    input.title = args_word_at(&c->args, 1);
    input.url = args_value(&c->args, "url");
    if (focus_track_add(c->store, &library->id, &input, &id) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    focus_library_free(library);
    return exit_code == EXIT_DONE ? say_track(c, &id, "Added") : exit_code;
}

/* LIBRARY and TRACK, the first two words. */
static int resolve_track(const cli *c, focus_id *out_library, focus_id *out_track)
{
    const focus_library *library;
    int exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code == EXIT_DONE) {
        *out_library = library->id;
        exit_code = track_resolve(c, out_library, args_word_at(&c->args, 1), out_track);
    }
    focus_library_free(library);
    return exit_code;
}

static int run_edit(cli *c)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_track *old;
    focus_id library;
    focus_id id;
    int exit_code = resolve_track(c, &library, &id);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_track_get(c->store, &id, &old) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    input.title = args_has(&c->args, "title") ? args_value(&c->args, "title") : old->title;
    input.url = args_has(&c->args, "url") ? args_value(&c->args, "url") : old->url;
    input.duration_ms = old->duration_ms;
    exit_code = flag_duration(c, "length", DURATION_ZERO, &input.duration_ms);
    if (exit_code == EXIT_DONE && focus_track_edit(c->store, &id, &input) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    focus_track_free(old);
    return exit_code == EXIT_DONE ? say_track(c, &id, "Edited") : exit_code;
}

static int run_move(cli *c)
{
    const char *before_word = args_value(&c->args, "before");
    focus_id library;
    focus_id id;
    focus_id before;
    int exit_code = resolve_track(c, &library, &id);
    if (exit_code == EXIT_DONE && before_word != NULL)
        exit_code = track_resolve(c, &library, before_word, &before);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_track_move(c->store, &id, before_word != NULL ? &before : NULL) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    return say_track(c, &id, "Moved");
}

static int run_remove(cli *c)
{
    focus_id library;
    focus_id id;
    char text[FOCUS_ID_TEXT_SIZE];
    json_writer w;
    int exit_code = resolve_track(c, &library, &id);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_track_delete(c->store, &id) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    focus_id_format(&id, text);
    if (c->json) {
        json_document(&w, stdout, "removed");
        json_string(&w, "id", text);
        json_finish(&w);
    }
    render_done(c, STYLE_YELLOW, "Removed", "track %s; focus undo brings it back",
                args_word_at(&c->args, 1));
    return EXIT_DONE;
}

static const cli_verb TRACK_ADD = {
    .name = "add",
    .summary = "append a track",
    .words = (const args_word[]){WORD_LIBRARY, {"TITLE", WORD_REQUIRED, "its title"}, WORDS_END},
    .flags = (const args_flag[]){{"url", 0, FLAG_VALUE, "URL", "where it is"},
                                 {"length", 0, FLAG_VALUE, "D", "how long it plays: 4m, 245s"},
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus track add Rain \"Roof\" --url file:///roof.ogg", NULL},
    .run = run_add,
};

static const cli_verb TRACK_EDIT = {
    .name = "edit",
    .summary = "change a track",
    .words = (const args_word[]){WORD_LIBRARY, WORD_TRACK, WORDS_END},
    .flags = (const args_flag[]){{"title", 0, FLAG_VALUE, "TEXT", "its title"},
                                 {"url", 0, FLAG_VALUE, "URL", "where it is"},
                                 {"length", 0, FLAG_VALUE, "D", "how long it plays"},
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus track edit Rain 1 --length 4m", NULL},
    .run = run_edit,
};

static const cli_verb TRACK_MOVE = {
    .name = "move",
    .summary = "put a track before another, or at the end",
    .words = (const args_word[]){WORD_LIBRARY, WORD_TRACK, WORDS_END},
    .flags = (const args_flag[]){{"before", 0, FLAG_VALUE, "TRACK", "the one that will follow it"},
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus track move Rain 2 --before 1", NULL},
    .run = run_move,
};

static const cli_verb TRACK_REMOVE = {
    .name = "remove",
    .summary = "remove a track; focus undo brings it back",
    .words = (const args_word[]){WORD_LIBRARY, WORD_TRACK, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus track remove Rain 1", NULL},
    .run = run_remove,
};

/* --- import ----------------------------------------------------------------------------------- */

static int read_playlist(const cli *c, const char *path, m3u_list *out)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *in = is_stdin || open_is_database(c, path) ? stdin : fopen(path, "rb");
    int exit_code = EXIT_DONE;
    memset(out, 0, sizeof *out);
    if (!is_stdin && in == stdin)
        return fail_input(c, NULL, "%.200s is the database itself", path);
    if (in == NULL)
        return fail_system(c, path, errno);
    if (!m3u_read(in, out))
        exit_code = fail_system(c, path, errno);
    else if (out->has_nul)
        exit_code = fail_input(c, NULL, "%.200s is no UTF-8 text: there is a NUL byte", path);
    else if (out->count == 0)
        exit_code = fail_input(c, NULL, "%.200s names no track", path);
    if (!is_stdin)
        (void)fclose(in);
    return exit_code;
}

static int add_all(const cli *c, const m3u_list *list)
{
    const focus_library *library;
    json_writer w;
    int exit_code = library_resolve(c, args_word_at(&c->args, 0), &library);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_track_add_many(c->store, &library->id, list->tracks, list->count) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    else if (c->json) {
        json_document(&w, stdout, "track_import");
        json_string(&w, "library", library->name);
        json_int(&w, "added", (int64_t)list->count);
        json_finish(&w);
    } else {
        render_done(c, STYLE_GREEN, "Added", "%zu track%s to \"%s\"", list->count,
                    list->count == 1 ? "" : "s", library->name);
    }
    focus_library_free(library);
    return exit_code;
}

static int run_import(cli *c)
{
    m3u_list list;
    int exit_code = read_playlist(c, args_word_at(&c->args, 1), &list);
    if (exit_code == EXIT_DONE)
        exit_code = add_all(c, &list);
    m3u_free(&list);
    return exit_code;
}

static const cli_verb TRACK_IMPORT = {
    .name = "import",
    .summary = "append the tracks of a playlist, all or none",
    .words = (const args_word[]){WORD_LIBRARY,
                                 {"M3U", WORD_REQUIRED, "the playlist, - for stdin"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus track import Rain rain.m3u", NULL},
    .run = run_import,
};

const cli_verb VERB_TRACK = {
    .name = "track",
    .group = "music",
    .summary = "the tracks of a library",
    .subs = (const cli_verb *const[]){&TRACK_LIST, &TRACK_ADD, &TRACK_MOVE, &TRACK_EDIT,
                                      &TRACK_REMOVE, &TRACK_IMPORT, NULL},
    .examples = (const char *const[]){"focus track list Rain", NULL},
};
