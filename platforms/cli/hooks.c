/*
 * hooks.c - which events follow from how things stood before and after a verb, and running hooks.
 *
 * No verb knows of hooks: main asks for the facts before and after it, and the difference is what has
 * happened. Nothing is read, but that the folder is missing, where there are no hooks.
 */
#include "hooks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "names.h"
#include "session_json.h"
#include "snapshot.h"

#define TIME_LIMIT_MS 5000
#define DEPTH_MAX 4 /* hooks whose command runs a hook, whose command ... */
#define DEPTH_NAME "FOCUS_HOOK_DEPTH"

typedef enum event_kind {
    EVENT_STARTED = 0,
    EVENT_PAUSED,
    EVENT_RESUMED,
    EVENT_COMPLETED,
    EVENT_ABANDONED,
    EVENT_EXPIRED,
    EVENT_ENDED,
    EVENT_BREAK_STARTED,
    EVENT_GOAL_REACHED,
    EVENT_STREAK_CHANGED,
    EVENT_LEVEL_UP,
    EVENT_IMPORTED
} event_kind;

static const struct {
    const char *name;
    const char *meaning;
} EVENTS[] = {
    {"started", "a focus session was started"},
    {"paused", "the session was paused"},
    {"resumed", "the session goes on, or its end was undone"},
    {"completed", "a session or break was completed"},
    {"abandoned", "a session or break was abandoned, or undone"},
    {"expired", "a session expired; told by the next change"},
    {"ended", "the planned end has come while focus wait ran"},
    {"break_started", "a break was started"},
    {"goal_reached", "the day's goal is reached"},
    {"streak_changed", "the streak grew or was broken"},
    {"level_up", "there is XP enough for the next level"},
    {"imported", "an import brought something"},
};
#define EVENT_COUNT (sizeof EVENTS / sizeof EVENTS[0])

const char *hooks_event_at(size_t at, const char **out_meaning)
{
    *out_meaning = at < EVENT_COUNT ? EVENTS[at].meaning : NULL;
    return at < EVENT_COUNT ? EVENTS[at].name : NULL;
}

/* --- which there are -------------------------------------------------------------------------- */

bool hooks_folder(text_buffer *out)
{
    return open_config_path("hooks", out);
}

static bool can_run(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

/* An editor's leavings are no hooks. */
static int is_hook_name(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 0 && entry->d_name[size - 1] != '~';
}

void hooks_each(const char *event, void (*each)(void *user, const char *path, bool can_run),
                void *user)
{
    text_buffer path = {0};
    struct dirent **entries = NULL;
    struct stat info;
    int count;
    if (!hooks_folder(&path))
        return;
    text_addf(&path, "/%s", event);
    if (stat(path.text, &info) == 0 && !S_ISDIR(info.st_mode))
        each(user, path.text, can_run(path.text));
    text_add(&path, ".d");
    count = scandir(path.text, &entries, is_hook_name, alphasort);
    for (int i = 0; i < count; i++) {
        text_buffer one = {0};
        text_addf(&one, "%s/%s", path.text, entries[i]->d_name);
        if (stat(one.text, &info) == 0 && !S_ISDIR(info.st_mode))
            each(user, one.text, can_run(one.text));
        text_free(&one);
        free(entries[i]);
    }
    free(entries);
    text_free(&path);
}

/* --- running one ------------------------------------------------------------------------------ */

typedef struct hook_event {
    event_kind kind;
    char *json;
    char *title; /* NULL: none */
    const char *mode;
} hook_event;

static int64_t hook_clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int depth_now(void)
{
    const char *text = getenv(DEPTH_NAME);
    return text != NULL ? atoi(text) : 0;
}

static void set_environment(const hook_event *event)
{
    char depth[16];
    (void)snprintf(depth, sizeof depth, "%d", depth_now() + 1);
    (void)setenv(DEPTH_NAME, depth, 1);
    (void)setenv("FOCUS_EVENT", EVENTS[event->kind].name, 1);
    (void)setenv("FOCUS_MODE", event->mode, 1);
    (void)setenv("FOCUS_TITLE", event->title != NULL ? event->title : "", 1);
}

/* In the child: a process group of its own, so that all of it can be ended. */
static void become_hook(const char *path, const hook_event *event, int input, bool lets_through)
{
    int output = lets_through ? STDERR_FILENO : open("/dev/null", O_WRONLY);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL); /* whoever called may have held some */
    (void)setpgid(0, 0);
    set_environment(event);
    (void)dup2(input, STDIN_FILENO);
    (void)dup2(output, STDOUT_FILENO);
    (void)dup2(output, STDERR_FILENO);
    (void)execl(path, path, (char *)NULL);
    _exit(errno == ENOENT ? 127 : 126);
}

/* Looks again after a while that grows; nothing tells of a child and of the time at once everywhere. */
static int wait_for(pid_t child)
{
    int64_t until_ms = hook_clock_ms() + TIME_LIMIT_MS;
    struct timespec nap = {0, 500000};
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (hook_clock_ms() >= until_ms) {
            (void)kill(-child, SIGKILL);
            (void)waitpid(child, &status, 0);
            return 124;
        }
        (void)nanosleep(&nap, NULL);
        nap.tv_nsec = nap.tv_nsec < 16000000 ? nap.tv_nsec * 2 : nap.tv_nsec;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The JSON may be more than a pipe holds, and a hook need not read it: a file is its input. */
static int run_hook(const char *path, const hook_event *event, bool lets_through)
{
    FILE *input = tmpfile();
    int exit_code = 126;
    pid_t child;
    if (input == NULL)
        return exit_code;
    if (fputs(event->json, input) >= 0 && fflush(input) == 0 &&
        lseek(fileno(input), 0, SEEK_SET) == 0) {
        child = fork();
        if (child == 0)
            become_hook(path, event, fileno(input), lets_through);
        if (child > 0) {
            (void)setpgid(child, child); /* whichever of the two comes first */
            exit_code = wait_for(child);
        }
    }
    (void)fclose(input);
    return exit_code;
}

/* --- the queue -------------------------------------------------------------------------------- */

struct hook_queue {
    hook_event items[EVENT_COUNT];
    size_t count;
    bool is_verbose;
};

typedef struct hook_run {
    const hook_event *event;
    bool is_verbose;
} hook_run;

static void run_queued(void *user, const char *path, bool can_be_run)
{
    const hook_run *run = user;
    int exit_code;
    if (!can_be_run)
        return;
    exit_code = run_hook(path, run->event, run->is_verbose);
    if (run->is_verbose && exit_code == 124)
        (void)fprintf(stderr, "focus: hook %s: ended after %d s\n", path, TIME_LIMIT_MS / 1000);
    else if (run->is_verbose)
        (void)fprintf(stderr, "focus: hook %s: exit code %d\n", path, exit_code);
}

static void free_event(hook_event *event)
{
    free(event->json);
    free(event->title);
}

void hooks_run(hook_queue *queue)
{
    if (queue == NULL)
        return;
    for (size_t i = 0; i < queue->count; i++) {
        hook_run run = {&queue->items[i], queue->is_verbose};
        hooks_each(EVENTS[queue->items[i].kind].name, run_queued, &run);
        free_event(&queue->items[i]);
    }
    free(queue);
}

/* --- what has happened ------------------------------------------------------------------------ */

struct hook_facts {
    snapshot now;
    const focus_session_list *latest; /* one, or none: it may have expired without a word */
    focus_progress progress;
};

static void facts_free(hook_facts *facts)
{
    if (facts == NULL)
        return;
    snapshot_free(&facts->now);
    focus_session_list_free(facts->latest);
    free(facts);
}

static hook_facts *facts_read(const cli *c)
{
    hook_facts *facts = mem_alloc(sizeof *facts);
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    filter.limit = 1;
    if (snapshot_read_quietly(c, true, &facts->now) == FOCUS_OK &&
        focus_progress_get(c->store, &facts->progress) == FOCUS_OK &&
        focus_session_list_page(c->store, &filter, &facts->latest) == FOCUS_OK)
        return facts;
    facts_free(facts);
    return NULL;
}

static bool may_have_hooks(void)
{
    text_buffer folder = {0};
    bool has_folder = hooks_folder(&folder) && access(folder.text, X_OK) == 0;
    text_free(&folder);
    return has_folder && depth_now() < DEPTH_MAX;
}

hook_facts *hooks_before(const cli *c, int how)
{
    bool may_happen = how == OPEN_WRITE || how == OPEN_CREATE || args_verb(&c->args) == &VERB_WAIT;
    if (!may_happen || c->is_empty || args_has(&c->args, "dry-run") || !may_have_hooks())
        return NULL;
    return facts_read(c);
}

/* What a hook asks of focus is asked of the same file and user. */
static void let_commands_follow(const cli *c)
{
    const char *user = args_value(&c->args, "user");
    (void)setenv("FOCUS_DB", c->path, 1);
    if (user != NULL)
        (void)setenv("FOCUS_USER", user, 1);
}

static void make_event(const cli *c, event_kind kind, const focus_session *s,
                       const hook_facts *after, hook_event *out)
{
    size_t size = 0;
    FILE *stream;
    *out = (hook_event){.kind = kind, .mode = s != NULL ? name_of_mode(s->mode) : ""};
    stream = open_memstream(&out->json, &size);
    if (stream == NULL)
        return;
    json_event(stream, c, EVENTS[kind].name, s, &after->now, &after->progress);
    (void)fclose(stream);
    if (s != NULL && s->title != NULL)
        out->title = mem_text(s->title);
}

static void queue_event(cli *c, event_kind kind, const focus_session *s, const hook_facts *after)
{
    if (c->hooks == NULL) {
        c->hooks = mem_alloc(sizeof *c->hooks);
        c->hooks->is_verbose = args_has(&c->args, "verbose");
        let_commands_follow(c);
    }
    make_event(c, kind, s, after, &c->hooks->items[c->hooks->count]);
    if (c->hooks->items[c->hooks->count].json != NULL)
        c->hooks->count++;
}

static bool same_session(const focus_session *a, const focus_session *b)
{
    return a != NULL && b != NULL && memcmp(&a->id, &b->id, sizeof a->id) == 0;
}

/* The same session ran before and runs now. */
static void compare_running(cli *c, const hook_facts *before, const hook_facts *after)
{
    const focus_session *was = before->now.running;
    const focus_session *is = after->now.running;
    if (was->status != is->status)
        queue_event(c, is->status == FOCUS_SESSION_PAUSED ? EVENT_PAUSED : EVENT_RESUMED, is,
                    after);
    if (args_verb(&c->args) == &VERB_WAIT && was->remaining_ms > 0 && is->remaining_ms <= 0)
        queue_event(c, EVENT_ENDED, is, after);
}

/* How a session that ran has ended; gives it, to be freed. One that is void, deleted or undone has
 * ended as well: who was told that it started must be told of that. */
static const focus_session *compare_ended(cli *c, const focus_session *was, const hook_facts *after)
{
    const focus_session *is = NULL;
    bool is_kept = focus_session_get(c->store, &was->id, &is) == FOCUS_OK &&
                   (is->flags & FOCUS_SESSION_DELETED) == 0;
    if (is_kept && is->status == FOCUS_SESSION_COMPLETED)
        queue_event(c, EVENT_COMPLETED, is, after);
    else if (is_kept && is->status == FOCUS_SESSION_EXPIRED)
        queue_event(c, EVENT_EXPIRED, is, after);
    else
        queue_event(c, EVENT_ABANDONED, is != NULL ? is : was, after);
    return is;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Nothing of it was edited. */
static bool reads_the_same(const focus_session *a, const focus_session *b)
{
    bool is_same = a->status == b->status && a->mode == b->mode && a->planned_ms == b->planned_ms &&
                   a->started_at_ms == b->started_at_ms && a->ended_at_ms == b->ended_at_ms &&
                   same_text(a->title, b->title) && same_text(a->project, b->project) &&
                   same_text(a->task, b->task) && same_text(a->note, b->note) &&
                   a->tag_count == b->tag_count && a->flags == b->flags;
    for (size_t i = 0; i < a->tag_count && is_same; i++)
        is_same = strcmp(a->tags[i], b->tags[i]) == 0;
    return is_same;
}

/* The latest session had expired without a word. The verb's change has put that down when it is
 * another revision of the same. */
static void compare_expired(cli *c, const focus_session *was, const hook_facts *after)
{
    const focus_session *is = NULL;
    if (was == NULL || was->status != FOCUS_SESSION_EXPIRED ||
        focus_session_get(c->store, &was->id, &is) != FOCUS_OK)
        return;
    if (is->revision > was->revision && reads_the_same(was, is))
        queue_event(c, EVENT_EXPIRED, is, after);
    focus_session_free(is);
}

/* A session runs that did not before: a new one, or the `latest`, whose end was taken back. */
static void compare_begun(cli *c, const focus_session *latest, const focus_session *is,
                          const hook_facts *after)
{
    if (same_session(latest, is))
        queue_event(c, EVENT_RESUMED, is, after);
    else
        queue_event(c, is->mode == FOCUS_MODE_FOCUS ? EVENT_STARTED : EVENT_BREAK_STARTED, is,
                    after);
}

static void compare_figures(cli *c, const focus_session *ended, const hook_facts *before,
                            const hook_facts *after)
{
    if (before->now.today.day == after->now.today.day && !before->now.today.is_reached &&
        after->now.today.is_reached)
        queue_event(c, EVENT_GOAL_REACHED, ended, after);
    if (before->now.streak.current_days != after->now.streak.current_days)
        queue_event(c, EVENT_STREAK_CHANGED, ended, after);
    if (before->progress.level < after->progress.level)
        queue_event(c, EVENT_LEVEL_UP, ended, after);
    if (c->has_imported)
        queue_event(c, EVENT_IMPORTED, NULL, after);
}

void hooks_after(cli *c, hook_facts *before)
{
    hook_facts *after = before != NULL ? facts_read(c) : NULL;
    if (after != NULL) {
        const focus_session *was = before->now.running;
        const focus_session *is = after->now.running;
        const focus_session *latest = before->latest->count > 0 ? before->latest->items[0] : NULL;
        const focus_session *ended = NULL;
        if (same_session(was, is))
            compare_running(c, before, after);
        else if (was != NULL)
            ended = compare_ended(c, was, after);
        else
            compare_expired(c, latest, after);
        if (is != NULL && !same_session(was, is))
            compare_begun(c, latest, is, after);
        compare_figures(c, ended, before, after);
        focus_session_free(ended);
    }
    facts_free(before);
    facts_free(after);
}

/* --- trying one ------------------------------------------------------------------------------- */

int hooks_try(cli *c, const char *event, const char *path)
{
    hook_facts *facts = facts_read(c);
    hook_event made;
    const focus_session *s;
    int exit_code;
    size_t at = 0;
    if (facts == NULL)
        return 126;
    while (strcmp(EVENTS[at].name, event) != 0)
        at++;
    s = facts->now.running;
    if (s == NULL && facts->latest->count > 0)
        s = facts->latest->items[0];
    make_event(c, (event_kind)at, s, facts, &made);
    let_commands_follow(c);
    exit_code = made.json != NULL ? run_hook(path, &made, true) : 126;
    free_event(&made);
    facts_free(facts);
    return exit_code;
}
