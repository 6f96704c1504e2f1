/*
 * import_key.c - keys of imported records.
 */
#include "exchange/import_key.h"

#include "base/text.h"

#include <inttypes.h>

/* FNV-1a, 64 bits. */
#define KEY_HASH_START UINT64_C(0xcbf29ce484222325)
#define KEY_HASH_PRIME UINT64_C(0x100000001b3)
#define KEY_SLOTS_FIRST ((size_t)1024)

struct focus__key_count {
    uint64_t hash;
    uint32_t count; /* 0: the slot is free */
};

static uint64_t key_hash(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * KEY_HASH_PRIME;
    return hash;
}

/* A separator that no text has keeps "ab", "c" apart from "a", "bc". */
static uint64_t key_hash_words(const focus__record_key *key)
{
    uint64_t hash = KEY_HASH_START;

    for (size_t i = 0; i < key->word_count; i++) {
        if (i > 0)
            hash = key_hash(hash, "\x1f");
        hash = key_hash(hash, key->words[i] != NULL ? key->words[i] : "");
    }
    return hash;
}

/* --- counting --------------------------------------------------------------------------------- */

static struct focus__key_count *key_slot(const focus__key_counts *counts, uint64_t hash)
{
    size_t at = (size_t)hash & (counts->capacity - 1);

    while (counts->slots[at].count != 0 && counts->slots[at].hash != hash)
        at = (at + 1) & (counts->capacity - 1);
    return &counts->slots[at];
}

/* Kept at most half full; the capacity is a power of two. */
static bool key_grow(focus__key_counts *counts)
{
    focus__key_counts larger = {.used = counts->used};

    if (counts->used < counts->capacity / 2)
        return true;
    larger.capacity = counts->capacity == 0 ? KEY_SLOTS_FIRST : counts->capacity * 2;
    larger.slots = focus__alloc(larger.capacity * sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < counts->capacity; i++) {
        if (counts->slots[i].count != 0)
            *key_slot(&larger, counts->slots[i].hash) = counts->slots[i];
    }
    focus__free(counts->slots);
    *counts = larger;
    return true;
}

/* The how-manieth of its kind this key is; 0 without memory. */
static uint32_t key_count(focus__key_counts *counts, const char *key)
{
    if (!key_grow(counts))
        return 0;
    uint64_t hash = key_hash(KEY_HASH_START, key);
    struct focus__key_count *slot = key_slot(counts, hash);
    if (slot->count == 0)
        counts->used++;
    slot->hash = hash;
    return ++slot->count;
}

void focus__key_counts_free(focus__key_counts *counts)
{
    focus__free(counts->slots);
    *counts = (focus__key_counts){0};
}

/* --- the text --------------------------------------------------------------------------------- */

static void key_write(focus__buffer *text, const char *format, const focus__record_key *key)
{
    focus__buffer_text(text, format);
    focus__buffer_char(text, ':');
    if (key->id != NULL) {
        focus__buffer_text(text, key->id);
        return;
    }
    if (key->account != NULL && key->account[0] != '\0')
        focus__buffer_format(text, "%s:", key->account);
    focus__buffer_format(text, "%s/%s", key->start, key->end);
    if (key->words != NULL)
        focus__buffer_format(text, ":%016" PRIx64, key_hash_words(key));
}

focus_status focus__import_key(focus__key_counts *counts, const char *format,
                               const focus__record_key *key, void *box, const char **out_key,
                               focus_error *error)
{
    focus__buffer text = {0};

    *out_key = NULL;
    if (counts->used == FOCUS__RECORD_KEYS_MAX)
        return focus__fail(error, FOCUS_E_INVALID, "the file has more than %d records",
                           FOCUS__RECORD_KEYS_MAX);
    key_write(&text, format, key);
    uint32_t count = 1;
    if (!text.failed && key->id == NULL)
        count = key_count(counts, text.bytes);
    if (count > 1)
        focus__buffer_format(&text, "#%" PRIu32, count);
    *out_key = text.failed || count == 0 ? NULL : focus__box_bytes(box, text.bytes, text.size);
    focus__buffer_free(&text);
    if (*out_key == NULL)
        return focus__fail(error, FOCUS_E_NOMEM, "no memory for a key");
    return FOCUS_OK;
}

#undef KEY_HASH_START
#undef KEY_HASH_PRIME
#undef KEY_SLOTS_FIRST
