/*
 * ours.c - libfocus through focus.h.
 */
#include "bench/side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { IDLE_EVERY = 50, DAY_SESSIONS_MAX = 1000 };

typedef struct ours {
    bench_content content;
    char path[512];
    focus_store *store;
    int64_t now_ms;
    int64_t bulk_ended_at_ms; /* where the oldest block of OP_BULK begins */
    bool in_batch;
    uint64_t chance;
    int runs;
    char deep[FOCUS_CURSOR_SIZE];
    char cursors[BENCH_PLACES][FOCUS_CURSOR_SIZE];
    focus_id ids[BENCH_PLACES + BENCH_VICTIMS];
    int added;
    int deleted;
    focus_id library; /* the one that is listed, or the next to be deleted */
    focus_id session; /* the next to be edited or deleted */
    focus_session_input *bulk;
} ours;

static void check(const ours *o, focus_status status)
{
    if (status != FOCUS_OK)
        bench_fail(focus_status_name(status), focus_last_error(o->store)->message);
}

static int64_t clock_now(void *user)
{
    return ((ours *)user)->now_ms;
}

/* --- opening ---------------------------------------------------------------------------------- */

static void open_store(ours *o)
{
    const focus_clock clock = {clock_now, o};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_error error;

    options.path = o->path;
    options.clock = &clock;
    options.zone = &bench_zone;
    options.vfs_name = "watching";
    options.durability = o->content.relaxed ? FOCUS_DURABILITY_RELAXED : FOCUS_DURABILITY_FULL;
    if (focus_open(&options, &o->store, &error) != FOCUS_OK)
        bench_fail(o->path, error.message);
}

static const focus_session_list *list_day(ours *o, int64_t at_ms, uint32_t limit)
{
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.has_days = 1;
    filter.limit = limit;
    check(o, focus_day_from_time(o->store, at_ms, &filter.until_day));
    filter.from_day = filter.until_day - 1; /* so that there is one more, and a cursor */
    check(o, focus_session_list_page(o->store, &filter, &list));
    return list;
}

static size_t find_start(const focus_session_list *list, int64_t at_ms)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->started_at_ms == at_ms)
            return i;
    bench_fail("libfocus", "no session there");
}

/* The session that begins then. */
static size_t look_at(ours *o, int64_t at_ms, focus_id *out_id)
{
    const focus_session_list *list = list_day(o, at_ms, DAY_SESSIONS_MAX);
    size_t index = find_start(list, at_ms);

    *out_id = list->items[index]->id;
    focus_session_list_free(list);
    return index;
}

/* The cursor of a page that begins behind it, too. */
static void look_behind(ours *o, int64_t at_ms, focus_id *out_id,
                        char out_cursor[FOCUS_CURSOR_SIZE])
{
    const focus_session_list *list = list_day(o, at_ms, (uint32_t)look_at(o, at_ms, out_id) + 1);

    memcpy(out_cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_session_list_free(list);
}

static void choose_places(ours *o)
{
    const int64_t middle = o->content.sessions / 2;
    focus_id ignored;

    look_behind(o, o->content.now_ms - middle * o->content.step_ms, &ignored, o->deep);
    for (int i = 0; i < BENCH_PLACES; i++)
        look_behind(o, bench_place_ms(&o->content, i), &o->ids[i], o->cursors[i]);
    for (int i = BENCH_PLACES; i < BENCH_PLACES + BENCH_VICTIMS; i++)
        (void)look_at(o, bench_place_ms(&o->content, i), &o->ids[i]);
}

static void *ours_open(const bench_content *content)
{
    ours *o = calloc(1, sizeof(*o));

    if (o == NULL)
        bench_fail("libfocus", "no memory");
    o->content = *content;
    o->now_ms = BENCH_NOW_MS;
    o->bulk_ended_at_ms = BENCH_NOW_MS - (content->sessions + 2) * content->step_ms;
    bench_copy_content(content, "ours", o->path);
    open_store(o);
    choose_places(o);
    check(o, focus_session_start(o->store, NULL, NULL));
    return o;
}

static void ours_close(void *side)
{
    ours *o = side;

    focus_close(o->store);
    (void)unlink(o->path);
    free(o->bulk);
    free(o);
}

static bool ours_can(bench_op op)
{
    (void)op;
    return true;
}

/* --- what an operation needs ------------------------------------------------------------------ */

static void pass(ours *o, int minutes)
{
    o->now_ms += (int64_t)minutes * 60000;
}

static bool is_running(ours *o)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_running(o->store, &session);

    focus_session_free(session);
    return status == FOCUS_OK;
}

static void start(ours *o)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.if_running = FOCUS_IF_RUNNING_ABANDON;
    input.title = BENCH_TITLE;
    input.project = BENCH_PROJECT;
    check(o, focus_session_start(o->store, &input, NULL));
}

static void need_running(ours *o)
{
    if (!is_running(o))
        start(o);
}

/* A session whose plan of 25 minutes is over, and will be paid. */
static void need_fulfilled(ours *o)
{
    start(o);
    pass(o, 26);
}

static void need_paused(ours *o)
{
    start(o);
    pass(o, 1);
    check(o, focus_session_pause(o->store, 0, NULL, NULL));
    pass(o, 1);
}

static void need_session(ours *o, bench_op op)
{
    if (o->deleted == BENCH_VICTIMS)
        bench_fail("delete", "no session is left for it");
    o->session = o->ids[op == OP_EDIT ? o->runs % BENCH_PLACES : BENCH_PLACES + o->deleted++];
}

static void need_first_library(ours *o)
{
    const focus_library *library = NULL;

    check(o, focus_library_find(o->store, "library 0", &library));
    o->library = library->id;
    focus_library_free(library);
}

static void need_library(ours *o, int track_count)
{
    static focus_track_input tracks[BENCH_TRACKS];
    char name[32];

    for (int i = 0; i < BENCH_TRACKS; i++) {
        tracks[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        tracks[i].title = "a track of the benchmark";
    }
    (void)snprintf(name, sizeof(name), "to delete %d", o->runs);
    check(o, focus_library_create(o->store, name, NULL, &o->library));
    for (int done = 0; done < track_count; done += BENCH_TRACKS)
        check(o, focus_track_add_many(o->store, &o->library, tracks, BENCH_TRACKS));
}

/* Before all that there is, block after block. */
static void need_bulk(ours *o)
{
    if (o->bulk == NULL)
        o->bulk = calloc(BENCH_BULK, sizeof(*o->bulk));
    if (o->bulk == NULL)
        bench_fail("OP_BULK", "no memory");
    o->bulk_ended_at_ms -= BENCH_BULK * o->content.step_ms;
    for (int i = 0; i < BENCH_BULK; i++) {
        o->bulk[i] = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
        o->bulk[i].title = BENCH_TITLE;
        o->bulk[i].project = BENCH_PROJECT;
        o->bulk[i].started_at_ms = o->bulk_ended_at_ms + i * o->content.step_ms;
        o->bulk[i].ended_at_ms = o->bulk[i].started_at_ms + o->content.step_ms / 2;
    }
}

static void need_batch(ours *o)
{
    if (!o->in_batch)
        check(o, focus_batch_begin(o->store));
    o->in_batch = true;
}

static void leave_batch(ours *o)
{
    if (o->in_batch)
        check(o, focus_batch_commit(o->store));
    o->in_batch = false;
}

static void let_go(ours *o)
{
    focus_close(o->store);
    o->store = NULL;
}

static void ours_prepare(void *side, bench_op op)
{
    ours *o = side;

    o->runs++;
    if (op != OP_COMPLETE_BATCH)
        leave_batch(o);
    switch (op) {
    case OP_RUNNING_NONE:
        if (is_running(o))
            check(o, focus_session_abandon(o->store, 0, NULL, NULL));
        break;
    case OP_COMPLETE_IDLE:
        if (o->runs % IDLE_EVERY == 0)
            check(o, focus_checkpoint(o->store, NULL));
        need_fulfilled(o);
        break;
    case OP_COMPLETE_BATCH:
        need_batch(o);
        need_fulfilled(o);
        break;
    case OP_COMPLETE:
        need_fulfilled(o);
        break;
    case OP_RUNNING:
        need_running(o);
        break;
    case OP_START:
        need_running(o);
        pass(o, 1);
        break;
    case OP_PAUSE:
        start(o);
        pass(o, 1);
        break;
    case OP_RESUME:
        need_paused(o);
        break;
    case OP_EDIT:
    case OP_DELETE:
        need_session(o, op);
        break;
    case OP_TRACK_LIST:
    case OP_TRACK_ADD:
        need_first_library(o);
        break;
    case OP_LIBRARY_DELETE:
    case OP_LIBRARY_DELETE_LARGE:
        need_library(o, op == OP_LIBRARY_DELETE ? BENCH_TRACKS : BENCH_TRACKS_LARGE);
        break;
    case OP_BULK:
        need_bulk(o);
        break;
    case OP_OPEN:
        need_running(o);
        let_go(o);
        break;
    default:
        break;
    }
}

/* --- running ---------------------------------------------------------------------------------- */

static void read_running(ours *o, bool expected)
{
    const focus_session *session = NULL;
    focus_status status = focus_session_running(o->store, &session);

    if (status != (expected ? FOCUS_OK : FOCUS_E_NOT_FOUND))
        bench_fail("the running session", focus_status_name(status));
    focus_session_free(session);
}

static void read_page(ours *o, const char *cursor)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.limit = BENCH_PAGE;
    filter.cursor = cursor;
    check(o, focus_session_list_page(o->store, &filter, &list));
    focus_session_list_free(list);
}

static void read_by_id(ours *o)
{
    const focus_session *session = NULL;

    check(o,
          focus_session_get(o->store, &o->ids[bench_random(&o->chance, BENCH_PLACES)], &session));
    focus_session_free(session);
}

static void read_stats(ours *o, bool all)
{
    const int32_t today = (int32_t)(BENCH_NOW_MS / 86400000);
    focus_stats stats;

    check(o, focus_stats_get(o->store, all ? 0 : today - BENCH_MONTH_DAYS, today - 1, &stats));
}

static void read_tracks(ours *o)
{
    const focus_track_list *list = NULL;

    check(o, focus_track_list_page(o->store, &o->library, BENCH_TRACKS, NULL, &list));
    focus_track_list_free(list);
}

static void add_one(ours *o)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.title = BENCH_TITLE;
    input.project = BENCH_PROJECT;
    bench_gap(&o->content, o->added++, &input.started_at_ms, &input.ended_at_ms);
    check(o, focus_session_add(o->store, &input, NULL));
}

static void edit_one(ours *o)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char title[32];

    (void)snprintf(title, sizeof(title), "edited %d", o->runs);
    input.fields = FOCUS_FIELD_TITLE;
    input.title = title;
    check(o, focus_session_edit(o->store, &o->session, &input, NULL));
}

static void award(ours *o)
{
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", o->runs);
    check(o, focus_points_award(o->store, FOCUS_POINTS_XP, 5, key, NULL));
}

static void add_track(ours *o)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "a track of the benchmark";
    check(o, focus_track_add(o->store, &o->library, &input, NULL));
}

static void ours_read(ours *o, bench_op op)
{
    focus_counters counters;

    switch (op) {
    case OP_RUNNING:
    case OP_RUNNING_NONE:
        read_running(o, op == OP_RUNNING);
        break;
    case OP_COUNTERS:
        check(o, focus_counters_get(o->store, &counters));
        break;
    case OP_PAGE_NEWEST:
        read_page(o, NULL);
        break;
    case OP_PAGE_DEEP:
        read_page(o, o->deep);
        break;
    case OP_PAGE_RANDOM:
        read_page(o, o->cursors[bench_random(&o->chance, BENCH_PLACES)]);
        break;
    case OP_BY_ID:
        read_by_id(o);
        break;
    case OP_STATS_MONTH:
    case OP_STATS_ALL:
        read_stats(o, op == OP_STATS_ALL);
        break;
    default:
        read_tracks(o);
    }
}

static void ours_run(void *side, bench_op op)
{
    ours *o = side;

    switch (op) {
    case OP_START:
        start(o);
        break;
    case OP_PAUSE:
        check(o, focus_session_pause(o->store, 0, NULL, NULL));
        break;
    case OP_RESUME:
        check(o, focus_session_resume(o->store, 0, NULL));
        break;
    case OP_COMPLETE:
    case OP_COMPLETE_IDLE:
    case OP_COMPLETE_BATCH:
        check(o, focus_session_complete(o->store, 0, NULL, NULL));
        break;
    case OP_ADD:
        add_one(o);
        break;
    case OP_EDIT:
        edit_one(o);
        break;
    case OP_DELETE:
        check(o, focus_session_delete(o->store, &o->session));
        break;
    case OP_AWARD:
        award(o);
        break;
    case OP_TRACK_ADD:
        add_track(o);
        break;
    case OP_LIBRARY_DELETE:
    case OP_LIBRARY_DELETE_LARGE:
        check(o, focus_library_delete(o->store, &o->library));
        break;
    case OP_BULK:
        check(o, focus_session_add_many(o->store, o->bulk, BENCH_BULK));
        break;
    case OP_OPEN:
        open_store(o);
        read_running(o, true);
        break;
    default:
        ours_read(o, op);
    }
}

const bench_side ours_side = {
    "libfocus", ours_open, ours_can, ours_prepare, ours_run, ours_close,
};
