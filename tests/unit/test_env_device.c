/*
 * test_env_device.c - entropy where the kernel gives none by its call: it comes from the device.
 */
#define _DEFAULT_SOURCE

#include "base/env.h"
#include "support/support.h"

#include <errno.h>
#include <string.h>

#if !defined(_WIN32)
#include <unistd.h>

static int refusals;

/* In place of the C library's. */
int getentropy(void *bytes, size_t size)
{
    (void)bytes;
    (void)size;
    refusals++;
    errno = ENOSYS;
    return -1;
}
#endif

static void entropy_comes_from_the_device_when_the_call_is_refused(void **state)
{
    enum { SIZE = 1000 };
    unsigned char first[SIZE] = {0};
    unsigned char second[SIZE] = {0};
    size_t zeros = 0;

    (void)state;
    assert_int_equal(focus__env_fill(NULL, first, SIZE), 0);
    assert_int_equal(focus__env_fill(NULL, second, SIZE), 0);
#if defined(__linux__)
    assert_int_equal(refusals, 2);
#endif
    assert_memory_not_equal(first, second, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        zeros += first[i] == 0;
    assert_true(zeros < SIZE / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entropy_comes_from_the_device_when_the_call_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
