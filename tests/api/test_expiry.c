/*
 * test_expiry.c - a session whose limit has passed: expired for every reader at once, whether or not a
 * write has said so.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define NEVER INT64_C(0)

/* --- all that a reader can see -------------------------------------------------------------------------- */

typedef struct view {
    int32_t runs;
    int32_t status;
    int64_t active_ms;
    int64_t paused_ms;
    int64_t ended_at_ms;
    int64_t remaining_ms;
    int64_t expires_at_ms;
    int64_t last_pause_ended_at_ms;
    focus_counters counters;
    focus_stats stats;
    int64_t listed[FOCUS_SESSION_STATUS_COUNT];        /* rows of a page with this status alone */
    int64_t total[FOCUS_SESSION_STATUS_COUNT];         /* the total it tells */
    int64_t total_of_days[FOCUS_SESSION_STATUS_COUNT]; /* the same asked by days */
    int64_t counted[FOCUS_SESSION_STATUS_COUNT];       /* the same asked by tag, project and text */
    int32_t deadline_kind;
    int32_t cycle_reason;
    int32_t cycle_next_mode;
    int32_t streak_days;
    int64_t day_count;
} view;

static void see_lists(focus_store *store, int32_t day, view *out)
{
    for (int status = 0; status < FOCUS_SESSION_STATUS_COUNT; status++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *list = NULL;
        filter.statuses = FOCUS_MASK(status);
        assert_ok(store, focus_session_list_page(store, &filter, &list));
        for (size_t i = 0; i < list->count; i++)
            assert_int_equal(list->items[i]->status, status);
        out->listed[status] = (int64_t)list->count;
        out->total[status] = list->total;
        focus_session_list_free(list);
        filter.has_days = 1;
        filter.from_day = day;
        filter.until_day = day;
        assert_ok(store, focus_session_list_page(store, &filter, &list));
        assert_int_equal(list->count, list->total);
        out->total_of_days[status] = list->total;
        focus_session_list_free(list);
        filter.tag = "tag";
        filter.project = "project";
        filter.text = "TITLE";
        assert_ok(store, focus_session_list_page(store, &filter, &list));
        assert_int_equal(list->count, list->total);
        out->counted[status] = list->total;
        focus_session_list_free(list);
    }
}

static void see_session(focus_store *store, const focus_id *id, view *out)
{
    const focus_session *s = session_of(store, id);

    out->status = s->status;
    out->active_ms = s->active_ms;
    out->paused_ms = s->paused_ms;
    out->ended_at_ms = s->ended_at_ms;
    out->remaining_ms = s->remaining_ms;
    out->expires_at_ms = s->expires_at_ms;
    if (s->pause_count > 0)
        out->last_pause_ended_at_ms = s->pauses[s->pause_count - 1].ended_at_ms;
    focus_session_free(s);
}

static void see(focus_store *store, const focus_id *id, int32_t day, view *out)
{
    const focus_session *running = NULL;
    const focus_day_list *days = NULL;
    focus_deadline deadline;
    focus_cycle cycle;
    focus_streak streak;

    memset(out, 0, sizeof(*out));
    out->runs = focus_session_running(store, &running) == FOCUS_OK;
    focus_session_free(running);
    see_session(store, id, out);
    assert_ok(store, focus_counters_get(store, &out->counters));
    assert_ok(store, focus_stats_get(store, day, day, &out->stats));
    see_lists(store, day, out);
    assert_ok(store, focus_next_deadline(store, &deadline));
    out->deadline_kind = deadline.kind;
    assert_ok(store, focus_cycle_get(store, &cycle));
    out->cycle_reason = cycle.reason;
    out->cycle_next_mode = cycle.next_mode;
    assert_ok(store, focus_streak_get(store, &streak));
    out->streak_days = streak.current_days;
    assert_ok(store, focus_day_list_range(store, day, day, &days));
    out->day_count = (int64_t)days->count;
    focus_day_list_free(days);
}

static void assert_expired(const view *seen, int32_t mode)
{
    assert_int_equal(seen->runs, 0);
    assert_int_equal(seen->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(seen->remaining_ms, 0);
    assert_int_equal(seen->expires_at_ms, 0);
    assert_int_equal(seen->deadline_kind, FOCUS_DEADLINE_NONE);
    assert_int_not_equal(seen->cycle_reason, FOCUS_CYCLE_RUNNING);
    assert_int_equal(seen->counters.sessions, 1);
    assert_int_equal(seen->counters.modes[mode].active, 0);
    assert_int_equal(seen->counters.modes[mode].paused, 0);
    assert_int_equal(seen->counters.modes[mode].expired, 1);
    assert_int_equal(seen->counters.modes[mode].active_ms, 0);
    assert_int_equal(seen->counters.modes[mode].unconfirmed_ms, seen->active_ms);
    assert_int_equal(seen->stats.modes[mode].expired, 1);
    assert_int_equal(seen->stats.modes[mode].unconfirmed_ms, seen->active_ms);
    assert_int_equal(seen->stats.active_days, 0);
    assert_int_equal(seen->streak_days, 0);
    assert_int_equal(seen->day_count, 0);
    for (int status = 0; status < FOCUS_SESSION_STATUS_COUNT; status++) {
        int64_t expected = status == FOCUS_SESSION_EXPIRED;
        assert_int_equal(seen->listed[status], expected);
        assert_int_equal(seen->total[status], expected);
        assert_int_equal(seen->total_of_days[status], expected);
        assert_int_equal(seen->counted[status], expected);
    }
}

/* --- the limit --------------------------------------------------------------------------------------------- */

typedef struct limit_case {
    const char *name;
    int32_t mode;
    int64_t planned_ms;
    int32_t factor;
    int64_t pause_limit_ms;
    int64_t break_ms;    /* a pause of this length after 5 minutes, resumed; 0: none */
    int64_t pause_at_ms; /* paused from then on; 0: active */
    int64_t limit_ms;    /* after the start; NEVER */
    int64_t active_ms;   /* when expired */
} limit_case;

#define M MINUTE_MS

static const limit_case limit_cases[] = {
    {"focus", 0, 25 * M, 2, HOUR_MS, 0, 0, 50 * M, 50 * M},
    {"break", 1, 5 * M, 2, HOUR_MS, 0, 0, 10 * M, 10 * M},
    {"long break", 2, 15 * M, 2, HOUR_MS, 0, 0, 30 * M, 30 * M},
    {"odd length", 0, 1001, 2, HOUR_MS, 0, 0, 2002, 2002},
    {"with a pause", 0, 25 * M, 2, HOUR_MS, 7 * M + 1, 0, 57 * M + 1, 50 * M},
    {"factor 1", 0, 25 * M, 1, HOUR_MS, 0, 0, 25 * M, 25 * M},
    {"factor 3", 0, 25 * M, 3, HOUR_MS, 0, 0, 75 * M, 75 * M},
    {"paused", 0, 25 * M, 2, HOUR_MS, 0, 10 * M, 70 * M, 10 * M},
    {"paused late", 0, 25 * M, 2, HOUR_MS, 0, 49 * M, 109 * M, 49 * M},
    {"paused again", 0, 25 * M, 2, HOUR_MS, 7 * M, 20 * M, 80 * M, 13 * M},
    {"short pause limit", 0, 25 * M, 2, 5 * M, 0, 10 * M, 15 * M, 10 * M},
    {"open, paused", 0, FOCUS_PLANNED_OPEN, 2, HOUR_MS, 0, 10 * M, 70 * M, 10 * M},
    {"factor 0, paused", 0, 25 * M, 0, HOUR_MS, 0, 10 * M, 70 * M, 10 * M},
    {"open", 0, FOCUS_PLANNED_OPEN, 2, HOUR_MS, 0, 0, NEVER, 0},
    {"factor 0", 0, 25 * M, 0, HOUR_MS, 0, 0, NEVER, 0},
    {"pause limit 0, paused", 0, 25 * M, 2, 0, 0, 10 * M, NEVER, 0},
    {"neither limit, paused", 0, 25 * M, 0, 0, 0, 10 * M, NEVER, 0},
    {"pause limit 0, active", 0, 25 * M, 2, 0, 0, 0, 50 * M, 50 * M},
};

static focus_id bring_about(fixture *f, const limit_case *c)
{
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const char *tags[] = {"tag"};

    f->now_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.expire_factor = c->factor;
    settings.pause_limit_ms = c->pause_limit_ms;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    input.mode = c->mode;
    input.planned_ms = c->planned_ms;
    input.title = "the title";
    input.project = "project";
    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    if (c->break_ms != 0) {
        f->now_ms = MONDAY_9_MS + 5 * M;
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, c->break_ms);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    if (c->pause_at_ms != 0) {
        f->now_ms = MONDAY_9_MS + c->pause_at_ms;
        assert_ok(f->store, focus_session_pause(f->store, 0, "gone", NULL));
    }
    return running_id(f->store);
}

/* A fresh file for each case: figures are compared whole. */
static void each_case(fixture *f, void (*check)(fixture *f, const limit_case *c))
{
    char path[256];

    for (size_t i = 0; i < COUNT_OF(limit_cases); i++) {
        focus_store *store = f->store;
        focus_open_options options = fixture_options(f);
        (void)snprintf(path, sizeof(path), "%s/case%zu.db", f->folder, i);
        options.path = path;
        f->store = NULL;
        assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
        print_message("  %s\n", limit_cases[i].name);
        check(f, &limit_cases[i]);
        assert_recount(f->store, path);
        focus_close(f->store);
        f->store = store;
    }
}

static int32_t monday(fixture *f)
{
    int32_t day = 0;

    assert_ok(f->store, focus_day_from_time(f->store, MONDAY_9_MS, &day));
    return day;
}

static void check_limit(fixture *f, const limit_case *c)
{
    const focus_id id = bring_about(f, c);
    const int64_t limit_ms = MONDAY_9_MS + c->limit_ms;
    view seen;

    f->now_ms = c->limit_ms != NEVER ? limit_ms - 1 : MONDAY_9_MS + 300 * DAY_MS;
    see(f->store, &id, monday(f), &seen);
    assert_int_equal(seen.runs, 1);
    assert_int_equal(seen.expires_at_ms, c->limit_ms != NEVER ? limit_ms : 0);
    assert_int_equal(seen.cycle_reason, FOCUS_CYCLE_RUNNING);
    assert_int_equal(seen.total[c->pause_at_ms != 0 ? FOCUS_SESSION_PAUSED : FOCUS_SESSION_ACTIVE],
                     1);
    if (c->limit_ms == NEVER)
        return;
    for (int i = 0; i < 3; i++) {
        const int64_t later_ms[] = {0, 1, 40 * DAY_MS};
        f->now_ms = limit_ms + later_ms[i];
        see(f->store, &id, monday(f), &seen);
        assert_expired(&seen, c->mode);
        assert_int_equal(seen.active_ms, c->active_ms);
        assert_int_equal(seen.paused_ms, c->limit_ms - c->active_ms);
        assert_int_equal(seen.ended_at_ms, limit_ms);
        if (c->pause_at_ms != 0)
            assert_int_equal(seen.last_pause_ended_at_ms, limit_ms);
    }
}

static void a_session_expires_at_the_millisecond_of_its_limit(void **state)
{
    each_case(*state, check_limit);
}

static void check_sweep(fixture *f, const limit_case *c)
{
    const focus_id id = bring_about(f, c);
    const focus_session *s = NULL;
    int64_t count = -1;
    view before;
    view after;

    f->now_ms = c->limit_ms != NEVER ? MONDAY_9_MS + c->limit_ms + 5 : MONDAY_9_MS + 300 * DAY_MS;
    see(f->store, &id, monday(f), &before);
    assert_ok(f->store, focus_sweep(f->store, &count));
    assert_int_equal(count, c->limit_ms != NEVER);
    assert_int_equal(focus_last_change(f->store),
                     c->limit_ms != NEVER ? FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STATS : 0);
    see(f->store, &id, monday(f), &after);
    assert_memory_equal(&before, &after, sizeof(before));
    assert_ok(f->store, focus_sweep(f->store, &count));
    assert_int_equal(count, 0);
    assert_int_equal(focus_last_change(f->store), 0);
    if (c->limit_ms == NEVER)
        return;
    s = session_of(f->store, &id);
    for (size_t i = 0; i < s->pause_count; i++)
        assert_int_not_equal(s->pauses[i].ended_at_ms, 0);
    assert_int_equal(s->xp, 0);
    focus_session_free(s);
}

static void a_sweep_changes_nothing_that_a_reader_sees(void **state)
{
    each_case(*state, check_sweep);
}

static void check_reads_write_nothing(fixture *f, const limit_case *c)
{
    const focus_id id = bring_about(f, c);
    focus_store *other = NULL;
    focus_open_options options = fixture_options(f);
    char path[256];
    int32_t changed = 1;
    view seen;

    (void)snprintf(path, sizeof(path), "%s/case%d.db", f->folder, (int)(c - limit_cases));
    options.path = path;
    f->now_ms = MONDAY_9_MS + c->limit_ms + 5;
    assert_int_equal(focus_open(&options, &other, NULL), FOCUS_OK);
    see(f->store, &id, monday(f), &seen);
    assert_ok(other, focus_changed_elsewhere(other, &changed));
    assert_int_equal(changed, 0);
    focus_close(other);
}

static void readers_write_nothing(void **state)
{
    each_case(*state, check_reads_write_nothing);
}

/* --- verbs ---------------------------------------------------------------------------------------------------- */

static focus_id overdue(fixture *f)
{
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 51 * MINUTE_MS);
    return id;
}

static void verbs_find_nothing_running(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    const focus_id id = overdue(f);

    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_pause(f->store, 0, NULL, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_resume(f->store, 0, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_complete(f->store, 0, NULL, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_abandon(f->store, 0, NULL, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_extend(f->store, HOUR_MS, &s));
    assert_null(s);
    assert_int_equal(focus_last_change(f->store), 0);
    /* A call that failed changed nothing: not even what had expired. */
    assert_int_equal(sql_int(f->path, "SELECT status FROM focus_sessions"), FOCUS_SESSION_ACTIVE);
    s = session_of(f->store, &id);
    assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(s->revision, 1);
    focus_session_free(s);
}

static void starting_again_needs_no_leave(void **state)
{
    fixture *f = *state;
    const int32_t asked[] = {FOCUS_IF_RUNNING_FAIL, FOCUS_IF_RUNNING_ABANDON,
                             FOCUS_IF_RUNNING_COMPLETE};

    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        const focus_id id = overdue(f);
        const int64_t limit_ms = f->now_ms - MINUTE_MS;
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *s = NULL;
        input.if_running = asked[i];
        assert_ok(f->store, focus_session_start(f->store, &input, NULL));
        s = session_of(f->store, &id);
        assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
        assert_int_equal(s->ended_at_ms, limit_ms);
        assert_int_equal(s->xp, 0);
        assert_int_equal(s->revision, 2);
        focus_session_free(s);
        pass(f, MINUTE_MS);
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    }
}

static void any_write_marks_what_is_overdue(void **state)
{
    fixture *f = *state;

    (void)overdue(f);
    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "yesterday");
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions WHERE status = 4"), 1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions WHERE status < 2"), 0);
}

static void an_open_pause_is_closed_in_the_file(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 2 * DAY_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL));
    assert_int_equal(sql_int(f->path, "SELECT ended_at_ms FROM focus_pauses"),
                     MONDAY_9_MS + MINUTE_MS + HOUR_MS);
    assert_int_equal(sql_int(f->path, "SELECT ended_at_ms FROM focus_sessions"),
                     MONDAY_9_MS + MINUTE_MS + HOUR_MS);
    assert_int_equal(sql_int(f->path, "SELECT expires_at_ms IS NULL FROM focus_sessions"), 1);
}

static void a_sweep_covers_other_users(void **state)
{
    fixture *f = *state;
    const char *names[] = {"ann", "ben", "cid"};
    focus_counters counters;
    int64_t count = 0;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_ok(f->store, focus_user_create(f->store, names[i], NULL));
        assert_ok(f->store, focus_user_select(f->store, names[i]));
        assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
        pass(f, MINUTE_MS);
        if (i == 1)
            assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    }
    pass(f, 55 * MINUTE_MS); /* ann and cid are over the limit, ben is paused */
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_ok(f->store, focus_sweep(f->store, &count));
    assert_int_equal(count, 2);
    pass(f, HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, &count));
    assert_int_equal(count, 1);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_ok(f->store, focus_user_select(f->store, names[i]));
        assert_ok(f->store, focus_counters_get(f->store, &counters));
        assert_int_equal(counters.modes[0].expired, 1);
        assert_int_equal(counters.modes[0].unconfirmed_ms, i == 1 ? MINUTE_MS : 50 * MINUTE_MS);
    }
}

static void new_limits_count_from_the_next_event(void **state)
{
    fixture *f = *state;
    focus_settings settings = {.struct_size = sizeof(settings)};
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.expire_factor = 4;
    settings.pause_limit_ms = 2 * HOUR_MS;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    s = running_of(f->store);
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 50 * MINUTE_MS);
    focus_session_free(s);
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, &s));
    assert_int_equal(s->expires_at_ms, f->now_ms + 2 * HOUR_MS);
    focus_session_free(s);
    assert_ok(f->store, focus_session_resume(f->store, 0, &s));
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 100 * MINUTE_MS);
    focus_session_free(s);
}

/* --- deleted, restored ------------------------------------------------------------------------------------------- */

static void a_deleted_running_session_is_listed_under_the_status_it_shows(void **state)
{
    fixture *f = *state;
    focus_id id;
    int64_t seen = 0;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    assert_ok(f->store, focus_session_delete(f->store, &id));
    pass(f, 2 * HOUR_MS);
    for (int status = 0; status < FOCUS_SESSION_STATUS_COUNT; status++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *list = NULL;
        filter.flags = FOCUS_FILTER_DELETED;
        filter.statuses = FOCUS_MASK(status);
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
        assert_int_equal(list->total, list->count);
        for (size_t i = 0; i < list->count; i++)
            assert_int_equal(list->items[i]->status, status);
        seen += list->total;
        focus_session_list_free(list);
    }
    assert_int_equal(seen, 1);
}

static void a_session_restored_past_its_limit_is_expired(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_delete(f->store, &id));
    pass(f, 2 * HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL));
    assert_ok(f->store, focus_session_restore(f->store, &id, &s));
    assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(s->ended_at_ms, MONDAY_9_MS + 50 * MINUTE_MS);
    focus_session_free(s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_running(f->store, &s));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
}

static void a_session_is_expired_inside_a_batch_as_well(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    const focus_id id = overdue(f);
    int64_t count = 0;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_running(f->store, &s));
    assert_ok(f->store, focus_sweep(f->store, &count));
    assert_int_equal(count, 1);
    assert_ok(f->store, focus_batch_rollback(f->store));
    s = session_of(f->store, &id);
    assert_int_equal(s->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(s->revision, 1);
    focus_session_free(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_expires_at_the_millisecond_of_its_limit),
        TEST(a_sweep_changes_nothing_that_a_reader_sees),
        TEST(readers_write_nothing),
        TEST(verbs_find_nothing_running),
        TEST(starting_again_needs_no_leave),
        TEST(any_write_marks_what_is_overdue),
        TEST(an_open_pause_is_closed_in_the_file),
        TEST(a_sweep_covers_other_users),
        TEST(new_limits_count_from_the_next_event),
        TEST(a_deleted_running_session_is_listed_under_the_status_it_shows),
        TEST(a_session_restored_past_its_limit_is_expired),
        TEST(a_session_is_expired_inside_a_batch_as_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
