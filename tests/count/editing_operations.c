/*
 * editing_operations.c - sessions in other parts, time that was away, tags and projects.
 */
#include "count.h"

/* --- parts ------------------------------------------------------------------------------------ */

/* A split makes two of one, and the next is one further. */
static void find_fresh(subject *s)
{
    find_session(s, (size_t)(100 + 2 * s->round));
}

static int64_t start_of(subject *s)
{
    const focus_session *session = NULL;
    int64_t started_at_ms;

    check(s, focus_session_get(s->store, &s->id, &session));
    started_at_ms = session->started_at_ms;
    focus_session_free(session);
    return started_at_ms;
}

static void do_split(subject *s)
{
    const focus_session *second = NULL;

    check(s, focus_session_split(s->store, &s->id, start_of(s) + 10 * MINUTE_MS, &second));
    s->other_id = second->id;
    focus_session_free(second);
}

static void split_fresh(subject *s)
{
    find_fresh(s);
    do_split(s);
}

static void do_join(subject *s)
{
    check(s, focus_session_join(s->store, &s->id, &s->other_id, NULL));
}

static void do_pause_add(subject *s)
{
    int64_t from_ms = start_of(s) + 10 * MINUTE_MS;

    check(s, focus_pause_add(s->store, &s->id, from_ms, from_ms + MINUTE_MS, "door bell", NULL));
}

/* --- away ------------------------------------------------------------------------------------- */

static void do_idle_continue(subject *s)
{
    check(s, focus_session_idle(s->store, 5 * MINUTE_MS, FOCUS_IDLE_CONTINUE, NULL));
}

static void do_void(subject *s)
{
    check(s, focus_session_void(s->store, 0, NULL, NULL));
}

/* --- tags and projects ------------------------------------------------------------------------ */

static void free_labels(const focus_label_list *list, size_t expected)
{
    stop_unless(list->count == expected, "other labels than were made");
    focus_label_list_free(list);
}

static void do_tag_list(subject *s)
{
    const focus_label_list *list = NULL;

    check(s, focus_tag_list_all(s->store, &list));
    free_labels(list, 1);
}

static void do_project_list(subject *s)
{
    const focus_label_list *list = NULL;

    check(s, focus_project_list_all(s->store, &list));
    free_labels(list, 2);
}

static void do_tag_rename(subject *s)
{
    check(s, focus_tag_rename(s->store, "deep", "deeper", NULL));
}

static void do_project_rename(subject *s)
{
    check(s, focus_project_rename(s->store, "Thesis", "Book", NULL));
}

static void use_another_tag(subject *s)
{
    static const char *const home[] = {"home"};

    find_session(s, 500);
    check(s, focus_session_tag(s->store, &s->id, home, 1, NULL));
}

static void do_tag_merge(subject *s)
{
    check(s, focus_tag_merge(s->store, "home", "deep", NULL));
}

static void do_project_merge(subject *s)
{
    check(s, focus_project_merge(s->store, "Thesis", "Office", NULL));
}

static const operation items[] = {
    {"session_split", find_fresh, do_split, 0},
    {"session_join", split_fresh, do_join, 0},
    {"pause_add", find_fresh, do_pause_add, 0},
    {"session_idle_continue", start_one, do_idle_continue, 0},
    {"session_void", start_one, do_void, 0},
    {"tag_list", NULL, do_tag_list, 0},
    {"project_list", NULL, do_project_list, 2},
    {"tag_rename_all", NULL, do_tag_rename, 1},
    {"project_rename_all", NULL, do_project_rename, 1},
    {"tag_merge", use_another_tag, do_tag_merge, 0},
    {"project_merge_all", NULL, do_project_merge, 1},
};

const operations editing_operations = OPERATIONS(items);
