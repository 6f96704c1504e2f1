/*
 * test_edit.c - changing history by hand: what an edit may say, and what follows from it.
 */
#include "support/support.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A completed focus session from MONDAY_9_MS on, 25 minutes, as lived; the clock stands an hour after its end. */
static focus_id lived(fixture *f)
{
    const char *tags[] = {"old"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_id id;

    input.title = "old title";
    input.project = "old project";
    input.task = "old task";
    input.note = "old note";
    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    id = running_id(f->store);
    pass(f, 25 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    pass(f, HOUR_MS);
    return id;
}

static focus_status edit(focus_store *store, const focus_id *id, focus_session_input input,
                         const focus_session **out_session)
{
    input.struct_size = sizeof(input);
    return focus_session_edit(store, id, &input, out_session);
}

static int64_t focus_ms(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters.modes[FOCUS_MODE_FOCUS].active_ms;
}

static focus_streak streak_of(focus_store *store)
{
    focus_streak streak;

    assert_ok(store, focus_streak_get(store, &streak));
    return streak;
}

static focus_stats stats_of(focus_store *store, int32_t day)
{
    focus_stats stats;

    assert_ok(store, focus_stats_get(store, day, day, &stats));
    return stats;
}

static int32_t day_of(focus_store *store, int64_t at_ms)
{
    int32_t day = 0;

    assert_ok(store, focus_day_from_time(store, at_ms, &day));
    return day;
}

/* --- one field at a time ------------------------------------------------------------------------------------ */

static void assert_text(const char *expected, const char *got)
{
    if (expected == NULL)
        assert_null(got);
    else
        assert_string_equal(got, expected);
}

static void each_word_is_edited_alone(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const struct {
        uint32_t field;
        const char *text; /* given for every word; only the named one may change */
        const char *title;
        const char *project;
        const char *task;
        const char *note;
    } cases[] = {
        {FOCUS_FIELD_TITLE, "T", "T", "old project", "old task", "old note"},
        {FOCUS_FIELD_PROJECT, "P", "T", "P", "old task", "old note"},
        {FOCUS_FIELD_TASK, "K", "T", "P", "K", "old note"},
        {FOCUS_FIELD_NOTE, "N\nN", "T", "P", "K", "N\nN"},
        {FOCUS_FIELD_TITLE, NULL, NULL, "P", "K", "N\nN"},
        {FOCUS_FIELD_PROJECT, "", NULL, NULL, "K", "N\nN"},
        {FOCUS_FIELD_TASK, NULL, NULL, NULL, NULL, "N\nN"},
        {FOCUS_FIELD_NOTE, "", NULL, NULL, NULL, NULL},
        {FOCUS_FIELD_TITLE | FOCUS_FIELD_NOTE, "both", "both", NULL, NULL, "both"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *s = NULL;
        input.fields = cases[i].field;
        input.title = input.project = input.task = input.note = cases[i].text;
        input.mode = FOCUS_MODE_BREAK; /* not named, not read */
        input.planned_ms = -77;
        input.started_at_ms = -77;
        assert_ok(f->store, edit(f->store, &id, input, &s));
        assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_SESSIONS);
        assert_text(cases[i].title, s->title);
        assert_text(cases[i].project, s->project);
        assert_text(cases[i].task, s->task);
        assert_text(cases[i].note, s->note);
        assert_int_equal(s->mode, FOCUS_MODE_FOCUS);
        assert_int_equal(s->tag_count, 1);
        assert_int_equal(s->flags, FOCUS_SESSION_EDITED);
        assert_int_equal(s->active_ms, 25 * MINUTE_MS);
        assert_int_equal(s->xp, 25);
        focus_session_free(s);
    }
}

static void the_mode_moves_the_figures(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const focus_session *s = NULL;
    focus_counters counters;

    assert_int_equal(streak_of(f->store).current_days, 1);
    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_MODE, .mode = FOCUS_MODE_LONG_BREAK},
                   &s));
    assert_int_equal(s->mode, FOCUS_MODE_LONG_BREAK);
    assert_int_equal(s->xp, 25); /* what was paid stays */
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].completed, 0);
    assert_int_equal(counters.modes[FOCUS_MODE_FOCUS].active_ms, 0);
    assert_int_equal(counters.modes[FOCUS_MODE_LONG_BREAK].completed, 1);
    assert_int_equal(counters.modes[FOCUS_MODE_LONG_BREAK].active_ms, 25 * MINUTE_MS);
    assert_int_equal(streak_of(f->store).current_days, 0);
}

static void the_plan_may_change_or_go(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const struct {
        int64_t planned_ms;
        focus_status expected;
        int64_t after_ms;
    } cases[] = {
        {10 * MINUTE_MS, FOCUS_OK, 10 * MINUTE_MS},
        {1000, FOCUS_OK, 1000},
        {DAY_MS, FOCUS_OK, DAY_MS},
        {999, FOCUS_E_INVALID, DAY_MS},
        {DAY_MS + 1, FOCUS_E_INVALID, DAY_MS},
        {-2, FOCUS_E_INVALID, DAY_MS},
        {FOCUS_PLANNED_OPEN, FOCUS_OK, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *s = NULL;
        assert_status(f->store, cases[i].expected,
                      edit(f->store, &id,
                           (focus_session_input){.fields = FOCUS_FIELD_PLANNED,
                                                 .planned_ms = cases[i].planned_ms},
                           NULL));
        s = session_of(f->store, &id);
        assert_int_equal(s->planned_ms, cases[i].after_ms);
        assert_int_equal(s->active_ms, 25 * MINUTE_MS);
        focus_session_free(s);
    }
}

static void start_and_end_move_the_sums(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const focus_session *s = NULL;

    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                                   .started_at_ms = MONDAY_9_MS - 5 * MINUTE_MS},
                             &s));
    assert_int_equal(s->started_at_ms, MONDAY_9_MS - 5 * MINUTE_MS);
    assert_int_equal(s->active_ms, 30 * MINUTE_MS);
    focus_session_free(s);
    assert_int_equal(focus_ms(f->store), 30 * MINUTE_MS);
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_ENDED_AT,
                                                   .ended_at_ms = MONDAY_9_MS + 10 * MINUTE_MS},
                             &s));
    assert_int_equal(s->ended_at_ms, MONDAY_9_MS + 10 * MINUTE_MS);
    focus_session_free(s);
    assert_int_equal(focus_ms(f->store), 15 * MINUTE_MS);
    assert_int_equal(sql_int(f->path, "SELECT started_at_ms FROM session_tags"),
                     MONDAY_9_MS - 5 * MINUTE_MS);
}

static void spans_that_cannot_be_are_refused(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const int64_t end_ms = MONDAY_9_MS + 25 * MINUTE_MS;
    const struct {
        uint32_t fields;
        int64_t started_at_ms;
        int64_t ended_at_ms;
    } cases[] = {
        {FOCUS_FIELD_STARTED_AT, end_ms, 0},
        {FOCUS_FIELD_STARTED_AT, end_ms + 1, 0},
        {FOCUS_FIELD_STARTED_AT, 0, 0},
        {FOCUS_FIELD_STARTED_AT, -1, 0},
        {FOCUS_FIELD_STARTED_AT, INT64_MIN, 0},
        {FOCUS_FIELD_ENDED_AT, 0, MONDAY_9_MS},
        {FOCUS_FIELD_ENDED_AT, 0, 0},
        {FOCUS_FIELD_ENDED_AT, 0, MONDAY_9_MS + 2 * HOUR_MS}, /* the future */
        {FOCUS_FIELD_ENDED_AT, 0, INT64_MAX},
        {FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT, end_ms, MONDAY_9_MS},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *s = NULL;
        assert_status(f->store, FOCUS_E_INVALID,
                      edit(f->store, &id,
                           (focus_session_input){.fields = cases[i].fields,
                                                 .started_at_ms = cases[i].started_at_ms,
                                                 .ended_at_ms = cases[i].ended_at_ms},
                           &s));
        assert_null(s);
        assert_message(f->store);
        assert_int_equal(focus_last_change(f->store), 0);
    }
    assert_int_equal(focus_ms(f->store), 25 * MINUTE_MS);
}

static void bad_fields_are_refused(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const struct {
        const char *names;
        focus_session_input input;
        focus_status expected;
    } cases[] = {
        {"mode", {.fields = FOCUS_FIELD_MODE, .mode = 3}, FOCUS_E_INVALID},
        {"mode", {.fields = FOCUS_FIELD_MODE, .mode = -1}, FOCUS_E_INVALID},
        {"status", {.fields = FOCUS_FIELD_STATUS, .status = 0}, FOCUS_E_INVALID},
        {"status", {.fields = FOCUS_FIELD_STATUS, .status = 1}, FOCUS_E_INVALID},
        {"status", {.fields = FOCUS_FIELD_STATUS, .status = 5}, FOCUS_E_INVALID},
        {"status", {.fields = FOCUS_FIELD_STATUS, .status = -1}, FOCUS_E_INVALID},
        {"title", {.fields = FOCUS_FIELD_TITLE, .title = "a\nb"}, FOCUS_E_INVALID},
        {"project", {.fields = FOCUS_FIELD_PROJECT, .project = "\x01"}, FOCUS_E_INVALID},
        {"task", {.fields = FOCUS_FIELD_TASK, .task = "\xc3"}, FOCUS_E_INVALID},
        {"note", {.fields = FOCUS_FIELD_NOTE, .note = "\x1b[31m"}, FOCUS_E_INVALID},
        {"tags", {.fields = FOCUS_FIELD_TAGS, .tag_count = 1}, FOCUS_E_MISUSE},
        {"field", {.fields = 1u << 11}, FOCUS_E_UNSUPPORTED},
        {"flag", {.flags = 1u << 2}, FOCUS_E_UNSUPPORTED},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *s = NULL;
        assert_status(f->store, cases[i].expected, edit(f->store, &id, cases[i].input, &s));
        assert_message_has(f->store, cases[i].names);
        assert_null(s);
    }
}

/* --- status ---------------------------------------------------------------------------------------------------- */

static void an_expired_session_may_be_called_completed(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id id;
    focus_counters counters;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 2 * HOUR_MS);
    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_STATUS | FOCUS_FIELD_ENDED_AT,
                                         .status = FOCUS_SESSION_COMPLETED,
                                         .ended_at_ms = MONDAY_9_MS + 25 * MINUTE_MS},
                   &s));
    assert_int_equal(s->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(s->active_ms, 25 * MINUTE_MS);
    assert_int_equal(s->xp, 0); /* editing pays nothing */
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[0].expired, 0);
    assert_int_equal(counters.modes[0].completed, 1);
    assert_int_equal(counters.modes[0].active_ms, 25 * MINUTE_MS);
    assert_int_equal(counters.modes[0].unconfirmed_ms, 0);
    assert_int_equal(streak_of(f->store).current_days, 1);
}

static void completed_and_abandoned_change_into_each_other(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    focus_progress progress;

    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STATUS,
                                                   .status = FOCUS_SESSION_ABANDONED},
                             NULL));
    assert_int_equal(streak_of(f->store).current_days, 0);
    assert_int_equal(focus_ms(f->store), 25 * MINUTE_MS);
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STATUS,
                                                   .status = FOCUS_SESSION_COMPLETED},
                             NULL));
    assert_int_equal(streak_of(f->store).current_days, 1);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 25); /* once */
}

static void nobody_may_call_a_session_expired(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);

    assert_status(
        f->store, FOCUS_E_INVALID,
        edit(f->store, &id,
             (focus_session_input){.fields = FOCUS_FIELD_STATUS, .status = FOCUS_SESSION_EXPIRED},
             NULL));
}

/* --- days -------------------------------------------------------------------------------------------------------- */

static void a_start_over_a_day_boundary_moves_day_and_streak(void **state)
{
    fixture *f = *state;
    const int64_t midnight_ms = MONDAY_9_MS - 9 * HOUR_MS;
    const int32_t monday = day_of(f->store, MONDAY_9_MS);
    const focus_session_list *list = NULL;
    const focus_session *s = NULL;
    focus_id id;

    add_session(f->store, midnight_ms + MINUTE_MS, 20 * MINUTE_MS, "after midnight");
    add_session(f->store, midnight_ms - 2 * DAY_MS, HOUR_MS, "saturday");
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    id = list->items[0]->id;
    focus_session_list_free(list);
    assert_int_equal(streak_of(f->store).current_days, 1);
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                                   .started_at_ms = midnight_ms - 1},
                             &s));
    assert_int_equal(s->day, monday - 1);
    focus_session_free(s);
    assert_int_equal(stats_of(f->store, monday).modes[0].completed, 0);
    assert_int_equal(stats_of(f->store, monday - 1).modes[0].completed, 1);
    assert_int_equal(stats_of(f->store, monday - 1).modes[0].active_ms, 21 * MINUTE_MS + 1);
    assert_int_equal(streak_of(f->store).current_days, 2);
    assert_int_equal(streak_of(f->store).at_risk, 1);
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                                   .started_at_ms = midnight_ms},
                             &s));
    assert_int_equal(s->day, monday);
    focus_session_free(s);
    assert_int_equal(streak_of(f->store).current_days, 1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM daily_stats"), 2);
}

static void an_edit_in_the_middle_parts_a_run_of_days(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    const focus_run_list *runs = NULL;
    focus_id middle;

    for (int64_t i = 0; i < 5; i++)
        add_session(f->store, MONDAY_9_MS - HOUR_MS - i * DAY_MS, MINUTE_MS, "daily");
    assert_int_equal(streak_of(f->store).longest_days, 5);
    assert_ok(f->store, focus_session_list_page(f->store, NULL, &list));
    middle = list->items[2]->id;
    focus_session_list_free(list);
    assert_ok(f->store, focus_session_delete(f->store, &middle));
    assert_ok(f->store, focus_streak_runs(f->store, 10, &runs));
    assert_int_equal(runs->count, 2);
    assert_int_equal(runs->items[0].last_day - runs->items[0].first_day, 1);
    assert_int_equal(runs->items[1].last_day - runs->items[1].first_day, 1);
    focus_run_list_free(runs);
    assert_ok(f->store, focus_session_restore(f->store, &middle, NULL));
    assert_int_equal(streak_of(f->store).current_days, 5);
}

static void words_leave_the_day_alone_whatever_the_zone_is_now(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const int32_t day = day_of(f->store, MONDAY_9_MS);
    const focus_session *s = NULL;

    f->utc_offset_s = -12 * 3600;
    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_TITLE, .title = "new"}, &s));
    assert_int_equal(s->day, day);
    assert_int_equal(s->utc_offset_s, 0);
    focus_session_free(s);
}

/* --- implausible, confirmed ------------------------------------------------------------------------------------------ */

static void an_edit_beyond_a_day_takes_it_out_until_confirmed(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const focus_session *s = NULL;
    focus_counters counters;

    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                         .started_at_ms = MONDAY_9_MS + 25 * MINUTE_MS - DAY_MS},
                   &s));
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED); /* a day is not too long */
    focus_session_free(s);
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                                   .started_at_ms =
                                                       MONDAY_9_MS + 25 * MINUTE_MS - DAY_MS - 1},
                             &s));
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED | FOCUS_SESSION_IMPLAUSIBLE);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[0].completed, 1);
    assert_int_equal(counters.modes[0].active_ms, 0);
    assert_int_equal(counters.modes[0].unconfirmed_ms, DAY_MS + 1);
    assert_int_equal(streak_of(f->store).longest_days, 0);
    assert_ok(f->store,
              edit(f->store, &id, (focus_session_input){.fields = FOCUS_FIELD_CONFIRMED}, &s));
    assert_int_equal(s->flags, FOCUS_SESSION_EDITED | FOCUS_SESSION_CONFIRMED);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.modes[0].active_ms, DAY_MS + 1);
    assert_int_equal(counters.modes[0].unconfirmed_ms, 0);
    assert_int_equal(streak_of(f->store).longest_days, 1);
}

static void an_added_implausible_session_earns_nothing(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    input.flags = FOCUS_INPUT_REWARD;
    input.started_at_ms = MONDAY_9_MS - DAY_MS - 1;
    input.ended_at_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &s));
    assert_int_equal(s->flags, FOCUS_SESSION_IMPLAUSIBLE);
    assert_int_equal(s->source, FOCUS_SOURCE_MANUAL);
    assert_int_equal(s->xp, 0);
    focus_session_free(s);
}

/* --- overlap -------------------------------------------------------------------------------------------------------- */

static void edits_into_taken_time_need_leave(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;

    add_session(f->store, MONDAY_9_MS - HOUR_MS, 30 * MINUTE_MS, "before");
    input.fields = FOCUS_FIELD_STARTED_AT;
    input.started_at_ms = MONDAY_9_MS - 30 * MINUTE_MS;
    assert_ok(f->store, edit(f->store, &id, input, NULL)); /* touching is not overlapping */
    input.started_at_ms--;
    assert_status(f->store, FOCUS_E_OVERLAP, edit(f->store, &id, input, &s));
    assert_null(s);
    assert_message(f->store);
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    assert_ok(f->store, edit(f->store, &id, input, NULL));
    input.flags = 0;
    input.fields = FOCUS_FIELD_TITLE; /* an edit that does not move it asks nobody */
    assert_ok(f->store, edit(f->store, &id, input, NULL));
}

static void adding_asks_for_the_time(void **state)
{
    fixture *f = *state;
    const int64_t from_ms = MONDAY_9_MS - HOUR_MS;
    const int64_t until_ms = MONDAY_9_MS - 30 * MINUTE_MS;
    const struct {
        int64_t started_at_ms;
        int64_t ended_at_ms;
        focus_status expected;
    } cases[] = {
        {from_ms - HOUR_MS, from_ms, FOCUS_OK},
        {until_ms, until_ms + MINUTE_MS, FOCUS_OK},
        {from_ms - MINUTE_MS, from_ms + 1, FOCUS_E_OVERLAP},
        {until_ms - 1, until_ms + MINUTE_MS, FOCUS_E_OVERLAP},
        {from_ms + MINUTE_MS, from_ms + 2 * MINUTE_MS, FOCUS_E_OVERLAP}, /* inside */
        {from_ms - 1, until_ms + 1, FOCUS_E_OVERLAP},                    /* around */
        {from_ms, until_ms, FOCUS_E_OVERLAP},
    };

    add_session(f->store, from_ms, until_ms - from_ms, "taken");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *s = NULL;
        input.started_at_ms = cases[i].started_at_ms;
        input.ended_at_ms = cases[i].ended_at_ms;
        assert_status(f->store, cases[i].expected, focus_session_add(f->store, &input, &s));
        assert_int_equal(s != NULL, cases[i].expected == FOCUS_OK);
        if (s != NULL)
            assert_ok(f->store, focus_session_delete(f->store, &s->id));
        focus_session_free(s);
    }
}

static void a_running_session_takes_time_as_well(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    input.started_at_ms = MONDAY_9_MS + MINUTE_MS;
    input.ended_at_ms = MONDAY_9_MS + 2 * MINUTE_MS;
    assert_status(f->store, FOCUS_E_OVERLAP, focus_session_add(f->store, &input, NULL));
    input.started_at_ms = MONDAY_9_MS - MINUTE_MS;
    input.ended_at_ms = MONDAY_9_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
}

static void a_confirmed_long_session_takes_its_whole_time(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;
    focus_id id;

    input.started_at_ms = MONDAY_9_MS - 40 * HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS - HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &s));
    id = s->id;
    focus_session_free(s);
    input.started_at_ms = MONDAY_9_MS - 3 * HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS - 2 * HOUR_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, &s)); /* implausible: takes none */
    assert_ok(f->store, focus_session_delete(f->store, &s->id));
    focus_session_free(s);
    assert_ok(f->store,
              edit(f->store, &id, (focus_session_input){.fields = FOCUS_FIELD_CONFIRMED}, NULL));
    assert_status(f->store, FOCUS_E_OVERLAP, focus_session_add(f->store, &input, NULL));
}

static void a_deleted_session_takes_no_time(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    assert_ok(f->store, focus_session_delete(f->store, &id));
    input.started_at_ms = MONDAY_9_MS;
    input.ended_at_ms = MONDAY_9_MS + MINUTE_MS;
    assert_ok(f->store, focus_session_add(f->store, &input, NULL));
}

/* --- running ------------------------------------------------------------------------------------------------------------ */

static void of_a_running_session_status_and_end_stay(void **state)
{
    fixture *f = *state;
    const uint32_t refused[] = {FOCUS_FIELD_STATUS, FOCUS_FIELD_ENDED_AT,
                                FOCUS_FIELD_STATUS | FOCUS_FIELD_TITLE};
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 10 * MINUTE_MS);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_status(f->store, FOCUS_E_STATE,
                      edit(f->store, &id,
                           (focus_session_input){.fields = refused[i],
                                                 .status = FOCUS_SESSION_COMPLETED,
                                                 .ended_at_ms = f->now_ms,
                                                 .title = "no"},
                           &s));
        assert_null(s);
        assert_message(f->store);
    }
    assert_ok(f->store, edit(f->store, &id,
                             (focus_session_input){.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_MODE |
                                                             FOCUS_FIELD_NOTE,
                                                   .title = "yes",
                                                   .mode = FOCUS_MODE_BREAK,
                                                   .note = "n"},
                             &s));
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->mode, FOCUS_MODE_BREAK);
    assert_string_equal(s->title, "yes");
    focus_session_free(s);
}

static void a_running_session_may_start_earlier_or_get_another_plan(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_PLANNED,
                                         .started_at_ms = MONDAY_9_MS - 5 * MINUTE_MS,
                                         .planned_ms = HOUR_MS},
                   &s));
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(s->active_ms, 15 * MINUTE_MS);
    assert_int_equal(s->remaining_ms, 45 * MINUTE_MS);
    assert_int_equal(s->expires_at_ms, MONDAY_9_MS + 115 * MINUTE_MS);
    focus_session_free(s);
    assert_status(f->store, FOCUS_E_INVALID,
                  edit(f->store, &id,
                       (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT,
                                             .started_at_ms = f->now_ms + 1},
                       NULL));
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    assert_status(
        f->store, FOCUS_E_STATE,
        edit(f->store, &id,
             (focus_session_input){.fields = FOCUS_FIELD_STARTED_AT, .started_at_ms = MONDAY_9_MS},
             NULL));
}

static void the_plan_may_change_in_the_instant_of_the_start(void **state)
{
    fixture *f = *state;
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    assert_ok(f->store,
              edit(f->store, &id,
                   (focus_session_input){.fields = FOCUS_FIELD_PLANNED, .planned_ms = HOUR_MS},
                   &s));
    assert_int_equal(s->planned_ms, HOUR_MS);
    focus_session_free(s);
}

/* --- pauses ---------------------------------------------------------------------------------------------------------------- */

static void pauses_stay_inside_their_session(void **state)
{
    fixture *f = *state;
    const struct {
        uint32_t fields;
        int64_t started_ms; /* after MONDAY_9_MS */
        int64_t ended_ms;
        focus_status expected;
    } cases[] = {
        {FOCUS_FIELD_STARTED_AT, 5 * MINUTE_MS + 1, 0, FOCUS_E_INVALID},
        {FOCUS_FIELD_STARTED_AT, 5 * MINUTE_MS, 0, FOCUS_OK},
        {FOCUS_FIELD_ENDED_AT, 0, 13 * MINUTE_MS - 1, FOCUS_E_INVALID},
        {FOCUS_FIELD_ENDED_AT, 0, 13 * MINUTE_MS, FOCUS_OK},
        {FOCUS_FIELD_STARTED_AT, -MINUTE_MS, 0, FOCUS_OK},
    };
    const focus_session *s = NULL;
    focus_id id;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    id = running_id(f->store);
    for (int i = 0; i < 2; i++) { /* from 5 to 8, from 10 to 13 */
        f->now_ms = MONDAY_9_MS + (5 + 5 * i) * MINUTE_MS;
        assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
        pass(f, 3 * MINUTE_MS);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    pass(f, 7 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_status(f->store, cases[i].expected,
                      edit(f->store, &id,
                           (focus_session_input){.fields = cases[i].fields,
                                                 .started_at_ms = MONDAY_9_MS + cases[i].started_ms,
                                                 .ended_at_ms = MONDAY_9_MS + cases[i].ended_ms},
                           NULL));
    s = session_of(f->store, &id);
    assert_int_equal(s->active_ms, 8 * MINUTE_MS);
    assert_int_equal(s->paused_ms, 6 * MINUTE_MS);
    focus_session_free(s);
}

/* --- tags --------------------------------------------------------------------------------------------------------------------- */

static void assert_tags(const focus_session *s, const char *expected)
{
    char joined[256] = "";

    for (size_t i = 0; i < s->tag_count; i++) {
        (void)strcat(joined, i > 0 ? "," : "");
        (void)strcat(joined, s->tags[i]);
    }
    assert_string_equal(joined, expected);
}

static void tags_are_a_set(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const struct {
        char verb; /* +, -, = */
        size_t count;
        const char *tags[4];
        const char *after;
    } cases[] = {
        {'+', 2, {"b", "a"}, "a,b,old"},
        {'+', 3, {"a", "c", "a"}, "a,b,c,old"},
        {'-', 2, {"old", "never"}, "a,b,c"},
        {'-', 1, {"never"}, "a,b,c"},
        {'+', 1, {"B"}, "B,a,b,c"},
        {'-', 0, {NULL}, "B,a,b,c"},
        {'=', 2, {"z", "y"}, "y,z"},
        {'-', 2, {"z", "y"}, ""},
        {'-', 1, {"z"}, ""},
        {'+', 1, {"with space"}, "with space"},
        {'=', 0, {NULL}, ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const focus_session *s = NULL;
        const char *const *tags = cases[i].tags;
        if (cases[i].verb == '+')
            assert_ok(f->store, focus_session_tag(f->store, &id, tags, cases[i].count, &s));
        else if (cases[i].verb == '-')
            assert_ok(f->store, focus_session_untag(f->store, &id, tags, cases[i].count, &s));
        else
            assert_ok(f->store, edit(f->store, &id,
                                     (focus_session_input){.fields = FOCUS_FIELD_TAGS,
                                                           .tags = tags,
                                                           .tag_count = cases[i].count},
                                     &s));
        assert_tags(s, cases[i].after);
        assert_int_equal(sql_int(f->path, "SELECT count(*) FROM session_tags"), s->tag_count);
        focus_session_free(s);
    }
}

static void bad_tags_are_refused(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    static char names[FOCUS_TAGS_MAX + 1][8];
    static char too_long[FOCUS_TITLE_MAX + 2];
    const char *many[FOCUS_TAGS_MAX + 1];
    const char *bad[] = {"", NULL, "a\nb", "\x7f", "\xed\xa0\x80", too_long};
    const focus_session *s = NULL;

    memset(too_long, 'x', FOCUS_TITLE_MAX + 1);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *tags[] = {"fine", bad[i]};
        assert_status(f->store, FOCUS_E_INVALID, focus_session_tag(f->store, &id, tags, 2, &s));
        assert_message_has(f->store, "tag");
        assert_null(s);
    }
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        names[i][0] = (char)('a' + i / 26);
        names[i][1] = (char)('a' + i % 26);
        many[i] = names[i];
    }
    assert_status(f->store, FOCUS_E_INVALID,
                  focus_session_tag(f->store, &id, many, COUNT_OF(many), NULL));
    assert_status(f->store, FOCUS_E_INVALID, /* one is there already */
                  focus_session_tag(f->store, &id, many, FOCUS_TAGS_MAX, NULL));
    assert_ok(f->store, focus_session_tag(f->store, &id, many, FOCUS_TAGS_MAX - 1, &s));
    assert_int_equal(s->tag_count, FOCUS_TAGS_MAX);
    focus_session_free(s);
    assert_ok(f->store, focus_session_tag(f->store, &id, many, FOCUS_TAGS_MAX - 1, NULL));
    assert_ok(f->store, focus_session_untag(f->store, &id, many, FOCUS_TAGS_MAX, &s));
    assert_tags(s, "old");
    focus_session_free(s);
}

/* --- deleted, foreign ------------------------------------------------------------------------------------------------------------ */

static void a_deleted_session_is_not_edited(void **state)
{
    fixture *f = *state;
    const focus_id id = lived(f);
    const char *tags[] = {"a"};
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_delete(f->store, &id));
    assert_status(
        f->store, FOCUS_E_STATE,
        edit(f->store, &id, (focus_session_input){.fields = FOCUS_FIELD_TITLE, .title = "t"}, &s));
    assert_message(f->store);
    assert_status(f->store, FOCUS_E_STATE, focus_session_tag(f->store, &id, tags, 1, &s));
    assert_status(f->store, FOCUS_E_STATE, focus_session_untag(f->store, &id, tags, 1, &s));
    assert_null(s);
}

static void an_unknown_session_is_not_edited(void **state)
{
    fixture *f = *state;
    const focus_id id = {{9}};
    const char *tags[] = {"a"};
    const focus_session *s = NULL;

    assert_status(
        f->store, FOCUS_E_NOT_FOUND,
        edit(f->store, &id, (focus_session_input){.fields = FOCUS_FIELD_TITLE, .title = "t"}, &s));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_tag(f->store, &id, tags, 1, &s));
    assert_null(s);
}

static void added_sessions_say_what_they_are(void **state)
{
    fixture *f = *state;
    const struct {
        focus_session_input input;
        focus_status expected;
        int32_t status;
        int64_t xp;
    } cases[] = {
        {{.flags = 0}, FOCUS_OK, FOCUS_SESSION_COMPLETED, 0},
        {{.flags = FOCUS_INPUT_REWARD}, FOCUS_OK, FOCUS_SESSION_COMPLETED, 10},
        {{.status = FOCUS_SESSION_COMPLETED}, FOCUS_OK, FOCUS_SESSION_COMPLETED, 0},
        {{.status = FOCUS_SESSION_ABANDONED, .flags = FOCUS_INPUT_REWARD},
         FOCUS_OK,
         FOCUS_SESSION_ABANDONED,
         0},
        {{.mode = FOCUS_MODE_BREAK, .flags = FOCUS_INPUT_REWARD},
         FOCUS_OK,
         FOCUS_SESSION_COMPLETED,
         2},
        {{.planned_ms = 6 * MINUTE_MS, .flags = FOCUS_INPUT_REWARD},
         FOCUS_OK,
         FOCUS_SESSION_COMPLETED,
         6},
        {{.planned_ms = FOCUS_PLANNED_OPEN}, FOCUS_OK, FOCUS_SESSION_COMPLETED, 0},
        {{.status = FOCUS_SESSION_EXPIRED}, FOCUS_E_INVALID, 0, 0},
        {{.status = FOCUS_SESSION_PAUSED}, FOCUS_E_INVALID, 0, 0},
        {{.mode = 9}, FOCUS_E_INVALID, 0, 0},
        {{.planned_ms = 1}, FOCUS_E_INVALID, 0, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_input input = cases[i].input;
        const focus_session *s = NULL;
        input.struct_size = sizeof(input);
        input.started_at_ms = MONDAY_9_MS - (int64_t)(i + 1) * HOUR_MS;
        input.ended_at_ms = input.started_at_ms + 10 * MINUTE_MS;
        assert_status(f->store, cases[i].expected, focus_session_add(f->store, &input, &s));
        assert_int_equal(s != NULL, cases[i].expected == FOCUS_OK);
        if (s == NULL)
            continue;
        assert_int_equal(s->status, cases[i].status);
        assert_int_equal(s->xp, cases[i].xp);
        assert_int_equal(s->active_ms, 10 * MINUTE_MS);
        assert_int_equal(s->flags, 0);
        focus_session_free(s);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static void what_changes_nothing_writes_nothing(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const char *tags[] = {"one"};
    const focus_session *s = NULL;
    focus_id id;

    input.started_at_ms = MONDAY_9_MS - HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS;
    input.title = "same";
    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_add(f->store, &input, &s));
    id = s->id;
    focus_session_free(s);
    input.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_TAGS;
    assert_ok(f->store, focus_session_edit(f->store, &id, &input, NULL));
    assert_int_equal(focus_last_change(f->store), 0);
    assert_ok(f->store, focus_session_tag(f->store, &id, tags, 1, &s));
    assert_int_equal(s->revision, 1);
    assert_int_equal(s->flags & FOCUS_SESSION_EDITED, 0);
    focus_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_changes_nothing_writes_nothing),
        TEST(each_word_is_edited_alone),
        TEST(the_mode_moves_the_figures),
        TEST(the_plan_may_change_or_go),
        TEST(start_and_end_move_the_sums),
        TEST(spans_that_cannot_be_are_refused),
        TEST(bad_fields_are_refused),
        TEST(an_expired_session_may_be_called_completed),
        TEST(completed_and_abandoned_change_into_each_other),
        TEST(nobody_may_call_a_session_expired),
        TEST(a_start_over_a_day_boundary_moves_day_and_streak),
        TEST(an_edit_in_the_middle_parts_a_run_of_days),
        TEST(words_leave_the_day_alone_whatever_the_zone_is_now),
        TEST(an_edit_beyond_a_day_takes_it_out_until_confirmed),
        TEST(an_added_implausible_session_earns_nothing),
        TEST(edits_into_taken_time_need_leave),
        TEST(adding_asks_for_the_time),
        TEST(a_running_session_takes_time_as_well),
        TEST(a_confirmed_long_session_takes_its_whole_time),
        TEST(a_deleted_session_takes_no_time),
        TEST(of_a_running_session_status_and_end_stay),
        TEST(a_running_session_may_start_earlier_or_get_another_plan),
        TEST(the_plan_may_change_in_the_instant_of_the_start),
        TEST(pauses_stay_inside_their_session),
        TEST(tags_are_a_set),
        TEST(bad_tags_are_refused),
        TEST(a_deleted_session_is_not_edited),
        TEST(an_unknown_session_is_not_edited),
        TEST(added_sessions_say_what_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
