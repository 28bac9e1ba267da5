-- What the user owns. Every row has an `id` that is the same in every copy of the store (UUIDv7,
-- never an order) and is changed only inside a named action: triggers generated from this schema
-- write the journal (see store/journal.rs).

CREATE TABLE setting (
    row   INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE entry (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    list        TEXT NOT NULL CHECK (list IN ('category', 'theme', 'audience', 'venue_kind')),
    label       TEXT NOT NULL CHECK (label <> ''),
    short       TEXT NOT NULL DEFAULT '',
    definition  TEXT NOT NULL DEFAULT '',
    position    INTEGER NOT NULL,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at  TEXT NOT NULL,
    modified_at TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    row              INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    rev              INTEGER NOT NULL DEFAULT 1,
    created_at       TEXT NOT NULL,
    modified_at      TEXT NOT NULL,
    deleted_at       TEXT,
    title            TEXT NOT NULL CHECK (title <> ''),
    category         TEXT REFERENCES entry (id),
    theme            TEXT REFERENCES entry (id),
    second_theme     TEXT REFERENCES entry (id),
    audience         TEXT REFERENCES entry (id),
    description      TEXT NOT NULL DEFAULT '',
    venue_kind       TEXT REFERENCES entry (id),
    venue_name       TEXT NOT NULL DEFAULT '',
    address          TEXT NOT NULL DEFAULT '',
    postcode         TEXT NOT NULL DEFAULT '',
    commune          TEXT NOT NULL DEFAULT '',
    -- Civil date and hours, `2026-11-24` and `18:30`, in the zone of the event.
    date             TEXT,
    starts           TEXT,
    ends             TEXT,
    zone             TEXT NOT NULL DEFAULT 'Europe/Paris',
    seats            INTEGER,
    children_welcome INTEGER NOT NULL DEFAULT 0 CHECK (children_welcome IN (0, 1)),
    signup_link      TEXT NOT NULL DEFAULT '',
    notes            TEXT NOT NULL DEFAULT '',
    publication      INTEGER NOT NULL DEFAULT 0 CHECK (publication BETWEEN 0 AND 4),
    public_link      TEXT NOT NULL DEFAULT ''
) STRICT;

-- One attestation an event, in a table of its own: copying an event can't copy it.
CREATE TABLE attestation (
    row            INTEGER PRIMARY KEY REFERENCES event (row),
    attendees      INTEGER NOT NULL CHECK (attendees >= 0),
    answers        TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(answers)),
    remark         TEXT NOT NULL DEFAULT '',
    filled_at      TEXT NOT NULL,
    transmitted_on TEXT
) STRICT;

CREATE TABLE saved_view (
    row      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL CHECK (name <> ''),
    layout   TEXT NOT NULL CHECK (json_valid(layout)),
    position INTEGER NOT NULL
) STRICT;

-- What the program remembers between two sessions and nobody undoes: columns on screen, a form
-- left open.
CREATE TABLE memory (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

-- The list of events as it is sorted, filtered and searched: one narrow row for each event that is
-- not deleted, no column null, keys folded. Derived from the tables above by the view and the
-- triggers below, and rebuilt from the view at any time.
CREATE TABLE event_list (
    row              INTEGER PRIMARY KEY,
    date             TEXT NOT NULL,
    starts           TEXT NOT NULL,
    ends_utc         TEXT NOT NULL,
    title_key        TEXT NOT NULL,
    category_key     TEXT NOT NULL,
    theme_key        TEXT NOT NULL,
    audience_key     TEXT NOT NULL,
    venue_key        TEXT NOT NULL,
    commune_key      TEXT NOT NULL,
    seats            INTEGER NOT NULL,
    publication      INTEGER NOT NULL,
    attestation_rank INTEGER NOT NULL,
    attendees        INTEGER NOT NULL,
    category         TEXT NOT NULL,
    theme            TEXT NOT NULL,
    second_theme     TEXT NOT NULL,
    audience         TEXT NOT NULL,
    venue_kind       TEXT NOT NULL
) STRICT;

CREATE TABLE event_words (
    row   INTEGER PRIMARY KEY,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX event_list_date        ON event_list (date, starts);
CREATE INDEX event_list_starts      ON event_list (starts, date);
CREATE INDEX event_list_title       ON event_list (title_key, date, starts);
CREATE INDEX event_list_category    ON event_list (category_key, date, starts);
CREATE INDEX event_list_theme       ON event_list (theme_key, date, starts);
CREATE INDEX event_list_audience    ON event_list (audience_key, date, starts);
CREATE INDEX event_list_venue       ON event_list (venue_key, date, starts);
CREATE INDEX event_list_commune     ON event_list (commune_key, date, starts);
CREATE INDEX event_list_seats       ON event_list (seats, date, starts);
CREATE INDEX event_list_publication ON event_list (publication, date, starts);
CREATE INDEX event_list_attestation ON event_list (attestation_rank, ends_utc, date, starts);
CREATE INDEX event_list_attendees   ON event_list (attendees, date, starts);

-- attestation_rank: 0 nothing declared (to fill once `ends_utc` is past), 1 declared, 2 declared on
-- the site, 3 none due. What is to fill and what is to come are told apart by the clock alone.
CREATE VIEW event_list_source AS
SELECT e.row,
       coalesce(e.date, '') AS date,
       coalesce(e.starts, '') AS starts,
       coalesce(ends_utc(e.date, e.starts, e.ends, e.zone), '9999') AS ends_utc,
       sort_key(e.title) AS title_key,
       sort_key(coalesce(c.label, '')) AS category_key,
       sort_key(coalesce(t.label, '') || '  ' || coalesce(s.label, '')) AS theme_key,
       sort_key(coalesce(p.label, '')) AS audience_key,
       sort_key(e.venue_name) AS venue_key,
       sort_key(e.commune) AS commune_key,
       coalesce(e.seats, -1) AS seats,
       e.publication,
       CASE WHEN a.transmitted_on IS NOT NULL THEN 2
            WHEN a.row IS NOT NULL THEN 1
            WHEN e.publication = 4 THEN 3
            ELSE 0 END AS attestation_rank,
       coalesce(a.attendees, -1) AS attendees,
       coalesce(e.category, '') AS category,
       coalesce(e.theme, '') AS theme,
       coalesce(e.second_theme, '') AS second_theme,
       coalesce(e.audience, '') AS audience,
       coalesce(e.venue_kind, '') AS venue_kind
FROM event e
LEFT JOIN entry c ON c.id = e.category
LEFT JOIN entry t ON t.id = e.theme
LEFT JOIN entry s ON s.id = e.second_theme
LEFT JOIN entry p ON p.id = e.audience
LEFT JOIN attestation a ON a.row = e.row
WHERE e.deleted_at IS NULL;

CREATE VIEW event_words_source AS
SELECT row,
       fold(title || ' ' || venue_name || ' ' || commune || ' ' || description || ' ' || notes) AS words
FROM event
WHERE deleted_at IS NULL;

CREATE TRIGGER event_list_on_insert AFTER INSERT ON event BEGIN
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = NEW.row;
    INSERT INTO event_words SELECT * FROM event_words_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_update AFTER UPDATE ON event BEGIN
    DELETE FROM event_list WHERE row = OLD.row;
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_words_on_update
AFTER UPDATE OF title, venue_name, commune, description, notes, deleted_at ON event BEGIN
    DELETE FROM event_words WHERE row = OLD.row;
    INSERT INTO event_words SELECT * FROM event_words_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_delete AFTER DELETE ON event BEGIN
    DELETE FROM event_list WHERE row = OLD.row;
    DELETE FROM event_words WHERE row = OLD.row;
END;

CREATE TRIGGER event_list_on_attestation_insert AFTER INSERT ON attestation BEGIN
    DELETE FROM event_list WHERE row = NEW.row;
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_attestation_update AFTER UPDATE ON attestation BEGIN
    DELETE FROM event_list WHERE row = NEW.row;
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_attestation_delete AFTER DELETE ON attestation BEGIN
    DELETE FROM event_list WHERE row = OLD.row;
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = OLD.row;
END;

CREATE TRIGGER event_list_on_entry_rename AFTER UPDATE OF label ON entry BEGIN
    REPLACE INTO event_list
    SELECT * FROM event_list_source
    WHERE row IN (SELECT row FROM event
                  WHERE NEW.id IN (category, theme, second_theme, audience));
END;
