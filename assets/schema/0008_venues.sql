-- Places as the mediator knows them. An event keeps its own text of the place, which is what was
-- attested and published: it is matched with a place by the folded name and commune.
CREATE TABLE venue (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    created_at  TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    name        TEXT NOT NULL CHECK (name <> ''),
    kind        TEXT REFERENCES entry (id),
    address     TEXT NOT NULL DEFAULT '',
    postcode    TEXT NOT NULL DEFAULT '',
    commune     TEXT NOT NULL DEFAULT '',
    uai         TEXT NOT NULL DEFAULT '',
    contact     TEXT NOT NULL DEFAULT '',
    access      TEXT NOT NULL DEFAULT '',
    equipment   TEXT NOT NULL DEFAULT '',
    remark      TEXT NOT NULL DEFAULT '',
    name_key    TEXT NOT NULL,
    commune_key TEXT NOT NULL,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;

CREATE INDEX venue_keys ON venue (name_key, commune_key);

-- The places of the events there are, each as it was written last. A place takes the identifier of
-- that event: two copies of a store that are brought up apart give it the same one.
INSERT INTO venue (id, created_at, modified_at, name, kind, address, postcode, commune, name_key, commune_key)
SELECT e.id, e.created_at, e.modified_at, e.venue_name, e.venue_kind, e.address, e.postcode, e.commune,
       l.venue_key, l.commune_key
FROM (SELECT max(row) AS row FROM event_list WHERE venue_key <> '' GROUP BY venue_key, commune_key) AS known
JOIN event_list l ON l.row = known.row
JOIN event e ON e.row = known.row
ORDER BY e.row;
