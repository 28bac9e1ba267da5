//! Carnet, the logbook of a mediator of the TNE "volet Parentalité".
//!
//! Dependencies run downward only; `tests/house.rs` reads the sources and fails on an arrow upward.
//!
//! ```text
//! main.rs      hands the arguments to cli
//! cli          parse the arguments, open the store, hand over: to the screens, or to a command without one
//! tui          the terminal: loop, keymap, theme, widgets, screens
//! clock        the time, the system's or stopped, passed to whoever needs it
//! explain      every error below made a French sentence: what happened, what was kept, what to do
//! exchange     what comes in and goes out as files; each writes to `impl Write`
//! store        the SQLite file: open, migrate, query, record, undo, back up, restore, verify, salvage
//! domain       a mediator's world, pure: no SQL, no terminal, no files, no clock
//! ```

pub mod cli;
pub mod clock;
pub mod domain;
pub mod exchange;
pub mod explain;
pub mod store;
pub mod tui;
