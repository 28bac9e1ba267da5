//! The terminal: what comes from it, and how it is entered and given back.
//!
//! Dependencies run from the loop down to the keys: `sources` uses `input`, `input` uses `key`; `terminal` uses `output`.

pub mod input;
pub mod key;
mod output;
pub mod sources;
pub mod terminal;
