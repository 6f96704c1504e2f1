/*
 * migrate.c - whose file is it, which version has it, and the steps to the newest one.
 *
 * Each step is one transaction together with its version, so that a file is at one version or the
 * next and never between. Nothing here deletes or vacuums.
 */
#include "db/internal.h"

#include <stdio.h>

#define APPLICATION_ID 0x464f4355 /* "FOCU" */

/* What a file says of itself. */
typedef struct file_marks {
    int application_id;
    int schema_version;
    int table_count;
    focus__buffer stranger; /* a table that is not ours, or an index */
} file_marks;

/* Out of one snapshot: another process may be making the file at this moment. */
static focus_status read_marks(focus__db *db, file_marks *out)
{
    focus_status status = focus__read_tx_begin(db);

    if (status != FOCUS_OK)
        return status;
    status = focus__db_pragma_int(db, "PRAGMA application_id", &out->application_id);
    if (status == FOCUS_OK)
        status = focus__db_pragma_int(db, "PRAGMA user_version", &out->schema_version);
    if (status == FOCUS_OK)
        status = focus__db_pragma_int(db, "SELECT count(*) FROM sqlite_schema", &out->table_count);
    if (status == FOCUS_OK)
        status = focus__db_find_stranger(db, out->schema_version, &out->stranger);
    focus__read_tx_end(db);
    return status;
}

static focus_status check_marks(const focus__db *db, const file_marks *marks)
{
    bool is_ours = marks->application_id == APPLICATION_ID;
    bool is_empty =
        marks->application_id == 0 && marks->schema_version == 0 && marks->table_count == 0;

    if (is_ours && marks->schema_version > FOCUS__SQL_MIGRATION_COUNT)
        return focus__fail(db->error, FOCUS_E_TOO_NEW,
                           "the file has schema version %d, this libfocus %s knows up to %d",
                           marks->schema_version, FOCUS_VERSION, FOCUS__SQL_MIGRATION_COUNT);
    if (!is_ours && (!is_empty || db->readonly))
        return focus__fail(db->error, FOCUS_E_NOT_OURS, "the file is not a focus database");
    if (is_ours && marks->schema_version < 1)
        return focus__fail(db->error, FOCUS_E_CORRUPT, "the file has schema version %d",
                           marks->schema_version);
    if (marks->stranger.size > 0)
        return focus__fail(db->error, FOCUS_E_CORRUPT,
                           "the file has a table or index \"%.60s\" that libfocus did not make",
                           marks->stranger.bytes);
    return FOCUS_OK;
}

focus_status focus__db_recognise(focus__db *db)
{
    file_marks marks = {0};
    focus_status status = read_marks(db, &marks);

    if (status == FOCUS_OK)
        status = check_marks(db, &marks);
    if (status == FOCUS_OK)
        db->schema_version = marks.schema_version;
    focus__buffer_free(&marks.stranger);
    return status;
}

/* What the file was before the first step changes it for good. A copy that is there already is of an
 * earlier try. */
static focus_status keep_copy(focus__db *db, int version)
{
    const char *path = focus__db_path(db);
    focus__buffer name = {0};
    focus_status status;

    if (path == NULL || version < 1 || version != db->schema_version)
        return FOCUS_OK;
    focus__buffer_format(&name, "%s.schema-%d.backup", path, version);
    status = name.failed ? focus__fail(db->error, FOCUS_E_NOMEM, "no memory for a path")
                         : focus__db_copy_beside(db, name.bytes);
    focus__buffer_free(&name);
    if (status != FOCUS_E_EXISTS)
        return status;
    focus__error_clear(db->error);
    return FOCUS_OK;
}

/* Another process may have taken the step while we waited for the lock: look again inside. */
static focus_status apply(focus__db *db, const focus__sql_migration *migration)
{
    char version_sql[96];
    int version = 0;
    focus_status status = focus__write_tx_begin(db);

    if (status != FOCUS_OK)
        return status;
    status = focus__db_pragma_int(db, "PRAGMA user_version", &version);
    if (status == FOCUS_OK && version < migration->version) {
        (void)snprintf(version_sql, sizeof(version_sql),
                       "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
                       migration->version);
        status = keep_copy(db, version);
        if (status == FOCUS_OK)
            status = focus__db_exec(db, migration->text, migration->name);
        if (status == FOCUS_OK)
            status = focus__db_exec(db, version_sql, "note the schema version");
    }
    return focus__write_tx_end(db, status);
}

focus_status focus__db_migrate(focus__db *db)
{
    focus_status status = FOCUS_OK;

    if (db->schema_version < FOCUS__SQL_MIGRATION_COUNT && db->readonly)
        return focus__fail(db->error, FOCUS_E_READONLY,
                           "the file has schema version %d and must be opened for writing once",
                           db->schema_version);
    for (int i = db->schema_version; i < FOCUS__SQL_MIGRATION_COUNT && status == FOCUS_OK; i++)
        status = apply(db, &focus__sql_migrations[i]);
    if (status == FOCUS_OK)
        db->schema_version = FOCUS__SQL_MIGRATION_COUNT;
    return status;
}

focus_status focus__db_update_schema(focus__db *db)
{
    focus_status status = focus__db_recognise(db);

    return status == FOCUS_OK ? focus__db_migrate(db) : status;
}
