/*
 * time.c - local time and days of the store's zone, for shells.
 */
#include "core/store.h"

#include "base/calendar.h"
#include "rules/limits.h"

focus_status focus_local_from_time(focus_store *store, int64_t at_ms, focus_local_time *out_local)
{
    focus_status status;

    if (out_local == NULL)
        return focus__misuse(store, "out_local");
    *out_local = (focus_local_time){0};
    status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = focus__check_time("the time", at_ms, &store->error);
    if (status == FOCUS_OK)
        focus__local_from_utc(&store->zone, at_ms, out_local);
    return focus__look_end(store, status);
}

focus_status focus_time_from_local(focus_store *store, const focus_local_time *local,
                                   int32_t second, int64_t *out_at_ms, int32_t *out_kind)
{
    enum focus__local_kind kind = FOCUS__LOCAL_UNIQUE;
    int64_t at_ms = 0;
    focus_status status;

    if (out_kind != NULL)
        *out_kind = FOCUS_LOCAL_UNIQUE;
    if (out_at_ms == NULL)
        return focus__misuse(store, "out_at_ms");
    *out_at_ms = 0;
    if (local == NULL)
        return focus__misuse(store, "local");
    status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status =
            focus__utc_from_local(&store->zone, local, second != 0, &at_ms, &kind, &store->error);
    if (status == FOCUS_OK)
        *out_at_ms = at_ms;
    if (status == FOCUS_OK && out_kind != NULL)
        *out_kind = (int32_t)kind;
    return focus__look_end(store, status);
}

focus_status focus_day_from_time(focus_store *store, int64_t at_ms, int32_t *out_day)
{
    focus_settings settings;
    focus_status status;

    if (out_day == NULL)
        return focus__misuse(store, "out_day");
    *out_day = 0;
    status = focus__read_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__check_time("the time", at_ms, &store->error);
    if (status == FOCUS_OK)
        status = focus__settings_of(store, store->user_id, &settings, NULL);
    if (status == FOCUS_OK)
        *out_day = focus__local_day(at_ms, focus__zone_offset_s(&store->zone, at_ms),
                                    settings.day_start_minutes);
    return focus__read_end(store, status);
}
