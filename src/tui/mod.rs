//! The terminal: what comes from it, and how it is entered and given back.
//!
//! Dependencies run from the loop down to the keys: `terminal` and `sources` use `input`, `input` uses `key`.

pub mod input;
pub mod key;
