/*
 * day_total.c - totals of days: the one door through which they change, and their list.
 *
 * They are no sessions: they count in no counter, no daily sum and no streak, and earn nothing.
 */
#include "core/day_total.h"

#include "base/text.h"
#include "core/journal.h"

/* --- rows ------------------------------------------------------------------------------------- */

enum { /* the columns of the table */
       TOTAL_ID,
       TOTAL_USER,
       TOTAL_DAY,
       TOTAL_KEY,
       TOTAL_FORMAT,
       TOTAL_LENGTH,
       TOTAL_RATING,
       TOTAL_IS_SUM,
       TOTAL_TITLE,
       TOTAL_PROJECT,
       TOTAL_NOTE,
       TOTAL_TAGS,
       TOTAL_CREATED
};

static const char *total_text(focus__stmt *stmt, void *box, int column, bool *no_memory)
{
    const char *text = focus__stmt_get_text(stmt, column);
    const char *copy = focus__box_text(box, text);

    *no_memory = *no_memory || (text != NULL && copy == NULL);
    return copy;
}

focus_status focus__day_total_read(focus__stmt *stmt, void *box, focus__day_total_row *out)
{
    bool no_memory = false;

    *out = (focus__day_total_row){
        .id = focus__stmt_get_int(stmt, TOTAL_ID),
        .user_id = focus__stmt_get_int(stmt, TOTAL_USER),
        .local_day = (int32_t)focus__stmt_get_int(stmt, TOTAL_DAY),
        .source_key = total_text(stmt, box, TOTAL_KEY, &no_memory),
        .source_format = total_text(stmt, box, TOTAL_FORMAT, &no_memory),
        .length_ms = focus__stmt_get_int(stmt, TOTAL_LENGTH),
        .has_rating = !focus__stmt_is_null(stmt, TOTAL_RATING),
        .rating = (int32_t)focus__stmt_get_int(stmt, TOTAL_RATING),
        .is_sum = focus__stmt_get_int(stmt, TOTAL_IS_SUM) != 0,
        .title = total_text(stmt, box, TOTAL_TITLE, &no_memory),
        .project = total_text(stmt, box, TOTAL_PROJECT, &no_memory),
        .note = total_text(stmt, box, TOTAL_NOTE, &no_memory),
        .tags = total_text(stmt, box, TOTAL_TAGS, &no_memory),
        .created_at_ms = focus__stmt_get_int(stmt, TOTAL_CREATED),
    };
    if (stmt->status == FOCUS_OK && no_memory)
        return focus__fail(focus__db_error(stmt->db), FOCUS_E_NOMEM, "no memory for a total");
    return stmt->status;
}

focus_status focus__day_total_find(focus_store *store, void *box, int32_t local_day,
                                   const char *source_key, focus__day_total_row *out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_TOTAL_GET, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, local_day);
    focus__stmt_text(&stmt, 3, source_key);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = focus__day_total_read(&stmt, box, out);
    focus__stmt_return(&stmt);
    return status;
}

bool focus__day_total_same(const focus__day_total_row *a, const focus__day_total_row *b)
{
    return a->length_ms == b->length_ms && a->has_rating == b->has_rating &&
           a->rating == b->rating && a->is_sum == b->is_sum &&
           focus__text_same(a->title, b->title) && focus__text_same(a->project, b->project) &&
           focus__text_same(a->note, b->note) && focus__text_same(a->tags, b->tags);
}

/* --- the door --------------------------------------------------------------------------------- */

static focus_status total_put(focus_store *store, const focus__day_total_row *row, int64_t id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_TOTAL_PUT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row->user_id);
    focus__stmt_int(&stmt, 2, row->local_day);
    focus__stmt_text(&stmt, 3, row->source_key);
    focus__stmt_text(&stmt, 4, row->source_format);
    focus__stmt_int(&stmt, 5, row->length_ms);
    if (row->has_rating)
        focus__stmt_int(&stmt, 6, row->rating);
    focus__stmt_int(&stmt, 7, row->is_sum);
    focus__stmt_text(&stmt, 8, row->title);
    focus__stmt_text(&stmt, 9, row->project);
    focus__stmt_text(&stmt, 10, row->note);
    focus__stmt_text(&stmt, 11, row->tags);
    focus__stmt_int(&stmt, 12, row->created_at_ms);
    focus__stmt_int_or_null(&stmt, 13, id);
    return focus__stmt_run(&stmt);
}

static focus_status total_delete(focus_store *store, int64_t id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_TOTAL_DELETE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, id);
    return focus__stmt_run(&stmt);
}

static void total_walk(focus__image *image, void *memory)
{
    focus__day_total_row *row = memory;

    focus__image_int(image, &row->id);
    focus__image_int32(image, &row->local_day);
    focus__image_text(image, &row->source_key);
    focus__image_text(image, &row->source_format);
    focus__image_int(image, &row->length_ms);
    focus__image_bool(image, &row->has_rating);
    focus__image_int32(image, &row->rating);
    focus__image_bool(image, &row->is_sum);
    focus__image_text(image, &row->title);
    focus__image_text(image, &row->project);
    focus__image_text(image, &row->note);
    focus__image_text(image, &row->tags);
    focus__image_int(image, &row->created_at_ms);
}

static focus_status total_add_row(focus_store *store, const focus__day_total_row *row)
{
    focus_status status = total_put(store, row, row->id);

    return status == FOCUS_OK ? focus__journal_added(store, row->user_id, FOCUS__NOUN_DAY_TOTAL, 0,
                                                     focus__db_last_rowid(store->db))
                              : status;
}

focus_status focus__day_total_change(focus_store *store, const focus__day_total_row *before,
                                     const focus__day_total_row *after)
{
    focus_status status;

    assert(before != NULL || after != NULL);
    store->changed |= FOCUS_CHANGED_DAY_TOTALS;
    if (before == NULL)
        return total_add_row(store, after);
    focus__day_total_row was = *before;
    status = focus__journal_was(store, was.user_id, FOCUS__NOUN_DAY_TOTAL, total_walk, &was);
    if (status == FOCUS_OK)
        status = total_delete(store, was.id);
    return status == FOCUS_OK && after != NULL ? total_put(store, after, was.id) : status;
}

/* --- undo ------------------------------------------------------------------------------------- */

/* FOCUS_DONE without one. */
static focus_status total_find_by_id(focus_store *store, void *box, int64_t id,
                                     focus__day_total_row *out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_TOTAL_BY_ID, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = focus__day_total_read(&stmt, box, out);
    focus__stmt_return(&stmt);
    return status;
}

/* Change what has the id into `after`, or add that. */
static focus_status total_turn(focus_store *store, int64_t id, const focus__day_total_row *after)
{
    focus__day_total_row before;
    void *box = focus__new_box(store, sizeof(void *));
    focus_status status = FOCUS_E_NOMEM;

    if (box != NULL)
        status = total_find_by_id(store, box, id, &before);
    if (status == FOCUS_OK)
        status = focus__day_total_change(store, &before, after);
    else if (status == FOCUS_DONE && after != NULL)
        status = focus__day_total_change(store, NULL, after);
    else if (status == FOCUS_DONE)
        status = focus__undo_lost(store);
    focus__box_free(box);
    return status;
}

static focus_status total_remove(focus_store *store, int64_t owner_id, int64_t key)
{
    (void)owner_id;
    return total_turn(store, key, NULL);
}

static focus_status total_put_back(focus_store *store, focus__image *image)
{
    focus__day_total_row row = {.user_id = store->user_id};
    focus_status status;

    total_walk(image, &row);
    status = focus__image_check(store, image,
                                row.id > 0 && row.source_key != NULL && row.source_format != NULL &&
                                    row.length_ms <= FOCUS__DAY_TOTAL_MAX_MS &&
                                    row.length_ms >= -FOCUS__DAY_TOTAL_MAX_MS);
    return status == FOCUS_OK ? total_turn(store, row.id, &row) : status;
}

const focus__undo_noun focus__undo_day_total = {total_remove, total_put_back};

/* --- the list --------------------------------------------------------------------------------- */

typedef struct total_box {
    focus_day_total_list list;
    size_t capacity;
    focus_day_total *items;
} total_box;

static focus_status total_grow(focus_store *store, total_box *box)
{
    box->items = focus__room_for_item(store, box, box->items, box->list.count, &box->capacity,
                                      sizeof(*box->items));
    box->list.items = box->items;
    return box->items != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

/* Whether a row tells of the same as the item before it: five minutes more of it, say. */
static bool total_goes_on(const focus_day_total *item, focus__stmt *stmt)
{
    return item->day == focus__stmt_get_int(stmt, TOTAL_DAY) &&
           item->is_sum == focus__stmt_get_int(stmt, TOTAL_IS_SUM) &&
           item->has_rating == !focus__stmt_is_null(stmt, TOTAL_RATING) &&
           item->rating == focus__stmt_get_int(stmt, TOTAL_RATING) &&
           focus__text_same(item->source_format, focus__stmt_get_text(stmt, TOTAL_FORMAT)) &&
           focus__text_same(item->title, focus__stmt_get_text(stmt, TOTAL_TITLE)) &&
           focus__text_same(item->project, focus__stmt_get_text(stmt, TOTAL_PROJECT));
}

static focus_status total_begin(focus_store *store, total_box *box, focus__stmt *stmt)
{
    bool no_memory = false;
    focus_status status = total_grow(store, box);

    if (status != FOCUS_OK)
        return status;
    box->items[box->list.count++] = (focus_day_total){
        .day = (int32_t)focus__stmt_get_int(stmt, TOTAL_DAY),
        .is_sum = focus__stmt_get_int(stmt, TOTAL_IS_SUM) != 0,
        .has_rating = !focus__stmt_is_null(stmt, TOTAL_RATING),
        .rating = (int32_t)focus__stmt_get_int(stmt, TOTAL_RATING),
        .source_format = total_text(stmt, box, TOTAL_FORMAT, &no_memory),
        .title = total_text(stmt, box, TOTAL_TITLE, &no_memory),
        .project = total_text(stmt, box, TOTAL_PROJECT, &no_memory),
    };
    if (no_memory)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for the totals");
    return stmt->status;
}

/* The file may be damaged: what is added up has to stay small. */
static focus_status total_add(focus_store *store, total_box *box, focus__stmt *stmt)
{
    int64_t length_ms = focus__stmt_get_int(stmt, TOTAL_LENGTH);
    focus_status status = FOCUS_OK;

    if (length_ms > FOCUS__DAY_TOTAL_MAX_MS || length_ms < -FOCUS__DAY_TOTAL_MAX_MS)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "a total of a day makes no sense");
    if (box->list.count == 0 || !total_goes_on(&box->items[box->list.count - 1], stmt))
        status = total_begin(store, box, stmt);
    if (status != FOCUS_OK)
        return status;
    focus_day_total *item = &box->items[box->list.count - 1];
    item->length_ms += length_ms;
    item->record_count++;
    box->list.length_ms += item->is_sum != 0 ? 0 : length_ms;
    return stmt->status;
}

static focus_status total_list(focus_store *store, void *box, const void *query)
{
    const int32_t *days = query;
    focus__stmt stmt;
    focus_status status;

    if (days[1] < days[0])
        return focus__fail(&store->error, FOCUS_E_INVALID, "until_day lies before from_day");
    status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_TOTAL_RANGE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, days[0]);
    focus__stmt_int(&stmt, 3, days[1]);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = total_add(store, box, &stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus_day_total_list_range(focus_store *store, int32_t from_day, int32_t until_day,
                                        const focus_day_total_list **out_list)
{
    const int32_t days[2] = {from_day, until_day};
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(total_box), total_list, days, &box);
    *out_list = box;
    return status;
}

void focus_day_total_list_free(const focus_day_total_list *list)
{
    focus__box_free(list);
}
