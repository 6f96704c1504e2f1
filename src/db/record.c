/*
 * record.c - see record.h.
 */
#include "db/record.h"

uint16_t focus__get_16(const unsigned char *bytes)
{
    return (uint16_t)((unsigned)bytes[0] << 8 | bytes[1]);
}

uint32_t focus__get_32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Seven bits a byte, the eighth says that more follow; the ninth byte has all eight. Gives the bytes
 * taken, 0 where there are too few. */
static uint32_t get_varint(const unsigned char *bytes, size_t size, uint64_t *out)
{
    uint64_t value = 0;

    for (uint32_t i = 0; i < 8 && i < size; i++) {
        value = value << 7 | (bytes[i] & 0x7f);
        if (bytes[i] < 0x80) {
            *out = value;
            return i + 1;
        }
    }
    if (size < 9)
        return 0;
    *out = value << 8 | bytes[8];
    return 9;
}

/* --- pages ------------------------------------------------------------------------------------ */

static bool is_interior(int type)
{
    return type == FOCUS__PAGE_INTERIOR_INDEX || type == FOCUS__PAGE_INTERIOR_TABLE;
}

static uint32_t tree_header_size(int type)
{
    return is_interior(type) ? 12 : 8;
}

bool focus__tree_page_read(const unsigned char *bytes, uint32_t usable_size, uint32_t page_number,
                           focus__tree_page *out)
{
    const uint32_t header_at = page_number == 1 ? FOCUS__FILE_HEADER_SIZE : 0;
    const int type = bytes[header_at];

    *out = (focus__tree_page){bytes, usable_size, header_at, type,
                              focus__get_16(bytes + header_at + 3)};
    if (!is_interior(type) && type != FOCUS__PAGE_LEAF_INDEX && type != FOCUS__PAGE_LEAF_TABLE)
        return false;
    return header_at + tree_header_size(type) + 2 * out->cell_count <= usable_size;
}

uint32_t focus__tree_page_last_child(const focus__tree_page *page)
{
    return is_interior(page->type) ? focus__get_32(page->bytes + page->header_at + 8) : 0;
}

uint32_t focus__tree_page_cell_at(const focus__tree_page *page, uint32_t index)
{
    const uint32_t pointers_at = page->header_at + tree_header_size(page->type);
    const uint32_t at = focus__get_16(page->bytes + pointers_at + (size_t)2 * index);

    return at >= pointers_at + 2 * page->cell_count && at < page->usable_size ? at : 0;
}

/* --- cells ------------------------------------------------------------------------------------ */

/* How much of a payload is on the page itself. */
static uint32_t local_size_of(const focus__tree_page *page, uint64_t payload_size)
{
    const uint32_t usable = page->usable_size;
    const uint32_t most =
        page->type == FOCUS__PAGE_LEAF_TABLE ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    const uint32_t least = (usable - 12) * 32 / 255 - 23;
    uint64_t fitting;

    if (payload_size <= most)
        return (uint32_t)payload_size;
    fitting = least + (payload_size - least) % (usable - 4);
    return fitting <= most ? (uint32_t)fitting : least;
}

static bool read_payload(const focus__tree_page *page, const unsigned char *at,
                         const unsigned char *end, focus__cell *out)
{
    out->local = at;
    out->local_size = local_size_of(page, out->payload_size);
    if (out->local_size > (size_t)(end - at))
        return false;
    at += out->local_size;
    if (out->local_size == out->payload_size)
        return true;
    if (end - at < 4)
        return false;
    out->overflow = focus__get_32(at);
    out->size += 4;
    return out->overflow != 0; /* else the rest would be taken for here */
}

bool focus__cell_read(const focus__tree_page *page, uint32_t at, focus__cell *out)
{
    const unsigned char *const begin = page->bytes + at;
    const unsigned char *const end = page->bytes + page->usable_size;
    const unsigned char *next = begin;
    uint64_t rowid = 0;
    uint32_t taken = 1;

    *out = (focus__cell){0};
    if (is_interior(page->type)) {
        if (end - next < 4)
            return false;
        out->child = focus__get_32(next);
        next += 4;
    }
    if (page->type != FOCUS__PAGE_INTERIOR_TABLE) {
        taken = get_varint(next, (size_t)(end - next), &out->payload_size);
        next += taken;
    }
    if (taken > 0 && (page->type & 1) != 0) { /* of a table */
        taken = get_varint(next, (size_t)(end - next), &rowid);
        next += taken;
    }
    out->rowid = (int64_t)rowid;
    if (taken == 0 || !read_payload(page, next, end, out))
        return false;
    out->size += (uint32_t)(next - begin) + out->local_size;
    return true;
}

/* --- records ---------------------------------------------------------------------------------- */

/* Bytes that a value takes, by its serial type; false for the two that nobody uses. */
static bool size_of_type(uint64_t type, uint64_t *out_size)
{
    static const unsigned char sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

    if (type < FOCUS__COUNT_OF(sizes))
        *out_size = sizes[type];
    else
        *out_size = (type - 12) / 2;
    return type < FOCUS__COUNT_OF(sizes) || type >= 12;
}

/* Two's complement of 0 to 8 bytes. */
static int64_t get_int(const unsigned char *bytes, size_t size)
{
    uint64_t value = size > 0 && bytes[0] >= 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return (int64_t)value;
}

static void read_value(uint64_t type, const unsigned char *bytes, size_t size, focus__value *out)
{
    *out = (focus__value){.kind = FOCUS__VALUE_INT};
    if (type == 0) {
        out->kind = FOCUS__VALUE_NULL;
    } else if (type >= 12) {
        out->kind = type % 2 == 0 ? FOCUS__VALUE_BLOB : FOCUS__VALUE_TEXT;
        out->bytes = bytes;
        out->size = size;
    } else if (type >= 8) {
        out->number = (int64_t)type - 8;
    } else {
        out->number = get_int(bytes, size);
    }
    if (type == 7) {
        out->kind = FOCUS__VALUE_REAL;
        memcpy(&out->real, &out->number, sizeof(out->real));
        out->number = 0;
    }
}

bool focus__record_read(const unsigned char *record, size_t size,
                        focus__value out_values[FOCUS__VALUES_MAX], int *out_count)
{
    uint64_t header_size = 0;
    uint64_t type = 0;
    uint64_t value_size = 0;
    size_t header_at = get_varint(record, size, &header_size);
    size_t body_at = (size_t)header_size;

    *out_count = 0;
    if (header_at == 0 || header_size > size)
        return false;
    while (header_at < header_size) {
        uint32_t taken = get_varint(record + header_at, (size_t)header_size - header_at, &type);
        if (taken == 0 || *out_count == FOCUS__VALUES_MAX || !size_of_type(type, &value_size) ||
            value_size > size - body_at)
            return false;
        read_value(type, record + body_at, (size_t)value_size, &out_values[(*out_count)++]);
        header_at += taken;
        body_at += (size_t)value_size;
    }
    return *out_count > 0 && header_at == header_size && body_at == size;
}
