-- Import and export. ?1 is a JSON text that json_is_valid has found well-formed: the functions fail on any
-- other. The column `wrong` names the first field that is missing or of the wrong type.

-- name: json_is_valid
SELECT json_valid(?1);

-- Fails where it is no JSON, and apart from that where memory is short.
-- name: json_has_type
SELECT json_type(?1) IS NOT NULL;

-- Texts of the array at the path ?2; anything else in it comes with another type.
-- name: json_texts
SELECT value, type FROM json_each(?1, ?2);

-- A frame of Watson: [start, stop, project, id, [tag, ...], updated], times in seconds.
-- name: watson_frame
SELECT CASE
           WHEN coalesce(json_type(?1, '$[0]'), '') NOT IN ('integer', 'real') THEN 'start'
           WHEN coalesce(json_type(?1, '$[1]'), 'null') NOT IN ('integer', 'real', 'null') THEN 'stop'
           WHEN coalesce(json_type(?1, '$[2]'), 'null') NOT IN ('text', 'null') THEN 'project'
           WHEN coalesce(json_type(?1, '$[3]'), '') <> 'text' THEN 'id'
           WHEN coalesce(json_type(?1, '$[4]'), 'array') NOT IN ('array', 'null') THEN 'tags'
       END AS wrong,
       CAST(round(json_extract(?1, '$[0]') * 1000.0) AS INTEGER) AS started_at_ms,
       CAST(round(json_extract(?1, '$[1]') * 1000.0) AS INTEGER) AS ended_at_ms,
       json_extract(?1, '$[2]') AS project,
       json_extract(?1, '$[3]') AS id;

-- The same as its server speaks it, times in RFC 3339; or as "watson log --json" does, with start and stop.
-- name: watson_object
SELECT CASE
           WHEN coalesce(json_type(?1, '$.begin_at'), json_type(?1, '$.start'), '') <> 'text' THEN 'begin_at'
           WHEN coalesce(json_type(?1, '$.end_at'), json_type(?1, '$.stop'), 'null') NOT IN ('text', 'null')
               THEN 'end_at'
           WHEN coalesce(json_type(?1, '$.project'), 'null') NOT IN ('text', 'null') THEN 'project'
           WHEN coalesce(json_type(?1, '$.id'), '') <> 'text' THEN 'id'
           WHEN coalesce(json_type(?1, '$.tags'), 'array') NOT IN ('array', 'null') THEN 'tags'
       END AS wrong,
       coalesce(json_extract(?1, '$.begin_at'), json_extract(?1, '$.start')) AS begin_at,
       coalesce(json_extract(?1, '$.end_at'), json_extract(?1, '$.stop')) AS end_at,
       json_extract(?1, '$.project') AS project,
       json_extract(?1, '$.id') AS id;

-- An interval as "timew export" writes it.
-- name: timewarrior_interval
SELECT CASE
           WHEN json_type(?1) <> 'object' THEN 'interval'
           WHEN coalesce(json_type(?1, '$.start'), '') <> 'text' THEN 'start'
           WHEN coalesce(json_type(?1, '$.end'), 'null') NOT IN ('text', 'null') THEN 'end'
           WHEN coalesce(json_type(?1, '$.annotation'), 'null') NOT IN ('text', 'null') THEN 'annotation'
           WHEN coalesce(json_type(?1, '$.tags'), 'array') NOT IN ('array', 'null') THEN 'tags'
       END AS wrong,
       json_extract(?1, '$.start') AS start,
       json_extract(?1, '$.end') AS "end",
       json_extract(?1, '$.annotation') AS annotation;

-- An event of ActivityWatch: {"timestamp", "duration" in seconds, "data"}. What its data holds depends on the
-- watcher: status (afk), label and running (stopwatch), app (window), url (web), file and project (editor).
-- name: activitywatch_event
SELECT CASE
           WHEN coalesce(json_type(?1, '$.timestamp'), '') <> 'text' THEN 'timestamp'
           WHEN coalesce(json_type(?1, '$.duration'), '') NOT IN ('integer', 'real') THEN 'duration'
           WHEN coalesce(json_type(?1, '$.data'), '') <> 'object' THEN 'data'
       END AS wrong,
       json_extract(?1, '$.timestamp') AS timestamp,
       CAST(round(json_extract(?1, '$.duration') * 1000.0) AS INTEGER) AS duration_ms,
       json_extract(?1, '$.data.status') AS status,
       json_extract(?1, '$.data.label') AS label,
       json_extract(?1, '$.data.running') AS running,
       coalesce(json_extract(?1, '$.data.title'), json_extract(?1, '$.data.file'),
                json_extract(?1, '$.data.url')) AS title,
       coalesce(json_extract(?1, '$.data.app'), json_extract(?1, '$.data.project')) AS project;

-- A task of Super Productivity, and the days on which time was spent on it.
-- name: superproductivity_task
SELECT CASE
           WHEN json_type(?1) <> 'object' THEN 'task'
           WHEN coalesce(json_type(?1, '$.title'), 'null') NOT IN ('text', 'null') THEN 'title'
           WHEN coalesce(json_type(?1, '$.projectId'), 'null') NOT IN ('text', 'null') THEN 'projectId'
           WHEN coalesce(json_type(?1, '$.tagIds'), 'array') NOT IN ('array', 'null') THEN 'tagIds'
           WHEN coalesce(json_type(?1, '$.timeSpentOnDay'), 'null') NOT IN ('object', 'null')
               THEN 'timeSpentOnDay'
       END AS wrong,
       json_extract(?1, '$.title') AS title,
       json_extract(?1, '$.projectId') AS project,
       coalesce(json_array_length(?1, '$.subTaskIds'), 0) > 0 AS is_sum,
       (SELECT count(*) FROM json_each(?1, '$.timeSpentOnDay')) AS day_count;

-- A number that was none is written as null.
-- name: superproductivity_days
SELECT CASE WHEN type NOT IN ('integer', 'real') THEN 'timeSpentOnDay' END AS wrong,
       key AS day, CAST(round(value) AS INTEGER) AS length_ms
FROM json_each(?1, '$.timeSpentOnDay')
WHERE type <> 'null';

-- A project or a tag.
-- name: superproductivity_name
SELECT CASE WHEN coalesce(json_type(?1, '$.title'), 'null') NOT IN ('text', 'null') THEN 'title' END AS wrong,
       json_extract(?1, '$.title') AS title;

-- A session as focus_export() writes it. What only says again what the rest says (active_s, paused_s,
-- overtime_s, implausible) and what cannot be brought along (xp, coins, rev) is not read.
-- name: jsonl_session
SELECT CASE
           WHEN coalesce(json_type(?1, '$.id'), '') <> 'text' THEN 'id'
           WHEN coalesce(json_type(?1, '$.mode'), '') <> 'text' THEN 'mode'
           WHEN coalesce(json_type(?1, '$.status'), '') <> 'text' THEN 'status'
           WHEN coalesce(json_type(?1, '$.title'), 'null') NOT IN ('text', 'null') THEN 'title'
           WHEN coalesce(json_type(?1, '$.project'), 'null') NOT IN ('text', 'null') THEN 'project'
           WHEN coalesce(json_type(?1, '$.tags'), 'array') <> 'array' THEN 'tags'
           WHEN coalesce(json_type(?1, '$.task_id'), 'null') NOT IN ('text', 'null') THEN 'task_id'
           WHEN coalesce(json_type(?1, '$.note'), 'null') NOT IN ('text', 'null') THEN 'note'
           WHEN coalesce(json_type(?1, '$.planned_s'), 'null') NOT IN ('integer', 'real', 'null')
               THEN 'planned_s'
           WHEN coalesce(json_type(?1, '$.started_at'), '') <> 'text' THEN 'started_at'
           WHEN coalesce(json_type(?1, '$.ended_at'), 'null') NOT IN ('text', 'null') THEN 'ended_at'
           WHEN coalesce(json_type(?1, '$.utc_offset_s'), 'null') NOT IN ('integer', 'null')
               THEN 'utc_offset_s'
           WHEN coalesce(json_type(?1, '$.zone'), 'null') NOT IN ('text', 'null') THEN 'zone'
           WHEN coalesce(json_type(?1, '$.day'), 'null') NOT IN ('text', 'null') THEN 'day'
           WHEN coalesce(json_type(?1, '$.pauses'), 'array') <> 'array' THEN 'pauses'
           WHEN coalesce(json_type(?1, '$.source'), 'object') <> 'object' THEN 'source'
           WHEN coalesce(json_type(?1, '$.source.kind'), 'null') NOT IN ('text', 'null') THEN 'source.kind'
           WHEN coalesce(json_type(?1, '$.source.format'), 'null') NOT IN ('text', 'null')
               THEN 'source.format'
           WHEN coalesce(json_type(?1, '$.source.key'), 'null') NOT IN ('text', 'null') THEN 'source.key'
           WHEN coalesce(json_type(?1, '$.edited'), 'false') NOT IN ('true', 'false') THEN 'edited'
           WHEN coalesce(json_type(?1, '$.confirmed'), 'false') NOT IN ('true', 'false') THEN 'confirmed'
           WHEN coalesce(json_type(?1, '$.created_at'), 'null') NOT IN ('text', 'null') THEN 'created_at'
       END AS wrong,
       json_extract(?1, '$.id') AS id,
       json_extract(?1, '$.mode') AS mode,
       json_extract(?1, '$.status') AS status,
       json_extract(?1, '$.title') AS title,
       json_extract(?1, '$.project') AS project,
       json_extract(?1, '$.task_id') AS task_id,
       json_extract(?1, '$.note') AS note,
       CAST(round(json_extract(?1, '$.planned_s') * 1000.0) AS INTEGER) AS planned_ms,
       json_extract(?1, '$.started_at') AS started_at,
       json_extract(?1, '$.ended_at') AS ended_at,
       json_extract(?1, '$.utc_offset_s') AS utc_offset_s,
       json_extract(?1, '$.zone') AS zone,
       json_extract(?1, '$.day') AS day,
       json_extract(?1, '$.source.kind') AS source_kind,
       json_extract(?1, '$.source.format') AS source_format,
       json_extract(?1, '$.source.key') AS source_key,
       json_extract(?1, '$.edited') AS edited,
       json_extract(?1, '$.confirmed') AS confirmed,
       json_extract(?1, '$.created_at') AS created_at;

-- A total of a day, as focus_export() writes it.
-- name: jsonl_day_total
SELECT CASE
           WHEN coalesce(json_extract(?1, '$.kind'), '') <> 'day_total' THEN 'kind'
           WHEN coalesce(json_type(?1, '$.day'), '') <> 'text' THEN 'day'
           WHEN coalesce(json_type(?1, '$.length_ms'), '') <> 'integer' THEN 'length_ms'
           WHEN coalesce(json_type(?1, '$.rating'), 'null') NOT IN ('integer', 'null') THEN 'rating'
           WHEN coalesce(json_type(?1, '$.is_sum'), 'false') NOT IN ('true', 'false') THEN 'is_sum'
           WHEN coalesce(json_type(?1, '$.title'), 'null') NOT IN ('text', 'null') THEN 'title'
           WHEN coalesce(json_type(?1, '$.project'), 'null') NOT IN ('text', 'null') THEN 'project'
           WHEN coalesce(json_type(?1, '$.note'), 'null') NOT IN ('text', 'null') THEN 'note'
           WHEN coalesce(json_type(?1, '$.tags'), 'array') <> 'array' THEN 'tags'
           WHEN coalesce(json_type(?1, '$.source.format'), '') <> 'text' THEN 'source.format'
           WHEN coalesce(json_type(?1, '$.source.key'), '') <> 'text' THEN 'source.key'
           WHEN coalesce(json_type(?1, '$.created_at'), 'null') NOT IN ('text', 'null') THEN 'created_at'
       END AS wrong,
       json_extract(?1, '$.day') AS day,
       json_extract(?1, '$.length_ms') AS length_ms,
       json_extract(?1, '$.rating') AS rating,
       json_extract(?1, '$.is_sum') AS is_sum,
       json_extract(?1, '$.title') AS title,
       json_extract(?1, '$.project') AS project,
       json_extract(?1, '$.note') AS note,
       json_extract(?1, '$.source.format') AS source_format,
       json_extract(?1, '$.source.key') AS source_key,
       json_extract(?1, '$.created_at') AS created_at;

-- name: jsonl_pauses
SELECT CASE
           WHEN type <> 'object' THEN 'pauses'
           WHEN coalesce(json_type(value, '$.from'), '') <> 'text' THEN 'pauses.from'
           WHEN coalesce(json_type(value, '$.to'), '') <> 'text' THEN 'pauses.to'
           WHEN coalesce(json_type(value, '$.reason'), 'null') NOT IN ('text', 'null') THEN 'pauses.reason'
       END AS wrong,
       CASE WHEN type = 'object' THEN json_extract(value, '$.from') END AS from_time,
       CASE WHEN type = 'object' THEN json_extract(value, '$.to') END AS to_time,
       CASE WHEN type = 'object' THEN json_extract(value, '$.reason') END AS reason
FROM json_each(?1, '$.pauses');

-- Whether anybody has a session with this id: ids are unique in a file, and it may hold several users.
-- name: session_is_known
SELECT 1 FROM focus_sessions WHERE uuid = ?1;

-- History, oldest first, of the local days ?2 to ?3; ?4 and ?5 are instants around them. The columns are those of
-- the table, 0 where no export asks for one. That it is not deleted is said twice: the index has the one, and asked
-- for the other, one of the last columns, SQLite takes the head of a row apart at once instead of column by column.
-- name: export_sessions
SELECT s.id, s.uuid, 0 AS user_id, s.mode, s.status, s.source, 0 AS implausible, s.confirmed, s.edited, s.revision,
       s.started_at_ms, s.ended_at_ms, s.planned_ms, s.paused_ms, s.pause_count, s.last_event_at_ms, s.expires_at_ms,
       s.local_day, s.utc_offset_s, s.zone, s.title, s.project, s.task, s.note, s.tags, s.xp, s.coins,
       s.source_format, s.source_key, s.created_at_ms, 0 AS deleted_at_ms, 0 AS checksum, 0 AS is_deleted
FROM focus_sessions AS s
WHERE s.user_id = ?1 AND s.is_deleted = 0 AND s.started_at_ms BETWEEN ?4 AND ?5
  AND s.deleted_at_ms IS NULL AND s.local_day BETWEEN ?2 AND ?3
ORDER BY s.started_at_ms, s.id;
