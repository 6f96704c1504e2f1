/*
 * tally.c - adding up what rows contribute, and writing the sums.
 */
#include "core/tally.h"

#include "core/session.h"
#include "core/streak.h"

/* --- adding up -------------------------------------------------------------------------------- */

/* Time is counted once a session has ended: that of expired and implausible ones apart, until
 * somebody confirms it. */
void focus__sums_add_session(focus__sums *sums, const focus__session_row *row, int sign)
{
    const focus__timer *timer = &row->timer;
    int64_t active_ms = 0;

    if (row->deleted_at_ms != 0)
        return;
    sums->by_status[timer->status] += sign;
    if (focus__timer_is_running(timer))
        return;
    active_ms = sign * focus__timer_active_ms(timer, timer->ended_at_ms);
    if (row->implausible || timer->status == FOCUS_SESSION_EXPIRED)
        sums->unconfirmed_ms += active_ms;
    else
        sums->active_ms += active_ms;
    if (timer->status == FOCUS_SESSION_COMPLETED && !row->implausible)
        sums->credited += sign;
}

void focus__sums_add(focus__sums *to, const focus__sums *from)
{
    for (int i = 0; i < FOCUS_SESSION_STATUS_COUNT; i++)
        to->by_status[i] += from->by_status[i];
    to->credited += from->credited;
    to->active_ms += from->active_ms;
    to->unconfirmed_ms += from->unconfirmed_ms;
}

void focus__tally_clear(focus__tally *tally)
{
    tally->user_id = 0;
    tally->day_count = 0;
    tally->counts = (focus__counts){0};
}

static focus_status tally_turn_to_user(focus_store *store, int64_t user_id)
{
    focus_status status = FOCUS_OK;

    if (store->tally.user_id != user_id)
        status = focus__tally_flush(store);
    store->tally.user_id = user_id;
    return status;
}

/* Imports come in order of time: the day wanted is nearly always the newest. */
static focus__sums *find_day(focus__tally *tally, int32_t day, int32_t mode)
{
    for (int i = tally->day_count - 1; i >= 0; i--)
        if (tally->days[i].day == day && tally->days[i].mode == mode)
            return &tally->days[i].sums;
    if (tally->day_count == FOCUS__TALLY_DAYS)
        return NULL;
    tally->days[tally->day_count] = (focus__day_sums){.day = day, .mode = mode};
    return &tally->days[tally->day_count++].sums;
}

focus_status focus__tally_session(focus_store *store, const focus__session_row *row, int sign)
{
    focus__sums *day = NULL;
    focus_status status = FOCUS_OK;

    if (focus__timer_is_running(&row->timer) && row->deleted_at_ms == 0)
        return FOCUS_OK;
    status = tally_turn_to_user(store, row->user_id);
    day = find_day(&store->tally, row->local_day, row->mode);
    if (status == FOCUS_OK && day == NULL) {
        status = focus__tally_flush(store);
        store->tally.user_id = row->user_id;
        day = find_day(&store->tally, row->local_day, row->mode);
    }
    if (status != FOCUS_OK)
        return status;
    focus__sums_add_session(day, row, sign);
    focus__sums_add_session(&store->tally.counts.modes[row->mode], row, sign);
    if (row->deleted_at_ms != 0)
        store->tally.counts.deleted += sign;
    return FOCUS_OK;
}

focus_status focus__tally_counts(focus_store *store, int64_t user_id, focus__counts **out_counts)
{
    focus_status status = tally_turn_to_user(store, user_id);

    *out_counts = status == FOCUS_OK ? &store->tally.counts : NULL;
    return status;
}

/* --- the counters' row, in the order of its columns ------------------------------------------- */

enum { COUNT_COLUMNS = 22 };

typedef void each_count(int64_t *count, void *user, int column);

static void walk_counts(focus__counts *counts, each_count *visit, void *user)
{
    int column = 0;

    visit(&counts->deleted, user, column++);
    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        focus__sums *sums = &counts->modes[mode];
        for (int i = FOCUS_SESSION_COMPLETED; i < FOCUS_SESSION_STATUS_COUNT; i++)
            visit(&sums->by_status[i], user, column++);
        visit(&sums->active_ms, user, column++);
        visit(&sums->unconfirmed_ms, user, column++);
    }
    visit(&counts->libraries, user, column++);
    visit(&counts->tracks, user, column++);
    visit(&counts->ledger_entries, user, column++);
    visit(&counts->xp, user, column++);
    visit(&counts->coins_earned, user, column++);
    visit(&counts->coins_spent, user, column++);
    assert(column == COUNT_COLUMNS);
}

static void read_count(int64_t *count, void *user, int column)
{
    *count = focus__stmt_get_int(user, column);
}

bool focus__count_is_sound(int64_t count)
{
    return count >= 0 && count <= FOCUS__COUNT_MAX;
}

bool focus__sums_are_sound(const focus__sums *sums)
{
    bool sound = focus__count_is_sound(sums->credited) && focus__count_is_sound(sums->active_ms) &&
                 focus__count_is_sound(sums->unconfirmed_ms);

    for (int i = FOCUS_SESSION_COMPLETED; i < FOCUS_SESSION_STATUS_COUNT; i++)
        sound = sound && focus__count_is_sound(sums->by_status[i]);
    return sound;
}

static void note_unsound(int64_t *count, void *user, int column)
{
    (void)column;
    if (!focus__count_is_sound(*count))
        *(bool *)user = true;
}

static void bind_count(int64_t *count, void *user, int column)
{
    focus__stmt_int(user, column + 2, *count);
}

static void note_nonzero(int64_t *count, void *user, int column)
{
    (void)column;
    if (*count != 0)
        *(bool *)user = true;
}

/* The columns of running_get, which counters_get has as well, behind its own. */
static focus_status read_running(focus_store *store, focus__stmt *stmt, int column,
                                 focus__running *out)
{
    focus__session_row row = {.id = focus__stmt_get_int(stmt, column++), .revision = 1};

    row.mode = (int32_t)focus__stmt_get_int(stmt, column++);
    row.timer.status = (int32_t)focus__stmt_get_int(stmt, column++);
    row.local_day = (int32_t)focus__stmt_get_int(stmt, column++);
    row.timer.started_at_ms = focus__stmt_get_int(stmt, column++);
    row.timer.paused_ms = focus__stmt_get_int(stmt, column++);
    row.timer.last_event_at_ms = focus__stmt_get_int(stmt, column++);
    row.timer.expires_at_ms = focus__stmt_get_int(stmt, column++);
    row.confirmed = focus__stmt_get_int(stmt, column) != 0;
    if (row.id == 0)
        return FOCUS_OK;
    focus__session_note_pause(&row);
    if (!focus__session_is_sound(&row))
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "the running session makes no sense");
    row = focus__session_row_now(store, &row);
    out->row_id = row.id;
    out->expired_id = focus__timer_is_running(&row.timer) ? 0 : row.id;
    out->mode = row.mode;
    out->day = row.local_day;
    focus__sums_add_session(&out->sums, &row, 1);
    return FOCUS_OK;
}

focus_status focus__running_read(focus_store *store, focus__running *out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_RUNNING_GET, &stmt);

    *out = (focus__running){0};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = read_running(store, &stmt, 0, out);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus__counts_read(focus_store *store, focus__counts *out, focus__running *out_running)
{
    bool unsound = false;
    focus__running running = {0};
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_COUNTERS_GET, &stmt);

    *out = (focus__counts){0};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        walk_counts(out, read_count, &stmt);
        status = read_running(store, &stmt, COUNT_COLUMNS, &running);
    }
    focus__stmt_return(&stmt);
    if (out_running != NULL)
        *out_running = running;
    walk_counts(out, note_unsound, &unsound);
    if (unsound)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "the counters make no sense");
    if (status == FOCUS_DONE)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "the selected user has been deleted");
    return status;
}

static focus_status write_counts(focus_store *store)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_COUNTERS_ADD, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->tally.user_id);
    walk_counts(&store->tally.counts, bind_count, &stmt);
    status = focus__stmt_run(&stmt);
    if (status == FOCUS_OK && focus__db_row_changes(store->db) == 0)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "the user has been deleted");
    return status;
}

/* --- daily sums ------------------------------------------------------------------------------- */

static focus_status borrow_day(focus_store *store, enum focus__sql_id query,
                               const focus__day_sums *day, focus__stmt *out)
{
    focus_status status = focus__stmt_borrow(store->db, query, out);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(out, 1, store->tally.user_id);
    focus__stmt_int(out, 2, day->day);
    focus__stmt_int(out, 3, day->mode);
    return FOCUS_OK;
}

/* The sums that the day has so far: nothing without a row. */
static focus_status tally_read_day(focus_store *store, const focus__day_sums *day, focus__sums *out,
                                   bool *out_has_row)
{
    int column = 0;
    focus__stmt stmt;
    focus_status status = borrow_day(store, FOCUS__SQL_DAY_GET, day, &stmt);

    *out = (focus__sums){0};
    if (status != FOCUS_OK)
        return status;
    status = focus__stmt_step(&stmt);
    *out_has_row = status == FOCUS_OK;
    if (status == FOCUS_OK) {
        for (int i = FOCUS_SESSION_COMPLETED; i < FOCUS_SESSION_STATUS_COUNT; i++)
            out->by_status[i] = focus__stmt_get_int(&stmt, column++);
        out->credited = focus__stmt_get_int(&stmt, column++);
        out->active_ms = focus__stmt_get_int(&stmt, column++);
        out->unconfirmed_ms = focus__stmt_get_int(&stmt, column);
    }
    focus__stmt_return(&stmt);
    if (!focus__sums_are_sound(out))
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "the sums of day %d make no sense",
                           (int)day->day);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status put_day(focus_store *store, const focus__day_sums *day, bool has_row)
{
    int parameter = 4;
    focus__stmt stmt;
    focus_status status =
        borrow_day(store, has_row ? FOCUS__SQL_DAY_UPDATE : FOCUS__SQL_DAY_INSERT, day, &stmt);

    if (status != FOCUS_OK)
        return status;
    for (int i = FOCUS_SESSION_COMPLETED; i < FOCUS_SESSION_STATUS_COUNT; i++)
        focus__stmt_int(&stmt, parameter++, day->sums.by_status[i]);
    focus__stmt_int(&stmt, parameter++, day->sums.credited);
    focus__stmt_int(&stmt, parameter++, day->sums.active_ms);
    focus__stmt_int(&stmt, parameter, day->sums.unconfirmed_ms);
    return focus__stmt_run(&stmt);
}

static focus_status delete_day(focus_store *store, const focus__day_sums *day)
{
    focus__stmt stmt;
    focus_status status = borrow_day(store, FOCUS__SQL_DAY_DELETE, day, &stmt);

    return status == FOCUS_OK ? focus__stmt_run(&stmt) : status;
}

static bool day_is_nothing(const focus__sums *sums)
{
    static const focus__sums nothing;

    return memcmp(sums, &nothing, sizeof(nothing)) == 0;
}

static bool has_sessions(const focus__sums *sums)
{
    int64_t sessions = 0;

    for (int i = 0; i < FOCUS_SESSION_STATUS_COUNT; i++)
        sessions += sums->by_status[i];
    return sessions != 0;
}

/* A day without sessions has no row, so that the table is what a count from scratch would make. */
static focus_status write_day(focus_store *store, const focus__day_sums *change)
{
    focus__day_sums day = *change;
    focus__sums before;
    bool has_row = false;
    focus_status status;

    if (day_is_nothing(&change->sums))
        return FOCUS_OK;
    store->changed |= FOCUS_CHANGED_STATS;
    status = tally_read_day(store, change, &before, &has_row);
    if (status != FOCUS_OK)
        return status;
    focus__sums_add(&day.sums, &before);
    if (has_sessions(&day.sums))
        status = put_day(store, &day, has_row);
    else if (has_row)
        status = delete_day(store, &day);
    if (status != FOCUS_OK || day.mode != FOCUS_MODE_FOCUS ||
        (before.credited > 0) == (day.sums.credited > 0))
        return status;
    return focus__streak_set_day(store, store->tally.user_id, day.day, day.sums.credited > 0);
}

focus_status focus__tally_flush(focus_store *store)
{
    focus__tally *tally = &store->tally;
    bool any = false;
    focus_status status = FOCUS_OK;

    if (tally->user_id == 0)
        return FOCUS_OK;
    for (int i = 0; i < tally->day_count && status == FOCUS_OK; i++)
        status = write_day(store, &tally->days[i]);
    walk_counts(&tally->counts, note_nonzero, &any);
    if (any && status == FOCUS_OK)
        status = write_counts(store);
    if (any)
        store->changed |= FOCUS_CHANGED_STATS;
    focus__tally_clear(tally);
    return status;
}
