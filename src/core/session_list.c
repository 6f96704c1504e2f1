/*
 * session_list.c - reading sessions: one, the running one, and pages of history with their exact
 * total.
 *
 * A session whose limit has passed is expired for every reader, though no write has said so yet.
 * Its row still says active or paused; `running` carries it through a read so that lists, filters
 * and totals agree.
 */
#include "core/session.h"

#include "base/text.h"
#include "base/uuid.h"
#include "core/figures.h"
#include "rules/limits.h"

/* --- one session ------------------------------------------------------------------------------ */

typedef focus_status load_session(focus_store *store, const focus_id *id, focus__session **out);

static focus_status load_unexpired(focus_store *store, const focus_id *id, focus__session **out)
{
    focus_status status = focus__session_load_running(store, out);

    (void)id;
    if (status == FOCUS_OK && focus__timer_is_overdue(&(*out)->row.timer, store->now_ms))
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "the last session has expired");
    return status;
}

static focus_status load_and_publish(focus_store *store, load_session *load, const focus_id *id,
                                     focus__session **out)
{
    focus_status status = load(store, id, out);

    return status == FOCUS_OK ? focus__session_publish(store, *out, &(*out)->row, &(*out)->record)
                              : status;
}

/* Without pauses a session is one row, which one statement reads. With them both are read anew in one
 * snapshot. */
static focus_status read_one(focus_store *store, load_session *load, const focus_id *id,
                             focus__session **out)
{
    focus_status status = load(store, id, out);

    if (status == FOCUS_OK && (*out)->row.pause_count == 0)
        return focus__session_publish(store, *out, &(*out)->row, &(*out)->record);
    if (status == FOCUS_OK)
        status = focus__read_tx_begin(store->db);
    if (status != FOCUS_OK)
        return status;
    focus__box_free(*out);
    status = load_and_publish(store, load, id, out);
    focus__read_tx_end(store->db);
    return status;
}

static focus_status hand_out_one(focus_store *store, load_session *load, const focus_id *id,
                                 const focus_session **out_session)
{
    focus__session *session = NULL;
    focus_status status = focus__look_begin(store);

    if (status == FOCUS_OK)
        status = focus__look_end(store, read_one(store, load, id, &session));
    if (status == FOCUS_OK)
        *out_session = &session->record;
    else
        focus__box_free(session);
    return status;
}

focus_status focus_session_running(focus_store *store, const focus_session **out_session)
{
    if (out_session == NULL)
        return focus__misuse(store, "out_session");
    *out_session = NULL;
    focus__name_call(store);
    return hand_out_one(store, load_unexpired, NULL, out_session);
}

focus_status focus_session_get(focus_store *store, const focus_id *id,
                               const focus_session **out_session)
{
    if (out_session == NULL)
        return focus__misuse(store, "out_session");
    *out_session = NULL;
    if (id == NULL)
        return focus__misuse(store, "id");
    focus__name_call(store);
    return hand_out_one(store, focus__session_load, id, out_session);
}

/* --- by a word -------------------------------------------------------------------------------- */

enum { PREFIX_MIN = 4 }; /* digits */

/* The smallest and the largest id that begin so. */
static focus_status prefix_range(focus_store *store, const char *prefix, focus_id *out_low,
                                 focus_id *out_high)
{
    int digits = 0;

    memset(out_low, 0x00, sizeof(*out_low));
    memset(out_high, 0xff, sizeof(*out_high));
    for (const char *c = prefix; *c != '\0'; c++) {
        int value = focus__hex_value(*c);
        int shift = digits % 2 == 0 ? 4 : 0;
        if (*c == '-')
            continue;
        if (value < 0 || digits == 32)
            return focus__fail(&store->error, FOCUS_E_INVALID, "an id has up to 32 hex digits");
        out_low->bytes[digits / 2] = (unsigned char)(out_low->bytes[digits / 2] | (value << shift));
        out_high->bytes[digits / 2] =
            (unsigned char)((out_high->bytes[digits / 2] & ~(0xf << shift)) | (value << shift));
        digits++;
    }
    if (digits < PREFIX_MIN)
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "an id's beginning has at least %d hex digits", PREFIX_MIN);
    return FOCUS_OK;
}

static focus_status find_prefix(focus_store *store, const char *prefix, focus_id *out_id)
{
    focus_id low;
    focus_id high;
    focus__stmt stmt;
    focus_status status = prefix_range(store, prefix, &low, &high);

    if (status == FOCUS_OK)
        status = focus__stmt_borrow(store->db, FOCUS__SQL_SESSION_BY_PREFIX, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_id(&stmt, 1, &low);
    focus__stmt_id(&stmt, 2, &high);
    focus__stmt_int(&stmt, 3, store->user_id);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK) {
        focus__stmt_get_id(&stmt, 0, out_id);
        status = focus__stmt_step(&stmt);
        status = status == FOCUS_OK ? FOCUS_E_AMBIGUOUS : status;
    } else if (status == FOCUS_DONE) {
        status = FOCUS_E_NOT_FOUND;
    }
    focus__stmt_return(&stmt);
    if (status == FOCUS_E_NOT_FOUND)
        return focus__fail(&store->error, status, "no session's id begins so");
    if (status == FOCUS_E_AMBIGUOUS)
        return focus__fail(&store->error, status, "more than one session's id begins so");
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* 0: it is none. */
static int64_t number_of(const char *word)
{
    int64_t number = 0;

    if (word[0] == '0' || strlen(word) > 18)
        return 0;
    for (const char *c = word; *c != '\0'; c++) {
        if (*c < '0' || *c > '9')
            return 0;
        number = number * 10 + (*c - '0');
    }
    return number;
}

static focus_status find_number(focus_store *store, int64_t number, focus_id *out_id)
{
    focus__session *session = NULL;
    focus_status status = focus__session_load_by_row(store, number, &session);

    if (status == FOCUS_OK)
        *out_id = session->row.uuid;
    focus__box_free(session);
    return status;
}

/* A word of digits may be a number, the beginning of an id, or both. */
static focus_status find_word(focus_store *store, const char *word, focus_id *out_id)
{
    int64_t number = number_of(word);
    focus_id begun;
    focus_status status;

    if (number == 0)
        return find_prefix(store, word, out_id);
    status = find_number(store, number, out_id);
    if (strlen(word) < PREFIX_MIN || (status != FOCUS_OK && status != FOCUS_E_NOT_FOUND))
        return status;
    if (status == FOCUS_E_NOT_FOUND)
        return find_prefix(store, word, out_id);
    status = find_prefix(store, word, &begun);
    if (status == FOCUS_E_AMBIGUOUS ||
        (status == FOCUS_OK && memcmp(&begun, out_id, sizeof(begun)) != 0))
        return focus__fail(&store->error, FOCUS_E_AMBIGUOUS,
                           "%s is a session's number, and another's id begins so", word);
    return status == FOCUS_E_NOT_FOUND ? FOCUS_OK : status;
}

focus_status focus_session_find(focus_store *store, const char *word, focus_id *out_id)
{
    focus_id id = {{0}};
    focus_status status;

    if (out_id == NULL)
        return focus__misuse(store, "out_id");
    *out_id = id;
    if (word == NULL)
        return focus__misuse(store, "word");
    status = focus__read_begin(store);
    if (status == FOCUS_OK)
        status = focus__read_end(store, find_word(store, word, &id));
    if (status == FOCUS_OK)
        *out_id = id;
    return status;
}

/* --- pages ------------------------------------------------------------------------------------ */

/* A filter, checked and made into what the statements bind. */
typedef struct page_query {
    focus_session_filter filter;
    focus__running running;
    char *pattern; /* LIKE pattern of filter.text */
    focus__page page;
} page_query;

static bool oldest_first(const page_query *query)
{
    return (query->filter.flags & FOCUS_FILTER_OLDEST_FIRST) != 0;
}

/* The end of time in the page's direction: before any cursor, all rows come after it. */
static void forget_cursor(page_query *query)
{
    query->page.after_first = oldest_first(query) ? INT64_MIN : INT64_MAX;
    query->page.after_second = query->page.after_first;
}

static enum focus__sql_id page_statement(const page_query *query)
{
    if ((query->filter.flags & FOCUS_FILTER_DELETED) != 0)
        return oldest_first(query) ? FOCUS__SQL_SESSION_DELETED_OLDEST
                                   : FOCUS__SQL_SESSION_DELETED_NEWEST;
    if (query->filter.tag != NULL)
        return oldest_first(query) ? FOCUS__SQL_SESSION_TAGGED_OLDEST
                                   : FOCUS__SQL_SESSION_TAGGED_NEWEST;
    return oldest_first(query) ? FOCUS__SQL_SESSION_PAGE_OLDEST : FOCUS__SQL_SESSION_PAGE_NEWEST;
}

static enum focus__sql_id count_statement(const page_query *query)
{
    if ((query->filter.flags & FOCUS_FILTER_DELETED) != 0)
        return FOCUS__SQL_SESSION_DELETED_COUNT;
    return query->filter.tag != NULL ? FOCUS__SQL_SESSION_TAGGED_COUNT
                                     : FOCUS__SQL_SESSION_PAGE_COUNT;
}

/* "50%" is a text to look for, not a pattern. */
static focus_status make_pattern(focus_store *store, void *box, const char *text,
                                 char **out_pattern)
{
    char *to = focus__new_items(store, box, 2 * strlen(text) + 3, 1);

    *out_pattern = to;
    if (to == NULL)
        return FOCUS_E_NOMEM;
    *to++ = '%';
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            *to++ = '\\';
        *to++ = *text;
    }
    *to++ = '%';
    *to = '\0';
    return FOCUS_OK;
}

static focus_status check_filter(focus_store *store, focus_session_filter *filter)
{
    const uint32_t all_modes = FOCUS_MASK(FOCUS_MODE_COUNT) - 1;
    const uint32_t all_statuses = FOCUS_MASK(FOCUS_SESSION_STATUS_COUNT) - 1;

    if ((filter->flags & ~(uint32_t)(FOCUS_FILTER_OLDEST_FIRST | FOCUS_FILTER_DELETED)) != 0 ||
        (filter->modes & ~all_modes) != 0 || (filter->statuses & ~all_statuses) != 0)
        return focus__fail(&store->error, FOCUS_E_UNSUPPORTED, "the filter has an unknown bit");
    filter->modes = filter->modes != 0 ? filter->modes : all_modes;
    filter->statuses = filter->statuses != 0 ? filter->statuses : all_statuses;
    filter->tag = focus__text_or_null(filter->tag);
    filter->project = focus__text_or_null(filter->project);
    filter->text = focus__text_or_null(filter->text);
    filter->cursor = focus__text_or_null(filter->cursor);
    if (!filter->has_days) {
        filter->from_day = INT32_MIN;
        filter->until_day = INT32_MAX;
    }
    if (filter->until_day < filter->from_day)
        return focus__fail(&store->error, FOCUS_E_INVALID, "until_day lies before from_day");
    return FOCUS_OK;
}

static focus_status check_filter_texts(focus_store *store, const focus_session_filter *filter)
{
    focus_status status = focus__text_check("the tag", filter->tag, 0, FOCUS_TITLE_MAX,
                                            FOCUS__TEXT_LINE, &store->error);

    if (status == FOCUS_OK)
        status = focus__text_check("the project", filter->project, 0, FOCUS_TITLE_MAX,
                                   FOCUS__TEXT_LINE, &store->error);
    if (status == FOCUS_OK)
        status = focus__text_check("the text", filter->text, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    return status;
}

static focus_status prepare_query(focus_store *store, void *box, const focus_session_filter *filter,
                                  page_query *query)
{
    static const focus_session_filter everything = FOCUS_SESSION_FILTER_INIT;
    focus_status status = focus__options_import(
        &query->filter, sizeof(query->filter), FOCUS__SIZE_THROUGH(focus_session_filter, cursor),
        filter != NULL ? filter : &everything, &store->error);

    if (status == FOCUS_OK)
        status = check_filter(store, &query->filter);
    if (status == FOCUS_OK)
        status = check_filter_texts(store, &query->filter);
    if (status == FOCUS_OK && query->filter.text != NULL)
        status = make_pattern(store, box, query->filter.text, &query->pattern);
    query->page = (focus__page){.limit = query->filter.limit, .cursor = query->filter.cursor};
    forget_cursor(query);
    return status == FOCUS_OK ? focus__page_check(store, &query->page, FOCUS__PAGE_DEFAULT)
                              : status;
}

/* Days and the place where the page begins, as one range of instants. A session's local day begins
 * within 38 hours of UTC's: 14 of offset, and a day start of up to 24. */
static void bind_range(focus__stmt *stmt, const page_query *query)
{
    const int64_t slack_ms = 48 * FOCUS__MS_PER_HOUR;
    int64_t from_ms = query->filter.from_day * FOCUS__MS_PER_DAY - slack_ms;
    int64_t until_ms = (query->filter.until_day + INT64_C(1)) * FOCUS__MS_PER_DAY + slack_ms;
    int64_t after_ms = query->page.after_first;

    if (oldest_first(query) && after_ms > from_ms)
        from_ms = after_ms;
    if (!oldest_first(query) && after_ms < until_ms)
        until_ms = after_ms;
    focus__stmt_int(stmt, 4, from_ms);
    focus__stmt_int(stmt, 5, until_ms);
}

static void bind_filter(focus_store *store, focus__stmt *stmt, const page_query *query)
{
    const focus_session_filter *filter = &query->filter;

    focus__stmt_int(stmt, 1, store->user_id);
    focus__stmt_int(stmt, 2, filter->from_day);
    focus__stmt_int(stmt, 3, filter->until_day);
    bind_range(stmt, query);
    focus__stmt_int(stmt, 6, filter->modes);
    focus__stmt_int(stmt, 7, filter->statuses);
    focus__stmt_int(stmt, 8, query->running.expired_id);
    focus__stmt_text(stmt, 9, filter->project);
    focus__stmt_text(stmt, 10, query->pattern);
    if (filter->tag != NULL || (filter->flags & FOCUS_FILTER_DELETED) != 0)
        focus__stmt_text(stmt, 14, filter->tag);
}

/* One row more than the page has tells whether there is a next one. The first page never asks for more
 * rows than there are: what is rare would be looked for to the end of history. */
static void bind_page(focus__stmt *stmt, const focus__page *page, int64_t total)
{
    int64_t rows = (int64_t)page->limit + 1;

    if (page->cursor == NULL && total < rows)
        rows = total;
    focus__stmt_int(stmt, 11, page->after_first);
    focus__stmt_int(stmt, 12, page->after_second);
    focus__stmt_int(stmt, 13, rows);
}

static focus_status count_rows(focus_store *store, const page_query *page, int64_t *out_total)
{
    page_query all = *page;
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, count_statement(page), &stmt);

    if (status != FOCUS_OK)
        return status;
    forget_cursor(&all);
    bind_filter(store, &stmt, &all);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        *out_total = focus__stmt_get_int(&stmt, 0);
    focus__stmt_return(&stmt);
    return status;
}

/* Sessions of the wanted modes and statuses. */
static int64_t sum_of(const focus__sums modes[FOCUS_MODE_COUNT], const focus_session_filter *filter)
{
    int64_t sum = 0;

    for (int mode = 0; mode < FOCUS_MODE_COUNT; mode++)
        for (int i = 0; i < FOCUS_SESSION_STATUS_COUNT; i++)
            if ((filter->modes & FOCUS_MASK(mode)) != 0 && (filter->statuses & FOCUS_MASK(i)) != 0)
                sum += modes[mode].by_status[i];
    return sum;
}

/* Every session, and what runs, in one look at the counters. */
static focus_status read_whole_total(focus_store *store, page_query *query, int64_t *out_total)
{
    focus__counts counts;
    focus_status status = focus__counts_read(store, &counts, &query->running);

    if (status != FOCUS_OK)
        return status;
    focus__sums_add(&counts.modes[query->running.mode], &query->running.sums);
    *out_total = sum_of(counts.modes, &query->filter);
    return FOCUS_OK;
}

static focus_status read_period_total(focus_store *store, const page_query *query,
                                      int64_t *out_total)
{
    const focus_session_filter *filter = &query->filter;
    focus__period period;
    focus_status status =
        focus__period_read(store, filter->from_day, filter->until_day, &query->running, &period);

    *out_total = status == FOCUS_OK ? sum_of(period.modes, filter) : 0;
    return status;
}

/* The total, and the running session into the query. */
static focus_status read_total(focus_store *store, page_query *query, int64_t *out_total)
{
    const focus_session_filter *filter = &query->filter;
    bool must_look = filter->tag != NULL || filter->project != NULL || filter->text != NULL ||
                     (filter->flags & FOCUS_FILTER_DELETED) != 0;
    focus_status status;

    if (!must_look && !filter->has_days)
        return read_whole_total(store, query, out_total);
    status = focus__running_read(store, &query->running);
    if (status != FOCUS_OK)
        return status;
    return must_look ? count_rows(store, query, out_total)
                     : read_period_total(store, query, out_total);
}

typedef struct page_box {
    focus_session_list list;
    focus__session_row *rows;
    focus_session *items;
    const focus_session **pointers;
} page_box;

static focus_status read_row(focus_store *store, void *memory, focus__stmt *stmt, size_t index,
                             focus__page *page)
{
    page_box *box = memory;
    focus__session_row *row = &box->rows[index];
    focus_status status = focus__session_row_read(stmt, box, row);

    (void)store;
    box->pointers[index] = &box->items[index];
    page->after_first = row->timer.started_at_ms;
    page->after_second = row->id;
    return status;
}

static focus_status read_rows(focus_store *store, page_box *box, page_query *query)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, page_statement(query), &stmt);

    if (status != FOCUS_OK)
        return status;
    bind_filter(store, &stmt, query);
    bind_page(&stmt, &query->page, box->list.total);
    return focus__page_read(store, box, &stmt, &query->page, read_row, &box->list.count,
                            box->list.next_cursor);
}

/* The rows first, the records after: what a record needs besides is asked by other statements. */
static focus_status publish_rows(focus_store *store, page_box *box)
{
    focus_status status = FOCUS_OK;

    for (size_t i = 0; i < box->list.count && status == FOCUS_OK; i++)
        status = focus__session_publish(store, box, &box->rows[i], &box->items[i]);
    return status;
}

/* Room for the rows and records of a page. */
static focus_status new_page(focus_store *store, page_box *box, const page_query *query)
{
    box->rows = focus__new_items(store, box, query->page.limit, sizeof(*box->rows));
    box->items = focus__new_items(store, box, query->page.limit, sizeof(*box->items));
    box->pointers = focus__new_pointers(store, box, query->page.limit);
    if (box->rows == NULL || box->items == NULL || box->pointers == NULL)
        return FOCUS_E_NOMEM;
    box->list.items = box->pointers;
    return FOCUS_OK;
}

/* --- every one that fits ---------------------------------------------------------------------- */

enum { MATCH_ROWS = 100 };

/* One page: its rows and their visits. */
static focus_status visit_page(focus_store *store, page_box *box, page_query *query,
                               focus__match_visit *visit, void *user)
{
    focus_status status = read_rows(store, box, query);

    for (size_t i = 0; i < box->list.count && status == FOCUS_OK; i++)
        status = visit(store, box, &box->rows[i], user);
    return status;
}

static focus_status visit_pages(focus_store *store, page_query *query, focus__match_visit *visit,
                                void *user)
{
    page_box *box = focus__new_box(store, sizeof(*box));
    focus_status status = box != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
    bool is_last = false;

    while (status == FOCUS_OK && !is_last) {
        status = new_page(store, box, query);
        box->list.total = INT64_MAX; /* not asked for */
        if (status == FOCUS_OK)
            status = visit_page(store, box, query, visit, user);
        is_last = box->list.next_cursor[0] == '\0';
        focus__box_clear(box);
    }
    focus__box_free(box);
    return status;
}

focus_status focus__session_each_match(focus_store *store, const focus_session_filter *filter,
                                       focus__match_visit *visit, void *user)
{
    focus_session_filter all = *filter;
    page_query query = {0};
    void *texts = focus__new_box(store, sizeof(void *)); /* outlive the pages */
    focus_status status = FOCUS_E_NOMEM;

    all.flags |= FOCUS_FILTER_OLDEST_FIRST;
    all.limit = MATCH_ROWS;
    all.cursor = NULL;
    if (texts != NULL)
        status = prepare_query(store, texts, &all, &query);
    if (status == FOCUS_OK)
        status = focus__running_read(store, &query.running);
    if (status == FOCUS_OK)
        status = visit_pages(store, &query, visit, user);
    focus__box_free(texts);
    return status;
}

/* --- a page for the caller -------------------------------------------------------------------- */

static focus_status list_read_page(focus_store *store, void *memory, const void *filter)
{
    page_box *box = memory;
    page_query query = {0};
    focus_status status = prepare_query(store, box, filter, &query);

    if (status == FOCUS_OK)
        status = new_page(store, box, &query);
    if (status != FOCUS_OK)
        return status;
    status = read_total(store, &query, &box->list.total);
    if (status == FOCUS_OK)
        status = read_rows(store, box, &query);
    return status == FOCUS_OK ? publish_rows(store, box) : status;
}

focus_status focus_session_list_page(focus_store *store, const focus_session_filter *filter,
                                     const focus_session_list **out_list)
{
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(page_box), list_read_page, filter, &box);
    *out_list = box;
    return status;
}

void focus_session_list_free(const focus_session_list *list)
{
    focus__box_free(list);
}
