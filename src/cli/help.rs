//! The help, in French, of the program and of each command.

use super::arguments::Topic;
use super::{Outcome, say};

pub(super) fn print(topic: Topic) -> Outcome {
    say(match topic {
        Topic::Program => PROGRAM,
        Topic::List => LIST,
        Topic::Export => EXPORT,
        Topic::Import => IMPORT,
        Topic::Demo => DEMO,
    })?;
    if matches!(topic, Topic::List | Topic::Export) {
        say(FILTERS)?;
    }
    Ok(())
}

const PROGRAM: &str = "\
Carnet : le carnet de bord des médiateurs du volet Parentalité.

Usage : carnet [--base FICHIER] [--demo]
        carnet COMMANDE [OPTIONS]

Sans commande, Carnet s’ouvre dans le terminal.

Commandes
  liste        les événements, en texte ou en JSON
  importer     des événements depuis un fichier .csv
  exporter     la liste vers un fichier .csv
  demo         écrit un carnet de démonstration

Options
  --base FICHIER   ouvre ce carnet (sinon CARNET_BASE, sinon celui de l’utilisateur)
  --demo           ouvre un carnet de démonstration, effacé à la fermeture
  -h, --help       cette aide ; « carnet COMMANDE --help » dit celle d’une commande
  -V, --version    la version

Codes de retour : 0 tout va bien, 1 entrée refusée et rien de changé, 2 mauvais usage.
";

const LIST: &str = "\
Affiche les événements, du plus récent au plus ancien.

Usage : carnet liste [OPTIONS]

  --json           un tableau JSON, un objet par événement
  --limite N       pas plus de N événements
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
  --vue NOM            commence par une vue, par exemple « À attester »
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
  --essai                 dit ce qui serait fait, sans rien écrire
  --json                  le bilan en JSON
  --base FICHIER          ce carnet, créé s’il n’existe pas

Colonnes de Carnet : date, début, fin, titre, type, thématique, thématique secondaire, public,
typologie, lieu, adresse, code postal, commune, places, enfants, lien, description, notes,
publication, page publique, présents, identifiant.

Les lignes qui ne peuvent pas être des événements sont nommées avec leur raison. L’import est
écrit d’un bloc, et s’annule d’un Ctrl+Z dans Carnet.
";

const DEMO: &str = "\
Écrit un carnet d’événements vraisemblables : les mêmes pour la même graine, le même jour.

Usage : carnet demo --base FICHIER [--evenements N] [--graine S]
";
