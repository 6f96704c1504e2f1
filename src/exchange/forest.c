/*
 * forest.c - plants of Forest, as CSV:
 *
 *     Start Time,End Time,Tag,Note,Tree Type,Is Success
 *     2021-05-03T14:03:00.996-0500,2021-05-03T15:03:00.996-0500,Work,,Cedar,True
 *
 * A tree that withered is a session that was given up. Plants of one person never overlap: start and
 * end are as good as an id, and a plant with another tag or note than before is the same one, changed.
 */
#include "exchange/csv.h"
#include "exchange/file_time.h"

typedef enum forest_column {
    FOREST_START,
    FOREST_END,
    FOREST_SUCCESS,
    FOREST_NEEDED, /* so many of them */
    FOREST_TAG = FOREST_NEEDED,
    FOREST_NOTE,
    FOREST_COLUMN_COUNT
} forest_column;

static const char *const forest_names[FOREST_COLUMN_COUNT] = {"start time", "end time",
                                                              "is success", "tag", "note"};

typedef struct forest_source {
    focus__import *import;
    focus__csv csv;
    size_t columns[FOREST_COLUMN_COUNT];
    size_t column_count; /* of the header */
} forest_source;

static bool forest_is_alike(const char *bytes, size_t size)
{
    return focus__csv_begins_with(bytes, size, forest_names[FOREST_START]) &&
           focus__csv_begins_with(bytes, size, forest_names[FOREST_SUCCESS]);
}

static focus_status forest_read_header(forest_source *source)
{
    focus_status status = focus__csv_header(&source->csv, forest_names, FOREST_COLUMN_COUNT,
                                            FOREST_NEEDED, source->columns);

    source->column_count = source->csv.count;
    return status;
}

static const char *forest_field(const forest_source *source, forest_column column)
{
    return focus__csv_field(&source->csv, source->columns[column]);
}

static focus_status forest_take_outcome(forest_source *source, focus__record *record)
{
    const char *text = forest_field(source, FOREST_SUCCESS);
    bool succeeded = focus__csv_is_name(text, strlen(text), "true");

    if (!succeeded && !focus__csv_is_name(text, strlen(text), "false"))
        return focus__import_fail(source->import, "\"%.60s\" is neither True nor False", text);
    record->status = succeeded ? FOCUS_SESSION_COMPLETED : FOCUS_SESSION_ABANDONED;
    return FOCUS_OK;
}

/* "Unset" is the tag of plants that have none. */
static focus_status forest_take_row(forest_source *source)
{
    focus__record record = {0};
    const char *tag = NULL;
    focus_status status = focus__csv_next(&source->csv);

    if (status != FOCUS_OK)
        return status;
    status = focus__csv_check_count(&source->csv, source->column_count);
    if (status == FOCUS_OK)
        status = focus__file_span(source->import, forest_field(source, FOREST_START),
                                  forest_field(source, FOREST_END), &record);
    if (status == FOCUS_OK)
        status = forest_take_outcome(source, &record);
    if (status != FOCUS_OK)
        return status;
    tag = forest_field(source, FOREST_TAG);
    record.title = forest_field(source, FOREST_NOTE);
    record.tags = &tag;
    record.tag_count = !focus__csv_is_name(tag, strlen(tag), "unset");
    return focus__import_record(source->import, &record);
}

static focus_status forest_run(focus__import *import)
{
    forest_source source = {.import = import, .csv = {.reader = import->reader}};
    focus_status status = forest_read_header(&source);

    while (status == FOCUS_OK)
        status = forest_take_row(&source);
    focus__csv_free(&source.csv);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

const focus__import_format focus__import_forest = {
    .name = "forest", .is_alike = forest_is_alike, .run = forest_run};
