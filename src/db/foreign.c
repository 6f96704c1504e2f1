/*
 * foreign.c - see foreign.h. The format is that of sqlite.org/fileformat2.html.
 */
#include "db/foreign.h"

enum {
    FOREIGN_PAGE_SIZE_AT = 16,
    FOREIGN_RESERVED_AT = 20,
    FOREIGN_PAGE_COUNT_AT = 28,
    FOREIGN_ENCODING_AT = 56,
    FOREIGN_UTF_8 = 1,
    FOREIGN_DEPTH_MAX = 20, /* of a tree; ten make more rows than there can be */
    FOREIGN_SCHEMA_COLUMNS = 5
};

static const char foreign_magic[16] = "SQLite format 3";

typedef struct foreign_file {
    const unsigned char *bytes;
    uint32_t page_size;
    uint32_t usable_size;
    uint32_t page_count;
    unsigned char *seen;     /* 1: a page of a tree that was walked */
    unsigned char *payload;  /* FOCUS__PAYLOAD_MAX bytes */
    int64_t overflow_budget; /* pages: damage may send many rows to the same ones */
    focus__row_visit *visit;
    void *user;
    focus_error *error;
} foreign_file;

/* Where the walk of a tree stands: a page, and the next of its children. */
typedef struct foreign_step {
    uint32_t number;
    uint32_t next;
} foreign_step;

bool focus__foreign_is_alike(const char *bytes, size_t size)
{
    return size >= FOCUS__FILE_HEADER_SIZE &&
           memcmp(bytes, foreign_magic, sizeof foreign_magic) == 0;
}

static focus_status foreign_fail(const foreign_file *i)
{
    return focus__fail(i->error, FOCUS_E_INVALID, "the database is damaged");
}

static focus_status foreign_open(foreign_file *i, size_t size)
{
    uint32_t page_size;

    if (!focus__foreign_is_alike((const char *)i->bytes, size))
        return focus__fail(i->error, FOCUS_E_INVALID, "this is no SQLite database");
    page_size = focus__get_16(i->bytes + FOREIGN_PAGE_SIZE_AT);
    i->page_size = page_size == 1 ? FOCUS__PAGE_SIZE_MAX : page_size;
    if (i->page_size < FOCUS__PAGE_SIZE_MIN || (i->page_size & (i->page_size - 1)) != 0 ||
        i->page_size - i->bytes[FOREIGN_RESERVED_AT] < FOCUS__USABLE_MIN)
        return foreign_fail(i);
    if (focus__get_32(i->bytes + FOREIGN_ENCODING_AT) > FOREIGN_UTF_8)
        return focus__fail(i->error, FOCUS_E_INVALID, "the database's texts are not UTF-8");
    i->usable_size = i->page_size - i->bytes[FOREIGN_RESERVED_AT];
    i->page_count = (uint32_t)(size / i->page_size);
    if (focus__get_32(i->bytes + FOREIGN_PAGE_COUNT_AT) > i->page_count)
        return focus__fail(i->error, FOCUS_E_INVALID, "the database ends in the middle");
    i->overflow_budget = (int64_t)8 * i->page_count;
    i->seen = focus__alloc((size_t)i->page_count + 1);
    i->payload = focus__alloc(FOCUS__PAYLOAD_MAX);
    if (i->seen == NULL || i->payload == NULL)
        return focus__fail(i->error, FOCUS_E_NOMEM, "no memory for a database");
    return FOCUS_OK;
}

/* Pages count from 1. */
static const unsigned char *foreign_page(const foreign_file *i, uint32_t number)
{
    return i->bytes + (size_t)(number - 1) * i->page_size;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* The whole of a payload that goes on in other pages. False where the chain breaks. */
static bool foreign_gather(foreign_file *i, const focus__cell *cell)
{
    uint64_t left = cell->payload_size - cell->local_size;
    unsigned char *to = i->payload + cell->local_size;
    uint32_t number = cell->overflow;

    if (cell->payload_size > FOCUS__PAYLOAD_MAX)
        return false;
    memcpy(i->payload, cell->local, cell->local_size);
    while (left > 0) {
        uint32_t room = i->usable_size - 4;
        uint32_t size = left < room ? (uint32_t)left : room;
        if (number < 1 || number > i->page_count || i->overflow_budget-- <= 0)
            return false;
        memcpy(to, foreign_page(i, number) + 4, size);
        number = focus__get_32(foreign_page(i, number));
        to += size;
        left -= size;
    }
    return true;
}

static focus_status foreign_give_row(foreign_file *i, const focus__cell *cell)
{
    focus__value values[FOCUS__VALUES_MAX];
    focus__raw_row row = {.rowid = cell->rowid, .values = values};
    const unsigned char *payload = cell->overflow == 0 ? cell->local : i->payload;

    if ((cell->overflow != 0 && !foreign_gather(i, cell)) ||
        !focus__record_read(payload, (size_t)cell->payload_size, values, &row.value_count))
        return foreign_fail(i);
    return i->visit(i->user, &row);
}

static focus_status foreign_give_rows(foreign_file *i, const focus__tree_page *page)
{
    focus_status status = FOCUS_OK;
    focus__cell cell;

    for (uint32_t n = 0; n < page->cell_count && status == FOCUS_OK; n++) {
        uint32_t at = focus__tree_page_cell_at(page, n);
        if (at == 0 || !focus__cell_read(page, at, &cell))
            return foreign_fail(i);
        status = foreign_give_row(i, &cell);
    }
    return status;
}

/* --- trees ------------------------------------------------------------------------------------ */

static bool foreign_child(const focus__tree_page *page, uint32_t n, uint32_t *out_number)
{
    focus__cell cell;

    *out_number = focus__tree_page_last_child(page);
    if (n == page->cell_count)
        return true;
    uint32_t at = focus__tree_page_cell_at(page, n);
    if (at == 0 || !focus__cell_read(page, at, &cell))
        return false;
    *out_number = cell.child;
    return true;
}

/* Look at the page on top: give its rows, or go down to its next child, or up. */
static focus_status foreign_step_on(foreign_file *i, foreign_step steps[FOREIGN_DEPTH_MAX],
                                    int *depth)
{
    foreign_step *step = &steps[*depth - 1];
    focus__tree_page page;
    uint32_t child;

    if (!focus__tree_page_read(foreign_page(i, step->number), i->usable_size, step->number, &page))
        return foreign_fail(i);
    if (page.type == FOCUS__PAGE_LEAF_TABLE) {
        (*depth)--;
        return foreign_give_rows(i, &page);
    }
    if (page.type != FOCUS__PAGE_INTERIOR_TABLE)
        return foreign_fail(i);
    if (step->next > page.cell_count) {
        (*depth)--;
        return FOCUS_OK;
    }
    if (*depth == FOREIGN_DEPTH_MAX || !foreign_child(&page, step->next++, &child) || child < 1 ||
        child > i->page_count || i->seen[child] != 0)
        return foreign_fail(i);
    i->seen[child] = 1;
    steps[(*depth)++] = (foreign_step){.number = child};
    return FOCUS_OK;
}

static focus_status foreign_walk(foreign_file *i, int64_t root)
{
    foreign_step steps[FOREIGN_DEPTH_MAX] = {{0}};
    int depth = 1;
    focus_status status = FOCUS_OK;

    assert(i->seen != NULL);
    if (root < 1 || root > i->page_count || i->seen[root] != 0)
        return foreign_fail(i);
    i->seen[root] = 1;
    steps[0].number = (uint32_t)root;
    while (depth > 0 && status == FOCUS_OK)
        status = foreign_step_on(i, steps, &depth);
    return status;
}

/* --- the schema: type, name, table, root page, SQL ------------------------------------------------ */

typedef struct foreign_search {
    const char *table;
    int64_t root; /* 0: not found yet */
} foreign_search;

static bool foreign_text_is(const focus__value *value, const char *text)
{
    return value->kind == FOCUS__VALUE_TEXT && value->size == strlen(text) &&
           memcmp(value->bytes, text, value->size) == 0;
}

static focus_status foreign_look(void *user, const focus__raw_row *row)
{
    foreign_search *search = user;

    if (row->value_count == FOREIGN_SCHEMA_COLUMNS && foreign_text_is(&row->values[0], "table") &&
        foreign_text_is(&row->values[1], search->table))
        search->root = row->values[3].number;
    return FOCUS_OK;
}

focus_status focus__foreign_each(const unsigned char *bytes, size_t size, const char *table,
                                 focus__row_visit *visit, void *user, focus_error *error)
{
    foreign_search search = {.table = table};
    foreign_file i = {.bytes = bytes, .visit = foreign_look, .user = &search, .error = error};
    focus_status status = foreign_open(&i, size);

    if (status == FOCUS_OK)
        status = foreign_walk(&i, 1);
    i.visit = visit;
    i.user = user;
    if (status == FOCUS_OK)
        status = search.root != 0 ? foreign_walk(&i, search.root) : FOCUS_DONE;
    focus__free(i.seen);
    focus__free(i.payload);
    return status;
}
