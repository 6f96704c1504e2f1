-- A lived-in file of its schema version, by tests/fault/next_schema/dump.c.
PRAGMA application_id = 1179599701;
PRAGMA user_version = 1;
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
CREATE TABLE session_tags (
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tag            TEXT NOT NULL,
    started_at_ms  INTEGER NOT NULL,
    session_id     INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,

    PRIMARY KEY (user_id, tag, started_at_ms, session_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE streak_runs (
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    first_day  INTEGER NOT NULL,
    last_day   INTEGER NOT NULL,

    PRIMARY KEY (user_id, first_day),
    CONSTRAINT ends_after_start CHECK (last_day >= first_day)
) STRICT, WITHOUT ROWID;
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
INSERT INTO users (id, uuid, name, created_at_ms, focus_length_ms, break_length_ms, long_break_length_ms, cycle_length, day_start_minutes, week_start, daily_goal_ms, daily_goal_sessions, expire_factor, pause_limit_ms, rest_weekdays, cycle_started_at_ms) VALUES (1, X'019CADC69A80736D874B74DA4E6C8799', 'me', 1772442000000, 1500000, 300000, 900000, 4, 0, 1, 0, 0, 2, 3600000, 0, 0);
INSERT INTO users (id, uuid, name, created_at_ms, focus_length_ms, break_length_ms, long_break_length_ms, cycle_length, day_start_minutes, week_start, daily_goal_ms, daily_goal_sessions, expire_factor, pause_limit_ms, rest_weekdays, cycle_started_at_ms) VALUES (2, X'019CADC69A80737FBAD78217BE167FD8', 'other', 1772442000000, 1500000, 300000, 900000, 4, 0, 1, 0, 0, 2, 3600000, 0, 0);
INSERT INTO goals (user_id, weekday, from_day, goal_ms, goal_sessions) VALUES (1, 1, 20500, 3600000, 2);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (1, X'019CADC69A80736E8897641EACF11DDB', 1, 0, 2, 1, 0, 0, 0, 1, 1771405200000, 1771408800000, NULL, 0, 0, 1771405200000, NULL, 20502, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, NULL, 60, 12, NULL, NULL, 1772442000000, NULL, 6323336085961748745);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (2, X'019CADC69A80736F8801EB3914C98CE5', 1, 1, 2, 1, 0, 0, 0, 1, 1771491600000, 1771495200000, NULL, 0, 0, 1771491600000, NULL, 20503, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, 'first
second', 2, 0, NULL, NULL, 1772442000000, NULL, 2471285769334001606);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (3, X'019CADC69A807370B5F6F1F3328824C2', 1, 0, 2, 1, 0, 0, 0, 1, 1771578000000, 1771581600000, NULL, 0, 0, 1771578000000, NULL, 20504, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, 'first', 60, 12, NULL, NULL, 1772442000000, NULL, -6134144133425123291);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (4, X'019CADC69A8073719DE1C6DD6D05AC16', 1, 0, 3, 1, 0, 0, 0, 1, 1771664400000, 1771668000000, NULL, 0, 0, 1771664400000, NULL, 20505, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, 1772442000000, NULL, -4246870398023281235);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (5, X'019CADC69A807372B8A474007DEB3888', 1, 0, 2, 1, 0, 0, 0, 1, 1771750800000, 1771754400000, NULL, 0, 0, 1771750800000, NULL, 20506, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, 'first
second', 60, 12, NULL, NULL, 1772442000000, NULL, -5498209751650309667);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (6, X'019CADC69A807373A96357E25C1FFA63', 1, 1, 2, 1, 0, 0, 0, 1, 1771837200000, 1771840800000, NULL, 0, 0, 1771837200000, NULL, 20507, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, 'first', 2, 0, NULL, NULL, 1772442000000, NULL, 7396972790333655299);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (7, X'019CADC69A807374912098B326151E46', 1, 0, 2, 1, 0, 0, 0, 1, 1771923600000, 1771927200000, NULL, 0, 0, 1771923600000, NULL, 20508, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, NULL, 60, 12, NULL, NULL, 1772442000000, NULL, -3238869472828476943);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (8, X'019CADC69A8073758EDA815062FA16C0', 1, 0, 2, 1, 0, 0, 0, 1, 1772010000000, 1772013600000, NULL, 0, 0, 1772010000000, NULL, 20509, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, 'first
second', 60, 12, NULL, NULL, 1772442000000, NULL, 6822505690889191837);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (9, X'019CADC69A8073769378C4AD58347557', 1, 0, 3, 1, 0, 0, 0, 1, 1772096400000, 1772100000000, NULL, 0, 0, 1772096400000, NULL, 20510, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, 'first', 0, 0, NULL, NULL, 1772442000000, NULL, 3100570462644734942);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (10, X'019CADC69A8073779ED97291FF72BE98', 1, 1, 2, 1, 0, 0, 0, 1, 1772182800000, 1772186400000, NULL, 0, 0, 1772182800000, NULL, 20511, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, NULL, 2, 0, NULL, NULL, 1772442000000, NULL, -6676990873565890197);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (11, X'019CADC69A807378B3B19B87D14F6247', 1, 0, 2, 1, 0, 0, 0, 1, 1772269200000, 1772272800000, NULL, 0, 0, 1772269200000, NULL, 20512, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, 'first
second', 60, 12, NULL, NULL, 1772442000000, NULL, 7614152885401956887);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (12, X'019CADC69A807379AA7170380599A6FF', 1, 0, 2, 1, 0, 0, 0, 1, 1772010000000, 1772012400000, NULL, 0, 0, 1772010000000, NULL, 20509, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, 'first
second', 0, 0, NULL, NULL, 1772442000000, NULL, -1572963121992410457);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (13, X'019CADC69A80737AB56673ED8CBC827A', 1, 0, 2, 1, 1, 0, 0, 1, 1770714000000, 1770822000000, NULL, 0, 0, 1770714000000, NULL, 20494, 3600, 'Test/Zone', 'Work of another day', 'Thesis', NULL, NULL, 'first
second', 0, 0, NULL, NULL, 1772442000000, NULL, 1697128088821235743);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (14, X'019CADC69A80737BB145F077E19E7E32', 1, 0, 2, 1, 0, 0, 0, 2, 1772182800000, 1772186400000, NULL, 0, 0, 1772182800000, NULL, 20511, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, 1772442000000, 1772442000000, 127124182328098243);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (15, X'019CADC69A807380827E9373133EF97B', 2, 0, 2, 1, 0, 0, 0, 1, 1772355600000, 1772359200000, NULL, 0, 0, 1772355600000, NULL, 20513, 3600, 'Test/Zone', 'Work of another day', NULL, NULL, NULL, 'first', 60, 12, NULL, NULL, 1772442000000, NULL, -8542812576413256592);
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision, started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms, expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags, xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum) VALUES (16, X'019CADC69A8072BA91153E60D2945483', 1, 0, 1, 0, 0, 0, 0, 2, 1772442000000, NULL, 1500000, 0, 1, 1772442600000, 1772446200000, 20514, 3600, 'Test/Zone', NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, 1772442000000, NULL, 4620579639742586870);
INSERT INTO focus_pauses (session_id, number, started_at_ms, ended_at_ms, reason) VALUES (16, 1, 1772442600000, NULL, 'tea');
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1771491600000, 2);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1771491600000, 2);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1771578000000, 3);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1771750800000, 5);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1771750800000, 5);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1771837200000, 6);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1772010000000, 8);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1772010000000, 8);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1772096400000, 9);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1772269200000, 11);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1772269200000, 11);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1772010000000, 12);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1772010000000, 12);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'first', 1770714000000, 13);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (1, 'second', 1770714000000, 13);
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (2, 'first', 1772355600000, 15);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 1, 0, NULL, 1, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 2, 0, NULL, 2, 2, 0, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 3, 0, NULL, 3, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 4, 0, NULL, 5, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 5, 0, NULL, 6, 2, 0, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 6, 0, NULL, 7, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 7, 0, NULL, 8, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 8, 0, NULL, 10, 2, 0, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 9, 0, NULL, 11, 60, 12, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 10, 2, 'gift', NULL, 0, 30, 'a gift', 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (1, 11, 3, 'a sound', NULL, 0, -4, NULL, 1772442000000);
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms) VALUES (2, 1, 0, NULL, 15, 60, 12, NULL, 1772442000000);
INSERT INTO focus_libraries (id, uuid, user_id, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms) VALUES (1, X'019CADC69A80737CB7672BCD53763ABE', 1, 'Waves', NULL, 0, 2, 1772442000000, 1772442000000);
INSERT INTO focus_libraries (id, uuid, user_id, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms) VALUES (2, X'019CADC69A80738185852FAAD6B56F3A', 2, 'Other waves', NULL, 0, 0, 1772442000000, 1772442000000);
INSERT INTO focus_library_tracks (id, uuid, library_id, position, title, url, duration_ms, added_at_ms) VALUES (1, X'019CADC69A80737DBC69474FCE12946C', 1, 1048576, 'Low tide', NULL, NULL, 1772442000000);
INSERT INTO focus_library_tracks (id, uuid, library_id, position, title, url, duration_ms, added_at_ms) VALUES (2, X'019CADC69A80737E943DC2445AC55F27', 1, 2097152, 'High tide', NULL, 3600000, 1772442000000);
INSERT INTO counters (user_id, deleted, focus_completed, focus_abandoned, focus_expired, focus_active_ms, focus_unconfirmed_ms, break_completed, break_abandoned, break_expired, break_active_ms, break_unconfirmed_ms, long_break_completed, long_break_abandoned, long_break_expired, long_break_active_ms, long_break_unconfirmed_ms, libraries, tracks, ledger_entries, xp, coins_earned, coins_spent) VALUES (1, 1, 8, 2, 0, 31200000, 108000000, 3, 0, 0, 10800000, 0, 0, 0, 0, 0, 0, 1, 2, 11, 366, 102, 4);
INSERT INTO counters (user_id, deleted, focus_completed, focus_abandoned, focus_expired, focus_active_ms, focus_unconfirmed_ms, break_completed, break_abandoned, break_expired, break_active_ms, break_unconfirmed_ms, long_break_completed, long_break_abandoned, long_break_expired, long_break_active_ms, long_break_unconfirmed_ms, libraries, tracks, ledger_entries, xp, coins_earned, coins_spent) VALUES (2, 0, 1, 0, 0, 3600000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 60, 12, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20494, 0, 1, 0, 0, 0, 0, 108000000);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20502, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20503, 1, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20504, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20505, 0, 0, 1, 0, 0, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20506, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20507, 1, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20508, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20509, 0, 2, 0, 0, 2, 6000000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20510, 0, 0, 1, 0, 0, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20511, 1, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (1, 20512, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms) VALUES (2, 20513, 0, 1, 0, 0, 1, 3600000, 0);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, 20502, 20502);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, 20504, 20504);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, 20506, 20506);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, 20508, 20509);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (1, 20512, 20512);
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (2, 20513, 20513);
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (1, 1, NULL, 1772442000000, 'session_add', X'00020203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (2, 1, NULL, 1772442000000, 'session_add', X'00040203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (3, 1, NULL, 1772442000000, 'session_add', X'00060203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (4, 1, NULL, 1772442000000, 'session_add', X'0008020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (5, 1, NULL, 1772442000000, 'session_add', X'000A0203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (6, 1, NULL, 1772442000000, 'session_add', X'000C0203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (7, 1, NULL, 1772442000000, 'session_add', X'000E0203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (8, 1, NULL, 1772442000000, 'session_add', X'00100203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (9, 1, NULL, 1772442000000, 'session_add', X'0012020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (10, 1, NULL, 1772442000000, 'session_add', X'00140203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (11, 1, NULL, 1772442000000, 'session_add', X'00160203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (12, 1, NULL, 1772442000000, 'session_add', X'0018020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (13, 1, NULL, 1772442000000, 'session_add', X'001A020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (14, 1, NULL, 1772442000000, 'session_add', X'001C020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (15, 1, NULL, 1772442000000, 'session_delete', X'1C019CADC69A80737BB145F077E19E7E3202000200000204809A9CE5936780D4D3E893670000809A9CE593670000BEC002A0380A546573742F5A6F6E6514576F726B206F6620616E6F7468657220646179000000000000000080EAB4DC9567000260000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (16, 1, NULL, 1772442000000, 'points_award', X'0000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (17, 1, NULL, 1772442000000, 'points_spend', X'0000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (18, 1, NULL, 1772442000000, 'goal_set', X'02A8C002021305000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (19, 1, NULL, 1772442000000, 'library_create', X'0002020B03000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (20, 1, NULL, 1772442000000, 'track_add', X'0002020F030000000280EAB4DC95670C07000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (21, 1, NULL, 1772442000000, 'track_add', X'0004020F030000000280EAB4DC95670C07000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (22, 2, NULL, 1772442000000, 'session_add', X'001E0203030000000000020903000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (23, 2, NULL, 1772442000000, 'library_create', X'0004020B03000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (24, 1, NULL, 1772442000000, 'session_start', X'0020020303000000');
INSERT INTO undo_steps (id, user_id, first_id, made_at_ms, call, notes) VALUES (25, 1, NULL, 1772442600000, 'session_pause', X'200202050300000020019CADC69A8072BA91153E60D29454830200000000020080EAB4DC956700C08DB7010080EAB4DC95678085A3DF956700C4C002A0380A546573742F5A6F6E6500000000000000000080EAB4DC9567000250000000');
UPDATE sqlite_sequence SET seq = 2 WHERE name = 'users';
CREATE UNIQUE INDEX users_name ON users (name);
CREATE INDEX focus_sessions_history ON focus_sessions (user_id, is_deleted, started_at_ms);
CREATE UNIQUE INDEX focus_sessions_running ON focus_sessions (user_id) WHERE ended_at_ms IS NULL AND deleted_at_ms IS NULL;
CREATE UNIQUE INDEX focus_sessions_source ON focus_sessions (user_id, source_key) WHERE source_key IS NOT NULL;
CREATE INDEX focus_sessions_implausible ON focus_sessions (user_id) WHERE implausible = 1 AND deleted_at_ms IS NULL;
CREATE INDEX focus_sessions_confirmed ON focus_sessions (user_id)
    WHERE confirmed = 1 AND ended_at_ms - started_at_ms > 86400000 AND deleted_at_ms IS NULL;
CREATE INDEX session_tags_session ON session_tags (session_id);
CREATE UNIQUE INDEX day_totals_key ON day_totals (user_id, local_day, source_key);
CREATE UNIQUE INDEX points_ledger_key ON points_ledger (user_id, kind, key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX points_ledger_session ON points_ledger (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX focus_libraries_user ON focus_libraries (user_id);
CREATE UNIQUE INDEX focus_libraries_name ON focus_libraries (user_id, name);
CREATE INDEX focus_library_tracks_order ON focus_library_tracks (library_id, position);
CREATE INDEX streak_runs_length ON streak_runs (user_id, last_day - first_day, first_day);
