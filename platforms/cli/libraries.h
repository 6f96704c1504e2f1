/*
 * libraries.h - naming a library and a track on the command line.
 */
#ifndef CLI_LIBRARIES_H
#define CLI_LIBRARIES_H

#include "cli.h"

/** The library with this name or whole id; free it. 0 or the exit code. */
int library_resolve(const cli *c, const char *word, const focus_library **out_library);

/** The track at a place in the library, from 1, or with a whole id. 0 or the exit code. */
int track_resolve(const cli *c, const focus_id *library, const char *word, focus_id *out_id);

#endif
