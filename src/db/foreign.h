/*
 * foreign.h - rows of a table in a SQLite file that lies in memory and is another program's.
 *
 * Read without SQLite's help, as nothing of such a file is to be trusted: its views and triggers do
 * not run, and no page is looked at twice. Pages that only a write-ahead log has are missed.
 */
#ifndef FOCUS_DB_FOREIGN_H
#define FOCUS_DB_FOREIGN_H

#include "db/pages.h"

/* Whether bytes begin as a SQLite file does. */
bool focus__foreign_is_alike(const char *bytes, size_t size);

/* Visit the rows of a table in order of their rowids; anything but FOCUS_OK ends it. FOCUS_DONE
 * where there is no such table, FOCUS_E_INVALID where the file makes no sense. */
focus_status focus__foreign_each(const unsigned char *bytes, size_t size, const char *table,
                                 focus__row_visit *visit, void *user, focus_error *error);

#endif
