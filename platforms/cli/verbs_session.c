/*
 * verbs_session.c - the running session: start to end, and what comes next.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"
#include "session_start.h"
#include "sleep.h"

#define NOTHING_RUNS "not_found.nothing_running"

/* --- start ------------------------------------------------------------------------------------ */

static int run_start(cli *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    tag_list tags;
    int exit_code;
    flag_tags(c, &tags);
    input.tags = tags.items;
    input.tag_count = tags.count;
    exit_code = session_read_start(c, &input);
    if (exit_code == EXIT_DONE)
        exit_code = session_start(c, &input);
    tags_free(&tags);
    return exit_code;
}

const cli_verb VERB_START = {
    .name = "start",
    .group = "session",
    .summary = "start a session",
    .words = (const args_word[]){{"TITLE", WORD_OPTIONAL, "what you are going to do"}, WORDS_END},
    .flags =
        (const args_flag[]){
            {"mode", 'm', FLAG_VALUE, "MODE", "focus, break or long_break"},
            {"duration", 'd', FLAG_VALUE, "D", "planned length: 25, 50m, 1h30"},
            {"open", 0, FLAG_SWITCH, NULL, "without a planned end"},
            {"tag", 't', FLAG_MANY, "TAG", "a tag, or several: a,b"},
            {"project", 'p', FLAG_VALUE, "NAME", "a project"},
            {"task", 0, FLAG_VALUE, "ID", "a task in another program"},
            {"note", 0, FLAG_VALUE, "TEXT", "a note"},
            FLAGS_WHEN,
            {"replace", 0, FLAG_VALUE, "HOW", "what runs already: abandon or complete"},
            FLAG_SLEEP,
            FLAGS_END,
        },
    .open = OPEN_CREATE,
    .examples = (const char *const[]){"focus start \"Write report\" -d 50m -t writing",
                                      "focus start --ago 10m --replace complete", NULL},
    .run = run_start,
};

/* --- pause and resume ------------------------------------------------------------------------- */

/* Nothing runs; the latest session may have expired just before somebody came to end it. */
static int fail_nothing_runs(const cli *c)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list;
    bool has_expired;
    filter.limit = 1;
    if (focus_session_list_page(c->store, &filter, &list) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    has_expired = list->count > 0 && list->items[0]->status == FOCUS_SESSION_EXPIRED;
    focus_session_list_free(list);
    return fail_report(
        c, fail_exit_code(FOCUS_E_NOT_FOUND), NOTHING_RUNS,
        has_expired ? "no session is running; the latest has expired" : "no session is running",
        has_expired ? "focus edit @1 --status completed, or focus start" : "focus start");
}

static int fail_running(const cli *c, focus_status status, const char *state_code,
                        const char *state_hint)
{
    if (status == FOCUS_E_NOT_FOUND)
        return fail_nothing_runs(c);
    if (status == FOCUS_E_STATE)
        return fail_store(c, state_code, state_hint);
    return fail_store(c, NULL, NULL);
}

static void say_running(const cli *c, const char *word, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char left[RENDER_SIZE];
    char until[RENDER_SIZE];
    if (session_print_data(c, s))
        return;
    render_done(c, STYLE_YELLOW, word, "%s%s%s", session_name(s, name), session_left(s, left),
                session_until(c, s, until));
}

/* One that is over already: it is put in where it was. */
static int add_pause(const cli *c, int64_t at_ms, int64_t for_ms)
{
    const char *reason = args_value(&c->args, "reason");
    const focus_session *s;
    focus_status status;
    if (at_ms == 0)
        at_ms = focus_now(c->store) - for_ms;
    status = focus_pause_add(c->store, NULL, at_ms, at_ms + for_ms, reason, &s);
    if (status != FOCUS_OK)
        return fail_running(c, status, NULL, NULL);
    say_running(c, "Added a pause to", s);
    focus_session_free(s);
    return EXIT_DONE;
}

typedef focus_status end_call(focus_store *store, int64_t at_ms, const char *text,
                              const focus_session **out_session);

/* A stretch of work ends, without the time that the machine slept in it. */
static int end_stretch(const cli *c, end_call *end, int64_t at_ms, const char *text,
                       const sleep_span *slept, const focus_session **out)
{
    focus_status status = sleep_begin(c, slept);
    int exit_code = EXIT_DONE;
    if (status == FOCUS_E_INVALID) /* it has expired, and somebody has marked it so */
        status = FOCUS_E_NOT_FOUND;
    if (status == FOCUS_OK)
        status = end(c->store, at_ms, text, out);
    if (status != FOCUS_OK)
        exit_code = fail_running(c, status, "state.already_paused", "focus resume");
    exit_code = sleep_end(c, slept, exit_code);
    if (exit_code == EXIT_DONE)
        sleep_note(c, *out);
    return exit_code;
}

static int pause_now(const cli *c, int64_t at_ms)
{
    const focus_session *s = NULL;
    sleep_span slept;
    int exit_code = sleep_decide(c, at_ms, &slept);
    if (exit_code == EXIT_DONE)
        exit_code =
            end_stretch(c, focus_session_pause, at_ms, args_value(&c->args, "reason"), &slept, &s);
    if (exit_code == EXIT_DONE && s != NULL)
        say_running(c, "Paused", s);
    focus_session_free(s);
    return exit_code;
}

static int run_pause(cli *c)
{
    int64_t at_ms = 0;
    int64_t for_ms = 0;
    int exit_code = flag_when(c, &at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "for", 0, &for_ms);
    if (exit_code != EXIT_DONE)
        return exit_code;
    return for_ms > 0 ? add_pause(c, at_ms, for_ms) : pause_now(c, at_ms);
}

static int run_resume(cli *c)
{
    const focus_session *s;
    int64_t at_ms = 0;
    focus_status status;
    int exit_code = flag_when(c, &at_ms);
    if (exit_code != EXIT_DONE)
        return exit_code;
    status = focus_session_resume(c->store, at_ms, &s);
    if (status != FOCUS_OK)
        return fail_running(c, status, "state.not_paused", "focus status");
    sleep_note(c, s);
    say_running(c, "Resumed", s);
    focus_session_free(s);
    return EXIT_DONE;
}

const cli_verb VERB_PAUSE = {
    .name = "pause",
    .group = "session",
    .summary = "pause the running session; its remaining time stands still",
    .flags = (const args_flag[]){FLAGS_WHEN,
                                 {"for", 0, FLAG_VALUE, "D", "it is over, and was so long"},
                                 {"reason", 0, FLAG_VALUE, "TEXT", "why"},
                                 FLAG_SLEEP,
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus pause --reason phone",
                                      "focus pause --ago 15m --for 10m", NULL},
    .run = run_pause,
};

const cli_verb VERB_RESUME = {
    .name = "resume",
    .group = "session",
    .summary = "go on with a paused session",
    .flags = (const args_flag[]){FLAGS_WHEN, FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus resume", "focus resume --ago 2m", NULL},
    .run = run_resume,
};

/* --- complete and abandon --------------------------------------------------------------------- */

/* Asks when the plan is not fulfilled yet and somebody is there to say. */
static int confirm_early(const cli *c, const sleep_span *slept)
{
    int64_t slept_ms = slept->until_ms - slept->from_ms;
    const focus_session *s;
    char name[SESSION_NAME_SIZE];
    char timer[RENDER_SIZE];
    int answer = ASK_YES;
    if (args_has(&c->args, "early") || focus_session_running(c->store, &s) != FOCUS_OK)
        return EXIT_DONE; /* nothing runs: completing says so */
    if (s->planned_ms > 0 && s->remaining_ms + slept_ms > 0)
        answer = ask(c, "Complete %s %s before its planned end?", session_name(s, name),
                     render_timer(s->remaining_ms + slept_ms + 999, timer));
    focus_session_free(s);
    if (answer == ASK_NO)
        return fail_report(c, EXIT_OTHER, "declined", "nothing was changed", NULL);
    return EXIT_DONE;
}

static void say_completed(const cli *c, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    if (session_print_data(c, s))
        return;
    render_done(c, STYLE_GREEN, "Completed", "%s, %s, +%" PRId64 " XP, +%" PRId64 " coin%s",
                session_name(s, name), render_length(s->active_ms, length), s->xp, s->coins,
                s->coins == 1 ? "" : "s");
}

static int run_complete(cli *c)
{
    const focus_session *s = NULL;
    sleep_span slept;
    int64_t at_ms = 0;
    int exit_code = flag_when(c, &at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = sleep_decide(c, at_ms, &slept);
    if (exit_code == EXIT_DONE)
        exit_code = confirm_early(c, &slept);
    if (exit_code == EXIT_DONE)
        exit_code =
            end_stretch(c, focus_session_complete, at_ms, args_value(&c->args, "note"), &slept, &s);
    if (exit_code == EXIT_DONE && s != NULL)
        say_completed(c, s);
    focus_session_free(s);
    return exit_code;
}

static void say_abandoned(const cli *c, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    bool is_void = (s->flags & FOCUS_SESSION_DELETED) != 0;
    if (!session_print_data(c, s))
        render_done(c, STYLE_YELLOW, is_void ? "Voided" : "Abandoned", "%s after %s; %s",
                    session_name(s, name), render_length(s->active_ms, length),
                    is_void ? "as if it had never been: focus log --deleted"
                            : "the time is kept, no points");
}

/* Whoever gives up at once has not begun. */
static end_call *how_to_abandon(const cli *c)
{
    const focus_session *s = NULL;
    bool is_void = args_has(&c->args, "void");
    if (!is_void && focus_session_running(c->store, &s) == FOCUS_OK)
        is_void = focus_now(c->store) - s->started_at_ms < FOCUS_GRACE_MS;
    focus_session_free(s);
    return is_void ? focus_session_void : focus_session_abandon;
}

static int run_abandon(cli *c)
{
    const focus_session *s = NULL;
    sleep_span slept;
    int64_t at_ms = 0;
    int exit_code = flag_when(c, &at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = sleep_decide(c, at_ms, &slept);
    if (exit_code == EXIT_DONE)
        exit_code =
            end_stretch(c, how_to_abandon(c), at_ms, args_value(&c->args, "reason"), &slept, &s);
    if (exit_code == EXIT_DONE && s != NULL)
        say_abandoned(c, s);
    focus_session_free(s);
    return exit_code;
}

const cli_verb VERB_COMPLETE = {
    .name = "complete",
    .alias = "done",
    .group = "session",
    .summary = "complete the running session; it earns its points",
    .flags =
        (const args_flag[]){
            FLAGS_WHEN,
            {"note", 0, FLAG_VALUE, "TEXT", "a note; takes the place of the session's"},
            {"early", 0, FLAG_SWITCH, NULL, "do not ask when the planned end is still to come"},
            FLAG_SLEEP,
            FLAGS_END,
        },
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus complete --note \"draft is out\"",
                                      "focus done --ago 5m --early", NULL},
    .run = run_complete,
};

const cli_verb VERB_ABANDON = {
    .name = "abandon",
    .group = "session",
    .summary = "end the running session; its time is kept, no points",
    .flags = (const args_flag[]){FLAGS_WHEN,
                                 {"reason", 0, FLAG_VALUE, "TEXT", "why; kept as the note"},
                                 {"void", 0, FLAG_SWITCH, NULL,
                                  "do not count its time, as within the first 10 s"},
                                 FLAG_SLEEP,
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus abandon --reason meeting", NULL},
    .run = run_abandon,
};

/* --- extend ----------------------------------------------------------------------------------- */

static int run_extend(cli *c)
{
    const focus_session *s;
    const char *word = args_word_at(&c->args, 0);
    char problem[WORDS_PROBLEM_SIZE];
    char name[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    char until[RENDER_SIZE];
    int64_t by_ms;
    focus_status status;
    if (!words_duration(word, DURATION_NEGATIVE, &by_ms, problem))
        return fail_input(c, NULL, "%s", problem);
    status = focus_session_extend(c->store, by_ms, &s);
    if (status != FOCUS_OK)
        return fail_running(c, status, "state.open", "an open session has no end to move");
    if (!session_print_data(c, s))
        render_done(c, STYLE_GREEN, by_ms < 0 ? "Shortened" : "Extended", "%s to %s%s",
                    session_name(s, name), render_length_exact(s->planned_ms, length),
                    session_until(c, s, until));
    focus_session_free(s);
    return EXIT_DONE;
}

const cli_verb VERB_EXTEND = {
    .name = "extend",
    .group = "session",
    .summary = "lengthen the running session, or shorten it",
    .words = (const args_word[]){{"D", WORD_REQUIRED, "by how much: 10m, -5m"}, WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus extend 10m", "focus extend -5m", NULL},
    .run = run_extend,
};
