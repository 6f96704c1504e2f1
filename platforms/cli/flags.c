/*
 * flags.c - the values of flags.
 */
#include "flags.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int flag_duration(const cli *c, const char *name, unsigned allow, int64_t *out_ms)
{
    const char *text = args_value(&c->args, name);
    char problem[WORDS_PROBLEM_SIZE];
    int64_t ms;
    if (text == NULL)
        return EXIT_DONE;
    if (!words_duration(text, allow, &ms, problem))
        return fail_input(c, NULL, "--%s: %s", name, problem);
    *out_ms = ms;
    return EXIT_DONE;
}

int read_instant_near(const cli *c, const char *what, const char *text, const words_anchor *anchor,
                      int64_t *out_at_ms)
{
    char problem[WORDS_PROBLEM_SIZE];
    char piece[TEXT_EXCERPT_SIZE];
    words_instant_result result;
    if (words_instant(c->store, text, anchor, args_has(&c->args, "second"), &result, problem) !=
        FOCUS_OK)
        return fail_input(c, NULL, "%s: %s", what, problem);
    if (result.was_doubled)
        note(c, "%s exists twice, for the clocks go back; took the first (--second: the later)",
             text_excerpt(text, piece));
    *out_at_ms = result.at_ms;
    return EXIT_DONE;
}

int flag_instant_near(const cli *c, const char *name, const words_anchor *anchor,
                      int64_t *out_at_ms)
{
    const char *text = args_value(&c->args, name);
    char what[40];
    (void)snprintf(what, sizeof what, "--%s", name);
    return text != NULL ? read_instant_near(c, what, text, anchor, out_at_ms) : EXIT_DONE;
}

int flag_instant(const cli *c, const char *name, int64_t *out_at_ms)
{
    return flag_instant_near(c, name, NULL, out_at_ms);
}

int flag_end(const cli *c, const char *name, int64_t started_at_ms, int64_t *out_at_ms)
{
    words_anchor anchor = {.kind = ANCHOR_START, .at_ms = started_at_ms};
    return flag_instant_near(c, name, started_at_ms != 0 ? &anchor : NULL, out_at_ms);
}

int flag_when(const cli *c, int64_t *out_at_ms)
{
    int64_t ago_ms = 0;
    int exit_code;
    if (args_has(&c->args, "at") && args_has(&c->args, "ago"))
        return fail_usage(c, NULL, "--at leaves no room for --ago");
    if (!args_has(&c->args, "ago"))
        return flag_instant(c, "at", out_at_ms);
    exit_code = flag_duration(c, "ago", DURATION_ZERO | DURATION_LONG, &ago_ms);
    if (exit_code == EXIT_DONE)
        *out_at_ms = focus_now(c->store) - ago_ms;
    return exit_code;
}

void flag_tags(const cli *c, tag_list *out)
{
    size_t count;
    const char **words = args_values(&c->args, "tag", &count);
    tags_read(out, words, count);
    free(words);
}

int read_number(const cli *c, const char *what, const char *text, int64_t least, int64_t most,
                int64_t *out_number)
{
    char piece[TEXT_EXCERPT_SIZE];
    char *end = NULL;
    size_t size = strlen(text);
    long long number = size > 0 && size < 19 ? strtoll(text, &end, 10) : 0;
    if (end == NULL || *end != '\0' || number < least || number > most)
        return fail_input(c, NULL, "%s: \"%s\" is no number from %" PRId64 " to %" PRId64, what,
                          text_excerpt(text, piece), least, most);
    *out_number = number;
    return EXIT_DONE;
}

int flag_number(const cli *c, const char *name, int64_t least, int64_t most, int64_t *out_number)
{
    const char *text = args_value(&c->args, name);
    char what[40];
    if (text == NULL)
        return EXIT_DONE;
    (void)snprintf(what, sizeof what, "--%s", name);
    return read_number(c, what, text, least, most, out_number);
}

static int calendar_of(const cli *c, words_calendar *out)
{
    focus_settings settings = {0};
    focus_status status;
    settings.struct_size = sizeof settings;
    status = focus_day_from_time(c->store, focus_now(c->store), &out->today);
    if (status == FOCUS_OK)
        status = focus_settings_get(c->store, &settings);
    out->week_start = settings.week_start;
    return status == FOCUS_OK ? EXIT_DONE : fail_store(c, NULL, NULL);
}

static int read_range(const cli *c, const words_calendar *calendar, const char *text,
                      words_range *out)
{
    char problem[WORDS_PROBLEM_SIZE];
    if (text == NULL)
        return EXIT_DONE;
    if (!words_range_read(calendar, text, out, problem))
        return fail_input(c, WORDS_RANGE_HINT, "%s", problem);
    return EXIT_DONE;
}

int flag_range(const cli *c, size_t word_at, words_range *out)
{
    const char *word = args_word_at(&c->args, word_at);
    const char *since = args_value(&c->args, "since");
    const char *until = args_value(&c->args, "until");
    words_calendar calendar = {0};
    words_range first;
    words_range last;
    int exit_code;
    words_range_all(out);
    words_range_all(&first);
    words_range_all(&last);
    if (word != NULL && (since != NULL || until != NULL))
        return fail_usage(c, NULL, "a RANGE leaves no room for --since and --until");
    exit_code = calendar_of(c, &calendar);
    if (exit_code == EXIT_DONE)
        exit_code = read_range(c, &calendar, word, out);
    if (exit_code == EXIT_DONE)
        exit_code = read_range(c, &calendar, since, &first);
    if (exit_code == EXIT_DONE)
        exit_code = read_range(c, &calendar, until, &last);
    if (exit_code != EXIT_DONE || (since == NULL && until == NULL))
        return exit_code;
    out->is_all = false;
    out->from_day = first.from_day;
    out->until_day = last.until_day;
    if (out->until_day < out->from_day)
        return fail_input(c, NULL, "--until lies before --since");
    return EXIT_DONE;
}

int word_range(const cli *c, const char *word, words_range *out)
{
    words_calendar calendar = {0};
    int exit_code = calendar_of(c, &calendar);
    words_range_all(out);
    return exit_code == EXIT_DONE ? read_range(c, &calendar, word, out) : exit_code;
}

void range_until_today(const cli *c, words_range *range)
{
    words_range all;
    int32_t today;
    words_range_all(&all);
    if (range->until_day == all.until_day && !range->is_all &&
        focus_day_from_time(c->store, focus_now(c->store), &today) == FOCUS_OK &&
        today >= range->from_day)
        range->until_day = today;
}
