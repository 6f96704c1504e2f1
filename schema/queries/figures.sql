-- Counters, daily sums, runs of days.

-- name: counters_insert
INSERT INTO counters (user_id) VALUES (?1);

-- With what the running session counts for, if there is one: its row's id, NULL without, and what its timer
-- says.
-- name: counters_get
SELECT c.deleted,
       c.focus_completed, c.focus_abandoned, c.focus_expired, c.focus_active_ms, c.focus_unconfirmed_ms,
       c.break_completed, c.break_abandoned, c.break_expired, c.break_active_ms, c.break_unconfirmed_ms,
       c.long_break_completed, c.long_break_abandoned, c.long_break_expired,
       c.long_break_active_ms, c.long_break_unconfirmed_ms,
       c.libraries, c.tracks, c.ledger_entries, c.xp, c.coins_earned, c.coins_spent,
       s.id, s.mode, s.status, s.local_day, s.started_at_ms, s.paused_ms, s.last_event_at_ms, s.expires_at_ms,
       s.confirmed
FROM counters AS c
LEFT JOIN focus_sessions AS s INDEXED BY focus_sessions_running
       ON s.user_id = c.user_id AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL
WHERE c.user_id = ?1;

-- The same of the running session alone.
-- name: running_get
SELECT s.id, s.mode, s.status, s.local_day, s.started_at_ms, s.paused_ms, s.last_event_at_ms, s.expires_at_ms,
       s.confirmed
FROM focus_sessions AS s INDEXED BY focus_sessions_running
WHERE s.user_id = ?1 AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL;

-- The same columns in the same order, from ?2 on.
-- name: counters_add
UPDATE counters
SET deleted = deleted + ?2,
    focus_completed = focus_completed + ?3, focus_abandoned = focus_abandoned + ?4,
    focus_expired = focus_expired + ?5, focus_active_ms = focus_active_ms + ?6,
    focus_unconfirmed_ms = focus_unconfirmed_ms + ?7,
    break_completed = break_completed + ?8, break_abandoned = break_abandoned + ?9,
    break_expired = break_expired + ?10, break_active_ms = break_active_ms + ?11,
    break_unconfirmed_ms = break_unconfirmed_ms + ?12,
    long_break_completed = long_break_completed + ?13, long_break_abandoned = long_break_abandoned + ?14,
    long_break_expired = long_break_expired + ?15, long_break_active_ms = long_break_active_ms + ?16,
    long_break_unconfirmed_ms = long_break_unconfirmed_ms + ?17,
    libraries = libraries + ?18, tracks = tracks + ?19, ledger_entries = ledger_entries + ?20,
    xp = xp + ?21, coins_earned = coins_earned + ?22, coins_spent = coins_spent + ?23
WHERE user_id = ?1;

-- name: day_get
SELECT completed, abandoned, expired, credited, active_ms, unconfirmed_ms
FROM daily_stats WHERE user_id = ?1 AND local_day = ?2 AND mode = ?3;

-- name: day_insert
INSERT INTO daily_stats (user_id, local_day, mode, completed, abandoned, expired, credited, active_ms,
                         unconfirmed_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: day_update
UPDATE daily_stats
SET completed = ?4, abandoned = ?5, expired = ?6, credited = ?7, active_ms = ?8, unconfirmed_ms = ?9
WHERE user_id = ?1 AND local_day = ?2 AND mode = ?3;

-- name: day_delete
DELETE FROM daily_stats WHERE user_id = ?1 AND local_day = ?2 AND mode = ?3;

-- name: day_range
SELECT local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms
FROM daily_stats WHERE user_id = ?1 AND local_day BETWEEN ?2 AND ?3
ORDER BY local_day, mode;

-- name: run_at_or_before
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1 AND first_day <= ?2
ORDER BY first_day DESC LIMIT 1;

-- name: run_longest
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1
ORDER BY last_day - first_day DESC, first_day DESC LIMIT 1;

-- Down from the newest that begins on ?2 or before.
-- name: run_newest
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1 AND first_day <= ?2 ORDER BY first_day DESC;

-- name: run_insert
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (?1, ?2, ?3);

-- name: run_set_last
UPDATE streak_runs SET last_day = ?3 WHERE user_id = ?1 AND first_day = ?2;

-- name: run_delete
DELETE FROM streak_runs WHERE user_id = ?1 AND first_day = ?2;
