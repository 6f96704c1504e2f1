/*
 * user.h - what the handle needs of users: somebody to act for.
 */
#ifndef FOCUS_CORE_USER_H
#define FOCUS_CORE_USER_H

#include "core/store.h"

/* Select a user for a store just opened; NULL: the one made first. In a file without users, make one of
 * that name, or "me". */
focus_status focus__user_open(focus_store *store, const char *name);
/* Find the selected user again in a file that was closed meanwhile. */
focus_status focus__user_reopen(focus_store *store);

/* The settings in a statement's ten columns from `first` on, in the order of the table. */
void focus__settings_read(focus__stmt *stmt, int first, focus_settings *out_settings);
focus_status focus__user_is_gone(focus_store *store);

/* Visit every user's row id, in order of creation; stops at the first error. */
typedef focus_status focus__user_visit(focus_store *store, int64_t user_id, void *user);
focus_status focus__user_each(focus_store *store, focus__user_visit *visit, void *user);

/* A row of users. */
typedef struct focus__user_row {
    int64_t id; /* 0: not in the file yet */
    focus_id uuid;
    const char *name;
    int64_t created_at_ms;
    focus_settings settings;
    int64_t cycle_started_at_ms; /* 0: never reset */
} focus__user_row;

/* Insert a user, with counters of nothing. It keeps its id; 0 gets one. */
focus_status focus__user_put(focus_store *store, focus__user_row *row);

#endif
