//! Key bindings: contexts, actions, and the lookup of a key in the table of bindings.

mod table;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::place::PLACES;
use crate::terminal::key::Key;

/// Where a key is bound: a kind of screen or of dialog, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, unless a more specific context binds the key.
    Everywhere,
    /// On screens where no text is being typed.
    Commands,
    /// Accueil.
    Home,
    /// The list of events, while a filter hides some.
    Filtered,
    /// The list of events, while some are marked.
    Marked,
    /// The list of events.
    List,
    /// An event in full.
    Detail,
    /// The event's form.
    Form,
    /// A short form: profile, entry of a list.
    Fields,
    /// A field of it that is a text of several lines.
    Paragraph,
    /// A field of it that is picked from a list or a month.
    Picked,
    /// The list of attestations.
    Attestations,
    /// The form of an attestation.
    Attest,
    /// A question of an attestation with answers to choose from.
    Options,
    /// The check-list of one event.
    Checklist,
    /// Upcoming events against the steps of the check-list.
    Steps,
    /// A series, before it is created.
    Series,
    /// An event's fields in the order of the national site.
    Sheet,
    /// Réglages.
    Settings,
    /// Lieux.
    Venues,
    /// The import of records, before it is written.
    RecordImport,
    /// The backups of the carnet.
    Backups,
    /// A purge, before it is done.
    Purge,
    /// The import, before it is written.
    Import,
    /// The columns of the import.
    ImportColumns,
    /// The rows of the import.
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
    /// Two versions of the same record.
    Versions,
    /// The history.
    History,
    /// A question.
    Confirm,
    /// A line to type.
    Prompt,
    /// The help.
    Help,
    /// Shared: commands on the event shown or selected.
    Event,
    /// Shared: moving by a line.
    Lines,
    /// Shared: moving by a page.
    Pages,
    /// Shared: moving to the ends.
    Ends,
    /// Shared: moving sideways in a table wider than the screen.
    Sideways,
    /// Shared: moving from field to field.
    Walk,
}

impl Context {
    /// Every context, in the order of the help.
    pub const ALL: [Self; 42] = [
        Self::Everywhere,
        Self::Commands,
        Self::Home,
        Self::Filtered,
        Self::Marked,
        Self::List,
        Self::Detail,
        Self::Event,
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
        Self::Paragraph,
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
        Self::Venues,
        Self::RecordImport,
        Self::Backups,
        Self::Purge,
        Self::Import,
        Self::ImportColumns,
        Self::ImportRows,
        Self::Help,
        Self::Lines,
        Self::Pages,
        Self::Ends,
        Self::Sideways,
        Self::Walk,
    ];

    /// Returns the shared contexts whose keys are bound in this one too.
    pub fn shared(self) -> &'static [Self] {
        use Context::{Ends, Event, Lines, Pages, Sideways, Walk};
        match self {
            Self::List => &[Event, Lines, Pages, Ends, Sideways],
            Self::Venues => &[Lines, Pages, Ends, Sideways],
            Self::Attestations => &[Lines, Pages, Ends, Sideways],
            Self::Steps | Self::History | Self::Backups | Self::Purge => &[Lines, Pages, Ends],
            Self::Settings => &[Lines, Ends],
            Self::Series | Self::Import | Self::RecordImport | Self::Help => &[Lines, Pages],
            Self::Detail => &[Event, Lines],
            Self::Home | Self::Checklist | Self::Sheet | Self::Versions => &[Lines],
            Self::Attest | Self::Fields => &[Walk],
            _ => &[],
        }
    }

    /// Returns the bindings of this context: its own, then the shared ones.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let contexts = std::iter::once(self).chain(self.shared().iter().copied());
        contexts.flat_map(own_bindings)
    }

    /// Returns its title in the help.
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
            Self::Paragraph => "Texte de plusieurs lignes",
            Self::Picked => "Champ à choisir",
            Self::Settings => "Réglages",
            Self::Venues => "Lieux",
            Self::RecordImport => "Import d’une liste",
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
            Self::Event => "Événement affiché ou sélectionné",
            Self::Lines | Self::Pages | Self::Ends => "Listes et textes",
            Self::Sideways => "Tableaux",
            Self::Walk => "Attestation et petits formulaires",
        }
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table of bindings documents each")]
pub enum Action {
    Help,
    Palette,
    Menu,
    Quit,
    Undo,
    Redo,
    /// Goes to the place of that index in [`PLACES`].
    Go(usize),
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
    Merge,
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
    Snooze,
    Dismiss,
    Unsnooze,
    ToFile,
    BackUp,
    CopyElsewhere,
    Verify,
}

/// What an action is for: the groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Moving from line to line, field to field, place to place.
    Move,
    /// Creating and modifying records.
    Edit,
    /// Publishing on the national site.
    Publish,
    /// Attesting attendance.
    Attest,
    /// Searching, filtering and sorting a list.
    Find,
    /// Reading and writing files.
    Files,
    /// The program and the carnet as a whole.
    Carnet,
}

impl Purpose {
    /// Every purpose, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Edit,
        Self::Publish,
        Self::Attest,
        Self::Find,
        Self::Files,
        Self::Carnet,
        Self::Move,
    ];

    /// Its title in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Se déplacer",
            Self::Edit => "Créer et modifier",
            Self::Publish => "Publier",
            Self::Attest => "Attester",
            Self::Find => "Chercher et trier",
            Self::Files => "Fichiers",
            Self::Carnet => "Carnet",
        }
    }
}

impl Action {
    /// Returns what it is for.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Go(_)
            | Self::Menu
            | Self::Back
            | Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::Next
            | Self::Previous
            | Self::Accept => Purpose::Move,
            Self::New
            | Self::Modify
            | Self::Delete
            | Self::Choose
            | Self::Save
            | Self::SaveAndNew
            | Self::Tick
            | Self::MoveUp
            | Self::MoveDown
            | Self::Yes
            | Self::No
            | Self::Add
            | Self::Retire
            | Self::Merge
            | Self::Clear
            | Self::UndoText
            | Self::RedoText
            | Self::Clone
            | Self::Repeat
            | Self::Models
            | Self::Checklist => Purpose::Edit,
            Self::Publication | Self::Sheet | Self::Submit => Purpose::Publish,
            Self::Attest | Self::Transmit | Self::Withdraw => Purpose::Attest,
            Self::Mark
            | Self::MarkAll
            | Self::Filter
            | Self::Search
            | Self::ClearFilters
            | Self::Sort
            | Self::Views
            | Self::Columns => Purpose::Find,
            Self::Export
            | Self::Import
            | Self::ToFile
            | Self::BackUp
            | Self::CopyElsewhere
            | Self::Verify => Purpose::Files,
            Self::Help
            | Self::Palette
            | Self::Quit
            | Self::Undo
            | Self::Redo
            | Self::Snooze
            | Self::Dismiss
            | Self::Unsnooze => Purpose::Carnet,
        }
    }
}

/// A binding: keys, in a context, run an action.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where the keys are bound.
    pub context: Context,
    /// The names of the keys; the first one is shown.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Action,
    /// Rank in the foot of the screen, from 1 for the most useful; 0 to leave it out.
    pub foot: u8,
    /// Name in the foot of the screen and in the palette; empty for obvious keys.
    pub label: &'static str,
    /// Sentence in the help.
    pub help: &'static str,
}

/// Every binding, with the keys of the places.
static ALL: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let places = PLACES.iter().enumerate().flat_map(|(index, place)| {
        let keys = [
            (Context::Everywhere, place.keys),
            (Context::Commands, place.letters),
        ];
        let keys = keys.into_iter().filter(|(_, keys)| !keys.is_empty());
        keys.map(move |(context, keys)| Binding {
            context,
            keys,
            action: Action::Go(index),
            foot: 0,
            label: "",
            help: place.name,
        })
    });
    let mut all: Vec<Binding> = places.collect();
    all.extend(table::BINDINGS);
    all
});

/// The action of each key in each context; key names are parsed once.
static BY_KEY: LazyLock<HashMap<(Context, Key), Action>> = LazyLock::new(|| {
    let bindings = Context::ALL.into_iter().flat_map(|context| {
        let bindings = context.bindings();
        bindings.map(move |binding| (context, binding))
    });
    let keys = bindings.flat_map(|(context, binding)| {
        let keys = binding.keys.iter().filter_map(|name| Key::parse(name));
        keys.map(move |key| ((context, key.as_command()), binding.action))
    });
    keys.collect()
});

/// Returns the action of a key in the first context that binds it; `contexts` begin with the most
/// specific.
pub fn action(contexts: &[Context], key: Key) -> Option<Action> {
    let key = key.as_command();
    let mut actions = contexts.iter().map(|context| BY_KEY.get(&(*context, key)));
    actions.find_map(Option::<&Action>::copied)
}

/// Returns every binding.
pub fn all() -> &'static [Binding] {
    &ALL
}

/// Returns the bindings of a context, in the order of the table, without the shared ones.
pub fn own_bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    ALL.iter().filter(move |binding| binding.context == context)
}

/// Returns the bindings that can be used in these contexts, each with the context it comes from. A
/// binding whose first key a more specific context binds is left out.
pub fn available(contexts: &[Context]) -> Vec<(Context, &'static Binding)> {
    let bindings = contexts.iter().flat_map(|&context| {
        let bindings = context.bindings();
        bindings.map(move |binding| (context, binding))
    });
    let mut used: HashSet<Key> = HashSet::new();
    let mut available = Vec::new();
    for (context, binding) in bindings {
        let keys = binding.keys.iter().filter_map(|name| Key::parse(name));
        let mut keys = keys.map(Key::as_command).peekable();
        if keys.peek().is_some_and(|first| !used.contains(first)) {
            available.push((context, binding));
        }
        used.extend(keys);
    }
    available
}

/// Sorts bindings for the foot and the palette: the action that is due, then by rank, then the rest in
/// the order of the table.
pub fn rank(available: &mut [(Context, &'static Binding)], due: Option<Action>) {
    available.sort_by_key(|(_, binding)| match binding.foot {
        _ if due == Some(binding.action) => 0,
        0 => u8::MAX,
        foot => foot,
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_key_name_parses_and_is_bound_once_in_a_context() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for binding in context.bindings() {
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
        for binding in all() {
            let first = binding.keys[0];
            let single = first.chars().count() == 1;
            assert!(
                !(single && "/?.0123456789[]{}@~#\\|".contains(first)),
                "{first}"
            );
        }
    }

    #[test]
    fn the_most_specific_context_takes_the_key() {
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
        for binding in all() {
            assert!(
                !binding.help.contains(" ;") && !binding.help.contains('\''),
                "{}",
                binding.help
            );
        }
    }
}
