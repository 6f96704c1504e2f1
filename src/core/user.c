/*
 * user.c - users and their settings.
 */
#include "core/user.h"

#include "core/undo.h"
#include "rules/limits.h"

static const char first_user_name[] = "me";

focus_status focus__user_is_gone(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "the selected user has been deleted");
}

/* --- settings --------------------------------------------------------------------------------- */

static void bind_settings(focus__stmt *stmt, int first, const focus_settings *settings)
{
    const int64_t values[] = {
        settings->focus_length_ms, settings->break_length_ms,     settings->long_break_length_ms,
        settings->cycle_length,    settings->day_start_minutes,   settings->week_start,
        settings->daily_goal_ms,   settings->daily_goal_sessions, settings->expire_factor,
        settings->pause_limit_ms,  settings->rest_weekdays,
    };

    for (int i = 0; i < (int)FOCUS__COUNT_OF(values); i++)
        focus__stmt_int(stmt, first + i, values[i]);
}

void focus__settings_read(focus__stmt *stmt, int first, focus_settings *out)
{
    int column = first;

    *out = focus__settings_default;
    out->focus_length_ms = focus__stmt_get_int(stmt, column++);
    out->break_length_ms = focus__stmt_get_int(stmt, column++);
    out->long_break_length_ms = focus__stmt_get_int(stmt, column++);
    out->cycle_length = (int32_t)focus__stmt_get_int(stmt, column++);
    out->day_start_minutes = (int32_t)focus__stmt_get_int(stmt, column++);
    out->week_start = (int32_t)focus__stmt_get_int(stmt, column++);
    out->daily_goal_ms = focus__stmt_get_int(stmt, column++);
    out->daily_goal_sessions = (int32_t)focus__stmt_get_int(stmt, column++);
    out->expire_factor = (int32_t)focus__stmt_get_int(stmt, column++);
    out->pause_limit_ms = focus__stmt_get_int(stmt, column++);
    out->rest_weekdays = (int32_t)focus__stmt_get_int(stmt, column);
}

focus_status focus__settings_of(focus_store *store, int64_t user_id, focus_settings *out_settings,
                                int64_t *out_cycle_started_at_ms)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_SETTINGS, &stmt);

    *out_settings = focus__settings_default;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        focus__settings_read(&stmt, 0, out_settings);
        if (out_cycle_started_at_ms != NULL)
            *out_cycle_started_at_ms = focus__stmt_get_int(&stmt, 11);
    }
    focus__stmt_return(&stmt);
    if (status == FOCUS_DONE)
        return focus__user_is_gone(store);
    return status;
}

focus_status focus_settings_get(focus_store *store, focus_settings *out_settings)
{
    focus_settings settings;
    size_t size;
    focus_status status;

    if (out_settings == NULL)
        return focus__misuse(store, "out_settings");
    size = out_settings->struct_size;
    if (size < FOCUS__SIZE_THROUGH(focus_settings, rest_weekdays))
        return focus__misuse(store, "out_settings->struct_size");
    status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = focus__look_end(store, focus__settings_of(store, store->user_id, &settings, NULL));
    if (status != FOCUS_OK)
        settings = (focus_settings){0};
    settings.struct_size = size;
    memset(out_settings, 0, size);
    memcpy(out_settings, &settings, size < sizeof(settings) ? size : sizeof(settings));
    return status;
}

/* What a user has set. */
typedef struct settings_row {
    focus_settings settings;
    int64_t cycle_started_at_ms;
} settings_row;

static void walk_settings(focus__image *image, void *memory)
{
    settings_row *row = memory;

    focus__image_int(image, &row->settings.focus_length_ms);
    focus__image_int(image, &row->settings.break_length_ms);
    focus__image_int(image, &row->settings.long_break_length_ms);
    focus__image_int32(image, &row->settings.cycle_length);
    focus__image_int32(image, &row->settings.day_start_minutes);
    focus__image_int32(image, &row->settings.week_start);
    focus__image_int(image, &row->settings.daily_goal_ms);
    focus__image_int32(image, &row->settings.daily_goal_sessions);
    focus__image_int32(image, &row->settings.expire_factor);
    focus__image_int(image, &row->settings.pause_limit_ms);
    focus__image_int32(image, &row->settings.rest_weekdays);
    focus__image_int(image, &row->cycle_started_at_ms);
}

static focus_status read_settings(focus_store *store, settings_row *out)
{
    return focus__settings_of(store, store->user_id, &out->settings, &out->cycle_started_at_ms);
}

/* The door. */
static focus_status change_settings(focus_store *store, settings_row *before,
                                    const settings_row *after)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_SET_SETTINGS, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    bind_settings(&stmt, 2, &after->settings);
    focus__stmt_int(&stmt, 13, after->cycle_started_at_ms);
    store->changed |= FOCUS_CHANGED_SETTINGS;
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK ? focus__journal_was(store, store->user_id, FOCUS__NOUN_SETTINGS,
                                                   walk_settings, before)
                              : status;
}

static focus_status put_settings(focus_store *store, focus__image *image)
{
    settings_row before;
    settings_row after = {.settings = focus__settings_default};
    focus_status status;

    walk_settings(image, &after);
    status =
        focus__image_check(store, image, focus__check_settings(&after.settings, NULL) == FOCUS_OK);
    if (status == FOCUS_OK)
        status = read_settings(store, &before);
    return status == FOCUS_OK ? change_settings(store, &before, &after) : status;
}

const focus__undo_noun focus__undo_settings = {NULL, put_settings};

focus_status focus_settings_set(focus_store *store, const focus_settings *settings)
{
    settings_row before;
    settings_row after;
    focus_status status;

    if (settings == NULL)
        return focus__misuse(store, "settings");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = read_settings(store, &before);
    after = before;
    if (status == FOCUS_OK)
        status = focus__options_overlay(&after.settings, sizeof(after.settings),
                                        FOCUS__SIZE_THROUGH(focus_settings, rest_weekdays),
                                        settings, &store->error);
    if (status == FOCUS_OK)
        status = focus__check_settings(&after.settings, &store->error);
    if (status == FOCUS_OK)
        status = change_settings(store, &before, &after);
    return focus__write_end(store, status);
}

focus_status focus_cycle_reset(focus_store *store)
{
    settings_row before;
    settings_row after;
    focus_status status = focus__write_begin(store);

    if (status != FOCUS_OK)
        return status;
    status = read_settings(store, &before);
    after = before;
    after.cycle_started_at_ms = store->now_ms;
    if (status == FOCUS_OK)
        status = change_settings(store, &before, &after);
    return focus__write_end(store, status);
}

/* --- rows of users ---------------------------------------------------------------------------- */

/* The single integer of a query with one or no parameter bound by the caller. */
static focus_status take_row_id(focus_store *store, focus__stmt *stmt, const char *who,
                                int64_t *out_id)
{
    focus_status status = focus__stmt_step(stmt);

    *out_id = status == FOCUS_OK ? focus__stmt_get_int(stmt, 0) : 0;
    focus__stmt_return(stmt);
    if (status == FOCUS_DONE)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "there is no user %s", who);
    return status;
}

static focus_status find_by_name(focus_store *store, const char *name, int64_t *out_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_BY_NAME, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, name);
    return take_row_id(store, &stmt, name, out_id);
}

static focus_status find_by_uuid(focus_store *store, const focus_id *id, int64_t *out_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_BY_UUID, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, id);
    return take_row_id(store, &stmt, "with this id", out_id);
}

static focus_status find_first(focus_store *store, int64_t *out_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_FIRST, &stmt);

    return status == FOCUS_OK ? take_row_id(store, &stmt, "yet", out_id) : status;
}

static focus_status refuse_taken_user_name(focus_store *store, const char *name, int64_t own_id)
{
    int64_t id = 0;
    focus_status status = find_by_name(store, name, &id);

    if (status == FOCUS_E_NOT_FOUND) {
        focus__error_clear(&store->error);
        return FOCUS_OK;
    }
    if (status == FOCUS_OK && id != own_id)
        return focus__fail(&store->error, FOCUS_E_EXISTS, "there is a user %s already", name);
    return status;
}

static focus_status insert_counters(focus_store *store, int64_t user_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_COUNTERS_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    return focus__stmt_run(&stmt);
}

focus_status focus__user_put(focus_store *store, focus__user_row *row)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, &row->uuid);
    focus__stmt_text(&stmt, 2, row->name);
    focus__stmt_int(&stmt, 3, row->created_at_ms);
    bind_settings(&stmt, 4, &row->settings);
    focus__stmt_int_or_null(&stmt, 15, row->id);
    focus__stmt_int(&stmt, 16, row->cycle_started_at_ms);
    status = focus__stmt_run(&stmt);
    if (status != FOCUS_OK)
        return status;
    row->id = focus__db_last_rowid(store->db);
    store->changed |= FOCUS_CHANGED_USERS;
    return insert_counters(store, row->id);
}

static focus_status insert_user(focus_store *store, const char *name, focus_id *out_id,
                                int64_t *out_row)
{
    focus__user_row row = {
        .name = name, .created_at_ms = store->now_ms, .settings = focus__settings_default};
    focus_status status = focus__make_id(store, &row.uuid);

    if (status == FOCUS_OK)
        status = focus__user_put(store, &row);
    *out_id = row.uuid;
    *out_row = row.id;
    return status;
}

static focus_status select_row(focus_store *store, int64_t row)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_UUID, &stmt);
    focus_id id = {{0}};

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        focus__stmt_get_id(&stmt, 0, &id);
        status = stmt.status;
    }
    focus__stmt_return(&stmt);
    if (status == FOCUS_DONE)
        return focus__user_is_gone(store);
    if (status != FOCUS_OK)
        return status;
    store->user_id = row;
    store->user_uuid = id;
    return FOCUS_OK;
}

/* Somebody else may be making the first user at this moment: look again once we hold the lock. */
static focus_status make_first(focus_store *store, const char *name, int64_t *out_row)
{
    focus_id id;
    focus_status status = focus__write_begin(store);

    if (status != FOCUS_OK)
        return status;
    status = find_first(store, out_row);
    if (status == FOCUS_E_NOT_FOUND)
        status = insert_user(store, name != NULL ? name : first_user_name, &id, out_row);
    if (status == FOCUS_E_INVALID) /* the name is fine: there is one of it that was not found */
        status = focus__fail(&store->error, FOCUS_E_CORRUPT,
                             "the users of the file contradict each other");
    return focus__write_end(store, status);
}

focus_status focus__user_open(focus_store *store, const char *name)
{
    focus_status status = FOCUS_OK;
    int64_t row = 0;

    if (name != NULL)
        status = focus__check_name("a user's name", name, &store->error);
    if (status == FOCUS_OK)
        status = find_first(store, &row);
    if (status == FOCUS_E_NOT_FOUND)
        status = make_first(store, name, &row);
    if (status == FOCUS_OK && name != NULL)
        status = find_by_name(store, name, &row);
    if (status == FOCUS_OK)
        status = select_row(store, row);
    if (status == FOCUS_OK)
        focus__error_clear(&store->error);
    return status;
}

focus_status focus__user_reopen(focus_store *store)
{
    int64_t row = 0;
    focus_status status = find_by_uuid(store, &store->user_uuid, &row);

    if (status == FOCUS_E_NOT_FOUND)
        return focus__user_is_gone(store);
    if (status == FOCUS_OK)
        store->user_id = row;
    return status;
}

focus_status focus__user_each(focus_store *store, focus__user_visit *visit, void *user)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_ALL, &stmt);

    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = visit(store, focus__stmt_get_int(&stmt, 0), user);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- public calls ----------------------------------------------------------------------------- */

focus_status focus_user_create(focus_store *store, const char *name, focus_id *out_id)
{
    focus_id id = {{0}};
    int64_t row = 0;
    focus_status status;

    if (out_id != NULL)
        *out_id = id;
    if (name == NULL)
        return focus__misuse(store, "name");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_name("a user's name", name, &store->error);
    if (status == FOCUS_OK)
        status = refuse_taken_user_name(store, name, 0);
    if (status == FOCUS_OK)
        status = insert_user(store, name, &id, &row);
    status = focus__write_end(store, status);
    if (status == FOCUS_OK && out_id != NULL)
        *out_id = id;
    return status;
}

typedef struct user_box {
    focus_user_list list;
    size_t capacity;
    const focus_user **items;
} user_box;

static focus_status grow_users(focus_store *store, user_box *box)
{
    box->items = focus__room_for_item(store, box, box->items, box->list.count, &box->capacity,
                                      sizeof(void *));
    box->list.items = box->items;
    return box->items != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

static focus_status add_user(focus_store *store, user_box *box, focus__stmt *stmt)
{
    focus_user *user = focus__new_items(store, box, 1, sizeof(*user));
    focus_status status = user != NULL ? grow_users(store, box) : FOCUS_E_NOMEM;

    if (status != FOCUS_OK)
        return status;
    box->items[box->list.count++] = user;
    focus__stmt_get_id(stmt, 1, &user->id);
    user->name = focus__box_text(box, focus__stmt_get_needed_text(stmt, 2));
    user->created_at_ms = focus__stmt_get_int(stmt, 3);
    user->is_selected = focus__stmt_get_int(stmt, 0) == store->user_id;
    if (user->name == NULL && stmt->status == FOCUS_OK)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a name");
    return stmt->status;
}

static focus_status read_users(focus_store *store, void *box, const void *query)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_ALL, &stmt);

    (void)query;
    if (status == FOCUS_OK)
        status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        status = add_user(store, box, &stmt);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus_user_list_all(focus_store *store, const focus_user_list **out_list)
{
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(user_box), read_users, NULL, &box);
    *out_list = box;
    return status;
}

void focus_user_list_free(const focus_user_list *list)
{
    focus__box_free(list);
}

static focus_status rename_row(focus_store *store, int64_t row, const char *name)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_RENAME, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row);
    focus__stmt_text(&stmt, 2, name);
    store->changed |= FOCUS_CHANGED_USERS;
    return focus__stmt_run(&stmt);
}

focus_status focus_user_rename(focus_store *store, const focus_id *id, const char *name)
{
    int64_t row = 0;
    focus_status status;

    if (id == NULL || name == NULL)
        return focus__misuse(store, id == NULL ? "id" : "name");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_name("a user's name", name, &store->error);
    if (status == FOCUS_OK)
        status = find_by_uuid(store, id, &row);
    if (status == FOCUS_OK)
        status = refuse_taken_user_name(store, name, row);
    if (status == FOCUS_OK)
        status = rename_row(store, row, name);
    return focus__write_end(store, status);
}

focus_status focus_user_select(focus_store *store, const char *name)
{
    int64_t row = 0;
    focus_status status;

    if (name == NULL)
        return focus__misuse(store, "name");
    status = focus__read_begin(store);
    if (status != FOCUS_OK)
        return status;
    if (focus__batch_is_open(store->db))
        status = focus__fail(&store->error, FOCUS_E_STATE, "a batch is open");
    if (status == FOCUS_OK)
        status = focus__check_name("a user's name", name, &store->error);
    if (status == FOCUS_OK)
        status = find_by_name(store, name, &row);
    if (status == FOCUS_OK)
        status = select_row(store, row);
    return focus__read_end(store, status);
}

/* Everything below the user goes by ON DELETE CASCADE, its counters and daily sums as well; all but its
 * steps. */
static focus_status delete_user_row(focus_store *store, int64_t row)
{
    focus__stmt stmt;
    focus_status status = focus__undo_forget(store, row);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_USER_DELETE, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row);
    store->changed |= FOCUS_CHANGED_USERS;
    return focus__stmt_run(&stmt);
}

focus_status focus_user_delete(focus_store *store, const focus_id *id)
{
    int64_t row = 0;
    focus_status status;

    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = find_by_uuid(store, id, &row);
    if (status == FOCUS_OK && row == store->user_id)
        status = focus__fail(&store->error, FOCUS_E_STATE, "the selected user cannot be deleted");
    if (status == FOCUS_OK)
        status = delete_user_row(store, row);
    return focus__write_end(store, status);
}
