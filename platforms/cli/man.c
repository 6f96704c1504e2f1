/*
 * man.c - manual pages, in roff, made of the tables that are parsed: focus help --man.
 *
 * What belongs to no verb stands in man/focus-concepts.7, written by hand.
 */
#include <ctype.h>
#include <string.h>

#include "cli.h"

/* --- roff ------------------------------------------------------------------------------------- */

/* A hyphen that may be copied, a backslash, and what would be a request at the begin of a line. */
static void put_roff(const char *text)
{
    bool at_line_begin = true;
    for (; *text != '\0'; text++) {
        if (at_line_begin && (*text == '.' || *text == '\''))
            (void)fputs("\\&", stdout);
        at_line_begin = *text == '\n';
        if (*text == '\\')
            (void)fputs("\\e", stdout);
        else if (*text == '-')
            (void)fputs("\\-", stdout);
        else
            (void)putchar(*text);
    }
}

static void put_line(const char *text)
{
    put_roff(text);
    (void)putchar('\n');
}

/* Lines that stay as they are. */
static void put_lines(const char *text)
{
    (void)puts(".PP\n.nf");
    put_line(text);
    (void)puts(".fi");
}

/* "a summary" as a sentence. */
static void put_sentence(const char *text)
{
    char first[2] = {(char)toupper((unsigned char)text[0]), '\0'};
    size_t size = strlen(text);
    put_roff(first);
    put_roff(text + 1);
    (void)puts(size > 0 && text[size - 1] == '.' ? "" : ".");
}

static void put_title(const char *name, const char *number)
{
    (void)fputs(".TH ", stdout);
    for (; *name != '\0'; name++)
        if (*name == '-')
            (void)fputs("\\-", stdout);
        else
            (void)putchar(toupper((unsigned char)*name));
    printf(" %s \"\" \"focus %s\" \"focus manual\"\n", number, focus_version());
}

/* What is written as it stands, and what stands for something else, which may be NULL. */
static void put_entry(const char *literal, const char *meta, const char *text)
{
    (void)puts(".TP");
    if (literal[0] != '\0')
        (void)fputs("\\fB", stdout);
    put_roff(literal);
    if (meta != NULL) {
        (void)fputs("\\fI", stdout);
        put_roff(meta);
    }
    (void)fputs("\\fR\n", stdout);
    put_line(text); /* it may begin with a value, whose case counts */
}

/* --- a verb ------------------------------------------------------------------------------------- */

static void put_words(const args_word *words)
{
    for (; words != NULL && words->name != NULL; words++)
        put_entry("", words->name, words->help);
}

static void put_flags(const args_flag *flags)
{
    for (; flags != NULL && flags->name != NULL; flags++) {
        text_buffer head = {0};
        if (flags->letter != 0)
            text_addf(&head, "-%c, ", flags->letter);
        text_addf(&head, "--%s", flags->name);
        if (flags->kind != FLAG_SWITCH)
            text_add(&head, " ");
        put_entry(head.text, flags->kind != FLAG_SWITCH ? flags->meta : NULL, flags->help);
        text_free(&head);
    }
}

static void put_examples(const char *const *examples)
{
    (void)puts(".PP\n.nf");
    for (; *examples != NULL; examples++)
        put_line(*examples);
    (void)puts(".fi");
}

static void put_usage(const cli_verb *verb, const cli_verb *sub)
{
    text_buffer line = {0};
    help_usage(verb, sub, &line);
    (void)fputs("\\fB", stdout);
    put_roff(line.text);
    (void)puts("\\fR");
    text_free(&line);
}

static void put_sub(const cli_verb *verb, const cli_verb *sub)
{
    (void)puts(".SS");
    put_usage(verb, sub);
    put_sentence(sub->summary);
    put_words(sub->words);
    put_flags(sub->flags);
    if (sub->notes != NULL)
        put_lines(sub->notes);
    if (sub->examples != NULL)
        put_examples(sub->examples);
}

static void put_tables(const cli_verb *verb)
{
    if (verb->words != NULL) {
        (void)puts(".SH WORDS");
        put_words(verb->words);
    }
    if (verb->flags != NULL) {
        (void)puts(".SH FLAGS");
        put_flags(verb->flags);
        (void)puts(".PP\nFlags of every verb are in \\fBfocus\\fR(1).");
    }
    if (verb->subs != NULL)
        (void)puts(".SH VERBS");
    for (const cli_verb *const *sub = verb->subs; sub != NULL && *sub != NULL; sub++)
        put_sub(verb, *sub);
}

void man_verb(const cli_verb *verb)
{
    text_buffer name = {0};
    text_addf(&name, "focus-%s", verb->name);
    put_title(name.text, "1");
    (void)puts(".SH NAME");
    put_roff(name.text);
    (void)fputs(" \\- ", stdout);
    put_line(verb->summary);
    (void)puts(".SH SYNOPSIS");
    put_usage(verb, NULL);
    (void)puts(".SH DESCRIPTION");
    put_sentence(verb->summary);
    if (verb->alias != NULL)
        printf("The verb may also be called \\fB%s\\fR.\n", verb->alias);
    if (verb->notes != NULL)
        put_lines(verb->notes);
    put_tables(verb);
    if (verb->examples != NULL) {
        (void)puts(".SH EXAMPLES");
        put_examples(verb->examples);
    }
    (void)puts(".SH SEE ALSO\n\\fBfocus\\fR(1), \\fBfocus\\-concepts\\fR(7)");
    text_free(&name);
}

/* --- everything --------------------------------------------------------------------------------- */

static void put_verbs(const cli_verb *const *verbs)
{
    const char *group = "";
    for (; *verbs != NULL; verbs++) {
        if (args_is_hidden(*verbs))
            continue;
        if (strcmp(group, (*verbs)->group) != 0)
            printf(".SS %s\n", (*verbs)->group);
        group = (*verbs)->group;
        (void)fputs(".TP\n\\fBfocus\\-", stdout);
        put_roff((*verbs)->name);
        (void)fputs("\\fR(1)\n", stdout);
        put_sentence((*verbs)->summary);
    }
}

void man_general(const cli_verb *const *verbs)
{
    put_title("focus", "1");
    (void)puts(
        ".SH NAME\nfocus \\- track focus sessions, offline, in one file\n"
        ".SH SYNOPSIS\n"
        "\\fBfocus\\fR \\fIVERB\\fR [\\fIWORDS\\fR] [\\fIFLAGS\\fR]\n"
        ".SH DESCRIPTION\n"
        "Starts, pauses and completes sessions of focus and breaks, and keeps their history,\n"
        "figures, streak and points in one SQLite file that never leaves the machine.\n"
        "Without a verb it says how things stand.\n"
        ".SH VERBS");
    put_verbs(verbs);
    (void)puts(".SH FLAGS\nEvery verb takes these, in any place.");
    put_flags(ARGS_GLOBAL_FLAGS);
    (void)puts(".SH SEE ALSO\n"
               "\\fBfocus\\-concepts\\fR(7): words for time, ids, exit codes, files, environment,\n"
               "templates and hooks.");
}
