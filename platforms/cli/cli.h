/*
 * cli.h - one run of the command: what was asked, how to print, the open store.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include <focus.h>

#include "args.h"
#include "text.h"

typedef struct cli {
    args args;
    bool json;
    bool plain;
    bool quiet;
    bool color;      /* of stdout */
    bool ascii;      /* the locale has no UTF-8: bars and arrows are drawn without */
    bool may_ask;    /* somebody is there to answer */
    bool yes;        /* every answer is yes */
    char *path;      /* of the database */
    bool is_empty;   /* there is no such file: `store` is an empty one in memory */
    int64_t now_ms;  /* the clock given by --now */
    char *zone_name; /* given by --tz */
    focus_clock clock;
    focus_zone zone;
    focus_store *store;
    struct hook_queue *hooks; /* to be run when the store is closed; NULL: none */
    bool has_imported;        /* records that were new, or changed */
    struct preferences *preferences;
    struct pager *pager; /* NULL: what is printed goes out at once */
    size_t columns;      /* of the terminal that it will get to; 0: that of stdout */
} cli;

enum { /* exit codes */
       EXIT_DONE = 0,
       EXIT_OTHER = 1,
       EXIT_USAGE = 2,
       EXIT_NOT_FOUND = 3,
       EXIT_STATE = 4,
       EXIT_BUSY = 5,
       EXIT_INVALID = 6,
       EXIT_DAMAGED = 7,
       EXIT_TOO_NEW = 8,
       EXIT_IO = 9,
       EXIT_CHOICE = 10,     /* somebody has to say which */
       EXIT_BREAK_RUNS = 20, /* 20 to 23: status --exit-code alone */
       EXIT_PAUSED = 21,
       EXIT_IDLE = 22,
       EXIT_OVERTIME = 23
};

/* --- open.c: paths, store, zone, clock --------------------------------------------------------- */

/** Find the path, the zone and the clock that the flags and the environment name. */
int open_prepare(cli *c, int how);
/** Open the store as a verb needs it (OPEN_*). */
int open_store(cli *c, int how);
/** What the command line says of path, zone and clock; c must stay where it is. */
focus_open_options open_options_for(const cli *c);
/** Open an empty store in memory, whose settings are the defaults. */
focus_status open_in_memory(const cli *c, focus_store **out_store);
void open_finish(cli *c);
/** The path of NAME in our folder of XDG_CONFIG_HOME, or of HOME; false when there is neither. */
bool open_config_path(const char *name, text_buffer *out);
/** Make the folders of the default path; none for one that was named. */
int open_make_folders(const cli *c);
/** True when the system knows a zone of that name. */
bool open_zone_exists(const char *name);
/** Make the folders above a file. False: `path` is cut off behind the one that could not be made, and
 *  errno says why. */
bool open_make_parents(char *path);
/** Take away a file that this run has made, with what SQLite keeps beside it. */
void open_remove(const char *path);
/** A name beside the database that is free: PATH.WHAT-1 and so on. */
void open_free_name(const cli *c, const char *what, text_buffer *out);
/** True when `path` is the database itself or one of SQLite's files beside it: no verb may touch it. */
bool open_is_database(const cli *c, const char *path);

/* --- fail.c: messages of failure and their exit codes ------------------------------------------- */

/** Exit code of a status: the one place that knows. */
int fail_exit_code(focus_status status);
/** Report the last call's failure on c->store. `code` NULL: from the status; `hint` NULL: none. */
int fail_store(const cli *c, const char *code, const char *hint);
/** Report a failure known by status and message. */
int fail_status(const cli *c, focus_status status, const char *message, const char *hint);
/** Report wrong usage, exit code 2. */
int fail_usage(const cli *c, const char *hint, const char *format, ...) CLI_PRINTF(3, 4);
/** Report input that cannot be read, exit code 6. */
int fail_input(const cli *c, const char *hint, const char *format, ...) CLI_PRINTF(3, 4);
/** Report what the system refused, exit code 9: WHAT: strerror(errno). */
int fail_system(const cli *c, const char *what, int error_number);
/** Report with everything given. */
int fail_report(const cli *c, int exit_code, const char *code, const char *message,
                const char *hint);
/** Tell something that is no failure on stderr; silent with -q and --json. */
void note(const cli *c, const char *format, ...) CLI_PRINTF(2, 3);

/* --- ask.c: questions ---------------------------------------------------------------------------- */

enum { ASK_NO = 0, ASK_YES = 1, ASK_NOBODY = 2 };

/** Ask yes or no on the terminal. ASK_YES at once with --yes; ASK_NOBODY when nobody is there. */
int ask(const cli *c, const char *format, ...) CLI_PRINTF(2, 3);
/** Ask for one of `words`, until it is one, or begins like one alone; Enter is the first. Gives its
 *  place, or -1 where nobody is there. */
int ask_which(const cli *c, const char *const *words, size_t count, const char *format, ...)
    CLI_PRINTF(4, 5);
/** Ask before something that cannot be taken back lightly; without a terminal --yes is needed.
 *  Gives 0 to go on, or the exit code. */
int ask_dangerous(const cli *c, const char *question);

/* --- help.c --------------------------------------------------------------------------------------- */

void help_general(const cli *c, const cli_verb *const *verbs);
/** The flags that every verb takes. */
void help_flags(const cli *c);
/** The words of templates. */
void help_words(const cli *c);
void help_verb(const cli *c, const cli_verb *verb, const cli_verb *sub);

/** "focus library add NAME [FLAGS]" */
void help_usage(const cli_verb *verb, const cli_verb *sub, text_buffer *out);

/* --- man.c ---------------------------------------------------------------------------------------- */

/** The manual page of everything, and of one verb, on stdout. */
void man_general(const cli_verb *const *verbs);
void man_verb(const cli_verb *verb);

/* --- verbs ---------------------------------------------------------------------------------------- */

extern const cli_verb VERB_START, VERB_PAUSE, VERB_RESUME, VERB_COMPLETE, VERB_ABANDON, VERB_EXTEND,
    VERB_IDLE;
extern const cli_verb VERB_NEXT, VERB_SKIP, VERB_CYCLE, VERB_STATUS, VERB_WAIT;
extern const cli_verb VERB_LOG, VERB_SHOW, VERB_ADD, VERB_EDIT, VERB_TAG, VERB_UNTAG;
extern const cli_verb VERB_SPLIT, VERB_JOIN, VERB_TAGS, VERB_PROJECTS, VERB_EDIT_ALL;
extern const cli_verb VERB_DELETE, VERB_RESTORE, VERB_UNDO, VERB_REDO;
extern const cli_verb VERB_TODAY, VERB_STATS, VERB_STREAK;
extern const cli_verb VERB_REPORT, VERB_HEATMAP, VERB_GAPS, VERB_GOAL;
extern const cli_verb VERB_PROGRESS, VERB_COINS;
extern const cli_verb VERB_LIBRARY, VERB_TRACK;
extern const cli_verb VERB_USER, VERB_CONFIG, VERB_BACKUP, VERB_RESTORE_BACKUP, VERB_DOCTOR,
    VERB_SALVAGE, VERB_VERSION;
extern const cli_verb VERB_IMPORT, VERB_EXPORT;
extern const cli_verb VERB_HOOK, VERB_COMPLETION, VERB_COMPLETE_WORDS;

/** All of them, NULL at the end. */
const cli_verb *const *cli_verbs(void);
/** The settings' names, from 0 on; NULL after the last. */
const char *config_key_at(size_t at, const char **out_meaning);

/** The formats of focus export, from 0 on; NULL after the last. */
const char *export_format_name(size_t at);

/** One status line and a next step: the command without a verb. */
int run_no_verb(cli *c);

#endif
