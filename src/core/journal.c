/*
 * journal.c - notes of changes, and the steps in the file that they become.
 *
 * A note is its bytes and behind them a trailer, so that it can be read from the end: one byte with
 * noun and kind, four with the size. A step is one row of undo_steps, or of redo_steps, and more where
 * its notes are many.
 */
#include "core/journal.h"

#include "core/store.h"
#include "core/undo.h"

enum {
    ROWS_MAX = 1000,      /* that can be undone, of all users */
    PRUNE_ROWS = 32,      /* are made from one pruning to the next */
    ROW_SIZE = 64 * 1024, /* bytes of notes that make a row */
};

/* --- the file --------------------------------------------------------------------------------- */

/* A step goes whole: the newest stays, however many rows it has. */
static focus_status prune_undo(focus_store *store, int64_t newest_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_UNDO_PRUNE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, newest_id - ROWS_MAX);
    return focus__stmt_run(&stmt);
}

/* Once in some writes, so that it costs each of them next to nothing. Behind a new step nothing can be
 * redone. */
static focus_status prune(focus_store *store, int64_t newest_id)
{
    const focus__journal *journal = &store->journal;
    focus_status status = FOCUS_OK;

    if (newest_id % PRUNE_ROWS != 0 || journal->turned.is_redo)
        return FOCUS_OK;
    if (journal->turned.call == NULL)
        status = focus__redo_forget(store, journal->user_id);
    return status == FOCUS_OK ? prune_undo(store, newest_id) : status;
}

static focus_status push_row(focus_store *store)
{
    const focus__journal *journal = &store->journal;
    bool is_new = journal->turned.call == NULL;
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(
        store->db, journal->turned.is_redo ? FOCUS__SQL_REDO_PUSH : FOCUS__SQL_UNDO_PUSH, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, journal->user_id);
    focus__stmt_int_or_null(&stmt, 2, journal->first_id);
    focus__stmt_int(&stmt, 3, is_new ? store->now_ms : journal->turned.made_at_ms);
    focus__stmt_text(&stmt, 4, is_new ? store->call : journal->turned.call);
    focus__stmt_bytes(&stmt, 5, journal->notes.bytes, journal->notes.size);
    if (journal->turned.is_redo)
        focus__stmt_int(&stmt, 6, journal->turned.follows_id);
    return focus__stmt_run(&stmt);
}

/* --- notes ------------------------------------------------------------------------------------ */

static void end_note(focus__buffer *notes, size_t began_at, int noun, enum focus__note_kind kind)
{
    size_t size = notes->size - began_at;
    char trailer[FOCUS__NOTE_TRAILER];

    trailer[0] = (char)(noun << 1 | (int)kind);
    for (int i = 0; i < 4; i++)
        trailer[i + 1] = (char)(size >> (8 * i) & 0xff);
    focus__buffer_add(notes, trailer, sizeof trailer);
}

static void end_run(focus__journal *journal)
{
    focus__image image = {.out = &journal->notes};
    size_t began_at = journal->notes.size;

    if (journal->run.noun == 0)
        return;
    focus__image_int(&image, &journal->run.owner_id);
    focus__image_int(&image, &journal->run.first);
    focus__image_int(&image, &journal->run.count);
    end_note(&journal->notes, began_at, journal->run.noun, FOCUS__NOTE_ADDED);
    journal->run.noun = 0;
}

focus_status focus__journal_flush(focus_store *store)
{
    focus__journal *journal = &store->journal;
    int64_t row_id = 0;
    focus_status status;

    end_run(journal);
    if (journal->notes.failed)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory to note what changed");
    if (journal->notes.size == 0)
        return FOCUS_OK;
    status = push_row(store);
    focus__buffer_clear(&journal->notes);
    if (status != FOCUS_OK)
        return status;
    row_id = focus__db_last_rowid(store->db);
    if (journal->first_id == 0)
        journal->first_id = row_id;
    return prune(store, row_id);
}

static void forget_notes(focus__journal *journal)
{
    focus__buffer_clear(&journal->notes);
    journal->run.noun = 0;
}

/* A sweep goes through the sessions of all users. */
static focus_status journal_turn_to_user(focus_store *store, int64_t user_id)
{
    focus__journal *journal = &store->journal;
    focus_status status = FOCUS_OK;

    if (journal->user_id == user_id && journal->notes.size < ROW_SIZE)
        return FOCUS_OK;
    status = focus__journal_flush(store);
    if (journal->user_id != user_id)
        focus__journal_turn(journal);
    journal->user_id = user_id;
    return status;
}

focus_status focus__journal_added(focus_store *store, int64_t user_id, enum focus__noun noun,
                                  int64_t owner_id, int64_t key)
{
    focus__journal *journal = &store->journal;
    focus_status status;

    if (journal->is_off)
        return FOCUS_OK;
    status = journal_turn_to_user(store, user_id);
    if (journal->run.noun == (int)noun && journal->run.owner_id == owner_id &&
        journal->run.first + journal->run.count == key) {
        journal->run.count++;
        return status;
    }
    end_run(journal);
    journal->run.noun = (int)noun;
    journal->run.owner_id = owner_id;
    journal->run.first = key;
    journal->run.count = 1;
    return status;
}

focus_status focus__journal_was(focus_store *store, int64_t user_id, enum focus__noun noun,
                                focus__image_walk *walk, void *row)
{
    focus__journal *journal = &store->journal;
    focus__image image = {.out = &journal->notes};
    size_t began_at;
    focus_status status;

    if (journal->is_off)
        return FOCUS_OK;
    status = journal_turn_to_user(store, user_id);
    end_run(journal);
    began_at = journal->notes.size;
    walk(&image, row);
    end_note(&journal->notes, began_at, (int)noun, FOCUS__NOTE_WAS);
    return status;
}

/* --- the frame of a call ---------------------------------------------------------------------- */

void focus__journal_turn(focus__journal *journal)
{
    forget_notes(journal);
    journal->user_id = 0;
    journal->first_id = 0;
    journal->kept_first_id = 0;
    memset(&journal->turned, 0, sizeof(journal->turned));
}

/* A batch goes on with its step; what a failed call had of it in the file is gone. */
focus_status focus__journal_settle(focus_store *store, focus_status status)
{
    focus__journal *journal = &store->journal;

    if (status == FOCUS_OK)
        status = focus__journal_flush(store);
    if (!focus__batch_is_open(store->db)) {
        focus__journal_turn(journal);
        return status;
    }
    forget_notes(journal);
    if (status == FOCUS_OK)
        journal->kept_first_id = journal->first_id;
    else
        journal->first_id = journal->kept_first_id;
    return status;
}
