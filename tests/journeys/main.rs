//! Journeys: what a mediator does, typed into the real program in a real terminal.
//!
//! Each waits for something named and none sleeps; the clock is stopped on Tuesday 24 November 2026 at 10 h (see the driver, in
//! `tests/support`). A file a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod colours;
mod csv_files;
mod ending;
mod first_run;
mod form;
mod frame;
mod many_alike;
mod mouse;
mod site_sheet;
mod situations;
mod untrusted_text;
