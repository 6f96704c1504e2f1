/*
 * test_session.c - the life of a session through focus.h.
 */
#include "support/support.h"

static void a_session_lives_from_start_to_reward(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_progress progress;
    focus_streak streak;

    assert_ok(f->store, focus_session_start(f->store, NULL, &session));
    assert_int_equal(session->status, FOCUS_SESSION_ACTIVE);
    assert_int_equal(session->planned_ms, 25 * MINUTE_MS);
    assert_string_equal(session->zone, "Test/Zone");
    focus_session_free(session);
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "door bell", &session));
    assert_int_equal(session->remaining_ms, 15 * MINUTE_MS);
    focus_session_free(session);
    pass(f, 7 * MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, &session));
    assert_int_equal(session->remaining_ms, 15 * MINUTE_MS);
    assert_int_equal(session->paused_ms, 7 * MINUTE_MS);
    focus_session_free(session);
    pass(f, 15 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, "done", &session));
    assert_int_equal(session->active_ms, 25 * MINUTE_MS);
    assert_int_equal(session->xp, 25);
    assert_int_equal(session->coins, 5);
    assert_int_equal(session->pause_count, 1);
    assert_string_equal(session->pauses[0].reason, "door bell");
    assert_string_equal(session->note, "done");
    focus_session_free(session);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 25);
    assert_int_equal(progress.coins, 5);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(streak.current_days, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_lives_from_start_to_reward, fixture_setup,
                                        fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
