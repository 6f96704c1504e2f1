/*
 * metrics.h - what calls cost, for hosts that ask for it: how often, how long, how many failed.
 *
 * A call is measured from the frame's beginning to its end (store.c); one inside another is part of
 * it. Off, each costs a comparison.
 */
#ifndef FOCUS_CORE_METRICS_H
#define FOCUS_CORE_METRICS_H

#include "db/db.h"

enum { FOCUS__METRICS_CALLS_MAX = 96 }; /* public functions that open the file's frame */

typedef struct focus__metrics {
    focus__meter meter;
    int depth;        /* of frames in each other; 0: no call is under way */
    const char *name; /* of the outermost */
    int64_t began_ns;
    int call_count;
    focus_metrics_call calls[FOCUS__METRICS_CALLS_MAX];
} focus__metrics;

void focus__metrics_begin(focus__metrics *metrics, const char *name);
/* Does nothing where no call is under way. */
void focus__metrics_end(focus__metrics *metrics, focus__db *db, focus_status status);

#endif
