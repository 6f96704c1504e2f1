/*
 * pauses.c - the pauses of a session: cut in two, put together, added to.
 */
#include "rules/pauses.h"

static bool has_ended(const focus_pause *pause)
{
    return pause->ended_at_ms != 0;
}

static bool is_same_reason(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

int64_t focus__pauses_length_ms(const focus__pauses *pauses)
{
    int64_t length_ms = 0;

    for (size_t i = 0; i < pauses->count; i++)
        if (has_ended(&pauses->items[i]))
            length_ms += pauses->items[i].ended_at_ms - pauses->items[i].started_at_ms;
    return length_ms;
}

size_t focus__pauses_same(const focus__pauses *a, const focus__pauses *b)
{
    size_t count = 0;

    while (count < a->count && count < b->count) {
        const focus_pause *x = &a->items[count];
        const focus_pause *y = &b->items[count];
        if (x->started_at_ms != y->started_at_ms || x->ended_at_ms != y->ended_at_ms ||
            !is_same_reason(x->reason, y->reason))
            break;
        count++;
    }
    return count;
}

void focus__pauses_split(const focus__pauses *all, int64_t at_ms, focus__pauses *out_earlier,
                         focus__pauses *out_later)
{
    out_earlier->count = 0;
    out_later->count = 0;
    for (size_t i = 0; i < all->count; i++) {
        focus_pause earlier = all->items[i];
        focus_pause later = earlier;
        bool begins_earlier = earlier.started_at_ms < at_ms;
        bool lies_over = begins_earlier && (later.ended_at_ms > at_ms || !has_ended(&later));
        if (lies_over)
            earlier.ended_at_ms = later.started_at_ms = at_ms;
        if (begins_earlier)
            out_earlier->items[out_earlier->count++] = earlier;
        if (!begins_earlier || lies_over)
            out_later->items[out_later->count++] = later;
    }
}

void focus__pauses_append(focus__pauses *pauses, const focus_pause *pause)
{
    focus_pause *last = pauses->count > 0 ? &pauses->items[pauses->count - 1] : NULL;

    assert(last == NULL || has_ended(last));
    if (last != NULL && last->ended_at_ms == pause->started_at_ms &&
        is_same_reason(last->reason, pause->reason))
        last->ended_at_ms = pause->ended_at_ms;
    else
        pauses->items[pauses->count++] = *pause;
}

bool focus__pauses_insert(focus__pauses *pauses, const focus_pause *pause)
{
    focus_pause *items = pauses->items;
    size_t at = pauses->count;

    while (at > 0 && items[at - 1].started_at_ms >= pause->ended_at_ms)
        at--;
    if (at > 0 && (!has_ended(&items[at - 1]) || items[at - 1].ended_at_ms > pause->started_at_ms))
        return false;
    memmove(&items[at + 1], &items[at], (pauses->count - at) * sizeof(*items));
    items[at] = *pause;
    pauses->count++;
    return true;
}
