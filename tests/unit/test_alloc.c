/*
 * test_alloc.c - blocks and boxes, with and without memory.
 */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* --- an allocator that counts, and fails the n-th allocation ---------------------------------- */

typedef struct meter {
    int made; /* allocations and reallocations so far */
    int out;  /* blocks not given back */
    int fail; /* this one fails, counted from 0; -1: none */
} meter;

static void *meter_resize(void *user, void *block, size_t size)
{
    meter *m = user;
    if (m->made++ == m->fail)
        return NULL;
    if (block == NULL)
        m->out++;
    return realloc(block, size);
}

static void meter_release(void *user, void *block)
{
    meter *m = user;
    m->out--;
    free(block);
}

static void meter_start(meter *m, int fail)
{
    *m = (meter){.fail = fail};
    const focus__allocator allocator = {meter_resize, meter_release, m};
    focus__alloc_hook(&allocator);
}

static int unhook(void **state)
{
    (void)state;
    focus__alloc_hook(NULL);
    return 0;
}

static bool is_zero(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        if (at[i] != 0)
            return false;
    }
    return true;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void a_block_is_zeroed(void **state)
{
    (void)state;
    unsigned char *block = focus__alloc(1000);
    assert_true(is_zero(block, 1000));
    memset(block, 1, 1000);
    block = focus__realloc(block, 2000);
    assert_int_equal(block[999], 1);
    focus__free(block);
    focus__free(NULL);
}

static void a_block_of_no_bytes_is_not_null(void **state)
{
    (void)state;
    void *block = focus__alloc(0);
    assert_non_null(block);
    block = focus__realloc(block, 0);
    assert_non_null(block);
    focus__free(block);
}

static void a_failed_realloc_leaves_the_block(void **state)
{
    (void)state;
    meter m;
    meter_start(&m, 1);
    char *block = focus__alloc(4);
    memcpy(block, "abc", 4);
    assert_null(focus__realloc(block, 4000));
    assert_string_equal(block, "abc");
    focus__free(block);
    assert_int_equal(m.out, 0);
}

/* --- boxes ------------------------------------------------------------------------------------ */

static void a_record_with_its_strings_is_one_allocation(void **state)
{
    (void)state;
    meter m;
    meter_start(&m, -1);
    focus_session *session = focus__box_new(sizeof *session);
    assert_true(is_zero(session, sizeof *session));
    session->title = focus__box_text(session, "Write the report");
    session->project = focus__box_text(session, "Work");
    session->zone = focus__box_text(session, "Europe/Berlin");
    session->tags = focus__box_alloc(session, 4 * sizeof *session->tags);
    assert_string_equal(session->title, "Write the report");
    assert_string_equal(session->zone, "Europe/Berlin");
    assert_int_equal(m.made, 1);
    focus__box_free(session);
    assert_int_equal(m.out, 0);
}

static void additions_never_move_the_box(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    const char **texts = focus__box_new(COUNT * sizeof *texts);
    for (int i = 0; i < COUNT; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "text number %d", i);
        texts[i] = focus__box_text(texts, text);
        int64_t *number = focus__box_alloc(texts, (size_t)(i % 7) + 8);
        assert_true(is_zero(number, 8));
        *number = -1;
    }
    for (int i = 0; i < COUNT; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "text number %d", i);
        assert_string_equal(texts[i], text);
    }
    focus__box_free(texts);
}

static void a_cleared_box_is_as_new(void **state)
{
    (void)state;
    focus_session *session = focus__box_new(sizeof *session);
    assert_non_null(session);
    for (int round = 0; round < 3; round++) {
        const focus_session empty = {.title = NULL};
        char *zeroes = focus__box_alloc(session, 300);
        assert_memory_equal(session, &empty, sizeof empty);
        for (int i = 0; i < 300; i++)
            assert_int_equal(zeroes[i], 0);
        memset(zeroes, 0xEE, 300);
        session->title = focus__box_text(session, "round");
        assert_string_equal(session->title, "round");
        for (int i = 0; i < 100; i++)
            assert_non_null(focus__box_alloc(session, 1000)); /* in chunks of their own */
        memset(session, 0xEE, sizeof *session);
        focus__box_clear(session);
    }
    focus__box_free(session);
}

static void a_big_box_takes_few_allocations(void **state)
{
    (void)state;
    meter m;
    meter_start(&m, -1);
    void *box = focus__box_new(16);
    for (int i = 0; i < 10000; i++)
        assert_non_null(focus__box_alloc(box, 100));
    assert_in_range(m.made, 1, 40);
    focus__box_free(box);
    assert_int_equal(m.out, 0);
}

static void additions_are_aligned_for_any_type(void **state)
{
    (void)state;
    static const size_t records[] = {1, 8, 9, 511, 512, 513, 4097};
    for (size_t i = 0; i < FOCUS__COUNT_OF(records); i++) {
        char *box = focus__box_new(records[i]);
        assert_int_equal((uintptr_t)box % _Alignof(long double), 0);
        for (int k = 0; k < 200; k++) {
            assert_non_null(focus__box_text(box, "odd"));
            void *block = focus__box_alloc(box, 3);
            assert_int_equal((uintptr_t)block % _Alignof(long double), 0);
        }
        focus__box_free(box);
    }
}

static void one_addition_may_be_larger_than_any_chunk(void **state)
{
    (void)state;
    char *box = focus__box_new(8);
    char *large = focus__box_alloc(box, 1000000);
    assert_true(is_zero(large, 1000000));
    memset(large, 'x', 1000000);
    assert_string_equal(focus__box_text(box, "after"), "after");
    focus__box_free(box);
}

static void bytes_are_copied_with_a_nul(void **state)
{
    (void)state;
    char source[4] = {'a', '\0', 'b', 'c'};
    char *box = focus__box_new(1);
    const char *copy = focus__box_bytes(box, source, sizeof source);
    memset(source, 'x', sizeof source);
    assert_memory_equal(copy, "a\0bc", 5);
    assert_string_equal(focus__box_bytes(box, NULL, 0), "");
    assert_string_equal(focus__box_text(box, ""), "");
    assert_null(focus__box_text(box, NULL));
    focus__box_free(box);
    focus__box_free(NULL);
}

static void sizes_that_cannot_be_are_refused(void **state)
{
    (void)state;
    assert_null(focus__box_new(SIZE_MAX));
    assert_null(focus__box_new(SIZE_MAX - 600));
    char *box = focus__box_new(1);
    assert_null(focus__box_alloc(box, SIZE_MAX));
    assert_null(focus__box_alloc(box, SIZE_MAX - 40));
    assert_null(focus__box_bytes(box, "", SIZE_MAX));
    assert_string_equal(focus__box_text(box, "still fine"), "still fine");
    focus__box_free(box);
}

/* --- no memory -------------------------------------------------------------------------------- */

/* Fill a box; true when nothing failed. What was added before a failure must stay readable. */
static bool fill_box(void)
{
    const char **box = focus__box_new(sizeof *box);
    bool whole = box != NULL;
    if (box != NULL)
        box[0] = focus__box_text(box, "first");
    for (int i = 0; whole && i < 100; i++)
        whole = focus__box_alloc(box, 200) != NULL && focus__box_text(box, "text") != NULL;
    if (box != NULL)
        assert_string_equal(box[0], "first");
    focus__box_free(box);
    return whole;
}

static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
    (void)state;
    int fail = 0;
    bool whole = false;
    for (; !whole; fail++) {
        meter m;
        meter_start(&m, fail);
        whole = fill_box();
        assert_int_equal(m.out, 0);
        assert_true(whole == (m.made <= fail));
    }
    assert_true(fail > 4);
}

static void a_box_can_be_added_to_after_a_failure(void **state)
{
    (void)state;
    meter m;
    meter_start(&m, 1);
    char *box = focus__box_new(8);
    assert_null(focus__box_alloc(box, 100000));
    assert_non_null(focus__box_alloc(box, 100000));
    assert_string_equal(focus__box_text(box, "more"), "more");
    focus__box_free(box);
    assert_int_equal(m.out, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_is_zeroed),
        cmocka_unit_test(a_block_of_no_bytes_is_not_null),
        cmocka_unit_test_teardown(a_failed_realloc_leaves_the_block, unhook),
        cmocka_unit_test_teardown(a_record_with_its_strings_is_one_allocation, unhook),
        cmocka_unit_test(additions_never_move_the_box),
        cmocka_unit_test(a_cleared_box_is_as_new),
        cmocka_unit_test_teardown(a_big_box_takes_few_allocations, unhook),
        cmocka_unit_test(additions_are_aligned_for_any_type),
        cmocka_unit_test(one_addition_may_be_larger_than_any_chunk),
        cmocka_unit_test(bytes_are_copied_with_a_nul),
        cmocka_unit_test(sizes_that_cannot_be_are_refused),
        cmocka_unit_test_teardown(every_failed_allocation_is_told_and_leaks_nothing, unhook),
        cmocka_unit_test_teardown(a_box_can_be_added_to_after_a_failure, unhook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
