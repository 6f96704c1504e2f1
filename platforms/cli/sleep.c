/*
 * sleep.c - a machine that slept while a session ran. See sleep.h.
 *
 * The note lies in XDG_STATE_HOME/focus, as it is of this machine: one line for each database, with the
 * session's id, the id of the boot, and the milliseconds slept since then. Where it cannot be written
 * nothing else is the worse for it.
 */
#include "sleep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "names.h"
#include "render.h"
#include "session_rows.h"

#define TOLD_MS 60000 /* less is no time away */

typedef struct sleep_clock {
    char boot[40];
    int64_t slept_ms; /* since then */
} sleep_clock;

/* --- the clock -------------------------------------------------------------------------------- */

#ifdef CLOCK_BOOTTIME
static int64_t read_clock(clockid_t id)
{
    struct timespec time;
    return clock_gettime(id, &time) == 0 ? (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000 : 0;
}

/* One of the two goes on in sleep. */
static bool read_sleep(sleep_clock *out)
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");
    bool is_read = file != NULL && fscanf(file, "%39s", out->boot) == 1;
    if (file != NULL)
        (void)fclose(file);
    out->slept_ms = read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC);
    return is_read;
}
#else
static bool read_sleep(sleep_clock *out)
{
    (void)out;
    return false;
}
#endif

/* --- the note --------------------------------------------------------------------------------- */

static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* False: there is no place for it. */
static bool note_path(const cli *c, text_buffer *out)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char *database = realpath(c->path, NULL);
    if (state != NULL && state[0] == '/')
        text_add(out, state);
    else if (home != NULL && home[0] == '/')
        text_addf(out, "%s/.local/state", home);
    if (out->size > 0)
        text_addf(out, "/focus/running-%016" PRIx64,
                  hash_of(database != NULL ? database : c->path));
    free(database);
    return out->size > 0;
}

static FILE *open_note(char *path)
{
    FILE *file = fopen(path, "w");
    return file == NULL && open_make_parents(path) ? fopen(path, "w") : file;
}

static void write_note(char *path, const focus_id *id, const sleep_clock *now)
{
    char text[FOCUS_ID_TEXT_SIZE];
    FILE *file = open_note(path);
    if (file == NULL)
        return;
    focus_id_format(id, text);
    (void)fprintf(file, "%s %s %" PRId64 "\n", text, now->boot, now->slept_ms);
    (void)fclose(file);
}

void sleep_note(const cli *c, const focus_session *s)
{
    text_buffer path = {0};
    sleep_clock now;
    if (!note_path(c, &path))
        return;
    if (s->status == FOCUS_SESSION_ACTIVE && s->mode == FOCUS_MODE_FOCUS && read_sleep(&now))
        write_note(path.text, &s->id, &now);
    else
        (void)remove(path.text);
    text_free(&path);
}

/* The session that was noted, and how long the machine has slept since. */
static bool read_note(const cli *c, focus_id *out_id, int64_t *out_slept_ms)
{
    text_buffer path = {0};
    char id[FOCUS_ID_TEXT_SIZE];
    sleep_clock then;
    sleep_clock now;
    bool is_read = false;
    FILE *file = note_path(c, &path) ? fopen(path.text, "r") : NULL;
    if (file != NULL) {
        is_read = fscanf(file, "%36s %39s %" SCNd64, id, then.boot, &then.slept_ms) == 3 &&
                  focus_id_parse(id, out_id) == FOCUS_OK && read_sleep(&now) &&
                  strcmp(now.boot, then.boot) == 0;
        (void)fclose(file);
    }
    if (is_read)
        *out_slept_ms = now.slept_ms - then.slept_ms;
    text_free(&path);
    return is_read && *out_slept_ms >= TOLD_MS;
}

int64_t sleep_length_ms(const cli *c, const focus_session *s)
{
    focus_id id;
    int64_t slept_ms = 0;
    bool is_noted = read_note(c, &id, &slept_ms) && memcmp(&id, &s->id, sizeof id) == 0;
    return is_noted && s->status == FOCUS_SESSION_ACTIVE ? slept_ms : 0;
}

/* --- what becomes of the time ----------------------------------------------------------------- */

/* When it slept is not known. It wakes up, and somebody tells of the session: the end is the best guess.
 * Since the session runs on it cannot have been longer. */
static sleep_span span_of(const focus_session *s, int64_t until_ms, int64_t slept_ms)
{
    int64_t since_ms = s->started_at_ms;
    sleep_span span = {s->id, until_ms - slept_ms, until_ms};
    if (s->pause_count > 0)
        since_ms = s->pauses[s->pause_count - 1].ended_at_ms;
    if (span.from_ms < since_ms)
        span.from_ms = since_ms;
    if (span.from_ms >= span.until_ms)
        span.until_ms = 0;
    return span;
}

static int choose(const cli *c, const focus_session *s, int64_t slept_ms, int *out_choice)
{
    static const char *const CHOICES[] = {"trim", "keep"};
    const char *word = args_value(&c->args, "sleep");
    char name[SESSION_NAME_SIZE];
    char length[RENDER_SIZE];
    char message[160];
    *out_choice = word != NULL ? read_choice(c, "value of --sleep", word, CHOICES, 2) : -1;
    if (word != NULL)
        return *out_choice < 0 ? EXIT_USAGE : EXIT_DONE;
    (void)render_length(slept_ms, length);
    *out_choice =
        ask_which(c, CHOICES, 2, "The machine slept for %s of %s:", length, session_name(s, name));
    if (*out_choice >= 0)
        return EXIT_DONE;
    (void)snprintf(message, sizeof message, "the machine slept for %s of the session", length);
    return fail_report(c, EXIT_CHOICE, "choice.sleep", message, "--sleep trim, or --sleep keep");
}

/* A session that has expired in its sleep still may be told about. */
static bool may_have_slept(const focus_session *s)
{
    return (s->status == FOCUS_SESSION_ACTIVE || s->status == FOCUS_SESSION_EXPIRED) &&
           (s->flags & FOCUS_SESSION_DELETED) == 0;
}

int sleep_decide(const cli *c, int64_t at_ms, sleep_span *out)
{
    const focus_session *s = NULL;
    int64_t slept_ms = 0;
    int choice = -1;
    int exit_code = EXIT_DONE;
    focus_id id;
    *out = (sleep_span){.until_ms = 0};
    if ((at_ms != 0 && !args_has(&c->args, "sleep")) || !read_note(c, &id, &slept_ms) ||
        focus_session_get(c->store, &id, &s) != FOCUS_OK)
        return EXIT_DONE;
    if (may_have_slept(s))
        exit_code = choose(c, s, slept_ms, &choice);
    if (choice == 0)
        *out = span_of(s, at_ms != 0 ? at_ms : focus_now(c->store), slept_ms);
    focus_session_free(s);
    return exit_code;
}

focus_status sleep_begin(const cli *c, const sleep_span *span)
{
    focus_status status;
    if (span->until_ms == 0)
        return FOCUS_OK;
    status = focus_batch_begin(c->store);
    if (status == FOCUS_OK)
        status =
            focus_pause_add(c->store, &span->id, span->from_ms, span->until_ms, "suspended", NULL);
    return status;
}

int sleep_end(const cli *c, const sleep_span *span, int exit_code)
{
    if (span->until_ms == 0)
        return exit_code;
    if (exit_code != EXIT_DONE)
        (void)focus_batch_rollback(c->store);
    else if (focus_batch_commit(c->store) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    return exit_code;
}
