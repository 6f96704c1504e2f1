/*
 * salvage_goals.c - dated goals back into the file.
 */
#include "core/salvage_rebuild.h"

static int compare_goals(const void *a, const void *b)
{
    const focus__found_goal *x = a;
    const focus__found_goal *y = b;

    if (x->row.user_id != y->row.user_id)
        return focus__compare_ints(x->row.user_id, y->row.user_id);
    if (x->row.weekday != y->row.weekday)
        return focus__compare_ints(x->row.weekday, y->row.weekday);
    if (x->row.from_day != y->row.from_day)
        return focus__compare_ints(x->row.from_day, y->row.from_day);
    return focus__compare_orders(x->order, y->order);
}

static bool same_goal(const void *a, const void *b)
{
    const focus__found_goal *x = a;
    const focus__found_goal *y = b;

    return x->row.user_id == y->row.user_id && x->row.weekday == y->row.weekday &&
           x->row.from_day == y->row.from_day;
}

static focus_status salvage_put_goal_back(focus__rebuild *b, const focus__goal_row *row)
{
    focus_status status = FOCUS_DONE;

    if (!focus__rebuild_knows_user(b, row->user_id))
        return status;
    status = focus__rebuild_begin(b);
    return status == FOCUS_OK ? focus__rebuild_end(b, focus__goal_change(b->store, NULL, row))
                              : status;
}

focus_status focus__rebuild_goals(focus__rebuild *b)
{
    focus__found_rows *goals = &b->finds->goals;
    const focus__found_goal *items = goals->items;
    focus_status status = FOCUS_OK;

    focus__found_sort(goals, sizeof(*items), compare_goals);
    focus__found_keep_first(goals, sizeof(*items), same_goal);
    for (size_t i = 0; i < goals->count && status == FOCUS_OK; i++)
        status =
            focus__rebuild_count(b, salvage_put_goal_back(b, &items[i].row), &b->report->goals);
    return status;
}
