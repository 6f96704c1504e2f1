-- Tags and projects: how much each is used. Time is that of focus sessions as counters count it: completed or
-- abandoned, and plausible.

-- name: tag_list
SELECT t.tag, count(*), max(t.started_at_ms), s.local_day,
       sum((s.ended_at_ms - s.started_at_ms - s.paused_ms)
             * (s.mode = 0 AND s.status IN (2, 3) AND s.implausible = 0))
FROM session_tags AS t JOIN focus_sessions AS s ON s.id = t.session_id
WHERE t.user_id = ?1
GROUP BY t.tag;

-- Goes through the history: an index would be written by every start, and read by this.
-- name: project_list
SELECT s.project, count(*), max(s.started_at_ms), s.local_day,
       sum((s.ended_at_ms - s.started_at_ms - s.paused_ms)
             * (s.mode = 0 AND s.status IN (2, 3) AND s.implausible = 0))
FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0 AND s.project IS NOT NULL
GROUP BY s.project;

-- name: tag_is_used
SELECT 1 FROM session_tags WHERE user_id = ?1 AND tag = ?2 LIMIT 1;

-- name: project_is_used
SELECT 1 FROM focus_sessions WHERE user_id = ?1 AND is_deleted = 0 AND project = ?2 LIMIT 1;
