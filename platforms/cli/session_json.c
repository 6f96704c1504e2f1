/*
 * session_json.c - the JSON of sessions and of the present state. Fields are only ever added.
 */
#include "session_json.h"

#include "names.h"
#include "render.h"

int32_t session_end_offset(const cli *c, const focus_session *s, int64_t at_ms)
{
    focus_local_time start;
    focus_local_time end;
    if (focus_local_from_time(c->store, s->started_at_ms, &start) != FOCUS_OK ||
        focus_local_from_time(c->store, at_ms, &end) != FOCUS_OK)
        return s->utc_offset_s;
    return start.utc_offset_s == s->utc_offset_s ? end.utc_offset_s : s->utc_offset_s;
}

static void json_instant(json_writer *w, const char *key, int64_t at_ms, int32_t utc_offset_s)
{
    char text[FOCUS_TIME_TEXT_SIZE];
    if (at_ms == 0) {
        json_null(w, key);
        return;
    }
    focus_time_format(at_ms, utc_offset_s, text);
    json_string(w, key, text);
}

void json_day(json_writer *w, const char *key, int32_t day)
{
    char text[RENDER_SIZE];
    json_string(w, key, render_day(day, text));
}

void json_range(json_writer *w, const words_range *range)
{
    json_object(w, "range");
    if (range->is_all) {
        json_null(w, "from");
        json_null(w, "to");
    } else {
        json_day(w, "from", range->from_day);
        json_day(w, "to", range->until_day);
    }
    json_object_end(w);
}

static void json_words(json_writer *w, const focus_session *s)
{
    char id[FOCUS_ID_TEXT_SIZE];
    focus_id_format(&s->id, id);
    json_string(w, "id", id);
    json_int(w, "number", s->number);
    json_string(w, "mode", name_of_mode(s->mode));
    json_string(w, "status", name_of_status(s->status));
    json_string(w, "title", s->title);
    json_string(w, "project", s->project);
    json_array(w, "tags");
    for (size_t i = 0; i < s->tag_count; i++)
        json_string(w, NULL, s->tags[i]);
    json_array_end(w);
    json_string(w, "task_id", s->task);
    json_string(w, "note", s->note);
}

static void json_times(json_writer *w, const cli *c, const focus_session *s)
{
    bool is_over = s->planned_ms > 0 && s->active_ms > s->planned_ms;
    json_int_or_null(w, "planned_s", s->planned_ms / 1000);
    json_int(w, "active_s", s->active_ms / 1000);
    json_int(w, "paused_s", s->paused_ms / 1000);
    json_int(w, "overtime_s", is_over ? (s->active_ms - s->planned_ms) / 1000 : 0);
    json_instant(w, "started_at", s->started_at_ms, s->utc_offset_s);
    json_instant(w, "ended_at", s->ended_at_ms, session_end_offset(c, s, s->ended_at_ms));
    json_string(w, "zone", s->zone);
    json_day(w, "day", s->day);
}

static void json_pauses(json_writer *w, const cli *c, const focus_session *s)
{
    json_array(w, "pauses");
    for (size_t i = 0; i < s->pause_count; i++) {
        const focus_pause *pause = &s->pauses[i];
        json_object(w, NULL);
        json_instant(w, "from", pause->started_at_ms,
                     session_end_offset(c, s, pause->started_at_ms));
        json_instant(w, "to", pause->ended_at_ms, session_end_offset(c, s, pause->ended_at_ms));
        json_string(w, "reason", pause->reason);
        json_object_end(w);
    }
    json_array_end(w);
}

static void json_origin(json_writer *w, const focus_session *s)
{
    json_object(w, "source");
    json_string(w, "kind", name_of_source(s->source));
    json_string(w, "format", s->source_format);
    json_string(w, "key", s->source_key);
    json_object_end(w);
    json_bool(w, "edited", (s->flags & FOCUS_SESSION_EDITED) != 0);
    json_int(w, "rev", s->revision);
    json_bool(w, "implausible", (s->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0);
    json_bool(w, "confirmed", (s->flags & FOCUS_SESSION_CONFIRMED) != 0);
    json_bool(w, "deleted", (s->flags & FOCUS_SESSION_DELETED) != 0);
}

static void json_fields(json_writer *w, const cli *c, const focus_session *s)
{
    json_words(w, s);
    json_times(w, c, s);
    json_pauses(w, c, s);
    json_int(w, "xp", s->xp);
    json_int(w, "coins", s->coins);
    json_origin(w, s);
}

void json_session(json_writer *w, const cli *c, const char *key, const focus_session *s)
{
    if (s == NULL) {
        json_null(w, key);
        return;
    }
    json_object(w, key);
    json_fields(w, c, s);
    json_object_end(w);
}

void json_session_document(const cli *c, const focus_session *s)
{
    json_writer w;
    json_document(&w, stdout, "session");
    json_fields(&w, c, s);
    json_finish(&w);
}

static void json_items(json_writer *w, const cli *c, const char *key,
                       const focus_session_list *list)
{
    json_array(w, key);
    for (size_t i = 0; i < list->count; i++)
        json_session(w, c, NULL, list->items[i]);
    json_array_end(w);
}

void json_session_list(const cli *c, const focus_session_list *list)
{
    json_writer w;
    json_document(&w, stdout, "sessions");
    json_items(&w, c, "items", list);
    json_string(&w, "next_cursor", list->next_cursor[0] != '\0' ? list->next_cursor : NULL);
    json_int(&w, "total", list->total);
    json_finish(&w);
}

/* --- the present ------------------------------------------------------------------------------ */

void json_cycle(json_writer *w, const focus_cycle *cycle)
{
    json_object(w, "cycle");
    json_int(w, "done", cycle->done);
    json_int(w, "until_long_break", cycle->until_long_break);
    json_object_end(w);
}

void json_next(json_writer *w, const focus_cycle *cycle)
{
    json_object(w, "next");
    json_string(w, "mode", name_of_mode(cycle->next_mode));
    json_int(w, "duration_s", cycle->next_length_ms / 1000);
    json_object_end(w);
}

static void json_today_figures(json_writer *w, const snapshot *now)
{
    const focus_today *today = &now->today;
    json_object(w, "today");
    json_day(w, "day", today->day);
    json_int(w, "sessions", today->sessions);
    json_int(w, "focus_s", today->focus_ms / 1000);
    json_int_or_null(w, "goal_s", today->goal_ms / 1000);
    json_int_or_null(w, "goal_sessions", today->goal_sessions);
    json_object_end(w);
}

static void json_streak_short(json_writer *w, const focus_streak *streak)
{
    json_object(w, "streak");
    json_int(w, "current", streak->current_days);
    json_int(w, "longest", streak->longest_days);
    json_bool(w, "at_risk", streak->at_risk != 0);
    json_object_end(w);
}

static void json_clock_of(json_writer *w, const cli *c, const focus_session *s)
{
    char at[RENDER_SIZE];
    bool has_plan = s != NULL && s->planned_ms > 0;
    int64_t left_ms = has_plan && s->remaining_ms > 0 ? s->remaining_ms : 0;
    json_int(w, "elapsed_s", s != NULL ? s->active_ms / 1000 : 0);
    if (s != NULL && !has_plan)
        json_null(w, "remaining_s");
    else
        json_int(w, "remaining_s", (left_ms + 999) / 1000); /* 0 only when none is left */
    json_int(w, "overtime_s", has_plan && s->remaining_ms < 0 ? -s->remaining_ms / 1000 : 0);
    if (s != NULL && s->planned_end_at_ms != 0)
        json_string(w, "ends_at", render_instant(c, s->planned_end_at_ms, at));
    else
        json_null(w, "ends_at");
    if (!has_plan)
        json_null(w, "progress");
    else
        json_ratio(w, "progress",
                   s->remaining_ms <= 0 ? 1.0 : (double)s->active_ms / (double)s->planned_ms);
}

void json_status(const cli *c, const snapshot *now)
{
    json_writer w;
    json_document(&w, stdout, "status");
    json_string(&w, "state", snapshot_state_name(now));
    json_session(&w, c, "session", now->running);
    json_clock_of(&w, c, now->running);
    json_cycle(&w, &now->cycle);
    json_next(&w, &now->cycle);
    json_today_figures(&w, now);
    json_streak_short(&w, &now->streak);
    json_finish(&w);
}

/* Seconds of each quarter of an hour, a list a use. */
static void json_cells(json_writer *w, const char *key, const focus_timeline *timeline, size_t part)
{
    json_array(w, key);
    for (size_t i = 0; i < timeline->count; i++)
        json_int(w, NULL, *(const int64_t *)((const char *)&timeline->cells[i] + part) / 1000);
    json_array_end(w);
}

static void json_timeline(json_writer *w, const cli *c, const focus_timeline *timeline)
{
    char text[RENDER_SIZE];
    json_object(w, "timeline");
    json_string(w, "from",
                timeline->count > 0 ? render_instant(c, timeline->cells[0].from_ms, text) : NULL);
    json_int(w, "cell_s", 900);
    json_int(w, "changed_by_s", timeline->changed_by_s);
    json_cells(w, "focus_s", timeline, offsetof(focus_timeline_cell, focus_ms));
    json_cells(w, "break_s", timeline, offsetof(focus_timeline_cell, break_ms));
    json_cells(w, "paused_s", timeline, offsetof(focus_timeline_cell, paused_ms));
    json_object_end(w);
}

void json_today(const cli *c, const snapshot *now, const focus_session_list *sessions,
                const focus_timeline *timeline)
{
    json_writer w;
    json_document(&w, stdout, "today");
    json_string(&w, "state", snapshot_state_name(now));
    json_items(&w, c, "sessions", sessions);
    json_int(&w, "total", sessions->total);
    json_cycle(&w, &now->cycle);
    json_next(&w, &now->cycle);
    json_today_figures(&w, now);
    json_streak_short(&w, &now->streak);
    json_timeline(&w, c, timeline);
    json_finish(&w);
}

void json_event(FILE *out, const cli *c, const char *event, const focus_session *s,
                const snapshot *now, const focus_progress *progress)
{
    char at[RENDER_SIZE];
    json_writer w;
    json_document(&w, out, "event");
    json_string(&w, "event", event);
    json_string(&w, "at", render_instant(c, focus_now(c->store), at));
    json_session(&w, c, "session", s);
    json_string(&w, "state", snapshot_state_name(now));
    json_cycle(&w, &now->cycle);
    json_next(&w, &now->cycle);
    json_today_figures(&w, now);
    json_streak_short(&w, &now->streak);
    json_int(&w, "level", progress->level);
    json_int(&w, "xp", progress->xp);
    json_int(&w, "coins", progress->coins);
    json_finish(&w);
}
