/*
 * export.h - what the exporters share.
 *
 * A format (export_jsonl.c, export_csv.c, ...) turns a session into bytes; export.c reads the
 * sessions and hands the bytes on; export_stretch.c fits time worked to formats of whole seconds or
 * minutes.
 */
#ifndef FOCUS_EXCHANGE_EXPORT_H
#define FOCUS_EXCHANGE_EXPORT_H

#include "base/calendar.h"
#include "base/text.h"
#include "core/day_total.h"
#include "core/session.h"
#include "core/store.h"

/* An export on its way: where a format writes to, and what it has to remember meanwhile. */
typedef struct focus__export {
    focus__buffer out;      /* one that failed is noticed by export.c */
    const focus_zone *zone; /* the store's, if it is that of the session; otherwise NULL */
    int64_t count;          /* sessions before the present one */
    int64_t total_count;    /* the same of totals of days */
    focus__dates dates;
    int32_t day; /* of the record that is open, where a format has records */
    /* of focus__export_fit() */
    int64_t owed_ms;       /* worked, and not said yet: less than a unit */
    int64_t until_ms;      /* where the last stretch ended, ... */
    int64_t until_said_ms; /* ... and where it was said to end */
} focus__export;

/* What a format has no words for is left out. */
enum { FOCUS__EXPORT_FOCUS_ALONE = 1u << 0, FOCUS__EXPORT_ENDED_ALONE = 1u << 1 };

typedef struct focus__export_format {
    const char *name;
    uint32_t leaves_out; /* FOCUS__EXPORT_*_ALONE */
    void (*begin)(focus__export *e);
    void (*session)(focus__export *e, const focus_session *session);
    /* Behind all sessions, for each total of a day; NULL: the format has no words for them. */
    void (*day_total)(focus__export *e, const focus__day_total_row *row);
    void (*end)(focus__export *e);
} focus__export_format;

extern const focus__export_format focus__export_jsonl;
extern const focus__export_format focus__export_json;
extern const focus__export_format focus__export_csv;
extern const focus__export_format focus__export_ics;
extern const focus__export_format focus__export_timewarrior;
extern const focus__export_format focus__export_klog;
extern const focus__export_format focus__export_toggl;
extern const focus__export_format focus__export_openpomodoro;

/* For a format that has nothing to say before or after the sessions. */
void focus__export_nothing(focus__export *e);

/* --- values ----------------------------------------------------------------------------------- */

/* The words for a session's numbers. */
const char *focus__export_mode(const focus_session *session);
const char *focus__export_status(const focus_session *session);
const char *focus__export_source(const focus_session *session);

void focus__export_int(focus__buffer *out, int64_t value);

/* At least `width` digits. */
void focus__export_digits(focus__buffer *out, uint64_t value, int width);

/* Seconds, with a fraction only where there is one: 1500, 1500.25. */
void focus__export_seconds(focus__buffer *out, int64_t length_ms);

/* Offset of local time where and when the session was. */
int32_t focus__export_offset_s(const focus_zone *zone, const focus_session *session, int64_t at_ms);

/* The same instant on the clock of that place, as milliseconds since 1970-01-01 there. */
int64_t focus__export_local_ms(const focus_zone *zone, const focus_session *session, int64_t at_ms);

/* An instant of a session as RFC 3339, with the offset that held where and when it was. */
void focus__export_time(focus__export *e, const focus_session *session, int64_t at_ms);

/* 20260329T015000Z */
void focus__export_utc(focus__export *e, int64_t at_ms);

/* 09:05, and 09:05:03 where seconds are wanted; of a local time. */
void focus__export_clock(focus__buffer *out, int64_t local_ms, bool seconds);

void focus__export_day(focus__export *e, int32_t day);

/* A text in quotes, as JSON has it. */
void focus__export_json_string(focus__buffer *out, const char *text);

/* A text as a field of CSV, in quotes where it has to be. NULL: empty. */
void focus__export_csv_field(focus__buffer *out, const char *text);

/* The tags as one such field, a comma and a blank between them. */
void focus__export_csv_tags(focus__buffer *out, const focus_session *session);

/* --- stretches (export_stretch.c) ------------------------------------------------------------- */

/* A part of a session in which was no pause, in whole units. */
typedef struct focus__stretch {
    int64_t from_ms;
    int64_t until_ms; /* 0: it still goes on */
    size_t pause;     /* the one before which it lies; zero-initialise */
} focus__stretch;

/*
 * Fit a stretch to whole units of local time: FOCUS__MS_PER_SECOND, or a minute.
 *
 * What it is longer than whole units is owed, and paid with those that follow it, so that the sum of
 * all that are written is that of the time worked but for less than one unit, however many they are.
 * Nor does one begin before the end of the one before it, if it did not in truth.
 */
void focus__export_fit(focus__export *e, const focus_session *session, int64_t unit_ms,
                       focus__stretch *stretch);

/* The next stretch of a session, fitted; those of no length are passed over. False: none is left. */
bool focus__export_stretch(focus__export *e, const focus_session *session, int64_t unit_ms,
                           focus__stretch *stretch);

/* A length of time in whole units, of which the rest is owed in the same way. */
int64_t focus__export_whole(focus__export *e, int64_t length_ms, int64_t unit_ms);

#endif
