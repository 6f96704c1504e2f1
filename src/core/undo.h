/*
 * undo.h - notes as they lie in the file, for who writes them (journal.c) and who reads them (undo.c).
 */
#ifndef FOCUS_CORE_UNDO_H
#define FOCUS_CORE_UNDO_H

#include "core/store.h"

enum focus__note_kind { FOCUS__NOTE_WAS = 0, FOCUS__NOTE_ADDED = 1 };

enum { FOCUS__NOTE_TRAILER = 5 }; /* bytes behind each note */

/* What was undone can no longer be redone; or a user goes, and so do all its steps. */
focus_status focus__redo_forget(focus_store *store, int64_t user_id);
focus_status focus__undo_forget(focus_store *store, int64_t user_id);

#endif
