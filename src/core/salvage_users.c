/*
 * salvage_users.c - users back into the file, and stand-ins for those who are lost.
 */
#include "core/salvage_rebuild.h"

#include "rules/limits.h"

#include <stdio.h>
#include <stdlib.h>

static int compare_users_by_uuid(const void *a, const void *b)
{
    const focus__found_user *x = a;
    const focus__found_user *y = b;
    const int by_uuid = focus__compare_uuids(&x->row.uuid, &y->row.uuid);

    return by_uuid != 0 ? by_uuid : focus__compare_orders(x->order, y->order);
}

static bool same_user(const void *a, const void *b)
{
    return focus__compare_uuids(&((const focus__found_user *)a)->row.uuid,
                                &((const focus__found_user *)b)->row.uuid) == 0;
}

static int compare_users_by_id(const void *a, const void *b)
{
    const focus__found_user *x = a;
    const focus__found_user *y = b;
    const int by_id = focus__compare_ints(x->row.id, y->row.id);

    return by_id != 0 ? by_id : focus__compare_orders(x->order, y->order);
}

void focus__rebuild_name(focus__rebuild *b, char out_name[FOCUS__REBUILD_NAME_SIZE])
{
    (void)snprintf(out_name, FOCUS__REBUILD_NAME_SIZE, "%s %d", FOCUS__RECOVERED, ++b->name_number);
}

static focus_status try_user(focus__rebuild *b, focus__user_row *row)
{
    focus_status status = focus__rebuild_begin(b);

    return status == FOCUS_OK ? focus__rebuild_end(b, focus__user_put(b->store, row)) : status;
}

/* Under its own name, or one of ours where it has none or another has it already. */
static focus_status put_user(focus__rebuild *b, focus__user_row *row)
{
    char name[FOCUS__REBUILD_NAME_SIZE];
    focus_status status = FOCUS_DONE;

    if (focus__check_name("", row->name, NULL) == FOCUS_OK)
        status = try_user(b, row);
    for (size_t tries = 0; status == FOCUS_DONE && tries <= b->user_count; tries++) {
        focus__rebuild_name(b, name);
        row->name = name;
        status = try_user(b, row);
    }
    row->name = NULL;
    return status;
}

static focus_status put_users(focus__rebuild *b)
{
    focus__found_rows *users = &b->finds->users;
    focus__found_user *items = users->items;
    focus_status status = FOCUS_OK;

    focus__found_sort(users, sizeof(*items), compare_users_by_uuid);
    focus__found_keep_first(users, sizeof(*items), same_user);
    focus__found_sort(users, sizeof(*items), compare_users_by_id);
    for (size_t i = 0; i < users->count && status == FOCUS_OK; i++) {
        if (items[i].row.id <= 0 || (i > 0 && items[i].row.id == items[i - 1].row.id))
            status = FOCUS_DONE;
        else
            status = put_user(b, &items[i].row);
        if (status == FOCUS_OK)
            b->user_ids[b->user_count++] = items[i].row.id;
        status = focus__rebuild_count(b, status, &b->report->users);
    }
    return status;
}

static int compare_ids(const void *a, const void *b)
{
    return focus__compare_ints(*(const int64_t *)a, *(const int64_t *)b);
}

bool focus__rebuild_knows_user(const focus__rebuild *b, int64_t id)
{
    return b->user_count > 0 &&
           bsearch(&id, b->user_ids, b->user_count, sizeof(id), compare_ids) != NULL;
}

/* A damaged byte of a session may be that of its user: where there is only one, it is theirs. */
static void settle_doubtful_users(focus__rebuild *b)
{
    focus__found_session *items = b->finds->sessions.items;

    for (size_t i = 0; i < b->finds->sessions.count && b->user_count == 1; i++)
        if (items[i].doubtful)
            items[i].row.user_id = b->user_ids[0];
}

/* Everybody to whom something belongs; the list is free()d by the caller. */
static int64_t *wanted_users(const focus__rebuild *b, size_t *out_count)
{
    const focus__finds *finds = b->finds;
    const focus__found_session *sessions = finds->sessions.items;
    const focus__found_entry *ledger = finds->ledger.items;
    const focus__found_library *libraries = finds->libraries.items;
    int64_t *ids = focus__alloc(
        (finds->sessions.count + finds->ledger.count + finds->libraries.count + 1) * sizeof(*ids));

    *out_count = 0;
    if (ids == NULL)
        return NULL;
    for (size_t i = 0; i < finds->sessions.count; i++)
        ids[(*out_count)++] = sessions[i].row.user_id;
    for (size_t i = 0; i < finds->ledger.count; i++)
        ids[(*out_count)++] = ledger[i].row.user_id;
    for (size_t i = 0; i < finds->libraries.count; i++)
        ids[(*out_count)++] = libraries[i].facts.user_id;
    if (finds->tracks.count > 0 && *out_count == 0 && b->user_count == 0)
        ids[(*out_count)++] = 1; /* somebody has to have the music */
    if (*out_count > 1)
        qsort(ids, *out_count, sizeof(*ids), compare_ids);
    return ids;
}

static focus_status put_placeholder_user(focus__rebuild *b, int64_t id)
{
    focus__user_row row = {
        .id = id,
        .created_at_ms = b->store->now_ms,
        .settings = focus__settings_default,
    };
    focus_status status = focus__make_id(b->store, &row.uuid);

    return status == FOCUS_OK ? put_user(b, &row) : status;
}

static focus_status put_lost_users(focus__rebuild *b)
{
    const size_t known_count = b->user_count;
    size_t wanted_count = 0;
    int64_t *wanted = NULL;
    focus_status status = FOCUS_OK;

    settle_doubtful_users(b);
    wanted = wanted_users(b, &wanted_count);
    if (wanted == NULL)
        return FOCUS_E_NOMEM;
    for (size_t i = 0; i < wanted_count && status == FOCUS_OK; i++) {
        if (wanted[i] <= 0 || (i > 0 && wanted[i] == wanted[i - 1]) ||
            (known_count > 0 &&
             bsearch(&wanted[i], b->user_ids, known_count, sizeof(wanted[i]), compare_ids) != NULL))
            continue;
        status = put_placeholder_user(b, wanted[i]);
        if (status == FOCUS_OK) {
            b->user_ids[b->user_count++] = wanted[i];
            b->report->placeholders++;
        }
    }
    focus__free(wanted);
    if (b->user_count > 1)
        qsort(b->user_ids, b->user_count, sizeof(*b->user_ids), compare_ids);
    return status == FOCUS_DONE ? FOCUS_E_INVALID : status;
}

focus_status focus__rebuild_users(focus__rebuild *b)
{
    focus_status status = put_users(b);

    return status == FOCUS_OK ? put_lost_users(b) : status;
}
