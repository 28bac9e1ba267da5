-- The journal: every change of what the user owns is part of a named action, and can be taken back.

CREATE TABLE action (
    id     INTEGER PRIMARY KEY,
    label  TEXT NOT NULL,
    at_utc TEXT NOT NULL,
    -- The action this one took back, when it is an undo or a redo.
    undoes INTEGER REFERENCES action (id) ON DELETE SET NULL,
    -- The undo that took this one back, while it is taken back.
    undone INTEGER REFERENCES action (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX action_undoes ON action (undoes);
CREATE INDEX action_undone ON action (undone);

CREATE TABLE journal (
    id      INTEGER PRIMARY KEY,
    -- A change outside any action fails here.
    action  INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    "table" TEXT NOT NULL,
    row     INTEGER NOT NULL,
    op      TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
    -- Columns by name: those changed for an update, all of them for a delete, none for an insert
    -- (the row itself says what it holds, and taking it back writes it down).
    old     TEXT,
    new     TEXT
) STRICT;

CREATE INDEX journal_action ON journal (action);

-- The action now being recorded, seen by its own transaction alone.
CREATE TABLE recording (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    action INTEGER
) STRICT;

INSERT INTO recording (only, action) VALUES (1, NULL);
