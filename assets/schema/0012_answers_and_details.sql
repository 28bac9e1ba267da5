-- The usual answers were recorded with every attestation, whether they were given or not, and
-- nothing tells which were: they are left as they are, and the user is told once how many
-- attestations have some.
INSERT INTO memory (key, value, updated_at)
SELECT 'offered_answers', count(DISTINCT a.row), max(a.filled_at)
FROM attestation a
JOIN event e ON e.row = a.row AND e.deleted_at IS NULL
JOIN question q ON q.usual <> '' AND a.answers ->> ('$."' || q.id || '"') = q.usual
HAVING count(*) > 0;

-- The details of an event as they are recorded when they are given to someone: `contacts` is what
-- the planning gives, `site` is every field of the site's form. `former` is all that an older
-- version recorded: what it did not is compared only once it is known.
DROP VIEW event_told;
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
               json_object(
                   'date', date,
                   'starts', starts,
                   'ends', ends,
                   'venue', venue_name,
                   'address', address,
                   'commune', commune,
                   'cancelled', json(iif(publication = 4, 'true', 'false'))
               ) AS former
        FROM event
    )
);
