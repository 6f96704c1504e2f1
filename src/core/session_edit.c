/*
 * session_edit.c - changing history by hand: add, edit, tag, untag, delete, restore.
 */
#include "core/session.h"

#include "core/session_input.h"
#include "core/tags.h"
#include "rules/limits.h"

#define SPAN_FIELDS (FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT)

static focus_status overlap_refused(focus_store *store)
{
    return focus__fail(&store->error, FOCUS_E_OVERLAP, "another session lies in this time");
}

/* Whether the row's time is taken; FOCUS_E_OVERLAP when it is and may not be. */
static focus_status check_span_free(focus_store *store, const focus__session_row *row,
                                    uint32_t flags, bool *out_overlaps)
{
    const focus__timer *timer = &row->timer;
    int64_t ended_at_ms = timer->ended_at_ms != 0 ? timer->ended_at_ms : store->now_ms;
    focus_status status =
        focus__session_overlaps(store, timer->started_at_ms, ended_at_ms, row->id, out_overlaps);

    if (*out_overlaps && (flags & FOCUS_INPUT_ALLOW_OVERLAP) == 0)
        return overlap_refused(store);
    return status;
}

/* Only time calls a session expired. */
static focus_status check_ended_as(focus_store *store, int32_t status)
{
    if (status != FOCUS_SESSION_COMPLETED && status != FOCUS_SESSION_ABANDONED)
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "the status of an ended session is completed or abandoned");
    return FOCUS_OK;
}

/* --- add -------------------------------------------------------------------------------------- */

static focus_status fill_timer(focus_store *store, const focus_session_input *input,
                               focus__timer *timer)
{
    int32_t ended_as = input->status != 0 ? input->status : FOCUS_SESSION_COMPLETED;
    focus_status status =
        focus__check_span(input->started_at_ms, input->ended_at_ms, store->now_ms, &store->error);

    if (status == FOCUS_OK && input->planned_ms != FOCUS_PLANNED_OPEN)
        status = focus__check_planned(input->planned_ms, &store->error);
    if (status == FOCUS_OK)
        status = check_ended_as(store, ended_as);
    *timer = (focus__timer){
        .status = ended_as,
        .planned_ms = input->planned_ms > 0 ? input->planned_ms : 0,
        .started_at_ms = input->started_at_ms,
        .ended_at_ms = input->ended_at_ms,
        .last_event_at_ms = input->started_at_ms,
    };
    return status;
}

/* What all sessions that one call adds have in common. */
typedef struct addition {
    focus_settings settings;
    focus__gap gap;
} addition;

static focus_status begin_addition(focus_store *store, addition *out)
{
    focus_status status = focus__sweep_own(store);

    *out = (addition){0};
    return status == FOCUS_OK ? focus__settings_of(store, store->user_id, &out->settings, NULL)
                              : status;
}

static focus_status check_place(focus_store *store, addition *adding,
                                const focus_session_input *input, bool *out_overlaps)
{
    focus_status status = focus__session_fits(store, &adding->gap, input->started_at_ms,
                                              input->ended_at_ms, out_overlaps);

    if (*out_overlaps && (input->flags & FOCUS_INPUT_ALLOW_OVERLAP) == 0)
        return overlap_refused(store);
    return status;
}

static focus_status add_row(focus_store *store, addition *adding, const focus_session_input *input,
                            focus__session *session)
{
    focus__session_row *row = &session->row;
    bool overlaps = false;
    focus_status status = focus__check_mode(input->mode, &store->error);

    if (status == FOCUS_OK)
        status = fill_timer(store, input, &row->timer);
    if (status == FOCUS_OK)
        status = focus__input_words(store, session, input, row);
    if (status == FOCUS_OK)
        status = check_place(store, adding, input, &overlaps);
    if (status != FOCUS_OK)
        return status;
    row->mode = input->mode;
    row->source = FOCUS_SOURCE_MANUAL;
    if ((input->flags & FOCUS_INPUT_REWARD) != 0 && !overlaps)
        focus__session_price(store, row);
    status = focus__session_new(store, &adding->settings, row);
    if (status == FOCUS_OK)
        status = focus__session_change(store, NULL, row);
    return status == FOCUS_OK ? focus__session_pay(store, row) : status;
}

static focus_status add_one(focus_store *store, addition *adding, const focus_session_input *input,
                            focus__session *session)
{
    focus_session_input own;
    focus_status status = focus__input_import(store, input, &own);

    return status == FOCUS_OK ? add_row(store, adding, &own, session) : status;
}

focus_status focus_session_add(focus_store *store, const focus_session_input *input,
                               const focus_session **out_session)
{
    addition adding;
    focus__session *session = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    if (input == NULL)
        return focus__misuse(store, "input");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = begin_addition(store, &adding);
    if (status == FOCUS_OK) {
        session = focus__new_box(store, sizeof(*session));
        status = session != NULL ? add_one(store, &adding, input, session) : FOCUS_E_NOMEM;
    }
    return focus__session_end(store, status, session, out_session);
}

/* The caller's structs may be older and smaller than ours: step by the size they say. */
static const focus_session_input *edit_nth_input(const focus_session_input *inputs, size_t n)
{
    return (const focus_session_input *)(const void *)((const char *)inputs +
                                                       n * inputs->struct_size);
}

static focus_status name_place(focus_store *store, focus_status status, size_t index)
{
    if (status != FOCUS_E_INVALID && status != FOCUS_E_OVERLAP && status != FOCUS_E_UNSUPPORTED)
        return status;
    return focus__fail(&store->error, status, "session %zu: %s", index + 1, store->error.message);
}

static focus_status add_all(focus_store *store, const focus_session_input *inputs, size_t count)
{
    addition adding;
    focus__session *session = NULL;
    focus_status status = begin_addition(store, &adding);

    if (status != FOCUS_OK)
        return status;
    session = focus__new_box(store, sizeof(*session));
    if (session == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < count && status == FOCUS_OK; i++) {
        status = name_place(store, add_one(store, &adding, edit_nth_input(inputs, i), session), i);
        focus__box_clear(session);
    }
    focus__box_free(session);
    return status;
}

focus_status focus_session_add_many(focus_store *store, const focus_session_input *inputs,
                                    size_t count)
{
    focus_status status;

    if (inputs == NULL && count > 0)
        return focus__misuse(store, "inputs");
    status = focus__write_begin(store);
    return status == FOCUS_OK ? focus__write_end(store, add_all(store, inputs, count)) : status;
}

/* --- change one ------------------------------------------------------------------------------- */

typedef focus_status change_row(focus_store *store, focus__session *session, const void *how);

/* Load it, make the row after, take the pair through the door if they differ. by_hand: it counts as
 * edited then. Ends the transaction that its caller has begun. */
static focus_status change_and_end(focus_store *store, const focus_id *id, change_row *change,
                                   const void *how, bool by_hand, const focus_session **out_session)
{
    focus__session *session = NULL;
    focus__session_row before;
    focus_status status = focus__sweep_own(store);

    if (status == FOCUS_OK)
        status = focus__session_load(store, id, &session);
    if (status == FOCUS_OK) {
        before = session->row;
        status = change(store, session, how);
    }
    if (status == FOCUS_OK && !focus__session_rows_same(&before, &session->row)) {
        session->row.edited = session->row.edited || by_hand;
        status = focus__session_change(store, &before, &session->row);
    }
    return focus__session_end(store, status, session, out_session);
}

/* The frame of a change of one session. */
static focus_status change_session(focus_store *store, const focus_id *id, change_row *change,
                                   const void *how, bool by_hand, const focus_session **out_session)
{
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    if (id == NULL)
        return focus__misuse(store, "id");
    status = focus__write_begin(store);
    return status == FOCUS_OK ? change_and_end(store, id, change, how, by_hand, out_session)
                              : status;
}

/* --- edit ------------------------------------------------------------------------------------- */

/* A running session that has not been paused yet may be started over at another time or with
 * another plan. */
static focus_status edit_running_timer(focus_store *store, const focus_session_input *input,
                                       focus__session_row *row)
{
    focus_settings settings;
    focus__timer_limits limits;
    focus__timer *timer = &row->timer;
    int64_t at_ms =
        (input->fields & FOCUS_FIELD_STARTED_AT) != 0 ? input->started_at_ms : timer->started_at_ms;
    int64_t planned_ms = timer->planned_ms;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    if ((input->fields & FOCUS_FIELD_PLANNED) != 0)
        planned_ms = input->planned_ms > 0 ? input->planned_ms : 0;
    if (row->pause_count > 0)
        return focus__fail(&store->error, FOCUS_E_STATE,
                           "start and plan of a running session that was paused stay as they are");
    if (status == FOCUS_OK)
        status = focus__check_time("the start", at_ms, &store->error);
    if (status == FOCUS_OK && at_ms > store->now_ms)
        status = focus__fail(&store->error, FOCUS_E_INVALID, "the start lies in the future");
    limits = focus__timer_limits_of(&settings);
    if (status != FOCUS_OK)
        return status;
    focus__timer_start(timer, at_ms, planned_ms, &limits);
    return focus__refuse_overdue(store, row);
}

/* Pauses must stay inside the session. */
static focus_status check_pauses_fit(focus_store *store, const focus__session *session)
{
    const focus__timer *timer = &session->row.timer;
    const focus_session *old = &session->record;

    if (old->pause_count > 0 &&
        (old->pauses[0].started_at_ms < timer->started_at_ms ||
         old->pauses[old->pause_count - 1].ended_at_ms > timer->ended_at_ms))
        return focus__fail(&store->error, FOCUS_E_INVALID, "a pause would lie outside the session");
    return FOCUS_OK;
}

static focus_status edit_ended_timer(focus_store *store, const focus_session_input *input,
                                     focus__session *session)
{
    focus__timer *timer = &session->row.timer;
    focus_status status = focus__session_publish(store, session, &session->row, &session->record);

    if ((input->fields & FOCUS_FIELD_STARTED_AT) != 0)
        timer->started_at_ms = input->started_at_ms;
    if ((input->fields & FOCUS_FIELD_ENDED_AT) != 0)
        timer->ended_at_ms = input->ended_at_ms;
    if ((input->fields & FOCUS_FIELD_PLANNED) != 0)
        timer->planned_ms = input->planned_ms > 0 ? input->planned_ms : 0;
    if (status == FOCUS_OK && (input->fields & FOCUS_FIELD_STATUS) != 0)
        status = check_ended_as(store, input->status);
    if (status == FOCUS_OK && (input->fields & FOCUS_FIELD_STATUS) != 0)
        timer->status = input->status;
    if (status == FOCUS_OK && (input->fields & SPAN_FIELDS) != 0)
        status = focus__check_span(timer->started_at_ms, timer->ended_at_ms, store->now_ms,
                                   &store->error);
    return status == FOCUS_OK ? check_pauses_fit(store, session) : status;
}

static focus_status edit_timer(focus_store *store, const focus_session_input *input,
                               focus__session *session)
{
    bool running = focus__timer_is_running(&session->row.timer);
    focus_status status = FOCUS_OK;

    if ((input->fields & FOCUS_FIELD_PLANNED) != 0 && input->planned_ms != FOCUS_PLANNED_OPEN)
        status = focus__check_planned(input->planned_ms, &store->error);
    if (status == FOCUS_OK && running &&
        (input->fields & (FOCUS_FIELD_STATUS | FOCUS_FIELD_ENDED_AT)) != 0)
        status = focus__fail(&store->error, FOCUS_E_STATE,
                             "the session is running; complete or abandon it");
    if (status != FOCUS_OK ||
        (input->fields & (SPAN_FIELDS | FOCUS_FIELD_PLANNED | FOCUS_FIELD_STATUS)) == 0)
        return status;
    return running ? edit_running_timer(store, input, &session->row)
                   : edit_ended_timer(store, input, session);
}

static focus_status fix_day(focus_store *store, focus__session_row *row)
{
    focus_settings settings;
    focus_status status = focus__settings_of(store, store->user_id, &settings, NULL);

    if (status == FOCUS_OK)
        focus__session_fix_day(store, &settings, row);
    return status;
}

static focus_status edit_row(focus_store *store, focus__session *session, const void *how)
{
    const focus_session_input *input = how;
    focus__session_row *row = &session->row;
    bool overlaps = false;
    focus_status status = focus__refuse_deleted(store, row);

    if (status == FOCUS_OK && (input->fields & FOCUS_FIELD_MODE) != 0) {
        status = focus__check_mode(input->mode, &store->error);
        row->mode = input->mode;
    }
    if (status == FOCUS_OK)
        status = edit_timer(store, input, session);
    if (status == FOCUS_OK && (input->fields & FOCUS_FIELD_STARTED_AT) != 0)
        status = fix_day(store, row);
    if (status == FOCUS_OK && (input->fields & SPAN_FIELDS) != 0)
        status = check_span_free(store, row, input->flags, &overlaps);
    if (status == FOCUS_OK)
        status = focus__input_some_words(store, session, input, row);
    if ((input->fields & FOCUS_FIELD_CONFIRMED) != 0)
        row->confirmed = true;
    return status;
}

focus_status focus_session_edit(focus_store *store, const focus_id *id,
                                const focus_session_input *input, const focus_session **out_session)
{
    focus_session_input own;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    if (input == NULL || id == NULL)
        return focus__misuse(store, input == NULL ? "input" : "id");
    status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = focus__input_import(store, input, &own);
    if (status == FOCUS_OK)
        status = focus__write_tx_begin(store->db);
    return status == FOCUS_OK ? change_and_end(store, id, edit_row, &own, true, out_session)
                              : focus__look_end(store, status);
}

/* --- tags ------------------------------------------------------------------------------------- */

typedef struct tag_change {
    const char *const *tags;
    size_t count;
    bool add;
} tag_change;

static bool is_among(const char *tag, const tag_change *change)
{
    for (size_t i = 0; i < change->count; i++)
        if (strcmp(tag, change->tags[i]) == 0)
            return true;
    return false;
}

/* The tags it has, without those named; with them again at the end when they are to be added. */
static focus_status change_tags(focus_store *store, focus__session *session, const void *how)
{
    const tag_change *change = how;
    const char *tags[2 * FOCUS_TAGS_MAX];
    const focus_session *old = &session->record;
    const char *checked = NULL;
    size_t count = 0;
    focus_status status = focus__refuse_deleted(store, &session->row);

    if (status == FOCUS_OK)
        status = focus__tags_join(store, session, change->tags, change->count, &checked);
    if (status == FOCUS_OK)
        status = focus__session_publish(store, session, &session->row, &session->record);
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < old->tag_count && i < FOCUS_TAGS_MAX; i++)
        if (!is_among(old->tags[i], change))
            tags[count++] = old->tags[i];
    for (size_t i = 0; change->add && i < change->count; i++)
        tags[count++] = change->tags[i];
    return focus__tags_join(store, session, tags, count, &session->row.tags);
}

focus_status focus_session_tag(focus_store *store, const focus_id *id, const char *const *tags,
                               size_t tag_count, const focus_session **out_session)
{
    tag_change change = {tags, tag_count, true};

    focus__name_call(store);
    return change_session(store, id, change_tags, &change, true, out_session);
}

focus_status focus_session_untag(focus_store *store, const focus_id *id, const char *const *tags,
                                 size_t tag_count, const focus_session **out_session)
{
    tag_change change = {tags, tag_count, false};

    focus__name_call(store);
    return change_session(store, id, change_tags, &change, true, out_session);
}

/* --- delete and restore ----------------------------------------------------------------------- */

static focus_status edit_delete_row(focus_store *store, focus__session *session, const void *how)
{
    (void)how;
    if (session->row.deleted_at_ms != 0)
        return focus__fail(&store->error, FOCUS_E_STATE, "the session is deleted already");
    session->row.deleted_at_ms = store->now_ms;
    return FOCUS_OK;
}

focus_status focus_session_delete(focus_store *store, const focus_id *id)
{
    focus__name_call(store);
    return change_session(store, id, edit_delete_row, NULL, false, NULL);
}

static focus_status restore_row(focus_store *store, focus__session *session, const void *how)
{
    focus__session *running = NULL;
    focus_status status = FOCUS_E_NOT_FOUND;

    (void)how;
    if (session->row.deleted_at_ms == 0)
        return focus__fail(&store->error, FOCUS_E_STATE, "the session is not deleted");
    if (focus__timer_is_running(&session->row.timer))
        status = focus__session_load_running(store, &running);
    focus__box_free(running);
    if (status == FOCUS_OK)
        return focus__fail(&store->error, FOCUS_E_STATE,
                           "it was running, and another session runs now");
    if (status == FOCUS_E_NOT_FOUND) {
        focus__error_clear(&store->error);
        session->row.deleted_at_ms = 0;
        status = FOCUS_OK;
    }
    return status;
}

focus_status focus_session_restore(focus_store *store, const focus_id *id,
                                   const focus_session **out_session)
{
    focus__name_call(store);
    return change_session(store, id, restore_row, NULL, false, out_session);
}
