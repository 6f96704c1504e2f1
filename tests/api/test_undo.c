/*
 * test_undo.c - every write is one step; undone, every row of the file is what it was, and redone what it
 * became: the whole content is compared, table by table, by SQLite alone.
 */
#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include "support/input.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- what is in the file ---------------------------------------------------------------------- */

/* Each row of every table but that of the steps. */
static const char *const tables[] = {
    "users",        "goals",         "day_totals",      "focus_sessions",       "focus_pauses",
    "session_tags", "points_ledger", "focus_libraries", "focus_library_tracks", "counters",
    "daily_stats",  "streak_runs",
};

static void print_value(FILE *out, sqlite3_stmt *stmt, int column)
{
    const unsigned char *bytes = sqlite3_column_blob(stmt, column);

    if (sqlite3_column_type(stmt, column) != SQLITE_BLOB) {
        bytes = sqlite3_column_text(stmt, column);
        (void)fprintf(out, "%s|", bytes != NULL ? (const char *)bytes : "NULL");
        return;
    }
    for (int i = 0; i < sqlite3_column_bytes(stmt, column); i++)
        (void)fprintf(out, "%02x", bytes[i]);
    (void)fputc('|', out);
}

static void print_row(FILE *out, sqlite3_stmt *stmt)
{
    for (int i = 0; i < sqlite3_column_count(stmt); i++)
        print_value(out, stmt, i);
    (void)fputc('\n', out);
}

static void print_table(FILE *out, sqlite3 *db, const char *table)
{
    char sql[128];
    sqlite3_stmt *stmt = NULL;

    (void)snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2, 3", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    (void)fprintf(out, "%s\n", table);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        print_row(out, stmt);
    (void)sqlite3_finalize(stmt);
}

/* free() it. */
static char *content_of(const fixture *f)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    sqlite3 *db = NULL;

    assert_non_null(out);
    assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        print_table(out, db, tables[i]);
    (void)sqlite3_close(db);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void assert_content(const fixture *f, const char *expected)
{
    char *content = content_of(f);

    assert_string_equal(content, expected);
    free(content);
}

static int64_t step_count(const fixture *f)
{
    return sql_int(f->path, "SELECT count(*) FROM undo_steps WHERE first_id IS NULL");
}

/* --- every kind of write ---------------------------------------------------------------------- */

/* What the writes find. */
typedef struct scene {
    fixture *f;
    focus_store *store;
    focus_id done;    /* completed, with a pause and tags */
    focus_id deleted; /* ... and deleted */
    focus_id lived;   /* completed, with a pause, a tag and a project; another follows */
    focus_id part;    /* of it */
    int64_t lived_at_ms;
    focus_id library; /* with tracks */
    focus_id first_track;
    focus_id last_track;
} scene;

static focus_id newest_id(focus_store *store)
{
    const focus_session_list *list = NULL;
    focus_id id;

    assert_ok(store, focus_session_list_page(store, NULL, &list));
    id = list->items[0]->id;
    focus_session_list_free(list);
    return id;
}

/* Ten minutes with a pause of five, and ten more for another project. */
static void live_neighbours(fixture *f, scene *out)
{
    static const char *const tags[] = {"deep", "rest"};
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;

    said.tags = tags;
    said.tag_count = 1;
    said.project = "thesis";
    out->lived_at_ms = f->now_ms;
    assert_ok(f->store, focus_session_start(f->store, &said, NULL));
    pass(f, 4 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "post", NULL));
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 6 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    out->lived = newest_id(f->store);
    pass(f, MINUTE_MS);
    said.tag_count = 2;
    said.project = "book";
    assert_ok(f->store, focus_session_start(f->store, &said, NULL));
    pass(f, 10 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, "the rest", NULL));
    pass(f, MINUTE_MS);
}

static void fill_scene(fixture *f, scene *out)
{
    static const char *const tags[] = {"deep", "writing"};
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;
    focus_track_input track = FOCUS_TRACK_INPUT_INIT;

    *out = (scene){.f = f, .store = f->store};
    said.title = "Report";
    said.tags = tags;
    said.tag_count = 2;
    add_session(f->store, f->now_ms - 30 * HOUR_MS, HOUR_MS, "earlier");
    live_neighbours(f, out);
    assert_ok(f->store, focus_session_start(f->store, &said, NULL));
    pass(f, 5 * MINUTE_MS);
    assert_ok(f->store, focus_session_pause(f->store, 0, "door bell", NULL));
    pass(f, MINUTE_MS);
    assert_ok(f->store, focus_session_resume(f->store, 0, NULL));
    pass(f, 20 * MINUTE_MS);
    assert_ok(f->store, focus_session_complete(f->store, 0, NULL, NULL));
    out->done = newest_id(f->store);
    pass(f, MINUTE_MS);
    run_session(f, FOCUS_MODE_FOCUS, 10 * MINUTE_MS);
    out->deleted = newest_id(f->store);
    assert_ok(f->store, focus_session_delete(f->store, &out->deleted));
    assert_ok(f->store, focus_library_create(f->store, "Rain", "soft", &out->library));
    track.title = "one";
    assert_ok(f->store, focus_track_add(f->store, &out->library, &track, &out->first_track));
    track.title = "two";
    track.url = "https://example.org/two";
    track.duration_ms = HOUR_MS;
    assert_ok(f->store, focus_track_add(f->store, &out->library, &track, &out->last_track));
    assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_COINS, 20, "gift", NULL));
    pass(f, MINUTE_MS);
}

static void do_start(scene *s)
{
    assert_ok(s->store, focus_session_start(s->store, NULL, NULL));
}

static void do_pause(scene *s)
{
    assert_ok(s->store, focus_session_pause(s->store, 0, "tea", NULL));
}

static void do_resume(scene *s)
{
    assert_ok(s->store, focus_session_resume(s->store, 0, NULL));
}

static void do_extend(scene *s)
{
    assert_ok(s->store, focus_session_extend(s->store, 5 * MINUTE_MS, NULL));
}

static void do_replace(scene *s)
{
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;

    said.if_running = FOCUS_IF_RUNNING_COMPLETE;
    said.mode = FOCUS_MODE_BREAK;
    assert_ok(s->store, focus_session_start(s->store, &said, NULL));
}

static void do_complete(scene *s)
{
    assert_ok(s->store, focus_session_complete(s->store, 0, "a note", NULL));
}

static void do_abandon(scene *s)
{
    assert_ok(s->store, focus_session_start(s->store, NULL, NULL));
    pass(s->f, MINUTE_MS);
    assert_ok(s->store, focus_session_pause(s->store, 0, NULL, NULL));
    pass(s->f, MINUTE_MS);
    assert_ok(s->store, focus_session_abandon(s->store, 0, NULL, NULL));
}

/* Time runs out in a pause; the next write says so, and is the step that goes back on it. */
static void do_expire(scene *s)
{
    assert_ok(s->store, focus_session_start(s->store, NULL, NULL));
    pass(s->f, MINUTE_MS);
    assert_ok(s->store, focus_session_pause(s->store, 0, NULL, NULL));
    pass(s->f, 5 * HOUR_MS);
    assert_ok(s->store, focus_sweep(s->store, NULL));
}

static void do_add(scene *s)
{
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;

    said.started_at_ms = s->f->now_ms - 50 * HOUR_MS;
    said.ended_at_ms = said.started_at_ms + HOUR_MS;
    said.flags = FOCUS_INPUT_REWARD;
    said.title = "the day before yesterday";
    assert_ok(s->store, focus_session_add(s->store, &said, NULL));
}

static void do_add_many(scene *s)
{
    focus_session_input inputs[40];

    for (int i = 0; i < 40; i++) {
        inputs[i] = (focus_session_input)FOCUS_SESSION_INPUT_INIT;
        inputs[i].started_at_ms = s->f->now_ms - (100 + i) * 24 * HOUR_MS;
        inputs[i].ended_at_ms = inputs[i].started_at_ms + HOUR_MS;
    }
    assert_ok(s->store, focus_session_add_many(s->store, inputs, 40));
}

static void do_edit(scene *s)
{
    focus_session_input said = FOCUS_SESSION_INPUT_INIT;

    said.fields = FOCUS_FIELD_TITLE | FOCUS_FIELD_MODE | FOCUS_FIELD_STARTED_AT |
                  FOCUS_FIELD_STATUS | FOCUS_FIELD_TAGS;
    said.flags = FOCUS_INPUT_ALLOW_OVERLAP;
    said.title = "Another title";
    said.mode = FOCUS_MODE_LONG_BREAK;
    said.status = FOCUS_SESSION_ABANDONED;
    said.started_at_ms = s->f->now_ms - 40 * HOUR_MS;
    assert_ok(s->store, focus_session_edit(s->store, &s->done, &said, NULL));
}

static void do_tag(scene *s)
{
    const char *const tag = "late";

    assert_ok(s->store, focus_session_tag(s->store, &s->done, &tag, 1, NULL));
}

static void do_untag(scene *s)
{
    const char *const tag = "late";

    assert_ok(s->store, focus_session_untag(s->store, &s->done, &tag, 1, NULL));
}

static void do_delete(scene *s)
{
    assert_ok(s->store, focus_session_delete(s->store, &s->done));
}

static void do_restore(scene *s)
{
    assert_ok(s->store, focus_session_restore(s->store, &s->deleted, NULL));
}

static void do_reset_cycle(scene *s)
{
    assert_ok(s->store, focus_cycle_reset(s->store));
}

static void do_settings(scene *s)
{
    focus_settings settings = FOCUS_SETTINGS_INIT;

    assert_ok(s->store, focus_settings_get(s->store, &settings));
    settings.day_start_minutes = 240;
    settings.daily_goal_ms = HOUR_MS;
    assert_ok(s->store, focus_settings_set(s->store, &settings));
}

static void do_goal(scene *s)
{
    assert_ok(s->store, focus_goal_set(s->store, 20514, FOCUS_MASK(1) | FOCUS_MASK(2), HOUR_MS, 2));
}

static void do_other_goal(scene *s)
{
    assert_ok(s->store, focus_goal_set(s->store, 20514, FOCUS_MASK(2) | FOCUS_MASK(3), 0, 0));
}

static void do_split(scene *s)
{
    const focus_session *part = NULL;

    assert_ok(s->store,
              focus_session_split(s->store, &s->lived, s->lived_at_ms + 8 * MINUTE_MS, &part));
    s->part = part->id;
    focus_session_free(part);
}

static void do_join(scene *s)
{
    assert_ok(s->store, focus_session_join(s->store, &s->lived, &s->part, NULL));
}

static void do_add_pause(scene *s)
{
    int64_t from_ms = s->lived_at_ms + MINUTE_MS;

    assert_ok(s->store,
              focus_pause_add(s->store, &s->lived, from_ms, from_ms + MINUTE_MS, "mail", NULL));
}

static void do_rename_tag(scene *s)
{
    assert_ok(s->store, focus_tag_rename(s->store, "deep", "deeper", NULL));
}

static void do_merge_tags(scene *s)
{
    assert_ok(s->store, focus_tag_merge(s->store, "deeper", "rest", NULL));
}

static void do_rename_project(scene *s)
{
    assert_ok(s->store, focus_project_rename(s->store, "thesis", "paper", NULL));
}

static void do_merge_projects(scene *s)
{
    assert_ok(s->store, focus_project_merge(s->store, "paper", "book", NULL));
}

/* Started, and then nobody was there. */
static void be_away(scene *s, int32_t answer)
{
    assert_ok(s->store, focus_session_start(s->store, NULL, NULL));
    pass(s->f, 30 * MINUTE_MS);
    assert_ok(s->store, focus_session_idle(s->store, 4 * MINUTE_MS, answer, NULL));
}

static void do_idle_discard(scene *s)
{
    be_away(s, FOCUS_IDLE_DISCARD);
}

static void do_idle_continue(scene *s)
{
    be_away(s, FOCUS_IDLE_CONTINUE);
    assert_ok(s->store, focus_session_abandon(s->store, 0, NULL, NULL));
}

static void do_idle_split(scene *s)
{
    be_away(s, FOCUS_IDLE_SPLIT);
}

static void do_void(scene *s)
{
    assert_ok(s->store, focus_session_void(s->store, 0, NULL, NULL));
}

static void do_award(scene *s)
{
    assert_ok(s->store, focus_points_award(s->store, FOCUS_POINTS_XP, 5, "prize", "well done"));
}

static void do_spend(scene *s)
{
    assert_ok(s->store, focus_points_spend(s->store, 3, "skin", NULL));
}

static void do_create_library(scene *s)
{
    assert_ok(s->store, focus_library_create(s->store, "Wind", NULL, NULL));
}

static void do_rename_library(scene *s)
{
    assert_ok(s->store, focus_library_rename(s->store, &s->library, "Storm"));
}

static void do_favorite(scene *s)
{
    assert_ok(s->store, focus_library_set_favorite(s->store, &s->library, 1));
}

static void do_delete_library(scene *s)
{
    assert_ok(s->store, focus_library_delete(s->store, &s->library));
}

static void do_add_tracks(scene *s)
{
    focus_track_input inputs[30];

    for (int i = 0; i < 30; i++) {
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = i % 2 == 0 ? "drops" : "thunder";
    }
    assert_ok(s->store, focus_track_add_many(s->store, &s->library, inputs, 30));
}

static void do_edit_track(scene *s)
{
    focus_track_input said = FOCUS_TRACK_INPUT_INIT;

    said.title = "one and a half";
    assert_ok(s->store, focus_track_edit(s->store, &s->first_track, &said));
}

static void do_move_track(scene *s)
{
    assert_ok(s->store, focus_track_move(s->store, &s->last_track, &s->first_track));
}

static void do_delete_track(scene *s)
{
    assert_ok(s->store, focus_track_delete(s->store, &s->first_track));
}

static void do_import(scene *s)
{
    static const char text[] = "inc 20260101T090000Z - 20260101T100000Z # a\n"
                               "inc 20260102T090000Z - 20260102T093000Z # b c\n"
                               "inc 20260102T100000Z - 20260102T103000Z\n";

    (void)import_bytes(s->store, "timewarrior", FOCUS_IMPORT_REWARD, text, strlen(text));
}

static void do_import_totals(scene *s)
{
    assert_int_equal(
        import_text(s->store, "klog", "2026-01-05\n\t1h #a\n\t-5m\n\t8:00-9:00\n").day_totals, 2);
}

static void do_import_other_totals(scene *s)
{
    char *text = export_text(s->store, "jsonl", NULL);
    char *total = strstr(text, "\"length_ms\":3600000");

    assert_non_null(total);
    memcpy(total, "\"length_ms\":1800000", strlen("\"length_ms\":1800000"));
    assert_int_equal(import_text(s->store, "jsonl", text).changed, 1);
    free(text);
}

/* The same sessions with other words, and pauses in the place of others. */
static void do_import_again(scene *s)
{
    char *text = export_text(s->store, "jsonl", NULL);
    char *bell = strstr(text, "door bell");

    assert_non_null(bell);
    memcpy(bell, "telephone", strlen("telephone"));
    assert_true(import_text(s->store, "jsonl", text).changed > 0);
    free(text);
}

static void do_batch(scene *s)
{
    assert_ok(s->store, focus_batch_begin(s->store));
    do_add(s);
    do_delete_track(s);
    assert_status(s->store, FOCUS_E_EXISTS,
                  focus_library_create(s->store, "Rain", NULL, NULL)); /* leaves no trace */
    do_award(s);
    assert_ok(s->store, focus_batch_commit(s->store));
}

static const struct {
    const char *name;
    void (*run)(scene *s);
    int steps;
} writes[] = {
    {"start", do_start, 1},
    {"pause", do_pause, 1},
    {"resume", do_resume, 1},
    {"extend", do_extend, 1},
    {"replace", do_replace, 1},
    {"complete", do_complete, 1},
    {"abandon", do_abandon, 3},
    {"expire", do_expire, 3},
    {"add", do_add, 1},
    {"add many", do_add_many, 1},
    {"edit", do_edit, 1},
    {"tag", do_tag, 1},
    {"untag", do_untag, 1},
    {"delete", do_delete, 1},
    {"restore", do_restore, 1},
    {"reset cycle", do_reset_cycle, 1},
    {"split", do_split, 1},
    {"add pause", do_add_pause, 1},
    {"join", do_join, 1},
    {"rename tag", do_rename_tag, 1},
    {"merge tags", do_merge_tags, 1},
    {"rename project", do_rename_project, 1},
    {"merge projects", do_merge_projects, 1},
    {"idle, discarded", do_idle_discard, 2},
    {"idle, a pause", do_idle_continue, 3},
    {"idle, split", do_idle_split, 2},
    {"void", do_void, 1},
    {"settings", do_settings, 1},
    {"goal", do_goal, 1},
    {"other goal", do_other_goal, 1},
    {"award", do_award, 1},
    {"spend", do_spend, 1},
    {"create library", do_create_library, 1},
    {"rename library", do_rename_library, 1},
    {"favorite", do_favorite, 1},
    {"add tracks", do_add_tracks, 1},
    {"edit track", do_edit_track, 1},
    {"move track", do_move_track, 1},
    {"import", do_import, 1},
    {"import totals", do_import_totals, 1},
    {"import other totals", do_import_other_totals, 1},
    {"delete track", do_delete_track, 1},
    {"delete library", do_delete_library, 1},
};

static void undo(focus_store *store, uint32_t count)
{
    assert_ok(store, focus_undo(store, count, 0, NULL));
}

static void redo(focus_store *store, uint32_t count)
{
    assert_ok(store, focus_redo(store, count, 0, NULL));
}

/* One after the other, each taken back and done again before the next. */
static void each_write_is_undone_and_redone_exactly(void **state)
{
    fixture *f = *state;
    scene s;

    fill_scene(f, &s);
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        char *before = content_of(f);
        char *after;
        int64_t steps = step_count(f);
        writes[i].run(&s);
        after = content_of(f);
        assert_string_not_equal(before, after);
        if (step_count(f) - steps != writes[i].steps)
            fail_msg("%s: %d steps", writes[i].name, (int)(step_count(f) - steps));
        undo(f->store, (uint32_t)writes[i].steps);
        assert_content(f, before);
        assert_recount(f->store, f->path);
        redo(f->store, (uint32_t)writes[i].steps);
        assert_content(f, after);
        assert_recount(f->store, f->path);
        free(before);
        free(after);
        pass(f, MINUTE_MS);
    }
}

static void all_writes_are_undone_to_the_beginning_and_redone_to_the_end(void **state)
{
    enum { CONTENTS = 64 };
    fixture *f = *state;
    char *contents[CONTENTS] = {content_of(f)};
    int64_t reached[CONTENTS] = {0};
    size_t count = 1;
    scene s;

    fill_scene(f, &s);
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        contents[count] = content_of(f);
        reached[count++] = step_count(f);
        pass(f, MINUTE_MS);
        writes[i].run(&s);
    }
    contents[count] = content_of(f);
    reached[count] = step_count(f);
    fixture_reopen(f);
    for (size_t i = count; i > 0; i--) {
        undo(f->store, (uint32_t)(reached[i] - reached[i - 1]));
        assert_content(f, contents[i - 1]);
    }
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_undo(f->store, 1, 0, NULL));
    assert_recount(f->store, f->path);
    fixture_reopen(f);
    for (size_t i = 1; i <= count; i++) {
        redo(f->store, (uint32_t)(reached[i] - reached[i - 1]));
        assert_content(f, contents[i]);
    }
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_redo(f->store, 1, 0, NULL));
    for (size_t i = 0; i <= count; i++)
        free(contents[i]);
}

static void an_import_that_changes_is_one_step(void **state)
{
    fixture *f = *state;
    char *before;
    scene s;

    fill_scene(f, &s);
    before = content_of(f);
    do_import_again(&s);
    undo(f->store, 1);
    assert_content(f, before);
    free(before);
}

static void a_batch_is_one_step(void **state)
{
    fixture *f = *state;
    const focus_step_list *list = NULL;
    char *before;
    char *after;
    scene s;

    fill_scene(f, &s);
    before = content_of(f);
    do_batch(&s);
    after = content_of(f);
    assert_ok(f->store, focus_undo(f->store, 1, 0, &list));
    assert_int_equal(list->count, 1);
    assert_string_equal(list->items[0]->call, "session_add");
    assert_string_equal(list->items[0]->title, "the day before yesterday");
    assert_int_equal(list->items[0]->sessions, 1);
    assert_int_equal(list->items[0]->is_undone, 1);
    focus_step_list_free(list);
    assert_content(f, before);
    redo(f->store, 1);
    assert_content(f, after);
    assert_ok(f->store, focus_batch_begin(f->store));
    assert_status(f->store, FOCUS_E_STATE, focus_undo(f->store, 1, 0, NULL));
    assert_ok(f->store, focus_batch_rollback(f->store));
    free(before);
    free(after);
}

static void a_rolled_back_batch_is_no_step(void **state)
{
    fixture *f = *state;
    int64_t steps;
    scene s;

    fill_scene(f, &s);
    steps = step_count(f);
    assert_ok(f->store, focus_batch_begin(f->store));
    do_add(&s);
    assert_ok(f->store, focus_batch_rollback(f->store));
    assert_int_equal(step_count(f), steps);
    do_award(&s);
    assert_int_equal(step_count(f), steps + 1);
}

/* --- order and bounds ------------------------------------------------------------------------- */

static void a_write_forgets_what_was_undone(void **state)
{
    fixture *f = *state;
    scene s;

    fill_scene(f, &s);
    do_award(&s);
    do_spend(&s);
    undo(f->store, 2);
    do_tag(&s);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_redo(f->store, 1, 0, NULL));
    undo(f->store, 1);
    redo(f->store, 1); /* the tag, not the award */
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_redo(f->store, 1, 0, NULL));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM points_ledger WHERE key = 'prize'"), 0);
}

/* Not at once, as that would cost each write, but soon: notes may be long, or meant to be gone. */
static void what_cannot_be_redone_leaves_the_file(void **state)
{
    fixture *f = *state;
    scene s;

    fill_scene(f, &s);
    do_award(&s);
    undo(f->store, 1);
    assert_true(sql_int(f->path, "SELECT count(*) FROM redo_steps") > 0);
    for (int i = 0; i < 32; i++)
        assert_ok(f->store, focus_goal_set(f->store, 20000 + i, 0, HOUR_MS, 0));
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM redo_steps"), 0);
}

static void more_steps_than_there_are_undo_nothing(void **state)
{
    fixture *f = *state;
    char *before;
    scene s;

    fill_scene(f, &s);
    before = content_of(f);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_undo(f->store, 1000, 0, NULL));
    assert_message_has(f->store, "can be undone");
    assert_content(f, before);
    assert_status(f->store, FOCUS_E_INVALID, focus_undo(f->store, 0, 0, NULL));
    assert_status(f->store, FOCUS_E_INVALID, focus_undo(f->store, 1001, 0, NULL));
    assert_status(f->store, FOCUS_E_UNSUPPORTED, focus_undo(f->store, 1, 2, NULL));
    free(before);
}

static void a_dry_run_keeps_everything(void **state)
{
    fixture *f = *state;
    const focus_step_list *list = NULL;
    char *before;
    int64_t steps;
    scene s;

    fill_scene(f, &s);
    before = content_of(f);
    steps = step_count(f);
    assert_ok(f->store, focus_undo(f->store, 3, FOCUS_UNDO_DRY_RUN, &list));
    assert_int_equal(list->count, 3);
    assert_string_equal(list->items[0]->call, "points_award");
    focus_step_list_free(list);
    assert_int_equal(focus_last_change(f->store), 0);
    assert_content(f, before);
    assert_int_equal(step_count(f), steps);
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_redo(f->store, 1, 0, NULL));
    free(before);
}

static void the_list_tells_what_can_be_redone_and_undone(void **state)
{
    fixture *f = *state;
    const focus_step_list *list = NULL;
    scene s;

    fill_scene(f, &s);
    do_delete(&s);
    do_award(&s);
    undo(f->store, 2);
    assert_ok(f->store, focus_step_list_all(f->store, 4, &list));
    assert_int_equal(list->count, 4);
    assert_string_equal(list->items[0]->call, "session_delete");
    assert_string_equal(list->items[0]->title, "Report");
    assert_memory_equal(&list->items[0]->session, &s.done, sizeof s.done);
    assert_int_equal(list->items[0]->is_undone, 1);
    assert_int_equal(list->items[0]->at_ms, f->now_ms);
    assert_string_equal(list->items[1]->call, "points_award");
    assert_int_equal(list->items[1]->has_session, 0);
    assert_string_equal(list->items[2]->call, "points_award");
    assert_int_equal(list->items[2]->is_undone, 0);
    assert_string_equal(list->items[3]->call, "track_add");
    assert_int_equal(list->items[3]->sessions, 0);
    focus_step_list_free(list);
    assert_status(f->store, FOCUS_E_INVALID, focus_step_list_all(f->store, 1001, &list));
    assert_null(list);
}

static void the_last_thousand_steps_are_kept(void **state)
{
    fixture *f = *state;
    char key[32];

    for (int i = 1; i <= 1100; i++) {
        (void)snprintf(key, sizeof key, "key %d", i);
        assert_ok(f->store, focus_points_award(f->store, FOCUS_POINTS_XP, 1, key, NULL));
        assert_true(step_count(f) <= 1032);
    }
    assert_true(step_count(f) >= 1000);
    undo(f->store, 1000);
    assert_int_equal(sql_int(f->path, "SELECT xp FROM counters"), 100);
    redo(f->store, 1000);
    assert_int_equal(sql_int(f->path, "SELECT xp FROM counters"), 1100);
}

/* Its tracks take several parts. */
static void a_large_step_is_kept_in_parts(void **state)
{
    enum { TRACKS = 3000 };
    fixture *f = *state;
    focus_track_input *inputs = calloc(TRACKS, sizeof *inputs);
    char *before;
    char *after;
    scene s;

    assert_non_null(inputs);
    fill_scene(f, &s);
    for (int i = 0; i < TRACKS; i++) {
        inputs[i] = (focus_track_input)FOCUS_TRACK_INPUT_INIT;
        inputs[i].title = "The rain on the roof of a house by the sea, at night, in November";
    }
    assert_ok(f->store, focus_track_add_many(f->store, &s.library, inputs, TRACKS));
    before = content_of(f);
    do_delete_library(&s);
    after = content_of(f);
    assert_true(sql_int(f->path, "SELECT count(*) FROM undo_steps WHERE first_id IS NOT NULL") > 2);
    undo(f->store, 1);
    assert_content(f, before);
    redo(f->store, 1);
    assert_content(f, after);
    undo(f->store, 2);
    free(inputs);
    free(before);
    free(after);
}

/* An import's note is where it begins and how many. */
static void a_long_import_is_a_short_step(void **state)
{
    enum { ROWS = 5000 };
    fixture *f = *state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (int i = 0; i < ROWS; i++)
        (void)fprintf(out, "inc 2025%02d%02dT%02d%02d00Z - 2025%02d%02dT%02d%02d30Z # t\n",
                      1 + i / 1400 % 12, 1 + i / 50 % 28, 8 + i % 50 / 10, i % 10 * 5,
                      1 + i / 1400 % 12, 1 + i / 50 % 28, 8 + i % 50 / 10, i % 10 * 5);
    (void)fclose(out);
    assert_int_equal(import_text(f->store, "timewarrior", text).added, ROWS);
    free(text);
    assert_int_equal(step_count(f), 1);
    assert_true(sql_int(f->path, "SELECT sum(length(notes)) FROM undo_steps") < 64);
    undo(f->store, 1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), 0);
    redo(f->store, 1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions"), ROWS);
}

static void each_user_has_steps_of_its_own(void **state)
{
    fixture *f = *state;
    scene s;

    fill_scene(f, &s);
    assert_ok(f->store, focus_user_create(f->store, "ann", NULL));
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    assert_status(f->store, FOCUS_E_NOT_FOUND, focus_undo(f->store, 1, 0, NULL));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    assert_ok(f->store, focus_user_select(f->store, "me"));
    assert_ok(f->store, focus_session_start(f->store, NULL, NULL));
    pass(f, 10 * HOUR_MS);
    assert_ok(f->store, focus_sweep(f->store, NULL)); /* a step of each */
    undo(f->store, 1);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions WHERE status = 4"), 1);
    undo(f->store, 1);
    assert_ok(f->store, focus_user_select(f->store, "ann"));
    undo(f->store, 2);
    assert_int_equal(sql_int(f->path, "SELECT count(*) FROM focus_sessions WHERE status IN (0, 4)"),
                     0);
}

/* --- steps that make no sense ----------------------------------------------------------------- */

static void notes_that_make_no_sense_change_nothing(void **state)
{
    static const char *const notes[] = {
        "x'00'",                                 /* no trailer */
        "x'ffffffffff'",                         /* a size beyond all */
        "x'1300000000'",                         /* a noun of nobody's */
        "x'0100000000'",                         /* ... */
        "zeroblob(1000)",                        /* ... */
        "substr(notes, 2)",                      /* the first note lacks its beginning */
        "substr(notes, 1, length(notes) - 1)",   /* the last lacks its end */
        "notes || x'0300000000'",                /* an empty run */
        "x'0000000303000000'",                   /* a run of no rows */
        "x'007e040303000000'",                   /* rows that are not there */
        "x'007e060f03000000'",                   /* ... */
        "x'7e02020503000000'",                   /* pauses that are not there */
        "x'0002021103000000'",                   /* settings are never added */
        "x'0200ffffffffffffffffffff010b000000'", /* a number without an end */
        "replace(notes, 'Report', x'ff')",
        "randomblob(60)",
    };
    fixture *f = *state;
    const focus_step_list *list = NULL;
    char sql[256];
    scene s;

    fill_scene(f, &s);
    do_edit(&s);
    for (size_t i = 0; i < COUNT_OF(notes); i++) {
        char *before;
        (void)snprintf(sql, sizeof sql,
                       "UPDATE undo_steps SET notes = cast(%s AS BLOB) WHERE id = (SELECT max(id) "
                       "FROM undo_steps)",
                       notes[i]);
        sql_exec(f->path, sql);
        before = content_of(f);
        if (focus_undo(f->store, 1, 0, &list) != FOCUS_E_CORRUPT)
            fail_msg("%s was taken", notes[i]);
        assert_null(list);
        assert_message(f->store);
        assert_content(f, before);
        (void)focus_step_list_all(f->store, 0, &list);
        focus_step_list_free(list);
        free(before);
    }
}

int main(void)
{
#define API_TEST(name)                                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup_in_memory, fixture_teardown)
    const struct CMUnitTest tests[] = {
        API_TEST(each_write_is_undone_and_redone_exactly),
        API_TEST(all_writes_are_undone_to_the_beginning_and_redone_to_the_end),
        API_TEST(an_import_that_changes_is_one_step),
        API_TEST(a_batch_is_one_step),
        API_TEST(a_rolled_back_batch_is_no_step),
        API_TEST(a_write_forgets_what_was_undone),
        API_TEST(more_steps_than_there_are_undo_nothing),
        API_TEST(a_dry_run_keeps_everything),
        API_TEST(what_cannot_be_redone_leaves_the_file),
        API_TEST(the_list_tells_what_can_be_redone_and_undone),
        API_TEST(the_last_thousand_steps_are_kept),
        API_TEST(a_large_step_is_kept_in_parts),
        API_TEST(a_long_import_is_a_short_step),
        API_TEST(each_user_has_steps_of_its_own),
        API_TEST(notes_that_make_no_sense_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
