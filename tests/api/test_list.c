/*
 * test_list.c - pages of history: order, cursors, filters, exact totals.
 *
 * What a page must hold comes from an array that the test keeps beside the store.
 */
#include "support/support.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { ROWS_MAX = 256, TAG_COUNT = 2 };

static const char *const tag_names[TAG_COUNT] = {"alpha", "beta"};
static const char *const projects[] = {NULL, "house", "garden"};
static const char *const titles[] = {NULL, "write report", "Write 50% more", "plain"};

typedef struct row {
    focus_id id;
    int64_t started_at_ms;
    size_t seq; /* order of creation, which decides between equal starts */
    int32_t mode;
    int32_t status;
    uint32_t tags; /* bit i: tag_names[i] */
    const char *project;
    const char *title;
    bool deleted;
} row;

typedef struct history {
    row rows[ROWS_MAX];
    size_t count;
    uint64_t random;
} history;

static uint32_t next_random(history *h, uint32_t below)
{
    h->random ^= h->random << 13;
    h->random ^= h->random >> 7;
    h->random ^= h->random << 17;
    return (uint32_t)((h->random >> 16) % below);
}

/* --- the array beside the store --------------------------------------------------------------- */

static bool contains(const char *text, const char *part)
{
    size_t size = strlen(part);

    for (; text != NULL && *text != '\0'; text++) {
        size_t same = 0;
        while (same < size &&
               tolower((unsigned char)text[same]) == tolower((unsigned char)part[same]))
            same++;
        if (same == size)
            return true;
    }
    return false;
}

static bool has_tag(const row *r, const char *tag)
{
    for (size_t i = 0; i < TAG_COUNT; i++)
        if (strcmp(tag, tag_names[i]) == 0)
            return (r->tags >> i & 1u) != 0;
    return false;
}

static bool fits(const row *r, const focus_session_filter *filter)
{
    int32_t day = (int32_t)(r->started_at_ms / DAY_MS);

    return r->deleted == ((filter->flags & FOCUS_FILTER_DELETED) != 0) &&
           (filter->modes == 0 || (filter->modes & FOCUS_MASK(r->mode)) != 0) &&
           (filter->statuses == 0 || (filter->statuses & FOCUS_MASK(r->status)) != 0) &&
           (!filter->has_days || (day >= filter->from_day && day <= filter->until_day)) &&
           (filter->tag == NULL || has_tag(r, filter->tag)) &&
           (filter->project == NULL ||
            (r->project != NULL && strcmp(r->project, filter->project) == 0)) &&
           (filter->text == NULL || contains(r->title, filter->text));
}

static int by_start(const void *a, const void *b)
{
    const row *left = *(const row *const *)a;
    const row *right = *(const row *const *)b;

    if (left->started_at_ms != right->started_at_ms)
        return left->started_at_ms < right->started_at_ms ? -1 : 1;
    return left->seq < right->seq ? -1 : 1;
}

/* What fits, in the order that the filter asks for. */
static size_t choose(const history *h, const focus_session_filter *filter,
                     const row *out[static ROWS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < h->count; i++)
        if (fits(&h->rows[i], filter))
            out[count++] = &h->rows[i];
    qsort(out, count, sizeof(*out), by_start);
    for (size_t i = 0; (filter->flags & FOCUS_FILTER_OLDEST_FIRST) == 0 && i < count / 2; i++) {
        const row *swap = out[i];
        out[i] = out[count - 1 - i];
        out[count - 1 - i] = swap;
    }
    return count;
}

/* --- filling both ----------------------------------------------------------------------------- */

static row *remember(history *h, const focus_session *session)
{
    row *r = &h->rows[h->count];

    assert_true(h->count < ROWS_MAX);
    *r = (row){.id = session->id, .started_at_ms = session->started_at_ms, .seq = h->count++};
    r->mode = session->mode;
    r->status = session->status;
    focus_session_free(session);
    return r;
}

static void dress(history *h, focus_session_input *input, const char *tags[static TAG_COUNT],
                  row *out)
{
    out->tags = next_random(h, 1u << TAG_COUNT);
    out->project = projects[next_random(h, COUNT_OF(projects))];
    out->title = titles[next_random(h, COUNT_OF(titles))];
    for (size_t i = 0; i < TAG_COUNT; i++)
        if ((out->tags >> i & 1u) != 0)
            tags[input->tag_count++] = tag_names[i];
    input->tags = tags;
    input->project = out->project;
    input->title = out->title;
}

static row *keep(history *h, const focus_session *session, const row *words)
{
    row *r = remember(h, session);

    r->tags = words->tags;
    r->project = words->project;
    r->title = words->title;
    return r;
}

/* On a grid of hours, so that many begin at the same instant. */
static void add_one(fixture *f, history *h)
{
    const char *tags[TAG_COUNT];
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    row words = {0};

    input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    input.mode = (int32_t)next_random(h, FOCUS_MODE_COUNT);
    input.status = next_random(h, 3) == 0 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input.started_at_ms = f->now_ms / HOUR_MS * HOUR_MS - (2 + next_random(h, 300)) * HOUR_MS;
    input.ended_at_ms = input.started_at_ms + (1 + next_random(h, 90)) * MINUTE_MS;
    dress(h, &input, tags, &words);
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    (void)keep(h, session, &words);
}

static row *start_one(fixture *f, history *h)
{
    const char *tags[TAG_COUNT];
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;
    row words = {0};

    input.mode = (int32_t)next_random(h, FOCUS_MODE_COUNT);
    input.planned_ms = 10 * MINUTE_MS;
    dress(h, &input, tags, &words);
    assert_ok(f->store, focus_session_start(f->store, &input, &session));
    return keep(h, session, &words);
}

/* 120 sessions of every mode and ended status over some weeks, every seventh deleted. */
static void fill(fixture *f, history *h)
{
    *h = (history){.random = 88172645463325252u};
    for (int i = 0; i < 120; i++) {
        if (i % 5 == 4) {
            row *r = start_one(f, h);
            pass(f, HOUR_MS);
            assert_ok(f->store, focus_sweep(f->store, NULL));
            r->status = FOCUS_SESSION_EXPIRED;
        } else {
            add_one(f, h);
        }
        if (i % 7 == 3) {
            assert_ok(f->store, focus_session_delete(f->store, &h->rows[h->count - 1].id));
            h->rows[h->count - 1].deleted = true;
        }
        pass(f, next_random(h, 5) * HOUR_MS);
    }
}

/* --- comparing -------------------------------------------------------------------------------- */

static const focus_session_list *get_page(focus_store *store, const focus_session_filter *filter)
{
    const focus_session_list *list = NULL;

    assert_ok(store, focus_session_list_page(store, filter, &list));
    assert_non_null(list);
    return list;
}

/* Page by page through all that fits. */
static void assert_pages(focus_store *store, const history *h, focus_session_filter filter)
{
    const row *expected[ROWS_MAX];
    size_t total = choose(h, &filter, expected);
    size_t page_size = filter.limit != 0 ? filter.limit : 20;
    char cursor[FOCUS_CURSOR_SIZE] = "";
    size_t seen = 0;

    do {
        const focus_session_list *list = NULL;
        filter.cursor = seen > 0 ? cursor : NULL;
        list = get_page(store, &filter);
        assert_int_equal(list->total, total);
        assert_int_equal(list->count, total - seen < page_size ? total - seen : page_size);
        for (size_t i = 0; i < list->count; i++, seen++) {
            assert_memory_equal(&list->items[i]->id, &expected[seen]->id, sizeof(focus_id));
            assert_int_equal(list->items[i]->status, expected[seen]->status);
            assert_int_equal(list->items[i]->mode, expected[seen]->mode);
        }
        memcpy(cursor, list->next_cursor, sizeof(cursor));
        focus_session_list_free(list);
    } while (cursor[0] != '\0');
    assert_int_equal(seen, total);
}

/* --- order and pages -------------------------------------------------------------------------- */

static void pages_give_every_row_once_over_ties_in_start(void **state)
{
    static const uint32_t limits[] = {0, 1, 2, 3, 7, 19, 20, 56, 57, 58, 1000};
    fixture *f = *state;
    history h = {.random = 7};
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    for (int i = 0; i < 57; i++) {
        focus_session_input input = FOCUS_SESSION_INPUT_INIT;
        const focus_session *session = NULL;
        input.flags = FOCUS_INPUT_ALLOW_OVERLAP;
        input.started_at_ms = f->now_ms - (1 + next_random(&h, 4)) * HOUR_MS;
        input.ended_at_ms = input.started_at_ms + MINUTE_MS;
        assert_ok(f->store, focus_session_add(f->store, &input, &session));
        (void)remember(&h, session);
    }
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        filter.limit = limits[i];
        filter.flags = 0;
        assert_pages(f->store, &h, filter);
        filter.flags = FOCUS_FILTER_OLDEST_FIRST;
        assert_pages(f->store, &h, filter);
    }
}

static void without_a_filter_the_newest_twenty_come(void **state)
{
    fixture *f = *state;
    history h;
    const focus_session_list *list = NULL;
    const focus_session_filter everything = FOCUS_SESSION_FILTER_INIT;
    const row *expected[ROWS_MAX];

    fill(f, &h);
    list = get_page(f->store, NULL);
    assert_int_equal(list->count, 20);
    assert_int_equal(list->total, choose(&h, &everything, expected));
    assert_memory_equal(&list->items[0]->id, &expected[0]->id, sizeof(focus_id));
    assert_memory_equal(&list->items[19]->id, &expected[19]->id, sizeof(focus_id));
    assert_true(list->next_cursor[0] != '\0');
    focus_session_list_free(list);
}

static void an_empty_history_is_one_empty_page(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = get_page(f->store, NULL);

    assert_int_equal(list->count, 0);
    assert_int_equal(list->total, 0);
    assert_string_equal(list->next_cursor, "");
    focus_session_list_free(list);
    focus_session_list_free(NULL);
}

static void rows_added_between_pages_do_not_shift_the_next_page(void **state)
{
    fixture *f = *state;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *first = NULL;
    const focus_session_list *second = NULL;
    int64_t first_ms = MONDAY_9_MS - 20 * HOUR_MS;

    for (int i = 0; i < 10; i++) /* two at each hour: the page ends inside a tie */
        add_session(f->store, first_ms + i / 2 * HOUR_MS, MINUTE_MS, "old");
    filter.limit = 5;
    first = get_page(f->store, &filter);
    assert_int_equal(first->items[4]->started_at_ms, first_ms + 2 * HOUR_MS);
    add_session(f->store, first_ms + 10 * HOUR_MS, MINUTE_MS, "newer");
    add_session(f->store, first_ms + 2 * HOUR_MS, MINUTE_MS, "at the cursor's instant");
    filter.cursor = first->next_cursor;
    second = get_page(f->store, &filter);
    assert_int_equal(second->count, 5);
    assert_int_equal(second->total, 12);
    assert_string_equal(second->next_cursor, "");
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(second->items[i]->title, "old");
        for (size_t k = 0; k < first->count; k++)
            assert_memory_not_equal(&second->items[i]->id, &first->items[k]->id, sizeof(focus_id));
    }
    focus_session_list_free(first);
    focus_session_list_free(second);
}

static void the_row_under_the_cursor_may_go_away(void **state)
{
    fixture *f = *state;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *first = NULL;
    const focus_session_list *second = NULL;

    for (int i = 0; i < 6; i++)
        add_session(f->store, MONDAY_9_MS - (10 - i) * HOUR_MS, MINUTE_MS, NULL);
    filter.limit = 3;
    first = get_page(f->store, &filter);
    assert_ok(f->store, focus_session_delete(f->store, &first->items[2]->id));
    filter.cursor = first->next_cursor;
    second = get_page(f->store, &filter);
    assert_int_equal(second->count, 3);
    assert_int_equal(second->total, 5);
    assert_int_equal(second->items[0]->started_at_ms, MONDAY_9_MS - 8 * HOUR_MS);
    focus_session_list_free(first);
    focus_session_list_free(second);
}

/* --- totals ----------------------------------------------------------------------------------- */

static void set_days(focus_session_filter *filter, int32_t from_day, int32_t until_day)
{
    filter->has_days = 1;
    filter->from_day = from_day;
    filter->until_day = until_day;
}

/* Every combination of masks, for all time and for ranges of days. */
static void assert_totals(focus_store *store, const history *h, int32_t today)
{
    const struct {
        int32_t has_days, from_day, until_day;
    } ranges[] = {
        {0, 0, 0},
        {1, today, today},
        {1, today - 9, today - 3},
        {1, today - 4, today + 4},
        {1, today - 5000, today - 4000},
        {1, INT32_MIN, INT32_MAX},
    };
    const row *expected[ROWS_MAX];

    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        for (uint32_t modes = 0; modes < FOCUS_MASK(FOCUS_MODE_COUNT); modes++)
            for (uint32_t bits = 0; bits < FOCUS_MASK(FOCUS_SESSION_STATUS_COUNT); bits++) {
                focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
                const focus_session_list *list = NULL;
                size_t total;
                filter.has_days = ranges[i].has_days;
                filter.from_day = ranges[i].from_day;
                filter.until_day = ranges[i].until_day;
                filter.modes = modes;
                filter.statuses = bits;
                filter.limit = 1;
                list = get_page(store, &filter);
                total = choose(h, &filter, expected);
                if (list->total != (int64_t)total || list->count != (total > 0 ? 1u : 0u))
                    fail_msg("range %zu, modes %u, statuses %u: total %lld, not %zu", i, modes,
                             bits, (long long)list->total, total);
                focus_session_list_free(list);
            }
}

static void totals_are_exact_for_all_masks_and_ranges(void **state)
{
    fixture *f = *state;
    history h;

    fill(f, &h);
    assert_totals(f->store, &h, (int32_t)(f->now_ms / DAY_MS));
}

static void totals_are_exact_while_one_runs_is_paused_or_is_overdue(void **state)
{
    fixture *f = *state;
    history h;
    row *running = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    fill(f, &h);
    filter.limit = 50;
    running = start_one(f, &h);
    assert_totals(f->store, &h, (int32_t)(f->now_ms / DAY_MS));
    assert_pages(f->store, &h, filter);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    running->status = FOCUS_SESSION_PAUSED;
    assert_totals(f->store, &h, (int32_t)(f->now_ms / DAY_MS));
    assert_pages(f->store, &h, filter);
    pass(f,
         HOUR_MS); /* the limit of a pause: expired for every reader, though nothing was written */
    running->status = FOCUS_SESSION_EXPIRED;
    assert_totals(f->store, &h, (int32_t)(f->now_ms / DAY_MS));
    assert_pages(f->store, &h, filter);
    filter.tag = tag_names[0];
    filter.statuses = FOCUS_MASK(FOCUS_SESSION_EXPIRED);
    assert_pages(f->store, &h, filter);
}

static void a_deleted_session_has_one_status_for_filters_and_readers(void **state)
{
    fixture *f = *state;
    const focus_session *session = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    assert_ok(f->store, focus_session_start(f->store, NULL, &session));
    assert_ok(f->store, focus_session_delete(f->store, &session->id));
    focus_session_free(session);
    pass(f, 5 * HOUR_MS); /* past its limit */
    filter.flags = FOCUS_FILTER_DELETED;
    for (int status = 0; status < FOCUS_SESSION_STATUS_COUNT; status++) {
        const focus_session_list *list = NULL;
        filter.statuses = FOCUS_MASK(status);
        list = get_page(f->store, &filter);
        assert_int_equal(list->total, list->count);
        for (size_t i = 0; i < list->count; i++)
            assert_int_equal(list->items[i]->status, status);
        focus_session_list_free(list);
    }
}

/* --- filters ---------------------------------------------------------------------------------- */

static void filters_join_and_page_with_exact_totals(void **state)
{
    static const char *const tags[] = {NULL, "alpha", "beta", "none", "ALPHA", "alph"};
    static const char *const texts[] = {NULL, "write", "50%", "zz"};
    static const uint32_t flags[] = {0, FOCUS_FILTER_OLDEST_FIRST, FOCUS_FILTER_DELETED,
                                     FOCUS_FILTER_DELETED | FOCUS_FILTER_OLDEST_FIRST};
    fixture *f = *state;
    history h;
    int32_t today;
    uint32_t combination = 0;

    fill(f, &h);
    today = (int32_t)(f->now_ms / DAY_MS);
    for (size_t t = 0; t < COUNT_OF(tags); t++)
        for (size_t p = 0; p < COUNT_OF(projects); p++)
            for (size_t x = 0; x < COUNT_OF(texts); x++)
                for (size_t g = 0; g < COUNT_OF(flags); g++, combination++) {
                    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
                    filter.tag = tags[t];
                    filter.project = projects[p];
                    filter.text = texts[x];
                    filter.flags = flags[g];
                    filter.limit = 1 + combination % 11;
                    filter.modes = combination % 3 == 0 ? combination % 8 : 0;
                    filter.statuses = combination % 5 == 0 ? combination % 32 : 0;
                    if (combination % 4 == 1)
                        set_days(&filter, today - 8, today - 1);
                    assert_pages(f->store, &h, filter);
                }
}

static void a_text_is_looked_for_as_it_is_written(void **state)
{
    static const char *const held[] = {"50% done",
                                       "50 done",
                                       "a_b",
                                       "axb",
                                       "back\\slash",
                                       "backslash",
                                       "UPPER case",
                                       "upper CASE",
                                       NULL,
                                       "it's \"so\"",
                                       "Gr\xc3\xb6\xc3\x9f"
                                       "e",
                                       "gr\xc3\xb6\xc3\x9f"
                                       "e"};
    static const struct {
        const char *text;
        int64_t total;
    } cases[] = {
        {"%", 1},          {"50%", 1},        {"0% d", 1},       {"_", 1},       {"a_b", 1},
        {"\\", 1},         {"\\s", 1},        {"\\\\", 0},       {"%%", 0},      {"upper", 2},
        {"UPPER CASE", 2}, {"R C", 2},        {"done", 2},       {"'", 1},       {"\"so\"", 1},
        {"gr\xc3\xb6", 2}, {"GR\xc3\xb6", 2}, {"gr\xc3\x96", 0}, {"nothing", 0}, {"", 12},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(held); i++)
        add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, held[i]);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *list = NULL;
        filter.text = cases[i].text;
        list = get_page(f->store, &filter);
        if (list->total != cases[i].total || list->count != (size_t)cases[i].total)
            fail_msg("\"%s\" found %lld", cases[i].text, (long long)list->total);
        focus_session_list_free(list);
    }
}

static void a_renamed_tag_is_found_by_its_new_name_alone(void **state)
{
    fixture *f = *state;
    const char *const old_tags[] = {"old", "both"};
    const char *const new_tags[] = {"new", "both"};
    const struct {
        const char *tag;
        int64_t total;
    } cases[] = {{"old", 0}, {"new", 1}, {"both", 1}};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    input.started_at_ms = MONDAY_9_MS - HOUR_MS;
    input.ended_at_ms = MONDAY_9_MS;
    input.tags = old_tags;
    input.tag_count = 2;
    assert_ok(f->store, focus_session_add(f->store, &input, &session));
    input.fields = FOCUS_FIELD_TAGS | FOCUS_FIELD_STARTED_AT;
    input.started_at_ms = MONDAY_9_MS - 2 * HOUR_MS;
    input.tags = new_tags;
    assert_ok(f->store, focus_session_edit(f->store, &session->id, &input, NULL));
    focus_session_free(session);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *list = NULL;
        filter.tag = cases[i].tag;
        list = get_page(f->store, &filter);
        assert_int_equal(list->total, cases[i].total);
        assert_int_equal(list->count, cases[i].total);
        if (list->count > 0)
            assert_int_equal(list->items[0]->started_at_ms, MONDAY_9_MS - 2 * HOUR_MS);
        focus_session_list_free(list);
    }
}

static void another_user_has_another_history(void **state)
{
    fixture *f = *state;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    history h;

    fill(f, &h);
    assert_ok(f->store, focus_user_create(f->store, "other", NULL));
    assert_ok(f->store, focus_user_select(f->store, "other"));
    for (int i = 0; i < 4; i++) {
        filter.flags = (i & 1) != 0 ? FOCUS_FILTER_DELETED : 0;
        filter.tag = (i & 2) != 0 ? "alpha" : NULL;
        list = get_page(f->store, &filter);
        assert_int_equal(list->total, 0);
        assert_int_equal(list->count, 0);
        focus_session_list_free(list);
    }
}

/* --- what is refused -------------------------------------------------------------------------- */

static void assert_refused(focus_store *store, focus_status expected,
                           const focus_session_filter *filter)
{
    const focus_session_list *list = (const focus_session_list *)filter;

    assert_status(store, expected, focus_session_list_page(store, filter, &list));
    assert_null(list);
}

static void a_cursor_that_no_page_gave_is_refused(void **state)
{
    static const char *const cursors[] = {
        "x",
        ".",
        "1",
        "1.",
        ".1",
        "1.2.3",
        "1.2 ",
        " 1.2",
        "+1.2",
        "01.2",
        "1.-",
        "1,2",
        "0x1.2",
        "-.5",
        "1.2x",
        "9223372036854775808.1",
        "1.99999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    };
    fixture *f = *state;

    add_session(f->store, MONDAY_9_MS - HOUR_MS, HOUR_MS, NULL);
    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        filter.cursor = cursors[i];
        assert_refused(f->store, FOCUS_E_INVALID, &filter);
    }
}

static void limits_are_one_to_a_thousand(void **state)
{
    fixture *f = *state;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.limit = 1000;
    focus_session_list_free(get_page(f->store, &filter));
    filter.limit = 1001;
    assert_refused(f->store, FOCUS_E_INVALID, &filter);
    filter.limit = UINT32_MAX;
    assert_refused(f->store, FOCUS_E_INVALID, &filter);
}

static void bad_filters_are_refused(void **state)
{
    fixture *f = *state;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.flags = 1u << 7;
    assert_refused(f->store, FOCUS_E_UNSUPPORTED, &filter);
    filter.flags = 0;
    filter.modes = FOCUS_MASK(FOCUS_MODE_COUNT);
    assert_refused(f->store, FOCUS_E_UNSUPPORTED, &filter);
    filter.modes = 0;
    filter.statuses = FOCUS_MASK(FOCUS_SESSION_STATUS_COUNT);
    assert_refused(f->store, FOCUS_E_UNSUPPORTED, &filter);
    filter.statuses = 0;
    set_days(&filter, 20001, 20000);
    assert_refused(f->store, FOCUS_E_INVALID, &filter);
    filter.has_days = 0;
    filter.text = "\xff";
    assert_refused(f->store, FOCUS_E_INVALID, &filter);
    filter.text = NULL;
    filter.tag = "two\nlines";
    assert_refused(f->store, FOCUS_E_INVALID, &filter);
    filter.tag = NULL;
    filter.struct_size = 0;
    assert_refused(f->store, FOCUS_E_MISUSE, &filter);
    assert_status(f->store, FOCUS_E_MISUSE, focus_session_list_page(f->store, NULL, NULL));
}

/* --- records ---------------------------------------------------------------------------------- */

static void start_with_everything(fixture *f)
{
    static const char *const tags[] = {"zebra", "alpha", "zebra", "Beta", "\xc3\xa4"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.mode = FOCUS_MODE_LONG_BREAK;
    input.planned_ms = 40 * MINUTE_MS;
    input.title = "a title";
    input.project = "a project";
    input.task = "T-1";
    input.note = "a note\nof two lines";
    input.tags = tags;
    input.tag_count = COUNT_OF(tags);
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    for (int i = 0; i < 3; i++) {
        pass(f, 5 * MINUTE_MS);
        assert_ok(f->store, focus_session_pause(f->store, 0, i == 1 ? "phone" : NULL, NULL));
        pass(f, (i + 1) * MINUTE_MS);
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
}

static void assert_words(const focus_session *s)
{
    static const char *const tags[] = {"Beta", "alpha", "zebra", "\xc3\xa4"};

    assert_string_equal(s->title, "a title");
    assert_string_equal(s->project, "a project");
    assert_string_equal(s->task, "T-1");
    assert_string_equal(s->note, "a note\nof two lines");
    assert_int_equal(s->tag_count, COUNT_OF(tags));
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        assert_string_equal(s->tags[i], tags[i]);
    assert_string_equal(s->zone, "Test/Zone");
    assert_int_equal(s->utc_offset_s, 3600);
    assert_null(s->source_format);
    assert_null(s->source_key);
}

static void assert_times(const focus_session *s)
{
    assert_int_equal(s->mode, FOCUS_MODE_LONG_BREAK);
    assert_int_equal(s->status, FOCUS_SESSION_COMPLETED);
    assert_int_equal(s->source, FOCUS_SOURCE_LIVE);
    assert_int_equal(s->flags, 0);
    assert_int_equal(s->planned_ms, 40 * MINUTE_MS);
    assert_int_equal(s->active_ms, 25 * MINUTE_MS);
    assert_int_equal(s->paused_ms, 6 * MINUTE_MS);
    assert_int_equal(s->remaining_ms, 0);
    assert_int_equal(s->started_at_ms, MONDAY_9_MS);
    assert_int_equal(s->ended_at_ms, MONDAY_9_MS + 31 * MINUTE_MS);
    assert_int_equal(s->planned_end_at_ms, 0);
    assert_int_equal(s->expires_at_ms, 0);
    assert_int_equal(s->created_at_ms, MONDAY_9_MS);
    assert_int_equal(s->deleted_at_ms, 0);
    assert_int_equal(s->day, MONDAY_9_MS / DAY_MS);
    assert_int_equal(s->revision, 8);
    assert_int_equal(s->xp, 3);
    assert_int_equal(s->coins, 1);
}

static void a_listed_record_has_all_its_words_times_and_pauses(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;
    const focus_session *s = NULL;

    f->utc_offset_s = 3600;
    add_session(f->store, MONDAY_9_MS - HOUR_MS, HOUR_MS, NULL);
    start_with_everything(f);
    add_session(f->store, f->now_ms - MINUTE_MS, MINUTE_MS, NULL);
    list = get_page(f->store, NULL);
    assert_int_equal(list->count, 3);
    s = list->items[1];
    assert_words(s);
    assert_times(s);
    assert_int_equal(s->pause_count, 3);
    for (int i = 0; i < 3; i++) {
        const focus_pause *pause = &s->pauses[i];
        assert_int_equal(pause->ended_at_ms - pause->started_at_ms, (i + 1) * MINUTE_MS);
        assert_true(i == 0 || pause->started_at_ms > s->pauses[i - 1].ended_at_ms);
    }
    assert_null(s->pauses[0].reason);
    assert_string_equal(s->pauses[1].reason, "phone");
    s = list->items[0];
    assert_null(s->title);
    assert_null(s->note);
    assert_int_equal(s->tag_count, 0);
    assert_int_equal(s->pause_count, 0);
    assert_int_equal(s->source, FOCUS_SOURCE_MANUAL);
    focus_session_list_free(list);
}

static void an_overdue_pause_ends_with_its_session_for_readers(void **state)
{
    fixture *f = *state;
    const focus_session_list *list = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, NULL, NULL));
    pass(f, 7 * HOUR_MS);
    list = get_page(f->store, NULL);
    assert_int_equal(list->items[0]->status, FOCUS_SESSION_EXPIRED);
    assert_int_equal(list->items[0]->ended_at_ms, MONDAY_9_MS + 65 * MINUTE_MS);
    assert_int_equal(list->items[0]->active_ms, 5 * MINUTE_MS);
    assert_int_equal(list->items[0]->paused_ms, HOUR_MS);
    assert_int_equal(list->items[0]->pauses[0].ended_at_ms, MONDAY_9_MS + 65 * MINUTE_MS);
    focus_session_list_free(list);
}

/* Before any write has said so, and the same after. */
static void an_overdue_session_longer_than_a_day_is_implausible_for_readers(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.planned_ms = 20 * HOUR_MS; /* expires after forty */
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, 3 * DAY_MS);
    for (int i = 0; i < 2; i++) {
        const focus_session_list *list = get_page(f->store, NULL);
        assert_int_equal(list->items[0]->status, FOCUS_SESSION_EXPIRED);
        assert_int_equal(list->items[0]->active_ms, 40 * HOUR_MS);
        assert_int_equal(list->items[0]->flags, FOCUS_SESSION_IMPLAUSIBLE);
        focus_session_list_free(list);
        assert_ok(f->store, focus_sweep(f->store, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(pages_give_every_row_once_over_ties_in_start),
        API_TEST(without_a_filter_the_newest_twenty_come),
        API_TEST(an_empty_history_is_one_empty_page),
        API_TEST(rows_added_between_pages_do_not_shift_the_next_page),
        API_TEST(the_row_under_the_cursor_may_go_away),
        API_TEST(totals_are_exact_for_all_masks_and_ranges),
        API_TEST(totals_are_exact_while_one_runs_is_paused_or_is_overdue),
        API_TEST(a_deleted_session_has_one_status_for_filters_and_readers),
        API_TEST(filters_join_and_page_with_exact_totals),
        API_TEST(a_text_is_looked_for_as_it_is_written),
        API_TEST(a_renamed_tag_is_found_by_its_new_name_alone),
        API_TEST(another_user_has_another_history),
        API_TEST(a_cursor_that_no_page_gave_is_refused),
        API_TEST(limits_are_one_to_a_thousand),
        API_TEST(bad_filters_are_refused),
        API_TEST(a_listed_record_has_all_its_words_times_and_pauses),
        API_TEST(an_overdue_pause_ends_with_its_session_for_readers),
        API_TEST(an_overdue_session_longer_than_a_day_is_implausible_for_readers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
