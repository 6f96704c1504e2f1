-- Without an id the row gets the next one.
-- name: user_insert
INSERT INTO users (uuid, name, created_at_ms, focus_length_ms, break_length_ms, long_break_length_ms,
                   cycle_length, day_start_minutes, week_start, daily_goal_ms, daily_goal_sessions,
                   expire_factor, pause_limit_ms, rest_weekdays, id, cycle_started_at_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);

-- name: user_by_name
SELECT id FROM users WHERE name = ?1;

-- name: user_uuid
SELECT uuid FROM users WHERE id = ?1;

-- name: user_by_uuid
SELECT id FROM users WHERE uuid = ?1;

-- name: user_first
SELECT id FROM users WHERE id > 0 ORDER BY id LIMIT 1;

-- Everybody, in order of creation: the one list that is short by nature.
-- name: user_all
SELECT id, uuid, name, created_at_ms FROM users WHERE id > 0 ORDER BY id;

-- name: user_rename
UPDATE users SET name = ?2 WHERE id = ?1;

-- name: user_delete
DELETE FROM users WHERE id = ?1;

-- name: user_settings
SELECT focus_length_ms, break_length_ms, long_break_length_ms, cycle_length, day_start_minutes, week_start,
       daily_goal_ms, daily_goal_sessions, expire_factor, pause_limit_ms, rest_weekdays, cycle_started_at_ms
FROM users WHERE id = ?1;

-- name: user_set_settings
UPDATE users
SET focus_length_ms = ?2, break_length_ms = ?3, long_break_length_ms = ?4, cycle_length = ?5,
    day_start_minutes = ?6, week_start = ?7, daily_goal_ms = ?8, daily_goal_sessions = ?9,
    expire_factor = ?10, pause_limit_ms = ?11, rest_weekdays = ?12, cycle_started_at_ms = ?13
WHERE id = ?1;
