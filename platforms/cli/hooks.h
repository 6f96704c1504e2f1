/*
 * hooks.h - programs of the user that run after something has happened.
 *
 * XDG_CONFIG_HOME/focus/hooks/EVENT, and all of EVENT.d/ in the order of their names. They get JSON on
 * stdin and FOCUS_EVENT in the environment, run without a shell, after the store is closed, for 5 s at
 * most; what they make of it changes nothing here.
 */
#ifndef CLI_HOOKS_H
#define CLI_HOOKS_H

#include "cli.h"

typedef struct hook_facts hook_facts;
typedef struct hook_queue hook_queue;

/** How things stand before a verb that may change them; NULL where no hook could come of it. */
hook_facts *hooks_before(const cli *c, int how);
/** What has happened since, queued in c->hooks. Frees `before`. */
void hooks_after(cli *c, hook_facts *before);
/** Run what was queued, and free it. */
void hooks_run(hook_queue *queue);

/** The events in the order of their table, from 0 on; NULL after the last. */
const char *hooks_event_at(size_t at, const char **out_meaning);

/** Call `each` for every hook of an event, in the order in which they run. */
void hooks_each(const char *event, void (*each)(void *user, const char *path, bool can_run),
                void *user);
/** Where hooks are looked for; false when there is no home. */
bool hooks_folder(text_buffer *out);

/** Run one hook with the event's JSON as it would be now, its output let through. Gives its exit code;
 *  124 when its time was up, 126 or 127 when it could not be run. */
int hooks_try(cli *c, const char *event, const char *path);

#endif
