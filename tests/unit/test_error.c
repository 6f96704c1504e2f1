/*
 * test_error.c - messages of failures, and the names of the status codes.
 */
#include "base/base.h"
#include "base/text.h"
#include "support/support.h"

#include <stdio.h>

static void failing_notes_status_and_message(void **state)
{
    (void)state;
    focus_error error = {FOCUS_E_BUSY, 5, "old"};
    assert_int_equal(focus__fail(&error, FOCUS_E_INVALID, "%s at %d", "title", 7), FOCUS_E_INVALID);
    assert_int_equal(error.status, FOCUS_E_INVALID);
    assert_int_equal(error.backend_code, 0);
    assert_string_equal(error.message, "title at 7");
}

static void failing_without_an_error_gives_the_status_alone(void **state)
{
    (void)state;
    assert_int_equal(focus__fail(NULL, FOCUS_E_IO, "%s", "lost"), FOCUS_E_IO);
    focus__error_clear(NULL);
}

static void a_message_may_contain_the_old_one(void **state)
{
    (void)state;
    focus_error error = {0};
    (void)focus__fail(&error, FOCUS_E_INVALID, "bad date");
    (void)focus__fail(&error, FOCUS_E_INVALID, "line 3: %s", error.message);
    assert_string_equal(error.message, "line 3: bad date");
}

static void clearing_leaves_ok_and_no_message(void **state)
{
    (void)state;
    focus_error error = {FOCUS_E_IO, 10, "disk"};
    focus__error_clear(&error);
    assert_int_equal(error.status, FOCUS_OK);
    assert_int_equal(error.backend_code, 0);
    assert_string_equal(error.message, "");
}

/* Characters of one to four bytes, moved byte by byte over the end of the message. */
static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x8D\x85"};
    for (size_t i = 0; i < FOCUS__COUNT_OF(characters); i++) {
        for (int lead = 0; lead < 4; lead++) {
            size_t step = strlen(characters[i]);
            size_t end = (size_t)lead;
            char text[400] = "xxxx";
            for (; end < 390; end += step)
                memcpy(text + end, characters[i], step + 1);
            focus_error error;
            (void)focus__fail(&error, FOCUS_E_INVALID, "%s", text);
            size_t size = strlen(error.message);
            assert_true(size <= 255 && size > 255 - step);
            assert_memory_equal(error.message, text, size);
            assert_true(is_utf8(error.message, size));
        }
    }
}

static void a_message_is_one_line_of_utf8(void **state)
{
    (void)state;
    focus_error error;
    (void)focus__fail(&error, FOCUS_E_IO, "%s", "a\nb\tc\x7F \xC3\xA9 \xFF \xE2\x82");
    assert_string_equal(error.message, "a b c  \xC3\xA9 ? ??");
}

static void every_status_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(focus_status_name(FOCUS_OK), "FOCUS_OK");
    assert_string_equal(focus_status_name(FOCUS_DONE), "FOCUS_DONE");
    assert_string_equal(focus_status_name(FOCUS_E_MISUSE), "FOCUS_E_MISUSE");
    for (focus_status status = FOCUS_E_SUSPENDED; status < FOCUS_OK; status++)
        assert_memory_equal(focus_status_name(status), "FOCUS_E_", 8);
    assert_string_equal(focus_status_name(FOCUS_E_SUSPENDED), "FOCUS_E_SUSPENDED");
    assert_string_equal(focus_status_name(FOCUS_E_SUSPENDED - 1), "unknown status");
    assert_string_equal(focus_status_name(2), "unknown status");
}

static void the_version_is_written_alike_in_text_and_numbers(void **state)
{
    (void)state;
    char text[32];
    (void)snprintf(text, sizeof text, "%d.%d.%d", FOCUS_VERSION_MAJOR, FOCUS_VERSION_MINOR,
                   FOCUS_VERSION_PATCH);
    assert_string_equal(focus_version(), text);
    assert_string_equal(FOCUS_VERSION, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_notes_status_and_message),
        cmocka_unit_test(failing_without_an_error_gives_the_status_alone),
        cmocka_unit_test(a_message_may_contain_the_old_one),
        cmocka_unit_test(clearing_leaves_ok_and_no_message),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(a_message_is_one_line_of_utf8),
        cmocka_unit_test(every_status_has_its_name),
        cmocka_unit_test(the_version_is_written_alike_in_text_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
