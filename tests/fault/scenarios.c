/*
 * scenarios.c - see scenarios.h.
 */
#include "fault/scenarios.h"

#include "base/checksum.h"
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- answers ------------------------------------------------------------------------------------ */

static void answer_int(world *w, int64_t value)
{
    w->answer = focus__checksum_ints(w->answer, &value, 1);
}

static void answer_text(world *w, const char *text)
{
    w->answer = focus__checksum_text(w->answer, text);
}

static void answer_session(world *w, const focus_session *session)
{
    if (session == NULL)
        return;
    answer_int(w, session->status);
    answer_int(w, session->active_ms);
    answer_int(w, session->xp);
    answer_text(w, session->title);
    for (size_t i = 0; i < session->tag_count; i++)
        answer_text(w, session->tags[i]);
    for (size_t i = 0; i < session->pause_count; i++)
        answer_text(w, session->pauses[i].reason);
    focus_session_free(session);
}

/* --- opening ------------------------------------------------------------------------------------ */

static focus_status open_and_close(world *w)
{
    focus_status status = world_open(w, 0, FOCUS_DURABILITY_FULL);

    world_close(w);
    return status;
}

static focus_status open_to_read(world *w)
{
    focus_status status = world_open(w, FOCUS_OPEN_READONLY, FOCUS_DURABILITY_FULL);
    const focus_session_list *list = NULL;

    if (status == FOCUS_OK)
        status = focus_session_list_page(w->store, NULL, &list);
    if (status == FOCUS_OK)
        answer_int(w, list->total);
    focus_session_list_free(list);
    world_close(w);
    return status;
}

/* --- the life of a session ---------------------------------------------------------------------- */

static focus_status start_with(world *w, int32_t if_running, int64_t started_at_ms)
{
    static const char *const tags[] = {"deep", "writing"};
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    focus_status status;

    session_input.title = "Draft chapter 4";
    session_input.project = "Thesis";
    session_input.tags = tags;
    session_input.tag_count = COUNT_OF(tags);
    session_input.if_running = if_running;
    session_input.started_at_ms = started_at_ms;
    status = focus_session_start(w->store, &session_input, &session);
    answer_session(w, session);
    return status;
}

static focus_status start(world *w)
{
    return start_with(w, FOCUS_IF_RUNNING_FAIL, 0);
}

static focus_status start_in_the_past(world *w)
{
    return start_with(w, FOCUS_IF_RUNNING_FAIL, w->now_ms - 5 * MINUTE_MS);
}

static focus_status start_and_abandon(world *w)
{
    return start_with(w, FOCUS_IF_RUNNING_ABANDON, 0);
}

static focus_status start_and_complete(world *w)
{
    return start_with(w, FOCUS_IF_RUNNING_COMPLETE, 0);
}

static focus_status answered(world *w, focus_status status, const focus_session *session)
{
    answer_session(w, session);
    return status;
}

static focus_status pause(world *w)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_pause(w->store, 0, "door bell", &session);

    return answered(w, status, session);
}

static focus_status resume(world *w)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_resume(w->store, 0, &session);

    return answered(w, status, session);
}

static focus_status complete(world *w)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_complete(w->store, 0, NULL, &session);

    return answered(w, status, session);
}

static focus_status complete_with_note(world *w)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_complete(w->store, 0, "went well", &session);

    return answered(w, status, session);
}

static focus_status abandon(world *w)
{
    return focus_session_abandon(w->store, 0, NULL, NULL);
}

static focus_status extend(world *w)
{
    return focus_session_extend(w->store, 10 * MINUTE_MS, NULL);
}

static focus_status void_it(world *w)
{
    return focus_session_void(w->store, 0, "by mistake", NULL);
}

static focus_status idle_with(world *w, int64_t idle_ms, int32_t answer)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_idle(w->store, idle_ms, answer, &session);

    return answered(w, status, session);
}

static focus_status idle_and_continue(world *w)
{
    return idle_with(w, MINUTE_MS, FOCUS_IDLE_CONTINUE);
}

static focus_status idle_and_split(world *w)
{
    return idle_with(w, MINUTE_MS, FOCUS_IDLE_SPLIT);
}

static focus_status sweep(world *w)
{
    int64_t count = 0;
    focus_status status = focus_sweep(w->store, &count);

    answer_int(w, count);
    return status;
}

/* --- history ------------------------------------------------------------------------------------ */

static focus_status add_with(world *w, uint32_t flags)
{
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;

    session_input.flags = flags;
    session_input.title = "Added later";
    session_input.started_at_ms = w->now_ms - 50 * DAY_MS;
    session_input.ended_at_ms = session_input.started_at_ms + HOUR_MS;
    return focus_session_add(w->store, &session_input, NULL);
}

static focus_status add(world *w)
{
    return add_with(w, 0);
}

static focus_status add_for_pay(world *w)
{
    return add_with(w, FOCUS_INPUT_REWARD);
}

static focus_status edit_words(world *w)
{
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    focus_status status;

    session_input.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_NOTE | FOCUS_FIELD_PROJECT;
    session_input.title = "Another title";
    session_input.note = "a note\nof two lines";
    status = focus_session_edit(w->store, &w->done, &session_input, &session);
    return answered(w, status, session);
}

/* To a day of its own: counters, two days, and the runs of days follow. */
static focus_status edit_times(world *w)
{
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;

    session_input.fields = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT | FOCUS_FIELD_MODE;
    session_input.mode = FOCUS_MODE_FOCUS;
    session_input.started_at_ms = w->now_ms - 40 * DAY_MS;
    session_input.ended_at_ms = session_input.started_at_ms + 2 * HOUR_MS;
    return focus_session_edit(w->store, &w->done, &session_input, NULL);
}

static focus_status confirm(world *w)
{
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;

    session_input.fields = FOCUS_FIELD_CONFIRMED;
    session_input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    return focus_session_edit(w->store, &w->implausible, &session_input, NULL);
}

static focus_status tag(world *w)
{
    static const char *const tags[] = {"alpha", "beta", "gamma"};

    return focus_session_tag(w->store, &w->done, tags, COUNT_OF(tags), NULL);
}

static focus_status untag(world *w)
{
    static const char *const tags[] = {"first"};

    return focus_session_untag(w->store, &w->done, tags, COUNT_OF(tags), NULL);
}

/* Inside a pause. */
static focus_status split_with(world *w, focus_id *out_second)
{
    const focus_session *whole = NULL;
    const focus_session *second = NULL;
    focus_status status = focus_session_get(w->store, &w->done, &whole);

    if (status == FOCUS_OK)
        status = focus_pause_add(w->store, &w->done, whole->started_at_ms + 5 * MINUTE_MS,
                                 whole->started_at_ms + 15 * MINUTE_MS, "tea", NULL);
    if (status == FOCUS_OK)
        status =
            focus_session_split(w->store, &w->done, whole->started_at_ms + 10 * MINUTE_MS, &second);
    if (status == FOCUS_OK)
        *out_second = second->id;
    focus_session_free(whole);
    return answered(w, status, second);
}

static focus_status end_batch(world *w, focus_status status)
{
    if (status == FOCUS_OK)
        return focus_batch_commit(w->store);
    (void)focus_batch_rollback(w->store);
    return status;
}

static focus_status split(world *w)
{
    focus_id second;
    focus_status status = focus_batch_begin(w->store);

    if (status == FOCUS_OK)
        status = split_with(w, &second);
    return end_batch(w, status);
}

static focus_status join(world *w)
{
    focus_id second;
    focus_status status = focus_batch_begin(w->store);

    if (status == FOCUS_OK)
        status = split_with(w, &second);
    if (status == FOCUS_OK)
        status = focus_session_join(w->store, &second, &w->done, NULL);
    return end_batch(w, status);
}

static focus_status rename_tag(world *w)
{
    int64_t count = 0;
    focus_status status = focus_tag_rename(w->store, "first", "another", &count);

    answer_int(w, count);
    return status;
}

static focus_status merge_tags(world *w)
{
    return focus_tag_merge(w->store, "first", "second", NULL);
}

static focus_status delete_session(world *w)
{
    return focus_session_delete(w->store, &w->done);
}

static focus_status delete_running(world *w)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_running(w->store, &session);

    if (status == FOCUS_OK)
        status = focus_session_delete(w->store, &session->id);
    focus_session_free(session);
    return status;
}

static focus_status restore_session(world *w)
{
    return focus_session_restore(w->store, &w->deleted, NULL);
}

/* --- points, libraries, tracks ------------------------------------------------------------------ */

static focus_status award_xp(world *w)
{
    return focus_points_award(w->store, FOCUS_POINTS_XP, 500, "badge", "a badge");
}

static focus_status award_coins(world *w)
{
    return focus_points_award(w->store, FOCUS_POINTS_COINS, 5, "badge", NULL);
}

static focus_status spend(world *w)
{
    return focus_points_spend(w->store, 3, "a theme", "paid");
}

static focus_status create_library(world *w)
{
    focus_id id;

    return focus_library_create(w->store, "Rain", "all kinds of it", &id);
}

static focus_status rename_library(world *w)
{
    return focus_library_rename(w->store, &w->library, "Rivers");
}

static focus_status favour_library(world *w)
{
    return focus_library_set_favorite(w->store, &w->library, 1);
}

static focus_status delete_library(world *w)
{
    return focus_library_delete(w->store, &w->library);
}

static const focus_track_input tracks[] = {
    {sizeof(focus_track_input), "Storm", "https://example.org/storm.ogg", 3 * MINUTE_MS},
    {sizeof(focus_track_input), "Drizzle", NULL, 0},
    {sizeof(focus_track_input), "Thaw", NULL, HOUR_MS},
};

static focus_status add_track(world *w)
{
    return focus_track_add(w->store, &w->library, &tracks[0], NULL);
}

static focus_status add_tracks(world *w)
{
    return focus_track_add_many(w->store, &w->library, tracks, COUNT_OF(tracks));
}

static focus_status edit_track(world *w)
{
    return focus_track_edit(w->store, &w->track, &tracks[2]);
}

static focus_status move_track(world *w)
{
    return focus_track_move(w->store, &w->other_track, &w->track);
}

static focus_status delete_track(world *w)
{
    return focus_track_delete(w->store, &w->track);
}

/* --- users, settings, batches ------------------------------------------------------------------- */

static focus_status create_user(world *w)
{
    return focus_user_create(w->store, "third", NULL);
}

static focus_status rename_user(world *w)
{
    return focus_user_rename(w->store, &w->other_user, "renamed");
}

static focus_status delete_user(world *w)
{
    return focus_user_delete(w->store, &w->other_user);
}

static focus_status set_settings(world *w)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_status status = focus_settings_get(w->store, &settings);

    settings.daily_goal_ms = 2 * HOUR_MS;
    settings.day_start_minutes = 240;
    return status == FOCUS_OK ? focus_settings_set(w->store, &settings) : status;
}

static focus_status set_goal(world *w)
{
    return focus_goal_set(w->store, 20500, 0, 2 * HOUR_MS, 0); /* one is there, six are not */
}

static focus_status reset_cycle(world *w)
{
    return focus_cycle_reset(w->store);
}

static focus_status fill_batch(world *w)
{
    focus_status status = focus_batch_begin(w->store);

    if (status == FOCUS_OK)
        status = start(w);
    if (status == FOCUS_OK)
        status = add_tracks(w);
    if (status == FOCUS_OK)
        status = award_xp(w);
    if (status == FOCUS_OK)
        status = delete_session(w);
    return status;
}

static focus_status commit_batch(world *w)
{
    return end_batch(w, fill_batch(w));
}

static focus_status drop_batch(world *w)
{
    focus_status status = fill_batch(w);
    focus_status dropped = focus_batch_rollback(w->store);

    return status == FOCUS_OK ? dropped : status;
}

static focus_status undo_all(world *w)
{
    return focus_undo(w->store, WORLD_EDITS, 0, NULL);
}

static focus_status undo_for_trial(world *w)
{
    const focus_step_list *list = NULL;
    focus_status status = focus_undo(w->store, WORLD_EDITS, FOCUS_UNDO_DRY_RUN, &list);

    if (status == FOCUS_OK)
        answer_int(w, (int64_t)list->count);
    focus_step_list_free(list);
    return status;
}

static focus_status redo_all(world *w)
{
    return focus_redo(w->store, WORLD_EDITS, 0, NULL);
}

/* --- exchange ----------------------------------------------------------------------------------- */

static const char toggl[] =
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    "Duration,Tags\n"
    "U,u@example.org,,Garden,,Weeding,No,2026-01-05,09:00:00,2026-01-05,10:30:00,01:30:00,\"a, "
    "b\"\n"
    "U,u@example.org,,Garden,,Planting,No,2026-01-06,09:00:00,2026-01-06,09:45:00,00:45:00,a\n"
    "U,u@example.org,,,,Reading,No,2026-01-07,20:00:00,2026-01-08,00:15:00,04:15:00,\n";

static const char frames[] =
    "[[1767600000,1767603600,\"garden\",\"0123456789abcdef0123456789abcdef\","
    "[\"a\",\"b\"],1767603600],[1767610000,1767613600,\"garden\","
    "\"0123456789abcdef0123456789abcdee\",[],1767613600]]";

static const char records[] = "2026-01-05\n  9:00 - 10:00 Sow #bed\n  2h Read\n  -30m\n";

static focus_status import_as(world *w, const char *text, uint32_t flags)
{
    input in = {.bytes = text, .size = strlen(text), .step = 100};
    focus_import_options options = input_options(&in, "auto");
    focus_import_report report;
    focus_status status;

    options.flags = flags;
    status = focus_import(w->store, &options, &report);
    if (status == FOCUS_OK && report.read == 0)
        fail_msg("nothing is read of %.40s", text);
    answer_int(w, report.added);
    answer_int(w, report.read_ms);
    return status;
}

static focus_status import_csv(world *w)
{
    return import_as(w, toggl, FOCUS_IMPORT_REWARD);
}

static focus_status import_json(world *w)
{
    return import_as(w, frames, FOCUS_IMPORT_PROJECT_AS_TAG);
}

static focus_status import_totals(world *w)
{
    return import_as(w, records, 0);
}

/* The first event waits for the time zone. */
static const char calendar[] = "BEGIN:VCALENDAR\r\n"
                               "BEGIN:VEVENT\r\nUID:0\r\nSUMMARY:Wait\r\n"
                               "DTSTART;TZID=Berlin:20260104T090000\r\nDURATION:PT1H\r\n"
                               "END:VEVENT\r\n"
                               "BEGIN:VTIMEZONE\r\nTZID:Berlin\r\n"
                               "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
                               "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
                               "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
                               "BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n"
                               "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
                               "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
                               "END:VTIMEZONE\r\n"
                               "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Plan\r\nCATEGORIES:a,b\r\n"
                               "DTSTART;TZID=Berlin:20260105T090000\r\nDURATION:PT1H\r\n"
                               "END:VEVENT\r\n"
                               "END:VCALENDAR\r\n";

static focus_status import_calendar(world *w)
{
    return import_as(w, calendar, 0);
}

static const char productivity[] =
    "{\"task\":{\"ids\":[\"a\"],\"entities\":{\"a\":{\"id\":\"a\",\"title\":\"Sow\","
    "\"projectId\":\"p\",\"tagIds\":[\"t\"],\"subTaskIds\":[],"
    "\"timeSpentOnDay\":{\"2026-01-05\":3600000,\"2026-01-06\":60000}}}},"
    "\"project\":{\"ids\":[\"p\"],\"entities\":{\"p\":{\"id\":\"p\",\"title\":\"Garden\"}}},"
    "\"tag\":{\"ids\":[\"t\"],\"entities\":{\"t\":{\"id\":\"t\",\"title\":\"deep\"}}}}";

static focus_status import_productivity(world *w)
{
    return import_as(w, productivity, 0);
}

static const char lines[] =
    "{\"id\":\"01932b4e-7c1d-7000-8000-000000000001\",\"mode\":\"focus\",\"status\":\"completed\","
    "\"title\":\"Sow\",\"tags\":[\"a\"],\"started_at\":\"2026-01-05T09:00:00Z\","
    "\"ended_at\":\"2026-01-05T09:30:00Z\",\"pauses\":[{\"from\":\"2026-01-05T09:10:00Z\","
    "\"to\":\"2026-01-05T09:11:00Z\",\"reason\":\"tea\"}]}\n"
    "{\"kind\":\"day_total\",\"day\":\"2026-01-05\",\"length_ms\":7200000,\"is_sum\":false,"
    "\"title\":\"Read\",\"project\":null,\"note\":null,\"tags\":[\"b\"],"
    "\"source\":{\"format\":\"klog\",\"key\":\"k\"},\"created_at\":\"2026-01-05T20:00:00.000Z\"}\n";

static const char intervals[] =
    "[{\"id\":1,\"start\":\"20260105T080000Z\",\"end\":\"20260105T093000Z\","
    "\"tags\":[\"a\",\"b\"],\"annotation\":\"Sow\"}]\n";

static focus_status import_intervals(world *w)
{
    return import_as(w, intervals, 0);
}

static focus_status import_lines(world *w)
{
    return import_as(w, lines, 0);
}

static const char buckets[] =
    "{\"buckets\":{\"aw-watcher-afk_host\":{\"id\":\"aw-watcher-afk_host\","
    "\"type\":\"afkstatus\",\"hostname\":\"host\",\"events\":[{\"id\":1,"
    "\"timestamp\":\"2026-01-05T09:00:00Z\",\"duration\":600,"
    "\"data\":{\"status\":\"not-afk\"}}]}}}";

static focus_status import_buckets(world *w)
{
    return import_as(w, buckets, 0);
}

static const char pomodoros[] =
    "2026-01-05T09:00:00+01:00 description=\"Sow\" duration=25 tags=a,b\n";

static focus_status import_pomodoros(world *w)
{
    return import_as(w, pomodoros, 0);
}

/* The lists that no other read has. */
static focus_status read_rows_of_days(world *w)
{
    const focus_day_total_list *totals = NULL;
    const focus_label_list *labels = NULL;
    const focus_step_list *steps = NULL;
    focus_status status = focus_day_total_list_range(w->store, 20000, 21000, &totals);

    focus_day_total_list_free(totals);
    if (status == FOCUS_OK)
        status = focus_tag_list_all(w->store, &labels);
    focus_label_list_free(labels);
    if (status == FOCUS_OK)
        status = focus_step_list_all(w->store, 100, &steps);
    focus_step_list_free(steps);
    return status;
}

static focus_status import_for_trial(world *w)
{
    return import_as(w, toggl, FOCUS_IMPORT_DRY_RUN);
}

static focus_status export_as(world *w, const char *format)
{
    output out = {.fail_at = SIZE_MAX};
    focus_export_options options = output_options(&out, format);
    focus_export_report report;
    focus_status status = focus_export(w->store, &options, &report);

    answer_int(w, report.sessions + report.day_totals);
    w->answer = focus__checksum_bytes(w->answer, out.bytes, out.size);
    free(out.bytes);
    return status;
}

static focus_status export_jsonl(world *w)
{
    return export_as(w, "jsonl");
}

static focus_status export_csv(world *w)
{
    return export_as(w, "csv");
}

/* --- reading ------------------------------------------------------------------------------------ */

static focus_status read_pages(world *w)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    char cursor[FOCUS_CURSOR_SIZE] = "";
    focus_status status;

    filter.limit = 7;
    filter.cursor = cursor;
    do {
        status = focus_session_list_page(w->store, &filter, &list);
        for (size_t i = 0; status == FOCUS_OK && i < list->count; i++)
            answer_text(w, list->items[i]->title);
        if (status == FOCUS_OK)
            (void)snprintf(cursor, sizeof(cursor), "%s", list->next_cursor);
        focus_session_list_free(list);
    } while (status == FOCUS_OK && cursor[0] != '\0');
    return status;
}

static focus_status search(world *w)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    focus_status status;

    filter.tag = "first";
    filter.text = "ork";
    status = focus_session_list_page(w->store, &filter, &list);
    if (status == FOCUS_OK)
        answer_int(w, list->total);
    focus_session_list_free(list);
    return status;
}

static focus_status read_figures(world *w)
{
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    focus_status status = focus_counters_get(w->store, &counters);

    if (status == FOCUS_OK)
        status = focus_stats_get(w->store, 0, 30000, &stats);
    if (status == FOCUS_OK)
        status = focus_streak_get(w->store, &streak);
    if (status == FOCUS_OK)
        status = focus_progress_get(w->store, &progress);
    if (status != FOCUS_OK)
        return status;
    answer_int(w, counters.sessions);
    answer_int(w, stats.best_day_ms);
    answer_int(w, streak.longest_days);
    answer_int(w, progress.level_xp);
    return FOCUS_OK;
}

static focus_status read_lists(world *w)
{
    const focus_library_list *libraries = NULL;
    const focus_track_list *found = NULL;
    const focus_ledger_list *ledger = NULL;
    const focus_user_list *users = NULL;
    const focus_label_list *tags = NULL;
    const focus_label_list *projects = NULL;
    focus_status status = focus_library_list_page(w->store, 0, NULL, &libraries);

    if (status == FOCUS_OK)
        status = focus_track_list_page(w->store, &w->library, 0, NULL, &found);
    if (status == FOCUS_OK)
        status = focus_ledger_list_page(w->store, 0, NULL, &ledger);
    if (status == FOCUS_OK)
        status = focus_user_list_all(w->store, &users);
    if (status == FOCUS_OK)
        status = focus_tag_list_all(w->store, &tags);
    if (status == FOCUS_OK)
        status = focus_project_list_all(w->store, &projects);
    if (status == FOCUS_OK)
        answer_int(w, libraries->total + found->total + ledger->total + (int64_t)users->count +
                          (int64_t)(tags->count + projects->count));
    focus_library_list_free(libraries);
    focus_track_list_free(found);
    focus_ledger_list_free(ledger);
    focus_user_list_free(users);
    focus_label_list_free(tags);
    focus_label_list_free(projects);
    return status;
}

static focus_status read_what_is_next(world *w)
{
    focus_deadline deadline;
    focus_cycle cycle;
    const focus_session *session = NULL;
    focus_status status = focus_next_deadline(w->store, &deadline);

    if (status == FOCUS_OK)
        status = focus_cycle_get(w->store, &cycle);
    if (status == FOCUS_OK)
        status = focus_session_running(w->store, &session);
    if (status == FOCUS_OK)
        answer_int(w, deadline.at_ms + cycle.done);
    return answered(w, status, session);
}

/* --- care --------------------------------------------------------------------------------------- */

static focus_status back_up(world *w)
{
    return focus_backup(w->store, WORLD_COPY_PATH);
}

static focus_status examine(world *w)
{
    const focus_doctor_report *report = NULL;
    focus_status status = focus_doctor(w->store, FOCUS_DOCTOR_FULL, &report);

    if (status == FOCUS_OK)
        answer_int(w, (int64_t)report->count);
    focus_doctor_report_free(report);
    return status;
}

static focus_status back_up_daily(world *w)
{
    return focus_backup_daily(w->store, "/daily");
}

/* Out of a copy made before anything may fail. */
static focus_status restore_copy(world *w)
{
    return focus_restore(w->store, WORLD_COPY_PATH, NULL);
}

static focus_status repair(world *w)
{
    const focus_doctor_report *report = NULL;
    focus_status status = focus_repair(w->store, &report);

    if (status == FOCUS_OK)
        answer_int(w, (int64_t)report->count);
    focus_doctor_report_free(report);
    return status;
}

static focus_status suspend_and_resume(world *w)
{
    focus_status status = focus_suspend(w->store);

    if (status == FOCUS_OK)
        status = focus_resume(w->store);
    return status == FOCUS_OK ? read_figures(w) : status;
}

static int answer_page(void *user, const char *bytes, size_t size)
{
    (void)bytes;
    answer_int(user, (int64_t)size);
    return 0;
}

static focus_status read_reports(world *w)
{
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
    focus_status status = FOCUS_OK;

    for (options.by = 0; options.by < FOCUS_BY_COUNT && status == FOCUS_OK; options.by++) {
        const focus_report *report = NULL;
        status = focus_report_get(w->store, &options, &report);
        if (status != FOCUS_OK)
            return status;
        answer_int(w, report->total->time_ms);
        answer_int(w, (int64_t)report->count);
        focus_report_free(report);
    }
    return status == FOCUS_OK ? focus_report_html(w->store, NULL, answer_page, w) : status;
}

/* Enough commits that the log is folded in on the way. */
static focus_status fill_the_log(world *w)
{
    char key[16];
    focus_status status = FOCUS_OK;

    for (int i = 0; i < 400 && status == FOCUS_OK; i++) {
        (void)snprintf(key, sizeof(key), "k%d", i);
        status = focus_points_award(w->store, FOCUS_POINTS_XP, 1, key, NULL);
        w->acknowledged += status == FOCUS_OK;
    }
    return status;
}

const scenario scenarios[] = {
    {"create", WORLD_NEW, true, open_and_close, true},
    {"open", WORLD_IDLE, true, open_and_close, false},
    {"open to read", WORLD_IDLE, true, open_to_read, false},
    {"open after a crash", WORLD_UNFOLDED, true, open_and_close, false},
    {"read after a crash", WORLD_UNFOLDED, true, open_to_read, false},
    {"start", WORLD_IDLE, false, start, false},
    {"start in the past", WORLD_IDLE, false, start_in_the_past, false},
    {"start and abandon", WORLD_RUNNING, false, start_and_abandon, false},
    {"start and complete", WORLD_RUNNING, false, start_and_complete, false},
    {"start after an overdue one", WORLD_OVERDUE, false, start, false},
    {"pause", WORLD_RUNNING, false, pause, false},
    {"resume", WORLD_PAUSED, false, resume, false},
    {"complete", WORLD_RUNNING, false, complete, false},
    {"complete with a note", WORLD_PAUSED, false, complete_with_note, false},
    {"abandon", WORLD_PAUSED, false, abandon, false},
    {"void", WORLD_PAUSED, false, void_it, false},
    {"idle, a pause", WORLD_RUNNING, false, idle_and_continue, false},
    {"idle, a split", WORLD_RUNNING, false, idle_and_split, false},
    {"extend", WORLD_RUNNING, false, extend, false},
    {"sweep", WORLD_OVERDUE, false, sweep, false},
    {"add", WORLD_IDLE, false, add, false},
    {"add for pay", WORLD_IDLE, false, add_for_pay, false},
    {"edit words", WORLD_IDLE, false, edit_words, false},
    {"edit times", WORLD_IDLE, false, edit_times, false},
    {"confirm", WORLD_IDLE, false, confirm, false},
    {"tag", WORLD_IDLE, false, tag, false},
    {"untag", WORLD_IDLE, false, untag, false},
    {"pause and split", WORLD_IDLE, false, split, false},
    {"split and join", WORLD_IDLE, false, join, false},
    {"rename a tag", WORLD_IDLE, false, rename_tag, false},
    {"merge tags", WORLD_IDLE, false, merge_tags, false},
    {"delete", WORLD_IDLE, false, delete_session, false},
    {"delete the running one", WORLD_RUNNING, false, delete_running, false},
    {"restore", WORLD_IDLE, false, restore_session, false},
    {"award XP", WORLD_IDLE, false, award_xp, false},
    {"award coins", WORLD_IDLE, false, award_coins, false},
    {"spend", WORLD_IDLE, false, spend, false},
    {"create a library", WORLD_IDLE, false, create_library, false},
    {"rename a library", WORLD_IDLE, false, rename_library, false},
    {"favour a library", WORLD_IDLE, false, favour_library, false},
    {"delete a library", WORLD_IDLE, false, delete_library, false},
    {"add a track", WORLD_IDLE, false, add_track, false},
    {"add tracks", WORLD_IDLE, false, add_tracks, false},
    {"edit a track", WORLD_IDLE, false, edit_track, false},
    {"move a track", WORLD_IDLE, false, move_track, false},
    {"delete a track", WORLD_IDLE, false, delete_track, false},
    {"create a user", WORLD_IDLE, false, create_user, false},
    {"rename a user", WORLD_IDLE, false, rename_user, false},
    {"delete a user", WORLD_IDLE, false, delete_user, false},
    {"settings", WORLD_IDLE, false, set_settings, false},
    {"goal", WORLD_IDLE, false, set_goal, false},
    {"reset the cycle", WORLD_IDLE, false, reset_cycle, false},
    {"batch", WORLD_IDLE, false, commit_batch, false},
    {"batch dropped", WORLD_IDLE, false, drop_batch, false},
    {"import CSV", WORLD_IDLE, false, import_csv, false},
    {"import JSON", WORLD_IDLE, false, import_json, false},
    {"import totals", WORLD_IDLE, false, import_totals, false},
    {"import a calendar", WORLD_IDLE, false, import_calendar, false},
    {"import tasks", WORLD_IDLE, false, import_productivity, false},
    {"import lines", WORLD_IDLE, false, import_lines, false},
    {"import intervals", WORLD_IDLE, false, import_intervals, false},
    {"import totals again", WORLD_EDITED, false, import_totals, false},
    {"import buckets", WORLD_IDLE, false, import_buckets, false},
    {"import pomodoros", WORLD_IDLE, false, import_pomodoros, false},
    {"steps and labels", WORLD_EDITED, false, read_rows_of_days, false},
    {"undo", WORLD_EDITED, false, undo_all, false},
    {"undo for trial", WORLD_EDITED, false, undo_for_trial, false},
    {"redo", WORLD_UNDONE, false, redo_all, false},
    {"import for trial", WORLD_IDLE, false, import_for_trial, false},
    {"export JSON Lines", WORLD_IDLE, false, export_jsonl, false},
    {"export CSV", WORLD_PAUSED, false, export_csv, false},
    {"pages", WORLD_IDLE, false, read_pages, false},
    {"search", WORLD_IDLE, false, search, false},
    {"figures", WORLD_OVERDUE, false, read_figures, false},
    {"reports", WORLD_OVERDUE, false, read_reports, false},
    {"lists", WORLD_IDLE, false, read_lists, false},
    {"what is next", WORLD_PAUSED, false, read_what_is_next, false},
    {"backup", WORLD_IDLE, false, back_up, false},
    {"backup of the day", WORLD_IDLE, false, back_up_daily, false},
    {"restore", WORLD_COPIED, false, restore_copy, true},
    {"repair", WORLD_RUNNING, false, repair, false},
    {"suspend", WORLD_PAUSED, false, suspend_and_resume, false},
    {"doctor", WORLD_IDLE, false, examine, false},
    {"fill the log", WORLD_IDLE, false, fill_the_log, true},
};
const size_t scenario_count = COUNT_OF(scenarios);

const scenario *scenario_named(const char *name)
{
    for (size_t i = 0; i < scenario_count; i++)
        if (strcmp(scenarios[i].name, name) == 0)
            return &scenarios[i];
    fail_msg("there is no scenario \"%s\"", name);
    return NULL;
}

/* --- running one -------------------------------------------------------------------------------- */

bool scenario_is_wanted(const scenario *s)
{
    const char *only = getenv("FOCUS_SCENARIO");

    return only == NULL || strcmp(only, s->name) == 0;
}

void scenario_begin(world *w, const scenario *s)
{
    world_reset(w, s->state);
    if (!s->opens)
        assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
}

focus_status scenario_run(world *w, const scenario *s)
{
    focus_status status = s->run(w);

    world_close(w); /* an end like any other: it may be struck too */
    return status;
}

plain_run scenario_run_plainly(world *w, const scenario *s)
{
    plain_run plain = {0};

    world_reset(w, s->state);
    assert_true(world_is_sound(w, s->name));
    scenario_begin(w, s);
    plain.before = world_print(WORLD_PATH);
    plain.copy_before = world_print(WORLD_COPY_PATH);
    if (scenario_run(w, s) != FOCUS_OK)
        fail_msg("%s fails without a fault", s->name);
    plain.after = world_print(WORLD_PATH);
    plain.copy = world_print(WORLD_COPY_PATH);
    plain.answer = w->answer;
    assert_true(world_is_sound(w, s->name));
    return plain;
}

/* --- judging it --------------------------------------------------------------------------------- */

/* A copy that fails is removed, unless that fails too: then it is whole, or none that opens. */
static bool copy_is_right(const plain_run *plain, world_look copy, focus_status status,
                          bool lasting)
{
    if (!copy.is_whole)
        return false;
    if (status == FOCUS_OK)
        return copy.print == plain->copy;
    return copy.print == plain->copy_before || (lasting && copy.print == plain->copy);
}

static enum verdict judge_failure(const plain_run *plain, uint64_t print)
{
    if (print == plain->before)
        return VERDICT_FAILED;
    return print == plain->after ? VERDICT_FOUND : VERDICT_WRONG;
}

/* Of many writes all that were acknowledged are there, and one more at most. */
static enum verdict judge_steps(const world *w)
{
    int64_t more = 0;

    if (w->acknowledged > 0)
        more = world_number("SELECT count(*) FROM points_ledger WHERE key LIKE 'k%'") -
               w->acknowledged;
    if (more == 0)
        return VERDICT_FAILED;
    return more == 1 ? VERDICT_FOUND : VERDICT_WRONG;
}

enum verdict scenario_judge(const world *w, const scenario *s, const plain_run *plain,
                            focus_status status, focus_status expected, bool lasting)
{
    world_look file = world_look_at(WORLD_PATH);
    bool is_complete = w->answer == plain->answer && file.print == plain->after;

    if (!file.is_whole || (status != FOCUS_OK && status != expected) ||
        !copy_is_right(plain, world_look_at(WORLD_COPY_PATH), status, lasting))
        return VERDICT_WRONG;
    if (status == FOCUS_OK)
        return is_complete ? VERDICT_ABSORBED : VERDICT_WRONG;
    return s->has_steps ? judge_steps(w) : judge_failure(plain, file.print);
}

bool scenario_goes_on(world *w, const scenario *s, enum verdict verdict, const char *what)
{
    bool is_known = !s->has_steps && verdict != VERDICT_WRONG;

    return is_known ? world_goes_on(w, what) : world_is_sound(w, what);
}
