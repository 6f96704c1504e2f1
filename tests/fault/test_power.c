/*
 * test_power.c - R3: the power is cut after every change of the disk; of what was not synced each
 * part may be there or not.
 *
 * A round is a life of some twenty writing calls on a file, recorded change by change. For every
 * moment some wrecks are made. In each the file must open and show the state after the last
 * acknowledged call, or after the one that was under way. Opened relaxed it may show an earlier
 * state, but a whole one.
 */
#include "fault/world.h"

#include "base/checksum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS_MAX = 40, SEEN_MAX = 1 << 16 };

/* What the disk does with syncs, and what the store asks for. */
enum promise { PROMISE_FULL, PROMISE_RELAXED, PROMISE_BROKEN_BY_DISK };

/* One acknowledged call: from this moment on the file has this content. */
typedef struct milestone {
    size_t moment;
    uint64_t print;
    uint64_t copy; /* of the backup, once there is one */
} milestone;

typedef struct life {
    milestone milestones[CALLS_MAX + 1];
    size_t count;
    chance *chance;
    bool is_new; /* the file begins with this life: of what the world has nothing is there */
} life;

/* The files of one database in a wreck. Those of the same bytes need not be looked at twice. */
typedef struct seen {
    uint64_t sum;
    world_look look;
    bool opens; /* with libfocus */
} seen;

typedef struct figures {
    int64_t images;
    int64_t distinct;
    int64_t lost; /* wrecks that show an earlier state than the last acknowledged */
    int64_t lost_calls_max;
    int64_t corrupt;
} figures;

static world the_world;
static seen *all_seen; /* a hash table */

/* --- a life ------------------------------------------------------------------------------------- */

static focus_status call_at_random(world *w, life *l, size_t number)
{
    static const char *const tags[] = {"one", "two"};
    focus_session_input session_input = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id id;
    char name[32];
    char text[1000];

    (void)snprintf(name, sizeof(name), "library %zu", number);
    (void)snprintf(text, sizeof(text), "key %zu %0*d", number,
                   (int)chance_below(l->chance, 900) + 1, 7);
    session_input.title = "Cut short";
    session_input.note = text;
    session_input.flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
    session_input.if_running = FOCUS_IF_RUNNING_COMPLETE;
    track.title = text;
    w->now_ms += MINUTE_MS;
    switch (chance_below(l->chance, l->is_new ? 5 : 8)) {
    case 0:
        return focus_session_start(w->store, &session_input, NULL);
    case 1:
        session_input.ended_at_ms = w->now_ms - (int64_t)chance_below(l->chance, 60) * DAY_MS;
        session_input.started_at_ms = session_input.ended_at_ms - HOUR_MS;
        return focus_session_add(w->store, &session_input, NULL);
    case 2:
        return focus_library_create(w->store, name, text, &id);
    case 3:
        return focus_cycle_reset(w->store);
    case 4:
        return focus_points_award(w->store, FOCUS_POINTS_XP, 1, text, NULL);
    case 5:
        return focus_session_tag(w->store, &w->done, tags, 1 + number % 2, NULL);
    case 6:
        return focus_track_add(w->store, &w->library, &track, NULL);
    default:
        session_input.fields = FOCUS_FIELD_NOTE;
        return focus_session_edit(w->store, &w->done, &session_input, NULL);
    }
}

static void acknowledge(life *l)
{
    milestone *m = &l->milestones[l->count++];

    m->moment = disk_moment();
    m->print = world_print(WORLD_PATH);
    m->copy = world_print(WORLD_COPY_PATH);
}

static void live(world *w, life *l, int32_t durability)
{
    size_t calls = 8 + chance_below(l->chance, 12);
    size_t backup_after = chance_below(l->chance, 2 * calls);

    assert_int_equal(world_open(w, 0, durability), FOCUS_OK);
    acknowledge(l);
    for (size_t i = 0; i < calls; i++) {
        assert_ok(w->store, call_at_random(w, l, i));
        acknowledge(l);
        if (i == backup_after) {
            assert_ok(w->store, focus_backup(w->store, WORLD_COPY_PATH));
            acknowledge(l);
        }
        if (chance_one_in(l->chance, 8)) { /* the log is folded in at close */
            world_close(w);
            assert_int_equal(world_open(w, 0, durability), FOCUS_OK);
        }
    }
    world_close(w);
}

/* --- wrecks ------------------------------------------------------------------------------------- */

/* Over the files whose names begin so. */
static uint64_t sum_of(const disk_image *image, const char *path)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < image->count; i++) {
        const disk_image_file *part = &image->files[i];
        if (strncmp(part->name, path, strlen(path)) != 0)
            continue;
        sum = focus__checksum_text(sum, part->name);
        sum = focus__checksum_bytes(sum, part->bytes, part->size);
    }
    return sum | 1; /* 0 marks an empty place */
}

/* libfocus opens one wreck in three; SQLite alone the others, which is half the work. */
static seen look_at(world *w, const disk_image *image, const char *path)
{
    seen found = {.opens = true};

    disk_load(image);
    if (strcmp(path, WORLD_PATH) == 0 && chance_one_in(&w->entropy, campaign_stride(3))) {
        found.opens = world_open(w, FOCUS_OPEN_EXISTING, FOCUS_DURABILITY_FULL) == FOCUS_OK;
        world_close(w);
    }
    found.look = world_look_at(path);
    return found;
}

static seen find_seen(world *w, const disk_image *image, const char *path, figures *f)
{
    uint64_t sum = sum_of(image, path);
    seen *place = &all_seen[sum % SEEN_MAX];

    if (place->sum == sum)
        return *place;
    f->distinct++;
    *place = look_at(w, image, path);
    place->sum = sum;
    return *place;
}

/* The newest milestone that was acknowledged by then. */
static size_t acknowledged_at(const life *l, size_t moment)
{
    size_t i = l->count;

    while (i > 0 && l->milestones[i - 1].moment > moment)
        i--;
    return i;
}

/* How many acknowledged calls the file lacks; -1: it shows a state that never was. */
static int64_t lost_calls(const life *l, size_t acknowledged, uint64_t print)
{
    if (acknowledged < l->count && print == l->milestones[acknowledged].print)
        return 0;
    for (size_t i = acknowledged; i > 0; i--)
        if (print == l->milestones[i - 1].print)
            return (int64_t)(acknowledged - i);
    return -1;
}

static void judge(world *w, const life *l, size_t moment, const disk_image *wreck, figures *f)
{
    const seen file = find_seen(w, wreck, WORLD_PATH, f);
    const seen copy = find_seen(w, wreck, WORLD_COPY_PATH, f);
    size_t acknowledged = acknowledged_at(l, moment);
    int64_t lost = lost_calls(l, acknowledged, file.look.print);
    uint64_t copied = l->milestones[acknowledged - 1].copy;

    f->images++;
    if (!file.opens || !file.look.is_whole || !copy.look.is_whole || lost < 0) {
        f->corrupt++;
        return;
    }
    f->lost += lost > 0 || (copied != 0 && copy.look.print != copied);
    f->lost_calls_max = lost > f->lost_calls_max ? lost : f->lost_calls_max;
}

/* As many wrecks of each moment as of every other. */
static void cut_everywhere(world *w, const life *l, size_t images, figures *f)
{
    size_t first = l->milestones[0].moment; /* nothing was promised before */
    size_t moments = disk_moment() - first + 1;

    for (size_t i = 0; i < images; i++) {
        size_t moment = first + i * moments / images;
        disk_image image = disk_cut(moment, l->chance);
        judge(w, l, moment, &image, f);
        disk_image_free(&image);
    }
}

static void cut_a_life(chance *c, enum promise promise, size_t images, figures *f)
{
    life l = {.chance = c, .is_new = chance_one_in(c, 4)};

    world_reset(&the_world, l.is_new ? WORLD_NEW : WORLD_PAUSED);
    memset(all_seen, 0, SEEN_MAX * sizeof(*all_seen));
    disk_record(promise == PROMISE_BROKEN_BY_DISK);
    live(&the_world, &l,
         promise == PROMISE_RELAXED ? FOCUS_DURABILITY_RELAXED : FOCUS_DURABILITY_FULL);
    disk_record_stop();
    cut_everywhere(&the_world, &l, images, f);
    disk_record_end();
}

/* --- the harness -------------------------------------------------------------------------------- */

static void what_was_acknowledged_survives_a_power_cut(void **state)
{
    campaign c = campaign_begin("R3 power cuts", 40);
    figures f = {0};

    (void)state;
    while (campaign_next(&c)) {
        cut_a_life(&c.chance, PROMISE_FULL, 5000 / campaign_stride(1), &f);
        if (f.lost > 0 || f.corrupt > 0)
            campaign_tell_seed(&c);
        assert_int_equal(f.lost, 0);
        assert_int_equal(f.corrupt, 0);
    }
    campaign_end(&c, "%lld images (%lld distinct), 0 lost, 0 corrupt", (long long)f.images,
                 (long long)f.distinct);
}

/* Canary, and the reason why it is a choice by name. */
static void opened_relaxed_a_power_cut_takes_the_last_calls_and_nothing_else(void **state)
{
    campaign c = campaign_begin("R3 power cuts, relaxed", 4);
    figures f = {0};

    (void)state;
    while (campaign_next(&c)) {
        cut_a_life(&c.chance, PROMISE_RELAXED, 2000 / campaign_stride(1), &f);
        if (f.corrupt > 0)
            campaign_tell_seed(&c);
        assert_int_equal(f.corrupt, 0);
    }
    assert_true(f.lost > 0);
    campaign_end(&c, "%lld images, %lld lost up to %lld calls, 0 corrupt", (long long)f.images,
                 (long long)f.lost, (long long)f.lost_calls_max);
}

/* Canary: with a disk that lies about syncs nobody can keep a promise. */
static void a_disk_that_lies_is_noticed(void **state)
{
    campaign c = campaign_begin("R3 power cuts, lying disk", 4);
    figures f = {0};

    (void)state;
    while (campaign_next(&c))
        cut_a_life(&c.chance, PROMISE_BROKEN_BY_DISK, 2000 / campaign_stride(1), &f);
    assert_true(f.lost > 0);
    assert_true(f.corrupt > 0);
    campaign_end(&c, "%lld images, %lld lost, %lld corrupt", (long long)f.images, (long long)f.lost,
                 (long long)f.corrupt);
}

static int group_setup(void **state)
{
    (void)state;
    all_seen = calloc(SEEN_MAX, sizeof(*all_seen));
    world_build(&the_world);
    return all_seen != NULL ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    free(all_seen);
    world_free(&the_world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opened_relaxed_a_power_cut_takes_the_last_calls_and_nothing_else),
        cmocka_unit_test(a_disk_that_lies_is_noticed),
        cmocka_unit_test(what_was_acknowledged_survives_a_power_cut),
    };

    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
