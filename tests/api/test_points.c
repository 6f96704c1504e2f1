/*
 * test_points.c - awards, spending, rewards of sessions, level, and the ledger that holds them all.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static focus_progress get_progress(focus_store *store)
{
    focus_progress progress;

    assert_ok(store, focus_progress_get(store, &progress));
    assert_int_equal(progress.coins, progress.coins_earned - progress.coins_spent);
    return progress;
}

static const focus_ledger_list *get_ledger(focus_store *store, uint32_t limit, const char *cursor)
{
    const focus_ledger_list *list = NULL;

    assert_ok(store, focus_ledger_list_page(store, limit, cursor, &list));
    assert_non_null(list);
    return list;
}

static int64_t ledger_total(focus_store *store)
{
    const focus_ledger_list *list = get_ledger(store, 1, NULL);
    int64_t total = list->total;

    focus_ledger_list_free(list);
    return total;
}

/* --- awards and spending ---------------------------------------------------------------------- */

static void a_key_pays_once_and_each_kind_has_its_own(void **state)
{
    fixture *f = *state;
    focus_progress progress;

    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 50, "first", "why"));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 20, "first", NULL));
    assert_ok(f->store, focus_points_spend(f->store, 5, "first", NULL));
    for (int i = 0; i < 3; i++) {
        assert_status(f->store, FOCUS_DONE,
                      focus_points_award(f->store, FOCUS_POINTS_XP, 1 + i, "first", NULL));
        assert_int_equal(focus_last_change(f->store), 0);
        assert_status(f->store, FOCUS_DONE,
                      focus_points_award(f->store, FOCUS_POINTS_COINS, 1 + i, "first", NULL));
        assert_status(f->store, FOCUS_DONE, focus_points_spend(f->store, 1 + i, "first", NULL));
        assert_int_equal(focus_last_change(f->store), 0);
        assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
        fixture_reopen(f); /* the file remembers, not the handle */
    }
    progress = get_progress(f->store);
    assert_int_equal(progress.xp, 50);
    assert_int_equal(progress.coins_earned, 20);
    assert_int_equal(progress.coins_spent, 5);
    assert_int_equal(progress.coins, 15);
    assert_int_equal(ledger_total(f->store), 3);
}

static void an_award_changes_points_and_nothing_else(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "k", NULL));
    assert_true((focus_last_change(f->store) & FOCUS_CHANGED_POINTS) != 0);
    assert_int_equal(focus_last_change(f->store) &
                         (FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STREAK | FOCUS_CHANGED_LIBRARIES |
                          FOCUS_CHANGED_TRACKS | FOCUS_CHANGED_USERS | FOCUS_CHANGED_SETTINGS),
                     0);
}

static void coins_cannot_be_spent_twice_nor_below_zero(void **state)
{
    fixture *f = *state;

    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 1, "none", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 10, "a", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1000, "a", NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 11, "hat", NULL));
    assert_int_equal(get_progress(f->store).coins, 10);
    assert_ok(f->store, focus_points_spend(f->store, 7, "hat", NULL));
    assert_status(f->store, FOCUS_DONE, focus_points_spend(f->store, 7, "hat", NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 4, "shoes", NULL));
    assert_ok(f->store, focus_points_spend(f->store, 3, "shoes", NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 1, "socks", NULL));
    assert_int_equal(get_progress(f->store).coins, 0);
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 1, "b", NULL));
    assert_ok(f->store, focus_points_spend(f->store, 1, "socks", NULL)); /* a refusal uses no key */
    assert_int_equal(ledger_total(f->store), 6);
}

static void amounts_keys_and_kinds_out_of_range_are_refused(void **state)
{
    static const int64_t amounts[] = {0, -1, INT64_MIN, INT64_C(1000000001), INT64_MAX};
    static const int32_t kinds[] = {FOCUS_POINTS_SESSION, FOCUS_POINTS_SPEND, -1, 4};
    fixture *f = *state;
    char long_key[FOCUS_TITLE_MAX + 2];
    const char *const keys[] = {"", "two\nlines", "\xff", long_key};

    memset(long_key, 'k', sizeof(long_key) - 1);
    long_key[sizeof(long_key) - 1] = '\0';
    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_points_award(f->store, FOCUS_POINTS_XP, amounts[i], "k", NULL));
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_points_award(f->store, FOCUS_POINTS_COINS, amounts[i], "k", NULL));
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_points_spend(f->store, amounts[i], "k", NULL));
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_points_award(f->store, kinds[i], 1, "k", NULL));
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_points_award(f->store, FOCUS_POINTS_XP, 1, keys[i], NULL));
        assert_status(f->store, FOCUS_E_INVALID, focus_points_spend(f->store, 1, keys[i], NULL));
    }
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_points_award(f->store, FOCUS_POINTS_XP, 1, "k", long_key));
    assert_status(f->store, FOCUS_E_MISUSE,
                  focus_points_award(f->store, FOCUS_POINTS_XP, 1, NULL, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_points_spend(f->store, 1, NULL, NULL));
    assert_int_equal(ledger_total(f->store), 0);
    long_key[FOCUS_TITLE_MAX] = '\0';
    assert_ok(f->store,
              focus_points_award(f->store, FOCUS_POINTS_XP, 1000000000, long_key, long_key));
    assert_int_equal(get_progress(f->store).xp, 1000000000);
}

static void users_have_wallets_and_keys_of_their_own(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 5, "k", NULL));
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_int_equal(get_progress(f->store).coins, 0);
    assert_int_equal(ledger_total(f->store), 0);
    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 1, "k", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 7, "k", NULL));
    assert_int_equal(get_progress(f->store).coins, 7);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_int_equal(get_progress(f->store).coins, 5);
}

static void a_dropped_batch_takes_its_awards_along(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 5, "k", NULL));
    assert_status(f->store, FOCUS_E_STATE, focus_points_spend(f->store, 6, "s", NULL));
    assert_status(f->store, FOCUS_DONE,
                  focus_points_award(f->store, FOCUS_POINTS_COINS, 5, "k", NULL));
    assert_int_equal(get_progress(f->store).coins, 5);
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_int_equal(get_progress(f->store).coins, 0);
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 5, "k", NULL));
}

/* --- rewards of sessions ---------------------------------------------------------------------- */

static const focus_session *work(fixture *f, int32_t mode, int64_t planned_ms, int64_t length_ms)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    input.mode = mode;
    input.planned_ms = planned_ms;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, length_ms);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &session));
    return session;
}

static void sessions_are_paid_by_whole_minutes_up_to_the_plan(void **state)
{
    static const struct {
        int32_t mode;
        int64_t planned_ms, length_ms, xp, coins;
    } cases[] = {
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, MINUTE_MS - 1, 0, 0},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, MINUTE_MS, 5, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 6 * MINUTE_MS - 1, 5, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 6 * MINUTE_MS, 6, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 14 * MINUTE_MS, 14, 2},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 15 * MINUTE_MS, 15, 3},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 25 * MINUTE_MS, 25, 5},
        {FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 49 * MINUTE_MS, 25, 5},
        {FOCUS_MODE_FOCUS, 90 * MINUTE_MS, 90 * MINUTE_MS, 90, 18},
        {FOCUS_MODE_FOCUS, FOCUS_PLANNED_OPEN, 100 * MINUTE_MS, 100, 20},
        {FOCUS_MODE_FOCUS, 1000, 1500, 0, 0},
        {FOCUS_MODE_BREAK, 5 * MINUTE_MS, 5 * MINUTE_MS, 2, 0},
        {FOCUS_MODE_LONG_BREAK, 15 * MINUTE_MS, 15 * MINUTE_MS, 3, 1},
    };
    fixture *f = *state;
    int64_t xp = 0;
    int64_t coins = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *session =
            work(f, cases[i].mode, cases[i].planned_ms, cases[i].length_ms);
        if (session->xp != cases[i].xp || session->coins != cases[i].coins)
            fail_msg("case %zu: %lld XP, %lld coins", i, (long long)session->xp,
                     (long long)session->coins);
        xp += session->xp;
        coins += session->coins;
        focus_session_free(session);
        assert_int_equal(get_progress(f->store).xp, xp);
        assert_int_equal(get_progress(f->store).coins, coins);
    }
}

static void pauses_earn_nothing(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    for (int i = 0; i < 4; i++) {
        pass(f, 90 * 1000); /* four times a minute and a half: six minutes */
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, 20 * MINUTE_MS);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, &session));
    assert_int_equal(session->xp, 6);
    assert_int_equal(session->coins, 2);
    focus_session_free(session);
}

static void only_completing_pays_and_adding_only_when_asked(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 25 * MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL)); /* expired */
    input.started_at_ms = MONDAY_9_MS - 3 * HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS - 2 * HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    assert_int_equal(ledger_total(f->store), 0);
    input.flags = FOCUS_INPUT_REWARD | FOCUS_INPUT_ALLOW_OVERLAP;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    assert_int_equal(session->xp, 0); /* this hour is taken: no hour is paid twice */
    focus_session_free(session);
    input.started_at_ms -= 2 * HOUR_MS;
    input.ended_at_ms -= 2 * HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    assert_int_equal(session->xp, 60);
    assert_int_equal(session->coins, 12);
    focus_session_free(session);
    input.status = FOCUS_SESSION_ABANDONED;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    input.status = FOCUS_SESSION_COMPLETED;
    input.started_at_ms = MONDAY_9_MS - 3 * DAY_MS; /* implausible */
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
    assert_int_equal(ledger_total(f->store), 1);
    assert_int_equal(get_progress(f->store).xp, 60);
}

static void a_reward_stays_when_its_session_goes_and_is_not_paid_again(void **state)
{
    fixture *f = *state;
    const focus_session *session = work(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 25 * MINUTE_MS);
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_ledger_list *list = NULL;

    input.fields = FOCUS_FIELD_STATUS;
    for (int i = 0; i < 3; i++) {
        assert_ok(f->store, focus_session_delete(f->store, &session->id));
        assert_int_equal(get_progress(f->store).xp, 25);
        assert_ok(f->store, focus_session_restore(f->store, &session->id, NULL));
        input.status = i % 2 == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
        assert_ok(f->store, focus_session_edit(f->store, &session->id, &input, NULL));
        assert_int_equal(get_progress(f->store).xp, 25);
        assert_int_equal(get_progress(f->store).coins, 5);
    }
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_complete(f->store, 0, NULL, NULL));
    list = get_ledger(f->store, 0, NULL);
    assert_int_equal(list->total, 1);
    assert_int_equal(list->items[0]->kind, FOCUS_POINTS_SESSION);
    assert_int_equal(list->items[0]->has_session, 1);
    assert_memory_equal(&list->items[0]->session, &session->id, sizeof(focus_id));
    focus_ledger_list_free(list);
    focus_session_free(session);
}

static void a_running_session_deleted_and_restored_is_paid_once(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, &session));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_delete(f->store, &session->id));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_restore(f->store, &session->id, NULL));
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_int_equal(get_progress(f->store).xp, 10);
    assert_int_equal(ledger_total(f->store), 1);
    focus_session_free(session);
}

static void the_hosts_policy_decides(void **state)
{
    fixture *f = *state;
    focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
    focus_open_options options = fixture_options(f);
    const focus_session *session = NULL;

    policy.focus_minutes_min = 2;
    policy.focus_xp_per_minute = 3;
    policy.focus_xp_min = 10;
    policy.focus_minutes_per_coin = 4;
    policy.focus_coins_min = 0;
    policy.break_xp = 0;
    policy.long_break_coins = 8;
    policy.level_cost_xp = 20;
    focus_close(f->store);
    options.reward = &policy;
    assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
    memset(&policy, 0, sizeof(policy)); /* the store keeps a copy */
    session = work(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 119 * 1000);
    assert_int_equal(session->xp + session->coins, 0);
    focus_session_free(session);
    session = work(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 3 * MINUTE_MS);
    assert_int_equal(session->xp, 10);
    assert_int_equal(session->coins, 0);
    focus_session_free(session);
    session = work(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 25 * MINUTE_MS);
    assert_int_equal(session->xp, 75);
    assert_int_equal(session->coins, 6);
    focus_session_free(session);
    session = work(f, FOCUS_MODE_BREAK, 5 * MINUTE_MS, 5 * MINUTE_MS);
    assert_int_equal(session->xp, 0);
    focus_session_free(session);
    session = work(f, FOCUS_MODE_LONG_BREAK, 5 * MINUTE_MS, 5 * MINUTE_MS);
    assert_int_equal(session->coins, 8);
    focus_session_free(session);
    /* 88 XP: levels cost 20, 56, 103. */
    assert_int_equal(get_progress(f->store).level, 3);
    assert_int_equal(get_progress(f->store).level_xp, 12);
    assert_int_equal(get_progress(f->store).level_cost_xp, 103);
}

/* --- level ------------------------------------------------------------------------------------ */

static void levels_cost_a_hundred_times_the_level_to_one_and_a_half(void **state)
{
    static const struct {
        int64_t award; /* on top of what is there */
        int64_t xp;
        int32_t level;
        int64_t level_xp, level_cost_xp;
    } steps[] = {
        {0, 0, 1, 0, 100},        {99, 99, 1, 99, 100},       {1, 100, 2, 0, 282},
        {281, 381, 2, 281, 282},  {1, 382, 3, 0, 519},        {518, 900, 3, 518, 519},
        {1, 901, 4, 0, 800},      {800, 1701, 5, 0, 1118},    {1117, 2818, 5, 1117, 1118},
        {1, 2819, 6, 0, 1469},    {1469, 4288, 7, 0, 1852},   {1852, 6140, 8, 0, 2262},
        {2262, 8402, 9, 0, 2700}, {2700, 11102, 10, 0, 3162},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        focus_progress progress;
        char key[32];
        (void)snprintf(key, sizeof(key), "step %zu", i);
        if (steps[i].award > 0)
            assert_ok(f->store,
                      focus_points_award(f->store, FOCUS_POINTS_XP, steps[i].award, key, NULL));
        progress = get_progress(f->store);
        assert_int_equal(progress.xp, steps[i].xp);
        assert_int_equal(progress.level, steps[i].level);
        assert_int_equal(progress.level_xp, steps[i].level_xp);
        assert_int_equal(progress.level_cost_xp, steps[i].level_cost_xp);
    }
}

/* --- the ledger ------------------------------------------------------------------------------- */

/* 41 entries of all kinds, each a second after the one before. */
static void fill_ledger(fixture *f)
{
    for (int i = 0; i < 41; i++) {
        char key[32];
        (void)snprintf(key, sizeof(key), "key %d", i);
        pass(f, 1000);
        if (i % 4 == 0)
            focus_session_free(work(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS, 10 * MINUTE_MS));
        else if (i % 4 == 1)
            assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, i, key, "for XP"));
        else if (i % 4 == 2)
            assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, i, key, ""));
        else
            assert_ok(f->store, focus_points_spend(f->store, 1, key, "a hat"));
    }
}

static void assert_entry(const focus_ledger_entry *entry, int i)
{
    static const int32_t kinds[] = {FOCUS_POINTS_SESSION, FOCUS_POINTS_XP, FOCUS_POINTS_COINS,
                                    FOCUS_POINTS_SPEND};
    const int64_t xp[] = {10, i, 0, 0};
    const int64_t coins[] = {2, 0, i, -1};
    static const char *const reasons[] = {NULL, "for XP", NULL, "a hat"};
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", i);
    assert_int_equal(entry->kind, kinds[i % 4]);
    assert_int_equal(entry->xp, xp[i % 4]);
    assert_int_equal(entry->coins, coins[i % 4]);
    assert_int_equal(entry->has_session, i % 4 == 0);
    if (i % 4 == 0)
        assert_null(entry->key);
    else
        assert_string_equal(entry->key, key);
    if (reasons[i % 4] == NULL)
        assert_null(entry->reason);
    else
        assert_string_equal(entry->reason, reasons[i % 4]);
}

static void ledger_pages_give_each_entry_once_with_an_exact_total(void **state)
{
    static const uint32_t limits[] = {0, 1, 3, 20, 40, 41, 42, 1000};
    fixture *f = *state;

    fill_ledger(f);
    for (size_t l = 0; l < COUNT_OF(limits); l++) {
        char cursor[FOCUS_CURSOR_SIZE] = "";
        int64_t last_ms = INT64_MAX;
        int i = 41;
        do {
            const focus_ledger_list *list =
                get_ledger(f->store, limits[l], i == 41 ? NULL : cursor);
            assert_int_equal(list->total, 41);
            assert_true(list->count > 0 && list->count <= (limits[l] == 0 ? 20 : limits[l]));
            for (size_t k = 0; k < list->count; k++) {
                assert_entry(list->items[k], --i);
                assert_true(list->items[k]->at_ms < last_ms);
                last_ms = list->items[k]->at_ms;
            }
            memcpy(cursor, list->next_cursor, sizeof(cursor));
            focus_ledger_list_free(list);
        } while (cursor[0] != '\0');
        assert_int_equal(i, 0);
    }
}

static void entries_written_between_ledger_pages_do_not_shift_the_next(void **state)
{
    fixture *f = *state;
    const focus_ledger_list *first = NULL;
    const focus_ledger_list *second = NULL;

    fill_ledger(f);
    first = get_ledger(f->store, 10, NULL);
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "new", NULL));
    second = get_ledger(f->store, 10, first->next_cursor);
    assert_int_equal(second->total, 42);
    assert_entry(second->items[0], 30);
    focus_ledger_list_free(first);
    focus_ledger_list_free(second);
}

static void bad_ledger_pages_are_refused(void **state)
{
    static const char *const cursors[] = {"x", "1", "1.", "1.2.3", " 1.0", "9223372036854775808.0"};
    fixture *f = *state;
    const focus_ledger_list *list = (const focus_ledger_list *)f;

    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_ledger_list_page(f->store, 0, cursors[i], &list));
        assert_null(list);
    }
    assert_status(f->store, FOCUS_E_INVALID, focus_ledger_list_page(f->store, 1001, NULL, &list));
    assert_status(f->store, FOCUS_E_MISUSE, focus_ledger_list_page(f->store, 1, NULL, NULL));
    assert_status(f->store, FOCUS_E_MISUSE, focus_progress_get(f->store, NULL));
    focus_ledger_list_free(NULL);
}

static void more_than_can_be_counted_is_refused(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, "a", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 1, "a", NULL));
    sql_exec(f->path, "UPDATE points_ledger SET xp = xp * ((1 << 50) - 5),"
                      " coins = coins * ((1 << 50) - 5);"
                      "UPDATE counters SET xp = (1 << 50) - 5, coins_earned = (1 << 50) - 5");
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_points_award(f->store, FOCUS_POINTS_XP, 6, "b", NULL));
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_points_award(f->store, FOCUS_POINTS_COINS, 6, "b", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 5, "b", NULL));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 5, "b", NULL));
    assert_int_equal(get_progress(f->store).xp, INT64_C(1) << 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_key_pays_once_and_each_kind_has_its_own),
        API_TEST(an_award_changes_points_and_nothing_else),
        API_TEST(coins_cannot_be_spent_twice_nor_below_zero),
        API_TEST(amounts_keys_and_kinds_out_of_range_are_refused),
        API_TEST(users_have_wallets_and_keys_of_their_own),
        API_TEST(a_dropped_batch_takes_its_awards_along),
        API_TEST(sessions_are_paid_by_whole_minutes_up_to_the_plan),
        API_TEST(pauses_earn_nothing),
        API_TEST(only_completing_pays_and_adding_only_when_asked),
        API_TEST(a_reward_stays_when_its_session_goes_and_is_not_paid_again),
        API_TEST(a_running_session_deleted_and_restored_is_paid_once),
        API_TEST(the_hosts_policy_decides),
        API_TEST(levels_cost_a_hundred_times_the_level_to_one_and_a_half),
        API_TEST(ledger_pages_give_each_entry_once_with_an_exact_total),
        API_TEST(entries_written_between_ledger_pages_do_not_shift_the_next),
        API_TEST(bad_ledger_pages_are_refused),
        API_TEST(more_than_can_be_counted_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
