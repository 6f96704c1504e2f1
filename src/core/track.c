/*
 * track.c - the tracks of a library, in an order that a person made.
 *
 * Positions leave gaps. A track that moves takes the middle of the gap it is put into; only where
 * there is none do the tracks behind move up.
 */
#include "core/library.h"

#include "base/text.h"
#include "rules/limits.h"

enum { TRACK_PAGE_DEFAULT = 100 };

#define POSITION_STEP INT64_C(1048576)

typedef struct track_row {
    int64_t id;
    int64_t position;
    focus__library_row library;
} track_row;

/* --- reading ---------------------------------------------------------------------------------- */

static focus_status read_track(focus_store *store, void *box, focus__stmt *stmt, focus_track *out)
{
    const char *url = focus__stmt_get_text(stmt, 4);

    focus__stmt_get_id(stmt, 1, &out->id);
    focus__stmt_get_id(stmt, 2, &out->library);
    out->title = focus__box_text(box, focus__stmt_get_needed_text(stmt, 3));
    out->url = focus__box_text(box, url);
    out->duration_ms = focus__stmt_get_int(stmt, 5);
    out->added_at_ms = focus__stmt_get_int(stmt, 6);
    if (stmt->status == FOCUS_OK && (out->title == NULL || (url != NULL && out->url == NULL)))
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a track");
    return stmt->status;
}

/* Stand on the track's row: FOCUS_E_NOT_FOUND when the user has no such track. Return stmt in any
 * case. */
static focus_status step_to_track(focus_store *store, const focus_id *id, focus__stmt *stmt)
{
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_BY_UUID, stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(stmt, 1, id);
    focus__stmt_int(stmt, 2, store->user_id);
    status = focus__stmt_step(stmt);
    if (status == FOCUS_DONE)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "there is no such track");
    return status;
}

static focus_status find_track(focus_store *store, const focus_id *id, track_row *out)
{
    focus__stmt stmt;
    focus_status status = step_to_track(store, id, &stmt);

    *out = (track_row){0};
    if (status == FOCUS_OK) {
        out->id = focus__stmt_get_int(&stmt, 0);
        out->position = focus__stmt_get_int(&stmt, 7);
        out->library.id = focus__stmt_get_int(&stmt, 8);
        out->library.updated_at_ms = focus__stmt_get_int(&stmt, 9);
    }
    focus__stmt_return(&stmt);
    return status;
}

static focus_status fill_track(focus_store *store, void *box, const void *id)
{
    focus__stmt stmt;
    focus_status status = step_to_track(store, id, &stmt);

    if (status == FOCUS_OK)
        status = read_track(store, box, &stmt, box);
    focus__stmt_return(&stmt);
    return status;
}

focus_status focus_track_get(focus_store *store, const focus_id *id, const focus_track **out_track)
{
    const void *box = NULL;
    focus_status status;

    if (out_track == NULL)
        return focus__misuse(store, "out_track");
    *out_track = NULL;
    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__read_box(store, sizeof(focus_track), fill_track, id, &box);
    *out_track = box;
    return status;
}

void focus_track_free(const focus_track *track)
{
    focus__box_free(track);
}

/* --- pages ------------------------------------------------------------------------------------ */

typedef struct track_query {
    const focus_id *library;
    focus__page page;
} track_query;

typedef struct track_box {
    focus_track_list list;
    focus_track *items;
    const focus_track **pointers;
} track_box;

static focus_status read_nth_track(focus_store *store, void *memory, focus__stmt *stmt,
                                   size_t index, focus__page *page)
{
    track_box *box = memory;

    box->pointers[index] = &box->items[index];
    page->after_first = focus__stmt_get_int(stmt, 7);
    page->after_second = focus__stmt_get_int(stmt, 0);
    return read_track(store, box, stmt, &box->items[index]);
}

static focus_status fill_track_page(focus_store *store, void *memory, const void *asked)
{
    const track_query *query = asked;
    track_box *box = memory;
    focus__page page = query->page;
    focus__library_row library;
    focus__stmt stmt;
    focus_status status = focus__page_check(store, &page, TRACK_PAGE_DEFAULT);

    if (status == FOCUS_OK)
        status = focus__library_find(store, query->library, &library);
    if (status != FOCUS_OK)
        return status;
    box->list.total = library.tracks_count;
    box->items = focus__new_items(store, box, page.limit, sizeof(*box->items));
    box->pointers = focus__new_pointers(store, box, page.limit);
    box->list.items = box->pointers;
    if (box->items == NULL || box->pointers == NULL)
        return FOCUS_E_NOMEM;
    status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_PAGE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library.id);
    focus__stmt_int(&stmt, 2, page.after_first);
    focus__stmt_int(&stmt, 3, page.after_second);
    focus__stmt_int(&stmt, 4, (int64_t)page.limit + 1);
    return focus__page_read(store, box, &stmt, &page, read_nth_track, &box->list.count,
                            box->list.next_cursor);
}

focus_status focus_track_list_page(focus_store *store, const focus_id *library, uint32_t limit,
                                   const char *cursor, const focus_track_list **out_list)
{
    const track_query query = {
        .library = library,
        .page = {.limit = limit, .cursor = cursor, .after_first = INT64_MIN},
    };
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    *out_list = NULL;
    if (library == NULL)
        return focus__misuse(store, "library");
    status = focus__read_box(store, sizeof(track_box), fill_track_page, &query, &box);
    *out_list = box;
    return status;
}

void focus_track_list_free(const focus_track_list *list)
{
    focus__box_free(list);
}

/* --- adding ----------------------------------------------------------------------------------- */

static focus_status check_track(focus_store *store, const focus_track_input *input,
                                focus_track_input *out)
{
    focus_status status = focus__options_import(out, sizeof(*out),
                                                FOCUS__SIZE_THROUGH(focus_track_input, duration_ms),
                                                input, &store->error);

    if (status == FOCUS_OK)
        status = focus__text_check("a track's title", out->title, 1, FOCUS_TITLE_MAX,
                                   FOCUS__TEXT_LINE, &store->error);
    if (status == FOCUS_OK)
        status = focus__text_check("a track's URL", out->url, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    if (status == FOCUS_OK && (out->duration_ms < 0 || out->duration_ms > FOCUS__TIME_MAX_MS))
        status =
            focus__fail(&store->error, FOCUS_E_INVALID, "a track's duration must not be negative");
    return status;
}

static focus_status last_position(focus_store *store, int64_t library_id, int64_t *out_position)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_LAST_POSITION, &stmt);

    *out_position = 0;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_position = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus__track_put(focus_store *store, const focus__track_facts *facts)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, &facts->uuid);
    focus__stmt_int(&stmt, 2, facts->library_id);
    focus__stmt_int(&stmt, 3, facts->position);
    focus__stmt_text(&stmt, 4, facts->title);
    focus__stmt_text(&stmt, 5, facts->url);
    focus__stmt_int_or_null(&stmt, 6, facts->duration_ms);
    focus__stmt_int(&stmt, 7, facts->added_at_ms);
    focus__stmt_int_or_null(&stmt, 8, facts->id);
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK ? focus__journal_added(store, store->user_id, FOCUS__NOUN_TRACK, 0,
                                                     focus__db_last_rowid(store->db))
                              : status;
}

static focus_status insert_track(focus_store *store, int64_t library_id, int64_t position,
                                 const focus_track_input *input, focus_id *out_id)
{
    focus__track_facts facts = {
        .library_id = library_id,
        .position = position,
        .title = input->title,
        .url = focus__text_or_null(input->url),
        .duration_ms = input->duration_ms,
        .added_at_ms = store->now_ms,
    };
    focus_status status = focus__make_id(store, &facts.uuid);

    *out_id = facts.uuid;
    return status == FOCUS_OK ? focus__track_put(store, &facts) : status;
}

/* The caller's structs may be older and smaller than ours: step by the size they say. */
static const focus_track_input *track_nth_input(const focus_track_input *inputs, size_t n)
{
    return (const focus_track_input *)(const void *)((const char *)inputs +
                                                     n * inputs->struct_size);
}

static focus_status append_tracks(focus_store *store, const focus_id *library_id,
                                  const focus_track_input *inputs, size_t count, focus_id *out_id)
{
    focus__library_row library;
    focus_track_input input;
    int64_t position = 0;
    focus_status status = focus__library_find(store, library_id, &library);

    if (status == FOCUS_OK)
        status = last_position(store, library.id, &position);
    for (size_t i = 0; i < count && status == FOCUS_OK; i++) {
        status = check_track(store, track_nth_input(inputs, i), &input);
        position += POSITION_STEP;
        if (status == FOCUS_OK)
            status = insert_track(store, library.id, position, &input, out_id);
    }
    if (status == FOCUS_OK && count > 0)
        status = focus__library_count_tracks(store, &library, (int64_t)count);
    return status;
}

focus_status focus_track_add_many(focus_store *store, const focus_id *library,
                                  const focus_track_input *inputs, size_t count)
{
    focus_id last;
    focus_status status;

    if (library == NULL || (inputs == NULL && count > 0))
        return focus__misuse(store, library == NULL ? "library" : "inputs");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    return focus__write_end(store, append_tracks(store, library, inputs, count, &last));
}

focus_status focus_track_add(focus_store *store, const focus_id *library,
                             const focus_track_input *input, focus_id *out_id)
{
    focus_id id = {{0}};
    const focus_id own = library != NULL ? *library : id; /* out_id may be the same memory */
    focus_status status;

    if (out_id != NULL)
        *out_id = id;
    if (library == NULL || input == NULL)
        return focus__misuse(store, library == NULL ? "library" : "input");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__write_end(store, append_tracks(store, &own, input, 1, &id));
    if (status == FOCUS_OK && out_id != NULL)
        *out_id = id;
    return status;
}

/* --- changing --------------------------------------------------------------------------------- */

static void walk_track(focus__image *image, void *memory)
{
    focus__track_facts *facts = memory;

    focus__image_int(image, &facts->id);
    focus__image_id(image, &facts->uuid);
    focus__image_int(image, &facts->library_id);
    focus__image_int(image, &facts->position);
    focus__image_text(image, &facts->title);
    focus__image_text(image, &facts->url);
    focus__image_int(image, &facts->duration_ms);
    focus__image_int(image, &facts->added_at_ms);
}

/* The track that the statement stands on is about to change, or to go. */
static focus_status note_track_of(focus_store *store, focus__stmt *stmt, int64_t *out_library_id)
{
    focus__track_facts was = {
        .id = focus__stmt_get_int(stmt, 0),
        .library_id = focus__stmt_get_int(stmt, 2),
        .position = focus__stmt_get_int(stmt, 3),
        .title = focus__stmt_get_needed_text(stmt, 4),
        .url = focus__stmt_get_text(stmt, 5),
        .duration_ms = focus__stmt_get_int(stmt, 6),
        .added_at_ms = focus__stmt_get_int(stmt, 7),
    };

    focus__stmt_get_id(stmt, 1, &was.uuid);
    *out_library_id = was.library_id;
    return stmt->status == FOCUS_OK
               ? focus__journal_was(store, store->user_id, FOCUS__NOUN_TRACK, walk_track, &was)
               : stmt->status;
}

/* FOCUS_DONE: it is not there. */
static focus_status note_track(focus_store *store, int64_t track_id, int64_t *out_library_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_BY_ROW, &stmt);

    *out_library_id = 0;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, track_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = note_track_of(store, &stmt, out_library_id);
    focus__stmt_return(&stmt);
    return status;
}

focus_status focus__track_note_from(focus_store *store, int64_t library_id, int64_t position)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_FROM, &stmt);

    if (status == FOCUS_OK) {
        focus__stmt_int(&stmt, 1, library_id);
        focus__stmt_int(&stmt, 2, position);
    }
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = note_track_of(store, &stmt, &library_id);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* Find a track that will change. */
static focus_status track_take_track(focus_store *store, const focus_id *id, track_row *out)
{
    focus_status status = find_track(store, id, out);

    return status == FOCUS_OK ? note_track(store, out->id, &out->library.id) : status;
}

static focus_status update_track(focus_store *store, int64_t track_id,
                                 const focus_track_input *input)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_UPDATE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, track_id);
    focus__stmt_text(&stmt, 2, input->title);
    focus__stmt_text(&stmt, 3, focus__text_or_null(input->url));
    focus__stmt_int_or_null(&stmt, 4, input->duration_ms);
    store->changed |= FOCUS_CHANGED_TRACKS;
    return focus__stmt_run(&stmt);
}

focus_status focus_track_edit(focus_store *store, const focus_id *id,
                              const focus_track_input *input)
{
    focus_track_input own;
    track_row track;
    focus_status status;

    if (id == NULL || input == NULL)
        return focus__misuse(store, id == NULL ? "id" : "input");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = check_track(store, input, &own);
    if (status == FOCUS_OK)
        status = track_take_track(store, id, &track);
    if (status == FOCUS_OK)
        status = update_track(store, track.id, &own);
    return focus__write_end(store, status);
}

/* Position of the track before `position`, the moving one not counted; 0 when there is none. */
static focus_status position_before(focus_store *store, const track_row *moving, int64_t position,
                                    int64_t *out_position)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_POSITION_BEFORE, &stmt);

    *out_position = 0;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, moving->library.id);
    focus__stmt_int(&stmt, 2, position);
    focus__stmt_int(&stmt, 3, moving->id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_position = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status shift_tracks(focus_store *store, int64_t library_id, int64_t from_position)
{
    focus__stmt stmt;
    focus_status status = focus__track_note_from(store, library_id, from_position);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_SHIFT, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, library_id);
    focus__stmt_int(&stmt, 2, from_position);
    focus__stmt_int(&stmt, 3, POSITION_STEP);
    return focus__stmt_run(&stmt);
}

/* A free position before the other track: the middle of the gap, made wide enough first. */
static focus_status gap_before(focus_store *store, const track_row *moving, const track_row *other,
                               int64_t *out_position)
{
    int64_t low = 0;
    int64_t high = other->position;
    focus_status status = position_before(store, moving, high, &low);

    if (status == FOCUS_OK && high - low < 2) {
        status = shift_tracks(store, moving->library.id, high);
        high += POSITION_STEP;
    }
    *out_position = low + (high - low) / 2;
    return status;
}

static focus_status set_position(focus_store *store, track_row *track, int64_t position)
{
    focus__stmt stmt;
    focus_status status = note_track(store, track->id, &track->library.id);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_SET_POSITION, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, track->id);
    focus__stmt_int(&stmt, 2, position);
    store->changed |= FOCUS_CHANGED_TRACKS;
    return focus__stmt_run(&stmt);
}

static focus_status move_track(focus_store *store, const focus_id *id, const focus_id *before)
{
    track_row moving;
    track_row other;
    int64_t position = 0;
    focus_status status = find_track(store, id, &moving);

    if (status == FOCUS_OK && before == NULL) {
        status = last_position(store, moving.library.id, &position);
        position += POSITION_STEP;
    } else if (status == FOCUS_OK) {
        status = find_track(store, before, &other);
        if (status == FOCUS_OK && other.id == moving.id)
            return FOCUS_OK;
        if (status == FOCUS_OK && other.library.id != moving.library.id)
            return focus__fail(&store->error, FOCUS_E_INVALID,
                               "the tracks are in different libraries");
        if (status == FOCUS_OK)
            status = gap_before(store, &moving, &other, &position);
    }
    return status == FOCUS_OK ? set_position(store, &moving, position) : status;
}

focus_status focus_track_move(focus_store *store, const focus_id *id, const focus_id *before)
{
    focus_status status;

    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    return status == FOCUS_OK ? focus__write_end(store, move_track(store, id, before)) : status;
}

static focus_status delete_track_row(focus_store *store, int64_t track_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_DELETE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, track_id);
    return focus__stmt_run(&stmt);
}

static focus_status delete_track(focus_store *store, const track_row *track)
{
    focus_status status = delete_track_row(store, track->id);

    return status == FOCUS_OK ? focus__library_count_tracks(store, &track->library, -1) : status;
}

focus_status focus_track_delete(focus_store *store, const focus_id *id)
{
    track_row track;
    focus_status status;

    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = track_take_track(store, id, &track);
    if (status == FOCUS_OK)
        status = delete_track(store, &track);
    return focus__write_end(store, status);
}

/* --- undo ------------------------------------------------------------------------------------- */

static focus_status remove_track(focus_store *store, int64_t owner_id, int64_t track_id)
{
    int64_t library_id = 0;
    focus_status status = note_track(store, track_id, &library_id);

    (void)owner_id;
    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    if (status == FOCUS_OK)
        status = delete_track_row(store, track_id);
    return status == FOCUS_OK ? focus__library_recount_tracks(store, library_id, -1) : status;
}

static focus_status change_track(focus_store *store, const focus__track_facts *facts)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TRACK_PUT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, facts->id);
    focus__stmt_int(&stmt, 2, facts->position);
    focus__stmt_text(&stmt, 3, facts->title);
    focus__stmt_text(&stmt, 4, facts->url);
    focus__stmt_int_or_null(&stmt, 5, facts->duration_ms);
    store->changed |= FOCUS_CHANGED_TRACKS;
    return focus__stmt_run(&stmt);
}

static focus_status track_put_track(focus_store *store, focus__image *image)
{
    focus__track_facts facts = {0};
    int64_t library_id = 0;
    focus_status status;

    walk_track(image, &facts);
    status = focus__image_check(store, image, facts.id > 0 && facts.title != NULL);
    if (status == FOCUS_OK)
        status = note_track(store, facts.id, &library_id);
    if (status == FOCUS_OK)
        return change_track(store, &facts);
    if (status == FOCUS_DONE)
        status = focus__track_put(store, &facts);
    return status == FOCUS_OK ? focus__library_recount_tracks(store, facts.library_id, 1) : status;
}

const focus__undo_noun focus__undo_track = {remove_track, track_put_track};
