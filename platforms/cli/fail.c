/*
 * fail.c - how a failure is told, and the one map from status to exit code.
 */
#include <stdarg.h>
#include <string.h>

#include "cli.h"
#include "json.h"

typedef struct failure {
    focus_status status;
    int exit_code;
    const char *code;  /* in JSON */
    const char *words; /* where the library gave no message */
} failure;

static const failure FAILURES[] = {
    {FOCUS_E_MISUSE, EXIT_OTHER, "misuse", "the command used the library wrongly"},
    {FOCUS_E_NOMEM, EXIT_OTHER, "no_memory", "out of memory"},
    {FOCUS_E_INVALID, EXIT_INVALID, "invalid", "a value is malformed or out of range"},
    {FOCUS_E_NOT_FOUND, EXIT_NOT_FOUND, "not_found", "not found"},
    {FOCUS_E_STATE, EXIT_STATE, "state", "not allowed in the present state"},
    {FOCUS_E_AMBIGUOUS, EXIT_NOT_FOUND, "ambiguous", "several ids begin like that"},
    {FOCUS_E_EXISTS, EXIT_STATE, "exists", "the name is taken"},
    {FOCUS_E_OVERLAP, EXIT_CHOICE, "overlap", "the time is taken by another session"},
    {FOCUS_E_BUSY, EXIT_BUSY, "busy", "another program holds the database"},
    {FOCUS_E_IO, EXIT_IO, "io", "cannot read or write"},
    {FOCUS_E_FULL, EXIT_IO, "full", "no space left"},
    {FOCUS_E_READONLY, EXIT_IO, "readonly", "the database can only be read"},
    {FOCUS_E_CORRUPT, EXIT_DAMAGED, "corrupt", "the database is damaged"},
    {FOCUS_E_NOT_OURS, EXIT_DAMAGED, "not_ours", "this is no focus database"},
    {FOCUS_E_TOO_NEW, EXIT_TOO_NEW, "too_new", "written by a newer version"},
    {FOCUS_E_UNSUPPORTED, EXIT_OTHER, "unsupported", "this build cannot do that"},
    {FOCUS_E_INTERRUPTED, EXIT_OTHER, "interrupted", "interrupted; nothing was changed"},
    {FOCUS_E_SUSPENDED, EXIT_OTHER, "suspended", "the database has been let go of"},
};

static const failure *find_failure(focus_status status)
{
    for (size_t i = 0; i < sizeof FAILURES / sizeof FAILURES[0]; i++)
        if (FAILURES[i].status == status)
            return &FAILURES[i];
    return &FAILURES[0];
}

int fail_exit_code(focus_status status)
{
    return status >= FOCUS_OK ? EXIT_DONE : find_failure(status)->exit_code;
}

static void report_json(int exit_code, const char *code, const char *message, const char *hint)
{
    json_writer w;
    json_document(&w, stderr, "error");
    json_string(&w, "code", code);
    json_int(&w, "exit", exit_code);
    json_string(&w, "message", message);
    json_string(&w, "hint", hint);
    json_finish(&w);
}

int fail_report(const cli *c, int exit_code, const char *code, const char *message,
                const char *hint)
{
    (void)fflush(stdout);
    if (c->json) {
        report_json(exit_code, code, message, hint);
        return exit_code;
    }
    (void)fputs("focus: ", stderr);
    text_print(stderr, message);
    (void)fputc('\n', stderr);
    if (hint != NULL && hint[0] != '\0') {
        (void)fputs("hint: ", stderr);
        text_print(stderr, hint);
        (void)fputc('\n', stderr);
    }
    return exit_code;
}

int fail_status(const cli *c, focus_status status, const char *message, const char *hint)
{
    const failure *f = find_failure(status);
    return fail_report(c, f->exit_code, f->code, message[0] != '\0' ? message : f->words, hint);
}

int fail_store(const cli *c, const char *code, const char *hint)
{
    const focus_error *error = focus_last_error(c->store);
    const failure *f = find_failure(error->status);
    return fail_report(c, f->exit_code, code != NULL ? code : f->code,
                       error->message[0] != '\0' ? error->message : f->words, hint);
}

int fail_usage(const cli *c, const char *hint, const char *format, ...)
{
    char message[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    return fail_report(c, EXIT_USAGE, "usage", message, hint);
}

int fail_input(const cli *c, const char *hint, const char *format, ...)
{
    char message[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    return fail_report(c, EXIT_INVALID, "invalid", message, hint);
}

int fail_system(const cli *c, const char *what, int error_number)
{
    char message[512];
    (void)snprintf(message, sizeof message, "%.300s: %s", what, strerror(error_number));
    return fail_report(c, EXIT_IO, "io", message, NULL);
}

void note(const cli *c, const char *format, ...)
{
    char message[512];
    va_list list;
    if (c->quiet || c->json)
        return;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    (void)fputs("focus: ", stderr);
    text_print(stderr, message);
    (void)fputc('\n', stderr);
}
