/*
 * test_track.c - tracks of a library: their order, against an array that is moved along with them,
 * and the count kept beside them.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { TRACKS_MAX = 200 };

/* A library and, in order, the tracks it must have. */
typedef struct shelf {
    focus_id library;
    focus_id tracks[TRACKS_MAX];
    size_t count;
    uint64_t random;
} shelf;

static uint32_t next_random(shelf *s, uint32_t below)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return (uint32_t)((s->random >> 16) % below);
}

static void assert_shelf(focus_store *store, const shelf *s)
{
    const focus_track_list *list = NULL;
    const focus_library *library = NULL;

    assert_ok(store, focus_track_list_page(store, &s->library, 1000, NULL, &list));
    assert_int_equal(list->total, s->count);
    assert_int_equal(list->count, s->count);
    for (size_t i = 0; i < s->count; i++)
        assert_memory_equal(&list->items[i]->id, &s->tracks[i], sizeof(focus_id));
    focus_track_list_free(list);
    assert_ok(store, focus_library_get(store, &s->library, &library));
    assert_int_equal(library->tracks_count, s->count);
    focus_library_free(library);
}

static void add_one(focus_store *store, shelf *s)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    char title[32];

    assert_true(s->count < TRACKS_MAX);
    (void)snprintf(title, sizeof(title), "track %zu", s->count);
    input.title = title;
    assert_ok(store, focus_track_add(store, &s->library, &input, &s->tracks[s->count++]));
}

static shelf new_shelf(focus_store *store, const char *name, size_t count)
{
    shelf s = {.random = 88172645463325252u};

    assert_ok(store, focus_library_create(store, name, NULL, &s.library));
    while (s.count < count)
        add_one(store, &s);
    return s;
}

/* `to` is the place it stands before; count: the end. */
static void move_in_array(shelf *s, size_t from, size_t to)
{
    focus_id id = s->tracks[from];
    size_t place = to > from ? to - 1 : to;

    memmove(&s->tracks[from], &s->tracks[from + 1], (s->count - from - 1) * sizeof(id));
    memmove(&s->tracks[place + 1], &s->tracks[place], (s->count - 1 - place) * sizeof(id));
    s->tracks[place] = id;
}

static void move(focus_store *store, shelf *s, size_t from, size_t to)
{
    if (from == to) {
        assert_ok(store, focus_track_move(store, &s->tracks[from], &s->tracks[to]));
        return;
    }
    assert_ok(store,
              focus_track_move(store, &s->tracks[from], to < s->count ? &s->tracks[to] : NULL));
    move_in_array(s, from, to);
}

static void delete_at(focus_store *store, shelf *s, size_t at)
{
    assert_ok(store, focus_track_delete(store, &s->tracks[at]));
    s->count--;
    memmove(&s->tracks[at], &s->tracks[at + 1], (s->count - at) * sizeof(focus_id));
}

/* --- adding ----------------------------------------------------------------------------------- */

static void a_track_is_appended_with_all_it_was_given(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 2);
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_track *track = NULL;

    pass(f, 1000);
    input.title = "On the roof";
    input.url = "file:///music/roof.ogg";
    input.duration_ms = 185000;
    assert_ok(f->store, focus_track_add(f->store, &s.library, &input, &s.tracks[s.count++]));
    assert_int_equal(focus_last_change(f->store) & (FOCUS_CHANGED_TRACKS | FOCUS_CHANGED_SESSIONS),
                     FOCUS_CHANGED_TRACKS);
    assert_ok(f->store, focus_track_get(f->store, &s.tracks[2], &track));
    assert_string_equal(track->title, "On the roof");
    assert_string_equal(track->url, "file:///music/roof.ogg");
    assert_int_equal(track->duration_ms, 185000);
    assert_int_equal(track->added_at_ms, MONDAY_9_MS + 1000);
    assert_memory_equal(&track->library, &s.library, sizeof(focus_id));
    focus_track_free(track);
    assert_ok(f->store, focus_track_get(f->store, &s.tracks[0], &track));
    assert_null(track->url);
    assert_int_equal(track->duration_ms, 0);
    focus_track_free(track);
    assert_shelf(f->store, &s);
}

static void many_are_added_all_or_none(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 3);
    focus_track_input inputs[50];
    const focus_track_list *list = NULL;

    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = i % 2 == 0 ? "even" : "odd";
        inputs[i].duration_ms = (int64_t)i;
    }
    inputs[49].title = "";
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_track_add_many(f->store, &s.library, inputs, COUNT_OF(inputs)));
    assert_int_equal(focus_last_change(f->store), 0);
    assert_shelf(f->store, &s);
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_track_add_many(f->store, &s.library, inputs, COUNT_OF(inputs)));
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_shelf(f->store, &s);
    inputs[49].title = "odd";
    assert_ok(f->store, focus_track_add_many(f->store, &s.library, inputs, COUNT_OF(inputs)));
    assert_ok(f->store, focus_track_list_page(f->store, &s.library, 1000, NULL, &list));
    assert_int_equal(list->total, 53);
    assert_memory_equal(&list->items[2]->id, &s.tracks[2], sizeof(focus_id));
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        assert_string_equal(list->items[3 + i]->title, inputs[i].title);
        assert_int_equal(list->items[3 + i]->duration_ms, i);
    }
    focus_track_list_free(list);
    assert_ok(f->store, focus_track_add_many(f->store, &s.library, NULL, 0));
}

static void a_track_that_is_not_well_formed_is_refused(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 1);
    static char long_text[FOCUS_TITLE_MAX + 2];
    const struct {
        const char *title, *url;
        int64_t duration_ms;
    } cases[] = {
        {NULL, NULL, 0},    {"", NULL, 0},        {"a\nb", NULL, 0},      {"\xff", NULL, 0},
        {"t", "a\tb", 0},   {"t", "\xc3\x28", 0}, {"t", NULL, -1},        {"t", NULL, INT64_MIN},
        {long_text, "", 0}, {"t", long_text, 0},  {"t", NULL, INT64_MAX},
    };

    memset(long_text, 'x', sizeof(long_text) - 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_track_input input = FOCUS_TRACK_INPUT_INIT;
        focus_id id = s.library;
        const focus_id zero = {{0}};
        input.title = cases[i].title;
        input.url = cases[i].url;
        input.duration_ms = cases[i].duration_ms;
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_track_add(f->store, &s.library, &input, &id));
        assert_memory_equal(&id, &zero, sizeof(id));
        assert_status(f->store, FOCUS_E_INVALID, focus_track_edit(f->store, &s.tracks[0], &input));
    }
    assert_shelf(f->store, &s);
}

/* --- changing --------------------------------------------------------------------------------- */

static void an_edit_replaces_title_url_and_duration(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 3);
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_track *track = NULL;

    input.title = "new";
    input.url = "u";
    input.duration_ms = 5;
    assert_ok(f->store, focus_track_edit(f->store, &s.tracks[1], &input));
    assert_ok(f->store, focus_track_get(f->store, &s.tracks[1], &track));
    assert_string_equal(track->title, "new");
    assert_string_equal(track->url, "u");
    assert_int_equal(track->duration_ms, 5);
    focus_track_free(track);
    input.url = NULL;
    input.duration_ms = 0;
    assert_ok(f->store, focus_track_edit(f->store, &s.tracks[1], &input));
    assert_ok(f->store, focus_track_get(f->store, &s.tracks[1], &track));
    assert_null(track->url);
    assert_int_equal(track->duration_ms, 0);
    focus_track_free(track);
    assert_shelf(f->store, &s);
}

static void a_deleted_track_lowers_the_count(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 5);
    shelf other = new_shelf(f->store, "Wind", 2);
    focus_id gone = s.tracks[2];

    delete_at(f->store, &s, 2);
    assert_shelf(f->store, &s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_delete(f->store, &gone));
    while (s.count > 0) {
        delete_at(f->store, &s, s.count / 2);
        assert_shelf(f->store, &s);
    }
    add_one(f->store, &s);
    assert_shelf(f->store, &s);
    assert_shelf(f->store, &other);
}

/* --- order ------------------------------------------------------------------------------------ */

static void a_track_moves_before_any_other_and_to_the_end(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 6);

    for (size_t from = 0; from < s.count; from++)
        for (size_t to = 0; to <= s.count; to++) {
            move(f->store, &s, from, to);
            assert_shelf(f->store, &s);
        }
}

/* Each move halves the gap before one and the same track: after some twenty there is none left. */
static void the_same_place_takes_two_thousand_moves(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 30);
    const size_t places[] = {0, 15, 29};

    for (size_t p = 0; p < COUNT_OF(places); p++) {
        const focus_id before = s.tracks[places[p]];
        for (int i = 0; i < 2000; i++) {
            size_t to = 0;
            size_t from;
            while (memcmp(&s.tracks[to], &before, sizeof(before)) != 0)
                to++;
            from = to == s.count - 1 ? 0 : s.count - 1;
            move(f->store, &s, from, to);
            if (i < 60 || i % 100 == 0)
                assert_shelf(f->store, &s);
        }
        assert_shelf(f->store, &s);
    }
}

static void two_neighbours_swap_two_thousand_times(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 4);

    for (int i = 0; i < 2000; i++) {
        move(f->store, &s, 2, 1);
        if (i < 60 || i % 100 == 0)
            assert_shelf(f->store, &s);
    }
    assert_shelf(f->store, &s);
}

static void five_thousand_random_moves_keep_the_order(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 40);
    shelf other = new_shelf(f->store, "Wind", 3);

    for (int i = 0; i < 5000; i++) {
        uint32_t dice = next_random(&s, 20);
        size_t from = next_random(&s, (uint32_t)s.count);
        if (dice == 0 && s.count > 20)
            delete_at(f->store, &s, from);
        else if (dice == 1 && s.count < 60)
            add_one(f->store, &s);
        else
            move(f->store, &s, from, next_random(&s, (uint32_t)s.count + 1));
        if (i % 25 == 0)
            assert_shelf(f->store, &s);
    }
    assert_shelf(f->store, &s);
    assert_shelf(f->store, &other);
}

static void tracks_of_different_libraries_do_not_mix(void **state)
{
    fixture *f = *state;
    shelf rain = new_shelf(f->store, "Rain", 3);
    shelf wind = new_shelf(f->store, "Wind", 3);
    const focus_id nobody = {{1, 2, 3}};

    assert_status(f->store, FOCUS_E_INVALID,
                  focus_track_move(f->store, &rain.tracks[0], &wind.tracks[0]));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_move(f->store, &rain.tracks[0], &nobody));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_move(f->store, &nobody, &rain.tracks[0]));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_move(f->store, &nobody, NULL));
    assert_shelf(f->store, &rain);
    assert_shelf(f->store, &wind);
}

/* --- pages ------------------------------------------------------------------------------------ */

static void pages_give_each_track_once_in_order(void **state)
{
    static const uint32_t limits[] = {0, 1, 7, 119, 120, 121, 1000};
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 120);
    shelf other = new_shelf(f->store, "Wind", 5);

    (void)other;
    for (int i = 0; i < 300; i++)
        move(f->store, &s, next_random(&s, 120), next_random(&s, 121));
    for (size_t l = 0; l < COUNT_OF(limits); l++) {
        char cursor[FOCUS_CURSOR_SIZE] = "";
        size_t page_size = limits[l] != 0 ? limits[l] : 100;
        size_t seen = 0;
        do {
            const focus_track_list *list = NULL;
            assert_ok(f->store, focus_track_list_page(f->store, &s.library, limits[l],
                                                      seen == 0 ? NULL : cursor, &list));
            assert_int_equal(list->total, 120);
            assert_int_equal(list->count, 120 - seen < page_size ? 120 - seen : page_size);
            for (size_t i = 0; i < list->count; i++, seen++)
                assert_memory_equal(&list->items[i]->id, &s.tracks[seen], sizeof(focus_id));
            memcpy(cursor, list->next_cursor, sizeof(cursor));
            focus_track_list_free(list);
        } while (cursor[0] != '\0');
        assert_int_equal(seen, 120);
    }
}

static void bad_track_pages_are_refused(void **state)
{
    static const char *const cursors[] = {"x", "1", "1.", "1.2.3", " 1.0"};
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 1);
    const focus_id nobody = {{1, 2, 3}};
    const focus_track_list *list = (const focus_track_list *)f;

    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_track_list_page(f->store, &s.library, 0, cursors[i], &list));
        assert_null(list);
    }
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_track_list_page(f->store, &s.library, 1001, NULL, &list));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_list_page(f->store, &nobody, 0, NULL, &list));
    assert_status(f->store, FOCUS_E_MISUSE, focus_track_list_page(f->store, NULL, 0, NULL, &list));
    assert_status(f->store, FOCUS_E_MISUSE,
                  focus_track_list_page(f->store, &s.library, 0, NULL, NULL));
    focus_track_list_free(NULL);
    focus_track_free(NULL);
}

/* --- other users ------------------------------------------------------------------------------ */

static void a_track_of_another_user_is_not_found(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 2);
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_track *track = NULL;

    input.title = "theirs";
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_get(f->store, &s.tracks[0], &track));
    assert_null(track);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_edit(f->store, &s.tracks[0], &input));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_delete(f->store, &s.tracks[0]));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_move(f->store, &s.tracks[0], NULL));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_add_many(f->store, &s.library, &input, 1));
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_shelf(f->store, &s);
}

static void a_dropped_batch_leaves_tracks_as_they_were(void **state)
{
    fixture *f = *state;
    shelf s = new_shelf(f->store, "Rain", 8);
    shelf kept = s;

    assert_ok(f->store, focus_batch_begin(f->store));
    for (int i = 0; i < 40; i++)
        move(f->store, &s, next_random(&s, 8), 3);
    delete_at(f->store, &s, 5);
    add_one(f->store, &s);
    add_one(f->store, &s);
    assert_shelf(f->store, &s);
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_shelf(f->store, &kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_track_is_appended_with_all_it_was_given),
        API_TEST(many_are_added_all_or_none),
        API_TEST(a_track_that_is_not_well_formed_is_refused),
        API_TEST(an_edit_replaces_title_url_and_duration),
        API_TEST(a_deleted_track_lowers_the_count),
        API_TEST(a_track_moves_before_any_other_and_to_the_end),
        API_TEST(the_same_place_takes_two_thousand_moves),
        API_TEST(two_neighbours_swap_two_thousand_times),
        API_TEST(five_thousand_random_moves_keep_the_order),
        API_TEST(tracks_of_different_libraries_do_not_mix),
        API_TEST(pages_give_each_track_once_in_order),
        API_TEST(bad_track_pages_are_refused),
        API_TEST(a_track_of_another_user_is_not_found),
        API_TEST(a_dropped_batch_leaves_tracks_as_they_were),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
