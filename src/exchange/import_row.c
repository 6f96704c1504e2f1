/*
 * import_row.c - a record made into a row of focus_sessions: its texts brought within our limits,
 * its tags joined, its key.
 */
#include "exchange/import.h"

#include "base/text.h"
#include "core/tags.h"

/* --- what formats share ------------------------------------------------------------------------ */

focus_status focus__import_cut_tags(focus__import *import, char *text, const char *separators,
                                    const char *tags[FOCUS_TAGS_MAX], focus__record *record)
{
    record->tags = tags;
    for (char *at = text; at != NULL;) {
        char *end = strpbrk(at, separators);
        if (end != NULL)
            *end++ = '\0';
        char *tag = focus__text_trim(at);
        if (tag[0] != '\0' && record->tag_count == FOCUS_TAGS_MAX)
            return focus__import_fail(import, "there are more than %d tags", FOCUS_TAGS_MAX);
        if (tag[0] != '\0')
            tags[record->tag_count++] = tag;
        at = end;
    }
    return FOCUS_OK;
}

/* --- texts ------------------------------------------------------------------------------------ */

static bool row_is_control(char c, bool is_note)
{
    unsigned char byte = (unsigned char)c;

    if (is_note && (c == '\n' || c == '\t'))
        return false;
    return byte < 0x20 || byte == 0x7F;
}

/* C1 controls are two bytes of UTF-8: C2 80 to C2 9F. */
static size_t row_control_size(const char *at, bool is_note)
{
    if (at[0] == '\xC2' && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9F)
        return 2;
    return row_is_control(at[0], is_note) ? 1 : 0;
}

static bool row_blank_controls(char *copy, const char *text, bool is_note)
{
    bool any = false;

    while (*text != '\0') {
        size_t size = row_control_size(text, is_note);
        *copy++ = (char)(size > 0 ? ' ' : *text);
        text += size > 0 ? size : 1;
        any = any || size > 0;
    }
    *copy = '\0';
    return any;
}

/* Other programs let line ends and the like into their texts. They become blanks here, as nobody
 * can mend the file; a text that has none is taken as it is, with the blanks it has. */
static focus_status row_clean(focus__import *import, void *box, const char *text, bool is_note,
                              const char **out)
{
    *out = NULL;
    if (text == NULL || text[0] == '\0')
        return FOCUS_OK;
    char *copy = focus__new_items(import->store, box, strlen(text) + 1, 1);
    if (copy == NULL)
        return FOCUS_E_NOMEM;
    if (row_blank_controls(copy, text, is_note))
        copy = focus__text_trim(copy);
    *out = copy[0] != '\0' ? copy : NULL;
    return FOCUS_OK;
}

static focus_status row_line(focus__import *import, void *box, const char *what, const char *text,
                             const char **out)
{
    focus_status status = row_clean(import, box, text, false, out);

    if (status == FOCUS_OK)
        status = focus__text_check(what, *out, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &import->store->error);
    return status;
}

/* A title too long for one keeps its beginning, and the whole becomes the note. */
static focus_status row_title(focus__import *import, void *box, const focus__record *record,
                              focus__session_row *row)
{
    const char *whole;
    focus_status status = row_clean(import, box, record->title, false, &whole);

    row->title = whole;
    if (status != FOCUS_OK || whole == NULL)
        return status;
    if (strlen(whole) > FOCUS_TITLE_MAX && row->note == NULL) {
        row->note = whole;
        row->title = focus__box_bytes(box, whole, focus__utf8_prefix(whole, FOCUS_TITLE_MAX));
        if (row->title == NULL)
            return focus__fail(&import->store->error, FOCUS_E_NOMEM, "no memory for a title");
    }
    return focus__text_check("the title", row->title, 0, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                             &import->store->error);
}

static focus_status row_tags(focus__import *import, void *box, const focus__record *record,
                             focus__session_row *row)
{
    bool project_is_tag =
        row->project != NULL && (import->options.flags & FOCUS_IMPORT_PROJECT_AS_TAG) != 0;
    size_t count = 0;
    focus_status status = FOCUS_OK;
    const char **tags = focus__new_items(import->store, box, record->tag_count + 1, sizeof(*tags));

    if (tags == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < record->tag_count && status == FOCUS_OK; i++) {
        status = row_clean(import, box, record->tags[i], false, &tags[count]);
        count += tags[count] != NULL;
    }
    if (project_is_tag) {
        tags[count++] = row->project;
        row->project = NULL;
    }
    return status == FOCUS_OK ? focus__tags_join(import->store, box, tags, count, &row->tags)
                              : status;
}

static focus_status row_texts(focus__import *import, void *box, const focus__record *record,
                              focus__session_row *row)
{
    focus_status status = row_clean(import, box, record->note, true, &row->note);

    if (status == FOCUS_OK)
        status = row_title(import, box, record, row);
    if (status == FOCUS_OK)
        status = focus__text_check("the note", row->note, 0, FOCUS_TEXT_MAX, FOCUS__TEXT_NOTE,
                                   &import->store->error);
    if (status == FOCUS_OK)
        status = row_line(import, box, "the project", record->project, &row->project);
    if (status == FOCUS_OK)
        status = row_line(import, box, "the task", record->task, &row->task);
    return status == FOCUS_OK ? row_tags(import, box, record, row) : status;
}

/* --- the row ---------------------------------------------------------------------------------- */

static int64_t row_paused_ms(const focus__record *record)
{
    int64_t paused_ms = 0;

    for (size_t i = 0; i < record->pause_count; i++)
        paused_ms += record->pauses[i].ended_at_ms - record->pauses[i].started_at_ms;
    return paused_ms;
}

int64_t focus__record_active_ms(const focus__record *record)
{
    return record->ended_at_ms - record->started_at_ms - row_paused_ms(record);
}

static focus_status row_source(focus__import *import, void *box, const focus__record *record,
                               focus__session_row *row)
{
    const char *format = import->format->name;

    row->source = FOCUS_SOURCE_IMPORT;
    row->source_format = format;
    if (record->own != NULL && record->own->source_key != NULL) {
        row->source_format = record->own->source_format;
        row->source_key = record->own->source_key;
        return FOCUS_OK;
    }
    focus_status status = focus__import_key(&import->keys, format, &record->key, box,
                                            &row->source_key, &import->store->error);
    if (status == FOCUS_OK)
        status = focus__text_check("the record's key", row->source_key, 1, FOCUS__RECORD_KEY_MAX,
                                   FOCUS__TEXT_LINE, &import->store->error);
    return status;
}

focus_status focus__import_row(focus__import *import, void *box, const focus__record *record,
                               focus__session_row *row)
{
    size_t pauses = record->pause_count;

    *row = (focus__session_row){
        .mode = record->mode,
        .pause_count = (int32_t)pauses,
        .confirmed = record->own != NULL && record->own->confirmed,
        .edited = record->own != NULL && record->own->edited,
        .timer =
            {
                .status = record->status,
                .planned_ms = record->planned_ms,
                .started_at_ms = record->started_at_ms,
                .ended_at_ms = record->ended_at_ms,
                .paused_ms = row_paused_ms(record),
                .last_event_at_ms =
                    pauses > 0 ? record->pauses[pauses - 1].ended_at_ms : record->started_at_ms,
            },
    };
    focus_status status = row_texts(import, box, record, row);
    return status == FOCUS_OK ? row_source(import, box, record, row) : status;
}
