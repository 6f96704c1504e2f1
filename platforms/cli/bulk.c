/*
 * bulk.c - the same change of every session that fits a filter.
 *
 * What is shown first is the change itself, in a batch that is dropped: nothing can come out otherwise.
 * Nobody holds the file while somebody thinks about the answer.
 */
#include "bulk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "render.h"

#define PAGE_SIZE 500
#define SHOWN_BEFORE_ASKING 20

/* One way through all that fit. */
typedef struct bulk_pass {
    const bulk *b;
    json_writer *json; /* NULL: none is written */
    size_t show_most;  /* 0: nothing is shown */
    size_t shown;
    int64_t fit;               /* the filter */
    int64_t count;             /* of those that change, */
    uint64_t seen;             /* and a digest of which they are, and as what */
    const uint64_t *confirmed; /* the digest that somebody said yes to; NULL: nobody was asked */
} bulk_pass;

/* FNV-1a. */
static void add_to_digest(uint64_t *digest, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *digest = (*digest ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
}

static int change_one(bulk_pass *pass, const focus_session *before, const focus_session **out_after)
{
    const cli *c = pass->b->c;
    char id[FOCUS_ID_TEXT_SIZE];
    char hint[sizeof "focus show " + FOCUS_ID_TEXT_SIZE];
    if (pass->b->change(pass->b, &before->id) == FOCUS_OK &&
        focus_session_get(c->store, &before->id, out_after) == FOCUS_OK)
        return EXIT_DONE;
    focus_id_format(&before->id, id); /* a shorter one would be asked for, and the error gone */
    (void)snprintf(hint, sizeof hint, "focus show %s", id);
    return fail_store(c, NULL, hint);
}

/* People get one table, with --plain there is all. */
static void show_page(bulk_pass *pass, const focus_session *const *before,
                      const focus_session *const *after, size_t count)
{
    if (pass->shown > 0 && !pass->b->c->plain)
        return;
    if (count > pass->show_most)
        count = pass->show_most;
    if (count > 0)
        pass->b->show(pass->b, before, after, count);
    pass->shown += count;
}

static void show_rest(const bulk_pass *pass)
{
    int64_t rest = pass->count - (int64_t)pass->shown;
    if (pass->shown > 0 && rest > 0)
        printf("... and %" PRId64 " more%s\n", rest,
               args_has(&pass->b->c->args, "dry-run") ? "; --plain shows all" : "");
}

static void tell_page(bulk_pass *pass, const focus_session *const *before,
                      const focus_session *const *after, size_t count)
{
    pass->count += (int64_t)count;
    show_page(pass, before, after, count);
    for (size_t i = 0; pass->json != NULL && i < count; i++)
        pass->b->write(pass->b, pass->json, before[i], after[i]);
}

static int change_page(bulk_pass *pass, const focus_session_list *list)
{
    const focus_session *before[PAGE_SIZE];
    const focus_session *after[PAGE_SIZE];
    size_t count = 0;
    int exit_code = EXIT_DONE;
    pass->fit += (int64_t)list->count;
    for (size_t i = 0; i < list->count && exit_code == EXIT_DONE; i++) {
        const focus_session *changed = NULL;
        exit_code = change_one(pass, list->items[i], &changed);
        if (exit_code != EXIT_DONE || changed->revision == list->items[i]->revision) {
            focus_session_free(changed);
            continue;
        }
        add_to_digest(&pass->seen, &changed->id, sizeof changed->id);
        add_to_digest(&pass->seen, &changed->revision, sizeof changed->revision);
        before[count] = list->items[i];
        after[count++] = changed;
    }
    if (exit_code == EXIT_DONE)
        tell_page(pass, before, after, count);
    while (count > 0)
        focus_session_free(after[--count]);
    return exit_code;
}

static int change_pages(bulk_pass *pass)
{
    focus_session_filter filter = pass->b->filter;
    char cursor[FOCUS_CURSOR_SIZE] = "";
    int exit_code = EXIT_DONE;
    filter.flags |= FOCUS_FILTER_OLDEST_FIRST;
    filter.limit = PAGE_SIZE;
    filter.cursor = cursor;
    do {
        const focus_session_list *list;
        if (focus_session_list_page(pass->b->c->store, &filter, &list) != FOCUS_OK)
            return fail_store(pass->b->c, NULL, NULL);
        exit_code = change_page(pass, list);
        memcpy(cursor, list->next_cursor, sizeof cursor);
        focus_session_list_free(list);
    } while (exit_code == EXIT_DONE && cursor[0] != '\0');
    return exit_code;
}

static int go_through(bulk_pass *pass, bool keep)
{
    focus_store *store = pass->b->c->store;
    int exit_code;
    if (focus_batch_begin(store) != FOCUS_OK)
        return fail_store(pass->b->c, NULL, NULL);
    exit_code = change_pages(pass);
    if (exit_code == EXIT_DONE && pass->confirmed != NULL && pass->seen != *pass->confirmed)
        exit_code = fail_report(pass->b->c, EXIT_STATE, "state.changed",
                                "what fits was changed meanwhile; nothing was done", NULL);
    if (exit_code != EXIT_DONE || !keep)
        (void)focus_batch_rollback(store);
    else if (focus_batch_commit(store) != FOCUS_OK)
        exit_code = fail_store(pass->b->c, NULL, NULL);
    return exit_code;
}

static void say_outcome(const bulk_pass *pass, bool keep)
{
    const bulk *b = pass->b;
    const cli *c = b->c;
    int64_t count = pass->count;
    const char *end = count == 1 ? "" : "s";
    if (count == 0 && !c->plain && !c->quiet)
        printf(pass->fit == 0 ? "no session fits\n" : "nothing changes\n");
    else if (count > 0 && keep)
        render_done(c, STYLE_GREEN, b->done, "%" PRId64 " session%s%s", count, end, b->after);
    else if (count > 0)
        render_done(c, STYLE_NONE, "Dry run:", "%s %" PRId64 " session%s", b->doing, count, end);
}

/* The pass whose outcome is told. */
static int last_pass(const bulk *b, bool keep, bool shows, const uint64_t *confirmed)
{
    bulk_pass pass = {.b = b, .show_most = shows ? PAGE_SIZE : 0, .confirmed = confirmed};
    json_writer w;
    int exit_code;
    if (b->c->json) {
        json_document(&w, stdout, b->kind);
        json_bool(&w, "dry_run", !keep);
        json_array(&w, "sessions");
        pass.json = &w;
    }
    exit_code = go_through(&pass, keep);
    if (exit_code == EXIT_DONE && b->c->json) {
        json_array_end(&w);
        json_int(&w, "count", pass.count);
        json_finish(&w);
    } else if (exit_code == EXIT_DONE) {
        show_rest(&pass);
        say_outcome(&pass, keep);
    }
    return exit_code;
}

/* What is written as JSON, and what is asked about, has gone through once: it does not break off. */
static int first_pass(const bulk *b, bool asks, uint64_t *out_seen)
{
    const cli *c = b->c;
    bulk_pass pass = {.b = b,
                      .show_most = asks && c->may_ask && !c->json ? SHOWN_BEFORE_ASKING : 0};
    char question[80];
    int exit_code = go_through(&pass, false);
    show_rest(&pass);
    *out_seen = pass.seen;
    (void)snprintf(question, sizeof question, "%s %" PRId64 " session%s", b->doing, pass.count,
                   pass.count == 1 ? "" : "s");
    if (exit_code == EXIT_DONE && asks && pass.count > 0)
        exit_code = ask_dangerous(c, question);
    return exit_code;
}

int bulk_run(const bulk *b)
{
    const cli *c = b->c;
    bool dry_run = args_has(&c->args, "dry-run");
    bool asks = !dry_run && !c->yes;
    uint64_t seen = 0;
    int exit_code = EXIT_DONE;
    if (asks || c->json)
        exit_code = first_pass(b, asks, &seen);
    if (exit_code != EXIT_DONE)
        return exit_code;
    return last_pass(b, !dry_run, dry_run && !c->json && !c->quiet, asks ? &seen : NULL);
}
