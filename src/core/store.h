/*
 * store.h - the handle, and how every public call begins and ends.
 *
 * A writing call:   focus__write_begin ... focus__write_end
 * A reading call:   focus__read_begin ... focus__read_end
 * One statement:    focus__look_begin ... focus__look_end
 *
 * Each frame takes the name of the function that it is in, for metrics. A public function that leaves
 * the frame to a helper says its own name first: focus__name_call(store).
 *
 * The clock is read once, at the beginning, so that one call happens at one instant.
 */
#ifndef FOCUS_CORE_STORE_H
#define FOCUS_CORE_STORE_H

#include "base/base.h"
#include "base/uuid.h"
#include "core/journal.h"
#include "core/metrics.h"
#include "core/tally.h"
#include "db/db.h"

#include <stdatomic.h>

struct focus_store {
    focus__db *db;
    focus_error error;
    struct {
        focus_clock clock;
        focus_entropy entropy;
        focus_zone zone;
        focus_ticker ticker;
    } host;            /* what the host gave; asked through the three that follow */
    focus_clock clock; /* while one of the host's runs, in_callback is set */
    focus_entropy entropy;
    focus_zone zone;
    char zone_name[64]; /* of the system's zone */
    focus_reward_policy policy;
    focus__uuid_state uuid;
    int64_t user_id; /* the selected user's row */
    focus_id user_uuid;
    int64_t now_ms; /* instant of the present call */
    int64_t data_version;
    uint32_t changed; /* FOCUS_CHANGED_* of the present call */
    uint32_t changed_in_batch;
    bool in_callback;        /* a callback of the host's runs: no call may be made */
    bool is_suspended;       /* db is NULL then, unless it is in memory */
    focus__db_options *file; /* a box: how to open the file again; NULL for one in memory */
    int64_t process_id;      /* a child of fork() must keep its hands off */
    atomic_bool interrupted; /* by any thread; cleared as each call begins */
    focus__tally tally;
    focus__journal journal;
    focus__metrics *metrics; /* a box; NULL: not measured */
    const char *call_name;   /* said by focus__name_call(), until the frame begins */
    const char *call;        /* the present one, without the prefix: the journal keeps it */
};

/* A caller's options, checked: what is open to the library is in *out. */
focus_status focus__open_options_check(const focus_open_options *options, focus_open_options *out,
                                       focus_error *error);
/* Open a file for nobody yet: no user is selected, none is made. Close it with focus_close(). */
focus_status focus__store_open(const focus_open_options *options, focus_store **out_store,
                               focus_error *out_error);

#define focus__write_begin(store) focus__write_begin_as((store), __func__)
#define focus__read_begin(store) focus__read_begin_as((store), __func__)
#define focus__look_begin(store) focus__look_begin_as((store), __func__)
#define focus__name_call(store) focus__name_call_as((store), __func__)
void focus__name_call_as(focus_store *store, const char *name);

/* A frame without a transaction: one statement is a snapshot by itself, others bring their own. */
focus_status focus__look_begin_as(focus_store *store, const char *name);
/* Passes status through. A frame inside another is part of it. Whoever ends the outermost once more
 * does no harm. */
focus_status focus__look_end(focus_store *store, focus_status status);
/* What a frame begins with, once the call was admitted or refused (status): ended if it was refused. */
focus_status focus__measure_begin(focus_store *store, focus_status status, const char *name);

focus_status focus__write_begin_as(focus_store *store, const char *name);
/* Write the tally, then keep everything, or undo everything when status is an error. */
focus_status focus__write_end(focus_store *store, focus_status status);
/* The same for a call that goes on after it, up to focus__look_end(). */
focus_status focus__write_settle(focus_store *store, focus_status status);

focus_status focus__read_begin_as(focus_store *store, const char *name);
/* Passes status through. */
focus_status focus__read_end(focus_store *store, focus_status status);

/*
 * The whole of a call that reads something into a new box: begin, make the box, fill it, end. *out
 * is the box, or NULL after any failure. `query` is passed on to `fill`.
 */
typedef focus_status focus__fill(focus_store *store, void *box, const void *query);
#define focus__read_box(store, size, fill, query, out)                                             \
    focus__read_box_as((store), __func__, (size), (fill), (query), (out))
focus_status focus__read_box_as(focus_store *store, const char *name, size_t size,
                                focus__fill *fill, const void *query, const void **out);

/* A box, or zeroed memory that belongs to one; without memory the error is noted and NULL
 * returned. */
void *focus__new_box(focus_store *store, size_t size);
void *focus__new_items(focus_store *store, void *box, size_t count, size_t item_size);
/* Room for the pointers of a list to its records. */
void *focus__new_pointers(focus_store *store, void *box, size_t count);
/* Room for one more behind `count` items: `items`, or where they fill their `*capacity` a copy of them in
 * the box, for twice as many. NULL: no memory. */
void *focus__room_for_item(focus_store *store, void *box, void *items, size_t count,
                           size_t *capacity, size_t item_size);

/* A call that touches no table: clears the error, reads the clock. Once in a call: what follows it
 * goes on with focus__write_tx_begin(), or the wish to interrupt would be forgotten on the way. */
focus_status focus__call_begin(focus_store *store);
/* As the first half of that: whether a call may be made at all, of a suspended store too. */
focus_status focus__call_admit(focus_store *store);
/* The same, refusing a suspended one. */
focus_status focus__call_enter(focus_store *store);

/* FOCUS_E_MISUSE with a message that names the parameter. */
focus_status focus__misuse(focus_store *store, const char *what);

/* A fresh id at the store's clock. */
focus_status focus__make_id(focus_store *store, focus_id *out_id);

/* The settings of a user's row, and when its cycle was last reset (out_cycle_started_at_ms may be
 * NULL). */
focus_status focus__settings_of(focus_store *store, int64_t user_id, focus_settings *out_settings,
                                int64_t *out_cycle_started_at_ms);

/* Pages are found by the key of the last row of the page before, which a cursor carries: "n.m". */
void focus__cursor_write(char out_cursor[FOCUS_CURSOR_SIZE], int64_t first, int64_t second);

/* What a caller asks of a list: how many rows, and after which. */
typedef struct focus__page {
    uint32_t limit;
    const char *cursor; /* NULL or empty: the first page */
    int64_t after_first;
    int64_t after_second;
} focus__page;

/* Check the limit (0 becomes fallback) and read the cursor, if there is one; without one
 * after_first and after_second stay. */
focus_status focus__page_check(focus_store *store, focus__page *page, uint32_t fallback);

/* Read one row into items[index]; its key goes into page->after_first and after_second. */
typedef focus_status focus__read_item(focus_store *store, void *box, focus__stmt *stmt,
                                      size_t index, focus__page *page);

/*
 * Step a borrowed, bound statement through a page and return it. The statement is asked for one
 * row more than the page has, which tells whether there is a next one: then out_cursor is its
 * cursor, otherwise empty.
 */
focus_status focus__page_read(focus_store *store, void *box, focus__stmt *stmt, focus__page *page,
                              focus__read_item *read, size_t *out_count,
                              char out_cursor[FOCUS_CURSOR_SIZE]);

#endif
