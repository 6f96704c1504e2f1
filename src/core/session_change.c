/*
 * session_change.c - the one door through which a session changes.
 *
 * Every verb brings the row before and the row after. What follows from the pair (tags, counters,
 * daily sums, runs of days, the change mask) follows here, so that no verb can forget it. Nothing
 * else writes focus_sessions.
 */
#include "core/session.h"

#include "base/calendar.h"
#include "base/text.h"
#include "core/points.h"
#include "core/tags.h"
#include "rules/limits.h"
#include "rules/reward.h"

/* --- the row ---------------------------------------------------------------------------------- */

static bool same_words(const focus__session_row *a, const focus__session_row *b)
{
    return focus__text_same(a->title, b->title) && focus__text_same(a->project, b->project) &&
           focus__text_same(a->task, b->task) && focus__text_same(a->tags, b->tags) &&
           focus__text_same(a->note, b->note);
}

/* What the indexes of history and of sources are made of, and all else that an ended session keeps. */
static bool same_place(const focus__session_row *a, const focus__session_row *b)
{
    return a->mode == b->mode && a->implausible == b->implausible && a->confirmed == b->confirmed &&
           a->timer.started_at_ms == b->timer.started_at_ms && a->local_day == b->local_day &&
           a->utc_offset_s == b->utc_offset_s && a->deleted_at_ms == b->deleted_at_ms &&
           focus__text_same(a->zone, b->zone);
}

/* That it runs, or when it ended, and what it was paid. */
static bool same_end(const focus__session_row *a, const focus__session_row *b)
{
    return a->timer.ended_at_ms == b->timer.ended_at_ms && a->xp == b->xp && a->coins == b->coins;
}

static bool same_life(const focus__session_row *a, const focus__session_row *b)
{
    const focus__timer *x = &a->timer;
    const focus__timer *y = &b->timer;

    return x->status == y->status && x->planned_ms == y->planned_ms &&
           x->paused_ms == y->paused_ms && x->last_event_at_ms == y->last_event_at_ms &&
           x->expires_at_ms == y->expires_at_ms && a->pause_count == b->pause_count;
}

bool focus__session_rows_same(const focus__session_row *a, const focus__session_row *b)
{
    return same_words(a, b) && same_place(a, b) && same_end(a, b) && same_life(a, b);
}

/* The statement that writes no more than what changed: SQLite writes an index anew whenever a column
 * of it is set, be it to the same. */
static enum focus__sql_id choose_update(const focus__session_row *before,
                                        const focus__session_row *after)
{
    if (!same_place(before, after))
        return FOCUS__SQL_SESSION_UPDATE;
    if (!same_end(before, after))
        return FOCUS__SQL_SESSION_UPDATE_LIFE;
    if (same_life(before, after))
        return FOCUS__SQL_SESSION_UPDATE_WORDS;
    return same_words(before, after) && before->edited == after->edited
               ? FOCUS__SQL_SESSION_UPDATE_RUNNING
               : FOCUS__SQL_SESSION_UPDATE_LIFE;
}

/* ?4 to ?32 of session_insert and session_update*, each of which has no use for some. */
static void bind_life(focus__stmt *stmt, const focus__session_row *row)
{
    focus__stmt_int(stmt, 5, row->timer.status);
    focus__stmt_int(stmt, 10, row->revision);
    focus__stmt_int_or_null(stmt, 12, row->timer.ended_at_ms);
    focus__stmt_int_or_null(stmt, 13, row->timer.planned_ms);
    focus__stmt_int(stmt, 14, row->timer.paused_ms);
    focus__stmt_int(stmt, 15, row->pause_count);
    focus__stmt_int(stmt, 16, row->timer.last_event_at_ms);
    focus__stmt_int_or_null(stmt, 17,
                            focus__timer_is_running(&row->timer) ? row->timer.expires_at_ms : 0);
    focus__stmt_int(stmt, 26, row->xp);
    focus__stmt_int(stmt, 27, row->coins);
    focus__stmt_int(stmt, 32, focus__session_checksum(row));
}

static void bind_words(focus__stmt *stmt, const focus__session_row *row)
{
    focus__stmt_int(stmt, 9, row->edited);
    focus__stmt_text(stmt, 21, row->title);
    focus__stmt_text(stmt, 22, row->project);
    focus__stmt_text(stmt, 23, row->task);
    focus__stmt_text(stmt, 24, row->note);
    focus__stmt_text(stmt, 25, row->tags);
}

static void bind_place(focus__stmt *stmt, const focus__session_row *row)
{
    focus__stmt_int(stmt, 4, row->mode);
    focus__stmt_int(stmt, 7, row->implausible);
    focus__stmt_int(stmt, 8, row->confirmed);
    focus__stmt_int(stmt, 11, row->timer.started_at_ms);
    focus__stmt_int(stmt, 18, row->local_day);
    focus__stmt_int(stmt, 19, row->utc_offset_s);
    focus__stmt_text(stmt, 20, row->zone);
    focus__stmt_int_or_null(stmt, 31, row->deleted_at_ms);
}

static focus_status insert_row(focus_store *store, focus__session_row *row)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int_or_null(&stmt, 1, row->id);
    focus__stmt_id(&stmt, 2, &row->uuid);
    focus__stmt_int(&stmt, 3, row->user_id);
    focus__stmt_int(&stmt, 6, row->source);
    focus__stmt_text(&stmt, 28, row->source_format);
    focus__stmt_text(&stmt, 29, row->source_key);
    focus__stmt_int(&stmt, 30, row->created_at_ms);
    bind_life(&stmt, row);
    bind_words(&stmt, row);
    bind_place(&stmt, row);
    status = focus__stmt_run(&stmt);
    if (status == FOCUS_OK)
        row->id = focus__db_last_rowid(store->db);
    return status;
}

static focus_status update_row(focus_store *store, const focus__session_row *before,
                               const focus__session_row *after)
{
    enum focus__sql_id update = choose_update(before, after);
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, update, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, after->id);
    bind_life(&stmt, after);
    if (update != FOCUS__SQL_SESSION_UPDATE_RUNNING)
        bind_words(&stmt, after);
    if (update == FOCUS__SQL_SESSION_UPDATE)
        bind_place(&stmt, after);
    return focus__stmt_run(&stmt);
}

/* --- the door --------------------------------------------------------------------------------- */

/* Figures of what runs are no sums: a reader takes them from the row. */
static bool figures_changed(const focus__session_row *before, const focus__session_row *after)
{
    return before == NULL || before->timer.status != after->timer.status;
}

static focus_status note_change(focus_store *store, const focus__session_row *before,
                                const focus__session_row *after)
{
    focus__session_row was;

    if (before == NULL)
        return focus__journal_added(store, after->user_id, FOCUS__NOUN_SESSION, 0, after->id);
    was = *before;
    return focus__journal_was(store, was.user_id, FOCUS__NOUN_SESSION, focus__session_walk, &was);
}

/* Whatever may refuse the row comes before the sums, which a savepoint would not undo. */
static focus_status write_and_follow(focus_store *store, const focus__session_row *before,
                                     focus__session_row *after)
{
    focus_status status;

    after->implausible = focus__session_is_implausible(after);
    status = before != NULL ? update_row(store, before, after) : insert_row(store, after);
    if (status == FOCUS_OK)
        status = note_change(store, before, after);
    if (status == FOCUS_OK)
        status = focus__tags_follow(store, before, after);
    if (status == FOCUS_OK && before != NULL)
        status = focus__tally_session(store, before, -1);
    if (status == FOCUS_OK)
        status = focus__tally_session(store, after, 1);
    store->changed |= FOCUS_CHANGED_SESSIONS;
    if (figures_changed(before, after))
        store->changed |= FOCUS_CHANGED_STATS;
    return status;
}

focus_status focus__session_change(focus_store *store, const focus__session_row *before,
                                   focus__session_row *after)
{
    assert(before == NULL || (before->id == after->id && before->user_id == after->user_id));
    after->revision = before != NULL ? before->revision + 1 : 1;
    return write_and_follow(store, before, after);
}

focus_status focus__session_put_back(focus_store *store, const focus__session_row *before,
                                     focus__session_row *after)
{
    return write_and_follow(store, before, after);
}

static focus_status change_delete_row(focus_store *store, int64_t row_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_DELETE, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row_id);
    return focus__stmt_run(&stmt);
}

focus_status focus__session_remove(focus_store *store, const focus__session_row *row)
{
    focus_status status = focus__tags_follow(store, row, NULL);

    if (status == FOCUS_OK)
        status = change_delete_row(store, row->id);
    if (status == FOCUS_OK)
        status = note_change(store, row, NULL);
    if (status == FOCUS_OK)
        status = focus__tally_session(store, row, -1);
    store->changed |= FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STATS;
    return status;
}

/* --- what verbs share ------------------------------------------------------------------------- */

void focus__session_set_day(const focus_settings *settings, focus__session_row *row)
{
    row->local_day =
        focus__local_day(row->timer.started_at_ms, row->utc_offset_s, settings->day_start_minutes);
}

void focus__session_fix_day(focus_store *store, const focus_settings *settings,
                            focus__session_row *row)
{
    if (row->id == 0)
        row->zone = store->zone.name;
    if (focus__text_same(row->zone,
                         store->zone.name)) /* of another zone we know the old offset alone */
        row->utc_offset_s = focus__zone_offset_s(&store->zone, row->timer.started_at_ms);
    focus__session_set_day(settings, row);
}

focus_status focus__session_new(focus_store *store, const focus_settings *settings,
                                focus__session_row *row)
{
    row->user_id = store->user_id;
    row->created_at_ms = store->now_ms;
    focus__session_fix_day(store, settings, row);
    return focus__make_id(store, &row->uuid);
}

void focus__session_price(const focus_store *store, focus__session_row *row)
{
    const focus__timer *timer = &row->timer;
    focus__reward reward;

    if (timer->status != FOCUS_SESSION_COMPLETED || row->xp != 0 || row->coins != 0 ||
        focus__is_implausible(timer->started_at_ms, timer->ended_at_ms, row->confirmed))
        return;
    reward = focus__reward_of(&store->policy, row->mode,
                              focus__timer_active_ms(timer, timer->ended_at_ms), timer->planned_ms);
    row->xp = reward.xp;
    row->coins = reward.coins;
}

focus_status focus__session_pay(focus_store *store, const focus__session_row *row)
{
    if (row->xp == 0 && row->coins == 0)
        return FOCUS_OK;
    return focus__ledger_pay_session(store, row);
}

focus_status focus__refuse_deleted(focus_store *store, const focus__session_row *row)
{
    if (row->deleted_at_ms != 0)
        return focus__fail(&store->error, FOCUS_E_STATE,
                           "the session is deleted; restore it first");
    return FOCUS_OK;
}

focus_status focus__refuse_overdue(focus_store *store, const focus__session_row *row)
{
    if (focus__timer_is_overdue(&row->timer, store->now_ms))
        return focus__fail(&store->error, FOCUS_E_INVALID, "the session would have expired by now");
    return FOCUS_OK;
}

/* A plausible session is a day long at most: none that reaches into the span began before this. */
focus_status focus__session_overlaps(focus_store *store, int64_t started_at_ms, int64_t ended_at_ms,
                                     int64_t except, bool *out_overlaps)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_OVERLAPPING, &stmt);

    *out_overlaps = false;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, started_at_ms);
    focus__stmt_int(&stmt, 3, ended_at_ms);
    focus__stmt_int(&stmt, 4, started_at_ms - FOCUS_IMPLAUSIBLE_MS - 1);
    focus__stmt_int(&stmt, 5, except);
    status = focus__stmt_step(&stmt);
    *out_overlaps = status == FOCUS_OK;
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status find_next_start(focus_store *store, int64_t from_ms, int64_t *out_next_ms)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_NEXT_START, &stmt);

    *out_next_ms = INT64_MAX;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_int(&stmt, 2, from_ms);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_next_ms = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* Where nothing overlaps a session, what began before its end has ended before its start: from its end
 * to the next start there is nothing. */
focus_status focus__session_fits(focus_store *store, focus__gap *gap, int64_t started_at_ms,
                                 int64_t ended_at_ms, bool *out_overlaps)
{
    bool is_in_gap = started_at_ms >= gap->from_ms && ended_at_ms <= gap->until_ms;
    focus_status status = FOCUS_OK;

    *out_overlaps = false;
    if (!is_in_gap)
        status = focus__session_overlaps(store, started_at_ms, ended_at_ms, 0, out_overlaps);
    if (status == FOCUS_OK && !is_in_gap && !*out_overlaps)
        status = find_next_start(store, ended_at_ms, &gap->until_ms);
    if (status != FOCUS_OK || *out_overlaps)
        *gap = (focus__gap){0};
    else
        gap->from_ms = ended_at_ms;
    return status;
}
