-- Sessions are read whole, in the order of the table's columns: session_row.c knows it, a test holds both
-- together.

-- Without an id the row gets the next one.
-- name: session_insert
INSERT INTO focus_sessions (id, uuid, user_id, mode, status, source, implausible, confirmed, edited, revision,
                            started_at_ms, ended_at_ms, planned_ms, paused_ms, pause_count, last_event_at_ms,
                            expires_at_ms, local_day, utc_offset_s, zone, title, project, task, note, tags,
                            xp, coins, source_format, source_key, created_at_ms, deleted_at_ms, checksum)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32);

-- Everything that may ever change.
-- name: session_update
UPDATE focus_sessions
SET mode = ?4, status = ?5, implausible = ?7, confirmed = ?8, edited = ?9, revision = ?10,
    started_at_ms = ?11, ended_at_ms = ?12, planned_ms = ?13, paused_ms = ?14, pause_count = ?15,
    last_event_at_ms = ?16, expires_at_ms = ?17, local_day = ?18, utc_offset_s = ?19, zone = ?20,
    title = ?21, project = ?22, task = ?23, note = ?24, tags = ?25, xp = ?26, coins = ?27,
    deleted_at_ms = ?31, checksum = ?32
WHERE id = ?1;

-- What the end of a session changes, and what is said of it: leaves the indexes of history and sources alone.
-- name: session_update_life
UPDATE focus_sessions
SET status = ?5, revision = ?10, ended_at_ms = ?12, planned_ms = ?13, paused_ms = ?14, pause_count = ?15,
    last_event_at_ms = ?16, expires_at_ms = ?17, xp = ?26, coins = ?27,
    edited = ?9, title = ?21, project = ?22, task = ?23, note = ?24, tags = ?25, checksum = ?32
WHERE id = ?1;

-- What a pause, a resume and a longer plan change: leaves that of what runs alone, too.
-- name: session_update_running
UPDATE focus_sessions
SET status = ?5, revision = ?10, planned_ms = ?13, paused_ms = ?14, pause_count = ?15, last_event_at_ms = ?16,
    expires_at_ms = ?17, checksum = ?32
WHERE id = ?1;

-- What is said of a session: leaves every index alone.
-- name: session_update_words
UPDATE focus_sessions
SET edited = ?9, revision = ?10, title = ?21, project = ?22, task = ?23, note = ?24, tags = ?25, checksum = ?32
WHERE id = ?1;

-- For good.
-- name: session_delete
DELETE FROM focus_sessions WHERE id = ?1;

-- name: session_by_uuid
SELECT s.* FROM focus_sessions AS s WHERE s.uuid = ?1 AND s.user_id = ?2;

-- name: session_by_row
SELECT s.* FROM focus_sessions AS s WHERE s.id = ?1 AND s.user_id = ?2;

-- Two rows are enough to know that a prefix is not unique.
-- name: session_by_prefix
SELECT uuid FROM focus_sessions WHERE uuid BETWEEN ?1 AND ?2 AND +user_id = ?3 LIMIT 2;

-- name: session_running
SELECT s.* FROM focus_sessions AS s WHERE s.user_id = ?1 AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL;

-- name: session_by_source
SELECT s.* FROM focus_sessions AS s WHERE s.user_id = ?1 AND s.source_key = ?2;

-- What each step in the life of a session begins with: the running one, if there is one, and behind its
-- columns the user's settings.
-- name: session_live
SELECT s.*,
       u.focus_length_ms, u.break_length_ms, u.long_break_length_ms, u.cycle_length, u.day_start_minutes,
       u.week_start, u.daily_goal_ms, u.daily_goal_sessions, u.expire_factor, u.pause_limit_ms,
       u.rest_weekdays
FROM users AS u
LEFT JOIN focus_sessions AS s INDEXED BY focus_sessions_running
       ON s.user_id = u.id AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL
WHERE u.id = ?1;

-- Of all users, one after the other: each has one at most.
-- name: session_overdue
SELECT s.* FROM focus_sessions AS s INDEXED BY focus_sessions_running
WHERE s.user_id > ?1 AND s.expires_at_ms <= ?2 AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL
ORDER BY s.user_id LIMIT 1;

-- Somebody else in the span ?2 to ?3. What has ended and was not confirmed is a day long at most, or
-- implausible: none of those that overlap can have begun before ?4. What runs, and the few confirmed ones, may be
-- longer and are looked at one by one.
-- name: session_overlapping
SELECT s.uuid FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0 AND s.started_at_ms < ?3 AND s.started_at_ms > ?4
  AND s.ended_at_ms > ?2 AND s.implausible = 0 AND s.id <> ?5
UNION ALL
SELECT s.uuid FROM focus_sessions AS s INDEXED BY focus_sessions_running
WHERE s.user_id = ?1 AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL AND s.started_at_ms < ?3 AND s.id <> ?5
UNION ALL
SELECT s.uuid FROM focus_sessions AS s INDEXED BY focus_sessions_confirmed
WHERE s.user_id = ?1 AND s.confirmed = 1 AND s.ended_at_ms - s.started_at_ms > 86400000
  AND s.deleted_at_ms IS NULL AND s.started_at_ms < ?3 AND s.ended_at_ms > ?2 AND s.id <> ?5
LIMIT 1;

-- When the next one begins.
-- name: session_next_start
SELECT started_at_ms FROM focus_sessions
WHERE user_id = ?1 AND is_deleted = 0 AND started_at_ms >= ?2
ORDER BY started_at_ms LIMIT 1;

-- The newest ended sessions since ?2, for the cycle.
-- name: session_cycle
SELECT mode, status FROM focus_sessions
WHERE user_id = ?1 AND is_deleted = 0 AND started_at_ms >= ?2 AND status IN (2, 3, 4)
ORDER BY started_at_ms DESC, id DESC;

-- Pages of history. Parameters are the same in all of them:
--   ?1 user  ?2, ?3 first and last day  ?4, ?5 instants around these days, on the side where the page begins
--   no further than ?11  ?6, ?7 masks of modes and statuses  ?8 the session that is expired though not yet
--   marked so, or 0  ?9 project  ?10 LIKE pattern  ?11, ?12 instant and id of the last row of the page before
--   ?13 limit  ?14 tag
-- There is one bound on each side of the key: of two, SQLite might walk from the farther one.

-- name: session_page_newest
SELECT s.* FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0
  AND s.started_at_ms BETWEEN ?4 AND ?5 AND (s.started_at_ms < ?11 OR s.id < ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
ORDER BY s.started_at_ms DESC, s.id DESC LIMIT ?13;

-- name: session_page_oldest
SELECT s.* FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0
  AND s.started_at_ms BETWEEN ?4 AND ?5 AND (s.started_at_ms > ?11 OR s.id > ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
ORDER BY s.started_at_ms, s.id LIMIT ?13;

-- name: session_page_count
SELECT count(*) FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0
  AND s.started_at_ms BETWEEN ?4 AND ?5
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\');

-- name: session_tagged_newest
SELECT s.* FROM session_tags AS t JOIN focus_sessions AS s ON s.id = t.session_id
WHERE t.user_id = ?1 AND t.tag = ?14
  AND t.started_at_ms BETWEEN ?4 AND ?5 AND (t.started_at_ms < ?11 OR t.session_id < ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
ORDER BY t.started_at_ms DESC, t.session_id DESC LIMIT ?13;

-- name: session_tagged_oldest
SELECT s.* FROM session_tags AS t JOIN focus_sessions AS s ON s.id = t.session_id
WHERE t.user_id = ?1 AND t.tag = ?14
  AND t.started_at_ms BETWEEN ?4 AND ?5 AND (t.started_at_ms > ?11 OR t.session_id > ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
ORDER BY t.started_at_ms, t.session_id LIMIT ?13;

-- name: session_tagged_count
SELECT count(*) FROM session_tags AS t JOIN focus_sessions AS s ON s.id = t.session_id
WHERE t.user_id = ?1 AND t.tag = ?14
  AND t.started_at_ms BETWEEN ?4 AND ?5
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\');

-- Deleted sessions have no rows in session_tags.
-- name: session_deleted_newest
SELECT s.* FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 1
  AND s.started_at_ms BETWEEN ?4 AND ?5 AND (s.started_at_ms < ?11 OR s.id < ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
  AND (?14 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?14 || char(10)) > 0)
ORDER BY s.started_at_ms DESC, s.id DESC LIMIT ?13;

-- name: session_deleted_oldest
SELECT s.* FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 1
  AND s.started_at_ms BETWEEN ?4 AND ?5 AND (s.started_at_ms > ?11 OR s.id > ?12)
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
  AND (?14 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?14 || char(10)) > 0)
ORDER BY s.started_at_ms, s.id LIMIT ?13;

-- name: session_deleted_count
SELECT count(*) FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 1
  AND s.started_at_ms BETWEEN ?4 AND ?5
  AND s.local_day BETWEEN ?2 AND ?3
  AND (?6 >> s.mode) & 1 AND (?7 >> CASE WHEN s.id = ?8 THEN 4 ELSE s.status END) & 1
  AND (?9 IS NULL OR s.project = ?9) AND (?10 IS NULL OR s.title LIKE ?10 ESCAPE '\')
  AND (?14 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?14 || char(10)) > 0);

-- Pauses of a session.

-- name: pause_insert
INSERT INTO focus_pauses (session_id, number, started_at_ms, ended_at_ms, reason) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: pause_set_end
UPDATE focus_pauses SET ended_at_ms = ?3 WHERE session_id = ?1 AND number = ?2;

-- name: pause_list
SELECT started_at_ms, ended_at_ms, reason FROM focus_pauses WHERE session_id = ?1 ORDER BY number;

-- name: pause_get
SELECT started_at_ms, ended_at_ms, reason FROM focus_pauses WHERE session_id = ?1 AND number = ?2;

-- name: pause_delete
DELETE FROM focus_pauses WHERE session_id = ?1 AND number = ?2;

-- name: pause_delete_all
DELETE FROM focus_pauses WHERE session_id = ?1;

-- Tags of a session.

-- name: tag_insert
INSERT INTO session_tags (user_id, tag, started_at_ms, session_id) VALUES (?1, ?2, ?3, ?4);

-- name: tag_delete_all
DELETE FROM session_tags WHERE session_id = ?1;
