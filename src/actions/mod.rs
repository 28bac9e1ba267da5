//! What a mediator does: one function an act, with its label in the history and its rule.
//!
//! Screens and commands call these alike, so that the same act gives the same result through every door (`tests/actions.rs` runs each
//! through each). Nothing else records a change, which `tests/house.rs` checks.
//!
//! ```text
//! events        create, clone, modify, delete an event; what its date deserves to be warned of
//! publication   move events to another state
//! series        repeat an event; what a change to a member gives to those to come
//! attestations  declare, correct, transmit, withdraw
//! checklist     tick a step, or take its tick away
//! notices       snooze, dismiss, and bring back
//! records       add, modify, retire, move, delete, import records of any kind
//! settings      who keeps the carnet, and the school holidays
//! venues        modify or merge places, with the events that follow
//! import        write a planned import
//! demo          fill a demonstration
//! ```

pub mod attestations;
pub mod checklist;
pub mod demo;
pub mod events;
pub mod import;
pub mod notices;
pub mod publication;
pub mod records;
pub mod series;
pub mod settings;
pub mod venues;

use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::text::typography::{count, quoted};

/// The events that an act is about.
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

    /// Their identifiers.
    pub fn ids(&self) -> &[EventId] {
        match self {
            Self::One { id, .. } => std::slice::from_ref(id),
            Self::Marked(ids) => ids,
        }
    }

    /// What they are called: « Café des parents », or 3 événements marqués.
    pub fn subject(&self) -> String {
        self.subject_of(self.ids().len())
    }

    /// As [`Targets::subject`], where only some of them are changed.
    fn subject_of(&self, changed: usize) -> String {
        match self {
            Self::One { title, .. } => quoted(title),
            Self::Marked(_) => count(changed as u64, "événement marqué", "événements marqués"),
        }
    }
}
