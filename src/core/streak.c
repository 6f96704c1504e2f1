/*
 * streak.c - the table of unbroken runs of days, and the streak read out of it.
 *
 * Setting a day looks at the two runs that can touch it and no others, so an edit deep in the
 * history costs what an edit of today costs.
 */
#include "core/streak.h"

#include "base/calendar.h"
#include "rules/limits.h"
#include "rules/streak.h"

static focus_status streak_read_run(focus_store *store, focus__stmt *stmt, focus_run *out)
{
    out->first_day = (int32_t)focus__stmt_get_int(stmt, 0);
    out->last_day = (int32_t)focus__stmt_get_int(stmt, 1);
    if (!focus__is_day(out->first_day) || !focus__is_day(out->last_day) ||
        out->last_day < out->first_day)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "a run of days makes no sense");
    out->days = out->last_day - out->first_day + 1;
    return FOCUS_OK;
}

/* A query for one run. FOCUS_DONE: there is none. */
static focus_status streak_find_run(focus_store *store, enum focus__sql_id query, int64_t user_id,
                                    const int32_t *day, focus_run *out_run)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, query, &stmt);

    *out_run = (focus_run){0};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    if (day != NULL)
        focus__stmt_int(&stmt, 2, *day);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = streak_read_run(store, &stmt, out_run);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status change_run(focus_store *store, enum focus__sql_id change, int64_t user_id,
                               int32_t first_day, int32_t last_day)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, change, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    focus__stmt_int(&stmt, 2, first_day);
    if (change != FOCUS__SQL_RUN_DELETE)
        focus__stmt_int(&stmt, 3, last_day);
    return focus__stmt_run(&stmt);
}

/* The day joins what ends the day before and what begins the day after. */
static focus_status join_day(focus_store *store, int64_t user_id, int32_t day)
{
    int32_t next_day = day + 1;
    focus_run run;
    int32_t first = day;
    int32_t last = day;
    focus_status status =
        streak_find_run(store, FOCUS__SQL_RUN_AT_OR_BEFORE, user_id, &next_day, &run);

    if (status == FOCUS_OK && run.first_day == next_day) {
        last = run.last_day;
        status = change_run(store, FOCUS__SQL_RUN_DELETE, user_id, next_day, 0);
        if (status == FOCUS_OK)
            status = streak_find_run(store, FOCUS__SQL_RUN_AT_OR_BEFORE, user_id, &day, &run);
    }
    if (status < 0)
        return status;
    if (status == FOCUS_OK && run.last_day == day - 1)
        first = run.first_day;
    if (first < day)
        return change_run(store, FOCUS__SQL_RUN_SET_LAST, user_id, first, last);
    return change_run(store, FOCUS__SQL_RUN_INSERT, user_id, first, last);
}

/* The run that holds the day keeps what lies before it; what lies after becomes a run itself. */
static focus_status part_day(focus_store *store, int64_t user_id, int32_t day)
{
    focus_run run;
    focus_status status = streak_find_run(store, FOCUS__SQL_RUN_AT_OR_BEFORE, user_id, &day, &run);

    if (status == FOCUS_DONE || (status == FOCUS_OK && run.last_day < day))
        return focus__fail(&store->error, FOCUS_E_CORRUPT,
                           "day %d counts but no run of days has it", (int)day);
    if (status == FOCUS_OK && run.first_day == day)
        status = change_run(store, FOCUS__SQL_RUN_DELETE, user_id, day, 0);
    else if (status == FOCUS_OK)
        status = change_run(store, FOCUS__SQL_RUN_SET_LAST, user_id, run.first_day, day - 1);
    if (status == FOCUS_OK && run.last_day > day)
        status = change_run(store, FOCUS__SQL_RUN_INSERT, user_id, day + 1, run.last_day);
    return status;
}

focus_status focus__streak_set_day(focus_store *store, int64_t user_id, int32_t day, bool counts)
{
    store->changed |= FOCUS_CHANGED_STREAK;
    return counts ? join_day(store, user_id, day) : part_day(store, user_id, day);
}

/* --- over days of rest ------------------------------------------------------------------------ */

/* Runs from the newest on; those with nothing but rest between them are one. */
typedef struct run_walk {
    focus_store *store;
    focus__stmt stmt;
    uint32_t rest_weekdays;
    focus_status status; /* of `next`; FOCUS_DONE: there is none */
    focus_run next;
} run_walk;

static void step_walk(run_walk *walk)
{
    walk->status = focus__stmt_step(&walk->stmt);
    if (walk->status == FOCUS_OK)
        walk->status = streak_read_run(walk->store, &walk->stmt, &walk->next);
}

/* End it with focus__stmt_return(). */
static focus_status begin_walk(focus_store *store, uint32_t rest_weekdays, int32_t until_day,
                               run_walk *out)
{
    *out = (run_walk){.store = store, .rest_weekdays = rest_weekdays};
    out->status = focus__stmt_borrow(store->db, FOCUS__SQL_RUN_NEWEST, &out->stmt);
    if (out->status != FOCUS_OK)
        return out->status;
    focus__stmt_int(&out->stmt, 1, store->user_id);
    focus__stmt_int(&out->stmt, 2, until_day);
    step_walk(out);
    return FOCUS_OK;
}

static focus_status walk_run(run_walk *walk, focus_run *out)
{
    if (walk->status != FOCUS_OK)
        return walk->status;
    *out = walk->next;
    step_walk(walk);
    while (walk->status == FOCUS_OK &&
           focus__streak_goes_on(walk->rest_weekdays, walk->next.last_day, out->first_day)) {
        out->first_day = walk->next.first_day;
        out->days += walk->next.days;
        step_walk(walk);
    }
    return walk->status < 0 ? walk->status : FOCUS_OK;
}

/* Without rest an index has the longest. */
static focus_status find_longest(focus_store *store, uint32_t rest_weekdays, focus_run *out)
{
    run_walk walk;
    focus_run run;
    focus_status status;

    if (rest_weekdays == 0)
        return streak_find_run(store, FOCUS__SQL_RUN_LONGEST, store->user_id, NULL, out);
    *out = (focus_run){0};
    status = begin_walk(store, rest_weekdays, INT32_MAX, &walk);
    while (status == FOCUS_OK) {
        status = walk_run(&walk, &run);
        if (status == FOCUS_OK && run.days > out->days)
            *out = run;
    }
    focus__stmt_return(&walk.stmt);
    return status == FOCUS_DONE && out->days > 0 ? FOCUS_OK : status;
}

static focus_status find_latest(focus_store *store, uint32_t rest_weekdays, int32_t today,
                                focus_run *out)
{
    run_walk walk;
    focus_status status = begin_walk(store, rest_weekdays, today, &walk);

    if (status == FOCUS_OK)
        status = walk_run(&walk, out);
    focus__stmt_return(&walk.stmt);
    return status;
}

/* --- public calls ----------------------------------------------------------------------------- */

static focus_status read_streak(focus_store *store, focus_streak *out)
{
    focus_settings settings;
    focus_run latest;
    focus_run longest;
    int32_t today = 0;
    uint32_t rest = 0;
    focus_status has_latest;
    focus_status has_longest = FOCUS_DONE;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    if (status != FOCUS_OK)
        return status;
    today = focus__local_day(store->now_ms, focus__zone_offset_s(&store->zone, store->now_ms),
                             settings.day_start_minutes);
    rest = (uint32_t)settings.rest_weekdays;
    has_latest = find_latest(store, rest, today, &latest);
    if (has_latest >= 0)
        has_longest = find_longest(store, rest, &longest);
    if (has_latest < 0 || has_longest < 0)
        return has_latest < 0 ? has_latest : has_longest;
    focus__streak_at(has_latest == FOCUS_OK ? &latest : NULL,
                     has_longest == FOCUS_OK ? &longest : NULL, rest, today, out);
    return FOCUS_OK;
}

focus_status focus_streak_get(focus_store *store, focus_streak *out_streak)
{
    focus_status status;

    if (out_streak == NULL)
        return focus__misuse(store, "out_streak");
    *out_streak = (focus_streak){0};
    status = focus__read_begin(store);
    return status == FOCUS_OK ? focus__read_end(store, read_streak(store, out_streak)) : status;
}

static focus_status list_runs(focus_store *store, focus_run_list *list, focus_run *items,
                              uint32_t limit)
{
    focus_settings settings;
    run_walk walk;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    list->items = items;
    if (status != FOCUS_OK)
        return status;
    status = begin_walk(store, (uint32_t)settings.rest_weekdays, INT32_MAX, &walk);
    while (status == FOCUS_OK && list->count < limit) {
        status = walk_run(&walk, &items[list->count]);
        list->count += status == FOCUS_OK;
    }
    focus__stmt_return(&walk.stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status read_runs(focus_store *store, void *box, const void *query)
{
    focus_run *items = NULL;
    uint32_t limit = 0;
    focus_status status =
        focus__check_limit(*(const uint32_t *)query, FOCUS__PAGE_DEFAULT, &limit, &store->error);

    if (status != FOCUS_OK)
        return status;
    items = focus__new_items(store, box, limit, sizeof(*items));
    return items != NULL ? list_runs(store, box, items, limit) : FOCUS_E_NOMEM;
}

focus_status focus_streak_runs(focus_store *store, uint32_t limit, const focus_run_list **out_list)
{
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(focus_run_list), read_runs, &limit, &box);
    *out_list = box;
    return status;
}

void focus_run_list_free(const focus_run_list *list)
{
    focus__box_free(list);
}
