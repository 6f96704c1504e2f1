/*
 * damage.c - see damage.h.
 */
#include "fault/damage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, BLOCK = 512, HEADER = 100, LOG_HEADER = 32, FRAME_HEADER = 24 };
enum { FRAME = FRAME_HEADER + PAGE };

/* --- what lies there instead ------------------------------------------------------------------- */

/* A database of 4096 bytes a page; its header says more than SQL could. */
static const char *const databases[] = {
    "CREATE TABLE notes (text); INSERT INTO notes VALUES ('hello')",
    "PRAGMA application_id = 1; PRAGMA user_version = 1; CREATE TABLE users (id, name)",
    "PRAGMA application_id = 1179599701; PRAGMA user_version = 99; CREATE TABLE later (id)",
    "PRAGMA application_id = 1179599701; PRAGMA user_version = 1; CREATE TABLE users (id)",
    "PRAGMA application_id = 1179599701; CREATE TABLE t (id)",
    "CREATE VIEW users AS SELECT 1 AS id",
};

static const struct {
    const char *bytes;
    size_t size;
} beginnings[] = {
    {"", 0},
    {"A plain text, no database.\n", 27},
    {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16},
    {"PK\x03\x04\x14\0\0\0\x08\0", 10},
    {"SQLite format 3", 16},
    {"{\"focus\": 1}\n", 13},
};

enum {
    DATABASES = sizeof(databases) / sizeof(databases[0]),
    BEGINNINGS = sizeof(beginnings) / sizeof(beginnings[0])
};

static void set_bytes(disk_image_file *file, const void *bytes, size_t size)
{
    unsigned char *copy = malloc(size + 1);

    if (copy == NULL)
        abort();
    memcpy(copy, bytes, size);
    free(file->bytes);
    file->bytes = copy;
    file->size = size;
}

static void put_database(disk_image_file *file, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_int64 size = 0;
    unsigned char *bytes = NULL;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    bytes = sqlite3_serialize(db, "main", &size, 0);
    set_bytes(file, bytes, (size_t)size);
    sqlite3_free(bytes);
    (void)sqlite3_close(db);
}

static void put_stranger(disk_image_file *file, size_t which, chance *luck)
{
    static unsigned char text[3 * PAGE];
    size_t size = 0;

    if (which < DATABASES) {
        put_database(file, databases[which]);
        return;
    }
    which -= DATABASES;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (unsigned char)('a' + i % 26);
    memcpy(text, beginnings[which].bytes, beginnings[which].size);
    if (beginnings[which].size > 0)
        size = beginnings[which].size + chance_below(luck, sizeof(text) - PAGE);
    set_bytes(file, text, size);
}

/* --- places ------------------------------------------------------------------------------------- */

static const char *const names[DAMAGE_KIND_COUNT] = {
    [DAMAGE_HEADER_BYTE] = "header byte",
    [DAMAGE_PAGE_ZERO] = "page of zeros",
    [DAMAGE_PAGE_NOISE] = "page of noise",
    [DAMAGE_PAGE_TWICE] = "page twice",
    [DAMAGE_PAGES_SWAPPED] = "pages swapped",
    [DAMAGE_CUT_AT_PAGE] = "cut at page",
    [DAMAGE_CUT_IN_PAGE] = "cut in page",
    [DAMAGE_STRANGER] = "something else",
    [DAMAGE_BYTE] = "byte",
    [DAMAGE_BLOCK_ZERO] = "block of zeros",
    [DAMAGE_BLOCK_NOISE] = "block of noise",
    [DAMAGE_LOG_HEADER_BYTE] = "log's header byte",
    [DAMAGE_LOG_FRAME_HEADER_BYTE] = "frame's header byte",
    [DAMAGE_LOG_BLOCK_ZERO] = "log's block of zeros",
    [DAMAGE_LOG_BLOCK_NOISE] = "log's block of noise",
    [DAMAGE_LOG_CUT] = "log cut",
    [DAMAGE_LOG_FRAME_TWICE] = "frame twice",
    [DAMAGE_LOG_GONE] = "log gone",
    [DAMAGE_LOG_BYTE] = "log's byte",
};

const char *damage_name(enum damage_kind kind)
{
    return names[kind];
}

bool damage_is_to_log(enum damage_kind kind)
{
    return kind >= DAMAGE_LOG_HEADER_BYTE;
}

static disk_image_file *log_of(disk_image *image, const char *path)
{
    char name[DISK_NAME_SIZE];

    (void)snprintf(name, sizeof(name), "%s-wal", path);
    return disk_image_find(image, name);
}

size_t damage_places(disk_image *image, const char *path, enum damage_kind kind)
{
    const disk_image_file *log = log_of(image, path);
    size_t file_size = disk_image_find(image, path)->size;
    size_t log_size = log != NULL ? log->size : 0;

    if (damage_is_to_log(kind) && log_size == 0)
        return 0;
    switch (kind) {
    case DAMAGE_HEADER_BYTE:
        return HEADER;
    case DAMAGE_PAGE_ZERO:
    case DAMAGE_PAGE_NOISE:
    case DAMAGE_PAGE_TWICE:
    case DAMAGE_PAGES_SWAPPED:
    case DAMAGE_CUT_AT_PAGE:
    case DAMAGE_CUT_IN_PAGE:
        return file_size / PAGE;
    case DAMAGE_STRANGER:
        return DATABASES + BEGINNINGS;
    case DAMAGE_BYTE:
        return file_size;
    case DAMAGE_BLOCK_ZERO:
    case DAMAGE_BLOCK_NOISE:
        return file_size / BLOCK;
    case DAMAGE_LOG_HEADER_BYTE:
        return LOG_HEADER;
    case DAMAGE_LOG_FRAME_HEADER_BYTE:
        return (log_size - LOG_HEADER) / FRAME * FRAME_HEADER;
    case DAMAGE_LOG_BLOCK_ZERO:
    case DAMAGE_LOG_BLOCK_NOISE:
    case DAMAGE_LOG_CUT:
        return log_size / BLOCK;
    case DAMAGE_LOG_FRAME_TWICE:
        return (log_size - LOG_HEADER) / FRAME - 1;
    case DAMAGE_LOG_GONE:
        return 1;
    case DAMAGE_LOG_BYTE:
        return log_size;
    case DAMAGE_KIND_COUNT:
        break;
    }
    return 0;
}

size_t damage_places_listed(disk_image *image, const char *path, enum damage_kind kind)
{
    switch (kind) {
    case DAMAGE_BYTE:
    case DAMAGE_BLOCK_NOISE:
    case DAMAGE_LOG_BLOCK_NOISE:
    case DAMAGE_LOG_CUT:
    case DAMAGE_LOG_BYTE:
        return 0;
    default:
        return damage_places(image, path, kind);
    }
}

/* --- doing it ----------------------------------------------------------------------------------- */

static void change_byte(disk_image_file *file, size_t at, chance *luck)
{
    unsigned char change = (unsigned char)(1 + chance_below(luck, 255));

    if (chance_one_in(luck, 2))
        change = (unsigned char)(1u << chance_below(luck, 8)); /* one bit */
    file->bytes[at] ^= change;
}

static void make_noise(disk_image_file *file, size_t at, size_t size, chance *luck)
{
    for (size_t i = at; i < at + size; i++)
        file->bytes[i] = (unsigned char)chance_next(luck);
}

static void swap_bytes(unsigned char *a, unsigned char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void damage_pages(disk_image_file *file, enum damage_kind kind, size_t page, chance *luck)
{
    unsigned char *here = file->bytes + page * PAGE;
    unsigned char *there = file->bytes + chance_below(luck, file->size / PAGE) * PAGE;

    if (kind == DAMAGE_PAGE_ZERO)
        memset(here, 0, PAGE);
    else if (kind == DAMAGE_PAGE_NOISE)
        make_noise(file, page * PAGE, PAGE, luck);
    else if (kind == DAMAGE_PAGE_TWICE)
        memmove(here, there, PAGE);
    else if (here != there)
        swap_bytes(here, there, PAGE);
}

static void damage_file(disk_image_file *file, enum damage_kind kind, size_t place, chance *luck)
{
    if (kind == DAMAGE_HEADER_BYTE || kind == DAMAGE_BYTE)
        change_byte(file, place, luck);
    else if (kind == DAMAGE_CUT_AT_PAGE)
        file->size = place * PAGE;
    else if (kind == DAMAGE_CUT_IN_PAGE)
        file->size = place * PAGE + 1 + chance_below(luck, PAGE - 1);
    else if (kind == DAMAGE_STRANGER)
        put_stranger(file, place, luck);
    else if (kind == DAMAGE_BLOCK_ZERO)
        memset(file->bytes + place * BLOCK, 0, BLOCK);
    else if (kind == DAMAGE_BLOCK_NOISE)
        make_noise(file, place * BLOCK, BLOCK, luck);
    else
        damage_pages(file, kind, place, luck);
}

static size_t frame_at(size_t frame)
{
    return LOG_HEADER + frame * FRAME;
}

static void damage_log(disk_image_file *log, enum damage_kind kind, size_t place, chance *luck)
{
    if (kind == DAMAGE_LOG_HEADER_BYTE || kind == DAMAGE_LOG_BYTE)
        change_byte(log, place, luck);
    else if (kind == DAMAGE_LOG_FRAME_HEADER_BYTE)
        change_byte(log, frame_at(place / FRAME_HEADER) + place % FRAME_HEADER, luck);
    else if (kind == DAMAGE_LOG_BLOCK_ZERO)
        memset(log->bytes + place * BLOCK, 0, BLOCK);
    else if (kind == DAMAGE_LOG_BLOCK_NOISE)
        make_noise(log, place * BLOCK, BLOCK, luck);
    else if (kind == DAMAGE_LOG_CUT)
        log->size = place * BLOCK;
    else if (kind == DAMAGE_LOG_FRAME_TWICE)
        memcpy(log->bytes + frame_at(place + 1),
               log->bytes + frame_at(chance_below(luck, place + 1)), FRAME);
}

static void take_away(disk_image *image, disk_image_file *file)
{
    free(file->bytes);
    *file = image->files[--image->count];
}

void damage_do(disk_image *image, const char *path, enum damage_kind kind, size_t place,
               chance *luck)
{
    if (kind == DAMAGE_LOG_GONE)
        take_away(image, log_of(image, path));
    else if (damage_is_to_log(kind))
        damage_log(log_of(image, path), kind, place, luck);
    else
        damage_file(disk_image_find(image, path), kind, place, luck);
}
