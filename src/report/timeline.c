/*
 * timeline.c - one day, quarter of an hour by quarter of an hour; and the gaps between sessions.
 *
 * Both are of the clock on the wall: days are those of the store's zone.
 */
#include "report/walk.h"

#include "base/calendar.h"
#include "rules/limits.h"
#include "rules/slice.h"

#include <stdlib.h>

#define TIMELINE_CELL_MS (15 * FOCUS__MS_PER_MINUTE)

/* --- timeline --------------------------------------------------------------------------------- */

typedef struct timeline_box {
    focus_timeline timeline;
    focus_timeline_cell *cells;
    int64_t from_ms;
    bool is_break; /* the session that the walk is at */
    bool is_left_out;
} timeline_box;

static focus_status timeline_begin(void *user, const focus__walked *session)
{
    timeline_box *box = user;

    box->is_break = session->mode != FOCUS_MODE_FOCUS;
    box->is_left_out = session->implausible;
    return FOCUS_OK;
}

static int64_t common_ms(const focus_timeline_cell *cell, int64_t from_ms, int64_t until_ms)
{
    if (from_ms < cell->from_ms)
        from_ms = cell->from_ms;
    if (until_ms > cell->until_ms)
        until_ms = cell->until_ms;
    return until_ms > from_ms ? until_ms - from_ms : 0;
}

/* The cells are alike, so that the first one touched is known. */
static void fill_cells(timeline_box *box, size_t part, int64_t from_ms, int64_t until_ms)
{
    int64_t into_ms = from_ms - box->from_ms;

    if (box->is_left_out)
        return;
    for (size_t i = into_ms > 0 ? (size_t)(into_ms / TIMELINE_CELL_MS) : 0;
         i < box->timeline.count && box->cells[i].from_ms < until_ms; i++)
        *(int64_t *)((char *)&box->cells[i] + part) += common_ms(&box->cells[i], from_ms, until_ms);
}

static focus_status timeline_worked(void *user, int64_t from_ms, int64_t until_ms)
{
    timeline_box *box = user;

    fill_cells(box,
               box->is_break ? offsetof(focus_timeline_cell, break_ms)
                             : offsetof(focus_timeline_cell, focus_ms),
               from_ms, until_ms);
    return FOCUS_OK;
}

static focus_status timeline_paused(void *user, int64_t from_ms, int64_t until_ms)
{
    fill_cells(user, offsetof(focus_timeline_cell, paused_ms), from_ms, until_ms);
    return FOCUS_OK;
}

static focus_status make_cells(focus_store *store, timeline_box *box, int64_t from_ms,
                               int64_t until_ms)
{
    size_t count = (size_t)((until_ms - from_ms + TIMELINE_CELL_MS - 1) / TIMELINE_CELL_MS);

    box->cells = focus__new_items(store, box, count, sizeof(*box->cells));
    if (box->cells == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < count; i++) {
        int64_t at_ms = from_ms + (int64_t)i * TIMELINE_CELL_MS;
        int64_t end_ms = at_ms + TIMELINE_CELL_MS;
        box->cells[i] = (focus_timeline_cell){.from_ms = at_ms,
                                              .until_ms = end_ms < until_ms ? end_ms : until_ms};
    }
    box->timeline.cells = box->cells;
    box->timeline.count = count;
    return FOCUS_OK;
}

static void find_change(focus__wall *wall, int64_t from_ms, int64_t until_ms, focus_timeline *out)
{
    int32_t before_s = focus__wall_offset_s(wall, from_ms);

    for (int64_t at_ms = wall->until_ms; at_ms < until_ms; at_ms = wall->until_ms) {
        int32_t offset_s = focus__wall_offset_s(wall, at_ms);
        if (offset_s == before_s)
            continue;
        out->changed_at_ms = at_ms;
        out->changed_by_s = offset_s - before_s;
        return;
    }
}

static focus_status read_timeline(focus_store *store, void *memory, const void *query)
{
    timeline_box *box = memory;
    const int32_t day = *(const int32_t *)query;
    focus_settings settings;
    focus__wall wall = focus__wall_of_zone(&store->zone);
    focus__walk walk = {
        .store = store,
        .begin = timeline_begin,
        .worked = timeline_worked,
        .paused = timeline_paused,
        .user = box,
    };

    if (day < 0 || !focus__is_day(day))
        return focus__fail(&store->error, FOCUS_E_INVALID, "there is no such day");
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);
    if (status != FOCUS_OK)
        return status;
    int64_t from_ms = focus__day_begin(&wall, settings.day_start_minutes, day);
    int64_t until_ms = focus__day_begin(&wall, settings.day_start_minutes, day + 1);
    box->timeline.day = day;
    box->from_ms = from_ms;
    find_change(&wall, from_ms, until_ms, &box->timeline);
    status = make_cells(store, box, from_ms, until_ms);
    return status == FOCUS_OK ? focus__walk_through(&walk, from_ms, until_ms) : status;
}

focus_status focus_timeline_get(focus_store *store, int32_t day,
                                const focus_timeline **out_timeline)
{
    const void *box = NULL;
    focus_status status;

    if (out_timeline == NULL)
        return focus__misuse(store, "out_timeline");
    status = focus__read_box(store, sizeof(timeline_box), read_timeline, &day, &box);
    *out_timeline = box;
    return status;
}

void focus_timeline_free(const focus_timeline *timeline)
{
    focus__box_free(timeline);
}

/* --- gaps ------------------------------------------------------------------------------------- */

typedef struct gap_query {
    int32_t from_day;
    int32_t until_day;
    int64_t least_ms;
} gap_query;

typedef struct gap_span {
    int64_t from_ms;
    int64_t until_ms;
} gap_span;

typedef struct gap_box {
    focus_gap_list list;
    size_t capacity;
    focus_gap *items;
    focus_store *store;
    const gap_query *query;
    void *scratch;
    gap_span *spans; /* of sessions, as the walk has them: the running one comes last */
    size_t span_count;
    size_t span_capacity;
    focus__wall wall;
    int32_t day_start_minutes;
} gap_box;

static focus_status gap_begin(void *user, const focus__walked *session)
{
    gap_box *box = user;

    if (session->implausible)
        return FOCUS_OK;
    box->spans = focus__room_for_item(box->store, box->scratch, box->spans, box->span_count,
                                      &box->span_capacity, sizeof(*box->spans));
    if (box->spans == NULL)
        return FOCUS_E_NOMEM;
    box->spans[box->span_count++] = (gap_span){session->timer.started_at_ms, session->until_ms};
    return FOCUS_OK;
}

static int compare_spans(const void *a, const void *b)
{
    const gap_span *left = a;
    const gap_span *right = b;

    return (left->from_ms > right->from_ms) - (left->from_ms < right->from_ms);
}

static focus_status append_gap(gap_box *box, const focus_gap *gap)
{
    box->items = focus__room_for_item(box->store, box, box->items, box->list.count, &box->capacity,
                                      sizeof(*box->items));
    box->list.items = box->items;
    if (box->items == NULL)
        return FOCUS_E_NOMEM;
    box->items[box->list.count++] = *gap;
    box->list.total_ms += gap->until_ms - gap->from_ms;
    return FOCUS_OK;
}

/* A gap, unless it is too short, or a day starts in it. */
static focus_status add_gap(gap_box *box, int64_t from_ms, int64_t until_ms)
{
    focus_gap gap = {.from_ms = from_ms, .until_ms = until_ms};

    if (until_ms <= from_ms || until_ms - from_ms < box->query->least_ms)
        return FOCUS_OK;
    focus__slice first =
        focus__slice_first(&box->wall, box->day_start_minutes, false, from_ms, until_ms);
    gap.day = focus__local_day(until_ms, focus__wall_offset_s(&box->wall, until_ms),
                               box->day_start_minutes);
    if (first.day != gap.day || gap.day < box->query->from_day || gap.day > box->query->until_day)
        return FOCUS_OK;
    return append_gap(box, &gap);
}

static focus_status find_gaps(gap_box *box)
{
    int64_t busy_until_ms = INT64_MAX; /* no gap before the first */
    focus_status status = FOCUS_OK;

    if (box->span_count > 0)
        qsort(box->spans, box->span_count, sizeof(*box->spans), compare_spans);
    for (size_t i = 0; i < box->span_count && status == FOCUS_OK; i++) {
        const gap_span *span = &box->spans[i];
        status = add_gap(box, busy_until_ms, span->from_ms);
        if (i == 0 || span->until_ms > busy_until_ms)
            busy_until_ms = span->until_ms;
    }
    return status;
}

static focus_status read_gaps(focus_store *store, void *memory, const void *query)
{
    gap_box *box = memory;
    focus_settings settings;
    focus__walk walk = {.store = store, .begin = gap_begin, .user = box};

    box->store = store;
    box->query = query;
    box->wall = focus__wall_of_zone(&store->zone);
    if (box->query->until_day < box->query->from_day)
        return focus__fail(&store->error, FOCUS_E_INVALID, "until_day lies before from_day");
    if (box->query->least_ms < 0)
        return focus__fail(&store->error, FOCUS_E_INVALID, "least_ms is negative");
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);
    if (status != FOCUS_OK)
        return status;
    box->day_start_minutes = settings.day_start_minutes;
    box->scratch = focus__new_box(store, sizeof(void *));
    if (box->scratch == NULL)
        return FOCUS_E_NOMEM;
    status = focus__walk_through(&walk, (box->query->from_day - INT64_C(2)) * FOCUS__MS_PER_DAY,
                                 (box->query->until_day + INT64_C(3)) * FOCUS__MS_PER_DAY);
    if (status == FOCUS_OK)
        status = find_gaps(box);
    focus__box_free(box->scratch);
    return status;
}

focus_status focus_gap_list_range(focus_store *store, int32_t from_day, int32_t until_day,
                                  int64_t least_ms, const focus_gap_list **out_list)
{
    const gap_query query = {from_day, until_day, least_ms};
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(gap_box), read_gaps, &query, &box);
    *out_list = box;
    return status;
}

void focus_gap_list_free(const focus_gap_list *list)
{
    focus__box_free(list);
}

#undef TIMELINE_CELL_MS
