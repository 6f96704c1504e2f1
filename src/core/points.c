/*
 * points.c - the ledger of XP and coins, the wallet and the level.
 *
 * Append-only: an entry is never changed. What is paid, and that it is paid once, is decided by
 * keys that the file keeps unique, not by what a caller remembers.
 */
#include "core/points.h"

#include "base/text.h"
#include "rules/limits.h"
#include "rules/reward.h"

/* --- the door --------------------------------------------------------------------------------- */

static focus_status insert_entry(focus_store *store, const focus__ledger_row *what)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LEDGER_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, what->user_id);
    focus__stmt_int(&stmt, 2, what->kind);
    focus__stmt_text(&stmt, 3, what->key);
    focus__stmt_int_or_null(&stmt, 4, what->session_id);
    focus__stmt_int(&stmt, 5, what->xp);
    focus__stmt_int(&stmt, 6, what->coins);
    focus__stmt_text(&stmt, 7, what->reason);
    focus__stmt_int(&stmt, 8, what->created_at_ms);
    return focus__stmt_run(&stmt);
}

/* Add an entry to the wallet (sign 1), or take it out (-1). */
static focus_status count_entry(focus_store *store, const focus__ledger_row *what, int sign)
{
    focus__counts *counts = NULL;
    focus_status status = focus__tally_counts(store, what->user_id, &counts);

    if (status != FOCUS_OK)
        return status;
    counts->ledger_entries += sign;
    counts->xp += sign * what->xp;
    if (what->coins >= 0)
        counts->coins_earned += sign * what->coins;
    else
        counts->coins_spent -= sign * what->coins;
    store->changed |= FOCUS_CHANGED_POINTS;
    return FOCUS_OK;
}

/* Which number it got need not be known: when it is to go, it is the newest again. */
focus_status focus__ledger_append(focus_store *store, const focus__ledger_row *what)
{
    focus_status status = insert_entry(store, what);

    if (status == FOCUS_OK && focus__db_row_changes(store->db) == 0)
        return FOCUS_DONE;
    if (status == FOCUS_OK)
        status = count_entry(store, what, 1);
    return status == FOCUS_OK ? focus__journal_added(store, what->user_id, FOCUS__NOUN_LEDGER, 0, 0)
                              : status;
}

focus_status focus__ledger_pay_session(focus_store *store, const focus__session_row *row)
{
    focus__ledger_row what = {
        .kind = FOCUS_POINTS_SESSION,
        .user_id = row->user_id,
        .session_id = row->id,
        .xp = row->xp,
        .coins = row->coins,
        .created_at_ms = store->now_ms,
    };
    focus_status status = focus__ledger_append(store, &what);

    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- undo ------------------------------------------------------------------------------------- */

static void walk_entry(focus__image *image, void *memory)
{
    focus__ledger_row *row = memory;

    focus__image_int32(image, &row->kind);
    focus__image_int(image, &row->session_id);
    focus__image_text(image, &row->key);
    focus__image_text(image, &row->reason);
    focus__image_int(image, &row->xp);
    focus__image_int(image, &row->coins);
    focus__image_int(image, &row->created_at_ms);
}

/* The entry that the statement stands on goes: note it and count it out. */
static focus_status points_take_entry(focus_store *store, focus__stmt *stmt)
{
    focus__ledger_row row = {
        .user_id = store->user_id,
        .kind = (int32_t)focus__stmt_get_int(stmt, 1),
        .xp = focus__stmt_get_int(stmt, 2),
        .coins = focus__stmt_get_int(stmt, 3),
        .created_at_ms = focus__stmt_get_int(stmt, 4),
        .key = focus__stmt_get_text(stmt, 5),
        .reason = focus__stmt_get_text(stmt, 6),
        .session_id = focus__stmt_get_int(stmt, 7),
    };
    focus_status status = stmt->status;

    if (status == FOCUS_OK)
        status = focus__journal_was(store, row.user_id, FOCUS__NOUN_LEDGER, walk_entry, &row);
    return status == FOCUS_OK ? count_entry(store, &row, -1) : status;
}

static focus_status delete_entry(focus_store *store, int64_t number)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LEDGER_DELETE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, number);
    return focus__stmt_run(&stmt);
}

static focus_status remove_newest_entry(focus_store *store, int64_t owner_id, int64_t key)
{
    focus__stmt stmt;
    int64_t number = 0;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LEDGER_NEWEST, &stmt);

    (void)owner_id;
    (void)key;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        number = focus__stmt_get_int(&stmt, 0);
        status = points_take_entry(store, &stmt);
    }
    focus__stmt_return(&stmt);
    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    return status == FOCUS_OK ? delete_entry(store, number) : status;
}

static focus_status points_put_entry(focus_store *store, focus__image *image)
{
    focus__ledger_row row = {0};
    focus_status status;

    walk_entry(image, &row);
    row.user_id = store->user_id;
    status = focus__image_check(store, image,
                                focus__count_is_sound(row.xp) && row.coins <= FOCUS__COUNT_MAX &&
                                    row.coins >= -FOCUS__COUNT_MAX);
    if (status == FOCUS_OK)
        status = focus__ledger_append(store, &row);
    return status == FOCUS_DONE ? focus__undo_lost(store) : status;
}

const focus__undo_noun focus__undo_ledger = {remove_newest_entry, points_put_entry};

/* --- award and spend -------------------------------------------------------------------------- */

static focus_status check_entry(focus_store *store, int64_t amount, const char *key,
                                const char *reason)
{
    focus_status status = focus__check_amount(amount, &store->error);

    if (status == FOCUS_OK)
        status =
            focus__text_check("the key", key, 1, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE, &store->error);
    if (status == FOCUS_OK)
        status = focus__text_check("the reason", reason, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    return status;
}

/* *out_before is the wallet without the entry; what it then does not allow undoes the whole call. */
static focus_status append_to_wallet(focus_store *store, const focus__ledger_row *what,
                                     focus__counts *out_before)
{
    focus_status status = focus__counts_read(store, out_before, NULL);

    return status == FOCUS_OK ? focus__ledger_append(store, what) : status;
}

static focus_status end_once(focus_store *store, focus_status status)
{
    bool used = status == FOCUS_DONE;

    status = focus__write_end(store, used ? FOCUS_OK : status);
    return status == FOCUS_OK && used ? FOCUS_DONE : status;
}

static focus_status award(focus_store *store, const focus__ledger_row *what)
{
    focus__counts before;
    focus_status status = append_to_wallet(store, what, &before);

    if (status == FOCUS_OK && (!focus__count_is_sound(before.xp + what->xp) ||
                               !focus__count_is_sound(before.coins_earned + what->coins)))
        return focus__fail(&store->error, FOCUS_E_INVALID, "so much cannot be counted");
    return status;
}

focus_status focus_points_award(focus_store *store, int32_t kind, int64_t amount, const char *key,
                                const char *reason)
{
    focus__ledger_row what = {.kind = kind, .key = key, .reason = focus__text_or_null(reason)};
    focus_status status;

    if (key == NULL)
        return focus__misuse(store, "key");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    what.user_id = store->user_id;
    what.created_at_ms = store->now_ms;
    what.xp = kind == FOCUS_POINTS_XP ? amount : 0;
    what.coins = kind == FOCUS_POINTS_COINS ? amount : 0;
    if (kind != FOCUS_POINTS_XP && kind != FOCUS_POINTS_COINS)
        status =
            focus__fail(&store->error, FOCUS_E_INVALID, "kind %d cannot be awarded", (int)kind);
    if (status == FOCUS_OK)
        status = check_entry(store, amount, key, reason);
    if (status == FOCUS_OK)
        status = award(store, &what);
    return end_once(store, status);
}

static focus_status spend(focus_store *store, const focus__ledger_row *what)
{
    focus__counts before;
    focus_status status = append_to_wallet(store, what, &before);
    int64_t coins = before.coins_earned - before.coins_spent;

    if (status == FOCUS_OK && coins + what->coins < 0)
        return focus__fail(&store->error, FOCUS_E_STATE, "%lld coins are needed and %lld are there",
                           (long long)-what->coins, (long long)coins);
    return status;
}

focus_status focus_points_spend(focus_store *store, int64_t amount, const char *key,
                                const char *reason)
{
    focus__ledger_row what = {
        .kind = FOCUS_POINTS_SPEND, .key = key, .reason = focus__text_or_null(reason)};
    focus_status status;

    if (key == NULL)
        return focus__misuse(store, "key");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = check_entry(store, amount, key, reason);
    what.user_id = store->user_id;
    what.created_at_ms = store->now_ms;
    if (status == FOCUS_OK) {
        what.coins = -amount;
        status = spend(store, &what);
    }
    return end_once(store, status);
}

/* --- reading ---------------------------------------------------------------------------------- */

static focus_status read_progress(focus_store *store, focus_progress *out)
{
    focus__counts counts;
    focus__level level;
    focus_status status = focus__counts_read(store, &counts, NULL);

    if (status != FOCUS_OK)
        return status;
    level = focus__level_of(&store->policy, counts.xp);
    *out = (focus_progress){
        .xp = counts.xp,
        .level = level.level,
        .level_xp = level.xp,
        .level_cost_xp = level.cost_xp,
        .coins = counts.coins_earned - counts.coins_spent,
        .coins_earned = counts.coins_earned,
        .coins_spent = counts.coins_spent,
    };
    return FOCUS_OK;
}

focus_status focus_progress_get(focus_store *store, focus_progress *out_progress)
{
    focus_status status;

    if (out_progress == NULL)
        return focus__misuse(store, "out_progress");
    *out_progress = (focus_progress){0};
    status = focus__look_begin(store);
    return status == FOCUS_OK ? focus__look_end(store, read_progress(store, out_progress)) : status;
}

typedef struct ledger_box {
    focus_ledger_list list;
    focus_ledger_entry *items;
    const focus_ledger_entry **pointers;
} ledger_box;

static focus_status read_entry(focus_store *store, void *memory, focus__stmt *stmt, size_t index,
                               focus__page *page)
{
    ledger_box *box = memory;
    focus_ledger_entry *out = &box->items[index];
    const char *key = focus__stmt_get_text(stmt, 5);
    const char *reason = focus__stmt_get_text(stmt, 6);

    box->pointers[index] = out;
    page->after_first = focus__stmt_get_int(stmt, 0);
    out->kind = (int32_t)focus__stmt_get_int(stmt, 1);
    out->xp = focus__stmt_get_int(stmt, 2);
    out->coins = focus__stmt_get_int(stmt, 3);
    out->at_ms = focus__stmt_get_int(stmt, 4);
    out->key = focus__box_text(box, key);
    out->reason = focus__box_text(box, reason);
    out->has_session = !focus__stmt_is_null(stmt, 7);
    if (out->has_session)
        focus__stmt_get_id(stmt, 7, &out->session);
    if ((key != NULL && out->key == NULL) || (reason != NULL && out->reason == NULL))
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for the ledger");
    return stmt->status;
}

static focus_status read_ledger(focus_store *store, void *memory, const void *asked)
{
    ledger_box *box = memory;
    focus__page page = *(const focus__page *)asked;
    focus__counts counts;
    focus__stmt stmt;
    focus_status status = focus__page_check(store, &page, FOCUS__PAGE_DEFAULT);

    if (status == FOCUS_OK)
        status = focus__counts_read(store, &counts, NULL);
    if (status != FOCUS_OK)
        return status;
    box->list.total = counts.ledger_entries;
    box->items = focus__new_items(store, box, page.limit, sizeof(*box->items));
    box->pointers = focus__new_pointers(store, box, page.limit);
    box->list.items = box->pointers;
    if (box->items == NULL || box->pointers == NULL)
        return FOCUS_E_NOMEM;
    status = focus__stmt_borrow(store->db, FOCUS__SQL_LEDGER_PAGE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, page.after_first);
    focus__stmt_int(&stmt, 3, (int64_t)page.limit + 1);
    return focus__page_read(store, box, &stmt, &page, read_entry, &box->list.count,
                            box->list.next_cursor);
}

focus_status focus_ledger_list_page(focus_store *store, uint32_t limit, const char *cursor,
                                    const focus_ledger_list **out_list)
{
    const focus__page page = {.limit = limit, .cursor = cursor, .after_first = INT64_MAX};
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(ledger_box), read_ledger, &page, &box);
    *out_list = box;
    return status;
}

void focus_ledger_list_free(const focus_ledger_list *list)
{
    focus__box_free(list);
}
