/*
 * ics_zone.c - time zones that a calendar explains.
 */
#include "exchange/ics_zone.h"

#include "base/calendar.h"
#include "base/text.h"
#include "rules/period.h"

/* --- when an offset begins to hold ------------------------------------------------------------ */

/* The day of a yearly onset. */
static int32_t ics_onset_day(const focus__ics_onset *onset, int32_t year)
{
    int32_t month = onset->month != 0 ? onset->month : onset->at.month;
    int32_t first = 0;
    int32_t day;

    (void)focus_day_from_date(year, month, 1, &first);
    if (onset->weekday == 0)
        return first + (onset->month_day != 0 ? onset->month_day : onset->at.day) - 1;
    if (onset->week < 0) {
        (void)focus_day_from_date(month == 12 ? year + 1 : year, month % 12 + 1, 1, &day);
        day--;
        return day - (focus__weekday(day) - onset->weekday + 7) % 7 + 7 * (onset->week + 1);
    }
    day = first + (onset->week > 0 ? 7 * (onset->week - 1) : onset->month_day - 1);
    return day + (onset->weekday - focus__weekday(day) + 7) % 7;
}

static int64_t ics_onset_in(const focus__ics_onset *onset, int32_t day)
{
    const focus_local_time *at = &onset->at;

    return day * FOCUS__MS_PER_DAY + at->hour * FOCUS__MS_PER_HOUR +
           at->minute * FOCUS__MS_PER_MINUTE + at->second * FOCUS__MS_PER_SECOND -
           onset->from_s * FOCUS__MS_PER_SECOND;
}

static int64_t ics_first_onset(const focus__ics_onset *onset)
{
    int32_t day = 0;

    (void)focus_day_from_date(onset->at.year, onset->at.month, onset->at.day, &day);
    return ics_onset_in(onset, day);
}

/* The last time of a rule at or before an instant; INT64_MIN where it had not come yet. */
static int64_t ics_rule_before(const focus__ics_onset *rule, int64_t at_ms)
{
    int32_t year;
    int32_t month;
    int32_t day;

    if (rule->until_ms != 0 && at_ms > rule->until_ms)
        at_ms = rule->until_ms;
    if (rule->first_ms > at_ms)
        return INT64_MIN;
    focus_date_from_day((int32_t)(at_ms / FOCUS__MS_PER_DAY), &year, &month, &day);
    for (int32_t y = year + 1; y >= year - 1 && y > rule->at.year; y--) {
        int64_t onset_ms = ics_onset_in(rule, ics_onset_day(rule, y));
        if (onset_ms <= at_ms)
            return onset_ms;
    }
    return rule->first_ms;
}

/* How many of the changes come before an instant, or at it. */
static size_t ics_changes_until(const focus__ics_zone *zone, int64_t at_ms)
{
    size_t from = 0;
    size_t until = zone->change_count;

    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (zone->changes[middle].at_ms <= at_ms)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

int32_t focus__ics_zone_offset_s(void *user, int64_t at_ms)
{
    const focus__ics_zone *zone = user;
    size_t passed = ics_changes_until(zone, at_ms);
    int64_t latest_ms = passed > 0 ? zone->changes[passed - 1].at_ms : INT64_MIN;
    int32_t offset_s = passed > 0 ? zone->changes[passed - 1].to_s : zone->before_s;

    for (size_t i = 0; i < zone->rule_count; i++) {
        int64_t onset_ms = ics_rule_before(&zone->rules[i], at_ms);
        if (onset_ms > latest_ms) {
            latest_ms = onset_ms;
            offset_s = zone->rules[i].to_s;
        }
    }
    return offset_s;
}

/* --- reading ---------------------------------------------------------------------------------- */

focus__ics_zone *focus__ics_zone_find(const focus__ics_zones *zones, const char *id)
{
    for (focus__ics_zone *zone = zones->last; zone != NULL; zone = zone->next) {
        if (zone->id != NULL && strcmp(zone->id, id) == 0)
            return zone;
    }
    return NULL;
}

static focus_status ics_zone_no_memory(focus__ics_line *line)
{
    return focus__fail(&line->import->store->error, FOCUS_E_NOMEM, "no memory for a time zone");
}

static focus_status ics_begin_zone(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_zone *zone = NULL;

    if (zones->count++ == FOCUS__ICS_ZONES_MAX)
        return focus__import_fail(line->import, "there are more than %d time zones",
                                  FOCUS__ICS_ZONES_MAX);
    zone = focus__box_alloc(zones->box, sizeof(*zone));
    if (zone == NULL)
        return ics_zone_no_memory(line);
    *zone = (focus__ics_zone){.next = zones->last};
    zones->last = zone;
    return FOCUS_OK;
}

static focus_status ics_add_rule(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_zone *zone = zones->last;

    if (zone->rule_count == FOCUS__ICS_RULES_MAX)
        return focus__import_fail(line->import, "the time zone has more than %d rules",
                                  FOCUS__ICS_RULES_MAX);
    if (zone->rules == NULL)
        zone->rules = focus__box_alloc(zones->box, FOCUS__ICS_RULES_MAX * sizeof(*zone->rules));
    if (zone->rules == NULL)
        return ics_zone_no_memory(line);
    zone->rules[zone->rule_count++] = zones->onset;
    return FOCUS_OK;
}

static focus_status ics_grow_changes(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_zone *zone = zones->last;
    size_t capacity = zone->capacity == 0 ? 8 : 2 * zone->capacity;
    focus__ics_change *changes;

    if (zone->change_count == FOCUS__ICS_ONSETS_MAX)
        return focus__import_fail(line->import, "the time zone has more than %d changes",
                                  FOCUS__ICS_ONSETS_MAX);
    if (zone->change_count < zone->capacity)
        return FOCUS_OK;
    changes = focus__box_alloc(zones->box, capacity * sizeof(*changes));
    if (changes == NULL)
        return ics_zone_no_memory(line);
    if (zone->change_count > 0)
        memcpy(changes, zone->changes, zone->change_count * sizeof(*changes));
    zone->changes = changes;
    zone->capacity = capacity;
    return FOCUS_OK;
}

/* The first of an instant counts. */
static focus_status ics_add_change(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_zone *zone = zones->last;
    const focus__ics_onset *onset = &zones->onset;
    size_t place = ics_changes_until(zone, onset->first_ms);
    focus_status status = ics_grow_changes(zones, line);

    if (status != FOCUS_OK || (place > 0 && zone->changes[place - 1].at_ms == onset->first_ms))
        return status;
    memmove(zone->changes + place + 1, zone->changes + place,
            (zone->change_count - place) * sizeof(*zone->changes));
    zone->changes[place] = (focus__ics_change){onset->first_ms, onset->to_s};
    zone->change_count++;
    return FOCUS_OK;
}

static focus_status ics_add_onset(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_zone *zone = zones->last;
    focus__ics_onset *onset = &zones->onset;
    bool is_first = zone->change_count + zone->rule_count == 0;

    onset->first_ms = ics_first_onset(onset);
    if (is_first || onset->first_ms < zone->first_ms) {
        zone->first_ms = onset->first_ms;
        zone->before_s = onset->from_s;
    }
    return onset->is_yearly ? ics_add_rule(zones, line) : ics_add_change(zones, line);
}

/* "+0100", "-053000". */
static focus_status ics_read_offset(focus__ics_line *line, int32_t *out_s)
{
    const char *at = line->value;
    bool is_minus = *at == '-';
    int32_t number = 0;

    at += *at == '-' || *at == '+';
    const char *from = at;
    bool read = focus__file_number(&at, 6, &number) && *at == '\0';
    if (!read || (at - from != 4 && at - from != 6))
        return focus__import_fail(line->import, "\"%.60s\" is not an offset", line->value);
    number = at - from == 4 ? number * 100 : number;
    *out_s = number / 10000 * 3600 + number / 100 % 100 * 60 + number % 100;
    *out_s = is_minus ? -*out_s : *out_s;
    if (*out_s <= -86400 || *out_s >= 86400)
        return focus__import_fail(line->import, "\"%.60s\" is not an offset", line->value);
    return FOCUS_OK;
}

/* A date and a time that exist. */
static focus_status ics_read_onset_time(focus__ics_line *line, const char **at,
                                        focus_local_time *out)
{
    focus__file_time time;
    bool is_date = false;
    int32_t day;

    if (!focus__ics_time(at, &time, &is_date) || time.local.hour > 23 || time.local.minute > 59 ||
        time.local.second > 59 ||
        focus_day_from_date(time.local.year, time.local.month, time.local.day, &day) != FOCUS_OK)
        return focus__import_fail(line->import, "\"%.60s\" is not a time", line->value);
    *out = time.local;
    return FOCUS_OK;
}

/* --- a yearly rule: FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, and what else calendars write --------------- */

/* "-1SU", "2SU", "SU". */
static bool ics_read_by_day(const char *value, focus__ics_onset *onset)
{
    static const char days[] = "MOTUWETHFRSASU";
    bool is_minus = *value == '-';

    value += *value == '-' || *value == '+';
    (void)focus__file_number(&value, 1, &onset->week);
    onset->week = is_minus ? -onset->week : onset->week;
    for (int32_t day = 0; day < 7; day++) {
        if (strncmp(value, days + (size_t)day * 2, 2) == 0 && value[2] == '\0')
            onset->weekday = day + 1;
    }
    return onset->weekday != 0 && onset->week >= -5 && onset->week <= 5;
}

static bool ics_read_until(const char *value, focus__ics_onset *onset)
{
    focus__file_time time;
    bool is_date = false;
    int32_t day = 0;

    if (!focus__ics_time(&value, &time, &is_date) || *value != '\0' ||
        focus_day_from_date(time.local.year, time.local.month, time.local.day, &day) != FOCUS_OK)
        return false;
    onset->until_ms =
        (day + (is_date ? 1 : 0)) * FOCUS__MS_PER_DAY + time.local.hour * FOCUS__MS_PER_HOUR +
        time.local.minute * FOCUS__MS_PER_MINUTE + time.local.second * FOCUS__MS_PER_SECOND;
    onset->until_ms -= onset->until_ms == 0; /* which is for ever */
    return true;
}

static bool ics_read_part(const char *name, const char *value, focus__ics_onset *onset)
{
    const char *at = value;

    if (strcmp(name, "FREQ") == 0) {
        onset->is_yearly = strcmp(value, "YEARLY") == 0;
        return onset->is_yearly;
    }
    if (strcmp(name, "BYMONTH") == 0)
        return focus__file_number(&at, 2, &onset->month) && *at == '\0' && onset->month >= 1 &&
               onset->month <= 12;
    if (strcmp(name, "BYDAY") == 0)
        return ics_read_by_day(value, onset);
    if (strcmp(name, "BYMONTHDAY") == 0) /* seven of them and a weekday: the first from there on */
        return focus__file_number(&at, 2, &onset->month_day) && onset->month_day >= 1 &&
               onset->month_day <= 31;
    if (strcmp(name, "UNTIL") == 0)
        return ics_read_until(value, onset);
    return strcmp(name, "WKST") == 0 || (strcmp(name, "INTERVAL") == 0 && strcmp(value, "1") == 0);
}

static focus_status ics_read_rule(focus__ics_line *line, focus__ics_onset *onset)
{
    for (char *at = line->value; at != NULL;) {
        char *part = at;
        char *value = part + strcspn(part, "=;");
        at = strchr(part, ';');
        if (at != NULL)
            *at++ = '\0';
        if (*value == '=')
            *value++ = '\0';
        if (*part != '\0' && !ics_read_part(part, value, onset))
            return focus__import_fail(
                line->import, "the time zone's rule \"%.40s=%.40s\" is not known", part, value);
    }
    if (onset->weekday != 0 && onset->week == 0 && onset->month_day == 0)
        onset->month_day = 1;
    return FOCUS_OK;
}

/* --- lines ------------------------------------------------------------------------------------ */

/* Times beside the first. */
static focus_status ics_read_more_times(focus__ics_zones *zones, focus__ics_line *line)
{
    const char *at = line->value;
    focus_status status = FOCUS_OK;
    focus__ics_onset first = zones->onset;

    do {
        status = ics_read_onset_time(line, &at, &zones->onset.at);
        zones->onset.is_yearly = false;
        if (status == FOCUS_OK)
            status = ics_add_onset(zones, line);
    } while (status == FOCUS_OK && focus__file_char(&at, ','));
    zones->onset = first;
    return status;
}

static focus_status ics_onset_line(focus__ics_zones *zones, focus__ics_line *line)
{
    focus__ics_onset *onset = &zones->onset;
    const char *at = line->value;

    if (focus__ics_is(line, "TZOFFSETFROM"))
        return ics_read_offset(line, &onset->from_s);
    if (focus__ics_is(line, "TZOFFSETTO"))
        return ics_read_offset(line, &onset->to_s);
    if (focus__ics_is(line, "RRULE"))
        return ics_read_rule(line, onset);
    if (focus__ics_is(line, "RDATE"))
        return ics_read_more_times(zones, line);
    if (!focus__ics_is(line, "DTSTART"))
        return FOCUS_OK;
    zones->has_start = true;
    return ics_read_onset_time(line, &at, &onset->at);
}

static focus_status ics_end_onset(focus__ics_zones *zones, focus__ics_line *line)
{
    if (!zones->has_start)
        return focus__import_fail(line->import, "the time zone has a change without a start");
    zones->has_start = false;
    return ics_add_onset(zones, line);
}

focus_status focus__ics_zone_line(focus__ics_zones *zones, focus__ics_line *line)
{
    bool is_zone = focus__ics_value_is(line, "VTIMEZONE");

    if (focus__ics_is(line, "BEGIN")) {
        zones->onset = (focus__ics_onset){0};
        zones->has_start = false;
        return is_zone ? ics_begin_zone(zones, line) : FOCUS_OK;
    }
    if (focus__ics_is(line, "END"))
        return is_zone ? FOCUS_OK : ics_end_onset(zones, line);
    if (!focus__ics_is(line, "TZID"))
        return ics_onset_line(zones, line);
    zones->last->id = focus__box_text(zones->box, line->value);
    return zones->last->id != NULL ? FOCUS_OK : ics_zone_no_memory(line);
}
