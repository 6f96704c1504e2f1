/*
 * complete_words.c - what may stand at a place of the command line, for the shells' completion.
 *
 * The scripts that focus completion prints know nothing: they hand the words over and get candidates
 * back, one a line with a description behind a tab. These come from the tables that are parsed, from
 * the choices that a table's help names, and from the database. ":files" stands for names of files.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "hooks.h"
#include "names.h"
#include "preferences.h"
#include "report.h"
#include "session_ids.h"
#include "session_rows.h"

#define NEWEST_COUNT 500 /* sessions whose tags and projects are offered */
#define IDS_COUNT 50
#define LATEST_COUNT 9
#define CHOICES_MAX 24
#define WEEKDAY_WORDS "mon, tue, wed, thu, fri, sat, sun"

typedef struct completing {
    cli *c;
    const char *const *words; /* the last one is being written */
    size_t count;
    const cli_verb *verb;
    const cli_verb *sub;
    const args_flag *awaited; /* the flag whose value is being written */
    size_t place;             /* which of the verb's words is being written */
    bool flags_ended;
    const char *database; /* --db and --user of the words */
    const char *user;
    const char *begun;  /* what is written already ... */
    text_buffer before; /* ... behind this: "--mode=" */
} completing;

static void offer(const completing *at, const char *word, const char *meaning)
{
    if (strncmp(word, at->begun, strlen(at->begun)) != 0)
        return;
    if (at->before.text != NULL)
        text_print(stdout, at->before.text);
    text_print(stdout, word);
    if (meaning != NULL) {
        (void)putchar('\t');
        text_print(stdout, meaning);
    }
    (void)putchar('\n');
}

/* --- of the tables ---------------------------------------------------------------------------- */

static void offer_verbs(const completing *at, const cli_verb *const *verbs)
{
    for (; verbs != NULL && *verbs != NULL; verbs++)
        if (!args_is_hidden(*verbs))
            offer(at, (*verbs)->name, (*verbs)->summary);
}

static void offer_flags(const completing *at, const args_flag *flags)
{
    char dashed[64];
    for (; flags != NULL && flags->name != NULL; flags++) {
        (void)snprintf(dashed, sizeof dashed, "--%s", flags->name);
        offer(at, dashed, flags->help);
    }
}

static bool is_choice(const char *text, size_t size)
{
    if (size == 0 || size > 24 || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 0; i < size; i++)
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", text[i]) == NULL)
            return false;
    return true;
}

/* Splits "auto, always or never"; gives 0 unless all of it are single words, two at least. */
static size_t split_choices(const char *text, size_t size, char choices[CHOICES_MAX][28])
{
    size_t count = 0;
    while (size > 0 && count < CHOICES_MAX) {
        size_t word = strcspn(text, " ,;:");
        size_t gap;
        word = word < size ? word : size;
        if (!is_choice(text, word))
            return 0;
        (void)snprintf(choices[count++], sizeof choices[0], "%.*s", (int)word, text);
        text += word;
        size -= word;
        gap = size >= 4 && strncmp(text, " or ", 4) == 0 ? 4 : size >= 2 && *text == ',' ? 2 : 0;
        if (gap == 0)
            break;
        text += gap;
        size -= gap;
    }
    return size == 0 && count >= 2 ? count : 0;
}

/* The first of the parts between : and ; that is a list of words. */
static bool offer_choices(const completing *at, const char *help)
{
    char choices[CHOICES_MAX][28];
    while (*help != '\0') {
        size_t size = strcspn(help, ":;");
        size_t count = split_choices(help, size, choices);
        for (size_t i = 0; i < count; i++)
            offer(at, choices[i], NULL);
        if (count > 0)
            return true;
        help += size;
        help += strspn(help, ":; ");
    }
    return false;
}

/* --- of the database -------------------------------------------------------------------------- */

static bool open_quietly(const completing *at)
{
    cli *c = at->c;
    focus_open_options options;
    if (c->store != NULL)
        return true;
    options = open_options_for(c);
    options.flags = FOCUS_OPEN_READONLY;
    options.path = at->database != NULL ? at->database : c->path;
    options.user_name = at->user != NULL ? at->user : preference_text(c, PREFERENCE_USER, NULL);
    if (options.path == NULL)
        return false;
    options.busy_timeout_ms = 200; /* somebody waits with a finger on the key */
    return focus_open(&options, &c->store, NULL) == FOCUS_OK;
}

static const focus_session_list *newest(const completing *at, uint32_t limit, uint32_t flags)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    filter.limit = limit;
    filter.flags = flags;
    if (open_quietly(at))
        (void)focus_session_list_page(at->c->store, &filter, &list);
    return list;
}

/* "@1" is the latest; only who begins so wants them. */
static void offer_latest(const completing *at, size_t place, const char *meaning)
{
    char word[RENDER_SIZE];
    if (at->begun[0] != '@' || place > LATEST_COUNT)
        return;
    (void)snprintf(word, sizeof word, "@%zu", place);
    offer(at, word, meaning);
}

static void offer_sessions(const completing *at)
{
    bool deleted = at->verb != NULL && strcmp(at->verb->name, "restore") == 0;
    const focus_session_list *list = newest(at, IDS_COUNT, deleted ? FOCUS_FILTER_DELETED : 0);
    char number[RENDER_SIZE];
    char name[SESSION_NAME_SIZE];
    char text[RENDER_SIZE];
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const focus_session *s = list->items[i];
        text_buffer meaning = {0};
        text_addf(&meaning, "%s %s", render_date(s->started_at_ms, s->utc_offset_s, text),
                  session_name(s, name));
        if (i == 0 && s->ended_at_ms == 0)
            offer(at, "@", meaning.text);
        if (!deleted)
            offer_latest(at, i + 1, meaning.text);
        (void)snprintf(number, sizeof number, "%" PRId64, s->number);
        offer(at, number, meaning.text);
        text_free(&meaning);
    }
    focus_session_list_free(list);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void offer_sorted(const completing *at, const char **names, size_t count)
{
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
            offer(at, names[i], NULL);
}

static void offer_tags(const completing *at)
{
    const focus_session_list *list = newest(at, NEWEST_COUNT, 0);
    const char **names;
    size_t count = 0;
    if (list == NULL)
        return;
    for (size_t i = 0; i < list->count; i++)
        count += list->items[i]->tag_count;
    names = mem_alloc((count + 1) * sizeof *names);
    count = 0;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->items[i]->tag_count; j++)
            names[count++] = list->items[i]->tags[j];
    offer_sorted(at, names, count);
    free(names);
    focus_session_list_free(list);
}

static void offer_projects(const completing *at)
{
    const focus_session_list *list = newest(at, NEWEST_COUNT, 0);
    const char **names;
    size_t count = 0;
    if (list == NULL)
        return;
    names = mem_alloc((list->count + 1) * sizeof *names);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->project != NULL)
            names[count++] = list->items[i]->project;
    offer_sorted(at, names, count);
    free(names);
    focus_session_list_free(list);
}

static void offer_libraries(const completing *at)
{
    const focus_library_list *list = NULL;
    if (open_quietly(at))
        (void)focus_library_list_page(at->c->store, 1000, NULL, &list);
    for (size_t i = 0; list != NULL && i < list->count; i++)
        offer(at, list->items[i]->name, NULL);
    focus_library_list_free(list);
}

static void offer_users(const completing *at)
{
    const focus_user_list *list = NULL;
    if (open_quietly(at))
        (void)focus_user_list_all(at->c->store, &list);
    for (size_t i = 0; list != NULL && i < list->count; i++)
        offer(at, list->items[i]->name, NULL);
    focus_user_list_free(list);
}

/* --- of what a value is called ---------------------------------------------------------------- */

static void offer_files(const completing *at)
{
    (void)at;
    (void)puts(":files");
}

static void offer_ranges(const completing *at)
{
    (void)offer_choices(at,
                        "today, yesterday, week, lastweek, month, lastmonth, quarter, year, all");
}

static void offer_events(const completing *at)
{
    const char *meaning;
    const char *event;
    for (size_t i = 0; (event = hooks_event_at(i, &meaning)) != NULL; i++)
        offer(at, event, meaning);
}

static void offer_keys(const completing *at)
{
    const char *meaning;
    const char *key;
    for (size_t i = 0; (key = config_key_at(i, &meaning)) != NULL; i++)
        offer(at, key, meaning);
}

/* Of the key that stands before it. */
static void offer_key_values(const completing *at)
{
    const char *key = at->count > 1 ? at->words[at->count - 2] : "";
    const char *const *choices = preference_choices(key);
    for (; choices != NULL && *choices != NULL; choices++)
        offer(at, *choices, NULL);
    if (strcmp(key, "week_start") == 0)
        (void)offer_choices(at, WEEKDAY_WORDS);
}

static void offer_weekdays(const completing *at)
{
    (void)offer_choices(at, "mon-fri, " WEEKDAY_WORDS);
}

/* The words of focus help. */
static void offer_help_verbs(const completing *at)
{
    const cli_verb *above = at->place > 0 ? args_find_verb(cli_verbs(), at->words[1]) : NULL;
    offer_verbs(at, at->place == 0 ? cli_verbs() : above != NULL ? above->subs : NULL);
}

static void offer_merged(const completing *at)
{
    if (at->verb == &VERB_TAGS)
        offer_tags(at);
    else
        offer_projects(at);
}

static void offer_axes(const completing *at)
{
    for (int32_t by = 0; by < FOCUS_BY_COUNT; by++)
        offer(at, report_axis_name(by), NULL);
}

static void offer_import_formats(const completing *at)
{
    offer(at, "auto", NULL);
    for (size_t i = 0; focus_import_format_name(i) != NULL; i++)
        offer(at, focus_import_format_name(i), NULL);
}

static void offer_export_formats(const completing *at)
{
    for (size_t i = 0; export_format_name(i) != NULL; i++)
        offer(at, export_format_name(i), NULL);
}

static const struct {
    const char *name; /* of a word, or of what a flag takes */
    const char *flag; /* NULL: whichever it is */
    void (*offer)(const completing *at);
} KINDS[] = {
    {"ID", "task", NULL}, /* another program's */
    {"ID", NULL, offer_sessions},
    {"TAG", NULL, offer_tags},
    {"NAME", "project", offer_projects},
    {"NAME", "user", offer_users},
    {"LIBRARY", NULL, offer_libraries},
    {"USER", NULL, offer_users},
    {"FILE", NULL, offer_files},
    {"M3U", NULL, offer_files},
    {"PATH", NULL, offer_files},
    {"RANGE", NULL, offer_ranges},
    {"EVENT", NULL, offer_events},
    {"KEY", NULL, offer_keys},
    {"VALUE", NULL, offer_key_values},
    {"DAYS", NULL, offer_weekdays},
    {"VERB", NULL, offer_help_verbs},
    {"PROJECT", NULL, offer_projects},
    {"INTO", NULL, offer_merged},
    {"AXIS", NULL, offer_axes},
    {"FORMAT", "as", offer_export_formats},
    {"FORMAT", NULL, offer_import_formats},
};

static void offer_kind(const completing *at, const char *name, const char *flag, const char *help)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (strcmp(KINDS[i].name, name) != 0 ||
            (KINDS[i].flag != NULL && (flag == NULL || strcmp(KINDS[i].flag, flag) != 0)))
            continue;
        if (KINDS[i].offer != NULL)
            KINDS[i].offer(at);
        return;
    }
    if (is_choice(name, strlen(name)))
        offer(at, name, help); /* a value rather than a name of one */
    else
        (void)offer_choices(at, help);
}

/* --- where the place is ----------------------------------------------------------------------- */

static const args_flag *flag_named(const args_flag *flags, const char *name, size_t size)
{
    for (; flags != NULL && flags->name != NULL; flags++) {
        if (name[1] != '-' && flags->letter != 0 && flags->letter == name[size - 1])
            return flags;
        if (name[1] == '-' && strlen(flags->name) == size - 2 &&
            strncmp(flags->name, name + 2, size - 2) == 0)
            return flags;
    }
    return NULL;
}

/* "--mode", "-m", or the last letter of "-qm". */
static const args_flag *find_written_flag(const completing *at, const char *word)
{
    size_t size = strcspn(word, "=");
    const args_flag *flag = flag_named(ARGS_GLOBAL_FLAGS, word, size);
    if (flag == NULL && at->verb != NULL)
        flag = flag_named(at->verb->flags, word, size);
    if (flag == NULL && at->sub != NULL)
        flag = flag_named(at->sub->flags, word, size);
    return flag;
}

static void take_value(completing *at, const char *value)
{
    if (strcmp(at->awaited->name, "db") == 0)
        at->database = value;
    if (strcmp(at->awaited->name, "user") == 0)
        at->user = value;
    at->awaited = NULL;
}

static void walk_flag(completing *at, const char *word)
{
    const args_flag *flag = find_written_flag(at, word);
    const char *equals = strchr(word, '=');
    if (flag == NULL || flag->kind == FLAG_SWITCH)
        return;
    at->awaited = flag;
    if (equals != NULL && word[1] == '-')
        take_value(at, equals + 1);
}

/* Behind what is no verb nothing can be said. */
static void walk_word(completing *at, const char *word)
{
    bool may_be_sub = at->verb != NULL && at->sub == NULL && at->place == 0;
    if (at->verb == NULL && at->place == 0)
        at->verb = args_find_verb(cli_verbs(), word);
    else if (may_be_sub && args_find_verb(at->verb->subs, word) != NULL)
        at->sub = args_find_verb(at->verb->subs, word);
    else
        at->place++;
    if (at->verb == NULL)
        at->place++;
}

/* Bash hands "--mode=x" over as three words. */
static void walk(completing *at)
{
    for (size_t i = 0; i + 1 < at->count; i++) {
        const char *word = at->words[i];
        if (at->awaited != NULL && strcmp(word, "=") == 0)
            continue;
        if (at->awaited != NULL)
            take_value(at, word);
        else if (!at->flags_ended && strcmp(word, "--") == 0)
            at->flags_ended = true;
        else if (!at->flags_ended && word[0] == '-' && word[1] != '\0')
            walk_flag(at, word);
        else
            walk_word(at, word);
    }
    at->begun = at->words[at->count - 1];
    if (at->awaited != NULL && strcmp(at->begun, "=") == 0)
        at->begun = "";
}

static void offer_flags_or_value(completing *at)
{
    const char *equals = strchr(at->begun, '=');
    if (equals != NULL) {
        at->awaited = find_written_flag(at, at->begun);
        text_add_size(&at->before, at->begun, (size_t)(equals + 1 - at->begun));
        at->begun = equals + 1;
        if (at->awaited != NULL && at->awaited->kind != FLAG_SWITCH)
            offer_kind(at, at->awaited->meta, at->awaited->name, at->awaited->help);
        return;
    }
    if (at->verb != NULL)
        offer_flags(at, at->verb->flags);
    if (at->sub != NULL)
        offer_flags(at, at->sub->flags);
    offer_flags(at, ARGS_GLOBAL_FLAGS);
}

/* The last word of a verb may be given again and again. */
static const args_word *word_at_place(const cli_verb *verb, size_t place)
{
    const args_word *word = verb->words;
    for (size_t i = 0; word != NULL && word->name != NULL; i++, word++)
        if (i == place || word->kind == WORD_MANY || word->kind == WORD_ANY)
            return word;
    return NULL;
}

static void offer_word(const completing *at)
{
    const cli_verb *last = at->sub != NULL ? at->sub : at->verb;
    const args_word *word = word_at_place(last, at->place);
    if (at->sub == NULL && at->place == 0)
        offer_verbs(at, at->verb->subs);
    if (word != NULL)
        offer_kind(at, word->name, NULL, word->help);
}

static int run_complete_words(cli *c)
{
    completing at = {.c = c, .words = c->args.words, .count = c->args.word_count};
    if (at.count == 0)
        return EXIT_DONE;
    walk(&at);
    if (at.awaited != NULL)
        offer_kind(&at, at.awaited->meta, at.awaited->name, at.awaited->help);
    else if (!at.flags_ended && at.begun[0] == '-')
        offer_flags_or_value(&at);
    else if (at.verb == NULL && at.place == 0)
        offer_verbs(&at, cli_verbs());
    else if (at.verb != NULL)
        offer_word(&at);
    text_free(&at.before);
    return EXIT_DONE;
}

const cli_verb VERB_COMPLETE_WORDS = {
    .name = "complete-words",
    .group = "",
    .summary = "for completion: what may stand in the place of the last word",
    .words = (const args_word[]){{"WORD", WORD_ANY, "those after focus, behind --"}, WORDS_END},
    .open = OPEN_SELF, /* only where the tables do not tell */
    .run = run_complete_words,
};
