/*
 * test_clock.c - R16: sessions under clocks that jump, stand still, or are of another zone.
 *
 * The same steps and the same model as R6, on a clock that goes to 1970, to 9999 and beyond, into the
 * gaps and the doubled hours of zones, and back. Besides the model, what the store shows is looked at
 * for what must hold whatever the clock did: no length is negative, a day stays where it was, nothing
 * is paid for time that was not there, and the streak is what the days give.
 */
#include "model/trial.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SCENARIOS = 500, SCENARIO_STEPS = 60, LIFE_MAX = 200 };

#define YEAR_MS (365 * DAY_MS)

/* --- jumps ------------------------------------------------------------------------------------ */

static void jump_by(world *w)
{
    static const int64_t jumps_ms[] = {1, MINUTE_MS, HOUR_MS, HOUR_MS, DAY_MS, YEAR_MS, YEAR_MS};
    int64_t by_ms = jumps_ms[dice(w, COUNT_OF(jumps_ms))];

    turn_clock(w, w->f->now_ms + (dice(w, 2) == 0 ? by_ms : -by_ms));
}

/* Where calendars and integers end. */
static void jump_far(world *w)
{
    static const int64_t places_ms[] = {
        1, 1, LAST_INSTANT_MS, LAST_INSTANT_MS, 0, -1, INT64_MIN, LAST_INSTANT_MS + 1, INT64_MAX,
    };
    int64_t at_ms = places_ms[dice(w, COUNT_OF(places_ms))];
    int64_t by_ms = dice(w, 48) * (HOUR_MS / 2);

    if (at_ms == 1)
        at_ms += by_ms;
    if (at_ms == LAST_INSTANT_MS)
        at_ms -= by_ms;
    turn_clock(w, at_ms);
}

/* From wherever the clock went. */
static void jump_home(world *w)
{
    turn_clock(w, MONDAY_9_MS + dice(w, 300) * DAY_MS);
}

/* Around the end of a February that has 29 days, and of one that has not though 4 divides the year. */
static void jump_to_february(world *w)
{
    static const int64_t ends_ms[] = {INT64_C(1835395200000), INT64_C(4107542400000)};

    turn_clock(w, ends_ms[dice(w, COUNT_OF(ends_ms))] + dice(w, 30) * HOUR_MS);
}

/* The machine sleeps, whatever runs. */
static void sleep_for_hours(world *w)
{
    turn_clock(w, w->f->now_ms + (1 + dice(w, 30)) * HOUR_MS);
}

/* The ordinary course of things, so that there are streaks to lose. */
static void work_a_while(world *w)
{
    do_start(w);
    turn_clock(w, w->f->now_ms + (1 + dice(w, 40)) * MINUTE_MS);
    do_complete(w);
    turn_clock(w, w->f->now_ms + 23 * HOUR_MS);
}

/* --- local times ------------------------------------------------------------------------------ */

static int64_t local_ms_of(const focus_local_time *local)
{
    int32_t day = 0;

    assert_int_equal(focus_day_from_date(local->year, local->month, local->day, &day), FOCUS_OK);
    return day * DAY_MS + local->hour * HOUR_MS + local->minute * MINUTE_MS +
           local->second * INT64_C(1000) + local->millisecond;
}

static focus_local_time local_of_ms(int64_t local_ms)
{
    focus_local_time local = {.hour = (int32_t)(local_ms % DAY_MS / HOUR_MS)};

    focus_date_from_day((int32_t)(local_ms / DAY_MS), &local.year, &local.month, &local.day);
    local.minute = (int32_t)(local_ms % HOUR_MS / MINUTE_MS);
    local.second = (int32_t)(local_ms % MINUTE_MS / 1000);
    local.millisecond = (int32_t)(local_ms % 1000);
    return local;
}

/* Local times asked for that do not exist, and that exist twice. */
static int64_t gaps_met;
static int64_t doubles_met;

/* The instants that a clock on the wall shows as this, looked for among the offsets of two days. */
static int find_instants(const world *w, int64_t local_ms, int64_t out_at_ms[2])
{
    int count = 0;

    for (int32_t offset_s = 50400; offset_s >= -43200; offset_s -= 1800) {
        int64_t at_ms = local_ms - offset_s * INT64_C(1000);
        if (offset_here(w, at_ms) == offset_s)
            out_at_ms[count++] = at_ms;
        assert_true(count <= 2);
    }
    return count;
}

static void check_local(world *w, int64_t local_ms)
{
    focus_local_time local = local_of_ms(local_ms);
    int64_t instants_ms[2] = {0};
    int count = find_instants(w, local_ms, instants_ms);
    int64_t first_ms = 0;
    int64_t second_ms = 0;
    int32_t kind = -1;
    focus_status expected = count > 0 ? FOCUS_OK : FOCUS_E_INVALID;

    reading(w, "/* the local time %lld ms after 1970 of zone %d */", (long long)local_ms, w->zone);
    expect_same(w, "status", focus_time_from_local(w->f->store, &local, 1, &second_ms, NULL),
                expected);
    expect_same(w, "status", focus_time_from_local(w->f->store, &local, 0, &first_ms, &kind),
                expected);
    gaps_met += count == 0;
    doubles_met += count == 2;
    if (count == 0)
        return;
    expect_same(w, "first_ms", first_ms, instants_ms[0]);
    expect_same(w, "second_ms", second_ms, instants_ms[count - 1]);
    expect_same(w, "kind", kind, count == 2 ? FOCUS_LOCAL_DOUBLED : FOCUS_LOCAL_UNIQUE);
}

static void check_instant(world *w, int64_t at_ms)
{
    int32_t day_start = me(w)->settings.day_start_minutes;
    int32_t offset_s = offset_here(w, at_ms);
    focus_local_time local = {0};
    int32_t day = INT32_MIN;

    reading(w, "/* the instant %lld ms of zone %d */", (long long)at_ms, w->zone);
    expect_same(w, "status", focus_local_from_time(w->f->store, at_ms, &local), FOCUS_OK);
    expect_same(w, "local_ms", local_ms_of(&local), at_ms + offset_s * INT64_C(1000));
    expect_same(w, "status", focus_day_from_time(w->f->store, at_ms, &day), FOCUS_OK);
    expect_same(w, "day", day, local_day(at_ms, offset_s, day_start));
}

/* Before, in and after the next change of the zone's clocks. */
static void read_local_times(world *w)
{
    int64_t change_ms = zone_next_change_ms(w->f, w->zone, w->f->now_ms);

    if (change_ms == 0 || w->f->now_ms < DAY_MS)
        return;
    for (int i = 0; i < 8; i++) {
        int64_t at_ms = change_ms + ((int64_t)dice(w, 400) - 200) * MINUTE_MS;
        check_instant(w, at_ms);
        check_local(w, at_ms + offset_here(w, at_ms - DAY_MS) * INT64_C(1000));
    }
}

/* --- what the store shows --------------------------------------------------------------------- */

typedef struct lived {
    int32_t mode, status, day, first_day; /* first_day: as it was when it was first seen */
    uint32_t flags;
    int64_t started_at_ms, ended_at_ms, planned_ms, active_ms, paused_ms, remaining_ms, xp;
} lived;

typedef struct life {
    lived sessions[LIFE_MAX];
    size_t count;
    focus_streak streak;
    focus_counters counters;
} life;

static int64_t paid_at_most(const lived *s)
{
    int64_t minutes = s->active_ms / MINUTE_MS;

    return minutes < 1 ? 0 : minutes < 5 ? 5 : minutes;
}

static bool is_ended(const lived *s)
{
    return s->status != FOCUS_SESSION_ACTIVE && s->status != FOCUS_SESSION_PAUSED;
}

static const char *fault_of(const lived *s)
{
    int64_t length_ms = s->ended_at_ms - s->started_at_ms;

    if (s->active_ms < 0 || s->paused_ms < 0)
        return "a length is negative";
    if (is_ended(s) && (length_ms < 0 || s->active_ms + s->paused_ms != length_ms))
        return "active and paused time are not what lies between start and end";
    if (s->remaining_ms > s->planned_ms)
        return "more is left than was planned";
    if (s->day != s->first_day)
        return "a day moved";
    if (s->xp > 0 && s->status != FOCUS_SESSION_COMPLETED)
        return "what was not completed is paid";
    if (s->xp > 0 && (s->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0)
        return "implausible time is paid";
    if (s->xp > paid_at_most(s))
        return "more is paid than there was time";
    return NULL;
}

static bool day_counts(const life *l, int32_t day)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->sessions[i].day == day && l->sessions[i].mode == FOCUS_MODE_FOCUS &&
            l->sessions[i].status == FOCUS_SESSION_COMPLETED &&
            (l->sessions[i].flags & FOCUS_SESSION_IMPLAUSIBLE) == 0)
            return true;
    return false;
}

/* Counting days back from one. */
static int32_t days_up_to(const life *l, int32_t day)
{
    int32_t days = 0;

    while (day_counts(l, day - days))
        days++;
    return days;
}

static const char *fault_of_streak(const life *l)
{
    int32_t today = l->streak.today;
    int32_t current = days_up_to(l, day_counts(l, today) ? today : today - 1);
    int32_t longest = 0;

    for (size_t i = 0; i < l->count; i++) {
        int32_t days = days_up_to(l, l->sessions[i].day);
        longest = days > longest ? days : longest;
    }
    if (l->streak.current_days != current)
        return "the streak is not what its days give";
    return l->streak.longest_days != longest ? "the longest streak is not what its days give"
                                             : NULL;
}

static const char *fault_of_sums(const life *l)
{
    int64_t active_ms = 0;
    int64_t sums_ms = 0;

    for (size_t i = 0; i < l->count; i++)
        if (is_ended(&l->sessions[i]))
            active_ms += l->sessions[i].active_ms;
    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++)
        sums_ms += l->counters.modes[mode].active_ms + l->counters.modes[mode].unconfirmed_ms;
    return active_ms != sums_ms ? "the sums are not what the sessions give" : NULL;
}

/* What is wrong with all that; NULL: nothing. */
static const char *find_fault(const life *l)
{
    const char *fault = NULL;

    for (size_t i = 0; i < l->count && fault == NULL; i++)
        fault = fault_of(&l->sessions[i]);
    if (fault == NULL)
        fault = fault_of_streak(l);
    return fault == NULL ? fault_of_sums(l) : fault;
}

/* --- looking at it ---------------------------------------------------------------------------- */

static struct {
    focus_id id;
    int32_t day;
} seen[SESSIONS_MAX];
static size_t seen_count;

static void forget_seen(world *w)
{
    (void)w;
    seen_count = 0;
}

/* The day on which it was seen first; that must be the day of its start, in the zone that was then. */
static int32_t first_day_of(world *w, const focus_session *session)
{
    int64_t start_ms = session->started_at_ms;

    for (size_t i = 0; i < seen_count; i++)
        if (memcmp(&seen[i].id, &session->id, sizeof(session->id)) == 0)
            return seen[i].day;
    expect_same(w, "day", session->day,
                local_day(start_ms, offset_here(w, start_ms), me(w)->settings.day_start_minutes));
    seen[seen_count].id = session->id;
    seen[seen_count++].day = session->day;
    return session->day;
}

static lived lived_of(world *w, const focus_session *session)
{
    return (lived){
        .mode = session->mode,
        .status = session->status,
        .day = session->day,
        .first_day = first_day_of(w, session),
        .flags = session->flags,
        .started_at_ms = session->started_at_ms,
        .ended_at_ms = session->ended_at_ms,
        .planned_ms = session->planned_ms,
        .active_ms = session->active_ms,
        .paused_ms = session->paused_ms,
        .remaining_ms = session->remaining_ms,
        .xp = session->xp,
    };
}

static bool look(world *w, life *out)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.limit = LIFE_MAX;
    reading(w, "/* all sessions, the streak and the counters */");
    if (!expect_status(w, CALL_session_list_page,
                       focus_session_list_page(w->f->store, &filter, &list), FOCUS_OK))
        return false;
    out->count = list->count;
    for (size_t i = 0; i < list->count; i++)
        out->sessions[i] = lived_of(w, list->items[i]);
    focus_session_list_free(list);
    expect_status(w, CALL_streak_get, focus_streak_get(w->f->store, &out->streak), FOCUS_OK);
    expect_status(w, CALL_counters_get, focus_counters_get(w->f->store, &out->counters), FOCUS_OK);
    return !w->differs;
}

static void check_life(world *w)
{
    static life l;

    if (look(w, &l))
        expect_text(w, "(const char *)NULL", find_fault(&l), NULL);
}

/* --- scenarios -------------------------------------------------------------------------------- */

static const drawn_step drawn[] = {
    {do_start, 10},       {do_pause, 7},        {do_resume, 7},        {do_complete, 7},
    {do_abandon, 2},      {do_extend, 2},       {do_sweep, 2},         {do_add, 3},
    {do_delete, 1},       {do_restore, 1},      {do_settings, 1},      {do_cycle_reset, 1},
    {jump_by, 8},         {jump_far, 2},        {jump_home, 3},        {jump_to_february, 1},
    {do_clock_change, 5}, {sleep_for_hours, 4}, {work_a_while, 8},     {do_zone, 3},
    {do_reopen, 2},       {do_clock, 4},        {read_local_times, 2},
};

static const step_plan jumpy = {
    .steps = drawn, .count = COUNT_OF(drawn), .begin = forget_seen, .check = check_life};

static void scenario_of(sequence *s, fixture *f, uint64_t seed)
{
    sequence_of(s, &jumpy, f, seed);
    s->count = SCENARIO_STEPS;
}

static int64_t run_scenario(fixture *f, uint64_t seed)
{
    static world w; /* too large for a stack */
    static sequence s;

    scenario_of(&s, f, seed);
    if (getenv("FOCUS_SEED") != NULL && run_apart(&s, NULL).result != TRIAL_AGREES)
        tell_and_fail(&s, seed, "keeps_time");
    w.jumps = 0;
    world_begin(&w, &jumpy, f);
    (void)world_run(&w, s.steps, s.count);
    if (w.differs)
        tell_and_fail(&s, seed, "keeps_time");
    return w.jumps;
}

static void whatever_the_clock_does_time_is_kept(void **state)
{
    static campaign c;
    int64_t jumps = 0;

    c = campaign_begin("R16 clocks", SCENARIOS);
    trial_watch(&c);
    while (campaign_next(&c))
        jumps += run_scenario(*state, c.seed);
    trial_watch(NULL);
    campaign_end(&c,
                 "%" PRId64 " scenarios of %d steps in %d zones, %" PRId64 " jumps, %" PRId64
                 " local times in gaps and %" PRId64 " doubled, 0 negative lengths, 0 differences",
                 c.round, SCENARIO_STEPS, ZONE_COUNT, jumps, gaps_met, doubles_met);
    if (c.rounds == SCENARIOS)
        assert_true(jumps > 0 && gaps_met > 0 && doubles_met > 0);
}

/* --- canaries --------------------------------------------------------------------------------- */

/* One who reads days in the zone where the store is now, and not where the session began. */
static void move_days(world *w, int call)
{
    if (call == CALL_open)
        sql_exec(w->f->path, "UPDATE focus_sessions SET local_day = local_day + 1");
}

static void a_day_read_in_another_zone_is_found_and_shrunk(void **state)
{
    static sequence s;
    trial last = {.result = TRIAL_AGREES};

    for (uint64_t seed = 1; seed < 100 && last.result == TRIAL_AGREES; seed++) {
        scenario_of(&s, *state, seed);
        s.saboteur = move_days;
        last = run_apart(&s, NULL);
    }
    assert_int_equal(last.result, TRIAL_DIFFERS);
    last = shrink(&s);
    assert_int_equal(last.result, TRIAL_DIFFERS);
    assert_in_range(s.count, 2, 4); /* a session, and to open the file again */
}

/* A life of ten days, one session each of half an hour. */
static life ten_days(fixture *f)
{
    static world w;
    life l = {.count = 0};

    world_begin(&w, &jumpy, f);
    for (int i = 0; i < 10; i++) {
        add_session(f->store, f->now_ms - 30 * MINUTE_MS, 30 * MINUTE_MS, NULL);
        pass(f, DAY_MS);
    }
    assert_true(look(&w, &l));
    assert_int_equal(l.count, 10);
    return l;
}

static void expect_fault(const life *l, const char *fault)
{
    const char *found = find_fault(l);

    assert_non_null(found);
    assert_string_equal(found, fault);
}

static void each_fault_is_seen(void **state)
{
    const life sound = ten_days(*state);
    life l = sound;

    assert_null(find_fault(&sound));
    l.sessions[3].day = local_day(l.sessions[3].started_at_ms, -36000, 0);
    expect_fault(&l, "a day moved");
    l = sound;
    l.sessions[3].active_ms = -1;
    expect_fault(&l, "a length is negative");
    l = sound;
    l.sessions[3].paused_ms = 1;
    expect_fault(&l, "active and paused time are not what lies between start and end");
    l = sound;
    l.sessions[3].remaining_ms = 1;
    expect_fault(&l, "more is left than was planned");
    l = sound;
    l.sessions[3].xp = 31;
    expect_fault(&l, "more is paid than there was time");
    l = sound;
    l.sessions[3].xp = 1;
    l.sessions[3].flags |= FOCUS_SESSION_IMPLAUSIBLE;
    expect_fault(&l, "implausible time is paid");
    l = sound;
    l.sessions[3].mode = FOCUS_MODE_BREAK;
    expect_fault(&l, "the streak is not what its days give");
    l = sound;
    l.streak.longest_days++;
    expect_fault(&l, "the longest streak is not what its days give");
    l = sound;
    l.counters.modes[FOCUS_MODE_FOCUS].active_ms++;
    expect_fault(&l, "the sums are not what the sessions give");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        trial_test(each_fault_is_seen),
        trial_test(a_day_read_in_another_zone_is_found_and_shrunk),
        trial_test(whatever_the_clock_does_time_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
