/*
 * verbs_parts.c - one session made two, and two made one.
 */
#include <inttypes.h>

#include "change.h"
#include "cli.h"
#include "flags.h"
#include "render.h"
#include "session_ids.h"
#include "session_json.h"
#include "session_rows.h"

/* --- split ------------------------------------------------------------------------------------ */

static void say_split(const cli *c, const focus_session *first, const focus_session *second)
{
    const focus_session *both[] = {first, second};
    char name[SESSION_NAME_SIZE];
    char at[RENDER_SIZE];
    json_writer w;
    if (c->json) {
        json_document(&w, stdout, "split");
        json_session(&w, c, "first", first);
        json_session(&w, c, "second", second);
        json_finish(&w);
        return;
    }
    render_done(c, STYLE_GREEN, "Split", "%s at %s; focus join makes it one again",
                session_name(first, name),
                render_clock(second->started_at_ms, second->utc_offset_s, at));
    if (!c->quiet)
        session_table(c, both, 2, true);
}

static int split_session(const cli *c, const focus_session *whole)
{
    const words_anchor anchor = change_anchor(c, whole, ANCHOR_AFTER);
    const focus_session *first = NULL;
    const focus_session *second = NULL;
    int64_t at_ms = 0;
    int exit_code = read_instant_near(c, "the instant", args_word_at(&c->args, 1), &anchor, &at_ms);
    if (exit_code != EXIT_DONE)
        return exit_code;
    if (focus_session_split(c->store, &whole->id, at_ms, &second) != FOCUS_OK ||
        focus_session_get(c->store, &whole->id, &first) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    else
        say_split(c, first, second);
    focus_session_free(first);
    focus_session_free(second);
    return exit_code;
}

static int run_split(cli *c)
{
    const focus_session *whole = NULL;
    focus_id id;
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code == EXIT_DONE && focus_session_get(c->store, &id, &whole) != FOCUS_OK)
        exit_code = fail_store(c, NULL, NULL);
    if (exit_code == EXIT_DONE)
        exit_code = split_session(c, whole);
    focus_session_free(whole);
    return exit_code;
}

const cli_verb VERB_SPLIT = {
    .name = "split",
    .group = "history",
    .summary = "make two sessions of one; points stay with the first",
    .words =
        (const args_word[]){{"ID", WORD_REQUIRED, "its number in focus log, @1 latest"},
                            {"INSTANT", WORD_REQUIRED, "a time alone: the first after its start"},
                            WORDS_END},
    .flags = (const args_flag[]){FLAGS_SECOND, FLAGS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus split @1 9:40", NULL},
    .run = run_split,
};

/* --- join ------------------------------------------------------------------------------------- */

static const char *join_hint(focus_status status)
{
    switch (status) {
    case FOCUS_E_OVERLAP:
        return "only neighbours can be joined; focus log shows what lies between";
    case FOCUS_E_INVALID:
        return "focus edit changes one of them";
    default:
        return NULL;
    }
}

static void say_joined(const cli *c, const focus_session *s)
{
    char name[SESSION_NAME_SIZE];
    char day[RENDER_SIZE];
    char span[RENDER_SIZE];
    char length[RENDER_SIZE];
    if (!session_print_data(c, s))
        render_done(c, STYLE_GREEN, "Joined", "%s, %s %s, %s  [%" PRId64 "]", session_name(s, name),
                    render_day(s->day, day), session_span(c, s, span),
                    render_length(s->active_ms, length), s->number);
}

static int run_join(cli *c)
{
    const focus_session *s;
    focus_id id;
    focus_id other;
    focus_status status;
    int exit_code = session_resolve(c, args_word_at(&c->args, 0), &id);
    if (exit_code == EXIT_DONE)
        exit_code = session_resolve(c, args_word_at(&c->args, 1), &other);
    if (exit_code != EXIT_DONE)
        return exit_code;
    status = focus_session_join(c->store, &id, &other, &s);
    if (status != FOCUS_OK)
        return fail_store(c, NULL, join_hint(status));
    say_joined(c, s);
    focus_session_free(s);
    return EXIT_DONE;
}

const cli_verb VERB_JOIN = {
    .name = "join",
    .group = "history",
    .summary = "make one session of two neighbours; the gap becomes a pause",
    .words = (const args_word[]){{"ID", WORD_REQUIRED, "its number in focus log, @1 latest"},
                                 {"ID", WORD_REQUIRED, "the one beside it; it is deleted"},
                                 WORDS_END},
    .open = OPEN_WRITE,
    .examples = (const char *const[]){"focus join @2 @1", NULL},
    .run = run_join,
};
