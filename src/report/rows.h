/*
 * rows.h - the rows of a report while it is added up, and what follows from them in the end.
 */
#ifndef FOCUS_REPORT_ROWS_H
#define FOCUS_REPORT_ROWS_H

#include "core/goal.h"

/* What a stretch of time or a session is. */
typedef enum focus__report_kind {
    FOCUS__REPORT_FOCUS,
    FOCUS__REPORT_ABANDONED,
    FOCUS__REPORT_UNCONFIRMED,
    FOCUS__REPORT_BREAK,
    FOCUS__REPORT_RUNNING,   /* a focus session: the total alone has it */
    FOCUS__REPORT_DAY_TOTAL, /* no session at all */
    FOCUS__REPORT_NOTHING    /* a break that runs, expired or is implausible */
} focus__report_kind;

typedef struct focus__report_rows {
    focus_store *store;
    const focus_report_options *options; /* checked */
    const focus_settings *settings;
    focus__goals goals;
    int32_t today;
    void *box;     /* of the report: rows and their texts */
    void *scratch; /* what the report has no use for */
    focus_report_row *total;
    focus_report_row **items;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* finds a row: its place in items, from 1; 0 is a free slot */
    size_t slot_count;
    focus_report_row *last; /* of a number: the next one is mostly the same */
    int64_t running_ms;
    int32_t first_day; /* days with anything; first_day after last_day: none */
    int32_t last_day;
    bool is_shared;
} focus__report_rows;

/* Room for the first rows; the two boxes are the caller's. */
focus_status focus__report_rows_init(focus__report_rows *rows);

/* The row of a text, or of the number that a day and an hour have on the axis: made where it is
 * missing, up to a million of them. */
focus_status focus__report_row_of_text(focus__report_rows *rows, const char *text,
                                       focus_report_row **out);
focus_status focus__report_row_of_number(focus__report_rows *rows, int64_t number,
                                         focus_report_row **out);
int64_t focus__report_number(const focus__report_rows *rows, int32_t day, int32_t hour,
                             int32_t mode);

void focus__report_add_time(focus_report_row *row, focus__report_kind kind, int64_t ms);

/* All has been added: order the rows, and say what follows from them. */
focus_status focus__report_rows_finish(focus__report_rows *rows, focus_report *out);

#endif
