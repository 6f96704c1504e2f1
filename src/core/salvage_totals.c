/*
 * salvage_totals.c - totals of days back into the file. Of two with one name the first stays: the file
 * refuses the other.
 */
#include "core/salvage_rebuild.h"

static focus_status put_day_total(focus__rebuild *b, const focus__day_total_row *row)
{
    focus_status status;

    if (!focus__rebuild_knows_user(b, row->user_id))
        return FOCUS_DONE;
    status = focus__rebuild_begin(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_end(b, focus__day_total_change(b->store, NULL, row));
    return status;
}

focus_status focus__rebuild_day_totals(focus__rebuild *b)
{
    const focus__day_total_row *rows = b->finds->day_totals.items;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < b->finds->day_totals.count && status == FOCUS_OK; i++)
        status = focus__rebuild_count(b, put_day_total(b, &rows[i]), &b->report->day_totals);
    return status;
}
