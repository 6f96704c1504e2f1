/*
 * test_streak.c - runs of days and the streak, against a naive model: how many sessions a day has.
 */
#include "support/support.h"

#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { DAYS = 400, PER_DAY_MAX = 3 };

#define FIRST_DAY ((int32_t)(MONDAY_9_MS / DAY_MS) - DAYS)

typedef struct model {
    focus_id ids[DAYS][PER_DAY_MAX];
    int counts[DAYS];
    int32_t rest_weekdays;
    uint64_t random;
} model;

static uint32_t next_random(model *m, uint32_t below)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return (uint32_t)((m->random >> 16) % below);
}

/* --- the naive streak ------------------------------------------------------------------------- */

static bool is_rest(const model *m, int day)
{
    int weekday = (FIRST_DAY + day + 3) % 7 + 1; /* day 0 was a Thursday */

    return ((uint32_t)m->rest_weekdays & FOCUS_MASK(weekday)) != 0;
}

static size_t naive_runs(const model *m, focus_run out[static DAYS])
{
    size_t count = 0;
    bool goes_on = false;

    for (int day = DAYS - 1; day >= 0; day--) {
        if (m->counts[day] == 0) {
            goes_on = goes_on && is_rest(m, day);
            continue;
        }
        if (!goes_on)
            out[count++] = (focus_run){.last_day = FIRST_DAY + day};
        out[count - 1].first_day = FIRST_DAY + day;
        out[count - 1].days++;
        goes_on = true;
    }
    return count;
}

static void naive_current(const model *m, int now, focus_streak *out)
{
    out->today_counts = now < DAYS && m->counts[now] > 0;
    for (int day = out->today_counts ? now : now - 1; day >= 0; day--) {
        if (day < DAYS && m->counts[day] > 0) {
            out->current_first_day = FIRST_DAY + day;
            if (out->current_days++ == 0)
                out->current_last_day = FIRST_DAY + day;
        } else if (!is_rest(m, day)) {
            break;
        }
    }
    out->at_risk = out->current_days > 0 && !out->today_counts && !is_rest(m, now);
}

static focus_streak naive_streak(const model *m, int32_t today)
{
    focus_streak streak = {.today = today};
    focus_run runs[DAYS];
    size_t count = naive_runs(m, runs);

    naive_current(m, today - FIRST_DAY, &streak);
    for (size_t i = 0; i < count; i++) /* of equals the newer, which comes first */
        if (runs[i].days > streak.longest_days) {
            streak.longest_days = runs[i].days;
            streak.longest_first_day = runs[i].first_day;
            streak.longest_last_day = runs[i].last_day;
        }
    return streak;
}

static void assert_streak(const focus_streak *got, const focus_streak *expected)
{
    assert_int_equal(got->today, expected->today);
    assert_int_equal(got->today_counts, expected->today_counts);
    assert_int_equal(got->at_risk, expected->at_risk);
    assert_int_equal(got->current_days, expected->current_days);
    if (expected->current_days > 0) {
        assert_int_equal(got->current_first_day, expected->current_first_day);
        assert_int_equal(got->current_last_day, expected->current_last_day);
    }
    assert_int_equal(got->longest_days, expected->longest_days);
    if (expected->longest_days > 0) {
        assert_int_equal(got->longest_first_day, expected->longest_first_day);
        assert_int_equal(got->longest_last_day, expected->longest_last_day);
    }
}

/* As it stands on a day; the clock is put back afterwards. */
static void compare_on(fixture *f, const model *m, int32_t today)
{
    int64_t now_ms = f->now_ms;
    focus_streak got;
    focus_streak expected = naive_streak(m, today);

    f->now_ms = today * DAY_MS + 13 * HOUR_MS;
    assert_ok(f->store, focus_streak_get(f->store, &got));
    f->now_ms = now_ms;
    assert_streak(&got, &expected);
}

static void compare_runs(fixture *f, const model *m, uint32_t limit)
{
    const focus_run_list *list = NULL;
    focus_run expected[DAYS];
    size_t count = naive_runs(m, expected);

    assert_ok(f->store, focus_streak_runs(f->store, limit, &list));
    assert_int_equal(list->count, count < limit ? count : limit);
    for (size_t i = 0; i < list->count; i++) {
        assert_int_equal(list->items[i].first_day, expected[i].first_day);
        assert_int_equal(list->items[i].last_day, expected[i].last_day);
        assert_int_equal(list->items[i].days, expected[i].days);
    }
    focus_run_list_free(list);
}

/* --- changing both ---------------------------------------------------------------------------- */

static void add_to_day(fixture *f, model *m, int day)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.started_at_ms = (FIRST_DAY + day) * DAY_MS + HOUR_MS;
    input.ended_at_ms = input.started_at_ms + HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    m->ids[day][m->counts[day]++] = session->id;
    focus_session_free(session);
}

static void delete_from_day(fixture *f, model *m, int day)
{
    assert_ok(f->store, focus_session_delete(f->store, &m->ids[day][--m->counts[day]]));
}

static void add_pattern(fixture *f, model *m, int first, const char *pattern)
{
    for (int i = 0; pattern[i] != '\0'; i++)
        if (pattern[i] == 'x')
            add_to_day(f, m, first + i);
}

static void rest_on(fixture *f, model *m, int32_t weekdays)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.rest_weekdays = weekdays;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    m->rest_weekdays = weekdays;
}

/* --- random order ----------------------------------------------------------------------------- */

static void random_days_added_and_deleted_give_the_naive_streak(void **state)
{
    fixture *f = *state;
    model m = {.random = 2463534242u};

    assert_ok(f->store, focus_batch_begin(f->store));
    for (int step = 0; step < 4000; step++) {
        int day = (int)next_random(&m, DAYS);
        /* Fill up at first, thin out later, so that runs of all lengths are joined and parted. */
        bool add = next_random(&m, 100) < (step < 2000 ? 75u : 30u);
        if (add && m.counts[day] < PER_DAY_MAX)
            add_to_day(f, &m, day);
        else if (!add && m.counts[day] > 0)
            delete_from_day(f, &m, day);
        if (step % 100 == 99) /* mostly a day or two, or none */
            rest_on(f, &m, (int32_t)(next_random(&m, 254) & next_random(&m, 254) & ~1u));
        if (step % 8 == 0)
            compare_on(f, &m, FIRST_DAY + (int32_t)next_random(&m, DAYS + 3));
        if (step % 20 == 0)
            compare_runs(f, &m, 1 + next_random(&m, 300));
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    for (int32_t day = 0; day < DAYS + 3; day++)
        compare_on(f, &m, FIRST_DAY + day);
    compare_runs(f, &m, 1000);
}

static void a_run_built_and_taken_down_in_any_order_is_whole_between(void **state)
{
    static const int orders[][7] = {
        {0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {0, 2, 4, 6, 1, 3, 5},
        {3, 0, 6, 1, 5, 2, 4}, {1, 3, 5, 0, 2, 4, 6},
    };
    fixture *f = *state;
    model m = {.random = 1};

    for (size_t a = 0; a < COUNT_OF(orders); a++)
        for (size_t b = 0; b < COUNT_OF(orders); b++) {
            for (int i = 0; i < 7; i++) {
                add_to_day(f, &m, 100 + orders[a][i]);
                compare_runs(f, &m, 10);
            }
            compare_on(f, &m, FIRST_DAY + 107);
            for (int i = 0; i < 7; i++) {
                delete_from_day(f, &m, 100 + orders[b][i]);
                compare_runs(f, &m, 10);
                compare_on(f, &m, FIRST_DAY + 106);
            }
        }
}

/* --- today and yesterday ---------------------------------------------------------------------- */

static void a_streak_lives_until_a_whole_day_is_missed(void **state)
{
    static const struct {
        const char *days; /* the last letter but one is yesterday, the last today */
        int32_t current, today_counts, at_risk, longest;
    } cases[] = {
        {".......", 0, 0, 0, 0}, {"......x", 1, 1, 0, 1}, {".....x.", 1, 0, 1, 1},
        {"....x..", 0, 0, 0, 1}, {"xxxxxxx", 7, 1, 0, 7}, {"xxxxxx.", 6, 0, 1, 6},
        {"xxxxx..", 0, 0, 0, 5}, {"xxx.xxx", 3, 1, 0, 3}, {"xxx.xx.", 2, 0, 1, 3},
        {"xxxx..x", 1, 1, 0, 4}, {"x.x.x.x", 1, 1, 0, 1},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        model m = {.random = 1};
        focus_streak streak;
        add_pattern(f, &m, 200, cases[i].days);
        f->now_ms = (FIRST_DAY + 206) * DAY_MS + 20 * HOUR_MS;
        assert_ok(f->store, focus_streak_get(f->store, &streak));
        assert_int_equal(streak.today, FIRST_DAY + 206);
        assert_int_equal(streak.current_days, cases[i].current);
        assert_int_equal(streak.today_counts, cases[i].today_counts);
        assert_int_equal(streak.at_risk, cases[i].at_risk);
        assert_int_equal(streak.longest_days, cases[i].longest);
        f->now_ms = MONDAY_9_MS;
        for (int day = 200; day < 207; day++)
            if (m.counts[day] > 0)
                delete_from_day(f, &m, day);
    }
}

/* The model's last day is a Sunday. */
static void a_streak_goes_over_days_of_rest(void **state)
{
    static const struct {
        const char *days; /* Monday to Sunday and Monday */
        int32_t current, at_risk, longest;
        int today; /* 7: the second Monday */
    } cases[] = {
        {"xxxxx..x", 6, 0, 6, 7}, {"xxxxx...", 5, 1, 5, 7}, {"xxxxx...", 5, 0, 5, 6},
        {"xxxx...x", 1, 0, 4, 7}, {"xxxxx.xx", 7, 0, 7, 7}, {"xxxx....", 0, 0, 4, 5},
        {"xxx.....", 0, 0, 3, 5}, {"....x...", 1, 0, 1, 5},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        model m = {.random = 1};
        focus_streak streak;
        rest_on(f, &m, (int32_t)(FOCUS_MASK(6) | FOCUS_MASK(7)));
        add_pattern(f, &m, DAYS - 14, cases[i].days);
        f->now_ms = (FIRST_DAY + DAYS - 14 + cases[i].today) * DAY_MS + 20 * HOUR_MS;
        assert_ok(f->store, focus_streak_get(f->store, &streak));
        assert_int_equal(streak.current_days, cases[i].current);
        assert_int_equal(streak.at_risk, cases[i].at_risk);
        assert_int_equal(streak.longest_days, cases[i].longest);
        f->now_ms = MONDAY_9_MS;
        for (int day = DAYS - 14; day < DAYS; day++)
            if (m.counts[day] > 0)
                delete_from_day(f, &m, day);
    }
}

static void days_of_a_clock_that_ran_ahead_do_not_count_yet(void **state)
{
    fixture *f = *state;
    model m = {.random = 1};
    focus_streak streak;

    add_pattern(f, &m, 300, "xxxxxxxx");
    f->now_ms = (FIRST_DAY + 303) * DAY_MS + HOUR_MS;
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 4);
    assert_int_equal(streak.current_first_day, FIRST_DAY + 300);
    assert_int_equal(streak.current_last_day, FIRST_DAY + 303);
    assert_int_equal(streak.today_counts, 1);
    f->now_ms = (FIRST_DAY + 299) * DAY_MS + HOUR_MS;
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 0);
    assert_int_equal(streak.at_risk, 0);
}

static void of_two_longest_runs_the_newer_is_told(void **state)
{
    fixture *f = *state;
    model m = {.random = 1};
    focus_streak streak;

    add_pattern(f, &m, 10, "xxx.xx.xxx.x");
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.longest_days, 3);
    assert_int_equal(streak.longest_first_day, FIRST_DAY + 17);
    assert_int_equal(streak.longest_last_day, FIRST_DAY + 19);
    delete_from_day(f, &m, 18);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.longest_first_day, FIRST_DAY + 10);
}

/* --- what makes a day count ------------------------------------------------------------------- */

static int32_t streak_days(focus_store *store)
{
    focus_streak streak;

    assert_ok(store, focus_streak_get(store, &streak));
    return streak.current_days;
}

static void only_completed_plausible_focus_counts(void **state)
{
    static const struct {
        int32_t mode, status;
        int64_t length_ms;
        int32_t days;
    } cases[] = {
        {FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, MINUTE_MS, 1},
        {FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, DAY_MS, 1},
        {FOCUS_MODE_FOCUS, FOCUS_SESSION_COMPLETED, DAY_MS + 1, 0},
        {FOCUS_MODE_FOCUS, FOCUS_SESSION_ABANDONED, MINUTE_MS, 0},
        {FOCUS_MODE_BREAK, FOCUS_SESSION_COMPLETED, MINUTE_MS, 0},
        {FOCUS_MODE_LONG_BREAK, FOCUS_SESSION_COMPLETED, MINUTE_MS, 0},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *session = NULL;
        input.mode = cases[i].mode;
        input.status = cases[i].status;
        input.started_at_ms = MONDAY_9_MS - DAY_MS - HOUR_MS;
        input.ended_at_ms = input.started_at_ms + cases[i].length_ms;
        assert_ok(f->store, focus_session_add(f->store, &input, &session));
        assert_int_equal(streak_days(f->store), cases[i].days);
        assert_ok(f->store, focus_session_delete(f->store, &session->id));
        assert_int_equal(streak_days(f->store), 0);
        focus_session_free(session);
    }
}

static void a_day_follows_every_change_of_its_session(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    focus_id id;

    input.started_at_ms = MONDAY_9_MS - 4 * DAY_MS;
    input.ended_at_ms = MONDAY_9_MS - DAY_MS; /* implausible, and began four days ago */
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    id = session->id;
    focus_session_free(session);
    assert_int_equal(streak_days(f->store), 0);
    input.fields = FOCUS_FIELD_STARTED_AT;
    input.started_at_ms = MONDAY_9_MS - 2 * DAY_MS + HOUR_MS;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL)); /* 23 h, the day before */
    assert_int_equal(streak_days(f->store), 0);
    input.started_at_ms = MONDAY_9_MS - 26 * HOUR_MS;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL)); /* yesterday */
    assert_int_equal(streak_days(f->store), 1);
    input.fields = FOCUS_FIELD_MODE;
    input.mode = FOCUS_MODE_BREAK;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_int_equal(streak_days(f->store), 0);
    input.mode = FOCUS_MODE_FOCUS;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_int_equal(streak_days(f->store), 1);
    input.fields = FOCUS_FIELD_STATUS;
    input.status = FOCUS_SESSION_ABANDONED;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_int_equal(streak_days(f->store), 0);
}

static void a_confirmed_long_session_counts(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    input.started_at_ms = MONDAY_9_MS - 26 * HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    assert_int_equal(streak_days(f->store), 0);
    input.fields = FOCUS_FIELD_CONFIRMED;
    assert_ok(f->store, focus_session_edit(f->store, &session->id, &input, NULL));
    assert_int_equal(streak_days(f->store), 1);
    focus_session_free(session);
}

static void one_of_two_sessions_keeps_the_day(void **state)
{
    fixture *f = *state;
    model m = {.random = 1};

    add_to_day(f, &m, DAYS - 1);
    add_to_day(f, &m, DAYS - 1);
    delete_from_day(f, &m, DAYS - 1);
    assert_int_equal(streak_days(f->store), 1);
    delete_from_day(f, &m, DAYS - 1);
    assert_int_equal(streak_days(f->store), 0);
    assert_ok(f->store, focus_session_restore(f->store, &m.ids[DAYS - 1][0], NULL));
    assert_int_equal(streak_days(f->store), 1);
}

static void users_have_streaks_of_their_own(void **state)
{
    fixture *f = *state;
    model m = {.random = 1};
    const focus_run_list *list = NULL;

    add_pattern(f, &m, DAYS - 3, "xxx");
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_int_equal(streak_days(f->store), 0);
    assert_ok(f->store, focus_streak_runs(f->store, 10, &list));
    assert_int_equal(list->count, 0);
    focus_run_list_free(list);
    add_session(f->store, MONDAY_9_MS - 2 * DAY_MS, HOUR_MS, NULL);
    assert_int_equal(streak_days(f->store), 0);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_int_equal(streak_days(f->store), 3);
}

static void runs_are_limited_to_a_thousand(void **state)
{
    fixture *f = *state;
    const focus_run_list *list = (const focus_run_list *)f;

    assert_status(f->store, FOCUS_E_INVALID, focus_streak_runs(f->store, 1001, &list));
    assert_null(list);
    assert_status(f->store, FOCUS_E_MISUSE, focus_streak_runs(f->store, 1, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_streak_get(f->store, NULL));
    focus_run_list_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(random_days_added_and_deleted_give_the_naive_streak),
        API_TEST(a_run_built_and_taken_down_in_any_order_is_whole_between),
        API_TEST(a_streak_lives_until_a_whole_day_is_missed),
        API_TEST(a_streak_goes_over_days_of_rest),
        API_TEST(days_of_a_clock_that_ran_ahead_do_not_count_yet),
        API_TEST(of_two_longest_runs_the_newer_is_told),
        API_TEST(only_completed_plausible_focus_counts),
        API_TEST(a_day_follows_every_change_of_its_session),
        API_TEST(a_confirmed_long_session_counts),
        API_TEST(one_of_two_sessions_keeps_the_day),
        API_TEST(users_have_streaks_of_their_own),
        API_TEST(runs_are_limited_to_a_thousand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
