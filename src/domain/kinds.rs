//! The lists of the kinds of record that have a place.
//!
//! A line of [`KINDS`] gives a kind its table in the registry of the store, its row in the menu and the
//! palette, its keys, its screen and its command: what is missing does not compile.

use super::event::step::Step;
use super::question::Question;
use super::record::{Placed, RecordKind};
use super::reference::Entry;

/// Calls a macro with the type of each kind, in the order of the menu.
macro_rules! record_kinds {
    ($with:ident) => {
        $with! {
            $crate::domain::venue::Venue,
        }
    };
}
pub(crate) use record_kinds;

macro_rules! kinds {
    ($($record:ty),+ $(,)?) => {
        &[$(<$record as Placed>::KIND),+]
    };
}

/// Every kind, in the order of the menu.
pub const KINDS: &[&RecordKind] = record_kinds!(kinds);

/// The kinds whose places are opened from Réglages: they have a screen and its keys, but no row of
/// the menu and no command.
pub const IN_SETTINGS: [&RecordKind; 3] = [Entry::KIND, Question::KIND, Step::KIND];
