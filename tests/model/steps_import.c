/*
 * steps_import.c - steps that import our own JSON Lines, and the export that must come back.
 */
#include "model/world.h"
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 3, FILE_SIZE = 3 * TEXT_SIZE };

static const char *const mode_words[] = {"focus", "break", "long_break"};
static const char *const status_words[] = {"active", "paused", "completed", "abandoned", "expired"};
static const char *const source_words[] = {"live", "manual", "import"};

/* --- a line, drawn ---------------------------------------------------------------------------- */

/* Few enough to meet again, in this user and in the other. */
static focus_id draw_id(world *w)
{
    focus_id id = {{0x01, 0x9c, 0xaa, 0xd5, 0x11, 0x80, 0x70, 0x00, 0x80}};

    id.bytes[15] = (unsigned char)dice(w, 12);
    return id;
}

static void draw_key(world *w, twin *line)
{
    char id[FOCUS_ID_TEXT_SIZE];

    line->source = (int32_t)dice(w, 3);
    focus_id_format(&line->id, id);
    (void)snprintf(line->key, sizeof(line->key), "jsonl:%s", id);
    if (line->source == FOCUS_SOURCE_IMPORT && dice(w, 2) == 0)
        (void)snprintf(line->key, sizeof(line->key), "k%u", (unsigned)dice(w, 6));
}

static void draw_pause(world *w, twin *line)
{
    int64_t length_ms = line->ended_at_ms - line->started_at_ms;

    if (dice(w, 3) != 0 || length_ms == 0)
        return;
    line->pauses[0] = (twin_pause){line->started_at_ms + length_ms / 4,
                                   line->started_at_ms + length_ms / 2, REASON_WHY};
    line->paused_ms = length_ms / 2 - length_ms / 4;
    line->pause_count = 1;
}

/* A line need not say its day: it is then that of its own offset. */
static twin draw_new_line(world *w, bool *out_says_day)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;
    const char *tags[TAGS];
    twin line = {.id = draw_id(w), .zone = (int32_t)dice(w, ZONE_COUNT + 1) - 1};

    line.mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    line.status = FOCUS_SESSION_COMPLETED + (int32_t)dice(w, 3);
    line.ended_at_ms = w->f->now_ms - dice(w, 20 * 24 * 60) * MINUTE_MS;
    line.started_at_ms =
        line.ended_at_ms - (dice(w, 8) == 0 ? 30 * HOUR_MS : (int64_t)dice(w, 200) * MINUTE_MS);
    line.planned_ms = dice(w, 2) == 0 ? 0 : (1 + (int64_t)dice(w, 5000)) * 1000;
    line.created_at_ms = line.started_at_ms + 1;
    line.confirmed = dice(w, 4) == 0;
    line.edited = dice(w, 6) == 0;
    draw_words(w, &words, &line, tags);
    draw_key(w, &line);
    draw_pause(w, &line);
    line.utc_offset_s = line.zone < 0 ? 0 : zone_offset_s(w->f, line.zone, line.started_at_ms);
    *out_says_day = dice(w, 3) != 0;
    line.day =
        local_day(line.started_at_ms, line.utc_offset_s,
                  *out_says_day ? (int32_t)dice(w, 2) * 300 : me(w)->settings.day_start_minutes);
    return line;
}

/* What is here already, perhaps as it was before or after a change elsewhere. */
static twin draw_known_line(world *w, const twin *s)
{
    twin line = *s;
    uint32_t what = dice(w, 5);

    if (what == 0)
        line.title = (int32_t)dice(w, WORDS);
    if (what == 1)
        line.tags = (int32_t)dice(w, 1u << TAGS);
    if (what == 2)
        line.confirmed = !line.confirmed;
    if (what == 3 && line.pause_count == 0 && !is_running(s)) {
        line.started_at_ms -= (int64_t)dice(w, 100) * MINUTE_MS;
        line.day = local_day(line.started_at_ms, line.utc_offset_s, 0);
    }
    if (line.key[0] == '\0' || line.source != FOCUS_SOURCE_IMPORT) {
        char id[FOCUS_ID_TEXT_SIZE];
        focus_id_format(&line.id, id);
        (void)snprintf(line.key, sizeof(line.key), "jsonl:%s", id);
    }
    return line;
}

static twin draw_line(world *w, bool *out_says_day)
{
    const twin *s = pick_session(w, me(w));
    bool knows = dice(w, 3) == 0;

    *out_says_day = true;
    return knows && s != NULL ? draw_known_line(w, s) : draw_new_line(w, out_says_day);
}

/* --- a line, written -------------------------------------------------------------------------- */

typedef struct file {
    char bytes[FILE_SIZE];
    size_t size;
} file;

static void put(file *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(file *out, const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(out->bytes + out->size, sizeof(out->bytes) - out->size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && out->size + (size_t)size < sizeof(out->bytes));
    out->size += (size_t)size;
}

static void put_text(file *out, const char *before, const char *text)
{
    put(out, "%s", before);
    if (text == NULL) {
        put(out, "null");
        return;
    }
    put(out, "\"");
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\')
            put(out, "\\u%04x", (unsigned)*text);
        else
            put(out, "%c", *text);
    put(out, "\"");
}

static void put_time(file *out, const char *before, int64_t at_ms, int32_t utc_offset_s)
{
    char text[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(at_ms, utc_offset_s, text);
    put_text(out, before, at_ms != 0 ? text : NULL);
}

static void put_words(file *out, const twin *line)
{
    bool any = false;

    put_text(out, ",\"title\":", title_words[line->title]);
    put_text(out, ",\"project\":", project_words[line->project]);
    put_text(out, ",\"task_id\":", project_words[line->task]);
    put_text(out, ",\"note\":", note_words[line->note]);
    put(out, ",\"tags\":[");
    for (int i = 0; i < TAGS; i++) {
        if ((line->tags >> i & 1) != 0)
            put_text(out, any ? "," : "", tag_words[i]);
        any = any || (line->tags >> i & 1) != 0;
    }
    put(out, "]");
}

static void put_day(file *out, int32_t day)
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;

    focus_date_from_day(day, &year, &month, &day_of_month);
    put(out, ",\"day\":\"%04d-%02d-%02d\"", (int)year, (int)month, (int)day_of_month);
}

static void put_times(file *out, const twin *line)
{
    if (line->planned_ms != 0)
        put(out, ",\"planned_s\":%lld.%03d", (long long)(line->planned_ms / 1000),
            (int)(line->planned_ms % 1000));
    put_time(out, ",\"started_at\":", line->started_at_ms, line->utc_offset_s);
    put_time(out, ",\"ended_at\":", line->ended_at_ms, line->utc_offset_s);
    put_time(out, ",\"created_at\":", line->created_at_ms, 0);
    put(out, ",\"pauses\":[");
    for (int i = 0; i < line->pause_count; i++) {
        put_time(out, i > 0 ? ",{\"from\":" : "{\"from\":", line->pauses[i].started_at_ms, 0);
        put_time(out, ",\"to\":", line->pauses[i].ended_at_ms, 0);
        put_text(out, ",\"reason\":", reason_words[line->pauses[i].reason]);
        put(out, "}");
    }
    put(out, "]");
    put_text(out, ",\"zone\":", line->zone < 0 ? NULL : zone_name(line->zone));
}

static void put_line(file *out, const twin *line, bool says_day)
{
    char id[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&line->id, id);
    put_text(out, "{\"id\":", id);
    put_text(out, ",\"mode\":", mode_words[line->mode]);
    put_text(out, ",\"status\":", status_words[line->status]);
    put_words(out, line);
    put_times(out, line);
    if (says_day)
        put_day(out, line->day);
    put_text(out, ",\"source\":{\"kind\":", source_words[line->source]);
    if (line->source == FOCUS_SOURCE_IMPORT && line->key[0] == 'k') {
        put_text(out, ",\"format\":", "toggl");
        put_text(out, ",\"key\":", line->key);
    }
    put(out, "},\"confirmed\":%s,\"edited\":%s}\n", line->confirmed ? "true" : "false",
        line->edited ? "true" : "false");
}

/* --- what becomes of a line ------------------------------------------------------------------- */

static bool is_same_line(const twin *s, const twin *line)
{
    return s->confirmed == line->confirmed && s->mode == line->mode && s->status == line->status &&
           s->title == line->title && s->project == line->project && s->task == line->task &&
           s->note == line->note && s->tags == line->tags && s->planned_ms == line->planned_ms &&
           s->started_at_ms == line->started_at_ms && s->ended_at_ms == line->ended_at_ms &&
           s->paused_ms == line->paused_ms && s->pause_count == line->pause_count &&
           memcmp(s->pauses, line->pauses, sizeof(s->pauses)) == 0;
}

static int64_t last_event_of(const twin *line)
{
    return line->pause_count > 0 ? line->pauses[line->pause_count - 1].ended_at_ms
                                 : line->started_at_ms;
}

static void take_line(twin *s, const twin *line)
{
    twin before = *s;

    *s = *line;
    memcpy(s->key, before.key, sizeof(s->key));
    s->id = before.id;
    s->mark = before.mark;
    s->source = before.source;
    s->variable = before.variable;
    s->xp = before.xp;
    s->coins = before.coins;
    s->created_at_ms = before.created_at_ms;
    s->revision = before.revision + 1;
    s->expires_at_ms = 0;
    s->last_event_at_ms = last_event_of(line);
    if (s->started_at_ms != before.started_at_ms)
        return;
    s->zone = before.zone;
    s->utc_offset_s = before.utc_offset_s;
    s->day = before.day;
}

static void meet_line(twin *s, const twin *line, focus_import_report *report)
{
    bool is_kept = s->edited || s->deleted_at_ms != 0 || is_running(s);

    if (is_kept || is_same_line(s, line)) {
        report->same++;
        report->same_deleted += s->deleted_at_ms != 0;
        return;
    }
    take_line(s, line);
    report->changed++;
}

static twin *find_key(person *who, const char *key)
{
    for (size_t i = 0; i < who->count; i++)
        if (strcmp(who->sessions[i].key, key) == 0)
            return &who->sessions[i];
    return NULL;
}

static bool is_known(model *m, const focus_id *id)
{
    for (int u = 0; u < USERS; u++)
        if (find_session(&m->users[u], id) != NULL)
            return true;
    return false;
}

/* An id that the other user has cannot be kept: the session gets one of its own, yet unknown. */
static void add_line(world *w, model *after, const twin *line, bool pays,
                     focus_import_report *report)
{
    person *who = &after->users[after->selected];
    bool is_free = !is_known(after, &line->id);
    bool taken = is_taken(who, NULL, line->started_at_ms, line->ended_at_ms);
    twin *s = &who->sessions[who->count++];

    *s = *line;
    s->mark = chance_next(&w->chance);
    s->variable = w->variables++;
    s->revision = 1;
    s->xp = s->coins = s->expires_at_ms = s->deleted_at_ms = 0;
    s->last_event_at_ms = last_event_of(line);
    if (!is_free)
        s->source = FOCUS_SOURCE_IMPORT;
    if (!is_free)
        memset(&s->id, 0, sizeof(s->id));
    if (s->source != FOCUS_SOURCE_IMPORT)
        memset(s->key, 0, sizeof(s->key));
    if (pays && !taken)
        pay(who, s, w->f->now_ms);
    report->added++;
    report->added_ms += twin_active_ms(s, 0);
    report->implausible += is_implausible(s);
    report->overlapping += taken;
}

static void foresee_line(world *w, model *after, const twin *line, bool pays,
                         focus_import_report *report)
{
    person *who = &after->users[after->selected];
    twin *s = find_session(who, &line->id);

    report->read++;
    if (is_running(line)) {
        report->skipped_running++;
        return;
    }
    report->read_ms += twin_active_ms(line, 0);
    if (s == NULL)
        s = find_key(who, line->key);
    if (s != NULL)
        meet_line(s, line, report);
    else
        add_line(w, after, line, pays, report);
}

/* --- import ----------------------------------------------------------------------------------- */

/* Ids are the same in each run of the same calls: the C finds those of an import by their text. */
static void name_imported(world *w, size_t from)
{
    const person *who = me(w);
    char id[FOCUS_ID_TEXT_SIZE];

    for (size_t i = from; i < who->count; i++) {
        focus_id_format(&who->sessions[i].id, id);
        say_call(w, FOCUS_OK, "focus_session_find(f->store, \"%s\", &ids[%d])", id,
                 (int)who->sessions[i].variable);
    }
}

/* The ids that the library has made: of sessions in the list that no twin has. */
static void learn_ids(world *w, size_t from)
{
    static const focus_id unknown;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    person *who = me(w);

    if (find_session(who, &unknown) == NULL)
        return;
    filter.limit = SESSIONS_MAX;
    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    expect_status(w, CALL_session_list_page, focus_session_list_page(w->f->store, &filter, &list),
                  FOCUS_OK);
    for (size_t i = from; i < who->count; i++)
        for (size_t k = 0; list != NULL && k < list->count; k++)
            if (memcmp(&who->sessions[i].id, &unknown, sizeof(unknown)) == 0 &&
                list->items[k]->started_at_ms == who->sessions[i].started_at_ms &&
                find_session(who, &list->items[k]->id) == NULL)
                who->sessions[i].id = list->items[k]->id;
    focus_session_list_free(list);
}

static void expect_report(world *w, const focus_import_report *got,
                          const focus_import_report *expected)
{
    expect_same(w, "report.read", got->read, expected->read);
    expect_same(w, "report.added", got->added, expected->added);
    expect_same(w, "report.same", got->same, expected->same);
    expect_same(w, "report.same_deleted", got->same_deleted, expected->same_deleted);
    expect_same(w, "report.changed", got->changed, expected->changed);
    expect_same(w, "report.skipped_running", got->skipped_running, expected->skipped_running);
    expect_same(w, "report.implausible", got->implausible, expected->implausible);
    expect_same(w, "report.overlapping", got->overlapping, expected->overlapping);
    expect_same(w, "report.read_ms", got->read_ms, expected->read_ms);
    expect_same(w, "report.added_ms", got->added_ms, expected->added_ms);
}

focus_status import_lines(focus_store *store, uint32_t flags, const char *lines,
                          focus_import_report *out_report)
{
    input in = {.bytes = lines, .size = strlen(lines)};
    focus_import_options options = input_options(&in, "jsonl");

    options.flags = flags;
    return focus_import(store, &options, out_report);
}

void do_import(world *w)
{
    static const uint32_t kinds[] = {0, FOCUS_IMPORT_DRY_RUN, FOCUS_IMPORT_REWARD, 0};
    uint32_t flags = kinds[dice(w, COUNT_OF(kinds))];
    uint32_t lines = 1 + dice(w, LINES_MAX);
    bool is_broken = dice(w, 10) == 0;
    model *after = foresee(w);
    size_t from = me(w)->count;
    focus_import_report expected = {.read = 0};
    focus_import_report report = {.read = 0};
    focus_status status = is_broken ? FOCUS_E_INVALID : FOCUS_OK;
    char literal[2 * FILE_SIZE];
    file out = {.size = 0};

    for (uint32_t i = 0; i < lines; i++) {
        bool says_day;
        twin line = draw_line(w, &says_day);
        put_line(&out, &line, says_day);
        if (line.ended_at_ms > w->f->now_ms + DAY_MS)
            status = FOCUS_E_INVALID;
        foresee_line(w, after, &line, flags == FOCUS_IMPORT_REWARD, &expected);
    }
    if (is_broken)
        put(&out, "{\"id\":\"no\"}\n");
    say_call(w, status, "import_lines(f->store, %u, %s, &report)", (unsigned)flags,
             quoted(out.bytes, literal, sizeof(literal)));
    if (!expect_status(w, CALL_import, import_lines(w->f->store, flags, out.bytes, &report),
                       status) ||
        status != FOCUS_OK)
        return;
    expect_report(w, &report, &expected);
    if (flags == FOCUS_IMPORT_DRY_RUN)
        return;
    come_true(w);
    learn_ids(w, from);
    name_imported(w, from);
}

/* --- export and back -------------------------------------------------------------------------- */

/* Cut what a file does not bring back, and lines of sessions that run: they are left out. */
static void cut(char *line, const char *from, const char *until)
{
    char *at = strstr(line, from);
    char *end = at != NULL ? strstr(at + 1, until) : NULL;

    if (end != NULL)
        memmove(at, end, strlen(end) + 1);
}

static bool is_running_line(const char *line)
{
    return strstr(line, ",\"status\":\"active\"") != NULL ||
           strstr(line, ",\"status\":\"paused\"") != NULL;
}

/* The next line that counts, cut; NULL: there is none. */
static char *next_line(char **rest)
{
    char *line = *rest;
    char *end = strchr(line, '\n');

    if (end == NULL)
        return NULL;
    *end = '\0';
    *rest = end + 1;
    if (is_running_line(line))
        return next_line(rest);
    cut(line, ",\"xp\":", ",\"source\":");
    cut(line, ",\"rev\":", ",\"implausible\":");
    return line;
}

static int64_t count_different_lines(char *before, char *after)
{
    int64_t count = 0;
    char *a = next_line(&before);
    char *b = next_line(&after);

    while (a != NULL || b != NULL) {
        count += a == NULL || b == NULL || strcmp(a, b) != 0;
        a = a != NULL ? next_line(&before) : NULL;
        b = b != NULL ? next_line(&after) : NULL;
    }
    return count;
}

static focus_id find_user(focus_store *store, const char *name)
{
    const focus_user_list *list = NULL;
    focus_id id = {{0}};

    assert_ok(store, focus_user_list_all(store, &list));
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i]->name, name) == 0)
            id = list->items[i]->id;
    focus_user_list_free(list);
    return id;
}

static void make_user_anew(focus_store *store, const char *name)
{
    focus_id id = find_user(store, name);

    assert_ok(store, focus_user_select(store, "me"));
    assert_ok(store, focus_user_delete(store, &id));
    assert_ok(store, focus_user_create(store, name, NULL));
    assert_ok(store, focus_user_select(store, name));
}

int64_t lost_by_export(focus_store *store, const char *user)
{
    focus_import_report report;
    char *before;
    char *after;
    int64_t lost = -1;

    assert_ok(store, focus_user_select(store, user));
    before = export_text(store, "jsonl", NULL);
    make_user_anew(store, user);
    if (import_lines(store, 0, before, &report) == FOCUS_OK) {
        after = export_text(store, "jsonl", NULL);
        lost = count_different_lines(before, after);
        free(after);
    }
    free(before);
    return lost;
}
