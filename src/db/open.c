/*
 * open.c - opening a file and closing it: by which name, with which profile, and how to leave
 * alone what we only read or refuse.
 */
#include "db/internal.h"

/* A store is used by one thread at a time: its caller sees to that, and locks would be paid for
 * twice. */
enum { OPEN_FLAGS = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE };

/* A hostile file must not be able to run code, write elsewhere or use more memory than ours ever
 * needs. */
static focus_status set_profile(focus__db *db)
{
    static const struct {
        int option;
        int value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},          {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}, /* until we know that the file is ours */
    };
    static const struct {
        int limit;
        int value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 4 << 20},     {SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
        {SQLITE_LIMIT_COLUMN, 64},          {SQLITE_LIMIT_EXPR_DEPTH, 50},
        {SQLITE_LIMIT_VDBE_OP, 100000},     {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 64}, {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
    };

    for (size_t i = 0; i < FOCUS__COUNT_OF(switches); i++) {
        int rc = sqlite3_db_config(db->handle, switches[i].option, switches[i].value, (int *)NULL);
        if (rc != SQLITE_OK)
            return focus__db_fail(db, rc, "secure the connection");
    }
    for (size_t i = 0; i < FOCUS__COUNT_OF(limits); i++)
        (void)sqlite3_limit(db->handle, limits[i].limit, limits[i].value);
    focus__busy_open(db);
    return focus__db_exec(
        db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
        "secure the connection");
}

/* Of several processes that make the same file at once, SQLite lets one change the journal and
 * turns the others away without waiting: they wait here. */
static focus_status set_write_ahead_log(focus__db *db)
{
    focus__wait wait = {0};
    int rc;

    do
        rc = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    while ((rc & 0xff) == SQLITE_BUSY && focus__busy_wait(db, &wait));
    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "set the journal");
}

static focus_status set_journal(focus__db *db, const focus__db_options *options)
{
    focus_status status;

    if (db->readonly)
        return focus__db_exec(db, "PRAGMA query_only = ON", "secure the connection");
    status = set_write_ahead_log(db);
    if (status == FOCUS_OK)
        status = focus__db_exec(
            db, options->relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
            "set the durability");
    if (status == FOCUS_OK)
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, (int *)NULL);
    focus__checkpoint_guard(db);
    focus__stmt_forget_all(db); /* these settings have outdated what was prepared before */
    return status;
}

/* SQLite takes an empty file for none; whether we may use it tells that it is there. */
int focus__db_look_for(sqlite3_vfs *vfs, const char *path, bool *out_exists)
{
    int exists = 0;
    int rc = vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists);

    if (rc == SQLITE_OK && exists == 0)
        rc = vfs->xAccess(vfs, path, SQLITE_ACCESS_READWRITE, &exists);
    *out_exists = exists != 0;
    return rc;
}

bool focus__db_may_exist(sqlite3_vfs *vfs, const char *path)
{
    bool exists = false;

    return vfs != NULL && (focus__db_look_for(vfs, path, &exists) != SQLITE_OK || exists);
}

static int look_beside(const focus__db_options *options, const char *suffix, bool *out_exists)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(options->vfs_name);
    focus__buffer path = {0};
    int rc = SQLITE_NOMEM;

    *out_exists = false;
    focus__buffer_text(&path, options->path);
    focus__buffer_text(&path, suffix);
    if (vfs == NULL)
        rc = SQLITE_OK;
    else if (!path.failed)
        rc = focus__db_look_for(vfs, path.bytes, out_exists);
    focus__buffer_free(&path);
    return rc;
}

/* Where we cannot look, opening it will tell why. */
static bool may_exist(const focus__db_options *options, const char *suffix)
{
    bool exists = false;

    return look_beside(options, suffix, &exists) != SQLITE_OK || exists;
}

static void close_handle(focus__db *db)
{
    int rc;

    focus__stmt_forget_all(db);
    rc = sqlite3_close(db->handle); /* not _v2: a leaked statement must show */
    assert(rc == SQLITE_OK);
    (void)rc;
    db->handle = NULL;
}

/* The path as a URI that tells SQLite that nobody writes to the file. */
static void write_immutable_uri(focus__buffer *uri, const char *path)
{
    focus__buffer_text(uri, path[0] == '/' ? "file://" : "file:");
    for (; *path != '\0'; path++) {
        if (*path == '?' || *path == '#' || *path == '%')
            focus__buffer_format(uri, "%%%02x", (unsigned)(unsigned char)*path);
        else
            focus__buffer_char(uri, *path);
    }
    focus__buffer_text(uri, "?immutable=1");
}

/*
 * A file in a place where we may not write: SQLite cannot make the files by which readers and
 * writers of a write-ahead log agree. Where no log is there, nothing is being written, and the
 * file is read as it lies.
 */
static focus_status reopen_immutable(focus__db *db, const focus__db_options *options)
{
    focus__buffer uri = {0};
    int rc = SQLITE_NOMEM;

    close_handle(db);
    write_immutable_uri(&uri, options->path);
    if (!uri.failed)
        rc =
            sqlite3_open_v2(uri.bytes, &db->handle,
                            OPEN_FLAGS | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, options->vfs_name);
    focus__buffer_free(&uri);
    return rc == SQLITE_OK ? FOCUS_OK : focus__db_fail(db, rc, "open the file");
}

/* A path is the name of a file: some builds of SQLite take one that begins with "file:" for a URI. */
void focus__db_plain_path(focus__buffer *out, const char *path)
{
    if (strncmp(path, "file:", 5) == 0)
        focus__buffer_text(out, "./");
    focus__buffer_text(out, path);
}

focus_status focus__db_full_path(sqlite3_vfs *vfs, const char *path, focus__buffer *out,
                                 focus_error *error)
{
    char *room = focus__alloc((size_t)vfs->mxPathname + 1);
    int rc = SQLITE_NOMEM;

    if (room != NULL)
        rc = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, room);
    if ((rc & 0xff) == SQLITE_OK) /* a symbolic link says OK in its own way */
        focus__buffer_text(out, room);
    focus__free(room);
    if ((rc & 0xff) != SQLITE_OK)
        return focus__fail(error, focus__status_of(rc), "cannot find %s: %s", path,
                           sqlite3_errstr(rc));
    return out->failed ? focus__fail(error, FOCUS_E_NOMEM, "no memory for a path") : FOCUS_OK;
}

static int open_by_name(focus__db *db, const focus__db_options *options, int flags)
{
    focus__buffer path = {0};
    int rc = SQLITE_NOMEM;

    focus__db_plain_path(&path, options->path);
    if (!path.failed)
        rc = sqlite3_open_v2(path.bytes, &db->handle, OPEN_FLAGS | flags, options->vfs_name);
    focus__buffer_free(&path);
    return rc;
}

static focus_status check_writable(const focus__db *db, const focus__db_options *options)
{
    if (!options->readonly && sqlite3_db_readonly(db->handle, "main") == 1)
        return focus__fail(db->error, FOCUS_E_READONLY, "the file %s can only be read",
                           options->path);
    return FOCUS_OK;
}

/*
 * A store for reading opens the file for writing all the same where it may, and forbids itself to
 * write: only so can SQLite take away, when it is closed, the two empty files that it needs
 * meanwhile. Not where a rollback journal lies: whoever may write would roll back first.
 */
static focus_status open_handle(focus__db *db, const focus__db_options *options)
{
    int create = options->create && !options->readonly ? SQLITE_OPEN_CREATE : 0;
    int rc;

    if (sqlite3_libversion_number() < 3037000 || sqlite3_threadsafe() == 0)
        return focus__fail(db->error, FOCUS_E_UNSUPPORTED,
                           "SQLite %s cannot be used: 3.37 or later, built thread-safe, is needed",
                           sqlite3_libversion());
    if (create == 0 && !may_exist(options, ""))
        return focus__fail(db->error, FOCUS_E_NOT_FOUND, "there is no file %s", options->path);
    rc = open_by_name(db, options,
                      options->readonly && may_exist(options, "-journal")
                          ? SQLITE_OPEN_READONLY
                          : SQLITE_OPEN_READWRITE | create);
    if (rc != SQLITE_OK)
        return focus__db_fail(db, rc, "open the file");
    return check_writable(db, options);
}

/* Its first page may say, too, that only a later SQLite may write to the file. */
static focus_status look_at_file(focus__db *db, const focus__db_options *options)
{
    focus_status status = set_profile(db);

    if (status == FOCUS_OK)
        status = focus__db_recognise(db);
    return status == FOCUS_OK ? check_writable(db, options) : status;
}

/* Where a rollback journal lies, opening for writing may roll it back: not before we know that the
 * file is ours. What it says of itself stays the same in the middle of a transaction. */
static focus_status look_before_rollback(focus__db *db, const focus__db_options *options)
{
    focus_status status;

    if (options->readonly || !may_exist(options, "-journal"))
        return FOCUS_OK;
    status = reopen_immutable(db, options);
    if (status == FOCUS_OK)
        status = look_at_file(db, options);
    close_handle(db);
    return status == FOCUS_E_NOT_OURS || status == FOCUS_E_TOO_NEW ? status : FOCUS_OK;
}

/* SQLite says no more of a folder than that it cannot read it. */
static bool is_folder(const focus__db_options *options)
{
    bool exists = false;

    return look_beside(options, "/.", &exists) == SQLITE_OK && exists;
}

/* SQLite takes an empty file for a new one and throws away the log that lies beside it. Ours are never
 * empty once they have a log: this one has lost what was in it. */
static focus_status check_not_emptied(const focus__db *db, const focus__db_options *options)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(options->vfs_name);
    int has_content = 0;
    bool has_log = false;
    int rc = look_beside(options, "-wal", &has_log);

    if (rc == SQLITE_OK && has_log && vfs != NULL)
        rc = vfs->xAccess(vfs, options->path, SQLITE_ACCESS_EXISTS, &has_content);
    if (rc != SQLITE_OK)
        return focus__fail(db->error, focus__status_of(rc), "cannot look for %s: %s", options->path,
                           sqlite3_errstr(rc));
    if (!has_log || has_content != 0 || (!options->create && !may_exist(options, "")))
        return FOCUS_OK;
    return focus__fail(db->error, FOCUS_E_CORRUPT, "nothing is in %s, but a log lies beside it",
                       options->path);
}

/* Where SQLite cannot set up its coordination, a reader may still read what nobody writes. */
static focus_status open_and_recognise(focus__db *db, const focus__db_options *options)
{
    focus_status status = check_not_emptied(db, options);

    if (status == FOCUS_OK)
        status = look_before_rollback(db, options);
    if (status == FOCUS_OK)
        status = open_handle(db, options);
    if (status == FOCUS_OK)
        status = look_at_file(db, options);
    if (status == FOCUS_E_IO && is_folder(options))
        return focus__fail(db->error, FOCUS_E_NOT_OURS, "%s is a folder", options->path);
    if (!options->readonly || (status != FOCUS_E_READONLY && status != FOCUS_E_IO) ||
        may_exist(options, "-wal") || may_exist(options, "-journal"))
        return status;
    status = reopen_immutable(db, options);
    return status == FOCUS_OK ? look_at_file(db, options) : status;
}

focus_status focus__db_open(const focus__db_options *options, focus_error *error,
                            focus__db **out_db)
{
    focus__db *db = focus__alloc(sizeof(*db));
    focus_status status;

    *out_db = NULL;
    if (db == NULL)
        return focus__fail(error, FOCUS_E_NOMEM, "no memory to open the file");
    db->error = error;
    db->readonly = options->readonly;
    db->busy_timeout_ms = (int)options->busy_timeout_ms;
    db->interrupted = options->interrupted;
    db->meter = options->meter;
    status = open_and_recognise(db, options);
    if (status == FOCUS_OK)
        status = set_journal(db, options);
    if (status == FOCUS_OK && !options->keeps_schema)
        status = focus__db_migrate(db);
    if (status == FOCUS_OK)
        *out_db = db;
    else
        focus__db_close(db);
    return status;
}

focus_status focus__db_open_reader(focus__db *db, const char *path, focus__db **out)
{
    sqlite3_vfs *vfs = NULL;
    focus__db_options options = {.path = path, .readonly = true, .keeps_schema = true};

    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    options.vfs_name = vfs != NULL ? vfs->zName : NULL;
    options.busy_timeout_ms = (uint32_t)db->busy_timeout_ms;
    options.interrupted = db->interrupted;
    return focus__db_open(&options, db->error, out);
}

/* A file that we only read, or refused, must stay as it is: its log may not be folded in when we
 * are the last to close. An empty log may be taken away. */
static void leave_untouched(focus__db *db)
{
    sqlite3_file *log = NULL;
    sqlite3_int64 size = 0;

    if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK ||
        log == NULL || log->pMethods == NULL)
        return;
    if (log->pMethods->xFileSize(log, &size) == SQLITE_OK && size == 0)
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, (int *)NULL);
}

/* What the last call said. A damaged file stays as it lies, with its log: whoever salvages it wants
 * both. */
static bool was_found_damaged(const focus__db *db)
{
    return db->error != NULL &&
           (db->error->status == FOCUS_E_CORRUPT || db->error->status == FOCUS_E_NOT_OURS);
}

void focus__db_close(focus__db *db)
{
    int keeps_log = 0;

    if (db == NULL)
        return;
    if (db->batch_open)
        (void)focus__batch_end(db, false);
    focus__checkpoint_close(db);
    if (db->handle != NULL && was_found_damaged(db))
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    if (db->handle != NULL)
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &keeps_log);
    if (keeps_log)
        leave_untouched(db);
    close_handle(db);
    focus__free(db);
}

void focus__db_abandon(focus__db *db)
{
    focus__free(db);
}
