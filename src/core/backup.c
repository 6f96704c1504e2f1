/*
 * backup.c - copies of the file while it is in use: one, one a day, and the way back.
 */
#include "core/user.h"

#include "base/calendar.h"
#include "base/text.h"
#include "rules/keep.h"

/* The days that are looked at for older backups; what is older stays. */
enum { BACKUP_DAYS_MAX = 400 };

/* A copy is of what has been kept, not of what a batch may yet drop. */
static focus_status begin_care(focus_store *store)
{
    focus_status status = focus__look_begin(store);

    if (status == FOCUS_OK && focus__batch_is_open(store->db))
        return focus__fail(&store->error, FOCUS_E_STATE, "a batch is open");
    return status;
}

static focus_status check_path(focus_store *store, const char *path)
{
    if (path[0] == '\0' || path[0] == ':')
        return focus__fail(&store->error, FOCUS_E_INVALID, "a copy needs the name of a file");
    return FOCUS_OK;
}

focus_status focus_backup(focus_store *store, const char *path)
{
    focus_status status;

    if (path == NULL)
        return focus__misuse(store, "path");
    focus__name_call(store);
    status = begin_care(store);
    if (status == FOCUS_OK)
        status = check_path(store, path);
    if (status == FOCUS_OK)
        status = focus__db_backup(store->db, path);
    return focus__look_end(store, status);
}

/* --- one a day -------------------------------------------------------------------------------- */

static focus_status name_of_day(focus_store *store, const char *prefix, int32_t day,
                                focus__buffer *out)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day_of_month = 0;

    focus_date_from_day(day, &year, &month, &day_of_month);
    focus__buffer_clear(out);
    focus__buffer_format(out, "%s.%04d-%02d-%02d.backup", prefix, (int)year, (int)month,
                         (int)day_of_month);
    return out->failed ? focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a path")
                       : FOCUS_OK;
}

/* The days of which there are backups, newest first. */
static focus_status find_backups(focus_store *store, const char *prefix, int32_t today,
                                 int32_t *days, size_t *out_count)
{
    focus__buffer name = {0};
    focus_status status = FOCUS_OK;

    *out_count = 0;
    for (int32_t day = today; day > today - BACKUP_DAYS_MAX && day >= 0; day--) {
        status = name_of_day(store, prefix, day, &name);
        if (status != FOCUS_OK)
            break;
        if (focus__db_path_is_taken(name.bytes, store->file->vfs_name))
            days[(*out_count)++] = day;
    }
    focus__buffer_free(&name);
    return status;
}

static focus_status thin_out(focus_store *store, const char *prefix, int32_t today,
                             int32_t week_start)
{
    int32_t days[BACKUP_DAYS_MAX];
    bool keeps[BACKUP_DAYS_MAX];
    size_t count = 0;
    focus__buffer name = {0};
    focus_status status = find_backups(store, prefix, today, days, &count);

    focus__keep_backups(days, count, week_start, keeps);
    for (size_t i = 0; i < count && status == FOCUS_OK; i++) {
        if (keeps[i])
            continue;
        status = name_of_day(store, prefix, days[i], &name);
        if (status == FOCUS_OK)
            focus__db_remove(name.bytes, store->file->vfs_name);
    }
    focus__buffer_free(&name);
    return status;
}

/* FOCUS_DONE: today's is there already. */
static focus_status back_up_day(focus_store *store, const char *prefix, int32_t today)
{
    focus__buffer name = {0};
    focus_status status = name_of_day(store, prefix, today, &name);

    if (status == FOCUS_OK)
        status = focus__db_backup(store->db, name.bytes);
    focus__buffer_free(&name);
    if (status != FOCUS_E_EXISTS)
        return status;
    focus__error_clear(&store->error);
    return FOCUS_DONE;
}

static focus_status make_daily(focus_store *store, const char *prefix)
{
    focus_settings settings;
    int32_t today = 0;
    focus_status status;

    if (store->file == NULL)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "a store in memory has no file");
    if (prefix == NULL)
        prefix = store->file->path;
    status = check_path(store, prefix);
    if (status == FOCUS_OK)
        status = focus__settings_of(store, store->user_id, &settings, NULL);
    if (status != FOCUS_OK)
        return status;
    today = focus__local_day(store->now_ms, focus__zone_offset_s(&store->zone, store->now_ms),
                             settings.day_start_minutes);
    status = back_up_day(store, prefix, today);
    return status == FOCUS_OK ? thin_out(store, prefix, today, settings.week_start) : status;
}

focus_status focus_backup_daily(focus_store *store, const char *prefix)
{
    focus_status status;

    focus__name_call(store);
    status = begin_care(store);
    return focus__look_end(store, status == FOCUS_OK ? make_daily(store, prefix) : status);
}

/* --- the way back ----------------------------------------------------------------------------- */

/* The selected user may be missing there: then the one made first is selected. Where that cannot be
 * told nobody is: row ids of the content before must not be used with this one. */
static focus_status select_again(focus_store *store)
{
    focus_status status;

    atomic_store_explicit(&store->interrupted, false, memory_order_relaxed); /* it comes too late */
    status = focus__user_reopen(store);
    if (status == FOCUS_E_NOT_FOUND)
        status = focus__user_open(store, NULL);
    if (status != FOCUS_OK)
        store->user_id = 0;
    return status;
}

static focus_status restore_from(focus_store *store, const char *path, const char *keep_path)
{
    focus_status status = check_path(store, path);

    if (status == FOCUS_OK && keep_path != NULL)
        status = check_path(store, keep_path);
    if (status == FOCUS_OK)
        status = focus__db_restore(store->db, path, keep_path);
    if (status != FOCUS_OK)
        return status;
    store->data_version = -1; /* that of other content: nothing to compare with */
    status = select_again(store);
    store->changed = FOCUS_CHANGED_USERS | FOCUS_CHANGED_SETTINGS | FOCUS_CHANGED_SESSIONS |
                     FOCUS_CHANGED_STATS | FOCUS_CHANGED_STREAK | FOCUS_CHANGED_POINTS |
                     FOCUS_CHANGED_LIBRARIES | FOCUS_CHANGED_TRACKS | FOCUS_CHANGED_DAY_TOTALS;
    if (status == FOCUS_OK)
        focus__error_clear(&store->error);
    return status;
}

focus_status focus_restore(focus_store *store, const char *path, const char *keep_path)
{
    focus_status status;

    if (path == NULL)
        return focus__misuse(store, "path");
    focus__name_call(store);
    status = begin_care(store);
    return focus__look_end(store,
                           status == FOCUS_OK ? restore_from(store, path, keep_path) : status);
}
