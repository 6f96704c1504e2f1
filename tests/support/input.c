/*
 * input.c - see input.h.
 */
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- in --------------------------------------------------------------------------------------- */

static int input_read(void *user, char *buffer, size_t size, size_t *out_size)
{
    input *in = user;
    size_t left = in->size - in->at;

    if (in->fail_at != 0 && in->at >= in->fail_at)
        return 1;
    if (in->step != 0 && size > in->step)
        size = in->step;
    if (in->fail_at != 0 && size > in->fail_at - in->at)
        size = in->fail_at - in->at;
    *out_size = left < size ? left : size;
    if (*out_size > 0)
        memcpy(buffer, in->bytes + in->at, *out_size);
    in->at += *out_size;
    return 0;
}

static int input_progress(void *user, int64_t rows_read)
{
    input *in = user;

    in->last_row = rows_read;
    return in->stop_at_row != 0 && rows_read >= in->stop_at_row;
}

focus_import_options input_options(input *in, const char *format)
{
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;

    options.format = format != NULL ? format : "auto";
    options.read = input_read;
    options.progress = input_progress;
    options.user = in;
    return options;
}

focus_import_report import_bytes(focus_store *store, const char *format, uint32_t flags,
                                 const char *bytes, size_t size)
{
    input in = {.bytes = bytes, .size = size};
    focus_import_options options = input_options(&in, format);
    focus_import_report report;

    options.flags = flags;
    assert_ok(store, focus_import(store, &options, &report));
    assert_report(&report);
    return report;
}

focus_import_report import_text(focus_store *store, const char *format, const char *text)
{
    return import_bytes(store, format, 0, text, strlen(text));
}

focus_import_report import_file(focus_store *store, const char *format, const char *path)
{
    size_t size = 0;
    char *bytes = read_whole(path, &size);
    focus_import_report report = import_bytes(store, format, 0, bytes, size);

    free(bytes);
    return report;
}

static int64_t session_count(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters.sessions;
}

void refuse_bytes(focus_store *store, const char *format, focus_status status, const char *bytes,
                  size_t size, const char *message)
{
    static const focus_import_report zero;
    input in = {.bytes = bytes, .size = size};
    focus_import_options options = input_options(&in, format);
    focus_import_report report;
    int64_t before = session_count(store);

    options.name = "broken";
    assert_status(store, status, focus_import(store, &options, &report));
    assert_memory_equal(&report, &zero, sizeof(zero));
    if (strstr(focus_last_error(store)->message, message) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", message, focus_last_error(store)->message);
    assert_int_equal(focus_last_change(store), 0);
    assert_int_equal(session_count(store), before);
}

void refuse_text(focus_store *store, const char *format, const char *text, const char *message)
{
    refuse_bytes(store, format, FOCUS_E_INVALID, text, strlen(text), message);
}

char *read_whole(const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size = 0;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
        fail_msg("%s cannot be read", path);
    rewind(file);
    bytes = calloc(1, (size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    (void)fclose(file);
    *out_size = (size_t)size;
    return bytes;
}

void assert_report(const focus_import_report *report)
{
    int64_t skipped = report->skipped_zero + report->skipped_running + report->skipped_short +
                      report->skipped_long + report->skipped_other + report->skipped_undated +
                      report->skipped_person + report->skipped_repeating + report->skipped_future;

    assert_int_equal(report->read, report->added + report->same + report->changed + skipped);
    assert_true(report->implausible <= report->added);
    assert_true(report->overlapping <= report->added);
    assert_true(report->added_ms <= report->read_ms);
}

/* --- what came of it ------------------------------------------------------------------------ */

const focus_session_list *oldest_first(focus_store *store)
{
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.flags = FOCUS_FILTER_OLDEST_FIRST;
    filter.limit = 1000;
    assert_ok(store, focus_session_list_page(store, &filter, &list));
    return list;
}

void assert_text(const char *expected, const char *got)
{
    if (expected == NULL)
        assert_null(got);
    else
        assert_string_equal(expected, got != NULL ? got : "(none)");
}

void assert_tags(const focus_session *session, const char *joined)
{
    char text[1000] = "";

    for (size_t i = 0; i < session->tag_count; i++) {
        strcat(text, i > 0 ? "|" : "");
        strcat(text, session->tags[i]);
    }
    assert_string_equal(joined, text);
}

void assert_time(const char *expected, int64_t at_ms)
{
    char text[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(at_ms, 0, text);
    assert_string_equal(expected, text);
}

/* --- out -------------------------------------------------------------------------------------- */

int output_write(void *user, const char *bytes, size_t size)
{
    output *out = user;
    char *larger = NULL;

    if (out->size + size > out->fail_at)
        return 1;
    larger = realloc(out->bytes, out->size + size + 1);
    if (larger == NULL)
        return 1;
    out->bytes = larger;
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    out->bytes[out->size] = '\0';
    return 0;
}

focus_export_options output_options(output *out, const char *format)
{
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;

    options.format = format;
    options.write = output_write;
    options.user = out;
    return options;
}

char *export_text(focus_store *store, const char *format, int64_t *out_count)
{
    output out = {.fail_at = SIZE_MAX, .bytes = calloc(1, 1)};
    focus_export_options options = output_options(&out, format);
    focus_export_report report;

    assert_ok(store, focus_export(store, &options, &report));
    if (out_count != NULL)
        *out_count = report.sessions;
    return out.bytes;
}
