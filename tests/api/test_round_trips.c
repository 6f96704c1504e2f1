/*
 * test_round_trips.c - our own exports, imported into another file: what comes back is what was.
 */
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

/* --- a history with what is hard to keep ------------------------------------------------------ */

static void add_worded(focus_store *store)
{
    static const char *const tags[] = {"Client, \"X\"", "b;c", "k\xC3\xBCste, north"};
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    words.started_at_ms = MONDAY_9_MS - 40 * HOUR_MS + 1;
    words.ended_at_ms = words.started_at_ms + 30 * HOUR_MS + 999; /* implausible */
    words.planned_ms = 25 * MINUTE_MS;
    words.title = "a, b; c\\n \xF0\x9F\x8E\x89";
    words.project = "Client, \"X\"";
    words.task = "T-1; two";
    words.note = "two\nlines,\\ and a\ttab";
    words.tags = tags;
    words.tag_count = 3;
    assert_ok(store, focus_session_add(store, &words, NULL));
    words.project = NULL;
    words.mode = FOCUS_MODE_LONG_BREAK;
    words.title = "Long break";
    words.started_at_ms = MONDAY_9_MS - 5 * HOUR_MS;
    words.ended_at_ms = words.started_at_ms + 999;
    assert_ok(store, focus_session_add(store, &words, NULL));
}

static void pause_for(fixture *f, int64_t ms, const char *reason)
{
    assert_ok(f->store, focus_session_pause(f->store, 0, reason, NULL));
    pass(f, ms);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
}

static void live(fixture *f)
{
    focus_session_input plan = FOCUS_SESSION_INPUT_INIT;

    f->now_ms += 123;
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, 10 * MINUTE_MS + 5);
    pause_for(f, 2 * MINUTE_MS + 777, "door; bell/phone");
    pause_for(f, 300, NULL);
    pass(f, 1);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    run_session(f, FOCUS_MODE_BREAK, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_session_start(f->store, &plan, NULL));
    pass(f, 20 * HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL));
}

static void confirm_all(focus_store *store)
{
    const focus_session_list *list = oldest_first(store);
    focus_session_input change = FOCUS_SESSION_INPUT_INIT;

    change.fields = FOCUS_FIELD_CONFIRMED;
    for (size_t i = 0; i < list->count; i++)
        if ((list->items[i]->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0)
            assert_ok(store, focus_session_edit(store, &list->items[i]->id, &change, NULL));
    focus_session_list_free(list);
}

/* --- the same --------------------------------------------------------------------------------- */

static void assert_same_words(const focus_session *a, const focus_session *b)
{
    assert_int_equal(a->mode, b->mode);
    assert_int_equal(a->status, b->status);
    assert_text(a->title, b->title);
    assert_text(a->project, b->project);
    assert_text(a->task, b->task);
    assert_text(a->note, b->note);
    assert_int_equal(a->tag_count, b->tag_count);
    for (size_t i = 0; i < a->tag_count; i++)
        assert_string_equal(a->tags[i], b->tags[i]);
}

static void assert_same_times(const focus_session *a, const focus_session *b)
{
    assert_int_equal(a->planned_ms, b->planned_ms);
    assert_int_equal(a->started_at_ms, b->started_at_ms);
    assert_int_equal(a->ended_at_ms, b->ended_at_ms);
    assert_int_equal(a->active_ms, b->active_ms);
    assert_int_equal(a->utc_offset_s, b->utc_offset_s);
    assert_int_equal(a->day, b->day);
    assert_text(a->zone, b->zone);
    assert_int_equal(a->pause_count, b->pause_count);
    for (size_t i = 0; i < a->pause_count; i++) {
        assert_int_equal(a->pauses[i].started_at_ms, b->pauses[i].started_at_ms);
        assert_int_equal(a->pauses[i].ended_at_ms, b->pauses[i].ended_at_ms);
        assert_text(a->pauses[i].reason, b->pauses[i].reason);
    }
}

static void assert_same_history(focus_store *a, focus_store *b)
{
    const focus_session_list *left = oldest_first(a);
    const focus_session_list *right = oldest_first(b);

    assert_int_equal(left->count, right->count);
    for (size_t i = 0; i < left->count; i++) {
        const uint32_t flags = FOCUS_SESSION_IMPLAUSIBLE | FOCUS_SESSION_CONFIRMED;
        assert_memory_equal(&left->items[i]->id, &right->items[i]->id, sizeof(focus_id));
        assert_same_words(left->items[i], right->items[i]);
        assert_same_times(left->items[i], right->items[i]);
        assert_int_equal(left->items[i]->flags & flags, right->items[i]->flags & flags);
    }
    focus_session_list_free(left);
    focus_session_list_free(right);
}

/* Twice into a file elsewhere, and into its own. */
static void assert_round_trip(fixture *f, const char *format)
{
    void *other = NULL;
    fixture *g = NULL;
    char *text = export_text(f->store, format, NULL);

    fixture_setup(&other);
    g = other;
    g->now_ms = f->now_ms;
    g->utc_offset_s = -5 * 3600;
    fixture_reopen(g);
    focus_import_report first = import_text(g->store, NULL, text);
    assert_string_equal(first.format, format);
    assert_int_equal(first.added, first.read);
    assert_same_history(f->store, g->store);
    assert_int_equal(import_text(g->store, NULL, text).same, first.read);
    assert_int_equal(import_text(f->store, NULL, text).same, first.read);
    free(text);
    fixture_teardown(&other);
}

static void fill(fixture *f)
{
    f->utc_offset_s = 2 * 3600;
    fixture_reopen(f);
    add_worded(f->store);
    live(f);
    confirm_all(f->store);
}

static void calendars_of_ours_come_back_as_they_were(void **state)
{
    fill(*state);
    assert_round_trip(*state, "ics");
}

static void json_of_ours_comes_back_as_it_was(void **state)
{
    fixture *f = *state;
    char *before = NULL;
    char *text = NULL;

    fill(f);
    assert_round_trip(f, "json");
    (void)import_text(f->store, "klog", "2026-01-05\n\t1h garden #a #b\n\t-5m\n");
    before = export_text(f->store, "json", NULL);
    assert_int_equal(import_text(f->store, "jsonl", before).same, 6 + 2);
    text = export_text(f->store, "json", NULL);
    assert_string_equal(before, text);
    free(before);
    free(text);
}

static void json_that_is_not_ours_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } files[] = {
        {"{\"v\":1,\"kind\":\"export\",\"sessions\":[{}]}", "\"id\" is missing"},
        {"{\"v\":1,\"kind\":\"export\",\"day_totals\":[\n{\"day\":3}]}", "line 2: "},
        {"{\"v\":1,\"kind\":\"export\",\"sessions\":[", "the JSON ends in the middle"},
        {"{\"v\":1,\"kind\":\"export\",\"sessions\":{}}", "this is not a JSON array"},
        {"{\"v\":1,\"kind\":\"export\"}}", "there is text behind the JSON"},
        {"{\"v\":1,\"kind\":\"export\",\"sessions\" 3}", "a colon is missing"},
        {"[]", "this is not a JSON object"},
    };
    fixture *f = *state;
    char open[40000];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        refuse_text(f->store, "json", files[i].text, files[i].message);
    refuse_text(f->store, NULL, "{\"v\":1,\"kind\":\"log\",\"sessions\":[]}", "of no kind");
    memset(open, '[', sizeof open);
    open[sizeof open - 1] = '\0';
    refuse_text(f->store, "json", open, "this is not a JSON object");
    assert_int_equal(import_text(f->store, NULL,
                                 "\n{ \"v\" : 1,\n \"kind\":\"export\",\"x\":[{}],"
                                 "\"sessions\":[ ] , \"day_totals\":[]\n}\n")
                         .read,
                     0);
}

/* --- klog ------------------------------------------------------------------------------------- */

#define SPRING_MS INT64_C(1774746000000) /* 2026-03-29T01:00Z: from 02:00 to 03:00 in Berlin */
#define AUTUMN_MS INT64_C(1792890000000) /* 2026-10-25T01:00Z: from 03:00 to 02:00 */

static int32_t berlin_offset_s(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms >= SPRING_MS && at_ms < AUTUMN_MS ? 7200 : 3600;
}

static void in_berlin(fixture *f)
{
    f->zone.name = "Europe/Berlin";
    f->zone.utc_offset_s = berlin_offset_s;
    f->now_ms = AUTUMN_MS + DAY_MS;
    fixture_reopen(f);
}

static void add_titled(focus_store *store, int64_t at_ms, int64_t minutes, const char *title,
                       const char *project, const char *tag)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    words.started_at_ms = at_ms;
    words.ended_at_ms = at_ms + minutes * MINUTE_MS;
    words.title = title;
    words.project = project;
    words.tags = &tag;
    words.tag_count = tag != NULL;
    assert_ok(store, focus_session_add(store, &words, NULL));
}

/* What klog can say: ranges end at the jump, and go on behind it. */
static void records_of_ours_come_back_over_changes_of_the_clocks(void **state)
{
    fixture *f = *state;
    void *other = NULL;
    fixture *g = NULL;
    const focus_session_list *list = NULL;
    char *text = NULL;
    char *again = NULL;

    in_berlin(f);
    add_titled(f->store, SPRING_MS - 20 * MINUTE_MS, 39, "spring", "P, Q", "k, n");
    add_titled(f->store, AUTUMN_MS - 20 * MINUTE_MS, 39, "autumn", "garden", NULL);
    add_titled(f->store, AUTUMN_MS + 30 * MINUTE_MS, 5, NULL, NULL, "late");
    add_titled(f->store, AUTUMN_MS + 40 * MINUTE_MS, 20, "fix \"a\" #12 and #b", NULL, "c");
    text = export_text(f->store, "klog", NULL);
    fixture_setup(&other);
    g = other;
    in_berlin(g);
    (void)import_text(g->store, "klog", text);
    list = oldest_first(g->store);
    assert_int_equal(list->count, 6);
    assert_int_equal(list->items[0]->started_at_ms, SPRING_MS - 20 * MINUTE_MS);
    assert_int_equal(list->items[0]->ended_at_ms, SPRING_MS);
    assert_text("spring", list->items[0]->title);
    assert_text("P, Q", list->items[0]->project);
    assert_tags(list->items[0], "k, n");
    assert_int_equal(list->items[1]->started_at_ms, SPRING_MS);
    assert_int_equal(list->items[2]->ended_at_ms, AUTUMN_MS);
    assert_int_equal(list->items[3]->started_at_ms, AUTUMN_MS);
    assert_int_equal(list->items[3]->active_ms, 19 * MINUTE_MS);
    assert_int_equal(list->items[4]->started_at_ms, AUTUMN_MS + 30 * MINUTE_MS);
    assert_text(NULL, list->items[4]->title);
    assert_tags(list->items[4], "late");
    assert_int_equal(list->items[5]->ended_at_ms, AUTUMN_MS + HOUR_MS);
    assert_text("fix \"a\" #12 and #b", list->items[5]->title);
    assert_tags(list->items[5], "c");
    focus_session_list_free(list);
    again = export_text(g->store, "klog", NULL);
    assert_string_equal(text, again);
    free(text);
    free(again);
    fixture_teardown(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(calendars_of_ours_come_back_as_they_were),
        TEST(json_of_ours_comes_back_as_it_was),
        TEST(json_that_is_not_ours_is_refused),
        TEST(records_of_ours_come_back_over_changes_of_the_clocks),
    };

    return cmocka_run_group_tests_name("round trips", tests, NULL, NULL);
}
