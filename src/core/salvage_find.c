/*
 * salvage_find.c - the rows of a damaged file, told by their shape.
 *
 * What follows from other rows is not read but made anew: the index of tags, daily sums, runs of
 * days. Of the counters only what they say of the number of sessions.
 */
#include "core/salvage.h"

#include "base/calendar.h"
#include "base/text.h"
#include "rules/limits.h"

#define OFFSET_MAX_S (18 * 3600)
#define DOUBTFUL_LENGTH_MAX_MS (366 * FOCUS__MS_PER_DAY)
#define NAME_BYTES ((size_t)4 * FOCUS__NAME_MAX)
#define TAGS_BYTES ((size_t)FOCUS_TAGS_MAX * (FOCUS_TITLE_MAX + 1))
#define REWARD_MAX INT64_C(2000000000) /* more than any policy pays at once */

/* --- lists ------------------------------------------------------------------------------------ */

focus_status focus__found_add(focus__found_rows *rows, const void *item, size_t item_size)
{
    if (rows->count == rows->capacity) {
        const size_t capacity = rows->capacity == 0 ? 64 : 2 * rows->capacity;
        void *items = focus__realloc(rows->items, capacity * item_size);
        if (items == NULL)
            return FOCUS_E_NOMEM;
        rows->items = items;
        rows->capacity = capacity;
    }
    memcpy((char *)rows->items + rows->count++ * item_size, item, item_size);
    return FOCUS_OK;
}

void focus__finds_free(focus__finds *finds)
{
    focus__found_rows *const lists[] = {
        &finds->users,     &finds->sessions, &finds->pauses,   &finds->ledger,     &finds->goals,
        &finds->libraries, &finds->tracks,   &finds->counters, &finds->day_totals,
    };

    for (size_t i = 0; i < FOCUS__COUNT_OF(lists); i++)
        focus__free(lists[i]->items);
    focus__box_free(finds->box);
    *finds = (focus__finds){0};
}

/* --- values, one after the other -------------------------------------------------------------- */

/* A row is read in the order of its columns. */
typedef struct columns {
    focus__finds *finds;
    const focus__value *next;
    bool no_memory;
    bool senseless; /* a number is out of range */
} columns;

/* The first column of a row by rowid stands for the rowid. */
static columns columns_of(focus__finds *finds, const focus__raw_row *raw)
{
    return (columns){.finds = finds, .next = raw->values + (raw->is_by_key ? 0 : 1)};
}

static int64_t next_int(columns *c)
{
    return c->next++->number;
}

static int64_t next_between(columns *c, int64_t least, int64_t most)
{
    const int64_t value = next_int(c);

    if (value < least || value > most)
        c->senseless = true;
    return value;
}

static int32_t next_int32(columns *c)
{
    return (int32_t)next_between(c, INT32_MIN, INT32_MAX);
}

static int64_t next_time(columns *c)
{
    return next_between(c, 0, FOCUS__TIME_MAX_MS);
}

static focus_id next_id(columns *c)
{
    focus_id id;

    memcpy(id.bytes, c->next++->bytes, sizeof(id.bytes));
    return id;
}

static const char *next_raw_text(columns *c)
{
    const focus__value *value = c->next++;
    const char *text = NULL;

    if (value->kind != FOCUS__VALUE_TEXT)
        return NULL;
    text = focus__box_bytes(c->finds->box, (const char *)value->bytes, value->size);
    if (text == NULL)
        c->no_memory = true;
    return text;
}

/* The text, with a question mark for each byte that no text of ours has, and no longer than max. */
static const char *mended(columns *c, const char *text, size_t max, enum focus__text_kind kind)
{
    focus__buffer good = {0};
    const char *copy = NULL;

    if (text == NULL || focus__text_check("", text, 0, max, kind, NULL) == FOCUS_OK)
        return text;
    for (size_t left = strlen(text), step = 0; left > 0; left -= step, text += step) {
        char one[8] = {0};
        step = focus__utf8_step(text, left);
        memcpy(one, text, step);
        if (step == 0 || focus__text_check("", one, 0, max, kind, NULL) != FOCUS_OK) {
            step = step == 0 ? 1 : step;
            one[0] = '?';
            one[1] = '\0';
        }
        focus__buffer_text(&good, one);
    }
    if (!good.failed)
        copy = focus__box_bytes(c->finds->box, good.bytes, focus__utf8_prefix(good.bytes, max));
    focus__buffer_free(&good);
    if (copy == NULL)
        c->no_memory = true;
    return copy;
}

static const char *next_text(columns *c, size_t max)
{
    return mended(c, next_raw_text(c), max, FOCUS__TEXT_LINE);
}

/* How taking a row ends: into the list, or left out because it makes no sense. */
static focus_status salvage_end_row(columns *c, focus__found_rows *rows, const void *item,
                                    size_t item_size)
{
    if (c->no_memory)
        return FOCUS_E_NOMEM;
    if (!c->senseless)
        return focus__found_add(rows, item, item_size);
    c->finds->misfit_count++;
    return FOCUS_OK;
}

/* --- users ------------------------------------------------------------------------------------ */

/* Settings out of range are lost; the user is not. */
static focus_settings next_settings(columns *c)
{
    focus_settings settings = {.struct_size = sizeof(settings)};
    columns own = {0};

    settings.focus_length_ms = next_int(c);
    settings.break_length_ms = next_int(c);
    settings.long_break_length_ms = next_int(c);
    own.next = c->next;
    settings.cycle_length = next_int32(&own);
    settings.day_start_minutes = next_int32(&own);
    settings.week_start = next_int32(&own);
    settings.daily_goal_ms = next_int(&own);
    settings.daily_goal_sessions = next_int32(&own);
    settings.expire_factor = next_int32(&own);
    settings.pause_limit_ms = next_int(&own);
    settings.rest_weekdays = next_int32(&own);
    c->next = own.next;
    return own.senseless || focus__check_settings(&settings, NULL) != FOCUS_OK
               ? focus__settings_default
               : settings;
}

static focus_status take_user(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_user user = {.order = finds->users.count};

    user.row.id = raw->rowid;
    user.row.uuid = next_id(&c);
    user.row.name = next_text(&c, NAME_BYTES);
    user.row.created_at_ms = next_time(&c);
    user.row.settings = next_settings(&c);
    user.row.cycle_started_at_ms = next_time(&c);
    return salvage_end_row(&c, &finds->users, &user, sizeof(user));
}

static focus_status take_counters(focus__finds *finds, const focus__raw_row *raw)
{
    enum { DELETED = 1, FIRST_MODE = 2, STATUSES = 3, COLUMNS_OF_MODE = STATUSES + 2 };
    columns c = columns_of(finds, raw);
    focus__found_counters counters = {.user_id = raw->rowid, .order = finds->counters.count};

    for (int column = DELETED; column < FIRST_MODE + FOCUS_MODE_COUNT * COLUMNS_OF_MODE; column++) {
        const int64_t value = next_between(&c, 0, FOCUS__COUNT_MAX);
        if (column == DELETED || (column - FIRST_MODE) % COLUMNS_OF_MODE < STATUSES)
            counters.sessions += value;
    }
    return salvage_end_row(&c, &finds->counters, &counters, sizeof(counters));
}

/* --- sessions --------------------------------------------------------------------------------- */

static void next_life(columns *c, focus__session_row *row)
{
    focus__timer *timer = &row->timer;

    row->revision = next_int32(c);
    timer->started_at_ms = next_int(c);
    timer->ended_at_ms = next_int(c);
    timer->planned_ms = next_int(c);
    timer->paused_ms = next_int(c);
    row->pause_count = next_int32(c);
    timer->last_event_at_ms = next_int(c);
    timer->expires_at_ms = next_int(c);
    focus__session_note_pause(row);
    row->local_day = next_int32(c);
    row->utc_offset_s = next_int32(c);
}

static focus__session_row next_session(columns *c, int64_t rowid)
{
    focus__session_row row = {.id = rowid};

    row.uuid = next_id(c);
    row.user_id = next_int(c);
    row.mode = next_int32(c);
    row.timer.status = next_int32(c);
    row.source = next_int32(c);
    row.implausible = next_int(c) != 0;
    row.confirmed = next_int(c) != 0;
    row.edited = next_int(c) != 0;
    next_life(c, &row);
    row.zone = next_raw_text(c);
    row.title = next_raw_text(c);
    row.project = next_raw_text(c);
    row.task = next_raw_text(c);
    row.note = next_raw_text(c);
    row.tags = next_raw_text(c);
    row.xp = next_int(c);
    row.coins = next_int(c);
    row.source_format = next_raw_text(c);
    row.source_key = next_raw_text(c);
    row.created_at_ms = next_int(c);
    row.deleted_at_ms = next_int(c);
    row.checksum = next_int(c);
    return row;
}

/* Words that were hit are mended; a reward that was hit may still be in the ledger. */
static void mend_session(columns *c, focus__session_row *row)
{
    row->zone = mended(c, row->zone, 63, FOCUS__TEXT_LINE);
    row->title = mended(c, row->title, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE);
    row->project = mended(c, row->project, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE);
    row->task = mended(c, row->task, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE);
    row->note = mended(c, row->note, FOCUS_TEXT_MAX, FOCUS__TEXT_NOTE);
    row->tags = mended(c, row->tags, TAGS_BYTES, FOCUS__TEXT_NOTE);
    row->source_format = mended(c, row->source_format, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE);
    row->source_key = mended(c, row->source_key, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE);
    if (row->xp < 0 || row->xp > REWARD_MAX || row->coins < 0 || row->coins > REWARD_MAX)
        row->xp = row->coins = 0;
}

/* The day of a start is that of its offset, or the one before where days begin later. */
static void mend_day(focus__session_row *row)
{
    int32_t day = 0;

    if (row->utc_offset_s < -OFFSET_MAX_S || row->utc_offset_s > OFFSET_MAX_S)
        row->utc_offset_s = 0;
    day = focus__local_day(row->timer.started_at_ms, row->utc_offset_s, 0);
    if (row->local_day < day - 1 || row->local_day > day)
        row->local_day = day;
}

/* Where some byte has changed, nobody knows which: the rest must fit together. */
static bool doubtful_is_plausible(const focus__session_row *row)
{
    const focus__timer *timer = &row->timer;

    return row->revision >= 1 && timer->planned_ms <= FOCUS__PLANNED_MAX_MS &&
           row->created_at_ms > 0 && row->created_at_ms <= FOCUS__TIME_MAX_MS &&
           timer->started_at_ms <= row->created_at_ms + FOCUS__MS_PER_DAY &&
           timer->ended_at_ms <= timer->started_at_ms + DOUBTFUL_LENGTH_MAX_MS &&
           timer->last_event_at_ms >= timer->started_at_ms &&
           timer->last_event_at_ms <= timer->started_at_ms + DOUBTFUL_LENGTH_MAX_MS &&
           timer->paused_ms <= timer->last_event_at_ms - timer->started_at_ms &&
           row->deleted_at_ms >= 0 && row->deleted_at_ms <= FOCUS__TIME_MAX_MS;
}

static focus_status take_session(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_session found = {.order = finds->sessions.count};
    focus__session_row *row = &found.row;

    *row = next_session(&c, raw->rowid);
    found.doubtful = row->checksum != focus__session_checksum(row);
    if (!focus__session_is_sound(row))
        c.senseless = true;
    if (found.doubtful && !c.senseless) {
        mend_session(&c, row);
        c.senseless = !doubtful_is_plausible(row);
    }
    if (row->xp > REWARD_MAX || row->coins > REWARD_MAX)
        c.senseless = true;
    if (!c.senseless)
        mend_day(row);
    return salvage_end_row(&c, &finds->sessions, &found, sizeof(found));
}

static focus_status take_pause(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_pause pause = {0};

    pause.session_id = next_int(&c);
    pause.number = next_int(&c);
    pause.span.started_at_ms = next_time(&c);
    pause.span.ended_at_ms = next_time(&c);
    pause.span.reason = next_text(&c, FOCUS_TITLE_MAX);
    return salvage_end_row(&c, &finds->pauses, &pause, sizeof(pause));
}

/* --- the rest --------------------------------------------------------------------------------- */

static focus_status salvage_take_entry(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_entry entry = {.order = finds->ledger.count};

    entry.row.user_id = next_int(&c);
    entry.number = next_int(&c);
    entry.row.kind = (int32_t)next_between(&c, FOCUS_POINTS_SESSION, FOCUS_POINTS_SPEND);
    entry.row.key = next_text(&c, FOCUS_TITLE_MAX);
    entry.row.session_id = next_int(&c);
    entry.row.xp = next_between(&c, 0, REWARD_MAX);
    entry.row.coins = next_between(&c, -REWARD_MAX, REWARD_MAX);
    entry.row.reason = next_text(&c, FOCUS_TITLE_MAX);
    entry.row.created_at_ms = next_time(&c);
    return salvage_end_row(&c, &finds->ledger, &entry, sizeof(entry));
}

static focus_status take_goal(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_goal goal = {.order = finds->goals.count};

    goal.row.user_id = next_int(&c);
    goal.row.weekday = (int32_t)next_between(&c, 1, 7);
    goal.row.from_day = (int32_t)next_between(&c, 0, FOCUS__TIME_MAX_MS / FOCUS__MS_PER_DAY);
    goal.row.goal_ms = next_int(&c);
    goal.row.goal_sessions = next_int32(&c);
    if (focus__check_goal(goal.row.goal_ms, goal.row.goal_sessions, NULL) != FOCUS_OK)
        c.senseless = true;
    return salvage_end_row(&c, &finds->goals, &goal, sizeof(goal));
}

static focus_status take_library(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_library library = {.order = finds->libraries.count};
    focus__library_facts *facts = &library.facts;

    facts->id = raw->rowid;
    facts->uuid = next_id(&c);
    facts->user_id = next_int(&c);
    facts->name = next_text(&c, NAME_BYTES);
    facts->description = mended(&c, next_raw_text(&c), FOCUS_TEXT_MAX, FOCUS__TEXT_NOTE);
    facts->is_favorite = next_int(&c) != 0;
    (void)next_int(&c); /* tracks_count: they are counted */
    facts->created_at_ms = next_time(&c);
    facts->updated_at_ms = next_time(&c);
    return salvage_end_row(&c, &finds->libraries, &library, sizeof(library));
}

static focus_status salvage_take_track(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__found_track track = {.id = raw->rowid, .order = finds->tracks.count};
    focus__track_facts *facts = &track.facts;

    facts->uuid = next_id(&c);
    facts->library_id = next_int(&c);
    facts->position = next_int(&c);
    facts->title = next_text(&c, FOCUS_TITLE_MAX);
    facts->url = next_text(&c, FOCUS_TITLE_MAX);
    facts->duration_ms = next_time(&c);
    facts->added_at_ms = next_time(&c);
    return salvage_end_row(&c, &finds->tracks, &track, sizeof(track));
}

static focus_status take_day_total(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = columns_of(finds, raw);
    focus__day_total_row row = {0};

    row.user_id = next_int(&c);
    row.local_day = next_int32(&c);
    row.source_key = next_text(&c, (size_t)2 * FOCUS_TITLE_MAX);
    row.source_format = next_text(&c, FOCUS_TITLE_MAX);
    row.length_ms = next_between(&c, -FOCUS__DAY_TOTAL_MAX_MS, FOCUS__DAY_TOTAL_MAX_MS);
    row.has_rating = c.next->kind == FOCUS__VALUE_INT;
    row.rating = (int32_t)next_between(&c, -FOCUS__RATING_MAX, FOCUS__RATING_MAX);
    row.is_sum = next_int(&c) != 0;
    row.title = next_text(&c, FOCUS_TITLE_MAX);
    row.project = next_text(&c, FOCUS_TITLE_MAX);
    row.note = mended(&c, next_raw_text(&c), FOCUS_TEXT_MAX, FOCUS__TEXT_NOTE);
    row.tags = mended(&c, next_raw_text(&c), TAGS_BYTES, FOCUS__TEXT_NOTE);
    row.created_at_ms = next_time(&c);
    return salvage_end_row(&c, &finds->day_totals, &row, sizeof(row));
}

/* A table or an index, as its migration has it? The answer tells a newer file from one whose version
 * has been damaged. */
static focus_status take_schema(focus__finds *finds, const focus__raw_row *raw)
{
    columns c = {.finds = finds, .next = raw->values + 4};
    const char *sql = next_raw_text(&c);
    bool ours = false;

    if (c.no_memory)
        return FOCUS_E_NOMEM;
    if (sql == NULL)
        return FOCUS_OK; /* the index of a constraint */
    for (int i = 0; i < FOCUS__SQL_MIGRATION_COUNT && !ours; i++)
        ours = strstr(focus__sql_migrations[i].text, sql) != NULL;
    if (ours)
        finds->has_schema = true;
    else if (strcmp(sql, "CREATE TABLE sqlite_sequence(name,seq)") != 0)
        finds->has_foreign_schema = true;
    return FOCUS_OK;
}

static focus_status pass_over(focus__finds *finds, const focus__raw_row *raw)
{
    (void)finds;
    (void)raw;
    return FOCUS_OK;
}

/* --- shapes ----------------------------------------------------------------------------------- */

/* One letter a stored column: n NULL (the row's id stands beside the row), u an id of ours, i a
 * number, t a text, b bytes; I and T may be NULL as well. Tables of other schema versions get lines of their
 * own. Rows by key come from indexes as well: a shape of theirs is that of no entry of an index. */
static const struct {
    const char *shape;
    focus_status (*take)(focus__finds *finds, const focus__raw_row *raw);
} shapes[] = {
    {"nuiiiiiiiiiIIiiiIiiTTTTTTiiTTiIi", take_session},
    {"iiiIT", take_pause},
    {"iiiTIiiTi", salvage_take_entry},
    {"iiiii", take_goal},
    {"nuitTiiii", take_library},
    {"nuiitTIi", salvage_take_track},
    {"niittiIiTTTTi", take_day_total},
    {"nutiiiiiiiiiiiii", take_user},
    {"niiiiiiiiiiiiiiiiiiiiii", take_counters},
    {"tttiT", take_schema},
    {"ti", pass_over},      /* sqlite_sequence */
    {"niIitb", pass_over},  /* undo_steps: what comes back is a new file */
    {"niIitbi", pass_over}, /* redo_steps */
};

static bool value_fits(const focus__value *value, char letter)
{
    switch (letter) {
    case 'n':
        return value->kind == FOCUS__VALUE_NULL;
    case 'u':
        return value->kind == FOCUS__VALUE_BLOB && value->size == sizeof(focus_id);
    case 'i':
        return value->kind == FOCUS__VALUE_INT;
    case 't':
        return value->kind == FOCUS__VALUE_TEXT;
    case 'b':
        return value->kind == FOCUS__VALUE_BLOB;
    case 'I':
        return value->kind == FOCUS__VALUE_INT || value->kind == FOCUS__VALUE_NULL;
    default:
        return value->kind == FOCUS__VALUE_TEXT || value->kind == FOCUS__VALUE_NULL;
    }
}

static bool row_fits(const focus__raw_row *raw, const char *shape)
{
    for (int i = 0; i < raw->value_count; i++)
        if (shape[i] == '\0' || !value_fits(&raw->values[i], shape[i]))
            return false;
    return shape[raw->value_count] == '\0';
}

static focus_status salvage_take_row(void *user, const focus__raw_row *raw)
{
    focus__finds *finds = user;

    for (size_t i = 0; i < FOCUS__COUNT_OF(shapes); i++)
        if (row_fits(raw, shapes[i].shape))
            return shapes[i].take(finds, raw);
    finds->misfit_count += raw->is_by_key ? 0 : 1; /* what is by key may be an index's */
    return FOCUS_OK;
}

focus_status focus__salvage_find(const char *path, const char *vfs_name, focus__finds *out,
                                 focus_error *error)
{
    focus_status status = FOCUS_E_NOMEM;

    *out = (focus__finds){.box = focus__box_new(sizeof(void *))};
    if (out->box != NULL)
        status = focus__pages_visit(path, vfs_name, salvage_take_row, out, &out->pages, error);
    if (status == FOCUS_E_NOMEM)
        return focus__fail(error, status, "no memory for the rows of the file");
    return status;
}

#undef OFFSET_MAX_S
#undef DOUBTFUL_LENGTH_MAX_MS
#undef NAME_BYTES
#undef TAGS_BYTES
#undef REWARD_MAX
