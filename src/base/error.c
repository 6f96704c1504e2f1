/*
 * error.c - noting failures, and the names of the status codes.
 *
 * Where a failure is kept, and for how long, is the caller's affair.
 */
#include "base/base.h"
#include "base/text.h"

#include <stdio.h>

static bool error_is_control(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte < 0x20 || byte == 0x7F;
}

/* Paths and SQLite's messages may hold anything: what is no UTF-8 becomes '?', and what would end
 * the line becomes a space. */
static void error_make_line(char *message)
{
    size_t size = strlen(message);
    size_t at = 0;

    while (at < size) {
        size_t step = focus__utf8_step(message + at, size - at);
        if (step == 0)
            message[at] = '?';
        else if (error_is_control(message[at]))
            message[at] = ' ';
        at += step == 0 ? 1 : step;
    }
}

focus_status focus__fail(focus_error *error, focus_status status, const char *format, ...)
{
    assert(status < 0);
    if (error == NULL)
        return status;
    /* Formatted aside, as an argument may be the old message; longer by one character, so that the
     * cut can see whether it goes through one. */
    char text[sizeof error->message + 4];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (written < 0)
        text[0] = '\0';
    size_t size = focus__utf8_prefix(text, sizeof error->message - 1);
    memcpy(error->message, text, size);
    error->message[size] = '\0';
    error_make_line(error->message);
    error->status = status;
    error->backend_code = 0;
    return status;
}

void focus__error_clear(focus_error *error)
{
    if (error == NULL)
        return;
    error->status = FOCUS_OK;
    error->backend_code = 0;
    error->message[0] = '\0';
}

const char *focus_status_name(focus_status status)
{
    static const struct {
        focus_status status;
        const char *name;
    } names[] = {
        {FOCUS_OK, "FOCUS_OK"},
        {FOCUS_DONE, "FOCUS_DONE"},
        {FOCUS_E_MISUSE, "FOCUS_E_MISUSE"},
        {FOCUS_E_NOMEM, "FOCUS_E_NOMEM"},
        {FOCUS_E_INVALID, "FOCUS_E_INVALID"},
        {FOCUS_E_NOT_FOUND, "FOCUS_E_NOT_FOUND"},
        {FOCUS_E_STATE, "FOCUS_E_STATE"},
        {FOCUS_E_AMBIGUOUS, "FOCUS_E_AMBIGUOUS"},
        {FOCUS_E_EXISTS, "FOCUS_E_EXISTS"},
        {FOCUS_E_OVERLAP, "FOCUS_E_OVERLAP"},
        {FOCUS_E_BUSY, "FOCUS_E_BUSY"},
        {FOCUS_E_IO, "FOCUS_E_IO"},
        {FOCUS_E_FULL, "FOCUS_E_FULL"},
        {FOCUS_E_READONLY, "FOCUS_E_READONLY"},
        {FOCUS_E_CORRUPT, "FOCUS_E_CORRUPT"},
        {FOCUS_E_NOT_OURS, "FOCUS_E_NOT_OURS"},
        {FOCUS_E_TOO_NEW, "FOCUS_E_TOO_NEW"},
        {FOCUS_E_UNSUPPORTED, "FOCUS_E_UNSUPPORTED"},
        {FOCUS_E_INTERRUPTED, "FOCUS_E_INTERRUPTED"},
        {FOCUS_E_SUSPENDED, "FOCUS_E_SUSPENDED"},
    };
    for (size_t i = 0; i < FOCUS__COUNT_OF(names); i++) {
        if (names[i].status == status)
            return names[i].name;
    }
    return "unknown status";
}

const char *focus_version(void)
{
    return FOCUS_VERSION;
}
