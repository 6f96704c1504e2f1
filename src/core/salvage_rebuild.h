/*
 * salvage_rebuild.h - what the files that put rows back share.
 */
#ifndef FOCUS_CORE_SALVAGE_REBUILD_H
#define FOCUS_CORE_SALVAGE_REBUILD_H

#include "core/salvage.h"

#define FOCUS__RECOVERED "recovered" /* what stand-ins are called */

enum { FOCUS__REBUILD_NAME_SIZE = 32 }; /* "recovered 123" */

typedef struct focus__rebuild {
    focus_store *store;
    focus__finds *finds;
    focus_salvage_report *report;
    int64_t *user_ids; /* ascending, of all users put back */
    size_t user_count;
    size_t pauses_met; /* those found for sessions that were put back */
    int name_number;   /* of the last "recovered <n>" */
} focus__rebuild;

/* --- one row ---------------------------------------------------------------------------------- */

focus_status focus__rebuild_begin(const focus__rebuild *b);
/* FOCUS_DONE: the file refused the row, which is left out. */
focus_status focus__rebuild_end(const focus__rebuild *b, focus_status status);
/* Add to the count, or to what is left out; FOCUS_DONE is FOCUS_OK from then on. */
focus_status focus__rebuild_count(focus__rebuild *b, focus_status status, int64_t *count);

/* --- order ------------------------------------------------------------------------------------ */

int focus__compare_ints(int64_t a, int64_t b);
int focus__compare_orders(size_t a, size_t b);
int focus__compare_uuids(const focus_id *a, const focus_id *b);

void focus__found_sort(focus__found_rows *rows, size_t item_size,
                       int (*compare)(const void *, const void *));
/* Of neighbours that are the same, the first stays. */
void focus__found_keep_first(focus__found_rows *rows, size_t item_size,
                             bool (*same)(const void *, const void *));

/* --- nouns ------------------------------------------------------------------------------------ */

/* The next name for a stand-in. */
void focus__rebuild_name(focus__rebuild *b, char out_name[FOCUS__REBUILD_NAME_SIZE]);
bool focus__rebuild_knows_user(const focus__rebuild *b, int64_t id);

/* In this order: each belongs to what came before. Sessions that were put back are by id then. */
focus_status focus__rebuild_users(focus__rebuild *b);
focus_status focus__rebuild_sessions(focus__rebuild *b);
focus_status focus__rebuild_ledger(focus__rebuild *b);
focus_status focus__rebuild_music(focus__rebuild *b);
focus_status focus__rebuild_goals(focus__rebuild *b);
focus_status focus__rebuild_day_totals(focus__rebuild *b);

#endif
