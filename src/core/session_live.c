/*
 * session_live.c - the life of a session: start, pause, resume, complete, abandon, extend, expire.
 *
 * Each verb begins with one look at what runs and at the user's settings, marks it as expired if it
 * is overdue, lets the timer's rules make the row after out of the row before, and takes the pair
 * through the door.
 */
#include "core/session.h"

#include "base/text.h"
#include "core/session_input.h"
#include "core/user.h"
#include "rules/limits.h"

/* What happens to the running session, and when: 0 is now. */
typedef struct event {
    int64_t at_ms;
    int64_t by_ms;    /* extend */
    int32_t status;   /* end: completed or abandoned */
    const char *text; /* reason of a pause, note of an end; NULL: none */
    focus__timer_limits limits;
} event;

/* Make session->row the row after and take both through the door. */
typedef focus_status apply_event(focus_store *store, focus__session *session, const event *what);

/* --- pieces ----------------------------------------------------------------------------------- */

static focus_status close_pause(focus_store *store, const focus__session_row *row, int64_t at_ms)
{
    return focus__pause_set_end(store, row->user_id, row->id, row->pause_count, 0, at_ms);
}

/* An open pause ends with its session. */
static focus_status live_end_row(focus_store *store, const focus__session_row *before,
                                 focus__session_row *after)
{
    focus_status status = FOCUS_OK;

    if (before->timer.status == FOCUS_SESSION_PAUSED)
        status = close_pause(store, before, after->timer.ended_at_ms);
    if (status == FOCUS_OK)
        status = focus__session_change(store, before, after);
    return status == FOCUS_OK ? focus__session_pay(store, after) : status;
}

static focus_status check_instant(focus_store *store, int64_t at_ms)
{
    if (at_ms == 0)
        return FOCUS_OK;
    if (at_ms > store->now_ms)
        return focus__fail(&store->error, FOCUS_E_INVALID, "the time lies in the future");
    return focus__check_time("the time", at_ms, &store->error);
}

/* Now, for a session: when the clock has stepped back behind its last event, that event's instant. */
static int64_t now_for(const focus_store *store, const focus__session *session)
{
    int64_t last_ms = session->row.timer.last_event_at_ms;

    return store->now_ms > last_ms ? store->now_ms : last_ms;
}

/* --- expiry ----------------------------------------------------------------------------------- */

static focus_status expire(focus_store *store, const focus__session_row *before)
{
    focus__session_row after = *before;

    focus__timer_expire(&after.timer);
    return live_end_row(store, before, &after);
}

/* Load the next user's whose limit has passed; FOCUS_DONE after the last. */
static focus_status load_overdue(focus_store *store, int64_t after_user_id, focus__session **out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_OVERDUE, &stmt);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, after_user_id);
    focus__stmt_int(&stmt, 2, store->now_ms);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        *out = focus__new_box(store, sizeof(**out));
        status = *out != NULL ? focus__session_row_read(&stmt, *out, &(*out)->row) : FOCUS_E_NOMEM;
    }
    focus__stmt_return(&stmt);
    return status;
}

static focus_status sweep_all(focus_store *store, int64_t *out_count)
{
    focus__session *session = NULL;
    int64_t user_id = 0;
    focus_status status = load_overdue(store, user_id, &session);

    for (*out_count = 0; status == FOCUS_OK; ++*out_count) {
        user_id = session->row.user_id;
        status = expire(store, &session->row);
        focus__box_free(session);
        session = NULL;
        if (status == FOCUS_OK)
            status = load_overdue(store, user_id, &session);
    }
    focus__box_free(session);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

focus_status focus_sweep(focus_store *store, int64_t *out_count)
{
    int64_t count = 0;
    focus_status status = focus__write_begin(store);

    if (status == FOCUS_OK)
        status = focus__write_end(store, sweep_all(store, &count));
    if (out_count != NULL)
        *out_count = status == FOCUS_OK ? count : 0;
    return status;
}

/* --- what a verb begins with ------------------------------------------------------------------ */

typedef struct live {
    focus_settings settings;
    focus__session *session; /* NULL: nothing runs */
} live;

static focus_status read_live(focus_store *store, focus__stmt *stmt, live *out)
{
    focus__settings_read(stmt, FOCUS__SESSION_COLUMNS, &out->settings);
    if (focus__stmt_is_null(stmt, 0))
        return FOCUS_OK;
    out->session = focus__new_box(store, sizeof(*out->session));
    return out->session != NULL ? focus__session_row_read(stmt, out->session, &out->session->row)
                                : FOCUS_E_NOMEM;
}

/* What is overdue expires here. Free out->session whatever comes. */
static focus_status load_live(focus_store *store, live *out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_LIVE, &stmt);

    *out = (live){0};
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = read_live(store, &stmt, out);
    focus__stmt_return(&stmt);
    if (status == FOCUS_DONE)
        return focus__user_is_gone(store);
    if (status != FOCUS_OK || out->session == NULL ||
        !focus__timer_is_overdue(&out->session->row.timer, store->now_ms))
        return status;
    status = expire(store, &out->session->row);
    focus__box_free(out->session);
    out->session = NULL;
    return status;
}

focus_status focus__sweep_own(focus_store *store)
{
    focus__running running;
    live now = {0};
    focus_status status = focus__running_read(store, &running);

    if (status == FOCUS_OK && running.expired_id != 0)
        status = load_live(store, &now);
    focus__box_free(now.session);
    return status;
}

/* --- what happens to the running session ------------------------------------------------------ */

focus_status focus__session_end(focus_store *store, focus_status status, focus__session *session,
                                const focus_session **out_session)
{
    if (status == FOCUS_OK && out_session != NULL)
        status = focus__session_publish(store, session, &session->row, &session->record);
    status = focus__write_end(store, status);
    if (status == FOCUS_OK && out_session != NULL)
        *out_session = &session->record;
    else
        focus__box_free(session);
    return status;
}

static focus_status change_live(focus_store *store, apply_event *apply, event *what,
                                focus__session **out_session)
{
    live now = {0};
    focus_status status = check_instant(store, what->at_ms);

    if (status == FOCUS_OK)
        status = load_live(store, &now);
    *out_session = now.session;
    if (status != FOCUS_OK)
        return status;
    if (now.session == NULL)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "no session is running");
    what->limits = focus__timer_limits_of(&now.settings);
    if (what->at_ms == 0)
        what->at_ms = now_for(store, now.session);
    return apply(store, now.session, what);
}

static focus_status change_running(focus_store *store, apply_event *apply, event what,
                                   const focus_session **out_session)
{
    focus__session *session = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = change_live(store, apply, &what, &session);
    return focus__session_end(store, status, session, out_session);
}

static focus_status pause_row(focus_store *store, focus__session *session, const event *what)
{
    const focus__session_row before = session->row;
    const focus_pause pause = {what->at_ms, 0, focus__text_or_null(what->text)};
    focus__session_row *after = &session->row;
    focus_status status =
        focus__timer_pause(&after->timer, what->at_ms, &what->limits, &store->error);

    if (status == FOCUS_OK)
        status = focus__text_check("the reason", what->text, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    if (status == FOCUS_OK && before.pause_count == FOCUS__PAUSES_MAX)
        status = focus__fail(&store->error, FOCUS_E_STATE, "a session has at most %d pauses",
                             FOCUS__PAUSES_MAX);
    after->pause_count++;
    if (status == FOCUS_OK)
        status = focus__pause_insert(store, before.id, after->pause_count, &pause);
    return status == FOCUS_OK ? focus__session_change(store, &before, after) : status;
}

focus_status focus_session_pause(focus_store *store, int64_t at_ms, const char *reason,
                                 const focus_session **out_session)
{
    focus__name_call(store);
    return change_running(store, pause_row, (event){.at_ms = at_ms, .text = reason}, out_session);
}

static focus_status resume_row(focus_store *store, focus__session *session, const event *what)
{
    const focus__session_row before = session->row;
    focus__session_row *after = &session->row;
    focus_status status =
        focus__timer_resume(&after->timer, what->at_ms, &what->limits, &store->error);

    if (status == FOCUS_OK)
        status = close_pause(store, &before, what->at_ms);
    return status == FOCUS_OK ? focus__session_change(store, &before, after) : status;
}

focus_status focus_session_resume(focus_store *store, int64_t at_ms,
                                  const focus_session **out_session)
{
    focus__name_call(store);
    return change_running(store, resume_row, (event){.at_ms = at_ms}, out_session);
}

static focus_status finish_row(focus_store *store, focus__session *session, const event *what)
{
    const focus__session_row before = session->row;
    focus__session_row *after = &session->row;
    focus_status status = focus__timer_end(&after->timer, what->status, what->at_ms, &store->error);

    if (status == FOCUS_OK && what->text != NULL)
        status = focus__input_note(store, session, what->text, &after->note);
    if (status != FOCUS_OK)
        return status;
    focus__session_price(store, after);
    return live_end_row(store, &before, after);
}

static focus_status finish_running(focus_store *store, int32_t status, int64_t at_ms,
                                   const char *note, const focus_session **out_session)
{
    event what = {.at_ms = at_ms, .status = status, .text = note};

    return change_running(store, finish_row, what, out_session);
}

focus_status focus_session_complete(focus_store *store, int64_t at_ms, const char *note,
                                    const focus_session **out_session)
{
    focus__name_call(store);
    return finish_running(store, FOCUS_SESSION_COMPLETED, at_ms, note, out_session);
}

focus_status focus_session_abandon(focus_store *store, int64_t at_ms, const char *note,
                                   const focus_session **out_session)
{
    focus__name_call(store);
    return finish_running(store, FOCUS_SESSION_ABANDONED, at_ms, note, out_session);
}

static focus_status void_row(focus_store *store, focus__session *session, const event *what)
{
    const focus__session_row before = session->row;
    focus__session_row *after = &session->row;
    focus_status status = focus__timer_end(&after->timer, what->status, what->at_ms, &store->error);

    if (status == FOCUS_OK && what->text != NULL)
        status = focus__input_note(store, session, what->text, &after->note);
    after->deleted_at_ms = store->now_ms;
    return status == FOCUS_OK ? live_end_row(store, &before, after) : status;
}

focus_status focus_session_void(focus_store *store, int64_t at_ms, const char *note,
                                const focus_session **out_session)
{
    event what = {.at_ms = at_ms, .status = FOCUS_SESSION_ABANDONED, .text = note};

    focus__name_call(store);
    return change_running(store, void_row, what, out_session);
}

static focus_status extend_row(focus_store *store, focus__session *session, const event *what)
{
    const focus__session_row before = session->row;
    focus__session_row *after = &session->row;
    focus_status status =
        focus__timer_extend(&after->timer, what->by_ms, &what->limits, &store->error);

    if (status == FOCUS_OK)
        status = focus__refuse_overdue(store, after);
    return status == FOCUS_OK ? focus__session_change(store, &before, after) : status;
}

focus_status focus_session_extend(focus_store *store, int64_t by_ms,
                                  const focus_session **out_session)
{
    focus__name_call(store);
    return change_running(store, extend_row, (event){.by_ms = by_ms}, out_session);
}

/* --- start ------------------------------------------------------------------------------------ */

/* Make room: what runs already is ended at the instant the new one starts, or is in the way. */
static focus_status make_way(focus_store *store, int32_t if_running, int64_t at_ms,
                             focus__session *running)
{
    event what = {.at_ms = at_ms, .status = FOCUS_SESSION_ABANDONED};

    if (running == NULL)
        return FOCUS_OK;
    if (if_running == FOCUS_IF_RUNNING_FAIL)
        return focus__fail(&store->error, FOCUS_E_STATE, "a session is running already");
    if (if_running == FOCUS_IF_RUNNING_COMPLETE)
        what.status = FOCUS_SESSION_COMPLETED;
    if (what.at_ms == 0)
        what.at_ms = now_for(store, running);
    return finish_row(store, running, &what);
}

static focus_status refuse_overlap(focus_store *store, int64_t started_at_ms)
{
    bool overlaps = false;
    focus_status status = FOCUS_OK;

    if (started_at_ms != 0 && started_at_ms < store->now_ms)
        status = focus__session_overlaps(store, started_at_ms, store->now_ms, 0, &overlaps);
    if (overlaps)
        return focus__fail(&store->error, FOCUS_E_OVERLAP, "another session lies after the start");
    return status;
}

static focus_status start_timer(focus_store *store, const focus_session_input *input,
                                const focus_settings *settings, focus__session_row *row)
{
    focus__timer_limits limits = focus__timer_limits_of(settings);
    int64_t at_ms = input->started_at_ms != 0 ? input->started_at_ms : store->now_ms;
    int64_t planned_ms = input->planned_ms;
    focus_status status = FOCUS_OK;

    if (planned_ms == 0)
        planned_ms = focus__length_of_mode(settings, row->mode);
    if (planned_ms == FOCUS_PLANNED_OPEN)
        planned_ms = 0;
    status = focus__check_planned(planned_ms, &store->error);
    if (status != FOCUS_OK)
        return status;
    focus__timer_start(&row->timer, at_ms, planned_ms, &limits);
    return focus__refuse_overdue(store, row);
}

static focus_status free_the_place(focus_store *store, const focus_session_input *input,
                                   focus_settings *out_settings)
{
    live now = {0};
    focus_status status = load_live(store, &now);

    *out_settings = now.settings;
    if (status == FOCUS_OK)
        status = make_way(store, input->if_running, input->started_at_ms, now.session);
    focus__box_free(now.session);
    return status == FOCUS_OK ? refuse_overlap(store, input->started_at_ms) : status;
}

static focus_status start_row(focus_store *store, const focus_session_input *input,
                              focus__session *session)
{
    focus__session_row *row = &session->row;
    focus_settings settings;
    focus_status status = focus__check_mode(input->mode, &store->error);

    if (status == FOCUS_OK)
        status = check_instant(store, input->started_at_ms);
    if (status == FOCUS_OK)
        status = free_the_place(store, input, &settings);
    row->mode = input->mode;
    row->source = FOCUS_SOURCE_LIVE;
    if (status == FOCUS_OK)
        status = focus__input_words(store, session, input, row);
    if (status == FOCUS_OK)
        status = start_timer(store, input, &settings, row);
    if (status == FOCUS_OK)
        status = focus__session_new(store, &settings, row);
    return status == FOCUS_OK ? focus__session_change(store, NULL, row) : status;
}

focus_status focus_session_start(focus_store *store, const focus_session_input *input,
                                 const focus_session **out_session)
{
    static const focus_session_input nothing_said = FOCUS_SESSION_INPUT_INIT;
    focus_session_input own;
    focus__session *session = NULL;
    focus_status status;

    if (out_session != NULL)
        *out_session = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__input_import(store, input != NULL ? input : &nothing_said, &own);
    if (status == FOCUS_OK) {
        session = focus__new_box(store, sizeof(*session));
        status = session != NULL ? start_row(store, &own, session) : FOCUS_E_NOMEM;
    }
    return focus__session_end(store, status, session, out_session);
}

/* --- what comes next -------------------------------------------------------------------------- */

static focus_status read_deadline(focus_store *store, focus_deadline *out)
{
    focus__session *session = NULL;
    focus__timer timer;
    int64_t planned_end_at_ms;
    focus_status status = focus__session_load_running(store, &session);

    if (status == FOCUS_E_NOT_FOUND) {
        focus__error_clear(&store->error);
        return FOCUS_OK;
    }
    if (status != FOCUS_OK)
        return status;
    timer = session->row.timer;
    focus__box_free(session);
    if (focus__timer_is_overdue(&timer, store->now_ms))
        return FOCUS_OK;
    planned_end_at_ms = focus__timer_planned_end_at_ms(&timer);
    if (planned_end_at_ms > store->now_ms)
        *out = (focus_deadline){FOCUS_DEADLINE_PLANNED_END, planned_end_at_ms};
    else if (timer.expires_at_ms != 0)
        *out = (focus_deadline){FOCUS_DEADLINE_EXPIRY, timer.expires_at_ms};
    return FOCUS_OK;
}

focus_status focus_next_deadline(focus_store *store, focus_deadline *out_deadline)
{
    focus_status status;

    if (out_deadline == NULL)
        return focus__misuse(store, "out_deadline");
    *out_deadline = (focus_deadline){0};
    status = focus__read_begin(store);
    return status == FOCUS_OK ? focus__read_end(store, read_deadline(store, out_deadline)) : status;
}
