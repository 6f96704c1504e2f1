/*
 * library.h - what tracks need of their library.
 */
#ifndef FOCUS_CORE_LIBRARY_H
#define FOCUS_CORE_LIBRARY_H

#include "core/store.h"

typedef struct focus__library_row {
    int64_t id;
    int64_t tracks_count;
    int64_t updated_at_ms;
} focus__library_row;

/* FOCUS_E_NOT_FOUND when the selected user has no such library. */
focus_status focus__library_find(focus_store *store, const focus_id *id, focus__library_row *out);

/* The one door of tracks_count: library, counters and change mask. The library was changed now. */
focus_status focus__library_count_tracks(focus_store *store, const focus__library_row *library,
                                         int64_t by);
/* The same for tracks that come back, or go again: the library is as old as it was. */
focus_status focus__library_recount_tracks(focus_store *store, int64_t library_id, int64_t by);

/* Note the tracks of a library from a position on, for they are about to change or to go. */
focus_status focus__track_note_from(focus_store *store, int64_t library_id, int64_t position);

/* --- rows as they were ------------------------------------------------------------------------ */

typedef struct focus__library_facts {
    int64_t id; /* 0: not in the file yet */
    focus_id uuid;
    int64_t user_id;
    const char *name;
    const char *description;
    bool is_favorite;
    int64_t created_at_ms;
    int64_t updated_at_ms;
} focus__library_facts;

typedef struct focus__track_facts {
    int64_t id; /* 0: not in the file yet */
    focus_id uuid;
    int64_t library_id;
    int64_t position;
    const char *title;
    const char *url;
    int64_t duration_ms; /* 0: unknown */
    int64_t added_at_ms;
} focus__track_facts;

/* Insert a library without tracks. It keeps its id; 0 gets one. */
focus_status focus__library_put(focus_store *store, focus__library_facts *facts);

/* Insert a track, which keeps its id; whoever puts tracks has them counted, and then the library is as
 * old as it was. */
focus_status focus__track_put(focus_store *store, const focus__track_facts *facts);
focus_status focus__library_put_tracks(focus_store *store, const focus__library_facts *facts,
                                       int64_t count);

#endif
