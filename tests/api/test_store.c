/*
 * test_store.c - the handle: options, batches, what changed, several stores on one file, backup, doctor.
 */
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int64_t sessions_of(focus_store *store)
{
    focus_counters counters;

    assert_ok(store, focus_counters_get(store, &counters));
    return counters.sessions;
}

/* --- structs that begin with their size ---------------------------------------------------------------------- */

typedef focus_status take_struct(fixture *f, const void *options);

static focus_status take_open(fixture *f, const void *options)
{
    focus_store *store = NULL;
    focus_error error;
    focus_status status = focus_open(options, &store, &error);

    (void)f;
    assert_int_equal(store != NULL, status == FOCUS_OK);
    assert_int_equal(error.message[0] == '\0', status == FOCUS_OK);
    focus_close(store);
    return status;
}

static focus_status take_input(fixture *f, const void *options)
{
    focus_status status = focus_session_start(f->store, options, NULL);

    if (status == FOCUS_OK) {
        focus_id id = running_id(f->store);
        assert_ok(f->store, focus_session_delete(f->store, &id));
    }
    return status;
}

static focus_status take_filter(fixture *f, const void *options)
{
    const focus_session_list *list = NULL;
    focus_status status = focus_session_list_page(f->store, options, &list);

    assert_int_equal(list != NULL, status == FOCUS_OK);
    focus_session_list_free(list);
    return status;
}

static focus_status take_settings(fixture *f, const void *options)
{
    return focus_settings_set(f->store, options);
}

static focus_status take_track(fixture *f, const void *options)
{
    const focus_library *library = NULL;
    focus_status status = focus_library_find(f->store, "music", &library);

    assert_ok(f->store, status);
    status = focus_track_add(f->store, &library->id, options, NULL);
    focus_library_free(library);
    return status;
}

static focus_status take_policy(fixture *f, const void *options)
{
    focus_open_options open_options = fixture_options(f);

    open_options.reward = options;
    return take_open(f, &open_options);
}

/* Structs lie at the end of a block of their own, so that a sanitizer sees a look beyond them. */
static void check_sizes(fixture *f, take_struct *take, const void *known, size_t known_size)
{
    const struct {
        size_t size;
        size_t tail_byte; /* this byte of the tail is set; 0: none */
        focus_status expected;
    } cases[] = {
        {known_size, 0, FOCUS_OK},
        {known_size + 8, 0, FOCUS_OK}, /* a newer caller that uses nothing new */
        {known_size + 800, 0, FOCUS_OK},
        {known_size + 8, known_size, FOCUS_E_UNSUPPORTED},
        {known_size + 8, known_size + 7, FOCUS_E_UNSUPPORTED},
        {known_size + 800, known_size + 799, FOCUS_E_UNSUPPORTED},
        {known_size - 8, 0, FOCUS_E_MISUSE}, /* nothing older has been released */
        {sizeof(size_t), 0, FOCUS_E_MISUSE},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unsigned char *block = calloc(1, cases[i].size);
        assert_non_null(block);
        memcpy(block, known, cases[i].size < known_size ? cases[i].size : known_size);
        memcpy(block, &cases[i].size, sizeof(size_t));
        if (cases[i].tail_byte != 0)
            block[cases[i].tail_byte] = 1;
        assert_int_equal(take(f, block), cases[i].expected);
        free(block);
    }
    {
        size_t lies[] = {0, 1, SIZE_MAX};
        unsigned char *block = malloc(known_size);
        assert_non_null(block);
        for (size_t i = 0; i < COUNT_OF(lies); i++) {
            memcpy(block, known, known_size);
            memcpy(block, &lies[i], sizeof(size_t));
            assert_int_equal(take(f, block), FOCUS_E_MISUSE);
        }
        free(block);
    }
}

static void older_and_newer_structs_are_understood(void **state)
{
    fixture *f = *state;
    const focus_open_options open_options = fixture_options(f);
    const focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    const focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;

    track.title = "song";
    assert_ok(f->store, focus_settings_get(f->store, &settings));
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, NULL));
    check_sizes(f, take_open, &open_options, sizeof(open_options));
    check_sizes(f, take_input, &input, sizeof(input));
    check_sizes(f, take_filter, &filter, sizeof(filter));
    check_sizes(f, take_settings, &settings, sizeof(settings));
    check_sizes(f, take_track, &track, sizeof(track));
    check_sizes(f, take_policy, &policy, sizeof(policy));
}

static void a_newer_caller_gets_the_settings_that_we_know(void **state)
{
    fixture *f = *state;
    const size_t size = sizeof(focus_settings) + 8;
    focus_settings *settings = calloc(1, size);

    assert_non_null(settings);
    settings->struct_size = size;
    assert_ok(f->store, focus_settings_get(f->store, settings));
    assert_int_equal(settings->struct_size, size);
    assert_int_equal(settings->focus_length_ms, 25 * MINUTE_MS);
    assert_int_equal(settings->pause_limit_ms, HOUR_MS);
    free(settings);
}

static void tracks_of_newer_structs_are_read_at_their_size(void **state)
{
    fixture *f = *state;
    struct {
        focus_track_input known;
        int64_t newer;
    } inputs[3] = {{.known = {.title = "one"}}, {.known = {.title = "two"}}, {.known = {0}}};
    const focus_track_list *list = NULL;
    focus_id library;

    inputs[2].known.title = "three";
    for (size_t i = 0; i < COUNT_OF(inputs); i++)
        inputs[i].known.struct_size = sizeof(inputs[i]);
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_track_add_many(f->store, &library, &inputs[0].known, 3));
    assert_ok(f->store, focus_track_list_page(f->store, &library, 0, NULL, &list));
    assert_int_equal(list->count, 3);
    assert_string_equal(list->items[2]->title, "three");
    focus_track_list_free(list);
}

static void options_are_zeroed_for_other_languages(void **state)
{
    unsigned char block[sizeof(focus_open_options) + 16];
    focus_open_options *options = (focus_open_options *)(void *)block;

    (void)state;
    memset(block, 0xaa, sizeof(block));
    focus_open_options_init(options, sizeof(*options));
    assert_int_equal(options->struct_size, sizeof(*options));
    assert_null(options->path);
    assert_null(options->vfs_name);
    assert_int_equal(block[sizeof(*options)], 0xaa);
}

static void open_options_out_of_range_are_refused(void **state)
{
    fixture *f = *state;
    focus_reward_policy policy = FOCUS_REWARD_POLICY_INIT;
    const struct {
        focus_open_options set;
        focus_status expected;
    } cases[] = {
        {{.path = ""}, FOCUS_E_MISUSE},
        {{.flags = 1u << 3}, FOCUS_E_UNSUPPORTED},
        {{.flags = 1u << 31}, FOCUS_E_UNSUPPORTED},
        {{.durability = 2}, FOCUS_E_INVALID},
        {{.durability = -1}, FOCUS_E_INVALID},
        {{.busy_timeout_ms = UINT32_MAX}, FOCUS_E_INVALID},
        {{.user_name = "nobody"}, FOCUS_E_NOT_FOUND},
        {{.user_name = ""}, FOCUS_E_INVALID},
        {{.user_name = "\xff"}, FOCUS_E_INVALID},
        {{.reward = &policy}, FOCUS_E_INVALID},
    };

    policy.level_cost_xp = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = f->store;
        focus_error error;
        if (cases[i].set.path != NULL)
            options.path = cases[i].set.path;
        options.flags = cases[i].set.flags;
        options.durability = cases[i].set.durability;
        options.busy_timeout_ms = cases[i].set.busy_timeout_ms;
        options.user_name = cases[i].set.user_name;
        options.reward = cases[i].set.reward;
        assert_int_equal(focus_open(&options, &store, &error), cases[i].expected);
        assert_null(store);
        assert_int_equal(error.status, cases[i].expected);
        assert_true(error.message[0] != '\0');
        assert_int_equal(focus_open(&options, &store, NULL), cases[i].expected); /* no detail */
    }
}

static void the_zones_name_is_copied(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    focus_zone zone = f->zone;
    char name[] = "Europe/Berlin";
    const focus_session *s = NULL;

    zone.name = name;
    options.zone = &zone;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    memset(name, 'X', sizeof(name) - 1);
    zone.name = NULL;
    assert_ok(store, focus_session_start(store, NULL, &s));
    assert_string_equal(s->zone, "Europe/Berlin");
    focus_session_free(s);
    focus_close(store);
}

/* --- what the store tells ------------------------------------------------------------------------------------ */

static void the_last_error_is_that_of_the_last_call(void **state)
{
    fixture *f = *state;
    focus_streak streak;

    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_string_equal(focus_last_error(f->store)->message, "");
    assert_int_equal(focus_session_complete(f->store, 0, NULL, NULL), FOCUS_E_NOT_FOUND);
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_E_NOT_FOUND);
    assert_message(f->store);
    assert_ok(f->store, focus_streak_get(f->store, &streak));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_string_equal(focus_last_error(f->store)->message, "");
    assert_int_equal(focus_batch_commit(f->store), FOCUS_E_STATE);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_string_equal(focus_last_error(f->store)->message, "");
    assert_int_equal(focus_last_error(NULL)->status, FOCUS_E_MISUSE);
}

static void not_found_on_the_way_is_no_error_at_the_end(void **state)
{
    fixture *f = *state;
    focus_deadline deadline;
    focus_cycle cycle;
    focus_counters counters;
    focus_id id;

    /* Each of these looks for something that is not there, and is fine without it. */
    assert_ok(f->store, focus_next_deadline(f->store, &deadline));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_ok(f->store, focus_cycle_get(f->store, &cycle));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_ok(f->store, focus_user_create(f->store, "ann", &id));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_int_equal(focus_last_error(f->store)->status, FOCUS_OK);
    assert_string_equal(focus_last_error(f->store)->message, "");
}

static void the_build_tells_what_it_is(void **state)
{
    fixture *f = *state;
    const focus_build_info *build = focus_build();

    assert_string_equal(focus_version(), FOCUS_VERSION);
    assert_string_equal(build->version, FOCUS_VERSION);
    assert_string_equal(build->sqlite_version, sqlite3_libversion());
    assert_string_equal(build->sqlite_source_id, sqlite3_sourceid());
    assert_int_equal(build->schema_version, sql_int(f->path, "PRAGMA user_version"));
    if (sqlite3_libversion_number() < 3044000)
        assert_int_equal(build->wal_reset_defect, 1);
    if (sqlite3_libversion_number() >= 3051003)
        assert_int_equal(build->wal_reset_defect, 0);
    assert_int_equal(focus_now(f->store), f->now_ms);
}

static uint32_t mask_after(focus_store *store, focus_status status)
{
    assert_ok(store, status);
    return focus_last_change(store);
}

static void each_call_tells_what_it_changed(void **state)
{
    fixture *f = *state;
    const uint32_t sessions = FOCUS_CHANGED_SESSIONS;
    const uint32_t stats = FOCUS_CHANGED_STATS;
    const char *tags[] = {"a"};
    focus_settings settings = {.struct_size = sizeof(settings)};
    focus_counters counters;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id id;
    focus_id library;

    track.title = "song";
    assert_int_equal(mask_after(f->store, focus_session_start(f->store, NULL, NULL)),
                     sessions | stats);
    id = running_id(f->store);
    assert_int_equal(focus_last_change(f->store), 0); /* a read */
    pass(f, 10 * MINUTE_MS);
    assert_int_equal(mask_after(f->store, focus_session_extend(f->store, 1000, NULL)), sessions);
    assert_int_equal(mask_after(f->store, focus_session_pause(f->store, 0, NULL, NULL)),
                     sessions | stats);
    assert_int_equal(focus_session_pause(f->store, 0, NULL, NULL), FOCUS_E_STATE);
    assert_int_equal(focus_last_change(f->store), 0); /* an error */
    assert_int_equal(mask_after(f->store, focus_session_complete(f->store, 0, NULL, NULL)),
                     sessions | stats | FOCUS_CHANGED_STREAK | FOCUS_CHANGED_POINTS);
    assert_int_equal(mask_after(f->store, focus_session_tag(f->store, &id, tags, 1, NULL)),
                     sessions);
    assert_int_equal(mask_after(f->store, focus_session_delete(f->store, &id)),
                     sessions | stats | FOCUS_CHANGED_STREAK);
    assert_int_equal(mask_after(f->store, focus_settings_get(f->store, &settings)), 0);
    assert_int_equal(mask_after(f->store, focus_settings_set(f->store, &settings)),
                     FOCUS_CHANGED_SETTINGS);
    assert_int_equal(mask_after(f->store, focus_cycle_reset(f->store)), FOCUS_CHANGED_SETTINGS);
    assert_int_equal(mask_after(f->store, focus_user_create(f->store, "ann", &id)),
                     FOCUS_CHANGED_USERS);
    assert_int_equal(mask_after(f->store, focus_user_rename(f->store, &id, "anna")),
                     FOCUS_CHANGED_USERS);
    assert_int_equal(mask_after(f->store, focus_user_delete(f->store, &id)), FOCUS_CHANGED_USERS);
    assert_true((mask_after(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 5, "k", NULL)) &
                 FOCUS_CHANGED_POINTS) != 0);
    assert_int_equal(focus_points_award(f->store, FOCUS_POINTS_XP, 5, "k", NULL), FOCUS_DONE);
    assert_int_equal(focus_last_change(f->store), 0);
    assert_true((mask_after(f->store, focus_library_create(f->store, "m", NULL, &library)) &
                 FOCUS_CHANGED_LIBRARIES) != 0);
    assert_true((mask_after(f->store, focus_track_add(f->store, &library, &track, &id)) &
                 FOCUS_CHANGED_TRACKS) != 0);
    assert_int_equal(mask_after(f->store, focus_counters_get(f->store, &counters)), 0);
    assert_int_equal(mask_after(f->store, focus_sweep(f->store, NULL)), 0);
    assert_int_equal(focus_last_change(NULL), 0);
}

/* --- batches --------------------------------------------------------------------------------------------------- */

static void a_batch_is_kept_as_one(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);

    assert_ok(f->store, focus_batch_begin(f->store));
    for (int i = 0; i < 10; i++) {
        add_session(f->store, MONDAY_9_MS - (i + 1) * HOUR_MS, MINUTE_MS, "one of many");
        assert_int_equal(sessions_of(f->store), i + 1); /* seen inside */
        assert_int_equal(sessions_of(other), 0);        /* and not outside */
    }
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_int_equal(sessions_of(other), 10);
    focus_close(other);
}

static void a_batch_rolled_back_never_was(void **state)
{
    fixture *f = *state;
    focus_progress progress;

    add_session(f->store, MONDAY_9_MS - 2 * DAY_MS, MINUTE_MS, "stays");
    assert_ok(f->store, focus_batch_begin(f->store));
    add_session(f->store, MONDAY_9_MS - DAY_MS, MINUTE_MS, "goes");
    run_session(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS);
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_int_equal(sessions_of(f->store), 1);
    assert_ok(f->store, focus_progress_get(f->store, &progress));
    assert_int_equal(progress.xp, 0);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM users"), 1);
    run_session(f, FOCUS_MODE_FOCUS, 25 * MINUTE_MS); /* the store works on */
}

static void a_write_that_fails_in_a_batch_takes_back_its_own_alone(void **state)
{
    fixture *f = *state;
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input tracks[2] = {FOCUS_TRACK_INPUT_INIT, FOCUS_TRACK_INPUT_INIT};
    const focus_session *s = NULL;
    focus_counters counters;
    focus_id library;

    assert_ok(f->store, focus_batch_begin(f->store));
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 20 * MINUTE_MS);
    input.if_running = FOCUS_IF_RUNNING_COMPLETE; /* half-way through before it fails */
    input.planned_ms = 1;
    assert_status(f->store, FOCUS_E_INVALID, focus_session_start(f->store, &input, NULL));
    tracks[0].title = "one";
    tracks[1].title = "";
    assert_status(f->store, FOCUS_E_INVALID, focus_track_add_many(f->store, &library, tracks, 2));
    s = running_of(f->store);
    assert_int_equal(s->status, FOCUS_SESSION_ACTIVE);
    focus_session_free(s);
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.xp, 0);
    assert_int_equal(counters.tracks, 0);
    assert_int_equal(counters.libraries, 1);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_ok(f->store, focus_counters_get(f->store, &counters));
    assert_int_equal(counters.xp, 20);
    assert_int_equal(counters.libraries, 1);
}

static void batches_do_not_nest(void **state)
{
    fixture *f = *state;

    assert_status(f->store, FOCUS_E_STATE, focus_batch_commit(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_batch_rollback(f->store));
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_batch_begin(f->store));
    assert_message(f->store);
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "still in it");
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_batch_commit(f->store));
    assert_int_equal(sessions_of(f->store), 1);
    assert_ok(f->store, focus_batch_begin(f->store)); /* an empty one */
    assert_ok(f->store, focus_batch_commit(f->store));
}

static void closing_drops_an_open_batch(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "lost");
    fixture_reopen(f);
    assert_int_equal(sessions_of(f->store), 0);
}

static void some_calls_wait_for_the_end_of_the_batch(void **state)
{
    fixture *f = *state;
    char path[256];

    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_user_select(f->store, "ann"));
    assert_status(f->store, FOCUS_E_STATE, focus_backup(f->store, path));
    assert_false(file_is(path));
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
}

/* --- several stores on one file ---------------------------------------------------------------------------------- */

static int32_t changed_elsewhere(focus_store *store)
{
    int32_t changed = -1;

    assert_ok(store, focus_changed_elsewhere(store, &changed));
    return changed;
}

static void writes_of_others_are_noticed(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);

    assert_int_equal(changed_elsewhere(f->store), 0);
    assert_int_equal(changed_elsewhere(other), 0);
    assert_ok(other, focus_session_start(other, NULL, NULL));
    assert_int_equal(changed_elsewhere(other), 0); /* its own write */
    assert_int_equal(changed_elsewhere(f->store), 1);
    assert_int_equal(changed_elsewhere(f->store), 0);
    focus_session_free(running_of(f->store));
    assert_int_equal(changed_elsewhere(f->store), 0);
    assert_ok(other, focus_session_pause(other, 0, NULL, NULL));
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    assert_int_equal(changed_elsewhere(f->store), 1); /* its own write hides nothing */
    assert_int_equal(changed_elsewhere(other), 1);
    assert_int_equal(focus_session_resume(other, 0, NULL), FOCUS_E_STATE);
    assert_int_equal(changed_elsewhere(f->store), 0); /* a write that failed */
    assert_ok(other, focus_batch_begin(other));
    add_session(other, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "dropped");
    assert_ok(other, focus_batch_rollback(other));
    assert_int_equal(changed_elsewhere(f->store), 0);
    focus_close(other);
}

static void what_one_writes_the_other_reads(void **state)
{
    fixture *f = *state;
    focus_store *other = fixture_open(f, 0);
    const focus_session *s = NULL;

    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * MINUTE_MS);
    s = running_of(other);
    assert_int_equal(s->active_ms, 10 * MINUTE_MS);
    focus_session_free(s);
    assert_status(other, FOCUS_E_STATE, focus_session_start(other, NULL, NULL));
    assert_ok(other, focus_session_complete(other, 0, NULL, NULL));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_session_complete(f->store, 0, NULL, NULL));
    assert_int_equal(sessions_of(f->store), 1);
    focus_close(other);
}

static void a_writer_that_waits_too_long_is_told(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *other = NULL;

    options.busy_timeout_ms = 1;
    assert_int_equal(focus_open(&options, &other, NULL), FOCUS_OK);
    assert_ok(f->store, focus_batch_begin(f->store));
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "first");
    assert_status(other, FOCUS_E_BUSY, focus_session_start(other, NULL, NULL));
    assert_message(other);
    assert_int_not_equal(focus_last_error(other)->backend_code, 0);
    assert_status(other, FOCUS_E_BUSY, focus_batch_begin(other));
    assert_status(other, FOCUS_E_STATE, focus_batch_commit(other));
    assert_int_equal(sessions_of(other), 0); /* readers never wait */
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_ok(other, focus_session_start(other, NULL, NULL));
    assert_int_equal(sessions_of(f->store), 2);
    focus_close(other);
}

static void both_durabilities_keep_what_was_written(void **state)
{
    fixture *f = *state;
    const int32_t durabilities[] = {FOCUS_DURABILITY_FULL, FOCUS_DURABILITY_RELAXED};

    for (size_t i = 0; i < COUNT_OF(durabilities); i++) {
        focus_open_options options = fixture_options(f);
        options.durability = durabilities[i];
        focus_close(f->store);
        f->store = NULL;
        assert_int_equal(focus_open(&options, &f->store, NULL), FOCUS_OK);
        run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
        fixture_reopen(f);
        assert_int_equal(sessions_of(f->store), i + 1);
    }
}

static void an_existing_file_may_be_asked_for(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fixture_path(f, "none.db", path);
    options.path = path;
    options.flags = FOCUS_OPEN_EXISTING;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_NOT_FOUND);
    assert_false(file_is(path));
    options.flags = 0;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    focus_close(store);
    options.flags = FOCUS_OPEN_EXISTING;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    focus_close(store);
    fixture_path(f, "no/such/folder.db", path);
    options.flags = 0;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_IO);
    assert_null(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static void a_commit_tells_what_the_batch_changed(void **state)
{
    fixture *f = *state;

    assert_ok(f->store, focus_batch_begin(f->store));
    add_session(f->store, MONDAY_9_MS - HOUR_MS, MINUTE_MS, "in it");
    assert_ok(f->store, focus_library_create(f->store, "Rain", NULL, NULL));
    assert_ok(f->store, focus_batch_commit(f->store));
    assert_int_equal(focus_last_change(f->store), FOCUS_CHANGED_SESSIONS | FOCUS_CHANGED_STATS |
                                                      FOCUS_CHANGED_STREAK |
                                                      FOCUS_CHANGED_LIBRARIES);
}

static void an_older_callers_settings_leave_newer_ones_alone(void **state)
{
    fixture *f = *state;
    focus_settings all = FOCUS_SETTINGS_INIT;
    struct {
        focus_settings settings;
        int64_t tail;
    } newer;

    memset(&newer, 0xaa, sizeof(newer));
    newer.settings.struct_size = sizeof(newer);
    assert_ok(f->store, focus_settings_get(f->store, &newer.settings));
    assert_int_equal(newer.tail, 0);
    assert_ok(f->store, focus_settings_set(f->store, &newer.settings));
    assert_ok(f->store, focus_settings_get(f->store, &all));
    assert_int_equal(all.pause_limit_ms, HOUR_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_commit_tells_what_the_batch_changed),
        TEST(an_older_callers_settings_leave_newer_ones_alone),
        TEST(older_and_newer_structs_are_understood),
        TEST(a_newer_caller_gets_the_settings_that_we_know),
        TEST(tracks_of_newer_structs_are_read_at_their_size),
        TEST(options_are_zeroed_for_other_languages),
        TEST(open_options_out_of_range_are_refused),
        TEST(the_zones_name_is_copied),
        TEST(the_last_error_is_that_of_the_last_call),
        TEST(not_found_on_the_way_is_no_error_at_the_end),
        TEST(the_build_tells_what_it_is),
        TEST(each_call_tells_what_it_changed),
        TEST(a_batch_is_kept_as_one),
        TEST(a_batch_rolled_back_never_was),
        TEST(a_write_that_fails_in_a_batch_takes_back_its_own_alone),
        TEST(batches_do_not_nest),
        TEST(closing_drops_an_open_batch),
        TEST(some_calls_wait_for_the_end_of_the_batch),
        TEST(writes_of_others_are_noticed),
        TEST(what_one_writes_the_other_reads),
        TEST(a_writer_that_waits_too_long_is_told),
        TEST(both_durabilities_keep_what_was_written),
        TEST(an_existing_file_may_be_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
