/*
 * test_library.c - libraries: names, favourites, pages, and what goes with one that is deleted.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static focus_id create(focus_store *store, const char *name)
{
    focus_id id;

    assert_ok(store, focus_library_create(store, name, NULL, &id));
    return id;
}

static const focus_library *get(focus_store *store, const focus_id *id)
{
    const focus_library *library = NULL;

    assert_ok(store, focus_library_get(store, id, &library));
    assert_memory_equal(&library->id, id, sizeof(*id));
    return library;
}

static int64_t count_libraries(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters.libraries;
}

static void add_tracks(focus_store *store, const focus_id *library, int count, focus_id *out_last)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "a track";
    for (int i = 0; i < count; i++)
        assert_ok(store, focus_track_add(store, library, &input, out_last));
}

/* --- one -------------------------------------------------------------------------------------- */

static void a_library_is_found_by_id_and_by_name(void **state)
{
    fixture *f = *state;
    const focus_library *library = NULL;
    focus_id id;

    assert_ok(f->store, focus_library_create(f->store, "Rain", "of all\nkinds", &id));
    assert_true((focus_last_change(f->store) & FOCUS_CHANGED_LIBRARIES) != 0);
    library = get(f->store, &id);
    assert_string_equal(library->name, "Rain");
    assert_string_equal(library->description, "of all\nkinds");
    assert_int_equal(library->is_favorite, 0);
    assert_int_equal(library->tracks_count, 0);
    assert_int_equal(library->created_at_ms, MONDAY_9_MS);
    assert_int_equal(library->updated_at_ms, MONDAY_9_MS);
    focus_library_free(library);
    assert_ok(f->store, focus_library_find(f->store, "Rain", &library));
    assert_memory_equal(&library->id, &id, sizeof(id));
    focus_library_free(library);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_find(f->store, "rain", &library));
    assert_null(library);
}

static void a_favourite_is_marked_and_unmarked(void **state)
{
    fixture *f = *state;
    focus_id id = create(f->store, "Rain");
    const focus_library *library = NULL;

    pass(f, 1000);
    assert_ok(f->store, focus_library_set_favorite(f->store, &id, 1));
    library = get(f->store, &id);
    assert_int_equal(library->is_favorite, 1);
    assert_int_equal(library->created_at_ms, MONDAY_9_MS);
    assert_int_equal(library->updated_at_ms, MONDAY_9_MS + 1000);
    focus_library_free(library);
    assert_ok(f->store, focus_library_set_favorite(f->store, &id, 0));
    library = get(f->store, &id);
    assert_int_equal(library->is_favorite, 0);
    focus_library_free(library);
}

/* --- names ------------------------------------------------------------------------------------ */

static void a_name_is_taken_once(void **state)
{
    fixture *f = *state;
    focus_id rain = create(f->store, "Rain");
    focus_id wind = create(f->store, "Wind");
    const focus_id zero = {{0}};
    focus_id id = rain;
    const focus_library *library = NULL;

    assert_status(f->store, FOCUS_E_EXISTS, focus_library_create(f->store, "Rain", NULL, &id));
    assert_memory_equal(&id, &zero, sizeof(id));
    assert_status(f->store, FOCUS_E_EXISTS, focus_library_rename(f->store, &wind, "Rain"));
    assert_ok(f->store, focus_library_rename(f->store, &rain, "Rain")); /* its own it may keep */
    assert_ok(f->store, focus_library_rename(f->store, &rain, "Storm"));
    assert_ok(f->store, focus_library_rename(f->store, &wind, "Rain"));
    library = get(f->store, &wind);
    assert_string_equal(library->name, "Rain");
    focus_library_free(library);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_find(f->store, "Wind", &library));
    assert_ok(f->store, focus_library_delete(f->store, &wind));
    assert_ok(f->store, focus_library_create(f->store, "Rain", NULL, NULL)); /* free again */
    assert_int_equal(count_libraries(f->store), 2);
}

static void names_have_one_to_a_hundred_characters(void **state)
{
    fixture *f = *state;
    char hundred[201];
    char more[204];
    const char *const bad[] = {"", more, "a\tb", "a\nb", "\xc3", "\xed\xa0\x80"};
    focus_id id = create(f->store, "good");

    for (int i = 0; i < 100; i++)
        memcpy(hundred + 2 * i, "\xc3\xa4", 2); /* two bytes, one character */
    hundred[200] = '\0';
    (void)snprintf(more, sizeof(more), "%sx", hundred);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_library_create(f->store, bad[i], NULL, NULL));
        assert_status(f->store, FOCUS_E_INVALID, focus_library_rename(f->store, &id, bad[i]));
    }
    assert_ok(f->store, focus_library_create(f->store, hundred, NULL, NULL));
    assert_int_equal(count_libraries(f->store), 2);
}

/* --- deleting --------------------------------------------------------------------------------- */

static void deleting_a_library_takes_its_tracks_and_no_others(void **state)
{
    fixture *f = *state;
    focus_id rain = create(f->store, "Rain");
    focus_id wind = create(f->store, "Wind");
    const focus_track *track = NULL;
    const focus_track_list *list = NULL;
    const focus_library *library = NULL;
    focus_id gone;
    focus_id kept;
    focus_counters counters;

    add_tracks(f->store, &rain, 150, &gone);
    add_tracks(f->store, &wind, 3, &kept);
    assert_ok(f->store, focus_library_delete(f->store, &rain));
    assert_int_equal(focus_last_change(f->store) & (FOCUS_CHANGED_LIBRARIES | FOCUS_CHANGED_TRACKS),
                     FOCUS_CHANGED_LIBRARIES | FOCUS_CHANGED_TRACKS);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_get(f->store, &rain, &library));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_delete(f->store, &rain));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_get(f->store, &gone, &track));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_list_page(f->store, &rain, 0, NULL, &list));
    assert_ok(f->store, focus_track_get(f->store, &kept, &track));
    focus_track_free(track);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.libraries, 1);
    assert_int_equal(counters.tracks, 3);
}

/* --- pages ------------------------------------------------------------------------------------ */

static void pages_give_each_library_once_oldest_first(void **state)
{
    static const uint32_t limits[] = {0, 1, 4, 24, 25, 26, 1000};
    fixture *f = *state;
    focus_id ids[25];

    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "%zu", 100 - i); /* not in the order of names */
        ids[i] = create(f->store, name);
    }
    for (size_t l = 0; l < COUNT_OF(limits); l++) {
        char cursor[FOCUS_CURSOR_SIZE] = "";
        size_t seen = 0;
        do {
            const focus_library_list *list = NULL;
            size_t page_size = limits[l] != 0 ? limits[l] : 20;
            assert_ok(f->store, focus_library_list_page(f->store, limits[l],
                                                        seen == 0 ? NULL : cursor, &list));
            assert_int_equal(list->total, 25);
            assert_int_equal(list->count, 25 - seen < page_size ? 25 - seen : page_size);
            for (size_t i = 0; i < list->count; i++, seen++)
                assert_memory_equal(&list->items[i]->id, &ids[seen], sizeof(focus_id));
            memcpy(cursor, list->next_cursor, sizeof(cursor));
            focus_library_list_free(list);
        } while (cursor[0] != '\0');
        assert_int_equal(seen, 25);
    }
}

static void bad_library_pages_are_refused(void **state)
{
    static const char *const cursors[] = {"x", "1", "1.", "1.2.3", " 1.0"};
    fixture *f = *state;
    const focus_library_list *list = (const focus_library_list *)f;

    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_library_list_page(f->store, 0, cursors[i], &list));
        assert_null(list);
    }
    assert_status(f->store, FOCUS_E_INVALID, focus_library_list_page(f->store, 1001, NULL, &list));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_list_page(f->store, 0, NULL, NULL));
    focus_library_list_free(NULL);
    focus_library_free(NULL);
}

/* --- other users ------------------------------------------------------------------------------ */

static void a_library_of_another_user_is_not_found(void **state)
{
    fixture *f = *state;
    focus_id id = create(f->store, "Rain");
    const focus_library *library = NULL;
    const focus_library_list *libraries = NULL;
    const focus_track_list *tracks = NULL;
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "a track";
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_get(f->store, &id, &library));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_find(f->store, "Rain", &library));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_rename(f->store, &id, "Mine"));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_set_favorite(f->store, &id, 1));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_library_delete(f->store, &id));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_track_add(f->store, &id, &input, NULL));
    assert_status(f->store, FOCUS_E_NOT_FOUND,
                  focus_track_list_page(f->store, &id, 0, NULL, &tracks));
    assert_ok(f->store, focus_library_list_page(f->store, 0, NULL, &libraries));
    assert_int_equal(libraries->total, 0);
    assert_int_equal(libraries->count, 0);
    focus_library_list_free(libraries);
    (void)create(f->store, "Rain"); /* names are the user's own */
    assert_ok(f->store, focus_user_select(f->store, "me"));
    library = get(f->store, &id);
    assert_string_equal(library->name, "Rain");
    assert_int_equal(library->is_favorite, 0);
    focus_library_free(library);
}

static void what_is_null_is_a_misuse(void **state)
{
    fixture *f = *state;
    focus_id id = create(f->store, "Rain");
    const focus_library *library = NULL;

    assert_status(f->store, FOCUS_E_MISUSE, focus_library_create(f->store, NULL, NULL, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_get(f->store, NULL, &library));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_get(f->store, &id, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_find(f->store, NULL, &library));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_rename(f->store, &id, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_set_favorite(f->store, NULL, 1));
    assert_status(f->store, FOCUS_E_MISUSE, focus_library_delete(f->store, NULL));
    assert_int_equal(count_libraries(f->store), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_library_is_found_by_id_and_by_name),
        API_TEST(a_favourite_is_marked_and_unmarked),
        API_TEST(a_name_is_taken_once),
        API_TEST(names_have_one_to_a_hundred_characters),
        API_TEST(deleting_a_library_takes_its_tracks_and_no_others),
        API_TEST(pages_give_each_library_once_oldest_first),
        API_TEST(bad_library_pages_are_refused),
        API_TEST(a_library_of_another_user_is_not_found),
        API_TEST(what_is_null_is_a_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
