/*
 * libraries.c - naming a library and a track. A track's place is what track list shows.
 */
#include "libraries.h"

#include "flags.h"

#define PAGE 1000

int library_resolve(const cli *c, const char *word, const focus_library **out_library)
{
    focus_id id;
    focus_status status = FOCUS_E_NOT_FOUND;
    *out_library = NULL;
    if (focus_id_parse(word, &id) == FOCUS_OK)
        status = focus_library_get(c->store, &id, out_library);
    if (status == FOCUS_E_NOT_FOUND)
        status = focus_library_find(c->store, word, out_library);
    return status == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, "focus library list");
}

/* Page after page up to the one that has the place. */
static focus_status track_at(const cli *c, const focus_id *library, int64_t place, focus_id *out_id)
{
    char cursor[FOCUS_CURSOR_SIZE] = "";
    for (;;) {
        const focus_track_list *list;
        focus_status status = focus_track_list_page(c->store, library, PAGE,
                                                    cursor[0] != '\0' ? cursor : NULL, &list);
        bool is_here;
        if (status != FOCUS_OK)
            return status;
        is_here = place <= (int64_t)list->count;
        if (is_here)
            *out_id = list->items[place - 1]->id;
        place -= (int64_t)list->count;
        (void)snprintf(cursor, sizeof cursor, "%s", list->next_cursor);
        focus_track_list_free(list);
        if (is_here)
            return FOCUS_OK;
        if (cursor[0] == '\0')
            return FOCUS_E_NOT_FOUND;
    }
}

int track_resolve(const cli *c, const focus_id *library, const char *word, focus_id *out_id)
{
    char piece[TEXT_EXCERPT_SIZE];
    char message[128];
    int64_t place;
    focus_status status;
    int exit_code;
    if (focus_id_parse(word, out_id) == FOCUS_OK)
        return EXIT_DONE;
    exit_code = read_number(c, "TRACK", word, 1, INT32_MAX, &place);
    if (exit_code != EXIT_DONE)
        return exit_code;
    status = track_at(c, library, place, out_id);
    if (status == FOCUS_OK)
        return EXIT_DONE;
    if (status != FOCUS_E_NOT_FOUND)
        return fail_store(c, NULL, NULL);
    (void)snprintf(message, sizeof message, "the library has no track %s",
                   text_excerpt(word, piece));
    return fail_report(c, EXIT_NOT_FOUND, "not_found", message, "focus track list LIBRARY");
}
