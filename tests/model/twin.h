/*
 * twin.h - what a store must hold and answer, kept in memory and computed the naive way: no counter
 * is carried along, every figure is summed up from all sessions when it is asked for.
 *
 * Nothing here calls the library. Where a zone's offset is needed, the caller brings it.
 */
#ifndef TESTS_MODEL_TWIN_H
#define TESTS_MODEL_TWIN_H

#include "support/support.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    USERS = 2,
    SESSIONS_MAX = 400,
    PAUSES_MAX = 12,
    LIBRARIES_MAX = 16,
    TRACKS_MAX = 200,
    LEDGER_MAX = 400,
    DAYS_MAX = SESSIONS_MAX,
    KEYS = 6,
    TAGS = 5,
    WORDS = 6,
    TWIN_KEY_SIZE = 48
};

/* Titles, projects, notes by number; 0 is none. */
extern const char *const title_words[WORDS];
extern const char *const project_words[WORDS];
extern const char *const note_words[WORDS];
extern const char *const tag_words[TAGS]; /* sorted */

/* Why a pause was, by number; 0 is none. */
enum { REASON_NONE, REASON_WHY, REASON_IDLE, REASONS };
extern const char *const reason_words[REASONS];

typedef struct twin_pause {
    int64_t started_at_ms, ended_at_ms; /* 0: open */
    int64_t reason;
} twin_pause;

typedef struct twin {
    focus_id id;
    uint64_t mark;      /* made by the step of this seed */
    int64_t planned_ms; /* 0: open */
    int64_t started_at_ms, ended_at_ms;
    int64_t paused_ms; /* closed pauses */
    int64_t last_event_at_ms;
    int64_t expires_at_ms; /* 0: never */
    int64_t xp, coins;
    int64_t created_at_ms, deleted_at_ms;
    twin_pause pauses[PAUSES_MAX];
    char key[TWIN_KEY_SIZE]; /* of an imported one; "": none */
    int32_t variable;        /* ids[variable] in the C that is printed */
    int32_t mode, status, source;
    int32_t pause_count;
    int32_t day, utc_offset_s, zone; /* zone -1: none known */
    int32_t title, project, task, note;
    int32_t tags; /* bit by bit */
    int32_t revision;
    int32_t confirmed, edited;
} twin;

typedef struct twin_library {
    focus_id id;
    uint64_t mark;
    int64_t created_at_ms;
    int32_t variable, name, is_favorite;
    int32_t reserved;
} twin_library;

typedef struct twin_track {
    focus_id id, library;
    uint64_t mark;
    int64_t duration_ms;
    int32_t variable, title;
} twin_track;

typedef struct twin_entry {
    int32_t kind, key;       /* key -1: none */
    int32_t session, filler; /* index in sessions; -1: none */
    int64_t xp, coins, at_ms;
} twin_entry;

typedef struct person {
    focus_settings settings;
    int64_t cycle_reset_at_ms;
    size_t count, library_count, track_count, entry_count;
    bool used[4][KEYS];
    twin sessions[SESSIONS_MAX]; /* in the order they were made in */
    twin_library libraries[LIBRARIES_MAX];
    twin_track tracks[TRACKS_MAX]; /* those of a library in its order */
    twin_entry entries[LEDGER_MAX];
} person;

typedef struct model {
    person users[USERS];
    int selected;
} model;

void model_begin(model *m);
void model_copy(model *to, const model *from);

/* --- sessions --------------------------------------------------------------------------------- */

bool is_running(const twin *s);
bool is_overdue(const twin *s, int64_t now_ms);
bool is_implausible(const twin *s);
int64_t length_of_mode(const focus_settings *settings, int32_t mode);
int32_t local_day(int64_t at_ms, int32_t utc_offset_s, int32_t day_start_minutes);

void set_expiry(const person *who, twin *s);
void open_pause(twin *s, int64_t at_ms);
void close_pause(twin *s, int64_t at_ms);
void end_twin(twin *s, int32_t status, int64_t at_ms);

/* As a reader sees it at the clock. */
twin twin_view(const twin *s, int64_t now_ms);
int64_t twin_active_ms(const twin *s, int64_t now_ms);
int64_t twin_paused_ms(const twin *s, int64_t now_ms);

/* What a change of before to s leaves behind: a revision, and that a hand was in it. */
void settle(twin *s, const twin *before, bool by_hand);

void pay(person *who, twin *s, int64_t now_ms);
/* Mark as expired what is overdue; how many were. */
int64_t sweep(person *who, int64_t now_ms);
twin *find_running(person *who);
twin *find_session(person *who, const focus_id *id);
bool is_taken(const person *who, const twin *except, int64_t from_ms, int64_t until_ms);

/* --- answers ---------------------------------------------------------------------------------- */

void count_modes(const person *who, int64_t now_ms, int32_t from_day, int32_t until_day,
                 focus_mode_counts out_modes[FOCUS_MODE_COUNT]);

/* Days with focus, in order. Returns their count. */
size_t days_of(const person *who, int64_t now_ms, int32_t from_day, int32_t until_day,
               focus_day out_days[DAYS_MAX]);

/* Unbroken runs of days with a completed focus session, oldest first. */
size_t runs_of(const person *who, focus_run out_runs[DAYS_MAX]);
focus_streak streak_of(const person *who, int32_t today);

focus_cycle cycle_of(const person *who, int64_t now_ms, int32_t utc_offset_s);
focus_deadline deadline_of(const person *who, int64_t now_ms);
focus_progress progress_of(const person *who);

/* Sessions that fit, as they stand in a list; the cursor and the limit are not looked at. */
size_t history_of(const person *who, const focus_session_filter *filter, int64_t now_ms,
                  const twin *out_sessions[SESSIONS_MAX]);

#endif
