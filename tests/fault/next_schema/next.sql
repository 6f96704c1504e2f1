-- What a later schema may bring, for R15 alone: a new table filled from what is there, columns for tables that
-- are there, filled in every row, and an index over them. It gets the number after the newest migration.

CREATE TABLE focus_moods (
    id          INTEGER PRIMARY KEY,
    session_id  INTEGER NOT NULL UNIQUE REFERENCES focus_sessions (id) ON DELETE CASCADE,
    mood        INTEGER NOT NULL
) STRICT;

INSERT INTO focus_moods (session_id, mood) SELECT id, (started_at_ms / 1000) % 5 FROM focus_sessions;

ALTER TABLE focus_sessions ADD COLUMN energy INTEGER;

UPDATE focus_sessions SET energy = (created_at_ms / 60000) % 10;

ALTER TABLE points_ledger ADD COLUMN seal TEXT NOT NULL DEFAULT '' CHECK (length(seal) < 100);

UPDATE points_ledger SET seal = kind || ' ' || xp || ' ' || coins;

CREATE INDEX points_ledger_seal ON points_ledger (user_id, seal);
