/*
 * labels.c - tags and projects as a whole: which there are, and giving one another name.
 *
 * They have no rows of their own: a label is what sessions say, and to rename it is to change each of
 * them through the door.
 */
#include "core/session.h"

#include "core/tags.h"

#include "base/text.h"

/* What tags and projects differ in. */
typedef struct label_kind {
    const char *what;
    enum focus__sql_id list;
    enum focus__sql_id is_used;
    bool is_tag;
} label_kind;

static const label_kind tag_kind = {"tag", FOCUS__SQL_TAG_LIST, FOCUS__SQL_TAG_IS_USED, true};
static const label_kind project_kind = {"project", FOCUS__SQL_PROJECT_LIST,
                                        FOCUS__SQL_PROJECT_IS_USED, false};

/* --- the list --------------------------------------------------------------------------------- */

typedef struct label_box {
    focus_label_list list;
    size_t capacity;
    const focus_label **items;
} label_box;

static focus_status grow_labels(focus_store *store, label_box *box)
{
    box->items = focus__room_for_item(store, box, box->items, box->list.count, &box->capacity,
                                      sizeof(void *));
    box->list.items = box->items;
    return box->items != NULL ? FOCUS_OK : FOCUS_E_NOMEM;
}

static focus_status add_label(focus_store *store, label_box *box, focus__stmt *stmt)
{
    focus_label *label = focus__new_items(store, box, 1, sizeof(*label));
    focus_status status = label != NULL ? grow_labels(store, box) : FOCUS_E_NOMEM;

    if (status != FOCUS_OK)
        return status;
    box->items[box->list.count++] = label;
    label->name = focus__box_text(box, focus__stmt_get_needed_text(stmt, 0));
    label->sessions = focus__stmt_get_int(stmt, 1);
    label->last_used_at_ms = focus__stmt_get_int(stmt, 2);
    label->last_day = (int32_t)focus__stmt_get_int(stmt, 3);
    label->active_ms = focus__stmt_get_int(stmt, 4);
    if (label->name == NULL && stmt->status == FOCUS_OK)
        return focus__fail(&store->error, FOCUS_E_NOMEM, "no memory for a name");
    return stmt->status;
}

static focus_status read_labels(focus_store *store, void *box, const void *query)
{
    const label_kind *kind = query;
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, kind->list, &stmt);

    if (status == FOCUS_OK) {
        focus__stmt_int(&stmt, 1, store->user_id);
        status = focus__stmt_step(&stmt);
    }
    while (status == FOCUS_OK) {
        status = add_label(store, box, &stmt);
        if (status == FOCUS_OK)
            status = focus__stmt_step(&stmt);
    }
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status list_labels(focus_store *store, const label_kind *kind,
                                const focus_label_list **out_list)
{
    const void *box = NULL;
    focus_status status;

    if (out_list == NULL)
        return focus__misuse(store, "out_list");
    status = focus__read_box(store, sizeof(label_box), read_labels, kind, &box);
    *out_list = box;
    return status;
}

focus_status focus_tag_list_all(focus_store *store, const focus_label_list **out_list)
{
    focus__name_call(store);
    return list_labels(store, &tag_kind, out_list);
}

focus_status focus_project_list_all(focus_store *store, const focus_label_list **out_list)
{
    focus__name_call(store);
    return list_labels(store, &project_kind, out_list);
}

void focus_label_list_free(const focus_label_list *list)
{
    focus__box_free(list);
}

/* --- another name ----------------------------------------------------------------------------- */

typedef struct relabelling {
    const label_kind *kind;
    const char *from;
    const char *to;
    bool is_merge; /* `to` is in use: it must be, or must not */
    int64_t count;
} relabelling;

static focus_status is_used(focus_store *store, const label_kind *kind, const char *name,
                            bool *out_is_used)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(store->db, kind->is_used, &stmt);

    *out_is_used = false;
    if (status != FOCUS_OK)
        return status;
    focus__stmt_int(&stmt, 1, store->user_id);
    focus__stmt_text(&stmt, 2, name);
    status = focus__stmt_step(&stmt);
    *out_is_used = status == FOCUS_OK;
    focus__stmt_return(&stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

static focus_status relabel_row(focus_store *store, void *box, const focus__session_row *before,
                                void *user)
{
    relabelling *work = user;
    focus__session_row after = *before;
    focus_status status = FOCUS_OK;

    if (work->kind->is_tag)
        status = focus__tags_replace(store, box, before->tags, work->from, work->to, &after.tags);
    else
        after.project = work->to;
    after.edited = true;
    work->count++;
    return status == FOCUS_OK ? focus__session_change(store, before, &after) : status;
}

static focus_status check_names(focus_store *store, const relabelling *work)
{
    bool is_taken = false;
    focus_status status = focus__text_check("the new name", work->to, 1, FOCUS_TITLE_MAX,
                                            FOCUS__TEXT_LINE, &store->error);

    if (status == FOCUS_OK && strcmp(work->from, work->to) == 0)
        status = focus__fail(&store->error, FOCUS_E_INVALID, "both names are the same");
    if (status == FOCUS_OK)
        status = is_used(store, work->kind, work->to, &is_taken);
    if (status == FOCUS_OK && is_taken && !work->is_merge)
        return focus__fail(&store->error, FOCUS_E_EXISTS, "there is a %s of this name",
                           work->kind->what);
    if (status == FOCUS_OK && !is_taken && work->is_merge)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND,
                           "there is no %s of the name to merge into", work->kind->what);
    return status;
}

static focus_status relabel_all(focus_store *store, relabelling *work)
{
    focus_session_filter filter = FOCUS_SESSION_FILTER_INIT;
    focus_status status = check_names(store, work);

    if (work->kind->is_tag)
        filter.tag = work->from;
    else
        filter.project = work->from;
    if (status == FOCUS_OK)
        status = focus__session_each_match(store, &filter, relabel_row, work);
    if (status == FOCUS_OK && work->count == 0)
        return focus__fail(&store->error, FOCUS_E_NOT_FOUND, "no session has this %s",
                           work->kind->what);
    return status;
}

static focus_status relabel(focus_store *store, relabelling work, int64_t *out_count)
{
    focus_status status;

    if (out_count != NULL)
        *out_count = 0;
    if (work.from == NULL || work.to == NULL)
        return focus__misuse(store, work.from == NULL ? "name" : "the new name");
    status = focus__write_begin(store);
    if (status != FOCUS_OK)
        return status;
    if (work.from[0] == '\0') /* as a filter it would mean any */
        status = focus__fail(&store->error, FOCUS_E_INVALID, "the name is empty");
    if (status == FOCUS_OK)
        status = focus__sweep_own(store);
    if (status == FOCUS_OK)
        status = relabel_all(store, &work);
    status = focus__write_end(store, status);
    if (status == FOCUS_OK && out_count != NULL)
        *out_count = work.count;
    return status;
}

focus_status focus_tag_rename(focus_store *store, const char *name, const char *new_name,
                              int64_t *out_count)
{
    focus__name_call(store);
    return relabel(store, (relabelling){.kind = &tag_kind, .from = name, .to = new_name},
                   out_count);
}

focus_status focus_tag_merge(focus_store *store, const char *name, const char *into,
                             int64_t *out_count)
{
    focus__name_call(store);
    return relabel(store,
                   (relabelling){.kind = &tag_kind, .from = name, .to = into, .is_merge = true},
                   out_count);
}

focus_status focus_project_rename(focus_store *store, const char *name, const char *new_name,
                                  int64_t *out_count)
{
    focus__name_call(store);
    return relabel(store, (relabelling){.kind = &project_kind, .from = name, .to = new_name},
                   out_count);
}

focus_status focus_project_merge(focus_store *store, const char *name, const char *into,
                                 int64_t *out_count)
{
    focus__name_call(store);
    return relabel(store,
                   (relabelling){.kind = &project_kind, .from = name, .to = into, .is_merge = true},
                   out_count);
}
