/*
 * test_misuse.c - R14: what a caller can do wrong: NULL, texts, times, and surroundings that do not
 * work. test_misuse_values.c has the rest of it.
 */
#include "support/misuse.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- NULL --------------------------------------------------------------------------------------------------------- */

/* Outputs of all kinds, full of rubbish before each call: a call writes its own on every return. */
typedef struct outputs {
    const focus_session *session;
    const focus_session_list *sessions;
    const focus_label_list *labels;
    const focus_metrics *metrics;
    const focus_user_list *users;
    const focus_day_list *days;
    const focus_day_total_list *totals;
    const focus_run_list *runs;
    const focus_ledger_list *ledger;
    const focus_step_list *steps;
    const focus_library *library;
    const focus_library_list *libraries;
    const focus_track *track;
    const focus_track_list *tracks;
    const focus_doctor_report *report;
    const focus_report *history;
    const focus_goal_list *goals;
    const focus_timeline *timeline;
    const focus_gap_list *gaps;
    focus_goal goal;
    focus_today today;
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    focus_cycle cycle;
    focus_deadline deadline;
    focus_local_time local;
    focus_import_report import;
    focus_export_report export;
    focus_id id;
    int64_t number;
    int32_t small;
    int32_t other;
} outputs;

static outputs out;
static const outputs rubbish_like; /* zeroes to compare with */

static void spoil(void)
{
    memset(&out, 0x5a, sizeof(out));
}

/* A call that must say MISUSE, and zero the output that it has. */
static void check_misuse(const char *call, focus_status got, const void *output, size_t size)
{
    misuse_case(call, FOCUS_E_MISUSE, got);
    if (output != NULL)
        misuse_fact(call, memcmp(output, &rubbish_like, size) == 0);
}

#define MISUSE(call) (spoil(), check_misuse(#call, (call), NULL, 0))
#define MISUSE_OUT(call, field)                                                                    \
    (spoil(), check_misuse(#call, (call), &out.field, sizeof(out.field)))

static const focus_id some_id = {{1}};
static const char *const some_tags[] = {"a"};

static void no_session_call_takes_a_null_store(void **state)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    misuse_begin_test(*state);
    MISUSE_OUT(focus_session_start(NULL, &input, &out.session), session);
    MISUSE_OUT(focus_session_pause(NULL, 0, "r", &out.session), session);
    MISUSE_OUT(focus_session_resume(NULL, 0, &out.session), session);
    MISUSE_OUT(focus_session_complete(NULL, 0, "n", &out.session), session);
    MISUSE_OUT(focus_session_abandon(NULL, 0, "n", &out.session), session);
    MISUSE_OUT(focus_session_void(NULL, 0, "n", &out.session), session);
    MISUSE_OUT(focus_session_extend(NULL, 1000, &out.session), session);
    MISUSE_OUT(focus_session_running(NULL, &out.session), session);
    MISUSE_OUT(focus_session_get(NULL, &some_id, &out.session), session);
    MISUSE_OUT(focus_session_find(NULL, "abcd", &out.id), id);
    MISUSE_OUT(focus_session_add(NULL, &input, &out.session), session);
    MISUSE(focus_session_add_many(NULL, &input, 1));
    MISUSE_OUT(focus_session_edit(NULL, &some_id, &input, &out.session), session);
    MISUSE_OUT(focus_session_tag(NULL, &some_id, some_tags, 1, &out.session), session);
    MISUSE_OUT(focus_session_untag(NULL, &some_id, some_tags, 1, &out.session), session);
    MISUSE(focus_session_delete(NULL, &some_id));
    MISUSE_OUT(focus_session_restore(NULL, &some_id, &out.session), session);
    MISUSE_OUT(focus_session_idle(NULL, 1, FOCUS_IDLE_KEEP, &out.session), session);
    MISUSE_OUT(focus_pause_add(NULL, NULL, 1, 2, NULL, &out.session), session);
    MISUSE_OUT(focus_session_split(NULL, &some_id, 1, &out.session), session);
    MISUSE_OUT(focus_session_join(NULL, &some_id, &some_id, &out.session), session);
    MISUSE_OUT(focus_tag_list_all(NULL, &out.labels), labels);
    MISUSE_OUT(focus_tag_rename(NULL, "a", "b", &out.number), number);
    MISUSE_OUT(focus_tag_merge(NULL, "a", "b", &out.number), number);
    MISUSE_OUT(focus_project_list_all(NULL, &out.labels), labels);
    MISUSE_OUT(focus_project_rename(NULL, "a", "b", &out.number), number);
    MISUSE_OUT(focus_project_merge(NULL, "a", "b", &out.number), number);
    MISUSE_OUT(focus_session_list_page(NULL, NULL, &out.sessions), sessions);
    MISUSE_OUT(focus_sweep(NULL, &out.number), number);
    MISUSE(focus_sweep(NULL, NULL));
    MISUSE_OUT(focus_next_deadline(NULL, &out.deadline), deadline);
    MISUSE_OUT(focus_cycle_get(NULL, &out.cycle), cycle);
    MISUSE(focus_cycle_reset(NULL));
    misuse_end_test();
}

static int read_nothing(void *user, char *buffer, size_t size, size_t *out_size)
{
    (void)user;
    (void)buffer;
    (void)size;
    *out_size = 0;
    return 0;
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void no_other_call_takes_a_null_store(void **state)
{
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_local_time local = {2026, 3, 2, 9, 0, 0, 0, 0};

    misuse_begin_test(*state);
    MISUSE_OUT(focus_local_from_time(NULL, 1, &out.local), local);
    MISUSE_OUT(focus_time_from_local(NULL, &local, 0, &out.number, &out.small), number);
    MISUSE_OUT(focus_day_from_time(NULL, 1, &out.small), small);
    MISUSE(focus_batch_begin(NULL));
    MISUSE(focus_batch_commit(NULL));
    MISUSE(focus_batch_rollback(NULL));
    MISUSE_OUT(focus_changed_elsewhere(NULL, &out.small), small);
    MISUSE_OUT(focus_user_create(NULL, "u", &out.id), id);
    MISUSE_OUT(focus_user_list_all(NULL, &out.users), users);
    MISUSE(focus_user_rename(NULL, &some_id, "u"));
    MISUSE(focus_user_select(NULL, "u"));
    MISUSE(focus_user_delete(NULL, &some_id));
    MISUSE(focus_settings_get(NULL, &settings));
    MISUSE(focus_settings_set(NULL, &settings));
    MISUSE_OUT(focus_counters_get(NULL, &out.counters), counters);
    MISUSE_OUT(focus_stats_get(NULL, 1, 2, &out.stats), stats);
    MISUSE_OUT(focus_day_list_range(NULL, 1, 2, &out.days), days);
    MISUSE_OUT(focus_day_total_list_range(NULL, 1, 2, &out.totals), totals);
    MISUSE_OUT(focus_streak_get(NULL, &out.streak), streak);
    MISUSE_OUT(focus_streak_runs(NULL, 1, &out.runs), runs);
    MISUSE_OUT(focus_report_get(NULL, NULL, &out.history), history);
    MISUSE(focus_report_html(NULL, NULL, write_nowhere, NULL));
    MISUSE_OUT(focus_timeline_get(NULL, 1, &out.timeline), timeline);
    MISUSE_OUT(focus_gap_list_range(NULL, 1, 2, 0, &out.gaps), gaps);
    MISUSE(focus_goal_set(NULL, 1, 0, 1, 1));
    MISUSE_OUT(focus_goal_of_day(NULL, 1, &out.goal), goal);
    MISUSE_OUT(focus_today_get(NULL, &out.today), today);
    MISUSE_OUT(focus_goal_list_all(NULL, &out.goals), goals);
    MISUSE_OUT(focus_days_before(1, 2, &out.small, NULL), small);
    MISUSE_OUT(focus_days_before(1, 2, NULL, &out.small), small);
    MISUSE_OUT(focus_progress_get(NULL, &out.progress), progress);
    MISUSE(focus_points_award(NULL, FOCUS_POINTS_XP, 1, "k", NULL));
    MISUSE(focus_points_spend(NULL, 1, "k", NULL));
    MISUSE_OUT(focus_ledger_list_page(NULL, 0, NULL, &out.ledger), ledger);
    MISUSE_OUT(focus_undo(NULL, 1, 0, &out.steps), steps);
    MISUSE_OUT(focus_redo(NULL, 1, 0, &out.steps), steps);
    MISUSE_OUT(focus_step_list_all(NULL, 0, &out.steps), steps);
    misuse_fact("now of no store", focus_now(NULL) == 0);
    misuse_fact("last change of no store", focus_last_change(NULL) == 0);
    misuse_case("last error of no store", FOCUS_E_MISUSE, focus_last_error(NULL)->status);
    misuse_end_test();
}

static void no_call_of_music_files_or_care_takes_a_null_store(void **state)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_import_options import = FOCUS_IMPORT_OPTIONS_INIT;
    focus_export_options export = FOCUS_EXPORT_OPTIONS_INIT;

    misuse_begin_test(*state);
    track.title = "t";
    import.format = "auto";
    import.read = read_nothing;
    export.format = "csv";
    export.write = write_nowhere;
    MISUSE_OUT(focus_library_create(NULL, "n", NULL, &out.id), id);
    MISUSE_OUT(focus_library_get(NULL, &some_id, &out.library), library);
    MISUSE_OUT(focus_library_find(NULL, "n", &out.library), library);
    MISUSE_OUT(focus_library_list_page(NULL, 0, NULL, &out.libraries), libraries);
    MISUSE(focus_library_rename(NULL, &some_id, "n"));
    MISUSE(focus_library_set_favorite(NULL, &some_id, 1));
    MISUSE(focus_library_delete(NULL, &some_id));
    MISUSE_OUT(focus_track_add(NULL, &some_id, &track, &out.id), id);
    MISUSE(focus_track_add_many(NULL, &some_id, &track, 1));
    MISUSE_OUT(focus_track_get(NULL, &some_id, &out.track), track);
    MISUSE(focus_track_edit(NULL, &some_id, &track));
    MISUSE(focus_track_move(NULL, &some_id, NULL));
    MISUSE(focus_track_delete(NULL, &some_id));
    MISUSE_OUT(focus_track_list_page(NULL, &some_id, 0, NULL, &out.tracks), tracks);
    MISUSE_OUT(focus_import(NULL, &import, &out.import), import);
    MISUSE_OUT(focus_export(NULL, &export, &out.export), export);
    MISUSE(focus_backup(NULL, "/tmp/never"));
    MISUSE_OUT(focus_checkpoint(NULL, &out.number), number);
    MISUSE(focus_checkpoint(NULL, NULL));
    MISUSE_OUT(focus_metrics_get(NULL, &out.metrics), metrics);
    MISUSE(focus_metrics_reset(NULL));
    MISUSE(focus_suspend(NULL));
    MISUSE(focus_resume(NULL));
    focus_interrupt(NULL);
    MISUSE_OUT(focus_doctor(NULL, 0, &out.report), report);
    misuse_end_test();
}

static void no_session_call_takes_null_for_what_it_needs(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    misuse_begin_test(*state);
    MISUSE(focus_session_running(s, NULL));
    MISUSE(focus_session_get(s, &some_id, NULL));
    MISUSE_OUT(focus_session_get(s, NULL, &out.session), session);
    MISUSE_OUT(focus_session_find(s, NULL, &out.id), id);
    MISUSE(focus_session_find(s, "abcd", NULL));
    MISUSE_OUT(focus_session_add(s, NULL, &out.session), session);
    MISUSE(focus_metrics_get(s, NULL));
    MISUSE(focus_session_add_many(s, NULL, 1));
    MISUSE_OUT(focus_session_edit(s, NULL, &input, &out.session), session);
    MISUSE_OUT(focus_session_edit(s, &some_id, NULL, &out.session), session);
    MISUSE_OUT(focus_session_tag(s, NULL, some_tags, 1, &out.session), session);
    MISUSE_OUT(focus_session_untag(s, NULL, some_tags, 1, &out.session), session);
    MISUSE(focus_session_delete(s, NULL));
    MISUSE_OUT(focus_session_restore(s, NULL, &out.session), session);
    MISUSE_OUT(focus_session_split(s, NULL, 1, &out.session), session);
    MISUSE_OUT(focus_session_join(s, NULL, &some_id, &out.session), session);
    MISUSE_OUT(focus_session_join(s, &some_id, NULL, &out.session), session);
    MISUSE(focus_tag_list_all(s, NULL));
    MISUSE_OUT(focus_tag_rename(s, NULL, "b", &out.number), number);
    MISUSE_OUT(focus_tag_rename(s, "a", NULL, &out.number), number);
    MISUSE_OUT(focus_tag_merge(s, NULL, "b", &out.number), number);
    MISUSE_OUT(focus_tag_merge(s, "a", NULL, &out.number), number);
    MISUSE(focus_project_list_all(s, NULL));
    MISUSE_OUT(focus_project_rename(s, NULL, "b", &out.number), number);
    MISUSE_OUT(focus_project_rename(s, "a", NULL, &out.number), number);
    MISUSE_OUT(focus_project_merge(s, NULL, "b", &out.number), number);
    MISUSE_OUT(focus_project_merge(s, "a", NULL, &out.number), number);
    MISUSE(focus_session_list_page(s, NULL, NULL));
    MISUSE(focus_next_deadline(s, NULL));
    MISUSE(focus_cycle_get(s, NULL));
    misuse_end_test();
}

static void no_call_of_a_store_takes_null_for_what_it_needs(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_local_time local = {2026, 3, 2, 9, 0, 0, 0, 0};

    misuse_begin_test(*state);
    MISUSE(focus_local_from_time(s, 1, NULL));
    MISUSE_OUT(focus_time_from_local(s, NULL, 0, &out.number, NULL), number);
    MISUSE(focus_time_from_local(s, &local, 0, NULL, NULL));
    MISUSE(focus_day_from_time(s, 1, NULL));
    MISUSE(focus_changed_elsewhere(s, NULL));
    MISUSE_OUT(focus_user_create(s, NULL, &out.id), id);
    MISUSE(focus_user_list_all(s, NULL));
    MISUSE(focus_user_rename(s, NULL, "u"));
    MISUSE(focus_user_rename(s, &some_id, NULL));
    MISUSE(focus_user_select(s, NULL));
    MISUSE(focus_user_delete(s, NULL));
    MISUSE(focus_settings_get(s, NULL));
    MISUSE(focus_settings_set(s, NULL));
    MISUSE(focus_counters_get(s, NULL));
    MISUSE(focus_stats_get(s, 1, 2, NULL));
    MISUSE(focus_day_list_range(s, 1, 2, NULL));
    MISUSE(focus_day_total_list_range(s, 1, 2, NULL));
    MISUSE(focus_streak_get(s, NULL));
    MISUSE(focus_streak_runs(s, 1, NULL));
    MISUSE(focus_report_get(s, NULL, NULL));
    MISUSE(focus_report_html(s, NULL, NULL, NULL));
    MISUSE(focus_timeline_get(s, 1, NULL));
    MISUSE(focus_gap_list_range(s, 1, 2, 0, NULL));
    MISUSE(focus_goal_of_day(s, 1, NULL));
    MISUSE(focus_today_get(s, NULL));
    MISUSE(focus_goal_list_all(s, NULL));
    MISUSE(focus_progress_get(s, NULL));
    MISUSE_OUT(focus_import(s, NULL, &out.import), import);
    MISUSE_OUT(focus_export(s, NULL, &out.export), export);
    MISUSE(focus_backup(s, NULL));
    MISUSE(focus_doctor(s, 0, NULL));
    misuse_end_test();
}

static void no_call_of_points_and_libraries_takes_null_for_what_it_needs(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;

    misuse_begin_test(*state);
    MISUSE(focus_points_award(s, FOCUS_POINTS_XP, 1, NULL, NULL));
    MISUSE(focus_points_spend(s, 1, NULL, NULL));
    MISUSE(focus_ledger_list_page(s, 0, NULL, NULL));
    MISUSE(focus_step_list_all(s, 0, NULL));
    MISUSE_OUT(focus_library_create(s, NULL, NULL, &out.id), id);
    MISUSE_OUT(focus_library_get(s, NULL, &out.library), library);
    MISUSE(focus_library_get(s, &some_id, NULL));
    MISUSE_OUT(focus_library_find(s, NULL, &out.library), library);
    MISUSE(focus_library_find(s, "n", NULL));
    MISUSE(focus_library_list_page(s, 0, NULL, NULL));
    MISUSE(focus_library_rename(s, NULL, "n"));
    MISUSE(focus_library_rename(s, &some_id, NULL));
    MISUSE(focus_library_set_favorite(s, NULL, 1));
    MISUSE(focus_library_delete(s, NULL));
    MISUSE_OUT(focus_track_add(s, NULL, &track, &out.id), id);
    MISUSE_OUT(focus_track_add(s, &some_id, NULL, &out.id), id);
    MISUSE(focus_track_add_many(s, NULL, &track, 1));
    MISUSE(focus_track_add_many(s, &some_id, NULL, 1));
    MISUSE_OUT(focus_track_get(s, NULL, &out.track), track);
    MISUSE(focus_track_get(s, &some_id, NULL));
    MISUSE(focus_track_edit(s, NULL, &track));
    MISUSE(focus_track_edit(s, &some_id, NULL));
    MISUSE(focus_track_move(s, NULL, NULL));
    MISUSE(focus_track_delete(s, NULL));
    MISUSE_OUT(focus_track_list_page(s, NULL, 0, NULL, &out.tracks), tracks);
    MISUSE(focus_track_list_page(s, &some_id, 0, NULL, NULL));
    misuse_end_test();
}

static void callbacks_are_needed_where_they_are_asked_for(void **state)
{
    fixture *f = *state;
    focus_import_options import = FOCUS_IMPORT_OPTIONS_INIT;
    focus_export_options export = FOCUS_EXPORT_OPTIONS_INIT;

    misuse_begin_test(*state);
    import.format = "auto";
    export.format = "csv";
    MISUSE_OUT(focus_import(f->store, &import, &out.import), import);
    MISUSE_OUT(focus_export(f->store, &export, &out.export), export);
    misuse_end_test();
}

static void calls_without_a_store_check_theirs(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = f->store;
    focus_error error;
    char text[FOCUS_ID_TEXT_SIZE] = "x";

    misuse_begin_test(*state);
    MISUSE_OUT(focus_id_parse(NULL, &out.id), id);
    MISUSE(focus_id_parse("0123", NULL));
    MISUSE(focus_day_from_date(2026, 1, 1, NULL));
    MISUSE_OUT(focus_time_parse(NULL, &out.number, NULL), number);
    MISUSE(focus_time_parse("2026-01-01T00:00:00Z", NULL, NULL));
    MISUSE(focus_open(&options, NULL, &error));
    MISUSE(focus_open(NULL, &store, &error));
    assert_null(store);
    options.path = NULL;
    MISUSE(focus_open(&options, &store, &error));
    assert_true(error.message[0] != '\0');
    focus_open_options_init(NULL, sizeof(options));
    focus_id_format(NULL, text);
    misuse_fact("no id has no text", text[0] == '\0');
    focus_id_format(&some_id, NULL);
    focus_time_format(MONDAY_9_MS, 0, NULL);
    focus_date_from_day(20000, NULL, NULL, NULL);
    misuse_fact("three calls without an output", true);
    misuse_end_test();
    assert_null(focus_import_format_name(SIZE_MAX));
    assert_string_equal(focus_status_name(12345), focus_status_name(-12345));
}

static void what_this_build_does_not_know_is_refused(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = (const focus_doctor_report *)f;
    focus_settings settings = {.struct_size = 8};

    assert_status(f->store, FOCUS_E_UNSUPPORTED, focus_doctor(f->store, 1u << 7, &report));
    assert_null(report);
    assert_status(f->store, FOCUS_E_MISUSE, focus_settings_get(f->store, &settings));
    assert_int_equal(settings.struct_size, 8);
}

static void care_of_files_checks_what_it_is_given(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_error error;
    char path[FOCUS_PATH_SIZE] = "rubbish";

    misuse_begin_test(f);
    options.path = ":memory:";
    MISUSE(focus_salvage(NULL, f->path, &report, &error));
    MISUSE(focus_salvage(&options, NULL, &report, &error));
    MISUSE(focus_salvage(&options, f->path, NULL, &error));
    MISUSE(focus_salvage(&options, f->path, NULL, NULL));
    MISUSE(focus_set_aside(NULL, NULL, path, &error));
    misuse_fact("no new name came of it", path[0] == '\0');
    MISUSE(focus_set_aside(f->path, NULL, NULL, &error));
    MISUSE(focus_set_aside(NULL, NULL, NULL, NULL));
    MISUSE(focus_restore(NULL, path, NULL));
    MISUSE(focus_restore(f->store, NULL, NULL));
    MISUSE(focus_backup_daily(NULL, NULL));
    MISUSE(focus_repair(NULL, NULL));
    MISUSE(focus_repair(f->store, NULL));
    misuse_end_test();
}

static void freeing_null_is_allowed(void **state)
{
    (void)state;
    focus_close(NULL);
    focus_session_free(NULL);
    focus_session_list_free(NULL);
    focus_user_list_free(NULL);
    focus_label_list_free(NULL);
    focus_day_list_free(NULL);
    focus_report_free(NULL);
    focus_goal_list_free(NULL);
    focus_timeline_free(NULL);
    focus_gap_list_free(NULL);
    focus_day_total_list_free(NULL);
    focus_run_list_free(NULL);
    focus_ledger_list_free(NULL);
    focus_step_list_free(NULL);
    focus_library_free(NULL);
    focus_library_list_free(NULL);
    focus_track_free(NULL);
    focus_track_list_free(NULL);
    focus_doctor_report_free(NULL);
    focus_metrics_free(NULL);
}

static void optional_outputs_may_be_null(void **state)
{
    fixture *f = *state;
    focus_local_time local = {2026, 3, 2, 9, 0, 0, 0, 0};
    int64_t at_ms = 0;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_sweep(f->store, NULL));
    assert_ok(f->store, focus_time_from_local(f->store, &local, 0, &at_ms, NULL));
    assert_int_equal(at_ms, MONDAY_9_MS);
    assert_int_equal(focus_time_parse("2026-03-02T09:00:00Z", &at_ms, NULL), FOCUS_OK);
    assert_int_equal(at_ms, MONDAY_9_MS);
}

static void an_error_zeroes_the_output(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_local_time no_day = {2026, 2, 30, 0, 0, 0, 0, 0};
    int wrong = 0;

    spoil();
    wrong += focus_local_from_time(s, -1, &out.local) != FOCUS_E_INVALID ||
             memcmp(&out.local, &rubbish_like, sizeof(out.local)) != 0;
    wrong += focus_time_from_local(s, &no_day, 0, &out.number, NULL) != FOCUS_E_INVALID ||
             out.number != 0;
    wrong += focus_day_from_time(s, -1, &out.small) != FOCUS_E_INVALID || out.small != 0;
    wrong += focus_day_list_range(s, 5, 4, &out.days) != FOCUS_E_INVALID || out.days != NULL;
    wrong +=
        focus_day_total_list_range(s, 5, 4, &out.totals) != FOCUS_E_INVALID || out.totals != NULL;
    wrong += focus_streak_runs(s, 1001, &out.runs) != FOCUS_E_INVALID || out.runs != NULL;
    wrong +=
        focus_ledger_list_page(s, 1001, NULL, &out.ledger) != FOCUS_E_INVALID || out.ledger != NULL;
    wrong += focus_library_list_page(s, 1001, NULL, &out.libraries) != FOCUS_E_INVALID ||
             out.libraries != NULL;
    wrong +=
        focus_library_get(s, &some_id, &out.library) != FOCUS_E_NOT_FOUND || out.library != NULL;
    wrong += focus_track_get(s, &some_id, &out.track) != FOCUS_E_NOT_FOUND || out.track != NULL;
    assert_int_equal(wrong, 0);
    wrong += focus_stats_get(s, 5, 4, &out.stats) != FOCUS_E_INVALID ||
             memcmp(&out.stats, &rubbish_like, sizeof(out.stats)) != 0;
    assert_int_equal(wrong, 0);
}

/* --- texts --------------------------------------------------------------------------------------------------------- */

static char long_title[FOCUS_TITLE_MAX + 2];
static char long_note[FOCUS_TEXT_MAX + 2];
static char megabyte[(1 << 20) + 1];

typedef focus_status take_text(focus_store *store, const char *text);

static focus_status start_with(focus_store *store, focus_session_input input)
{
    input.struct_size = sizeof(input);
    return focus_session_start(store, &input, NULL);
}

static focus_status take_title(focus_store *store, const char *text)
{
    return start_with(store, (focus_session_input){.title = text});
}

static focus_status take_project(focus_store *store, const char *text)
{
    return start_with(store, (focus_session_input){.project = text});
}

static focus_status take_task(focus_store *store, const char *text)
{
    return start_with(store, (focus_session_input){.task = text});
}

static focus_status take_note(focus_store *store, const char *text)
{
    return start_with(store, (focus_session_input){.note = text});
}

static focus_status take_tag(focus_store *store, const char *text)
{
    return start_with(store, (focus_session_input){.tags = &text, .tag_count = 1});
}

/* Reasons and notes of the end are said of a running session. */
static focus_status while_running(focus_store *store, take_text *say, const char *text,
                                  const char *names)
{
    focus_id id;
    focus_status status;

    assert_ok(store, focus_session_start(store, NULL, NULL));
    id = running_id(store);
    status = say(store, text);
    assert_message_has(store, names);
    assert_ok(store, focus_session_delete(store, &id));
    return status;
}

static focus_status pause_for(focus_store *store, const char *text)
{
    return focus_session_pause(store, 0, text, NULL);
}

static focus_status complete_with(focus_store *store, const char *text)
{
    return focus_session_complete(store, 0, text, NULL);
}

static focus_status abandon_with(focus_store *store, const char *text)
{
    return focus_session_abandon(store, 0, text, NULL);
}

static focus_status take_user(focus_store *store, const char *text)
{
    return focus_user_create(store, text, NULL);
}

static focus_status take_selected(focus_store *store, const char *text)
{
    return focus_user_select(store, text);
}

static focus_status take_library(focus_store *store, const char *text)
{
    return focus_library_create(store, text, NULL, NULL);
}

static focus_status take_description(focus_store *store, const char *text)
{
    return focus_library_create(store, "fine", text, NULL);
}

static focus_status take_key(focus_store *store, const char *text)
{
    return focus_points_award(store, FOCUS_POINTS_XP, 1, text, NULL);
}

static focus_status take_reason(focus_store *store, const char *text)
{
    return focus_points_award(store, FOCUS_POINTS_XP, 1, "k", text);
}

static focus_status take_spend_key(focus_store *store, const char *text)
{
    return focus_points_spend(store, 1, text, NULL);
}

static focus_status take_track_title(focus_store *store, const char *text)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_library *library = NULL;
    focus_status status;

    input.title = text;
    assert_ok(store, focus_library_find(store, "music", &library));
    status = focus_track_add(store, &library->id, &input, NULL);
    focus_library_free(library);
    return status;
}

static focus_status take_url(focus_store *store, const char *text)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_library *library = NULL;
    focus_status status;

    input.title = "t";
    input.url = text;
    assert_ok(store, focus_library_find(store, "music", &library));
    status = focus_track_add(store, &library->id, &input, NULL);
    focus_library_free(library);
    return status;
}

static focus_status list_with(focus_store *store, focus_session_filter filter)
{
    const focus_session_list *list = NULL;
    focus_status status;

    filter.struct_size = sizeof(filter);
    status = focus_session_list_page(store, &filter, &list);
    focus_session_list_free(list);
    return status;
}

static focus_status filter_tag(focus_store *store, const char *text)
{
    return list_with(store, (focus_session_filter){.tag = text});
}

static focus_status filter_project(focus_store *store, const char *text)
{
    return list_with(store, (focus_session_filter){.project = text});
}

static focus_status filter_text(focus_store *store, const char *text)
{
    return list_with(store, (focus_session_filter){.text = text});
}

static const struct {
    const char *names; /* what the message must name */
    take_text *take;
    bool is_note; /* takes line ends and tabs, and is longer */
} texts[] = {
    {"title", take_title, false},       {"project", take_project, false},
    {"task", take_task, false},         {"note", take_note, true},
    {"tag", take_tag, false},           {"name", take_user, false},
    {"name", take_selected, false},     {"name", take_library, false},
    {"descr", take_description, true},  {"key", take_key, false},
    {"reason", take_reason, false},     {"key", take_spend_key, false},
    {"title", take_track_title, false}, {"URL", take_url, false},
    {"tag", filter_tag, false},         {"project", filter_project, false},
    {"text", filter_text, false},
};

static const char *const bad_texts[] = {
    "\xff",                 /* no UTF-8 at all */
    "\x80",                 /* a continuation alone */
    "abc\xc3",              /* cut off */
    "\xc0\xaf",             /* overlong */
    "\xe0\x80\xaf",         /* overlong */
    "\xed\xa0\x80",         /* a surrogate */
    "\xf4\x90\x80\x80",     /* beyond Unicode */
    "\xf8\x88\x80\x80\x80", /* five bytes */
    "bell\a",               /* control characters */
    "\x1b[31mred",          /* of terminals */
    "del\x7f",
    "\xc2\x9b", /* C1 */
    "cr\r",
};

static void refuse_text_of(focus_store *store, size_t which, const char *text)
{
    misuse_case(texts[which].names, FOCUS_E_INVALID, texts[which].take(store, text));
    (void)texts[which].take(store, text);
    assert_message_has(store, texts[which].names);
    assert_int_equal(focus_last_change(store), 0);
}

static void every_text_is_checked(void **state)
{
    fixture *f = *state;
    const char *more[] = {long_title, megabyte, "line\nend", "tab\t"};

    memset(long_title, 'x', sizeof(long_title) - 1);
    memset(long_note, 'x', sizeof(long_note) - 1);
    memset(megabyte, 'x', sizeof(megabyte) - 1);
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, NULL));
    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (size_t n = 0; n < COUNT_OF(bad_texts); n++)
            refuse_text_of(f->store, i, bad_texts[n]);
        for (size_t n = 0; n < COUNT_OF(more) && !texts[i].is_note; n++)
            refuse_text_of(f->store, i, more[n]);
        if (texts[i].is_note)
            refuse_text_of(f->store, i, long_note);
    }
    misuse_end_test();
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 0);
}

static void words_said_of_a_running_session_are_checked(void **state)
{
    fixture *f = *state;
    const struct {
        take_text *say;
        const char *names;
    } says[] = {{pause_for, "reason"}, {complete_with, "note"}, {abandon_with, "note"}};

    misuse_begin_test(f);
    memset(long_note, 'x', sizeof(long_note) - 1);
    for (size_t i = 0; i < COUNT_OF(says); i++) {
        for (size_t n = 0; n < COUNT_OF(bad_texts); n++)
            MISUSE_CASE(FOCUS_E_INVALID,
                        while_running(f->store, says[i].say, bad_texts[n], says[i].names));
        MISUSE_CASE(FOCUS_E_INVALID,
                    while_running(f->store, says[i].say, long_note, says[i].names));
    }
    MISUSE_CASE(FOCUS_E_INVALID, while_running(f->store, pause_for, "two\nlines", "reason"));
    misuse_end_test();
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_pauses"), 0);
}

/* --- lists ----------------------------------------------------------------------------------------------------------- */

static void filters_out_of_range_are_refused(void **state)
{
    fixture *f = *state;
    const struct {
        focus_session_filter filter;
        focus_status expected;
    } cases[] = {
        {{.flags = 1u << 2}, FOCUS_E_UNSUPPORTED},
        {{.modes = 1u << 3}, FOCUS_E_UNSUPPORTED},
        {{.statuses = 1u << 5}, FOCUS_E_UNSUPPORTED},
        {{.has_days = 1, .from_day = 1, .until_day = 0}, FOCUS_E_INVALID},
        {{.limit = 1001}, FOCUS_E_INVALID},
        {{.limit = UINT32_MAX}, FOCUS_E_INVALID},
        {{.cursor = "x"}, FOCUS_E_INVALID},
        {{.cursor = "1"}, FOCUS_E_INVALID},
        {{.cursor = "1."}, FOCUS_E_INVALID},
        {{.cursor = "1.2.3"}, FOCUS_E_INVALID},
        {{.cursor = " 1.2"}, FOCUS_E_INVALID},
        {{.cursor = "99999999999999999999.1"}, FOCUS_E_INVALID},
        {{.cursor = megabyte}, FOCUS_E_INVALID},
        {{.has_days = 1, .from_day = INT32_MIN, .until_day = INT32_MAX}, FOCUS_OK},
        {{.limit = 1000}, FOCUS_OK},
        {{.tag = "", .project = "", .text = "", .cursor = ""}, FOCUS_OK},
    };

    misuse_begin_test(f);
    memset(megabyte, '1', sizeof(megabyte) - 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_filter filter = cases[i].filter;
        const focus_session_list *list = NULL;
        filter.struct_size = sizeof(filter);
        MISUSE_CASE(cases[i].expected, focus_session_list_page(f->store, &filter, &list));
        assert_int_equal(list != NULL, cases[i].expected == FOCUS_OK);
        focus_session_list_free(list);
    }
    misuse_end_test();
}

static void figures_of_all_days_there_are_can_be_asked(void **state)
{
    fixture *f = *state;
    focus_stats stats;
    const focus_day_list *days = NULL;
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;

    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    assert_ok(f->store, focus_stats_get(f->store, INT32_MIN, INT32_MAX, &stats));
    assert_int_equal(stats.modes[0].completed, 1);
    assert_ok(f->store, focus_day_list_range(f->store, INT32_MIN, INT32_MAX, &days));
    assert_int_equal(days->count, 1);
    focus_day_list_free(days);
    assert_status(f->store, FOCUS_E_INVALID, focus_stats_get(f->store, 1, 0, &stats));
    assert_status(f->store, FOCUS_E_INVALID, focus_day_list_range(f->store, 1, 0, &days));
    assert_null(days);
    focus_date_from_day(INT32_MAX, &year, &month, &day);
    focus_date_from_day(INT32_MIN, &year, &month, &day);
}

/* --- times ------------------------------------------------------------------------------------------------------------ */

static void times_outside_our_years_are_refused(void **state)
{
    fixture *f = *state;
    const int64_t end_ms = INT64_C(253402300799999); /* 9999-12-31T23:59:59.999Z */
    const int64_t bad[] = {0, -1, INT64_MIN, INT64_MAX, end_ms + 1};
    focus_local_time local;
    int32_t day = 0;

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        MISUSE_CASE(FOCUS_E_INVALID, focus_local_from_time(f->store, bad[i], &local));
        MISUSE_CASE(FOCUS_E_INVALID, focus_day_from_time(f->store, bad[i], &day));
        input.started_at_ms = bad[i];
        input.ended_at_ms = MONDAY_9_MS;
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_add(f->store, &input, NULL));
        input.started_at_ms = MONDAY_9_MS - HOUR_MS;
        input.ended_at_ms = bad[i];
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_add(f->store, &input, NULL));
    }
    assert_ok(f->store, focus_local_from_time(f->store, end_ms, &local));
    assert_int_equal(local.year, 9999);
    f->utc_offset_s = 14 * 3600; /* a local time in the year 10000 */
    assert_ok(f->store, focus_day_from_time(f->store, end_ms, &day));
    assert_ok(f->store, focus_day_from_time(f->store, 1, &day));
    misuse_end_test();
}

static void a_clock_that_tells_nonsense_changes_nothing(void **state)
{
    fixture *f = *state;
    const int64_t nonsense[] = {0, -1, INT64_MIN, INT64_MAX, INT64_C(253402300800000)};
    const focus_session *s = NULL;
    focus_counters counters;
    focus_streak streak;

    for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        f->now_ms = nonsense[i];
        assert_status(f->store, FOCUS_E_INVALID, focus_session_start(f->store, NULL, &s));
        assert_message_has(f->store, "clock");
        assert_null(s);
        assert_status(f->store, FOCUS_E_INVALID, focus_counters_get(f->store, &counters));
        assert_int_equal(counters.sessions, 0);
        assert_status(f->store, FOCUS_E_INVALID, focus_streak_get(f->store, &streak));
        assert_ok(f->store, focus_batch_begin(f->store)); /* asks no clock */
        assert_ok(f->store, focus_batch_rollback(f->store));
        (void)focus_open(&options, &store, NULL); /* either way, no crash */
        focus_close(store);
    }
    f->now_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
}

static void a_batch_can_be_ended_though_the_clock_fails(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "in it");
    f->now_ms = -1;
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_batch_commit(f->store));
    f->now_ms = MONDAY_9_MS;
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
}

static void a_zone_that_tells_nonsense_is_taken_for_utc(void **state)
{
    fixture *f = *state;
    const int32_t nonsense[] = {INT32_MIN, INT32_MAX, 86400, -86400, 1000000};
    const int32_t sense[] = {14 * 3600, -12 * 3600, 20700, 86399, -86399, 1};
    focus_local_time local;

    for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
        const focus_session *s = NULL;
        f->utc_offset_s = nonsense[i];
        assert_ok(f->store, focus_session_start(f->store, NULL, &s));
        assert_int_equal(s->utc_offset_s, 0);
        assert_ok(f->store, focus_session_delete(f->store, &s->id));
        focus_session_free(s);
        assert_ok(f->store, focus_local_from_time(f->store, MONDAY_9_MS, &local));
        assert_int_equal(local.hour, 9);
    }
    for (size_t i = 0; i < COUNT_OF(sense); i++) {
        f->utc_offset_s = sense[i];
        assert_ok(f->store, focus_local_from_time(f->store, MONDAY_9_MS, &local));
        assert_int_equal(local.utc_offset_s, sense[i]);
    }
}

static int no_entropy(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return -1;
}

static void without_entropy_nothing_is_made(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const focus_entropy broken = {no_entropy, NULL};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_store *store = NULL;
    const focus_session *s = NULL;
    char path[256];
    focus_id library;

    track.title = "t";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    options.entropy = &broken;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    input.if_running = FOCUS_IF_RUNNING_COMPLETE;
    assert_status(store, FOCUS_E_IO, focus_session_start(store, &input, &s));
    assert_null(s);
    assert_message(store);
    assert_status(store, FOCUS_E_IO, focus_user_create(store, "ann", NULL));
    assert_status(store, FOCUS_E_IO, focus_library_create(store, "more", NULL, NULL));
    assert_status(store, FOCUS_E_IO, focus_track_add(store, &library, &track, NULL));
    s = running_of(store); /* it was not completed on the way */
    assert_int_equal(s->revision, 1);
    focus_session_free(s);
    assert_ok(store, focus_session_complete(store, 0, NULL, NULL)); /* needs no new id */
    focus_close(store);
    fixture_path(f, "new.db", path);
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_IO);
    assert_null(store);
    options.entropy = &f->source;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK); /* and no harm was done */
    assert_recount(store, path);
    focus_close(store);
}

static void a_zone_without_a_proper_name_is_refused(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const char *names[] = {"bad\xff", "a\nb", long_title};
    focus_store *store = NULL;
    focus_zone zone = f->zone;

    memset(long_title, 'x', sizeof(long_title) - 1);
    options.zone = &zone;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        focus_status status;
        zone.name = names[i];
        status = focus_open(&options, &store, NULL);
        focus_close(store);
        assert_int_equal(status, FOCUS_E_INVALID);
    }
    zone.name = NULL; /* none is fine */
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    focus_close(store);
}

static void surroundings_without_their_function_are_refused(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const focus_clock no_clock = {NULL, NULL};
    const focus_entropy no_source = {NULL, NULL};
    const focus_zone no_zone = {"Test/Zone", NULL, NULL};
    focus_store *store = NULL;
    focus_open_options cases[3] = {options, options, options};

    cases[0].clock = &no_clock;
    cases[1].entropy = &no_source;
    cases[2].zone = &no_zone;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_status status = focus_open(&cases[i], &store, NULL);
        focus_close(store);
        assert_int_equal(status, FOCUS_E_MISUSE);
    }
}

static void all_of_it_was_counted(void **state)
{
    (void)state;
    misuse_end("R14 misuse, pointers and texts", 450);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_session_call_takes_a_null_store),
        TEST(no_other_call_takes_a_null_store),
        TEST(no_call_of_music_files_or_care_takes_a_null_store),
        TEST(no_session_call_takes_null_for_what_it_needs),
        TEST(no_call_of_a_store_takes_null_for_what_it_needs),
        TEST(no_call_of_points_and_libraries_takes_null_for_what_it_needs),
        TEST(callbacks_are_needed_where_they_are_asked_for),
        TEST(calls_without_a_store_check_theirs),
        TEST(what_this_build_does_not_know_is_refused),
        TEST(care_of_files_checks_what_it_is_given),
        TEST(freeing_null_is_allowed),
        TEST(optional_outputs_may_be_null),
        TEST(an_error_zeroes_the_output),
        TEST(every_text_is_checked),
        TEST(words_said_of_a_running_session_are_checked),
        TEST(filters_out_of_range_are_refused),
        TEST(figures_of_all_days_there_are_can_be_asked),
        TEST(times_outside_our_years_are_refused),
        TEST(a_clock_that_tells_nonsense_changes_nothing),
        TEST(a_batch_can_be_ended_though_the_clock_fails),
        TEST(a_zone_that_tells_nonsense_is_taken_for_utc),
        TEST(without_entropy_nothing_is_made),
        TEST(a_zone_without_a_proper_name_is_refused),
        TEST(surroundings_without_their_function_are_refused),
        cmocka_unit_test(all_of_it_was_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
