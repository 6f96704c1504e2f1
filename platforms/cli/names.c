/*
 * names.c - the words for what the header counts.
 */
#include "names.h"

#include <string.h>

static const char *const MODES[FOCUS_MODE_COUNT] = {"focus", "break", "long_break"};
static const char *const STATUSES[FOCUS_SESSION_STATUS_COUNT] = {"active", "paused", "completed",
                                                                 "abandoned", "expired"};
static const char *const SOURCES[] = {"live", "manual", "import"};
static const char *const REASONS[] = {"first", "after_focus", "full", "after_break", "running"};

static const char *name_at(const char *const *names, size_t count, int32_t at)
{
    return at >= 0 && (size_t)at < count ? names[at] : "unknown";
}

const char *name_of_mode(int32_t mode)
{
    return name_at(MODES, FOCUS_MODE_COUNT, mode);
}

const char *name_of_status(int32_t status)
{
    return name_at(STATUSES, FOCUS_SESSION_STATUS_COUNT, status);
}

const char *name_of_source(int32_t source)
{
    return name_at(SOURCES, sizeof SOURCES / sizeof SOURCES[0], source);
}

const char *name_of_reason(int32_t cycle_reason)
{
    return name_at(REASONS, sizeof REASONS / sizeof REASONS[0], cycle_reason);
}

int read_choice(const cli *c, const char *what, const char *word, const char *const *choices,
                size_t count)
{
    char piece[TEXT_EXCERPT_SIZE];
    char hint[80];
    text_buffer all = {0};
    const char *nearest = args_nearest(word, choices, count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i], word) == 0)
            return (int)i;
    for (size_t i = 0; i < count; i++)
        text_addf(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", choices[i]);
    (void)snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest != NULL ? nearest : "");
    (void)fail_usage(c, nearest != NULL ? hint : NULL, "\"%s\" is no %s: %s",
                     text_excerpt(word, piece), what, all.text);
    text_free(&all);
    return -1;
}

int read_mode(const cli *c, const char *word, int32_t *out_mode)
{
    int at = strcmp(word, "long-break") == 0
                 ? FOCUS_MODE_LONG_BREAK
                 : read_choice(c, "mode", word, MODES, FOCUS_MODE_COUNT);
    *out_mode = at < 0 ? 0 : at;
    return at < 0 ? EXIT_USAGE : EXIT_DONE;
}

int read_status(const cli *c, const char *word, int32_t *out_status)
{
    int at = read_choice(c, "status", word, STATUSES, FOCUS_SESSION_STATUS_COUNT);
    *out_status = at < 0 ? 0 : at;
    return at < 0 ? EXIT_USAGE : EXIT_DONE;
}
