/*
 * wal.c - reading a write-ahead log that may be damaged.
 *
 * A frame is a header of 24 bytes (page number, size of the file after a commit or 0, two salts, two
 * checksums) and a page. The checksum of a frame goes on from that of the frame before it, so SQLite
 * can trust nothing behind the first damage. Here the frame behind is still checked, from the sum
 * that the damaged frame says it had: what was committed after the damage is found again.
 */
#include "db/wal.h"

#include <stdlib.h>

#define WAL_MAGIC UINT32_C(0x377f0682) /* and 1 more where sums are over big-endian words */
#define WAL_VERSION UINT32_C(3007000)

typedef struct wal_sum {
    uint32_t words[2];
} wal_sum;

/* What tells the frames of this log from older ones that still lie behind them. */
typedef struct wal_marks {
    bool big_endian;
    unsigned char salts[8];
    wal_sum sum; /* that the first frame goes on from */
} wal_marks;

bool focus__raw_read(const focus__raw_file *file, int64_t at, void *bytes, uint32_t size)
{
    return file->file != NULL && at >= 0 && at <= file->size - (int64_t)size &&
           file->file->pMethods->xRead(file->file, bytes, (int)size, at) == SQLITE_OK;
}

static uint32_t wal_word(bool big_endian, const unsigned char *bytes)
{
    const uint32_t word = focus__get_32(bytes);

    return big_endian ? word
                      : word << 24 | (word & 0xff00) << 8 | (word >> 8 & 0xff00) | word >> 24;
}

static void wal_add(wal_sum *sum, bool big_endian, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        sum->words[0] += wal_word(big_endian, bytes + i) + sum->words[1];
        sum->words[1] += wal_word(big_endian, bytes + i + 4) + sum->words[0];
    }
}

static wal_sum wal_sum_at(const unsigned char *bytes)
{
    return (wal_sum){{focus__get_32(bytes), focus__get_32(bytes + 4)}};
}

static bool wal_sums_same(const wal_sum *a, const wal_sum *b)
{
    return a->words[0] == b->words[0] && a->words[1] == b->words[1];
}

/* --- the header ------------------------------------------------------------------------------- */

static bool read_wal_header(const focus__raw_file *log, wal_marks *out, uint32_t *out_page_size)
{
    unsigned char header[FOCUS__WAL_HEADER_SIZE];
    wal_sum sum = {{0, 0}};

    *out = (wal_marks){0};
    if (!focus__raw_read(log, 0, header, sizeof(header)) ||
        (focus__get_32(header) & ~UINT32_C(1)) != WAL_MAGIC ||
        focus__get_32(header + 4) != WAL_VERSION)
        return false;
    out->big_endian = (focus__get_32(header) & 1) != 0;
    out->sum = wal_sum_at(header + 24);
    memcpy(out->salts, header + 16, sizeof(out->salts));
    *out_page_size = focus__get_32(header + 8);
    wal_add(&sum, out->big_endian, header, 24);
    return wal_sums_same(&sum, &out->sum);
}

uint32_t focus__wal_page_size(const focus__raw_file *log)
{
    wal_marks marks;
    uint32_t page_size = 0;

    return read_wal_header(log, &marks, &page_size) ? page_size : 0;
}

/* Where the header is damaged, the first frame says whose frames are the newest. */
static wal_marks guess_marks(const focus__raw_file *log)
{
    unsigned char start[FOCUS__WAL_HEADER_SIZE + FOCUS__WAL_FRAME_HEADER_SIZE] = {0};
    wal_marks marks = {0};

    (void)focus__raw_read(log, 0, start, sizeof(start));
    marks.sum = wal_sum_at(start + 24);
    memcpy(marks.salts, start + FOCUS__WAL_HEADER_SIZE + 8, sizeof(marks.salts));
    return marks;
}

/* --- frames ----------------------------------------------------------------------------------- */

typedef struct wal_walk {
    const focus__raw_file *log;
    unsigned char *page;
    uint32_t page_size;
    wal_marks marks;
    wal_sum said;      /* what the frame before says its sum is */
    wal_sum counted;   /* what it is by its bytes */
    size_t kept_count; /* frames up to the last commit */
} wal_walk;

/* The frame at an offset is whole, of this log, and what was written. */
static bool frame_is_right(wal_walk *walk, int64_t at, const unsigned char *header)
{
    wal_sum starts[2] = {walk->said, walk->counted};
    const wal_sum own = wal_sum_at(header + 16);
    bool right = false;

    if (!focus__raw_read(walk->log, at + FOCUS__WAL_FRAME_HEADER_SIZE, walk->page, walk->page_size))
        return false;
    for (size_t i = 0; i < FOCUS__COUNT_OF(starts) && !right; i++) {
        wal_add(&starts[i], walk->marks.big_endian, header, 8);
        wal_add(&starts[i], walk->marks.big_endian, walk->page, walk->page_size);
        right = wal_sums_same(&starts[i], &own);
    }
    walk->counted = right ? own : starts[1];
    walk->said = own;
    return right && memcmp(header + 8, walk->marks.salts, sizeof(walk->marks.salts)) == 0 &&
           focus__get_32(header) != 0;
}

/* Note the right frames in the order of the log; those behind the last commit count for nothing. */
static void walk_frames(wal_walk *walk, focus__wal *out)
{
    const int64_t frame_size = FOCUS__WAL_FRAME_HEADER_SIZE + (int64_t)walk->page_size;
    unsigned char header[FOCUS__WAL_FRAME_HEADER_SIZE];
    size_t count = 0;

    walk->kept_count = 0;
    walk->said = walk->counted = walk->marks.sum;
    for (int64_t at = FOCUS__WAL_HEADER_SIZE; at <= walk->log->size - frame_size;
         at += frame_size) {
        if (!focus__raw_read(walk->log, at, header, sizeof(header)) ||
            !frame_is_right(walk, at, header))
            continue;
        out->pages[count++] =
            (focus__wal_page){focus__get_32(header), at + FOCUS__WAL_FRAME_HEADER_SIZE};
        if (focus__get_32(header + 4) == 0)
            continue;
        walk->kept_count = count;
        out->last_page = focus__get_32(header + 4);
    }
}

static int compare_wal_pages(const void *a, const void *b)
{
    const focus__wal_page *x = a;
    const focus__wal_page *y = b;

    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The last copy of each page. */
static void keep_newest(focus__wal *wal)
{
    size_t kept = 0;

    if (wal->page_count > 0)
        qsort(wal->pages, wal->page_count, sizeof(*wal->pages), compare_wal_pages);
    for (size_t i = 0; i < wal->page_count; i++)
        if (i + 1 == wal->page_count || wal->pages[i].number != wal->pages[i + 1].number)
            wal->pages[kept++] = wal->pages[i];
    wal->page_count = kept;
}

focus_status focus__wal_read(const focus__raw_file *log, uint32_t page_size, unsigned char *page,
                             focus__wal *out, focus_error *error)
{
    wal_walk walk = {.log = log, .page = page, .page_size = page_size};
    const int64_t frame_size = FOCUS__WAL_FRAME_HEADER_SIZE + (int64_t)page_size;
    uint32_t size_said = 0;

    *out = (focus__wal){0};
    if (log->file == NULL || log->size < FOCUS__WAL_HEADER_SIZE + frame_size)
        return FOCUS_OK;
    out->pages = focus__alloc((size_t)(log->size / frame_size) * sizeof(*out->pages));
    if (out->pages == NULL)
        return focus__fail(error, FOCUS_E_NOMEM, "no memory for the write-ahead log");
    if (read_wal_header(log, &walk.marks, &size_said)) {
        if (size_said == page_size)
            walk_frames(&walk, out);
    } else {
        walk.marks = guess_marks(log);
        walk_frames(&walk, out);
        if (walk.kept_count == 0) {
            walk.marks.big_endian = true;
            walk_frames(&walk, out);
        }
    }
    out->page_count = walk.kept_count;
    keep_newest(out);
    return FOCUS_OK;
}

void focus__wal_free(focus__wal *wal)
{
    focus__free(wal->pages);
    *wal = (focus__wal){0};
}

int64_t focus__wal_find(const focus__wal *wal, uint32_t page_number)
{
    size_t low = 0;
    size_t high = wal->page_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wal->pages[middle].number < page_number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < wal->page_count && wal->pages[low].number == page_number ? wal->pages[low].at : -1;
}

#undef WAL_MAGIC
#undef WAL_VERSION
