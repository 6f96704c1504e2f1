/*
 * busy.c - waiting for a lock that somebody else holds, and being told to stop.
 *
 * Nothing in the system queues for a lock: whoever looks when it is free has it. SQLite's own waiter
 * looks ever more seldom, down to ten times a second, and so the one who has waited longest comes
 * last. Ours begins with longer and longer naps, a few milliseconds, out of step with others; who
 * has waited for long looks most often, and so comes first.
 */
#include "db/internal.h"

#include "base/env.h"

enum {
    NAP_MAX_MS = 8,
    LONG_WAIT_MS = 100,  /* from here on naps are as short as can be */
    NAP_COUNTED_MS = 250 /* a nap that took longer was none: the process had been stopped or frozen,
                            which is no reason to give up once it goes on */
};

enum { OPS_BETWEEN_LOOKS = 1000 }; /* of SQLite's virtual machine: some ten microseconds */

bool focus__db_is_interrupted(const focus__db *db)
{
    return db->interrupted != NULL && atomic_load_explicit(db->interrupted, memory_order_relaxed);
}

/* 1 to longest, by a generator of the connection's own (xorshift). */
static int draw_nap_ms(focus__db *db, int longest_ms)
{
    db->nap_chance ^= db->nap_chance << 13;
    db->nap_chance ^= db->nap_chance >> 17;
    db->nap_chance ^= db->nap_chance << 5;
    return 1 + (int)(db->nap_chance % (uint32_t)longest_ms);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int next_nap_ms(focus__db *db, focus__wait *wait)
{
    if (wait->waited_ms >= LONG_WAIT_MS)
        return 1;
    wait->nap_longest_ms =
        wait->nap_longest_ms == 0 ? 1 : (int)smaller(2 * (int64_t)wait->nap_longest_ms, NAP_MAX_MS);
    return draw_nap_ms(db, wait->nap_longest_ms);
}

/* Counted is what passed by the clock, and at least what was asked for. */
bool focus__busy_wait(focus__db *db, focus__wait *wait)
{
    int64_t began_ms = focus__env_ticks_ms();
    int64_t passed_ms;
    int nap_ms;

    if (wait->waited_ms >= db->busy_timeout_ms || focus__db_is_interrupted(db))
        return false;
    nap_ms = next_nap_ms(db, wait);
    (void)sqlite3_sleep(nap_ms);
    passed_ms = smaller(focus__env_ticks_ms() - began_ms, NAP_COUNTED_MS);
    if (passed_ms < nap_ms)
        passed_ms = nap_ms;
    wait->waited_ms += passed_ms;
    focus__meter_wait(db, passed_ms);
    return true;
}

static int wait_for_lock(void *user, int times_waited)
{
    focus__db *db = user;

    if (times_waited == 0)
        db->wait = (focus__wait){0};
    return focus__busy_wait(db, &db->wait);
}

void focus__busy_install(focus__db *db)
{
    (void)sqlite3_busy_handler(db->handle, wait_for_lock, db);
}

static int look_for_interrupt(void *user)
{
    const focus__db *db = user;

    return !db->is_indivisible && focus__db_is_interrupted(db);
}

void focus__busy_watch(focus__db *db, sqlite3 *handle)
{
    sqlite3_progress_handler(handle, OPS_BETWEEN_LOOKS, look_for_interrupt, db);
}

void focus__busy_open(focus__db *db)
{
    sqlite3_randomness(sizeof(db->nap_chance), &db->nap_chance);
    db->nap_chance |= 1; /* never zero, where the generator would stay */
    focus__busy_install(db);
    focus__busy_watch(db, db->handle);
}
