-- Transactions. Writers take the lock at once: a reader that turns writer half-way can fail however long
-- it waits.

-- name: begin_write
BEGIN IMMEDIATE;

-- name: begin_read
BEGIN DEFERRED;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- One call inside a caller's batch.
-- name: savepoint
SAVEPOINT focus_call;

-- name: release
RELEASE focus_call;

-- name: rollback_to
ROLLBACK TO focus_call;

-- Changes when another connection has written to the file.
-- name: data_version
PRAGMA data_version;
