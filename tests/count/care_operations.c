/*
 * care_operations.c - backups, the doctor, and what is done to damaged files. All of them go through
 * the whole file.
 */
#include "count.h"

#include <stdio.h>

static void forget_backup(subject *s)
{
    file_path(s, "backup.db", s->text);
    (void)remove(s->text);
}

static void do_backup(subject *s)
{
    check(s, focus_backup(s->store, s->text));
}

static void make_backup(subject *s)
{
    forget_backup(s);
    do_backup(s);
}

static void do_restore(subject *s)
{
    check(s, focus_restore(s->store, s->text, NULL));
}

/* Each day one more, up to the seven that are kept. */
static void wait_a_day(subject *s)
{
    pass(s, DAY_MS);
    file_path(s, "daily", s->text);
}

static void do_backup_daily(subject *s)
{
    stop_unless(focus_backup_daily(s->store, s->text) == FOCUS_OK, "no daily backup was made");
}

static void do_backup_daily_again(subject *s)
{
    check(s, focus_backup_daily(s->store, s->text));
}

static void name_daily(subject *s)
{
    file_path(s, "daily", s->text);
}

static void do_salvage(subject *s)
{
    focus_open_options options = subject_options(s);
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;

    options.path = ":memory:";
    check(s, focus_salvage(&options, s->text, &report, NULL));
    stop_unless(report.sessions == SESSIONS, "the salvage is not whole");
}

/* --- the doctor ------------------------------------------------------------------------------- */

static void examine(subject *s, uint32_t flags)
{
    const focus_doctor_report *report = NULL;

    check(s, focus_doctor(s->store, flags, &report));
    stop_unless(report->count == 0, "the doctor found something");
    focus_doctor_report_free(report);
}

static void do_doctor(subject *s)
{
    examine(s, 0);
}

static void do_doctor_full(subject *s)
{
    examine(s, FOCUS_DOCTOR_FULL);
}

static void do_repair(subject *s)
{
    const focus_doctor_report *report = NULL;

    check(s, focus_repair(s->store, &report));
    focus_doctor_report_free(report);
}

/* --- aside ------------------------------------------------------------------------------------ */

static void make_bad_file(subject *s)
{
    FILE *file = NULL;

    file_path(s, "bad.db", s->text);
    file = fopen(s->text, "wb");
    stop_unless(file != NULL && fputs("no database", file) >= 0 && fclose(file) == 0, s->text);
}

static void do_set_aside(subject *s)
{
    char moved[FOCUS_PATH_SIZE];

    check(s, focus_set_aside(s->text, NULL, moved, NULL));
    stop_unless(remove(moved) == 0, moved);
}

static const operation items[] = {
    {"backup", forget_backup, do_backup, 1},
    {"backup_daily", wait_a_day, do_backup_daily, 1},
    {"backup_daily_again", name_daily, do_backup_daily_again, 0},
    {"restore", make_backup, do_restore, 1},
    {"salvage", make_backup, do_salvage, 1},
    {"set_aside", make_bad_file, do_set_aside, 0},
    {"doctor", NULL, do_doctor, 1},
    {"doctor_full", NULL, do_doctor_full, 1},
    {"repair", NULL, do_repair, 1},
};

const operations care_operations = OPERATIONS(items);
