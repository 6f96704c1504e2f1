/*
 * watch.c - looking again each second, and drawing one line in place.
 *
 * A look is a handful of reads that do not grow with the history, and what other programs wrote is in
 * it; between two looks the process sleeps. It wakes just when the second on the display changes. On
 * a terminal the line is redrawn in place; into a pipe, or on a terminal that cannot do that, a line
 * is printed when something has happened; with --as and --format whenever it reads otherwise.
 */
#include "watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "render.h"
#include "session_rows.h"
#include "status_as.h"

#define BAR_COLUMNS_MAX 32
#define BAR_COLUMNS_LEAST 6
#define TITLE_COLUMNS_LEAST 8
#define TITLE_COLUMNS_WANTED 16

/* --- signals ---------------------------------------------------------------------------------- */

/* They come while the process sleeps, and only then: what is drawn stays whole. */
static volatile sig_atomic_t stop_signal; /* 0: none came */
static volatile sig_atomic_t suspend_came;

static void on_signal(int number)
{
    if (number == SIGTSTP)
        suspend_came = 1;
    else if (number == SIGINT || number == SIGTERM || number == SIGHUP)
        stop_signal = number;
    /* SIGWINCH and SIGCONT only end the sleep. */
}

static const int SIGNALS[] = {SIGINT,  SIGTERM, SIGHUP, SIGTSTP, SIGCONT,
#ifdef SIGWINCH
                              SIGWINCH
#endif
};
#define SIGNAL_COUNT (sizeof SIGNALS / sizeof SIGNALS[0])

/* What they did before: a hook that runs afterwards has them as everybody does. */
typedef struct signals_before {
    sigset_t mask;
    struct sigaction actions[SIGNAL_COUNT];
} signals_before;

static void catch_signals(signals_before *out)
{
    struct sigaction action;
    sigset_t held;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    (void)sigemptyset(&action.sa_mask);
    (void)sigemptyset(&held);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        (void)sigaddset(&held, SIGNALS[i]);
        (void)sigaction(SIGNALS[i], &action, &out->actions[i]);
    }
    (void)sigprocmask(SIG_BLOCK, &held, &out->mask);
}

/* What came since the last sleep is caught still. */
static void let_signals_through(const signals_before *before)
{
    (void)sigprocmask(SIG_SETMASK, &before->mask, NULL);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        (void)sigaction(SIGNALS[i], &before->actions[i], NULL);
}

static void sleep_ms(int64_t ms, const sigset_t *open_to)
{
    struct timespec time = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000L};
    (void)pselect(0, NULL, NULL, NULL, &time, open_to);
}

/* --- the line --------------------------------------------------------------------------------- */

static void add_day(const snapshot *now, text_buffer *out)
{
    const focus_today *today = &now->today;
    char length[RENDER_SIZE];
    text_addf(out, "today %d session%s, %s", (int)today->sessions, today->sessions == 1 ? "" : "s",
              render_length(today->focus_ms, length));
}

/* What stands at the end: the time left, and until when where that has room beside a title. */
static void add_tail(const cli *c, const snapshot *now, size_t room, text_buffer *out)
{
    const focus_session *s = now->running;
    char text[RENDER_SIZE];
    text_add(out, "");
    if (s == NULL) {
        add_day(now, out);
        return;
    }
    if (s->planned_ms == 0)
        text_add(out, render_timer(s->active_ms, text));
    else
        text_add(out, session_left(s, text) + 2);
    (void)session_until(c, s, text);
    if (out->size + strlen(text) <= room)
        text_add(out, text);
}

/* The state, the title, a bar, the time left: what has no room goes, the bar first. */
static void draw_line(const cli *c, const snapshot *now)
{
    const focus_session *s = now->running;
    const char *state = snapshot_state_name(now);
    const char *title = s != NULL && s->title != NULL ? s->title : "";
    size_t columns = render_terminal_columns() - 1; /* a full line would wrap */
    size_t room = columns > strlen(state) + 2 ? columns - strlen(state) - 2 : 0;
    size_t title_least =
        text_width(title) < TITLE_COLUMNS_WANTED ? text_width(title) : TITLE_COLUMNS_WANTED;
    size_t bar = 0;
    text_buffer tail = {0};
    add_tail(c, now, room > title_least + 2 ? room - title_least - 2 : 0, &tail);
    room = room > tail.size ? room - tail.size : 0;
    if (s != NULL && s->planned_ms > 0 && room >= BAR_COLUMNS_LEAST + 2) {
        size_t title_wants = title[0] != '\0' ? text_width(title) + 2 : 0;
        bar = room > title_wants + BAR_COLUMNS_LEAST + 2 ? room - title_wants - 2 : room / 3;
        bar = room - bar < title_least + 4 ? 0 : bar;
        bar = bar > BAR_COLUMNS_MAX ? BAR_COLUMNS_MAX : bar < BAR_COLUMNS_LEAST ? 0 : bar;
    }
    room -= bar > 0 ? bar + 2 : 0;
    render_line_again();
    render_text(c, snapshot_style(now), state);
    if (title[0] != '\0' && room >= TITLE_COLUMNS_LEAST + 2) {
        (void)fputs("  ", stdout);
        render_cut(c, STYLE_BOLD, title, room - 2);
    }
    (void)fputs("  ", stdout);
    if (bar > 0) {
        render_bar(c, snapshot_style(now), s->active_ms, s->planned_ms, (int)bar);
        (void)fputs("  ", stdout);
    }
    (void)fwrite(tail.text, 1, text_fit(tail.text, columns), stdout);
    text_free(&tail);
}

/* --- one look --------------------------------------------------------------------------------- */

typedef struct looking {
    cli *c;
    watch *w;
    bool draws; /* on a terminal that can go back to the beginning of a line */
    signals_before before;
    int64_t began_ms; /* monotonic */
    bool has_printed; /* what was printed last: */
    int state;
    focus_id id;
    char *line; /* of --as and --format */
} looking;

static int64_t monotonic_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The file may be made while it is watched for. */
static int look(cli *c, snapshot *now)
{
    struct stat info;
    if (c->is_empty && stat(c->path, &info) == 0) {
        int exit_code;
        focus_close(c->store);
        c->store = NULL;
        c->is_empty = false;
        exit_code = open_store(c, OPEN_EMPTY);
        if (exit_code != EXIT_DONE)
            return exit_code;
    }
    return snapshot_read(c, true, now);
}

static bool has_happened(looking *l, const snapshot *now)
{
    focus_id id = {{0}};
    bool is_same;
    if (now->running != NULL)
        id = now->running->id;
    is_same = l->has_printed && l->state == (int)now->state && memcmp(&l->id, &id, sizeof id) == 0;
    l->has_printed = true;
    l->state = (int)now->state;
    l->id = id;
    return !is_same;
}

static int show_formatted(looking *l, const snapshot *now)
{
    char *line = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&line, &size);
    int exit_code;
    if (out == NULL)
        return fail_system(l->c, "memory", errno);
    exit_code = status_as_print(l->c, now, out);
    (void)fclose(out);
    if (exit_code == EXIT_DONE && (l->line == NULL || strcmp(line, l->line) != 0))
        (void)fputs(line, stdout);
    free(l->line);
    l->line = line;
    return exit_code;
}

static int show(looking *l, const snapshot *now)
{
    int exit_code = EXIT_DONE;
    if (l->w->is_silent)
        return EXIT_DONE;
    if (l->draws)
        draw_line(l->c, now);
    else if (status_as_is_wanted(l->c))
        exit_code = show_formatted(l, now);
    else if (has_happened(l, now))
        l->w->print(l->c, now);
    if (fflush(stdout) != 0)
        return fail_system(l->c, "stdout", errno);
    return exit_code;
}

/* Until the display has to change: a second at most. */
static int64_t until_next_ms(const looking *l, const snapshot *now)
{
    const focus_session *s = now->running;
    int64_t ms = 1000;
    if (s != NULL && s->status == FOCUS_SESSION_ACTIVE && s->planned_ms > 0)
        ms = s->remaining_ms > 0 ? (s->remaining_ms + 999) % 1000 + 1
                                 : 1000 - -s->remaining_ms % 1000;
    else if (s != NULL && s->status == FOCUS_SESSION_ACTIVE)
        ms = 1000 - s->active_ms % 1000;
    if (l->w->timeout_ms > 0) {
        int64_t left_ms = l->began_ms + l->w->timeout_ms - monotonic_ms();
        ms = left_ms < ms ? left_ms : ms;
    }
    return ms > 0 ? ms : 0;
}

static bool is_time_up(const looking *l)
{
    return l->w->timeout_ms > 0 && monotonic_ms() - l->began_ms >= l->w->timeout_ms;
}

/* The shell has the terminal meanwhile. */
static void suspend(const looking *l)
{
    suspend_came = 0;
    if (l->draws)
        render_line_leave(true);
    (void)fflush(stdout);
    (void)raise(SIGSTOP);
}

static int look_on(looking *l)
{
    for (;;) {
        snapshot now = {0};
        int exit_code = look(l->c, &now);
        int64_t next_ms = until_next_ms(l, &now);
        if (exit_code == EXIT_DONE && l->w->is_over != NULL && l->w->is_over(l->w, &now)) {
            snapshot_free(&now);
            return EXIT_DONE;
        }
        if (exit_code == EXIT_DONE)
            exit_code = show(l, &now);
        snapshot_free(&now);
        if (exit_code != EXIT_DONE)
            return exit_code;
        l->w->has_timed_out = is_time_up(l);
        if (l->w->has_timed_out)
            return EXIT_DONE;
        sleep_ms(next_ms, &l->before.mask);
        if (stop_signal != 0)
            return 128 + stop_signal;
        if (suspend_came != 0)
            suspend(l);
    }
}

int watch_run(cli *c, watch *w)
{
    looking l = {.c = c, .w = w, .began_ms = monotonic_ms()};
    int exit_code;
    if (c->clock.now_ms != NULL)
        return fail_usage(c, NULL, "with --now or FOCUS_NOW the clock stands still");
    l.draws = render_can_draw() && !c->json && !c->plain && !c->quiet && !status_as_is_wanted(c);
    catch_signals(&l.before);
    exit_code = look_on(&l);
    let_signals_through(&l.before);
    if (l.draws)
        render_line_leave(exit_code != EXIT_DONE);
    free(l.line);
    return exit_code;
}
