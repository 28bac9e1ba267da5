//! Dialogs: they open above a screen and take every key. The caller that opens one gives the callback
//! that handles its answer.

pub mod callback;
pub mod confirm;
pub mod help;
mod leaving;
pub mod month;
pub mod palette;
pub mod picker;
pub mod prompt;
pub mod versions;

pub use super::layer::{AnyScreen, Beneath, Continuation, Layer, Reply};
pub use callback::Callback;
