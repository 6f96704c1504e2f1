/*
 * test_io.c - R1: every operation on files fails in every scenario, once or from then on for good.
 *
 * What was acknowledged is in the file afterwards, what failed is not, and the file goes on to be
 * used.
 */
#include "fault/scenarios.h"
#include "support/memory.h"

#include <stdio.h>
#include <string.h>

typedef struct figures {
    int64_t runs;
    int64_t absorbed; /* the call succeeded all the same */
    int64_t found;    /* failed while it was made durable, and found afterwards: see focus.h */
    int64_t leaks;
    int64_t by_fault[DISK_FAULT_COUNT];
} figures;

static world the_world;
static figures total;

static const char *const fault_names[DISK_FAULT_COUNT] = {"error", "short", "full"};

/* A strike of the disk, and how it ended. */
typedef struct strike {
    enum disk_fault fault;
    bool lasting;
    int64_t at;
    bool struck;
    focus_status status;
} strike;

static void describe(const scenario *s, const strike *k, char out[512])
{
    (void)snprintf(out, 512, "%s, %s%s at %lld (%s), %s: %s", s->name, fault_names[k->fault],
                   k->lasting ? " from then on" : "", (long long)k->at,
                   k->struck ? disk_struck() : "nothing", focus_status_name(k->status),
                   the_world.error.message);
}

static enum verdict judge(const scenario *s, const plain_run *plain, const strike *k)
{
    focus_status expected = k->fault == DISK_FAULT_FULL ? FOCUS_E_FULL : FOCUS_E_IO;
    enum verdict verdict = scenario_judge(&the_world, s, plain, k->status, expected, k->lasting);

    total.absorbed += k->struck && verdict == VERDICT_ABSORBED;
    total.found += verdict == VERDICT_FOUND;
    /* No commit is told to have failed but by its sync. */
    if (verdict == VERDICT_FOUND && strncmp(disk_struck(), "sync", 4) != 0)
        return VERDICT_WRONG;
    return verdict;
}

static void run_struck(const scenario *s, strike *k)
{
    int64_t live_blocks;

    world_reset(&the_world, s->state);
    live_blocks = memory_live_blocks();
    scenario_begin(&the_world, s);
    disk_arm(k->fault, k->lasting, k->at);
    k->status = scenario_run(&the_world, s);
    k->struck = disk_disarm();
    total.leaks += memory_live_blocks() != live_blocks;
    total.runs++;
    total.by_fault[k->fault] += k->struck;
}

/* From the first operation on, until the fault finds nothing left to strike. */
static void strike_in_turn(const scenario *s, const plain_run *plain, strike k, int64_t stride)
{
    char what[512];
    enum verdict verdict;

    do {
        run_struck(s, &k);
        describe(s, &k, what);
        verdict = judge(s, plain, &k);
        if (verdict == VERDICT_WRONG)
            fail_msg("%s: the file says otherwise", what);
        if (!scenario_goes_on(&the_world, s, verdict, what))
            fail_msg("%s: not sound afterwards", what);
        k.at += stride;
    } while (k.struck);
}

static void strike_everywhere(const scenario *s, chance *c)
{
    plain_run plain = scenario_run_plainly(&the_world, s);
    bool is_long = s->has_steps && s->state == WORLD_IDLE; /* the same, many times */
    int64_t stride = (int64_t)campaign_stride(is_long ? 101 : 1);

    for (int fault = 0; fault < DISK_FAULT_COUNT; fault++)
        for (int lasting = 0; lasting < 2; lasting++) {
            strike k = {.fault = (enum disk_fault)fault, .lasting = lasting != 0};
            k.at = (int64_t)chance_below(c, (uint64_t)stride);
            strike_in_turn(s, &plain, k, stride);
        }
}

static void whatever_fails_nothing_acknowledged_is_lost(void **state)
{
    campaign c = campaign_begin("R1 I/O faults", 1);

    (void)state;
    while (campaign_next(&c))
        for (size_t i = 0; i < scenario_count; i++)
            if (scenario_is_wanted(&scenarios[i]))
                strike_everywhere(&scenarios[i], &c.chance);
    assert_int_equal(total.leaks, 0);
    campaign_end(&c,
                 "%zu scenarios, %lld runs, %lld errors, %lld cut short, %lld full; %lld absorbed,"
                 " %lld found though their sync failed, 0 lost, 0 corrupt, 0 leaks",
                 scenario_count, (long long)total.runs, (long long)total.by_fault[DISK_FAULT_ERROR],
                 (long long)total.by_fault[DISK_FAULT_SHORT],
                 (long long)total.by_fault[DISK_FAULT_FULL], (long long)total.absorbed,
                 (long long)total.found);
}

/* --- a batch that SQLite dropped ------------------------------------------------------------------ */

static bool says_lost(world *w, focus_status status)
{
    return status == FOCUS_E_STATE && strstr(focus_last_error(w->store)->message, "lost") != NULL;
}

/* One operation fails in the middle of a batch. *out_lost: the batch went with it. */
static bool strike_a_batch(int64_t at, bool *out_lost)
{
    world *w = &the_world;
    uint64_t before;
    bool struck;

    world_reset(w, WORLD_IDLE);
    before = world_print(WORLD_PATH);
    assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
    assert_int_equal(focus_batch_begin(w->store), FOCUS_OK);
    disk_arm(DISK_FAULT_ERROR, false, at);
    (void)focus_session_start(w->store, NULL, NULL);
    struck = disk_disarm();
    *out_lost = says_lost(w, focus_points_award(w->store, FOCUS_POINTS_XP, 1, "after", NULL));
    if (*out_lost) {
        assert_true(says_lost(w, focus_batch_commit(w->store)));
        assert_int_equal(focus_points_award(w->store, FOCUS_POINTS_XP, 1, "own", NULL), FOCUS_OK);
        world_close(w);
        assert_int_equal(world_number("SELECT count(*) FROM points_ledger WHERE key = 'after'"), 0);
        assert_int_equal(world_number("SELECT count(*) FROM points_ledger WHERE key = 'own'"), 1);
    } else {
        assert_int_equal(focus_batch_rollback(w->store), FOCUS_OK);
        world_close(w);
        assert_true(world_print(WORLD_PATH) == before);
    }
    return struck;
}

static void a_batch_that_was_lost_says_so_and_keeps_nothing(void **state)
{
    int lost_count = 0;
    bool is_lost = false;

    (void)state;
    for (int64_t at = 0; strike_a_batch(at, &is_lost); at++)
        lost_count += is_lost;
    assert_true(lost_count > 0);
}

/* --- canaries: broken products that the harness must not let pass --------------------------------- */

/* Says OK though nothing was committed. */
static focus_status acknowledge_too_soon(world *w)
{
    focus_status status = focus_batch_begin(w->store);

    return status == FOCUS_OK ? focus_session_start(w->store, NULL, NULL) : status;
}

/* Forgets a counter. */
static focus_status skip_a_counter(world *w)
{
    focus_status status = focus_session_start(w->store, NULL, NULL);

    world_exec("UPDATE counters SET focus_completed = 7");
    return status;
}

static focus_status just_start(world *w)
{
    return focus_session_start(w->store, NULL, NULL);
}

static const scenario honest = {"start", WORLD_IDLE, false, just_start, false};

static void a_broken_commit_is_noticed(void **state)
{
    const scenario broken = {"broken", WORLD_IDLE, false, acknowledge_too_soon, false};
    plain_run plain = scenario_run_plainly(&the_world, &honest);
    strike k = {.fault = DISK_FAULT_ERROR, .at = INT64_MAX};

    (void)state;
    run_struck(&broken, &k);
    assert_int_equal(k.status, FOCUS_OK);
    assert_int_equal(judge(&honest, &plain, &k), VERDICT_WRONG);
}

static void a_skipped_counter_is_noticed(void **state)
{
    const scenario broken = {"broken", WORLD_IDLE, false, skip_a_counter, false};
    strike k = {.fault = DISK_FAULT_ERROR, .at = INT64_MAX};

    (void)state;
    run_struck(&broken, &k);
    assert_int_equal(k.status, FOCUS_OK);
    assert_false(world_is_sound(&the_world, "as it must be: a canary"));
}

static int group_setup(void **state)
{
    (void)state;
    memory_watch();
    world_build(&the_world);
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    world_free(&the_world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_broken_commit_is_noticed),
        cmocka_unit_test(a_skipped_counter_is_noticed),
        cmocka_unit_test(a_batch_that_was_lost_says_so_and_keeps_nothing),
        cmocka_unit_test(whatever_fails_nothing_acknowledged_is_lost),
    };

    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
