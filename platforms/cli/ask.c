/*
 * ask.c - questions to whoever sits at the terminal. stdout stays data: they go to stderr.
 */
#include <stdarg.h>
#include <string.h>

#include "cli.h"

static bool is_yes(const char *answer)
{
    return strcmp(answer, "y\n") == 0 || strcmp(answer, "Y\n") == 0 || strcmp(answer, "yes\n") == 0;
}

int ask(const cli *c, const char *format, ...)
{
    char question[512];
    char answer[16];
    va_list list;
    if (c->yes)
        return ASK_YES;
    if (!c->may_ask)
        return ASK_NOBODY;
    va_start(list, format);
    (void)vsnprintf(question, sizeof question, format, list);
    va_end(list);
    text_print(stderr, question);
    (void)fputs(" [y/N] ", stderr);
    (void)fflush(stderr);
    if (fgets(answer, sizeof answer, stdin) == NULL)
        return ASK_NO;
    return is_yes(answer) ? ASK_YES : ASK_NO;
}

static int which_of(const char *answer, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (answer[0] == words[i][0])
            return (int)i;
    return answer[0] == '\n' ? 0 : -1;
}

static void print_choices(const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)fprintf(stderr, "%s%s", i == 0 ? " [" : ", ", words[i]);
    (void)fputs("] ", stderr);
    (void)fflush(stderr);
}

int ask_which(const cli *c, const char *const *words, size_t count, const char *format, ...)
{
    char question[512];
    char answer[16];
    int which = -1;
    va_list list;
    if (!c->may_ask)
        return -1;
    va_start(list, format);
    (void)vsnprintf(question, sizeof question, format, list);
    va_end(list);
    while (which < 0) {
        text_print(stderr, question);
        print_choices(words, count);
        if (fgets(answer, sizeof answer, stdin) == NULL)
            return -1;
        which = which_of(answer, words, count);
    }
    return which;
}

int ask_dangerous(const cli *c, const char *question)
{
    switch (ask(c, "Go on with %s?", question)) {
    case ASK_YES:
        return EXIT_DONE;
    case ASK_NOBODY:
        return fail_usage(c, "add --yes", "%s needs --yes where nobody can be asked", question);
    default:
        return fail_report(c, EXIT_OTHER, "declined", "nothing was changed", NULL);
    }
}
