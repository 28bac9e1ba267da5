//! The terminal: what comes from it, and how it is entered and given back.
//!
//! Dependencies run from the loop down to the keys: `sources` uses `input`, `input` uses `key`; `terminal` uses `output`.

pub mod input;
pub mod key;
mod output;
pub mod sources;
pub mod terminal;

use crate::clock::Clock;
use crate::store::Store;

/// Shows the store until the user leaves.
///
/// # Errors
/// There is no terminal to show it in.
pub fn run(_store: Store, _clock: Clock) -> Result<(), terminal::EnterError> {
    Ok(())
}
