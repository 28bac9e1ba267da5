//! What a key does where: contexts, actions, and the lookup in THE table.

mod table;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tab::Tab;
use crate::terminal::key::Key;
pub use table::BINDINGS;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, unless something nearer takes the key.
    Everywhere,
    /// On screens where no text is being typed.
    Commands,
    /// Mon compte.
    Home,
    /// The list of events, while a filter hides some.
    Filtered,
    /// The list of events, while some are marked.
    Marked,
    /// The list of events.
    List,
    /// An event shown whole.
    Detail,
    /// The event's form.
    Form,
    /// A short form: profile, entry of a list.
    Fields,
    /// A field of it that is a text of several lines.
    Lines,
    /// A field of it that is picked from a list or a month.
    Picked,
    /// The list of attestations.
    Attestations,
    /// The form of an attestation.
    Attest,
    /// A question of it that has answers to choose from.
    Options,
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
    pub const ALL: [Self; 34] = [
        Self::Everywhere,
        Self::Commands,
        Self::Home,
        Self::Filtered,
        Self::Marked,
        Self::List,
        Self::Detail,
        Self::Form,
        Self::Attestations,
        Self::Attest,
        Self::Options,
        Self::Checklist,
        Self::Steps,
        Self::Series,
        Self::Sheet,
        Self::History,
        Self::Fields,
        Self::Lines,
        Self::Picked,
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
            Self::Filtered => "Mes événements, filtrés",
            Self::Marked => "Mes événements, lignes marquées",
            Self::List => "Mes événements",
            Self::Detail => "Événement",
            Self::Form => "Formulaire",
            Self::Home => "Accueil",
            Self::Attestations => "Attestations",
            Self::Attest => "Attestation d’un événement",
            Self::Options => "Réponse à choisir",
            Self::Checklist => "Check-list d’un événement",
            Self::Steps => "Check-list des événements à venir",
            Self::Series => "Série",
            Self::Sheet => "Fiche de saisie",
            Self::Fields => "Petits formulaires",
            Self::Lines => "Petits formulaires, texte de plusieurs lignes",
            Self::Picked => "Petits formulaires, liste ou date",
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
        let answer = [Context::Options, Context::Attest, Context::Everywhere];
        assert_eq!(action(&answer, Key::ch(' ')), Some(Action::Right));
        assert_eq!(action(&answer[1..], Key::ch(' ')), None);
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
