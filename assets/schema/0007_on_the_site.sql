-- What the national site says of an event that was changed since it was entered there, in the words
-- of event_told; null where it was not. Another text is to be corrected there.
ALTER TABLE event ADD COLUMN on_site TEXT CHECK (on_site IS NULL OR json_valid(on_site));

CREATE INDEX event_on_site ON event (publication) WHERE on_site IS NOT NULL;
