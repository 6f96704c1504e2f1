/*
 * checks.c - what readers must see after a step, and at the end of a sequence.
 */
#include "model/world.h"

#include <string.h>

/* --- the running session ---------------------------------------------------------------------- */

static void check_running(world *w)
{
    const focus_session *session = NULL;
    const twin *running = find_running(me(w));
    int64_t now_ms = w->f->now_ms;
    focus_status expected;

    if (running != NULL && is_overdue(running, now_ms))
        running = NULL;
    expected = running != NULL ? FOCUS_OK : FOCUS_E_NOT_FOUND;
    reading(w, "assert_status(f->store, %s, focus_session_running(f->store, &session));",
            focus_status_name(expected));
    expect_status(w, CALL_session_running, focus_session_running(w->f->store, &session), expected);
    reading_row(w, "session", "->", ROW_ALONE);
    if (session != NULL && running != NULL) {
        expect_id(w, "id", &session->id, &running->id, running->variable);
        expect_record(w, session, running);
    }
    focus_session_free(session);
}

static void check_deadline(world *w)
{
    focus_deadline expected = deadline_of(me(w), w->f->now_ms);
    focus_deadline deadline = {0};

    reading(w, "focus_deadline deadline;\n"
               "    assert_ok(f->store, focus_next_deadline(f->store, &deadline));");
    expect_status(w, CALL_next_deadline, focus_next_deadline(w->f->store, &deadline), FOCUS_OK);
    expect_same(w, "deadline.kind", deadline.kind, expected.kind);
    expect_same(w, "deadline.at_ms", deadline.at_ms, expected.at_ms);
}

static void check_cycle(world *w)
{
    focus_cycle expected = cycle_of(me(w), w->f->now_ms, offset_here(w, w->f->now_ms));
    focus_cycle cycle = {0};

    reading(w, "focus_cycle cycle;\n    assert_ok(f->store, focus_cycle_get(f->store, &cycle));");
    expect_status(w, CALL_cycle_get, focus_cycle_get(w->f->store, &cycle), FOCUS_OK);
    expect_same(w, "cycle.done", cycle.done, expected.done);
    expect_same(w, "cycle.until_long_break", cycle.until_long_break, expected.until_long_break);
    expect_same(w, "cycle.next_mode", cycle.next_mode, expected.next_mode);
    expect_same(w, "cycle.reason", cycle.reason, expected.reason);
    expect_same(w, "cycle.next_length_ms", cycle.next_length_ms, expected.next_length_ms);
}

/* --- figures ---------------------------------------------------------------------------------- */

static void expect_modes(world *w, const char *of, const focus_mode_counts *got,
                         const focus_mode_counts *expected)
{
    for (size_t mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        reading_row(w, of, ".", mode);
        expect_same(w, "active", got[mode].active, expected[mode].active);
        expect_same(w, "paused", got[mode].paused, expected[mode].paused);
        expect_same(w, "completed", got[mode].completed, expected[mode].completed);
        expect_same(w, "abandoned", got[mode].abandoned, expected[mode].abandoned);
        expect_same(w, "expired", got[mode].expired, expected[mode].expired);
        expect_same(w, "active_ms", got[mode].active_ms, expected[mode].active_ms);
        expect_same(w, "unconfirmed_ms", got[mode].unconfirmed_ms, expected[mode].unconfirmed_ms);
    }
}

static void check_counters(world *w)
{
    const person *who = me(w);
    focus_mode_counts modes[FOCUS_MODE_COUNT];
    focus_progress progress = progress_of(who);
    focus_counters counters = {.sessions = -1};
    int64_t deleted = 0;

    for (size_t i = 0; i < who->count; i++)
        deleted += who->sessions[i].deleted_at_ms != 0;
    reading(w, "focus_counters counters;\n"
               "    assert_ok(f->store, focus_counters_get(f->store, &counters));");
    expect_status(w, CALL_counters_get, focus_counters_get(w->f->store, &counters), FOCUS_OK);
    expect_same(w, "counters.deleted", counters.deleted, deleted);
    expect_same(w, "counters.sessions", counters.sessions, (int64_t)who->count - deleted);
    expect_same(w, "counters.libraries", counters.libraries, (int64_t)who->library_count);
    expect_same(w, "counters.tracks", counters.tracks, (int64_t)who->track_count);
    expect_same(w, "counters.xp", counters.xp, progress.xp);
    expect_same(w, "counters.coins_earned", counters.coins_earned, progress.coins_earned);
    expect_same(w, "counters.coins_spent", counters.coins_spent, progress.coins_spent);
    count_modes(who, w->f->now_ms, INT32_MIN, INT32_MAX, modes);
    expect_modes(w, "counters.modes", counters.modes, modes);
}

/* Of one tag, or project, over all sessions as they are seen. False: it is not in use. */
static bool label_of(const person *who, int64_t now_ms, bool is_tag, int32_t label,
                     focus_label *out)
{
    *out = (focus_label){.name = is_tag ? tag_words[label] : project_words[label]};
    for (size_t i = 0; i < who->count; i++) {
        const twin *s = &who->sessions[i];
        bool counts =
            s->mode == FOCUS_MODE_FOCUS && !is_implausible(s) &&
            (s->status == FOCUS_SESSION_COMPLETED || s->status == FOCUS_SESSION_ABANDONED);
        if (s->deleted_at_ms != 0 || (is_tag ? (s->tags >> label & 1) == 0 : s->project != label))
            continue;
        out->sessions++;
        out->active_ms += counts ? twin_active_ms(s, now_ms) : 0;
        if (s->started_at_ms > out->last_used_at_ms)
            out->last_used_at_ms = s->started_at_ms;
    }
    return out->sessions > 0;
}

static void expect_labels(world *w, const focus_label_list *list, bool is_tag)
{
    size_t count = 0;

    for (int32_t label = is_tag ? 0 : 1; label < (is_tag ? (int32_t)TAGS : (int32_t)WORDS);
         label++) {
        focus_label expected;
        const focus_label *got = NULL;
        if (!label_of(me(w), w->f->now_ms, is_tag, label, &expected))
            continue;
        count++;
        for (size_t i = 0; i < list->count; i++) {
            if (strcmp(list->items[i]->name, expected.name) == 0) {
                got = list->items[i];
                reading_row(w, "list->items", "->", i);
            }
        }
        expect_same(w, "name != NULL", got != NULL, 1);
        if (got == NULL)
            return;
        expect_same(w, "sessions", got->sessions, expected.sessions);
        expect_same(w, "active_ms", got->active_ms, expected.active_ms);
        expect_same(w, "last_used_at_ms", got->last_used_at_ms, expected.last_used_at_ms);
    }
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)count);
}

static void check_labels(world *w)
{
    const focus_label_list *list = NULL;

    reading(w, "const focus_label_list *list = NULL;\n"
               "    assert_ok(f->store, focus_tag_list_all(f->store, &list));");
    if (!expect_status(w, CALL_tag_list_all, focus_tag_list_all(w->f->store, &list), FOCUS_OK))
        return;
    expect_labels(w, list, true);
    focus_label_list_free(list);
    reading(w, "const focus_label_list *list = NULL;\n"
               "    assert_ok(f->store, focus_project_list_all(f->store, &list));");
    if (!expect_status(w, CALL_project_list_all, focus_project_list_all(w->f->store, &list),
                       FOCUS_OK))
        return;
    expect_labels(w, list, false);
    focus_label_list_free(list);
}

/* The day with most focus time, the earliest of those that have the same. */
static focus_day best_of(const focus_day *days, size_t count)
{
    focus_day best = {0};

    for (size_t i = 0; i < count; i++)
        if (i == 0 || days[i].active_ms > best.active_ms)
            best = days[i];
    return best;
}

static void check_stats(world *w, int32_t from_day, int32_t until_day)
{
    static focus_day days[DAYS_MAX];
    focus_mode_counts modes[FOCUS_MODE_COUNT];
    focus_stats stats = {0};
    size_t count = days_of(me(w), w->f->now_ms, from_day, until_day, days);

    reading(w,
            "focus_stats stats;\n"
            "    assert_ok(f->store, focus_stats_get(f->store, %d, %d, &stats));",
            (int)from_day, (int)until_day);
    expect_status(w, CALL_stats_get, focus_stats_get(w->f->store, from_day, until_day, &stats),
                  FOCUS_OK);
    expect_same(w, "stats.active_days", stats.active_days, (int64_t)count);
    expect_same(w, "stats.best_day_ms", stats.best_day_ms, best_of(days, count).active_ms);
    if (count > 0)
        expect_same(w, "stats.best_day", stats.best_day, best_of(days, count).day);
    count_modes(me(w), w->f->now_ms, from_day, until_day, modes);
    expect_modes(w, "stats.modes", stats.modes, modes);
}

static void check_days(world *w, int32_t from_day, int32_t until_day)
{
    static focus_day days[DAYS_MAX];
    size_t count = days_of(me(w), w->f->now_ms, from_day, until_day, days);
    const focus_day_list *list = NULL;

    reading(w,
            "const focus_day_list *list;\n"
            "    assert_ok(f->store, focus_day_list_range(f->store, %d, %d, &list));",
            (int)from_day, (int)until_day);
    if (!expect_status(w, CALL_day_list_range,
                       focus_day_list_range(w->f->store, from_day, until_day, &list), FOCUS_OK))
        return;
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)count);
    for (size_t i = 0; i < count && !w->differs; i++) {
        reading_row(w, "list->items", ".", i);
        expect_same(w, "day", list->items[i].day, days[i].day);
        expect_same(w, "sessions", list->items[i].sessions, days[i].sessions);
        expect_same(w, "active_ms", list->items[i].active_ms, days[i].active_ms);
    }
    focus_day_list_free(list);
}

static void check_progress(world *w)
{
    focus_progress expected = progress_of(me(w));
    focus_progress progress = {0};

    reading(w, "focus_progress progress;\n"
               "    assert_ok(f->store, focus_progress_get(f->store, &progress));");
    expect_status(w, CALL_progress_get, focus_progress_get(w->f->store, &progress), FOCUS_OK);
    expect_same(w, "progress.xp", progress.xp, expected.xp);
    expect_same(w, "progress.level", progress.level, expected.level);
    expect_same(w, "progress.level_xp", progress.level_xp, expected.level_xp);
    expect_same(w, "progress.level_cost_xp", progress.level_cost_xp, expected.level_cost_xp);
    expect_same(w, "progress.coins", progress.coins, expected.coins);
}

/* --- streak ----------------------------------------------------------------------------------- */

static void check_streak(world *w)
{
    int64_t now_ms = w->f->now_ms;
    int32_t today = local_day(now_ms, offset_here(w, now_ms), me(w)->settings.day_start_minutes);
    focus_streak expected = streak_of(me(w), today);
    focus_streak streak = {0};

    reading(w, "focus_streak streak;\n"
               "    assert_ok(f->store, focus_streak_get(f->store, &streak));");
    expect_status(w, CALL_streak_get, focus_streak_get(w->f->store, &streak), FOCUS_OK);
    expect_same(w, "streak.today", streak.today, expected.today);
    expect_same(w, "streak.today_counts", streak.today_counts, expected.today_counts);
    expect_same(w, "streak.at_risk", streak.at_risk, expected.at_risk);
    expect_same(w, "streak.current_days", streak.current_days, expected.current_days);
    expect_same(w, "streak.longest_days", streak.longest_days, expected.longest_days);
    expect_same(w, "streak.longest_last_day", streak.longest_last_day, expected.longest_last_day);
    if (expected.current_days == 0)
        return;
    expect_same(w, "streak.current_first_day", streak.current_first_day,
                expected.current_first_day);
    expect_same(w, "streak.current_last_day", streak.current_last_day, expected.current_last_day);
}

static void check_runs(world *w)
{
    static focus_run runs[DAYS_MAX];
    size_t count = runs_of(me(w), runs);
    const focus_run_list *list = NULL;

    reading(w, "const focus_run_list *list;\n"
               "    assert_ok(f->store, focus_streak_runs(f->store, 100, &list));");
    if (!expect_status(w, CALL_streak_runs, focus_streak_runs(w->f->store, 100, &list), FOCUS_OK))
        return;
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)count);
    for (size_t i = 0; i < count && !w->differs; i++) {
        reading_row(w, "list->items", ".", i);
        expect_same(w, "first_day", list->items[i].first_day, runs[count - 1 - i].first_day);
        expect_same(w, "last_day", list->items[i].last_day, runs[count - 1 - i].last_day);
        expect_same(w, "days", list->items[i].days, runs[count - 1 - i].days);
    }
    focus_run_list_free(list);
}

/* --- history ---------------------------------------------------------------------------------- */

static void draw_days(world *w, int32_t *out_from, int32_t *out_until)
{
    int32_t today = (int32_t)(w->f->now_ms / DAY_MS);

    *out_from = today + 2 - (int32_t)dice(w, 16);
    *out_until = *out_from + (int32_t)dice(w, 8);
}

static focus_session_filter draw_filter(world *w)
{
    static const char *const texts[] = {"dra", "50%", "_", "\xC3\xA9", "\\", "zzz", "A"};
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.flags = (dice(w, 2) == 0 ? FOCUS_FILTER_OLDEST_FIRST : 0u) |
                   (dice(w, 4) == 0 ? FOCUS_FILTER_DELETED : 0u);
    if (dice(w, 3) == 0)
        filter.modes = dice(w, FOCUS_MASK(FOCUS_MODE_COUNT));
    if (dice(w, 3) == 0)
        filter.statuses = dice(w, FOCUS_MASK(FOCUS_SESSION_STATUS_COUNT));
    if (dice(w, 4) == 0)
        filter.tag = tag_words[dice(w, TAGS)];
    if (dice(w, 6) == 0)
        filter.project = project_words[dice(w, WORDS)];
    if (dice(w, 6) == 0)
        filter.text = texts[dice(w, COUNT_OF(texts))];
    filter.has_days = dice(w, 3) == 0;
    draw_days(w, &filter.from_day, &filter.until_day);
    filter.limit = 1 + dice(w, dice(w, 2) == 0 ? 5 : 50);
    return filter;
}

/* One page: it continues at `from` in what is expected. Returns its length. */
static size_t check_page(world *w, const focus_session_filter *filter, const twin *const *expected,
                         size_t count, size_t from, char out_cursor[FOCUS_CURSOR_SIZE])
{
    char literals[3][TEXT_SIZE];
    const focus_session_list *list = NULL;
    size_t length = count - from < filter->limit ? count - from : filter->limit;

    reading(w,
            "const focus_session_list *list;\n"
            "    assert_ok(f->store, focus_session_list_page(f->store, &(focus_session_filter)"
            "{sizeof(focus_session_filter), %u, %u, %u, %d, %d, %d, %s, %s, %s, %u, %s%s%s}, "
            "&list));",
            (unsigned)filter->flags, (unsigned)filter->modes, (unsigned)filter->statuses,
            (int)filter->has_days, (int)filter->from_day, (int)filter->until_day,
            quoted(filter->tag, literals[0], sizeof(literals[0])),
            quoted(filter->project, literals[1], sizeof(literals[1])),
            quoted(filter->text, literals[2], sizeof(literals[2])), (unsigned)filter->limit,
            filter->cursor != NULL ? "\"" : "", filter->cursor != NULL ? filter->cursor : "NULL",
            filter->cursor != NULL ? "\"" : "");
    out_cursor[0] = '\0';
    if (!expect_status(w, CALL_session_list_page,
                       focus_session_list_page(w->f->store, filter, &list), FOCUS_OK))
        return 0;
    expect_same(w, "list->total", list->total, (int64_t)count);
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)length);
    expect_same(w, "list->next_cursor[0] != 0", list->next_cursor[0] != '\0',
                from + length < count);
    for (size_t i = 0; i < length && !w->differs; i++) {
        reading_row(w, "list->items", "->", i);
        expect_id(w, "id", &list->items[i]->id, &expected[from + i]->id,
                  expected[from + i]->variable);
        expect_record(w, list->items[i], expected[from + i]);
    }
    memcpy(out_cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_session_list_free(list);
    return length;
}

static void check_pages(world *w, focus_session_filter filter)
{
    static const twin *expected[SESSIONS_MAX];
    size_t count = history_of(me(w), &filter, w->f->now_ms, expected);
    char cursor[FOCUS_CURSOR_SIZE] = "";
    char next[FOCUS_CURSOR_SIZE];
    size_t from = 0;

    do {
        filter.cursor = cursor[0] != '\0' ? cursor : NULL;
        from += check_page(w, &filter, expected, count, from, next);
        memcpy(cursor, next, sizeof(cursor));
    } while (cursor[0] != '\0' && !w->differs);
}

static void check_history(world *w)
{
    focus_session_filter everything = FOCUS_SESSION_FILTER_INIT;

    everything.limit = 100;
    check_pages(w, everything);
    everything.flags = FOCUS_FILTER_DELETED;
    check_pages(w, everything);
}

static void check_find(world *w, const twin *s)
{
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id id = {{0}};

    focus_id_format(&s->id, text);
    reading(w, "focus_id id;\n    assert_ok(f->store, focus_session_find(f->store, \"%s\", &id));",
            text);
    expect_status(w, CALL_session_find, focus_session_find(w->f->store, text, &id), FOCUS_OK);
    expect_id(w, "id", &id, &s->id, s->variable);
}

static void check_one(world *w)
{
    const twin *s = pick_session(w, me(w));
    const focus_session *session = NULL;

    if (s == NULL)
        return;
    reading(w, "assert_ok(f->store, focus_session_get(f->store, &ids[%d], &session));",
            (int)s->variable);
    if (!expect_status(w, CALL_session_get, focus_session_get(w->f->store, &s->id, &session),
                       FOCUS_OK))
        return;
    reading_row(w, "session", "->", ROW_ALONE);
    expect_record(w, session, s);
    focus_session_free(session);
    check_find(w, s);
}

/* --- ledger, libraries, settings -------------------------------------------------------------- */

static void expect_entry(world *w, const focus_ledger_entry *got, const twin_entry *expected)
{
    const person *who = me(w);
    char key[16] = "";

    if (expected->key >= 0)
        (void)snprintf(key, sizeof(key), "key %d", (int)expected->key);
    expect_same(w, "kind", got->kind, expected->kind);
    expect_same(w, "xp", got->xp, expected->xp);
    expect_same(w, "coins", got->coins, expected->coins);
    expect_same(w, "at_ms", got->at_ms, expected->at_ms);
    expect_text(w, "key", got->key, expected->key >= 0 ? key : NULL);
    expect_same(w, "has_session", got->has_session, expected->session >= 0);
    if (expected->session >= 0)
        expect_id(w, "session", &got->session, &who->sessions[expected->session].id,
                  who->sessions[expected->session].variable);
}

static size_t check_ledger_page(world *w, uint32_t limit, size_t from,
                                char io_cursor[FOCUS_CURSOR_SIZE])
{
    const person *who = me(w);
    size_t left = who->entry_count - from;
    size_t length = left < limit ? left : limit;
    const focus_ledger_list *list = NULL;

    reading(w,
            "const focus_ledger_list *list;\n"
            "    assert_ok(f->store, focus_ledger_list_page(f->store, %u, \"%s\", &list));",
            (unsigned)limit, io_cursor);
    if (!expect_status(w, CALL_ledger_list_page,
                       focus_ledger_list_page(w->f->store, limit, io_cursor, &list), FOCUS_OK))
        return 0;
    expect_same(w, "list->total", list->total, (int64_t)who->entry_count);
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)length);
    for (size_t i = 0; i < length && !w->differs; i++) {
        reading_row(w, "list->items", "->", i);
        expect_entry(w, list->items[i], &who->entries[left - 1 - i]);
    }
    memcpy(io_cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_ledger_list_free(list);
    return length;
}

static void check_ledger(world *w)
{
    uint32_t limit = 1 + dice(w, 20);
    char cursor[FOCUS_CURSOR_SIZE] = "";
    size_t from = 0;

    do {
        from += check_ledger_page(w, limit, from, cursor);
    } while (cursor[0] != '\0' && !w->differs);
}

static size_t tracks_in(const person *who, const focus_id *library,
                        const twin_track *out_tracks[TRACKS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < who->track_count; i++)
        if (memcmp(&who->tracks[i].library, library, sizeof(*library)) == 0)
            out_tracks[count++] = &who->tracks[i];
    return count;
}

static void check_tracks(world *w, const twin_library *library)
{
    static const twin_track *expected[TRACKS_MAX];
    size_t count = tracks_in(me(w), &library->id, expected);
    const focus_track_list *list = NULL;

    reading(w,
            "const focus_track_list *list;\n    assert_ok(f->store, "
            "focus_track_list_page(f->store, &ids[%d], 200, NULL, &list));",
            (int)library->variable);
    if (!expect_status(w, CALL_track_list_page,
                       focus_track_list_page(w->f->store, &library->id, 200, NULL, &list),
                       FOCUS_OK))
        return;
    expect_same(w, "list->total", list->total, (int64_t)count);
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)count);
    for (size_t i = 0; i < count && !w->differs; i++) {
        reading_row(w, "list->items", "->", i);
        expect_text(w, "title", list->items[i]->title, title_words[expected[i]->title]);
        expect_same(w, "duration_ms", list->items[i]->duration_ms, expected[i]->duration_ms);
        if (expected[i]->variable >= 0)
            expect_id(w, "id", &list->items[i]->id, &expected[i]->id, expected[i]->variable);
    }
    focus_track_list_free(list);
}

static void check_libraries(world *w)
{
    static const twin_track *tracks[TRACKS_MAX];
    const person *who = me(w);
    const focus_library_list *list = NULL;
    char name[32];

    reading(w, "const focus_library_list *list;\n"
               "    assert_ok(f->store, focus_library_list_page(f->store, 20, NULL, &list));");
    if (!expect_status(w, CALL_library_list_page,
                       focus_library_list_page(w->f->store, 20, NULL, &list), FOCUS_OK))
        return;
    expect_same(w, "list->total", list->total, (int64_t)who->library_count);
    expect_same(w, "list->count", (int64_t)list->count, (int64_t)who->library_count);
    for (size_t i = 0; i < who->library_count && !w->differs; i++) {
        const twin_library *expected = &who->libraries[i];
        (void)snprintf(name, sizeof(name), "library %d", (int)expected->name);
        reading_row(w, "list->items", "->", i);
        expect_id(w, "id", &list->items[i]->id, &expected->id, expected->variable);
        expect_text(w, "name", list->items[i]->name, name);
        expect_same(w, "is_favorite", list->items[i]->is_favorite, expected->is_favorite);
        expect_same(w, "tracks_count", list->items[i]->tracks_count,
                    (int64_t)tracks_in(who, &expected->id, tracks));
        expect_same(w, "created_at_ms", list->items[i]->created_at_ms, expected->created_at_ms);
    }
    focus_library_list_free(list);
    for (size_t i = 0; i < who->library_count && !w->differs; i++)
        check_tracks(w, &who->libraries[i]);
}

static void check_settings(world *w)
{
    const focus_settings *expected = &me(w)->settings;
    focus_settings settings = {.struct_size = sizeof(settings)};

    reading(w, "focus_settings settings = FOCUS_SETTINGS_INIT;\n"
               "    assert_ok(f->store, focus_settings_get(f->store, &settings));");
    expect_status(w, CALL_settings_get, focus_settings_get(w->f->store, &settings), FOCUS_OK);
    expect_same(w, "settings.focus_length_ms", settings.focus_length_ms, expected->focus_length_ms);
    expect_same(w, "settings.cycle_length", settings.cycle_length, expected->cycle_length);
    expect_same(w, "settings.day_start_minutes", settings.day_start_minutes,
                expected->day_start_minutes);
    expect_same(w, "settings.expire_factor", settings.expire_factor, expected->expire_factor);
    expect_same(w, "settings.pause_limit_ms", settings.pause_limit_ms, expected->pause_limit_ms);
}

/* --- all of them ------------------------------------------------------------------------------ */

static void check_ranges(world *w)
{
    int32_t from_day;
    int32_t until_day;

    draw_days(w, &from_day, &until_day);
    if (dice(w, 2) == 0)
        check_stats(w, from_day, until_day);
    else
        check_days(w, from_day, until_day);
}

static void check_a_page(world *w)
{
    check_pages(w, draw_filter(w));
}

static void check_everything_counted(world *w)
{
    check_stats(w, INT32_MIN, INT32_MAX);
}

/* How seldom each is looked at: what follows from any step nearly always, the rest now and then. Drawn
 * anew from the step's seed, so that what a step draws for itself changes nothing here. */
void check_readers(world *w)
{
    static const struct {
        step *check;
        uint32_t one_in;
    } checks[] = {
        {check_running, 1},   {check_counters, 1},   {check_streak, 2},
        {check_cycle, 2},     {check_deadline, 2},   {check_progress, 4},
        {check_one, 2},       {check_a_page, 2},     {check_ranges, 3},
        {check_history, 10},  {check_runs, 10},      {check_ledger, 10},
        {check_settings, 10}, {check_libraries, 10}, {check_everything_counted, 3},
        {check_labels, 4},
    };

    w->chance = chance_of(~w->seed);
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        if (dice(w, checks[i].one_in) == 0)
            checks[i].check(w);
}

static void check_doctor(world *w)
{
    const focus_doctor_report *report = NULL;
    char what[DIFFERENCE_SIZE / 2];

    reading(w, "assert_recount(f->store, f->path);");
    if (!expect_status(w, CALL_doctor, focus_doctor(w->f->store, FOCUS_DOCTOR_FULL, &report),
                       FOCUS_OK))
        return;
    expect_text(w, "(char *)NULL", report->count > 0 ? report->items[0].message : NULL, NULL);
    focus_doctor_report_free(report);
    if (!recount_agrees(w->f->path, what, sizeof(what)))
        expect_text(w, "(char *)NULL", what, NULL);
}

static void check_export(world *w, const char *user)
{
    w->calls[CALL_export] += 2;
    w->calls[CALL_user_delete]++;
    reading(w, "%s", "");
    expect_same(w,
                user == user_names[0] ? "lost_by_export(f->store, \"one\")"
                                      : "lost_by_export(f->store, \"another\")",
                lost_by_export(w->f->store, user), 0);
}

void check_end(world *w)
{
    if (w->in_batch) {
        say_call(w, FOCUS_OK, "focus_batch_commit(f->store)");
        expect_status(w, CALL_batch_commit, focus_batch_commit(w->f->store), FOCUS_OK);
    }
    check_history(w);
    check_ledger(w);
    check_libraries(w);
    check_doctor(w);
    for (int u = 0; u < USERS && w->plan->comes_back && !w->differs; u++)
        check_export(w, user_names[u]);
    if (!w->differs && dice(w, 4) == 0)
        check_doctor(w);
}
