/*
 * test_random.c - random calls on two users of a store, beside a naive model in memory.
 *
 * The model foresees the status of each call and what counters, wallet, pages and the running
 * session show after it. Each sequence has two new users, who are deleted after the count from
 * scratch that it ends with. FOCUS_SEED=n repeats the one that failed.
 */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    SEQUENCES = 300,
    STEPS = 60,
    FIRST_SEED = 20260302,
    USERS = 2,
    SESSIONS_MAX = 2 * STEPS,
    LIBRARIES_MAX = STEPS,
    TRACKS_MAX = STEPS,
    KEYS = 6
};

/* --- the model -------------------------------------------------------------------------------- */

typedef struct twin {
    focus_id id;
    int32_t mode, status;
    int64_t planned_ms; /* 0: open */
    int64_t started_at_ms, ended_at_ms;
    int64_t paused_ms;           /* closed pauses */
    int64_t pause_started_at_ms; /* of the open one */
    int64_t first_pause_at_ms, last_pause_end_ms;
    int64_t last_event_at_ms;
    int64_t expires_at_ms; /* 0: never */
    int64_t xp, coins;
    bool confirmed, deleted;
} twin;

typedef struct person {
    twin sessions[SESSIONS_MAX];
    size_t count;
    focus_id libraries[LIBRARIES_MAX];
    size_t library_count;
    focus_id tracks[TRACKS_MAX];
    size_t track_library[TRACKS_MAX];
    size_t track_count;
    int64_t xp, earned, spent;
    bool used[4][KEYS];
    int32_t expire_factor;
    int64_t pause_limit_ms;
    int64_t lengths_ms[FOCUS_MODE_COUNT];
} person;

typedef struct model {
    person users[USERS];
    int selected;
} model;

typedef struct world {
    fixture *f;
    model now;
    model before_batch;
    bool in_batch;
    uint64_t seed;
    uint64_t random;
    int step;
    char log[STEPS][96];
} world;

static const char *const user_names[USERS] = {"one", "another"};

static person *me(world *w)
{
    return &w->now.users[w->now.selected];
}

static uint32_t dice(world *w, uint32_t sides)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (uint32_t)((w->random >> 16) % sides);
}

/* --- telling what happened -------------------------------------------------------------------- */

static void tell(const world *w)
{
    print_error("FOCUS_SEED=%llu repeats this:\n", (unsigned long long)w->seed);
    for (int i = 0; i <= w->step && i < STEPS; i++)
        print_error("  %2d %s\n", i, w->log[i]);
    print_error("  last error: %s\n", focus_last_error(w->f->store)->message);
}

static void expect_same(const world *w, const char *what, int64_t got, int64_t expected)
{
    if (got == expected)
        return;
    tell(w);
    fail_msg("%s is %lld, expected %lld", what, (long long)got, (long long)expected);
}

static void expect_status(world *w, focus_status got, focus_status expected)
{
    size_t size = strlen(w->log[w->step]);

    (void)snprintf(w->log[w->step] + size, sizeof(w->log[0]) - size, " -> %s",
                   focus_status_name(got));
    if (got == expected)
        return;
    tell(w);
    fail_msg("%s, expected %s", focus_status_name(got), focus_status_name(expected));
}

#define NOTE(w, ...) ((void)snprintf((w)->log[(w)->step], sizeof((w)->log[0]), __VA_ARGS__))

/* --- rules, said once more -------------------------------------------------------------------- */

static bool is_running(const twin *s)
{
    return s->status == FOCUS_SESSION_ACTIVE || s->status == FOCUS_SESSION_PAUSED;
}

static bool is_overdue(const twin *s, int64_t now_ms)
{
    return is_running(s) && s->expires_at_ms != 0 && now_ms >= s->expires_at_ms;
}

static bool is_implausible(const twin *s)
{
    return !is_running(s) && !s->confirmed && s->ended_at_ms - s->started_at_ms > DAY_MS;
}

static void set_expiry(const person *who, twin *s)
{
    s->expires_at_ms = 0;
    if (s->status == FOCUS_SESSION_PAUSED && who->pause_limit_ms > 0)
        s->expires_at_ms = s->pause_started_at_ms + who->pause_limit_ms;
    if (s->status == FOCUS_SESSION_ACTIVE && who->expire_factor > 0 && s->planned_ms > 0)
        s->expires_at_ms = s->started_at_ms + who->expire_factor * s->planned_ms + s->paused_ms;
    if (s->expires_at_ms != 0 && s->expires_at_ms < s->last_event_at_ms)
        s->expires_at_ms = s->last_event_at_ms;
}

static void close_pause(twin *s, int64_t at_ms)
{
    if (s->status != FOCUS_SESSION_PAUSED)
        return;
    s->paused_ms += at_ms - s->pause_started_at_ms;
    s->last_pause_end_ms = at_ms;
}

static void end(twin *s, int32_t status, int64_t at_ms)
{
    close_pause(s, at_ms);
    s->status = status;
    s->ended_at_ms = at_ms;
    s->expires_at_ms = 0;
}

/* As a reader sees it at the clock. */
static twin view(const twin *s, int64_t now_ms)
{
    twin seen = *s;

    if (is_overdue(s, now_ms))
        end(&seen, FOCUS_SESSION_EXPIRED, s->expires_at_ms);
    return seen;
}

static int64_t active_ms(const twin *s, int64_t now_ms)
{
    int64_t until_ms = now_ms > s->last_event_at_ms ? now_ms : s->last_event_at_ms;

    if (s->status == FOCUS_SESSION_PAUSED)
        until_ms = s->pause_started_at_ms;
    if (!is_running(s))
        until_ms = s->ended_at_ms;
    return until_ms - s->started_at_ms - s->paused_ms;
}

static void pay(person *who, twin *s)
{
    int64_t paid_ms = active_ms(s, 0);
    int64_t minutes;

    if (s->planned_ms > 0 && paid_ms > s->planned_ms)
        paid_ms = s->planned_ms;
    minutes = paid_ms / MINUTE_MS;
    if (s->status != FOCUS_SESSION_COMPLETED || is_implausible(s) || minutes < 1)
        return;
    s->xp = s->mode == FOCUS_MODE_FOCUS ? (minutes > 5 ? minutes : 5) : 1 + s->mode;
    s->coins = s->mode == FOCUS_MODE_FOCUS ? (minutes / 5 > 2 ? minutes / 5 : 2) : s->mode - 1;
    who->xp += s->xp;
    who->earned += s->coins;
}

static int64_t sweep(model *m, int64_t now_ms)
{
    int64_t count = 0;

    for (int u = 0; u < USERS; u++)
        for (size_t i = 0; i < m->users[u].count; i++) {
            twin *s = &m->users[u].sessions[i];
            if (s->deleted || !is_overdue(s, now_ms))
                continue;
            end(s, FOCUS_SESSION_EXPIRED, s->expires_at_ms);
            count++;
        }
    return count;
}

static twin *find_running(person *who)
{
    for (size_t i = 0; i < who->count; i++)
        if (!who->sessions[i].deleted && is_running(&who->sessions[i]))
            return &who->sessions[i];
    return NULL;
}

static bool is_taken(const person *who, const twin *except, int64_t from_ms, int64_t until_ms)
{
    for (size_t i = 0; i < who->count; i++) {
        const twin *s = &who->sessions[i];
        if (s != except && !s->deleted && !is_implausible(s) && s->started_at_ms < until_ms &&
            (is_running(s) || s->ended_at_ms > from_ms))
            return true;
    }
    return false;
}

/* --- calls on the running session ------------------------------------------------------------- */

/* 0 is now, or the session's last event when the clock has stepped back behind it. */
static int64_t instant_for(const twin *s, int64_t said_ms, int64_t now_ms)
{
    if (said_ms != 0)
        return said_ms;
    return s != NULL && s->last_event_at_ms > now_ms ? s->last_event_at_ms : now_ms;
}

static focus_status foresee_start(world *w, const focus_session_input *input, model *after,
                                  twin *out)
{
    person *who = &after->users[after->selected];
    int64_t now_ms = w->f->now_ms;
    int64_t at_ms = input->started_at_ms != 0 ? input->started_at_ms : now_ms;
    twin *running = NULL;

    (void)sweep(after, now_ms);
    running = find_running(who);
    if (running != NULL && input->if_running == FOCUS_IF_RUNNING_FAIL)
        return FOCUS_E_STATE;
    if (running != NULL && input->started_at_ms != 0 && at_ms < running->last_event_at_ms)
        return FOCUS_E_INVALID;
    if (running != NULL) {
        end(running,
            input->if_running == FOCUS_IF_RUNNING_ABANDON ? FOCUS_SESSION_ABANDONED
                                                          : FOCUS_SESSION_COMPLETED,
            instant_for(running, input->started_at_ms, now_ms));
        pay(who, running);
    }
    if (input->started_at_ms != 0 && at_ms < now_ms && is_taken(who, NULL, at_ms, now_ms))
        return FOCUS_E_OVERLAP;
    *out = (twin){.mode = input->mode, .started_at_ms = at_ms, .last_event_at_ms = at_ms};
    out->planned_ms = input->planned_ms == 0 ? who->lengths_ms[input->mode] : input->planned_ms;
    if (input->planned_ms == FOCUS_PLANNED_OPEN)
        out->planned_ms = 0;
    set_expiry(who, out);
    return is_overdue(out, now_ms) ? FOCUS_E_INVALID : FOCUS_OK;
}

static void do_start(world *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    model after = w->now;
    twin s = {0};
    focus_status expected;

    input.mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input.if_running = (int32_t)dice(w, 3);
    if (dice(w, 3) == 0)
        input.planned_ms = dice(w, 4) == 0 ? FOCUS_PLANNED_OPEN : (1 + dice(w, 3600)) * 1000;
    if (dice(w, 4) == 0)
        input.started_at_ms = w->f->now_ms - dice(w, 40) * MINUTE_MS;
    NOTE(w, "start mode %d, plan %lld, %lld ms ago, if running %d", (int)input.mode,
         (long long)input.planned_ms,
         (long long)(input.started_at_ms != 0 ? w->f->now_ms - input.started_at_ms : 0),
         (int)input.if_running);
    expected = foresee_start(w, &input, &after, &s);
    expect_status(w, focus_session_start(w->f->store, &input, &session), expected);
    if (expected != FOCUS_OK)
        return;
    s.id = session->id;
    focus_session_free(session);
    w->now = after;
    me(w)->sessions[me(w)->count++] = s;
}

/* What the four calls on a running session share. NULL: the status is not FOCUS_OK. */
static twin *foresee_event(model *after, int64_t now_ms, focus_status *out)
{
    twin *running = NULL;

    (void)sweep(after, now_ms);
    running = find_running(&after->users[after->selected]);
    *out = running != NULL ? FOCUS_OK : FOCUS_E_NOT_FOUND;
    return running;
}

static int64_t some_instant(world *w)
{
    return dice(w, 3) == 0 ? w->f->now_ms - dice(w, 600) * 1000 : 0;
}

static void do_pause_or_resume(world *w)
{
    bool pauses = dice(w, 2) == 0;
    int64_t said_ms = some_instant(w);
    model after = w->now;
    focus_status expected;
    twin *s = foresee_event(&after, w->f->now_ms, &expected);
    int64_t at_ms = instant_for(s, said_ms, w->f->now_ms);

    NOTE(w, "%s %lld ms ago", pauses ? "pause" : "resume", (long long)(w->f->now_ms - at_ms));
    if (s != NULL && s->status != (pauses ? FOCUS_SESSION_ACTIVE : FOCUS_SESSION_PAUSED))
        expected = FOCUS_E_STATE;
    else if (s != NULL && at_ms < s->last_event_at_ms)
        expected = FOCUS_E_INVALID;
    expect_status(w,
                  pauses ? focus_session_pause(w->f->store, said_ms, "why", NULL)
                         : focus_session_resume(w->f->store, said_ms, NULL),
                  expected);
    if (expected != FOCUS_OK || s == NULL)
        return;
    close_pause(s, at_ms);
    s->status = pauses ? FOCUS_SESSION_PAUSED : FOCUS_SESSION_ACTIVE;
    if (pauses)
        s->pause_started_at_ms = at_ms;
    if (pauses && s->first_pause_at_ms == 0)
        s->first_pause_at_ms = at_ms;
    s->last_event_at_ms = at_ms;
    set_expiry(&after.users[after.selected], s);
    w->now = after;
}

static void do_end(world *w)
{
    bool completes = dice(w, 3) != 0;
    int64_t said_ms = some_instant(w);
    model after = w->now;
    focus_status expected;
    twin *s = foresee_event(&after, w->f->now_ms, &expected);
    int64_t at_ms = instant_for(s, said_ms, w->f->now_ms);
    const focus_session *session = NULL;

    NOTE(w, "%s %lld ms ago", completes ? "complete" : "abandon",
         (long long)(w->f->now_ms - at_ms));
    if (s != NULL && at_ms < s->last_event_at_ms)
        expected = FOCUS_E_INVALID;
    expect_status(w,
                  completes ? focus_session_complete(w->f->store, said_ms, NULL, &session)
                            : focus_session_abandon(w->f->store, said_ms, "note", &session),
                  expected);
    if (expected != FOCUS_OK || s == NULL)
        return;
    end(s, completes ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED, at_ms);
    pay(&after.users[after.selected], s);
    expect_same(w, "active_ms", session->active_ms, active_ms(s, 0));
    expect_same(w, "xp of the session", session->xp, s->xp);
    expect_same(w, "coins of the session", session->coins, s->coins);
    focus_session_free(session);
    w->now = after;
}

static void do_extend(world *w)
{
    int64_t by_ms = ((int64_t)dice(w, 41) - 20) * MINUTE_MS;
    model after = w->now;
    focus_status expected;
    twin *s = foresee_event(&after, w->f->now_ms, &expected);

    NOTE(w, "extend by %lld ms", (long long)by_ms);
    if (s != NULL && s->planned_ms == 0) {
        expected = FOCUS_E_STATE;
    } else if (s != NULL && (s->planned_ms + by_ms < 1000 || s->planned_ms + by_ms > DAY_MS)) {
        expected = FOCUS_E_INVALID;
    } else if (s != NULL) {
        s->planned_ms += by_ms;
        set_expiry(&after.users[after.selected], s);
        expected = is_overdue(s, w->f->now_ms) ? FOCUS_E_INVALID : FOCUS_OK;
    }
    expect_status(w, focus_session_extend(w->f->store, by_ms, NULL), expected);
    if (expected == FOCUS_OK)
        w->now = after;
}

static void do_sweep(world *w)
{
    int64_t count = -1;
    int64_t expected = sweep(&w->now, w->f->now_ms);

    NOTE(w, "sweep");
    expect_status(w, focus_sweep(w->f->store, &count), FOCUS_OK);
    expect_same(w, "swept", count, expected);
}

/* --- calls on history ------------------------------------------------------------------------- */

static void do_add(world *w)
{
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    model after = w->now;
    person *who = &after.users[after.selected];
    focus_status expected = FOCUS_OK;
    bool taken = false;
    twin s = {0};

    input.mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input.status = dice(w, 3) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input.ended_at_ms = w->f->now_ms - (int64_t)dice(w, 10 * 24 * 60) * MINUTE_MS;
    input.started_at_ms =
        input.ended_at_ms - (dice(w, 6) == 0 ? 25 * HOUR_MS : dice(w, 180) * MINUTE_MS);
    if (dice(w, 12) == 0)
        input.ended_at_ms = w->f->now_ms + 1;
    input.flags = (dice(w, 4) != 0 ? FOCUS_INPUT_ALLOW_OVERLAP : 0u) |
                  (dice(w, 2) == 0 ? FOCUS_INPUT_REWARD : 0u);
    NOTE(w, "add %lld ms, ended %lld ms ago, flags %u",
         (long long)(input.ended_at_ms - input.started_at_ms),
         (long long)(w->f->now_ms - input.ended_at_ms), (unsigned)input.flags);
    (void)sweep(&after, w->f->now_ms);
    if (input.ended_at_ms <= input.started_at_ms || input.ended_at_ms > w->f->now_ms)
        expected = FOCUS_E_INVALID;
    else if ((input.flags & FOCUS_INPUT_ALLOW_OVERLAP) == 0 &&
             is_taken(who, NULL, input.started_at_ms, input.ended_at_ms))
        expected = FOCUS_E_OVERLAP;
    expect_status(w, focus_session_add(w->f->store, &input, &session), expected);
    if (expected != FOCUS_OK)
        return;
    taken = is_taken(who, NULL, input.started_at_ms, input.ended_at_ms);
    s = (twin){.id = session->id, .mode = input.mode, .status = input.status};
    s.started_at_ms = input.started_at_ms;
    s.ended_at_ms = input.ended_at_ms;
    focus_session_free(session);
    if ((input.flags & FOCUS_INPUT_REWARD) != 0 && !taken)
        pay(who, &s);
    who->sessions[who->count++] = s;
    w->now = after;
}

/* Any of the user's sessions, deleted ones too, as it is after the sweep a call begins with. */
static twin *pick(world *w, model *after)
{
    person *who = &after->users[after->selected];

    (void)sweep(after, w->f->now_ms);
    return who->count > 0 ? &who->sessions[dice(w, (uint32_t)who->count)] : NULL;
}

static focus_status foresee_edit(const twin *s, const focus_session_input *input)
{
    if (s->deleted)
        return FOCUS_E_STATE;
    if (is_running(s) && (input->fields & (FOCUS_FIELD_STATUS | FOCUS_FIELD_ENDED_AT)) != 0)
        return FOCUS_E_STATE;
    if ((input->fields & FOCUS_FIELD_ENDED_AT) != 0 && s->first_pause_at_ms != 0 &&
        (s->first_pause_at_ms < input->started_at_ms || s->last_pause_end_ms > input->ended_at_ms))
        return FOCUS_E_INVALID;
    return FOCUS_OK;
}

static void do_edit(world *w)
{
    static const uint32_t fields[] = {FOCUS_FIELD_TITLE, FOCUS_FIELD_MODE, FOCUS_FIELD_STATUS,
                                      FOCUS_FIELD_CONFIRMED,
                                      FOCUS_FIELD_STARTED_AT | FOCUS_FIELD_ENDED_AT};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    model after = w->now;
    twin *s = pick(w, &after);
    focus_status expected;

    NOTE(w, "edit nothing");
    if (s == NULL)
        return;
    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.fields = fields[dice(w, COUNT_OF(fields))];
    input.title = "edited";
    input.mode = (int32_t)dice(w, FOCUS_MODE_COUNT);
    input.status = dice(w, 2) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input.ended_at_ms = w->f->now_ms - dice(w, 3000) * MINUTE_MS;
    input.started_at_ms = input.ended_at_ms - (1 + dice(w, 1600)) * MINUTE_MS;
    expected = foresee_edit(s, &input);
    NOTE(w, "edit fields 0x%x", (unsigned)input.fields);
    expect_status(w, focus_session_edit(w->f->store, &s->id, &input, NULL), expected);
    if (expected != FOCUS_OK)
        return;
    if ((input.fields & FOCUS_FIELD_MODE) != 0)
        s->mode = input.mode;
    if ((input.fields & FOCUS_FIELD_STATUS) != 0)
        s->status = input.status;
    if ((input.fields & FOCUS_FIELD_CONFIRMED) != 0)
        s->confirmed = true;
    if ((input.fields & FOCUS_FIELD_ENDED_AT) != 0) {
        s->started_at_ms = input.started_at_ms;
        s->ended_at_ms = input.ended_at_ms;
    }
    w->now = after;
}

static void do_tag(world *w)
{
    static const char *const tags[] = {"one", "two", "three"};
    model after = w->now;
    const twin *s = pick(w, &after);
    size_t count = dice(w, 4);
    bool adds = dice(w, 3) != 0;
    focus_status expected;

    NOTE(w, "%s %zu", adds ? "tag" : "untag", count);
    if (s == NULL)
        return;
    expected = s->deleted ? FOCUS_E_STATE : FOCUS_OK;
    expect_status(w,
                  adds ? focus_session_tag(w->f->store, &s->id, tags, count, NULL)
                       : focus_session_untag(w->f->store, &s->id, tags, count, NULL),
                  expected);
    if (expected == FOCUS_OK)
        w->now = after;
}

static void do_delete_or_restore(world *w)
{
    model after = w->now;
    twin *s = pick(w, &after);
    bool deletes = dice(w, 2) == 0;
    focus_status expected = FOCUS_OK;

    NOTE(w, "%s", deletes ? "delete" : "restore");
    if (s == NULL)
        return;
    if (s->deleted == deletes ||
        (!deletes && is_running(s) && find_running(&after.users[after.selected]) != NULL))
        expected = FOCUS_E_STATE;
    expect_status(w,
                  deletes ? focus_session_delete(w->f->store, &s->id)
                          : focus_session_restore(w->f->store, &s->id, NULL),
                  expected);
    if (expected != FOCUS_OK)
        return;
    s->deleted = deletes;
    w->now = after;
}

/* --- points, libraries, settings -------------------------------------------------------------- */

static void do_points(world *w)
{
    int32_t kind = FOCUS_POINTS_XP + (int32_t)dice(w, 3);
    uint32_t key = dice(w, KEYS);
    int64_t amount = (int64_t)dice(w, 40) - 1;
    char text[16];
    person *who = me(w);
    focus_status expected = FOCUS_OK;

    (void)snprintf(text, sizeof(text), "key %u", (unsigned)key);
    NOTE(w, "points kind %d, %lld, %s", (int)kind, (long long)amount, text);
    if (amount < 1)
        expected = FOCUS_E_INVALID;
    else if (who->used[kind][key])
        expected = FOCUS_DONE;
    else if (kind == FOCUS_POINTS_SPEND && amount > who->earned - who->spent)
        expected = FOCUS_E_STATE;
    expect_status(w,
                  kind == FOCUS_POINTS_SPEND
                      ? focus_points_spend(w->f->store, amount, text, NULL)
                      : focus_points_award(w->f->store, kind, amount, text, NULL),
                  expected);
    if (expected != FOCUS_OK)
        return;
    who->used[kind][key] = true;
    who->xp += kind == FOCUS_POINTS_XP ? amount : 0;
    who->earned += kind == FOCUS_POINTS_COINS ? amount : 0;
    who->spent += kind == FOCUS_POINTS_SPEND ? amount : 0;
}

static void forget_track(person *who, size_t at)
{
    who->track_count--;
    who->tracks[at] = who->tracks[who->track_count];
    who->track_library[at] = who->track_library[who->track_count];
}

static void delete_library(world *w, size_t at)
{
    person *who = me(w);

    expect_status(w, focus_library_delete(w->f->store, &who->libraries[at]), FOCUS_OK);
    for (size_t i = who->track_count; i-- > 0;)
        if (who->track_library[i] == at)
            forget_track(who, i);
    who->library_count--;
    who->libraries[at] = who->libraries[who->library_count];
    for (size_t i = 0; i < who->track_count; i++)
        if (who->track_library[i] == who->library_count)
            who->track_library[i] = at;
}

static void do_library(world *w)
{
    person *who = me(w);
    char name[32];
    size_t at;

    if (who->library_count > 0 && dice(w, 4) == 0) {
        NOTE(w, "delete library");
        delete_library(w, dice(w, (uint32_t)who->library_count));
        return;
    }
    if (who->library_count > 0 && dice(w, 2) == 0) {
        at = dice(w, (uint32_t)who->library_count);
        NOTE(w, "favourite library");
        expect_status(w, focus_library_set_favorite(w->f->store, &who->libraries[at], 1), FOCUS_OK);
        return;
    }
    (void)snprintf(name, sizeof(name), "library %d", w->step);
    NOTE(w, "create %s", name);
    expect_status(
        w, focus_library_create(w->f->store, name, NULL, &who->libraries[who->library_count]),
        FOCUS_OK);
    who->library_count++;
}

static void do_track(world *w)
{
    person *who = me(w);
    focus_track_input input = FOCUS_TRACK_INPUT_INIT;
    size_t a = who->track_count > 0 ? dice(w, (uint32_t)who->track_count) : 0;
    size_t b = who->track_count > 0 ? dice(w, (uint32_t)who->track_count) : 0;

    input.title = "a track";
    if (who->track_count > 0 && dice(w, 4) == 0) {
        NOTE(w, "delete track");
        expect_status(w, focus_track_delete(w->f->store, &who->tracks[a]), FOCUS_OK);
        forget_track(who, a);
    } else if (who->track_count > 0 && dice(w, 2) == 0) {
        NOTE(w, "move track");
        expect_status(w, focus_track_move(w->f->store, &who->tracks[a], &who->tracks[b]),
                      who->track_library[a] == who->track_library[b] ? FOCUS_OK : FOCUS_E_INVALID);
    } else if (who->library_count > 0) {
        size_t library = dice(w, (uint32_t)who->library_count);
        NOTE(w, "add track");
        expect_status(w,
                      focus_track_add(w->f->store, &who->libraries[library], &input,
                                      &who->tracks[who->track_count]),
                      FOCUS_OK);
        who->track_library[who->track_count++] = library;
    } else {
        NOTE(w, "add no track");
    }
}

static void do_settings(world *w)
{
    static const int64_t pause_limits_ms[] = {0, 10 * MINUTE_MS, HOUR_MS};
    focus_settings settings = {.struct_size = sizeof(settings)};
    person *who = me(w);

    NOTE(w, "settings");
    expect_status(w, focus_settings_get(w->f->store, &settings), FOCUS_OK);
    who->expire_factor = (int32_t)dice(w, 4);
    who->pause_limit_ms = pause_limits_ms[dice(w, COUNT_OF(pause_limits_ms))];
    who->lengths_ms[FOCUS_MODE_FOCUS] = (1 + dice(w, 50)) * MINUTE_MS;
    settings.expire_factor = who->expire_factor;
    settings.pause_limit_ms = who->pause_limit_ms;
    settings.focus_length_ms = who->lengths_ms[FOCUS_MODE_FOCUS];
    settings.day_start_minutes = (int32_t)dice(w, 1440);
    expect_status(w, focus_settings_set(w->f->store, &settings), FOCUS_OK);
}

/* --- surroundings ----------------------------------------------------------------------------- */

static void do_clock(world *w)
{
    static const int64_t jumps_ms[] = {1, 1000, MINUTE_MS, 7 * MINUTE_MS, HOUR_MS, 20 * HOUR_MS};
    int64_t by_ms = jumps_ms[dice(w, COUNT_OF(jumps_ms))] * (1 + dice(w, 5));

    if (dice(w, 6) == 0)
        by_ms = -(int64_t)dice(w, 40) * MINUTE_MS;
    if (dice(w, 8) == 0)
        w->f->utc_offset_s = ((int32_t)dice(w, 27) - 12) * 3600;
    NOTE(w, "clock %+lld ms, offset %d", (long long)by_ms, (int)w->f->utc_offset_s);
    pass(w->f, by_ms);
}

static void do_batch(world *w)
{
    bool keeps = dice(w, 2) == 0;
    focus_status none = w->in_batch ? FOCUS_OK : FOCUS_E_STATE;

    if (dice(w, w->in_batch ? 6 : 2) == 0) {
        NOTE(w, "begin a batch");
        expect_status(w, focus_batch_begin(w->f->store), w->in_batch ? FOCUS_E_STATE : FOCUS_OK);
        if (!w->in_batch)
            w->before_batch = w->now;
        w->in_batch = true;
        return;
    }
    NOTE(w, "%s the batch", keeps ? "commit" : "roll back");
    expect_status(w, keeps ? focus_batch_commit(w->f->store) : focus_batch_rollback(w->f->store),
                  none);
    if (w->in_batch && !keeps)
        w->now = w->before_batch;
    w->in_batch = false;
}

static void do_select(world *w)
{
    int other = (int)dice(w, USERS);

    NOTE(w, "select %s", user_names[other]);
    expect_status(w, focus_user_select(w->f->store, user_names[other]),
                  w->in_batch ? FOCUS_E_STATE : FOCUS_OK);
    if (!w->in_batch)
        w->now.selected = other;
}

/* --- what readers must see -------------------------------------------------------------------- */

static void check_running(world *w)
{
    const focus_session *session = NULL;
    const twin *running = find_running(me(w));
    focus_status status = focus_session_running(w->f->store, &session);

    if (running != NULL && is_overdue(running, w->f->now_ms))
        running = NULL;
    expect_same(w, "status of running", status, running != NULL ? FOCUS_OK : FOCUS_E_NOT_FOUND);
    if (running == NULL)
        return;
    expect_same(w, "the running id", memcmp(&session->id, &running->id, sizeof(focus_id)), 0);
    expect_same(w, "its status", session->status, running->status);
    expect_same(w, "its active_ms", session->active_ms, active_ms(running, w->f->now_ms));
    expect_same(w, "its expires_at_ms", session->expires_at_ms, running->expires_at_ms);
    if (running->planned_ms > 0)
        expect_same(w, "its remaining_ms", session->remaining_ms,
                    running->planned_ms - active_ms(running, w->f->now_ms));
    focus_session_free(session);
}

static void check_modes(world *w, const focus_mode_counts *got)
{
    const person *who = me(w);

    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++) {
        int64_t by_status[FOCUS_SESSION_STATUS_COUNT] = {0};
        int64_t confirmed_ms = 0;
        int64_t unconfirmed_ms = 0;
        for (size_t i = 0; i < who->count; i++) {
            twin s = view(&who->sessions[i], w->f->now_ms);
            if (s.deleted || s.mode != mode)
                continue;
            by_status[s.status]++;
            if (is_running(&s))
                continue;
            if (s.status == FOCUS_SESSION_EXPIRED || is_implausible(&s))
                unconfirmed_ms += active_ms(&s, 0);
            else
                confirmed_ms += active_ms(&s, 0);
        }
        expect_same(w, "active", got[mode].active, by_status[FOCUS_SESSION_ACTIVE]);
        expect_same(w, "paused", got[mode].paused, by_status[FOCUS_SESSION_PAUSED]);
        expect_same(w, "completed", got[mode].completed, by_status[FOCUS_SESSION_COMPLETED]);
        expect_same(w, "abandoned", got[mode].abandoned, by_status[FOCUS_SESSION_ABANDONED]);
        expect_same(w, "expired", got[mode].expired, by_status[FOCUS_SESSION_EXPIRED]);
        expect_same(w, "active_ms", got[mode].active_ms, confirmed_ms);
        expect_same(w, "unconfirmed_ms", got[mode].unconfirmed_ms, unconfirmed_ms);
    }
}

static void check_figures(world *w)
{
    const person *who = me(w);
    focus_counters counters;
    focus_stats stats;
    int64_t deleted = 0;

    expect_same(w, "counters", focus_counters_get(w->f->store, &counters), FOCUS_OK);
    check_modes(w, counters.modes);
    for (size_t i = 0; i < who->count; i++)
        deleted += who->sessions[i].deleted;
    expect_same(w, "deleted", counters.deleted, deleted);
    expect_same(w, "sessions", counters.sessions, (int64_t)who->count - deleted);
    expect_same(w, "libraries", counters.libraries, (int64_t)who->library_count);
    expect_same(w, "tracks", counters.tracks, (int64_t)who->track_count);
    expect_same(w, "xp", counters.xp, who->xp);
    expect_same(w, "coins earned", counters.coins_earned, who->earned);
    expect_same(w, "coins spent", counters.coins_spent, who->spent);
    expect_same(w, "stats", focus_stats_get(w->f->store, INT32_MIN, INT32_MAX, &stats), FOCUS_OK);
    check_modes(w, stats.modes);
}

static const twin *twin_of(world *w, const focus_id *id)
{
    const person *who = me(w);

    for (size_t i = 0; i < who->count; i++)
        if (memcmp(&who->sessions[i].id, id, sizeof(*id)) == 0)
            return &who->sessions[i];
    tell(w);
    fail_msg("a session is listed that the model does not know");
    return NULL;
}

static void check_history(world *w)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    int64_t last_ms = INT64_MAX;

    filter.limit = 1000;
    expect_same(w, "list", focus_session_list_page(w->f->store, &filter, &list), FOCUS_OK);
    expect_same(w, "total", list->total, (int64_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        const focus_session *got = list->items[i];
        twin s = view(twin_of(w, &got->id), w->f->now_ms);
        expect_same(w, "deleted", s.deleted, 0);
        expect_same(w, "mode", got->mode, s.mode);
        expect_same(w, "status", got->status, s.status);
        expect_same(w, "start", got->started_at_ms, s.started_at_ms);
        expect_same(w, "end", got->ended_at_ms, s.ended_at_ms);
        expect_same(w, "active_ms", got->active_ms, active_ms(&s, w->f->now_ms));
        expect_same(w, "xp", got->xp, s.xp);
        expect_same(w, "implausible", (got->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0,
                    is_implausible(&s));
        expect_same(w, "out of order", got->started_at_ms > last_ms, 0);
        last_ms = got->started_at_ms;
    }
    focus_session_list_free(list);
}

/* --- sequences -------------------------------------------------------------------------------- */

static void (*const calls[])(world *) = {
    do_start,
    do_start,
    do_pause_or_resume,
    do_pause_or_resume,
    do_pause_or_resume,
    do_end,
    do_end,
    do_extend,
    do_sweep,
    do_add,
    do_add,
    do_edit,
    do_edit,
    do_tag,
    do_delete_or_restore,
    do_points,
    do_points,
    do_library,
    do_track,
    do_settings,
    do_clock,
    do_clock,
    do_clock,
    do_batch,
    do_select,
    do_clock,
    do_start,
    do_track,
    do_delete_or_restore,
};

static void run_sequence(fixture *f, uint64_t seed)
{
    static world w; /* too large for a stack */
    focus_id users[USERS];

    memset(&w, 0, sizeof(w));
    w.f = f;
    w.seed = seed;
    w.random = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15) | 1u;
    f->now_ms = MONDAY_9_MS;
    f->utc_offset_s = 0;
    for (int u = 0; u < USERS; u++) {
        person *who = &w.now.users[u];
        assert_ok(f->store, focus_user_create(f->store, user_names[u], &users[u]));
        who->expire_factor = 2;
        who->pause_limit_ms = HOUR_MS;
        who->lengths_ms[FOCUS_MODE_FOCUS] = 25 * MINUTE_MS;
        who->lengths_ms[FOCUS_MODE_BREAK] = 5 * MINUTE_MS;
        who->lengths_ms[FOCUS_MODE_LONG_BREAK] = 15 * MINUTE_MS;
    }
    assert_ok(f->store, focus_user_select(f->store, user_names[0]));
    for (w.step = 0; w.step < STEPS; w.step++) {
        calls[dice(&w, COUNT_OF(calls))](&w);
        check_running(&w);
        check_figures(&w);
        if (w.step % 6 == 5)
            check_history(&w);
    }
    if (w.in_batch)
        assert_ok(f->store, focus_batch_commit(f->store));
    assert_recount(f->store, f->path);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    for (int u = 0; u < USERS; u++)
        assert_ok(f->store, focus_user_delete(f->store, &users[u]));
}

static void random_calls_keep_to_the_model_and_to_a_recount(void **state)
{
    const char *chosen = getenv("FOCUS_SEED");

    if (chosen != NULL) {
        print_message("seed %s\n", chosen);
        run_sequence(*state, strtoull(chosen, NULL, 10));
        return;
    }
    print_message("seeds %d to %d; FOCUS_SEED=n runs one\n", FIRST_SEED,
                  FIRST_SEED + SEQUENCES - 1);
    for (int i = 0; i < SEQUENCES; i++)
        run_sequence(*state, (uint64_t)(FIRST_SEED + i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_calls_keep_to_the_model_and_to_a_recount,
                                        fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
