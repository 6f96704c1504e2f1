-- libfocus, schema version 1: users, sessions, points, libraries, and the exact figures kept beside them.
--
-- Instants are UTC milliseconds since 1970, lengths milliseconds, days the number of days since
-- 1970-01-01. uuid is the id that the outside sees; id stays inside. NULL means "none".
--   mode    0 focus, 1 break, 2 long break
--   status  0 active, 1 paused, 2 completed, 3 abandoned, 4 expired
--   source  0 live, 1 manual, 2 import
-- Unique indexes that have a name of their own are rules of this file alone, not of the data.
--
-- How it lies, by measurement (./dev layout: medians of alternating rounds, a million sessions):
--   Pages of 4 KiB, SQLite's default. A commit logs whole pages, so that smaller ones make a relaxed write
--   cheaper (start 18 us with 2 KiB, 22, 29 with 8 KiB), but the file larger and a random page of history
--   slower (39.5 us, 37.8, 38.5); with every sync writes are alike.
--   The default cache: 512 KiB to 64 MiB give the same.
--   Sessions by rowid with an index of history. In the order of history, without rowids, a random page of it
--   takes a sixth less (31.8 us for 38.1), but the file is an eighth larger, as rows of ours lie in the inner
--   pages of such a tree as well, and a session by its id is slower. Short rows (pauses, ledger, sums of days)
--   do lie so.

CREATE TABLE users (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: an open store acts for it
    uuid                  BLOB NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    created_at_ms         INTEGER NOT NULL,
    focus_length_ms       INTEGER NOT NULL,
    break_length_ms       INTEGER NOT NULL,
    long_break_length_ms  INTEGER NOT NULL,
    cycle_length          INTEGER NOT NULL,
    day_start_minutes     INTEGER NOT NULL,
    week_start            INTEGER NOT NULL,
    daily_goal_ms         INTEGER NOT NULL,
    daily_goal_sessions   INTEGER NOT NULL,
    expire_factor         INTEGER NOT NULL,
    pause_limit_ms        INTEGER NOT NULL,
    rest_weekdays         INTEGER NOT NULL, -- a bit for each ISO weekday, 1 to 7: no day that breaks a streak
    cycle_started_at_ms   INTEGER NOT NULL DEFAULT 0, -- the last reset of the cycle

    CONSTRAINT uuid_has_16_bytes     CHECK (length(uuid) = 16),
    CONSTRAINT name_is_not_empty     CHECK (length(name) > 0),
    CONSTRAINT lengths_are_positive  CHECK (min(focus_length_ms, break_length_ms, long_break_length_ms) > 0),
    CONSTRAINT cycle_is_positive     CHECK (cycle_length > 0),
    CONSTRAINT day_start_is_in_day   CHECK (day_start_minutes BETWEEN 0 AND 1439),
    CONSTRAINT week_start_is_weekday CHECK (week_start BETWEEN 1 AND 7),
    CONSTRAINT limits_not_negative   CHECK (min(daily_goal_ms, daily_goal_sessions, expire_factor, pause_limit_ms) >= 0),
    CONSTRAINT rest_is_not_all_days  CHECK (rest_weekdays BETWEEN 0 AND 253)
) STRICT;

CREATE UNIQUE INDEX users_name ON users (name);

-- Goals of a weekday from a day on, up to the next one; before the first, and without any, those of users
-- hold. 0: no goal.
CREATE TABLE goals (
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    weekday        INTEGER NOT NULL, -- ISO, 1 = Monday to 7 = Sunday
    from_day       INTEGER NOT NULL,
    goal_ms        INTEGER NOT NULL,
    goal_sessions  INTEGER NOT NULL,

    PRIMARY KEY (user_id, weekday, from_day),
    CONSTRAINT weekday_is_known   CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT goals_not_negative CHECK (min(goal_ms, goal_sessions) >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE focus_sessions (
    id                INTEGER PRIMARY KEY,
    uuid              BLOB NOT NULL UNIQUE,
    user_id           INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    mode              INTEGER NOT NULL,
    status            INTEGER NOT NULL,
    source            INTEGER NOT NULL,
    implausible       INTEGER NOT NULL, -- longer than a day and not confirmed
    confirmed         INTEGER NOT NULL, -- the user said that it is right all the same
    edited            INTEGER NOT NULL, -- changed by hand
    revision          INTEGER NOT NULL,
    started_at_ms     INTEGER NOT NULL,
    ended_at_ms       INTEGER,
    planned_ms        INTEGER,          -- NULL: open
    paused_ms         INTEGER NOT NULL, -- closed pauses
    pause_count       INTEGER NOT NULL,
    last_event_at_ms  INTEGER NOT NULL, -- no later event may come before it
    expires_at_ms     INTEGER,          -- while running; NULL: never
    local_day         INTEGER NOT NULL, -- fixed at the start
    utc_offset_s      INTEGER NOT NULL, -- in force at the start
    zone              TEXT,
    title             TEXT,
    project           TEXT,
    task              TEXT,
    note              TEXT,
    tags              TEXT,             -- sorted, one a line; session_tags finds them
    xp                INTEGER NOT NULL, -- paid for it, as in points_ledger
    coins             INTEGER NOT NULL,
    source_format     TEXT,
    source_key        TEXT,             -- what makes an imported record the same when it comes again
    created_at_ms     INTEGER NOT NULL,
    deleted_at_ms     INTEGER,          -- NULL: in the history
    checksum          INTEGER NOT NULL, -- of all the columns above but id: tells a row that was damaged
    is_deleted        INTEGER NOT NULL GENERATED ALWAYS AS (deleted_at_ms IS NOT NULL) VIRTUAL,

    CONSTRAINT uuid_has_16_bytes       CHECK (length(uuid) = 16),
    CONSTRAINT mode_is_known           CHECK (mode BETWEEN 0 AND 2),
    CONSTRAINT status_is_known         CHECK (status BETWEEN 0 AND 4),
    CONSTRAINT source_is_known         CHECK (source BETWEEN 0 AND 2),
    CONSTRAINT flags_are_0_or_1        CHECK (implausible IN (0, 1) AND confirmed IN (0, 1) AND edited IN (0, 1)),
    CONSTRAINT ended_unless_running    CHECK ((ended_at_ms IS NULL) = (status < 2)),
    CONSTRAINT ends_after_start        CHECK (started_at_ms > 0 AND ended_at_ms >= started_at_ms),
    CONSTRAINT pauses_fit              CHECK (paused_ms >= 0 AND paused_ms <= ended_at_ms - started_at_ms),
    CONSTRAINT plan_is_positive        CHECK (planned_ms > 0),
    CONSTRAINT pay_is_not_negative     CHECK (xp >= 0 AND coins >= 0),
    CONSTRAINT imported_has_key        CHECK ((source = 2) = (source_key IS NOT NULL))
) STRICT;

-- History, newest or oldest first, and apart from it what was deleted; the row's id, which every index holds,
-- breaks ties.
CREATE INDEX focus_sessions_history ON focus_sessions (user_id, is_deleted, started_at_ms);
-- At most one session of a user runs. Told by the end, which a pause and a resume leave alone, and so the
-- index: SQLite writes an index anew whenever a column of its condition is set.
CREATE UNIQUE INDEX focus_sessions_running ON focus_sessions (user_id) WHERE ended_at_ms IS NULL AND deleted_at_ms IS NULL;
CREATE UNIQUE INDEX focus_sessions_source ON focus_sessions (user_id, source_key) WHERE source_key IS NOT NULL;
-- Longer than a day: those that wait to be confirmed, with which nothing overlaps, and those that were.
CREATE INDEX focus_sessions_implausible ON focus_sessions (user_id) WHERE implausible = 1 AND deleted_at_ms IS NULL;
CREATE INDEX focus_sessions_confirmed ON focus_sessions (user_id)
    WHERE confirmed = 1 AND ended_at_ms - started_at_ms > 86400000 AND deleted_at_ms IS NULL;

-- Beside each other by session: a pause writes one page. The last of a paused session is open.
CREATE TABLE focus_pauses (
    session_id     INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL, -- in order of time, from 1
    started_at_ms  INTEGER NOT NULL,
    ended_at_ms    INTEGER, -- NULL: open
    reason         TEXT,

    PRIMARY KEY (session_id, number),
    CONSTRAINT number_is_positive CHECK (number > 0),
    CONSTRAINT ends_after_start   CHECK (ended_at_ms >= started_at_ms)
) STRICT, WITHOUT ROWID;

-- Finds sessions by tag in order of time. Follows focus_sessions.tags; deleted sessions have no rows here.
CREATE TABLE session_tags (
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tag            TEXT NOT NULL,
    started_at_ms  INTEGER NOT NULL,
    session_id     INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,

    PRIMARY KEY (user_id, tag, started_at_ms, session_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_tags_session ON session_tags (session_id);

-- Time of other programs that has a day and no time of day, or corrects that of a day and is negative. No
-- sessions: they count in no counter, no daily sum and no streak. The key holds the day.
CREATE TABLE day_totals (
    id             INTEGER PRIMARY KEY,
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    local_day      INTEGER NOT NULL, -- as the program says
    source_key     TEXT NOT NULL,    -- what makes a record the same when it comes again
    source_format  TEXT NOT NULL,
    length_ms      INTEGER NOT NULL,
    rating         INTEGER,          -- productivity
    is_sum         INTEGER NOT NULL, -- time of parts that have rows of their own
    title          TEXT,
    project        TEXT,
    note           TEXT,
    tags           TEXT,             -- sorted, one a line
    created_at_ms  INTEGER NOT NULL,

    CONSTRAINT length_is_of_a_year CHECK (abs(length_ms) <= 31622400000),
    CONSTRAINT rating_is_known     CHECK (rating BETWEEN -2 AND 2),
    CONSTRAINT is_sum_is_0_or_1    CHECK (is_sum IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX day_totals_key ON day_totals (user_id, local_day, source_key);

-- Append-only. kind: 0 reward of a session, 1 XP, 2 coins, 3 coins spent. Keys are per kind, so that an
-- award of XP can never stand in the way of one of coins. A session is paid once.
CREATE TABLE points_ledger (
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL, -- of the user's entries, from 1
    kind           INTEGER NOT NULL,
    key            TEXT,
    session_id     INTEGER REFERENCES focus_sessions (id) ON DELETE SET NULL,
    xp             INTEGER NOT NULL,
    coins          INTEGER NOT NULL,
    reason         TEXT,
    created_at_ms  INTEGER NOT NULL,

    PRIMARY KEY (user_id, number),
    CONSTRAINT number_is_positive CHECK (number > 0),
    CONSTRAINT kind_is_known      CHECK (kind BETWEEN 0 AND 3),
    CONSTRAINT xp_only_grows      CHECK (xp >= 0),
    CONSTRAINT spending_is_minus  CHECK ((kind = 3) = (coins < 0)),
    CONSTRAINT key_unless_session CHECK ((kind = 0) = (key IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX points_ledger_key ON points_ledger (user_id, kind, key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX points_ledger_session ON points_ledger (session_id) WHERE session_id IS NOT NULL;

CREATE TABLE focus_libraries (
    id             INTEGER PRIMARY KEY,
    uuid           BLOB NOT NULL UNIQUE,
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,
    description    TEXT,
    is_favorite    INTEGER NOT NULL DEFAULT 0,
    tracks_count   INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    updated_at_ms  INTEGER NOT NULL,

    CONSTRAINT uuid_has_16_bytes     CHECK (length(uuid) = 16),
    CONSTRAINT name_is_not_empty     CHECK (length(name) > 0),
    CONSTRAINT favorite_is_0_or_1    CHECK (is_favorite IN (0, 1)),
    CONSTRAINT count_is_not_negative CHECK (tracks_count >= 0)
) STRICT;

CREATE INDEX focus_libraries_user ON focus_libraries (user_id);
CREATE UNIQUE INDEX focus_libraries_name ON focus_libraries (user_id, name);

-- position orders the tracks of a library with gaps, so that moving one seldom touches another.
CREATE TABLE focus_library_tracks (
    id           INTEGER PRIMARY KEY,
    uuid         BLOB NOT NULL UNIQUE,
    library_id   INTEGER NOT NULL REFERENCES focus_libraries (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    title        TEXT NOT NULL,
    url          TEXT,
    duration_ms  INTEGER, -- NULL: unknown
    added_at_ms  INTEGER NOT NULL,

    CONSTRAINT uuid_has_16_bytes    CHECK (length(uuid) = 16),
    CONSTRAINT title_is_not_empty   CHECK (length(title) > 0),
    CONSTRAINT duration_is_positive CHECK (duration_ms > 0)
) STRICT;

CREATE INDEX focus_library_tracks_order ON focus_library_tracks (library_id, position);

-- Every exact number of a user in one row: one page to write. Kept in the transaction that changes what is
-- counted. Of sessions, those that have ended: at most one of a user runs, and whoever reads finds it by its
-- index and adds it, so that a start, a pause and a resume write none of this. Sessions that are deleted
-- count in `deleted` alone. *_active_ms is time of completed and abandoned sessions, *_unconfirmed_ms that of
-- expired and implausible ones.
CREATE TABLE counters (
    user_id                     INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    deleted                     INTEGER NOT NULL DEFAULT 0,
    focus_completed             INTEGER NOT NULL DEFAULT 0,
    focus_abandoned             INTEGER NOT NULL DEFAULT 0,
    focus_expired               INTEGER NOT NULL DEFAULT 0,
    focus_active_ms             INTEGER NOT NULL DEFAULT 0,
    focus_unconfirmed_ms        INTEGER NOT NULL DEFAULT 0,
    break_completed             INTEGER NOT NULL DEFAULT 0,
    break_abandoned             INTEGER NOT NULL DEFAULT 0,
    break_expired               INTEGER NOT NULL DEFAULT 0,
    break_active_ms             INTEGER NOT NULL DEFAULT 0,
    break_unconfirmed_ms        INTEGER NOT NULL DEFAULT 0,
    long_break_completed        INTEGER NOT NULL DEFAULT 0,
    long_break_abandoned        INTEGER NOT NULL DEFAULT 0,
    long_break_expired          INTEGER NOT NULL DEFAULT 0,
    long_break_active_ms        INTEGER NOT NULL DEFAULT 0,
    long_break_unconfirmed_ms   INTEGER NOT NULL DEFAULT 0,
    libraries                   INTEGER NOT NULL DEFAULT 0,
    tracks                      INTEGER NOT NULL DEFAULT 0,
    ledger_entries              INTEGER NOT NULL DEFAULT 0,
    xp                          INTEGER NOT NULL DEFAULT 0,
    coins_earned                INTEGER NOT NULL DEFAULT 0,
    coins_spent                 INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Exact sums per local day and mode, of sessions that have ended and are not deleted. credited: completed and plausible.
CREATE TABLE daily_stats (
    user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    local_day       INTEGER NOT NULL,
    mode            INTEGER NOT NULL,
    completed       INTEGER NOT NULL,
    abandoned       INTEGER NOT NULL,
    expired         INTEGER NOT NULL,
    credited        INTEGER NOT NULL,
    active_ms       INTEGER NOT NULL,
    unconfirmed_ms  INTEGER NOT NULL,

    PRIMARY KEY (user_id, local_day, mode),
    CONSTRAINT counts_not_negative CHECK (min(completed, abandoned, expired, credited) >= 0)
) STRICT, WITHOUT ROWID;

-- The unbroken runs of days with a credited focus session. A day more or less joins or parts two runs at
-- most, so the streak stays exact at the same cost however long the history, wherever it is edited.
CREATE TABLE streak_runs (
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    first_day  INTEGER NOT NULL,
    last_day   INTEGER NOT NULL,

    PRIMARY KEY (user_id, first_day),
    CONSTRAINT ends_after_start CHECK (last_day >= first_day)
) STRICT, WITHOUT ROWID;

CREATE INDEX streak_runs_length ON streak_runs (user_id, last_day - first_day, first_day);

-- What the last calls changed, so that it can be undone, and what was undone, so that it can be done again:
-- notes are bytes, src/core/journal.h has the form. A step is one call, or one batch, and one row; a large one has
-- more, which name the first. Both are stacks: the newest row is the next to go. A write leaves redo_steps alone:
-- what was undone counts only while the user's newest step is the one that it follows.
-- No index but that of time, and no key to users which would need one, as each write adds a row; there are 1,000
-- of them, nearly always of one user. Who deletes a user deletes these.
CREATE TABLE undo_steps (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL,
    first_id    INTEGER,       -- NULL: it is the first
    made_at_ms  INTEGER NOT NULL,
    call        TEXT NOT NULL, -- the function that made it: session_start
    notes       BLOB NOT NULL
) STRICT;

CREATE TABLE redo_steps (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL,
    first_id    INTEGER,
    made_at_ms  INTEGER NOT NULL,
    call        TEXT NOT NULL,
    notes       BLOB NOT NULL,
    follows_id  INTEGER NOT NULL -- row of undo_steps; 0: none was left
) STRICT;
