/*
 * test_users.c - several people in one file, and the settings of each.
 */
#include "support/input.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static focus_id create(focus_store *store, const char *name)
{
    focus_id id;

    assert_ok(store, focus_user_create(store, name, &id));
    return id;
}

static void select_user(focus_store *store, const char *name)
{
    assert_ok(store, focus_user_select(store, name));
}

/* Names in order of creation, the selected one in brackets. */
static void assert_users(focus_store *store, const char *expected)
{
    const focus_user_list *list = NULL;
    char got[1024] = "";

    assert_ok(store, focus_user_list_all(store, &list));
    for (size_t i = 0; i < list->count; i++) {
        const focus_user *user = list->items[i];
        (void)snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s%s%s", i > 0 ? " " : "",
                       user->is_selected ? "[" : "", user->name, user->is_selected ? "]" : "");
    }
    focus_user_list_free(list);
    assert_string_equal(got, expected);
}

/* --- who is there ------------------------------------------------------------------------------------------------ */

static void users_are_listed_in_order_of_creation(void **state)
{
    fixture *f = *state;
    char expected[1024] = "[me]";

    assert_users(f->store, expected);
    for (int i = 0; i < 20; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "u%d", 20 - i);
        (void)create(f->store, name);
        (void)strcat(strcat(expected, " "), name);
    }
    assert_users(f->store, expected);
    assert_ok(f->store, focus_user_create(f->store, "last", NULL)); /* the id is optional */
}

static void selecting_holds_for_the_store_and_not_for_the_file(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);

    (void)create(f->store, "ann");
    select_user(f->store, "ann");
    assert_users(f->store, "me [ann]");
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_user_select(f->store, "Ann"));
    assert_message(f->store);
    assert_users(f->store, "me [ann]");
    fixture_reopen(f);
    assert_users(f->store, "[me] ann");
    focus_close(f->store);
    f->store = NULL;
    options.user_name = "ann";
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    assert_users(f->store, "me [ann]");
}

static void renaming_keeps_everything(void **state)
{
    fixture *f = *state;
    const focus_id id = create(f->store, "ann");
    const focus_id nobody = {{1}};
    focus_counters counters;

    select_user(f->store, "ann");
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    assert_ok(f->store, focus_user_rename(f->store, &id, "anna"));
    assert_users(f->store, "me [anna]");
    assert_ok(f->store, focus_user_rename(f->store, &id, "anna")); /* her own name */
    assert_status(f->store, FOCUS_E_EXISTS, focus_user_rename(f->store, &id, "me"));
    assert_message_has(f->store, "me");
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_user_rename(f->store, &nobody, "x"));
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.sessions, 1);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_user_select(f->store, "ann"));
    (void)create(f->store, "ann"); /* the name is free */
}

static void names_are_checked(void **state)
{
    fixture *f = *state;
    static char longest[401]; /* 100 characters of 4 bytes */
    static char too_long[102];
    static char too_long_wide[405];
    const struct {
        const char *name;
        focus_status expected;
    } cases[] = {
        {"", FOCUS_E_INVALID},
        {"me", FOCUS_E_EXISTS},
        {"a\nb", FOCUS_E_INVALID},
        {"\x1b", FOCUS_E_INVALID},
        {"\xc2\x85", FOCUS_E_INVALID},
        {"\xff", FOCUS_E_INVALID},
        {"\xc0\xaf", FOCUS_E_INVALID},
        {too_long, FOCUS_E_INVALID},
        {too_long_wide, FOCUS_E_INVALID},
        {longest, FOCUS_OK},
        {"Me", FOCUS_OK},
        {" ", FOCUS_OK},
        {"'; DROP TABLE users; --", FOCUS_OK},
    };
    const focus_id other = create(f->store, "other");

    memset(too_long, 'x', sizeof(too_long) - 1);
    for (size_t i = 0; i < 100; i++)
        memcpy(longest + 4 * i, "\xf0\x9f\x8d\x85", 4);
    for (size_t i = 0; i < 101; i++)
        memcpy(too_long_wide + 4 * i, "\xf0\x9f\x8d\x85", 4);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_id id = {{0xaa}};
        assert_status(f->store, cases[i].expected, focus_user_create(f->store, cases[i].name, &id));
        if (cases[i].expected == FOCUS_OK)
            continue;
        assert_message(f->store);
        assert_int_equal(id.bytes[0], 0);
        assert_status(f->store, cases[i].expected,
                      focus_user_rename(f->store, &other, cases[i].name));
    }
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM users"), 6);
}

/* --- deleting ------------------------------------------------------------------------------------------------------ */

/* Something in every table. */
static void fill(fixture *f, const char *name)
{
    const char *tags[] = {"a", "b"};
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id library;

    select_user(f->store, name);
    said.tags = tags;
    said.tag_count = 2;
    said.title = name;
    assert_ok(f->store, focus_session_start(f->store, &said, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_start(f->store, &said, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    track.title = "song";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_track_add(f->store, &library, &track, NULL));
    assert_ok(f->store, focus_points_spend(f->store, 1, "hat", NULL));
    assert_ok(f->store, focus_goal_set(f->store, 20000, 0, HOUR_MS, 0));
    assert_int_equal(import_text(f->store, "klog", "2026-01-05\n\t1h garden\n").day_totals, 1);
}

/* Every table, so that a new one is not forgotten. */
static const char count_all[] =
    "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM focus_sessions)"
    " + (SELECT count(*) FROM focus_pauses) + (SELECT count(*) FROM session_tags)"
    " + (SELECT count(*) FROM points_ledger) + (SELECT count(*) FROM focus_libraries)"
    " + (SELECT count(*) FROM focus_library_tracks) + (SELECT count(*) FROM counters)"
    " + (SELECT count(*) FROM daily_stats) + (SELECT count(*) FROM streak_runs)"
    " + (SELECT count(*) FROM day_totals) + (SELECT count(*) FROM goals)"
    " + (SELECT count(*) FROM undo_steps) + (SELECT count(*) FROM redo_steps)";

static void a_deleted_user_leaves_no_row_behind(void **state)
{
    fixture *f = *state;
    const focus_id ann = create(f->store, "ann");
    int64_t before = 0;

    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                                      " AND name NOT LIKE 'sqlite_%'"),
                     14);
    fill(f, "me");
    assert_ok(f->store, focus_user_select(f->store, "me"));
    before = sql_int(f->path, count_all) - 2; /* ann herself, and her counters */
    fill(f, "ann");
    assert_status(f->store, FOCUS_E_STATE, focus_user_delete(f->store, &ann));
    assert_message(f->store);
    select_user(f->store, "me");
    assert_true(sql_int(f->path, count_all) >= before + 21);
    assert_ok(f->store, focus_user_delete(f->store, &ann));
    assert_int_equal(sql_int(f->path, count_all), before);
    assert_users(f->store, "[me]");
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_user_delete(f->store, &ann));
    focus_session_free(running_of(f->store)); /* mine runs on */
}

static void a_store_whose_user_is_gone_is_told(void **state)
{
    fixture *f = *state;
    const focus_id ann = create(f->store, "ann");
    focus_store *other = fixture_open(f, 0);
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_settings set = {.struct_size = sizeof(set)};
    const focus_session_list *list = NULL;
    focus_counters counters;
    focus_cycle cycle;

    said.started_at_ms = MONDAY_9_MS - HOUR_MS;
    said.ended_at_ms = MONDAY_9_MS;
    assert_ok(other, focus_settings_get(other, &set));
    assert_ok(other, focus_user_select(other, "ann"));
    assert_ok(f->store, focus_user_delete(f->store, &ann));
    {
        const struct {
            const char *call;
            focus_status got;
        } calls[] = {
            {"settings_get", focus_settings_get(other, &settings)},
            {"settings_set", focus_settings_set(other, &set)},
            {"cycle_get", focus_cycle_get(other, &cycle)},
            {"cycle_reset", focus_cycle_reset(other)},
            {"counters_get", focus_counters_get(other, &counters)},
            {"session_start", focus_session_start(other, NULL, NULL)},
            {"session_add", focus_session_add(other, &said, NULL)},
            {"session_list_page", focus_session_list_page(other, NULL, &list)},
            {"points_award", focus_points_award(other, FOCUS_POINTS_XP, 5, "k", NULL)},
            {"points_spend", focus_points_spend(other, 5, "k", NULL)},
            {"library_create", focus_library_create(other, "music", NULL, NULL)},
        };
        int wrong = 0;
        for (size_t i = 0; i < COUNT_OF(calls); i++)
            if (calls[i].got != FOCUS_E_NOT_FOUND) {
                print_error("%s gave %s\n", calls[i].call, focus_status_name(calls[i].got));
                wrong++;
            }
        assert_int_equal(wrong, 0);
    }
    assert_ok(other, focus_user_select(other, "me"));
    assert_ok(other, focus_session_start(other, NULL, NULL));
    focus_close(other);
}

/* --- apart ---------------------------------------------------------------------------------------------------------- */

static void sessions_and_figures_do_not_mix(void **state)
{
    fixture *f = *state;
    const char *names[] = {"me", "ann"};
    focus_id sessions[2];
    focus_id found;

    (void)create(f->store, "ann");
    fill(f, "me");
    sessions[0] = running_id(f->store);
    fill(f, "ann"); /* both run at once, and bear the same names */
    sessions[1] = running_id(f->store);
    for (size_t i = 0; i < 2; i++) {
        const focus_session_list *list = NULL;
        const focus_session *s = NULL;
        const focus_ledger_list *ledger = NULL;
        const focus_library *library = NULL;
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        focus_counters counters;
        focus_progress progress;
        char text[FOCUS_ID_TEXT_SIZE];
        const char *tags[] = {"x"};
        select_user(f->store, names[i]);
        assert_ok(f->store, focus_counters_get(f->store, &counters));
        assert_int_equal(counters.sessions, 2);
        assert_int_equal(counters.modes[0].completed, 1);
        assert_int_equal(counters.modes[0].paused, 1);
        assert_int_equal(counters.libraries, 1);
        assert_int_equal(counters.xp, 10);
        assert_ok(f->store, focus_progress_get(f->store, &progress));
        assert_int_equal(progress.coins, 1);
        filter.tag = "a";
        assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
        assert_int_equal(list->total, 2);
        assert_string_equal(list->items[0]->title, names[i]);
        focus_session_list_free(list);
        assert_ok(f->store, focus_ledger_list_page(f->store, 0, NULL, &ledger));
        assert_int_equal(ledger->total, 2);
        focus_ledger_list_free(ledger);
        assert_ok(f->store, focus_library_find(f->store, "music", &library));
        focus_library_free(library);
        /* The other's session is not there. */
        assert_status(f->store, FOCUS_E_NOT_FOUND,
                      focus_session_get(f->store, &sessions[1 - i], &s));
        assert_status(f->store, FOCUS_E_NOT_FOUND,
                      focus_session_delete(f->store, &sessions[1 - i]));
        assert_status(f->store, FOCUS_E_NOT_FOUND,
                      focus_session_tag(f->store, &sessions[1 - i], tags, 1, NULL));
        focus_id_format(&sessions[1 - i], text);
        assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_find(f->store, text, &found));
        focus_id_format(&sessions[i], text);
        assert_ok(f->store, focus_session_find(f->store, text, &found));
    }
}

static void keys_of_awards_are_each_users_own(void **state)
{
    fixture *f = *state;

    (void)create(f->store, "ann");
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 5, "day", NULL));
    assert_status(f->store, FOCUS_DONE,
                  focus_points_award(f->store, FOCUS_POINTS_XP, 5, "day", NULL));
    select_user(f->store, "ann");
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 5, "day", NULL));
}

/* --- settings ---------------------------------------------------------------------------------------------------------- */

static void new_users_have_the_defaults(void **state)
{
    fixture *f = *state;
    focus_settings s = {.struct_size = sizeof(s)};

    assert_ok(f->store, focus_settings_get(f->store, &s));
    assert_int_equal(s.struct_size, sizeof(s));
    assert_int_equal(s.focus_length_ms, 25 * MINUTE_MS);
    assert_int_equal(s.break_length_ms, 5 * MINUTE_MS);
    assert_int_equal(s.long_break_length_ms, 15 * MINUTE_MS);
    assert_int_equal(s.cycle_length, 4);
    assert_int_equal(s.day_start_minutes, 0);
    assert_int_equal(s.week_start, 1);
    assert_int_equal(s.daily_goal_ms, 0);
    assert_int_equal(s.daily_goal_sessions, 0);
    assert_int_equal(s.expire_factor, 2);
    assert_int_equal(s.pause_limit_ms, HOUR_MS);
}

typedef struct range {
    const char *name;
    size_t offset;
    size_t size;
    int64_t least;
    int64_t most; /* INT64_MIN: not documented */
} range;

#define RANGE(field, least, most)                                                                  \
    {                                                                                              \
#field, offsetof(focus_settings, field), sizeof(((focus_settings *)NULL)->field), least,   \
            most                                                                                   \
    }

static void put(focus_settings *settings, const range *r, int64_t value)
{
    int32_t small = (int32_t)value;

    if (r->size == sizeof(int64_t))
        memcpy((char *)settings + r->offset, &value, sizeof(value));
    else
        memcpy((char *)settings + r->offset, &small, sizeof(small));
}

static void each_setting_has_its_range(void **state)
{
    fixture *f = *state;
    const range ranges[] = {
        RANGE(focus_length_ms, 1000, DAY_MS),
        RANGE(break_length_ms, 1000, DAY_MS),
        RANGE(long_break_length_ms, 1000, DAY_MS),
        RANGE(cycle_length, 1, 100),
        RANGE(day_start_minutes, 0, 1439),
        RANGE(week_start, 1, 7),
        RANGE(daily_goal_ms, 0, DAY_MS),
        RANGE(daily_goal_sessions, 0, 1000),
        RANGE(expire_factor, 0, INT64_MIN),
        RANGE(pause_limit_ms, 0, INT64_MIN),
        RANGE(rest_weekdays, 0, 253),
    };
    focus_settings before = {.struct_size = sizeof(before)};
    focus_settings after = {.struct_size = sizeof(after)};

    assert_ok(f->store, focus_settings_get(f->store, &before));
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        const range *r = &ranges[i];
        const int64_t bad[] = {r->least - 1, r->most + 1,
                               r->size == sizeof(int64_t) ? INT64_MIN : INT32_MIN,
                               r->size == sizeof(int64_t) ? INT64_MAX : INT32_MAX};
        const int64_t good[] = {r->least, r->most};
        for (size_t n = 0; n < COUNT_OF(bad); n++) {
            focus_settings settings = before;
            if (n == 1 && r->most == INT64_MIN)
                continue;
            put(&settings, r, bad[n]);
            assert_status(f->store, FOCUS_E_INVALID, focus_settings_set(f->store, &settings));
            assert_message_has(f->store, r->name);
            assert_ok(f->store, focus_settings_get(f->store, &after));
            assert_memory_equal(&before, &after, sizeof(before));
        }
        for (size_t n = 0; n < COUNT_OF(good); n++) {
            focus_settings settings = before;
            if (n == 1 && r->most == INT64_MIN)
                continue;
            put(&settings, r, good[n]);
            assert_ok(f->store, focus_settings_set(f->store, &settings));
            assert_ok(f->store, focus_settings_get(f->store, &after));
            assert_memory_equal(&settings, &after, sizeof(settings));
        }
        assert_ok(f->store, focus_settings_set(f->store, &before));
    }
}

static void settings_are_each_users_own_and_kept(void **state)
{
    fixture *f = *state;
    focus_settings mine = {.struct_size = sizeof(mine)};
    focus_settings hers = {.struct_size = sizeof(hers)};
    const focus_session *s = NULL;

    (void)create(f->store, "ann");
    assert_ok(f->store, focus_settings_get(f->store, &mine));
    mine.focus_length_ms = 50 * MINUTE_MS;
    mine.daily_goal_sessions = 8;
    assert_ok(f->store, focus_settings_set(f->store, &mine));
    select_user(f->store, "ann");
    assert_ok(f->store, focus_settings_get(f->store, &hers));
    assert_int_equal(hers.focus_length_ms, 25 * MINUTE_MS);
    assert_int_equal(hers.daily_goal_sessions, 0);
    fixture_reopen(f);
    assert_ok(f->store, focus_settings_get(f->store, &hers));
    assert_memory_equal(&mine, &hers, sizeof(mine));
    assert_ok(f->store, focus_session_start(f->store, NULL, &s));
    assert_int_equal(s->planned_ms, 50 * MINUTE_MS);
    focus_session_free(s);
}

static void a_new_day_start_leaves_recorded_days_alone(void **state)
{
    fixture *f = *state;
    focus_settings settings = {.struct_size = sizeof(settings)};
    const int64_t one_in_the_night_ms = MONDAY_9_MS - 8 * HOUR_MS;
    const focus_session_list *list = NULL;
    int32_t day = 0;

    assert_ok(f->store, focus_day_from_time(f->store, one_in_the_night_ms, &day));
    add_session(f->store, one_in_the_night_ms, HOUR_MS, "before");
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 4 * 60;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    add_session(f->store, one_in_the_night_ms + HOUR_MS, HOUR_MS, "after");
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    assert_int_equal(list->items[1]->day, day);
    assert_int_equal(list->items[0]->day, day - 1);
    focus_session_list_free(list);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static void a_new_user_never_takes_a_gone_ones_place(void **state)
{
    fixture *f = *state;
    focus_store *other = NULL;
    focus_id id;

    assert_ok(f->store, focus_user_create(f->store, "b", &id));
    other = fixture_open(f, 0);
    assert_ok(other, focus_user_select(other, "b"));
    assert_ok(f->store, focus_user_delete(f->store, &id));
    assert_ok(f->store, focus_user_create(f->store, "c", NULL));
    assert_status(other, FOCUS_E_NOT_FOUND, focus_session_start(other, NULL, NULL));
    focus_close(other);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
}

static void a_new_file_belongs_to_whom_it_is_opened_for(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const focus_user_list *users = NULL;
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "new.db", path);
    options.path = path;
    options.user_name = "bob";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_ok(store, focus_user_list_all(store, &users));
    assert_int_equal(users->count, 1);
    assert_string_equal(users->items[0]->name, "bob");
    focus_user_list_free(users);
    focus_close(store);
    options.user_name = "me";
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_user_never_takes_a_gone_ones_place),
        TEST(a_new_file_belongs_to_whom_it_is_opened_for),
        TEST(users_are_listed_in_order_of_creation),
        TEST(selecting_holds_for_the_store_and_not_for_the_file),
        TEST(renaming_keeps_everything),
        TEST(names_are_checked),
        TEST(a_deleted_user_leaves_no_row_behind),
        TEST(a_store_whose_user_is_gone_is_told),
        TEST(sessions_and_figures_do_not_mix),
        TEST(keys_of_awards_are_each_users_own),
        TEST(new_users_have_the_defaults),
        TEST(each_setting_has_its_range),
        TEST(settings_are_each_users_own_and_kept),
        TEST(a_new_day_start_leaves_recorded_days_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
