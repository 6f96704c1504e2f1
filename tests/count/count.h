/*
 * count.h - the work whose instructions are counted: each public call, a fixed number of times, on a
 * store that is the same on every machine. count.sh runs it under valgrind.
 *
 * Every operation gets a fresh copy of the store, so that it costs libfocus the same whatever was done
 * before it; what SQLite and the C library keep moves the sum by half a percent. Only run() is counted.
 */
#ifndef TESTS_COUNT_COUNT_H
#define TESTS_COUNT_COUNT_H

#include "focus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define BEGIN_MS INT64_C(1704697200000) /* Monday, 2024-01-08 07:00 UTC */

enum {
    PATH_SIZE = 512,
    DAYS = 200,
    SESSIONS_PER_DAY = 10,
    SESSIONS = DAYS * SESSIONS_PER_DAY,
    LIBRARIES = 5,
    TRACKS = 100, /* of each library */
    AWARDS = 200
};

typedef struct subject {
    const char *folder;   /* for files */
    char path[PATH_SIZE]; /* of the store */
    focus_store *store;
    int64_t now_ms;    /* the store's clock */
    uint64_t random;   /* the state of the store's entropy */
    int round;         /* of the operation, from 0 */
    focus_id id;       /* what prepare() found or made for run() */
    focus_id other_id; /* a second one */
    char text[PATH_SIZE];
    focus_session_input many[SESSIONS_PER_DAY]; /* the same, in numbers */
    char *export;                               /* what a jsonl export wrote */
    size_t export_size;
} subject;

typedef struct operation {
    const char *name;
    void (*prepare)(subject *s); /* before each round; NULL: nothing */
    void (*run)(subject *s);
    int rounds; /* 0: as many as usual */
} operation;

typedef struct operations {
    const operation *items;
    size_t count;
} operations;

#define OPERATIONS(array)                                                                          \
    {                                                                                              \
        (array), sizeof(array) / sizeof((array)[0])                                                \
    }

extern const operations store_operations, session_operations, editing_operations,
    history_operations, music_operations, exchange_operations, care_operations;

/* --- marks.c: what valgrind is told to look for ----------------------------------------------- */

void count_this(void (*run)(subject *s), subject *s); /* instructions count in here alone */
void count_is_whole(void);                            /* an operation has been counted */

/* --- subject.c -------------------------------------------------------------------------------- */

void stop_unless(bool sound, const char *what); /* ends the program with a message */
void check(subject *s, focus_status status);    /* FOCUS_OK and FOCUS_DONE are sound */
void make_content(const char *path);            /* the store that all begin with */
void subject_open(subject *s, const char *folder, const char *content);
void subject_close(subject *s);
focus_open_options subject_options(subject *s);
void file_path(const subject *s, const char *name, char out_path[PATH_SIZE]);

void pass(subject *s, int64_t ms);             /* lets time go by */
void start_one(subject *s);                    /* a session that runs, ten minutes old */
void stop_any(subject *s);                     /* leaves none running */
void find_session(subject *s, size_t ago);     /* s->id is the one so many before the newest */
void find_library(subject *s);                 /* s->id is a library with TRACKS tracks */
void write_key(subject *s, const char *class); /* s->text is a name of its own in each round */

#endif
