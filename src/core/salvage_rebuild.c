/*
 * salvage_rebuild.c - the rows of a damaged file into a new one.
 *
 * Rows go in by the doors of their nouns, so that counters, daily sums, streak, tags and wallet
 * follow. Each row is a savepoint: one that the file refuses is left out and counted, and the others
 * stay. Sound rows come before doubtful ones, which then cannot take an id or a key from them.
 */
#include "core/salvage.h"

#include "base/text.h"
#include "core/tags.h"
#include "rules/limits.h"

#include <stdio.h>
#include <stdlib.h>

static const char recovered[] = "recovered";

enum { NAME_SIZE = 32 }; /* "recovered 123" */

typedef struct rebuild {
    focus_store *store;
    focus__finds *finds;
    focus_salvage_report *report;
    int64_t *user_ids; /* ascending, of all users put back */
    size_t user_count;
    size_t pauses_met; /* those found for sessions that were put back */
    int name_number;   /* of the last "recovered <n>" */
} rebuild;

/* --- one row ---------------------------------------------------------------------------------- */

static focus_status row_begin(const rebuild *b)
{
    return focus__write_tx_begin(b->store->db);
}

/* FOCUS_DONE: the file refused the row, which is left out. */
static focus_status row_end(const rebuild *b, focus_status status)
{
    const bool refused = status == FOCUS_E_INVALID || status == FOCUS_E_NOT_FOUND;

    status = focus__write_tx_end(b->store->db, status);
    if (!refused)
        return status;
    focus__error_clear(&b->store->error);
    return FOCUS_DONE;
}

static focus_status count_row(rebuild *b, focus_status status, int64_t *count)
{
    if (status == FOCUS_OK)
        ++*count;
    if (status == FOCUS_DONE)
        b->report->rows_left_out++;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* --- order ------------------------------------------------------------------------------------ */

static int compare_ints(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_orders(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_uuids(const focus_id *a, const focus_id *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static void sort(focus__found_rows *rows, size_t item_size,
                 int (*compare)(const void *, const void *))
{
    if (rows->count > 1)
        qsort(rows->items, rows->count, item_size, compare);
}

/* Of neighbours that are the same, the first stays. */
static void keep_first(focus__found_rows *rows, size_t item_size,
                       bool (*same)(const void *, const void *))
{
    char *items = rows->items;
    size_t kept = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (kept > 0 && same(items + (kept - 1) * item_size, items + i * item_size))
            continue;
        if (kept != i)
            memcpy(items + kept * item_size, items + i * item_size, item_size);
        kept++;
    }
    rows->count = kept;
}

/* --- users ------------------------------------------------------------------------------------ */

static int compare_users_by_uuid(const void *a, const void *b)
{
    const focus__found_user *x = a;
    const focus__found_user *y = b;
    const int by_uuid = compare_uuids(&x->row.uuid, &y->row.uuid);

    return by_uuid != 0 ? by_uuid : compare_orders(x->order, y->order);
}

static bool same_user(const void *a, const void *b)
{
    return compare_uuids(&((const focus__found_user *)a)->row.uuid,
                         &((const focus__found_user *)b)->row.uuid) == 0;
}

static int compare_users_by_id(const void *a, const void *b)
{
    const focus__found_user *x = a;
    const focus__found_user *y = b;
    const int by_id = compare_ints(x->row.id, y->row.id);

    return by_id != 0 ? by_id : compare_orders(x->order, y->order);
}

static void recovered_name(rebuild *b, char out_name[NAME_SIZE])
{
    (void)snprintf(out_name, NAME_SIZE, "%s %d", recovered, ++b->name_number);
}

static focus_status try_user(rebuild *b, focus__user_row *row)
{
    focus_status status = row_begin(b);

    return status == FOCUS_OK ? row_end(b, focus__user_put(b->store, row)) : status;
}

/* Under its own name, or one of ours where it has none or another has it already. */
static focus_status put_user(rebuild *b, focus__user_row *row)
{
    char name[NAME_SIZE];
    focus_status status = FOCUS_DONE;

    if (focus__check_name("", row->name, NULL) == FOCUS_OK)
        status = try_user(b, row);
    for (size_t tries = 0; status == FOCUS_DONE && tries <= b->user_count; tries++) {
        recovered_name(b, name);
        row->name = name;
        status = try_user(b, row);
    }
    row->name = NULL;
    return status;
}

static focus_status put_users(rebuild *b)
{
    focus__found_rows *users = &b->finds->users;
    focus__found_user *items = users->items;
    focus_status status = FOCUS_OK;

    sort(users, sizeof(*items), compare_users_by_uuid);
    keep_first(users, sizeof(*items), same_user);
    sort(users, sizeof(*items), compare_users_by_id);
    for (size_t i = 0; i < users->count && status == FOCUS_OK; i++) {
        if (items[i].row.id <= 0 || (i > 0 && items[i].row.id == items[i - 1].row.id))
            status = FOCUS_DONE;
        else
            status = put_user(b, &items[i].row);
        if (status == FOCUS_OK)
            b->user_ids[b->user_count++] = items[i].row.id;
        status = count_row(b, status, &b->report->users);
    }
    return status;
}

static int compare_ids(const void *a, const void *b)
{
    return compare_ints(*(const int64_t *)a, *(const int64_t *)b);
}

static bool knows_user(const rebuild *b, int64_t id)
{
    return b->user_count > 0 &&
           bsearch(&id, b->user_ids, b->user_count, sizeof(id), compare_ids) != NULL;
}

/* A damaged byte of a session may be that of its user: where there is only one, it is theirs. */
static void settle_doubtful_users(rebuild *b)
{
    focus__found_session *items = b->finds->sessions.items;

    for (size_t i = 0; i < b->finds->sessions.count && b->user_count == 1; i++)
        if (items[i].doubtful)
            items[i].row.user_id = b->user_ids[0];
}

/* Everybody to whom something belongs; the list is free()d by the caller. */
static int64_t *wanted_users(const rebuild *b, size_t *out_count)
{
    const focus__finds *finds = b->finds;
    const focus__found_session *sessions = finds->sessions.items;
    const focus__found_entry *ledger = finds->ledger.items;
    const focus__found_library *libraries = finds->libraries.items;
    int64_t *ids = focus__alloc(
        (finds->sessions.count + finds->ledger.count + finds->libraries.count + 1) * sizeof(*ids));

    *out_count = 0;
    if (ids == NULL)
        return NULL;
    for (size_t i = 0; i < finds->sessions.count; i++)
        ids[(*out_count)++] = sessions[i].row.user_id;
    for (size_t i = 0; i < finds->ledger.count; i++)
        ids[(*out_count)++] = ledger[i].row.user_id;
    for (size_t i = 0; i < finds->libraries.count; i++)
        ids[(*out_count)++] = libraries[i].facts.user_id;
    if (finds->tracks.count > 0 && *out_count == 0 && b->user_count == 0)
        ids[(*out_count)++] = 1; /* somebody has to have the music */
    if (*out_count > 1)
        qsort(ids, *out_count, sizeof(*ids), compare_ids);
    return ids;
}

static focus_status put_placeholder_user(rebuild *b, int64_t id)
{
    focus__user_row row = {
        .id = id,
        .created_at_ms = b->store->now_ms,
        .settings = focus__settings_default,
    };
    focus_status status = focus__make_id(b->store, &row.uuid);

    return status == FOCUS_OK ? put_user(b, &row) : status;
}

static focus_status put_lost_users(rebuild *b)
{
    const size_t known_count = b->user_count;
    size_t wanted_count = 0;
    int64_t *wanted = NULL;
    focus_status status = FOCUS_OK;

    settle_doubtful_users(b);
    wanted = wanted_users(b, &wanted_count);
    if (wanted == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < wanted_count && status == FOCUS_OK; i++) {
        if (wanted[i] <= 0 || (i > 0 && wanted[i] == wanted[i - 1]) ||
            (known_count > 0 &&
             bsearch(&wanted[i], b->user_ids, known_count, sizeof(wanted[i]), compare_ids) != NULL))
            continue;
        status = put_placeholder_user(b, wanted[i]);
        if (status == FOCUS_OK) {
            b->user_ids[b->user_count++] = wanted[i];
            b->report->placeholders++;
        }
    }
    focus__free(wanted);
    if (b->user_count > 1)
        qsort(b->user_ids, b->user_count, sizeof(*b->user_ids), compare_ids);
    return status == FOCUS_DONE ? FOCUS_E_INVALID : status;
}

/* --- sessions: one of each, and where it goes ------------------------------------------------- */

/* Copies of one session: a sound one before a doubtful one, the newest first. */
static int compare_sessions_by_uuid(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;
    const int by_uuid = compare_uuids(&x->row.uuid, &y->row.uuid);

    if (by_uuid != 0)
        return by_uuid;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    if (x->row.revision != y->row.revision)
        return x->row.revision > y->row.revision ? -1 : 1;
    return compare_orders(x->order, y->order);
}

static bool same_session(const void *a, const void *b)
{
    return compare_uuids(&((const focus__found_session *)a)->row.uuid,
                         &((const focus__found_session *)b)->row.uuid) == 0;
}

static int compare_sessions_by_id(const void *a, const void *b)
{
    const focus__found_session *x = a;
    const focus__found_session *y = b;
    const int by_id = compare_ints(x->row.id, y->row.id);

    if (by_id != 0)
        return by_id;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    return compare_orders(x->order, y->order);
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
        return compare_ints(x->row.user_id, y->row.user_id);
    return compare_sessions_by_id(a, b);
}

/* Two sessions cannot have one id: the second gets another, and leaves the pauses to the first. */
static void settle_session_ids(focus__found_rows *sessions)
{
    focus__found_session *items = sessions->items;
    int64_t last = 0;

    sort(sessions, sizeof(*items), compare_sessions_by_id);
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
    const int by_user = compare_ints(x->row.user_id, y->row.user_id);

    if (by_user != 0)
        return by_user;
    if (runs(&x->row) != runs(&y->row))
        return runs(&x->row) ? -1 : 1;
    if (x->doubtful != y->doubtful)
        return x->doubtful ? 1 : -1;
    if (x->row.timer.started_at_ms != y->row.timer.started_at_ms)
        return compare_ints(y->row.timer.started_at_ms, x->row.timer.started_at_ms);
    return compare_orders(x->order, y->order);
}

/* At most one session of a user runs: older ones, whose end was lost, end at their last event. */
static focus_status settle_running(focus__found_rows *sessions)
{
    focus__found_session *items = sessions->items;
    focus_status status = FOCUS_OK;

    sort(sessions, sizeof(*items), compare_sessions_by_running);
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
        return compare_ints(x->session_id, y->session_id);
    if (x->started_at_ms != y->started_at_ms)
        return compare_ints(x->started_at_ms, y->started_at_ms);
    if (x->id != y->id)
        return compare_ints(x->id, y->id);
    return compare_ints(y->ended_at_ms, x->ended_at_ms);
}

static bool same_pause(const void *a, const void *b)
{
    const focus__found_pause *x = a;
    const focus__found_pause *y = b;

    return x->session_id == y->session_id && x->started_at_ms == y->started_at_ms && x->id == y->id;
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
        const focus__found_pause *pause = &span.items[i];
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
        status = focus__pause_insert(store, session_id, span.items[i].started_at_ms,
                                     span.items[i].ended_at_ms, span.items[i].reason);
    return status;
}

/* Stands in for pauses of which some are lost: the time worked stays what it was. */
static int32_t make_pauses(const focus__session_row *row, focus__found_pause out_pauses[2])
{
    const focus__timer *timer = &row->timer;
    int32_t count = 0;

    if (timer->paused_ms > 0)
        out_pauses[count++] = (focus__found_pause){
            .started_at_ms = timer->started_at_ms,
            .ended_at_ms = timer->started_at_ms + timer->paused_ms,
            .reason = recovered,
        };
    if (timer->status == FOCUS_SESSION_PAUSED)
        out_pauses[count++] = (focus__found_pause){
            .started_at_ms = timer->last_event_at_ms,
            .reason = recovered,
        };
    return count;
}

static focus_status put_session_and_pauses(rebuild *b, focus__session_row *row, pause_span span)
{
    focus_status status = focus__session_put_back(b->store, row);

    return status == FOCUS_OK ? put_pauses(b->store, row->id, span) : status;
}

static void count_pauses(rebuild *b, pause_span found, pause_span made)
{
    b->pauses_met += found.count;
    if (made.items == found.items) {
        b->report->pauses += (int64_t)found.count;
        return;
    }
    b->report->rows_left_out += (int64_t)found.count;
    b->report->placeholders += (int64_t)made.count;
}

static focus_status put_session(rebuild *b, focus__found_session *session)
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
    status = row_begin(b);
    if (status == FOCUS_OK)
        status = row_end(b, put_session_and_pauses(b, row, span));
    if (status == FOCUS_OK)
        count_pauses(b, found, span);
    return status;
}

/* --- sessions: into the file ------------------------------------------------------------------ */

/* Tags that were mended may no longer be in order, or the same twice. */
static focus_status settle_tags(rebuild *b, focus__session_row *row)
{
    const char *tags[FOCUS_TAGS_MAX];
    const char *line = row->tags;
    size_t count = 0;

    row->tags = NULL;
    while (line != NULL && count < FOCUS_TAGS_MAX) {
        const size_t size = strcspn(line, "\n");
        const size_t kept = size < FOCUS_TITLE_MAX ? size : FOCUS_TITLE_MAX;
        if (kept > 0)
            tags[count] = focus__box_bytes(b->finds->box, line,
                                           kept == size ? size : focus__utf8_prefix(line, kept));
        if (kept > 0 && tags[count++] == NULL)
            return FOCUS_E_NOMEM;
        line = line[size] == '\n' ? line + size + 1 : NULL;
    }
    return focus__tags_join(b->store, b->finds->box, tags, count, &row->tags);
}

static focus_status put_sessions(rebuild *b)
{
    focus__found_rows *sessions = &b->finds->sessions;
    focus__found_session *items = sessions->items;
    size_t kept = 0;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < sessions->count && status == FOCUS_OK; i++) {
        focus__found_session session = items[i];
        if (session.doubtful && settle_tags(b, &session.row) == FOCUS_E_NOMEM)
            return FOCUS_E_NOMEM;
        status = put_session(b, &session);
        if (status == FOCUS_OK) {
            b->report->doubtful += session.doubtful;
            items[kept++] = session;
        }
        status = count_row(b, status, &b->report->sessions);
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
        return compare_ints(x->row.session_id, y->row.session_id);
    return compare_orders(x->order, y->order);
}

static int compare_session_to_entry(const void *key, const void *item)
{
    return compare_ints(*(const int64_t *)key, ((const focus__found_entry *)item)->row.session_id);
}

static void settle_rewards(focus__finds *finds)
{
    focus__found_session *items = finds->sessions.items;

    sort(&finds->ledger, sizeof(focus__found_entry), compare_entries_by_session);
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

static focus_status rebuild_sessions(rebuild *b)
{
    focus__found_rows *sessions = &b->finds->sessions;
    focus__found_rows *pauses = &b->finds->pauses;
    focus_status status;

    sort(sessions, sizeof(focus__found_session), compare_sessions_by_uuid);
    keep_first(sessions, sizeof(focus__found_session), same_session);
    settle_session_ids(sessions);
    settle_rewards(b->finds);
    status = settle_running(sessions);
    if (status != FOCUS_OK)
        return status;
    sort(sessions, sizeof(focus__found_session), compare_sessions_to_put);
    sort(pauses, sizeof(focus__found_pause), compare_pauses);
    keep_first(pauses, sizeof(focus__found_pause), same_pause);
    status = put_sessions(b);
    b->report->rows_left_out += (int64_t)(pauses->count - b->pauses_met);
    return status;
}

/* --- ledger ----------------------------------------------------------------------------------- */

static int compare_entries_by_id(const void *a, const void *b)
{
    const focus__found_entry *x = a;
    const focus__found_entry *y = b;

    return x->id != y->id ? compare_ints(x->id, y->id) : compare_orders(x->order, y->order);
}

static bool same_entry(const void *a, const void *b)
{
    const focus__found_entry *x = a;
    const focus__found_entry *y = b;

    return x->id == y->id && x->row.user_id == y->row.user_id && x->row.kind == y->row.kind &&
           x->row.created_at_ms == y->row.created_at_ms;
}

static int compare_id_to_session(const void *key, const void *item)
{
    return compare_ints(*(const int64_t *)key, ((const focus__found_session *)item)->row.id);
}

/* A session knows what it was paid, and has a checksum; the ledger has none. */
static focus_status put_entry(rebuild *b, const focus__ledger_row *found)
{
    const focus__found_rows *sessions = &b->finds->sessions;
    focus__ledger_row row = *found;
    focus__found_session *session = NULL;
    focus_status status;

    if (row.session_id != 0 && row.kind == FOCUS_POINTS_SESSION && sessions->count > 0)
        session = bsearch(&row.session_id, sessions->items, sessions->count, sizeof(*session),
                          compare_id_to_session);
    if (session != NULL && (session->is_paid || session->row.user_id != row.user_id))
        session = NULL;
    row.session_id = session != NULL ? session->row.id : 0;
    if (session != NULL) {
        row.xp = session->row.xp;
        row.coins = session->row.coins;
    }
    status = row_begin(b);
    if (status == FOCUS_OK)
        status = row_end(b, focus__ledger_append(b->store, &row));
    if (status == FOCUS_OK && session != NULL)
        session->is_paid = true;
    return status;
}

/* A reward whose entry is lost: the session tells of it. */
static focus_status put_lost_entry(rebuild *b, const focus__session_row *session)
{
    const focus__ledger_row row = {
        .kind = FOCUS_POINTS_SESSION,
        .user_id = session->user_id,
        .session_id = session->id,
        .xp = session->xp,
        .coins = session->coins,
        .created_at_ms = session->timer.ended_at_ms,
    };
    focus_status status = row_begin(b);

    if (status == FOCUS_OK)
        status = row_end(b, focus__ledger_append(b->store, &row));
    return count_row(b, status, &b->report->placeholders);
}

static focus_status rebuild_ledger(rebuild *b)
{
    focus__found_rows *ledger = &b->finds->ledger;
    focus__found_rows *sessions = &b->finds->sessions;
    const focus__found_entry *entries = ledger->items;
    const focus__found_session *items = sessions->items;
    focus_status status = FOCUS_OK;

    sort(sessions, sizeof(*items), compare_sessions_by_id);
    sort(ledger, sizeof(*entries), compare_entries_by_id);
    keep_first(ledger, sizeof(*entries), same_entry);
    for (size_t i = 0; i < ledger->count && status == FOCUS_OK; i++)
        status = count_row(b, put_entry(b, &entries[i].row), &b->report->ledger_entries);
    for (size_t i = 0; i < sessions->count && status == FOCUS_OK; i++)
        if (!items[i].is_paid && (items[i].row.xp > 0 || items[i].row.coins > 0))
            status = put_lost_entry(b, &items[i].row);
    return status;
}

/* --- libraries and tracks --------------------------------------------------------------------- */

static int compare_libraries_by_uuid(const void *a, const void *b)
{
    const focus__found_library *x = a;
    const focus__found_library *y = b;
    const int by_uuid = compare_uuids(&x->facts.uuid, &y->facts.uuid);

    return by_uuid != 0 ? by_uuid : compare_orders(x->order, y->order);
}

static bool same_library(const void *a, const void *b)
{
    return compare_uuids(&((const focus__found_library *)a)->facts.uuid,
                         &((const focus__found_library *)b)->facts.uuid) == 0;
}

static int compare_libraries_by_id(const void *a, const void *b)
{
    const focus__found_library *x = a;
    const focus__found_library *y = b;
    const int by_id = compare_ints(x->facts.id, y->facts.id);

    return by_id != 0 ? by_id : compare_orders(x->order, y->order);
}

static int compare_id_to_library(const void *key, const void *item)
{
    return compare_ints(*(const int64_t *)key, ((const focus__found_library *)item)->facts.id);
}

static int compare_tracks_by_uuid(const void *a, const void *b)
{
    const focus__found_track *x = a;
    const focus__found_track *y = b;
    const int by_uuid = compare_uuids(&x->facts.uuid, &y->facts.uuid);

    return by_uuid != 0 ? by_uuid : compare_orders(x->order, y->order);
}

static bool same_track(const void *a, const void *b)
{
    return compare_uuids(&((const focus__found_track *)a)->facts.uuid,
                         &((const focus__found_track *)b)->facts.uuid) == 0;
}

/* Tracks of one place keep the order of their rows. */
static int compare_tracks(const void *a, const void *b)
{
    const focus__found_track *x = a;
    const focus__found_track *y = b;

    if (x->facts.library_id != y->facts.library_id)
        return compare_ints(x->facts.library_id, y->facts.library_id);
    return x->id != y->id ? compare_ints(x->id, y->id) : compare_orders(x->order, y->order);
}

static focus_status try_library(rebuild *b, focus__library_facts *facts)
{
    focus_status status = row_begin(b);

    return status == FOCUS_OK ? row_end(b, focus__library_put(b->store, facts)) : status;
}

/* Names are taken as users' are. */
static focus_status put_library(rebuild *b, focus__library_facts *facts)
{
    char name[NAME_SIZE];
    focus_status status = FOCUS_DONE;

    if (!knows_user(b, facts->user_id))
        return FOCUS_DONE;
    if (focus__check_name("", facts->name, NULL) == FOCUS_OK)
        status = try_library(b, facts);
    for (size_t tries = 0; status == FOCUS_DONE && tries <= b->finds->libraries.count; tries++) {
        recovered_name(b, name);
        facts->name = name;
        status = try_library(b, facts);
    }
    facts->name = NULL;
    return status;
}

static focus_status put_libraries(rebuild *b)
{
    focus__found_rows *libraries = &b->finds->libraries;
    focus__found_library *items = libraries->items;
    size_t kept = 0;
    int64_t last = 0;
    focus_status status = FOCUS_OK;

    sort(libraries, sizeof(*items), compare_libraries_by_uuid);
    keep_first(libraries, sizeof(*items), same_library);
    sort(libraries, sizeof(*items), compare_libraries_by_id);
    for (size_t i = 0; i < libraries->count && status == FOCUS_OK; i++) {
        status = items[i].facts.id > last ? put_library(b, &items[i].facts) : FOCUS_DONE;
        if (status == FOCUS_OK) {
            last = items[i].facts.id;
            items[kept++] = items[i];
        }
        status = count_row(b, status, &b->report->libraries);
    }
    libraries->count = kept;
    return status;
}

static bool has_library(const focus__found_rows *libraries, size_t count, int64_t id)
{
    return count > 0 && bsearch(&id, libraries->items, count, sizeof(focus__found_library),
                                compare_id_to_library) != NULL;
}

/* Whose a lost library was is lost too: the first user gets it. */
static focus_status put_lost_library(rebuild *b, int64_t id)
{
    focus__found_library library = {
        .facts = {.id = id,
                  .user_id = b->user_ids[0],
                  .created_at_ms = b->store->now_ms,
                  .updated_at_ms = b->store->now_ms},
    };
    focus_status status = focus__make_id(b->store, &library.facts.uuid);

    if (status == FOCUS_OK)
        status = put_library(b, &library.facts);
    if (status == FOCUS_OK)
        status = focus__found_add(&b->finds->libraries, &library, sizeof(library));
    return count_row(b, status, &b->report->placeholders);
}

static focus_status put_lost_libraries(rebuild *b)
{
    const focus__found_rows *tracks = &b->finds->tracks;
    const focus__found_track *items = tracks->items;
    const size_t known_count = b->finds->libraries.count;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < tracks->count && status == FOCUS_OK && b->user_count > 0; i++) {
        const int64_t id = items[i].facts.library_id;
        if (id > 0 && (i == 0 || id != items[i - 1].facts.library_id) &&
            !has_library(&b->finds->libraries, known_count, id))
            status = put_lost_library(b, id);
    }
    sort(&b->finds->libraries, sizeof(focus__found_library), compare_libraries_by_id);
    return status;
}

static focus_status put_track(rebuild *b, const focus__track_facts *facts)
{
    const focus__found_rows *libraries = &b->finds->libraries;
    focus__found_library *library = NULL;
    focus_status status;

    if (libraries->count > 0)
        library = bsearch(&facts->library_id, libraries->items, libraries->count, sizeof(*library),
                          compare_id_to_library);
    if (library == NULL)
        return FOCUS_DONE;
    status = row_begin(b);
    if (status == FOCUS_OK)
        status = row_end(b, focus__track_put(b->store, facts));
    if (status == FOCUS_OK)
        library->tracks_count++;
    return status;
}

static focus_status count_tracks(rebuild *b)
{
    const focus__found_library *items = b->finds->libraries.items;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < b->finds->libraries.count && status == FOCUS_OK; i++) {
        if (items[i].tracks_count == 0)
            continue;
        status = row_begin(b);
        if (status == FOCUS_OK)
            status = row_end(
                b, focus__library_put_tracks(b->store, &items[i].facts, items[i].tracks_count));
    }
    return status;
}

static focus_status rebuild_music(rebuild *b)
{
    focus__found_rows *tracks = &b->finds->tracks;
    const focus__found_track *items = tracks->items;
    focus_status status = put_libraries(b);

    sort(tracks, sizeof(*items), compare_tracks_by_uuid);
    keep_first(tracks, sizeof(*items), same_track);
    sort(tracks, sizeof(*items), compare_tracks);
    if (status == FOCUS_OK)
        status = put_lost_libraries(b);
    for (size_t i = 0; i < tracks->count && status == FOCUS_OK; i++)
        status = count_row(b, put_track(b, &items[i].facts), &b->report->tracks);
    return status == FOCUS_OK ? count_tracks(b) : status;
}

/* --- all -------------------------------------------------------------------------------------- */

static int compare_counters(const void *a, const void *b)
{
    const focus__found_counters *x = a;
    const focus__found_counters *y = b;

    if (x->user_id != y->user_id)
        return compare_ints(x->user_id, y->user_id);
    return compare_orders(x->order, y->order);
}

static bool same_counters(const void *a, const void *b)
{
    return ((const focus__found_counters *)a)->user_id ==
           ((const focus__found_counters *)b)->user_id;
}

/* Known only where the counters of every user are. */
static int64_t expected_sessions(const rebuild *b)
{
    focus__found_rows *counters = &b->finds->counters;
    const focus__found_counters *items = counters->items;
    int64_t sessions = 0;
    size_t users = 0;

    sort(counters, sizeof(*items), compare_counters);
    keep_first(counters, sizeof(*items), same_counters);
    for (size_t i = 0; i < counters->count; i++) {
        if (!knows_user(b, items[i].user_id))
            continue;
        sessions += items[i].sessions;
        users++;
    }
    return users == b->user_count ? sessions : -1;
}

static focus_status put_all(rebuild *b)
{
    focus_status status = put_users(b);

    if (status == FOCUS_OK)
        status = put_lost_users(b);
    if (status == FOCUS_OK)
        status = rebuild_sessions(b);
    if (status == FOCUS_OK)
        status = rebuild_ledger(b);
    if (status == FOCUS_OK)
        status = rebuild_music(b);
    if (status == FOCUS_OK)
        status = row_begin(b);
    if (status == FOCUS_OK)
        status = focus__write_tx_end(b->store->db, focus__tally_flush(b->store));
    return status;
}

static focus_status no_memory(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory to put the rows back");
}

focus_status focus__salvage_rebuild(focus_store *store, focus__finds *finds,
                                    focus_salvage_report *report)
{
    rebuild b = {.store = store, .finds = finds, .report = report};
    focus_status ended;
    focus_status status = focus__call_begin(store);

    if (status != FOCUS_OK)
        return status;
    b.user_ids = focus__alloc((finds->users.count + finds->sessions.count + finds->ledger.count +
                               finds->libraries.count + 1) *
                              sizeof(*b.user_ids));
    if (b.user_ids == NULL)
        return no_memory(store);
    report->rows_left_out = finds->misfit_count;
    status = focus__batch_begin(store->db);
    if (status == FOCUS_OK) {
        status = put_all(&b);
        ended = focus__batch_end(store->db, status == FOCUS_OK);
        status = status != FOCUS_OK ? status : ended;
    }
    if (status == FOCUS_E_NOMEM)
        (void)no_memory(store);
    report->sessions_expected = expected_sessions(&b);
    focus__tally_clear(&store->tally);
    focus__free(b.user_ids);
    return status;
}
