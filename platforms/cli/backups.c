/*
 * backups.c - see backups.h. What is made, and what is thinned out, is the library's rule.
 */
#include "backups.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "preferences.h"

void backups_name(const cli *c, int32_t day, text_buffer *out)
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;
    focus_date_from_day(day, &year, &month, &day_of_month);
    text_addf(out, "%s.%04" PRId32 "-%02" PRId32 "-%02" PRId32 ".backup", c->path, year, month,
              day_of_month);
}

focus_status backups_make_daily(const cli *c, text_buffer *out_name)
{
    int32_t today = 0;
    focus_status status = focus_day_from_time(c->store, focus_now(c->store), &today);
    mode_t old_mask = umask(077);
    if (status == FOCUS_OK)
        status = focus_backup_daily(c->store, c->path);
    (void)umask(old_mask);
    backups_name(c, today, out_name);
    return status;
}

int backups_after_start(const cli *c)
{
    text_buffer name = {0};
    focus_status status;
    int error_number;
    if (preference_is(c, PREFERENCE_BACKUP, "off"))
        return EXIT_DONE;
    error_number = fflush(stdout) != 0 ? errno : 0; /* the answer first */
    status = backups_make_daily(c, &name);
    if (status != FOCUS_OK && status != FOCUS_DONE)
        note(c, "no backup of today: %s", focus_last_error(c->store)->message);
    text_free(&name);
    return error_number == 0 ? EXIT_DONE : fail_system(c, "stdout", error_number);
}

int32_t backups_age(const cli *c, int32_t days_max)
{
    int32_t today = 0;
    struct stat info;
    if (focus_day_from_time(c->store, focus_now(c->store), &today) != FOCUS_OK)
        return -1;
    for (int32_t age = 0; age < days_max; age++) {
        text_buffer name = {0};
        bool is_there;
        backups_name(c, today - age, &name);
        is_there = stat(name.text, &info) == 0;
        text_free(&name);
        if (is_there)
            return age;
    }
    return -1;
}
