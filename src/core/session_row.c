/*
 * session_row.c - rows of focus_sessions: out of the file into memory, and out of memory into the
 * record that the caller reads.
 */
#include "core/session.h"

#include "base/checksum.h"

#include "rules/limits.h"

/* The columns of focus_sessions in the order of the table. */
enum {
    COLUMN_ID,
    COLUMN_UUID,
    COLUMN_USER_ID,
    COLUMN_MODE,
    COLUMN_STATUS,
    COLUMN_SOURCE,
    COLUMN_IMPLAUSIBLE,
    COLUMN_CONFIRMED,
    COLUMN_EDITED,
    COLUMN_REVISION,
    COLUMN_STARTED_AT_MS,
    COLUMN_ENDED_AT_MS,
    COLUMN_PLANNED_MS,
    COLUMN_PAUSED_MS,
    COLUMN_PAUSE_COUNT,
    COLUMN_LAST_EVENT_AT_MS,
    COLUMN_EXPIRES_AT_MS,
    COLUMN_LOCAL_DAY,
    COLUMN_UTC_OFFSET_S,
    COLUMN_ZONE,
    COLUMN_TITLE,
    COLUMN_PROJECT,
    COLUMN_TASK,
    COLUMN_NOTE,
    COLUMN_TAGS,
    COLUMN_XP,
    COLUMN_COINS,
    COLUMN_SOURCE_FORMAT,
    COLUMN_SOURCE_KEY,
    COLUMN_CREATED_AT_MS,
    COLUMN_DELETED_AT_MS,
    COLUMN_CHECKSUM
};

/* --- out of the file -------------------------------------------------------------------------- */

static void read_timer(focus__stmt *stmt, focus__timer *out)
{
    out->status = (int32_t)focus__stmt_get_int(stmt, COLUMN_STATUS);
    out->planned_ms = focus__stmt_get_int(stmt, COLUMN_PLANNED_MS);
    out->started_at_ms = focus__stmt_get_int(stmt, COLUMN_STARTED_AT_MS);
    out->ended_at_ms = focus__stmt_get_int(stmt, COLUMN_ENDED_AT_MS);
    out->paused_ms = focus__stmt_get_int(stmt, COLUMN_PAUSED_MS);
    out->last_event_at_ms = focus__stmt_get_int(stmt, COLUMN_LAST_EVENT_AT_MS);
    out->expires_at_ms = focus__stmt_get_int(stmt, COLUMN_EXPIRES_AT_MS);
}

/* A paused session's last event is the pause. */
void focus__session_note_pause(focus__session_row *row)
{
    focus__timer *timer = &row->timer;

    timer->pause_started_at_ms =
        timer->status == FOCUS_SESSION_PAUSED ? timer->last_event_at_ms : 0;
}

static const char *row_read_text(focus__stmt *stmt, int column, void *box, bool *out_failed)
{
    const char *text = focus__stmt_get_text(stmt, column);

    if (box == NULL)
        return text;
    const char *copy = focus__box_text(box, text);
    if (text != NULL && copy == NULL)
        *out_failed = true;
    return copy;
}

static bool is_time(int64_t at_ms)
{
    return at_ms >= 0 && at_ms <= FOCUS__TIME_MAX_MS;
}

/* The file may be damaged or made by somebody else: what we count and index with must be in range. */
bool focus__session_is_sound(const focus__session_row *row)
{
    const focus__timer *timer = &row->timer;

    return row->mode >= 0 && row->mode < FOCUS_MODE_COUNT && row->source >= FOCUS_SOURCE_LIVE &&
           row->source <= FOCUS_SOURCE_IMPORT && timer->status >= 0 &&
           timer->status < FOCUS_SESSION_STATUS_COUNT && row->pause_count >= 0 &&
           row->pause_count <= FOCUS__PAUSES_MAX && row->revision > 0 &&
           row->revision < INT32_MAX && focus__is_day(row->local_day) && timer->started_at_ms > 0 &&
           is_time(timer->started_at_ms) && is_time(timer->ended_at_ms) &&
           is_time(timer->planned_ms) && is_time(timer->paused_ms) &&
           is_time(timer->last_event_at_ms) && timer->expires_at_ms >= 0 &&
           (timer->ended_at_ms == 0) == focus__timer_is_running(timer);
}

focus_status focus__session_row_read(focus__stmt *stmt, void *box, focus__session_row *out)
{
    bool failed = false;

    *out = (focus__session_row){.id = focus__stmt_get_int(stmt, COLUMN_ID)};
    focus__stmt_get_id(stmt, COLUMN_UUID, &out->uuid);
    out->user_id = focus__stmt_get_int(stmt, COLUMN_USER_ID);
    out->mode = (int32_t)focus__stmt_get_int(stmt, COLUMN_MODE);
    out->source = (int32_t)focus__stmt_get_int(stmt, COLUMN_SOURCE);
    out->implausible = focus__stmt_get_int(stmt, COLUMN_IMPLAUSIBLE) != 0;
    out->confirmed = focus__stmt_get_int(stmt, COLUMN_CONFIRMED) != 0;
    out->edited = focus__stmt_get_int(stmt, COLUMN_EDITED) != 0;
    out->revision = (int32_t)focus__stmt_get_int(stmt, COLUMN_REVISION);
    read_timer(stmt, &out->timer);
    focus__session_note_pause(out);
    out->pause_count = (int32_t)focus__stmt_get_int(stmt, COLUMN_PAUSE_COUNT);
    out->local_day = (int32_t)focus__stmt_get_int(stmt, COLUMN_LOCAL_DAY);
    out->utc_offset_s = (int32_t)focus__stmt_get_int(stmt, COLUMN_UTC_OFFSET_S);
    out->zone = row_read_text(stmt, COLUMN_ZONE, box, &failed);
    out->title = row_read_text(stmt, COLUMN_TITLE, box, &failed);
    out->project = row_read_text(stmt, COLUMN_PROJECT, box, &failed);
    out->task = row_read_text(stmt, COLUMN_TASK, box, &failed);
    out->note = row_read_text(stmt, COLUMN_NOTE, box, &failed);
    out->tags = row_read_text(stmt, COLUMN_TAGS, box, &failed);
    out->xp = focus__stmt_get_int(stmt, COLUMN_XP);
    out->coins = focus__stmt_get_int(stmt, COLUMN_COINS);
    out->source_format = row_read_text(stmt, COLUMN_SOURCE_FORMAT, box, &failed);
    out->source_key = row_read_text(stmt, COLUMN_SOURCE_KEY, box, &failed);
    out->created_at_ms = focus__stmt_get_int(stmt, COLUMN_CREATED_AT_MS);
    out->deleted_at_ms = focus__stmt_get_int(stmt, COLUMN_DELETED_AT_MS);
    out->checksum = focus__stmt_get_int(stmt, COLUMN_CHECKSUM);
    if (stmt->status == FOCUS_OK && !focus__session_is_sound(out))
        stmt->status = focus__fail(focus__db_error(stmt->db), FOCUS_E_CORRUPT,
                                   "session %lld in the file makes no sense", (long long)out->id);
    if (failed && stmt->status == FOCUS_OK)
        stmt->status =
            focus__fail(focus__db_error(stmt->db), FOCUS_E_NOMEM, "no memory for a session");
    return stmt->status;
}

static focus_status visit_one(focus_store *store, focus__stmt *stmt, void *box,
                              focus__session_visit *visit, void *user)
{
    focus__session_row row;
    focus_status status = focus__session_row_read(stmt, box, &row);

    if (status == FOCUS_OK)
        status = visit(store, &row, user);
    focus__box_clear(box);
    return status;
}

focus_status focus__session_each(focus_store *store, int64_t user_id, focus__session_visit *visit,
                                 void *user)
{
    void *box = focus__new_box(store, sizeof(void *));
    focus__stmt stmt = {0};
    focus_status status = FOCUS_E_NOMEM;

    if (box != NULL)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_ALL, &stmt);
    if (status == FOCUS_OK)
        focus__stmt_int(&stmt, 1, user_id);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = visit_one(store, &stmt, box, visit, user);
    }
    focus__stmt_return(&stmt);
    focus__box_free(box);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* Step a query for one session and load it. Returns the statement. */
static focus_status load_one(focus_store *store, focus__stmt *stmt, const char *missing,
                             focus__session **out)
{
    focus__session *session = NULL;
    focus_status status = focus__stmt_step(stmt);

    if (status == FOCUS_OK) {
        session = focus__new_box(store, sizeof(*session));
        status =
            session != NULL ? focus__session_row_read(stmt, session, &session->row) : FOCUS_E_NOMEM;
    }
    focus__stmt_return(stmt);
    if (status == FOCUS_OK)
        *out = session;
    else
        focus__box_free(session);
    return status == FOCUS_DONE ? focus__fail(&store->error, FOCUS_E_NOT_FOUND, "%s", missing)
                                : status;
}

focus_status focus__session_load(focus_store *store, const focus_id *id, focus__session **out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_BY_UUID, &stmt);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, id);
    focus__stmt_int(&stmt, 2, store->user_id);
    return load_one(store, &stmt, "there is no session with this id", out);
}

focus_status focus__session_load_by_row(focus_store *store, int64_t row_id, focus__session **out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_BY_ROW, &stmt);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row_id);
    focus__stmt_int(&stmt, 2, store->user_id);
    return load_one(store, &stmt, "there is no such session", out);
}

focus_status focus__session_load_running(focus_store *store, focus__session **out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_RUNNING, &stmt);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    return load_one(store, &stmt, "no session is running", out);
}

focus_status focus__session_load_by_source(focus_store *store, const char *source_key,
                                           focus__session **out)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_BY_SOURCE, &stmt);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_text(&stmt, 2, source_key);
    return load_one(store, &stmt, "no session has this source", out);
}

/* --- the checksum ----------------------------------------------------------------------------- */

static uint64_t add_timer(uint64_t sum, const focus__timer *timer)
{
    const int64_t values[] = {
        timer->status,
        timer->started_at_ms,
        timer->ended_at_ms,
        timer->planned_ms,
        timer->paused_ms,
        timer->last_event_at_ms,
        focus__timer_is_running(timer) ? timer->expires_at_ms : 0,
    };

    return focus__checksum_ints(sum, values, FOCUS__COUNT_OF(values));
}

int64_t focus__session_checksum(const focus__session_row *row)
{
    const int64_t values[] = {
        row->user_id, row->mode,     row->source,        row->implausible,   row->confirmed,
        row->edited,  row->revision, row->pause_count,   row->local_day,     row->utc_offset_s,
        row->xp,      row->coins,    row->created_at_ms, row->deleted_at_ms,
    };
    const char *const texts[] = {
        row->zone, row->title, row->project,       row->task,
        row->note, row->tags,  row->source_format, row->source_key,
    };
    uint64_t sum = focus__checksum_bytes(0, row->uuid.bytes, sizeof(row->uuid.bytes));

    sum = focus__checksum_ints(sum, values, FOCUS__COUNT_OF(values));
    sum = add_timer(sum, &row->timer);
    for (size_t i = 0; i < FOCUS__COUNT_OF(texts); i++)
        sum = focus__checksum_text(sum, texts[i]);
    return (int64_t)sum;
}

/* --- into the record -------------------------------------------------------------------------- */

bool focus__session_is_implausible(const focus__session_row *row)
{
    return !focus__timer_is_running(&row->timer) &&
           focus__is_implausible(row->timer.started_at_ms, row->timer.ended_at_ms, row->confirmed);
}

focus__session_row focus__session_row_now(const focus_store *store, const focus__session_row *row)
{
    focus__session_row now = *row;

    if (now.deleted_at_ms == 0 && focus__timer_is_overdue(&now.timer, store->now_ms))
        focus__timer_expire(&now.timer);
    now.implausible = focus__session_is_implausible(&now);
    return now;
}

static size_t count_lines(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        if (*text == '\n')
            count++;
    return count;
}

/* Tags stand one a line: cut a copy at the line ends and point to the pieces. */
static focus_status publish_tags(focus_store *store, void *box, const char *lines,
                                 focus_session *out)
{
    if (lines == NULL)
        return FOCUS_OK;
    size_t size = strlen(lines) + 1;
    size_t count = count_lines(lines);
    const char **tags = focus__new_items(store, box, count, sizeof(*tags));
    char *copy = focus__new_items(store, box, size, 1);
    if (tags == NULL || copy == NULL)
        return FOCUS_E_NOMEM;
    memcpy(copy, lines, size);
    for (size_t i = 0; copy != NULL; i++) {
        tags[i] = copy;
        copy = strchr(copy, '\n');
        if (copy != NULL)
            *copy++ = '\0';
    }
    out->tags = tags;
    out->tag_count = count;
    return FOCUS_OK;
}

static focus_status read_pause(focus_store *store, void *box, focus__stmt *stmt, focus_pause *out)
{
    const char *reason = focus__stmt_get_text(stmt, 2);

    out->started_at_ms = focus__stmt_get_int(stmt, 0);
    out->ended_at_ms = focus__stmt_get_int(stmt, 1);
    out->reason = focus__box_text(box, reason);
    if (reason != NULL && out->reason == NULL)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a pause");
    return stmt->status;
}

static focus_status publish_pauses(focus_store *store, void *box, const focus__session_row *row,
                                   focus_session *out)
{
    size_t capacity = (size_t)row->pause_count;
    focus_pause *pauses = NULL;
    focus__stmt stmt;
    focus_status status;

    if (capacity == 0)
        return FOCUS_OK;
    pauses = focus__new_items(store, box, capacity, sizeof(*pauses));
    if (pauses == NULL)
        return FOCUS_E_NOMEM;
    out->pauses = pauses;
    status = focus__stmt_borrow(store->db, FOCUS__SQL_PAUSE_LIST, &stmt);
    if (status == FOCUS_OK)
        focus__stmt_int(&stmt, 1, row->id);
    while (status == FOCUS_OK && out->pause_count < capacity) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = read_pause(store, box, &stmt, &pauses[out->pause_count++]);
    }
    focus__stmt_return(&stmt);
    /* A session that has expired, though nothing has marked it so yet, ended its pause with it. */
    if (row->timer.ended_at_ms != 0 && out->pause_count > 0 &&
        pauses[out->pause_count - 1].ended_at_ms == 0)
        pauses[out->pause_count - 1].ended_at_ms = row->timer.ended_at_ms;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static void publish_timer(const focus_store *store, const focus__timer *timer, focus_session *out)
{
    out->status = timer->status;
    out->planned_ms = timer->planned_ms;
    out->active_ms = focus__timer_active_ms(timer, store->now_ms);
    out->paused_ms = focus__timer_paused_ms(timer, store->now_ms);
    out->remaining_ms = focus__timer_remaining_ms(timer, store->now_ms);
    out->started_at_ms = timer->started_at_ms;
    out->ended_at_ms = timer->ended_at_ms;
    out->planned_end_at_ms = focus__timer_planned_end_at_ms(timer);
    out->expires_at_ms = focus__timer_is_running(timer) ? timer->expires_at_ms : 0;
}

static uint32_t flags_of(const focus__session_row *row)
{
    return (row->implausible ? FOCUS_SESSION_IMPLAUSIBLE : 0u) |
           (row->confirmed ? FOCUS_SESSION_CONFIRMED : 0u) |
           (row->edited ? FOCUS_SESSION_EDITED : 0u) |
           (row->deleted_at_ms != 0 ? FOCUS_SESSION_DELETED : 0u);
}

focus_status focus__session_publish(focus_store *store, void *box, const focus__session_row *row,
                                    focus_session *out)
{
    const focus__session_row now = focus__session_row_now(store, row);
    focus_status status;

    *out = (focus_session){
        .id = row->uuid,
        .number = row->id,
        .mode = row->mode,
        .source = row->source,
        .flags = flags_of(&now),
        .title = row->title,
        .project = row->project,
        .task = row->task,
        .note = row->note,
        .utc_offset_s = row->utc_offset_s,
        .day = row->local_day,
        .zone = focus__box_text(box, row->zone), /* a new row's points into the store */
        .xp = row->xp,
        .coins = row->coins,
        .source_format = row->source_format,
        .source_key = row->source_key,
        .revision = row->revision,
        .created_at_ms = row->created_at_ms,
        .deleted_at_ms = row->deleted_at_ms,
    };
    if (row->zone != NULL && out->zone == NULL)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a session");
    publish_timer(store, &now.timer, out);
    status = publish_tags(store, box, row->tags, out);
    return status == FOCUS_OK ? publish_pauses(store, box, &now, out) : status;
}

void focus_session_free(const focus_session *session)
{
    focus__box_free(session);
}
