/*
 * campaign.c - see campaign.h.
 */
#define _XOPEN_SOURCE 700

#include "support/campaign.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* --- chance: splitmix64 ------------------------------------------------------------------------- */

chance chance_of(uint64_t seed)
{
    return (chance){seed};
}

uint64_t chance_next(chance *c)
{
    uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t chance_below(chance *c, uint64_t below)
{
    return chance_next(c) % below;
}

bool chance_one_in(chance *c, uint64_t in)
{
    return chance_below(c, in) == 0;
}

/* --- rounds ------------------------------------------------------------------------------------- */

static double clock_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool campaign_is_soak(void)
{
    return getenv("FOCUS_MINUTES") != NULL;
}

uint64_t campaign_stride(uint64_t usual)
{
    const char *stride = getenv("FOCUS_STRIDE");
    uint64_t times = stride != NULL ? strtoull(stride, NULL, 10) : 1;

    if (campaign_is_soak())
        return 1;
    return usual * (times > 0 ? times : 1);
}

campaign campaign_begin(const char *name, int64_t rounds)
{
    const char *seed = getenv("FOCUS_SEED");
    campaign c = {.name = name, .rounds = rounds, .first_seed = 1, .began_s = clock_s()};

    if (seed != NULL) {
        c.first_seed = strtoull(seed, NULL, 10);
        c.rounds = 1;
    } else if (campaign_is_soak()) {
        c.first_seed = (uint64_t)time(NULL) * 1000000;
        c.until_s = c.began_s + strtod(getenv("FOCUS_MINUTES"), NULL) * 60;
    }
    return c;
}

bool campaign_next(campaign *c)
{
    if (c->until_s > 0 ? clock_s() >= c->until_s : c->round == c->rounds)
        return false;
    c->seed = c->first_seed + (uint64_t)c->round++;
    c->chance = chance_of(c->seed);
    return true;
}

void campaign_tell_seed(const campaign *c)
{
    (void)fprintf(stderr, "%s: FOCUS_SEED=%" PRIu64 " repeats this round\n", c->name, c->seed);
}

void campaign_end(const campaign *c, const char *format, ...)
{
    va_list arguments;

    printf("\n%s: ", c->name); /* cmocka may be in the middle of a line */
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    printf("; seeds %" PRIu64 " to %" PRIu64 ", %.1f s\n", c->first_seed, c->seed,
           clock_s() - c->began_s);
    (void)fflush(stdout);
}
