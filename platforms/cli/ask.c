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

/* The word itself, or the one that begins like that; Enter is the first. */
static int which_of(const char *answer, const char *const *words, size_t count)
{
    size_t size = strcspn(answer, "\n");
    int which = -1;
    if (size == 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(answer, words[i], size) != 0)
            continue;
        if (words[i][size] == '\0')
            return (int)i;
        if (which >= 0)
            return -1;
        which = (int)i;
    }
    return which;
}

/* A line of any length, of which `out` keeps the beginning. False: nobody answers any more. */
static bool read_answer(char *out, int size)
{
    int byte = '\0';
    if (fgets(out, size, stdin) == NULL)
        return false;
    while (strchr(out, '\n') == NULL && byte != '\n' && byte != EOF)
        byte = fgetc(stdin);
    return true;
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
    char answer[64];
    int which;
    va_list list;
    if (!c->may_ask)
        return -1;
    va_start(list, format);
    (void)vsnprintf(question, sizeof question, format, list);
    va_end(list);
    for (;;) {
        text_print(stderr, question);
        print_choices(words, count);
        if (!read_answer(answer, sizeof answer))
            return -1;
        which = which_of(answer, words, count);
        if (which >= 0)
            return which;
        (void)fputs("one of the words, or its beginning where no other begins so\n", stderr);
    }
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
