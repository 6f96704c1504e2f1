/*
 * store_operations.c - opening, batches, users, settings, and what needs no store.
 */
#include "count.h"

#include <stdio.h>

/* --- without a store, or without its file ----------------------------------------------------- */

static void do_ids(subject *s)
{
    char text[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&s->id, text);
    check(s, focus_id_parse(text, &s->id));
}

static void do_dates(subject *s)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;

    focus_date_from_day(19800, &year, &month, &day);
    check(s, focus_day_from_date(year, month, day, &day));
}

static void do_times(subject *s)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    int64_t at_ms = 0;

    focus_time_format(s->now_ms, 3600, text);
    check(s, focus_time_parse(text, &at_ms, NULL));
}

static void do_local_times(subject *s)
{
    focus_local_time local;
    int64_t at_ms = 0;
    int32_t day = 0;

    check(s, focus_local_from_time(s->store, s->now_ms, &local));
    check(s, focus_time_from_local(s->store, &local, 0, &at_ms, NULL));
    check(s, focus_day_from_time(s->store, at_ms, &day));
}

static void do_facts(subject *s)
{
    focus_open_options options;

    focus_open_options_init(&options, sizeof(options));
    stop_unless(focus_version() != NULL && focus_build() != NULL &&
                    focus_status_name(FOCUS_E_BUSY) != NULL &&
                    focus_last_error(s->store)->status == FOCUS_OK &&
                    focus_last_change(s->store) == 0 && focus_now(s->store) == s->now_ms,
                "the facts are wrong");
    focus_interrupt(s->store);
}

/* --- the store -------------------------------------------------------------------------------- */

/* A second one: the first keeps the log, whose removal is not what is counted. */
static void do_open(subject *s)
{
    const focus_open_options options = subject_options(s);
    focus_store *store = NULL;
    focus_counters counters;

    check(s, focus_open(&options, &store, NULL));
    check(s, focus_counters_get(store, &counters));
    focus_close(store);
}

static void remove_new(subject *s)
{
    file_path(s, "new.db", s->text);
    (void)remove(s->text);
}

static void do_create(subject *s)
{
    focus_open_options options = subject_options(s);
    focus_store *store = NULL;

    options.path = s->text;
    check(s, focus_open(&options, &store, NULL));
    focus_close(store);
}

static void do_suspend(subject *s)
{
    check(s, focus_suspend(s->store));
    check(s, focus_resume(s->store));
}

static void do_changed_elsewhere(subject *s)
{
    int32_t changed = 0;

    check(s, focus_changed_elsewhere(s->store, &changed));
}

static void award_some(subject *s)
{
    write_key(s, "before");
    check(s, focus_points_award(s->store, FOCUS_POINTS_XP, 1, s->text, NULL));
}

static void do_checkpoint(subject *s)
{
    check(s, focus_checkpoint(s->store, NULL));
}

static void do_batch(subject *s)
{
    check(s, focus_batch_begin(s->store));
    check(s, focus_cycle_reset(s->store));
    check(s, focus_batch_commit(s->store));
}

static void do_batch_rollback(subject *s)
{
    check(s, focus_batch_begin(s->store));
    check(s, focus_cycle_reset(s->store));
    check(s, focus_batch_rollback(s->store));
}

/* --- metrics ---------------------------------------------------------------------------------- */

static void measure(subject *s)
{
    focus_open_options options = subject_options(s);

    if (s->round > 0)
        return;
    focus_close(s->store);
    options.flags = FOCUS_OPEN_METRICS;
    check(s, focus_open(&options, &s->store, NULL));
}

static void do_counters(subject *s)
{
    focus_counters counters;

    check(s, focus_counters_get(s->store, &counters));
}

static void do_metrics_get(subject *s)
{
    const focus_metrics *metrics = NULL;

    check(s, focus_metrics_get(s->store, &metrics));
    focus_metrics_free(metrics);
}

static void do_metrics_reset(subject *s)
{
    check(s, focus_metrics_reset(s->store));
}

/* --- users and settings ----------------------------------------------------------------------- */

static void name_user(subject *s)
{
    write_key(s, "user");
}

static void create_user(subject *s)
{
    name_user(s);
    check(s, focus_user_create(s->store, s->text, &s->id));
}

static void do_user_create(subject *s)
{
    check(s, focus_user_create(s->store, s->text, NULL));
}

static void do_user_list(subject *s)
{
    const focus_user_list *list = NULL;

    check(s, focus_user_list_all(s->store, &list));
    focus_user_list_free(list);
}

static void do_user_rename(subject *s)
{
    s->text[0] = 'U';
    check(s, focus_user_rename(s->store, &s->id, s->text));
}

static void do_user_select(subject *s)
{
    check(s, focus_user_select(s->store, "me"));
}

static void do_user_delete(subject *s)
{
    check(s, focus_user_delete(s->store, &s->id));
}

static void do_settings_get(subject *s)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    check(s, focus_settings_get(s->store, &settings));
}

static void do_settings_set(subject *s)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    check(s, focus_settings_get(s->store, &settings));
    settings.daily_goal_sessions = 1 + s->round % 8;
    check(s, focus_settings_set(s->store, &settings));
}

static const operation items[] = {
    {"ids", NULL, do_ids, 0},
    {"dates", NULL, do_dates, 0},
    {"times", NULL, do_times, 0},
    {"local_times", NULL, do_local_times, 0},
    {"facts", NULL, do_facts, 0},
    {"open_to_counters", NULL, do_open, 0},
    {"create", remove_new, do_create, 3},
    {"suspend_resume", NULL, do_suspend, 0},
    {"changed_elsewhere", NULL, do_changed_elsewhere, 0},
    {"counters_get_measured", measure, do_counters, 0},
    {"metrics_get", measure, do_metrics_get, 0},
    {"metrics_reset", measure, do_metrics_reset, 0},
    {"checkpoint", award_some, do_checkpoint, 0},
    {"batch", NULL, do_batch, 0},
    {"batch_rollback", NULL, do_batch_rollback, 0},
    {"user_create", name_user, do_user_create, 0},
    {"user_list", NULL, do_user_list, 0},
    {"user_rename", create_user, do_user_rename, 0},
    {"user_select", NULL, do_user_select, 0},
    {"user_delete", create_user, do_user_delete, 0},
    {"settings_get", NULL, do_settings_get, 0},
    {"settings_set", NULL, do_settings_set, 0},
};

const operations store_operations = OPERATIONS(items);
