-- Counters, daily sums, runs of days.

-- name: counters_insert
INSERT INTO counters (user_id) VALUES (?1);

-- With the session whose limit has passed at ?2 though nothing has marked it, if there is one.
-- name: counters_get
SELECT deleted,
       focus_active, focus_paused, focus_completed, focus_abandoned, focus_expired,
       focus_active_ms, focus_unconfirmed_ms,
       break_active, break_paused, break_completed, break_abandoned, break_expired,
       break_active_ms, break_unconfirmed_ms,
       long_break_active, long_break_paused, long_break_completed, long_break_abandoned, long_break_expired,
       long_break_active_ms, long_break_unconfirmed_ms,
       libraries, tracks, ledger_entries, xp, coins_earned, coins_spent,
       (SELECT s.id FROM focus_sessions AS s INDEXED BY focus_sessions_running
        WHERE s.user_id = ?1 AND s.status < 2 AND s.deleted_at_ms IS NULL AND s.expires_at_ms <= ?2)
FROM counters WHERE user_id = ?1;

-- The same columns in the same order, from ?2 on.
-- name: counters_add
UPDATE counters
SET deleted = deleted + ?2,
    focus_active = focus_active + ?3, focus_paused = focus_paused + ?4,
    focus_completed = focus_completed + ?5, focus_abandoned = focus_abandoned + ?6,
    focus_expired = focus_expired + ?7, focus_active_ms = focus_active_ms + ?8,
    focus_unconfirmed_ms = focus_unconfirmed_ms + ?9,
    break_active = break_active + ?10, break_paused = break_paused + ?11,
    break_completed = break_completed + ?12, break_abandoned = break_abandoned + ?13,
    break_expired = break_expired + ?14, break_active_ms = break_active_ms + ?15,
    break_unconfirmed_ms = break_unconfirmed_ms + ?16,
    long_break_active = long_break_active + ?17, long_break_paused = long_break_paused + ?18,
    long_break_completed = long_break_completed + ?19, long_break_abandoned = long_break_abandoned + ?20,
    long_break_expired = long_break_expired + ?21, long_break_active_ms = long_break_active_ms + ?22,
    long_break_unconfirmed_ms = long_break_unconfirmed_ms + ?23,
    libraries = libraries + ?24, tracks = tracks + ?25, ledger_entries = ledger_entries + ?26,
    xp = xp + ?27, coins_earned = coins_earned + ?28, coins_spent = coins_spent + ?29
WHERE user_id = ?1;

-- Tells the sessions that the day has afterwards, and the credited ones.
-- name: day_add
UPDATE daily_stats
SET active = active + ?4, paused = paused + ?5, completed = completed + ?6, abandoned = abandoned + ?7,
    expired = expired + ?8, credited = credited + ?9, active_ms = active_ms + ?10,
    unconfirmed_ms = unconfirmed_ms + ?11
WHERE user_id = ?1 AND local_day = ?2 AND mode = ?3
RETURNING active + paused + completed + abandoned + expired, credited;

-- name: day_insert
INSERT INTO daily_stats (user_id, local_day, mode, active, paused, completed, abandoned, expired, credited,
                         active_ms, unconfirmed_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: day_delete
DELETE FROM daily_stats WHERE user_id = ?1 AND local_day = ?2 AND mode = ?3;

-- name: day_range
SELECT local_day, mode, active, paused, completed, abandoned, expired, credited, active_ms, unconfirmed_ms
FROM daily_stats WHERE user_id = ?1 AND local_day BETWEEN ?2 AND ?3
ORDER BY local_day, mode;

-- name: run_at_or_before
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1 AND first_day <= ?2
ORDER BY first_day DESC LIMIT 1;

-- name: run_longest
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1
ORDER BY last_day - first_day DESC, first_day DESC LIMIT 1;

-- name: run_newest
SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1 ORDER BY first_day DESC LIMIT ?2;

-- name: run_insert
INSERT INTO streak_runs (user_id, first_day, last_day) VALUES (?1, ?2, ?3);

-- name: run_set_last
UPDATE streak_runs SET last_day = ?3 WHERE user_id = ?1 AND first_day = ?2;

-- name: run_delete
DELETE FROM streak_runs WHERE user_id = ?1 AND first_day = ?2;
