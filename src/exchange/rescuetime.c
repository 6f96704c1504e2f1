/*
 * rescuetime.c - reports of RescueTime, as CSV: seconds of an activity, a category or a class of
 * productivity, by five minutes, hour, day or longer.
 *
 *     Date,Time Spent (seconds),Number of People,Activity,Category,Productivity
 *     2018-03-05T00:05:00,36,1,news.example,News,-2
 *
 * The archive of an account has no names, by hour, and more words:
 *
 *     2017-05-10 08:00:00 -0400,news.example,No Details,News,Reading,412
 *
 * No row is a stretch of time: two devices make more than five minutes in five minutes. Each becomes a
 * total of its day, and neighbours by key are of one activity. Dates are local and taken as they are.
 */
#include "core/day_total.h"
#include "exchange/csv.h"
#include "exchange/file_time.h"

#include <stdio.h>

typedef enum rescue_column {
    RESCUE_DATE,
    RESCUE_SECONDS,
    RESCUE_ACTIVITY,
    RESCUE_CATEGORY,
    RESCUE_PRODUCTIVITY,
    RESCUE_COLUMN_COUNT
} rescue_column;

static const char *const rescue_names[RESCUE_COLUMN_COUNT] = {
    "date", "time spent (seconds)", "activity", "category", "productivity"};

/* Where they stand in the archive. */
static const size_t rescue_archive[RESCUE_COLUMN_COUNT] = {0, 5, 1, 3, FOCUS__CSV_NO_COLUMN};

enum {
    RESCUE_SECONDS_DIGITS = 9,
    RESCUE_ARCHIVE_FIELDS = 6,
    RESCUE_LOOK_SIZE = 2000 /* bytes of a first line */
};

typedef struct rescue_source {
    focus__import *import;
    focus__csv csv;
    size_t columns[RESCUE_COLUMN_COUNT];
    size_t column_count;   /* of the header */
    focus__buffer account; /* what the present row is about */
} rescue_source;

/* A date, a time of day, and a number at the end of the line. */
static bool rescue_is_archive(const char *bytes, size_t size)
{
    char text[RESCUE_LOOK_SIZE] = "";
    const char *at = text;
    focus_local_time date;

    memcpy(text, bytes, size < sizeof text - 1 ? size : sizeof text - 1);
    text[strcspn(text, "\r\n")] = '\0';
    const char *last = strrchr(text, ',');
    return last != NULL && last[1] != '\0' && last[1 + strspn(last + 1, "0123456789")] == '\0' &&
           focus__file_date(&at, &date) && *at == ' ' && at[strcspn(at, ",:")] == ':';
}

static bool rescue_is_alike(const char *bytes, size_t size)
{
    return (focus__csv_begins_with(bytes, size, rescue_names[RESCUE_DATE]) &&
            focus__csv_begins_with(bytes, size, rescue_names[RESCUE_SECONDS])) ||
           rescue_is_archive(bytes, size);
}

static focus_status rescue_read_header(rescue_source *source)
{
    const focus__reader *reader = source->import->reader;
    focus_status status;

    if (!rescue_is_archive(reader->chunk + reader->at, reader->size - reader->at)) {
        status = focus__csv_header(&source->csv, rescue_names, RESCUE_COLUMN_COUNT,
                                   RESCUE_SECONDS + 1, source->columns);
        source->column_count = source->csv.count;
        return status;
    }
    memcpy(source->columns, rescue_archive, sizeof rescue_archive);
    source->column_count = RESCUE_ARCHIVE_FIELDS;
    return FOCUS_OK;
}

static const char *rescue_field(const rescue_source *source, rescue_column column)
{
    return focus__csv_field(&source->csv, source->columns[column]);
}

/* A date with or without a time of day, which says only which slot it is. */
static focus_status rescue_take_day(rescue_source *source, focus__day_record *record)
{
    const char *text = rescue_field(source, RESCUE_DATE);
    const char *at = text;
    focus_local_time date;

    if (!focus__file_date(&at, &date) || (*at != '\0' && *at != 'T' && *at != ' '))
        return focus__import_fail(source->import, "\"%.60s\" is not a date", text);
    return focus__file_day(source->import, &date, &record->day);
}

static focus_status rescue_take_seconds(rescue_source *source, focus__day_record *record)
{
    const char *text = rescue_field(source, RESCUE_SECONDS);
    const char *at = text;
    int32_t seconds;

    if (!focus__file_number(&at, RESCUE_SECONDS_DIGITS, &seconds) || *at != '\0')
        return focus__import_fail(source->import, "\"%.60s\" is not a number of seconds", text);
    record->length_ms = seconds * FOCUS__MS_PER_SECOND;
    return FOCUS_OK;
}

static focus_status rescue_take_rating(rescue_source *source, focus__day_record *record)
{
    const char *text = rescue_field(source, RESCUE_PRODUCTIVITY);
    const char *at = text;
    bool is_minus = focus__file_char(&at, '-');

    if (text[0] == '\0')
        return FOCUS_OK;
    if (!focus__file_number(&at, 1, &record->rating) || *at != '\0' ||
        record->rating > FOCUS__RATING_MAX)
        return focus__import_fail(source->import, "the productivity \"%.60s\" is not -2 to 2",
                                  text);
    record->has_rating = true;
    record->rating = is_minus ? -record->rating : record->rating;
    return FOCUS_OK;
}

static focus_status rescue_take_words(rescue_source *source, focus__record *record)
{
    focus__buffer_clear(&source->account);
    focus__buffer_format(&source->account, "%s/%s/%s", rescue_field(source, RESCUE_ACTIVITY),
                         rescue_field(source, RESCUE_CATEGORY),
                         rescue_field(source, RESCUE_PRODUCTIVITY));
    if (source->account.failed)
        return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for a key");
    record->title = rescue_field(source, RESCUE_ACTIVITY);
    record->project = rescue_field(source, RESCUE_CATEGORY);
    record->key.account = source->account.bytes;
    record->key.start = rescue_field(source, RESCUE_DATE);
    record->key.end = "";
    return FOCUS_OK;
}

static focus_status rescue_take_row(rescue_source *source)
{
    focus__day_record record = {0};
    focus_status status = focus__csv_next(&source->csv);

    if (status == FOCUS_OK)
        status = focus__csv_check_count(&source->csv, source->column_count);
    if (status == FOCUS_OK)
        status = rescue_take_day(source, &record);
    if (status == FOCUS_OK)
        status = rescue_take_seconds(source, &record);
    if (status == FOCUS_OK)
        status = rescue_take_rating(source, &record);
    if (status == FOCUS_OK)
        status = rescue_take_words(source, &record.words);
    return status == FOCUS_OK ? focus__import_total(source->import, &record) : status;
}

static focus_status rescue_run(focus__import *import)
{
    rescue_source source = {.import = import, .csv = {.reader = import->reader}};
    focus_status status = rescue_read_header(&source);

    while (status == FOCUS_OK)
        status = rescue_take_row(&source);
    focus__csv_free(&source.csv);
    focus__buffer_free(&source.account);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_rescuetime = {
    .name = "rescuetime", .is_alike = rescue_is_alike, .run = rescue_run};
