/*
 * env.c - the defaults for clock, entropy and local zone, put together from what the system's own
 * file gives.
 */
#include "base/env.h"

const focus_clock focus__env_clock = {focus__env_now_ms, NULL};
const focus_entropy focus__env_entropy = {focus__env_fill, NULL};
const focus_ticker focus__env_ticker = {focus__env_ticks_ns, NULL};

static bool env_is_name_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
}

bool focus__env_copy_name(const char *found, char name[64])
{
    size_t size = 0;

    name[0] = '\0';
    if (found == NULL)
        return false;
    while (env_is_name_character(found[size]))
        size++;
    if (size == 0 || size > 63 || found[size] != '\0')
        return false;
    memcpy(name, found, size + 1);
    return true;
}

focus_zone focus__env_zone(char name[64])
{
    focus_zone zone = {NULL, focus__env_utc_offset_s, NULL};

    if (focus__env_zone_name(name))
        zone.name = name;
    return zone;
}
