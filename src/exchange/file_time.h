/*
 * file_time.h - times as files tell them: what a clock showed, in a place that the file names by its
 * offset from UTC, or leaves open. Then it is the store's zone.
 */
#ifndef FOCUS_EXCHANGE_FILE_TIME_H
#define FOCUS_EXCHANGE_FILE_TIME_H

#include "exchange/import.h"

typedef struct focus__file_time {
    focus_local_time local;
    bool has_offset; /* local.utc_offset_s counts */
} focus__file_time;

/* One to `digits` digits; moves *at over them. False, and nothing moved, where there is none. */
bool focus__file_number(const char **at, int digits, int32_t *out);
/* The character, stepped over. */
bool focus__file_char(const char **at, char c);

/* "2026-03-29" or "2026/03/29". */
bool focus__file_date(const char **at, focus_local_time *out);

/* ".123456", or nothing: milliseconds, added; digits beyond them are dropped. False for a dot
 * alone. */
bool focus__file_fraction(const char **at, int32_t *out_ms);

/* "am" or "pm", where it stands: the hour of a clock of twelve becomes one of 24. False where it has
 * none such. */
bool focus__file_half(const char **at, int32_t *hour);

/* "Z", "+02:00", "-0500", or nothing. False for half an offset. */
bool focus__file_offset(const char **at, focus__file_time *out);

/* A date, T or a blank, hours and minutes, perhaps seconds and their fraction, perhaps Z or an offset
 * with or without its colon; nothing behind it. What the numbers say is looked at later. */
bool focus__file_time_read(const char *text, focus__file_time *out);

/* "20260302T080000Z", and nothing else. */
bool focus__file_utc(const char *text, int64_t *out_at_ms);

/* The day number of a date. FOCUS_E_INVALID. */
focus_status focus__file_day(focus__import *import, const focus_local_time *date, int32_t *out_day);

/*
 * The instant of a local time in a zone. In an hour that comes twice the earlier one, or the later where
 * the earlier lies before not_before_ms. FOCUS_E_INVALID where there is no such time, or the clocks jump
 * over it.
 */
focus_status focus__file_instant_in(const focus_zone *zone, const focus_local_time *local,
                                    int64_t not_before_ms, int64_t *out_at_ms, focus_error *error);

/* The same by the offset that the file says, or in the store's zone. */
focus_status focus__file_instant(focus__import *import, const focus__file_time *time,
                                 int64_t not_before_ms, int64_t *out_at_ms);
/* The same with the text before the message. */
focus_status focus__file_instant_of(focus__import *import, const char *text,
                                    const focus__file_time *time, int64_t not_before_ms,
                                    int64_t *out_at_ms);

/* Both at once, of a text each. An end that is empty becomes 0. */
focus_status focus__file_span(focus__import *import, const char *start, const char *end,
                              focus__record *record);

#endif
