/*
 * test_model.c - R6: random calls on two users of a store, beside a naive model in memory.
 *
 * The model foresees the status of each call, and what every reader shows after it. What differs is
 * made as short as it can be and printed as a C test, ready to be pasted below.
 */
#include "model/trial.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SEQUENCES = 2000 };

static const drawn_step drawn[] = {
    {do_start, 7},   {do_pause, 7},        {do_resume, 7},   {do_complete, 7},    {do_abandon, 2},
    {do_extend, 2},  {do_sweep, 2},        {do_add, 4},      {do_edit, 7},        {do_tag, 4},
    {do_untag, 2},   {do_delete, 3},       {do_restore, 3},  {do_import, 3},      {do_award, 4},
    {do_library, 2}, {do_track, 4},        {do_settings, 2}, {do_cycle_reset, 1}, {do_clock, 10},
    {do_void, 1},    {do_split, 4},        {do_join, 5},     {do_pause_add, 3},   {do_idle, 4},
    {do_relabel, 3}, {do_clock_change, 1}, {do_zone, 1},     {do_reopen, 1},      {do_batch, 4},
    {do_select, 2},
};

static const step_plan everything = {.steps = drawn, .count = COUNT_OF(drawn), .comes_back = true};

/* Sequences that have found something:
 *   5  a line of JSON that says no day was counted on the store's day, not on that of its offset */
static const uint64_t kept_seeds[] = {5};

/* What the first canary came to, for the line of figures. */
static size_t canary_steps;
static size_t canary_left;

/* --- sequences -------------------------------------------------------------------------------- */

static int64_t calls[CALL_COUNT];

static void run_round(fixture *f, uint64_t seed)
{
    static world w; /* too large for a stack */
    static sequence s;

    sequence_of(&s, &everything, f, seed);
    if (getenv("FOCUS_SEED") != NULL && run_apart(&s, NULL).result != TRIAL_AGREES)
        tell_and_fail(&s, seed, "keeps_to_the_model");
    memset(w.calls, 0, sizeof(w.calls));
    world_begin(&w, &everything, f);
    (void)world_run(&w, s.steps, s.count);
    for (int i = 0; i < CALL_COUNT; i++)
        calls[i] += w.calls[i];
    if (w.differs)
        tell_and_fail(&s, seed, "keeps_to_the_model");
}

static void random_calls_keep_to_the_model_and_to_a_recount(void **state)
{
    static campaign c;
    int64_t all = 0;
    int kinds = 0;

    c = campaign_begin("R6 model", SEQUENCES);
    trial_watch(&c);
    while (campaign_next(&c))
        run_round(*state, c.seed);
    trial_watch(NULL);
    for (int i = 0; i < CALL_COUNT; i++) {
        all += calls[i];
        kinds += calls[i] > 0;
    }
    campaign_end(&c,
                 "%" PRId64 " sequences of %d steps, %" PRId64
                 " calls, %d kinds of calls, 0 differences, canary shrunk from %zu to %zu steps",
                 c.round, STEPS_MAX, all, kinds, canary_steps, canary_left);
    if (c.rounds == SEQUENCES)
        assert_int_equal(kinds, CALL_COUNT);
}

static void sequences_that_once_failed_keep_to_the_model(void **state)
{
    for (size_t i = 0; i < COUNT_OF(kept_seeds); i++)
        run_round(*state, kept_seeds[i]);
}

/* --- canaries --------------------------------------------------------------------------------- */

/* A product that forgets to count what is completed. */
static void forget_to_count(world *w, int call)
{
    if (call == CALL_session_complete && !w->in_batch)
        sql_exec(w->f->path, "UPDATE counters SET focus_completed = focus_completed - 1"
                             " WHERE focus_completed > 0");
}

/* A model that takes a pause to be a millisecond shorter than it was. */
static void misread_pauses(world *w, int call)
{
    twin *s = find_running(me(w));

    if (call == CALL_session_resume && s != NULL)
        s->paused_ms--;
}

/* A product that dies of a third track. */
static void die_of_tracks(world *w, int call)
{
    if (call == CALL_track_add && me(w)->track_count >= 3)
        abort();
}

/* The first seed whose sequence meets what is broken, shrunk. */
static trial shrink_first(fixture *f, saboteur *breaks, sequence *s)
{
    trial last = {.result = TRIAL_AGREES};

    for (uint64_t seed = 1; seed < 100 && last.result == TRIAL_AGREES; seed++) {
        sequence_of(s, &everything, f, seed);
        s->saboteur = breaks;
        last = run_apart(s, NULL);
    }
    assert_int_not_equal(last.result, TRIAL_AGREES);
    return shrink(s);
}

static void a_counter_that_is_not_kept_is_found_and_shrunk(void **state)
{
    static sequence s;
    trial last = shrink_first(*state, forget_to_count, &s);

    assert_int_equal(last.result, TRIAL_DIFFERS);
    assert_non_null(strstr(last.difference, "counters."));
    assert_in_range(s.count, 2, 4); /* start, complete */
    canary_steps = STEPS_MAX;
    canary_left = s.count;
}

static void a_wrong_rule_is_found_and_shrunk(void **state)
{
    static sequence s;
    trial last = shrink_first(*state, misread_pauses, &s);

    assert_int_equal(last.result, TRIAL_DIFFERS);
    assert_in_range(s.count, 3, 6); /* start, pause, resume */
}

static void a_crash_is_found_and_shrunk(void **state)
{
    static sequence s;
    trial last = shrink_first(*state, die_of_tracks, &s);

    assert_int_equal(last.result, TRIAL_CRASHES);
    assert_in_range(s.count, 3, 5); /* a library, and tracks up to three */
}

/* Compiled as it stands, with all that a test of this folder includes. */
static void assert_compiles(const char *path)
{
    char command[2048];

    (void)snprintf(command, sizeof(command), "%s %s", FOCUS_TEST_SYNTAX_CHECK, path);
    assert_int_equal(system(command), 0);
}

static void write_program(const sequence *s, const char *path)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    (void)fputs("#include \"model/world.h\"\n\n", file);
    print_as_c(s, "printed", file);
    (void)fputs(
        "\nint main(void)\n{\n    const struct CMUnitTest tests[] = {\n"
        "        cmocka_unit_test_setup_teardown(printed, fixture_setup, fixture_teardown)};\n"
        "\n    return cmocka_run_group_tests(tests, NULL, NULL);\n}\n",
        file);
    assert_int_equal(fclose(file), 0);
}

/* Whole sequences, so that every kind of step is among them, and a shrunk one with its difference. */
static void what_is_printed_compiles(void **state)
{
    fixture *f = *state;
    static sequence s;
    char path[256];

    fixture_path(f, "printed.c", path);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        sequence_of(&s, &everything, f, seed);
        write_program(&s, path);
        assert_compiles(path);
    }
    (void)shrink_first(f, misread_pauses, &s);
    write_program(&s, path);
    assert_compiles(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        trial_test(a_counter_that_is_not_kept_is_found_and_shrunk),
        trial_test(a_wrong_rule_is_found_and_shrunk),
        trial_test(a_crash_is_found_and_shrunk),
        trial_test(what_is_printed_compiles),
        trial_test(sequences_that_once_failed_keep_to_the_model),
        trial_test(random_calls_keep_to_the_model_and_to_a_recount),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
