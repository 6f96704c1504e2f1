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

/** Read 25, 25m, 1h30, 1h30m, 90s, 1:30 (h:mm) or PT25M. False: `out_problem` says which piece. */
bool words_duration(const char *text, unsigned allow, int64_t *out_ms,
                    char out_problem[WORDS_PROBLEM_SIZE]);

typedef struct words_instant_result {
    int64_t at_ms;
    bool was_doubled; /* the local time exists twice and the first was taken */
} words_instant_result;

/**
 * Read 14:05, 9am, -10m, 10m ago, now, yesterday 17:00, 2026-03-29T02:30 or one with an offset, in
 * the store's zone. A time alone is of today's date.
 *
 * @param second Where the local time exists twice, take the later one.
 * @return FOCUS_OK, or the status to report with `out_problem`.
 */
focus_status words_instant(focus_store *store, const char *text, bool second,
                           words_instant_result *out, char out_problem[WORDS_PROBLEM_SIZE]);

/** Read an instant for --now, before there is a store: RFC 3339, or local in the process' zone. */
bool words_now(const char *text, int64_t *out_ms, char out_problem[WORDS_PROBLEM_SIZE]);

#endif
