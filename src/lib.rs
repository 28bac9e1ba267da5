//! Carnet, the logbook of a mediator of the TNE "volet Parentalité".
//!
//! Dependencies run downward only; `tests/house` reads the sources and fails on an arrow upward.
//!
//! ```text
//! main.rs      hands the arguments to cli
//! cli          one table of commands: parsing, help, completions, manual page; one file a command
//! app          the event loop: router, frame, pending work
//! screens      one file or folder a screen: its state, what each action does, how it is drawn
//! features     small records, one file or folder each: what is its own on its screen
//! ui           what screens are made of: keymap, effects, theme, list, dialogs, text field
//! actions      what a mediator does: one function an act, with its label and its rule
//! demo         plausible events, for demonstrations, tests and measures
//! clock        the time, the system's or stopped, passed in
//! explain      turns every error below into a French sentence: what happened, what was kept, what to do
//! terminal     the terminal: input, keys, output, what wakes the loop
//! exchange     what comes in and goes out as files; each writes to `impl Write`
//! store        the SQLite file: open, migrate, query, record, undo, back up, restore, verify, salvage
//! platform     what differs from one system to another: flushing, names, other windows
//! domain       a mediator's world, pure: no SQL, no terminal, no files, no clock
//! ```

pub mod actions;
pub mod app;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod explain;
pub mod features;
pub mod platform;
pub mod screens;
pub mod store;
pub mod terminal;
pub mod ui;
