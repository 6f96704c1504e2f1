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

#endif
