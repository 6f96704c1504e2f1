/*
 * test_days.c - the local day of a session: zones, day starts, midnight, and what finds it by day.
 */
#include "support/support.h"

#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t number = 0;

    assert_int_equal(focus_day_from_date(year, month, day, &number), FOCUS_OK);
    return number;
}

static int64_t at(const char *text)
{
    int64_t at_ms = 0;

    assert_int_equal(focus_time_parse(text, &at_ms, NULL), FOCUS_OK);
    return at_ms;
}

static void set_day_start(focus_store *store, int32_t minutes)
{
    focus_settings settings = {.struct_size = sizeof(settings)};

    assert_ok(store, focus_settings_get(store, &settings));
    settings.day_start_minutes = minutes;
    assert_ok(store, focus_settings_set(store, &settings));
}

static focus_id add_at(focus_store *store, int64_t started_at_ms, int32_t *out_day)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    focus_id id;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.started_at_ms = started_at_ms;
    input.ended_at_ms = started_at_ms + MINUTE_MS;
    assert_ok(store, focus_session_add(store, &input, &session));
    id = session->id;
    *out_day = session->day;
    focus_session_free(session);
    return id;
}

static int64_t listed_on(focus_store *store, int32_t day, const char *text)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    int64_t total;

    filter.has_days = 1;
    filter.from_day = day;
    filter.until_day = day;
    filter.text = text;
    assert_ok(store, focus_session_list_page(store, &filter, &list));
    assert_int_equal(list->count, list->total);
    for (size_t i = 0; i < list->count; i++)
        assert_int_equal(list->items[i]->day, day);
    total = list->total;
    focus_session_list_free(list);
    return total;
}

/* Lists, whose totals come from daily sums or from rows, statistics and active days agree. */
static void assert_on_day(focus_store *store, int32_t day, int64_t count)
{
    focus_stats stats;
    const focus_day_list *days = NULL;

    assert_int_equal(listed_on(store, day, NULL), count);
    assert_int_equal(listed_on(store, day, "none has this title"), 0);
    assert_ok(store, focus_stats_get(store, day, day, &stats));
    assert_int_equal(stats.modes[FOCUS_MODE_FOCUS].completed, count);
    assert_int_equal(stats.active_days, count > 0);
    assert_ok(store, focus_day_list_range(store, day, day, &days));
    assert_int_equal(days->count, count > 0);
    focus_day_list_free(days);
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct day_case {
    const char *started;
    int32_t utc_offset_s;
    int32_t day_start_minutes;
    int32_t year, month, day;
} day_cases[] = {
    {"2026-02-10T00:00:00Z", 0, 0, 2026, 2, 10},
    {"2026-02-09T23:59:59.999Z", 0, 0, 2026, 2, 9},
    {"2026-02-10T03:59:59.999Z", 0, 240, 2026, 2, 9}, /* a night owl's day begins at four */
    {"2026-02-10T04:00:00Z", 0, 240, 2026, 2, 10},
    {"2026-02-10T23:00:00Z", 3600, 0, 2026, 2, 11},
    {"2026-02-10T22:59:59.999Z", 3600, 0, 2026, 2, 10},
    {"2026-02-10T03:00:00Z", 3600, 240, 2026, 2, 10},
    {"2026-02-10T02:59:59Z", 3600, 240, 2026, 2, 9},
    {"2026-02-10T09:59:59Z", 14 * 3600, 0, 2026, 2, 10}, /* far east */
    {"2026-02-10T10:00:00Z", 14 * 3600, 0, 2026, 2, 11},
    {"2026-02-10T11:59:59Z", -12 * 3600, 0, 2026, 2, 9}, /* far west */
    {"2026-02-10T12:00:00Z", -12 * 3600, 0, 2026, 2, 10},
    {"2026-02-10T00:00:00Z", -12 * 3600, 1439, 2026, 2, 8}, /* as early as it gets */
    {"2026-02-10T18:14:59Z", 20700, 0, 2026, 2, 10},        /* Kathmandu, +05:45 */
    {"2026-02-10T18:15:00Z", 20700, 0, 2026, 2, 11},
    {"2026-02-10T03:29:59Z", -12600, 0, 2026, 2, 9}, /* St. John's, -03:30 */
    {"2026-02-10T03:30:00Z", -12600, 0, 2026, 2, 10},
    {"2026-01-01T00:30:00Z", -3600, 0, 2025, 12, 31}, /* a year's edge */
    {"2024-02-29T23:30:00Z", 0, 0, 2024, 2, 29},      /* a leap day */
    {"2024-02-29T23:30:00Z", 3600, 0, 2024, 3, 1},
    {"2024-02-29T23:30:00Z", 3600, 60, 2024, 2, 29},
};

static void a_session_belongs_to_the_local_day_in_which_it_began(void **state)
{
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(day_cases); i++) {
        const struct day_case *c = &day_cases[i];
        int32_t expected = day_of(c->year, c->month, c->day);
        int32_t asked = 0;
        int32_t got = 0;
        focus_id id;

        f->utc_offset_s = c->utc_offset_s;
        set_day_start(f->store, c->day_start_minutes);
        id = add_at(f->store, at(c->started), &got);
        if (got != expected)
            fail_msg("%s at offset %d, day start %d: day %d, not %d", c->started,
                     (int)c->utc_offset_s, (int)c->day_start_minutes, (int)got, (int)expected);
        assert_ok(f->store, focus_day_from_time(f->store, at(c->started), &asked));
        assert_int_equal(asked, expected);
        assert_on_day(f->store, expected, 1);
        assert_on_day(f->store, expected - 1, 0);
        assert_on_day(f->store, expected + 1, 0);
        assert_ok(f->store, focus_session_delete(f->store, &id));
        assert_on_day(f->store, expected, 0);
    }
}

static void a_started_session_takes_its_day_from_the_start(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    int32_t monday = day_of(2026, 3, 2);

    f->now_ms = at("2026-03-02T23:50:00Z");
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS); /* it is Tuesday now */
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &session));
    assert_int_equal(session->day, monday);
    focus_session_free(session);
    assert_on_day(f->store, monday, 1);
    assert_on_day(f->store, monday + 1, 0);
}

/* --- what is fixed stays ---------------------------------------------------------------------- */

static void a_day_stays_when_the_offset_changes_later(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    int32_t day = 0;
    focus_id id;

    f->utc_offset_s = 2 * 3600;
    id = add_at(f->store, at("2026-02-10T22:30:00Z"), &day);
    assert_int_equal(day, day_of(2026, 2, 11));
    f->utc_offset_s = -8 * 3600; /* the traveller's clock says the tenth */
    fixture_reopen(f);
    input.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_ENDED_AT;
    input.title = "renamed";
    input.ended_at_ms = at("2026-02-10T22:45:00Z");
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_ok(f->store, focus_session_get(f->store, &id, &session));
    assert_int_equal(session->day, day);
    assert_int_equal(session->utc_offset_s, 2 * 3600);
    assert_string_equal(session->zone, "Test/Zone");
    focus_session_free(session);
    assert_on_day(f->store, day, 1);
    assert_on_day(f->store, day - 1, 0);
}

static void days_recorded_stay_when_the_day_start_moves(void **state)
{
    fixture *f = *state;
    int32_t day = 0;

    (void)add_at(f->store, at("2026-02-10T02:00:00Z"), &day);
    assert_int_equal(day, day_of(2026, 2, 10));
    set_day_start(f->store, 240);
    assert_on_day(f->store, day, 1);
    assert_on_day(f->store, day - 1, 0);
    (void)add_at(f->store, at("2026-02-10T02:00:00Z"), &day);
    assert_int_equal(day, day_of(2026, 2, 9));
    assert_on_day(f->store, day, 1);
    assert_on_day(f->store, day + 1, 1);
}

static void an_edited_start_moves_the_session_to_its_new_day(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    int32_t day = 0;
    focus_id id;

    f->utc_offset_s = 3600;
    id = add_at(f->store, at("2026-02-10T23:30:00Z"), &day);
    assert_on_day(f->store, day_of(2026, 2, 11), 1);
    input.fields = FOCUS_FIELD_STARTED_AT;
    input.started_at_ms = at("2026-02-10T22:30:00Z");
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_on_day(f->store, day_of(2026, 2, 11), 0);
    assert_on_day(f->store, day_of(2026, 2, 10), 1);
    input.fields = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT;
    input.started_at_ms = at("2026-02-09T22:30:00Z");
    input.ended_at_ms = at("2026-02-09T23:30:00Z");
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_on_day(f->store, day_of(2026, 2, 9), 1);
    assert_on_day(f->store, day_of(2026, 2, 10), 0);
}

static void a_deleted_session_comes_back_on_its_old_day(void **state)
{
    fixture *f = *state;
    int32_t day = 0;
    focus_id id = add_at(f->store, at("2026-02-10T02:00:00Z"), &day);

    assert_ok(f->store, focus_session_delete(f->store, &id));
    f->utc_offset_s = -10 * 3600;
    set_day_start(f->store, 600);
    assert_ok(f->store, focus_session_restore(f->store, &id, NULL));
    assert_on_day(f->store, day_of(2026, 2, 10), 1);
}

/* --- the streak's days ------------------------------------------------------------------------ */

static void the_streak_counts_the_users_own_days(void **state)
{
    fixture *f = *state;
    focus_streak streak;
    int32_t day = 0;

    set_day_start(f->store, 240);
    f->utc_offset_s = 3600;
    (void)add_at(f->store, at("2026-02-10T02:59:00Z"), &day); /* 03:59 on the tenth: the ninth */
    (void)add_at(f->store, at("2026-02-10T03:00:00Z"), &day); /* 04:00: the tenth */
    (void)add_at(f->store, at("2026-02-12T02:59:59Z"), &day); /* the eleventh */
    f->now_ms = at("2026-02-12T02:59:59.999Z");
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.today, day_of(2026, 2, 11));
    assert_int_equal(streak.current_days, 3);
    assert_int_equal(streak.current_first_day, day_of(2026, 2, 9));
    assert_int_equal(streak.today_counts, 1);
    pass(f, 1);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.today, day_of(2026, 2, 12));
    assert_int_equal(streak.today_counts, 0);
    assert_int_equal(streak.at_risk, 1);
    assert_int_equal(streak.current_days, 3);
}

/* --- a zone whose clocks are changed ---------------------------------------------------------- */

/* Berlin's spring of 2026: +01:00, and +02:00 from 2026-03-29T01:00Z on. */
static int32_t spring_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < INT64_C(1774746000000) ? 3600 : 7200;
}

static void each_session_keeps_the_offset_in_force_when_it_began(void **state)
{
    static const struct {
        const char *started;
        int32_t utc_offset_s;
        int32_t day;
    } cases[] = {
        {"2026-03-28T22:59:59Z", 3600, 28}, {"2026-03-28T23:00:00Z", 3600, 29},
        {"2026-03-29T00:59:59Z", 3600, 29}, {"2026-03-29T01:00:00Z", 7200, 29},
        {"2026-03-29T21:59:59Z", 7200, 29}, {"2026-03-29T22:00:00Z", 7200, 30},
    };
    fixture *f = *state;
    const focus_session_list *list = NULL;
    int32_t day = 0;

    assert_int_equal(at("2026-03-29T01:00:00Z"), INT64_C(1774746000000));
    focus_close(f->store);
    f->now_ms = at("2026-03-31T12:00:00Z");
    f->zone = (focus_zone){"Test/Spring", spring_offset, NULL};
    f->store = fixture_open(f, 0);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        (void)add_at(f->store, at(cases[i].started), &day);
        assert_int_equal(day, day_of(2026, 3, cases[i].day));
    }
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(list->items[COUNT_OF(cases) - 1 - i]->utc_offset_s, cases[i].utc_offset_s);
    focus_session_list_free(list);
    assert_int_equal(listed_on(f->store, day_of(2026, 3, 28), NULL), 1);
    assert_int_equal(listed_on(f->store, day_of(2026, 3, 29), NULL), 4);
    assert_int_equal(listed_on(f->store, day_of(2026, 3, 30), NULL), 1);
}

/* --- ranges ----------------------------------------------------------------------------------- */

/* Far offsets and day starts: no session lies outside the instants that a range looks at. */
static void a_range_of_days_finds_all_of_its_sessions_and_no_other(void **state)
{
    static const int32_t offsets[] = {-12 * 3600, -3600, 0, 20700, 14 * 3600};
    static const int32_t starts[] = {0, 240, 720, 1439};
    fixture *f = *state;
    int32_t first = day_of(2026, 2, 6);
    int64_t counts[12] = {0};
    int32_t day = 0;

    assert_ok(f->store, focus_batch_begin(f->store));
    for (size_t o = 0; o < COUNT_OF(offsets); o++)
        for (size_t s = 0; s < COUNT_OF(starts); s++) {
            f->utc_offset_s = offsets[o];
            set_day_start(f->store, starts[s]);
            for (int hour = 0; hour < 5 * 24; hour += 5) {
                int64_t started = at("2026-02-10T00:00:00Z") + hour * HOUR_MS;
                int64_t local = started + offsets[o] * INT64_C(1000) - starts[s] * MINUTE_MS;
                (void)add_at(f->store, started, &day);
                assert_int_equal(day, local / DAY_MS);
                counts[day - first]++;
            }
        }
    assert_ok(f->store, focus_batch_commit(f->store));
    for (int32_t i = 0; i < (int32_t)COUNT_OF(counts); i++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *list = NULL;
        filter.has_days = 1;
        filter.from_day = first + i;
        filter.until_day = first + i;
        filter.limit = 1000;
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
        assert_int_equal(list->total, counts[i]);
        assert_int_equal(list->count, counts[i]);
        focus_session_list_free(list);
        filter.project = "none"; /* now the rows are counted */
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
        assert_int_equal(list->total, 0);
        focus_session_list_free(list);
    }
}

/* The clocks go back an hour at the fixture's beginning. */
static int32_t one_hour_back(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < MONDAY_9_MS ? 3600 : 0;
}

static void a_local_time_is_told_to_be_doubled(void **state)
{
    static const struct {
        int32_t hour, second;
        int64_t at_ms;
        int32_t kind;
    } cases[] = {
        {8, 0, MONDAY_9_MS - 2 * HOUR_MS, FOCUS_LOCAL_UNIQUE},
        {9, 0, MONDAY_9_MS - HOUR_MS, FOCUS_LOCAL_DOUBLED},
        {9, 1, MONDAY_9_MS, FOCUS_LOCAL_DOUBLED},
        {10, 1, MONDAY_9_MS + HOUR_MS, FOCUS_LOCAL_UNIQUE},
    };
    fixture *f = *state;

    f->zone.utc_offset_s = one_hour_back;
    fixture_reopen(f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const focus_local_time local = {.year = 2026, .month = 3, .day = 2, .hour = cases[i].hour};
        int64_t at_ms = 0;
        int32_t kind = -1;
        assert_ok(f->store,
                  focus_time_from_local(f->store, &local, cases[i].second, &at_ms, &kind));
        assert_int_equal(at_ms, cases[i].at_ms);
        assert_int_equal(kind, cases[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_session_belongs_to_the_local_day_in_which_it_began),
        API_TEST(a_started_session_takes_its_day_from_the_start),
        API_TEST(a_day_stays_when_the_offset_changes_later),
        API_TEST(days_recorded_stay_when_the_day_start_moves),
        API_TEST(an_edited_start_moves_the_session_to_its_new_day),
        API_TEST(a_deleted_session_comes_back_on_its_old_day),
        API_TEST(the_streak_counts_the_users_own_days),
        API_TEST(each_session_keeps_the_offset_in_force_when_it_began),
        API_TEST(a_local_time_is_told_to_be_doubled),
        API_TEST(a_range_of_days_finds_all_of_its_sessions_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
