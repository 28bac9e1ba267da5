//! The screens, one file or folder each: state, actions, drawing.
//!
//! ```text
//! home             Accueil
//! events, detail   Mes événements, and an event in full
//! form, series     an event created, modified, repeated
//! attestations, attest   the list, and the form of one
//! checklist        one event, or all those to come
//! sheet            the fields to copy to the site
//! import, history, backups, purge, settings   one place each
//! open_event       the event that a screen is about
//! ```

pub mod attest;
pub mod attestations;
pub mod backups;
pub mod checklist;
pub mod detail;
pub mod events;
pub mod form;
pub mod history;
pub mod home;
pub mod import;
mod open_event;
pub mod purge;
pub mod series;
pub mod settings;
pub mod sheet;
