-- What the national site says of an event that was changed since it was entered there, in the words
-- of event_told; null where it was not. Another text is to be corrected there.
ALTER TABLE event ADD COLUMN on_site TEXT CHECK (on_site IS NULL OR json_valid(on_site));

CREATE INDEX event_on_site ON event (publication) WHERE on_site IS NOT NULL;

-- The steps in the words of the memento's last page, where they were not worded otherwise.
UPDATE step SET label = 'Créer une liste de contacts à informer'
WHERE id = '01a05a43-fc00-7c39-bfd0-1cc62be57836' AND label = 'Créer la liste des contacts';
UPDATE step SET label = 'Envoyer à cette liste, le planning des ateliers'
WHERE id = '01a05a43-fc00-7238-83fa-0b13a023af11' AND label = 'Envoyer le planning aux contacts';
UPDATE step SET label = 'Transmettre un kit de communication'
WHERE id = '01a05a43-fc00-7c1f-994d-b6258a843b57' AND label = 'Transmettre le kit de communication';
UPDATE step SET label = 'Diffuser l’information grâce à vos propres canaux de communication'
WHERE id = '01a05a43-fc00-7087-8442-bd9b945efb51' AND label = 'Diffuser par vos propres canaux';
UPDATE step SET label = 'Saisir l’événement sur le site Parentalité et Numérique'
WHERE id = '01a05a43-fc00-7bb7-bd90-892120dd3b2d' AND label = 'Saisir l’événement sur le site';
UPDATE step SET label = 'Tenir informés vos contacts de tout changement'
WHERE id = '01a05a43-fc00-7ff1-8614-347639e0699e' AND label = 'Informer de tout changement';
UPDATE step SET label = 'Préparer éventuellement une liste d’émargement'
WHERE id = '01a05a43-fc00-7f09-bdbb-c52ef7610536' AND label = 'Préparer la liste d’émargement';
UPDATE step SET label = 'Soumettre le questionnaire de satisfaction aux parents présents'
WHERE id = '01a05a43-fc00-7548-b285-34b7ad5332d0' AND label = 'Soumettre le questionnaire de satisfaction';
UPDATE step SET label = 'Renseigner l’attestation de présence sur le site Parentalité et Numérique'
WHERE id = '01a05a43-fc00-73f1-9c63-f482468898cb' AND label = 'Renseigner l’attestation sur le site';
UPDATE step SET how = 'Flyers et affiches prêts à être diffusés, avec les logos de la Trousse à Projets et des partenaires, suivis de la mention obligatoire : « Opération soutenue par l’État, dans le cadre de l’action Territoires d’Innovation pédagogique du Programme d’investissements d’avenir, opérée par la Caisse des dépôts (La Banque des Territoires) ».'
WHERE id = '01a05a43-fc00-7c1f-994d-b6258a843b57' AND how = 'Flyers et affiches prêts à diffuser, avec les logos et la mention obligatoires.';
