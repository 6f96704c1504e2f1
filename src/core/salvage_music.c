/*
 * salvage_music.c - libraries and their tracks back into the file.
 */
#include "core/salvage_rebuild.h"

#include "rules/limits.h"

#include <stdlib.h>

static int compare_libraries_by_uuid(const void *a, const void *b)
{
    const focus__found_library *x = a;
    const focus__found_library *y = b;
    const int by_uuid = focus__compare_uuids(&x->facts.uuid, &y->facts.uuid);

    return by_uuid != 0 ? by_uuid : focus__compare_orders(x->order, y->order);
}

static bool same_library(const void *a, const void *b)
{
    return focus__compare_uuids(&((const focus__found_library *)a)->facts.uuid,
                                &((const focus__found_library *)b)->facts.uuid) == 0;
}

static int compare_libraries_by_id(const void *a, const void *b)
{
    const focus__found_library *x = a;
    const focus__found_library *y = b;
    const int by_id = focus__compare_ints(x->facts.id, y->facts.id);

    return by_id != 0 ? by_id : focus__compare_orders(x->order, y->order);
}

static int compare_id_to_library(const void *key, const void *item)
{
    return focus__compare_ints(*(const int64_t *)key,
                               ((const focus__found_library *)item)->facts.id);
}

static int compare_tracks_by_uuid(const void *a, const void *b)
{
    const focus__found_track *x = a;
    const focus__found_track *y = b;
    const int by_uuid = focus__compare_uuids(&x->facts.uuid, &y->facts.uuid);

    return by_uuid != 0 ? by_uuid : focus__compare_orders(x->order, y->order);
}

static bool same_track(const void *a, const void *b)
{
    return focus__compare_uuids(&((const focus__found_track *)a)->facts.uuid,
                                &((const focus__found_track *)b)->facts.uuid) == 0;
}

/* Tracks of one place keep the order of their rows. */
static int compare_tracks(const void *a, const void *b)
{
    const focus__found_track *x = a;
    const focus__found_track *y = b;

    if (x->facts.library_id != y->facts.library_id)
        return focus__compare_ints(x->facts.library_id, y->facts.library_id);
    return x->id != y->id ? focus__compare_ints(x->id, y->id)
                          : focus__compare_orders(x->order, y->order);
}

static focus_status try_library(focus__rebuild *b, focus__library_facts *facts)
{
    focus_status status = focus__rebuild_begin(b);

    return status == FOCUS_OK ? focus__rebuild_end(b, focus__library_put(b->store, facts)) : status;
}

/* Names are taken as users' are. */
static focus_status salvage_put_library(focus__rebuild *b, focus__library_facts *facts)
{
    char name[FOCUS__REBUILD_NAME_SIZE];
    focus_status status = FOCUS_DONE;

    if (!focus__rebuild_knows_user(b, facts->user_id))
        return FOCUS_DONE;
    if (focus__check_name("", facts->name, NULL) == FOCUS_OK)
        status = try_library(b, facts);
    for (size_t tries = 0; status == FOCUS_DONE && tries <= b->finds->libraries.count; tries++) {
        focus__rebuild_name(b, name);
        facts->name = name;
        status = try_library(b, facts);
    }
    facts->name = NULL;
    return status;
}

static focus_status put_libraries(focus__rebuild *b)
{
    focus__found_rows *libraries = &b->finds->libraries;
    focus__found_library *items = libraries->items;
    size_t kept = 0;
    int64_t last = 0;
    focus_status status = FOCUS_OK;

    focus__found_sort(libraries, sizeof(*items), compare_libraries_by_uuid);
    focus__found_keep_first(libraries, sizeof(*items), same_library);
    focus__found_sort(libraries, sizeof(*items), compare_libraries_by_id);
    for (size_t i = 0; i < libraries->count && status == FOCUS_OK; i++) {
        status = items[i].facts.id > last ? salvage_put_library(b, &items[i].facts) : FOCUS_DONE;
        if (status == FOCUS_OK) {
            last = items[i].facts.id;
            items[kept++] = items[i];
        }
        status = focus__rebuild_count(b, status, &b->report->libraries);
    }
    libraries->count = kept;
    return status;
}

static bool has_library(const focus__found_rows *libraries, size_t count, int64_t id)
{
    return count > 0 && bsearch(&id, libraries->items, count, sizeof(focus__found_library),
                                compare_id_to_library) != NULL;
}

/* Whose a lost library was is lost too: the first user gets it. */
static focus_status put_lost_library(focus__rebuild *b, int64_t id)
{
    focus__found_library library = {
        .facts = {.id = id,
                  .user_id = b->user_ids[0],
                  .created_at_ms = b->store->now_ms,
                  .updated_at_ms = b->store->now_ms},
    };
    focus_status status = focus__make_id(b->store, &library.facts.uuid);

    if (status == FOCUS_OK)
        status = salvage_put_library(b, &library.facts);
    if (status == FOCUS_OK)
        status = focus__found_add(&b->finds->libraries, &library, sizeof(library));
    return focus__rebuild_count(b, status, &b->report->placeholders);
}

static focus_status put_lost_libraries(focus__rebuild *b)
{
    const focus__found_rows *tracks = &b->finds->tracks;
    const focus__found_track *items = tracks->items;
    const size_t known_count = b->finds->libraries.count;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < tracks->count && status == FOCUS_OK && b->user_count > 0; i++) {
        const int64_t id = items[i].facts.library_id;
        if (id > 0 && (i == 0 || id != items[i - 1].facts.library_id) &&
            !has_library(&b->finds->libraries, known_count, id))
            status = put_lost_library(b, id);
    }
    focus__found_sort(&b->finds->libraries, sizeof(focus__found_library), compare_libraries_by_id);
    return status;
}

static focus_status salvage_put_track(focus__rebuild *b, const focus__track_facts *facts)
{
    const focus__found_rows *libraries = &b->finds->libraries;
    focus__found_library *library = NULL;
    focus_status status;

    if (libraries->count > 0)
        library = bsearch(&facts->library_id, libraries->items, libraries->count, sizeof(*library),
                          compare_id_to_library);
    if (library == NULL)
        return FOCUS_DONE;
    status = focus__rebuild_begin(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_end(b, focus__track_put(b->store, facts));
    if (status == FOCUS_OK)
        library->tracks_count++;
    return status;
}

static focus_status count_tracks(focus__rebuild *b)
{
    const focus__found_library *items = b->finds->libraries.items;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < b->finds->libraries.count && status == FOCUS_OK; i++) {
        if (items[i].tracks_count == 0)
            continue;
        status = focus__rebuild_begin(b);
        if (status == FOCUS_OK)
            status = focus__rebuild_end(
                b, focus__library_put_tracks(b->store, &items[i].facts, items[i].tracks_count));
    }
    return status;
}

focus_status focus__rebuild_music(focus__rebuild *b)
{
    focus__found_rows *tracks = &b->finds->tracks;
    const focus__found_track *items = tracks->items;
    focus_status status = put_libraries(b);

    focus__found_sort(tracks, sizeof(*items), compare_tracks_by_uuid);
    focus__found_keep_first(tracks, sizeof(*items), same_track);
    focus__found_sort(tracks, sizeof(*items), compare_tracks);
    if (status == FOCUS_OK)
        status = put_lost_libraries(b);
    for (size_t i = 0; i < tracks->count && status == FOCUS_OK; i++)
        status = focus__rebuild_count(b, salvage_put_track(b, &items[i].facts), &b->report->tracks);
    return status == FOCUS_OK ? count_tracks(b) : status;
}
