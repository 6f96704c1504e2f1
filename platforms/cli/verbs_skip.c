/*
 * verbs_skip.c - leaving a break.
 */
#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_rows.h"
#include "session_start.h"
#include "sleep.h"

static int check_break(const cli *c)
{
    const focus_session *s = NULL;
    int32_t mode;
    if (focus_session_running(c->store, &s) != FOCUS_OK)
        return fail_store(c, "not_found.nothing_running", "focus next --start");
    mode = s->mode;
    focus_session_free(s);
    return mode != FOCUS_MODE_FOCUS ? EXIT_DONE
                                    : fail_report(c, EXIT_STATE, "state.no_break",
                                                  "a focus session is running, and no break",
                                                  "focus complete, or focus abandon");
}

static int complete_break(const cli *c)
{
    const focus_session *s = NULL;
    char name[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    if (focus_session_complete(c->store, 0, NULL, &s) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    sleep_note(c, s);
    if (!session_print_data(c, s))
        render_done(c, STYLE_CYAN, "Left", "the %s after %s; next: focus next --start",
                    session_name(s, name), render_length(s->active_ms, length));
    focus_session_free(s);
    return EXIT_DONE;
}

/* The break is completed by the start: one step. */
static int start_next(const cli *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_cycle cycle;
    if (focus_cycle_get(c->store, &cycle) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    input.mode = cycle.next_mode;
    input.planned_ms = cycle.next_length_ms;
    input.title = args_word_at(&c->args, 0);
    input.if_running = FOCUS_IF_RUNNING_COMPLETE;
    return session_start(c, &input);
}

static int run_skip(cli *c)
{
    int exit_code = check_break(c);
    if (exit_code != EXIT_DONE)
        return exit_code;
    return args_has(&c->args, "start") ? start_next(c) : complete_break(c);
}

const cli_verb VERB_SKIP = {
    .name = "skip",
    .group = "session",
    .summary = "leave the break, as if it were over",
    .words = (const args_word[]){{"TITLE", WORD_OPTIONAL, "with --start: its title"}, WORDS_END},
    .flags =
        (const args_flag[]){{"start", 0, FLAG_SWITCH, NULL, "start what comes next"}, FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus skip --start", NULL},
    .run = run_skip,
};
