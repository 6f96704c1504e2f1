/*
 * test_checksum.c - the checksum is the same everywhere, and no small change leaves it as it was.
 */
#include "support/support.h"

#include "base/checksum.h"
#include "support/campaign.h"

#include <string.h>

/* Kept in files: these must never change. */
static void known_sums_stay(void **state)
{
    const int64_t values[] = {1, -1, INT64_MAX};

    (void)state;
    assert_true(focus__checksum_text(0, NULL) == UINT64_C(0xc4f46be29e9e0fe6));
    assert_true(focus__checksum_text(0, "") == UINT64_C(0x632be59bba9f0582));
    assert_true(focus__checksum_text(0, "Draft chapter 3") == UINT64_C(0x5718ce944dc1f282));
    assert_true(focus__checksum_ints(0, values, 3) == UINT64_C(0xc5dff3e13e4eef46));
}

static void every_changed_bit_shows(void **state)
{
    unsigned char bytes[61];
    chance c = chance_of(1);

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)chance_next(&c);
    for (size_t size = 1; size <= sizeof(bytes); size++) {
        uint64_t sum = focus__checksum_bytes(7, bytes, size);
        for (size_t bit = 0; bit < 8 * size; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            assert_true(focus__checksum_bytes(7, bytes, size) != sum);
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        }
    }
}

static void texts_do_not_run_into_each_other(void **state)
{
    (void)state;
    assert_true(focus__checksum_text(focus__checksum_text(0, "ab"), "c") !=
                focus__checksum_text(focus__checksum_text(0, "a"), "bc"));
    assert_true(focus__checksum_text(focus__checksum_text(0, NULL), "") !=
                focus__checksum_text(focus__checksum_text(0, ""), NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_sums_stay),
        cmocka_unit_test(every_changed_bit_shows),
        cmocka_unit_test(texts_do_not_run_into_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
