/*
 * tags.c - tags of a session: what a caller says of them, and the index that finds sessions by tag.
 *
 * focus_sessions.tags is what counts; session_tags follows it.
 */
#include "core/tags.h"

#include "base/text.h"

#include <stdlib.h>

/* --- what a caller says ----------------------------------------------------------------------- */

static int compare_tags(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static focus_status check_tags(focus_store *store, const char *const *tags, size_t count)
{
    focus_status status = FOCUS_OK;

    if (count > 0 && tags == NULL)
        return focus__fail(&store->error, FOCUS_E_MISUSE, "tags must not be NULL");
    if (count > FOCUS_TAGS_MAX)
        return focus__fail(&store->error, FOCUS_E_INVALID, "a session has at most %d tags",
                           FOCUS_TAGS_MAX);
    for (size_t i = 0; i < count && status == FOCUS_OK; i++)
        status = focus__text_check("a tag", tags[i], 1, FOCUS_TITLE_MAX, FOCUS__TEXT_LINE,
                                   &store->error);
    return status;
}

focus_status focus__tags_join(focus_store *store, void *box, const char *const *tags, size_t count,
                              const char **out_tags)
{
    const char *sorted[FOCUS_TAGS_MAX];
    focus__buffer lines = {0};
    focus_status status = check_tags(store, tags, count);

    *out_tags = NULL;
    if (status != FOCUS_OK || count == 0)
        return status;
    memcpy(sorted, tags, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare_tags);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i], sorted[i - 1]) == 0)
            continue;
        if (lines.size > 0)
            focus__buffer_char(&lines, '\n');
        focus__buffer_text(&lines, sorted[i]);
    }
    if (!lines.failed)
        *out_tags = focus__box_text(box, lines.bytes);
    focus__buffer_free(&lines);
    return *out_tags != NULL ? FOCUS_OK
                             : focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for tags");
}

focus_status focus__tags_next(focus_store *store, const char **lines,
                              char out_tag[FOCUS_TITLE_MAX + 1])
{
    const char *line;
    size_t size;

    if (!focus__text_next_line(lines, &line, &size))
        return FOCUS_DONE;
    if (size > FOCUS_TITLE_MAX)
        return focus__fail(&store->error, FOCUS_E_CORRUPT, "a tag in the file is too long");
    memcpy(out_tag, line, size);
    out_tag[size] = '\0';
    return FOCUS_OK;
}

static void add_line(focus__buffer *lines, const char *line, size_t size)
{
    if (lines->size > 0)
        focus__buffer_char(lines, '\n');
    focus__buffer_add(lines, line, size);
}

static bool is_line(const char *line, size_t size, const char *tag)
{
    return strlen(tag) == size && memcmp(line, tag, size) == 0;
}

/* In one pass, for they are sorted: `to` goes before the first that comes after it. */
focus_status focus__tags_replace(focus_store *store, void *box, const char *lines, const char *from,
                                 const char *to, const char **out_tags)
{
    focus__buffer result = {0};
    bool is_in = false;
    const char *line;
    size_t size;

    while (focus__text_next_line(&lines, &line, &size)) {
        if (is_line(line, size, from) || is_line(line, size, to))
            continue;
        if (!is_in && strncmp(to, line, size) < 0) {
            add_line(&result, to, strlen(to));
            is_in = true;
        }
        add_line(&result, line, size);
    }
    if (!is_in)
        add_line(&result, to, strlen(to));
    *out_tags = result.failed ? NULL : focus__box_text(box, result.bytes);
    focus__buffer_free(&result);
    return *out_tags != NULL ? FOCUS_OK
                             : focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for tags");
}

/* What both have counts once before so many are refused. */
focus_status focus__tags_unite(focus_store *store, void *box, const focus_session *a,
                               const focus_session *b, const char **out_tags)
{
    const char *tags[2 * FOCUS_TAGS_MAX];
    size_t count = 0;
    size_t j = 0;

    for (size_t i = 0; i < a->tag_count && i < FOCUS_TAGS_MAX; i++)
        tags[count++] = a->tags[i];
    for (size_t i = 0; i < b->tag_count && i < FOCUS_TAGS_MAX; i++) {
        while (j < a->tag_count && strcmp(a->tags[j], b->tags[i]) < 0)
            j++;
        if (j == a->tag_count || strcmp(a->tags[j], b->tags[i]) != 0)
            tags[count++] = b->tags[i];
    }
    return focus__tags_join(store, box, tags, count, out_tags);
}

/* --- the index -------------------------------------------------------------------------------- */

static focus_status delete_tags(focus_store *store, int64_t session_id)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TAG_DELETE_ALL, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, session_id);
    return focus__stmt_run(&stmt);
}

static focus_status insert_tag(focus_store *store, const focus__session_row *row, const char *tag)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, FOCUS__SQL_TAG_INSERT, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, row->user_id);
    focus__stmt_text(&stmt, 2, tag);
    focus__stmt_int(&stmt, 3, row->timer.started_at_ms);
    focus__stmt_int(&stmt, 4, row->id);
    return focus__stmt_run(&stmt);
}

static focus_status insert_tags(focus_store *store, const focus__session_row *row)
{
    char tag[FOCUS_TITLE_MAX + 1];
    const char *lines = row->tags;
    focus_status status = FOCUS_OK;

    while (status == FOCUS_OK) {
        status = focus__tags_next(store, &lines, tag);
        if (status == FOCUS_OK)
            status = insert_tag(store, row, tag);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static bool has_tag_rows(const focus__session_row *row)
{
    return row != NULL && row->tags != NULL && row->deleted_at_ms == 0;
}

focus_status focus__tags_follow(focus_store *store, const focus__session_row *before,
                                const focus__session_row *after)
{
    focus_status status = FOCUS_OK;

    if (!has_tag_rows(before) && !has_tag_rows(after))
        return FOCUS_OK;
    if (has_tag_rows(before) && has_tag_rows(after) && strcmp(before->tags, after->tags) == 0 &&
        before->timer.started_at_ms == after->timer.started_at_ms)
        return FOCUS_OK;
    if (has_tag_rows(before))
        status = delete_tags(store, before->id);
    if (status == FOCUS_OK && has_tag_rows(after))
        status = insert_tags(store, after);
    return status;
}
