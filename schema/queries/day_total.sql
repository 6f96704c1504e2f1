-- Totals of days that other programs have kept.

-- name: day_total_get
SELECT * FROM day_totals WHERE user_id = ?1 AND local_day = ?2 AND source_key = ?3;

-- name: day_total_by_id
SELECT * FROM day_totals WHERE id = ?1;

-- Without an id the row gets the next one.
-- name: day_total_put
INSERT INTO day_totals (user_id, local_day, source_key, source_format, length_ms, rating, is_sum, title, project,
                        note, tags, created_at_ms, id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: day_total_delete
DELETE FROM day_totals WHERE id = ?1;

-- name: day_total_range
SELECT * FROM day_totals WHERE user_id = ?1 AND local_day BETWEEN ?2 AND ?3 ORDER BY local_day, source_key;

-- Where the last session that was made of totals of the format ?4 ends, of those that begin from ?2 to ?3.
-- name: day_total_laid_until
SELECT max(ended_at_ms) FROM focus_sessions
WHERE user_id = ?1 AND is_deleted = 0 AND started_at_ms BETWEEN ?2 AND ?3 AND source_format = ?4;
