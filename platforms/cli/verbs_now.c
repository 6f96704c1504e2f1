/*
 * verbs_now.c - where things stand and what comes next: status, cycle, next.
 */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "flags.h"
#include "names.h"
#include "render.h"
#include "session_json.h"
#include "session_rows.h"
#include "session_start.h"
#include "sleep.h"
#include "snapshot.h"
#include "status_as.h"
#include "watch.h"

/* --- next and cycle --------------------------------------------------------------------------- */

static const char *reason_text(const focus_cycle *cycle)
{
    switch (cycle->reason) {
    case FOCUS_CYCLE_FIRST:
        return "nothing is finished yet today";
    case FOCUS_CYCLE_AFTER_FOCUS:
        return "a focus session is done";
    case FOCUS_CYCLE_FULL:
        return "the cycle is full";
    case FOCUS_CYCLE_AFTER_BREAK:
        return "the break is over";
    case FOCUS_CYCLE_RUNNING:
        return "that follows the running session";
    default:
        return "";
    }
}

static void print_next(const cli *c, const char *kind, const focus_cycle *cycle)
{
    char length[RENDER_SIZE];
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, kind);
        json_cycle(&w, cycle);
        json_next(&w, cycle);
        json_string(&w, "reason", name_of_reason(cycle->reason));
        json_finish(&w);
    } else if (c->plain) {
        printf("%s\t%" PRId64 "\t%s\t%" PRId32 "\t%" PRId32 "\n", name_of_mode(cycle->next_mode),
               cycle->next_length_ms / 1000, name_of_reason(cycle->reason), cycle->done,
               cycle->until_long_break);
    } else {
        render_text(c, STYLE_BOLD, "Next: ");
        printf("%s, %s (%s)\n", name_of_mode(cycle->next_mode),
               render_length_exact(cycle->next_length_ms, length), reason_text(cycle));
    }
}

static int run_next(cli *c)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_cycle cycle;
    int exit_code;
    if (focus_cycle_get(c->store, &cycle) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (!args_has(&c->args, "start")) {
        print_next(c, "next", &cycle);
        return EXIT_DONE;
    }
    input.mode = cycle.next_mode;
    input.planned_ms = cycle.next_length_ms;
    input.title = args_word_at(&c->args, 0);
    exit_code = flag_when(c, &input.started_at_ms);
    if (exit_code == EXIT_DONE)
        exit_code = session_read_replace(c, &input);
    return exit_code == EXIT_DONE ? session_start(c, &input) : exit_code;
}

const cli_verb VERB_NEXT = {
    .name = "next",
    .group = "session",
    .summary = "what comes next in the cycle; starts it with --start",
    .words = (const args_word[]){{"TITLE", WORD_OPTIONAL, "with --start: its title"}, WORDS_END},
    .flags = (const args_flag[]){{"start", 0, FLAG_SWITCH, NULL, "start it"},
                                 FLAGS_WHEN,
                                 {"replace", 0, FLAG_VALUE, "HOW",
                                  "what runs already: abandon or complete"},
                                 FLAG_SLEEP,
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .creates_with = "start",
    .examples = (const char *const[]){"focus next", "focus next --start", NULL},
    .run = run_next,
};

static int run_cycle(cli *c)
{
    focus_cycle cycle;
    if (focus_cycle_get(c->store, &cycle) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (!c->json && !c->plain) {
        render_text(c, STYLE_BOLD, "Cycle ");
        render_dots(c, cycle.done, cycle.done + cycle.until_long_break);
        printf("  %" PRId32 " done, %" PRId32 " to the long break\n", cycle.done,
               cycle.until_long_break);
    }
    print_next(c, "cycle", &cycle);
    return EXIT_DONE;
}

static int run_cycle_reset(cli *c)
{
    if (focus_cycle_reset(c->store) != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json || c->plain)
        return run_cycle(c);
    render_done(c, STYLE_YELLOW, "Reset", "the cycle; it begins anew");
    return EXIT_DONE;
}

static const cli_verb CYCLE_RESET = {
    .name = "reset",
    .summary = "begin the cycle anew",
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus cycle reset", NULL},
    .run = run_cycle_reset,
};

const cli_verb VERB_CYCLE = {
    .name = "cycle",
    .group = "session",
    .summary = "where the cycle is, what comes next and why",
    .subs = (const cli_verb *const[]){&CYCLE_RESET, NULL},
    .open = OPEN_EMPTY,
    .examples = (const char *const[]){"focus cycle", NULL},
    .run = run_cycle,
};

/* --- status ----------------------------------------------------------------------------------- */

#define STATUS_BAR_COLUMNS 12
#define STATUS_TITLE_COLUMNS 16 /* a title that is cut keeps so many before the bar */

/* What stands behind the title; what is not wanted is left empty. */
typedef struct status_tail {
    char timer[RENDER_SIZE];
    char planned[RENDER_SIZE]; /* " of 25m" */
    size_t bar;                /* its cells */
    char left[RENDER_SIZE];
    char until[RENDER_SIZE];
} status_tail;

static size_t tail_width(const status_tail *tail)
{
    return 2 + strlen(tail->timer) + strlen(tail->planned) + (tail->bar > 0 ? tail->bar + 1 : 0) +
           (tail->left[0] != '\0' ? strlen(tail->left) + 2 : 0) + strlen(tail->until);
}

static void read_tail(const cli *c, const focus_session *s, status_tail *tail)
{
    char text[RENDER_SIZE];
    memset(tail, 0, sizeof *tail);
    (void)render_timer(s->active_ms, tail->timer);
    if (s->planned_ms <= 0)
        return;
    (void)snprintf(tail->planned, RENDER_SIZE, " of %.30s",
                   render_length_exact(s->planned_ms, text));
    (void)snprintf(tail->left, RENDER_SIZE, "%s", session_left(s, text) + 2);
    (void)session_until(c, s, tail->until);
    tail->bar = STATUS_BAR_COLUMNS;
}

/* Where a terminal is narrow, the bar goes first, then until when, then the plan. */
static void fit_tail(status_tail *tail, size_t room)
{
    if (tail_width(tail) > room)
        tail->bar = 0;
    if (tail_width(tail) > room)
        tail->until[0] = '\0';
    if (tail_width(tail) > room)
        tail->planned[0] = '\0';
}

static void print_running(const cli *c, const focus_session *s, size_t room)
{
    status_tail tail;
    const char *title = s->title != NULL ? s->title : "";
    size_t wanted =
        text_width(title) < STATUS_TITLE_COLUMNS ? text_width(title) : STATUS_TITLE_COLUMNS;
    read_tail(c, s, &tail);
    fit_tail(&tail, room > wanted + 2 ? room - wanted - 2 : 0);
    room -= tail_width(&tail) < room ? tail_width(&tail) : room;
    if (title[0] != '\0' && room > 2) {
        (void)fputs("  ", stdout);
        render_cut(c, STYLE_BOLD, title, room - 2);
    }
    printf("  %s%s", tail.timer, tail.planned);
    if (tail.bar > 0) {
        (void)fputs("  ", stdout);
        render_bar(c, STYLE_GREEN, s->active_ms, s->planned_ms, (int)tail.bar);
    }
    printf("%s%s%s\n",
           tail.left[0] == '\0' ? ""
           : tail.bar > 0       ? " "
                                : "  ",
           tail.left, tail.until);
}

static void today_text(const snapshot *now, bool has_goals, text_buffer *out)
{
    const focus_today *today = &now->today;
    char text[RENDER_SIZE];
    text_addf(out, "today %" PRId64 " session%s", today->sessions, today->sessions == 1 ? "" : "s");
    if (has_goals && today->goal_sessions > 0)
        text_addf(out, " of %" PRId32, today->goal_sessions);
    text_addf(out, ", %s", render_length(today->focus_ms, text));
    if (has_goals && today->goal_ms > 0)
        text_addf(out, " of %s", render_length_exact(today->goal_ms, text));
}

static void print_today_short(const cli *c, const snapshot *now, size_t room)
{
    static const char AT_RISK[] = " at risk";
    bool at_risk = now->streak.at_risk != 0;
    char streak[RENDER_SIZE];
    size_t tail = at_risk ? sizeof AT_RISK - 1 : 0;
    text_buffer text = {0};
    (void)snprintf(streak, sizeof streak, ", streak %" PRId32 " day%s", now->streak.current_days,
                   now->streak.current_days == 1 ? "" : "s");
    tail += strlen(streak);
    today_text(now, true, &text);
    if (text.size + tail > room) {
        text_free(&text);
        today_text(now, false, &text);
    }
    (void)fputs(text.text, stdout);
    if (text.size + tail <= room) {
        (void)fputs(streak, stdout);
        if (at_risk)
            render_text(c, STYLE_YELLOW, AT_RISK);
    }
    (void)fputc('\n', stdout);
    text_free(&text);
}

static void print_status_line(const cli *c, const snapshot *now)
{
    const char *state = snapshot_state_name(now);
    render_text(c, snapshot_style(now), state);
    if (now->running != NULL) {
        print_running(c, now->running, render_room(c, strlen(state)));
        return;
    }
    (void)fputs("  ", stdout);
    print_today_short(c, now, render_room(c, strlen(state) + 2));
}

/* A second that has begun is left: 0 only when none is. Behind the end it counts down. */
static int64_t remaining_s(int64_t remaining_ms)
{
    return (remaining_ms > 0 ? remaining_ms + 999 : remaining_ms) / 1000;
}

static void print_status_plain(const snapshot *now)
{
    const focus_session *s = now->running;
    printf("%s\t%" PRId64 "\t%" PRId64 "\t", snapshot_state_name(now),
           s != NULL ? s->active_ms / 1000 : 0, s != NULL ? remaining_s(s->remaining_ms) : 0);
    text_print(stdout, s != NULL && s->title != NULL ? s->title : "");
    printf("\t%" PRId64 "\t%" PRId64 "\t%" PRId32 "\n", now->today.sessions,
           now->today.focus_ms / 1000, now->streak.current_days);
}

static void print_status(const cli *c, const snapshot *now)
{
    if (c->json)
        json_status(c, now);
    else if (c->plain)
        print_status_plain(now);
    else
        print_status_line(c, now);
}

/* For people: on stdout there is what runs. */
static void note_sleep(const cli *c, const focus_session *running)
{
    char length[RENDER_SIZE];
    int64_t slept_ms = running != NULL ? sleep_length_ms(c, running) : 0;
    if (slept_ms > 0)
        note(c, "the machine slept for %s of it: --sleep trim, or keep, when it ends",
             render_length(slept_ms, length));
}

/* What people read: a line on the session, one on the day, and what they may have missed. */
static void print_status_whole(const cli *c, const snapshot *now)
{
    print_status(c, now);
    if (!c->json && !c->plain && now->running != NULL)
        print_today_short(c, now, render_limit(c));
    else if (!c->json && !c->plain && !c->quiet)
        session_print_expired(c);
    if (c->is_empty)
        note(c, "there is no history yet; focus start begins it");
    if (!c->plain)
        note_sleep(c, now->running);
}

static int run_watch(cli *c)
{
    watch w = {.print = print_status_whole};
    return watch_run(c, &w);
}

static int run_status(cli *c)
{
    snapshot now = {0};
    bool has_format = status_as_is_wanted(c);
    int exit_code = has_format && (c->json || c->plain)
                        ? fail_usage(c, NULL, "--as and --format leave no room for --json, --plain")
                        : snapshot_read(c, c->json, &now);
    if (exit_code == EXIT_DONE && args_has(&c->args, "watch"))
        exit_code = run_watch(c);
    else if (exit_code == EXIT_DONE && has_format)
        exit_code = status_as_print(c, &now, stdout);
    else if (exit_code == EXIT_DONE && !(c->quiet && args_has(&c->args, "exit-code")))
        print_status_whole(c, &now);
    if (exit_code == EXIT_DONE && args_has(&c->args, "exit-code"))
        exit_code = snapshot_exit_code(&now);
    snapshot_free(&now);
    return exit_code;
}

const cli_verb VERB_STATUS = {
    .name = "status",
    .group = "session",
    .summary = "what runs, and how the day stands; writes nothing",
    .flags =
        (const args_flag[]){
            {"exit-code", 0, FLAG_SWITCH, NULL,
             "0 focus, 20 break, 21 paused, 22 idle, 23 over time"},
            {"watch", 0, FLAG_SWITCH, NULL, "go on, until Ctrl-C"},
            {"as", 0, FLAG_VALUE, "TARGET", "waybar, i3blocks, polybar, tmux, xbar or prompt"},
            {"format", 0, FLAG_VALUE, "TEMPLATE", "text with {words} in it: see focus help words"},
            FLAGS_END},
    .open = OPEN_EMPTY,
    .is_live = true,
    .notes = "plain: state active_s remaining_s title completed focus_s streak_days",
    .examples =
        (const char *const[]){"focus status", "focus status --json", "focus status -q --exit-code",
                              "focus status --watch", "focus status --as tmux",
                              "focus status --format '{?running}{remaining} {title}{/}'", NULL},
    .run = run_status,
};

/* --- wait ------------------------------------------------------------------------------------- */

static bool nothing_runs(const watch *w, const snapshot *now)
{
    (void)w;
    return now->running == NULL;
}

/* Its plan is fulfilled, or it is no longer the one that runs. */
static bool session_is_over(const watch *w, const snapshot *now)
{
    const focus_session *s = now->running;
    return s == NULL || memcmp(&s->id, &w->id, sizeof w->id) != 0 ||
           (s->planned_ms > 0 && s->remaining_ms <= 0);
}

static int read_wait(const cli *c, watch *w)
{
    static const char *const FOR[] = {"end", "idle"};
    const char *what = args_value(&c->args, "for");
    const focus_session *s;
    int at = what != NULL ? read_choice(c, "thing to wait for", what, FOR, 2) : 0;
    int exit_code =
        at >= 0 ? flag_duration(c, "timeout", DURATION_LONG, &w->timeout_ms) : EXIT_USAGE;
    w->is_over = at == 1 ? nothing_runs : session_is_over;
    if (exit_code != EXIT_DONE || at == 1)
        return exit_code;
    if (focus_session_running(c->store, &s) != FOCUS_OK)
        return fail_report(c, EXIT_NOT_FOUND, "not_found.nothing_running", "no session is running",
                           "focus start");
    w->id = s->id;
    focus_session_free(s);
    return EXIT_DONE;
}

/* NULL: that was the end that is waited for. */
static const char *other_end(const focus_session *s)
{
    bool is_given_up = s->status == FOCUS_SESSION_ABANDONED || s->status == FOCUS_SESSION_EXPIRED;
    bool is_fulfilled = s->planned_ms > 0 && s->active_ms >= s->planned_ms;
    if ((s->flags & FOCUS_SESSION_DELETED) != 0)
        return "deleted";
    return is_given_up && !is_fulfilled ? name_of_status(s->status) : NULL;
}

static int check_end(const cli *c, const focus_id *id)
{
    const focus_session *s;
    focus_status status = focus_session_get(c->store, id, &s);
    const char *how;
    char message[80];
    if (status != FOCUS_OK && status != FOCUS_E_NOT_FOUND)
        return fail_store(c, NULL, NULL);
    how = s != NULL ? other_end(s) : "undone";
    focus_session_free(s);
    if (how == NULL)
        return EXIT_DONE;
    (void)snprintf(message, sizeof message, "the session is %s, its plan not fulfilled", how);
    return fail_report(c, EXIT_STATE, "state", message, NULL);
}

static int run_wait(cli *c)
{
    watch w = {.is_silent = !render_can_draw() || c->quiet || c->json || c->plain};
    snapshot now = {0};
    int exit_code = read_wait(c, &w);
    if (exit_code == EXIT_DONE)
        exit_code = watch_run(c, &w);
    if (exit_code == EXIT_DONE && w.has_timed_out)
        exit_code = fail_report(c, EXIT_OTHER, "timeout", "the time to wait is up", NULL);
    else if (exit_code == EXIT_DONE && w.is_over == session_is_over)
        exit_code = check_end(c, &w.id);
    if (exit_code != EXIT_DONE || c->quiet)
        return exit_code;
    exit_code = snapshot_read(c, c->json, &now);
    if (exit_code == EXIT_DONE)
        print_status(c, &now);
    snapshot_free(&now);
    return exit_code;
}

const cli_verb VERB_WAIT = {
    .name = "wait",
    .group = "session",
    .summary = "wait for the session's end, counting down on a terminal",
    .flags = (const args_flag[]){{"for", 0, FLAG_VALUE, "WHAT",
                                  "end or idle: the plan is fulfilled, or nothing runs"},
                                 {"timeout", 0, FLAG_VALUE, "D", "fail with 1 after so long"},
                                 FLAGS_END},
    .open = OPEN_EMPTY,
    .is_live = true,
    .notes = "Exit code 4: the session was abandoned, deleted or expired before its plan\n"
             "was fulfilled.\n"
             "plain: the fields of focus status, once it is over",
    .examples = (const char *const[]){"focus wait && focus complete",
                                      "focus wait --for idle --timeout 2h", NULL},
    .run = run_wait,
};

static void print_next_step(const cli *c, const snapshot *now)
{
    char length[RENDER_SIZE];
    (void)fputs("next: ", stdout);
    if (now->state == STATE_PAUSED)
        render_text(c, STYLE_BOLD, "focus resume");
    else if (now->state != STATE_IDLE)
        render_text(c, STYLE_BOLD, "focus complete");
    else if (now->cycle.next_mode == FOCUS_MODE_FOCUS)
        render_text(c, STYLE_BOLD, "focus start");
    else
        render_text(c, STYLE_BOLD, "focus next --start");
    if (now->state == STATE_IDLE)
        printf("  (%s, %s)", name_of_mode(now->cycle.next_mode),
               render_length_exact(now->cycle.next_length_ms, length));
    (void)fputs("; focus help\n", stdout);
}

int run_no_verb(cli *c)
{
    snapshot now;
    int exit_code = snapshot_read(c, true, &now);
    if (exit_code == EXIT_DONE)
        print_status(c, &now);
    if (exit_code == EXIT_DONE && !c->json && !c->plain && !c->quiet) {
        if (now.running == NULL)
            session_print_expired(c);
        print_next_step(c, &now);
    }
    snapshot_free(&now);
    return exit_code;
}
