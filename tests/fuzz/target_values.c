/*
 * target_values.c - what a caller says in text or numbers: instants, ids, dates, local times.
 * Written out again and read again, each is the same.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "values",
    .rounds = 100,
    .round_size = 10000,
    .size_max = 64,
};

#define DAY_MS (24 * FUZZ_HOUR_MS)
#define LAST_MS INT64_C(253402300799999) /* of the year 9999 */

static void check_time(const char *text)
{
    char once[FOCUS_TIME_TEXT_SIZE];
    char twice[FOCUS_TIME_TEXT_SIZE];
    int64_t at_ms = -1;
    int64_t again_ms = -1;
    int32_t offset_s = -1;
    int32_t again_s = -1;
    focus_status status = focus_time_parse(text, &at_ms, &offset_s);

    fuzz_check(status == FOCUS_OK || (status == FOCUS_E_INVALID && at_ms == 0 && offset_s == 0));
    if (status != FOCUS_OK)
        return;
    focus_time_format(at_ms, offset_s, once);
    fuzz_check(focus_time_parse(once, &again_ms, &again_s) == FOCUS_OK && again_ms == at_ms);
    focus_time_format(again_ms, again_s, twice);
    fuzz_check(strcmp(once, twice) == 0);
}

/* Any number can be written, and reads back as the nearest instant that there is. */
static void check_instant(int64_t at_ms, int32_t offset_s)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    int64_t again_ms = -1;
    bool is_instant = at_ms >= 0 && at_ms <= LAST_MS;

    focus_time_format(at_ms, offset_s, text);
    fuzz_check(focus_time_parse(text, &again_ms, NULL) == FOCUS_OK);
    fuzz_check(!is_instant || again_ms == at_ms);
}

static void check_id(const char *text)
{
    focus_id id;
    focus_id again;
    char written[FOCUS_ID_TEXT_SIZE];
    focus_status status = focus_id_parse(text, &id);

    fuzz_check(status == FOCUS_OK || status == FOCUS_E_INVALID);
    focus_id_format(&id, written);
    fuzz_check(focus_id_parse(written, &again) == FOCUS_OK);
    fuzz_check(memcmp(&id, &again, sizeof(id)) == 0);
}

static void check_date(int32_t year, int32_t month, int32_t day)
{
    int32_t number = -1;
    int32_t again[3];
    focus_status status = focus_day_from_date(year, month, day, &number);

    fuzz_check(status == FOCUS_OK || (status == FOCUS_E_INVALID && number == 0));
    if (status != FOCUS_OK)
        return;
    focus_date_from_day(number, &again[0], &again[1], &again[2]);
    fuzz_check(again[0] == year && again[1] == month && again[2] == day);
}

static void check_day(int32_t number)
{
    int32_t year;
    int32_t month;
    int32_t day;
    int32_t again = -1;

    focus_date_from_day(number, &year, &month, &day);
    fuzz_check(month >= 1 && month <= 12 && day >= 1 && day <= 31);
    if (focus_day_from_date(year, month, day, &again) == FOCUS_OK)
        fuzz_check(again == number);
    else
        fuzz_check(year < 1 || year > 9999);
}

/* In a zone that changes once, an instant comes back from its local time, of two the one meant.
 * Near the ends of the calendar the other of the two may lie outside. */
static void check_local(focus_store *store, int64_t at_ms)
{
    focus_local_time local;
    int64_t times_ms[2] = {-1, -1};
    int32_t kind = -1;
    bool is_instant = at_ms > 0 && at_ms <= LAST_MS;
    bool is_inside = at_ms >= 2 * DAY_MS && at_ms <= LAST_MS - 2 * DAY_MS;
    focus_status status = fuzz_typed(store, focus_local_from_time(store, at_ms, &local));

    fuzz_check(status == (is_instant ? FOCUS_OK : FOCUS_E_INVALID));
    for (int32_t second = 0; second < 2; second++) {
        status = fuzz_typed(store,
                            focus_time_from_local(store, &local, second, &times_ms[second], &kind));
        fuzz_check(status == FOCUS_OK || (status == FOCUS_E_INVALID && !is_inside));
    }
    if (!is_inside)
        return;
    fuzz_check((times_ms[0] == times_ms[1]) == (kind == FOCUS_LOCAL_UNIQUE));
    fuzz_check(times_ms[0] == at_ms || times_ms[1] == at_ms);
}

static void check_fields(focus_store *store, fuzz_bytes *in)
{
    focus_local_time local = {fuzz_take_int32(in), fuzz_take_int32(in), fuzz_take_int32(in),
                              fuzz_take_int32(in), fuzz_take_int32(in), fuzz_take_int32(in),
                              fuzz_take_int32(in), fuzz_take_int32(in)};
    int64_t at_ms = -1;
    focus_status status = fuzz_typed(store, focus_time_from_local(store, &local, 0, &at_ms, NULL));

    fuzz_check(status == FOCUS_OK || (status == FOCUS_E_INVALID && at_ms == 0));
}

static void take_zone(fuzz_bytes *in)
{
    fuzz_surroundings.has_summer = false;
    fuzz_surroundings.change_at_ms = fuzz_take_int(in, FUZZ_NOW_MS);
    fuzz_surroundings.offsets_s[0] = (int32_t)fuzz_take_number(in, 3) - 8388608;
    fuzz_surroundings.offsets_s[1] = (int32_t)fuzz_take_number(in, 3) - 8388608;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static focus_store *store;
    fuzz_bytes in = {data, size};
    uint32_t what = fuzz_take_below(&in, 8);
    char *text = NULL;

    if (store == NULL)
        store = fuzz_open_memory();
    if (what < 3) {
        text = fuzz_take_rest(&in);
        check_time(text);
        check_id(text);
    } else if (what == 3) {
        check_instant(fuzz_take_int(&in, FUZZ_NOW_MS), fuzz_take_int32(&in));
    } else if (what == 4) {
        check_date(fuzz_take_int32(&in), fuzz_take_int32(&in), fuzz_take_int32(&in));
        check_day(fuzz_take_int32(&in));
    } else if (what == 5) {
        check_fields(store, &in);
    } else {
        take_zone(&in);
        check_local(store, fuzz_take_int(&in, fuzz_surroundings.change_at_ms));
    }
    free(text);
    return 0;
}
