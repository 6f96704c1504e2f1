/*
 * args.h - what a verb declares about its words and flags, and what was given on the command line.
 *
 * A verb says everything once, in const tables; parsing, "did you mean" and --help all read them.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

enum {                  /* args_flag.kind */
       FLAG_SWITCH = 0, /* takes no value */
       FLAG_VALUE = 1,  /* takes one; the last given counts */
       FLAG_MANY = 2    /* takes one, may be given again */
};

typedef struct args_flag {
    const char *name; /* without the dashes; NULL ends the table */
    char letter;      /* 0: none */
    int kind;
    const char *meta; /* what stands for the value in --help */
    const char *help;
} args_flag;

enum { /* args_word.kind */
       WORD_REQUIRED = 0,
       WORD_OPTIONAL = 1,
       WORD_MANY = 2, /* one or more, at the end */
       WORD_ANY = 3   /* none or more, at the end */
};

typedef struct args_word {
    const char *name; /* NULL ends the table */
    int kind;
    const char *help;
} args_word;

enum { /* cli_verb.open: what a verb needs of the database */
       OPEN_NONE = 0,
       OPEN_SELF,  /* opens it, or not, by itself; path, zone and clock are known */
       OPEN_READ,  /* read-only; the file must exist */
       OPEN_EMPTY, /* read-only; a missing file reads as an empty one */
       OPEN_WRITE, /* the file must exist */
       OPEN_CREATE /* made where it is missing */
};

struct cli;

typedef struct cli_verb {
    const char *name;
    const char *alias;   /* NULL: none */
    const char *group;   /* heading in the general help; NULL in a verb below another, "": for
                            programs, told of nowhere */
    const char *summary; /* one line */
    const args_word *words;
    const args_flag *flags;
    const struct cli_verb *const *subs; /* verbs below this one, NULL at the end; NULL: none */
    int open;
    bool is_live;      /* what it prints is for this moment: no pager holds it back */
    bool mends_config; /* runs where this machine's file has a fault: it only warns of it */
    const char
        *creates_with; /* the flag that turns a verb that reads into OPEN_CREATE; NULL: none */
    const char *notes; /* lines at the end of its help; NULL: none */
    const char *const *examples;       /* NULL at the end */
    int (*check)(const struct cli *c); /* what the tables cannot tell, before a database is made:
                                          gives the exit code; NULL: nothing */
    int (*run)(struct cli *c);         /* the same; NULL: one of `subs` must be named */
} cli_verb;

typedef struct args_given {
    const args_flag *flag;
    const char *value; /* NULL for a switch */
} args_given;

typedef struct args {
    const cli_verb *verb; /* NULL: none was named */
    const cli_verb *sub;  /* the verb below it, or NULL */
    const char **words;   /* borrowed from argv */
    size_t word_count;
    args_given *given;
    size_t given_count;
    char **kept; /* values that were given later on */
    size_t kept_count;
    char problem[256]; /* what is wrong with the command line */
    char hint[256];    /* what to do about it; empty: nothing to say */
} args;

/** The flags that every verb takes. */
extern const args_flag ARGS_GLOBAL_FLAGS[];

/** Read the command line. False: `problem` and perhaps `hint` say why. Free either way. */
bool args_parse(args *a, const cli_verb *const *verbs, int argc, char **argv);
void args_free(args *a);

/** The verb that runs: the sub-verb where there is one. NULL when none was named. */
const cli_verb *args_verb(const args *a);

bool args_has(const args *a, const char *name);
/** The last value given to a flag, NULL when it was not given. */
const char *args_value(const args *a, const char *name);
/** Every value given to a flag, in order; free() the array. NULL when there is none. */
const char **args_values(const args *a, const char *name, size_t *out_count);
/** Give a flag of the verb a value as the command line would have. The value is copied. */
void args_give(args *a, const char *name, const char *value);
/** The word at a place, NULL when there are fewer. */
const char *args_word_at(const args *a, size_t at);

/** The candidate that `word` was probably meant to be, or NULL. */
const char *args_nearest(const char *word, const char *const *candidates, size_t count);

/** The verb that `word` was probably meant to be, or NULL. */
const char *args_nearest_verb(const cli_verb *const *verbs, const char *word);

bool args_is_hidden(const cli_verb *verb);
const cli_verb *args_find_verb(const cli_verb *const *verbs, const char *name);

#endif
