/*
 * variants.c - the layouts and what they are compared in.
 */
#include "bench/layout/layout.h"

#include <stddef.h>

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* --- pieces of the schema --------------------------------------------------------------------- */

#define ID_COLUMN                                                                                  \
    "    id                INTEGER PRIMARY KEY,\n    uuid              BLOB NOT NULL UNIQUE,\n"
#define HISTORY_INDEX                                                                              \
    "CREATE INDEX focus_sessions_history ON focus_sessions (user_id, is_deleted, started_at_ms)"
#define DELETED_INDEX                                                                              \
    "CREATE INDEX focus_sessions_history ON focus_sessions (user_id) WHERE deleted_at_ms IS NOT "  \
    "NULL"
#define LAST_RULE                                                                                  \
    "    CONSTRAINT imported_has_key        CHECK ((source = 2) = (source_key IS NOT NULL))\n"
#define SESSIONS_END LAST_RULE ") STRICT"
#define CLUSTERED_BY(columns) "    PRIMARY KEY (" columns "),\n" LAST_RULE ") STRICT, WITHOUT ROWID"

#define TOLD_BY_UUID                                                                               \
    {"session_id     INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,\n"         \
     "    number",                                                                                 \
     "session_id     BLOB NOT NULL REFERENCES focus_sessions (uuid) ON DELETE CASCADE,\n"          \
     "    number"},                                                                                \
        {"session_id     INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,\n\n",  \
         "session_id     BLOB NOT NULL REFERENCES focus_sessions (uuid) ON DELETE CASCADE,\n\n"},  \
    {                                                                                              \
        "session_id     INTEGER REFERENCES focus_sessions (id) ON DELETE SET NULL",                \
            "session_id     BLOB REFERENCES focus_sessions (uuid) ON DELETE SET NULL"              \
    }

/* --- layouts ---------------------------------------------------------------------------------- */

static const layout as_it_is = {
    .name = "as it is",
    .by_key = "id = ?1",
    .by_uuid = "uuid = ?2",
    .tie = "id",
};

/* The uuid's first eight bytes hold the instant: enough to find it by. That it is there once only is
 * not seen to. */
static const layout short_uuid_index = {
    .name = "half of the uuid in its index",
    .edits = {{ID_COLUMN, "    id                INTEGER PRIMARY KEY,\n"
                          "    uuid              BLOB NOT NULL,\n"},
              {HISTORY_INDEX, HISTORY_INDEX
               ";\nCREATE INDEX focus_sessions_uuid ON focus_sessions (substr(uuid, 1, 8))"}},
    .by_key = "id = ?1",
    .by_uuid = "substr(uuid, 1, 8) = substr(?2, 1, 8) AND uuid = ?2",
    .tie = "id",
};

/* What a list shows stands in the index. */
static const layout covering = {
    .name = "the list's columns in the index",
    .edits =
        {{HISTORY_INDEX,
          "CREATE INDEX focus_sessions_history ON focus_sessions (user_id, is_deleted,"
          " started_at_ms, id, uuid, mode, status, ended_at_ms, planned_ms, paused_ms, local_day,"
          " utc_offset_s, title, project)"}},
    .by_key = "id = ?1",
    .by_uuid = "uuid = ?2",
    .tie = "id",
};

/* In order of time. Pauses, tags and ledger go on holding the id, which then has an index. */
static const layout clustered = {
    .name = "clustered by user, start, id",
    .edits = {{ID_COLUMN, "    id                INTEGER NOT NULL UNIQUE,\n"
                          "    uuid              BLOB NOT NULL UNIQUE,\n"},
              {SESSIONS_END, CLUSTERED_BY("user_id, started_at_ms, id")},
              {HISTORY_INDEX, DELETED_INDEX}},
    .by_key = "user_id = 1 AND started_at_ms = ?3 AND id = ?1",
    .by_uuid = "uuid = ?2",
    .tie = "id",
    .next_id = "(SELECT max(id) + 1 FROM focus_sessions)",
};

/* The same without an id: pauses, tags and ledger hold the uuid. */
static const layout clustered_uuid = {
    .name = "clustered by user, start, uuid",
    .edits = {{ID_COLUMN, "    uuid              BLOB NOT NULL UNIQUE,\n"},
              {SESSIONS_END, CLUSTERED_BY("user_id, started_at_ms, uuid")},
              {HISTORY_INDEX, DELETED_INDEX},
              TOLD_BY_UUID},
    .by_key = "user_id = 1 AND started_at_ms = ?3 AND uuid = ?2",
    .by_uuid = "uuid = ?2",
    .tie = "uuid",
    .is_told_by_uuid = true,
};

/* In order of creation. */
static const layout by_uuid = {
    .name = "clustered by uuid",
    .edits = {{ID_COLUMN, ""},
              {SESSIONS_END, CLUSTERED_BY("uuid")},
              TOLD_BY_UUID,
              {"    user_id           INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,\n"
               "    mode              INTEGER NOT NULL,\n",
               "    uuid              BLOB NOT NULL,\n"
               "    user_id           INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,\n"
               "    mode              INTEGER NOT NULL,\n"}},
    .by_key = "uuid = ?2",
    .by_uuid = "uuid = ?2",
    .tie = "uuid",
    .is_told_by_uuid = true,
};

/* --- groups ----------------------------------------------------------------------------------- */

enum { PAGE = 4096, CACHE_KIB = 2000 }; /* SQLite's own */

static const variant of_page[] = {
    {"1 KiB", &as_it_is, 1024, CACHE_KIB},   {"2 KiB", &as_it_is, 2048, CACHE_KIB},
    {"4 KiB", &as_it_is, PAGE, CACHE_KIB},   {"8 KiB", &as_it_is, 8192, CACHE_KIB},
    {"16 KiB", &as_it_is, 16384, CACHE_KIB},
};

static const variant of_cache[] = {
    {"512 KiB", &as_it_is, PAGE, 512},
    {"2 MB", &as_it_is, PAGE, CACHE_KIB},
    {"8 MB", &as_it_is, PAGE, 8000},
    {"64 MB", &as_it_is, PAGE, 64000},
};

static const variant of_layout[] = {
    {NULL, &as_it_is, PAGE, CACHE_KIB},       {NULL, &short_uuid_index, PAGE, CACHE_KIB},
    {NULL, &covering, PAGE, CACHE_KIB},       {NULL, &clustered, PAGE, CACHE_KIB},
    {NULL, &clustered_uuid, PAGE, CACHE_KIB}, {NULL, &by_uuid, PAGE, CACHE_KIB},
};

const group groups[] = {
    {"page", of_page, COUNT_OF(of_page)},
    {"cache", of_cache, COUNT_OF(of_cache)},
    {"layout", of_layout, COUNT_OF(of_layout)},
};

const int group_count = COUNT_OF(groups);
