/*
 * mutate.c - small changes of bytes, made one after the other.
 */
#include "fuzz/mutate.h"

#include <string.h>

/* --- on a buffer ------------------------------------------------------------------------------ */

static size_t place_in(chance *c, const fuzz_buffer *b)
{
    return (size_t)chance_below(c, b->size + 1);
}

/* Mostly short; never beyond what is there. */
static size_t length_from(chance *c, const fuzz_buffer *b, size_t at)
{
    size_t left = b->size - at;
    size_t length = 1 + (size_t)chance_below(c, chance_one_in(c, 4) ? left + 1 : 8);

    return length < left ? length : left;
}

static void remove_range(fuzz_buffer *b, size_t at, size_t size)
{
    memmove(b->bytes + at, b->bytes + at + size, b->size - at - size);
    b->size -= size;
}

/* `bytes` lie outside the buffer. What has no room is left out. */
static void insert_range(fuzz_buffer *b, size_t at, const uint8_t *bytes, size_t size)
{
    if (size > b->room - b->size)
        size = b->room - b->size;
    memmove(b->bytes + at + size, b->bytes + at, b->size - at);
    if (size > 0)
        memcpy(b->bytes + at, bytes, size);
    b->size += size;
}

static void put_range(fuzz_buffer *b, size_t at, const uint8_t *bytes, size_t size)
{
    if (size > b->size - at)
        size = b->size - at;
    if (size > 0)
        memcpy(b->bytes + at, bytes, size);
}

/* --- the changes ------------------------------------------------------------------------------ */

static void flip_bit(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    (void)corpus;
    if (b->size > 0)
        b->bytes[chance_below(c, b->size)] ^= (uint8_t)(1u << chance_below(c, 8));
}

static void set_byte(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    (void)corpus;
    if (b->size > 0)
        b->bytes[chance_below(c, b->size)] = (uint8_t)chance_next(c);
}

/* A limit of 8 to 64 bits, either end first. */
static void put_number(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    static const uint64_t numbers[] = {
        0,     1,     2,     127,       128,        255,       256,         32767,
        32768, 65535, 65536, INT32_MAX, 0x80000000, INT64_MAX, 1ULL << 63u, UINT64_MAX};
    uint64_t number = numbers[chance_below(c, sizeof(numbers) / sizeof(numbers[0]))];
    size_t size = (size_t)1 << chance_below(c, 4);
    bool big_end_first = chance_one_in(c, 2);
    uint8_t bytes[8];

    (void)corpus;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(number >> 8 * (big_end_first ? size - 1 - i : i));
    put_range(b, place_in(c, b), bytes, size);
}

/* Numbers in texts: another digit, where there is one. */
static void change_digit(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    size_t from = place_in(c, b);

    (void)corpus;
    for (size_t i = from; i < b->size; i++) {
        if (b->bytes[i] >= '0' && b->bytes[i] <= '9') {
            b->bytes[i] = (uint8_t)('0' + chance_below(c, 10));
            return;
        }
    }
}

static void delete_range(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    size_t at = place_in(c, b);

    (void)corpus;
    remove_range(b, at, length_from(c, b, at));
}

/* A range of an entry, put in or over: of the same entry or of another. */
static void splice_range(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    const fuzz_entry *other = &corpus->entries.items[chance_below(c, corpus->entries.count)];
    fuzz_buffer from = {other->bytes, other->size, other->size};
    size_t at = place_in(c, &from);
    size_t size = length_from(c, &from, at);

    if (chance_one_in(c, 2))
        insert_range(b, place_in(c, b), other->bytes + at, size);
    else
        put_range(b, place_in(c, b), other->bytes + at, size);
}

static void duplicate_range(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    uint8_t copy[1024];
    size_t at = place_in(c, b);
    size_t size = length_from(c, b, at);

    (void)corpus;
    if (size > sizeof(copy))
        size = sizeof(copy);
    if (size > 0)
        memcpy(copy, b->bytes + at, size);
    for (uint64_t times = 1 + chance_below(c, chance_one_in(c, 8) ? 64 : 2); times > 0; times--)
        insert_range(b, at, copy, size);
}

static void insert_bytes(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    uint8_t bytes[8];
    size_t size = 1 + (size_t)chance_below(c, sizeof(bytes));

    (void)corpus;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)chance_next(c);
    insert_range(b, place_in(c, b), bytes, size);
}

static void put_word(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    const fuzz_entry *word = NULL;

    if (corpus->words.count == 0)
        return;
    word = &corpus->words.items[chance_below(c, corpus->words.count)];
    if (chance_one_in(c, 2))
        insert_range(b, place_in(c, b), word->bytes, word->size);
    else
        put_range(b, place_in(c, b), word->bytes, word->size);
}

static void cut_end(chance *c, const fuzz_corpus *corpus, fuzz_buffer *b)
{
    (void)corpus;
    b->size = place_in(c, b);
}

/* --- together --------------------------------------------------------------------------------- */

/* Of two entries the smaller, mostly: it is done sooner, and each change weighs more. */
static const fuzz_entry *choose_entry(chance *c, const fuzz_entries *entries)
{
    const fuzz_entry *a = &entries->items[chance_below(c, entries->count)];
    const fuzz_entry *b = &entries->items[chance_below(c, entries->count)];

    return chance_one_in(c, 4) == (a->size < b->size) ? b : a;
}

void fuzz_mutate(chance *c, const fuzz_corpus *corpus, fuzz_buffer *out)
{
    static void (*const changes[])(chance *, const fuzz_corpus *, fuzz_buffer *) = {
        flip_bit,     set_byte,        put_number,   change_digit, change_digit, delete_range,
        splice_range, duplicate_range, insert_bytes, put_word,     put_word,     cut_end,
    };
    const fuzz_entry *entry = choose_entry(c, &corpus->entries);

    out->size = 0;
    insert_range(out, 0, entry->bytes, entry->size);
    do {
        changes[chance_below(c, sizeof(changes) / sizeof(changes[0]))](c, corpus, out);
    } while (!chance_one_in(c, 3));
}
