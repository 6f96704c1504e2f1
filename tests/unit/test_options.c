/*
 * test_options.c - option structs of callers older and newer than the library, each on the heap at
 * exactly its size, so that a sanitizer sees a byte read or written too many.
 */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* One struct in three releases; the library under test is at the second. */
typedef struct options_1 {
    size_t struct_size;
    int64_t a;
} options_1;

typedef struct options_2 {
    size_t struct_size;
    int64_t a;
    int64_t b;
} options_2;

typedef struct options_3 {
    size_t struct_size;
    int64_t a;
    int64_t b;
    int64_t c;
} options_3;

static focus_status import(const void *src, options_2 *out, focus_error *error)
{
    memset(out, 0xEE, sizeof *out);
    return focus__options_import(out, sizeof *out, sizeof(options_1), src, error);
}

/* The first `size` bytes of the newest struct, with that size, on the heap. */
static void *caller_options(size_t size, int64_t a, int64_t b, int64_t c)
{
    const options_3 whole = {size, a, b, c};
    void *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, &whole, size);
    return copy;
}

static void every_release_of_a_caller_is_understood(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t size;
        int64_t c;
        focus_status status;
        int64_t a;
        int64_t b;
    } rows[] = {
        {"older: the missing tail is zero", sizeof(options_1), 0, FOCUS_OK, 1, 0},
        {"same", sizeof(options_2), 0, FOCUS_OK, 1, 2},
        {"newer with an unused tail", sizeof(options_3), 0, FOCUS_OK, 1, 2},
        {"newer with a used tail", sizeof(options_3), 3, FOCUS_E_UNSUPPORTED, 0, 0},
        {"newer, used in its last byte", sizeof(options_3), INT64_MIN, FOCUS_E_UNSUPPORTED, 0, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        void *src = caller_options(rows[i].size, 1, 2, rows[i].c);
        options_2 options;
        focus_error error;
        focus_status status = import(src, &options, &error);
        free(src);
        if (status != rows[i].status || options.a != rows[i].a || options.b != rows[i].b)
            fail_msg("%s: %s, a %d, b %d", rows[i].name, focus_status_name(status), (int)options.a,
                     (int)options.b);
        if (status == FOCUS_OK)
            assert_int_equal(options.struct_size, sizeof options);
    }
}

static void a_size_that_no_release_had_is_misuse(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, sizeof(options_1) - 1, 100000, SIZE_MAX};
    for (size_t i = 0; i < FOCUS__COUNT_OF(sizes); i++) {
        options_1 *src = malloc(sizeof *src);
        assert_non_null(src);
        *src = (options_1){sizes[i], 1};
        options_2 options;
        focus_error error;
        assert_int_equal(import(src, &options, &error), FOCUS_E_MISUSE);
        assert_int_equal(options.a, 0);
        free(src);
    }
}

static void no_options_are_misuse(void **state)
{
    (void)state;
    options_2 options;
    assert_int_equal(import(NULL, &options, NULL), FOCUS_E_MISUSE);
    assert_int_equal(options.struct_size, 0);
}

static void init_writes_as_many_bytes_as_the_caller_has(void **state)
{
    (void)state;
    static const size_t sizes[] = {sizeof(size_t), 24, sizeof(focus_open_options),
                                   sizeof(focus_open_options) + 40};
    for (size_t i = 0; i < FOCUS__COUNT_OF(sizes); i++) {
        unsigned char *bytes = malloc(sizes[i]);
        assert_non_null(bytes);
        memset(bytes, 0xEE, sizes[i]);
        focus_open_options_init((focus_open_options *)(void *)bytes, sizes[i]);
        assert_memory_equal(bytes, &sizes[i], sizeof sizes[i]);
        for (size_t k = sizeof(size_t); k < sizes[i]; k++)
            assert_int_equal(bytes[k], 0);
        free(bytes);
    }
}

static void init_of_too_few_bytes_writes_none(void **state)
{
    (void)state;
    unsigned char *bytes = malloc(1);
    assert_non_null(bytes);
    *bytes = 0xEE;
    focus_open_options_init((focus_open_options *)(void *)bytes, 1);
    assert_int_equal(*bytes, 0xEE);
    free(bytes);
    focus_open_options_init(NULL, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_release_of_a_caller_is_understood),
        cmocka_unit_test(a_size_that_no_release_had_is_misuse),
        cmocka_unit_test(no_options_are_misuse),
        cmocka_unit_test(init_writes_as_many_bytes_as_the_caller_has),
        cmocka_unit_test(init_of_too_few_bytes_writes_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
