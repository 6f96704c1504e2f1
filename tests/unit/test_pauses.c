/*
 * test_pauses.c - pauses cut in two, put together, added to.
 */
#include "rules/pauses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROOM = 8 };

static void assert_pauses(const focus__pauses *got, const focus_pause *expected, size_t count)
{
    assert_int_equal(got->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(got->items[i].started_at_ms, expected[i].started_at_ms);
        assert_int_equal(got->items[i].ended_at_ms, expected[i].ended_at_ms);
        assert_ptr_equal(got->items[i].reason, expected[i].reason);
    }
}

/* Of pauses 10 to 20, 30 to 30 and from 40 on, however they are cut. */
static void each_pause_goes_to_its_side(void **state)
{
    (void)state;
    focus_pause all_items[] = {{10, 20, "tea"}, {30, 30, NULL}, {40, 0, NULL}};
    const focus__pauses all = {all_items, 3};
    static const struct {
        int64_t at_ms;
        size_t earlier;
        size_t later;
        int64_t earlier_ms;
        int64_t later_ms;
    } rows[] = {
        {5, 0, 3, 0, 10},  {10, 0, 3, 0, 10}, {15, 1, 3, 5, 5},  {20, 1, 2, 10, 0},
        {30, 1, 2, 10, 0}, {31, 2, 1, 10, 0}, {40, 2, 1, 10, 0}, {45, 3, 1, 15, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_pause earlier_items[ROOM];
        focus_pause later_items[ROOM];
        focus__pauses earlier = {earlier_items, 7};
        focus__pauses later = {later_items, 7};
        focus__pauses_split(&all, rows[i].at_ms, &earlier, &later);
        assert_int_equal(earlier.count, rows[i].earlier);
        assert_int_equal(later.count, rows[i].later);
        assert_int_equal(focus__pauses_length_ms(&earlier), rows[i].earlier_ms);
        assert_int_equal(focus__pauses_length_ms(&later), rows[i].later_ms);
    }
}

static void a_pause_that_is_cut_keeps_its_reason(void **state)
{
    (void)state;
    focus_pause all_items[] = {{10, 20, "tea"}};
    const focus__pauses all = {all_items, 1};
    focus_pause earlier_items[ROOM];
    focus_pause later_items[ROOM];
    focus__pauses earlier = {earlier_items, 0};
    focus__pauses later = {later_items, 0};
    const focus_pause before = {10, 15, all_items[0].reason};
    const focus_pause after = {15, 20, all_items[0].reason};

    focus__pauses_split(&all, 15, &earlier, &later);
    assert_pauses(&earlier, &before, 1);
    assert_pauses(&later, &after, 1);
    focus__pauses_append(&earlier, &later.items[0]);
    assert_pauses(&earlier, all_items, 1);
}

static void what_goes_on_for_the_same_reason_is_one_pause(void **state)
{
    (void)state;
    char tea[] = "tea"; /* the same word elsewhere */
    const focus_pause more[] = {
        {10, 20, "tea"}, {20, 30, tea}, {30, 40, NULL}, {40, 50, NULL}, {60, 70, NULL}};
    const focus_pause expected[] = {{10, 30, more[0].reason}, {30, 50, NULL}, {60, 70, NULL}};
    focus_pause items[ROOM];
    focus__pauses pauses = {items, 0};

    for (size_t i = 0; i < FOCUS__COUNT_OF(more); i++)
        focus__pauses_append(&pauses, &more[i]);
    assert_pauses(&pauses, expected, 3);
}

static void a_pause_goes_where_it_belongs_or_nowhere(void **state)
{
    (void)state;
    static const struct {
        focus_pause pause;
        int at; /* -1: nowhere */
    } rows[] = {
        {{1, 9, NULL}, 0},    {{1, 10, NULL}, 0},  {{20, 30, NULL}, 1},  {{22, 28, NULL}, 1},
        {{40, 50, NULL}, 2},  {{1, 11, NULL}, -1}, {{12, 14, NULL}, -1}, {{19, 25, NULL}, -1},
        {{25, 31, NULL}, -1}, {{5, 45, NULL}, -1}, {{50, 60, NULL}, -1}, {{45, 51, NULL}, -1},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        const focus_pause before[] = {{10, 20, NULL}, {30, 40, NULL}, {50, 0, NULL}};
        focus_pause items[ROOM];
        focus__pauses pauses = {items, 3};
        memcpy(items, before, sizeof before);
        assert_int_equal(focus__pauses_insert(&pauses, &rows[i].pause), rows[i].at >= 0);
        if (rows[i].at < 0)
            assert_pauses(&pauses, before, 3);
        else
            assert_int_equal(items[rows[i].at].started_at_ms, rows[i].pause.started_at_ms);
        assert_int_equal(pauses.count, rows[i].at < 0 ? 3 : 4);
    }
}

static void lists_are_the_same_as_far_as_they_are(void **state)
{
    (void)state;
    char tea[] = "tea";
    focus_pause some[] = {{10, 20, "tea"}, {30, 40, NULL}, {50, 60, NULL}};
    focus_pause others[] = {{10, 20, tea}, {30, 40, NULL}, {50, 61, NULL}};
    const focus__pauses three = {some, 3};
    const focus__pauses two = {some, 2};

    assert_int_equal(focus__pauses_same(&three, &three), 3);
    assert_int_equal(focus__pauses_same(&three, &two), 2);
    assert_int_equal(focus__pauses_same(&two, &three), 2);
    assert_int_equal(focus__pauses_same(&three, &(focus__pauses){others, 3}), 2);
    assert_int_equal(focus__pauses_same(&three, &(focus__pauses){others + 1, 2}), 0);
    others[0].reason = "coffee";
    assert_int_equal(focus__pauses_same(&three, &(focus__pauses){others, 3}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_the_same_as_far_as_they_are),
        cmocka_unit_test(each_pause_goes_to_its_side),
        cmocka_unit_test(a_pause_that_is_cut_keeps_its_reason),
        cmocka_unit_test(what_goes_on_for_the_same_reason_is_one_pause),
        cmocka_unit_test(a_pause_goes_where_it_belongs_or_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
