/*
 * report.h - a report as it was asked for on the command line, and the two ways to show it.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli.h"
#include "range_words.h"

typedef struct report_view {
    words_range range;
    focus_report_options options;
    bool has_chart;
    bool has_goal;
    bool is_decimal;  /* hours as 1.67 */
    int64_t round_ms; /* 0: as it is */
    const focus_report *report;
    const focus_report *before; /* of the days before, to compare with; or NULL */
} report_view;

#define REPORT_KEY_SIZE 40

/** The word for an axis: "hour-of-week". */
const char *report_axis_name(int32_t by);
/** What to call a row: "2026-03-28", "2026-W13", "09", "Mon 09", a title; NULL for the row without one. */
const char *report_key(const focus_report *report, const focus_report_row *row,
                       char out[REPORT_KEY_SIZE]);
/** A time as it is to be shown: rounded to the nearest that was asked for. */
int64_t report_rounded(const report_view *view, int64_t ms);
/** The sum that goes below the rows: of what they show, unless some sessions are in several. */
int64_t report_total(const report_view *view, const focus_report *report);

void report_print(const cli *c, const report_view *view);
void report_json(const cli *c, const report_view *view);

#endif
