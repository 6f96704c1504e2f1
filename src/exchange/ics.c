/*
 * ics.c - events of iCalendar (RFC 5545).
 *
 * What has happened at a time of day becomes a session. Left out and counted: events of whole days,
 * events that repeat (their times are a rule, and whoever skipped one did not tell), cancelled ones,
 * and those that are not over. One time of a repeated event that was moved stands by itself, and is
 * taken.
 *
 * Times with TZID are read by the VTIMEZONE of their calendar, those without by the store's zone.
 * Some programs write it behind the events: these wait for the end of the calendar.
 */
#include "exchange/ics_own.h"
#include "exchange/ics_zone.h"

#include "base/calendar.h"
#include "base/text.h"

enum {
    ICS_DEPTH_MAX = 16,
    ICS_WAITING_MAX = 64 << 20, /* bytes */
    ICS_WAITING_SIZE = 4096     /* what an event takes beside its texts */
};

typedef struct ics_time {
    const char *text; /* NULL: not told */
    const char *tzid;
    bool is_date;
} ics_time;

typedef struct ics_event {
    int64_t line;
    size_t size; /* of its texts so far */
    const char *uid;
    const char *recurrence;
    ics_time start;
    ics_time end;
    const char *duration;
    char *summary;
    char *description;
    const char *tags[FOCUS_TAGS_MAX + 1]; /* the first may be a project of ours */
    size_t tag_count;
    const char *stamp;
    focus__ics_own own;
    bool repeats;
    bool is_cancelled;
    void *box;              /* in which it lies, where it waits; NULL: in the source's */
    struct ics_event *next; /* of those that wait */
} ics_event;

typedef struct ics_source {
    focus__import *import;
    focus__ics_line line;
    focus__ics_zones zones;
    void *box;        /* of the event */
    ics_event *event; /* in the box */
    int depth;        /* open components */
    int event_depth;  /* of the event that is open; 0: none */
    int zone_depth;
    bool has_calendar;
    ics_event *first; /* of those whose time zone has not come yet */
    ics_event *last;
    size_t waiting_size; /* bytes */
} ics_source;

static bool ics_is_alike(const char *bytes, size_t size)
{
    static const char begin[] = "BEGIN:VCALENDAR";
    size_t at = 0;

    while (at < size && bytes[at] != '\0' && strchr(" \t\r\n", bytes[at]) != NULL)
        at++;
    return size - at >= sizeof begin - 1 && memcmp(bytes + at, begin, sizeof begin - 1) == 0;
}

/* --- times ------------------------------------------------------------------------------------ */

static bool ics_is_utc(const char *tzid)
{
    static const char *const names[] = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"};

    for (size_t i = 0; i < FOCUS__COUNT_OF(names); i++) {
        if (strcmp(tzid, names[i]) == 0)
            return true;
    }
    return false;
}

static int32_t ics_utc_offset(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return 0;
}

/* False where neither the calendar nor the store explains the time zone. One without a word about
 * offsets is none. */
static bool ics_zone_named(const ics_source *source, const char *tzid, focus_zone *out)
{
    const focus_zone *own = &source->import->store->zone;
    focus__ics_zone *zone = focus__ics_zone_find(&source->zones, tzid);

    *out = *own;
    if (zone != NULL && zone->change_count + zone->rule_count > 0)
        *out = (focus_zone){.utc_offset_s = focus__ics_zone_offset_s, .user = zone};
    else if (ics_is_utc(tzid))
        *out = (focus_zone){.utc_offset_s = ics_utc_offset};
    else
        return own->name != NULL && strcmp(own->name, tzid) == 0;
    return true;
}

/* The zone of a time: the store's where it names none. */
static focus_status ics_find_zone(ics_source *source, const ics_time *time, focus_zone *out)
{
    if (time->tzid == NULL) {
        source->import->report.has_local_times = 1;
        *out = source->import->store->zone;
    } else if (!ics_zone_named(source, time->tzid, out)) {
        return focus__import_fail(
            source->import, "the calendar does not explain the time zone \"%.60s\"", time->tzid);
    }
    return FOCUS_OK;
}

static bool ics_is_explained(const ics_source *source)
{
    const char *start = source->event->start.tzid;
    const char *end = source->event->end.tzid;
    focus_zone zone;

    return (start == NULL || ics_zone_named(source, start, &zone)) &&
           (end == NULL || ics_zone_named(source, end, &zone));
}

/* In an hour that comes twice the earlier is meant, until that would lie before not_before_ms. */
static focus_status ics_instant(ics_source *source, const ics_time *time, int64_t not_before_ms,
                                int64_t *out_ms)
{
    focus_error *error = &source->import->store->error;
    focus__file_time read;
    focus_zone zone;
    bool is_date = false;
    const char *at = time->text;

    if (!focus__ics_time(&at, &read, &is_date) || *at != '\0' || is_date)
        return focus__import_fail(source->import, "\"%.60s\" is not a time", time->text);
    if (read.has_offset)
        return focus__file_instant(source->import, &read, not_before_ms, out_ms);
    focus_status status = ics_find_zone(source, time, &zone);
    return status == FOCUS_OK
               ? focus__file_instant_in(&zone, &read.local, not_before_ms, out_ms, error)
               : status;
}

/* Without an end and a duration an event takes no time. */
static focus_status ics_take_times(ics_source *source, focus__record *record)
{
    const ics_event *event = source->event;
    int64_t length_ms = 0;
    focus_status status;

    if (event->start.text == NULL)
        return focus__import_fail(source->import, "the event has no start");
    status = ics_instant(source, &event->start, 0, &record->started_at_ms);
    if (status != FOCUS_OK)
        return status;
    if (event->end.text != NULL)
        return ics_instant(source, &event->end, record->started_at_ms, &record->ended_at_ms);
    if (event->duration != NULL && !focus__ics_duration(event->duration, &length_ms))
        return focus__import_fail(source->import, "\"%.60s\" is not a duration", event->duration);
    record->ended_at_ms = record->started_at_ms + length_ms;
    return FOCUS_OK;
}

/* --- an event --------------------------------------------------------------------------------- */

/* An event of whole days has dates and no times. */
static int64_t *ics_skip(const ics_source *source)
{
    const ics_event *event = source->event;
    focus_import_report *report = &source->import->report;

    if (event->repeats)
        return &report->skipped_repeating;
    return event->is_cancelled || event->start.is_date ? &report->skipped_other : NULL;
}

/* An invitation may have all of its mails in its description; the calendar keeps them. */
static void ics_take_words(const ics_event *event, focus__record *record)
{
    if (event->description != NULL && strlen(event->description) > FOCUS_TEXT_MAX)
        event->description[focus__utf8_prefix(event->description, FOCUS_TEXT_MAX)] = '\0';
    record->status = FOCUS_SESSION_COMPLETED;
    record->title = event->summary;
    record->note = event->description;
    record->tags = event->tags;
    record->tag_count = event->tag_count;
    record->key.account = event->uid;
    record->key.start = event->uid == NULL ? event->start.text : "";
    record->key.end = event->recurrence != NULL ? event->recurrence : "";
}

static focus_status ics_import_record(ics_source *source, focus__record *record)
{
    ics_event *event = source->event;
    void *box = event->box != NULL ? event->box : source->box;

    ics_take_words(event, record);
    focus_status status =
        focus__ics_own_take(source->import, &event->own, event->uid, event->stamp, box, record);
    return status == FOCUS_OK ? focus__import_record(source->import, record) : status;
}

/* Until its calendar ends. The event's box goes with it. */
static focus_status ics_wait(ics_source *source)
{
    ics_event *event = source->event;
    void *box = NULL;

    source->waiting_size += event->size + ICS_WAITING_SIZE;
    if (source->waiting_size > ICS_WAITING_MAX)
        return focus__import_fail(source->import, "too many events stand before their time zones");
    focus_status status = focus__import_box(source->import, &box);
    if (status != FOCUS_OK)
        return status;
    event->box = source->box;
    source->box = box;
    if (source->first == NULL)
        source->first = event;
    else
        source->last->next = event;
    source->last = event;
    return FOCUS_OK;
}

static focus_status ics_import_event(ics_source *source)
{
    focus__import *import = source->import;
    focus__record record = {0};
    int64_t *skipped = ics_skip(source);

    if (skipped != NULL)
        return focus__import_skip(import, skipped, 0);
    if (source->depth > 0 && !ics_is_explained(source))
        return ics_wait(source);
    focus_status status = ics_take_times(source, &record);
    if (status != FOCUS_OK)
        return status;
    if (record.ended_at_ms > import->store->now_ms)
        return focus__import_skip(import, &import->report.skipped_future, 0);
    return ics_import_record(source, &record);
}

/* Errors are about the line where the event begins. */
static focus_status ics_end_event(ics_source *source)
{
    source->import->reader->record_line = source->event->line;
    focus_status status = ics_import_event(source);
    focus__box_clear(source->box);
    source->event_depth = 0;
    return status;
}

/* At the end of their calendar. */
static focus_status ics_import_waiting(ics_source *source)
{
    focus_status status = FOCUS_OK;

    while (source->first != NULL && status == FOCUS_OK) {
        source->event = source->first;
        source->first = source->event->next;
        source->import->reader->record_line = source->event->line;
        status = ics_import_event(source);
        focus__box_free(source->event->box);
    }
    source->waiting_size = 0;
    return status;
}

/* A copy in the event's box. */
static focus_status ics_keep(ics_source *source, const char *text, char **out)
{
    *out = NULL;
    if (text == NULL)
        return FOCUS_OK;
    source->event->size += strlen(text);
    if (source->event->size > FOCUS__READER_RECORD_MAX)
        return focus__import_fail(source->import, "the event is longer than %d bytes",
                                  FOCUS__READER_RECORD_MAX);
    *out = focus__new_items(source->import->store, source->box, strlen(text) + 1, 1);
    if (*out == NULL)
        return FOCUS_E_NOMEM;
    memcpy(*out, text, strlen(text) + 1);
    return FOCUS_OK;
}

static focus_status ics_keep_word(ics_source *source, const char **out)
{
    char *copy;
    focus_status status = ics_keep(source, source->line.value, &copy);

    *out = copy;
    return status;
}

static focus_status ics_keep_text(ics_source *source, char **out)
{
    focus_status status = ics_keep(source, source->line.value, out);

    if (status == FOCUS_OK)
        focus__ics_unescape(*out);
    return status;
}

static focus_status ics_keep_time(ics_source *source, ics_time *out)
{
    char *tzid;
    focus_status status = ics_keep_word(source, &out->text);

    if (status == FOCUS_OK)
        status = ics_keep(source, source->line.tzid, &tzid);
    if (status != FOCUS_OK)
        return status;
    out->tzid = tzid;
    bool has_digits_alone = strspn(out->text, "0123456789") == strlen(out->text);
    out->is_date = source->line.is_date || (has_digits_alone && out->text[0] != '\0');
    return FOCUS_OK;
}

static focus_status ics_keep_tags(ics_source *source)
{
    ics_event *event = source->event;
    char *at;
    focus_status status = ics_keep(source, source->line.value, &at);

    while (status == FOCUS_OK && at != NULL) {
        char *tag = focus__text_trim(focus__ics_next_text(&at));
        if (tag[0] != '\0' && event->tag_count == FOCUS__COUNT_OF(event->tags))
            return focus__import_fail(source->import, "there are more than %d tags",
                                      FOCUS_TAGS_MAX);
        if (tag[0] != '\0')
            event->tags[event->tag_count++] = tag;
    }
    return status;
}

static focus_status ics_keep_pause(ics_source *source)
{
    focus__ics_own *own = &source->event->own;
    focus__ics_pause *pause =
        focus__new_items(source->import->store, source->box, 1, sizeof *pause);

    if (pause == NULL)
        return FOCUS_E_NOMEM;
    *pause = (focus__ics_pause){0};
    if (own->pauses == NULL)
        own->pauses = pause;
    else
        *own->last = pause;
    own->last = &pause->next;
    own->pause_count++;
    return ics_keep_text(source, &pause->text);
}

static focus_status ics_own_line(ics_source *source)
{
    size_t which = focus__ics_own_find(&source->line);

    if (focus__ics_is(&source->line, "X-FOCUS-PAUSE"))
        return ics_keep_pause(source);
    return which < FOCUS__ICS_OWN_COUNT ? ics_keep_text(source, &source->event->own.texts[which])
                                        : FOCUS_OK;
}

static focus_status ics_event_line(ics_source *source)
{
    const focus__ics_line *line = &source->line;
    ics_event *event = source->event;

    if (strncmp(line->name, "X-FOCUS-", 8) == 0)
        return ics_own_line(source);
    if (focus__ics_is(line, "DTSTAMP"))
        return ics_keep_word(source, &event->stamp);

    if (focus__ics_is(line, "UID"))
        return ics_keep_word(source, &event->uid);
    if (focus__ics_is(line, "RECURRENCE-ID"))
        return ics_keep_word(source, &event->recurrence);
    if (focus__ics_is(line, "DTSTART"))
        return ics_keep_time(source, &event->start);
    if (focus__ics_is(line, "DTEND"))
        return ics_keep_time(source, &event->end);
    if (focus__ics_is(line, "DURATION"))
        return ics_keep_word(source, &event->duration);
    if (focus__ics_is(line, "SUMMARY"))
        return ics_keep_text(source, &event->summary);
    if (focus__ics_is(line, "DESCRIPTION"))
        return ics_keep_text(source, &event->description);
    if (focus__ics_is(line, "CATEGORIES"))
        return ics_keep_tags(source);
    event->repeats |= focus__ics_is(line, "RRULE") || focus__ics_is(line, "RDATE");
    event->is_cancelled |= focus__ics_is(line, "STATUS") && focus__ics_value_is(line, "CANCELLED");
    return FOCUS_OK;
}

/* --- components ------------------------------------------------------------------------------- */

static focus_status ics_begin(ics_source *source)
{
    bool is_event = focus__ics_value_is(&source->line, "VEVENT");

    if (source->depth == 0 && !focus__ics_value_is(&source->line, "VCALENDAR"))
        return focus__import_fail(source->import, "this is not a calendar");
    if (++source->depth > ICS_DEPTH_MAX)
        return focus__import_fail(source->import, "components lie in components too deeply");
    source->has_calendar = true;
    if (is_event && source->event_depth == 0) {
        source->event = focus__new_items(source->import->store, source->box, 1, sizeof(ics_event));
        if (source->event == NULL)
            return FOCUS_E_NOMEM;
        *source->event = (ics_event){.line = source->import->reader->record_line};
        source->event_depth = source->depth;
    }
    if (focus__ics_value_is(&source->line, "VTIMEZONE") && source->zone_depth == 0)
        source->zone_depth = source->depth;
    return source->zone_depth != 0 ? focus__ics_zone_line(&source->zones, &source->line) : FOCUS_OK;
}

static focus_status ics_end(ics_source *source)
{
    focus_status status = FOCUS_OK;

    if (source->depth == 0)
        return focus__import_fail(source->import, "there is an END without a BEGIN");
    if (source->zone_depth != 0)
        status = focus__ics_zone_line(&source->zones, &source->line);
    if (source->zone_depth == source->depth)
        source->zone_depth = 0;
    if (status == FOCUS_OK && source->event_depth == source->depth)
        status = ics_end_event(source);
    source->depth--;
    return status == FOCUS_OK && source->depth == 0 ? ics_import_waiting(source) : status;
}

/* What lies deeper in an event, an alarm, has lines of the same names. */
static focus_status ics_take_line(ics_source *source)
{
    if (focus__ics_is(&source->line, "BEGIN"))
        return ics_begin(source);
    if (focus__ics_is(&source->line, "END"))
        return ics_end(source);
    if (source->depth == 0)
        return focus__import_fail(source->import, "this is not a calendar");
    if (source->zone_depth != 0)
        return focus__ics_zone_line(&source->zones, &source->line);
    return source->event_depth == source->depth ? ics_event_line(source) : FOCUS_OK;
}

static focus_status ics_read(ics_source *source)
{
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__ics_next(&source->line);
        if (status == FOCUS_OK)
            status = ics_take_line(source);
    }
    if (status == FOCUS_DONE && source->depth > 0)
        return focus__import_fail(source->import, "the calendar ends in the middle");
    if (status == FOCUS_DONE && !source->has_calendar)
        return focus__import_fail(source->import, "this is not a calendar");
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status ics_run(focus__import *import)
{
    ics_source source = {.import = import, .line = {.import = import}};
    focus_status status = focus__import_box(import, &source.box);

    import->reader->is_raw = true;
    if (status == FOCUS_OK)
        status = focus__import_box(import, &source.zones.box);
    if (status == FOCUS_OK)
        status = ics_read(&source);
    focus__ics_free(&source.line);
    while (source.first != NULL) {
        void *box = source.first->box;
        source.first = source.first->next;
        focus__box_free(box);
    }
    focus__box_free(source.zones.box);
    focus__box_free(source.box);
    return status;
}

const focus__import_format focus__import_ics = {
    .name = "ics", .is_alike = ics_is_alike, .run = ics_run};
