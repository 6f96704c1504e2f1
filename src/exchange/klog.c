/*
 * klog.c - records of klog, plain text (file format specification 1.4):
 *
 *     2026-03-02 (8h!)                  a day, perhaps with the time that it should have
 *     Plant #garden                     summary of the record: its tags are those of every entry
 *         9:00 - 10:30 Sow #beds=two    a range; 12-hour times as well, <23:00 is of the day before,
 *         13:00 - ?                     0:30> of the day after; an open range still runs
 *         45m Read                      a duration, without a time of day: a total of the day
 *         -30m Lunch                    the same, as a correction
 *
 * Tags at the end of a summary are no part of the title. As we write them, #project="a name" is the
 * project, #tag="a, b" a tag that klog could not have by itself, and #title="a #b" in the first place
 * a title.
 *
 * Entries have no ids: a range is the same by its times, a duration by day and length. An entry goes
 * on in lines that are indented more, so that it is imported when the next thing begins.
 */
#include "exchange/file_time.h"

#include "base/text.h"

#include <stdio.h>

enum {
    KLOG_DIGITS_MAX = 6,
    KLOG_MINUTES_PER_HOUR = 60,
    KLOG_MINUTES_PER_DAY = 1440,
    KLOG_TIME_SIZE = 32,
    KLOG_INDENT_MAX = 4
};

typedef enum klog_kind { KLOG_NO_ENTRY, KLOG_DURATION, KLOG_RANGE, KLOG_OPEN_RANGE } klog_kind;

typedef struct klog_entry {
    klog_kind kind;
    int64_t line;
    int32_t minutes; /* KLOG_DURATION */
    int32_t start;   /* minutes from the day's midnight on: -1440 to 2880 */
    int32_t end;
} klog_entry;

/* What tags say. */
typedef struct klog_words {
    const char *title; /* NULL: nothing of it */
    const char *project;
    const char *tags[FOCUS_TAGS_MAX];
    size_t tag_count;
} klog_words;

typedef struct klog_source {
    focus__import *import;
    focus__buffer line;
    bool in_record;
    bool has_open_range;
    int32_t day;
    char indent[KLOG_INDENT_MAX + 1]; /* of the record's entries; empty: none yet */
    klog_entry entry;                 /* read, and not imported yet */
    int64_t until_ms;                 /* the end of the record's range before it; 0: none */
    focus__buffer summary;            /* of the record */
    focus__buffer entry_summary;
} klog_source;

/* A line with a date and nothing behind it but what a record may have there. */
static bool klog_is_alike(const char *bytes, size_t size)
{
    char text[KLOG_TIME_SIZE];
    const char *at = text;
    focus_local_time date;
    size_t from = 0;

    while (from < size && bytes[from] != '\0' && strchr(" \t\r\n", bytes[from]) != NULL)
        from++;
    size_t length = size - from < sizeof text - 1 ? size - from : sizeof text - 1;
    memcpy(text, bytes + from, length);
    text[length] = '\0';
    if (!focus__file_date(&at, &date))
        return false;
    at += strspn(at, " \t");
    return *at == '\0' || *at == '\r' || *at == '\n' || *at == '(';
}

/* --- durations and times ---------------------------------------------------------------------- */

/* "2h", "45m", "2h45m", with or without a sign; nothing moved where there is none. */
static bool klog_read_duration(const char **from, int32_t *out_minutes)
{
    const char *at = *from;
    bool is_minus = *at == '-';
    int32_t hours = 0;
    int32_t minutes = 0;

    if (*at == '-' || *at == '+')
        at++;
    if (!focus__file_number(&at, KLOG_DIGITS_MAX, &minutes))
        return false;
    if (focus__file_char(&at, 'h')) {
        hours = minutes;
        minutes = 0;
        if (focus__file_number(&at, 2, &minutes) &&
            (minutes >= KLOG_MINUTES_PER_HOUR || !focus__file_char(&at, 'm')))
            return false;
    } else if (!focus__file_char(&at, 'm')) {
        return false;
    }
    *out_minutes = (hours * KLOG_MINUTES_PER_HOUR + minutes) * (is_minus ? -1 : 1);
    *from = at;
    return true;
}

/* "9:00", "9:00am", "<23:00", "0:30>", in minutes from the record's midnight on. */
static bool klog_read_time(const char **from, int32_t *out_minutes)
{
    const char *at = *from;
    bool is_before = focus__file_char(&at, '<');
    int32_t hour;
    int32_t minute;

    if (!focus__file_number(&at, 2, &hour) || !focus__file_char(&at, ':'))
        return false;
    const char *minute_at = at;
    if (!focus__file_number(&at, 2, &minute) || at - minute_at != 2 ||
        minute >= KLOG_MINUTES_PER_HOUR || !focus__file_half(&at, &hour))
        return false;
    bool is_after = focus__file_char(&at, '>');
    if (hour > 24 || (hour == 24 && (minute > 0 || is_after)) || (is_before && is_after))
        return false;
    *out_minutes = hour * KLOG_MINUTES_PER_HOUR + minute + (is_after ? KLOG_MINUTES_PER_DAY : 0) -
                   (is_before ? KLOG_MINUTES_PER_DAY : 0);
    *from = at;
    return true;
}

/* From behind the start: " - 10:30", "-?". */
static bool klog_read_end(const char **from, klog_entry *entry)
{
    const char *at = *from + strspn(*from, " ");

    if (!focus__file_char(&at, '-'))
        return false;
    at += strspn(at, " ");
    entry->kind = *at == '?' ? KLOG_OPEN_RANGE : KLOG_RANGE;
    if (entry->kind == KLOG_OPEN_RANGE)
        at += strspn(at, "?");
    else if (!klog_read_time(&at, &entry->end))
        return false;
    *from = at;
    return true;
}

static bool klog_is_word_end(char c)
{
    return c == '\0' || c == ' ' || c == '\t';
}

/* --- tags ------------------------------------------------------------------------------------- */

/* Letters of any alphabet, digits, _ and -. */
static size_t klog_word_size(const char *text)
{
    size_t size = 0;

    for (;; size++) {
        unsigned char c = (unsigned char)text[size];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!is_letter && !(c >= '0' && c <= '9') && c != '_' && c != '-')
            return size;
    }
}

/* "#name", "#name=value", "#name='a value'": what stands behind the #, without the quotes. */
static void klog_read_tag(const char **at, focus__buffer *tag)
{
    size_t size = klog_word_size(*at);

    focus__buffer_clear(tag);
    focus__buffer_append(tag, *at, size);
    *at += size;
    if (size == 0 || **at != '=')
        return;
    char quote = (*at)[1];
    const char *end = quote == '"' || quote == '\'' ? strchr(*at + 2, quote) : NULL;
    const char *value = end != NULL ? *at + 2 : *at + 1;
    size = end != NULL ? (size_t)(end - value) : klog_word_size(value);
    if (size == 0)
        return;
    focus__buffer_char(tag, '=');
    focus__buffer_append(tag, value, size);
    *at = end != NULL ? end + 1 : value + size;
}

static focus_status klog_no_memory(const klog_source *source)
{
    return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for a summary");
}

/* The value of a tag of this name; NULL: it has another. */
static const char *klog_value_of(const char *tag, const char *name)
{
    size_t size = strlen(name);

    return strncmp(tag, name, size) == 0 && tag[size] == '=' ? tag + size + 1 : NULL;
}

/* A name with its value, where it has one. */
static focus_status klog_add_tag(klog_source *source, const char *name, bool is_first,
                                 klog_words *words)
{
    const char *text = focus__box_text(source->import->box, name);

    if (text == NULL)
        return klog_no_memory(source);
    const char *project = klog_value_of(text, "project");
    const char *title = is_first ? klog_value_of(text, "title") : NULL;
    const char *tag = klog_value_of(text, "tag");
    if (project != NULL || title != NULL) {
        words->project = project != NULL ? project : words->project;
        words->title = title != NULL ? title : words->title;
        return FOCUS_OK;
    }
    if (words->tag_count == FOCUS_TAGS_MAX)
        return focus__import_fail(source->import, "there are more than %d tags", FOCUS_TAGS_MAX);
    words->tags[words->tag_count++] = tag != NULL ? tag : text;
    return FOCUS_OK;
}

static bool klog_is_blank(const char *from, const char *until)
{
    return from + strspn(from, " \t\n") >= until;
}

/* All tags of a summary; *out_size is what stands before those at its end. */
static focus_status klog_find_tags(klog_source *source, const char *text, klog_words *words,
                                   size_t *out_size)
{
    focus__buffer tag = {0};
    focus_status status = FOCUS_OK;
    const char *end = text; /* of the tag before */
    const char *cut = NULL; /* where the tags begin that stand side by side up to there */

    for (const char *at = strchr(text, '#'); at != NULL && status == FOCUS_OK;
         at = strchr(at, '#')) {
        const char *hash = at++;
        klog_read_tag(&at, &tag);
        if (tag.failed)
            status = klog_no_memory(source);
        if (tag.size == 0)
            continue;
        if (!klog_is_blank(end, hash) || cut == NULL)
            cut = hash == text || klog_is_word_end(hash[-1]) || hash[-1] == '\n' ? hash : NULL;
        end = at;
        status = klog_add_tag(source, tag.bytes, hash == text, words);
    }
    *out_size = strlen(text);
    if (cut != NULL && klog_is_blank(end, text + *out_size))
        *out_size = (size_t)(cut - text);
    focus__buffer_free(&tag);
    return status;
}

/* --- entries ---------------------------------------------------------------------------------- */

/* A clock's time of the record's day, or of the one beside it. */
static focus__file_time klog_local(const klog_source *source, int32_t minutes)
{
    int32_t shift = minutes < 0 ? -1 : minutes / KLOG_MINUTES_PER_DAY;
    int32_t of_day = minutes - shift * KLOG_MINUTES_PER_DAY;
    focus__file_time time = {.local = {.hour = of_day / KLOG_MINUTES_PER_HOUR,
                                       .minute = of_day % KLOG_MINUTES_PER_HOUR}};

    focus_date_from_day(source->day + shift, &time.local.year, &time.local.month, &time.local.day);
    return time;
}

static focus_status klog_instant(klog_source *source, int32_t minutes, int64_t not_before_ms,
                                 char text[KLOG_TIME_SIZE], int64_t *out_at_ms)
{
    focus__file_time time = klog_local(source, minutes);
    const focus_local_time *local = &time.local;

    (void)snprintf(text, KLOG_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d", local->year, local->month,
                   local->day, local->hour, local->minute);
    return focus__file_instant(source->import, &time, not_before_ms, out_at_ms);
}

/* Where an hour comes twice, a range that would begin within the one before it is of the later. */
static focus_status klog_start(klog_source *source, char text[KLOG_TIME_SIZE], int64_t *out_at_ms)
{
    int32_t minutes = source->entry.start;
    focus_status status = klog_instant(source, minutes, source->until_ms, text, out_at_ms);

    return status == FOCUS_OK && *out_at_ms < source->until_ms
               ? klog_instant(source, minutes, 0, text, out_at_ms)
               : status;
}

/* A minute after the one before it: at a change of the clocks that is the instant of the change, where
 * the range ends as klog counts. */
static focus_status klog_end(klog_source *source, int64_t started_at_ms, char text[KLOG_TIME_SIZE],
                             int64_t *out_at_ms)
{
    int32_t minutes = source->entry.end;
    focus_status before =
        klog_instant(source, minutes - 1, started_at_ms - FOCUS__MS_PER_MINUTE, text, out_at_ms);
    int64_t at_ms = *out_at_ms + FOCUS__MS_PER_MINUTE;
    focus_status status = klog_instant(source, minutes, started_at_ms, text, out_at_ms);

    if (before != FOCUS_OK || at_ms < started_at_ms)
        return status;
    focus__error_clear(&source->import->store->error);
    *out_at_ms = at_ms;
    return FOCUS_OK;
}

/* The beginning of a text, without the blanks at its end; in the box. */
static focus_status klog_cut(const klog_source *source, const char *text, size_t size,
                             const char **out)
{
    while (size > 0 && strchr(" \t\n", text[size - 1]) != NULL)
        size--;
    *out = focus__box_bytes(source->import->box, text, size);
    return *out != NULL ? FOCUS_OK : klog_no_memory(source);
}

/* What an entry itself does not say, its record may. A title that is too long becomes the note. */
static focus_status klog_take_words(klog_source *source, klog_words *words, focus__record *record)
{
    const char *of_record = source->summary.size > 0 ? source->summary.bytes : "";
    const char *of_entry = source->entry_summary.size > 0 ? source->entry_summary.bytes : "";
    size_t record_size;
    size_t entry_size;
    focus_status status = klog_find_tags(source, of_record, words, &record_size);

    if (status == FOCUS_OK)
        status = klog_find_tags(source, of_entry, words, &entry_size);
    if (status != FOCUS_OK)
        return status;
    bool is_entry_titled = entry_size > 0 || words->title != NULL;
    record->title = words->title;
    if (entry_size > 0)
        status = klog_cut(source, of_entry, entry_size, &record->title);
    else if (words->title == NULL)
        status = klog_cut(source, of_record, record_size, &record->title);
    if (status != FOCUS_OK)
        return status;
    record->project = words->project;
    record->tags = words->tags;
    record->tag_count = words->tag_count;
    if (strlen(record->title) <= FOCUS_TITLE_MAX &&
        (is_entry_titled || strchr(of_record, '\n') != NULL))
        record->note = of_record;
    return FOCUS_OK;
}

static focus_status klog_import_range(klog_source *source, const focus__record *words)
{
    focus__record record = *words;
    const klog_entry *entry = &source->entry;
    char start[KLOG_TIME_SIZE];
    char end[KLOG_TIME_SIZE] = "";
    focus_status status = klog_start(source, start, &record.started_at_ms);

    if (status == FOCUS_OK && entry->kind == KLOG_RANGE)
        status = klog_end(source, record.started_at_ms, end, &record.ended_at_ms);
    source->until_ms = record.ended_at_ms;
    record.key.start = start;
    record.key.end = end;
    record.status = FOCUS_SESSION_COMPLETED;
    return status == FOCUS_OK ? focus__import_record(source->import, &record) : status;
}

static focus_status klog_import_duration(klog_source *source, const focus__record *words)
{
    char date[KLOG_TIME_SIZE];
    char length[KLOG_TIME_SIZE];
    focus__file_time day = klog_local(source, 0);
    focus__day_record record = {
        .words = *words,
        .day = source->day,
        .length_ms = source->entry.minutes * FOCUS__MS_PER_MINUTE,
    };

    (void)snprintf(date, sizeof date, "%04d-%02d-%02d", day.local.year, day.local.month,
                   day.local.day);
    (void)snprintf(length, sizeof length, "%dm", source->entry.minutes);
    record.words.key.start = date;
    record.words.key.end = length;
    return focus__import_total(source->import, &record);
}

/* The entry that is complete now, if there is one; errors are about its line. */
static focus_status klog_end_entry(klog_source *source)
{
    klog_words words = {0};
    focus__record record = {0};
    focus__reader *reader = source->import->reader;
    int64_t line = reader->record_line;

    if (source->entry.kind == KLOG_NO_ENTRY)
        return FOCUS_OK;
    reader->record_line = source->entry.line;
    focus_status status = klog_take_words(source, &words, &record);
    if (status == FOCUS_OK && source->entry.kind == KLOG_DURATION)
        status = klog_import_duration(source, &record);
    else if (status == FOCUS_OK)
        status = klog_import_range(source, &record);
    if (status == FOCUS_OK)
        reader->record_line = line;
    source->entry.kind = KLOG_NO_ENTRY;
    focus__buffer_clear(&source->entry_summary);
    return status;
}

static focus_status klog_check_entry(klog_source *source, const klog_entry *entry)
{
    if (entry->kind == KLOG_OPEN_RANGE && source->has_open_range)
        return focus__import_fail(source->import, "the record has two open ranges");
    source->has_open_range = source->has_open_range || entry->kind == KLOG_OPEN_RANGE;
    if (entry->kind == KLOG_RANGE && entry->end < entry->start)
        return focus__import_fail(source->import, "the range ends before it starts");
    return FOCUS_OK;
}

static focus_status klog_begin_entry(klog_source *source, const char *text)
{
    klog_entry *entry = &source->entry;
    const char *at = text;
    bool read;

    *entry = (klog_entry){.line = source->import->reader->record_line};
    if (klog_read_duration(&at, &entry->minutes)) {
        entry->kind = KLOG_DURATION;
        read = true;
    } else {
        read = klog_read_time(&at, &entry->start) && klog_read_end(&at, entry);
    }
    if (!read || !klog_is_word_end(*at)) {
        entry->kind = KLOG_NO_ENTRY;
        return focus__import_fail(source->import, "\"%.60s\" is no duration and no range", text);
    }
    focus__buffer_text(&source->entry_summary, at + strspn(at, " \t"));
    return klog_check_entry(source, entry);
}

/* --- records ---------------------------------------------------------------------------------- */

/* "(8h!)": a plan, which is none of ours. */
static bool klog_is_should_total(const char *at)
{
    int32_t minutes;

    if (*at == '\0')
        return true;
    return focus__file_char(&at, '(') && klog_read_duration(&at, &minutes) &&
           focus__file_char(&at, '!') && focus__file_char(&at, ')') && *at == '\0';
}

static focus_status klog_begin_record(klog_source *source, const char *line)
{
    const char *at = line;
    focus_local_time date;

    if (!focus__file_date(&at, &date) || !klog_is_word_end(*at))
        return focus__import_fail(source->import, "\"%.60s\" is not a date", line);
    if (!klog_is_should_total(at + strspn(at, " \t")))
        return focus__import_fail(source->import, "\"%.60s\" is not a should-total", at);
    source->in_record = true;
    source->has_open_range = false;
    source->indent[0] = '\0';
    source->until_ms = 0;
    focus__buffer_clear(&source->summary);
    return focus__file_day(source->import, &date, &source->day);
}

static void klog_add_line(focus__buffer *text, const char *line)
{
    if (text->size > 0)
        focus__buffer_char(text, '\n');
    focus__buffer_text(text, line);
}

/* Two to four blanks or a tab, the same throughout a record. */
static focus_status klog_note_indent(klog_source *source, const char *line)
{
    size_t size = *line == '\t' ? 1 : strspn(line, " ");

    size = size > KLOG_INDENT_MAX ? KLOG_INDENT_MAX : size;
    if (*line == ' ' && size < 2)
        return focus__import_fail(source->import,
                                  "the indentation is not two to four blanks or a tab");
    memcpy(source->indent, line, size);
    source->indent[size] = '\0';
    return FOCUS_OK;
}

static focus_status klog_take_indented(klog_source *source, const char *line)
{
    focus_status status = FOCUS_OK;

    if (source->indent[0] == '\0')
        status = klog_note_indent(source, line);
    size_t size = strlen(source->indent);
    if (status == FOCUS_OK && strncmp(line, source->indent, size) != 0)
        return focus__import_fail(source->import, "the indentation is not that of the record");
    if (status != FOCUS_OK)
        return status;
    line += size;
    if (strncmp(line, source->indent, size) == 0 && source->entry.kind != KLOG_NO_ENTRY) {
        klog_add_line(&source->entry_summary, line + size);
        return FOCUS_OK;
    }
    status = klog_end_entry(source);
    return status == FOCUS_OK ? klog_begin_entry(source, line) : status;
}

static focus_status klog_take_line(klog_source *source, const char *line)
{
    focus_status status = FOCUS_OK;

    if (line[0] == '\0') {
        status = klog_end_entry(source);
        source->in_record = false;
    } else if (!source->in_record) {
        status = klog_begin_record(source, line);
    } else if (line[0] == ' ' || line[0] == '\t') {
        status = klog_take_indented(source, line);
    } else if (source->indent[0] != '\0') {
        status = focus__import_fail(source->import, "\"%.60s\" stands behind entries", line);
    } else {
        klog_add_line(&source->summary, line);
    }
    if (source->summary.size + source->entry_summary.size > FOCUS__READER_RECORD_MAX)
        return focus__import_fail(source->import, "the summary is longer than %d bytes",
                                  FOCUS__READER_RECORD_MAX);
    if (status == FOCUS_OK && (source->summary.failed || source->entry_summary.failed))
        return klog_no_memory(source);
    return status;
}

static focus_status klog_run(focus__import *import)
{
    klog_source source = {.import = import};
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__reader_any_line(import->reader, &source.line);
        if (status == FOCUS_OK)
            status = klog_take_line(&source, source.line.size > 0 ? source.line.bytes : "");
    }
    if (status == FOCUS_DONE)
        status = klog_end_entry(&source);
    focus__buffer_free(&source.line);
    focus__buffer_free(&source.summary);
    focus__buffer_free(&source.entry_summary);
    return status;
}

const focus__import_format focus__import_klog = {
    .name = "klog", .is_alike = klog_is_alike, .run = klog_run};
