/*
 * campaign.h - what the harnesses R1 to R16 share: one source of chance, how long to go on, and the
 * line of figures that each ends with.
 *
 *     campaign c = campaign_begin("R3 power cuts", 40);
 *     while (campaign_next(&c))
 *         cut_power(&c.chance);
 *     campaign_end(&c, "%d images, 0 lost", images);
 *
 * A round depends on its seed alone. FOCUS_SEED=n runs the one round of that seed; FOCUS_MINUTES=m
 * goes on with new seeds until m minutes have passed; without either, the same rounds run each time.
 * FOCUS_EFFORT=0.1 does a tenth of the usual: for builds that are slow.
 */
#ifndef TESTS_SUPPORT_CAMPAIGN_H
#define TESTS_SUPPORT_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

typedef struct chance {
    uint64_t state;
} chance;

chance chance_of(uint64_t seed);
uint64_t chance_next(chance *c);
/* 0 to below - 1, as good as evenly; below > 0. */
uint64_t chance_below(chance *c, uint64_t below);
/* True one time in `in`. */
bool chance_one_in(chance *c, uint64_t in);

typedef struct campaign {
    const char *name; /* "R3 power cuts": the number comes first */
    int64_t rounds;
    int64_t round; /* from 1 once campaign_next() has said yes */
    uint64_t first_seed;
    uint64_t seed; /* of this round */
    chance chance; /* of this round */
    double began_s;
    double until_s; /* 0: by rounds */
} campaign;

campaign campaign_begin(const char *name, int64_t rounds);
bool campaign_next(campaign *c);
/* A harness that usually tries every n-th of many places: n. More with less effort; with minutes, 1. */
uint64_t campaign_stride(uint64_t usual);
/* Tell how to repeat the present round; to be called before a failure is reported. */
void campaign_tell_seed(const campaign *c);
/* True when the harness has been given minutes: it may then do more in a round. */
bool campaign_is_soak(void);
/* Print "R3 power cuts: <figures>; seeds 1 to 40, 12.3 s" on a line of its own. */
void campaign_end(const campaign *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
