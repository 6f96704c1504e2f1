/*
 * test_damage.c - R12: damaged files are refused, or told of, or show what they always showed.
 *
 * A lived-in file, whole or with its last commits only in the log, is damaged in one place: every
 * byte of its header, every page, every block and header of the log in turn, then anywhere by
 * chance. The store is opened for reading and for writing, all is read, the doctor looks in full,
 * something is written. When none of them says a word, the content must be what it was. Words for
 * which the file keeps no checksum are counted apart, and so are logs from which SQLite drops the
 * last commits: each must then show one of the states that were once committed, whole.
 */
#define _XOPEN_SOURCE 700

#include "fault/damage.h"
#include "fault/world.h"

#include "base/checksum.h"
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    IMAGES = 5000,
    STATES_MAX = 16,
    PAGES_MAX = 1000, /* of a list: whoever gives more goes in circles */
    HANG_S = 60
};

/* --- what is compared ----------------------------------------------------------------------------- */

/* What the file can vouch for: by checksums, by sums kept elsewhere, by what stands in an index. */
static const char *const vouched_for[] = {
    "SELECT * FROM focus_sessions NOT INDEXED ORDER BY id",
    "SELECT session_id, number, started_at_ms, ended_at_ms FROM focus_pauses",
    "SELECT user_id, number, kind, key, session_id, xp, coins FROM points_ledger NOT INDEXED",
    "SELECT * FROM session_tags",
    "SELECT * FROM counters",
    "SELECT * FROM daily_stats",
    "SELECT * FROM streak_runs",
    "SELECT id, uuid, name FROM users NOT INDEXED ORDER BY id",
    "SELECT id, uuid, user_id, name, tracks_count FROM focus_libraries NOT INDEXED ORDER BY id",
    "SELECT id, uuid, library_id, position FROM focus_library_tracks NOT INDEXED ORDER BY id",
};

/* What no second place knows. */
static const char *const words[] = {
    "SELECT reason FROM focus_pauses",
    "SELECT reason, created_at_ms FROM points_ledger NOT INDEXED",
    "SELECT * FROM users NOT INDEXED ORDER BY id",
    "SELECT * FROM focus_libraries NOT INDEXED ORDER BY id",
    "SELECT * FROM focus_library_tracks NOT INDEXED ORDER BY id",
};

/* The file at one moment: what is in it, and what a reader is told. */
typedef struct content {
    uint64_t vouched;
    uint64_t words;
    uint64_t answer;
} content;

/* An undamaged file, and every state that was committed on the way to it, the newest last. */
typedef struct original {
    disk_image image;
    content states[STATES_MAX];
    size_t count;
} original;

static world the_world;
static original whole;  /* all is in the file */
static original in_log; /* the last commits are in the log alone */

static bool look_at_content(content *out)
{
    return world_print_queries(vouched_for, COUNT_OF(vouched_for), &out->vouched) &&
           world_print_queries(words, COUNT_OF(words), &out->words);
}

/* --- reading everything --------------------------------------------------------------------------- */

/* What the calls said so far. */
typedef struct hearing {
    focus_status worst; /* the first that tells of damage */
    focus_status undocumented;
    uint64_t answer;
} hearing;

static void hear_int(hearing *h, int64_t value)
{
    h->answer = focus__checksum_ints(h->answer, &value, 1);
}

static void hear_text(hearing *h, const char *text)
{
    h->answer = focus__checksum_text(h->answer, text);
}

/* True: the call has an answer. */
static bool hear(hearing *h, focus_status status)
{
    hear_int(h, status);
    if (status == FOCUS_OK || status == FOCUS_E_NOT_FOUND)
        return status == FOCUS_OK;
    if (status != FOCUS_E_CORRUPT && status != FOCUS_E_IO && h->undocumented == FOCUS_OK)
        h->undocumented = status;
    if (h->worst == FOCUS_OK)
        h->worst = status;
    return false;
}

static void read_sessions(focus_store *store, uint32_t flags, hearing *h)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list = NULL;
    char cursor[FOCUS_CURSOR_SIZE] = "";

    filter.flags = flags;
    filter.limit = 7;
    filter.cursor = cursor;
    for (int page = 0; hear(h, focus_session_list_page(store, &filter, &list)); page++) {
        assert_true(page < PAGES_MAX);
        hear_int(h, list->total);
        for (size_t i = 0; i < list->count; i++) {
            hear_text(h, list->items[i]->title);
            hear_int(h, list->items[i]->active_ms);
            hear_int(h, (int64_t)list->items[i]->pause_count);
        }
        (void)snprintf(cursor, sizeof(cursor), "%s", list->next_cursor);
        focus_session_list_free(list);
        if (cursor[0] == '\0')
            break;
    }
}

static void read_running(focus_store *store, hearing *h)
{
    const focus_session *session = NULL;
    focus_deadline deadline;
    focus_cycle cycle;

    if (hear(h, focus_session_running(store, &session))) {
        hear_int(h, session->remaining_ms);
        hear_text(h, session->pause_count > 0 ? session->pauses[0].reason : NULL);
    }
    focus_session_free(session);
    if (hear(h, focus_next_deadline(store, &deadline)))
        hear_int(h, deadline.at_ms);
    if (hear(h, focus_cycle_get(store, &cycle)))
        hear_int(h, cycle.done);
}

static void read_figures(focus_store *store, hearing *h)
{
    const focus_day_list *days = NULL;
    const focus_day_total_list *totals = NULL;
    const focus_run_list *runs = NULL;
    focus_counters counters;
    focus_stats stats;
    focus_streak streak;

    if (hear(h, focus_counters_get(store, &counters)))
        hear_int(h, counters.sessions + 100 * counters.xp);
    if (hear(h, focus_stats_get(store, INT32_MIN, INT32_MAX, &stats)))
        hear_int(h, stats.modes[0].active_ms);
    if (hear(h, focus_streak_get(store, &streak)))
        hear_int(h, streak.longest_days);
    if (hear(h, focus_day_list_range(store, INT32_MIN, INT32_MAX, &days)))
        hear_int(h, (int64_t)days->count);
    if (hear(h, focus_day_total_list_range(store, INT32_MIN, INT32_MAX, &totals)))
        hear_int(h, totals->length_ms);
    if (hear(h, focus_streak_runs(store, 1000, &runs)))
        hear_int(h, (int64_t)runs->count);
    focus_day_list_free(days);
    focus_day_total_list_free(totals);
    focus_run_list_free(runs);
}

static void read_points(focus_store *store, hearing *h)
{
    const focus_ledger_list *list = NULL;
    char cursor[FOCUS_CURSOR_SIZE] = "";
    focus_progress progress;

    if (hear(h, focus_progress_get(store, &progress)))
        hear_int(h, progress.coins);
    for (int page = 0; hear(h, focus_ledger_list_page(store, 5, cursor, &list)); page++) {
        assert_true(page < PAGES_MAX);
        for (size_t i = 0; i < list->count; i++) {
            hear_int(h, list->items[i]->coins);
            hear_text(h, list->items[i]->reason);
        }
        (void)snprintf(cursor, sizeof(cursor), "%s", list->next_cursor);
        focus_ledger_list_free(list);
        if (cursor[0] == '\0')
            break;
    }
}

static void read_music(focus_store *store, hearing *h)
{
    const focus_library_list *libraries = NULL;
    const focus_track_list *tracks = NULL;

    if (!hear(h, focus_library_list_page(store, 0, NULL, &libraries)))
        return;
    for (size_t i = 0; i < libraries->count; i++) {
        hear_text(h, libraries->items[i]->name);
        if (!hear(h, focus_track_list_page(store, &libraries->items[i]->id, 0, NULL, &tracks)))
            continue;
        for (size_t n = 0; n < tracks->count; n++)
            hear_text(h, tracks->items[n]->title);
        focus_track_list_free(tracks);
    }
    focus_library_list_free(libraries);
}

static void read_users(focus_store *store, hearing *h)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;
    const focus_user_list *users = NULL;

    if (hear(h, focus_settings_get(store, &settings)))
        hear_int(h, settings.focus_length_ms);
    if (hear(h, focus_user_list_all(store, &users)))
        hear_text(h, users->items[users->count - 1]->name);
    focus_user_list_free(users);
}

static void read_export(focus_store *store, hearing *h)
{
    output out = {.fail_at = SIZE_MAX};
    focus_export_options options = output_options(&out, "jsonl");

    if (hear(h, focus_export(store, &options, NULL)))
        h->answer = focus__checksum_bytes(h->answer, out.bytes, out.size);
    free(out.bytes);
}

static hearing read_all(focus_store *store)
{
    hearing h = {.worst = FOCUS_OK};

    read_running(store, &h);
    read_sessions(store, 0, &h);
    read_sessions(store, FOCUS_FILTER_DELETED, &h);
    read_figures(store, &h);
    read_points(store, &h);
    read_music(store, &h);
    read_users(store, &h);
    read_export(store, &h);
    return h;
}

/* --- the originals -------------------------------------------------------------------------------- */

static void keep_content(world *w, original *o)
{
    content *state = &o->states[o->count++];

    assert_true(o->count <= STATES_MAX);
    assert_true(look_at_content(state));
    state->answer = read_all(w->store).answer;
}

/* One commit each. */
static void go_on(world *w, int step)
{
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;
    char key[32];

    (void)snprintf(key, sizeof(key), "step %d", step);
    session_input.title = key;
    switch (step % 4) {
    case 0:
        assert_ok(w->store, focus_points_award(w->store, FOCUS_POINTS_XP, 7, key, "a reason"));
        break;
    case 1:
        assert_ok(w->store, focus_session_resume(w->store, 0, NULL));
        break;
    case 2:
        assert_ok(w->store, focus_session_complete(w->store, 0, "a note", NULL));
        break;
    default:
        assert_ok(w->store, focus_session_start(w->store, &session_input, NULL));
        assert_ok(w->store, focus_session_pause(w->store, 0, key, NULL));
    }
}

static void make_originals(world *w)
{
    enum { STEPS = 8 };

    world_reset(w, WORLD_PAUSED);
    whole.image = disk_save();
    assert_int_equal(world_open(w, 0, FOCUS_DURABILITY_FULL), FOCUS_OK);
    keep_content(w, &whole);
    keep_content(w, &in_log);
    for (int step = 0; step < STEPS; step++) {
        assert_ok(w->store, focus_batch_begin(w->store));
        go_on(w, step);
        assert_ok(w->store, focus_batch_commit(w->store));
        keep_content(w, &in_log);
    }
    in_log.image = disk_save();
    world_close(w);
    assert_non_null(disk_image_find(&in_log.image, WORLD_PATH "-wal"));
}

/* --- one damage ----------------------------------------------------------------------------------- */

typedef struct wreck {
    uint64_t seed;
    const original *original;
    disk_image image;
    enum damage_kind kind;
    size_t place;
} wreck;

enum outcome {
    OUTCOME_REFUSED,
    OUTCOME_TOLD_BY_READ,
    OUTCOME_TOLD_BY_DOCTOR,
    OUTCOME_HARMLESS,
    OUTCOME_WORDS,   /* nobody says a word, and words are others; the file cannot know */
    OUTCOME_SHORTER, /* SQLite dropped the end of the log: an earlier state, whole */
    OUTCOME_NEW,     /* nothing is left of it, not a byte: nothing tells it from a new file */
    OUTCOME_SILENT,
    OUTCOME_COUNT
};

static bool is_log(const disk_image_file *file)
{
    return strcmp(file->name, WORLD_PATH "-wal") == 0;
}

static bool disk_is(const disk_image *image)
{
    disk_image now = disk_save();
    bool same = now.count <= image->count;

    for (size_t i = 0; i < image->count && same; i++) {
        const disk_image_file *file = &image->files[i];
        const disk_image_file *found = disk_image_find(&now, file->name);
        if (file->size == 0 && is_log(file)) /* may be taken away */
            continue;
        same = found != NULL && found->size == file->size &&
               (file->size == 0 || memcmp(found->bytes, file->bytes, file->size) == 0);
    }
    disk_image_free(&now);
    return same;
}

static bool is_refusal(focus_status status)
{
    return status == FOCUS_E_CORRUPT || status == FOCUS_E_NOT_OURS || status == FOCUS_E_TOO_NEW ||
           status == FOCUS_E_READONLY || status == FOCUS_E_IO || status == FOCUS_E_NOT_FOUND;
}

static void expect(bool holds, const wreck *x, const char *what)
{
    const focus_error *error =
        the_world.store != NULL ? focus_last_error(the_world.store) : &the_world.error;

    if (!holds)
        fail_msg("FOCUS_SEED=%llu: %s at %zu%s: %s (%s: %s)", (unsigned long long)x->seed,
                 damage_name(x->kind), x->place, x->original == &in_log ? ", with a log" : "", what,
                 focus_status_name(error->status), error->message);
}

/* What costs much is done for one image in so many, or for all where minutes are given. */
static bool is_thorough(const wreck *x, uint64_t one_in)
{
    return campaign_is_soak() || x->seed % one_in == 0;
}

static focus_status open_wreck(world *w, const wreck *x, uint32_t flags)
{
    focus_status status;

    world_reset(w, WORLD_PAUSED); /* the clock */
    disk_load(&x->image);
    status = world_open(w, flags, FOCUS_DURABILITY_FULL);
    expect(status == FOCUS_OK || is_refusal(status), x, "no status for opening");
    expect(status == FOCUS_OK || disk_is(&x->image), x, "refused, and changed all the same");
    return status;
}

/* Whoever only reads leaves every byte. */
static enum outcome read_only(world *w, const wreck *x)
{
    enum outcome outcome = OUTCOME_REFUSED;
    hearing h;

    if (open_wreck(w, x, FOCUS_OPEN_READONLY) == FOCUS_OK) {
        h = read_all(w->store);
        expect(h.undocumented == FOCUS_OK, x, focus_status_name(h.undocumented));
        outcome = h.worst != FOCUS_OK ? OUTCOME_TOLD_BY_READ : OUTCOME_HARMLESS;
    }
    world_close(w);
    expect(disk_is(&x->image), x, "opened to be read, and changed");
    return outcome;
}

static bool doctor_tells(world *w, const wreck *x)
{
    const focus_doctor_report *report = NULL;
    focus_status status = focus_doctor(w->store, FOCUS_DOCTOR_FULL, &report);
    bool tells = status != FOCUS_OK || report->count > 0;

    expect(status == FOCUS_OK || status == FOCUS_E_CORRUPT || status == FOCUS_E_IO, x,
           "no status for the doctor");
    focus_doctor_report_free(report);
    return tells;
}

/* Nobody said a word: what does the file show? */
static enum outcome compare(const original *o, uint64_t answer)
{
    content now = {0};

    if (!look_at_content(&now))
        return OUTCOME_SILENT;
    for (size_t i = o->count; i > 0; i--) {
        const content *state = &o->states[i - 1];
        if (now.vouched != state->vouched)
            continue;
        if (now.words != state->words)
            return OUTCOME_WORDS;
        if (answer != state->answer)
            return OUTCOME_SILENT;
        return i == o->count ? OUTCOME_HARMLESS : OUTCOME_SHORTER;
    }
    return OUTCOME_SILENT;
}

static bool is_left_without_a_byte(const wreck *x)
{
    disk_image image = x->image;

    return image.count == 1 && disk_image_find(&image, WORLD_PATH)->size == 0;
}

static enum outcome listen(world *w, const wreck *x, bool deaf_to_doctor)
{
    hearing h = read_all(w->store);

    expect(h.undocumented == FOCUS_OK, x, focus_status_name(h.undocumented));
    if (h.worst != FOCUS_OK)
        return OUTCOME_TOLD_BY_READ;
    if (doctor_tells(w, x) && !deaf_to_doctor)
        return OUTCOME_TOLD_BY_DOCTOR;
    if (is_left_without_a_byte(x))
        return OUTCOME_NEW;
    return compare(x->original, h.answer);
}

/* Whatever it says, it does not crash; and what looks well must be well. */
static void write_to(world *w, const wreck *x, enum outcome outcome)
{
    bool is_well = outcome == OUTCOME_HARMLESS || outcome == OUTCOME_SHORTER;
    focus_status status = focus_points_award(w->store, FOCUS_POINTS_XP, 3, "afterwards", NULL);

    expect(status == FOCUS_OK || is_refusal(status) || status == FOCUS_DONE ||
               status == FOCUS_E_INVALID,
           x, "no status for writing");
    expect(status == FOCUS_OK || !is_well, x, "cannot be written to");
    world_close(w);
    expect(!is_well || !is_thorough(x, 8) || world_is_sound(w, damage_name(x->kind)), x,
           "not sound after writing");
}

static enum outcome look_at_wreck(world *w, const wreck *x, bool deaf_to_doctor)
{
    enum outcome read = is_thorough(x, 4) ? read_only(w, x) : OUTCOME_HARMLESS;
    enum outcome outcome = OUTCOME_REFUSED;

    if (open_wreck(w, x, 0) == FOCUS_OK) {
        outcome = listen(w, x, deaf_to_doctor);
        if (!deaf_to_doctor)
            write_to(w, x, outcome);
    }
    world_close(w);
    if (outcome == OUTCOME_SILENT && read != OUTCOME_HARMLESS)
        outcome = read;
    return outcome;
}

/* --- which damage --------------------------------------------------------------------------------- */

static original *original_of(size_t number)
{
    return number == 0 ? &whole : &in_log;
}

/* The next one that is not zero, as most of what is not in use is. */
static size_t find_byte_in_use(const original *o, size_t place)
{
    disk_image image = o->image;
    const disk_image_file *file = disk_image_find(&image, WORLD_PATH);

    while (place + 1 < file->size && file->bytes[place] == 0)
        place++;
    return place;
}

/* The seeds from 1 on go through every place in turn; all others are by chance. */
static void choose(uint64_t seed, chance *luck, wreck *out)
{
    uint64_t number = seed - 1;

    for (size_t o = 0; o < 2; o++)
        for (int kind = 0; kind < DAMAGE_KIND_COUNT; kind++) {
            original *from = original_of(o);
            size_t places = damage_places_listed(&from->image, WORLD_PATH, (enum damage_kind)kind);
            *out = (wreck){.original = from, .kind = (enum damage_kind)kind, .place = number};
            if (number < places)
                return;
            number -= places;
        }
    do {
        original *from = original_of(chance_below(luck, 2));
        out->original = from;
        out->kind = chance_one_in(luck, 2)
                        ? DAMAGE_BYTE
                        : (enum damage_kind)chance_below(luck, DAMAGE_KIND_COUNT);
        out->place = damage_places(&from->image, WORLD_PATH, out->kind);
    } while (out->place == 0);
    out->place = chance_below(luck, out->place);
    if (out->kind == DAMAGE_BYTE)
        out->place = find_byte_in_use(out->original, out->place);
}

static wreck make_wreck(uint64_t seed, chance *luck)
{
    wreck x;

    choose(seed, luck, &x);
    x.seed = seed;
    disk_load(&x.original->image);
    x.image = disk_save();
    damage_do(&x.image, WORLD_PATH, x.kind, x.place, luck);
    return x;
}

/* Seeds that once found something. */
static const uint64_t seeds_that_failed[] = {
    1795733398016593, /* a user without a name was told as a want of memory */
};

static void what_once_failed_fails_no_more(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(seeds_that_failed); i++) {
        chance luck = chance_of(seeds_that_failed[i]);
        wreck x = make_wreck(seeds_that_failed[i], &luck);
        expect(look_at_wreck(&the_world, &x, false) != OUTCOME_SILENT, &x, "lost in silence");
        disk_image_free(&x.image);
    }
}

/* --- the harness ---------------------------------------------------------------------------------- */

static void nothing_is_lost_in_silence(void **state)
{
    campaign c = campaign_begin("R12 damage", IMAGES);
    int64_t counts[OUTCOME_COUNT] = {0};

    (void)state;
    while (campaign_next(&c)) {
        wreck x = make_wreck(c.seed, &c.chance);
        enum outcome outcome;
        (void)alarm(HANG_S);
        outcome = look_at_wreck(&the_world, &x, false);
        counts[outcome]++;
        expect(outcome != OUTCOME_SILENT, &x, "lost in silence");
        disk_image_free(&x.image);
    }
    (void)alarm(0);
    campaign_end(&c,
                 "%lld images, %lld refused, %lld told by a read, %lld told by the doctor,"
                 " %lld harmless, %lld in words that have no checksum, %lld logs shortened to an"
                 " earlier state, whole, %lld emptied and taken for new; 0 silent",
                 (long long)c.round, (long long)counts[OUTCOME_REFUSED],
                 (long long)counts[OUTCOME_TOLD_BY_READ], (long long)counts[OUTCOME_TOLD_BY_DOCTOR],
                 (long long)counts[OUTCOME_HARMLESS], (long long)counts[OUTCOME_WORDS],
                 (long long)counts[OUTCOME_SHORTER], (long long)counts[OUTCOME_NEW]);
}

/* What the disk in memory has not: folders. */
static void a_folder_is_refused(void **state)
{
    char folder[] = "/tmp/focus-damage-XXXXXX";
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;

    (void)state;
    assert_non_null(mkdtemp(folder));
    options.path = folder;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_NOT_OURS);
    options.flags = FOCUS_OPEN_READONLY;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_E_NOT_OURS);
    assert_int_equal(rmdir(folder), 0); /* and empty as it was */
}

/* Canary: without the doctor, damage goes unseen. */
static void a_deaf_ear_is_noticed(void **state)
{
    int silent = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        chance luck = chance_of(seed);
        wreck x = make_wreck(UINT32_MAX + seed, &luck);
        silent += look_at_wreck(&the_world, &x, true) == OUTCOME_SILENT;
        disk_image_free(&x.image);
    }
    assert_true(silent > 0);
}

static int group_setup(void **state)
{
    (void)state;
    world_build(&the_world);
    make_originals(&the_world);
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    disk_image_free(&whole.image);
    disk_image_free(&in_log.image);
    world_free(&the_world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_refused),
        cmocka_unit_test(a_deaf_ear_is_noticed),
        cmocka_unit_test(what_once_failed_fails_no_more),
        cmocka_unit_test(nothing_is_lost_in_silence),
    };

    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
