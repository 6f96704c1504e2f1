/*
 * render.c - columns, colours, lengths, bars. Only this file writes escape sequences.
 */
#include "render.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "range_words.h"

#define GAP 2         /* columns between columns */
#define CUT_LEAST 8   /* a column cut shorter than this tells nothing */
#define CUT_WANTED 16 /* before one is, others are left out */
#define COLUMNS_LEAST 20
#define COLUMNS_MOST 1000
#define COLUMNS_IN_PIPE 80

/* --- glyphs ------------------------------------------------------------------------------------ */

const char *render_glyph_text(const cli *c, render_glyph glyph)
{
    static const char *const UNICODE[] = {"\u2192", "\u2605", "\u2026", "\u2588",
                                          "\u2591", "\u25CF", "\u25CB"};
    static const char *const ASCII[] = {"->", "*", "~", "#", ".", "#", "o"};
    return c->ascii ? ASCII[glyph] : UNICODE[glyph];
}

/* --- colour ----------------------------------------------------------------------------------- */

static const char *sequence(render_style style)
{
    switch (style) {
    case STYLE_NONE:
        return "";
    case STYLE_BOLD:
        return "\033[1m";
    case STYLE_DIM:
        return "\033[2m";
    case STYLE_RED:
        return "\033[31m";
    case STYLE_GREEN:
        return "\033[32m";
    case STYLE_YELLOW:
        return "\033[33m";
    case STYLE_CYAN:
        return "\033[36m";
    case STYLE_GREEN_LINE:
        return "\033[4;32m";
    }
    return "";
}

static void style_begin(const cli *c, render_style style)
{
    if (c->color && style != STYLE_NONE)
        (void)fputs(sequence(style), stdout);
}

static void style_end(const cli *c, render_style style)
{
    if (c->color && style != STYLE_NONE)
        (void)fputs("\033[0m", stdout);
}

void render_text(const cli *c, render_style style, const char *text)
{
    style_begin(c, style);
    text_print(stdout, text);
    style_end(c, style);
}

/* Bytes of the line that a text begins with: up to the last blank that fits, or as much as fits. */
static size_t first_line(const char *text, size_t columns)
{
    size_t fits = text_fit(text, columns);
    size_t size = fits;
    if (text[fits] == '\0')
        return fits;
    while (size > 0 && text[size] != ' ')
        size--;
    return size > 0 ? size : fits > 0 ? fits : strlen(text);
}

void render_wrapped(const cli *c, render_style style, const char *text, size_t indent)
{
    size_t columns = render_room(c, indent);
    for (;;) {
        size_t size = first_line(text, columns);
        style_begin(c, style);
        text_print_size(stdout, text, size);
        style_end(c, style);
        text += size;
        while (*text == ' ')
            text++;
        if (*text == '\0')
            return;
        printf("\n%*s", (int)indent, "");
    }
}

void render_line(const cli *c, render_style style, const char *text)
{
    render_wrapped(c, style, text, 0);
    (void)fputc('\n', stdout);
}

void render_done(const cli *c, render_style style, const char *word, const char *format, ...)
{
    va_list list;
    char *text;
    int size;
    if (c->quiet || c->json || c->plain)
        return;
    va_start(list, format);
    size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    text = mem_alloc(size > 0 ? (size_t)size + 1 : 1);
    va_start(list, format);
    if (size > 0)
        (void)vsnprintf(text, (size_t)size + 1, format, list);
    va_end(list);
    render_text(c, style, word);
    (void)fputc(' ', stdout);
    text_print(stdout, text);
    (void)fputc('\n', stdout);
    free(text);
}

/* --- tables ----------------------------------------------------------------------------------- */

void table_begin(render_table *t, const cli *c, const render_column *columns, size_t column_count)
{
    memset(t, 0, sizeof *t);
    t->c = c;
    t->columns = columns;
    t->column_count = column_count;
}

void table_styled(render_table *t, render_style style, const char *text)
{
    if (t->count == t->room) {
        t->room = t->room == 0 ? 64 : t->room * 2;
        t->cells = mem_grow(t->cells, t->room * sizeof *t->cells);
    }
    t->cells[t->count].text = mem_text(text != NULL ? text : "");
    t->cells[t->count].style = style;
    t->count++;
}

void table_cell(render_table *t, const char *text)
{
    table_styled(t, t->columns[t->count % t->column_count].style, text);
}

void table_int(render_table *t, int64_t number)
{
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof text, "%" PRId64, number);
    table_cell(t, text);
}

static void spaces(size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)fputc(' ', stdout);
}

/* Of the terminal on stdout, or 0. */
static size_t columns_of_stdout(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

size_t render_limit(const cli *c)
{
    size_t columns = c->columns > 0 ? c->columns : columns_of_stdout();
    return columns > 0 && !c->plain ? columns : SIZE_MAX;
}

size_t render_room(const cli *c, size_t taken)
{
    size_t limit = render_limit(c);
    return limit > taken ? limit - taken : 0;
}

size_t render_terminal_columns(void)
{
    size_t columns = columns_of_stdout();
    return columns > 0 ? columns : 80;
}

bool render_can_draw(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) != 0 && term != NULL && term[0] != '\0' &&
           strcmp(term, "dumb") != 0;
}

void render_line_again(void)
{
    (void)fputs("\r\033[?25l\033[K", stdout);
}

void render_line_leave(bool keeps_line)
{
    (void)fputs(keeps_line ? "\033[?25h\n" : "\r\033[K\033[?25h", stdout);
}

size_t render_columns(const cli *c)
{
    const char *text = getenv("COLUMNS");
    long columns = text != NULL ? strtol(text, NULL, 10) : 0;
    size_t terminal = render_limit(c);
    if (columns >= COLUMNS_LEAST && columns <= COLUMNS_MOST)
        return (size_t)columns;
    if (terminal != SIZE_MAX)
        return terminal < COLUMNS_LEAST ? COLUMNS_LEAST : terminal;
    return COLUMNS_IN_PIPE;
}

static size_t row_width(const size_t *widths, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width += widths[i] > 0 ? widths[i] + GAP : 0;
    return width > GAP ? width - GAP : 0;
}

/* The widest column that may be cut, or column_count when none is wider than `least`. */
static size_t widest_cut(const render_table *t, const size_t *widths, size_t least)
{
    size_t widest = t->column_count;
    for (size_t i = 0; i < t->column_count; i++)
        if ((t->columns[i].flags & (COLUMN_CUT | COLUMN_WRAP)) != 0 && widths[i] > least &&
            (widest == t->column_count || widths[i] > widths[widest]))
            widest = i;
    return widest;
}

static bool cut_widest(const render_table *t, size_t *widths, size_t least)
{
    size_t widest = widest_cut(t, widths, least);
    if (widest == t->column_count)
        return false;
    widths[widest]--;
    return true;
}

static bool drop_last(const render_table *t, size_t *widths, unsigned flag)
{
    for (size_t i = t->column_count; i > 0; i--) {
        if ((t->columns[i - 1].flags & flag) != 0 && widths[i - 1] > 0) {
            widths[i - 1] = 0;
            return true;
        }
    }
    return false;
}

/* But for one, which is what tells the rows apart. */
static bool drop_other_cut(const render_table *t, size_t *widths)
{
    size_t count = 0;
    for (size_t i = 0; i < t->column_count; i++)
        count += (t->columns[i].flags & COLUMN_CUT) != 0 && widths[i] > 0 ? 1 : 0;
    return count > 1 && drop_last(t, widths, COLUMN_CUT);
}

static bool drop_one(const render_table *t, size_t *widths)
{
    return drop_other_cut(t, widths) || drop_last(t, widths, COLUMN_LATE) ||
           drop_last(t, widths, COLUMN_CUT);
}

/* What was cut has the room of a column that is left out. */
static bool grow_again(const render_table *t, size_t *widths, const size_t *wanted)
{
    for (size_t i = 0; i < t->column_count; i++)
        if ((t->columns[i].flags & (COLUMN_CUT | COLUMN_WRAP)) != 0 && widths[i] > 0)
            widths[i] = wanted[i];
    return true;
}

/* Make a row fit: the widest columns shrink first, then the last ones go. */
static void squeeze(const render_table *t, size_t *widths, size_t room)
{
    size_t *wanted = mem_alloc(t->column_count * sizeof *wanted);
    memcpy(wanted, widths, t->column_count * sizeof *wanted);
    while (row_width(widths, t->column_count) > room &&
           (cut_widest(t, widths, CUT_WANTED) ||
            (drop_last(t, widths, COLUMN_SPARE) && grow_again(t, widths, wanted)) ||
            cut_widest(t, widths, CUT_LEAST) ||
            (drop_one(t, widths) && grow_again(t, widths, wanted))))
        continue;
    free(wanted);
}

/* A column that is empty in all rows goes, heading and all. */
static void measure(const render_table *t, bool headings, size_t *widths)
{
    for (size_t i = 0; i < t->count; i++) {
        size_t width = text_width(t->cells[i].text);
        if (width > widths[i % t->column_count])
            widths[i % t->column_count] = width;
    }
    for (size_t i = 0; i < t->column_count && headings; i++) {
        size_t width = text_width(t->columns[i].heading);
        if (widths[i] > 0 && width > widths[i])
            widths[i] = width;
    }
}

void render_cut(const cli *c, render_style style, const char *text, size_t width)
{
    style_begin(c, style);
    if (text_width(text) <= width) {
        text_print(stdout, text);
    } else {
        text_print_size(stdout, text, text_fit(text, width > 1 ? width - 1 : 0));
        (void)fputs(render_glyph_text(c, GLYPH_ELLIPSIS), stdout);
    }
    style_end(c, style);
}

/* One row; a column with nothing in any row takes no room, and no blanks end a line. */
static void print_row(const render_table *t, const render_cell *row, const size_t *widths)
{
    size_t owed = 0;
    size_t at = 0;
    for (size_t i = 0; i < t->column_count; i++) {
        size_t width = text_width(row[i].text);
        size_t pad;
        if (widths[i] == 0)
            continue;
        width = width > widths[i] ? widths[i] : width;
        pad = widths[i] - width;
        if (width == 0) {
            owed += widths[i] + GAP;
            continue;
        }
        if ((t->columns[i].flags & COLUMN_RIGHT) != 0) {
            owed += pad;
            pad = 0;
        }
        spaces(owed);
        at += owed;
        if ((t->columns[i].flags & COLUMN_WRAP) != 0)
            render_wrapped(t->c, row[i].style, row[i].text, at);
        else
            render_cut(t->c, row[i].style, row[i].text, widths[i]);
        at += width;
        owed = pad + GAP;
    }
    (void)fputc('\n', stdout);
}

static void print_headings(const render_table *t, const size_t *widths)
{
    render_cell *row = mem_alloc(t->column_count * sizeof *row);
    for (size_t i = 0; i < t->column_count; i++) {
        row[i].text = mem_text(t->columns[i].heading);
        row[i].style = STYLE_DIM;
    }
    print_row(t, row, widths);
    for (size_t i = 0; i < t->column_count; i++)
        free(row[i].text);
    free(row);
}

static void print_plain(const render_table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        text_print(stdout, t->cells[i].text);
        (void)fputc((i + 1) % t->column_count == 0 ? '\n' : '\t', stdout);
    }
}

size_t table_room(const render_table *t, size_t least)
{
    size_t *widths = mem_alloc(t->column_count * sizeof *widths);
    size_t columns = render_columns(t->c);
    size_t width;
    measure(t, true, widths);
    if (render_limit(t->c) != SIZE_MAX && columns > least + GAP)
        squeeze(t, widths, columns - least - GAP);
    width = row_width(widths, t->column_count) + GAP;
    free(widths);
    return columns > width ? columns - width : 0;
}

void table_set(render_table *t, size_t row, size_t column, render_style style, const char *text)
{
    render_cell *cell = &t->cells[row * t->column_count + column];
    free(cell->text);
    cell->text = mem_text(text);
    cell->style = style;
}

void table_end(render_table *t, bool headings)
{
    if (t->c->plain) {
        print_plain(t);
    } else if (t->count > 0) {
        size_t *widths = mem_alloc(t->column_count * sizeof *widths);
        measure(t, headings, widths);
        squeeze(t, widths, render_limit(t->c));
        if (headings)
            print_headings(t, widths);
        for (size_t i = 0; i + t->column_count <= t->count; i += t->column_count)
            print_row(t, t->cells + i, widths);
        free(widths);
    }
    for (size_t i = 0; i < t->count; i++)
        free(t->cells[i].text);
    free(t->cells);
    memset(t, 0, sizeof *t);
}

/* --- lengths and instants --------------------------------------------------------------------- */

const char *render_length(int64_t ms, char out[RENDER_SIZE])
{
    const char *sign = ms < 0 ? "-" : "";
    int64_t s = (ms < 0 ? -ms : ms) / 1000;
    if (s < 60)
        (void)snprintf(out, RENDER_SIZE, "%s%" PRId64 "s", sign, s);
    else if (s < 3600)
        (void)snprintf(out, RENDER_SIZE, "%s%" PRId64 "m", sign, s / 60);
    else
        (void)snprintf(out, RENDER_SIZE, "%s%" PRId64 "h%02" PRId64 "m", sign, s / 3600,
                       s / 60 % 60);
    return out;
}

const char *render_length_exact(int64_t ms, char out[RENDER_SIZE])
{
    const char *sign = ms < 0 ? "-" : "";
    int64_t s = (ms < 0 ? -ms : ms) / 1000;
    size_t size = (size_t)snprintf(out, RENDER_SIZE, "%s", sign);
    if (s >= 3600)
        size += (size_t)snprintf(out + size, RENDER_SIZE - size, "%" PRId64 "h", s / 3600);
    if (s / 60 % 60 != 0)
        size += (size_t)snprintf(out + size, RENDER_SIZE - size, "%" PRId64 "m", s / 60 % 60);
    if (s % 60 != 0 || s == 0)
        (void)snprintf(out + size, RENDER_SIZE - size, "%" PRId64 "s", s % 60);
    return out;
}

const char *render_timer(int64_t ms, char out[RENDER_SIZE])
{
    int64_t s = ms / 1000;
    if (s < 3600)
        (void)snprintf(out, RENDER_SIZE, "%02" PRId64 ":%02" PRId64, s / 60, s % 60);
    else
        (void)snprintf(out, RENDER_SIZE, "%" PRId64 ":%02" PRId64 ":%02" PRId64, s / 3600,
                       s / 60 % 60, s % 60);
    return out;
}

const char *render_clock(int64_t at_ms, int32_t utc_offset_s, char out[RENDER_SIZE])
{
    char text[FOCUS_TIME_TEXT_SIZE];
    focus_time_format(at_ms, utc_offset_s, text);
    (void)snprintf(out, RENDER_SIZE, "%.5s", strlen(text) > 16 ? text + 11 : "--:--");
    return out;
}

const char *render_date(int64_t at_ms, int32_t utc_offset_s, char out[RENDER_SIZE])
{
    char text[FOCUS_TIME_TEXT_SIZE];
    focus_time_format(at_ms, utc_offset_s, text);
    (void)snprintf(out, RENDER_SIZE, "%.10s", text);
    return out;
}

const char *render_day(int32_t day, char out[RENDER_SIZE])
{
    int32_t year;
    int32_t month;
    int32_t date;
    focus_date_from_day(day, &year, &month, &date);
    (void)snprintf(out, RENDER_SIZE, "%04" PRId32 "-%02" PRId32 "-%02" PRId32, year, month, date);
    return out;
}

const char *render_weekday(int32_t day, char out[RENDER_SIZE])
{
    static const char *const NAMES[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    char date[RENDER_SIZE];
    (void)snprintf(out, RENDER_SIZE, "%s %.20s", NAMES[words_weekday(day) - 1],
                   render_day(day, date));
    return out;
}

static int32_t store_offset(const cli *c, int64_t at_ms)
{
    focus_local_time local;
    return focus_local_from_time(c->store, at_ms, &local) == FOCUS_OK ? local.utc_offset_s : 0;
}

const char *render_instant(const cli *c, int64_t at_ms, char out[RENDER_SIZE])
{
    focus_time_format(at_ms, store_offset(c, at_ms), out);
    return out;
}

const char *render_store_clock(const cli *c, int64_t at_ms, char out[RENDER_SIZE])
{
    return render_clock(at_ms, store_offset(c, at_ms), out);
}

/* --- bars ------------------------------------------------------------------------------------- */

void render_bar_text(const cli *c, int64_t part, int64_t whole, int columns, text_buffer *out_full,
                     text_buffer *out_empty)
{
    static const char *const EIGHTHS[] = {"",       "\u258F", "\u258E", "\u258D",
                                          "\u258C", "\u258B", "\u258A", "\u2589"};
    int64_t limit = (int64_t)columns * 8;
    int64_t filled = whole > 0 && part > 0 ? part * limit / whole : 0;
    int used = 0;
    filled = filled > limit ? limit : filled;
    text_add(out_full, "");
    text_add(out_empty, "");
    for (; used < filled / 8; used++)
        text_add(out_full, render_glyph_text(c, GLYPH_FULL));
    if (!c->ascii && filled % 8 != 0) {
        text_add(out_full, EIGHTHS[filled % 8]);
        used++;
    }
    for (; used < columns; used++)
        text_add(out_empty, render_glyph_text(c, GLYPH_EMPTY));
}

void render_bar(const cli *c, render_style style, int64_t part, int64_t whole, int columns)
{
    text_buffer full = {0};
    text_buffer empty = {0};
    render_bar_text(c, part, whole, columns, &full, &empty);
    render_text(c, style, full.text);
    render_text(c, STYLE_DIM, empty.text);
    text_free(&full);
    text_free(&empty);
}

void render_dots(const cli *c, int32_t filled, int32_t all)
{
    for (int32_t i = 0; i < all; i++) {
        if (i > 0)
            (void)fputc(' ', stdout);
        if (i < filled)
            render_text(c, STYLE_GREEN, render_glyph_text(c, GLYPH_DONE));
        else
            render_text(c, STYLE_DIM, render_glyph_text(c, GLYPH_OPEN));
    }
}
