//! Journeys: what a mediator does, typed into the real program in a real terminal.
//!
//! Each waits for something named and none sleeps; the clock is stopped on Tuesday 24 November 2026 at 10 h (see the driver, in
//! `tests/support`). A file a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod desk;

mod account;
mod attestations;
mod checklist;
mod clone_and_series;
mod colours;
mod csv_files;
mod detail;
mod drafts;
mod ending;
mod first_run;
mod form;
mod frame;
mod history;
mod list;
mod many_alike;
mod marks;
mod models;
mod mouse;
mod purge;
mod settings;
mod site_sheet;
mod situations;
mod untrusted_text;
mod venues;
