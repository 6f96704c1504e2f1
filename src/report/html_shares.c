/*
 * html_shares.c - what the time went to: a table with a bar in each row.
 */
#include "report/html.h"

enum { SHARES_MOST = 12 }; /* rows; what comes after them is one */

/* Of all time, in tenths of a hundredth. */
static int share_of(const focus_report *report, int64_t ms)
{
    int64_t all_ms = report->total->time_ms;

    return all_ms > 0 ? (int)((ms * 1000 + all_ms / 2) / all_ms) : 0;
}

/* The row up to its name, and from there. */
static void share_begin(focus__html *h)
{
    focus__html_add(h, "<tr><th scope=\"row\">");
}

static void share_end(focus__html *h, const focus_report *report, int64_t ms)
{
    int share = share_of(report, ms);

    focus__html_add(h,
                    "</th><td class=\"share\"><svg aria-hidden=\"true\" viewBox=\"0 0 1000 10\" "
                    "preserveAspectRatio=\"none\"><rect class=\"bar\" width=\"%d\" height=\"10\"/>"
                    "</svg></td><td>",
                    share);
    focus__html_length(h, ms);
    focus__html_add(h, "</td><td>%d.%d %%</td></tr>\n", share / 10, share % 10);
}

static void share_rest(focus__html *h, const focus_report *report)
{
    int64_t ms = 0;

    if (report->count <= SHARES_MOST)
        return;
    for (size_t i = SHARES_MOST; i < report->count; i++)
        ms += report->rows[i]->time_ms;
    share_begin(h);
    focus__html_add(h, "%lld others", (long long)(report->count - SHARES_MOST));
    share_end(h, report, ms);
}

void focus__html_shares(focus__html *h, const char *title, const char *nothing,
                        const focus_report *report)
{
    focus__html_begin_section(h, title);
    focus__html_add(
        h, "<table class=\"shares\"><thead><tr><th scope=\"col\">Name</th><td></td>"
           "<th scope=\"col\">Focus</th><th scope=\"col\">Share</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->count && i < SHARES_MOST; i++) {
        share_begin(h);
        if (report->rows[i]->text != NULL)
            focus__html_text(h, report->rows[i]->text);
        else
            focus__html_add(h, "<em>%s</em>", nothing);
        share_end(h, report, report->rows[i]->time_ms);
    }
    share_rest(h, report);
    focus__html_add(h, "</tbody></table>\n");
    if (report->is_shared != 0)
        focus__html_add(
            h, "<p class=\"key\">A session counts for each of its tags, so that the shares "
               "are more than 100 %% together.</p>\n");
    focus__html_end_section(h);
}
