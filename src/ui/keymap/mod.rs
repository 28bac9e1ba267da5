//! Key bindings: contexts, actions, and the lookup of a key in the table of bindings.

mod action;
mod context;
mod table;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub use action::{Action, Purpose};
pub use context::Context;

use super::place::PLACES;
use crate::domain::kinds::{IN_SETTINGS, KINDS};
use crate::terminal::key::Key;

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

impl Context {
    /// Returns the bindings of this context: its own, then the shared ones.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let contexts = std::iter::once(self).chain(self.shared().iter().copied());
        contexts.flat_map(own_bindings)
    }
}

/// The whole table, the keys of the places included.
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
    let records = IN_SETTINGS.iter().chain(KINDS);
    all.extend(records.flat_map(|kind| table::of_records(kind)));
    all
});

/// The action of each key in each context; key names are parsed once.
static BY_KEY: LazyLock<HashMap<(Context, Key), Action>> = LazyLock::new(|| {
    let bindings = Context::all().flat_map(|context| {
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
    use crate::domain::record::{Noun, Placed, RecordKind};
    use crate::domain::venue::Venue;

    #[test]
    fn every_key_name_parses_and_is_bound_once_in_a_context() {
        for context in Context::all() {
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
    fn the_keys_of_records_are_said_with_their_noun() {
        static STAGE: RecordKind = RecordKind {
            table: "stage",
            noun: Noun {
                one: "étape",
                several: "étapes",
                feminine: true,
            },
            place: "Étapes",
            help: "",
            keys: &[],
            used_by: None,
            by_hand: false,
        };
        let bindings = table::of_records(&STAGE);
        let said = |action| {
            let binding = bindings.iter().find(|binding| binding.action == action);
            binding.map(|binding| (binding.label, binding.help))
        };
        assert_eq!(said(Action::New), Some(("nouvelle", "Ajoute une étape")));
        let retire = "Ne propose plus l’étape, ou la propose à nouveau";
        assert_eq!(said(Action::Retire), Some(("retirer ou remettre", retire)));
        let delete = said(Action::Delete);
        assert_eq!(delete, Some(("supprimer", "Supprime l’étape")));
        // What only Lieux do, and say otherwise.
        assert_eq!(said(Action::Merge), None);
        let bindings = table::of_records(Venue::KIND);
        let deletes = bindings.iter().filter(|it| it.action == Action::Delete);
        let deletes: Vec<&str> = deletes.map(|binding| binding.help).collect();
        assert_eq!(
            deletes,
            ["Supprime le lieu\u{202f}; les événements le gardent"]
        );
        assert!(bindings.iter().any(|it| it.action == Action::Merge));
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
