//! What a key does where: contexts, actions, and the lookup in THE table.

mod table;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::place::PLACES;
use crate::terminal::key::Key;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, unless something nearer takes the key.
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
    /// An event shown whole.
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
    /// Lieux.
    Venues,
    /// The import of records, before it is written.
    RecordImport,
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
    /// Shared: what is done to the event shown or selected.
    Event,
    /// Shared: a line at a time.
    Lines,
    /// Shared: a page at a time.
    Pages,
    /// Shared: from one end to the other.
    Ends,
    /// Shared: a table wider than the screen.
    Sideways,
    /// Shared: from field to field.
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

    /// The blocks of keys it has in common with others: they are written once in the table.
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

    /// The lines of the table that hold in it: its own, then those it shares.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let contexts = std::iter::once(self).chain(self.shared().iter().copied());
        contexts.flat_map(of)
    }

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
#[allow(missing_docs, reason = "the table says what each does")]
pub enum Action {
    Help,
    Palette,
    Menu,
    Quit,
    Undo,
    Redo,
    /// Goes to the place of that rank in [`PLACES`].
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
    PutOff,
    Dismiss,
    BringBack,
    ToFile,
    BackUp,
    CopyElsewhere,
    Verify,
}

/// What keys are for: the groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// From line to line, from field to field, from place to place.
    Move,
    /// Events and what they are made of.
    Edit,
    /// The national site.
    Publish,
    /// Attendance.
    Attest,
    /// What a list shows.
    Find,
    /// Files read and written.
    Files,
    /// The carnet as a whole.
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
    /// What it is for.
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
            | Self::PutOff
            | Self::Dismiss
            | Self::BringBack => Purpose::Carnet,
        }
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, by their names; the first is the one shown.
    pub keys: &'static [&'static str],
    /// What it does.
    pub action: Action,
    /// Its rank at the foot of the screen, the most useful first from 1; never there when 0.
    pub foot: u8,
    /// Its name at the foot of the screen and in the palette; none for keys that go without saying.
    pub label: &'static str,
    /// What the help says.
    pub help: &'static str,
}

/// The whole table, the keys of the places included.
static ALL: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let places = PLACES.iter().enumerate().flat_map(|(at, place)| {
        let keys = [
            (Context::Everywhere, place.keys),
            (Context::Commands, place.letters),
        ];
        let keys = keys.into_iter().filter(|(_, keys)| !keys.is_empty());
        keys.map(move |(context, keys)| Binding {
            context,
            keys,
            action: Action::Go(at),
            foot: 0,
            label: "",
            help: place.name,
        })
    });
    let mut all: Vec<Binding> = places.collect();
    all.extend(table::BINDINGS);
    all
});

/// The table by its keys, whose names are read once.
static KNOWN: LazyLock<HashMap<(Context, Key), Action>> = LazyLock::new(|| {
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

/// What a key does in the nearest of the contexts that knows it.
pub fn action(contexts: &[Context], key: Key) -> Option<Action> {
    let key = key.as_command();
    let mut known = contexts.iter().map(|context| KNOWN.get(&(*context, key)));
    known.find_map(Option::<&Action>::copied)
}

/// The whole table.
pub fn all() -> &'static [Binding] {
    &ALL
}

/// The lines of a context, in the table's order, without those it shares with others.
pub fn of(context: Context) -> impl Iterator<Item = &'static Binding> {
    ALL.iter().filter(move |binding| binding.context == context)
}

/// What can be done where keys have their meaning in these contexts: each line with the context
/// that gives it, the nearest first, but for those whose key something nearer takes.
pub fn here(contexts: &[Context]) -> Vec<(Context, &'static Binding)> {
    let bindings = contexts.iter().flat_map(|&context| {
        let bindings = context.bindings();
        bindings.map(move |binding| (context, binding))
    });
    let mut taken: HashSet<Key> = HashSet::new();
    let mut here = Vec::new();
    for (context, binding) in bindings {
        let keys = binding.keys.iter().filter_map(|name| Key::parse(name));
        let mut keys = keys.map(Key::as_command).peekable();
        if keys.peek().is_some_and(|first| !taken.contains(first)) {
            here.push((context, binding));
        }
        taken.extend(keys);
    }
    here
}

/// Puts what is due first, then what has a rank at the foot, then the rest in the table's order.
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
    fn every_name_is_a_key_and_no_context_gives_one_two_meanings() {
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
        for binding in all() {
            assert!(
                !binding.help.contains(" ;") && !binding.help.contains('\''),
                "{}",
                binding.help
            );
        }
    }
}
