/* The smallest program that needs the header, the library and SQLite behind it. */
#include <focus.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    printf("libfocus %s on SQLite %s\n", focus_version(), focus_build()->sqlite_version);
    return strcmp(focus_version(), FOCUS_VERSION) == 0 ? 0 : 1;
}
