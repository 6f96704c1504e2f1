/*
 * help.c - help made of the same tables that are parsed, so it cannot say anything else.
 */
#include <string.h>

#include "cli.h"
#include "render.h"

#define INDENT 2
#define TEXT_COLUMN 26 /* where explanations begin */
#define LINE_COLUMNS 80

static void pad(size_t from, size_t to)
{
    (void)putchar(' ');
    for (size_t i = from + 1; i < to; i++)
        (void)putchar(' ');
}

static void print_entry(const cli *c, const char *head, const char *text)
{
    printf("%*s", INDENT, "");
    render_text(c, STYLE_CYAN, head);
    pad(INDENT + text_width(head), TEXT_COLUMN);
    printf("%s\n", text);
}

/* --- a verb ----------------------------------------------------------------------------------- */

static void print_usage(const cli *c, const cli_verb *verb, const cli_verb *sub)
{
    const cli_verb *last = sub != NULL ? sub : verb;
    text_buffer line = {0};
    text_addf(&line, "focus %s", verb->name);
    if (sub != NULL)
        text_addf(&line, " %s", sub->name);
    else if (verb->subs != NULL)
        text_add(&line, verb->run != NULL ? " [VERB]" : " VERB");
    for (const args_word *word = last->words; word != NULL && word->name != NULL; word++) {
        bool is_open = word->kind == WORD_OPTIONAL || word->kind == WORD_ANY;
        bool is_many = word->kind == WORD_MANY || word->kind == WORD_ANY;
        text_addf(&line, is_open ? " [%s]%s" : " %s%s", word->name, is_many ? "..." : "");
    }
    if (last->flags != NULL)
        text_add(&line, " [FLAGS]");
    render_text(c, STYLE_BOLD, line.text);
    (void)putchar('\n');
    text_free(&line);
}

static void print_flag(const cli *c, const args_flag *flag)
{
    text_buffer head = {0};
    if (flag->letter != 0)
        text_addf(&head, "-%c, ", flag->letter);
    text_addf(&head, "--%s", flag->name);
    if (flag->kind != FLAG_SWITCH)
        text_addf(&head, " %s", flag->meta);
    print_entry(c, head.text, flag->help);
    text_free(&head);
}

static void print_examples(const cli *c, const cli_verb *verb)
{
    if (verb->examples == NULL)
        return;
    printf("examples:\n");
    for (const char *const *example = verb->examples; *example != NULL; example++) {
        printf("%*s", INDENT, "");
        render_text(c, STYLE_NONE, *example);
        (void)putchar('\n');
    }
}

void help_verb(const cli *c, const cli_verb *verb, const cli_verb *sub)
{
    const cli_verb *last = sub != NULL ? sub : verb;
    print_usage(c, verb, sub);
    printf("%s%s%s%s\n\n", last->summary, last->alias != NULL ? " (also: focus " : "",
           last->alias != NULL ? last->alias : "", last->alias != NULL ? ")" : "");
    for (const args_word *word = last->words; word != NULL && word->name != NULL; word++)
        print_entry(c, word->name, word->help);
    for (const args_flag *flag = last->flags; flag != NULL && flag->name != NULL; flag++)
        print_flag(c, flag);
    for (const cli_verb *const *below = last->subs; below != NULL && *below != NULL; below++)
        print_entry(c, (*below)->name, (*below)->summary);
    print_examples(c, last);
}

/* --- everything ------------------------------------------------------------------------------- */

static void print_group(const cli *c, const cli_verb *const *verbs, const char *group)
{
    size_t column = INDENT + 10;
    printf("%*s", INDENT, "");
    render_text(c, STYLE_CYAN, group);
    pad(INDENT + strlen(group), column);
    for (; *verbs != NULL; verbs++) {
        if (strcmp((*verbs)->group, group) != 0)
            continue;
        if (column + strlen((*verbs)->name) + 1 > LINE_COLUMNS) {
            (void)putchar('\n');
            pad(0, INDENT + 10);
            column = INDENT + 10;
        }
        if (column > INDENT + 10)
            (void)putchar(' ');
        printf("%s", (*verbs)->name);
        column += strlen((*verbs)->name) + 1;
    }
    (void)putchar('\n');
}

void help_general(const cli *c, const cli_verb *const *verbs)
{
    const char *group = "";
    render_text(c, STYLE_BOLD, "focus VERB [WORDS] [FLAGS]");
    printf("\ntrack focus sessions, offline, in one file\n\n");
    for (const cli_verb *const *verb = verbs; *verb != NULL; verb++) {
        if (strcmp((*verb)->group, group) == 0)
            continue;
        group = (*verb)->group;
        print_group(c, verbs, group);
    }
    printf("\nflags of every verb:\n");
    printf("  --db PATH --tz ZONE --now INSTANT --user NAME --json --plain -q --quiet\n"
           "  --color WHEN --no-color --no-input -y --yes -h --help --version\n");
    printf("examples:\n"
           "  focus start \"Write report\" -d 50m -t writing\n"
           "  focus pause, focus resume, focus complete, focus today, focus log lastweek\n");
}
