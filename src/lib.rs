//! Carnet, the logbook of a mediator of the TNE "volet Parentalité".
//!
//! Dependencies run downward only; `tests/house.rs` reads the sources and fails on an arrow upward.
//!
//! ```text
//! main.rs      hands the arguments to cli
//! cli          parses the arguments, opens the store, runs a command or the screens
//! app          the event loop: router, frame, pending work
//! screens      one file or folder a screen: its state, what each action does, how it is drawn
//! ui           what screens are made of: keymap, effects, theme, list, dialogs, text field
//! terminal     the terminal: input, keys, output, what wakes the loop
//! clock        the time, the system's or stopped, passed in
//! explain      turns every error below into a French sentence: what happened, what was kept, what to do
//! actions      what a mediator does, one function an act: its rule, its name in the history
//! exchange     what comes in and goes out as files; each writes to `impl Write`
//! store        the SQLite file: open, migrate, query, record, undo, back up, restore, verify, salvage
//! domain       a mediator's world, pure: no SQL, no terminal, no files, no clock
//! ```

pub mod actions;
pub mod app;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod exchange;
pub mod explain;
pub mod screens;
pub mod store;
pub mod terminal;
pub mod ui;
