/*
 * ics_own.h - what our own calendars say of a session beyond an event: the properties X-FOCUS-*, as
 * export_ics.c writes them.
 */
#ifndef FOCUS_EXCHANGE_ICS_OWN_H
#define FOCUS_EXCHANGE_ICS_OWN_H

#include "exchange/ics_line.h"

enum {
    FOCUS__ICS_OWN_MODE,
    FOCUS__ICS_OWN_STATUS,
    FOCUS__ICS_OWN_PROJECT,
    FOCUS__ICS_OWN_TASK,
    FOCUS__ICS_OWN_PLANNED_MS,
    FOCUS__ICS_OWN_STARTED,
    FOCUS__ICS_OWN_ENDED,
    FOCUS__ICS_OWN_ZONE,
    FOCUS__ICS_OWN_DAY,
    FOCUS__ICS_OWN_UNTITLED,
    FOCUS__ICS_OWN_CONFIRMED,
    FOCUS__ICS_OWN_COUNT
};

typedef struct focus__ics_pause {
    char *text;
    struct focus__ics_pause *next;
} focus__ics_pause;

/* Of an event: texts are NULL where it does not say. */
typedef struct focus__ics_own {
    char *texts[FOCUS__ICS_OWN_COUNT];
    focus__ics_pause *pauses; /* as they stand */
    focus__ics_pause **last;  /* where the next one goes */
    size_t pause_count;
    focus__own_facts facts;
    char id[FOCUS_ID_TEXT_SIZE];
} focus__ics_own;

/* Which of them a line is; FOCUS__ICS_OWN_COUNT: none. */
size_t focus__ics_own_find(const focus__ics_line *line);

/*
 * Add it to what the event says: `uid` and `stamp` are the event's own, the box is what the record
 * lives in. What is not known or does not fit is as if it were not there; only memory can fail.
 */
focus_status focus__ics_own_take(focus__import *import, focus__ics_own *own, const char *uid,
                                 const char *stamp, void *box, focus__record *record);

#endif
