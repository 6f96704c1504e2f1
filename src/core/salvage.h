/*
 * salvage.h - what the parts of a salvage share: the rows that were found in a damaged file.
 *
 *     salvage_find.c     pages -> rows, each told by its shape
 *     salvage_rebuild.c  rows -> a new file, through the doors of each noun, with salvage_users.c,
 *                        salvage_sessions.c, salvage_ledger.c, salvage_music.c, salvage_goals.c and
 *                        salvage_totals.c
 *     salvage.c          the public calls
 */
#ifndef FOCUS_CORE_SALVAGE_H
#define FOCUS_CORE_SALVAGE_H

#include "core/day_total.h"
#include "core/goal.h"
#include "core/library.h"
#include "core/points.h"
#include "core/session.h"
#include "core/user.h"
#include "db/pages.h"

/* Rows of one kind, in the order in which they were found: `order` of each is its number. */
typedef struct focus__found_rows {
    void *items;
    size_t count;
    size_t capacity;
} focus__found_rows;

typedef struct focus__found_user {
    focus__user_row row;
    size_t order;
} focus__found_user;

typedef struct focus__found_session {
    focus__session_row row;
    bool doubtful; /* the checksum is not right */
    bool is_paid;  /* its reward is in the ledger */
    size_t order;
} focus__found_session;

typedef struct focus__found_pause {
    int64_t session_id;
    int64_t number;
    focus_pause span; /* ended_at_ms 0: open */
} focus__found_pause;

typedef struct focus__found_entry {
    int64_t number; /* of the user's entries */
    focus__ledger_row row;
    size_t order;
} focus__found_entry;

typedef struct focus__found_goal {
    focus__goal_row row;
    size_t order;
} focus__found_goal;

typedef struct focus__found_library {
    focus__library_facts facts;
    int64_t tracks_count; /* put back so far */
    size_t order;
} focus__found_library;

typedef struct focus__found_track {
    int64_t id;
    focus__track_facts facts;
    size_t order;
} focus__found_track;

/* What a user's counters say. */
typedef struct focus__found_counters {
    int64_t user_id;
    int64_t sessions; /* deleted ones too */
    size_t order;
} focus__found_counters;

typedef struct focus__finds {
    void *box; /* has the texts */
    focus__found_rows users;
    focus__found_rows sessions;
    focus__found_rows pauses;
    focus__found_rows ledger;
    focus__found_rows goals;
    focus__found_rows libraries;
    focus__found_rows tracks;
    focus__found_rows day_totals; /* focus__day_total_row */
    focus__found_rows counters;
    int64_t misfit_count;    /* rows that fit no table, or make no sense */
    bool has_schema;         /* a part of the schema was found */
    bool has_foreign_schema; /* ... that no migration of ours has */
    focus__pages_report pages;
} focus__finds;

/* Read all that is there. Free the finds whatever comes. */
focus_status focus__salvage_find(const char *path, const char *vfs_name, focus__finds *out,
                                 focus_error *error);
void focus__finds_free(focus__finds *finds);

/* Add a copy of an item to a list of its kind. FOCUS_E_NOMEM. */
focus_status focus__found_add(focus__found_rows *rows, const void *item, size_t item_size);

/* Put everything into the store's file, which has nothing yet, in one transaction. Counts in
 * `report`. */
focus_status focus__salvage_rebuild(focus_store *store, focus__finds *finds,
                                    focus_salvage_report *report);

#endif
