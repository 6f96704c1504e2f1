/*
 * verbs_idle.c - what becomes of the running session when nobody touched the machine. For scripts that
 * know, and for people who come back.
 */
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_rows.h"
#include "sleep.h"

/* In the order of FOCUS_IDLE_*. */
static const char *const ANSWERS[] = {"keep", "discard", "discard-continue", "split"};

#define ANSWER_COUNT (sizeof ANSWERS / sizeof ANSWERS[0])

static int ask_answer(const cli *c, int64_t idle_ms, int32_t *out_answer)
{
    const focus_session *s = NULL;
    char name[SESSION_NAME_SIZE] = "the running session";
    char length[RENDER_SIZE];
    int which;
    if (focus_session_running(c->store, &s) == FOCUS_OK)
        (void)session_name(s, name);
    focus_session_free(s);
    which = ask_which(c, ANSWERS, ANSWER_COUNT,
                      "Nobody was here for %s of %s:", render_length(idle_ms, length), name);
    if (which < 0)
        return fail_report(c, EXIT_CHOICE, "choice.idle", "what becomes of the idle time?",
                           "--answer keep, discard, discard-continue or split");
    *out_answer = which;
    return EXIT_DONE;
}

static int read_answer(const cli *c, int64_t idle_ms, int32_t *out_answer)
{
    const char *word = args_value(&c->args, "answer");
    int at;
    if (word == NULL)
        return ask_answer(c, idle_ms, out_answer);
    at = read_choice(c, "value of --answer", word, ANSWERS, ANSWER_COUNT);
    *out_answer = at;
    return at < 0 ? EXIT_USAGE : EXIT_DONE;
}

static void say_answered(const cli *c, int32_t answer, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char until[RENDER_SIZE];
    char length[RENDER_SIZE];
    if (session_print_data(c, s))
        return;
    (void)session_name(s, name);
    (void)session_until(c, s, until);
    switch (answer) {
    case FOCUS_IDLE_KEEP:
        render_done(c, STYLE_GREEN, "Kept", "as work of %s%s", name, until);
        break;
    case FOCUS_IDLE_DISCARD:
        render_done(c, STYLE_YELLOW,
                    s->status == FOCUS_SESSION_COMPLETED ? "Completed" : "Abandoned",
                    "%s after %s, when nobody was here any more", name,
                    render_length(s->active_ms, length));
        break;
    case FOCUS_IDLE_CONTINUE:
        render_done(c, STYLE_GREEN, "Went on", "with %s, %s in%s; the time away is a pause", name,
                    render_length(s->active_ms, length), until);
        break;
    default:
        render_done(c, STYLE_GREEN, "Started", "%s anew%s; the one before ended with the work",
                    name, until);
    }
}

static int run_idle(cli *c)
{
    const focus_session *s;
    int64_t idle_s = 0;
    int32_t answer = FOCUS_IDLE_KEEP;
    focus_status status;
    int exit_code = read_number(c, "SECONDS", args_word_at(&c->args, 0), 1, 31536000, &idle_s);
    if (exit_code == EXIT_DONE)
        exit_code = read_answer(c, idle_s * 1000, &answer);
    if (exit_code != EXIT_DONE)
        return exit_code;
    status = focus_session_idle(c->store, idle_s * 1000, answer, &s);
    if (status != FOCUS_OK)
        return fail_store(c, NULL, status == FOCUS_E_STATE ? "focus resume" : NULL);
    sleep_note(c, s);
    say_answered(c, answer, s);
    focus_session_free(s);
    return EXIT_DONE;
}

const cli_verb VERB_IDLE = {
    .name = "idle",
    .group = "session",
    .summary = "say what idle time was",
    .words = (const args_word[]){{"SECONDS", WORD_REQUIRED, "how long nobody was here, up to now"},
                                 WORDS_END},
    .flags = (const args_flag[]){{"answer", 0, FLAG_VALUE, "HOW",
                                  "keep, discard, discard-continue or split"},
                                 FLAGS_END},
    .open = OPEN_WRITE,
    .notes = "keep: it was work. discard: the session ended then. discard-continue: it\n"
             "was a pause. split: it ended then, and another one begins. Without --answer\n"
             "it is asked for; where nobody can be asked, exit code 10.",
    .examples = (const char *const[]){"focus idle 600 --answer discard-continue", NULL},
    .run = run_idle,
};
