/*
 * import.c - focus_import(): options, the format, one transaction around everything, the report.
 */
#include "exchange/import.h"

#include <stdio.h>

/* Ends the transaction as an error does, with nothing kept, though all went well. */
#define IMPORT_STATUS_DRY_RUN ((focus_status)INT32_MIN)

enum {
    IMPORT_FLAGS = FOCUS_IMPORT_DRY_RUN | FOCUS_IMPORT_REWARD | FOCUS_IMPORT_PROJECT_AS_TAG |
                   FOCUS_IMPORT_RETIME | FOCUS_IMPORT_AS_SESSIONS | FOCUS_IMPORT_STRICT,
    IMPORT_NAME_SHOWN = 100 /* bytes; the message behind it matters more */
};

static const focus__import_format *const import_formats[] = {
    &focus__import_toggl,
    &focus__import_timewarrior,
    &focus__import_watson,
    &focus__import_forest,
    &focus__import_openpomodoro,
    &focus__import_activitywatch,
    &focus__import_klog,
    &focus__import_rescuetime,
    &focus__import_ics,
    &focus__import_gnome_pomodoro,
    &focus__import_superproductivity,
    &focus__import_sheet,
    &focus__import_json,
    &focus__import_jsonl,
};

const char *focus_import_format_name(size_t index)
{
    return index < FOCUS__COUNT_OF(import_formats) ? import_formats[index]->name : NULL;
}

/* --- errors ----------------------------------------------------------------------------------- */

focus_status focus__import_fail(focus__import *import, const char *format, ...)
{
    char text[sizeof import->store->error.message];
    va_list arguments;

    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return focus__fail(&import->store->error, FOCUS_E_INVALID, "%s", size < 0 ? "" : text);
}

focus_status focus__import_box(focus__import *import, void **out_box)
{
    *out_box = focus__new_box(import->store, sizeof(void *));
    return *out_box != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

/* What is wrong with a row gets its place put before it: "toggl.csv, line 17: ...". */
static void import_name_place(focus__import *import)
{
    focus_error *error = &import->store->error;
    const char *name = import->reader->name;
    int size = (int)focus__utf8_prefix(name, IMPORT_NAME_SHOWN);

    if (import->reader->has_rows && import->reader->record_line == 0)
        (void)focus__fail(error, FOCUS_E_INVALID, "%.*s: %s", size, name, error->message);
    else
        (void)focus__fail(error, FOCUS_E_INVALID, "%.*s, %s %lld: %s", size, name,
                          import->reader->has_rows ? "row" : "line",
                          (long long)import->reader->record_line, error->message);
}

/* --- options ---------------------------------------------------------------------------------- */

static focus_status import_take_options(focus_store *store, const focus_import_options *options,
                                        focus_import_options *out)
{
    focus_error *error = &store->error;
    focus_status status = focus__options_import(
        out, sizeof(*out), FOCUS__SIZE_THROUGH(focus_import_options, max_length_ms), options,
        error);

    if (status != FOCUS_OK)
        return status;
    if (out->format == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options.format must not be NULL");
    if (out->read == NULL)
        return focus__fail(error, FOCUS_E_MISUSE, "options.read must not be NULL");
    if ((out->flags & ~(uint32_t)IMPORT_FLAGS) != 0)
        return focus__fail(error, FOCUS_E_UNSUPPORTED, "options.flags has an unknown bit");
    if (out->min_length_ms < 0 || out->max_length_ms < 0)
        return focus__fail(error, FOCUS_E_INVALID, "a limit of length is negative");
    return FOCUS_OK;
}

static bool import_is_companion(const focus__reader *reader, const focus__import_format *format)
{
    return format->is_companion != NULL &&
           format->is_companion(reader->name, reader->chunk + reader->at,
                                reader->size - reader->at);
}

static focus_status import_recognise(focus__import *import)
{
    const focus__reader *reader = import->reader;

    for (size_t i = 0; i < FOCUS__COUNT_OF(import_formats); i++) {
        const focus__import_format *format = import_formats[i];
        if (format->is_alike(reader->chunk + reader->at, reader->size - reader->at) ||
            import_is_companion(reader, format)) {
            import->format = format;
            return FOCUS_OK;
        }
    }
    return focus__fail(&import->store->error, FOCUS_E_INVALID, "%s is %s", reader->name,
                       reader->at == reader->size ? "empty" : "of no kind that is known here");
}

static focus_status import_choose_format(focus__import *import)
{
    const char *wanted = import->options.format;

    if (strcmp(wanted, "auto") == 0)
        return import_recognise(import);
    for (size_t i = 0; i < FOCUS__COUNT_OF(import_formats); i++) {
        if (strcmp(import_formats[i]->name, wanted) == 0)
            import->format = import_formats[i];
    }
    if (import->format == NULL)
        return focus__fail(&import->store->error, FOCUS_E_UNSUPPORTED,
                           "there is no format \"%s\" to import", wanted);
    return FOCUS_OK;
}

/* --- the import ------------------------------------------------------------------------------- */

static focus_status import_run(focus__import *import)
{
    focus_status status = focus__reader_open(import->reader);

    if (status == FOCUS_OK)
        status = import_choose_format(import);
    if (status != FOCUS_OK)
        return status;
    (void)snprintf(import->report.format, sizeof import->report.format, "%s", import->format->name);
    import->report.is_companion = import_is_companion(import->reader, import->format);
    if (import->report.is_companion == 0)
        status = import->format->run(import);
    if (status == FOCUS_E_INVALID)
        import_name_place(import);
    return status == FOCUS_OK ? focus__import_check_person(import) : status;
}

/* A dry run writes its figures too before it is taken back: it meets every error of a real one. */
static focus_status import_transact(focus__import *import)
{
    bool is_dry = (import->options.flags & FOCUS_IMPORT_DRY_RUN) != 0;
    focus_store *store = import->store;
    focus_status status = focus__write_tx_begin(store->db);

    if (status == FOCUS_OK)
        status = focus__sweep_own(store);
    if (status == FOCUS_OK)
        status = focus__settings_of(store, store->user_id, &import->settings, NULL);
    store->in_callback = status == FOCUS_OK;
    if (status == FOCUS_OK)
        status = import_run(import);
    store->in_callback = false;
    if (status == FOCUS_OK && is_dry)
        status = focus__tally_flush(store);
    if (status == FOCUS_OK && is_dry)
        status = IMPORT_STATUS_DRY_RUN;
    status = focus__write_settle(store, status);
    return status == IMPORT_STATUS_DRY_RUN ? FOCUS_OK : status;
}

static focus_status import_with_reader(focus__import *import)
{
    const focus_import_options *options = &import->options;
    focus__reader *reader = focus__alloc(sizeof(*reader));
    focus_status status;

    if (reader == NULL)
        return focus__fail(&import->store->error, FOCUS_E_NOMEM, "no memory for the input");
    reader->read = options->read;
    reader->user = options->user;
    reader->name = options->name != NULL ? options->name : "input";
    reader->error = &import->store->error;
    import->reader = reader;
    status = import_transact(import);
    focus__free(reader);
    return status;
}

static focus_status import_all(focus_store *store, const focus_import_options *options,
                               focus_import_report *out_report)
{
    focus__import import = {.store = store, .options = *options};
    focus_status status = focus__import_box(&import, &import.box);

    if (status == FOCUS_OK)
        status = import_with_reader(&import);
    if (status == FOCUS_OK)
        *out_report = import.report;
    focus__key_counts_free(&import.keys);
    focus__box_free(import.people.box);
    focus__box_free(import.box);
    return status;
}

focus_status focus_import(focus_store *store, const focus_import_options *options,
                          focus_import_report *out_report)
{
    focus_import_options own;

    if (out_report == NULL)
        return focus__misuse(store, "out_report");
    *out_report = (focus_import_report){0};
    if (options == NULL)
        return focus__misuse(store, "options");
    focus_status status = focus__look_begin(store);
    if (status == FOCUS_OK)
        status = import_take_options(store, options, &own);
    if (status == FOCUS_OK)
        status = import_all(store, &own, out_report);
    return focus__look_end(store, status);
}

#undef IMPORT_STATUS_DRY_RUN
