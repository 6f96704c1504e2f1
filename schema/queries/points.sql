-- name: ledger_insert
INSERT INTO points_ledger (user_id, kind, key, session_id, xp, coins, reason, created_at_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: ledger_has_key
SELECT 1 FROM points_ledger WHERE user_id = ?1 AND kind = ?2 AND key = ?3;

-- name: ledger_has_session
SELECT 1 FROM points_ledger WHERE session_id = ?1;

-- name: ledger_page
SELECT l.id, l.kind, l.xp, l.coins, l.created_at_ms, l.key, l.reason, s.uuid
FROM points_ledger AS l LEFT JOIN focus_sessions AS s ON s.id = l.session_id
WHERE l.user_id = ?1 AND l.id < ?2
ORDER BY l.id DESC LIMIT ?3;
