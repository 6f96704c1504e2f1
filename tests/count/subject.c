/*
 * subject.c - the store that is worked on: its content, its clock, its ids, and what several
 * operations need before they can run.
 */
#include "count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stop_unless(bool sound, const char *what)
{
    if (sound)
        return;
    (void)fprintf(stderr, "focus_count: %s\n", what);
    exit(1);
}

void check(subject *s, focus_status status)
{
    if (status == FOCUS_OK || status == FOCUS_DONE)
        return;
    (void)fprintf(stderr, "focus_count: %s: %s\n", focus_status_name(status),
                  focus_last_error(s->store)->message);
    exit(1);
}

/* --- what comes in from outside --------------------------------------------------------------- */

static int64_t read_clock(void *user)
{
    return ((subject *)user)->now_ms;
}

/* xorshift64* */
static int fill_entropy(void *user, unsigned char *bytes, size_t size)
{
    uint64_t *x = &((subject *)user)->random;

    for (size_t i = 0; i < size; i++) {
        *x ^= *x >> 12;
        *x ^= *x << 25;
        *x ^= *x >> 27;
        bytes[i] = (unsigned char)((*x * UINT64_C(0x2545f4914f6cdd1d)) >> 56);
    }
    return 0;
}

/* Summer time from the end of March: 2024-03-31 01:00 UTC. */
static int32_t utc_offset(void *user, int64_t at_ms)
{
    (void)user;
    return at_ms >= INT64_C(1711846800000) ? 7200 : 3600;
}

focus_open_options subject_options(subject *s)
{
    static focus_clock clock;
    static focus_entropy entropy;
    static const focus_zone zone = {"Test/Zone", utc_offset, NULL};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;

    clock = (focus_clock){read_clock, s};
    entropy = (focus_entropy){fill_entropy, s};
    options.path = s->path;
    options.durability = FOCUS_DURABILITY_RELAXED;
    options.clock = &clock;
    options.entropy = &entropy;
    options.zone = &zone;
    return options;
}

static void open_store(subject *s)
{
    const focus_open_options options = subject_options(s);
    focus_error error;

    stop_unless(focus_open(&options, &s->store, &error) == FOCUS_OK, "the store cannot be opened");
}

/* --- the content ------------------------------------------------------------------------------ */

static const char *const tags[] = {"deep", "home", "writing"};

/* Ten half hours from 07:00 UTC. Every third has a tag, every seventh was abandoned. */
static focus_session_input session_input(int n)
{
    static const char *const titles[] = {"Draft chapter", "Review of the parser", "Answer letters"};
    static const char *const projects[] = {"Thesis", "Office", NULL};
    focus_session_input input = FOCUS_SESSION_INPUT_INIT;

    input.mode = n % 4 == 3 ? FOCUS_MODE_BREAK : FOCUS_MODE_FOCUS;
    input.status = n % 7 == 6 ? FOCUS_SESSION_ABANDONED : FOCUS_SESSION_COMPLETED;
    input.flags = FOCUS_INPUT_REWARD;
    input.planned_ms = 25 * MINUTE_MS;
    input.started_at_ms =
        BEGIN_MS + n / SESSIONS_PER_DAY * DAY_MS + n % SESSIONS_PER_DAY * 30 * MINUTE_MS;
    input.ended_at_ms = input.started_at_ms + 25 * MINUTE_MS;
    input.title = titles[n % 3];
    input.project = projects[n % 3];
    input.tags = &tags[n % 3];
    input.tag_count = n % 3 == 0 ? 1 : 0;
    return input;
}

static void add_sessions(subject *s)
{
    for (int day = 0; day < DAYS; day++) {
        for (int i = 0; i < SESSIONS_PER_DAY; i++)
            s->many[i] = session_input(day * SESSIONS_PER_DAY + i);
        s->now_ms = s->many[SESSIONS_PER_DAY - 1].ended_at_ms;
        check(s, focus_session_add_many(s->store, s->many, SESSIONS_PER_DAY));
    }
}

static void add_library(subject *s, int n)
{
    focus_track_input tracks[TRACKS];
    char name[32];

    (void)snprintf(name, sizeof(name), "Library %d", n);
    check(s, focus_library_create(s->store, name, "music to work by", &s->id));
    for (int i = 0; i < TRACKS; i++) {
        tracks[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        tracks[i].title = "Rain on a roof";
        tracks[i].url = "https://music.example/rain";
        tracks[i].duration_ms = 3 * MINUTE_MS;
    }
    check(s, focus_track_add_many(s->store, &s->id, tracks, TRACKS));
}

static void add_awards(subject *s)
{
    char key[32];

    for (int i = 0; i < AWARDS; i++) {
        (void)snprintf(key, sizeof(key), "award %d", i);
        check(s, focus_points_award(s->store, FOCUS_POINTS_COINS, 50, key, "well done"));
    }
}

static void begin(subject *s, const char *folder, const char *path)
{
    *s = (subject){.folder = folder, .now_ms = BEGIN_MS, .random = UINT64_C(0x9e3779b97f4a7c15)};
    (void)snprintf(s->path, sizeof(s->path), "%s", path);
}

void make_content(const char *path)
{
    subject s;

    begin(&s, "", path);
    open_store(&s);
    check(&s, focus_batch_begin(s.store));
    add_sessions(&s);
    for (int i = 0; i < LIBRARIES; i++)
        add_library(&s, i);
    add_awards(&s);
    check(&s, focus_batch_commit(s.store));
    focus_close(s.store);
}

/* --- a copy of it ----------------------------------------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    size_t size = 0;
    bool sound = in != NULL && out != NULL;

    while (sound && (size = fread(bytes, 1, sizeof(bytes), in)) > 0)
        sound = fwrite(bytes, 1, size, out) == size;
    stop_unless(sound && fclose(in) == 0 && fclose(out) == 0, "the store cannot be copied");
}

void file_path(const subject *s, const char *name, char out_path[PATH_SIZE])
{
    (void)snprintf(out_path, PATH_SIZE, "%s/%s", s->folder, name);
}

void subject_open(subject *s, const char *folder, const char *content)
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof(path), "%s/store.db", folder);
    begin(s, folder, path);
    s->random ^= UINT64_C(0x0123456789abcdef); /* or ids would be those of the content */
    s->now_ms = BEGIN_MS + DAYS * DAY_MS;
    copy_file(content, path);
    open_store(s);
}

void subject_close(subject *s)
{
    focus_close(s->store);
    free(s->export);
    stop_unless(remove(s->path) == 0, "the store cannot be removed");
}

/* --- what operations need --------------------------------------------------------------------- */

void pass(subject *s, int64_t ms)
{
    s->now_ms += ms;
}

void start_one(subject *s)
{
    stop_any(s);
    pass(s, MINUTE_MS);
    check(s, focus_session_start(s->store, NULL, NULL));
    pass(s, 10 * MINUTE_MS);
}

void stop_any(subject *s)
{
    focus_status status = focus_session_abandon(s->store, 0, NULL, NULL);

    if (status != FOCUS_E_NOT_FOUND)
        check(s, status);
}

void find_session(subject *s, size_t ago)
{
    const focus_session_list *list = NULL;
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;

    filter.limit = (uint32_t)ago + 1;
    check(s, focus_session_list_page(s->store, &filter, &list));
    stop_unless(list->count > ago, "no page is as long");
    s->id = list->items[ago]->id;
    focus_session_list_free(list);
}

void find_library(subject *s)
{
    const focus_library *library = NULL;

    check(s, focus_library_find(s->store, "Library 3", &library));
    s->id = library->id;
    focus_library_free(library);
}

void write_key(subject *s, const char *class)
{
    (void)snprintf(s->text, sizeof(s->text), "%s %04d", class, s->round);
}
