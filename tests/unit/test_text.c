/*
 * test_text.c - UTF-8, checks of callers' texts, and the buffer.
 */
#include "base/text.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>

/* --- UTF-8 ------------------------------------------------------------------------------------ */

typedef struct bytes_row {
    const char *name;
    const char *bytes;
    size_t size;
} bytes_row;

#define BYTES(name, literal)                                                                       \
    {                                                                                              \
        name, literal, sizeof(literal) - 1                                                         \
    }

/* Without a NUL after it, so that a sanitizer sees a byte read too many. */
static bool valid_on_the_heap(const bytes_row *row)
{
    char *copy = malloc(row->size + 1);
    assert_non_null(copy);
    char *end = copy + 1;
    memcpy(end, row->bytes, row->size);
    bool valid = is_utf8(end, row->size);
    free(copy);
    return valid;
}

static void well_formed_texts_are_accepted(void **state)
{
    (void)state;
    static const bytes_row rows[] = {
        BYTES("empty", ""),
        BYTES("NUL", "\0"),
        BYTES("ASCII", "a\x7F"),
        BYTES("U+0080", "\xC2\x80"),
        BYTES("U+07FF", "\xDF\xBF"),
        BYTES("U+0800", "\xE0\xA0\x80"),
        BYTES("U+D7FF", "\xED\x9F\xBF"),
        BYTES("U+E000", "\xEE\x80\x80"),
        BYTES("U+FFFF", "\xEF\xBF\xBF"),
        BYTES("U+10000", "\xF0\x90\x80\x80"),
        BYTES("U+10FFFF", "\xF4\x8F\xBF\xBF"),
        BYTES("mixed", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\x85z"),
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        if (!valid_on_the_heap(&rows[i]))
            fail_msg("%s was refused", rows[i].name);
    }
}

static void malformed_texts_are_refused(void **state)
{
    (void)state;
    static const bytes_row rows[] = {
        BYTES("lone continuation", "\x80"),
        BYTES("lone last continuation", "\xBF"),
        BYTES("overlong NUL of 2", "\xC0\x80"),
        BYTES("overlong slash of 2", "\xC0\xAF"),
        BYTES("overlong 7F of 2", "\xC1\xBF"),
        BYTES("overlong NUL of 3", "\xE0\x80\x80"),
        BYTES("overlong 7FF of 3", "\xE0\x9F\xBF"),
        BYTES("overlong FFFF of 4", "\xF0\x8F\xBF\xBF"),
        BYTES("first high surrogate", "\xED\xA0\x80"),
        BYTES("last low surrogate", "\xED\xBF\xBF"),
        BYTES("CESU-8 pair", "\xED\xA0\xBC\xED\xBD\x85"),
        BYTES("past U+10FFFF", "\xF4\x90\x80\x80"),
        BYTES("F5", "\xF5\x80\x80\x80"),
        BYTES("5 bytes", "\xF8\x88\x80\x80\x80"),
        BYTES("6 bytes", "\xFC\x84\x80\x80\x80\x80"),
        BYTES("FE", "\xFE"),
        BYTES("FF", "\xFF"),
        BYTES("2 cut", "\xC3"),
        BYTES("3 cut after 1", "\xE2"),
        BYTES("3 cut after 2", "\xE2\x82"),
        BYTES("4 cut after 3", "\xF0\x9F\x8D"),
        BYTES("2 followed by ASCII", "\xC3z"),
        BYTES("3 followed by ASCII", "\xE2\x82z"),
        BYTES("4 followed by ASCII", "\xF0\x9F\x8Dz"),
        BYTES("2 followed by a first byte", "\xC3\xC3\xA9"),
        BYTES("good, then bad", "abc\xFF"),
        BYTES("Latin-1", "caf\xE9"),
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        if (valid_on_the_heap(&rows[i]))
            fail_msg("%s was accepted", rows[i].name);
    }
}

static size_t encode(uint32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static void every_code_point_is_one_step_and_surrogates_are_none(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        size_t size = encode(point, bytes);
        size_t expected = point >= 0xD800 && point <= 0xDFFF ? 0 : size;
        if (focus__utf8_step(bytes, size) != expected)
            fail_msg("U+%04X", (unsigned)point);
    }
    assert_int_equal(focus__utf8_step("", 0), 0);
}

static void a_prefix_ends_between_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t max;
        size_t expected;
    } rows[] = {
        {"", 0, 0},
        {"", 5, 0},
        {"abc", 0, 0},
        {"abc", 2, 2},
        {"abc", 3, 3},
        {"abc", 9, 3},
        {"a\xC3\xA9z", 1, 1},
        {"a\xC3\xA9z", 2, 1},
        {"a\xC3\xA9z", 3, 3},
        {"\xE2\x82\xAC", 1, 0},
        {"\xE2\x82\xAC", 2, 0},
        {"\xE2\x82\xAC", 3, 3},
        {"x\xF0\x9F\x8D\x85y", 4, 1},
        {"x\xF0\x9F\x8D\x85y", 5, 5},
        {"\x80\x80\x80\x80\x80\x80", 5, 5}, /* malformed: cut anywhere */
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        size_t size = focus__utf8_prefix(rows[i].text, rows[i].max);
        if (size != rows[i].expected)
            fail_msg("row %d: %d", (int)i, (int)size);
    }
}

/* --- texts of callers ------------------------------------------------------------------------- */

static void texts_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum focus__text_kind kind;
        const char *message; /* NULL: accepted */
    } rows[] = {
        {"ab", FOCUS__TEXT_LINE, NULL},
        {"a b ~", FOCUS__TEXT_LINE, NULL},
        {"abcdefgh", FOCUS__TEXT_LINE, NULL},
        {"\xC3\xA9\xE2\x82\xAC", FOCUS__TEXT_LINE, NULL},
        {"a\nb\tc", FOCUS__TEXT_NOTE, NULL},
        {"a\xC2\xA0z", FOCUS__TEXT_LINE, NULL},
        {NULL, FOCUS__TEXT_LINE, "title is empty"},
        {"", FOCUS__TEXT_NOTE, "title is empty"},
        {"a", FOCUS__TEXT_LINE, "title is 1 bytes long, allowed are 2 to 8"},
        {"abcdefghi", FOCUS__TEXT_LINE, "title is 9 bytes long, allowed are 2 to 8"},
        {"ab\nc", FOCUS__TEXT_LINE, "title has a control character at byte 2"},
        {"ab\tc", FOCUS__TEXT_LINE, "title has a control character at byte 2"},
        {"ab\rc", FOCUS__TEXT_NOTE, "title has a control character at byte 2"},
        {"\x01z", FOCUS__TEXT_NOTE, "title has a control character at byte 0"},
        {"abc\x7F", FOCUS__TEXT_LINE, "title has a control character at byte 3"},
        {"a\xC2\x80z", FOCUS__TEXT_LINE, "title has a control character at byte 1"},
        {"a\xC2\x9Fz", FOCUS__TEXT_NOTE, "title has a control character at byte 1"},
        {"ab\xFF", FOCUS__TEXT_LINE, "title is not UTF-8 at byte 2"},
        {"\xE2\x82", FOCUS__TEXT_NOTE, "title is not UTF-8 at byte 0"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(rows); i++) {
        focus_error error = {0};
        focus_status status = focus__text_check("title", rows[i].text, 2, 8, rows[i].kind, &error);
        assert_int_equal(status, rows[i].message == NULL ? FOCUS_OK : FOCUS_E_INVALID);
        assert_string_equal(error.message, rows[i].message == NULL ? "" : rows[i].message);
    }
}

static void no_text_is_fine_where_none_is_needed(void **state)
{
    (void)state;
    assert_int_equal(focus__text_check("note", NULL, 0, 8, FOCUS__TEXT_NOTE, NULL), FOCUS_OK);
    assert_int_equal(focus__text_check("note", "", 0, 0, FOCUS__TEXT_LINE, NULL), FOCUS_OK);
    assert_int_equal(focus__text_check("note", "a", 0, 0, FOCUS__TEXT_LINE, NULL), FOCUS_E_INVALID);
}

/* --- buffer ----------------------------------------------------------------------------------- */

static void a_buffer_grows_and_stays_terminated(void **state)
{
    (void)state;
    focus__buffer buffer = {0};
    char expected[20001] = "";
    for (int i = 0; i < 1000; i++) {
        focus__buffer_text(&buffer, "ab");
        focus__buffer_char(&buffer, 'c');
        focus__buffer_append(&buffer, "defgh", 2);
        focus__buffer_format(&buffer, "%03d|%s", i, i % 2 == 0 ? "even" : "odd");
        (void)snprintf(expected + strlen(expected), 32, "abcde%03d|%s", i,
                       i % 2 == 0 ? "even" : "odd");
        assert_int_equal(strlen(buffer.bytes), buffer.size);
    }
    assert_string_equal(buffer.bytes, expected);
    assert_false(buffer.failed);
    focus__buffer_free(&buffer);
    assert_null(buffer.bytes);
    focus__buffer_free(&buffer);
}

/* Sizes around the first capacity, by each way of adding. */
static void a_buffer_takes_text_of_any_size(void **state)
{
    (void)state;
    for (size_t size = 0; size < 1100; size++) {
        char text[1101];
        memset(text, 'x', size);
        text[size] = '\0';
        focus__buffer buffer = {0};
        focus__buffer_text(&buffer, text);
        assert_string_equal(buffer.bytes, text);
        focus__buffer_clear(&buffer);
        assert_string_equal(buffer.bytes, "");
        focus__buffer_format(&buffer, "%s", text);
        assert_string_equal(buffer.bytes, text);
        focus__buffer_free(&buffer);
    }
}

static void bytes_may_contain_nul(void **state)
{
    (void)state;
    focus__buffer buffer = {0};
    focus__buffer_append(&buffer, "a\0b", 3);
    focus__buffer_append(&buffer, NULL, 0);
    assert_int_equal(buffer.size, 3);
    assert_memory_equal(buffer.bytes, "a\0b", 4);
    focus__buffer_free(&buffer);
}

/* --- no memory -------------------------------------------------------------------------------- */

static int allocations_left;

static void *scarce_resize(void *user, void *block, size_t size)
{
    (void)user;
    return allocations_left-- > 0 ? realloc(block, size) : NULL;
}

static void scarce_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static int unhook(void **state)
{
    (void)state;
    focus__alloc_hook(NULL);
    return 0;
}

static void a_failed_allocation_is_remembered(void **state)
{
    (void)state;
    const focus__allocator scarce = {scarce_resize, scarce_release, NULL};
    focus__alloc_hook(&scarce);
    for (int left = 0; left < 4; left++) {
        focus__buffer buffer = {0};
        allocations_left = left;
        for (int i = 0; i < 1000; i++)
            focus__buffer_text(&buffer, "0123456789");
        assert_true(buffer.failed);
        size_t size = buffer.size;
        allocations_left = 1;
        focus__buffer_char(&buffer, 'x');
        focus__buffer_format(&buffer, "%d", 1);
        assert_true(buffer.failed && buffer.size == size);
        if (left > 0)
            assert_int_equal(strlen(buffer.bytes), size);
        focus__buffer_free(&buffer);
        assert_false(buffer.failed);
    }
}

static void a_size_that_cannot_be_fails_the_buffer(void **state)
{
    (void)state;
    focus__buffer buffer = {0};
    focus__buffer_text(&buffer, "abc");
    focus__buffer_append(&buffer, "", SIZE_MAX - 2);
    assert_true(buffer.failed);
    assert_string_equal(buffer.bytes, "abc");
    focus__buffer_clear(&buffer);
    focus__buffer_text(&buffer, "new");
    assert_string_equal(buffer.bytes, "new");
    focus__buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_texts_are_accepted),
        cmocka_unit_test(malformed_texts_are_refused),
        cmocka_unit_test(every_code_point_is_one_step_and_surrogates_are_none),
        cmocka_unit_test(a_prefix_ends_between_characters),
        cmocka_unit_test(texts_are_checked),
        cmocka_unit_test(no_text_is_fine_where_none_is_needed),
        cmocka_unit_test(a_buffer_grows_and_stays_terminated),
        cmocka_unit_test(a_buffer_takes_text_of_any_size),
        cmocka_unit_test(bytes_may_contain_nul),
        cmocka_unit_test_teardown(a_failed_allocation_is_remembered, unhook),
        cmocka_unit_test(a_size_that_cannot_be_fails_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
