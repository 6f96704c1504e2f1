/*
 * steps_around.c - steps on points, libraries, tracks and settings, and on what is around a store:
 * its clock, its zone, its batches, its user.
 */
#include "model/world.h"

#include <string.h>

/* --- points ----------------------------------------------------------------------------------- */

static focus_status foresee_points(const person *who, int32_t kind, uint32_t key, int64_t amount)
{
    if (amount < 1)
        return FOCUS_E_INVALID;
    if (who->used[kind][key])
        return FOCUS_DONE;
    if (kind == FOCUS_POINTS_SPEND && amount > progress_of(who).coins)
        return FOCUS_E_STATE;
    return FOCUS_OK;
}

void do_award(world *w)
{
    int32_t kind = FOCUS_POINTS_XP + (int32_t)dice(w, 3);
    uint32_t key = dice(w, KEYS);
    int64_t amount = dice(w, 2) == 0 ? (int64_t)dice(w, 40) - 1 : dice(w, 2000);
    bool spends = kind == FOCUS_POINTS_SPEND;
    person *who = me(w);
    focus_status expected = foresee_points(who, kind, key, amount);
    char text[16];

    (void)snprintf(text, sizeof(text), "key %u", (unsigned)key);
    if (spends)
        say_call(w, expected, "focus_points_spend(f->store, %lld, \"%s\", NULL)", (long long)amount,
                 text);
    else
        say_call(w, expected, "focus_points_award(f->store, %d, %lld, \"%s\", NULL)", (int)kind,
                 (long long)amount, text);
    if (expected == FOCUS_OK) {
        who->used[kind][key] = true;
        who->entries[who->entry_count++] = (twin_entry){
            .kind = kind,
            .key = (int32_t)key,
            .session = -1,
            .xp = kind == FOCUS_POINTS_XP ? amount : 0,
            .coins = kind == FOCUS_POINTS_COINS ? amount
                     : spends                   ? -amount
                                                : 0,
            .at_ms = w->f->now_ms,
        };
    }
    expect_status(w, spends ? CALL_points_spend : CALL_points_award,
                  spends ? focus_points_spend(w->f->store, amount, text, NULL)
                         : focus_points_award(w->f->store, kind, amount, text, NULL),
                  expected);
}

/* --- libraries -------------------------------------------------------------------------------- */

static twin_library *pick_library(const world *w, person *who)
{
    size_t at =
        pick_marked(w, 0, &who->libraries[0].mark, sizeof(twin_library), who->library_count);

    return who->library_count > 0 ? &who->libraries[at] : NULL;
}

static bool is_name_taken(const person *who, int32_t name, const twin_library *except)
{
    for (size_t i = 0; i < who->library_count; i++)
        if (who->libraries[i].name == name && &who->libraries[i] != except)
            return true;
    return false;
}

static void create_library(world *w, int32_t name, const char *text)
{
    person *who = me(w);
    twin_library *library = &who->libraries[who->library_count];
    focus_status expected = is_name_taken(who, name, NULL) ? FOCUS_E_EXISTS : FOCUS_OK;
    focus_id id;

    say_call(w, expected, "focus_library_create(f->store, \"%s\", NULL, &ids[%d])", text,
             w->variables);
    if (!expect_status(w, CALL_library_create, focus_library_create(w->f->store, text, NULL, &id),
                       expected) ||
        expected != FOCUS_OK)
        return;
    *library = (twin_library){.id = id, .mark = w->seed, .name = name};
    library->created_at_ms = w->f->now_ms;
    library->variable = w->variables++;
    who->library_count++;
}

static void delete_library(world *w, twin_library *library)
{
    person *who = me(w);
    focus_id id = library->id;
    size_t kept = 0;

    say_call(w, FOCUS_OK, "focus_library_delete(f->store, &ids[%d])", (int)library->variable);
    for (size_t i = 0; i < who->track_count; i++)
        if (memcmp(&who->tracks[i].library, &id, sizeof(id)) != 0)
            who->tracks[kept++] = who->tracks[i];
    who->track_count = kept;
    who->library_count--;
    memmove(library, library + 1,
            (size_t)(&who->libraries[who->library_count] - library) * sizeof(*library));
    expect_status(w, CALL_library_delete, focus_library_delete(w->f->store, &id), FOCUS_OK);
}

static void change_library(world *w, twin_library *library, int32_t name, const char *text)
{
    focus_status expected = is_name_taken(me(w), name, library) ? FOCUS_E_EXISTS : FOCUS_OK;
    int32_t is_favorite = (int32_t)dice(w, 2);

    if (dice(w, 2) == 0) {
        say_call(w, FOCUS_OK, "focus_library_set_favorite(f->store, &ids[%d], %d)",
                 (int)library->variable, (int)is_favorite);
        library->is_favorite = is_favorite;
        expect_status(w, CALL_library_set_favorite,
                      focus_library_set_favorite(w->f->store, &library->id, is_favorite), FOCUS_OK);
        return;
    }
    say_call(w, expected, "focus_library_rename(f->store, &ids[%d], \"%s\")",
             (int)library->variable, text);
    if (expected == FOCUS_OK)
        library->name = name;
    expect_status(w, CALL_library_rename, focus_library_rename(w->f->store, &library->id, text),
                  expected);
}

void do_library(world *w)
{
    person *who = me(w);
    twin_library *library = pick_library(w, who);
    int32_t name = (int32_t)dice(w, LIBRARIES_MAX);
    uint32_t what = dice(w, 6);
    char text[32];

    (void)snprintf(text, sizeof(text), "library %d", (int)name);
    if (library == NULL || (what < 3 && who->library_count < LIBRARIES_MAX))
        create_library(w, name, text);
    else if (what == 3)
        delete_library(w, library);
    else
        change_library(w, library, name, text);
}

/* --- tracks ----------------------------------------------------------------------------------- */

static twin_track *pick_track(const world *w, person *who, uint64_t salt)
{
    size_t at = pick_marked(w, salt, &who->tracks[0].mark, sizeof(twin_track), who->track_count);

    return who->track_count > 0 ? &who->tracks[at] : NULL;
}

static focus_track_input track_input(const twin_track *track)
{
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;

    input.title = title_words[track->title];
    input.duration_ms = track->duration_ms;
    return input;
}

static twin_track draw_track(world *w)
{
    twin_track track = {.mark = chance_next(&w->chance), .variable = -1};

    track.title = 1 + (int32_t)dice(w, WORDS - 1);
    track.duration_ms = dice(w, 2) == 0 ? 0 : (int64_t)dice(w, 600000);
    return track;
}

static const char *track_literal(const twin_track *track, char out_literal[TEXT_SIZE])
{
    char title[TEXT_SIZE / 2 + 1024];

    (void)snprintf(out_literal, TEXT_SIZE,
                   "{.struct_size = sizeof(focus_track_input), .title = %s, .duration_ms = %lld}",
                   quoted(title_words[track->title], title, sizeof(title)),
                   (long long)track->duration_ms);
    return out_literal;
}

static void append_track(person *who, const twin_library *library, twin_track track)
{
    track.library = library->id;
    who->tracks[who->track_count++] = track;
}

static void add_track(world *w, const twin_library *library)
{
    twin_track track = draw_track(w);
    focus_track_input input = track_input(&track);
    char literal[TEXT_SIZE];

    track.variable = w->variables++;
    say_call(w, FOCUS_OK, "focus_track_add(f->store, &ids[%d], &(focus_track_input)%s, &ids[%d])",
             (int)library->variable, track_literal(&track, literal), (int)track.variable);
    expect_status(w, CALL_track_add, focus_track_add(w->f->store, &library->id, &input, &track.id),
                  FOCUS_OK);
    append_track(me(w), library, track);
}

/* The call gives no ids: these tracks are listed, and moved past, but not spoken to. */
static void add_two_tracks(world *w, const twin_library *library)
{
    twin_track first = draw_track(w);
    twin_track second = draw_track(w);
    focus_track_input inputs[2] = {track_input(&first), track_input(&second)};
    char literals[2][TEXT_SIZE];

    say_call(w, FOCUS_OK,
             "focus_track_add_many(f->store, &ids[%d], (focus_track_input[]){%s, %s}, 2)",
             (int)library->variable, track_literal(&first, literals[0]),
             track_literal(&second, literals[1]));
    expect_status(w, CALL_track_add_many,
                  focus_track_add_many(w->f->store, &library->id, inputs, 2), FOCUS_OK);
    append_track(me(w), library, first);
    append_track(me(w), library, second);
}

static void edit_track(world *w, twin_track *track)
{
    twin_track drawn = draw_track(w);
    focus_track_input input = track_input(&drawn);
    char literal[TEXT_SIZE];

    track->title = drawn.title;
    track->duration_ms = drawn.duration_ms;
    say_call(w, FOCUS_OK, "focus_track_edit(f->store, &ids[%d], &(focus_track_input)%s)",
             (int)track->variable, track_literal(track, literal));
    expect_status(w, CALL_track_edit, focus_track_edit(w->f->store, &track->id, &input), FOCUS_OK);
}

static void take_track(person *who, const twin_track *track)
{
    size_t at = (size_t)(track - who->tracks);

    who->track_count--;
    memmove(&who->tracks[at], &who->tracks[at + 1],
            (who->track_count - at) * sizeof(who->tracks[0]));
}

/* before NULL: to the end. */
static void put_track(person *who, const twin_track *track, const focus_id *before)
{
    size_t at = who->track_count;

    for (size_t i = 0; before != NULL && i < who->track_count; i++)
        if (memcmp(&who->tracks[i].id, before, sizeof(*before)) == 0)
            at = i;
    memmove(&who->tracks[at + 1], &who->tracks[at],
            (who->track_count - at) * sizeof(who->tracks[0]));
    who->tracks[at] = *track;
    who->track_count++;
}

static void move_track(world *w, twin_track *track, const twin_track *before)
{
    person *who = me(w);
    twin_track moving = *track;
    focus_id before_id = before != NULL ? before->id : moving.id;
    focus_status expected = FOCUS_OK;

    if (before != NULL && memcmp(&before->library, &moving.library, sizeof(focus_id)) != 0)
        expected = FOCUS_E_INVALID;
    if (before == NULL)
        say_call(w, expected, "focus_track_move(f->store, &ids[%d], NULL)", (int)moving.variable);
    else
        say_call(w, expected, "focus_track_move(f->store, &ids[%d], &ids[%d])",
                 (int)moving.variable, (int)before->variable);
    if (expected == FOCUS_OK && before != track) {
        take_track(who, track);
        put_track(who, &moving, before != NULL ? &before_id : NULL);
    }
    expect_status(w, CALL_track_move,
                  focus_track_move(w->f->store, &moving.id, before != NULL ? &before_id : NULL),
                  expected);
}

static void delete_track(world *w, const twin_track *track)
{
    focus_id id = track->id;

    say_call(w, FOCUS_OK, "focus_track_delete(f->store, &ids[%d])", (int)track->variable);
    take_track(me(w), track);
    expect_status(w, CALL_track_delete, focus_track_delete(w->f->store, &id), FOCUS_OK);
}

void do_track(world *w)
{
    person *who = me(w);
    const twin_library *library = pick_library(w, who);
    twin_track *track = pick_track(w, who, 0);
    twin_track *other = pick_track(w, who, 1);
    uint32_t what = dice(w, 8);
    bool is_named = track != NULL && track->variable >= 0 && other->variable >= 0;

    if (library == NULL)
        return;
    if (is_named && what == 0)
        delete_track(w, track);
    else if (is_named && what == 1)
        edit_track(w, track);
    else if (is_named && what < 5)
        move_track(w, track, dice(w, 4) == 0 ? NULL : other);
    else if (what == 5)
        add_two_tracks(w, library);
    else
        add_track(w, library);
}

/* --- settings --------------------------------------------------------------------------------- */

static void draw_settings(world *w, focus_settings *settings)
{
    static const int64_t pause_limits_ms[] = {0, 10 * MINUTE_MS, HOUR_MS};

    settings->expire_factor = (int32_t)dice(w, 4);
    settings->pause_limit_ms = pause_limits_ms[dice(w, COUNT_OF(pause_limits_ms))];
    settings->focus_length_ms = (1 + dice(w, 50)) * MINUTE_MS;
    settings->break_length_ms = (1 + dice(w, 10)) * MINUTE_MS;
    settings->cycle_length = dice(w, 10) == 0 ? 0 : 1 + (int32_t)dice(w, 4);
    settings->day_start_minutes = dice(w, 2) == 0 ? 240 : (int32_t)dice(w, 1440);
    settings->daily_goal_ms = dice(w, 3) * HOUR_MS;
}

static void say_settings(world *w, const focus_settings *s, focus_status expected)
{
    say_call(
        w, expected,
        "focus_settings_set(f->store, &(focus_settings){.struct_size = sizeof(focus_settings),"
        " .focus_length_ms = %lld, .break_length_ms = %lld, .long_break_length_ms = %lld,"
        " .cycle_length = %d, .day_start_minutes = %d, .week_start = %d, .daily_goal_ms = %lld,"
        " .expire_factor = %d, .pause_limit_ms = %lld})",
        (long long)s->focus_length_ms, (long long)s->break_length_ms,
        (long long)s->long_break_length_ms, (int)s->cycle_length, (int)s->day_start_minutes,
        (int)s->week_start, (long long)s->daily_goal_ms, (int)s->expire_factor,
        (long long)s->pause_limit_ms);
}

void do_settings(world *w)
{
    person *who = me(w);
    focus_settings settings = who->settings;
    focus_status expected;

    draw_settings(w, &settings);
    expected = settings.cycle_length == 0 ? FOCUS_E_INVALID : FOCUS_OK;
    say_settings(w, &settings, expected);
    if (expected == FOCUS_OK)
        who->settings = settings;
    expect_status(w, CALL_settings_set, focus_settings_set(w->f->store, &settings), expected);
}

void do_cycle_reset(world *w)
{
    say_call(w, FOCUS_OK, "focus_cycle_reset(f->store)");
    me(w)->cycle_reset_at_ms = w->f->now_ms;
    expect_status(w, CALL_cycle_reset, focus_cycle_reset(w->f->store), FOCUS_OK);
}

/* --- the clock and the zone ------------------------------------------------------------------- */

/* No call may answer as if such a clock could be right. */
static void refuse_clock(world *w)
{
    const focus_session *session = NULL;
    focus_streak streak;
    focus_counters counters;

    say_call(w, FOCUS_E_INVALID, "focus_session_start(f->store, NULL, NULL)");
    expect_status(w, CALL_session_start, focus_session_start(w->f->store, NULL, NULL),
                  FOCUS_E_INVALID);
    say_call(w, FOCUS_E_INVALID, "focus_session_complete(f->store, 0, NULL, NULL)");
    expect_status(w, CALL_session_complete, focus_session_complete(w->f->store, 0, NULL, NULL),
                  FOCUS_E_INVALID);
    say_call(w, FOCUS_E_INVALID, "focus_sweep(f->store, NULL)");
    expect_status(w, CALL_sweep, focus_sweep(w->f->store, NULL), FOCUS_E_INVALID);
    reading(w, "assert_status(f->store, FOCUS_E_INVALID, "
               "focus_session_running(f->store, &session));");
    expect_status(w, CALL_session_running, focus_session_running(w->f->store, &session),
                  FOCUS_E_INVALID);
    expect_status(w, CALL_streak_get, focus_streak_get(w->f->store, &streak), FOCUS_E_INVALID);
    expect_status(w, CALL_counters_get, focus_counters_get(w->f->store, &counters),
                  FOCUS_E_INVALID);
}

void turn_clock(world *w, int64_t now_ms)
{
    int64_t before_ms = w->f->now_ms;

    w->jumps++;
    w->f->now_ms = now_ms;
    say(w, "f->now_ms = %lld;", (long long)now_ms);
    if (now_ms >= 1 && now_ms <= LAST_INSTANT_MS)
        return;
    refuse_clock(w);
    w->f->now_ms = before_ms;
    say(w, "f->now_ms = %lld;", (long long)before_ms);
}

void do_clock(world *w)
{
    static const int64_t jumps_ms[] = {1, 1000, MINUTE_MS, 7 * MINUTE_MS, HOUR_MS, 20 * HOUR_MS};
    int64_t by_ms = jumps_ms[dice(w, COUNT_OF(jumps_ms))] * (1 + dice(w, 5));

    if (dice(w, 6) == 0)
        by_ms = -(int64_t)dice(w, 40) * MINUTE_MS;
    turn_clock(w, w->f->now_ms + by_ms);
    if (dice(w, 8) != 0)
        return;
    w->f->utc_offset_s = ((int32_t)dice(w, 27) - 12) * 3600;
    say(w, "f->utc_offset_s = %d;", (int)w->f->utc_offset_s);
}

/* To shortly before or after the next change of the zone's clocks, or the end of a leap February. */
void do_clock_change(world *w)
{
    int64_t change_ms = zone_next_change_ms(w->f, w->zone, w->f->now_ms);
    int64_t by_ms = ((int64_t)dice(w, 240) - 120) * MINUTE_MS;

    if (change_ms == 0)
        change_ms = INT64_C(1835395200000); /* 2028-02-29T00:00Z */
    if (change_ms + by_ms > w->f->now_ms)
        turn_clock(w, change_ms + by_ms);
}

static void select_user(world *w, int user, focus_status expected)
{
    say_call(w, expected, "focus_user_select(f->store, \"%s\")", user_names[user]);
    expect_status(w, CALL_user_select, focus_user_select(w->f->store, user_names[user]), expected);
}

/* A batch that is open goes with its store. */
static void reopen(world *w, int zone)
{
    w->zone = zone;
    say(w, "use_zone(f, %d); /* %s */", zone, zone_name(zone));
    use_zone(w->f, zone);
    expect_status(w, CALL_open, FOCUS_OK, FOCUS_OK); /* or the fixture would have failed */
    if (w->in_batch)
        model_copy(w->now, &w->before_batch);
    w->in_batch = false;
    select_user(w, w->now->selected, FOCUS_OK);
}

void do_zone(world *w)
{
    reopen(w, (int)dice(w, ZONE_COUNT));
}

void do_reopen(world *w)
{
    reopen(w, w->zone);
}

/* --- batches and users ------------------------------------------------------------------------ */

static void begin_batch(world *w)
{
    focus_status expected = w->in_batch ? FOCUS_E_STATE : FOCUS_OK;

    say_call(w, expected, "focus_batch_begin(f->store)");
    expect_status(w, CALL_batch_begin, focus_batch_begin(w->f->store), expected);
    if (!w->in_batch)
        model_copy(&w->before_batch, w->now);
    w->in_batch = true;
}

void do_batch(world *w)
{
    bool keeps = dice(w, 2) == 0;
    focus_status expected = w->in_batch ? FOCUS_OK : FOCUS_E_STATE;

    if (dice(w, w->in_batch ? 6 : 2) == 0) {
        begin_batch(w);
        return;
    }
    say_call(w, expected,
             keeps ? "focus_batch_commit(f->store)" : "focus_batch_rollback(f->store)");
    if (w->in_batch && !keeps)
        model_copy(w->now, &w->before_batch);
    w->in_batch = false;
    expect_status(w, keeps ? CALL_batch_commit : CALL_batch_rollback,
                  keeps ? focus_batch_commit(w->f->store) : focus_batch_rollback(w->f->store),
                  expected);
}

void do_select(world *w)
{
    int other = (int)dice(w, USERS);

    select_user(w, other, w->in_batch ? FOCUS_E_STATE : FOCUS_OK);
    if (!w->in_batch)
        w->now->selected = other;
}
