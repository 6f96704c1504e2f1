/*
 * disk.c - see disk.h.
 *
 * An inode holds bytes, locks and shared memory; a name points to it; a handle is what SQLite has
 * open. A deleted inode lives until its last handle is closed.
 */
#include "support/disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, SHM_REGIONS_MAX = 16 };

typedef struct inode {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
    int handles;
    bool has_name;
    int number; /* for the record of changes */
    /* locks of the file */
    int shared;
    const void *reserved; /* the handle that has it */
    const void *pending;
    const void *exclusive;
    /* shared memory */
    void *regions[SHM_REGIONS_MAX];
    int shm_shared[SQLITE_SHM_NLOCK];
    const void *shm_exclusive[SQLITE_SHM_NLOCK];
} inode;

typedef struct handle {
    sqlite3_file base;
    inode *file;
    char name[DISK_NAME_SIZE];
    int lock;
    unsigned shm_shared; /* bits of the locks it has */
    bool syncs_folder;   /* with its next sync */
    bool goes_at_close;
} handle;

typedef struct entry {
    char name[DISK_NAME_SIZE];
    inode *file;
} entry;

enum change_kind { CHANGE_WRITE, CHANGE_TRUNCATE, CHANGE_SYNC, CHANGE_NAME, CHANGE_SYNC_FOLDER };

typedef struct change {
    enum change_kind kind;
    int inode;
    size_t offset; /* of a write; the new size of a truncation */
    size_t size;
    unsigned char *bytes;
    char name[DISK_NAME_SIZE]; /* of CHANGE_NAME: inode 0 takes it away */
} change;

typedef struct name_now {
    char name[DISK_NAME_SIZE];
    int number;   /* 0: no such file */
    bool is_lost; /* a change was lost: so are all after it */
} name_now;

enum { NAMES_MAX = 2 * DISK_FILES_MAX };

/* What a power cut at some moment could not touch, and which changes wait for a sync then. */
typedef struct safe_state {
    size_t moment;
    inode *contents; /* by number */
    size_t numbers;
    name_now names[NAMES_MAX];
    size_t *pending;
    size_t pending_count;
    size_t pending_capacity;
} safe_state;

static struct {
    entry entries[DISK_FILES_MAX];
    int inode_count;
    size_t open_files;
    size_t held_locks;
    /* faults */
    bool armed;
    bool lasting;
    bool struck;
    enum disk_fault fault;
    int64_t until_fault;
    char struck_what[2 * DISK_NAME_SIZE];
    /* power */
    bool recording;
    bool lying;
    safe_state safe;
    change *changes;
    size_t change_count;
    size_t change_capacity;
} disk;

/* --- memory ------------------------------------------------------------------------------------- */

/* The disk is not what is tested: without memory for it there is no test. */
static void *must(void *block)
{
    if (block == NULL)
        abort();
    return block;
}

static unsigned char *copy_of(const void *bytes, size_t size)
{
    unsigned char *copy = must(malloc(size + 1));

    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

static void set_name(char out[DISK_NAME_SIZE], const char *name)
{
    size_t size = strlen(name) + 1;

    if (size > DISK_NAME_SIZE)
        abort();
    memcpy(out, name, size);
}

/* --- files -------------------------------------------------------------------------------------- */

static entry *find_entry(const char *name)
{
    for (size_t i = 0; i < DISK_FILES_MAX; i++)
        if (disk.entries[i].file != NULL && strcmp(disk.entries[i].name, name) == 0)
            return &disk.entries[i];
    return NULL;
}

static inode *make_file(const char *name)
{
    for (size_t i = 0; i < DISK_FILES_MAX; i++) {
        entry *e = &disk.entries[i];
        if (e->file != NULL)
            continue;
        set_name(e->name, name);
        e->file = must(calloc(1, sizeof(inode)));
        e->file->number = ++disk.inode_count;
        e->file->has_name = true;
        return e->file;
    }
    abort(); /* a test that needs more names makes DISK_FILES_MAX larger */
}

static void free_regions(inode *file)
{
    for (size_t i = 0; i < SHM_REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

static void release(inode *file)
{
    if (file->has_name || file->handles > 0)
        return;
    free_regions(file);
    free(file->bytes);
    free(file);
}

static void drop_entry(entry *e)
{
    inode *file = e->file;

    e->file = NULL;
    file->has_name = false;
    release(file);
}

static void resize(inode *file, size_t size)
{
    if (size > file->capacity) {
        file->capacity = size * 2;
        file->bytes = must(realloc(file->bytes, file->capacity));
    }
    if (size > file->size)
        memset(file->bytes + file->size, 0, size - file->size);
    file->size = size;
}

static void put(inode *file, const void *bytes, size_t size, size_t offset)
{
    if (offset + size > file->size)
        resize(file, offset + size);
    if (size > 0)
        memcpy(file->bytes + offset, bytes, size);
}

void disk_clear(void)
{
    assert(disk.open_files == 0);
    for (size_t i = 0; i < DISK_FILES_MAX; i++)
        if (disk.entries[i].file != NULL)
            drop_entry(&disk.entries[i]);
    if (!disk.recording)
        disk.inode_count = 0;
}

static name_now *name_find(name_now *names, const char *name)
{
    for (size_t i = 0; i < NAMES_MAX; i++) {
        if (names[i].name[0] == '\0')
            set_name(names[i].name, name);
        if (strcmp(names[i].name, name) == 0)
            return &names[i];
    }
    abort();
}

/* --- images ------------------------------------------------------------------------------------- */

static void image_add(disk_image *image, const char *name, const void *bytes, size_t size)
{
    disk_image_file *file = &image->files[image->count++];

    set_name(file->name, name);
    file->bytes = copy_of(bytes, size);
    file->size = size;
}

disk_image disk_save(void)
{
    disk_image image = {.count = 0};

    for (size_t i = 0; i < DISK_FILES_MAX; i++) {
        const entry *e = &disk.entries[i];
        if (e->file != NULL)
            image_add(&image, e->name, e->file->bytes, e->file->size);
    }
    return image;
}

void disk_load(const disk_image *image)
{
    disk_clear();
    for (size_t i = 0; i < image->count; i++)
        put(make_file(image->files[i].name), image->files[i].bytes, image->files[i].size, 0);
}

void disk_image_free(disk_image *image)
{
    for (size_t i = 0; i < image->count; i++)
        free(image->files[i].bytes);
    image->count = 0;
}

disk_image_file *disk_image_find(disk_image *image, const char *name)
{
    for (size_t i = 0; i < image->count; i++)
        if (strcmp(image->files[i].name, name) == 0)
            return &image->files[i];
    return NULL;
}

bool disk_has(const char *name)
{
    return find_entry(name) != NULL;
}

void disk_remove(const char *name)
{
    drop_entry(find_entry(name));
}

size_t disk_open_files(void)
{
    return disk.open_files;
}

size_t disk_held_locks(void)
{
    return disk.held_locks;
}

/* --- faults ------------------------------------------------------------------------------------- */

void disk_arm(enum disk_fault fault, bool lasting, int64_t at)
{
    disk.armed = true;
    disk.lasting = lasting;
    disk.struck = false;
    disk.fault = fault;
    disk.until_fault = at;
}

bool disk_disarm(void)
{
    disk.armed = false;
    return disk.struck;
}

const char *disk_struck(void)
{
    return disk.struck_what;
}

/* Whether the fault that is armed strikes here. */
static bool strikes(enum disk_fault fault, const char *what, const char *name)
{
    if (!disk.armed || disk.fault != fault || disk.until_fault-- > 0)
        return false;
    if (!disk.struck)
        (void)snprintf(disk.struck_what, sizeof(disk.struck_what), "%s %s", what, name);
    disk.armed = disk.lasting;
    disk.struck = true;
    return true;
}

static bool fails(const char *what, const char *name)
{
    return strikes(DISK_FAULT_ERROR, what, name);
}

/* --- the record --------------------------------------------------------------------------------- */

static change *note(enum change_kind kind, int number)
{
    change *c;

    if (disk.change_count == disk.change_capacity) {
        disk.change_capacity = disk.change_capacity * 2 + 64;
        disk.changes = must(realloc(disk.changes, disk.change_capacity * sizeof(change)));
    }
    c = &disk.changes[disk.change_count++];
    *c = (change){.kind = kind, .inode = number};
    return c;
}

static void note_write(const inode *file, const void *bytes, size_t size, size_t offset)
{
    change *c;

    if (!disk.recording)
        return;
    c = note(CHANGE_WRITE, file->number);
    c->bytes = copy_of(bytes, size);
    c->size = size;
    c->offset = offset;
}

static void note_truncate(const inode *file, size_t size)
{
    if (disk.recording)
        note(CHANGE_TRUNCATE, file->number)->offset = size;
}

static void note_name(const char *name, int number)
{
    if (disk.recording)
        set_name(note(CHANGE_NAME, number)->name, name);
}

static void note_sync(int number)
{
    if (disk.recording && !disk.lying)
        (void)note(CHANGE_SYNC, number);
}

static void note_folder_sync(void)
{
    if (disk.recording && !disk.lying)
        (void)note(CHANGE_SYNC_FOLDER, 0);
}

/* --- the power cut ------------------------------------------------------------------------------ */

static void begin_safe(void)
{
    size_t numbers = (size_t)disk.inode_count + 1;

    disk.safe = (safe_state){.contents = must(calloc(numbers, sizeof(inode))), .numbers = numbers};
    for (size_t i = 0; i < DISK_FILES_MAX; i++) {
        const entry *e = &disk.entries[i];
        if (e->file == NULL)
            continue;
        put(&disk.safe.contents[e->file->number], e->file->bytes, e->file->size, 0);
        name_find(disk.safe.names, e->name)->number = e->file->number;
    }
}

static void free_contents(inode *contents, size_t numbers)
{
    for (size_t i = 0; i < numbers; i++)
        free(contents[i].bytes);
    free(contents);
}

static void end_safe(void)
{
    free_contents(disk.safe.contents, disk.safe.numbers);
    free(disk.safe.pending);
    disk.safe = (safe_state){.moment = 0};
}

static void apply_change(inode *file, const change *c)
{
    if (c->kind == CHANGE_TRUNCATE)
        resize(file, c->offset);
    else
        put(file, c->bytes, c->size, c->offset);
}

/* What waited for this sync has become safe. */
static void make_safe(const change *sync)
{
    safe_state *safe = &disk.safe;
    size_t kept = 0;

    for (size_t i = 0; i < safe->pending_count; i++) {
        const change *c = &disk.changes[safe->pending[i]];
        bool is_name = c->kind == CHANGE_NAME;
        if (is_name && sync->kind == CHANGE_SYNC_FOLDER)
            name_find(safe->names, c->name)->number = c->inode;
        else if (!is_name && sync->kind == CHANGE_SYNC && c->inode == sync->inode)
            apply_change(&safe->contents[c->inode], c);
        else
            safe->pending[kept++] = safe->pending[i];
    }
    safe->pending_count = kept;
}

static void wait_for_sync(size_t at)
{
    safe_state *safe = &disk.safe;

    if (safe->pending_count == safe->pending_capacity) {
        safe->pending_capacity = safe->pending_capacity * 2 + 64;
        safe->pending =
            must(realloc(safe->pending, safe->pending_capacity * sizeof(*safe->pending)));
    }
    safe->pending[safe->pending_count++] = at;
}

/* Files made since the record began have numbers of their own. */
static void grow_safe(void)
{
    size_t numbers = (size_t)disk.inode_count + 1;

    if (numbers <= disk.safe.numbers)
        return;
    disk.safe.contents = must(realloc(disk.safe.contents, numbers * sizeof(inode)));
    memset(disk.safe.contents + disk.safe.numbers, 0,
           (numbers - disk.safe.numbers) * sizeof(inode));
    disk.safe.numbers = numbers;
}

static void advance_safe(size_t moment)
{
    assert(!disk.recording && moment >= disk.safe.moment && moment <= disk.change_count);
    for (; disk.safe.moment < moment; disk.safe.moment++) {
        const change *c = &disk.changes[disk.safe.moment];
        if (c->kind == CHANGE_SYNC || c->kind == CHANGE_SYNC_FOLDER)
            make_safe(c);
        else
            wait_for_sync(disk.safe.moment);
    }
}

/* Each sector of the write may be there or not. */
static void write_torn(inode *file, const change *c, chance *luck)
{
    for (size_t at = 0; at < c->size; at += SECTOR) {
        size_t size = c->size - at < SECTOR ? c->size - at : SECTOR;
        if (chance_one_in(luck, 2))
            put(file, c->bytes + at, size, c->offset + at);
    }
}

static inode *wreck_of(inode *wreck, int number)
{
    inode *file = &wreck[number];

    if (file->bytes == NULL) {
        const inode *safe = &disk.safe.contents[number];
        put(file, safe->bytes, safe->size, 0);
    }
    return file;
}

/* Of the changes of one name that wait, those up to some one have happened. */
static void wreck_name(name_now *names, const change *c, chance *luck)
{
    name_now *n = name_find(names, c->name);

    n->is_lost = n->is_lost || chance_one_in(luck, 2);
    if (!n->is_lost)
        n->number = c->inode;
}

static void wreck_change(inode *wreck, name_now *names, const change *c, chance *luck)
{
    uint64_t fate = 0; /* whole, torn, lost */

    if (c->kind == CHANGE_NAME) {
        wreck_name(names, c, luck);
        return;
    }
    fate = chance_below(luck, 3);
    if (fate == 0)
        apply_change(wreck_of(wreck, c->inode), c);
    else if (fate == 1 && c->kind == CHANGE_WRITE)
        write_torn(wreck_of(wreck, c->inode), c, luck);
}

disk_image disk_cut(size_t moment, chance *c)
{
    disk_image image = {.count = 0};
    name_now names[NAMES_MAX];
    inode *wreck;

    advance_safe(moment);
    memcpy(names, disk.safe.names, sizeof(names));
    wreck = must(calloc(disk.safe.numbers, sizeof(inode)));
    for (size_t i = 0; i < disk.safe.pending_count; i++)
        wreck_change(wreck, names, &disk.changes[disk.safe.pending[i]], c);
    for (size_t i = 0; i < NAMES_MAX; i++) {
        const inode *file = names[i].number != 0 ? wreck_of(wreck, names[i].number) : NULL;
        if (file != NULL)
            image_add(&image, names[i].name, file->bytes, file->size);
    }
    free_contents(wreck, disk.safe.numbers);
    return image;
}

void disk_record(bool lying)
{
    disk_record_end();
    begin_safe();
    disk.recording = true;
    disk.lying = lying;
}

void disk_record_stop(void)
{
    grow_safe();
    disk.recording = false;
}

size_t disk_moment(void)
{
    return disk.change_count;
}

void disk_record_end(void)
{
    for (size_t i = 0; i < disk.change_count; i++)
        free(disk.changes[i].bytes);
    free(disk.changes);
    disk.changes = NULL;
    disk.change_count = 0;
    disk.change_capacity = 0;
    disk.recording = false;
    end_safe();
}

/* --- reading and writing ------------------------------------------------------------------------ */

static handle *of(sqlite3_file *file)
{
    return (handle *)(void *)file;
}

static int on_read(sqlite3_file *file, void *out, int size, sqlite3_int64 offset)
{
    const inode *content = of(file)->file;
    size_t at = (size_t)offset;
    size_t wanted = (size_t)size;
    size_t got = at < content->size ? content->size - at : 0;

    if (fails("read", of(file)->name))
        return SQLITE_IOERR_READ;
    got = got < wanted ? got : wanted;
    if (got > 0 && strikes(DISK_FAULT_SHORT, "read", of(file)->name)) {
        memcpy(out, content->bytes + at, got / 2);
        return SQLITE_IOERR_READ;
    }
    if (got > 0)
        memcpy(out, content->bytes + at, got);
    memset((unsigned char *)out + got, 0, wanted - got);
    return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int on_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    handle *h = of(file);
    size_t written = (size_t)size;
    int rc = SQLITE_OK;

    if (fails("write", h->name))
        return SQLITE_IOERR_WRITE;
    if (strikes(DISK_FAULT_FULL, "write", h->name))
        return SQLITE_FULL;
    if (strikes(DISK_FAULT_SHORT, "write", h->name)) {
        written /= 2;
        rc = SQLITE_IOERR_WRITE;
    }
    put(h->file, bytes, written, (size_t)offset);
    note_write(h->file, bytes, written, (size_t)offset);
    return rc;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (fails("truncate", of(file)->name))
        return SQLITE_IOERR_TRUNCATE;
    resize(of(file)->file, (size_t)size);
    note_truncate(of(file)->file, (size_t)size);
    return SQLITE_OK;
}

static int on_sync(sqlite3_file *file, int flags)
{
    handle *h = of(file);

    (void)flags;
    if (fails("sync", h->name))
        return SQLITE_IOERR_FSYNC;
    note_sync(h->file->number);
    if (h->syncs_folder)
        note_folder_sync();
    h->syncs_folder = false;
    return SQLITE_OK;
}

static int on_file_size(sqlite3_file *file, sqlite3_int64 *out_size)
{
    if (fails("size", of(file)->name))
        return SQLITE_IOERR_FSTAT;
    *out_size = (sqlite3_int64)of(file)->file->size;
    return SQLITE_OK;
}

/* --- locks -------------------------------------------------------------------------------------- */

static bool is_taken(const void *owner, const handle *h)
{
    return owner != NULL && owner != h;
}

static int lock_exclusively(handle *h)
{
    inode *file = h->file;

    if (is_taken(file->reserved, h) || is_taken(file->pending, h))
        return SQLITE_BUSY;
    file->pending = h; /* no new readers from here on */
    if (file->shared > 1)
        return SQLITE_BUSY;
    file->exclusive = h;
    return SQLITE_OK;
}

static int lock_to(handle *h, int level)
{
    inode *file = h->file;

    if (level == SQLITE_LOCK_SHARED && (is_taken(file->pending, h) || is_taken(file->exclusive, h)))
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_RESERVED && is_taken(file->reserved, h))
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE)
        return lock_exclusively(h);
    if (level == SQLITE_LOCK_SHARED)
        file->shared++;
    if (level == SQLITE_LOCK_RESERVED)
        file->reserved = h;
    return SQLITE_OK;
}

static int on_lock(sqlite3_file *file, int level)
{
    handle *h = of(file);
    int rc;

    if (h->lock >= level)
        return SQLITE_OK;
    if (fails("lock", h->name))
        return SQLITE_IOERR_LOCK;
    rc = lock_to(h, level);
    if (rc == SQLITE_OK) {
        disk.held_locks += h->lock == SQLITE_LOCK_NONE;
        h->lock = level;
    }
    return rc;
}

static void forget_owner(const void **owner, const handle *h)
{
    if (*owner == h)
        *owner = NULL;
}

static void unlock(handle *h, int level)
{
    if (h->lock <= level)
        return;
    forget_owner(&h->file->reserved, h);
    forget_owner(&h->file->pending, h);
    forget_owner(&h->file->exclusive, h);
    if (level == SQLITE_LOCK_NONE) {
        h->file->shared--;
        disk.held_locks--;
    }
    h->lock = level;
}

static int on_unlock(sqlite3_file *file, int level)
{
    unlock(of(file), level); /* as at close, it happens though it were said to have failed */
    return SQLITE_OK;
}

static int on_check_reserved(sqlite3_file *file, int *out_is_reserved)
{
    if (fails("check the lock of", of(file)->name))
        return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *out_is_reserved = of(file)->file->reserved != NULL;
    return SQLITE_OK;
}

/* --- shared memory ------------------------------------------------------------------------------ */

static int on_shm_map(sqlite3_file *file, int region, int size, int extends, void volatile **out)
{
    inode *content = of(file)->file;

    *out = NULL;
    if (fails("map", of(file)->name))
        return SQLITE_IOERR_SHMMAP;
    if (region >= SHM_REGIONS_MAX)
        return SQLITE_IOERR_SHMSIZE;
    if (content->regions[region] == NULL && extends)
        content->regions[region] = must(calloc(1, (size_t)size));
    *out = content->regions[region];
    return SQLITE_OK;
}

static void unlock_shm(handle *h, int slot)
{
    inode *file = h->file;

    if (file->shm_exclusive[slot] == h) {
        file->shm_exclusive[slot] = NULL;
        disk.held_locks--;
    } else if ((h->shm_shared & (1u << slot)) != 0) {
        h->shm_shared &= ~(1u << slot);
        file->shm_shared[slot]--;
        disk.held_locks--;
    }
}

static bool can_lock_shm(const handle *h, int slot, bool exclusive)
{
    const inode *file = h->file;
    int others = file->shm_shared[slot] - ((h->shm_shared >> slot) & 1u ? 1 : 0);

    return !is_taken(file->shm_exclusive[slot], h) && (!exclusive || others == 0);
}

static void lock_shm(handle *h, int slot, bool exclusive)
{
    if (exclusive)
        h->file->shm_exclusive[slot] = h;
    else if ((h->shm_shared & (1u << slot)) == 0)
        h->file->shm_shared[slot]++;
    else
        return;
    if (!exclusive)
        h->shm_shared |= 1u << slot;
    disk.held_locks++;
}

static int on_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    handle *h = of(file);
    bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    bool locks = (flags & SQLITE_SHM_LOCK) != 0;

    if (locks && fails("lock the memory of", h->name))
        return SQLITE_IOERR_SHMLOCK;
    for (int i = offset; locks && i < offset + n; i++)
        if (!can_lock_shm(h, i, exclusive))
            return SQLITE_BUSY;
    for (int i = offset; i < offset + n; i++) {
        if (locks)
            lock_shm(h, i, exclusive);
        else
            unlock_shm(h, i);
    }
    return SQLITE_OK;
}

static void on_shm_barrier(sqlite3_file *file)
{
    (void)file;
}

static int on_shm_unmap(sqlite3_file *file, int deletes)
{
    handle *h = of(file);

    for (int slot = 0; slot < SQLITE_SHM_NLOCK; slot++)
        unlock_shm(h, slot);
    if (deletes || h->file->handles == 1)
        free_regions(h->file); /* as the last to close takes the file of shared memory away */
    return SQLITE_OK;
}

/* --- the rest of a file ------------------------------------------------------------------------- */

static int on_close(sqlite3_file *file)
{
    handle *h = of(file);
    entry *e = h->goes_at_close ? find_entry(h->name) : NULL;

    unlock(h, SQLITE_LOCK_NONE);
    disk.open_files--;
    h->file->handles--;
    if (e != NULL)
        drop_entry(e);
    else
        release(h->file);
    return SQLITE_OK;
}

static int on_file_control(sqlite3_file *file, int operation, void *argument)
{
    (void)file;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int on_sector_size(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

/* As SQLite takes it for granted of disks under Unix. */
static int on_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- the VFS ------------------------------------------------------------------------------------ */

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_reserved,
    .xFileControl = on_file_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

static bool is_journal(int flags)
{
    return (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                   int *out_flags)
{
    static int unnamed;
    handle *h = of(file);
    const entry *e = NULL;

    (void)vfs;
    *h = (handle){.base = {NULL}, .goes_at_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
    if (name != NULL)
        set_name(h->name, name);
    else
        (void)snprintf(h->name, sizeof(h->name), "unnamed-%d", ++unnamed);
    e = find_entry(h->name);
    if (fails("open", h->name) || (e == NULL && (flags & SQLITE_OPEN_CREATE) == 0))
        return SQLITE_CANTOPEN;
    h->file = e != NULL ? e->file : make_file(h->name);
    if (e == NULL)
        note_name(h->name, h->file->number);
    h->syncs_folder = e == NULL && is_journal(flags);
    h->file->handles++;
    disk.open_files++;
    h->base.pMethods = &methods;
    if (out_flags != NULL)
        *out_flags = flags;
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int syncs_folder)
{
    entry *e = find_entry(name);

    (void)vfs;
    if (fails("delete", name))
        return SQLITE_IOERR_DELETE;
    if (e == NULL)
        return SQLITE_IOERR_DELETE_NOENT;
    drop_entry(e);
    note_name(name, 0);
    if (syncs_folder)
        note_folder_sync();
    return SQLITE_OK;
}

/* Like SQLite's own, an empty file does not count as one that exists. */
static int on_access(sqlite3_vfs *vfs, const char *name, int how, int *out_is)
{
    const entry *e = find_entry(name);

    (void)vfs;
    if (fails("look for", name))
        return SQLITE_IOERR_ACCESS;
    *out_is = e != NULL && (how != SQLITE_ACCESS_EXISTS || e->file->size > 0);
    return SQLITE_OK;
}

static int on_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    (void)sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

static int on_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    memset(out, 7, (size_t)size); /* every run the same */
    return size;
}

static int on_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds; /* nobody else is there to wait for */
}

static int on_time(sqlite3_vfs *vfs, sqlite3_int64 *out_ms)
{
    (void)vfs;
    *out_ms = INT64_C(212641200000000);
    return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    if (size > 0)
        out[0] = '\0';
    return 0;
}

void disk_register(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof(handle),
        .mxPathname = DISK_NAME_SIZE - 1,
        .zName = DISK_VFS,
        .xOpen = on_open,
        .xDelete = on_delete,
        .xAccess = on_access,
        .xFullPathname = on_full_pathname,
        .xRandomness = on_randomness,
        .xSleep = on_sleep,
        .xGetLastError = on_last_error,
        .xCurrentTimeInt64 = on_time,
    };

    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
        abort();
}
