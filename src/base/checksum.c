/*
 * checksum.c - see checksum.h.
 *
 * Eight bytes at a time: multiply by an odd number, add another, fold the high half into the low
 * one. Each step can be undone, so that a difference in one place never vanishes by itself.
 */
#include "base/checksum.h"

static uint64_t add_word(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(0x632be59bd9b4e019);
    return sum ^ (sum >> 32);
}

/* Little-endian whatever the machine: written out, compilers make one load of it. */
static uint64_t whole_word_of(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static uint64_t word_of(const unsigned char *bytes, size_t size)
{
    uint64_t word = 0;

    for (size_t i = 0; i < size; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

uint64_t focus__checksum_bytes(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    sum = add_word(sum, size);
    for (; size >= 8; size -= 8, at += 8)
        sum = add_word(sum, whole_word_of(at));
    return size > 0 ? add_word(sum, word_of(at, size)) : sum;
}

uint64_t focus__checksum_ints(uint64_t sum, const int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum = add_word(sum, (uint64_t)values[i]);
    return sum;
}

uint64_t focus__checksum_text(uint64_t sum, const char *text)
{
    return text != NULL ? focus__checksum_bytes(sum, text, strlen(text))
                        : add_word(sum, UINT64_MAX);
}
