/*
 * exchange_operations.c - files of others in, ours in and out.
 */
#include "count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEMO(name) FOCUS_TEST_DATA_DIR "/demo/" name

/* --- in --------------------------------------------------------------------------------------- */

typedef struct source {
    const char *bytes;
    size_t size;
    size_t at;
} source;

static int read_source(void *user, char *buffer, size_t size, size_t *out_size)
{
    source *in = user;
    size_t left = in->size - in->at;

    *out_size = left < size ? left : size;
    memcpy(buffer, in->bytes + in->at, *out_size);
    in->at += *out_size;
    return 0;
}

static void load(subject *s, const char *path)
{
    FILE *file = fopen(path, "rb");

    stop_unless(file != NULL && fseek(file, 0, SEEK_END) == 0, path);
    s->export_size = (size_t)ftell(file);
    free(s->export);
    s->export = malloc(s->export_size);
    stop_unless(s->export != NULL && fseek(file, 0, SEEK_SET) == 0 &&
                    fread(s->export, 1, s->export_size, file) == s->export_size &&
                    fclose(file) == 0,
                path);
}

static void import(subject *s, const char *format)
{
    source in = {s->export, s->export_size, 0};
    focus_import_options options = FOCUS_IMPORT_OPTIONS_INIT;
    focus_import_report report;

    options.format = format;
    options.read = read_source;
    options.user = &in;
    check(s, focus_import(s->store, &options, &report));
    stop_unless(report.read > 50, "the import is empty");
}

/* Into the same store each time: a batch that is rolled back leaves it as it was. */
static void begin_anew(subject *s, const char *path)
{
    if (s->round == 0) {
        load(s, path);
        pass(s, 1000 * DAY_MS); /* what the files tell of lies in the past */
    } else {
        check(s, focus_batch_rollback(s->store));
    }
    check(s, focus_batch_begin(s->store));
}

static void load_toggl(subject *s)
{
    begin_anew(s, DEMO("toggl-2025.csv"));
}

static void load_timewarrior(subject *s)
{
    begin_anew(s, DEMO("timewarrior/2026-01.data"));
}

static void load_watson(subject *s)
{
    begin_anew(s, DEMO("watson-frames.json"));
}

/* A day of klog after the other: a range, and a length without a time of day. */
static void load_klog(subject *s)
{
    char day[100];
    size_t size = 0;

    if (s->round > 0) {
        check(s, focus_batch_rollback(s->store));
    } else {
        pass(s, 1000 * DAY_MS);
        free(s->export);
        s->export = calloc(100, sizeof day);
        stop_unless(s->export != NULL, "no memory for records");
        for (int i = 0; i < 100; i++)
            size += (size_t)snprintf(s->export + size, sizeof day,
                                     "2025-%02d-%02d\n  9:00 - 10:00 Sow #bed\n  45m Read\n\n",
                                     1 + i / 25, 1 + i % 25);
        s->export_size = size;
    }
    check(s, focus_batch_begin(s->store));
}

static void do_import_klog(subject *s)
{
    import(s, "klog");
}

/* What that import has left in the batch. */
static void load_totals(subject *s)
{
    load_klog(s);
    import(s, "klog");
}

static void do_day_totals(subject *s)
{
    const focus_day_total_list *list = NULL;

    check(s, focus_day_total_list_range(s->store, 20089, 20300, &list));
    stop_unless(list->count == 100, "the list is not whole");
    focus_day_total_list_free(list);
}

static void do_import_toggl(subject *s)
{
    import(s, "toggl");
}

static void do_import_timewarrior(subject *s)
{
    import(s, "timewarrior");
}

static void do_import_watson(subject *s)
{
    import(s, "watson");
}

/* --- out -------------------------------------------------------------------------------------- */

static int keep(void *user, const char *bytes, size_t size)
{
    subject *s = user;
    char *longer = realloc(s->export, s->export_size + size);

    if (longer == NULL)
        return 1;
    memcpy(longer + s->export_size, bytes, size);
    s->export = longer;
    s->export_size += size;
    return 0;
}

static int discard(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void export(subject *s, const char *format, int (*write)(void *, const char *, size_t))
{
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;
    focus_export_report report;

    options.format = format;
    options.has_days = 1;
    options.from_day = (int32_t)(BEGIN_MS / DAY_MS) + 100;
    options.until_day = options.from_day + 19;
    options.write = write;
    options.user = s;
    check(s, focus_export(s->store, &options, &report));
    stop_unless(report.sessions == INT64_C(20) * SESSIONS_PER_DAY, "the export is not whole");
}

static void do_export_jsonl(subject *s)
{
    export(s, "jsonl", discard);
}

static void do_export_csv(subject *s)
{
    export(s, "csv", discard);
}

/* Sessions that are here already: what a second import has to find out. */
static void export_some(subject *s)
{
    if (s->round == 0)
        export(s, "jsonl", keep);
}

static void do_import_same(subject *s)
{
    import(s, "jsonl");
}

static void do_format_name(subject *s)
{
    (void)s;
    stop_unless(focus_import_format_name(0) != NULL, "there are no formats");
}

static const operation items[] = {
    {"import_format_name", NULL, do_format_name, 0},
    {"import_toggl_129", load_toggl, do_import_toggl, 2},
    {"import_timewarrior_71", load_timewarrior, do_import_timewarrior, 2},
    {"import_watson_127", load_watson, do_import_watson, 2},
    {"import_klog_200", load_klog, do_import_klog, 2},
    {"day_totals_100", load_totals, do_day_totals, 2},
    {"import_jsonl_200_same", export_some, do_import_same, 2},
    {"export_jsonl_200", NULL, do_export_jsonl, 2},
    {"export_csv_200", NULL, do_export_csv, 2},
};

const operations exchange_operations = OPERATIONS(items);
