/*
 * target_args.c - the command line: words of an input, one a line, read against the verbs of focus.
 */
#include "fuzz/fuzz.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

const fuzz_target fuzz_target_here = {
    .name = "args",
    .rounds = 25,
    .round_size = 10000,
    .size_max = 512,
};

enum { WORDS_MAX = 64 };

static const cli_verb *const verbs[] = {
    &VERB_START,  &VERB_PAUSE,  &VERB_RESUME, &VERB_COMPLETE, &VERB_ABANDON, &VERB_EXTEND,
    &VERB_NEXT,   &VERB_CYCLE,  &VERB_STATUS, &VERB_LOG,      &VERB_SHOW,    &VERB_ADD,
    &VERB_EDIT,   &VERB_TAG,    &VERB_UNTAG,  &VERB_DELETE,   &VERB_RESTORE, &VERB_TODAY,
    &VERB_STATS,  &VERB_STREAK, &VERB_COINS,  &VERB_PROGRESS, &VERB_LIBRARY, &VERB_TRACK,
    &VERB_IMPORT, &VERB_EXPORT, &VERB_BACKUP, &VERB_DOCTOR,   &VERB_CONFIG,  &VERB_USER,
    NULL,
};

typedef struct command_line {
    char *words[WORDS_MAX + 1];
    int count;
} command_line;

/* Each word a block of its own, so that reading beyond its end shows. */
static void take_words(fuzz_bytes *in, command_line *line)
{
    char *text = fuzz_take_rest(in);
    char *at = text;

    line->words[0] = strdup("focus");
    line->count = 1;
    while (*at != '\0' && line->count < WORDS_MAX) {
        size_t size = strcspn(at, "\n");
        line->words[line->count++] = strndup(at, size);
        at += size + (at[size] == '\n' ? 1 : 0);
    }
    line->words[line->count] = NULL;
    free(text);
}

static void free_words(command_line *line)
{
    for (int i = 0; i < line->count; i++)
        free(line->words[i]);
}

/* Whether a text is one of the words, or the end of one. */
static bool is_given(const command_line *line, const char *text)
{
    for (int i = 1; i < line->count; i++)
        if (text >= line->words[i] && text <= line->words[i] + strlen(line->words[i]))
            return true;
    return false;
}

static void check_taken(const args *a, const command_line *line)
{
    size_t count = 0;

    fuzz_check(a->problem[0] == '\0' && a->hint[0] == '\0');
    fuzz_check(a->verb != NULL || a->word_count == 0);
    for (size_t i = 0; i < a->word_count; i++)
        fuzz_check(is_given(line, args_word_at(a, i)));
    fuzz_check(args_word_at(a, a->word_count) == NULL);
    for (size_t i = 0; i < a->given_count; i++) {
        const args_flag *flag = a->given[i].flag;
        const char **values = args_values(a, flag->name, &count);
        fuzz_check(args_has(a, flag->name) && count > 0);
        fuzz_check(values[count - 1] == args_value(a, flag->name));
        fuzz_check((flag->kind == FLAG_SWITCH) == (a->given[i].value == NULL));
        fuzz_check(a->given[i].value == NULL || is_given(line, a->given[i].value));
        free(values);
    }
}

static void check_refused(const args *a)
{
    fuzz_check(a->problem[0] != '\0' && strlen(a->problem) < sizeof(a->problem));
    fuzz_check(strlen(a->hint) < sizeof(a->hint));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes in = {data, size};
    command_line line;
    args a;

    take_words(&in, &line);
    if (args_parse(&a, verbs, line.count, line.words))
        check_taken(&a, &line);
    else
        check_refused(&a);
    args_free(&a);
    free_words(&line);
    return 0;
}
