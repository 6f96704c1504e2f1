/*
 * session_filter.c - which sessions are meant.
 */
#include "session_filter.h"

#include <stdlib.h>

#include "names.h"

/* The bits of every --mode, or --status, that was given. */
static int read_mask(const cli *c, const char *name,
                     int (*read)(const cli *c, const char *word, int32_t *out), uint32_t *out_mask)
{
    size_t count;
    const char **words = args_values(&c->args, name, &count);
    int exit_code = EXIT_DONE;
    for (size_t i = 0; i < count && exit_code == EXIT_DONE; i++) {
        int32_t value;
        exit_code = read(c, words[i], &value);
        if (exit_code == EXIT_DONE)
            *out_mask |= FOCUS_MASK(value);
    }
    free(words);
    return exit_code;
}

int session_read_filter(const cli *c, size_t word_at, focus_session_filter *filter)
{
    words_range range;
    const char *tag = args_value(&c->args, "tag");
    int exit_code = flag_range(c, word_at, &range);
    if (exit_code == EXIT_DONE)
        exit_code = read_mask(c, "mode", read_mode, &filter->modes);
    if (exit_code == EXIT_DONE)
        exit_code = read_mask(c, "status", read_status, &filter->statuses);
    if (exit_code != EXIT_DONE)
        return exit_code;
    filter->has_days = range.is_all ? 0 : 1;
    filter->from_day = range.from_day;
    filter->until_day = range.until_day;
    filter->tag = tag != NULL ? tags_bare(tag) : NULL;
    filter->project = args_value(&c->args, "project");
    filter->text = args_value(&c->args, "grep");
    return EXIT_DONE;
}

bool session_has_filter(const cli *c)
{
    static const char *const NAMES[] = {"since", "until",  "tag", "project",
                                        "mode",  "status", "grep"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (args_has(&c->args, NAMES[i]))
            return true;
    return false;
}
