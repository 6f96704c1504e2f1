/*
 * test_memory.c - R2: every allocation of libfocus and of SQLite fails in every scenario, once or
 * from then on for good.
 */
#include "fault/scenarios.h"
#include "support/memory.h"

#include <stdio.h>

static world the_world;
static int64_t runs;
static int64_t failures;
static int64_t absorbed;

/* How memory runs out. */
typedef struct lack {
    bool of_ours; /* libfocus's own allocations, without SQLite's */
    bool lasting;
} lack;

/* False: there was no such allocation. */
static bool fail_at(const scenario *s, const plain_run *plain, lack how, int64_t at)
{
    char what[512];
    int64_t live_blocks;
    focus_status status;
    enum verdict verdict;
    bool failed;

    world_reset(&the_world, s->state);
    live_blocks = memory_live_blocks();
    scenario_begin(&the_world, s);
    if (how.of_ours)
        memory_arm_ours(how.lasting, at);
    else
        memory_arm(how.lasting, at);
    status = scenario_run(&the_world, s);
    failed = memory_disarm();
    (void)snprintf(what, sizeof(what), "%s, allocation %lld%s%s: %s (%s)", s->name, (long long)at,
                   how.of_ours ? " of ours" : "", how.lasting ? " and all after it" : "",
                   focus_status_name(status), the_world.error.message);
    if (memory_live_blocks() != live_blocks)
        fail_msg("%s: %lld blocks leaked", what, (long long)(memory_live_blocks() - live_blocks));
    verdict = scenario_judge(&the_world, s, plain, status, FOCUS_E_NOMEM, how.lasting);
    if (verdict == VERDICT_WRONG || verdict == VERDICT_FOUND)
        fail_msg("%s: the file says otherwise", what);
    if (!scenario_goes_on(&the_world, s, verdict, what))
        fail_msg("%s: not sound afterwards", what);
    runs++;
    failures += failed;
    absorbed += failed && verdict == VERDICT_ABSORBED;
    return failed;
}

/* Every allocation of ours; of all, every one where minutes were given, otherwise some hundred of each
 * scenario, others each time the seed is another. */
static void fail_in_turn(const scenario *s, lack how, chance *c)
{
    plain_run plain = scenario_run_plainly(&the_world, s);
    bool is_every = how.of_ours && (!s->has_steps || campaign_is_soak());
    uint64_t stride = campaign_stride(is_every ? 1 : 11);
    int64_t at = (int64_t)chance_below(c, stride);

    while (fail_at(s, &plain, how, at))
        at += 1 + (int64_t)chance_below(c, 2 * stride - 1);
}

static void fail_in_all_ways(const scenario *s, chance *c)
{
    for (int of_ours = 0; of_ours < 2; of_ours++)
        for (int lasting = 0; lasting < 2; lasting++)
            fail_in_turn(s, (lack){of_ours != 0, lasting != 0}, c);
}

static void without_memory_nothing_is_lost_or_half_done(void **state)
{
    campaign c = campaign_begin("R2 no memory", 1);

    (void)state;
    while (campaign_next(&c))
        for (size_t i = 0; i < scenario_count; i++)
            if (scenario_is_wanted(&scenarios[i]))
                fail_in_all_ways(&scenarios[i], &c.chance);
    campaign_end(&c,
                 "%zu scenarios, %lld runs, %lld allocations failed, %lld absorbed, 0 lost,"
                 " 0 corrupt, 0 leaks",
                 scenario_count, (long long)runs, (long long)failures, (long long)absorbed);
}

/* SQLite takes a lack of memory for bad JSON: there each allocation counts. */
static void a_lack_of_memory_is_not_taken_for_bad_json(void **state)
{
    const scenario *s = scenario_named("import JSON");
    plain_run plain = scenario_run_plainly(&the_world, s);

    (void)state;
    for (int lasting = 0; lasting < 2; lasting++)
        for (int64_t at = 0; fail_at(s, &plain, (lack){false, lasting != 0}, at); at++)
            continue;
}

/* --- canary ------------------------------------------------------------------------------------- */

/* Gives what it has when there is no more, and calls it whole. */
static focus_status read_what_there_is(world *w)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;

    filter.limit = 1000;
    if (focus_session_list_page(w->store, &filter, &list) == FOCUS_OK)
        w->answer = (uint64_t)list->count;
    focus_session_list_free(list);
    return FOCUS_OK;
}

static void a_part_presented_as_the_whole_is_noticed(void **state)
{
    const scenario broken = {"broken", WORLD_IDLE, false, read_what_there_is, false};
    plain_run plain = scenario_run_plainly(&the_world, &broken);
    focus_status status;

    (void)state;
    scenario_begin(&the_world, &broken);
    memory_arm(true, 0);
    status = scenario_run(&the_world, &broken);
    assert_true(memory_disarm());
    assert_int_equal(scenario_judge(&the_world, &broken, &plain, status, FOCUS_E_NOMEM, true),
                     VERDICT_WRONG);
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
        cmocka_unit_test(a_part_presented_as_the_whole_is_noticed),
        cmocka_unit_test(a_lack_of_memory_is_not_taken_for_bad_json),
        cmocka_unit_test(without_memory_nothing_is_lost_or_half_done),
    };

    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
