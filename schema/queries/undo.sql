-- Steps of changes, to be undone and redone: src/core/journal.h says what is in them. Both tables are short, and
-- walked from their newest row.

-- name: undo_push
INSERT INTO undo_steps (user_id, first_id, made_at_ms, call, notes) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: redo_push
INSERT INTO redo_steps (user_id, first_id, made_at_ms, call, notes, follows_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- The newest row of a user below row ?2.
-- name: undo_below
SELECT id, ifnull(first_id, id), made_at_ms, call, notes, 0 FROM undo_steps
WHERE id < ?2 AND user_id = ?1 ORDER BY id DESC LIMIT 1;

-- name: redo_below
SELECT id, ifnull(first_id, id), made_at_ms, call, notes, follows_id FROM redo_steps
WHERE id < ?2 AND user_id = ?1 ORDER BY id DESC LIMIT 1;

-- The rows of a user from ?2 on.
-- name: undo_pop
DELETE FROM undo_steps WHERE id >= ?2 AND user_id = ?1;

-- name: redo_pop
DELETE FROM redo_steps WHERE id >= ?2 AND user_id = ?1;

-- The newest that was undone follows another row now.
-- name: redo_follow
UPDATE redo_steps SET follows_id = ?2
WHERE id = (SELECT r.id FROM redo_steps AS r WHERE r.id > 0 AND r.user_id = ?1 ORDER BY r.id DESC LIMIT 1);

-- What is older than the first step that begins at ?1 or later.
-- name: undo_prune
DELETE FROM undo_steps
WHERE id < (SELECT u.id FROM undo_steps AS u WHERE u.id >= ?1 AND u.first_id IS NULL ORDER BY u.id LIMIT 1);
