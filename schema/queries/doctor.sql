-- What the figures should be, counted from scratch. Each statement gives one number: how many differences it
-- found for user ?1. Their cost grows with the history.

-- name: recount_counters
SELECT count(*) FROM (
    SELECT total(is_deleted),
           total(mode = 0 AND status = 2 AND NOT is_deleted),
           total(mode = 0 AND status = 3 AND NOT is_deleted),
           total(mode = 0 AND status = 4 AND NOT is_deleted),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 0 AND status IN (2, 3) AND implausible = 0 AND NOT is_deleted)),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 0 AND (status = 4 OR status > 1 AND implausible = 1) AND NOT is_deleted)),
           total(mode = 1 AND status = 2 AND NOT is_deleted),
           total(mode = 1 AND status = 3 AND NOT is_deleted),
           total(mode = 1 AND status = 4 AND NOT is_deleted),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 1 AND status IN (2, 3) AND implausible = 0 AND NOT is_deleted)),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 1 AND (status = 4 OR status > 1 AND implausible = 1) AND NOT is_deleted)),
           total(mode = 2 AND status = 2 AND NOT is_deleted),
           total(mode = 2 AND status = 3 AND NOT is_deleted),
           total(mode = 2 AND status = 4 AND NOT is_deleted),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 2 AND status IN (2, 3) AND implausible = 0 AND NOT is_deleted)),
           total((ended_at_ms - started_at_ms - paused_ms)
                 * (mode = 2 AND (status = 4 OR status > 1 AND implausible = 1) AND NOT is_deleted))
    FROM focus_sessions WHERE user_id = ?1
    EXCEPT
    SELECT deleted,
           focus_completed, focus_abandoned, focus_expired, focus_active_ms, focus_unconfirmed_ms,
           break_completed, break_abandoned, break_expired, break_active_ms, break_unconfirmed_ms,
           long_break_completed, long_break_abandoned, long_break_expired,
           long_break_active_ms, long_break_unconfirmed_ms
    FROM counters WHERE user_id = ?1
);

-- name: recount_wallet
SELECT count(*) FROM (
    SELECT count(*), total(xp), total(max(coins, 0)), total(max(-coins, 0))
    FROM points_ledger WHERE user_id = ?1
    EXCEPT
    SELECT ledger_entries, xp, coins_earned, coins_spent FROM counters WHERE user_id = ?1
);

-- name: recount_libraries
SELECT count(*) FROM (
    SELECT count(*), total(tracks_count) FROM focus_libraries WHERE user_id = ?1
    EXCEPT
    SELECT libraries, tracks FROM counters WHERE user_id = ?1
);

-- name: recount_tracks
SELECT count(*) FROM focus_libraries AS l
WHERE l.user_id = ?1
  AND l.tracks_count <> (SELECT count(*) FROM focus_library_tracks AS t WHERE t.library_id = l.id);

-- name: recount_days
WITH scratch AS (
    SELECT local_day, mode, sum(status = 2) AS completed, sum(status = 3) AS abandoned, sum(status = 4) AS expired,
           sum(status = 2 AND implausible = 0) AS credited,
           sum((ended_at_ms - started_at_ms - paused_ms) * (status IN (2, 3) AND implausible = 0)) AS active_ms,
           sum((ended_at_ms - started_at_ms - paused_ms) * (status = 4 OR implausible = 1)) AS unconfirmed_ms
    FROM focus_sessions WHERE user_id = ?1 AND is_deleted = 0 AND status > 1
    GROUP BY local_day, mode
), kept AS (
    SELECT local_day, mode, completed, abandoned, expired, credited, active_ms, unconfirmed_ms
    FROM daily_stats WHERE user_id = ?1
)
SELECT (SELECT count(*) FROM (SELECT * FROM scratch EXCEPT SELECT * FROM kept))
     + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM scratch));

-- name: recount_streak
WITH days AS (
    SELECT DISTINCT local_day FROM focus_sessions
    WHERE user_id = ?1 AND is_deleted = 0 AND mode = 0 AND status = 2 AND implausible = 0
), numbered AS (
    SELECT local_day, local_day - row_number() OVER (ORDER BY local_day) AS run FROM days
), scratch AS (
    SELECT min(local_day) AS first_day, max(local_day) AS last_day FROM numbered GROUP BY run
), kept AS (
    SELECT first_day, last_day FROM streak_runs WHERE user_id = ?1
)
SELECT (SELECT count(*) FROM (SELECT * FROM scratch EXCEPT SELECT * FROM kept))
     + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM scratch));

-- name: recount_tags
SELECT abs(
    (SELECT count(*) FROM session_tags WHERE user_id = ?1)
  - (SELECT total(length(tags) - length(replace(tags, char(10), '')) + 1) FROM focus_sessions
     WHERE user_id = ?1 AND is_deleted = 0 AND tags IS NOT NULL))
 + (SELECT count(*) FROM session_tags AS t JOIN focus_sessions AS s ON s.id = t.session_id
    WHERE t.user_id = ?1 AND (s.started_at_ms <> t.started_at_ms OR s.is_deleted
      OR instr(char(10) || ifnull(s.tags, '') || char(10), char(10) || t.tag || char(10)) = 0));

-- name: recount_pauses
SELECT count(*) FROM focus_sessions AS s
WHERE s.user_id = ?1
  AND (s.pause_count <> (SELECT count(*) FROM focus_pauses AS p WHERE p.session_id = s.id)
       OR s.paused_ms <> (SELECT total(p.ended_at_ms - p.started_at_ms) FROM focus_pauses AS p
                          WHERE p.session_id = s.id AND p.ended_at_ms IS NOT NULL)
       OR (s.status = 1) <> EXISTS (SELECT 1 FROM focus_pauses AS p
                                    WHERE p.session_id = s.id AND p.ended_at_ms IS NULL));

-- name: recount_rewards
SELECT (SELECT count(*) FROM points_ledger AS l JOIN focus_sessions AS s ON s.id = l.session_id
        WHERE l.user_id = ?1 AND (s.xp <> l.xp OR s.coins <> l.coins))
     + (SELECT count(*) FROM focus_sessions AS s
        WHERE s.user_id = ?1 AND s.xp + s.coins > 0
          AND NOT EXISTS (SELECT 1 FROM points_ledger AS l WHERE l.session_id = s.id));

-- name: session_all
SELECT s.* FROM focus_sessions AS s WHERE s.user_id = ?1;

-- Not damage, but what a person should look at.

-- name: count_implausible
SELECT count(*) FROM focus_sessions WHERE user_id = ?1 AND implausible = 1 AND deleted_at_ms IS NULL;

-- name: count_overlapping
SELECT count(*) FROM (
    SELECT started_at_ms,
           max(ended_at_ms) OVER (ORDER BY started_at_ms, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until_ms
    FROM focus_sessions WHERE user_id = ?1 AND is_deleted = 0 AND implausible = 0
) WHERE started_at_ms < taken_until_ms;

-- Making the figures anew from the rows they are about.

-- name: repair_indexes
REINDEX;

-- name: repair_counters
DELETE FROM counters WHERE user_id = ?1;

-- name: repair_days
DELETE FROM daily_stats WHERE user_id = ?1;

-- name: repair_runs
DELETE FROM streak_runs WHERE user_id = ?1;

-- name: repair_tags
DELETE FROM session_tags WHERE user_id = ?1;

-- name: repair_track_counts
UPDATE focus_libraries
SET tracks_count = (SELECT count(*) FROM focus_library_tracks AS t WHERE t.library_id = focus_libraries.id)
WHERE user_id = ?1;

-- What is not about sessions: libraries, tracks, ledger entries, XP, coins earned and spent.
-- name: count_the_rest
SELECT (SELECT count(*) FROM focus_libraries WHERE user_id = ?1),
       (SELECT CAST(total(tracks_count) AS INTEGER) FROM focus_libraries WHERE user_id = ?1),
       count(*), CAST(total(xp) AS INTEGER), CAST(total(max(coins, 0)) AS INTEGER),
       CAST(total(max(-coins, 0)) AS INTEGER)
FROM points_ledger WHERE user_id = ?1;
