/*
 * repair.c - making anew, from the rows themselves, everything that only follows from them.
 *
 * The sums go through the same doors as ever: each session is added to a tally that begins at
 * nothing. What somebody typed is not touched, and what cannot be told from the rows is left for
 * the doctor to report.
 */
#include "core/session.h"
#include "core/tags.h"
#include "core/user.h"

static focus_status run_for(focus_store *store, enum focus__sql_id what, int64_t user_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, what, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    return focus__stmt_run(&stmt);
}

static focus_status make_indexes_anew(focus_store *store)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_REPAIR_INDEXES, &stmt);

    return status == FOCUS_OK ? focus__stmt_run(&stmt) : status;
}

static focus_status begin_anew(focus_store *store, int64_t user_id)
{
    static const enum focus__sql_id steps[] = {
        FOCUS__SQL_REPAIR_COUNTERS, FOCUS__SQL_COUNTERS_INSERT, FOCUS__SQL_REPAIR_DAYS,
        FOCUS__SQL_REPAIR_RUNS,     FOCUS__SQL_REPAIR_TAGS,     FOCUS__SQL_REPAIR_TRACK_COUNTS,
    };
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < FOCUS__COUNT_OF(steps) && status == FOCUS_OK; i++)
        status = run_for(store, steps[i], user_id);
    return status;
}

static focus_status repair_count_session(focus_store *store, const focus__session_row *row,
                                         void *user)
{
    focus_status status = focus__tags_follow(store, NULL, row);

    (void)user;
    return status == FOCUS_OK ? focus__tally_session(store, row, 1) : status;
}

static focus_status count_the_rest(focus_store *store, int64_t user_id)
{
    focus__counts *counts = NULL;
    focus__stmt stmt;
    focus_status status = focus__tally_counts(store, user_id, &counts);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_COUNT_THE_REST, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        counts->libraries += focus__stmt_get_int(&stmt, 0);
        counts->tracks += focus__stmt_get_int(&stmt, 1);
        counts->ledger_entries += focus__stmt_get_int(&stmt, 2);
        counts->xp += focus__stmt_get_int(&stmt, 3);
        counts->coins_earned += focus__stmt_get_int(&stmt, 4);
        counts->coins_spent += focus__stmt_get_int(&stmt, 5);
    }
    focus__stmt_return(&stmt);
    return status;
}

static focus_status repair_user(focus_store *store, int64_t user_id, void *unused)
{
    focus_status status = begin_anew(store, user_id);

    (void)unused;
    if (status == FOCUS_OK)
        status = focus__session_each(store, user_id, repair_count_session, NULL);
    if (status == FOCUS_OK)
        status = count_the_rest(store, user_id);
    return status == FOCUS_OK ? focus__tally_flush(store) : status;
}

static void note_damage(void *user, const char *check, const char *message)
{
    (void)check;
    (void)message;
    *(bool *)user = true;
}

/* On pages that are damaged a write may do more harm. */
static focus_status refuse_damage(focus_store *store)
{
    bool damaged = false;
    focus_status status = focus__db_check(store->db, false, note_damage, &damaged);

    if (status == FOCUS_E_CORRUPT || damaged)
        return focus__fail(&store->error, FOCUS_E_CORRUPT,
                           "the file itself is damaged: restore a backup, or salvage it");
    return status;
}

focus_status focus_repair(focus_store *store, const focus_doctor_report **out_report)
{
    const uint32_t changed =
        FOCUS_CHANGED_STATS | FOCUS_CHANGED_STREAK | FOCUS_CHANGED_POINTS | FOCUS_CHANGED_LIBRARIES;
    focus_status status;

    if (out_report == NULL)
        return focus__misuse(store, "out_report");
    *out_report = NULL;
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = refuse_damage(store);
    if (status == FOCUS_OK)
        status = make_indexes_anew(store);
    if (status == FOCUS_OK)
        status = focus__user_each(store, repair_user, NULL);
    store->changed |= changed;
    status = focus__write_settle(store, status);
    if (status == FOCUS_OK)
        status = focus_doctor(store, FOCUS_DOCTOR_FULL, out_report);
    if (status == FOCUS_OK)
        store->changed = changed;
    return focus__look_end(store, status);
}
