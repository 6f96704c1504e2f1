/*
 * time_words.c - lengths of time and instants, as people type them.
 *
 * What a local time means (gaps, doubled hours) is the library's to say; only the words are read here.
 */
#include "time_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text.h"

#define SECOND_MS ((int64_t)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define NIGHT_MOST_MS (12 * HOUR_MS)

#define DURATION_TRY "try 25, 25m, 1h30, 90s or 1:30"
#define INSTANT_TRY "try 14:05, 9am, -10m, \"yesterday 17:00\" or 2026-03-29T02:30"

/* --- lengths ---------------------------------------------------------------------------------- */

/* A number of at most nine digits. False, and `*p` left where it was, when there is none. */
static bool read_number(const char **p, int64_t *out)
{
    const char *start = *p;
    int64_t number = 0;
    while (isdigit((unsigned char)**p) && *p - start < 9)
        number = number * 10 + (*(*p)++ - '0');
    *out = number;
    if (*p == start || isdigit((unsigned char)**p)) {
        *p = start;
        return false;
    }
    return true;
}

/* "1:30", hours and minutes. */
static bool read_clock_length(const char **p, int64_t *out_ms)
{
    const char *start = *p;
    int64_t hours;
    int64_t minutes;
    if (read_number(p, &hours) && **p == ':' && isdigit((unsigned char)(*p)[1])) {
        const char *after = ++*p;
        if (read_number(p, &minutes) && *p - after == 2 && minutes < 60) {
            *out_ms = hours * HOUR_MS + minutes * MINUTE_MS;
            return **p == '\0';
        }
        return false;
    }
    *p = start;
    return false;
}

/* Milliseconds of a unit; a number without one takes the unit below the last, minutes at first. */
static int64_t unit_ms(const char **p, int64_t last_ms)
{
    switch (tolower((unsigned char)**p)) {
    case 'h':
        ++*p;
        return HOUR_MS;
    case 'm':
        ++*p;
        return MINUTE_MS;
    case 's':
        ++*p;
        return SECOND_MS;
    case '\0':
        return last_ms == MINUTE_MS ? SECOND_MS : MINUTE_MS;
    default:
        return 0;
    }
}

/* The ".5" of "1.5h" in thousandths, at most three digits; 0 when there is none. A fraction says
 * nothing without its unit. */
static int64_t read_thousandths(const char **p)
{
    const char *q = *p + 1;
    int64_t thousandths = 0;
    if (**p != '.' || !isdigit((unsigned char)*q))
        return 0;
    for (int64_t place = 100; place > 0 && isdigit((unsigned char)*q); place /= 10)
        thousandths += place * (*q++ - '0');
    if (*q != '\0' && !isdigit((unsigned char)*q))
        *p = q;
    return thousandths;
}

/* "1h30m", "1h 30m", "1.5h", "90s", "25": units get smaller. Stops at the piece that cannot be
 * read. */
static bool read_units(const char **p, int64_t *out_ms)
{
    int64_t last_ms = INT64_MAX;
    *out_ms = 0;
    do {
        const char *start = *p;
        int64_t number;
        int64_t thousandths;
        int64_t unit;
        if (!read_number(p, &number))
            return false;
        thousandths = read_thousandths(p);
        unit = unit_ms(p, last_ms);
        if (unit == 0)
            return false;
        if (unit >= last_ms) {
            *p = start;
            return false;
        }
        *out_ms += number * unit + thousandths * unit / 1000;
        last_ms = unit;
        if (**p == ' ' && isdigit((unsigned char)(*p)[1]))
            ++*p;
    } while (**p != '\0');
    return true;
}

static bool is_iso_length(const char *p)
{
    return toupper((unsigned char)p[0]) == 'P' && toupper((unsigned char)p[1]) == 'T' &&
           p[2] != '\0';
}

static bool wrong_length(const char *text, const char *piece, char out_problem[WORDS_PROBLEM_SIZE])
{
    char whole[TEXT_EXCERPT_SIZE];
    char part[TEXT_EXCERPT_SIZE];
    if (piece == text || *piece == '\0')
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" is not a duration; " DURATION_TRY,
                       text_excerpt(text, whole));
    else
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE,
                       "\"%s\" in \"%s\" is not a duration; " DURATION_TRY,
                       text_excerpt(piece, part), text_excerpt(text, whole));
    return false;
}

static bool check_length(const char *text, int64_t ms, bool negative, unsigned allow,
                         char out_problem[WORDS_PROBLEM_SIZE])
{
    char whole[TEXT_EXCERPT_SIZE];
    const char *why = NULL;
    if (negative && (allow & DURATION_NEGATIVE) == 0)
        why = "is negative";
    else if (ms == 0 && (allow & DURATION_ZERO) == 0)
        why = "is no time at all";
    else if (ms > DAY_MS && (allow & DURATION_LONG) == 0)
        why = "is longer than 24 hours";
    if (why != NULL)
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" %s", text_excerpt(text, whole),
                       why);
    return why == NULL;
}

bool words_duration(const char *text, unsigned allow, int64_t *out_ms,
                    char out_problem[WORDS_PROBLEM_SIZE])
{
    bool negative = text[0] == '-';
    const char *start = text + (negative || text[0] == '+' ? 1 : 0);
    const char *p = start;
    int64_t ms = 0;
    *out_ms = 0;
    if (is_iso_length(p)) {
        p += 2;
        if (!read_units(&p, &ms) || isdigit((unsigned char)p[-1]))
            return wrong_length(text, p, out_problem);
    } else if (!read_clock_length(&p, &ms)) {
        if (p != start || !read_units(&p, &ms))
            return wrong_length(text, p, out_problem);
    }
    if (!check_length(text, ms, negative, allow, out_problem))
        return false;
    *out_ms = negative ? -ms : ms;
    return true;
}

/* --- instants --------------------------------------------------------------------------------- */

static bool read_digits(const char **p, int count, int32_t *out)
{
    int32_t number = 0;
    for (int i = 0; i < count; i++) {
        if (!isdigit((unsigned char)(*p)[i]))
            return false;
        number = number * 10 + ((*p)[i] - '0');
    }
    *p += count;
    *out = number;
    return true;
}

static bool read_date(const char **p, focus_local_time *out)
{
    const char *q = *p;
    if (!read_digits(&q, 4, &out->year) || *q++ != '-' || !read_digits(&q, 2, &out->month) ||
        *q++ != '-' || !read_digits(&q, 2, &out->day))
        return false;
    *p = q;
    return true;
}

/* "am" and "pm" make twelve-hour times of what was read. */
static bool read_half(const char **p, bool had_minutes, focus_local_time *out)
{
    bool am = strncmp(*p, "am", 2) == 0;
    bool pm = strncmp(*p, "pm", 2) == 0;
    if (!am && !pm)
        return had_minutes && out->hour < 24;
    *p += 2;
    if (out->hour < 1 || out->hour > 12)
        return false;
    out->hour = out->hour % 12 + (pm ? 12 : 0);
    return true;
}

static bool read_named_time(const char **p, focus_local_time *out)
{
    bool is_noon = strcmp(*p, "noon") == 0;
    if (!is_noon && strcmp(*p, "midnight") != 0)
        return false;
    out->hour = is_noon ? 12 : 0;
    *p += strlen(*p);
    return true;
}

/* "14:05", "14:05:30", "9am", "9:30pm", "noon". */
static bool read_time(const char **p, focus_local_time *out)
{
    const char *q = *p;
    bool had_minutes = false;
    int64_t hour;
    if (read_named_time(p, out))
        return true;
    if (!read_number(&q, &hour) || q - *p > 2)
        return false;
    out->hour = (int32_t)hour;
    if (*q == ':') {
        q++;
        had_minutes = read_digits(&q, 2, &out->minute);
        if (!had_minutes)
            return false;
    }
    if (*q == ':') {
        q++;
        if (!read_digits(&q, 2, &out->second))
            return false;
    }
    if (!read_half(&q, had_minutes, out) || out->minute > 59 || out->second > 59)
        return false;
    *p = q;
    return true;
}

static bool is_offset(const char *p)
{
    return strcmp(p, "Z") == 0 || strcmp(p, "z") == 0 || *p == '+' || *p == '-' || *p == '.';
}

/* Date, time and offset: the library reads it, once the seconds are there. */
static bool read_rfc3339(const char *text, int64_t *out_ms)
{
    focus_local_time local = {0};
    const char *p = text;
    char whole[64];
    size_t seconds_at;
    if (!read_date(&p, &local) || (*p != 'T' && *p != 't' && *p != ' '))
        return false;
    p++;
    if (!read_time(&p, &local) || !is_offset(p) || strlen(text) > 40)
        return false;
    seconds_at = (size_t)(p - text);
    (void)snprintf(whole, sizeof whole, "%.*s%s%s", (int)seconds_at, text,
                   seconds_at == 16 ? ":00" : "", p);
    whole[10] = 'T';
    return focus_time_parse(whole, out_ms, NULL) == FOCUS_OK;
}

static focus_status wrong_instant(const char *text, char out_problem[WORDS_PROBLEM_SIZE])
{
    char whole[TEXT_EXCERPT_SIZE];
    (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" is not a time; " INSTANT_TRY,
                   text_excerpt(text, whole));
    return FOCUS_E_INVALID;
}

/* "-10m", "10m ago", "now". */
static bool read_relative(const char *text, int64_t now_ms, int64_t *out_ms)
{
    char length[32];
    char ignored[WORDS_PROBLEM_SIZE];
    int64_t ms;
    size_t size = strlen(text);
    if (strcmp(text, "now") == 0) {
        *out_ms = now_ms;
        return true;
    }
    if (text[0] == '-')
        text++;
    else if (size > 4 && strcmp(text + size - 4, " ago") == 0)
        size -= 4;
    else
        return false;
    if (size >= sizeof length)
        return false;
    (void)snprintf(length, sizeof length, "%.*s", (int)size, text);
    if (!words_duration(length, DURATION_ZERO | DURATION_LONG, &ms, ignored))
        return false;
    *out_ms = now_ms - ms;
    return true;
}

static focus_status set_date(focus_store *store, int64_t at_ms, int32_t days, focus_local_time *out)
{
    focus_local_time date;
    int32_t day;
    focus_status status = focus_local_from_time(store, at_ms, &date);
    if (status == FOCUS_OK)
        status = focus_day_from_date(date.year, date.month, date.day, &day);
    if (status == FOCUS_OK)
        focus_date_from_day(day + days, &out->year, &out->month, &out->day);
    return status;
}

/* The day that the words begin with: a date, "yesterday", "today". Without one, `out_is_alone`. */
static focus_status read_day(focus_store *store, const char **p, focus_local_time *out,
                             bool *out_is_alone)
{
    int64_t now_ms = focus_now(store);
    *out_is_alone = false;
    if (read_date(p, out)) {
        if (**p != 'T' && **p != 't' && **p != ' ')
            return FOCUS_E_INVALID;
        ++*p;
        return FOCUS_OK;
    }
    if (strncmp(*p, "yesterday ", 10) == 0) {
        *p += 10;
        return set_date(store, now_ms, -1, out);
    }
    if (strncmp(*p, "today ", 6) == 0)
        *p += 6;
    else
        *out_is_alone = true;
    return set_date(store, now_ms, 0, out);
}

static focus_status from_local(focus_store *store, const focus_local_time *local, bool second,
                               words_instant_result *out)
{
    int32_t kind = FOCUS_LOCAL_UNIQUE;
    focus_status status = focus_time_from_local(store, local, second ? 1 : 0, &out->at_ms, &kind);
    out->was_doubled = kind == FOCUS_LOCAL_DOUBLED && !second;
    return status;
}

static int32_t second_of_day(const focus_local_time *local)
{
    return (local->hour * 60 + local->minute) * 60 + local->second;
}

/* The first such time of day after an instant: of its date, there perhaps in the doubled hour only
 * the second time, or of the next. A gap counts only where the time would lie ahead. */
static focus_status from_local_after(focus_store *store, focus_local_time *local, int64_t after_ms,
                                     bool second, words_instant_result *out)
{
    focus_local_time after;
    focus_status status = focus_local_from_time(store, after_ms, &after);
    if (status == FOCUS_OK)
        status = set_date(store, after_ms, 0, local);
    if (status != FOCUS_OK)
        return status;
    status = from_local(store, local, second, out);
    if (status == FOCUS_OK && out->at_ms <= after_ms && out->was_doubled)
        status = from_local(store, local, true, out);
    if (status == FOCUS_OK ? out->at_ms > after_ms : second_of_day(local) > second_of_day(&after))
        return status;
    out->is_next_day = true;
    status = set_date(store, after_ms, 1, local);
    return status == FOCUS_OK ? from_local(store, local, second, out) : status;
}

/* A session of another zone: its rules are not known here, its offset is. */
static void from_offset(const words_anchor *anchor, const focus_local_time *local,
                        words_instant_result *out)
{
    int64_t offset_ms = anchor->utc_offset_s * SECOND_MS;
    int64_t day = (anchor->at_ms + offset_ms) / DAY_MS;
    out->at_ms = day * DAY_MS + second_of_day(local) * SECOND_MS - offset_ms;
    out->is_next_day = anchor->kind >= ANCHOR_AFTER && out->at_ms <= anchor->at_ms;
    out->at_ms += out->is_next_day ? DAY_MS : 0;
}

/* 17:10 after a start at 17:50 is a slip rather than the next afternoon. */
static focus_status check_night(const char *text, const words_anchor *anchor,
                                const words_instant_result *result,
                                char out_problem[WORDS_PROBLEM_SIZE])
{
    char whole[TEXT_EXCERPT_SIZE];
    int64_t ms = result->at_ms - anchor->at_ms;
    if (anchor->kind != ANCHOR_START || !result->is_next_day || ms <= NIGHT_MOST_MS)
        return FOCUS_OK;
    (void)snprintf(out_problem, WORDS_PROBLEM_SIZE,
                   "\"%s\" lies before the start, or %dh%02dm after it on the next day; its date "
                   "has to be given then",
                   text_excerpt(text, whole), (int)(ms / HOUR_MS), (int)(ms / MINUTE_MS % 60));
    return FOCUS_E_INVALID;
}

focus_status words_instant(focus_store *store, const char *text, const words_anchor *anchor,
                           bool second, words_instant_result *out,
                           char out_problem[WORDS_PROBLEM_SIZE])
{
    focus_local_time local = {0};
    const char *p = text;
    bool is_alone;
    focus_status status = FOCUS_OK;
    words_anchor_kind kind;
    out->was_doubled = false;
    out->is_next_day = false;
    if (read_relative(text, focus_now(store), &out->at_ms) || read_rfc3339(text, &out->at_ms))
        return FOCUS_OK;
    if (read_day(store, &p, &local, &is_alone) != FOCUS_OK || !read_time(&p, &local) || *p != '\0')
        return wrong_instant(text, out_problem);
    if (anchor != NULL && is_alone && anchor->has_offset) {
        from_offset(anchor, &local, out);
        return check_night(text, anchor, out, out_problem);
    }
    kind = anchor != NULL && is_alone ? anchor->kind : ANCHOR_TODAY;
    if (kind == ANCHOR_DAY)
        status = set_date(store, anchor->at_ms, 0, &local);
    if (kind >= ANCHOR_AFTER)
        status = from_local_after(store, &local, anchor->at_ms, second, out);
    else if (status == FOCUS_OK)
        status = from_local(store, &local, second, out);
    if (status != FOCUS_OK)
        (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "%.199s", focus_last_error(store)->message);
    else if (kind == ANCHOR_START)
        status = check_night(text, anchor, out, out_problem);
    return status;
}

/* --- the present ------------------------------------------------------------------------------ */

/* mktime() moves a time that does not exist; then the fields come back changed. */
static bool local_of_process(const focus_local_time *local, int64_t *out_ms)
{
    struct tm fields = {0};
    time_t at;
    fields.tm_year = local->year - 1900;
    fields.tm_mon = local->month - 1;
    fields.tm_mday = local->day;
    fields.tm_hour = local->hour;
    fields.tm_min = local->minute;
    fields.tm_sec = local->second;
    fields.tm_isdst = -1;
    at = mktime(&fields);
    *out_ms = (int64_t)at * 1000;
    return fields.tm_hour == local->hour && fields.tm_min == local->minute &&
           fields.tm_mday == local->day && fields.tm_mon == local->month - 1 && at >= 0;
}

bool words_now(const char *text, int64_t *out_ms, char out_problem[WORDS_PROBLEM_SIZE])
{
    focus_local_time local = {0};
    const char *p = text;
    char whole[TEXT_EXCERPT_SIZE];
    *out_ms = 0;
    if (read_rfc3339(text, out_ms))
        return true;
    if (read_date(&p, &local) && (*p == 'T' || *p == ' ')) {
        p++;
        if (read_time(&p, &local) && *p == '\0' && local_of_process(&local, out_ms))
            return true;
    }
    (void)snprintf(out_problem, WORDS_PROBLEM_SIZE, "\"%s\" is not an instant",
                   text_excerpt(text, whole));
    return false;
}
