/*
 * test_uuid.c - making ids, and their text form.
 */
#include "base/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW_MS INT64_C(1774745400123)

/* --- entropy of our own ----------------------------------------------------------------------- */

static int fill_with(void *user, unsigned char *bytes, size_t size)
{
    memset(bytes, *(const unsigned char *)user, size);
    return 0;
}

static int fill_pseudo(void *user, unsigned char *bytes, size_t size)
{
    uint64_t *seed = user;
    for (size_t i = 0; i < size; i++) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (unsigned char)(*seed >> 56);
    }
    return 0;
}

static int fill_fails(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    memset(bytes, 0xEE, size);
    return 1;
}

static int64_t ms_of(const focus_id *id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id->bytes[i];
    return ms;
}

static int version_of(const focus_id *id)
{
    return id->bytes[6] >> 4;
}

static int variant_of(const focus_id *id)
{
    return id->bytes[8] >> 6;
}

/* --- making ----------------------------------------------------------------------------------- */

static void an_id_has_time_version_and_variant(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        unsigned char value = (unsigned char)byte;
        const focus_entropy entropy = {fill_with, &value};
        focus__uuid_state uuid = {0};
        focus_id id;
        assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS, &id, NULL), FOCUS_OK);
        assert_int_equal(ms_of(&id), NOW_MS);
        assert_int_equal(version_of(&id), 7);
        assert_int_equal(variant_of(&id), 2);
        assert_int_equal(id.bytes[8] & 0x3F, byte & 0x3F);
        assert_int_equal(id.bytes[15], byte);
    }
}

static void the_layout_is_that_of_rfc_9562(void **state)
{
    (void)state;
    unsigned char value = 0xFF;
    const focus_entropy entropy = {fill_with, &value};
    focus__uuid_state uuid = {0};
    focus_id id;
    char text[FOCUS_ID_TEXT_SIZE];
    assert_int_equal(focus__uuid_make(&uuid, &entropy, INT64_C(0x017F22E279B0), &id, NULL),
                     FOCUS_OK);
    focus_id_format(&id, text);
    assert_string_equal(text, "017f22e2-79b0-77ff-bfff-ffffffffffff");
}

/* Clocks that stand still, run, step back, and jump: the ids always ascend. */
static void ids_ascend_whatever_the_clock_does(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t step_ms;
        int64_t jump_ms; /* every 1000 ids */
    } rows[] = {
        {"stands still", 0, 0},
        {"runs", 1, 0},
        {"runs, steps back", 1, -86400000},
        {"steps back each time", -1, 0},
        {"stands, jumps on", 0, 5},
        {"below zero", -1000000000, 0},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        uint64_t seed = i;
        const focus_entropy entropy = {fill_pseudo, &seed};
        focus__uuid_state uuid = {0};
        focus_id before = {{0}};
        int64_t now_ms = NOW_MS;
        for (int k = 0; k < 20000; k++) {
            focus_id id;
            now_ms += rows[i].step_ms + (k % 1000 == 999 ? rows[i].jump_ms : 0);
            assert_int_equal(focus__uuid_make(&uuid, &entropy, now_ms, &id, NULL), FOCUS_OK);
            if (memcmp(&before, &id, sizeof id) >= 0)
                fail_msg("%s: id %d does not ascend", rows[i].name, k);
            assert_true(version_of(&id) == 7 && variant_of(&id) == 2);
            before = id;
        }
    }
}

static void a_full_counter_borrows_the_next_millisecond(void **state)
{
    (void)state;
    unsigned char value = 0;
    const focus_entropy entropy = {fill_with, &value};
    focus__uuid_state uuid = {.last_ms = NOW_MS, .counter = 0xFFE};
    focus_id id;
    assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), NOW_MS);
    assert_memory_equal(id.bytes + 6, "\x7F\xFF", 2);
    assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), NOW_MS + 1);
    assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS + 1, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), NOW_MS + 1);
}

static void a_new_millisecond_leaves_half_the_counter(void **state)
{
    (void)state;
    unsigned char value = 0xFF;
    const focus_entropy entropy = {fill_with, &value};
    focus__uuid_state uuid = {0};
    focus_id id;
    for (int i = 0; i < 2048; i++)
        assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), NOW_MS);
}

static void a_clock_beyond_the_calendar_is_brought_to_its_end(void **state)
{
    (void)state;
    unsigned char value = 1;
    const focus_entropy entropy = {fill_with, &value};
    focus__uuid_state uuid = {0};
    focus_id id;
    assert_int_equal(focus__uuid_make(&uuid, &entropy, INT64_MAX, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), FOCUS__TIME_MAX_MS);
    assert_int_equal(focus__uuid_make(&uuid, &entropy, INT64_MIN, &id, NULL), FOCUS_OK);
    assert_int_equal(ms_of(&id), FOCUS__TIME_MAX_MS);
}

static void failing_entropy_makes_no_id(void **state)
{
    (void)state;
    const focus_entropy entropy = {fill_fails, NULL};
    const focus_id none = {{0}};
    focus__uuid_state uuid = {.last_ms = NOW_MS, .counter = 5};
    focus_id id;
    focus_error error;
    memset(&id, 0xEE, sizeof id);
    assert_int_equal(focus__uuid_make(&uuid, &entropy, NOW_MS + 1, &id, &error), FOCUS_E_IO);
    assert_memory_equal(&id, &none, sizeof id);
    assert_string_equal(error.message, "no random bytes for an id");
    assert_int_equal(uuid.last_ms, NOW_MS);
    assert_int_equal(uuid.counter, 5);
}

/* --- text form -------------------------------------------------------------------------------- */

static void an_id_is_read_in_every_usual_form(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017F22e279b07CC398c4dc0c0c07398f",
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(forms); i++) {
        focus_id id;
        char text[FOCUS_ID_TEXT_SIZE];
        assert_int_equal(focus_id_parse(forms[i], &id), FOCUS_OK);
        focus_id_format(&id, text);
        assert_string_equal(text, forms[0]);
    }
}

static void every_hex_digit_is_read(void **state)
{
    (void)state;
    static const unsigned char expected[] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
                                             0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10};
    focus_id id;
    assert_int_equal(focus_id_parse("01234567-89ab-cdef-fedc-ba9876543210", &id), FOCUS_OK);
    assert_memory_equal(id.bytes, expected, sizeof expected);
    assert_int_equal(focus_id_parse("01234567-89AB-CDEF-FEDC-BA9876543210", &id), FOCUS_OK);
    assert_memory_equal(id.bytes, expected, sizeof expected);
}

static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "",
        "0",
        "-",
        "017f22e2",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e279b07cc398c4dc0c0c07398",
        "017f22e279b07cc398c4dc0c0c07398f00",
        "017f22e279b07cc398c4dc0c0c07398f0000",
        "017f22e279b0-7cc3-98c4-dc0c0c07398f",
        "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4dc0c0c07398f-",
        "017f22e2 79b0 7cc3 98c4 dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
        "017f22g2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
        "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    };
    const focus_id none = {{0}};
    for (size_t i = 0; i < FOCUS__COUNT_OF(forms); i++) {
        focus_id id;
        memset(&id, 0xEE, sizeof id);
        if (focus_id_parse(forms[i], &id) != FOCUS_E_INVALID)
            fail_msg("\"%s\" was accepted", forms[i]);
        assert_memory_equal(&id, &none, sizeof id);
    }
}

static void reading_nothing_is_misuse(void **state)
{
    (void)state;
    focus_id id;
    assert_int_equal(focus_id_parse(NULL, &id), FOCUS_E_MISUSE);
    assert_int_equal(focus_id_parse("017f22e279b07cc398c4dc0c0c07398f", NULL), FOCUS_E_MISUSE);
}

static void any_id_survives_its_text(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 1000; i++) {
        focus_id id;
        focus_id back;
        char text[FOCUS_ID_TEXT_SIZE];
        (void)fill_pseudo(&seed, id.bytes, sizeof id.bytes);
        focus_id_format(&id, text);
        assert_int_equal(strlen(text), 36);
        assert_int_equal(focus_id_parse(text, &back), FOCUS_OK);
        assert_memory_equal(&id, &back, sizeof id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_has_time_version_and_variant),
        cmocka_unit_test(the_layout_is_that_of_rfc_9562),
        cmocka_unit_test(ids_ascend_whatever_the_clock_does),
        cmocka_unit_test(a_full_counter_borrows_the_next_millisecond),
        cmocka_unit_test(a_new_millisecond_leaves_half_the_counter),
        cmocka_unit_test(a_clock_beyond_the_calendar_is_brought_to_its_end),
        cmocka_unit_test(failing_entropy_makes_no_id),
        cmocka_unit_test(an_id_is_read_in_every_usual_form),
        cmocka_unit_test(every_hex_digit_is_read),
        cmocka_unit_test(what_is_no_id_is_refused),
        cmocka_unit_test(reading_nothing_is_misuse),
        cmocka_unit_test(any_id_survives_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
