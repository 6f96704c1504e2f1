/*
 * main.c - the verbs, and the way from the command line to one of them.
 */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "flags.h"
#include "hooks.h"
#include "names.h"
#include "pager.h"
#include "preferences.h"

static int run_help(cli *c);

static const cli_verb VERB_HELP = {
    .name = "help",
    .group = "care",
    .summary = "explain a verb",
    .words = (const args_word[]){{"VERB", WORD_OPTIONAL,
                                  "a verb, flags (every verb's), words (of templates)"},
                                 {"VERB", WORD_OPTIONAL, "a verb below it"},
                                 WORDS_END},
    .flags =
        (const args_flag[]){{"man", 0, FLAG_SWITCH, NULL, "as a manual page, in roff"}, FLAGS_END},
    .examples = (const char *const[]){"focus help start", "focus help start --man | man -l -",
                                      "focus help library add", "focus help flags",
                                      "focus help words", NULL},
    .run = run_help,
};

static const cli_verb *const VERBS[] = {
    &VERB_START,    &VERB_PAUSE,      &VERB_RESUME,
    &VERB_COMPLETE, &VERB_ABANDON,    &VERB_EXTEND,
    &VERB_IDLE,     &VERB_NEXT,       &VERB_SKIP,
    &VERB_CYCLE,    &VERB_STATUS,     &VERB_WAIT,
    &VERB_LOG,      &VERB_SHOW,       &VERB_ADD,
    &VERB_EDIT,     &VERB_EDIT_ALL,   &VERB_TAG,
    &VERB_UNTAG,    &VERB_SPLIT,      &VERB_JOIN,
    &VERB_TAGS,     &VERB_PROJECTS,   &VERB_DELETE,
    &VERB_RESTORE,  &VERB_UNDO,       &VERB_REDO,
    &VERB_TODAY,    &VERB_STATS,      &VERB_STREAK,
    &VERB_REPORT,   &VERB_HEATMAP,    &VERB_GAPS,
    &VERB_GOAL,     &VERB_PROGRESS,   &VERB_COINS,
    &VERB_LIBRARY,  &VERB_TRACK,      &VERB_IMPORT,
    &VERB_EXPORT,   &VERB_BACKUP,     &VERB_RESTORE_BACKUP,
    &VERB_DOCTOR,   &VERB_SALVAGE,    &VERB_CONFIG,
    &VERB_HOOK,     &VERB_USER,       &VERB_HELP,
    &VERB_VERSION,  &VERB_COMPLETION, &VERB_COMPLETE_WORDS,
    NULL,
};

const cli_verb *const *cli_verbs(void)
{
    return VERBS;
}

/* --- help ------------------------------------------------------------------------------------- */

static int fail_help(const cli *c, const cli_verb *const *verbs, const char *word)
{
    char piece[TEXT_EXCERPT_SIZE];
    char hint[64];
    const char *nearest = verbs != NULL ? args_nearest_verb(verbs, word) : NULL;
    (void)snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest != NULL ? nearest : "");
    return fail_usage(c, nearest != NULL ? hint : "focus help", "unknown verb \"%s\"",
                      text_excerpt(word, piece));
}

static int run_help(cli *c)
{
    const char *word = args_word_at(&c->args, 0);
    const char *below = args_word_at(&c->args, 1);
    const cli_verb *verb;
    const cli_verb *sub = NULL;
    if (word == NULL) {
        if (args_has(&c->args, "man"))
            man_general(VERBS);
        else
            help_general(c, VERBS);
        return EXIT_DONE;
    }
    if (strcmp(word, "flags") == 0 && below == NULL) {
        help_flags(c);
        return EXIT_DONE;
    }
    if (strcmp(word, "words") == 0 && below == NULL) {
        help_words(c);
        return EXIT_DONE;
    }
    verb = args_find_verb(VERBS, word);
    if (verb == NULL)
        return fail_help(c, VERBS, word);
    if (below != NULL) {
        sub = args_find_verb(verb->subs, below);
        if (sub == NULL)
            return fail_help(c, verb->subs, below);
    }
    if (args_has(&c->args, "man"))
        man_verb(verb);
    else
        help_verb(c, verb, sub);
    return EXIT_DONE;
}

/* --- how to print ----------------------------------------------------------------------------- */

static bool has_environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static bool terminal_has_colour(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) != 0 && !has_environment("NO_COLOR") && term != NULL &&
           strcmp(term, "dumb") != 0;
}

/* Asked once; nothing else here depends on the locale. */
static bool locale_is_utf8(void)
{
    bool is_utf8 = setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    (void)setlocale(LC_CTYPE, "C");
    return is_utf8;
}

static int prepare_output(cli *c)
{
    static const char *const WHEN[] = {"auto", "always", "never"};
    int at =
        read_choice(c, "value of --color", preference_text(c, PREFERENCE_COLOR, NULL), WHEN, 3);
    if (at < 0)
        return EXIT_USAGE;
    c->ascii = preference_is(c, PREFERENCE_ASCII, "on") || !locale_is_utf8();
    c->plain = args_has(&c->args, "plain");
    c->quiet = args_has(&c->args, "quiet");
    c->yes = args_has(&c->args, "yes");
    c->may_ask =
        !args_has(&c->args, "no-input") && isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
    c->color = at == 1 || (at == 0 && terminal_has_colour());
    if (args_has(&c->args, "no-color") || c->plain || c->json)
        c->color = false;
    if (c->plain && c->json)
        return fail_usage(c, NULL, "--json and --plain exclude each other");
    return EXIT_DONE;
}

/* Known before the command line is understood, for its errors are JSON too. */
static bool wants_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--json") == 0)
            return true;
    return false;
}

/* --- the run ---------------------------------------------------------------------------------- */

static int run_verb(cli *c)
{
    const cli_verb *verb = args_verb(&c->args);
    int how = verb != NULL ? verb->open : OPEN_EMPTY;
    hook_facts *before;
    int exit_code;
    if (verb != NULL && verb->creates_with != NULL && args_has(&c->args, verb->creates_with))
        how = OPEN_CREATE;
    exit_code = open_prepare(c, how);
    if (exit_code == EXIT_DONE && verb != NULL && verb->check != NULL)
        exit_code = verb->check(c);
    if (exit_code == EXIT_DONE)
        exit_code = open_store(c, how);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (verb == NULL)
        return run_no_verb(c);
    pager_begin(c);
    before = hooks_before(c, how);
    exit_code = verb->run(c);
    hooks_after(c, before);
    return exit_code;
}

static int run(cli *c, int argc, char **argv)
{
    int exit_code;
    c->json = wants_json(argc, argv);
    if (!args_parse(&c->args, VERBS, argc, argv))
        return fail_report(c, EXIT_USAGE, "usage", c->args.problem, c->args.hint);
    preferences_read(c);
    exit_code = prepare_output(c);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (args_has(&c->args, "help")) {
        if (c->args.verb != NULL)
            help_verb(c, c->args.verb, c->args.sub);
        else
            help_general(c, VERBS);
        return EXIT_DONE;
    }
    if (args_has(&c->args, "version"))
        return VERB_VERSION.run(c);
    return run_verb(c);
}

/* A full disk or a closed pipe behind stdout shows only here. */
static int close_output(const cli *c, int exit_code)
{
    bool had_error = ferror(stdout) != 0;
    errno = 0; /* of an error before, nobody knows any more */
    if ((fflush(stdout) != 0 || had_error) && exit_code == EXIT_DONE)
        return fail_system(c, "stdout", errno != 0 ? errno : EIO);
    return exit_code;
}

int main(int argc, char **argv)
{
    cli c = {0};
    int exit_code = run(&c, argc, argv);
    exit_code = close_output(&c, exit_code);
    open_finish(&c);
    pager_end(&c);
    hooks_run(c.hooks);
    return exit_code;
}
