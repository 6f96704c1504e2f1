/*
 * args.c - reading the command line against the tables of the verbs.
 *
 * Flags may stand anywhere after what declares them; global ones anywhere at all. "--" ends flags.
 * A word that begins with a dash and a digit is a value, such as -10m, for no flag is a digit.
 */
#include "args.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define NEAREST_MAX 32 /* longer words are not compared */
#define NAMES_MAX 128  /* verbs or flags that a word is compared with */

const args_flag ARGS_GLOBAL_FLAGS[] = {
    {"db", 0, FLAG_VALUE, "PATH", "the database file; else FOCUS_DB, or your own"},
    {"json", 0, FLAG_SWITCH, NULL, "print JSON, one object on a line"},
    {"plain", 0, FLAG_SWITCH, NULL, "print tab-separated fields, no headings"},
    {"quiet", 'q', FLAG_SWITCH, NULL, "say nothing about what was done"},
    {"verbose", 'v', FLAG_SWITCH, NULL, "tell how hooks went"},
    {"color", 0, FLAG_VALUE, "WHEN", "colours: auto, always or never"},
    {"no-color", 0, FLAG_SWITCH, NULL, "the same as --color never"},
    {"ascii", 0, FLAG_SWITCH, NULL, "draw bars and arrows without Unicode"},
    {"no-pager", 0, FLAG_SWITCH, NULL, "long output on a terminal goes past, too"},
    {"no-input", 0, FLAG_SWITCH, NULL, "never ask; what needs an answer fails"},
    {"yes", 'y', FLAG_SWITCH, NULL, "answer every question with yes"},
    {"tz", 0, FLAG_VALUE, "ZONE", "zone of times read and of new sessions: Europe/Berlin"},
    {"now", 0, FLAG_VALUE, "INSTANT", "take this for the present: 2026-03-29T14:05"},
    {"user", 0, FLAG_VALUE, "NAME", "act for this user of the file; else FOCUS_USER"},
    {"help", 'h', FLAG_SWITCH, NULL, "help for the verb"},
    {"version", 0, FLAG_SWITCH, NULL, "print the version"},
    {NULL, 0, 0, NULL, NULL},
};

/* --- nearest word ----------------------------------------------------------------------------- */

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein distance with neighbours swapped counted once, three rows of a table kept. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][NEAREST_MAX + 2] = {{0}};
    size_t a_size = strlen(a);
    size_t b_size = strlen(b);
    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = smaller(change, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

const char *args_nearest(const char *word, const char *const *candidates, size_t count)
{
    size_t size = strlen(word);
    size_t best = size < 5 ? 4 : 6; /* half steps: this far off is no likeness */
    const char *found = NULL;
    if (size < 2 || size > NEAREST_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(candidates[i]) > NEAREST_MAX)
            continue;
        /* of two as far off, the one that begins so */
        size_t far =
            2 * distance(word, candidates[i]) + (strncmp(candidates[i], word, size) != 0 ? 1 : 0);
        if (far < best) {
            best = far;
            found = candidates[i];
        }
    }
    return found;
}

bool args_is_hidden(const cli_verb *verb)
{
    return verb->group != NULL && verb->group[0] == '\0';
}

/* --- looking up ------------------------------------------------------------------------------- */

const cli_verb *args_find_verb(const cli_verb *const *verbs, const char *name)
{
    for (; verbs != NULL && *verbs != NULL; verbs++)
        if (strcmp((*verbs)->name, name) == 0 ||
            ((*verbs)->alias != NULL && strcmp((*verbs)->alias, name) == 0))
            return *verbs;
    return NULL;
}

static const args_flag *flag_in(const args_flag *flags, const char *name, size_t size, char letter)
{
    for (; flags != NULL && flags->name != NULL; flags++) {
        if (letter != 0 && flags->letter == letter)
            return flags;
        if (letter == 0 && strlen(flags->name) == size && strncmp(flags->name, name, size) == 0)
            return flags;
    }
    return NULL;
}

static const args_flag *find_flag(const args *a, const char *name, size_t size, char letter)
{
    const args_flag *flag = flag_in(ARGS_GLOBAL_FLAGS, name, size, letter);
    if (flag == NULL && a->verb != NULL)
        flag = flag_in(a->verb->flags, name, size, letter);
    if (flag == NULL && a->sub != NULL)
        flag = flag_in(a->sub->flags, name, size, letter);
    return flag;
}

const cli_verb *args_verb(const args *a)
{
    return a->sub != NULL ? a->sub : a->verb;
}

bool args_has(const args *a, const char *name)
{
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].flag->name, name) == 0)
            return true;
    return false;
}

const char *args_value(const args *a, const char *name)
{
    for (size_t i = a->given_count; i > 0; i--)
        if (strcmp(a->given[i - 1].flag->name, name) == 0)
            return a->given[i - 1].value;
    return NULL;
}

const char **args_values(const args *a, const char *name, size_t *out_count)
{
    const char **values = mem_alloc((a->given_count + 1) * sizeof *values);
    *out_count = 0;
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].flag->name, name) == 0)
            values[(*out_count)++] = a->given[i].value;
    return values;
}

const char *args_word_at(const args *a, size_t at)
{
    return at < a->word_count ? a->words[at] : NULL;
}

/* --- problems --------------------------------------------------------------------------------- */

static bool problem(args *a, const char *format, ...) CLI_PRINTF(2, 3);
static bool problem(args *a, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(a->problem, sizeof a->problem, format, list);
    va_end(list);
    return false;
}

/* What other programs call it. */
static const char *synonym(const cli_verb *const *verbs, const char *word)
{
    static const char *const PAIRS[][2] = {
        {"stop", "complete"}, {"finish", "complete"}, {"cancel", "abandon"},
        {"ls", "log"},        {"ls", "list"},         {"revert", "undo"},
        {"rm", "delete"},     {"rm", "remove"},       {"continue", "resume"},
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        if (strcmp(PAIRS[i][0], word) == 0 && args_find_verb(verbs, PAIRS[i][1]) != NULL)
            return PAIRS[i][1];
    return NULL;
}

const char *args_nearest_verb(const cli_verb *const *verbs, const char *word)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    const char *meant = synonym(verbs, word);
    for (; meant == NULL && *verbs != NULL && count + 2 <= NAMES_MAX; verbs++) {
        if (args_is_hidden(*verbs))
            continue;
        names[count++] = (*verbs)->name;
        if ((*verbs)->alias != NULL)
            names[count++] = (*verbs)->alias;
    }
    return meant != NULL ? meant : args_nearest(word, names, count);
}

static bool unknown_verb(args *a, const cli_verb *const *verbs, const char *word, const char *above)
{
    char piece[TEXT_EXCERPT_SIZE];
    const char *nearest = args_nearest_verb(verbs, word);
    if (nearest != NULL)
        (void)snprintf(a->hint, sizeof a->hint, "did you mean \"%s\"?", nearest);
    else
        (void)snprintf(a->hint, sizeof a->hint, "focus help%s%s", above[0] != '\0' ? " " : "",
                       above);
    return problem(a, "unknown verb \"%s%s%s\"", above, above[0] != '\0' ? " " : "",
                   text_excerpt(word, piece));
}

static size_t flag_names(const args_flag *flags, const char **names, size_t count, size_t max)
{
    for (; flags != NULL && flags->name != NULL && count < max; flags++)
        names[count++] = flags->name;
    return count;
}

static bool unknown_flag(args *a, const char *word)
{
    const char *names[NAMES_MAX];
    char piece[TEXT_EXCERPT_SIZE];
    char stem[NEAREST_MAX + 1];
    const char *nearest;
    size_t count = flag_names(ARGS_GLOBAL_FLAGS, names, 0, NAMES_MAX);
    if (a->verb != NULL)
        count = flag_names(a->verb->flags, names, count, NAMES_MAX);
    if (a->sub != NULL)
        count = flag_names(a->sub->flags, names, count, NAMES_MAX);
    (void)snprintf(stem, sizeof stem, "%.*s", (int)strcspn(word, "="), word);
    (void)snprintf(a->hint, sizeof a->hint, "focus help%s%s", a->verb != NULL ? " " : "",
                   a->verb != NULL ? a->verb->name : "");
    nearest = strncmp(stem, "--", 2) == 0 ? args_nearest(stem + 2, names, count) : NULL;
    if (nearest != NULL)
        (void)snprintf(a->hint, sizeof a->hint, "did you mean \"--%s\"?", nearest);
    return problem(a, "unknown flag \"%s\"", text_excerpt(word, piece));
}

/* --- one word after the other ----------------------------------------------------------------- */

typedef struct words_left {
    char **argv;
    int argc;
    int at;
} words_left;

static void give(args *a, const args_flag *flag, const char *value)
{
    a->given[a->given_count].flag = flag;
    a->given[a->given_count].value = value;
    a->given_count++;
}

/* `attached`: the value that came in the same word, or NULL. */
static bool take_flag(args *a, words_left *left, const args_flag *flag, const char *attached)
{
    if (flag->kind == FLAG_SWITCH) {
        if (attached != NULL)
            return problem(a, "--%s takes no value", flag->name);
        give(a, flag, NULL);
        return true;
    }
    if (attached == NULL && left->at + 1 >= left->argc)
        return problem(a, "--%s needs a value: --%s %s", flag->name, flag->name, flag->meta);
    give(a, flag, attached != NULL ? attached : left->argv[++left->at]);
    return true;
}

static bool take_long(args *a, words_left *left, const char *word)
{
    const char *name = word + 2;
    size_t size = strcspn(name, "=");
    const args_flag *flag = find_flag(a, name, size, 0);
    if (flag == NULL)
        return unknown_flag(a, word);
    return take_flag(a, left, flag, name[size] == '=' ? name + size + 1 : NULL);
}

/* Letters may be run together: -qy; a value may follow its letter at once: -d25. */
static bool take_letters(args *a, words_left *left, const char *word)
{
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        const args_flag *flag = find_flag(a, NULL, 0, *letter);
        if (flag == NULL)
            return unknown_flag(a, word);
        if (flag->kind != FLAG_SWITCH)
            return take_flag(a, left, flag, letter[1] != '\0' ? letter + 1 : NULL);
        give(a, flag, NULL);
    }
    return true;
}

static bool take_word(args *a, const cli_verb *const *verbs, const char *word)
{
    if (a->verb == NULL) {
        a->verb = args_find_verb(verbs, word);
        return a->verb != NULL ? true : unknown_verb(a, verbs, word, "");
    }
    if (a->verb->subs != NULL && a->sub == NULL && a->word_count == 0) {
        a->sub = args_find_verb(a->verb->subs, word);
        return a->sub != NULL ? true : unknown_verb(a, a->verb->subs, word, a->verb->name);
    }
    a->words[a->word_count++] = word;
    return true;
}

static bool is_flag(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && (word[1] < '0' || word[1] > '9');
}

static bool take_all(args *a, const cli_verb *const *verbs, words_left *left)
{
    bool flags_ended = false;
    for (left->at = 1; left->at < left->argc; left->at++) {
        const char *word = left->argv[left->at];
        bool good;
        if (!flags_ended && strcmp(word, "--") == 0) {
            flags_ended = true;
            continue;
        }
        if (flags_ended || !is_flag(word))
            good = take_word(a, verbs, word);
        else if (word[1] == '-')
            good = take_long(a, left, word);
        else
            good = take_letters(a, left, word);
        if (!good)
            return false;
    }
    return true;
}

/* As many words as the verb declares; help is given whatever else is there. */
static bool check_words(args *a)
{
    const cli_verb *verb = args_verb(a);
    char piece[TEXT_EXCERPT_SIZE];
    size_t at = 0;
    size_t musts = 0; /* optional words give way to those that must be there */
    if (verb == NULL || args_has(a, "help"))
        return true;
    (void)snprintf(a->hint, sizeof a->hint, "focus help %s%s%s", a->verb->name,
                   a->sub != NULL ? " " : "", a->sub != NULL ? a->sub->name : "");
    for (const args_word *word = verb->words; word != NULL && word->name != NULL; word++) {
        bool must = word->kind == WORD_REQUIRED || word->kind == WORD_MANY;
        musts += must ? 1 : 0;
        if (must && musts > a->word_count)
            return problem(a, "%s needs %s: %s", verb->name, word->name, word->help);
        at = word->kind == WORD_MANY || word->kind == WORD_ANY ? a->word_count : at + 1;
    }
    if (verb->run == NULL)
        return problem(a, "%s needs one of its verbs", verb->name);
    if (a->word_count > at)
        return problem(a, "one word too many for %s: \"%s\" (quote text of several words)",
                       verb->name, text_excerpt(a->words[at], piece));
    a->hint[0] = '\0';
    return true;
}

bool args_parse(args *a, const cli_verb *const *verbs, int argc, char **argv)
{
    words_left left = {argv, argc, 1};
    size_t room = 1;
    memset(a, 0, sizeof *a);
    for (int i = 1; i < argc; i++)
        room += strlen(argv[i]); /* -qqq is three flags in one word */
    left.argc = argc;
    a->words = mem_alloc(((size_t)argc + 1) * sizeof *a->words);
    a->given = mem_alloc((room + 1) * sizeof *a->given);
    return take_all(a, verbs, &left) && check_words(a);
}

void args_give(args *a, const char *name, const char *value)
{
    const args_flag *flag = args_verb(a)->flags;
    while (strcmp(flag->name, name) != 0)
        flag++;
    a->kept = mem_grow(a->kept, (a->kept_count + 1) * sizeof *a->kept);
    a->given = mem_grow(a->given, (a->given_count + 1) * sizeof *a->given);
    a->kept[a->kept_count] = mem_text(value);
    give(a, flag, a->kept[a->kept_count++]);
}

void args_free(args *a)
{
    for (size_t i = 0; i < a->kept_count; i++)
        free(a->kept[i]);
    free(a->kept);
    free(a->words);
    free(a->given);
    memset(a, 0, sizeof *a);
}
