/*
 * plot.h - what is drawn out of numbers, as text: bars, shades, sparklines, and a day in cells. Each has a
 * stand-in for terminals without Unicode.
 */
#ifndef CLI_PLOT_H
#define CLI_PLOT_H

#include "cli.h"

/** Append a bar of up to `columns` cells, in eighths, with a mark where `mark` lies (0: none). What is
 *  behind its end is left out. */
void plot_bar(const cli *c, text_buffer *out, int64_t part, int64_t mark, int64_t whole,
              size_t columns);

/** The cell of a heat map: level 0 to FOCUS_LEVELS. */
const char *plot_shade(const cli *c, int32_t level);

/** The shades and what each begins with, lengths of time or counts, to the end of the line; each line
 *  begins with `indent` blanks. */
void plot_legend(const cli *c, size_t indent, const int64_t least[FOCUS_LEVELS], bool is_count);

/** Append one column for each value: the tallest is the largest. */
void plot_spark(const cli *c, text_buffer *out, const int64_t *values, size_t count);

/** A day as a ruler of hours and a line of cells, as wide as fits; `label` has a line's beginning. */
void plot_timeline(const cli *c, const char *label, const focus_timeline *timeline);

#endif
