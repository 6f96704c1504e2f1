/*
 * memory.c - see memory.h.
 */
#include "support/memory.h"

#include "base/base.h"

#include <sqlite3.h>
#include <stdlib.h>

static struct {
    sqlite3_mem_methods sqlite; /* SQLite's own */
    bool armed;
    bool lasting;
    bool ours_only;
    bool failed;
    int64_t until_failure;
    int64_t live_blocks;
} memory;

static bool fails(bool is_ours)
{
    if (!memory.armed || (memory.ours_only && !is_ours) || memory.until_failure-- > 0)
        return false;
    memory.armed = memory.lasting;
    memory.failed = true;
    return true;
}

void memory_arm(bool lasting, int64_t at)
{
    memory.armed = true;
    memory.lasting = lasting;
    memory.ours_only = false;
    memory.failed = false;
    memory.until_failure = at;
}

void memory_arm_ours(bool lasting, int64_t at)
{
    memory_arm(lasting, at);
    memory.ours_only = true;
}

bool memory_disarm(void)
{
    memory.armed = false;
    return memory.failed;
}

int64_t memory_live_blocks(void)
{
    return memory.live_blocks;
}

/* --- SQLite's ----------------------------------------------------------------------------------- */

static void *sqlite_malloc(int size)
{
    void *block = fails(false) ? NULL : memory.sqlite.xMalloc(size);

    memory.live_blocks += block != NULL;
    return block;
}

static void sqlite_free(void *block)
{
    memory.live_blocks -= block != NULL;
    memory.sqlite.xFree(block);
}

static void *sqlite_realloc(void *block, int size)
{
    return fails(false) ? NULL : memory.sqlite.xRealloc(block, size);
}

/* --- ours --------------------------------------------------------------------------------------- */

static void *our_resize(void *user, void *block, size_t size)
{
    void *resized = NULL;

    (void)user;
    if (!fails(true))
        resized = realloc(block, size);
    memory.live_blocks += block == NULL && resized != NULL;
    return resized;
}

static void our_release(void *user, void *block)
{
    (void)user;
    memory.live_blocks--;
    free(block);
}

void memory_watch(void)
{
    static const focus__allocator ours = {our_resize, our_release, NULL};
    sqlite3_mem_methods watched;

    (void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.sqlite);
    watched = memory.sqlite;
    watched.xMalloc = sqlite_malloc;
    watched.xFree = sqlite_free;
    watched.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &watched) != SQLITE_OK)
        abort();
    /* Lookaside would hide most allocations of a connection. */
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    focus__alloc_hook(&ours);
}
