/*
 * html.h - the parts of the page: what html.c puts together.
 *
 * The page is HTML that is well-formed XML as well: every element is closed, every text escaped.
 * Colours are classes, for the style of html.c to say by day and by night. Each plot is an image with
 * a title and a description, and what it shows is in a table behind it.
 */
#ifndef FOCUS_REPORT_HTML_H
#define FOCUS_REPORT_HTML_H

#include "base/text.h"
#include "core/store.h"

enum {
    FOCUS__HTML_NARROW = 360, /* a plot as wide as a phone */
    FOCUS__HTML_WIDE = 720    /* as the page: to be moved to and fro on a phone */
};

typedef struct focus__html {
    focus__buffer out;
    int32_t plot_count; /* for the ids of their titles */
} focus__html;

/* --- values (html_values.c) ------------------------------------------------------------------- */

/* What is printed as it is, ours. */
#define focus__html_add(h, ...) focus__buffer_format(&(h)->out, __VA_ARGS__)

/* A text of the user's, escaped for content and attributes. */
void focus__html_text(focus__html *h, const char *text);

/* To the minute: 0m, 25m, 4h05m, −1h. */
void focus__html_length(focus__html *h, int64_t ms);

/* 2026-03-28 */
void focus__html_day(focus__html *h, int32_t day);

void focus__html_month(focus__html *h, int32_t day); /* "Mar" */

/* As short as a label: Mar 28; of a row by month, Mar 2026. */
void focus__html_short_day(focus__html *h, int32_t by, int32_t day);

const char *focus__html_weekday(int32_t weekday); /* ISO: "Mon" */

/* The number of a row by days, weeks or months, or of what an hour of the week is. */
void focus__html_row_name(focus__html *h, int32_t by, const focus_report_row *row);

/* --- plots and tables (html_values.c) --------------------------------------------------------- */

/* The heading, and the image up to its description, which follows; then _plot(), which is drawn in. */
void focus__html_begin_section(focus__html *h, const char *title);
void focus__html_begin_plot(focus__html *h, const char *title, int width, int height);
void focus__html_begin_drawing(focus__html *h);
void focus__html_end_plot(focus__html *h);

/* "A|B|C": the columns' names; rows begin with a heading. */
void focus__html_begin_table(focus__html *h, const char *columns);
void focus__html_end_table(focus__html *h);
void focus__html_end_section(focus__html *h);

/* --- sections --------------------------------------------------------------------------------- */

void focus__html_bars(focus__html *h, const focus_report *report);      /* html_bars.c */
void focus__html_trend(focus__html *h, const focus_report *weeks);      /* html_bars.c */
void focus__html_balance(focus__html *h, const focus_report *report);   /* html_bars.c */
void focus__html_heat_map(focus__html *h, const focus_report *days);    /* html_grids.c */
void focus__html_week_hours(focus__html *h, const focus_report *hours); /* html_grids.c */
void focus__html_shares(focus__html *h, const char *title, const char *nothing,
                        const focus_report *report); /* html_shares.c */

#endif
