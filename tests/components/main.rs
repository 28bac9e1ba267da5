//! Components: the rules of each screen, pressed and seen without a terminal.
//!
//! The clock is stopped on Tuesday 24 November 2026 at 10 h (see the stage, in `tests/support`). What only a terminal shows is in
//! `tests/journeys`. A file a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attestations;
mod checklist;
mod clone_and_series;
mod csv_files;
mod detail;
mod drafts;
mod form;
mod form_keys;
mod frame;
mod history;
mod home;
mod list;
mod lists;
mod many_alike;
mod marks;
mod models;
mod mouse;
mod palette;
mod purge;
#[cfg(unix)]
mod read_only;
mod records;
mod settings;
mod several_days;
mod site_sheet;
mod support;
mod unsaved;
mod venues;
