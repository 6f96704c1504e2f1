/*
 * library.c - libraries of focus music.
 */
#include "core/library.h"

#include "base/text.h"
#include "rules/limits.h"

/* --- reading ---------------------------------------------------------------------------------- */

static focus_status read_library(focus_store *store, void *box, focus__stmt *stmt,
                                 focus_library *out)
{
    const char *description = focus__stmt_get_text(stmt, 3);

    focus__stmt_get_id(stmt, 1, &out->id);
    out->name = focus__box_text(box, focus__stmt_get_needed_text(stmt, 2));
    out->description = focus__box_text(box, description);
    out->is_favorite = (int32_t)focus__stmt_get_int(stmt, 4);
    out->tracks_count = focus__stmt_get_int(stmt, 5);
    out->created_at_ms = focus__stmt_get_int(stmt, 6);
    out->updated_at_ms = focus__stmt_get_int(stmt, 7);
    if (stmt->status == FOCUS_OK &&
        (out->name == NULL || (description != NULL && out->description == NULL)))
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a library");
    return stmt->status;
}

static focus_status borrow_by_id(focus_store *store, const focus_id *id, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_BY_UUID, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(out, 1, id);
    focus__stmt_int(out, 2, store->user_id);
    return FOCUS_OK;
}

static focus_status borrow_by_name(focus_store *store, const char *name, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_BY_NAME, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, store->user_id);
    focus__stmt_text(out, 2, name);
    return FOCUS_OK;
}

static focus_status not_found(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "there is no such library");
}

focus_status focus__library_find(focus_store *store, const focus_id *id, focus__library_row *out)
{
    focus__stmt stmt;
    focus_status status = borrow_by_id(store, id, &stmt);

    *out = (focus__library_row){0};
    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        out->id = focus__stmt_get_int(&stmt, 0);
        out->tracks_count = focus__stmt_get_int(&stmt, 5);
        out->updated_at_ms = focus__stmt_get_int(&stmt, 7);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? not_found(store) : status;
}

static focus_status fill_library(focus_store *store, void *box, focus__stmt *stmt)
{
    focus_status status = focus__stmt_step(stmt);

    if (status == FOCUS_OK)
        status = read_library(store, box, stmt, box);
    focus__stmt_return(stmt);
    return status == FOCUS_DONE ? not_found(store) : status;
}

static focus_status fill_by_id(focus_store *store, void *box, const void *id)
{
    focus__stmt stmt;
    focus_status status = borrow_by_id(store, id, &stmt);

    return status == FOCUS_OK ? fill_library(store, box, &stmt) : status;
}

static focus_status fill_by_name(focus_store *store, void *box, const void *name)
{
    focus__stmt stmt;
    focus_status status = borrow_by_name(store, name, &stmt);

    return status == FOCUS_OK ? fill_library(store, box, &stmt) : status;
}

static focus_status get_library(focus_store *store, focus__fill *fill, const void *query,
                                const focus_library **out_library)
{
    const void *box = NULL;
    focus_status status;

    if (out_library == NULL)
        return focus__misuse(store, "out_library");
    *out_library = NULL;
    if (query == NULL)
        return focus__misuse(store, "id or name");
    status = focus__read_box(store, sizeof(focus_library), fill, query, &box);
    *out_library = box;
    return status;
}

focus_status focus_library_get(focus_store *store, const focus_id *id,
                               const focus_library **out_library)
{
    focus__name_call(store);
    return get_library(store, fill_by_id, id, out_library);
}

focus_status focus_library_find(focus_store *store, const char *name,
                                const focus_library **out_library)
{
    focus__name_call(store);
    return get_library(store, fill_by_name, name, out_library);
}

void focus_library_free(const focus_library *library)
{
    focus__box_free(library);
}

/* --- pages ------------------------------------------------------------------------------------ */

typedef struct library_box {
    focus_library_list list;
    focus_library *items;
    const focus_library **pointers;
} library_box;

static focus_status read_nth_library(focus_store *store, void *memory, focus__stmt *stmt,
                                     size_t index, focus__page *page)
{
    library_box *box = memory;

    box->pointers[index] = &box->items[index];
    page->after_first = focus__stmt_get_int(stmt, 0);
    return read_library(store, box, stmt, &box->items[index]);
}

static focus_status fill_library_page(focus_store *store, void *memory, const void *asked)
{
    library_box *box = memory;
    focus__page page = *(const focus__page *)asked;
    focus__counts counts;
    focus__stmt stmt;
    focus_status status = focus__page_check(store, &page, FOCUS__PAGE_DEFAULT);

    if (status == FOCUS_OK)
        status = focus__counts_read(store, &counts, NULL);
    if (status != FOCUS_OK)
        return status;
    box->list.total = counts.libraries;
    box->items = focus__new_items(store, box, page.limit, sizeof(*box->items));
    box->pointers = focus__new_pointers(store, box, page.limit);
    box->list.items = box->pointers;
    if (box->items == NULL || box->pointers == NULL)
        return FOCUS_E_NOMEM;
    status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_PAGE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, page.after_first);
    focus__stmt_int(&stmt, 3, (int64_t)page.limit + 1);
    return focus__page_read(store, box, &stmt, &page, read_nth_library, &box->list.count,
                            box->list.next_cursor);
}

focus_status focus_library_list_page(focus_store *store, uint32_t limit, const char *cursor,
                                     const focus_library_list **out_list)
{
    const focus__page page = {.limit = limit, .cursor = cursor};
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(library_box), fill_library_page, &page, &box);
    *out_list = box;
    return status;
}

void focus_library_list_free(const focus_library_list *list)
{
    focus__box_free(list);
}

/* --- writing ---------------------------------------------------------------------------------- */

/* own_id: the library that may keep the name. */
static focus_status refuse_taken_library_name(focus_store *store, const char *name, int64_t own_id)
{
    focus__stmt stmt;
    int64_t id = 0;
    focus_status status = borrow_by_name(store, name, &stmt);

    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        id = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    if (status == FOCUS_OK && id != own_id)
        return focus__fail(&store->error, FOCUS_E_EXISTS, "there is a library %s already", name);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status count_libraries(focus_store *store, int64_t user_id, int64_t by,
                                    int64_t tracks_by)
{
    focus__counts *counts = NULL;
    focus_status status = focus__tally_counts(store, user_id, &counts);

    if (status != FOCUS_OK)
        return status;
    counts->libraries += by;
    counts->tracks += tracks_by;
    store->changed |= FOCUS_CHANGED_LIBRARIES | (tracks_by != 0 ? FOCUS_CHANGED_TRACKS : 0u);
    return FOCUS_OK;
}

static void walk_library(focus__image *image, void *memory)
{
    focus__library_facts *facts = memory;

    focus__image_int(image, &facts->id);
    focus__image_id(image, &facts->uuid);
    focus__image_text(image, &facts->name);
    focus__image_text(image, &facts->description);
    focus__image_bool(image, &facts->is_favorite);
    focus__image_int(image, &facts->created_at_ms);
    focus__image_int(image, &facts->updated_at_ms);
}

/* A library is about to change, or to go. FOCUS_DONE: it is not there. */
static focus_status note_library(focus_store *store, int64_t library_id)
{
    focus__library_facts was = {.id = library_id};
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_BY_ROW, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_int(&stmt, 2, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        focus__stmt_get_id(&stmt, 1, &was.uuid);
        was.name = focus__stmt_get_needed_text(&stmt, 2);
        was.description = focus__stmt_get_text(&stmt, 3);
        was.is_favorite = focus__stmt_get_int(&stmt, 4) != 0;
        was.created_at_ms = focus__stmt_get_int(&stmt, 6);
        was.updated_at_ms = focus__stmt_get_int(&stmt, 7);
        status = stmt.status;
    }
    if (status == FOCUS_OK)
        status = focus__journal_was(store, store->user_id, FOCUS__NOUN_LIBRARY, walk_library, &was);
    focus__stmt_return(&stmt);
    return status;
}

focus_status focus__library_put(focus_store *store, focus__library_facts *facts)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, &facts->uuid);
    focus__stmt_int(&stmt, 2, facts->user_id);
    focus__stmt_text(&stmt, 3, facts->name);
    focus__stmt_text(&stmt, 4, facts->description);
    focus__stmt_int(&stmt, 5, facts->created_at_ms);
    focus__stmt_int(&stmt, 6, facts->updated_at_ms);
    focus__stmt_int(&stmt, 7, facts->is_favorite);
    focus__stmt_int_or_null(&stmt, 8, facts->id);
    status = focus__stmt_run(&stmt);
    if (status != FOCUS_OK)
        return status;
    facts->id = focus__db_last_rowid(store->db);
    status = focus__journal_added(store, facts->user_id, FOCUS__NOUN_LIBRARY, 0, facts->id);
    return status == FOCUS_OK ? count_libraries(store, facts->user_id, 1, 0) : status;
}

static focus_status insert_library(focus_store *store, const char *name, const char *description,
                                   focus_id *out_id)
{
    focus__library_facts facts = {
        .user_id = store->user_id,
        .name = name,
        .description = focus__text_or_null(description),
        .created_at_ms = store->now_ms,
        .updated_at_ms = store->now_ms,
    };
    focus_status status = focus__make_id(store, &facts.uuid);

    *out_id = facts.uuid;
    return status == FOCUS_OK ? focus__library_put(store, &facts) : status;
}

focus_status focus_library_create(focus_store *store, const char *name, const char *description,
                                  focus_id *out_id)
{
    focus_id id = {{0}};
    focus_status status;

    if (out_id != NULL)
        *out_id = id;
    if (name == NULL)
        return focus__misuse(store, "name");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_name("a library's name", name, &store->error);
    if (status == FOCUS_OK)
        status = focus__text_check("the description", description, 0, FOCUS_TEXT_MAX,
                                   FOCUS__TEXT_NOTE, &store->error);
    if (status == FOCUS_OK)
        status = refuse_taken_library_name(store, name, 0);
    if (status == FOCUS_OK)
        status = insert_library(store, name, description, &id);
    status = focus__write_end(store, status);
    if (status == FOCUS_OK && out_id != NULL)
        *out_id = id;
    return status;
}

static focus_status rename_library(focus_store *store, int64_t library_id, const char *name)
{
    focus__stmt stmt;
    focus_status status = refuse_taken_library_name(store, name, library_id);

    if (status == FOCUS_OK)
        status = note_library(store, library_id);
    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_RENAME, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_text(&stmt, 2, name);
    focus__stmt_int(&stmt, 3, store->now_ms);
    store->changed |= FOCUS_CHANGED_LIBRARIES;
    return focus__stmt_run(&stmt);
}

focus_status focus_library_rename(focus_store *store, const focus_id *id, const char *name)
{
    focus__library_row library;
    focus_status status;

    if (id == NULL || name == NULL)
        return focus__misuse(store, id == NULL ? "id" : "name");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_name("a library's name", name, &store->error);
    if (status == FOCUS_OK)
        status = focus__library_find(store, id, &library);
    if (status == FOCUS_OK)
        status = rename_library(store, library.id, name);
    return focus__write_end(store, status);
}

static focus_status set_favorite(focus_store *store, int64_t library_id, bool is_favorite)
{
    focus__stmt stmt;
    focus_status status = note_library(store, library_id);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_SET_FAVORITE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_int(&stmt, 2, is_favorite);
    focus__stmt_int(&stmt, 3, store->now_ms);
    store->changed |= FOCUS_CHANGED_LIBRARIES;
    return focus__stmt_run(&stmt);
}

focus_status focus_library_set_favorite(focus_store *store, const focus_id *id, int32_t is_favorite)
{
    focus__library_row library;
    focus_status status;

    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__library_find(store, id, &library);
    if (status == FOCUS_OK)
        status = set_favorite(store, library.id, is_favorite != 0);
    return focus__write_end(store, status);
}

static focus_status delete_library(focus_store *store, const focus__library_row *library)
{
    focus__stmt stmt;
    focus_status status = focus__track_note_from(store, library->id, INT64_MIN);

    if (status == FOCUS_OK)
        status = note_library(store, library->id);
    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_DELETE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library->id);
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK ? count_libraries(store, store->user_id, -1, -library->tracks_count)
                              : status;
}

focus_status focus_library_delete(focus_store *store, const focus_id *id)
{
    focus__library_row library;
    focus_status status;

    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__library_find(store, id, &library);
    if (status == FOCUS_OK)
        status = delete_library(store, &library);
    return focus__write_end(store, status);
}

static void walk_library_time(focus__image *image, void *memory)
{
    focus__library_row *row = memory;

    focus__image_int(image, &row->id);
    focus__image_int(image, &row->updated_at_ms);
}

/* at_ms 0: it stays as old as it is. */
static focus_status add_tracks(focus_store *store, int64_t library_id, int64_t by, int64_t at_ms)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_ADD_TRACKS, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_int(&stmt, 2, by);
    focus__stmt_int_or_null(&stmt, 3, at_ms);
    return focus__stmt_run(&stmt);
}

/* Change the library's time from what the row says. */
static focus_status add_tracks_now(focus_store *store, const focus__library_row *library,
                                   int64_t by, int64_t at_ms)
{
    focus__library_row was = *library;
    focus_status status = add_tracks(store, library->id, by, at_ms);

    return status == FOCUS_OK ? focus__journal_was(store, store->user_id, FOCUS__NOUN_LIBRARY_TIME,
                                                   walk_library_time, &was)
                              : status;
}

focus_status focus__library_count_tracks(focus_store *store, const focus__library_row *library,
                                         int64_t by)
{
    focus_status status = add_tracks_now(store, library, by, store->now_ms);

    return status == FOCUS_OK ? count_libraries(store, store->user_id, 0, by) : status;
}

focus_status focus__library_recount_tracks(focus_store *store, int64_t library_id, int64_t by)
{
    focus_status status = add_tracks(store, library_id, by, 0);

    return status == FOCUS_OK ? count_libraries(store, store->user_id, 0, by) : status;
}

focus_status focus__library_put_tracks(focus_store *store, const focus__library_facts *facts,
                                       int64_t count)
{
    focus_status status = add_tracks(store, facts->id, count, 0);

    return status == FOCUS_OK ? count_libraries(store, facts->user_id, 0, count) : status;
}

/* --- undo ------------------------------------------------------------------------------------- */

/* It has no tracks: they came after it, and have gone before it. */
static focus_status remove_library(focus_store *store, int64_t owner_id, int64_t library_id)
{
    focus__stmt stmt;
    focus_status status = note_library(store, library_id);

    (void)owner_id;
    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_DELETE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK ? count_libraries(store, store->user_id, -1, 0) : status;
}

static focus_status update_library(focus_store *store, const focus__library_facts *facts)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_UPDATE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, facts->id);
    focus__stmt_text(&stmt, 2, facts->name);
    focus__stmt_text(&stmt, 3, facts->description);
    focus__stmt_int(&stmt, 4, facts->is_favorite);
    focus__stmt_int(&stmt, 5, facts->updated_at_ms);
    store->changed |= FOCUS_CHANGED_LIBRARIES;
    return focus__stmt_run(&stmt);
}

static focus_status library_put_library(focus_store *store, focus__image *image)
{
    focus__library_facts facts = {.user_id = store->user_id};
    focus_status status;

    walk_library(image, &facts);
    status = focus__image_check(store, image, facts.id > 0 && facts.name != NULL);
    if (status == FOCUS_OK)
        status = note_library(store, facts.id);
    if (status == FOCUS_DONE)
        return focus__library_put(store, &facts);
    return status == FOCUS_OK ? update_library(store, &facts) : status;
}

static focus_status find_by_row(focus_store *store, int64_t library_id, focus__library_row *out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_LIBRARY_BY_ROW, &stmt);

    *out = (focus__library_row){.id = library_id};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_int(&stmt, 2, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        out->updated_at_ms = focus__stmt_get_int(&stmt, 7);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? focus__undo_lost(store) : status;
}

static focus_status put_library_time(focus_store *store, focus__image *image)
{
    focus__library_row now;
    focus__library_row then = {0};
    focus_status status;

    walk_library_time(image, &then);
    status = focus__image_check(store, image, then.updated_at_ms > 0);
    if (status == FOCUS_OK)
        status = find_by_row(store, then.id, &now);
    return status == FOCUS_OK ? add_tracks_now(store, &now, 0, then.updated_at_ms) : status;
}

const focus__undo_noun focus__undo_library = {remove_library, library_put_library};
const focus__undo_noun focus__undo_library_time = {NULL, put_library_time};
