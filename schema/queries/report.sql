-- What reports add up. Each session comes with its pauses, one a row, in order; one without pauses once.
-- Sessions that have ended, and began from ?2 to ?3, both inclusive; of project ?4, with the text ?5 in the
-- title and the tag ?6, where these are not NULL.

-- name: report_sessions
SELECT s.id, s.mode, s.status, s.implausible, s.started_at_ms, s.ended_at_ms, s.planned_ms, s.paused_ms,
       s.pause_count, s.local_day, s.utc_offset_s, s.zone, s.project, s.title, s.tags,
       p.started_at_ms, p.ended_at_ms
FROM focus_sessions AS s
LEFT JOIN focus_pauses AS p ON p.session_id = iif(s.pause_count > 0, s.id, NULL)
WHERE s.user_id = ?1 AND s.is_deleted = 0 AND s.started_at_ms BETWEEN ?2 AND ?3 AND s.ended_at_ms IS NOT NULL
  AND (?4 IS NULL OR s.project = ?4)
  AND (?5 IS NULL OR instr(lower(s.title), lower(?5)) > 0)
  AND (?6 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?6 || char(10)) > 0)
ORDER BY s.started_at_ms, s.id, p.number;

-- The same of those that are longer than a day: they began before ?2 and ended after ?3.
-- name: report_long_sessions
SELECT s.id, s.mode, s.status, s.implausible, s.started_at_ms, s.ended_at_ms, s.planned_ms, s.paused_ms,
       s.pause_count, s.local_day, s.utc_offset_s, s.zone, s.project, s.title, s.tags,
       p.started_at_ms, p.ended_at_ms
FROM focus_sessions AS s
LEFT JOIN focus_pauses AS p ON p.session_id = iif(s.pause_count > 0, s.id, NULL)
WHERE s.id IN (SELECT i.id FROM focus_sessions AS i INDEXED BY focus_sessions_implausible
               WHERE i.user_id = ?1 AND i.implausible = 1 AND i.deleted_at_ms IS NULL
               UNION ALL
               SELECT c.id FROM focus_sessions AS c INDEXED BY focus_sessions_confirmed
               WHERE c.user_id = ?1 AND c.confirmed = 1 AND c.ended_at_ms - c.started_at_ms > 86400000
                 AND c.deleted_at_ms IS NULL)
  AND s.started_at_ms < ?2 AND s.ended_at_ms > ?3
  AND (?4 IS NULL OR s.project = ?4)
  AND (?5 IS NULL OR instr(lower(s.title), lower(?5)) > 0)
  AND (?6 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?6 || char(10)) > 0)
ORDER BY s.id, p.number;

-- Totals of days from ?2 to ?3 under the same filters, but for those that say again what others say.
-- name: report_day_totals
SELECT d.local_day, d.length_ms, d.title, d.project, d.tags
FROM day_totals AS d
WHERE d.user_id = ?1 AND d.local_day BETWEEN ?2 AND ?3 AND d.is_sum = 0
  AND (?4 IS NULL OR d.project = ?4)
  AND (?5 IS NULL OR instr(lower(d.title), lower(?5)) > 0)
  AND (?6 IS NULL OR instr(char(10) || d.tags || char(10), char(10) || ?6 || char(10)) > 0)
ORDER BY d.local_day;

-- The same of the running session, with what its timer needs besides: its limit may have passed.
-- name: report_running
SELECT s.id, s.mode, s.status, s.implausible, s.started_at_ms, s.ended_at_ms, s.planned_ms, s.paused_ms,
       s.pause_count, s.local_day, s.utc_offset_s, s.zone, s.project, s.title, s.tags,
       p.started_at_ms, p.ended_at_ms, s.last_event_at_ms, s.expires_at_ms
FROM focus_sessions AS s INDEXED BY focus_sessions_running
LEFT JOIN focus_pauses AS p ON p.session_id = iif(s.pause_count > 0, s.id, NULL)
WHERE s.user_id = ?1 AND s.ended_at_ms IS NULL AND s.deleted_at_ms IS NULL AND s.started_at_ms <= ?3
  AND (?4 IS NULL OR s.project = ?4)
  AND (?5 IS NULL OR instr(lower(s.title), lower(?5)) > 0)
  AND (?6 IS NULL OR instr(char(10) || s.tags || char(10), char(10) || ?6 || char(10)) > 0)
ORDER BY p.number;
