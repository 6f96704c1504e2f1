/*
 * pager.h - output that is longer than the terminal goes through a pager.
 *
 * What a verb prints is held back in a file until it ends, and shown by itself where it fits.
 */
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

#include "cli.h"

/** Hold stdout back from here on, where a pager may have to show it. */
void pager_begin(cli *c);
/** Show what was held back; when the store is closed, for somebody may read for long. */
void pager_end(cli *c);

#endif
