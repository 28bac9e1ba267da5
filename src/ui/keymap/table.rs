//! The table of key bindings, from which the lookup of keys, the foot of the screen, the palette, the
//! help and the README are made. Text is not bound: screens receive it as it comes. The keys of the
//! places are in [`crate::ui::place`].

use super::{Action, Binding, Context};
use crate::domain::record::{Placed, RecordKind};
use crate::domain::venue::Venue;

const fn bind(
    context: Context,
    keys: &'static [&'static str],
    action: Action,
    foot: u8,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        action,
        foot,
        label,
        help,
    }
}

/// The bindings, one context after the other; the columns are the fields of [`Binding`].
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = {
    use Action as A;
    use Context as C;
    &[
        bind(C::Everywhere, &["F1", "Ctrl+G"], A::Help, 0, "aide", "Affiche cette aide"),
        bind(C::Everywhere, &["Ctrl+P"], A::Palette, 0, "tout", "Cherche une commande par son nom"),
        bind(C::Everywhere, &["F9"], A::Menu, 0, "menu", "Ouvre le menu"),
        bind(C::Everywhere, &["Ctrl+Q", "Ctrl+C"], A::Quit, 0, "quitter", "Quitte Carnet, saisie gardée ; Ctrl+C copie ce qui est sélectionné"),

        bind(C::Commands, &["Ctrl+Z"], A::Undo, 8, "annuler", "Annule la dernière action, même d’une session passée"),
        bind(C::Commands, &["Ctrl+Y"], A::Redo, 0, "rétablir", "Rétablit ce qui vient d’être annulé"),

        bind(C::Home, &["Entrée"], A::Accept, 1, "y aller", "Ouvre ce qui attend, là où on le fait"),
        bind(C::Home, &["A"], A::Attest, 2, "attester", "Remplit l’attestation du jour, ou la plus ancienne"),
        bind(C::Home, &["N"], A::New, 3, "nouveau", "Crée un événement"),
        bind(C::Home, &["I"], A::Import, 4, "importer", "Importe un classeur, un .csv ou un agenda"),
        bind(C::Home, &["E"], A::TryExamples, 5, "exemples", "Essaie Carnet avec des exemples, dans un carnet à part"),
        bind(C::Home, &["R"], A::Snooze, 5, "reporter", "Remet la notification à plus tard"),
        bind(C::Home, &["Suppr"], A::Dismiss, 6, "écarter", "Écarte la notification pour ces événements"),
        bind(C::Home, &["B"], A::Unsnooze, 7, "rappeler", "Rappelle les notifications reportées ou écartées"),

        bind(C::Filtered, &["E"], A::ClearFilters, 1, "tout voir", "Enlève tous les filtres"),

        bind(C::Marked, &["Ctrl+A"], A::MarkAll, 1, "tout marquer", "Marque toutes les lignes ; encore une fois, aucune"),
        bind(C::Marked, &["P"], A::Publication, 1, "publier", "Change l’état de publication des lignes marquées"),
        bind(C::Marked, &["Suppr"], A::Delete, 1, "supprimer", "Supprime les lignes marquées"),
        bind(C::Marked, &["Échap"], A::Back, 1, "démarquer", "Enlève les marques"),

        bind(C::List, &["Entrée"], A::Accept, 1, "ouvrir", "Ouvre l’événement"),
        bind(C::List, &["N"], A::New, 2, "nouveau", "Crée un événement"),
        bind(C::List, &["F"], A::Filter, 8, "filtrer", "Filtre par période, thématique, commune…"),
        bind(C::List, &["Ctrl+F", "/"], A::Search, 7, "chercher", "Cherche des mots"),
        bind(C::List, &["Espace"], A::Mark, 9, "marquer", "Marque la ligne pour l’action suivante"),
        bind(C::List, &["Ctrl+A"], A::MarkAll, 0, "tout marquer", "Marque toutes les lignes"),
        bind(C::List, &["T"], A::Sort, 0, "trier", "Choisit l’ordre ; la même colonne l’inverse"),
        bind(C::List, &["V"], A::Views, 0, "vues", "Choisit ou enregistre une vue"),
        bind(C::List, &["L"], A::Columns, 0, "colonnes", "Choisit et ordonne les colonnes"),
        bind(C::List, &["X"], A::Export, 0, "exporter", "Écrit la liste en .xlsx ou en .csv"),
        bind(C::List, &["I"], A::Import, 9, "importer", "Importe un classeur, un .csv ou un agenda"),
        bind(C::List, &["Échap"], A::Back, 0, "", "Revient d’où l’on vient"),

        bind(C::Detail, &["Échap"], A::Back, 1, "retour", "Revient à la liste"),
        bind(C::Detail, &["Entrée"], A::Modify, 0, "", "Modifie l’événement"),
        bind(C::Detail, &["←"], A::Left, 7, "précédent", "Événement précédent"),
        bind(C::Detail, &["→"], A::Right, 7, "suivant", "Événement suivant"),

        bind(C::Event, &["M"], A::Modify, 3, "modifier", "Modifie l’événement"),
        bind(C::Event, &["A"], A::Attest, 4, "attester", "Remplit l’attestation de l’événement"),
        bind(C::Event, &["C"], A::Clone, 5, "cloner", "Ouvre une copie de l’événement, sans son attestation"),
        bind(C::Event, &["P"], A::Publication, 6, "publier", "Change l’état de publication"),
        bind(C::Event, &["S"], A::Sheet, 9, "site", "Donne les champs un à un, pour le site"),
        bind(C::Event, &["K"], A::Checklist, 9, "étapes", "Ouvre la check-list de l’événement"),
        bind(C::Event, &["R"], A::Repeat, 0, "série", "Fait de l’événement une série"),
        bind(C::Event, &["O"], A::Models, 0, "modèles", "Commence avec un modèle, ou garde l’événement comme modèle"),
        bind(C::Event, &["Suppr"], A::Delete, 9, "supprimer", "Supprime l’événement"),

        bind(C::Form, &["Ctrl+S"], A::Save, 1, "enregistrer", "Enregistre et revient"),
        bind(C::Form, &["Ctrl+N"], A::SaveAndNew, 2, "enregistrer et nouveau", "Enregistre, garde lieu, type, thème, public et heures, et recommence"),
        bind(C::Form, &["Entrée"], A::Accept, 0, "", "Champ suivant, le prochain à remplir après Ctrl+N ; ouvre une liste ; va à la ligne dans un texte"),
        bind(C::Form, &["Tab"], A::Next, 4, "suivant", "Champ suivant"),
        bind(C::Form, &["Maj+Tab"], A::Previous, 0, "", "Champ précédent"),
        bind(C::Form, &["Ctrl+O"], A::Choose, 5, "choisir", "Ouvre la liste, les lieux connus ou le mois"),
        bind(C::Form, &["Échap"], A::Back, 3, "quitter", "Quitte le formulaire ; demande si quelque chose a changé"),
        bind(C::Form, &["Ctrl+Z"], A::UndoText, 0, "annuler la frappe", "Annule la dernière frappe"),
        bind(C::Form, &["Ctrl+Y"], A::RedoText, 0, "rétablir la frappe", "Rétablit la frappe annulée"),

        bind(C::Attestations, &["Entrée", "A"], A::Attest, 1, "remplir ou corriger", "Remplit ou corrige l’attestation"),
        bind(C::Attestations, &["T"], A::Transmit, 2, "transmise", "Note que l’attestation est saisie sur le site, ou plus"),
        bind(C::Attestations, &["S"], A::Sheet, 3, "site", "Donne les champs un à un, pour le site"),
        bind(C::Attestations, &["K"], A::Checklist, 4, "étapes", "Ouvre la check-list de l’événement"),
        bind(C::Attestations, &["Suppr"], A::Withdraw, 5, "retirer", "Retire une attestation remplie par erreur"),
        bind(C::Attestations, &["Échap"], A::Back, 0, "", "Revient d’où l’on vient"),

        bind(C::Attest, &["Ctrl+S"], A::Save, 1, "enregistrer", "Enregistre, et passe à la suivante à remplir"),
        bind(C::Attest, &["Entrée"], A::Accept, 2, "champ suivant", "Champ suivant ; au dernier, Ctrl+S enregistre"),
        bind(C::Attest, &["Échap"], A::Back, 3, "quitter", "Quitte sans enregistrer ; demande si quelque chose a changé"),

        bind(C::Options, &["Espace", "→"], A::Right, 0, "", "Réponse suivante ; une lettre prend celle qui commence ainsi"),
        bind(C::Options, &["←"], A::Left, 0, "", "Réponse précédente"),
        bind(C::Options, &["Suppr", "Ret. arr."], A::Delete, 0, "effacer la réponse", "Efface la réponse"),

        bind(C::Checklist, &["Espace"], A::Tick, 1, "cocher", "Coche ou décoche l’étape"),
        bind(C::Checklist, &["M"], A::Modify, 2, "modifier", "Modifie l’événement"),
        bind(C::Checklist, &["A"], A::Attest, 3, "attester", "Remplit l’attestation de l’événement"),
        bind(C::Checklist, &["S"], A::Sheet, 4, "site", "Donne les champs un à un, pour le site"),
        bind(C::Checklist, &["Échap"], A::Back, 5, "retour", "Revient d’où l’on vient"),

        bind(C::Steps, &["Espace"], A::Tick, 1, "cocher", "Coche ou décoche l’étape"),
        bind(C::Steps, &["Entrée"], A::Accept, 2, "ouvrir", "Ouvre la check-list de l’événement"),
        bind(C::Steps, &["Échap"], A::Back, 0, "", "Revient d’où l’on vient"),
        bind(C::Steps, &["←"], A::Left, 0, "", "Étape précédente"),
        bind(C::Steps, &["→"], A::Right, 0, "", "Étape suivante"),

        bind(C::Series, &["Ctrl+S"], A::Save, 1, "créer", "Crée les événements cochés"),
        bind(C::Series, &["Espace"], A::Tick, 2, "cocher", "Coche ou décoche la date"),
        bind(C::Series, &["←"], A::Left, 4, "moins", "Rythme précédent, ou une date de moins"),
        bind(C::Series, &["→"], A::Right, 4, "plus", "Rythme suivant, ou une date de plus"),
        bind(C::Series, &["Ctrl+O"], A::Choose, 5, "ajouter une date", "Ouvre le mois pour ajouter une date"),
        bind(C::Series, &["Échap"], A::Back, 3, "abandonner", "Revient sans rien créer"),

        bind(C::Sheet, &["Entrée"], A::Accept, 1, "copier", "Copie le champ et passe au suivant"),
        bind(C::Sheet, &["Ctrl+S"], A::Submit, 2, "saisi sur le site", "Note que l’événement, ou son attestation, est saisi sur le site"),
        bind(C::Sheet, &["X"], A::ToFile, 3, "écrire un fichier", "Écrit la fiche dans un fichier, si le presse-papiers ne répond pas"),
        bind(C::Sheet, &["Échap"], A::Back, 3, "retour", "Revient d’où l’on vient"),

        bind(C::History, &["Entrée"], A::Accept, 1, "revenir à ce point", "Annule pas à pas jusqu’à cette action, ou rétablit jusqu’à elle"),
        bind(C::History, &["Échap", "H"], A::Back, 2, "retour", "Revient d’où l’on vient"),
        bind(C::History, &["Tab"], A::Next, 3, "liste ou détail", "Passe de la liste au détail de l’action, que les flèches parcourent"),
        bind(C::History, &["Ctrl+Y"], A::Redo, 4, "rétablir", "Rétablit ce qui vient d’être annulé"),

        bind(C::Fields, &["Ctrl+S"], A::Save, 1, "enregistrer", "Enregistre"),
        bind(C::Fields, &["Entrée"], A::Accept, 2, "champ suivant", "Champ suivant ; au dernier, Ctrl+S enregistre"),
        bind(C::Fields, &["Échap"], A::Back, 3, "fermer", "Ferme sans enregistrer ; demande si quelque chose a changé"),
        bind(C::Fields, &["Ctrl+Z"], A::UndoText, 0, "annuler la frappe", "Annule la dernière frappe"),
        bind(C::Fields, &["Ctrl+Y"], A::RedoText, 0, "rétablir la frappe", "Rétablit la frappe annulée"),

        bind(C::Paragraph, &["Entrée"], A::Accept, 0, "", "Va à la ligne"),
        bind(C::Paragraph, &["↑"], A::Up, 0, "", "Ligne du dessus, ou champ précédent"),
        bind(C::Paragraph, &["↓"], A::Down, 0, "", "Ligne du dessous, ou champ suivant"),

        bind(C::Picked, &["Ctrl+O"], A::Choose, 4, "choisir", "Ouvre la liste ou le mois"),

        bind(C::Picker, &["Entrée"], A::Accept, 1, "choisir", "Choisit"),
        bind(C::Picker, &["Échap"], A::Back, 2, "fermer", "Ferme sans choisir"),
        bind(C::Picker, &["↑"], A::Previous, 0, "", "Choix précédent"),
        bind(C::Picker, &["↓"], A::Next, 0, "", "Choix suivant"),
        bind(C::Picker, &["Page préc."], A::PageUp, 0, "", "Dix plus haut"),
        bind(C::Picker, &["Page suiv."], A::PageDown, 0, "", "Dix plus bas"),

        bind(C::FieldPicker, &["Tab"], A::NextField, 6, "champ suivant", "Prend le choix, et va au champ suivant"),
        bind(C::FieldPicker, &["Maj+Tab"], A::PreviousField, 0, "", "Prend le choix, et va au champ précédent"),
        bind(C::FieldPicker, &["Ctrl+S"], A::Save, 0, "enregistrer", "Prend ce qui est cherché, et enregistre"),

        bind(C::Ticks, &["Espace"], A::Tick, 1, "cocher", "Coche ou décoche"),
        bind(C::Ticks, &["Entrée"], A::Accept, 1, "valider", "Valide ; coche d’abord le choix si rien n’est coché"),

        bind(C::Order, &["Ctrl+↑", "Maj+↑"], A::MoveUp, 3, "monter", "Déplace vers le haut"),
        bind(C::Order, &["Ctrl+↓", "Maj+↓"], A::MoveDown, 3, "descendre", "Déplace vers le bas"),

        bind(C::Deletable, &["Suppr"], A::Delete, 3, "supprimer", "Supprime une vue à soi, ou un modèle"),

        bind(C::Month, &["Entrée"], A::Accept, 1, "choisir", "Prend ce jour"),
        bind(C::Month, &["Échap"], A::Back, 2, "fermer", "Ferme sans choisir"),
        bind(C::Month, &["←"], A::Left, 0, "", "Veille"),
        bind(C::Month, &["→"], A::Right, 0, "", "Lendemain"),
        bind(C::Month, &["↑"], A::Up, 0, "", "Semaine précédente"),
        bind(C::Month, &["↓"], A::Down, 0, "", "Semaine suivante"),
        bind(C::Month, &["Page préc."], A::PageUp, 3, "mois précédent", "Mois précédent"),
        bind(C::Month, &["Page suiv."], A::PageDown, 4, "mois suivant", "Mois suivant"),
        bind(C::Month, &["Début"], A::First, 5, "aujourd’hui", "Revient à aujourd’hui"),

        bind(C::Versions, &["Espace"], A::Tick, 1, "choisir", "Garde l’autre version du champ"),
        bind(C::Versions, &["Entrée"], A::Accept, 2, "enregistrer", "Enregistre les versions choisies"),
        bind(C::Versions, &["Échap"], A::Back, 3, "revenir", "Revient sans rien écrire"),

        bind(C::Confirm, &["Entrée"], A::Accept, 1, "choisir", "Fait ce que dit le bouton"),
        bind(C::Confirm, &["O"], A::Yes, 0, "", "Oui"),
        bind(C::Confirm, &["N"], A::No, 0, "", "Non"),
        bind(C::Confirm, &["Échap"], A::Back, 2, "revenir", "Ne fait rien"),
        bind(C::Confirm, &["←", "Maj+Tab"], A::Left, 0, "", "Bouton précédent"),
        bind(C::Confirm, &["→", "Tab"], A::Right, 0, "", "Bouton suivant"),

        bind(C::Prompt, &["Entrée"], A::Accept, 1, "valider", "Valide"),
        bind(C::Prompt, &["Ctrl+U"], A::Clear, 2, "vider", "Vide la ligne"),
        bind(C::Prompt, &["Échap"], A::Back, 3, "fermer", "Ferme sans rien changer"),

        bind(C::Settings, &["Entrée"], A::Accept, 1, "ouvrir", "Ouvre le formulaire ou la liste de la ligne"),
        bind(C::Settings, &["A", "N"], A::Add, 2, "ajouter", "Ajoute des vacances scolaires"),
        bind(C::Settings, &["Suppr"], A::Delete, 3, "supprimer", "Supprime des vacances scolaires"),
        bind(C::Settings, &["Page préc."], A::PageUp, 0, "", "Section précédente"),
        bind(C::Settings, &["Page suiv."], A::PageDown, 0, "", "Section suivante"),

        bind(C::RecordImport, &["Ctrl+S"], A::Save, 1, "importer", "Écrit l’import"),
        bind(C::RecordImport, &["Échap"], A::Back, 2, "abandonner", "Revient sans rien écrire"),

        bind(C::Backups, &["Entrée"], A::Accept, 1, "comparer, remettre", "Dit ce que restaurer la copie changerait, et la remet"),
        bind(C::Backups, &["F"], A::Merge, 2, "fusionner", "Prend dans la copie d’un autre ordinateur ce qu’elle a de plus"),
        bind(C::Backups, &["S"], A::BackUp, 2, "sauvegarder", "Fait une copie maintenant"),
        bind(C::Backups, &["C"], A::CopyElsewhere, 3, "copier ailleurs", "Copie le carnet sur une clé USB, par exemple"),
        bind(C::Backups, &["V"], A::Verify, 4, "vérifier", "Vérifie le carnet et ses copies"),
        bind(C::Backups, &["Échap"], A::Back, 5, "retour", "Revient d’où l’on vient"),

        bind(C::Purge, &["Suppr"], A::Delete, 1, "effacer", "Efface pour de bon ce qui est montré"),
        bind(C::Purge, &["Ctrl+O", "D"], A::Choose, 2, "autre date", "Choisit avant quelle date"),
        bind(C::Purge, &["Échap"], A::Back, 3, "retour", "Revient sans rien effacer"),

        bind(C::ImportColumns, &["Entrée"], A::Accept, 1, "changer", "Change le champ du carnet que remplit la colonne"),
        bind(C::ImportRows, &["Espace"], A::Tick, 1, "laisser ou prendre", "Laisse de côté une ligne nouvelle, ou la prend"),
        bind(C::Import, &["Ctrl+S"], A::Save, 1, "importer", "Écrit l’import"),
        bind(C::Import, &["Échap"], A::Back, 2, "abandonner", "Revient sans rien écrire"),
        bind(C::Import, &["Tab"], A::Next, 3, "colonnes ou lignes", "Passe des colonnes aux lignes"),

        bind(C::Help, &["Échap", "F1", "Ctrl+G"], A::Back, 1, "fermer", "Ferme l’aide"),
        bind(C::Help, &["Entrée"], A::Accept, 2, "faire", "Fait ce qui est trouvé ; ferme l’aide si rien n’est cherché"),
        bind(C::Help, &["Ctrl+U"], A::Clear, 3, "vider", "Vide la ligne"),

        bind(C::Lines, &["↑"], A::Up, 0, "", "Ligne précédente"),
        bind(C::Lines, &["↓"], A::Down, 0, "", "Ligne suivante"),
        bind(C::Pages, &["Page préc."], A::PageUp, 0, "", "Page précédente"),
        bind(C::Pages, &["Page suiv."], A::PageDown, 0, "", "Page suivante"),
        bind(C::Ends, &["Début"], A::First, 0, "", "Première ligne"),
        bind(C::Ends, &["Fin"], A::Last, 0, "", "Dernière ligne"),
        bind(C::Sideways, &["←"], A::Left, 0, "", "Colonnes de gauche"),
        bind(C::Sideways, &["→"], A::Right, 0, "", "Colonnes de droite"),
        bind(C::Walk, &["Tab", "↓"], A::Next, 0, "", "Champ suivant"),
        bind(C::Walk, &["Maj+Tab", "↑"], A::Previous, 0, "", "Champ précédent"),
    ]
};

/// What a kind of record adds to [`of_records`], and what it says of an action in its own words.
#[rustfmt::skip]
const OF_ONE_KIND: &[Binding] = {
    use Action as A;
    const LIEUX: Context = Context::Records(Venue::KIND);
    &[
        bind(LIEUX, &["F"], A::Merge, 4, "fusionner", "Fait un seul lieu de deux qui sont le même"),
        bind(LIEUX, &["Suppr"], A::Delete, 9, "supprimer", "Supprime le lieu ; les événements le gardent"),
    ]
};

/// Makes the bindings of the place of a kind of record. Called once: its sentences are leaked.
#[rustfmt::skip]
pub fn of_records(kind: &'static RecordKind) -> Vec<Binding> {
    use Action as A;
    let context = Context::Records(kind);
    let noun = kind.noun;
    let (the, a, pronoun) = (noun.the(), noun.a(), noun.pronoun());
    let new = if noun.feminine { "nouvelle" } else { "nouveau" };
    let own = OF_ONE_KIND.iter().filter(|own| own.context == context);
    let mut bindings: Vec<Binding> = own.copied().collect();
    for binding in [
        bind(context, &["Entrée"], A::Accept, 1, "modifier", format!("Modifie {the}").leak()),
        bind(context, &["N"], A::New, 2, new, format!("Ajoute {a}").leak()),
        bind(context, &["Ctrl+F", "/"], A::Search, 3, "chercher", "Cherche des mots"),
        bind(context, &["R"], A::Retire, 5, "retirer ou remettre", format!("Ne propose plus {the}, ou {pronoun} propose à nouveau").leak()),
        bind(context, &["T"], A::Sort, 6, "trier", "Trie par la colonne suivante"),
        bind(context, &["X"], A::Export, 7, "exporter", "Écrit la liste en .xlsx ou en .csv"),
        bind(context, &["I"], A::Import, 7, "importer", "Importe un classeur ou un .csv"),
        bind(context, &["Suppr"], A::Delete, 9, "supprimer", format!("Supprime {the}").leak()),
        bind(context, &["Échap"], A::Back, 9, "retour", "Quitte la recherche, ou revient d’où l’on vient"),
        bind(context, &["Ctrl+↑", "Maj+↑"], A::MoveUp, 6, "monter", "Déplace vers le haut"),
        bind(context, &["Ctrl+↓", "Maj+↓"], A::MoveDown, 6, "descendre", "Déplace vers le bas"),
    ] {
        let moves = matches!(binding.action, A::MoveUp | A::MoveDown);
        let is_own = bindings.iter().any(|own| own.action == binding.action);
        if !is_own && (kind.by_hand || !moves) {
            bindings.push(binding);
        }
    }
    bindings.sort_by_key(|binding| binding.foot);
    bindings
}
