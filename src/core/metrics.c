/*
 * metrics.c - see metrics.h.
 */
#include "core/metrics.h"

#include "base/env.h"
#include "core/store.h"

static int64_t metrics_now_ns(const focus__metrics *metrics)
{
    return metrics->meter.ticker.now_ns(metrics->meter.ticker.user);
}

/* --- a call ----------------------------------------------------------------------------------- */

void focus__metrics_begin(focus__metrics *metrics, const char *name)
{
    if (metrics->depth++ > 0)
        return;
    metrics->name = name;
    metrics->began_ns = metrics_now_ns(metrics);
}

/* Names are those of functions, each one array in the program: the same name is the same pointer. */
static focus_metrics_call *find_call(focus__metrics *metrics, const char *name)
{
    for (int i = 0; i < metrics->call_count; i++)
        if (metrics->calls[i].name == name)
            return &metrics->calls[i];
    if (metrics->call_count == FOCUS__METRICS_CALLS_MAX)
        return NULL;
    metrics->calls[metrics->call_count].name = name;
    return &metrics->calls[metrics->call_count++];
}

/* Bucket 0 is below a microsecond, i from 2^(i-1) to 2^i microseconds, the last is open. */
static int bucket_of(int64_t took_ns)
{
    int bucket = 0;

    for (int64_t us = took_ns / 1000; us > 0 && bucket < FOCUS_METRICS_BUCKETS - 1; us /= 2)
        bucket++;
    return bucket;
}

static void count_call(focus_metrics_call *call, int64_t took_ns, bool failed)
{
    call->calls++;
    call->failures += failed;
    call->total_ns += took_ns;
    call->longest_ns = took_ns > call->longest_ns ? took_ns : call->longest_ns;
    call->buckets[bucket_of(took_ns)]++;
}

void focus__metrics_end(focus__metrics *metrics, focus__db *db, focus_status status)
{
    focus_metrics_call *call = NULL;
    int64_t now_ns;
    int64_t took_ns;

    if (metrics->depth == 0 || --metrics->depth > 0)
        return;
    now_ns = metrics_now_ns(metrics);
    took_ns = now_ns - metrics->began_ns;
    call = find_call(metrics, metrics->name);
    if (call != NULL)
        count_call(call, took_ns > 0 ? took_ns : 0, status < 0);
    focus__meter_take_if_due(db, now_ns);
}

/* --- public calls ----------------------------------------------------------------------------- */

static focus_status check_on(focus_store *store)
{
    focus_status status = focus__call_enter(store);

    if (status == FOCUS_OK && store->metrics == NULL)
        return focus__fail(&store->error, FOCUS_E_STATE,
                           "the store was opened without FOCUS_OPEN_METRICS");
    return status;
}

typedef struct metrics_box {
    focus_metrics record;
    focus_metrics_call calls[FOCUS__METRICS_CALLS_MAX];
} metrics_box;

static void fill_calls(const focus__metrics *metrics, metrics_box *box)
{
    const size_t prefix = strlen("focus_");

    for (int i = 0; i < metrics->call_count; i++) {
        box->calls[i] = metrics->calls[i];
        box->calls[i].name += prefix;
    }
    box->record.calls = box->calls;
    box->record.call_count = (size_t)metrics->call_count;
}

focus_status focus_metrics_get(focus_store *store, const focus_metrics **out_metrics)
{
    metrics_box *box = NULL;
    focus_status status;

    if (out_metrics == NULL)
        return focus__misuse(store, "out_metrics");
    *out_metrics = NULL;
    status = check_on(store);
    if (status != FOCUS_OK)
        return status;
    box = focus__new_box(store, sizeof(*box));
    if (box == NULL)
        return FOCUS_E_NOMEM;
    focus__meter_take(store->db);
    box->record = store->metrics->meter.sums;
    box->record.store_bytes = (int64_t)(sizeof(*store) + sizeof(*store->metrics));
    focus__db_figures(store->db, &box->record);
    fill_calls(store->metrics, box);
    *out_metrics = &box->record;
    return FOCUS_OK;
}

void focus_metrics_free(const focus_metrics *metrics)
{
    focus__box_free(metrics);
}

focus_status focus_metrics_reset(focus_store *store)
{
    focus_status status = check_on(store);

    if (status != FOCUS_OK)
        return status;
    store->metrics->call_count = 0;
    memset(store->metrics->calls, 0, sizeof(store->metrics->calls));
    focus__meter_take(store->db);
    store->metrics->meter.sums = (focus_metrics){0};
    return FOCUS_OK;
}
