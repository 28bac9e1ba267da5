-- Themes and types are defined in the words of the memento (III.1), where they were not worded otherwise.
UPDATE entry SET definition = 'Aide générale ou personnalisée aux familles pour accéder aux services auxquels elles ont droit.'
WHERE id = '01a05a43-fc00-7d61-b925-8ecc37f0f9fe' AND definition = 'Montrer où et comment demander ce à quoi la famille a droit, et l’aider à faire la démarche.';
UPDATE entry SET definition = 'Contient à la fois des informations concernant le cyberharcèlement mais aussi les outils de prévention ou de signalement.'
WHERE id = '01a05a43-fc00-7baf-a240-b1a44814b217' AND definition = 'Reconnaître le harcèlement en ligne, le prévenir, le signaler.';
UPDATE entry SET definition = 'Aide générale ou personnalisée à l’utilisation de ce portail.'
WHERE id = '01a05a43-fc00-7bf2-a161-fc389a1d3889' AND definition = 'Créer, retrouver et utiliser le compte qui ouvre les services en ligne de l’école.';
UPDATE entry SET definition = 'Information (à quoi cela sert et ce que l’on peut y trouver) et manipulation des environnements de travail.'
WHERE id = '01a05a43-fc00-708e-9775-5d83cc7f7156' AND definition = 'À quoi sert l’espace numérique de travail, ce qu’on y trouve, et s’y exercer.';
UPDATE entry SET definition = 'Contient à la fois des informations concernant l’usage des jeux vidéo (ex : PEGI, etc.) mais aussi les outils de prévention ou de signalement (ex : contenus inappropriés).'
WHERE id = '01a05a43-fc00-79ae-b0bd-16a88b47dc2a' AND definition = 'Les âges conseillés (PEGI), les habitudes de jeu, les outils de contrôle et de signalement.';
UPDATE entry SET definition = 'Tout ce qui concerne les équipements utilisables par les parents (tablettes, ordinateurs, téléphones) dans le cadre du numérique scolaire.'
WHERE id = '01a05a43-fc00-7934-b3bf-fea0af15873f' AND definition = 'La tablette, l’ordinateur ou le téléphone dont la famille se sert pour l’école.';
UPDATE entry SET definition = 'Contient à la fois des informations concernant la vie privée et les données personnelles, mais aussi les outils de prévention ou de signalement (ex : réglages de confidentialité).'
WHERE id = '01a05a43-fc00-7e60-9be1-fe1ea4999ffb' AND definition = 'La vie privée en ligne : ce qu’on montre, les réglages de confidentialité, les recours.';
UPDATE entry SET definition = 'Contient à la fois des informations concernant le temps d’écrans (controverse) mais aussi les outils de prévention (ex : contrôle parental).'
WHERE id = '01a05a43-fc00-7dbd-bb5f-58be5e7217fc' AND definition = 'Ce qu’on sait et ce dont on débat sur le temps passé devant les écrans, et le contrôle parental.';
UPDATE entry SET definition = 'Tout ce qui concerne le numérique scolaire mais qui n’est pas listé ci-dessus.'
WHERE id = '01a05a43-fc00-73ad-b4e2-854c35123f85' AND definition = 'Le numérique de l’école, quand aucune thématique ci-dessus ne convient.';
UPDATE entry SET definition = 'Tout ce qui concerne la parentalité numérique mais qui n’est pas listé ci-dessus.'
WHERE id = '01a05a43-fc00-7aab-bb43-7e948171dbaa' AND definition = 'La parentalité numérique, quand aucune thématique ci-dessus ne convient.';
UPDATE entry SET definition = 'Un atelier permet la découverte d’un outil ou d’un service : les parents manipulent et utilisent ceux-ci.'
WHERE id = '01a05a43-fc00-782e-9247-a57620406b65' AND definition = 'Les parents découvrent un outil ou un service en le manipulant eux-mêmes.';
UPDATE entry SET definition = 'Un café des parents est un temps d’échange autour d’une thématique.'
WHERE id = '01a05a43-fc00-7883-92bc-f66d9b9c4bd5' AND definition = 'Un temps d’échange autour d’une thématique, sans manipulation obligée.';
