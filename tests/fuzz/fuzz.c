/*
 * fuzz.c - see fuzz.h.
 */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- checks ----------------------------------------------------------------------------------- */

void fuzz_fail(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

static bool is_typed(focus_status status, const focus_error *error)
{
    if (status > FOCUS_DONE || status < FOCUS_E_UNSUPPORTED || status == FOCUS_E_MISUSE)
        return false;
    if (status >= 0)
        return error->status == FOCUS_OK;
    return error->status == status && error->message[0] != '\0' &&
           strchr(error->message, '\n') == NULL;
}

focus_status fuzz_typed_at(focus_store *store, focus_status status, const char *call,
                           const char *file, int line)
{
    const focus_error *error = focus_last_error(store);

    if (!is_typed(status, error)) {
        (void)fprintf(stderr, "gave %d, last error %s: \"%s\"\n", (int)status,
                      focus_status_name(error->status), error->message);
        fuzz_fail(call, file, line);
    }
    return status;
}

void fuzz_check_store(focus_store *store)
{
    const focus_doctor_report *report = NULL;

    fuzz_check(fuzz_typed(store, focus_doctor(store, FOCUS_DOCTOR_FULL, &report)) == FOCUS_OK);
    for (size_t i = 0; i < report->count; i++)
        (void)fprintf(stderr, "doctor: %s: %s\n", report->items[i].check, report->items[i].message);
    fuzz_check(report->count == 0);
    focus_doctor_report_free(report);
}

/* --- values from an input --------------------------------------------------------------------- */

uint8_t fuzz_take_byte(fuzz_bytes *in)
{
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->at++;
}

uint32_t fuzz_take_below(fuzz_bytes *in, uint32_t below)
{
    return fuzz_take_byte(in) % below;
}

uint64_t fuzz_take_number(fuzz_bytes *in, int size)
{
    uint64_t number = 0;

    for (int i = 0; i < size; i++)
        number = number << 8 | fuzz_take_byte(in);
    return number;
}

int64_t fuzz_take_int(fuzz_bytes *in, int64_t around)
{
    static const int64_t limits[] = {
        0,
        1,
        -1,
        1000,
        59999,
        60000,
        3600000,
        86399999,
        86400000,
        86400001,
        INT32_MAX,
        INT32_MIN,
        INT64_MAX,
        INT64_MIN,
        INT64_MAX - 1,
        INT64_C(253402300799999), /* the last millisecond of the year 9999 */
        INT64_C(253402300800000),
        FUZZ_NOW_MS,
    };
    uint8_t kind = fuzz_take_byte(in);

    if (kind < 96)
        return (int64_t)((uint64_t)around +
                         (fuzz_take_number(in, 2) - 32768) * (kind < 48 ? 1 : 60000));
    if (kind < 224)
        return limits[kind % (sizeof(limits) / sizeof(limits[0]))];
    return (int64_t)fuzz_take_number(in, 8);
}

int32_t fuzz_take_int32(fuzz_bytes *in)
{
    return (int32_t)(uint32_t)fuzz_take_number(in, 4);
}

/* A first byte of 0 is no text, of 255 a long one: what follows, again and again. */
const char *fuzz_take_text(fuzz_bytes *in, char *buffer, size_t room)
{
    size_t size = fuzz_take_byte(in);
    size_t unit = size;

    if (size == 0)
        return NULL;
    if (size == 255) {
        unit = 1 + fuzz_take_below(in, 8);
        size = (size_t)fuzz_take_number(in, 2);
    }
    if (unit > in->left)
        unit = in->left;
    if (size >= room)
        size = room - 1;
    for (size_t i = 0; i < size && unit > 0; i++)
        buffer[i] = (char)in->at[i % unit];
    buffer[unit > 0 ? size : 0] = '\0';
    in->at += unit;
    in->left -= unit;
    return buffer;
}

char *fuzz_take_rest(fuzz_bytes *in)
{
    char *text = malloc(in->left + 1);

    fuzz_check(text != NULL);
    if (in->left > 0)
        memcpy(text, in->at, in->left);
    text[in->left] = '\0';
    in->left = 0;
    return text;
}

uint64_t fuzz_hash(const uint8_t *data, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * UINT64_C(1099511628211);
    return hash;
}

/* --- a store ---------------------------------------------------------------------------------- */

fuzz_world fuzz_surroundings = {.now_ms = FUZZ_NOW_MS, .has_summer = true};

static int64_t world_now(void *user)
{
    (void)user;
    return fuzz_surroundings.now_ms;
}

static int world_fill(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    for (size_t i = 0; i < size; i++) {
        fuzz_surroundings.entropy = fuzz_surroundings.entropy * UINT64_C(6364136223846793005) + 1;
        bytes[i] = (unsigned char)(fuzz_surroundings.entropy >> 56);
    }
    return 0;
}

static int32_t world_offset_s(void *user, int64_t at_ms)
{
    const int64_t half_year_ms = 4383 * FUZZ_HOUR_MS;

    (void)user;
    if (fuzz_surroundings.has_summer)
        return at_ms / half_year_ms % 2 == 0 ? 3600 : 7200;
    return fuzz_surroundings.offsets_s[at_ms < fuzz_surroundings.change_at_ms ? 0 : 1];
}

focus_open_options fuzz_open_options(const char *path)
{
    static const focus_clock clock = {world_now, NULL};
    static const focus_entropy entropy = {world_fill, NULL};
    static const focus_zone zone = {"Test/Zone", world_offset_s, NULL};
    focus_open_options options = FOCUS_OPEN_OPTIONS_INIT;

    options.path = path;
    options.clock = &clock;
    options.entropy = &entropy;
    options.zone = &zone;
    options.durability = FOCUS_DURABILITY_RELAXED; /* nobody cuts the power here */
    return options;
}

focus_store *fuzz_open_memory(void)
{
    focus_open_options options = fuzz_open_options(":memory:");
    focus_store *store = NULL;

    fuzz_check(focus_open(&options, &store, NULL) == FOCUS_OK);
    return store;
}

typedef struct output {
    char *bytes;
    size_t size;
    size_t room;
} output;

static int output_write(void *user, const char *bytes, size_t size)
{
    output *out = user;

    if (out->size + size >= out->room) {
        out->room = (out->size + size + 1) * 2;
        out->bytes = realloc(out->bytes, out->room);
        fuzz_check(out->bytes != NULL);
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    out->bytes[out->size] = '\0';
    return 0;
}

char *fuzz_export(focus_store *store, const char *format)
{
    focus_export_options options = FOCUS_EXPORT_OPTIONS_INIT;
    output out = {.bytes = calloc(1, 1), .room = 1};

    fuzz_check(out.bytes != NULL);
    options.format = format;
    options.write = output_write;
    options.user = &out;
    fuzz_check(fuzz_typed(store, focus_export(store, &options, NULL)) == FOCUS_OK);
    return out.bytes;
}

/* --- a folder --------------------------------------------------------------------------------- */

static char folder[64];
static pid_t folder_owner;

static void remove_folder(void)
{
    DIR *directory = getpid() == folder_owner ? opendir(folder) : NULL;
    const struct dirent *entry = NULL;
    char path[512];

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(directory);
    (void)rmdir(folder);
}

/* In memory, where the system has such a place. */
const char *fuzz_path(const char *name, char out_path[128])
{
    if (folder_owner != getpid()) {
        struct stat about;
        bool has_memory = stat("/dev/shm", &about) == 0 && S_ISDIR(about.st_mode);
        (void)snprintf(folder, sizeof(folder), "%s/focus-fuzz-XXXXXX",
                       has_memory ? "/dev/shm" : "/tmp");
        fuzz_check(mkdtemp(folder) != NULL);
        folder_owner = getpid();
        (void)atexit(remove_folder);
    }
    (void)snprintf(out_path, 128, "%s/%s", folder, name);
    return out_path;
}
