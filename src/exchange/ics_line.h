/*
 * ics_line.h - content lines of iCalendar (RFC 5545, 3.1): unfolded, cut into name, parameters, value.
 */
#ifndef FOCUS_EXCHANGE_ICS_LINE_H
#define FOCUS_EXCHANGE_ICS_LINE_H

#include "exchange/file_time.h"

typedef struct focus__ics_line {
    focus__import *import;
    focus__buffer text;
    const char *name; /* in capitals */
    const char *tzid; /* of the parameters that matter here: TZID; NULL without it */
    bool is_date;     /* VALUE=DATE */
    char *value;
} focus__ics_line;

/* FOCUS_OK, FOCUS_DONE at the end, or an error about reader->record_line. */
focus_status focus__ics_next(focus__ics_line *line);
void focus__ics_free(focus__ics_line *line);

bool focus__ics_is(const focus__ics_line *line, const char *name);
bool focus__ics_value_is(const focus__ics_line *line, const char *value);

/* Text values: escapes become what they stand for, in place. */
void focus__ics_unescape(char *text);
/* The next of values that commas part, without its escapes; NULL behind the last. */
char *focus__ics_next_text(char **at);

/* "20260302T080000", perhaps with Z, or a date alone; *at ends behind it. */
bool focus__ics_time(const char **at, focus__file_time *out, bool *out_is_date);
/* "PT1H30M", "P2D", "-P1W". */
bool focus__ics_duration(const char *text, int64_t *out_ms);

#endif
