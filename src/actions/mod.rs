//! The actions of a mediator: one function each, with its rule and its label in the history.
//!
//! Screens and commands both call these functions, so that an action has the same result however it is started (`tests/actions`
//! runs each in both ways). Nothing else may call `Store::record`, which `tests/house` checks.
//!
//! ```text
//! events        create, clone, modify, delete an event; warnings about its date
//! publication   move events to another state
//! series        repeat an event; share a change of a member with the later ones
//! attestations  declare, correct, transmit, withdraw
//! checklist     tick or untick a step
//! notices       snooze, dismiss, unsnooze
//! records       create, modify, retire, move, delete, import records of any kind
//! settings      change the profile and the school holidays
//! venues        modify or merge places and their events
//! import        write a planned import
//! merge         merge another copy of the carnet
//! demo          fill a demonstration carnet
//! ```

pub mod attestations;
pub mod checklist;
pub mod demo;
pub mod events;
pub mod import;
pub mod merge;
pub mod notices;
pub mod publication;
pub mod records;
pub mod series;
pub mod settings;
pub mod venues;

use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::text::typography::{self, quoted};

/// The events that an action is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// One event.
    One {
        /// Its identifier.
        id: EventId,
        /// Its title, which names it in the history.
        title: String,
    },
    /// Those marked in a list.
    Marked(Vec<EventId>),
}

impl Targets {
    /// One event.
    pub fn one(event: &Event) -> Self {
        Self::One {
            id: event.id,
            title: event.content.title.clone(),
        }
    }

    /// Returns their identifiers.
    pub fn ids(&self) -> &[EventId] {
        match self {
            Self::One { id, .. } => std::slice::from_ref(id),
            Self::Marked(ids) => ids,
        }
    }

    /// Returns how to call them in a sentence: « Café des parents », or 3 événements marqués.
    pub fn subject(&self) -> String {
        self.subject_of(self.ids().len())
    }

    /// As [`Targets::subject`], when only `count` of them are changed.
    fn subject_of(&self, count: usize) -> String {
        match self {
            Self::One { title, .. } => quoted(title),
            Self::Marked(_) => {
                typography::count(count as u64, "événement marqué", "événements marqués")
            }
        }
    }
}
