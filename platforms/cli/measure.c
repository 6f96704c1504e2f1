/*
 * measure.c - see measure.h.
 *
 * One command makes few calls of its own: so it makes those of a screen that is drawn again and again.
 */
#include "measure.h"

#include <inttypes.h>
#include <stdio.h>

#include "json.h"
#include "render.h"

enum { ROUNDS = 200, MONTH_DAYS = 30 };

static focus_status read_screen(focus_store *store, int32_t today)
{
    const focus_session *session = NULL;
    const focus_session_list *list = NULL;
    focus_counters counters;
    focus_streak streak;
    focus_stats stats;
    focus_status status = focus_session_running(store, &session);
    focus_session_free(session);
    if (status == FOCUS_OK || status == FOCUS_E_NOT_FOUND)
        status = focus_session_list_page(store, NULL, &list);
    focus_session_list_free(list);
    if (status == FOCUS_OK)
        status = focus_counters_get(store, &counters);
    if (status == FOCUS_OK)
        status = focus_streak_get(store, &streak);
    if (status == FOCUS_OK)
        status = focus_stats_get(store, today - MONTH_DAYS + 1, today, &stats);
    return status;
}

/* The first round prepares statements and reads the file: it is not counted. */
static focus_status read_screens(focus_store *store)
{
    int32_t today = 0;
    focus_status status = focus_day_from_time(store, focus_now(store), &today);
    if (status == FOCUS_OK)
        status = read_screen(store, today);
    if (status == FOCUS_OK)
        status = focus_metrics_reset(store);
    for (int i = 0; i < ROUNDS && status == FOCUS_OK; i++)
        status = read_screen(store, today);
    return status;
}

/* The upper end of the bucket in which the `part`th of a hundred calls lies, in microseconds. */
static int64_t within_us(const focus_metrics_call *call, int part)
{
    int64_t wanted = (call->calls * part + 99) / 100;
    int bucket = 0;
    for (int64_t seen = call->buckets[0]; seen < wanted && bucket < FOCUS_METRICS_BUCKETS - 1;)
        seen += call->buckets[++bucket];
    return INT64_C(1) << bucket;
}

/* --- as JSON ---------------------------------------------------------------------------------- */

static void json_call(json_writer *w, const focus_metrics_call *call)
{
    json_object(w, NULL);
    json_string(w, "name", call->name);
    json_int(w, "calls", call->calls);
    json_int(w, "failures", call->failures);
    json_int(w, "total_ns", call->total_ns);
    json_int(w, "longest_ns", call->longest_ns);
    json_array(w, "buckets");
    for (int i = 0; i < FOCUS_METRICS_BUCKETS; i++)
        json_int(w, NULL, call->buckets[i]);
    json_array_end(w);
    json_object_end(w);
}

static void print_json(const focus_metrics *m)
{
    json_writer w;
    json_document(&w, stdout, "metrics");
    json_array(&w, "calls");
    for (size_t i = 0; i < m->call_count; i++)
        json_call(&w, &m->calls[i]);
    json_array_end(&w);
    json_int(&w, "statements_prepared", m->statements_prepared);
    json_int(&w, "statements_run", m->statements_run);
    json_int(&w, "vm_steps", m->vm_steps);
    json_int(&w, "scan_steps", m->scan_steps);
    json_int(&w, "sorts", m->sorts);
    json_int(&w, "makeshift_index_rows", m->makeshift_index_rows);
    json_int(&w, "cache_hits", m->cache_hits);
    json_int(&w, "cache_misses", m->cache_misses);
    json_int(&w, "pages_written", m->pages_written);
    json_int(&w, "pages_spilled", m->pages_spilled);
    json_int(&w, "checkpoints", m->checkpoints);
    json_int(&w, "cache_bytes", m->cache_bytes);
    json_int(&w, "statement_bytes", m->statement_bytes);
    json_int(&w, "file_bytes", m->file_bytes);
    json_int(&w, "log_bytes", m->log_bytes);
    json_int(&w, "schema_bytes", m->schema_bytes);
    json_int(&w, "store_bytes", m->store_bytes);
    json_finish(&w);
}

/* --- as a table ------------------------------------------------------------------------------- */

static void cell_count(render_table *t, int64_t count)
{
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof(text), "%" PRId64, count);
    table_cell(t, text);
}

static void cell_us(render_table *t, double us, const char *before)
{
    char text[RENDER_SIZE];
    (void)snprintf(text, sizeof(text), us < 10 ? "%s%.1f us" : "%s%.0f us", before, us);
    table_cell(t, text);
}

typedef struct spread {
    int first; /* bucket */
    int last;
} spread;

static void widen(spread *over, const focus_metrics_call *call)
{
    for (int i = 0; i < FOCUS_METRICS_BUCKETS; i++) {
        if (call->buckets[i] > 0 && i < over->first)
            over->first = i;
        if (call->buckets[i] > 0 && i > over->last)
            over->last = i;
    }
}

static spread spread_of(const focus_metrics *m)
{
    spread over = {FOCUS_METRICS_BUCKETS - 1, 0};
    for (size_t i = 0; i < m->call_count; i++)
        widen(&over, &m->calls[i]);
    return over;
}

/* Each step is twice the one before; the fullest is drawn whole, and what is not empty can be seen. */
static void cell_spread(render_table *t, const focus_metrics_call *call, int first)
{
    static const char *const BLOCKS[] = {" ",      "\u2581", "\u2582", "\u2583", "\u2584",
                                         "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const STAND_INS[] = {" ", ".", ".", ":", ":", "+", "+", "#", "#"};
    spread own = {FOCUS_METRICS_BUCKETS - 1, 0};
    text_buffer text = {0};
    int64_t most = 1;
    widen(&own, call);
    for (int i = own.first; i <= own.last; i++)
        most = call->buckets[i] > most ? call->buckets[i] : most;
    for (int i = first; i <= own.last; i++) {
        int64_t height = call->buckets[i] == 0 ? 0 : 1 + call->buckets[i] * 7 / most;
        text_add(&text, t->c->ascii ? STAND_INS[height] : BLOCKS[height]);
    }
    table_cell(t, text.text);
    text_free(&text);
}

static void print_calls(const cli *c, const focus_metrics *m)
{
    static const render_column COLUMNS[] = {
        {"CALL", 0, STYLE_NONE},
        {"CALLS", COLUMN_RIGHT, STYLE_NONE},
        {"MEAN", COLUMN_RIGHT, STYLE_BOLD},
        {"HALF IN", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"99 % IN", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"LONGEST", COLUMN_RIGHT | COLUMN_SPARE, STYLE_NONE},
        {"SPREAD", COLUMN_SPARE, STYLE_CYAN},
    };
    const spread over = spread_of(m);
    const size_t column_count = c->plain ? 6 : 7;
    char text[120];
    render_table t;
    table_begin(&t, c, COLUMNS, column_count);
    for (size_t i = 0; i < m->call_count; i++) {
        const focus_metrics_call *call = &m->calls[i];
        table_cell(&t, call->name);
        cell_count(&t, call->calls);
        cell_us(&t, (double)call->total_ns / 1e3 / (double)call->calls, "");
        cell_us(&t, (double)within_us(call, 50), c->plain ? "" : "< ");
        cell_us(&t, (double)within_us(call, 99), c->plain ? "" : "< ");
        cell_us(&t, (double)call->longest_ns / 1e3, "");
        if (!c->plain)
            cell_spread(&t, call, over.first);
    }
    table_end(&t, true);
    (void)snprintf(text, sizeof text,
                   "spread: from %d us to %" PRId64 " us, each step twice the one before",
                   over.first > 0 ? 1 << (over.first - 1) : 0, INT64_C(1) << over.last);
    if (!c->plain)
        render_line(c, STYLE_NONE, text);
}

static void print_figures(const cli *c, const focus_metrics *m)
{
    static const render_column PAIR[] = {{"", 0, STYLE_NONE}, {"", COLUMN_WRAP, STYLE_NONE}};
    char text[200];
    render_table t;
    table_begin(&t, c, PAIR, 2);
    table_cell(&t, "statements");
    (void)snprintf(text, sizeof text,
                   "%" PRId64 " prepared, %" PRId64 " run, %" PRId64
                   " steps of SQLite's machine, %" PRId64 " of a scan, %" PRId64 " sorts",
                   m->statements_prepared, m->statements_run, m->vm_steps, m->scan_steps, m->sorts);
    table_cell(&t, text);
    table_cell(&t, "pages");
    (void)snprintf(text, sizeof text, "%" PRId64 " from the cache, %" PRId64 " from the file",
                   m->cache_hits, m->cache_misses);
    table_cell(&t, text);
    table_cell(&t, "memory");
    (void)snprintf(text, sizeof text,
                   "%" PRId64 " KiB of pages, %" PRId64 " KiB of statements, %" PRId64
                   " KiB of the schema, %" PRId64 " KiB of ours",
                   m->cache_bytes / 1024, m->statement_bytes / 1024, m->schema_bytes / 1024,
                   m->store_bytes / 1024);
    table_cell(&t, text);
    table_cell(&t, "file");
    (void)snprintf(text, sizeof text, "%" PRId64 " KiB, log %" PRId64 " KiB", m->file_bytes / 1024,
                   m->log_bytes / 1024);
    table_cell(&t, text);
    table_end(&t, false);
}

/* --- all -------------------------------------------------------------------------------------- */

static int print_metrics(const cli *c)
{
    const focus_metrics *m = NULL;
    focus_status status = focus_metrics_get(c->store, &m);
    if (status != FOCUS_OK)
        return fail_store(c, NULL, NULL);
    if (c->json)
        print_json(m);
    else
        print_calls(c, m);
    if (!c->json && !c->plain)
        print_figures(c, m);
    focus_metrics_free(m);
    return EXIT_DONE;
}

int measure_and_print(const cli *c)
{
    return read_screens(c->store) == FOCUS_OK ? print_metrics(c) : fail_store(c, NULL, NULL);
}
