/*
 * tags.h - tags of a session: what a caller says of them, and the index that finds sessions by tag.
 */
#ifndef FOCUS_CORE_TAGS_H
#define FOCUS_CORE_TAGS_H

#include "core/session.h"

/* A caller's tags as the file keeps them: checked, sorted, each once, one a line; in the box. NULL:
 * none. */
focus_status focus__tags_join(focus_store *store, void *box, const char *const *tags, size_t count,
                              const char **out_tags);

/* The next of tags as the file keeps them, and these stepped over it. FOCUS_DONE: none is left;
 * FOCUS_E_CORRUPT. */
focus_status focus__tags_next(focus_store *store, const char **lines,
                              char out_tag[FOCUS_TITLE_MAX + 1]);

/* Tags as the file keeps them, with one in the place of another; in the box. */
focus_status focus__tags_replace(focus_store *store, void *box, const char *lines, const char *from,
                                 const char *to, const char **out_tags);

/* The tags of two sessions together, as the file keeps them; in the box. */
focus_status focus__tags_unite(focus_store *store, void *box, const focus_session *a,
                               const focus_session *b, const char **out_tags);

/* Make the index follow a change of a session; before is NULL for a new one. */
focus_status focus__tags_follow(focus_store *store, const focus__session_row *before,
                                const focus__session_row *after);

#endif
