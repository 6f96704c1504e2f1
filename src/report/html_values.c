/*
 * html_values.c - texts, times, and what is around every plot.
 */
#include "base/calendar.h"
#include "report/html.h"
#include "rules/period.h"

/* --- values ----------------------------------------------------------------------------------- */

static const char *html_escape(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* XML has no control characters and no U+FFFE and U+FFFF; a damaged file may have bytes that are no UTF-8. */
static bool html_has_not(const char *text, size_t step)
{
    return step == 0 || (unsigned char)*text < 0x20 ||
           (step == 3 && memcmp(text, "\xEF\xBF", 2) == 0 && (unsigned char)text[2] >= 0xBE);
}

void focus__html_text(focus__html *h, const char *text)
{
    size_t size = strlen(text);

    while (size > 0) {
        const char *escape = html_escape(*text);
        size_t step = focus__utf8_step(text, size);
        if (escape != NULL)
            focus__buffer_text(&h->out, escape);
        else if (html_has_not(text, step))
            focus__buffer_text(&h->out, "\xEF\xBF\xBD"); /* U+FFFD */
        else
            focus__buffer_append(&h->out, text, step);
        step += step == 0;
        text += step;
        size -= step;
    }
}

void focus__html_length(focus__html *h, int64_t ms)
{
    int64_t minutes = (ms < 0 ? -ms : ms) / FOCUS__MS_PER_MINUTE;

    if (ms < 0 && minutes > 0)
        focus__html_add(h, "\xE2\x88\x92"); /* a minus as wide as a plus */
    if (minutes < 60)
        focus__html_add(h, "%dm", (int)minutes);
    else if (minutes % 60 == 0)
        focus__html_add(h, "%lldh", (long long)(minutes / 60));
    else
        focus__html_add(h, "%lldh%02dm", (long long)(minutes / 60), (int)(minutes % 60));
}

void focus__html_day(focus__html *h, int32_t day)
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;

    focus_date_from_day(day, &year, &month, &day_of_month);
    focus__html_add(h, "%04d-%02d-%02d", (int)year, (int)month, (int)day_of_month);
}

void focus__html_month(focus__html *h, int32_t day)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int32_t month;

    focus_date_from_day(day, NULL, &month, NULL);
    focus__html_add(h, "%.3s", months + (size_t)(month - 1) * 3);
}

void focus__html_short_day(focus__html *h, int32_t by, int32_t day)
{
    int32_t year;
    int32_t day_of_month;

    focus_date_from_day(day, &year, NULL, &day_of_month);
    focus__html_month(h, day);
    focus__html_add(h, " %d", (int)(by == FOCUS_BY_MONTH ? year : day_of_month));
}

const char *focus__html_weekday(int32_t weekday)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    return names[(weekday - 1) % 7];
}

void focus__html_row_name(focus__html *h, int32_t by, const focus_report_row *row)
{
    int32_t day = (int32_t)row->number;

    if (by == FOCUS_BY_DAY)
        focus__html_add(h, "%s ", focus__html_weekday(focus__weekday(day)));
    if (by == FOCUS_BY_WEEK)
        focus__html_add(h, "week of ");
    if (by == FOCUS_BY_MONTH)
        focus__html_short_day(h, by, day);
    else
        focus__html_day(h, day);
}

/* --- plots and tables ------------------------------------------------------------------------- */

void focus__html_begin_section(focus__html *h, const char *title)
{
    focus__html_add(h, "<section>\n<h2>%s</h2>\n", title);
}

void focus__html_begin_plot(focus__html *h, const char *title, int width, int height)
{
    int n = ++h->plot_count;

    if (width > FOCUS__HTML_NARROW) /* can be moved by the keyboard as well */
        focus__html_add(h, "<div class=\"wide\" role=\"group\" aria-label=\"%s\" tabindex=\"0\">",
                        title);
    else
        focus__html_add(h, "<div class=\"narrow\">");
    focus__html_add(h,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                    "role=\"img\" aria-labelledby=\"t%d d%d\" width=\"%d\" viewBox=\"0 0 %d %d\">\n"
                    "<title id=\"t%d\">%s</title><desc id=\"d%d\">",
                    n, n, width, width, height, n, title, n);
}

void focus__html_begin_drawing(focus__html *h)
{
    focus__html_add(h, "</desc>\n");
}

void focus__html_end_plot(focus__html *h)
{
    focus__html_add(h, "</svg></div>\n");
}

void focus__html_begin_table(focus__html *h, const char *columns)
{
    focus__html_add(h, "<details><summary>As a table</summary>\n<table><thead><tr>");
    for (const char *at = columns; *at != '\0';) {
        size_t size = strcspn(at, "|");
        focus__html_add(h, "<th scope=\"col\">%.*s</th>", (int)size, at);
        at += size + (at[size] == '|');
    }
    focus__html_add(h, "</tr></thead><tbody>\n");
}

void focus__html_end_table(focus__html *h)
{
    focus__html_add(h, "</tbody></table></details>\n");
}

void focus__html_end_section(focus__html *h)
{
    focus__html_add(h, "</section>\n");
}
