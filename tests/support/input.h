/*
 * input.h - what an import reads and an export writes in tests: bytes in memory, with faults on
 * order.
 */
#ifndef TESTS_SUPPORT_INPUT_H
#define TESTS_SUPPORT_INPUT_H

#include "support/support.h"

typedef struct input {
    const char *bytes;
    size_t size;
    size_t at;
    size_t step;         /* bytes a read gives at most; 0: as many as are asked for */
    size_t fail_at;      /* reading fails once this many bytes are given; 0: never */
    int64_t stop_at_row; /* the progress callback says stop at this row; 0: never */
    int64_t last_row;    /* it was told last */
} input;

/* Options that read the input; "auto" unless format says otherwise. */
focus_import_options input_options(input *in, const char *format);

/* Import bytes that must be fine. format NULL: "auto". */
focus_import_report import_bytes(focus_store *store, const char *format, uint32_t flags,
                                 const char *bytes, size_t size);
focus_import_report import_text(focus_store *store, const char *format, const char *text);
focus_import_report import_file(focus_store *store, const char *format, const char *path);

/* Import bytes that must be refused with a message that holds `message`, and change nothing. */
void refuse_bytes(focus_store *store, const char *format, focus_status status, const char *bytes,
                  size_t size, const char *message);
void refuse_text(focus_store *store, const char *format, const char *text, const char *message);

/* A whole file; free() it. Fails the test when there is none. */
char *read_whole(const char *path, size_t *out_size);

/* Reports are sums of their parts. */
void assert_report(const focus_import_report *report);

/* The first 1,000 sessions; free the list. */
const focus_session_list *oldest_first(focus_store *store);

/* NULL, too. Tags come joined with |, times in UTC. */
void assert_text(const char *expected, const char *got);
void assert_tags(const focus_session *session, const char *joined);
void assert_time(const char *expected, int64_t at_ms);

typedef struct output {
    char *bytes; /* free() it */
    size_t size;
    size_t fail_at; /* writing fails at this byte; SIZE_MAX: never */
} output;

/* Appends to an output, which is its user. */
int output_write(void *user, const char *bytes, size_t size);

/* Options that write to the output. */
focus_export_options output_options(output *out, const char *format);

/* The export as text; free() it. The count is that of the sessions written; NULL is allowed. */
char *export_text(focus_store *store, const char *format, int64_t *out_count);

#endif
