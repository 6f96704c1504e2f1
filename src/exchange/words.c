/*
 * words.c - the words that stand for modes, statuses and sources in files.
 */
#include "exchange/words.h"

const char *const focus__mode_words[FOCUS_MODE_COUNT] = {
    [FOCUS_MODE_FOCUS] = "focus",
    [FOCUS_MODE_BREAK] = "break",
    [FOCUS_MODE_LONG_BREAK] = "long_break",
};

const char *const focus__mode_titles[FOCUS_MODE_COUNT] = {
    [FOCUS_MODE_FOCUS] = "Focus",
    [FOCUS_MODE_BREAK] = "Break",
    [FOCUS_MODE_LONG_BREAK] = "Long break",
};

const char *const focus__status_words[FOCUS_SESSION_STATUS_COUNT] = {
    [FOCUS_SESSION_ACTIVE] = "active",       [FOCUS_SESSION_PAUSED] = "paused",
    [FOCUS_SESSION_COMPLETED] = "completed", [FOCUS_SESSION_ABANDONED] = "abandoned",
    [FOCUS_SESSION_EXPIRED] = "expired",
};

const char *const focus__source_words[FOCUS__SOURCE_COUNT] = {
    [FOCUS_SOURCE_LIVE] = "live",
    [FOCUS_SOURCE_MANUAL] = "manual",
    [FOCUS_SOURCE_IMPORT] = "import",
};

const char *focus__word_of(const char *const *words, size_t count, int32_t number)
{
    return number >= 0 && (size_t)number < count ? words[number] : "unknown";
}

bool focus__word_find(const char *const *words, size_t count, const char *word, int32_t *out)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (int32_t)i;
            return true;
        }
    }
    return false;
}
