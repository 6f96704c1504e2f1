/*
 * session_parts.c - one session made two, and two made one.
 *
 * Neither loses time nor makes any. Points stay with the session that they were paid for: what is cut
 * off has none, and what goes into another session is deleted with its own.
 */
#include "core/session.h"

#include "core/tags.h"
#include "rules/limits.h"

static const focus__timer_limits no_limits; /* what has ended cannot expire */

/* A session of the past with its pauses. */
static focus_status load_past(focus_store *store, const focus_id *id, focus__session **out)
{
    focus_status status = focus__session_load(store, id, out);

    if (status == FOCUS_OK)
        status = focus__refuse_deleted(store, &(*out)->row);
    if (status == FOCUS_OK && focus__timer_is_running(&(*out)->row.timer))
        status = focus__fail(&store->error, FOCUS_E_STATE,
                             "the session is running; complete or abandon it");
    if (status == FOCUS_OK)
        status = focus__session_publish(store, *out, &(*out)->row, &(*out)->record);
    return status;
}

/* --- split ------------------------------------------------------------------------------------ */

/* Out of a copy of the whole: the part from `at` on, a session of its own made by hand. */
static focus_status make_second(focus_store *store, int64_t at_ms, focus__session_row *row)
{
    focus_settings settings;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    if (status != FOCUS_OK)
        return status;
    row->timer.started_at_ms = at_ms;
    focus__session_fix_day(store, &settings, row); /* while its zone is still that of a row */
    row->id = 0;
    row->source = FOCUS_SOURCE_MANUAL;
    row->source_format = NULL;
    row->source_key = NULL;
    row->xp = 0;
    row->coins = 0;
    row->edited = true;
    row->created_at_ms = store->now_ms;
    return focus__make_id(store, &row->uuid);
}

static focus_status write_parts(focus_store *store, focus__session *first,
                                const focus__pauses *earlier, focus__session *second,
                                const focus__pauses *later)
{
    const focus__session_row before = first->row;
    const focus__pauses none = {0};
    focus__pauses all;
    focus_status status = focus__session_pauses(store, first, 0, &all);

    first->row.timer.ended_at_ms = second->row.timer.started_at_ms;
    first->row.edited = true;
    focus__session_note_pauses(&first->row, earlier, &no_limits);
    focus__session_note_pauses(&second->row, later, &no_limits);
    if (status == FOCUS_OK)
        status = focus__pauses_change(store, first->row.id, &all, earlier);
    if (status == FOCUS_OK)
        status = focus__session_change(store, &before, &first->row);
    if (status == FOCUS_OK)
        status = focus__session_change(store, NULL, &second->row);
    return status == FOCUS_OK ? focus__pauses_change(store, second->row.id, &none, later) : status;
}

/* Both are the whole as yet, each with texts of its own. */
static focus_status split_row(focus_store *store, focus__session *first, int64_t at_ms,
                              focus__session *second)
{
    const focus__timer *timer = &first->row.timer;
    focus__pauses all;
    focus__pauses earlier;
    focus__pauses later;
    focus_status status = focus__session_pauses(store, first, 0, &all);

    if (status == FOCUS_OK)
        status = focus__session_pauses(store, first, 0, &earlier);
    if (status == FOCUS_OK)
        status = focus__session_pauses(store, second, 0, &later);
    if (status != FOCUS_OK)
        return status;
    if (at_ms <= timer->started_at_ms || at_ms >= timer->ended_at_ms)
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "the instant does not lie inside the session");
    focus__pauses_split(&all, at_ms, &earlier, &later);
    status = make_second(store, at_ms, &second->row);
    return status == FOCUS_OK ? write_parts(store, first, &earlier, second, &later) : status;
}

focus_status focus_session_split(focus_store *store, const focus_id *id, int64_t at_ms,
                                 const focus_session **out_second)
{
    focus__session *first = NULL;
    focus__session *second = NULL;
    focus_status status;

    if (out_second != NULL)
        *out_second = NULL;
    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__sweep_own(store);
    if (status == FOCUS_OK)
        status = load_past(store, id, &first);
    if (status == FOCUS_OK)
        status = load_past(store, id, &second);
    if (status == FOCUS_OK)
        status = split_row(store, first, at_ms, second);
    focus__box_free(first);
    return focus__session_end(store, status, second, out_second);
}

/* --- join ------------------------------------------------------------------------------------- */

/* They are neighbours, the first is the earlier one, and the whole is a session like others. */
static focus_status check_neighbours(focus_store *store, const focus__session_row *first,
                                     const focus__session_row *second)
{
    int64_t from_ms = first->timer.ended_at_ms;
    int64_t until_ms = second->timer.started_at_ms;
    bool is_taken = false;
    focus_status status = FOCUS_OK;

    if (first->mode != second->mode)
        return focus__fail(&store->error, FOCUS_E_INVALID, "the sessions are of different modes");
    if (from_ms > until_ms)
        return focus__fail(&store->error, FOCUS_E_OVERLAP, "the sessions overlap");
    if (focus__is_implausible(first->timer.started_at_ms, second->timer.ended_at_ms,
                              first->confirmed))
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "together they would be longer than a day");
    if (from_ms < until_ms)
        status = focus__session_overlaps(store, from_ms, until_ms, 0, &is_taken);
    if (is_taken)
        return focus__fail(&store->error, FOCUS_E_OVERLAP, "another session lies between the two");
    return status;
}

/* The gap is a pause. */
static focus_status join_pauses(focus_store *store, focus__session *first,
                                const focus__session *second)
{
    const focus_pause gap = {first->row.timer.ended_at_ms, second->row.timer.started_at_ms, NULL};
    const focus_session *other = &second->record;
    focus__pauses before;
    focus__pauses all;
    focus_status status = focus__session_pauses(store, first, 0, &before);

    if (status == FOCUS_OK)
        status = focus__session_pauses(store, first, other->pause_count + 1, &all);
    if (status != FOCUS_OK)
        return status;
    if (gap.ended_at_ms > gap.started_at_ms)
        focus__pauses_append(&all, &gap);
    for (size_t i = 0; i < other->pause_count; i++)
        focus__pauses_append(&all, &other->pauses[i]);
    focus__session_note_pauses(&first->row, &all, &no_limits);
    return focus__pauses_change(store, first->row.id, &before, &all);
}

/* What the first does not say the second says; into the first's box. */
static focus_status join_words(focus_store *store, focus__session *first,
                               const focus__session *second)
{
    focus__session_row *row = &first->row;
    const focus__session_row *other = &second->row;
    const struct {
        const char **text;
        const char *other;
    } words[] = {
        {&row->title, other->title},
        {&row->project, other->project},
        {&row->task, other->task},
        {&row->note, other->note},
    };

    for (size_t i = 0; i < FOCUS__COUNT_OF(words); i++) {
        if (*words[i].text != NULL || words[i].other == NULL)
            continue;
        *words[i].text = focus__box_text(first, words[i].other);
        if (*words[i].text == NULL)
            return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a session");
    }
    return focus__tags_unite(store, first, &first->record, &second->record, &row->tags);
}

/* Completed if one of them was: that a part was abandoned, or expired, takes nothing from what was
 * done. */
static focus_status join_rows(focus_store *store, focus__session *first,
                              const focus__session *second)
{
    focus__timer *timer = &first->row.timer;
    focus_status status = join_pauses(store, first, second);

    timer->ended_at_ms = second->row.timer.ended_at_ms;
    if (timer->status != FOCUS_SESSION_COMPLETED)
        timer->status = second->row.timer.status;
    first->row.edited = true;
    return status == FOCUS_OK ? join_words(store, first, second) : status;
}

static focus_status join_two(focus_store *store, focus__session *first, focus__session *second)
{
    const focus__session_row before = first->row;
    const focus__session_row other = second->row;
    focus_status status = check_neighbours(store, &before, &other);

    if (status == FOCUS_OK)
        status = join_rows(store, first, second);
    second->row.deleted_at_ms = store->now_ms;
    if (status == FOCUS_OK)
        status = focus__session_change(store, &other, &second->row);
    return status == FOCUS_OK ? focus__session_change(store, &before, &first->row) : status;
}

static bool begins_before(const focus__session *a, const focus__session *b)
{
    const focus__timer *x = &a->row.timer;
    const focus__timer *y = &b->row.timer;

    return x->started_at_ms < y->started_at_ms ||
           (x->started_at_ms == y->started_at_ms && x->ended_at_ms < y->ended_at_ms);
}

/* *out_whole is the earlier one, whichever was named first. */
static focus_status load_both(focus_store *store, const focus_id *id, const focus_id *other_id,
                              focus__session **out_whole, focus__session **out_other)
{
    focus__session *earlier;
    focus_status status = focus__sweep_own(store);

    if (status == FOCUS_OK && memcmp(id, other_id, sizeof(*id)) == 0)
        status = focus__fail(&store->error, FOCUS_E_INVALID, "a session cannot join itself");
    if (status == FOCUS_OK)
        status = load_past(store, id, out_whole);
    if (status == FOCUS_OK)
        status = load_past(store, other_id, out_other);
    if (status != FOCUS_OK || begins_before(*out_whole, *out_other))
        return status;
    earlier = *out_other;
    *out_other = *out_whole;
    *out_whole = earlier;
    return FOCUS_OK;
}

focus_status focus_session_join(focus_store *store, const focus_id *id, const focus_id *other_id,
                                const focus_session **out_session)
{
    focus__session *whole = NULL;
    focus__session *other = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    if (id == NULL || other_id == NULL)
        return focus__misuse(store, id == NULL ? "id" : "other_id");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = load_both(store, id, other_id, &whole, &other);
    if (status == FOCUS_OK)
        status = join_two(store, whole, other);
    focus__box_free(other);
    return focus__session_end(store, status, whole, out_session);
}
