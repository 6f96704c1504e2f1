/*
 * salvage_sessions.c - sessions and their pauses back into the file.
 *
 * Of several copies of a session one stays. Where pauses are lost the time worked does not change.
 */
#include "core/salvage_rebuild.h"

#include "base/text.h"
#include "core/tags.h"

#include <stdlib.h>

/* --- sessions: one of each, and where it goes ------------------------------------------------- */

/* Copies of one session: a sound one before a doubtful one, the newest first. */
static int compare_sessions_by_uuid(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;
    const int by_uuid = focus__compare_uuids(&x->row.uuid, &y->row.uuid);

    if (by_uuid != 0)
        return by_uuid;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    if (x->row.revision != y->row.revision)
        return x->row.revision > y->row.revision ? -1 : 1;
    return focus__compare_orders(x->order, y->order);
}

static bool same_session(const void *a, const void *b)
{
    return focus__compare_uuids(&((const focus__found_session *)a)->row.uuid,
                                &((const focus__found_session *)b)->row.uuid) == 0;
}

static int compare_sessions_by_id(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;
    const int by_id = focus__compare_ints(x->row.id, y->row.id);

    if (by_id != 0)
        return by_id;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    return focus__compare_orders(x->order, y->order);
}

/* Those without an id come last: they get the next ones. A user after the other: sums are written
 * when the user changes. */
static int compare_sessions_to_put(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;

    if ((x->row.id == 0) != (y->row.id == 0))
        return x->row.id == 0 ? 1 : -1;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    if (x->row.user_id != y->row.user_id)
        return focus__compare_ints(x->row.user_id, y->row.user_id);
    return compare_sessions_by_id(a, b);
}

/* Two sessions cannot have one id: the second gets another, and leaves the pauses to the first. */
static void settle_session_ids(focus__found_rows *sessions)
{
    focus__found_session *items = sessions->items;
    int64_t last = 0;

    focus__found_sort(sessions, sizeof(*items), compare_sessions_by_id);
    for (size_t i = 0; i < sessions->count; i++) {
        const int64_t id = items[i].row.id;
        if (id <= last)
            items[i].row.id = 0;
        else
            last = id;
    }
}

static bool runs(const focus__session_row *row)
{
    return focus__timer_is_running(&row->timer) && row->deleted_at_ms == 0;
}

/* By user; of a user's, the running one that began last comes first. */
static int compare_sessions_by_running(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;
    const int by_user = focus__compare_ints(x->row.user_id, y->row.user_id);

    if (by_user != 0)
        return by_user;
    if (runs(&x->row) != runs(&y->row))
        return runs(&x->row) ? -1 : 1;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    if (x->row.timer.started_at_ms != y->row.timer.started_at_ms)
        return focus__compare_ints(y->row.timer.started_at_ms, x->row.timer.started_at_ms);
    return focus__compare_orders(x->order, y->order);
}

/* At most one session of a user runs: older ones, whose end was lost, end at their last event. */
static focus_status settle_running(focus__found_rows *sessions)
{
    focus__found_session *items = sessions->items;
    focus_status status = FOCUS_OK;

    focus__found_sort(sessions, sizeof(*items), compare_sessions_by_running);
    for (size_t i = 1; i < sessions->count && status == FOCUS_OK; i++) {
        focus__session_row *row = &items[i].row;
        if (!runs(row) || row->user_id != items[i - 1].row.user_id)
            continue;
        status = focus__timer_end(&row->timer, FOCUS_SESSION_ABANDONED, row->timer.last_event_at_ms,
                                  NULL);
        row->revision++;
    }
    return status;
}

/* --- sessions: pauses ------------------------------------------------------------------------- */

/* In the order of a session's pauses; of two copies of one, that which has ended is the later. */
static int compare_pauses(const void *a, const void *b)
{
    const focus__found_pause *x = a;
    const focus__found_pause *y = b;

    if (x->session_id != y->session_id)
        return focus__compare_ints(x->session_id, y->session_id);
    if (x->number != y->number)
        return focus__compare_ints(x->number, y->number);
    return focus__compare_ints(y->span.ended_at_ms, x->span.ended_at_ms);
}

static bool same_pause(const void *a, const void *b)
{
    const focus__found_pause *x = a;
    const focus__found_pause *y = b;

    return x->session_id == y->session_id && x->number == y->number;
}

typedef struct pause_span {
    const focus__found_pause *items;
    size_t count;
} pause_span;

static pause_span pauses_of(const focus__finds *finds, int64_t session_id)
{
    const focus__found_pause *items = finds->pauses.items;
    pause_span span = {0};
    size_t low = 0;
    size_t high = finds->pauses.count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (items[middle].session_id < session_id)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + span.count < finds->pauses.count &&
           items[low + span.count].session_id == session_id)
        span.count++;
    span.items = span.count > 0 ? items + low : NULL;
    return span;
}

/* The pauses are those of which the session tells: as many, as long, and open if it is paused. */
static bool pauses_add_up(const focus__session_row *row, pause_span span)
{
    const bool is_paused = row->timer.status == FOCUS_SESSION_PAUSED;
    int64_t closed_ms = 0;
    size_t open_count = 0;

    for (size_t i = 0; i < span.count; i++) {
        const focus_pause *pause = &span.items[i].span;
        if (pause->ended_at_ms == 0)
            open_count++;
        else if (pause->ended_at_ms < pause->started_at_ms)
            return false;
        else
            closed_ms += pause->ended_at_ms - pause->started_at_ms;
    }
    return span.count == (size_t)row->pause_count && closed_ms == row->timer.paused_ms &&
           open_count == (is_paused ? 1 : 0);
}

static focus_status put_pauses(focus_store *store, int64_t session_id, pause_span span)
{
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < span.count && status == FOCUS_OK; i++)
        status = focus__pause_insert(store, session_id, (int64_t)i + 1, &span.items[i].span);
    return status;
}

/* Stands in for pauses of which some are lost: the time worked stays what it was. */
static int32_t make_pauses(const focus__session_row *row, focus__found_pause out_pauses[2])
{
    const focus__timer *timer = &row->timer;
    int32_t count = 0;

    if (timer->paused_ms > 0)
        out_pauses[count++].span = (focus_pause){
            .started_at_ms = timer->started_at_ms,
            .ended_at_ms = timer->started_at_ms + timer->paused_ms,
            .reason = FOCUS__RECOVERED,
        };
    if (timer->status == FOCUS_SESSION_PAUSED)
        out_pauses[count++].span = (focus_pause){
            .started_at_ms = timer->last_event_at_ms,
            .reason = FOCUS__RECOVERED,
        };
    return count;
}

static focus_status put_session_and_pauses(focus__rebuild *b, focus__session_row *row,
                                           pause_span span)
{
    focus_status status = focus__session_put_back(b->store, NULL, row);

    return status == FOCUS_OK ? put_pauses(b->store, row->id, span) : status;
}

static void count_pauses(focus__rebuild *b, pause_span found, pause_span made)
{
    b->pauses_met += found.count;
    if (made.items == found.items) {
        b->report->pauses += (int64_t)found.count;
        return;
    }
    b->report->rows_left_out += (int64_t)found.count;
    b->report->placeholders += (int64_t)made.count;
}

static focus_status salvage_put_session(focus__rebuild *b, focus__found_session *session)
{
    focus__session_row *row = &session->row;
    focus__found_pause made[2];
    const pause_span found = row->id != 0 ? pauses_of(b->finds, row->id) : (pause_span){0};
    pause_span span = found;
    focus_status status = FOCUS_OK;

    if (!pauses_add_up(row, found)) {
        row->pause_count = make_pauses(row, made);
        span = (pause_span){made, (size_t)row->pause_count};
    }
    status = focus__rebuild_begin(b);
    if (status == FOCUS_OK)
        status = focus__rebuild_end(b, put_session_and_pauses(b, row, span));
    if (status == FOCUS_OK)
        count_pauses(b, found, span);
    return status;
}

/* --- sessions: into the file ------------------------------------------------------------------ */

/* Tags that were mended may no longer be in order, or the same twice. */
static focus_status settle_tags(focus__rebuild *b, focus__session_row *row)
{
    const char *tags[FOCUS_TAGS_MAX];
    const char *lines = row->tags;
    const char *line;
    size_t size;
    size_t count = 0;

    row->tags = NULL;
    while (count < FOCUS_TAGS_MAX && focus__text_next_line(&lines, &line, &size)) {
        const size_t kept = size < FOCUS_TITLE_MAX ? size : FOCUS_TITLE_MAX;
        if (kept > 0)
            tags[count] = focus__box_bytes(b->finds->box, line,
                                           kept == size ? size : focus__utf8_prefix(line, kept));
        if (kept > 0 && tags[count++] == NULL)
            return FOCUS_E_NOMEM;
    }
    return focus__tags_join(b->store, b->finds->box, tags, count, &row->tags);
}

static focus_status put_sessions(focus__rebuild *b)
{
    focus__found_rows *sessions = &b->finds->sessions;
    focus__found_session *items = sessions->items;
    size_t kept = 0;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < sessions->count && status == FOCUS_OK; i++) {
        focus__found_session session = items[i];
        if (session.doubtful && settle_tags(b, &session.row) == FOCUS_E_NOMEM)
            return FOCUS_E_NOMEM;
        status = salvage_put_session(b, &session);
        if (status == FOCUS_OK) {
            b->report->doubtful += session.doubtful;
            items[kept++] = session;
        }
        status = focus__rebuild_count(b, status, &b->report->sessions);
    }
    sessions->count = kept;
    return status;
}

/* What a doubtful session was paid is in the ledger, once more. */
static int compare_entries_by_session(const void *a, const void *b)
{
    const focus__found_entry *x = a;
    const focus__found_entry *y = b;

    if (x->row.session_id != y->row.session_id)
        return focus__compare_ints(x->row.session_id, y->row.session_id);
    return focus__compare_orders(x->order, y->order);
}

static int compare_session_to_entry(const void *key, const void *item)
{
    return focus__compare_ints(*(const int64_t *)key,
                               ((const focus__found_entry *)item)->row.session_id);
}

static void settle_rewards(focus__finds *finds)
{
    focus__found_session *items = finds->sessions.items;

    focus__found_sort(&finds->ledger, sizeof(focus__found_entry), compare_entries_by_session);
    for (size_t i = 0; i < finds->sessions.count && finds->ledger.count > 0; i++) {
        focus__session_row *row = &items[i].row;
        const focus__found_entry *entry = NULL;
        if (items[i].doubtful && row->id != 0)
            entry = bsearch(&row->id, finds->ledger.items, finds->ledger.count, sizeof(*entry),
                            compare_session_to_entry);
        if (entry == NULL || entry->row.kind != FOCUS_POINTS_SESSION || entry->row.coins < 0)
            continue;
        row->xp = entry->row.xp;
        row->coins = entry->row.coins;
    }
}

focus_status focus__rebuild_sessions(focus__rebuild *b)
{
    focus__found_rows *sessions = &b->finds->sessions;
    focus__found_rows *pauses = &b->finds->pauses;
    focus_status status;

    focus__found_sort(sessions, sizeof(focus__found_session), compare_sessions_by_uuid);
    focus__found_keep_first(sessions, sizeof(focus__found_session), same_session);
    settle_session_ids(sessions);
    settle_rewards(b->finds);
    status = settle_running(sessions);
    if (status != FOCUS_OK)
        return status;
    focus__found_sort(sessions, sizeof(focus__found_session), compare_sessions_to_put);
    focus__found_sort(pauses, sizeof(focus__found_pause), compare_pauses);
    focus__found_keep_first(pauses, sizeof(focus__found_pause), same_pause);
    status = put_sessions(b);
    focus__found_sort(sessions, sizeof(focus__found_session), compare_sessions_by_id);
    b->report->rows_left_out += (int64_t)(pauses->count - b->pauses_met);
    return status;
}
