//! What a key does where: contexts, actions, and the lookup in THE table.

mod action;
mod context;
mod table;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub use action::{Action, Purpose};
pub use context::Context;

use super::place::PLACES;
use crate::terminal::key::Key;

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

impl Context {
    /// The lines of the table that hold in it: its own, then those it shares.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let contexts = std::iter::once(self).chain(self.shared().iter().copied());
        contexts.flat_map(of)
    }
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
