/*
 * support.h - what api tests share: a store in a folder of its own, a clock and a zone that tests turn, and the
 * count from scratch that every test ends with.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include "focus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* 2026-03-02T09:00:00Z, a Monday. */
#define MONDAY_9_MS INT64_C(1772442000000)

/* A folder, a file in it, and surroundings under the test's control. Use as cmocka state. */
typedef struct fixture {
    char folder[64];
    char path[128];
    int64_t now_ms;
    int32_t utc_offset_s;  /* of the zone "Test/Zone", the same at all times */
    unsigned char entropy; /* next byte; ids are the same in every run */
    focus_clock clock;
    focus_entropy source;
    focus_zone zone;
    focus_store *store; /* open from setup on, closed by teardown; a test may close and reopen it */
} fixture;

int fixture_setup(void **state);    /* empty folder, open store, clock at MONDAY_9_MS, offset 0 */
int fixture_teardown(void **state); /* assert_recount, close, remove the folder */

/* The same on no disk, where the system has such files: fast. */
int fixture_setup_in_memory(void **state);

/* Options with path, clock, entropy and zone of the fixture, for tests that open by themselves. */
focus_open_options fixture_options(const fixture *f);
focus_store *fixture_open(fixture *f, uint32_t flags);
void fixture_reopen(fixture *f);
void fixture_path(const fixture *f, const char *name, char out_path[256]);

/* The end of a child made by fork(): no exit handler of the parent runs in it. What it reached counts
 * where coverage is measured. */
_Noreturn void child_exit(int code);

/* Turn the clock. */
void pass(fixture *f, int64_t by_ms);

/* Fail with the store's message unless the call said so. */
#define assert_ok(store, call)                                                                     \
    assert_status_at((store), FOCUS_OK, (call), #call, __FILE__, __LINE__)
#define assert_status(store, expected, call)                                                       \
    assert_status_at((store), (expected), (call), #call, __FILE__, __LINE__)
void assert_status_at(focus_store *store, focus_status expected, focus_status got, const char *call,
                      const char *file, int line);

/* Counters, daily sums, streak, wallet, tracks_count and all else that is kept equal a count from scratch: by
 * the product's own doctor, and once more by hand-written SQL over a connection of its own. */
void assert_recount(focus_store *store, const char *path);
/* The second half of it: false with what differs. */
bool recount_agrees(const char *path, char *out_difference, size_t size);

/* Whether size bytes are well-formed UTF-8, a character at a time by focus__utf8_step(). */
bool is_utf8(const char *bytes, size_t size);

/* A completed focus session of the past, overlapping allowed. */
void add_session(focus_store *store, int64_t started_at_ms, int64_t length_ms, const char *title);

/* Start, let the time pass, complete; the plan is the length. */
void run_session(fixture *f, int32_t mode, int64_t length_ms);

/* The one running, or the one with this id; free it. */
const focus_session *running_of(focus_store *store);
const focus_session *session_of(focus_store *store, const focus_id *id);
focus_id running_id(focus_store *store);

/* The last call's error must say something, in one line. */
void assert_message(focus_store *store);
void assert_message_has(focus_store *store, const char *part);

/* Files as they lie there. file_read gives a block to free. */
unsigned char *file_read(const char *path, size_t *out_size);
void file_write(const char *path, const void *bytes, size_t size);
bool file_is(const char *path);

/* Names, sizes and a sum of the bytes of all that lies in a folder: equal when nothing changed. Free it. */
char *folder_print(const char *folder);

/* Behind the library's back: look into a file, or damage it. */
void sql_exec(const char *path, const char *sql);
int64_t sql_int(const char *path, const char *sql);

#endif
