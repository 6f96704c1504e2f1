/*
 * help.c - help made of the same tables that are parsed, so it cannot say anything else.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "render.h"
#include "template.h"

#define INDENT 2
#define TEXT_COLUMN 26 /* where explanations begin */

/* the general help: two columns of verbs */
#define NAME_COLUMNS 9
#define BRIEF_COLUMNS 28
#define SECOND_COLUMN (INDENT + NAME_COLUMNS + BRIEF_COLUMNS + 2)
#define GROUPS_MAX 16
#define SCREEN_ROWS 24
#define SCREEN_COLUMNS 80

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

void help_usage(const cli_verb *verb, const cli_verb *sub, text_buffer *out)
{
    const cli_verb *last = sub != NULL ? sub : verb;
    text_addf(out, "focus %s", verb->name);
    if (sub != NULL)
        text_addf(out, " %s", sub->name);
    else if (verb->subs != NULL)
        text_add(out, verb->run != NULL ? " [VERB]" : " VERB");
    for (const args_word *word = last->words; word != NULL && word->name != NULL; word++) {
        bool is_open = word->kind == WORD_OPTIONAL || word->kind == WORD_ANY;
        bool is_many = word->kind == WORD_MANY || word->kind == WORD_ANY;
        text_addf(out, is_open ? " [%s]%s" : " %s%s", word->name, is_many ? "..." : "");
    }
    if (last->flags != NULL)
        text_add(out, " [FLAGS]");
}

static void print_usage(const cli *c, const cli_verb *verb, const cli_verb *sub)
{
    text_buffer line = {0};
    help_usage(verb, sub, &line);
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
    if (last->notes != NULL)
        printf("%s\n", last->notes);
    print_examples(c, last);
}

/* --- everything ------------------------------------------------------------------------------- */

/* The beginning of a summary: up to its first ; or :, else its last comma, that leaves it short
 * enough; words where there is none. */
static size_t brief_size(const char *summary)
{
    size_t size = strcspn(summary, ";:");
    if (size <= BRIEF_COLUMNS)
        return size;
    for (size = BRIEF_COLUMNS; size > 0 && summary[size] != ','; size--)
        ;
    if (size == 0)
        for (size = BRIEF_COLUMNS; size > 0 && summary[size] != ' '; size--)
            ;
    return size;
}

/* One line of a column: a verb, or the heading of the group that begins with it. */
typedef struct help_line {
    const cli_verb *verb;
    bool is_heading;
} help_line;

/* The verbs of one group stand together. */
typedef struct help_group {
    const cli_verb *const *verbs;
    size_t count;
} help_group;

static size_t collect_groups(const cli_verb *const *verbs, help_group groups[GROUPS_MAX])
{
    size_t count = 0;
    for (; *verbs != NULL; verbs++) {
        if (args_is_hidden(*verbs))
            continue;
        if (count == 0 || strcmp((*verbs)->group, groups[count - 1].verbs[0]->group) != 0) {
            if (count == GROUPS_MAX)
                break;
            groups[count++] = (help_group){verbs, 0};
        }
        groups[count - 1].count++;
    }
    return count;
}

/* free() them. */
static help_line *collect_lines(const help_group *groups, size_t group_count, size_t *out_count)
{
    help_line *lines;
    size_t count = group_count;
    for (size_t i = 0; i < group_count; i++)
        count += groups[i].count;
    lines = mem_alloc((count + 1) * sizeof *lines);
    *out_count = count;
    count = 0;
    for (size_t i = 0; i < group_count; i++) {
        lines[count++] = (help_line){groups[i].verbs[0], true};
        for (size_t j = 0; j < groups[i].count; j++)
            lines[count++] = (help_line){groups[i].verbs[j], false};
    }
    return lines;
}

/* The second column begins with a group, the one that begins nearest after the middle or on it. */
static size_t second_column(const help_line *lines, size_t count)
{
    size_t at = (count + 1) / 2;
    size_t before = at;
    size_t after = at;
    while (before > 0 && !lines[before].is_heading)
        before--;
    while (after < count && !lines[after].is_heading)
        after++;
    return after - at < at - before ? after : before;
}

static size_t rows_of(const help_group *groups, size_t group_count)
{
    size_t count;
    help_line *lines = collect_lines(groups, group_count, &count);
    size_t second = second_column(lines, count);
    free(lines);
    return second > count - second ? second : count - second;
}

/* A group in short: its name, then those of its verbs. Gives the rows; `c` NULL: counts them only. */
static size_t print_brief(const cli *c, const help_group *group)
{
    const char *heading = group->verbs[0]->group;
    size_t rows = 1;
    size_t used = NAME_COLUMNS + INDENT;
    if (c != NULL) {
        render_text(c, STYLE_CYAN, heading);
        pad(strlen(heading), used - 1);
    }
    for (size_t i = 0; i < group->count; i++) {
        const char *name = group->verbs[i]->name;
        if (used + strlen(name) > SCREEN_COLUMNS) {
            rows++;
            used = NAME_COLUMNS + INDENT;
            if (c != NULL)
                printf("\n%*s", (int)used - 1, "");
        }
        used += strlen(name) + 1;
        if (c != NULL) {
            (void)putchar(' ');
            render_text(c, STYLE_BOLD, name);
        }
    }
    if (c != NULL)
        (void)putchar('\n');
    return rows;
}

/* As many groups with what their verbs do as a screen has room for; the others come in short. */
static size_t groups_in_full(const help_group *groups, size_t count)
{
    for (size_t full = count; full > 0; full--) {
        size_t rows = rows_of(groups, full);
        for (size_t i = full; i < count; i++)
            rows += print_brief(NULL, &groups[i]);
        if (rows <= SCREEN_ROWS - 2)
            return full;
    }
    return 0;
}

/* Gives the columns that it took. */
static size_t print_cell(const cli *c, const help_line *line)
{
    size_t size;
    size_t name_size;
    if (line->is_heading) {
        render_text(c, STYLE_CYAN, line->verb->group);
        return strlen(line->verb->group);
    }
    size = brief_size(line->verb->summary);
    name_size = strlen(line->verb->name);
    printf("%*s", INDENT, "");
    render_text(c, STYLE_BOLD, line->verb->name);
    pad(name_size, NAME_COLUMNS);
    printf("%.*s", (int)size, line->verb->summary);
    return INDENT + (name_size < NAME_COLUMNS ? NAME_COLUMNS : name_size + 1) + size;
}

static void print_columns(const cli *c, const help_group *groups, size_t group_count)
{
    size_t count;
    help_line *lines = collect_lines(groups, group_count, &count);
    size_t second = second_column(lines, count);
    size_t rows = second > count - second ? second : count - second;
    for (size_t i = 0; i < rows; i++) {
        size_t width = i < second ? print_cell(c, &lines[i]) : 0;
        if (second + i < count) {
            pad(width, SECOND_COLUMN);
            (void)print_cell(c, &lines[second + i]);
        }
        (void)putchar('\n');
    }
    free(lines);
}

void help_general(const cli *c, const cli_verb *const *verbs)
{
    help_group groups[GROUPS_MAX];
    size_t count = collect_groups(verbs, groups);
    size_t full = groups_in_full(groups, count);
    render_text(c, STYLE_BOLD, "focus VERB [WORDS] [FLAGS]");
    printf("  track focus sessions, offline, in one file\n");
    print_columns(c, groups, full);
    for (size_t i = full; i < count; i++)
        (void)print_brief(c, &groups[i]);
    printf("focus help VERB, focus help flags; example: focus start \"Report\" -d 50m -t work\n");
}

void help_flags(const cli *c)
{
    printf("flags of every verb\n\n");
    for (const args_flag *flag = ARGS_GLOBAL_FLAGS; flag->name != NULL; flag++)
        print_flag(c, flag);
}

void help_words(const cli *c)
{
    printf("words of status --format, as in {icon} {remaining}; {{ is a brace\n");
    for (size_t i = 0; i < template_name_count(); i++) {
        const char *meaning;
        const char *name = template_name_at(i, &meaning);
        if (i == template_word_count())
            printf(
                "and conditions, {?paused}between{/}, {?!paused}between{/}; words are some, too\n");
        print_entry(c, name, meaning);
    }
}
