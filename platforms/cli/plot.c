/*
 * plot.c - what is drawn out of numbers.
 */
#include "plot.h"

#include <inttypes.h>
#include <string.h>

#include "render.h"

/* --- bars ------------------------------------------------------------------------------------- */

static const char *bar_cell(const cli *c, int64_t eighths)
{
    static const char *const CELLS[] = {" ",      "\u258F", "\u258E", "\u258D", "\u258C",
                                        "\u258B", "\u258A", "\u2589", "\u2588"};
    if (c->ascii)
        return eighths > 0 ? "#" : " ";
    return CELLS[eighths < 0 ? 0 : eighths > 8 ? 8 : eighths];
}

void plot_bar(const cli *c, text_buffer *out, int64_t part, int64_t mark, int64_t whole,
              size_t columns)
{
    int64_t cells = (int64_t)columns;
    int64_t filled = whole > 0 && part > 0 ? (part * cells * 8 + whole / 2) / whole : 0;
    int64_t mark_at = whole > 0 && mark > 0 ? mark * cells / whole : -1;
    filled = filled == 0 && part > 0 && whole > 0 ? 1 : filled; /* something is never nothing */
    mark_at = mark_at >= cells ? cells - 1 : mark_at;
    filled = c->ascii ? (filled + 4) / 8 * 8 : filled;
    for (int64_t i = 0; i < cells && (i * 8 < filled || i <= mark_at); i++) {
        if (i == mark_at && filled < (i + 1) * 8)
            text_add(out, c->ascii ? "|" : "\u250A");
        else
            text_add(out, bar_cell(c, filled - i * 8));
    }
}

/* --- shades and sparklines -------------------------------------------------------------------- */

const char *plot_shade(const cli *c, int32_t level)
{
    static const char *const UNICODE[] = {"\u00B7", "\u2591", "\u2592", "\u2593", "\u2588"};
    static const char *const ASCII[] = {".", "-", "+", "*", "#"};
    return (c->ascii ? ASCII : UNICODE)[level];
}

/* A shade and its meaning, on the next line where this one is full. */
static void legend_item(const cli *c, size_t indent, size_t *at, render_style style, int32_t level,
                        const char *meaning)
{
    size_t width = 2 + strlen(meaning);
    if (*at > indent && *at + 2 + width > render_limit(c)) {
        (void)fputc('\n', stdout);
        *at = 0;
    }
    printf("%*s", *at == 0 ? (int)indent : 2, "");
    *at += (*at == 0 ? indent : 2) + width;
    render_text(c, style, plot_shade(c, level));
    printf(" %s", meaning);
}

/* Levels that begin with the same are one. */
void plot_legend(const cli *c, size_t indent, const int64_t least[FOCUS_LEVELS], bool is_count)
{
    char text[RENDER_SIZE];
    char meaning[RENDER_SIZE + 8];
    size_t at = 0;
    legend_item(c, indent, &at, STYLE_DIM, 0, "none");
    for (int32_t i = 0; i < FOCUS_LEVELS; i++) {
        if (least[i] == 0 || (i + 1 < FOCUS_LEVELS && least[i + 1] == least[i]))
            continue;
        (void)snprintf(text, sizeof text, "%" PRId64, least[i]);
        (void)snprintf(meaning, sizeof meaning, "from %s",
                       is_count ? text : render_length(least[i], text));
        legend_item(c, indent, &at, STYLE_GREEN, i + 1, meaning);
    }
    (void)fputc('\n', stdout);
}

void plot_spark(const cli *c, text_buffer *out, const int64_t *values, size_t count)
{
    static const char *const UNICODE[] = {"\u00B7", "\u2581", "\u2582", "\u2583", "\u2584",
                                          "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const ASCII[] = {".", "_", ",", "-", "~", "=", "+", "*", "#"};
    int64_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    for (size_t i = 0; i < count; i++) {
        int64_t height = values[i] > 0 ? 1 + (values[i] * 8 - 1) / most : 0;
        text_add(out, (c->ascii ? ASCII : UNICODE)[height > 8 ? 8 : height]);
    }
}

/* --- a day ------------------------------------------------------------------------------------ */

typedef enum day_use { USE_NONE = 0, USE_PAUSE, USE_BREAK, USE_FOCUS } day_use;

static const render_style USE_STYLES[] = {STYLE_DIM, STYLE_YELLOW, STYLE_CYAN, STYLE_GREEN};

static const char *use_glyph(const cli *c, day_use use)
{
    static const char *const UNICODE[] = {"\u00B7", "\u2591", "\u2592", "\u2588"};
    static const char *const ASCII[] = {".", ":", "=", "#"};
    return (c->ascii ? ASCII : UNICODE)[use];
}

/* What most of some quarters was used for; a third of them is enough to be seen. */
static day_use use_of(const focus_timeline_cell *cells, size_t count)
{
    int64_t all_ms = cells[count - 1].until_ms - cells[0].from_ms;
    int64_t focus_ms = 0;
    int64_t break_ms = 0;
    int64_t paused_ms = 0;
    for (size_t i = 0; i < count; i++) {
        focus_ms += cells[i].focus_ms;
        break_ms += cells[i].break_ms;
        paused_ms += cells[i].paused_ms;
    }
    if ((focus_ms + break_ms + paused_ms) * 3 < all_ms)
        return USE_NONE;
    if (focus_ms >= break_ms && focus_ms >= paused_ms)
        return USE_FOCUS;
    return break_ms >= paused_ms ? USE_BREAK : USE_PAUSE;
}

static int32_t hour_at(const cli *c, int64_t at_ms)
{
    focus_local_time local;
    return focus_local_from_time(c->store, at_ms, &local) == FOCUS_OK ? local.hour : 0;
}

/* The hours over the cells: as often as there is room for two digits and two blanks. */
static void print_ruler(const cli *c, size_t indent, const focus_timeline *timeline, size_t step)
{
    text_buffer line = {0};
    int32_t every = step >= 4 ? 6 : step == 2 ? 3 : 2;
    int32_t last = -1;
    for (size_t i = 0; i < timeline->count; i += step) {
        int32_t hour = hour_at(c, timeline->cells[i].from_ms);
        size_t at = indent + i / step;
        if (hour != last && hour % every == 0 && (line.size == 0 || line.size < at)) {
            while (line.size < at)
                text_add(&line, " ");
            text_addf(&line, "%02" PRId32, hour);
        }
        last = hour;
    }
    render_text(c, STYLE_DIM, line.text != NULL ? line.text : "");
    (void)fputc('\n', stdout);
    text_free(&line);
}

#define USES_COLUMNS 25 /* of the three */

static void print_uses(const cli *c, const focus_timeline *timeline, size_t indent)
{
    static const char *const NAMES[] = {"", "pause", "break", "focus"};
    int64_t by_ms = timeline->changed_by_s * INT64_C(1000);
    char clock[RENDER_SIZE];
    char by[RENDER_SIZE];
    char change[120];
    for (int use = USE_FOCUS; use > USE_NONE; use--) {
        render_text(c, USE_STYLES[use], use_glyph(c, (day_use)use));
        printf(" %s%s", NAMES[use], use > USE_PAUSE ? "  " : "");
    }
    if (by_ms != 0) {
        (void)snprintf(change, sizeof change, "(clocks went %s %s, to %s)",
                       by_ms > 0 ? "forward" : "back",
                       render_length_exact(by_ms > 0 ? by_ms : -by_ms, by),
                       render_store_clock(c, timeline->changed_at_ms, clock));
        if (indent + USES_COLUMNS + 2 + strlen(change) > render_limit(c))
            printf("\n%*s", (int)indent, "");
        else
            printf("  ");
        render_wrapped(c, STYLE_NONE, change, indent);
    }
    (void)fputc('\n', stdout);
}

void plot_timeline(const cli *c, const char *label, const focus_timeline *timeline)
{
    size_t indent = text_width(label);
    size_t room = render_columns(c) > indent ? render_columns(c) - indent : 1;
    size_t step = 1;
    while (timeline->count / step > room)
        step *= 2;
    print_ruler(c, indent, timeline, step);
    render_text(c, STYLE_DIM, label);
    for (size_t i = 0; i < timeline->count; i += step) {
        size_t count = timeline->count - i < step ? timeline->count - i : step;
        day_use use = use_of(&timeline->cells[i], count);
        render_text(c, USE_STYLES[use], use_glyph(c, use));
    }
    printf("\n%*s", (int)indent, "");
    print_uses(c, timeline, indent);
}
