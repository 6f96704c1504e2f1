/*
 * bulk.h - the same change of every session that fits a filter: all or none, shown before.
 */
#ifndef CLI_BULK_H
#define CLI_BULK_H

#include "cli.h"
#include "json.h"

typedef struct bulk bulk;

struct bulk {
    const cli *c;
    const char *kind;            /* of the JSON document */
    const char *doing;           /* "editing" */
    const char *done;            /* "Edited" */
    const char *after;           /* what to say behind it; "": nothing */
    focus_session_filter filter; /* its limit, cursor and order are not read */
    const void *how;             /* for `change` */
    /** Change one, inside the batch. */
    focus_status (*change)(const bulk *b, const focus_id *id);
    /** Tell of one that changes: once a page has come together, and one by one as JSON. */
    void (*show)(const bulk *b, const focus_session *const *before,
                 const focus_session *const *after, size_t count);
    void (*write)(const bulk *b, json_writer *w, const focus_session *before,
                  const focus_session *after);
};

/** Show it, ask, do it; with --dry-run, show it. Gives the exit code. */
int bulk_run(const bulk *b);

#endif
