/*
 * calendar.c - days and dates, local time in a zone, local days, RFC 3339.
 */
#include "base/calendar.h"

#define CALENDAR_DAYS_TO_1970 INT64_C(719162) /* from 0001-01-01 to 1970-01-01 */
#define CALENDAR_DAYS_PER_400_YEARS INT64_C(146097)
#define CALENDAR_OFFSET_LIMIT_S 86400

static int64_t calendar_floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

static int64_t calendar_floor_mod(int64_t value, int64_t by)
{
    return value - calendar_floor_div(value, by) * by;
}

/* --- days and dates --------------------------------------------------------------------------- */

static bool calendar_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the year before each month; the last entry is the length of the year. */
static const int32_t *calendar_month_starts(int64_t year)
{
    static const int32_t starts[2][13] = {
        {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
        {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
    };

    return starts[calendar_is_leap(year) ? 1 : 0];
}

/* Day number of January 1st: 365 days for every year before it, and one for every leap year. */
static int64_t calendar_year_start(int64_t year)
{
    int64_t before = year - 1;

    return 365 * before + calendar_floor_div(before, 4) - calendar_floor_div(before, 100) +
           calendar_floor_div(before, 400) - CALENDAR_DAYS_TO_1970;
}

/* Dividing by the mean length of a year is right but for a few days at the turn of some years. */
static int64_t calendar_year_of(int64_t day, int64_t *out_start)
{
    int64_t year = 1970 + calendar_floor_div(day * 400, CALENDAR_DAYS_PER_400_YEARS);
    int64_t start = calendar_year_start(year);

    if (day < start)
        start = calendar_year_start(--year);
    else if (day >= start + calendar_month_starts(year)[12])
        start += calendar_month_starts(year++)[12];
    *out_start = start;
    return year;
}

focus_status focus_day_from_date(int32_t year, int32_t month, int32_t day, int32_t *out_day)
{
    if (out_day == NULL)
        return FOCUS_E_MISUSE;
    *out_day = 0;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return FOCUS_E_INVALID;
    const int32_t *starts = calendar_month_starts(year);
    if (day > starts[month] - starts[month - 1])
        return FOCUS_E_INVALID;
    *out_day = (int32_t)calendar_year_start(year) + starts[month - 1] + day - 1;
    return FOCUS_OK;
}

void focus_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day)
{
    int64_t start;
    int64_t year = calendar_year_of(day, &start);
    int32_t day_of_year = (int32_t)(day - start);
    const int32_t *starts = calendar_month_starts(year);
    int32_t month = day_of_year / 32 + 1; /* it, or one before it: no month has 32 days */

    while (day_of_year >= starts[month])
        month++;
    if (out_year != NULL)
        *out_year = (int32_t)year;
    if (out_month != NULL)
        *out_month = month;
    if (out_day != NULL)
        *out_day = day_of_year - starts[month - 1] + 1;
}

/* --- local time ------------------------------------------------------------------------------- */

/* An instant moved to local time, as milliseconds. An instant that no clock can show is brought to
 * the end of the calendar first, so that no sum overflows. */
static int64_t calendar_local_ms(int64_t at_ms, int32_t utc_offset_s)
{
    if (at_ms > FOCUS__TIME_MAX_MS)
        at_ms = FOCUS__TIME_MAX_MS;
    if (at_ms < -FOCUS__TIME_MAX_MS)
        at_ms = -FOCUS__TIME_MAX_MS;
    return at_ms + utc_offset_s * FOCUS__MS_PER_SECOND;
}

static void calendar_split(int64_t local_ms, int32_t utc_offset_s, focus_local_time *out)
{
    int32_t ms_of_day = (int32_t)calendar_floor_mod(local_ms, FOCUS__MS_PER_DAY);

    focus_date_from_day((int32_t)calendar_floor_div(local_ms, FOCUS__MS_PER_DAY), &out->year,
                        &out->month, &out->day);
    out->hour = ms_of_day / 3600000;
    out->minute = ms_of_day / 60000 % 60;
    out->second = ms_of_day / 1000 % 60;
    out->millisecond = ms_of_day % 1000;
    out->utc_offset_s = utc_offset_s;
}

/* The inverse of calendar_split(); FOCUS_E_INVALID when there is no such date or time of day. */
static focus_status calendar_join(const focus_local_time *local, int64_t *out_local_ms)
{
    int32_t day;

    if (focus_day_from_date(local->year, local->month, local->day, &day) != FOCUS_OK)
        return FOCUS_E_INVALID;
    if (local->hour < 0 || local->hour > 23 || local->minute < 0 || local->minute > 59 ||
        local->second < 0 || local->second > 59 || local->millisecond < 0 ||
        local->millisecond > 999)
        return FOCUS_E_INVALID;
    int64_t minutes = local->hour * 60 + local->minute;
    *out_local_ms = day * FOCUS__MS_PER_DAY + minutes * FOCUS__MS_PER_MINUTE +
                    local->second * FOCUS__MS_PER_SECOND + local->millisecond;
    return FOCUS_OK;
}

int32_t focus__zone_offset_s(const focus_zone *zone, int64_t at_ms)
{
    assert(zone != NULL && zone->utc_offset_s != NULL);
    if (at_ms < 0)
        at_ms = 0;
    if (at_ms > FOCUS__TIME_MAX_MS)
        at_ms = FOCUS__TIME_MAX_MS;
    int32_t offset_s = zone->utc_offset_s(zone->user, at_ms);
    if (offset_s <= -CALENDAR_OFFSET_LIMIT_S || offset_s >= CALENDAR_OFFSET_LIMIT_S)
        return 0;
    return offset_s;
}

void focus__local_from_utc(const focus_zone *zone, int64_t at_ms, focus_local_time *out_local)
{
    int32_t offset_s = focus__zone_offset_s(zone, at_ms);

    calendar_split(calendar_local_ms(at_ms, offset_s), offset_s, out_local);
}

int32_t focus__local_day(int64_t at_ms, int32_t utc_offset_s, int32_t day_start_minutes)
{
    int64_t local_ms = calendar_local_ms(at_ms, utc_offset_s);
    int64_t since_start_ms = local_ms - day_start_minutes * FOCUS__MS_PER_MINUTE;

    /* In the east the year 10000 begins before ours ends; no date can be written of it. */
    if (since_start_ms > FOCUS__TIME_MAX_MS)
        since_start_ms = FOCUS__TIME_MAX_MS;
    return (int32_t)calendar_floor_div(since_start_ms, FOCUS__MS_PER_DAY);
}

/* --- instants of local times ------------------------------------------------------------------ */

/*
 * An offset is less than a day, so the instant wanted lies within a day of the local time read as
 * UTC. The offsets at both ends of that stretch are the only ones it can have (no zone changes
 * twice within two days); each is tried, and holds if it is in force at the instant it leads to.
 */
typedef struct calendar_stretch {
    int64_t local_ms;
    int64_t first_ms;
    int64_t last_ms;
    int32_t first_offset_s;
    int32_t last_offset_s;
} calendar_stretch;

static calendar_stretch calendar_stretch_around(const focus_zone *zone, int64_t local_ms)
{
    calendar_stretch stretch;

    stretch.local_ms = local_ms;
    stretch.first_ms = local_ms - FOCUS__MS_PER_DAY;
    stretch.last_ms = local_ms + FOCUS__MS_PER_DAY;
    stretch.first_offset_s = focus__zone_offset_s(zone, stretch.first_ms);
    stretch.last_offset_s = focus__zone_offset_s(zone, stretch.last_ms);
    return stretch;
}

static bool calendar_offset_holds(const focus_zone *zone, int64_t local_ms, int32_t offset_s,
                                  int64_t *out_at_ms)
{
    *out_at_ms = local_ms - offset_s * FOCUS__MS_PER_SECOND;
    return focus__zone_offset_s(zone, *out_at_ms) == offset_s;
}

/* The first instant with the offset that holds at the end of the stretch. */
static int64_t calendar_find_change(const focus_zone *zone, const calendar_stretch *stretch)
{
    int64_t before = stretch->first_ms;
    int64_t after = stretch->last_ms;

    while (after - before > 1) {
        int64_t middle = before + (after - before) / 2;
        if (focus__zone_offset_s(zone, middle) == stretch->first_offset_s)
            before = middle;
        else
            after = middle;
    }
    return after;
}

static focus_status calendar_fail_in_gap(const focus_zone *zone, const calendar_stretch *stretch,
                                         focus_error *error)
{
    int64_t change_ms = calendar_find_change(zone, stretch);
    focus_local_time from;
    focus_local_time to;

    calendar_split(calendar_local_ms(change_ms, stretch->first_offset_s), 0, &from);
    calendar_split(calendar_local_ms(change_ms, stretch->last_offset_s), 0, &to);
    if (from.day == to.day)
        return focus__fail(error, FOCUS_E_INVALID,
                           "clocks jump from %02d:%02d to %02d:%02d on %04d-%02d-%02d", from.hour,
                           from.minute, to.hour, to.minute, from.year, from.month, from.day);
    return focus__fail(error, FOCUS_E_INVALID,
                       "clocks jump from %04d-%02d-%02d %02d:%02d to %04d-%02d-%02d %02d:%02d",
                       from.year, from.month, from.day, from.hour, from.minute, to.year, to.month,
                       to.day, to.hour, to.minute);
}

static focus_status calendar_check_instant(int64_t at_ms, focus_error *error)
{
    if (at_ms < 0 || at_ms > FOCUS__TIME_MAX_MS)
        return focus__fail(error, FOCUS_E_INVALID, "the time is outside the years 1970 to 9999");
    return FOCUS_OK;
}

focus_status focus__utc_from_local(const focus_zone *zone, const focus_local_time *local,
                                   bool second, int64_t *out_at_ms,
                                   enum focus__local_kind *out_kind, focus_error *error)
{
    int64_t local_ms;

    *out_at_ms = 0;
    if (out_kind != NULL)
        *out_kind = FOCUS__LOCAL_UNIQUE;
    if (calendar_join(local, &local_ms) != FOCUS_OK)
        return focus__fail(error, FOCUS_E_INVALID, "there is no such date or time of day");
    calendar_stretch stretch = calendar_stretch_around(zone, local_ms);
    int64_t early_ms;
    int64_t late_ms;
    bool early = calendar_offset_holds(zone, local_ms, stretch.first_offset_s, &early_ms);
    bool late = calendar_offset_holds(zone, local_ms, stretch.last_offset_s, &late_ms);
    if (!early && !late)
        return calendar_fail_in_gap(zone, &stretch, error);
    int64_t at_ms = late && (second || !early) ? late_ms : early_ms;
    focus_status status = calendar_check_instant(at_ms, error);
    if (status != FOCUS_OK)
        return status;
    if (out_kind != NULL && early && late && early_ms != late_ms)
        *out_kind = FOCUS__LOCAL_DOUBLED;
    *out_at_ms = at_ms;
    return FOCUS_OK;
}

/* --- RFC 3339 --------------------------------------------------------------------------------- */

/* The form has whole minutes; zones before 1972 had seconds. The time shown is moved by the offset
 * that is shown, so the instant stays exact. An offset that would leave the years of four digits is
 * not shown. */
static int32_t calendar_shown_offset_s(int64_t at_ms, int32_t utc_offset_s)
{
    if (utc_offset_s <= -CALENDAR_OFFSET_LIMIT_S || utc_offset_s >= CALENDAR_OFFSET_LIMIT_S)
        return 0;
    int32_t shown_s = utc_offset_s / 60 * 60;
    return calendar_local_ms(at_ms, shown_s) > FOCUS__TIME_MAX_MS ? 0 : shown_s;
}

/* Writers put their part at `at` and return where the next one goes. */
static char *calendar_write_number(char *at, int digits, int32_t value)
{
    assert(value >= 0);
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + digits;
}

static char *calendar_write_after(char *at, char separator, int digits, int32_t value)
{
    *at = separator;
    return calendar_write_number(at + 1, digits, value);
}

static char *calendar_write_offset(char *at, int32_t utc_offset_s)
{
    int32_t minutes = (utc_offset_s < 0 ? -utc_offset_s : utc_offset_s) / 60;

    if (minutes == 0) {
        *at = 'Z';
        return at + 1;
    }
    at = calendar_write_after(at, utc_offset_s < 0 ? '-' : '+', 2, minutes / 60);
    return calendar_write_after(at, ':', 2, minutes % 60);
}

static void calendar_write_date(char *at, int32_t day)
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;

    focus_date_from_day(day, &year, &month, &day_of_month);
    at = calendar_write_number(at, 4, year);
    at = calendar_write_after(at, '-', 2, month);
    at = calendar_write_after(at, '-', 2, day_of_month);
    *at = '\0';
}

const char *focus__date_text(focus__dates *dates, int32_t day)
{
    size_t place = (uint32_t)day % FOCUS__DATES_KEPT;
    char *text = dates->kept[place].text;

    if (dates->kept[place].day != day || text[0] == '\0') {
        calendar_write_date(text, day);
        dates->kept[place].day = day;
    }
    return text;
}

size_t focus__time_write(focus__dates *dates, int64_t at_ms, int32_t utc_offset_s,
                         char out_text[FOCUS_TIME_TEXT_SIZE])
{
    if (at_ms < 0)
        at_ms = 0;
    if (at_ms > FOCUS__TIME_MAX_MS)
        at_ms = FOCUS__TIME_MAX_MS;
    int32_t offset_s = calendar_shown_offset_s(at_ms, utc_offset_s);
    int64_t local_ms = calendar_local_ms(at_ms, offset_s);
    int32_t ms_of_day = (int32_t)calendar_floor_mod(local_ms, FOCUS__MS_PER_DAY);
    int32_t day = (int32_t)calendar_floor_div(local_ms, FOCUS__MS_PER_DAY);
    memcpy(out_text, focus__date_text(dates, day), FOCUS__DATE_SIZE);
    char *at = calendar_write_after(out_text + FOCUS__DATE_SIZE, 'T', 2, ms_of_day / 3600000);
    at = calendar_write_after(at, ':', 2, ms_of_day / 60000 % 60);
    at = calendar_write_after(at, ':', 2, ms_of_day / 1000 % 60);
    if (ms_of_day % 1000 != 0)
        at = calendar_write_after(at, '.', 3, ms_of_day % 1000);
    at = calendar_write_offset(at, offset_s);
    *at = '\0';
    assert(at < out_text + FOCUS_TIME_TEXT_SIZE);
    return (size_t)(at - out_text);
}

void focus_time_format(int64_t at_ms, int32_t utc_offset_s, char out_text[FOCUS_TIME_TEXT_SIZE])
{
    focus__dates dates = {0};

    if (out_text != NULL)
        (void)focus__time_write(&dates, at_ms, utc_offset_s, out_text);
}

/* Readers move *at over what they read and answer false when it is not there. */
static bool calendar_read_char(const char **at, const char *allowed)
{
    if (**at == '\0' || strchr(allowed, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

static bool calendar_read_number(const char **at, int digits, int32_t *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++) {
        char c = **at;
        if (c < '0' || c > '9')
            return false;
        *out = *out * 10 + (c - '0');
        (*at)++;
    }
    return true;
}

static bool calendar_read_date(const char **at, focus_local_time *out)
{
    return calendar_read_number(at, 4, &out->year) && calendar_read_char(at, "-") &&
           calendar_read_number(at, 2, &out->month) && calendar_read_char(at, "-") &&
           calendar_read_number(at, 2, &out->day);
}

/* Digits of a second beyond the third are dropped, not rounded: rounding could leave the day. */
static bool calendar_read_fraction(const char **at, int32_t *out_ms)
{
    *out_ms = 0;
    if (**at != '.')
        return true;
    (*at)++;
    int32_t weight = 100;
    int32_t digit;
    if (!calendar_read_number(at, 1, &digit))
        return false;
    do {
        *out_ms += digit * weight;
        weight /= 10;
    } while (calendar_read_number(at, 1, &digit));
    return true;
}

static bool calendar_read_time(const char **at, focus_local_time *out)
{
    return calendar_read_number(at, 2, &out->hour) && calendar_read_char(at, ":") &&
           calendar_read_number(at, 2, &out->minute) && calendar_read_char(at, ":") &&
           calendar_read_number(at, 2, &out->second) &&
           calendar_read_fraction(at, &out->millisecond);
}

static bool calendar_read_offset(const char **at, int32_t *out_offset_s)
{
    *out_offset_s = 0;
    if (calendar_read_char(at, "Zz"))
        return true;
    int32_t sign = **at == '-' ? -1 : 1;
    int32_t hours;
    int32_t minutes;
    if (!calendar_read_char(at, "+-") || !calendar_read_number(at, 2, &hours) ||
        !calendar_read_char(at, ":") || !calendar_read_number(at, 2, &minutes))
        return false;
    *out_offset_s = sign * (hours * 60 + minutes) * 60;
    return hours <= 23 && minutes <= 59;
}

focus_status focus_time_parse(const char *text, int64_t *out_at_ms, int32_t *out_utc_offset_s)
{
    if (out_at_ms != NULL)
        *out_at_ms = 0;
    if (out_utc_offset_s != NULL)
        *out_utc_offset_s = 0;
    if (text == NULL || out_at_ms == NULL)
        return FOCUS_E_MISUSE;
    const char *at = text;
    focus_local_time local = {0};
    int64_t local_ms;
    bool read = calendar_read_date(&at, &local) && calendar_read_char(&at, "Tt ") &&
                calendar_read_time(&at, &local) && calendar_read_offset(&at, &local.utc_offset_s);
    if (!read || *at != '\0' || calendar_join(&local, &local_ms) != FOCUS_OK)
        return FOCUS_E_INVALID;
    int64_t at_ms = local_ms - local.utc_offset_s * FOCUS__MS_PER_SECOND;
    if (calendar_check_instant(at_ms, NULL) != FOCUS_OK)
        return FOCUS_E_INVALID;
    *out_at_ms = at_ms;
    if (out_utc_offset_s != NULL)
        *out_utc_offset_s = local.utc_offset_s;
    return FOCUS_OK;
}

#undef CALENDAR_DAYS_TO_1970
#undef CALENDAR_DAYS_PER_400_YEARS
#undef CALENDAR_OFFSET_LIMIT_S
