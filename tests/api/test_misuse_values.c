/*
 * test_misuse_values.c - R14: values that do not exist, structs of any size, calls at the wrong moment,
 * calls out of the host's own callbacks, and memory that is input and output at once.
 */
#define _XOPEN_SOURCE 700

#include "support/misuse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const focus_id no_such_id = {{1}};

/* --- values that do not exist --------------------------------------------------------------------- */

static focus_status start_as(focus_store *store, focus_session_input session)
{
    session.struct_size = sizeof(session);
    return focus_session_start(store, &session, NULL);
}

static focus_status add_as(focus_store *store, focus_session_input session)
{
    session.struct_size = sizeof(session);
    session.started_at_ms = MONDAY_9_MS - 2 * HOUR_MS;
    session.ended_at_ms = MONDAY_9_MS - HOUR_MS;
    return focus_session_add(store, &session, NULL);
}

static void kinds_that_do_not_exist_are_refused(void **state)
{
    static const int32_t strange[] = {-1, 3, 4, 5, 100, INT32_MIN, INT32_MAX};
    fixture *f = *state;
    focus_store *s = f->store;

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(strange); i++) {
        MISUSE_CASE(FOCUS_E_INVALID, start_as(s, (focus_session_input){.mode = strange[i]}));
        MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.mode = strange[i]}));
        MISUSE_CASE(FOCUS_E_INVALID, start_as(s, (focus_session_input){.if_running = strange[i]}));
        MISUSE_CASE(FOCUS_E_INVALID, focus_points_award(s, strange[i], 1, "k", NULL));
    }
    for (size_t i = 0; i < COUNT_OF(strange); i++)
        if (strange[i] != FOCUS_SESSION_ABANDONED)
            MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.status = strange[i]}));
    MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.status = FOCUS_SESSION_PAUSED}));
    MISUSE_CASE(FOCUS_E_INVALID, focus_points_award(s, FOCUS_POINTS_SESSION, 1, "k", NULL));
    misuse_end_test();
}

static focus_status open_as(focus_open_options options)
{
    focus_store *store = NULL;
    focus_status status = focus_open(&options, &store, NULL);

    focus_close(store);
    return status;
}

static int read_nothing(void *user, char *buffer, size_t size, size_t *out_size)
{
    (void)user;
    (void)buffer;
    (void)size;
    *out_size = 0;
    return 0;
}

static focus_status import_as(focus_store *store, focus_import_options options)
{
    focus_import_report report;

    options.struct_size = sizeof(options);
    options.format = "jsonl";
    options.read = read_nothing;
    return focus_import(store, &options, &report);
}

static void bits_that_mean_nothing_are_refused(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_open_options options = fixture_options(f);
    const focus_doctor_report *report = NULL;

    misuse_begin_test(f);
    for (int bit = 3; bit < 32; bit += 4) {
        const uint32_t flag = UINT32_C(1) << bit;
        options.flags = flag;
        MISUSE_CASE(FOCUS_E_UNSUPPORTED, open_as(options));
        MISUSE_CASE(FOCUS_E_UNSUPPORTED, start_as(s, (focus_session_input){.flags = flag}));
        MISUSE_CASE(FOCUS_E_UNSUPPORTED, add_as(s, (focus_session_input){.flags = flag}));
        MISUSE_CASE(FOCUS_E_UNSUPPORTED, focus_doctor(s, flag, &report));
        MISUSE_CASE(FOCUS_E_UNSUPPORTED,
                    import_as(s, (focus_import_options){.flags = flag << 2 | UINT32_C(1) << 31}));
    }
    options.flags = 0;
    options.durability = 2;
    MISUSE_CASE(FOCUS_E_INVALID, open_as(options));
    options.durability = -1;
    MISUSE_CASE(FOCUS_E_INVALID, open_as(options));
    misuse_end_test();
}

/* --- numbers ------------------------------------------------------------------------------------- */

static void limits_and_amounts_out_of_range_are_refused(void **state)
{
    static const uint32_t limits[] = {1001, 1000000, UINT32_MAX};
    static const int64_t amounts[] = {0, -1, 1000000001, INT64_MIN, INT64_MAX};
    fixture *f = *state;
    focus_store *s = f->store;
    focus_id library;
    const focus_ledger_list *ledger = NULL;
    const focus_library_list *libraries = NULL;
    const focus_track_list *tracks = NULL;
    const focus_run_list *runs = NULL;

    assert_ok(s, focus_library_create(s, "music", NULL, &library));
    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        MISUSE_CASE(FOCUS_E_INVALID, focus_ledger_list_page(s, limits[i], NULL, &ledger));
        MISUSE_CASE(FOCUS_E_INVALID, focus_library_list_page(s, limits[i], NULL, &libraries));
        MISUSE_CASE(FOCUS_E_INVALID, focus_track_list_page(s, &library, limits[i], NULL, &tracks));
        MISUSE_CASE(FOCUS_E_INVALID, focus_streak_runs(s, limits[i], &runs));
    }
    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        MISUSE_CASE(FOCUS_E_INVALID, focus_points_award(s, FOCUS_POINTS_XP, amounts[i], "k", NULL));
        MISUSE_CASE(FOCUS_E_INVALID,
                    focus_points_award(s, FOCUS_POINTS_COINS, amounts[i], "k", NULL));
        MISUSE_CASE(FOCUS_E_INVALID, focus_points_spend(s, amounts[i], "k", NULL));
    }
    misuse_end_test();
}

static focus_status set_one(focus_store *store, size_t offset, size_t size, int64_t value)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;
    int32_t small = (int32_t)value;

    assert_ok(store, focus_settings_get(store, &settings));
    memcpy((char *)&settings + offset, size == sizeof(value) ? (void *)&value : (void *)&small,
           size);
    return focus_settings_set(store, &settings);
}

static void settings_out_of_range_are_refused(void **state)
{
#define FIELD(name) offsetof(focus_settings, name), sizeof(((focus_settings *)NULL)->name)
    static const struct {
        size_t offset;
        size_t size;
        int64_t too_small;
        int64_t too_big;
    } fields[] = {
        {FIELD(focus_length_ms), 999, DAY_MS + 1},    {FIELD(break_length_ms), 999, DAY_MS + 1},
        {FIELD(long_break_length_ms), 0, DAY_MS + 1}, {FIELD(cycle_length), 0, 101},
        {FIELD(day_start_minutes), -1, 1440},         {FIELD(week_start), 0, 8},
        {FIELD(daily_goal_ms), -1, DAY_MS + 1},       {FIELD(daily_goal_sessions), -1, 1001},
        {FIELD(expire_factor), -1, INT32_MAX},        {FIELD(pause_limit_ms), -1, INT64_MAX},
    };
#undef FIELD
    fixture *f = *state;

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const int64_t values[] = {fields[i].too_small, fields[i].too_big,
                                  fields[i].size == 8 ? INT64_MIN : INT32_MIN,
                                  fields[i].size == 8 ? INT64_MAX : INT32_MAX};
        for (size_t n = 0; n < COUNT_OF(values); n++)
            MISUSE_CASE(FOCUS_E_INVALID,
                        set_one(f->store, fields[i].offset, fields[i].size, values[n]));
    }
    misuse_end_test();
}

/* One library with one track, and a session that runs. */
typedef struct content {
    focus_id library;
    focus_id track;
    focus_id session;
} content;

static content fill(fixture *f)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    content c;

    track.title = "t";
    assert_ok(f->store, focus_library_create(f->store, "music", NULL, &c.library));
    assert_ok(f->store, focus_track_add(f->store, &c.library, &track, &c.track));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    c.session = running_id(f->store);
    return c;
}

static void counts_and_lengths_out_of_range_are_refused(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const content c = fill(f);
    const char *tag = "tag";
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;

    misuse_begin_test(f);
    track.title = "t";
    track.duration_ms = -1;
    MISUSE_CASE(FOCUS_E_INVALID, focus_track_add(s, &c.library, &track, NULL));
    track.duration_ms = INT64_MIN;
    MISUSE_CASE(FOCUS_E_INVALID, focus_track_edit(s, &c.track, &track));
    track.duration_ms = 0;
    MISUSE_CASE(FOCUS_E_INVALID, focus_session_tag(s, &c.session, &tag, SIZE_MAX, NULL));
    MISUSE_CASE(FOCUS_E_INVALID, focus_session_untag(s, &c.session, &tag, SIZE_MAX, NULL));
    MISUSE_CASE(FOCUS_E_MISUSE, focus_session_tag(s, &c.session, NULL, 1, NULL));
    MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.tags = &tag, .tag_count = 101}));
    MISUSE_CASE(FOCUS_E_MISUSE, add_as(s, (focus_session_input){.tag_count = 1}));
    MISUSE_CASE(FOCUS_E_INVALID, focus_session_extend(s, INT64_MAX, NULL));
    MISUSE_CASE(FOCUS_E_INVALID, focus_session_extend(s, INT64_MIN, NULL));
    MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.planned_ms = INT64_MAX}));
    MISUSE_CASE(FOCUS_E_INVALID, add_as(s, (focus_session_input){.planned_ms = -2}));
    MISUSE_CASE(FOCUS_OK, focus_library_set_favorite(s, &c.library, 2)); /* it is not 0 */
    MISUSE_CASE(FOCUS_OK, focus_library_set_favorite(s, &c.library, -1));
    misuse_end_test();
}

static void instants_out_of_order_are_refused(void **state)
{
    static const int64_t wrong[] = {-1, 1, INT64_MIN, INT64_MAX, MONDAY_9_MS + DAY_MS};
    fixture *f = *state;
    focus_store *s = f->store;

    (void)fill(f);
    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_pause(s, wrong[i], NULL, NULL));
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_complete(s, wrong[i], NULL, NULL));
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_abandon(s, wrong[i], NULL, NULL));
        if (wrong[i] != 1) /* long ago may be added */
            MISUSE_CASE(FOCUS_E_INVALID,
                        start_as(s, (focus_session_input){.started_at_ms = wrong[i]}));
    }
    assert_ok(s, focus_session_pause(s, 0, NULL, NULL));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_resume(s, wrong[i], NULL));
    misuse_end_test();
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    static const struct {
        int32_t year, month, day;
    } dates[] = {
        {0, 1, 1},     {-1, 1, 1},    {10000, 1, 1},        {INT32_MIN, 1, 1}, {INT32_MAX, 1, 1},
        {2026, 0, 1},  {2026, 13, 1}, {2026, INT32_MIN, 1}, {2026, 1, 0},      {2026, 1, 32},
        {2026, 2, 29}, {2026, 4, 31}, {2026, 1, INT32_MAX},
    };
    fixture *f = *state;
    int64_t at_ms = 0;

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        const focus_local_time local = {dates[i].year, dates[i].month, dates[i].day, 0, 0, 0, 0, 0};
        int32_t day = 7;
        MISUSE_CASE(FOCUS_E_INVALID,
                    focus_day_from_date(dates[i].year, dates[i].month, dates[i].day, &day));
        misuse_fact("the day is zero", day == 0);
        MISUSE_CASE(FOCUS_E_INVALID, focus_time_from_local(f->store, &local, 0, &at_ms, NULL));
    }
    misuse_end_test();
}

static void texts_that_say_no_time_or_id_are_refused(void **state)
{
    static const char *const times[] = {"",
                                        " ",
                                        "0000-01-01T00:00:00Z",
                                        "10000-01-01T00:00:00Z",
                                        "2026-01-01",
                                        "2026-01-01T00:00:00",
                                        "2026-13-01T00:00:00Z",
                                        "2026-01-01T24:00:01Z",
                                        "2026-01-01T00:00:00+99:00",
                                        "\xff",
                                        "now",
                                        "2026-01-01T00:00:00Zx",
                                        "99999999999999999999-01-01T00:00:00Z"};
    static const char *const ids[] = {"", "0123", "g0000000-0000-0000-0000-000000000000",
                                      "00000000-0000-0000-0000-0000000000000", "\xff\xff"};
    static const char *const prefixes[] = {
        "", "abc", "ghij", "-----", "\xff\xff\xff\xff", "00000000-0000-0000-0000-0000000000000"};
    fixture *f = *state;
    int64_t at_ms = 0;
    focus_id id;

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(times); i++)
        MISUSE_CASE(FOCUS_E_INVALID, focus_time_parse(times[i], &at_ms, NULL));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        MISUSE_CASE(FOCUS_E_INVALID, focus_id_parse(ids[i], &id));
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        MISUSE_CASE(FOCUS_E_INVALID, focus_session_find(f->store, prefixes[i], &id));
    misuse_end_test();
}

/* --- structs of any size -------------------------------------------------------------------------- */

typedef focus_status use_struct(fixture *f, void *options);

static focus_status use_open(fixture *f, void *options)
{
    focus_open_options own = fixture_options(f);
    size_t size = *(size_t *)options;
    focus_store *store = NULL;
    focus_status status;

    if (size >= sizeof(own)) {
        memcpy((char *)options + sizeof(size), (char *)&own + sizeof(size),
               sizeof(own) - sizeof(size));
    }
    status = focus_open(options, &store, NULL);
    focus_close(store);
    return status;
}

static focus_status use_policy(fixture *f, void *options)
{
    const focus_reward_policy whole = FOCUS_REWARD_POLICY_INIT;
    focus_open_options own = fixture_options(f);

    if (*(size_t *)options >= sizeof(whole))
        memcpy((char *)options + sizeof(size_t), (const char *)&whole + sizeof(size_t),
               sizeof(whole) - sizeof(size_t));
    own.reward = options;
    return open_as(own);
}

static focus_status use_settings(fixture *f, void *options)
{
    focus_settings whole = FOCUS_SETTINGS_INIT;

    assert_ok(f->store, focus_settings_get(f->store, &whole));
    if (*(size_t *)options >= sizeof(whole))
        memcpy((char *)options + sizeof(size_t), (const char *)&whole + sizeof(size_t),
               sizeof(whole) - sizeof(size_t));
    return focus_settings_set(f->store, options);
}

static focus_status use_session(fixture *f, void *options)
{
    focus_status status = focus_session_start(f->store, options, NULL);

    if (status == FOCUS_OK)
        status = focus_session_complete(f->store, 0, NULL, NULL);
    return status;
}

static focus_status use_filter(fixture *f, void *options)
{
    const focus_session_list *list = NULL;
    focus_status status = focus_session_list_page(f->store, options, &list);

    focus_session_list_free(list);
    return status;
}

static focus_status use_track(fixture *f, void *options)
{
    const focus_library *library = NULL;
    focus_status status;

    if (*(size_t *)options >= sizeof(focus_track_input))
        ((focus_track_input *)options)->title = "t";
    assert_ok(f->store, focus_library_find(f->store, "music", &library));
    status = focus_track_add(f->store, &library->id, options, NULL);
    focus_library_free(library);
    return status;
}

static focus_status use_import(fixture *f, void *options)
{
    focus_import_report report;

    if (*(size_t *)options >= sizeof(focus_import_options)) {
        ((focus_import_options *)options)->format = "jsonl";
        ((focus_import_options *)options)->read = read_nothing;
    }
    return focus_import(f->store, options, &report);
}

static int write_nowhere(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static focus_status use_export(fixture *f, void *options)
{
    if (*(size_t *)options >= sizeof(focus_export_options)) {
        ((focus_export_options *)options)->format = "csv";
        ((focus_export_options *)options)->write = write_nowhere;
    }
    return focus_export(f->store, options, NULL);
}

static focus_status use_report(fixture *f, void *options)
{
    const focus_report *report = NULL;
    focus_status status = focus_report_get(f->store, options, &report);

    focus_report_free(report);
    return status;
}

static focus_status use_page(fixture *f, void *options)
{
    return focus_report_html(f->store, options, write_nowhere, NULL);
}

/* Each in a block of exactly its size, so that a sanitizer sees a byte read beyond it. */
static focus_status use_sized(fixture *f, use_struct *use, size_t size, size_t said_size,
                              unsigned char last_byte)
{
    unsigned char *block = calloc(1, size);
    focus_status status;

    assert_non_null(block);
    memcpy(block, &said_size, sizeof(said_size));
    if (last_byte != 0)
        block[size - 1] = last_byte;
    status = use(f, block);
    free(block);
    return status;
}

static void structs_of_any_size_are_read_within_it(void **state)
{
    static const struct {
        const char *name;
        size_t first_size; /* of the first release: it is the present one */
        use_struct *use;
    } structs[] = {
        {"open options", sizeof(focus_open_options), use_open},
        {"reward policy", sizeof(focus_reward_policy), use_policy},
        {"settings", sizeof(focus_settings), use_settings},
        {"session", sizeof(focus_session_input), use_session},
        {"filter", sizeof(focus_session_filter), use_filter},
        {"track", sizeof(focus_track_input), use_track},
        {"import options", sizeof(focus_import_options), use_import},
        {"export options", sizeof(focus_export_options), use_export},
        {"report options", sizeof(focus_report_options), use_report},
        {"page options", sizeof(focus_report_options), use_page},
    };
    fixture *f = *state;

    assert_ok(f->store, focus_library_create(f->store, "music", NULL, NULL));
    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(structs); i++) {
        const size_t size = structs[i].first_size;
        const char *name = structs[i].name;
        use_struct *use = structs[i].use;
        misuse_case(name, FOCUS_E_MISUSE, use_sized(f, use, sizeof(size_t), 0, 0));
        misuse_case(name, FOCUS_E_MISUSE, use_sized(f, use, sizeof(size_t), 1, 0));
        misuse_case(name, FOCUS_E_MISUSE, use_sized(f, use, sizeof(size_t), sizeof(size_t), 0));
        misuse_case(name, FOCUS_OK, use_sized(f, use, size, size, 0));
        misuse_case(name, FOCUS_OK, use_sized(f, use, size + 64, size + 64, 0));
        misuse_case(name, FOCUS_E_UNSUPPORTED, use_sized(f, use, size + 64, size + 64, 1));
        misuse_case(name, FOCUS_E_MISUSE, use_sized(f, use, size - 8, size - 8, 0));
    }
    misuse_end_test();
}

/* Records that the library fills begin with the caller's size as well. */
static void outputs_of_any_size_are_written_within_it(void **state)
{
    fixture *f = *state;
    const size_t sizes[] = {0, 1, sizeof(size_t), sizeof(focus_settings),
                            sizeof(focus_settings) + 64};

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        const size_t size = sizes[i] > sizeof(size_t) ? sizes[i] : sizeof(size_t);
        focus_settings *settings = calloc(1, size);
        focus_status expected = sizes[i] < sizeof(focus_settings) ? FOCUS_E_MISUSE : FOCUS_OK;
        assert_non_null(settings);
        settings->struct_size = sizes[i];
        MISUSE_CASE(expected, focus_settings_get(f->store, settings));
        free(settings);
    }
    misuse_end_test();
}

/* --- the wrong moment ----------------------------------------------------------------------------- */

static void calls_at_the_wrong_moment_say_so(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    const focus_session *session = NULL;
    focus_session_input edit = FOCUS_SESSION_INPUT_INIT;
    focus_id self = {{0}};

    misuse_begin_test(f);
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_pause(s, 0, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_resume(s, 0, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_complete(s, 0, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_abandon(s, 0, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_void(s, 0, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_extend(s, 1000, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_running(s, &session));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_get(s, &no_such_id, &session));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_edit(s, &no_such_id, &edit, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_delete(s, &no_such_id));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_restore(s, &no_such_id, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_idle(s, 1, FOCUS_IDLE_KEEP, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_pause_add(s, NULL, 1, 2, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_pause_add(s, &no_such_id, 1, 2, NULL, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_split(s, &no_such_id, 1, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_join(s, &no_such_id, &self, NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_user_delete(s, &no_such_id));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_user_rename(s, &no_such_id, "n"));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_user_select(s, "nobody"));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_track_move(s, &no_such_id, NULL));
    MISUSE_CASE(FOCUS_E_STATE, focus_points_spend(s, 1, "k", NULL));
    MISUSE_CASE(FOCUS_E_NOT_FOUND, focus_session_delete(s, &self));
    assert_ok(s, focus_session_start(s, NULL, NULL));
    MISUSE_CASE(FOCUS_E_STATE, focus_session_start(s, NULL, NULL));
    MISUSE_CASE(FOCUS_E_STATE, focus_session_resume(s, 0, NULL));
    assert_ok(s, focus_session_pause(s, 0, NULL, NULL));
    MISUSE_CASE(FOCUS_E_STATE, focus_session_pause(s, 0, NULL, NULL));
    self = running_id(s);
    assert_ok(s, focus_session_delete(s, &self));
    MISUSE_CASE(FOCUS_E_STATE, focus_session_delete(s, &self));
    edit.fields = FOCUS_FIELD_TITLE;
    MISUSE_CASE(FOCUS_E_STATE, focus_session_edit(s, &self, &edit, NULL));
    misuse_end_test();
}

static void batches_are_begun_once_and_ended_once(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;

    misuse_begin_test(f);
    MISUSE_CASE(FOCUS_E_STATE, focus_batch_commit(s));
    MISUSE_CASE(FOCUS_E_STATE, focus_batch_rollback(s));
    assert_ok(s, focus_batch_begin(s));
    MISUSE_CASE(FOCUS_E_STATE, focus_batch_begin(s));
    MISUSE_CASE(FOCUS_E_STATE, focus_user_select(s, "me"));
    MISUSE_CASE(FOCUS_E_INVALID, focus_points_award(s, FOCUS_POINTS_XP, 0, "k", NULL));
    MISUSE_CASE(FOCUS_OK, focus_points_award(s, FOCUS_POINTS_XP, 1, "kept", NULL));
    assert_ok(s, focus_batch_commit(s));
    MISUSE_CASE(FOCUS_E_STATE, focus_batch_commit(s));
    misuse_end_test();
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger"), 1);
}

/* A call while the store is suspended; it is resumed for the next one. */
#define SUSPENDED_CASE(call)                                                                       \
    do {                                                                                           \
        focus_status got;                                                                          \
        assert_ok(s, focus_suspend(s));                                                            \
        got = (call);                                                                              \
        assert_ok(s, focus_resume(s));                                                             \
        misuse_case(#call, FOCUS_E_SUSPENDED, got);                                                \
    } while (0)

static void a_suspended_store_refuses_every_call(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    focus_counters counters;
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_streak streak;
    focus_local_time local;
    const focus_session_list *list = NULL;
    const focus_doctor_report *report = NULL;
    const focus_report *history = NULL;
    int32_t changed = 0;

    misuse_begin_test(f);
    SUSPENDED_CASE(focus_counters_get(s, &counters));
    SUSPENDED_CASE(focus_session_start(s, NULL, NULL));
    SUSPENDED_CASE(focus_session_pause(s, 0, NULL, NULL));
    SUSPENDED_CASE(focus_session_list_page(s, NULL, &list));
    SUSPENDED_CASE(focus_settings_get(s, &settings));
    SUSPENDED_CASE(focus_settings_set(s, &settings));
    SUSPENDED_CASE(focus_streak_get(s, &streak));
    SUSPENDED_CASE(focus_report_get(s, NULL, &history));
    SUSPENDED_CASE(focus_report_html(s, NULL, write_nowhere, NULL));
    SUSPENDED_CASE(focus_points_award(s, FOCUS_POINTS_XP, 1, "k", NULL));
    SUSPENDED_CASE(focus_library_create(s, "n", NULL, NULL));
    SUSPENDED_CASE(focus_user_select(s, "me"));
    SUSPENDED_CASE(focus_batch_begin(s));
    SUSPENDED_CASE(focus_batch_commit(s));
    SUSPENDED_CASE(focus_batch_rollback(s));
    SUSPENDED_CASE(focus_sweep(s, NULL));
    SUSPENDED_CASE(focus_doctor(s, 0, &report));
    SUSPENDED_CASE(focus_backup(s, "/tmp/never"));
    SUSPENDED_CASE(focus_checkpoint(s, NULL));
    SUSPENDED_CASE(focus_session_add_many(s, NULL, 0));
    SUSPENDED_CASE(focus_changed_elsewhere(s, &changed));
    SUSPENDED_CASE(focus_local_from_time(s, MONDAY_9_MS, &local));
    SUSPENDED_CASE(import_as(s, (focus_import_options){.flags = 0}));
    misuse_end_test();
}

static void a_cursor_of_another_list_does_no_harm(void **state)
{
    static const char *const cursors[] = {"1.1", "-1.-1", "9223372036854775807.1",
                                          "-9223372036854775808.-9223372036854775808", "0.0"};
    fixture *f = *state;
    focus_store *s = f->store;
    const content c = fill(f);

    misuse_begin_test(f);
    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
        const focus_session_list *sessions = NULL;
        const focus_ledger_list *ledger = NULL;
        const focus_library_list *libraries = NULL;
        const focus_track_list *tracks = NULL;
        filter.cursor = cursors[i];
        MISUSE_CASE(FOCUS_OK, focus_session_list_page(s, &filter, &sessions));
        MISUSE_CASE(FOCUS_OK, focus_ledger_list_page(s, 0, cursors[i], &ledger));
        MISUSE_CASE(FOCUS_OK, focus_library_list_page(s, 0, cursors[i], &libraries));
        MISUSE_CASE(FOCUS_OK, focus_track_list_page(s, &c.library, 0, cursors[i], &tracks));
        misuse_fact("totals stay exact", sessions->total == 1 && libraries->total == 1 &&
                                             tracks->total == 1 && ledger->total == 0);
        focus_session_list_free(sessions);
        focus_ledger_list_free(ledger);
        focus_library_list_free(libraries);
        focus_track_list_free(tracks);
    }
    misuse_end_test();
}

/* --- out of callbacks ----------------------------------------------------------------------------- */

/* A host whose callback calls back, once for each time that it is armed. */
static struct host {
    focus_store *store;
    bool armed;
    int refused; /* calls that gave MISUSE */
    int calls;
} host;

static void call_back(void)
{
    focus_counters counters;

    if (!host.armed)
        return;
    host.armed = false;
    host.calls += 6;
    host.refused += focus_counters_get(host.store, &counters) == FOCUS_E_MISUSE;
    host.refused += focus_session_start(host.store, NULL, NULL) == FOCUS_E_MISUSE;
    host.refused += focus_batch_begin(host.store) == FOCUS_E_MISUSE;
    host.refused += focus_batch_commit(host.store) == FOCUS_E_MISUSE;
    host.refused += focus_suspend(host.store) == FOCUS_E_MISUSE;
    host.refused += focus_resume(host.store) == FOCUS_E_MISUSE;
    focus_close(host.store); /* does nothing */
}

static int64_t now_and_call_back(void *user)
{
    (void)user;
    call_back();
    return MONDAY_9_MS;
}

static int fill_and_call_back(void *user, unsigned char *bytes, size_t size)
{
    static unsigned char next;

    (void)user;
    call_back();
    for (size_t i = 0; i < size; i++)
        bytes[i] = next++;
    return 0;
}

static int32_t offset_and_call_back(void *user, int64_t at_ms)
{
    (void)user;
    (void)at_ms;
    call_back();
    return 0;
}

/* As many lines as it takes to be told of the progress. */
typedef struct feed {
    char bytes[200000];
    size_t size;
    size_t at;
} feed;

static void fill_feed(feed *lines)
{
    lines->at = 0;
    lines->size = 0;
    for (unsigned i = 0; i < 1000; i++)
        lines->size +=
            (size_t)snprintf(lines->bytes + lines->size, sizeof(lines->bytes) - lines->size,
                             "{\"id\":\"019b92f6b3807765b26528b4%08x\",\"mode\":\"focus\","
                             "\"status\":\"completed\",\"started_at\":\"2026-01-05T09:00:00Z\","
                             "\"ended_at\":\"2026-01-05T09:30:00Z\"}\n",
                             i);
    assert_true(lines->size < sizeof(lines->bytes));
}

static int read_feed(void *user, char *buffer, size_t size, size_t *out_size)
{
    feed *lines = user;
    size_t rest = lines->size - lines->at;

    *out_size = rest < size ? rest : size;
    memcpy(buffer, lines->bytes + lines->at, *out_size);
    lines->at += *out_size;
    return 0;
}

static int read_and_call_back(void *user, char *buffer, size_t size, size_t *out_size)
{
    call_back();
    return read_feed(user, buffer, size, out_size);
}

static int progress_and_call_back(void *user, int64_t rows_read)
{
    (void)user;
    (void)rows_read;
    call_back();
    return 0;
}

static int write_and_call_back(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    call_back();
    return 0;
}

static focus_status import_with(focus_import_options options)
{
    static feed lines;
    focus_import_report report;

    fill_feed(&lines);
    options.struct_size = sizeof(options);
    options.format = "jsonl";
    options.user = &lines;
    return focus_import(host.store, &options, &report);
}

static focus_status export_calling_back(void)
{
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;

    options.format = "jsonl";
    options.write = write_and_call_back;
    return focus_export(host.store, &options, NULL);
}

/* The call around it goes on as if nothing had been. */
#define CALLING_BACK(call)                                                                         \
    do {                                                                                           \
        host.armed = true;                                                                         \
        host.refused = host.calls = 0;                                                             \
        misuse_case(#call, FOCUS_OK, (call));                                                      \
        misuse_fact("calls out of a callback are refused",                                         \
                    host.calls == 6 && host.refused == host.calls);                                \
    } while (0)

static void no_call_comes_out_of_a_callback(void **state)
{
    fixture *f = *state;
    focus_open_options options = fixture_options(f);
    const focus_clock clock = {now_and_call_back, NULL};
    const focus_entropy source = {fill_and_call_back, NULL};
    const focus_zone zone = {"Test/Zone", offset_and_call_back, NULL};
    focus_local_time local;
    focus_id id;

    misuse_begin_test(f);
    options.clock = &clock;
    assert_int_equal(focus_open(&options, &host.store, NULL), FOCUS_OK);
    CALLING_BACK(focus_library_create(host.store, "by the clock", NULL, &id));
    focus_close(host.store);
    options.clock = &f->clock;
    options.entropy = &source;
    assert_int_equal(focus_open(&options, &host.store, NULL), FOCUS_OK);
    CALLING_BACK(focus_library_create(host.store, "by chance", NULL, &id));
    focus_close(host.store);
    options.entropy = &f->source;
    options.zone = &zone;
    assert_int_equal(focus_open(&options, &host.store, NULL), FOCUS_OK);
    CALLING_BACK(focus_local_from_time(host.store, MONDAY_9_MS, &local));
    CALLING_BACK(focus_session_start(host.store, NULL, NULL));
    CALLING_BACK(import_with((focus_import_options){.read = read_and_call_back}));
    CALLING_BACK(
        import_with((focus_import_options){.read = read_feed, .progress = progress_and_call_back}));
    CALLING_BACK(export_calling_back());
    focus_close(host.store);
    misuse_end_test();
}

/* --- memory that is input and output at once ------------------------------------------------------ */

static void what_is_read_may_be_written_to(void **state)
{
    fixture *f = *state;
    focus_store *s = f->store;
    content c = fill(f);
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    focus_session_input edit = FOCUS_SESSION_INPUT_INIT;
    const focus_session_list *list = NULL;
    const focus_session_list *next = NULL;
    const focus_session *session = session_of(s, &c.session);
    focus_settings settings = FOCUS_SETTINGS_INIT;
    focus_id id = c.library;

    misuse_begin_test(f);
    track.title = "in and out";
    MISUSE_CASE(FOCUS_OK, focus_track_add(s, &id, &track, &id));
    misuse_fact("the track's id came out", memcmp(&id, &c.library, sizeof(id)) != 0);
    MISUSE_CASE(FOCUS_OK, focus_track_move(s, &c.track, &c.track));
    MISUSE_CASE(FOCUS_OK, focus_settings_get(s, &settings));
    MISUSE_CASE(FOCUS_OK, focus_settings_set(s, &settings));
    edit.fields = FOCUS_FIELD_NOTE;
    edit.note = session->zone; /* of a record that the library lent */
    MISUSE_CASE(FOCUS_OK, focus_session_edit(s, &session->id, &edit, NULL));
    focus_session_free(session);
    MISUSE_CASE(FOCUS_OK, focus_session_list_page(s, &filter, &list));
    filter.cursor = list->next_cursor;
    MISUSE_CASE(FOCUS_OK, focus_session_list_page(s, &filter, &next));
    focus_session_list_free(list);
    focus_session_list_free(next);
    misuse_end_test();
}

static void all_of_it_was_counted(void **state)
{
    (void)state;
    misuse_end("R14 misuse, values and moments", 300);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kinds_that_do_not_exist_are_refused),
        TEST(bits_that_mean_nothing_are_refused),
        TEST(limits_and_amounts_out_of_range_are_refused),
        TEST(settings_out_of_range_are_refused),
        TEST(counts_and_lengths_out_of_range_are_refused),
        TEST(instants_out_of_order_are_refused),
        TEST(dates_that_do_not_exist_are_refused),
        TEST(texts_that_say_no_time_or_id_are_refused),
        TEST(structs_of_any_size_are_read_within_it),
        TEST(outputs_of_any_size_are_written_within_it),
        TEST(calls_at_the_wrong_moment_say_so),
        TEST(batches_are_begun_once_and_ended_once),
        TEST(a_suspended_store_refuses_every_call),
        TEST(a_cursor_of_another_list_does_no_harm),
        TEST(no_call_comes_out_of_a_callback),
        TEST(what_is_read_may_be_written_to),
        cmocka_unit_test(all_of_it_was_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
