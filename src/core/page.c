/*
 * page.c - lists by pages: limit, cursor, and the walk through a page's rows.
 */
#include "core/store.h"

#include "base/text.h"
#include "rules/limits.h"

#include <stdio.h>
#include <stdlib.h>

void focus__cursor_write(char out_cursor[FOCUS_CURSOR_SIZE], int64_t first, int64_t second)
{
    (void)snprintf(out_cursor, FOCUS_CURSOR_SIZE, "%lld.%lld", (long long)first, (long long)second);
}

/* Only what we would have written ourselves is a cursor. */
static focus_status read_cursor(focus_store *store, focus__page *page)
{
    char again[FOCUS_CURSOR_SIZE];
    char *end = NULL;

    page->after_first = strtoll(page->cursor, &end, 10);
    page->after_second = *end == '.' ? strtoll(end + 1, &end, 10) : 0;
    focus__cursor_write(again, page->after_first, page->after_second);
    if (strcmp(again, page->cursor) != 0)
        return focus__fail(&store->error, FOCUS_E_INVALID, "this is not a cursor that a page gave");
    return FOCUS_OK;
}

focus_status focus__page_check(focus_store *store, focus__page *page, uint32_t fallback)
{
    focus_status status = focus__check_limit(page->limit, fallback, &page->limit, &store->error);

    if (status == FOCUS_OK && focus__text_or_null(page->cursor) != NULL)
        status = read_cursor(store, page);
    return status;
}

focus_status focus__page_read(focus_store *store, void *box, focus__stmt *stmt, focus__page *page,
                              focus__read_item *read, size_t *out_count,
                              char out_cursor[FOCUS_CURSOR_SIZE])
{
    size_t count = 0;
    focus_status status = focus__stmt_step(stmt);

    while (status == FOCUS_OK && count < page->limit) {
        status = read(store, box, stmt, count++, page);
        if (status == FOCUS_OK)
            status = focus__stmt_step(stmt);
    }
    focus__stmt_return(stmt);
    out_cursor[0] = '\0';
    if (status == FOCUS_OK)
        focus__cursor_write(out_cursor, page->after_first, page->after_second);
    *out_count = count;
    return status == FOCUS_DONE ? FOCUS_OK : status;
}
