//! The screens, one file or folder each: state, actions, drawing.

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
