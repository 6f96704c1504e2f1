/*
 * image_use.c - the use that is made of a file: every noun is read and written. What a call answers
 * is free, as long as it is an answer.
 */
#include "fuzz/image_parts.h"

#include <stdlib.h>

/* Nobody else has the file. */
#define ask(call) fuzz_check(fuzz_typed(store, (call)) != FOCUS_E_BUSY)

/* What was found by reading, for the writes. */
typedef struct found {
    focus_id session;
    focus_id deleted;
    focus_id library;
    focus_id track;
} found;

/* --- reading ---------------------------------------------------------------------------------- */

static void read_pages(focus_store *store, focus_session_filter filter, focus_id *out_id)
{
    const focus_session_list *list = NULL;
    char cursor[FOCUS_CURSOR_SIZE] = "";

    for (int page = 0; page < 4; page++) {
        filter.cursor = cursor;
        ask(focus_session_list_page(store, &filter, &list));
        if (list == NULL)
            return;
        if (list->count > 0)
            *out_id = list->items[list->count / 2]->id;
        for (size_t i = 0; i < FOCUS_CURSOR_SIZE; i++)
            cursor[i] = list->next_cursor[i];
        focus_session_list_free(list);
        if (cursor[0] == '\0')
            return;
    }
}

static void read_sessions(focus_store *store, found *f)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session *session = NULL;
    char text[FOCUS_ID_TEXT_SIZE];
    focus_id id;

    filter.limit = 15;
    read_pages(store, filter, &f->session);
    filter.flags = FOCUS_FILTER_DELETED;
    read_pages(store, filter, &f->deleted);
    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    filter.tag = "net";
    filter.text = "knot";
    read_pages(store, filter, &id);
    filter.has_days = 1;
    filter.until_day = INT32_MAX;
    read_pages(store, filter, &id);
    ask(focus_session_running(store, &session));
    focus_session_free(session);
    ask(focus_session_get(store, &f->session, &session));
    focus_session_free(session);
    focus_id_format(&f->session, text);
    ask(focus_session_find(store, text, &id));
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void read_reports(focus_store *store)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    const focus_timeline *timeline = NULL;
    const focus_gap_list *gaps = NULL;
    const focus_goal_list *goals = NULL;
    focus_goal goal;
    focus_today today;

    for (options.by = 0; options.by < FOCUS_BY_COUNT; options.by++) {
        const focus_report *report = NULL;
        options.rule = options.by % 2;
        ask(focus_report_get(store, &options, &report));
        focus_report_free(report);
    }
    ask(focus_report_html(store, NULL, write_nowhere, NULL));
    ask(focus_timeline_get(store, 20514, &timeline));
    focus_timeline_free(timeline);
    ask(focus_gap_list_range(store, INT32_MIN, INT32_MAX, 0, &gaps));
    focus_gap_list_free(gaps);
    ask(focus_goal_of_day(store, 20514, &goal));
    ask(focus_today_get(store, &today));
    ask(focus_goal_list_all(store, &goals));
    focus_goal_list_free(goals);
}

static void read_figures(focus_store *store)
{
    const focus_day_list *days = NULL;
    const focus_day_total_list *totals = NULL;
    const focus_run_list *runs = NULL;
    const focus_ledger_list *ledger = NULL;
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    focus_cycle cycle;
    focus_deadline deadline;

    ask(focus_counters_get(store, &counters));
    ask(focus_stats_get(store, INT32_MIN, INT32_MAX, &stats));
    ask(focus_day_list_range(store, INT32_MIN, INT32_MAX, &days));
    focus_day_list_free(days);
    ask(focus_day_total_list_range(store, INT32_MIN, INT32_MAX, &totals));
    focus_day_total_list_free(totals);
    ask(focus_streak_get(store, &streak));
    ask(focus_streak_runs(store, 1000, &runs));
    focus_run_list_free(runs);
    read_reports(store);
    ask(focus_progress_get(store, &progress));
    ask(focus_ledger_list_page(store, 1000, NULL, &ledger));
    focus_ledger_list_free(ledger);
    ask(focus_cycle_get(store, &cycle));
    ask(focus_next_deadline(store, &deadline));
}

static void read_music(focus_store *store, found *f)
{
    const focus_library_list *libraries = NULL;
    const focus_track_list *tracks = NULL;
    const focus_library *library = NULL;
    const focus_track *track = NULL;

    ask(focus_library_list_page(store, 0, NULL, &libraries));
    if (libraries != NULL && libraries->count > 0)
        f->library = libraries->items[0]->id;
    focus_library_list_free(libraries);
    ask(focus_library_find(store, "sea", &library));
    focus_library_free(library);
    ask(focus_track_list_page(store, &f->library, 0, NULL, &tracks));
    if (tracks != NULL && tracks->count > 0)
        f->track = tracks->items[tracks->count / 2]->id;
    focus_track_list_free(tracks);
    ask(focus_track_get(store, &f->track, &track));
    focus_track_free(track);
}

static int drop_bytes(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void read_all_at_once(focus_store *store)
{
    static const char *const formats[] = {"jsonl", "csv", "ics", "klog", "toggl", "timewarrior"};
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;
    const focus_doctor_report *report = NULL;
    const focus_user_list *users = NULL;
    focus_settings settings = FOCUS_SETTINGS_INIT;

    options.write = drop_bytes;
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        options.format = formats[i];
        ask(focus_export(store, &options, NULL));
    }
    ask(focus_user_list_all(store, &users));
    focus_user_list_free(users);
    ask(focus_settings_get(store, &settings));
    ask(focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    focus_doctor_report_free(report);
}

static found read_everything(focus_store *store)
{
    found f = {{{0}}, {{0}}, {{0}}, {{0}}};

    read_sessions(store, &f);
    read_figures(store);
    read_music(store, &f);
    read_all_at_once(store);
    return f;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void go_back_and_forth(focus_store *store)
{
    const focus_step_list *steps = NULL;

    ask(focus_step_list_all(store, 1000, &steps));
    focus_step_list_free(steps);
    ask(focus_undo(store, 2, 0, NULL));
    ask(focus_undo(store, 1, 0, NULL));
    ask(focus_redo(store, 1, 0, NULL));
}

static void write_live(focus_store *store)
{
    ask(focus_sweep(store, NULL));
    ask(focus_session_resume(store, 0, NULL));
    ask(focus_session_extend(store, FUZZ_MINUTE_MS, NULL));
    ask(focus_session_complete(store, 0, "done", NULL));
    ask(focus_session_start(store, NULL, NULL));
    ask(focus_session_pause(store, 0, "tea", NULL));
    ask(focus_session_abandon(store, 0, NULL, NULL));
}

static void write_history(focus_store *store, const found *f)
{
    static const char *const tags[] = {"net", "tide"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.started_at_ms = FUZZ_NOW_MS - 5 * FUZZ_HOUR_MS;
    input.ended_at_ms = input.started_at_ms + 1000;
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    ask(focus_session_add(store, &input, NULL));
    input.fields = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT | FOCUS_FIELD_TITLE;
    input.title = "mend a net";
    ask(focus_session_edit(store, &f->session, &input, NULL));
    ask(focus_session_tag(store, &f->session, tags, 2, NULL));
    ask(focus_session_untag(store, &f->session, tags, 1, NULL));
    ask(focus_session_delete(store, &f->session));
    ask(focus_session_restore(store, &f->deleted, NULL));
    ask(focus_cycle_reset(store));
}

static void write_the_rest(focus_store *store, const found *f)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_status status = fuzz_typed(store, focus_settings_get(store, &settings));

    if (status == FOCUS_OK)
        ask(focus_settings_set(store, &settings));
    ask(focus_points_spend(store, 1, "hat", NULL));
    ask(focus_points_award(store, FOCUS_POINTS_XP, 1, "gift", NULL));
    track.title = "rain";
    ask(focus_track_add(store, &f->library, &track, NULL));
    ask(focus_track_edit(store, &f->track, &track));
    ask(focus_track_move(store, &f->track, NULL));
    ask(focus_track_delete(store, &f->track));
    ask(focus_library_set_favorite(store, &f->library, 1));
    ask(focus_library_rename(store, &f->library, "lake"));
    ask(focus_library_delete(store, &f->library));
    ask(focus_user_create(store, "third", NULL));
}

static void write_everything(focus_store *store, const found *f)
{
    go_back_and_forth(store);
    write_live(store);
    write_history(store, f);
    write_the_rest(store, f);
}

void image_use(focus_store *store, bool writes)
{
    found f = read_everything(store);

    if (!writes)
        return;
    write_everything(store, &f);
    (void)read_everything(store);
}
