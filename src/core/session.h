/*
 * session.h - the rows of focus_sessions: reading them, and the one door through which they change.
 */
#ifndef FOCUS_CORE_SESSION_H
#define FOCUS_CORE_SESSION_H

#include "core/store.h"
#include "rules/pauses.h"
#include "rules/timer.h"

enum { FOCUS__PAUSES_MAX = 10000 }; /* of a session */

/* A row of focus_sessions. Texts belong to whoever made the row. */
typedef struct focus__session_row {
    int64_t id; /* 0: not in the file yet */
    focus_id uuid;
    int64_t user_id;
    int32_t mode;
    int32_t source;
    bool implausible; /* follows from the rest: kept by focus__session_change() */
    bool confirmed;
    bool edited;
    int32_t revision; /* kept by focus__session_change() */
    focus__timer timer;
    int32_t pause_count;
    int32_t local_day;
    int32_t utc_offset_s;
    const char *zone;
    const char *title;
    const char *project;
    const char *task;
    const char *note;
    const char *tags; /* sorted, one a line; NULL: none */
    int64_t xp;
    int64_t coins;
    const char *source_format;
    const char *source_key;
    int64_t created_at_ms;
    int64_t deleted_at_ms; /* 0: in the history */
    int64_t checksum;      /* as read from the file */
} focus__session_row;

/* Columns of the table, and so of a statement that reads it whole. */
enum { FOCUS__SESSION_COLUMNS = 33 };

/* A loaded session: the row as the file has it, and the record made of it. One box; the record is
 * first so that the public pointer is the box. */
typedef struct focus__session {
    focus_session record;
    focus__session_row row;
} focus__session;

/* --- reading (session_row.c) ------------------------------------------------------------------ */

/* Read the row a statement stands on; texts are copied into the box. Without one they are the
 * statement's, until it is stepped or returned. */
focus_status focus__session_row_read(focus__stmt *stmt, void *box, focus__session_row *out);

/* The open pause of a paused session, out of its last event. */
void focus__session_note_pause(focus__session_row *row);

/* What we count and index with is in range. */
bool focus__session_is_sound(const focus__session_row *row);

/* What the checksum of a row should be: every column but the id goes in. */
int64_t focus__session_checksum(const focus__session_row *row);

/* Visit every session of a user, deleted ones too, in no order; stops at the first error. */
typedef focus_status focus__session_visit(focus_store *store, const focus__session_row *row,
                                          void *user);
focus_status focus__session_each(focus_store *store, int64_t user_id, focus__session_visit *visit,
                                 void *user);

/* Visit those that fit a filter, oldest first; its limit and cursor are not read. Rows come by the
 * hundred, so that a visit may change the one it is given. What it puts into the box goes with them. */
typedef focus_status focus__match_visit(focus_store *store, void *box,
                                        const focus__session_row *row, void *user);
focus_status focus__session_each_match(focus_store *store, const focus_session_filter *filter,
                                       focus__match_visit *visit, void *user);

/* Load one into a new box: FOCUS_E_NOT_FOUND without one. */
focus_status focus__session_load(focus_store *store, const focus_id *id, focus__session **out);
focus_status focus__session_load_by_row(focus_store *store, int64_t row_id, focus__session **out);
focus_status focus__session_load_running(focus_store *store, focus__session **out);
focus_status focus__session_load_by_source(focus_store *store, const char *source_key,
                                           focus__session **out);

/* Fill a record from a row as it is at the store's clock, pauses and tags included; memory from
 * the box. */
focus_status focus__session_publish(focus_store *store, void *box, const focus__session_row *row,
                                    focus_session *out);

/* Ended, longer than a day from end to end, and not confirmed. */
bool focus__session_is_implausible(const focus__session_row *row);

/* The row as it is at the store's clock: expired where its limit has passed. Time stands still for
 * a deleted one. */
focus__session_row focus__session_row_now(const focus_store *store, const focus__session_row *row);

/* --- changing (session_change.c) -------------------------------------------------------------- */

/*
 * The one door. before NULL: insert after, and give it its id. Otherwise update. Tags, counters,
 * daily sums, streak and the change mask follow from the pair; pauses and points have doors of
 * their own.
 */
focus_status focus__session_change(focus_store *store, const focus__session_row *before,
                                   focus__session_row *after);

/* The door for a row that was in a file before: it keeps its revision, and its id unless that is 0.
 * Where the file refuses it, nothing has been added to any sum. */
focus_status focus__session_put_back(focus_store *store, const focus__session_row *before,
                                     focus__session_row *after);
/* The door of a row that goes for good. */
focus_status focus__session_remove(focus_store *store, const focus__session_row *row);

/* A row's fields for the journal (session_undo.c). */
void focus__session_walk(focus__image *image, void *row);

/* Whether a change from one to the other would change nothing. */
bool focus__session_rows_same(const focus__session_row *a, const focus__session_row *b);

/* End a writing call whose result is a session: publish its row when somebody wants it, keep or
 * undo, and hand the box out or free it. session may be NULL after an error. */
focus_status focus__session_end(focus_store *store, focus_status status, focus__session *session,
                                const focus_session **out_session);

/* Id, user, creation, and what is fixed at the start: offset, zone, local day. For a row that is
 * not in the file; settings are those of the user. */
focus_status focus__session_new(focus_store *store, const focus_settings *settings,
                                focus__session_row *row);
/* The part of it that depends on the start; after an edit of the start as well. */
void focus__session_fix_day(focus_store *store, const focus_settings *settings,
                            focus__session_row *row);
/* The local day alone, by the offset that the row has. */
void focus__session_set_day(const focus_settings *settings, focus__session_row *row);

/* A finished row's reward into row->xp and row->coins, if it is completed, plausible and unpaid;
 * then, once the row is in the file, into the ledger. */
void focus__session_price(const focus_store *store, focus__session_row *row);
focus_status focus__session_pay(focus_store *store, const focus__session_row *row);

/* --- pauses (pause.c) ------------------------------------------------------------------------- */

typedef struct focus__pause_row {
    int64_t session_id;
    int64_t number; /* in order of time, from 1 */
    focus_pause span;
} focus__pause_row;

/* The doors. ended_at_ms 0: open. */
focus_status focus__pause_insert(focus_store *store, int64_t session_id, int64_t number,
                                 const focus_pause *pause);
focus_status focus__pause_set_end(focus_store *store, int64_t user_id, int64_t session_id,
                                  int64_t number, int64_t before_ms, int64_t after_ms);
focus_status focus__pause_delete_all(focus_store *store, int64_t session_id);

/* --- what lies where ---------------------------------------------------------------------------- */

/* A copy of those that a session was published with, and room for so many more; in its box. */
focus_status focus__session_pauses(focus_store *store, focus__session *session, size_t room,
                                   focus__pauses *out);
/* Put one list of pauses in the place of another, through the two doors. */
focus_status focus__pauses_change(focus_store *store, int64_t session_id,
                                  const focus__pauses *before, const focus__pauses *after);
/* What a row says of its pauses: goes through focus__session_change(), as they do through the call
 * above. limits: for one that runs. */
void focus__session_note_pauses(focus__session_row *row, const focus__pauses *pauses,
                                const focus__timer_limits *limits);

/* FOCUS_E_STATE for a deleted one. */
focus_status focus__refuse_deleted(focus_store *store, const focus__session_row *row);

/* Mark the user's session as expired if it is overdue: what a write goes on from is as readers see
 * it. */
focus_status focus__sweep_own(focus_store *store);

/* FOCUS_E_INVALID for a running row whose limit lies in the past: nobody starts what is over. */
focus_status focus__refuse_overdue(focus_store *store, const focus__session_row *row);

/* Whether another plausible session of the user lies in the span; except: a row's id to leave out,
 * or 0. */
focus_status focus__session_overlaps(focus_store *store, int64_t started_at_ms, int64_t ended_at_ms,
                                     int64_t except, bool *out_overlaps);

/* A span of time in which no session of the user lies. Who adds many in order of time keeps one, so
 * that not each of them has to be looked for; it begins as zeroes, and again after any other change. */
typedef struct focus__gap {
    int64_t from_ms;
    int64_t until_ms;
} focus__gap;

/* The same as focus__session_overlaps() for a session that is going to be added. */
focus_status focus__session_fits(focus_store *store, focus__gap *gap, int64_t started_at_ms,
                                 int64_t ended_at_ms, bool *out_overlaps);

#endif
