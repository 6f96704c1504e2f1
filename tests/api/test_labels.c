/*
 * test_labels.c - tags and projects as a whole: the list of them, other names, two made one.
 */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_in_memory, fixture_teardown)

/* A session of so many minutes, days ago, with up to two tags. */
static focus_id add_one(focus_store *store, int days_ago, int minutes, const char *project,
                        const char *tag, const char *second_tag)
{
    const char *tags[] = {tag, second_tag};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *s = NULL;
    focus_id id;

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.started_at_ms = MONDAY_9_MS - days_ago * DAY_MS - 2 * HOUR_MS;
    input.ended_at_ms = input.started_at_ms + minutes * MINUTE_MS;
    input.project = project;
    input.tags = tags;
    input.tag_count = (size_t)(tag != NULL) + (size_t)(second_tag != NULL);
    assert_ok(store, focus_session_add(store, &input, &s));
    id = s->id;
    focus_session_free(s);
    return id;
}

static void assert_label(const focus_label *label, const char *name, int64_t sessions,
                         int64_t minutes, int64_t days_ago)
{
    assert_string_equal(label->name, name);
    assert_int_equal(label->sessions, sessions);
    assert_int_equal(label->active_ms, minutes * MINUTE_MS);
    assert_int_equal(label->last_used_at_ms, MONDAY_9_MS - days_ago * DAY_MS - 2 * HOUR_MS);
    assert_int_equal(label->last_day, MONDAY_9_MS / DAY_MS - days_ago);
}

static void each_label_is_counted(void **state)
{
    fixture *f = *state;
    const focus_label_list *tags = NULL;
    const focus_label_list *projects = NULL;
    focus_id gone;

    (void)add_one(f->store, 3, 30, "thesis", "b", "a");
    (void)add_one(f->store, 1, 20, "thesis", "b", NULL);
    (void)add_one(f->store, 2, 10, "Äpfel", "b", NULL);
    (void)add_one(f->store, 9, 26 * 60, "thesis", NULL, NULL); /* implausible: no time */
    gone = add_one(f->store, 0, 50, "gone", "gone", NULL);
    assert_ok(f->store, focus_session_delete(f->store, &gone));
    assert_ok(f->store, focus_tag_list_all(f->store, &tags));
    assert_int_equal(tags->count, 2);
    assert_label(tags->items[0], "a", 1, 30, 3);
    assert_label(tags->items[1], "b", 3, 60, 1);
    assert_ok(f->store, focus_project_list_all(f->store, &projects));
    assert_int_equal(projects->count, 2);
    assert_label(projects->items[0], "thesis", 3, 50, 1);
    assert_label(projects->items[1], "Äpfel", 1, 10, 2);
    focus_label_list_free(tags);
    focus_label_list_free(projects);
    focus_label_list_free(NULL);
}

static void breaks_count_as_sessions_but_not_as_time(void **state)
{
    fixture *f = *state;
    const char *tags[] = {"rest"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_label_list *list = NULL;

    input.mode = FOCUS_MODE_BREAK;
    input.tags = tags;
    input.tag_count = 1;
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    assert_ok(f->store, focus_tag_list_all(f->store, &list));
    assert_int_equal(list->items[0]->sessions, 1);
    assert_int_equal(list->items[0]->active_ms, 0);
    focus_label_list_free(list);
}

static void there_may_be_many(void **state)
{
    fixture *f = *state;
    const focus_label_list *list = NULL;
    char name[16];

    for (int i = 0; i < 100; i++) {
        (void)snprintf(name, sizeof(name), "p%03d", 99 - i);
        (void)add_one(f->store, i, 1, name, NULL, NULL);
    }
    assert_ok(f->store, focus_project_list_all(f->store, &list));
    assert_int_equal(list->count, 100);
    for (int i = 0; i < 100; i++)
        assert_label(list->items[i], list->items[i]->name, 1, 1, 99 - i);
    focus_label_list_free(list);
}

/* What another name is given to, and what it is then. */
static void a_tag_gets_another_name_in_its_place(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *tags[3];
        const char *after[3];
    } rows[] = {
        {{"b"}, {"m"}},
        {{"a", "b"}, {"a", "m"}},
        {{"b", "c"}, {"c", "m"}},
        {{"b", "x"}, {"m", "x"}},
        {{"a", "b", "mm"}, {"a", "m", "mm"}},
        {{"b", "bb", "l"}, {"bb", "l", "m"}},
    };
    focus_id ids[COUNT_OF(rows)];
    int64_t count = 0;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ids[i] = add_one(f->store, (int)i, 1, NULL, NULL, NULL);
        assert_ok(f->store, focus_session_tag(f->store, &ids[i], rows[i].tags,
                                              rows[i].tags[2] != NULL   ? 3
                                              : rows[i].tags[1] != NULL ? 2
                                                                        : 1,
                                              NULL));
    }
    assert_ok(f->store, focus_tag_rename(f->store, "b", "m", &count));
    assert_int_equal(count, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const focus_session *s = session_of(f->store, &ids[i]);
        for (size_t j = 0; j < s->tag_count; j++)
            assert_string_equal(s->tags[j], rows[i].after[j]);
        assert_true(s->tag_count == 3 || rows[i].after[s->tag_count] == NULL);
        assert_int_equal(s->flags, FOCUS_SESSION_EDITED);
        focus_session_free(s);
    }
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_tag_rename(f->store, "b", "n", &count));
    assert_int_equal(count, 0);
}

static void two_tags_become_one(void **state)
{
    fixture *f = *state;
    const focus_id both = add_one(f->store, 1, 10, NULL, "a", "b");
    const focus_label_list *list = NULL;
    const focus_session *s = NULL;
    int64_t count = 0;

    (void)add_one(f->store, 2, 10, NULL, "a", NULL);
    (void)add_one(f->store, 3, 10, NULL, "b", "c");
    assert_status(f->store, FOCUS_E_EXISTS, focus_tag_rename(f->store, "a", "b", NULL));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_tag_merge(f->store, "a", "z", NULL));
    assert_status(f->store, FOCUS_E_INVALID, focus_tag_merge(f->store, "a", "a", NULL));
    assert_ok(f->store, focus_tag_merge(f->store, "a", "b", &count));
    assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_SESSIONS);
    assert_int_equal(count, 2);
    s = session_of(f->store, &both);
    assert_int_equal(s->tag_count, 1);
    focus_session_free(s);
    assert_ok(f->store, focus_tag_list_all(f->store, &list));
    assert_int_equal(list->count, 2);
    assert_label(list->items[0], "b", 3, 30, 1);
    focus_label_list_free(list);
}

/* More than one look at the history has. */
static void a_project_of_many_sessions_gets_another_name(void **state)
{
    fixture *f = *state;
    const focus_label_list *list = NULL;
    int64_t count = 0;

    assert_ok(f->store, focus_batch_begin(f->store));
    for (int i = 0; i < 350; i++)
        (void)add_one(f->store, i / 2, 1, i % 3 == 0 ? "other" : "thesis", NULL, NULL);
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_status(f->store, FOCUS_E_EXISTS,
                  focus_project_rename(f->store, "thesis", "other", NULL));
    assert_ok(f->store, focus_project_rename(f->store, "thesis", "PhD", &count));
    assert_int_equal(count, 233);
    assert_ok(f->store, focus_project_merge(f->store, "PhD", "other", &count));
    assert_int_equal(count, 233);
    assert_ok(f->store, focus_project_list_all(f->store, &list));
    assert_int_equal(list->count, 1);
    assert_label(list->items[0], "other", 350, 350, 0);
    focus_label_list_free(list);
}

static void deleted_sessions_keep_their_names(void **state)
{
    fixture *f = *state;
    const focus_id gone = add_one(f->store, 1, 10, "p", "a", NULL);
    const focus_session *s = NULL;

    (void)add_one(f->store, 2, 10, "p", "a", NULL);
    assert_ok(f->store, focus_session_delete(f->store, &gone));
    assert_ok(f->store, focus_tag_rename(f->store, "a", "b", NULL));
    assert_ok(f->store, focus_project_rename(f->store, "p", "q", NULL));
    assert_ok(f->store, focus_session_restore(f->store, &gone, &s));
    assert_string_equal(s->tags[0], "a");
    assert_string_equal(s->project, "p");
    focus_session_free(s);
}

static void names_that_cannot_be_are_refused(void **state)
{
    fixture *f = *state;
    char long_name[FOCUS_TITLE_MAX + 2];
    const char *bad[] = {"", "a\nb", "\x80", long_name};

    memset(long_name, 'x', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    (void)add_one(f->store, 1, 10, "p", "a", NULL);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_status(f->store, FOCUS_E_INVALID, focus_tag_rename(f->store, "a", bad[i], NULL));
        assert_status(f->store, FOCUS_E_INVALID, focus_tag_merge(f->store, bad[i], "a", NULL));
        assert_status(f->store, FOCUS_E_INVALID, focus_project_rename(f->store, "p", bad[i], NULL));
        assert_status(f->store, FOCUS_E_INVALID, focus_project_merge(f->store, bad[i], "p", NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_label_is_counted),
        TEST(breaks_count_as_sessions_but_not_as_time),
        TEST(there_may_be_many),
        TEST(a_tag_gets_another_name_in_its_place),
        TEST(two_tags_become_one),
        TEST(a_project_of_many_sessions_gets_another_name),
        TEST(deleted_sessions_keep_their_names),
        TEST(names_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
