/*
 * shrink.c - see shrink.h: delta debugging.
 */
#include "model/shrink.h"

#include <assert.h>
#include <string.h>

/* Without `size` steps from `at` on; true when that fails too, and then it has been done. */
static bool try_without(uint64_t *steps, size_t *count, size_t at, size_t size, still_fails *fails,
                        void *user)
{
    uint64_t rest[SHRINK_STEPS_MAX];
    size_t cut = size < *count - at ? size : *count - at;

    memcpy(rest, steps, at * sizeof(*steps));
    memcpy(rest + at, steps + at + cut, (*count - at - cut) * sizeof(*steps));
    if (!fails(user, rest, *count - cut))
        return false;
    *count -= cut;
    memcpy(steps, rest, *count * sizeof(*steps));
    return true;
}

/* What comes late is tried first: little depends on it. */
static bool sweep_by(uint64_t *steps, size_t *count, size_t size, still_fails *fails, void *user)
{
    bool any = false;

    for (size_t chunk = (*count + size - 1) / size; chunk-- > 0;)
        if (chunk * size < *count)
            any = try_without(steps, count, chunk * size, size, fails, user) || any;
    return any;
}

size_t shrink_steps(uint64_t *steps, size_t count, still_fails *fails, void *user)
{
    assert(count <= SHRINK_STEPS_MAX);
    size_t size = (count + 1) / 2;
    while (size > 0 && count > 0) {
        bool any = sweep_by(steps, &count, size, fails, user);
        if (size > 1)
            size /= 2;
        else if (!any)
            size = 0;
    }
    return count;
}
