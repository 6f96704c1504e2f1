/*
 * sheet.c - tables that people or small programs keep as CSV, a stretch of time a row:
 *
 *     start,finish                                                     Tool,dt_start,dt_end,Duration
 *     Thursday 18 February 2021 12:38:24,Thursday 18 February ...      GitHub,2021-04-23 09:12:19,...
 *
 * Columns are found by the names below; what has no name there is passed over. An end may be missing
 * where there is a duration. Times without an offset are those of the store's zone.
 */
#include "exchange/csv.h"
#include "exchange/file_time.h"

#include "base/text.h"

typedef enum sheet_column {
    SHEET_START,
    SHEET_END,
    SHEET_DURATION,
    SHEET_TITLE,
    SHEET_PROJECT,
    SHEET_TAGS,
    SHEET_NOTE,
    SHEET_PERSON,
    SHEET_COLUMN_COUNT
} sheet_column;

static const struct {
    const char *name;
    sheet_column column;
} sheet_names[] = {
    {"start", SHEET_START},       {"started_at", SHEET_START}, {"start time", SHEET_START},
    {"start_time", SHEET_START},  {"dt_start", SHEET_START},   {"started", SHEET_START},
    {"begin", SHEET_START},       {"from", SHEET_START},       {"end", SHEET_END},
    {"ended_at", SHEET_END},      {"end time", SHEET_END},     {"end_time", SHEET_END},
    {"dt_end", SHEET_END},        {"ended", SHEET_END},        {"finish", SHEET_END},
    {"finished", SHEET_END},      {"stop", SHEET_END},         {"to", SHEET_END},
    {"duration", SHEET_DURATION}, {"title", SHEET_TITLE},      {"description", SHEET_TITLE},
    {"task", SHEET_TITLE},        {"activity", SHEET_TITLE},   {"name", SHEET_TITLE},
    {"tool", SHEET_TITLE},        {"summary", SHEET_TITLE},    {"project", SHEET_PROJECT},
    {"category", SHEET_PROJECT},  {"client", SHEET_PROJECT},   {"tags", SHEET_TAGS},
    {"tag", SHEET_TAGS},          {"note", SHEET_NOTE},        {"notes", SHEET_NOTE},
    {"comment", SHEET_NOTE},      {"user", SHEET_PERSON},      {"person", SHEET_PERSON},
    {"member", SHEET_PERSON},     {"employee", SHEET_PERSON},  {"email", SHEET_PERSON},
};

enum { SHEET_HOURS_DIGITS = 6, SHEET_WORD_MAX = 16 };

typedef struct sheet_source {
    focus__import *import;
    focus__csv csv;
    size_t columns[SHEET_COLUMN_COUNT];
    size_t column_count; /* of the header */
    focus__buffer tags;  /* of the present row, cut in place */
} sheet_source;

/* --- columns ---------------------------------------------------------------------------------- */

static bool sheet_begins_with(const char *bytes, size_t size, sheet_column column)
{
    for (size_t i = 0; i < FOCUS__COUNT_OF(sheet_names); i++) {
        if (sheet_names[i].column == column &&
            focus__csv_begins_with(bytes, size, sheet_names[i].name))
            return true;
    }
    return false;
}

static bool sheet_is_alike(const char *bytes, size_t size)
{
    return sheet_begins_with(bytes, size, SHEET_START) &&
           (sheet_begins_with(bytes, size, SHEET_END) ||
            sheet_begins_with(bytes, size, SHEET_DURATION));
}

static focus_status sheet_read_header(sheet_source *source)
{
    focus_status status = focus__csv_next(&source->csv);

    if (status == FOCUS_DONE)
        return focus__import_fail(source->import, "the file is empty, even of column names");
    if (status != FOCUS_OK)
        return status;
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++)
        source->columns[i] = FOCUS__CSV_NO_COLUMN;
    for (size_t i = 0; i < FOCUS__COUNT_OF(sheet_names); i++) {
        size_t *column = &source->columns[sheet_names[i].column];
        if (*column == FOCUS__CSV_NO_COLUMN)
            *column = focus__csv_find(&source->csv, sheet_names[i].name);
    }
    source->column_count = source->csv.count;
    if (focus__csv_find(&source->csv, "active_s") != FOCUS__CSV_NO_COLUMN)
        return focus__import_fail(source->import,
                                  "this is our own CSV, which has no pauses; export "
                                  "as JSON Lines to import again");
    if (source->columns[SHEET_START] == FOCUS__CSV_NO_COLUMN)
        return focus__import_fail(source->import, "there is no column \"start\"");
    if (source->columns[SHEET_END] == FOCUS__CSV_NO_COLUMN &&
        source->columns[SHEET_DURATION] == FOCUS__CSV_NO_COLUMN)
        return focus__import_fail(source->import, "there is no column \"end\" or \"duration\"");
    return FOCUS_OK;
}

static const char *sheet_field(const sheet_source *source, sheet_column column)
{
    return focus__csv_field(&source->csv, source->columns[column]);
}

/* --- times ------------------------------------------------------------------------------------ */

static const char *const sheet_months[] = {"january",   "february", "march",    "april",
                                           "may",       "june",     "july",     "august",
                                           "september", "october",  "november", "december"};
static const char *const sheet_weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                             "friday", "saturday", "sunday"};

/* 1 for the first of the names or the first letters of it, three at least, and so on; 0. */
static int32_t sheet_name(const char *const *names, size_t count, const char *word, size_t size)
{
    for (size_t i = 0; i < count && size >= 3; i++) {
        char name[SHEET_WORD_MAX] = "";
        size_t length = strlen(names[i]);
        memcpy(name, names[i], size < length ? size : length);
        if (size <= length && focus__csv_is_name(word, size, name))
            return (int32_t)i + 1;
    }
    return 0;
}

/* "12:38", "12:38:24", "1:38pm". */
static bool sheet_clock(const char *word, focus_local_time *out)
{
    const char *at = word;

    out->second = 0;
    return focus__file_number(&at, 2, &out->hour) && focus__file_char(&at, ':') &&
           focus__file_number(&at, 2, &out->minute) &&
           (!focus__file_char(&at, ':') || focus__file_number(&at, 2, &out->second)) &&
           focus__file_half(&at, &out->hour) && strchr(" ,", *at) != NULL;
}

/* A month, the half of the day behind its hour, "UTC", "GMT+08:00", or the day of the week, which
 * says nothing. What another word says would be lost: there is no time then. */
static bool sheet_take_name(const char *word, size_t size, focus__file_time *out)
{
    const char *at = word;
    int32_t month = sheet_name(sheet_months, FOCUS__COUNT_OF(sheet_months), word, size);

    if (month != 0) {
        out->local.month = month;
        return true;
    }
    if (sheet_name(sheet_weekdays, FOCUS__COUNT_OF(sheet_weekdays), word, size) != 0)
        return true;
    if (size == 2)
        return focus__file_half(&at, &out->local.hour) && at == word + size;
    if (strncmp(word, "UTC", 3) != 0 && strncmp(word, "GMT", 3) != 0)
        return false;
    at += 3;
    bool read = focus__file_offset(&at, out) && at == word + size;
    out->has_offset = true;
    return read;
}

/* A word of a date in English: a name, a day, a year, a clock's time, or all of the date. */
static bool sheet_take_word(const char *word, size_t size, focus__file_time *out)
{
    const char *at = word;
    int32_t number;

    if (*word < '0' || *word > '9')
        return sheet_take_name(word, size, out);
    if (memchr(word, ':', size) != NULL)
        return sheet_clock(word, &out->local);
    if (focus__file_date(&at, &out->local))
        return at == word + size;
    at = word;
    if (!focus__file_number(&at, 4, &number) || at != word + size)
        return false;
    *(size == 4 ? &out->local.year : &out->local.day) = number;
    return true;
}

/* "Thursday 18 February 2021 12:38:24", "Feb 18, 2021 1:38 PM". */
static bool sheet_read_words(const char *text, focus__file_time *out)
{
    *out = (focus__file_time){.local = {.hour = -1}};
    for (const char *at = text + strspn(text, " ,"); *at != '\0' && *at != '(';
         at += strspn(at, " ,")) {
        size_t size = strcspn(at, " ,");
        if (!sheet_take_word(at, size, out))
            return false;
        at += size;
    }
    return out->local.year != 0 && out->local.month != 0 && out->local.day != 0 &&
           out->local.hour >= 0;
}

static focus_status sheet_instant(sheet_source *source, const char *text, int64_t not_before_ms,
                                  int64_t *out_at_ms)
{
    focus__file_time time;

    if (!focus__file_time_read(text, &time) && !sheet_read_words(text, &time))
        return focus__import_fail(source->import, "\"%.60s\" is not a time", text);
    return focus__file_instant_of(source->import, text, &time, not_before_ms, out_at_ms);
}

/* "0 days 00:00:17.250000", "01:30:00". */
static bool sheet_read_duration(const char *text, int64_t *out_ms)
{
    const char *at = text;
    int32_t number;
    int32_t days = 0;
    int32_t minutes;
    int32_t seconds = 0;
    int32_t milliseconds = 0;

    if (!focus__file_number(&at, SHEET_HOURS_DIGITS, &number))
        return false;
    if (strncmp(at, " days ", 6) == 0 || strncmp(at, " day ", 5) == 0) {
        days = number;
        at += strncmp(at, " days ", 6) == 0 ? 6 : 5;
        if (!focus__file_number(&at, SHEET_HOURS_DIGITS, &number))
            return false;
    }
    if (!focus__file_char(&at, ':') || !focus__file_number(&at, 2, &minutes) ||
        (focus__file_char(&at, ':') &&
         !(focus__file_number(&at, 2, &seconds) && focus__file_fraction(&at, &milliseconds))) ||
        *at != '\0')
        return false;
    *out_ms = days * FOCUS__MS_PER_DAY + number * FOCUS__MS_PER_HOUR +
              minutes * FOCUS__MS_PER_MINUTE + seconds * FOCUS__MS_PER_SECOND + milliseconds;
    return true;
}

/* A row that has neither an end nor a duration still runs. */
static focus_status sheet_take_times(sheet_source *source, focus__record *record)
{
    const char *end = sheet_field(source, SHEET_END);
    const char *duration = sheet_field(source, SHEET_DURATION);
    int64_t length_ms;

    record->key.start = sheet_field(source, SHEET_START);
    record->key.end = end;
    focus_status status = sheet_instant(source, record->key.start, 0, &record->started_at_ms);
    if (status != FOCUS_OK || (end[0] == '\0' && duration[0] == '\0'))
        return status;
    if (end[0] != '\0')
        return sheet_instant(source, end, record->started_at_ms, &record->ended_at_ms);
    if (!sheet_read_duration(duration, &length_ms))
        return focus__import_fail(source->import, "\"%.60s\" is not a duration", duration);
    record->ended_at_ms = record->started_at_ms + length_ms;
    return FOCUS_OK;
}

/* --- words ------------------------------------------------------------------------------------ */

/* Commas or semicolons stand between tags. */
static focus_status sheet_take_tags(sheet_source *source, const char *tags[FOCUS_TAGS_MAX],
                                    focus__record *record)
{
    focus__buffer_clear(&source->tags);
    focus__buffer_text(&source->tags, sheet_field(source, SHEET_TAGS));
    if (source->tags.failed)
        return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for tags");
    return focus__import_cut_tags(source->import, source->tags.bytes, ",;", tags, record);
}

static void sheet_take_words(const sheet_source *source, focus__record *record)
{
    record->title = sheet_field(source, SHEET_TITLE);
    record->project = sheet_field(source, SHEET_PROJECT);
    record->note = sheet_field(source, SHEET_NOTE);
    record->status = FOCUS_SESSION_COMPLETED;
}

/* --- rows ------------------------------------------------------------------------------------- */

static focus_status sheet_take_row(sheet_source *source)
{
    const char *tags[FOCUS_TAGS_MAX];
    focus__record record = {0};
    bool is_taken = false;
    focus_status status = focus__csv_next(&source->csv);

    if (status != FOCUS_OK)
        return status;
    const char *person = sheet_field(source, SHEET_PERSON);
    status = focus__csv_check_count(&source->csv, source->column_count);
    if (status == FOCUS_OK)
        status = focus__import_person(source->import, person, "", &is_taken);
    if (status == FOCUS_OK && !is_taken)
        return focus__import_skip(source->import, &source->import->report.skipped_person, 0);
    record.key.account = person;
    if (status == FOCUS_OK)
        status = sheet_take_times(source, &record);
    if (status == FOCUS_OK)
        status = sheet_take_tags(source, tags, &record);
    sheet_take_words(source, &record);
    return status == FOCUS_OK ? focus__import_record(source->import, &record) : status;
}

static focus_status sheet_run(focus__import *import)
{
    sheet_source source = {.import = import, .csv = {.reader = import->reader}};
    focus_status status = sheet_read_header(&source);

    while (status == FOCUS_OK)
        status = sheet_take_row(&source);
    focus__csv_free(&source.csv);
    focus__buffer_free(&source.tags);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_sheet = {
    .name = "csv", .is_alike = sheet_is_alike, .run = sheet_run};
