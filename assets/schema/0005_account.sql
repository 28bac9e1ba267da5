-- Mon compte is what the program opens on: it is counted from indexes that hold no more than it
-- asks for, and kept from one opening to the next.

-- What was held and attested, for the school year so far.
CREATE INDEX event_list_held ON event_list (date, attendees, seats)
    WHERE attestation_rank IN (1, 2) AND publication <> 4;

-- What waits on the national site.
CREATE INDEX event_submitted ON event (date, starts, submitted_on, modified_at)
    WHERE publication = 2 AND deleted_at IS NULL;

-- Nothing of what is counted changes outside an action: the count that was kept holds until the next.
CREATE TRIGGER account_on_action AFTER INSERT ON action BEGIN
    DELETE FROM memory WHERE key = 'account';
END;
