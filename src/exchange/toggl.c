/*
 * toggl.c - the detailed report of Toggl Track, as CSV.
 *
 * Columns are found by their names, in any order and capitals; three sets of them are met:
 *
 *     User, Email, ..., Start date, Start time, End date, End time, Duration, Tags, Amount
 *     Description, Duration, Member, Email, ..., Start date, Start time, Stop date, Stop time
 *     Project, Start Date, Start Time, Duration, Email
 *
 * In the second, the newest, "-" stands for an empty field, and whoever exports chooses the columns:
 * there may be no Duration. Times are wall-clock times of a place that the file does not name: the
 * store's zone is taken. Duration is the time that passed and wins over end less start, which a change
 * of the clocks makes wrong; only where it is rounded to hundredths of an hour, the end is better.
 */
#include "base/calendar.h"
#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/file_time.h"

#include <stdio.h>
#include <stdlib.h>

typedef enum toggl_column {
    TOGGL_USER,
    TOGGL_EMAIL,
    TOGGL_CLIENT,
    TOGGL_PROJECT,
    TOGGL_TASK,
    TOGGL_DESCRIPTION,
    TOGGL_START_DATE,
    TOGGL_START_TIME,
    TOGGL_END_DATE,
    TOGGL_END_TIME,
    TOGGL_DURATION,
    TOGGL_TAGS,
    TOGGL_COLUMN_COUNT
} toggl_column;

static const struct {
    const char *name;
    toggl_column column;
} toggl_names[] = {
    {"user", TOGGL_USER},
    {"member", TOGGL_USER},
    {"email", TOGGL_EMAIL},
    {"client", TOGGL_CLIENT},
    {"project", TOGGL_PROJECT},
    {"task", TOGGL_TASK},
    {"description", TOGGL_DESCRIPTION},
    {"start date", TOGGL_START_DATE},
    {"start time", TOGGL_START_TIME},
    {"end date", TOGGL_END_DATE},
    {"end time", TOGGL_END_TIME},
    {"stop date", TOGGL_END_DATE},
    {"stop time", TOGGL_END_TIME},
    {"duration", TOGGL_DURATION},
    {"tags", TOGGL_TAGS},
};

enum {
    TOGGL_HOURS_MAX = 1000000,
    TOGGL_ROUNDED_S = 36, /* 0.01 h */
    TOGGL_PARTS_MAX = 3,  /* of a time: hours, minutes, seconds */
    TOGGL_TIME_SIZE = 64  /* a date and a time for the key */
};

typedef struct toggl_source {
    focus__import *import;
    focus__csv csv;
    size_t columns[TOGGL_COLUMN_COUNT]; /* where each stands; FOCUS__CSV_NO_COLUMN */
    size_t column_count;                /* of the header */
    bool dash_is_empty;                 /* the newest set */
    focus__buffer tags;                 /* of the present row, cut in place */
    focus__buffer tag_words;            /* the same sorted, for the key */
} toggl_source;

/* An entry as the file has it. */
typedef struct toggl_entry {
    focus_local_time start;
    focus_local_time end;
    bool has_end;
    bool has_duration; /* that is not rounded */
    int64_t duration_s;
} toggl_entry;

/* --- columns ---------------------------------------------------------------------------------- */

/* A first line with a start date and a duration is a report of Toggl's; "stop" is its word alone. */
static bool toggl_is_alike(const char *bytes, size_t size)
{
    return focus__csv_begins_with(bytes, size, "start date") &&
           (focus__csv_begins_with(bytes, size, "duration") ||
            focus__csv_begins_with(bytes, size, "stop date"));
}

static void toggl_find_columns(toggl_source *source)
{
    for (size_t i = 0; i < TOGGL_COLUMN_COUNT; i++)
        source->columns[i] = FOCUS__CSV_NO_COLUMN;
    for (size_t i = 0; i < FOCUS__COUNT_OF(toggl_names); i++) {
        size_t *column = &source->columns[toggl_names[i].column];
        if (*column == FOCUS__CSV_NO_COLUMN)
            *column = focus__csv_find(&source->csv, toggl_names[i].name);
    }
    source->dash_is_empty = focus__csv_find(&source->csv, "stop date") != FOCUS__CSV_NO_COLUMN;
}

static bool toggl_has(const toggl_source *source, toggl_column column)
{
    return source->columns[column] != FOCUS__CSV_NO_COLUMN;
}

static focus_status toggl_read_header(toggl_source *source)
{
    const char *missing = NULL;
    focus_status status = focus__csv_next(&source->csv);

    if (status == FOCUS_DONE)
        return focus__import_fail(source->import, "the report is empty, even of column names");
    if (status != FOCUS_OK)
        return status;
    toggl_find_columns(source);
    source->column_count = source->csv.count;
    if (!toggl_has(source, TOGGL_DURATION) &&
        !(toggl_has(source, TOGGL_END_DATE) && toggl_has(source, TOGGL_END_TIME)))
        missing = "Duration";
    if (!toggl_has(source, TOGGL_START_TIME))
        missing = "Start time";
    if (!toggl_has(source, TOGGL_START_DATE))
        missing = "Start date";
    return missing == NULL
               ? FOCUS_OK
               : focus__import_fail(source->import,
                                    "there is no column \"%s\"; is this a detailed report?",
                                    missing);
}

/* A field of the present row; "" where the file has no such column. */
static const char *toggl_field(const toggl_source *source, toggl_column column)
{
    const char *text = focus__csv_field(&source->csv, source->columns[column]);

    return source->dash_is_empty && strcmp(text, "-") == 0 ? "" : text;
}

/* --- times ------------------------------------------------------------------------------------ */

/* "13.03.2025": with dots the day is first. */
static bool toggl_read_dotted(const char *text, focus_local_time *out)
{
    return focus__file_number(&text, 2, &out->day) && focus__file_char(&text, '.') &&
           focus__file_number(&text, 2, &out->month) && focus__file_char(&text, '.') &&
           focus__file_number(&text, 4, &out->year) && *text == '\0';
}

static bool toggl_read_iso(const char *text, focus_local_time *out)
{
    const char *at = text;

    return strchr(text, '/') == NULL && focus__file_date(&at, out) && *at == '\0';
}

static focus_status toggl_read_date(toggl_source *source, const char *text, focus_local_time *out)
{
    int32_t day;

    if (!toggl_read_iso(text, out) && !toggl_read_dotted(text, out)) {
        size_t digits = strspn(text, "0123456789");
        bool is_short = digits >= 1 && digits <= 2 && strchr("-/", text[digits]) != NULL &&
                        text[digits] != '\0';
        return focus__import_fail(source->import,
                                  is_short ? "the date \"%.40s\" may have the day or the month "
                                             "first; export with the date format YYYY-MM-DD"
                                           : "\"%.40s\" is not a date",
                                  text);
    }
    if (focus_day_from_date(out->year, out->month, out->day, &day) == FOCUS_OK)
        return FOCUS_OK;
    return focus__import_fail(source->import, "\"%.40s\" is not a date", text);
}

/* "9:05:00", "18:25", "45": numbers with colons between them, and the blanks behind. */
static bool toggl_read_parts(const char **at, int32_t parts[TOGGL_PARTS_MAX], size_t *out_count)
{
    size_t count = 0;

    do {
        if (!focus__file_number(at, count == 0 ? 7 : 2, &parts[count]) ||
            (count > 0 && parts[count] > 59))
            return false;
        count++;
    } while (count < TOGGL_PARTS_MAX && focus__file_char(at, ':'));
    *at += strspn(*at, " ");
    *out_count = count;
    return true;
}

static bool toggl_read_clock(const char *text, focus_local_time *out)
{
    int32_t parts[TOGGL_PARTS_MAX] = {0};
    size_t count;

    if (!toggl_read_parts(&text, parts, &count) || count == 1)
        return false;
    out->hour = parts[0];
    out->minute = parts[1];
    out->second = parts[2];
    return focus__file_half(&text, &out->hour) && *text == '\0' && out->hour < 24;
}

static focus_status toggl_read_local(toggl_source *source, toggl_column date_column,
                                     toggl_column time_column, focus_local_time *out)
{
    const char *time = toggl_field(source, time_column);
    focus_status status = toggl_read_date(source, toggl_field(source, date_column), out);

    if (status != FOCUS_OK)
        return status;
    if (!toggl_read_clock(time, out))
        return focus__import_fail(source->import, "\"%.40s\" is not a time of day", time);
    return FOCUS_OK;
}

/* Behind the whole hours: ".79 h". Two digits are half a minute, so that an end is better. */
static bool toggl_read_fraction(const char *at, toggl_entry *out)
{
    int64_t fraction_ms = 0;
    int32_t digit;

    if (!focus__file_char(&at, '.') && !focus__file_char(&at, ','))
        return strcmp(at, "h") == 0;
    for (int64_t weight_ms = FOCUS__MS_PER_HOUR / 10; focus__file_number(&at, 1, &digit);
         weight_ms /= 10)
        fraction_ms += digit * weight_ms;
    out->duration_s += fraction_ms / FOCUS__MS_PER_SECOND;
    at += strspn(at, " ");
    return *at == '\0' || strcmp(at, "h") == 0;
}

/* As the account has it set: "01:47:06", "1:47:06 h", "47:06 min", "45 sec", "0.79 h". */
static bool toggl_read_length(const char *text, toggl_entry *out)
{
    int32_t parts[TOGGL_PARTS_MAX] = {0};
    size_t count;

    if (!toggl_read_parts(&text, parts, &count) || parts[0] > TOGGL_HOURS_MAX)
        return false;
    bool is_seconds = count == 1 && (strcmp(text, "sec") == 0 || strcmp(text, "s") == 0);
    bool is_minutes = count == 2 && strcmp(text, "min") == 0;
    int64_t unit_s = is_seconds ? 1 : is_minutes ? 60 : 3600;
    out->duration_s = parts[0] * unit_s + parts[1] * (unit_s / 60) + parts[2];
    out->has_duration = count > 1 || is_seconds;
    if (!out->has_duration)
        return toggl_read_fraction(text, out);
    return is_seconds || is_minutes || *text == '\0' || strcmp(text, "h") == 0;
}

static focus_status toggl_read_duration(toggl_source *source, toggl_entry *out)
{
    const char *text = toggl_field(source, TOGGL_DURATION);
    bool may_lack = source->dash_is_empty || !toggl_has(source, TOGGL_DURATION);

    if (!(may_lack && text[0] == '\0') && !toggl_read_length(text, out))
        return focus__import_fail(source->import, "the duration \"%.40s\" is not a time", text);
    return FOCUS_OK;
}

static focus_status toggl_read_entry(toggl_source *source, toggl_entry *out)
{
    *out = (toggl_entry){0};
    focus_status status = toggl_read_local(source, TOGGL_START_DATE, TOGGL_START_TIME, &out->start);
    if (status == FOCUS_OK)
        status = toggl_read_duration(source, out);
    if (status != FOCUS_OK || toggl_field(source, TOGGL_END_DATE)[0] == '\0')
        return status;
    out->has_end = true;
    return toggl_read_local(source, TOGGL_END_DATE, TOGGL_END_TIME, &out->end);
}

/* Whether an entry that starts at the instant shows its end on the clock; the file rounds, so a
 * second more or less. */
static bool toggl_fits_end(const toggl_source *source, const toggl_entry *entry, int64_t start_ms)
{
    const focus_zone *zone = &source->import->store->zone;
    focus_local_time shown;
    int32_t shown_day = 0;
    int32_t end_day = 0;

    focus__local_from_utc(zone, start_ms + entry->duration_s * FOCUS__MS_PER_SECOND, &shown);
    (void)focus_day_from_date(shown.year, shown.month, shown.day, &shown_day);
    (void)focus_day_from_date(entry->end.year, entry->end.month, entry->end.day, &end_day);
    int64_t off_s =
        ((int64_t)shown_day - end_day) * 86400 + (int64_t)(shown.hour - entry->end.hour) * 3600 +
        (int64_t)(shown.minute - entry->end.minute) * 60 + shown.second - entry->end.second;
    return off_s >= -1 && off_s <= 1;
}

/* In the hour that comes twice the earlier start is meant, unless only the later fits the end. */
static focus_status toggl_find_start(toggl_source *source, const toggl_entry *entry,
                                     int64_t *out_ms)
{
    focus_store *store = source->import->store;
    enum focus__local_kind kind;
    int64_t later_ms;
    focus_status status =
        focus__utc_from_local(&store->zone, &entry->start, false, out_ms, &kind, &store->error);

    source->import->report.has_local_times = 1;
    if (status != FOCUS_OK)
        return focus__import_fail(source->import, "the start %s %s: %s",
                                  toggl_field(source, TOGGL_START_DATE),
                                  toggl_field(source, TOGGL_START_TIME), store->error.message);
    if (kind != FOCUS__LOCAL_DOUBLED || !entry->has_end || toggl_fits_end(source, entry, *out_ms))
        return FOCUS_OK;
    status =
        focus__utc_from_local(&store->zone, &entry->start, true, &later_ms, &kind, &store->error);
    if (status == FOCUS_OK && toggl_fits_end(source, entry, later_ms))
        *out_ms = later_ms;
    return status;
}

/* A duration that is missing or rounded is what the clock shows between start and end. Where they are
 * further apart than rounding takes them, the duration is meant. */
static focus_status toggl_count_duration(toggl_source *source, int64_t start_ms, toggl_entry *entry)
{
    focus__file_time end = {.local = entry->end};
    int64_t end_ms;
    focus_status status = focus__file_instant(source->import, &end, start_ms, &end_ms);

    if (status != FOCUS_OK)
        return status;
    int64_t shown_s = (end_ms - start_ms) / FOCUS__MS_PER_SECOND;
    if (shown_s < 0)
        return focus__import_fail(source->import, "it ends before it starts");
    if (entry->duration_s == 0 || llabs(shown_s - entry->duration_s) <= TOGGL_ROUNDED_S)
        entry->duration_s = shown_s;
    return FOCUS_OK;
}

/* Without an end in a file that has ends, the entry still runs. */
static focus_status toggl_take_times(toggl_source *source, toggl_entry *entry,
                                     focus__record *record)
{
    bool is_running = !entry->has_end && toggl_has(source, TOGGL_END_DATE);
    focus_status status = toggl_find_start(source, entry, &record->started_at_ms);

    if (status == FOCUS_OK && entry->has_end && !entry->has_duration)
        status = toggl_count_duration(source, record->started_at_ms, entry);
    if (status == FOCUS_OK && !is_running)
        record->ended_at_ms = record->started_at_ms + entry->duration_s * FOCUS__MS_PER_SECOND;
    return status;
}

/* --- words ------------------------------------------------------------------------------------ */

static int toggl_compare_tags(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The sorted tags in one text: their order means nothing, and must not tell rows apart. */
static void toggl_join_tags(toggl_source *source, const char **tags, size_t count)
{
    focus__buffer_clear(&source->tag_words);
    qsort(tags, count, sizeof(*tags), toggl_compare_tags);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            focus__buffer_char(&source->tag_words, ',');
        focus__buffer_text(&source->tag_words, tags[i]);
    }
}

static focus_status toggl_no_memory(const toggl_source *source)
{
    return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for tags");
}

/* Tags stand in one field with commas between them. */
static focus_status toggl_take_tags(toggl_source *source, const char *tags[FOCUS_TAGS_MAX],
                                    focus__record *record)
{
    focus__buffer_clear(&source->tags);
    focus__buffer_text(&source->tags, toggl_field(source, TOGGL_TAGS));
    if (source->tags.failed)
        return toggl_no_memory(source);
    focus_status status =
        focus__import_cut_tags(source->import, source->tags.bytes, ",", tags, record);
    if (status != FOCUS_OK)
        return status;
    toggl_join_tags(source, tags, record->tag_count);
    return source->tag_words.failed ? toggl_no_memory(source) : FOCUS_OK;
}

/* A client without a project says what the work was for as well as a project would. */
static void toggl_take_words(const toggl_source *source, focus__record *record)
{
    record->title = toggl_field(source, TOGGL_DESCRIPTION);
    record->task = toggl_field(source, TOGGL_TASK);
    record->project = toggl_field(source, TOGGL_PROJECT);
    if (record->project[0] == '\0')
        record->project = toggl_field(source, TOGGL_CLIENT);
}

static void toggl_write_time(const focus_local_time *time, char out[TOGGL_TIME_SIZE])
{
    (void)snprintf(out, TOGGL_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d", time->year, time->month,
                   time->day, time->hour, time->minute, time->second);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* The record with its key, whose words tell entries of one account at the same time apart. */
static focus_status toggl_import(toggl_source *source, const toggl_entry *entry,
                                 focus__record *record)
{
    char start[TOGGL_TIME_SIZE];
    char end[TOGGL_TIME_SIZE] = "";
    char duration[TOGGL_TIME_SIZE];
    const char *email = toggl_field(source, TOGGL_EMAIL);
    const char *words[] = {record->title,
                           record->project,
                           record->task,
                           toggl_field(source, TOGGL_CLIENT),
                           source->tag_words.size > 0 ? source->tag_words.bytes : "",
                           duration};

    toggl_write_time(&entry->start, start);
    if (entry->has_end)
        toggl_write_time(&entry->end, end);
    (void)snprintf(duration, sizeof duration, "%lld", (long long)entry->duration_s);
    record->key = (focus__record_key){
        .account = email[0] != '\0' ? email : toggl_field(source, TOGGL_USER),
        .start = start,
        .end = end,
        .words = words,
        .word_count = FOCUS__COUNT_OF(words),
    };
    return focus__import_record(source->import, record);
}

static focus_status toggl_take_row(toggl_source *source)
{
    const char *tags[FOCUS_TAGS_MAX];
    focus__record record = {.status = FOCUS_SESSION_COMPLETED};
    toggl_entry entry;
    bool is_taken = false;
    focus_status status = focus__csv_next(&source->csv);

    if (status != FOCUS_OK)
        return status;
    status = focus__csv_check_count(&source->csv, source->column_count);
    if (status == FOCUS_OK)
        status = focus__import_person(source->import, toggl_field(source, TOGGL_USER),
                                      toggl_field(source, TOGGL_EMAIL), &is_taken);
    if (status == FOCUS_OK && !is_taken)
        return focus__import_skip(source->import, &source->import->report.skipped_person, 0);
    if (status == FOCUS_OK)
        status = toggl_read_entry(source, &entry);
    if (status == FOCUS_OK)
        status = toggl_take_times(source, &entry, &record);
    if (status == FOCUS_OK)
        status = toggl_take_tags(source, tags, &record);
    if (status != FOCUS_OK)
        return status;
    toggl_take_words(source, &record);
    return toggl_import(source, &entry, &record);
}

static focus_status toggl_run(focus__import *import)
{
    toggl_source source = {.import = import, .csv = {.reader = import->reader}};
    focus_status status = toggl_read_header(&source);

    while (status == FOCUS_OK)
        status = toggl_take_row(&source);
    focus__csv_free(&source.csv);
    focus__buffer_free(&source.tags);
    focus__buffer_free(&source.tag_words);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_toggl = {
    .name = "toggl", .is_alike = toggl_is_alike, .run = toggl_run};
