/*
 * test_salvage.c - R13: damaged files, and what a salvage brings back.
 *
 * A few files with a history are made once. Each round damages a copy of one in memory, writes down
 * which pages were touched, and salvages it. A session whose page was not touched must be there and
 * be what it was; the damaged file must not change; the new one must pass the doctor.
 */
#define _XOPEN_SOURCE 700

#include "support/campaign.h"
#include "support/input.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PAGE = 4096,
    FRAME_HEADER = 24,
    FRAME = FRAME_HEADER + PAGE,
    LOG_HEADER = 32,
    ORIGINALS = 4,
    ROUNDS = 500,
    LONG_ROW = 3500 /* bytes of words; such a row may go on in overflow pages */
};

/* --- a history ---------------------------------------------------------------------------------- */

static void say_words(chance *dice, focus_session_input *session)
{
    static const char *const titles[] = {"Draft", "Review \xc3\xbc", "Mail", NULL};
    static const char *const tags[] = {"deep", "office", "writing"};
    static char note[9001];
    const size_t note_size = chance_one_in(dice, 12) ? (size_t)chance_below(dice, 9000) : 20;

    memset(note, 'n', sizeof(note));
    note[note_size] = '\0';
    session->title = titles[chance_below(dice, 4)];
    session->project = chance_one_in(dice, 3) ? "Thesis" : NULL;
    session->note = chance_one_in(dice, 2) ? note : NULL;
    session->tags = tags;
    session->tag_count = (size_t)chance_below(dice, 4);
}

static void live_session(fixture *f, chance *dice)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;

    say_words(dice, &words);
    words.mode = (int32_t)chance_below(dice, FOCUS_MODE_COUNT);
    words.if_running = FOCUS_IF_RUNNING_ABANDON;
    assert_ok(f->store, focus_session_start(f->store, &words, NULL));
    for (uint64_t pauses = chance_below(dice, 4); pauses > 0; pauses--) {
        pass(f, 1 + (int64_t)chance_below(dice, 3 * MINUTE_MS));
        assert_ok(f->store, focus_session_pause(f->store, 0, pauses == 1 ? "tea" : NULL, NULL));
        pass(f, 1 + (int64_t)chance_below(dice, 3 * MINUTE_MS));
        assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    }
    pass(f, MINUTE_MS);
    if (chance_one_in(dice, 5))
        assert_ok(f->store, focus_session_abandon(f->store, 0, NULL, NULL));
    else
        assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    pass(f, (int64_t)chance_below(dice, 3 * HOUR_MS));
}

static void past_session(fixture *f, chance *dice)
{
    focus_session_input words = FOCUS_SESSION_INPUT_INIT;
    const focus_session *session = NULL;

    say_words(dice, &words);
    words.flags = FOCUS_INPUT_ALLOW_OVERLAP | FOCUS_INPUT_REWARD;
    words.started_at_ms = f->now_ms - (int64_t)chance_below(dice, 300 * DAY_MS) - 50 * HOUR_MS;
    words.ended_at_ms = words.started_at_ms + (int64_t)chance_below(dice, 30 * HOUR_MS) + 1;
    assert_ok(f->store, focus_session_add(f->store, &words, &session));
    if (chance_one_in(dice, 6))
        assert_ok(f->store, focus_session_delete(f->store, &session->id));
    focus_session_free(session);
}

static void music(fixture *f, chance *dice)
{
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;
    focus_id library;
    char name[40];

    (void)snprintf(name, sizeof(name), "music %d", (int)chance_below(dice, 1000000));
    assert_ok(f->store, focus_library_create(f->store, name, "for work", &library));
    for (int i = 0; i < 12; i++) {
        (void)snprintf(name, sizeof(name), "track %d", i);
        track.title = name;
        track.url = i % 2 == 0 ? "https://example.org/a.ogg" : NULL;
        track.duration_ms = i * MINUTE_MS;
        assert_ok(f->store, focus_track_add(f->store, &library, &track, NULL));
    }
}

static void points(fixture *f, chance *dice)
{
    char key[40];

    (void)snprintf(key, sizeof(key), "key %d", (int)chance_below(dice, 1000000000));
    (void)focus_points_award(f->store, FOCUS_POINTS_COINS, 5, key, "gift");
    (void)focus_points_award(f->store, FOCUS_POINTS_XP, 7, key, NULL);
    (void)focus_points_spend(f->store, 1, key, NULL);
}

/* One transaction each: so the log has many commits. */
static void some_history(fixture *f, chance *dice, int count)
{
    for (int i = 0; i < count; i++) {
        assert_ok(f->store, focus_batch_begin(f->store));
        live_session(f, dice);
        past_session(f, dice);
        if (chance_one_in(dice, 8))
            points(f, dice);
        assert_ok(f->store, focus_batch_commit(f->store));
    }
}

/* Two users; a third with a history came and went, which leaves free pages. */
static void whole_history(fixture *f, chance *dice)
{
    const focus_user_list *users = NULL;

    assert_ok(f->store, focus_user_create(f->store, "gone", NULL));
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    assert_ok(f->store, focus_user_select(f->store, "gone"));
    some_history(f, dice, 40);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    some_history(f, dice, 50);
    music(f, dice);
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    some_history(f, dice, 50);
    music(f, dice);
    assert_ok(f->store, focus_user_list_all(f->store, &users));
    for (size_t i = 0; i < users->count; i++)
        if (strcmp(users->items[i]->name, "gone") == 0)
            assert_ok(f->store, focus_user_delete(f->store, &users->items[i]->id));
    focus_user_list_free(users);
    assert_ok(f->store, focus_user_select(f->store, "me"));
    (void)import_file(f->store, "timewarrior",
                      FOCUS_TEST_DATA_DIR "/demo/timewarrior/2026-01.data");
}

/* A paused session of one user and a running one of the other. */
static void leave_something_open(fixture *f)
{
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "lunch", NULL));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_user_select(f->store, "me"));
}

/* --- an original -------------------------------------------------------------------------------- */

typedef struct file_bytes {
    unsigned char *bytes;
    size_t size;
} file_bytes;

/* A session as SQLite shows it. */
typedef struct session_text {
    unsigned char uuid[16];
    char *facts; /* all but what a lost pause changes */
    char *all;
    bool is_long;
} session_text;

typedef struct session_texts {
    session_text *items; /* by uuid */
    size_t count;
} session_texts;

typedef struct original {
    file_bytes main;
    file_bytes log;
    size_t page_count;
    size_t frame_count;
    size_t *newest; /* of each page from 1: its last frame, from 1; 0: it is in the file */
    session_texts sessions;
    uint64_t **pages_of; /* of each session: the pages that hold its id, ended by 0 */
    bool *has_sessions;  /* of pages from 1 */
} original;

static int compare_texts(const void *a, const void *b)
{
    return memcmp(((const session_text *)a)->uuid, ((const session_text *)b)->uuid, 16);
}

static session_texts read_sessions(const char *path)
{
    static const char sql[] =
        "SELECT uuid, quote(uuid) || user_id || '|' || mode || status || source || implausible ||"
        " confirmed || edited || '|' || revision || '|' || started_at_ms || '|' ||"
        " quote(ended_at_ms) || '|' || quote(planned_ms) || '|' || paused_ms || '|' ||"
        " last_event_at_ms || '|' || quote(expires_at_ms) || '|' || local_day || '|' ||"
        " utc_offset_s || quote(zone) || quote(title) || quote(project) || quote(task) ||"
        " quote(note) || quote(tags) || xp || '|' || coins || quote(source_format) ||"
        " quote(source_key) || created_at_ms || '|' || quote(deleted_at_ms) || '|' || id,"
        " pause_count || '|' || checksum || (SELECT ifnull(group_concat(started_at_ms || '-' ||"
        " quote(ended_at_ms) || quote(reason)), '') FROM (SELECT * FROM focus_pauses AS p"
        " WHERE p.session_id = s.id ORDER BY number)),"
        " ifnull(length(note), 0) > ?1 FROM focus_sessions AS s ORDER BY uuid";
    session_texts texts = {0};
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_bind_int(stmt, 1, LONG_ROW), SQLITE_OK);
    texts.items = calloc(4096, sizeof(*texts.items));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        session_text *text = &texts.items[texts.count++];
        assert_true(texts.count < 4096);
        memcpy(text->uuid, sqlite3_column_blob(stmt, 0), 16);
        text->facts = strdup((const char *)sqlite3_column_text(stmt, 1));
        text->all = strdup((const char *)sqlite3_column_text(stmt, 2));
        text->is_long = sqlite3_column_int(stmt, 3) != 0;
    }
    assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return texts;
}

static void free_sessions(session_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        free(texts->items[i].facts);
        free(texts->items[i].all);
    }
    free(texts->items);
}

static uint32_t get_32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static const unsigned char *frame_at(const original *o, size_t frame)
{
    return o->log.bytes + LOG_HEADER + (frame - 1) * FRAME;
}

/* The log was written by one process that never began it anew: every frame counts. */
static void find_frames(original *o)
{
    o->frame_count = o->log.size > LOG_HEADER ? (o->log.size - LOG_HEADER) / FRAME : 0;
    o->page_count = o->main.size / PAGE;
    for (size_t frame = 1; frame <= o->frame_count; frame++)
        if (get_32(frame_at(o, frame)) > o->page_count)
            o->page_count = get_32(frame_at(o, frame));
    o->newest = calloc(o->page_count + 1, sizeof(*o->newest));
    for (size_t frame = 1; frame <= o->frame_count; frame++)
        o->newest[get_32(frame_at(o, frame))] = frame;
}

/* Where the newest copy of a page is. */
static const unsigned char *page_at(const original *o, size_t page)
{
    return o->newest[page] != 0 ? frame_at(o, o->newest[page]) + FRAME_HEADER
                                : o->main.bytes + (page - 1) * PAGE;
}

static bool page_holds(const unsigned char *page, const unsigned char uuid[16])
{
    for (size_t at = 0; at + 16 <= PAGE; at++)
        if (page[at] == uuid[0] && memcmp(page + at, uuid, 16) == 0)
            return true;
    return false;
}

/* Leaves of tables in which its id stands: its own, and perhaps a free one, which does no harm. */
static uint64_t *pages_with(const original *o, const unsigned char uuid[16])
{
    uint64_t *pages = calloc(o->page_count + 1, sizeof(*pages));
    size_t count = 0;

    for (size_t page = 1; page <= o->page_count; page++)
        if (page_at(o, page)[page == 1 ? 100 : 0] == 0x0d && page_holds(page_at(o, page), uuid))
            pages[count++] = page;
    assert_true(count > 0);
    return pages;
}

static void read_original(fixture *f, original *o)
{
    char log[256];

    (void)snprintf(log, sizeof(log), "%s-wal", f->path);
    o->main.bytes = file_read(f->path, &o->main.size);
    o->log.bytes = file_read(log, &o->log.size);
    find_frames(o);
    o->sessions = read_sessions(f->path);
    o->pages_of = calloc(o->sessions.count, sizeof(*o->pages_of));
    o->has_sessions = calloc(o->page_count + 1, sizeof(bool));
    for (size_t i = 0; i < o->sessions.count; i++) {
        o->pages_of[i] = pages_with(o, o->sessions.items[i].uuid);
        for (const uint64_t *page = o->pages_of[i]; *page != 0; page++)
            o->has_sessions[*page] = true;
    }
}

/* All in the file, or the last part of it in the log alone. */
static original make_original(uint64_t seed)
{
    chance dice = chance_of(seed);
    original o = {0};
    void *state = NULL;
    fixture *f = NULL;

    assert_int_equal(fixture_setup(&state), 0);
    f = state;
    whole_history(f, &dice);
    leave_something_open(f);
    fixture_reopen(f); /* the log goes into the file */
    if (seed % 2 == 0) {
        (void)focus_session_abandon(f->store, 0, NULL, NULL);
        some_history(f, &dice, 20);
        leave_something_open(f);
    }
    read_original(f, &o);
    assert_true((seed % 2 == 0) == (o.frame_count > 0));
    assert_int_equal(fixture_teardown(&state), 0);
    return o;
}

static void free_original(original *o)
{
    for (size_t i = 0; i < o->sessions.count; i++)
        free(o->pages_of[i]);
    free(o->pages_of);
    free(o->has_sessions);
    free_sessions(&o->sessions);
    free(o->newest);
    free(o->main.bytes);
    free(o->log.bytes);
}

static original originals[ORIGINALS];

static int make_originals(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < ORIGINALS; i++)
        originals[i] = make_original(i + 1);
    return 0;
}

static int free_originals(void **state)
{
    (void)state;
    for (size_t i = 0; i < ORIGINALS; i++)
        free_original(&originals[i]);
    return 0;
}

/* --- damage ------------------------------------------------------------------------------------- */

typedef struct damaged {
    const original *from;
    file_bytes main;
    file_bytes log;
    bool *page_hit;  /* of pages from 1: its bytes in the file */
    bool *frame_hit; /* of frames from 1: it can no longer be believed */
    bool log_header_hit;
    bool log_start_hit; /* the header of the first frame */
} damaged;

static file_bytes copy_bytes(const file_bytes *from)
{
    file_bytes copy = {calloc(1, from->size + 1), from->size};

    if (from->size > 0)
        memcpy(copy.bytes, from->bytes, from->size);
    return copy;
}

static damaged copy_of(const original *o)
{
    damaged d = {.from = o, .main = copy_bytes(&o->main), .log = copy_bytes(&o->log)};

    d.page_hit = calloc(o->page_count + 2, sizeof(bool));
    d.frame_hit = calloc(o->frame_count + 2, sizeof(bool));
    return d;
}

static void free_damaged(damaged *d)
{
    free(d->main.bytes);
    free(d->log.bytes);
    free(d->page_hit);
    free(d->frame_hit);
}

/* Bytes that change, in the file. */
static unsigned char *hit_main(damaged *d, size_t at, size_t size)
{
    for (size_t page = at / PAGE + 1; page <= (at + size - 1) / PAGE + 1; page++)
        d->page_hit[page] = true;
    return d->main.bytes + at;
}

static void hit_log_byte(damaged *d, size_t at)
{
    size_t frame = 0;

    if (at < LOG_HEADER) {
        d->log_header_hit = true;
        d->frame_hit[1] = d->frame_hit[1] || at >= 24; /* the sum that the first one goes on from */
        return;
    }
    frame = (at - LOG_HEADER) / FRAME + 1;
    d->frame_hit[frame] = true;
    if ((at - LOG_HEADER) % FRAME >= FRAME_HEADER)
        return;
    d->log_start_hit = d->log_start_hit || frame == 1;
    d->frame_hit[frame + 1] = true; /* it is checked by what this one says */
}

static unsigned char *hit_log(damaged *d, size_t at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hit_log_byte(d, at + i);
    return d->log.bytes + at;
}

static bool in_log(const damaged *d, chance *dice)
{
    return d->log.size > LOG_HEADER + FRAME && chance_one_in(dice, 2);
}

static void garbage(unsigned char *bytes, size_t size, chance *dice)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)chance_next(dice);
}

static size_t some_page_at(const damaged *d, chance *dice)
{
    return (size_t)chance_below(dice, d->main.size / PAGE) * PAGE;
}

static void flip_bits(damaged *d, chance *dice)
{
    for (uint64_t i = 1 + chance_below(dice, 30); i > 0; i--) {
        const unsigned char bit = (unsigned char)(1u << chance_below(dice, 8));
        if (in_log(d, dice))
            *hit_log(d, (size_t)chance_below(dice, d->log.size), 1) ^= bit;
        else
            *hit_main(d, (size_t)chance_below(dice, d->main.size), 1) ^= bit;
    }
}

static void zero_pages(damaged *d, chance *dice)
{
    for (uint64_t i = 1 + chance_below(dice, 5); i > 0; i--)
        memset(hit_main(d, some_page_at(d, dice), PAGE), 0, PAGE);
}

static void scribble(damaged *d, chance *dice)
{
    for (uint64_t i = 1 + chance_below(dice, 5); i > 0; i--) {
        const size_t size = 1 + (size_t)chance_below(dice, UINT64_C(2) * PAGE);
        if (in_log(d, dice) && d->log.size > size)
            garbage(hit_log(d, (size_t)chance_below(dice, d->log.size - size), size), size, dice);
        else
            garbage(hit_main(d, (size_t)chance_below(dice, d->main.size - size), size), size, dice);
    }
}

static void truncate_main(damaged *d, chance *dice)
{
    const size_t cut = 1 + (size_t)chance_below(dice, d->main.size / 3);

    (void)hit_main(d, d->main.size - cut, cut);
    d->main.size -= cut;
}

static void truncate_log(damaged *d, chance *dice)
{
    size_t cut = 0;

    if (d->log.size == 0)
        return;
    cut = 1 + (size_t)chance_below(dice, d->log.size);
    (void)hit_log(d, d->log.size - cut, cut);
    d->log.size -= cut;
}

static void duplicate_pages(damaged *d, chance *dice)
{
    for (uint64_t i = 1 + chance_below(dice, 4); i > 0; i--) {
        const size_t from = some_page_at(d, dice);
        const size_t to = some_page_at(d, dice);
        if (from != to)
            memcpy(hit_main(d, to, PAGE), d->main.bytes + from, PAGE);
    }
}

static void destroy_header(damaged *d, chance *dice)
{
    const size_t size = chance_one_in(dice, 2) ? PAGE : 100;

    garbage(hit_main(d, 0, size), size, dice);
}

/* Nothing says any more which page belongs to which table. */
static void destroy_interiors(damaged *d, chance *dice)
{
    for (size_t at = PAGE; at + PAGE <= d->main.size; at += PAGE)
        if (d->main.bytes[at] == 0x05 || d->main.bytes[at] == 0x02)
            garbage(hit_main(d, at, PAGE), PAGE, dice);
}

static void destroy_free_list(damaged *d, chance *dice)
{
    const size_t trunk = get_32(d->main.bytes + 32);

    if (trunk > 1 && trunk * PAGE <= d->main.size && chance_one_in(dice, 2))
        garbage(hit_main(d, (trunk - 1) * PAGE, 100), 100, dice);
    else
        garbage(hit_main(d, 32, 8), 8, dice);
}

static void damage_frames(damaged *d, chance *dice)
{
    if (d->log.size <= LOG_HEADER + FRAME)
        return;
    if (chance_one_in(dice, 4))
        garbage(hit_log(d, 0, LOG_HEADER), LOG_HEADER, dice);
    for (uint64_t i = chance_below(dice, 6); i > 0; i--) {
        const size_t frame = (size_t)chance_below(dice, (d->log.size - LOG_HEADER) / FRAME);
        const size_t at = LOG_HEADER + frame * FRAME;
        if (chance_one_in(dice, 2))
            garbage(hit_log(d, at, FRAME_HEADER), FRAME_HEADER, dice);
        else
            garbage(hit_log(d, at + FRAME_HEADER, PAGE), PAGE, dice);
    }
}

static void damage(damaged *d, chance *dice)
{
    static void (*const kinds[])(damaged *, chance *) = {
        flip_bits,       zero_pages,        scribble,      truncate_main,  truncate_log,
        duplicate_pages, destroy_interiors, damage_frames, destroy_header, destroy_free_list,
    };
    const size_t count = sizeof(kinds) / sizeof(kinds[0]);

    for (uint64_t i = 1 + chance_below(dice, 3); i > 0; i--)
        if (d->main.size > (size_t)8 * PAGE)
            kinds[chance_below(dice, count)](d, dice);
}

/* --- what should come back ---------------------------------------------------------------------- */

static bool is_commit(const original *o, size_t frame)
{
    return get_32(frame_at(o, frame) + 4) != 0;
}

/* Frames behind the last commit that can be believed were never committed, as far as anybody can
 * tell; without the header and the start of the first frame nobody knows whose frames they are. */
static void settle_frames(damaged *d)
{
    const original *o = d->from;
    size_t frame = o->frame_count;

    for (; frame > 0 && (d->frame_hit[frame] || !is_commit(o, frame)); frame--)
        d->frame_hit[frame] = true;
    for (; frame > 0 && d->log_header_hit && d->log_start_hit; frame--)
        d->frame_hit[frame] = true;
}

static bool page_is_hit(const damaged *d, size_t page)
{
    const size_t frame = d->from->newest[page];

    return frame != 0 ? d->frame_hit[frame] : d->page_hit[page];
}

/* Any page that could be a part of a long row. */
static bool overflow_is_hit(const damaged *d)
{
    for (size_t page = 2; page <= d->from->page_count; page++)
        if (page_at(d->from, page)[0] == 0 && page_is_hit(d, page))
            return true;
    return false;
}

/* A page of another table, by rowid or by key, which may be that of the pauses: they have no
 * checksums. */
static bool other_rows_are_hit(const damaged *d)
{
    for (size_t page = 2; page <= d->from->page_count; page++) {
        const unsigned char type = page_at(d->from, page)[0];
        if ((type == 0x0d || type == 0x0a || type == 0x02) && !d->from->has_sessions[page] &&
            page_is_hit(d, page))
            return true;
    }
    return false;
}

static bool session_is_hit(const damaged *d, size_t session, bool overflow_hit)
{
    for (const uint64_t *page = d->from->pages_of[session]; *page != 0; page++)
        if (page_is_hit(d, (size_t)*page))
            return true;
    return d->from->sessions.items[session].is_long && overflow_hit;
}

typedef struct score {
    int64_t files;
    int64_t sessions; /* on pages that were not touched */
    int64_t recovered;
    int64_t with_pauses; /* of these: with every pause as well */
    int64_t doubtful;
    int64_t left_out;
    int64_t placeholders;
    int64_t changed_originals;
} score;

static void compare_session(const session_text *before, const session_texts *after, bool pauses_hit,
                            score *s)
{
    const session_text *found =
        bsearch(before, after->items, after->count, sizeof(*after->items), compare_texts);

    s->sessions++;
    if (found == NULL)
        return;
    if (strcmp(before->facts, found->facts) != 0)
        fail_msg("a session was\n%s\nand is\n%s", before->facts, found->facts);
    s->recovered++;
    if (strcmp(before->all, found->all) == 0)
        s->with_pauses++;
    else if (!pauses_hit)
        fail_msg("pauses were\n%s\nand are\n%s", before->all, found->all);
}

static void compare_sessions(const damaged *d, const char *path, score *s)
{
    const session_texts *before = &d->from->sessions;
    session_texts after = read_sessions(path);
    const bool overflow_hit = overflow_is_hit(d);
    const bool pauses_hit = other_rows_are_hit(d);

    for (size_t i = 0; i < before->count; i++)
        if (!session_is_hit(d, i, overflow_hit))
            compare_session(&before->items[i], &after, pauses_hit, s);
    free_sessions(&after);
}

/* The report is what the new file has. */
static void compare_report(const char *path, const focus_salvage_report *r)
{
    const int64_t users = sql_int(path, "SELECT count(*) FROM users");
    const int64_t pauses = sql_int(path, "SELECT count(*) FROM focus_pauses");
    const int64_t ledger = sql_int(path, "SELECT count(*) FROM points_ledger");
    const int64_t libraries = sql_int(path, "SELECT count(*) FROM focus_libraries");

    assert_int_equal(r->sessions, sql_int(path, "SELECT count(*) FROM focus_sessions"));
    assert_int_equal(r->tracks, sql_int(path, "SELECT count(*) FROM focus_library_tracks"));
    assert_int_equal(r->placeholders, users - r->users + pauses - r->pauses + ledger -
                                          r->ledger_entries + libraries - r->libraries);
    assert_true(r->doubtful <= r->sessions && r->rows_left_out >= 0 && r->sessions_expected >= -1);
}

/* --- a round ------------------------------------------------------------------------------------ */

typedef struct bench {
    char folder[64];
    char damaged[96];
    char log[96];
    char fresh[96];
    fixture surroundings; /* clock, entropy, zone */
} bench;

static bool same_file(const char *path, const file_bytes *bytes)
{
    size_t size = 0;
    unsigned char *now = file_read(path, &size);
    const bool same = now != NULL && size == bytes->size && memcmp(now, bytes->bytes, size) == 0;

    free(now);
    return same;
}

static void put_damaged(const bench *b, const damaged *d)
{
    file_write(b->damaged, d->main.bytes, d->main.size);
    if (d->log.size > 0)
        file_write(b->log, d->log.bytes, d->log.size);
    else
        (void)unlink(b->log);
}

static bool original_is_unchanged(const bench *b, const damaged *d)
{
    char path[128];

    (void)snprintf(path, sizeof(path), "%s-shm", b->damaged);
    return same_file(b->damaged, &d->main) && !file_is(path) &&
           (d->log.size > 0 ? same_file(b->log, &d->log) : !file_is(b->log));
}

static void check_fresh(bench *b, const damaged *d, const focus_salvage_report *report, score *s)
{
    focus_open_options options = fixture_options(&b->surroundings);
    focus_store *store = NULL;

    options.path = b->fresh;
    assert_int_equal(focus_open(&options, &store, NULL), FOCUS_OK);
    assert_recount(store, b->fresh);
    focus_close(store);
    compare_sessions(d, b->fresh, s);
    compare_report(b->fresh, report);
}

static void remove_fresh(const bench *b)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[128];

    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s%s", b->fresh, endings[i]);
        (void)unlink(path);
    }
}

static void salvage(bench *b, const damaged *d, score *s)
{
    focus_salvage_report report = FOCUS_SALVAGE_REPORT_INIT;
    focus_open_options options = fixture_options(&b->surroundings);
    focus_error error = {0};

    options.path = b->fresh;
    put_damaged(b, d);
    if (focus_salvage(&options, b->damaged, &report, &error) != FOCUS_OK)
        fail_msg("%s: %s", focus_status_name(error.status), error.message);
    s->files++;
    s->doubtful += report.doubtful;
    s->left_out += report.rows_left_out;
    s->placeholders += report.placeholders;
    s->changed_originals += !original_is_unchanged(b, d);
    check_fresh(b, d, &report, s);
    remove_fresh(b);
}

static int bench_setup(void **state)
{
    bench *b = calloc(1, sizeof(*b));
    void *surroundings = NULL;

    assert_int_equal(fixture_setup(&surroundings), 0);
    b->surroundings = *(fixture *)surroundings; /* for its clock; it keeps its folder */
    focus_close(b->surroundings.store);
    ((fixture *)surroundings)->store = NULL;
    assert_int_equal(fixture_teardown(&surroundings), 0);
    b->surroundings.clock.user = b->surroundings.source.user = b->surroundings.zone.user =
        &b->surroundings;
    b->surroundings.now_ms += 400 * DAY_MS;
    (void)snprintf(b->folder, sizeof(b->folder), "%s/focus-salvage-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* no disk is waited for */
    assert_non_null(mkdtemp(b->folder));
    (void)snprintf(b->damaged, sizeof(b->damaged), "%s/focus.db", b->folder);
    (void)snprintf(b->log, sizeof(b->log), "%s/focus.db-wal", b->folder);
    (void)snprintf(b->fresh, sizeof(b->fresh), "%s/fresh.db", b->folder);
    *state = b;
    return 0;
}

static int bench_teardown(void **state)
{
    bench *b = *state;

    remove_fresh(b);
    (void)unlink(b->damaged);
    (void)unlink(b->log);
    (void)rmdir(b->folder);
    free(b);
    return 0;
}

static double percent(const score *s)
{
    return s->sessions > 0 ? 100.0 * (double)s->recovered / (double)s->sessions : 100.0;
}

static void damage_and_salvage(bench *b, chance *dice, score *s)
{
    damaged d = copy_of(&originals[chance_below(dice, ORIGINALS)]);
    score one = {0};

    damage(&d, dice);
    settle_frames(&d);
    salvage(b, &d, &one);
    if (percent(&one) < 99)
        fail_msg("%lld of %lld sessions on untouched pages came back", (long long)one.recovered,
                 (long long)one.sessions);
    s->files += one.files;
    s->sessions += one.sessions;
    s->recovered += one.recovered;
    s->with_pauses += one.with_pauses;
    s->doubtful += one.doubtful;
    s->left_out += one.left_out;
    s->placeholders += one.placeholders;
    s->changed_originals += one.changed_originals;
    free_damaged(&d);
}

static campaign running;
static bool in_campaign;

static int tell_seed_on_failure(void **state)
{
    if (in_campaign)
        campaign_tell_seed(&running);
    return bench_teardown(state);
}

static void sessions_on_untouched_pages_come_back(void **state)
{
    score s = {0};

    running = campaign_begin("R13 salvage", ROUNDS);
    in_campaign = true;
    while (campaign_next(&running))
        damage_and_salvage(*state, &running.chance, &s);
    in_campaign = false;
    assert_int_equal(s.changed_originals, 0);
    campaign_end(&running,
                 "%lld files, %lld sessions on undamaged pages, %lld recovered (%.2f %%), %lld with"
                 " all pauses, doubtful %lld, rows left out %lld, placeholders %lld, %lld originals"
                 " changed",
                 (long long)s.files, (long long)s.sessions, (long long)s.recovered, percent(&s),
                 (long long)s.with_pauses, (long long)s.doubtful, (long long)s.left_out,
                 (long long)s.placeholders, (long long)s.changed_originals);
}

/* --- the harness itself ------------------------------------------------------------------------- */

/* A salvage that overlooks pages: here they are taken from it, and the harness is not told. */
static void a_salvage_that_overlooks_pages_is_noticed(void **state)
{
    chance dice = chance_of(13);
    score s = {0};

    for (size_t i = 0; i < ORIGINALS; i++) {
        damaged d = copy_of(&originals[i]);
        for (size_t page = 2; page <= d.main.size / PAGE; page++)
            if (originals[i].has_sessions[page] && chance_one_in(&dice, 8))
                d.main.bytes[(page - 1) * PAGE] = 0x0a;
        salvage(*state, &d, &s);
        free_damaged(&d);
    }
    assert_true(s.sessions > 1000);
    assert_true(percent(&s) < 99);
}

static void a_file_that_is_not_damaged_comes_back_whole(void **state)
{
    score s = {0};

    for (size_t i = 0; i < ORIGINALS; i++) {
        damaged d = copy_of(&originals[i]);
        salvage(*state, &d, &s);
        free_damaged(&d);
    }
    assert_int_equal(s.recovered, s.sessions);
    assert_int_equal(s.with_pauses, s.sessions);
    assert_int_equal(s.doubtful + s.left_out + s.placeholders + s.changed_originals, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_that_is_not_damaged_comes_back_whole, bench_setup,
                                        bench_teardown),
        cmocka_unit_test_setup_teardown(a_salvage_that_overlooks_pages_is_noticed, bench_setup,
                                        bench_teardown),
        cmocka_unit_test_setup_teardown(sessions_on_untouched_pages_come_back, bench_setup,
                                        tell_seed_on_failure),
    };

    return cmocka_run_group_tests(tests, make_originals, free_originals);
}
