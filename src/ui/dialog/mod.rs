//! Dialogs: they stand above a screen and take every key. What is done with an answer is given where
//! the dialog is opened.

pub mod callback;
pub mod confirm;
pub mod help;
pub mod month;
pub mod palette;
pub mod picker;
pub mod prompt;
pub mod versions;

pub use super::layer::{AnyScreen, Beneath, Continuation, Layer, Leaving, Reply};
pub use callback::Callback;
