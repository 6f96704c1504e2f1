/*
 * zones.h - time zones whose rules hold in every year, for harnesses that jump about in time.
 */
#ifndef TESTS_MODEL_ZONES_H
#define TESTS_MODEL_ZONES_H

#include "support/support.h"

enum {
    ZONE_FIXTURE,   /* the fixture's utc_offset_s at all times: a traveller's clock */
    ZONE_BERLIN,    /* +1 h, +2 h from the last Sunday of March to the last of October, 01:00 UTC */
    ZONE_LORD_HOWE, /* +10:30, in the southern summer half an hour more */
    ZONE_DATE_LINE, /* -10 h until 2026-03-06T10:00Z, then +14 h: the 6th is skipped */
    ZONE_MARQUESAS, /* -9:30, never changes */
    ZONE_COUNT
};

/* The last instant that libfocus knows: 9999-12-31T23:59:59.999Z. */
#define LAST_INSTANT_MS INT64_C(253402300799999)

/* Seconds east of UTC; instants outside the years 1970 to 9999 as at the nearer end. */
int32_t zone_offset_s(const fixture *f, int zone, int64_t at_ms);

/* "Test/Berlin"; static. */
const char *zone_name(int zone);

/* The first instant after from_ms at which the offset changes; 0: none within the next 400 days. */
int64_t zone_next_change_ms(const fixture *f, int zone, int64_t from_ms);

/* The zone of the stores that the fixture opens from now on. */
void set_zone(fixture *f, int zone);
/* Close the fixture's store and open its file again in another zone. */
void use_zone(fixture *f, int zone);

#endif
