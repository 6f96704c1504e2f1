/*
 * preferences.h - what this machine or person likes: where the database is, zone, colours, pager.
 *
 * A flag goes before the environment, that before the file XDG_CONFIG_HOME/focus/config. Nothing here
 * changes a figure: what does is a setting, lives in the database and goes where it goes.
 */
#ifndef CLI_PREFERENCES_H
#define CLI_PREFERENCES_H

#include "cli.h"

typedef enum preference {
    PREFERENCE_DB = 0,
    PREFERENCE_USER,
    PREFERENCE_TZ,
    PREFERENCE_COLOR,
    PREFERENCE_ASCII,
    PREFERENCE_PAGER,
    PREFERENCE_BACKUP,
    PREFERENCE_COUNT
} preference;

typedef enum preference_origin {
    ORIGIN_DEFAULT = 0,
    ORIGIN_FILE,
    ORIGIN_ENVIRONMENT,
    ORIGIN_FLAG
} preference_origin;

/** Read the file, and find each value; once, before anything asks. What is wrong in the file is told
 *  by preferences_check(): a failure, or a warning where a verb runs that may mend it. */
void preferences_read(cli *c);
int preferences_check(const cli *c);
void preferences_free(cli *c);

/** The value, the default one too; NULL where nothing is said. `out_origin` may be NULL. */
const char *preference_text(const cli *c, preference which, preference_origin *out_origin);
bool preference_is(const cli *c, preference which, const char *text);
/** "--tz", "TZ", the path of the file, "default": where the value comes from. */
const char *preference_source(const cli *c, preference which);

/** NULL when there are no more. */
const char *preference_name(size_t at, const char **out_meaning);

/** The values that a name takes, NULL at the end; NULL: any text, or no such name. */
const char *const *preference_choices(const char *name);

/** The path of the file; false when there is no home. */
bool preferences_path(text_buffer *out);
/** Write a value into the file, or with NULL take it out; the other lines stay as they are. */
int preference_keep(const cli *c, preference which, const char *text);
/** True where the file has a line of that name, which is none of ours. */
bool preferences_has_stray(const cli *c, const char *name);
/** Take such lines out. */
int preferences_drop_stray(const cli *c, const char *name);
/** Make the file, with a comment for each value, where there is none. */
int preferences_make_file(const cli *c);

#endif
