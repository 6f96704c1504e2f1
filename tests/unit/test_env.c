/*
 * test_env.c - the system's clock, entropy and local zone.
 */
#if !defined(_WIN32)
#define _DEFAULT_SOURCE 1 /* setenv() */
#endif

#include "base/env.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if !defined(_WIN32)
#include <sys/stat.h>
#include <unistd.h>
#endif

#include <cmocka.h>

static bool zones_are_here(void)
{
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    if (file != NULL)
        (void)fclose(file);
    return file != NULL;
}

static int64_t library_now_ms(void)
{
    struct timespec now;
    assert_int_equal(timespec_get(&now, TIME_UTC), TIME_UTC);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void the_clock_is_that_of_the_c_library(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t before_ms = library_now_ms();
        int64_t now_ms = focus__env_clock.now_ms(focus__env_clock.user);
        int64_t after_ms = library_now_ms();
        assert_true(now_ms >= before_ms && now_ms <= after_ms);
    }
}

static void ticks_never_go_back(void **state)
{
    (void)state;
    int64_t before_ms = focus__env_ticks_ms();
    int64_t wall_before_ms = library_now_ms();
    while (library_now_ms() < wall_before_ms + 20) {
        int64_t now_ms = focus__env_ticks_ms();
        assert_true(now_ms >= before_ms);
        before_ms = now_ms;
    }
    assert_true(before_ms > 0);
}

static void a_process_is_the_same_each_time(void **state)
{
    (void)state;
    assert_true(focus__env_process_id() > 0);
    assert_int_equal(focus__env_process_id(), focus__env_process_id());
}

static void entropy_fills_every_byte(void **state)
{
    (void)state;
    enum { SIZE = 1000 };
    unsigned char seen[SIZE] = {0};
    for (int round = 0; round < 20; round++) {
        unsigned char bytes[SIZE + 1] = {0};
        assert_int_equal(focus__env_entropy.fill(focus__env_entropy.user, bytes, SIZE), 0);
        assert_int_equal(bytes[SIZE], 0);
        for (int i = 0; i < SIZE; i++)
            seen[i] |= bytes[i];
    }
    for (int i = 0; i < SIZE; i++)
        assert_int_not_equal(seen[i], 0);
    assert_int_equal(focus__env_entropy.fill(focus__env_entropy.user, NULL, 0), 0);
}

static void entropy_differs_each_time(void **state)
{
    (void)state;
    unsigned char one[16];
    unsigned char two[16];
    assert_int_equal(focus__env_entropy.fill(NULL, one, sizeof one), 0);
    assert_int_equal(focus__env_entropy.fill(NULL, two, sizeof two), 0);
    assert_memory_not_equal(one, two, sizeof one);
}

static void a_name_is_copied_when_it_looks_like_one(void **state)
{
    (void)state;
    static const struct {
        const char *found;
        bool fits;
    } rows[] = {
        {"Europe/Berlin", true},
        {"America/Argentina/Buenos_Aires", true},
        {"Etc/GMT+5", true},
        {"America/Port-au-Prince", true},
        {"UTC", true},
        {"AZaz/09_-+", true},
        {"A23456789012345678901234567890123456789012345678901234567890123", true},
        {"A234567890123456789012345678901234567890123456789012345678901234", false},
        {"", false},
        {NULL, false},
        {"../etc/passwd", false},
        {"Europe/Berlin\n", false},
        {"Europe Berlin", false},
        {"<+03>-3", false},
        {"caf\xC3\xA9", false},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        char name[64];
        memset(name, 'x', sizeof name);
        assert_int_equal(focus__env_copy_name(rows[i].found, name), rows[i].fits);
        assert_string_equal(name, rows[i].fits ? rows[i].found : "");
    }
}

static void the_zone_always_gives_an_offset(void **state)
{
    (void)state;
    char name[64];
    focus_zone zone = focus__env_zone(name);
    static const int64_t instants[] = {0, 1, INT64_C(1774745400123), FOCUS__TIME_MAX_MS, -1};
    for (size_t i = 0; i < FOCUS__COUNT_OF(instants); i++)
        assert_in_range(zone.utc_offset_s(zone.user, instants[i]) + 86400, 1, 2 * 86400 - 1);
    if (zone.name != NULL)
        assert_ptr_equal(zone.name, name);
}

#if !defined(_WIN32)

static void the_zone_is_named_by_the_variable(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    static const struct {
        const char *variable;
        const char *name;
        int32_t offset_s; /* on 2026-03-29T12:00:00Z */
    } rows[] = {
        {"Europe/Berlin", "Europe/Berlin", 7200},
        {":Europe/Berlin", "Europe/Berlin", 7200},
        {"/usr/share/zoneinfo/America/St_Johns", "America/St_Johns", -9000},
        {":/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata", 19800},
        {"UTC", "UTC", 0},
        {"CET-1CEST,M3.5.0,M10.5.0/3", NULL, 7200},
        {"<+0330>-3:30", NULL, 12600},
        {"Europe/Nowhere", NULL, 0},
        {"", NULL, 0},
        {":", NULL, 0},
        {"/", NULL, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        char name[64];
        assert_int_equal(setenv("TZ", rows[i].variable, 1), 0);
        focus_zone zone = focus__env_zone(name);
        int32_t offset_s = zone.utc_offset_s(zone.user, INT64_C(1774785600000));
        if (offset_s != rows[i].offset_s)
            fail_msg("TZ=%s: offset %d", rows[i].variable, (int)offset_s);
        assert_int_equal(zone.name == NULL, rows[i].name == NULL);
        if (zone.name != NULL)
            assert_string_equal(zone.name, rows[i].name);
    }
}

static void a_variable_of_any_length_is_taken(void **state)
{
    (void)state;
    char variable[2000];
    char name[64];
    memset(variable, 'A', sizeof variable);
    for (size_t size = 0; size < sizeof variable; size++) {
        char kept = variable[size];
        variable[size] = '\0';
        assert_int_equal(setenv("TZ", variable, 1), 0);
        assert_null(focus__env_zone(name).name);
        variable[size] = kept;
    }
}

static void a_zone_without_a_file_has_no_name(void **state)
{
    (void)state;
    if (!zones_are_here())
        skip();
    char name[64];
    assert_int_equal(setenv("TZ", "Europe/Berlin", 1), 0);
    assert_int_equal(setenv("TZDIR", "/nowhere", 1), 0);
    assert_null(focus__env_zone(name).name);
    assert_int_equal(setenv("TZDIR", "", 1), 0);
    assert_non_null(focus__env_zone(name).name);
    assert_int_equal(setenv("TZDIR", "/usr/share/zoneinfo", 1), 0);
    assert_non_null(focus__env_zone(name).name);
    assert_int_equal(unsetenv("TZDIR"), 0);
}

/* Whatever /etc/localtime is here, the name found must lead to the same offsets. */
static void the_zone_of_the_link_is_the_zone_in_force(void **state)
{
    (void)state;
    char name[64];
    char again[64];
    assert_int_equal(unsetenv("TZ"), 0);
    focus_zone zone = focus__env_zone(name);
    if (zone.name == NULL || !zones_are_here())
        skip();
    int32_t winter_s = zone.utc_offset_s(zone.user, INT64_C(1768478400000));
    int32_t summer_s = zone.utc_offset_s(zone.user, INT64_C(1784116800000));
    assert_int_equal(setenv("TZ", name, 1), 0);
    zone = focus__env_zone(again);
    assert_string_equal(zone.name, name);
    assert_int_equal(zone.utc_offset_s(zone.user, INT64_C(1768478400000)), winter_s);
    assert_int_equal(zone.utc_offset_s(zone.user, INT64_C(1784116800000)), summer_s);
}

static void renaming_overwrites_nothing(void **state)
{
    char folder[] = "/tmp/focus-env-XXXXXX";
    char from[64];
    char to[64];
    focus_error error = {0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(from, sizeof(from), "%s/a", folder);
    (void)snprintf(to, sizeof(to), "%s/b", folder);
    assert_int_equal(focus__env_rename(from, to, &error), FOCUS_E_IO); /* there is nothing */
    assert_non_null(strstr(error.message, from));
    assert_int_equal(mkdir(from, 0700), 0); /* a folder has one name only: it goes another way */
    assert_int_equal(focus__env_rename(from, to, &error), FOCUS_OK);
    assert_int_not_equal(access(from, F_OK), 0);
    assert_int_equal(mkdir(from, 0700), 0);
    assert_int_equal(focus__env_rename(from, to, &error), FOCUS_E_EXISTS);
    assert_int_equal(access(from, F_OK), 0);
    assert_int_equal(rmdir(to), 0);
    assert_int_equal(symlink("nowhere", to), 0); /* taken, though nothing is behind it */
    assert_int_equal(rmdir(from), 0);
    assert_int_equal(symlink("elsewhere", from), 0);
    assert_int_equal(focus__env_rename(from, to, &error), FOCUS_E_EXISTS);
    assert_non_null(strstr(error.message, to));
    assert_int_equal(unlink(from), 0);
    assert_int_equal(unlink(to), 0);
    assert_int_equal(rmdir(folder), 0);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_is_that_of_the_c_library),
        cmocka_unit_test(ticks_never_go_back),
        cmocka_unit_test(a_process_is_the_same_each_time),
        cmocka_unit_test(entropy_fills_every_byte),
        cmocka_unit_test(entropy_differs_each_time),
        cmocka_unit_test(a_name_is_copied_when_it_looks_like_one),
        cmocka_unit_test(the_zone_always_gives_an_offset),
#if !defined(_WIN32)
        cmocka_unit_test(the_zone_is_named_by_the_variable),
        cmocka_unit_test(a_variable_of_any_length_is_taken),
        cmocka_unit_test(a_zone_without_a_file_has_no_name),
        cmocka_unit_test(the_zone_of_the_link_is_the_zone_in_force),
        cmocka_unit_test(renaming_overwrites_nothing),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
