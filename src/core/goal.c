/*
 * goal.c - what somebody means to do on a day: dated goals over those of the settings.
 *
 * A goal is kept for each weekday by itself, so that which one holds is never a question of order.
 */
#include "core/goal.h"

#include "rules/limits.h"
#include "rules/period.h"

enum { GOAL_ALL_WEEKDAYS = 0xfe };

/* --- the door --------------------------------------------------------------------------------- */

static void walk_goal(focus__image *image, void *memory)
{
    focus__goal_row *row = memory;

    focus__image_int32(image, &row->weekday);
    focus__image_int32(image, &row->from_day);
    focus__image_int(image, &row->goal_ms);
    focus__image_int32(image, &row->goal_sessions);
}

static focus_status note_goal(focus_store *store, const focus__goal_row *before,
                              const focus__goal_row *after)
{
    focus__goal_row was;

    if (before == NULL)
        return focus__journal_added(store, after->user_id, FOCUS__NOUN_GOAL, after->weekday,
                                    after->from_day);
    was = *before;
    return focus__journal_was(store, was.user_id, FOCUS__NOUN_GOAL, walk_goal, &was);
}

static focus_status borrow_goal(focus_store *store, enum focus__sql_id id,
                                const focus__goal_row *row, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(store->db, id, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, row->user_id);
    focus__stmt_int(out, 2, row->weekday);
    focus__stmt_int(out, 3, row->from_day);
    return FOCUS_OK;
}

focus_status focus__goal_change(focus_store *store, const focus__goal_row *before,
                                const focus__goal_row *after)
{
    enum focus__sql_id what = before == NULL  ? FOCUS__SQL_GOAL_INSERT
                              : after == NULL ? FOCUS__SQL_GOAL_DELETE
                                              : FOCUS__SQL_GOAL_UPDATE;
    focus__stmt stmt;
    focus_status status = borrow_goal(store, what, after != NULL ? after : before, &stmt);

    if (status != FOCUS_OK)
        return status;
    if (after != NULL) {
        focus__stmt_int(&stmt, 4, after->goal_ms);
        focus__stmt_int(&stmt, 5, after->goal_sessions);
    }
    store->changed |= FOCUS_CHANGED_SETTINGS;
    status = focus__stmt_run(&stmt);
    return status == FOCUS_OK ? note_goal(store, before, after) : status;
}

/* --- reading ---------------------------------------------------------------------------------- */

static focus__goal_row read_goal(focus_store *store, focus__stmt *stmt)
{
    return (focus__goal_row){
        .user_id = store->user_id,
        .weekday = (int32_t)focus__stmt_get_int(stmt, 0),
        .from_day = (int32_t)focus__stmt_get_int(stmt, 1),
        .goal_ms = focus__stmt_get_int(stmt, 2),
        .goal_sessions = (int32_t)focus__stmt_get_int(stmt, 3),
    };
}

static focus_status add_goal(focus_store *store, void *box, size_t *capacity,
                             const focus__goal_row *row, focus__goals *out)
{
    if (focus__check_goal(row->goal_ms, row->goal_sessions, NULL) != FOCUS_OK)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "a goal in the file makes no sense");
    out->rows =
        focus__room_for_item(store, box, out->rows, out->count, capacity, sizeof(*out->rows));
    if (out->rows == NULL)
        return FOCUS_E_NOMEM;
    out->rows[out->count++] = *row;
    return FOCUS_OK;
}

focus_status focus__goals_read(focus_store *store, void *box, const focus_settings *settings,
                               focus__goals *out)
{
    size_t capacity = 0;
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_GOAL_LIST, &stmt);

    *out = (focus__goals){.usual = {.goal_ms = settings->daily_goal_ms,
                                    .goal_sessions = settings->daily_goal_sessions}};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        const focus__goal_row row = read_goal(store, &stmt);
        status = add_goal(store, box, &capacity, &row, out);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__goal_row *focus__goal_on(const focus__goals *goals, int32_t day)
{
    const focus__goal_row *found = &goals->usual;
    const int32_t weekday = focus__weekday(day);

    for (size_t i = 0; i < goals->count; i++)
        if (goals->rows[i].weekday == weekday && goals->rows[i].from_day <= day)
            found = &goals->rows[i];
    return found;
}

/* --- public ----------------------------------------------------------------------------------- */

/* The row of the same weekday and day. FOCUS_DONE: there is none. */
static focus_status get_goal(focus_store *store, const focus__goal_row *key, focus__goal_row *out)
{
    focus__stmt stmt;
    focus_status status = borrow_goal(store, FOCUS__SQL_GOAL_GET, key, &stmt);

    *out = (focus__goal_row){0};
    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out = read_goal(store, &stmt);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status put_goal(focus_store *store, const focus__goal_row *after)
{
    focus__goal_row before;
    focus_status status = get_goal(store, after, &before);

    if (status == FOCUS_DONE)
        return focus__goal_change(store, NULL, after);
    if (status == FOCUS_OK &&
        (before.goal_ms != after->goal_ms || before.goal_sessions != after->goal_sessions))
        status = focus__goal_change(store, &before, after);
    return status;
}

static focus_status put_goals(focus_store *store, focus__goal_row row, uint32_t weekdays)
{
    focus_status status = FOCUS_OK;

    for (row.weekday = 1; row.weekday <= 7 && status == FOCUS_OK; row.weekday++)
        if ((weekdays & FOCUS_MASK(row.weekday)) != 0)
            status = put_goal(store, &row);
    return status;
}

static focus_status check_goal(focus_store *store, const focus__goal_row *row, uint32_t weekdays)
{
    if ((weekdays & ~(uint32_t)GOAL_ALL_WEEKDAYS) != 0)
        return focus__fail(&store->error, FOCUS_E_INVALID, "weekdays are 1 to 7");
    if (row->from_day < 0 || !focus__is_day(row->from_day))
        return focus__fail(&store->error, FOCUS_E_INVALID, "there is no such day");
    return focus__check_goal(row->goal_ms, row->goal_sessions, &store->error);
}

focus_status focus_goal_set(focus_store *store, int32_t from_day, uint32_t weekdays,
                            int64_t goal_ms, int32_t goal_sessions)
{
    focus__goal_row row = {
        .from_day = from_day, .goal_ms = goal_ms, .goal_sessions = goal_sessions};
    focus_status status = focus__write_begin(store);

    if (status != FOCUS_OK)
        return status;
    row.user_id = store->user_id;
    status = check_goal(store, &row, weekdays);
    if (status == FOCUS_OK)
        status = put_goals(store, row, weekdays != 0 ? weekdays : (uint32_t)GOAL_ALL_WEEKDAYS);
    return focus__write_end(store, status);
}

/* --- undo ------------------------------------------------------------------------------------- */

static focus_status remove_goal(focus_store *store, int64_t weekday, int64_t from_day)
{
    const focus__goal_row key = {
        .user_id = store->user_id, .weekday = (int32_t)weekday, .from_day = (int32_t)from_day};
    focus__goal_row before;
    focus_status status = get_goal(store, &key, &before);

    if (status == FOCUS_DONE)
        return focus__undo_lost(store);
    return status == FOCUS_OK ? focus__goal_change(store, &before, NULL) : status;
}

static focus_status goal_put_goal_back(focus_store *store, focus__image *image)
{
    focus__goal_row row = {.user_id = store->user_id};
    focus_status status;

    walk_goal(image, &row);
    status =
        focus__image_check(store, image,
                           row.weekday >= 1 && row.weekday <= 7 && row.from_day >= 0 &&
                               focus__check_goal(row.goal_ms, row.goal_sessions, NULL) == FOCUS_OK);
    return status == FOCUS_OK ? put_goal(store, &row) : status;
}

const focus__undo_noun focus__undo_goal = {remove_goal, goal_put_goal_back};

/* --- what is seen ----------------------------------------------------------------------------- */

/* A user's goals, and a box for as long as they are looked at. */
static focus_status read_all(focus_store *store, void **out_box, focus__goals *out)
{
    focus_settings settings;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    if (status != FOCUS_OK)
        return status;
    *out_box = focus__new_box(store, sizeof(void *));
    return *out_box != NULL ? focus__goals_read(store, *out_box, &settings, out) : FOCUS_E_NOMEM;
}

focus_status focus_goal_of_day(focus_store *store, int32_t day, focus_goal *out_goal)
{
    void *box = NULL;
    focus__goals goals = {0};
    focus_status status;

    if (out_goal == NULL)
        return focus__misuse(store, "out_goal");
    *out_goal = (focus_goal){0};
    status = focus__read_begin(store);
    if (status == FOCUS_OK)
        status = focus__read_end(store, read_all(store, &box, &goals));
    if (status == FOCUS_OK) {
        const focus__goal_row *row = focus__goal_on(&goals, day);
        *out_goal = (focus_goal){.is_dated = row != &goals.usual,
                                 .from_day = row->from_day,
                                 .weekdays = row != &goals.usual ? FOCUS_MASK(row->weekday) : 0,
                                 .goal_ms = row->goal_ms,
                                 .goal_sessions = row->goal_sessions};
    }
    focus__box_free(box);
    return status;
}

/* --- the list --------------------------------------------------------------------------------- */

typedef struct goal_box {
    focus_goal_list list;
    focus_goal *items;
} goal_box;

/* Weekdays with the same goal from the same day on are one item. */
static void list_goal(goal_box *box, const focus__goal_row *row)
{
    size_t i = 0;

    while (i < box->list.count &&
           (box->items[i].from_day != row->from_day || box->items[i].goal_ms != row->goal_ms ||
            box->items[i].goal_sessions != row->goal_sessions))
        i++;
    if (i == box->list.count)
        box->items[box->list.count++] = (focus_goal){.is_dated = 1,
                                                     .from_day = row->from_day,
                                                     .goal_ms = row->goal_ms,
                                                     .goal_sessions = row->goal_sessions};
    box->items[i].weekdays |= FOCUS_MASK(row->weekday);
}

static void sort_goals(goal_box *box)
{
    for (size_t i = 1; i < box->list.count; i++)
        for (size_t j = i; j > 0 && box->items[j].from_day < box->items[j - 1].from_day; j--) {
            const focus_goal later = box->items[j - 1];
            box->items[j - 1] = box->items[j];
            box->items[j] = later;
        }
}

static focus_status read_goal_list(focus_store *store, void *memory, const void *query)
{
    goal_box *box = memory;
    focus_settings settings;
    focus__goals goals;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    (void)query;
    if (status == FOCUS_OK)
        status = focus__goals_read(store, box, &settings, &goals);
    if (status != FOCUS_OK)
        return status;
    box->items = focus__new_items(store, box, goals.count, sizeof(*box->items));
    if (box->items == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < goals.count; i++)
        list_goal(box, &goals.rows[i]);
    sort_goals(box);
    box->list.items = box->items;
    return FOCUS_OK;
}

focus_status focus_goal_list_all(focus_store *store, const focus_goal_list **out_list)
{
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(goal_box), read_goal_list, NULL, &box);
    *out_list = box;
    return status;
}

void focus_goal_list_free(const focus_goal_list *list)
{
    focus__box_free(list);
}
