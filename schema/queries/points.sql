-- Nothing where the key has been used, or the session has been paid.
-- name: ledger_insert
INSERT INTO points_ledger (user_id, number, kind, key, session_id, xp, coins, reason, created_at_ms)
VALUES (?1, (SELECT ifnull(max(number), 0) + 1 FROM points_ledger WHERE user_id = ?1),
        ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT DO NOTHING;

-- name: ledger_page
SELECT l.number, l.kind, l.xp, l.coins, l.created_at_ms, l.key, l.reason, s.uuid
FROM points_ledger AS l LEFT JOIN focus_sessions AS s ON s.id = l.session_id
WHERE l.user_id = ?1 AND l.number < ?2
ORDER BY l.number DESC LIMIT ?3;

-- name: ledger_newest
SELECT number, kind, xp, coins, created_at_ms, key, reason, session_id FROM points_ledger
WHERE user_id = ?1 ORDER BY number DESC LIMIT 1;

-- name: ledger_delete
DELETE FROM points_ledger WHERE user_id = ?1 AND number = ?2;
