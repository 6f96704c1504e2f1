/*
 * words.h - the words that stand for modes, statuses and sources in files.
 */
#ifndef FOCUS_EXCHANGE_WORDS_H
#define FOCUS_EXCHANGE_WORDS_H

#include "base/base.h"

/* Each is indexed by the number of focus.h: FOCUS_MODE_*, FOCUS_SESSION_*, FOCUS_SOURCE_*. */
extern const char *const focus__mode_words[FOCUS_MODE_COUNT];
extern const char *const focus__mode_titles[FOCUS_MODE_COUNT]; /* in place of one, for people */
extern const char *const focus__status_words[FOCUS_SESSION_STATUS_COUNT];

enum { FOCUS__SOURCE_COUNT = 3 };
extern const char *const focus__source_words[FOCUS__SOURCE_COUNT];

/* The word for a number; "unknown" for one out of range, which only a damaged file can hold. */
const char *focus__word_of(const char *const *words, size_t count, int32_t number);

/* The number of a word in one of them; false when it is none. */
bool focus__word_find(const char *const *words, size_t count, const char *word, int32_t *out);

#endif
