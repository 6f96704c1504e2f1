/*
 * session_rows.c - sessions as people read them.
 */
#include "session_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "session_ids.h"
#include "session_json.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define EXPIRED_TOLD_MS DAY_MS
#define EXPIRED_DAYS 31 /* none that anybody has to be told of began before */

const char *session_name(const focus_session *s, char out[SESSION_NAME_SIZE])
{
    char piece[TEXT_EXCERPT_SIZE];
    if (s->title == NULL)
        (void)snprintf(out, SESSION_NAME_SIZE, "%s", name_of_mode(s->mode));
    else
        (void)snprintf(out, SESSION_NAME_SIZE, "%s \"%s\"", name_of_mode(s->mode),
                       text_excerpt(s->title, piece));
    return out;
}

char *session_tags_text(const focus_session *s, const char *mark, const char *between)
{
    text_buffer text = {0};
    text_add(&text, "");
    for (size_t i = 0; i < s->tag_count; i++)
        text_addf(&text, "%s%s%s", i > 0 ? between : "", mark, s->tags[i]);
    return text.text;
}

/* Days since 1970 of the calendar, not of the day start: what a clock on the wall says. */
static int64_t date_of(int64_t at_ms, int32_t utc_offset_s)
{
    int64_t local_ms = at_ms + (int64_t)utc_offset_s * 1000;
    return local_ms < 0 ? -1 : local_ms / DAY_MS;
}

const char *session_span(const cli *c, const focus_session *s, char out[RENDER_SIZE])
{
    char from[RENDER_SIZE];
    char to[RENDER_SIZE] = "";
    int64_t days = 0;
    if (s->ended_at_ms != 0) {
        int32_t offset = session_end_offset(c, s, s->ended_at_ms);
        (void)render_clock(s->ended_at_ms, offset, to);
        days = date_of(s->ended_at_ms, offset) - date_of(s->started_at_ms, s->utc_offset_s);
    }
    (void)snprintf(out, RENDER_SIZE, "%.8s-%.8s",
                   render_clock(s->started_at_ms, s->utc_offset_s, from), to);
    if (days > 0) {
        size_t size = strlen(out);
        (void)snprintf(out + size, RENDER_SIZE - size, "+%" PRId64, days);
    }
    return out;
}

const char *session_until(const cli *c, const focus_session *s, char out[RENDER_SIZE])
{
    char at[RENDER_SIZE];
    out[0] = '\0';
    if (s->planned_end_at_ms != 0 && s->remaining_ms > 0)
        (void)snprintf(out, RENDER_SIZE, ", until %.8s",
                       render_store_clock(c, s->planned_end_at_ms, at));
    return out;
}

/* ", 14:48 left" or ", 2:10 over", or nothing for an open session. */
const char *session_left(const focus_session *s, char out[RENDER_SIZE])
{
    char timer[RENDER_SIZE];
    out[0] = '\0';
    if (s->planned_ms > 0 && s->remaining_ms > 0)
        (void)snprintf(out, RENDER_SIZE, ", %.20s left",
                       render_timer(s->remaining_ms + 999, timer));
    else if (s->planned_ms > 0)
        (void)snprintf(out, RENDER_SIZE, ", %.20s over", render_timer(-s->remaining_ms, timer));
    return out;
}

static void expired_text(const cli *c, const focus_session *s, bool as_latest, text_buffer *out)
{
    char number[RENDER_SIZE];
    char at[RENDER_SIZE];
    char length[RENDER_SIZE];
    (void)snprintf(number, sizeof number, "%" PRId64, s->number);
    text_addf(out, "the last session expired at %s, after %s: focus edit %s",
              render_clock(s->ended_at_ms, session_end_offset(c, s, s->ended_at_ms), at),
              render_length(s->active_ms, length), as_latest ? "@1" : number);
    text_add(out, " --status completed --end TIME keeps it");
}

/* Seldom: and the sums of some days are told in a fraction of the time that the last session takes. */
static bool has_expired_lately(const cli *c)
{
    int32_t today;
    focus_stats stats;
    return focus_day_from_time(c->store, focus_now(c->store), &today) == FOCUS_OK &&
           focus_stats_get(c->store, today - EXPIRED_DAYS, today, &stats) == FOCUS_OK &&
           stats.modes[FOCUS_MODE_FOCUS].expired > 0;
}

bool session_expired_text(const cli *c, bool as_latest, text_buffer *out)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    const focus_session_list *list;
    bool is_told = false;
    filter.limit = 1;
    if (!has_expired_lately(c) || focus_session_list_page(c->store, &filter, &list) != FOCUS_OK)
        return false; /* what is read for its own sake reports a failure */
    if (list->count > 0) {
        const focus_session *s = list->items[0];
        is_told = s->status == FOCUS_SESSION_EXPIRED && s->mode == FOCUS_MODE_FOCUS &&
                  focus_now(c->store) - s->ended_at_ms <= EXPIRED_TOLD_MS;
        if (is_told)
            expired_text(c, s, as_latest, out);
    }
    focus_session_list_free(list);
    return is_told;
}

void session_print_expired(const cli *c)
{
    text_buffer text = {0};
    if (session_expired_text(c, true, &text)) {
        render_line(c, STYLE_YELLOW, text.text);
    }
    text_free(&text);
}

static render_style status_style(const focus_session *s)
{
    switch (s->status) {
    case FOCUS_SESSION_ACTIVE:
    case FOCUS_SESSION_PAUSED:
        return STYLE_GREEN;
    case FOCUS_SESSION_ABANDONED:
        return STYLE_YELLOW;
    case FOCUS_SESSION_EXPIRED:
        return STYLE_RED;
    default:
        return (s->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0 ? STYLE_RED : STYLE_CYAN;
    }
}

/* Only what is out of the common is said: a column of "focus, completed" tells nothing. */
static const char *uncommon(const focus_session *s, char out[RENDER_SIZE])
{
    bool is_doubtful =
        (s->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0 && (s->flags & FOCUS_SESSION_CONFIRMED) == 0;
    const char *mode = s->mode == FOCUS_MODE_FOCUS ? "" : name_of_mode(s->mode);
    const char *status = s->status == FOCUS_SESSION_COMPLETED ? "" : name_of_status(s->status);
    if (is_doubtful && status[0] == '\0')
        status = "implausible";
    (void)snprintf(out, RENDER_SIZE, "%s%s%s", mode,
                   mode[0] != '\0' && status[0] != '\0' ? " " : "", status);
    return out;
}

static void human_row(render_table *t, const cli *c, const focus_session *s, bool has_day)
{
    char text[RENDER_SIZE];
    char *tags = session_tags_text(s, "+", " ");
    table_int(t, s->number);
    table_cell(t, has_day ? render_day(s->day, text) : "");
    table_cell(t, session_span(c, s, text));
    table_cell(t, render_length(s->active_ms, text));
    table_styled(t, status_style(s), uncommon(s, text));
    table_cell(t, s->title);
    table_cell(t, s->project);
    table_cell(t, tags);
    free(tags);
}

static void plain_row(render_table *t, const cli *c, const focus_session *s)
{
    char text[RENDER_SIZE];
    char id[FOCUS_ID_TEXT_SIZE];
    char *tags = session_tags_text(s, "", ",");
    focus_id_format(&s->id, id);
    table_cell(t, id);
    table_cell(t, render_day(s->day, text));
    focus_time_format(s->started_at_ms, s->utc_offset_s, text);
    table_cell(t, text);
    text[0] = '\0';
    if (s->ended_at_ms != 0)
        focus_time_format(s->ended_at_ms, session_end_offset(c, s, s->ended_at_ms), text);
    table_cell(t, text);
    table_int(t, s->active_ms / 1000);
    table_cell(t, name_of_mode(s->mode));
    table_cell(t, name_of_status(s->status));
    table_cell(t, s->title);
    table_cell(t, s->project);
    table_cell(t, tags);
    free(tags);
}

static const render_column HUMAN[] = {
    {"ID", COLUMN_RIGHT, STYLE_DIM},
    {"DAY", 0, STYLE_NONE},
    {"TIME", 0, STYLE_NONE},
    {"LENGTH", COLUMN_RIGHT | COLUMN_LATE, STYLE_NONE},
    {"KIND", COLUMN_LATE, STYLE_NONE},
    {"TITLE", COLUMN_CUT, STYLE_BOLD},
    {"PROJECT", COLUMN_CUT, STYLE_CYAN},
    {"TAGS", COLUMN_CUT, STYLE_DIM},
};

static const render_column PLAIN[10] = {{"", 0, STYLE_NONE}};

void session_table(const cli *c, const focus_session *const *sessions, size_t count, bool has_day)
{
    render_table t;
    if (c->plain)
        table_begin(&t, c, PLAIN, sizeof PLAIN / sizeof PLAIN[0]);
    else
        table_begin(&t, c, HUMAN, sizeof HUMAN / sizeof HUMAN[0]);
    for (size_t i = 0; i < count; i++) {
        if (c->plain)
            plain_row(&t, c, sessions[i]);
        else
            human_row(&t, c, sessions[i], has_day);
    }
    table_end(&t, true);
}

bool session_print_data(const cli *c, const focus_session *s)
{
    if (c->json)
        json_session_document(c, s);
    else if (c->plain)
        session_table(c, &s, 1, true);
    return c->json || c->plain;
}
