-- A search also finds an address, a postcode and a link, and digits however they are grouped; keys sort
-- « Atelier 2 » before « Atelier 10 ». What is derived is made again after this step.
DROP VIEW event_words_source;
-- Apart: a search that is no link would find every page of the national site.
ALTER TABLE event_words ADD COLUMN links TEXT NOT NULL DEFAULT '';
CREATE VIEW event_words_source AS
SELECT row,
       search_words(title, venue_name, address, postcode, commune, description, notes) AS words,
       search_words(signup_link, public_link) AS links
FROM event
WHERE deleted_at IS NULL;

DROP TRIGGER event_words_on_update;
CREATE TRIGGER event_words_on_update
AFTER UPDATE OF title, venue_name, address, postcode, commune, description, notes, signup_link, public_link
ON event
WHEN OLD.title IS NOT NEW.title OR OLD.venue_name IS NOT NEW.venue_name
  OR OLD.address IS NOT NEW.address OR OLD.postcode IS NOT NEW.postcode
  OR OLD.commune IS NOT NEW.commune OR OLD.description IS NOT NEW.description
  OR OLD.notes IS NOT NEW.notes OR OLD.signup_link IS NOT NEW.signup_link
  OR OLD.public_link IS NOT NEW.public_link BEGIN
    UPDATE event_words SET (words, links) =
        (SELECT words, links FROM event_words_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

-- A change taken back writes the keys that the history keeps.
UPDATE venue SET name_key = sort_key(name), commune_key = sort_key(commune);
UPDATE journal SET old = json_set(old, '$.name_key', sort_key(old ->> '$.name_key'))
WHERE "table" = 'venue' AND old ->> '$.name_key' IS NOT NULL;
UPDATE journal SET old = json_set(old, '$.commune_key', sort_key(old ->> '$.commune_key'))
WHERE "table" = 'venue' AND old ->> '$.commune_key' IS NOT NULL;
UPDATE journal SET new = json_set(new, '$.name_key', sort_key(new ->> '$.name_key'))
WHERE "table" = 'venue' AND new ->> '$.name_key' IS NOT NULL;
UPDATE journal SET new = json_set(new, '$.commune_key', sort_key(new ->> '$.commune_key'))
WHERE "table" = 'venue' AND new ->> '$.commune_key' IS NOT NULL;
