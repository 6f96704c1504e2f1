/*
 * test_add_many.c - adding many sessions of the past by one call: the same as adding each, all or
 * none.
 */
#include "support/campaign.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

enum { MANY = 120, ROUNDS = 20 };

static focus_session_input past(int64_t started_at_ms, int64_t length_ms)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.started_at_ms = started_at_ms;
    input.ended_at_ms = started_at_ms + length_ms;
    return input;
}

static int64_t count_sessions(const fixture *f)
{
    return sql_int(f->path, "SELECT count(*) FROM focus_sessions");
}

static void all_are_added_in_one_transaction(void **state)
{
    fixture *f = *state;
    const char *tags[] = {"deep"};
    focus_session_input inputs[3] = {
        past(MONDAY_9_MS - 3 * HOUR_MS, HOUR_MS),
        past(MONDAY_9_MS - 2 * HOUR_MS, HOUR_MS),
        past(MONDAY_9_MS - HOUR_MS, HOUR_MS),
    };
    focus_counters counters;

    inputs[0].title = "first";
    inputs[1].flags = FOCUS_INPUT_REWARD;
    inputs[2].tags = tags;
    inputs[2].tag_count = 1;
    assert_ok(f->store, focus_session_add_many(f->store, inputs, 3));
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].completed, 3);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 3 * HOUR_MS);
    assert_true(counters.xp > 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions WHERE title = 'first'"),
                     1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM session_tags WHERE tag = 'deep'"), 1);
    assert_ok(f->store, focus_session_add_many(f->store, NULL, 0));
    assert_int_equal(count_sessions(f), 3);
}

static void one_that_is_wrong_is_named_and_nothing_is_added(void **state)
{
    fixture *f = *state;
    focus_session_input inputs[3] = {
        past(MONDAY_9_MS - 3 * HOUR_MS, HOUR_MS),
        past(MONDAY_9_MS - 2 * HOUR_MS, HOUR_MS),
        past(MONDAY_9_MS - HOUR_MS, 2 * HOUR_MS),
    };

    assert_status(f->store, FOCUS_E_INVALID, focus_session_add_many(f->store, inputs, 3));
    assert_non_null(strstr(focus_last_error(f->store)->message, "session 3: "));
    inputs[2] = past(MONDAY_9_MS - 2 * HOUR_MS - 1, HOUR_MS);
    assert_status(f->store, FOCUS_E_OVERLAP, focus_session_add_many(f->store, inputs, 3));
    assert_non_null(strstr(focus_last_error(f->store)->message, "session 3: another session"));
    inputs[1].flags = 1u << 31;
    assert_status(f->store, FOCUS_E_UNSUPPORTED, focus_session_add_many(f->store, inputs, 3));
    assert_non_null(strstr(focus_last_error(f->store)->message, "session 2: "));
    assert_int_equal(count_sessions(f), 0);
}

/* A program that was built with a longer struct: the array is walked by its size. */
static void structs_of_a_later_header_are_stepped_over(void **state)
{
    fixture *f = *state;
    struct {
        focus_session_input input;
        char later[24];
    } inputs[2];

    memset(inputs, 0, sizeof(inputs));
    for (int i = 0; i < 2; i++) {
        inputs[i].input = past(MONDAY_9_MS - (3 - i) * HOUR_MS, HOUR_MS);
        inputs[i].input.struct_size = sizeof(inputs[i]);
    }
    assert_ok(f->store, focus_session_add_many(f->store, &inputs[0].input, 2));
    assert_int_equal(count_sessions(f), 2);
}

/* Forwards, backwards or anyhow; beside each other, over each other, around each other. */
static void draw(chance *dice, focus_session_input out[MANY])
{
    int order = (int)chance_below(dice, 3);
    int64_t at_ms = MONDAY_9_MS - 40 * DAY_MS;

    for (int i = 0; i < MANY; i++) {
        int64_t length_ms = (int64_t)chance_below(dice, 3) * HOUR_MS + 1;
        int place = order == 1 ? MANY - 1 - i : i;
        if (chance_one_in(dice, 15))
            length_ms = (int64_t)(1 + chance_below(dice, 40)) * HOUR_MS;
        at_ms = order == 2 ? MONDAY_9_MS - (int64_t)(2 + chance_below(dice, 30)) * DAY_MS
                           : at_ms + (int64_t)chance_below(dice, 5) * HOUR_MS;
        out[place] = past(at_ms, length_ms);
        out[place].flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
        if (order != 2)
            at_ms += chance_one_in(dice, 6) ? length_ms / 2 : length_ms;
    }
}

static void add_each(focus_store *store, const focus_session_input *inputs)
{
    assert_ok(store, focus_batch_begin(store));
    for (int i = 0; i < MANY; i++)
        assert_ok(store, focus_session_add(store, &inputs[i], NULL));
    assert_ok(store, focus_batch_commit(store));
}

/* Which of them lay alone in their time is seen by which were paid. */
static const char rows[] = "SELECT total((started_at_ms % 1000003) * (xp + 1) * (1 + ended_at_ms %"
                           " 7)) FROM focus_sessions";

static void adding_many_is_adding_each(void **state)
{
    fixture *f = *state;
    campaign c = campaign_begin("adding many", ROUNDS);
    focus_session_input inputs[MANY];
    char path[256];

    while (campaign_next(&c)) {
        focus_open_options options = fixture_options(f);
        focus_store *each = NULL;
        (void)snprintf(path, sizeof(path), "%s/each-%d.db", f->folder, (int)c.round);
        options.path = path;
        assert_int_equal(focus_open(&options, &each, NULL), FOCUS_OK);
        draw(&c.chance, inputs);
        add_each(each, inputs);
        assert_recount(each, path);
        focus_close(each);
        focus_close(f->store);
        (void)snprintf(f->path, sizeof(f->path), "%s/many-%d.db", f->folder, (int)c.round);
        f->store = fixture_open(f, 0);
        assert_ok(f->store, focus_session_add_many(f->store, inputs, MANY));
        if (sql_int(path, rows) != sql_int(f->path, rows)) {
            campaign_tell_seed(&c);
            fail_msg("what was added by one call differs");
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_are_added_in_one_transaction),
        TEST(one_that_is_wrong_is_named_and_nothing_is_added),
        TEST(structs_of_a_later_header_are_stepped_over),
        TEST(adding_many_is_adding_each),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
