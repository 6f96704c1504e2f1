/*
 * replace.c - a file that takes the place of another once it is whole.
 */
#include "replace.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

static void free_names(replacement *r)
{
    int error_number = errno;
    free(r->target);
    free(r->temporary);
    *r = (replacement){NULL, NULL, NULL};
    errno = error_number;
}

bool replace_begin(const char *path, replacement *r)
{
    struct stat before;
    text_buffer temporary = {0};
    r->target = realpath(path, NULL);
    if (r->target == NULL)
        r->target = mem_text(path);
    text_addf(&temporary, "%s.tmp-%ld", r->target, (long)getpid());
    r->temporary = temporary.text;
    r->out = fopen(r->temporary, "wb");
    if (r->out == NULL) {
        free_names(r);
        return false;
    }
    if (stat(r->target, &before) == 0)
        (void)fchmod(fileno(r->out), before.st_mode & 0777);
    return true;
}

/* Some files, as those in memory, cannot be brought to a disk. */
static bool close_on_disk(FILE *out)
{
    bool good = fflush(out) == 0 && (fsync(fileno(out)) == 0 || errno == EINVAL);
    int error_number = errno;
    if (fclose(out) != 0 && good)
        return false;
    if (!good)
        errno = error_number;
    return good;
}

bool replace_end(replacement *r)
{
    bool good = close_on_disk(r->out) && rename(r->temporary, r->target) == 0;
    int error_number = errno;
    if (!good)
        (void)unlink(r->temporary);
    errno = error_number;
    free_names(r);
    return good;
}

void replace_drop(replacement *r)
{
    (void)fclose(r->out);
    (void)unlink(r->temporary);
    free_names(r);
}
