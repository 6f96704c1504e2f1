/*
 * export.h - what the exporters share.
 *
 * A format (export_jsonl.c, export_csv.c) turns a session into bytes; export.c reads the sessions
 * and hands the bytes on.
 */
#ifndef FOCUS_EXCHANGE_EXPORT_H
#define FOCUS_EXCHANGE_EXPORT_H

#include "base/text.h"
#include "core/day_total.h"
#include "core/session.h"
#include "core/store.h"

typedef struct focus__export_format {
    const char *name;
    /* Before the first session, and for each. A buffer that failed is noticed by export.c. zone: the
     * store's, if it is that of the session; otherwise NULL. */
    void (*begin)(focus__buffer *out);
    void (*session)(focus__buffer *out, const focus_zone *zone, const focus_session *session);
    /* Behind all sessions, for each total of a day; NULL: the format has no room for them. */
    void (*day_total)(focus__buffer *out, const focus__day_total_row *row);
} focus__export_format;

extern const focus__export_format focus__export_jsonl;
extern const focus__export_format focus__export_csv;

/* The words for a session's numbers. */
const char *focus__export_mode(const focus_session *session);
const char *focus__export_status(const focus_session *session);
const char *focus__export_source(const focus_session *session);

void focus__export_int(focus__buffer *out, int64_t value);

/* Seconds, with a fraction only where there is one: 1500, 1500.25. */
void focus__export_seconds(focus__buffer *out, int64_t length_ms);

/* An instant of a session as RFC 3339, with the offset that held where and when it was. */
void focus__export_time(focus__buffer *out, const focus_zone *zone, const focus_session *session,
                        int64_t at_ms);

void focus__export_day(focus__buffer *out, int32_t day);

#endif
