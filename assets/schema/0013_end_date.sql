-- An event may last several days: the day it ends, where neither its date nor its hours say it. None of
-- those that there are has one.
ALTER TABLE event ADD COLUMN end_date TEXT;

-- The last day of each event, by which a period shows those that go on in it. They sort by their first.
ALTER TABLE event_list ADD COLUMN last_day TEXT NOT NULL DEFAULT '';

-- Few last more than a day: those that began before a period are found without reading the others.
CREATE INDEX event_list_several ON event_list (last_day, date) WHERE last_day > date;

DROP VIEW event_list_source;
CREATE VIEW event_list_source AS
SELECT e.row,
       coalesce(e.date, '') AS date,
       coalesce(e.starts, '') AS starts,
       coalesce(ends_utc(e.date, e.starts, e.ends, e.zone, e.end_date), '9999') AS ends_utc,
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
       coalesce(e.venue_kind, '') AS venue_kind,
       coalesce(last_day(e.date, e.starts, e.ends, e.end_date), '') AS last_day
FROM event e
LEFT JOIN entry c ON c.id = e.category
LEFT JOIN entry t ON t.id = e.theme
LEFT JOIN entry s ON s.id = e.second_theme
LEFT JOIN entry p ON p.id = e.audience
LEFT JOIN attestation a ON a.row = e.row
WHERE e.deleted_at IS NULL;

UPDATE event_list SET last_day = date;
-- Hours past midnight, which only another program can have written so far.
UPDATE event_list SET (ends_utc, last_day) =
    (SELECT ends_utc, last_day FROM event_list_source s WHERE s.row = event_list.row)
WHERE row IN (SELECT row FROM event WHERE ends < starts);

DROP TRIGGER event_list_on_date;
CREATE TRIGGER event_list_on_date AFTER UPDATE OF date, end_date, starts, ends, zone ON event
WHEN OLD.date IS NOT NEW.date OR OLD.end_date IS NOT NEW.end_date OR OLD.starts IS NOT NEW.starts
  OR OLD.ends IS NOT NEW.ends OR OLD.zone IS NOT NEW.zone BEGIN
    UPDATE event_list SET (date, starts, ends_utc, last_day) =
        (SELECT date, starts, ends_utc, last_day FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

-- What was recorded of events without an end date stays as it is written.
DROP VIEW event_announced;
CREATE VIEW event_announced AS
SELECT row, former, contacts,
       json_insert(contacts, '$.site', json_object(
           'category', category,
           'venue_kind', venue_kind,
           'postcode', postcode,
           'seats', seats,
           'signup_link', signup_link,
           'description', description
       )) AS site
FROM (
    SELECT *,
           json_insert(former, '$.planning', json_object(
               'title', title,
               'theme', theme,
               'second_theme', second_theme,
               'audience', audience,
               'children_welcome', json(iif(children_welcome, 'true', 'false'))
           )) AS contacts
    FROM (
        SELECT *,
               iif(end_date IS NULL, dated, json_insert(dated, '$.end_date', end_date)) AS former
        FROM (
            SELECT *,
                   json_object(
                       'date', date,
                       'starts', starts,
                       'ends', ends,
                       'venue', venue_name,
                       'address', address,
                       'commune', commune,
                       'cancelled', json(iif(publication = 4, 'true', 'false'))
                   ) AS dated
            FROM event
        )
    )
);
