/*
 * journal.h - what the doors of all nouns note of each change, so that it can be undone.
 *
 * A door that adds a row notes its key; one that changes a row or takes it away notes the row as it
 * was. What one call has noted is a step; the calls of a batch are one step together. Undoing goes
 * through the notes from the last to the first and through the same doors, which note again: that is
 * the step that redoes it. So nothing here knows what a verb does, and no verb how it is undone.
 *
 * Counters, daily sums, streak and the index of tags follow from the rows, and are not noted.
 */
#ifndef FOCUS_CORE_JOURNAL_H
#define FOCUS_CORE_JOURNAL_H

#include "core/image.h"

/* What is noted of. Kept in files: a number is never used for something else. */
enum focus__noun {
    FOCUS__NOUN_SESSION = 1,
    FOCUS__NOUN_PAUSE = 2,
    FOCUS__NOUN_PAUSE_END = 3, /* of one that stays where it is */
    FOCUS__NOUN_LEDGER = 4,
    FOCUS__NOUN_LIBRARY = 5,
    FOCUS__NOUN_LIBRARY_TIME = 6, /* when it was last changed, alone */
    FOCUS__NOUN_TRACK = 7,
    FOCUS__NOUN_SETTINGS = 8,
    FOCUS__NOUN_GOAL = 9,
    FOCUS__NOUN_DAY_TOTAL = 10,
    FOCUS__NOUN_COUNT
};

typedef struct focus__journal {
    bool is_off;          /* nothing is noted */
    int64_t user_id;      /* whose notes these are; 0: nobody's yet */
    focus__buffer notes;  /* not in the file yet */
    struct {              /* rows that were added, with keys one after the other */
        int noun;         /* 0: none */
        int64_t owner_id; /* first part of a key of two */
        int64_t first;
        int64_t count;
    } run;
    int64_t first_id;      /* the step's first row in the file; 0: it has none yet */
    int64_t kept_first_id; /* the same by what earlier calls of a batch have written */
    struct {               /* the step is one that goes in the other direction; zeroes: a new one */
        bool is_redo;      /* it can be redone */
        int64_t follows_id;
        int64_t made_at_ms;
        const char *call;
    } turned;
} focus__journal;

struct focus_store;

/* A row was added. owner_id is 0 for a key of one part. */
focus_status focus__journal_added(struct focus_store *store, int64_t user_id, enum focus__noun noun,
                                  int64_t owner_id, int64_t key);

/* A row is about to change, or to go: `row` as it is, read by `walk`. */
typedef void focus__image_walk(focus__image *image, void *row);
focus_status focus__journal_was(struct focus_store *store, int64_t user_id, enum focus__noun noun,
                                focus__image_walk *walk, void *row);

/* Write what has been noted. */
focus_status focus__journal_flush(struct focus_store *store);
/* The same at the end of a call, unless it has failed; then begin anew, but for a batch's step. */
focus_status focus__journal_settle(struct focus_store *store, focus_status status);
/* A batch begins or ends. */
void focus__journal_turn(focus__journal *journal);

/* --- what undoing needs of a noun -------------------------------------------------------------- */

typedef struct focus__undo_noun {
    /* Take away a row that was added; NULL: none ever is. */
    focus_status (*remove)(struct focus_store *store, int64_t owner_id, int64_t key);
    /* Make a row what it was, be it still there or not. */
    focus_status (*put)(struct focus_store *store, focus__image *image);
} focus__undo_noun;

extern const focus__undo_noun focus__undo_session, focus__undo_pause, focus__undo_pause_end,
    focus__undo_ledger, focus__undo_library, focus__undo_library_time, focus__undo_track,
    focus__undo_settings, focus__undo_goal, focus__undo_day_total;

/* FOCUS_E_CORRUPT unless an image was read whole and makes sense. */
focus_status focus__image_check(struct focus_store *store, const focus__image *image,
                                bool is_sound);
/* FOCUS_E_CORRUPT: what a note speaks of is not there. */
focus_status focus__undo_lost(struct focus_store *store);

#endif
