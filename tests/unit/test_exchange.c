/*
 * test_exchange.c - imports and exports to which memory is refused, once at each place where they
 * ask for it: nothing is kept, nothing leaks, and the next call works.
 */
#include "support/input.h"

#include "base/base.h"
#include "exchange/import_key.h"

#include <stdio.h>
#include <stdlib.h>

/* More than a box has to spare, so that it must grow. */
#define WORD "a word of twenty or so "
#define WORDS4 WORD WORD WORD WORD
#define LONG WORDS4 WORDS4 WORDS4 WORDS4 WORDS4 WORDS4
#define LONGER LONG LONG

static const char toggl[] =
    "Start date,Start time,End date,End time,Duration,Email,Description,Tags\n"
    "2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,k,\"" LONGER "\",\"" LONG ", b\"\n"
    "2025-02-04,09:00:00,2025-02-04,09:15:00,00:15:00,k,\"" LONGER "\",\"" LONG ", b\"\n";
static const char timewarrior[] =
    "inc 20260105T080000Z - 20260105T093000Z # lamp \"" LONG "\" # \"" LONGER "\"\n";
static const char watson[] = "[[1767603600,1767607200,\"lamp\",\"0f\",[\"" LONG "\",\"b\"],0],"
                             "{\"id\":\"1f\",\"begin_at\":\"2026-01-08T08:00:00Z\","
                             "\"end_at\":\"2026-01-08T09:00:00Z\",\"tags\":[\"" LONG "\"]}]";
static const char jsonl[] =
    "{\"id\":\"019cadd6-f680-7000-8000-000102030405\",\"mode\":\"focus\",\"status\":\"completed\","
    "\"title\":\"t\",\"note\":\"" LONGER "\",\"tags\":[\"a\"],\"planned_s\":1500,"
    "\"started_at\":\"2026-03-01T09:00:00Z\",\"ended_at\":\"2026-03-01T10:00:00Z\","
    "\"pauses\":[{\"from\":\"2026-03-01T09:10:00Z\",\"to\":\"2026-03-01T09:20:00Z\",\"reason\":"
    "\"" LONG "\"}],"
    "\"source\":{\"kind\":\"import\",\"format\":\"watson\",\"key\":\"watson:2f\"}}";

/* --- memory on order -------------------------------------------------------------------------- */

typedef struct scarcity {
    int left;   /* allocations still granted; -1: all */
    bool fired; /* one was refused */
} scarcity;

static void *scarce_resize(void *user, void *block, size_t size)
{
    scarcity *memory = user;

    if (memory->left == 0) {
        memory->left = -1;
        memory->fired = true;
        return NULL;
    }
    if (memory->left > 0)
        memory->left--;
    return realloc(block, size);
}

static void scarce_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static void begin_scarcity(scarcity *memory, int granted)
{
    const focus__allocator allocator = {scarce_resize, scarce_release, memory};

    *memory = (scarcity){.left = granted};
    focus__alloc_hook(&allocator);
}

static int64_t count_sessions(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters.sessions;
}

/* --- imports ---------------------------------------------------------------------------------- */

/* True once the import got all that it asked for. */
static bool import_scarcely(focus_store *store, const char *text, size_t size, int granted)
{
    input in = {.bytes = text, .size = size};
    focus_import_options options = input_options(&in, NULL);
    focus_import_report report;
    int64_t before = count_sessions(store);
    scarcity memory;
    focus_status status;

    begin_scarcity(&memory, granted);
    status = focus_import(store, &options, &report);
    focus__alloc_hook(NULL);
    assert_status(store, memory.fired ? FOCUS_E_NOMEM : FOCUS_OK, status);
    assert_int_equal(count_sessions(store) - before, memory.fired ? 0 : report.added);
    assert_true(report.read > 0 || memory.fired);
    return !memory.fired;
}

static void imports_without_memory_change_nothing(void **state)
{
    static const struct {
        const char *text;
        size_t size;
    } inputs[] = {
        {toggl, sizeof(toggl) - 1},
        {timewarrior, sizeof(timewarrior) - 1},
        {watson, sizeof(watson) - 1},
        {jsonl, sizeof(jsonl) - 1},
    };
    fixture *f = *state;

    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
        int granted = 0;
        while (!import_scarcely(f->store, inputs[i].text, inputs[i].size, granted))
            granted++;
        assert_true(granted >= 5);
    }
    assert_int_equal(count_sessions(f->store), 6);
}

/* --- exports ---------------------------------------------------------------------------------- */

static bool export_scarcely(focus_store *store, const char *format, int granted)
{
    output out = {.fail_at = SIZE_MAX};
    focus_export_options options = output_options(&out, format);
    focus_export_report report = {.sessions = -1};
    scarcity memory;
    focus_status status;

    begin_scarcity(&memory, granted);
    status = focus_export(store, &options, &report);
    focus__alloc_hook(NULL);
    assert_status(store, memory.fired ? FOCUS_E_NOMEM : FOCUS_OK, status);
    assert_int_equal(report.sessions + report.day_totals, memory.fired ? 0 : 6);
    free(out.bytes);
    return !memory.fired;
}

static void exports_without_memory_say_so(void **state)
{
    static const char *const formats[] = {"jsonl", "csv"};
    fixture *f = *state;

    (void)import_text(f->store, NULL, toggl);
    (void)import_text(f->store, NULL, timewarrior);
    (void)import_text(f->store, NULL, watson);
    (void)import_text(f->store, NULL, jsonl);
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        int granted = 0;
        while (!export_scarcely(f->store, formats[i], granted))
            granted++;
        assert_true(granted >= 5);
    }
}

/* A file that never ends, of records that are all different, must not eat the memory. */
static void keys_of_a_file_have_an_end(void **state)
{
    void *box = focus__box_new(sizeof(void *));
    focus__key_counts counts = {0};
    focus_error error = {0};
    char start[16];
    const focus__record_key key = {.start = start, .end = ""};
    const char *text = NULL;

    (void)state;
    assert_non_null(box);
    for (int i = 0; i < FOCUS__RECORD_KEYS_MAX; i++) {
        (void)snprintf(start, sizeof start, "%d", i);
        assert_int_equal(focus__import_key(&counts, "x", &key, box, &text, &error), FOCUS_OK);
        focus__box_clear(box);
    }
    assert_int_equal(focus__import_key(&counts, "x", &key, box, &text, &error), FOCUS_E_INVALID);
    assert_null(text);
    assert_string_equal(error.message, "the file has more than 4194304 records");
    focus__key_counts_free(&counts);
    focus__box_free(box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(imports_without_memory_change_nothing, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test(keys_of_a_file_have_an_end),
        cmocka_unit_test_setup_teardown(exports_without_memory_say_so, fixture_setup,
                                        fixture_teardown),
    };

    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
