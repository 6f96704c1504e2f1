/*
 * env.h - the defaults for what comes in from outside: clock, entropy, local zone; and what only the
 * system can tell: how long a wait took, and which process this is.
 *
 * env_posix.c and env_win.c are the only files with conditions on the operating system.
 */
#ifndef FOCUS_BASE_ENV_H
#define FOCUS_BASE_ENV_H

#include "base/base.h"

extern const focus_clock focus__env_clock;
extern const focus_entropy focus__env_entropy;

/* The system's local zone. Its name comes from TZ or /etc/localtime (a link below .../zoneinfo/)
 * and is written to name[64]; the zone points to it. NULL name when it cannot be told. */
focus_zone focus__env_zone(char name[64]);

/* Milliseconds since some instant, whatever the wall clock does: what waiting is measured with. */
int64_t focus__env_ticks_ms(void);
/* The same in nanoseconds, for measuring. */
extern const focus_ticker focus__env_ticker;
/* Which process this is: a child of fork() is another one. */
int64_t focus__env_process_id(void);
/* Give a file another name in the same folder. FOCUS_E_EXISTS where the new one is taken: nothing is
 * ever overwritten. FOCUS_E_IO. */
focus_status focus__env_rename(const char *from, const char *to, focus_error *error);
/* Make the names in the folder of a file survive a power cut, where the system can be asked to. */
void focus__env_sync_folder(const char *path);

/* --- the system's side (env_posix.c or env_win.c), read by env.c --- */

int64_t focus__env_now_ms(void *user);
int64_t focus__env_ticks_ns(void *user);
int focus__env_fill(void *user, unsigned char *bytes, size_t size);
int32_t focus__env_utc_offset_s(void *user, int64_t at_ms);
bool focus__env_zone_name(char name[64]); /* false, and an empty name, when it cannot be told */

/* For the two files: copy a name that looks like one of tzdata's ("America/St_Johns"). */
bool focus__env_copy_name(const char *found, char name[64]);

#endif
