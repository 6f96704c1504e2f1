/*
 * pages.c - see pages.h: which bytes are a page, which pages are free, which have rows.
 */
#include "db/pages.h"

#include "db/wal.h"

enum {
    HEADER_RESERVED_AT = 20, /* places in the header of the file */
    HEADER_PAGE_SIZE_AT = 16,
    HEADER_CHANGES_AT = 24,
    HEADER_PAGE_COUNT_AT = 28,
    HEADER_FREE_TRUNK_AT = 32,
    HEADER_FREE_COUNT_AT = 36,
    HEADER_SCHEMA_VERSION_AT = 60,
    HEADER_APPLICATION_ID_AT = 68,
    HEADER_CHANGES_AGAIN_AT = 92
};

#define LOCK_BYTE_AT UINT32_C(0x40000000) /* its page is never used */
#define PAGE_SIZE_DEFAULT 4096
#define SAMPLE_SIZE (INT64_C(2) << 20) /* of the file, to tell the page size by */

enum { /* what is known of a page */
       MARK_POINTED_TO = 1u << 0,
       MARK_FREE = 1u << 1,
       MARK_OVERFLOW = 1u << 2, /* part of a row that was read, or of a key */
       MARK_ROWS = 1u << 3,     /* a page of a tree that has rows, by rowid or by key */
       MARK_TREE = 1u << 4,     /* another page of a tree */
       MARK_BROKEN = 1u << 5    /* missing, or making no sense */
};

typedef struct page_reader {
    const char *name; /* the files': SQLite looks at it until they are closed */
    focus__raw_file main;
    focus__raw_file log;
    focus__wal wal;
    uint32_t page_size;
    uint32_t usable_size;
    uint32_t page_count;
    unsigned char *marks;    /* MARK_* of pages 1 to page_count */
    unsigned char *page;     /* the one looked at */
    unsigned char *overflow; /* the part of a payload looked at */
    unsigned char *payload;  /* FOCUS__PAYLOAD_MAX bytes */
    int64_t overflow_budget; /* pages: damage may send many rows to the same ones */
    focus__row_visit *visit;
    void *user;
    focus_error *error;
} page_reader;

/* --- the files -------------------------------------------------------------------------------- */

/* `name` is the file's as sqlite3_create_filename() made it, or its log's out of that. */
static focus_status open_raw(sqlite3_vfs *vfs, const char *name, int flags, focus__raw_file *out,
                             focus_error *error)
{
    sqlite3_int64 size = 0;
    int out_flags = 0;
    int rc;

    out->file = focus__alloc((size_t)vfs->szOsFile);
    if (out->file == NULL)
        return focus__fail(error, FOCUS_E_NOMEM, "no memory to open the file");
    rc = vfs->xOpen(vfs, name, out->file, flags | SQLITE_OPEN_READONLY, &out_flags);
    if (rc == SQLITE_OK)
        rc = out->file->pMethods->xFileSize(out->file, &size);
    out->size = size;
    if (rc == SQLITE_OK)
        return FOCUS_OK;
    return focus__fail(error, focus__status_of(rc), "cannot read %s: %s", name, sqlite3_errstr(rc));
}

static void close_raw(focus__raw_file *raw)
{
    if (raw->file != NULL && raw->file->pMethods != NULL)
        (void)raw->file->pMethods->xClose(raw->file);
    focus__free(raw->file);
    *raw = (focus__raw_file){0};
}

/* A log that is missing or cannot be opened is none. */
static focus_status open_both(page_reader *r, sqlite3_vfs *vfs, const char *path)
{
    focus__buffer wal_path = {0};
    focus_status status;

    focus__buffer_text(&wal_path, path);
    focus__buffer_text(&wal_path, "-wal");
    if (!wal_path.failed)
        r->name = sqlite3_create_filename(path, "", wal_path.bytes, 0, NULL);
    status = r->name != NULL ? open_raw(vfs, r->name, SQLITE_OPEN_MAIN_DB, &r->main, r->error)
                             : focus__fail(r->error, FOCUS_E_NOMEM, "no memory to open the file");
    if (status == FOCUS_OK && focus__db_may_exist(vfs, wal_path.bytes))
        status = open_raw(vfs, sqlite3_filename_wal(r->name), SQLITE_OPEN_WAL, &r->log, NULL);
    if (status != FOCUS_OK && status != FOCUS_E_NOMEM && r->main.size > 0) {
        close_raw(&r->log);
        status = FOCUS_OK;
    }
    focus__buffer_free(&wal_path);
    return status;
}

/* A folder can be opened on some systems, and read on none. */
static focus_status open_files(page_reader *r, const char *path, const char *vfs_name)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name);
    focus__buffer name = {0};
    focus__buffer inside = {0};
    bool is_folder = false;
    focus_status status = FOCUS_OK;

    focus__db_plain_path(&name, path);
    focus__buffer_text(&inside, path);
    focus__buffer_text(&inside, "/.");
    if (name.failed || inside.failed)
        status = focus__fail(r->error, FOCUS_E_NOMEM, "no memory for a path");
    else if (!focus__db_may_exist(vfs, name.bytes))
        status = focus__fail(r->error, FOCUS_E_NOT_FOUND, "there is no file %s", path);
    else if (focus__db_look_for(vfs, inside.bytes, &is_folder) == SQLITE_OK && is_folder)
        status = focus__fail(r->error, FOCUS_E_NOT_OURS, "%s is a folder", path);
    focus__buffer_clear(&name);
    if (status == FOCUS_OK)
        status = focus__db_full_path(vfs, path, &name, r->error);
    if (status == FOCUS_OK)
        status = open_both(r, vfs, name.bytes);
    focus__buffer_free(&name);
    focus__buffer_free(&inside);
    return status;
}

/* --- the page size ---------------------------------------------------------------------------- */

static bool is_page_size(uint32_t size)
{
    return size >= FOCUS__PAGE_SIZE_MIN && size <= FOCUS__PAGE_SIZE_MAX && (size & (size - 1)) == 0;
}

/* A page of a tree is filled from its end: its cells lie within it, and one begins in its second
 * half. That is not so where pages are taken for larger or smaller than they are. */
static bool looks_like_tree(const unsigned char *bytes, uint32_t page_size, uint32_t page_number)
{
    focus__tree_page page;
    uint32_t last = 0;

    if (!focus__tree_page_read(bytes, page_size, page_number, &page))
        return false;
    for (uint32_t i = 0; i < page.cell_count; i++) {
        const uint32_t at = focus__tree_page_cell_at(&page, i);
        if (at == 0)
            return false;
        last = at > last ? at : last;
    }
    return last > page_size / 2;
}

/* Bytes at the beginning of the file that are pages of trees if pages have that size. */
static int64_t bytes_that_fit(const page_reader *r, uint32_t page_size)
{
    int64_t fitting = 0;
    uint32_t number = 1;

    for (int64_t at = 0; at < SAMPLE_SIZE; at += page_size, number++)
        if (focus__raw_read(&r->main, at, r->page, page_size) &&
            looks_like_tree(r->page, page_size, number))
            fitting += page_size;
    return fitting;
}

/* What the headers say comes first; only pages themselves can outvote it. */
static uint32_t find_page_size(const page_reader *r)
{
    uint32_t sizes[] = {0,     0,     PAGE_SIZE_DEFAULT,   1024, 2048, FOCUS__PAGE_SIZE_MIN, 8192,
                        16384, 32768, FOCUS__PAGE_SIZE_MAX};
    unsigned char header[2] = {0};
    uint32_t best = PAGE_SIZE_DEFAULT;
    int64_t most = -1;

    (void)focus__raw_read(&r->main, HEADER_PAGE_SIZE_AT, header, sizeof(header));
    sizes[0] = focus__get_16(header) == 1 ? FOCUS__PAGE_SIZE_MAX : focus__get_16(header);
    sizes[1] = focus__wal_page_size(&r->log);
    for (size_t i = 0; i < FOCUS__COUNT_OF(sizes); i++) {
        const int64_t fitting = is_page_size(sizes[i]) ? bytes_that_fit(r, sizes[i]) : -1;
        if (fitting > most) {
            most = fitting;
            best = sizes[i];
        }
    }
    return best;
}

/* --- pages ------------------------------------------------------------------------------------ */

static bool pages_read_page(const page_reader *r, uint32_t number, unsigned char *bytes)
{
    const int64_t in_log_at = focus__wal_find(&r->wal, number);

    if (in_log_at >= 0)
        return focus__raw_read(&r->log, in_log_at, bytes, r->page_size);
    return focus__raw_read(&r->main, (int64_t)(number - 1) * r->page_size, bytes, r->page_size);
}

static bool has_page(const page_reader *r, uint32_t number)
{
    return number >= 1 && number <= r->page_count && number != LOCK_BYTE_AT / r->page_size + 1;
}

static bool is_file_header(const unsigned char *bytes)
{
    return memcmp(bytes, "SQLite format 3", 16) == 0;
}

/* How many pages the file should have; only damage leaves fewer. */
static uint32_t said_page_count(const page_reader *r)
{
    const unsigned char *header = r->page;

    if (r->wal.last_page != 0)
        return r->wal.last_page;
    if (!pages_read_page(r, 1, r->page) || !is_file_header(header) ||
        memcmp(header + HEADER_CHANGES_AT, header + HEADER_CHANGES_AGAIN_AT, 4) != 0)
        return 0;
    return focus__get_32(header + HEADER_PAGE_COUNT_AT);
}

static void note_header(page_reader *r, focus__pages_report *out)
{
    uint32_t reserved = 0;

    out->page_size = r->page_size;
    r->usable_size = r->page_size;
    if (!pages_read_page(r, 1, r->page) || !is_file_header(r->page))
        return;
    out->schema_version = (int32_t)focus__get_32(r->page + HEADER_SCHEMA_VERSION_AT);
    out->application_id = (int32_t)focus__get_32(r->page + HEADER_APPLICATION_ID_AT);
    reserved = r->page[HEADER_RESERVED_AT];
    if (r->page_size - reserved >= FOCUS__USABLE_MIN)
        r->usable_size = r->page_size - reserved;
}

static focus_status make_room(page_reader *r)
{
    int64_t pages = (r->main.size + r->page_size - 1) / r->page_size; /* a last part as well */
    const focus__wal *wal = &r->wal;

    if (wal->page_count > 0 && wal->pages[wal->page_count - 1].number > pages)
        pages = wal->pages[wal->page_count - 1].number;
    if (pages > UINT32_MAX - 1)
        pages = UINT32_MAX - 1;
    r->page_count = (uint32_t)pages;
    r->overflow_budget = 8 * pages;
    r->marks = focus__alloc((size_t)pages + 1);
    r->payload = focus__alloc(FOCUS__PAYLOAD_MAX);
    if (r->marks == NULL || r->payload == NULL)
        return focus__fail(r->error, FOCUS_E_NOMEM, "no memory for %lld pages", (long long)pages);
    return FOCUS_OK;
}

/* --- trees ------------------------------------------------------------------------------------ */

static void mark_child(page_reader *r, uint32_t number)
{
    if (has_page(r, number))
        r->marks[number] |= MARK_POINTED_TO;
}

/* The rest of a payload, page by page; bytes NULL: only mark them. False where the chain breaks. */
static bool follow_overflow(page_reader *r, const focus__cell *cell, unsigned char *bytes)
{
    const uint32_t room = r->usable_size - 4;
    uint64_t left = cell->payload_size - cell->local_size;
    uint32_t number = cell->overflow;

    if (cell->payload_size > FOCUS__PAYLOAD_MAX)
        return false;
    while (left > 0) {
        const uint32_t size = left < room ? (uint32_t)left : room;
        if (!has_page(r, number) || r->overflow_budget-- <= 0 ||
            !pages_read_page(r, number, r->overflow))
            return false;
        r->marks[number] |= MARK_OVERFLOW;
        if (bytes != NULL) {
            memcpy(bytes, r->overflow + 4, size);
            bytes += size;
        }
        left -= size;
        number = focus__get_32(r->overflow);
    }
    return number == 0;
}

typedef bool visit_cell(page_reader *r, const focus__tree_page *page, const focus__cell *cell,
                        focus_status *out_status);

/* All cells of a page; cells do not overlap, so that a damaged page cannot have more than its size
 * of them. Marks the page as broken where one makes no sense. */
static focus_status each_cell(page_reader *r, uint32_t number, const focus__tree_page *page,
                              visit_cell *visit)
{
    focus_status status = FOCUS_OK;
    focus__cell cell;
    uint32_t size = 0;

    for (uint32_t i = 0; i < page->cell_count && status == FOCUS_OK; i++) {
        const uint32_t at = focus__tree_page_cell_at(page, i);
        bool right = at != 0 && focus__cell_read(page, at, &cell);
        size += right ? cell.size : 0;
        right = right && size <= page->usable_size && visit(r, page, &cell, &status);
        if (!right)
            r->marks[number] |= MARK_BROKEN;
    }
    return status;
}

/* Interior pages point to their children; keys of indexes overflow like rows. */
static bool note_cell(page_reader *r, const focus__tree_page *page, const focus__cell *cell,
                      focus_status *out_status)
{
    (void)page;
    (void)out_status;
    if (cell->child != 0)
        mark_child(r, cell->child);
    return cell->overflow == 0 || follow_overflow(r, cell, NULL);
}

static void note_page(page_reader *r, uint32_t number)
{
    focus__tree_page page;

    if (!has_page(r, number))
        return;
    if (!pages_read_page(r, number, r->page)) {
        r->marks[number] |= MARK_BROKEN;
        return;
    }
    if (!focus__tree_page_read(r->page, r->usable_size, number, &page))
        return;
    r->marks[number] |= page.type == FOCUS__PAGE_INTERIOR_TABLE ? MARK_TREE : MARK_ROWS;
    if (page.type == FOCUS__PAGE_LEAF_TABLE)
        return;
    mark_child(r, focus__tree_page_last_child(&page));
    (void)each_cell(r, number, &page, note_cell);
}

/* --- free pages ------------------------------------------------------------------------------- */

/* A trunk names the next trunk, how many pages it names, and those. `left`: pages that are still to
 * come. What makes no sense shows that this is no trunk. */
static bool trunk_is_right(const page_reader *r, uint32_t number, uint32_t left)
{
    uint32_t count = 0;

    if (!has_page(r, number) || (r->marks[number] & MARK_FREE) != 0 ||
        !pages_read_page(r, number, r->page))
        return false;
    count = focus__get_32(r->page + 4);
    if (count > r->usable_size / 4 - 2 || count >= left)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t leaf = focus__get_32(r->page + 8 + (size_t)4 * i);
        if (!has_page(r, leaf) || leaf == number || (r->marks[leaf] & MARK_FREE) != 0)
            return false;
    }
    return true;
}

/* As far as the chain can be believed. */
static void mark_free_pages(page_reader *r)
{
    uint32_t number = 0;
    uint32_t left = 0;

    if (!has_page(r, 1) || !pages_read_page(r, 1, r->page) || !is_file_header(r->page))
        return;
    number = focus__get_32(r->page + HEADER_FREE_TRUNK_AT);
    left = focus__get_32(r->page + HEADER_FREE_COUNT_AT);
    while (number != 0 && trunk_is_right(r, number, left)) {
        const uint32_t count = focus__get_32(r->page + 4);
        r->marks[number] |= MARK_FREE;
        for (uint32_t i = 0; i < count; i++)
            r->marks[focus__get_32(r->page + 8 + (size_t)4 * i)] |= MARK_FREE;
        left -= count + 1;
        number = focus__get_32(r->page);
    }
}

/* A page to which a tree points is in use, whatever a damaged list of free pages says. */
static void look_at_pages(page_reader *r)
{
    mark_free_pages(r);
    for (uint32_t number = 1; number <= r->page_count; number++)
        if ((r->marks[number] & MARK_FREE) == 0)
            note_page(r, number);
    for (uint32_t number = 1; number <= r->page_count; number++) {
        if ((r->marks[number] & MARK_FREE) == 0 || (r->marks[number] & MARK_POINTED_TO) == 0)
            continue;
        r->marks[number] &= (unsigned char)~MARK_FREE;
        note_page(r, number);
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

static bool give_row(page_reader *r, const focus__tree_page *page, const focus__cell *cell,
                     focus_status *out_status)
{
    focus__value values[FOCUS__VALUES_MAX];
    focus__raw_row row = {
        .is_by_key = page->type != FOCUS__PAGE_LEAF_TABLE,
        .rowid = cell->rowid,
        .values = values,
    };
    const unsigned char *payload = cell->local;

    if (cell->overflow != 0) {
        if (cell->payload_size > FOCUS__PAYLOAD_MAX)
            return false;
        memcpy(r->payload, cell->local, cell->local_size);
        payload = r->payload;
        if (!follow_overflow(r, cell, r->payload + cell->local_size))
            return false;
    }
    if (!focus__record_read(payload, (size_t)cell->payload_size, values, &row.value_count))
        return false;
    *out_status = r->visit(r->user, &row);
    return true;
}

/* The pages with rows whose mark of being pointed to is as wanted. */
static focus_status visit_rows(page_reader *r, unsigned pointed_to)
{
    focus__tree_page page;
    focus_status status = FOCUS_OK;

    for (uint32_t number = 1; number <= r->page_count && status == FOCUS_OK; number++) {
        const unsigned marks = r->marks[number];
        if ((marks & MARK_ROWS) != 0 && (marks & MARK_FREE) == 0 &&
            (marks & MARK_POINTED_TO) == pointed_to && pages_read_page(r, number, r->page) &&
            focus__tree_page_read(r->page, r->usable_size, number, &page))
            status = each_cell(r, number, &page, give_row);
    }
    return status;
}

/* A page that is part of nothing should be free. */
static void count_pages(const page_reader *r, uint32_t said, focus__pages_report *out)
{
    const unsigned known = MARK_ROWS | MARK_TREE | MARK_OVERFLOW;

    if (said > r->page_count)
        out->unreadable_count = said - r->page_count;
    for (uint32_t number = 1; number <= r->page_count; number++) {
        const unsigned marks = r->marks[number];
        if (!has_page(r, number))
            continue;
        if ((marks & MARK_FREE) == 0 && ((marks & MARK_BROKEN) != 0 || (marks & known) == 0))
            out->unreadable_count++;
        else
            out->read_count++;
    }
}

static focus_status visit_all(page_reader *r, focus__pages_report *out)
{
    uint32_t said = 0;
    focus_status status;

    r->page_size = find_page_size(r);
    status = focus__wal_read(&r->log, r->page_size, r->page, &r->wal, r->error);
    if (status == FOCUS_OK)
        status = make_room(r);
    if (status != FOCUS_OK)
        return status;
    note_header(r, out);
    said = said_page_count(r);
    look_at_pages(r);
    status = visit_rows(r, MARK_POINTED_TO);
    if (status == FOCUS_OK)
        status = visit_rows(r, 0);
    count_pages(r, said, out);
    return status;
}

focus_status focus__pages_visit(const char *path, const char *vfs_name, focus__row_visit *visit,
                                void *user, focus__pages_report *out, focus_error *error)
{
    page_reader r = {.visit = visit, .user = user, .error = error};
    focus_status status = open_files(&r, path, vfs_name);

    *out = (focus__pages_report){0};
    r.page = focus__alloc(FOCUS__PAGE_SIZE_MAX);
    r.overflow = focus__alloc(FOCUS__PAGE_SIZE_MAX);
    if (status == FOCUS_OK && (r.page == NULL || r.overflow == NULL))
        status = focus__fail(error, FOCUS_E_NOMEM, "no memory for a page");
    if (status == FOCUS_OK)
        status = visit_all(&r, out);
    close_raw(&r.main);
    close_raw(&r.log);
    sqlite3_free_filename(r.name);
    focus__wal_free(&r.wal);
    focus__free(r.marks);
    focus__free(r.payload);
    focus__free(r.overflow);
    focus__free(r.page);
    return status;
}

#undef LOCK_BYTE_AT
#undef PAGE_SIZE_DEFAULT
#undef SAMPLE_SIZE
