-- After the day: the attestation's questions, series, models, the check-list, what Mon compte puts off.

-- The members of a series know it by the same identifier.
ALTER TABLE event ADD COLUMN series TEXT;
-- The day it was entered on the national site: what waits there for long is told.
ALTER TABLE event ADD COLUMN submitted_on TEXT;
-- The last correction of what had been declared.
ALTER TABLE attestation ADD COLUMN corrected_at TEXT;

CREATE INDEX event_series ON event (series, date) WHERE series IS NOT NULL;

-- The further questions of the attestation; `choices` are separated by `|`, `usual` is the answer
-- offered first.
CREATE TABLE question (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    label       TEXT NOT NULL CHECK (label <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('yes_no', 'number', 'text', 'choice')),
    choices     TEXT NOT NULL DEFAULT '',
    usual       TEXT NOT NULL DEFAULT '',
    position    INTEGER NOT NULL,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at  TEXT NOT NULL,
    modified_at TEXT NOT NULL
) STRICT;

-- The steps of the check-list; `days` from the event's date to the day a step is due, null when it
-- has no such day; `role` names what Carnet knows of it by itself.
CREATE TABLE step (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    label       TEXT NOT NULL CHECK (label <> ''),
    short       TEXT NOT NULL DEFAULT '',
    how         TEXT NOT NULL DEFAULT '',
    days        INTEGER,
    role        TEXT CHECK (role IN ('announce', 'publication', 'changes', 'attestation')),
    position    INTEGER NOT NULL,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at  TEXT NOT NULL,
    modified_at TEXT NOT NULL
) STRICT;

-- A step done for an event; `told` is what the contacts were then told of its date, hours and
-- place, for the steps that tell them.
CREATE TABLE tick (
    row   INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (row),
    step  TEXT NOT NULL REFERENCES step (id),
    at    TEXT NOT NULL,
    told  TEXT CHECK (told IS NULL OR json_valid(told)),
    UNIQUE (event, step)
) STRICT;

CREATE INDEX tick_step ON tick (step, event);

-- An event kept as a model: what it says, without a date.
CREATE TABLE model (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL CHECK (name <> ''),
    content     TEXT NOT NULL CHECK (json_valid(content)),
    created_at  TEXT NOT NULL,
    modified_at TEXT NOT NULL
) STRICT;

-- A notice of Mon compte about an event, put off until a day, or for good where there is none.
CREATE TABLE put_off (
    row    INTEGER PRIMARY KEY,
    notice TEXT NOT NULL,
    event  INTEGER NOT NULL REFERENCES event (row),
    until  TEXT,
    UNIQUE (notice, event)
) STRICT;

-- What contacts are told of an event. A tick keeps this very text: another text is a change.
CREATE VIEW event_told AS
SELECT row,
       json_object(
           'date', date,
           'starts', starts,
           'ends', ends,
           'venue', venue_name,
           'address', address,
           'commune', commune,
           'cancelled', json(CASE WHEN publication = 4 THEN 'true' ELSE 'false' END)
       ) AS told
FROM event;
