//! THE table: every key, what it does, and what the foot of the screen, the help and the README
//! say of it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::key::Key;
use super::tab::Tab;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, unless something nearer takes the key.
    Everywhere,
    /// On screens where no text is being typed.
    Commands,
    /// Mon compte.
    Account,
    /// The list of events.
    List,
    /// An event shown whole.
    Detail,
    /// The event's form.
    Form,
    /// A short form: profile, entry of a list.
    Fields,
    /// The list of attestations.
    Attestations,
    /// The form of an attestation.
    Attest,
    /// The check-list of one event.
    Checklist,
    /// Coming events against steps.
    Steps,
    /// A series, before it is made.
    Series,
    /// An event's fields in the order of the national site.
    Sheet,
    /// Réglages.
    Settings,
    /// The copies of the carnet.
    Backups,
    /// A purge, before it is done.
    Purge,
    /// The import, before it is written.
    Import,
    /// Its columns.
    ImportColumns,
    /// Its rows.
    ImportRows,
    /// A list to choose from.
    Picker,
    /// A list to tick.
    Ticks,
    /// A list whose items can also be moved.
    Order,
    /// A list to choose from, whose items can also be deleted.
    Deletable,
    /// A month to pick a day from.
    Month,
    /// Two versions of the same thing.
    Versions,
    /// What was done.
    History,
    /// A question.
    Confirm,
    /// A line to type.
    Prompt,
    /// The help.
    Help,
}

impl Context {
    /// Every context, in the order of the help.
    pub const ALL: [Self; 29] = [
        Self::Everywhere,
        Self::Commands,
        Self::Account,
        Self::List,
        Self::Detail,
        Self::Form,
        Self::Attestations,
        Self::Attest,
        Self::Checklist,
        Self::Steps,
        Self::Series,
        Self::Sheet,
        Self::History,
        Self::Fields,
        Self::Picker,
        Self::Ticks,
        Self::Order,
        Self::Deletable,
        Self::Month,
        Self::Versions,
        Self::Confirm,
        Self::Prompt,
        Self::Settings,
        Self::Backups,
        Self::Purge,
        Self::Import,
        Self::ImportColumns,
        Self::ImportRows,
        Self::Help,
    ];

    /// Its title in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Partout",
            Self::Commands => "Hors des champs de texte",
            Self::List => "Mes événements",
            Self::Detail => "Événement",
            Self::Form => "Formulaire",
            Self::Account => "Accueil",
            Self::Attestations => "Attestations",
            Self::Attest => "Attestation d’un événement",
            Self::Checklist => "Check-list d’un événement",
            Self::Steps => "Check-list des événements à venir",
            Self::Series => "Série",
            Self::Sheet => "Fiche de saisie",
            Self::Fields => "Petits formulaires",
            Self::Settings => "Réglages",
            Self::Backups => "Sauvegardes",
            Self::Purge => "Notes anciennes",
            Self::Import => "Import",
            Self::ImportColumns => "Colonnes de l’import",
            Self::ImportRows => "Lignes de l’import",
            Self::Picker => "Choix dans une liste",
            Self::Ticks => "Cases à cocher",
            Self::Order => "Colonnes",
            Self::Deletable => "Vues et modèles",
            Self::Month => "Mois",
            Self::Versions => "Deux versions",
            Self::History => "Historique",
            Self::Confirm => "Question",
            Self::Prompt => "Ligne à remplir",
            Self::Help => "Aide",
        }
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table says what each does")]
pub enum Action {
    Help,
    Quit,
    Undo,
    Redo,
    Tab(Tab),
    Back,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Accept,
    New,
    Modify,
    Publication,
    Mark,
    MarkAll,
    Delete,
    Filter,
    Search,
    ClearFilters,
    Sort,
    Views,
    Columns,
    Export,
    Import,
    Next,
    Previous,
    Choose,
    Save,
    SaveAndNew,
    Tick,
    MoveUp,
    MoveDown,
    Yes,
    No,
    Add,
    Retire,
    Clear,
    UndoText,
    RedoText,
    Attest,
    Transmit,
    Withdraw,
    Clone,
    Repeat,
    Models,
    Checklist,
    Sheet,
    Submit,
    PutOff,
    Dismiss,
    BringBack,
    ToFile,
    History,
    Verify,
}

/// A line of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, by their names; the first is the one shown.
    pub keys: &'static [&'static str],
    /// What it does.
    pub action: Action,
    /// What the foot of the screen says; nothing for keys that go without saying.
    pub short: &'static str,
    /// What the help says.
    pub help: &'static str,
}

const fn bind(
    context: Context,
    keys: &'static [&'static str],
    action: Action,
    short: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        action,
        short,
        help,
    }
}

/// The table.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = {
    use Action as A;
    use Context as C;
    &[
        bind(C::Everywhere, &["F1"], A::Help, "aide", "Affiche cette aide"),
        bind(C::Everywhere, &["F2"], A::Tab(Tab::Account), "", "Accueil"),
        bind(C::Everywhere, &["F3"], A::Tab(Tab::Events), "", "Mes événements"),
        bind(C::Everywhere, &["F4"], A::Tab(Tab::Attestations), "", "Attestations"),
        bind(C::Everywhere, &["F5"], A::Tab(Tab::Checklist), "", "Check-list"),
        bind(C::Everywhere, &["F6"], A::Tab(Tab::Settings), "", "Réglages"),
        bind(C::Everywhere, &["Ctrl+Q", "Ctrl+C"], A::Quit, "", "Quitte Carnet, saisie gardée ; Ctrl+C copie ce qui est sélectionné"),

        bind(C::Commands, &["Ctrl+Z"], A::Undo, "annuler", "Annule la dernière action, même d’une session passée"),
        bind(C::Commands, &["Ctrl+Y"], A::Redo, "", "Rétablit ce qui vient d’être annulé"),
        bind(C::Commands, &["H"], A::History, "historique", "Montre ce qui a été fait, et y revient"),
        bind(C::Commands, &["&", "1"], A::Tab(Tab::Account), "", "Accueil"),
        bind(C::Commands, &["é", "2"], A::Tab(Tab::Events), "", "Mes événements"),
        bind(C::Commands, &["\"", "3"], A::Tab(Tab::Attestations), "", "Attestations"),
        bind(C::Commands, &["'", "4"], A::Tab(Tab::Checklist), "", "Check-list"),
        bind(C::Commands, &["(", "5"], A::Tab(Tab::Settings), "", "Réglages"),

        bind(C::Account, &["Entrée"], A::Accept, "y aller", "Va là où cela se fait"),
        bind(C::Account, &["A"], A::Attest, "attester", "Remplit l’attestation du jour, ou la plus ancienne"),
        bind(C::Account, &["N"], A::New, "nouveau", "Crée un événement"),
        bind(C::Account, &["I"], A::Import, "importer", "Importe un fichier .csv"),
        bind(C::Account, &["R"], A::PutOff, "reporter", "Remet la notification à plus tard"),
        bind(C::Account, &["Suppr"], A::Dismiss, "écarter", "Écarte la notification pour ces événements"),
        bind(C::Account, &["B"], A::BringBack, "rappeler", "Rappelle les notifications reportées ou écartées"),
        bind(C::Account, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Account, &["↓"], A::Down, "", "Ligne suivante"),

        bind(C::List, &["Entrée"], A::Accept, "ouvrir", "Ouvre l’événement"),
        bind(C::List, &["N"], A::New, "nouveau", "Crée un événement"),
        bind(C::List, &["M"], A::Modify, "modifier", "Modifie l’événement"),
        bind(C::List, &["A"], A::Attest, "attester", "Remplit l’attestation de l’événement"),
        bind(C::List, &["C"], A::Clone, "cloner", "Ouvre une copie de l’événement, sans son attestation"),
        bind(C::List, &["P"], A::Publication, "publier", "Change l’état de publication"),
        bind(C::List, &["F"], A::Filter, "filtrer", "Filtre par période, thématique, commune…"),
        bind(C::List, &["Ctrl+F", "/"], A::Search, "", "Cherche des mots"),
        bind(C::List, &["T"], A::Sort, "trier", "Choisit l’ordre ; la même colonne l’inverse"),
        bind(C::List, &["V"], A::Views, "vues", "Choisit ou enregistre une vue"),
        bind(C::List, &["X"], A::Export, "exporter", "Écrit la liste dans un fichier .csv"),
        bind(C::List, &["I"], A::Import, "importer", "Importe un fichier .csv"),
        bind(C::List, &["K"], A::Checklist, "étapes", "Ouvre la check-list de l’événement"),
        bind(C::List, &["R"], A::Repeat, "répéter", "Fait de l’événement une série"),
        bind(C::List, &["O"], A::Models, "modèles", "Commence avec un modèle, ou garde l’événement comme modèle"),
        bind(C::List, &["S"], A::Sheet, "site", "Donne les champs un à un, pour le site"),
        bind(C::List, &["Espace"], A::Mark, "marquer", "Marque la ligne pour l’action suivante"),
        bind(C::List, &["Ctrl+A"], A::MarkAll, "", "Marque toutes les lignes, ou aucune"),
        bind(C::List, &["Suppr"], A::Delete, "supprimer", "Supprime l’événement, ou les lignes marquées"),
        bind(C::List, &["E"], A::ClearFilters, "", "Enlève tous les filtres"),
        bind(C::List, &["L"], A::Columns, "", "Choisit et ordonne les colonnes"),
        bind(C::List, &["Échap"], A::Back, "", "Enlève les marques, puis revient d’où l’on vient"),
        bind(C::List, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::List, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::List, &["←"], A::Left, "", "Colonnes de gauche"),
        bind(C::List, &["→"], A::Right, "", "Colonnes de droite"),
        bind(C::List, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::List, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::List, &["Début"], A::First, "", "Première ligne"),
        bind(C::List, &["Fin"], A::Last, "", "Dernière ligne"),

        bind(C::Detail, &["Échap"], A::Back, "retour", "Revient à la liste"),
        bind(C::Detail, &["M", "Entrée"], A::Modify, "modifier", "Modifie l’événement"),
        bind(C::Detail, &["A"], A::Attest, "attester", "Remplit l’attestation de l’événement"),
        bind(C::Detail, &["C"], A::Clone, "cloner", "Ouvre une copie de l’événement, sans son attestation"),
        bind(C::Detail, &["P"], A::Publication, "publier", "Change l’état de publication"),
        bind(C::Detail, &["K"], A::Checklist, "étapes", "Ouvre la check-list de l’événement"),
        bind(C::Detail, &["R"], A::Repeat, "répéter", "Fait de l’événement une série"),
        bind(C::Detail, &["O"], A::Models, "modèles", "Commence avec un modèle, ou garde l’événement comme modèle"),
        bind(C::Detail, &["S"], A::Sheet, "site", "Donne les champs un à un, pour le site"),
        bind(C::Detail, &["Suppr"], A::Delete, "supprimer", "Supprime l’événement"),
        bind(C::Detail, &["↑"], A::Up, "", "Remonte dans le texte"),
        bind(C::Detail, &["↓"], A::Down, "", "Descend dans le texte"),
        bind(C::Detail, &["←"], A::Left, "précédent", "Événement précédent"),
        bind(C::Detail, &["→"], A::Right, "suivant", "Événement suivant"),

        bind(C::Form, &["Ctrl+S"], A::Save, "enregistrer", "Enregistre et revient"),
        bind(C::Form, &["Ctrl+N"], A::SaveAndNew, "enregistrer et nouveau", "Enregistre, garde lieu, type, thème, public et heures, et recommence"),
        bind(C::Form, &["Entrée"], A::Accept, "", "Champ suivant, le prochain à remplir après Ctrl+N ; ouvre une liste ; va à la ligne dans un texte"),
        bind(C::Form, &["Tab"], A::Next, "suivant", "Champ suivant"),
        bind(C::Form, &["Maj+Tab"], A::Previous, "", "Champ précédent"),
        bind(C::Form, &["Ctrl+O"], A::Choose, "choisir", "Ouvre la liste, les lieux connus ou le mois"),
        bind(C::Form, &["Échap"], A::Back, "quitter", "Quitte le formulaire ; demande si quelque chose a changé"),
        bind(C::Form, &["Ctrl+Z"], A::UndoText, "", "Annule la dernière frappe"),
        bind(C::Form, &["Ctrl+Y"], A::RedoText, "", "Rétablit la frappe annulée"),

        bind(C::Attestations, &["Entrée", "A"], A::Attest, "remplir ou corriger", "Remplit ou corrige l’attestation"),
        bind(C::Attestations, &["T"], A::Transmit, "transmise", "Note que l’attestation est saisie sur le site, ou plus"),
        bind(C::Attestations, &["K"], A::Checklist, "étapes", "Ouvre la check-list de l’événement"),
        bind(C::Attestations, &["Suppr"], A::Withdraw, "retirer", "Retire une attestation remplie par erreur"),
        bind(C::Attestations, &["Échap"], A::Back, "", "Revient d’où l’on vient"),
        bind(C::Attestations, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Attestations, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::Attestations, &["←"], A::Left, "", "Colonnes de gauche"),
        bind(C::Attestations, &["→"], A::Right, "", "Colonnes de droite"),
        bind(C::Attestations, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Attestations, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::Attestations, &["Début"], A::First, "", "Première ligne"),
        bind(C::Attestations, &["Fin"], A::Last, "", "Dernière ligne"),

        bind(C::Attest, &["Ctrl+S"], A::Save, "enregistrer", "Enregistre, et passe à la suivante à remplir"),
        bind(C::Attest, &["Entrée"], A::Accept, "champ suivant", "Champ suivant ; au dernier, Ctrl+S enregistre"),
        bind(C::Attest, &["Tab", "↓"], A::Next, "", "Champ suivant"),
        bind(C::Attest, &["Maj+Tab", "↑"], A::Previous, "", "Champ précédent"),
        bind(C::Attest, &["Échap"], A::Back, "quitter", "Quitte sans enregistrer ; demande si quelque chose a changé"),

        bind(C::Checklist, &["Espace"], A::Tick, "cocher", "Coche ou décoche l’étape"),
        bind(C::Checklist, &["M"], A::Modify, "modifier", "Modifie l’événement"),
        bind(C::Checklist, &["A"], A::Attest, "attester", "Remplit l’attestation de l’événement"),
        bind(C::Checklist, &["S"], A::Sheet, "site", "Donne les champs un à un, pour le site"),
        bind(C::Checklist, &["Échap"], A::Back, "retour", "Revient d’où l’on vient"),
        bind(C::Checklist, &["↑"], A::Up, "", "Étape précédente"),
        bind(C::Checklist, &["↓"], A::Down, "", "Étape suivante"),

        bind(C::Steps, &["Espace"], A::Tick, "cocher", "Coche ou décoche l’étape"),
        bind(C::Steps, &["Entrée"], A::Accept, "ouvrir", "Ouvre la check-list de l’événement"),
        bind(C::Steps, &["Échap"], A::Back, "", "Revient d’où l’on vient"),
        bind(C::Steps, &["↑"], A::Up, "", "Événement précédent"),
        bind(C::Steps, &["↓"], A::Down, "", "Événement suivant"),
        bind(C::Steps, &["←"], A::Left, "", "Étape précédente"),
        bind(C::Steps, &["→"], A::Right, "", "Étape suivante"),
        bind(C::Steps, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Steps, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::Steps, &["Début"], A::First, "", "Premier événement"),
        bind(C::Steps, &["Fin"], A::Last, "", "Dernier événement"),

        bind(C::Series, &["Ctrl+S"], A::Save, "créer", "Crée les événements cochés"),
        bind(C::Series, &["Espace"], A::Tick, "cocher", "Coche ou décoche la date"),
        bind(C::Series, &["←"], A::Left, "moins", "Rythme précédent, ou une date de moins"),
        bind(C::Series, &["→"], A::Right, "plus", "Rythme suivant, ou une date de plus"),
        bind(C::Series, &["Ctrl+O"], A::Choose, "ajouter une date", "Ouvre le mois pour ajouter une date"),
        bind(C::Series, &["Échap"], A::Back, "abandonner", "Revient sans rien créer"),
        bind(C::Series, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Series, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::Series, &["Page préc."], A::PageUp, "", "Dix lignes plus haut"),
        bind(C::Series, &["Page suiv."], A::PageDown, "", "Dix lignes plus bas"),

        bind(C::Sheet, &["Entrée"], A::Accept, "copier", "Copie le champ et passe au suivant"),
        bind(C::Sheet, &["Ctrl+S"], A::Submit, "marquer soumis", "Note que l’événement est saisi sur le site"),
        bind(C::Sheet, &["X"], A::ToFile, "écrire un fichier", "Écrit la fiche dans un fichier, si le presse-papiers ne répond pas"),
        bind(C::Sheet, &["Échap"], A::Back, "retour", "Revient d’où l’on vient"),
        bind(C::Sheet, &["↑"], A::Up, "", "Champ précédent"),
        bind(C::Sheet, &["↓"], A::Down, "", "Champ suivant"),

        bind(C::History, &["Entrée"], A::Accept, "revenir à ce point", "Annule pas à pas jusqu’à cette action, ou rétablit jusqu’à elle"),
        bind(C::History, &["Échap", "H"], A::Back, "retour", "Revient d’où l’on vient"),
        bind(C::History, &["Tab"], A::Next, "liste ou détail", "Passe de la liste au détail de l’action, que les flèches parcourent"),
        bind(C::History, &["Ctrl+Y"], A::Redo, "rétablir", "Rétablit ce qui vient d’être annulé"),
        bind(C::History, &["↑"], A::Up, "", "Action plus récente, ou plus haut dans le détail"),
        bind(C::History, &["↓"], A::Down, "", "Action plus ancienne, ou plus bas dans le détail"),
        bind(C::History, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::History, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::History, &["Début"], A::First, "", "La plus récente"),
        bind(C::History, &["Fin"], A::Last, "", "La plus ancienne"),

        bind(C::Fields, &["Ctrl+S"], A::Save, "enregistrer", "Enregistre"),
        bind(C::Fields, &["Tab", "↓"], A::Next, "suivant", "Champ suivant"),
        bind(C::Fields, &["Maj+Tab", "↑"], A::Previous, "", "Champ précédent"),
        bind(C::Fields, &["Entrée"], A::Accept, "", "Champ suivant ; au dernier, Ctrl+S enregistre"),
        bind(C::Fields, &["Échap"], A::Back, "fermer", "Ferme sans enregistrer ; demande si quelque chose a changé"),

        bind(C::Picker, &["Entrée"], A::Accept, "choisir", "Choisit"),
        bind(C::Picker, &["Échap"], A::Back, "fermer", "Ferme sans choisir"),
        bind(C::Picker, &["↑"], A::Previous, "", "Choix précédent"),
        bind(C::Picker, &["↓"], A::Next, "", "Choix suivant"),
        bind(C::Picker, &["Page préc."], A::PageUp, "", "Dix plus haut"),
        bind(C::Picker, &["Page suiv."], A::PageDown, "", "Dix plus bas"),

        bind(C::Ticks, &["Espace"], A::Tick, "cocher", "Coche ou décoche"),
        bind(C::Ticks, &["Entrée"], A::Accept, "valider", "Valide ; coche d’abord le choix si rien n’est coché"),

        bind(C::Order, &["Ctrl+↑", "Maj+↑"], A::MoveUp, "monter", "Déplace vers le haut"),
        bind(C::Order, &["Ctrl+↓", "Maj+↓"], A::MoveDown, "descendre", "Déplace vers le bas"),

        bind(C::Deletable, &["Suppr"], A::Delete, "supprimer", "Supprime une vue à soi, ou un modèle"),

        bind(C::Month, &["Entrée"], A::Accept, "choisir", "Prend ce jour"),
        bind(C::Month, &["Échap"], A::Back, "fermer", "Ferme sans choisir"),
        bind(C::Month, &["←"], A::Left, "", "Veille"),
        bind(C::Month, &["→"], A::Right, "", "Lendemain"),
        bind(C::Month, &["↑"], A::Up, "", "Semaine précédente"),
        bind(C::Month, &["↓"], A::Down, "", "Semaine suivante"),
        bind(C::Month, &["Page préc."], A::PageUp, "mois précédent", "Mois précédent"),
        bind(C::Month, &["Page suiv."], A::PageDown, "mois suivant", "Mois suivant"),
        bind(C::Month, &["Début"], A::First, "aujourd’hui", "Revient à aujourd’hui"),

        bind(C::Versions, &["Espace"], A::Tick, "choisir", "Garde l’autre version du champ"),
        bind(C::Versions, &["Entrée"], A::Accept, "enregistrer", "Enregistre les versions choisies"),
        bind(C::Versions, &["Échap"], A::Back, "revenir", "Revient au formulaire sans rien écrire"),
        bind(C::Versions, &["↑"], A::Up, "", "Champ précédent"),
        bind(C::Versions, &["↓"], A::Down, "", "Champ suivant"),

        bind(C::Confirm, &["Entrée"], A::Accept, "choisir", "Fait ce que dit le bouton"),
        bind(C::Confirm, &["O"], A::Yes, "", "Oui"),
        bind(C::Confirm, &["N"], A::No, "", "Non"),
        bind(C::Confirm, &["Échap"], A::Back, "revenir", "Ne fait rien"),
        bind(C::Confirm, &["←", "Maj+Tab"], A::Left, "", "Bouton précédent"),
        bind(C::Confirm, &["→", "Tab"], A::Right, "", "Bouton suivant"),

        bind(C::Prompt, &["Entrée"], A::Accept, "valider", "Valide"),
        bind(C::Prompt, &["Ctrl+U"], A::Clear, "vider", "Vide la ligne"),
        bind(C::Prompt, &["Échap"], A::Back, "fermer", "Ferme sans rien changer"),

        bind(C::Settings, &["Entrée"], A::Accept, "modifier", "Modifie"),
        bind(C::Settings, &["A"], A::Add, "ajouter", "Ajoute une entrée à la liste"),
        bind(C::Settings, &["R"], A::Retire, "retirer ou remettre", "Retire une entrée, ou la propose à nouveau"),
        bind(C::Settings, &["Suppr"], A::Delete, "supprimer", "Supprime une entrée dont rien ne se sert"),
        bind(C::Settings, &["Ctrl+↑", "Maj+↑"], A::MoveUp, "monter", "Déplace l’entrée vers le haut"),
        bind(C::Settings, &["Ctrl+↓", "Maj+↓"], A::MoveDown, "descendre", "Déplace l’entrée vers le bas"),
        bind(C::Settings, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Settings, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::Settings, &["Début"], A::First, "", "Première ligne"),
        bind(C::Settings, &["Fin"], A::Last, "", "Dernière ligne"),
        bind(C::Settings, &["Page préc."], A::PageUp, "", "Section précédente"),
        bind(C::Settings, &["Page suiv."], A::PageDown, "", "Section suivante"),

        bind(C::Backups, &["Entrée"], A::Accept, "comparer, remettre", "Dit ce que la copie changerait, et la remet"),
        bind(C::Backups, &["S"], A::Save, "sauvegarder", "Fait une copie maintenant"),
        bind(C::Backups, &["C"], A::Clone, "copier ailleurs", "Copie le carnet sur une clé USB, par exemple"),
        bind(C::Backups, &["V"], A::Verify, "vérifier", "Vérifie le carnet et ses copies"),
        bind(C::Backups, &["Échap"], A::Back, "retour", "Revient d’où l’on vient"),
        bind(C::Backups, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Backups, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::Backups, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Backups, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::Backups, &["Début"], A::First, "", "Première ligne"),
        bind(C::Backups, &["Fin"], A::Last, "", "Dernière ligne"),

        bind(C::Purge, &["Suppr"], A::Delete, "effacer", "Efface pour de bon ce qui est montré"),
        bind(C::Purge, &["Ctrl+O", "D"], A::Choose, "autre date", "Choisit avant quelle date"),
        bind(C::Purge, &["Échap"], A::Back, "retour", "Revient sans rien effacer"),
        bind(C::Purge, &["↑"], A::Up, "", "Remonte"),
        bind(C::Purge, &["↓"], A::Down, "", "Descend"),
        bind(C::Purge, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Purge, &["Page suiv."], A::PageDown, "", "Page suivante"),
        bind(C::Purge, &["Début"], A::First, "", "Première ligne"),
        bind(C::Purge, &["Fin"], A::Last, "", "Dernière ligne"),

        bind(C::ImportColumns, &["Entrée"], A::Accept, "changer", "Change ce que donne la colonne"),
        bind(C::ImportRows, &["Espace"], A::Tick, "laisser ou prendre", "Laisse de côté une ligne nouvelle, ou la prend"),
        bind(C::Import, &["Ctrl+S"], A::Save, "importer", "Écrit l’import"),
        bind(C::Import, &["Échap"], A::Back, "abandonner", "Revient sans rien écrire"),
        bind(C::Import, &["Tab"], A::Next, "colonnes ou lignes", "Passe des colonnes aux lignes"),
        bind(C::Import, &["↑"], A::Up, "", "Ligne précédente"),
        bind(C::Import, &["↓"], A::Down, "", "Ligne suivante"),
        bind(C::Import, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Import, &["Page suiv."], A::PageDown, "", "Page suivante"),

        bind(C::Help, &["Échap", "F1", "Entrée"], A::Back, "fermer", "Ferme l’aide"),
        bind(C::Help, &["↑"], A::Up, "", "Remonte"),
        bind(C::Help, &["↓"], A::Down, "", "Descend"),
        bind(C::Help, &["Page préc."], A::PageUp, "", "Page précédente"),
        bind(C::Help, &["Page suiv."], A::PageDown, "", "Page suivante"),
    ]
};

/// The table by its keys, whose names are read once.
static KNOWN: LazyLock<HashMap<(Context, Key), Action>> = LazyLock::new(|| {
    let keys = BINDINGS.iter().flat_map(|binding| {
        let keys = binding.keys.iter().filter_map(|name| Key::parse(name));
        keys.map(|key| ((binding.context, key.as_command()), binding.action))
    });
    keys.collect()
});

/// What a key does in the nearest of the contexts that knows it.
pub fn action(contexts: &[Context], key: Key) -> Option<Action> {
    let key = key.as_command();
    let mut known = contexts.iter().map(|context| KNOWN.get(&(*context, key)));
    known.find_map(Option::<&Action>::copied)
}

/// The lines of a context, in the table's order.
pub fn of(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS
        .iter()
        .filter(move |binding| binding.context == context)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_is_a_key_and_no_context_gives_one_two_meanings() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for binding in of(context) {
                for name in binding.keys {
                    let key = Key::parse(name).unwrap().as_command();
                    assert!(seen.insert(key), "{name} twice in {context:?}");
                }
            }
            assert!(!seen.is_empty(), "{context:?} is empty");
        }
    }

    #[test]
    fn no_first_key_needs_shift_or_altgr_on_azerty_alone() {
        for binding in BINDINGS {
            let first = binding.keys[0];
            let single = first.chars().count() == 1;
            assert!(
                !(single && "/?.0123456789[]{}@~#\\|".contains(first)),
                "{first}"
            );
        }
    }

    #[test]
    fn the_nearest_context_takes_the_key() {
        let key = Key::parse("Ctrl+Z").unwrap();
        let typing = [Context::Form, Context::Everywhere];
        assert_eq!(action(&typing, key), Some(Action::UndoText));
        let list = [Context::List, Context::Commands, Context::Everywhere];
        assert_eq!(action(&list, key), Some(Action::Undo));
        assert_eq!(action(&list, Key::ch('n')), Some(Action::New));
        assert_eq!(action(&list, Key::ch('N')), Some(Action::New));
        assert_eq!(action(&list, Key::ch('w')), None);
    }

    #[test]
    fn the_help_is_in_french_typography() {
        for binding in BINDINGS {
            assert!(
                !binding.help.contains(" ;") && !binding.help.contains('\''),
                "{}",
                binding.help
            );
        }
    }
}
