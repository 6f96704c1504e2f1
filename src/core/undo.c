/*
 * undo.c - going back a step, and forward again.
 *
 * The notes of a step are taken from the last to the first; each says what to take away or what to put
 * back, and the noun's doors do it. They note what they change, as always, and that is the step for
 * the other direction. Undone steps count until somebody writes: then the first of them no longer
 * follows the newest of the others.
 */
#include "core/undo.h"

#include "core/session.h"
#include "core/user.h"
#include "rules/limits.h"

static const focus__undo_noun *const undo_nouns[FOCUS__NOUN_COUNT] = {
    [FOCUS__NOUN_SESSION] = &focus__undo_session,
    [FOCUS__NOUN_PAUSE] = &focus__undo_pause,
    [FOCUS__NOUN_PAUSE_END] = &focus__undo_pause_end,
    [FOCUS__NOUN_LEDGER] = &focus__undo_ledger,
    [FOCUS__NOUN_LIBRARY] = &focus__undo_library,
    [FOCUS__NOUN_LIBRARY_TIME] = &focus__undo_library_time,
    [FOCUS__NOUN_TRACK] = &focus__undo_track,
    [FOCUS__NOUN_SETTINGS] = &focus__undo_settings,
    [FOCUS__NOUN_GOAL] = &focus__undo_goal,
    [FOCUS__NOUN_DAY_TOTAL] = &focus__undo_day_total,
};

/* --- notes ------------------------------------------------------------------------------------ */

typedef struct note {
    int noun;
    enum focus__note_kind kind;
    focus__image image;
} note;

focus_status focus__undo_lost(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_CORRUPT, "what the step changed is not there");
}

focus_status focus__image_check(focus_store *store, const focus__image *image, bool is_sound)
{
    if (image->failed)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a row");
    if (image->is_broken || image->at != image->end || !is_sound)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "a note of a change makes no sense");
    return FOCUS_OK;
}

static focus_status broken_step(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_CORRUPT, "a step in the file makes no sense");
}

/* Take the last note off. False where there is none that makes sense. */
static bool take_note(const unsigned char *notes, size_t *size, note *out)
{
    const unsigned char *trailer = notes + *size - FOCUS__NOTE_TRAILER;
    size_t note_size = 0;

    if (*size < FOCUS__NOTE_TRAILER)
        return false;
    for (int i = 0; i < 4; i++)
        note_size |= (size_t)trailer[i + 1] << (8 * i);
    *size -= FOCUS__NOTE_TRAILER;
    out->noun = trailer[0] >> 1;
    out->kind = (enum focus__note_kind)(trailer[0] & 1);
    if (note_size > *size || out->noun >= FOCUS__NOUN_COUNT || undo_nouns[out->noun] == NULL)
        return false;
    *size -= note_size;
    out->image = (focus__image){.at = notes + *size, .end = notes + *size + note_size};
    return true;
}

static focus_status read_run(focus_store *store, focus__image image, int64_t *out_owner_id,
                             int64_t *out_first, int64_t *out_count)
{
    focus__image_int(&image, out_owner_id);
    focus__image_int(&image, out_first);
    focus__image_int(&image, out_count);
    return focus__image_check(
        store, &image, *out_first >= 0 && *out_count > 0 && *out_count <= INT64_MAX - *out_first);
}

static focus_status take_away(focus_store *store, const note *what)
{
    int64_t owner_id = 0;
    int64_t first = 0;
    int64_t count = 0;
    focus_status status = read_run(store, what->image, &owner_id, &first, &count);

    if (status == FOCUS_OK && undo_nouns[what->noun]->remove == NULL)
        return broken_step(store);
    for (; count > 0 && status == FOCUS_OK; count--)
        status = undo_nouns[what->noun]->remove(store, owner_id, first + count - 1);
    return status;
}

static focus_status put_back(focus_store *store, note *what)
{
    focus_status status;

    what->image.box = focus__new_box(store, sizeof(void *));
    if (what->image.box == NULL)
        return FOCUS_E_NOMEM;
    status = undo_nouns[what->noun]->put(store, &what->image);
    focus__box_free(what->image.box);
    return status;
}

static focus_status go_through(focus_store *store, const unsigned char *notes, size_t size)
{
    note what;
    focus_status status = FOCUS_OK;

    while (size > 0 && status == FOCUS_OK) {
        if (!take_note(notes, &size, &what))
            return broken_step(store);
        status = what.kind == FOCUS__NOTE_ADDED ? take_away(store, &what) : put_back(store, &what);
    }
    return status;
}

/* --- what a step is called -------------------------------------------------------------------- */

typedef struct step_box {
    focus_step_list list;
    size_t capacity;
    const focus_step **items;
    focus_step *last; /* of the items, while its rows are read */
    int64_t first_id; /* of its rows */
} step_box;

static focus_status new_steps(focus_store *store, size_t capacity, step_box **out)
{
    *out = focus__new_box(store, sizeof(**out));
    if (*out == NULL)
        return FOCUS_E_NOMEM;
    (*out)->capacity = capacity;
    (*out)->items = focus__new_pointers(store, *out, capacity);
    (*out)->list.items = (*out)->items;
    return (*out)->items != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

static focus_status add_step(focus_store *store, step_box *box, bool is_undone, int64_t first_id)
{
    box->last = focus__new_items(store, box, 1, sizeof(*box->last));
    if (box->last == NULL)
        return FOCUS_E_NOMEM;
    box->items[box->list.count++] = box->last;
    box->last->is_undone = is_undone;
    box->first_id = first_id;
    return FOCUS_OK;
}

static focus_status count_sessions(focus_store *store, const note *what, int64_t *out_count)
{
    int64_t owner_id = 0;
    int64_t first = 0;

    *out_count = 1;
    if (what->kind == FOCUS__NOTE_WAS)
        return FOCUS_OK;
    return read_run(store, what->image, &owner_id, &first, out_count);
}

/* A session that this step added may be gone by others that are undone: then it has no name. */
static focus_status name_session(focus_store *store, step_box *box, const note *what)
{
    focus_step *step = box->last;
    focus__session_row row = {0};
    focus__image image = what->image;
    int64_t owner_id = 0;
    int64_t first = 0;
    int64_t count = 0;
    focus__session *session = NULL;
    focus_status status = FOCUS_OK;

    image.box = box;
    if (what->kind == FOCUS__NOTE_ADDED) {
        status = read_run(store, image, &owner_id, &first, &count);
        if (status == FOCUS_OK)
            status = focus__session_load_by_row(store, first, &session);
        row = status == FOCUS_OK ? session->row : row;
    } else {
        focus__session_walk(&image, &row);
        status = focus__image_check(store, &image, true);
    }
    step->has_session = 1;
    step->session = row.uuid;
    step->title = focus__box_text(box, row.title);
    focus__box_free(session);
    return status;
}

/* The name is that of the first session: notes are read from the last, and what was undone was noted the
 * other way round. */
static focus_status undo_describe(focus_store *store, step_box *box, const unsigned char *notes,
                                  size_t size)
{
    focus_step *step = box->last;
    note what;
    int64_t count = 0;
    focus_status status = FOCUS_OK;

    for (; size > 0 && status == FOCUS_OK; step->changes++) {
        if (!take_note(notes, &size, &what))
            return broken_step(store);
        if (what.noun != FOCUS__NOUN_SESSION)
            continue;
        status = count_sessions(store, &what, &count);
        step->sessions += count;
        if (status == FOCUS_OK && !(step->is_undone && step->has_session))
            status = name_session(store, box, &what);
        if (status == FOCUS_E_NOT_FOUND)
            status = FOCUS_OK;
    }
    if (status == FOCUS_OK)
        focus__error_clear(&store->error);
    return status;
}

/* --- rows ------------------------------------------------------------------------------------- */

typedef struct step_row {
    int64_t id;
    int64_t first_id;
    int64_t follows_id;
    focus__buffer notes;
} step_row;

static focus_status undo_take_row(focus_store *store, step_box *box, focus__stmt *stmt,
                                  step_row *out)
{
    size_t size = 0;
    const char *notes = focus__stmt_get_bytes(stmt, 4, &size);
    focus_step *step = box->last;

    focus__buffer_clear(&out->notes);
    focus__buffer_append(&out->notes, notes, size);
    step->at_ms = focus__stmt_get_int(stmt, 2);
    step->call = focus__box_text(box, focus__stmt_get_needed_text(stmt, 3));
    if (stmt->status != FOCUS_OK)
        return stmt->status;
    if (step->call == NULL || out->notes.failed)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a step");
    return undo_describe(store, box, (const unsigned char *)out->notes.bytes, size);
}

static focus_status borrow_below(focus_store *store, bool is_redo, int64_t row_id, focus__stmt *out)
{
    focus_status status =
        focus__stmt_borrow(store->db, is_redo ? FOCUS__SQL_REDO_BELOW : FOCUS__SQL_UNDO_BELOW, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, store->user_id);
    focus__stmt_int(out, 2, row_id);
    return FOCUS_OK;
}

/* The row below out->id, and what it says of its step. It begins another step of the list, or goes on
 * with the last one. FOCUS_DONE: there is none, or the list is full. */
static focus_status next_row(focus_store *store, step_box *box, bool is_redo, step_row *out)
{
    focus__stmt stmt;
    focus_status status = borrow_below(store, is_redo, out->id, &stmt);

    if (status == FOCUS_OK)
        status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        out->id = focus__stmt_get_int(&stmt, 0);
        out->first_id = focus__stmt_get_int(&stmt, 1);
        if (box->last == NULL || out->first_id != box->first_id)
            status = box->list.count < box->capacity ? add_step(store, box, is_redo, out->first_id)
                                                     : FOCUS_DONE;
    }
    if (status == FOCUS_OK)
        status = undo_take_row(store, box, &stmt, out);
    focus__stmt_return(&stmt);
    return status;
}

/* The newest row below one, 0 where there is none, and what it follows. */
static focus_status find_below(focus_store *store, bool is_redo, int64_t row_id, int64_t *out_id,
                               int64_t *out_follows_id)
{
    focus__stmt stmt;
    focus_status status = borrow_below(store, is_redo, row_id, &stmt);

    *out_id = 0;
    *out_follows_id = 0;
    if (status == FOCUS_OK)
        status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        *out_id = focus__stmt_get_int(&stmt, 0);
        *out_follows_id = focus__stmt_get_int(&stmt, 5);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status pop_rows(focus_store *store, int64_t user_id, bool is_redo, int64_t from_id)
{
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(store->db, is_redo ? FOCUS__SQL_REDO_POP : FOCUS__SQL_UNDO_POP, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    focus__stmt_int(&stmt, 2, from_id);
    return focus__stmt_run(&stmt);
}

focus_status focus__redo_forget(focus_store *store, int64_t user_id)
{
    return pop_rows(store, user_id, true, 0);
}

focus_status focus__undo_forget(focus_store *store, int64_t user_id)
{
    focus_status status = pop_rows(store, user_id, false, 0);

    return status == FOCUS_OK ? focus__redo_forget(store, user_id) : status;
}

/* --- a step ----------------------------------------------------------------------------------- */

/* Whether what was undone still follows the newest step: nobody has written since. */
static focus_status find_ends(focus_store *store, int64_t *out_newest_id, bool *out_can_redo)
{
    int64_t undone_id = 0;
    int64_t follows_id = 0;
    focus_status status = find_below(store, false, INT64_MAX, out_newest_id, &follows_id);

    if (status == FOCUS_OK)
        status = find_below(store, true, INT64_MAX, &undone_id, &follows_id);
    *out_can_redo = undone_id != 0 && follows_id == *out_newest_id;
    return status;
}

static focus_status nothing_to_do(focus_store *store, bool is_redo)
{
    return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "there is nothing to %s",
                       is_redo ? "redo" : "undo");
}

/* From the row that has been read, down to the first of the step. */
static focus_status go_through_rows(focus_store *store, step_box *box, bool is_redo, step_row *row)
{
    focus__journal *journal = &store->journal;
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        journal->turned.made_at_ms = box->last->at_ms;
        journal->turned.call = box->last->call;
        status = go_through(store, (const unsigned char *)row->notes.bytes, row->notes.size);
        if (status == FOCUS_OK && row->id <= row->first_id)
            return FOCUS_OK;
        if (status == FOCUS_OK)
            status = next_row(store, box, is_redo, row);
    }
    return status == FOCUS_DONE ? broken_step(store) : status;
}

/* What is still undone follows what was redone now. */
static focus_status follow(focus_store *store)
{
    focus__stmt stmt;
    int64_t newest_id = 0;
    int64_t ignored = 0;
    focus_status status = find_below(store, false, INT64_MAX, &newest_id, &ignored);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_REDO_FOLLOW, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, newest_id);
    return focus__stmt_run(&stmt);
}

static focus_status turn_step(focus_store *store, step_box *box, bool is_redo, step_row *row)
{
    focus__journal *journal = &store->journal;
    int64_t ignored = 0;
    focus_status status = next_row(store, box, is_redo, row);

    focus__journal_turn(journal);
    journal->user_id = store->user_id;
    journal->turned.is_redo = !is_redo;
    if (status == FOCUS_OK && !is_redo)
        status = find_below(store, false, row->first_id, &journal->turned.follows_id, &ignored);
    if (status == FOCUS_OK)
        status = go_through_rows(store, box, is_redo, row);
    if (status == FOCUS_OK)
        status = pop_rows(store, store->user_id, is_redo, row->first_id);
    if (status == FOCUS_OK)
        status = focus__journal_flush(store);
    return status == FOCUS_OK && is_redo ? follow(store) : status;
}

static focus_status go_a_step(focus_store *store, step_box *box, bool is_redo)
{
    step_row row = {.id = INT64_MAX};
    int64_t newest_id = 0;
    bool can_redo = false;
    focus_status status = find_ends(store, &newest_id, &can_redo);

    if (status == FOCUS_OK && !(is_redo ? can_redo : newest_id != 0))
        return nothing_to_do(store, is_redo);
    if (status == FOCUS_OK && !can_redo)
        status = focus__redo_forget(store, store->user_id);
    box->last = NULL;
    if (status == FOCUS_OK)
        status = turn_step(store, box, is_redo, &row);
    if (status == FOCUS_OK)
        box->last->is_undone = !is_redo;
    focus__buffer_free(&row.notes);
    return status;
}

static focus_status go_steps(focus_store *store, step_box *box, uint32_t count, bool is_redo)
{
    focus_status status = FOCUS_OK;

    for (uint32_t i = 0; i < count && status == FOCUS_OK; i++) {
        status = go_a_step(store, box, is_redo);
        if (status == FOCUS_E_NOT_FOUND && i > 0)
            status = focus__fail(&store->error, FOCUS_E_NOT_FOUND, "only %u steps can be %s",
                                 (unsigned)i, is_redo ? "redone" : "undone");
    }
    return status;
}

/* --- undo and redo ---------------------------------------------------------------------------- */

enum { UNDO_STEPS_MAX = 1000 };

static focus_status check_undo(focus_store *store, uint32_t count, uint32_t flags)
{
    if (count == 0 || count > UNDO_STEPS_MAX)
        return focus__fail(&store->error, FOCUS_E_INVALID, "1 to %d steps can be asked for",
                           UNDO_STEPS_MAX);
    if ((flags & ~(uint32_t)FOCUS_UNDO_DRY_RUN) != 0)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "flags has an unknown bit");
    if (focus__batch_is_open(store->db))
        return focus__fail(&store->error, FOCUS_E_STATE, "a batch is open");
    return FOCUS_OK;
}

/* A dry run goes all the way, figures included, and is then taken back as an error would be. */
static focus_status end_undo(focus_store *store, focus_status status, bool is_dry)
{
    if (status != FOCUS_OK || !is_dry)
        return focus__write_end(store, status);
    status = focus__tally_flush(store);
    status = focus__write_settle(store, status == FOCUS_OK ? FOCUS_DONE : status);
    return focus__look_end(store, status == FOCUS_DONE ? FOCUS_OK : status);
}

static focus_status change_direction(focus_store *store, uint32_t count, uint32_t flags,
                                     bool is_redo, const focus_step_list **out_list)
{
    step_box *box = NULL;
    focus_status status;

    if (out_list != NULL)
        *out_list = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = check_undo(store, count, flags);
    if (status == FOCUS_OK)
        status = new_steps(store, count, &box);
    if (status == FOCUS_OK)
        status = go_steps(store, box, count, is_redo);
    status = end_undo(store, status, (flags & FOCUS_UNDO_DRY_RUN) != 0);
    if (status == FOCUS_OK && out_list != NULL)
        *out_list = &box->list;
    else
        focus__box_free(box);
    return status;
}

focus_status focus_undo(focus_store *store, uint32_t count, uint32_t flags,
                        const focus_step_list **out_list)
{
    focus__name_call(store);
    return change_direction(store, count, flags, false, out_list);
}

focus_status focus_redo(focus_store *store, uint32_t count, uint32_t flags,
                        const focus_step_list **out_list)
{
    focus__name_call(store);
    return change_direction(store, count, flags, true, out_list);
}

/* --- the list --------------------------------------------------------------------------------- */

static focus_status read_steps(focus_store *store, step_box *box, bool is_redo)
{
    step_row row = {.id = INT64_MAX};
    focus_status status = next_row(store, box, is_redo, &row);

    while (status == FOCUS_OK)
        status = next_row(store, box, is_redo, &row);
    focus__buffer_free(&row.notes);
    box->last = NULL;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status fill_steps(focus_store *store, step_box *box)
{
    int64_t newest_id = 0;
    bool can_redo = false;
    focus_status status = find_ends(store, &newest_id, &can_redo);

    if (status == FOCUS_OK && can_redo)
        status = read_steps(store, box, true);
    return status == FOCUS_OK ? read_steps(store, box, false) : status;
}

focus_status focus_step_list_all(focus_store *store, uint32_t limit,
                                 const focus_step_list **out_list)
{
    step_box *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    *out_list = NULL;
    status = focus__read_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_limit(limit, FOCUS__PAGE_DEFAULT, &limit, &store->error);
    if (status == FOCUS_OK)
        status = new_steps(store, limit, &box);
    if (status == FOCUS_OK)
        status = fill_steps(store, box);
    status = focus__read_end(store, status);
    if (status == FOCUS_OK)
        *out_list = &box->list;
    else
        focus__box_free(box);
    return status;
}

void focus_step_list_free(const focus_step_list *list)
{
    focus__box_free(list);
}
