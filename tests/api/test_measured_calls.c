/*
 * test_measured_calls.c - which calls are measured: each once, under its own name, whatever became of
 * it and whatever is called inside of it.
 */
#include "support/support.h"

#include <string.h>

/* --- a store that measures, and its ticks ----------------------------------------------------------- */

/* Time that passes whenever it is asked for, and then alone: so each call takes one step. */
static struct {
    int64_t now_ns;
    int64_t step_ns;
    int asked;
} ticking;

static int64_t tick(void *user)
{
    (void)user;
    ticking.now_ns += ticking.step_ns;
    ticking.asked++;
    return ticking.now_ns;
}

static const focus_ticker ticker = {tick, NULL};

static focus_open_options measuring_options(const fixture *f)
{
    focus_open_options options = fixture_options(f);

    options.flags |= FOCUS_OPEN_METRICS;
    options.ticker = &ticker;
    return options;
}

static void reopen_as(fixture *f, const focus_open_options *options)
{
    focus_close(f->store);
    f->store = NULL;
    assert_int_equal(focus_open(options, &f->store, NULL), FOCUS_OK);
}

static int measuring_setup(void **state)
{
    fixture *f;
    focus_open_options options;

    if (fixture_setup(state) != 0)
        return -1;
    f = *state;
    ticking.now_ns = 0;
    ticking.step_ns = 1000;
    options = measuring_options(f);
    reopen_as(f, &options);
    return 0;
}

static const focus_metrics *metrics_of(focus_store *store)
{
    const focus_metrics *metrics = NULL;

    assert_ok(store, focus_metrics_get(store, &metrics));
    assert_non_null(metrics);
    return metrics;
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static focus_metrics_call call_in(const focus_metrics *metrics, const char *name)
{
    for (size_t i = 0; i < metrics->call_count; i++)
        if (strcmp(metrics->calls[i].name, name) == 0)
            return metrics->calls[i];
    return (focus_metrics_call){.name = name};
}

static focus_metrics_call call_of(focus_store *store, const char *name)
{
    const focus_metrics *metrics = metrics_of(store);
    focus_metrics_call call = call_in(metrics, name);

    focus_metrics_free(metrics);
    return call;
}

static int64_t calls_in(const focus_metrics *metrics)
{
    int64_t calls = 0;

    for (size_t i = 0; i < metrics->call_count; i++)
        calls += metrics->calls[i].calls;
    return calls;
}

static int64_t calls_of(focus_store *store)
{
    const focus_metrics *metrics = metrics_of(store);
    int64_t calls = calls_in(metrics);

    focus_metrics_free(metrics);
    return calls;
}

static int read_counters(focus_store *store)
{
    focus_counters counters;

    return focus_counters_get(store, &counters);
}

/* --- calls -------------------------------------------------------------------------------------------- */

/* Of all operations that one alone has one more call than before, which succeeded. */
static void check_counted(focus_store *store, const char *name, const focus_metrics *before)
{
    const focus_metrics *after = metrics_of(store);
    const int steps = strcmp(name, "checkpoint") == 0 ? 3 : 1; /* this one is timed within, too */
    const focus_metrics_call was = call_in(before, name);
    const focus_metrics_call is = call_in(after, name);

    if (is.calls != was.calls + 1 || is.failures != was.failures)
        fail_msg("%s: %lld calls, %lld failures", name, (long long)is.calls,
                 (long long)is.failures);
    if (calls_in(after) != calls_in(before) + 1)
        fail_msg("%s: counted under another name as well", name);
    if (is.total_ns != was.total_ns + steps * ticking.step_ns)
        fail_msg("%s: %lld ns", name, (long long)(is.total_ns - was.total_ns));
    focus_metrics_free(before);
    focus_metrics_free(after);
}

#define COUNTED(name, ...)                                                                         \
    do {                                                                                           \
        const focus_metrics *before = metrics_of(s);                                               \
        focus_status got = (__VA_ARGS__);                                                          \
        if (got != FOCUS_OK && got != FOCUS_DONE)                                                  \
            fail_msg("%s: %s", #name, focus_last_error(s)->message);                               \
        check_counted(s, #name, before);                                                           \
    } while (0)

static void call_sessions(fixture *f)
{
    static const char *const tags[] = {"deep"};
    focus_store *s = f->store;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    const focus_session_list *list = NULL;
    focus_id id;
    char text[FOCUS_ID_TEXT_SIZE];

    COUNTED(session_start, focus_session_start(s, NULL, NULL));
    COUNTED(session_running, focus_session_running(s, &session));
    focus_session_free(session);
    COUNTED(session_pause, focus_session_pause(s, 0, NULL, NULL));
    COUNTED(session_resume, focus_session_resume(s, 0, NULL));
    COUNTED(session_extend, focus_session_extend(s, MINUTE_MS, NULL));
    COUNTED(session_complete, focus_session_complete(s, 0, NULL, NULL));
    assert_ok(s, focus_session_start(s, NULL, NULL));
    COUNTED(session_abandon, focus_session_abandon(s, 0, NULL, NULL));
    assert_ok(s, focus_session_start(s, NULL, NULL));
    COUNTED(session_void, focus_session_void(s, 0, NULL, NULL));
    input.started_at_ms = MONDAY_9_MS - HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS - MINUTE_MS;
    COUNTED(session_add, focus_session_add(s, &input, &session));
    id = session->id;
    focus_session_free(session);
    focus_id_format(&id, text);
    input = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
    input.fields = FOCUS_FIELD_TITLE;
    input.title = "another";
    COUNTED(session_add_many, focus_session_add_many(s, NULL, 0));
    COUNTED(session_edit, focus_session_edit(s, &id, &input, NULL));
    COUNTED(session_tag, focus_session_tag(s, &id, tags, 1, NULL));
    COUNTED(session_untag, focus_session_untag(s, &id, tags, 1, NULL));
    COUNTED(session_get, focus_session_get(s, &id, &session));
    focus_session_free(session);
    COUNTED(session_find, focus_session_find(s, text, &id));
    COUNTED(session_list_page, focus_session_list_page(s, NULL, &list));
    focus_session_list_free(list);
    COUNTED(session_delete, focus_session_delete(s, &id));
    COUNTED(session_restore, focus_session_restore(s, &id, NULL));
    COUNTED(pause_add, focus_pause_add(s, &id, MONDAY_9_MS - 5 * MINUTE_MS,
                                       MONDAY_9_MS - 4 * MINUTE_MS, NULL, NULL));
    assert_ok(s, focus_session_start(s, NULL, NULL));
    COUNTED(session_idle, focus_session_idle(s, 1, FOCUS_IDLE_DISCARD, NULL));
    COUNTED(session_split, focus_session_split(s, &id, MONDAY_9_MS - 2 * MINUTE_MS, &session));
    COUNTED(session_join, focus_session_join(s, &id, &session->id, NULL));
    focus_session_free(session);
    COUNTED(sweep, focus_sweep(s, NULL));
}

static void call_labels(fixture *f)
{
    static const char *const tags[] = {"a", "b"};
    focus_store *s = f->store;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_label_list *list = NULL;

    input.started_at_ms = MONDAY_9_MS - 5 * HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS - 4 * HOUR_MS;
    input.tags = tags;
    input.tag_count = 2;
    input.project = "p";
    assert_ok(s, focus_session_add(s, &input, NULL));
    input.started_at_ms -= HOUR_MS;
    input.ended_at_ms -= HOUR_MS;
    input.project = "q";
    assert_ok(s, focus_session_add(s, &input, NULL));
    COUNTED(tag_list_all, focus_tag_list_all(s, &list));
    focus_label_list_free(list);
    COUNTED(tag_rename, focus_tag_rename(s, "a", "c", NULL));
    COUNTED(tag_merge, focus_tag_merge(s, "c", "b", NULL));
    COUNTED(project_list_all, focus_project_list_all(s, &list));
    focus_label_list_free(list);
    COUNTED(project_rename, focus_project_rename(s, "p", "r", NULL));
    COUNTED(project_merge, focus_project_merge(s, "r", "q", NULL));
}

static void call_figures(fixture *f)
{
    focus_store *s = f->store;
    focus_deadline deadline;
    focus_cycle cycle;
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;
    focus_progress progress;
    const focus_day_list *days = NULL;
    const focus_day_total_list *totals = NULL;
    const focus_run_list *runs = NULL;
    const focus_report *report = NULL;
    const focus_goal_list *goals = NULL;
    const focus_timeline *timeline = NULL;
    const focus_gap_list *gaps = NULL;
    focus_goal goal;
    focus_today today;
    const focus_ledger_list *ledger = NULL;
    const focus_step_list *steps = NULL;

    COUNTED(next_deadline, focus_next_deadline(s, &deadline));
    COUNTED(cycle_get, focus_cycle_get(s, &cycle));
    COUNTED(cycle_reset, focus_cycle_reset(s));
    COUNTED(counters_get, focus_counters_get(s, &counters));
    COUNTED(stats_get, focus_stats_get(s, 20000, 30000, &stats));
    COUNTED(day_list_range, focus_day_list_range(s, 20000, 30000, &days));
    focus_day_list_free(days);
    COUNTED(day_total_list_range, focus_day_total_list_range(s, 20000, 30000, &totals));
    focus_day_total_list_free(totals);
    COUNTED(streak_get, focus_streak_get(s, &streak));
    COUNTED(streak_runs, focus_streak_runs(s, 0, &runs));
    focus_run_list_free(runs);
    COUNTED(report_get, focus_report_get(s, NULL, &report));
    focus_report_free(report);
    COUNTED(report_html, focus_report_html(s, NULL, write_nowhere, NULL));
    COUNTED(timeline_get, focus_timeline_get(s, 20000, &timeline));
    focus_timeline_free(timeline);
    COUNTED(gap_list_range, focus_gap_list_range(s, 20000, 30000, 0, &gaps));
    focus_gap_list_free(gaps);
    COUNTED(goal_set, focus_goal_set(s, 20000, 0, HOUR_MS, 0));
    COUNTED(goal_of_day, focus_goal_of_day(s, 20000, &goal));
    COUNTED(today_get, focus_today_get(s, &today));
    COUNTED(goal_list_all, focus_goal_list_all(s, &goals));
    focus_goal_list_free(goals);
    COUNTED(progress_get, focus_progress_get(s, &progress));
    COUNTED(points_award, focus_points_award(s, FOCUS_POINTS_COINS, 9, "won", NULL));
    COUNTED(points_award, focus_points_award(s, FOCUS_POINTS_COINS, 9, "won", NULL)); /* DONE */
    COUNTED(points_spend, focus_points_spend(s, 3, "bought", NULL));
    COUNTED(ledger_list_page, focus_ledger_list_page(s, 0, NULL, &ledger));
    focus_ledger_list_free(ledger);
    COUNTED(undo, focus_undo(s, 1, 0, NULL));
    COUNTED(redo, focus_redo(s, 1, 0, NULL));
    COUNTED(step_list_all, focus_step_list_all(s, 0, &steps));
    focus_step_list_free(steps);
}

static void call_tracks(focus_store *s, const focus_id *library)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    const focus_track *track = NULL;
    const focus_track_list *list = NULL;
    focus_id id;

    input.title = "Rain";
    COUNTED(track_add, focus_track_add(s, library, &input, &id));
    COUNTED(track_add_many, focus_track_add_many(s, library, &input, 1));
    COUNTED(track_get, focus_track_get(s, &id, &track));
    focus_track_free(track);
    COUNTED(track_edit, focus_track_edit(s, &id, &input));
    COUNTED(track_move, focus_track_move(s, &id, NULL));
    COUNTED(track_list_page, focus_track_list_page(s, library, 0, NULL, &list));
    focus_track_list_free(list);
    COUNTED(track_delete, focus_track_delete(s, &id));
}

static void call_libraries(fixture *f)
{
    focus_store *s = f->store;
    const focus_library *library = NULL;
    const focus_library_list *list = NULL;
    focus_id id;

    COUNTED(library_create, focus_library_create(s, "Noise", NULL, &id));
    COUNTED(library_get, focus_library_get(s, &id, &library));
    focus_library_free(library);
    COUNTED(library_find, focus_library_find(s, "Noise", &library));
    focus_library_free(library);
    COUNTED(library_list_page, focus_library_list_page(s, 0, NULL, &list));
    focus_library_list_free(list);
    COUNTED(library_rename, focus_library_rename(s, &id, "Rain"));
    COUNTED(library_set_favorite, focus_library_set_favorite(s, &id, 1));
    call_tracks(s, &id);
    COUNTED(library_delete, focus_library_delete(s, &id));
}

static void call_users(fixture *f)
{
    focus_store *s = f->store;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    const focus_user_list *users = NULL;
    focus_id id;

    COUNTED(user_create, focus_user_create(s, "ann", &id));
    COUNTED(user_list_all, focus_user_list_all(s, &users));
    focus_user_list_free(users);
    COUNTED(user_rename, focus_user_rename(s, &id, "anna"));
    COUNTED(user_select, focus_user_select(s, "me"));
    COUNTED(user_delete, focus_user_delete(s, &id));
    COUNTED(settings_get, focus_settings_get(s, &settings));
    COUNTED(settings_set, focus_settings_set(s, &settings));
}

static void call_store(fixture *f)
{
    focus_store *s = f->store;
    focus_local_time local;
    int64_t at_ms;
    int32_t number;

    COUNTED(local_from_time, focus_local_from_time(s, MONDAY_9_MS, &local));
    COUNTED(time_from_local, focus_time_from_local(s, &local, 0, &at_ms, NULL));
    COUNTED(day_from_time, focus_day_from_time(s, MONDAY_9_MS, &number));
    COUNTED(batch_begin, focus_batch_begin(s));
    COUNTED(batch_commit, focus_batch_commit(s));
    assert_ok(s, focus_batch_begin(s));
    COUNTED(batch_rollback, focus_batch_rollback(s));
    COUNTED(changed_elsewhere, focus_changed_elsewhere(s, &number));
}

/* Metrics are not to be had between the two. */
static void call_suspend(fixture *f)
{
    focus_store *s = f->store;
    const int64_t before = calls_of(s);

    assert_ok(s, focus_suspend(s));
    assert_ok(s, focus_resume(s));
    assert_int_equal(call_of(s, "suspend").calls, 1);
    assert_int_equal(call_of(s, "resume").calls, 1);
    assert_int_equal(calls_of(s), before + 2);
}

typedef struct feed {
    focus_store *store;
    const char *text;
    focus_status called_back; /* what a call out of the callback gave */
} feed;

static int read_feed(void *user, char *buffer, size_t size, size_t *out_size)
{
    static const focus_export_options nothing = FOCUS_EXPORT_OPTIONS_INIT;
    feed *from = user;
    const focus_library *library = NULL;
    focus_local_time local;

    *out_size = strlen(from->text) < size ? strlen(from->text) : size;
    memcpy(buffer, from->text, *out_size);
    from->text += *out_size;
    from->called_back = focus_local_from_time(from->store, MONDAY_9_MS, &local);
    assert_int_equal(focus_library_find(from->store, "x", &library), FOCUS_E_MISUSE);
    assert_int_equal(focus_export(from->store, &nothing, NULL), FOCUS_E_MISUSE);
    return 0;
}

static focus_status import_text(focus_store *store, const char *text, uint32_t flags)
{
    feed from = {store, text, FOCUS_OK};
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;
    focus_status status;

    options.format = "timewarrior";
    options.read = read_feed;
    options.user = &from;
    options.flags = flags;
    status = focus_import(store, &options, &report);
    assert_int_equal(from.called_back, FOCUS_E_MISUSE);
    return status;
}

static void call_care(fixture *f)
{
    static const char line[] = "inc 20260301T090000Z - 20260301T100000Z # a\n";
    focus_store *s = f->store;
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;
    const focus_doctor_report *report = NULL;
    char path[256];

    fixture_path(f, "copy.db", path);
    options.format = "csv";
    options.write = write_nowhere;
    COUNTED(import, import_text(s, line, FOCUS_IMPORT_DRY_RUN));
    COUNTED(import, import_text(s, line, 0));
    COUNTED(export, focus_export(s, &options, NULL));
    COUNTED(backup, focus_backup(s, path));
    COUNTED(backup_daily, focus_backup_daily(s, NULL));
    COUNTED(backup_daily, focus_backup_daily(s, NULL)); /* today's is there */
    COUNTED(restore, focus_restore(s, path, NULL));
    COUNTED(checkpoint, focus_checkpoint(s, NULL));
    COUNTED(doctor, focus_doctor(s, 0, &report));
    focus_doctor_report_free(report);
    COUNTED(repair, focus_repair(s, &report));
    focus_doctor_report_free(report);
}

static void each_call_is_counted_once_under_its_own_name(void **state)
{
    fixture *f = *state;

    call_sessions(f);
    call_labels(f);
    call_figures(f);
    call_libraries(f);
    call_users(f);
    call_store(f);
    call_suspend(f);
    call_care(f);
}

static void opening_is_measured_with_the_user_that_it_makes(void **state)
{
    fixture *f = *state;
    focus_open_options options = measuring_options(f);
    char path[256];
    focus_metrics_call opened;

    fixture_path(f, "new.db", path);
    options.path = path;
    for (int existed = 0; existed <= 1; existed++) {
        reopen_as(f, &options);
        opened = call_of(f->store, "open");
        assert_int_equal(opened.calls, 1);
        assert_int_equal(opened.failures, 0);
        assert_int_equal(opened.total_ns, ticking.step_ns);
        assert_int_equal(calls_of(f->store), 1);
    }
}

/* --- failures ------------------------------------------------------------------------------------------ */

static void check_failed(focus_store *store, const char *name, int64_t failures)
{
    const focus_metrics_call call = call_of(store, name);

    if (call.failures != failures)
        fail_msg("%s: %lld failures", name, (long long)call.failures);
}

static void errors_are_counted_wherever_a_call_met_them(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const focus_id nowhere = {{7}};
    const focus_session *session = NULL;
    const int64_t now_ms = f->now_ms;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    assert_status(s, FOCUS_E_NOT_FOUND, focus_session_running(s, &session));
    check_failed(s, "session_running", 1);
    assert_status(s, FOCUS_E_STATE, focus_batch_commit(s));
    check_failed(s, "batch_commit", 1);
    input.flags = 1u << 31;
    assert_status(s, FOCUS_E_UNSUPPORTED, focus_session_edit(s, &nowhere, &input, NULL));
    check_failed(s, "session_edit", 1);
    assert_status(s, FOCUS_E_INVALID, focus_backup(s, ""));
    check_failed(s, "backup", 1);
    assert_status(s, FOCUS_E_INVALID, import_text(s, "inc nonsense\n", 0));
    check_failed(s, "import", 1);
    f->now_ms = 0;
    assert_status(s, FOCUS_E_INVALID, focus_sweep(s, NULL)); /* the clock says no time of ours */
    check_failed(s, "sweep", 1);
    f->now_ms = now_ms;
    assert_ok(s, focus_suspend(s));
    assert_int_equal(read_counters(s), FOCUS_E_SUSPENDED);
    assert_ok(s, focus_resume(s));
    check_failed(s, "counters_get", 1);
    assert_int_equal(call_of(s, "counters_get").calls, 1);
}

static void a_write_that_may_not_begin_is_a_failure(void **state)
{
    fixture *f = *state;
    focus_open_options options = measuring_options(f);

    options.flags |= FOCUS_OPEN_READONLY;
    reopen_as(f, &options);
    assert_status(f->store, FOCUS_E_READONLY, focus_cycle_reset(f->store));
    check_failed(f->store, "cycle_reset", 1);
    assert_int_equal(read_counters(f->store), FOCUS_OK); /* and the next call is one of its own */
    assert_int_equal(call_of(f->store, "counters_get").calls, 1);
}

static void misuse_is_not_counted(void **state)
{
    fixture *f = *state;
    const int64_t before = calls_of(f->store);

    assert_status(f->store, FOCUS_E_MISUSE, focus_counters_get(f->store, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_backup(f->store, NULL));
    assert_int_equal(calls_of(f->store), before);
    assert_ok(f->store, import_text(f->store, "", 0)); /* calls back, and is refused */
    assert_int_equal(call_of(f->store, "local_from_time").calls, 0);
    assert_int_equal(call_of(f->store, "export").calls, 0);
    assert_int_equal(call_of(f->store, "import").calls, 1);
    assert_int_equal(call_of(f->store, "import").failures, 0);
    assert_int_equal(call_of(f->store, "import").total_ns, ticking.step_ns);
}

static void a_refused_call_does_not_name_the_next_one(void **state)
{
    fixture *f = *state;
    const focus_library *library = NULL;

    assert_status(f->store, FOCUS_E_MISUSE, focus_library_get(f->store, NULL, &library));
    assert_int_equal(read_counters(f->store), FOCUS_OK);
    assert_int_equal(call_of(f->store, "counters_get").calls, 1);
    assert_int_equal(call_of(f->store, "library_get").calls, 0);
}

static void ticks_that_go_back_count_as_no_time(void **state)
{
    fixture *f = *state;

    ticking.step_ns = -5000;
    assert_int_equal(read_counters(f->store), FOCUS_OK);
    ticking.step_ns = 0;
    assert_int_equal(call_of(f->store, "counters_get").calls, 1);
    assert_int_equal(call_of(f->store, "counters_get").total_ns, 0);
    assert_int_equal(call_of(f->store, "counters_get").buckets[0], 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, measuring_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_call_is_counted_once_under_its_own_name),
        TEST(opening_is_measured_with_the_user_that_it_makes),
        TEST(errors_are_counted_wherever_a_call_met_them),
        TEST(a_write_that_may_not_begin_is_a_failure),
        TEST(misuse_is_not_counted),
        TEST(a_refused_call_does_not_name_the_next_one),
        TEST(ticks_that_go_back_count_as_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
