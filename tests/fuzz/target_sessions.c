/*
 * target_sessions.c - callers' sessions as structs: texts of any bytes, lengths, instants and flags
 * at their limits, for every call that writes. Whatever is taken or refused, the doctor finds
 * nothing.
 */
#include "fuzz/import_case.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_ROOM = FOCUS_TEXT_MAX + 8, TAGS_ROOM = 4, STEPS_MAX = 24 };

const fuzz_target fuzz_target_here = {
    .name = "sessions",
    .rounds = 4,
    .round_size = 400,
    .size_max = 512,
};

/* A session of the caller, and the texts that it points to. */
typedef struct said {
    focus_session_input input;
    char texts[4][TEXT_ROOM];
    char tag_texts[TAGS_ROOM][FOCUS_TITLE_MAX + 8];
    const char *tags[FOCUS_TAGS_MAX + 1];
} said;

static focus_store *store;
static focus_id latest; /* written to last */

/* --- what is said ----------------------------------------------------------------------------- */

static void take_tags(fuzz_bytes *in, said *s)
{
    size_t count = fuzz_take_byte(in);

    count = count < 200 ? count % TAGS_ROOM : count % (FOCUS_TAGS_MAX + 2);
    for (size_t i = 0; i < TAGS_ROOM; i++)
        s->tag_texts[i][0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char *text = s->tag_texts[i % TAGS_ROOM];
        if (i < TAGS_ROOM)
            (void)fuzz_take_text(in, text, sizeof(s->tag_texts[0]));
        s->tags[i] = text;
    }
    s->input.tags = s->tags;
    s->input.tag_count = count;
}

static void take_said(fuzz_bytes *in, said *s)
{
    focus_session_input *input = &s->input;

    *input = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
    input->fields = (uint32_t)fuzz_take_number(in, 2) % (2 * FOCUS_FIELD_CONFIRMED);
    input->flags = fuzz_take_below(in, 4);
    input->mode = (int32_t)fuzz_take_below(in, 5) - 1;
    input->status = (int32_t)fuzz_take_below(in, 7) - 1;
    input->if_running = (int32_t)fuzz_take_below(in, 5) - 1;
    input->planned_ms = fuzz_take_int(in, 25 * FUZZ_MINUTE_MS);
    input->started_at_ms = fuzz_take_int(in, fuzz_surroundings.now_ms);
    input->ended_at_ms = fuzz_take_int(in, fuzz_surroundings.now_ms);
    input->title = fuzz_take_text(in, s->texts[0], TEXT_ROOM);
    input->project = fuzz_take_text(in, s->texts[1], TEXT_ROOM);
    input->task = fuzz_take_text(in, s->texts[2], TEXT_ROOM);
    input->note = fuzz_take_text(in, s->texts[3], TEXT_ROOM);
    take_tags(in, s);
}

/* --- what is done ----------------------------------------------------------------------------- */

static void keep_latest(const focus_session *session)
{
    if (session != NULL)
        latest = session->id;
    focus_session_free(session);
}

/* Start, add, edit, tag, untag. */
static focus_status say(fuzz_bytes *in, uint32_t verb, const focus_session **out)
{
    static said s;

    take_said(in, &s);
    switch (verb) {
    case 0:
        return focus_session_start(store, &s.input, out);
    case 1:
        return focus_session_add(store, &s.input, out);
    case 2:
        return focus_session_edit(store, &latest, &s.input, out);
    case 3:
        return focus_session_tag(store, &latest, s.tags, s.input.tag_count, out);
    }
    return focus_session_untag(store, &latest, s.tags, s.input.tag_count, out);
}

/* Pause, resume, complete, abandon, extend. */
static focus_status live(fuzz_bytes *in, uint32_t verb, const focus_session **out)
{
    char text[TEXT_ROOM];
    int64_t at_ms = fuzz_take_int(in, fuzz_surroundings.now_ms);
    const char *words = fuzz_take_text(in, text, sizeof(text));

    switch (verb) {
    case 0:
        return focus_session_pause(store, at_ms, words, out);
    case 1:
        return focus_session_resume(store, at_ms, out);
    case 2:
        return focus_session_complete(store, at_ms, words, out);
    case 3:
        return focus_session_abandon(store, at_ms, words, out);
    }
    return focus_session_extend(store, at_ms, out);
}

static focus_status set_settings(fuzz_bytes *in)
{
    focus_settings settings = {.struct_size = sizeof(settings)};

    fuzz_check(focus_settings_get(store, &settings) == FOCUS_OK);
    settings.day_start_minutes = (int32_t)fuzz_take_number(in, 2) % 1500;
    settings.expire_factor = (int32_t)fuzz_take_below(in, 5) - 1;
    settings.pause_limit_ms = fuzz_take_int(in, FUZZ_HOUR_MS);
    settings.focus_length_ms = fuzz_take_int(in, FUZZ_HOUR_MS);
    return focus_settings_set(store, &settings);
}

static focus_status take_or_bring_back(fuzz_bytes *in, const focus_session **out)
{
    if (fuzz_take_below(in, 2) == 0)
        return focus_session_delete(store, &latest);
    return focus_session_restore(store, &latest, out);
}

/* Clocks may go back; the calendar has an end. */
static void turn_clock(fuzz_bytes *in)
{
    int64_t now_ms = fuzz_take_int(in, fuzz_surroundings.now_ms);

    if (now_ms > 0 && now_ms <= INT64_C(253402300799999))
        fuzz_surroundings.now_ms = now_ms;
}

static void do_step(fuzz_bytes *in)
{
    const focus_session *session = NULL;
    uint32_t verb = fuzz_take_below(in, 14);
    focus_status status = FOCUS_OK;

    if (verb < 5)
        status = say(in, verb, &session);
    else if (verb < 10)
        status = live(in, verb - 5, &session);
    else if (verb == 10)
        status = take_or_bring_back(in, &session);
    else if (verb == 11)
        status = set_settings(in);
    else if (verb == 12)
        status = focus_sweep(store, NULL);
    else
        turn_clock(in);
    if (verb < 13)
        (void)fuzz_typed(store, status);
    fuzz_check(status == FOCUS_OK || session == NULL);
    keep_latest(session);
}

/* --- what must hold --------------------------------------------------------------------------- */

/* All that was taken can be read. */
static void read_all(void)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    const focus_session *running = NULL;
    focus_streak streak;
    focus_progress progress;
    focus_cycle cycle;
    focus_deadline deadline;
    focus_status status;

    filter.limit = 1000;
    fuzz_check(fuzz_typed(store, focus_session_list_page(store, &filter, &list)) == FOCUS_OK);
    focus_session_list_free(list);
    status = fuzz_typed(store, focus_session_running(store, &running));
    fuzz_check(status == FOCUS_OK || status == FOCUS_E_NOT_FOUND);
    focus_session_free(running);
    fuzz_check(focus_streak_get(store, &streak) == FOCUS_OK);
    fuzz_check(focus_progress_get(store, &progress) == FOCUS_OK);
    fuzz_check(focus_cycle_get(store, &cycle) == FOCUS_OK);
    fuzz_check(focus_next_deadline(store, &deadline) == FOCUS_OK);
}

/* Once nothing runs, all of it travels: to a store whose clock is behind none of it. */
static void check_travel(void)
{
    const focus_session *running = NULL;

    (void)fuzz_typed(store, focus_session_abandon(store, 0, NULL, NULL));
    (void)fuzz_typed(store, focus_session_running(store, &running));
    focus_session_free(running);
    if (running != NULL)
        return;
    fuzz_surroundings.now_ms = INT64_C(253402300799999);
    fuzz_check_round_trip(store);
}

/* One input in eight is committed, and the store is new for the next. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes in = {data, size};
    bool keeps = fuzz_take_below(&in, 8) == 0;

    fuzz_surroundings.now_ms = FUZZ_NOW_MS;
    if (store == NULL)
        store = fuzz_open_memory();
    latest = (focus_id){{0}};
    fuzz_check(keeps || focus_batch_begin(store) == FOCUS_OK);
    for (int step = 0; step < STEPS_MAX && in.left > 0; step++)
        do_step(&in);
    read_all();
    check_travel();
    fuzz_check_store(store);
    if (keeps) {
        focus_close(store);
        store = NULL;
    } else {
        fuzz_check(focus_batch_rollback(store) == FOCUS_OK);
    }
    return 0;
}
