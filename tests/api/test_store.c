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
        {{.flags = 1u << 2}, FOCUS_E_UNSUPPORTED},
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

/* --- backup -------------------------------------------------------------------------------------------------------- */

/* Something in every table. */
static void fill(fixture *f)
{
    const char *tags[] = {"a", "b"};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input tracks[2] = {FOCUS_TRACK_INPUT_INIT, FOCUS_TRACK_INPUT_INIT};
    focus_id library;

    input.tags = tags;
    input.tag_count = 2;
    input.title = "work";
    assert_ok(f->store, focus_session_start(f->store, &input, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "tea", NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 15 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    add_session(f->store, MONDAY_9_MS - DAY_MS, HOUR_MS, "sunday");
    add_session(f->store, MONDAY_9_MS - 3 * DAY_MS, HOUR_MS, "friday");
    tracks[0].title = "one";
    tracks[1].title = "two";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &library));
    assert_ok(f->store, focus_track_add_many(f->store, &library, tracks, 2));
    assert_ok(f->store, focus_points_spend(f->store, 1, "hat", NULL));
}

static void a_backup_is_a_whole_file_of_its_own(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *copy = NULL;
    focus_counters ours;
    focus_counters theirs;
    char path[256];
    char side[300];

    fill(f);
    fixture_path(f, "copy.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    (void)snprintf(side, sizeof(side), "%s-wal", path);
    assert_false(file_is(side));
    (void)snprintf(side, sizeof(side), "%s-journal", path);
    assert_false(file_is(side));
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS); /* the source goes on alone */
    options.path = path;
    options.flags = FOCUS_OPEN_EXISTING;
    assert_int_equal(focus_open(&options, &copy, NULL), FOCUS_OK);
    assert_recount(copy, path);
    assert_ok(copy, focus_counters_get(copy, &theirs));
    assert_int_equal(theirs.sessions, 3);
    assert_ok(f->store, focus_counters_get(f->store, &ours));
    assert_int_equal(ours.sessions, 4);
    assert_ok(copy, focus_session_start(copy, NULL, NULL)); /* and it can be used */
    focus_close(copy);
}

static void a_backup_of_a_store_for_reading_works(void **state)
{
    fixture *f = *state;
    focus_store *reader = NULL;
    char path[256];

    fill(f);
    reader = fixture_open(f, FOCUS_OPEN_READONLY);
    fixture_path(f, "copy.db", path);
    assert_ok(reader, focus_backup(reader, path));
    assert_int_equal(sql_int(path, "SELECT count(*) FROM focus_sessions"), 3);
    focus_close(reader);
}

static void a_backup_overwrites_nothing(void **state)
{
    fixture *f = *state;
    char path[256];
    char *before = NULL;
    char *after = NULL;

    fixture_path(f, "precious.txt", path);
    file_write(path, "mine", 4);
    before = folder_print(f->folder);
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, path));
    assert_message(f->store);
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, f->path));
    assert_status(f->store, FOCUS_E_EXISTS, focus_backup(f->store, f->folder));
    after = folder_print(f->folder);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_backup_that_fails_leaves_nothing(void **state)
{
    fixture *f = *state;
    char path[256];

    fixture_path(f, "none/copy.db", path);
    assert_status(f->store, FOCUS_E_IO, focus_backup(f->store, path));
    assert_message(f->store);
    assert_false(file_is(path));
}

/* SQLite has names that are no files: a copy there would be lost, and called made. */
static void a_backup_to_a_name_that_is_no_file_is_refused(void **state)
{
    fixture *f = *state;

    assert_int_not_equal(focus_backup(f->store, ""), FOCUS_OK);
    assert_message(f->store);
    assert_int_not_equal(focus_backup(f->store, ":memory:"), FOCUS_OK);
    assert_message(f->store);
}

/* --- doctor ---------------------------------------------------------------------------------------------------------- */

static bool finds(focus_store *store, const char *check)
{
    const focus_doctor_report *report = NULL;
    bool found = false;

    assert_ok(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report));
    for (size_t i = 0; i < report->count; i++) {
        assert_true(report->items[i].message[0] != '\0');
        assert_null(strchr(report->items[i].message, '\n'));
        found = found || strcmp(report->items[i].check, check) == 0;
    }
    focus_doctor_report_free(report);
    return found;
}

static const struct {
    const char *check;
    const char *damage;
} faults[] = {
    {"counters", "UPDATE counters SET focus_completed = focus_completed + 1"},
    {"counters", "UPDATE counters SET focus_active = 1"},
    {"counters", "UPDATE counters SET focus_active_ms = focus_active_ms - 1"},
    {"counters", "UPDATE counters SET break_expired = 1"},
    {"counters", "UPDATE counters SET long_break_unconfirmed_ms = 1"},
    {"counters", "UPDATE counters SET deleted = deleted + 1"},
    {"counters", "UPDATE focus_sessions SET mode = 1 WHERE title = 'friday'"},
    {"counters", "DELETE FROM counters"},
    {"wallet", "UPDATE counters SET xp = xp + 1"},
    {"wallet", "UPDATE counters SET coins_earned = coins_earned + 1"},
    {"wallet", "UPDATE counters SET coins_spent = 0"},
    {"wallet", "UPDATE counters SET ledger_entries = ledger_entries - 1"},
    {"wallet", "DELETE FROM points_ledger WHERE kind = 3"},
    {"wallet", "DELETE FROM counters"},
    {"libraries", "UPDATE counters SET libraries = libraries + 1"},
    {"libraries", "UPDATE counters SET tracks = tracks - 1"},
    {"libraries", "DELETE FROM counters"},
    {"tracks", "UPDATE focus_libraries SET tracks_count = 3"},
    {"tracks", "DELETE FROM focus_library_tracks WHERE title = 'one'"},
    {"days", "UPDATE daily_stats SET completed = completed + 1"},
    {"days", "UPDATE daily_stats SET active_ms = active_ms + 1"},
    {"days", "UPDATE daily_stats SET credited = 0"},
    {"days", "DELETE FROM daily_stats WHERE local_day = (SELECT min(local_day) FROM daily_stats)"},
    {"days", "INSERT INTO daily_stats SELECT user_id, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM counters"},
    {"streak", "DELETE FROM streak_runs"},
    {"streak", "UPDATE streak_runs SET last_day = last_day + 1"},
    {"streak", "INSERT INTO streak_runs SELECT user_id, 5, 6 FROM counters"},
    {"tags", "DELETE FROM session_tags WHERE tag = 'a'"},
    {"tags", "UPDATE session_tags SET tag = 'c' WHERE tag = 'a'"},
    {"tags", "UPDATE session_tags SET started_at_ms = started_at_ms + 1"},
    {"tags", "UPDATE focus_sessions SET tags = NULL"},
    {"tags", "INSERT INTO session_tags SELECT user_id, 'd', started_at_ms, id FROM focus_sessions"},
    {"pauses", "DELETE FROM focus_pauses"},
    {"pauses", "UPDATE focus_pauses SET ended_at_ms = ended_at_ms + 1"},
    {"pauses", "UPDATE focus_pauses SET ended_at_ms = NULL"},
    {"pauses", "UPDATE focus_sessions SET pause_count = 2 WHERE pause_count = 1"},
    {"pauses", "UPDATE focus_sessions SET paused_ms = 0"},
    {"rewards", "UPDATE focus_sessions SET xp = xp + 1 WHERE xp > 0"},
    {"rewards", "UPDATE points_ledger SET coins = coins + 1 WHERE kind = 0"},
    {"rewards", "DELETE FROM points_ledger WHERE kind = 0"},
    {"checksum", "UPDATE focus_sessions SET title = 'Friday' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET created_at_ms = created_at_ms + 1"},
    {"checksum", "UPDATE focus_sessions SET revision = revision + 1"},
    {"checksum", "UPDATE focus_sessions SET note = '' WHERE note IS NULL"},
    {"checksum", "UPDATE focus_sessions SET uuid = randomblob(16) WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET source = 0 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET confirmed = 1 - confirmed WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET edited = 1 - edited WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET started_at_ms = started_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET ended_at_ms = ended_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET planned_ms = 60001 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET paused_ms = paused_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET pause_count = pause_count + 1 WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET last_event_at_ms = last_event_at_ms + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET local_day = local_day + 1 WHERE title = 'friday'"},
    {"checksum",
     "UPDATE focus_sessions SET utc_offset_s = utc_offset_s + 60 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET zone = 'X' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET project = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET task = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET tags = 'x' WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET xp = xp + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET coins = coins + 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET source = 2, source_format = 'x', source_key = 'x' "
                 "WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET deleted_at_ms = 5 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET mode = 1 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET status = 3 WHERE title = 'friday'"},
    {"checksum", "UPDATE focus_sessions SET implausible = 1 WHERE title = 'friday'"},
    {"foreign keys", "PRAGMA foreign_keys = OFF; DELETE FROM users"},
    {"integrity",
     "PRAGMA ignore_check_constraints = ON; UPDATE focus_sessions SET mode = 1, status = 3,"
     " xp = -1 WHERE title = 'friday'"},
};

static void the_doctor_finds_each_seeded_fault(void **state)
{
    fixture *f = *state;
    char path[256];
    int missed = 0;

    fill(f);
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        focus_open_options options = fixture_options(f);
        focus_store *store = NULL;
        char name[32];
        (void)snprintf(name, sizeof(name), "ill%zu.db", i);
        fixture_path(f, name, path);
        assert_ok(f->store, focus_backup(f->store, path));
        options.path = path;
        assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
        assert_false(finds(store, faults[i].check));
        sql_exec(path, faults[i].damage);
        if (!finds(store, faults[i].check)) {
            print_error("the check \"%s\" does not see: %s\n", faults[i].check, faults[i].damage);
            missed++;
        }
        focus_close(store);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(missed, 0);
}

static void the_doctor_looks_at_every_user(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    focus_store *store = NULL;
    char path[256];

    fill(f);
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    fixture_path(f, "ill.db", path);
    assert_ok(f->store, focus_backup(f->store, path));
    sql_exec(path, "UPDATE counters SET xp = 7 WHERE user_id = (SELECT id FROM users"
                   " WHERE name = 'ann')");
    options.path = path;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_true(finds(store, "wallet"));
    focus_close(store);
}

static void the_doctor_changes_nothing_and_counts_what_is_odd(void **state)
{
    fixture *f = *state;
    const focus_doctor_report *report = NULL;
    focus_store *other = NULL;

    add_session(f->store, MONDAY_9_MS - 10 * HOUR_MS, HOUR_MS, "one");
    add_session(f->store, MONDAY_9_MS - 10 * HOUR_MS, 2 * HOUR_MS, "the same time");
    add_session(f->store, MONDAY_9_MS - 9 * HOUR_MS, HOUR_MS, "as well");
    add_session(f->store, MONDAY_9_MS - 80 * HOUR_MS, 30 * HOUR_MS, "too long");
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 2 * HOUR_MS); /* overdue and not swept: no fault */
    other = fixture_open(f, FOCUS_OPEN_READONLY);
    assert_ok(f->store, focus_doctor(f->store, FOCUS_DOCTOR_FULL, &report));
    assert_int_equal(focus_last_change(f->store), 0);
    assert_int_equal(report->count, 0);
    assert_int_equal(report->schema_version, focus_build()->schema_version);
    assert_int_equal(report->implausible, 1);
    assert_int_equal(report->overlapping, 2);
    focus_doctor_report_free(report);
    assert_int_equal(changed_elsewhere(other), 0);
    assert_ok(other, focus_doctor(other, 0, &report)); /* a reader may ask as well */
    assert_int_equal(report->count, 0);
    focus_doctor_report_free(report);
    focus_close(other);
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
        TEST(a_backup_is_a_whole_file_of_its_own),
        TEST(a_backup_of_a_store_for_reading_works),
        TEST(a_backup_overwrites_nothing),
        TEST(a_backup_that_fails_leaves_nothing),
        TEST(a_backup_to_a_name_that_is_no_file_is_refused),
        TEST(the_doctor_finds_each_seeded_fault),
        TEST(the_doctor_looks_at_every_user),
        TEST(the_doctor_changes_nothing_and_counts_what_is_odd),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
