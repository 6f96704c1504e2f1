/*
 * uuid.c - making UUIDv7, and its text form.
 *
 *     byte 0 ........ 5 | 6 ....... 7       | 8 ........... 15
 *     milliseconds      | 7, 12-bit counter | binary 10, 62 random bits
 */
#include "base/uuid.h"

#define UUID_COUNTER_MAX UINT32_C(0xFFF)
#define UUID_COUNTER_START_MASK UINT32_C(0x7FF) /* half of the counter is left to count in */

/* --- making ----------------------------------------------------------------------------------- */

/* The place of the next id. A new millisecond begins at a random count; a clock that stands still
 * or steps back counts on. */
static void uuid_advance(focus__uuid_state *state, int64_t now_ms, uint32_t random)
{
    if (now_ms > FOCUS__TIME_MAX_MS)
        now_ms = FOCUS__TIME_MAX_MS;
    if (now_ms <= state->last_ms && state->counter < UUID_COUNTER_MAX) {
        state->counter++;
        return;
    }
    state->last_ms = now_ms > state->last_ms ? now_ms : state->last_ms + 1;
    state->counter = random & UUID_COUNTER_START_MASK;
}

/* NULL when the entropy fails. */
static const unsigned char *uuid_take_random(focus__uuid_state *state, const focus_entropy *entropy,
                                             size_t size)
{
    const unsigned char *taken;

    if (state->random_left < size) {
        state->random_left = 0;
        if (entropy->fill(entropy->user, state->random, sizeof state->random) != 0)
            return NULL;
        state->random_left = sizeof state->random;
    }
    taken = state->random + sizeof state->random - state->random_left;
    state->random_left -= size;
    return taken;
}

static void uuid_write_head(const focus__uuid_state *state, unsigned char *bytes)
{
    uint64_t ms = (uint64_t)state->last_ms;

    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)((ms >> (40 - 8 * i)) & 0xFF);
    bytes[6] = (unsigned char)(0x70 | ((state->counter >> 8) & 0x0F));
    bytes[7] = (unsigned char)(state->counter & 0xFF);
}

focus_status focus__uuid_make(focus__uuid_state *state, const focus_entropy *entropy,
                              int64_t now_ms, focus_id *out_id, focus_error *error)
{
    const unsigned char *random = uuid_take_random(state, entropy, 10);

    *out_id = (focus_id){{0}};
    if (random == NULL)
        return focus__fail(error, FOCUS_E_IO, "no random bytes for an id");
    uuid_advance(state, now_ms, (uint32_t)random[8] << 8 | random[9]);
    assert(state->last_ms >= 0 && state->counter <= UUID_COUNTER_MAX);
    uuid_write_head(state, out_id->bytes);
    memcpy(out_id->bytes + 8, random, 8);
    out_id->bytes[8] = (unsigned char)(0x80 | (random[0] & 0x3F));
    return FOCUS_OK;
}

/* --- text form -------------------------------------------------------------------------------- */

static bool uuid_hyphen_precedes(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void focus_id_format(const focus_id *id, char out_text[FOCUS_ID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    char *at = out_text;

    if (out_text == NULL)
        return;
    out_text[0] = '\0';
    for (size_t i = 0; id != NULL && i < sizeof id->bytes; i++) {
        if (uuid_hyphen_precedes(i))
            *at++ = '-';
        *at++ = digits[id->bytes[i] >> 4];
        *at++ = digits[id->bytes[i] & 0x0F];
    }
    *at = '\0';
    assert(id == NULL || at - out_text == FOCUS_ID_TEXT_SIZE - 1);
}

/* Not isxdigit(), which asks the locale. */
int focus__hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Hyphens stand at all four places or at none. */
static bool uuid_read(const char *text, focus_id *out_id)
{
    bool hyphens = strlen(text) == FOCUS_ID_TEXT_SIZE - 1;

    for (size_t i = 0; i < sizeof out_id->bytes; i++) {
        if (hyphens && uuid_hyphen_precedes(i) && *text++ != '-')
            return false;
        int high = focus__hex_value(text[0]);
        int low = high < 0 ? -1 : focus__hex_value(text[1]);
        if (low < 0)
            return false;
        out_id->bytes[i] = (unsigned char)(high << 4 | low);
        text += 2;
    }
    return *text == '\0';
}

focus_status focus_id_parse(const char *text, focus_id *out_id)
{
    if (out_id == NULL)
        return FOCUS_E_MISUSE;
    *out_id = (focus_id){{0}};
    if (text == NULL)
        return FOCUS_E_MISUSE;
    focus_id id;
    if (!uuid_read(text, &id))
        return FOCUS_E_INVALID;
    *out_id = id;
    return FOCUS_OK;
}

#undef UUID_COUNTER_MAX
#undef UUID_COUNTER_START_MASK
