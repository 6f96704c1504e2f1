/*
 * ics_zone.h - the time zones that a calendar explains (RFC 5545, 3.6.5): VTIMEZONE with the onsets of
 * its standard and daylight time.
 */
#ifndef FOCUS_EXCHANGE_ICS_ZONE_H
#define FOCUS_EXCHANGE_ICS_ZONE_H

#include "exchange/ics_line.h"

enum {
    FOCUS__ICS_ZONES_MAX = 256,   /* of a calendar */
    FOCUS__ICS_ONSETS_MAX = 1024, /* of a zone: some write every year by itself */
    FOCUS__ICS_RULES_MAX = 64     /* of a zone: each is asked for each time */
};

/* From when an offset holds, as it is read; with a rule, every year. */
typedef struct focus__ics_onset {
    focus_local_time at; /* the first time, by the clock as it was before */
    int64_t first_ms;    /* the same as an instant, once it is whole */
    int32_t from_s;
    int32_t to_s;
    bool is_yearly;
    int32_t month;   /* 0: that of the first time, like the two that follow */
    int32_t weekday; /* 1 Monday to 7 Sunday; 0: the day of the month counts alone */
    int32_t week;    /* the first is 1, the last -1; 0: the first from month_day on */
    int32_t month_day;
    int64_t until_ms; /* 0: for ever */
} focus__ics_onset;

/* From an instant on. */
typedef struct focus__ics_change {
    int64_t at_ms;
    int32_t to_s;
} focus__ics_change;

typedef struct focus__ics_zone {
    const char *id;
    focus__ics_change *changes; /* those without a rule, by their instants, each once */
    size_t change_count;
    size_t capacity;
    focus__ics_onset *rules; /* room for all of them; NULL: there are none */
    size_t rule_count;
    int64_t first_ms; /* of all onsets */
    int32_t before_s; /* the offset before it */
    struct focus__ics_zone *next;
} focus__ics_zone;

typedef struct focus__ics_zones {
    void *box;
    focus__ics_zone *last;
    size_t count;
    focus__ics_onset onset; /* being read */
    bool has_start;
} focus__ics_zones;

/* A line within VTIMEZONE, or within STANDARD or DAYLIGHT in it, BEGIN and END included. */
focus_status focus__ics_zone_line(focus__ics_zones *zones, focus__ics_line *line);

/* NULL where the calendar does not explain it. */
focus__ics_zone *focus__ics_zone_find(const focus__ics_zones *zones, const char *id);

/* A focus_zone's function; user is the zone. */
int32_t focus__ics_zone_offset_s(void *user, int64_t at_ms);

#endif
