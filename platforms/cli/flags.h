/*
 * flags.h - reading the values of flags: lengths, instants, ranges, numbers. Each reports what is
 * wrong and gives the exit code, or 0. A flag that is not there leaves the value as it was.
 */
#ifndef CLI_FLAGS_H
#define CLI_FLAGS_H

#include "cli.h"
#include "range_words.h"
#include "tags.h"

/* what verbs with these flags put into their tables */
#define FLAGS_WHEN                                                                                 \
    {"at", 0, FLAG_VALUE, "INSTANT", "when it was: 14:05, -10m, \"yesterday 17:00\""},             \
        {"ago", 0, FLAG_VALUE, "D", "how long ago it was: 10m"}, FLAGS_SECOND
#define FLAGS_SECOND                                                                               \
    {                                                                                              \
        "second", 0, FLAG_SWITCH, NULL, "in a doubled hour, take the later time"                   \
    }
#define FLAGS_RANGE                                                                                \
    {"since", 0, FLAG_VALUE, "DAY", "first day"},                                                  \
    {                                                                                              \
        "until", 0, FLAG_VALUE, "DAY", "last day"                                                  \
    }
#define FLAGS_END                                                                                  \
    {                                                                                              \
        NULL, 0, 0, NULL, NULL                                                                     \
    }
#define WORD_RANGE                                                                                 \
    {                                                                                              \
        "RANGE", WORD_OPTIONAL, "week, lastmonth, 7d, 2026-W12, 2026-03-01..2026-03-31"            \
    }
#define WORDS_END                                                                                  \
    {                                                                                              \
        NULL, 0, NULL                                                                              \
    }

int flag_duration(const cli *c, const char *name, unsigned allow, int64_t *out_ms);
int flag_instant(const cli *c, const char *name, int64_t *out_at_ms);
/** The same, where a time alone is a time of `anchor`. */
int flag_instant_near(const cli *c, const char *name, const words_anchor *anchor,
                      int64_t *out_at_ms);
/** The same for a word; `what` names it in the message. */
int read_instant_near(const cli *c, const char *what, const char *text, const words_anchor *anchor,
                      int64_t *out_at_ms);
/** The instant of an end: a time alone is the first such time after the start, if that is known. */
int flag_end(const cli *c, const char *name, int64_t started_at_ms, int64_t *out_at_ms);
/** --at or --ago. */
int flag_when(const cli *c, int64_t *out_at_ms);
/** Every --tag; free them. */
void flag_tags(const cli *c, tag_list *out);
int flag_number(const cli *c, const char *name, int64_t least, int64_t most, int64_t *out_number);
/** The RANGE word at `word_at`, --since, --until; `all` when none is given. */
int flag_range(const cli *c, size_t word_at, words_range *out);
/** A word for a range that comes from elsewhere: "week". */
int word_range(const cli *c, const char *word, words_range *out);
/** Where a range goes on to the last day of the calendar, end it today: what is to come is not meant. */
void range_until_today(const cli *c, words_range *range);
int read_number(const cli *c, const char *what, const char *text, int64_t least, int64_t most,
                int64_t *out_number);

#endif
