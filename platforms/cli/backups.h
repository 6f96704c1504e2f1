/*
 * backups.h - the backups beside the database: one a day, made at the first start.
 */
#ifndef CLI_BACKUPS_H
#define CLI_BACKUPS_H

#include "cli.h"

/** Write the name of the backup of a day (days since 1970) to `out`. */
void backups_name(const cli *c, int32_t day, text_buffer *out);
/** Make today's backup where it is missing. FOCUS_DONE: it was there. */
focus_status backups_make_daily(const cli *c, text_buffer *out_name);
/** The same after a start, which must not fail for it; FOCUS_BACKUP=off makes none. Gives the exit code
 *  of the answer, which is written before. */
int backups_after_start(const cli *c);
/** Days since the newest backup of the last `days_max` days; -1: there is none. */
int32_t backups_age(const cli *c, int32_t days_max);

#endif
