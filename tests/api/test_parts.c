/*
 * test_parts.c - one session made two, and two made one: time, pauses, points and figures.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_in_memory, fixture_teardown)

/* Lived from MONDAY_9_MS on: pauses of 5 minutes after 10 and after 30, 55 in all, 45 of them active. */
static focus_id lived_with_pauses(fixture *f)
{
    const char *tags[] = {"deep", "draft"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_id id;

    input.title = "report";
    input.project = "thesis";
    input.tags = tags;
    input.tag_count = 2;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    id = running_id(f->store);
    for (int i = 0; i < 2; i++) {
        pass(f, (i == 0 ? 10 : 15) * MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, i == 0 ? "tea" : NULL, NULL));
        pass(f, 5 * MINUTE_MS);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, "done", NULL));
    pass(f, HOUR_MS);
    return id;
}

static focus_counters counters_of(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters;
}

static focus_id part_after(focus_store *store, const focus_id *id, int64_t at_ms)
{
    const focus_session *second = NULL;
    focus_id second_id;

    assert_ok(store, focus_session_split(store, id, at_ms, &second));
    second_id = second->id;
    focus_session_free(second);
    return second_id;
}

static focus_status join(focus_store *store, focus_id a, focus_id b)
{
    return focus_session_join(store, &a, &b, NULL);
}

static focus_id added(focus_store *store, focus_session_input input, int64_t from_ms,
                      int64_t until_ms)
{
    const focus_session *s = NULL;
    focus_id id;

    input.struct_size = sizeof(input);
    input.started_at_ms = from_ms;
    input.ended_at_ms = until_ms;
    assert_ok(store, focus_session_add(store, &input, &s));
    id = s->id;
    focus_session_free(s);
    return id;
}

/* --- split -------------------------------------------------------------------------------------------- */

static void a_split_loses_no_time_wherever_it_is(void **state)
{
    fixture *f = *state;
    focus_id id = lived_with_pauses(f);

    for (int64_t minute = 1; minute < 55; minute += 3) {
        const int64_t at_ms = MONDAY_9_MS + minute * MINUTE_MS;
        const focus_session *first = NULL;
        const focus_session *second = NULL;
        assert_ok(f->store, focus_batch_begin(f->store));
        assert_ok(f->store, focus_session_split(f->store, &id, at_ms, &second));
        assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STATS);
        first = session_of(f->store, &id);
        assert_int_equal(first->started_at_ms, MONDAY_9_MS);
        assert_int_equal(first->ended_at_ms, at_ms);
        assert_int_equal(second->started_at_ms, at_ms);
        assert_int_equal(second->ended_at_ms, MONDAY_9_MS + 55 * MINUTE_MS);
        assert_int_equal(first->active_ms + second->active_ms, 45 * MINUTE_MS);
        assert_int_equal(first->paused_ms + second->paused_ms, 10 * MINUTE_MS);
        assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].active_ms, 45 * MINUTE_MS);
        focus_session_free(first);
        focus_session_free(second);
        assert_ok(f->store, focus_batch_rollback(f->store));
    }
}

static void the_parts_say_what_the_whole_said(void **state)
{
    fixture *f = *state;
    const focus_id id = lived_with_pauses(f);
    const focus_session *first = NULL;
    const focus_session *second = NULL;

    assert_ok(f->store, focus_session_split(f->store, &id, MONDAY_9_MS + 12 * MINUTE_MS, &second));
    first = session_of(f->store, &id);
    assert_int_equal(first->xp, 25);
    assert_int_equal(second->xp, 0);
    assert_int_equal(second->coins, 0);
    assert_int_equal(first->source, FOCUS_SOURCE_LIVE);
    assert_int_equal(second->source, FOCUS_SOURCE_MANUAL);
    assert_int_equal(second->created_at_ms, f->now_ms);
    assert_int_equal(first->flags, FOCUS_SESSION_EDITED);
    assert_int_equal(second->flags, FOCUS_SESSION_EDITED);
    assert_int_equal(second->planned_ms, first->planned_ms);
    assert_int_equal(second->status, FOCUS_SESSION_COMPLETED);
    assert_string_equal(second->title, "report");
    assert_string_equal(second->project, "thesis");
    assert_string_equal(second->note, "done");
    assert_int_equal(second->tag_count, 2);
    assert_string_equal(second->tags[1], "draft");
    assert_string_equal(second->zone, "Test/Zone");
    assert_int_equal(first->pause_count, 1);
    assert_int_equal(second->pause_count, 2);
    assert_string_equal(first->pauses[0].reason, "tea");
    assert_string_equal(second->pauses[0].reason, "tea");
    assert_int_equal(second->pauses[0].started_at_ms, second->started_at_ms);
    focus_session_free(first);
    focus_session_free(second);
}

static void the_second_part_may_be_of_another_day(void **state)
{
    fixture *f = *state;
    const int64_t midnight_ms = MONDAY_9_MS - 9 * HOUR_MS;
    const focus_id id =
        added(f->store, (focus_session_input){0}, midnight_ms - HOUR_MS, midnight_ms + HOUR_MS);
    const focus_session *second = NULL;
    focus_streak streak;
    focus_stats stats;

    assert_ok(f->store, focus_session_split(f->store, &id, midnight_ms, &second));
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 2);
    assert_int_equal(second->day, streak.today);
    assert_ok(f->store, focus_stats_get(f->store, second->day, second->day, &stats));
    assert_int_equal(stats.modes[FOCUS_MODE_FOCUS].active_ms, HOUR_MS);
    focus_session_free(second);
}

static void an_implausible_session_comes_back_in_parts(void **state)
{
    fixture *f = *state;
    const focus_id id =
        added(f->store, (focus_session_input){0}, MONDAY_9_MS - 30 * HOUR_MS, MONDAY_9_MS);

    assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].active_ms, 0);
    (void)part_after(f->store, &id, MONDAY_9_MS - 28 * HOUR_MS);
    assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].active_ms, 2 * HOUR_MS);
    assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].unconfirmed_ms, 28 * HOUR_MS);
}

static void splits_that_cannot_be_are_refused(void **state)
{
    fixture *f = *state;
    const focus_id id = lived_with_pauses(f);
    const int64_t end_ms = MONDAY_9_MS + 55 * MINUTE_MS;
    const int64_t outside[] = {0, INT64_MIN, INT64_MAX, MONDAY_9_MS - 1, MONDAY_9_MS, end_ms};
    const focus_session *second = NULL;
    focus_id running;

    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        assert_status(f->store, FOCUS_E_INVALID,
                      focus_session_split(f->store, &id, outside[i], &second));
        assert_null(second);
    }
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    running = running_id(f->store);
    pass(f, MINUTE_MS);
    assert_status(f->store, FOCUS_E_STATE,
                  focus_session_split(f->store, &running, f->now_ms - 1, NULL));
    assert_message_has(f->store, "running");
    assert_ok(f->store, focus_session_delete(f->store, &id));
    assert_status(f->store, FOCUS_E_STATE,
                  focus_session_split(f->store, &id, MONDAY_9_MS + 1, NULL));
    assert_message_has(f->store, "deleted");
}

/* --- join --------------------------------------------------------------------------------------------- */

/* What a session says, but for its revision and marks. */
static void write_down(focus_store *store, const focus_id *id, char *out, size_t size)
{
    const focus_session *s = session_of(store, id);
    int length = snprintf(out, size, "%d %d %lld-%lld %lld %lld %lld %lld %s %s %s", s->mode,
                          s->status, (long long)s->started_at_ms, (long long)s->ended_at_ms,
                          (long long)s->active_ms, (long long)s->planned_ms, (long long)s->xp,
                          (long long)s->coins, s->title, s->project, s->note);

    for (size_t i = 0; i < s->pause_count && length > 0; i++)
        length +=
            snprintf(out + length, size - (size_t)length, " [%lld %lld %s]",
                     (long long)s->pauses[i].started_at_ms, (long long)s->pauses[i].ended_at_ms,
                     s->pauses[i].reason != NULL ? s->pauses[i].reason : "");
    focus_session_free(s);
}

static void splitting_and_joining_changes_nothing(void **state)
{
    fixture *f = *state;
    const focus_id id = lived_with_pauses(f);
    const focus_counters before = counters_of(f->store);
    char whole[512];
    char again[512];

    write_down(f->store, &id, whole, sizeof(whole));
    for (int64_t minute = 1; minute < 55; minute++) {
        focus_id second = part_after(f->store, &id, MONDAY_9_MS + minute * MINUTE_MS);
        focus_counters after;
        assert_ok(f->store,
                  minute % 2 == 0 ? join(f->store, id, second) : join(f->store, second, id));
        write_down(f->store, &id, again, sizeof(again));
        assert_string_equal(again, whole);
        after = counters_of(f->store);
        assert_int_equal(after.deleted, before.deleted + minute);
        after.deleted = before.deleted;
        assert_memory_equal(&after, &before, sizeof(after));
    }
}

static void the_gap_becomes_a_pause(void **state)
{
    fixture *f = *state;
    const char *some[] = {"a", "b"};
    const char *others[] = {"b", "c"};
    const focus_session_input early = {.title = "early", .tags = some, .tag_count = 2};
    const focus_session_input late = {
        .title = "late", .project = "p", .note = "n", .tags = others, .tag_count = 2};
    const focus_id first =
        added(f->store, early, MONDAY_9_MS - 3 * HOUR_MS, MONDAY_9_MS - 2 * HOUR_MS);
    const focus_id second = added(f->store, late, MONDAY_9_MS - HOUR_MS, MONDAY_9_MS);
    const focus_session *s = NULL;
    const focus_session *gone = NULL;

    assert_ok(f->store, focus_session_join(f->store, &second, &first, &s));
    assert_memory_equal(&s->id, &first, sizeof(first));
    assert_int_equal(s->pause_count, 1);
    assert_int_equal(s->pauses[0].started_at_ms, MONDAY_9_MS - 2 * HOUR_MS);
    assert_int_equal(s->pauses[0].ended_at_ms, MONDAY_9_MS - HOUR_MS);
    assert_int_equal(s->active_ms, 2 * HOUR_MS);
    assert_string_equal(s->title, "early");
    assert_string_equal(s->project, "p");
    assert_string_equal(s->note, "n");
    assert_int_equal(s->tag_count, 3);
    assert_string_equal(s->tags[2], "c");
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED);
    focus_session_free(s);
    gone = session_of(f->store, &second);
    assert_int_equal(gone->flags & FOCUS_SESSION_DELETED, FOCUS_SESSION_DELETED);
    focus_session_free(gone);
    assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].active_ms, 2 * HOUR_MS);
}

static void what_was_paid_stays_in_the_ledger(void **state)
{
    fixture *f = *state;
    focus_progress before;
    focus_progress after;
    focus_id first;
    focus_id second;

    run_session(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS);
    pass(f, 5 * MINUTE_MS);
    run_session(f, FOCUS_MODE_FOCUS, 30 * MINUTE_MS);
    {
        const focus_session_list *list = NULL;
        assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
        second = list->items[0]->id;
        first = list->items[1]->id;
        focus_session_list_free(list);
    }
    assert_ok(f->store, focus_progress_get(f->store, &before));
    assert_ok(f->store, join(f->store, first, second));
    assert_ok(f->store, focus_progress_get(f->store, &after));
    assert_int_equal(after.xp, 55);
    assert_memory_equal(&after, &before, sizeof(after));
    assert_int_equal(counters_of(f->store).modes[FOCUS_MODE_FOCUS].active_ms, 55 * MINUTE_MS);
}

static void it_is_completed_if_one_of_them_was(void **state)
{
    fixture *f = *state;
    static const int32_t rows[][3] = {
        {FOCUS_SESSION_COMPLETED, FOCUS_SESSION_ABANDONED, FOCUS_SESSION_COMPLETED},
        {FOCUS_SESSION_ABANDONED, FOCUS_SESSION_COMPLETED, FOCUS_SESSION_COMPLETED},
        {FOCUS_SESSION_ABANDONED, FOCUS_SESSION_ABANDONED, FOCUS_SESSION_ABANDONED},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const int64_t from_ms = MONDAY_9_MS - (int64_t)(i + 1) * DAY_MS;
        const focus_id a = added(f->store, (focus_session_input){.status = rows[i][0]}, from_ms,
                                 from_ms + HOUR_MS);
        const focus_id b = added(f->store, (focus_session_input){.status = rows[i][1]},
                                 from_ms + HOUR_MS, from_ms + 2 * HOUR_MS);
        const focus_session *s = NULL;
        assert_ok(f->store, focus_session_join(f->store, &a, &b, &s));
        assert_int_equal(s->status, rows[i][2]);
        assert_int_equal(s->pause_count, 0);
        focus_session_free(s);
    }
}

static void only_neighbours_are_joined(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const focus_session_input rest = {.mode = FOCUS_MODE_BREAK, .flags = FOCUS_INPUT_ALLOW_OVERLAP};
    const focus_session_input over = {.flags = FOCUS_INPUT_ALLOW_OVERLAP};
    const int64_t at_ms = MONDAY_9_MS - 2 * DAY_MS;
    const focus_id a = added(s, (focus_session_input){0}, at_ms, at_ms + HOUR_MS);
    const focus_id b = added(s, rest, at_ms + HOUR_MS, at_ms + 2 * HOUR_MS);
    const focus_id c = added(s, over, at_ms + 2 * HOUR_MS, at_ms + 3 * HOUR_MS);
    const focus_id d = added(s, over, at_ms + 2 * HOUR_MS + MINUTE_MS, at_ms + 4 * HOUR_MS);
    const focus_id e = added(s, over, at_ms + 30 * HOUR_MS, at_ms + 31 * HOUR_MS);

    assert_status(s, FOCUS_E_INVALID, join(s, a, a));
    assert_status(s, FOCUS_E_INVALID, join(s, a, b));
    assert_message_has(s, "modes");
    assert_status(s, FOCUS_E_OVERLAP, join(s, a, c));
    assert_message_has(s, "between");
    assert_status(s, FOCUS_E_OVERLAP, join(s, c, d));
    assert_message_has(s, "overlap");
    assert_status(s, FOCUS_E_INVALID, join(s, d, e));
    assert_message_has(s, "longer than a day");
    assert_ok(s, focus_session_delete(s, &b));
    assert_status(s, FOCUS_E_STATE, join(s, a, b));
    assert_ok(s, join(s, a, c));
}

static void what_runs_is_not_joined(void **state)
{
    fixture *f = *state;
    const focus_id a =
        added(f->store, (focus_session_input){0}, MONDAY_9_MS - HOUR_MS, MONDAY_9_MS);

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_status(f->store, FOCUS_E_STATE, join(f->store, a, running_id(f->store)));
    pass(f, 2 * HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL));
}

static void too_many_tags_are_too_many_together(void **state)
{
    fixture *f = *state;
    char names[2 * FOCUS_TAGS_MAX][8];
    const char *tags[2 * FOCUS_TAGS_MAX];
    focus_session_input input = {.tags = tags, .tag_count = FOCUS_TAGS_MAX};
    focus_id first;
    focus_id second;

    for (int i = 0; i < 2 * FOCUS_TAGS_MAX; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "t%03d", i);
        tags[i] = names[i];
    }
    first = added(f->store, input, MONDAY_9_MS - 2 * HOUR_MS, MONDAY_9_MS - HOUR_MS);
    second = added(f->store, input, MONDAY_9_MS - HOUR_MS, MONDAY_9_MS);
    assert_ok(f->store, join(f->store, first, second)); /* the same hundred */
    input.tags = tags + FOCUS_TAGS_MAX;
    pass(f, MINUTE_MS);
    second = added(f->store, input, MONDAY_9_MS, MONDAY_9_MS + 1);
    assert_status(f->store, FOCUS_E_INVALID, join(f->store, first, second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_split_loses_no_time_wherever_it_is),
        TEST(the_parts_say_what_the_whole_said),
        TEST(the_second_part_may_be_of_another_day),
        TEST(an_implausible_session_comes_back_in_parts),
        TEST(splits_that_cannot_be_are_refused),
        TEST(splitting_and_joining_changes_nothing),
        TEST(the_gap_becomes_a_pause),
        TEST(what_was_paid_stays_in_the_ledger),
        TEST(it_is_completed_if_one_of_them_was),
        TEST(only_neighbours_are_joined),
        TEST(what_runs_is_not_joined),
        TEST(too_many_tags_are_too_many_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
