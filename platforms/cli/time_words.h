/*
 * time_words.h - the words people use for lengths of time and for instants.
 */
#ifndef CLI_TIME_WORDS_H
#define CLI_TIME_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include <focus.h>

#define WORDS_PROBLEM_SIZE 200

enum { /* what words_duration() lets pass besides 1 s to 24 h */
       DURATION_NEGATIVE = 1u << 0,
       DURATION_ZERO = 1u << 1,
       DURATION_LONG = 1u << 2
};

/** Read 25, 25m, 1h30, 1h 30m, 1.5h, 90s, 1:30 (h:mm) or PT25M. False: `out_problem` says which piece. */
bool words_duration(const char *text, unsigned allow, int64_t *out_ms,
                    char out_problem[WORDS_PROBLEM_SIZE]);

typedef struct words_instant_result {
    int64_t at_ms;
    bool was_doubled; /* the local time exists twice and the first was taken */
    bool is_next_day; /* a time alone, and of the date after the anchor's */
} words_instant_result;

typedef enum words_anchor_kind {
    ANCHOR_TODAY = 0, /* a time alone is of today's date */
    ANCHOR_DAY,       /* of the date of `at_ms` */
    ANCHOR_AFTER,     /* the first such time after `at_ms` */
    ANCHOR_START      /* the same, but of the next date only where a night may lie between */
} words_anchor_kind;

/** What a time alone is a time of. NULL where one is asked for: today. */
typedef struct words_anchor {
    words_anchor_kind kind;
    int64_t at_ms;
    bool has_offset; /* the time is one at `utc_offset_s`, not of the store's zone */
    int32_t utc_offset_s;
} words_anchor;

/**
 * Read 14:05, 9am, noon, -10m, 10m ago, now, yesterday 17:00, 2026-03-29T02:30 or one with an offset,
 * in the store's zone.
 *
 * @param second Where the local time exists twice, take the later one.
 * @return FOCUS_OK, or the status to report with `out_problem`.
 */
focus_status words_instant(focus_store *store, const char *text, const words_anchor *anchor,
                           bool second, words_instant_result *out,
                           char out_problem[WORDS_PROBLEM_SIZE]);

/** Read an instant for --now, before there is a store: RFC 3339, or local in the process' zone. */
bool words_now(const char *text, int64_t *out_ms, char out_problem[WORDS_PROBLEM_SIZE]);

#endif
