/*
 * timewarrior.c - data files of Timewarrior, an interval a line, times in UTC:
 *
 *     inc 20260302T080000Z - 20260302T093000Z # tag "a tag of words" # "an annotation"
 *     inc 20260302T100000Z                                                still running
 *
 * or what "timew export" makes of them:
 *
 *     [{"id": 2, "start": "20260302T080000Z", "end": ..., "tags": [...], "annotation": ...}, ...]
 *
 * In a line, words are parted by blanks; quoted ones may hold blanks and escapes as in JSON. A lone #
 * begins the tags, the next one the annotation, which becomes the title.
 *
 * Beside them lie tags.data, undo.data and backlog.data, which hold none.
 *
 * One person's intervals never overlap, so start and end are as good as an id: an interval with
 * other tags than before is the same one, changed.
 */
#include "exchange/file_time.h"
#include "exchange/json_items.h"

enum { TIMEW_LOOK_SIZE = 400 /* bytes of the beginning */ };

/* A word of a line, unquoted in place: that makes it shorter, never longer. */
typedef struct timew_word {
    char *text;
    bool quoted;
} timew_word;

/* An array of objects of which the first has a start without hyphens. */
static bool timew_is_export(const char *bytes, size_t size)
{
    static const char start[] = "\"start\":\"";
    char text[TIMEW_LOOK_SIZE] = "";

    memcpy(text, bytes, size < sizeof text - 1 ? size : sizeof text - 1);
    const char *at = text + strspn(text, " \t\r\n");
    const char *found = strstr(at, start);
    return *at == '[' && found != NULL && strcspn(at, "}") > (size_t)(found - at) &&
           strspn(found + sizeof start - 1, "0123456789") == 8;
}

static bool timew_is_alike(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size && (bytes[at] == '\n' || bytes[at] == '\r'))
        at++;
    return (size - at >= 4 && memcmp(bytes + at, "inc ", 4) == 0) || timew_is_export(bytes, size);
}

/* {"a tag":{"count":3},...}: an object of objects that begin with a count. */
static bool timew_is_tags(const char *text)
{
    static const char count[] = "{\"count\":";
    const char *at = text + strspn(text, " \t\r\n{");
    const char *found = strstr(at, count);

    return *text == '{' &&
           (*at == '}' || (*at == '"' && found != NULL && strchr(": ", found[-1]) != NULL));
}

/* Version 1.0 makes them empty. */
static bool timew_is_companion(const char *name, const char *bytes, size_t size)
{
    char text[TIMEW_LOOK_SIZE] = "";
    const char *slash = strrchr(name, '/');
    const char *file = slash != NULL ? slash + 1 : name;

    memcpy(text, bytes, size < sizeof text - 1 ? size : sizeof text - 1);
    bool is_blank = text[strspn(text, " \t\r\n")] == '\0';
    if (strcmp(file, "tags.data") == 0)
        return is_blank || timew_is_tags(text);
    if (strcmp(file, "undo.data") == 0)
        return is_blank || strncmp(text, "txn:", 4) == 0;
    return strcmp(file, "backlog.data") == 0 && is_blank;
}

/* --- words ------------------------------------------------------------------------------------ */

/* What a backslash and this character stand for; '\0': for themselves. */
static char timew_unescape(char c)
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *found = c != '\0' ? strchr(escapes, c) : NULL;

    return (char)(found != NULL ? meanings[found - escapes] : '\0');
}

/* Whether the word that begins with a quote ends with one, too. A lone one was typed: older versions
 * write annotations as they are. */
static bool timew_is_closed(const char *at)
{
    for (at++; *at != '\0' && *at != '"'; at++)
        at += *at == '\\' && timew_unescape(at[1]) != '\0';
    return *at == '"';
}

/* From behind the opening quote; *at ends behind the closing one. */
static void timew_unquote(char **at, char *to)
{
    while (**at != '"') {
        char meaning = (char)(**at == '\\' ? timew_unescape((*at)[1]) : '\0');
        *to++ = (char)(meaning != '\0' ? meaning : **at);
        *at += meaning != '\0' ? 2 : 1;
    }
    (*at)++;
    *to = '\0';
}

/* The next word, FOCUS_DONE when there is none. */
static focus_status timew_next_word(char **at, timew_word *out)
{
    *at += strspn(*at, " \t");
    *out = (timew_word){.text = *at, .quoted = **at == '"' && timew_is_closed(*at)};
    if (**at == '\0')
        return FOCUS_DONE;
    if (out->quoted) {
        (*at)++;
        timew_unquote(at, out->text);
        return FOCUS_OK;
    }
    *at += strcspn(*at, " \t");
    if (**at != '\0')
        *(*at)++ = '\0';
    return FOCUS_OK;
}

static bool timew_is_mark(const timew_word *word, const char *mark)
{
    return !word->quoted && strcmp(word->text, mark) == 0;
}

/* --- an interval ------------------------------------------------------------------------------ */

static focus_status timew_read_time(focus__import *import, const char *text, int64_t *out_at_ms)
{
    if (!focus__file_utc(text, out_at_ms))
        return focus__import_fail(import, "\"%.60s\" is not a time", text);
    return FOCUS_OK;
}

/* "inc START", "- END". *word is the first word behind them; FOCUS_DONE when there is none. */
static focus_status timew_read_times(focus__import *import, char **at, timew_word *word,
                                     focus__record *record)
{
    focus_status status = timew_next_word(at, word);

    if (status == FOCUS_OK && !timew_is_mark(word, "inc"))
        return focus__import_fail(import, "the line does not begin with \"inc\"");
    if (status == FOCUS_OK)
        status = timew_next_word(at, word);
    if (status == FOCUS_DONE)
        return focus__import_fail(import, "the interval has no start");
    record->key.start = word->text;
    record->key.end = "";
    if (status == FOCUS_OK)
        status = timew_read_time(import, word->text, &record->started_at_ms);
    if (status == FOCUS_OK)
        status = timew_next_word(at, word);
    if (status != FOCUS_OK || !timew_is_mark(word, "-"))
        return status;
    status = timew_next_word(at, word);
    if (status == FOCUS_DONE)
        return focus__import_fail(import, "the interval has a dash and no end");
    record->key.end = word->text;
    if (status == FOCUS_OK)
        status = timew_read_time(import, word->text, &record->ended_at_ms);
    return status == FOCUS_OK ? timew_next_word(at, word) : status;
}

/* From behind the first # to the second or the end. */
static focus_status timew_read_tags(focus__import *import, char **at, const char **tags,
                                    focus__record *record)
{
    timew_word word;
    focus_status status;

    record->tags = tags;
    for (;;) {
        status = timew_next_word(at, &word);
        if (status != FOCUS_OK || timew_is_mark(&word, "#"))
            return status;
        if (record->tag_count == FOCUS_TAGS_MAX)
            return focus__import_fail(import, "there are more than %d tags", FOCUS_TAGS_MAX);
        tags[record->tag_count++] = word.text;
    }
}

/* The rest of the line: its words with a blank between them. */
static focus_status timew_read_annotation(focus__import *import, char **at, focus__buffer *title)
{
    timew_word word;
    focus_status status;

    focus__buffer_clear(title);
    for (;;) {
        status = timew_next_word(at, &word);
        if (status != FOCUS_OK)
            return status;
        if (title->size > 0)
            focus__buffer_char(title, ' ');
        focus__buffer_text(title, word.text);
        if (title->failed)
            return focus__fail(&import->store->error, FOCUS_E_NOMEM, "no memory for a title");
    }
}

static focus_status timew_take_line(focus__import *import, char *line, focus__buffer *title)
{
    const char *tags[FOCUS_TAGS_MAX];
    focus__record record = {.status = FOCUS_SESSION_COMPLETED};
    timew_word word;
    char *at = line;
    focus_status status = timew_read_times(import, &at, &word, &record);

    if (status == FOCUS_OK && !timew_is_mark(&word, "#"))
        return focus__import_fail(import, "\"%.60s\" stands where # was expected", word.text);
    if (status == FOCUS_OK)
        status = timew_read_tags(import, &at, tags, &record);
    if (status == FOCUS_OK) {
        status = timew_read_annotation(import, &at, title);
        record.title = title->bytes;
    }
    return status == FOCUS_DONE ? focus__import_record(import, &record) : status;
}

static focus_status timew_run_lines(focus__import *import)
{
    focus__buffer line = {0};
    focus__buffer title = {0};
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__reader_line(import->reader, &line);
        if (status == FOCUS_OK)
            status = timew_take_line(import, line.bytes, &title);
    }
    focus__buffer_free(&line);
    focus__buffer_free(&title);
    return status;
}

/* --- an export -------------------------------------------------------------------------------- */

/* From a row of timewarrior_interval. The record lives as long as the row. */
static focus_status timew_read_row(focus__import *import, focus__json_items *items,
                                   focus__stmt *stmt, void *box, focus__record *record)
{
    focus_status status = focus__json_check_fields(stmt, &import->store->error);
    const char *end = focus__stmt_get_text(stmt, 2);

    record->key.start = focus__stmt_get_text(stmt, 1);
    record->key.end = end != NULL ? end : "";
    record->title = focus__stmt_get_text(stmt, 3);
    if (status == FOCUS_OK)
        status = stmt->status;
    if (status == FOCUS_OK)
        status = timew_read_time(import, record->key.start, &record->started_at_ms);
    if (status == FOCUS_OK && end != NULL)
        status = timew_read_time(import, end, &record->ended_at_ms);
    return status == FOCUS_OK
               ? focus__json_texts(items, "$.tags", box, &record->tags, &record->tag_count)
               : status;
}

static focus_status timew_take_object(focus__import *import, focus__json_items *items, void *box)
{
    focus__record record = {.status = FOCUS_SESSION_COMPLETED};
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(import->store->db, FOCUS__SQL_TIMEWARRIOR_INTERVAL, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, items->item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = timew_read_row(import, items, &stmt, box, &record);
    if (status == FOCUS_OK)
        status = focus__import_record(import, &record);
    focus__stmt_return(&stmt);
    return status;
}

static focus_status timew_run_export(focus__import *import)
{
    focus__json_items items = {.reader = import->reader, .db = import->store->db};
    focus_status status = focus__json_enter(&items, '[');

    while (status == FOCUS_OK) {
        void *box = NULL;
        status = focus__json_element(&items);
        if (status == FOCUS_OK)
            status = focus__import_box(import, &box);
        if (status == FOCUS_OK)
            status = timew_take_object(import, &items, box);
        focus__box_free(box);
    }
    if (status == FOCUS_DONE)
        status = focus__json_end(&items);
    focus__json_free(&items);
    return status;
}

static focus_status timew_run(focus__import *import)
{
    const focus__reader *reader = import->reader;
    bool is_export = timew_is_export(reader->chunk + reader->at, reader->size - reader->at);
    focus_status status = is_export ? timew_run_export(import) : timew_run_lines(import);

    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_timewarrior = {.name = "timewarrior",
                                                        .is_alike = timew_is_alike,
                                                        .run = timew_run,
                                                        .is_companion = timew_is_companion};
