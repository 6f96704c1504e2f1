/*
 * library.h - what tracks need of their library.
 */
#ifndef FOCUS_CORE_LIBRARY_H
#define FOCUS_CORE_LIBRARY_H

#include "core/store.h"

typedef struct focus__library_row {
    int64_t id;
    int64_t tracks_count;
} focus__library_row;

/* FOCUS_E_NOT_FOUND when the selected user has no such library. */
focus_status focus__library_find(focus_store *store, const focus_id *id, focus__library_row *out);

/* The one door of tracks_count: library, counters and change mask. */
focus_status focus__library_count_tracks(focus_store *store, int64_t library_id, int64_t by);

#endif
