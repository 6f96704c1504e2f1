/*
 * render.h - how things look to people: columns, colours, lengths of time, bars; and tab-separated
 * fields with --plain.
 */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "cli.h"

typedef enum render_style {
    STYLE_NONE = 0,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_RED,
    STYLE_GREEN,
    STYLE_YELLOW,
    STYLE_CYAN,
    STYLE_GREEN_LINE /* green and underlined */
} render_style;

/** Text on stdout, coloured when c->color says so, cleaned of control characters. */
void render_text(const cli *c, render_style style, const char *text);

/** The same, cut off to a width; that it was cut is seen. */
void render_cut(const cli *c, render_style style, const char *text, size_t width);

/** A text, broken between words where the terminal ends; its lines but the first begin after
 *  `indent` blanks. No line end behind it. */
void render_wrapped(const cli *c, render_style style, const char *text, size_t indent);
/** A sentence, or several, on lines of their own. */
void render_line(const cli *c, render_style style, const char *text);

/** What a writing verb did: "Paused" in colour, then a sentence. Nothing with -q, --json, --plain. */
void render_done(const cli *c, render_style style, const char *word, const char *format, ...)
    CLI_PRINTF(4, 5);

/* --- a line that is drawn again and again ------------------------------------------------------------ */

/** Columns of the terminal on stdout as it is now, whatever COLUMNS says; 80 where that is not known. */
size_t render_terminal_columns(void);
/** True where a line can be drawn again in its place. */
bool render_can_draw(void);
/** Begin the line anew, the cursor hidden. */
void render_line_again(void);
/** Give the cursor back, below the line or in its place. */
void render_line_leave(bool keeps_line);

/* --- tables: cells are copied, columns are measured, then all is printed ------------------------- */

enum {                         /* render_column.flags */
       COLUMN_RIGHT = 1u << 0, /* aligned right */
       COLUMN_CUT = 1u << 1,   /* cut off where the terminal ends */
       COLUMN_WRAP = 1u << 2,  /* the last one: goes on below where the terminal ends */
       COLUMN_SPARE = 1u << 3, /* left out where the terminal has no room for it */
       COLUMN_LATE = 1u << 4   /* left out only for the last one that is cut */
};

typedef struct render_column {
    const char *heading;
    unsigned flags;
    render_style style;
} render_column;

typedef struct render_cell {
    char *text;
    render_style style;
} render_cell;

typedef struct render_table {
    const cli *c;
    const render_column *columns;
    size_t column_count;
    render_cell *cells;
    size_t count;
    size_t room;
} render_table;

void table_begin(render_table *t, const cli *c, const render_column *columns, size_t column_count);
/** The next cell, row by row; NULL is an empty one. */
void table_cell(render_table *t, const char *text);
void table_int(render_table *t, int64_t number);
void table_styled(render_table *t, render_style style, const char *text);
/** Columns that are left on the terminal beside what the table has so far. So that they are at least
 *  so many, others are cut and left out where the table is printed. */
size_t table_room(const render_table *t, size_t least);
/** Give a cell that is there already another text. */
void table_set(render_table *t, size_t row, size_t column, render_style style, const char *text);
/** Print and free. Headings are left out when `headings` is false, and with --plain. */
void table_end(render_table *t, bool headings);

/* --- lengths and instants ------------------------------------------------------------------------- */

#define RENDER_SIZE 40

/** "1h30m", "25m", "40s": whole minutes from one minute on. Gives `out`. */
const char *render_length(int64_t ms, char out[RENDER_SIZE]);
/** "1h30m", "1m30s": to the second, as words_duration() reads it. */
const char *render_length_exact(int64_t ms, char out[RENDER_SIZE]);
/** "14:48", "1:02:03": a timer. */
const char *render_timer(int64_t ms, char out[RENDER_SIZE]);
/** "09:05" of an instant at an offset, and its date "2026-03-29". */
const char *render_clock(int64_t at_ms, int32_t utc_offset_s, char out[RENDER_SIZE]);
const char *render_date(int64_t at_ms, int32_t utc_offset_s, char out[RENDER_SIZE]);
/** "2026-03-29" of a day number, and "Sun 2026-03-29". */
const char *render_day(int32_t day, char out[RENDER_SIZE]);
const char *render_weekday(int32_t day, char out[RENDER_SIZE]);
/** RFC 3339 in the store's zone. */
const char *render_instant(const cli *c, int64_t at_ms, char out[RENDER_SIZE]);
/** "09:05" in the store's zone. */
const char *render_store_clock(const cli *c, int64_t at_ms, char out[RENDER_SIZE]);

/* --- what is drawn: for locales without UTF-8 there is a stand-in for each ------------------------- */

typedef enum render_glyph {
    GLYPH_ARROW = 0,
    GLYPH_STAR,
    GLYPH_ELLIPSIS, /* one column */
    GLYPH_FULL,     /* of a bar */
    GLYPH_EMPTY,
    GLYPH_DONE, /* of dots */
    GLYPH_OPEN
} render_glyph;

/** Columns there are to draw in: COLUMNS, else the terminal's, else 80. */
size_t render_columns(const cli *c);

/** Columns after which a line would be broken: SIZE_MAX where there is no terminal. */
size_t render_limit(const cli *c);
/** What is left of them behind so many. */
size_t render_room(const cli *c, size_t taken);

const char *render_glyph_text(const cli *c, render_glyph glyph);

/* --- bars ----------------------------------------------------------------------------------------- */

/** A bar of `columns` cells, filled to `part` of `whole`, in eighths. */
void render_bar(const cli *c, render_style style, int64_t part, int64_t whole, int columns);
/** The same as text: what is filled of it, and what is not. */
void render_bar_text(const cli *c, int64_t part, int64_t whole, int columns, text_buffer *out_full,
                     text_buffer *out_empty);
/** Circles, filled and empty: ● ● ○ ○ */
void render_dots(const cli *c, int32_t filled, int32_t all);

#endif
