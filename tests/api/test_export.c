/*
 * test_export.c - taking sessions out as JSON Lines and CSV, and the way back from JSON Lines.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name) FOCUS_TEST_DATA_DIR "/" name

/* --- a store with everything in it ------------------------------------------------------------ */

static void add_with_words(focus_store *store)
{
    static const char *const tags[] = {"say \"hi\"", "back\\slash", "k\xC3\xBCste, north"};
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    words.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    words.started_at_ms = MONDAY_9_MS - 3 * DAY_MS + 1;
    words.ended_at_ms = words.started_at_ms + 25 * MINUTE_MS + 250;
    words.planned_ms = 25 * MINUTE_MS;
    words.title = "=1+1, \"quoted\"";
    words.project = "Shed";
    words.task = "T-12";
    words.note = "first line\nsecond\tline";
    words.tags = tags;
    words.tag_count = 3;
    assert_ok(store, focus_session_add(store, &words, NULL));
    words = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
    words.mode = FOCUS_MODE_LONG_BREAK;
    words.status = FOCUS_SESSION_ABANDONED;
    words.started_at_ms = MONDAY_9_MS - 2 * DAY_MS;
    words.ended_at_ms = words.started_at_ms + 10 * MINUTE_MS;
    assert_ok(store, focus_session_add(store, &words, NULL));
}

/* Nothing is paid for it: shorter than a minute. */
static void live_with_pauses(fixture *f)
{
    focus_session_input plan = FOCUS_SESSION_INPUT_INIT;

    plan.planned_ms = FOCUS_PLANNED_OPEN;
    plan.title = "live";
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, 1500);
    assert_ok(f->store, focus_session_pause(f->store, 0, "door \"bell\"", NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 30000);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 1);
    assert_ok(f->store, focus_session_complete(f->store, 0, "done", NULL));
}

static void expired_and_zero(fixture *f)
{
    focus_session_input plan = FOCUS_SESSION_INPUT_INIT;

    plan.planned_ms = 30000;
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
}

static void edit_and_confirm(focus_store *store)
{
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    focus_session_input edit = FOCUS_SESSION_INPUT_INIT;
    int confirmed = 0;

    filter.limit = 1000;
    assert_ok(store, focus_session_list_page(store, &filter, &list));
    edit.fields = FOCUS_FIELD_TITLE;
    edit.title = "edited";
    assert_ok(store, focus_session_edit(store, &list->items[list->count - 1]->id, &edit, NULL));
    edit.fields = FOCUS_FIELD_CONFIRMED;
    for (size_t i = 0; i < list->count; i++) {
        if ((list->items[i]->flags & FOCUS_SESSION_IMPLAUSIBLE) == 0 || confirmed++ > 0)
            continue;
        assert_ok(store, focus_session_edit(store, &list->items[i]->id, &edit, NULL));
    }
    assert_int_equal(confirmed, 2); /* one confirmed, one left as it is */
    focus_session_list_free(list);
}

static void fill(fixture *f)
{
    f->utc_offset_s = 5 * 3600 + 45 * 60;
    add_with_words(f->store);
    live_with_pauses(f);
    expired_and_zero(f);
    (void)import_file(f->store, NULL, DATA("toggl/detailed.csv"));
    (void)import_file(f->store, NULL, DATA("watson/frames"));
    edit_and_confirm(f->store);
}

/* Revisions begin again at 1 in another store. */
static void forget_revisions(char *text)
{
    for (char *at = strstr(text, "\"rev\":"); at != NULL; at = strstr(at + 1, "\"rev\":")) {
        char *value = at + strlen("\"rev\":");
        char *end = value + strcspn(value, ",");
        *value++ = '1';
        memmove(value, end, strlen(end) + 1);
    }
}

static void *second_fixture(const fixture *first)
{
    void *state = NULL;
    fixture *f = NULL;

    fixture_setup(&state);
    f = state;
    f->now_ms = first->now_ms;
    f->utc_offset_s = first->utc_offset_s;
    f->entropy = 100;
    return state;
}

static const char day_totals[] =
    "2025-03-03\nBeds\n  2h Sow #bed #\"quoted\"\n  -30m\n  1h30m Rake\n";

/* --- JSON Lines ------------------------------------------------------------------------------- */

static void totals_of_days_come_back_to_the_byte(void **state)
{
    fixture *f = *state;
    void *other = second_fixture(f);
    fixture *g = other;
    char *first = NULL;
    char *second = NULL;
    int64_t sessions = 0;
    focus_import_report report;

    (void)import_text(f->store, "klog", day_totals);
    (void)import_file(f->store, NULL, DATA("rescuetime/activities.csv"));
    first = export_text(f->store, "jsonl", &sessions);
    assert_int_equal(sessions, 0);
    g->now_ms += DAY_MS;
    report = import_text(g->store, NULL, first);
    assert_string_equal(report.format, "jsonl");
    assert_int_equal(report.added, 3 + 5);
    assert_int_equal(report.day_totals, 3 + 5);
    second = export_text(g->store, "jsonl", NULL);
    assert_string_equal(first, second);
    assert_int_equal(import_text(g->store, NULL, first).same, 3 + 5);
    free(first);
    free(second);
    fixture_teardown(&other);
}

static void totals_that_are_none_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } lines[] = {
        {"{\"kind\":\"week_total\"}", "\"kind\" is missing or of the wrong type"},
        {"{\"kind\":\"day_total\",\"day\":\"2025-02-30\",\"length_ms\":1,"
         "\"source\":{\"format\":\"klog\",\"key\":\"k\"}}",
         "\"2025-02-30\" is not a day"},
        {"{\"kind\":\"day_total\",\"day\":\"2025-02-20\",\"length_ms\":1,\"rating\":3,"
         "\"source\":{\"format\":\"klog\",\"key\":\"k\"}}",
         "the rating is not -2 to 2"},
        {"{\"kind\":\"day_total\",\"day\":\"2025-02-20\",\"length_ms\":1e300,"
         "\"source\":{\"format\":\"klog\",\"key\":\"k\"}}",
         "\"length_ms\" is missing or of the wrong type"},
        {"{\"kind\":\"day_total\",\"day\":\"2025-02-20\",\"length_ms\":99999999999999,"
         "\"source\":{\"format\":\"klog\",\"key\":\"k\"}}",
         "it is longer than a year"},
        {"{\"kind\":\"day_total\",\"day\":\"2025-02-20\",\"length_ms\":1,\"source\":{}}",
         "\"source.format\" is missing or of the wrong type"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        refuse_text(f->store, "jsonl", lines[i].text, lines[i].message);
}

static void json_lines_come_back_to_the_byte(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *first = NULL;
    char *second = NULL;
    int64_t count = 0;
    int64_t again = 0;
    focus_import_report report;

    fill(f);
    first = export_text(f->store, "jsonl", &count);
    assert_int_equal(count, 22);
    other = second_fixture(f);
    g = other;
    report = import_text(g->store, NULL, first);
    assert_string_equal(report.format, "jsonl");
    assert_int_equal(report.read, count);
    assert_int_equal(report.added, count);
    assert_int_equal(report.implausible, 1);
    second = export_text(g->store, "jsonl", &again);
    assert_int_equal(again, count);
    forget_revisions(first);
    forget_revisions(second);
    assert_string_equal(first, second);
    report = import_text(g->store, NULL, first);
    assert_int_equal(report.same, count);
    assert_int_equal(focus_last_change(g->store), 0);
    free(first);
    free(second);
    fixture_teardown(&other);
}

static void figures_come_back_as_well(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *text = NULL;
    focus_counters before;
    focus_counters after;

    fill(f);
    text = export_text(f->store, "jsonl", NULL);
    other = second_fixture(f);
    g = other;
    (void)import_text(g->store, "jsonl", text);
    assert_ok(f->store, focus_counters_get(f->store, &before));
    assert_ok(g->store, focus_counters_get(g->store, &after));
    assert_memory_equal(&before, &after, sizeof(before));
    free(text);
    fixture_teardown(&other);
}

/* In another zone and with another start of the day, a session keeps the zone and the day it
 * had. */
static void zone_and_day_are_kept(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *text = NULL;
    const focus_session_list *list = NULL;

    f->utc_offset_s = 9 * 3600;
    add_session(f->store, MONDAY_9_MS - 14 * HOUR_MS, HOUR_MS, "in the east");
    text = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(text, "\"started_at\":\"2026-03-02T04:00:00+09:00\""));
    assert_non_null(strstr(text, "\"day\":\"2026-03-02\""));
    other = second_fixture(f);
    g = other;
    g->utc_offset_s = -5 * 3600;
    (void)import_text(g->store, "jsonl", text);
    assert_ok(g->store, focus_session_list_page(g->store, NULL, &list));
    assert_int_equal(list->items[0]->utc_offset_s, 9 * 3600);
    assert_int_equal(list->items[0]->day, 20514);
    assert_string_equal(list->items[0]->zone, "Test/Zone");
    assert_int_equal(list->items[0]->source, FOCUS_SOURCE_MANUAL);
    focus_session_list_free(list);
    free(text);
    text = export_text(g->store, "jsonl", NULL);
    assert_non_null(strstr(text, "\"ended_at\":\"2026-03-02T05:00:00+09:00\""));
    free(text);
    fixture_teardown(&other);
}

/* Clocks go forward on 2026-03-29 at 01:00 UTC. */
static int32_t spring_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms < INT64_C(1774746000000) ? 3600 : 7200;
}

/* In the first hours of 1970 in the west it is 1969, in the last of 9999 in the east no year yet. */
static void days_at_the_ends_of_the_calendar_come_back(void **state)
{
    static const int32_t offsets_s[] = {-5 * 3600, 5 * 3600};
    static const int64_t starts_ms[] = {HOUR_MS, INT64_C(253402300799000) - HOUR_MS};
    fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        fixture *g = second_fixture(f);
        void *other = g;
        char *first = NULL;
        char *second = NULL;
        f->now_ms = g->now_ms = starts_ms[i] + HOUR_MS;
        f->utc_offset_s = g->utc_offset_s = offsets_s[i];
        add_session(f->store, starts_ms[i], MINUTE_MS, "early or late");
        first = export_text(f->store, "jsonl", NULL);
        assert_int_equal(import_text(g->store, NULL, first).added, i + 1);
        second = export_text(g->store, "jsonl", NULL);
        assert_string_equal(first, second);
        free(first);
        free(second);
        assert_int_equal(fixture_teardown(&other), 0);
    }
}

static void each_instant_has_the_offset_of_its_moment(void **state)
{
    fixture *f = *state;
    char *text = NULL;

    f->now_ms = INT64_C(1774746000000) + DAY_MS;
    f->zone.utc_offset_s = spring_offset;
    fixture_reopen(f);
    add_session(f->store, INT64_C(1774745400000), 26 * MINUTE_MS, "over the gap");
    text = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(text, "\"started_at\":\"2026-03-29T01:50:00+01:00\""));
    assert_non_null(strstr(text, "\"ended_at\":\"2026-03-29T03:16:00+02:00\""));
    free(text);
}

static void offsets_with_seconds_are_kept(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *first = NULL;
    char *second = NULL;

    f->utc_offset_s = -2670; /* Monrovia, until 1972 */
    add_session(f->store, INT64_C(86400000) * 400, HOUR_MS, "long ago");
    first = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(first, "\"utc_offset_s\":-2670"));
    other = second_fixture(f);
    g = other;
    (void)import_text(g->store, "jsonl", first);
    second = export_text(g->store, "jsonl", NULL);
    assert_string_equal(first, second);
    free(first);
    free(second);
    fixture_teardown(&other);
}

static void a_line_is_what_it_is_documented_to_be(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *at = NULL;

    add_with_words(f->store);
    text = export_text(f->store, "jsonl", NULL);
    at = strstr(text, "\"mode\"");
    assert_non_null(at);
    assert_memory_equal(text, "{\"id\":\"", 7);
    *strchr(at, '\n') = '\0';
    assert_string_equal(
        at, "\"mode\":\"focus\",\"status\":\"completed\",\"title\":\"=1+1, \\\"quoted\\\"\","
            "\"project\":\"Shed\",\"tags\":[\"back\\\\slash\",\"k\xC3\xBCste, north\","
            "\"say \\\"hi\\\"\"],\"task_id\":\"T-12\",\"note\":\"first line\\nsecond\\tline\","
            "\"planned_s\":1500,\"active_s\":1500.25,\"paused_s\":0,\"overtime_s\":0.25,"
            "\"started_at\":\"2026-02-27T09:00:00.001Z\",\"ended_at\":\"2026-02-27T09:25:00.251Z\","
            "\"zone\":\"Test/Zone\",\"day\":\"2026-02-27\",\"pauses\":[],\"xp\":0,\"coins\":0,"
            "\"source\":{\"kind\":\"manual\",\"format\":null,\"key\":null},\"edited\":false,"
            "\"rev\":1,\"implausible\":false,\"confirmed\":false,"
            "\"created_at\":\"2026-03-02T09:00:00Z\"}");
    free(text);
}

static void a_running_session_is_exported_and_not_imported(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *text = NULL;
    int64_t count = 0;
    focus_import_report report;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    text = export_text(f->store, "jsonl", &count);
    assert_int_equal(count, 1);
    assert_non_null(strstr(text, "\"ended_at\":null"));
    assert_non_null(strstr(text, "\"to\":null"));
    other = second_fixture(f);
    g = other;
    report = import_text(g->store, NULL, text);
    assert_int_equal(report.skipped_running, 1);
    assert_int_equal(report.read_ms, 0);
    free(text);
    fixture_teardown(&other);
}

static void a_session_whose_limit_has_passed_is_exported_as_expired(void **state)
{
    fixture *f = *state;
    char *text = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, DAY_MS);
    text = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(text, "\"status\":\"expired\""));
    assert_non_null(strstr(text, "\"ended_at\":\"2026-03-02T09:50:00Z\""));
    free(text);
}

/* Ids are unique in a file, so another user of it gets sessions of his own. */
static void another_user_gets_copies_with_ids_of_their_own(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *copy = NULL;
    int64_t count = 0;

    fill(f);
    text = export_text(f->store, "jsonl", &count);
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    assert_int_equal(import_text(f->store, NULL, text).added, count);
    assert_int_equal(import_text(f->store, NULL, text).same, count);
    copy = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(copy, "\"kind\":\"import\",\"format\":\"jsonl\",\"key\":\"jsonl:"));
    assert_non_null(strstr(copy, "\"key\":\"watson:0a1b2c3d4e5f60718293a4b5c6d7e8f9\""));
    assert_int_equal(import_text(f->store, NULL, copy).same, count);
    assert_int_equal(import_file(f->store, NULL, DATA("watson/frames")).same, 4);
    free(text);
    free(copy);
}

/* Eight in the evening here is five in the morning of the next day there, and it says: there. */
static void a_line_that_says_no_day_gets_that_of_its_own_offset(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    (void)import_text(f->store, "jsonl",
                      "{\"id\":\"019caad5-1180-7000-8000-000000000001\",\"mode\":\"focus\","
                      "\"status\":\"completed\",\"started_at\":\"2026-03-02T05:00:00+09:00\","
                      "\"ended_at\":\"2026-03-02T05:30:00+09:00\",\"zone\":\"Asia/Tokyo\"}\n");
    assert_ok(f->store, focus_session_list_page(f->store, &filter, &list));
    assert_int_equal(list->count, 1);
    session = list->items[0];
    assert_int_equal(session->utc_offset_s, 32400);
    assert_int_equal(session->day, MONDAY_9_MS / DAY_MS);
    focus_session_list_free(list);
}

/* Brought into two stores from the same file, and then from one store into the other. */
static void an_imported_record_meets_itself_by_its_source(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *text = NULL;

    (void)import_file(f->store, NULL, DATA("watson/frames"));
    text = export_text(f->store, "jsonl", NULL);
    other = second_fixture(f);
    g = other;
    (void)import_file(g->store, NULL, DATA("watson/frames"));
    assert_int_equal(import_text(g->store, NULL, text).same, 4);
    free(text);
    fixture_teardown(&other);
}

static char *replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t before = 0;
    char *made = NULL;

    if (at == NULL)
        fail_msg("\"%s\" is not there", from);
    before = (size_t)(at - text);
    made = calloc(1, strlen(text) + strlen(to) + 1);
    assert_non_null(made);
    memcpy(made, text, before);
    strcpy(made + before, to);
    strcat(made, at + strlen(from));
    return made;
}

static void a_changed_line_changes_its_session(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *other = NULL;
    focus_import_report report;
    const focus_session_list *list = NULL;

    live_with_pauses(f);
    text = export_text(f->store, "jsonl", NULL);
    other = replace(text, "\"title\":\"live\"", "\"title\":\"told otherwise\"");
    report = import_text(f->store, NULL, other);
    assert_int_equal(report.changed, 1);
    free(other);
    other = replace(text, "\"reason\":\"door \\\"bell\\\"\"", "\"reason\":\"the door\"");
    assert_int_equal(import_text(f->store, NULL, other).changed, 1);
    assert_int_equal(import_text(f->store, NULL, other).same, 1);
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    assert_int_equal(list->total, 1);
    assert_string_equal(list->items[0]->title, "live");
    assert_int_equal(list->items[0]->pause_count, 2);
    assert_string_equal(list->items[0]->pauses[0].reason, "the door");
    assert_int_equal(list->items[0]->source, FOCUS_SOURCE_LIVE);
    focus_session_list_free(list);
    free(other);
    free(text);
}

static void confirming_elsewhere_changes_a_session(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *confirmed = NULL;
    focus_counters counters;

    add_session(f->store, MONDAY_9_MS - 3 * DAY_MS, 2 * DAY_MS, "very long");
    text = export_text(f->store, "jsonl", NULL);
    confirmed = replace(text, "\"confirmed\":false", "\"confirmed\":true");
    assert_int_equal(import_text(f->store, NULL, confirmed).changed, 1);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 2 * DAY_MS);
    free(text);
    free(confirmed);
}

static void any_number_of_pauses_comes_back(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    char *first = NULL;
    char *second = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    for (int i = 0; i < 30; i++) {
        pass(f, 100);
        assert_ok(f->store, focus_session_pause(f->store, 0, i % 2 == 0 ? "again" : NULL, NULL));
        pass(f, 11);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    first = export_text(f->store, "jsonl", NULL);
    other = second_fixture(f);
    g = other;
    assert_int_equal(import_text(g->store, NULL, first).added, 1);
    second = export_text(g->store, "jsonl", NULL);
    forget_revisions(first);
    forget_revisions(second);
    assert_string_equal(first, second);
    free(first);
    free(second);
    fixture_teardown(&other);
}

static void a_running_session_is_not_overwritten(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *ended = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    text = export_text(f->store, "jsonl", NULL);
    ended = replace(text, "\"status\":\"active\"", "\"status\":\"completed\"");
    free(text);
    text = replace(ended, "\"ended_at\":null", "\"ended_at\":\"2026-03-02T09:10:00Z\"");
    assert_int_equal(import_text(f->store, NULL, text).same, 1);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    free(text);
    free(ended);
}

static void lines_that_cannot_be_read_are_refused(void **state)
{
    static const char line[] =
        "{\"id\":\"019cadd6-f680-7000-8000-000102030405\",\"mode\":\"focus\",\"status\":"
        "\"completed\","
        "\"title\":\"t\",\"tags\":[\"a\"],\"planned_s\":1500,"
        "\"started_at\":\"2026-03-01T09:00:00Z\",\"ended_at\":\"2026-03-01T10:00:00Z\","
        "\"day\":\"2026-03-01\",\"pauses\":[{\"from\":\"2026-03-01T09:10:00Z\","
        "\"to\":\"2026-03-01T09:20:00Z\",\"reason\":null}],"
        "\"source\":{\"kind\":\"import\",\"format\":\"watson\",\"key\":\"watson:1f\"}}";
    static const struct {
        const char *from;
        const char *to;
        const char *message;
    } cases[] = {
        {"\"019cadd6-f680", "\"019cadd6-f68", "is not an id"},
        {"\"id\":", "\"no\":", "\"id\" is missing or of the wrong type"},
        {"\"focus\"", "\"sleep\"", "\"sleep\" is not known here"},
        {"\"completed\"", "\"done\"", "\"done\" is not known here"},
        {"\"completed\"", "\"active\"", "it is active and has an end"},
        {"\"ended_at\":\"2026-03-01T10:00:00Z\"", "\"ended_at\":null",
         "it is completed and has no end"},
        {"\"title\":\"t\"", "\"title\":7", "\"title\" is"},
        {"[\"a\"]", "\"a\"", "\"tags\" is"},
        {"[\"a\"]", "[\"a\",true]", "a tag is not a text"},
        {"1500", "\"1500\"", "\"planned_s\" is"},
        {"1500", "0", "planned_s is 0"},
        {"1500", "1e9", "planned_ms is"},
        {"09:00:00Z", "09:00:00", "\"2026-03-01T09:00:00\" is not a time"},
        {"\"day\":\"2026-03-01\"", "\"day\":\"2026-03-04\"", "is not near its start"},
        {"\"day\":\"2026-03-01\"", "\"day\":\"yesterday\"", "\"yesterday\" is not a day"},
        {"[{\"from\"", "[7,{\"from\"", "\"pauses\" is"},
        {"\"from\":\"2026-03-01T09:10", "\"from\":\"2026-03-01T08:10", "a pause lies outside"},
        {"\"to\":\"2026-03-01T09:20", "\"to\":\"2026-03-01T10:20", "a pause lies outside"},
        {"\"to\":\"2026-03-01T09:20", "\"to\":\"2026-03-01T09:05", "a pause lies outside"},
        {"\"to\":\"2026-03-01T09:20:00Z\"", "\"to\":null", "\"pauses.to\" is"},
        {"\"reason\":null", "\"reason\":3", "\"pauses.reason\" is"},
        {"\"import\"", "\"dream\"", "\"dream\" is not known here"},
        {"\"watson:1f\"", "\"\"", "source.key is empty"},
        {"\"watson:1f\"", "\"a\\nb\"", "source.key has a control character"},
        {"{\"kind\":\"import\",\"format\":\"watson\",\"key\":\"watson:1f\"}", "[]",
         "\"source\" is"},
        {"\"tags\"", "\"utc_offset_s\":86400,\"tags\"", "utc_offset_s is a day or more"},
        {"}}", "}", "this is not well-formed JSON"},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *broken = replace(line, cases[i].from, cases[i].to);
        char *text = calloc(1, strlen(broken) + 200);
        assert_non_null(text);
        (void)sprintf(text, "\n%s\n", broken);
        refuse_text(f->store, "jsonl", text, cases[i].message);
        refuse_text(f->store, "jsonl", text, "broken, line 2: ");
        free(text);
        free(broken);
    }
    assert_int_equal(import_text(f->store, "jsonl", line).added, 1);
    assert_int_equal(import_text(f->store, "jsonl", "").read, 0);
}

static void the_least_a_line_can_say_is_enough(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    focus_import_report report =
        import_text(f->store, NULL,
                    "{\"id\":\"019cadd6f680700080000001020304ff\",\"mode\":\"break\","
                    "\"status\":\"abandoned\",\"started_at\":\"2026-03-01T10:00:00+01:00\","
                    "\"ended_at\":\"2026-03-01T09:30:00Z\"}");

    assert_int_equal(report.added, 1);
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    assert_int_equal(list->items[0]->mode, FOCUS_MODE_BREAK);
    assert_int_equal(list->items[0]->source, FOCUS_SOURCE_IMPORT);
    assert_string_equal(list->items[0]->source_format, "jsonl");
    assert_int_equal(list->items[0]->utc_offset_s, 3600);
    assert_int_equal(list->items[0]->active_ms, 30 * MINUTE_MS);
    focus_session_list_free(list);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void csv_has_a_line_of_names_and_a_line_a_session(void **state)
{
    fixture *f = *state;
    char *text = NULL;
    char *at = NULL;
    int64_t count = 0;

    add_with_words(f->store);
    text = export_text(f->store, "csv", &count);
    assert_int_equal(count, 2);
    at = strchr(text, '\n');
    *at++ = '\0';
    assert_string_equal(text,
                        "id,mode,status,title,project,tags,task,note,planned_s,active_s,paused_s,"
                        "started_at,ended_at,zone,day,source,format,xp,coins");
    assert_int_equal(strcspn(at, ","), 36);
    assert_string_equal(
        strstr(at + 37, "focus"),
        strstr(at + 37,
               "focus,completed,\"=1+1, \"\"quoted\"\"\",Shed,\"back\\slash, k\xC3\xBCste, "
               "north, say \"\"hi\"\"\",T-12,\"first line\nsecond\tline\",1500,1500.25,0,"
               "2026-02-27T09:00:00.001Z,2026-02-27T09:25:00.251Z,Test/Zone,2026-02-27,"
               "manual,,0,0\n"));
    assert_non_null(strstr(at, ",long_break,abandoned,,,,,,,600,0,2026-02-28T09:00:00Z,"
                               "2026-02-28T09:10:00Z,Test/Zone,2026-02-28,manual,,0,0\n"));
    free(text);
}

static void csv_quotes_what_must_be_quoted(void **state)
{
    static const char *const titles[][2] = {
        {"plain", ",plain,"},
        {"a \"b\"", ",\"a \"\"b\"\"\","},
        {"a, b", ",\"a, b\","},
    };
    fixture *f = *state;

    for (int64_t i = 0; i < 3; i++)
        add_session(f->store, MONDAY_9_MS - (i + 1) * HOUR_MS, MINUTE_MS, titles[i][0]);
    char *text = export_text(f->store, "csv", NULL);
    for (size_t i = 0; i < 3; i++)
        assert_non_null(strstr(text, titles[i][1]));
    free(text);
}

static void an_empty_history_exports_to_nothing_or_the_names(void **state)
{
    fixture *f = *state;
    int64_t count = -1;
    char *text = export_text(f->store, "jsonl", &count);

    assert_string_equal(text, "");
    assert_int_equal(count, 0);
    free(text);
    text = export_text(f->store, "csv", NULL);
    assert_memory_equal(text, "id,mode,", 8);
    free(text);
}

/* --- whatever the format ---------------------------------------------------------------------- */

static void days_choose_sessions_by_their_local_day(void **state)
{
    fixture *f = *state;
    focus_settings settings = {.struct_size = sizeof(settings)};
    output out = {.fail_at = SIZE_MAX, .bytes = calloc(1, 1)};
    focus_export_options options = output_options(&out, "jsonl");
    focus_export_report report;

    assert_ok(f->store, focus_settings_get(f->store, &settings));
    settings.day_start_minutes = 1439;
    assert_ok(f->store, focus_settings_set(f->store, &settings));
    f->utc_offset_s = -12 * 3600;
    add_session(f->store, MONDAY_9_MS - 2 * HOUR_MS, HOUR_MS, "two days back, as it counts");
    options.has_days = 1;
    options.from_day = options.until_day = 20512; /* 2026-02-28 */
    assert_ok(f->store, focus_export(f->store, &options, &report));
    assert_int_equal(report.sessions, 1);
    options.from_day = options.until_day = 20513;
    assert_ok(f->store, focus_export(f->store, &options, &report));
    assert_int_equal(report.sessions, 0);
    options.from_day = INT32_MIN;
    options.until_day = INT32_MAX;
    assert_ok(f->store, focus_export(f->store, &options, &report));
    assert_int_equal(report.sessions, 1);
    options.until_day = INT32_MIN;
    options.from_day = INT32_MAX;
    assert_status(f->store, FOCUS_E_INVALID, focus_export(f->store, &options, &report));
    free(out.bytes);
}

static void deleted_sessions_and_other_users_stay_at_home(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_session_input past = FOCUS_SESSION_INPUT_INIT;
    int64_t count = 0;

    past.started_at_ms = MONDAY_9_MS - DAY_MS;
    past.ended_at_ms = past.started_at_ms + HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &past, &session));
    assert_ok(f->store, focus_session_delete(f->store, &session->id));
    focus_session_free(session);
    add_session(f->store, MONDAY_9_MS - 2 * DAY_MS, HOUR_MS, "here");
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    free(export_text(f->store, "jsonl", &count));
    assert_int_equal(count, 0);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    free(export_text(f->store, "jsonl", &count));
    assert_int_equal(count, 1);
}

/* More than one chunk, so that writing fails in the middle as well as at the end. */
static void a_writer_that_fails_ends_the_export(void **state)
{
    fixture *f = *state;
    char *whole = NULL;
    size_t size = 0;

    for (int i = 0; i < 200; i++)
        add_session(f->store, MONDAY_9_MS - DAY_MS - i * HOUR_MS, MINUTE_MS, "again and again");
    whole = export_text(f->store, "jsonl", NULL);
    size = strlen(whole);
    assert_true(size > 70000);
    for (size_t at = 0; at < size; at += at < 3 ? 1 : 9973) {
        output out = {.fail_at = at, .bytes = calloc(1, 1)};
        focus_export_options options = output_options(&out, "jsonl");
        focus_export_report report = {.sessions = -1};
        assert_status(f->store, FOCUS_E_IO, focus_export(f->store, &options, &report));
        assert_int_equal(report.sessions, 0);
        assert_memory_equal(out.bytes, whole, out.size);
        free(out.bytes);
    }
    free(whole);
}

static void a_damaged_text_still_makes_json(void **state)
{
    fixture *f = *state;
    char *text = NULL;

    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "good");
    sql_exec(f->path, "UPDATE focus_sessions SET title = CAST(x'61ff0162' AS TEXT)");
    text = export_text(f->store, "jsonl", NULL);
    assert_non_null(strstr(text, "\"title\":\"a\xEF\xBF\xBD\\u0001b\""));
    free(text);
    sql_exec(f->path, "UPDATE focus_sessions SET title = 'good'");
}

static void a_damaged_session_ends_the_export(void **state)
{
    fixture *f = *state;
    output out = {.fail_at = SIZE_MAX};
    focus_export_options options = output_options(&out, "jsonl");

    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "good");
    sql_exec(f->path, "PRAGMA ignore_check_constraints = ON; UPDATE focus_sessions SET source = 9");
    assert_status(f->store, FOCUS_E_CORRUPT, focus_export(f->store, &options, NULL));
    free(out.bytes);
    sql_exec(f->path, "UPDATE focus_sessions SET source = 1");
}

static void options_are_checked(void **state)
{
    fixture *f = *state;
    output out = {.fail_at = SIZE_MAX};
    focus_export_options good = output_options(&out, "jsonl");
    focus_export_options bad;
    focus_export_report report = {.sessions = -1};

    assert_int_equal(focus_export(NULL, &good, &report), FOCUS_E_MISUSE);
    assert_int_equal(report.sessions, 0);
    assert_status(f->store, FOCUS_E_MISUSE, focus_export(f->store, NULL, &report));
    bad = good;
    bad.format = NULL;
    assert_status(f->store, FOCUS_E_MISUSE, focus_export(f->store, &bad, NULL));
    bad = good;
    bad.write = NULL;
    assert_status(f->store, FOCUS_E_MISUSE, focus_export(f->store, &bad, NULL));
    bad = good;
    bad.struct_size = 0;
    assert_status(f->store, FOCUS_E_MISUSE, focus_export(f->store, &bad, NULL));
    bad = good;
    bad.format = "xml";
    assert_status(f->store, FOCUS_E_UNSUPPORTED, focus_export(f->store, &bad, NULL));
    assert_null(out.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(totals_of_days_come_back_to_the_byte),
        TEST(totals_that_are_none_are_refused),
        TEST(json_lines_come_back_to_the_byte),
        TEST(figures_come_back_as_well),
        TEST(zone_and_day_are_kept),
        TEST(days_at_the_ends_of_the_calendar_come_back),
        TEST(each_instant_has_the_offset_of_its_moment),
        TEST(offsets_with_seconds_are_kept),
        TEST(a_line_is_what_it_is_documented_to_be),
        TEST(a_running_session_is_exported_and_not_imported),
        TEST(a_session_whose_limit_has_passed_is_exported_as_expired),
        TEST(another_user_gets_copies_with_ids_of_their_own),
        TEST(a_line_that_says_no_day_gets_that_of_its_own_offset),
        TEST(an_imported_record_meets_itself_by_its_source),
        TEST(a_changed_line_changes_its_session),
        TEST(confirming_elsewhere_changes_a_session),
        TEST(any_number_of_pauses_comes_back),
        TEST(a_running_session_is_not_overwritten),
        TEST(lines_that_cannot_be_read_are_refused),
        TEST(the_least_a_line_can_say_is_enough),
        TEST(csv_has_a_line_of_names_and_a_line_a_session),
        TEST(csv_quotes_what_must_be_quoted),
        TEST(an_empty_history_exports_to_nothing_or_the_names),
        TEST(days_choose_sessions_by_their_local_day),
        TEST(deleted_sessions_and_other_users_stay_at_home),
        TEST(a_writer_that_fails_ends_the_export),
        TEST(a_damaged_text_still_makes_json),
        TEST(a_damaged_session_ends_the_export),
        TEST(options_are_checked),
    };

    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
