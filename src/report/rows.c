/*
 * rows.c - the rows of a report while it is added up, and what follows from them in the end: order,
 * goals, levels, the longest run.
 */
#include "report/rows.h"

#include "base/checksum.h"
#include "base/text.h"
#include "rules/period.h"

#include <stdlib.h>

enum { ROWS_FIRST_CAPACITY = 64, ROWS_MOST = 1000000, ROWS_EMPTY_MOST = 100000 };

static bool axis_is_text(int32_t by)
{
    return by == FOCUS_BY_PROJECT || by == FOCUS_BY_TAG || by == FOCUS_BY_TITLE;
}

static bool axis_is_days(int32_t by)
{
    return by == FOCUS_BY_DAY || by == FOCUS_BY_WEEK || by == FOCUS_BY_MONTH;
}

/* --- finding a row ---------------------------------------------------------------------------- */

/* The number of slots is a power of two. */
static size_t slot_after(const focus__report_rows *rows, size_t slot)
{
    return (slot + 1) & (rows->slot_count - 1);
}

static size_t slot_of(const focus__report_rows *rows, int64_t number, const char *text)
{
    uint64_t sum = focus__checksum_text(focus__checksum_ints(0, &number, 1), text);

    return (size_t)sum & (rows->slot_count - 1);
}

static void take_slot(focus__report_rows *rows, size_t index)
{
    const focus_report_row *row = rows->items[index];
    size_t slot = slot_of(rows, row->number, row->text);

    while (rows->slots[slot] != 0)
        slot = slot_after(rows, slot);
    rows->slots[slot] = (uint32_t)index + 1;
}

/* Twice as many slots as rows. What both stood in before goes with the scratch box. */
static focus_status rows_grow(focus__report_rows *rows, size_t capacity)
{
    focus_report_row **items = focus__new_pointers(rows->store, rows->scratch, capacity);
    uint32_t *slots = NULL;

    if (items != NULL)
        slots = focus__new_items(rows->store, rows->scratch, 2 * capacity, sizeof(*slots));
    if (slots == NULL)
        return FOCUS_E_NOMEM;
    if (rows->count > 0)
        memcpy(items, rows->items, rows->count * sizeof(void *));
    rows->items = items;
    rows->capacity = capacity;
    rows->slots = slots;
    rows->slot_count = 2 * capacity;
    for (size_t i = 0; i < rows->count; i++)
        take_slot(rows, i);
    return FOCUS_OK;
}

focus_status focus__report_rows_init(focus__report_rows *rows)
{
    rows->first_day = INT32_MAX;
    rows->last_day = INT32_MIN;
    rows->total = focus__new_items(rows->store, rows->box, 1, sizeof(*rows->total));
    return rows->total != NULL ? rows_grow(rows, ROWS_FIRST_CAPACITY) : FOCUS_E_NOMEM;
}

static focus_status rows_add(focus__report_rows *rows, int64_t number, const char *text,
                             focus_report_row **out)
{
    focus_report_row *row;

    if (rows->count == ROWS_MOST)
        return focus__fail(&rows->store->error, FOCUS_E_INVALID,
                           "the report would have more than %d rows", ROWS_MOST);
    if (rows->count == rows->capacity && rows_grow(rows, 2 * rows->capacity) != FOCUS_OK)
        return FOCUS_E_NOMEM;
    row = focus__new_items(rows->store, rows->box, 1, sizeof(*row));
    if (row == NULL)
        return FOCUS_E_NOMEM;
    row->number = number;
    row->text = focus__box_text(rows->box, text);
    if (text != NULL && row->text == NULL)
        return focus__fail(&rows->store->error, FOCUS_E_NOMEM, "no memory for a report");
    rows->items[rows->count++] = row;
    take_slot(rows, rows->count - 1);
    *out = row;
    return FOCUS_OK;
}

static focus_status row_of(focus__report_rows *rows, int64_t number, const char *text,
                           focus_report_row **out)
{
    size_t slot = slot_of(rows, number, text);

    for (; rows->slots[slot] != 0; slot = slot_after(rows, slot)) {
        focus_report_row *row = rows->items[rows->slots[slot] - 1];
        if (row->number == number && focus__text_same(row->text, text)) {
            *out = row;
            return FOCUS_OK;
        }
    }
    return rows_add(rows, number, text, out);
}

focus_status focus__report_row_of_text(focus__report_rows *rows, const char *text,
                                       focus_report_row **out)
{
    return row_of(rows, 0, text, out);
}

focus_status focus__report_row_of_number(focus__report_rows *rows, int64_t number,
                                         focus_report_row **out)
{
    focus_status status = FOCUS_OK;

    if (rows->last == NULL || rows->last->number != number)
        status = row_of(rows, number, NULL, &rows->last);
    *out = rows->last;
    return status;
}

int64_t focus__report_number(const focus__report_rows *rows, int32_t day, int32_t hour,
                             int32_t mode)
{
    switch (rows->options->by) {
    case FOCUS_BY_DAY:
        return day;
    case FOCUS_BY_WEEK:
        return focus__week_first(day, rows->settings->week_start);
    case FOCUS_BY_MONTH:
        return focus__month_first(day);
    case FOCUS_BY_HOUR:
        return hour;
    case FOCUS_BY_WEEKDAY:
        return focus__weekday(day);
    case FOCUS_BY_HOUR_OF_WEEK:
        return 24 * (focus__weekday(day) - 1) + hour;
    default:
        return mode;
    }
}

/* --- adding ----------------------------------------------------------------------------------- */

void focus__report_add_time(focus_report_row *row, focus__report_kind kind, int64_t ms)
{
    switch (kind) {
    case FOCUS__REPORT_FOCUS:
        row->focus_ms += ms;
        break;
    case FOCUS__REPORT_ABANDONED:
        row->abandoned_ms += ms;
        break;
    case FOCUS__REPORT_UNCONFIRMED:
        row->unconfirmed_ms += ms;
        break;
    case FOCUS__REPORT_BREAK:
        row->break_ms += ms;
        break;
    case FOCUS__REPORT_DAY_TOTAL:
        row->day_total_ms += ms;
        break;
    case FOCUS__REPORT_RUNNING:
    case FOCUS__REPORT_NOTHING:
        break;
    }
}

/* --- which rows there are --------------------------------------------------------------------- */

/* The days of the report: those asked for, or without any those with something. */
static void days_of(const focus__report_rows *rows, focus_report *out)
{
    const focus_report_options *options = rows->options;

    out->from_day = options->has_days != 0 ? options->from_day : rows->first_day;
    out->until_day = options->has_days != 0 ? options->until_day : rows->last_day;
    if (options->has_days == 0 && rows->first_day > rows->last_day) {
        out->from_day = 0;
        out->until_day = -1;
    }
}

static focus_status fill_days(focus__report_rows *rows, const focus_report *report)
{
    focus_report_row *filled;
    focus_status status = FOCUS_OK;

    if ((int64_t)report->until_day - report->from_day >= ROWS_EMPTY_MOST)
        return focus__fail(&rows->store->error, FOCUS_E_INVALID,
                           "a report of more than %d days has no empty rows", ROWS_EMPTY_MOST);
    for (int32_t day = report->from_day; day <= report->until_day && status == FOCUS_OK; day++)
        status = focus__report_row_of_number(rows, focus__report_number(rows, day, 0, 0), &filled);
    return status;
}

static focus_status fill_numbers(focus__report_rows *rows, int64_t first, int64_t count)
{
    focus_report_row *filled;
    focus_status status = FOCUS_OK;

    for (int64_t i = 0; i < count && status == FOCUS_OK; i++)
        status = focus__report_row_of_number(rows, first + i, &filled);
    return status;
}

static focus_status fill_rows(focus__report_rows *rows, const focus_report *report)
{
    switch (report->by) {
    case FOCUS_BY_HOUR:
        return fill_numbers(rows, 0, 24);
    case FOCUS_BY_WEEKDAY:
        return fill_numbers(rows, 1, 7);
    case FOCUS_BY_HOUR_OF_WEEK:
        return fill_numbers(rows, 0, 168);
    case FOCUS_BY_MODE:
        return fill_numbers(rows, 0, FOCUS_MODE_COUNT);
    default:
        return fill_days(rows, report);
    }
}

static bool row_is_empty(const focus_report_row *row)
{
    return row->sessions == 0 && row->abandoned == 0 && row->unconfirmed == 0 && row->breaks == 0 &&
           row->focus_ms == 0 && row->abandoned_ms == 0 && row->unconfirmed_ms == 0 &&
           row->break_ms == 0 && row->day_total_ms == 0;
}

static void drop_empty_rows(focus__report_rows *rows)
{
    size_t kept = 0;

    for (size_t i = 0; i < rows->count; i++)
        if (!row_is_empty(rows->items[i]))
            rows->items[kept++] = rows->items[i];
    rows->count = kept;
}

/* --- time and order --------------------------------------------------------------------------- */

static void sum_time(focus_report_row *row, uint32_t include)
{
    row->time_ms = row->focus_ms;
    if ((include & FOCUS_INCLUDE_ABANDONED) != 0)
        row->time_ms += row->abandoned_ms;
    if ((include & FOCUS_INCLUDE_BREAKS) != 0)
        row->time_ms += row->break_ms;
    if ((include & FOCUS_INCLUDE_UNCONFIRMED) != 0)
        row->time_ms += row->unconfirmed_ms;
    if ((include & FOCUS_INCLUDE_DAY_TOTALS) != 0)
        row->time_ms += row->day_total_ms;
}

static int compare_numbers(const void *a, const void *b)
{
    const focus_report_row *left = *(const focus_report_row *const *)a;
    const focus_report_row *right = *(const focus_report_row *const *)b;

    return (left->number > right->number) - (left->number < right->number);
}

/* The longest first; equals by name, without one at the end. */
static int compare_times(const void *a, const void *b)
{
    const focus_report_row *left = *(const focus_report_row *const *)a;
    const focus_report_row *right = *(const focus_report_row *const *)b;

    if (left->time_ms != right->time_ms)
        return left->time_ms < right->time_ms ? 1 : -1;
    if (left->text == NULL || right->text == NULL)
        return (left->text == NULL) - (right->text == NULL);
    return strcmp(left->text, right->text);
}

static void order_rows(focus__report_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        sum_time(rows->items[i], rows->options->include);
    sum_time(rows->total, rows->options->include);
    if (rows->count > 0)
        qsort(rows->items, rows->count, sizeof(void *),
              axis_is_text(rows->options->by) ? compare_times : compare_numbers);
}

/* --- days and goals --------------------------------------------------------------------------- */

static int32_t later_day(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t earlier_day(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static void set_row_days(const focus_report *report, focus_report_row *row)
{
    int32_t first = (int32_t)row->number;
    int32_t last = first;

    row->from_day = report->from_day;
    row->until_day = report->until_day;
    if (!axis_is_days(report->by))
        return;
    if (report->by == FOCUS_BY_WEEK)
        last = first + 6;
    else if (report->by == FOCUS_BY_MONTH)
        last = focus__month_last(first);
    row->from_day = later_day(first, report->from_day);
    row->until_day = earlier_day(last, report->until_day);
}

/* Goals of the days of a row; and those that are due by today, of all days up to its last. A goal of
 * a day without a row is due as well. */
static int64_t add_goals(const focus__report_rows *rows, focus_report_row *row, int32_t from_day)
{
    int64_t due_ms = 0;

    for (int32_t day = from_day; day <= row->until_day; day++) {
        const focus__goal_row *goal = focus__goal_on(&rows->goals, day);
        due_ms += day <= rows->today ? goal->goal_ms : 0;
        if (day < row->from_day)
            continue;
        row->goal_ms += goal->goal_ms;
        row->goal_sessions += goal->goal_sessions;
    }
    return due_ms;
}

static void set_goals(focus__report_rows *rows, const focus_report *report)
{
    focus_report_row *total = rows->total;
    int32_t next_day = report->from_day;
    int64_t balance_ms = 0;

    if (rows->goals.count == 0 && rows->goals.usual.goal_ms == 0 &&
        rows->goals.usual.goal_sessions == 0)
        return;
    total->balance_ms = total->time_ms - add_goals(rows, total, total->from_day);
    for (size_t i = 0; i < rows->count && axis_is_days(report->by); i++) {
        focus_report_row *row = rows->items[i];
        balance_ms += row->time_ms - add_goals(rows, row, next_day);
        row->balance_ms = balance_ms;
        next_day = row->until_day + 1;
    }
}

/* --- levels, the best row, the longest run ---------------------------------------------------- */

static int compare_values(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* The least value of each quarter of those that are not 0. */
static void find_levels(int64_t *values, size_t count, int64_t out_least[FOCUS_LEVELS])
{
    if (count == 0)
        return;
    qsort(values, count, sizeof(*values), compare_values);
    for (size_t i = 0; i < FOCUS_LEVELS; i++)
        out_least[i] = values[i * count / FOCUS_LEVELS];
}

static int32_t level_of(int64_t value, const int64_t least[FOCUS_LEVELS])
{
    int32_t level = 0;

    while (value > 0 && level < FOCUS_LEVELS && value >= least[level])
        level++;
    return level;
}

static focus_status set_levels(focus__report_rows *rows, focus_report *out)
{
    int64_t *values = focus__new_items(rows->store, rows->scratch, rows->count, sizeof(*values));
    size_t count = 0;

    if (values == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i]->time_ms > 0)
            values[count++] = rows->items[i]->time_ms;
    find_levels(values, count, out->level_ms);
    count = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i]->sessions > 0)
            values[count++] = rows->items[i]->sessions;
    find_levels(values, count, out->level_sessions);
    for (size_t i = 0; i < rows->count; i++) {
        focus_report_row *row = rows->items[i];
        row->time_level = level_of(row->time_ms, out->level_ms);
        row->session_level = level_of(row->sessions, out->level_sessions);
    }
    return FOCUS_OK;
}

/* The newer of equal runs, as with the streak. */
static void rows_find_run(const focus__report_rows *rows, focus_report *out)
{
    int32_t first = 0;
    int32_t last = -1;

    out->run_last_day = -1;
    if (out->by != FOCUS_BY_DAY)
        return;
    for (size_t i = 0; i < rows->count; i++) {
        int32_t day = (int32_t)rows->items[i]->number;
        if (rows->items[i]->time_ms == 0)
            continue;
        first = i > 0 && day == last + 1 ? first : day;
        last = day;
        if (last - first >= out->run_last_day - out->run_first_day) {
            out->run_first_day = first;
            out->run_last_day = last;
        }
    }
}

static void find_best(const focus__report_rows *rows, focus_report *out)
{
    for (size_t i = 0; i < rows->count; i++) {
        const focus_report_row *row = rows->items[i];
        out->rows_with_time += row->time_ms > 0;
        if (row->time_ms > (out->best != NULL ? out->best->time_ms : 0))
            out->best = row;
    }
}

/* --- the end ---------------------------------------------------------------------------------- */

static focus_status hand_out_rows(focus__report_rows *rows, focus_report *out)
{
    const focus_report_row **pointers = focus__new_pointers(rows->store, rows->box, rows->count);

    if (pointers == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < rows->count; i++) {
        set_row_days(out, rows->items[i]);
        pointers[i] = rows->items[i];
    }
    rows->total->from_day = out->from_day;
    rows->total->until_day = out->until_day;
    set_goals(rows, out);
    out->rows = pointers;
    out->count = rows->count;
    out->total = rows->total;
    out->running_ms = rows->running_ms;
    return FOCUS_OK;
}

focus_status focus__report_rows_finish(focus__report_rows *rows, focus_report *out)
{
    focus_status status = FOCUS_OK;

    days_of(rows, out);
    if ((rows->options->flags & FOCUS_REPORT_EMPTY_ROWS) != 0 && !axis_is_text(out->by))
        status = fill_rows(rows, out);
    else
        drop_empty_rows(rows);
    if (status != FOCUS_OK)
        return status;
    order_rows(rows);
    rows_find_run(rows, out);
    find_best(rows, out);
    status = set_levels(rows, out);
    return status == FOCUS_OK ? hand_out_rows(rows, out) : status;
}
