/*
 * count.c - focus_count: each common call a fixed number of times, for callgrind to count.
 *
 *     focus_count FILE
 *
 * Clock, entropy and zone are the same in every run, so that the instructions are. Each call has a
 * function of its own, count_*(), whose inclusive cost is the call's; see count.sh.
 */
#include "focus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if !defined(__GNUC__)
#define __attribute__(ignored)
#endif

enum { ROUNDS = 200, HISTORY = 2000, TRACKS = 100 };

#define COUNTED __attribute__((noinline)) static void
#define MINUTE_MS INT64_C(60000)
#define BEGAN_MS INT64_C(1772442000000) /* 2026-03-02T09:00Z */

static focus_store *store;
static int64_t now_ms = BEGAN_MS;
static int round_number;
static focus_id session_id;
static focus_id library_id;
static char cursor[FOCUS_CURSOR_SIZE];
static focus_session_input history[HISTORY];

static void check(focus_status status)
{
    if (status == FOCUS_OK)
        return;
    (void)fprintf(stderr, "focus_count: %s: %s\n", focus_status_name(status),
                  focus_last_error(store)->message);
    exit(1);
}

/* --- the calls -------------------------------------------------------------------------------- */

COUNTED count_start(void)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.title = "a title of some length";
    input.project = "a project";
    check(focus_session_start(store, &input, NULL));
}

COUNTED count_running(void)
{
    const focus_session *session = NULL;

    check(focus_session_running(store, &session));
    session_id = session->id;
    focus_session_free(session);
}

COUNTED count_pause(void)
{
    check(focus_session_pause(store, 0, "door bell", NULL));
}

COUNTED count_resume(void)
{
    check(focus_session_resume(store, 0, NULL));
}

COUNTED count_complete(void)
{
    check(focus_session_complete(store, 0, "done", NULL));
}

COUNTED count_by_id(void)
{
    const focus_session *session = NULL;

    check(focus_session_get(store, &session_id, &session));
    focus_session_free(session);
}

COUNTED count_edit(void)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    char title[32];

    (void)snprintf(title, sizeof(title), "title %d", round_number);
    input.fields = FOCUS_FIELD_TITLE;
    input.title = title;
    check(focus_session_edit(store, &session_id, &input, NULL));
}

COUNTED count_tag(void)
{
    static const char *const tags[] = {"deep", "writing"};

    check(focus_session_tag(store, &session_id, tags, 2, NULL));
}

COUNTED count_delete(void)
{
    check(focus_session_delete(store, &session_id));
}

COUNTED count_restore(void)
{
    check(focus_session_restore(store, &session_id, NULL));
}

COUNTED count_add(void)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.started_at_ms = BEGAN_MS - (HISTORY + 10 + round_number) * 60 * MINUTE_MS;
    input.ended_at_ms = input.started_at_ms + 20 * MINUTE_MS;
    check(focus_session_add(store, &input, NULL));
}

COUNTED count_add_many(void)
{
    check(focus_session_add_many(store, history, HISTORY));
}

COUNTED count_newest_page(void)
{
    const focus_session_list *list = NULL;

    check(focus_session_list_page(store, NULL, &list));
    memcpy(cursor, list->next_cursor, sizeof(cursor));
    focus_session_list_free(list);
}

COUNTED count_next_page(void)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.cursor = cursor;
    check(focus_session_list_page(store, &filter, &list));
    focus_session_list_free(list);
}

COUNTED count_counters(void)
{
    focus_counters counters;

    check(focus_counters_get(store, &counters));
}

COUNTED count_month(void)
{
    const int32_t today = (int32_t)(BEGAN_MS / 86400000);
    focus_stats stats;

    check(focus_stats_get(store, today - 30, today - 1, &stats));
}

COUNTED count_streak(void)
{
    focus_streak streak;

    check(focus_streak_get(store, &streak));
}

COUNTED count_award(void)
{
    char key[32];

    (void)snprintf(key, sizeof(key), "key %d", round_number);
    check(focus_points_award(store, FOCUS_POINTS_XP, 5, key, "a reason"));
}

COUNTED count_add_track(void)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = "rain on a roof";
    check(focus_track_add(store, &library_id, &input, NULL));
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    *(size_t *)user += bytes != NULL ? size : 0;
    return 0;
}

COUNTED count_export(void)
{
    size_t size = 0;
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;

    options.format = "jsonl";
    options.write = write_nowhere;
    options.user = &size;
    check(focus_export(store, &options, NULL));
}

/* --- surroundings ----------------------------------------------------------------------------- */

static int64_t fixed_now(void *user)
{
    (void)user;
    return now_ms;
}

static int fixed_bytes(void *user, unsigned char *bytes, size_t size)
{
    unsigned char *next = user;

    for (size_t i = 0; i < size; i++)
        bytes[i] = (*next)++;
    return 0;
}

static int32_t fixed_offset(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    return 3600;
}

COUNTED count_open(const char *path)
{
    static unsigned char next;
    static const focus_clock clock = {fixed_now, NULL};
    static const focus_entropy entropy = {fixed_bytes, &next};
    static const focus_zone zone = {"Europe/Berlin", fixed_offset, NULL};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;

    options.path = path;
    options.clock = &clock;
    options.entropy = &entropy;
    options.zone = &zone;
    options.durability = FOCUS_DURABILITY_RELAXED;
    check(focus_open(&options, &store, NULL));
}

static void make_history(void)
{
    for (int i = 0; i < HISTORY; i++) {
        history[i] = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
        history[i].title = "a title of some length";
        history[i].started_at_ms = BEGAN_MS - (HISTORY - i) * 60 * MINUTE_MS;
        history[i].ended_at_ms = history[i].started_at_ms + 25 * MINUTE_MS;
    }
    check(focus_library_create(store, "music", NULL, &library_id));
}

static void live_round(void)
{
    count_start();
    now_ms += 10 * MINUTE_MS;
    count_running();
    count_pause();
    now_ms += MINUTE_MS;
    count_resume();
    now_ms += 15 * MINUTE_MS;
    count_complete();
    now_ms += MINUTE_MS;
    count_by_id();
    count_edit();
    count_tag();
    count_delete();
    count_restore();
    count_add();
    count_award();
    count_add_track();
    count_newest_page();
    count_next_page();
    count_counters();
    count_month();
    count_streak();
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    count_open(argv[1]);
    make_history();
    count_add_many();
    for (round_number = 1; round_number <= ROUNDS; round_number++)
        live_round();
    count_export();
    focus_close(store);
    return 0;
}
