//! What the components share with the journeys, except the terminal.

#[path = "../support/sandbox.rs"]
pub mod sandbox;
#[path = "../support/screen_text.rs"]
pub mod screen_text;
#[path = "../support/stage.rs"]
pub mod stage;
