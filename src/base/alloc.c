/*
 * alloc.c - memory: blocks, and boxes that hold a record with everything that belongs to it.
 *
 * The only file that calls malloc.
 */
#include "base/base.h"

#include <stdlib.h>

/* --- blocks ----------------------------------------------------------------------------------- */

static void *alloc_system_resize(void *user, void *block, size_t size)
{
    (void)user;
    return realloc(block, size);
}

static void alloc_system_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static const focus__allocator alloc_system = {alloc_system_resize, alloc_system_release, NULL};
static focus__allocator alloc_current = {alloc_system_resize, alloc_system_release, NULL};

void focus__alloc_hook(const focus__allocator *allocator)
{
    alloc_current = allocator != NULL ? *allocator : alloc_system;
}

/* Size 0 asks for a byte, so that NULL has one meaning alone. */
void *focus__realloc(void *block, size_t size)
{
    return alloc_current.resize(alloc_current.user, block, size == 0 ? 1 : size);
}

void *focus__alloc(size_t size)
{
    void *block = focus__realloc(NULL, size);

    if (block != NULL)
        memset(block, 0, size == 0 ? 1 : size);
    return block;
}

void focus__free(void *block)
{
    if (block != NULL)
        alloc_current.release(alloc_current.user, block);
}

/* --- boxes ------------------------------------------------------------------------------------ */

/*
 * A box is a list of chunks: head -> newest -> ... -> oldest. The head begins with the record,
 * which is what the caller holds; additions go to the newest chunk, or to the head while it is
 * alone, and get a new chunk when they do not fit. Nothing ever moves.
 */
typedef struct box_chunk {
    struct box_chunk *next;
    size_t used;
    size_t capacity;
} box_chunk;

typedef union box_any {
    long long integer;
    long double number;
    void *pointer;
    void (*function)(void);
} box_any;

#define BOX_ALIGNMENT (_Alignof(box_any))
#define BOX_ALIGN(size) (((size) + BOX_ALIGNMENT - 1) / BOX_ALIGNMENT * BOX_ALIGNMENT)
#define BOX_HEADER_SIZE BOX_ALIGN(sizeof(box_chunk))
#define BOX_SPARE_SIZE ((size_t)512)   /* strings of an ordinary record: one malloc for both */
#define BOX_GROWTH_MAX ((size_t)65536) /* chunks double up to this */
#define BOX_SIZE_MAX (SIZE_MAX / 2)    /* keeps the sums below from wrapping */

static box_chunk *box_chunk_new(size_t capacity)
{
    box_chunk *chunk = focus__alloc(BOX_HEADER_SIZE + capacity);

    if (chunk != NULL)
        chunk->capacity = capacity;
    return chunk;
}

static char *box_chunk_bytes(box_chunk *chunk)
{
    return (char *)chunk + BOX_HEADER_SIZE;
}

static box_chunk *box_head(const void *box)
{
    return (box_chunk *)(void *)((char *)box - BOX_HEADER_SIZE);
}

static box_chunk *box_grow(box_chunk *head, const box_chunk *full, size_t size)
{
    size_t capacity = full->capacity < BOX_GROWTH_MAX / 2 ? full->capacity * 2 : BOX_GROWTH_MAX;
    box_chunk *chunk = box_chunk_new(capacity < size ? size : capacity);

    if (chunk != NULL) {
        chunk->next = head->next;
        head->next = chunk;
    }
    return chunk;
}

static char *box_take(void *box, size_t size, size_t alignment)
{
    assert(box != NULL);
    if (size > BOX_SIZE_MAX)
        return NULL;
    box_chunk *head = box_head(box);
    box_chunk *chunk = head->next != NULL ? head->next : head;
    size_t start = (chunk->used + alignment - 1) / alignment * alignment;
    if (start > chunk->capacity || size > chunk->capacity - start) {
        chunk = box_grow(head, chunk, size);
        start = 0;
    }
    if (chunk == NULL)
        return NULL;
    chunk->used = start + size;
    return box_chunk_bytes(chunk) + start;
}

void *focus__box_new(size_t record_size)
{
    if (record_size > BOX_SIZE_MAX)
        return NULL;
    box_chunk *head = box_chunk_new(record_size + BOX_SPARE_SIZE);
    if (head == NULL)
        return NULL;
    head->used = record_size;
    return box_chunk_bytes(head);
}

void *focus__box_alloc(void *box, size_t size)
{
    return box_take(box, size, BOX_ALIGNMENT);
}

const char *focus__box_bytes(void *box, const char *bytes, size_t size)
{
    if (size > BOX_SIZE_MAX - 1)
        return NULL;
    char *copy = box_take(box, size + 1, 1);
    if (copy == NULL)
        return NULL;
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

const char *focus__box_text(void *box, const char *text)
{
    return text == NULL ? NULL : focus__box_bytes(box, text, strlen(text));
}

static void box_free_chunks(box_chunk *chunk)
{
    while (chunk != NULL) {
        box_chunk *next = chunk->next;
        focus__free(chunk);
        chunk = next;
    }
}

void focus__box_clear(void *box)
{
    box_chunk *head = box_head(box);

    box_free_chunks(head->next);
    memset(box, 0, head->used);
    head->next = NULL;
    head->used = head->capacity - BOX_SPARE_SIZE;
}

void focus__box_free(const void *box)
{
    if (box != NULL)
        box_free_chunks(box_head(box));
}

#undef BOX_ALIGNMENT
#undef BOX_ALIGN
#undef BOX_HEADER_SIZE
#undef BOX_SPARE_SIZE
#undef BOX_GROWTH_MAX
#undef BOX_SIZE_MAX
