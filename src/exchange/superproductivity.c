/*
 * superproductivity.c - backups of Super Productivity, as JSON: time of a task and a day, without a
 * time of day, in milliseconds.
 *
 *     {"data": {"task":         {"entities": {ID: {"title", "projectId", "tagIds", "subTaskIds",
 *                                                  "timeSpentOnDay": {"2026-01-19": 17000}}}},
 *               "archiveYoung": {"task": ...}, "archiveOld": {"task": ...},
 *               "project": {"entities": {ID: {"title"}}}, "tag": ...}}
 *
 * Older ones have no "data" around it, and "taskArchive". Names of projects and tags may come behind
 * the tasks that have them, so that what was spent is gathered first; no more than fits a bound.
 *
 * A task with subtasks has the time of these once more: its total is marked as a sum.
 */
#include "exchange/file_time.h"
#include "exchange/json_items.h"

#include <stdlib.h>

enum {
    SUPER_DEPTH_MAX = 3,
    SUPER_KEPT_MAX = 64 << 20, /* bytes; a life of thirty tasks a day takes a tenth */
    SUPER_ITEM_SIZE = 128      /* what an item takes beside its texts */
};

/* The columns of superproductivity_task. */
enum { SUPER_WRONG, SUPER_TITLE, SUPER_PROJECT, SUPER_IS_SUM, SUPER_DAY_COUNT };

typedef struct super_name {
    const char *id;
    const char *title;
    struct super_name *next;
} super_name;

/* Names by id: a list until all are read, then sorted. */
typedef struct super_names {
    super_name *last;
    size_t count;
    super_name **sorted;
} super_names;

/* What was spent on a task on a day. */
typedef struct super_spent {
    int64_t line;
    const char *task;
    const char *day;
    int64_t length_ms;
    bool is_sum;
    const char *title;
    const char *project; /* id */
    const char *const *tags;
    size_t tag_count;
    struct super_spent *next;
} super_spent;

typedef struct super_source {
    focus__import *import;
    focus__json_items items;
    focus__buffer key;
    focus__buffer id; /* of the entity looked at */
    void *box;        /* what is gathered */
    size_t kept;      /* bytes of that */
    super_spent *first;
    super_spent **end;
    super_names projects;
    super_names tags;
    bool has_tasks;
} super_source;

static bool super_holds(const char *bytes, size_t size, const char *word)
{
    size_t length = strlen(word);

    for (size_t at = 0; at + length <= size; at++) {
        if (bytes[at] == word[0] && memcmp(bytes + at, word, length) == 0)
            return true;
    }
    return false;
}

/* Projects may come first, and be longer than what can be looked at. */
static bool super_is_alike(const char *bytes, size_t size)
{
    static const char *const words[] = {
        "\"timeSpentOnDay\"",           "\"currentTaskId\"",     "{\"data\":{\"task\":{\"ids\"",
        "\"lastLocalSyncModelChange\"", "\"crossModelVersion\"", "\"worklogExportSettings\"",
    };
    size_t at = 0;
    bool is_alike = false;

    while (at < size && bytes[at] != '\0' && strchr(" \t\r\n", bytes[at]) != NULL)
        at++;
    for (size_t i = 0; at < size && bytes[at] == '{' && i < FOCUS__COUNT_OF(words); i++)
        is_alike = is_alike || super_holds(bytes, size, words[i]);
    return is_alike;
}

/* --- gathering -------------------------------------------------------------------------------- */

static focus_status super_no_memory(super_source *source)
{
    return focus__fail(&source->import->store->error, FOCUS_E_NOMEM, "no memory for a backup");
}

static focus_status super_keep(super_source *source, size_t size)
{
    source->kept += size;
    if (source->kept > SUPER_KEPT_MAX)
        return focus__import_fail(source->import, "the backup has more than can be true");
    return FOCUS_OK;
}

/* A copy in the box; NULL stays NULL. */
static focus_status super_copy(super_source *source, const char *text, const char **out)
{
    focus_status status = super_keep(source, text != NULL ? strlen(text) + 1 : 0);

    *out = status == FOCUS_OK ? focus__box_text(source->box, text) : NULL;
    return status == FOCUS_OK && text != NULL && *out == NULL ? super_no_memory(source) : status;
}

static focus_status super_read_words(super_source *source, focus__stmt *stmt, super_spent *out)
{
    focus_status status = focus__json_check_fields(stmt, &source->import->store->error);

    if (status == FOCUS_OK)
        status = super_keep(source, SUPER_ITEM_SIZE + FOCUS_TAGS_MAX * sizeof(char *));
    if (status == FOCUS_OK)
        status = super_copy(source, source->id.bytes, &out->task);
    if (status == FOCUS_OK)
        status = super_copy(source, focus__stmt_get_text(stmt, SUPER_TITLE), &out->title);
    if (status == FOCUS_OK)
        status = super_copy(source, focus__stmt_get_text(stmt, SUPER_PROJECT), &out->project);
    out->is_sum = focus__stmt_get_int(stmt, SUPER_IS_SUM) != 0;
    out->line = source->import->reader->record_line;
    return status == FOCUS_OK ? stmt->status : status;
}

static focus_status super_add_day(super_source *source, focus__stmt *stmt, const super_spent *words)
{
    super_spent *spent = NULL;
    focus_status status = focus__json_check_fields(stmt, &source->import->store->error);

    if (status == FOCUS_OK)
        status = super_keep(source, SUPER_ITEM_SIZE);
    if (status != FOCUS_OK)
        return status;
    spent = focus__box_alloc(source->box, sizeof(*spent));
    if (spent == NULL)
        return super_no_memory(source);
    *spent = *words;
    spent->length_ms = focus__stmt_get_int(stmt, 2);
    *source->end = spent;
    source->end = &spent->next;
    return super_copy(source, focus__stmt_get_text(stmt, 1), &spent->day);
}

static focus_status super_add_days(super_source *source, const super_spent *words)
{
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(source->import->store->db, FOCUS__SQL_SUPERPRODUCTIVITY_DAYS, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, source->items.item.bytes);
    while (status == FOCUS_OK) {
        status = focus__stmt_step(&stmt);
        if (status == FOCUS_OK)
            status = super_add_day(source, &stmt, words);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status super_take_task(super_source *source)
{
    super_spent words = {0};
    bool has_time = false;
    focus__stmt stmt;
    focus_status status =
        focus__stmt_borrow(source->import->store->db, FOCUS__SQL_SUPERPRODUCTIVITY_TASK, &stmt);

    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, source->items.item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        has_time = focus__stmt_get_int(&stmt, SUPER_DAY_COUNT) > 0;
    if (status == FOCUS_OK)
        status = has_time ? super_read_words(source, &stmt, &words)
                          : focus__json_check_fields(&stmt, &source->import->store->error);
    focus__stmt_return(&stmt);
    if (status == FOCUS_OK && has_time)
        status = focus__json_texts(&source->items, "$.tagIds", source->box, &words.tags,
                                   &words.tag_count);
    return status == FOCUS_OK && has_time ? super_add_days(source, &words) : status;
}

/* --- names ------------------------------------------------------------------------------------ */

static focus_status super_read_name(super_source *source, focus__stmt *stmt, super_name *out)
{
    focus_status status = focus__json_check_fields(stmt, &source->import->store->error);

    if (status == FOCUS_OK)
        status = super_keep(source, SUPER_ITEM_SIZE);
    if (status == FOCUS_OK)
        status = super_copy(source, source->id.bytes, &out->id);
    return status == FOCUS_OK ? super_copy(source, focus__stmt_get_text(stmt, 1), &out->title)
                              : status;
}

static focus_status super_take_name(super_source *source, super_names *names)
{
    super_name *name = focus__box_alloc(source->box, sizeof(*name));
    focus__stmt stmt;
    focus_status status;

    if (name == NULL)
        return super_no_memory(source);
    status =
        focus__stmt_borrow(source->import->store->db, FOCUS__SQL_SUPERPRODUCTIVITY_NAME, &stmt);
    if (status != FOCUS_OK)
        return status;
    focus__stmt_text(&stmt, 1, source->items.item.bytes);
    status = focus__stmt_step(&stmt);
    if (status == FOCUS_OK)
        status = super_read_name(source, &stmt, name);
    focus__stmt_return(&stmt);
    name->next = names->last;
    names->last = name;
    names->count++;
    return status;
}

static int super_compare_names(const void *a, const void *b)
{
    return strcmp((*(super_name *const *)a)->id, (*(super_name *const *)b)->id);
}

static int super_compare_id(const void *id, const void *name)
{
    return strcmp(id, (*(super_name *const *)name)->id);
}

static focus_status super_sort_names(super_source *source, super_names *names)
{
    size_t count = 0;

    if (names->count == 0)
        return FOCUS_OK;
    names->sorted = focus__box_alloc(source->box, names->count * sizeof(super_name *));
    if (names->sorted == NULL)
        return super_no_memory(source);
    for (super_name *name = names->last; name != NULL; name = name->next)
        names->sorted[count++] = name;
    qsort(names->sorted, count, sizeof(super_name *), super_compare_names);
    return FOCUS_OK;
}

/* The id itself where it has no name. */
static const char *super_name_of(const super_names *names, const char *id)
{
    super_name *const *found = NULL;

    if (names->sorted != NULL && id != NULL)
        found = bsearch(id, names->sorted, names->count, sizeof(super_name *), super_compare_id);
    return found != NULL && (*found)->title != NULL ? (*found)->title : id;
}

/* --- the tree --------------------------------------------------------------------------------- */

static bool super_key_is(const super_source *source, const char *name)
{
    return strcmp(source->key.bytes, name) == 0;
}

/* The members of "entities": tasks, or names where there is a list for them. */
static focus_status super_read_entities(super_source *source, super_names *names)
{
    focus_status status = focus__json_enter(&source->items, '{');

    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->id);
        if (status == FOCUS_OK)
            status = focus__json_value(&source->items);
        if (status == FOCUS_OK)
            status = names != NULL ? super_take_name(source, names) : super_take_task(source);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status super_read_model(super_source *source, super_names *names)
{
    focus_status status = focus__json_enter(&source->items, '{');

    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->key);
        if (status == FOCUS_OK)
            status = super_key_is(source, "entities") ? super_read_entities(source, names)
                                                      : focus__json_pass(&source->items);
    }
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

/* What holds more of the same. */
static bool super_is_container(const super_source *source)
{
    return super_key_is(source, "data") || super_key_is(source, "archiveYoung") ||
           super_key_is(source, "archiveOld");
}

static focus_status super_read_member(super_source *source)
{
    if (super_key_is(source, "task") || super_key_is(source, "taskArchive")) {
        source->has_tasks = true;
        return super_read_model(source, NULL);
    }
    if (super_key_is(source, "project"))
        return super_read_model(source, &source->projects);
    if (super_key_is(source, "tag"))
        return super_read_model(source, &source->tags);
    return focus__json_pass(&source->items);
}

/* FOCUS_DONE behind the outermost object. */
static focus_status super_read_tree(super_source *source)
{
    focus_status status = focus__json_enter(&source->items, '{');
    int depth = 1;

    while (status == FOCUS_OK) {
        status = focus__json_key(&source->items, &source->key);
        if (status == FOCUS_DONE && --depth > 0) {
            status = FOCUS_OK;
        } else if (status == FOCUS_OK && super_is_container(source) && depth < SUPER_DEPTH_MAX) {
            status = focus__json_enter(&source->items, '{');
            depth++;
        } else if (status == FOCUS_OK) {
            status = super_read_member(source);
        }
    }
    return status;
}

/* --- totals ----------------------------------------------------------------------------------- */

static focus_status super_import(super_source *source, const super_spent *spent)
{
    const char *tags[FOCUS_TAGS_MAX];
    const char *at = spent->day;
    focus_local_time date;
    focus__day_record record = {.length_ms = spent->length_ms, .is_sum = spent->is_sum};

    source->import->reader->record_line = spent->line;
    if (!focus__file_date(&at, &date) || *at != '\0')
        return focus__import_fail(source->import, "\"%.60s\" is not a date", spent->day);
    for (size_t i = 0; i < spent->tag_count; i++)
        tags[i] = super_name_of(&source->tags, spent->tags[i]);
    record.words = (focus__record){
        .key = {.account = spent->task, .start = spent->day, .end = ""},
        .title = spent->title,
        .project = super_name_of(&source->projects, spent->project),
        .tags = tags,
        .tag_count = spent->tag_count,
    };
    focus_status status = focus__file_day(source->import, &date, &record.day);
    return status == FOCUS_OK ? focus__import_total(source->import, &record) : status;
}

static focus_status super_read(super_source *source)
{
    focus_status status = super_read_tree(source);

    if (status == FOCUS_DONE)
        status = focus__json_end(&source->items);
    if (status == FOCUS_DONE && !source->has_tasks)
        return focus__import_fail(source->import, "there are no tasks");
    if (status == FOCUS_DONE)
        status = super_sort_names(source, &source->projects);
    if (status == FOCUS_OK)
        status = super_sort_names(source, &source->tags);
    for (const super_spent *at = source->first; at != NULL && status == FOCUS_OK; at = at->next)
        status = super_import(source, at);
    return status;
}

static focus_status super_run(focus__import *import)
{
    super_source source = {
        .import = import,
        .items = {.reader = import->reader, .db = import->store->db},
    };
    focus_status status = focus__import_box(import, &source.box);

    source.end = &source.first;
    if (status == FOCUS_OK)
        status = super_read(&source);
    focus__json_free(&source.items);
    focus__buffer_free(&source.key);
    focus__buffer_free(&source.id);
    focus__box_free(source.box);
    return status;
}

const focus__import_format focus__import_superproductivity = {
    .name = "superproductivity", .is_alike = super_is_alike, .run = super_run};
