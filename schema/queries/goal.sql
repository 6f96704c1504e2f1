-- Dated goals of a user.

-- name: goal_get
SELECT weekday, from_day, goal_ms, goal_sessions FROM goals
WHERE user_id = ?1 AND weekday = ?2 AND from_day = ?3;

-- name: goal_list
SELECT weekday, from_day, goal_ms, goal_sessions FROM goals WHERE user_id = ?1 ORDER BY weekday, from_day;

-- name: goal_insert
INSERT INTO goals (user_id, weekday, from_day, goal_ms, goal_sessions) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: goal_update
UPDATE goals SET goal_ms = ?4, goal_sessions = ?5 WHERE user_id = ?1 AND weekday = ?2 AND from_day = ?3;

-- name: goal_delete
DELETE FROM goals WHERE user_id = ?1 AND weekday = ?2 AND from_day = ?3;
