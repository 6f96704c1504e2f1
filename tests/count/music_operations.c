/*
 * music_operations.c - libraries and their tracks.
 */
#include "count.h"

/* --- libraries -------------------------------------------------------------------------------- */

static void name_library(subject *s)
{
    write_key(s, "library");
}

static void do_library_create(subject *s)
{
    check(s, focus_library_create(s->store, s->text, "music to rest by", NULL));
}

static void find_one(subject *s)
{
    if (s->round == 0)
        find_library(s);
}

static void do_library_get(subject *s)
{
    const focus_library *library = NULL;

    check(s, focus_library_get(s->store, &s->id, &library));
    focus_library_free(library);
}

static void do_library_find(subject *s)
{
    const focus_library *library = NULL;

    check(s, focus_library_find(s->store, "Library 2", &library));
    focus_library_free(library);
}

static void do_library_list(subject *s)
{
    const focus_library_list *page = NULL;

    check(s, focus_library_list_page(s->store, 0, NULL, &page));
    focus_library_list_free(page);
}

static void find_and_name(subject *s)
{
    find_one(s);
    name_library(s);
}

static void do_library_rename(subject *s)
{
    check(s, focus_library_rename(s->store, &s->id, s->text));
}

static void do_library_favorite(subject *s)
{
    check(s, focus_library_set_favorite(s->store, &s->id, (s->round + 1) % 2));
}

/* --- tracks ----------------------------------------------------------------------------------- */

static focus_track_input rain(void)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "Rain on leaves";
    input.url = "https://music.example/leaves";
    input.duration_ms = 4 * MINUTE_MS;
    return input;
}

static void do_track_add(subject *s)
{
    const focus_track_input input = rain();

    check(s, focus_track_add(s->store, &s->id, &input, NULL));
}

static void do_track_add_many(subject *s)
{
    focus_track_input inputs[TRACKS];

    for (int i = 0; i < TRACKS; i++)
        inputs[i] = rain();
    check(s, focus_track_add_many(s->store, &s->id, inputs, TRACKS));
}

static void make_full_library(subject *s)
{
    name_library(s);
    check(s, focus_library_create(s->store, s->text, NULL, &s->id));
    do_track_add_many(s);
}

static void do_library_delete(subject *s)
{
    check(s, focus_library_delete(s->store, &s->id));
}

/* s->id is the tenth track of a library, s->other_id the second. */
static void find_tracks(subject *s)
{
    const focus_track_list *page = NULL;

    find_library(s);
    check(s, focus_track_list_page(s->store, &s->id, 10, NULL, &page));
    s->id = page->items[9]->id;
    s->other_id = page->items[1]->id;
    focus_track_list_free(page);
}

static void do_track_get(subject *s)
{
    const focus_track *track = NULL;

    check(s, focus_track_get(s->store, &s->id, &track));
    focus_track_free(track);
}

static void do_track_edit(subject *s)
{
    focus_track_input input = rain();

    input.duration_ms += s->round;
    check(s, focus_track_edit(s->store, &s->id, &input));
}

static void do_track_move(subject *s)
{
    check(s, focus_track_move(s->store, &s->id, &s->other_id));
}

static void do_track_delete(subject *s)
{
    check(s, focus_track_delete(s->store, &s->id));
}

static void do_track_list(subject *s)
{
    const focus_track_list *page = NULL;

    check(s, focus_track_list_page(s->store, &s->id, 0, NULL, &page));
    focus_track_list_free(page);
}

static const operation items[] = {
    {"library_create", name_library, do_library_create, 0},
    {"library_get", find_one, do_library_get, 0},
    {"library_find", NULL, do_library_find, 0},
    {"library_list", NULL, do_library_list, 0},
    {"library_rename", find_and_name, do_library_rename, 0},
    {"library_set_favorite", find_one, do_library_favorite, 0},
    {"library_delete_100", make_full_library, do_library_delete, 3},
    {"track_add", find_one, do_track_add, 0},
    {"track_add_many_100", find_one, do_track_add_many, 3},
    {"track_get", find_tracks, do_track_get, 0},
    {"track_edit", find_tracks, do_track_edit, 0},
    {"track_move", find_tracks, do_track_move, 0},
    {"track_delete", find_tracks, do_track_delete, 0},
    {"track_list_100", find_one, do_track_list, 3},
};

const operations music_operations = OPERATIONS(items);
