/*
 * target_m3u.c - playlists: what is read goes into a library, or is refused as a whole; and read
 * again as the playlist that it makes, it is the same.
 */
#include "fuzz/fuzz.h"

#include "m3u.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "m3u",
    .rounds = 20,
    .round_size = 2500,
    .size_max = 2048,
};

static focus_store *store;
static focus_id library;

static void read_list(const char *bytes, size_t size, m3u_list *out)
{
    FILE *file = fmemopen((char *)bytes, size, "r");

    fuzz_check(file != NULL);
    fuzz_check(m3u_read(file, out));
    (void)fclose(file);
}

static char *write_list(const m3u_list *list)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);

    fuzz_check(file != NULL);
    (void)fputs("#EXTM3U\n", file);
    for (size_t i = 0; i < list->count; i++)
        (void)fprintf(file, "#EXTINF:%" PRId64 ",%s\n%s\n", list->tracks[i].duration_ms / 1000,
                      list->tracks[i].title, list->tracks[i].url);
    (void)fclose(file);
    return text;
}

static void check_list(const m3u_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const focus_track_input *track = &list->tracks[i];
        fuzz_check(track->url[0] != '\0' && track->title[0] != '\0' && track->duration_ms >= 0);
        fuzz_check(strchr(track->url, '\n') == NULL && strchr(track->title, '\n') == NULL);
    }
}

static void check_read_again(const m3u_list *list)
{
    char *text = write_list(list);
    m3u_list again;

    read_list(text, strlen(text), &again);
    fuzz_check(again.count == list->count);
    for (size_t i = 0; i < list->count; i++) {
        fuzz_check(strcmp(again.tracks[i].title, list->tracks[i].title) == 0);
        fuzz_check(strcmp(again.tracks[i].url, list->tracks[i].url) == 0);
        fuzz_check(again.tracks[i].duration_ms == list->tracks[i].duration_ms);
    }
    m3u_free(&again);
    free(text);
}

static void check_added(const m3u_list *list)
{
    const focus_library *after = NULL;
    focus_status status;

    fuzz_check(focus_batch_begin(store) == FOCUS_OK);
    status = fuzz_typed(store, focus_track_add_many(store, &library, list->tracks, list->count));
    fuzz_check(status == FOCUS_OK || status == FOCUS_E_INVALID);
    fuzz_check(focus_library_get(store, &library, &after) == FOCUS_OK);
    fuzz_check(after->tracks_count == (status == FOCUS_OK ? (int64_t)list->count : 0));
    focus_library_free(after);
    fuzz_check(focus_batch_rollback(store) == FOCUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    m3u_list list;

    if (store == NULL) {
        store = fuzz_open_memory();
        fuzz_check(focus_library_create(store, "waves", NULL, &library) == FOCUS_OK);
    }
    if (size == 0)
        return 0;
    read_list((const char *)data, size, &list);
    fuzz_check(list.has_nul == (memchr(data, '\0', size) != NULL));
    check_list(&list);
    check_read_again(&list);
    if (list.count > 0)
        check_added(&list);
    m3u_free(&list);
    return 0;
}
