/*
 * store.c - opening and closing the handle, and the frame around every public call.
 */
#include "core/store.h"

#include "base/env.h"
#include "base/text.h"
#include "core/user.h"
#include "rules/limits.h"

enum { BUSY_TIMEOUT_MS = 5000 };

/* --- the frame -------------------------------------------------------------------------------- */

/* A call out of the host's own callback would break into the transaction that is open around it. A
 * child of fork() shares the parent's files, but has none of its locks. */
focus_status focus__call_admit(focus_store *store)
{
    if (store == NULL || store->in_callback)
        return FOCUS_E_MISUSE;
    if (store->process_id != focus__env_process_id())
        return focus__fail(&store->error, FOCUS_E_MISUSE,
                           "the store was opened before a fork and belongs to the parent");
    focus__error_clear(&store->error);
    store->changed = 0;
    atomic_store_explicit(&store->interrupted, false, memory_order_relaxed);
    return FOCUS_OK;
}

focus_status focus__call_enter(focus_store *store)
{
    focus_status status = focus__call_admit(store);

    if (status == FOCUS_OK && store->is_suspended)
        return focus__fail(&store->error, FOCUS_E_SUSPENDED, "the store is suspended");
    return status;
}

focus_status focus__call_begin(focus_store *store)
{
    focus_status status = focus__call_enter(store);

    if (status != FOCUS_OK)
        return status;
    store->now_ms = store->clock.now_ms(store->clock.user);
    if (store->now_ms < 1 || store->now_ms > FOCUS__TIME_MAX_MS)
        return focus__fail(&store->error, FOCUS_E_INVALID,
                           "the clock says %lld ms, which is no time of ours",
                           (long long)store->now_ms);
    return FOCUS_OK;
}

/* All names begin with focus_. */
static void measure(focus_store *store, const char *name)
{
    if (store->call_name != NULL)
        name = store->call_name;
    if (store->metrics != NULL)
        focus__metrics_begin(store->metrics, name);
    store->call = name + sizeof("focus_") - 1;
    store->call_name = NULL;
}

/* What comes out of a callback is refused, and is no call. */
void focus__name_call_as(focus_store *store, const char *name)
{
    if (store != NULL && !store->in_callback)
        store->call_name = name;
}

focus_status focus__measure_begin(focus_store *store, focus_status status, const char *name)
{
    if (store == NULL || store->in_callback)
        return status;
    measure(store, name);
    return status == FOCUS_OK ? FOCUS_OK : focus__look_end(store, status);
}

focus_status focus__look_begin_as(focus_store *store, const char *name)
{
    return focus__measure_begin(store, focus__call_begin(store), name);
}

/* After a call that was refused out of a callback, the one in flight is that around it. */
focus_status focus__look_end(focus_store *store, focus_status status)
{
    if (store != NULL && store->metrics != NULL && !store->in_callback)
        focus__metrics_end(store->metrics, store->db, status);
    return status;
}

focus_status focus__write_begin_as(focus_store *store, const char *name)
{
    focus_status status = focus__look_begin_as(store, name);

    if (status != FOCUS_OK)
        return status;
    status = focus__write_tx_begin(store->db);
    return status == FOCUS_OK ? FOCUS_OK : focus__look_end(store, status);
}

focus_status focus__write_settle(focus_store *store, focus_status status)
{
    if (status == FOCUS_OK)
        status = focus__tally_flush(store);
    focus__tally_clear(&store->tally);
    status = focus__journal_settle(store, status);
    status = focus__write_tx_end(store->db, status);
    if (status != FOCUS_OK)
        store->changed = 0;
    if (focus__batch_is_open(store->db))
        store->changed_in_batch |= store->changed;
    return status;
}

focus_status focus__write_end(focus_store *store, focus_status status)
{
    return focus__look_end(store, focus__write_settle(store, status));
}

focus_status focus__read_begin_as(focus_store *store, const char *name)
{
    focus_status status = focus__look_begin_as(store, name);

    if (status != FOCUS_OK)
        return status;
    status = focus__read_tx_begin(store->db);
    return status == FOCUS_OK ? FOCUS_OK : focus__look_end(store, status);
}

focus_status focus__read_end(focus_store *store, focus_status status)
{
    focus__read_tx_end(store->db);
    return focus__look_end(store, status);
}

void *focus__new_box(focus_store *store, size_t size)
{
    void *box = focus__box_new(size);

    if (box == NULL)
        (void)focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for the result");
    return box;
}

void *focus__new_items(focus_store *store, void *box, size_t count, size_t item_size)
{
    void *items = focus__box_alloc(box, count * item_size);

    if (items == NULL)
        (void)focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for %zu rows", count);
    return items;
}

void *focus__new_pointers(focus_store *store, void *box, size_t count)
{
    return focus__new_items(store, box, count, sizeof(void *));
}

void *focus__room_for_item(focus_store *store, void *box, void *items, size_t count,
                           size_t *capacity, size_t item_size)
{
    size_t larger = *capacity == 0 ? 16 : 2 * *capacity;
    void *copy;

    if (count < *capacity)
        return items;
    copy = focus__new_items(store, box, larger, item_size);
    if (copy == NULL)
        return NULL;
    if (count > 0)
        memcpy(copy, items, count * item_size);
    *capacity = larger;
    return copy;
}

focus_status focus__read_box_as(focus_store *store, const char *name, size_t size,
                                focus__fill *fill, const void *query, const void **out)
{
    void *box = NULL;
    focus_status status = focus__read_begin_as(store, name);

    *out = NULL;
    if (status != FOCUS_OK)
        return status;
    box = focus__new_box(store, size);
    status = box != NULL ? fill(store, box, query) : FOCUS_E_NOMEM;
    status = focus__read_end(store, status);
    if (status == FOCUS_OK)
        *out = box;
    else
        focus__box_free(box);
    return status;
}

focus_status focus__misuse(focus_store *store, const char *what)
{
    focus_status status = focus__call_enter(store);

    if (store != NULL && !store->in_callback)
        store->call_name = NULL; /* of a call that does not begin */
    if (status != FOCUS_OK)
        return status;
    return focus__fail(&store->error, FOCUS_E_MISUSE, "%s must not be NULL", what);
}

focus_status focus__make_id(focus_store *store, focus_id *out_id)
{
    return focus__uuid_make(&store->uuid, &store->entropy, store->now_ms, out_id, &store->error);
}

/* --- open and close --------------------------------------------------------------------------- */

focus_status focus__open_options_check(const focus_open_options *options, focus_open_options *out,
                                       focus_error *error)
{
    focus_status status;

    if (options == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options must not be NULL");
    status = focus__options_import(
        out, sizeof(*out), FOCUS__SIZE_THROUGH(focus_open_options, vfs_name), options, error);
    if (status != FOCUS_OK)
        return status;
    if (out->path == NULL || out->path[0] == '\0')
        return focus__fail(error, FOCUS_E_MISUSE, "options.path must not be empty");
    if ((out->flags &
         ~(uint32_t)(FOCUS_OPEN_READONLY | FOCUS_OPEN_EXISTING | FOCUS_OPEN_METRICS)) != 0)
        return focus__fail(error, FOCUS_E_UNSUPPORTED, "options.flags has an unknown bit");
    if (out->durability < FOCUS_DURABILITY_FULL || out->durability > FOCUS_DURABILITY_RELAXED)
        return focus__fail(error, FOCUS_E_INVALID, "options.durability %d is unknown",
                           (int)out->durability);
    if (out->busy_timeout_ms > INT32_MAX)
        return focus__fail(error, FOCUS_E_INVALID, "options.busy_timeout_ms is too long");
    return FOCUS_OK;
}

/* --- the host's callbacks ----------------------------------------------------------------------- */

/* Each is called through one of ours, which lets no call of the library come out of it: the call
 * around it is in the middle of something. */

static int64_t ask_clock(void *user)
{
    focus_store *store = user;
    bool was_in_callback = store->in_callback;
    int64_t now_ms;

    store->in_callback = true;
    now_ms = store->host.clock.now_ms(store->host.clock.user);
    store->in_callback = was_in_callback;
    return now_ms;
}

static int ask_entropy(void *user, unsigned char *bytes, size_t size)
{
    focus_store *store = user;
    bool was_in_callback = store->in_callback;
    int result;

    store->in_callback = true;
    result = store->host.entropy.fill(store->host.entropy.user, bytes, size);
    store->in_callback = was_in_callback;
    return result;
}

static int32_t ask_zone(void *user, int64_t at_ms)
{
    focus_store *store = user;
    bool was_in_callback = store->in_callback;
    int32_t offset_s;

    store->in_callback = true;
    offset_s = store->host.zone.utc_offset_s(store->host.zone.user, at_ms);
    store->in_callback = was_in_callback;
    return offset_s;
}

static int64_t ask_ticker(void *user)
{
    focus_store *store = user;
    bool was_in_callback = store->in_callback;
    int64_t now_ns;

    store->in_callback = true;
    now_ns = store->host.ticker.now_ns(store->host.ticker.user);
    store->in_callback = was_in_callback;
    return now_ns;
}

/* What is measured first is the opening itself. */
static focus_status start_metrics(focus_store *store, const focus_open_options *options)
{
    if ((options->flags & FOCUS_OPEN_METRICS) == 0)
        return FOCUS_OK;
    store->host.ticker = options->ticker != NULL ? *options->ticker : focus__env_ticker;
    if (store->host.ticker.now_ns == NULL)
        return focus__fail(&store->error, FOCUS_E_MISUSE, "a ticker without its function");
    store->metrics = focus__new_box(store, sizeof(*store->metrics));
    if (store->metrics == NULL)
        return FOCUS_E_NOMEM;
    store->metrics->meter.ticker = (focus_ticker){ask_ticker, store};
    focus__metrics_begin(store->metrics, "focus_open");
    return FOCUS_OK;
}

/* The name is copied: a host may well build it for the call alone. */
static focus_status take_zone(focus_store *store, const focus_zone *zone)
{
    const size_t max_size = sizeof(store->zone_name) - 1;
    focus_status status;

    if (zone == NULL) {
        store->zone = focus__env_zone(store->zone_name);
        return FOCUS_OK;
    }
    store->host.zone = *zone;
    store->zone = (focus_zone){zone->name, ask_zone, store};
    if (zone->utc_offset_s == NULL)
        return focus__fail(&store->error, FOCUS_E_MISUSE, "a zone without its function");
    status = focus__text_check("the zone's name", zone->name, 0, max_size, FOCUS__TEXT_LINE,
                               &store->error);
    if (status != FOCUS_OK || zone->name == NULL)
        return status;
    memcpy(store->zone_name, zone->name, strlen(zone->name) + 1);
    store->zone.name = store->zone_name;
    return FOCUS_OK;
}

static focus_status take_surroundings(focus_store *store, const focus_open_options *options)
{
    static const focus_reward_policy policy_default = FOCUS_REWARD_POLICY_INIT;
    focus_status status = FOCUS_OK;

    store->host.clock = options->clock != NULL ? *options->clock : focus__env_clock;
    store->host.entropy = options->entropy != NULL ? *options->entropy : focus__env_entropy;
    store->clock = (focus_clock){ask_clock, store};
    store->entropy = (focus_entropy){ask_entropy, store};
    store->policy = policy_default;
    if (store->host.clock.now_ms == NULL || store->host.entropy.fill == NULL)
        return focus__fail(&store->error, FOCUS_E_MISUSE,
                           "a clock or an entropy without its function");
    if (options->reward != NULL)
        status = focus__options_overlay(&store->policy, sizeof(store->policy),
                                        FOCUS__SIZE_THROUGH(focus_reward_policy, level_cost_xp),
                                        options->reward, &store->error);
    if (status == FOCUS_OK)
        status = focus__check_policy(&store->policy, &store->error);
    return status == FOCUS_OK ? take_zone(store, options->zone) : status;
}

/* By its whole name, as the folder we are in may be another one by then. */
static focus_status keep_file(focus_store *store, const focus__db_options *options)
{
    const char *path = focus__db_path(store->db);
    focus__db_options *file;

    if (path == NULL)
        return FOCUS_OK;
    file = focus__new_box(store, sizeof(*file));
    if (file == NULL)
        return FOCUS_E_NOMEM;
    store->file = file;
    *file = *options;
    file->create = false;
    file->path = focus__box_text(file, path);
    file->vfs_name = focus__box_text(file, options->vfs_name);
    if (file->path == NULL || (file->vfs_name == NULL && options->vfs_name != NULL))
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for the file's name");
    return FOCUS_OK;
}

static focus_status open_file(focus_store *store, const focus_open_options *options)
{
    focus__db_options db_options = {
        .path = options->path,
        .vfs_name = options->vfs_name,
        .readonly = (options->flags & FOCUS_OPEN_READONLY) != 0,
        .create = (options->flags & FOCUS_OPEN_EXISTING) == 0,
        .relaxed = options->durability == FOCUS_DURABILITY_RELAXED,
        .busy_timeout_ms =
            options->busy_timeout_ms != 0 ? options->busy_timeout_ms : BUSY_TIMEOUT_MS,
        .interrupted = &store->interrupted,
        .meter = store->metrics != NULL ? &store->metrics->meter : NULL,
    };
    focus_status status = focus__db_open(&db_options, &store->error, &store->db);

    if (status == FOCUS_OK)
        status = keep_file(store, &db_options);
    return status;
}

focus_status focus__store_open(const focus_open_options *options, focus_store **out_store,
                               focus_error *out_error)
{
    focus_store *store = focus__alloc(sizeof(*store));
    focus_status status;

    *out_store = NULL;
    if (store == NULL)
        return focus__fail(out_error, FOCUS_E_NOMEM, "no memory for a store");
    atomic_init(&store->interrupted, false);
    store->process_id = focus__env_process_id();
    status = take_surroundings(store, options);
    if (status == FOCUS_OK)
        status = start_metrics(store, options);
    if (status == FOCUS_OK)
        status = open_file(store, options);
    if (status == FOCUS_OK) {
        *out_store = store;
        return FOCUS_OK;
    }
    if (out_error != NULL)
        *out_error = store->error;
    focus_close(store);
    return status;
}

focus_status focus_open(const focus_open_options *options, focus_store **out_store,
                        focus_error *out_error)
{
    focus_open_options own = {0};
    focus_store *store = NULL;
    focus_status status;

    focus__error_clear(out_error);
    if (out_store == NULL)
        return focus__fail(out_error, FOCUS_E_MISUSE, "out_store must not be NULL");
    *out_store = NULL;
    status = focus__open_options_check(options, &own, out_error);
    if (status == FOCUS_OK)
        status = focus__store_open(&own, &store, out_error);
    if (status != FOCUS_OK)
        return status;
    assert(store != NULL);
    status = focus__user_open(store, own.user_name);
    if (status == FOCUS_OK)
        status = focus__db_data_version(store->db, &store->data_version);
    if (status == FOCUS_OK) {
        focus__error_clear(&store->error); /* of a first try that another made good */
        *out_store = store;
        return focus__look_end(store, FOCUS_OK);
    }
    if (out_error != NULL)
        *out_error = store->error;
    focus_close(store);
    return status;
}

void focus_close(focus_store *store)
{
    if (store == NULL || store->in_callback)
        return;
    if (store->process_id == focus__env_process_id())
        focus__db_close(store->db);
    else
        focus__db_abandon(store->db);
    focus__box_free(store->file);
    focus__box_free(store->metrics);
    focus__buffer_free(&store->journal.notes);
    focus__free(store);
}

/* --- what a store tells of itself ------------------------------------------------------------- */

const focus_error *focus_last_error(const focus_store *store)
{
    static const focus_error no_store = {FOCUS_E_MISUSE, 0, "store must not be NULL"};

    return store != NULL ? &store->error : &no_store;
}

uint32_t focus_last_change(const focus_store *store)
{
    return store != NULL ? store->changed : 0;
}

int64_t focus_now(focus_store *store)
{
    return store != NULL ? store->clock.now_ms(store->clock.user) : 0;
}

focus_status focus_changed_elsewhere(focus_store *store, int32_t *out_changed)
{
    int64_t version = 0;
    focus_status status;

    if (out_changed == NULL)
        return focus__misuse(store, "out_changed");
    *out_changed = 0;
    status = focus__look_begin(store);
    if (status != FOCUS_OK)
        return status;
    status = focus__db_data_version(store->db, &version);
    if (status == FOCUS_OK) {
        *out_changed = version != store->data_version;
        store->data_version = version;
    }
    return focus__look_end(store, status);
}

/* --- batches ---------------------------------------------------------------------------------- */

/* Batches begin and end whatever the clock says. */

focus_status focus_batch_begin(focus_store *store)
{
    focus_status status = focus__measure_begin(store, focus__call_enter(store), __func__);

    if (status != FOCUS_OK)
        return status;
    store->changed_in_batch = 0;
    focus__journal_turn(&store->journal);
    return focus__look_end(store, focus__batch_begin(store->db));
}

focus_status focus_batch_commit(focus_store *store)
{
    focus_status status = focus__measure_begin(store, focus__call_enter(store), __func__);

    if (status != FOCUS_OK)
        return status;
    status = focus__batch_end(store->db, true);
    focus__journal_turn(&store->journal);
    if (status == FOCUS_OK)
        store->changed = store->changed_in_batch;
    return focus__look_end(store, status);
}

focus_status focus_batch_rollback(focus_store *store)
{
    focus_status status = focus__measure_begin(store, focus__call_enter(store), __func__);

    if (status != FOCUS_OK)
        return status;
    focus__journal_turn(&store->journal);
    return focus__look_end(store, focus__batch_end(store->db, false));
}
