/*
 * import_case.c - see import_case.h.
 *
 * Everything happens in batches that are rolled back, which is the cheapest way to an empty store.
 * One input in 16 is kept instead, seen by the doctor, and gone with its store.
 */
#include "fuzz/import_case.h"

#include "support/campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An input on its way in. How it is read follows from its bytes. */
typedef struct import_case {
    const uint8_t *data;
    size_t size;
    size_t at;
    size_t step;    /* bytes a read gives at most */
    size_t fail_at; /* reading fails from this byte on */
    int64_t stop_at_row;
    bool keeps; /* committed, not rolled back */
    focus_import_options options;
} import_case;

static focus_store *first;
static focus_store *second;

/* --- the input -------------------------------------------------------------------------------- */

static int case_read(void *user, char *buffer, size_t size, size_t *out_size)
{
    import_case *in = user;
    size_t left = in->size - in->at;

    if (in->at >= in->fail_at)
        return 1;
    if (size > in->step)
        size = in->step;
    if (size > in->fail_at - in->at)
        size = in->fail_at - in->at;
    *out_size = left < size ? left : size;
    if (*out_size > 0)
        memcpy(buffer, in->data + in->at, *out_size);
    in->at += *out_size;
    return 0;
}

static int case_progress(void *user, int64_t rows_read)
{
    return rows_read >= ((import_case *)user)->stop_at_row;
}

/* Half the inputs are read without any option. */
static import_case case_of(const char *format, const uint8_t *data, size_t size)
{
    chance c = chance_of(fuzz_hash(data, size));
    import_case in = {.data = data, .size = size, .fail_at = SIZE_MAX, .stop_at_row = INT64_MAX};

    in.step = chance_one_in(&c, 2) ? 1 + (size_t)chance_below(&c, 977) : SIZE_MAX;
    in.keeps = chance_one_in(&c, 16);
    in.options = (focus_import_options)FOCUS_IMPORT_OPTIONS_INIT;
    in.options.format = format;
    in.options.name = "input";
    in.options.read = case_read;
    if (chance_one_in(&c, 2))
        return in;
    in.options.flags = (uint32_t)chance_below(&c, 64);
    if (chance_one_in(&c, 16))
        in.fail_at = (size_t)chance_below(&c, size + 1);
    if (chance_one_in(&c, 4))
        in.options.progress = case_progress;
    if (chance_one_in(&c, 8))
        in.stop_at_row = 0;
    if (chance_one_in(&c, 8))
        in.options.min_length_ms = (int64_t)chance_below(&c, FUZZ_HOUR_MS);
    if (chance_one_in(&c, 8))
        in.options.max_length_ms = 1 + (int64_t)chance_below(&c, 4 * FUZZ_HOUR_MS);
    return in;
}

static focus_status run_case(import_case *in, focus_import_report *out_report)
{
    in->at = 0;
    in->options.user = in;
    return fuzz_typed(first, focus_import(first, &in->options, out_report));
}

/* --- what must hold --------------------------------------------------------------------------- */

static focus_counters counters_of(focus_store *store)
{
    focus_counters counters;

    fuzz_check(fuzz_typed(store, focus_counters_get(store, &counters)) == FOCUS_OK);
    return counters;
}

static bool is_unchanged(const focus_counters *before)
{
    focus_counters after = counters_of(first);

    return memcmp(&after, before, sizeof(after)) == 0;
}

static bool is_documented(const import_case *in, focus_status status)
{
    return status == FOCUS_OK || status == FOCUS_E_INVALID ||
           (status == FOCUS_E_IO && in->fail_at != SIZE_MAX) ||
           (status == FOCUS_E_STATE && in->options.progress != NULL && in->stop_at_row == 0);
}

static void check_report(const focus_import_report *report)
{
    int64_t skipped = report->skipped_zero + report->skipped_running + report->skipped_short +
                      report->skipped_long + report->skipped_other + report->skipped_repeating +
                      report->skipped_future + report->skipped_undated + report->skipped_person;
    /* Totals of days may be negative. */
    bool may_be_less =
        strcmp(report->format, "klog") == 0 || strncmp(report->format, "json", 4) == 0;

    fuzz_check(report->read == report->added + report->same + report->changed + skipped);
    fuzz_check(report->implausible <= report->added && report->overlapping <= report->added);
    fuzz_check(report->same_deleted <= report->same && report->same_moved <= report->same);
    fuzz_check(report->day_totals <= report->added);
    fuzz_check(may_be_less || (report->added_ms >= 0 && report->added_ms <= report->read_ms));
}

static void check_failed(const focus_counters *before, const focus_import_report *report)
{
    static const focus_import_report zero;

    fuzz_check(focus_last_change(first) == 0);
    fuzz_check(memcmp(report, &zero, sizeof(zero)) == 0);
    fuzz_check(is_unchanged(before));
}

static void check_done(import_case *in, const focus_counters *before,
                       const focus_import_report *report)
{
    bool is_dry = (in->options.flags & FOCUS_IMPORT_DRY_RUN) != 0;
    focus_counters after = counters_of(first);
    focus_import_report again;

    check_report(report);
    fuzz_check(!is_dry || is_unchanged(before));
    fuzz_check(is_dry || after.sessions == before->sessions + report->added - report->day_totals);
    if (is_dry)
        return;
    fuzz_check(run_case(in, &again) == FOCUS_OK);
    check_report(&again);
    fuzz_check(again.read == report->read && again.added == 0);
    fuzz_check(counters_of(first).sessions == after.sessions);
}

/* --- there and back --------------------------------------------------------------------------- */

/* Leave out the numbers of a field. */
static void forget_field(char *lines, const char *field)
{
    for (char *at = strstr(lines, field); at != NULL; at = strstr(at, field)) {
        at += strlen(field);
        size_t digits = strspn(at, "0123456789");
        memmove(at, at + digits, strlen(at + digits) + 1);
    }
}

/* Points and the count of writes stay behind when a session travels. */
static void forget_what_stays(char *lines)
{
    forget_field(lines, "\"xp\":");
    forget_field(lines, "\"coins\":");
    forget_field(lines, "\"rev\":");
}

static char *export_again(const char *lines)
{
    import_case in = {.data = (const uint8_t *)lines, .size = strlen(lines), .step = SIZE_MAX};
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;
    focus_status status;
    char *again = NULL;

    if (second == NULL)
        second = fuzz_open_memory();
    in.fail_at = SIZE_MAX;
    options.format = "jsonl";
    options.read = case_read;
    options.user = &in;
    fuzz_check(focus_batch_begin(second) == FOCUS_OK);
    status = fuzz_typed(second, focus_import(second, &options, &report));
    if (status != FOCUS_OK)
        (void)fprintf(stderr, "%s\n%s", focus_last_error(second)->message, lines);
    fuzz_check(status == FOCUS_OK);
    fuzz_check(report.added == report.read);
    again = fuzz_export(second, "jsonl");
    fuzz_check(focus_batch_rollback(second) == FOCUS_OK);
    return again;
}

void fuzz_check_round_trip(focus_store *store)
{
    char *lines = fuzz_export(store, "jsonl");
    char *again = export_again(lines);

    forget_what_stays(lines);
    forget_what_stays(again);
    if (strcmp(lines, again) != 0)
        (void)fprintf(stderr, "there:\n%sand back:\n%s", lines, again);
    fuzz_check(strcmp(lines, again) == 0);
    free(lines);
    free(again);
    free(fuzz_export(store, "csv"));
}

void fuzz_import(const char *format, const uint8_t *data, size_t size)
{
    import_case in = case_of(format, data, size);
    focus_counters before;
    focus_import_report report;
    focus_status status;

    if (first == NULL)
        first = fuzz_open_memory();
    fuzz_check(in.keeps || focus_batch_begin(first) == FOCUS_OK);
    before = counters_of(first);
    status = run_case(&in, &report);
    fuzz_check(is_documented(&in, status));
    if (status == FOCUS_OK)
        check_done(&in, &before, &report);
    else
        check_failed(&before, &report);
    fuzz_check_round_trip(first);
    if (!in.keeps) {
        fuzz_check(focus_batch_rollback(first) == FOCUS_OK);
        return;
    }
    fuzz_check_store(first);
    focus_close(first);
    first = NULL;
}
