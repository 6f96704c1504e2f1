/*
 * walk.h - the walk through the history that everything here is added up from: sessions in order of
 * their start, each with the stretches worked and paused.
 */
#ifndef FOCUS_REPORT_WALK_H
#define FOCUS_REPORT_WALK_H

#include "core/session.h"

/* A session on the walk, as it is at the store's clock. */
typedef struct focus__walked {
    int64_t id;
    int32_t mode;
    bool implausible;
    focus__timer timer; /* expired where its limit has passed */
    int64_t until_ms;   /* its end, or while it runs, now */
    int32_t pause_count;
    int32_t local_day;
    int32_t utc_offset_s;
    const char *zone; /* texts live while it begins */
    const char *project;
    const char *title;
    const char *tags; /* one a line; NULL: none */
} focus__walked;

/* Time of a day that another program told of without a time of day. */
typedef struct focus__walked_total {
    int32_t day;
    int64_t length_ms; /* negative: a correction */
    const char *title; /* texts live while it is told of */
    const char *project;
    const char *tags; /* one a line; NULL: none */
} focus__walked_total;

typedef struct focus__walk {
    focus_store *store;
    const char *project; /* only sessions of it; NULL: all. These three are checked texts. */
    const char *text;    /* in their title */
    const char *tag;
    /* A session begins; then come its stretches, in order and none of them empty. NULL: not wanted. */
    focus_status (*begin)(void *user, const focus__walked *session);
    focus_status (*worked)(void *user, int64_t from_ms, int64_t until_ms);
    focus_status (*paused)(void *user, int64_t from_ms, int64_t until_ms);
    focus_status (*day_total)(void *user, const focus__walked_total *total);
    void *user;
    focus__walked session; /* the one that the walk is at */
    int64_t told_until_ms; /* its stretches up to here have been told */
} focus__walk;

/* Visit the sessions that lie in a span of time, in part or whole: the one that runs comes last. */
focus_status focus__walk_through(focus__walk *walk, int64_t from_ms, int64_t until_ms);

/* Visit the totals of days, both inclusive, that are no sums of others. */
focus_status focus__walk_day_totals(focus__walk *walk, int32_t from_day, int32_t until_day);

#endif
