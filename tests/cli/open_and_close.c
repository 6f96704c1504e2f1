/*
 * open_and_close.c - the canary of test_locks.sh: looks into the database by itself while SQLite has
 * it open, which drops SQLite's locks.
 *
 *     open_and_close FILE
 */
#include "focus.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;
    focus_store *store = NULL;
    FILE *file;

    options.path = argc == 2 ? argv[1] : NULL;
    if (focus_open(&options, &store, NULL) != FOCUS_OK)
        return 1;
    file = fopen(options.path, "rb");
    if (file != NULL)
        (void)fclose(file);
    focus_close(store);
    return 0;
}
