//! The help, in French, of the program and of each command.

use super::arguments::Topic;
use super::{Outcome, restaurer, sauvegarder, say, verifier};
use crate::domain::text::typography::typeset;

pub(super) fn print(topic: Topic) -> Outcome {
    say(&typeset(match topic {
        Topic::Program => PROGRAM,
        Topic::List => LIST,
        Topic::Account => ACCOUNT,
        Topic::Attest => ATTEST,
        Topic::Clone => CLONE,
        Topic::Export => EXPORT,
        Topic::Import => IMPORT,
        Topic::Purge => PURGE,
        Topic::BackUp => sauvegarder::HELP,
        Topic::Backups => sauvegarder::LIST_HELP,
        Topic::Restore => restaurer::HELP,
        Topic::Verify => verifier::HELP,
        Topic::Demo => DEMO,
    }))?;
    if matches!(topic, Topic::List | Topic::Export) {
        say(&typeset(FILTERS))?;
    }
    Ok(())
}

const PROGRAM: &str = "\
Carnet : le carnet de bord des médiateurs du volet Parentalité.

Usage : carnet [--base FICHIER] [--demo]
        carnet COMMANDE [OPTIONS]

Sans commande, Carnet s’ouvre dans le terminal.

Commandes
  etat         Mon compte : ce qui attend, la semaine à venir, l’année scolaire
  liste        les événements, en texte ou en JSON
  attester     remplit ou corrige l’attestation d’un événement
  cloner       refait un événement à une autre date
  importer     des événements depuis un fichier .csv
  exporter     la liste vers un fichier .csv
  purger       efface pour de bon les notes et remarques d’événements anciens
  sauvegarder  copie le carnet, par exemple sur une clé USB
  sauvegardes  les copies gardées à côté du carnet
  restaurer    remet une copie à la place du carnet
  verifier     dit si le carnet est sain, et répare ce qui peut l’être
  demo         écrit un carnet de démonstration

Options
  --base FICHIER   ouvre ce carnet (sinon CARNET_BASE, sinon celui de l’utilisateur)
  --demo           ouvre un carnet de démonstration, effacé à la fermeture
  -h, --help       cette aide ; « carnet COMMANDE --help » dit celle d’une commande
  -V, --version    la version

Codes de retour : 0 tout va bien, 1 entrée refusée et rien de changé (sauf pour « importer », qui prend
les autres lignes) ou quelque chose d’abîmé (« verifier », « sauvegardes »), 2 mauvais usage.
";

const LIST: &str = "\
Affiche les événements, du plus récent au plus ancien. En texte, chaque ligne commence par la fin
de l’identifiant de l’événement : assez pour le nommer dans « attester » et « cloner ».

Usage : carnet liste [OPTIONS]

  --json           un tableau JSON, un objet par événement
  --limite N       pas plus de N événements
  --base FICHIER   ce carnet
";

const ACCOUNT: &str = "\
Affiche Mon compte : ce qui attend, le plus urgent d’abord, les événements des sept jours à venir,
et l’année scolaire jusqu’ici. À mettre par exemple à l’ouverture de la session.

Usage : carnet etat [OPTIONS]

  --json           la même chose en un objet JSON
  --base FICHIER   ce carnet
";

const ATTEST: &str = "\
Remplit l’attestation d’un événement, ou corrige ce qui avait été déclaré.

Usage : carnet attester ID --presents N [OPTIONS]

  ID                   l’identifiant, ou sa fin : 4 caractères au moins (« carnet liste » les donne)
  --presents N         combien sont venus, de 0 à 10 000 ; pour un atelier parents/enfants, le total
                       des deux
  --reponse Q=RÉPONSE  répond à la question de ce numéro, dans l’ordre où elles sont posées (1=oui),
                       ou de ces mots (\"parent ressource=2\")
  --remarque TEXTE     une remarque
  --transmise[=DATE]   note qu’elle est saisie sur le site, aujourd’hui ou ce jour-là ; seule, elle ne
                       change rien d’autre
  --oui                déclare malgré un doute : événement pas encore terminé, plus de présents que
                       de places, personne
  --json               ce qui est déclaré, en JSON
  --base FICHIER       ce carnet

Une question sans --reponse garde sa réponse, ou reçoit la réponse habituelle. Une attestation
corrigée est à transmettre de nouveau. L’action s’annule d’un Ctrl+Z dans Carnet.
";

const CLONE: &str = "\
Refait un événement à une autre date. La copie est un brouillon : ni l’attestation, ni la publication,
ni le lien d’inscription, ni la check-list de l’original ne la suivent. Son identifiant est écrit sur
la sortie standard.

Usage : carnet cloner ID [--date DATE] [OPTIONS]

  ID               l’identifiant, ou sa fin : 4 caractères au moins (« carnet liste » les donne)
  --date DATE      24/11, 24 nov, « mardi prochain », demain, +7 ; sinon une semaine après un
                   événement à venir, ou le même jour de la semaine dans les jours qui viennent
  --json           la copie et les avertissements en JSON
  --base FICHIER   ce carnet
";

const EXPORT: &str = "\
Écrit les événements dans un fichier .csv (UTF-8, point-virgule) que les tableurs ouvrent.

Usage : carnet exporter FICHIER.csv [OPTIONS]
        carnet exporter -              vers la sortie standard

  --colonnes LISTE  toutes (par défaut), ou par exemple date,titre,commune
  --remplacer       écrit par-dessus un fichier existant
  --base FICHIER    ce carnet
";

const FILTERS: &str = "
Quels événements, et dans quel ordre
  --a-attester         les attestations à remplir, la plus ancienne d’abord
  --vue NOM            commence par une vue, par exemple « À venir »
  --periode PÉRIODE    a-venir, passes, ce-mois, annee, annee:2025, 1/9/2026..31/12/2026
  --type, --thematique, --public, --typologie, --commune TEXTE
  --publication ÉTAT   brouillon, à saisir, soumis, publié, annulé
  --attestation ÉTAT   à remplir, à venir, remplie, transmise, sans objet
  --mots TEXTE         tous ces mots, sans accents ni majuscules
  --tri COLONNE[:desc] par exemple titre, ou date:desc
Une option répétée élargit (l’un ou l’autre) ; des options différentes se combinent.
";

const IMPORT: &str = "\
Importe des événements depuis un fichier .csv (; , ou tabulation ; UTF-8 ou Windows-1252).

Usage : carnet importer FICHIER.csv [OPTIONS]

  --correspondance LISTE  carnet=fichier, par exemple titre=intitule,date=date_debut
                          (sinon les colonnes sont reconnues à leur nom)
  --doublons              importe aussi les lignes de même titre et de même date qu’un événement du
                          carnet, ou qu’une ligne plus haut (sinon laissées)
  --essai                 dit ce qui serait fait, sans rien écrire
  --json                  le bilan en JSON
  --base FICHIER          ce carnet, créé s’il n’existe pas

Colonnes de Carnet : date, début, fin, titre, type, thématique, thématique secondaire, public,
typologie, lieu, adresse, code postal, commune, places, enfants, lien, description, notes,
publication, page publique, présents, transmise le, identifiant. Les colonnes laissées de côté sont
nommées. Des lignes de titre peuvent précéder celle qui nomme les colonnes.

Les lignes qui ne peuvent pas être des événements sont nommées avec leur raison ; les autres sont
importées. L’import est écrit d’un bloc, et s’annule d’un Ctrl+Z dans Carnet.

Code de retour : 0 tout est importé ; 1 des lignes sont refusées, toutes peut-être.
";

const PURGE: &str = "\
Efface pour de bon les notes internes des événements d’avant une date, et les remarques de leurs
attestations ; ceux qui avaient été supprimés perdent tous leurs textes. Restent les titres, les dates,
les lieux, les thématiques et les nombres de présents. À faire une fois l’an.

Usage : carnet purger --avant DATE [--simuler] [--oui] [OPTIONS]

  --avant DATE     le premier jour qui garde tout, par exemple 1/9/2025
  --simuler        montre ce qui serait effacé, sans rien écrire
  --oui            efface : sans cette option, rien ne l’est
  --json           le bilan en JSON
  --base FICHIER   ce carnet

L’effacement ne s’annule pas : ces textes quittent aussi l’historique, les saisies gardées et les
parties libres du fichier. Ctrl+Z ne remonte plus au-delà de la dernière suppression d’un événement
ainsi effacé. Les copies déjà faites les gardent : Carnet nomme celles qu’il trouve à
côté du carnet. Les notes recopiées dans un événement plus récent ou dans un modèle restent.
";

const DEMO: &str = "\
Écrit un carnet d’événements vraisemblables : les mêmes pour la même graine, le même jour.

Usage : carnet demo --base FICHIER [--evenements N] [--graine S]
";
