/*
 * session_start.c - starting a session, for the verbs start and next.
 */
#include "session_start.h"

#include <inttypes.h>

#include "backups.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_ids.h"
#include "session_rows.h"
#include "sleep.h"

int session_read_replace(const cli *c, focus_session_input *input)
{
    static const char *const CHOICES[] = {"abandon", "complete"};
    const char *word = args_value(&c->args, "replace");
    int at;
    if (word == NULL)
        return EXIT_DONE;
    at = read_choice(c, "way to replace", word, CHOICES, 2);
    if (at < 0)
        return EXIT_USAGE;
    input->if_running = at == 0 ? FOCUS_IF_RUNNING_ABANDON : FOCUS_IF_RUNNING_COMPLETE;
    return EXIT_DONE;
}

int session_read_start(const cli *c, focus_session_input *input)
{
    const char *mode = args_value(&c->args, "mode");
    int exit_code = mode != NULL ? read_mode(c, mode, &input->mode) : EXIT_DONE;
    if (exit_code == EXIT_DONE && args_has(&c->args, "open") && args_has(&c->args, "duration"))
        return fail_usage(c, NULL, "--open has no planned end, so it takes no --duration");
    if (exit_code == EXIT_DONE)
        exit_code = flag_duration(c, "duration", 0, &input->planned_ms);
    if (exit_code == EXIT_DONE)
        exit_code = flag_when(c, &input->started_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = session_read_replace(c, input);
    if (args_has(&c->args, "open"))
        input->planned_ms = FOCUS_PLANNED_OPEN;
    input->title = args_word_at(&c->args, 0);
    input->project = args_value(&c->args, "project");
    input->task = args_value(&c->args, "task");
    input->note = args_value(&c->args, "note");
    return exit_code;
}

static void say_started(const cli *c, const focus_session *s, const focus_session *before)
{
    char name[SESSION_NAME_SIZE];
    char old[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    char until[RENDER_SIZE];
    text_buffer also = {0};
    if (session_print_data(c, s))
        return;
    text_add(&also, "");
    if (before != NULL)
        text_addf(&also, "; %s ended before it", session_name(before, old));
    (void)render_length_exact(s->planned_ms, length);
    render_done(c, STYLE_GREEN, "Started", "%s, %s%s  [%" PRId64 "]%s", session_name(s, name),
                s->planned_ms > 0 ? length : "open", session_until(c, s, until), s->number,
                also.text);
    text_free(&also);
}

/* What a start would replace, so that it can be told. */
static const focus_session *running_before(const cli *c, const focus_session_input *input)
{
    const focus_session *before = NULL;
    if (input->if_running != FOCUS_IF_RUNNING_FAIL)
        (void)focus_session_running(c->store, &before);
    return before;
}

/* What it replaces ends without the time that the machine slept in it: one step. */
static int start_and_replace(const cli *c, const focus_session_input *input,
                             const sleep_span *slept, const focus_session **out)
{
    focus_status status = sleep_begin(c, slept);
    int exit_code = EXIT_DONE;
    if (status == FOCUS_OK)
        status = focus_session_start(c->store, input, out);
    if (status == FOCUS_E_STATE)
        exit_code = fail_store(c, "state.already_running",
                               "focus pause, focus complete, or start --replace abandon");
    else if (status != FOCUS_OK)
        exit_code = fail_store(c, NULL, status == FOCUS_E_OVERLAP ? "focus log today" : NULL);
    return sleep_end(c, slept, exit_code);
}

int session_start(const cli *c, const focus_session_input *input)
{
    const focus_session *before = running_before(c, input);
    const focus_session *s = NULL;
    sleep_span slept = {.until_ms = 0};
    text_buffer expired = {0};
    bool has_expired = session_expired_text(c, false, &expired);
    int exit_code = EXIT_DONE;
    if (before != NULL)
        exit_code = sleep_decide(c, input->started_at_ms, &slept);
    if (exit_code == EXIT_DONE)
        exit_code = start_and_replace(c, input, &slept, &s);
    if (exit_code == EXIT_DONE && s != NULL) {
        sleep_note(c, s);
        say_started(c, s, before);
        if (has_expired)
            note(c, "%s", expired.text);
        exit_code = backups_after_start(c);
    }
    text_free(&expired);
    focus_session_free(before);
    focus_session_free(s);
    return exit_code;
}
