/*
 * focus.h - everything of a focus-tracking app below its user interface, in one SQLite file.
 *
 * SPDX-License-Identifier: MIT
 *
 * Conventions, said once:
 *
 *  Status      Every call that can fail returns a focus_status: FOCUS_OK, FOCUS_DONE or a negative
 *              FOCUS_E_*. The detail is in focus_last_error() of the same store.
 *  Outputs     `out_*` parameters come last and are written on every return: the result on success,
 *              NULL or zero otherwise. An out_* that is documented as optional may be NULL.
 *  Ownership   Records and lists are allocated by the library, read through a const pointer, and
 *              given back with their focus_*_free(), which takes NULL. Their strings live as long
 *              as they do. Strings and structs that a caller passes in are copied before the call
 *              returns.
 *  Options     Structs that begin with struct_size are zeroed by their *_INIT macro; zero means
 *              default. A field that an older library does not know gives FOCUS_E_UNSUPPORTED when
 *              it is used, and is ignored when it is zero.
 *  Growth      Structs that begin with struct_size may grow at their end, and so may records that
 *              the library hands out by pointer: a list of those has pointers to them. Other
 *              structs never change.
 *  Units       Instants are UTC milliseconds since 1970-01-01T00:00:00Z (`_at_ms`), lengths are
 *              milliseconds (`_ms`); 0 stands for "none" in an instant. A day is the number of days
 *              since 1970-01-01 in the user's own calendar, day start included.
 *  Text        UTF-8, NUL-terminated, checked on entry. Control characters are refused.
 *  Durability  Every writing call is one transaction. After FOCUS_OK it survives a power cut unless
 *              the store was opened relaxed. After any error nothing has changed. One case is open:
 *              where the disk refused to make a commit safe (FOCUS_E_IO), no store shows the change,
 *              but it may be there when the file is opened again after all have let go of it.
 *  Writes      may also return FOCUS_E_BUSY, FOCUS_E_IO, FOCUS_E_FULL, FOCUS_E_READONLY,
 *              FOCUS_E_CORRUPT and FOCUS_E_NOMEM; reads the same without FULL and READONLY. These
 *              are not repeated below, nor is FOCUS_E_MISUSE for a NULL that a call does not allow,
 *              FOCUS_E_INTERRUPTED after focus_interrupt() and FOCUS_E_SUSPENDED after
 *              focus_suspend().
 *  Threads     Any thread may use a store, one call at a time; only focus_interrupt() may come
 *              beside another call. Stores are independent of each other. The library starts no
 *              thread, sets no timer, prints nothing, opens no network.
 *  Processes   A store belongs to the process that opened it. In a child made by fork() each call
 *              gives FOCUS_E_MISUSE; focus_close() frees memory there and leaves the file, its
 *              locks and what SQLite holds alone.
 */
#ifndef FOCUS_H
#define FOCUS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(FOCUS_STATIC)
#define FOCUS_API
#elif defined(_WIN32) && defined(FOCUS_BUILDING)
#define FOCUS_API __declspec(dllexport)
#elif defined(_WIN32)
#define FOCUS_API __declspec(dllimport)
#elif defined(__GNUC__)
#define FOCUS_API __attribute__((visibility("default")))
#else
#define FOCUS_API
#endif

/* A struct that says its size and is zero otherwise: what the *_INIT macros are. */
#if defined(__cplusplus)
#define FOCUS_SIZED(type)                                                                          \
    {                                                                                              \
        sizeof(type)                                                                               \
    }
#else
#define FOCUS_SIZED(type)                                                                          \
    {                                                                                              \
        .struct_size = sizeof(type)                                                                \
    }
#endif

#define FOCUS_VERSION_MAJOR 0
#define FOCUS_VERSION_MINOR 1
#define FOCUS_VERSION_PATCH 0
#define FOCUS_VERSION "0.1.0"

/* ------------------------------------------------------------------------------------------------
 * Status
 * --------------------------------------------------------------------------------------------- */

typedef int32_t focus_status;

enum {
    FOCUS_OK = 0,
    FOCUS_DONE = 1,            /* nothing more to give, or nothing had to be done */
    FOCUS_E_MISUSE = -1,       /* a caller's bug: NULL where a value is needed */
    FOCUS_E_NOMEM = -2,        /* an allocation failed */
    FOCUS_E_INVALID = -3,      /* a value is malformed or out of range */
    FOCUS_E_NOT_FOUND = -4,    /* no such row, or nothing is running */
    FOCUS_E_STATE = -5,        /* not allowed in the present state */
    FOCUS_E_AMBIGUOUS = -6,    /* an id prefix that fits several */
    FOCUS_E_EXISTS = -7,       /* the name is taken */
    FOCUS_E_OVERLAP = -8,      /* the time is taken by another session */
    FOCUS_E_BUSY = -9,         /* another process held the file longer than busy_timeout_ms */
    FOCUS_E_IO = -10,          /* the system refused to open, read or write */
    FOCUS_E_FULL = -11,        /* no space left */
    FOCUS_E_READONLY = -12,    /* the store or its file can only be read */
    FOCUS_E_CORRUPT = -13,     /* the file is damaged */
    FOCUS_E_NOT_OURS = -14,    /* not a database, or another application's */
    FOCUS_E_TOO_NEW = -15,     /* written by a newer version; untouched */
    FOCUS_E_UNSUPPORTED = -16, /* asks for something that this build cannot do */
    FOCUS_E_INTERRUPTED = -17, /* focus_interrupt() ended the call */
    FOCUS_E_SUSPENDED = -18    /* the store is suspended: focus_resume() it first */
};

/** What went wrong in the last call. The strings are valid until the next call on that store. */
typedef struct focus_error {
    focus_status status;
    int32_t backend_code; /* SQLite's extended result code, or 0 */
    char message[256];    /* one line, UTF-8; empty when status is FOCUS_OK */
} focus_error;

/** Name of a status as in this header, "FOCUS_E_BUSY"; never NULL, static. */
FOCUS_API const char *focus_status_name(focus_status status);

/* ------------------------------------------------------------------------------------------------
 * Ids and time
 * --------------------------------------------------------------------------------------------- */

/** UUIDv7 of a row: time-ordered, made by the library, never reused. */
typedef struct focus_id {
    unsigned char bytes[16];
} focus_id;

#define FOCUS_ID_TEXT_SIZE 37 /* 36 characters and the NUL */

/** Write `id` in the usual form, 8-4-4-4-12 lower-case hex digits; nothing for NULL. Cannot fail. */
FOCUS_API void focus_id_format(const focus_id *id, char out_text[FOCUS_ID_TEXT_SIZE]);

/** Read a whole id, with or without hyphens. FOCUS_E_INVALID when it is not one. */
FOCUS_API focus_status focus_id_parse(const char *text, focus_id *out_id);

/** A calendar date and wall-clock time, with the offset from UTC that holds there. */
typedef struct focus_local_time {
    int32_t year;  /* 1970 to 9999 */
    int32_t month; /* 1 to 12 */
    int32_t day;   /* 1 to 31 */
    int32_t hour;
    int32_t minute;
    int32_t second;
    int32_t millisecond;
    int32_t utc_offset_s; /* seconds east of UTC */
} focus_local_time;

/** Day number of a date of the Gregorian calendar. FOCUS_E_INVALID when there is no such date. */
FOCUS_API focus_status focus_day_from_date(int32_t year, int32_t month, int32_t day,
                                           int32_t *out_day);

/** Date of a day number; each output is optional. */
FOCUS_API void focus_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month,
                                   int32_t *out_day);

#define FOCUS_TIME_TEXT_SIZE 40

/** Write an instant as RFC 3339 with the given offset, milliseconds only where there are any:
 *  "2026-03-29T01:50:00+01:00". */
FOCUS_API void focus_time_format(int64_t at_ms, int32_t utc_offset_s,
                                 char out_text[FOCUS_TIME_TEXT_SIZE]);

/** Read an RFC 3339 instant, which must carry "Z" or an offset. out_utc_offset_s may be NULL.
 *  FOCUS_E_INVALID when it is malformed or outside the years 1970 to 9999. */
FOCUS_API focus_status focus_time_parse(const char *text, int64_t *out_at_ms,
                                        int32_t *out_utc_offset_s);

/* ------------------------------------------------------------------------------------------------
 * What comes in from outside
 * --------------------------------------------------------------------------------------------- */

/* None of these may call back into the store: that gives FOCUS_E_MISUSE. */

/** The wall clock. Called once per call of the library. */
typedef struct focus_clock {
    int64_t (*now_ms)(void *user);
    void *user;
} focus_clock;

/** Nanoseconds since some instant, whatever the wall clock does. */
typedef struct focus_ticker {
    int64_t (*now_ns)(void *user);
    void *user;
} focus_ticker;

/** Random bytes, asked for ahead for some ids at a time. Returns 0 on success; anything else fails the
 *  call that needs an id with FOCUS_E_IO. */
typedef struct focus_entropy {
    int (*fill)(void *user, unsigned char *bytes, size_t size);
    void *user;
} focus_entropy;

/** The rules of one time zone. `name` is stored with each session, "Europe/Berlin"; NULL when the
 *  zone has none. `utc_offset_s` gives the seconds east of UTC in force at an instant. */
typedef struct focus_zone {
    const char *name;
    int32_t (*utc_offset_s)(void *user, int64_t at_ms);
    void *user;
} focus_zone;

/** How work is paid. Minutes are whole minutes of active time, capped at the plan. */
typedef struct focus_reward_policy {
    size_t struct_size;
    int32_t focus_minutes_min;      /* nothing below; 1 */
    int32_t focus_xp_per_minute;    /* 1 */
    int32_t focus_xp_min;           /* 5 */
    int32_t focus_minutes_per_coin; /* 5 */
    int32_t focus_coins_min;        /* 2 */
    int32_t break_xp;               /* 2 */
    int32_t long_break_xp;          /* 3 */
    int32_t long_break_coins;       /* 1 */
    int32_t level_cost_xp;          /* leaving level L costs floor(this * L^1.5); 100 */
} focus_reward_policy;

/** The policy used unless the host gives its own. */
#define FOCUS_REWARD_POLICY_INIT                                                                   \
    {                                                                                              \
        sizeof(focus_reward_policy), 1, 1, 5, 5, 2, 2, 3, 1, 100                                   \
    }

/* ------------------------------------------------------------------------------------------------
 * Store
 * --------------------------------------------------------------------------------------------- */

typedef struct focus_store focus_store;

enum {
    FOCUS_OPEN_READONLY = 1u << 0, /* writes not one byte of it; the file must exist */
    FOCUS_OPEN_EXISTING = 1u << 1, /* FOCUS_E_NOT_FOUND instead of creating the file */
    FOCUS_OPEN_METRICS = 1u << 2   /* measure each call: focus_metrics_get() */
};

enum {
    FOCUS_DURABILITY_FULL = 0,   /* an acknowledged write survives a power cut */
    FOCUS_DURABILITY_RELAXED = 1 /* ... a crash; a power cut may take the last ones */
};

typedef struct focus_open_options {
    size_t struct_size;
    const char *path;                  /* in a folder that exists; ":memory:" goes at close */
    uint32_t flags;                    /* FOCUS_OPEN_* */
    int32_t durability;                /* FOCUS_DURABILITY_* */
    uint32_t busy_timeout_ms;          /* how long to wait for another process; 0 means 5000 */
    const char *user_name;             /* act for this user; NULL: the one created first */
    const focus_clock *clock;          /* NULL: the system's */
    const focus_entropy *entropy;      /* NULL: the system's */
    const focus_zone *zone;            /* NULL: the system's local zone */
    const focus_reward_policy *reward; /* NULL: FOCUS_REWARD_POLICY_INIT */
    const focus_ticker *ticker;        /* NULL: the system's; asked with FOCUS_OPEN_METRICS alone */
    const char *vfs_name;              /* a registered SQLite VFS; NULL: SQLite's default */
} focus_open_options;

#define FOCUS_OPEN_OPTIONS_INIT FOCUS_SIZED(focus_open_options)

/** For languages without the macro: zero `*options`, which has `size` bytes as the caller says. */
FOCUS_API void focus_open_options_init(focus_open_options *options, size_t size);

/**
 * Open the file, create it where it is missing, and bring its schema up to date.
 *
 * A new file gets one user, named as user_name says, or "me". Each missing migration is one
 * transaction together with its version; before the first a copy is kept beside the file,
 * "<path>.schema-1.backup". A file that is not ours, or is newer, is refused and not changed by a
 * byte.
 *
 * @param options   Copied; callbacks and their `user` must outlive the store.
 * @param out_store Close it with focus_close(); NULL on any failure.
 * @param out_error Optional: the detail of a failure, as there is no store to ask.
 * @return FOCUS_OK;
 *         FOCUS_E_NOT_FOUND  the file (with EXISTING or READONLY) or the user does not exist;
 *         FOCUS_E_NOT_OURS   a folder, a text file, another application's database;
 *         FOCUS_E_TOO_NEW    written by a newer libfocus;
 *         FOCUS_E_READONLY   the file cannot be written and READONLY was not asked for, or its
 *                            schema is old and READONLY was;
 *         FOCUS_E_UNSUPPORTED  SQLite older than 3.37 or without threads' safety.
 */
FOCUS_API focus_status focus_open(const focus_open_options *options, focus_store **out_store,
                                  focus_error *out_error);

/** Close and free. An open batch is rolled back. NULL is allowed. */
FOCUS_API void focus_close(focus_store *store);

/**
 * End the call in flight: from any thread, from a signal handler, while the store is open.
 *
 * Whatever it does, also while it waits for a lock, imports, backs up or runs the doctor, the call
 * ends soon with FOCUS_E_INTERRUPTED and has changed nothing; or it ends as if nothing had
 * happened when it was all but done. An open batch stays as it was before the call. Host callbacks
 * are waited for. When no call is in flight nothing happens: the next one is not affected.
 */
FOCUS_API void focus_interrupt(focus_store *store);

/**
 * Fold the write-ahead log into the file, for a moment in which nobody waits.
 *
 * Once 1000 pages have gathered in the log, the commit that brings them folds them in, and takes
 * milliseconds where others take microseconds. A host that calls this whenever it is idle, or after
 * some hundred calls, never meets that. Waits for nobody: what others read or write meanwhile stays in
 * the log. Changes nothing that anybody can see; durability is that of the commits.
 *
 * @param out_left_pages  pages of the file that stay in the log; may be NULL.
 * @return FOCUS_OK, also when there was nothing to do or others were in the way;
 *         FOCUS_E_STATE     a batch is open;
 *         FOCUS_E_READONLY  the store was opened for reading only.
 */
FOCUS_API focus_status focus_checkpoint(focus_store *store, int64_t *out_left_pages);

/**
 * Let go of the file, for a program that the system is about to freeze.
 *
 * Rolls back an open batch, closes the connection and with it every lock and descriptor; where
 * nobody else has the file open, its log is folded in. The handle stays. Until focus_resume() every
 * call but that one, focus_close() and focus_last_error() gives FOCUS_E_SUSPENDED; focus_now()
 * still tells the time. With a call in flight on another thread: focus_interrupt(), wait for that
 * call to return, then suspend. A store in memory has no file to let go of and keeps its content.
 *
 * @return FOCUS_OK; FOCUS_DONE it was suspended already.
 */
FOCUS_API focus_status focus_suspend(focus_store *store);

/**
 * Open the file again, as it was opened, for the same user, whatever that one is called by now.
 *
 * After it focus_changed_elsewhere() says yes once, as nobody knows. On failure the store stays
 * suspended, and may be resumed later.
 *
 * @return FOCUS_OK; FOCUS_DONE it was not suspended;
 *         FOCUS_E_NOT_FOUND  the file is gone (it is not created anew), or the user in it;
 *         FOCUS_E_TOO_NEW, FOCUS_E_NOT_OURS, FOCUS_E_READONLY  as for focus_open(): the file was
 *                            replaced or brought up to date meanwhile.
 */
FOCUS_API focus_status focus_resume(focus_store *store);

/** The last call's error; its status is FOCUS_OK after a success. Never NULL for a store; valid
 *  until the next call on the store. */
FOCUS_API const focus_error *focus_last_error(const focus_store *store);

/** "0.1.0", static. */
FOCUS_API const char *focus_version(void);

typedef struct focus_build_info {
    const char *version;          /* of libfocus */
    const char *sqlite_version;   /* of the SQLite that runs */
    const char *sqlite_source_id; /* its check-in */
    int32_t schema_version;       /* the newest this build knows */
    int32_t wal_reset_defect;     /* 1: this SQLite is in the range of the WAL-reset defect */
} focus_build_info;

/** Facts about this build; static. */
FOCUS_API const focus_build_info *focus_build(void);

/** The store's clock, for shells that must agree with it. */
FOCUS_API int64_t focus_now(focus_store *store);

/** Local date, time and offset of an instant in the store's zone. */
FOCUS_API focus_status focus_local_from_time(focus_store *store, int64_t at_ms,
                                             focus_local_time *out_local);

enum {
    FOCUS_LOCAL_UNIQUE = 0, /* the local time exists once */
    FOCUS_LOCAL_DOUBLED = 1 /* it exists twice, clocks went back; the earlier was taken */
};

/**
 * Instant of a local date and time in the store's zone; utc_offset_s of `local` is not read.
 *
 * @param second   1: where the local time exists twice, take the later one.
 * @param out_kind Optional: FOCUS_LOCAL_*.
 * @return FOCUS_OK; FOCUS_E_INVALID when there is no such date, or when the clocks jump over it
 *         (the message names the gap).
 */
FOCUS_API focus_status focus_time_from_local(focus_store *store, const focus_local_time *local,
                                             int32_t second, int64_t *out_at_ms, int32_t *out_kind);

/** The user's day in which an instant lies: store's zone, user's day start. */
FOCUS_API focus_status focus_day_from_time(focus_store *store, int64_t at_ms, int32_t *out_day);

/** Make all writes until the commit one transaction. FOCUS_E_STATE when a batch is open. */
FOCUS_API focus_status focus_batch_begin(focus_store *store);

/** Keep the batch. When it fails, the batch has been rolled back. FOCUS_E_STATE: none is open. */
FOCUS_API focus_status focus_batch_commit(focus_store *store);

/** Drop the batch. FOCUS_E_STATE when none is open. */
FOCUS_API focus_status focus_batch_rollback(focus_store *store);

/* What a write changed */
enum {
    FOCUS_CHANGED_USERS = 1u << 0,
    FOCUS_CHANGED_SETTINGS = 1u << 1,
    FOCUS_CHANGED_SESSIONS = 1u << 2,
    FOCUS_CHANGED_STATS = 1u << 3, /* counters, daily figures */
    FOCUS_CHANGED_STREAK = 1u << 4,
    FOCUS_CHANGED_POINTS = 1u << 5,
    FOCUS_CHANGED_LIBRARIES = 1u << 6,
    FOCUS_CHANGED_TRACKS = 1u << 7,
    FOCUS_CHANGED_DAY_TOTALS = 1u << 8
};

/** FOCUS_CHANGED_* of the last call on this store; 0 after a read or an error; of the whole batch
 *  after its commit. */
FOCUS_API uint32_t focus_last_change(const focus_store *store);

/** Tell whether another connection wrote to the file since the last call of this function (or
 *  since open). Costs no look at any table. */
FOCUS_API focus_status focus_changed_elsewhere(focus_store *store, int32_t *out_changed);

/* ------------------------------------------------------------------------------------------------
 * Users
 * --------------------------------------------------------------------------------------------- */

typedef struct focus_user {
    focus_id id;
    const char *name;
    int64_t created_at_ms;
    int32_t is_selected; /* 1: the one this store acts for */
} focus_user;

typedef struct focus_user_list {
    size_t count;
    const focus_user *const *items; /* in order of creation */
} focus_user_list;

/** Create a user, 1 to 100 characters. FOCUS_E_EXISTS: the name is taken. out_id is optional. */
FOCUS_API focus_status focus_user_create(focus_store *store, const char *name, focus_id *out_id);

/** All users. Free with focus_user_list_free(). */
FOCUS_API focus_status focus_user_list_all(focus_store *store, const focus_user_list **out_list);
FOCUS_API void focus_user_list_free(const focus_user_list *list);

/** Give a user another name. FOCUS_E_NOT_FOUND, FOCUS_E_EXISTS. */
FOCUS_API focus_status focus_user_rename(focus_store *store, const focus_id *id, const char *name);

/** Act for this user from now on. Not kept in the file. FOCUS_E_NOT_FOUND; FOCUS_E_STATE inside a
 *  batch. */
FOCUS_API focus_status focus_user_select(focus_store *store, const char *name);

/** Delete a user with everything that belongs to it. FOCUS_E_STATE for the selected one. */
FOCUS_API focus_status focus_user_delete(focus_store *store, const focus_id *id);

/** An older caller's missing tail stays as it is in the file. */
typedef struct focus_settings {
    size_t struct_size;
    int64_t focus_length_ms;      /* 1 s to 24 h; 25 min */
    int64_t break_length_ms;      /* 5 min */
    int64_t long_break_length_ms; /* 15 min */
    int32_t cycle_length;         /* focus sessions before a long break, 1 to 100; 4 */
    int32_t day_start_minutes;    /* minutes after local midnight, 0 to 1439; 0 */
    int32_t week_start;           /* ISO weekday, 1 = Monday to 7 = Sunday; 1 */
    int64_t daily_goal_ms;        /* 0 to 24 h; 0 = no goal */
    int32_t daily_goal_sessions;  /* 0 to 1000; 0 = no goal */
    int32_t expire_factor;        /* active longer than this many plans: expired; 0 = never; 2 */
    int64_t pause_limit_ms;       /* paused longer: expired; 0 = never; 1 h */
    int32_t rest_weekdays; /* FOCUS_MASK(ISO weekday) bits, not all: a streak goes over them; 0 */
} focus_settings;

#define FOCUS_SETTINGS_INIT FOCUS_SIZED(focus_settings)

/** The selected user's settings. `out_settings->struct_size` must be set by the caller. */
FOCUS_API focus_status focus_settings_get(focus_store *store, focus_settings *out_settings);

/** Replace them all. A running session meets new limits at its next event; days already
 *  recorded stay.
 *  FOCUS_E_INVALID names the value that is out of range. */
FOCUS_API focus_status focus_settings_set(focus_store *store, const focus_settings *settings);

/* ------------------------------------------------------------------------------------------------
 * Sessions
 * --------------------------------------------------------------------------------------------- */

/* Mode */
enum {
    FOCUS_MODE_FOCUS = 0,
    FOCUS_MODE_BREAK = 1,
    FOCUS_MODE_LONG_BREAK = 2,
    FOCUS_MODE_COUNT = 3
};

/* Status of a session */
enum {
    FOCUS_SESSION_ACTIVE = 0,
    FOCUS_SESSION_PAUSED = 1,
    FOCUS_SESSION_COMPLETED = 2,
    FOCUS_SESSION_ABANDONED = 3,
    FOCUS_SESSION_EXPIRED = 4,
    FOCUS_SESSION_STATUS_COUNT = 5
};

/* Where a session came from */
enum {
    FOCUS_SOURCE_LIVE = 0,
    FOCUS_SOURCE_MANUAL = 1,
    FOCUS_SOURCE_IMPORT = 2 /* another program's file */
};

/* focus_session.flags */
enum {
    FOCUS_SESSION_IMPLAUSIBLE = 1u << 0, /* longer than 24 h: outside streak, sums, rewards */
    FOCUS_SESSION_CONFIRMED = 1u << 1,   /* the user said that it is right all the same */
    FOCUS_SESSION_EDITED = 1u << 2,      /* changed by hand after it was made */
    FOCUS_SESSION_DELETED = 1u << 3      /* deleted and restorable */
};

#define FOCUS_PLANNED_OPEN ((int64_t)-1)         /* planned_ms on entry: no planned end */
#define FOCUS_IMPLAUSIBLE_MS ((int64_t)86400000) /* longer than this is implausible */

typedef struct focus_pause {
    int64_t started_at_ms;
    int64_t ended_at_ms; /* 0: still open */
    const char *reason;  /* NULL: none given */
} focus_pause;

/**
 * A session as it is at the store's clock: one whose limit has passed is shown as expired, before
 * any write has said so.
 */
typedef struct focus_session {
    focus_id id;
    int64_t number; /* the same, short enough to type: from 1, and in this file alone */
    int32_t mode;   /* FOCUS_MODE_* */
    int32_t status; /* FOCUS_SESSION_* */
    int32_t source; /* FOCUS_SOURCE_* */
    uint32_t flags;
    const char *title; /* text is NULL where there is none */
    const char *project;
    const char *task; /* id of a task elsewhere */
    const char *note;
    const char *const *tags; /* sorted, each once */
    size_t tag_count;
    int64_t planned_ms;   /* 0: open */
    int64_t active_ms;    /* end, or now, less start less pauses */
    int64_t paused_ms;    /* all pauses, the open one up to now */
    int64_t remaining_ms; /* planned less active, negative in overtime; 0 when ended or open */
    int64_t started_at_ms;
    int64_t ended_at_ms;       /* 0: running */
    int64_t planned_end_at_ms; /* active with a plan: when it will be fulfilled; otherwise 0 */
    int64_t expires_at_ms;     /* running: when it expires; 0: never */
    int32_t utc_offset_s;      /* in force where and when it started */
    int32_t day;               /* local day, fixed at its start */
    const char *zone;
    int64_t xp; /* paid for it */
    int64_t coins;
    const char *source_format; /* "toggl"; NULL unless imported */
    const char *source_key;    /* what makes it the same record when imported again */
    int32_t revision;          /* writes so far, from 1 */
    int64_t created_at_ms;
    int64_t deleted_at_ms;
    const focus_pause *pauses; /* in order of time */
    size_t pause_count;
} focus_session;

/** Free a session. NULL is allowed. */
FOCUS_API void focus_session_free(const focus_session *session);

/* What to do when a session runs already */
enum { FOCUS_IF_RUNNING_FAIL = 0, FOCUS_IF_RUNNING_ABANDON = 1, FOCUS_IF_RUNNING_COMPLETE = 2 };

/* focus_session_input.fields, read by focus_session_edit() alone */
enum {
    FOCUS_FIELD_MODE = 1u << 0,
    FOCUS_FIELD_STATUS = 1u << 1, /* completed or abandoned */
    FOCUS_FIELD_PLANNED = 1u << 2,
    FOCUS_FIELD_STARTED_AT = 1u << 3,
    FOCUS_FIELD_ENDED_AT = 1u << 4,
    FOCUS_FIELD_TITLE = 1u << 5,
    FOCUS_FIELD_PROJECT = 1u << 6,
    FOCUS_FIELD_TASK = 1u << 7,
    FOCUS_FIELD_NOTE = 1u << 8,
    FOCUS_FIELD_TAGS = 1u << 9,
    FOCUS_FIELD_CONFIRMED = 1u << 10 /* takes no value: the record is right as it is */
};

/* focus_session_input.flags */
enum {
    FOCUS_INPUT_ALLOW_OVERLAP = 1u << 0,
    FOCUS_INPUT_REWARD = 1u << 1 /* add: pay as if completed live, unless its time is taken */
};

#define FOCUS_TEXT_MAX 10000 /* bytes of a note */
#define FOCUS_TITLE_MAX 1000 /* bytes of a title, project, task, reason, tag, name, URL */
#define FOCUS_TAGS_MAX 100   /* tags of a session */

/** What a caller says about a session: for start, add and edit. */
typedef struct focus_session_input {
    size_t struct_size;
    uint32_t fields;       /* edit: FOCUS_FIELD_* that are meant */
    uint32_t flags;        /* FOCUS_INPUT_* */
    int32_t mode;          /* FOCUS_MODE_* */
    int32_t status;        /* add, edit: COMPLETED or ABANDONED; 0 means COMPLETED in add */
    int32_t if_running;    /* start: FOCUS_IF_RUNNING_* */
    int64_t planned_ms;    /* start: 0 = the user's length for the mode, FOCUS_PLANNED_OPEN = none;
                              add: 0 = none */
    int64_t started_at_ms; /* start: 0 = now; not in the future */
    int64_t ended_at_ms;   /* add, edit */
    const char *title;     /* NULL or "" = none */
    const char *project;
    const char *task;
    const char *note;
    const char *const *tags; /* any order */
    size_t tag_count;
} focus_session_input;

#define FOCUS_SESSION_INPUT_INIT FOCUS_SIZED(focus_session_input)

/**
 * Start a session.
 *
 * @param input       NULL: a focus session of the user's length, now.
 * @param out_session Optional record.
 * @return FOCUS_OK; FOCUS_E_STATE one runs already and if_running is FAIL; FOCUS_E_INVALID;
 *         FOCUS_E_OVERLAP started_at_ms lies in the past, and another session after it.
 */
FOCUS_API focus_status focus_session_start(focus_store *store, const focus_session_input *input,
                                           const focus_session **out_session);

/**
 * Pause the running session. Remaining time stands still until it is resumed.
 *
 * @param at_ms  When; 0 = now. Not before the session's last event, not in the future.
 * @param reason Optional.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND nothing runs; FOCUS_E_STATE it is paused already, or was
 *         10,000 times; FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_session_pause(focus_store *store, int64_t at_ms, const char *reason,
                                           const focus_session **out_session);

/** Resume the paused session. Returns as focus_session_pause(); FOCUS_E_STATE when not paused. */
FOCUS_API focus_status focus_session_resume(focus_store *store, int64_t at_ms,
                                            const focus_session **out_session);

/**
 * Complete the running session and pay its reward.
 *
 * Session, ledger, wallet, streak, counters and daily figures change together or not at all. A
 * paused session may be completed: its open pause ends with it.
 *
 * @param at_ms The end; 0 = now. Not before the session's last event, not in the future.
 * @param note  Optional; replaces the session's note.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND nothing runs (completing twice pays nothing);
 *         FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_session_complete(focus_store *store, int64_t at_ms, const char *note,
                                              const focus_session **out_session);

/** End the running session without reward; its time is kept. Returns as focus_session_complete. */
FOCUS_API focus_status focus_session_abandon(focus_store *store, int64_t at_ms, const char *note,
                                             const focus_session **out_session);

/** Who gives up a session so soon has not begun it: a host then voids it. */
#define FOCUS_GRACE_MS ((int64_t)10000)

/** End the running session as focus_session_abandon() does, and take it out of history: its time does not
 *  count. It is deleted, and so restorable, as an abandoned one. */
FOCUS_API focus_status focus_session_void(focus_store *store, int64_t at_ms, const char *note,
                                          const focus_session **out_session);

/** Make the running session's plan longer, or shorter by a negative `by_ms`; the plan stays within
 *  1 s and 24 h. FOCUS_E_NOT_FOUND nothing runs; FOCUS_E_STATE it is open; FOCUS_E_INVALID. */
FOCUS_API focus_status focus_session_extend(focus_store *store, int64_t by_ms,
                                            const focus_session **out_session);

/**
 * Add a pause that is over to a session, running or ended: one that was forgotten, or found out later.
 *
 * A running session that has expired by now, but had not when the pause began, goes on as it would have
 * with that pause. Of one that has ended the figures follow, and rewards already paid stay.
 *
 * @param id     NULL: the running one.
 * @param reason Optional.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND no such session, or nothing runs; FOCUS_E_STATE it is deleted, or
 *         was paused 10,000 times; FOCUS_E_OVERLAP another pause lies in that time;
 *         FOCUS_E_INVALID the pause is empty or does not lie inside the session.
 */
FOCUS_API focus_status focus_pause_add(focus_store *store, const focus_id *id, int64_t from_ms,
                                       int64_t until_ms, const char *reason,
                                       const focus_session **out_session);

/* What becomes of a session whose user was away */
enum {
    FOCUS_IDLE_KEEP = 0,     /* nothing: it was work */
    FOCUS_IDLE_DISCARD = 1,  /* it ended when the user left */
    FOCUS_IDLE_CONTINUE = 2, /* that time was a pause, with the reason "idle", and it goes on */
    FOCUS_IDLE_SPLIT = 3     /* it ended then, and another one of the same words starts now */
};

/**
 * Answer for the last idle_ms, in which nobody touched the machine; they begin with the running
 * session's start or last resume at the earliest.
 *
 * A session that ends so is completed where its plan was fulfilled by then or it has none, and
 * otherwise abandoned. One that has expired by now, but had not when the user left, is taken as it stood
 * then.
 *
 * @param answer      FOCUS_IDLE_*.
 * @param out_session Optional: the session that runs then, or else the one that has ended.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND nothing runs; FOCUS_E_STATE it is paused; FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_session_idle(focus_store *store, int64_t idle_ms, int32_t answer,
                                          const focus_session **out_session);

/** The active or paused session. FOCUS_E_NOT_FOUND when nothing runs. */
FOCUS_API focus_status focus_session_running(focus_store *store, const focus_session **out_session);

/** One session by its id, deleted ones too. FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_session_get(focus_store *store, const focus_id *id,
                                         const focus_session **out_session);

/** The id of the session that `word` names: its number, or the beginning of its id, hex digits with or
 *  without hyphens, at least 4 of them. FOCUS_E_NOT_FOUND; FOCUS_E_AMBIGUOUS, also where it is one
 *  session's number and another's beginning; FOCUS_E_INVALID. */
FOCUS_API focus_status focus_session_find(focus_store *store, const char *word, focus_id *out_id);

/** Add a session of the past. Earns nothing unless FOCUS_INPUT_REWARD. FOCUS_E_OVERLAP unless
 *  FOCUS_INPUT_ALLOW_OVERLAP; FOCUS_E_INVALID. */
FOCUS_API focus_status focus_session_add(focus_store *store, const focus_session_input *input,
                                         const focus_session **out_session);

/**
 * Add many of the past: all or none. The same as focus_session_add() for each, but several times as
 * fast, most of all in order of time. An error's message begins with the number of the one that is
 * wrong: "session 3: ...". Each has the struct_size of the first.
 *
 * @return FOCUS_OK; FOCUS_E_OVERLAP, FOCUS_E_INVALID as focus_session_add().
 */
FOCUS_API focus_status focus_session_add_many(focus_store *store, const focus_session_input *inputs,
                                              size_t count);

/**
 * Change the fields named in input->fields. Rewards already paid stay, nothing new is paid. What
 * changes nothing writes nothing.
 *
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND; FOCUS_E_STATE status or end of a running session, its start
 *         or plan once it was paused, or the session is deleted; FOCUS_E_OVERLAP unless allowed;
 *         FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_session_edit(focus_store *store, const focus_id *id,
                                          const focus_session_input *input,
                                          const focus_session **out_session);

/** Add tags, or take them away; tags that are there already, or are not, do not matter.
 *  FOCUS_E_NOT_FOUND; FOCUS_E_STATE the session is deleted; FOCUS_E_INVALID a tag, or too many. */
FOCUS_API focus_status focus_session_tag(focus_store *store, const focus_id *id,
                                         const char *const *tags, size_t tag_count,
                                         const focus_session **out_session);
FOCUS_API focus_status focus_session_untag(focus_store *store, const focus_id *id,
                                           const char *const *tags, size_t tag_count,
                                           const focus_session **out_session);

/** Take a session out of history, restorable. A running one as well. FOCUS_E_NOT_FOUND;
 *  FOCUS_E_STATE it is deleted already. */
FOCUS_API focus_status focus_session_delete(focus_store *store, const focus_id *id);

/** Bring a deleted session back as it was, though its time be taken by now. FOCUS_E_NOT_FOUND;
 *  FOCUS_E_STATE it is not deleted, or it was running and another runs now. */
FOCUS_API focus_status focus_session_restore(focus_store *store, const focus_id *id,
                                             const focus_session **out_session);

/**
 * Make two sessions of one of the past, at an instant inside it. Pauses go to the side that they lie
 * on; one over the instant is cut. Time is neither lost nor made.
 *
 * The first keeps the id, where it came from, and what was paid. The second has an id, a day by its own
 * start, the same mode, status, plan, words and tags, FOCUS_SOURCE_MANUAL, and is paid nothing. Both
 * are marked as edited.
 *
 * @param out_second Optional record of the second.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND; FOCUS_E_STATE it is running or deleted;
 *         FOCUS_E_INVALID the instant is not after its start and before its end.
 */
FOCUS_API focus_status focus_session_split(focus_store *store, const focus_id *id, int64_t at_ms,
                                           const focus_session **out_second);

/**
 * Make one session of two neighbours of the past, named in any order. The gap between them becomes a
 * pause.
 *
 * The earlier one becomes the whole: words that it lacks it takes from the other, tags are put together,
 * and it is completed if one of them was. The other is deleted, restorable, and keeps what it was paid.
 *
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND; FOCUS_E_STATE one is running or deleted, or the whole would have
 *         more than 10,000 pauses; FOCUS_E_OVERLAP they overlap, or another session lies between;
 *         FOCUS_E_INVALID they are one and the same or of different modes, together longer than a day,
 *         or have more than FOCUS_TAGS_MAX tags.
 */
FOCUS_API focus_status focus_session_join(focus_store *store, const focus_id *id,
                                          const focus_id *other_id,
                                          const focus_session **out_session);

/** Mark every session whose limit has passed as expired, all users' included. A call that changes
 *  sessions does so for the selected user by itself. out_count is optional. */
FOCUS_API focus_status focus_sweep(focus_store *store, int64_t *out_count);

/* focus_deadline.kind */
enum {
    FOCUS_DEADLINE_NONE = 0,
    FOCUS_DEADLINE_PLANNED_END = 1, /* the plan is fulfilled */
    FOCUS_DEADLINE_EXPIRY = 2       /* the session expires */
};

typedef struct focus_deadline {
    int32_t kind;
    int64_t at_ms;
} focus_deadline;

/** What happens next if nobody does anything, and when: for the shell's alarm. */
FOCUS_API focus_status focus_next_deadline(focus_store *store, focus_deadline *out_deadline);

/* focus_cycle.reason */
enum {
    FOCUS_CYCLE_FIRST = 0, /* nothing finished yet today */
    FOCUS_CYCLE_AFTER_FOCUS = 1,
    FOCUS_CYCLE_FULL = 2, /* as many focus sessions as the cycle has: a long break is due */
    FOCUS_CYCLE_AFTER_BREAK = 3,
    FOCUS_CYCLE_RUNNING = 4 /* a session runs; this is what follows it when completed */
};

typedef struct focus_cycle {
    int32_t done;             /* focus sessions completed in this cycle */
    int32_t until_long_break; /* still to do */
    int32_t next_mode;
    int32_t reason;
    int64_t next_length_ms;
} focus_cycle;

/** Where we are in the cycle, what comes next and why. A cycle begins anew with each local day,
 *  after a long break, and on reset. */
FOCUS_API focus_status focus_cycle_get(focus_store *store, focus_cycle *out_cycle);

/** Begin the cycle anew. */
FOCUS_API focus_status focus_cycle_reset(focus_store *store);

/* --- history ---------------------------------------------------------------------------------- */

#define FOCUS_MASK(bit) (1u << (bit)) /* of a mode or a status, for focus_session_filter */
#define FOCUS_CURSOR_SIZE 48

/* focus_session_filter.flags */
enum {
    FOCUS_FILTER_OLDEST_FIRST = 1u << 0,
    FOCUS_FILTER_DELETED = 1u << 1 /* only the deleted ones */
};

typedef struct focus_session_filter {
    size_t struct_size;
    uint32_t flags;    /* FOCUS_FILTER_* */
    uint32_t modes;    /* FOCUS_MASK(mode) bits; 0 = all */
    uint32_t statuses; /* FOCUS_MASK(status) bits; 0 = all */
    int32_t has_days;  /* 1: from_day and until_day count, both inclusive */
    int32_t from_day;
    int32_t until_day;
    const char *tag;     /* NULL: any */
    const char *project; /* NULL: any */
    const char *text;    /* part of the title, ASCII letters in either case; NULL: any */
    uint32_t limit;      /* 1 to 1000; 0 = 20 */
    const char *cursor;  /* next_cursor of the page before; NULL: the first page */
} focus_session_filter;

#define FOCUS_SESSION_FILTER_INIT FOCUS_SIZED(focus_session_filter)

typedef struct focus_session_list {
    size_t count;
    const focus_session *const *items;
    int64_t total;                       /* exact, of all that fit the filter */
    char next_cursor[FOCUS_CURSOR_SIZE]; /* empty: this is the last page */
} focus_session_list;

/**
 * A page of history, newest first, by key: a page costs the same wherever it lies. The total comes
 * from counters, or from daily figures for a range of days; with a tag, project or text the
 * matching rows are counted.
 *
 * @param filter NULL: everything. FOCUS_E_INVALID for a cursor that is not one.
 */
FOCUS_API focus_status focus_session_list_page(focus_store *store,
                                               const focus_session_filter *filter,
                                               const focus_session_list **out_list);
FOCUS_API void focus_session_list_free(const focus_session_list *list);

/* --- tags and projects ------------------------------------------------------------------------ */

/** A tag or a project: what sessions say of themselves, those that are deleted left out. */
typedef struct focus_label {
    const char *name;
    int64_t sessions;        /* of any mode and status */
    int64_t active_ms;       /* focus time, as in focus_mode_counts */
    int64_t last_used_at_ms; /* start of the newest of them */
    int32_t last_day;        /* its local day */
} focus_label;

typedef struct focus_label_list {
    size_t count;
    const focus_label *const *items; /* in order of their bytes */
} focus_label_list;

/** Every tag in use, or every project. The cost grows with the sessions that have one; that of projects
 *  with the whole history. Free with focus_label_list_free(). */
FOCUS_API focus_status focus_tag_list_all(focus_store *store, const focus_label_list **out_list);
FOCUS_API focus_status focus_project_list_all(focus_store *store,
                                              const focus_label_list **out_list);
FOCUS_API void focus_label_list_free(const focus_label_list *list);

/**
 * Give a tag, or a project, another name in every session that has it; each is marked as edited. Deleted
 * sessions keep the old one.
 *
 * @param out_count Optional: how many sessions.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND no session has it; FOCUS_E_EXISTS the new name is in use: merge
 *         takes that; FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_tag_rename(focus_store *store, const char *name, const char *new_name,
                                        int64_t *out_count);
FOCUS_API focus_status focus_project_rename(focus_store *store, const char *name,
                                            const char *new_name, int64_t *out_count);

/** Make one tag, or project, of two: every session that has `name` gets `into` for it. Returns as
 *  focus_tag_rename(), but FOCUS_E_NOT_FOUND where either is not in use. */
FOCUS_API focus_status focus_tag_merge(focus_store *store, const char *name, const char *into,
                                       int64_t *out_count);
FOCUS_API focus_status focus_project_merge(focus_store *store, const char *name, const char *into,
                                           int64_t *out_count);

/* ------------------------------------------------------------------------------------------------
 * Figures
 * --------------------------------------------------------------------------------------------- */

typedef struct focus_mode_counts {
    int64_t active;
    int64_t paused;
    int64_t completed;
    int64_t abandoned;
    int64_t expired;
    int64_t active_ms;      /* active time of completed and abandoned sessions */
    int64_t unconfirmed_ms; /* active time of expired and implausible ones, apart from it */
} focus_mode_counts;

typedef struct focus_counters {
    int64_t sessions; /* not deleted */
    int64_t deleted;
    focus_mode_counts modes[FOCUS_MODE_COUNT];
    int64_t libraries;
    int64_t tracks;
    int64_t xp;
    int64_t coins_earned;
    int64_t coins_spent;
} focus_counters;

/** Exact numbers of all time, read from one row. */
FOCUS_API focus_status focus_counters_get(focus_store *store, focus_counters *out_counters);

typedef struct focus_stats {
    int32_t from_day;
    int32_t until_day;
    focus_mode_counts modes[FOCUS_MODE_COUNT];
    int32_t active_days; /* days with focus time */
    int32_t best_day;    /* day with most focus time; meaningless when active_days is 0 */
    int64_t best_day_ms;
} focus_stats;

/** Figures of the days from_day to until_day, both inclusive, from daily sums. Sessions count
 *  whole on the day they began. FOCUS_E_INVALID when until_day is before from_day. */
FOCUS_API focus_status focus_stats_get(focus_store *store, int32_t from_day, int32_t until_day,
                                       focus_stats *out_stats);

typedef struct focus_day {
    int32_t day;
    int64_t sessions;  /* completed focus sessions */
    int64_t active_ms; /* focus time */
} focus_day;

typedef struct focus_day_list {
    size_t count;
    const focus_day *items; /* in order; days without focus are left out */
} focus_day_list;

/** The days with focus, from daily sums, where sessions count whole on the day they began. Free with
 *  focus_day_list_free(). FOCUS_E_INVALID when until_day is before from_day. */
FOCUS_API focus_status focus_day_list_range(focus_store *store, int32_t from_day, int32_t until_day,
                                            const focus_day_list **out_list);
FOCUS_API void focus_day_list_free(const focus_day_list *list);

/** Time of a day that another program told of without a time of day. */
typedef struct focus_day_total {
    int32_t day;
    int32_t is_sum; /* 1: the time of parts that are in the list, too */
    int32_t has_rating;
    int32_t rating;            /* productivity, -2 to 2 */
    const char *source_format; /* "rescuetime" */
    const char *title;         /* NULL: none */
    const char *project;
    int64_t length_ms; /* negative where the day was corrected */
    int64_t record_count;
} focus_day_total;

typedef struct focus_day_total_list {
    size_t count;
    const focus_day_total *items; /* in order of days; neighbours that say the same are one */
    int64_t length_ms;            /* of all, sums of others left out */
} focus_day_total_list;

/** Imported totals of the days from_day to until_day, both inclusive. They are no sessions: of other
 *  figures reports alone have them, apart. Free with focus_day_total_list_free(). FOCUS_E_INVALID when
 *  until_day is before from_day. */
FOCUS_API focus_status focus_day_total_list_range(focus_store *store, int32_t from_day,
                                                  int32_t until_day,
                                                  const focus_day_total_list **out_list);
FOCUS_API void focus_day_total_list_free(const focus_day_total_list *list);

typedef struct focus_streak {
    int32_t current_days;      /* that count; 0: broken */
    int32_t current_first_day; /* meaningless when current_days is 0 */
    int32_t current_last_day;
    int32_t longest_days;
    int32_t longest_first_day;
    int32_t longest_last_day;
    int32_t today;        /* the user's day now */
    int32_t today_counts; /* 1: today has a completed focus session */
    int32_t at_risk;      /* 1: unbroken, but nothing yet today, which is no day of rest */
} focus_streak;

/** The streak at the store's clock: consecutive local days with a completed, plausible focus
 *  session. Days of rest between them (focus_settings) are passed over, for all of the history. */
FOCUS_API focus_status focus_streak_get(focus_store *store, focus_streak *out_streak);

typedef struct focus_run {
    int32_t first_day;
    int32_t last_day;
    int32_t days; /* that count; days of rest without a session do not */
} focus_run;

typedef struct focus_run_list {
    size_t count;
    const focus_run *items; /* newest first */
} focus_run_list;

/** The newest unbroken runs of days, rest passed over, which explain the streak: `limit` of them, 1 to
 *  1000, 0 = 20. */
FOCUS_API focus_status focus_streak_runs(focus_store *store, uint32_t limit,
                                         const focus_run_list **out_list);
FOCUS_API void focus_run_list_free(const focus_run_list *list);

/* ------------------------------------------------------------------------------------------------
 * Reports
 *
 * The history added up along an axis, for tables and plots. Days are split exactly: a day may have
 * 23 or 25 hours, and an hour that comes twice counts for its name both times. Pauses are taken out
 * where they lie. The running session is in none of it until it ends; one whose limit has passed is
 * expired already.
 * --------------------------------------------------------------------------------------------- */

/* focus_report_options.by */
enum {
    FOCUS_BY_DAY = 0,
    FOCUS_BY_WEEK = 1, /* from the user's first day of the week */
    FOCUS_BY_MONTH = 2,
    FOCUS_BY_HOUR = 3,         /* of the day, by the clock */
    FOCUS_BY_WEEKDAY = 4,      /* of the user's day, day start included */
    FOCUS_BY_HOUR_OF_WEEK = 5, /* both */
    FOCUS_BY_PROJECT = 6,
    FOCUS_BY_TAG = 7, /* a session with two tags is in two rows */
    FOCUS_BY_TITLE = 8,
    FOCUS_BY_MODE = 9,
    FOCUS_BY_COUNT = 10
};

/* focus_report_options.rule: where time counts */
enum {
    FOCUS_RULE_SPLIT = 0, /* on the day, in the hour, in which it passed */
    FOCUS_RULE_WHOLE = 1  /* where its session began */
};

/* focus_report_options.days: whose clock tells days and hours */
enum {
    FOCUS_DAYS_RECORDED = 0, /* that of the session: its day is the one fixed when it began */
    FOCUS_DAYS_HERE = 1      /* the store's zone and the user's present day start */
};

/* focus_report_options.include: what counts as time_ms besides completed focus sessions */
enum {
    FOCUS_INCLUDE_ABANDONED = 1u << 0,
    FOCUS_INCLUDE_BREAKS = 1u << 1,
    FOCUS_INCLUDE_UNCONFIRMED = 1u << 2, /* expired, or longer than 24 h */
    FOCUS_INCLUDE_DAY_TOTALS = 1u << 3   /* imported totals of days */
};

/* focus_report_options.flags */
enum {
    FOCUS_REPORT_EMPTY_ROWS = 1u << 0 /* rows without anything as well, where they can be told: all
                                         but projects, tags and titles */
};

typedef struct focus_report_options {
    size_t struct_size;
    int32_t by;       /* FOCUS_BY_* */
    int32_t rule;     /* FOCUS_RULE_* */
    int32_t days;     /* FOCUS_DAYS_* */
    uint32_t include; /* FOCUS_INCLUDE_* */
    uint32_t flags;   /* FOCUS_REPORT_* */
    int32_t has_days; /* 1: from_day and until_day count, both inclusive */
    int32_t from_day;
    int32_t until_day;
    const char *tag;     /* only sessions that have it; NULL: any */
    const char *project; /* NULL: any */
    const char *text;    /* part of the title, ASCII letters in either case; NULL: any */
} focus_report_options;

#define FOCUS_REPORT_OPTIONS_INIT FOCUS_SIZED(focus_report_options)

/** A row of a report, or its total. Counts are of the sessions that began in it, times are as the
 *  rule says. Sessions are focus sessions; `_ms` without more is active time. */
typedef struct focus_report_row {
    int64_t number;         /* day; first day of week or month; hour 0 to 23; ISO weekday 1 to 7;
                                24 * (weekday - 1) + hour; mode; 0 with a text */
    const char *text;       /* project, tag, title; NULL: it has none, or the row has a number */
    int32_t from_day;       /* the row's days that lie in the report's; the report's own where */
    int32_t until_day;      /* the axis is not one of days */
    int64_t sessions;       /* completed and plausible */
    int64_t abandoned;      /* sessions */
    int64_t unconfirmed;    /* sessions, expired or longer than 24 h */
    int64_t breaks;         /* breaks of both kinds that have ended, expired ones left out */
    int64_t time_ms;        /* focus_ms, and what was to be included */
    int64_t focus_ms;       /* of completed sessions */
    int64_t abandoned_ms;   /* of abandoned ones */
    int64_t unconfirmed_ms; /* of expired and implausible ones */
    int64_t break_ms;       /* of breaks */
    int64_t day_total_ms; /* of imported totals of days, sums of others left out; by hours the total
                               alone has it; negative where a day was corrected */
    int64_t pauses;       /* in completed sessions */
    int64_t paused_ms;    /* in completed sessions that began in the row */
    int64_t planned;      /* completed sessions that had a plan, */
    int64_t planned_ms;   /* what was planned for them, */
    int64_t worked_ms;    /* and worked in them, */
    int64_t overtime_ms;  /* in which some went beyond their plan, all together, by this */
    int64_t goal_ms;      /* of the row's days; 0: none, or the axis is not one of days */
    int64_t goal_sessions; /* the same in sessions */
    int64_t balance_ms;    /* time_ms less goal_ms, of this row and all before it, 0 without goal */
    int32_t time_level;    /* 0: none; 1 to 4: in which quarter of the rows with time it lies */
    int32_t session_level; /* the same by sessions */
} focus_report_row;

enum { FOCUS_LEVELS = 4 };

typedef struct focus_report {
    size_t count;
    const focus_report_row *const *rows; /* by number; texts by time, the longest first */
    const focus_report_row *total;       /* each session once, also where it is in several rows */
    int32_t from_day;  /* the days asked for; without any the first and the last with anything; */
    int32_t until_day; /* until_day before from_day: nothing at all */
    int32_t by;
    int32_t rule;
    int32_t days;
    int32_t day_start_minutes; /* of the user */
    int32_t week_start;
    int32_t is_shared;  /* 1: some sessions are in several rows, shares exceed 100 % */
    int64_t running_ms; /* of the focus session that runs, up to now: no row has it */
    int64_t rows_with_time;
    const focus_report_row *best; /* the first with most time; NULL: none has any */
    int32_t run_first_day; /* by day: the longest run of days with time, the first of them; */
    int32_t run_last_day;  /* before run_first_day: there is none */
    int64_t level_ms[FOCUS_LEVELS];       /* least time of each level */
    int64_t level_sessions[FOCUS_LEVELS]; /* least sessions of each level */
} focus_report;

/**
 * Add the history up.
 *
 * Reads the sessions of the days asked for once, in order: the cost grows with them, not with the
 * history. Totals of days are counted apart, and what runs is not counted. A session recorded in a
 * zone that is not the store's keeps the offset it began with.
 *
 * @param options NULL: by day, all of it.
 * @return FOCUS_OK; FOCUS_E_INVALID until_day lies before from_day, a text is too long, or
 *         it would have more than 1,000,000 rows, or with FOCUS_REPORT_EMPTY_ROWS days 100,000; FOCUS_E_UNSUPPORTED an unknown
 *         value or bit.
 */
FOCUS_API focus_status focus_report_get(focus_store *store, const focus_report_options *options,
                                        const focus_report **out_report);
FOCUS_API void focus_report_free(const focus_report *report);

/**
 * The history as one page of HTML: figures, bars with goals, a year of days, the hours of the week,
 * projects, tags, the trend and the balance.
 *
 * The page is one file, loads nothing and has no script. Its plots are images with descriptions, and
 * what they show is in tables as well; its colours are those of the day or the night, as the reader's
 * system has it. It is well-formed XML. The year ends with until_day, and the trend with the
 * last week that is over by then; bars are of days, weeks or months, as they fit.
 *
 * @param options As for focus_report_get(); by and flags are not read. NULL: all of it.
 * @param write   Takes the next bytes; returns 0, or anything else to end with FOCUS_E_IO. Must not call
 *                into the store.
 * @return FOCUS_OK; FOCUS_E_INVALID, FOCUS_E_UNSUPPORTED as focus_report_get(); FOCUS_E_IO.
 */
FOCUS_API focus_status focus_report_html(focus_store *store, const focus_report_options *options,
                                         int (*write)(void *user, const char *bytes, size_t size),
                                         void *user);

/** The days to compare with: before whole months as many months, otherwise as many days.
 *  FOCUS_E_INVALID until_day lies before from_day, or there is nothing before. */
FOCUS_API focus_status focus_days_before(int32_t from_day, int32_t until_day, int32_t *out_from_day,
                                         int32_t *out_until_day);

/** A quarter of an hour of a day, and what it was used for. */
typedef struct focus_timeline_cell {
    int64_t from_ms;
    int64_t until_ms; /* the last of a day may be shorter than 15 minutes */
    int64_t focus_ms; /* all that is no break, and is not longer than 24 h */
    int64_t break_ms;
    int64_t paused_ms;
} focus_timeline_cell;

typedef struct focus_timeline {
    size_t count; /* 96; with a clock change 92, 100 or what else the zone makes of it */
    const focus_timeline_cell *cells;
    int32_t day;
    int64_t changed_at_ms; /* when the clock was changed on this day; 0: it was not */
    int32_t changed_by_s;  /* forward by this much; back where it is negative */
} focus_timeline;

/** A day of the store's zone from its start, quarter by quarter; the running session is in it up to
 *  now. FOCUS_E_INVALID when there is no such day. */
FOCUS_API focus_status focus_timeline_get(focus_store *store, int32_t day,
                                          const focus_timeline **out_timeline);
FOCUS_API void focus_timeline_free(const focus_timeline *timeline);

/** Time between two sessions of a day. */
typedef struct focus_gap {
    int32_t day;
    int64_t from_ms;
    int64_t until_ms;
} focus_gap;

typedef struct focus_gap_list {
    size_t count;
    const focus_gap *items; /* in order of time */
    int64_t total_ms;
} focus_gap_list;

/**
 * The gaps of at least least_ms between sessions of any mode and status that are not longer than 24 h,
 * on days of the store's zone, both inclusive. A pause is no gap, nor is a night: where a day starts,
 * a gap is none. The running session ends one.
 *
 * @return FOCUS_OK; FOCUS_E_INVALID until_day lies before from_day, or least_ms is negative.
 */
FOCUS_API focus_status focus_gap_list_range(focus_store *store, int32_t from_day, int32_t until_day,
                                            int64_t least_ms, const focus_gap_list **out_list);
FOCUS_API void focus_gap_list_free(const focus_gap_list *list);

/* --- goals ------------------------------------------------------------------------------------ */

/** What is meant to be done in a day. */
typedef struct focus_goal {
    int32_t is_dated;      /* 0: that of the settings */
    int32_t from_day;      /* dated: from this day on, until another begins */
    uint32_t weekdays;     /* dated: FOCUS_MASK(ISO weekday), 1 = Monday to 7 = Sunday */
    int64_t goal_ms;       /* 0: none */
    int32_t goal_sessions; /* 0: none */
} focus_goal;

typedef struct focus_goal_list {
    size_t count;
    const focus_goal *items; /* dated ones, by day */
} focus_goal_list;

/**
 * Set a goal for some weekdays from a day on, in the place of the settings' daily goal. It holds until
 * the next one of the same weekday; days before from_day keep theirs.
 *
 * @param weekdays      FOCUS_MASK(ISO weekday) bits; 0 = all.
 * @param goal_ms       0 to 24 h; 0 = none.
 * @param goal_sessions 0 to 1000; 0 = none. With both 0 there is no goal from then on.
 * @return FOCUS_OK; FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_goal_set(focus_store *store, int32_t from_day, uint32_t weekdays,
                                      int64_t goal_ms, int32_t goal_sessions);

/** The goal of a day: the dated one that holds then, or that of the settings. Any day has one. */
FOCUS_API focus_status focus_goal_of_day(focus_store *store, int32_t day, focus_goal *out_goal);

/** The day so far, beside its goal. */
typedef struct focus_today {
    int32_t day;
    int64_t sessions;      /* completed focus sessions that began today */
    int64_t focus_ms;      /* that passed today: of completed ones, and of the one that runs */
    int64_t goal_ms;       /* 0: none */
    int32_t goal_sessions; /* 0: none */
    int32_t is_reached;    /* 1: there is a goal, and completed sessions have reached it */
} focus_today;

/** How today stands. Its time is that of focus_report_get() by day, and of what runs; the cost grows
 *  with the sessions of some days, not with the history. */
FOCUS_API focus_status focus_today_get(focus_store *store, focus_today *out_today);

/** All dated goals. */
FOCUS_API focus_status focus_goal_list_all(focus_store *store, const focus_goal_list **out_list);
FOCUS_API void focus_goal_list_free(const focus_goal_list *list);

/* ------------------------------------------------------------------------------------------------
 * Points
 * --------------------------------------------------------------------------------------------- */

/* focus_ledger_entry.kind */
enum {
    FOCUS_POINTS_SESSION = 0, /* reward of a session: XP and coins */
    FOCUS_POINTS_XP = 1,      /* XP awarded by the host */
    FOCUS_POINTS_COINS = 2,   /* coins awarded by the host */
    FOCUS_POINTS_SPEND = 3    /* coins spent */
};

typedef struct focus_progress {
    int64_t xp;
    int32_t level;         /* from 1 */
    int64_t level_xp;      /* earned since this level began */
    int64_t level_cost_xp; /* what leaving this level costs */
    int64_t coins;         /* earned less spent */
    int64_t coins_earned;
    int64_t coins_spent;
} focus_progress;

/** Level and wallet. */
FOCUS_API focus_status focus_progress_get(focus_store *store, focus_progress *out_progress);

/**
 * Award XP or coins once per key.
 *
 * @param kind   FOCUS_POINTS_XP or FOCUS_POINTS_COINS; each kind has keys of its own.
 * @param amount 1 to 1,000,000,000.
 * @param key    Names the occasion, 1 to FOCUS_TITLE_MAX bytes.
 * @param reason Optional.
 * @return FOCUS_OK; FOCUS_DONE this key was paid before, nothing changed; FOCUS_E_INVALID.
 */
FOCUS_API focus_status focus_points_award(focus_store *store, int32_t kind, int64_t amount,
                                          const char *key, const char *reason);

/** Spend coins once per key. FOCUS_OK; FOCUS_DONE spent before under this key; FOCUS_E_STATE not
 *  enough coins; FOCUS_E_INVALID. */
FOCUS_API focus_status focus_points_spend(focus_store *store, int64_t amount, const char *key,
                                          const char *reason);

typedef struct focus_ledger_entry {
    int32_t kind;
    int64_t xp;
    int64_t coins; /* negative when spent */
    int64_t at_ms;
    const char *key; /* NULL for a session's reward */
    const char *reason;
    int32_t has_session; /* 1: session is set */
    focus_id session;
} focus_ledger_entry;

typedef struct focus_ledger_list {
    size_t count;
    const focus_ledger_entry *const *items;
    int64_t total; /* exact */
    char next_cursor[FOCUS_CURSOR_SIZE];
} focus_ledger_list;

/** A page of the ledger, newest first; limit 1 to 1000, 0 = 20; cursor NULL: the first page. */
FOCUS_API focus_status focus_ledger_list_page(focus_store *store, uint32_t limit,
                                              const char *cursor,
                                              const focus_ledger_list **out_list);
FOCUS_API void focus_ledger_list_free(const focus_ledger_list *list);

/* ------------------------------------------------------------------------------------------------
 * Libraries and tracks
 * --------------------------------------------------------------------------------------------- */

typedef struct focus_library {
    focus_id id;
    const char *name;
    const char *description; /* NULL: none */
    int32_t is_favorite;
    int64_t tracks_count; /* exact */
    int64_t created_at_ms;
    int64_t updated_at_ms;
} focus_library;

typedef struct focus_library_list {
    size_t count;
    const focus_library *const *items;
    int64_t total; /* exact */
    char next_cursor[FOCUS_CURSOR_SIZE];
} focus_library_list;

/** Create a library. The name is its own among the user's. FOCUS_E_EXISTS, FOCUS_E_INVALID. */
FOCUS_API focus_status focus_library_create(focus_store *store, const char *name,
                                            const char *description, focus_id *out_id);

/** One library by id, or by name. FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_library_get(focus_store *store, const focus_id *id,
                                         const focus_library **out_library);
FOCUS_API focus_status focus_library_find(focus_store *store, const char *name,
                                          const focus_library **out_library);
FOCUS_API void focus_library_free(const focus_library *library);

/** A page of libraries, oldest first; limit and cursor as for the ledger. */
FOCUS_API focus_status focus_library_list_page(focus_store *store, uint32_t limit,
                                               const char *cursor,
                                               const focus_library_list **out_list);
FOCUS_API void focus_library_list_free(const focus_library_list *list);

/** Give a library another name. FOCUS_E_NOT_FOUND, FOCUS_E_EXISTS, FOCUS_E_INVALID. */
FOCUS_API focus_status focus_library_rename(focus_store *store, const focus_id *id,
                                            const char *name);

/** Mark as favourite (1) or not (0). FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_library_set_favorite(focus_store *store, const focus_id *id,
                                                  int32_t is_favorite);

/** Delete a library and its tracks: one statement, the tracks go by ON DELETE CASCADE.
 *  FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_library_delete(focus_store *store, const focus_id *id);

typedef struct focus_track {
    focus_id id;
    focus_id library;
    const char *title;
    const char *url;     /* NULL: none */
    int64_t duration_ms; /* 0: unknown */
    int64_t added_at_ms;
} focus_track;

typedef struct focus_track_list {
    size_t count;
    const focus_track *const *items; /* in the library's order */
    int64_t total;                   /* exact */
    char next_cursor[FOCUS_CURSOR_SIZE];
} focus_track_list;

typedef struct focus_track_input {
    size_t struct_size;
    const char *title;   /* required */
    const char *url;     /* optional */
    int64_t duration_ms; /* 0: unknown */
} focus_track_input;

#define FOCUS_TRACK_INPUT_INIT FOCUS_SIZED(focus_track_input)

/** Append a track; track and count change together. out_id is optional. FOCUS_E_NOT_FOUND,
 *  FOCUS_E_INVALID. */
FOCUS_API focus_status focus_track_add(focus_store *store, const focus_id *library,
                                       const focus_track_input *input, focus_id *out_id);

/** Append many: all or none. FOCUS_E_NOT_FOUND, FOCUS_E_INVALID. */
FOCUS_API focus_status focus_track_add_many(focus_store *store, const focus_id *library,
                                            const focus_track_input *inputs, size_t count);

/** One track. FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_track_get(focus_store *store, const focus_id *id,
                                       const focus_track **out_track);
FOCUS_API void focus_track_free(const focus_track *track);

/** Replace title, URL and duration. FOCUS_E_NOT_FOUND, FOCUS_E_INVALID. */
FOCUS_API focus_status focus_track_edit(focus_store *store, const focus_id *id,
                                        const focus_track_input *input);

/** Put a track before another of its library; before NULL: at the end. FOCUS_E_NOT_FOUND;
 *  FOCUS_E_INVALID when the two are in different libraries. */
FOCUS_API focus_status focus_track_move(focus_store *store, const focus_id *id,
                                        const focus_id *before);

/** Delete a track; its library's count follows. FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_track_delete(focus_store *store, const focus_id *id);

/** A page of a library's tracks in order; limit 1 to 1000, 0 = 100; cursor NULL: the first page.
 *  FOCUS_E_NOT_FOUND. */
FOCUS_API focus_status focus_track_list_page(focus_store *store, const focus_id *library,
                                             uint32_t limit, const char *cursor,
                                             const focus_track_list **out_list);
FOCUS_API void focus_track_list_free(const focus_track_list *list);

/* ------------------------------------------------------------------------------------------------
 * Undo
 *
 * Each writing call of a user is a step, a batch is one and an import is one. Steps are kept in the
 * file: the last 1,000 of all users, fewer where some keep more than 64 KiB (a large library that was
 * deleted), and always the last whole. Undoing one makes every row what it was before, and the
 * exact figures with it. What was undone can be redone until the user's next write.
 *
 * Not steps: what is done to users themselves, repairs, backups and what focus_restore() brings. That
 * time ran out for a session is part of the step that marked it as expired.
 * --------------------------------------------------------------------------------------------- */

typedef struct focus_step {
    int64_t at_ms;       /* when it was made */
    const char *call;    /* the call that made it, or a batch's first: "session_start" */
    int32_t is_undone;   /* 1: can be redone */
    int32_t has_session; /* 1: session is set */
    focus_id session;    /* the first that it touches */
    const char *title;   /* of that one; NULL: none */
    int64_t sessions;    /* how many it adds, changes or takes away */
    int64_t changes;     /* how many things it noted, of all kinds */
} focus_step;

typedef struct focus_step_list {
    size_t count;
    const focus_step *const *items;
} focus_step_list;

/* focus_undo() and focus_redo() flags */
enum { FOCUS_UNDO_DRY_RUN = 1u << 0 }; /* go all the way, keep nothing */

/**
 * Undo the last `count` steps, all or none.
 *
 * @param count    1 to 1000.
 * @param flags    FOCUS_UNDO_*.
 * @param out_list Optional: the steps, as they are now. Free it with focus_step_list_free().
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND there are not as many; FOCUS_E_STATE a batch is open;
 *         FOCUS_E_INVALID; FOCUS_E_CORRUPT a step makes no sense.
 */
FOCUS_API focus_status focus_undo(focus_store *store, uint32_t count, uint32_t flags,
                                  const focus_step_list **out_list);

/** Redo the last `count` steps that were undone. Returns as focus_undo(); FOCUS_E_NOT_FOUND as well
 *  once something was written since. */
FOCUS_API focus_status focus_redo(focus_store *store, uint32_t count, uint32_t flags,
                                  const focus_step_list **out_list);

/** The steps that can be redone, next first, and then those that can be undone, next first: `limit` of
 *  them, 1 to 1000, 0 = 20. FOCUS_E_INVALID. */
FOCUS_API focus_status focus_step_list_all(focus_store *store, uint32_t limit,
                                           const focus_step_list **out_list);
FOCUS_API void focus_step_list_free(const focus_step_list *list);

/* ------------------------------------------------------------------------------------------------
 * Import and export
 * --------------------------------------------------------------------------------------------- */

/** The formats that focus_import() reads, one by one from 0 on; NULL behind the last. */
FOCUS_API const char *focus_import_format_name(size_t index);

/* focus_import_options.flags */
enum {
    FOCUS_IMPORT_DRY_RUN = 1u << 0,        /* do everything, keep nothing */
    FOCUS_IMPORT_REWARD = 1u << 1,         /* pay for completed sessions */
    FOCUS_IMPORT_PROJECT_AS_TAG = 1u << 2, /* a project becomes a tag */
    FOCUS_IMPORT_RETIME = 1u << 3, /* what is here at other times gets those of the store's zone */
    FOCUS_IMPORT_AS_SESSIONS =
        1u << 4,                  /* totals of days become sessions, from the day's start on */
    FOCUS_IMPORT_STRICT = 1u << 5 /* FOCUS_E_INVALID where a record would be left out unasked, or is
                                   * implausible */
};

typedef struct focus_import_options {
    size_t struct_size;
    const char *format; /* one of focus_import_format_name(), or "auto" */
    const char *name;   /* what to call the input in messages, a file name */
    uint32_t flags;     /* FOCUS_IMPORT_* */
    /* Gives the next bytes of the input: sets *out_size, 0 at the end; returns 0, or anything else
     * to fail the import with FOCUS_E_IO. The file is locked for writing meanwhile: have the input
     * at hand. No callback may call into the store: that gives FOCUS_E_MISUSE. */
    int (*read)(void *user, char *buffer, size_t size, size_t *out_size);
    /* Optional: called now and then with the rows read so far; anything but 0 stops the import with
     * FOCUS_E_STATE, and nothing is kept. Must not call into the store. */
    int (*progress)(void *user, int64_t rows_read);
    void *user;
    int64_t min_length_ms; /* shorter records are skipped */
    int64_t max_length_ms; /* longer records are skipped; 0 = none */
    /* activitywatch: the bucket to take, by its id or the beginning of it. NULL: time of presence. */
    const char *bucket;
    /* toggl, csv: take the records of this one alone, by name or address. NULL: those of all. Where
     * nobody is called so, FOCUS_E_INVALID names who there is. */
    const char *person;
} focus_import_options;

#define FOCUS_IMPORT_OPTIONS_INIT FOCUS_SIZED(focus_import_options)

/** What an import did. Rows: read = added + same + changed + all skipped. */
typedef struct focus_import_report {
    char format[24]; /* the one recognised */
    int64_t read;
    int64_t added;
    int64_t same;            /* here already */
    int64_t same_deleted;    /* of these: deleted here, and so they stay */
    int64_t same_moved;      /* of these: at other times here than the store's zone gives */
    int64_t changed;         /* here already with other words; the file's were taken */
    int64_t skipped_zero;    /* of no length */
    int64_t skipped_running; /* without an end */
    int64_t skipped_short;   /* below min_length_ms */
    int64_t skipped_long;    /* above max_length_ms */
    int64_t implausible;     /* of those added: longer than 24 h, kept and flagged */
    int64_t overlapping;     /* of those added: at a time taken by another session */
    int64_t read_ms;         /* time in all rows read that have an end */
    int64_t added_ms;
    int64_t day_totals;        /* of those added: totals of days, no sessions */
    int64_t skipped_other;     /* of another kind than is taken: windows, when presence is */
    int64_t skipped_repeating; /* their times are a rule */
    int64_t skipped_future;    /* not over yet */
    int64_t skipped_undated;   /* without a date: the year 1 of a clock that was never set */
    int32_t has_local_times; /* 1: some were told without an offset, and read in the store's zone */
    int32_t is_companion; /* 1: timewarrior's tags.data, undo.data or backlog.data: no intervals */
    int64_t people;       /* who the records are said to be of, counted up to 256; 0: not told */
    int64_t day_total_sums; /* of day_totals: the time of others in the file once more */
    int64_t skipped_person; /* of another than options.person */
} focus_import_report;

/**
 * Import a file of another program, or what we exported, as one transaction.
 *
 * Local times without an offset are read in the store's zone. A record that is imported again is
 * recognised: by its own id where the format has one, otherwise by account and times (toggl: and
 * words, as its entries may share their times); equal rows of one file are counted. Records edited
 * or deleted here are not overwritten.
 *
 * @return FOCUS_OK; FOCUS_E_INVALID a row cannot be read: the message names input and line, and
 *         nothing was imported; FOCUS_E_UNSUPPORTED an unknown format.
 */
FOCUS_API focus_status focus_import(focus_store *store, const focus_import_options *options,
                                    focus_import_report *out_report);

typedef struct focus_export_options {
    size_t struct_size;
    /* "jsonl", "json", "csv", "ics", "timewarrior", "klog", "toggl", "openpomodoro" */
    const char *format;
    int32_t has_days; /* 1: from_day and until_day count, both inclusive */
    int32_t from_day;
    int32_t until_day;
    /* Takes the next bytes; returns 0, or anything else to end the export with FOCUS_E_IO. Must not
     * call into the store. */
    int (*write)(void *user, const char *bytes, size_t size);
    void *user;
    /* Optional: called now and then with the sessions written so far; anything but 0 ends the export
     * with FOCUS_E_STATE. Must not call into the store. */
    int (*progress)(void *user, int64_t sessions);
} focus_export_options;

#define FOCUS_EXPORT_OPTIONS_INIT FOCUS_SIZED(focus_export_options)

/** What an export wrote, and what it left out as the format has no words for it. */
typedef struct focus_export_report {
    int64_t sessions;   /* written */
    int64_t day_totals; /* written */
    int64_t left_out_breaks;
    int64_t left_out_running;
    int64_t left_out_short; /* nothing in whole units: their time is in later entries */
    int64_t left_out_day_totals;
} focus_export_report;

/**
 * Write sessions, oldest first, out of one snapshot.
 *
 * JSON, JSON Lines, CSV (its first line has the names of the columns) and iCalendar hold every
 * session, and all but CSV import back to the same content. The other formats are those of programs
 * that keep time worked: they hold the focus sessions alone, whatever became of them. What is paused
 * is left out of them, which makes several entries of a session, and what their whole seconds or
 * minutes cannot say is added to the next entry: the sum of all is less than one second or minute
 * short. A session that runs is left out of iCalendar, Toggl and Open Pomodoro. Totals of days are
 * in JSON and JSON Lines alone, behind the sessions.
 *
 * @param out_report What was written; zero on any failure. May be NULL.
 * @return FOCUS_OK; FOCUS_E_UNSUPPORTED no such format; FOCUS_E_IO write failed; FOCUS_E_STATE
 *         progress said stop.
 */
FOCUS_API focus_status focus_export(focus_store *store, const focus_export_options *options,
                                    focus_export_report *out_report);

/* ------------------------------------------------------------------------------------------------
 * Care
 * --------------------------------------------------------------------------------------------- */

/**
 * Copy the whole file while it is in use, and check the copy.
 *
 * Others may go on writing. Until it is whole and checked the copy has a name that ends with
 * ".partial" (not so under a VFS of the host's); one that fails is removed, one that is killed stays
 * under that name. The copy is a file by itself, to be kept or sent anywhere.
 *
 * @param path Must not exist yet.
 * @return FOCUS_OK; FOCUS_E_EXISTS; FOCUS_E_STATE a batch is open; FOCUS_E_INVALID no name of a
 *         file; FOCUS_E_CORRUPT the copy did not pass the check.
 */
FOCUS_API focus_status focus_backup(focus_store *store, const char *path);

/**
 * Back up once a day, and keep as many as are worth keeping.
 *
 * The copy is called "<prefix>.2026-11-26.backup", by the user's day. After it has been made, those
 * of the last 400 days of the same prefix are thinned out: the newest three stay, and the newest of
 * each week, four of them.
 *
 * @param prefix NULL: the path of the file.
 * @return FOCUS_OK; FOCUS_DONE today's is there already; FOCUS_E_UNSUPPORTED a store in memory; and
 *         as for focus_backup().
 */
FOCUS_API focus_status focus_backup_daily(focus_store *store, const char *prefix);

/**
 * Put the content of a backup in the place of the file's.
 *
 * The backup is checked first, and only read. The change is one transaction that other programs with
 * the file open see like any other. The same user stays selected if the backup has it, otherwise its
 * first. A backup of an older schema is brought up to date afterwards: if that fails, or selecting
 * does, its content is there all the same.
 *
 * @param path      The backup.
 * @param keep_path Where what was in the file before is backed up to, under the same lock, so that
 *                  nothing acknowledged to anybody is lost; must not exist yet. NULL: it goes.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND there is no such backup; FOCUS_E_EXISTS there is something at
 *         keep_path; FOCUS_E_CORRUPT, FOCUS_E_NOT_OURS, FOCUS_E_TOO_NEW what the backup is; FOCUS_E_INVALID it is the file itself; FOCUS_E_STATE
 *         a batch is open.
 */
FOCUS_API focus_status focus_restore(focus_store *store, const char *path, const char *keep_path);

/** What a salvage found, and what it could not read. */
typedef struct focus_salvage_report {
    size_t struct_size;
    int64_t pages_read;
    int64_t pages_unreadable; /* missing, or making no sense in whole or in part */
    int64_t users;            /* recovered, like the five that follow */
    int64_t sessions;
    int64_t pauses;
    int64_t ledger_entries;
    int64_t libraries;
    int64_t tracks;
    int64_t rows_left_out;     /* found, but making no sense or belonging to nothing */
    int64_t doubtful;          /* of the sessions: kept, though some of their bytes have changed */
    int64_t placeholders;      /* made up in place of what was lost but is needed by the rest */
    int64_t sessions_expected; /* how many the file says it had; -1: that was lost as well */
    int64_t goals;             /* recovered: dated ones of a weekday */
    int64_t day_totals;        /* recovered */
} focus_salvage_report;

#define FOCUS_SALVAGE_REPORT_INIT FOCUS_SIZED(focus_salvage_report)

/**
 * Recover what can be read of a damaged file into a new one.
 *
 * The damaged file is only read, with the write-ahead log beside it, and not through SQLite: rows
 * are taken wherever they are. Nobody should have it open. Sessions keep their ids, revisions,
 * times and rewards. Where something is lost to which others belong, a user or a library named
 * "recovered 1" stands in for it; lost pauses of a session become one of the same length, with the
 * reason "recovered". Counters, daily figures and streak are counted anew. What was deleted for good
 * may come back where the list of free pages is damaged.
 *
 * Needs about as much memory as the damaged file is long.
 *
 * @param options      As for focus_open(). `path` must not exist yet; with ":memory:" nothing is
 *                     kept but the report. user_name is not used, and flags must be 0.
 * @param damaged_path The damaged file.
 * @param out_report   `out_report->struct_size` must be set by the caller.
 * @param out_error    Optional.
 * @return FOCUS_OK;
 *         FOCUS_E_NOT_FOUND  there is no damaged file;
 *         FOCUS_E_EXISTS     there is something at options->path already;
 *         FOCUS_E_NOT_OURS   nothing of a focus database is in it;
 *         FOCUS_E_TOO_NEW    written by a newer libfocus.
 *         After any failure there is no new file.
 */
FOCUS_API focus_status focus_salvage(const focus_open_options *options, const char *damaged_path,
                                     focus_salvage_report *out_report, focus_error *out_error);

#define FOCUS_PATH_SIZE 4096

/**
 * Put a damaged file out of the way, and perhaps another in its place.
 *
 * The file, and what SQLite keeps beside it, get a name that is free: "<path>.damaged-1",
 * "<path>.damaged-1-wal". Nothing is deleted and nothing overwritten. Every store on the file must
 * be closed.
 *
 * @param path        The damaged file.
 * @param replacement Optional: a closed file in the same folder, such as focus_salvage() made, that
 *                    gets the name `path`.
 * @param out_path    The damaged file's new name, whole; empty on any failure.
 * @param out_error   Optional.
 * @return FOCUS_OK; FOCUS_E_NOT_FOUND a file does not exist; FOCUS_E_BUSY somebody has it open;
 *         FOCUS_E_STATE the replacement is open; FOCUS_E_IO. After any failure every file has its
 *         name.
 */
FOCUS_API focus_status focus_set_aside(const char *path, const char *replacement,
                                       char out_path[FOCUS_PATH_SIZE], focus_error *out_error);

typedef struct focus_doctor_finding {
    const char *check;   /* "counters", "integrity", ... */
    const char *message; /* one line */
} focus_doctor_finding;

typedef struct focus_doctor_report {
    size_t count; /* 0: all is well */
    const focus_doctor_finding *items;
    int32_t schema_version;
    int64_t implausible; /* sessions longer than 24 h that nobody has confirmed */
    int64_t overlapping; /* sessions that begin before the one before them has ended */
} focus_doctor_report;

/* focus_doctor() flags */
enum {
    FOCUS_DOCTOR_FULL = 1u << 0 /* indexes against their tables, and the checksum of each session */
};

/** Check the file: SQLite's structure, and every counter, rollup, streak, wallet and track count
 *  against a count from scratch; with FULL its indexes, foreign keys and checksums as well. Changes
 *  nothing. Cost grows with the history. FOCUS_E_UNSUPPORTED for an unknown flag. */
FOCUS_API focus_status focus_doctor(focus_store *store, uint32_t flags,
                                    const focus_doctor_report **out_report);
FOCUS_API void focus_doctor_report_free(const focus_doctor_report *report);

/**
 * Make anew what only follows from the rows: indexes, counters, daily figures, streak, the index of
 * tags, wallet and track counts. One transaction; nothing that anybody typed is touched.
 *
 * @param out_report What a full doctor finds afterwards: what could not be made right. Free it with
 *                   focus_doctor_report_free(); NULL on any failure. If the doctor fails, the repair
 *                   is kept all the same.
 * @return FOCUS_OK; FOCUS_E_CORRUPT the pages themselves are damaged: see focus_restore() and
 *         focus_salvage().
 */
FOCUS_API focus_status focus_repair(focus_store *store, const focus_doctor_report **out_report);

/* --- metrics ------------------------------------------------------------------------------------
 *
 * What calls cost in this store, for hosts that measure: off unless it was opened with
 * FOCUS_OPEN_METRICS. On, a call asks the ticker twice more; off, it compares a pointer.
 * --------------------------------------------------------------------------------------------- */

enum { FOCUS_METRICS_BUCKETS = 24 };

/** The calls of one function that takes a store and gives a status, and focus_open(); what it calls
 *  itself is part of it. Not counted is what was refused for a NULL or out of a callback.
 *  buckets[0]: below 1 us; [i]: from 2^(i-1) to 2^i us; the last: all longer. */
typedef struct focus_metrics_call {
    const char *name; /* "session_start": without the prefix; lives as long as the library */
    int64_t calls;
    int64_t failures; /* of these, that gave a status below 0, FOCUS_E_NOT_FOUND as well */
    int64_t total_ns;
    int64_t longest_ns;
    int64_t buckets[FOCUS_METRICS_BUCKETS];
} focus_metrics_call;

/** Sums since the store was opened, or the last reset, also over suspensions; statements that are kept,
 *  memory and files as they are now. Statements are those that the library keeps prepared. */
typedef struct focus_metrics {
    const focus_metrics_call *calls; /* in the order in which they were first made */
    size_t call_count;
    int64_t statements_prepared; /* that are kept */
    int64_t statements_run;
    int64_t vm_steps;             /* of SQLite's machine */
    int64_t scan_steps;           /* through a table without an index */
    int64_t sorts;                /* that no index saved */
    int64_t makeshift_index_rows; /* of indexes that SQLite made for one search */
    int64_t cache_hits;           /* pages */
    int64_t cache_misses;         /* pages read from the file or the log */
    int64_t pages_written;
    int64_t pages_spilled; /* before their transaction ended, as the cache was full */
    int64_t checkpoints;   /* all but the one when the file is closed */
    int64_t cache_bytes;
    int64_t statement_bytes;
    int64_t file_bytes;
    int64_t log_bytes; /* of the log's file, which is used anew and does not shrink */
    int64_t checkpoint_total_ns;
    int64_t checkpoint_longest_ns;
    int64_t lock_naps; /* while another connection held a lock */
    int64_t lock_waited_ms;
    int64_t schema_bytes; /* of memory: what SQLite knows of the tables */
    int64_t store_bytes;  /* of memory: the handle and these figures */
} focus_metrics;

/** FOCUS_E_STATE without FOCUS_OPEN_METRICS. Is not measured itself. */
FOCUS_API focus_status focus_metrics_get(focus_store *store, const focus_metrics **out_metrics);
FOCUS_API void focus_metrics_free(const focus_metrics *metrics);

/** Count from nothing again. FOCUS_E_STATE as above. */
FOCUS_API focus_status focus_metrics_reset(focus_store *store);

#ifdef __cplusplus
}
#endif

#endif
