/*
 * verbs_hook.c - what hooks there are, and trying them.
 */
#include <inttypes.h>

#include "cli.h"
#include "flags.h"
#include "hooks.h"
#include "json.h"
#include "names.h"
#include "render.h"

/* --- list ------------------------------------------------------------------------------------- */

typedef struct hook_listing {
    const cli *c;
    const char *event;
    size_t count; /* of this event's hooks so far */
    render_table *table;
    json_writer *json;
} hook_listing;

static void list_hook(void *user, const char *path, bool can_run)
{
    hook_listing *l = user;
    l->count++;
    if (l->c->json) {
        json_object(l->json, NULL);
        json_string(l->json, "event", l->event);
        json_string(l->json, "path", path);
        json_bool(l->json, "executable", can_run);
        json_object_end(l->json);
        return;
    }
    table_cell(l->table, l->event);
    table_styled(l->table, can_run ? STYLE_GREEN : STYLE_YELLOW,
                 can_run ? "runs" : "not executable");
    table_cell(l->table, path);
}

/* People see which events there are as well. */
static void list_event(hook_listing *l, const char *meaning)
{
    l->count = 0;
    hooks_each(l->event, list_hook, l);
    if (l->count > 0 || l->c->plain || l->c->json)
        return;
    table_cell(l->table, l->event);
    table_cell(l->table, NULL);
    table_styled(l->table, STYLE_DIM, meaning);
}

static int run_hook_list(cli *c)
{
    static const render_column COLUMNS[] = {
        {"EVENT", 0, STYLE_BOLD}, {"STATE", 0, STYLE_NONE}, {"HOOK", COLUMN_CUT, STYLE_NONE}};
    render_table t;
    json_writer w;
    hook_listing l = {.c = c, .table = &t, .json = &w};
    text_buffer folder = {0};
    const char *meaning;
    if (!hooks_folder(&folder))
        return fail_usage(c, NULL, "neither XDG_CONFIG_HOME nor HOME is set");
    table_begin(&t, c, COLUMNS, 3);
    if (c->json) {
        json_document(&w, stdout, "hooks");
        json_string(&w, "folder", folder.text);
        json_array(&w, "items");
    }
    for (size_t i = 0; (l.event = hooks_event_at(i, &meaning)) != NULL; i++)
        list_event(&l, meaning);
    if (c->json) {
        json_array_end(&w);
        json_finish(&w);
    }
    table_end(&t, true);
    text_free(&folder);
    return EXIT_DONE;
}

static const cli_verb HOOK_LIST = {
    .name = "list",
    .summary = "the events, and the hooks that are there",
    .open = OPEN_NONE,
    .notes = "plain: event state path",
    .examples = (const char *const[]){"focus hook list", NULL},
    .run = run_hook_list,
};

/* --- test ------------------------------------------------------------------------------------- */

typedef struct hook_trial {
    cli *c;
    const char *event;
    int count;
    int failed;
} hook_trial;

static void try_hook(void *user, const char *path, bool can_run)
{
    hook_trial *trial = user;
    int exit_code = can_run ? hooks_try(trial->c, trial->event, path) : 126;
    trial->count++;
    trial->failed += exit_code != 0;
    if (trial->c->plain)
        printf("%d\t%s\n", exit_code, path);
    else if (!can_run)
        render_done(trial->c, STYLE_YELLOW, "Not executable", "%s", path);
    else if (exit_code == 124)
        render_done(trial->c, STYLE_RED, "Ended", "%s: its 5 s were up", path);
    else
        render_done(trial->c, exit_code == 0 ? STYLE_GREEN : STYLE_RED, "Ran", "%s: exit code %d",
                    path, exit_code);
}

static int read_event(const cli *c, const char **out)
{
    const char *names[32];
    const char *meaning;
    size_t count = 0;
    int at;
    for (; count < 32 && hooks_event_at(count, &meaning) != NULL; count++)
        names[count] = hooks_event_at(count, &meaning);
    at = read_choice(c, "event", args_word_at(&c->args, 0), names, count);
    *out = at >= 0 ? names[at] : NULL;
    return at >= 0 ? EXIT_DONE : EXIT_USAGE;
}

static int run_hook_test(cli *c)
{
    hook_trial trial = {.c = c};
    int exit_code = read_event(c, &trial.event);
    if (exit_code != EXIT_DONE)
        return exit_code;
    (void)fflush(stdout);
    hooks_each(trial.event, try_hook, &trial);
    if (trial.count == 0)
        return fail_report(c, EXIT_NOT_FOUND, "not_found.hook", "this event has no hook",
                           "focus hook list tells where they are looked for");
    return trial.failed == 0 ? EXIT_DONE : EXIT_OTHER;
}

static const cli_verb HOOK_TEST = {
    .name = "test",
    .summary = "run an event's hooks now, and show what they print",
    .words =
        (const args_word[]){{"EVENT", WORD_REQUIRED, "as focus hook list names it"}, WORDS_END},
    .open = OPEN_EMPTY,
    .is_live = true,
    .notes = "The session is the running one, else the latest. 1 where a hook fails.\n"
             "plain: exit_code path",
    .examples = (const char *const[]){"focus hook test completed", NULL},
    .run = run_hook_test,
};

const cli_verb VERB_HOOK = {
    .name = "hook",
    .group = "care",
    .summary = "your programs, run when something happens",
    .subs = (const cli_verb *const[]){&HOOK_LIST, &HOOK_TEST, NULL},
    .open = OPEN_NONE,
    .notes = "A hook is an executable file named as the event, or in EVENT.d/, in\n"
             "$XDG_CONFIG_HOME/focus/hooks. It gets JSON on stdin, FOCUS_EVENT, FOCUS_MODE and\n"
             "FOCUS_TITLE in its environment, and 5 s. focus -v tells how it went.",
    .examples = (const char *const[]){"focus hook", "focus -v complete --early", NULL},
    .run = run_hook_list,
};
