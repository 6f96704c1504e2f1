/*
 * figures.c - counters, statistics of a period, active days: read from sums, never from the
 * history.
 */
#include "core/figures.h"

/* --- counters --------------------------------------------------------------------------------- */

static void mode_counts(const focus__sums *sums, focus_mode_counts *out)
{
    out->active = sums->by_status[FOCUS_SESSION_ACTIVE];
    out->paused = sums->by_status[FOCUS_SESSION_PAUSED];
    out->completed = sums->by_status[FOCUS_SESSION_COMPLETED];
    out->abandoned = sums->by_status[FOCUS_SESSION_ABANDONED];
    out->expired = sums->by_status[FOCUS_SESSION_EXPIRED];
    out->active_ms = sums->active_ms;
    out->unconfirmed_ms = sums->unconfirmed_ms;
}

static focus_status read_counters(focus_store *store, focus_counters *out)
{
    focus__counts counts;
    focus__running running;
    focus_status status = focus__counts_read(store, &counts, &running);

    if (status != FOCUS_OK)
        return status;
    focus__sums_add(&counts.modes[running.mode], &running.sums);
    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        mode_counts(&counts.modes[mode], &out->modes[mode]);
        for (int i = 0; i < FOCUS_SESSION_STATUS_COUNT; i++)
            out->sessions += counts.modes[mode].by_status[i];
    }
    out->deleted = counts.deleted;
    out->libraries = counts.libraries;
    out->tracks = counts.tracks;
    out->xp = counts.xp;
    out->coins_earned = counts.coins_earned;
    out->coins_spent = counts.coins_spent;
    return FOCUS_OK;
}

focus_status focus_counters_get(focus_store *store, focus_counters *out_counters)
{
    focus_status status;

    if (out_counters == NULL)
        return focus__misuse(store, "out_counters");
    *out_counters = (focus_counters){0};
    status = focus__look_begin(store);
    return status == FOCUS_OK ? focus__look_end(store, read_counters(store, out_counters)) : status;
}

/* --- a period --------------------------------------------------------------------------------- */

static focus_status borrow_days(focus_store *store, int32_t from_day, int32_t until_day,
                                focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_DAY_RANGE, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, store->user_id);
    focus__stmt_int(out, 2, from_day);
    focus__stmt_int(out, 3, until_day);
    return FOCUS_OK;
}

static focus_status figures_read_day(focus_store *store, focus__stmt *stmt, focus__day_sums *out)
{
    int column = 0;

    out->day = (int32_t)focus__stmt_get_int(stmt, column++);
    out->mode = (int32_t)focus__stmt_get_int(stmt, column++);
    out->sums = (focus__sums){0};
    for (int i = FOCUS_SESSION_COMPLETED; i < FOCUS_SESSION_STATUS_COUNT; i++)
        out->sums.by_status[i] = focus__stmt_get_int(stmt, column++);
    out->sums.credited = focus__stmt_get_int(stmt, column++);
    out->sums.active_ms = focus__stmt_get_int(stmt, column++);
    out->sums.unconfirmed_ms = focus__stmt_get_int(stmt, column);
    /* The file may be damaged: we add these numbers up and index with the mode. */
    if (out->mode < 0 || out->mode >= FOCUS_MODE_COUNT || !focus__sums_are_sound(&out->sums))
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "the sums of day %d make no sense",
                           (int)out->day);
    return FOCUS_OK;
}

/* A day with focus: time, or a session completed as it began. */
static bool day_is_active(const focus__day_sums *day)
{
    return day->mode == FOCUS_MODE_FOCUS && (day->sums.active_ms > 0 || day->sums.credited > 0);
}

static void add_day(focus__period *period, const focus__day_sums *day)
{
    focus__sums_add(&period->modes[day->mode], &day->sums);
    if (!day_is_active(day))
        return;
    period->active_days++;
    if (period->active_days == 1 || day->sums.active_ms > period->best_day_ms) {
        period->best_day = day->day;
        period->best_day_ms = day->sums.active_ms;
    }
}

focus_status focus__period_read(focus_store *store, int32_t from_day, int32_t until_day,
                                const focus__running *running, focus__period *out)
{
    focus__day_sums day;
    focus__stmt stmt;
    focus_status status = borrow_days(store, from_day, until_day, &stmt);

    *out = (focus__period){0};
    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        status = figures_read_day(store, &stmt, &day);
        if (status == FOCUS_OK) {
            add_day(out, &day);
            status = focus__stmt_step(&stmt);
        }
    }
    focus__stmt_return(&stmt);
    if (running->row_id != 0 && running->day >= from_day && running->day <= until_day)
        focus__sums_add(&out->modes[running->mode], &running->sums); /* makes no day active */
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status read_stats(focus_store *store, int32_t from_day, int32_t until_day,
                               focus_stats *out)
{
    focus__running running;
    focus__period period;
    focus_status status = focus__running_read(store, &running);

    if (status == FOCUS_OK)
        status = focus__period_read(store, from_day, until_day, &running, &period);
    if (status != FOCUS_OK)
        return status;
    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++)
        mode_counts(&period.modes[mode], &out->modes[mode]);
    out->from_day = from_day;
    out->until_day = until_day;
    out->active_days = period.active_days;
    out->best_day = period.best_day;
    out->best_day_ms = period.best_day_ms;
    return FOCUS_OK;
}

static focus_status check_days(focus_store *store, int32_t from_day, int32_t until_day)
{
    if (until_day < from_day)
        return focus__fail(&store->error, FOCUS_E_INVALID, "until_day lies before from_day");
    return FOCUS_OK;
}

focus_status focus_stats_get(focus_store *store, int32_t from_day, int32_t until_day,
                             focus_stats *out_stats)
{
    focus_status status;

    if (out_stats == NULL)
        return focus__misuse(store, "out_stats");
    *out_stats = (focus_stats){0};
    status = focus__read_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = check_days(store, from_day, until_day);
    if (status == FOCUS_OK)
        status = read_stats(store, from_day, until_day, out_stats);
    return focus__read_end(store, status);
}

/* --- active days ------------------------------------------------------------------------------ */

typedef struct day_box {
    focus_day_list list;
    size_t capacity;
    focus_day *items;
} day_box;

static focus_status append_day(focus_store *store, day_box *box, const focus__day_sums *day)
{
    box->items = focus__room_for_item(store, box, box->items, box->list.count, &box->capacity,
                                      sizeof(*box->items));
    box->list.items = box->items;
    if (box->items == NULL)
        return FOCUS_E_NOMEM;
    box->items[box->list.count++] = (focus_day){
        .day = day->day,
        .sessions = day->sums.credited,
        .active_ms = day->sums.active_ms,
    };
    return FOCUS_OK;
}

static focus_status read_days(focus_store *store, void *box, const void *query)
{
    const int32_t *days = query;
    focus__day_sums day;
    focus__stmt stmt;
    focus_status status = check_days(store, days[0], days[1]);

    if (status == FOCUS_OK)
        status = borrow_days(store, days[0], days[1], &stmt);
    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    while (status == FOCUS_OK) {
        status = figures_read_day(store, &stmt, &day);
        if (status == FOCUS_OK && day_is_active(&day))
            status = append_day(store, box, &day);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus_day_list_range(focus_store *store, int32_t from_day, int32_t until_day,
                                  const focus_day_list **out_list)
{
    const int32_t days[2] = {from_day, until_day};
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(day_box), read_days, days, &box);
    *out_list = box;
    return status;
}

void focus_day_list_free(const focus_day_list *list)
{
    focus__box_free(list);
}
