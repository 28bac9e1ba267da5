-- A change writes the pages that it changes, and no others: each one goes to the disk before the
-- change is said to be kept.

-- Few actions take another back, or were taken back.
DROP INDEX action_undoes;
DROP INDEX action_undone;
CREATE INDEX action_undoes ON action (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX action_undone ON action (undone) WHERE undone IS NOT NULL;

-- A row of event_list made again was taken out of its twelve indexes and put back into each of
-- them, whatever had changed.
DROP TRIGGER event_list_on_update;
DROP TRIGGER event_words_on_update;
DROP TRIGGER event_list_on_attestation_insert;
DROP TRIGGER event_list_on_attestation_update;
DROP TRIGGER event_list_on_attestation_delete;

CREATE TRIGGER event_list_on_removal AFTER UPDATE OF deleted_at ON event
WHEN OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM event_list WHERE row = OLD.row;
    DELETE FROM event_words WHERE row = OLD.row;
    INSERT INTO event_list SELECT * FROM event_list_source WHERE row = NEW.row;
    INSERT INTO event_words SELECT * FROM event_words_source WHERE row = NEW.row;
END;

CREATE TRIGGER event_words_on_update
AFTER UPDATE OF title, venue_name, commune, description, notes ON event
WHEN OLD.title IS NOT NEW.title OR OLD.venue_name IS NOT NEW.venue_name
  OR OLD.commune IS NOT NEW.commune OR OLD.description IS NOT NEW.description
  OR OLD.notes IS NOT NEW.notes BEGIN
    UPDATE event_words SET words = (SELECT words FROM event_words_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_date AFTER UPDATE OF date, starts, ends, zone ON event
WHEN OLD.date IS NOT NEW.date OR OLD.starts IS NOT NEW.starts OR OLD.ends IS NOT NEW.ends
  OR OLD.zone IS NOT NEW.zone BEGIN
    UPDATE event_list SET (date, starts, ends_utc) =
        (SELECT date, starts, ends_utc FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_title AFTER UPDATE OF title ON event
WHEN OLD.title IS NOT NEW.title BEGIN
    UPDATE event_list SET title_key =
        (SELECT title_key FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_category AFTER UPDATE OF category ON event
WHEN OLD.category IS NOT NEW.category BEGIN
    UPDATE event_list SET (category_key, category) =
        (SELECT category_key, category FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_theme AFTER UPDATE OF theme, second_theme ON event
WHEN OLD.theme IS NOT NEW.theme OR OLD.second_theme IS NOT NEW.second_theme BEGIN
    UPDATE event_list SET (theme_key, theme, second_theme) =
        (SELECT theme_key, theme, second_theme FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_audience AFTER UPDATE OF audience ON event
WHEN OLD.audience IS NOT NEW.audience BEGIN
    UPDATE event_list SET (audience_key, audience) =
        (SELECT audience_key, audience FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_venue AFTER UPDATE OF venue_name, venue_kind ON event
WHEN OLD.venue_name IS NOT NEW.venue_name OR OLD.venue_kind IS NOT NEW.venue_kind BEGIN
    UPDATE event_list SET (venue_key, venue_kind) =
        (SELECT venue_key, venue_kind FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_commune AFTER UPDATE OF commune ON event
WHEN OLD.commune IS NOT NEW.commune BEGIN
    UPDATE event_list SET commune_key =
        (SELECT commune_key FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_seats AFTER UPDATE OF seats ON event
WHEN OLD.seats IS NOT NEW.seats BEGIN
    UPDATE event_list SET seats = (SELECT seats FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_publication AFTER UPDATE OF publication ON event
WHEN OLD.publication IS NOT NEW.publication BEGIN
    UPDATE event_list SET (publication, attestation_rank) =
        (SELECT publication, attestation_rank FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_attestation_insert AFTER INSERT ON attestation BEGIN
    UPDATE event_list SET (attestation_rank, attendees) =
        (SELECT attestation_rank, attendees FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_attestation_update AFTER UPDATE ON attestation BEGIN
    UPDATE event_list SET (attestation_rank, attendees) =
        (SELECT attestation_rank, attendees FROM event_list_source WHERE row = NEW.row)
    WHERE row = NEW.row;
END;

CREATE TRIGGER event_list_on_attestation_delete AFTER DELETE ON attestation BEGIN
    UPDATE event_list SET (attestation_rank, attendees) =
        (SELECT attestation_rank, attendees FROM event_list_source WHERE row = OLD.row)
    WHERE row = OLD.row;
END;
