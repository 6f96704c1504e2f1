/*
 * stmt.c - statements on loan: borrow, bind, step, read, return.
 */
#include "db/internal.h"

static focus_status prepare(focus__db *db, enum focus__sql_id id)
{
    int rc = sqlite3_prepare_v3(db->handle, focus__sql_queries[id].text, -1,
                                SQLITE_PREPARE_PERSISTENT, &db->statements[id], NULL);

    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "use the tables of the file");
}

focus_status focus__stmt_make_ready(focus__db *db, enum focus__sql_id id)
{
    return db->statements[id] == NULL ? prepare(db, id) : FOCUS_OK;
}

void focus__stmt_forget_all(focus__db *db)
{
    assert(db->borrowed_count == 0);
    focus__meter_take(db);
    for (int i = 0; i < FOCUS__SQL_COUNT; i++) {
        (void)sqlite3_finalize(db->statements[i]);
        db->statements[i] = NULL;
    }
}

focus_status focus__stmt_borrow(focus__db *db, enum focus__sql_id id, focus__stmt *out)
{
    *out = (focus__stmt){.db = db};
    out->status = focus__stmt_make_ready(db, id);
    if (out->status != FOCUS_OK)
        return out->status;
    assert(!sqlite3_stmt_busy(db->statements[id]));
    out->handle = db->statements[id];
    db->borrowed_count++;
    return FOCUS_OK;
}

void focus__stmt_return(focus__stmt *stmt)
{
    if (stmt->handle == NULL)
        return;
    (void)sqlite3_reset(stmt->handle); /* repeats the code of the last step, which was reported */
    (void)sqlite3_clear_bindings(stmt->handle);
    stmt->handle = NULL;
    stmt->db->borrowed_count--;
}

static void note_bind(focus__stmt *stmt, int rc)
{
    if (rc != SQLITE_OK && stmt->status == FOCUS_OK)
        stmt->status = focus__db_fail(stmt->db, rc, "bind a value");
}

void focus__stmt_int(focus__stmt *stmt, int parameter, int64_t value)
{
    note_bind(stmt, sqlite3_bind_int64(stmt->handle, parameter, value));
}

/* What is not bound is NULL: returning a statement clears it. */
void focus__stmt_int_or_null(focus__stmt *stmt, int parameter, int64_t value)
{
    if (value != 0)
        focus__stmt_int(stmt, parameter, value);
}

void focus__stmt_text(focus__stmt *stmt, int parameter, const char *text)
{
    if (text == NULL)
        return;
    note_bind(stmt, sqlite3_bind_text(stmt->handle, parameter, text, -1, SQLITE_STATIC));
}

void focus__stmt_id(focus__stmt *stmt, int parameter, const focus_id *id)
{
    note_bind(stmt, sqlite3_bind_blob(stmt->handle, parameter, id->bytes, sizeof(id->bytes),
                                      SQLITE_STATIC));
}

void focus__stmt_bytes(focus__stmt *stmt, int parameter, const void *bytes, size_t size)
{
    note_bind(stmt, sqlite3_bind_blob64(stmt->handle, parameter, bytes, size, SQLITE_STATIC));
}

/* SQLite answers a write that was broken off by rolling everything back, and a batch would be lost
 * with it: there the write ends first. */
static int step(focus__stmt *stmt)
{
    focus__db *db = stmt->db;
    bool was_indivisible = db->is_indivisible;
    int rc;

    if (db->batch_open && !sqlite3_stmt_readonly(stmt->handle))
        db->is_indivisible = true;
    rc = sqlite3_step(stmt->handle);
    db->is_indivisible = was_indivisible;
    return rc;
}

focus_status focus__stmt_step(focus__stmt *stmt)
{
    int rc;

    if (stmt->status == FOCUS_OK && !stmt->db->is_indivisible)
        stmt->status = focus__db_check_interrupt(stmt->db);
    if (stmt->status != FOCUS_OK)
        return stmt->status;
    rc = step(stmt);
    if (rc == SQLITE_ROW)
        return FOCUS_OK;
    if (rc == SQLITE_DONE)
        return FOCUS_DONE;
    stmt->status = focus__db_fail(stmt->db, rc, "use the file");
    return stmt->status;
}

focus_status focus__stmt_run(focus__stmt *stmt)
{
    focus_status status = focus__stmt_step(stmt);

    focus__stmt_return(stmt);
    return status == FOCUS_DONE ? FOCUS_OK : status;
}

int64_t focus__stmt_get_int(focus__stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

/* NULL from SQLite is either SQL's NULL or no memory: the type, asked first, tells them apart. */
const char *focus__stmt_get_text(focus__stmt *stmt, int column)
{
    const char *text;

    if (sqlite3_column_type(stmt->handle, column) == SQLITE_NULL)
        return NULL;
    text = (const char *)sqlite3_column_text(stmt->handle, column);
    if (text == NULL && stmt->status == FOCUS_OK)
        stmt->status = focus__db_fail(stmt->db, SQLITE_NOMEM, "read a text");
    return text;
}

const char *focus__stmt_get_needed_text(focus__stmt *stmt, int column)
{
    const char *text = focus__stmt_get_text(stmt, column);

    if (text == NULL && stmt->status == FOCUS_OK)
        stmt->status = focus__fail(stmt->db->error, FOCUS_E_CORRUPT, "a name in the file is lost");
    return text;
}

void focus__stmt_get_id(focus__stmt *stmt, int column, focus_id *out_id)
{
    const void *bytes = sqlite3_column_blob(stmt->handle, column);

    memset(out_id, 0, sizeof(*out_id));
    if (bytes != NULL && sqlite3_column_bytes(stmt->handle, column) == (int)sizeof(out_id->bytes))
        memcpy(out_id->bytes, bytes, sizeof(out_id->bytes));
    else if (stmt->status == FOCUS_OK)
        stmt->status =
            focus__fail(stmt->db->error, FOCUS_E_CORRUPT, "an id in the file has not 16 bytes");
}

const void *focus__stmt_get_bytes(focus__stmt *stmt, int column, size_t *out_size)
{
    const void *bytes = sqlite3_column_blob(stmt->handle, column);

    *out_size = (size_t)sqlite3_column_bytes(stmt->handle, column);
    if (bytes == NULL && *out_size > 0 && stmt->status == FOCUS_OK)
        stmt->status = focus__db_fail(stmt->db, SQLITE_NOMEM, "read bytes");
    return bytes;
}

bool focus__stmt_is_null(focus__stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

focus_status focus__db_run(focus__db *db, enum focus__sql_id id)
{
    focus__stmt stmt;
    focus_status status;

    db->is_indivisible = true;
    status = focus__stmt_borrow(db, id, &stmt);
    if (status == FOCUS_OK)
        status = focus__stmt_run(&stmt);
    db->is_indivisible = false;
    return status;
}

focus_status focus__db_data_version(focus__db *db, int64_t *out_version)
{
    focus__stmt stmt;
    focus_status status = focus__stmt_borrow(db, FOCUS__SQL_DATA_VERSION, &stmt);

    if (status == FOCUS_OK)
        status = focus__stmt_step(&stmt);
    *out_version = status == FOCUS_OK ? focus__stmt_get_int(&stmt, 0) : 0;
    focus__stmt_return(&stmt);
    return status;
}
