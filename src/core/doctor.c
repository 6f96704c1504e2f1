/*
 * doctor.c - the file's own checks, and every kept figure against a count from scratch.
 *
 * Each count is one statement that gives the number of differences, for one user at a time.
 * Nothing is changed.
 */
#include "core/session.h"
#include "core/user.h"

#include "base/text.h"

static const struct {
    enum focus__sql_id count;
    const char *check;
    const char *differs;
} recounts[] = {
    {FOCUS__SQL_RECOUNT_COUNTERS, "counters",
     "the counters of sessions are not what the sessions give"},
    {FOCUS__SQL_RECOUNT_WALLET, "wallet", "XP and coins are not what the ledger gives"},
    {FOCUS__SQL_RECOUNT_LIBRARIES, "libraries",
     "the counters of libraries are not what the libraries give"},
    {FOCUS__SQL_RECOUNT_TRACKS, "tracks",
     "tracks_count of a library is not the number of its tracks"},
    {FOCUS__SQL_RECOUNT_DAYS, "days", "daily sums are not what the sessions give"},
    {FOCUS__SQL_RECOUNT_STREAK, "streak", "the runs of days are not what the sessions give"},
    {FOCUS__SQL_RECOUNT_TAGS, "tags", "the index of tags is not what the sessions give"},
    {FOCUS__SQL_RECOUNT_PAUSES, "pauses", "pauses do not add up to what their sessions say"},
    {FOCUS__SQL_RECOUNT_REWARDS, "rewards", "rewards of sessions are not those in the ledger"},
};

enum { FINDINGS_MAX = 200 };

typedef struct doctor_box {
    focus_doctor_report report;
    focus_doctor_finding items[FINDINGS_MAX];
    bool full;
    bool failed; /* no memory for a finding */
} doctor_box;

static void add_finding(void *user, const char *check, const char *message)
{
    doctor_box *box = user;
    focus_doctor_finding finding;

    if (box->report.count == FINDINGS_MAX)
        return;
    finding.check = focus__box_text(box, check);
    finding.message = focus__box_text(box, message);
    if (finding.check != NULL && finding.message != NULL)
        box->items[box->report.count++] = finding;
    else
        box->failed = true;
}

static focus_status count_for(focus_store *store, enum focus__sql_id count, int64_t user_id,
                              int64_t *out_count)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, count, &stmt);

    *out_count = 0;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_count = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status compare_checksum(focus_store *store, const focus__session_row *row, void *user)
{
    focus__buffer message = {0};
    char id[FOCUS_ID_TEXT_SIZE];

    (void)store;
    if (row->checksum == focus__session_checksum(row))
        return FOCUS_OK;
    focus_id_format(&row->uuid, id);
    focus__buffer_format(&message, "session %s is not as it was written", id);
    if (message.failed)
        ((doctor_box *)user)->failed = true;
    else
        add_finding(user, "checksum", message.bytes);
    focus__buffer_free(&message);
    return FOCUS_OK;
}

static focus_status count_in_passing(focus_store *store, doctor_box *box, int64_t user_id)
{
    int64_t implausible = 0;
    int64_t overlapping = 0;
    focus_status status = count_for(store, FOCUS__SQL_COUNT_IMPLAUSIBLE, user_id, &implausible);

    if (status == FOCUS_OK)
        status = count_for(store, FOCUS__SQL_COUNT_OVERLAPPING, user_id, &overlapping);
    box->report.implausible += implausible;
    box->report.overlapping += overlapping;
    return status;
}

static focus_status examine_user(focus_store *store, int64_t user_id, void *user)
{
    doctor_box *box = user;
    int64_t differences = 0;
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < FOCUS__COUNT_OF(recounts) && status == FOCUS_OK; i++) {
        status = count_for(store, recounts[i].count, user_id, &differences);
        if (status == FOCUS_OK && differences != 0)
            add_finding(box, recounts[i].check, recounts[i].differs);
    }
    if (status == FOCUS_OK && box->full)
        status = focus__session_each(store, user_id, compare_checksum, box);
    return status == FOCUS_OK ? count_in_passing(store, box, user_id) : status;
}

static focus_status examine(focus_store *store, void *memory, const void *query)
{
    doctor_box *box = memory;
    uint32_t flags = *(const uint32_t *)query;
    focus_status status;

    if ((flags & ~(uint32_t)FOCUS_DOCTOR_FULL) != 0)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "flags has an unknown bit");
    box->full = (flags & FOCUS_DOCTOR_FULL) != 0;
    status = focus__db_check(store->db, box->full, add_finding, box);
    box->report.items = box->items;
    box->report.schema_version = focus__db_schema_version(store->db);
    if (status == FOCUS_OK)
        status = focus__user_each(store, examine_user, box);
    if (status == FOCUS_OK && box->failed)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a finding");
    return status;
}

focus_status focus_doctor(focus_store *store, uint32_t flags,
                          const focus_doctor_report **out_report)
{
    const void *box = NULL;
    focus_status status;

    if (out_report == NULL)
        return focus__misuse(store, "out_report");
    *out_report = NULL;
    status = focus__read_box(store, sizeof(doctor_box), examine, &flags, &box);
    *out_report = box;
    return status;
}

void focus_doctor_report_free(const focus_doctor_report *report)
{
    focus__box_free(report);
}
