/*
 * target_image.c - hostile database files: opened, read, written to. Every answer is typed; a file
 * that is not ours or too new stays as it was, byte for byte.
 *
 * An input that begins as SQLite's files do is a file itself. Any other is a list of changes of a
 * good file, which was made by the library: of values behind the back of every constraint, of the
 * schema, then of bytes; of a file alone, or of one with the log or the journal of somebody who
 * never closed it.
 */
#include "fuzz/fuzz.h"

#include "fuzz/image_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const fuzz_target fuzz_target_here = {
    .name = "image",
    .rounds = 4,
    .round_size = 120,
    .size_max = 512,
};

enum { FILES = 3, VALUE_STEPS_MAX = 8, BYTE_STEPS_MAX = 32 };

/* The database and what may lie beside it. */
static const char *const suffixes[FILES] = {"", "-wal", "-journal"};

typedef struct file_set {
    uint8_t *bytes[FILES];
    size_t sizes[FILES];
} file_set;

static file_set good;         /* with a log and a journal */
static image_column *columns; /* that a value can be changed in */
static size_t column_count;

/* --- files ------------------------------------------------------------------------------------ */

static const char *beside(const char *name, int which, char out_path[160])
{
    char path[128];

    (void)snprintf(out_path, 160, "%s%s", fuzz_path(name, path), suffixes[which]);
    return out_path;
}

static void write_files(const char *name, const file_set *files)
{
    char path[160];

    for (int i = 0; i < FILES; i++) {
        (void)unlink(beside(name, i, path));
        if (files->bytes[i] != NULL)
            image_write_file(path, files->bytes[i], files->sizes[i]);
    }
}

static void remove_files(const char *name)
{
    char path[160];

    for (int i = 0; i < FILES; i++)
        (void)unlink(beside(name, i, path));
}

static void free_files(file_set *files)
{
    for (int i = 0; i < FILES; i++)
        free(files->bytes[i]);
}

/* --- the good one ----------------------------------------------------------------------------- */

static void prepare(void)
{
    char path[160];
    char path_of_log[160];

    if (good.bytes[0] != NULL)
        return;
    image_make_good(beside("good", 0, path));
    good.bytes[0] = image_read_file(path, &good.sizes[0]);
    image_make_log(path, beside("good", 1, path_of_log), &good.bytes[1], &good.sizes[1]);
    image_make_journal(path, beside("good", 2, path_of_log), &good.bytes[2], &good.sizes[2]);
    columns = image_list_columns(path, &column_count);
    remove_files("good");
}

/* --- changes ---------------------------------------------------------------------------------- */

static file_set copy_good(uint32_t which)
{
    file_set copy = {{NULL}, {0}};

    for (uint32_t i = 0; i < FILES; i++) {
        if (i != 0 && i != which)
            continue;
        copy.bytes[i] = malloc(good.sizes[i] + 1);
        fuzz_check(copy.bytes[i] != NULL);
        memcpy(copy.bytes[i], good.bytes[i], good.sizes[i]);
        copy.sizes[i] = good.sizes[i];
    }
    return copy;
}

/* Values, put where SQLite would not take them from us; then perhaps the words of the schema. */
static void change_by_sql(fuzz_bytes *in, file_set *files, bool schema_too)
{
    char path[160];
    uint32_t steps = fuzz_take_below(in, VALUE_STEPS_MAX);

    if (steps == 0 && !schema_too)
        return;
    image_write_file(beside("values", 0, path), files->bytes[0], files->sizes[0]);
    for (uint32_t i = 0; i < steps; i++)
        image_change_value(path, &columns[fuzz_take_number(in, 2) % column_count], in);
    if (schema_too)
        image_change_schema(path, in);
    free(files->bytes[0]);
    files->bytes[0] = image_read_file(path, &files->sizes[0]);
    remove_files("values");
}

/* Often where it matters: in the header of the file or of a page. */
static size_t take_place(fuzz_bytes *in, size_t size)
{
    size_t page = (size_t)fuzz_take_byte(in) * 4096;
    size_t in_page = (size_t)fuzz_take_number(in, 2);

    switch (in_page >> 14) {
    case 0:
        return in_page % 100 % size;
    case 1:
        return (page + in_page % 16) % size;
    }
    return (page + in_page % 4096) % size;
}

static void change_bytes(fuzz_bytes *in, uint8_t *bytes, size_t *size)
{
    uint32_t what = fuzz_take_below(in, 6);
    size_t at = 0;
    size_t count = 0;

    if (*size == 0)
        return;
    at = take_place(in, *size);
    count = 1 + fuzz_take_below(in, 8);
    if (what == 4)
        count = 4096;
    if (count > *size - at)
        count = *size - at;
    if (what == 5)
        *size = at;
    else if (what == 4)
        memmove(bytes + at, bytes + take_place(in, *size - count + 1), count);
    else if (what == 3)
        memset(bytes + at, fuzz_take_byte(in), count);
    else
        for (size_t i = 0; i < count; i++)
            bytes[at + i] = (uint8_t)((what == 2 ? bytes[at + i] : 0) ^ fuzz_take_byte(in));
}

static file_set files_of(const uint8_t *data, size_t size)
{
    fuzz_bytes in = {data, size};
    file_set files = {{NULL}, {0}};
    uint32_t form = 0;
    uint32_t which = 0;

    if (size >= 16 && memcmp(data, "SQLite format 3", 16) == 0) {
        files.bytes[0] = malloc(size);
        fuzz_check(files.bytes[0] != NULL);
        memcpy(files.bytes[0], data, size);
        files.sizes[0] = size;
        return files;
    }
    form = fuzz_take_below(&in, FILES + 1);
    which = form % FILES;
    files = copy_good(which);
    change_by_sql(&in, &files, form == FILES);
    for (int i = 0; i < BYTE_STEPS_MAX && in.left > 0; i++)
        change_bytes(&in, files.bytes[which], &files.sizes[which]);
    return files;
}

/* --- what must hold --------------------------------------------------------------------------- */

static void check_untouched(const char *path, const file_set *files)
{
    size_t size = 0;
    uint8_t *after = image_read_file(path, &size);

    fuzz_check(size == files->sizes[0]);
    fuzz_check(size == 0 || memcmp(after, files->bytes[0], size) == 0);
    free(after);
}

static focus_status open_and_use(const char *path, uint32_t flags)
{
    focus_open_options options = fuzz_open_options(path);
    focus_store *store = NULL;
    focus_error error;
    focus_status status;

    options.flags = flags;
    options.busy_timeout_ms = 50;
    status = focus_open(&options, &store, &error);
    fuzz_check(status == error.status && status <= FOCUS_OK && status >= FOCUS_E_UNSUPPORTED);
    fuzz_check(status == FOCUS_OK || (store == NULL && error.message[0] != '\0'));
    fuzz_check(status != FOCUS_E_MISUSE && status != FOCUS_E_BUSY);
    if (status == FOCUS_OK)
        image_use(store, flags == 0);
    focus_close(store);
    return status;
}

/* A store for reading writes nothing, and what is not ours is left alone. A log and a journal are
 * folded in by whoever may. */
static void check_reading(const char *path, const file_set *files)
{
    focus_status status = open_and_use(path, FOCUS_OPEN_READONLY);

    if ((files->bytes[1] == NULL && files->bytes[2] == NULL) || status == FOCUS_E_NOT_OURS ||
        status == FOCUS_E_TOO_NEW)
        check_untouched(path, files);
}

static void check_writing(const char *path, const file_set *files)
{
    focus_status status = open_and_use(path, 0);

    if (status == FOCUS_E_NOT_OURS || status == FOCUS_E_TOO_NEW)
        check_untouched(path, files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[128];
    file_set files;

    fuzz_surroundings.entropy = 0;
    prepare();
    fuzz_surroundings.now_ms = FUZZ_NOW_MS + FUZZ_HOUR_MS;
    files = files_of(data, size);
    (void)fuzz_path("hostile", path);
    write_files("hostile", &files);
    if (fuzz_hash(data, size) % 4 == 0) {
        check_reading(path, &files);
    } else {
        check_writing(path, &files);
        (void)open_and_use(path, FOCUS_OPEN_EXISTING); /* what the writes have left */
    }
    remove_files("hostile");
    free_files(&files);
    return 0;
}
