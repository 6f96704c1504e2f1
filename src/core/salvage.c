/*
 * salvage.c - what can be read of a damaged file into a new one, and the damaged one out of the way.
 */
#include "core/salvage.h"

static bool is_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

static focus_status check_options(const focus_open_options *options, focus_open_options *out,
                                  focus_error *error)
{
    focus_status status = focus__open_options_check(options, out, error);

    if (status != FOCUS_OK)
        return status;
    if (out->flags != 0)
        return focus__fail(error, FOCUS_E_INVALID, "options.flags must be 0");
    if (!is_memory(out->path) && focus__db_path_is_taken(out->path, out->vfs_name))
        return focus__fail(error, FOCUS_E_EXISTS, "there is something at %s already", out->path);
    return FOCUS_OK;
}

/* A version that is too high has been damaged itself where all that is left of the schema is ours. */
static focus_status recognise(const focus__finds *finds, focus_error *error)
{
    const int32_t newest = focus_build()->schema_version;

    if (finds->pages.schema_version > newest && (finds->has_foreign_schema || !finds->has_schema))
        return focus__fail(error, FOCUS_E_TOO_NEW,
                           "the file has schema version %d, this libfocus %s knows up to %d",
                           (int)finds->pages.schema_version, FOCUS_VERSION, (int)newest);
    if (finds->users.count + finds->sessions.count + finds->ledger.count + finds->libraries.count +
            finds->tracks.count + finds->day_totals.count ==
        0)
        return focus__fail(error, FOCUS_E_NOT_OURS, "nothing of a focus database can be read");
    return FOCUS_OK;
}

static focus_status rebuild_file(const focus_open_options *options, focus__finds *finds,
                                 focus_salvage_report *report, focus_error *error)
{
    focus_store *store = NULL;
    focus_status status = focus__store_open(options, &store, error);

    if (status == FOCUS_OK) {
        store->journal.is_off = true; /* nobody undoes a salvage */
        status = focus__salvage_rebuild(store, finds, report);
        if (status != FOCUS_OK && error != NULL)
            *error = store->error;
    }
    focus_close(store);
    if (status != FOCUS_OK && !is_memory(options->path))
        focus__db_remove(options->path, options->vfs_name);
    return status;
}

static focus_status salvage(const focus_open_options *options, const char *damaged_path,
                            focus_salvage_report *report, focus_error *error)
{
    focus__finds finds;
    focus_status status = focus__salvage_find(damaged_path, options->vfs_name, &finds, error);

    report->pages_read = finds.pages.read_count;
    report->pages_unreadable = finds.pages.unreadable_count;
    if (status == FOCUS_OK)
        status = recognise(&finds, error);
    if (status == FOCUS_OK)
        status = rebuild_file(options, &finds, report, error);
    focus__finds_free(&finds);
    return status;
}

focus_status focus_salvage(const focus_open_options *options, const char *damaged_path,
                           focus_salvage_report *out_report, focus_error *out_error)
{
    focus_salvage_report report = {0};
    focus_open_options own = {0};
    size_t size = 0;
    focus_status status;

    focus__error_clear(out_error);
    if (out_report == NULL || damaged_path == NULL)
        return focus__fail(out_error, FOCUS_E_MISUSE, "%s must not be NULL",
                           out_report == NULL ? "out_report" : "damaged_path");
    size = out_report->struct_size;
    if (size < FOCUS__SIZE_THROUGH(focus_salvage_report, sessions_expected))
        return focus__fail(out_error, FOCUS_E_MISUSE, "out_report->struct_size is too small");
    status = check_options(options, &own, out_error);
    if (status == FOCUS_OK)
        status = salvage(&own, damaged_path, &report, out_error);
    if (status != FOCUS_OK)
        report = (focus_salvage_report){0};
    report.struct_size = size;
    memset(out_report, 0, size);
    memcpy(out_report, &report, size < sizeof(report) ? size : sizeof(report));
    return status;
}

focus_status focus_set_aside(const char *path, const char *replacement,
                             char out_path[FOCUS_PATH_SIZE], focus_error *out_error)
{
    focus__error_clear(out_error);
    if (out_path != NULL)
        out_path[0] = '\0';
    if (path == NULL || out_path == NULL)
        return focus__fail(out_error, FOCUS_E_MISUSE, "%s must not be NULL",
                           path == NULL ? "path" : "out_path");
    return focus__db_set_aside(path, replacement, out_path, out_error);
}
