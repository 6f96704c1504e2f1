/*
 * test_page.c - the history as a page of HTML: that it is well-formed whatever the words are, that
 * every plot says what it shows, and that its figures are those of the reports.
 */
#include "support/input.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- pages ------------------------------------------------------------------------------------ */

/* free() it. */
static char *page_of(focus_store *store, const focus_report_options *options)
{
    output out = {.fail_at = SIZE_MAX, .bytes = calloc(1, 1)};

    assert_ok(store, focus_report_html(store, options, output_write, &out));
    assert_true(is_utf8(out.bytes, out.size));
    return out.bytes;
}

static int count_in(const char *page, const char *part)
{
    int count = 0;

    for (const char *at = strstr(page, part); at != NULL; at = strstr(at + 1, part))
        count++;
    return count;
}

static void assert_has(const char *page, const char *part)
{
    if (strstr(page, part) == NULL)
        fail_msg("the page does not have: %s", part);
}

static void assert_has_no(const char *page, const char *part)
{
    if (strstr(page, part) != NULL)
        fail_msg("the page has: %s", part);
}

static void add_words(focus_store *store, int64_t started_at_ms, const char *project,
                      const char *tag)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    words.started_at_ms = started_at_ms;
    words.ended_at_ms = started_at_ms + HOUR_MS;
    words.project = project;
    words.tags = &tag;
    words.tag_count = tag != NULL ? 1 : 0;
    assert_ok(store, focus_session_add(store, &words, NULL));
}

/* --- a reader of XML, as strict as there is --------------------------------------------------- */

enum { XML_DEPTH = 16, XML_NAME = 24 };

typedef struct xml {
    const char *at;
    char open[XML_DEPTH][XML_NAME];
    int depth;
} xml;

static void xml_fail(const xml *x, const char *what)
{
    fail_msg("%s at: %.60s", what, x->at);
}

static void xml_name(xml *x, char out[XML_NAME])
{
    size_t size = 0;

    while (isalnum((unsigned char)*x->at) != 0 || *x->at == '-') {
        if (size == XML_NAME - 1)
            xml_fail(x, "a long name");
        out[size++] = *x->at++;
    }
    out[size] = '\0';
    if (size == 0)
        xml_fail(x, "no name");
}

/* Up to `end`: neither markup nor control characters, and no entities but those of XML. */
static void xml_text(xml *x, char end)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

    for (; *x->at != end && *x->at != '\0'; x->at++) {
        bool is_known = *x->at != '&';
        for (size_t i = 0; i < COUNT_OF(entities) && !is_known; i++)
            is_known = strncmp(x->at, entities[i], strlen(entities[i])) == 0;
        if (!is_known || *x->at == '<' || ((unsigned char)*x->at < 0x20 && *x->at != '\n'))
            xml_fail(x, "a character that cannot be here");
    }
}

/* name="value" as often as there are; true: the element is closed at once. */
static bool xml_attributes(xml *x)
{
    char name[XML_NAME];

    while (*x->at == ' ' || *x->at == '\n') {
        x->at++;
        xml_name(x, name);
        if (strncmp(x->at, "=\"", 2) != 0)
            xml_fail(x, "no value");
        x->at += 2;
        xml_text(x, '"');
        x->at++;
    }
    bool closed = *x->at == '/';
    x->at += closed ? 1 : 0;
    if (*x->at++ != '>')
        xml_fail(x, "a tag without an end");
    return closed;
}

static void xml_tag(xml *x)
{
    char name[XML_NAME];

    x->at++;
    if (*x->at == '/') {
        x->at++;
        xml_name(x, name);
        if (x->depth == 0 || strcmp(x->open[--x->depth], name) != 0 || *x->at++ != '>')
            xml_fail(x, "an end without a beginning");
        return;
    }
    if (x->depth == XML_DEPTH)
        xml_fail(x, "too deep");
    xml_name(x, x->open[x->depth]);
    x->depth += xml_attributes(x) ? 0 : 1;
}

static void assert_well_formed(const char *page)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    xml x = {.at = page + sizeof(doctype) - 1};

    assert_int_equal(strncmp(page, doctype, sizeof(doctype) - 1), 0);
    do {
        xml_tag(&x);
        if (x.depth > 0)
            xml_text(&x, '<');
    } while (x.depth > 0 && *x.at != '\0');
    assert_string_equal(x.at, "\n");
}

/* Every plot names itself by a title and a description of its own, and has a table behind it. */
static void assert_said(const char *page)
{
    int plots = count_in(page, "role=\"img\"");
    char ids[64];

    for (int i = 1; i <= plots; i++) {
        (void)snprintf(ids, sizeof ids, "aria-labelledby=\"t%d d%d\"", i, i);
        assert_int_equal(count_in(page, ids), 1);
        (void)snprintf(ids, sizeof ids, "<title id=\"t%d\">", i);
        assert_int_equal(count_in(page, ids), 1);
        (void)snprintf(ids, sizeof ids, "<desc id=\"d%d\">", i);
        assert_int_equal(count_in(page, ids), 1);
    }
    assert_int_equal(count_in(page, "<svg"), plots + count_in(page, "<svg aria-hidden") +
                                                 count_in(page, "<svg class=\"mark\" aria-hidden"));
    assert_int_equal(count_in(page, "<script"), 0);
    assert_int_equal(count_in(page, "href"), 0);
    assert_int_equal(count_in(page, "src="), 0);
    assert_int_equal(count_in(page, "url("), 0);
}

static void check_page(focus_store *store, const focus_report_options *options)
{
    char *page = page_of(store, options);

    assert_well_formed(page);
    assert_said(page);
    free(page);
}

/* --- words ------------------------------------------------------------------------------------ */

static void hostile_words_are_text_and_nothing_else(void **state)
{
    static const char *const words[] = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "]]>",
        "&amp; &lt; &",
        "' onload='x",
        "</td></table>",
        "%s%n%d",
        "\xF0\x9F\x8E\x89 \xE2\x80\xAE\xD7\x90",
        "\xEF\xBF\xBE\xEF\xBF\xBF", /* which XML does not have */
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        add_words(f->store, MONDAY_9_MS - (int64_t)(i + 1) * DAY_MS, words[i], words[i]);
    char *page = page_of(f->store, NULL);
    assert_well_formed(page);
    assert_has_no(page, "<script");
    assert_has_no(page, "<img");
    assert_has_no(page, "\xEF\xBF\xBE");
    assert_has_no(page, "\xEF\xBF\xBF");
    assert_int_equal(count_in(page, "&lt;script&gt;alert(1)&lt;/script&gt;"), 2);
    assert_int_equal(count_in(page, "&amp;amp; &amp;lt; &amp;"), 2);
    assert_int_equal(count_in(page, "%s%n%d"), 2);
    assert_int_equal(count_in(page, words[7]), 2);
    free(page);
}

static void what_a_damaged_file_has_for_words_is_still_a_page(void **state)
{
    fixture *f = *state;

    add_words(f->store, MONDAY_9_MS - DAY_MS, "damaged", NULL);
    sql_exec(f->path, "UPDATE focus_sessions SET project = CAST(x'61C30162FF1B' AS TEXT)");
    output out = {.fail_at = SIZE_MAX, .bytes = calloc(1, 1)};
    focus_status status = focus_report_html(f->store, NULL, output_write, &out);
    assert_true(status == FOCUS_OK || status == FOCUS_E_CORRUPT);
    if (status == FOCUS_OK)
        assert_well_formed(out.bytes);
    free(out.bytes);
    sql_exec(f->path, "UPDATE focus_sessions SET project = 'damaged'");
}

static void what_was_chosen_is_said(void **state)
{
    fixture *f = *state;
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;

    add_words(f->store, MONDAY_9_MS - DAY_MS, "R&D", "a<b");
    add_words(f->store, MONDAY_9_MS - 2 * DAY_MS, "other", NULL);
    options.tag = "a<b";
    options.project = "R&D";
    char *page = page_of(f->store, &options);
    assert_well_formed(page);
    assert_has(page, "<p>Only the tag a&lt;b</p>");
    assert_has(page, "<p>Only the project R&amp;D</p>");
    assert_has_no(page, "other<");
    free(page);
    options.tag = "";
    options.project = NULL;
    page = page_of(f->store, &options);
    assert_has_no(page, "Only");
    assert_has(page, ">other<");
    free(page);
}

/* --- what is on it ---------------------------------------------------------------------------- */

static void figures_are_those_of_the_report(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_goal_set(f->store, 0, 0xFE, 2 * HOUR_MS, 0));
    add_session(f->store, MONDAY_9_MS - 3 * DAY_MS, 90 * MINUTE_MS, NULL);
    add_session(f->store, MONDAY_9_MS - 2 * DAY_MS, 3 * HOUR_MS + 5 * MINUTE_MS, NULL);
    char *page = page_of(f->store, NULL);
    assert_well_formed(page);
    assert_said(page);
    assert_has(page, "<title>Focus, 2026-02-27 to 2026-02-28</title>");
    assert_has(page, "<dt>Focus</dt><dd>4h35m</dd>");
    assert_has(page, "<dt>Sessions</dt><dd>2</dd>");
    assert_has(page, "<dt>Per day with focus</dt><dd>2h17m</dd>");
    assert_has(page, "<dd>3h05m <small>Sat 2026-02-28</small></dd>");
    assert_has(page, "<dt>Longest run of days</dt><dd>2</dd>");
    assert_has(page, "<dd>100 % <small>2 of 2</small></dd>");
    assert_has(page, "<dt>Balance with goals</dt><dd>35m</dd>");
    assert_has(page, "<title>Fri 2026-02-27: 1h30m of 2h</title>");
    assert_has(page, "<th scope=\"row\">Fri 2026-02-27</th><td>1h30m</td><td>1</td><td>2h</td>"
                     "<td>\xE2\x88\x92"
                     "30m</td>");
    assert_has(page, "Days begin at 00:00");
    assert_has(page, "<time>2026-03-02T09:00:00Z</time>");
    free(page);
}

static void an_empty_history_is_a_page_too(void **state)
{
    fixture *f = *state;
    char *page = page_of(f->store, NULL);

    assert_well_formed(page);
    assert_has(page, "No session is in this report.");
    assert_has(page, "<title>Focus</title>");
    assert_has_no(page, "<svg");
    free(page);
}

/* A running one has no time yet, an abandoned one none that counts. */
static void a_history_without_time_is_a_page_too(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    check_page(f->store, NULL);
    assert_ok(f->store, focus_session_abandon(f->store, 0, "no", NULL));
    check_page(f->store, NULL);
}

/* Days from..until are bars of days, weeks, months; none of them lies in the future. */
static void bars_are_of_what_fits(void **state)
{
    static const struct {
        int32_t days;
        const char *title;
    } cases[] = {{1, "Focus by day"},    {62, "Focus by day"},    {63, "Focus by week"},
                 {420, "Focus by week"}, {421, "Focus by month"}, {9000, "Focus by month"}};
    fixture *f = *state;
    const int32_t today = (int32_t)(MONDAY_9_MS / DAY_MS);

    add_session(f->store, MONDAY_9_MS - HOUR_MS, 25 * MINUTE_MS, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;
        char heading[64];
        options.has_days = 1;
        options.until_day = today;
        options.from_day = today - cases[i].days + 1;
        /* More than ten years: those between the first and the last session. */
        if (cases[i].days > 3653)
            add_session(f->store, MONDAY_9_MS - 8999 * DAY_MS, 25 * MINUTE_MS, NULL);
        char *page = page_of(f->store, &options);
        assert_well_formed(page);
        assert_said(page);
        (void)snprintf(heading, sizeof heading, "<h2>%s</h2>", cases[i].title);
        assert_has(page, heading);
        assert_has(page, "to 2026-03-02</p>");
        free(page);
    }
}

/* Bars are of the last ten years; the balance is of all of them, in figures as in the plot. */
static void a_balance_of_many_years_is_whole(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_goal_set(f->store, 0, 0xFE, HOUR_MS, 0));
    add_session(f->store, MONDAY_9_MS - 6000 * DAY_MS, HOUR_MS, NULL);
    add_session(f->store, MONDAY_9_MS - DAY_MS, 26 * MINUTE_MS, NULL);
    char *page = page_of(f->store, NULL);
    assert_well_formed(page);
    assert_has(page, "<h2>Focus by month</h2>");
    assert_int_equal(count_in(page, "<g><title>"), 120);
    assert_has(page, "<dt>Balance with goals</dt><dd>\xE2\x88\x92"
                     "5998h34m</dd>");
    assert_has(page, "added up: \xE2\x88\x92"
                     "5998h34m in the end.");
    assert_has(page, "the longest Mar 2026 with 26m");
    free(page);
}

static void days_to_come_are_not_on_it(void **state)
{
    fixture *f = *state;
    focus_report_options options = FOCUS_REPORT_OPTIONS_INIT;

    add_session(f->store, MONDAY_9_MS - DAY_MS, 25 * MINUTE_MS, NULL);
    options.has_days = 1;
    options.from_day = (int32_t)(MONDAY_9_MS / DAY_MS) - 10;
    options.until_day = options.from_day + 300;
    char *page = page_of(f->store, &options);
    assert_has(page, "<p>2026-02-20 to 2026-03-02</p>");
    free(page);
    options.from_day = INT32_MIN;
    options.until_day = INT32_MAX;
    page = page_of(f->store, &options);
    assert_well_formed(page);
    assert_has(page, "<p>2026-03-01 to 2026-03-01</p>");
    free(page);
}

/* A week that has only begun would draw it down. */
static void the_trend_has_weeks_that_are_over(void **state)
{
    fixture *f = *state;

    add_session(f->store, MONDAY_9_MS - HOUR_MS, 25 * MINUTE_MS, NULL);
    char *page = page_of(f->store, NULL);
    assert_has_no(page, "Trend"); /* there is nothing to draw yet */
    free(page);
    add_session(f->store, MONDAY_9_MS - DAY_MS, 50 * MINUTE_MS, NULL);
    page = page_of(f->store, NULL);
    assert_has(page, "from 0m in the first week to 50m in the last");
    free(page);
}

static void the_rest_of_many_tags_is_one_row(void **state)
{
    fixture *f = *state;
    char tag[16];

    for (int i = 0; i < 20; i++) {
        (void)snprintf(tag, sizeof tag, "tag%02d", i);
        add_words(f->store, MONDAY_9_MS - (i + 1) * DAY_MS, NULL, tag);
    }
    char *page = page_of(f->store, NULL);
    assert_int_equal(count_in(page, "<th scope=\"row\">tag"), 12);
    assert_has(page, "<th scope=\"row\">8 others</th>");
    assert_has(page, "<em>no project</em>");
    free(page);
}

/* --- giving it out ---------------------------------------------------------------------------- */

static void a_write_that_fails_is_told(void **state)
{
    fixture *f = *state;
    output out = {.fail_at = 0, .bytes = calloc(1, 1)};

    assert_status(f->store, FOCUS_E_IO, focus_report_html(f->store, NULL, output_write, &out));
    assert_message(f->store);
    free(out.bytes);
    check_page(f->store, NULL);
}

static int write_and_call(void *user, const char *bytes, size_t size)
{
    focus_counters counters;

    (void)bytes;
    (void)size;
    assert_int_equal(focus_counters_get(user, &counters), FOCUS_E_MISUSE);
    return 0;
}

static void the_store_is_not_to_be_used_meanwhile(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_report_html(f->store, NULL, write_and_call, f->store));
    check_page(f->store, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(hostile_words_are_text_and_nothing_else),
        API_TEST(what_a_damaged_file_has_for_words_is_still_a_page),
        API_TEST(what_was_chosen_is_said),
        API_TEST(figures_are_those_of_the_report),
        API_TEST(an_empty_history_is_a_page_too),
        API_TEST(a_history_without_time_is_a_page_too),
        API_TEST(bars_are_of_what_fits),
        API_TEST(a_balance_of_many_years_is_whole),
        API_TEST(days_to_come_are_not_on_it),
        API_TEST(the_trend_has_weeks_that_are_over),
        API_TEST(the_rest_of_many_tags_is_one_row),
        API_TEST(a_write_that_fails_is_told),
        API_TEST(the_store_is_not_to_be_used_meanwhile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
