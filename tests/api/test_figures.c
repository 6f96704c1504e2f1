/*
 * test_figures.c - counters, statistics of periods and active days, against sums over an array of
 * sessions that the test keeps beside the store.
 */
#include "support/support.h"

#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { ROWS_MAX = 300 };

typedef struct row {
    focus_id id;
    int32_t mode;
    int32_t status;
    int32_t day;
    int64_t length_ms; /* start to end */
    int64_t paused_ms;
    bool confirmed;
    bool deleted;
} row;

typedef struct history {
    row rows[ROWS_MAX];
    size_t count;
    uint64_t random;
} history;

static uint32_t next_random(history *h, uint32_t below)
{
    h->random ^= h->random << 13;
    h->random ^= h->random >> 7;
    h->random ^= h->random << 17;
    return (uint32_t)((h->random >> 16) % below);
}

static focus_counters get_counters(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters;
}

static focus_stats get_stats(focus_store *store, int32_t from_day, int32_t until_day)
{
    focus_stats stats;

    assert_ok(store, focus_stats_get(store, from_day, until_day, &stats));
    assert_int_equal(stats.from_day, from_day);
    assert_int_equal(stats.until_day, until_day);
    return stats;
}

/* --- sums over the array ---------------------------------------------------------------------- */

static bool is_implausible(const row *r)
{
    return !r->confirmed && r->length_ms > DAY_MS;
}

static void sum_row(const row *r, focus_mode_counts *out)
{
    int64_t *const by_status[] = {&out->active, &out->paused, &out->completed, &out->abandoned,
                                  &out->expired};

    ++*by_status[r->status];
    if (r->status < FOCUS_SESSION_COMPLETED)
        return;
    if (r->status == FOCUS_SESSION_EXPIRED || is_implausible(r))
        out->unconfirmed_ms += r->length_ms - r->paused_ms;
    else
        out->active_ms += r->length_ms - r->paused_ms;
}

static void sum_days(const history *h, int32_t from_day, int32_t until_day,
                     focus_mode_counts out[static FOCUS_MODE_COUNT])
{
    memset(out, 0, FOCUS_MODE_COUNT * sizeof(*out));
    for (size_t i = 0; i < h->count; i++) {
        const row *r = &h->rows[i];
        if (!r->deleted && r->day >= from_day && r->day <= until_day)
            sum_row(r, &out[r->mode]);
    }
}

static void assert_modes(const focus_mode_counts *got, const focus_mode_counts *expected)
{
    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        assert_int_equal(got[mode].active, expected[mode].active);
        assert_int_equal(got[mode].paused, expected[mode].paused);
        assert_int_equal(got[mode].completed, expected[mode].completed);
        assert_int_equal(got[mode].abandoned, expected[mode].abandoned);
        assert_int_equal(got[mode].expired, expected[mode].expired);
        assert_int_equal(got[mode].active_ms, expected[mode].active_ms);
        assert_int_equal(got[mode].unconfirmed_ms, expected[mode].unconfirmed_ms);
    }
}

static void assert_counters(focus_store *store, const history *h)
{
    focus_mode_counts expected[FOCUS_MODE_COUNT];
    focus_counters counters = get_counters(store);
    int64_t deleted = 0;

    sum_days(h, INT32_MIN, INT32_MAX, expected);
    assert_modes(counters.modes, expected);
    for (size_t i = 0; i < h->count; i++)
        deleted += h->rows[i].deleted;
    assert_int_equal(counters.deleted, deleted);
    assert_int_equal(counters.sessions, (int64_t)h->count - deleted);
}

/* The days of a range one by one: active days, the best of them, and the list for a heat map. */
static void assert_active_days(focus_store *store, const history *h, const focus_stats *stats)
{
    const focus_day_list *list = NULL;
    int32_t first = stats->from_day > 20000 ? stats->from_day : 20000;
    int32_t last = stats->until_day < 21000 ? stats->until_day : 21000;
    int64_t best_ms = 0;
    bool best_told = false;
    size_t count = 0;

    assert_ok(store, focus_day_list_range(store, stats->from_day, stats->until_day, &list));
    for (int32_t day = first; day <= last; day++) {
        focus_mode_counts modes[FOCUS_MODE_COUNT];
        int64_t sessions = 0;
        sum_days(h, day, day, modes);
        if (modes[0].active_ms == 0)
            continue;
        for (size_t i = 0; i < h->count; i++)
            sessions += h->rows[i].day == day && h->rows[i].mode == FOCUS_MODE_FOCUS &&
                        h->rows[i].status == FOCUS_SESSION_COMPLETED && !h->rows[i].deleted &&
                        !is_implausible(&h->rows[i]);
        assert_true(count < list->count);
        assert_int_equal(list->items[count].day, day);
        assert_int_equal(list->items[count].active_ms, modes[0].active_ms);
        assert_int_equal(list->items[count].sessions, sessions);
        count++;
        best_ms = modes[0].active_ms > best_ms ? modes[0].active_ms : best_ms;
        best_told |= day == stats->best_day && modes[0].active_ms == stats->best_day_ms;
    }
    assert_int_equal(list->count, count);
    assert_int_equal(stats->active_days, count);
    assert_int_equal(stats->best_day_ms, best_ms);
    assert_true(count == 0 || best_told);
    focus_day_list_free(list);
}

static void assert_stats(focus_store *store, const history *h, int32_t from_day, int32_t until_day)
{
    focus_mode_counts expected[FOCUS_MODE_COUNT];
    focus_stats stats = get_stats(store, from_day, until_day);

    sum_days(h, from_day, until_day, expected);
    assert_modes(stats.modes, expected);
    assert_active_days(store, h, &stats);
}

static void assert_figures(fixture *f, const history *h)
{
    int32_t today = (int32_t)(f->now_ms / DAY_MS);

    assert_counters(f->store, h);
    assert_stats(f->store, h, INT32_MIN, INT32_MAX);
    assert_stats(f->store, h, today - 6, today);
    for (int32_t day = today - 45; day <= today + 1; day++)
        assert_stats(f->store, h, day, day);
}

/* --- filling both ----------------------------------------------------------------------------- */

static row *keep(history *h, const focus_session *session)
{
    row *r = &h->rows[h->count++];

    assert_true(h->count <= ROWS_MAX);
    *r = (row){.id = session->id, .mode = session->mode, .status = session->status};
    r->day = session->day;
    if (session->ended_at_ms != 0)
        r->length_ms = session->ended_at_ms - session->started_at_ms;
    focus_session_free(session);
    return r;
}

static void add_one(fixture *f, history *h)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    int64_t length_ms = (1 + next_random(h, 7200)) * INT64_C(1000);

    if (next_random(h, 8) == 0)
        length_ms = DAY_MS - 1 + (int64_t)next_random(h, 3); /* just below a day to just above */
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.mode = (int32_t)next_random(h, FOCUS_MODE_COUNT);
    input.status = next_random(h, 4) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input.started_at_ms = f->now_ms - length_ms - next_random(h, 30 * 24 * 60) * MINUTE_MS;
    input.ended_at_ms = input.started_at_ms + length_ms;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    assert_int_equal(session->started_at_ms / DAY_MS, session->day);
    assert_int_equal(session->ended_at_ms - session->started_at_ms, length_ms);
    (void)keep(h, session);
}

/* Started, paused now and then, and left to expire or brought to an end. */
static void live_one(fixture *f, history *h)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    row *r = NULL;
    int64_t paused_ms = next_random(h, 4) * MINUTE_MS;

    input.mode = (int32_t)next_random(h, FOCUS_MODE_COUNT);
    input.planned_ms = 10 * MINUTE_MS;
    assert_ok(f->store, focus_session_start(f->store, &input, &session));
    r = keep(h, session);
    r->paused_ms = paused_ms;
    pass(f, 3 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, paused_ms);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, (1 + next_random(h, 25)) * MINUTE_MS);
    if (focus_session_complete(f->store, 0, NULL, &session) == FOCUS_OK) {
        r->status = FOCUS_SESSION_COMPLETED;
        r->length_ms = session->ended_at_ms - session->started_at_ms;
        focus_session_free(session);
    } else {
        r->status = FOCUS_SESSION_EXPIRED;
        r->length_ms = 2 * input.planned_ms + paused_ms;
        assert_ok(f->store, focus_sweep(f->store, NULL));
    }
    pass(f, next_random(h, 300) * MINUTE_MS);
}

static void fill(fixture *f, history *h)
{
    *h = (history){.random = 88172645463325252u};
    for (int i = 0; i < 200; i++) {
        if (next_random(h, 3) == 0)
            live_one(f, h);
        else
            add_one(f, h);
        if (next_random(h, 9) == 0) {
            row *r = &h->rows[next_random(h, (uint32_t)h->count)];
            if (!r->deleted)
                assert_ok(f->store, focus_session_delete(f->store, &r->id));
            r->deleted = true;
        }
    }
}

/* --- against the array ------------------------------------------------------------------------ */

static void figures_equal_the_sums_over_all_sessions(void **state)
{
    fixture *f = *state;
    history h;

    fill(f, &h);
    assert_figures(f, &h);
    for (int i = 0; i < 60; i++) {
        int32_t from_day = (int32_t)(f->now_ms / DAY_MS) - (int32_t)next_random(&h, 50);
        assert_stats(f->store, &h, from_day, from_day + (int32_t)next_random(&h, 40));
    }
}

static void figures_follow_deleting_restoring_and_confirming(void **state)
{
    fixture *f = *state;
    history h;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    fill(f, &h);
    input.fields = FOCUS_FIELD_CONFIRMED;
    for (size_t i = 0; i < h.count; i++) {
        row *r = &h.rows[i];
        if (r->deleted) {
            assert_ok(f->store, focus_session_restore(f->store, &r->id, NULL));
            r->deleted = false;
        } else if (is_implausible(r)) {
            assert_ok(f->store, focus_session_edit(f->store, &r->id, &input, NULL));
            r->confirmed = true;
        } else if (i % 3 == 0) {
            assert_ok(f->store, focus_session_delete(f->store, &r->id));
            r->deleted = true;
        }
        if (i % 25 == 0)
            assert_figures(f, &h);
    }
    assert_figures(f, &h);
}

static void figures_follow_edits_of_mode_status_and_times(void **state)
{
    fixture *f = *state;
    history h;

    fill(f, &h);
    for (size_t i = 0; i < h.count; i++) {
        row *r = &h.rows[i];
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *session = NULL;
        if (r->deleted || r->paused_ms > 0)
            continue;
        input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
        input.fields =
            FOCUS_FIELD_MODE | FOCUS_FIELD_STATUS | FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT;
        input.mode = (int32_t)next_random(&h, FOCUS_MODE_COUNT);
        input.status = next_random(&h, 2) == 0 ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED;
        input.ended_at_ms = f->now_ms - next_random(&h, 30 * 24) * HOUR_MS;
        input.started_at_ms = input.ended_at_ms - (1 + next_random(&h, 26)) * HOUR_MS;
        if (focus_session_edit(f->store, &r->id, &input, &session) == FOCUS_E_INVALID)
            continue; /* it has a pause of no length, which must stay inside */
        assert_non_null(session);
        r->mode = input.mode;
        r->status = input.status;
        r->day = session->day;
        r->length_ms = input.ended_at_ms - input.started_at_ms;
        focus_session_free(session);
        if (i % 25 == 0)
            assert_figures(f, &h);
    }
    assert_figures(f, &h);
}

/* --- one thing at a time ---------------------------------------------------------------------- */

static void an_empty_history_has_figures_of_zero(void **state)
{
    fixture *f = *state;
    const history h = {.count = 0};
    const focus_day_list *list = NULL;

    assert_figures(f, &h);
    assert_ok(f->store, focus_day_list_range(f->store, INT32_MIN, INT32_MAX, &list));
    assert_int_equal(list->count, 0);
    focus_day_list_free(list);
}

static void a_running_session_counts_without_time(void **state)
{
    fixture *f = *state;
    focus_counters counters;
    focus_stats stats;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * MINUTE_MS);
    counters = get_counters(f->store);
    assert_int_equal(counters.sessions, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    stats = get_stats(f->store, INT32_MIN, INT32_MAX);
    assert_int_equal(stats.modes[FOCUS_MODE_FOCUS].active, 0);
    assert_int_equal(stats.modes[FOCUS_MODE_FOCUS].paused, 1);
    assert_int_equal(stats.active_days, 0);
}

/* Before any write has said so, and the same after. */
static void an_overdue_session_is_expired_in_all_figures(void **state)
{
    fixture *f = *state;
    int32_t day = (int32_t)(MONDAY_9_MS / DAY_MS);
    int64_t count = 0;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 3 * HOUR_MS);
    for (int i = 0; i < 2; i++) {
        focus_counters counters = get_counters(f->store);
        focus_stats stats = get_stats(f->store, day, day);
        focus_stats before = get_stats(f->store, day - 7, day - 1);
        assert_int_equal(counters.sessions, 1);
        assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active, 0);
        assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].expired, 1);
        assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
        assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].unconfirmed_ms, 50 * MINUTE_MS);
        assert_modes(stats.modes, counters.modes);
        assert_int_equal(stats.active_days, 0);
        assert_int_equal(before.modes[FOCUS_MODE_FOCUS].expired, 0);
        assert_ok(f->store, focus_sweep(f->store, &count));
        assert_int_equal(count, i == 0);
    }
}

static void paused_time_is_not_work(void **state)
{
    fixture *f = *state;
    int32_t day = (int32_t)(MONDAY_9_MS / DAY_MS);

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 30 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL)); /* out of the pause */
    assert_int_equal(get_stats(f->store, day, day).modes[FOCUS_MODE_FOCUS].active_ms,
                     10 * MINUTE_MS);
    assert_int_equal(get_stats(f->store, day, day).best_day_ms, 10 * MINUTE_MS);
}

static void breaks_are_not_focus_time(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_stats stats;
    const focus_day_list *list = NULL;

    input.mode = FOCUS_MODE_BREAK;
    input.started_at_ms = MONDAY_9_MS - HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    stats = get_stats(f->store, INT32_MIN, INT32_MAX);
    assert_int_equal(stats.modes[FOCUS_MODE_BREAK].active_ms, HOUR_MS);
    assert_int_equal(stats.modes[FOCUS_MODE_FOCUS].active_ms, 0);
    assert_int_equal(stats.active_days, 0);
    assert_ok(f->store, focus_day_list_range(f->store, INT32_MIN, INT32_MAX, &list));
    assert_int_equal(list->count, 0);
    focus_day_list_free(list);
}

static void an_implausible_record_is_apart_until_confirmed(void **state)
{
    static const struct {
        int64_t length_ms;
        bool implausible;
    } cases[] = {{DAY_MS, false}, {DAY_MS + 1, true}, {9 * DAY_MS, true}};
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *session = NULL;
        const focus_mode_counts *focus = NULL;
        focus_counters counters;
        input.started_at_ms = MONDAY_9_MS - 10 * DAY_MS;
        input.ended_at_ms = input.started_at_ms + cases[i].length_ms;
        assert_ok(f->store, focus_session_add(f->store, &input, &session));
        assert_int_equal((session->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0, cases[i].implausible);
        counters = get_counters(f->store);
        focus = &counters.modes[FOCUS_MODE_FOCUS];
        assert_int_equal(focus->completed, 1);
        assert_int_equal(focus->active_ms, cases[i].implausible ? 0 : cases[i].length_ms);
        assert_int_equal(focus->unconfirmed_ms, cases[i].implausible ? cases[i].length_ms : 0);
        input.fields = FOCUS_FIELD_CONFIRMED;
        assert_ok(f->store, focus_session_edit(f->store, &session->id, &input, NULL));
        counters = get_counters(f->store);
        assert_int_equal(focus->active_ms, cases[i].length_ms);
        assert_int_equal(focus->unconfirmed_ms, 0);
        assert_ok(f->store, focus_session_delete(f->store, &session->id));
        focus_session_free(session);
    }
}

static void the_best_day_is_the_one_with_most_focus_time(void **state)
{
    static const int minutes[] = {30, 90, 0, 60, 20};
    fixture *f = *state;
    int32_t first = (int32_t)(MONDAY_9_MS / DAY_MS) - 10;
    focus_stats stats;

    for (int32_t i = 0; i < (int32_t)COUNT_OF(minutes); i++)
        for (int part = 0; part < minutes[i] / 10; part++)
            add_session(f->store, (first + i) * DAY_MS + part * HOUR_MS, 10 * MINUTE_MS, NULL);
    stats = get_stats(f->store, first, first + 4);
    assert_int_equal(stats.active_days, 4);
    assert_int_equal(stats.best_day, first + 1);
    assert_int_equal(stats.best_day_ms, 90 * MINUTE_MS);
    stats = get_stats(f->store, first + 2, first + 4);
    assert_int_equal(stats.active_days, 2);
    assert_int_equal(stats.best_day, first + 3);
    assert_int_equal(get_stats(f->store, first + 2, first + 2).active_days, 0);
}

static void counters_follow_libraries_tracks_and_points(void **state)
{
    fixture *f = *state;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_counters counters;
    focus_id library;

    track.title = "a track";
    assert_ok(f->store, focus_library_create(f->store, "one", NULL, &library));
    assert_ok(f->store, focus_library_create(f->store, "two", NULL, NULL));
    assert_ok(f->store, focus_track_add(f->store, &library, &track, NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 7, "k", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 9, "k", NULL));
    assert_ok(f->store, focus_points_spend(f->store, 4, "k", NULL));
    counters = get_counters(f->store);
    assert_int_equal(counters.libraries, 2);
    assert_int_equal(counters.tracks, 1);
    assert_int_equal(counters.xp, 7);
    assert_int_equal(counters.coins_earned, 9);
    assert_int_equal(counters.coins_spent, 4);
    assert_ok(f->store, focus_library_delete(f->store, &library));
    counters = get_counters(f->store);
    assert_int_equal(counters.libraries, 1);
    assert_int_equal(counters.tracks, 0);
}

static void another_user_has_other_figures(void **state)
{
    fixture *f = *state;
    const history nothing = {.count = 0};
    history h;

    fill(f, &h);
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_figures(f, &nothing);
    add_session(f->store, f->now_ms - HOUR_MS, HOUR_MS, NULL);
    assert_int_equal(get_counters(f->store).sessions, 1);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_figures(f, &h);
}

static void a_batch_that_is_dropped_leaves_no_trace_in_figures(void **state)
{
    fixture *f = *state;
    history h;
    size_t count;
    int64_t now_ms;

    fill(f, &h);
    now_ms = f->now_ms;
    count = h.count;
    assert_ok(f->store, focus_batch_begin(f->store));
    for (int i = 0; i < 30; i++)
        add_one(f, &h);
    assert_counters(f->store, &h);
    assert_ok(f->store, focus_batch_rollback(f->store));
    f->now_ms = now_ms;
    h.count = count;
    assert_figures(f, &h);
}

static void days_out_of_order_are_refused(void **state)
{
    fixture *f = *state;
    focus_stats stats;
    const focus_day_list *list = (const focus_day_list *)f;

    assert_status(f->store, FOCUS_E_INVALID, focus_stats_get(f->store, 5, 4, &stats));
    assert_status(f->store, FOCUS_E_INVALID, focus_day_list_range(f->store, 5, 4, &list));
    assert_null(list);
    assert_status(f->store, FOCUS_E_MISUSE, focus_stats_get(f->store, 4, 5, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_day_list_range(f->store, 4, 5, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_counters_get(f->store, NULL));
    focus_day_list_free(NULL);
}

static void a_year_of_days_is_listed(void **state)
{
    enum { DAYS = 200 };
    fixture *f = *state;
    const focus_day_list *list = NULL;

    for (int64_t i = 0; i < DAYS; i++)
        add_session(f->store, MONDAY_9_MS - (DAYS - i) * DAY_MS, (i + 1) * MINUTE_MS, NULL);
    assert_ok(f->store, focus_day_list_range(f->store, INT32_MIN, INT32_MAX, &list));
    assert_int_equal(list->count, DAYS);
    for (size_t i = 0; i < DAYS; i++) {
        assert_int_equal(list->items[i].day, MONDAY_9_MS / DAY_MS - DAYS + (int64_t)i);
        assert_int_equal(list->items[i].active_ms, (int64_t)(i + 1) * MINUTE_MS);
    }
    focus_day_list_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(figures_equal_the_sums_over_all_sessions),
        API_TEST(figures_follow_deleting_restoring_and_confirming),
        API_TEST(figures_follow_edits_of_mode_status_and_times),
        API_TEST(an_empty_history_has_figures_of_zero),
        API_TEST(a_running_session_counts_without_time),
        API_TEST(an_overdue_session_is_expired_in_all_figures),
        API_TEST(paused_time_is_not_work),
        API_TEST(breaks_are_not_focus_time),
        API_TEST(an_implausible_record_is_apart_until_confirmed),
        API_TEST(the_best_day_is_the_one_with_most_focus_time),
        API_TEST(counters_follow_libraries_tracks_and_points),
        API_TEST(another_user_has_other_figures),
        API_TEST(a_batch_that_is_dropped_leaves_no_trace_in_figures),
        API_TEST(days_out_of_order_are_refused),
        API_TEST(a_year_of_days_is_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
