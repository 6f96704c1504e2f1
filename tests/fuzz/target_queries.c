/*
 * target_queries.c - what a reader asks: cursors, limits, prefixes of ids, filters. Whatever cursor
 * is taken, its pages end; and a walk page by page gives what a look at every session gives.
 */
#include "fuzz/fuzz.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SESSIONS = 60, LEDGER = 30, LIBRARIES = 12, TRACKS = 25, STEPS_MAX = 200 };

const fuzz_target fuzz_target_here = {
    .name = "queries",
    .rounds = 10,
    .round_size = 2500,
    .size_max = 256,
};

/* --- a store to ask --------------------------------------------------------------------------- */

static focus_store *store;
static const focus_session_list *everything; /* in no filter */
static focus_id library;

static const char *const titles[] = {
    NULL,   "tie a knot",  "Tie A KNOT",  "100 % wool", "a_b",
    "a\\b", "\xC3\x84hre", "\xC3\xA4hre", "*[a-z]?",    "knot",
};

static void add_sessions(void)
{
    static const char *const tags[] = {"net", "quay", "tide"};

    for (int i = 0; i < SESSIONS; i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
        input.mode = i % FOCUS_MODE_COUNT;
        input.status = i % 5 == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
        input.started_at_ms =
            FUZZ_NOW_MS - (int64_t)(1 + i / 2) * 5 * FUZZ_HOUR_MS; /* two at a time */
        input.ended_at_ms = input.started_at_ms + FUZZ_HOUR_MS;
        input.title = titles[(size_t)i % (sizeof(titles) / sizeof(titles[0]))];
        input.project = i % 4 == 0 ? "shed" : NULL;
        input.tags = tags;
        input.tag_count = (size_t)i % 4;
        fuzz_check(focus_session_add(store, &input, NULL) == FOCUS_OK);
    }
}

static void add_the_rest(void)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    char name[16];

    for (int i = 0; i < LEDGER; i++) {
        (void)snprintf(name, sizeof(name), "key %d", i);
        fuzz_check(focus_points_award(store, FOCUS_POINTS_XP, 1, name, NULL) == FOCUS_OK);
    }
    for (int i = 0; i < LIBRARIES; i++) {
        (void)snprintf(name, sizeof(name), "library %d", i);
        fuzz_check(focus_library_create(store, name, NULL, &library) == FOCUS_OK);
    }
    track.title = "waves";
    for (int i = 0; i < TRACKS; i++)
        fuzz_check(focus_track_add(store, &library, &track, NULL) == FOCUS_OK);
}

static void prepare(void)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    if (store != NULL)
        return;
    store = fuzz_open_memory();
    add_sessions();
    add_the_rest();
    filter.limit = 1000;
    fuzz_check(focus_session_list_page(store, &filter, &everything) == FOCUS_OK);
    fuzz_check(everything->count == SESSIONS);
}

/* --- a plain reading of the filter ------------------------------------------------------------ */

/* A part of a title, ASCII letters in either case. */
static bool has_part(const char *title, const char *part)
{
    for (; title != NULL; title++) {
        size_t at = 0;
        while (part[at] != '\0' &&
               tolower((unsigned char)title[at]) == tolower((unsigned char)part[at]))
            at++;
        if (part[at] == '\0')
            return true;
        if (*title == '\0')
            return false;
    }
    return false;
}

static bool has_tag(const focus_session *session, const char *tag)
{
    for (size_t i = 0; i < session->tag_count; i++)
        if (strcmp(session->tags[i], tag) == 0)
            return true;
    return false;
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static bool fits(const focus_session_filter *filter, const focus_session *session)
{
    if (filter->modes != 0 && (filter->modes & FOCUS_MASK(session->mode)) == 0)
        return false;
    if (filter->statuses != 0 && (filter->statuses & FOCUS_MASK(session->status)) == 0)
        return false;
    if (filter->has_days != 0 &&
        (session->day < filter->from_day || session->day > filter->until_day))
        return false;
    if (!is_empty(filter->tag) && !has_tag(session, filter->tag))
        return false;
    if (!is_empty(filter->project) &&
        (session->project == NULL || strcmp(session->project, filter->project) != 0))
        return false;
    return is_empty(filter->text) || has_part(session->title, filter->text);
}

static int64_t count_fitting(const focus_session_filter *filter)
{
    int64_t count = 0;

    if ((filter->flags & FOCUS_FILTER_DELETED) != 0)
        return 0;
    for (size_t i = 0; i < everything->count; i++)
        count += fits(filter, everything->items[i]);
    return count;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* The next page of what is being walked through; FOCUS_DONE after the last. */
typedef focus_status next_page(void *query, char cursor[FOCUS_CURSOR_SIZE], int64_t *out_count,
                               int64_t *out_total);

/* From a cursor to the end: a walk that goes in a circle would never come there. -1: refused. */
static int64_t walk(next_page *next, void *query, const char *cursor, int64_t *out_total)
{
    char at[FOCUS_CURSOR_SIZE];
    int64_t seen = 0;
    bool has_ended = false;

    (void)snprintf(at, sizeof(at), "%s", cursor);
    for (int step = 0; step < STEPS_MAX && !has_ended; step++) {
        int64_t count = 0;
        if (next(query, at, &count, out_total) != FOCUS_OK)
            return -1;
        seen += count;
        has_ended = at[0] == '\0';
    }
    fuzz_check(has_ended);
    return seen;
}

static void check_walk(next_page *next, void *query, const char *cursor)
{
    int64_t total = 0;
    int64_t all = walk(next, query, "", &total);

    if (all < 0)
        return; /* not a filter */
    fuzz_check(all == total);
    if (!is_empty(cursor) && strlen(cursor) < FOCUS_CURSOR_SIZE)
        fuzz_check(walk(next, query, cursor, &total) <= all);
}

static focus_status next_sessions(void *query, char cursor[FOCUS_CURSOR_SIZE], int64_t *out_count,
                                  int64_t *out_total)
{
    focus_session_filter *filter = query;
    const focus_session_list *list = NULL;
    focus_status status;

    filter->cursor = cursor;
    status = fuzz_typed(store, focus_session_list_page(store, filter, &list));
    filter->cursor = NULL;
    fuzz_check(status == FOCUS_OK || status == FOCUS_E_INVALID);
    if (status != FOCUS_OK)
        return status;
    fuzz_check(list->count <= (filter->limit != 0 ? filter->limit : 20));
    fuzz_check(list->total == count_fitting(filter));
    for (size_t i = 0; i < list->count; i++)
        fuzz_check(fits(filter, list->items[i]));
    *out_count = (int64_t)list->count;
    *out_total = list->total;
    memcpy(cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_session_list_free(list);
    return FOCUS_OK;
}

static focus_status next_ledger(void *query, char cursor[FOCUS_CURSOR_SIZE], int64_t *out_count,
                                int64_t *out_total)
{
    const focus_ledger_list *list = NULL;
    focus_status status =
        fuzz_typed(store, focus_ledger_list_page(store, *(uint32_t *)query, cursor, &list));

    if (status != FOCUS_OK)
        return status;
    *out_count = (int64_t)list->count;
    *out_total = list->total;
    memcpy(cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_ledger_list_free(list);
    return FOCUS_OK;
}

static focus_status next_libraries(void *query, char cursor[FOCUS_CURSOR_SIZE], int64_t *out_count,
                                   int64_t *out_total)
{
    const focus_library_list *list = NULL;
    focus_status status =
        fuzz_typed(store, focus_library_list_page(store, *(uint32_t *)query, cursor, &list));

    if (status != FOCUS_OK)
        return status;
    *out_count = (int64_t)list->count;
    *out_total = list->total;
    memcpy(cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_library_list_free(list);
    return FOCUS_OK;
}

static focus_status next_tracks(void *query, char cursor[FOCUS_CURSOR_SIZE], int64_t *out_count,
                                int64_t *out_total)
{
    const focus_track_list *list = NULL;
    focus_status status = fuzz_typed(
        store, focus_track_list_page(store, &library, *(uint32_t *)query, cursor, &list));

    if (status != FOCUS_OK)
        return status;
    *out_count = (int64_t)list->count;
    *out_total = list->total;
    memcpy(cursor, list->next_cursor, FOCUS_CURSOR_SIZE);
    focus_track_list_free(list);
    return FOCUS_OK;
}

/* --- what an input asks ----------------------------------------------------------------------- */

/* The limit is none of the smallest, or the walk would be long. */
static void ask_sessions(fuzz_bytes *in, const char *cursor)
{
    char texts[3][128];
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.limit = 3 + fuzz_take_below(in, 40);
    filter.flags = fuzz_take_below(in, 4);
    filter.modes = fuzz_take_below(in, 8);
    filter.statuses = fuzz_take_below(in, 32);
    filter.has_days = (int32_t)fuzz_take_below(in, 3) - 1;
    filter.from_day = (int32_t)fuzz_take_int(in, 21900);
    filter.until_day = (int32_t)fuzz_take_int(in, 21915);
    filter.tag = fuzz_take_text(in, texts[0], sizeof(texts[0]));
    filter.project = fuzz_take_text(in, texts[1], sizeof(texts[1]));
    filter.text = fuzz_take_text(in, texts[2], sizeof(texts[2]));
    if (filter.has_days == 0 || filter.from_day <= filter.until_day)
        check_walk(next_sessions, &filter, cursor);
}

static void ask_for_prefix(const char *prefix)
{
    char whole[FOCUS_ID_TEXT_SIZE];
    focus_id id;
    focus_status status = fuzz_typed(store, focus_session_find(store, prefix, &id));

    fuzz_check(status == FOCUS_OK || status == FOCUS_E_INVALID || status == FOCUS_E_NOT_FOUND ||
               status == FOCUS_E_AMBIGUOUS);
    if (status != FOCUS_OK)
        return;
    focus_id_format(&id, whole);
    fuzz_check(focus_session_find(store, whole, &id) == FOCUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static next_page *const lists[] = {next_ledger, next_libraries, next_tracks};
    fuzz_bytes in = {data, size};
    char text[FOCUS_CURSOR_SIZE + 16];
    uint32_t what = fuzz_take_below(&in, 8);
    const char *said = fuzz_take_text(&in, text, sizeof(text));
    uint32_t limit = 1 + fuzz_take_below(&in, 50);

    prepare();
    if (what < 4)
        ask_sessions(&in, said);
    else if (what < 7)
        check_walk(lists[what - 4], &limit, said);
    else if (said != NULL)
        ask_for_prefix(said);
    return 0;
}
