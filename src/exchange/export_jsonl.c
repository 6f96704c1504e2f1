/*
 * export_jsonl.c - sessions and totals of days as JSON Lines, an object a line, which jsonl.c reads
 * back; and the same objects as one JSON document.
 *
 * Fields are only ever added. active_s, paused_s, overtime_s and implausible say again what the
 * rest says; xp, coins and rev are for the reader, and are not imported.
 */
#include "exchange/export.h"

/*
 * A history of years is written in one go, so the writers below are made for speed: no format
 * strings, and text in runs. `before` is what stands before a value, comma, key and colon, with its
 * size: JSONOUT(",\"title\":").
 */
#define JSONOUT(literal) literal, sizeof(literal) - 1

/* --- values ----------------------------------------------------------------------------------- */

static void jsonout_escape(focus__buffer *out, char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = strchr(plain, c);

    if (found != NULL) {
        focus__buffer_char(out, '\\');
        focus__buffer_char(out, letters[found - plain]);
    } else {
        focus__buffer_format(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

static bool jsonout_is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

/* Whether any of eight bytes is one that has to be looked at: an arithmetic on all at once, in which
 * a byte's top bit stays set, or becomes so, where it is below the space, above ~, or one of the two. */
static bool jsonout_is_special(const char *eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t bytes;
    memcpy(&bytes, eight, sizeof bytes);
    uint64_t quotes = bytes ^ (ones * '"');
    uint64_t backslashes = bytes ^ (ones * '\\');

    return (((bytes - ones * 0x20) | bytes | (bytes + ones) | (quotes - ones) |
             (backslashes - ones)) &
            (ones * 0x80)) != 0;
}

/* Bytes at the front that can be written as they are. */
static size_t jsonout_run(const char *text, size_t size)
{
    size_t run = 0;
    size_t step = 1;

    while (step > 0) {
        while (size - run >= 8 && !jsonout_is_special(text + run))
            run += 8;
        while (run < size && (unsigned char)text[run] < 0x80 && jsonout_is_plain(text[run]))
            run++;
        step = run < size && (unsigned char)text[run] >= 0x80
                   ? focus__utf8_step(text + run, size - run)
                   : 0;
        run += step;
    }
    return run;
}

/* A file that was written past us may hold what is no UTF-8; the line stays JSON all the same. */
void focus__export_json_string(focus__buffer *out, const char *text)
{
    size_t size = strlen(text);

    focus__buffer_add(out, "\"", 1);
    while (size > 0) {
        size_t run = jsonout_run(text, size);
        focus__buffer_add(out, text, run);
        if (run < size && jsonout_is_plain(text[run]))
            focus__buffer_add(out, JSONOUT("\xEF\xBF\xBD")); /* U+FFFD */
        else if (run < size)
            jsonout_escape(out, text[run]);
        run += run < size;
        text += run;
        size -= run;
    }
    focus__buffer_add(out, "\"", 1);
}

static void jsonout_text(focus__buffer *out, const char *before, size_t before_size,
                         const char *text)
{
    focus__buffer_add(out, before, before_size);
    if (text != NULL)
        focus__export_json_string(out, text);
    else
        focus__buffer_add(out, JSONOUT("null"));
}

/* A text of ours, in which nothing has to be escaped; what stands before it ends in its quote. */
static void jsonout_word(focus__buffer *out, const char *before, size_t before_size,
                         const char *word)
{
    focus__buffer_add(out, before, before_size);
    focus__buffer_add(out, word, strlen(word));
    focus__buffer_char(out, '"');
}

static void jsonout_int(focus__buffer *out, const char *before, size_t before_size, int64_t value)
{
    focus__buffer_add(out, before, before_size);
    focus__export_int(out, value);
}

static void jsonout_bool(focus__buffer *out, const char *before, size_t before_size, bool value)
{
    focus__buffer_add(out, before, before_size);
    if (value)
        focus__buffer_add(out, JSONOUT("true"));
    else
        focus__buffer_add(out, JSONOUT("false"));
}

static void jsonout_seconds(focus__buffer *out, const char *before, size_t before_size,
                            int64_t length_ms)
{
    focus__buffer_add(out, before, before_size);
    focus__export_seconds(out, length_ms);
}

/* 0 is null. */
static void jsonout_time(focus__export *e, const char *before, size_t before_size,
                         const focus_session *session, int64_t at_ms)
{
    focus__buffer_add(&e->out, before, before_size);
    if (at_ms == 0) {
        focus__buffer_add(&e->out, JSONOUT("null"));
        return;
    }
    focus__buffer_char(&e->out, '"');
    focus__export_time(e, session, at_ms);
    focus__buffer_char(&e->out, '"');
}

/* --- a session -------------------------------------------------------------------------------- */

static void jsonout_words(focus__buffer *out, const focus_session *session)
{
    char id[FOCUS_ID_TEXT_SIZE];

    focus_id_format(&session->id, id);
    jsonout_word(out, JSONOUT("\"id\":\""), id);
    jsonout_word(out, JSONOUT(",\"mode\":\""), focus__export_mode(session));
    jsonout_word(out, JSONOUT(",\"status\":\""), focus__export_status(session));
    jsonout_text(out, JSONOUT(",\"title\":"), session->title);
    jsonout_text(out, JSONOUT(",\"project\":"), session->project);
    focus__buffer_add(out, JSONOUT(",\"tags\":["));
    for (size_t i = 0; i < session->tag_count; i++) {
        if (i > 0)
            focus__buffer_add(out, JSONOUT(","));
        focus__export_json_string(out, session->tags[i]);
    }
    jsonout_text(out, JSONOUT("],\"task_id\":"), session->task);
    jsonout_text(out, JSONOUT(",\"note\":"), session->note);
}

static void jsonout_times(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;
    int64_t over_ms = session->active_ms - session->planned_ms;

    if (session->planned_ms != 0)
        jsonout_seconds(out, JSONOUT(",\"planned_s\":"), session->planned_ms);
    else
        focus__buffer_add(out, JSONOUT(",\"planned_s\":null"));
    jsonout_seconds(out, JSONOUT(",\"active_s\":"), session->active_ms);
    jsonout_seconds(out, JSONOUT(",\"paused_s\":"), session->paused_ms);
    jsonout_seconds(out, JSONOUT(",\"overtime_s\":"),
                    session->planned_ms != 0 && over_ms > 0 ? over_ms : 0);
    jsonout_time(e, JSONOUT(",\"started_at\":"), session, session->started_at_ms);
    jsonout_time(e, JSONOUT(",\"ended_at\":"), session, session->ended_at_ms);
    /* Zones before 1972 had seconds, which RFC 3339 cannot say. */
    if (session->utc_offset_s % 60 != 0)
        jsonout_int(out, JSONOUT(",\"utc_offset_s\":"), session->utc_offset_s);
    jsonout_text(out, JSONOUT(",\"zone\":"), session->zone);
    focus__buffer_add(out, JSONOUT(",\"day\":\""));
    focus__export_day(e, session->day);
    focus__buffer_char(out, '"');
}

static void jsonout_pauses(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;

    focus__buffer_add(out, JSONOUT(",\"pauses\":["));
    for (size_t i = 0; i < session->pause_count; i++) {
        const focus_pause *pause = &session->pauses[i];
        if (i > 0)
            focus__buffer_add(out, JSONOUT(","));
        jsonout_time(e, JSONOUT("{\"from\":"), session, pause->started_at_ms);
        jsonout_time(e, JSONOUT(",\"to\":"), session, pause->ended_at_ms);
        jsonout_text(out, JSONOUT(",\"reason\":"), pause->reason);
        focus__buffer_char(out, '}');
    }
    focus__buffer_char(out, ']');
}

static void jsonout_origin(focus__buffer *out, const focus_session *session)
{
    jsonout_word(out, JSONOUT(",\"source\":{\"kind\":\""), focus__export_source(session));
    jsonout_text(out, JSONOUT(",\"format\":"), session->source_format);
    jsonout_text(out, JSONOUT(",\"key\":"), session->source_key);
    jsonout_bool(out, JSONOUT("},\"edited\":"), (session->flags & FOCUS_SESSION_EDITED) != 0);
    jsonout_int(out, JSONOUT(",\"rev\":"), session->revision);
    jsonout_bool(out, JSONOUT(",\"implausible\":"),
                 (session->flags & FOCUS_SESSION_IMPLAUSIBLE) != 0);
    jsonout_bool(out, JSONOUT(",\"confirmed\":"), (session->flags & FOCUS_SESSION_CONFIRMED) != 0);
}

static void jsonout_session(focus__export *e, const focus_session *session)
{
    focus__buffer *out = &e->out;

    focus__buffer_char(out, '{');
    jsonout_words(out, session);
    jsonout_times(e, session);
    jsonout_pauses(e, session);
    jsonout_int(out, JSONOUT(",\"xp\":"), session->xp);
    jsonout_int(out, JSONOUT(",\"coins\":"), session->coins);
    jsonout_origin(out, session);
    jsonout_time(e, JSONOUT(",\"created_at\":"), session, session->created_at_ms);
    focus__buffer_char(out, '}');
}

/* --- a total of a day ------------------------------------------------------------------------- */

/* Stored one a line. */
static void jsonout_lines(focus__buffer *out, const char *lines)
{
    focus__buffer text = {0};
    const char *rest = lines;
    const char *line;
    size_t size;

    while (focus__text_next_line(&rest, &line, &size)) {
        focus__buffer_clear(&text);
        focus__buffer_append(&text, line, size);
        focus__buffer_text(out, line != lines ? "," : "");
        focus__export_json_string(out, text.failed ? "" : text.bytes);
        out->failed = out->failed || text.failed;
    }
    focus__buffer_free(&text);
}

static void jsonout_day_total(focus__export *e, const focus__day_total_row *row)
{
    focus__buffer *out = &e->out;
    char created_at[FOCUS_TIME_TEXT_SIZE];

    focus_time_format(row->created_at_ms, 0, created_at);
    focus__buffer_add(out, JSONOUT("{\"kind\":\"day_total\",\"day\":\""));
    focus__export_day(e, row->local_day);
    jsonout_int(out, JSONOUT("\",\"length_ms\":"), row->length_ms);
    if (row->has_rating)
        jsonout_int(out, JSONOUT(",\"rating\":"), row->rating);
    jsonout_bool(out, JSONOUT(",\"is_sum\":"), row->is_sum);
    jsonout_text(out, JSONOUT(",\"title\":"), row->title);
    jsonout_text(out, JSONOUT(",\"project\":"), row->project);
    jsonout_text(out, JSONOUT(",\"note\":"), row->note);
    focus__buffer_add(out, JSONOUT(",\"tags\":["));
    jsonout_lines(out, row->tags);
    jsonout_text(out, JSONOUT("],\"source\":{\"format\":"), row->source_format);
    jsonout_text(out, JSONOUT(",\"key\":"), row->source_key);
    jsonout_word(out, JSONOUT("},\"created_at\":\""), created_at);
    focus__buffer_char(out, '}');
}

/* --- lines ------------------------------------------------------------------------------------- */

static void jsonout_line(focus__export *e, const focus_session *session)
{
    jsonout_session(e, session);
    focus__buffer_char(&e->out, '\n');
}

static void jsonout_total_line(focus__export *e, const focus__day_total_row *row)
{
    jsonout_day_total(e, row);
    focus__buffer_char(&e->out, '\n');
}

const focus__export_format focus__export_jsonl = {
    .name = "jsonl",
    .begin = focus__export_nothing,
    .session = jsonout_line,
    .day_total = jsonout_total_line,
    .end = focus__export_nothing,
};

/* --- one document ----------------------------------------------------------------------------- */

static void jsonout_begin(focus__export *e)
{
    focus__buffer_add(&e->out, JSONOUT("{\"v\":1,\"kind\":\"export\",\"sessions\":["));
}

static void jsonout_item(focus__export *e, const focus_session *session)
{
    if (e->count > 0)
        focus__buffer_char(&e->out, ',');
    focus__buffer_char(&e->out, '\n');
    jsonout_session(e, session);
}

static const char jsonout_totals[] = "\n],\"day_totals\":[";

static void jsonout_total_item(focus__export *e, const focus__day_total_row *row)
{
    focus__buffer_text(&e->out, e->total_count > 0 ? "," : jsonout_totals);
    focus__buffer_char(&e->out, '\n');
    jsonout_day_total(e, row);
}

static void jsonout_end(focus__export *e)
{
    if (e->total_count == 0)
        focus__buffer_text(&e->out, jsonout_totals);
    focus__buffer_add(&e->out, JSONOUT("\n]}\n"));
}

const focus__export_format focus__export_json = {
    .name = "json",
    .begin = jsonout_begin,
    .session = jsonout_item,
    .day_total = jsonout_total_item,
    .end = jsonout_end,
};

#undef JSONOUT
