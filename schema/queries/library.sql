-- Without an id the row gets the next one.
-- name: library_insert
INSERT INTO focus_libraries (uuid, user_id, name, description, created_at_ms, updated_at_ms, is_favorite, id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: library_by_uuid
SELECT id, uuid, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms
FROM focus_libraries WHERE uuid = ?1 AND user_id = ?2;

-- name: library_by_name
SELECT id, uuid, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms
FROM focus_libraries WHERE user_id = ?1 AND name = ?2;

-- name: library_page
SELECT id, uuid, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms
FROM focus_libraries WHERE user_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3;

-- name: library_rename
UPDATE focus_libraries SET name = ?2, updated_at_ms = ?3 WHERE id = ?1;

-- name: library_set_favorite
UPDATE focus_libraries SET is_favorite = ?2, updated_at_ms = ?3 WHERE id = ?1;

-- name: library_add_tracks
UPDATE focus_libraries SET tracks_count = tracks_count + ?2, updated_at_ms = ifnull(?3, updated_at_ms) WHERE id = ?1;

-- name: library_by_row
SELECT id, uuid, name, description, is_favorite, tracks_count, created_at_ms, updated_at_ms
FROM focus_libraries WHERE id = ?1 AND user_id = ?2;

-- name: library_update
UPDATE focus_libraries SET name = ?2, description = ?3, is_favorite = ?4, updated_at_ms = ?5 WHERE id = ?1;

-- name: library_delete
DELETE FROM focus_libraries WHERE id = ?1;

-- name: track_insert
INSERT INTO focus_library_tracks (uuid, library_id, position, title, url, duration_ms, added_at_ms, id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- As the row lies, and those from a position on.
-- name: track_by_row
SELECT id, uuid, library_id, position, title, url, duration_ms, added_at_ms
FROM focus_library_tracks WHERE id = ?1;

-- name: track_from
SELECT id, uuid, library_id, position, title, url, duration_ms, added_at_ms
FROM focus_library_tracks WHERE library_id = ?1 AND position >= ?2 ORDER BY position, id;

-- name: track_put
UPDATE focus_library_tracks SET position = ?2, title = ?3, url = ?4, duration_ms = ?5 WHERE id = ?1;

-- name: track_by_uuid
SELECT t.id, t.uuid, l.uuid, t.title, t.url, t.duration_ms, t.added_at_ms, t.position, t.library_id, l.updated_at_ms
FROM focus_library_tracks AS t JOIN focus_libraries AS l ON l.id = t.library_id
WHERE t.uuid = ?1 AND l.user_id = ?2;

-- name: track_page
SELECT t.id, t.uuid, l.uuid, t.title, t.url, t.duration_ms, t.added_at_ms, t.position, t.library_id
FROM focus_library_tracks AS t JOIN focus_libraries AS l ON l.id = t.library_id
WHERE t.library_id = ?1 AND (t.position, t.id) > (?2, ?3)
ORDER BY t.position, t.id LIMIT ?4;

-- name: track_last_position
SELECT position FROM focus_library_tracks WHERE library_id = ?1 ORDER BY position DESC LIMIT 1;

-- name: track_position_before
SELECT position FROM focus_library_tracks WHERE library_id = ?1 AND position < ?2 AND id <> ?3
ORDER BY position DESC LIMIT 1;

-- name: track_update
UPDATE focus_library_tracks SET title = ?2, url = ?3, duration_ms = ?4 WHERE id = ?1;

-- name: track_set_position
UPDATE focus_library_tracks SET position = ?2 WHERE id = ?1;

-- Open a gap: everything from ?2 on moves up by ?3.
-- name: track_shift
UPDATE focus_library_tracks SET position = position + ?3 WHERE library_id = ?1 AND position >= ?2;

-- name: track_delete
DELETE FROM focus_library_tracks WHERE id = ?1;
