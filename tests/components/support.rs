//! What the components share with the journeys, except the terminal.

#[cfg(unix)]
#[path = "../support/read_only_folder.rs"]
pub mod read_only_folder;
#[path = "../support/sandbox.rs"]
pub mod sandbox;
#[path = "../support/screen_text.rs"]
pub mod screen_text;
#[path = "../support/stage.rs"]
pub mod stage;
